"""The sections of a card, and its head: how much stands in each of them."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from citygraph.domain.dates import OPEN, first_day
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.terms import GROUPS
from citygraph.domain.tie_rules import Standing
from citygraph.graph.tie_facts import Evidence, TieFacts, only_in_python
from citygraph.questions._counts import in_words
from citygraph.questions.agreements import Agreement
from citygraph.questions.neighbors import Neighbor
from citygraph.questions.officials import Post
from citygraph.questions.show.cards import Card, NodeCard, Observation, SourceCard, Statement, TieCard
from citygraph.questions.sources import Cited

Entry = Observation | Post | Agreement | Neighbor | Statement | Evidence | Cited | Mapping[str, Any] | str


@dataclass(frozen=True, slots=True)
class CardSection:
    """One ``section`` of the card of a record (``id``), and its ``entries`` as the whole ``card`` has them."""

    id: str
    section: str
    entries: tuple[Entry, ...]
    card: Card = only_in_python()


@dataclass(frozen=True, slots=True)
class SectionCount:
    """A section in the head of a card: its name, how many entries it has, and how many of these stand in which way. A
    group of ties ``is_part`` of the ties."""

    section: str
    number: int
    standings: str
    is_part: bool


TIES = "ties"
FACTS = "facts"
_TITLES = {FACTS: "", "record": "The record itself", "says": "What it says"}
_NAMES = {title: name for name, title in _TITLES.items()}
SECTIONS = (
    *(FACTS, "figures", "posts", "signed", TIES, *GROUPS, "said"),
    *("record", "history", "evidence", "says", "sources"),
)
"""The names of all sections. ``ties`` are those of all groups together; a tie has its paper under ``agreement``."""


def name_of(title: str) -> str:
    """The name of a section, from the title that it has in a table."""
    return _NAMES.get(title, title.lower())


def belongs(title: str, section: str, card: Card) -> bool:
    """True if what has this title in a table is a part of a section."""
    name = name_of(title)
    return name == section or (section == TIES and isinstance(card, NodeCard) and name in GROUPS)


def entries_of(card: Card, kinds: Vocabulary) -> dict[str, tuple[Entry, ...]]:
    """The entries of a card by section, in the order of a table. No section is empty."""
    found: dict[str, tuple[Entry, ...]]
    match card:
        case NodeCard():
            groups = {group: tuple(tie for tie in card.ties if kinds[tie.kind].group == group) for group in GROUPS}
            facts = {name: getattr(card, name) for name in _FACTS if getattr(card, name) not in (None, {}, ())}
            found = {
                FACTS: ({**facts, **card.details},),
                "figures": card.figures,
                "posts": card.posts,
                "signed": card.signed,
                TIES: card.ties,
                **groups,
                "said": card.statements,
                "record": card.evidence,
                "sources": card.sources,
            }
        case TieCard():
            details = dict(card.details)
            history, paper = details.pop("history", ()), details.pop("agreement", None)
            found = {
                FACTS: (details,),
                "history": tuple(history),
                "agreement": (paper,) if paper else (),
                "figures": card.figures,
                "evidence": card.tie.evidence,
                "sources": card.tie.sources,
            }
        case SourceCard():
            found = {FACTS: (card.details,), "says": card.cited}
    return {section: entries for section, entries in found.items() if entries}


_FACTS = ("names", "aliases", "country", "latitude", "longitude", "identifiers")


def counts(card: Card, kinds: Vocabulary) -> Iterator[SectionCount]:
    """How much stands in each section but the facts. Groups of ties are left out where all ties are of one."""
    entries = entries_of(card, kinds)
    groups = [section for section in entries if section in GROUPS and isinstance(card, NodeCard)]
    for section, several in entries.items():
        if section == FACTS or (section in groups and len(groups) == 1):
            continue
        standings: Counter[Standing] = Counter()
        for one in several:
            if isinstance(one, (TieFacts, Cited)) and one.stage is not None:
                standings[one.status or "", one.stage] += 1
        yield SectionCount(section, len(several), in_words(standings), is_part=section in groups)


def latest(card: Card, number: int, today: datetime.date) -> list[Neighbor]:
    """The ties of a node that began or took place last, the latest first. A plan has not come about, and what is ahead
    has not begun."""
    begun = []
    for tie in card.ties if isinstance(card, NodeCard) else ():
        date = tie.time or tie.on or tie.since
        if date and date != OPEN and not tie.stage.is_plan and (day := first_day(date)) <= today:
            begun.append((day, tie))
    return [tie for _, tie in sorted(begun, key=lambda one: (-one[0].toordinal(), one[1].tie))[:number]]
