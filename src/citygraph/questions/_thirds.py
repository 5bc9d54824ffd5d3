"""What questions about two or more nodes share: third nodes, to which these are tied, and the ties to them."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.graph.asked import Asked
from citygraph.questions._columns import status, when
from citygraph.questions.neighbors import Neighbor

Section = Literal["partners", "networks", "organizations", "events", "people"]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""The sections of what a node can be tied to. Cities and countries are *partners*. An organization is a *network* if
one of those that ask belongs to it."""
_BY_TYPE: dict[str, Section] = {"city": "partners", "country": "partners", "event": "events", "official": "people"}


def section_of(type: str, ties: Iterable[Neighbor], kinds: Vocabulary) -> Section:
    """The section of a node of a type, from all ties to it."""
    found = _BY_TYPE.get(type)
    if found is not None:
        return found
    return "networks" if any(kinds[tie.kind].group == "network" for tie in ties) else "organizations"


def different_nodes(asked: Asked, *names: str) -> tuple[str, ...]:
    """The ids of the nodes that these names mean.

    Raises:
        UnknownName: if no node has one of the names.
        AmbiguousName: if several nodes do.
        CityGraphError: if two names mean the same node.
    """
    by_id: dict[str, str] = {}
    for name in names:
        id = asked.resolve(name)
        if id in by_id:
            raise CityGraphError(f"`{by_id[id]}` and `{name}` are the same node")
        by_id[id] = name
    return tuple(by_id)


def decisive(ties: Sequence[Neighbor], kinds: Vocabulary) -> Sequence[Neighbor]:
    """The ties that decide if a node is a partner today: the standing ones if there are any. A visit that took place
    stays a fact, but does not renew a partnership that has ended."""
    return [tie for tie in ties if kinds[tie.kind].nature == "standing"] or ties


def doubt_of(ties: Iterable[Neighbor]) -> str:
    """What the ties to a partner are, if none of them is in force or took place, as far as is known; else empty."""
    doubts = dict.fromkeys(map(_doubt, ties))
    return "" if "" in doubts else ", ".join(doubts)


def _doubt(tie: Neighbor) -> str:
    """Why a tie is not in force, or perhaps not; empty if it is."""
    if tie.held in _AT_THE_DATE:
        return "possibly" if tie.held == "possibly" else ""
    return "" if tie.stage.is_fact else tie.stage.word


_AT_THE_DATE = ("yes", "possibly")
"""What a row says of a tie that the question's date has kept. Of one that did not hold then, it says *no*; then it is
told as it is today."""


def may_hold(tie: Neighbor) -> bool:
    """True if a tie is in force or took place, or if nobody can say: neither a plan nor what is over."""
    return tie.held in _AT_THE_DATE or tie.stage.is_fact or tie.stage.is_open


# ------------------------------------------------------------------ words


def plain(ties: Iterable[Neighbor]) -> str:
    """Ties in a cell for programs, with their dates, and *possibly* if nobody can say that they held at the date of the
    question: ``sister-city:active (since 2021); exchange:unknown``."""
    return "; ".join(f"{tie.kind}:{tie.status}{_dated(tie)}" for tie in ties)


def _dated(tie: Neighbor) -> str:
    known = ", ".join(filter(None, (when(tie), "possibly" if tie.held == "possibly" else "")))
    return f" ({known})" if known else ""


def in_words(tie: Neighbor) -> str:
    """A tie in a cell for people: its kind, its dates and what it is today."""
    stands = f"{status(tie)} (possibly)" if tie.held == "possibly" else status(tie)
    return ", ".join(filter(None, (tie.kind, when(tie), stands)))
