"""A brief in words: sections with groups of lines, each fact with the numbers of its sources.

All texts of the data come in through :func:`said`, so what writes a document has only to escape the signs of its
format.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from citygraph.domain.lens import Lens
from citygraph.domain.names import isolated, visible
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import inflected
from citygraph.graph.asked import Asked
from citygraph.graph.tie_facts import Evidence, TieFacts
from citygraph.graph.written import free_text
from citygraph.questions._columns import figure_in_words, status, when, words
from citygraph.questions._thirds import SECTIONS, decisive, doubt_of
from citygraph.questions.agreements import Agreement, signed_on, term
from citygraph.questions.brief.facts import Brief, Meeting
from citygraph.questions.compare import Comparison, Third, latest_of_each
from citygraph.questions.neighbors import Neighbor
from citygraph.questions.officials import Post
from citygraph.questions.promises import Promise
from citygraph.questions.show.cards import NodeCard
from citygraph.questions.ties import Tie
from citygraph.questions.timeline import in_words, meaning_of_marks, which
from citygraph.questions.timeline.entries import TimelineEntry

_NAME, _TEXT = 100, 400
"""The most letters of a name, and of a longer text."""
NO_SOURCE = "no source"


class TextRun(NamedTuple):
    """A piece of text; the name of what a line is about is ``strong``."""

    text: str
    strong: bool = False


class BriefItem(NamedTuple):
    """One fact of a line, and the numbers of what it rests on; ``no source`` if it rests on nothing."""

    runs: tuple[TextRun, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A line of a document: ``what`` is told, and one or several facts. ``section`` is empty in the head."""

    section: str
    group: str
    what: str
    items: tuple[BriefItem, ...]

    @property
    def text(self) -> str:
        return "; ".join(item.text for item in self.items)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note for item in self.items for note in item.notes))


class NumberedSource(NamedTuple):
    """A source under its number: its ``title``, what else its record says in words, its ``url``, and the ``passages``
    that the document cites, each under a number of its own: ``2.1``."""

    number: str
    title: str
    about: str
    url: str | None
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """A brief in words. ``names`` are the other names of what it is about, ``day`` is the day it was made for,
    ``scope`` what it is limited to, and ``signs`` what the signs at dates mean. It has ``most`` things under one word.
    ``nodes`` are the ids of what it is
    about, ``around`` those of what else a map of it shows, through the ``lens``."""

    title: str
    names: str
    day: str
    scope: str
    lines: tuple[BriefLine, ...]
    sources: tuple[NumberedSource, ...]
    signs: str
    most: int
    nodes: tuple[str, ...]
    around: tuple[str, ...]
    lens: Lens

    @property
    def made(self) -> str:
        """For which day it was made, and what it is limited to."""
        return f"Made for {self.day}." + (f" {self.scope}" if self.scope else "")

    def sections(self) -> Iterator[tuple[str, Iterator[tuple[str, Iterator[BriefLine]]]]]:
        """The titles of the sections, each with its groups, and these with their lines."""
        for title, lines in groupby(self.lines, key=lambda line: line.section):
            yield title, groupby(lines, key=lambda line: line.group)


def said(text: Any, most: int = _NAME) -> str:
    r"""A text of the data: on one line, cut to ``most`` letters; what cannot be seen in it is shown. If it has letters
    that run from right to left, the words around it keep their order.

    >>> said("a\tb"), said("x" * 300, 9)
    ('a\\tb', 'xxxxxx…xx')
    """
    shown = visible(" ".join(str(text).split()) if "\n" in str(text) else str(text)).strip()
    if len(shown) > most:
        end = most // 4
        shown = f"{shown[: most - end - 1]}…{shown[len(shown) - end :]}"
    return isolated(shown)


def is_address(text: str) -> bool:
    """True for an address that a program may open as a link: of the web, and without a sign that ends it."""
    return _ADDRESS.fullmatch(text) is not None


_ADDRESS = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)


