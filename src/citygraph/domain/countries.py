"""ISO 3166-1: the codes of countries, the names that registers use for them, and where they lie.

The tables are ``countries.csv``, ``country_names.csv`` (names in other languages, for hints) and ``country_boxes.csv``;
``scripts/countries.py`` makes them, and names their sources. They include XK for Kosovo: ISO does not assign this code,
but it is in common use.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from functools import cache

from citygraph.domain.names import fold, nearest

_NEAR = 85.0
"""The least similarity of a name that may be misspelled. Somaliland and Somalia have 82, Scotland and Poland 71."""
_LETTERS = 4
"""The least length of such a name: nearly all shorter words are near to a name or alias by chance."""


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Each code with the country's names, the usual English one first."""
    return {row["code"]: (row["name"], *filter(None, row["aliases"].split(";"))) for row in _rows("countries.csv")}


def _rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this module."""
    from importlib import resources  # as slow as a small question, and few answers need the names

    text = resources.files("citygraph.domain").joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in _table().items() for name in names}


@cache
def _foreign() -> dict[str, str]:
    """The codes by alpha-3 code, and by name in other languages; empty for a name of several countries."""
    rows = list(_rows("country_names.csv"))
    codes: dict[str, set[str]] = {}
    for row in rows:
        for name in row["names"].split(";"):
            codes.setdefault(fold(name), set()).add(row["code"])
    found = {name: several.pop() if len(several) == 1 else "" for name, several in codes.items() if name}
    return found | {row["alpha_3"]: row["code"] for row in rows if row["alpha_3"]}


@cache
def _boxes() -> dict[str, tuple[int, int, int, int]]:
    """By code: the degrees south, west, north and east between which a country lies."""
    return {
        row["code"]: (int(row["south"]), int(row["west"]), int(row["north"]), int(row["east"]))
        for row in _rows("country_boxes.csv")
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
    """A hint with the code that ``text`` may mean, or an empty one: by its English name, its name in another language,
    its alpha-3 code, or a spelling that is very near to an English name. A hint of another country would be worse than
    none: England is not Greenland.

    >>> did_you_mean_country("Deutschland"), did_you_mean_country("GBR"), did_you_mean_country("Somaliland")
    ('did you mean `DE` (Germany)?', 'did you mean `GB` (United Kingdom)?', '')
    """
    letters = "".join(character for character in text if not unicodedata.category(character).startswith("S")).strip()
    code = code_of(letters)
    for spelled in (letters if letters.isupper() else "", fold(letters), letters.upper()):
        code = _foreign().get(spelled) if code is None else code
    if code is not None:
        return f"did you mean `{code}` ({country_name(code)})?" if code else ""
    names = {name: code for code, spelled in _table().items() for name in spelled}
    near = nearest(letters, names, cutoff=_NEAR) if len(letters) >= _LETTERS else []
    return f"did you mean `{names[near[0]]}` ({near[0]})?" if near else ""
