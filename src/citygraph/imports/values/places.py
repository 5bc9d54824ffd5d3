"""Coordinates in foreign forms → latitude and longitude in degrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from citygraph.domain.odd_characters import without_hidden

Axis = Literal["lat", "lon"]
Side = Literal["E", "W"]

NOWHERE = (0.0, 0.0)
"""What tables have for places that nobody knows: it lies in the sea, south of Ghana. :func:`point` gives it for -99,
-99 and the like, too."""

_EARTH = "http://www.wikidata.org/entity/Q2"
_LIMITS = {"lat": 90.0, "lon": 180.0}
_NAMES = {"lat": "latitude", "lon": "longitude"}
_DECIMAL = re.compile(r"[-+]?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"

_SIDES: dict[str, tuple[Axis, int]] = {
    **dict.fromkeys(("n", "north", "nord", "norte", "noord", "север", "с", "с.ш.", "с. ш.", "пн", "пн.ш.", "kuzey", "k",
                     "شمالا", "ش", "北緯", "北纬", "북위", "n.br.", "n. br."), ("lat", 1)),
    **dict.fromkeys(("s", "south", "süd", "sud", "sur", "sul", "zuid", "ю", "ю.ш.", "ю. ш.", "пд", "пд.ш.", "güney",
                     "g", "جنوبا", "ج", "南緯", "南纬", "남위", "s.br.", "s. br."), ("lat", -1)),
    **dict.fromkeys(("e", "east", "est", "este", "leste", "ost", "oost", "в", "в.д.", "в. д.", "сх", "сх.д.", "doğu",
                     "d", "شرقا", "東経", "東經", "东经", "동경", "ö.l.", "ö. l."), ("lon", 1)),
    **dict.fromkeys(("w", "west", "ouest", "oeste", "ovest", "з", "з.д.", "з. д.", "зх", "зх.д.", "batı", "b",
                     "غربا", "西経", "西經", "西经", "서경", "w.l.", "w. l."), ("lon", -1)),
}  # fmt: skip
"""Words and letters for the sides of the world. *O* is not among them: it is east in German, and west in the languages
of France, Spain and Italy."""
_ASIDE = "|".join(map(re.escape, sorted(_SIDES, key=len, reverse=True)))
_WITH_SIDE = re.compile(
    rf"(?P<before>(?:{_ASIDE}|o)\.?)?\s*(?P<sign>[-+])?(?P<deg>{_NUMBER})"
    rf"(?:(?:\s*(?:deg|°)\s*|\s*:\s*|\s+)(?P<min>{_NUMBER})(?:(?:\s*(?:min|′)\s*|\s*:\s*|\s+)(?P<sec>{_NUMBER}))?)?"
    rf"\s*(?:deg|min|sec|[°′″])?\s*(?P<after>(?:{_ASIDE}|o)\.?)?",
    re.ASCII | re.IGNORECASE,
)
_IN_LETTERS = re.compile(r"(\d+)\s?d\s?(\d+(?:\.\d+)?)\s?m(?:\s?(\d+(?:\.\d+)?)\s?s)?(?=\W|[NSEWO]|$)", re.ASCII)
"""``48d34m12s``. Elsewhere ``S`` is the south."""
_LOCODE = re.compile(r"(\d{2})(\d{2})([NS])\s?(\d{3})(\d{2})([EW])", re.ASCII)
_WKT = re.compile(r"(?:<(\S+)>\s?|SRID=4326;)?POINT\s?(?:Z\s?)?\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)", re.IGNORECASE)
_URL = re.compile(r"https?://\S*?[@=](-?\d+\.\d+),(-?\d+\.\d+)\S*")
_GEO = re.compile(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:[,;].*)?")
_ONE_OR_TWO = re.compile(r"-?(?!0,0)\d{1,3},\d{1,3}", re.ASCII)
_LONGEST = 200
_DIGITS = 6
"""The decimal digits that minutes and seconds become: 10 cm."""
_SENTINELS = frozenset((99.0, 999.0, 9999.0, 99999.0))


_O = re.compile(r"(?<![^\W\d_])o(?![^\W\d_])", re.IGNORECASE)


def has_open_side(text: str) -> bool:
    """True if a place has the letter *O* for its side: it is east (Ost) or west (ouest, oeste, ovest).

    >>> has_open_side("4° 29' O"), has_open_side("O 4.48"), has_open_side("4.48 E")
    (True, True, False)
    """
    return len(text) <= _LONGEST and _O.search(text) is not None and any(map(str.isdigit, text))


def with_side(text: str, side: Side) -> str:
    """A place with the side that *O* means."""
    return _O.sub(side, text)


@lru_cache(maxsize=1 << 14)
def degrees(text: str, axis: Axis) -> float:
    """A latitude (``lat``) or longitude (``lon``) in a foreign form → degrees; south and west are negative.

    Raises:
        ValueError: if the text is none, or can be two; the message is a sentence about what is open.

    >>> degrees("48°34′N", "lat"), degrees("0°13'12″S", "lat"), degrees("W 78.52", "lon"), degrees("48,57", "lat")
    (48.566667, -0.22, -78.52, 48.57)
    """
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:60]!r} … is not a {_NAMES[axis]}")
    plain = _plain(text)
    if _DECIMAL.fullmatch(plain):
        found = float(plain.replace(",", "."))
    else:
        told, found = _with_side(plain, text, axis)
        if told not in (None, axis):
            raise ValueError(f"{text!r} is a {_NAMES[told or axis]}, no {_NAMES[axis]}; the columns look swapped")
    if abs(found) > _LIMITS[axis]:
        why = "the columns look swapped" if abs(found) <= 180 else "it lies beyond 180 degrees"
        raise ValueError(f"{text!r} is not a {_NAMES[axis]}; {why if axis == 'lat' else 'it lies beyond 180 degrees'}")
    return found + 0.0


def point(text: str, *, longitude_first: bool = False) -> tuple[float, float]:
    """Coordinates in one text → latitude and longitude: as WKT (``Point(longitude latitude)``), as UN/LOCODE has them
    (``4230N 00131E``), or one after the other in any form of :func:`degrees`, latitude first unless the letters of
    their sides or ``longitude_first`` say otherwise.

    Raises:
        ValueError: if the text is not coordinates, or if they are not on Earth; or if only the other order would do.

    >>> point("[48.1, 2.1]"), point("(48,1; 2,1)"), point("4230N 00131E"), point("Point(7.75 48.57)")
    ((48.1, 2.1), (48.1, 2.1), (42.5, 1.516667), (48.57, 7.75))
    """
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:60]!r} … is not coordinates")
    if wkt := _WKT.fullmatch(text.strip()):
        if wkt[1] and wkt[1] != _EARTH:
            raise ValueError(f"{text!r} is not on Earth")
        return degrees(wkt[3], "lat"), degrees(wkt[2], "lon")
    plain = _plain(text)
    if code := _LOCODE.fullmatch(plain):
        return (
            degrees(f"{code[1]} {code[2]} {code[3]}", "lat"),
            degrees(f"{code[4]} {code[5]} {code[6]}", "lon"),
        )
    if found := _GEO.fullmatch(plain) or _URL.fullmatch(plain):
        return degrees(found[1], "lat"), degrees(found[2], "lon")
    if len(plain) > 1 and plain[0] + plain[-1] in ("()", "[]"):
        plain = plain[1:-1].strip()
    if _ONE_OR_TWO.fullmatch(plain):
        raise ValueError(f"{text!r} can be one number or two; write a space between two")
    pairs = {_pair(one, other, text, longitude_first) for one, other in _halves(plain)} - {None}
    if len(pairs) == 1 and (only := pairs.pop()):
        return only
    why = "it can be two points" if pairs else "write latitude, longitude, or Point(longitude latitude)"
    raise ValueError(f"{text!r} is not coordinates; {why}")


@lru_cache(maxsize=1 << 10)
def _plain(text: str) -> str:
    """The text with ASCII digits, one sign each for degrees, minutes and seconds, and plain spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", without_hidden(text))
        text = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
        text = text.translate(_SIGNS)
    text = _IN_LETTERS.sub(lambda found: f"{found[1]}°{found[2]}′{found[3] or 0}″", text)
    return " ".join(text.replace("''", "″").replace('"', "″").replace("'", "′").split())


