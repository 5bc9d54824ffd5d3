"""The command line as people and programs use it: real processes, in a pipe and in a terminal."""

import contextlib
import csv
import datetime
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.cli.messages import warn
from citygraph.domain.names import FORMULAS
from conftest import ANSI, ROOT, SEED, citygraph, environment, examples, in_terminal, running, without_rights_of_root

Folder = Callable[..., Path]

EVIDENT_KEYS = {"tie", "kind", "label", "direction", "since", "until", "on", "status", "sources", "evidence", "notes"}
NEIGHBOR_KEYS = EVIDENT_KEYS | {"node", "name", "type", "country", "distance"}
HOP_KEYS = EVIDENT_KEYS | {"from", "to"}
QUESTIONS = [
    ("path", "Iznik", "Osh"),
    ("neighbors", "Jingdezhen"),
    ("show", "Jingdezhen"),
    ("show", "article"),
    ("show", "sister-city.iznik.jingdezhen"),
    ("find", "silk"),
    ("ties",),
    ("sources",),
    ("sources", "article"),
    ("officials",),
    ("partners", "Jingdezhen"),
    ("kinds",),
]


# ---------------------------------------------------------------- the JSON contract


def test_path_as_json_is_as_documented() -> None:
    answer = json.loads(citygraph("path", "Iznik", "Osh", "--format", "json").out)
    assert list(answer) == ["length", "parallel", "hops", "rests_on"]
    assert answer["length"] == 2
    assert [(hop["from"], hop["to"]) for hop in answer["hops"]] == [("iznik", "jingdezhen"), ("jingdezhen", "osh")]
    for hop in answer["hops"]:
        assert set(hop) == HOP_KEYS
        assert set(hop["evidence"][0]) == {"source", "quote", "by"}


def test_a_path_from_a_node_to_itself_has_length_0() -> None:
    ran = citygraph("path", "Osh", "Ош", "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, {"length": 0, "parallel": 0, "hops": [], "rests_on": []})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rank --top many", "'many' is not a whole number"),
        ("rank --top -1", "-1 is too small; the least is 0"),
        ("check --timeout soon", "'soon' is not a number"),
        ("ask most-central --top 1.5", "'1.5' is not a whole number"),
        ("find ''", "there is no word to look for"),
        ("find ' ' ''", "there is no word to look for"),
    ],
)
def test_a_value_that_an_option_does_not_take_is_told_in_plain_words(line: str, said: str) -> None:
    ran = citygraph(*shlex.split(line))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "range" not in ran.err


@pytest.mark.parametrize(
    ("line", "way_out"),
    [
        ("timeline", "`since: 1990` says when a tie began"),
        ("ties --by decade", "`since: 1990` says when a tie began"),
        ("ties --by source", "a tie names one with `source: ID`"),
        ("ties --farther-than 5km", "`citygraph locate` looks coordinates up"),
        ("neighbors a --within 5km", "`citygraph locate` looks coordinates up"),
        ("path a b --cheapest km", "`citygraph locate` looks coordinates up"),
        ("map", "`citygraph locate` looks coordinates up"),
        ("map a", "`citygraph locate` looks coordinates up"),
        ("officials", "an official tells of them under `posts:`"),
        ("officials a", "no post at Aham is written down"),
        ("agreements", "a tie tells of one under `agreement:`"),
        ("promises", "a tie tells of one by `status: planned`"),
        ("asleep", "`status: active` or `dormant` says that a tie does"),
        ("sources", "they stand under `sources:`"),
    ],
)
def test_what_a_folder_cannot_answer_is_told_with_the_way_out(line: str, way_out: str, folder: Folder) -> None:
    graph = folder(a="cities:\n  a: {name: Aham}\n  b: {name: Bham}\nties:\n  - {kind: sister-city, between: [a, b]}\n")
    form = "text" if line.startswith("map") else "table"
    ran = citygraph(*line.split(), "--graph", graph, "--format", form)
    assert (ran.code, ran.out) == (1, "")
    assert way_out in ran.err


