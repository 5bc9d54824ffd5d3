"""Several rows of one tie: when they tell of the same one, and what becomes of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citygraph.domain.dates import finer
from citygraph.domain.model import DateText, ListOf
from citygraph.domain.tie_rules import are_apart, contradict
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.targets import FACT_RECORDS, holds
from citygraph.imports.columns.tie_kinds import DIRECTED
from citygraph.imports.entity import joined, note
from citygraph.imports.entity_tie import EntityTie
from citygraph.imports.report import ImportReport
from citygraph.imports.status_history import in_words, last_of

_TIMES = ("since", "until", "on")
_OF_A_TIME = (*_TIMES, "status")
_OF_AN_END = ("until", "status")


def is_same_tie(one: EntityTie, other: EntityTie) -> bool:
    """True if two rows tell of one tie: neither its id, its title (of a post) nor its time tells them apart."""
    is_post = one.kind.id == "holds-post"
    if is_post and one.facts.get("title") != other.facts.get("title"):
        return False
    if one.facts.get("id") != other.facts.get("id"):
        return False
    begin = {tie.facts.get("since") for tie in (one, other)}
    if None not in begin and len(begin) > 1 and finer(*map(str, begin)):
        begin.pop()  # both are one day
    if is_post and len(begin - {None}) > 1:
        return False  # a second term
    titles = {tie.facts.get("title") for tie in (one, other)}
    if len(titles - {None}) > 1 and len(begin - {None}) > 1:
        return False  # two events, or two agreements, of the same two
    if "on" in one.facts and "on" in other.facts:
        return one.facts["on"] == other.facts["on"]
    return not are_apart(one.facts, other.facts)  # if they overlap, the rows contradict each other


def merge(tie: EntityTie, known: EntityTie, report: ImportReport) -> None:
    """Add what a row says to the ``known`` tie of an earlier one. Lists and figures add up; of two dates of which
    one is finer, that counts; of other facts the first stays, and the report has the others. If one row says that the
    tie holds and the other that it does not, its status is unknown.

    Raises:
        OpenQuestions: if both go both ways with different figures, and their kind has no direction.
    """
    before = (dict(known.facts), list(known.figures), list(known.evidence))
    _take_finer_dates(tie, known)
    left = _status_left_open(tie, known, report) or _times_left_out(tie, known, report)
    contradicts = bool(left)
    for target, text in tie.facts.items():
        if target in left:
            continue
        has = known.facts.setdefault(target, text)
        if has == text:
            continue
        if target == "notes" or isinstance(holds(FACT_RECORDS[tie.shape], target), ListOf):
            known.facts[target] = joined(has, text)
        else:
            why = f"`{target}` is {text} here, but {has} before; that is kept"
            report.tell("doubtful", tie.where, str(known), why)
            contradicts = True
    for figure in tie.figures:
        if figure in known.figures:
            continue
        about = _without_value(figure)
        if any(_without_value(other) == about for other in known.figures):
            if tie.kind.symmetric and tie.start is not known.start:
                raise _asks_for_a_direction(tie, known)
            why = f"`{figure['property']}` is {figure['value']} here, and another figure before; both are kept"
            report.tell("doubtful", tie.where, str(known), why)
        known.figures = [*known.figures, figure]
    known.evidence += [item for item in tie.evidence if item not in known.evidence]
    is_another = tie.where != known.where  # a row has several plans, if years stand side by side
    if is_another and not contradicts and before == (known.facts, known.figures, known.evidence):
        turned = " the other way round" if tie.start is not known.start else ""
        why = f"it tells of the same tie as {known.where}{turned}: one tie is written"
        report.tell("repeated", tie.where, str(known), why)


def _take_finer_dates(tie: EntityTie, known: EntityTie) -> None:
    """Give both ties the finer of two dates that tell the same: *1962* and *1962-05-04* contradict each other in
    nothing, whichever comes first."""
    here, before = tie.facts, known.facts
    for target in here.keys() & before.keys():
        is_date = isinstance(holds(FACT_RECORDS[tie.shape], target), DateText)
        if is_date and here[target] != before[target] and (date := finer(here[target], before[target])):
            here[target] = before[target] = date


def _status_left_open(tie: EntityTie, known: EntityTie, report: ImportReport) -> Sequence[str]:
    """The keys about the end of the tie if two rows contradict each other in whether it holds: whichever comes first,
    an end, a rest or a plan must never read like a tie that holds. What both say is in the notes then, and in the
    report. Nothing if they do not."""
    here, before = tie.facts, known.facts
    mine, theirs = (last_of(facts.get("status", "")) for facts in (here, before))
    if not contradict(mine, theirs, tie.kind.nature):
        return ()
    says, was = (
        {key: in_words(facts[key]) for key in ("status", "until") if key in facts} for facts in (here, before)
    )  # fmt: skip
    for key, text in (*was.items(), *says.items()):
        note(before, key, text)
    before["status"] = "unknown"
    before.pop("until", None)
    now, then = (" and ".join(f"`{key}` is {text}" for key, text in said.items()) for said in (says, was))
    why = f"{now} here, but {then} before: so `status` is unknown; both are in the notes"
    report.tell("doubtful", tie.where, str(known), why)
    return _OF_AN_END


def _times_left_out(tie: EntityTie, known: EntityTie, report: ImportReport) -> Sequence[str]:
    """The keys about time whose facts are not kept, since the row contradicts an earlier one; the report has them.
    Parts of two times would make a third one that no row tells: an end goes with its status, and with a beginning
    all the rest."""
    here, before = tie.facts, known.facts
    differ = [key for key in _OF_A_TIME if key in here and before.get(key, here[key]) != here[key]]
    together = _OF_A_TIME if set(differ) & {"since", "on"} else _OF_AN_END if differ else ()
    left = [key for key in together if key in here and here[key] != before.get(key)]
    if left:
        says = " and ".join(f"`{key}` is {here[key]}" for key in left)
        was = " and ".join(f"`{key}` is {before[key]}" for key in together if key in before)
        report.tell("doubtful", tie.where, str(known), f"{says} here, but {was} before; that is kept")
    return left


def _asks_for_a_direction(tie: EntityTie, known: EntityTie) -> OpenQuestions:
    property = tie.figures[0]["property"]
    mine, theirs = (next(f["value"] for f in one.figures if f["property"] == property) for one in (tie, known))
    return OpenQuestions([
        Question(
            tie.where,
            f"`{tie.kind.id}` has no direction, but rows go both ways with different `{property}`: "
            f"{known.start.name} – {known.end.name} {theirs} ({known.where}), "
            f"{tie.start.name} – {tie.end.name} {mine}",
            tuple(Reading(says, option) for says, option in DIRECTED.items()),
        )
    ])  # fmt: skip


def id_of_another(tie: EntityTie, before: Sequence[EntityTie]) -> str:
    """An id for a second tie of one kind between the same two: its year, or else its number, follows the ends."""
    ends = sorted((tie.start.id, tie.end.id)) if tie.kind.symmetric else [tie.start.id, tie.end.id]
    stem = ".".join((tie.kind.id, *ends))
    taken = {other.facts.get("id") for other in before}
    when = next((tie.facts[key][:4] for key in _TIMES if key in tie.facts), "")
    if when.isdecimal() and f"{stem}.{when}" not in taken:
        return f"{stem}.{when}"
    return f"{stem}.{len(before) + 1}"


def _without_value(figure: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in figure.items() if key != "value"}