def written(facts: Brief | Meeting, asked: Asked, lens: Lens, most: int) -> BriefDocument:
    """The words of a brief, with ``most`` things under one word; the others are counted."""
    writer = _BriefWriter(asked, lens, most)
    cards = [facts.card] if isinstance(facts, Brief) else [facts.one, facts.other]
    lines = [*(writer.brief(facts) if isinstance(facts, Brief) else writer.meeting(facts))]
    numbered, sources = writer.notes.numbered(lines)
    scope = "; ".join(said(words, _TEXT) for words in lens.in_words())
    return BriefDocument(
        title=" and ".join(writer.name(card.id) for card in cards),
        names=_names(facts.card, writer.most) if isinstance(facts, Brief) else "",
        day=facts.day,
        scope=f"Only what fits: {scope}." if scope else "",
        lines=numbered,
        sources=sources,
        signs="; ".join(filter(None, (meaning_of_marks(writer.dates), writer.meaning_of_note))),
        most=most,
        nodes=tuple(card.id for card in cards),
        around=tuple(dict.fromkeys(tie.node for tie in facts.card.ties)) if isinstance(facts, Brief) else (),
        lens=lens,
    )


def _names(card: NodeCard, most: int) -> str:
    names = [f"{said(name)} ({said(language)})" for language, name in card.names.items()]
    names += [f"also called {said(alias)}" for alias in card.aliases]
    more = f" · and {len(names) - most} more" if len(names) > most else ""
    return " · ".join(names[:most]) + more


