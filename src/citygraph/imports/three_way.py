"""Three versions of a record → one: what the last import wrote (``base``), what stands in the folder now (``mine``),
and what the file says now (``theirs``).

Whoever changed a value since the last import has it: a person, or the source. If both did, and not alike, that is a
conflict. Keys are merged one by one, and so are the items of lists; a version that has no such record is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible

Data = Mapping[str, Any]

_ITEM = {
    "observations": ("property", "as_of", "period", "during"),
    "evidence": ("source",),
    "posts": ("of",),
}
"""By which keys an item of a list is the same one in two versions. Items that agree in them are told apart by their
order. An item of another list is the same if it is equal."""
_OF_A_STATUS = ("status", "history")
"""Keys that say one thing: a status is the last one of its history."""


class Takes:
    """The records of which the source has what both have changed: ``every`` one, or those with some ``ids``."""

    def __init__(self, *, every: bool = False, ids: Collection[str] = ()) -> None:
        self._every = every
        self._open = set(ids)
        self._ids = frozenset(ids)

    def __contains__(self, id: str) -> bool:
        return self._every or id in self._ids

    def settles(self, id: str) -> None:
        """Note that there was a conflict about a record, which is settled now."""
        self._open.discard(id)

    def check(self) -> None:
        """Raise an error if there was no conflict about one of the ids."""
        for id in sorted(self._open):
            raise CityGraphError(f"--take {visible(id)}: no conflict about it is open; leave it out")


class Merge(NamedTuple):
    """A merged record, with a person's values in conflicts (``mine``) and with the source's (``theirs``). Both are
    equal if there is no conflict. None: the record goes."""

    mine: dict[str, Any] | None
    theirs: dict[str, Any] | None

    @property
    def conflicts(self) -> bool:
        return self.mine != self.theirs


def merge(base: Data | None, mine: Data | None, theirs: Data | None) -> Merge:
    """Merge three versions of a record."""
    found = _merged(base, mine, theirs)
    return Merge(*(None if one is None else dict(one) for one in found))


def _merged(base: Any, mine: Any, theirs: Any, key: str = "") -> tuple[Any, Any]:
    """What a value becomes: with a person's side of conflicts, and with the source's. None is no value."""
    if mine == theirs or base == theirs:
        return mine, mine
    if base == mine:
        return theirs, theirs
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping) and key not in _ITEM:
        return _by_key(base if isinstance(base, Mapping) else {}, mine, theirs)
    if isinstance(mine, list) and isinstance(theirs, list) and key != "coordinates":
        return _by_item(base if isinstance(base, list) else [], mine, theirs, key)
    return mine, theirs


def _by_key(base: Data, mine: Data, theirs: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """Mappings are merged key by key, in the order of the source's keys, with a person's own ones behind."""
    found: tuple[dict[str, Any], dict[str, Any]] = {}, {}
    for key in dict.fromkeys((*theirs, *mine)):
        if key not in _OF_A_STATUS:
            _put(found, key, _merged(base.get(key), mine.get(key), theirs.get(key), key))
    was, own, new = (tuple(one.get(key) for key in _OF_A_STATUS) for one in (base, mine, theirs))
    for key, *sides in zip(_OF_A_STATUS, *_merged(was, own, new), strict=True):
        _put(found, key, sides)
    return found


def _put(found: tuple[dict[str, Any], dict[str, Any]], key: str, sides: Sequence[Any]) -> None:
    for one, value in zip(found, sides, strict=True):
        if value is not None or key in _MAY_BE_NOTHING:
            one[key] = value


_MAY_BE_NOTHING = frozenset({"quote", "by"})
"""Keys of evidence that are always there."""


def _by_item(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], key: str) -> tuple[Any, Any]:
    """Lists are merged item by item. A list of which nothing is left is no value."""
    before, own, new = (_items(several, key) for several in (base, mine, theirs))
    found: tuple[list[Any], list[Any]] = [], []
    for one in dict.fromkeys((*new, *own)):
        of_posts = "" if key == "posts" else key
        for side, item in zip(found, _merged(before.get(one), own.get(one), new.get(one), of_posts), strict=True):
            if item is not None:
                side.append(item)
    return found[0] or None, found[1] or None


def _items(several: Sequence[Any], key: str) -> dict[Any, Any]:
    """The items of a list, by what makes each the same in two versions."""
    times = Counter[Any]()
    found = {}
    for item in several:
        same = tuple(item.get(one) for one in _ITEM[key]) if key in _ITEM else repr(item)
        found[same, times[same]] = item
        times[same] += 1
    return found