_SIGNS = str.maketrans({
    **dict.fromkeys("’‘´`ʹʼ‵＇", "′"), **dict.fromkeys("”“„ʺ〃＂", "″"), **dict.fromkeys("º˚∘度도", "°"),
    "−": "-", "–": "-", "，": ",", "；": ";", "、": ",", "．": ".", "：": ":", "（": "(", "）": ")", "\u3000": " ",
    "분": "′", "초": "″", "分": "′", "秒": "″",
})  # fmt: skip


def _with_side(plain: str, text: str, axis: Axis | None) -> tuple[Axis | None, float]:
    """Degrees with minutes, seconds or a side, and what the side says: a latitude or a longitude."""
    found = _WITH_SIDE.fullmatch(plain)
    if not found or (found["before"] and found["after"]):
        raise ValueError(f"{text!r} is not a {_NAMES[axis] if axis else 'place'}; write degrees, as 48.57")
    side = (found["before"] or found["after"] or "").casefold()
    if side.rstrip(".") == "o":
        raise ValueError(f"{text!r} can be east (Ost) or west (oeste, ouest, ovest); write E or W")
    told, turn = _SIDES.get(side) or _SIDES.get(side.rstrip(".")) or (axis, 1)
    if found["sign"] == "-":
        if side:
            raise ValueError(f"{text!r} has both a minus and a side; write one of them")
        turn = -1
    parts = [float(part.replace(",", ".")) for part in found.group("deg", "min", "sec") if part]
    if any(part >= 60 for part in parts[1:]) or any(part % 1 for part in parts[:-1]):
        raise ValueError(f"{text!r} has no such minutes or seconds")
    value = sum(part / 60**place for place, part in enumerate(parts))
    return (told if side else None), turn * (round(value, _DIGITS) if len(parts) > 1 else value)


