"""Positioned values → records, by the declarations in :mod:`citygraph.domain.model`.

The parser reads one file at a time and looks at nothing else. Some things only :mod:`citygraph.folder.checks` can
judge, which sees all files: for them the parser notes, with their places, the ids that a record refers to and the words
that it quotes. A value that is wrong is left out, and the rest of its record stays. Only without a vital key
(:class:`citygraph.domain.model.Key`) the record or item that has it is left out too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.domain.countries import is_code
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.model import (
    SECTIONS,
    CityRecord,
    CountryCode,
    EvidenceRecord,
    Free,
    Holds,
    Id,
    ListOf,
    MapOf,
    ObservationRecord,
    PostRecord,
    RecordOf,
    Ref,
    Section,
    StatementRecord,
    Status,
    StatusEntry,
    Text,
    TieEvidenceRecord,
    TieRecord,
    keys_of,
)
from citygraph.domain.odd_characters import composed
from citygraph.domain.terms import ANYTHING, DENIED, STATUSES
from citygraph.domain.tie_rules import all_evidence
from citygraph.folder import hints, texts_as_meant, values
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Rule, Said, text_of
from citygraph.folder.fixes import did_you_mean
from citygraph.folder.records import WHOLE, Part, Place, Quotation, Record, Reference, entry_key
from citygraph.folder.rules import (
    BREAKS,
    ENDS_TWICE,
    MERGE_CONFLICT,
    MISSING_COUNTRY,
    MISSING_EVIDENCE,
    MISSING_KEY,
    QUOTE_WITHOUT_SOURCE,
    SAME_ENDS,
    UNKNOWN_KEY,
    UNKNOWN_SECTION,
    WRONG_NUMBER_OF_ENDS,
    WRONG_SHAPE,
)
from citygraph.folder.texts_as_meant import Mistake
from citygraph.folder.values import Wrong, as_list
from citygraph.folder.yaml_composer import compose
from citygraph.folder.yaml_text import (
    Document,
    Entries,
    Locator,
    Scalar,
    Value,
    YamlMapping,
    YamlSequence,
    describe,
    is_null,
    place,
    plausible_ids,
)

if TYPE_CHECKING:
    from citygraph.folder.csv_blocks import BlockPlace

_SECTION_KEYS = {section.key: section for section in SECTIONS}
_SHORT: dict[str, Part] = {"source": ("evidence", 0), "quote": ("evidence", 0, "quote"), "by": ("evidence", 0, "by")}
"""The keys that are short for the first item of ``evidence``, and where they stand in the data of a record."""
_EVIDENCE = (EvidenceRecord, TieEvidenceRecord)
_WITH_STATUS = (TieRecord, PostRecord)
_WORDS = frozenset({*STATUSES, DENIED})
FIGURES = "observations"
_NO_REFERENCES: list[Reference] = []
FACTS: dict[type, str] = {
    TieRecord: "this tie",
    PostRecord: "this post",
    ObservationRecord: "this figure",
    StatementRecord: "this statement",
}
COUNTRY_HINT = "write its ISO 3166-1 code, or the id of a `countries` record"
_BOTH = "symmetric kinds take `between`, directed ones `from` and `to`"
_COLON = re.compile(r"\s*:")
_EXACT = frozenset({ObservationRecord, StatusEntry})
"""Items that say something else without one of their keys. An unknown key in them may be such a key, mistyped."""
COMPARED = ((("coordinates", "country", "iso"), texts_as_meant.are_swapped, texts_as_meant.swapped),)
"""What is looked at when a record has the first of some keys: all of them together. If their values are amiss, the last
function says why."""
_LOST: Part = ("",)
"""The part of a reference whose item is already left out: there is nothing more that it can cost."""
_MOST_NOTED = 1000
"""How many mistakes wait for the id of their record. One with more is hardly a record."""
_Noted = tuple[Rule, Record, Locator, Place, Said, Said]
"""A mistake: the rule, the record that has it, the document, the place, the message and the hint."""
BAD: Any = object()
"""What a reader returns for a wrong value, after it has reported the mistake."""


@dataclass(slots=True)
class FileContents:
    """The content of one file, or a piece of it. ``unread`` are the ids that it may declare in text that could not be
    read. ``block`` is the block of a table that ends here; ``digest`` that of what its records follow from, if nothing
    else does. If it ``is_kept``, it says what it said before, which is not repeated."""

    records: list[Record]
    diagnostics: Diagnostics
    unread: set[str]
    block: BlockPlace | None = None
    digest: bytes | None = None
    is_kept: bool = False


def parse(document: Document, mistakes: Diagnostics | None = None) -> FileContents:
    """The records and the mistakes of one YAML file. ``mistakes`` is an empty list for those of its records."""
    reader = RecordReader(document, mistakes)
    value, diagnostics = compose(document, reader.section)
    if value is not None and not isinstance(value, YamlMapping):
        reader.report(
            WRONG_SHAPE,
            value,
            f"a file is a mapping of sections, not {describe(value)}",
            "start with a section, as `cities:`",
        )
    if diagnostics.codes() & BREAKS:
        reader.unread |= plausible_ids(document.text)
    if MERGE_CONFLICT.code in diagnostics.codes():
        reader.unread.add(ANYTHING)  # one side of the merge may have what the other side does not name
    diagnostics.include(reader.diagnostics)
    return FileContents(reader.records, diagnostics, reader.unread)


def _told(rule: Rule, record: Record, document: Locator, at: Place, message: Said, hint: Said) -> Diagnostic:
    return rule.at(document.span(*at), text_of(message), text_of(hint), record.id)


@lru_cache(maxsize=1)
def builtin_kinds() -> dict[str, dict[str, Any]]:
    """The records of the built-in kinds, by id."""
    from importlib import resources

    text = resources.files("citygraph.domain").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return {record.id: record.data for record in parse(Document("kinds.yaml", text)).records}


def builtin_vocabulary() -> Vocabulary:
    """The built-in kinds."""
    return Vocabulary(Kind.from_record(id, record) for id, record in builtin_kinds().items())


class RecordReader:
    """Reads the records of one document, or of a table, where each row is one record. ``self.part`` is the part of
    ``self.record`` that is being read."""

    def __init__(self, document: Locator, diagnostics: Diagnostics | None = None) -> None:
        self.document = document
        self.excused: Collection[str] = ()  # keys that all records lack: that is reported once
        self.told: set[str] = set()
        self._diagnostics = Diagnostics() if diagnostics is None else diagnostics
        self._noted: list[_Noted] = []
        self.records: list[Record] = []
        self.unread: set[str] = set()
        self.record = Record("", "", document, (0, 0))
        self.part = WHOLE
        self.here = (0, 0)  # where the list item being read starts
        self.may_cut = isinstance(document, Document) and document.may_cut

    def report(self, rule: Rule, at: Value | Place, message: Said, hint: Said = "") -> Any:
        """Report a mistake. Returns ``BAD``."""
        if len(self._noted) >= _MOST_NOTED:
            self._tell_noted()
        self._noted.append(
            (rule, self.record, self.document, at if isinstance(at, tuple) else place(at), message, hint)
        )
        return BAD

    @property
    def diagnostics(self) -> Diagnostics:
        """The mistakes so far."""
        self._tell_noted()
        return self._diagnostics

    def _tell_noted(self) -> None:
        """Make diagnostics of the mistakes that are noted. They wait until their record has its id."""
        noted, self._noted = self._noted, []
        for one in noted:
            self._diagnostics.tell(one[0], one[1].id, partial(_told, *one))

    def report_all(self, mistakes: Iterable[Mistake]) -> bool:
        """Report several mistakes; True if there is one."""
        some = list(mistakes)
        for mistake in some:
            self.report(*mistake)
        return bool(some)

    def lacking(self, rule: Rule, what: str, at: Value | Place, message: str, hint: str = "") -> None:
        """Report that something is missing, unless that is already reported: for all records (``excused``), or under a
        wrong key of this one (``told``)."""
        if what not in self.excused and what not in self.told:
            self.report(rule, at, message, hint)

    # -------------------------------------------------------------- sections and records

    def section(self, key: Scalar, value: Value, whole: bool) -> None:
        """Read a section, or a piece of it; ``whole`` if no more pieces follow."""
        section = _SECTION_KEYS.get(key.value)
        self.start("", "", place(key))  # a mistake in the section itself does not belong to the last record
        if section is not None and section.listed and isinstance(value, YamlSequence):
            for item in value.items:
                self.listed(section, item)
        elif section is not None and not section.listed and isinstance(value, YamlMapping):
            for id, record_value in value.entries.values():
                self.named(section, id, record_value)
        elif whole:
            self.no_section(section, key, value)

    def no_section(self, section: Section | None, key: Scalar, value: Value) -> None:
        """Report a section that cannot be read, and note the ids that may be in it, so that references to them are not
        reported too."""
        if section is None:
            hint = did_you_mean(key.value, _SECTION_KEYS) or hints.unknown_section(key.value)
            self.report(UNKNOWN_SECTION, key, f"there is no section `{key.value}`", hint)
            self.unread |= {key.value} | self.plausible_ids(value)
        elif is_null(value):
            at = value if section.listed else key
            self.report(WRONG_SHAPE, at, f"the section `{section.key}` is empty", "leave it out until it has records")
        elif section.listed:
            hint = "start each record with a dash: `  - `"
            if isinstance(value, YamlMapping) and next(iter(value.entries), "").startswith("-"):
                hint = "put a space after the dash of each record: `  - `"
            self.report(WRONG_SHAPE, value, f"`{section.key}` is a list of records; here is {describe(value)}", hint)
        else:
            self.report(
                WRONG_SHAPE,
                value,
                f"`{section.key}` maps ids to records; here is {describe(value)}",
                "write `  some-id:` and the record's keys below it",
            )
            self.unread |= self.plausible_ids(value)

    def plausible_ids(self, value: Value) -> set[str]:
        start, end = place(value)
        return plausible_ids(self.document.text[start:end]) if isinstance(self.document, Document) else set()

    def start(self, type: str, id: str, place: Place) -> None:
        if self._noted:
            self._tell_noted()
        self.record = Record(type, id, self.document, place)
        self.part = WHOLE
        if self.told:
            self.told.clear()

    def finish(self) -> None:
        self.records.append(self.record)

    def listed(self, section: Section, value: Value) -> None:
        """Read a record of a listed section, which has no id of its own. A sound tie gets one."""
        start, _ = place(value)
        self.start(section.type, "", (start, start + 1))
        data = self.mapping(section.record, value, f"an item of `{section.key}`", top=True)
        if data is not BAD and isinstance(value, YamlMapping):
            self.record.data = data
            if section.type == "tie":
                _, ends = value.entries.get("between", (None, None))
                self.tie(self.record, len(ends.items) if isinstance(ends, YamlSequence) else 0)
            self.finish()

    def named(self, section: Section, id: Scalar, value: Value) -> None:
        """A record with an id of its own. However wrong it is, its id is known from here on."""
        self.start(section.type, id.value if id.value.isascii() else composed(id.value), place(id))
        if _READ_ID(self, id, "id") is BAD and not id.value.strip():
            return
        record = self.record
        self.finish()
        data = self.mapping(section.record, value, f"`{record.id}`", top=True)
        if data is BAD:
            return
        record.data = data
        for post in data.pop("posts", []):
            self.post(record, post)
        if section.type == "kind":
            self.kind(record)

    def kind(self, kind: Record) -> None:
        if "between" in kind.places and {"from", "to"} & kind.places.keys():
            second = kind.places.get("from") or kind.places["to"]
            self.report(ENDS_TWICE, second, "the kind has `between` and also `from` or `to`", _BOTH)

    def post(self, official: Record, post: dict[str, Any]) -> None:
        """Make a tie of an official's post. The record that ``one_post`` made becomes that tie."""
        tie: Record = post.pop("record")
        tie.owner = official
        tie.data = {"kind": "holds-post", "from": official.id, **post}
        if "of" in post:
            tie.data["to"] = tie.data.pop("of")
            tie.places["to"] = tie.places.pop("of")
            tie.id = post.get("id") or f"holds-post.{official.id}.{tie.data['to']}"
        self.records.append(tie)

    def tie(self, tie: Record, number: int) -> None:
        """Read the ends of a tie, and make its id from its kind and ends. ``number`` is how many ends ``between``
        names. A tie without two different ends is not sound."""
        data = tie.data
        tie.sound = self.ends(tie, number) and tie.sound
        if "from" in data and "to" in data:
            tie.id = data.get("id") or f"{data.get('kind', '')}.{data['from']}.{data['to']}"

    def ends(self, tie: Record, number: int) -> bool:
        """Check the ends of a tie, and sort those of a symmetric one. True if there are two."""
        data = tie.data
        between = data.pop("between", None)
        if "between" in tie.places:
            if "from" in tie.places or "to" in tie.places:
                data.pop("from", None)
                data.pop("to", None)
                second = tie.places.get("from") or tie.places["to"]
                self.report(ENDS_TWICE, second, "the tie has `between` and also `from` or `to`", _BOTH)
                return False
            if between is None:
                return False
            if number != 2:
                many = "is one end" if number == 1 else f"are {number} ends"
                hint = (
                    "name the other end too"
                    if number < 2
                    else "make an organization that each is `member-of`, or write a tie for each pair"
                )
                self.report(WRONG_NUMBER_OF_ENDS, tie.places["between"], f"a tie is between two; here {many}", hint)
                return False
            if len(between) < 2:
                return False
            data["from"], data["to"] = sorted(between)
        else:
            missing = [key for key in ("from", "to") if key not in tie.places]
            if missing:
                hint = (
                    "`between: [a, b]` for a symmetric kind, `from: a` and `to: b` for a directed one"
                    if len(missing) == 2
                    else ""
                )
                what = "the tie has no ends" if len(missing) == 2 else f"the tie has no `{missing[0]}`"
                self.lacking(MISSING_KEY, hints.ENDS, tie.place, what, hint)
                return False
            if "from" not in data or "to" not in data:
                return False
        if data["from"] == data["to"]:
            self.report(SAME_ENDS, tie.places.get("between") or tie.places["to"], f"both ends are `{data['to']}`")
            return False
        return True

    # -------------------------------------------------------------- rows of a table

    def row(self, section: Section, id: Known | None, row: Collection[Known]) -> bool:
        """Make a record from values that are already read, as ``listed`` or ``named`` would; True if that worked.

        If a value is wrong, this does nothing and returns False; then the caller uses ``listed`` or ``named``, which
        report the mistake.
        """
        if id is None:
            self.start(section.type, "", (0, 1))
        else:
            _, named, _, at, _ = id
            if named is BAD:
                return False
            self.start(section.type, named, at)
        record = self.record
        places, references = record.places, record.references
        data: dict[str, Any] = {}
        figures: list[tuple[dict[str, Any], Known]] = []
        for known in row:
            name, found, is_list, at, refers = known
            if found is BAD:
                return False
            if name == FIGURES:
                figures.append((found, known))
                continue
            data[name] = found.copy() if is_list else found
            places[name] = at
            for target, types, key, where, part in refers:
                references.append(Reference(target, types, key, where, part))
        if figures and not self.figures(figures, data, places):
            return False
        what = f"`{record.id}`" if id else f"an item of `{section.key}`"
        record.sound = self.complete(section.record, data, places, 0, what, True)
        record.data = data = in_order(section.record, data)
        if section.type == "tie":
            self.tie(record, len(data.get("between", ())))
        elif section.type == "kind":
            self.kind(record)
        self.finish()
        return True

    def figures(
        self, figures: list[tuple[dict[str, Any], Known]], data: dict[str, Any], places: dict[str, Place]
    ) -> bool:
        """Add the figures of a row, with the row's source as their evidence. False if the row has no source, which is
        a mistake to report."""
        source = data.get("source")
        if source is None:
            return False
        record = self.record
        data[FIGURES] = []
        places[FIGURES] = figures[0][1][3]
        for index, (figure, known) in enumerate(figures):
            part: Part = (FIGURES, index)
            data[FIGURES].append(
                {**in_order(ObservationRecord, figure), "evidence": [{"source": source, "quote": None, "by": None}]}
            )
            record.references += [Reference(*refers[:4], part) for refers in known[4]]
            of_source = Reference(source, ("source",), "source", places["source"], (*part, *_SHORT["source"]))
            record.references.append(of_source)
        return True

    # -------------------------------------------------------------- mappings

    def mapping(self, type: type, value: Value, what: str, top: bool = False) -> Any:
        """A mapping → a dict of its correct values, by the keys that ``type`` declares. ``top`` if the mapping is the
        record itself. Without a vital key, a record is not sound, and any other mapping is ``BAD``."""
        if not isinstance(value, YamlMapping):
            return self.report(WRONG_SHAPE, value, f"{what} should be a mapping of keys; here is {describe(value)}")
        plan = _plan(type)
        data: dict[str, Any] = {}
        around, places, references = self.part, self.record.places if top else {}, self.record.references
        before, sound, listed = len(references), True, _NO_REFERENCES
        unknown: list[Scalar] = []
        for text, (key, held) in value.entries.items():
            declared = plan.readers.get(text)
            if declared is None:
                unknown.append(key)
                sound = sound and type not in _EXACT
                continue
            name, read, part = declared
            places[name] = place(held)
            self.part = around + part if around else part
            start = len(references)
            found = read(self, held, name)
            if found is not BAD:
                data[name] = found
            elif not part:
                sound = False
            if name == "evidence":
                listed = references[start:]
                if type in _WITH_STATUS and _statuses_in(held) > statuses_in(() if found is BAD else found):
                    self.record.lacks_status = True
        self.part = around
        if unknown:
            self.unknown(type, unknown, value.entries, what)
        sound = self.complete(type, data, places, place(value)[0], what, top, listed) and sound
        if top:
            self.record.sound = sound
        elif not sound:
            for reference in references[before:]:
                reference.part = _LOST
            return BAD
        return in_order(type, data)

    def unknown(self, type: type, keys: list[Scalar], entries: Entries, what: str) -> None:
        """Report keys that a type does not declare. In a flow mapping they may be pieces of a text, cut by commas."""
        names, pieces, kind = list(entries), self.pieces(entries), self.built_in(entries)
        places = {name: at for at, name in enumerate(names)}
        for key in keys:
            self.told.add(hints.stands_for(type, key.value))
            at = places[key.value]
            before = names[at - 1] if at else ""
            hint: Said = partial(hints.unknown_key, type, key.value, entries, kind)
            if key.value in pieces and before:
                if before in pieces:
                    continue  # the first piece is reported
                rest = itertools.takewhile(pieces.__contains__, itertools.islice(names, at, None))
                hint = partial(hints.cut, before, entries[before][1], rest)
            self.report(UNKNOWN_KEY, key, f"{what} has no key `{key.value}`", hint)

    def pieces(self, entries: Entries) -> set[str]:
        """The keys after which no colon stands."""
        if not isinstance(self.document, Document):
            return set()
        ends = {name: place(key)[1] for name, (key, _) in entries.items()}
        return {name for name, end in ends.items() if not _COLON.match(self.document.text, end)}

    def built_in(self, entries: Entries) -> Mapping[str, Any] | None:
        """The record of a tie's kind, if that is built in."""
        _, kind = entries.get("kind", (None, None))
        return builtin_kinds().get(kind.value) if isinstance(kind, Scalar) else None

    def complete(
        self,
        type: type,
        data: dict[str, Any],
        places: dict[str, Place],
        start: int,
        what: str,
        top: bool,
        listed: Collection[Reference] = (),
    ) -> bool:
        """Finish a mapping after its keys are read: report missing keys, and gather its evidence. ``places`` has the
        place of each key that the file has; ``listed`` are the references in its list of evidence. False if a vital key
        is missing."""
        plan = _plan(type)
        sound = True
        for name in plan.required:
            if name not in places:
                at = self.record.place if top and self.record.id else (start, start + 1)
                self.lacking(MISSING_KEY, name, at, f"{what} has no `{name}`", keys_of(type).all[name].about)
                sound = sound and not keys_of(type).all[name].vital
        if type is CityRecord and "country" not in places:
            self.lacking(MISSING_COUNTRY, "country", self.record.place, f"{what} has no `country`", COUNTRY_HINT)
        for keys, are_amiss, why in COMPARED:
            if keys[0] in data and are_amiss(*map(data.get, keys)):
                self.report_all(why(data, places[keys[0]]))
        if isinstance(data.get("status"), list):
            data["history"] = data["status"]
            data["status"] = data["history"][-1].get("is", "unknown") if data["history"] else "unknown"
        if plan.sourced:
            self.evidence(type, data, places, listed)
        return sound

    def evidence(
        self, type: type, data: dict[str, Any], places: dict[str, Place], listed: Collection[Reference]
    ) -> None:
        """Turn ``source``, ``quote`` and ``by`` beside the other keys into one item of ``evidence``, the first."""
        own_by = type is StatementRecord  # a statement's `by` is who made it
        source, quote = data.pop("source", None), data.pop("quote", None)
        by = data.get("by") if own_by else data.pop("by", None)
        evidence = data.setdefault("evidence", [])
        if source is not None:
            evidence.insert(0, {"source": source, "quote": quote, "by": by})
            if quote is not None:
                self.record.quotations.append(Quotation(source, quote, places["quote"]))
            at = len(self.part) + 1  # where a part has the index of its item
            for reference in listed:
                if reference.part != _LOST:
                    reference.part = (*reference.part[:at], int(reference.part[at]) + 1, *reference.part[at + 1 :])
            return
        if by is not None and not own_by:  # it goes, since it has no source
            for reference in self.record.references:
                if reference.part == (*self.part, *_SHORT["by"]) and reference not in listed:
                    reference.part = _LOST
        if "source" in places:
            return  # the source is wrong, and that is already reported
        if said := [key for key in ("quote", "by") if key in places and not (key == "by" and own_by)]:
            hint = "name the source that has these words" if said[0] == "quote" else "name the source that reports it"
            self.report(QUOTE_WITHOUT_SOURCE, places[said[0]], f"`{said[0]}` has no `source` beside it", hint)
        elif "evidence" not in places and type in FACTS and not all_evidence(data):
            where = self.record.place if type in (TieRecord, StatementRecord) else self.here
            hint = "add `source:`, and `quote:` with its words"
            self.lacking(MISSING_EVIDENCE, "evidence", where, f"{FACTS[type]} names no source", hint)

    # -------------------------------------------------------------- what a key holds

    def given(self, value: Value, key: str) -> bool:
        """True if there is a value; reports that there is none."""
        if is_null(value):
            if not self.comment_for(value, key):
                self.report(WRONG_SHAPE, value, f"`{key}` has no value", "leave the key out if it is not known")
            return False
        return True

    def comment_for(self, value: Value, key: str) -> bool:
        """Report a text that YAML takes for a comment, where it found nothing; False if there is none."""
        if not self.may_cut or not is_null(value):
            return False
        return self.report_all(texts_as_meant.taken_for_comment(self.document, value, key))

    def listing(self, holds: ListOf, read: _Read, value: Value, key: str) -> Any:
        if not isinstance(value, YamlSequence):
            if not self.given(value, key):
                return BAD
            if not holds.or_one:
                hint = "start each item with a dash, its keys after it"
                if not isinstance(holds.item, RecordOf):
                    hint = "put it between brackets: " + as_list(value, key)
                return self.report(WRONG_SHAPE, value, f"`{key}` should be a list; here is {describe(value)}", hint)
            if isinstance(holds.item, Ref) and self.report_all(texts_as_meant.wide_commas([value], value, key)):
                return BAD
            if self.part:
                self.part = (*self.part, 0)
            found = read(self, value, key)
            return BAD if found is BAD else [found]
        if not value.items:
            return self.report(WRONG_SHAPE, value, f"`{key}` is an empty list", "leave the key out if it is not known")
        if isinstance(holds.item, Ref) and self.report_all(texts_as_meant.wide_commas(value.items, value, key)):
            return BAD
        items: list[Any] = []
        around = self.part
        is_of_texts = isinstance(holds.item, Text)
        for item in value.items:
            if is_of_texts and self.report_all(texts_as_meant.text_as_mapping(self.document, item, key)):
                continue
            if around:  # else the list is vital: a mistake in it costs the record
                self.part = (*around, len(items))
            found = read(self, item, key)
            if found is not BAD:
                items.append(found)
        self.part = around
        return items or BAD

    def one_post(self, value: Value) -> Any:
        """Read a post, as a record of its own."""
        official, part = self.record, self.part
        self.record, self.part = Record("tie", "", self.document, self.here), WHOLE
        found = self.mapping(PostRecord, value, "a post", top=True)
        if found is not BAD:
            found["record"] = self.record
        self.record, self.part = official, part
        return found

    def map(self, holds: MapOf, read_key: _Read, read_value: _Read, value: Value, key: str) -> Any:
        if not isinstance(value, YamlMapping):
            if not self.given(value, key):
                return BAD
            return self.report(WRONG_SHAPE, value, f"`{key}` should be a mapping; here is {describe(value)}")
        found = {}
        for text, (name, item) in value.entries.items():
            key_found, item_found = read_key(self, name, key), read_value(self, item, text)
            if key_found is not BAD and item_found is not BAD:
                found[key_found] = item_found
        if not found:
            return BAD if value.entries else found
        # Which language is first says which terms of a kind are shown first. Else the order says nothing.
        return dict(sorted(found.items())) if isinstance(holds.value, Text) else found

    def nested(self, type: type, value: Value, key: str) -> Any:
        if type in FACTS:
            start, _ = place(value)
            self.here = (start, start + 1)
        if type is PostRecord:
            return self.one_post(value)
        if not self.given(value, key):
            return BAD
        what = {
            EvidenceRecord: "an item of `evidence`",
            TieEvidenceRecord: "an item of `evidence`",
            ObservationRecord: "an observation",
        }.get(type, f"`{key}`")
        found = self.mapping(type, value, what)
        if found is BAD or not found:
            return BAD
        if isinstance(value, YamlMapping) and type in _EVIDENCE:
            found = {**dict.fromkeys(_SHORT), **found}
            if found["quote"] is not None:
                at = place(value.entries["quote"][1])
                self.record.quotations.append(Quotation(found["source"], found["quote"], at))
        return found


