"""A canvas for terminals: braille dots, two across and four down in each cell, with text over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, groupby, pairwise
from typing import NamedTuple

from rich.cells import cell_len

Dot = tuple[float, float]
"""Right and down from the upper left corner, in dots."""

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of each dot of a braille pattern, by column and row."""


class _BrailleCell(NamedTuple):
    layer: int
    bits: int
    style: str


class Run(NamedTuple):
    """A part of a row that has one style."""

    text: str
    style: str


def signs(text: str) -> list[tuple[str, int]]:
    """The characters of a text, each with its width in cells. A character of width 0 is joined to the one before it."""
    found: list[tuple[str, int]] = []
    for character in text:
        width = cell_len(character)
        if width:
            found.append((character, width))
        elif found:
            found[-1] = (found[-1][0] + character, found[-1][1])
    return found


_BLANK = Run(" ", "")


class Canvas:
    """``width`` times ``height`` cells. Each cell has one style: that of the last drawing on its highest layer. Dots of
    lower layers give way, and text lies over all dots. Points outside the canvas are not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._dots: dict[tuple[int, int], _BrailleCell] = {}
        self._text: dict[tuple[int, int], Run] = {}

    def dot(self, x: float, y: float, style: str = "", layer: int = 0) -> None:
        """Set the dot at a point."""
        across, down = _whole(x), _whole(y)
        at = column, row = across // 2, down // 4
        if not (0 <= column < self.width and 0 <= row < self.height):
            return
        bit = _BITS[across % 2][down % 4]
        there = self._dots.get(at)
        if there is None or there.layer < layer:
            self._dots[at] = _BrailleCell(layer, bit, style)
        elif there.layer == layer:
            self._dots[at] = _BrailleCell(layer, there.bits | bit, style)

    def line(self, points: Iterable[Dot], style: str = "", layer: int = 0, dash: Sequence[int] = ()) -> None:
        """Set the dots along a line. ``dash`` has lengths in dots, on and off in turn."""
        beat = cycle([on for at, length in enumerate(dash) for on in [at % 2 == 0] * length] or [True])
        for x, y in _along(points):
            if next(beat):
                self.dot(x, y, style, layer)

    def write(self, column: int, row: int, text: str, style: str = "") -> None:
        """Write a text over the cells. A wide character takes two cells; one of width 0 is joined to the one before."""
        for sign, width in signs(text):
            if column >= 0 and column + width <= self.width and 0 <= row < self.height:
                self._blank(column, row)
                self._text[column, row] = Run(sign, style)
                if width == 2:
                    self._blank(column + 1, row)
                    self._text[column + 1, row] = Run("", style)
            column += width

    def _blank(self, column: int, row: int) -> None:
        """Blank both halves of a wide character that a new one overwrites in part."""
        for half, other in ((column, column - 1), (column + 1, column)):
            if self._text.get((half, row), _BLANK).text == "":
                self._text[half, row] = self._text[other, row] = _BLANK

    def has_text(self, column: int, row: int) -> bool:
        """True if a cell has text."""
        return (column, row) in self._text

    def layer(self, column: int, row: int) -> int | None:
        """The layer of the dots in a cell, None if it has none."""
        cell = self._dots.get((column, row))
        return cell and cell.layer

    def rows(self, instead: Callable[[str], str] | None = None) -> Iterator[list[Run]]:
        """Each row as runs, without the blanks at its end. ``instead`` gives a sign for a style, in place of braille,
        for terminals that have none."""
        for row in range(self.height):
            cells = [self._run(column, row, instead) for column in range(self.width)]
            runs = [Run("".join(cell.text for cell in same), style) for style, same in groupby(cells, _style)]
            while runs and not runs[-1].text.strip():
                runs.pop()
            yield [*runs[:-1], Run(runs[-1].text.rstrip(), runs[-1].style)] if runs else []

    def _run(self, column: int, row: int, instead: Callable[[str], str] | None) -> Run:
        written, cell = self._text.get((column, row)), self._dots.get((column, row))
        if written or not cell:
            return written or Run(" ", "")
        return Run(instead(cell.style) if instead else chr(0x2800 + cell.bits), cell.style)


def _style(run: Run) -> str:
    return run.style


def _whole(number: float) -> int:
    """The dot of a coordinate. It tolerates rounding, so that machines with other rounding draw the same dot."""
    return int((number + 1e-6) // 1)


def _along(points: Iterable[Dot]) -> Iterator[tuple[int, int]]:
    """The dots along a line, without repeating the dot where two segments meet."""
    dots = [(_whole(x), _whole(y)) for x, y in points]
    yield from dots[:1]
    for (x, y), (to_x, to_y) in pairwise(dots):
        steps = max(abs(to_x - x), abs(to_y - y))
        for step in range(1, steps + 1):
            yield x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps)
