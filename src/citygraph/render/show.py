"""The card of a node, source or tie in a terminal: a header, and a table for each section."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from citygraph.graph.asked import Asked
from citygraph.questions import Column, Report
from citygraph.questions.show import CardLine, heading
from citygraph.questions.show.cards import Card
from citygraph.render.plain import visible
from citygraph.render.tables import console, table

_FACTS = [Column("what", lambda line: line.what, style="dim"), Column("value", lambda line: line.value)]
_INDENT = 2


def _draw(answer: Report[CardLine, Card], asked: Asked) -> None:
    from rich.padding import Padding
    from rich.text import Text

    to = console()
    title, *marks = heading(answer.data, asked.name)
    subtitle = " · ".join(value for _, value in marks if value)
    to.print(Text.assemble((visible(title), "bold"), "  ", (visible(subtitle), "dim")))
    for section, members in groupby(answer, key=lambda line: line.section):
        rows = list(members)
        if section:
            to.print()
            to.print(Text(visible(section), style="bold cyan"))
        drawn = table(
            rows, answer.columns if section else _FACTS, to.width - _INDENT, header=False, links=asked.address
        )
        to.print(Padding(drawn, (0, 0, 0, _INDENT), expand=False))


LAYOUTS: dict[str, Callable[[Report[CardLine, Card], Asked], None]] = {"table": _draw}
