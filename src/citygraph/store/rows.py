"""The rows of one file in the store: its records, and its references to other files."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from citygraph.domain import tie_rules
from citygraph.domain.dates import OPEN, first_day, is_ahead, last_day
from citygraph.domain.held import DATES, lived
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.names import Name, fold
from citygraph.domain.terms import DISPUTED, NODE_TYPES
from citygraph.folder.checks import is_clean_alone
from citygraph.folder.checks.references import name_key
from citygraph.folder.checks.ties import next_turn
from citygraph.folder.csv_text import CsvRow
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.likeness import ENDS, Likeness, likeness
from citygraph.folder.parser import FileContents, statuses_in
from citygraph.folder.records import Part, Record, encode
from citygraph.graph.interface import names_of
from citygraph.store import lives, told
from citygraph.store.layout import (
    STANDINGS,
    TAG,
    TYPE_BITS,
    IdNumbers,
    declared_place,
    default_id,
    number,
    unread_place,
)
from citygraph.store.problems import encode_problems

Row = tuple[Any, ...]
PlainTies = tuple[Sequence[int], list[int], list[int], list[int], list[int], list[int | str], list[str], list[str]]
"""Ties without an id, a status or a date of their own, as columns: their numbers, ends, kinds, what they tell,
standings, lives, and data."""
Verdict = Callable[[Record, bool], Collection[Part] | None]
"""Returns the wrong parts of a record, of which may be known that the checks which look at it alone find nothing; None
if the whole record must be left out."""

_ANY_NODES = (sum(TYPE_BITS[type] for type in NODE_TYPES),) * 2
_NO_PARTS: tuple[Part, ...] = ()
_MOST_REMEMBERED = 1 << 16


@dataclass(slots=True)
class BlockRows:
    """What is known of a block of a table only when it ends: what it asks for, the ids that it may declare in text that
    cannot be read, and its problems."""

    asks: set[tuple[int, int]] = field(default_factory=set)
    unread: list[int] = field(default_factory=list)
    problems: Diagnostics = field(default_factory=Diagnostics)


@dataclass(slots=True)
class FileRows:
    """The rows of one file, by table, and its ``problems``. ``doubts`` are the numbers of records that need a second
    look in any case; ``turns`` is the next day on which one may need it. ``kinds`` are how many ties of each there
    are."""

    f: int
    problems: Diagnostics = field(default_factory=Diagnostics)
    turns: datetime.date | None = None
    doubts: set[int] = field(default_factory=set)
    declared: list[Row] = field(default_factory=list)
    blocks: list[Row] = field(default_factory=list)
    asked: list[Row] = field(default_factory=list)
    in_block: BlockRows = field(default_factory=BlockRows)
    nodes: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    spoken: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    plain_ties: list[PlainTies] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    citations: dict[int, list[int]] = field(default_factory=dict)
    standings: Counter[int | str] = field(default_factory=Counter)
    kinds: Counter[int] = field(default_factory=Counter)
    dates: set[str] = field(default_factory=set)
    beside_before: int = 0
    accepted: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """All rows, as pairs of table name and rows."""
        yield from self.rows_by_file()
        yield "nodes", self.nodes
        yield "sources", self.sources
        yield "statements", self.statements
        yield "spoken", self.spoken
        yield "ties", self.ties
        yield "names", self.names
        yield "days", self.days()

    def drain(self) -> list[tuple[str, list[Row]]]:
        """Take out all rows so far. The counts of citations and standings stay until the end of the file."""
        citations, self.citations = self.citations, {}
        standings, self.standings = self.standings, Counter()
        rows = list(self.rows())
        self.citations, self.standings = citations, standings
        self.beside_before += len(self.accepted) + len(self.checks) + len(self.questions)
        self.declared, self.blocks, self.asked = [], [], []
        self.accepted, self.checks, self.questions = [], [], []
        self.doubts = set()
        self.nodes, self.sources, self.statements, self.spoken, self.ties, self.names = [], [], [], [], [], []
        self.dates = set()
        return rows

    def end_block(self, first: int) -> Diagnostics:
        """Note what is known at the end of the block with the row ``first``, and return its problems."""
        ended, self.in_block = self.in_block, BlockRows()
        bit = TYPE_BITS["unread"]
        self.declared += [(unread_place(first + at), n, bit, None, None) for at, n in enumerate(ended.unread)]
        self.asked += [(first, *ask) for ask in sorted(ended.asks)]
        return ended.problems

    def days(self) -> list[Row]:
        """The rows for its dates: as written, first day, last day."""
        rows = []
        for date in sorted(self.dates):
            last = last_day(date)
            rows.append((date, first_day(date).isoformat(), last and last.isoformat()))
        return rows

    def rows_by_file(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows that begin with the file's number."""
        f = self.f
        yield "declared", [(f, *row) for row in self.declared]
        yield "blocks", [(f, *block) for block in self.blocks]
        yield "doubts", [(f, row) for row in self.doubts]
        yield "asks", [(f, *ask) for ask in self.asked]
        yield "citations", [(f, n, *counts) for n, counts in self.citations.items()]
        yield "standings", [(f, standing, count) for standing, count in self.standings.items()]
        for table, rows in (("accepted", self.accepted), ("checks", self.checks), ("questions", self.questions)):
            yield table, [(f, place, *row) for place, row in enumerate(rows, self.beside_before)]


