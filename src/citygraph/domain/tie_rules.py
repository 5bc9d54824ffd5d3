"""The rules about ties: what a tie's status and its dates mean. Each rule is here, once.

Whatever has to know more of a tie than what its record says asks here: what is drawn, exported, counted, compared and
told. So statuses are compared in this module and in :mod:`citygraph.domain.held`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from citygraph.domain.terms import NEVER_HELD, OVER

Tie = Mapping[str, Any]
"""What is known of a tie, as an edge of the graph has it."""
Entry = Mapping[str, Any]
"""One entry of a dated history: ``is``, and perhaps ``from``."""

# ------------------------------------------------------------------ dates of a tie


def came_about(history: Sequence[Entry]) -> int | None:
    """Which entry of a history is the first that is no plan; None if all of them are.

    >>> came_about([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    1
    """
    return next((index for index, entry in enumerate(history) if entry.get("is") not in NEVER_HELD), None)


def since(history: Sequence[Entry]) -> str | None:
    """Since when a tie holds, as its history says: from its first entry that is no plan. If that says that the tie is
    over, the tie held before, and nobody says since when.

    >>> since([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    '2019'
    """
    first = came_about(history)
    return None if first is None or history[first].get("is") in OVER else history[first].get("from")


def when(tie: Tie) -> str | None:
    """When an occurrence takes place: on its own date, else when the event does that it joins; None if neither is
    known."""
    return tie.get("on") or tie.get("when")


def beginning(tie: Tie) -> str | None:
    """When a tie began, or took place, or is to: ``since`` of one that stands, else :func:`when`."""
    return when(tie) if tie["nature"] == "occurrence" else tie.get("since")


# ------------------------------------------------------------------ figures

_TIMES = ("period", "during", "as_of")
"""The keys that say when a figure counts, the one that counts most first."""


def figure_time(observation: Mapping[str, Any]) -> str | None:
    """When a figure counts, as it is written: the ``period`` that it is about, else the id of the event ``during``
    which, else the date ``as_of`` which it held."""
    return next((observation[key] for key in _TIMES if key in observation), None)


def figure_date(observation: Mapping[str, Any], date_of: Callable[[str], str | None]) -> str | None:
    """The same as a date or period: for an event, ``date_of`` says when that is; if it does not know, the figure counts
    ``as_of`` its own date."""
    event = observation.get("during")
    return observation.get("period") or (date_of(event) if event else None) or observation.get("as_of")
