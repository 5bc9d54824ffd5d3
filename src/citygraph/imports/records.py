"""Things and ties → records. The parser reads them as from any file, and the checks look at them before the import
writes them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.model import SECTIONS, ListOf, ObservationRecord, keys_of
from citygraph.domain.names import slug
from citygraph.folder import checks
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.diagnostics import Severity, Span
from citygraph.folder.parser import RecordReader, parse
from citygraph.folder.records import Record
from citygraph.folder.writer import as_written, as_yaml
from citygraph.folder.yaml_text import Document, Entries, Value
from citygraph.folder.yaml_text import YamlMapping as Keys
from citygraph.folder.yaml_text import YamlSequence as Items
from citygraph.imports.columns.targets import FACT_RECORDS, NODE_RECORDS, holds
from citygraph.imports.entity import Entity, note
from citygraph.imports.entity_tie import EntityTie, TieLike
from citygraph.imports.ids import TieIds
from citygraph.imports.linked import LinkedRecords
from citygraph.imports.record_texts import (
    DATES,
    FREE,
    MOST_ALIKE,
    OF_TIME,
    RecordText,
    TiesOfOneForm,
    is_past,
    records_of,
)
from citygraph.imports.report import ImportReport
from citygraph.imports.status_history import as_entries, is_history

SECTION_OF = {section.type: section for section in SECTIONS}


class Foreign:
    """The place of a row in a foreign file, for messages."""

    def __init__(self, where: str) -> None:
        self.file = where

    def span(self, start: int, end: int | None = None) -> Span:
        return Span(self.file, 1, 1)


def to_records(
    things: Iterable[Entity],
    ties: Iterable[EntityTie | TieLike],
    source: str,
    known: Known,
    linked: LinkedRecords,
    alike: AlikeTies,
    report: ImportReport,
) -> Iterator[RecordText]:
    """The records of ties and things, which must have their ids already; ties come first, since the posts of officials
    are among them. What the folder has goes to the ``linked`` records. The report has each mistake that the parser or a
    check finds; wrong parts are left out."""
    posts: dict[Entity, list[EntityTie]] = {}
    ids = TieIds(known.vocabulary.keys(), lambda text: known.type_of(text) is not None, report)
    today = known.today.isoformat()
    for tie in ties:
        if isinstance(tie, TieLike):
            yield alike.filled(tie)
            continue
        there = linked.tie_of(tie.kind, tie.start.id, tie.end.id, tie.facts)
        if tie.shape == "post" and not tie.start.is_elsewhere:
            held = posts.setdefault(tie.start, [])
            if any(other.end.id == tie.end.id for other in held):  # a second post at one place needs its own id
                tie.facts.setdefault("id", _id_of_second_post(tie, held))
            held.append(tie)
            continue
        if there:
            reader = RecordReader(Foreign(tie.where))
            reader.listed(SECTION_OF["tie"], _tie(tie, source))
            for one in _sound(reader, str(tie), known, report):
                linked.take_tie(there, one.data, tie.kind, tie.where, str(tie), known)
            continue
        ids.settle(tie)
        like = _likeness(tie, today)
        if like is not None and (record := alike.record(tie, like)) is not None:
            yield record
            continue
        reader = RecordReader(Foreign(tie.where))
        reader.listed(SECTION_OF["tie"], _tie(tie, source))
        for record in records_of(_sound(reader, str(tie), known, report)):
            yield record if like is None or reader.diagnostics else alike.learn(tie, like, record)
    ids.check()
    for thing in things:
        reader = RecordReader(Foreign(thing.where))
        reader.named(SECTION_OF[thing.type], _cell(thing.id), _node(thing, posts.get(thing, ()), source))
        for record in records_of(_sound(reader, str(thing), known, report)):
            if thing.is_elsewhere:
                linked.take_node(thing, record.data)
            else:
                yield record


class AlikeTies:
    """Records of ties that differ from an earlier one in nothing that the parser or a check looks at: not in their
    kind, the types of their ends, the event that they join, their keys, and what most keys hold. Notes and quotes may
    say anything; the sources of rows are there; and if a tie has only one date, all that matters is whether that is yet
    to come."""

    def __init__(self, source: str, linked: LinkedRecords) -> None:
        self._source = source
        self._linked = linked
        self._known: dict[Hashable, tuple[dict[str, Any], TiesOfOneForm]] = {}
        self._patterns: dict[Hashable, tuple[dict[str, Any], TiesOfOneForm, Kind]] = {}

    def has(self, pattern: Hashable, start: Entity, end: Entity) -> bool:
        """True if all that is to be done for a tie of this pattern between these two is to fill in their ids."""
        known = self._patterns.get(pattern)
        return known is not None and not self._linked.has_ties(known[2], start.id, end.id)

    def filled(self, tie: TieLike) -> RecordText:
        """The record of a tie with a known pattern."""
        template, alike, kind = self._patterns[tie.pattern]
        start, end = tie.start.id, tie.end.id
        if kind.symmetric and start > end:
            start, end = end, start
        data = {**template, "from": start, "to": end}
        if tie.date:
            data[alike.own[-1]] = tie.date
        return RecordText("tie", f"{kind.id}.{start}.{end}", data, alike)

    def record(self, tie: EntityTie, like: Hashable) -> RecordText | None:
        """The record of a tie; None if there was none like it."""
        known = self._known.get(like)
        if known is None:
            return None
        template, alike = known
        self._learn_pattern(tie, template, alike)
        start, end = tie.start.id, tie.end.id
        if tie.kind.symmetric and start > end:
            start, end = end, start
        id = f"{tie.kind.id}.{start}.{end}"
        data = {**template, "from": start, "to": end}
        if alike.of_evidence:
            data["evidence"] = [{**template["evidence"][0], **tie.evidence[0]}]
        for key in FREE:
            if key in data:
                data[key] = tie.facts[key]
        if "notes" in data:
            data["notes"] = _of_source(self._source, data["notes"])
        return RecordText("tie", id, data, alike)

    def learn(self, tie: EntityTie, like: Hashable, record: RecordText) -> RecordText:
        """Remember the record of a tie of which nothing had to be said."""
        if len(self._known) >= MOST_ALIKE:
            self._known.clear()
        own = ("from", "to", *(key for key in FREE if key in record.data))
        of_evidence = tuple({"source", "quote"} & tie.evidence[0].keys()) if tie.evidence else ()
        alike = TiesOfOneForm(own, of_evidence)
        self._known[like] = record.data, alike
        self._learn_pattern(tie, record.data, alike)
        return record._replace(like=alike)

    def _learn_pattern(self, tie: EntityTie, template: dict[str, Any], alike: TiesOfOneForm) -> None:
        if tie.pattern is None:
            return
        if len(self._patterns) >= MOST_ALIKE:
            self._patterns.clear()
        self._patterns[tie.pattern] = template, alike, tie.kind


def _likeness(tie: EntityTie, today: str) -> Hashable:
    """What is equal for ties that are alike; None if a tie has more than rows usually say."""
    facts = tie.facts
    if tie.figures or len(tie.evidence) > 1 or "id" in facts:
        return None
    of_row: Hashable = None
    if tie.evidence:
        of_row = "quote" in tie.evidence[0], tie.evidence[0].get("by")
    said = facts.copy()
    if "notes" in said:
        said["notes"] = ""
    dates = OF_TIME & said.keys()
    if len(dates) == 1:
        (key,) = dates
        if key in DATES and is_past(said[key], today):
            said[key] = "past"
    event = tie.end.id if tie.end.type == "event" else tie.start.id if tie.start.type == "event" else ""
    return tie.kind.id, tie.start.type, tie.end.type, event, tuple(said.items()), of_row


def _id_of_second_post(post: EntityTie, held: Iterable[EntityTie]) -> str:
    first = f"holds-post.{post.start.id}.{post.end.id}"  # that of the post that says no id
    stem = f"{first}.{slug(post.facts.get('title', ''))}".rstrip(".")
    taken = {first, *(other.facts.get("id") for other in held)}
    year = post.facts.get("since", post.facts.get("until", ""))[:4]
    spelled = [
        stem,
        *([f"{stem}.{year}"] if year.isdecimal() else ()),
        *(f"{stem}.{n}" for n in range(2, len(taken) + 3)),
    ]
    id: str = next(id for id in spelled if id not in taken)
    return id


def _sound(reader: RecordReader, name: str, known: Known, report: ImportReport) -> Iterator[Record]:
    """The sound parts of the records that were read. A tie with a mistake is left out as a whole."""
    told = reader.diagnostics
    is_tie = reader.record.type == "tie"
    for record in reader.records:
        _, wrong = checks.run(record, known, told) if record.type == "tie" else (False, [])
        data = record.without(wrong)
        if data is None or (is_tie and any(one.severity is Severity.ERROR for one in told)):
            continue
        record.data = data
        yield record
    errors = [
        problem.message + (f"; {problem.hint}" if problem.hint else "")
        for problem in told
        if problem.severity is Severity.ERROR
    ]
    if is_tie and errors:
        report.tell("refused", reader.document.file, name, "; ".join(errors))
    else:
        for message in errors:
            report.tell("doubtful", reader.document.file, name, message)


def is_sound(record: RecordText, known: Known) -> bool:
    """True if the parser and the checks find no error in a record that was put together of two versions of it."""
    section = SECTION_OF[record.type]
    symmetric = record.type == "tie" and known.vocabulary[record.data["kind"]].symmetric
    written = as_written(section, record.data, symmetric=symmetric)
    found = parse(Document("", as_yaml(section, [written] if section.listed else {record.id: written})))
    told = found.diagnostics
    for one in found.records:
        if one.type == "tie":
            checks.run(one, known, told)
    return not any(problem.severity is Severity.ERROR for problem in told)


# ------------------------------------------------------------------ values for the parser


def _node(thing: Entity, posts: Iterable[EntityTie], source: str) -> Keys:
    record = NODE_RECORDS[thing.type]
    facts = dict(thing.facts)
    if thing.located is not None and thing.located.country == thing.country:
        facts.setdefault("identifiers.geonames", thing.located.geonames)
    known: dict[str, tuple[str, Value]] = {}
    if thing.country:
        country = thing.country.settled.id if isinstance(thing.country, Entity) else thing.country
        known["country"] = thing.country_name, _cell(country)
    if thing.part_of:
        known["part_of"] = thing.part_of.name, _cell(thing.part_of.settled.id)
    if thing.place:
        known["coordinates"] = "{}, {}".format(*thing.place), _list(map(repr, thing.place))
    entries: Entries = {}
    for key, (text, value) in known.items():
        if key in keys_of(record).all:
            entries[key] = _cell(key), value
        elif not (key == "country" and thing.type == "country"):
            note(facts, key, text)  # an official has no country, but it is a fact all the same
    entries = _entries(record, {"name": thing.name, **_signed(facts, source)}) | entries
    entries |= _observations(thing.figures, source)
    held = [_post(post, source) for post in posts]
    if held:
        entries["posts"] = _cell("posts"), Items(ROW, ROW, held)
    return Keys(ROW, ROW, [], entries | _evidence(thing.evidence, source))


def _tie(tie: EntityTie, source: str) -> Keys:
    entries = _entries(FACT_RECORDS["tie"], {"kind": tie.kind.id, **_signed(tie.facts, source)})
    if is_history(status := tie.facts.get("status", "")):
        entries["status"] = _cell("status"), as_entries(status)
    if tie.kind.symmetric:
        entries["between"] = _cell("between"), _list((tie.start.id, tie.end.id))
    else:
        entries["from"] = _cell("from"), _cell(tie.start.id)
        entries["to"] = _cell("to"), _cell(tie.end.id)
    of_figures = tie.evidence[0]["source"] if len(tie.evidence) == 1 else source
    return Keys(ROW, ROW, [], entries | _observations(tie.figures, of_figures) | _evidence(tie.evidence, source))


def _post(post: EntityTie, source: str) -> Keys:
    entries = _entries(FACT_RECORDS["post"], {**_signed(post.facts, source), "of": post.end.id})
    return Keys(ROW, ROW, [], entries | _evidence(post.evidence, source))


def _observations(figures: Iterable[Mapping[str, str]], source: str) -> Entries:
    in_order = sorted(figures, key=lambda figure: figure["property"])  # as a table gives them back
    items = [_keys({**figure, "source": source}, ObservationRecord) for figure in in_order]
    return {"observations": (_cell("observations"), Items(ROW, ROW, items))} if items else {}


def _evidence(items: Sequence[Mapping[str, str]], source: str) -> Entries:
    """What a fact stands on: the source of the file, if its rows name none of their own."""
    if len(items) > 1:
        several = [Keys(ROW, ROW, [], {key: (_cell(key), _cell(text)) for key, text in item.items()}) for item in items]
        return {"evidence": (_cell("evidence"), Items(ROW, ROW, several))}
    said = items[0] if items else {"source": source}
    return {key: (_cell(key), _cell(text)) for key, text in said.items()}


def _signed(facts: Mapping[str, str], source: str) -> dict[str, str]:
    """The facts, with the source before the notes, so that the next import can tell them from the user's notes."""
    return {target: _of_source(source, text) if target == "notes" else text for target, text in facts.items()}