class SelfContainedChecks:
    """What checks can look up when a record is checked alone: the vocabulary and the day, but no other record."""

    def __init__(self, vocabulary: Vocabulary, today: datetime.date) -> None:
        self.vocabulary = vocabulary
        self.today = today
        self._clean: dict[Likeness, tuple[bool, datetime.date | None]] = {}
        self.ranks = {kind: rank for rank, kind in enumerate(vocabulary)}
        self.natures = {kind.id: kind.nature for kind in vocabulary.values()}
        self.ends = {kind.id: (bits(kind.starts), bits(kind.ends)) for kind in vocabulary.values()}

    def is_clean(self, tie: Record) -> tuple[bool, datetime.date | None]:
        """True if a tie is sound by itself; and the day on which that may change, or None. Results are remembered,
        since many ties are alike."""
        key = likeness(tie, self.today)
        if key not in self._clean:
            if len(self._clean) > _MOST_REMEMBERED:
                self._clean.clear()
            folder: Any = self
            self._clean[key] = is_clean_alone(tie, folder), next_turn(tie, self.today)
        return self._clean[key]


def rows_of(ties: PlainTies, ids: Iterable[str | None]) -> Iterator[Row]:
    """The rows of such ties, with all of their columns."""
    for id, (t, a, b, kind, *others) in zip(ids, zip(*ties, strict=True), strict=False):
        yield t, a, b, kind, id, None, None, None, *others


def bits(types: Collection[str]) -> int:
    """A set of types as bits: see ``TYPE_BITS``."""
    return sum(TYPE_BITS[type] for type in types)


def enter(
    contents: FileContents,
    f: int,
    alone: SelfContainedChecks,
    ids: IdNumbers,
    verdict: Verdict | None = None,
    first: int = 0,
) -> FileRows:
    """The rows of a file's contents. Without a ``verdict``, every record without a mistake of its own counts as
    sound. ``first`` is the first row of the block that they are in, if they are some of a table."""
    entering = RowWriter(f, alone, ids, verdict)
    entering.take(contents)
    entering.entries.end_block(first)
    return entering.entries


