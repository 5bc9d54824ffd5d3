"""Names that stand joined in one cell: ``Uppsala and Turku``, ``Kraków + Lwów``, ``Shanghai, Los Angeles``.

``words_between.csv`` has words for *and* in many languages, and places whose own name has one. A word that names have,
too (*en*, *a*), joins two only where GeoNames knows a town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from citygraph.domain.country_names import meanings
from citygraph.domain.geo import kilometres
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.values.word_tables import words_by

_CLOSED = (")", "）", "]")
_IN_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_DASH = re.compile(r"\s[–—-]\s")
_PAIR = 2
_LARGE = 20_000
_FAR = 40.0
"""So many kilometres apart, two names with a slash or a dash between them are no place and its part."""


def has_and(text: str) -> bool:
    """True if a text has a word for *and*, or a sign for it, between others."""
    return _and().search(text) is not None


def perhaps_several(text: str) -> list[str]:
    """The names that a text may have with a word or a sign between them; fewer than two if it has none. A word for
    *and* is within some names, too (*Brighton and Hove*), and a single comma is before a country.

    >>> perhaps_several("Lorient, Seattle and Chicago"), perhaps_several("Lyon, France")
    (['Lorient', 'Seattle', 'Chicago'], [])
    """
    parts = [part.strip() for part in _between().split(text)]
    if len(parts) < _PAIR or _is_one(text):
        return []
    has_comma_alone = len(parts) == _PAIR and not has_and(text) and any(sign in text for sign in ",，،")
    if has_comma_alone and all(part[-1:] in _CLOSED for part in parts):  # `Frankfurt (Oder), Halle (Saale)`
        return parts
    return [] if has_comma_alone or not all(parts) else parts


def parted_by_words(text: str) -> list[str]:
    """What stands between words for *and*, and signs for it; a place whose own name has such a word stays whole.

    >>> parted_by_words("Wilno i Kijów"), parted_by_words("Brighton and Hove"), parted_by_words("Turku sekä Alta")
    (['Wilno', 'Kijów'], ['Brighton and Hove'], ['Turku', 'Alta'])
    """
    return [text] if _is_one(text) else _joined().split(text)


def towns_in(name: str) -> list[str]:
    """The names that the name of a town can be; none if it can only be one, as far as GeoNames and the list know.

    A plus, a slash and a word for *and* stand between names, whether GeoNames knows these or not: villages are not
    there. A dash stands between two that it knows.

    >>> towns_in("Xyzburg + Foodorf"), towns_in("Salisbury & Foodorf"), towns_in("Lyon/Torino")
    (['Xyzburg', 'Foodorf'], ['Salisbury', 'Foodorf'], ['Lyon', 'Torino'])
    >>> towns_in("Biel/Bienne"), towns_in("Brighton & Hove"), towns_in("Bolzano / Bozen"), towns_in("Bergen")
    ([], [], [], [])
    >>> towns_in("大阪和京都"), towns_in("부산과 인천"), towns_in("呼和浩特")
    (['大阪', '京都'], ['부산', '인천'], [])
    """
    if not _may_have_several(name):
        return []
    parts = _parts_of(name)
    if len(parts) < _PAIR or not all(parts) or _is_one(name):
        return []
    plain = _IN_BRACKETS.sub("", name)
    if has_and(name) and not has_and(plain):
        return []
    from citygraph.domain.gazetteer import places_called  # few names of an import need it

    spelled = _spelled_out(name)
    if places_called(name) or (spelled != name and places_called(spelled)):
        return []
    known = [{place.geonames for place in places} for part in parts if (places := places_called(_bare(part)))]
    if len(parts) == len(known) == _PAIR and set.intersection(*known):  # `Bolzano / Bozen`, of two languages
        return []
    if _joins(plain) and not any(part[0].islower() for part in parts):
        return parts
    if len(parts) == _PAIR and " / " not in name and meanings(parts[-1]):  # `Tripoli - Libya`
        return []
    if len(parts) == _PAIR and _within("within", "rare").search(plain):
        is_large = any((place.population or 0) >= _LARGE for place in places_called(parts[0]))
        is_in = fold(parts[1]) in _regions()
        return parts if (is_large or places_called(parts[1])) and not is_in and not parts[1][0].islower() else []
    has_dash = len(parts) == _PAIR and _DASH.search(plain) and parts[-1][0].isupper() and not subdivision(parts[-1])
    return parts if len(known) >= (1 if has_dash else max(_PAIR, len(parts) - 1)) else []


def _bare(part: str) -> str:
    """A name without what stands in brackets behind it: `Cardiff (1964)`."""
    return _IN_BRACKETS.sub("", part) or part


def _parts_of(name: str) -> list[str]:
    if parts := perhaps_several(name):
        return parts
    if (signs := list(_unspaced().finditer(name))) and (several := _cut_at(name, signs)):
        return several
    return [part.strip() for part in _within("rare").split(name)]


def _cut_at(name: str, signs: Sequence[re.Match[str]]) -> list[str]:
    """The names between signs, or beside one of them, if GeoNames has each; empty if it has not."""
    from citygraph.domain.gazetteer import places_called  # few names have such a sign

    for chosen in (signs, *([sign] for sign in signs if len(signs) > 1)):
        starts, ends = [0, *(sign.end() for sign in chosen)], [*(sign.start() for sign in chosen), len(name)]
        parts = [name[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        if all(map(places_called, parts)):
            return parts
    return []


def are_towns(parts: Sequence[str], between: str, country: str = "") -> bool:
    """Whether GeoNames knows a town of each of the names in a cell, so that the cell is no name: in their ``country``,
    if that is given, or anywhere if a word for *and* stands ``between`` them. Two with another sign between them are
    far from each other: else one may lie in the other.

    >>> are_towns(["Kolozsvár", "Arad"], "Kolozsvár és Arad", "RO"), are_towns(["Ulm", "Xyzburg"], "Ulm + Xyzburg")
    (True, False)
    >>> are_towns(["Rostock", "Warnemünde"], "Rostock – Warnemünde"), are_towns(["Bonn", "Ulm"], "Bonn – Ulm")
    (False, True)
    """
    if any(part[0].islower() for part in parts):  # `Springfield; old town`
        return False
    from citygraph.domain.gazetteer import places_called  # few names of an import need it

    is_joined = has_and(between)
    names = list(map(_bare, parts))
    places = [places_called(name, country or None) or (places_called(name) if is_joined else []) for name in names]
    if not all(places):
        return False
    one, other = ((found[0].longitude, found[0].latitude) for found in (places[0], places[-1]))
    return is_joined or len(parts) > _PAIR or kilometres(one, other) > _FAR


def _may_have_several(name: str) -> bool:
    return not _SEVERAL.isdisjoint(name) or _unspaced().search(name) is not None


_SEVERAL = frozenset(" ,，،、;؛|\n")


def _joins(name: str) -> bool:
    """True if a word or a sign stands there that hardly stands within a name."""
    return _within("clear").search(name) is not None or _SIGN.search(name) is not None


def _spelled_out(name: str) -> str:
    return re.sub(r"\s*[&＆]\s*", " and ", name) if "&" in name or "＆" in name else name


def _is_one(name: str) -> bool:
    """True for a place whose own name has a word for *and*: those of the list, countries and their parts."""
    plain = _spelled_out(name)
    spelled = [plain.replace(" and ", word) for word in (" and ", " et ", " e ")] if " and " in plain else [plain]
    if any(fold(text) in _names() for text in spelled):
        return True
    return has_and(name) and bool(meanings(name) or meanings(_spelled_out(name)) or subdivision(name))


@cache
def _names() -> frozenset[str]:
    return frozenset(map(fold, _words()["names"]))


@cache
def _regions() -> frozenset[str]:
    return frozenset(map(fold, _words()["regions"]))


def without_others(text: str) -> str:
    """A name without the words behind it which say that there are others, too; the text if there are none.

    >>> without_others("Aarau (CH) e.a."), without_others("Graz, u. a."), without_others("Usw. Bay")
    ('Aarau (CH)', 'Graz', 'Usw. Bay')
    """
    if not _ends_of_others().match(text, max(len(text) - _END, 0)):  # as most names
        return text
    found = _others().fullmatch(text)
    return found[1] if found else text


_END = 3
"""None of these words is shorter."""


@cache
def _ends_of_others() -> re.Pattern[str]:
    ends = sorted({word[-_END:] for word in _words()["others"]})
    return re.compile("|".join(map(re.escape, ends)), re.IGNORECASE)


@cache
def _others() -> re.Pattern[str]:
    words = sorted(_words()["others"], key=lambda word: (-len(word), word))
    return re.compile(rf"(.*[\w)\]）])(?:\s*[,;]\s*|\s+)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


@cache
def _words() -> dict[str, frozenset[str]]:
    return words_by("where", "words_between.csv")


@cache
def _within(*sorts: str) -> re.Pattern[str]:
    """The words of these sorts. One letter is written small: *E* and *I* before a name are parts of it."""
    words = sorted({word for sort in sorts for word in _words()[sort]}, key=lambda word: (-len(word), word))
    large = [word.upper() for word in words if len(word) > 1]
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, words + large))})\s+(?=\w)")


_SIGN = re.compile(r"\s[&+＆＋/]\s")


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"{_within('clear', 'within').pattern}|\s+[&+＆＋]\s+")


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"{_and().pattern}|{_within('rare').pattern}")


@cache
def _unspaced() -> re.Pattern[str]:
    words, before, behind = ("|".join(map(re.escape, sorted(_words()[sort], key=len, reverse=True)))
                             for sort in ("unspaced", "before", "behind"))  # fmt: skip
    return re.compile(rf"(?<=\w)(?:/|{words}|\s(?:{before})|(?:{behind})\s)(?=\w)")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"{_and().pattern}|\s*[,;،؛、，；|\n]\s*|\s+[/–—-]\s+")
