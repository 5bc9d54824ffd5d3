"""The plan of a file: each target of a record, and the columns that it is read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import CityRecord, keys_of
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.columns.options import ColumnOptions
from citygraph.imports.columns.targets import (
    ENDS,
    FACT_RECORDS,
    FIGURES,
    NODE_RECORDS,
    NOT_MAPPED,
    OWN_TARGETS,
    Shape,
    holds,
)
from citygraph.imports.readers import Sort


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How to read rows of one shape: the columns of each target, of which the first with a value counts; and constants
    for targets without a value."""

    shape: Shape
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]

    def read(self, values: Mapping[str, str]) -> dict[str, str]:
        """The texts of a row, by target."""
        found = dict(self.constants)
        for target, columns in self.columns.items():
            if target.rpartition(".")[2] == "notes":  # in notes, each text follows the name of its column
                words = "; ".join(f"{column}: {values[column]}" for column in columns if values.get(column))
            else:
                words = next((values[column] for column in columns if values.get(column)), "")
            if words:
                found[target] = words
        return found

    def __str__(self) -> str:
        """The plan in words, for the report."""
        pairs = [f"{', '.join(columns)} → {target}" for target, columns in self.columns.items()]
        pairs += [f"{target} is {text}" for target, text in self.constants.items()]
        return f"each row is a {self.shape}: " + "; ".join(pairs)

    @property
    def taken(self) -> set[str]:
        """The columns that are read."""
        return {column for columns in self.columns.values() for column in columns}

    def keys_of_nodes(self) -> set[str]:
        """The keys of nodes that the plan can fill in."""
        keys = {target.removeprefix(f"{prefix}.").partition(".")[0] for target in (*self.columns, *self.constants)
                for prefix in ENDS[self.shape]}  # fmt: skip
        return keys | ({"coordinates"} if keys & {"lat", "lon"} else set()) | {"posts"}

    def keys_of_ties(self) -> set[str]:
        """The keys of ties that the plan can fill in."""
        if self.shape != "tie":
            return set()
        keys = {target.partition(".")[0] for target in (*self.columns, *self.constants)}
        # ``called`` takes the register's word for a kind, and ``on`` the date of an occurrence.
        made = {"kind": "called", "since": "on", "until": "on"}
        return keys | {made[key] for key in keys & made.keys()}


def plan(columns: Iterable[str], sort: Sort, said: ColumnOptions, type: str) -> ColumnMapping:
    """The plan for rows with these columns: as the user says, and otherwise as the names of the columns suggest.

    Raises:
        CityGraphError: if the user names a target that does not exist, or if no column identifies the node or the ends.
    """
    columns = list(columns)
    mapped = {target: tuple(names) for target, names in said.map.items() if any(name in columns for name in names)}
    shape = _shape(sort, {*mapped, *said.set}, columns, type)
    for target in (*mapped, *said.set):
        _check(target, shape)
    free = [column for column in columns if not any(column in names for names in mapped.values())]
    found = {**{target: names for target, names in _guessed(free, shape).items() if target not in said.map}, **mapped}
    _check_enough(shape, found, columns)
    return ColumnMapping(shape, found, said.set)


def _shape(sort: Sort, targets: set[str], columns: list[str], type: str) -> Shape:
    sides = {word for column in columns for word in _words(column) if _SIDE_OF.get(word) == "to"}
    if sort == "tie" or any(target.partition(".")[0] in ENDS["tie"] for target in targets):
        return "tie"
    if sort == "table" and type == "official":
        return "post"
    return "tie" if sort == "table" and sides else "node"


def _is_target(target: str, shape: Shape) -> bool:
    if shape in FACT_RECORDS and holds(FACT_RECORDS[shape], target) is not None:
        return True
    for prefix in ENDS[shape]:
        start = f"{prefix}." if prefix else ""
        if target.startswith(start) and _is_of_a_node(target.removeprefix(start)):
            return True
    return target in ENDS[shape]


def _is_of_a_node(target: str) -> bool:
    return target in OWN_TARGETS or any(holds(record, target) is not None for record in NODE_RECORDS.values())


def _check(target: str, shape: Shape) -> None:
    if not _is_target(target, shape):
        of_ends = [f"{prefix}.{key}" if prefix else key for prefix in ENDS[shape]
                   for key in (*keys_of(CityRecord).all, *OWN_TARGETS)]  # fmt: skip
        known = [*of_ends, *(keys_of(FACT_RECORDS[shape]).all if shape in FACT_RECORDS else ())]
        hint = did_you_mean(target, [name for name in known if name not in NOT_MAPPED])
        raise CityGraphError(f"there is no `{target}` to map to" + (f"; {hint}" if hint else ""))