Known = tuple[str, Any, bool, Place, Collection[tuple[str, tuple[str, ...], str, Place, Part]]]
"""The result of reading one value: its key, the data (``BAD`` if the value is wrong), True if the data is a list, the
place, and the records that it names. The same text in the same column always gives the same result."""


class Trial(RecordReader):
    """Reads values of one key, each by itself. It keeps no records."""

    def __init__(self, document: Locator, name: str, holds: Holds, at: int, part: Part) -> None:
        super().__init__(document)
        self.name = name
        self.its_part = part
        self.place = (at, at)
        self._read = _read(holds)

    def read(self, value: Value) -> Known:
        """Read one value."""
        references = self.record.references
        if references:
            references.clear()
        self.part = self.its_part
        try:
            found = self._read(self, value, self.name)
        except _NotSure:
            found = BAD
        told = [(one.target, one.types, one.key, one.place, one.part) for one in references] if references else ()
        return self.name, found, type(found) is list, self.place, told

    def report(self, rule: Rule, at: Value | Place, message: Said, hint: Said = "") -> Any:
        raise _NotSure


class _NotSure(Exception):
    """A value is wrong; the row must be read again to report it."""


# ------------------------------------------------------------------ how a declaration is read

_Read = Callable[[RecordReader, Value, str], Any]
"""Reads the value of a key → plain data, or ``BAD`` after it has reported a mistake."""


