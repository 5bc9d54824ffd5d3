"""The records with some words in their names or their texts, and where these are."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import count
from typing import Any, Literal, NamedTuple, Protocol

from citygraph.domain.lens import Lens
from citygraph.domain.names import Match, Name, Names, fold
from citygraph.domain.sought_words import BEGINS, INSIDE, SoughtTerm, SoughtWords, Span, composed
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Stage
from citygraph.graph.interface import ReadGraph, ends, sources_of
from citygraph.graph.resolve import describe
from citygraph.graph.tie_facts import is_excluded, only_if_asked, only_in_python
from citygraph.graph.written import OF_SOURCES, WRITTEN_IN, Passage, WrittenRecord, writings
from citygraph.questions.ties import is_listed, tie_row

In = Literal["names", "words", "sources"]


class KeptSentence(Protocol):
    """A question that a folder keeps, as far as it is searched."""

    @property
    def id(self) -> str: ...
    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One record with the words in one of its names, or in one of its texts. ``matched`` is that name, or the text
    around the words; ``how`` is the role of the name (id, name, alias, a language tag, identifier, known for, tag), or
    what the text is (quote, notes, title …); ``in_`` says if it is a name, words that somebody wrote, or what describes
    a source. ``marks`` are the places of the words in ``matched``: where each starts and ends.

    Of a tie, ``name`` says how it reads ``from`` one end ``to`` the other, and ``status`` what it is; of a statement,
    ``id`` is that of its speaker. A ``type`` may also be *kind*, of a kind of tie, or *question*, of one that the
    folder keeps. Of a quote, ``source`` and ``by`` are the ids of its source and its speaker, and
    ``source_status`` is the status that the source gives to the tie."""

    id: str
    name: str
    type: str
    country: str | None
    matched: str
    how: str
    in_: In = "names"
    marks: tuple[Span, ...] = ()
    from_: str | None = None
    label: str | None = None
    to: str | None = None
    status: str | None = None
    source: str | None = None
    by: str | None = None
    source_status: str | None = None
    held: Held | None = only_if_asked()
    stage: Stage | None = only_in_python(None)
    notes: Any = only_in_python(None)


ALIKE = "spelled alike"
"""How a name is found that has none of the words."""


def search(graph: ReadGraph, text: str, lens: Lens | None = None, where: In | None = None) -> Iterator[FoundRecord]:
    """The rows of :func:`find`."""
    return found_in(graph, SoughtWords(text), lens, where).rows()


class _Hit(NamedTuple):
    """A text with the words: its rank, then what puts it in order among others of that rank. ``found`` counts hits, so
    no two are equal."""

    rank: int
    order: int
    id: str
    number: int
    text: str
    found: int
    writing: WrittenRecord


class Hits:
    """The records with the words in a ``named`` one of their names, the ``places`` with the words in a text, and the
    questions that are ``kept`` with the words in their sentence. ``sought`` are the words. Of the places there may be
    ``more`` than are wanted."""

    def __init__(
        self,
        graph: ReadGraph,
        sought: SoughtWords,
        lens: Lens,
        named: Sequence[FoundRecord],
        places: Sequence[_Hit],
        more: int,
        kept: Sequence[FoundRecord] = (),
    ) -> None:
        self._graph, self.sought, self._lens = graph, sought, lens
        self.named, self.places, self.more, self.kept = named, places, more, kept

    def __len__(self) -> int:
        return len(self.named) + len(self.places) + self.more + len(self.kept)

    def rows(self) -> Iterator[FoundRecord]:
        """Names, then texts: the closest first."""
        yield from self.named
        for place in self.places:
            passage = next(one for number, one in enumerate(place.writing.passages) if number == place.number)
            yield _row(self._graph, self.sought, self._lens, place.writing, passage)
        yield from self.kept


def found_in(
    graph: ReadGraph,
    sought: SoughtWords,
    lens: Lens | None = None,
    where: In | None = None,
    questions: Iterable[KeptSentence] = (),
    most: int | None = None,
) -> Hits:
    """Where a graph has the words that somebody looks for: in names, in texts, or in both; and in the sentences of kept
    ``questions``. Records with a name of similar spelling are found if nothing else is. At ``most`` so many texts are
    wanted; the others are only counted."""
    lens = lens or Lens()
    in_names = where in (None, "names")
    named = list(_named(graph, sought, lens, _all_named(graph, sought))) if in_names else []
    in_texts = where != "names" and sought.terms
    places, more = (
        _closest(_places(graph, sought, lens, where, {one.id for one in named}), most) if in_texts else ([], 0)
    )
    # Who types the name of a record does not mean a kind: half of all kinds have the word "city".
    if in_names and lens.is_empty and sought.terms and not named:
        named += _named_kinds(graph, sought)
    kept = [] if not sought.terms else list(_kept(questions, sought))
    if in_names and not (named or places or kept):
        names: Names = graph.graph["names"]
        near = (Name(id, describe(graph, id)[0], ALIKE) for id in names.near(sought.text, limit=10))
        named = list(_named(graph, sought, lens, near))
    return Hits(graph, sought, lens, named, places, more, kept)


