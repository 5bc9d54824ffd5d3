"""Checking: every code, its place, and that one mistake is one message while the rest still loads."""

import os
import re
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder import checks
from citygraph.folder.checks import CHECKS, MANUAL, quotes, references, ties
from citygraph.folder.checks.check import Check
from citygraph.folder.diagnostics import Diagnostic, Rule
from citygraph.folder.parser import parse
from citygraph.folder.rules import RULES
from citygraph.folder.yaml_text import Document, decode
from citygraph.render.problems import write_manual
from citygraph.world import World
from conftest import ANSI, ROOT, SEED, citygraph, in_terminal
from worlds import load

Folder = Callable[..., Path]

CITIES = "cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n"
SOURCE = "sources:\n  paper: {title: The paper}\n"


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int, int]]:
    return [(problem.code, problem.span.file, problem.span.line, problem.span.column) for problem in found]


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [problem.code for problem in found]


# ---------------------------------------------------------------- laws


@given(st.binary(max_size=300))
def test_any_bytes_give_diagnostics_and_never_an_exception(data: bytes) -> None:
    document, problems = decode(data, "x.yaml")
    if document is None:
        assert problems
    else:
        parse(document)


YAML_PIECES = st.sampled_from(
    ["cities:", "ties:", "\n", "\n  ", "\n    ", " - ", "osh:", " {", "}", "[", "]", ",", "name: Osh", "country: KG",
     "kind:", "sister-city", "between:", "&a ", "*a", "!!int ", "'", '"', ": ", "#", "---", "~", "2021", "|\n", "? ",
     "evidence:", "source: s", "quote: q", "by: b", "posts:", "observations:", "value: 3", "status:", "names:"]
)  # fmt: skip


@given(st.lists(YAML_PIECES, max_size=40).map("".join))
def test_anything_made_of_pieces_of_yaml_gives_diagnostics_and_never_an_exception(text: str) -> None:
    contents = parse(Document("x.yaml", text))
    lines = text.split("\n")
    for problem in contents.diagnostics:
        assert 1 <= problem.span.line <= len(lines)
        assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1


@given(data=st.data())
def test_a_broken_seed_world_still_loads_and_says_the_same_each_time(data: st.DataObject) -> None:
    files = sorted(SEED.glob("*.yaml"))
    path = data.draw(st.sampled_from(files))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    line = data.draw(st.integers(0, len(lines) - 1))
    change = data.draw(st.sampled_from(["", "  x\n", "]\n", "\t- a\n", ": :\n", lines[line] * 2, "  - {a: [}\n"]))
    with tempfile.TemporaryDirectory() as scratch:
        world = Path(scratch)
        for file in files:
            text = file.read_text(encoding="utf-8")
            if file == path:
                text = "".join([*lines[:line], change, *lines[line + 1 :]])
            (world / file.name).write_text(text, encoding="utf-8")
        once, twice = load(world), load(world)
    assert places(once.diagnostics) == places(twice.diagnostics)
    assert len(once.records) > 20


# ---------------------------------------------------------------- the manual


