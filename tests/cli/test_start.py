"""What a command costs before it answers: what it imports, and what it reads again."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from citygraph.graph.asked import LensWords
from citygraph.world import World
from conftest import ROOT, environment, in_terminal, with_signals

EVERYDAY = [
    "find silk", "show Jingdezhen", "neighbors Jingdezhen", "neighbors 景德镇 --at 2023 --kind 友好城市",
    "path Iznik Osh",
    "path İznik Ош --format json", "ties --group economy", "ties --between TR CN --count", "officials Osh", "sources",
    "sources article", "partners Dubai", "export - --format graphml --ego Osh",
    "rank --top 3", "stats", "communities", "ties --by country", "compare Iznik Osh",
    "common Iznik Osh Troyan", "triangles Jingdezhen", "timeline Iznik", "timeline --upcoming",
    "asleep Iznik", "asleep --years 0", "coverage",
]  # fmt: skip
HEAVY = {
    "networkx", "yaml", "pydantic", "rich", "numpy", "citygraph.folder.parser", "citygraph.folder.checks",
    "citygraph.domain.gazetteer",
}  # fmt: skip

_ASK = """
import sys
from citygraph.cli.app import main
try:
    main()
except SystemExit:
    pass
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def imported(command: str, folder: Path, **variables: str) -> set[str]:
    """The modules that a command has imported when it is done, of a folder whose snapshot is fresh."""
    arguments = [sys.executable, "-c", _ASK, *command.split(), "--graph", str(folder)]
    if not command:
        arguments = [sys.executable, "-c", _ASK]
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seed world that has been asked before, so long after it was written that its clock can tell."""
    import os
    import shutil

    folder = tmp_path_factory.mktemp("fresh") / "graph"
    shutil.copytree(ROOT / "graph", folder)
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    imported("find silk", folder)
    return folder


@pytest.mark.parametrize("command", EVERYDAY)
def test_an_everyday_command_imports_nothing_heavy(command: str, fresh: Path) -> None:
    by_igraph = {"numpy"} if command == "communities" else set()  # igraph imports it where it is installed
    assert not imported(command, fresh) & (HEAVY - by_igraph)


@pytest.mark.parametrize("command", ["path Iznik Osh", "ties", "neighbors Jingdezhen --limit 1", "rank --top 3"])
def test_where_all_names_are_ascii_the_tables_of_letters_and_calendars_stay_closed(command: str, fresh: Path) -> None:
    assert not imported(command, fresh) & {"importlib.resources", "calendar", "anyascii"}


def test_an_everyday_question_goes_through_no_table_from_end_to_end(fresh: Path) -> None:
    world = World(fresh)
    asked: list[str] = []
    world.view.database.set_trace_callback(asked.append)
    words: LensWords = {"country": "TR", "kind": "sister-city", "at": "2023"}
    assert world.path("Iznik", "Osh").data.length == 2
    assert world.neighbors("Jingdezhen", limit=1, **words)[0]
    assert world.show("article").data.id == "article"
    assert world.show("Jingdezhen", **words).data.id == "jingdezhen"
    assert world.compare("Iznik", "Osh").data.one.id == "iznik"
    assert list(world.timeline("Iznik"))
    assert list(world.suggest("Iznik"))
    assert [name.id for name in world.view.graph["names"].starting("jingd")] == ["jingdezhen"]
    assert list(world.view.graph["ties"].starting("sister"))
    world.view.database.set_trace_callback(None)
    steps = [step for question in asked for *_, step in world.view.database.execute(f"EXPLAIN QUERY PLAN {question}")]
    assert any(step.startswith("SEARCH _ties") for step in steps)
    short = ("SCAN _kinds", "SCAN _nodes USING INDEX countries", "SCAN CONSTANT ROW")  # however large a folder is
    assert not [step for step in steps if step.startswith("SCAN") and step not in short]


def test_completion_imports_nothing_heavy(fresh: Path) -> None:
    words = f"citygraph show --graph {fresh} Jing"
    variables = {"_CITYGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "4"}
    assert not imported("", fresh, **variables) & HEAVY


def test_what_is_imported_at_the_start_is_not_looked_through_for_garbage_at_the_end(fresh: Path) -> None:
    seen = _ASK.replace("*sys.modules", "gc.get_freeze_count(), len(gc.get_objects())").replace(
        "import sys", "import sys, gc"
    )
    done = subprocess.run(
        [sys.executable, "-c", seen, "find", "silk", "--graph", fresh],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    frozen, others = map(int, done.stderr.split())
    assert frozen > others


def test_only_a_table_needs_what_draws_tables(fresh: Path) -> None:
    code, seen = in_terminal(f"citygraph path Iznik Osh --graph {fresh}")
    assert code == 0
    assert "is a sister city of" in " ".join(seen.split())


def test_a_long_reading_shows_how_far_it_is_in_a_terminal_alone(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    for part in range(24):
        lines = [f"  c{part}-{i}: {{name: City {part} {i}, country: KG, known_for: [a, b, c]}}\n" for i in range(1000)]
        (graph / f"{part}.yaml").write_text("cities:\n" + "".join(lines), encoding="utf-8")
    _, seen = in_terminal(f"citygraph find 'City 3 77' --no-cache --limit 1 --graph {graph}")
    assert "reading" in seen
    assert "%" in seen
    _, seen = in_terminal(f"citygraph find 'City 3 77' --no-cache --limit 1 --graph {graph} 2>{tmp_path}/err")
    assert "reading" not in (tmp_path / "err").read_text(encoding="utf-8") + seen


def test_the_list_of_commands_is_what_the_modules_have() -> None:
    from index import TARGET, index

    assert TARGET.read_text(encoding="utf-8") == index(), "run scripts/index.py"


@pytest.mark.parametrize("start", ["-m citygraph", "-c 'from citygraph.__main__ import main; main()'"])
def test_ctrl_c_while_the_command_is_imported_prints_nothing(tmp_path, start):
    (tmp_path / "typer").mkdir()
    (tmp_path / "typer/__init__.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint('on')\n")
    done = subprocess.run(
        [*with_signals(signal.SIG_DFL), sys.executable, *shlex.split(start), "stats"],
        env=environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT / 'src'}"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")
