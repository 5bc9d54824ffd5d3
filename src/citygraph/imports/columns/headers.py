"""What the name of a column says about it, in many languages.

The words stand in ``header_words.csv``, which also says how to add some. A name is cut into words; each word means one
or more concepts (``Partnerstadt`` is ``to city``); and all concepts of a name together make its :class:`Meaning`. A
name with one word that nobody knows means nothing: no guess is better than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from citygraph.imports.columns.figure_headers import figure_header

NO_TARGETS = frozenset({
    "row", "area", "density", "address", "postcode", "url", "email", "phone", "continent", "timezone", "capital",
    "founded", "elevation", "count", "image", "party", "gender", "birth", "personal", "given_name", "family_name",
    "currency",
})  # fmt: skip
"""Attributes that are known, and that no record holds."""
_PRIVATE = frozenset({"email", "phone", "gender", "birth", "personal"})
"""Those that are private: how to reach persons, their birth, their passports and their homes."""


class Meaning(NamedTuple):
    """What the name of a column says.

    ``side`` is the end of a tie: ``from``, ``to``, or empty if the name does not say. ``thing`` is what the column is
    about: ``city``, ``country``, ``person``, ``organization``, ``event``, ``place``, ``tie``, ``agreement``, or empty.
    ``attribute`` is the target that the column can fill in (``name``, ``since``, ``identifiers.wikidata``,
    ``agreement.signed``, ``source.url``, …), or one of four more: ``year`` and ``code``, which can be several targets;
    ``part_of`` with ``part_of.code``, the larger place and its code; and those of :data:`NO_TARGETS`. It is empty where
    the name only says the side or the thing: ``Partner``, ``City``, ``Country``.

    ``number`` is what tells columns of one meaning apart: ``2`` in ``Partner 2``, ``a`` in ``City A``, ``2020`` in
    ``Population 2020``. ``language`` is that of a name: ``en`` in ``name_en``. If the name can mean several things, it
    is not ``certain``, and ``others`` has the other meanings: the cells decide. It ``flows`` if the name says that
    something goes to or from an end: ``Exporter``, ``Destination``.
    """

    side: str = ""
    thing: str = ""
    attribute: str = ""
    number: str = ""
    language: str = ""
    certain: bool = True
    others: tuple[Meaning, ...] = ()
    flows: bool = False

    @property
    def has_target(self) -> bool:
        """Whether citygraph has a place for what the column holds."""
        return self.attribute not in NO_TARGETS

    @property
    def is_private(self) -> bool:
        """Whether the column has private data of persons, which citygraph does not keep."""
        return self.attribute in _PRIVATE


@cache
def meaning_of(header: str) -> Meaning | None:
    """The meaning of a column's name; None if it has none, or if a word of it is unknown. Of a column of figures, it
    may say their unit and their time, too: ``Wert (Mio. €)``."""
    meaning = _by_words(_ANSWERS.sub("", header)) or _of_a_list(header)
    if meaning is None and (what := figure_header(header).what) != header and (found := _by_words(what)):
        for one in (found, *found.others):  # beside a time, *población* is no town
            if one.attribute in ("value", "weight") or one.attribute.startswith("observations."):
                return one
    return meaning


def _of_a_list(header: str) -> Meaning | None:
    """The meaning of a field of a list of partners, as in JSON: ``partners.year`` is the year of the tie."""
    of, _, field = header.rpartition(".")
    if not of or (whose := _by_words(of)) is None or whose.side != "to" or whose.attribute:
        return None
    meaning = _by_words(field)
    return meaning if meaning and not meaning.side and meaning.attribute in {"on", *_OF_A_TIE} else None


_ANSWERS = re.compile(
    r"[\s:,–-]*[(\[]?\s*\b(?:y|j|s|t|o|d|e|yes|ja|oui|s[iíì]|sim|tak|ano|да|так|evet|true|是)\s?[/|]\s?"
    r"(?:n|h|nein|nee|nej|non?|não|nie|ne|нет|ні|hayır|false|否)\b\s*[)\]]?\??\s*$",
    re.IGNORECASE,
)
"""The answers that a header offers: ``Active (yes/no)``."""


def _by_words(header: str) -> Meaning | None:
    atoms = _atoms(header)
    if not atoms or len(atoms) > _LONGEST:
        return None
    pieces = _pieces(atoms)
    if pieces is None or (len(pieces) > 1 and _joins_several(header)):
        return None
    readings: list[Sequence[str]] = []
    number = ""
    for place, piece in enumerate(pieces):
        found = list(_words().whole.get(piece, ()) or _of_a_compound(piece))
        if not place and len(found) > 1:  # `from` and `to` are small words, too, but not at the start
            found = [reading for reading in found if reading != "of"]
        language = _LANGUAGES.get(piece) if place and place == len(pieces) - 1 else None
        if language:  # `en` is a word of French, too
            found = [f"name lang:{language}", *(reading for reading in found if reading != "of")]
        if _is_number(piece, place):
            if number:
                return None
            number = piece
            found = [*found, ""] if found else [""]
        elif _counts_a_year(pieces, place):
            found = [""]
        readings.append(found)
    meanings: dict[Meaning, None] = {}
    for chosen in islice(product(*readings), _MOST_READINGS):
        meant = _together([concept for reading in chosen for concept in reading.split()])
        if meant:
            meanings[meant._replace(number=number)] = None
    if not meanings:
        return None
    first, *rest = meanings
    rest += [other for other in _open(first) if other not in meanings]
    return first._replace(certain=not rest, others=tuple(rest))


# ------------------------------------------------------------------ the words of a name

_LONGEST = 40  # atoms; a longer name is a sentence
_MOST_READINGS = 256
_LONGEST_WORD = 12  # atoms in one entry of the list
_CASES = re.compile(r"[^\W\d_]+|\d+")
_ARTICLE = re.compile(r"(?:\b|(?<=_))ال(?=\w\w)")
# Accents of Latin, Greek, Cyrillic and Arabic; those of Japanese make other letters.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670]+")
_UNSPACED = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # Chinese, Japanese, Korean
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ى": "ي", "ة": "ه", "ـ": "",
})  # fmt: skip
_LANGUAGES = {code: code for code in (
    "ar", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "hu", "hy", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "mn", "ms", "nb", "nl",
    "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh",
)}  # fmt: skip
_LANGUAGES |= {"cn": "zh", "jp": "ja", "kr": "ko", "ua": "uk", "cz": "cs", "gr": "el", "eng": "en"}
"""Those codes of languages that are no words of names, and the codes of countries that stand for their languages."""


def _without_marks(text: str) -> str:
    """The text with full letters: no accents, one form of each letter; case stays."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return text
    return _ARTICLE.sub("", unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text))))


