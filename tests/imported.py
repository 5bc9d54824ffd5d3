"""Files of others and what becomes of them: shared by the tests of imports."""

from __future__ import annotations

import gzip
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from citygraph.editing.supplementing import supplemented
from citygraph.imports.asking import OpenQuestions, Question
from citygraph.imports.job import ImportJob, files_to_import
from citygraph.imports.options import options_given
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow, importer, one_by_one
from citygraph.imports.report import ImportReport
from citygraph.imports.run import run
from citygraph.world import World


def brought(
    what: str | None, *files: Path, into: Path, mapping: Path | None = None, pairs: Iterable[str] = (),
    constants: Iterable[str] = (), splits: Iterable[str] = (), kind: str | None = None,
    kinds: Mapping[str, str] | Iterable[str] = (), countries: Iterable[str] = (),
    source: str = "register", dry_run: bool = False, theirs: bool = False, taken: Sequence[str] = (),
    has_read: Callable[[int], None] = lambda _: None, **options: Any,
) -> ImportReport:  # fmt: skip
    """Import files, as the command does."""
    words = [f"{word}={id}" for word, id in kinds.items()] if isinstance(kinds, Mapping) else list(kinds)
    said = options_given(pairs, constants, splits, [*words, *([kind] if kind else [])], countries, {"id": source},
                         reader=what, **options)  # fmt: skip
    read = files_to_import(files, mapping, said)
    return run(
        ImportJob(
            files=read, folder=into, dry_run=dry_run, theirs=theirs, taken=taken, has_read=has_read, supply=supplemented
        )
    )


def put(folder: Path, data: bytes | str, name: str = "list.txt") -> Path:
    """A file with these bytes, or this text in UTF-8."""
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def read(name: str, file: Path, **how: Any) -> tuple[list[ForeignRow | UnreadableRow], list[str]]:
    """What a reader gives, and what it says."""
    said: list[str] = []
    return list(one_by_one(importer(name).read(file, ReadOptions(says=said.append, **how)))), said


def values(name: str, file: Path, **how: Any) -> list[dict[str, str]]:
    """The columns of the rows that a reader gives."""
    return [row.values for row in read(name, file, **how)[0] if isinstance(row, ForeignRow)]


def said_in(file: Path) -> str:
    """The text of a file of a graph folder, also of one that is packed."""
    content = file.read_bytes()
    return (gzip.decompress(content) if file.suffix == ".gz" else content).decode()


def table(folder: Path, text: str | bytes, name: str = "register.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


class Imported:
    """A file after its import: the report, and what the graph folder says then. Without a ``reader`` it is seen."""

    def __init__(
        self, folder: Path, text: str, name: str = "register.csv", reader: str | None = "table", **asked: Any
    ) -> None:
        self.into = folder / "g"
        self.report = brought(reader, table(folder, text, name), into=self.into, **asked)
        self.world = World(self.into, cache=False)
        assert not self.world.errors, self.world.diagnostics

    @property
    def nodes(self) -> dict[str, Any]:
        return {id: self.world.view.nodes[id] for id in self.world.view.nodes}

    @property
    def cities(self) -> dict[str, str | None]:
        """The countries of the cities, by name."""
        return {node["name"]: node["country"] for node in self.nodes.values() if node["type"] == "city"}

    @property
    def ties(self) -> list[dict[str, Any]]:
        """The ties, in the order of the names of their ends."""
        nodes = self.nodes
        found = [
            {**edge.data, "ends": tuple(nodes[id]["name"] for id in (edge.start, edge.end))}
            for edge in self.world.view.graph["ties"].values()
        ]
        return sorted(found, key=lambda tie: (tie["ends"], tie.get("since") or ""))

    @property
    def pairs(self) -> set[frozenset[str]]:
        """The names of the ends of each tie."""
        return {frozenset(tie["ends"]) for tie in self.ties}

    def told(self, outcome: str) -> list[tuple[str, str, str]]:
        """The place, the name and the reason of each remark of one outcome."""
        return [(one.where, one.what, one.why) for one in self.report.remarks if one.outcome == outcome]


def questions(folder: Path, text: str, name: str = "register.csv", **asked: Any) -> tuple[Question, ...]:
    """What a table leaves open. Nothing is written then."""
    with pytest.raises(OpenQuestions) as found:
        Imported(folder, text, name, **asked)
    assert not (folder / "g").exists()
    return found.value.questions


def options(question: Question) -> list[str]:
    """What the user may paste."""
    return [reading.option for reading in question.readings]


def answer(*offered: str) -> dict[str, Any]:
    """What :class:`Imported` needs to take the options that questions offer."""
    words = iter(shlex.split(" ".join(offered)))
    said: dict[str, Any] = {}
    for name, text in zip(words, words, strict=True):
        if of_list := _LISTS.get(name):
            said.setdefault(of_list, []).append(text)
        else:
            said[name.removeprefix("--").replace("-", "_")] = text
    return said


_LISTS = {"--map": "pairs", "--set": "constants", "--split": "splits", "--kind": "kinds"}
