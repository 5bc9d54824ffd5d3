"""A comparison of two nodes, side by side in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from citygraph.graph.asked import Asked
from citygraph.questions import Column
from citygraph.questions._columns import first_words, status, when
from citygraph.questions._thirds import SECTIONS, decisive, doubt_of, in_words
from citygraph.questions.compare import SideBySide, Thirds, facts
from citygraph.questions.neighbors import Neighbor
from citygraph.render.plain import visible
from citygraph.render.tables import console, table

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 20
"""The nodes in common that a table lists, if the user gives no limit."""
_MOST_NAMES = 12
"""The names that a table lists of nodes that only one of the two has."""
_INDENT = 2


def _write_table(answer: SideBySide, asked: Asked) -> None:
    _ComparisonTable(answer, asked).write()


LAYOUTS = {"table": _write_table}


class _ComparisonTable:
    """Writes a comparison for a terminal, with at most a limit of each list."""

    def __init__(self, answer: SideBySide, asked: Asked) -> None:
        self._found = answer.data
        self._naming, self._country_name, self._kinds = asked.name, asked.country_name, asked.kinds
        self._links = asked.address
        self._most, self._names = (_MOST, _MOST_NAMES) if answer.most is None else (answer.most, answer.most)
        self._one, self._other = (visible(asked.name(side.id)) for side in (answer.data.one, answer.data.other))
        self._to: Console = console()

    def write(self) -> None:
        found = self._found
        sides = [
            Column("", lambda fact: fact.what, style="dim"),
            Column(self._one, lambda fact: fact.one or "–"),
            Column(self._other, lambda fact: fact.other or "–"),
        ]
        both = list(facts(found, self._naming, self._country_name))
        self._to.print(table(both, sides, self._to.width))
        if found.distance is not None:
            self._say(f"{found.distance:,} km apart")
        self._between()
        for section in SECTIONS:
            self._thirds(section, getattr(found, section))
        words = found.known_for
        self._lists("known for", words.common, words.only_one, words.only_other)
        self._countries()

    def _say(self, text: str, style: str = "dim") -> None:
        from rich.padding import Padding
        from rich.text import Text

        self._to.print(Padding(Text(visible(text), style=style), (0, 0, 0, _INDENT), expand=False))

    def _head(self, title: str, counts: Sequence[int]) -> None:
        from rich.text import Text

        told = ", ".join(
            [
                f"{counts[0]:,} in common" if counts[0] else "nothing in common",
                *(
                    f"{count:,} only of {whose}"
                    for count, whose in zip(counts[1:], (self._one, self._other), strict=True)
                    if count
                ),
            ]
        )
        self._to.print()
        self._to.print(Text.assemble((title.capitalize(), "bold cyan"), "  ", (visible(told), "dim")))

    def _between(self) -> None:
        from rich.padding import Padding
        from rich.text import Text

        ties = self._found.ties
        self._to.print()
        self._to.print(Text("Between them", style="bold cyan"))
        if not ties:
            self._say("no tie")
            return
        columns = [
            Column("how", lambda tie: f"{self._one} {tie.label} {self._other}"),
            Column("when", when),
            Column("status", status),
            Column("held", lambda tie: tie.held or ""),
            Column("source", lambda tie: ", ".join(tie.sources), style="dim"),
            Column("words", lambda tie: first_words(tie.evidence, self._naming), style="italic dim", place="below"),
        ]
        drawn = table(ties, columns, self._to.width - _INDENT, header=False, links=self._links)
        self._to.print(Padding(drawn, (0, 0, 0, _INDENT), expand=False))

    def _thirds(self, section: str, thirds: Thirds) -> None:
        from rich.padding import Padding

        counts = [len(thirds.common), len(thirds.only_one), len(thirds.only_other)]
        if not any(counts):
            return
        self._head(section, counts)
        columns = [
            Column("name", lambda third: self._naming(third.id), style="bold"),
            Column("type", lambda third: ", ".join(filter(None, (third.type, third.country))), style="dim"),
            Column(self._one, lambda third: _ties(third.one)),
            Column(self._other, lambda third: _ties(third.other)),
        ]
        shown = thirds.common[: self._most]
        if shown:
            self._to.print(Padding(table(shown, columns, self._to.width - _INDENT), (0, 0, 0, _INDENT), expand=False))
        if len(shown) < counts[0]:
            self._say(f"+ {counts[0] - len(shown):,} more in common")
        self._only([self._doubted(third.id, third.one) for third in thirds.only_one], self._one)
        self._only([self._doubted(third.id, third.other) for third in thirds.only_other], self._other)

    def _doubted(self, id: str, ties: Sequence[Neighbor]) -> str:
        """A name; with the status of its ties if none of those that decide is in force or took place."""
        doubt = doubt_of(decisive(ties, self._kinds))
        return self._naming(id) + (f" ({doubt})" if doubt else "")

    def _only(self, names: Sequence[str], whose: str) -> None:
        if names:
            self._listed(f"only {whose}", names)

    def _listed(self, title: str, names: Sequence[str]) -> None:
        from rich.padding import Padding
        from rich.text import Text

        shown = names[: self._names]
        more = f" + {len(names) - len(shown):,} more" if len(shown) < len(names) else ""
        text = Text.assemble((visible(title), "dim"), "  ", visible(" · ".join(shown)), (more, "dim"))
        self._to.print(Padding(text, (0, 0, 0, _INDENT), expand=False))

    def _lists(self, title: str, common: Sequence[str], one: Sequence[str], other: Sequence[str]) -> None:
        if not (common or one or other):
            return
        self._head(title, (len(common), len(one), len(other)))
        if common:
            self._listed("both", common)
        self._only(one, self._one)
        self._only(other, self._other)

    def _countries(self) -> None:
        countries = self._found.countries

        def said(code: str, *sides: int) -> str:
            words = [countries.in_words(code)[side] for side in sides]
            return f"{self._country_name(code)} ({(' and ' if ',' not in ''.join(words) else '; ').join(words)})"

        self._lists(
            "countries of partners",
            [said(code, 0, 1) for code in countries.common],
            [said(code, 0) for code in countries.only_one],
            [said(code, 1) for code in countries.only_other],
        )


def _ties(ties: Iterable[Neighbor]) -> str:
    return "\n".join(map(in_words, ties))