def _halves(plain: str) -> Iterable[tuple[str, str]]:
    """The ways to cut a text in two: at the one semicolon, slash or tab; else at the one comma with a space behind
    it, or the one space; else at any comma or space."""
    for sign in (r"\s*[;/|]\s*", r"\s*,\s+", r"\s+", r"\s*[,\s]\s*"):
        cuts = list(re.finditer(sign, plain))
        if cuts and (len(cuts) == 1 or sign.endswith(r"[,\s]\s*")):
            return [(plain[: cut.start()], plain[cut.end() :]) for cut in cuts]
    sides = list(re.finditer(r"(?<=[A-Za-z])(?=[-+\d])", plain))  # 48°34′N7°45′E
    return [(plain[: cut.start()], plain[cut.end() :]) for cut in sides] if len(sides) == 1 else []


def _pair(one: str, other: str, text: str, longitude_first: bool) -> tuple[float, float] | None:
    """Two texts as latitude and longitude; None if they are none."""
    read: list[tuple[Axis | None, float]] = []
    for part in (one, other):
        if _DECIMAL.fullmatch(part):
            read.append((None, float(part.replace(",", "."))))
            continue
        try:
            read.append(_with_side(part, text, None))
        except ValueError as error:
            if "can be east" in str(error):
                raise
            return None
    (first, start), (second, end) = read
    if first and second and first == second:
        return None
    if {abs(start), abs(end)} <= _SENTINELS and start == end:
        return NOWHERE
    turned = first == "lon" or second == "lat" or (longitude_first and not first and not second)
    lat, lon = (end, start) if turned else (start, end)
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        raise ValueError(f"{text!r} has no latitude; latitude and longitude look swapped")
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
