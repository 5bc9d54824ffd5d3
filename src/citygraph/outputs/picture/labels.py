"""Places the names in a picture: their widths and their positions.

The reader's font is unknown, so the widths are those of a wide font (DejaVu Sans), rounded up.

A name stands beside its node. It covers no other name and no sign that must be visible. The names are placed greedily
in the order of the wishes, each where it hides the least. If it would hide much, it stands farther away, with a short
line to its node. If there is no room, it is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from citygraph.outputs.picture.curves import Box, Line, Point, distance, divided

_NARROW, _SLIM = frozenset("iljI.,:;'|!ıіІїЇ·’‘"), frozenset('frt()[]{}/\\- "')
_WIDE = frozenset("mwMW@%&—…ЖМШЩЮжмшщюф")

_LEADING = 1.22
"""The distance between the lines of a name, in sizes of its letters."""
_CELL = 4
"""The size of the cells in which the lines of ties are counted, in pixels."""
_GAP = 3.0
"""The gap between a node and its name, in pixels."""
_AWAY = (18.0, 36.0, 60.0)
"""The additional gaps for a name with a line to its node, in pixels."""
_FAR = (92.0, 130.0, 180.0)
"""The same, if there is no room nearer."""
_MUCH, _DEAR = 16, 12
"""If a name beside its node costs more than the first, it may stand farther away; that must save more than the
second."""
_PLACES = (
    (1, 0.0, 0), (-1, 0.0, 2), (1, -0.9, 2), (1, 0.9, 2), (-1, -0.9, 4), (-1, 0.9, 4), (0, -1.0, 3), (0, 1.0, 3),
)  # fmt: skip
"""The places of a name: to the right (1), to the left (-1) or centred (0); how far above or below; and the cost."""


_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOWERS = re.compile(f"([{_ACCENTS}]{{2}})[{_ACCENTS}]+")
"""More accents on one letter than any language has. The marks of Indic scripts are none: a letter may have three."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The greatest width of a text with letters of a ``size``."""
    ems = 0.0
    for letter in text:
        ems += _ems(letter)
    return ems * size * (1.1 if bold else 1)


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as has room, with an ellipsis. Of many accents on one letter the first two are kept,
    so that they stay in its line."""
    text = _TOWERS.sub(r"\1", text)
    if width(text, size, bold=bold) <= room:
        return text
    room -= width("…", size, bold=bold)
    kept = 0
    for letter in text:
        room -= width(letter, size, bold=bold)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """The text on as many lines as it needs, but at most ``most``; the last line may be cut."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".lstrip()
        if found[-1] and len(found) < most and width(longer, size, bold=bold) > room:
            found.append(word)
        else:
            found[-1] = longer
    return tuple(fitted(line, size, room, bold=bold) for line in found)