@pytest.mark.parametrize("rule", MANUAL.values(), ids=lambda rule: rule.code)
def test_the_manuals_example_makes_just_this_mistake(
    rule: Rule, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rule.code == "unreadable-file":
        graph = folder()
        (graph / "cities.yaml").symlink_to(graph / "nowhere.yaml")
    elif rule.code == "beyond-limit":
        monkeypatch.setenv("CITYGRAPH_LIMITS", "yaml=20")
        graph = folder(cities="cities:\n  osh: {name: Osh, country: KG}\n")
    else:
        graph = folder()
        example = rule.example if isinstance(rule.example, bytes) else rule.example.encode()
        (graph / rule.file).write_bytes(example)
    found = World(graph, cache=False).check().problems
    assert {(problem.code, problem.severity) for problem in found} == {(rule.code, rule.severity)}
    assert len(found) == 1


def test_the_manual_is_what_the_code_says() -> None:
    from checks_manual import manual

    assert (ROOT / "docs/checks.md").read_text(encoding="utf-8") == manual(), "run scripts/checks_manual.py"


def test_codes_are_unique() -> None:
    assert len(MANUAL) == len(RULES) + len(CHECKS)


def test_each_check_of_the_rooms_runs() -> None:
    rooms = (checks, references, ties, quotes)
    there = {one.rule.code for room in rooms for one in vars(room).values() if isinstance(one, Check)}
    assert there == {one.rule.code for one in CHECKS}


# ---------------------------------------------------------------- the manual in the terminal


@pytest.mark.parametrize("rule", MANUAL.values(), ids=lambda rule: rule.code)
def test_the_manual_of_a_code_has_all_of_its_text_and_of_its_example(rule: Rule) -> None:
    out = StringIO()
    write_manual(rule, out)
    head, _, explanation, *example = out.getvalue().splitlines()
    assert head == f"{rule.severity}[{rule.code}]"
    assert re.findall(r"\w+", explanation.replace("(docs/", "(")) == re.findall(r"\w+", rule.explanation)
    assert [line[4:] for line in example[3:]] == rule.example_text.splitlines()


def test_a_code_is_explained_without_a_graph_folder_and_whatever_python_strips(tmp_path: Path) -> None:
    ran = citygraph("check", "--explain", "quote-not-found", cwd=tmp_path, PYTHONOPTIMIZE="2")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("warning[quote-not-found]\n\nA quote is not in the `passages` of its source.")
    assert "\nA file with this mistake:\n\n    sources:\n      paper: {title: The paper" in ran.out


def test_a_terminal_gets_an_explanation_in_lines_that_it_has_room_for(tmp_path: Path) -> None:
    command = "citygraph check --explain mixed-scripts"
    for columns, most in ((60, 60), (200, 80)):
        code, seen = in_terminal(command, columns=columns, cwd=tmp_path)
        assert code == 0
        assert "\x1b[1;33mwarning\x1b[0m" in seen
        lines = ANSI.sub("", seen).splitlines()
        assert most - 20 < max(map(len, lines)) <= most
    assert "\x1b" not in in_terminal(command, cwd=tmp_path, NO_COLOR="1")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["qoute-not-found"], "`qoute-not-found` is no code of `citygraph check`; did you mean `quote-not-found`?"),
        (["☃"], "`☃` is no code of `citygraph check`; the codes are unreadable-file, beyond-limit, "),
        (["same-ends", "--strict"], "leave out --strict, --accepted, --fix and --format"),
        (["same-ends", "--format", "json"], "leave out --strict, --accepted, --fix and --format"),
    ],
)
def test_what_cannot_be_explained_is_told(arguments: list[str], told: str, tmp_path: Path) -> None:
    ran = citygraph("check", "--explain", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_report_ends_with_the_way_to_the_manual_of_its_first_error(folder: Folder) -> None:
    graph = folder(a="cities:\n  osh: {name: Osh}\n  iznik: {country: TR}\n")
    way = "citygraph: for more about a mistake: `citygraph check --explain missing-key`"
    assert citygraph("check", "--graph", graph).err.splitlines()[1:] == [way]
    assert "--explain" not in citygraph("check", "--graph", graph, "--format", "json").err
    graph = folder(a="cities:\n  osh: {name: Osh}\n")
    assert "check --explain missing-country`" in citygraph("check", "--graph", graph).err
    graph = folder(a="cities:\n  osh: {name: Osh, country: KG}\n")
    assert "--explain" not in citygraph("check", "--graph", graph).err


# ---------------------------------------------------------------- thirty mistakes

THIRTY = """\
cities:
  osh: {name: Osh, country: KG}
  iznik: {name: Iznik, country: TR}
  dubai: {name: Dubai, country: UAE}
  troyan: {nmae: Troyan, name: Troyan, country: BG}
  paris: {country: FR}
  oslo: {name: Oslo, country: NO, coordinates: [59.9, 190]}
  bern: {name: Bern, country: CH, coordinates: [west, 7.4]}
  rome: [Rome, IT]
  lima: {name: Lima, country: PE, part_of: peru}
  bonn: {name: Bonn, country: DE, names: {german!: Bonn}}
  São: {name: São Tomé, country: ST}
  minsk: {name: Minsk, country: BY, known_for: {a: b}}
  quito: {name: Quito, name: Kito, country: EC}
  perth: {name: Perth, country: AU, identifiers: {wikidata: }}
  perth-uk: {name: Perth, country: GB}
officials:
  mayor: {name: The mayor, posts: [{title: Mayor, of: nowhere, source: paper}, {title: Aide, source: paper}]}
evnts: {}
sources:
  paper: {title: The paper, url: ftp://example.org}
  untitled: {type: news}
  other: {title: Other, published: 2021-02-29}
ties:
  - {kind: sister-city, between: [osh, iznik], since: 2021, status: active, source: paper}
  - {kind: sistr-city, between: [osh, troyan], source: paper}
  - {kind: sister-city, between: [osh], source: paper}
  - {kind: sister-city, between: [osh, iznik, dubai], source: paper}
  - {kind: sister-city, between: [osh, osh], source: paper}
  - {kind: sister-city, between: [osh, mayor], source: paper}
  - {kind: sister-city, between: [osh, izink], source: paper}
  - {kind: sister-city, between: [iznik, osh], source: paper}
  - {kind: sister-city, between: [osh, bern], status: actve, source: paper}
  - {kind: sister-city, between: [osh, oslo], since: 2021, until: 2019, source: paper}
  - {kind: sister-city, between: [osh, lima], since: 2021-13, source: paper}
  - {kind: activity-in, from: osh, to: iznik, status: active, source: paper}
  - {kind: sister-city, between: [osh, bonn], status: ended, until: .., source: paper}
  - {kind: sister-city, between: [osh, quito], source: papr}
  - {kind: sister-city, between: [osh, minsk]}
  - {kind: flagship-store, between: [osh, dubai], source: paper}
  - {kind: sister-city, source: paper}
  - {between: [osh, perth], source: paper}
"""

THIRTY_FOUND = """\
4 unknown-country
5 unknown-key
6 missing-key
7 invalid-coordinates
8 invalid-number
9 wrong-shape
10 unknown-reference
11 invalid-language
12 invalid-id
13 wrong-shape
14 duplicate-key
15 wrong-shape
18 dangling-end
18 missing-key
19 unknown-section
21 invalid-url
22 missing-key
23 invalid-date
26 unknown-kind
27 wrong-number-of-ends
28 wrong-number-of-ends
29 same-ends
30 wrong-end-type
31 dangling-end
32 duplicate-id
33 unknown-status
34 reversed-dates
35 invalid-date
36 status-contradicts-kind
37 status-contradicts-dates
38 unknown-source
39 missing-evidence
40 ends-contradict-kind
41 missing-key
42 missing-key
"""


def test_thirty_mistakes_are_thirty_messages_on_their_lines_and_the_rest_still_answers(folder: Folder) -> None:
    graph = folder(world=THIRTY)
    found = load(graph).diagnostics
    assert "".join(f"{problem.span.line} {problem.code}\n" for problem in found) == THIRTY_FOUND
    answer = citygraph("path", "Osh", "Iznik", "--graph", graph)
    assert answer.code == 0
    assert "is a sister city of" in answer.out
    assert answer.err.splitlines()[0].startswith(f"citygraph: {graph} has 34 errors")


def test_a_caret_stands_under_what_is_wrong(folder: Folder) -> None:
    tie = "  - {kind: sister-city, between: [osh, izink], source: paper}"
    graph = folder(cities=CITIES, sources=SOURCE, ties=f"ties:\n{tie}\n")
    out = citygraph("check", "--graph", graph).out.splitlines()
    assert (
        out[0]
        == f"{graph}/ties.yaml:2:{tie.index('izink') + 1}: error[dangling-end] there is no record with the id `izink`"
    )
    assert out[1][out[2].index("^") :].startswith("izink")
    assert out[2].count("^") == len("izink")
    assert "did you mean `iznik`?" in out[3]


def test_a_long_hint_is_whole_in_a_pipe(folder: Folder) -> None:
    graph = folder(a="<<<<<<< HEAD\ncities:\n=======\n>>>>>>> other\n")
    (found,) = load(graph).diagnostics
    assert len(found.hint) > 80
    assert f"= {found.hint}\n" in citygraph("check", "--graph", graph).out


def test_a_caret_stands_right_beside_wide_letters(folder: Folder) -> None:
    out = citygraph(
        "check", "--graph", folder(c="cities:\n  j: {name: 景德镇, contry: CN, country: CN}\n")
    ).out.splitlines()
    # Each of the three letters is two cells wide, so the caret is three cells further than its column.
    column = int(out[0].split(":")[2])
    assert out[2].index("^") == len("2 | ") + column - 1 + 3


# ---------------------------------------------------------------- places


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one_in_code_points_whatever_ends_a_line(end: str, folder: Folder) -> None:
    text = "# Ош 景德镇 😀\ncities:\n  osh: {name: 😀Ош, contry: KG, country: KG}\n".replace("\n", end)
    assert places(load(folder(c=text)).diagnostics) == [("unknown-key", "c.yaml", 3, 20)]


def test_a_byte_order_mark_is_no_column(folder: Folder) -> None:
    found = load(folder(c=b"\xef\xbb\xbfcites: {}\n")).diagnostics
    assert places(found) == [("unknown-section", "c.yaml", 1, 1)]


def test_a_file_that_is_not_utf8_says_at_which_byte(folder: Folder) -> None:
    found = load(folder(c="cities:\n  a: {name: Sã".encode("latin-1") + b"\xff}\n")).diagnostics
    assert places(found) == [("not-utf8", "c.yaml", 2, 14)]


def test_utf16_is_recognized(folder: Folder) -> None:
    found = load(folder(c="cities: {}".encode("utf-16"))).diagnostics
    assert codes(found) == ["not-utf8"]
    assert "UTF-16" in found[0].hint


def test_an_unclosed_bracket_is_shown_where_it_opens(folder: Folder) -> None:
    found = load(folder(c="cities:\n  osh: {name: Osh, country: KG\n")).diagnostics
    assert places(found) == [("yaml-syntax", "c.yaml", 2, 8)]


def test_tabs_get_their_own_hint(folder: Folder) -> None:
    found = load(folder(c="cities:\n\tosh: {name: Osh, country: KG}\n")).diagnostics
    assert places(found) == [("yaml-syntax", "c.yaml", 2, 1)]
    assert "spaces" in found[0].hint


# ---------------------------------------------------------------- one mistake, one message


def test_a_city_without_a_name_is_still_known_by_its_ties(folder: Folder) -> None:
    graph = folder(
        cities="cities:\n  osh: {country: KG}\n  iznik: {name: Iznik, country: TR}\n",
        sources=SOURCE,
        ties="ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper}\n",
    )
    loaded = load(graph)
    assert codes(loaded.diagnostics) == ["missing-key"]
    assert "sister-city.iznik.osh" in {record.id for record in loaded.records}


def test_a_file_that_does_not_parse_leaves_its_ids_known(folder: Folder) -> None:
    ties = "".join(f"  - {{kind: sister-city, between: [c{i}, c{i + 1}], source: paper}}\n" for i in range(20))
    cities = "".join(f"  c{i}: {{name: C{i}, country: KG}}\n" for i in range(21))
    broken = "cities:\n" + cities.replace("c3: {", "c3: [{")
    found = load(folder(cities=broken, sources=SOURCE, ties="ties:\n" + ties)).diagnostics
    assert codes(found) == ["yaml-syntax"]


def test_what_stands_before_a_break_is_loaded(folder: Folder) -> None:
    loaded = load(folder(c="cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iz: nik}\n"))
    assert codes(loaded.diagnostics) == ["yaml-syntax"]
    assert [record.id for record in loaded.records] == ["osh"]


def test_a_wrong_figure_costs_the_figure_and_not_the_city(folder: Folder) -> None:
    city = (
        "cities:\n  osh:\n    name: Osh\n    country: KG\n    observations:\n"
        "      - {property: visitors, value: many, source: paper}\n"
        "      - {property: visitors, value: 12, source: paper}\n"
        "      - {property: visitors, value: 13, source: papr}\n"
    )
    loaded = load(folder(cities=city, sources=SOURCE))
    assert codes(loaded.diagnostics) == ["invalid-number", "unknown-source"]
    osh = next(record for record in loaded.records if record.id == "osh")
    assert [(figure["value"], len(figure["evidence"])) for figure in osh.data["observations"]] == [(12, 1), (13, 0)]


def test_a_wrong_region_costs_the_key_and_not_the_city(folder: Folder) -> None:
    loaded = load(folder(cities="cities:\n  osh: {name: Osh, country: KG, part_of: nowhere, level: city}\n"))
    assert "part_of" not in loaded.records[0].data
    assert loaded.records[0].data["level"] == "city"


def test_a_tie_with_an_error_in_an_end_is_not_answered_from(folder: Folder) -> None:
    tie = "ties:\n  - {kind: sister-city, between: [osh, isnik], status: planned, source: paper}\n"
    loaded = load(folder(cities=CITIES, sources=SOURCE, ties=tie))
    assert not [record for record in loaded.records if record.type == "tie"]


def test_the_first_of_two_records_with_one_id_is_read(folder: Folder) -> None:
    one, other = "cities:\n  osh: {name: Osh, country: KG}\n", "events:\n  osh: {name: Osh Fair}\n"
    loaded = load(folder(a=one, b=other))
    assert places(loaded.diagnostics) == [("duplicate-id", "b.yaml", 2, 3)]
    assert [record.type for record in loaded.records] == ["city"]


def test_a_second_tie_of_one_kind_needs_an_id_of_its_own(folder: Folder) -> None:
    tie = "  - {kind: sister-city, between: [osh, iznik], source: paper}\n"
    ties = "ties:\n" + tie + "  - {kind: sister-city, between: [iznik, osh], id: again, source: paper}\n"
    loaded = load(folder(cities=CITIES, sources=SOURCE, ties=ties))
    assert loaded.diagnostics == ()
    assert {record.id for record in loaded.records if record.type == "tie"} == {"again", "sister-city.iznik.osh"}


@pytest.mark.parametrize(
    ("other", "warned"),
    [
        ("country: KG", True),
        ("country: KG, identifiers: {wikidata: Q1}", True),
        ("country: TR", False),
        ("country: KG, part_of: iznik", False),
        ("country: KG, level: district", False),
    ],
)
def test_namesakes_are_told_within_one_country_and_region(other: str, warned: bool, folder: Folder) -> None:
    found = load(folder(c=f"{CITIES}  osh-2: {{name: OSH, {other}}}\n")).diagnostics
    assert codes(found) == ["duplicate-name"] * warned


# ---------------------------------------------------------------- YAML is not asked what a value means


def test_types_come_from_the_schema_and_not_from_yaml(folder: Folder) -> None:
    text = (
        "cities:\n  oslo: {name: 010, country: NO, aliases: [yes, 1984, null-city], names: {no: Oslo, nb: off}}\n"
        "  y: {name: True, country: FR}\n"
    )
    loaded = load(folder(c=text))
    assert loaded.diagnostics == ()
    oslo, y = (record.data for record in loaded.records)
    assert (oslo["name"], oslo["country"], oslo["aliases"]) == ("010", "NO", ["yes", "1984", "null-city"])
    assert oslo["names"] == {"no": "Oslo", "nb": "off"}
    assert y["name"] == "True"


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_no_value_is_not_a_value_and_leaves_the_rest(nothing: str, folder: Folder) -> None:
    loaded = load(
        folder(c=f"cities:\n  osh:\n    name: Osh\n    country: KG\n    aliases: {nothing}\n    level: {nothing}\n")
    )
    assert [(code, line) for code, _, line, _ in places(loaded.diagnostics)] == [("wrong-shape", 5), ("wrong-shape", 6)]
    assert loaded.records[0].data["name"] == "Osh"
    assert "has no value" in loaded.diagnostics[0].message


def test_a_quoted_null_is_a_name(folder: Folder) -> None:
    loaded = load(folder(c='cities:\n  null-city: {name: "null", country: KG, aliases: ["~"]}\n'))
    assert loaded.diagnostics == ()
    assert (loaded.records[0].data["name"], loaded.records[0].data["aliases"]) == ("null", ["~"])


def test_a_quoted_and_an_unquoted_year_are_the_same_date(folder: Folder) -> None:
    def tie(since: str) -> object:
        text = f"ties:\n  - {{kind: sister-city, between: [osh, iznik], since: {since}, source: paper}}\n"
        loaded = load(folder(cities=CITIES, sources=SOURCE, ties=text))
        return next(record.data for record in loaded.records if record.type == "tie")

    assert tie("2021") == tie("'2021'") == tie('"2021"')


def test_billion_laughs_end_at_once(folder: Folder) -> None:
    laughs = "notes:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"  {chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
    )
    text = "cities:\n  osh:\n    name: Osh\n    country: KG\n" + "".join(
        f"    {line}\n" for line in laughs.splitlines()
    )
    assert codes(load(folder(c=text)).diagnostics) == ["endless-anchors"]


def test_an_alias_stands_for_what_its_anchor_says(folder: Folder) -> None:
    text = "cities:\n  osh: {name: Osh, country: KG, known_for: &bazaar [bazaar]}\n"
    text += "  iznik: {name: Iznik, country: TR, known_for: *bazaar}\n"
    loaded = load(folder(c=text))
    assert loaded.diagnostics == ()
    assert loaded.records[1].data["known_for"] == ["bazaar"]


# ---------------------------------------------------------------- the folder


def test_files_in_subfolders_count_and_hidden_ones_do_not(folder: Folder) -> None:
    graph = folder()
    (graph / "asia").mkdir()
    (graph / "asia/osh.yml").write_text("cities:\n  osh: {name: Osh, country: KG}\n")
    (graph / ".git").mkdir()
    (graph / ".git/x.yaml").write_text("nonsense: [")
    (graph / "README.md").write_text("nonsense: [")
    loaded = load(graph)
    assert loaded.files == ("asia/osh.yml",)
    assert loaded.diagnostics == ()


def test_a_folders_own_kinds_add_to_the_vocabulary_or_refine_it(folder: Folder) -> None:
    kinds = (
        "kinds:\n  river-link: {group: network, nature: standing, label: shares a river with, between: city}\n"
        "  sister-city: {terms: {tr: kardeş şehir}}\n"
    )
    tie = "ties:\n  - {kind: river-link, between: [osh, iznik], source: paper}\n"
    loaded = load(folder(cities=CITIES, sources=SOURCE, kinds=kinds, ties=tie))
    assert loaded.diagnostics == ()
    assert loaded.vocabulary["river-link"].symmetric
    assert loaded.vocabulary.called("Kardes Sehir") == ["sister-city"]
    assert loaded.vocabulary.called("友好城市") == ["sister-city"]


def test_a_quote_may_be_broken_over_lines_but_not_changed(folder: Folder) -> None:
    source = "sources:\n  paper:\n    title: The paper\n    passages:\n      - Osh and Iznik\n        signed in 2021.\n"
    good = "cities:\n  osh: {name: Osh, country: KG, source: paper, quote: Osh and Iznik signed}\n"
    assert load(folder(cities=good, sources=source)).diagnostics == ()
    bad = good.replace("Osh and Iznik signed", "Iznik and Osh signed")
    assert codes(load(folder(cities=bad, sources=source)).diagnostics) == ["quote-not-found"]


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 0), (["--strict"], 1)], ids=["a warning is no error", "but it is in strict mode"]
)
def test_strict_makes_a_warning_an_error(arguments: list[str], code: int, folder: Folder) -> None:
    graph = folder(cities=CITIES, ties="ties:\n  - {kind: sister-city, between: [osh, iznik]}\n")
    assert citygraph("check", "--graph", graph, *arguments).code == code


