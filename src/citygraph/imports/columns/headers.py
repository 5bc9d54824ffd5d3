"""What the name of a column says about it, in many languages.

A name is cut into words (:mod:`citygraph.imports.columns.header_words`); each word means one or more concepts
(``Partnerstadt`` is ``to city``); and all concepts of a name together make its :class:`Meaning`
(:mod:`citygraph.imports.columns.header_concepts`). A name with one word that nobody knows means nothing: no guess is
better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from citygraph.imports.columns.figure_headers import figure_header, is_a_day_of_each_year
from citygraph.imports.columns.header_concepts import OF_A_TIE, Meaning, other_meanings, together
from citygraph.imports.columns.header_words import (
    LANGUAGES,
    atoms_of,
    concepts_of_compound,
    header_words,
    is_number,
    pieces_of,
)
from citygraph.imports.values.stretches import says_now
from citygraph.imports.values.yes_or_no import OFFERED

_LONGEST = 40
"""A name of more atoms is a sentence."""
_MOST_READINGS = 256


@cache
def meaning_of(header: str) -> Meaning | None:
    """The meaning of a column's name; None if it has none, or if a word of it is unknown. Of a column of figures, it
    may say their unit and their time, too: ``Wert (Mio. €)``. The number of a post with a term is that term."""
    if (term := term_in(header)) is not None and (post := _by_words(term.post)) and _is_a_post(post):
        return post._replace(number=f"{term.since}-{term.until}")
    meaning = _of_an_end(header) or _by_words(OFFERED.sub("", header)) or _of_a_list(header) or _in_a_language(header)
    if meaning is None and (singular := _PLURAL.sub("", header)) != header:
        meaning = _by_words(singular)
    if meaning is None and is_a_day_of_each_year(header):
        return Meaning(attribute="as_of")
    if meaning is None and (what := figure_header(header).what) != header and (found := _by_words(what)):
        for one in (found, *found.others):  # beside a time, *población* is no town
            if one.attribute in ("value", "weight") or one.attribute.startswith("observations."):
                return one
    return meaning


class TermOfPost(NamedTuple):
    """A post, and the years since when and until when it was held, as its header says; empty if it does not."""

    post: str
    since: str
    until: str


_TERM = re.compile(
    r"[(\[]?(?:(?P<from>\d{4})\s?[-–—/]\s?(?P<to>\d{4}|\d{2}(?!\d))?"
    r"|(?:since|from|seit|ab|depuis|dès|desde|dal|sinds|vanaf|od|с|з|від|från|sedan|siden|fra|alkaen|din|από|от)\s(?P<since>\d{4})"
    r"|(?:until|till|bis|jusqu['’]en|hasta|até|fino\sal|tot|do|до|по|til|till)\s(?P<until>\d{4}))[)\]]?",
    re.IGNORECASE | re.ASCII,
)
_UNTIL_NOW = re.compile(r"(.*[0-9]{4}\s?[-–—/])\s?([^\W\d].*)")
"""``Mayor 2010–present``."""
_CENTURY = 2


def term_in(header: str) -> TermOfPost | None:
    """The words and the term of office at one end of a header; None if there is none.

    >>> term_in("Mayor 2010-2014"), term_in("2014–18 Bürgermeister")
    (TermOfPost(post='Mayor', since='2010', until='2014'), TermOfPost(post='Bürgermeister', since='2014', until='2018'))
    >>> term_in("Maire depuis 2014"), term_in("Population 2010")
    (TermOfPost(post='Maire', since='2014', until=''), None)
    >>> term_in("Mayor 2010–present"), term_in("Bürgermeister (2014 – heute)")
    (TermOfPost(post='Mayor', since='2010', until=''), TermOfPost(post='Bürgermeister', since='2014', until=''))
    """
    if (now := _UNTIL_NOW.fullmatch(header)) and says_now(now[2]):
        header = now[1]
    if (found := _TERM.search(header)) is None or (header[: found.start()].strip() and header[found.end() :].strip()):
        return None
    since, until = found["from"] or found["since"] or "", found["to"] or found["until"] or ""
    if until and len(until) == _CENTURY:
        until = since[:_CENTURY] + until
    post = f"{header[: found.start()]}{header[found.end() :]}".strip(" ,:;-–—")
    if not post or (since and until and until < since):
        return None
    return TermOfPost(post, since, until)


def names_a_post(text: str) -> bool:
    """True for a word for a post, or for persons: `Mayor`, `Bürgermeisterin`."""
    meaning = meaning_of(text)
    return meaning is not None and _is_a_post(meaning)


def _is_a_post(meaning: Meaning) -> bool:
    return (meaning.thing, meaning.attribute, meaning.side) == ("person", "", "")


def is_of_an_office(header: str) -> bool:
    """True if a header tells since when or until when a post is held: `Took office`, `endTerm`, `Amtszeit`."""
    meaning = meaning_of(header)
    if meaning is None or not any(one.attribute in _TIMES_OF_POSTS for one in (meaning, *meaning.others)):
        return False
    pieces = pieces_of(atoms_of(header)) or ()
    return any("term" in one.split() for piece in pieces for one in header_words().whole.get(piece, ()))


_TIMES_OF_POSTS = ("since", "until", "term")


def _of_an_end(header: str) -> Meaning | None:
    """The meaning of a field of one end in a list of ties, as in JSON: ``partnerships.partner.name`` is the partner's
    name, and no name of the partnership."""
    of, _, field = header.partition(".")
    if not of or "." not in field or (whose := _by_words(of)) is None:
        return None
    are_ties = any(one.thing in ("tie", "agreement") and not one.attribute for one in (whose, *whose.others))
    meaning = _by_words(field) if are_ties else None
    return meaning if meaning and meaning.side else None


def _of_a_list(header: str) -> Meaning | None:
    """The meaning of a field of a list of partners, as in JSON: ``partners.year`` is the year of the tie."""
    of, _, field = header.rpartition(".")
    if not of or (whose := _by_words(of)) is None or whose.side != "to" or whose.attribute:
        return None
    meaning = _by_words(field)
    return meaning if meaning and not meaning.side and meaning.attribute in {"on", *OF_A_TIE} else None


def _in_a_language(header: str) -> Meaning | None:
    """The meaning of names with their language in brackets: ``Partnerstadt (deutsch)``. A name in the language of its
    land, ``Partnerstadt (Landessprache)``, is another one of the same thing. Without brackets a language may say where
    the things are: ``Deutsche Partnerstadt``."""
    if (found := _IN_BRACKETS.fullmatch(header)) is None or (named := _by_words(found[1])) is None:
        return None
    if not named.is_of_names or named.language or named.thing in ("", "tie", "agreement", "affair"):
        return None
    said = _by_words(found[2]) or _by_words(f"name {found[2]}")
    if said is None or said.side or said.thing or not (said.attribute == "aliases" or said.language):
        return None
    return named._replace(attribute=said.attribute, language=said.language, certain=True, others=())


_IN_BRACKETS = re.compile(r"([^()\[\]]+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]")
_PLURAL = re.compile(
    r"(?<=[^\W\d_])(?:\([a-zà-žа-яё]{1,3}\)|[(\[]?[/·∙•][-–]?(?:e|en|er|n|r|s|es|x|ne|nen|a|i|y|ar|or)\b[)\]]?)"
)
"""The ending of several that a header offers: ``Vennskapskommune(r)``, ``Ville(s) jumelée(s)``, ``Partnerstadt/-e``."""
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)\s+(\D+)", re.IGNORECASE)
"""A number before what it counts: ``2nd partner``, ``2. Partnerstadt``."""


def _by_words(header: str) -> Meaning | None:
    atoms = atoms_of(_ORDINAL.sub(r"\2 \1", header) if header[:1].isdecimal() else header)
    if not atoms or len(atoms) > _LONGEST:
        return None
    if "," in header and _are_parts_of_a_name(header):
        return Meaning(thing="person", attribute="name")
    pieces = pieces_of(atoms)
    if pieces is None or (len(pieces) > 1 and _joins_several(header)):
        return None
    readings: list[Sequence[str]] = []
    number = ""
    for place, piece in enumerate(pieces):
        found = list(header_words().whole.get(piece, ()) or concepts_of_compound(piece))
        if not place and len(found) > 1:  # `from` and `to` are small words, too, but not at the start
            found = [reading for reading in found if reading != "of"]
        language = LANGUAGES.get(piece) if place and place == len(pieces) - 1 else None
        if language:  # `en` is a word of French, too
            found = [f"name lang:{language}", *(reading for reading in found if reading != "of")]
        if is_number(piece, place):
            if number:
                return None
            number = piece
            found = [*found, ""] if found else [""]
        elif _counts_a_year(pieces, place):
            found = [""]
        readings.append(found)
    meanings: dict[Meaning, None] = {}
    for chosen in islice(product(*readings), _MOST_READINGS):
        meant = together([concept for reading in chosen for concept in reading.split()])
        if meant:
            meanings[meant._replace(number=number)] = None
    if not meanings:
        return None
    first, *rest = sorted(meanings, key=lambda one: one.attribute == "term")  # a post as often as its term
    rest += [other for other in other_meanings(first) if other not in meanings]
    return first._replace(certain=not rest, others=tuple(rest))


def _are_parts_of_a_name(header: str) -> bool:
    """Whether a header has the parts of the names of persons in order: ``Nachname, Vorname``."""
    parts = [meaning_of(part.strip()) for part in header.split(",") if part.strip()]
    said = [one.attribute if one is not None else "" for one in parts]
    return len(said) > 1 and {*said} <= {"name", "given_name", "family_name"} and {*said} != {"name"}


def _joins_several(header: str) -> bool:
    """Whether signs between words join names of several columns: ``City / Country``, but not ``City/Town``."""
    parts = _BETWEEN.split(header)
    if len(parts) == 1:
        return False
    meanings = [meaning_of(part) for part in parts]
    columns = {meaning.attribute or meaning.thing for meaning in meanings if meaning}
    return None not in meanings and len(columns) > 1 and columns != {"lat", "lon"}


_BETWEEN = re.compile(r"[/,;&+|]")


def _counts_a_year(pieces: Sequence[str], place: int) -> bool:
    """Whether a word for *year* belongs to the number beside it: ``2022年人口``."""
    beside = [*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2]]
    return (
        len(pieces) > _NUMBER_AND_YEAR
        and any(len(one) == _DIGITS_OF_A_YEAR and one.isdecimal() for one in beside)
        and ("year" in header_words().whole.get(pieces[place], ()))
    )


_NUMBER_AND_YEAR = 2
_DIGITS_OF_A_YEAR = 4