def _folded(text: str) -> str:
    return _without_marks(text).casefold().translate(_LETTERS)


def _is_unspaced(letter: str) -> bool:
    """Whether a letter is of a script that writes words without spaces."""
    return _UNSPACED.match(letter) is not None


def _atoms(header: str) -> list[str]:
    """The smallest parts of a name that can be words: ``cityLabel`` has two. Of scripts without spaces, each letter."""
    atoms: list[str] = []
    for word in _CASES.findall(_without_marks(header.replace("#", " no "))):
        start = 0
        for place in range(1, len(word) + 1):
            if place < len(word) and not _is_unspaced(word[place]) and not _is_unspaced(word[place - 1]):
                before, here, after = word[place - 1], word[place], word[place + 1 : place + 2]
                if not here.isupper() or (before.isupper() and not after.islower()):
                    continue
            atoms.append(word[start:place].casefold().translate(_LETTERS))
            start = place
    return [atom for atom in atoms if atom]


def _pieces(atoms: Sequence[str]) -> list[str] | None:
    """The atoms put together to words of the list: as few as possible, the first ones long. None if one is unknown."""
    whole = _words().whole
    best: list[list[str] | None] = [None] * len(atoms) + [[]]
    for start in range(len(atoms) - 1, -1, -1):
        for end in range(min(len(atoms), start + _LONGEST_WORD), start, -1):
            rest = best[end]
            known = best[start]
            if rest is None or (known is not None and len(rest) + 1 >= len(known)):
                continue
            piece = "".join(atoms[start:end])
            alone = end == start + 1
            language = start and end == len(atoms) and piece in _LANGUAGES
            if piece in whole or language or (alone and (_is_number(piece, start) or _of_a_compound(piece))):
                best[start] = [piece, *rest]
    found = best[0]
    # Single signs, one after the other, are more often a word that the list does not have.
    if found and len(found) > 1 and all(len(piece) == 1 and _is_unspaced(piece) for piece in found):
        return None
    return found


