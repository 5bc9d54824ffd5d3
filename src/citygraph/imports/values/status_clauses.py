"""A status with its date, and with who did it, why, or for how long: ``suspended by the Finnish side in 2022``. Each
word has to be one of those of ``status_stems.csv``, or of an agent or a cause that such a word begins or ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from citygraph.domain.months import key, months_by_name
from citygraph.imports.values.status_stems import may_tell_status, status_within, words_around

_LONGEST = 100
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_IN_DIGITS = re.compile(
    rf"(?<!\d)(?:(?P<year>{_YEAR})[-./](?P<month>{_MONTH})(?:[-./](?P<day>{_DAY}))?(?:\.|월)?"
    rf"|(?P<asian>{_YEAR}|\d{{2,3}})[年년]\s?(?P<in_asian>{_MONTH})[月월](?:\s?(?P<on_asian>{_DAY})[日일])?"
    rf"|{_DAY}[-./]\s?{_MONTH}[-./]\s?{_YEAR}|{_MONTH}[-./]{_YEAR}|{_YEAR})(?!\d)",
    re.ASCII,
)
_DAY_WORD = re.compile(rf"({_DAY})(?:\.|st|nd|rd|th|er|re|º|ª|-[^\W\d]{{1,3}})?", re.ASCII | re.IGNORECASE)
_HERE = "0"
_MARK = f" {_HERE} "
"""Stands for the date among the words."""
_LETTERS = {"status": "s", "tie": "t", "around": "a", "cause": "c", "by": "b", "side": "p", _HERE: "d"}
_SHAPE = re.compile(r"(?!a*[cp])(?!.*xd)(?:[stabd]|c(?:a*p|a+x{1,2}p?)*|b[xap]{1,5}|x{1,2}px?)+")
"""By these letters, x for each other word: an agent is what stands behind a *by*, or beside a *side*; a cause may say
where it is. A cause in front is itself what ended: *the war ended*. A strange word before a year may be a month."""


class Clause(NamedTuple):
    """A ``status``, the text of its ``date`` (empty if it has none), and the words ``before`` and ``after`` that."""

    status: str
    date: str
    before: str
    after: str


def status_clause(text: str) -> Clause | None:
    """The status that a text gives, if each of its words belongs to it; else None.

    >>> tuple(status_clause("suspended by the Finnish side in 2022"))
    ('suspended', '2022', 'suspended by the Finnish side in', '')
    >>> status_clause("the war ended in 1945"), status_clause("dissolved society"), status_clause("left side closed")
    (None, None, None)
    """
    if len(text) > _LONGEST or "?" in text or not may_tell_status(text):
        return None
    parts = _apart(text)
    if parts is None:
        return None
    rest, date = parts
    status = status_within(rest)
    shape = shape_of(rest)
    if not status or not _SHAPE.fullmatch(shape) or (shape[0] == "x" and " " in rest.strip()):
        return None
    if shape.replace("d", "") == "s" and rest.strip()[0].isupper():  # a stem alone may be how a name begins
        return None
    return Clause(status, date, *map(str.strip, rest.partition(_MARK)[::2]))


def says_more(text: str) -> bool:
    """True if a text for a status also says who brought it about, or why.

    >>> says_more("suspended by the Finnish side in 2022"), says_more("ended in 2022")
    (True, False)
    """
    parts = _apart(text)
    return re.search("[bcp]", shape_of(parts[0] if parts else text)) is not None


def may_be_clause(text: str) -> bool:
    """True if a text begins with words for a status, or with what brought it about, whatever follows: it has to be told
    though it is not understood.

    >>> may_be_clause("suspended like all our ties"), may_be_clause("founded by a dissolved society")
    (True, False)
    """
    parts = _apart(text)
    shape = shape_of(parts[0] if parts else text)
    return re.match(r"(?:[abdt]|b[xap]{1,4}|x{1,2}p)*s", shape) is not None


def shape_of(text: str) -> str:
    """A letter for each word of a text by what it means, as in :data:`_LETTERS`."""
    return "".join(_LETTERS.get(word, "a" if _IS_PARTICLE.fullmatch(word) else "x") for word in words_around(text))


_IS_PARTICLE = re.compile(
    r"[已于於在自从從起より以来にをがはの에서의]+|부터|까지|[ivx]{1,3}|q[1-4]|[1-4](?:er|e|o|st|nd|rd|th)?", re.ASCII
)
"""Signs that stand around a date in East Asia, and the number of a quarter."""


def _apart(text: str) -> tuple[str, str] | None:
    """A text with a mark in the place of its date, and the date; None if it has more than one."""
    found = list(_IN_DIGITS.finditer(text))
    if len(found) != 1:
        return (text, "") if not found and not re.search(r"\d", text) else None
    match = found[0]
    before, after = text[: match.start()].split(), text[match.end() :]
    date = _written(match)
    if re.fullmatch(_YEAR, match[0]):
        before, date, after = _with_month(before, date, after)
    if not text.isascii():  # behind a year in East Asia, since when something is so
        after = after.lstrip("~～〜")
    return f"{' '.join(before)}{_MARK}{after}", date


def _written(match: re.Match[str]) -> str:
    year, month, day = (
        match[name] or match[asian] for name, asian in zip(("year", "month", "day"), _ASIAN, strict=True)
    )
    if not year or len(year) < len("2000"):  # years of an era are those of the column
        return match[0]
    return "-".join((year, *(part.zfill(2) for part in (month, day) if part)))


_ASIAN = ("asian", "in_asian", "on_asian")


def _with_month(before: list[str], year: str, after: str) -> tuple[list[str], str, str]:
    """The month and the day that stand in words before a year, or a month behind it, belong to the date."""
    end = len(before) - (before[-1:] in (["de"], ["del"]))
    if end and (month := _month(before[end - 1])):
        start = end - 1
        at = start - 1 - (before[start - 1 : start] in (["de"], ["di"]))
        day = _DAY_WORD.fullmatch(before[at]) if at >= 0 else None
        return (
            (before[:at], _joined(year, month, day[1]), after) if day else (before[:start], _joined(year, month), after)
        )
    words = after.split()
    if words and after[:1] in " .-" and (month := _month(words[0].lstrip(".-"))):
        return before, _joined(year, month), " ".join(words[1:])
    return before, year, after


def _joined(year: str, month: str, day: str = "") -> str:
    if month.isdigit():
        return "-".join((year, month, *([day.zfill(2)] if day else [])))
    return " ".join(filter(None, (day, month, year)))


def _month(word: str) -> str:
    """A word for a month in the form of the table, or its number; empty if it is none."""
    word = word.strip(".,")
    if number := _IN_MONTHS.get(word.casefold()):
        return f"{number:02}"
    forms = (word, *(word.removesuffix(ending) for ending in _CASES), f"{word}υ")
    return next((form for form in forms if len(form) > _SHORTEST and key(form) in months_by_name()), "")


_SHORTEST = 2
_CASES = ("ssa", "sta", "ában", "ban", "ben", "ától", "tól", "től", "a", "s", "st")
"""Of *in* and *since* in Finnish, Hungarian and Estonian; in Greek the accusative is the genitive without its end."""
_IN_MONTHS = {
    month: number
    for months in (
        "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu",
        "lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu - prosinci",
        "januári februári marci apríli máji júni júli auguste septembri októbri novembri decembri",
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
        "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні",
        "siječnju veljači ožujku travnju svibnju lipnju srpnju kolovozu rujnu - studenom prosincu",
    )
    for number, month in enumerate(months.split(), 1)
}
"""The months of Slavic languages as they stand behind *in*, which no table of months has."""