def _of_source(source: str, notes: str) -> str:
    return f"{source}: {notes}"


def _keys(facts: Mapping[str, str], record: type) -> Keys:
    return Keys(ROW, ROW, [], _entries(record, {key: text for key, text in facts.items() if text}))


def _entries(record: type, facts: Mapping[str, str]) -> Entries:
    """Facts, by target, in the form that the parser reads."""
    entries: Entries = {}
    for target, text in facts.items():
        outer, dot, inner = target.partition(".")
        if dot:
            _, group = entries.setdefault(outer, (_cell(outer), Keys(ROW, ROW, [])))
            assert isinstance(group, Keys)
            group.entries[inner] = _cell(inner), _value(holds(record, target), text)
        else:
            entries[outer] = _cell(outer), _value(keys_of(record).all[outer].holds, text)
    return entries


def _value(held: object, text: str) -> Value:
    if isinstance(held, ListOf):
        return _list(filter(None, map(str.strip, text.split(";"))))
    return _cell(text)


def _list(texts: Iterable[str]) -> Items:
    return Items(ROW, ROW, [_cell(text) for text in texts])


def _cell(text: str) -> CsvCell:
    return CsvCell(text, ROW)


class Known:
    """A :class:`citygraph.folder.checks.check.CheckContext` for records that are not in the folder yet. It knows the
    types of their ends and sources, the times of events, the kinds, and the ids of ties. ``source`` is that of the
    files, ``types`` are those of the new nodes, and ``type_of`` gives those of records in the other files."""

    def __init__(
        self,
        source: str,
        vocabulary: Vocabulary,
        types: dict[str, str],
        type_of: Callable[[str], str | None],
        time_of: Callable[[str], str | None],
    ) -> None:
        self.vocabulary = vocabulary
        self.today = datetime.date.today()
        self.source = source
        self.types = {source: "source"} | types
        self._type_of = type_of
        self.time_of = time_of

    def type_of(self, id: str) -> str | None:
        return self.types.get(id) or self._type_of(id)

    def is_first(self, record: Record) -> bool:
        return True

    def first(self, id: str) -> None: ...

    def namesake(self, record: Record) -> None: ...

    def called(self, type: str, name: str) -> list[str]:
        return []

    def did_you_mean(self, id: str, types: tuple[str, ...]) -> str:
        return ""

    def passages(self, source: str) -> str:
        return ""

    def kind_records(self, id: str) -> list[dict[str, Any]]:
        return []

    def is_unread(self, id: str) -> bool:
        return False
