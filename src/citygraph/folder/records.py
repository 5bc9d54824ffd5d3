"""Records as a file writes them: their data, the places of their values, and the references and quotations that the
checks look up."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.diagnostics import Span, Where
from citygraph.folder.yaml_text import Locator

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""The data of a record, or a part of it, as JSON."""

Place = tuple[int, int]
"""A place in a document: start and end offset."""


Part = tuple[str | int, ...]
"""What a mistake can cost: the path to a key or an item in the data of a record, as ``("evidence", 0, "by")``; the
empty path is the whole record."""
WHOLE: Part = ()


def entry_key(number: int) -> str:
    """The key of the place of an entry of a tie's history."""
    return f"history.{number}"


@dataclass(slots=True, eq=False)
class Reference:
    """A record names another record by its id ``target``, under the key ``key``. The target must have one of
    ``types``; if it has not, that costs ``part``."""

    target: str
    types: tuple[str, ...]
    key: str
    place: Place
    part: Part


@dataclass(slots=True, eq=False)
class Quotation:
    """A record quotes ``words`` from the source with the id ``source``."""

    source: str
    words: str
    place: Place


class Supplement(NamedTuple):
    """What the record at a place is to get: keys, as they are written, and items of evidence. What it says already
    stays; lists and mappings get more."""

    where: Where
    values: dict[str, Any]
    evidence: list[dict[str, str]]


@dataclass(slots=True, eq=False)
class Record:
    """One record as a file writes it: its ``data``, shaped as the TypedDict of its type, and the ``places`` of its
    values.

    It is ``sound`` unless a mistake in its own text costs the whole record; what lesser mistakes cost is not in
    ``data``. If a tie is a post, ``owner`` is the official who holds it. ``lacks_status`` is True if its evidence gives
    a status that is not in ``data``.
    """

    type: str
    id: str
    document: Locator
    place: Place
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    sound: bool = True
    owner: Record | None = None
    lacks_status: bool = False

    def span(self, key: str = "") -> Span:
        """The place of the record, or of the value of one of its keys."""
        return self.document.span(*self.places.get(key, self.place))

    def without(self, wrong: Collection[Part]) -> dict[str, Any] | None:
        """The data without the wrong parts; None if the whole record must be left out.

        A node or a source always stays, since other records name it.
        """
        if self.type not in (*NODE_TYPES, "source") and (not self.sound or WHOLE in wrong):
            return None
        data = self.data
        for part in sorted({*wrong}, reverse=True):  # the last items of a list first, so that the others stay in place
            data = _without(data, part)
            if part == ("status",):
                data = _without(data, ("history",))
        return data


def _without(data: Any, part: Part) -> Any:
    """A copy of the data without one part. A list or mapping of which nothing is left goes too, except ``evidence``,
    which each fact has; and each item of that has all its keys."""
    if not part:
        return data
    key, *inner = part
    if isinstance(data, list):
        index = int(key)
        rest = [_without(data[index], tuple(inner))] if inner else []
        return [*data[:index], *rest, *data[index + 1 :]]
    if key not in data:
        return data
    left = _without(data[key], tuple(inner)) if inner else None
    if left or key == "evidence":
        return {**data, key: left or []}
    if key in _ALWAYS:
        return {**data, key: None}
    return {name: value for name, value in data.items() if name != key}


_ALWAYS = frozenset({"quote", "by"})