def _check_enough(shape: Shape, found: Mapping[str, tuple[str, ...]], columns: list[str]) -> None:
    for prefix in ENDS[shape]:
        start = f"{prefix}." if prefix else ""
        who = (f"{start}key", f"{start}name", prefix or "key")
        if not any(target in who or target.startswith(f"{start}identifiers.") for target in found):
            shown = ", ".join(map(visible, columns[:12])) + (" …" if len(columns) > 12 else "")
            target = f"{start}name"
            ways = f"name one with --map {target}=COLUMN"
            if shape == "node" and len(columns) > 1:
                ways += "; if each row is a tie, name both ends with --map from.name=COLUMN --map to.name=COLUMN"
            raise CityGraphError(f"no column has the `{target}`; the columns are {shown}; {ways}")


# ------------------------------------------------------------------ guessing from the names of columns

_SIDES = {
    "from": ("from", "origin", "source", "1", "a"),
    "to": ("to", "dest", "destination", "target", "twin", "twinned", "partner", "sister", "2", "b"),
}
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words}
_PLACES = {"city", "town", "municipality", "place", "commune", "node", "item"}
_GENERAL = {"name": "name", "label": "name", "id": "key", "key": "key", "type": "type"}
_OF_A_NODE = {
    "country": ("country", "nation", "iso"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "coordinates": ("coordinates", "coordinate", "coords", "coord", "location", "geo", "point"),
    "observations.population": ("population", "pop"),
    "identifiers.wikidata": ("wikidata", "qid"),
    "identifiers.geonames": ("geonames", "geonameid"),
    "identifiers.unlocode": ("unlocode", "locode"),
    "level": ("level",),
    "aliases": ("aliases", "alias"),
}
_OF_A_TIE = {
    "kind": ("kind", "relation", "relationship"),
    "since": ("since", "start", "begin", "established", "started"),
    "until": ("until", "end", "ended", "dissolved"),
    "status": ("status",),
    "subject": ("subject", "subjects", "theme", "themes", "field", "topic"),
    "title": ("title", "post", "office", "position", "function"),
    "notes": ("notes", "note", "remarks", "remark", "comment", "comments"),
    "agreement.signed": ("signed", "signature"),
    "agreement.expires": ("expires", "expiry"),
}
_NODE_WORDS = {word: target for target, words in _OF_A_NODE.items() for word in words}
_TIE_WORDS = {word: target for target, words in _OF_A_TIE.items() for word in words}
_FILLING = {"date", "year", "day", "of", "in", "the", "code"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")


def _words(column: str) -> list[str]:
    """The words in a column's name, however they are joined: ``twinCityLabel``, ``Twin city: label``."""
    return [word.lower() for word in _WORD.findall(column)]


def _guessed(columns: list[str], shape: Shape) -> dict[str, tuple[str, ...]]:
    """The targets that the names of columns suggest, with their columns."""
    found: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column.isdigit():
            continue  # there is no header
        # A column may have the name of a target, as in citygraph's own tables. But `id` can mean anything.
        target = column if column != "id" and _is_target(column, shape) else _target_of(_words(column), shape)
        if target:
            found[target] = (*found.get(target, ()), column)
    for one, other in (("from", "to"), ("to", "from")):  # "city, twin": if one end is given by name, so is the other
        if one in found and other not in found and f"{other}.name" in found:
            found.setdefault(f"{one}.name", found.pop(one))
    return found


def _target_of(words: list[str], shape: Shape) -> str | None:
    """The target that the words of a column's name suggest; None if they suggest none, or several.

    In a tie, a column that names neither end belongs to the first end. In an official's row, a column that names a
    place belongs to the place of the post.
    """
    side = next((_SIDE_OF[word] for word in words if word in _SIDE_OF), "") if shape == "tie" else ""
    is_dated = not _FILLING.isdisjoint(words)
    is_of_a_place = not _PLACES.isdisjoint(words)
    telling = [word for word in words if not (word in _PLACES or word in _FILLING or (side and word in _SIDE_OF))]
    if shape != "node" and len(telling) == 1 and not side and not is_of_a_place and telling[0] in _TIE_WORDS:
        return _TIE_WORDS[telling[0]]
    general = [_GENERAL[word] for word in telling if word in _GENERAL]
    special = [_NODE_WORDS[word] for word in telling if word in _NODE_WORDS]
    if len(general) + len(special) < len(telling) or len(special) > 1 or (special == ["country"] and "key" in general):
        return None
    if not (telling or side or is_of_a_place):
        return None
    inner = special[0] if special else general[-1] if general else "name" if is_of_a_place else "key"
    if inner.startswith(FIGURES) and is_dated:
        inner += ".as_of"
    if shape == "tie":
        if not (side or is_of_a_place or special):
            return None  # the id and the label of the tie itself
        prefix = side or "from"
    else:
        prefix = "of" if shape == "post" and (is_of_a_place or special) else ""
    if inner == "key" and prefix:
        return prefix
    return f"{prefix}.{inner}" if prefix else inner
