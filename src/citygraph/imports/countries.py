"""The countries that rows name: by name in any language, by code, or as the user's mapping file says."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from citygraph.domain.countries import country_name, did_you_mean_country
from citygraph.domain.country_codes import CodeSort, country_of
from citygraph.domain.country_names import also, also_part, is_long_form, meanings, settled, stated
from citygraph.domain.short_country_names import is_cut_short, written_out
from citygraph.domain.subdivisions import countries_in_codes, subdivision
from citygraph.imports.values.missing import is_missing

_TOLD = ("part", "renamed")
"""The sorts of places whose code the report explains."""


class CountryReading(NamedTuple):
    """What a text says about a country: its ``code``, if it is clear; if it ``is_ambiguous``; its ``name`` as given;
    and a ``remark`` for the report, if there is something to say. It ``is_doubtful`` if the name may be misspelled.
    ``part`` is the part of the country that it names, and ``rest`` what stands in brackets beside the country and is no
    part of it that is known."""

    code: str
    name: str
    is_ambiguous: bool = False
    is_doubtful: bool = False
    part: str = ""
    rest: str = ""
    remark: str = ""


_MOST_NAMED = 3
_SHORTEST_NAME = 4
"""What is shorter may be a code, of a state or of anything else: *Gary (IN)*."""


def certain_country(text: str) -> tuple[str, ...]:
    """The code of the one country that a text behind a name can only mean; empty if it may mean anything else.

    >>> certain_country("Sweden"), certain_country("Georgia"), certain_country("Oder"), certain_country("IN")
    (('SE',), (), (), ())
    """
    codes = meanings(text)
    is_open = len(codes) != 1 or subdivision(text) or also(text) or _in_doubt(text)
    return () if (len(text) < _SHORTEST_NAME and text.isascii()) or is_open else codes


def country_in_cell(text: str) -> str:
    """The code of the one country that a whole cell names, under whatever header: ``USA``, ``Belgium``, ``USA
    (Virginia)``; empty if it is no such cell. Two letters are words, too: *NO*, *IT*.

    >>> country_in_cell("Belgium"), country_in_cell("USA (Virginia)"), country_in_cell("NO"), country_in_cell("Oder")
    ('BE', 'US', '', '')
    """
    if len(text) > _LONGEST_CELL or (len(text) < _SHORTEST_NAME and not (text.isupper() and len(text) > 2)):
        return ""
    codes = meanings(text)
    return codes[0] if len(codes) == 1 else _with_part(text)[0] if not codes else ""


_LONGEST_CELL = 60


def country_and_part(text: str) -> tuple[str, str]:
    """The code of the country that a text behind a name can only mean, and what it names beside it, which may be a part
    of that country in any language; else two empty texts.

    >>> country_and_part("California, USA"), country_and_part("Pensylwania, USA"), country_and_part("Fulton, Georgia")
    (('US', 'California'), ('US', 'Pensylwania'), ('', ''))
    """
    code, part = _with_part(text)
    if not code and (found := _COUNTRY_LAST.fullmatch(text)):
        last = found[2]
        codes = certain_country(last) or (meanings(last) if _IN_CAPITALS.fullmatch(last) else ())
        if len(codes) == 1 and not subdivision(last):
            return codes[0], found[1]
    return code, part


_COUNTRY_LAST = re.compile(r"(.*[^\s,，/])\s*[,，/]\s*([^,，/]+)")
_IN_CAPITALS = re.compile(r"[A-Z]{3}")
"""*USA*, *UAE*: alone behind a name it may be the sign of a state."""


def is_name_of_several(text: str) -> bool:
    """True for the name of a country that is also that of another one, or of a part of one: *Georgia*, *Congo*."""
    return len(text) >= _SHORTEST_NAME and bool(meanings(text)) and not certain_country(text)


def part_instead(text: str, town: str) -> str:
    """The code of the country that is meant by the name of another one, where GeoNames has a town in a part of that
    name, and none in the country: *Atlanta* in *Georgia*. Empty if the country may be meant.

    >>> part_instead("Georgia", "Atlanta"), part_instead("Georgia", "Batumi"), part_instead("France", "Atlanta")
    ('US', '', '')
    """
    if not (part := also_part(text)):
        return ""
    from citygraph.domain.gazetteer import places_called  # few names of an import need it

    places = places_called(town)
    country, _, region = part.partition("-")
    in_part = any(place.country == country and region in ("", place.region) for place in places)
    return country if in_part and not any(place.country in meanings(text) for place in places) else ""


_MOST_KEPT = 1 << 14
"""How many texts are remembered."""


class CountryNames:
    """Reads the names of countries. ``said`` are the user's own names with their codes."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        self._used: set[str] = set()
        self._known: dict[tuple[str, CodeSort | None], CountryReading] = {}

    @property
    def unused(self) -> list[str]:
        """The user's own names that no row has had so far."""
        return sorted(self._said.keys() - self._used)

    def is_said(self, text: str) -> bool:
        """True if the user says which country a text means."""
        return text in self._said

    def read(self, text: str, sort: CodeSort | None, beside: Collection[str] = ()) -> CountryReading:
        """What a text says. ``sort`` is the sort of codes that its column holds, if it holds codes; ``beside`` are the
        other names in its column, which may decide an ambiguous one."""
        if beside:
            return self._read(text, sort, beside)
        if (known := self._known.get((text, sort))) is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[text, sort] = self._read(text, sort)
        return known

    def _read(self, text: str, sort: CodeSort | None, beside: Collection[str] = ()) -> CountryReading:
        if text in self._said:
            self._used.add(text)
        elif why := _in_doubt(text):
            return CountryReading("", text, is_ambiguous=True, remark=f"{why}; {_NOT_WRITTEN}")
        if code := self._said.get(text) or country_of(text, sort):
            place = None if text in self._said else stated(text)
            if place is None or place.sort not in _TOLD:
                return CountryReading(code, text, part="" if text in self._said else _with_part(text)[1])
            return CountryReading(code, text, part=text if place.sort == "part" else "", remark=place.why)
        code, part = _with_part(text)
        if code:
            return CountryReading(code, text, part=part)
        short = written_out(text) if is_cut_short(text) else ()
        if len(short) == 1 and short[0]:
            return CountryReading(short[0], text, remark=f"{short[0]} ({country_name(short[0])}), cut short")
        code, rest = _with_more(text)
        if code:
            why = f"{code} ({country_name(code)}); {rest} is no part of it that is known, so the text is in the notes"
            return CountryReading(code, text, rest=rest, remark=why)
        if code := settled(text, beside):
            return CountryReading(code, text, remark=f"{code} ({country_name(code)}), as the other countries here show")
        if codes := meanings(text):
            which = " or ".join(f"{code} ({country_name(code)})" for code in codes)
            return CountryReading("", text, is_ambiguous=True, remark=f"it can be {which}; {_NOT_WRITTEN}")
        place = stated(text)
        if place is None and (named := {code for code, _ in _beside(text)}):
            which = " and ".join(f"{code} ({country_name(code)})" for code in sorted(named))
            why = f"it names {which}, and something else that is not understood"
            return CountryReading("", text, is_ambiguous=True, remark=f"{why}; {_NOT_WRITTEN}")
        if place and place.sort == "region":
            why = "it is no country, but a part of the world or a group of countries"
            return CountryReading("", text, is_ambiguous=True, remark=f"{why}; {_NOT_WRITTEN}")
        if not any(map(str.isalpha, text)):
            why = "it is no name of a country, and its column is not one of codes"
            return CountryReading("", text, is_ambiguous=True, remark=f"{why}; {_NOT_WRITTEN}")
        if place is None and is_cut_short(text):
            which = " or ".join(f"{code} ({country_name(code)})" for code in filter(None, short[:_MOST_NAMED]))
            why = "it may be the name of a country cut short" + (f", of {which}" if which else "")
            return CountryReading("", text, is_ambiguous=True, remark=f"{why}; {_NOT_WRITTEN}")
        hint = "" if place else did_you_mean_country(text)
        remark = place.why if place else NO_CODE + (f"; {hint}" if hint else "")
        is_doubtful = bool(hint) or (place is None and is_long_form(text))
        return CountryReading("", text, is_doubtful=is_doubtful, remark=remark)


