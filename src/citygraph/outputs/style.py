"""How nodes and ties look, in every picture.

A tie's **group** is its colour and its dash, so that neither is needed alone. Its **status** says whether the line is
whole: what has not come about is hollow, what is over is faint and bears a mark. A node's **type** is its shape. The
colours can be told apart with each kind of colour blindness, in light and dark; a test simulates them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Theme = Literal["light", "dark"]


class Line(NamedTuple):
    """How the ties of a group look: a colour for each theme; ``dash`` lengths of line and gap in line widths, none if
    it is solid."""

    light: str
    dark: str
    dash: tuple[float, ...] = ()


class State(NamedTuple):
    """How the status of a tie changes its line: ``hollow`` if it has not come about, ``opacity`` less if it does not
    hold now, and a ``mark`` on its middle."""

    hollow: bool = False
    opacity: float = 1.0
    mark: Literal["", "pause", "cross"] = ""


LINES: dict[str, Line] = {
    "agreement": Line("#a02c17", "#ee6b3b"),
    "exchange": Line("#1f78d8", "#5aaef2", (5, 2)),
    "economy": Line("#9a7410", "#f2c468", (8, 2, 2, 2)),
    "support": Line("#17805a", "#3fdca4", (2, 2)),
    "network": Line("#50229c", "#9d6cf0", (10, 3)),
    "event": Line("#cf2f93", "#d660ab", (1, 2)),
    "structure": Line("#4a5462", "#c3c8d2"),
}
"""The line of each group of kinds."""

STATES: dict[str, State] = {
    "active": State(),
    "unknown": State(),
    "dormant": State(opacity=0.55),
    "suspended": State(opacity=0.55, mark="pause"),
    "ended": State(opacity=0.4, mark="cross"),
    "planned": State(hollow=True),
    "proposed": State(hollow=True),
    "cancelled": State(hollow=True, opacity=0.55, mark="cross"),
}
"""What each status does to it. An occurrence that has ended took place: its line is whole."""

SHAPES: dict[str, str] = {
    "city": "circle",
    "country": "ring",
    "official": "diamond",
    "organization": "square",
    "event": "triangle",
}
"""The shape of each type of node."""


class Paper(NamedTuple):
    """What a picture is drawn on and written with."""

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
"""The colours of all else: the ground, sea and land, writing, what stands back, and what is picked out."""


def state(status: str, nature: str) -> State:
    """How the status of a tie changes its line: see :data:`STATES`."""
    return State() if nature == "occurrence" and status == "ended" else STATES[status]