def test_no_path_is_null_and_exit_1() -> None:
    ran = citygraph("path", "Osh", "Jiangxi", "--format", "json")
    answer = json.loads(ran.out)
    assert answer.pop("apart")["end"] == {"end": "jiangxi", "nodes": 0, "is_all": True}
    assert (ran.code, answer) == (1, {"length": None, "parallel": 0, "hops": [], "rests_on": []})
    ran = citygraph("path", "Osh", "Jiangxi", "--all", "--format", "json")
    [none] = json.loads(ran.out)
    assert none.pop("apart")["end"] == {"end": "jiangxi", "nodes": 0, "is_all": True}
    assert (ran.code, none) == (1, answer)


def test_all_paths_are_an_array() -> None:
    answer = json.loads(citygraph("path", "Iznik", "Osh", "--all", "--format", "json").out)
    assert [path["length"] for path in answer] == [2]


def test_all_paths_in_tsv_are_one_table_that_numbers_them() -> None:
    header, *lines = citygraph("path", "Chen Kelong", "Kagan Mehmet Usta", "--all").out.splitlines()
    assert header.startswith("path\tfrom\thow\tto")
    assert [line.split("\t")[0] for line in lines] == ["1", "1"]


def test_limit_bounds_all_and_nothing_else() -> None:
    assert citygraph("path", "Iznik", "Osh", "--limit", "2").code == 2
    ran = citygraph("path", "Osh", "Dubai", "--all", "--limit", "1")
    assert ran.code == 0
    assert "more than" not in ran.err


def test_neighbors_as_json_are_as_documented() -> None:
    answer = json.loads(citygraph("neighbors", "Jingdezhen", "--format", "json").out)
    assert len(answer) > 10
    for row in answer:
        assert set(row) == NEIGHBOR_KEYS
        assert row["direction"] in ("out", "in", "both")
    iznik = next(row for row in answer if row["kind"] == "sister-city")
    assert (iznik["node"], iznik["since"], iznik["until"], iznik["sources"]) == ("iznik", "2021", None, ["article"])


def test_options_that_ask_for_more_add_their_key() -> None:
    at = json.loads(citygraph("neighbors", "Osh", "--at", "2025", "--format", "json").out)
    assert {frozenset(row) for row in at} == {frozenset(NEIGHBOR_KEYS | {"held"})}
    far = json.loads(citygraph("neighbors", "Osh", "--hops", "2", "--format", "json").out)
    assert {frozenset(row) for row in far} == {frozenset(NEIGHBOR_KEYS | {"via"})}


def test_check_as_json_has_every_key(folder: Folder) -> None:
    graph = folder(c="cities:\n  osh: {name: Osh, contry: KG, country: KG}\n  iznik: [x]\n")
    ran = citygraph("check", "--graph", graph, "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out) == [
        {
            "code": "unknown-key", "severity": "error", "message": "`osh` has no key `contry`", "file": "c.yaml",
            "line": 2, "column": 20, "hint": "`country` is here already", "record": "osh", "more": 0,
            "fix": None, "accepted": None,
        },
        {
            "code": "wrong-shape", "severity": "error",
            "message": "`iznik` should be a mapping of keys; here is a list", "file": "c.yaml",
            "line": 3, "column": 10, "hint": None, "record": "iznik", "more": 0, "fix": None,
            "accepted": None,
        },
    ]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_gives_the_same_rows_in_every_format(question: tuple[str, ...]) -> None:
    tsv = citygraph(*question)
    assert tsv.code == 0
    header, *lines = tsv.out.splitlines()
    assert all(line.count("\t") == header.count("\t") for line in lines)
    rows = list(csv.reader(io.StringIO(citygraph(*question, "--format", "csv").out)))
    assert rows[0] == header.split("\t")
    assert [[cell.replace("\n", "\\n") for cell in row] for row in rows[1:]] == [line.split("\t") for line in lines]
    data = json.loads(citygraph(*question, "--format", "json").out)
    if question[0] not in ("path", "show"):
        assert len(data) == len(lines)


# ---------------------------------------------------------------- a terminal


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_table_fits_the_terminal_and_loses_no_word(question: tuple[str, ...], columns: int) -> None:
    code, seen = in_terminal("citygraph " + " ".join(question), columns=columns, NO_COLOR="1")
    assert code == 0
    assert not ANSI.search(seen)
    data = [line for line in seen.splitlines() if not line.startswith("citygraph:")]
    assert max(map(len, data)) <= columns
    if question == ("neighbors", "Jingdezhen"):
        squeezed = re.sub(r"\s", "", "".join(data))
        assert "“IznikandJingdezhenestablishedsister-citytiesin2021”" in squeezed