# ---------------------------------------------------------------- what costs what


@pytest.mark.parametrize(
    "text",
    [
        "sources:\n  - register:\n    title: The register\n",
        "sources:\n  register: {title: The register\n",
        "sources:\n  register: {title: The \x07register}\n",
    ],
)
def test_sources_that_cannot_be_read_are_not_missed_by_each_tie(text: str, folder: Folder) -> None:
    ties = "ties:\n" + "".join(
        f"  - {{kind: sister-city, between: [osh, iznik], id: t{i}, source: register}}\n" for i in range(9)
    )
    assert len(load(folder(cities=CITIES, sources=text, ties=ties)).diagnostics) == 1


def test_what_stands_before_a_forbidden_character_is_loaded(folder: Folder) -> None:
    loaded = load(
        folder(c="cities:\n  osh: {name: Osh, country: KG}\n  iznik:\n    name: Iz\x07nik\n    country: TR\n")
    )
    assert places(loaded.diagnostics) == [("yaml-syntax", "c.yaml", 4, 13)]
    assert [record.id for record in loaded.records] == ["osh"]


def test_a_file_that_cannot_be_opened_is_one_message(folder: Folder) -> None:
    graph = folder(cities=CITIES, ties="ties:\n  - {kind: sister-city, between: [osh, iznik], source: register}\n")
    (graph / "sources.yaml").symlink_to(graph / "nowhere")
    assert codes(load(graph).diagnostics) == ["unreadable-file"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("x: {group: network, nature: standing, label: x, between: []}", "wrong-shape"),
        ("sister-city: {from: city, to: city}", "incomplete-kind"),
        ("sister-city: {between: city, from: city, to: city, inverse: x}", "ends-twice"),
    ],
)
def test_a_kind_that_says_nothing_of_its_ends_is_one_mistake(kind: str, code: str, folder: Folder) -> None:
    found = load(folder(kinds=f"kinds:\n  {kind}\n")).diagnostics
    assert codes(found) == [code]


