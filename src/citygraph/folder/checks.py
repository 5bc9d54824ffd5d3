"""The rules that need more than one key, or more than one file: one small function each.

A check looks at one record at a time, and can look up others in the whole :class:`CheckContext`. So when a file has
changed, only its records and those that refer to them need to be checked again. The docstring of a check is its text
in the manual.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from citygraph.domain.countries import did_you_mean_country, sure_code
from citygraph.domain.dates import OPEN, first_day, has_passed, is_ahead, last_day, parse_date, parse_period
from citygraph.domain.docstrings import docstring
from citygraph.domain.kinds import Vocabulary, merged, missing_keys
from citygraph.domain.names import fold, other_way_round
from citygraph.domain.odd_characters import hidden, mixed, without_hidden
from citygraph.domain.odd_characters import named as named_character
from citygraph.domain.spelled_dates import QUOTES
from citygraph.domain.terms import DISPUTED, NODE_TYPES
from citygraph.domain.tie_rules import Stage, by_status, came_about, can_be, status_in_evidence
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Rule, Said, Severity, Span, text_of
from citygraph.folder.fixes import Sure, did_you_mean
from citygraph.folder.records import WHOLE, Part, Record, Reference, entry_key
from citygraph.folder.rules import RULES, TWO_CITIES, UNKNOWN_COUNTRY

Place = Callable[[], str]
"""Returns where a record is, as file and line. To find the line can take long."""


class CheckContext(Protocol):
    """What a check can look up: the records of all files together."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def today(self) -> datetime.date: ...

    def type_of(self, id: str) -> str | None:
        """The type of the record with this id; ``unread`` if the record may be in text that could not be read; None
        if there is no such record."""

    def is_first(self, record: Record) -> bool:
        """True if a record is the first with its id, in the order of files: the one that citygraph uses."""

    def first(self, id: str) -> Place | None:
        """Where the first record with this id is."""

    def namesake(self, record: Record) -> tuple[str, Place] | None:
        """The first node before the record that shares its type, name, country, level and region (:func:`name_key`),
        and from which no identifier tells it apart: its id, and where it is. The record is the first with its id."""

    def called(self, type: str, name: str) -> list[str]:
        """The ids of the first nodes of this type with this name."""

    def did_you_mean(self, id: str, types: tuple[str, ...]) -> str:
        """A hint that names the record of these types with the most similar id; empty if none is similar."""

    def passages(self, source: str) -> str:
        """All passages of a source as one text with even white space (:func:`evened`); empty if there are none."""

    def kind_records(self, id: str) -> list[dict[str, Any]]:
        """The records that declare a kind, the built-in one first."""

    def is_unread(self, id: str) -> bool:
        """True if a record with this id may be in text that could not be read."""


@dataclass(frozen=True)
class Mistake:
    """One mistake that a check found: its place, the message, and a hint at the way out.

    ``costs`` are the parts of the record that the mistake costs; ``rule`` replaces the rule of the check.
    """

    span: Span
    message: str
    hint: Said = ""
    costs: tuple[Part, ...] = (WHOLE,)
    rule: Rule | None = None


Look = Callable[[Record, CheckContext], Iterator[Mistake]]


class Check(NamedTuple):
    """One check: its rule, the types of records that it looks at, and its function.

    A check that is ``alone`` looks up nothing but the vocabulary and the day, and reads nothing of a record but these
    keys. So two ties that say the same under them get the same result. Empty for all other checks.
    """

    rule: Rule
    types: frozenset[str]
    look: Look
    alone: frozenset[str]


CHECKS: list[Check] = []
"""All checks, in the order in which they run. Later checks can rely on earlier ones."""


def check(
    code: str, severity: Severity, types: Iterable[str], example: str, *, alone: Iterable[str] = (), fix: str = ""
) -> Callable[[Look], Look]:
    """Make a function a check of records of these types. ``fix``: see :class:`Rule`."""

    def register(function: Look) -> Look:
        rule = Rule(code, severity, partial(docstring, function), example, fix=fix)
        CHECKS.append(Check(rule, frozenset(types), function, frozenset(alone)))
        return function

    return register


