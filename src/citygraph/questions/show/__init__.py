"""All that is known of one node, source or tie: its card for programs, and the card line by line for people."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Unpack

from citygraph.domain.kinds import Vocabulary
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_words import inflected
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.tie_facts import Evidence, TieFacts
from citygraph.graph.written import free_text
from citygraph.questions import Column, Naming, Parameter, Report, WrongOption
from citygraph.questions._columns import figure_in_words, noted, status, when, words
from citygraph.questions.agreements import signed_on
from citygraph.questions.neighbors import Neighbor
from citygraph.questions.show.cards import Card, NodeCard, Observation, SourceCard, TieCard, card_of
from citygraph.questions.show.sections import SECTIONS, CardSection, belongs, entries_of


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: its ``section``, ``what`` it is, its ``value``, and its sources with their ``words``.

    A figure has its ``bound`` and ``unit`` apart; for people it has the value ``in_words`` and ``bars``. A tie has its
    ``id``, its ``notes`` and its ``status``; for people, the status says what it is today: ``stands``. ``km`` is how
    far its other end is away, if that is known.
    """

    section: str
    what: str
    value: str
    when: str = ""
    status: str = ""
    stands: str = ""
    sources: tuple[str, ...] = ()
    words: str = ""
    id: str = ""
    bound: str = ""
    unit: str = ""
    notes: str = ""
    in_words: str = ""
    bars: str = ""
    km: str = ""


PANEL = "Ask"


def show(
    asked: Asked,
    what: Annotated[str, Parameter("A node or a source by any of its names, or a tie by its id.", "NAME", names="any")],
    *,
    section: Annotated[
        str | None,
        Parameter("Only this section of it, such as ties, economy or sources.", "SECTION", names="section"),
    ] = None,
    **lens: Unpack[LensWords],
) -> Report[CardLine, Card | CardSection]:
    """All that is known of a city, an official, an event, a source or a tie.

    If that is much, a table begins with a head that says how much there is in each section.

    [dim]citygraph show Jingdezhen[/dim]

    [dim]citygraph show sister-city.iznik.jingdezhen[/dim]

    [dim]citygraph show Jingdezhen --section economy[/dim]
    """
    seen, id = asked.lens(**lens), asked.resolve(what, (*NODE_TYPES, "source", "tie"))
    card = card_of(asked.view, id, seen)
    if section is None:
        return Report(card, lambda: _lines(card, asked, seen.day), _COLUMNS)
    entries = entries_of(card, asked.kinds)
    if section not in SECTIONS:
        hint = " ".join(filter(None, (did_you_mean(section, SECTIONS), f"`{id}` has {', '.join(entries)}")))
        raise WrongOption("--section", f"no record has a section `{section}`; {hint}")
    return Report(
        CardSection(id, section, entries.get(section, ()), card),
        lambda: (line for line in _lines(card, asked, seen.day) if belongs(line.section, section, card)),
        _COLUMNS,
        nothing=f"`{id}` has no section `{section}`; it has {', '.join(entries)}",
        is_no=True,
    )


_COLUMNS = [
    Column("section", lambda line: line.section, place="data"),
    Column("what", lambda line: line.what, place="data"),
    Column("what", lambda line: f"{line.what} {line.bars}".strip(), place="table"),
    Column("value", lambda line: line.value, place="data"),
    Column("value", lambda line: line.in_words or line.value, style="bold", place="table"),
    Column("bound", lambda line: line.bound, place="data"),
    Column("unit", lambda line: line.unit, place="data"),
    Column("when", lambda line: line.when),
    Column("status", lambda line: line.status, place="data"),
    Column("status", lambda line: line.stands or line.status, place="table"),
    Column("source", lambda line: ", ".join(line.sources), style="dim"),
    Column("words", lambda line: line.words, place="data"),
    Column("notes", lambda line: line.notes, place="data", optional=True),
    Column("id", lambda line: line.id, place="data"),
    Column("km", lambda line: line.km, place="data", optional=True),
    Column("words", lambda line: line.words, style="italic dim", place="below"),
]