def test_the_posts_of_a_second_record_with_one_id_are_not_the_firsts(folder: Folder) -> None:
    one = "officials:\n  m: {name: M, posts: [{title: Mayor, of: osh, source: paper}]}\n"
    other = "officials:\n  m: {name: N, posts: [{title: Mayor, of: iznik, source: paper}]}\n"
    loaded = load(folder(cities=CITIES, sources=SOURCE, a=one, b=other))
    assert codes(loaded.diagnostics) == ["duplicate-id"]
    assert [record.id for record in loaded.records if record.type == "tie"] == ["holds-post.m.osh"]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("status: active, since: 2099", "status-contradicts-dates"),
        ("status: active, since: 1990, until: 2019", "until-has-passed"),
        ("status: dormant, since: 1990, until: 2019", "until-has-passed"),
        ("status: suspended, since: 1990, until: 2022-03", None),  # since then it does not stand
        ("status: planned, since: 2099", None),
        ("since: 2010, seen: 2005", "reversed-dates"),
        ("until: 2010, seen: 2015", "reversed-dates"),
        ("status: [{is: active, from: 2005}, {is: ended, from: 2003}]", "reversed-dates"),
        ("status: [{is: active, from: 2005}, {is: ended, from: 2131}], until: 2131", None),
        ("status: [{is: planned, from: 2005}, {is: active, from: 2131}], since: 2131", None),
        ("status: [{is: active}, {is: ended, from: 2014}], until: 2131", "status-contradicts-dates"),
        ("status: [{is: planned, from: 2005}, {is: active}], since: 2131", "status-contradicts-dates"),
        ("agreement: {signed: 2010, expires: 2005}", "reversed-dates"),
        ("status: cancelled, seen: 2005", "status-contradicts-dates"),
        ("status: []", "wrong-shape"),
        ("follows: nothing.like.this", "unknown-reference"),
    ],
)
def test_dates_and_statuses_that_contradict_each_other(keys: str, code: str | None, folder: Folder) -> None:
    tie = f"ties:\n  - {{kind: sister-city, between: [osh, iznik], source: paper, {keys}}}\n"
    found = load(folder(cities=CITIES, sources=SOURCE, ties=tie)).diagnostics
    assert codes(found) == ([code] if code else [])


