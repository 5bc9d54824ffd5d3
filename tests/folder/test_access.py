"""The only way in: what is not a regular file inside the folder, or beyond a limit, is not read, and a line says so."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.folder import yaml_composer
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.diagnostics import EXCERPT, MOST_LISTED
from citygraph.folder.graph_files import graph_files, has_graph_files
from citygraph.folder.limits import Limits, limits
from citygraph.folder.parser import parse
from citygraph.folder.yaml_text import Document
from citygraph.world import World
from conftest import citygraph

Folder = Callable[..., Path]
CITIES = "cities:\n  osh: {name: Osh, country: KG}\n"
SECRET = "token-of-a-stranger"


def told(graph: Path) -> list[tuple[str, str]]:
    return [(found.span.file, found.code) for found in World(graph, cache=False).diagnostics]


# ---------------------------------------------------------------- links


def test_a_link_that_leads_out_is_reported_and_nothing_of_it_is_shown(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(f"{SECRET}: [")
    graph = folder(cities=CITIES)
    targets = ("/proc/self/environ", "/proc/kmsg", "/dev/zero", "/etc/hostname", tmp_path / "outside.yaml")
    for number, target in enumerate(targets):
        (graph / f"{number}.yaml").symlink_to(target)
        (graph / f"cities-{number}.csv").symlink_to(target)
    ran = citygraph("check", "--graph", graph, STRANGER=SECRET)
    assert ran.code == 1
    assert ran.out.count("error[unreadable-file] the link leads out of the graph folder") == 2 * len(targets)
    assert "= put the file or folder itself in its place" in ran.out
    for command in (["ties"], ["check", "--format", "json", "--no-cache"]):
        ran = citygraph(*command, "--graph", graph, STRANGER=SECRET)
        assert SECRET not in ran.out + ran.err


def test_a_linked_folder_outside_is_reported_and_not_walked(folder: Folder, tmp_path: Path) -> None:
    graph = folder(cities=CITIES)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/c.yaml").write_text("cities:\n  iznik: {name: Iznik, country: TR}\n")
    (graph / "sub").symlink_to(tmp_path / "outside")
    (graph / ".hidden").symlink_to(tmp_path / "outside")
    assert told(graph) == [("sub", "unreadable-file")]
    assert "iznik" not in World(graph, cache=False).view


def test_a_link_to_a_file_inside_is_followed(folder: Folder) -> None:
    graph = folder(cities=CITIES)
    (graph / ".kept").mkdir()
    (graph / ".kept/c.yaml").write_text("cities:\n  iznik: {name: Iznik, country: TR}\n")
    (graph / "c.yaml").symlink_to(".kept/c.yaml")
    assert told(graph) == []
    assert "iznik" in World(graph, cache=False).view


def test_a_file_that_turns_into_a_link_meanwhile_lets_nobody_out(folder: Folder, tmp_path: Path) -> None:
    """One thread swaps a folder and a file for links that lead out, another one reads."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.yaml").write_text(SECRET)
    graph = folder(cities=CITIES)
    (graph / "sub").mkdir()
    (graph / "sub/a.yaml").write_text("cities: {}")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            os.rename(graph / "sub", graph / ".sub")
            os.symlink(tmp_path / "outside", graph / "sub")
            os.unlink(graph / "sub")
            os.rename(graph / ".sub", graph / "sub")

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        for _ in range(1500):
            try:
                with open_in(graph, "sub/a.yaml") as opened:
                    assert opened.read() == b"cities: {}"
            except NotRead:
                pass
    finally:
        stop.set()
        swapping.join()


