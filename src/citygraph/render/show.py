"""The card of one thing, section by section: for a terminal a header and tables, for programs one row per line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from citygraph.domain.countries import country_name
from citygraph.domain.kinds import Vocabulary
from citygraph.graph.tie_facts import Evidence, TieFacts
from citygraph.questions import Column
from citygraph.questions.neighbors import Neighbor
from citygraph.questions.show import Figure, NodeCard, SourceCard, TieCard
from citygraph.render.columns import BOUND_WORDS, Naming, when, words
from citygraph.render.plain import as_json, visible
from citygraph.render.tables import console, table, write_rows

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: under which ``section``, ``what`` it is, its ``value``, and who says so.

    A figure has its ``bound`` and ``unit`` apart, for people the value ``in_words`` and ``bars``; a tie has its ``id``.
    """

    section: str
    what: str
    value: str
    when: str = ""
    status: str = ""
    sources: tuple[str, ...] = ()
    words: str = ""
    id: str = ""
    bound: str = ""
    unit: str = ""
    in_words: str = ""
    bars: str = ""


_COLUMNS = [
    Column("section", lambda line: line.section, place="data"),
    Column("what", lambda line: line.what, place="data"),
    Column("what", lambda line: f"{line.what} {line.bars}".strip(), place="table"),
    Column("value", lambda line: line.value, place="data"),
    Column("value", lambda line: line.in_words or line.value, style="bold", place="table"),
    Column("bound", lambda line: line.bound, place="data"),
    Column("unit", lambda line: line.unit, place="data"),
    Column("when", lambda line: line.when),
    Column("status", lambda line: line.status),
    Column("source", lambda line: ", ".join(line.sources), style="dim"),
    Column("words", lambda line: line.words, place="data"),
    Column("id", lambda line: line.id, place="data"),
    Column("words", lambda line: line.words, style="italic dim", place="below"),
]

_FACTS = [Column("what", lambda line: line.what, style="dim"), Column("value", lambda line: line.value)]
_INDENT = 2

Card = NodeCard | TieCard | SourceCard


def write_card(card: Card, format: str, naming: Naming, kinds: Vocabulary) -> None:
    """Write a card to standard output."""
    if format == "json":
        sys.stdout.write(as_json(card) + "\n")
        return
    lines = list(_lines(card, naming, kinds))
    title, *marks = _heading(card, naming)
    if format != "table":
        write_rows(
            [Line("", "name", title), *(Line("", what, value) for what, value in marks if value), *lines],
            _COLUMNS,
            format,
        )
        return
    from rich.padding import Padding
    from rich.text import Text

    to = console()
    subtitle = " · ".join(value for _, value in marks if value)
    to.print(Text.assemble((visible(title), "bold"), "  ", (visible(subtitle), "dim")))
    for section, members in groupby(lines, key=lambda line: line.section):
        rows = list(members)
        if section:
            to.print()
            to.print(Text(visible(section), style="bold cyan"))
        drawn = table(rows, _COLUMNS if section else _FACTS, to.width - _INDENT, header=False)
        to.print(Padding(drawn, (0, 0, 0, _INDENT), expand=False))


def _heading(card: Card, naming: Naming) -> tuple[str, *tuple[tuple[str, str], ...]]:
    """What a card is called, and what it is: type, country or kind, id."""
    if isinstance(card, NodeCard):
        return card.name, ("type", card.type), ("country", card.country or ""), ("id", card.id)
    if isinstance(card, TieCard):
        tie = card.tie
        return f"{naming(tie.from_)} {tie.label} {naming(tie.to)}", ("type", "tie"), ("kind", tie.kind), ("id", tie.tie)
    return card.title, ("type", "source"), ("id", card.id)


def _lines(card: Card, naming: Naming, kinds: Vocabulary) -> Iterator[Line]:
    if isinstance(card, NodeCard):
        yield from _node(card, naming, kinds)
    elif isinstance(card, TieCard):
        yield from _tie(card, naming)
    else:
        yield from _source(card, naming)


def _node(card: NodeCard, naming: Naming, kinds: Vocabulary) -> Iterator[Line]:
    if card.names:
        yield Line("", "names", ", ".join(f"{name} ({language})" for language, name in card.names.items()))
    if card.aliases:
        yield Line("", "also called", ", ".join(card.aliases))
    if card.country and card.type != "country":
        yield Line("", "country", country_name(card.country) or naming(card.country))
    if card.latitude is not None and card.longitude is not None:
        yield Line("", "coordinates", f"{card.latitude}, {card.longitude}")
    if card.identifiers:
        yield Line("", "identifiers", ", ".join(f"{scheme} {id}" for scheme, id in card.identifiers.items()))
    yield from _details(card.details, naming)
    yield from _figures(card.figures, naming)
    for post in card.posts:
        held_by = f"{post.title}, {post.of}" if card.type == "official" else post.name
        what = "holds" if card.type == "official" else f"{post.title}" + ("" if post.to == card.id else f", {post.of}")
        dates = when(post) or (f"seen {post.seen}" if post.seen else "")
        yield Line("Posts", what, held_by, dates, _status(post), post.sources, words(post.evidence, naming), post.tie)
    yield from _ties(card.ties, naming, kinds)
    for said in card.statements:
        context = ", ".join(filter(None, (naming(said.at) if said.at else "", said.on or "")))
        about = ", ".join(naming(id) for id in said.about)
        sources = tuple(dict.fromkeys(item.source for item in said.evidence))
        quotes = "\n".join(f"“{item.quote}”" for item in said.evidence if item.quote)
        yield Line("Said", naming(said.by), f"about {about}" if about else "", context, "", sources, quotes)
    yield from _attested("The record itself", card.evidence, card.sources, naming)


