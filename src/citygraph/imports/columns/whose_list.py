"""Whose list a file is, if no column says it: a place. Its titles or its name may tell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.country_names import meanings
from citygraph.domain.gazetteer import places_called
from citygraph.domain.names import fold, visible
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.partnership_words import tells_of_persons, tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.towns_in_titles import (
    as_in_names,
    country_of_town,
    owner_in,
    owner_of_partners_in,
    seat_in,
    towns_in,
)

_MOST = 2
"""How many places a question offers."""


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

    @property
    def as_start(self) -> dict[str, str]:
        """The values for all rows, if all ties start here."""
        return {"from.name": self.name, "from.country": self.country}

    def option(self, side: str = "from") -> str:
        """What the user pastes to say that it is this end of all ties."""
        of_country = f" --set {side}.country={self.country}" if self.country else ""
        return f"--set {side}.name={shlex.quote(self.name)}{of_country}"


ANY = Owner("NAME", "", "")
"""The place whose name the user writes."""


def owners(draft: Draft) -> list[Owner]:
    """The places that the titles above a table, its file, its sheet or its folder name, at most :data:`_MOST`."""
    titles = [("the title", town) for title in draft.job.survey.titles for town in _owners_in(title)]
    names = [(f"the name `{visible(name)}`", town) for name in draft.job.called for town in towns_in(name)]
    return _as_owners(chain(titles, names))


def certain_owner(draft: Draft, partners: ColumnSurvey) -> Owner | None:
    """The town of which a title says that a column has its partners: one that GeoNames knows for sure, while the title
    and the names of the file have no other one, and no row names it itself. None if that is open."""
    found = owners(draft)
    of_titles = {fold(owner_of_partners_in(title)) for title in draft.job.survey.titles} - {""}
    if not found or len(of_titles) != 1 or not found[0].country or {"from", "from.name"} & draft.targets:
        return None
    first, *others = found
    if fold(first.name) not in of_titles or any(not _is_same_town(first, other) for other in others):
        return None
    return None if fold(first.name) in map(fold, partners.texts) else first


def _is_same_town(one: Owner, other: Owner) -> bool:
    ids = ({place.geonames for place in places_called(owner.name, one.country)} for owner in (one, other))
    return bool(set.intersection(*ids))


def told_of(owner: Owner) -> str:
    """What is said of the town that a title names as the owner of a list."""
    return (f"the title says whose partners these are: {owner.name}, {owner.country}; --set from.name=NAME names "
            "another place, and --type city says that the rows are places only")  # fmt: skip


def towns_named(draft: Draft) -> list[Owner]:
    """The towns that the titles above a table name anywhere, as in `Direct flights from Lyon`, at most
    :data:`_MOST`."""
    return _as_owners(("the title", town) for title in draft.job.survey.titles for town in towns_in(title))


def seats(draft: Draft) -> list[Owner]:
    """The places that titles with a word for officials name, at most :data:`_MOST`."""
    titles = filter(tells_of_persons, draft.job.survey.titles)
    return _as_owners(("the title", seat_in(title)) for title in titles)


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
            name = " ".join(map(as_in_names, name.lower().split()))
        if name:
            found.setdefault(name.casefold(), Owner(name, country_of_town(name), where))
    return list(found.values())[:_MOST]


def _owners_in(title: str) -> list[str]:
    """The town that is the owner, or all towns in a title that tells of ties: `Milan and Lyon – sister cities`."""
    owner = owner_in(title)
    return [owner] if owner or not tells_of_ties(title) else towns_in(title)
