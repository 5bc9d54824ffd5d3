"""What a tie tells beside its ends, its kind and how it stands, as its row has it: one number, of the sources on which
it rests, and of the facts that its record says. So a question about what all ties say reads no record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from citygraph.domain import tie_rules
from citygraph.graph.columns import SAID
from citygraph.graph.interface import Attributes, sources_of
from citygraph.store.layout import SOURCES, IdNumbers

_FACTS = ("since", "on", "title", "form", "agreement", "quote")
"""The facts of which is known that a record says them. The first has the lowest bit."""
_BITS = {fact: 1 << place for place, fact in enumerate(_FACTS)}
_DATED = ("agreement", "observations")
_HAS_DATES = 1 << len(_FACTS)
"""The bit of a record with dates that only the record has: those of its agreement, or of its figures."""
_NUMBER_OF_BITS = len(_FACTS) + 1

HAS_DATES = f"told & {_HAS_DATES}"
"""SQL: true for a tie whose record has an agreement or figures."""
DATES = "json_extract(data, '$.agreement', '$.observations')"
"""SQL: both, as JSON."""


def of(tie: Mapping[str, Any], ids: IdNumbers) -> int:
    """What the record of a tie tells, the sources of its history included. The number of several sources is that of an
    id that lists them."""
    found = sources_of(tie_rules.all_evidence(tie))
    if len(found) > 1:
        return with_sources(_said(tie), ids[SOURCES + " ".join(found)])
    return with_sources(_said(tie), ids[found[0]] if found else 0)


def _said(tie: Mapping[str, Any]) -> int:
    """Which facts a record says, as the bits of a number."""
    found = sum(bit for fact, bit in _BITS.items() if tie.get(fact))
    history = tie.get("history")
    if history and tie_rules.since(history):
        found |= _BITS["since"]
    if any(item.get("quote") for item in tie_rules.all_evidence(tie)):
        found |= _BITS["quote"]
    return found | _HAS_DATES if any(map(tie.get, _DATED)) else found


def with_sources(told: int, n: int) -> int:
    """The same facts, but with the sources that have this number; 0 is that of none."""
    return n << _NUMBER_OF_BITS | told & ~(-1 << _NUMBER_OF_BITS)


def number_of_sources(told: int) -> int:
    """The number of the sources."""
    return told >> _NUMBER_OF_BITS


def translated(column: Sequence[int], numbers: Sequence[int]) -> list[int]:
    """What ties tell, with the numbers that ids have here, by those that they have there."""
    known = {told: with_sources(told, numbers[number_of_sources(told)]) for told in set(column)}
    return list(map(known.__getitem__, column))


def has_dates(told: int) -> bool:
    """True if the record has an agreement or figures."""
    return bool(told & _HAS_DATES)


def dates(found: list[Any]) -> Attributes:
    """The agreement and the figures of a record, as :data:`DATES` gives them."""
    return dict(zip(_DATED, found, strict=True))


def several(id: str) -> Sequence[str]:
    """The ids of the sources that have this one for all."""
    return id.removeprefix(SOURCES).split(" ")


def read(told: int, sources: Sequence[str]) -> Attributes:
    """What is known of the record from its number: its evidence, and :data:`SAID` in place of each fact."""
    facts = {fact: SAID for fact, bit in _BITS.items() if told & bit}
    quote = facts.pop("quote", None)
    return {**facts, "evidence": [{"source": source, "quote": quote} for source in sources]}
