"""The scene of a picture: the places of nodes, ties, names and land within the plot, in pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product
from math import inf, sqrt
from typing import NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS
from citygraph.outputs import land
from citygraph.outputs.picture.curves import (
    Box,
    Line,
    Point,
    around,
    bent,
    clipped,
    distance,
    divided,
    halfway,
    length,
    thinned,
    within,
)
from citygraph.outputs.picture.facts import DrawnNode, DrawnTie, PictureFacts
from citygraph.outputs.picture.labels import Label, LabelCandidate, Room, width
from citygraph.outputs.style import PLATES, StatusStyle, status_style

Lines = list[list[Point]]
Places = Mapping[str, Point]


class NodeMark(NamedTuple):
    """A node in its place."""

    node: DrawnNode
    at: Point
    radius: float


class EdgeMark(NamedTuple):
    """The line of a tie, in two parts if the map's edge cuts it. ``arrow`` is the place and the direction of its arrow,
    ``mark`` the place of the mark for its status. It ``is_lit`` if it is on the path that the picture brings out,
    and ``is_faint`` if there is a path and it is not on it."""

    tie: DrawnTie
    state: StatusStyle
    parts: Lines
    arrow: tuple[Point, Point] | None
    mark: Point | None
    is_lit: bool = False
    is_faint: bool = False


class PlateMark(NamedTuple):
    """A plate that counts the ties of two nodes in its ``box``, since lines between these cannot be told apart. It
    ``is_dark`` if any of the ties holds or took place."""

    ties: Sequence[DrawnTie]
    text: str
    box: Box
    is_dark: bool


class Ground(NamedTuple):
    """The ground of a map: ``sea`` and ``land`` are outlines, ``borders`` and ``disputed`` lines between countries.
    ``names`` are those of countries that have room, each with the middle of its base line."""

    sea: list[Point]
    land: Lines
    borders: Lines
    disputed: Lines
    names: Sequence[tuple[str, Point]] = ()


class Scene(NamedTuple):
    """Everything that is drawn, in this order. ``ground`` is None without a map. ``weight`` and ``opacity``
    are those of the lines. ``rim`` is the width of the line about a node. ``unnamed`` is the number of nodes whose
    names have no room. ``accent`` has the ids of the nodes to emphasize."""

    ground: Ground | None
    strands: Sequence[EdgeMark]
    spots: Sequence[NodeMark]
    plates: Sequence[PlateMark]
    labels: Sequence[Label]
    weight: float
    opacity: float
    rim: float
    unnamed: int
    accent: Collection[str]


def map_scene(subject: PictureFacts, plot: Box) -> Scene:
    """The scene of a map. All nodes of the subject must have coordinates."""
    ways = {pair: _way(subject, pair) for pair in _by_ends(subject.ties)}
    ground = {id: land.project(node.place) for id, node in subject.nodes.items() if node.place}
    shown = [*ground.values(), *(point for way in ways.values() for part in way for point in part)]
    put = _map_view(around(shown), plot)
    south = land.southernmost(around(shown).bottom)
    radii = _radii(subject, _ON_MAPS)
    true = {id: put(point) for id, point in ground.items()}
    places = _apart(true, radii, plot)
    moved = {id: (places[id][0] - true[id][0], places[id][1] - true[id][1]) for id in true}

    def way(pair: tuple[str, str]) -> tuple[Lines, Callable[[float], Point]]:
        (x, y), (to_x, to_y) = moved[pair[0]], moved[pair[1]]
        line = [[put(point) for point in part] for part in ways[pair]]
        return line, lambda along: (x + (to_x - x) * along, y + (to_y - y) * along)

    scene = _scene(subject, plot, places, radii, way, _ground(put, plot, south))
    return _with_countries(scene, put, plot)


def network_scene(subject: PictureFacts, positions: Places, plot: Box) -> Scene:
    """The scene of a network with nodes at ``positions``, in any unit."""
    radii = _radii(subject, 1)
    put = _network_view(positions, plot)
    places = _apart({id: put(positions[id]) for id in subject.nodes}, radii, plot)

    def way(pair: tuple[str, str]) -> tuple[Lines, Callable[[float], Point]]:
        return [divided([places[pair[0]], places[pair[1]]], 12)], lambda _: (0.0, 0.0)

    return _scene(subject, plot, places, radii, way, None)


def _scene(
    subject: PictureFacts,
    plot: Box,
    places: Places,
    radii: Mapping[str, float],
    way: Callable[[tuple[str, str]], tuple[Lines, Callable[[float], Point]]],
    ground: Ground | None,
) -> Scene:
    styles = subject.styles
    strands = [
        strand for pair, ties in _by_ends(subject.ties).items() for strand in _fan(pair, ties, *way(pair), plot, styles)
    ]
    if subject.path:
        lit = frozenset(subject.path.ties)
        strands = [_lit(strand) if strand.tie.id in lit else _faint(strand) for strand in strands]
    strands.sort(key=lambda strand: (strand.is_lit, _standing(strand.tie), strand.tie.group, strand.tie.id))
    on_path = subject.path.nodes if subject.path else ()
    least = dict.fromkeys(on_path, _LEAST_ON_PATH)
    spots = [NodeMark(node, places[id], max(radii[id], least.get(id, 0.0))) for id, node in subject.nodes.items()]
    plates = _plates(subject, {spot.node.id: spot for spot in spots}, plot)
    counted = {tie.id for plate in plates for tie in plate.ties}
    strands = [_bare(strand) if strand.tie.id in counted else strand for strand in strands]
    strands = _with_marks(strands, spots)
    spots.sort(key=lambda spot: (spot.node.id in on_path, -spot.radius, spot.node.id))  # small ones on top
    labels = _labels(spots, strands, plates, plot, subject.accent)
    weight, opacity = next(look for most, *look in _WEIGHTS if len(strands) <= most)
    rim = 1.2 if len(spots) <= _MANY else 0.0
    unnamed = len(spots) - len(labels)
    return Scene(ground, strands, spots, plates, labels, weight, opacity, rim, unnamed, subject.accent)


_WEIGHTS = (
    (60, 1.8, 0.95), (200, 1.4, 0.8), (800, 1.0, 0.6), (3000, 0.6, 0.35), (10_000, 0.45, 0.14), (inf, 0.4, 0.07),
)  # fmt: skip
"""The width and the opacity of lines, for a picture of up to so many ties."""
_LEAST_ON_PATH = 4.0
"""The least radius of a node of a path."""
_MANY = 400
"""If there are more nodes than this, they are small, and they may overlap, because there is no room to move them."""
_RANK = {stage: index for index, stage in enumerate(LOOKS)}


def _standing(tie: DrawnTie) -> tuple[bool, int]:
    """The order in which ties are drawn: what holds or took place is drawn last, so that nothing else hides it."""
    return tie.stage.is_fact, -_RANK[tie.stage]


# ---------------------------------------------------------------- the view


def _map_view(shown: Box, plot: Box) -> Callable[[Point], Point]:
    """The transformation from the map to the plot. It shows a part with some margin, or the whole world."""
    whole = around(land.edge(land.southernmost(shown.bottom)))
    world = min(plot.width / whole.width, plot.height / whole.height)
    scale = min(
        (plot.width - 2 * _SIDE) / max(shown.width, 1e-9),
        (plot.height - 2 * _ABOVE) / max(shown.height, 1e-9),
        plot.width / (_LEAST if shown.width or shown.height else _ALONE),
    )
    if scale < world * 1.2:
        return _into(whole.middle, world, plot)
    # Avoid the space beyond the poles and the map's edge, if the world is large enough for the plot.
    wide, high = plot.width / scale / 2, plot.height / scale / 2
    inner = Box(whole.left + wide, whole.top + high, whole.right - wide, whole.bottom - high)
    return _into(inner.nearest(shown.middle) if inner.width > 0 < inner.height else shown.middle, scale, plot)


def _network_view(positions: Places, plot: Box) -> Callable[[Point], Point]:
    shown = around(list(positions.values()))
    scale = min(
        (plot.width - 2 * _SIDE) / max(shown.width, 1e-9),
        (plot.height - 2 * _ABOVE) / max(shown.height, 1e-9),
        _LONGEST,
    )
    return _into(shown.middle, scale, plot)


_SIDE, _ABOVE = 90, 36
"""The margins about the nodes and ties, at the sides and above and below, in pixels."""
_LEAST = 0.16
"""The least width of a map, in radii of the globe: 1,000 km, so that readers see where in the world it is."""
_ALONE = 0.5
"""The same for a map of one place: 3,000 km."""
_LONGEST = 210.0
"""The greatest length of a typical tie of a network, in pixels."""


def _into(middle: Point, scale: float, plot: Box) -> Callable[[Point], Point]:
    """The transformation from a plane to the plot. It rounds, so that the results are the same on every machine."""
    to = plot.middle
    return lambda point: (
        round(to[0] + (point[0] - middle[0]) * scale, 2),
        round(to[1] + (point[1] - middle[1]) * scale, 2),
    )


def _ground(put: Callable[[Point], Point], plot: Box, south: float) -> Ground:
    """The ground of a map from a latitude on, as fine as its scale shows."""
    scale = put((1.0, 0.0))[0] - put((0.0, 0.0))[0]
    lines = land.outlines("fine" if scale > land.COARSE_UP_TO else "coarse")
    shores = [found for ring in lines.land if len(found := _outline(ring, put, plot)) > 2]

    def seen(some: Iterable[Line]) -> Lines:
        return [found for line in some for found in _stretches(line, put, plot)]

    return Ground(_outline(land.edge(south), put, plot), shores, seen(lines.borders), seen(lines.dashed))


COUNTRY_NAME = 9.5
"""The size of the names of countries, which are in capitals."""
_AROUND = 8.0
"""The free space around such a name on its land, in pixels."""


def _with_countries(scene: Scene, put: Callable[[Point], Point], plot: Box) -> Scene:
    """The scene with the names of those countries that have room beside nodes, their names and ties."""
    assert scene.ground
    crossed = {
        (int(x // _AROUND), int(y // _AROUND))
        for strand in scene.strands for part in strand.parts for x, y in divided(part, _AROUND / 2)
    }  # fmt: skip
    scale = put((1.0, 0.0))[0] - put((0.0, 0.0))[0]
    taken = [label.box for label in scene.labels] + [_about(spot.at, spot.radius + 1) for spot in scene.spots]
    found = []
    for place in land.countries():
        text = (country_name(place.code) or place.code).upper()
        wide = width(text, COUNTRY_NAME) + 0.6 * len(text)
        if wide + 2 * _AROUND > place.width * scale:
            continue
        x, y = put(place.at)
        box = Box(x - wide / 2, y - COUNTRY_NAME / 2, x + wide / 2, y + COUNTRY_NAME / 2)
        left, top, right, bottom = (int(bound // _AROUND) for bound in box)
        cells = product(range(left, right + 1), range(top, bottom + 1))
        is_free = crossed.isdisjoint(cells) and not any(box.meets(other) for other in taken)
        if is_free and plot.within(4).has(box):
            taken.append(box)
            found.append((text, (round(x, 1), round(y + COUNTRY_NAME * 0.36, 1))))
    return scene._replace(ground=scene.ground._replace(names=found))


def _stretches(line: Line, put: Callable[[Point], Point], plot: Box) -> Lines:
    """The visible parts of a line, with no more points than needed."""
    points = [put(point) for point in line]
    if not around(points).meets(plot):
        return []
    return [thinned(part, 0.25) for part in within(points, plot)]


def _outline(ring: Line, put: Callable[[Point], Point], plot: Box) -> list[Point]:
    """The visible part of an outline, with no more points than needed."""
    points = [put(point) for point in ring]
    box = around(points)
    if not box.meets(plot):
        return []
    seen = points if plot.has(box) else clipped(points, plot)
    return thinned(seen, 0.25) if seen else []


# ---------------------------------------------------------------- nodes


_SIZES = ((100, 3.6, 13, 2.2), (_MANY, 2.4, 10, 1.6), (1500, 1.5, 8, 0.8), (inf, 0.6, 4.5, 0.5))
"""The radius of a node with one tie, the greatest and the least radius, for a picture of up to so many nodes."""

_ON_MAPS = 0.75
"""The scale of nodes on a map. They are smaller there, because the map fixes their places."""


def _radii(subject: PictureFacts, scale: float) -> dict[str, float]:
    """The radius of each node. Its area is proportional to its number of ties, within limits."""
    busiest = max(node.ties for node in subject.nodes.values())
    many = len(subject.nodes)
    unit, largest, least = next(sizes for most, *sizes in _SIZES if many <= most)
    unit = min(unit, largest / sqrt(max(busiest, 1)))
    return {id: round(max(scale * unit * sqrt(max(node.ties, 0.6)), least), 1) for id, node in subject.nodes.items()}


_TURNS = ((1.0, 0.0), (0.6, 0.8), (-0.28, 0.96), (-1.0, 0.0), (-0.6, -0.8), (0.28, -0.96), (0.96, -0.28), (-0.8, 0.6))


def _apart(places: Places, radii: Mapping[str, float], plot: Box) -> dict[str, Point]:
    """The places, with overlapping nodes moved apart, so that each is visible."""
    found = dict(places)
    if len(found) > _MANY:
        return found
    ids = list(found)
    for _ in range(40):
        touched = False
        for at, one in enumerate(ids):
            for turn, other in enumerate(ids[at + 1 :], at):
                need = radii[one] + radii[other] + 2.5
                (x, y), (to_x, to_y) = found[one], found[other]
                if abs(to_x - x) >= need or abs(to_y - y) >= need:
                    continue
                off = distance(found[one], found[other])
                if off < need - 0.05:
                    touched = True
                    push = (need - off) / 2
                    way = ((to_x - x) / off, (to_y - y) / off) if off > 0.01 else _TURNS[turn % len(_TURNS)]
                    found[one] = x - way[0] * push, y - way[1] * push
                    found[other] = to_x + way[0] * push, to_y + way[1] * push
        if not touched:
            break
    inner = plot.within(max(radii.values()) + 2)
    return {id: (round(x, 2), round(y, 2)) for id, (x, y) in ((id, inner.nearest(at)) for id, at in found.items())}


# ---------------------------------------------------------------- ties


def _by_ends(ties: Iterable[DrawnTie]) -> dict[tuple[str, str], list[DrawnTie]]:
    """Ties by the two nodes that they join."""
    found = defaultdict(list)
    for tie in ties:
        found[tie.ends].append(tie)
    return found


def _way(subject: PictureFacts, pair: tuple[str, str]) -> Lines:
    start, end = (subject.nodes[id].place for id in pair)
    assert start
    assert end
    return land.route(start, end)


def _fan(
    pair: tuple[str, str],
    ties: Sequence[DrawnTie],
    way: Lines,
    sideways: Callable[[float], Point],
    plot: Box,
    styles: Mapping[Stage, StatusStyle],
) -> list[EdgeMark]:
    """The lines of the ties between the same two nodes, side by side."""
    whole = length(*way)
    gap = min(max(6.0, whole * 0.03), 13.0, 0.7 * max(whole, 14) / len(ties))
    found = []
    for at, tie in enumerate(sorted(ties, key=lambda tie: (tie.group, tie.status, tie.id))):
        line = bent(way, sideways, gap * (at - (len(ties) - 1) / 2))
        parts = [thinned(part, 0.15) for part in _in_sight(line, plot)]
        if tie.start != pair[0]:
            parts = [part[::-1] for part in reversed(parts)]
        found.append(_strand(tie, parts, styles[tie.stage]))
    return found


def _in_sight(line: Lines, plot: Box) -> Lines:
    """The parts of a line within the plot; if there are none, the line along its edge."""
    if all(plot.nearest(point) == point for part in line for point in part):
        return line
    seen = [piece for part in line for piece in within(part, plot)]
    return seen or [[plot.nearest(point) for point in part] for part in line]


_UNSURE = 0.45
"""The factor for the opacity of a tie that only possibly held."""


def _strand(tie: DrawnTie, parts: Lines, look: StatusStyle) -> EdgeMark:
    if not tie.is_sure:
        look = look._replace(opacity=look.opacity * _UNSURE)
    return EdgeMark(tie, look, parts, halfway(parts, 0.54) if tie.is_directed else None, None)


_FAINT = 0.3
"""The factor for the opacity of a tie that is not on the path."""


def _lit(strand: EdgeMark) -> EdgeMark:
    """The line of a tie on the path. It has its mark, also if so many ties are of its stage that others have none."""
    mark = status_style(strand.tie.stage).mark
    return strand._replace(state=strand.state._replace(mark=mark), is_lit=True)


def _faint(strand: EdgeMark) -> EdgeMark:
    return strand._replace(state=strand.state._replace(opacity=strand.state.opacity * _FAINT), is_faint=True)


def _bare(strand: EdgeMark) -> EdgeMark:
    """The line of a tie that a plate counts, without signs: they would lie on each other."""
    return strand._replace(state=strand.state._replace(mark=""), arrow=None)


def _plates(subject: PictureFacts, spots: Mapping[str, NodeMark], plot: Box) -> list[PlateMark]:
    """The plates, by the rule of :class:`~citygraph.outputs.style.Plates`; if there is a path, only those of its ties.
    Of two plates that meet, the one of more ties stays."""
    lit = frozenset(subject.path.ties) if subject.path else None
    least = 2 if len(subject.ties) > PLATES.crowd else 1
    found: list[PlateMark] = []
    for (start, end), ties in sorted(_by_ends(subject.ties).items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if start == end or len(ties) < least or (lit is not None and lit.isdisjoint(tie.id for tie in ties)):
            continue
        (_, one, radius), (_, other, reach) = spots[start], spots[end]
        apart = distance(one, other)
        if apart >= PLATES.near or (len(ties) == 1 and apart > radius + reach + PLATES.seen):
            continue
        facts = sum(tie.stage.is_fact for tie in ties)
        text = f"{facts} of {len(ties)}"
        wide = width(text, PLATES.letters, bold=True) + 2 * PLATES.beside
        bottom = max(min(one[1] - radius, other[1] - reach) - PLATES.above, plot.top + PLATES.high)
        left = min(max((one[0] + other[0] - wide) / 2, plot.left), plot.right - wide)
        box = Box(round(left, 1), round(bottom - PLATES.high, 1), round(left + wide, 1), round(bottom, 1))
        if not any(box.meets(plate.box) for plate in found):
            found.append(PlateMark(sorted(ties, key=_standing, reverse=True), text, box, facts > 0))
    return found


_SHARES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.29, 0.71, 0.24, 0.76)
"""Where the mark of a line may be, as shares of its length; the best first."""
_MARK_ROOM = 13.0
"""The least distance between the middles of two marks, in pixels."""
_AHEAD = 15.0
"""The distance of an arrow from the mark before it, in pixels."""


def _with_marks(strands: Sequence[EdgeMark], spots: Iterable[NodeMark]) -> list[EdgeMark]:
    """The strands with the places of their marks: near the middle, where they cover no other mark and no node."""
    kept = [(spot.at, spot.radius + _MARK_ROOM / 2) for spot in spots]
    found = []
    for strand in strands:
        if strand.state.mark:
            places = [(halfway(strand.parts, share)[0], share) for share in _SHARES]
            free = (place for place in places if all(distance(place[0], at) >= room for at, room in kept))
            mark, share = next(free, places[0])
            kept.append((mark, _MARK_ROOM))
            ahead = min(share + _AHEAD / max(length(*strand.parts), 1.0), 0.9)
            strand = strand._replace(mark=mark, arrow=strand.arrow and halfway(strand.parts, ahead))
        found.append(strand)
    return found


# ---------------------------------------------------------------- names


_FEW = 120
"""If there are more nodes than this, only some have names."""
_NAMED_OF_MANY = 60
_HUBS = 20
"""So many of many nodes have names in any case, if need be with a line to free ground."""
_LONGEST_NAME = 190


def _labels(
    spots: Sequence[NodeMark],
    strands: Sequence[EdgeMark],
    plates: Sequence[PlateMark],
    plot: Box,
    accent: Collection[str],
) -> list[Label]:
    """The names of all nodes. If there are many nodes, only those with most ties have names, which may cover small
    nodes."""
    few = len(spots) <= _FEW
    kept = [(_about(spot.at, spot.radius + 1), spot.node.id) for spot in spots if few or spot.radius > 3]
    kept += [(plate.box, "") for plate in plates]
    if few:
        signs = (point for strand in strands for point in (strand.arrow and strand.arrow[0], strand.mark) if point)
        kept += [(_about(point, 5), "") for point in signs]
    room = Room(plot.within(1), kept, (part for strand in strands for part in strand.parts))
    order = sorted(spots, key=lambda spot: (spot.node.id not in accent, -spot.node.ties, spot.node.id))
    # Of equals, none has a larger name than the others.
    next_to_hubs = max(spot.node.ties for spot in spots) / 2 if few else order[_HUBS // 2].node.ties
    wishes = []
    for rank, spot in enumerate(order if few else order[:_NAMED_OF_MANY]):
        bold = spot.node.id in accent or (len(accent) < 2 and spot.node.ties > max(3, next_to_hubs))
        size = (12.5 if few else 11.0) + bold
        may_be_away = few or (rank < _HUBS and spot.node.ties > 1)
        wishes.append(LabelCandidate(spot.node.id, spot.node.name, spot.at, spot.radius, size, bold, may_be_away))
    return room.place(wishes, _LONGEST_NAME)


def _about(point: Point, reach: float) -> Box:
    return Box(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)
