"""The card of a node, source or tie in a terminal: a header, and a table for each section. A card with many lines
begins with a head that says what there is."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from citygraph.graph.asked import Asked
from citygraph.questions import Column, Report
from citygraph.questions._columns import status, when
from citygraph.questions.show import CardLine, heading
from citygraph.questions.show.cards import Card
from citygraph.questions.show.sections import FACTS, CardSection, counts, latest
from citygraph.render.plain import visible
from citygraph.render.tables import console, table

if TYPE_CHECKING:
    from rich.console import Console

_FACTS = [Column("what", lambda line: line.what, style="dim"), Column("value", lambda line: line.value)]
_COUNTS = [
    Column("section", lambda row: f"  {row.section}" if row.is_part else row.section),
    Column("entries", lambda row: f"{row.number:,}"),
    Column("standings", lambda row: row.standings, style="dim"),
]
_LATEST = [
    Column("what", lambda tie: tie.label),
    Column("name", lambda tie: tie.name, style="bold"),
    Column("when", when),
    Column("status", status),
]
_INDENT = 2
_MANY = 100
"""A card of more lines gets a head."""
_MOST_FACTS = 4
_MOST_LATEST = 3
_SCREEN = 24
"""The lines of the smallest usual screen. The last one is for the prompt."""


def _draw(answer: Report[CardLine, Card | CardSection], asked: Asked) -> None:
    from rich.text import Text

    to = console()
    part = answer.data if isinstance(answer.data, CardSection) else None
    card = part.card if part else answer.data
    assert not isinstance(card, CardSection)
    title, *marks = heading(card, asked.name)
    subtitle = " · ".join(value for _, value in marks if value)
    to.print(Text.assemble((visible(title), "bold"), "  ", (visible(subtitle), "dim")))
    sections = [(section, list(members)) for section, members in groupby(answer, key=lambda line: line.section)]
    has_head = part is None and sum(len(lines) for _, lines in sections) > _MANY
    if has_head:
        facts = next((lines for section, lines in sections if not section), [])
        _draw_head(to, card, facts, asked)
    for section, lines in sections:
        if section or has_head:
            _begin(to, section or FACTS.capitalize())
        _indented(to, lines, answer.columns if section else _FACTS, asked)


def _draw_head(to: Console, card: Card, facts: Sequence[CardLine], asked: Asked) -> None:
    """Draw what fits a screen: who and where it is, how much there is in each section, and the latest ties."""
    from rich.text import Text

    shown = [line for line in facts if line.what in _WHO_AND_WHERE][:_MOST_FACTS]
    label = max((len(line.what) for line in shown), default=0)
    for line in shown:
        text = Text.assemble(" " * _INDENT, (f"{line.what:{label}}", "dim"), "  ", visible(line.value))
        text.truncate(to.width, overflow="ellipsis")
        to.print(text)
    sections = list(counts(card, asked.kinds))
    _begin(to, "Sections", "--section NAME shows one alone")
    _indented(to, sections, _COUNTS, asked)
    room = _SCREEN - 1 - len(shown) - len(sections) - 6
    ties = latest(card, min(_MOST_LATEST, max(1, room // 2)), datetime.date.today())
    if ties:
        _begin(to, "Latest")
        _indented(to, ties, _LATEST, asked)


_WHO_AND_WHERE = ("names", "also called", "country", "coordinates", "type", "published", "publisher", "url")


def _begin(to: Console, title: str, beside: str = "") -> None:
    from rich.text import Text

    to.print()
    to.print(Text.assemble((visible(title), "bold cyan"), (f"  {beside}" if beside else "", "dim")))


def _indented(to: Console, rows: Sequence[object], columns: Sequence[Column], asked: Asked) -> None:
    from rich.padding import Padding

    drawn = table(rows, columns, to.width - _INDENT, header=False, links=asked.address)
    to.print(Padding(drawn, (0, 0, 0, _INDENT), expand=False))


LAYOUTS: dict[str, Callable[[Report[CardLine, Card | CardSection], Asked], None]] = {"table": _draw}
