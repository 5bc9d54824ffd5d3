"""What a text may mean as the name of a country: in many languages, as people and registers write it.

Several answers are right for some names: *Congo* is two countries. :func:`meanings` has them all, and never picks one.
Nothing here changes which codes a graph folder may hold (:func:`citygraph.domain.countries.is_code`).

The tables stand beside this module. ``scripts/countries.py`` makes ``country_names.csv`` and ``country_codes.csv``, and
names their sources. ``shared_names.csv`` and ``stated_places.csv`` are written by hand. They are read when a first name
is looked up.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

_NO_LETTERS = re.compile(
    "[\x00-/:-@\\[-`{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb-\xbf\u02b0-\u036f\u0591-\u05c7\u0640\u064b-\u0655\u0670"
    "\u2000-\u206f\u3000-\u3004\u3008-\u3020\u30fb]+"
)
"""What two spellings of one name may differ in: spaces, punctuation, diacritics. Signs of vowels in Indic scripts are
letters here, and so are those of voice in Japanese."""
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "æ": "ae", "œ": "oe", "ə": "e",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا",
    }
)  # fmt: skip
_ARTICLES = re.compile(
    r"^(?:the|la|le|les|el|los|las|il|lo|gli|i|die|der|das|den|de|het|os|as|o|a|ο|η|το|οι)\s+|^l['’]\s*", re.IGNORECASE
)
_BRACKETS = re.compile(r"^([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]$")
_STATE = re.compile(
    r"\b(?:republi|repubbli|républi|repúbli|rzeczpospolit|республ|републик|tasaval|köztársas|vabariik|respubli|δημοκρατ"
    r"|cumhuriyet|cộng h|جمهوري|الجمهوري|kingdom|königreich|royaume|regno\b|reino\b|koninkrijk|królestw"
    r"|královstv|kráľovstv|королевств|королівств|kraljevin|краљевин|krallı|kralli|vương qu|مملك|المملك|kuningaskun"
    r"|király|konungarik|kongerig|kongerik|kongedøm|regatul|βασίλει|föderation|federati|federaci|fédérati|federazi|federaç|федерац|fürstent|principa"
    r"|księstw|knížectv|kniežatstv|княжеств|князівств|eidgenoss|sultanat)\w*"
    r"|(?:共和|合众|合眾|合衆|王|公|连邦|連邦)[国國]|连邦|連邦|联邦|聯邦"
    r"|공화국|왕국|공국|연방",
    re.IGNORECASE,
)
"""The words for the form of a state, as in official names: *Ungarische Republik*, *Regatul Belgiei*."""
_OF = re.compile(r"(?:of the|of|von|der|des|de la|de|del|della|dell['’]|dei|di|da|do|dos|van|af|av)\s+", re.IGNORECASE)
_LONGEST = 120
"""No name of a country is longer, in letters. What is longer is not looked at."""
_ETATS_UNIS = re.compile(r"É\.?[\s-]*U\.?|E\.\s?-\s?U\.?", re.IGNORECASE)
"""*É.-U.*, of which a key leaves the two letters of the European Union."""
_ALSO_SHORT = {"CR": ("CZ",), "SR": ("SK",)}
"""Codes that are also short for a country, in its own language and without its accent."""
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f")
"""The flag of a country, or of England, Scotland or Wales."""


class StatedPlace(NamedTuple):
    """A place that lists have among the countries, and how citygraph treats it. ISO 3166 is the only yardstick.

    ``sort`` says why: ``own code``, ``part`` (ISO 3166-2 lists it under ``code`` as ``iso``), ``renamed`` (a former
    name of a state of today, perhaps listed in ISO 3166-3 as ``iso``), ``no code``, ``former`` (ISO 3166-3 lists it as
    ``iso``; a state of today is never guessed for it), ``region`` (of several countries, or a group of them). ``code``
    is empty if no country of today is meant.
    """

    name: str
    sort: str
    code: str
    iso: str

    @property
    def why(self) -> str:
        """One sentence with the reason."""
        listed = f" ({self.iso} in ISO 3166-3)" if self.iso else ""
        if self.sort == "own code":
            return f"ISO 3166-1 gives it a code of its own, {self.code}."
        if self.sort == "user code":
            return f"ISO 3166-1 assigns it no code; {self.code} is a user-assigned code in common use."
        if self.sort == "part":
            return f"ISO 3166-2 lists it under {self.code} as {self.iso}, so it is a part of that country."
        if self.sort == "renamed":
            return f"A former name{listed} of the state that has the code {self.code} today."
        if self.sort == "former":
            return f"A former state{listed}, for which no code of today stands."
        if self.sort == "region":
            return "Neither ISO 3166-1 nor ISO 3166-2 lists it as one country or one part of one."
        return "ISO 3166 gives it no code, so it gets a record of its own."


class SharedName(NamedTuple):
    """A name of several things. ``codes`` are the countries; ``bare`` is the one that goes by this name where the
    others are told apart, or empty; ``also`` has other things of this name in words, and ``part`` the one of them that
    is a part of another country: that country, or its region in GeoNames as ``US-GA``."""

    codes: tuple[str, ...]
    bare: str
    also: tuple[str, ...]
    part: str


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this module."""
    from importlib import resources  # as slow as a small question, and few answers need the names

    text = resources.files("citygraph.domain").joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def key(text: str) -> str:
    """What the spellings of one name share, without case, diacritics, spaces and punctuation. Unlike
    :func:`citygraph.domain.names.fold`, it keeps the script: names in two scripts never meet by chance.

    >>> key("Côte d’Ivoire") == key("COTE D'IVOIRE") == "cotedivoire"
    True
    """
    plain = text.casefold()
    if not plain.isascii():
        # What follows a letter with marks is stripped below, so İ, i and ı are one.
        plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", plain)).translate(_LETTERS).casefold()
    return _NO_LETTERS.sub("", plain.replace("&", "and"))


