"""What a tie has gone through, as its row has it: one short text, the same for all that have gone through the same.

Most ties have two dates at most, so most lives are dates with a space between. With a history, or a date that could not
be read, a life is JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citygraph.domain.held import DATES
from citygraph.store.layout import decoded


def written(life: Mapping[str, Any]) -> str:
    """The text of what :func:`citygraph.domain.held.lived` finds."""
    if "history" in life or None in life.values():
        from citygraph.folder.records import encode  # questions only read

        return encode(life)
    return of_dates(*[life.get(key, "") for key in DATES])


def of_dates(*dates: str) -> str:
    """The same of dates alone; those that a tie does not have are empty."""
    return " ".join(dates).rstrip()


def of_columns(*columns: list[str]) -> list[str]:
    """The same of many ties: a column for each date.

    >>> of_columns(["1990", ""], ["", ""], ["2001", "2003"], ["", ""])
    ['1990  2001', '  2003']
    """
    *before, lives = columns
    for dates in reversed(before):
        if any(lives):
            lives = [f"{date} {later}" if later else date for date, later in zip(dates, lives, strict=True)]
        else:
            lives = dates
    return lives


def beginning(text: str) -> str | None:
    """When ties of this life began: ``since`` of what stands, ``on`` of what occurs on a date of its own.

    >>> beginning("1990  2001"), beginning("  2003"), beginning("   2019-05")
    ('1990', None, '2019-05')
    """
    if text[:1].isdigit():  # most
        return text.partition(" ")[0]
    dates = read(text)
    return dates.get("since") or dates.get("on")


def read(text: str) -> dict[str, Any]:
    """What the text of a life says."""
    if text.startswith("{"):
        found: dict[str, Any] = decoded(text)
        return found
    since, _, until = text.partition(" ")
    if since and " " not in until:  # most, and of a million ties there are many
        return {"since": since, "until": until} if until else {"since": since}
    return {key: date for key, date in zip(DATES, text.split(" "), strict=False) if date}
