"""What a record is expected to say, by its type: the one place that says what counts as missing knowledge.

A field is expected if things of the type have such a fact, as a rule, and readers ask for it. Of a tie, its kind
and how it stands decide: a visit has no `since`, and a plan has no agreement yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from citygraph.domain.tie_rules import all_evidence, is_told, since, so_far, stage, when

Record = Mapping[str, Any]
Known = Literal["known", "missing", "said unknown"]
"""If a record says something. *Said unknown*: its history says that the status of today is not known, so somebody has
looked; it is missing all the same."""

ENGLISH = frozenset(
    ("AG", "AU", "BB", "BS", "BZ", "CA", "DM", "GB", "GD", "GY", "IE", "JM", "KN", "LC", "NZ", "TT", "US", "VC")
)
"""The countries whose towns have English names, as a rule: there the usual name is that of the town's own language."""
POPULATION = "population"
NO_PAPER = frozenset({"contact", "interest"})
"""The kinds of the group *agreement* that are made without one."""


@dataclass(frozen=True, slots=True, eq=False)  # each is one object, and is counted a million times
class Expected:
    """A ``field`` that is expected of records, the ``key`` under which it is written, and if the gazetteer may know it.
    ``is_known`` tells of a record if it says it."""

    field: str
    key: str
    is_known: Callable[[Record], bool]
    is_in_gazetteer: bool = False


def _has(key: str, *, is_in_gazetteer: bool = False) -> Expected:
    return Expected(key, key, lambda record: bool(record.get(key)), is_in_gazetteer)


def _is_measured(record: Record) -> bool:
    return any(figure.get("property") == POPULATION for figure in record.get("observations") or ())


SOURCE = Expected("source", "evidence", lambda record: bool(all_evidence(record)))
QUOTE = Expected("quote", "evidence", lambda record: any(item.get("quote") for item in all_evidence(record)))
AGREEMENT = Expected("agreement", "agreement", lambda tie: bool(tie.get("agreement") or tie.get("form")))
SINCE = Expected("since", "since", lambda tie: bool(tie.get("since") or since(tie.get("history") or ())))
DATE = Expected("date", "on", lambda tie: bool(when(tie)))
STATUS = Expected("status", "status", lambda tie: is_told(tie["status"]))
TITLE = Expected("title", "title", lambda tie: bool(tie.get("title")))
NAMES = Expected("names", "names", lambda city: bool(city.get("names")))
POST = "post"
"""What an official is expected to have; it is a tie, and no key of the record."""

FIELDS = (
    "country", "iso", "type", "coordinates", "names", "identifiers", POPULATION, "when", POST, "title", "since", "date",
    "status", "source", "quote", "agreement", "published", "url",
)  # fmt: skip
"""All fields, in the order in which tables show them."""

_CITY = (
    _has("country", is_in_gazetteer=True),
    _has("coordinates", is_in_gazetteer=True),
    NAMES,
    _has("identifiers", is_in_gazetteer=True),
    Expected(POPULATION, "observations", _is_measured),
    SOURCE,
)
_CITY_OF_ENGLISH_NAME = tuple(one for one in _CITY if one is not NAMES)
_OF_NODES: dict[str, tuple[Expected, ...]] = {
    "country": (_has("iso"),),
    "official": (Expected(POST, "posts", lambda record: bool(record.get("posts"))),),
    "organization": (_has("type"), SOURCE),
    "event": (_has("type"), _has("when"), SOURCE),
    "source": (_has("published"), _has("url")),
}


def of_node(type: str, record: Record) -> tuple[Expected, ...]:
    """What is expected of a node or a source. ``posts`` of an official are given as the record's own."""
    if type == "city":
        return _CITY_OF_ENGLISH_NAME if record.get("country") in ENGLISH else _CITY
    return _OF_NODES[type]


def of_tie(tie: Record, today: datetime.date) -> tuple[Expected, ...]:
    """What is expected of a tie: of parts and successors only a source, of a plan neither a beginning nor a paper."""
    if tie["kind"] == "holds-post":
        return (TITLE, SINCE, STATUS, SOURCE)
    if tie["group"] == "structure":
        return (SOURCE,)
    if stage(tie, today).is_plan:
        return (STATUS, SOURCE, QUOTE)
    if tie["nature"] == "occurrence":
        return (DATE, STATUS, SOURCE, QUOTE)
    if tie["group"] == "agreement" and tie["kind"] not in NO_PAPER:
        return (SINCE, STATUS, SOURCE, QUOTE, AGREEMENT)
    return (SINCE, STATUS, SOURCE, QUOTE)


def known(field: Expected, record: Record, today: datetime.date) -> Known:
    """If a record says what is expected of it."""
    if field.is_known(record):
        return "known"
    history = record.get("history") or ()
    begun = so_far([entry.get("from") for entry in history], today) if field is STATUS else 0
    return "said unknown" if begun and not is_told(history[begun - 1].get("is")) else "missing"
