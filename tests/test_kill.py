"""A few of the points at which ``python -m bench.kill`` kills commands; docs/reliability.md has the numbers of all."""

import shutil
import subprocess

import pytest

from bench.kill import CASES, Fault, Point, Trial
from conftest import need

IMPORT = next(case for case in CASES if case.name == "import-as-yaml")


@pytest.fixture(scope="module")
def update(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """An import that changes, adds and removes files."""
    may = shutil.which("strace") and subprocess.run(["strace", "-qq", "true"], capture_output=True).returncode == 0
    need(may, "strace, or the right to use it,")
    return Trial(IMPORT, tmp_path_factory.mktemp("kill").resolve() / "world")


@pytest.mark.parametrize(
    ("fault", "call", "number"),
    [("kill", "link", 2), ("kill", "rename", 2), ("full", "rename", 2), ("term", "fsync", 2)],
)
def test_after_a_fault_nothing_is_lost_and_nothing_is_left_over(
    update: Trial, fault: Fault, call: str, number: int
) -> None:
    """In turn: all is written, and nothing is decided; one file is new, the other old; the same, and the process goes
    on; a scratch file is on its way to the disk."""
    assert Point(call, number) in update.points()
    assert update.tried(Point(call, number), fault) == []


def test_calls_that_change_files_are_found(update: Trial) -> None:
    before, after, points = update.undisturbed
    assert before.keys() - after.keys() == {"g/r/cities.csv", "g/r/ties.csv"}
    made = sum(point.call in ("openat", "mkdir") for point in points)
    assert made >= len(after.keys() - before.keys())
    assert {"openat", "write", "fsync", "link", "rename", "unlink"} <= {point.call for point in points}


def test_a_judge_knows_a_wrong_world(update: Trial) -> None:
    """Without the journal, the import would be found half done."""
    before, after, _ = update.undisturbed
    world = update.world()
    (world.folder / "g/r/cities.csv").unlink()
    (world.folder / "g/r/.left").touch()
    told = list(update.case.judge(world, before, after))
    assert "after a reader: neither old nor new" in told
    assert "again: g/r/.left is left over" in told