def run(record: Record, folder: CheckContext, report: Diagnostics) -> tuple[bool, list[Part]]:
    """Report the mistakes of a record in its folder. Returns True if there is one, and the parts of the record that
    they cost."""
    some = False
    wrong: list[Part] = []
    for check in CHECKS:
        if record.type in check.types:
            for finding in check.look(record, folder):
                found = finding.rule or check.rule
                if found.severity is Severity.ERROR:
                    wrong += finding.costs
                some = True
                report.tell(found, record.id, partial(_told, found, finding, record.id))
    return some, wrong


def _told(rule: Rule, mistake: Mistake, record: str) -> Diagnostic:
    return rule.at(mistake.span, mistake.message, text_of(mistake.hint), record)


def is_clean_alone(record: Record, folder: CheckContext) -> bool:
    """True if the checks that look only at the record itself find nothing."""
    return not any(any(check.look(record, folder)) for check in CHECKS if check.alone and record.type in check.types)


def next_turn(tie: Record, today: datetime.date) -> datetime.date | None:
    """The first day after ``today`` on which an unchanged tie may be judged differently, or have another status; or
    None."""
    until, begins = tie.data.get("until"), tie.data.get("on") or tie.data.get("since")
    days = []
    if until and until != OPEN:
        last = last_day(until) or datetime.date.max
        days += [first_day(until), min(last, datetime.date.max - _DAY) + _DAY]
    if begins:
        days.append(first_day(begins))
    days += [first_day(entry["from"]) for entry in tie.data.get("history", ()) if entry.get("from")]
    return min((day for day in days if day > today), default=None)


TURNING = ("since", "until", "on", "history")
"""The keys of a tie that :func:`next_turn` reads."""
_DAY = datetime.timedelta(days=1)
_STATUS, _SINCE, _UNTIL, _SEEN, _ON = ("status",), ("since",), ("until",), ("seen",), ("on",)
_ALL = (*NODE_TYPES, "tie", "statement", "source")


def _one_of(types: Iterable[str]) -> str:
    """``a city or an organization``."""
    words = [("an " if type[0] in "aeiou" else "a ") + type for type in sorted(types)]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


_OF_AN_ID = (
    "writes the id that is the same word in other letters (`Osh`), or whose record has the name that is written, if"
    " only one can be meant."
)