def _details(details: Mapping[str, Any], naming: Naming) -> Iterator[Line]:
    for key, value in details.items():
        label = key.replace("_", " ")
        if key in ("part_of", "on_behalf_of"):
            value = naming(value)
        yield Line("", label, _flat(value))


def _flat(value: Any) -> str:
    """Free data as text: short items in a line, long ones on lines of their own."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_flat(item)}" for key, item in value.items())
    if isinstance(value, list):
        items = [_flat(item) for item in value]
        return (", " if all(len(item) < 40 and "\n" not in item for item in items) else "\n").join(items)
    return "" if value is None else str(value)


def _ties(ties: Iterable[Neighbor], naming: Naming, kinds: Vocabulary) -> Iterator[Line]:
    """By group, in the order of the vocabulary, which is that of the rows."""
    for tie in ties:
        section = kinds[tie.kind].group.capitalize()
        yield Line(
            section, tie.label, tie.name, when(tie), _status(tie), tie.sources, words(tie.evidence, naming), tie.tie
        )


def _status(tie: TieFacts) -> str:
    return f"{tie.status} (possibly)" if getattr(tie, "held", None) == "possibly" else tie.status


def _figures(figures: tuple[Figure, ...], naming: Naming) -> Iterator[Line]:
    by_property: dict[str, list[Figure]] = {}
    for figure in figures:
        by_property.setdefault(figure.property, []).append(figure)
    for name, group in by_property.items():
        dated = sorted((figure for figure in group if _is_dated(figure)), key=lambda figure: figure.when or "")
        bars = sparkline([figure.value for figure in dated])
        for figure in (*dated, *(figure for figure in group if not _is_dated(figure))):
            yield Line(
                "Figures",
                name,
                str(figure.value),
                naming(figure.when) if figure.when else "",
                sources=tuple(dict.fromkeys(item.source for item in figure.evidence)),
                words=words(figure.evidence, naming),
                bound=figure.bound,
                unit=figure.unit or "",
                in_words=BOUND_WORDS[figure.bound] + f"{figure.value:,}" + (f" {figure.unit}" if figure.unit else ""),
                bars=bars,
            )
            bars = ""


def _is_dated(figure: Figure) -> bool:
    return figure.when is not None and figure.when[:1].isdigit()


def sparkline(values: list[float]) -> str:
    """Bars from zero to the largest of two or more values that are not negative; else nothing.

    >>> sparkline([44, 59, 60])
    '▆██'
    """
    if len(values) < 2 or min(values) < 0 or max(values) == 0:
        return ""
    return "".join(_BARS[max(0, round(value / max(values) * len(_BARS)) - 1)] for value in values)


def _tie(card: TieCard, naming: Naming) -> Iterator[Line]:
    tie = card.tie
    yield Line("", "status", tie.status)
    for label, value in (("title", tie.title), ("when", when(tie))):
        if value:
            yield Line("", label, value)
    details = {key: value for key, value in card.details.items() if key not in ("history", "agreement")}
    yield from _details(details, naming)
    for entry in card.details.get("history", ()):
        evidence = entry.get("evidence", ())
        sources = tuple(item.source for item in evidence)
        yield Line("History", entry.get("from", ""), "", "", entry["is"], sources, words(evidence, naming))
    for key, value in card.details.get("agreement", {}).items():
        if isinstance(value, list):
            value = ", ".join(naming(id) for id in value)
        yield Line("Agreement", key.replace("_", " "), naming(value) if key == "document" else value)
    yield from _attested("Evidence", tie.evidence, tie.sources, naming)


def _attested(section: str, evidence: Iterable[Evidence], sources: Iterable[str], naming: Naming) -> Iterator[Line]:
    """Who says so, one by one; then what the sources are called."""
    for item in evidence:
        by, quote = naming(item.by) if item.by else "", f"“{item.quote}”" if item.quote else ""
        yield Line(section, by, "", sources=(item.source,), words=quote)
    for id in sources:
        yield Line("Sources", id, naming(id))


def _source(card: SourceCard, naming: Naming) -> Iterator[Line]:
    yield from _details({key: value for key, value in card.details.items() if key != "passages"}, naming)
    for row in card.cited:
        by = naming(row.by) if row.by else ""
        yield Line(
            "What it says",
            row.what,
            row.name,
            "",
            "",
            (),
            "\n".join(filter(None, (f"“{row.quote}”" if row.quote else "", by and f"({by})"))),
        )