def test_a_pipe_and_a_socket_and_a_device_are_not_opened(folder: Folder) -> None:
    graph = folder(cities=CITIES)
    os.mkfifo(graph / "pipe.yaml")
    expected = [("pipe.yaml", "unreadable-file")]
    try:
        os.mknod(graph / "zero.csv", 0o600 | 0o020000, os.makedev(1, 5))
        expected.append(("zero.csv", "unreadable-file"))
    except PermissionError:
        pass
    assert told(graph) == expected


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("set_to", "file"), [("yaml=42", "a/b/c.yaml"), ("table=20", "ties.csv"), ("files=1", "."), ("depth=1", "a/b")]
)
def test_what_is_beyond_a_limit_is_one_line_that_says_how_to_raise_it(set_to: str, file: str, folder: Folder) -> None:
    graph = folder(cities=CITIES)
    (graph / "ties.csv").write_text("kind,between,source\nsister-city,osh; nobody,paper\n")
    (graph / "a/b").mkdir(parents=True)
    (graph / "a/b/c.yaml").write_text("cities:\n  iznik: {name: Iznik, country: TR}\n")
    ran = citygraph("check", "--graph", graph, "--format", "json", CITYGRAPH_LIMITS=set_to)
    found = [one for one in json.loads(ran.out) if one["code"] == "beyond-limit"]
    assert [one["file"] for one in found] == [file]
    assert f"CITYGRAPH_LIMITS={set_to.partition('=')[0]}=" in found[0]["hint"]
    assert ran.code == 1
    higher = found[0]["hint"].rpartition("CITYGRAPH_LIMITS=")[2]
    again = citygraph("check", "--graph", graph, "--format", "json", CITYGRAPH_LIMITS=higher)
    assert "beyond-limit" not in again.out, "the snapshot is made anew"


def test_limits_have_units_and_wrong_ones_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = limits()
    monkeypatch.setenv("CITYGRAPH_LIMITS", "yaml=2G, depth=7 files=3K")
    assert limits() == Limits(**{**vars(usual), "yaml": 2 * 10**9, "depth": 7, "files": 3000})
    for wrong in ("yaml", "yaml=", "yaml=-1", "yaml=1X", "rows=3", "yaml=²"):
        monkeypatch.setenv("CITYGRAPH_LIMITS", wrong)
        with pytest.raises(CityGraphError, match="write NAME=NUMBER"):
            limits()
    assert citygraph("ties", CITYGRAPH_LIMITS="rows=3").code == 2
    ran = citygraph("ties", "--count", CITYGRAPH_LIMITS="files=2")
    assert "no file of it was read, so nothing is known of it" in ran.err
    assert "0 files, 1 error" in citygraph("check", CITYGRAPH_LIMITS="files=2").err


@pytest.fixture
def deep(folder: Folder) -> Iterator[Path]:
    """A folder with folders 1,100 deep, which Python itself cannot remove."""
    graph = folder(cities=CITIES)
    here = os.open(graph, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("a", dir_fd=here)
        there = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(here)
    yield graph
    subprocess.run(["rm", "-rf", graph / "a"], check=True)


def test_folders_too_deep_are_a_line(deep: Path) -> None:
    assert citygraph("check", "--graph", deep, CITYGRAPH_LIMITS="depth=5000").code == 0
    ran = citygraph("check", "--graph", deep)
    assert (ran.code, ran.out.count("error[")) == (1, 1)
    assert "the folder lies too deep, so it is not read: below 100 others" in ran.out


def test_a_record_of_a_million_values_is_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_composer, "_MOST_AT_ONCE", 2000)
    monkeypatch.setattr(yaml_composer, "_CHUNK", 300)
    tags = "a," * 3000
    for text in (f"cities:\n  osh: {{name: Osh, tags: [{tags}]}}\n", f"[{tags}]", f"cities: {{osh: [{tags}"):
        found = parse(Document("x.yaml", text)).diagnostics
        assert "beyond-limit" in {one.code for one in found}
    many = "".join(f"  c{n}: {{name: C, country: KG}}\n" for n in range(2000))
    assert not parse(Document("x.yaml", "cities:\n" + many)).diagnostics


def test_a_folder_may_hold_records_or_not(folder: Folder, tmp_path: Path) -> None:
    graph = folder(cities=CITIES, more=CITIES)
    assert has_graph_files(graph)
    assert list(graph_files(graph)) == ["cities.yaml", "more.yaml"]
    others = tmp_path / "others"
    (others / ".hidden").mkdir(parents=True)
    for name in (".hidden/cities.yaml", ".cities.yaml", "notes.txt"):
        (others / name).touch()
    assert not has_graph_files(others)
    assert not graph_files(others)


# ---------------------------------------------------------------- diagnostics


def test_a_diagnostic_holds_a_part_of_its_line(folder: Folder) -> None:
    """All on one line: what is kept does not grow with the line, and the caret still stands under its place."""
    ties = "".join(f"{{kind: sister-city, between: [a{n}, b]}}," for n in range(3000))
    graph = folder(a=f"ties: [{ties}]\n")
    world = World(graph, cache=False)
    assert len(world.diagnostics) < 5 * MOST_LISTED
    for one in world.diagnostics:
        assert len(one.span.excerpt) <= EXCERPT + 2
        assert len(one.message) < 200
        at = one.span.column - one.span.first
        if one.code == "dangling-end":
            assert one.span.excerpt[at : at + one.span.length] in one.message
    (kept,) = world._database.execute("SELECT length(problems) FROM _files").fetchone()
    assert kept < 2_000_000