NO_CODE = "no code for this country, so a record stands for it; --country NAME=CODE gives one"
_NOT_WRITTEN = "no code is written; --country NAME=CODE gives one"
_HEDGES = (
    "probably", "prob", "possibly", "perhaps", "maybe", "likely", "presumably", "uncertain", "unclear", "disputed",
    "wahrscheinlich", "vermutlich", "vielleicht", "evtl", "eventuell", "unsicher", "umstritten", "probablement",
    "peut-être", "peut être", "incertain", "probablemente", "posiblemente", "quizás", "quizá", "provavelmente",
    "possivelmente", "talvez", "probabilmente", "forse", "waarschijnlijk", "misschien", "mogelijk", "prawdopodobnie",
    "chyba", "może", "вероятно", "возможно", "наверное", "ймовірно", "можливо", "мабуть", "muhtemelen", "belki",
    "ربما", "على الأرجح", "可能", "也许", "也許", "或许", "おそらく", "多分", "아마",
)  # fmt: skip
_HEDGE = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, _HEDGES))})(?!\w)|^(?:可能|也许|也許|或许|おそらく|多分|아마)", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*[/;,&+|、，；]\s*|\s+-\s+|和|或|と"
    r"|\s(?:and|or|und|oder|et|ou|y|o|e|ed|en|of|i|lub|albo|oraz|и|или|та|або|ve|veya|و|أو)\s"
)


