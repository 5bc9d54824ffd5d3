"""The frame of a picture: the title and the legend above the plot, the tray and the notes below it; and the box that is
left for the plot.

The tray names the nodes that have no place in the plot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from citygraph.outputs.picture.curves import Box
from citygraph.outputs.picture.facts import PLURALS, DrawnNode, PictureFacts
from citygraph.outputs.picture.labels import fitted, width, wrapped
from citygraph.outputs.style import StatusStyle

WIDTH, HEIGHT = 1200, 750
MARGIN = 32
INSET = (760, 330)
"""The size of a small picture on a page."""
INSET_MARGIN = 12
TITLE, SCOPE, KEY, NOTE = 22.0, 13.0, 12.0, 11.0
"""The sizes of text, in pixels."""
_ROW = 21
_TRAY_ROWS = 4
_LONGEST = 400
"""The greatest width of a name in the tray, in pixels."""
SAMPLE = {"group": 34, "status": 34, "type": 15, "direction": 26, "size": 26, "heading": 0}
"""The width of the sample of each sort of key, in pixels."""

Sort = Literal["heading", "group", "status", "type", "direction", "size"]


class LegendEntry(NamedTuple):
    """An entry of the legend or the tray: a sample of ``what`` it explains, beginning at ``x`` and centred on ``y``,
    then its ``text``. ``state`` is the sample of a status. In the tray, ``node`` is the node that it names."""

    sort: Sort
    what: str
    text: str
    node: DrawnNode | None = None
    state: StatusStyle = StatusStyle()
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        return SAMPLE[self.sort] + width(self.text, KEY) + (12 if self.sort == "heading" else 16)


class Frame(NamedTuple):
    """The whole frame, of a ``size`` in pixels; each line of text has its y. ``name`` is what the picture is called,
    also if it has no title."""

    name: str
    size: tuple[int, int]
    title: tuple[str, float] | None
    scope: Sequence[tuple[str, float]]
    legend: Sequence[LegendEntry]
    tray: Sequence[LegendEntry]
    notes: Sequence[tuple[str, float]]
    plot: Box


def page_of(subject: PictureFacts, title: str, scope: str, tray: str, notes: Sequence[str]) -> Frame:
    """The frame of a picture. ``tray`` is the heading of the tray; each of ``notes`` begins on a new line."""
    room = WIDTH - 2 * MARGIN
    down = MARGIN + TITLE * 0.8
    title_line = fitted(title, TITLE, room, bold=True), round(down, 1)
    scope_lines = []
    for line in wrapped(scope, SCOPE, room, 2):
        down += 20
        scope_lines.append((line, round(down, 1)))
    legend, down = _laid_out(_legend(subject), down + 24)
    noted = [line for note in notes for line in wrapped(note, NOTE, room, 3)]
    first = HEIGHT - 20 - 15 * (len(noted) - 1)
    note_lines = [(line, float(first + 15 * at)) for at, line in enumerate(noted)]
    bottom = first - 22.0
    named = _tray(subject.beside, tray)
    if named:
        bottom -= named[-1].y + 24
        named = [key._replace(y=key.y + bottom + 20) for key in named]
    return Frame(
        title_line[0],
        (WIDTH, HEIGHT),
        title_line,
        scope_lines,
        legend,
        named,
        note_lines,
        Box(MARGIN, round(down + 16), WIDTH - MARGIN, bottom),
    )


def inset_of(subject: PictureFacts, name: str) -> Frame:
    """The frame of a small picture on a page that says the rest: only a legend, below the plot."""
    wide, high = INSET
    legend, down = _laid_out(_legend(subject._replace(beside=())), 0, wide - 2 * INSET_MARGIN)
    first = high - 8 - down
    placed = [key._replace(x=key.x - MARGIN + INSET_MARGIN, y=key.y + first) for key in legend]
    return Frame(name, INSET, None, (), placed, (), (), Box(0, 0, wide, round(first - 22)))


def _legend(subject: PictureFacts) -> Iterator[list[LegendEntry]]:
    """The sections of the legend, which explain only what is in the picture."""
    if subject.ties:
        ties = [LegendEntry("group", group, f"{group} {count:,}") for group, count in subject.groups]
        if any(tie.is_directed for tie in subject.ties):
            ties.append(LegendEntry("direction", "", "has a direction"))
        yield [LegendEntry("heading", "", "Ties"), *ties]
        yield [LegendEntry("heading", "", "Status"), *_statuses(subject)]
    nodes = [
        LegendEntry("type", type, f"{PLURALS[type] if count != 1 else type} {count:,}") for type, count in subject.types
    ]
    if len({node.ties for node in subject.nodes.values()}) > 1:
        nodes.append(LegendEntry("size", "", "more ties"))
    yield [LegendEntry("heading", "", "Nodes"), *nodes]


def _statuses(subject: PictureFacts) -> Iterator[LegendEntry]:
    """A sample for all ties that are drawn alike: of one stage, or of several if there are too many for their marks."""
    alike: dict[StatusStyle, list[str]] = {}
    styles = subject.styles
    for stage, count in subject.stages:
        alike.setdefault(styles[stage], []).append(f"{stage.word} {count:,}")
    for state, told in alike.items():
        yield LegendEntry("status", "", " or ".join(told), state=state)


def _tray(nodes: Sequence[DrawnNode], called: str) -> list[LegendEntry]:
    """The names of the nodes in a few rows, those with most ties first, then the number of the others."""
    if not nodes:
        return []
    heading = LegendEntry("heading", "", called)
    order = sorted(nodes, key=lambda node: (-node.ties, node.id))
    keys = [LegendEntry("type", node.type, fitted(node.name, KEY, _LONGEST), node) for node in order[:200]]
    while True:
        more = len(nodes) - len(keys)
        rest = [LegendEntry("heading", "", f"and {more:,} more")] if more else []
        found, down = _laid_out([[heading, *keys, *rest]], 4)
        if down <= 4 + _ROW * (_TRAY_ROWS - 1):
            return found
        keys.pop()


def _laid_out(
    sections: Iterable[list[LegendEntry]], down: float, room: float = WIDTH - 2 * MARGIN
) -> tuple[list[LegendEntry], float]:
    """The keys with their places, in rows of this ``room``, and the y of the last row. A section begins in the current
    row if all of it has room there."""
    found: list[LegendEntry] = []
    across, end = float(MARGIN), MARGIN + room
    for section in sections:
        whole = 0.0
        for key in section:
            whole += key.width
        if across > MARGIN and across + whole > end:
            across, down = float(MARGIN), down + _ROW
        for key in section:
            if across > MARGIN and across + key.width > end + 16:
                across, down = float(MARGIN), down + _ROW
            found.append(key._replace(x=round(across, 1), y=round(down - 4, 1)))
            across += key.width
        across += 22
    return found, down