class _BriefNotes:
    """What items rest on, as long as a document is not whole: its notes are keys. Once it is, they are numbered in the
    order in which a reader meets them."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._keys: dict[str, tuple[str, str]] = {}

    def of(self, evidence: Iterable[Evidence]) -> tuple[str, ...]:
        """The keys of evidence: of a passage, if there are words; else of the source."""
        found = [self.of_source(item.source, words((item,), self._asked.name)) for item in evidence]
        return tuple(dict.fromkeys(found)) or (NO_SOURCE,)

    def of_source(self, id: str, passage: str = "") -> str:
        """The key of a source, or of a passage in it."""
        key = f"{id} {passage}"
        self._keys[key] = id, passage
        return key

    def numbered(self, lines: Iterable[BriefLine]) -> tuple[tuple[BriefLine, ...], tuple[NumberedSource, ...]]:
        """The lines with numbers in place of keys, and the sources under their numbers."""
        cited: dict[str, dict[str, str]] = {}

        def number(key: str) -> str:
            if key not in self._keys:
                return key
            id, passage = self._keys[key]
            passages = cited.setdefault(id, {})
            source = str(list(cited).index(id) + 1)
            return passages.setdefault(passage, f"{source}.{len(passages) + 1}") if passage else source

        numbered = tuple(
            replace(line, items=tuple(item._replace(notes=tuple(map(number, item.notes))) for item in line.items))
            for line in lines
        )
        records: Mapping[str, Mapping[str, Any]] = self._asked.view.graph["sources"]
        sources = (
            _source(str(place), id, records.get(id, {}), passages)
            for place, (id, passages) in enumerate(cited.items(), 1)
        )
        return numbered, tuple(sources)


def _source(number: str, id: str, record: Mapping[str, Any], passages: Mapping[str, str]) -> NumberedSource:
    about = (record.get("type"), record.get("publisher"), record.get("published") or "no date")
    url = record.get("url")
    return NumberedSource(
        number,
        said(record.get("title", id), _TEXT),
        ", ".join(said(part) for part in about if part),
        None if url is None else said(url, _TEXT),
        tuple((number, said(passage, _TEXT)) for passage, number in passages.items()),
    )


class _BriefWriter:
    """Writes the lines of a document. ``dates`` are all dates in them, and ``meaning_of_note`` says what *note* means,
    if the word is used."""

    def __init__(self, asked: Asked, lens: Lens, most: int) -> None:
        self._asked, self._lens, self.most = asked, lens, most
        self.notes = _BriefNotes(asked)
        self.dates: list[str] = []
        self.meaning_of_note = ""

    def name(self, id: str) -> str:
        return said(self._asked.name(id))

    # ------------------------------------------------------------------ the two documents

    def brief(self, facts: Brief) -> Iterator[BriefLine]:
        card = facts.card
        yield from self._head(card, "")
        yield from self._posts(card, "In office")
        told = [tie for tie in card.ties if not self._is_promised(tie)]
        standing = [tie for tie in told if self._is(tie, "standing")]
        nothing, ties = ("tie", "tie in force"), f"neighbors {_word(card.id)}"
        yield from self._by_group("Partners and other ties", standing, self._seen_from_here, nothing, ties)
        yield from self._agreements(facts.agreements, "Agreements", card.id)
        yield from self._promises(facts.promises, "Promised", card.id)
        yield from self._coming(facts.coming, "In the next 12 months", card.id)
        occasions = sorted(
            (tie for tie in told if self._is(tie, "occurrence")), key=lambda tie: tie.time or "", reverse=True
        )
        nothing = "visit or other occasion", "visit or other occasion that took place"
        yield from self._by_group("Visits and other occasions", occasions, self._seen_from_here, nothing, ties)

    def meeting(self, facts: Meeting) -> Iterator[BriefLine]:
        found = facts.comparison
        far = "" if found.distance is None else f"{found.distance:,} km"
        yield BriefLine(
            "", "", "Distance", (BriefItem((TextRun(far or "not known: one of them has no coordinates"),)),)
        )
        between = f"Between {self.name(found.one.id)} and {self.name(found.other.id)}"
        nothing = "tie between them", "tie between them in force"
        told = [tie for tie in found.ties if not self._is_promised(tie)]
        ties = f"ties --between {_word(found.one.id)} {_word(found.other.id)}"
        yield from self._by_group(between, told, self._sentence_of, nothing, ties, lambda _: "")
        yield from self._agreements(facts.agreements, "Agreements between them", found.one.id)
        yield from self._promises(facts.promises, "Promised between them", found.one.id)
        yield from self._coming(facts.coming, "Between them in the next 12 months", found.one.id)
        yield from self._common(found)
        for card in (facts.one, facts.other):
            title = self.name(card.id)
            names = _names(card, self.most)
            yield from [BriefLine(title, "", "Names", (BriefItem((TextRun(names),)),))] if names else []
            yield from self._head(card, title)
            yield from self._posts(card, title, "In office")

    # ------------------------------------------------------------------ sections

    def _head(self, card: NodeCard, section: str) -> Iterator[BriefLine]:
        """Who and where it is, and its latest figures."""
        record = card.details

        def line(what: str, text: str, notes: tuple[str, ...] = ()) -> BriefLine:
            return BriefLine(section, "", what, (BriefItem((TextRun(text),), notes),))

        attested = self.notes.of(card.evidence)
        is_what = [said(record.get("level") or record.get("type") or card.type)]
        is_what += [f"part of {self.name(record['part_of'])}"] if "part_of" in record else []
        if card.type != "country":
            is_what.append(self._country(card.country) if card.country else "country not known")
        yield line("What and where", ", ".join(is_what), attested)
        if not card.names:
            yield line("Names", self._nothing("no name in another language"))
        place = f"{card.latitude}, {card.longitude}"
        yield line("Coordinates", self._nothing("no place") if card.latitude is None else place)
        if known_for := record.get("known_for"):
            yield line("Known for", ", ".join(said(word) for word in known_for))
        for figure in latest_of_each(card.figures):
            time = figure.when and self.name(figure.when)
            self.dates += [figure.when] if figure.when else []
            text = said(figure_in_words(figure)) + (f" ({time})" if time else " (time not known)")
            yield line(said(figure.property.replace("-", " ").capitalize()), text, self.notes.of(figure.evidence))

    def _posts(self, card: NodeCard, section: str, what: str = "") -> Iterator[BriefLine]:
        def post(row: Post) -> BriefItem:
            title = said(row.title) if row.title else "title not known"
            where = "" if row.to == card.id else f", {said(row.of)}"
            return self._item(row, [TextRun(said(row.name), True), TextRun(f", {title}{where}")], row.seen)

        def how(row: Post) -> str:
            return what if row.stage.is_fact else inflected("holds", row.stage)

        nothing = "person in office"
        listed = f"show {_word(card.id)} --section posts"
        yield from self._by_group(section, card.posts, post, (nothing, nothing), listed, how)

    def _agreements(self, rows: Sequence[Agreement], section: str, of: str) -> Iterator[BriefLine]:
        def paper(row: Agreement) -> BriefItem:
            ends = term(row, self._lens.day) or "its end is not known"
            signed = signed_on(row, self._lens.day) or "the day of signature is not known"
            told = [f"signed {signed}" if signed == row.signed else signed, ends]
            told += [f"signed by {', '.join(self.name(id) for id in row.signed_by)}"] if row.signed_by else []
            told += [f"follows {said(row.follows)}"] if row.follows else []
            told += [f"followed by {', '.join(said(id) for id in row.followed_by)}"] if row.followed_by else []
            self.dates += filter(None, (row.signed, row.approved, row.expires))
            told += [f"document {self.name(row.document)}"] if row.document else []
            item = self._item(row, [*self._sentence(row), TextRun(": " + ", ".join(told))])
            document = (self.notes.of_source(row.document),) if row.document else ()
            return item._replace(notes=item.notes + document)

        def form(row: Agreement) -> str:
            return said(row.form) if row.form else "agreement"

        told = [row for row in rows if not self._is_promised(row)]
        nothing, listed = ("agreement", "agreement in force"), f"agreements {_word(of)}"
        yield from self._by_group(section, told, paper, nothing, listed, form)

    def _promises(self, rows: Sequence[Promise], section: str, of: str) -> Iterator[BriefLine]:
        def promise(row: Promise) -> BriefItem:
            told = [f"due {row.due}" if row.due else "no day is said"]
            told += [f"said {row.said}"] if row.said else []
            self.dates += filter(None, (row.due, row.said))
            told.append(row.stage.word)
            runs = [*self._sentence(row), TextRun(f" ({', '.join(told)})")]
            runs += [TextRun(f". Note: {said(free_text(row.notes), _TEXT)}")] if row.notes else []
            return BriefItem(tuple(runs), self.notes.of(row.evidence))

        groups = {
            "overdue": "Overdue",
            "open": "Open",
            "unknown": "No source says what became of it",
            "dropped": "Cancelled",
        }
        lines = [
            BriefLine(
                section,
                title,
                "",
                self._cut([promise(row) for row in rows if row.outcome == outcome], f"promises {_word(of)}"),
            )
            for outcome, title in groups.items()
            if any(row.outcome == outcome for row in rows)
        ]
        if not any(row.outcome in ("overdue", "open") for row in rows):
            yield self._none(section, "no open promise")
        yield from lines

    def _coming(self, entries: Sequence[TimelineEntry], section: str, about: str) -> Iterator[BriefLine]:
        items = []
        for entry in entries:
            self.dates += [entry.when] if entry.when else []
            text = f"{in_words(entry)}: {which(entry, self._asked.name, about)}"
            stage = entry.stage
            word = f" ({stage.word})" if stage is not None and not stage.is_plain else ""
            runs = TextRun(entry.when or "", True), TextRun(f" {said(text, _TEXT)}{word}")
            items.append(BriefItem(runs, self.notes.of(entry.evidence)))
        yield (
            BriefLine(section, "", "", self._cut(items, f"timeline {_word(about)}"))
            if items
            else self._none(section, "no date to come")
        )

    def _common(self, found: Comparison) -> Iterator[BriefLine]:
        section, kinds = "In common", self._asked.kinds
        groups: dict[str, list[BriefLine]] = {"": [], _NOT_SURELY_COMMON: []}
        for part in SECTIONS:
            items: dict[str, list[BriefItem]] = {title: [] for title in groups}
            for third in getattr(found, part).common:
                is_sure = not any(doubt_of(decisive(ties, kinds)) for ties in (third.one, third.other))
                items["" if is_sure else _NOT_SURELY_COMMON].append(self._third(third, found))
            for title, several in items.items():
                if several:
                    listed = f"compare {_word(found.one.id)} {_word(found.other.id)}"
                    groups[title].append(BriefLine(section, title, part.capitalize(), self._cut(several, listed)))
        if found.known_for.common:
            text = ", ".join(said(word) for word in found.known_for.common)
            groups[""].append(BriefLine(section, "", "Known for", (BriefItem((TextRun(text),)),)))
        yield from groups[""] or [self._none(section, "nothing in common")]
        yield from groups[_NOT_SURELY_COMMON]

    def _third(self, third: Third, found: Comparison) -> BriefItem:
        """A third node, with the ties that each of the two has to it."""
        runs, evidence = [TextRun(self.name(third.id), True)], []
        for side, ties in ((found.one, third.one), (found.other, third.other)):
            told = [said(tie.label) + self._in_brackets(tie) for tie in ties]
            runs.append(TextRun(f"; {self.name(side.id)}: {', '.join(told)}"))
            evidence += [item for tie in ties for item in tie.evidence]
        return BriefItem(tuple(runs), self.notes.of(evidence))

    # ------------------------------------------------------------------ groups of ties

    def _by_group(
        self,
        section: str,
        rows: Iterable[TieFacts],
        item: Callable[[Any], BriefItem],
        nothing: tuple[str, str],
        listed_by: str,
        word: Callable[[Any], str] = lambda row: said(row.label),
    ) -> Iterator[BriefLine]:
        """Lines by how the ties stand, first what holds. ``nothing`` is what there is none of, if there are no ties at
        all, and if none of them holds; ``listed_by`` is the question that lists them all."""
        groups: dict[str, dict[str, list[BriefItem]]] = {title: {} for title in _GROUPS}
        for row in rows:
            groups[self._group(row)].setdefault(word(row), []).append(item(row))
        if not groups[_HOLDS] and not groups[_HELD]:
            yield self._none(section, f"no {nothing[any(groups.values())]}")
        for title, lines in groups.items():
            shown = "" if title == _HOLDS else title
            for said_first, items in lines.items():
                yield BriefLine(section, shown, said_first, self._cut(items, listed_by))

    def _group(self, row: Any) -> str:
        if self._lens.at:
            return _HELD if row.held == "yes" else _PERHAPS_HELD
        stage: Stage = row.stage
        return _HOLDS if stage.is_fact else _OVER if stage.is_over else _TO_COME if stage.is_plan else _OPEN

    def _is_promised(self, row: TieFacts) -> bool:
        """True if a tie is a plan, so that it stands among what was promised."""
        return row.stage.is_plan

    def _seen_from_here(self, row: Neighbor) -> BriefItem:
        called = self.name(row.node)
        has_country = row.type != "city" or row.country is None or called.endswith(f", {row.country}")
        where = "" if has_country else f", {self._country(str(row.country))}"
        return self._item(row, [TextRun(called, True), TextRun(where)])

    def _sentence_of(self, row: Tie) -> BriefItem:
        return self._item(row, self._sentence(row))

    def _sentence(self, row: Tie) -> list[TextRun]:
        return [TextRun(self.name(row.from_), True), TextRun(f" {said(row.label)} "), TextRun(self.name(row.to), True)]

    def _item(self, row: Any, runs: Sequence[TextRun], seen: str | None = None) -> BriefItem:
        return BriefItem((*runs, TextRun(self._in_brackets(row, seen))), self.notes.of(row.evidence))

    def _in_brackets(self, row: Any, seen: str | None = None) -> str:
        """When a tie holds, and what it is today, as in all tables; no word for what plainly holds."""
        self.dates += filter(None, (row.time, row.on, row.since, row.until, seen))
        told = [when(row) or (f"seen {seen}" if seen else "")]
        if not row.stage.is_plain:
            told.append(status(row))
        elif row.notes:
            told.append("note")
        if row.notes:
            self.meaning_of_note = "note: the record says more, which citygraph show prints"
        known = ", ".join(filter(None, told))
        return f" ({known})" if known else ""

    def _is(self, row: Neighbor, nature: str) -> bool:
        return self._asked.kinds[row.kind].nature == nature

    def _country(self, code: str) -> str:
        return said(self._asked.country_name(code))

    # ------------------------------------------------------------------ what is not known, and what is left out

    def _nothing(self, what: str) -> str:
        return f"{what} is written down" + ("" if self._lens.is_empty else " that fits")

    def _none(self, section: str, what: str) -> BriefLine:
        text = self._nothing(what)
        return BriefLine(section, "", "", (BriefItem((TextRun(text[0].upper() + text[1:] + "."),)),))

    def _cut(self, items: Sequence[BriefItem], listed_by: str) -> tuple[BriefItem, ...]:
        more = len(items) - self.most
        rest = BriefItem((TextRun(f"and {more:,} more, which “citygraph {listed_by}” lists"),))
        return (*items[: self.most], rest) if more > 0 else tuple(items)


def _word(id: str) -> str:
    """An id as a word of a command line."""
    return shlex.quote(said(id))


_HOLDS, _HELD, _PERHAPS_HELD = "In force", "Held then", "Possibly held then"
_NOT_SURELY_COMMON = "Planned, over, or not known how it stands"
_TO_COME, _OPEN, _OVER = "Planned or proposed", "Not known how it stands", "Over"
_GROUPS = (_HOLDS, _HELD, _PERHAPS_HELD, _TO_COME, _OPEN, _OVER)
"""The groups of ties, what holds first."""