def _kept(questions: Iterable[KeptSentence], sought: SoughtWords) -> Iterator[FoundRecord]:
    for one in questions:
        found = sought.found_in(one.sentence)
        if found and len(found[1]) == len(sought.terms):
            matched, marks = _around(sought, one.sentence)
            yield FoundRecord(one.id, one.id, "question", None, matched, "sentence", "words", marks)


# ------------------------------------------------------------------ in names


def _named_kinds(graph: ReadGraph, sought: SoughtWords) -> Iterator[FoundRecord]:
    """The kinds of ties of whose labels or id the words are words, or beginnings of words."""
    least = BEGINS + (len(sought.terms) > 1)
    for kind in graph.graph["kinds"].values():
        for how, text in (("label", kind.label), ("inverse label", kind.inverse), ("id", kind.id)):
            found = sought.found_in(text)
            if found and found[0] <= least and len(found[1]) == len(sought.terms):
                yield FoundRecord(kind.id, kind.label, "kind", None, text, how, marks=sought.places_in(composed(text)))
                break


def _named(graph: ReadGraph, sought: SoughtWords, lens: Lens, names: Iterable[Name]) -> Iterator[FoundRecord]:
    """The rows of names."""
    for name in names:
        called, type, country = describe(graph, name.id)
        if lens.is_empty or (name.id in graph.nodes and _admits_node(graph, name.id, lens)):
            text = composed(name.text)
            yield FoundRecord(name.id, called, type, country, name.text, name.how, marks=_lit(text, sought, name.text))


def _lit(text: str, sought: SoughtWords, written: str) -> tuple[Span, ...]:
    """The places of the words in a name, as far as its letters show them: *Osh* is found for *Ош*, and has none."""
    return sought.places_in(text) if text == written else ()


def _all_named(graph: ReadGraph, sought: SoughtWords) -> list[Name]:
    """The best name of each record: the whole name, its beginning, the beginning of a word, inside a word; then those
    that have the words in another order."""
    best: dict[str, tuple[int, int, str, str, Name]] = {}
    for rank, name in _matches(graph.graph["names"], sought):
        candidate = (rank, _HOW.get(name.how, 3), name.id, name.text, name)
        if name.id not in best or candidate < best[name.id]:
            best[name.id] = candidate
    return [found[-1] for found in sorted(best.values())]


_HOW = {"name": 0, "alias": 1, "id": 2}


def _matches(index: Names, sought: SoughtWords) -> Iterator[Match]:
    if sought.is_plain:
        yield from index.search(sought.text)
    if sought.is_plain and len(sought.terms) < 2:
        return
    several = [{name: rank for rank, name in _having(index, term)} for term in sought.terms]
    for name in set(several[0]).intersection(*several[1:]):
        ranks = [ranks[name] for ranks in several]
        yield Match(max(ranks) if len(ranks) == 1 else max(ranks) + _APART, name)


_APART = 4
"""The rank of a name that has all words, but apart, is behind all others."""


def _having(index: Names, term: SoughtTerm) -> Iterator[Match]:
    """The names that have one term as it is asked for."""
    wanted = fold(" ".join(term.words))
    for match in index.search(wanted):
        if term.most == INSIDE or (
            match.rank < _INSIDE and (term.most == BEGINS or _has_whole(match.name.text, wanted))
        ):
            yield match


_INSIDE = 3
_WORDS = re.compile(r"[^\W_]+")


def _has_whole(name: str, wanted: str) -> bool:
    """True if some words of a name that follow one another are the wanted key."""
    keys = [fold(word) for word in _WORDS.findall(name)]
    return any(
        "".join(keys[first:after]) == wanted for first in range(len(keys)) for after in range(first + 1, len(keys) + 1)
    )


def _admits_node(graph: ReadGraph, id: str, lens: Lens) -> bool:
    return lens.admits_node(graph.nodes[id]) and _has_tie(graph, id, lens)


def _has_tie(graph: ReadGraph, id: str, lens: Lens) -> bool:
    """True if the lens asks for no ties, or the node has a tie that it asks for."""
    asked = lens.asks_for_ties or lens.asks_for_words
    return not asked or any(lens.admits_tie(end.data) for end in ends(graph, id))


# ------------------------------------------------------------------ in texts


def _closest(places: Iterator[_Hit], most: int | None) -> tuple[list[_Hit], int]:
    """At ``most`` so many hits, in order, and the number of the others. These are let go at once: of a common word
    there are very many."""
    if most is None:
        return sorted(places), 0
    counted = count()
    hits = (hit for hit, _ in zip(places, counted, strict=False))
    closest = nsmallest(max(most, 1), hits)[:most]  # of none, `nsmallest` would look at none
    return closest, next(counted) - len(closest)


