"""Coordinates in foreign forms → latitude and longitude in degrees."""

from __future__ import annotations

import re

_POINT = re.compile(r"(?:<(\S+)> ?)?POINT ?\(\s*(\S+)\s+(\S+?)\s*\)", re.IGNORECASE)
_PAIR = re.compile(r"[\[(]?\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*[\])]?")
_EARTH = "http://www.wikidata.org/entity/Q2"


def point(text: str) -> tuple[str, str]:
    """Coordinates in one text, as WKT (``Point(lon lat)``) or latitude before longitude → (latitude, longitude).

    Raises:
        ValueError: if the text is not coordinates, or if they are not on Earth.
    """
    if wkt := _POINT.fullmatch(text.strip()):
        if wkt[1] and wkt[1] != _EARTH:
            raise ValueError(f"{text!r} is not on Earth")
        return wkt[3], wkt[2]
    if pair := _PAIR.fullmatch(text.strip()):
        return pair[1], pair[2]
    raise ValueError(f"{text!r} is not coordinates; write latitude, longitude, or Point(longitude latitude)")
