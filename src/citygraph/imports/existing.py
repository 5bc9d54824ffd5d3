"""The rest of a graph folder: the records in files other than those that this import writes."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from citygraph.domain.kinds import Vocabulary
from citygraph.folder import loader
from citygraph.folder.graph_files import as_if
from citygraph.graph.interface import Attributes, Edge
from citygraph.imports.apart import differ
from citygraph.imports.entity import Entity
from citygraph.imports.last_import import canonical
from citygraph.imports.matching import Candidate, RecordMatch, best, compared
from citygraph.imports.near_names import in_other_languages, spellings
from citygraph.store.cross_file import vocabulary_of
from citygraph.world import World


class ExistingRecords:
    """The records of a folder, without those with the ids ``own``, which stand in the files ``own_files`` or stood
    there at the last import. A missing folder has no records. ``changed`` is what files will hold: that says what they
    name."""

    def __init__(
        self,
        folder: Path,
        own: Container[str],
        own_files: Collection[str],
        changed: Mapping[str, bytes | None] | None = None,
    ) -> None:
        self._world = World(folder) if folder.is_dir() and any(folder.iterdir()) else None
        self._view = self._world.view if self._world is not None else None
        self._folder = folder
        self._own = own
        self._own_files = own_files
        self._changed = changed or {}
        self._read: dict[str, tuple[set[str], dict[str, list[str]]]] = {}

    @property
    def kinds(self) -> Vocabulary:
        """The folder's kinds of ties, including the built-in ones."""
        return self._view.kinds if self._view is not None else vocabulary_of(())[0]

    def type_of(self, id: str) -> str | None:
        """The type of the record with this id, or None."""
        if self._view is None or id in self._own:
            return None
        if id in self._view.nodes:
            return str(self._view.nodes[id]["type"])
        attributes = self._view.graph
        return "source" if id in attributes["sources"] else "tie" if id in attributes["ties"] else None

    def time_of(self, event: str) -> str | None:
        """When an event of the folder takes place, if that is known."""
        return self.node(event)["record"].get("when") if self.type_of(event) == "event" else None

    def node(self, id: str) -> Attributes:
        """The node with this id, which must be there."""
        assert self._view is not None
        return self._view.nodes[id]

    def region_of(self, id: str) -> str:
        """The name of the region of the node with this id; empty if it is not known."""
        return self._candidate(id).region

    def tie(self, id: str) -> Edge:
        """The tie with this id, which must be there."""
        assert self._view is not None
        found: Edge = self._view.graph["ties"][id]
        return found

    def ties_between(self, kind: str, start: str, end: str) -> Mapping[str, Attributes]:
        """The ties of a kind from one node to another, by their ids. The ends of a symmetric one are in order."""
        if self._view is None or f"{kind}.{start}.{end}" in self._own or start not in self._view.nodes:
            return {}
        found = self._view.adj[start].get(end, {})
        return {id: tie for id, tie in found.items() if tie["kind"] == kind and id not in self._own}

    def source(self, id: str) -> Attributes:
        """The source with this id, which must be there."""
        assert self._view is not None
        found: Attributes = self._view.graph["sources"].get(id, {})
        return found

    def statements(self) -> Iterator[Attributes]:
        """The data of the statements."""
        several = self._view.graph["statements"].values() if self._view is not None else ()
        for data in (one for those in several for one in those):
            if f"statement {canonical(data)}" not in self._own:
                yield data

    def is_elsewhere(self, id: str) -> bool:
        """True if a record of this id stands in other files, whether or not it is one of ``own``."""
        return any(id in self._in(file)[0] for file in self._files_about(id))

    def naming(self, id: str) -> list[str]:
        """The places in other files that name this record, such as ``own.yaml:3``."""
        if "." in id and id not in self._named_ties:
            return []
        return [place for file in self._files_about(id) for place in self._in(file)[1].get(id, ())]

    @cached_property
    def _named_ties(self) -> set[str]:
        return set(self._world.named_ties()) if self._world is not None else set()

    def has_ties_of(self, kind: str) -> bool:
        """True if another file has ties of a kind."""
        files = self._world.homes("tie") if self._world is not None else []
        return any(
            record.type == "tie" and record.data.get("kind") == kind
            for file in files
            if file not in self._own_files
            for piece in loader.pieces(self._folder, file)
            for record in piece.records
        )

    def _files_about(self, id: str) -> list[str]:
        about = self._world.files_about(id) if self._world is not None else []
        return [file for file in about if file not in self._own_files]

    def _in(self, file: str) -> tuple[set[str], dict[str, list[str]]]:
        """The ids of the records of a file, and the places at which it names each record."""
        if (known := self._read.get(file)) is None:
            ids, naming = self._read[file] = known = set[str](), dict[str, list[str]]()
            with as_if(self._folder, self._changed):
                for piece in loader.pieces(self._folder, file):
                    for record in piece.records:
                        ids.add(record.id)
                        for reference in record.references:
                            line = record.document.span(*reference.place).line
                            naming.setdefault(reference.target, []).append(f"{file}:{line}")
        return known

    def called(self, name: str) -> str | None:
        """The id of the one record with this name; None if there is none, or several."""
        if self._view is None:
            return None
        ids = [
            id for id in self._view.graph["names"].lookup(name, self._view.nodes.__contains__) if id not in self._own
        ]
        return ids[0] if len(ids) == 1 else None

    def source_at(self, site: str) -> str | None:
        """The id of the first source with an address of this site, in all of the folder; None if there is none."""
        sources = self._view.graph["sources"] if self._view is not None else {}
        return next((id for id, source in sources.items() if site in str(source.get("url", ""))), None)

    def countries_of(self, name: str) -> set[str]:
        """The countries of the cities with this name, as records name them."""
        if self._view is None:
            return set()
        cities = (self._view.nodes[id] for id in self._called([name]))
        return {str(node["country"]) for node in cities if node["type"] == "city" and node["country"]}

    def is_country(self, name: str) -> bool:
        """True if the one record with this name is a country."""
        id = self.called(name)
        return id is not None and self.type_of(id) == "country"

    def matches(self, thing: Entity, country: str, *, near: bool) -> list[RecordMatch]:
        """The records that may be the same as a thing. ``country`` is the thing's country, as records name it. With
        ``near`` a city that has none may be one whose name is nearly the same."""
        if self._view is None:
            return []
        code = [thing.facts["iso"]] if thing.type == "country" and "iso" in thing.facts else []
        texts = [thing.name, *code, *(f"{scheme}:{text}" for scheme, text in thing.identifiers.items())]
        found = best(compared(thing, self._candidate(id), country) for id in self._called(texts))
        if found or not near or thing.type != "city" or not country or "name" not in thing.facts:
            return found
        alike = spellings(thing.name, thing.country_name)
        why = {id: reason for text, reason in alike.items() for id in self._called([text])}
        several = [(id, compared(thing, self._candidate(id), country)) for id in sorted(why)]
        return [
            RecordMatch(id, "unsure", f"{self._view.nodes[id]['name']}: {why[id]}")
            for id, match in several
            if match.verdict == "same"
        ]

    def under_another_name(self, thing: Entity, country: str) -> str:
        """The id of a city that a large city has already, under its name in another language; empty if none has."""
        if self._view is None or thing.type != "city" or not country or "name" not in thing.facts:
            return ""
        alike = self._called(in_other_languages(thing.name, thing.country_name))
        return next((id for id in alike if compared(thing, self._candidate(id), country).verdict == "same"), "")

    def match(self, thing: Entity, id: str) -> RecordMatch | None:
        """The record with an id, of which the user says that it is a thing; None if there is none of its type, or if a
        register has another id for it."""
        if self._view is None or id in self._own or id not in self._view.nodes:
            return None
        record = self._candidate(id)
        if record.type != thing.type or differ(thing.identifiers, record.identifiers):
            return None
        return RecordMatch(id, "same", f"{self._name_of(id)}, as judgements.txt says")

    def _called(self, texts: Iterable[str]) -> list[str]:
        assert self._view is not None
        names, nodes = self._view.graph["names"], self._view.nodes
        ids = dict.fromkeys(id for text in texts for id in names.lookup(text, nodes.__contains__))
        return [id for id in ids if id not in self._own]

    def _candidate(self, id: str) -> Candidate:
        assert self._view is not None
        node = self._view.nodes[id]
        return Candidate.of(id, node["type"], node["country"], node["record"], self._name_of)

    def _name_of(self, id: str) -> str:
        assert self._view is not None
        return str(self._view.nodes[id]["name"]) if id in self._view.nodes else id