def _joins_several(header: str) -> bool:
    """Whether signs between words join names of several columns: ``City / Country``, but not ``City/Town``."""
    parts = _BETWEEN.split(header)
    if len(parts) == 1:
        return False
    meanings = [meaning_of(part) for part in parts]
    columns = {meaning.attribute or meaning.thing for meaning in meanings if meaning}
    return None not in meanings and len(columns) > 1 and columns != {"lat", "lon"}


_BETWEEN = re.compile(r"[/,;&+|]")


def _is_number(piece: str, place: int) -> bool:
    """Whether a piece tells columns of one meaning apart: ``2`` in ``Partner 2``, ``2020`` in ``2020 population``."""
    if piece.isdecimal():
        return len(piece) == 4 or (len(piece) < 3 and place > 0)
    return piece in ("a", "b") and place > 0


def _counts_a_year(pieces: Sequence[str], place: int) -> bool:
    """Whether a word for *year* belongs to the number beside it: ``2022年人口``."""
    beside = [*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2]]
    return (
        len(pieces) > _NUMBER_AND_YEAR
        and any(len(one) == _DIGITS_OF_A_YEAR and one.isdecimal() for one in beside)
        and ("year" in _words().whole.get(pieces[place], ()))
    )


_NUMBER_AND_YEAR = 2
_DIGITS_OF_A_YEAR = 4


@cache
def _of_a_compound(word: str) -> tuple[str, ...]:
    """The concepts of a word that is made of parts: ``Gemeindename``."""
    words = _words()

    def rest(start: int) -> Iterator[str]:
        for end in range(len(word), start, -1):
            part = word[start:end]
            if end == len(word):
                yield from words.last.get(part, ()) if start else ()
            elif concepts := words.first.get(part) if not start else words.middle.get(part):
                yield from (f"{concept} {others}" for concept in concepts for others in rest(end))

    return tuple(dict.fromkeys(rest(0)))


class _Words(NamedTuple):
    """The list: the concepts of each word, which has no spaces here; and of the parts of compounds."""

    whole: dict[str, list[str]]
    first: dict[str, list[str]]
    middle: dict[str, list[str]]
    last: dict[str, list[str]]


@cache
def _words() -> _Words:
    meant: list[str] = []
    lines: list[str] = []
    for line in Path(__file__).with_name("header_words.csv").read_text("utf-8").splitlines():
        if line and line[0] != "#" and line != "language,concept,words":
            language, concepts, words = line.split(",", 2)
            meant.append(concepts)
            lines.append(words)
            if language == "de" and words != (spelled := words.translate(_UMLAUTS)):
                meant.append(concepts)
                lines.append(spelled)
    found = _Words({}, {}, {}, {})
    whole = found.whole
    # All at once: 6000 words one by one take as long as the whole import of a small file.
    for concepts, words in zip(meant, _NO_LETTERS.sub("", _folded("\n".join(lines))).split("\n"), strict=True):
        parts = words.split("|")
        if "-" in words:
            for part in (word for word in parts if "-" in word):
                kind = found.first if part[0] != "-" else found.last if part[-1] != "-" else found.middle
                kind.setdefault(part.strip("-"), []).append(concepts)
            parts = [word for word in parts if "-" not in word]
        for word in parts:
            if word not in whole:
                whole[word] = [concepts]
            elif concepts not in whole[word]:
                whole[word].append(concepts)
    return found


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_LETTERS = re.compile(r"[^\w|\n-]|_")


# ------------------------------------------------------------------ the concepts of a name, together

_SIDES = {"from", "to"}
_THINGS = {"city", "country", "person", "organization", "event", "place", "tie", "agreement"}
_TIMES = {"date", "year"}
_OF_A_TIE = {"since", "until", "on", "year", "agreement.signed", "agreement.approved", "agreement.expires", "status",
             "kind", "subject", "notes", "source", "source.title", "source.url", "source.published", "quote", "by",
             "value", "unit", "weight", "period"}  # fmt: skip
_BESIDE = {
    "": _OF_A_TIE, "tie": _OF_A_TIE, "agreement": _OF_A_TIE,
    "from": {"since", "until"}, "to": {"since", "until", "notes", "status", "kind", "agreement.signed"},
    "city": {"since", "until", "notes"}, "person": {"since", "until", "notes", "period"},
}  # fmt: skip
"""Which attributes of a tie can stand beside a side or a thing: ``Partner since``, ``Mayor since``."""
_TARGETS = {"signed": "agreement.signed", "approved": "agreement.approved", "expires": "agreement.expires",
            "ended": "until", "label": "name", "published": "source.published", "number": "row", "date": "on"}  # fmt: skip
