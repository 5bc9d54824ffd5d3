"""ISO 3166-1: the codes of countries, the English names that registers use for them, and where they lie.

The tables are ``countries.csv`` and ``country_boxes.csv``; ``scripts/countries.py`` makes them, and names their
sources. They include XK for Kosovo: ISO does not assign this code, but it is in common use. What names in other
languages may mean is in :mod:`citygraph.domain.country_names`.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from citygraph.domain.country_names import meanings, near, of_long_form, rows, stated
from citygraph.domain.names import fold


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Each code with the country's names, the usual English one first."""
    return {row["code"]: (row["name"], *filter(None, row["aliases"].split(";"))) for row in rows("countries.csv")}


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in _table().items() for name in names}


@cache
def _boxes() -> dict[str, tuple[int, int, int, int]]:
    """By code: the degrees south, west, north and east between which a country lies."""
    return {
        row["code"]: (int(row["south"]), int(row["west"]), int(row["north"]), int(row["east"]))
        for row in rows("country_boxes.csv")
    }


def may_lie_in(code: str, latitude: float, longitude: float) -> bool | None:
    """False if a place lies more than a degree outside the box around a country; None if that box is not known.

    >>> may_lie_in("DE", 48.1, 11.5), may_lie_in("DE", 11.5, 48.1)
    (True, False)
    """
    if code not in _boxes():
        return None
    south, west, north, east = _boxes()[code]
    return south - 1 <= latitude <= north + 1 and (longitude - west + 1) % 360 <= east - west + 2


_TERRITORIES = {
    "AU": ("CC", "CX", "HM", "NF"), "CN": ("HK", "MO"), "DK": ("FO", "GL"), "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"),
    "GB": ("AI", "BM", "FK", "GG", "GI", "GS", "IM", "IO", "JE", "KY", "MS", "PN", "SH", "TC", "VG"),
    "NL": ("AW", "BQ", "CW", "SX"), "NO": ("BV", "SJ"), "NZ": ("CK", "NU", "TK"),
    "US": ("AS", "GU", "MP", "PR", "UM", "VI"),
}  # fmt: skip
"""The codes that ISO 3166-1 gives to parts of a country, and to what depends on it, by the code of the country."""


def lies_far(code: str, latitude: float, longitude: float) -> bool:
    """True if a place lies neither near a country nor near a territory of it that has a code of its own."""
    return may_lie_in(code, latitude, longitude) is False and not any(
        may_lie_in(one, latitude, longitude) for one in _TERRITORIES.get(code, ())
    )


def codes() -> dict[str, str]:
    """All codes, each with the country's usual English name."""
    return {code: names[0] for code, names in _table().items()}


def is_code(text: str) -> bool:
    """True if ``text`` is a country code in capitals, as in ISO 3166-1."""
    return text in _table()


def country_name(code: str) -> str | None:
    """The usual English name of the country with this code; None if there is none.

    >>> country_name("TR")
    'Türkiye'
    """
    names = _table().get(code)
    return names[0] if names else None


def code_of(text: str) -> str | None:
    """The code of a country, from its code in any case or its name; None if the text is neither.

    >>> code_of("People's Republic of China"), code_of("kg"), code_of("Somaliland")
    ('CN', 'KG', None)
    """
    if text.isascii() and is_code(text.upper()):
        return text.upper()
    return _codes_by_name().get(fold(text))


def did_you_mean_country(text: str) -> str:
    """A hint with the code that ``text`` may mean, or an empty one: by a name in any language that
    :func:`citygraph.domain.country_names.meanings` knows, its alpha-3 code, or an English name with a letter or two
    amiss. A hint of another country would be worse than none: England is not Greenland.

    >>> did_you_mean_country("Deutschland"), did_you_mean_country("GBR"), did_you_mean_country("Somaliland")
    ('did you mean `DE` (Germany)?', 'did you mean `GB` (United Kingdom)?', '')
    >>> did_you_mean_country("Korea"), did_you_mean_country("Wales")
    ('did you mean `KP` (North Korea) or `KR` (South Korea)?', 'ISO 3166-2 lists it under `GB` (United Kingdom)')
    """
    letters = "".join(character for character in text if not unicodedata.category(character).startswith("S")).strip()
    codes = meanings(letters) or tuple(filter(None, [near(letters)])) or of_long_form(letters)
    named = [f"`{code}` ({country_name(code)})" for code in codes]
    if (place := stated(letters)) and place.sort == "part":
        return f"ISO 3166-2 lists it under {named[0]}"
    return f"did you mean {' or '.join(named)}?" if named else ""


def sure_code(text: str) -> str | None:
    """The code that a text stands for, if it can be no other: a code in small letters, an alpha-3 code, a name. What is
    misspelled, or is a part of a country, is not sure.

    >>> sure_code("Deutschland"), sure_code("kg"), sure_code("Korea"), sure_code("Wales"), sure_code("Germny")
    ('DE', 'KG', None, None, None)
    """
    codes = meanings(text)
    return codes[0] if len(codes) == 1 and stated(text) is None else None
