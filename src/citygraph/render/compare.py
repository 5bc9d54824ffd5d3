"""Two nodes side by side: for a terminal what fits, for programs all of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from citygraph.domain.terms import NEVER_HELD, OVER
from citygraph.questions import Column
from citygraph.questions.compare import SECTIONS, Comparison, Countries, Side, Thirds, Words
from citygraph.questions.neighbors import Neighbor
from citygraph.questions.show import Figure
from citygraph.render.columns import BOUND_WORDS, Naming, first_words, when
from citygraph.render.plain import as_json, visible
from citygraph.render.tables import console, table, write_rows

if TYPE_CHECKING:
    from rich.console import Console

    from citygraph.domain.kinds import Vocabulary

_MOST = 20
"""How many of what they have in common a table lists, if nobody says how many."""
_MOST_NAMES = 12
"""How many of what only one has."""
_INDENT = 2


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is known of both: its name, and what it is of each."""

    what: str
    one: str
    other: str


def write_comparison(
    found: Comparison, format: str, naming: Naming, country_name: Naming, kinds: Vocabulary, limit: int | None = None
) -> None:
    """Write a comparison to standard output; a table has so many of each list, or as many as people read."""
    if format == "json":
        sys.stdout.write(as_json(found) + "\n")
    elif format == "table":
        _Table(found, naming, country_name, kinds, limit).write()
    else:
        write_rows(_rows(found, naming, country_name, limit), _DATA, format)


# ------------------------------------------------------------------ facts


def _facts(found: Comparison, naming: Naming, country_name: Naming) -> Iterator[_Fact]:
    one, other = found.one, found.other

    def fact(what: str, of: Callable[[Side], str]) -> _Fact:
        return _Fact(what, of(one), of(other))

    yield fact("type", lambda side: ", ".join(filter(None, (side.type, side.level))))
    yield fact("country", lambda side: country_name(side.country) if side.country and side.type != "country" else "")
    yield fact("part of", lambda side: naming(side.part_of) if side.part_of else "")
    sides = [_by_property(side.figures) for side in (one, other)]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        yield _Fact(name, *(_figures(side.get(name, []), naming) for side in sides))
    yield fact("ties", lambda side: f"{side.ties:,}")


def _by_property(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.property, []).append(figure)
    return found


def _figures(figures: Sequence[Figure], naming: Naming) -> str:
    """The last of the figures of one property, with its time and its sources, and how many more there are."""
    if not figures:
        return ""
    last = max(figures, key=lambda figure: _year(figure.when))
    said = BOUND_WORDS[last.bound] + f"{last.value:,}" + (f" {last.unit}" if last.unit else "")
    sources = ", ".join(dict.fromkeys(item.source for item in last.evidence))
    where = ", ".join(filter(None, (naming(last.when) if last.when else "", sources)))
    more = f" + {len(figures) - 1} more" if len(figures) > 1 else ""
    return said + (f" ({where})" if where else "") + more


def _year(when: str | None) -> str:
    """A sort key for times: those that are no dates come first."""
    return when if when and when[0].isdigit() else ""


def _ties(ties: Iterable[Neighbor]) -> str:
    """By which ties, and how they stand."""
    return "\n".join(", ".join(filter(None, (tie.kind, when(tie), _status(tie)))) for tie in ties)


def _status(tie: Neighbor) -> str:
    return f"{tie.status} (possibly)" if tie.held == "possibly" else tie.status


# ------------------------------------------------------------------ a table