def heading(card: Card, naming: Naming) -> tuple[str, *tuple[tuple[str, str], ...]]:
    """The title of a card, and its marks: type, country or kind, id."""
    if isinstance(card, NodeCard):
        return card.name, ("type", card.type), ("country", card.country or ""), ("id", card.id)
    if isinstance(card, TieCard):
        tie = card.tie
        return f"{naming(tie.from_)} {tie.label} {naming(tie.to)}", ("type", "tie"), ("kind", tie.kind), ("id", tie.tie)
    return card.title, ("type", "source"), ("id", card.id)


def _lines(card: Card, asked: Asked, today: datetime.date) -> Iterator[CardLine]:
    """A card line by line. A table has :func:`heading` above it, so its lines leave that out."""
    naming = asked.name
    if not asked.briefly:
        title, *marks = heading(card, naming)
        yield CardLine("", "name", title)
        yield from (CardLine("", what, value) for what, value in marks if value)
    if isinstance(card, NodeCard):
        yield from _node(card, naming, asked.kinds, today)
    elif isinstance(card, TieCard):
        yield from _tie(card, naming)
    else:
        yield from _source(card, naming)


def _node(card: NodeCard, naming: Naming, kinds: Vocabulary, today: datetime.date) -> Iterator[CardLine]:
    if card.names:
        yield CardLine("", "names", ", ".join(f"{name} ({language})" for language, name in card.names.items()))
    if card.aliases:
        yield CardLine("", "also called", ", ".join(card.aliases))
    if card.country and card.type != "country":
        from citygraph.domain.countries import country_name

        yield CardLine("", "country", country_name(card.country) or naming(card.country))
    if card.latitude is not None and card.longitude is not None:
        yield CardLine("", "coordinates", f"{card.latitude}, {card.longitude}")
    if card.identifiers:
        yield CardLine("", "identifiers", ", ".join(f"{scheme} {id}" for scheme, id in card.identifiers.items()))
    yield from _details(card.details, naming)
    yield from _figures(card.figures, naming)
    for post in card.posts:
        is_own = card.type == "official"
        title = f"{post.title}" + ("" if post.to == card.id else f", {post.of}")
        yield CardLine(
            "Posts",
            inflected("holds", post.stage) if is_own else title,
            title if is_own else post.name,
            when(post) or (f"seen {post.seen}" if post.seen else ""),
            *_status(post),
            post.sources,
            words(post.evidence, naming),
            post.tie,
            notes=free_text(post.notes),
            in_words="" if is_own or post.stage.is_fact else f"{inflected('is', post.stage)} {post.name}",
        )
    for paper in card.signed:
        yield CardLine(
            "Signed",
            paper.form or "agreement",
            f"{naming(paper.from_)} {paper.label} {naming(paper.to)}",
            signed_on(paper, today),
            *_status(paper),
            paper.sources,
            words(paper.evidence, naming),
            paper.tie,
            notes=free_text(paper.notes),
        )
    yield from _ties(card.ties, naming, kinds)
    for statement in card.statements:
        context = ", ".join(filter(None, (naming(statement.at) if statement.at else "", statement.on or "")))
        about = ", ".join(naming(id) for id in statement.about)
        sources = tuple(dict.fromkeys(item.source for item in statement.evidence))
        quotes = "\n".join(f"“{item.quote}”" for item in statement.evidence if item.quote)
        yield CardLine(
            "Said", naming(statement.by), f"about {about}" if about else "", context, sources=sources, words=quotes
        )
    yield from _attested("The record itself", card.evidence, card.sources, naming)


def _details(details: Mapping[str, Any], naming: Naming) -> Iterator[CardLine]:
    for key, value in details.items():
        label = key.replace("_", " ")
        if key in ("part_of", "on_behalf_of"):
            value = naming(value)
        yield CardLine("", label, free_text(value))


def _ties(ties: Iterable[Neighbor], naming: Naming, kinds: Vocabulary) -> Iterator[CardLine]:
    """A line for each tie, under its group. The rows are in the order of the vocabulary already."""
    for tie in ties:
        section = kinds[tie.kind].group.capitalize()
        yield CardLine(
            section,
            tie.label,
            tie.name,
            when(tie),
            *_status(tie),
            tie.sources,
            words(tie.evidence, naming),
            tie.tie,
            notes=free_text(tie.notes),
            km="" if tie.km is None else str(tie.km),
            in_words="" if tie.km is None else f"{tie.name}, {tie.km:,.0f} km",
        )


