"""Where do the ties lead? The places and ties of a map, also those that it cannot draw."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Unpack

from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import Attributes, ReadGraph
from citygraph.questions import Formats, Parameter, Report, WrongOption
from citygraph.questions._columns import end_to_end
from citygraph.questions._ways_out import LOCATED
from citygraph.questions.neighbors import neighborhood
from citygraph.questions.path import given, no_path
from citygraph.questions.path.search import NO_PATH, Path, shortest_paths
from citygraph.questions.ties import Tie, listed, tie_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node of the map. Latitude and longitude are in degrees, or None; ``ties`` counts its ties on the map."""

    id: str
    name: str
    type: str
    country: str | None
    latitude: float | None
    longitude: float | None
    ties: int

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude, in that order; None if the node has no coordinates."""
        return None if self.latitude is None or self.longitude is None else (self.longitude, self.latitude)


@dataclass(frozen=True, slots=True)
class Map:
    """Nodes and the ties between them. Both ends of each tie are among ``places``, with coordinates or without."""

    places: tuple[Place, ...]
    ties: tuple[Tie, ...]


class MapReport(Report[Tie, Map]):
    """A map, with its ties as rows. ``named`` are the nodes that the question names; ``path`` is the path between
    them, if it asks for one."""

    named: tuple[str, ...] = ()
    path: Path | None = None


_NOWHERE = f"nothing here has coordinates; {LOCATED}"
PANEL = "See"
FORMATS: Formats = (("text", "json"), "text, or json: the places and ties.")


def map(
    asked: Asked,
    around: Annotated[str | None, Parameter("Only this node and its neighbors.", "NAME", names="node")] = None,
    *,
    path: Annotated[
        tuple[str, str] | None, Parameter("Only the shortest path between these two.", "A B", names="node")
    ] = None,
    **lens: Unpack[LensWords],
) -> MapReport:
    """Where do the ties lead? A map in the terminal, over its full width.

    [dim]citygraph map[/dim]

    [dim]citygraph map Jingdezhen --group economy[/dim]

    [dim]citygraph map --path Iznik Osh[/dim]
    """
    if path is not None:
        if around is not None:
            raise WrongOption("--path", "a map shows NAME and its ties, or a path")
        return _of_path(asked, *path, lens)
    seen, node = asked.lens(**lens), None if around is None else asked.resolve(around)
    found = map_of_all(asked.view, seen) if node is None else map_around(asked.view, node, seen)
    possibly = sum(tie.held == "possibly" for tie in found.ties) if asked.briefly else 0
    nowhere = bool(found.places) and all(place.position is None for place in found.places)
    report = MapReport(
        found,
        () if nowhere else found.ties,
        end_to_end(asked.name),
        nothing=_NOWHERE if nowhere else "there is nothing to draw" if asked.briefly and not found.places else "",
        is_no=nowhere,
        remarks=[f"{possibly} of {len(found.ties)} ties only possibly held then"] if possibly else (),
    )
    report.named = () if node is None else (node,)
    return report


def _of_path(asked: Asked, start: str, end: str, lens: LensWords) -> MapReport:
    seen, named = asked.lens(**lens), (asked.resolve(start), asked.resolve(end))
    path = next(shortest_paths(asked.view, *named, seen), NO_PATH)
    found = map_along(asked.view, named[0], path, seen)
    is_no, nothing, remarks = path.length is None, "", list(path.caveats())
    if is_no:
        path, nothing, remarks = no_path(asked, start, end, given(lens))
    report = MapReport(
        found,
        found.ties,
        end_to_end(asked.name),
        nothing=nothing,
        is_no=is_no,
        remarks=remarks,
    )
    report.named, report.path = named, path
    return report


# ------------------------------------------------------------------ the maps


def map_of_all(graph: ReadGraph, lens: Lens | None = None) -> Map:
    """The ties that :func:`~citygraph.questions.ties.listed` lists, and their ends, in order of ids. Unless the lens
    asks for ties, also the nodes without ties that are cities or have coordinates."""
    lens = lens or Lens()
    found = tuple(listed(graph, lens))
    shown = {end for tie in found for end in (tie.from_, tie.to)}
    if not (lens.asks_for_ties or lens.asks_for_words):
        shown.update(id for id, node in graph.nodes.items() if _has_a_place(node) and lens.admits_node(node))
    return _map(graph, sorted(shown), found)


def map_around(graph: ReadGraph, node: str, lens: Lens | None = None) -> Map:
    """A node, and its ties in the order of :func:`~citygraph.questions.neighbors.neighborhood`."""
    found = tuple(_tie(graph, row.tie, lens or Lens()) for row in neighborhood(graph, node, lens))
    return _map(graph, dict.fromkeys([node, *(end for tie in found for end in (tie.from_, tie.to))]), found)


def map_along(graph: ReadGraph, start: str, path: Path, lens: Lens | None = None) -> Map:
    """The ties of a path from ``start``, in order; only ``start`` if the path has no hops."""
    found = tuple(_tie(graph, hop.tie, lens or Lens()) for hop in path.hops)
    return _map(graph, dict.fromkeys([start, *(hop.to for hop in path.hops)]), found)


def _has_a_place(node: Attributes) -> bool:
    return node["type"] == "city" or (node["lat"] is not None and node["lon"] is not None)


def _tie(graph: ReadGraph, id: str, lens: Lens) -> Tie:
    edge = graph.graph["ties"][id]
    return tie_row(graph, edge.start, edge.from_start(id), lens)


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
