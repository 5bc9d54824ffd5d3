"""ISO 3166-1: which country codes there are, and the names that registers give those countries.

The table is ``countries.csv`` (made by ``scripts/countries.py``, which names its sources).
XK is in it: user-assigned, not ISO's, but what everybody writes for Kosovo.
"""

from __future__ import annotations

import csv
from functools import cache

from citygraph.domain.names import fold, nearest


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Each code with the country's names, the usual English one first."""
    from importlib import resources  # costs as much as a small answer's question; few answers need the names

    text = resources.files("citygraph.domain").joinpath("countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: (row["name"], *filter(None, row["aliases"].split(";"))) for row in rows}


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in _table().items() for name in names}


def is_code(text: str) -> bool:
    """Whether ``text`` is a country code, in capitals, as ISO writes it."""
    return text in _table()


def country_name(code: str) -> str | None:
    """The usual English name of the country with this code, None if there is none.

    >>> country_name("TR")
    'Türkiye'
    """
    names = _table().get(code)
    return names[0] if names else None


def code_of(text: str) -> str | None:
    """The code that a code in any case or a country's name stands for, None if it is neither.

    >>> code_of("People's Republic of China"), code_of("kg"), code_of("Somaliland")
    ('CN', 'KG', None)
    """
    if text.isascii() and is_code(text.upper()):
        return text.upper()
    return _codes_by_name().get(fold(text))


def did_you_mean_country(text: str) -> str:
    """A hint that names the code that ``text`` may have meant, or an empty one."""
    code = code_of(text)
    if code:
        return f"did you mean `{code}` ({country_name(code)})?"
    names = {name: code for code, spelled in _table().items() for name in spelled}
    near = nearest(text, names)
    return f"did you mean `{names[near[0]]}` ({near[0]})?" if near else ""
