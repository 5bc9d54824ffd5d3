"""A part of its country behind the name of a town: ``Salisbury, Wiltshire``. A comma stands between two towns, too."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.values import names

_SHORTEST = 4


class InRegion(NamedTuple):
    """A town, the part of its country, and the code of that country."""

    name: str
    region: str
    country: str


@lru_cache(maxsize=1 << 12)
def in_region(text: str, country: str = "") -> InRegion | None:
    """What a name with a comma says, if GeoNames has the town in that part of one country (of ``country``, if that is
    given). Where the part is none of those that lists usually name, no town there may have its name: it may be two.

    >>> in_region("Salisbury, Wiltshire"), in_region("Shanghai, Los Angeles"), in_region("Perugia, Umbria", "FR")
    (InRegion(name='Salisbury', region='Wiltshire', country='GB'), None, None)
    >>> in_region("Graz, Styria")
    InRegion(name='Graz', region='Steiermark', country='AT')
    """
    found = names.with_comma(text)
    if found is None or len(found[1]) < _SHORTEST or meanings(found[1]):
        return None
    from citygraph.domain.gazetteer import places_called  # few names have a comma
    from citygraph.domain.regions import lies_in

    town, region = found
    places = [place for place in places_called(town, country or None) if lies_in(place, region)]
    countries = {place.country for place in places}
    if len(countries) != 1:
        return None
    (code,) = countries
    known = subdivision(region, code)
    if not known and places_called(region, code):
        return None
    return InRegion(town, known[0].name if len(known) == 1 else region, code)


def is_part_behind(town: str, region: str) -> bool:
    """True if a text behind a name may be a first part of a country: it is, unless GeoNames has towns of both names,
    and the first in no such part.

    >>> is_part_behind("Portland", "Oregon"), is_part_behind("Tokyo", "Osaka"), is_part_behind("Lyon", "Metz")
    (True, False, False)
    """
    if not subdivision(region):
        return False
    from citygraph.domain.gazetteer import is_a_name, places_called  # few names have a comma
    from citygraph.domain.regions import lies_in

    if not (is_a_name(region) and is_a_name(town)):
        return True
    return any(lies_in(place, region) for place in places_called(town))