@check(
    "duplicate-id",
    Severity.ERROR,
    _ALL,
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], source: paper}\n"
    "  - {kind: sister-city, between: [troyan, osh], source: paper}\n",
)
def duplicate_id(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """Two records have the same id. Nodes, ties and sources share one set of ids, so that an id names exactly one
    record. citygraph reads the first, in the order of files. The id of a tie is made from its kind and its ends. A
    second tie of the same kind between the same ends needs an `id:` of its own."""
    first = folder.first(record.id) if record.id else None
    if first is None or folder.is_first(record):
        return
    if record.type == "tie" and "id" not in record.data:
        data = record.data
        message = f"a second `{data.get('kind')}` tie between `{data.get('from')}` and `{data.get('to')}`"
        hint = "; if both are meant, give this one an `id:`"
    else:
        message, hint = f"the id `{record.id}` is taken", ""
    yield Mistake(record.span("id"), message, lambda: f"the first is at {first()}{hint}")


@check(
    "duplicate-name",
    Severity.WARNING,
    NODE_TYPES,
    "cities:\n  springfield-il: {name: Springfield, country: US}\n  springfield-ma: {name: Springfield, country: US}\n",
)
def duplicate_name(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """Two records of one type in one country and region have the same name. There are many Springfields, but this may
    be one thing that was written twice. If they are two, give them different `identifiers:`, `level:` or `part_of:`."""
    found = folder.namesake(record) if record.data.get("name") and folder.is_first(record) else None
    if found is None:
        return
    id, place = found
    yield Mistake(
        record.span("name"),
        f"`{id}` has the name {record.data['name']!r} too",
        lambda: f"it is at {place()}; if they are two, `identifiers:`, `level:` or `part_of:` tell them apart",
    )


def name_key(type: str, data: dict[str, Any]) -> tuple[str, ...]:
    """The key that is equal for two nodes that may be one thing: type, name in any spelling, country, level and
    region."""
    return type, fold(data["name"]), data.get("country", ""), data.get("level", ""), data.get("part_of", "")


@check(
    "dangling-end",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troian], source: paper}\n",
    fix=_OF_AN_ID,
)
def dangling_end(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """An end of a tie names a record that does not exist."""
    for reference in record.references:
        if reference.key in _END_KEYS:
            yield from _unresolved(record, reference, folder)


_END_KEYS = ("between", "from", "to", "of")


@check(
    "unknown-source",
    Severity.ERROR,
    _ALL,
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], source: papr}\n",
    fix=_OF_AN_ID,
)
def unknown_source(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A fact names a source that has no record under `sources`."""
    for reference in record.references:
        if reference.types == ("source",):
            yield from _unresolved(record, reference, folder)


@check(
    "unknown-reference",
    Severity.ERROR,
    _ALL,
    "sources:\n  paper: {title: The paper}\ncities:\n  osh: {name: Osh, country: KG, part_of: osh-region}\n",
    fix=_OF_AN_ID,
)
def unknown_reference(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A key names a record that does not exist: the event of a figure, the speaker of a statement, a region, a
    signatory. For a country that is neither a code nor a record there is a separate code, `unknown-country`."""
    for reference in record.references:
        if reference.key not in _END_KEYS and reference.types != ("source",):
            yield from _unresolved(record, reference, folder)


def _unresolved(record: Record, reference: Reference, folder: CheckContext) -> Iterator[Mistake]:
    if folder.type_of(reference.target) is not None:
        return
    span = record.document.span(*reference.place)
    if reference.types == ("country",):
        write = "write an ISO 3166-1 code, or the id of a `countries` record"
        message = f"there is no country `{reference.target}`"
        yield Mistake(
            span, message, lambda: _country_meant(reference.target, folder) or write, (reference.part,), UNKNOWN_COUNTRY
        )
        return
    what = reference.types[0] if len(reference.types) == 1 else "record"
    message = f"there is no {what} with the id `{reference.target}`"
    yield Mistake(span, message, lambda: _meant(reference, span.file, folder), (reference.part,))


def _meant(reference: Reference, file: str, folder: CheckContext) -> str:
    """The hint for a reference to a record that does not exist."""
    target, types = reference.target, reference.types
    named = [id for type in types for id in folder.called(type, target)]
    turned = other_way_round(target) if "tie" in types else None
    if turned and folder.type_of(turned) == "tie":
        kind = folder.vocabulary.get(turned.partition(".")[0])
        hint = f"did you mean `{turned}`?"
        return Sure(hint, turned) if kind is not None and kind.symmetric else hint
    if not (hint := _in_quotes(reference, folder)) and named:
        hint = f"did you mean `{named[0]}`?"
        return Sure(hint, named[0]) if len(named) == 1 else hint
    hint = hint or _several(reference, file)
    return hint or folder.did_you_mean(target, types) or _declare(reference)


def _in_quotes(reference: Reference, folder: CheckContext) -> str:
    """The hint for an id between quotation marks that are letters here."""
    id = reference.target.strip(QUOTES)
    mark = next((mark for mark in reference.target if mark in QUOTES), "")
    if not mark or id == reference.target:
        return ""
    hint = f"`{mark}` is {named_character(mark)}, which ends no text; write `{id}`"
    return Sure(hint, id) if folder.type_of(id) in reference.types else hint


def _country_meant(text: str, folder: CheckContext) -> str:
    """The hint for a country that is neither a code nor a record."""
    hint, code = did_you_mean_country(text), sure_code(text)
    return Sure(hint, code) if code and not folder.called("country", text) else hint


def _several(reference: Reference, file: str) -> str:
    """The hint for the ids of several sources in one text."""
    ids = re.split(r"\s*[,;]\s*|\s+(?:and|&)\s+", reference.target.strip(" ,;"))
    if reference.types != ("source",) or len(ids) < 2 or not all(re.fullmatch(r"[\w.-]+", id, re.ASCII) for id in ids):
        return ""
    if file.endswith(".csv"):
        return "a row names one source, in the column `source`; several go under `evidence:`, in YAML"
    if reference.part and reference.part[-1] != 0:
        return "an item of `evidence` names one source; write an item for each"
    return f"several go under `evidence: [{', '.join(f'{{source: {id}}}' for id in ids)}]`"


def _declare(reference: Reference) -> str:
    if reference.types == ("source",) and re.search(r"[/:\s]", reference.target):
        return "name the source by its id; its address goes under `url:` in its record"
    if reference.types == ("source",):
        return f"describe it under `sources:`, as `{reference.target}: {{title: …}}`"
    return "the ends of a tie are ids of records: what stands before the colon" if reference.key in _END_KEYS else ""


@check(
    "wrong-reference",
    Severity.ERROR,
    _ALL,
    "sources:\n  paper: {title: The paper}\ncities:\n  osh: {name: Osh, country: KG}\n"
    "statements:\n  - {by: osh, at: osh, source: paper, quote: Welcome}\n",
)
def wrong_reference(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A key names a record of the wrong type: a statement made `at` a city, a figure from an official."""
    for reference in record.references:
        type = folder.type_of(reference.target)
        if type is None or type == "unread" or type in reference.types:
            continue
        yield Mistake(
            record.document.span(*reference.place),
            f"`{reference.target}` is {_one_of([type])}; `{reference.key}` takes {_one_of(reference.types)}",
            "",
            (reference.part,),
        )


@check(
    "unknown-kind",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sistr-city, between: [osh, troyan], source: paper}\n",
    fix="writes the kind that is misspelled, or that has the term of a register which is written.",
)
def unknown_kind(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """The kind of a tie is neither built in nor declared under the folder's own `kinds:`. `citygraph kinds` lists all
    kinds."""
    kind = record.data.get("kind")
    if kind is None or kind in folder.vocabulary or folder.kind_records(kind) or folder.is_unread(kind):
        return
    called = folder.vocabulary.called(kind)
    hint = f"did you mean `{called[0]}`?" if called else did_you_mean(kind, folder.vocabulary)
    if len(called) == 1:
        hint = Sure(hint, called[0])
    yield Mistake(
        record.span("kind"),
        f"there is no kind `{kind}`",
        hint or "`citygraph kinds` lists them; your own go under `kinds:`",
    )


@check(
    "ends-contradict-kind",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, from: osh, to: troyan, source: paper}\n",
    alone=("kind", "between", "from", "to"),
)
def ends_contradict_kind(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie of a symmetric kind has `from` and `to`, or a tie of a directed kind has `between`, which does not say in
    which direction the tie goes."""
    kind = folder.vocabulary.get(record.data.get("kind", ""))
    if kind is None or "to" not in record.data:
        return
    if kind.symmetric and "from" in record.places:
        yield Mistake(
            record.span("from"),
            f"`{kind.id}` has no direction",
            f"write `between: [{record.data['from']}, {record.data['to']}]`",
        )
    elif not kind.symmetric and "between" in record.places:
        yield Mistake(
            record.span("between"), f"`{kind.id}` has a direction", f"write `from:` and `to:`: FROM {kind.label} TO"
        )


@check(
    "wrong-end-type",
    Severity.ERROR,
    ("tie",),
    "cities:\n  osh: {name: Osh, country: KG}\ncountries:\n  italy: {name: Italy, iso: IT}\n"
    "sources:\n  paper: {title: The paper}\nties:\n  - {kind: sister-city, between: [osh, italy], source: paper}\n",
)
def wrong_end_type(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie has an end of a type that its kind does not join. `citygraph kinds` shows the types of each kind."""
    kind = folder.vocabulary.get(record.data.get("kind", ""))
    if kind is None or ("between" in record.places) != kind.symmetric:
        return  # it is not known which end is the start; `ends-contradict-kind` reports it
    types = {reference.key: folder.type_of(reference.target) for reference in record.references}
    turned_round = not kind.symmetric and types.get("from") in kind.ends and types.get("to") in kind.starts
    for reference in record.references:
        if reference.key not in ("between", "from", "to"):
            continue
        type = folder.type_of(reference.target)
        takes = kind.ends if reference.key == "to" else kind.starts
        if type in NODE_TYPES and type not in takes:
            side = "joins" if kind.symmetric else "leads to" if reference.key == "to" else "starts at"
            message = f"`{reference.target}` is {_one_of([type or ''])}; `{kind.id}` {side} {_one_of(takes)}"
            hint = "are `from` and `to` turned round?" if turned_round else ""
            yield Mistake(record.document.span(*reference.place), message, hint)
            if turned_round:
                return


@check(
    "status-contradicts-kind",
    Severity.ERROR,
    ("tie",),
    "cities:\n  osh: {name: Osh, country: KG}\nevents:\n  fair: {name: The fair}\n"
    "sources:\n  paper: {title: The paper}\n"
    "ties:\n  - {kind: hosts, from: osh, to: fair, status: active, source: paper}\n",
    alone=("kind", "status", "history", "evidence"),
)
def status_contradicts_kind(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A visit or a speech happens at one time, so it cannot be active, dormant or suspended. Once it took place, it is
    `ended`."""
    kind = folder.vocabulary.get(record.data.get("kind", ""))
    if kind is None:
        return
    given, where, costs = _status(record)
    statuses = [entry.get("is") for entry in record.data.get("history", ())] or [given]
    for status in statuses:
        if not can_be(status, kind.nature):
            yield Mistake(
                record.span(where),
                f"`{kind.id}` happens at a time; it cannot be {status}",
                "write `ended` if it took place, `planned` if it is still to come",
                costs,
            )
            return


def _status(tie: Record) -> tuple[str, str, tuple[Part, ...]]:
    """The status of a tie, as its record gives it or else its evidence; the key that gives it, and what a mistake in it
    costs. It is *unknown* if the sources disagree."""
    if own := tie.data.get("status"):
        return own, "status", (_STATUS,)
    status = status_in_evidence(tie.data)
    if status is None or status == DISPUTED:
        return "unknown", "status", ()
    items = enumerate(tie.data["evidence"])
    return status, "evidence", tuple(("evidence", index, "status") for index, item in items if "status" in item)


@check(
    "dates-contradict-kind",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], on: 2021, source: paper}\n",
    alone=("kind", "since", "until", "on"),
)
def dates_contradict_kind(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie that lasts for a time has `since` and `until`. A tie that happens at one time has `on`."""
    kind = folder.vocabulary.get(record.data.get("kind", ""))
    if kind is None:
        return
    wrong = ("on",) if kind.nature == "standing" else ("since", "until")
    for key in wrong:
        if key in record.data:
            right = "`since` and `until`" if kind.nature == "standing" else "`on`"
            is_what = "stands for a time" if kind.nature == "standing" else "happens at a time"
            hint = f"write {right}"
            if kind.nature == "occurrence":
                on, since, until = (record.data.get(name) for name in ("on", "since", "until"))
                hint = "leave it out" if on else hint
                if (start := on or since) and until and _is_period(f"{start}/{until}"):
                    hint = f"write all of its time as `on: {start}/{until}`"
            yield Mistake(record.span(key), f"`{kind.id}` {is_what}; it has no `{key}`", hint, ((key,),))


def _is_period(period: str) -> bool:
    try:
        parse_period(period)
    except ValueError:
        return False
    return True


@check(
    "reversed-dates",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], since: 2021, until: 2019, source: paper}\n",
    alone=("kind", "since", "until", "seen", "history", "agreement"),
)
def reversed_dates(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """Two dates are in the wrong order: `until` before `since`, `seen` outside of both, a history out of order, an
    agreement that expires before its signature. Nothing shows which of the two is wrong, so citygraph reads neither."""
    for start, end, blamed, costs, message in _in_order(record, folder):
        if start and end and end != OPEN and parse_date(end).latest < parse_date(start).earliest:
            said = message.format(start=start, end=end)
            yield Mistake(record.span(blamed), said, "are the two swapped?", costs)


_Order = tuple[str | None, str | None, str, tuple[Part, ...], str]
"""Two dates that must be in order, the key to blame if they are not, the parts that this costs, and the message."""


def _in_order(record: Record, folder: CheckContext) -> Iterator[_Order]:
    """Pairs of dates that must be in order."""
    data = record.data
    since, until, seen = _standing_dates(record, folder)
    yield since, until, "until", (_UNTIL, _SINCE), "it ends in {end}, before it begins in {start}"
    yield since, seen, "seen", (_SEEN, _SINCE), "it was seen in {end}, before it began in {start}"
    yield seen, until, "seen", (_SEEN, _UNTIL), "it was seen in {start}, after it ended in {end}"
    history = data.get("history")
    if history:
        dated = [(number, entry["from"]) for number, entry in enumerate(history) if "from" in entry]
        for (_, before), (number, after) in pairwise(dated):
            message = "the history is out of order: {end} comes after {start}"
            yield before, after, entry_key(number), (_STATUS,), message
        if came_about(history) == 0:
            begun = history[0].get("from")
            message = "the history begins in {end}, before it began in {start}"
            yield since, begun, entry_key(0), (_STATUS, _SINCE), message
        if by_status(history[-1].get("is")) is Stage.ENDED:
            ended = history[-1].get("from")
            yield ended, until, "until", (_UNTIL, _STATUS), "it ends in {end}, before the history ends it in {start}"
    agreement = data.get("agreement", {})
    for key in ("signed", "approved"):
        message = "it expires in {end}, before it was " + key + " in {start}"
        costs = ("agreement", "expires"), ("agreement", key)
        yield agreement.get(key), agreement.get("expires"), "agreement", costs, message


def _standing_dates(record: Record, folder: CheckContext) -> tuple[str | None, str | None, str | None]:
    """``since``, ``until`` and ``seen``. For an occurrence the first two are None: `dates-contradict-kind` reports
    them."""
    data = record.data
    kind = folder.vocabulary.get(data.get("kind", ""))
    if kind is not None and kind.nature == "occurrence":
        return None, None, data.get("seen")
    return data.get("since"), data.get("until"), data.get("seen")


@check(
    "status-contradicts-dates",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], status: ended, until: .., source: paper}\n",
    alone=("kind", "status", "evidence", "since", "until", "on", "seen"),
)
def status_contradicts_dates(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """The status and the dates contradict each other: ended, but `until: ..` (known to go on); planned, but seen in
    force; active, but since a day in the future. citygraph reads neither of the two, so the status is *unknown*."""
    status, _, costs = _status(record)
    says = by_status(status)
    since, until, seen = _standing_dates(record, folder)
    if until == OPEN and (says is Stage.ENDED or says.is_plan):
        message = f"`until: ..` says that it goes on, but its status is {status}"
        yield Mistake(record.span("until"), message, "leave `until` out, or correct the status", (_UNTIL, *costs))
    if says.is_plan and seen:
        message = f"it was seen in force, but its status is {status}"
        hint = "once a plan is carried out, it is `active` or `ended`"
        yield Mistake(record.span("seen"), message, hint, (_SEEN, *costs))
    if says.is_plan and until and until != OPEN:
        message = f"it ended, but its status is {status}"
        yield Mistake(record.span("until"), message, "if it took place and is over, write `ended`", (_UNTIL, *costs))
    if says is Stage.ENDED and until and is_ahead(until, folder.today):
        message = f"it is ended, but {until} is yet to come"
        yield Mistake(record.span("until"), message, "is it still `active`?", (_UNTIL, *costs))
    on = record.data.get("on")
    begins = on or since
    if (says.is_fact or says.is_over) and begins and is_ahead(begins, folder.today):
        message = f"it is {status}, but {begins.partition('/')[0]} is yet to come"
        began = _ON if on else _SINCE
        yield Mistake(record.span(*began), message, "is it `planned`?", (began, *costs))


@check(
    "until-has-passed",
    Severity.WARNING,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], status: active, until: 2019, source: paper}\n",
    alone=("kind", "status", "evidence", "since", "until", "seen"),
)
def until_has_passed(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie is active or dormant, but its `until` lies in the past. This is a warning, since it can arise without any
    change to the file, as time passes. The `until` of a suspended tie says since when it does not stand."""
    (status, _, _), (_, until, _) = _status(record), _standing_dates(record, folder)
    if until and has_passed(until, folder.today) and by_status(status).is_fact:
        yield Mistake(record.span("until"), f"it is {status}, but {until} has passed", "is it `ended`?")


@check(
    "quote-not-found",
    Severity.WARNING,
    _ALL,
    "sources:\n  paper: {title: The paper, passages: [Osh and Troyan signed in 2021.]}\n"
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "ties:\n  - {kind: sister-city, between: [osh, troyan], source: paper, quote: Troyan and Osh signed in 2021}\n",
    fix="takes out a hidden character, if the quote is in a passage without it.",
)
def quote_not_found(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A quote is not in the `passages` of its source. It must be verbatim; only white space, the shape of quotation
    marks and dashes, and the way in which Unicode composes letters may differ. The check skips sources without
    `passages`."""
    for quotation in record.quotations:
        passages = folder.passages(quotation.source)
        if passages and evened(quotation.words) not in passages:
            message = f"these words are in no passage of `{quotation.source}`"
            hint = f"add the passage to `{quotation.source}`, or correct the quote"
            if reason := _unseen_reason(quotation.words, passages):
                message, hint = f"{message}: {reason}", "take it out"
                if (words := without_hidden(quotation.words)) and evened(words) in passages:
                    hint = Sure(hint, words)
            elif letter := next(mixed(quotation.words), None):
                hint = f"its `{letter.character}` is {letter.name}; {hint}"
            yield Mistake(record.document.span(*quotation.place), message, hint)


def _unseen_reason(words: str, passages: str) -> str:
    """The hidden character without which the words of a quote would be in a passage; empty if it is something else."""
    if evened(without_hidden(words)) not in "\0".join(map(without_hidden, passages.split("\0"))):
        return ""
    if sign := next(hidden(words), None):
        return f"the quote has {sign.name} in it"
    sign = next(sign for passage in passages.split("\0") for sign in hidden(passage))
    return f"the passage has {sign.name} in it"


_ALIKE = str.maketrans(
    {**dict.fromkeys("‘’‚‛′‹›", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def evened(text: str) -> str:
    """The text as quotes are compared: in the composed form of Unicode (NFC), with straight quotation marks and plain
    dashes, and with each run of white space as one space, since line breaks mean nothing."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return " ".join(text.split())


@check(
    "incomplete-kind",
    Severity.ERROR,
    ("kind",),
    "kinds:\n  river-link: {group: network, nature: standing, between: city}\n",
)
def incomplete_kind(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A new kind lacks a key that its ties need: `group`, `nature`, `label`, and the ends (`between`, or `from`, `to`
    and `inverse`). A kind that refines a built-in one needs only the keys that differ."""
    missing = missing_keys(merged(folder.kind_records(record.id)))
    # A key that is there but wrong is already reported, and so are wrong ends.
    ends = ("from", "to", "inverse") if "between" in record.places else ()
    missing = [key for key in missing if key not in record.places and key not in ends]
    if missing:
        message = f"the kind `{record.id}` has no " + ", ".join(f"`{key}`" for key in missing)
        yield Mistake(record.span(), message, "`citygraph kinds --format json` shows complete ones")


@check(
    "accepted-error",
    Severity.ERROR,
    ("accepted",),
    "cities:\n  osh: {name: Osh, country: KG}\n"
    "accepted:\n  - {check: unknown-source, record: osh, because: We shall add the paper.}\n",
    alone=("check",),
)
def accepted_error(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """An item of `accepted` names a check that finds errors. Only a warning can be accepted, since an error costs a
    part of the data. citygraph does not read the item."""
    code = record.data.get("check")
    if code in MANUAL and MANUAL[code].severity is Severity.ERROR:
        message = f"what `{code}` finds is an error, and only warnings can be accepted"
        yield Mistake(record.span("check"), message, "correct what it finds, and take this item out")


MANUAL = {rule.code: rule for rule in (*RULES, *(check.rule for check in CHECKS))}
"""The rules of all mistakes by code, in the order of the manual. ``scripts/checks_manual.py`` makes ``docs/checks.md``
from them, and ``citygraph check --explain`` shows one."""
