"""The closed vocabularies: types, statuses, groups and others. (Kinds of ties are open: see ``kinds``.)"""

from __future__ import annotations

from typing import Literal, get_args

NODE_TYPES = ("city", "country", "official", "organization", "event")
"""The types of records that are nodes of the graph."""

STATUSES = ("proposed", "planned", "active", "dormant", "suspended", "ended", "cancelled", "unknown")
"""The statuses of a tie, in the order of its life. A source states a status; it is never derived from dates. It is
*unknown* if no source states one."""
STATED = STATUSES[:-1]
"""The statuses that a source can state."""

MEANINGS = (
    "a wish, or a negotiation; nothing is decided",
    "decided or announced for the future",
    "in force and alive",
    "neither side ended it, but nothing happens, and a source says so",
    "one side or both decided to pause; the tie can resume",
    "over; `end_reason` says why. An occurrence that is `ended` took place",
    "it was planned, but never happened",
    "no source gives a status",
)
"""What each status means, in the same order."""

DISPUTED = "disputed"
"""The status of a tie on which its sources disagree. No record states it: it follows from the evidence."""

STATUSES_OF_TODAY = (*STATUSES, DISPUTED)
"""The statuses that a tie of the graph can have."""

DENIED = "denied"
"""What a source may say of a tie, besides a status: that there is no such tie."""

NEVER_HELD = frozenset({"proposed", "planned", "cancelled"})
"""The statuses of a tie that has not come about: it must never read like a fact."""

OVER = frozenset({"suspended", "ended"})
"""The statuses of a tie that stood, and no longer does."""

BOUNDS = ("exactly", "about", "more-than", "at-least", "less-than", "at-most", "nearly")

NATURES = ("standing", "occurrence")
"""A partnership *stands* for a time (since, until); a visit *occurs* at a time (on)."""

GROUPS = ("agreement", "exchange", "economy", "support", "network", "event", "structure")
"""The families of tie kinds, for colours, legends and ``--group``."""

ANYBODY = ("city", "country", "official", "organization")

Held = Literal["yes", "possibly", "no"]
"""If a tie held at a time. Dates are partial, so the answer can stay open: *possibly*."""

Measure = Literal["degree", "betweenness", "closeness", "pagerank", "eigenvector"]
"""The measures of how central a node is."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

ANYTHING = "*"
"""Among the ids that an unreadable part of a file may declare: any id."""
