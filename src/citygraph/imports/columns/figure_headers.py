"""What the name of a column says of its figures beside what they count: their unit, how many each number stands for,
of when they are, and whether they are estimates. ``Wert (Mio. €)``, ``Einwohner (31.12.2022)``.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.names import slug
from citygraph.imports.values.dates import date
from citygraph.imports.values.flow_directions import FlowDirection, flow_direction
from citygraph.imports.values.hedges import ABOUT, ABOUT_AFTER
from citygraph.imports.values.numbers import plain
from citygraph.imports.values.units import COUNTED, OF_SIZES, TIMES, measure_of

_BEHIND = re.compile(
    r"(.*[^\s(\[,;:_-])[\s_]*(?:[(\[]\s*([^()\[\]]+?)\s*[)\]]|[,;:–-]\s*([^,;:()\[\]]+)"
    r"|\s((?:in|am|zum|per|as of|stand|en|au|op|w|в|на|al|em)\s[^()\[\]]+))\s*"
)
_BEFORE_UNIT = re.compile(r"(?:in|en|em|w|в|у|unit|einheit|unité)[\s:]+", re.IGNORECASE)
_BEFORE_DATE = re.compile(
    r"(?:as\s(?:of|at)|at|on|in|of|year|stand(?:\svom|\sam)?|am|zum|per|vom|jahr|au|en|le|an|année|a|al|el|em|ano|año"
    r"|anno|op|per|stan\sna|na\sdzień|na|rok|k|ke|do|dne|ze\sdne|den|pr|til|по\sсостоянию\sна|на|год|за|станом\sна|рік|yılı?)"
    r"\s+",
    re.IGNORECASE,
)
_DAY_BEHIND = re.compile(
    rf"(.*?[^\W\d_])[\s,:–(\[-]+((?:{_BEFORE_DATE.pattern})?(?:\d{{1,2}}([./-])\s?\d{{1,2}}\3\s?\d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}(?:\.|st|nd|rd|th|er|º|°)?\s(?:de\s|of\s)?[^\W\d_]{3,}\.?,?\s(?:de\s)?\d{4})(?:\s?(?:г\.?|р\.?|r\.))?)[)\]]?",
    re.IGNORECASE,
)
"""A whole day at the end of a header, with or without a word before it."""
_CENSUS = re.compile(
    r"[\s,–-]*\b(?:census(?:es)?|zensus|volkszählung|recensement|censos?|censimento|volkstelling|(?:wg\s)?spisu?(?:\spowszechn\w+)?"
    r"|nsp|(?:(?:за|по)\s)?перепис\w{0,2}|sayımı|sčítání(?:\slidu)?|folkräkning|folketælling|popis(?:u)?"
    r"|recensământ|népszámlálás|απογραφή|väestönlaskenta)\b|(?:国勢調査|人口普查(?=.*人口)|普查|普查結果|(?:인구)?총조사|인구조사)",
    re.IGNORECASE,
)
"""Words for a census: the year beside one is that of the figures."""
_ESTIMATED = re.compile(
    r"[\s,–-]*\b(?:estimates?|estimated|schätzung|geschätzt|estimations?|estimé|estimaci[oó]n|estimad[ao]|estimativa|stima"
    r"|schatting|szacunek|szacunkowa|оценка|оцінка|tahmin[iî]?|odhad|uppskattning|skøn)\b|推計|推定|估计|估計|추계",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?:平成|令和|昭和)\d{1,2}年")
_YEAR_BEHIND = re.compile(r"(.*[^\W\d])[\s_.]*((?:1[89]|20)\d\d)(?:\s?(?:年|년|г\.?|р\.?))?")
_YEAR_BEFORE = re.compile(r"((?:1[89]|20)\d\d)(?:年|년|\s|_)\s?(\D+)")
_MOST_WORDS = 3
"""How many words a unit has at most."""
_WIDE = str.maketrans({"（": "(", "）": ")", "［": "[", "］": "]", "，": ", ", "：": ":"})


class FigureHeader(NamedTuple):
    """The name of a column without what it says of its figures, ``what`` they are; and that: see
    :class:`~citygraph.imports.columns.mapping.FigureForm`. ``words`` are those that say it."""

    what: str
    times: int = 1
    unit: str = ""
    time: str = ""
    bound: str = ""
    words: str = ""


@lru_cache(maxsize=1024)
def figure_header(header: str) -> FigureHeader:
    """What the name of a column says of its figures.

    >>> figure_header("Wert (Mio. €)")[:4], figure_header("Einwohner (31.12.2022)")[:4]
    (('Wert', 1000000, 'EUR', ''), ('Einwohner', 1, '', '2022-12-31'))
    >>> figure_header("TEU")[:3], figure_header("Trade value USD")[:3]
    (('TEU', 1, 'TEU'), ('Trade value', 1, 'USD'))
    """
    found = _of_a_count(FigureHeader(" ".join(header.translate(_WIDE).split())))
    if day := _DAY_BEHIND.fullmatch(found.what):
        said = _said(day[2])
        found = found if said is None else _with(found, day[1], said)
    while behind := _BEHIND.fullmatch(found.what):
        said = _said(behind[2] or behind[3] or behind[4])
        if said is None:
            break
        found = _with(found, behind[1], said)
    if about := ABOUT_AFTER.search(found.what):
        found = _with(found, found.what[: about.start()], FigureHeader("", bound="about", words=about[0].strip()))
    if not found.time:
        if year := _YEAR_BEHIND.fullmatch(found.what):
            found = _with(found, year[1], FigureHeader("", time=year[2], words=year[2]))
        elif year := _YEAR_BEFORE.fullmatch(found.what):
            found = _with(found, year[2], FigureHeader("", time=year[1], words=year[1]))
    return found if found.unit else _with_unit_in_words(found)


def is_a_day_of_each_year(header: str) -> bool:
    """True if a header says no more than on which day of their years figures are.

    >>> (
    ...     is_a_day_of_each_year("Au 1er janvier"),
    ...     is_a_day_of_each_year("Stand 31.12."),
    ...     is_a_day_of_each_year("Al 1 de enero"),
    ... )
    (True, True, True)
    >>> is_a_day_of_each_year("Au 1er janvier 2020"), is_a_day_of_each_year("Au total"), is_a_day_of_each_year("In 2")
    (False, False, False)
    """
    found = _BEFORE_DATE.match(header)
    day = header[found.end() :].strip(" .") if found else ""
    if not re.search(r"(?<!\d)\d{1,2}(?!\d)", day):
        return False
    for between in (" ", "."):
        with suppress(ValueError):
            return re.fullmatch(r"2000-\d\d-\d\d", date(f"{day}{between}2000")) is not None
    return False


def is_a_unit(header: str) -> bool:
    """True if a header names a unit, and nothing of which the figures are.

    >>> is_a_unit("Mio. EUR"), is_a_unit("TEU (Tsd.)"), is_a_unit("Exports (EUR)")
    (True, True, False)
    """
    found = figure_header(header)
    measure = measure_of(found.what)
    return bool(found.unit) and measure is not None and bool(measure.unit)


def counts_what_goes(header: str) -> bool:
    """True if a header says only in which unit its figures count what goes from end to end, as money, freight and
    passengers do.

    >>> (
    ...     counts_what_goes("USD"),
    ...     counts_what_goes("Pasażerowie (tys.)"),
    ...     counts_what_goes("km"),
    ...     counts_what_goes("Guests"),
    ... )
    (True, True, False, False)
    """
    found = figure_header(header)
    return found.what.casefold() in COUNTED or (is_a_unit(header) and found.unit not in OF_SIZES)


def property_in(header: str) -> str:
    """A name for what a column counts, without its unit and its time; empty if no letter of the header has an ASCII
    form.

    >>> property_in("Exports (EUR million)"), property_in("Guests 2020")
    ('exports', 'guests')
    """
    return slug(figure_header(header).what)


def direction_in(header: str) -> FlowDirection | None:
    """The direction of the flow that a column of figures counts; None if its header names none, or several.

    >>> direction_in("Exports (EUR million)"), direction_in("Value of imports"), direction_in("Guests")
    ('out', 'in', None)
    """
    what = figure_header(header).what
    if whole := flow_direction(what):
        return whole
    found = {flow_direction(word) for word in re.findall(r"[^\W\d_]+", what)} - {None}
    return found.pop() if len(found) == 1 else None


def _of_a_count(found: FigureHeader) -> FigureHeader:
    """A header without the words for a census or an estimate that stand beside its year: ``Population 2021 census``."""
    if not _A_YEAR.search(found.what):
        return found
    for words, bound in ((_CENSUS, ""), (_ESTIMATED, "about")):
        rest = re.sub(r"[(\[]\s*[)\]]", "", words.sub("", found.what)).strip()
        if (said := words.search(found.what)) and re.search(r"[^\W\d_]{2}", _A_YEAR.sub("", rest)):
            found = _with(found, rest.replace("( ", "("), FigureHeader("", bound=bound, words=said[0].strip(" ,–-")))
    return found


def _with_unit_in_words(found: FigureHeader) -> FigureHeader:
    """A header whose last words are a unit, or that is nothing but one: ``Value USD``, ``TEU``. A letter alone, and
    words in small letters behind others, may mean something else."""
    if counted := COUNTED.get(found.what.casefold()):
        return found._replace(unit=counted)
    words = found.what.split()
    for at in range(max(len(words) - _MOST_WORDS, 0), len(words)):
        text = " ".join(words[at:])
        measure = measure_of(text)
        is_a_letter = len(text) == 1 and text.lower() != text.upper()
        if measure and measure.unit and not is_a_letter and not (at and text.islower()):
            what = " ".join(words[:at]) or found.what
            return _with(found, what, FigureHeader("", measure.times, measure.unit, words=text))
    return found


def _with(one: FigureHeader, what: str, other: FigureHeader) -> FigureHeader:
    return FigureHeader(
        what.strip(), one.times * other.times, one.unit or other.unit, one.time or other.time,
        one.bound or other.bound, ", ".join(filter(None, (other.words, one.words))),
    )  # fmt: skip


def _said(text: str) -> FigureHeader | None:
    """What one part of a header says of figures; None if it is about something else."""
    if text not in TIMES:
        day = _BEFORE_DATE.sub("", text, count=1) if _BEFORE_DATE.match(text) else text
        about = ABOUT_AFTER.search(f" {day}") or ABOUT.match(f"{day} ")
        day = f" {day} ".replace(about[0].strip(), "", 1).strip(" ,()") if about else day
        if about and not day:
            return FigureHeader("", bound="about", words=text)
        try:
            time = date(day)
        except ValueError:
            pass
        else:
            bound = "about" if about else ""
            return FigureHeader("", time=time, bound=bound, words=text) if "/" not in time else None
    several = [_said(part) for part in text.split(", ")] if ", " in text else [None]
    if None not in several:
        found = FigureHeader("")
        for one in several:
            found = _with(found, "", one or found)
        return found
    measure = measure_of(_BEFORE_UNIT.sub("", plain(text), count=1))
    return FigureHeader("", measure.times, measure.unit, words=text) if measure else None
