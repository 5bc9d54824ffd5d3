"""The parts of countries in GeoNames, the first and the second ones: *Umbria*, *Wiltshire*, *Sangamon County*.

``regions.zip`` has their names; ``scripts/regions.py`` makes it, and names its source. Parts that are towns are not
there. :mod:`citygraph.domain.subdivisions` has the codes of first parts, written by hand, for the countries whose lists
of towns usually name one.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO
from zipfile import ZipFile

from citygraph.domain.gazetteer import PopulatedPlace
from citygraph.domain.names import fold


def lies_in(place: PopulatedPlace, region: str) -> bool:
    """True if a place may lie in the part of its country that a text names: in that first part, or in the first part
    that a second one of this name belongs to.

    >>> from citygraph.domain.gazetteer import places_called
    >>> [lies_in(places_called("Perugia", "IT")[0], text) for text in ("Umbria", "Lazio", "Huye")]
    [True, False, False]
    """
    return place.region in _regions_of(place.country).get(fold(region), ())


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(resources.files("citygraph.domain").joinpath("regions.zip").read_bytes()))


@cache
def _regions_of(country: str) -> dict[str, list[str]]:
    """GeoNames' codes of first parts, by the keys of names."""
    try:
        text = _archive().read(country).decode()
    except KeyError:  # GeoNames has no part of it that is larger than a town
        return {}
    return {key: codes.split() for key, _, codes in (line.partition("\t") for line in text.splitlines())}
