"""The questions that a folder keeps: how they are asked, what is wrong with them, and that no command loses them."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.cli._index import INDEX
from citygraph.questions._command_line import NotUnderstood, places_of_words, understood, why_not, words_of
from citygraph.world import World
from conftest import ROOT, SEED, citygraph, in_terminal

Folder = Callable[..., Path]

WORLD = """\
cities:
  osh: {name: Osh, country: KG}
  troyan: {name: Troyan, country: BG}
  iznik: {name: Iznik, country: TR}
sources:
  paper: {title: The paper}
kinds:
  twins: {group: agreement, nature: standing, label: is a twin of, between: [city]}
ties:
  - {kind: sister-city, between: [osh, troyan], status: active, source: paper}
  - {kind: twins, between: [osh, iznik], status: active, source: paper}
"""


def kept(**commands: str) -> str:
    """A section with these command lines."""
    records = {name: {"sentence": f"What is {name}?", "command": line} for name, line in commands.items()}
    return "questions:\n" + "".join(f"  {name}: {json.dumps(record)}\n" for name, record in records.items())


def found(graph: Path) -> list[tuple[str, str, str, int]]:
    return [(it.message, it.hint, it.span.file, it.span.line) for it in World(graph).check().problems]


def commands(graph: Path) -> dict[str, str]:
    return {one.id: one.command for one in World(graph).saved_questions()}


# ---------------------------------------------------------------- laws

ASKED = [name for name, (module, *_) in INDEX.items() if module.startswith("citygraph.questions.")]
TRIED = [name for name in ASKED if name not in ("diff", "log", "map")]  # of git; and one that needs a terminal
NAMES = ("jingdezhen", "Osh", "Iznik", "Nowhere", "article", "sister-city.iznik.jingdezhen", "Türkiye")
VALUES = (*NAMES, "3", "0", "-1", "x", "", "sister-city", "!sister-city", "city", "country", "active", "2021", "table",
          "json", "csv", "economy", "KG", "betweenness", "degree", "2021-13", "a b")  # fmt: skip


def flags_of(name: str) -> list[str]:
    """The options of a question, as its help has them."""
    text = (ROOT / f"tests/golden/{name}.txt").read_text(encoding="utf-8")
    flags = set(re.findall(r"^\| │ +\*? *(--[\w-]+)", text, re.MULTILINE))
    return sorted(flags - {"--graph", "--help", "--no-cache", "--output", "--evaluate"})  # that needs many ties


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Command lines of questions: most are nearly right."""
    name = draw(st.sampled_from(TRIED))
    words = draw(st.lists(st.sampled_from(NAMES[:3]), max_size=2))
    for flag in draw(st.lists(st.sampled_from([*flags_of(name), "--nosuch"]), max_size=2)):
        values = draw(st.lists(st.sampled_from(VALUES), min_size=0, max_size=2))
        if values and draw(st.booleans()):
            words += [f"{flag}={values[0]}", *values[1:]]
        else:
            words += [flag, *values]
    return shlex.join([name, *words])


@given(line=lines())
def test_check_refuses_just_the_lines_that_the_command_refuses(line: str) -> None:
    ran = citygraph(*words_of(line), "--graph", SEED)
    assert ran.code in (0, 1, 2), ran.err
    is_refused = ran.code == 2 or re.search("nothing here is called|` can be [0-9]+ things", ran.err) is not None
    assert (why_not(World(SEED), line) is not None) == is_refused, ran.err


@given(st.text(alphabet="ab '\"\\\t\n#;&|", max_size=30))
def test_a_line_is_divided_as_a_shell_does_and_each_word_stands_in_its_place(line: str) -> None:
    try:
        words = words_of(line)
    except NotUnderstood:
        return
    places = places_of_words(line)
    assert [shlex.split(line[start:end]) for start, end in places] == [[word] for word in words]


IDS = st.sampled_from(["osh", "troyan", "iznik", "paper", "twins", "sister-city.osh.troyan", "twins.iznik.osh"])
IN_A_LINE = st.sampled_from(
    ["neighbors {}", "neighbors '{}' --hops 2", "show {}", "path {} troyan", "ties --between osh {}", "find {}",
     "ties --source={} --kind twins", "ties --kind '!{}'", "officials \"{}\" --format json", "compare {} iznik"]
)  # fmt: skip


