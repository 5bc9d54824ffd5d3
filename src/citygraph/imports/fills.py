"""What the imports of a source have filled into records of others: it stands in ``imported.json.gz``, too. Of a record
that its rows are linked to and that got nothing, that alone is noted.

With it the next import knows what people have taken out or corrected, and ``--remove`` what is to go again. The source
of such a record keeps it as long as it is noted here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from citygraph.domain.model import SECTIONS
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Supplement
from citygraph.folder.writer import as_written
from citygraph.imports.entity import IDENTIFIERS, Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.last_import import GrowingImport, LastImport, canonical, data_of

FILL = "fill"
_SECTION_OF = {section.type: section for section in SECTIONS}


class Fills:
    """What records of others have got, by their places: parts of their data. A record that has another id by now is
    known by its ids in registers, or by its name and country; a tie by its ends."""

    def __init__(self, last: LastImport, rest: ExistingRecords) -> None:
        self._rest = rest
        self._before: dict[Where, dict[str, Any]] = {}
        self._known_by: dict[Where, dict[str, Any]] = {}
        for one in last.all([FILL]):
            type, _, id = one.id.partition(" ")
            known_by = data_of(one.before) or {}
            where = _where_now(Where(type, id), known_by, rest)
            self._before[where], self._known_by[where] = data_of(one.base) or {}, known_by
        self._now = {where: data for where, data in self._before.items() if data}

    def before(self, where: Where) -> Mapping[str, Any]:
        """What a record has got at earlier imports."""
        return self._before.get(where, {})

    def add(self, where: Where, data: Mapping[str, Any]) -> None:
        """Remember what a record gets now."""
        self._now[where] = _both(self._now.get(where, {}), data_of(canonical(data)) or {})

    def link(self, where: Where) -> None:
        """Note that rows tell of a record."""
        self._now.setdefault(where, {})

    def remember(self, imported: GrowingImport, of: Container[Where] | None = None) -> None:
        """Write what records have got, now and before: all, or those at the places ``of``."""
        for where, data in self._now.items():
            if of is None or where in of:
                known_by = self._known_by_now(where) or self._known_by.get(where, {})
                imported.add(FILL, f"{where.type} {where.id}", canonical(data), canonical(known_by))

    def _known_by_now(self, where: Where) -> dict[str, Any]:
        """By what a record of the folder is known again if it gets another id; empty if the folder has it no longer."""
        if self._rest.type_of(where.id) != where.type:
            return {}
        if where.type != "tie":
            return self._called(where)
        start, end, data = self._rest.tie(where.id)
        ends = [Where(str(self._rest.type_of(id)), id) for id in (start, end)]
        return {"kind": data["kind"], "ends": [{"id": one.id, "type": one.type, **self._called(one)} for one in ends]}

    def _called(self, where: Where) -> dict[str, Any]:
        """The name, the country and the ids of a node, as it is when it has got what it gets."""
        node, gets = self._rest.node(where.id), self._now.get(where, {})
        identifiers = {**gets.get("identifiers", {}), **node["record"].get("identifiers", {})}
        return {"name": node["name"], "country": node["country"] or gets.get("country"), "identifiers": identifiers}

    def __iter__(self) -> Iterator[tuple[Where, dict[str, Any]]]:
        return iter(self._now.items())


def _where_now(where: Where, known_by: Mapping[str, Any], rest: ExistingRecords) -> Where:
    """The place of a record that may have another id by now: that of the one record which it can only be."""
    if not known_by or rest.type_of(where.id) == where.type:
        return where
    if where.type != "tie":
        facts = {"name": known_by["name"], **{IDENTIFIERS + key: id for key, id in known_by["identifiers"].items()}}
        country = known_by["country"] or ""
        found = rest.matches(Entity(where.type, "", facts=facts, country=country or None), country, near=False)
        same = [match.id for match in found if match.verdict == "same"]
    else:
        kind, ends = (
            known_by["kind"],
            [_where_now(Where(one["type"], one["id"]), one, rest).id for one in known_by["ends"]],
        )
        if kind in rest.kinds and rest.kinds[kind].symmetric:
            ends.sort()
        same = [*rest.ties_between(kind, ends[0], ends[1])]
    return Where(where.type, same[0]) if len(same) == 1 else where


def supplement(where: Where, data: Mapping[str, Any]) -> Supplement:
    """A part of a record's data as it is written."""
    rest = {key: value for key, value in data.items() if key != "evidence"}
    return Supplement(where, as_written(_SECTION_OF[where.type], rest), list(data.get("evidence", ())))


def without(data: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The part of a record's data that another one does not have, and the part that it has."""
    rest: dict[str, Any] = {}
    both: dict[str, Any] = {}
    for key, value in (data_of(canonical(data)) or {}).items():
        theirs = other.get(key)
        new: Any
        known: Any
        if isinstance(value, dict) and isinstance(theirs, dict):
            new, known = without(value, theirs)
        elif isinstance(value, list) and isinstance(theirs, list) and value != theirs:
            new, known = [one for one in value if one not in theirs], [one for one in value if one in theirs]
        else:
            new, known = (None, value) if value == theirs else (value, None)
        if new or (value and known is None):
            rest[key] = new
        if known:
            both[key] = known
    return rest, both


def _both(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    found = {**first, **second}
    for key in first.keys() & second.keys():
        one, other = first[key], second[key]
        if isinstance(one, dict) and isinstance(other, dict):
            found[key] = {**one, **other}
        elif key == "notes" or (isinstance(one, list) and key != "coordinates"):
            items = listed(one)
            found[key] = [*items, *(item for item in listed(other) if item not in items)]
    return found


def listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