@pytest.mark.parametrize(
    ("keys", "is_early"),
    [
        ("status: ended", True),
        ("status: [{is: planned, from: 2019}, {is: ended}]", True),
        ("status: [{is: planned, from: 2019}, {is: ended, from: 2131}]", False),
        ("evidence: [{source: paper, status: ended}]", True),
        ("status: ended, on: 2019", False),
        ("status: planned", False),
        ("status: unknown", False),
    ],
)
@pytest.mark.parametrize("kind", ["attends", "exhibits-at", "own"])
def test_what_took_place_at_an_event_to_come_is_a_mistake_and_reads_as_unknown(
    keys: str, is_early: bool, kind: str, folder: Folder
) -> None:
    """The slip may be in the year of the event, or in the status: so nothing says that it took place."""
    own = "kinds:\n  own: {group: exchange, nature: occurrence, label: opens, inverse: "
    own += "is opened by, from: city, to: event}\n"
    event = "events:\n  expo: {name: Expo, when: 2131}\n"
    tie = f"ties:\n  - {{kind: {kind}, from: osh, to: expo, source: paper, {keys}}}\n".replace(
        ", source: paper, evidence", ", evidence"
    )
    loaded = load(folder(cities=CITIES, sources=SOURCE, event=event, kinds=own, ties=tie))
    assert codes(loaded.diagnostics) == ["status-contradicts-event"] * is_early
    (visit,) = (record for record in loaded.records if record.type == "tie")
    if is_early:
        assert visit.data["status"] == "unknown"


