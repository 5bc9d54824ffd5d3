"""Counts of ties by how they stand: for programs by status, for people in the words of the stages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from citygraph.domain.tie_rules import Standing
from citygraph.graph.tie_facts import only_in_python

Standings = Mapping[Standing, int]
"""The number of ties that stand in each way."""


@dataclass(frozen=True, slots=True)
class TieCounts:
    """The ties that the figures of a network count, and those that the lens shows and that they leave out (see
    :meth:`citygraph.domain.lens.Lens.counts`)."""

    counted: Counter[Standing] = field(default_factory=Counter)
    left_out: Counter[Standing] = field(default_factory=Counter)

    @property
    def shown(self) -> Counter[Standing]:
        """Both together: all ties that the lens shows."""
        return self.counted + self.left_out

    def in_words(self) -> str:
        """``counted: 12 active, 5 unknown; left out: 3 planned, 1 cancelled``; empty if there is no tie."""
        if not self.counted and not self.left_out:
            return ""
        out = f"; left out: {in_words(self.left_out)}" if self.left_out else ""
        return f"counted: {in_words(self.counted) or 'no tie'}{out}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTies:
    """What the figures of a network, and those of one node, say of ties: how many count
    (:meth:`citygraph.domain.lens.Lens.counts`), by kind and by group. Only ``ties_by_status`` is of all that the lens
    shows: the sum of ``counted`` and ``left_out``, which are by status, too."""

    ties_by_kind: dict[str, int]
    ties_by_group: dict[str, int]
    ties_by_status: dict[str, int]
    counted: dict[str, int]
    left_out: dict[str, int]
    counts: TieCounts = only_in_python()


def counted_ties(counts: TieCounts, kinds: Mapping[str, int], groups: Mapping[str, int]) -> dict[str, Any]:
    """The fields of :class:`CountedTies`."""
    return {
        "ties_by_kind": most_first(kinds),
        "ties_by_group": most_first(groups),
        "ties_by_status": by_status(counts.shown),
        "counted": by_status(counts.counted),
        "left_out": by_status(counts.left_out),
        "counts": counts,
    }


class Claims(NamedTuple):
    """How many ties hold or took place (``facts``); of how many nobody can say how they stand (``open``); how many are
    ``over``; and how many have not come about (``plans``): see :class:`citygraph.domain.tie_rules.Stage`."""

    facts: int
    open: int
    over: int
    plans: int


def claims(standings: Standings) -> Claims:
    """The number of ties that claim each of the four."""
    found = [0, 0, 0, 0]
    for (_, stage), count in standings.items():
        found[(stage.is_fact, stage.is_open, stage.is_over, stage.is_plan).index(True)] += count
    return Claims(*found)


def by_status(standings: Standings) -> dict[str, int]:
    """The number of ties of each status, the largest first."""
    found: Counter[str] = Counter()
    for (status, _), count in standings.items():
        found[status] += count
    return most_first(found)


def in_words(standings: Standings) -> str:
    """The number of ties of each stage, the largest first: ``3 active, 1 planned, 1 took place``."""
    found: Counter[str] = Counter()
    for (_, stage), count in standings.items():
        found[stage.word] += count
    return ", ".join(f"{count:,} {word}" for word, count in most_first(found).items())


def most_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts, the largest first, equal ones by name."""
    return dict(sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])))