_DATED = {"since", "until", "ended", "on", "signed", "approved", "expires", "published", "founded", "birth", "period"}
_LIGHT = {"name", "code", "number", "key", "type", "label", "unit", "part_of", "title"}
_COUNTRY_CODES = {"iso2", "iso3", "m49"}
_PAIRS = {
    frozenset({"name", "label"}): "name",
    frozenset({"name", "aliases"}): "aliases",
    frozenset({"key", "code"}): "code",
    frozenset({"key", "number"}): "key",
    frozenset({"code", "number"}): "code",
    frozenset({"lat", "lon"}): "coordinates",
    frozenset({"lat", "coordinates"}): "lat",
    frozenset({"lon", "coordinates"}): "lon",
    frozenset({"lat", "lon", "coordinates"}): "coordinates",
    frozenset({"source", "url"}): "source.url",
    frozenset({"source", "title"}): "source.title",
    frozenset({"source", "name"}): "source.title",
    frozenset({"source", "published"}): "source.published",
    frozenset({"source", "key"}): "source",
    frozenset({"observations.population", "number"}): "observations.population",
    frozenset({"observations.population", "count"}): "observations.population",
    frozenset({"observations.population", "value"}): "observations.population",
    frozenset({"kind", "type"}): "kind",
    frozenset({"value", "unit"}): "unit",
    frozenset({"value", "currency"}): "value",
    frozenset({"signed", "since"}): "agreement.signed",
}


def _together(concepts: Iterable[str]) -> Meaning | None:
    """The meaning of concepts that stand in one name; None if they do not fit together."""
    left = {concept for concept in concepts if concept != "of"}
    flows = "flow" in left
    left.discard("flow")
    if "term" in left:  # `Fin du mandat`, `Amtszeit bis`
        left.discard("term")
        if not left & {"since", "until", "ended"} or left & _SIDES:
            return None
    if "and" in left:
        left.discard("and")
        if len(left - {"name", "label"}) > 1 and not left <= {"lat", "lon", "coordinates"}:
            return None
    sides, things = left & _SIDES, left & _THINGS
    languages = {concept[5:] for concept in left if concept.startswith("lang:")}
    left = {concept for concept in left - sides - things if not concept.startswith("lang:")}
    if not left and not sides and not things:
        return None
    if len(sides) > 1 or len(languages) > 1:
        return None
    side, language = "".join(sides), "".join(languages)
    if any(concept.startswith("identifiers.") for concept in left):
        left.discard("url")  # Q42 is often given as its address
    if left & NO_TARGETS and frozenset(left) not in _PAIRS:
        return _of_no_target(left, side, things, language)
    thing = _the_thing(things, left)
    if thing is None:
        return None
    if "tie" in things and thing != "tie":  # the city of a partnership is the partner
        if side == "from":
            return None
        side = "to"
    attribute = _the_attribute(left, thing)
    if attribute is None:
        return None
    if language and (attribute not in ("name", "aliases") or thing in ("tie", "agreement")):
        return None
    if side and left & _TIMES and attribute in ("on", "year"):
        return None
    if side and attribute in ("title", "row"):
        return None
    if attribute in _OF_A_TIE:
        if attribute not in _BESIDE.get(thing or side, ()):
            return None
        side, thing = "", thing if thing not in ("tie", "agreement") else ""
    elif thing in ("tie", "agreement"):
        side = ""
    if attribute in _COUNTRY_CODES:
        thing = "country"
    if attribute.startswith("part_of"):
        thing = ""
    if not side and not thing and not attribute:
        return None
    return Meaning(side, thing, attribute, language=language, flows=flows and bool(side))


def _of_no_target(left: set[str], side: str, things: set[str], language: str) -> Meaning | None:
    """The meaning of a name with an attribute that no record holds: nothing else of weight may stand beside it."""
    if "founded" in left and "tie" in things:
        return Meaning(attribute="since")
    if (side == "from" and "url" in left) or language or left - NO_TARGETS - _TIMES - _LIGHT:
        return None
    return Meaning(side, "", min(left & NO_TARGETS))