@pytest.mark.parametrize(
    ("record", "hint"),
    [
        ("cities:\n  a: {name: A, country: KG, population: 3}", "observations"),
        ("officials:\n  m: {name: M, posts: [{title: T, of: osh, source: paper, from: 2020}]}", "since"),
        ("ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper, signed: 1999}", "agreement"),
        ("ties:\n  - {kind: sister-city, between: [Osh City, iznik], source: paper}", "`osh`"),
        ("ties:\n  - {kind: sister-city, between: [osh, iznik], source: 'https://example.org'}", "url"),
        ("ties:\n  - {kind: flagship-store, from: shop, to: shop2, source: paper}", "turned round"),
        ("ties:\n  - {kind: Twinning, between: [osh, iznik], source: paper}", "`sister-city`"),
        (
            "ties:\n  - {kind: sister-city, between: [osh, iznik], source: 'paper, osh'}",
            "[{source: paper}, {source: osh}]",
        ),
        ("ties:\n  - {kind: sister-city, between: [osh, “iznik”], source: paper}", "write `iznik`"),
        ("ties:\n  - {kind: visit, from: osh, to: iznik, source: paper}", "`delegation`"),
        (
            "ties:\n  - {kind: delegation, from: osh, to: iznik, source: paper, on: 1986, until: 1990}",
            "`on: 1986/1990`",
        ),
        ("ties:\n  - {kind: delegation, from: osh, to: iznik, source: paper, on: 1986, until: ..}", "`on: 1986/..`"),
        ("ties:\n  - {kind: delegation, from: osh, to: iznik, source: paper, on: 1986, until: 1970}", "leave it out"),
        ("events:\n  e: {name: E, when: 1999–2004}", "`when: 1999/2004`"),
        ("events:\n  e: {name: E, when: 05/1951}", "1951-05"),
        ("events:\n  e: {name: E, when: c. 1999}", "1999~"),
        ("ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper, until: present}", "`until: ..`"),
        ("ties:\n  - {kind: supported-by, from: osh, to: iznik, source: paper}", "swap `from` and `to`"),
        ("ties:\n  - {kind: is supported by, from: osh, to: iznik, source: paper}", "swap `from` and `to`"),
        ("ties:\n  - {kind: replaced-by, from: osh, to: iznik, source: paper}", "`kind: replaces`, and swap"),
        (
            "sources:\n  news: {title: Badische Zeitung}\n"
            "ties:\n  - {kind: contact, between: [osh, iznik], source: Badische Zeitung}",
            "did you mean `news`?",
        ),
        ("ties:\n  - {kind: membership, from: osh, to: iznik, source: paper}", "`member-of`"),
    ],
)
def test_a_hint_leads_to_what_was_meant(record: str, hint: str, folder: Folder) -> None:
    cities = CITIES.replace("name: Osh", "name: Osh City")
    if "turned" in hint:
        cities += "organizations:\n  shop2: {name: Shop}\n"
        record = record.replace("from: shop,", "from: osh,").replace("flagship-store", "member-of")
        record = record.replace("from: osh, to: shop2", "from: shop2, to: osh")
    found = load(folder(cities=cities, sources=SOURCE, record=record + "\n")).diagnostics
    assert len(found) == 1
    assert hint in found[0].message + found[0].hint