class RowWriter:
    """Turns the records of one file into rows, piece by piece."""

    def __init__(self, f: int, alone: SelfContainedChecks, ids: IdNumbers, verdict: Verdict | None = None) -> None:
        self.entries = FileRows(f)
        self.alone = alone
        self.ids = ids
        self.verdict = verdict
        self.row = 0  # the number of the record that is entered
        self.next = 0  # the number of the first row after the last block

    def take(self, contents: FileContents) -> None:
        """Add the next piece of the file."""
        entries = self.entries
        entries.problems.include(contents.diagnostics)
        entries.in_block.problems.include(contents.diagnostics)
        entries.in_block.unread += [self.ids[id] for id in sorted(contents.unread)]
        for record in contents.records:
            self.row = row_of_table(record) or self.row + 1
            if record.type == "tie":
                self.tie(record)
            elif record.type == "kind":
                self.declare(record.id, "kind", detail=encode(record.data))
                self.doubt()  # whether it is complete depends on other records of the kind
            elif record.type == "accepted":
                self.accepted(record)
            elif record.type == "check":
                self.check(record)
            elif record.type == "question":
                self.question(record)
            else:
                self.other(record)
        if contents.block:
            problems = entries.end_block(contents.block.first)
            kept = encode_problems(problems, contents.block.line) if problems.numbers else None
            entries.blocks.append((*contents.block, contents.digest, kept))
            self.next = contents.block.first + contents.block.rows

    def end(self) -> None:
        """Note what is known at the end of the file."""
        self.entries.end_block(self.next)

    def accepted(self, record: Record) -> None:
        """Note a finding that the file accepts."""
        folder: Any = self.alone
        if self.verdict is None and not is_clean_alone(record, folder):
            self.doubt()
        self.ask(record)
        data = self.sound(record)
        if data is not None:
            spans = _spans(record, "check", "record")
            self.entries.accepted.append((data["check"], data["record"], data["because"], spans))

    def check(self, record: Record) -> None:
        """Note a check of the folder's own."""
        data = self.sound(record)
        if data is not None:
            severity, spans = data.get("severity", "warning"), _spans(record, "", "sentence", "sql")
            self.entries.checks.append((record.id, severity, data["sentence"], data["sql"], spans))

    def question(self, record: Record) -> None:
        """Note a question that the file keeps."""
        data = self.sound(record)
        if data is not None:
            spans = _spans(record, "", "command")
            self.entries.questions.append((record.id, data["sentence"], data["command"], spans))

    def declare(self, id: str, type: str, name: str | None = None, detail: str | None = None) -> None:
        place = declared_place(self.row, beside=type in ("quote", "time"))
        self.entries.declared.append((place, self.ids[id], TYPE_BITS[type], name, detail))

    def doubt(self) -> None:
        """Note that the record needs a second look."""
        self.entries.doubts.add(self.row)

    def sound(self, record: Record, *, is_clean: bool = False) -> dict[str, Any] | None:
        """The sound data of a record, or None."""
        wrong: Collection[Part] | None = self.verdict(record, is_clean) if self.verdict else _NO_PARTS
        return None if wrong is None else record.without(wrong)

    def ask(self, record: Record, *, kept: bool = False) -> None:
        """Note the ids that a record refers to. The ends of a tie that is ``kept`` are left out, since its row has
        them."""
        ids, asks = self.ids, self.entries.in_block.asks
        starts, leads = self.alone.ends.get(record.data.get("kind", ""), _ANY_NODES)
        for reference in record.references:
            types = bits_of(reference.types)
            if record.type == "tie" and reference.key in ENDS:
                if kept:
                    continue
                types &= leads if reference.key == "to" else starts
            asks.add((ids[reference.target], types))
        for quotation in record.quotations:
            asks.add((ids[f"quote:{quotation.source}"], 0))

    def tie(self, record: Record) -> None:
        entries, ids = self.entries, self.ids
        kind = self.alone.ranks.get(record.data.get("kind", ""))
        # This includes ties that are left out: a later day may make them sound, and mistakes do not hide each other.
        clean, turns = self.alone.is_clean(record)
        data = self.sound(record, is_clean=clean)
        if kind is None or (not clean and self.verdict is None):
            self.doubt()
        self.turn(turns)
        if data is None or kind is None:
            if row_of_table(record):
                self.doubt()  # the only way to find its ends again
            self.ask(record)
            if record.id:
                self.declare(record.id, "tie")
            return
        self.ask(record, kept=True)
        self.entries.in_block.asks.update((ids[f"{TAG}{tag}"], 0) for tag in data.get("tags", ()))
        for key in _DERIVED:
            if key in record.places and key not in data:
                data = {**data, key: None}
        if self.has_lost_a_status(record, data):
            data = {**{key: value for key, value in data.items() if key != "history"}, "status": None}
        start, end = data["from"], data["to"]
        id = None if record.id == default_id(data["kind"], start, end) else record.id
        said = encode({key: value for key, value in data.items() if key not in _ELSEWHERE})
        history = data.get("history", ())
        since = until = None
        status = tie_rules.status_in_evidence(data)
        if history:
            since = None if "since" in data else tie_rules.since(history)
            until = None if "until" in data else tie_rules.until(history)
            status = status or tie_rules.status_of_today(history, self.alone.today)
        standing = self.standing(data, status, until)
        entries.standings[standing] += 1
        entries.kinds[kind] += 1
        life = lives.written(lived({"nature": self.alone.natures[data["kind"]], **_dated(data, since, until)}))
        a, b = ids[start], ids[end]
        tells = told.of(data, ids)
        entries.ties.append((self.take_number(), a, b, kind, id, since, until, status, tells, standing, life, said))
        self.note_dates(data, DATES)
        if history:
            entries.dates.update(filter(None, (since, until)))
        self.cite_all("tie", data)

    @staticmethod
    def has_lost_a_status(tie: Record, data: dict[str, Any]) -> bool:
        """True if the evidence of a tie gives statuses, and a status that the file gives is not in ``data``, so that
        the rest would read as more certain. If the rest contradicts itself already, nothing is lost."""
        given = statuses_in(tie.data.get("evidence", ()))
        if not given and not tie.lacks_status:  # most ties
            return False
        is_lost = tie.lacks_status or ("status" in tie.places and "status" not in data)
        is_lost = is_lost or statuses_in(data.get("evidence", ())) < given
        return is_lost and tie_rules.status_in_evidence(data) != DISPUTED

    def standing(self, data: dict[str, Any], status: str | None, until: str | None) -> int | str:
        """What the standing of a tie follows from, as its row has it: see :mod:`citygraph.store.layout`. The status and
        the end that are not in its record are given beside it."""
        status = status or data.get("status") or "unknown"
        nature, history, until = self.alone.natures[data["kind"]], data.get("history"), data.get("until") or until
        if not history and not until:  # most ties
            return _STANDINGS[nature, status]
        grounds = tie_rules.grounds({"nature": nature, "status": status, "until": until, "history": history})
        return _STANDINGS[nature, status] if len(grounds) == _PLAIN else encode(grounds)

    def note_dates(self, data: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Note the dates under these keys of a record."""
        for key in keys:
            if (date := data.get(key)) and date != OPEN:
                self.entries.dates.add(date)

    def note_figures(self, data: Mapping[str, Any]) -> None:
        """Note the sources and the dates of the figures of a node or a tie. The source of a figure attests the figure,
        not the tie."""
        for observation in data.get("observations", ()):
            self.cite(observation["evidence"])
            self.note_dates(observation, ("period", "as_of"))

    def take_number(self) -> int:
        return number(self.entries.f, self.row)

    def cite_all(self, type: str, data: Mapping[str, Any]) -> None:
        """Count what the sound data of a record cites."""
        if type == "tie":
            self.cite(tie_rules.all_evidence(data), tie=True)
        elif type != "source":
            self.cite(data.get("evidence", ()))
        self.note_figures(data)

    def cite(self, evidence: Collection[Mapping[str, Any]], *, tie: bool = False) -> None:
        ids, citations = self.ids, self.entries.citations
        for item in evidence:
            citations.setdefault(ids[item["source"]], [0, 0])[0] += 1
        if tie:
            for source in {item["source"] for item in evidence}:
                citations[ids[source]][1] += 1

    def other(self, record: Record) -> None:
        entries = self.entries
        self.ask(record)
        if record.type in NODE_TYPES:
            self.declare_node(record.type, record.id, record.data, encode(record.data.get("identifiers", {})))
        elif record.id:
            self.declare(record.id, record.type)
        if record.type == "source" and "passages" in record.data:
            self.declare(f"quote:{record.id}", "quote", detail=encode(record.data["passages"]))
        if "when" in record.data:
            self.happens(record.id, record.data["when"])
        data = self.sound(record)
        if data is None:
            return
        self.note_dates(data, NODE_DATES)
        if record.type == "statement":
            r = self.take_number()
            entries.statements.append((r, encode(data)))
            entries.spoken += [(self.ids[id], r) for id in spoken_of(data)]
        elif record.type == "source":
            r = self.take_number()
            entries.sources.append((r, self.ids[record.id], encode(data)))
            self.name(r, record.type, record.id, data)
        else:
            self.node(record.type, record.id, data, encode(data))
        self.cite_all(record.type, data)

    def happens(self, event: str, when: str) -> None:
        """Note when an event takes place, which decides if ties to it can have taken place, too."""
        self.declare(event, "time", detail=when)
        if is_ahead(when, self.alone.today):
            self.turn(first_day(when))

    def turn(self, day: datetime.date | None) -> None:
        """Note a day on which a record needs a second look."""
        entries = self.entries
        if day and (entries.turns is None or day < entries.turns):
            entries.turns = day

    def declare_node(self, type: str, id: str, data: dict[str, Any], identifiers: str) -> None:
        """Note that there is a node, and what tells it from its namesakes: its ``identifiers``, as JSON."""
        if data.get("name"):
            self.declare(id, type, "\x1f".join(name_key(type, data)), identifiers)
        else:
            self.declare(id, type)

    def node(self, type: str, id: str, data: dict[str, Any], said: str) -> None:
        """Enter a sound node; ``said`` is its data as JSON."""
        r = self.take_number()
        latitude, longitude = data.get("coordinates", (None, None))
        country = data.get("iso", id) if type == "country" else data.get("country")
        self.entries.nodes.append((r, self.ids[id], type, data.get("name", id), country, latitude, longitude, said))
        self.name(r, type, id, data)

    def name(self, r: int, type: str, id: str, data: dict[str, Any]) -> None:
        """Enter the names of a node or a source."""
        n, names = self.ids[id], self.entries.names
        for named in dict.fromkeys(names_of(type, id, data)):  # a name written twice is one name
            key = named.key
            names.append((key, n, named.how, named.text, r, searched(named, key)))


def _dated(data: dict[str, Any], since: str | None, until: str | None) -> dict[str, Any]:
    """The data of a tie with the dates that only its history gives."""
    return {**data, "since": data.get("since") or since, "until": data.get("until") or until}


def row_of_table(record: Record) -> int:
    """The number of the row that has a record; 0 if it is in no table."""
    return record.document.row if isinstance(record.document, CsvRow) else 0


def _spans(record: Record, *keys: str) -> str:
    """The places of these keys of a record, as JSON."""
    return encode([dataclasses.astuple(record.span(key)) for key in keys])


def spoken_of(statement: dict[str, Any]) -> list[str]:
    """The nodes that a statement is by, at or about."""
    ids = dict.fromkeys((statement["by"], statement.get("at"), *statement.get("about", ())))
    return [id for id in ids if id is not None]


def searched(name: Name, key: str) -> str | None:
    """The text for searches of a name: its key, then the keys of its words. None if that equals the key."""
    text = name.text
    if len(words := text.split()) > 1:
        return " ".join([fold(text), *map(fold, words)])
    if name.how != "identifier":  # most names
        return None
    found = fold(text)
    return None if found == key else found


_STANDINGS = {pair: place for place, pair in enumerate(STANDINGS)}
NODE_DATES = ("when", "on", "published")
"""The keys of the dates of nodes, statements and sources."""
_PLAIN = 2
"""How many grounds a tie has whose standing follows from its nature and status alone."""
_DERIVED = ("since", "until", "on")
"""The dates of a tie that its history or its event gives if the record gives none. If the record gives one that cannot
be read, it stays unknown: its row has null."""
_ELSEWHERE = frozenset({"from", "to", "kind", "id"})
"""The keys of a tie that have other columns in its row."""


def bits_of(types: tuple[str, ...]) -> int:
    """The same, remembered."""
    found = _MEMO.get(types)
    if found is None:
        found = _MEMO[types] = bits(types)
    return found


_MEMO: dict[tuple[str, ...], int] = {}
