"""What a record of the folder lacks of what the rows say of the same thing, and where the two differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from citygraph.domain.dates import OPEN, parse_period
from citygraph.domain.model import Coordinates, DateText, Holds, ListOf, MapOf, RecordOf, keys_of
from citygraph.domain.names import fold
from citygraph.domain.tie_rules import figure_time, is_told, stage, status_of_today
from citygraph.imports.change_words import facts_in, in_words
from citygraph.imports.entity import NEARBY, distance

_TIME = ("since", "until", "on", "status", "history", "end_reason")
_OF_AN_END = ("until", "status", "history", "end_reason")
_APART = ("id", "kind", "from", "to", "name", "aliases", "evidence", "posts", "notes", "observations", *_TIME)
"""Keys that say which record it is, or of which more is known than what they hold."""
_LIKE_WORDS = ("called", "seen")
"""Keys of which two values may be right."""


class KeyDifference(NamedTuple):
    """A key, what the record of the folder says there, and what the rows say, both in words. The record may say
    nothing: then it would have what the rows say, but for ``why``."""

    key: str
    there: str
    here: str
    why: str = "the two differ"


class LinkedDifferences(NamedTuple):
    """What a record of the folder ``lacks``, as a part of its data; in what it ``differs`` from the rows; and what both
    say in two ways that fit. ``attests`` is False if the source of the rows is no evidence for the record."""

    lacks: dict[str, Any]
    differs: list[KeyDifference]
    fits: list[KeyDifference]
    attests: bool = True


def compared_nodes(record: type, there: Mapping[str, Any], here: Mapping[str, Any]) -> LinkedDifferences:
    """Compare the data of a node in the folder with what rows say of it. The ``country`` of both is a code, if it has
    one. If the rows have no name, ``here`` has none."""
    found = LinkedDifferences({}, [], [])
    names = [there.get("name", ""), *there.get("aliases", ())]
    called = {fold(name) for name in (*names, *there.get("names", {}).values(), *here.get("names", {}).values())}
    others = {fold(name): name for name in (here.get("name", ""), *here.get("aliases", ())) if name}
    if more := [name for folded, name in others.items() if folded not in called]:
        found.lacks["aliases"] = more
    _compare(record, there, _rest(here), found)
    _compare_figures(there, here, found)
    return found


def compared_ties(
    record: type, there: Mapping[str, Any], here: Mapping[str, Any], today: datetime.date
) -> LinkedDifferences:
    """Compare a tie of the folder, as the graph has it, with the data that rows give it."""
    found = LinkedDifferences({}, [], [])
    attests = _compare_times(there, here, today, found)
    _compare(record, there, _rest(here), found)
    if not attests:  # what it had of this source would have no source
        quotes = [{key: text for key, text in item.items() if key != "source"} for item in here.get("evidence", ())]
        facts = facts_in({**found.lacks, "evidence": quotes})
        found.differs.extend(KeyDifference(label, "", text, "its source gives another status") for label, text in facts)
        found.lacks.clear()
    for item in here.get("evidence", ()):
        if gives_another_status(item, there) and item not in there.get("evidence", ()):
            found.differs.append(KeyDifference(f"status in {item['source']}", there["status"], item["status"]))
    _compare_figures(there, here, found)
    return found._replace(attests=attests)


def gives_another_status(item: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """True if an item of evidence gives a tie another status than it has: with that, its sources would disagree."""
    return bool(item.get("status")) and is_told(there["status"]) and item["status"] != there["status"]


def together(there: Mapping[str, Any], lacks: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a record that has got what it lacks."""
    found: dict[str, Any] = {}
    for key, value in lacks.items():
        mine = there.get(key)
        if isinstance(mine, list) and isinstance(value, list):
            found[key] = [*mine, *value]
        elif isinstance(mine, Mapping) and isinstance(value, Mapping):
            found[key] = {**mine, **value}
        else:
            found[key] = value
    return found


def _rest(here: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in here.items() if key not in _APART}


