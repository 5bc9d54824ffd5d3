"""Kills commands: ``python -m bench.kill [CASE…]`` runs each case once under ``strace``, notes every call that changes
a file, and then runs the case once for each of these calls, in a new world, and kills the process when it makes the
call. ``--fault full`` lets that call fail as on a full disk instead, and ``--fault term`` sends SIGTERM with it. After
that the next commands must give the right answer: nothing is lost, and nothing is left over.

A case is a world, a command, and a judge of what comes after: see :data:`CASES`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

DONE = (0, 1)
"""The exit codes of a command that has done its work: with 1, an import has something to ask."""
Tree = dict[str, bytes]
"""What a folder holds: the bytes of each file, by its path."""
CHANGING = (
    "openat", "creat", "write", "pwrite64", "writev", "ftruncate", "truncate", "fallocate", "copy_file_range",
    "sendfile", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "mkdir",
    "mkdirat", "rmdir", "chmod", "fchmod", "fsync", "fdatasync",
)  # fmt: skip
"""The calls that can change a file or make a change last."""
_ON_A_DESCRIPTOR = {"write", "pwrite64", "writev", "ftruncate", "fallocate", "copy_file_range", "sendfile", "fchmod",
                    "fsync", "fdatasync"}  # fmt: skip
Fault = Literal["kill", "full", "term"]
_INJECTED: dict[Fault, str] = {"kill": "signal=KILL", "full": "error=ENOSPC", "term": "signal=TERM"}
FAULTS: tuple[Fault, ...] = ("kill", "full", "term")
_CANNOT_BE_FULL = {"unlink", "unlinkat", "rmdir", "chmod", "fchmod"}
"""Calls that no full disk refuses."""
_CALL = re.compile(r"(\d+) +(\w+)\(")
_OPENED_TO_CHANGE = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b")


@dataclass(frozen=True)
class Ran:
    """How a process ended, and what it printed."""

    code: int
    out: str
    err: str


class World:
    """A folder in which citygraph runs: its caches are in ``cache``, all else is the case's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, **files: str) -> None:
        """Write files: ``write(r_csv="…")`` writes ``r.csv``."""
        for name, text in files.items():
            (self.folder / name.replace("_", ".")).write_text(text, encoding="utf-8")

    def run(self, *words: str, under: Sequence[str] = ()) -> Ran:
        """Run citygraph, perhaps ``under`` strace."""
        unset = ("CITYGRAPH_GRAPH", "COLUMNS")
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        # The world is the working folder, and a relative path to the package would lead elsewhere.
        path = os.pathsep.join(map(os.path.abspath, filter(None, kept.get("PYTHONPATH", "").split(os.pathsep))))
        done = subprocess.run(
            [*under, sys.executable, "-m", "citygraph", *words],
            cwd=self.folder,
            env={
                **kept,
                "PYTHONPATH": path,
                "CITYGRAPH_CACHE": str(self.folder / "cache"),
                "PYTHONHASHSEED": "0",
                "PYTHONUTF8": "1",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def must(self, *words: str) -> None:
        """Run citygraph, which must end well.

        Raises:
            RuntimeError: if it does not.
        """
        ran = self.run(*words)
        if ran.code not in DONE:
            raise RuntimeError(f"{' '.join(words)}: exit code {ran.code}: {ran.err}")

    def tree(self) -> Tree:
        """All files, hidden ones too, but those in the cache."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        named = {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
        return {name: data for name, data in named.items() if not name.startswith("cache/")}


@dataclass(frozen=True)
class Case:
    """``make`` makes a world, in which the command with these ``words`` is killed. ``judge`` runs the next commands and
    says what is wrong. It is told what the world holds before the command, and after one that nobody disturbs. Calls
    that change files of the folder ``but`` are left to other cases."""

    name: str
    words: tuple[str, ...]
    make: Callable[[World], None]
    judge: Callable[[World, Tree, Tree], Iterable[str]]
    but: str = ""


@dataclass(frozen=True, order=True)
class Point:
    """The n-th time (from 1) that a process makes a call."""

    call: str
    number: int


class Trial:
    """A case in a folder of its own, tried again and again."""

    def __init__(self, case: Case, folder: Path) -> None:
        if shutil.which("strace") is None:
            raise FileNotFoundError("strace is not installed")
        self.case = case
        self.folder = folder

    def world(self) -> World:
        """The world of the case, anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        world = World(self.folder)
        self.case.make(world)
        return world

    def _traced(self, world: World, *more: str) -> tuple[Ran, str]:
        calls = ",".join(CHANGING)
        with tempfile.NamedTemporaryFile() as log:
            words = ["strace", "-f", "-y", "-qq", "-s", "0", "-e", f"trace={calls}", *more, "-o", log.name]
            ran = world.run(*self.case.words, under=words)
            return ran, Path(log.name).read_text(encoding="utf-8", errors="replace")

    @cached_property
    def undisturbed(self) -> tuple[Tree, Tree, tuple[Point, ...]]:
        """The files before and after the command if nothing disturbs it, and the points at which it changes one."""
        self.world().run(*self.case.words)  # so that all modules are compiled
        world = self.world()
        before = world.tree()
        ran, log = self._traced(world)
        if ran.code not in DONE:
            raise RuntimeError(f"{self.case.name}: exit code {ran.code}: {ran.err}")
        return before, world.tree(), tuple(dict.fromkeys(self._points(log)))

    def _points(self, log: str) -> Iterator[Point]:
        inside = str(self.folder)
        elsewhere = f"{inside}/{self.case.but}/" if self.case.but else "\n"
        numbers: Counter[tuple[str, str]] = Counter()
        for line in log.splitlines():
            found = _CALL.match(line)
            if not found:
                continue
            process, call = found.groups()
            numbers[process, call] += 1
            if call == "openat":
                changes = _OPENED_TO_CHANGE.search(line) is not None and inside in line
            else:
                changes = call not in _ON_A_DESCRIPTOR or inside in line
            if changes and elsewhere not in line:
                yield Point(call, numbers[process, call])

    def points(self, most: int | None = None, fault: Fault = "kill") -> list[Point]:
        """The points to try: all, or at most so many of them, evenly spread; on a full disk, those that need room."""
        points = [point for point in self.undisturbed[2] if fault != "full" or point.call not in _CANNOT_BE_FULL]
        if most is None or len(points) <= most:
            return points
        return [points[(2 * index + 1) * len(points) // (2 * most)] for index in range(most)]

    def tried(self, point: Point, fault: Fault = "kill") -> list[str]:
        """What is wrong after a fault at a point."""
        before, after, _ = self.undisturbed
        world = self.world()
        ran, _ = self._traced(world, "-e", f"inject={point.call}:{_INJECTED[fault]}:when={point.number}")
        wrong = []
        if fault == "kill" and ran.code not in (-9, 137):
            wrong.append(f"it was not killed, and ended with {ran.code}: {ran.err}")
        if fault == "full":
            wrong += _badly_told(ran)
        if fault == "term":
            wrong += _badly_ended(world, ran)
        return wrong + list(self.case.judge(world, before, after))


def _badly_told(ran: Ran) -> Iterator[str]:
    """A command that finds no room on the disk does its work without it, or says so in a line and ends with 2."""
    if ran.code not in (*DONE, 2):
        yield f"exit code {ran.code}: {ran.err}"
    if "Traceback" in ran.err or "a fault of citygraph" in ran.err:
        yield f"it says: {ran.err}"
    if ran.code == 2 and "No space left on device" not in ran.err:
        yield f"it does not say that there is no room: {ran.err}"


def _badly_ended(world: World, ran: Ran) -> Iterator[str]:
    """A command that gets SIGTERM clears away, says so in a line, and ends with 143. At its very end, when Python has
    given up its handlers, the signal ends it without a word."""
    if ran.code not in (*DONE, 143, -15) or "Traceback" in ran.err:
        yield f"exit code {ran.code}: {ran.err}"
    if ran.code == 143 and "ended by SIGTERM" not in ran.err:
        yield f"it does not say what ended it: {ran.err}"
    yield from (f"{name} is left over" for name in world.tree() if name.rpartition("/")[2].startswith("."))


# ---------------------------------------------------------------- judges


def compared(world: World, wanted: Tree, what: str) -> Iterator[str]:
    """Each file that is not as wanted, whether it is another, missing, or left over."""
    found = world.tree()
    for name in sorted(found.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            how = "is missing" if name not in found else "is left over" if name not in wanted else "is another"
            yield f"{what}: {name} {how}"


def again(*words: str) -> Callable[[World, Tree, Tree], Iterator[str]]:
    """A judge: the same command, run again, ends well, and then all files are as if nobody had disturbed it."""

    def judge(world: World, before: Tree, after: Tree) -> Iterator[str]:
        ran = world.run(*words)
        if ran.code not in DONE:
            yield f"again: exit code {ran.code}: {ran.err}"
        yield from compared(world, after, "again")

    return judge


def _import_judge(world: World, before: Tree, after: Tree, words: tuple[str, ...]) -> Iterator[str]:
    """A reader finds the old records or the new ones; the same import, run again, gives the new ones."""
    read = world.run("ties", "--graph", "g", "--format", "csv")
    if any(name.startswith("g/") for name in world.tree()):
        seen = {name: data for name, data in world.tree().items() if not name.rpartition("/")[2].startswith(".")}
        if seen not in (before, after):
            yield "after a reader: neither old nor new"
        if read.code not in (0, 1) or "error" in read.err:
            yield f"a reader: exit code {read.code}: {read.err}"
    yield from again(*words)(world, before, after)
    checked = world.run("check", "--graph", "g")
    if checked.code:
        yield f"check: {checked.err.strip()}"


def _writer_judge(world: World, before: Tree, after: Tree, words: tuple[str, ...]) -> Iterator[str]:
    """A reader finds the old files or the new ones; if they are the old ones, the same command makes the new ones.
    Scratch files may be left until the next command writes."""
    read = world.run("check", "--graph", "g")
    if read.code:
        yield f"a reader: exit code {read.code}: {read.err}"
    seen = {name: data for name, data in world.tree().items() if not name.rpartition("/")[2].startswith(".")}
    if seen not in (before, after):
        yield "after a reader: neither old nor new"
    if seen == before:
        yield from again(*words)(world, before, after)


def _init_judge(world: World, before: Tree, after: Tree) -> Iterator[str]:
    """A second ``init`` writes the folder, or finds it written."""
    ran = world.run("init", "g")
    if ran.code and "exists and is not empty" not in ran.err:
        yield f"again: exit code {ran.code}: {ran.err}"
    yield from compared(world, after, "again")


_ASK = ("ties", "--graph", "g", "--format", "csv")


def _snapshot_judge(world: World, before: Tree, after: Tree) -> Iterator[str]:
    """The next commands answer right, and what the killed one has left goes with the next update."""
    yield from compared(world, before, "files")
    for status in ("active", "ended"):
        answer = world.run(*_ASK)
        if answer != world.run(*_ASK, "--no-cache"):
            yield f"wrong: {answer}"
        _tie(world, status)
    if world.run(*_ASK) != world.run(*_ASK, "--no-cache"):
        yield "wrong after an update"
    left = sorted(path.name for path in (world.folder / "cache").rglob("*") if path.is_file())
    if len(left) != 2 or left[1] != "CACHEDIR.TAG" or not re.fullmatch(r"[0-9]+\.sqlite", left[0]):
        yield f"left over: {left}"


def _prune_judge(world: World, before: Tree, after: Tree) -> Iterator[str]:
    """Pruned again, the snapshot of the folder that is gone has left, and the other answers right."""
    world.must("cache", "prune")
    yield from _snapshot_judge(world, before, after)


# ---------------------------------------------------------------- cases

_IMPORT = ("import", "table", "r.csv", "--into", "g", "--link")
_AGAIN = ("import", "table", "r.csv", "--into", "g")
_REMOVE = ("import", "--remove", "r", "--into", "g")
_HEAD = "from.name,from.country,to.name,to.country,notes\n"
_OLD = _HEAD + "A,GB,B,FR,\nC,GB,D,FR,old\nSpringfield,US,E,FR,\n"
_NEW = _HEAD + "A,GB,B,FR,new\nE,DE,F,FR,\nSpringfield,US,D,FR,\n"
_OF_THE_USER = """\
cities:
  springfield-il: {name: Springfield, country: US, coordinates: [39.8, -89.6]}
  springfield-ma: {name: Springfield, country: US, coordinates: [42.1, -72.6]}
"""


def _nothing(world: World) -> None:
    """An empty folder."""


def _first(world: World) -> None:
    world.write(r_csv=_OLD)
    (world.folder / "g").mkdir()
    (world.folder / "g/own.yaml").write_text(_OF_THE_USER, encoding="utf-8")


def _update(world: World) -> None:
    """All of what an import may do: change, add and remove records, in tables and in YAML, and judgements."""
    _first(world)
    world.must(*_IMPORT)
    cities = world.folder / "g/r/cities.csv"
    cities.write_text(cities.read_text(encoding="utf-8").replace("a,A,", "a,A (the user's),"), encoding="utf-8")
    world.write(r_csv=_NEW)


def _in_conflict(world: World) -> None:
    """A list that comes in again: people have changed a tie of it, the list changes the same one, and others."""
    world.write(r_csv=_OLD)
    world.must(*_AGAIN)
    ties = world.folder / "g/r/ties.csv"
    ties.write_text(ties.read_text(encoding="utf-8").replace("old", "mine"), encoding="utf-8")
    world.write(r_csv=_OLD.replace("old", "theirs") + "E,DE,F,FR,\n")


def _rested_on(world: World) -> None:
    """An import of which people have changed a tie, and on which a tie of another file rests."""
    _in_conflict(world)
    text = "ties:\n  - {kind: contact, between: [a, b], source: s}\nsources: {s: {title: S}}\n"
    (world.folder / "g/own.yaml").write_text(text, encoding="utf-8")


def _exported(world: World) -> None:
    world.must("init", "g", "--example")
    for name in ("e.json", "e.nodes.csv", "e.ties.csv"):
        (world.folder / name).write_text("old\n", encoding="utf-8")


def _tie(world: World, status: str) -> None:
    text = f"ties:\n  - {{kind: sister-city, between: [springfield-il, springfield-ma], status: {status}, source: s}}\n"
    (world.folder / "g/ties.yaml").write_text(text + "sources:\n  s: {title: S}\n", encoding="utf-8")


def _never_asked(world: World) -> None:
    _first(world)
    _tie(world, "planned")


def _asked(world: World) -> None:
    _never_asked(world)
    world.must(*_ASK)
    _tie(world, "proposed")


def _with_a_folder_that_is_gone(world: World) -> None:
    _asked(world)
    (world.folder / "g").rename(world.folder / "gone")
    world.must("ties", "--graph", "gone")
    (world.folder / "gone").rename(world.folder / "g")


def _import(name: str, make: Callable[[World], None], *more: str) -> Case:
    words = (*_IMPORT, *more)
    return Case(name, words, make, partial(_import_judge, words=words), but="cache")


def _seed(world: World) -> None:
    world.must("init", "g", "--example")


def _out_of_form(world: World) -> None:
    """The example, with two spaces too many before each name."""
    _seed(world)
    for path in (world.folder / "g").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("\n    name: ", "\n    name:   "), encoding="utf-8")


def _nowhere(world: World) -> None:
    """A city that lacks its place, and no source for one."""
    (world.folder / "g").mkdir()
    (world.folder / "g/cities.yaml").write_text("cities:\n  jingdezhen: {name: Jingdezhen}\n", encoding="utf-8")


def _writer(*words: str, make: Callable[[World], None] = _seed) -> Case:
    words = (*words, "--graph", "g")
    return Case(words[0], words, make, partial(_writer_judge, words=words), but="cache")


def _export(file: str) -> Case:
    words = ("export", file, "--graph", "g", "--no-cache")
    return Case(f"export-{file.rpartition('.')[2]}", words, _exported, again(*words))


CASES = (
    Case("init", ("init", "g"), _nothing, _init_judge),
    _import("import-first", _first),
    _import("import-update", _update),
    _import("import-as-yaml", _update, "--as", "yaml"),
    Case("import-conflict", _AGAIN, _in_conflict, partial(_import_judge, words=_AGAIN), but="cache"),
    Case("import-remove", _REMOVE, _rested_on, partial(_writer_judge, words=_REMOVE), but="cache"),
    _writer("mv", "jingdezhen", "china-porcelain"),
    _writer("merge", "osh", "iznik", "--prefer", "A", "--anyway"),
    _writer("rm", "osh", "--cascade", "--anyway"),
    _writer("add", "city", "Troyan", "--country", "BG", "--source", "https://example.org/news", "--title", "A visit"),
    _writer("status", "sister-city.iznik.jingdezhen", "dormant", "--on", "2026", "--source", "article"),
    _writer("end", "sister-city.iznik.jingdezhen", "--on", "2026", "--source", "article"),
    _writer("confirm", "sister-city.iznik.jingdezhen", "--on", "2026", "--source", "article"),
    _writer("locate", make=_nowhere),
    _writer("fmt", make=_out_of_form),
    _export("e.json"),
    _export("e.csv"),
    Case("build", _ASK, _never_asked, _snapshot_judge),
    Case("update", _ASK, _asked, _snapshot_judge),
    Case("prune", ("cache", "prune"), _with_a_folder_that_is_gone, _prune_judge),
)


def main(words: Sequence[str] | None = None) -> int:
    """Try the cases, and print the number of points of each and what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.kill", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one of {', '.join(case.name for case in CASES)}")
    parser.add_argument("--points", type=int, metavar="N", help="at most so many points of each case")
    parser.add_argument("--fault", choices=FAULTS, default="kill", help="a kill, a full disk or SIGTERM at each point")
    said = parser.parse_args(words)
    if unknown := set(said.cases) - {case.name for case in CASES}:
        parser.error(f"there is no case {', '.join(sorted(unknown))}")
    failed = False
    with tempfile.TemporaryDirectory() as place:
        for case in CASES:
            if said.cases and case.name not in said.cases:
                continue
            trial = Trial(case, Path(place).resolve() / "world")
            points = trial.points(said.points, said.fault)
            wrong = {point: told for point in points if (told := trial.tried(point, said.fault))}
            print(f"{case.name}: {len(points)} points of {said.fault}, {len(wrong)} wrong", flush=True)
            for point, told in wrong.items():
                print(f"  {point.call} {point.number}:", *told, sep="\n    ")
            failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
