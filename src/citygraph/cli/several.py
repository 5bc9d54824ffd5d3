"""Several graph folders that are asked as one."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from citygraph.folder.diagnostics import Span, Where
from citygraph.graph.asked import Asked
from citygraph.graph.joined import JoinedGraph
from citygraph.world import World


class SeveralFolders(Asked):
    """The graph of several folders, each opened under a name. It knows from which of them a record is."""

    def __init__(self, whole: JoinedGraph, worlds: Mapping[str, World]) -> None:
        super().__init__(whole)
        self._origins, self._worlds = whole.origins, worlds

    def _home(self, what: str, id: str) -> tuple[World, str] | None:
        key = what if what in ("tie", "source") else "node"
        name, there = next(iter(self._origins.get((key, id), ())), ("", id))
        return (self._worlds[name], there) if name in self._worlds else None

    def home(self, what: str, id: str) -> tuple[Path | None, str]:
        found = self._home(what, id)
        return (found[0].folder, found[1]) if found else (None, id)

    def places(self, records: Collection[Where]) -> dict[Where, Span]:
        """The places of records, in files that are named with their folder."""
        of_world: dict[World, dict[Where, Where]] = {}
        for record in records:
            if found := self._home(record.type, record.id):
                world, id = found
                of_world.setdefault(world, {})[record._replace(id=id)] = record
        return {
            asked[there]: replace(span, file=str(world.folder / span.file))
            for world, asked in of_world.items()
            for there, span in world.places(asked).items()
        }