@cache
def codes_by_name() -> dict[str, tuple[str, ...]]:
    """The codes of all countries by the :func:`key` of a name, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("country_names.csv"):
        code = (row["code"],)
        for name in row["names"].split(";"):
            found[name] = found[name] + code if name in found else code
    for place in _stated().values():
        if place.code:
            found.setdefault(key(place.name), (place.code,))
    for name, shared in _shared().items():
        if shared.codes:
            found[name] = shared.codes
    return found


@cache
def _by_code() -> dict[str, str]:
    """The alpha-2 codes, by themselves and by alpha-3 code."""
    return {spelled: row["code"] for row in rows("country_codes.csv") for spelled in (row["code"], row["alpha_3"])}


@cache
def _shared() -> dict[str, SharedName]:
    return {
        key(name): SharedName(
            tuple(row["codes"].split()), row["bare"], tuple(filter(None, row["also"].split(";"))), row["parts"]
        )
        for row in rows("shared_names.csv")
        for name in row["names"].split(";")
    }


@cache
def _stated() -> dict[str, StatedPlace]:
    return {
        key(name): StatedPlace(row["name"], row["sort"], row["code"], row["iso"])
        for row in rows("stated_places.csv")
        for name in (row["name"], *filter(None, row["others"].split(";")))
    }


@lru_cache(maxsize=1 << 15)
def meanings(text: str) -> tuple[str, ...]:
    """The codes of all countries that a text may mean: none, one, or several if the name is ambiguous.

    It may be an alpha-2 or alpha-3 code in any case, a name or an alias in one of many languages, a long or inverted
    form, two names of one country (``Burma (Myanmar)``, ``Deutschland/Germany``), a flag, or the name of a part that
    :func:`stated` knows. Codes of other sorts need the whole column: :mod:`citygraph.domain.country_codes`.

    >>> meanings("Rumänien"), meanings("Korea, Republic of"), meanings("Congo"), meanings("Soviet Union")
    (('RO',), ('KR',), ('CD', 'CG'), ())
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return ()
    if text.isascii() and text.isalpha() and len(text) <= 3:
        return _coded(text)
    rest, codes = without_flags(text)
    if rest != text:
        return codes if len(codes) == 1 and not rest else _same(codes, meanings(rest))
    return _plain(text) or _inverted(text)


def _coded(text: str) -> tuple[str, ...]:
    """The meanings of two or three letters. What is written like a name may be one, too: *Nga* is Russia in Vietnamese,
    NGA is Nigeria."""
    code = _by_code().get(text.upper())
    if code is None:
        return _plain(text)
    others = codes_by_name().get(text.lower(), ()) if text.istitle() else _ALSO_SHORT.get(text.upper(), ())
    return (code, *(other for other in others if other != code))


def _letters(flag: str) -> str:
    """The code that a flag spells; of a part of a country, that of the country."""
    if len(flag) > 2:
        return "".join(chr(ord(letter) - 0xE0000) for letter in flag[1:3]).upper()
    return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag)


