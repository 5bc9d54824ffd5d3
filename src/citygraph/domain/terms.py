"""The vocabularies that are closed: what types, statuses, groups there are. (Kinds of ties are open: see ``kinds``.)"""

from __future__ import annotations

from typing import Literal, get_args

NODE_TYPES = ("city", "country", "official", "organization", "event")
"""The types of records that are nodes of the graph."""

STATUSES = ("proposed", "planned", "active", "dormant", "suspended", "ended", "cancelled", "unknown")
"""The life of a tie. Stated by a source, never derived from dates; *unknown* where none says."""

NEVER_HELD = frozenset({"proposed", "planned", "cancelled"})
"""The statuses of a tie that has not come about: it must never read like a fact."""

OVER = frozenset({"suspended", "ended"})
"""The statuses of a tie that stood, and does not now."""

BOUNDS = ("exactly", "about", "more-than", "at-least", "less-than", "at-most", "nearly")

NATURES = ("standing", "occurrence")
"""A partnership *stands* for a time (since, until); a visit *occurs* at a time (on)."""

GROUPS = ("agreement", "exchange", "economy", "support", "network", "event", "structure")
"""The families of tie kinds, for colours, legends and ``--group``."""

ANYBODY = ("city", "country", "official", "organization")

Held = Literal["yes", "possibly", "no"]
"""Whether a tie held at a time: dates are partial, so the answer can stay open."""

Measure = Literal["degree", "betweenness", "closeness", "pagerank", "eigenvector"]
"""What makes a node central."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

ANYTHING = "*"
"""Among the ids that a file may declare in what could not be read: any."""
