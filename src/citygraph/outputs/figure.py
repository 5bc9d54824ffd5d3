"""What a figure contains, and in which order: one declaration for what ``draw`` writes and what the page saves.

A figure has blocks from top to bottom. The plot, which is the picture itself, gets the height that the others leave.
``picture/frame.py`` fills the blocks for ``draw``. The page gets :func:`as_data`, and ``page/browser/figure.js`` fills
them there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

Sort = Literal["heading", "group", "status", "type", "direction", "size"]
"""What an entry of the legend explains, or a heading."""
BlockName = Literal["title", "scope", "legend", "plot", "tray", "notes"]


class FigureBlock(NamedTuple):
    """The measures of a block, in pixels: the ``size`` of its letters, the ``gap`` between what is above it and its
    first base line, the ``step`` between its base lines, and how many of these it has at ``most`` (0 for any number).
    A note may have that many lines each."""

    size: float
    gap: float
    step: float = 0.0
    most: int = 0


MARGIN, FOOT = 32, 20
"""The margins beside and above all blocks, and below the last base line, in pixels."""

BLOCKS: Mapping[BlockName, FigureBlock] = {
    "title": FigureBlock(22.0, 17.6, most=1),
    "scope": FigureBlock(13.0, 20, 20, most=2),
    "legend": FigureBlock(12.0, 24, 21),
    "plot": FigureBlock(0.0, 16),
    "tray": FigureBlock(12.0, 24, 21, most=4),
    "notes": FigureBlock(11.0, 22, 15, most=3),
}
"""The blocks, from top to bottom. The tray names what has no place in the plot."""

SCOPE = ("path", "counts", "near", "filters", "day")
"""The order of what the line below the title says."""

NOTES = ("left-out", "off-map", "faint", "plates", "unmarked", "unsure", "sources", "land", "program")
"""The order of the notes: how the picture differs from what is known, and then what it rests on."""

PLATE = "A plate counts ties of neighbors: “1 of 4” says that one of four holds or took place."
"""The note on plates, if there are any."""

LEGEND: Mapping[str, Mapping[Sort, str]] = {
    "Ties": {"group": "", "direction": "has a direction"},
    "Status": {"status": ""},
    "Nodes": {"type": "", "size": "more ties"},
}
"""The sections of the legend by their headings, with the sorts of their entries. What is in the picture gives the texts
of most; of the others, the text stands here."""

SAMPLE: Mapping[Sort, int] = {"group": 34, "status": 34, "type": 15, "direction": 26, "size": 26, "heading": 0}
"""The width of the sample of each sort of entry, in pixels."""
AFTER: Mapping[Sort, int] = {"group": 16, "status": 16, "type": 16, "direction": 16, "size": 16, "heading": 12}
"""The space after the text of each sort of entry, in pixels."""
AFTER_SECTION = 22
"""The further space after a section of the legend, in pixels."""
SOURCES_ROOM = 1.6
"""How much of the width of a line the titles of sources may have, in such widths."""

SIZES: Mapping[str, tuple[int, int] | None] = {
    "seen": None,
    "slide": (960, 540),
    "a4": (1123, 794),
    "square": (800, 800),
}
"""The sizes of the pictures that the page saves, in pixels of 1/96 inch; None is as large as what is seen."""
RATIOS = {"png": 2, "pdf": 3}
"""How many dots stand for a pixel: 192 and 288 to the inch."""


def stacked(rows: Mapping[BlockName, int], height: float) -> dict[BlockName, float]:
    """The first base line of each block that has ``rows``, for a figure of this height. The plot's is its upper edge;
    what is below it stands on the lower edge of the figure."""
    found: dict[BlockName, float] = {}
    names = list(BLOCKS)
    down = float(MARGIN)
    for name in names[: names.index("plot") + 1]:
        if rows.get(name) or name == "plot":
            block = BLOCKS[name]
            found[name] = down + block.gap
            down = found[name] + block.step * (rows.get(name, 1) - 1)
    up = height - FOOT
    for name in reversed(names[names.index("plot") + 1 :]):
        if count := rows.get(name):
            block = BLOCKS[name]
            found[name] = up - block.step * (count - 1)
            up = found[name] - block.gap
    return found


def in_order(order: Sequence[str], said: Mapping[str, str]) -> Iterator[str]:
    """The texts that are said, in a declared order."""
    return (said[part] for part in order if said.get(part))


def as_data() -> dict[str, Any]:
    """The declaration in a form that JSON can carry."""
    return {
        "margin": MARGIN,
        "foot": FOOT,
        "blocks": {name: block._asdict() for name, block in BLOCKS.items()},
        "scope": SCOPE,
        "notes": NOTES,
        "plate": PLATE,
        "legend": LEGEND,
        "sample": SAMPLE,
        "after": AFTER,
        "afterSection": AFTER_SECTION,
        "sourcesRoom": SOURCES_ROOM,
        "sizes": SIZES,
        "ratios": RATIOS,
    }