@pytest.mark.parametrize(
    "record",
    [
        "resources:\n  z: {title: Z}",
        "cities:\n  a: {name: A, country: IT, geonames: 702550}",
        "ties:\n  - {kind: sister-city, städte: [osh, iznik], source: paper}",
        "ties:\n  - {kind: exchange, between: [osh, iznik], stadt: osh, source: paper}",
        "ties:\n  - {kind: exchange, between: [osh, oznik], source: gazette-2022}\n"
        "events:\n  fair: {name: F, source: gazette-2021}",
        "sources:\n  gazette-2021: {title: G}\nties:\n  - {kind: contact, between: [osh, iznik], source: gazette-2022}",
        "cities:\n  lublin: {name: Lublin, country: PL}\n"
        "ties:\n  - {kind: contact, between: [osh, dublin], source: paper}",
        "ties:\n  - {kind: hosted-by, from: osh, to: iznik, source: paper}",
    ],
)
def test_what_only_looks_like_another_word_gets_no_hint_at_that(record: str, folder: Folder) -> None:
    found = load(folder(cities=CITIES, sources=SOURCE, record=record + "\n")).diagnostics
    assert found
    assert not [one.hint for one in found if "did you mean" in one.hint and "`iznik`" not in one.hint]


def test_a_mistyped_section_is_one_mistake(folder: Folder) -> None:
    ties = "ties:\n" + "".join(
        f"  - {{kind: sister-city, between: [osh, iznik], id: t{i}, source: paper}}\n" for i in range(9)
    )
    for sources in (SOURCE.replace("sources", "source"), "sources:\n  - id: paper\n    title: The paper\n"):
        assert len(load(folder(cities=CITIES, sources=sources, ties=ties)).diagnostics) == 1


@pytest.mark.parametrize("wrong", ["evnts: {}\n", "events: [a]\n", "statements: {}\n", "events:\n"])
def test_a_wrong_section_costs_nothing_that_stands_before_it(wrong: str, folder: Folder) -> None:
    tie = "ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper}\n"
    loaded = load(folder(world=CITIES + SOURCE + tie + wrong))
    assert len(loaded.diagnostics) == 1
    assert [record.id for record in loaded.records if record.type == "tie"] == ["sister-city.iznik.osh"]


def test_all_mistakes_of_a_tie_are_told_in_one_run(folder: Folder) -> None:
    ties = (
        "ties:\n  - {kind: sister-city, between: [osh], status: actve, source: paper}\n"
        "  - {kind: sister-city, between: [osh, osh], status: actve, source: paper}\n"
    )
    assert codes(load(folder(cities=CITIES, sources=SOURCE, ties=ties)).diagnostics) == [
        "wrong-number-of-ends", "unknown-status", "same-ends", "unknown-status"
    ]  # fmt: skip


def test_a_kind_with_no_valid_end_is_one_mistake_and_its_ties_another(folder: Folder) -> None:
    kind = "kinds:\n  river: {group: network, nature: standing, label: x, between: [town]}\n"
    tie = "ties:\n  - {kind: river, between: [osh, iznik], source: paper}\n"
    found = load(folder(cities=CITIES, sources=SOURCE, kinds=kind, ties=tie)).diagnostics
    assert codes(found) == ["unknown-value"]


