"""Ties: do their kind, their ends, their status and their dates go together? And is each kind whole?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from citygraph.domain.dates import OPEN, first_day, has_passed, is_ahead, last_day, parse_date, parse_period
from citygraph.domain.kinds import merged, missing_keys
from citygraph.domain.terms import DISPUTED, NODE_TYPES
from citygraph.domain.tie_rules import Stage, by_status, came_about, can_be, status_in_evidence, status_of_today
from citygraph.folder.checks.check import CheckContext, Mistake, check, one_of
from citygraph.folder.diagnostics import Severity
from citygraph.folder.fixes import Sure, did_you_mean
from citygraph.folder.records import Part, Record, entry_key
from citygraph.folder.rules import TWO_CITIES

TURNING = ("since", "until", "on", "history")
"""The keys of a tie that :func:`next_turn` reads."""
_ENDS = ("between", "from", "to")
_DAY = datetime.timedelta(days=1)
_STATUS, _SINCE, _UNTIL, _SEEN, _ON = ("status",), ("since",), ("until",), ("seen",), ("on",)


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
    called, turned = folder.vocabulary.called(kind), folder.vocabulary.called_from_the_other_end(kind)
    hint = f"did you mean `{called[0]}`?" if called else did_you_mean(kind, folder.vocabulary)
    if turned and not called:
        hint = f"`{turned}` reads so from its other end: write `kind: {turned}`, and swap `from` and `to`"
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
        if reference.key not in _ENDS:
            continue
        type = folder.type_of(reference.target)
        takes = kind.ends if reference.key == "to" else kind.starts
        if type in NODE_TYPES and type not in takes:
            side = "joins" if kind.symmetric else "leads to" if reference.key == "to" else "starts at"
            message = f"`{reference.target}` is {one_of([type or ''])}; `{kind.id}` {side} {one_of(takes)}"
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
    given, where, costs = _status(record, folder)
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


def _status(tie: Record, folder: CheckContext) -> tuple[str, str, tuple[Part, ...]]:
    """The status of a tie today, as its record gives it or else its evidence; the key that gives it, and what a mistake
    in it costs. It is *unknown* if the sources disagree."""
    if history := tie.data.get("history"):
        return status_of_today(history, folder.today), "status", (_STATUS,)
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
    alone=("kind", "status", "history", "evidence", "since", "until", "on", "seen"),
)
def status_contradicts_dates(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """The status and the dates contradict each other: ended, but `until: ..` (known to go on); planned, but seen in
    force; active, but since a day in the future. citygraph reads neither of the two, so the status is *unknown*."""
    status, _, costs = _status(record, folder)
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
    "status-contradicts-event",
    Severity.ERROR,
    ("tie",),
    "cities:\n  osh: {name: Osh, country: KG}\nevents:\n  expo: {name: The expo, when: 2131}\n"
    "sources:\n  paper: {title: The paper}\n"
    "ties:\n  - {kind: attends, from: osh, to: expo, status: ended, source: paper}\n",
)
def status_contradicts_event(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie to an event is `ended`, as if it took place, but the event is yet to come. One of the two is wrong, so the
    status is *unknown*. A tie with a time of its own (`on`) goes by that."""
    kind = folder.vocabulary.get(record.data.get("kind", ""))
    if kind is None or kind.nature != "occurrence" or "on" in record.places:
        return
    status, where, costs = _status(record, folder)
    if by_status(status, kind.nature) is not Stage.TOOK_PLACE:
        return
    for reference in record.references:
        when = folder.time_of(reference.target) if reference.key in _ENDS else None
        if when and is_ahead(when, folder.today):
            message = f"it is {status}, but `{reference.target}` is yet to come: {when}"
            yield Mistake(record.span(where), message, "is it `planned`?", costs)
            return


@check(
    "until-has-passed",
    Severity.WARNING,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], status: active, until: 2019, source: paper}\n",
    alone=("kind", "status", "history", "evidence", "since", "until", "seen"),
)
def until_has_passed(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A tie is active or dormant, but its `until` lies in the past. This is a warning, since it can arise without any
    change to the file, as time passes. The `until` of a suspended tie says since when it does not stand."""
    (status, _, _), (_, until, _) = _status(record, folder), _standing_dates(record, folder)
    if until and has_passed(until, folder.today) and by_status(status).is_fact:
        yield Mistake(record.span("until"), f"it is {status}, but {until} has passed", "is it `ended`?")


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
