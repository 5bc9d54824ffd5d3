"""The network whose members a table lists, as the titles above it name it."""

from __future__ import annotations

import re

from citygraph.domain.country_names import meanings
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.columns.towns_in_titles import is_word_for_towns

_MOST = 2
"""How many networks a question offers."""


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
    before = [] if at is None or all(map(is_word_for_towns, words[:at])) else words[:at]
    name = _ARTICLE.sub("", " ".join(behind or before), count=1)
    return name if name and any(map(str.isalpha, name)) and not name[0].islower() and meaning_of(name) is None else ""


def _is_of_the_world(name: str) -> bool:
    """True for a continent or a country: *members in Europe*."""
    return name.casefold() in CONTINENTS or bool(meanings(name))