_HYPHEN = re.compile("[-–—]")
"""``PL-UA``, ``Deutschland–Polen``: a border region. *Guinea-Bissau* is known as a whole."""


def _with_part(text: str) -> tuple[str, str]:
    """The code of a country that a text names beside a part of it, and that part: ``TX / USA``, ``Germany, Bavaria``,
    ``Ukraine (Krim)``, ``США, шт. Огайо``, or by the code of that part, ``PT-07``; else two empty texts."""
    if named := countries_in_codes([text]):
        return named.pop(), text
    found = {code: part for code, part in _beside(text) if _is_part_of(part, code) or _says_part(part)}
    return found.popitem() if len(found) == 1 else ("", "")


def _with_more(text: str) -> tuple[str, str]:
    """The code of the one country behind which a text has more in brackets, and that: ``Ukraine (Donbass)``; else two
    empty texts."""
    found = _MORE.fullmatch(text)
    codes = meanings(found[1]) if found else ()
    if not found or len(codes) != 1 or subdivision(found[1]) or also(found[1]):
        return "", ""
    return codes[0], found[2].strip()


_MORE = re.compile(r"([^()\[\]（）]+?)\s*[(\[（]([^()\[\]（）]+)[)\]）]")


def _is_part_of(text: str, country: str) -> bool:
    """True for the name of a part of a country, which may be a code: ``TX``. A code of the country itself is none."""
    if place := stated(text):
        return place.sort == "part" and place.code == country
    return bool(subdivision(text, country)) and (len(text) >= _SHORTEST_NAME or country not in meanings(text))


def _beside(text: str) -> list[tuple[str, str]]:
    """The code of the one country that one of two parts of a text names, and the other part; for each of them."""
    parts = [part for part in _SIGNS.split(text) if part]
    if len(parts) != 2:
        return []
    pairs = (parts, parts[::-1])
    return [
        (codes[0], other)
        for named, other in pairs
        if len(codes := meanings(named)) == 1 and not _is_part_of(named, codes[0])
    ]


_SIGNS = re.compile(r"\s*[/,;:()\[\]，；：、（）]\s*|\s+[–—-]\s+")


_SHORT_FOR_PARTS = frozenset(("woj", "pow", "obl", "st"))
"""Words for parts of countries that are short for other things in the names of columns."""


def _says_part(text: str) -> bool:
    """True if a word for parts of countries begins or ends a text: ``шт. Огайо``, ``俄亥俄州``."""
    words = text.split()
    if len(words) < 2 and text.isascii():
        return False
    from citygraph.imports.columns.headers import meaning_of  # few cells need the words for columns

    ends = (words[0], words[-1]) if len(words) > 1 else (text[-1:],) if len(text) > 1 else ()
    plain = [word.strip(".") for word in ends]
    if not _SHORT_FOR_PARTS.isdisjoint(plain):
        return True
    found = map(meaning_of, plain)
    return any(one.attribute == "part_of" for said in found if said for one in (said, *said.others))


def _in_doubt(text: str) -> str:
    """Why a text does not say which one country is meant, as far as its signs and words show: ``?France``, ``probably
    France``, ``n/a (France)``, ``FR/DE``; empty if nothing speaks against it."""
    if "?" in text or "？" in text:
        return "the file doubts it"
    if (text.isascii() and text.isalpha()) or meanings(text) or stated(text) or _with_part(text)[0]:
        return ""
    if _HEDGE.search(text):
        return "the file doubts it"
    parts = [part for part in re.split(r"\s*[()\[\]（）]\s*", text) if part]
    if len(parts) == 2 and any(map(is_missing, parts)) and any(map(meanings, parts)):
        return "the file says that there is none, and names one"
    if (more := _MORE.fullmatch(text)) and len({*meanings(more[1]), *meanings(more[2])}) > 1 and meanings(more[2]):
        return "it names several countries"
    for between in (_BETWEEN, _HYPHEN):
        named = [meanings(part) for part in between.split(text)]
        if len(named) > 1 and all(named) and len(set(named)) > 1:
            return "it names several countries"
    return ""
