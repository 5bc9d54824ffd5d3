"""The look of nodes and ties in every picture.

The **group** of a tie sets its colour and its dash, so that either of them is enough to recognize it. What the tie is
**today** (its stage) changes the line: :mod:`citygraph.domain.tie_words` says how, and this module what that looks
like. The **type** of a node sets its shape. With each kind of colour blindness, the colours can be told apart, in light
and dark; a test simulates this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, Mark

Theme = Literal["light", "dark"]


class LineStyle(NamedTuple):
    """The look of the ties of a group: a colour for each theme, and the ``dash`` as lengths of line and gap, in line
    widths (empty for a solid line)."""

    light: str
    dark: str
    dash: tuple[float, ...] = ()


class StatusStyle(NamedTuple):
    """How the stage of a tie changes its line: ``hollow`` if the tie has not come about, ``opacity`` below 1 if it
    does not hold now, a ``mark`` on the middle of the line, and a ``width`` below 1, as a share of the usual one, if
    nobody can say how the tie stands. So it does not read like one that holds where marks are left out."""

    hollow: bool = False
    opacity: float = 1.0
    mark: Mark = ""
    width: float = 1.0


LINES: dict[str, LineStyle] = {
    "agreement": LineStyle("#a02c17", "#ee6b3b"),
    "exchange": LineStyle("#1f78d8", "#5aaef2", (5, 2)),
    "economy": LineStyle("#9a7410", "#f2c468", (8, 2, 2, 2)),
    "support": LineStyle("#17805a", "#3fdca4", (2, 2)),
    "network": LineStyle("#50229c", "#9d6cf0", (10, 3)),
    "event": LineStyle("#cf2f93", "#d660ab", (1, 2)),
    "structure": LineStyle("#4a5462", "#c3c8d2"),
}
"""The line of each group of kinds."""

FAINT = 0.5
"""The opacity of a line that is faint."""

THIN = 0.5
"""The width of a thin line, as a share of the usual one."""

_QUESTION = ((-0.6, -0.5), (-0.45, -0.9), (0, -1.05), (0.45, -0.9), (0.6, -0.5), (0.4, -0.1), (0, 0.15), (0, 0.45))
_POINT = ((0, 0.8), (0, 1.1))

STROKES: dict[Mark, tuple[tuple[tuple[float, float], ...], ...]] = {
    "": (),
    "dot": (((0, -0.4), (0.4, 0), (0, 0.4), (-0.4, 0), (0, -0.4), (0.4, 0)),),
    "question": (_QUESTION, _POINT),
    "split": (((-0.9, -0.4), (0.9, -0.4)), ((-0.9, 0.4), (0.9, 0.4)), ((0.5, -1.1), (-0.5, 1.1))),
    "sleep": (((-0.75, -0.9), (0.75, -0.9), (-0.75, 0.9), (0.75, 0.9)),),
    "slash-question": (
        ((-0.4, -1.1), (-1.4, 1.1)),
        tuple((x + 0.8, y) for x, y in _QUESTION),
        tuple((x + 0.8, y) for x, y in _POINT),
    ),
    "pause": (((-0.45, -1), (-0.45, 1)), ((0.45, -1), (0.45, 1))),
    "cross": (((-0.8, -0.8), (0.8, 0.8)), ((0.8, -0.8), (-0.8, 0.8))),
    "slash": (((0.5, -1.1), (-0.5, 1.1)),),
    "dots": (((-1.15, 0), (-1.1, 0)), ((0, 0), (0.05, 0)), ((1.1, 0), (1.15, 0))),
}
"""The lines of each mark, as points about its middle; y grows downwards, and a mark is about 2 units high."""


MOST_MARKS = 400
"""The most marks of a picture. More would hide it."""


def status_style(stage: Stage) -> StatusStyle:
    """How what a tie is today changes its line."""
    looks = LOOKS[stage]
    return StatusStyle(looks.hollow, FAINT if looks.faint else 1.0, looks.mark, THIN if stage.is_open else 1.0)


def without_marks(ties: Mapping[Stage, int], most: int) -> set[Stage]:
    """The stages whose marks are left out, so that a picture with so many ties of each has no more than ``most`` marks.
    The rarest keep theirs: they are what a reader looks for."""
    left, found = most, set()
    for stage in sorted((stage for stage in ties if LOOKS[stage].mark), key=lambda stage: ties[stage]):
        left -= ties[stage]
        if left < 0:
            found.add(stage)
    return found


SHAPES: dict[str, str] = {
    "city": "circle",
    "country": "ring",
    "official": "diamond",
    "organization": "square",
    "event": "triangle",
}
"""The shape of each type of node."""


TONES: dict[str, Literal["ink", "quiet"]] = {
    "circle": "ink",
    "ring": "ink",
    "diamond": "quiet",
    "square": "quiet",
    "triangle": "quiet",
}
"""The colour of each shape, by its name in :class:`Paper`: places are darker than who acts and what happens there."""


class Plates(NamedTuple):
    """When a plate counts the ties of a pair, and its measures in pixels. ``1 of 4`` says that one of four holds or
    took place. A pair has a plate if its ends are nearer than ``near`` and it has several ties, or one that the ends
    cover: they leave less than ``seen`` of it. In a picture of more ties than ``crowd``, one tie has none. A plate is
    ``high`` and stands ``above`` the nodes; ``letters`` is their size, ``beside`` the space at their sides."""

    near: int
    crowd: int
    seen: int
    high: int
    above: int
    letters: int
    beside: int


PLATES = Plates(near=40, crowd=300, seen=4, high=16, above=4, letters=11, beside=5)
"""The plates of every picture."""


class Paper(NamedTuple):
    """The other colours of a picture, each with one job: ``accent`` is for what is picked, ``link`` for links, ``back``
    for ties that stand back. Controls and figures have those of text, so red is for agreements alone."""

    ground: str
    sea: str
    land: str
    border: str
    ink: str
    quiet: str
    accent: str
    link: str
    back: str


PAPER: dict[Theme, Paper] = {
    "light": Paper("#fdfcf8", "#e9eff2", "#f6f3ec", "#cfc8b8", "#1f2933", "#5f6b76", "#a86400", "#1f5fbf", "#c9c5bb"),
    "dark": Paper("#14181d", "#10151a", "#222930", "#414a54", "#eceae4", "#9aa5b1", "#f0b04a", "#8ab8ff", "#454e58"),
}
"""The other colours, by theme: background, sea, land, borders of countries, text, quiet text, the accent for
the ego, links, what stands back."""
