"""The look of nodes and ties in every picture.

The **group** of a tie sets its colour and its dash, so that either of them is enough to recognize it. What the tie is
**today** (its stage) changes the line: a tie that has not come about is hollow, and a tie that is over is faint and has
a mark. The **type** of a node sets its shape. With each kind of colour blindness, the colours can be told apart, in
light and dark; a test simulates this.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from citygraph.domain.tie_rules import Stage

Theme = Literal["light", "dark"]


class LineStyle(NamedTuple):
    """The look of the ties of a group: a colour for each theme, and the ``dash`` as lengths of line and gap, in line
    widths (empty for a solid line)."""

    light: str
    dark: str
    dash: tuple[float, ...] = ()


class StatusStyle(NamedTuple):
    """How the stage of a tie changes its line: ``hollow`` if the tie has not come about, ``opacity`` below 1 if it
    does not hold now, and a ``mark`` on the middle of the line."""

    hollow: bool = False
    opacity: float = 1.0
    mark: Literal["", "pause", "cross"] = ""


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

STATES: dict[Stage, StatusStyle] = {
    Stage.ACTIVE: StatusStyle(),
    Stage.UNKNOWN: StatusStyle(),
    Stage.DISPUTED: StatusStyle(),
    Stage.PERHAPS_OVER: StatusStyle(),
    Stage.DORMANT: StatusStyle(opacity=0.55),
    Stage.SUSPENDED: StatusStyle(opacity=0.55, mark="pause"),
    Stage.ENDED: StatusStyle(opacity=0.4, mark="cross"),
    Stage.OVER: StatusStyle(opacity=0.4, mark="cross"),
    Stage.TOOK_PLACE: StatusStyle(),
    Stage.PLANNED: StatusStyle(hollow=True),
    Stage.PROPOSED: StatusStyle(hollow=True),
    Stage.CANCELLED: StatusStyle(hollow=True, opacity=0.55, mark="cross"),
}
"""What it does to a line what a tie is today; what holds comes first."""

LEGEND: dict[str, tuple[Stage, ...]] = {
    "whole": (Stage.ACTIVE, Stage.TOOK_PLACE, Stage.PERHAPS_OVER, Stage.UNKNOWN, Stage.DISPUTED),
    "hollow": (Stage.PLANNED, Stage.PROPOSED),
    "pause": (Stage.SUSPENDED,),
    "cross": (Stage.ENDED, Stage.OVER, Stage.CANCELLED),
    "faint": (Stage.DORMANT,),
}
"""What a reader has to tell apart, by what is seen of it; the first of each shows how it looks."""

SHAPES: dict[str, str] = {
    "city": "circle",
    "country": "ring",
    "official": "diamond",
    "organization": "square",
    "event": "triangle",
}
"""The shape of each type of node."""


class Paper(NamedTuple):
    """The other colours of a picture."""

    ground: str
    sea: str
    land: str
    ink: str
    quiet: str
    accent: str


PAPER: dict[Theme, Paper] = {
    "light": Paper("#fdfcf8", "#f3f2ec", "#e3ddcf", "#1f2933", "#5f6b76", "#b5432a"),
    "dark": Paper("#14181d", "#171c22", "#2a313a", "#eceae4", "#9aa5b1", "#f0846a"),
}
"""The other colours, by theme: background, sea, land, text, quiet text, and the accent for the ego."""