def test_a_wrong_item_costs_the_item_and_not_the_list(folder: Folder) -> None:
    text = "cities:\n  osh: {name: Osh, country: KG, aliases: [Osch, ~, Och], names: {ru: Ош, kyrgyz language: Ош}}\n"
    loaded = load(folder(c=text))
    assert codes(loaded.diagnostics) == ["wrong-shape", "invalid-language"]
    assert loaded.records[0].data["aliases"] == ["Osch", "Och"]
    assert loaded.records[0].data["names"] == {"ru": "Ош"}


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("48.1, 11.5", "`[48.1, 11.5]`"),
        ("48.1 11.5", "`[48.1, 11.5]`"),
        ("48.1° N, 11.5° W", "`[48.1, -11.5]`"),
        ("33.9 S; 18.4 E", "`[-33.9, 18.4]`"),
        ("{lat: 48.1, lng: 11.5}", "`[48.1, 11.5]`"),
        ("somewhere", ""),
    ],
)
def test_coordinates_as_a_map_shows_them_get_their_list(written: str, hint: str, folder: Folder) -> None:
    (found,) = load(folder(c=f"cities:\n  a:\n    name: A\n    country: DE\n    coordinates: {written}\n")).diagnostics
    assert hint in found.hint
    assert bool(found.hint) == bool(hint)


@pytest.mark.parametrize(
    ("country", "coordinates", "warned"),
    [("DE", "[11.5, 48.1]", True), ("DE", "[48.1, 11.5]", False), ("DE", "[1, 2]", False),
     ("ZZ", "[11.5, 48.1]", False), ("l", "[11.5, 48.1]", False), ("SG", "[1.3, 103.8]", False)],
)  # fmt: skip
def test_coordinates_the_wrong_way_round_are_told_where_the_country_shows_it(
    country: str, coordinates: str, warned: bool, folder: Folder
) -> None:
    text = f"countries:\n  l: {{name: L}}\ncities:\n  a: {{name: A, country: {country}, coordinates: {coordinates}}}\n"
    loaded = load(folder(c=text))
    assert ("swapped-coordinates" in codes(loaded.diagnostics)) == warned
    assert next(record for record in loaded.records if record.id == "a").data["coordinates"]


def test_a_history_out_of_order_is_shown_at_the_entry_that_comes_too_early(folder: Folder) -> None:
    tie = (
        "ties:\n  - kind: sister-city\n    between: [osh, iznik]\n    source: paper\n    status:\n"
        "      - {is: active, from: 1992}\n      - {is: ended, from: 2014}\n      - {is: suspended, from: 2010}\n"
    )
    found = load(folder(cities=CITIES, sources=SOURCE, ties=tie)).diagnostics
    assert places(found) == [("reversed-dates", "ties.yaml", 8, 9)]


def test_the_id_of_a_tie_with_its_ends_the_other_way_round(folder: Folder) -> None:
    ties = (
        "ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper}\n"
        "  - {kind: supports, from: osh, to: iznik, source: paper}\n"
    )
    graph = folder(cities=CITIES, sources=SOURCE, ties=ties)
    for id, code in {"sister-city.osh.iznik": 0, "sister-city.iznik.osh": 0, "supports.iznik.osh": 1}.items():
        shown = citygraph("show", id, "--graph", graph)
        assert shown.code == code, id
        assert ("may be a sister city of" in shown.out) == (not code)
    later = "ties:\n  - {kind: exchange, between: [osh, iznik], source: paper, follows: sister-city.osh.iznik}\n"
    (found,) = load(folder(later=later)).diagnostics
    assert found.hint == "did you mean `sister-city.iznik.osh`?"


@pytest.mark.parametrize("pasted", ["\u2028", "\u2029", "\x85"])
def test_a_line_end_that_no_editor_shows_is_named(pasted: str, folder: Folder) -> None:
    found = load(folder(c=f"cities:\n  osh: {{name: O{pasted}sh, country: KG}}\n")).diagnostics
    assert places(found) == [("yaml-syntax", "c.yaml", 2, 16)]
    assert f"U+{ord(pasted):04X}" in found[0].message


def test_a_link_to_a_folder_inside_is_followed_and_one_that_leads_back_is_not(folder: Folder, tmp_path: Path) -> None:
    graph = folder(cities=CITIES)
    other = graph / ".other"
    other.mkdir()
    (other / "sources.yaml").write_text(SOURCE)
    (graph / "sub").symlink_to(other)
    (graph / "sub2").symlink_to(graph / "sub")
    (other / "back").symlink_to(graph)
    (tmp_path / "link").symlink_to(graph)
    assert load(tmp_path / "link").files == ("cities.yaml", "sub/sources.yaml")


def test_a_pipe_by_the_name_of_a_file_is_not_waited_for(folder: Folder) -> None:
    graph = folder(cities=CITIES)
    os.mkfifo(graph / "pipe.yaml")
    assert codes(load(graph).diagnostics) == ["unreadable-file"]


@pytest.mark.parametrize(
    ("written", "hint"), [("1,5", "1.5"), ("44,000,000", "44000000"), ("44 000", "44000"), ("44 million", "digits")]
)
def test_a_figure_that_is_no_number_says_which_number_it_is(written: str, hint: str, folder: Folder) -> None:
    text = CITIES.replace(
        "country: KG}", f"country: KG, observations: [{{property: p, value: '{written}', source: paper}}]}}"
    )
    found = load(folder(c=text, sources=SOURCE)).diagnostics
    assert codes(found) == ["invalid-number"]
    assert hint in found[0].hint