def test_after_the_first_thousand_of_a_code_a_report_counts(folder: Folder) -> None:
    rows = "".join(f"sister-city,a; b,202x,{'s' * (n % 7)}\n" for n in range(1200))
    graph = folder(a="cities:\n  a: {name: A, country: GB}\n  b: {name: B, country: GB}\n")
    (graph / "ties.csv").write_text("kind,between,since,source\n" + rows)
    checked = {form: citygraph("check", "--graph", graph, "--format", form) for form in ("text", "json", "github")}
    assert {ran.code for ran in checked.values()} == {1}
    problems = json.loads(checked["json"].out)
    dates = [one for one in problems if one["code"] == "invalid-date"]
    assert [one["more"] for one in dates] == [0] * MOST_LISTED + [200]
    assert dates[-1] | {"hint": None} == dates[-1], "a summary has no place but the folder"
    assert (dates[-1]["file"], dates[-1]["message"]) == (
        ".",
        "200 more of `invalid-date` are not listed; correct some, and check again",
    )
    errors = sum(one["more"] or 1 for one in problems if one["severity"] == "error")
    counts = {ran.err.splitlines()[0] for ran in checked.values()}
    assert len(counts) == 1
    assert f"{errors:,} errors" in counts.pop()
    assert (
        "error[invalid-date] 200 more of `invalid-date` are not listed; correct some, and check again\n"
        in checked["text"].out
    )
    assert (
        "::error title=invalid-date::200 more of `invalid-date` are not listed; correct some, and check again\n"
        in checked["github"].out
    )
    assert World(graph).errors == errors


def test_a_file_that_hides_records_is_known_however_many_have_the_mistake_first(folder: Folder) -> None:
    graph = folder(a=CITIES)
    for name in ("cities-a.csv", "cities-b.csv"):
        (graph / name).write_text("id,name,country\n" + "x,y\n" * 1200)
    from citygraph.folder.rules import HIDES
    from citygraph.store.checked import files_with

    assert files_with(World(graph, cache=False)._database, HIDES) == ["cities-a.csv", "cities-b.csv"]


@pytest.mark.parametrize(
    "text",
    [
        "cities:\n  c:\n    name: C\n" + "    name: C\n" * 20_000,
        "cities:\n  c:\n    name: C\n" + "".join(f"    key{n}: C\n" for n in range(20_000)),
        "<<<<<<< a\n" * 20_000,
    ],
    ids=["twice", "unknown", "conflicts"],
)
def test_a_mapping_of_many_mistakes_takes_no_time_of_their_square(text: str) -> None:
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        found = parse(Document("x.yaml", text)).diagnostics
    finally:
        sys.setprofile(None)
    assert len(found) <= MOST_LISTED + 5
    assert calls < 3_000_000


# ---------------------------------------------------------------- git


def test_revisions_have_the_same_limits(folder: Folder) -> None:
    graph = folder(cities=CITIES)

    def git(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", graph, *who, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    (graph / "more.yaml").write_text("cities:\n  iznik: {name: Iznik, country: TR}\n" + "# more\n" * 20)
    (graph / "link.yaml").symlink_to("/etc/hostname")
    (graph / "a/b").mkdir(parents=True)
    (graph / "a/b/c.yaml").write_text("# \n")
    git("add", ".")
    git("commit", "-qm", "two")
    differ = ("diff", "HEAD~1", "HEAD", "--graph", graph)
    assert "Iznik" in citygraph(*differ).out
    too_large = citygraph(*differ, CITYGRAPH_LIMITS="yaml=100")
    assert too_large.code == 0
    assert "Iznik" not in too_large.out
    assert "more.yaml cannot be read" in too_large.err
    logged = citygraph("log", "osh", "--graph", graph, CITYGRAPH_LIMITS="yaml=100")
    assert "cannot be read" in logged.err
    for limit in ("files=1", "depth=1"):
        ran = citygraph(*differ, CITYGRAPH_LIMITS=limit)
        assert (ran.code, ran.out) == (2, "")
        assert (
            f"to raise the limit, set the environment variable CITYGRAPH_LIMITS={limit.partition('=')[0]}=NUMBER"
            in ran.err
        )
