"""The targets to which the columns of a foreign file can be mapped, and what each holds.

Targets are the keys of records: ``name``, ``since``, ``identifiers.wikidata``, ``observations.population``. The keys of
the ends of a tie stand behind ``from.`` and ``to.``, those of the place of a post behind ``of.``. Other targets of a
node are ``key`` (its id in the file), ``id`` (the id that it should get), ``type``, ``lat``, ``lon``, ``region`` (what
tells it apart from its namesakes) and ``part_of`` (the region, which gets a record). The source of a single row has
targets of its own: ``source`` (its address or its title), ``source.url``, ``quote`` and others.
"""

from __future__ import annotations

from citygraph.domain.model import (
    CityRecord,
    CountryRecord,
    EventRecord,
    Holds,
    ListOf,
    MapOf,
    ObservationRecord,
    OfficialRecord,
    OrganizationRecord,
    PostRecord,
    RecordOf,
    TieRecord,
    keys_of,
)

Shape = str
"""What a row describes: ``tie``, ``post`` (of an official) or ``node``."""

ENDS = {"tie": ("from", "to"), "post": ("", "of"), "node": ("",)}
"""The nodes in a row of each shape, by the prefix of their targets."""

NODE_RECORDS: dict[str, type] = {
    "city": CityRecord,
    "country": CountryRecord,
    "official": OfficialRecord,
    "organization": OrganizationRecord,
    "event": EventRecord,
}
FACT_RECORDS = {"tie": TieRecord, "post": PostRecord}
OWN_TARGETS = ("key", "id", "type", "lat", "lon", "region", "part_of")
PROVENANCE = ("source", "source.title", "source.url", "source.published", "source.publisher", "quote", "by")
"""The targets about the source of one row."""
NOT_MAPPED = {"evidence", "source", "by", "quote", "posts", "observations", "between", "from", "to", "of", "history",
               "part_of"}  # fmt: skip
FIGURES = "observations"


def holds(record: type, target: str) -> Holds | None:
    """What a target of a record type holds; None if there is no such target."""
    keys = keys_of(record).all
    outer, dot, inner = target.partition(".")
    if not dot:
        key = keys.get(target)
        return key.holds if key and target not in NOT_MAPPED and not _is_nested(key.holds) else None
    if outer == FIGURES and outer in keys and inner:
        _, dot, of_figure = inner.partition(".")
        figure = keys_of(ObservationRecord).all
        return figure[of_figure or "value"].holds if not dot or of_figure in _OF_A_FIGURE else None
    held = keys[outer].holds if outer in keys else None
    if isinstance(held, RecordOf):
        within = keys_of(held.type).all.get(inner)
        return within.holds if within else None
    return held.value if isinstance(held, MapOf) and inner else None


_OF_A_FIGURE = ("as_of", "period", "unit", "bound")


def _is_nested(holds: Holds) -> bool:
    return isinstance(holds, MapOf | RecordOf) or (isinstance(holds, ListOf) and isinstance(holds.item, RecordOf))


def split(target: str, shape: Shape) -> tuple[str, str]:
    """What a target is about, and its key there: the prefix of a node, ``facts`` (the tie or the post itself) or
    ``row`` (its source). An end alone is its key in the file: ``from`` → ``("from", "key")``."""
    if target in PROVENANCE:
        return "row", target
    prefix, dot, inner = target.partition(".")
    if prefix in ENDS[shape] and prefix:
        return prefix, inner if dot else "key"
    if shape in FACT_RECORDS and holds(FACT_RECORDS[shape], target) is not None:
        return "facts", target
    return "", target


def targets(shape: Shape) -> list[str]:
    """The targets of a table of this shape that have a fixed name."""
    of_ends = [f"{prefix}.{key}" if prefix else key for prefix in ENDS[shape]
               for key in (*keys_of(CityRecord).all, *OWN_TARGETS)]  # fmt: skip
    known = [*of_ends, *(keys_of(FACT_RECORDS[shape]).all if shape in FACT_RECORDS else ()), *PROVENANCE]
    return [name for name in known if name not in NOT_MAPPED or name in PROVENANCE]


def is_target(target: str, shape: Shape) -> bool:
    """True if a column of a table of this shape can be mapped to a target."""
    about, inner = split(target, shape)
    if about in ("row", "facts"):
        return True
    return about in ENDS[shape] and (inner in OWN_TARGETS or any(holds(one, inner) for one in NODE_RECORDS.values()))