def _status(tie: TieFacts) -> tuple[str, str]:
    """The status of a tie, for programs and for people."""
    possibly = " (possibly)" if getattr(tie, "held", None) == "possibly" else ""
    return f"{tie.status}{possibly}", f"{status(tie)}{possibly}"


def _figures(observations: tuple[Observation, ...], naming: Naming) -> Iterator[CardLine]:
    """A line for each figure, by property: the dated ones first, in order of time, with bars beside the first."""
    by_property: dict[str, list[Observation]] = {}
    for one in observations:
        by_property.setdefault(one.property, []).append(one)
    for name, group in by_property.items():
        dated = sorted(filter(_is_dated, group), key=lambda one: one.when or "")
        bars = sparkline([one.value for one in dated])
        for one in (*dated, *(one for one in group if not _is_dated(one))):
            yield CardLine(
                "Figures",
                name,
                str(one.value),
                naming(one.when) if one.when else "",
                sources=tuple(dict.fromkeys(item.source for item in one.evidence)),
                words=words(one.evidence, naming),
                bound=one.bound,
                unit=one.unit or "",
                in_words=figure_in_words(one),
                bars=bars,
            )
            bars = ""


def _is_dated(observation: Observation) -> bool:
    return observation.when is not None and observation.when[:1].isdigit()


_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: list[float]) -> str:
    """Bars, from zero to the largest of two or more values; empty if there are fewer or one is negative.

    >>> sparkline([44, 59, 60])
    '▆██'
    """
    if len(values) < 2 or min(values) < 0 or max(values) == 0:
        return ""
    return "".join(_BARS[max(0, round(value / max(values) * len(_BARS)) - 1)] for value in values)


def _tie(card: TieCard, naming: Naming) -> Iterator[CardLine]:
    tie = card.tie
    yield CardLine("", "status", tie.status, in_words=tie.stage.word)
    for label, value in (("title", tie.title), ("when", when(tie))):
        if value:
            yield CardLine("", label, value)
    details = {key: value for key, value in card.details.items() if key not in ("history", "agreement")}
    yield from _details(details, naming)
    for entry in card.details.get("history", ()):
        evidence = entry.get("evidence", ())
        sources = tuple(item.source for item in evidence)
        yield CardLine(
            "History", entry.get("from", ""), "", status=entry["is"], sources=sources, words=words(evidence, naming)
        )
    for key, value in card.details.get("agreement", {}).items():
        if isinstance(value, list):
            value = ", ".join(naming(id) for id in value)
        yield CardLine("Agreement", key.replace("_", " "), naming(value) if key == "document" else value)
    yield from _figures(card.figures, naming)
    in_history = sum(len(entry.get("evidence", ())) for entry in card.details.get("history", ()))
    own = tie.evidence[: len(tie.evidence) - in_history]  # the lines of the history have the rest
    of_figures = (item.source for figure in card.figures for item in figure.evidence)
    yield from _attested("Evidence", own, dict.fromkeys((*tie.sources, *of_figures)), naming)


def _attested(section: str, evidence: Iterable[Evidence], sources: Iterable[str], naming: Naming) -> Iterator[CardLine]:
    """Each piece of evidence on a line; then the sources with their titles."""
    for item in evidence:
        by, quote = naming(item.by) if item.by else "", f"“{item.quote}”" if item.quote else ""
        yield CardLine(section, by, "", status=item.status or "", sources=(item.source,), words=quote)
    for id in sources:
        yield CardLine("Sources", id, naming(id))


def _source(card: SourceCard, naming: Naming) -> Iterator[CardLine]:
    yield from _details({key: value for key, value in card.details.items() if key != "passages"}, naming)
    for row in card.cited:
        by = f"({naming(row.by)})" if row.by else ""
        quote = f"“{row.quote}”" if row.quote else ""
        yield CardLine(
            "What it says",
            row.what,
            row.name,
            status=row.status or "",
            stands=noted(row.stage.word, row.notes) if row.stage else "",
            words="\n".join(filter(None, (quote, by))),
        )