class _Table:
    """A comparison for a terminal."""

    def __init__(
        self, found: Comparison, naming: Naming, country_name: Naming, kinds: Vocabulary, limit: int | None
    ) -> None:
        self._found, self._naming, self._country_name, self._kinds = found, naming, country_name, kinds
        self._most, self._names = (_MOST, _MOST_NAMES) if limit is None else (limit, limit)
        self._one, self._other = visible(naming(found.one.id)), visible(naming(found.other.id))
        self._to: Console = console()

    def write(self) -> None:
        found = self._found
        facts = [fact for fact in _facts(found, self._naming, self._country_name) if fact.one or fact.other]
        sides = [
            Column("", lambda fact: fact.what, style="dim"),
            Column(self._one, lambda fact: fact.one or "–"),
            Column(self._other, lambda fact: fact.other or "–"),
        ]
        self._to.print(table(facts, sides, self._to.width))
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
            Column("status", lambda tie: tie.status),
            Column("held", lambda tie: tie.held or ""),
            Column("source", lambda tie: ", ".join(tie.sources), style="dim"),
            Column("words", lambda tie: first_words(tie.evidence, self._naming), style="italic dim", place="below"),
        ]
        drawn = table(ties, columns, self._to.width - _INDENT, header=False)
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

    def _doubted(self, id: str, ties: Iterable[Neighbor]) -> str:
        """A name, and how its ties stand if none of them is in force or took place."""
        doubts = dict.fromkeys(map(self._doubt, ties))
        return self._naming(id) + ("" if "" in doubts else f" ({', '.join(doubts)})")

    def _doubt(self, tie: Neighbor) -> str:
        """Why a tie is not so, or perhaps not; nothing if it is. What occurs has taken place once it has ended."""
        if tie.held is not None:
            return "possibly" if tie.held == "possibly" else ""
        is_over = tie.status in OVER and self._kinds[tie.kind].nature == "standing"
        return tie.status if tie.status in NEVER_HELD or is_over else ""

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
        countries, name = self._found.countries, self._country_name
        self._lists(
            "countries of partners",
            [f"{name(code)} ({one:,} and {other:,})" for code, (one, other) in countries.common.items()],
            [f"{name(code)} ({count:,})" for code, count in countries.only_one.items()],
            [f"{name(code)} ({count:,})" for code, count in countries.only_other.items()],
        )


# ------------------------------------------------------------------ rows for programs


@dataclass(frozen=True, slots=True)
class _Row:
    """One thing that both have, or one of them: by which ties, or how often."""

    section: str
    in_: str
    id: str
    name: str
    type: str = ""
    country: str = ""
    one: str = ""
    other: str = ""
    sources: str = ""


_DATA = [
    Column("section", lambda row: row.section),
    Column("in", lambda row: row.in_),
    Column("id", lambda row: row.id),
    Column("name", lambda row: row.name),
    Column("type", lambda row: row.type),
    Column("country", lambda row: row.country),
    Column("one", lambda row: row.one),
    Column("other", lambda row: row.other),
    Column("source", lambda row: row.sources),
]


def _rows(found: Comparison, naming: Naming, country_name: Naming, limit: int | None) -> Iterator[_Row]:
    yield _Row("side", "", "", "id", one=found.one.id, other=found.other.id)
    yield _Row("side", "", "", "name", one=found.one.name, other=found.other.name)
    for fact in _facts(found, naming, country_name):
        if fact.one or fact.other:
            yield _Row("side", "", "", fact.what, one=fact.one, other=fact.other)
    if found.distance is not None:
        yield _Row("side", "common", "", "km apart", one=str(found.distance), other=str(found.distance))
    for tie in found.ties:
        told = ":".join((tie.kind, tie.held or tie.status))
        yield _Row("between", "common", tie.tie, tie.label, one=told, other=told, sources=", ".join(tie.sources))
    for section in SECTIONS:
        for in_, third in _of_each(getattr(found, section), limit):
            sources = dict.fromkeys(source for tie in (*third.one, *third.other) for source in tie.sources)
            yield _Row(
                section, in_, third.id, third.name, third.type, third.country or "",
                _plain(third.one), _plain(third.other), ", ".join(sources),
            )  # fmt: skip
    for in_, word in _of_each(found.known_for, limit):
        yield _Row("known for", in_, "", word)
    for in_, code in _of_each(found.countries, limit):
        counts = found.countries.common.get(code) or (
            found.countries.only_one.get(code, 0),
            found.countries.only_other.get(code, 0),
        )
        yield _Row("countries", in_, code, country_name(code), one=str(counts[0]), other=str(counts[1]))


def _of_each(lists: Thirds | Words | Countries, limit: int | None) -> Iterator[tuple[str, Any]]:
    """What is in each of the three lists of a section, and in which."""
    for in_, name in (("common", "common"), ("one", "only_one"), ("other", "only_other")):
        for item in list(getattr(lists, name))[:limit]:
            yield in_, item


def _plain(ties: Iterable[Neighbor]) -> str:
    """Ties in a cell: ``sister-city:active; exchange:unknown``."""
    return "; ".join(f"{tie.kind}:{tie.status}" for tie in ties)