def _places(
    graph: ReadGraph, sought: SoughtWords, lens: Lens, where: In | None, named: Collection[str]
) -> Iterator[_Hit]:
    """The texts with the words, of records that have them all; those that a name shows already are left out."""
    found = count()
    all_terms = set(range(len(sought.terms)))
    shows_all, asks_for_all = lens.is_empty, where is None
    for writing in writings(graph, sought, ("source",) if where == "sources" else WRITTEN_IN):
        here, terms = [], set[int]()
        for number, passage in enumerate(writing.passages):
            if (asks_for_all or _is_asked(writing, passage, where)) and (hit := sought.found_in(passage.text)):
                here.append((hit[0], number, passage))
                terms |= hit[1]
        if terms == all_terms and (shows_all or _admits(graph, writing, lens)):
            order = _ORDER.get(writing.type, 0)
            for rank, number, passage in here:
                if not (writing.id in named and passage.field in _SHOWN_BY_NAMES):
                    yield _Hit(rank, order, writing.id, number, passage.text, next(found), writing)


_ORDER = {"tie": 1, "statement": 2, "source": 3}
_SHOWN_BY_NAMES = ("title", "known for", "tag")


def _is_asked(writing: WrittenRecord, passage: Passage, where: In | None) -> bool:
    return (writing.type == "source" and passage.field in OF_SOURCES) == (where == "sources")


def _admits(graph: ReadGraph, writing: WrittenRecord, lens: Lens) -> bool:
    """True if a lens that is not empty shows a record."""
    if edge := writing.edge:
        start, end, data = edge
        return lens.admits_tie(data) and is_listed(graph, lens, start, end)
    if writing.type == "source":
        return not (lens.asks_for_ties or lens.asks_for_nodes) and lens.sources.admits(writing.id)
    if writing.type != "statement":
        return _admits_node(graph, writing.id, lens)
    said = writing.record
    if lens.asks_for_ties or is_excluded(graph, said["by"], lens):
        return False
    concerned = [graph.nodes[id] for id in (said["by"], said.get("at"), *said.get("about", ())) if id in graph.nodes]
    return lens.sources.admits(*sources_of(said["evidence"])) and any(map(lens.admits_node, concerned))


def _row(graph: ReadGraph, sought: SoughtWords, lens: Lens, writing: WrittenRecord, passage: Passage) -> FoundRecord:
    matched, marks = _around(sought, passage.text)
    said: dict[str, Any] = {
        "matched": matched,
        "how": passage.field,
        "in_": "sources" if writing.type == "source" and passage.field in OF_SOURCES else "words",
        "marks": marks,
        "source": passage.source,
        "by": None if is_excluded(graph, passage.by, lens) else passage.by,
        "source_status": passage.status,
    }
    if edge := writing.edge:
        tie = tie_row(graph, edge.start, edge.from_start(writing.id), lens)
        name = f"{describe(graph, tie.from_)[0]} {tie.label} {describe(graph, tie.to)[0]}"
        return FoundRecord(
            tie.tie, name, "tie", None, **said, from_=tie.from_, label=tie.label, to=tie.to, status=tie.status,
            held=tie.held, stage=tie.stage, notes=tie.notes,
        )  # fmt: skip
    called, type, country = describe(graph, writing.id)
    if writing.type == "statement":
        return FoundRecord(writing.id, _told(graph, called, writing.record, lens), "statement", None, **said)
    return FoundRecord(writing.id, called, type, country, **said)


def _told(graph: ReadGraph, speaker: str, said: Any, lens: Lens) -> str:
    """A statement in a few words: who speaks, where and about what."""

    def names(*ids: str | None) -> str:
        shown = (id for id in ids if id in graph.nodes and not is_excluded(graph, id, lens))
        return ", ".join(describe(graph, id)[0] for id in shown if id)

    at, about = names(said.get("at")), names(*said.get("about", ()))
    return speaker + (f" at {at}" if at else "") + (f", about {about}" if about else "")


_MOST, _BEFORE = 240, 80
"""How many characters of a text a row shows, and how many of these stand before the words."""


def _around(sought: SoughtWords, text: str) -> tuple[str, tuple[Span, ...]]:
    """A text, or of a long one the part around the words; and where these are in it."""
    text = composed(" ".join(text.split()))
    marks = sought.places_in(text)
    if len(text) <= _MOST:
        return text, marks
    start = max(0, marks[0][0] - _BEFORE)
    if start:  # not in the midst of a word, if there are spaces
        start = text.find(" ", start, marks[0][0]) + 1 or start
    end = min(len(text), start + _MOST)
    if end < len(text):
        space = text.rfind(" ", marks[0][0], end)
        end = space if space > 0 else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    shown = tuple((first + shift, min(last, end) + shift) for first, last in marks if first < end)
    return before + text[start:end] + after, shown
