"""Names of countries cut short, behind names or beside them: ``Wigan (R.-U.)``, ``Osnabrück (All.)``, ``Pisa | Ital.``

An abbreviation alone can be anything, as in *Halle (Westf.)*. It is that of a country if GeoNames has a town of the
column there, and the abbreviation can be short for a name of that country in some language, and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citygraph.domain.country_names import meanings
from citygraph.domain.gazetteer import clear_one, places_called
from citygraph.domain.short_country_names import abbreviates
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.values import names

_CUT_SHORT = re.compile(r"(?:[^\W\d_]{1,6}\.[\s-]?|[^\W\d_]{1,9}[\s-])*[^\W\d_]{1,6}\.")
_LOOKED_AT = 400


def cut_short(text: str) -> tuple[str, str] | None:
    """A name, and the abbreviation behind it that may be that of a country; None if there is none."""
    found = names.in_brackets(text) or names.with_comma(text)
    return found if found and _CUT_SHORT.fullmatch(found[1]) and not meanings(found[1]) else None


def countries_cut_short(columns: Iterable[ColumnSurvey]) -> dict[str, str]:
    """The abbreviations behind the names of columns, and the codes of the countries that they mean."""
    texts = (text for column in columns for text in column.texts[:_LOOKED_AT])
    return codes_of_short(found for text in texts if (found := cut_short(names.bare(text))))


def codes_of_short(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The codes of abbreviated countries, each beside the name of a town: those that fit all towns beside them."""
    fitting: dict[str, set[str]] = {}
    for name, short in pairs:
        if fits := _fitting(name, short):
            fitting[short] = fitting[short] & fits if short in fitting else fits
    return {short: codes.pop() for short, codes in fitting.items() if len(codes) == 1}


def _fitting(name: str, short: str) -> set[str]:
    """The countries of a town whose names an abbreviation can be short for; that of the largest town, if it is
    clear."""
    places = places_called(name)
    how = {country: abbreviates(short, country) for country in {place.country for place in places}}
    fits = {country for country, found in how.items() if found == "begins"} or {*filter(how.get, how)}
    clear = clear_one(places, name) if len(fits) > 1 else None
    return {clear.country} if clear and clear.country in fits else fits
