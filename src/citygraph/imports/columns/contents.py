"""What names show beside their header: GeoNames knows names of cities, and others look like persons or organizations.

A large share of names of cities proves something; that none is known proves nothing, since villages are not there. So
the first decides, and the second asks, if the names also look like something else.
docs/decisions/2026-11-29-imports.md says more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from citygraph.domain.country_names import meanings
from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES, Claim
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.nested_objects import object_of
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.values.names import title_and_place
from citygraph.imports.values.register_words import register_name

_OTHERS = {"person": "official", "organization": "organization", "event": "event"}
"""What a header may name beside places, and the type of that."""
_OF_A_PLACE = ("lat", "lon", "coordinates", "region", "part_of", "level", "observations.population")
"""What only a place has."""
_LIKE_PERSONS = 0.8
_LIKE_OTHERS = 0.5
_SOME_LIKE_OTHERS = 0.3
"""The share of names that look like organizations which is enough where none is that of a known town."""
_FEW = 3
_NAME_PARTS = range(2, 5)
_PARTICLES = frozenset(("von", "van", "de", "der", "den", "di", "da", "do", "dos", "del", "della", "la", "le", "bin",
                        "ibn", "al", "el", "y", "e", "zu", "af", "av", "ter", "ten"))  # fmt: skip
_OF_ORGANIZATIONS = frozenset(map(fold, (
    "alliance", "association", "center", "centre", "chamber", "club", "coalition", "commission", "committee",
    "council", "federation", "forum", "foundation", "fund", "governments", "group", "initiative", "institute",
    "league", "network", "organisation", "organization", "partnership", "programme", "secretariat", "society", "trust",
    "union", "bund", "bündnis", "forum", "gesellschaft", "netzwerk", "rat", "stiftung", "verband", "verein", "alliance",
    "conseil", "fédération", "fondation", "ligue", "réseau", "société", "alianza", "asociación", "consejo",
    "federación", "fundación", "instituto", "liga", "red", "unión", "aliança", "associação", "conselho", "federação",
    "fundação", "rede", "união", "alleanza", "associazione", "consiglio", "federazione", "fondazione", "istituto",
    "lega", "rete", "unione", "bond", "netwerk", "raad", "stichting", "vereniging", "fundacja", "rada", "sieć",
    "stowarzyszenie", "związek", "zrzeszenie", "ассоциация", "альянс", "институт", "лига", "сеть", "совет", "союз",
    "фонд", "асоціація", "мережа", "рада", "спілка", "birliği", "derneği", "vakfı", "ağı", "اتحاد", "جمعية", "مجلس",
    "مؤسسة", "منظمة", "شبكة",
)))  # fmt: skip
"""Words in the names of organizations."""
_END_ORGANIZATIONS = (
    "协会", "協會", "联盟", "聯盟", "组织", "組織", "基金会", "基金會", "委员会", "協会", "連合", "連盟", "機構",
    "財団", "협회", "연합", "연맹", "기구", "재단", "위원회",
)  # fmt: skip
"""How Chinese, Japanese and Korean names of organizations end."""
_BESIDE_ORGANIZATIONS = frozenset(map(fold, (
    "acronym", "abbreviation", "headquarters", "hq", "head office", "members", "number of members", "membership",
    "kürzel", "abkürzung", "sitz", "hauptsitz", "mitglieder", "mitgliederzahl", "sigle", "acronyme", "siège", "membres",
    "siglas", "sigla", "sede", "miembros", "membros", "sigle", "membri", "afkorting", "hoofdkantoor", "leden", "skrót",
    "siedziba", "członkowie", "аббревиатура", "штаб-квартира", "члены", "скорочення", "члени", "kısaltma", "merkez",
    "üyeler", "المقر", "الأعضاء", "总部", "总部所在地", "會員數", "会员数", "本部", "会員数", "본부", "회원수",
)))  # fmt: skip
"""Headers of what organizations have, and towns have not."""
_BEGIN_PLACES = frozenset((
    "san", "santa", "santo", "sant", "saint", "sainte", "sankt", "st", "ste", "são", "new", "neu", "bad", "los", "las",
    "la", "le", "les", "el", "al", "port", "porto", "puerto", "fort", "mount", "monte", "north", "south", "east",
    "west", "upper", "lower", "great", "little", "ober", "unter", "groß", "klein", "alt", "nova", "novo", "nueva",
    "nuevo", "villa", "ville", "rio", "río", "castel", "castro", "campo", "ciudad", "città", "old", "big", "royal",
    "нижний", "новый", "новая", "старый", "великий", "stara", "nowa", "nowy", "stary", "yeni", "büyük", "aşağı", "tân",
    "phú", "bình", "kampung", "kota", "tel", "beit", "ain", "sidi", "oued", "grand", "petit", "bois", "pont", "mont",
))  # fmt: skip
"""How places begin whose names have several words."""


def outvoted_by_towns(draft: Draft, free: Sequence[ColumnSurvey], claims: list[Claim]) -> list[Claim]:
    """The claims, where a column whose header names persons, posts or organizations, and that has names of cities, is
    one of cities; unless another column has these. So is the only column of words, whatever it is called."""
    if any(claim.inner == "name" and claim.thing in PLACES for claim in claims):
        return claims
    by_column = {claim.column: claim for claim in claims}
    for column in free:
        meaning, claim = meaning_of(column.name), by_column.get(column.name)
        if meaning is None or (claim is not None and claim.inner not in ("title", "name")):
            continue
        if draft.type == "official" and claim is not None and claim.inner == "name" and not (claim.thing or claim.side):
            is_around = not object_of(column.name) and any(one.thing == "person" and object_of(one.column)
                                                           and one.inner == "name" for one in claims)  # fmt: skip
            claim.thing = "city" if column.towns >= OUTVOTES or is_around else ""  # `Name` beside `Mayor`
        names_others = meaning.thing in _OTHERS and meaning.is_of_names
        is_said = draft.job.has_type and draft.type == _OTHERS.get(meaning.thing) != "official"
        if (names_others or meaning.attribute == "title") and not is_said and column.towns >= OUTVOTES:
            why = "contents: names of cities"
            by_column[column.name] = Claim(column.name, "name", "node", meaning.side, why, meaning.number, "city", 2)
            break
    if not any(claim.names_a_node or claim.side for claim in by_column.values()):
        words = [one for one in free if one.name not in by_column and not one.name.isdigit() and has_words(one)]
        is_open = len(words) == 1 and not meaning_of(words[0].name) and not tells_of_ties(words[0].name)
        if is_open and words[0].towns >= OUTVOTES:
            (name,) = (column.name for column in words)
            by_column[name] = Claim(name, "name", "node", "", "contents: names of cities", "", "city", 2)
            draft.says.append(f"`{name}` has names of cities: they are the names of the rows")
    return [*by_column.values()]


def ask_what_names_are(draft: Draft) -> None:
    """Ask about a column under a header that can mean anything, as `Name` or `Partner` can, if its names look like
    those of persons or organizations, and would be those of cities."""
    if draft.shape == "post" or draft.job.sort != "table" or draft.job.has_type or draft.type != "city":
        return
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        given = {*draft.found, *draft.constants}
        names = draft.found.get(f"{start}name", [])
        if len(names) != 1 or names[0] not in draft.columns:
            continue
        # Senators have a state, too: names of no known town that look like those of persons may be theirs.
        are_open = ("region",) if seems(draft.columns[names[0]]) == "official" else ()
        if any(f"{start}{inner}" in given for inner in ("type", *_OF_A_PLACE) if inner not in are_open):
            continue
        if not prefix and any(target.startswith("identifiers.") for target in given):
            continue
        meaning = meaning_of(names[0])
        column = draft.columns[names[0]]
        if start and meaning is not None and meaning.thing in _OTHERS and column.towns < OUTVOTES:
            type = draft.constants[f"{start}type"] = _OTHERS[meaning.thing]
            draft.says.append(f"`{column.name}` names no cities: --set {start}type=city says that they are; "
                              f"now each is of the type {type}")  # fmt: skip
        elif (meaning is None or meaning.thing not in PLACES) and (seem := seems(column) or _beside(draft, column)):
            _ask(draft, start, column, seem)


def _ask(draft: Draft, start: str, column: ColumnSurvey, seem: str) -> None:
    types = {"official": "persons", "organization": "organizations", "city": "cities"}
    readings = tuple(
        Reading(types[type], f"--set {start}type={type}" if start else draft.job.type_option(type), column.first())
        for type in (seem, *(other for other in types if other != seem))
    )
    what = f"`{column.name}`: these look like names of {types[seem]}: what are they?"
    draft.questions.append(Question(draft.job.where, what, readings))


def _beside(draft: Draft, column: ColumnSurvey) -> str:
    """What names may be that are those of no known towns, beside a column of what only organizations have."""
    is_open = column.sort == "texts" and not column.towns
    return "organization" if is_open and any(fold(name) in _BESIDE_ORGANIZATIONS for name in draft.columns) else ""


def seems(column: ColumnSurvey) -> str:
    """The type of things whose names a column seems to have, if these are no cities; empty if they may be."""
    if column.sort != "texts" or len(column.texts) < _FEW:
        return ""
    texts = column.sample

    def share(fits: Callable[[str], object]) -> float:
        return sum(bool(fits(text)) for text in texts) / len(texts)

    if share(_names_countries) >= _SOME_LIKE_OTHERS and column.towns < _LIKE_OTHERS:
        return "organization"  # an agreement: `Chile Peru`
    enough = _LIKE_OTHERS if column.towns else _SOME_LIKE_OTHERS
    if share(names_an_organization) >= enough and column.towns < _LIKE_OTHERS:
        return "organization"
    if share(title_and_place) >= _LIKE_OTHERS or (share(_is_like_a_person) >= _LIKE_PERSONS and not column.towns):
        return "official"
    return ""


def names_an_organization(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    if text.endswith(_END_ORGANIZATIONS):
        return True
    return " " in text and any(
        fold(word) in _OF_ORGANIZATIONS
        or ((meaning := meaning_of(word)) is not None and meaning.thing == "organization" and not meaning.attribute)
        for word in words
    )


def _names_countries(text: str) -> bool:
    """True if two or more countries stand in one name, as in that of an agreement: `Algeria Tunisia`."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 1 and sum(len(word) > _FEW and bool(meanings(word)) for word in words) > 1


def _is_like_a_person(text: str) -> bool:
    """True for two to four words that begin as names of persons do: `Anne Hidalgo`, `Ursula von der Leyen`."""
    words = text.replace(".", " ").split()
    names = [word for word in words if word not in _PARTICLES]
    return (
        bool(words)
        and all(word[0].isalpha() for word in words)
        and words[0].casefold() not in _BEGIN_PLACES
        and len(names) in _NAME_PARTS
        and not any((meaning := meaning_of(word)) and meaning.thing in PLACES for word in words)
        and register_name(text) is None
        and all(_is_a_part(word) for word in names if len(word) > 1)
    )


def _is_a_part(word: str) -> bool:
    letters = re.sub("[-'’]", "", word)
    return letters.isalpha() and word[0].isupper() and not word.isupper()