def test_colour_has_a_meaning_and_can_be_turned_off() -> None:
    _, coloured = in_terminal("citygraph neighbors Jingdezhen")
    assert re.search(r"\x1b\[32mactive *\x1b\[0m", coloured)
    assert re.search(r"\x1b\[33mplanned, note *\x1b\[0m", coloured)
    _, plain = in_terminal("citygraph neighbors Jingdezhen", NO_COLOR="1")
    assert ANSI.sub("", coloured) == plain


def test_a_path_over_plans_says_so_to_a_person() -> None:
    _, seen = in_terminal("citygraph path Iznik Osh --kind sister-city --kind training", NO_COLOR="1")
    assert "this path rests on ties that are only planned" in seen


def test_ties_that_run_beside_are_counted_and_shown() -> None:
    assert "3 more ties run beside these; --all-ties shows them" in citygraph("path", "Iznik", "Osh").err
    ran = citygraph("path", "Iznik", "Osh", "--all-ties")
    assert len(ran.out.splitlines()) == 1 + 5
    assert "--all-ties" not in ran.err


def test_control_characters_in_data_are_shown_and_not_obeyed(folder: Folder) -> None:
    evil = r"E\e[31mvil\u202e\t\nname"
    graph = folder(c=f'cities:\n  evil: {{name: "{evil}", country: KG, notes: "[bold]x[/bold] :smile:"}}\n')
    shown = r"E\e[31mvil\u202e\t\nname"
    for ran in (citygraph("find", "evil", "--graph", graph), citygraph("show", "evil", "--graph", graph)):
        assert shown in ran.out
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", ran.out)
    _, seen = in_terminal(f"citygraph show evil --graph {graph}")
    assert "\x1b[31m" not in seen
    assert "[bold]x[/bold] :smile:" in seen
    data = json.loads(citygraph("find", "evil", "--graph", graph, "--format", "json").out)
    assert data[0]["name"] == "E\x1b[31mvil\u202e\t\nname"


def test_a_remark_shows_control_characters_too(folder: Folder) -> None:
    graph = folder(c='cities:\n  evil: {name: "Ev\\e[31mil", country: KG}\n')
    ran = citygraph("neighbors", "evil", "--graph", graph)
    assert ran.err == "citygraph: Ev\\e[31mil has no such ties\n"


@examples(60)
@given(said=st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("\n\r\x1b\x85\u2028:")), min_size=1))
def test_a_message_has_no_line_ends_but_its_own(said: list[str]) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as err:
        warn(*said)
    assert len(err.getvalue().splitlines()) == len(said)
    assert err.getvalue().isprintable() or "\n" in err.getvalue()


def test_the_name_of_a_folder_cannot_command_what_reads_the_messages(tmp_path: Path) -> None:
    """GitHub takes a line that starts with ``::`` for a command, also on standard error."""
    inner = tmp_path / "g/x\n::error::injected\n"
    inner.mkdir(parents=True)
    (inner / ".citygraph-journal").write_text("bad")
    said = [citygraph("check", "--format", "github", "--graph", tmp_path / "g")]
    (inner / ".citygraph-journal").unlink()
    (inner / "a.yaml").write_text("cities: [")
    said.append(citygraph("check", "--format", "github", "--graph", inner))
    said.append(citygraph("find", "x", "--graph", inner))
    said.append(citygraph("import", "table", inner / "none.csv", "--into", inner))
    for ran in said:
        assert "x\\n::error::injected\\n" in ran.err + ran.out
        lines = (ran.err + ran.out).splitlines()
        assert not [line for line in lines if line.startswith("::") and not line.startswith("::error file=")]


def test_a_pipe_gets_the_whole_way_out_and_a_terminal_gets_it_between_words(folder: Folder) -> None:
    long = "Mayor: " + " ".join(f"word{number}" for number in range(40))
    graph = folder(ties=f"ties:\n  - kind: sister-city\n    quote: {long}\n")
    piped = citygraph("check", "--graph", graph)
    assert f'between quotes: `quote: "{long}"`\n' in piped.out
    _, seen = in_terminal(f"citygraph check --graph {graph}", NO_COLOR="1")
    hint = seen[seen.index("= put a text") :]
    assert max(map(len, hint.split("\n\n")[0].split("\n"))) <= 80  # below it stands the path of the folder
    assert f'between quotes: `quote: "{long}"`' in " ".join(hint.split())


