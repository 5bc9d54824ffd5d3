"""What is no part of a name, and what a name has beside it: a country in brackets, a state behind a comma, a title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.odd_characters import without_hidden
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.values.countries_beside import country_before
from citygraph.imports.values.footnote_marks import MARK_TAKEN_OFF, without_mark
from citygraph.imports.values.html_in_cells import HTML_READ, without_entities, without_html
from citygraph.imports.values.status_phrases import remarked


class Tidied(NamedTuple):
    """A name without what is no part of it. ``what`` says what was taken off, one sort for all texts of that sort, so
    that it can be said once with a count; empty if nothing was, but for spaces."""

    name: str
    what: str = ""


_MARK_BEFORE = re.compile(r"^[*†‡]+\s*(?=\w)")
_QUOTED = (('"', '"'), ("'", "'"), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("‘", "’"), ("「", "」"),
           ("『", "』"), ("`", "`"))  # fmt: skip
_SPACES = re.compile(r"\s+")
_LONGEST = 300


@lru_cache(maxsize=1 << 13)
def tidied(text: str) -> Tidied:
    """A name without HTML, footnote marks, quotation marks around it, odd spaces, and characters that nobody sees.

    >>> tuple(tidied("Lyon[1]")), tidied("Saarbr&uuml;cken").name
    (('Lyon', 'a footnote mark was taken off'), 'Saarbrücken')
    """
    if len(text) > _LONGEST or text.isalpha() or _is_of_words_alone(text):
        return Tidied(text)
    did = []
    name = without_hidden(text)
    if name != text and not text.isspace():
        did.append("characters that nobody sees were taken off")
    if (plain := without_html(name)) != name:
        name = plain
        did.append(HTML_READ)
    name = _SPACES.sub(" ", name).strip()
    while len(name) > 2 and (name[0], name[-1]) in _QUOTED and name[0] not in name[1:-1] and name[-1] not in name[1:-1]:
        name = name[1:-1].strip()
        did.append("quotation marks were taken off")
    without = _MARK_BEFORE.sub("", without_mark(name))
    if without != name and any(sign.isalpha() for sign in without):
        name = without
        did.append(MARK_TAKEN_OFF)
    return Tidied(name, "; ".join(dict.fromkeys(did)))


def _is_of_words_alone(text: str) -> bool:
    """True for letters with single spaces and hyphens between them, as most names are."""
    return text.replace(" ", "").replace("-", "").isalpha() and "  " not in text and text == text.strip()


_BETWEEN_NAMES = re.compile(r"(?<!\d),(?=\S)|,(?=[^\s\d])")


def in_list(text: str) -> list[str]:
    """The names in one cell with commas between them that have no space behind them, as programs write lists. A comma
    with a space can be a part of a name.

    >>> in_list("Wien,Vienna"), in_list("Washington, D.C.")
    (['Wien', 'Vienna'], ['Washington, D.C.'])
    """
    return [name for name in map(str.strip, _BETWEEN_NAMES.split(text)) if name]


# ------------------------------------------------------------------ a country or a state beside the name

_IN_BRACKETS = re.compile(r"(.*[^\s(（\[])\s*(?:\(([^()]+)\)|（([^（）]+)）|\[([^\[\]]+)\])")
_CLOSED = (")", "）", "]")
_DASHES = frozenset("–—-")
_WITH_DASH = re.compile(r"(.+?)\s+[–—-]\s+([^–—-]+)")


def in_brackets(text: str) -> tuple[str, str] | None:
    """``Lyon (France)`` → the name, and what stands in brackets behind it; None for a name without such brackets.

    >>> in_brackets("Lyon (France)"), in_brackets("里昂（法国）"), in_brackets("Lyon")
    (('Lyon', 'France'), ('里昂', '法国'), None)
    """
    found = _IN_BRACKETS.fullmatch(text) if text.endswith(_CLOSED) else None
    return (found[1].strip(), (found[2] or found[3] or found[4]).strip()) if found else None


def with_postcode(text: str, *, is_plain: bool = False) -> tuple[str, str] | None:
    """A name, and the postcode in brackets behind it; None if there is none. Four digits may be a year. ``is_plain``
    is True if those without brackets count, too, before the name or behind it, as a whole column may have them.

    >>> with_postcode("Aboën (42380)"), with_postcode("Lyon (1987)"), with_postcode("69000 Lyon")
    (('Aboën', '42380'), None, None)
    >>> with_postcode("1010 Wien", is_plain=True), with_postcode("Riga LV-1050", is_plain=True)
    (('Wien', '1010'), ('Riga', 'LV-1050'))
    """
    if text.rstrip().endswith(_CLOSED) and (found := _POSTCODE.fullmatch(text.strip())):
        return found[1], found[2]
    if is_plain and (found := _PLAIN_POSTCODE.fullmatch(text.strip())):
        return found["name"] or found["before"], found["code"] or found["behind"]
    return None


_POSTCODE = re.compile(r"(\S.*?)\s*[(（\[](\d{5,6}|\d{5}-\d{3,4})[)）\]]", re.ASCII)
_PLAIN_POSTCODE = re.compile(
    r"(?P<code>(?:[A-Z]{1,3}-)?\d{4,6}|\d{3}\s\d{2}|\d{2}-\d{3})\s+(?P<name>[^\W\d_].*)"
    r"|(?P<before>[^\W\d_].*?),?\s+(?P<behind>[A-Z]{1,3}-\d{4,6}|\d{5,6}|\d{2}-\d{3})"
)


def with_comma(text: str) -> tuple[str, str] | None:
    """``Portland, OR`` → the name, and what stands behind its last comma; None for a name without one.

    >>> with_comma("Portland, OR"), with_comma("Washington, D.C., USA"), with_comma("Lyon")
    (('Portland', 'OR'), ('Washington, D.C.', 'USA'), None)
    """
    comma = max(text.rfind(","), text.rfind("，"))
    if comma <= 0:
        return None
    name, behind = text[:comma].strip(), text[comma + 1 :].strip()
    return (name, behind) if name and behind else None


def with_slash(text: str) -> tuple[str, str] | None:
    """``Bamako/Mali`` → what stands before and behind its only slash; None for a name without one.

    >>> with_slash("Bamako/Mali"), with_slash("Lyon")
    (('Bamako', 'Mali'), None)
    """
    first, slash, second = (part.strip() for part in text.partition("/"))
    return (first, second) if slash and first and second and "/" not in second else None


def apart(text: str) -> tuple[str, str] | None:
    """The name, and the country or state behind it, in brackets, or behind a comma or a dash, or the country before it;
    None if there is none."""
    if found := country_before(text) or in_brackets(text) or with_comma(text):
        return found
    dash = None if _DASHES.isdisjoint(text) else _WITH_DASH.fullmatch(text)
    return (dash[1].strip(), dash[2].strip()) if dash else None


_SINCE = r"(?:since|seit|depuis|desde|dal|sinds|od|с|з|från|sedan|in|est\.?|gegr\.)\s"
_YEAR_BEHIND = re.compile(
    rf"(.*?[^\s(（\[,;:–-])(?:\s*[(（\[]\s*(?:{_SINCE})?((?:1[0-9]|20)\d\d[?~]?)\s*[)）\]]"
    rf"|\s*[,;:–-]?\s(?:{_SINCE})?((?:1[89]|20)\d\d))",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(
    rf"(.*[(（\[][^()（）\[\]]*[^\s()（）\[\],;])\s*[,;]\s*(?:{_SINCE})?((?:1[89]|20)\d\d[?~]?)\s*([)）\]])",
    re.IGNORECASE,
)


def with_year(text: str) -> tuple[str, str] | None:
    """``Milan, Italy (1973)`` → the name with its country, and the year behind it; None if there is none.

    >>> with_year("Milan, Italy (1973)"), with_year("Pavie (I), 1997"), with_year("Lyon (France)")
    (('Milan, Italy', '1973'), ('Pavie (I)', '1997'), None)
    >>> with_year("Lublin (Polen, 1991)"), with_year("Brasov, Romania (1969?)")
    (('Lublin (Polen)', '1991'), ('Brasov, Romania', '1969?'))
    """
    if "1" not in text and "2" not in text:  # most names
        return None
    if within := _YEAR_IN_BRACKETS.fullmatch(text):
        return within[1] + within[3], within[2]
    found = _YEAR_BEHIND.fullmatch(text)
    return (found[1].strip(), found[2] or found[3]) if found else None


def without_remarks(text: str) -> str:
    """A name without the words beside it that say how a tie stands.

    >>> without_remarks("Porirua (former)"), without_remarks("Halle (Saale)")
    ('Porirua', 'Halle (Saale)')
    """
    found = remarked(text)
    return found.name if found else text


def year_beside(text: str) -> tuple[str, str] | None:
    """As :func:`with_year`, but a year of how a tie stands is none of the name.

    >>> year_beside("Västerås, beendet 2010"), year_beside("Västerås (beendet), 1972")
    (None, ('Västerås', '1972'))
    """
    dated = with_year(without_remarks(text))
    return (without_remarks(dated[0]), dated[1]) if dated else None


def bare(text: str) -> str:
    """A name without a year and without words that say how a tie stands.

    >>> bare("Milan, Italy (1973)"), bare("Porirua (former)")
    ('Milan, Italy', 'Porirua')
    """
    dated = year_beside(text)
    return dated[0] if dated else without_remarks(text)


_YEAR_WITHIN = re.compile(r"[^\W\d]\s*[(（\[]\s*(?:1[0-9]|20)\d\d[?~]?\s*[)）\]]")


def years_within(text: str) -> int:
    """How many names of a text have a year in brackets behind them.

    >>> years_within("Milan (1967), Leipzig (1981)"), years_within("Milan")
    (2, 0)
    """
    return len(_YEAR_WITHIN.findall(text))


# ------------------------------------------------------------------ titles

_TITLES = (
    "mayor", "lord mayor", "deputy mayor", "vice mayor", "acting mayor", "former mayor", "governor", "president",
    "chairman", "chair", "chairperson", "head", "councillor", "member", "minister", "ambassador", "consul",
    "consul general", "honorary consul", "city manager", "provost", "lord provost",
    "maire", "maire adjoint", "adjoint au maire", "préfet", "président", "présidente", "gouverneur",
    "bürgermeister", "bürgermeisterin", "oberbürgermeister", "oberbürgermeisterin", "landrat", "landrätin",
    "stadtpräsident", "stadtpräsidentin", "regierender bürgermeister", "erster bürgermeister",
    "alcalde", "alcaldesa", "gobernador", "gobernadora", "intendente", "presidente", "presidenta",
    "sindaco", "sindaca", "prefetto", "prefeito", "prefeita", "presidente da câmara", "governador", "governadora",
    "burgemeester", "wethouder", "burmistrz", "prezydent", "prezydentka", "wójt", "starosta",
    "мэр", "глава", "губернатор", "председатель", "мер", "міський голова", "голова", "primar", "primăriță",
    "starostka", "primátor", "primátorka", "polgármester", "borgmester", "ordfører", "borgmästare",
)  # fmt: skip
_OF = (r"(?:of\s(?:the\s(?:city|town)\sof\s)?|for\s|de\sla\sville\sde\s|de\s|du\s|des\s|d['’]|der\sstadt\s|von\s|zu\s|"
       r"del\s|di\s|do\s|da\s|van\s|города\s|г\.\s?|міста\s)")  # fmt: skip
_TITLE = re.compile(
    rf"({'|'.join(map(re.escape, sorted(_TITLES, key=len, reverse=True)))})\s{_OF}(.+)", re.IGNORECASE
)  # fmt: skip
_TITLE_ALONE = re.compile(r"(Prezydent|Burmistrz|Prezydent|Wójt|Мэр|Глава|Мер|Primar|Primátor)\s(.+)", re.IGNORECASE)
_TITLE_AFTER = re.compile(
    r"(.{1,20}?)(副?(?:市長|市长|州長|州长|知事|町長|村長|区長|县长|縣長|省长|省長|镇长|鎮長)|시장|군수|구청장|도지사)"
)


def title_and_place(text: str) -> tuple[str, str] | None:
    """``Mayor of Lyon`` → the title and the place; None if the text is not known as such.

    >>> title_and_place("Mayor of Lyon"), title_and_place("Bürgermeister von Köln"), title_and_place("南京市市长")
    (('Mayor', 'Lyon'), ('Bürgermeister', 'Köln'), ('市长', '南京市'))
    """
    if found := _TITLE.fullmatch(text) or _TITLE_ALONE.fullmatch(text):
        return found[1], found[2].strip()
    if found := _TITLE_AFTER.fullmatch(text.replace(" ", "") if not text.isascii() else text):
        return found[2], found[1]
    return None


# ------------------------------------------------------------------ several names in one cell

_BRACKETS = {"(": 1, "[": 1, "（": 1, ")": -1, "]": -1, "）": -1}


def outside_brackets(text: str, sign: str) -> list[str]:
    """The parts of a text between signs that stand in no brackets. Brackets that are not closed are none, and the
    semicolon of an entity of HTML is no sign.

    >>> outside_brackets("Bogen (Germany, 1986), Riga", ","), outside_brackets("Bogen (Germany, Riga", ",")
    (['Bogen (Germany, 1986)', ' Riga'], ['Bogen (Germany', ' Riga'])
    >>> outside_brackets("K&ouml;ln; Kiel", ";")
    ['Köln', ' Kiel']
    """
    text = without_entities(text)
    if _BRACKETS.keys().isdisjoint(text):
        return text.split(sign)
    parts, depth = [""], 0
    for piece in re.split(f"({re.escape(sign)})", text):
        depth += sum(_BRACKETS.get(letter, 0) for letter in piece)
        if piece == sign and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return text.split(sign) if depth else parts


_DELIMITERS = (";", "；", "؛", "\n", "|", "、", "•", " / ", "/")


def looks_like_several(text: str) -> str:
    """The sign between several names in one cell, for a question about its column; empty if it looks like one name.
    A single slash can be within a name of two languages (*Biel/Bienne*), and a comma before a country, so a slash needs
    spaces or a second one, and a comma a second one and words that are no initials.

    >>> (
    ...     looks_like_several("Trier; Siena; Blois"),
    ...     looks_like_several("Trier / Siena"),
    ...     looks_like_several("Lyon, France"),
    ... )
    (';', '/', '')
    """
    for sign in _DELIMITERS:
        if sign not in text:
            continue
        parts = [part.strip() for part in outside_brackets(text, sign)]
        if len(parts) > 1 and sum(any(letter.isalpha() for letter in part) for part in parts) > 1:
            if sign == "/" and len(parts) < 3:
                continue
            return sign.strip(" ")
    for sign in (",", "，", "،"):
        if sign not in text:
            continue
        parts = [part.strip() for part in outside_brackets(text, sign)]
        if len(parts) > 2 and all(len(part) > 1 and any(letter.isalpha() for letter in part) for part in parts):
            from citygraph.domain.countries import code_of, did_you_mean_country

            if not (code_of(parts[-1]) or "did you mean" in did_you_mean_country(parts[-1])):
                return sign
    return ""


def several_with_places(text: str) -> str:
    """The sign between several names that each have a country or a state behind them; empty if there is one name.

    >>> several_with_places("Munich, Germany; Nice, France"), several_with_places("Kiel (Germany), Riga (Latvia)")
    (';', ',')
    >>> several_with_places("Paris, Texas, USA"), several_with_places("Biel / Bienne, Switzerland")
    ('', '')
    """
    for sign in _DELIMITERS:
        if sign in text and _have_places(outside_brackets(text, sign)):
            return sign.strip(" ")
    for sign in ",，":  # behind brackets: a comma alone stands before a country, too
        parts = outside_brackets(text, sign)
        if len(parts) > 1 and all(part.rstrip()[-1:] in _CLOSED for part in parts[:-1]) and _have_places(parts):
            return ","
    return ""


def has_countries_within(text: str) -> bool:
    """True for several names whose countries stand between commas like the names: no sign cuts them.

    >>> has_countries_within("Munich, Germany, Nice, France"), has_countries_within("Athens, Georgia, USA")
    (True, False)
    """
    *parts, last = [dated[0] if (dated := with_year(part.strip())) else part.strip() for part in _COMMA.split(text)]
    return len(parts) > 2 and any(
        len(part) > _LONGEST_CODE and meanings(part) and not subdivision(part) for part in parts[1:-1]
    ) and bool(meanings(last))  # fmt: skip


_COMMA = re.compile("[,，]")
_LONGEST_CODE = 3


def _have_places(parts: list[str]) -> bool:
    parts = [part.strip() for part in parts if part.strip()]
    return len(parts) > 1 and all(_has_place(part) for part in parts)


def _has_place(text: str) -> bool:
    dated = with_year(text)
    found = apart(dated[0] if dated else text)
    if found is None:
        return False
    behind = _COMMA.split(found[1])[0].strip()  # `Germany, 1986`
    return bool(meanings(behind) or subdivision(behind))