def _the_thing(things: set[str], left: set[str]) -> str | None:
    """The one thing that a column is about; None if there are several."""
    if things == {"tie"} and "part_of" in left:
        return ""
    if "place" in things and things & {"tie", "agreement"}:
        return None  # where it was signed
    things = things - {"place"} if len(things) > 1 else things
    if len(things) > 1:
        things = things - {"tie"}
    if things == {"city", "country"}:
        return "country"  # the country of the city
    if things == {"city", "person"}:
        return "person"
    return "".join(things) if len(things) < 2 else None


def _the_attribute(left: set[str], thing: str) -> str | None:
    """The one attribute that a column holds; empty if it names none; None if it names several."""
    if thing in ("tie", "agreement"):
        return _of_an_agreement(left, thing)
    if "part_of" in left:
        if thing not in ("", "city") or left - {"part_of", "name", "code", "key", "number", "label"}:
            return None
        return "part_of.code" if left & {"code", "key", "number"} else "part_of"
    if codes := left & _COUNTRY_CODES:
        if len(codes) > 1 or left - codes - {"code"} or thing not in ("", "country"):
            return None
        return codes.pop()
    if identifiers := {concept for concept in left if concept.startswith("identifiers.")}:
        if len(identifiers) > 1 or left - identifiers - {"code", "key", "number", "name"}:
            return None
        return identifiers.pop()
    times = left & _TIMES
    rest = left - times
    if times and rest:
        if rest == {"observations.population"}:
            return "observations.population.as_of"
        if rest == {"source"}:
            return "source.published"
        if not rest <= _DATED:
            return None
    elif times:
        if thing:
            return None
        rest = {"date"} if "date" in times else {"year"}
    if len(rest) > 1:
        return _PAIRS.get(frozenset(rest))
    if not rest:
        return ""
    attribute = next(iter(rest))
    if attribute == "number" and thing:
        return "code" if thing in ("city", "country") else None
    if attribute == "source" and thing:
        return None
    return _TARGETS.get(attribute, attribute)


def _of_an_agreement(left: set[str], thing: str) -> str | None:
    """The attribute of a tie or of the agreement behind it."""
    rest = left - _TIMES
    if not rest:
        return "" if not left else "since" if thing == "tie" else "agreement.signed"
    if rest <= {"key", "number", "code"}:
        return None if left & _TIMES else "key"
    if rest in ({"type"}, {"kind"}):
        return "kind"
    if rest == {"until"} and thing == "agreement":
        return "agreement.expires"
    if len(rest) > 1:
        return _PAIRS.get(frozenset(rest))
    attribute = next(iter(rest))
    if (left & _TIMES and attribute not in _DATED) or attribute in ("lat", "lon", "coordinates", "level", "aliases"):
        return None
    if attribute.startswith("observations.") or (attribute in _COUNTRY_CODES):
        return None
    return _TARGETS.get(attribute, attribute)


_OPEN = {
    ("", "", "name"): (Meaning(attribute="title"), Meaning(thing="tie", attribute="name")),
    ("", "", "key"): (Meaning(thing="tie", attribute="key"), Meaning(attribute="row")),
    ("", "", "code"): (Meaning(thing="country", attribute="code"), Meaning(attribute="key")),
    ("", "", "type"): (Meaning(attribute="kind"),),
    ("", "", "on"): (Meaning(attribute="since"), Meaning(attribute="agreement.signed")),
    ("", "", "year"): (Meaning(attribute="since"), Meaning(attribute="on")),
    ("", "", "source"): (Meaning(side="from"),),
    ("", "", "founded"): (Meaning(attribute="since"),),
    ("", "tie", ""): (Meaning(side="to"), Meaning(attribute="kind")),
    ("", "agreement", ""): (Meaning(attribute="agreement.signed"), Meaning(attribute="kind")),
    ("", "place", ""): (Meaning(thing="city"), Meaning(attribute="coordinates")),
    ("to", "", "key"): (Meaning(thing="tie", attribute="key"),),
    ("", "city", "code"): (Meaning(thing="city", attribute="key"),),
}
"""Names that are open in every language, and what else they can mean."""


def _open(meaning: Meaning) -> list[Meaning]:
    others = _OPEN.get(meaning[:3], ()) if not meaning.language else ()
    return [other._replace(number=meaning.number) for other in others]
