"""Files of others and what becomes of them: shared by the tests of imports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citygraph.imports.asking import OpenQuestions, Question
from citygraph.imports.columns.options import said_of
from citygraph.imports.readers import ReadOptions
from citygraph.imports.report import ImportReport
from citygraph.imports.run import ImportJob, run
from citygraph.world import World


def brought(what: str, *files: Path, into: Path, **asked: Any) -> ImportReport:
    """Import files, as the command does."""
    mapping, pairs, constants = asked.pop("mapping", None), asked.pop("pairs", ()), asked.pop("constants", ())
    kinds = asked.pop("kinds", {})
    job: dict[str, Any] = {
        "files": files, "readers": [what] * len(files), "how": ReadOptions(), "folder": into, "source": "register",
        "said": said_of(files, mapping, pairs, constants, asked.pop("splits", ()), {}, kinds), "type": "city",
        "kind": None, "form": "csv", "link": False, "dry_run": False,
    }  # fmt: skip
    return run(ImportJob(**job | asked))


def table(folder: Path, text: str | bytes, name: str = "register.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


class Imported:
    """A table after its import: the report, and what the graph folder says then."""

    def __init__(self, folder: Path, text: str, name: str = "register.csv", **asked: Any) -> None:
        self.into = folder / "g"
        self.report = brought("table", table(folder, text, name), into=self.into, **asked)
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