@pytest.mark.parametrize("columns", [30, 50, 80])
def test_a_terminal_breaks_remarks_between_words_and_a_pipe_gets_one_line(columns: int) -> None:
    _, seen = in_terminal(f"citygraph export - --format gexf --graph {SEED} > /dev/null", columns)
    whole = [line for line in citygraph("export", "-", "--format", "gexf", "--graph", SEED).err.split("\n") if line]
    assert seen.split() == " ".join(whole).split()
    for line in seen.rstrip().split("\n"):
        assert len(line) <= columns or " " not in line.strip()


def test_a_terminal_that_knows_only_ascii_is_told_in_ascii() -> None:
    ran = citygraph("show", "Jingdezhen", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.code == 0
    assert "\\u666f\\u5fb7\\u9547 (zh)" in ran.out


def test_bars_run_with_time_and_figures_are_numbers_in_data(folder: Folder) -> None:
    graph = folder(
        c="sources:\n  s: {title: S}\ncities:\n  grow:\n    name: Grow\n    country: KG\n    observations:\n"
        "      - {property: visitors, value: 900, as_of: 2021, source: s}\n"
        "      - {property: visitors, value: 100, bound: more-than, as_of: 2001, source: s}\n"
    )
    _, seen = in_terminal(f"citygraph show grow --graph {graph}", NO_COLOR="1")
    assert "visitors ▁█" in seen
    rows = list(csv.DictReader(io.StringIO(citygraph("show", "grow", "--graph", graph, "--format", "csv").out)))
    figures = [(row["value"], row["bound"], row["when"]) for row in rows if row["what"] == "visitors"]
    assert figures == [("100", "more-than", "2001"), ("900", "exactly", "2021")]


# ---------------------------------------------------------------- stdout is data, stderr all else


@pytest.mark.parametrize(
    "command",
    [
        "ties",
        "ties --format json",
        "ties --format table",
        "path Osh Jiangxi --format json",
        "schema",
        "--help",
        "ties --help",
    ],
)
def test_who_reads_no_further_ends_a_command_without_a_word(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for errors in (subprocess.PIPE, writer):
        done = subprocess.run(
            [sys.executable, "-m", "citygraph", *command.split()],
            cwd=ROOT,
            env=environment(),
            stdout=writer,
            stderr=errors,
            timeout=60,
            check=False,
        )
        assert done.returncode == 141
        assert not done.stderr or b"no path from" in done.stderr
    os.close(writer)


@pytest.mark.parametrize(
    "command",
    ["ties", "check", "map", "export - --format json", "sql 'SELECT id FROM ties'", "timeline", "schema",
     "diff", "log Iznik", "nonsense", "--help"],
)  # fmt: skip
def test_a_stream_that_is_closed_is_nobody_listening(command: str) -> None:
    def run(closed: str) -> tuple[int, str, str]:
        done = subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m citygraph {command} {closed}"],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    code, out, err = run("")
    assert run(">&-") == (code, "", err)
    assert run("2>&-") == (code, out, "")
    assert run("<&- >&- 2>&-") == (code, "", "")


def test_a_file_that_is_written_beside_a_closed_stream_is_whole(tmp_path: Path) -> None:
    for name, closed in (("open", ""), ("closed", "<&- >&- 2>&-")):
        command = f"exec {sys.executable} -m citygraph export {tmp_path}/{name}.json --no-cache {closed}"
        subprocess.run(["sh", "-c", command], cwd=ROOT, env=environment(), timeout=60, check=True)
    assert (tmp_path / "closed.json").read_bytes() == (tmp_path / "open.json").read_bytes() != b""


def test_the_first_line_is_there_for_who_reads_no_further() -> None:
    _, seen = in_terminal("citygraph ties | head -1")
    assert seen.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["path", "Izmik", "Osh"], 1, "nothing here is called `Izmik`; did you mean\n  iznik "),
        (["path", "Iznik"], 2, "Missing argument 'TO'"),
        (["neighbors", "Osh", "--kind", "sistr-city"], 2, "did you mean `sister-city`?"),
        (["neighbors", "Osh", "--format", "xml"], 2, "'xml' is none of: table, tsv, csv, json"),
        (["neighbors", "Osh", "--graph", "nowhere"], 2, "there is no folder nowhere"),
        (["neighbors", "Osh", "--at", "2021-02-30"], 2, "there is no 2021-02-30"),
        (["ties", "--at", "now"], 2, "write `today`"),
        (["ties", "--status", "active,dormant"], 2, "--status active --status dormant"),
        (["timeline", "--within", "../2026"], 2, "a period (2019-05/2021, 2019/..)"),
        (["diff", "2026-11-01"], 2, "{2026-11-01}"),
        (["check", "--graph", "nowhere"], 2, "there is no folder nowhere"),
        (["check", "--format", "xml"], 2, "'xml' is none of: text, json, github"),
        (["export", "graph.xyz"], 2, "no format has this suffix"),
        (["export", "nowhere/graph.graphml"], 2, "nowhere/graph.graphml: No such file or directory"),
        (["find", "qqqqqq"], 1, "nothing here is called 'qqqqqq'"),
        (["nonsense"], 2, "No such command 'nonsense'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_is_told_on_stderr_with_its_exit_code(arguments: list[str], code: int, message: str) -> None:
    ran = citygraph(*arguments, COLUMNS="200")
    assert ran.code == code
    assert message in ran.err
    assert "Traceback" not in ran.err
    if arguments[0] != "find":
        assert ran.out == ""


def test_an_ambiguous_name_lists_who_it_can_be(folder: Folder) -> None:
    graph = folder(c="cities:\n  a: {name: Springfield, country: US}\n  b: {name: Springfield, country: GB}\n")
    ran = citygraph("neighbors", "springfield", "--graph", graph)
    assert ran.code == 1
    assert ran.out == ""
    assert "which one?" in ran.err
    assert re.search(r"  a +Springfield \(city, US\)\n  b +Springfield \(city, GB\)", ran.err)


# ---------------------------------------------------------------- which folder


def test_the_folder_is_found_here_or_above(tmp_path: Path, folder: Folder) -> None:
    folder(c="cities:\n  osh: {name: Osh, country: KG}\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    for place in (tmp_path, below, tmp_path / "graph"):
        assert citygraph("find", "osh", cwd=place).code == 0


def test_an_option_goes_before_the_variable_and_the_variable_before_what_is_here(
    tmp_path: Path, folder: Folder
) -> None:
    folder(c="cities:\n  here: {name: Here, country: KG}\n")
    for name in ("named", "given"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "c.yaml").write_text(f"cities:\n  {name}: {{name: {name}, country: KG}}\n")
    assert citygraph("find", "here", cwd=tmp_path).code == 0
    assert citygraph("find", "named", cwd=tmp_path, CITYGRAPH_GRAPH="named").code == 0
    assert citygraph("find", "given", "--graph", "given", cwd=tmp_path, CITYGRAPH_GRAPH="named").code == 0


def test_without_a_folder_one_line_says_how_to_start(tmp_path: Path) -> None:
    ran = citygraph("path", "a", "b", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "citygraph init" in ran.err


# ---------------------------------------------------------------- init, schema, version, help, completion


def test_init_without_a_folder_writes_graph(tmp_path: Path) -> None:
    ran = citygraph("init", cwd=tmp_path)
    assert (ran.code, "wrote graph/: " in ran.err) == (0, True)
    assert citygraph("check", cwd=tmp_path).code == 0


def test_init_writes_a_folder_that_is_sound_and_answers(tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert citygraph("init", new).code == 0
    assert citygraph("check", "--strict", "--graph", new).code == 0
    assert citygraph("path", "Anytown", "Otherville", "--graph", new).code == 0


def test_init_writes_the_seed_world(tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert citygraph("init", new, "--example").code == 0
    assert {path.name: path.read_bytes() for path in new.iterdir()} == {
        path.name: path.read_bytes() for path in SEED.iterdir()
    }


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    ran = citygraph("init", tmp_path)
    assert ran.code == 2
    assert "not empty" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_version() -> None:
    assert re.fullmatch(r"citygraph \d+\.\d+\.\d+\n", citygraph("--version").out)


QUESTION_COMMANDS = ["path", "neighbors", "show", "find", "ties", "officials", "partners", "sources"]
COMMANDS = [*QUESTION_COMMANDS, "check", "kinds", "schema", "init", "export"]


def test_help_lists_every_command() -> None:
    out = citygraph("--help").out
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", out)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_gives_an_example_that_works(command: str, tmp_path: Path) -> None:
    out = citygraph(command, "--help", COLUMNS="200").out
    examples = re.findall(r"citygraph ((?:" + command + r")\b[^│\n]*)", out)
    examples = [line.strip() for line in examples if "[OPTIONS]" not in line]
    assert examples
    (tmp_path / "graph").symlink_to(SEED)
    for example in examples:
        words = example.replace(" > graph/schema.json", "").replace("init graph", "init fresh")
        code, seen = in_terminal(f"citygraph {words}", cwd=tmp_path)
        assert code == 0, seen


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("citygraph pa", "path"),
        ("citygraph path Izn", "Iznik"),
        ("citygraph path Osh izn", "iznik"),
        ("citygraph draw a.svg --path Izn", "Iznik"),
        ("citygraph draw a.svg --path Iznik os", "osh"),
        ("citygraph neighbors 景德", "景德镇"),
        ("citygraph ties --kind sis", "sister-city"),
        ("citygraph ties --kind !sis", "!sister-city"),
        ("citygraph ties --status pla", "planned"),
        ("citygraph sources art", "article"),
        ("citygraph check --explain quote-n", "quote-not-found"),
    ],
)
def test_the_shell_completes_commands_kinds_and_names(line: str, offered: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citygraph"],
        cwd=ROOT,
        env=environment(_CITYGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert offered in done.stdout.split()


def test_nothing_is_written_beside_the_data() -> None:
    before = sorted(os.listdir(SEED))
    citygraph("path", "Iznik", "Osh")
    assert sorted(os.listdir(SEED)) == before


# ---------------------------------------------------------------- at the edges


def test_neighbors_within_very_many_hops_are_found_at_once() -> None:
    assert citygraph("neighbors", "Osh", "--hops", "99999999").code == 0


def test_json_is_json_in_any_encoding(folder: Folder) -> None:
    graph = folder(c="cities:\n  sao: {name: São Paulo 😀, country: BR}\n")
    ran = citygraph("show", "sao", "--graph", graph, "--format", "json", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert json.loads(ran.out)["name"] == "São Paulo 😀"


def test_annotations_show_control_characters(folder: Folder) -> None:
    graph = folder(c='cities:\n  osh: {name: Osh, country: KG, "k\\e[31m": 1}\n')
    out = citygraph("check", "--graph", graph, "--format", "github").out
    assert "\x1b" not in out
    assert out.startswith("::error file=")


def test_a_folder_without_files_is_not_sound_but_the_wrong_folder(tmp_path: Path) -> None:
    ran = citygraph("check", "--graph", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "no YAML file and no table" in ran.err


def test_a_full_disk_is_one_line() -> None:
    _, seen = in_terminal("citygraph schema > /dev/full; echo $?", NO_COLOR="1")
    assert seen.splitlines() == ["citygraph: No space left on device", "2"]


def test_times_can_be_several_and_negated() -> None:
    def ties(*arguments: str) -> dict[str, str]:
        rows = json.loads(citygraph("ties", "--kind", "sister-city", *arguments, "--format", "json").out)
        return {row["tie"]: row["held"] for row in rows}

    assert ties("--at", "2019") == {}
    assert ties("--at", "2019", "--at", "2022") == {"sister-city.iznik.jingdezhen": "yes"}
    assert ties("--at", "!2019") == {"sister-city.iznik.jingdezhen": "no"}, "it did not hold then"
    assert ties("--at", "!2022") == {}


def test_today_is_a_date_that_can_be_asked_for(folder: Folder) -> None:
    graph = folder(
        c="cities:\n  a: {name: A, country: KG}\n  b: {name: B, country: TR}\nsources:\n  s: {title: S}\n",
        t="ties:\n  - {kind: sister-city, between: [a, b], since: 1999, status: active, source: s}\n"
        "  - {kind: sister-city, between: [a, b], id: old, since: 1970, until: 1980, status: ended, source: s}\n",
    )

    def ids(date: str) -> list[str]:
        ran = citygraph("ties", "--at", date, "--graph", graph, "--format", "json")
        return [tie["tie"]["id"] if isinstance(tie["tie"], dict) else tie["tie"] for tie in json.loads(ran.out)]

    assert ids("today") == ids(datetime.date.today().isoformat()) == ["sister-city.a.b"]
    assert ids("!today") == ["old"]


def test_find_looks_for_what_has_a_tie_if_it_is_asked_about_ties() -> None:
    rows = json.loads(citygraph("find", "i", "--in", "names", "--kind", "sister-city", "--format", "json").out)
    assert {row["id"] for row in rows} == {"iznik", "jingdezhen"}


BUG = """
import sys
import citygraph.questions.path as module
from citygraph.cli.app import main
module.shortest_paths = lambda *all, **named: {}["a key"]
sys.argv = ["citygraph", *sys.argv[1:]]
main()
"""


def test_a_fault_of_our_own_is_one_line_with_the_way_to_report_it() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", BUG, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    done = run("path", "Iznik", "Osh")
    assert (done.returncode, done.stdout) == (70, "")
    (line,) = done.stderr.splitlines()
    assert "KeyError: 'a key'" in line
    assert "report it with what `citygraph --debug path Iznik Osh` prints" in line
    again = run("--debug", "path", "Iznik", "Osh")
    assert "Traceback" in again.stderr
    assert "KeyError: 'a key'" in again.stderr


# ---------------------------------------------------------------- spreadsheets

FORMULA = '=HYPERLINK("https://example.org","open")'
COUNTED = f"citygraph: {FORMULAS}: {{}}\n"


@pytest.mark.parametrize(
    ("command", "column", "number"),
    [
        (("ties", "--format", "csv"), "from", 1),
        (("sql", "SELECT name, '-1' AS n, '-1+1' AS x FROM nodes WHERE id = 'a'", "--format", "tsv"), "name", 2),
        (("export", "all.csv"), "name", 3),
    ],
    ids=["ties", "sql", "export"],
)
def test_a_formula_is_written_as_it_is_and_counted(
    folder: Folder, tmp_path: Path, command: tuple[str, ...], column: str, number: int
) -> None:
    cities = f"{{a: {{name: '{FORMULA}', country: GB, notes: '-1+1'}}, b: {{name: B, country: FR}}}}"
    graph = folder(
        world=f"cities: {cities}\nties: [{{kind: sister-city, between: [a, b], notes: '+1'}}]\n",
    )
    ran = citygraph(*command, "--graph", graph, "--no-cache", cwd=tmp_path)
    assert COUNTED.format(number) in ran.err
    text = (tmp_path / "all.nodes.csv").read_text(encoding="utf-8") if command[0] == "export" else ran.out
    rows = csv.DictReader(io.StringIO(text), delimiter="\t" if "tsv" in command else ",")
    assert FORMULA in [row[column] for row in rows]


def test_what_is_protected_against_writing_stays(tmp_path: Path) -> None:
    """A file, and a snapshot whose folder is protected: nothing is said to be removed that is still there."""
    command = [*without_rights_of_root(), sys.executable, "-m", "citygraph"]
    file, cache = tmp_path / "a.json", tmp_path / "cache"
    file.write_text("mine")
    file.chmod(0o400)
    with running(*command, "export", file, "--graph", SEED, CITYGRAPH_CACHE=str(cache)) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, file.read_text()) == (2, "mine")
    assert f"{file}: this file is protected against writing" in err
    (place,) = (path for path in cache.iterdir() if path.is_dir())
    place.chmod(0o500)
    with running(*command, "cache", "clear", CITYGRAPH_CACHE=str(cache)) as process:
        _, err = process.communicate(timeout=60)
    place.chmod(0o700)
    assert process.returncode == 2
    assert "removed 0 snapshots" in err
    assert f"the snapshot in {place} cannot be removed" in err


def test_kinds_answers_where_no_graph_folder_is(tmp_path: Path) -> None:
    ran = citygraph("kinds", "--format", "json", cwd=tmp_path)
    assert ran.code == 0
    assert {"sister-city", "holds-post"} <= {row["id"] for row in json.loads(ran.out)}
    assert "no graph folder here or above: these are the built-in kinds" in ran.err
    assert citygraph("kinds", "--graph", tmp_path / "none").code == 2
