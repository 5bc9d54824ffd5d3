"""Dates of China, Japan, Korea and Vietnam: ``1987年5月2日``, ``昭和62年``, ``民國112年``."""

from __future__ import annotations

import datetime
import re

from citygraph.domain.dates import parse_date
from citygraph.imports.values.calendars import joined

_EASTERN = re.compile(r"(\d{4})\s?[年년](?:\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?)?")
_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|(?:中華|中华)?民[國国])\s?(\d{1,3}|元)\s?年(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)?"
)
_ERA_LETTER = re.compile(r"([MTSHR])(\d{1,2})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_ERA_TWICE = re.compile(r"([^()]+年)\s?\(([^()]+?)年?\)\s?([^()]*)")
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+(?=\s?[年月日号號])")
_ERAS = {
    "明治": ("1868-10-23", "1912-07-30"),
    "大正": ("1912-07-30", "1926-12-25"),
    "昭和": ("1926-12-25", "1989-01-07"),
    "平成": ("1989-01-08", "2019-04-30"),
    "令和": ("2019-05-01", "9999-12-31"),
    "民国": ("1912-01-01", "9999-12-31"),
}
"""The first and the last day of the eras of Japan and of the calendar of Taiwan, by the Gregorian calendar."""
_SPELLED_ERAS = {"meiji": "明治", "taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和"}
_ERA_SPELLED = re.compile(r"(Meiji|Taish[oō]|Sh[oō]wa|Heisei|Reiwa)\s?(\d{1,2})", re.IGNORECASE)
_LETTERS_OF_ERAS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_VIETNAMESE = re.compile(r"(?:ngày\s)?(?:(\d{1,2})\s)?tháng\s(\d{1,2})(?:,?\snăm\s|,?\s|/)(\d{4})", re.IGNORECASE)


def eastern(core: str, text: str) -> str:
    """A date in a form of these countries in EDTF; empty if it is none of them. ``text`` is the whole cell, for
    messages.

    Raises:
        ValueError: if its era has no such date, or if it has two years that differ.
    """
    if spelled := _ERA_SPELLED.fullmatch(core):
        return _of_era(_SPELLED_ERAS[spelled[1].lower().replace("ō", "o")], spelled[2], None, None, text)
    if core.isascii():
        letter = _ERA_LETTER.fullmatch(core)
        return _of_era(_LETTERS_OF_ERAS[letter[1]], letter[2], letter[3], letter[4], text) if letter else ""
    core = _HAN_NUMBER.sub(_han_number, core)
    if twice := _ERA_TWICE.fullmatch(core):  # 昭和62年(1987年)5月2日
        one, other = (eastern(f"{year.removesuffix('年')}年", text) for year in twice.group(1, 2))
        if one != other:
            raise ValueError(f"{text!r} has two years that are not the same")
        core = twice[1] + twice[3]
    if found := _EASTERN.fullmatch(core):
        return joined(*found.groups())
    if found := _ERA.fullmatch(core):
        era = found[1] if found[1] in _ERAS else "民国"
        return _of_era(era, "1" if found[2] == "元" else found[2], found[3], found[4], text)
    if found := _VIETNAMESE.fullmatch(core):
        return joined(found[3], found[2], found[1])
    return ""


def _han_number(found: re.Match[str]) -> str:
    """``一九九〇`` → ``1990``, ``二十三`` → ``23``."""
    text = found[0].replace("零", "〇").replace("○", "〇")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(str(_HAN_DIGITS.index(sign)) for sign in text)
    if len(tens) > 1 or len(ones) > 1:
        return found[0]
    return f"{_HAN_DIGITS.index(tens) if tens else 1}{_HAN_DIGITS.index(ones) if ones else 0}"


def _of_era(era: str, number: str, month: str | None, day: str | None, text: str) -> str:
    first, last = map(datetime.date.fromisoformat, _ERAS[era])
    date = parse_date(joined(str(first.year + int(number) - 1), month, day))
    if not int(number) or date.latest < first or date.earliest > last:
        until = f" to {last}" if last.year < 9999 else ""
        raise ValueError(f"{text!r} is no date of its era, which lasts from {first}{until}")
    return date.text
