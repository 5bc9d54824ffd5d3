"""What the months are called in other languages. ``scripts/months.py`` makes the table, ``month_names.csv``, and names
its source."""

from __future__ import annotations

import csv
import re
from functools import cache

_MARKS = re.compile("[\u0300-\u0362.'’׳॰]")


@cache
def _table() -> dict[str, list[list[str]]]:
    """By language, the names of each month, the usual one first."""
    from importlib import resources  # as slow as a small question, and few answers need the names

    text = resources.files("citygraph.domain").joinpath("month_names.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines()[1:] if line)
    next(rows)
    return {language: [names.split(";") for names in months] for language, *months in rows}


@cache
def month_number(name: str, language: str) -> int:
    """The number of the month with this usual name in a language; 0 if there is none.

    >>> month_number("octobre", "fr")
    10
    """
    usual = (names[0].casefold() for names in _table()[language])
    return next((number for number, one in enumerate(usual, 1) if one == name.casefold()), 0)


def key(name: str) -> str:
    """What the spellings of a month's name share, whatever their case, accents, spaces and full stops."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return unicodedata.normalize("NFC", _MARKS.sub("", plain).replace(" ", ""))


@cache
def months_by_name() -> dict[str, dict[str, frozenset[int]]]:
    """By the :func:`key` of a name: in which languages it is a month, and which. One name can be two months, in two
    languages: ``listopad`` is November in Polish and October in Croatian; in one, an abbreviation can be.

    >>> sorted(months_by_name()["listopad"].items())[:2]
    [('cs', frozenset({11})), ('hr', frozenset({10}))]
    """
    found: dict[str, dict[str, frozenset[int]]] = {}
    for language, months in _table().items():
        for number, names in enumerate(months, 1):
            for name in names:
                of = found.setdefault(key(name), {})
                of[language] = of.get(language, frozenset()) | {number}
    return found
