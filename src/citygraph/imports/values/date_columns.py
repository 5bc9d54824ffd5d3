"""What the dates of a column show together: what one text leaves open, the others may decide."""

from __future__ import annotations

import re

from citygraph.domain.months import key, months_by_name
from citygraph.imports.values.calendars import SERIAL, SERIALS
from citygraph.imports.values.dates import DECIMAL_YEAR, DateOrder, First, plain_date

_EVIDENCE = re.compile(r"(?<!\d)(\d{1,2})(\s?([-/.])\s?|\s)(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_LETTERS = re.compile(r"[^\d\s,./()_-]{2,}")
_YEAR_POINT_DAY = re.compile(r"\d{4}\.\d{1,2}\.\d", re.ASCII)
_HALVES = {"0", "5"}


_EXAMPLES = 3
_MOST_WORDS = 500


class DateColumn:
    """What the texts of a column show together: whether the day or the month comes first, and in which languages its
    months can be. Give it each distinct text once, in any order."""

    def __init__(self, said: First = "") -> None:
        """``said`` is what the user says; then the texts decide nothing about days and months."""
        self._said = said
        self._shown: dict[str, str] = {}
        self._with_points: dict[str, str] = {}
        self._words: set[str] = set()
        self._parts: dict[str, str] = {}
        self._has_days = False
        self.undecided: list[str] = []

    def see(self, text: str) -> None:
        """Take note of a text. This is cheap: no date is read."""
        plain = plain_date(text) if " " in text or not text.isascii() else text
        if found := DECIMAL_YEAR.fullmatch(plain):
            self._parts.setdefault(found[2], text)
        self._has_days = self._has_days or _YEAR_POINT_DAY.match(plain) is not None
        for one, _, sign, other, year in _EVIDENCE.findall(plain):
            first, second = int(one), int(other)
            if len(year) == 2 and int(year) <= 31:  # the year may come first
                continue
            if max(first, second) > 31 or not first or not second or first == second:
                continue
            if first > 12 or second > 12:
                if min(first, second) <= 12:
                    way = "dmy" if first > 12 else "mdy"
                    (self._with_points if sign == "." and way == "dmy" else self._shown).setdefault(way, text)
            elif sign != "." and len(self.undecided) < _EXAMPLES and text not in self.undecided and len(year) == 4:
                self.undecided.append(text)
        if len(self._words) < _MOST_WORDS and not plain.isdigit():
            self._words.update(_LETTERS.findall(plain))

    @property
    def shown(self) -> dict[str, str]:
        """Each order that the column shows, with the first text that shows it. Points come with the day first nearly
        everywhere, so they say nothing of other forms, unless the month comes first."""
        if "mdy" in self._shown or not self.undecided:
            return self._with_points | self._shown
        return self._shown

    @property
    def order(self) -> DateOrder:
        """How to read the dates of the column, by what the user says, or by what it shows."""
        shown = self.shown
        first: First = "both" if len(shown) > 1 else "dmy" if "dmy" in shown else "mdy" if shown else ""
        return DateOrder(
            self._said or first, self._languages(), decimal=bool(self.parts_of_years), is_said=bool(self._said)
        )

    @property
    def against(self) -> str:
        """The first text that cannot be read in the order that the user says; empty if all can. What has points can:
        see ``shown``."""
        if self._said not in ("dmy", "mdy"):
            return ""
        return next((text for way, text in self._shown.items() if way != self._said), "")

    @property
    def parts_of_years(self) -> list[str]:
        """The texts whose point stands before a part of a year, as a program writes numbers: ``1990.0``, ``1990.75``.
        Where all have a 5 there, halves of years are as likely as months, and the year is right in both ways."""
        shows = any(part == "0" or len(part) > 2 or int(part) > 12 for part in self._parts)
        if self._has_days or not (shows or _HALVES.issuperset(self._parts)):
            return []
        return list(self._parts.values())

    @property
    def is_open(self) -> bool:
        """True if some texts can be two days, and no other text decides: then the user is asked."""
        return not self.order.first and bool(self.undecided)

    def _languages(self) -> frozenset[str] | None:
        found: frozenset[str] | None = None
        for word in self._words:
            if by_language := months_by_name().get(key(word)):
                found = frozenset(by_language) if found is None else found.intersection(by_language)
        return found or None


class SerialColumn:
    """Whether all texts of a column can be a spreadsheet's numbers of days, 1927 to 2119. Such a column is asked
    about, since the numbers can be anything else."""

    def __init__(self) -> None:
        self._seen = self._other = False

    def see(self, text: str) -> None:
        self._seen = True
        found = SERIAL.fullmatch(text.strip())
        self._other = self._other or not (found and int(found[1]) in SERIALS)

    @property
    def may_be_serials(self) -> bool:
        return self._seen and not self._other
