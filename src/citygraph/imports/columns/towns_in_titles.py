"""The towns that a title above a table, or the name of a file, names: whose list it is, and where officials sit."""

from __future__ import annotations

import re
from itertools import chain

from citygraph.domain.gazetteer import LARGE, PopulatedPlace, clear_one, is_a_name, places_called
from citygraph.domain.months import key, months_by_name
from citygraph.domain.names import fold
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.inflected_towns import may_be_in_case, town_in_case
from citygraph.imports.columns.partnership_words import says_partnership, tells_of_persons, tells_of_ties


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
    ('Нови Сад', 'Pécs')
    >>> owner_in("Ville de Rennes - Relations internationales"), owner_in("Towns of Kent")
    ('Rennes', '')
    >>> owner_in("海外出張 一覧")
    ''
    """
    parts = _parts_of(title)
    of_ties = map(_of_ties, filter(tells_of_ties, parts))
    names = map(_without_words_for_towns, parts) if len(parts) > 1 else iter(parts)
    alone = (name for name in names if _is_a_town(name.split()))
    return next(filter(None, chain(of_ties, alone)), "")


def owner_of_partners_in(title: str) -> str:
    """The town of which a title says in so many words that these are its partner towns; empty if it does not.

    >>> owner_of_partners_in("Twin towns of Oxford"), owner_of_partners_in("City of Oxford – twin towns")
    ('Oxford', 'Oxford')
    >>> owner_of_partners_in("City of Oxford – links"), owner_of_partners_in("Twin towns of Oxford – Leeds")
    ('', '')
    """
    parts = _parts_of(title)
    of_ties = [part for part in parts if says_partnership(part)]
    others = (_without_words_for_towns(part) for part in parts if of_ties and part not in of_ties)
    alone = (name for name in others if _is_a_town(name.split()))
    towns = {fold(name): name for name in filter(None, (*map(_of_ties, of_ties), *alone))}
    return next(iter(towns.values())) if len(towns) == 1 else ""


def _parts_of(title: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_PARTS.split(title) if part.strip()]


def _without_words_for_towns(part: str) -> str:
    """`Comune di Milano` without its first words."""
    words = part.split()
    while len(words) > 1 and (words[0][0].islower() or is_word_for_towns(words[0])):
        words = words[1:]
    return " ".join(words)


def is_word_for_towns(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and (meaning.thing, meaning.attribute) == ("city", "")


_BETWEEN_PARTS = re.compile(
    r"\s*[,;:()\[\]|–—]\s*|\s-\s|(?<=[^都城][市区區町])の?|(?<=น้อง)(?:ของ|กับ)|(?<=แฝด)(?:ของ|กับ)"
)
_MOST_WORDS = 4
"""How many words of a name are looked up."""


def _of_ties(part: str) -> str:
    if found := town_in_case(part):
        return found
    words = part.split()
    numbers = range(min(_MOST_WORDS, len(words) - 1), 0, -1)
    behind = _behind_ties(words)
    at_end = next((" ".join(words[-number:]) for number in numbers if _ends_with_town(words, number)), "")
    last = at_end if at_end.endswith(behind) else behind  # `Freiburg im Breisgau`, not `Breisgau`
    first = next((" ".join(words[:number]) for number in numbers if _is_a_town(words[:number])), "")
    where, name = ("end", last) if last else ("start", first)
    return name if name and not may_be_in_case(part, where, name) else ""


def _ends_with_town(words: list[str], number: int) -> bool:
    """True if the last words are the name of a town, and no piece of a longer one: `Sada` in `Novog Sada`."""
    found = words[-number:]
    return _is_a_town(found) and not _is_a_syllable(found, " ".join(words)) and _is_whole(words[-number - 1], found)


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


def towns_in(name: str) -> list[str]:
    """The towns in the name of a file, or in a title.

    >>> towns_in("partnerstaedte-freiburg_im_breisgau"), towns_in("Sister Cities of Oxford")
    (['Freiburg im Breisgau'], ['Oxford'])
    >>> towns_in("DANH SÁCH HỢP TÁC QUỐC TẾ"), towns_in("Hợp tác của Huế")
    ([], ['Huế'])
    """
    if town := owner_in(name):
        return [town]
    words, at, end = re.findall(r"[^\W\d_]+", name), 0, 0
    towns: list[str] = []
    while at < len(words):
        runs = [words[at : at + number] for number in range(min(_MOST_WORDS, len(words) - at), 0, -1)]
        runs = [list(map(as_in_names, run)) if name.islower() else run for run in runs]
        found = next((run for run in runs if _is_a_town(run) and not _is_a_syllable(run, name)), [])
        if found and (at == end or _is_whole(words[at - 1], found)):  # the last town ends at `end`
            towns.append(" ".join(found))
        at += max(len(found), 1)
        end = at if found else end
    return towns


def as_in_names(word: str) -> str:
    """A word of a file's name with a capital, unless it is a small one."""
    return word.capitalize() if len(word) > _SMALL else word


_SMALL = 2
"""Words of so many letters are small ones: `im`, `of`."""


def _is_a_town(words: list[str]) -> bool:
    long = [word for word in words if len(word) > _SMALL] or words  # `Da Nang`: *da* is *since* elsewhere
    has_words = any(meaning_of(word) or tells_of_ties(word) or key(word) in months_by_name() for word in long)
    name = " ".join(words)
    is_no_town = has_words or name in _LISTS or words[0][0] != words[0][0].title() or name.casefold() in CONTINENTS
    return not is_no_town and is_a_name(name) and not (_is_an_acronym(name) and not _is_usual(name))


_LISTS = ("一覧", "一览", "一覽")
"""Lists: they read as 宜蘭 does, letter by letter."""


def _is_a_syllable(words: list[str], title: str) -> bool:
    """True for one syllable of a title in Vietnamese, which writes each as a word, unless a large town has just this
    name: `tế` of `quốc tế` is no Dezhou."""
    if len(words) > 1 or not _VIETNAMESE.search(title):
        return False
    (word,) = words
    named = (place for place in places_called(word) if place.name.casefold() == word.casefold())
    return not any((place.population or 0) >= LARGE for place in named)


_VIETNAMESE = re.compile("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
"""Letters that Vietnamese has, and no other language with many readers."""


def _is_an_acronym(name: str) -> bool:
    """True for a few capitals: a network, an airport. They may be a short name of some town, too."""
    return name.isupper() and name.isascii() and len(name) <= _LONGEST_ACRONYM


_LONGEST_ACRONYM = 6


def _is_usual(name: str) -> bool:
    """True if a place has this name first, and no other: LEEDS, and not UCCLA for Uccle."""
    return any(fold(place.name) == fold(name) and (place.population or 0) >= LARGE for place in places_called(name))


def country_of_town(name: str) -> str:
    """The ISO 3166-1 code of the country in which the town lies that a name means; empty if that is not clear."""
    place = _clear_place(name)
    return place.country if place else ""


_CITY = 100_000
"""How many people live in a large city, at least."""


def _is_a_city(name: str) -> bool:
    place = _clear_place(name)
    return place is not None and (place.population or 0) >= _CITY


def _clear_place(name: str) -> PopulatedPlace | None:
    return clear_one(places_called(name), name)
