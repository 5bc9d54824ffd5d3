"""Several terms of office in a cell: ``2007–2015, 2015–2023``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from citygraph.domain.dates import OPEN, parse_date
from citygraph.imports.values.cell_lists import LINE, texts_in
from citygraph.imports.values.dates import LONGEST, DateOrder, date
from citygraph.imports.values.joined_names import parted_by_words
from citygraph.imports.values.stretches import period, says_now

_SIGNS = (";", "；", LINE, "|", "、", "，", ",", "+", "/")
"""What may stand between terms, the clearest first: a comma stands in dates, too, and a slash between two ends."""
_AS_LONG_AS = 8
"""No cell has more terms."""


@lru_cache(maxsize=1 << 12)
def terms_in(text: str, order: DateOrder | None = None) -> tuple[str, ...]:
    """The terms in a cell, in order, each a stretch of time; none if it has not several of them.

    >>> terms_in("2007–2015, 2015–2023"), terms_in("1995-2004 et depuis 2006")
    (('2007–2015', '2015–2023'), ('1995-2004', 'depuis 2006'))
    >>> terms_in("2007–2015"), terms_in("1998, 2006"), terms_in("May 1, 2010 – June 1, 2011")
    ((), (), ())
    """

    def are_terms(parts: list[str]) -> bool:
        ends = [_ends(part, order) for part in parts]
        return all(ends) and _follow([both for both in ends if both])

    return _apart(text, are_terms)


@lru_cache(maxsize=1 << 12)
def terms_of(since: str, until: str, order: DateOrder | None = None) -> tuple[tuple[str, str], ...]:
    """The terms that two cells have together, each with the texts of its beginning and its end; none if they are not
    those of several terms that follow each other. The last one need not have an end.

    >>> terms_of("2001/2016", "2011"), terms_of("1998; 2006", "2002; 2010")
    ((('2001', '2011'), ('2016', '')), (('1998', '2002'), ('2006', '2010')))
    >>> terms_of("2001", "2011"), terms_of("2001/2016", "2020")
    ((), ())
    """
    begins = _apart(since, lambda parts: all(_day(part, order) for part in parts))
    if not begins:
        return ()
    number = len(begins)
    closed = _apart(until, lambda parts: all(_day(part, order) or says_now(part) for part in parts))
    closed = closed or (until.strip(" ,;|/"),)
    ends = [*closed, *[""] * (number - len(closed))]
    if len(closed) not in (number, number - 1):
        return ()
    terms = tuple(zip(begins, ends, strict=True))
    days = [(_day(begin, order), _day(end, order) or OPEN) for begin, end in terms]
    return terms if _follow(days) else ()


def _apart(text: str, are: Callable[[list[str]], bool]) -> tuple[str, ...]:
    """The parts of a text that are what is looked for, if there are several."""
    if len(text) > _AS_LONG_AS * LONGEST:
        return ()
    for parts in (*(texts_in(text, sign) for sign in _SIGNS), parted_by_words(text)):
        parts = [part.strip(" ,;") for part in parts]
        if 1 < len(parts) <= _AS_LONG_AS and all(parts) and are(parts):
            return tuple(parts)
    return ()


def _ends(text: str, order: DateOrder | None) -> tuple[str, str] | None:
    """The beginning and the end of a stretch of time; None if the text is none, or does not say when it began."""
    try:
        start, end = period(text, order)
    except ValueError:
        return None
    return (start, end or OPEN) if start else None


def _follow(terms: list[tuple[str, str]]) -> bool:
    """Whether terms follow each other, and only the last one has no end."""
    days = []
    for at, (start, end) in enumerate(terms):
        if end == OPEN and at < len(terms) - 1:
            return False
        days += [start] if end == OPEN else [start, end]
    dates = [parse_date(day) for day in days]
    return all(one.earliest <= other.latest for one, other in pairwise(dates))


def _day(text: str, order: DateOrder | None) -> str:
    try:
        found = date(text, order) if text else ""
    except ValueError:
        return ""
    return "" if "/" in found else found