def balanced(text: str, size: float, room: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """As :func:`wrapped`, with lines of about the same length."""
    whole = wrapped(text, size, room, most, bold=bold)
    for narrow in range(int(room) // 3, int(room), 6):
        found = wrapped(text, size, narrow, most, bold=bold)
        if len(found) == len(whole) and "".join(found) == "".join(whole):
            return found
    return whole


@cache
def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _SLIM:
        return 0.46
    if letter in _WIDE:
        return 1.08
    if letter.isascii():
        return 0.76 if letter.isupper() else 0.65
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if (apart := unicodedata.normalize("NFKD", letter)) != letter:
        return width(apart, 1)
    if letter > "\uffff" or letter == "﷽":
        return 1.3
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.04
    return 1.1 if letter >= "\u0900" else 0.85


class LabelCandidate(NamedTuple):
    """A name to place: the id, place and radius of its node. If ``may_be_away``, it may stand farther away, with a
    line."""

    id: str
    text: str
    at: Point
    radius: float
    size: float
    bold: bool = False
    may_be_away: bool = False


class Label(NamedTuple):
    """A name in its place: each line with its x and y, the largest box that it may cover, and the line to its node if
    it
    stands farther away."""

    id: str
    lines: tuple[tuple[str, float, float], ...]
    anchor: str
    size: float
    bold: bool
    box: Box
    leader: tuple[Point, Point] | None


class Room:
    """The room for names: an area without the ``kept`` boxes; only the name with a box's id may cover that box. Names
    avoid the lines if they can."""

    def __init__(self, area: Box, kept: Iterable[tuple[Box, str]], lines: Iterable[Line]) -> None:
        self._area = area
        self._taken, self._kept = _Grid(), _Grid()
        for box, id in kept:
            self._kept.add(box, id)
        self._crowd = _OverlapIndex(area, lines)

    def place(self, wishes: Iterable[LabelCandidate], room: float) -> list[Label]:
        """The names that find a place, with lines no wider than ``room``."""
        return [label for wish in wishes if (label := self._placed(wish, room))]

    def _placed(self, wish: LabelCandidate, room: float) -> Label | None:
        written = balanced(wish.text, wish.size, room, 3, bold=wish.bold)
        found = min(self._free(wish, written, _GAP), default=None)
        if wish.may_be_away and (found is None or (found[0] > _MUCH and not wish.bold)):
            for away in (*_AWAY, *(() if found else _FAR)):
                other = min(self._free(wish, written, _GAP + away), default=None)
                if other and (found is None or other[0] + _DEAR < found[0]):
                    found = other
                    break
        if found is None:
            return None
        self._taken.add(found[1].box, wish.id)
        return found[1]

    def _free(self, wish: LabelCandidate, written: tuple[str, ...], gap: float) -> Iterator[tuple[int, Label]]:
        """The free places, each with its cost."""
        for rank, (side, level, cost) in enumerate(_PLACES):
            label = _label(wish, written, side, level, gap)
            padded = Box(label.box.left - 2, label.box.top, label.box.right + 2, label.box.bottom)
            if self._area.has(label.box) and not self._taken.meets(padded) and not self._kept.meets(label.box, wish.id):
                yield cost * 2 + rank % 2 + self._crowd.in_box(label.box), label


def _label(wish: LabelCandidate, written: tuple[str, ...], side: int, level: float, gap: float) -> Label:
    wide = max(width(line, wish.size, bold=wish.bold) for line in written)
    tall = wish.size * (1 + _LEADING * (len(written) - 1)) + 3
    (x, y), reach = wish.at, wish.radius + gap
    away = reach * (0.72 if level else 1)
    left = x + away if side > 0 else x - away - wide if side < 0 else x - wide / 2
    if side:
        top = y - tall / 2 + level * (reach * 0.72 + tall / 2 - 2)
    else:
        top = y + level * reach - (tall if level < 0 else 0)
    left, top = round(left, 1), round(top, 1)
    box = Box(left, top, left + wide, top + tall)
    anchor, start = ("start", left) if side > 0 else ("end", box.right) if side < 0 else ("middle", left + wide / 2)
    baseline = top + 1.5 + wish.size * 0.82
    rows = tuple(
        (line, round(start, 1), round(baseline + at * wish.size * _LEADING, 1)) for at, line in enumerate(written)
    )
    leader = None
    if gap > _GAP:
        near = box.nearest((x, y))
        share = wish.radius / (distance((x, y), near) or 1.0)
        leader = (x + (near[0] - x) * share, y + (near[1] - y) * share), near
    return Label(wish.id, rows, anchor, wish.size, wish.bold, box, leader)


class _Grid:
    """A grid that finds quickly if a box meets one of many others."""

    _SIDE = 48

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[tuple[Box, str]]] = defaultdict(list)

    def add(self, box: Box, id: str) -> None:
        for cell in self._of(box):
            self._cells[cell].append((box, id))

    def meets(self, box: Box, but: str | None = None) -> bool:
        """True if any box meets the given one, except boxes with the id ``but``."""
        return any(
            box.meets(other) and id != but for cell in self._of(box) if cell in self._cells
            for other, id in self._cells[cell]
        )  # fmt: skip

    def _of(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(bound // self._SIDE) for bound in box)
        return ((across, down) for across in range(left, right + 1) for down in range(top, bottom + 1))


class _OverlapIndex:
    """The number of lines in each cell, as a summed-area table (Crow 1984)."""

    def __init__(self, area: Box, ties: Iterable[Line]) -> None:
        self._area = area
        self._across, self._down = int(area.width // _CELL) + 2, int(area.height // _CELL) + 2
        counts = [[0] * self._across for _ in range(self._down)]
        for line in ties:
            for cell in {self._cell(point) for point in divided(line, _CELL)}:
                counts[cell[1]][cell[0]] += 1
        self._sums = [[0] * (self._across + 1)]
        for row in counts:
            gone, sums = 0, [0]
            for at, count in enumerate(row):
                gone += count
                sums.append(self._sums[-1][at + 1] + gone)
            self._sums.append(sums)

    def in_box(self, box: Box) -> int:
        left, top = self._cell((box.left, box.top))
        right, bottom = self._cell((box.right, box.bottom))
        sums = self._sums
        return sums[bottom + 1][right + 1] - sums[top][right + 1] - sums[bottom + 1][left] + sums[top][left]

    def _cell(self, point: Point) -> tuple[int, int]:
        x, y = self._area.nearest(point)
        return int((x - self._area.left) // _CELL), int((y - self._area.top) // _CELL)
