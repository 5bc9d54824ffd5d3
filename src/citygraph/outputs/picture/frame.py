"""The frame of a picture: the title and the legend above the plot, the tray and the notes below it; and the box that is
left for the plot.

The tray names the nodes that have no place in the plot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from citygraph.outputs.figure import AFTER, AFTER_SECTION, BLOCKS, LEGEND, MARGIN, SAMPLE, BlockName, Sort, stacked
from citygraph.outputs.picture.curves import Box
from citygraph.outputs.picture.facts import PLURALS, DrawnNode, PictureFacts
from citygraph.outputs.picture.labels import fitted, width, wrapped
from citygraph.outputs.style import StatusStyle

WIDTH, HEIGHT = 1200, 750
INSET = (760, 330)
"""The size of a small picture on a page."""
INSET_MARGIN = 12
TITLE, SCOPE = BLOCKS["title"].size, BLOCKS["scope"].size
KEY, NOTE = BLOCKS["legend"].size, BLOCKS["notes"].size
"""The sizes of text, in pixels."""
_LONGEST = 400
"""The greatest width of a name in the tray, in pixels."""


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
        return SAMPLE[self.sort] + width(self.text, KEY) + AFTER[self.sort]


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
    titled = fitted(title, TITLE, room, bold=True)
    texts: dict[BlockName, Sequence[str]] = {
        "title": (titled,),
        "scope": wrapped(scope, SCOPE, room, BLOCKS["scope"].most),
        "notes": [line for note in notes for line in wrapped(note, NOTE, room, BLOCKS["notes"].most)],
    }
    keys: dict[BlockName, list[LegendEntry]] = {
        "legend": _laid_out(_legend(subject)),
        "tray": _tray(subject.beside, tray),
    }
    rows: dict[BlockName, int] = {name: len(some) for name, some in texts.items()}
    rows |= {name: _rows(some) for name, some in keys.items()}
    places = stacked(rows, HEIGHT)

    def lines(name: BlockName) -> list[tuple[str, float]]:
        return [(line, round(places[name] + at * BLOCKS[name].step, 1)) for at, line in enumerate(texts[name])]

    def placed(name: BlockName) -> list[LegendEntry]:
        return [key._replace(y=round(places[name] + key.y, 1)) for key in keys[name]]

    below: BlockName = "tray" if "tray" in places else "notes"
    bottom = places[below] - BLOCKS[below].gap
    plot = Box(MARGIN, round(places["plot"]), WIDTH - MARGIN, bottom)
    [title_line] = lines("title")
    return Frame(
        titled, (WIDTH, HEIGHT), title_line, lines("scope"), placed("legend"), placed("tray"), lines("notes"), plot
    )


def inset_of(subject: PictureFacts, name: str) -> Frame:
    """The frame of a small picture on a page that says the rest: only a legend, below the plot."""
    wide, high = INSET
    legend = _laid_out(_legend(subject._replace(beside=())), wide - 2 * INSET_MARGIN)
    first = high - 8 - BLOCKS["legend"].step * (_rows(legend) - 1)
    placed = [key._replace(x=key.x - MARGIN + INSET_MARGIN, y=key.y + first) for key in legend]
    return Frame(name, INSET, None, (), placed, (), (), Box(0, 0, wide, round(first - 22)))


def _legend(subject: PictureFacts) -> Iterator[list[LegendEntry]]:
    """The sections of the legend, which explain only what is in the picture."""
    is_of_many = len({node.ties for node in subject.nodes.values()}) > 1
    found: dict[Sort, list[LegendEntry]] = {
        "group": [LegendEntry("group", group, f"{group} {count:,}") for group, count in subject.groups],
        "direction": [LegendEntry("direction", "", "")] if any(tie.is_directed for tie in subject.ties) else [],
        "status": [*_statuses(subject)],
        "type": [
            LegendEntry("type", type, f"{PLURALS[type] if count != 1 else type} {count:,}")
            for type, count in subject.types
        ],
        "size": [LegendEntry("size", "", "")] if is_of_many else [],
    }
    for heading, sorts in LEGEND.items():
        entries = [key._replace(text=text or key.text) for sort, text in sorts.items() for key in found[sort]]
        if entries:
            yield [LegendEntry("heading", "", heading), *entries]


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
        found = _laid_out([[heading, *keys, *rest]])
        if _rows(found) <= BLOCKS["tray"].most:
            return found
        keys.pop()


def _laid_out(sections: Iterable[list[LegendEntry]], room: float = WIDTH - 2 * MARGIN) -> list[LegendEntry]:
    """The keys in rows of this ``room``; the base line of the first is 0. A section begins in the current row if all of
    it has room there."""
    found: list[LegendEntry] = []
    across, down, end = float(MARGIN), 0.0, MARGIN + room
    step = BLOCKS["legend"].step
    for section in sections:
        whole = 0.0
        for key in section:
            whole += key.width
        if across > MARGIN and across + whole > end:
            across, down = float(MARGIN), down + step
        for key in section:
            if across > MARGIN and across + key.width > end + AFTER[key.sort]:
                across, down = float(MARGIN), down + step
            found.append(key._replace(x=round(across, 1), y=round(down - _RISE, 1)))
            across += key.width
        across += AFTER_SECTION
    return found


_RISE = 4
"""How far the middle of a row of keys is above its base line, in pixels."""


def _rows(keys: Sequence[LegendEntry]) -> int:
    """The number of rows of keys."""
    return round((keys[-1].y + _RISE) / BLOCKS["legend"].step) + 1 if keys else 0
