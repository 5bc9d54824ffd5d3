"""The text of a figure → its value, how it is meant, and of when it is.

A figure is seldom a number alone: ``ca. 42.000``, ``> 5,000``, ``42 000 (2021)``, ``1億2000万人``. What is an
estimate or a bound must not become exact.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from citygraph.imports.values.dates import date
from citygraph.imports.values.hedges import ABOUT, ABOUT_AFTER
from citygraph.imports.values.numbers import DecimalSign, number, plain, written
from citygraph.imports.values.units import OPEN_TIMES, measure_of

_BEFORE = {
    "more-than": (">", "more than", "over", "above", "über", "mehr als", "plus de", "más de", "mas de", "mais de",
                  "più di", "oltre", "meer dan", "ruim", "ponad", "więcej niż", "более", "больше", "свыше", "понад",
                  "більше", "أكثر من", "超过", "超過", "多于"),
    "at-least": (">=", "≥", "at least", "min.", "mindestens", "au moins", "al menos", "por lo menos", "pelo menos",
                 "almeno", "minstens", "ten minste", "co najmniej", "не менее", "не менше", "en az", "على الأقل",
                 "至少", "少なくとも", "최소", "적어도"),
    "less-than": ("<", "less than", "under", "below", "unter", "weniger als", "moins de", "menos de", "meno di",
                  "minder dan", "mniej niż", "poniżej", "менее", "меньше", "менше", "أقل من", "少于", "不到", "不足"),
    "at-most": ("<=", "≤", "at most", "max.", "höchstens", "bis zu", "au plus", "up to", "como máximo", "no máximo",
                "al massimo", "hoogstens", "najwyżej", "не более", "не больше", "не більше", "en fazla",
                "على الأكثر", "至多", "最多", "最大", "최대"),
    "nearly": ("nearly", "almost", "fast", "knapp", "presque", "près de", "casi", "quase", "quasi", "bijna", "prawie",
               "почти", "майже", "neredeyse", "ما يقرب من", "近", "将近", "거의"),
}  # fmt: skip
"""What stands before a number, by the ``bound`` of a figure that says it. What is about right is in
:mod:`~citygraph.imports.values.hedges`."""
_BEHIND = {
    "more-than": ("余", "餘", "多", "超", "'den fazla", "'dan fazla", "'ten fazla", "'tan fazla"),
    "at-least": ("+", "or more", "and more", "oder mehr", "ou plus", "o más", "ou mais", "o più", "of meer", "以上",
                 "이상", "и более"),
    "less-than": ("未満", "미만", "以内"),
    "at-most": ("or less", "oder weniger", "以下", "이하"),
    "nearly": ("弱", "近く"),
}  # fmt: skip
_BOUND_OF = {word: bound for bound, words in _BEFORE.items() for word in words}
_BOUND_BEHIND = {word: bound for bound, words in _BEHIND.items() for word in words}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_WORD_BEFORE = re.compile(rf"({_any_of(_BOUND_OF)})\s?(?=\d)", re.IGNORECASE)
_WORD_BEHIND = re.compile(rf"(?<=[\d\w])\s?({_any_of(_BOUND_BEHIND)})(?=[人名명]?$)", re.IGNORECASE)
_TIME = re.compile(r"(.*\S)\s*(?:\(([^()]+)\)|\[([^\[\]]+)\]|,\s(?:in\s)?(\d{4}))")
_WITH_UNIT = re.compile(r"([-+]?\d(?:[\d., '_]*\d)?)\s?(?![\d.,])(\S.*)|([^\d\s.,-]{1,4})\s?([-+]?\d(?:[\d., '_]*\d)?)")
_OPEN = ("k", "m", "000", "000s", "g")
"""What may multiply a number, or be a unit."""
_UNITS = ("c",)
"""What may be a unit behind a number: degrees."""
_LONGEST = 80
MOST_DIGITS = 15
"""A whole number of a graph folder has no more digits."""


class Figure(NamedTuple):
    """A figure as a cell has it: the number in plain digits; how it is meant, as its ``bound`` says it; the date of
    which it is; and its unit. All but the number are empty if the text does not say."""

    value: str
    bound: str = ""
    time: str = ""
    unit: str = ""


@lru_cache(maxsize=1 << 16)
def figure(text: str, sign: DecimalSign | None = None) -> Figure:
    """What the text of a figure says. ``sign`` is that of :func:`number`.

    Raises:
        ValueError: if the text is no figure, or can be two; the message is a sentence about what is open.

    >>> figure("ca. 42.000", ",")[:2], figure("> 5000")[:2], figure("42 000 (2021)")[:3]
    (('42000', 'about'), ('5000', 'more-than'), ('42000', '', '2021'))
    >>> figure("1,2 Mio. €").unit
    'EUR'
    """
    try:
        return Figure(number(text, sign))
    except ValueError as error:
        if len(text) > _LONGEST:
            raise
        told = error
    rest, time = _with_time(plain(text))
    found, bound = rest, ""
    if word := _WORD_BEFORE.match(rest):
        found, bound = rest[word.end() :], _BOUND_OF[word[1].lower()]
    elif word := _WORD_BEHIND.search(rest):
        found, bound = rest[: word.start()] + rest[word.end() :], _BOUND_BEHIND[word[1].lower()]
    elif (word := ABOUT.match(rest) or ABOUT_AFTER.search(rest)) and (
        not word.start() or word[0].strip(" ,.()").lower() not in _UNITS
    ):
        found, bound = rest[: word.start()] + rest[word.end() :], "about"
    found = found.strip()
    try:
        return Figure(number(found, sign), bound, time)
    except ValueError as error:
        told = error if found != plain(text) else told
    value, unit = _with_unit(found, sign)
    if not value:
        raise told
    return Figure(value, bound, time, unit)


def _with_unit(text: str, sign: DecimalSign | None) -> tuple[str, str]:
    """A number with its unit: ``1.250,5 Mio. €``, ``45 %``, ``€ 12``, ``12万人``; empty if it is none."""
    parts = _WITH_UNIT.fullmatch(text)
    if not parts:
        return "", ""
    digits, words = (parts[1], parts[2]) if parts[1] else (parts[4], parts[3])
    measure = measure_of(words)
    if measure is None or words.rstrip(".").lower() in _OPEN or measure.unit.split(" ")[0].lower() in OPEN_TIMES:
        return "", ""
    return times(number(digits, sign), measure.times), measure.unit


def _with_time(text: str) -> tuple[str, str]:
    """A figure with its date behind it in brackets: ``42 000 (2021)``, ``12,5 (31.12.2022)``."""
    found = _TIME.fullmatch(text)
    if not found:
        return text, ""
    try:
        time = date(found[2] or found[3] or found[4])
    except ValueError:
        return text, ""
    return (found[1], time) if "/" not in time else (text, "")


def times(value: str, factor: int) -> str:
    """A number, multiplied exactly.

    >>> times("1250.55", 1000)
    '1250550'
    """
    return value if factor == 1 else written(Decimal(value) * factor)


def why_too_long(value: str) -> str:
    """Why no record can hold a number; empty if one can."""
    whole = value.lstrip("-").partition(".")[0]
    if len(whole) <= MOST_DIGITS:
        return ""
    return f"a figure has at most {MOST_DIGITS} digits, and this one has {len(whole)}"