class _FieldPlan(NamedTuple):
    """How to read a type of record: its keys, which of them it needs, and whether it has evidence."""

    readers: dict[str, tuple[str, _Read, Part]]  # with the declared name, so that all records share one string
    required: tuple[str, ...]
    sourced: bool


@cache
def _plan(type: type) -> _FieldPlan:
    """The plan of a type, made from its declaration once and then reused for every record."""
    keys = keys_of(type)
    readers = {name: (name, _read(key.holds), part_of(type, name)) for name, key in keys.all.items()}
    return _FieldPlan(readers, tuple(name for name in keys.all if name in keys.required), "evidence" in keys.all)


def in_order(type: type, data: dict[str, Any]) -> dict[str, Any]:
    """A record with its keys in the declared order: a file may write them in any, and the graph is the same."""
    order = _declared_order(type, tuple(data))
    return data if order is None else {name: data[name] for name in order}


@lru_cache(maxsize=1 << 12)
def _declared_order(type: type, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Some keys of a type in the order in which it declares them; None if they are. Keys that only a loaded record has
    come last."""
    ranks = {name: rank for rank, name in enumerate(keys_of(type).all)}
    order = tuple(sorted(names, key=lambda name: ranks.get(name, len(ranks))))
    return None if order == names else order


def part_of(type: type, name: str) -> Part:
    """The part of a record or item that a mistake in one of its keys costs: all of it if the key is vital."""
    keys = keys_of(type).all
    if keys[name].vital:
        return WHOLE
    if name in _SHORT and "evidence" in keys:
        return _SHORT[name]
    return ("history",) if name == "status" else (name,)  # only a history refers to other records


def _read(holds: Holds) -> _Read:
    match holds:
        case ListOf(item):
            read_item = _read(item)
            return lambda reader, value, key: reader.listing(holds, read_item, value, key)
        case MapOf(name, item):
            read_name, read_item = _read(name), _read(item)
            return lambda reader, value, key: reader.map(holds, read_name, read_item, value, key)
        case RecordOf(type):
            return lambda reader, value, key: reader.nested(type, value, key)
        case Status():
            word, history = _plain(holds), _history()
            return lambda reader, value, key: (history if isinstance(value, YamlSequence) else word)(reader, value, key)
    return _plain(holds)


def _history() -> _Read:
    """Reads a dated history. It is right as a whole or not at all: each entry ends the one before it, so without one of
    them the tie would seem to stand when it did not."""
    read = _read(ListOf(RecordOf(StatusEntry)))

    def history(reader: RecordReader, value: Value, key: str) -> Any:
        for number, entry in enumerate(value.items if isinstance(value, YamlSequence) else ()):
            reader.record.places[entry_key(number)] = place(entry)
        found = read(reader, value, key)
        whole = found is not BAD and isinstance(value, YamlSequence) and len(found) == len(value.items)
        return found if whole else BAD

    return history


def _plain(holds: Holds) -> _Read:
    """Reads a value that has no other values in it. If the value is the id of a record, it notes a reference."""
    read = values.reader(holds)
    coded = isinstance(holds, CountryCode)
    types = holds.types if isinstance(holds, Ref) else ("country",) if coded else ()
    is_text, is_free = isinstance(holds, Text), isinstance(holds, Free)
    is_name = isinstance(holds, Text) and not holds.prose

    def read_plain(reader: RecordReader, value: Value, key: str) -> Any:
        try:
            found = read(value, key)
        except Wrong as wrong:
            if reader.comment_for(value, key):
                return BAD
            return reader.report(wrong.rule, wrong.value, wrong.message, hints.several(key, value) or wrong.hint)
        if types:
            if not found.isascii():
                found = composed(found)
            if not (coded and is_code(found)):
                reader.record.references.append(Reference(found, types, key, place(value), reader.part))
        elif is_text:
            if is_name and not found.isascii():
                reader.report_all(texts_as_meant.odd_characters(reader.document, value, key, found))
            if reader.may_cut:
                reader.report_all(texts_as_meant.cut_off(reader.document, value, key))
        elif is_free and (reader.may_cut or not isinstance(value, Scalar)):
            reader.report_all(texts_as_meant.notes(reader.document, value, key))
        return found

    return read_plain


def statuses_in(evidence: Iterable[Mapping[str, Any]]) -> int:
    """The number of items of evidence that give a status."""
    number = 0
    for item in evidence:  # a loop, since a generator costs more than the one or two items that most ties have
        number += "status" in item
    return number


def _statuses_in(evidence: Value) -> int:
    """The same for evidence as it stands in a file, also of items that cannot be read. A word for a status under a key
    that does not exist counts: the key may be mistyped."""
    items = evidence.items if isinstance(evidence, YamlSequence) else [evidence]
    return sum(
        "status" in item.entries or any(isinstance(held, Scalar) and held.value in _WORDS for _, held in unknown)
        for item in items
        if isinstance(item, YamlMapping)
        for unknown in [[entry for key, entry in item.entries.items() if key not in _plan(TieEvidenceRecord).readers]]
    )


_READ_ID = _plain(Id())
