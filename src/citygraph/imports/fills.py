"""What the imports of a source have filled into records of others: it stands in ``imported.json.gz``, too.

With it the next import knows what people have taken out or corrected, and ``--remove`` what is to go again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from citygraph.domain.model import SECTIONS
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Supplement
from citygraph.folder.writer import as_written
from citygraph.imports.last_import import GrowingImport, LastImport, canonical, data_of

_FILL = "fill"
_SECTION_OF = {section.type: section for section in SECTIONS}


class Fills:
    """What records of others have got, by their places: parts of their data."""

    def __init__(self, last: LastImport) -> None:
        self._before: dict[Where, dict[str, Any]] = {}
        for one in last.all([_FILL]):
            type, _, id = one.id.partition(" ")
            self._before[Where(type, id)] = data_of(one.base) or {}
        self._now = dict(self._before)

    def before(self, where: Where) -> Mapping[str, Any]:
        """What a record has got at earlier imports."""
        return self._before.get(where, {})

    def add(self, where: Where, data: Mapping[str, Any]) -> None:
        """Remember what a record gets now."""
        self._now[where] = _both(self._now.get(where, {}), data_of(canonical(data)) or {})

    def remember(self, imported: GrowingImport, of: Container[Where] | None = None) -> None:
        """Write what records have got, now and before: all, or those at the places ``of``."""
        for where, data in self._now.items():
            if of is None or where in of:
                imported.add(_FILL, f"{where.type} {where.id}", canonical(data))

    def __iter__(self) -> Iterator[tuple[Where, dict[str, Any]]]:
        return iter(self._now.items())


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
            items = _listed(one)
            found[key] = [*items, *(item for item in _listed(other) if item not in items)]
    return found


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
