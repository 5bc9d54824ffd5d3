"""What the name of a column says of its figures beside what they count: their unit, how many each number stands for,
of when they are, and whether they are estimates. ``Wert (Mio. €)``, ``Einwohner (31.12.2022)``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from citygraph.imports.values.dates import date
from citygraph.imports.values.hedges import ABOUT, ABOUT_AFTER
from citygraph.imports.values.numbers import plain

_TIMES = {
    **dict.fromkeys(("thousand", "thousands", "thd", "tsd", "tausend", "millier", "milliers", "mille", "miles", "mil",
                     "milhares", "migliaia", "duizend", "duizenden", "tys", "тыс", "тысяч", "тис", "тисяч", "bin",
                     "ألف", "千", "천", "1000", "1 000", "1,000", "1.000", "000", "000s", "'000", "'000s", "k"), 1_000),
    **dict.fromkeys(("万", "萬", "만", "10000", "10,000"), 10_000),
    **dict.fromkeys(("million", "millions", "mio", "mill", "millionen", "mln", "mn", "millón", "millones", "milhão",
                     "milhões", "milione", "milioni", "miljoen", "млн", "миллион", "миллионов", "мільйонів", "milyon",
                     "مليون", "百万", "百萬", "백만", "1000000", "1,000,000"), 1_000_000),
    **dict.fromkeys(("亿", "億", "억"), 100_000_000),
    **dict.fromkeys(("milliard", "milliards", "milliarde", "milliarden", "mrd", "miliard", "mld", "miljard", "milyar",
                     "млрд", "миллиардов", "мільярдів", "مليار", "十亿", "十億"), 1_000_000_000),
}  # fmt: skip
"""Words that multiply. *Billion* differs by a thousand between languages, so it stays a part of the unit."""
_OPEN_TIMES = ("billion", "billions", "bn", "billón", "billones", "bilhão", "bilhões", "trillion")
_CODES = (
    "AED ARS AUD BDT BGN BRL CAD CHF CLP COP CZK DKK EGP GBP HKD HUF IDR ILS INR JPY KRW KZT MXN MYR NOK NZD PEN "
    "PHP PKR PLN RON RSD RUB SAR SEK SGD THB TRY TWD UAH UZS VND ZAR TEU GWh MWh"
)
"""Codes of currencies (ISO 4217) and of what trade and ports count."""
_UNITS = {
    **dict.fromkeys(("€", "eur", "euro", "euros", "евро", "євро", "欧元", "歐元", "ユーロ", "유로"), "EUR"),
    **dict.fromkeys(("usd", "us$", "us dollar", "us dollars", "us-dollar", "dollars us", "долл сша", "美元", "米ドル",
                     "달러"), "USD"),
    **dict.fromkeys(("t", "ton", "tons", "tonne", "tonnes", "tonnen", "toneladas", "tonnellate", "тонн", "т", "吨",
                     "トン"), "t"),
    **dict.fromkeys(("rmb", "cny", "元", "人民币"), "CNY"), "円": "JPY", "원": "KRW", "руб": "RUB", "zł": "PLN",
    "£": "GBP",
    **{unit: unit for unit in ("kg", "g", "km", "m", "ha", "km²", "m²", "km2", "m2", "%", "‰", "$", "¥")},
    **{code.lower(): code for code in _CODES.split()},
    **dict.fromkeys(("persons", "people", "inhabitants", "personen", "einwohner", "personnes", "habitants", "hab",
                     "personas", "habitantes", "pessoas", "persone", "abitanti", "inwoners", "osób", "osoby", "чел",
                     "человек", "осіб", "kişi", "نسمة", "人", "명", "passengers", "passagiere", "passagers"), ""),
}  # fmt: skip
"""Units, as people write them; those of people need none."""
_BEHIND = re.compile(
    r"(.*[^\s(\[,;:_-])[\s_]*(?:[(\[]\s*([^()\[\]]+?)\s*[)\]]|[,;:–-]\s*([^,;:()\[\]]+)"
    r"|\s((?:in|am|zum|per|as of|stand|en|au|op|w|в|на|al|em)\s[^()\[\]]+))\s*"
)
_BEFORE_UNIT = re.compile(r"(?:in|en|em|w|в|у|unit|einheit|unité)[\s:]+", re.IGNORECASE)
_BEFORE_DATE = re.compile(
    r"(?:as\s(?:of|at)|at|on|in|of|year|stand(?:\svom|\sam)?|am|zum|per|vom|jahr|au|en|le|an|année|a|al|el|em|ano|año"
    r"|anno|op|per|stan\sna|na\sdzień|na|rok|по\sсостоянию\sна|на|год|за|станом\sна|рік|yılı?)\s+",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(r"(.*[^\W\d])[\s_.]*((?:1[89]|20)\d\d)(?:\s?(?:年|년|г\.?|р\.?))?")
_YEAR_BEFORE = re.compile(r"((?:1[89]|20)\d\d)(?:年|년|\s|_)\s?(\D+)")
_WIDE = str.maketrans({"（": "(", "）": ")", "［": "[", "］": "]", "，": ", ", "：": ":"})
_PARTS = re.compile(r"[\s.]+")


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
    """
    found = FigureHeader(" ".join(header.translate(_WIDE).split()))
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
    return found


def _with(one: FigureHeader, what: str, other: FigureHeader) -> FigureHeader:
    return FigureHeader(
        what.strip(), one.times * other.times, one.unit or other.unit, one.time or other.time,
        one.bound or other.bound, ", ".join(filter(None, (other.words, one.words))),
    )  # fmt: skip


def _said(text: str) -> FigureHeader | None:
    """What one part of a header says of figures; None if it is about something else."""
    if text not in _TIMES:
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
    unit = _BEFORE_UNIT.sub("", plain(text), count=1)
    if unit.casefold() in _TIMES or unit.casefold() in _UNITS:
        parts = [unit]
    else:
        parts = [part for part in _PARTS.split(re.sub(r"\bof\b|\bde\b|\bd['’]", " ", unit)) if part]
        parts = [one for part in parts for one in _taken_apart(part)]
    return _of_parts(parts, text)


def _taken_apart(part: str) -> list[str]:
    """``k€``, ``T€`` and ``万元`` are a word that multiplies and a unit."""
    if part.casefold() in _TIMES or part.casefold() in _UNITS:
        return [part]
    for cut in range(1, len(part)):
        times, unit = part[:cut], part[cut:]
        if times in ("T", "k", "M"):
            times = {"T": "tsd", "k": "k", "M": "mio"}[times]
        if times.casefold() in _TIMES and unit.casefold() in _UNITS and len(unit) < 4:
            if part[0] in "TkM" and unit.casefold() not in ("€", "eur", "usd", "us$", "chf", "gbp", "£", "$"):
                continue  # kg and Mt are units
            return [times, unit]
    return [part]


def _of_parts(parts: list[str], text: str) -> FigureHeader | None:
    times, units = 1, []
    for part in parts:
        if part.casefold() in _TIMES and times == 1:
            times = _TIMES[part.casefold()]
        elif part.casefold() in _UNITS:
            units.append(_UNITS[part.casefold()])
        elif part.casefold() in _OPEN_TIMES:
            units.insert(0, part)
        else:
            return None
    known = [unit for unit in units if unit]
    if any(unit in _OPEN_TIMES for unit in known):
        return FigureHeader("", unit=" ".join(parts), words=text) if times == 1 else None
    return FigureHeader("", times, known[0] if known else "", words=text) if parts and len(known) < 2 else None
