"""What have two nodes in common, and what not? For one who prepares a visit: both side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from citygraph.domain.geo import kilometres
from citygraph.domain.lens import Lens
from citygraph.domain.names import fold
from citygraph.graph.interface import ReadGraph, ends
from citygraph.questions.neighbors import Neighbor, neighborhood
from citygraph.questions.show import Figure, figures_of
from citygraph.questions.ties import Tie, tie_row

Section = Literal["partners", "networks", "organizations", "events", "people"]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""What a node can be tied to. Cities and countries are *partners*; an organization is a *network* if one of the two
belongs to it."""
_BY_TYPE: dict[str, Section] = {"city": "partners", "country": "partners", "event": "events", "official": "people"}


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the two, its ties aside. ``ties`` counts all that it has through the lens."""

    id: str
    name: str
    type: str
    country: str | None
    level: str | None
    part_of: str | None
    latitude: float | None
    longitude: float | None
    figures: tuple[Figure, ...]
    ties: int


@dataclass(frozen=True, slots=True)
class Third:
    """A node that the first of the two is tied to, or the ``other``, or both: by which ties of each."""

    id: str
    name: str
    type: str
    country: str | None
    one: tuple[Neighbor, ...]
    other: tuple[Neighbor, ...]


@dataclass(frozen=True, slots=True)
class Thirds:
    """Nodes of one section, each in order of names."""

    common: tuple[Third, ...]
    only_one: tuple[Third, ...]
    only_other: tuple[Third, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What they are known for. What is spelled otherwise is the same word, as the first of the two has it."""

    common: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Countries:
    """How many partners each has in which country (by its code, or the id of one that has none), the most first."""

    common: dict[str, tuple[int, int]]
    only_one: dict[str, int]
    only_other: dict[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two nodes, the ties between them, and what else they are tied to. ``distance`` is in kilometres along a great
    circle, None where one has no coordinates."""

    one: Side
    other: Side
    distance: int | None
    ties: tuple[Tie, ...]
    partners: Thirds
    networks: Thirds
    organizations: Thirds
    events: Thirds
    people: Thirds
    known_for: Words
    countries: Countries


def compare(graph: ReadGraph, one: str, other: str, lens: Lens | None = None) -> Comparison:
    """Two nodes side by side, as far as the lens shows their ties. The two take part whatever it says of nodes."""
    lens = lens or Lens()
    rows = [_by_node(neighborhood(graph, id, lens)) for id in (one, other)]
    between = _between(graph, one, other, lens)
    for tied, opposite in zip(rows, (other, one), strict=True):
        tied.pop(opposite, None)
    sections: dict[Section, list[Third]] = {section: [] for section in SECTIONS}
    for id in rows[0].keys() | rows[1].keys():
        ties = rows[0].get(id, ()), rows[1].get(id, ())
        row = (ties[0] or ties[1])[0]
        third = Third(id, row.name, row.type, row.country, *ties)
        sections[_section(graph, third)].append(third)
    sides = [_side(graph, id, lens, tied, len(between)) for id, tied in zip((one, other), rows, strict=True)]
    return Comparison(
        one=sides[0],
        other=sides[1],
        distance=_distance(*sides),
        ties=between,
        known_for=_words(*(graph.nodes[id]["record"].get("known_for", ()) for id in (one, other))),
        countries=_countries(sections["partners"]),
        **{section: _sorted(thirds) for section, thirds in sections.items()},
    )


def _by_node(rows: Iterable[Neighbor]) -> dict[str, tuple[Neighbor, ...]]:
    found: dict[str, list[Neighbor]] = {}
    for row in rows:
        found.setdefault(row.node, []).append(row)
    return {node: tuple(ties) for node, ties in found.items()}


def _between(graph: ReadGraph, one: str, other: str, lens: Lens) -> tuple[Tie, ...]:
    """The ties between two nodes, as they read from the first."""
    return tuple(
        tie_row(graph, one, end, lens) for end in ends(graph, one) if end.node == other and lens.admits_tie(end.data)
    )


def _section(graph: ReadGraph, third: Third) -> Section:
    found = _BY_TYPE.get(third.type)
    if found is not None:
        return found
    kinds = graph.graph["kinds"]
    belongs = any(kinds[tie.kind].group == "network" for tie in (*third.one, *third.other))
    return "networks" if belongs else "organizations"


def _side(graph: ReadGraph, id: str, lens: Lens, tied: Mapping[str, tuple[Neighbor, ...]], between: int) -> Side:
    node = graph.nodes[id]
    record = node["record"]
    return Side(
        id=id,
        name=node["name"],
        type=node["type"],
        country=node["country"],
        level=record.get("level"),
        part_of=record.get("part_of"),
        latitude=node["lat"],
        longitude=node["lon"],
        figures=figures_of(graph, record, lens),
        ties=sum(map(len, tied.values())) + between,
    )


def _distance(one: Side, other: Side) -> int | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return round(kilometres((one.longitude, one.latitude), (other.longitude, other.latitude)))


def _sorted(thirds: Iterable[Third]) -> Thirds:
    ordered = sorted(thirds, key=lambda third: (third.name.casefold(), third.id))
    return Thirds(
        tuple(third for third in ordered if third.one and third.other),
        tuple(third for third in ordered if not third.other),
        tuple(third for third in ordered if not third.one),
    )


def _words(one: Iterable[str], other: Iterable[str]) -> Words:
    ones, others = ({fold(word): word for word in reversed(list(words))} for words in (one, other))
    common = sorted(ones.keys() & others.keys())
    return Words(
        tuple(ones[key] for key in common),
        tuple(ones[key] for key in sorted(ones.keys() - others.keys())),
        tuple(others[key] for key in sorted(others.keys() - ones.keys())),
    )


def _countries(partners: Iterable[Third]) -> Countries:
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for third in partners:
        if third.country is not None:
            ones[third.country] += bool(third.one)
            others[third.country] += bool(third.other)

    def most_first(codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=lambda code: (-ones[code] - others[code], code))

    return Countries(
        {code: (ones[code], others[code]) for code in most_first(ones) if ones[code] and others[code]},
        {code: ones[code] for code in most_first(ones) if not others[code]},
        {code: others[code] for code in most_first(others) if not ones[code]},
    )
