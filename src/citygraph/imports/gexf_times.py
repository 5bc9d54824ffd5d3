"""The times of nodes and edges in GEXF: spans, several spells, and single moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from citygraph.imports.values.dates import DECIMAL_YEAR
from citygraph.imports.values.numbers import whole
from citygraph.imports.xml import Element

_NO_END = re.compile(
    r"[-+]?(?:Infinity|INF|2147483647(?:\.0)?|9223372036854775807|9\.223372036854775807E18|1\.7976931348623157E308)"
    r"|-(?:2147483648(?:\.0)?|9223372036854775808|9\.223372036854775808E18)",
    re.IGNORECASE,
)
"""What programs write for *no beginning* and *no end*: infinity, and the largest number that they know."""
_WITHIN = re.compile(r"[\[\]()]\s*([^\[\]();,]*?)\s*,\s*([^\[\]();,]*?)\s*[\[\]()]")
"""One of several spans in one text: ``<[1990, 2000]; [2005, Infinity)>``."""


class Spell(NamedTuple):
    """A stretch of time; empty if it has no start or no end."""

    start: str
    end: str


def _in_order(spells: list[Spell]) -> list[Spell]:
    """Spells by their starts, as a file need not have them; those that overlap are one."""
    found: list[Spell] = []
    for spell in sorted(spells, key=lambda one: _when(one.start)):
        if found and found[-1].end and _when(spell.start) < _when(found[-1].end):
            last = found.pop()
            ends = (last.end, spell.end)
            spell = Spell(last.start, max(ends, key=_when) if all(ends) else "")
        found.append(spell)
    return found


def _when(time: str) -> tuple[float, str]:
    """A key to sort times by: by their numbers, or years, and dates of one year as texts."""
    number = _NUMBER.match(time)
    return float(number[0]) if number else -inf, time


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SPELLS = {"spells": "spell", "slices": "slice"}
"""What the stretches of time of an element are called, in GEXF 1.1 and later."""


def in_words(spells: Sequence[Spell]) -> str:
    """Stretches of time, such as ``from 2009 until 2010; from 2012``."""
    texts = []
    for start, end in spells:
        parts = (f"from {start}" if start else "", f"until {end}" if end else "")
        texts.append(f"at {start}" if start and start == end else " ".join(filter(None, parts)))
    return "; ".join(texts)


def over_time(title: str) -> str:
    """The column of the values of an attribute that have times."""
    return f"{title} over time"


class GexfTimes:
    """Reads the times of a file, and keeps the first text of each sort of which something is told."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def spells(self, element: Element) -> list[Spell]:
        """The spells of a node or an edge. One that has none has the span of the element itself, if it has one."""
        graph = element.around("graph")
        is_double = graph is not None and graph.attributes.get("timeformat") == "double"
        given = [
            spell.attributes
            for group in element.children
            if (name := _SPELLS.get(group.name))
            for spell in group.each(name)
        ]
        texts = " ".join(element.attributes.get(name, "") for name in ("interval", "intervals"))
        given = given or [{"start": one, "end": other} for one, other in _WITHIN.findall(texts)] or [element.attributes]
        found = [self._spell(one, is_double=is_double) for one in given]
        return _in_order([spell for spell in found if any(spell)])

    def values(self, title: str, given: Sequence[Element]) -> dict[str, str]:
        """The columns of an attribute with its ``attvalue`` elements: its value, if that is one at all times; and
        values that have times, as a text in a column of its own."""
        timed: list[tuple[Spell, str]] = []
        found: dict[str, str] = {}
        for element in given:
            if not (text := element.attributes.get("value", "").strip()):
                continue
            graph = element.around("graph")
            is_double = graph is not None and graph.attributes.get("timeformat") == "double"
            moment = element.attributes.get("timestamp", "")
            spell = self._spell({"start": moment, "end": moment} if moment else element.attributes, is_double=is_double)
            if any(spell):
                timed.append((spell, text))
            else:
                found[title] = text
        if not timed:
            return found
        self._seen.setdefault("values", title)
        found[over_time(title)] = "; ".join(f"{text} {in_words([spell])}".strip() for spell, text in timed)
        if len(texts := {text for _, text in timed}) == 1:  # as far as it is known, it is always the same
            found.setdefault(title, texts.pop())
        return found

    def _spell(self, given: dict[str, str], *, is_double: bool) -> Spell:
        return Spell(*(self._time(given, name, is_double=is_double) for name in ("start", "end")))

    def moments(self, element: Element) -> list[str]:
        """The moments at which a node or an edge is there: its ``timestamp`` or its ``timestamps``."""
        texts = " ".join(element.attributes.get(name, "") for name in ("timestamp", "timestamps"))
        found = [text for part in texts.strip("<>[] ").split(",") if (text := part.strip(" <>[]"))]
        if found:
            self._seen.setdefault("moments", found[0])
        return found

    def _time(self, given: dict[str, str], name: str, *, is_double: bool) -> str:
        text = given.get(name) or given.get(f"{name}open", "")
        if _NO_END.fullmatch(text):
            if text[-1].isdigit():
                self._seen.setdefault("no end", text)
            return ""
        if text and not given.get(name):
            self._seen.setdefault("outside", text)
        if is_double and DECIMAL_YEAR.fullmatch(text):
            if not whole(text).isdigit():
                self._seen.setdefault("parts of years", text)
            return text[:4]
        return text

    def said(self) -> list[str]:
        """Sentences about what was seen and decided."""
        return [says.format(self._seen[sort]) for sort, says in _SAYS.items() if sort in self._seen]


_SAYS = {
    "moments": "`timestamp` has moments at which something is there ({}): no beginning and no end",
    "no end": "{} is the largest number of a program: it stands for no beginning or no end",
    "outside": "`startopen` and `endopen` ({}) lie just outside of a stretch of time: they are taken for its first and "
    "its last time",
    "values": "the values of `{0}` have times: where they differ, they stand together in the column `{0} over time`",
    "parts of years": "its times have a part of a year behind their point, such as {}: the year alone is taken",
}
