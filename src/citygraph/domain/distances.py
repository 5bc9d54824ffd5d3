"""Distances as people write them, and between two nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.geo import Position, kilometres

_UNITS = {"km": 1.0, "mi": 1.609344}
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?) ?(km|mi)", re.ASCII)


def in_kilometres(text: str) -> float:
    """A written distance, in kilometres.

    >>> in_kilometres("500km"), in_kilometres("100 mi")
    (500.0, 160.9344)

    Raises:
        CityGraphError: if it is no distance.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if not written:
        raise CityGraphError(f"`{text}` is not a distance; write a number and its unit: 500km or 300mi")
    return float(written[1]) * _UNITS[written[2]]


def apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    """The distance between two nodes along the great circle, in kilometres; None if one of them has no coordinates."""
    if None in (one["lat"], one["lon"], other["lat"], other["lon"]):
        return None
    return rounded((one["lon"], one["lat"]), (other["lon"], other["lat"]))


def rounded(one: Position, other: Position) -> float:
    """The distance between two places, as answers give it and compare it: in kilometres, to a hundred metres."""
    return round(kilometres(one, other), 1)