def without_flags(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without flags, and the codes of their countries.

    >>> without_flags("🇬🇧 Birmingham"), without_flags("Lyon")
    (('Birmingham', ('GB',)), ('Lyon', ()))
    """
    flags = _FLAG.findall(text) if not text.isascii() else ()
    codes = tuple(dict.fromkeys(filter(None, (_by_code().get(_letters(flag)) for flag in flags))))
    return (_FLAG.sub("", text).strip(), codes) if flags else (text, ())


def _plain(text: str) -> tuple[str, ...]:
    """The meanings of a name, with or without its article."""
    if _ETATS_UNIS.fullmatch(text):
        return ("US",)
    for name in (text, _ARTICLES.sub("", text)):
        if found := codes_by_name().get(key(name)):
            return found
        if place := _stated().get(key(name)):
            return (place.code,) if place.code else ()
    return ()


def _inverted(text: str) -> tuple[str, ...]:
    """The meanings of a name in two parts: ``Iran, Islamic Republic of``, ``Korea (South)``, ``Burma/Myanmar``."""
    if bracketed := _BRACKETS.match(text):
        first, second = bracketed.groups()
    elif text.count(",") == 1:
        first, _, second = text.partition(",")
    elif text.count("/") == 1:
        first, _, second = text.partition("/")
        return _same(meanings(first), meanings(second))
    else:
        return ()
    second = second.strip()
    if not _ARTICLES.sub("", f"{second} "):
        return _plain(first)  # Bahamas, The
    bare = _ARTICLES.sub("", second)
    for turned in (f"{bare} {first}", f"{bare} the {first}"):
        if found := codes_by_name().get(key(turned)):
            return found
    return _same(meanings(first), meanings(second))


def _same(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in some if code in others)


def is_long_form(text: str) -> bool:
    """True if a text has a word for the form of a state: it reads like the official name of a country.

    >>> is_long_form("Olasz Köztársaság"), is_long_form("Transnistria")
    (True, False)
    """
    return _STATE.search(text) is not None


def of_long_form(text: str) -> tuple[str, ...]:
    """The codes of a long form without its words for the form of a state. It is a hint and no more: the *Republic of
    Vietnam* was another state than that of today.

    >>> of_long_form("Republica Angola"), of_long_form("Republik von Schlaraffenland")
    (('AO',), ())
    """
    rest = _STATE.sub(" ", text).strip(" ・,-")
    return meanings(_OF.sub("", rest, count=1) if _OF.match(rest) else rest) if rest != text else ()


def settled(text: str, beside: Iterable[str]) -> str | None:
    """The code that an ambiguous name has in one column, as the other names in it show; None if it stays open.

    Where others of its countries stand in the column under names of their own, and the one that goes by the bare name
    does not, the bare name is that one: *Guinea* beside *Guinea-Bissau*.

    >>> settled("Congo", ["DR Congo", "Mali"]), settled("Congo", ["DR Congo", "Republic of the Congo"])
    ('CG', None)
    """
    codes = meanings(text)
    if len(codes) == 1:
        return codes[0]
    bare = next((shared.bare for shared in _shared().values() if shared.codes == codes), "")
    clear = {found[0] for found in map(meanings, beside) if len(found) == 1}
    return bare if bare and bare not in clear and clear.intersection(codes) else None


def also(text: str) -> tuple[str, ...]:
    """What else the name of a country may mean, in words; usually nothing.

    It is for a caller who sees other signs of that meaning, such as states of the USA in the same column.

    >>> also("Georgia"), also("France")
    (('the U.S. state',), ())
    """
    shared = _shared().get(key(text))
    return shared.also if shared else ()


def also_part(text: str) -> str:
    """The part of another country that has the name of a country, too: its country, or its region in GeoNames.

    >>> also_part("Georgia"), also_part("Luxemburg"), also_part("France")
    ('US-GA', 'BE-WAL', '')
    """
    shared = _shared().get(key(text))
    return shared.part if shared else ""


def stated(text: str) -> StatedPlace | None:
    """How citygraph treats a place that lists have among the countries; None for all others.

    >>> stated("Scotland").code, stated("Somaliland").code, stated("USSR").why
    ('GB', '', 'A former state (SUHH in ISO 3166-3), for which no code of today stands.')
    """
    return _stated().get(key(_ARTICLES.sub("", text.strip())))


def all_stated() -> list[StatedPlace]:
    """All places of :func:`stated`, in the order of the table."""
    return list(dict.fromkeys(_stated().values()))


_SHORT, _LONG = 5, 10
"""From how many letters on a name may be misspelled in one letter, and in two. Shorter words are near to a name by
chance: Siam and Spain."""


def near(text: str) -> str | None:
    """The code of the one country whose name a text misspells in a letter or two; None if it means something itself, or
    if it is near to the name of another country, too.

    >>> near("Germny"), near("Scotland"), near("Slovania")
    ('DE', None, None)
    """
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    spelled = key(text)
    if len(spelled) < _SHORT or meanings(text) or stated(text) or also(text):
        return None
    allowed = 1 if len(spelled) < _LONG else 2
    english = _english()
    found = extract(spelled, english.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=None)
    codes = {english[name] for name, _, _ in found if name[0] == spelled[0] and len(name) >= _SHORT}
    return codes.pop() if len(codes) == 1 else None


@cache
def _english() -> dict[str, str]:
    return {
        key(name): row["code"]
        for row in rows("countries.csv")
        for name in (row["name"], *filter(None, row["aliases"].split(";")))
    }
