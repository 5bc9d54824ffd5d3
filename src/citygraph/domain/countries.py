"""ISO 3166-1: the codes of countries, and the names that registers use for them.

The table is ``countries.csv``; ``scripts/countries.py`` makes it, and names its sources. It includes XK for Kosovo: ISO
does not assign this code, but it is in common use.
"""

from __future__ import annotations

import csv
from functools import cache

from citygraph.domain.names import fold, nearest


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Each code with the country's names, the usual English one first."""
    from importlib import resources  # as slow as a small question, and few answers need the names

    text = resources.files("citygraph.domain").joinpath("countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: (row["name"], *filter(None, row["aliases"].split(";"))) for row in rows}


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in _table().items() for name in names}


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
    """A hint with the code that ``text`` may mean, or an empty one."""
    code = code_of(text)
    if code:
        return f"did you mean `{code}` ({country_name(code)})?"
    names = {name: code for code, spelled in _table().items() for name in spelled}
    near = nearest(text, names)
    return f"did you mean `{names[near[0]]}` ({near[0]})?" if near else ""
