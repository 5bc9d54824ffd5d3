"""Whose list a file is, if no column says it: a place, or a network with members. Its title or its name may tell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.country_names import meanings
from citygraph.domain.gazetteer import LARGE, PopulatedPlace, clear_one, is_a_name, places_called
from citygraph.domain.months import key, months_by_name
from citygraph.domain.names import fold, visible
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership, tells_of_persons, tells_of_ties


class Owner(NamedTuple):
    """The place whose list a file may be. ``country`` is its ISO 3166-1 code, empty if its name does not show it;
    ``where`` says what names it."""

    name: str
    country: str
    where: str

    def __str__(self) -> str:
        """
        >>> str(Owner("Tours", "FR", "the title"))
        'Tours, FR, as in the title'
        """
        return ", ".join(filter(None, (self.name, self.country, f"as in {self.where}" if self.where else "")))

    @property
    def shown(self) -> str:
        """Its name in a sample."""
        return self.name if self.where else "…"

    def says(self, what: str, unknown: str = "one place: write its name") -> str:
        """A reading in words: `partners of Tours, FR, as in the title`."""
        return f"{what} {self if self.where else unknown}"

    def option(self, side: str = "from") -> str:
        """What the user pastes to say that it is this end of all ties."""
        of_country = f" --set {side}.country={self.country}" if self.country else ""
        return f"--set {side}.name={shlex.quote(self.name)}{of_country}"


ANY = Owner("NAME", "", "")
"""The place whose name the user writes."""


def owners(draft: Draft) -> list[Owner]:
    """The places that the titles above a table, its file, its sheet or its folder name, at most :data:`_MOST`."""
    titles = [("the title", town) for title in draft.job.survey.titles for town in _owners_in(title)]
    names = [(f"the name `{visible(name)}`", town) for name in draft.job.called for town in _towns_in(name)]
    return _as_owners(chain(titles, names))


def towns_named(draft: Draft) -> list[Owner]:
    """The towns that the titles above a table name anywhere, as in `Direct flights from Lyon`, at most
    :data:`_MOST`."""
    return _as_owners(("the title", town) for title in draft.job.survey.titles for town in _towns_in(title))


def countries_in(text: str) -> list[str]:
    """The countries that words of a text name, in English.

    >>> countries_in("Embassy of Ukraine"), countries_in("Exporte nach Frankreich und Italien"), countries_in("Trade")
    (['Ukraine'], ['France', 'Italy'], [])
    >>> countries_in("Embassies of South Sudan")
    ['South Sudan']
    """
    words, at = re.findall(r"[^\W\d_]+", text), 0
    found: dict[str, None] = {}
    while at < len(words):
        runs = (" ".join(words[at : at + size]) for size in range(_LONGEST_COUNTRY, 0, -1) if at + size <= len(words))
        named = next((run for run in runs if len(run) > _SHORT_CODE and meanings(run)), "")
        codes = meanings(named) if named else ()
        if len(codes) == 1 and (name := country_name(codes[0])):
            found[name] = None
        at += len(named.split()) or 1
    return list(found)


_LONGEST_COUNTRY = 6
"""How many words the name of a country has at most."""
_SHORT_CODE = 3


def _as_owners(named: Iterable[tuple[str, str]]) -> list[Owner]:
    found: dict[str, Owner] = {}
    for where, name in named:
        if name.isupper():  # `DELEGACIONES DE BILBAO`
            name = " ".join(map(_as_in_names, name.lower().split()))
        if name:
            found.setdefault(name.casefold(), Owner(name, _country_of(name), where))
    return list(found.values())[:_MOST]


def _owners_in(title: str) -> list[str]:
    """The town that is the owner, or all towns in a title that tells of ties: `Milan and Lyon – sister cities`."""
    owner = owner_in(title)
    return [owner] if owner or not tells_of_ties(title) else _towns_in(title)


_MOST = 2


def networks(draft: Draft) -> list[str]:
    """The networks that the titles above a table of members name, at most :data:`_MOST`."""
    found = (name for title in draft.job.survey.titles for name in _networks_in(title))
    return list(dict.fromkeys(found))[:_MOST]


def _networks_in(title: str) -> list[str]:
    """What stands beside the word for members in a title, or in its other parts.

    >>> (
    ...     _networks_in("Klima-Bündnis – Mitgliedskommunen (Auszug)"),
    ...     _networks_in("Member cities of the Hanseatic League"),
    ... )
    (['Klima-Bündnis'], ['Hanseatic League'])
    >>> _networks_in("UCCLA - União das Cidades Capitais"), _networks_in("Villes membres de l'AIMF, Europe, 2024")
    (['UCCLA', 'União das Cidades Capitais'], ['AIMF'])
    """
    parts = [part.strip() for part in re.split(r"\s*[,;:|–—]\s*|\s-\s", _IN_BRACKETS.sub(" ", title)) if part.strip()]
    names = (_beside_members(part.split()) for part in parts)
    return [name for name in names if name and not _YEAR.search(name) and not _is_of_the_world(name)]


_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_YEAR = re.compile(r"\d{4}")
_ARTICLE = re.compile(r"(?:l|d|dell|nell)['’](?=\w)", re.IGNORECASE)


def _beside_members(words: list[str]) -> str:
    at = next((at for at, word in enumerate(words) if says_membership(word)), None)
    behind = words if at is None else words[at + 1 :]
    while at is not None and behind and (behind[0][0].islower() and not _ARTICLE.match(behind[0])):
        behind = behind[1:]  # `cities of the`
    before = [] if at is None or all(map(_is_word_for_towns, words[:at])) else words[:at]
    name = _ARTICLE.sub("", " ".join(behind or before), count=1)
    return name if name and any(map(str.isalpha, name)) and not name[0].islower() and meaning_of(name) is None else ""


def _is_of_the_world(name: str) -> bool:
    """True for a continent or a country: *members in Europe*."""
    return name.casefold() in CONTINENTS or bool(meanings(name))


def seats(draft: Draft) -> list[Owner]:
    """The places that titles with a word for officials name, at most :data:`_MOST`."""
    titles = filter(tells_of_persons, draft.job.survey.titles)
    return _as_owners(("the title", seat_in(title)) for title in titles)


def seat_in(title: str) -> str:
    """The town that a title of a list of officials names; empty if it names none.

    >>> seat_in("Mayors of Lyon"), seat_in("Oberbürgermeister der Stadt Leipzig"), seat_in("歴代東京都知事")
    ('Lyon', 'Leipzig', '東京都')
    """
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", title)
    runs = [words[at : at + number] for number in range(_MOST_WORDS, 0, -1) for at in range(len(words) - number + 1)]
    if found := next((run for run in runs if run[0][0].isupper() and _is_a_town(run)), []):
        return " ".join(found)
    letters = [word for word in words if not any(letter.islower() or letter.isupper() for letter in word)]
    parts = [word[at : at + number] for number in range(_LONGEST, 1, -1) for word in letters
             for at in range(len(word) - number + 1)]  # fmt: skip
    return next((part for part in parts if _is_a_town([part])), "")


def post_in_title(title: str) -> str:
    """The post with which a title in Chinese, Japanese or Korean ends, where words have no plural; else empty.

    >>> post_in_title("歴代東京都知事"), post_in_title("Mayors of Lyon")
    ('知事', '')
    """
    last = title.split()[-1] if title.split() else ""
    ends = [last[-number:] for number in range(_LONGEST, 1, -1) if len(last) >= number]
    posts = [end for end in ends if not end.isascii() and tells_of_persons(end) and meaning_of(end) is not None]
    return posts[0] if posts and not any(letter.islower() or letter.isupper() for letter in last) else ""


_LONGEST = 5
"""How many letters of Chinese, Japanese or Korean the name of a town has at most, with its word for one."""


def owner_in(title: str) -> str:
    """The town with which a part of a title ends or begins that has a word for ties, or the name behind the last small
    word there; else a known town that is a part of the title; empty if there is none.

    >>> owner_in("Twin towns of Oxford"), owner_in("Städtepartnerschaften der Stadt Nürnberg"), owner_in("Twin towns")
    ('Oxford', 'Nürnberg', '')
    >>> owner_in("Jumelages de la Ville de Tours, direction des relations"), owner_in("Leeds: twin towns and links")
    ('Tours', 'Leeds')
    >>> owner_in("Partnerstädte von Freiburg im Breisgau"), owner_in("札幌市の姉妹都市")
    ('Freiburg im Breisgau', '札幌市')
    >>> owner_in("Градови побратими Новог Сада"), owner_in("Pécs testvérvárosai")
    ('', 'Pécs')
    >>> owner_in("Ville de Rennes - Relations internationales"), owner_in("Towns of Kent")
    ('Rennes', '')
    """
    parts = [part.strip() for part in _BETWEEN_PARTS.split(title) if part.strip()]
    of_ties = map(_of_ties, filter(tells_of_ties, parts))
    names = map(_without_words_for_towns, parts) if len(parts) > 1 else iter(parts)
    alone = (name for name in names if _is_a_town(name.split()))
    return next(filter(None, chain(of_ties, alone)), "")


def _without_words_for_towns(part: str) -> str:
    """`Comune di Milano` without its first words."""
    words = part.split()
    while len(words) > 1 and (words[0][0].islower() or _is_word_for_towns(words[0])):
        words = words[1:]
    return " ".join(words)


def _is_word_for_towns(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and (meaning.thing, meaning.attribute) == ("city", "")


_BETWEEN_PARTS = re.compile(
    r"\s*[,;:()\[\]|–—]\s*|\s-\s|(?<=[^都城][市区區町])の?|(?<=น้อง)(?:ของ|กับ)|(?<=แฝด)(?:ของ|กับ)"
)
_MOST_WORDS = 4
"""How many words of a name are looked up."""


def _of_ties(part: str) -> str:
    words = part.split()
    numbers = range(min(_MOST_WORDS, len(words) - 1), 0, -1)
    behind = _behind_ties(words)
    at_end = next((" ".join(words[-number:]) for number in numbers if _ends_with_town(words, number)), "")
    if behind or at_end:
        return at_end if at_end.endswith(behind) else behind  # `Freiburg im Breisgau`, not `Breisgau`
    return next((" ".join(words[:number]) for number in numbers if _is_a_town(words[:number])), "")


def _ends_with_town(words: list[str], number: int) -> bool:
    """True if the last words are the name of a town, and no piece of a longer one: `Sada` in `Novog Sada`."""
    return _is_a_town(words[-number:]) and _is_whole(words[-number - 1], words[-number:])


def _is_whole(before: str, name: list[str]) -> bool:
    """True if the word before a town is none of its name. A large city may stand behind any word."""
    is_apart = not before[0].isupper() or meaning_of(before) is not None or tells_of_ties(before)
    return is_apart or _is_a_city(" ".join(name))


def _behind_ties(words: list[str]) -> str:
    small = max((at for at, word in enumerate(words) if word.islower()), default=0)
    rest = words[small + 1 :]
    while rest and meaning_of(rest[0]) is not None:  # `der Stadt Nürnberg`
        rest = rest[1:]
    is_name = " ".join(rest).casefold() not in CONTINENTS and all(
        word[0].isupper() and word.replace("-", "").isalpha() and not meaning_of(word) for word in rest
    )
    return " ".join(rest) if small and is_name and tells_of_ties(" ".join(words[:small])) else ""


def _towns_in(name: str) -> list[str]:
    """The towns in the name of a file, or in a title.

    >>> _towns_in("partnerstaedte-freiburg_im_breisgau"), _towns_in("Sister Cities of Oxford")
    (['Freiburg im Breisgau'], ['Oxford'])
    """
    if town := owner_in(name):
        return [town]
    words, at, end = re.findall(r"[^\W\d_]+", name), 0, 0
    towns: list[str] = []
    while at < len(words):
        runs = [words[at : at + number] for number in range(min(_MOST_WORDS, len(words) - at), 0, -1)]
        runs = [list(map(_as_in_names, run)) if name.islower() else run for run in runs]
        found = next(filter(_is_a_town, runs), [])
        if found and (at == end or _is_whole(words[at - 1], found)):  # the last town ends at `end`
            towns.append(" ".join(found))
        at += max(len(found), 1)
        end = at if found else end
    return towns


def _as_in_names(word: str) -> str:
    return word.capitalize() if len(word) > _SMALL else word


_SMALL = 2
"""Words of so many letters are small ones: `im`, `of`."""


def _is_a_town(words: list[str]) -> bool:
    long = [word for word in words if len(word) > _SMALL] or words  # `Da Nang`: *da* is *since* elsewhere
    has_words = any(meaning_of(word) or tells_of_ties(word) or key(word) in months_by_name() for word in long)
    name = " ".join(words)
    is_no_town = has_words or words[0][0] != words[0][0].title() or name.casefold() in CONTINENTS
    return not is_no_town and is_a_name(name) and not (_is_an_acronym(name) and not _is_usual(name))


def _is_an_acronym(name: str) -> bool:
    """True for a few capitals: a network, an airport. They may be a short name of some town, too."""
    return name.isupper() and name.isascii() and len(name) <= _LONGEST_ACRONYM


_LONGEST_ACRONYM = 6


def _is_usual(name: str) -> bool:
    """True if a place has this name first, and no other: LEEDS, and not UCCLA for Uccle."""
    return any(fold(place.name) == fold(name) and (place.population or 0) >= LARGE for place in places_called(name))


def _country_of(name: str) -> str:
    place = _clear_place(name)
    return place.country if place else ""


_CITY = 100_000
"""How many people live in a large city, at least."""


def _is_a_city(name: str) -> bool:
    place = _clear_place(name)
    return place is not None and (place.population or 0) >= _CITY


def _clear_place(name: str) -> PopulatedPlace | None:
    return clear_one(places_called(name))