@given(shapes=st.lists(st.tuples(IN_A_LINE, IDS), min_size=1, max_size=4), old=IDS)
def test_what_a_sound_question_names_it_names_after_another_id(
    shapes: list[tuple[str, str]], old: str, small: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph = tmp_path_factory.mktemp("g")
    every = [shape.format(id) for shape, id in shapes]
    sound = [line for line in every if why_not(small, line) is None]
    text = kept(**{f"q{number}": line for number, line in enumerate(sound)}) if sound else ""
    (graph / "a.yaml").write_text(WORLD + text, encoding="utf-8")
    kind = ["--kind"] if old == "twins" else []
    ran = citygraph("mv", *kind, old, "other", "--graph", graph)
    assert ran.code == 0, ran.err
    after = World(graph)
    assert not after.check().problems
    for line, question in zip(sound, after.saved_questions(), strict=True):
        was = [named.word for named in understood(line).names]
        now = [named.word for named in understood(question.command).names]
        assert now == [renamed(word, old) for word in was], question.command


def renamed(word: str, old: str) -> str:
    """The id that a word means after a rename, if it means one before."""
    if word == old or "." not in word:
        return "other" if word == old else word
    kind, *ends = (("other" if part == old else part) for part in word.split("."))
    return ".".join([kind, *sorted(ends)])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    graph = tmp_path_factory.mktemp("small")
    (graph / "a.yaml").write_text(WORLD, encoding="utf-8")
    return World(graph)


# ---------------------------------------------------------------- asked

PARTNERS = "neighbors osh --kind sister-city"


def test_a_question_is_asked_by_its_name_with_more_options_behind(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(partners=PARTNERS))
    ran, typed = citygraph("ask", "partners", "--graph", graph), citygraph(*PARTNERS.split(), "--graph", graph)
    assert (ran.code, ran.out) == (0, typed.out)
    rows = json.loads(citygraph("ask", "partners", "--graph", graph, "--format", "json").out)
    assert [row["node"] for row in rows] == ["troyan"]
    assert json.loads(citygraph("ask", "--format", "json", "--graph", graph, "partners").out) == rows
    assert json.loads(citygraph("ask", "partners", "--format=json", f"--graph={graph}").out) == rows
    assert json.loads(citygraph("ask", "partners", "--format", "json", CITYGRAPH_GRAPH=str(graph)).out) == rows
    more = citygraph("ask", "partners", "--kind", "twins", "--graph", graph, "--format", "csv")
    assert len(more.out.splitlines()) == 3, "a filter of the lens is added"


def test_options_behind_a_line_that_ends_in_names_alone_are_options(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(partners="neighbors --kind sister-city -- osh"))
    assert citygraph("check", "--graph", graph).code == 0
    ran = citygraph("ask", "--graph", graph, "partners", "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.out == citygraph("neighbors", "osh", "--kind", "sister-city", "--graph", graph, "--format", "json").out


def test_the_exit_code_is_that_of_the_question(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(none="path troyan iznik --avoid osh", partners=PARTNERS))
    assert citygraph("ask", "none", "--graph", graph).code == 1
    wrong = citygraph("ask", "partners", "--nosuch", "--graph", graph)
    assert wrong.code == 2
    assert "Usage: citygraph neighbors" in wrong.err


def test_a_format_that_is_given_behind_takes_the_place_of_that_in_the_line(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(q="ties --format json --limit 1"))
    assert len(json.loads(citygraph("ask", "q", "--graph", graph).out)) == 1
    assert len(citygraph("ask", "q", "--graph", graph, "--format", "csv", "--limit", "2").out.splitlines()) == 3


def test_without_a_name_the_questions_are_listed(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(one=PARTNERS), b=kept(two="ties", one="stats"))
    rows = json.loads(citygraph("ask", "--graph", graph, "--format", "json").out)
    assert rows == [
        {"name": "one", "sentence": "What is one?", "command": PARTNERS, "file": "a.yaml", "line": 13},
        {"name": "two", "sentence": "What is two?", "command": "ties", "file": "b.yaml", "line": 2},
    ]
    code, seen = in_terminal(f"citygraph ask --graph {graph}", NO_COLOR="1")
    assert code == 0
    assert f"one   What is one?\n    citygraph {PARTNERS}\n" in re.sub(" +$", "", seen, flags=re.MULTILINE)


def test_a_folder_without_questions_says_how_to_write_one(folder: Folder) -> None:
    ran = citygraph("ask", "--graph", folder(a=WORLD))
    assert (ran.code, ran.out) == (1, "name\tsentence\tcommand\tfile\tline\n")
    assert "keeps no questions; docs/format.md, Questions, shows how to write one" in ran.err
    assert citygraph("ask", "--graph", folder(a=WORLD), "x").code == 1


def test_an_unknown_name_is_a_no_with_the_nearest(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(partners=PARTNERS))
    ran = citygraph("ask", "partnrs", "--graph", graph)
    assert (ran.code, ran.out) == (1, "")
    assert "keeps no question `partnrs`; did you mean `partners`?" in ran.err


@pytest.mark.parametrize(
    "line", ["rm osh", "import x.csv", "add city --name X", "check", "export x.gexf", "ask q", "sh -c ls"]
)
def test_what_writes_or_is_no_question_is_not_run(line: str, folder: Folder) -> None:
    graph = folder(a=WORLD + kept(q=line))
    before = {path: path.read_bytes() for path in graph.iterdir()}
    ran = citygraph("ask", "q", "--graph", graph)
    assert (ran.code, ran.out) == (2, "")
    assert f"a.yaml:13: `q`: `{line.split()[0]}` is no question" in ran.err
    assert {path: path.read_bytes() for path in graph.iterdir()} == before


def test_a_line_is_never_given_to_a_shell(folder: Folder, tmp_path: Path) -> None:
    line = f"show $(touch {tmp_path}/made); touch {tmp_path}/made | cat > {tmp_path}/made"
    graph = folder(a=WORLD + kept(q=line, where="find '$HOME'"))
    assert citygraph("ask", "q", "--graph", graph).code == 2
    assert "nothing" in citygraph("ask", "where", "--graph", graph).err
    assert not (tmp_path / "made").exists()


def test_names_complete_with_tab_and_say_what_they_answer(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(partners=PARTNERS, plans="promises"))

    def offered(*words: str) -> list[str]:
        line = shlex.join(["citygraph", "ask", "--graph", str(graph), *words])
        asked = {"_CITYGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(3 + len(words))}
        return citygraph(**asked).out.split()

    assert offered("p") == ["partners", "plans"]
    assert offered("pl") == ["plans"]
    assert offered("plans", "p") == []
    said = citygraph(_CITYGRAPH_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=f"citygraph ask --graph {graph} pl").out
    assert "What is plans?" in said


# ---------------------------------------------------------------- checked

LEAVE_OUT = "a folder's question is about that folder; leave it out"
WRONG = {
    "rm osh": ("`rm` is no question", "`citygraph ask` keeps what only asks: `ties`, `neighbors`, `path` …"),
    "neighbours osh": ("`neighbours` is no question", "did you mean `neighbors`?"),
    "sql 'SELECT 1'": (
        "`sql` is no question: it asks the tables of a snapshot",
        "keep the statement in a file, and ask `citygraph sql < FILE`; `checks:` keeps those that find mistakes",
    ),
    "citygraph ties": ("`citygraph` is no question", "begin with the question: leave out `citygraph`"),
    "ties --limt 3": ("`ties` has no option `--limt`", "did you mean `--limit`?"),
    "ties --limit": ("--limit takes a value", "`citygraph ties --help` explains it"),
    "ties --limit many": ("--limit takes a whole number, and not `many`", ""),
    "ties --limit -1": ("--limit is at least 0, and not -1", ""),
    "ties --count=3": ("--count takes no value", "write --count alone"),
    "ties --between osh": ("--between takes 2 values", "`citygraph ties --help` explains it"),
    "ties --format xml": ("--format takes no `xml`", "it is one of table, tsv, csv, json"),
    "ties --graph other": ("--graph is no part of a saved question", LEAVE_OUT),
    "ties --by country --count --kind nosuch": ("there is no kind `nosuch`", ""),
    "ties --at 2021-13": ("there is no month 13", ""),
    "neighbors": ("NAME is missing", "`citygraph neighbors --help` explains it"),
    "neighbors old town": ("`town` is one word too many", "put a name of several words between quotation marks"),
    "neighbors oshh": ("nothing here is called `oshh`", "did you mean `osh`?"),
    'find "osh': ("a quotation mark in it is not closed", "a \\ before it makes it a character"),
    "sources paper --limit 3": ("`sources` has no option `--limit`", "`citygraph sources --help` lists the options"),
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_cannot_be_asked_is_an_error_at_its_place(line: str, folder: Folder) -> None:
    graph = folder(a=WORLD, b=kept(fine=PARTNERS, q=line))
    (problem,) = World(graph).check().problems
    message, hint = WRONG[line]
    assert (problem.code, problem.severity) == ("wrong-question", "error")
    assert (problem.message, problem.hint) == (f"`q`: {message}", hint)
    assert (problem.span.file, problem.span.line) == ("b.yaml", 3)
    assert problem.span.excerpt[problem.span.column - 1 :].startswith(json.dumps(line))


def test_an_ambiguous_name_is_told_with_those_that_it_may_mean(folder: Folder) -> None:
    graph = folder(a=WORLD + "  - {kind: twins, between: [osh, osh-us], source: paper}\n" + kept(q="show Osh"),
                   b="cities:\n  osh-us: {name: Osh, country: US}\n")  # fmt: skip
    assert found(graph)[0][:2] == ("`q`: `Osh` can be 2 things", "did you mean `osh` or `osh-us`?")


def test_of_two_with_one_name_the_first_is_asked_and_the_second_told(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(q="ties --limit 1 --format csv"), b=kept(q="stats"))
    assert found(graph) == [("`q`: the name is taken", "the first is at a.yaml:13", "b.yaml", 2)]
    assert len(citygraph("ask", "q", "--graph", graph).out.splitlines()) == 2


def test_a_question_may_have_the_name_of_a_record_or_a_check(folder: Folder) -> None:
    own = "checks:\n  osh: {sentence: x, sql: SELECT id AS record FROM nodes WHERE name = ''}\n"
    assert not found(folder(a=WORLD + kept(osh="ties", twins="ties", paper="ties"), b=own))


def test_a_folder_keeps_a_hundred(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(**{f"q{number}": "ties" for number in range(102)}))
    assert [message for message, *_ in found(graph)] == [
        f"`q{number}`: it is not looked at: a folder may keep 100 questions" for number in (100, 101)
    ]


def test_a_question_is_mended_by_another_file(folder: Folder) -> None:
    graph = folder(a=WORLD, b=kept(q="neighbors batken"))
    assert [message for message, *_ in found(graph)] == ["`q`: nothing here is called `batken`"]
    folder(c="cities:\n  batken: {name: Batken, country: KG}\n")
    assert not found(graph)
    folder(b=kept(q="neighbors batken", other="stats"))
    assert commands(graph) == {"q": "neighbors batken", "other": "stats"}
    (graph / "b.yaml").unlink()
    assert commands(graph) == {}


def test_the_questions_stand_in_a_table_as_well(folder: Folder) -> None:
    graph = folder(a=WORLD)
    (graph / "questions.csv").write_text("id,sentence,command\nq,Who?,neighbors osh\nw,What?,neighbors oshh\n")
    assert commands(graph) == {"q": "neighbors osh", "w": "neighbors oshh"}
    assert found(graph) == [("`w`: nothing here is called `oshh`", "did you mean `osh`?", "questions.csv", 3)]
    assert citygraph("mv", "osh", "osh-kg", "--graph", graph).code == 0
    assert commands(graph) == {"q": "neighbors osh-kg", "w": "neighbors oshh"}


@pytest.mark.parametrize("line", ["rank --by betweenness", "communities", "ties", "timeline"])
def test_to_check_a_question_is_to_begin_it_only(line: str, folder: Folder) -> None:
    world = World(folder(a=WORLD))
    asked: list[str] = []

    def number(ask: Callable[[], object]) -> int:
        asked.clear()
        world.view.database.set_trace_callback(asked.append)
        ask()
        world.view.database.set_trace_callback(None)
        return len(asked)

    def answer() -> None:
        list(question.asks(world, *question.arguments, **question.named))

    question, before = understood(line), world.progress
    answer()  # what is read once is read now
    assert number(lambda: why_not(world, line)) < number(answer)
    assert world.progress is before


# ---------------------------------------------------------------- kept

LAID_OUT = """\
# What we ask each month
questions:
  partners:
    sentence: Who is a partner of Osh?
    command: neighbors 'osh' --kind "sister-city"   # since 2020
    notes: See `osh`.
  ways: {command: "path osh troyan --avoid=iznik", sentence: "How far?"}
  long:
    sentence: x
    command: |
      ties
      --between osh Türkiye
"""


def test_what_is_renamed_is_renamed_in_questions_and_all_else_in_them_stays(folder: Folder) -> None:
    graph = folder(a=WORLD, b=LAID_OUT)
    assert citygraph("mv", "osh", "osh-kg", "--graph", graph).code == 0
    text = (graph / "b.yaml").read_text(encoding="utf-8")
    assert text == LAID_OUT.replace("osh", "osh-kg")
    assert not found(graph)
    assert citygraph("mv", "--kind", "twins", "siblings", "--graph", graph).code == 0
    assert (graph / "b.yaml").read_text(encoding="utf-8") == text


def test_a_word_that_is_no_name_stays(folder: Folder) -> None:
    world = WORLD.replace("osh:", "city:").replace("[osh,", "[city,")
    graph = folder(a=world + kept(q="neighbors city --type city", f="find city"))
    assert citygraph("mv", "city", "town", "--graph", graph).code == 0
    assert commands(graph) == {"q": "neighbors town --type city", "f": "find city"}


def test_an_id_that_is_written_in_pieces_is_told(folder: Folder) -> None:
    graph = folder(a=WORLD + kept(q="neighbors os''h"))
    ran = citygraph("mv", "osh", "osh-kg", "--graph", graph)
    assert ran.code == 0
    assert "a.yaml:13: the question `q` names `osh`, which stays; write `osh-kg` there" in ran.err


def test_what_is_merged_is_renamed_in_questions(folder: Folder) -> None:
    twin = "  osh-2: {name: Osh town, country: KG}\n"
    graph = folder(a=WORLD.replace("sources:", f"{twin}sources:") + kept(q="neighbors osh-2"))
    ran = citygraph("merge", "osh", "osh-2", "--graph", graph)
    assert ran.code == 0, ran.err
    assert commands(graph) == {"q": "neighbors osh"}


@pytest.mark.parametrize("cascade", [[], ["--cascade"]])
def test_what_a_question_names_is_not_taken_out(folder: Folder, cascade: list[str]) -> None:
    text = WORLD + "  - {kind: twins, between: [iznik, troyan], source: paper}\n" + kept(q="show twins.iznik.troyan")
    graph = folder(a=text)
    ran = citygraph("rm", "twins.iznik.troyan", *cascade, "--graph", graph)
    assert ran.code == 1
    assert "`q`: nothing here is called `twins.iznik.troyan`" in ran.out
    assert (graph / "a.yaml").read_text(encoding="utf-8") == text


def test_no_command_loses_them(folder: Folder, tmp_path: Path) -> None:
    graph = folder(a=WORLD, b=LAID_OUT)
    before = commands(graph)
    assert citygraph("fmt", "--graph", graph).code == 0
    ran = citygraph("add", "city", "--name", "Batken", "--country", "KG", "--graph", graph)
    assert ran.code == 0, ran.err
    table = tmp_path / "t.csv"
    table.write_text("city,country,partner,partner country\nOsh,Kyrgyzstan,Hof,Germany\n")
    ran = citygraph("import", table, "--into", graph, "--kind", "sister-city", "--link")
    assert {name: words_of(line) for name, line in commands(graph).items()} == {
        name: words_of(line) for name, line in before.items()
    }
    exported = tmp_path / "out.yaml"
    assert citygraph("export", exported, "--graph", graph).code == 0
    assert "questions" not in exported.read_text(encoding="utf-8")


def test_the_schema_of_a_file_knows_them() -> None:
    schema = json.loads(citygraph("schema").out)
    one = schema["properties"]["questions"]["additionalProperties"]
    assert one["required"] == ["sentence", "command"]


def test_odd_texts_are_shown_and_obeyed_by_no_terminal(folder: Folder) -> None:
    long = "x" * 10_000
    text = kept(a="find '[bold]景德镇'", b=f"find {long}", c="find '\x1b[31mred'")
    graph = folder(a=WORLD + text.replace("What is a?", "[red]سؤال[/red] 问题"))
    code, seen = in_terminal(f"citygraph ask --graph {graph}", NO_COLOR="1")
    assert code == 0
    assert "[red]سؤال[/red] 问题" in seen
    assert "find '[bold]景德镇'" in seen
    assert "\x1b[31m" not in seen
    assert citygraph("ask", "a", "--graph", graph).code == 1


def test_in_python_the_world_has_them(folder: Folder) -> None:
    world = World(folder(a=WORLD + kept(q=PARTNERS)))
    (question,) = world.saved_questions()
    assert (question.id, question.sentence, question.command) == ("q", "What is q?", PARTNERS)
    assert world.diagnostics == ()
    asked = understood(question.command)
    assert [row.node for row in asked.asks(world, *asked.arguments, **asked.named)] == ["troyan"]
