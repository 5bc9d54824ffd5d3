"""The map in a terminal: land as faint dots, ties as lines of dots, places as signs with their names."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from math import ceil, hypot, pi, sin
from typing import NamedTuple, TextIO

from rich.console import Group, RenderableType
from rich.text import Text

from citygraph.domain.geo import Position
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, SIGNS, sign
from citygraph.graph.asked import Asked
from citygraph.outputs.land import COARSE_UP_TO, Point, edge, outlines, project, route
from citygraph.outputs.style import LINES, PAPER, SHAPES, without_marks
from citygraph.questions import Naming
from citygraph.questions._columns import end_to_end
from citygraph.questions.map import Map, MapReport, Place
from citygraph.questions.path.search import Hop
from citygraph.questions.ties import Tie
from citygraph.render.braille import Canvas, Dot, signs
from citygraph.render.plain import visible
from citygraph.render.tables import PLAIN_WIDTH, console, table, theme

_LAND, _LINES, _PLACES = 0, 1, 2
"""The layers of dots."""
_LAND_STYLE, _PLACE_STYLE = "dim", "bold"

_HOLLOW = (1, 3)
"""The dash of a tie that has not come about, in any group. It has fewer dots than that of any group."""
_UNSIGNED = (1, 5)
"""The dash of a tie whose sign has no room. Nothing else has so few dots: nobody can take it for a tie that holds."""
_NAME_CELLS = 24
"""The width of a name in cells. A longer name is cut."""
_NAMED = 8
"""The columns of the map for each place that may have its name in the legend, if there is no room beside it."""
_LEAST = 0.4
"""The narrowest part of the world that a map shows, in radii of the globe: about 2,500 km. The outline of the land is
no finer."""
_MOST_ROWS = 0.3
"""The most rows for each column: maps are wider than high."""
_WIDEST = 400
"""How many columns a map has at most, however wide the terminal is."""
_CROWD = 1 / 20
"""If a larger share of the cells has places, each place is a dot, and only places with a name are signs."""
_FULL = 1 / 4
"""If lines would cover a larger share of the cells, the remaining ones are left out."""
_HUBS = 10
"""The columns of the map for each place of many ties whose name may cover dots of smaller places."""
_ASIDE = 3
"""The distance of lines between the same two places, in dots."""


_SIGN_ROOM = 40
"""The cells of the map for each sign on a line. More signs would hide the lines."""
_SHARES = (1 / 2, 2 / 5, 3 / 5, 1 / 3, 2 / 3, 1 / 4, 3 / 4)
"""Where the sign of a line may be, as shares of its length; the best first."""


class _Signs(NamedTuple):
    """The signs for shapes of places; and without braille, for the dots of land, places, and lines of each group."""

    shapes: dict[str, str]
    more: str
    dots: dict[str, str]


_BRAILLE = _Signs({"circle": "●", "ring": "○", "diamond": "◆", "square": "■", "triangle": "▲"}, "…", {})
_ASCII = _Signs(
    {"circle": "o", "ring": "O", "diamond": "%", "square": "#", "triangle": "^"},
    "...",
    {_LAND_STYLE: ".", _PLACE_STYLE: ":", **dict(zip(LINES, "*+$~&!-", strict=True))},
)


class _Look(NamedTuple):
    group: str
    stage: Stage = Stage.ACTIVE

    @property
    def style(self) -> str:
        colours = LINES[self.group]
        colour = colours.light if theme() == "light" else colours.dark
        return f"dim {colour}" if LOOKS[self.stage].faint else colour

    @property
    def dash(self) -> Sequence[int]:
        return _HOLLOW if LOOKS[self.stage].hollow else tuple(int(length) for length in LINES[self.group].dash)


class _Viewport(NamedTuple):
    """The shown part of the map: its upper left corner, its scale (dots to a radius of the globe), and its size in
    cells."""

    left: float
    top: float
    scale: float
    width: int
    rows: int

    def dot(self, point: Point) -> Dot:
        return (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale

    def cell(self, point: Point) -> tuple[int, int]:
        x, y = self.dot(point)
        return min(int(x // 2), self.width - 1), min(int(y // 4), self.rows - 1)


class _TieLine(NamedTuple):
    """Ties between the same two positions with one look, and their number. ``aside`` is the distance, in dots, from the
    straight line, if other lines run there, too."""

    ends: tuple[Position, Position]
    look: _Look
    ties: int
    aside: int


def _draw(answer: MapReport, asked: Asked) -> list[str]:
    path = answer.path
    if not answer.data.places or (path is not None and path.length is None):
        return []
    hops = path.hops if path is not None else ()
    return write_map(answer.data, asked.kinds, asked.name, picked=answer.named, hops=hops)


LAYOUTS = {"text": _draw}


def write_map(
    map: Map,
    kinds: Vocabulary,
    naming: Naming,
    *,
    picked: Collection[str] = (),
    hops: Sequence[Hop] = (),
    out: TextIO | None = None,
) -> list[str]:
    """Draw the places of a map that have coordinates, their ties, a legend, and the ``hops`` of a path; the remarks on
    what is left out. The height fits a terminal if that is possible. If nodes are ``picked``, all ties are drawn."""
    out = out or sys.stdout
    to = console(out, plain_width=PLAIN_WIDTH)
    drawing = _Drawing(map, kinds, naming, picked, out.encoding or "utf-8")
    columns = [column for column in end_to_end(naming) if column.place != "below"]
    foot = [Text(), table(hops, columns, to.width)] if hops else []
    if drawing.places:
        width = min(to.width, _WIDEST)
        rows = ceil(width * _MOST_ROWS)
        if to.is_terminal:  # with two lines of legend, the command, a remark and the next prompt
            rows = max(min(rows, to.height - len(to.render_lines(Group(*foot))) - 5), rows // 2)
        to.print(drawing.picture(width, rows, sparse=to.color_system is None))
        to.print(Group(*drawing.legend(width), *foot))
    return drawing.remarks(map)


class _Drawing:
    def __init__(self, map: Map, kinds: Vocabulary, naming: Naming, picked: Collection[str], encoding: str) -> None:
        self.naming, self.picked, self.encoding = naming, picked, encoding
        self.signs = _BRAILLE if _has_braille(encoding) else _ASCII
        self.at = {place.id: place.position for place in map.places if place.position}
        self.places = sorted(
            (place for place in map.places if place.id in self.at),
            key=lambda place: (place.id not in picked, -place.ties, place.id),
        )
        self.lines = self._lines(map.ties, kinds, {place.id: place.ties for place in map.places})
        dots = {
            look.style: self.signs.dots.get(look.group, "")
            for look in (_Look(group, stage) for group in LINES for stage in LOOKS)
        }
        self.instead = (dots | self.signs.dots).__getitem__ if self.signs.dots else None
        self.drawn: list[_TieLine] = []
        self.unsigned = Counter[Stage]()
        self.is_crowded = False
        self.together: list[_TieLine] = []
        self.lettered: set[tuple[int, int]] = set()
        self.keys: dict[tuple[int, int], list[str]] = {}

    def _lines(self, ties: Iterable[Tie], kinds: Vocabulary, busy: dict[str, int]) -> list[_TieLine]:
        """The lines to draw, those between the places with most ties first."""
        beside: dict[tuple[Position, Position], Counter[_Look]] = defaultdict(Counter)
        rank: dict[tuple[Position, Position], tuple[int, int]] = {}
        for tie in ties:
            if tie.from_ in self.at and tie.to in self.at:
                kind = kinds[tie.kind]
                one, other = sorted((self.at[tie.from_], self.at[tie.to]))
                beside[one, other][_Look(kind.group, tie.stage)] += 1
                less, more = sorted((busy[tie.from_], busy[tie.to]))
                rank[one, other] = min(rank.get((one, other), (0, 0)), (-less, -more))
        return [
            _TieLine(ends, look, count, (n + 1) // 2 * (1 if n % 2 else -1) * _ASIDE)
            for ends in sorted(beside, key=lambda ends: (rank[ends], ends))
            for n, (look, count) in enumerate(beside[ends].items())
        ]

    # ---------------------------------------------------------------- the picture

    def picture(self, width: int, rows: int, *, sparse: bool) -> RenderableType:
        """The map, in at most ``rows`` rows. ``sparse`` is for a terminal without faint text: the land has fewer
        dots."""
        flat = {id: project(position) for id, position in self.at.items()}
        reach = [point for line in self.lines[:width] for part in route(*line.ends) for point in part]
        window = _window([*flat.values(), *reach], width, rows)
        cells = {id: window.cell(point) for id, point in flat.items()}
        self.is_crowded = len(set(cells.values())) > window.width * window.rows * _CROWD
        canvas = Canvas(window.width, window.rows)
        land = outlines("fine" if window.scale > COARSE_UP_TO else "coarse").land
        _fill(canvas, ([window.dot(point) for point in ring] for ring in land), sparse=sparse)
        self._draw_lines(canvas, window, set(cells.values()))
        at_one = _by_cell(self.places, cells)
        for place in reversed(self.places):
            if self.is_crowded and place.id not in self.picked:
                canvas.dot(*window.dot(flat[place.id]), _PLACE_STYLE, _PLACES)
            else:
                self._sign(canvas, place, cells[place.id])
        named = set()
        for number, place in enumerate(islice(self.places, 4 * width)):
            cell = cells[place.id]
            if cell in named or cell in self.lettered:
                continue
            is_hub = self.is_crowded and number < width // _HUBS
            if self._name(canvas, place, cell, self._named_together(place, at_one[cell]), is_hub=is_hub):
                named.add(cell)
        for place in self.places[: width // _NAMED]:
            if cells[place.id] not in named and self._has_room(cells[place.id]):
                self._key(canvas, place, cells[place.id])
        lines = [Text.assemble(*row, overflow="crop", no_wrap=True) for row in canvas.rows(self.instead)]
        while not lines[-1]:
            lines.pop()
        return Group(*lines)

    def _draw_lines(self, canvas: Canvas, window: _Viewport, places: set[tuple[int, int]]) -> None:
        """Draw lines until the canvas is full, with their signs. Ties that hold lie over the others. A line whose sign
        has no room is sparse."""
        covered: set[tuple[int, int]] = set()
        paths: list[tuple[_TieLine, list[list[Dot]]]] = []
        for line in self.lines:
            parts = [[window.dot(point) for point in part] for part in route(*line.ends)]
            if (
                line.ends[0] != line.ends[1]
                and len({(int(x // 2), int(y // 4)) for part in parts for x, y in part}) == 1
            ):
                self.together.append(line)
                continue
            if line.aside and len(parts) == 1:
                parts = [_bowed(parts[0], line.aside)]
            covered.update((int(x // 2), int(y // 4)) for part in parts for x, y in part)
            if not self.picked and len(covered) > canvas.width * canvas.height * _FULL:
                break
            self.drawn.append(line)
            paths.append((line, parts))
        lines = Counter(line.look.stage for line, _ in paths if sign(line.look.stage))
        too_many = without_marks(lines, canvas.width * canvas.height // _SIGN_ROOM)
        unsigned = set()
        for number, (line, parts) in enumerate(paths):
            stage = line.look.stage
            if stage in lines and (
                stage in too_many or not self._write_sign(canvas, max(parts, key=len), line.look, places)
            ):
                self.unsigned[stage] += line.ties
                unsigned.add(number)
        rank = list(LOOKS).index
        for number in sorted(range(len(paths)), key=lambda number: -rank(paths[number][0].look.stage)):
            line, parts = paths[number]
            for part in parts:  # the signs lie over the lines
                canvas.line(part, line.look.style, _LINES, _UNSIGNED if number in unsigned else line.look.dash)

    def _write_sign(
        self, canvas: Canvas, line: Sequence[Dot], look: _Look, places: Collection[tuple[int, int]]
    ) -> bool:
        """Write the sign of a stage on a line, near its middle and on no other sign or place; False if it has no
        room."""
        text = self._spelled_sign(look.stage)
        for share in _SHARES:
            x, y = _at(line, share)
            column, row = int(x // 2) - len(text) // 2, int(y // 4)
            cells = [(column + step, row) for step in range(-1, len(text) + 1)]
            if all(0 <= across < canvas.width and 0 <= down < canvas.height for across, down in cells) and not any(
                canvas.has_text(*cell) or cell in places for cell in cells
            ):
                canvas.write(column, row, text, look.style)
                return True
        return False

    def _spelled_sign(self, stage: Stage) -> str:
        return sign(stage, has_only_ascii=self.signs is _ASCII)

    def _sign(self, canvas: Canvas, place: Place, cell: tuple[int, int]) -> None:
        canvas.write(*cell, self.signs.shapes[SHAPES[place.type]], self._style(place) or _PLACE_STYLE)

    def _style(self, place: Place) -> str:
        return f"bold {PAPER[theme()].accent}" if place.id in self.picked else ""

    def _named_together(self, place: Place, others: Sequence[Place]) -> str:
        """The name of a place; with that of the other one, from west to east, if two have one sign."""
        if self.is_crowded or len(others) != 2:
            return self._spelled(place)
        west, east = sorted(others, key=lambda other: self.at[other.id][0])
        text = f"{self._spelled(west)}, {self._spelled(east)}"
        return text if sum(width for _, width in signs(text)) <= _NAME_CELLS else self._spelled(place)

    def _name(self, canvas: Canvas, place: Place, cell: tuple[int, int], text: str, *, is_hub: bool) -> bool:
        """Write a name beside its place, where it covers only land and few lines, and dots of smaller places if it is
        a hub; False if there is no such spot."""
        column, row = cell
        width = sum(width for _, width in signs(text))
        spots = [
            (column + 2, row), (column - 1 - width, row), (column + 1, row - 1), (column + 1, row + 1),
            (column - width, row - 1), (column - width, row + 1), (column - width // 2, row - 1),
            (column - width // 2, row + 1),
        ]  # fmt: skip
        best: tuple[float, int, int] | None = None
        for order, (left, at) in enumerate(spots):
            if not (left >= 0 and left + width <= canvas.width and 0 <= at < canvas.height):
                continue
            around = [(across, at) for across in range(left - 1, left + width + 1) if (across, at) != cell]
            places = sum(canvas.layer(*other) == _PLACES for other in around)
            if any(canvas.has_text(*other) for other in around) or (places and not is_hub):
                continue
            cost = sum(canvas.layer(*other) == _LINES for other in around) + 2 * places + order / 2
            if best is None or cost < best[0]:
                best = cost, left, at
        if best:
            canvas.write(*best[1:], text, self._style(place))
            self.lettered |= {(best[1] + step, best[2]) for step in range(width)}
            self._sign(canvas, place, cell)
        return best is not None

    def _has_room(self, cell: tuple[int, int]) -> bool:
        """True if a figure at a cell touches no other figure and no name: two would read as one number."""
        column, row = cell
        return cell in self.keys or not any(
            (across, row) in self.keys or (across, row) in self.lettered for across in range(column - 1, column + 2)
        )

    def _key(self, canvas: Canvas, place: Place, cell: tuple[int, int]) -> None:
        """Write a figure in place of a sign, and put the name into the legend, as long as there are figures."""
        if cell in self.keys or len(self.keys) < 9:
            names = self.keys.setdefault(cell, [])
            names.append(self._spelled(place))
            canvas.write(*cell, str([*self.keys].index(cell) + 1), self._style(place) or _PLACE_STYLE)

    def _spelled(self, place: Place) -> str:
        text = visible(self.naming(place.id)).encode(self.encoding, "backslashreplace").decode(self.encoding)
        return _clipped(text, _NAME_CELLS, self.signs.more)

    # ---------------------------------------------------------------- its words

    def legend(self, width: int) -> Iterator[Text]:
        """The meaning of the colours, dashes and signs on the map, in lines."""
        of_group, of_stage = Counter[str](), Counter[Stage]()
        for line in self.drawn:
            of_group[line.look.group] += line.ties
            of_stage[line.look.stage] += line.ties
        items = [
            Text.assemble(self._sample(_Look(group)), f" {group} {of_group[group]:,}")
            for group in LINES
            if of_group[group]
        ]
        told = {stage: f"{stage.word} {of_stage[stage]:,}" for stage in LOOKS if of_stage[stage]}
        items += [Text(f"without a sign: {told[stage]}") for stage in told if not sign(stage)]
        signed = [stage for stage in told if sign(stage) and self.unsigned[stage] < of_stage[stage]]
        items += [Text(f"{self._spelled_sign(stage)} {told[stage]}") for stage in signed]
        if self.unsigned:
            items.append(Text(f"sparse, no room for a sign: {self._without_signs()}"))
        if self.together:
            items.append(Text(f"within one sign, not drawn: {_by_stage(_ties_of(self.together))}"))
        types = {place.type for place in self.places}
        if types != {"city"}:
            items += [Text(f"{self.signs.shapes[SHAPES[type]]} {type}") for type in SHAPES if type in types]
        items += [Text(f"{number} {', '.join(names)}") for number, names in enumerate(self.keys.values(), 1)]
        row = Text()
        for item in items:
            if row and row.cell_len + 3 + item.cell_len > width:
                yield row
                row = Text()
            row = Text.assemble(row, "   ", item) if row else item
        if row:
            yield row

    def _without_signs(self) -> str:
        return _by_stage(self.unsigned)

    def _sample(self, look: _Look) -> Text:
        canvas = Canvas(6, 1)
        canvas.line([(0, 1), (11, 1)], look.style, _LINES, look.dash)
        (row,) = canvas.rows(self.instead)
        return Text.assemble(*row)

    def remarks(self, map: Map) -> list[str]:
        """Remarks on what is not drawn, and why."""
        said = []
        drawable, drawn = sum(line.ties for line in self.lines), sum(line.ties for line in self.drawn)
        together = _ties_of(self.together)
        if drawn + together.total() < drawable and self.places:
            said.append(
                f"{drawn:,} of {drawable:,} ties drawn, those between the places with the most; all would cover the map"
            )
        if together:
            said.append(
                f"{_count(together.total(), 'tie')} not drawn, between places that have one sign here: "
                f"{_by_stage(together)}; `citygraph ties` lists them"
            )
        if self.unsigned:
            said.append(f"in sparse lines, since their signs have no room: {self._without_signs()}")
        if self.is_crowded:
            said.append(f"{_count(len(self.places), 'place')}, one dot where several are close")
        missing = [place for place in map.places if place.id not in self.at]
        if missing:
            lost = len(map.ties) - drawable
            theirs = f", and their {_count(lost, 'tie')}" if lost else ""
            said.append(f"no coordinates, so not on the map: {_listed(missing, self.naming)}{theirs}")
        return said


def _ties_of(lines: Iterable[_TieLine]) -> Counter[Stage]:
    """The number of ties of some lines, by what they are today."""
    found = Counter[Stage]()
    for line in lines:
        found[line.look.stage] += line.ties
    return found


def _by_stage(ties: Counter[Stage]) -> str:
    return ", ".join(f"{ties[stage]:,} {stage.word}" for stage in LOOKS if ties[stage])


def _by_cell(places: Iterable[Place], cells: dict[str, tuple[int, int]]) -> dict[tuple[int, int], list[Place]]:
    found = defaultdict[tuple[int, int], list[Place]](list)
    for place in places:
        found[cells[place.id]].append(place)
    return found


def _listed(places: Sequence[Place], naming: Naming) -> str:
    """The names of a few places, or the number of many by type."""
    if len(places) <= 5:
        return ", ".join(naming(place.id) for place in places)
    types = Counter(place.type for place in places)
    return ", ".join(_count(types[type], type) for type in SHAPES if types[type])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what.removesuffix('y') + 'ies' if what.endswith('y') else what + 's'}"


# -------------------------------------------------------------------- geometry


def _at(line: Sequence[Dot], share: float) -> Dot:
    """The point at a share of the length of a line."""
    left = share * sum(hypot(to_x - x, to_y - y) for (x, y), (to_x, to_y) in pairwise(line))
    for (x, y), (to_x, to_y) in pairwise(line):
        step = hypot(to_x - x, to_y - y)
        if step and left <= step:
            return x + (to_x - x) * left / step, y + (to_y - y) * left / step
        left -= step
    return line[-1]


def _bowed(line: Sequence[Dot], by: float) -> list[Dot]:
    """A line bent to the side by a number of dots."""
    dots = [line[0]]
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = int(max(abs(to_x - x), abs(to_y - y))) or 1
        dots += [(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(1, steps + 1)]
    (x, y), (to_x, to_y) = dots[0], dots[-1]
    length = hypot(to_x - x, to_y - y) or 1
    by = max(-length / 3, min(length / 3, by))
    across, down = -(to_y - y) / length * by, (to_x - x) / length * by
    bows = [sin(pi * step / (len(dots) - 1)) for step in range(len(dots))]
    return [(x + across * bow, y + down * bow) for (x, y), bow in zip(dots, bows, strict=True)]


def _window(points: Sequence[Point], width: int, rows: int) -> _Viewport:
    """The part of the world with all these points and some room around them; the whole world if they are far apart."""
    world = [max(point[axis] for point in edge()) for axis in (0, 1)]
    size = (2 * width, 4 * rows)
    whole = min(size[0] / (2 * world[0]), size[1] / (2 * world[1]))
    least = [min(point[axis] for point in points) for axis in (0, 1)]
    most = [max(point[axis] for point in points) for axis in (0, 1)]
    across, down = max((most[0] - least[0]) * 1.25, _LEAST), max((most[1] - least[1]) * 1.3, _LEAST / 2)
    scale = whole if across > world[0] * 1.2 else max(min(size[0] / across, size[1] / down), whole)
    rows = min(rows, ceil(2 * world[1] * scale / 4))
    shown = (size[0] / scale, 4 * rows / scale)
    left, top = (_begin(least[axis], most[axis], shown[axis], world[axis]) for axis in (0, 1))
    return _Viewport(left, top, scale, width, rows)


def _begin(least: float, most: float, shown: float, world: float) -> float:
    """Where the shown part begins: it has the points in its middle, but does not go beyond the edge of the world."""
    if shown >= 2 * world:
        return -shown / 2
    return max(-world, min((least + most - shown) / 2, world - shown))


def _fill(canvas: Canvas, rings: Iterable[Sequence[Dot]], *, sparse: bool) -> None:
    """Fill the land with dots: one in four, or one in eight."""
    crossed: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        for (x, y), (to_x, to_y) in pairwise([*ring, ring[0]]):
            if y > to_y:
                x, y, to_x, to_y = to_x, to_y, x, y
            for row in range(max(ceil(y - 0.5), 0), min(ceil(to_y - 0.5), 4 * canvas.height)):
                crossed[row].append(x + (to_x - x) * (row + 0.5 - y) / (to_y - y))
    for row, xs in crossed.items():
        xs.sort()
        for begin, end in zip(xs[::2], xs[1::2], strict=True):
            for x in range(max(ceil(begin - 0.5), 0), min(ceil(end - 0.5), 2 * canvas.width)):
                if (x % 2 == 0 and (x + row) % 4 == 0) if sparse else (2 * x + row) % 4 == 0:
                    canvas.dot(x, row, _LAND_STYLE, _LAND)


# -------------------------------------------------------------------- what a terminal can show


def _has_braille(encoding: str) -> bool:
    try:
        "".join(("⣿", _BRAILLE.more, *_BRAILLE.shapes.values(), *(mark for mark, _ in SIGNS.values()))).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return os.environ.get("TERM") != "linux"  # its font has none


def _clipped(text: str, width: int, more: str) -> str:
    """A text, cut to a width in cells."""
    parts = signs(text)
    if sum(width for _, width in parts) <= width:
        return "".join(part for part, _ in parts)
    kept, left = "", width - len(more)
    for part, cells in parts:
        left -= cells
        if left < 0:
            break
        kept += part
    return kept.rstrip() + more
