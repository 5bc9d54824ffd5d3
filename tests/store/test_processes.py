"""Several processes read a folder: the snapshot is the same as if one had read it, to the last byte."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from test_row_sets import TODAY
from test_store import fresh_folder

from citygraph.folder.graph_files import graph_files
from citygraph.store.build import build
from citygraph.store.layout import IN_MEMORY, Ids, connect
from citygraph.store.processes import ReaderProcess
from citygraph.store.read_files import Batch, FileEnd
from messy import folders, write


def snapshot(folder: Path, processes: int) -> bytes:
    """All bytes of the snapshot of a folder that so many processes read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("citygraph.store.read_files._SHARE", 1)
        patch.setattr("os.sched_getaffinity", lambda _: set(range(processes)), raising=False)
        database = connect(IN_MEMORY)
        build(database, folder, graph_files(folder), TODAY, 0)
        return database.serialize()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large tables with some mistakes, beside YAML."""
    folder, random = tmp_path_factory.mktemp("large"), Random(1)
    ids = [f"c{number}" for number in range(2500)]

    def one_of(*usual: str, odd: tuple[str, ...]) -> str:
        return random.choice(odd if random.random() < 0.01 else usual)

    cities = "".join(f"{id},City {id},{one_of('KG', 'TR', odd=('XX',))},s{n % 70}\n" for n, id in enumerate(ids))
    (folder / "cities.csv").write_text(f"id,name,country,source\n{cities}")
    for name in ("ties.csv", "ties-2.csv"):
        ties = "".join(
            f"{one_of('sister-city', 'exchange', odd=('exchang',))},{random.choice(ids)}; "
            f"{one_of(*ids, odd=('nowhere',))},{one_of('1988', '2001-05', '', odd=('202x', '2031'))},s{n % 70}\n"
            for n in range(2000)
        )
        (folder / name).write_text(f"kind,between,since,source\n{ties}")
    (folder / "sources.yaml").write_text("sources:\n" + "".join(f"  s{n}: {{title: S}}\n" for n in range(69)))
    (folder / "more.yaml").write_text("cities:\n  osh: {name: Osh, country: KG}\n")
    return folder


@pytest.fixture(scope="module")
def alone(large: Path) -> bytes:
    return snapshot(large, 1)


@settings(max_examples=4, phases=[Phase.generate])
@given(held=folders())
def test_a_folder_gives_the_same_bytes(held: dict[str, bytes]) -> None:
    with fresh_folder() as folder:
        write(folder, held)
        assert snapshot(folder, 3) == snapshot(folder, 1)


def test_large_tables_give_the_same_bytes(large: Path, alone: bytes) -> None:
    assert alone == snapshot(large, 2)
    assert alone == snapshot(large, 4)


def test_a_process_that_forgets_ids_counts_each_source_once(
    large: Path, alone: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_with(monkeypatch, "from citygraph.store import layout; layout._MOST_REMEMBERED = 300")
    assert rows(snapshot(large, 2)) == rows(alone)


def test_plain_rows_that_a_process_reads_in_sets_are_the_same(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small tables are read row by row, so here no table is small."""
    monkeypatch.setattr("citygraph.store.cross_file._LARGE_TABLE", 0)
    begin_with(monkeypatch, "from citygraph.store import cross_file; cross_file._LARGE_TABLE = 0")
    assert rows(snapshot(large, 3)) == rows(snapshot(large, 1))


def begin_with(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """What each process runs before it reads its share."""
    start = subprocess.Popen

    def prepared(command: list[str], **how: Any) -> subprocess.Popen[str]:
        *python, reading = command
        return start([*python, f"{program}; {reading}"], **how)

    monkeypatch.setattr("subprocess.Popen", prepared)


@pytest.mark.parametrize("batches", [0, 1])
def test_what_a_process_does_not_read_to_its_end_is_read_here(
    large: Path, alone: bytes, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is killed before it has said anything, or in the middle of a file."""
    whole = ReaderProcess.read

    def killed(process: ReaderProcess, ids: Ids) -> Iterator[Batch | FileEnd]:
        found = whole(process, ids)
        for _ in range(batches):
            yield next(found)
        process._process.kill()
        process._process.wait()
        assert process._process.stdout is not None
        process._process.stdout.read()  # what it had still said
        yield from found

    monkeypatch.setattr(ReaderProcess, "read", killed)
    assert rows(snapshot(large, 3)) == rows(alone)


def rows(said: bytes) -> list[str]:
    database = connect(IN_MEMORY)
    database.deserialize(said)
    return list(database.iterdump())