def _compare_times(
    there: Mapping[str, Any], here: Mapping[str, Any], today: datetime.date, found: LinkedDifferences
) -> bool:
    """Compare when two ties stand, and how. Parts of two times would make a third one that nobody tells: an end goes
    with its status, and with a beginning all the rest. A plan does not begin because rows name it. False if the source
    of the rows is no evidence: it gives the tie another status."""
    known, told = _time(there, today), _time(here, today)
    differ = []
    for key, value in told.items():
        if key in known and known[key] != value:
            one = KeyDifference(key, known[key], value)
            if key not in ("status", "end_reason") and _overlap(known[key], value):
                found.fits.append(one)
            else:
                differ.append(one)
    is_plan = "status" not in told and bool(told) and stage(there, today).is_plan
    keys = {one.key for one in differ}
    together = _TIME if is_plan or keys & {"since", "on"} else _OF_AN_END if keys else ()
    for key, value in told.items():
        if key in known:
            continue
        if key in together:
            differ.append(KeyDifference(key, known.get("status", "") if is_plan else "", value))
        elif key == "status" and here.get("history"):
            found.lacks["history"] = here["history"]
        else:
            found.lacks[key] = value
    if "status" in told and here.get("history") and there.get("history") and here["history"] != there["history"]:
        words = (in_words(one["history"]) for one in (there, here))
        found.fits.append(KeyDifference("history", *words))
    found.differs.extend(differ)
    return not is_plan and "status" not in keys


def _time(tie: Mapping[str, Any], today: datetime.date) -> dict[str, str]:
    """What is said of the time and the status of a tie."""
    said = {key: str(tie[key]) for key in ("since", "until", "on", "end_reason") if tie.get(key)}
    status = tie.get("status") or (status_of_today(tie["history"], today) if tie.get("history") else None)
    return {**said, "status": status} if status is not None and is_told(status) else said


def _overlap(one: str, other: str) -> bool:
    """True if two dates, or periods, can be the same: 1987 and 1987-05-02."""
    if OPEN in (one, other):
        return False
    try:
        first, second = sorted(map(parse_period, (one, other)), key=lambda period: period.start.earliest)
    except ValueError:
        return False
    if (first.end is None) != (second.end is None):
        return False
    if first.end is None or second.end is None:
        return second.start.earliest <= first.start.latest
    return second.start.earliest <= first.end.latest


def _compare(record: type, there: Mapping[str, Any], here: Mapping[str, Any], found: LinkedDifferences) -> None:
    """Compare all other keys."""
    keys = keys_of(record).all
    for key, value in here.items():
        if key not in keys:
            continue
        holds = keys[key].holds
        mine = there.get(key)
        if mine is None or mine == [] or mine == {}:
            found.lacks[key] = value
        elif isinstance(holds, MapOf | RecordOf):
            for inner, text in value.items():
                if inner not in mine:
                    found.lacks.setdefault(key, {})[inner] = text
                else:
                    of_inner = keys_of(holds.type).all[inner].holds if isinstance(holds, RecordOf) else holds.value
                    _tell(f"{key}.{inner}", of_inner, mine[inner], text, found)
        elif isinstance(holds, ListOf):
            have = {fold(str(item)) for item in mine}
            if more := [item for item in value if fold(str(item)) not in have]:
                found.lacks[key] = more
        else:
            _tell(key, holds, mine, value, found)


def _tell(key: str, holds: Holds, mine: Any, value: Any, found: LinkedDifferences) -> None:
    """Tell of two values of a key that can have only one."""
    if mine == value or (isinstance(mine, str) and isinstance(value, str) and fold(mine) == fold(value)):
        return
    one = KeyDifference(key, in_words(mine), in_words(value))
    if isinstance(holds, Coordinates):
        fits = distance(tuple(mine), tuple(value)) <= NEARBY
    elif isinstance(holds, DateText):
        fits = key in _LIKE_WORDS or _overlap(mine, value)
    else:
        fits = key in _LIKE_WORDS
    (found.fits if fits else found.differs).append(one)


def _compare_figures(there: Mapping[str, Any], here: Mapping[str, Any], found: LinkedDifferences) -> None:
    """Compare figures: those of one property, time and unit are about the same. One without a time says nothing new if
    one with a time has its value."""
    known = there.get("observations", ())
    for figure in here.get("observations", ()):
        same = [one for one in known if _about(one)[:2] == _about(figure)[:2] and _value(one) == _value(figure)]
        alike = [one for one in known if _about(one) == _about(figure)]
        if same and figure_time(figure) is None:
            continue
        if not alike:
            found.lacks.setdefault("observations", []).append(figure)
        elif not any(_value(one) == _value(figure) for one in alike):
            when = figure_time(figure)
            label = figure["property"] + (f" of {when}" if when else "")
            found.differs.append(KeyDifference(label, _in_words(alike), _in_words([figure])))


def _about(figure: Mapping[str, Any]) -> tuple[str, str, str | None]:
    return figure["property"], figure.get("unit", ""), figure_time(figure)


def _value(figure: Mapping[str, Any]) -> tuple[str, Any]:
    return figure.get("bound", "exactly"), figure["value"]


def _in_words(figures: Iterable[Mapping[str, Any]]) -> str:
    words = (" ".join(str(one[key]) for key in ("bound", "value", "unit") if key in one) for one in figures)
    return ", ".join(words)
