"""What lies where, and which ties run between? All that a map needs, also what it cannot draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from citygraph.domain.lens import Lens
from citygraph.graph.interface import Attributes, End, ReadGraph
from citygraph.questions.neighbors import neighborhood
from citygraph.questions.path import Path
from citygraph.questions.ties import Tie, listed, tie_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node of the map, with degrees or None, and how many of the map's ``ties`` it has."""

    id: str
    name: str
    type: str
    country: str | None
    latitude: float | None
    longitude: float | None
    ties: int

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude, in that order; None if it has no place on the map."""
        return None if self.latitude is None or self.longitude is None else (self.longitude, self.latitude)


@dataclass(frozen=True, slots=True)
class Map:
    """Nodes and the ties between them. The ends of each tie are among ``places``, whether they have coordinates or
    not."""

    places: tuple[Place, ...]
    ties: tuple[Tie, ...]


def everywhere(graph: ReadGraph, lens: Lens | None = None) -> Map:
    """The ties that :func:`~citygraph.questions.ties.listed` lists, and their ends; also what has no ties and is a city
    or has coordinates, unless the lens asks for ties. All in order of ids."""
    lens = lens or Lens()
    found = tuple(listed(graph, lens))
    shown = {end for tie in found for end in (tie.from_, tie.to)}
    if not (lens.asks_for_ties or lens.sources):
        shown.update(id for id, node in graph.nodes.items() if _has_a_place(node) and lens.admits_node(node))
    return _map(graph, sorted(shown), found)


def around(graph: ReadGraph, node: str, lens: Lens | None = None) -> Map:
    """A node, and the ties that :func:`~citygraph.questions.neighbors.neighborhood` gives, in that order."""
    found = tuple(_tie(graph, row.tie, lens or Lens()) for row in neighborhood(graph, node, lens))
    return _map(graph, dict.fromkeys([node, *(end for tie in found for end in (tie.from_, tie.to))]), found)


def along(graph: ReadGraph, start: str, path: Path, lens: Lens | None = None) -> Map:
    """The ties of a path from ``start``, in its order; only ``start`` if it has none."""
    found = tuple(_tie(graph, hop.tie, lens or Lens()) for hop in path.hops)
    return _map(graph, dict.fromkeys([start, *(hop.to for hop in path.hops)]), found)


def _has_a_place(node: Attributes) -> bool:
    return node["type"] == "city" or (node["lat"] is not None and node["lon"] is not None)


def _tie(graph: ReadGraph, id: str, lens: Lens) -> Tie:
    start, end, data = graph.graph["ties"][id]
    return tie_row(graph, start, End(end, id, "both" if data["symmetric"] else "out", data), lens)


def _map(graph: ReadGraph, ids: Iterable[str], found: tuple[Tie, ...]) -> Map:
    count = Counter(end for tie in found for end in {tie.from_, tie.to})
    return Map(tuple(_place(id, graph.nodes[id], count[id]) for id in ids), found)


def _place(id: str, node: Attributes, ties: int) -> Place:
    return Place(
        id=id,
        name=node["name"],
        type=node["type"],
        country=node["country"],
        latitude=node["lat"],
        longitude=node["lon"],
        ties=ties,
    )
