"""Make what citygraph knows of countries, in src/citygraph/domain/:

- countries.csv: ISO 3166-1 alpha-2 codes, English names, and other names in use;
- country_names.csv: alpha-3 codes, and names in other languages, for hints;
- country_boxes.csv: the latitudes and longitudes between which each country lies, to notice swapped coordinates.

    npm install --prefix /tmp/outline world-atlas@2.0.2
    pip install babel pycountry && python scripts/countries.py /tmp/outline/node_modules/world-atlas/countries-10m.json

Codes: ISO 3166-1 as pycountry lists them, plus XK (user-assigned, Kosovo). Names: Unicode CLDR (through babel).
Aliases: CLDR's with "&" and "St." written out, and the labels that Wikidata and registers use, listed below. The parts
of the United Kingdom are those of ISO 3166-2, as pycountry lists them. Boxes: Natural Earth's 1:10m countries (public
domain), which world-atlas carries as TopoJSON.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from math import ceil, floor
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale, __version__

ALIASES = {
    "AE": ["UAE"],
    "BA": ["Bosnia"],
    "BS": ["The Bahamas"],
    "CD": ["Democratic Republic of the Congo", "DR Congo", "Congo-Kinshasa"],
    "CG": ["Republic of the Congo", "Congo"],
    "CI": ["Ivory Coast"],
    "CN": ["People's Republic of China", "PRC"],
    "CV": ["Cabo Verde"],
    "CZ": ["Czech Republic"],
    "FM": ["Federated States of Micronesia"],
    "GB": ["UK", "Great Britain", "United Kingdom of Great Britain and Northern Ireland"],
    "GM": ["The Gambia"],
    "HK": ["Hong Kong"],
    "IE": ["Republic of Ireland"],
    "IR": ["Islamic Republic of Iran"],
    "KG": ["Kyrgyz Republic"],
    "KP": ["Democratic People's Republic of Korea", "DPRK"],
    "KR": ["Republic of Korea", "Korea"],
    "LA": ["Lao People's Democratic Republic"],
    "MD": ["Republic of Moldova"],
    "MK": ["Macedonia", "Republic of North Macedonia"],
    "MM": ["Myanmar", "Burma"],
    "MO": ["Macao", "Macau"],
    "NL": ["The Netherlands", "Kingdom of the Netherlands", "Holland"],
    "PS": ["Palestine", "State of Palestine"],
    "RU": ["Russian Federation"],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Turkey", "Turkiye", "Republic of Türkiye"],
    "TW": ["Taiwan"],
    "TZ": ["United Republic of Tanzania"],
    "US": ["United States of America", "USA"],
    "VA": ["Holy See"],
    "VN": ["Viet Nam"],
}

LANGUAGES = (
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy",
    "id", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mn", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
    "sr", "sv", "th", "tr", "uk", "ur", "uz", "vi", "zh", "zh_Hant",
)  # fmt: skip
"""The languages whose names of countries a hint knows."""
PARTS = ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
"""The parts of the United Kingdom, which registers list like countries."""
DOMAIN = Path(__file__).parents[1] / "src/citygraph/domain"
CLDR = f"Unicode CLDR in babel {__version__}, © Unicode, Inc., Unicode License v3."


def main(atlas: Path) -> None:
    codes = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
    english = write_names(codes)
    write_other_names(codes, english)
    write_boxes(codes, json.loads(atlas.read_text(encoding="utf-8")))


def write_names(codes: list[str]) -> set[str]:
    """Write countries.csv. Returns all names in it."""
    names = Locale("en").territories
    rows = []
    for code in codes:
        name = names[code]
        written_out = name.replace("&", "and").replace("St.", "Saint")
        aliases = ([written_out] if written_out != name else []) + ALIASES.get(code, [])
        rows.append([code, name, ";".join(aliases)])
    write("countries.csv", f"ISO 3166-1 alpha-2 and XK. Names: {CLDR}", ["code", "name", "aliases"], rows)
    return {name for _, name, aliases in rows for name in (name, *aliases.split(";"))}


def write_other_names(codes: list[str], english: set[str]) -> None:
    """Write country_names.csv, without names that mean another country in another language."""
    named: dict[str, list[str]] = {}
    for code in codes:
        several = [Locale.parse(language).territories.get(code, "") for language in LANGUAGES]
        if code == "GB":
            several += [pycountry.subdivisions.get(code=part).name.partition(" [")[0] for part in PARTS]
        named[code] = [name for name in dict.fromkeys(several) if name and name not in english]
    counted = Counter(name for names in named.values() for name in names)
    rows = []
    for code in codes:
        country = pycountry.countries.get(alpha_2=code)
        names = [name for name in named[code] if counted[name] == 1 and ";" not in name]
        rows.append([code, country.alpha_3 if country else "", ";".join(names)])
    credit = f"ISO 3166-1 alpha-3. Names in {len(LANGUAGES)} languages: {CLDR} Parts of GB: ISO 3166-2."
    write("country_names.csv", credit, ["code", "alpha_3", "names"], rows)


def write_boxes(codes: list[str], atlas: dict[str, Any]) -> None:
    """Write country_boxes.csv. A box that crosses the 180th meridian ends east of 180°."""
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [
        [
            (x * scale[0] + move[0], y * scale[1] + move[1])
            for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        ]
        for arc in atlas["arcs"]
    ]
    found: dict[str, list[list[tuple[float, float]]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=shape["id"]) if "id" in shape else None
        code = country.alpha_2 if country else "XK" if shape["properties"]["name"] == "Kosovo" else ""
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for rings in polygons:
            ring = [point for arc in rings[0] for point in arcs[arc if arc >= 0 else ~arc]]
            found.setdefault(code, []).append(ring)
    rows = []
    for code in codes:
        if code in found:
            south = min(y for ring in found[code] for _, y in ring)
            north = max(y for ring in found[code] for _, y in ring)
            west, east = around((min(x for x, _ in ring), max(x for x, _ in ring)) for ring in found[code])
            rows.append([code, floor(south), floor(west), ceil(north), ceil(east)])
    credit = (
        "Whole degrees between which each country lies. From Natural Earth 1:10m (public domain), in world-atlas 2.0.2."
    )
    write("country_boxes.csv", credit, ["code", "south", "west", "north", "east"], rows)


def around(stretches: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The shortest stretch of longitudes that has all of these in it."""
    joined = list(join(sorted(stretches)))
    gaps = [(after[0] - before[1], after[0], before[1] + 360) for before, after in pairwise(joined)]
    gaps.append((joined[0][0] + 360 - joined[-1][1], joined[0][0], joined[-1][1]))
    _, west, east = max(gaps)
    return west, east


def join(stretches: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The same stretches, those that meet as one."""
    first, last = stretches[0]
    for start, end in stretches[1:]:
        if start > last:
            yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last


def write(name: str, credit: str, header: list[str], rows: list[list[Any]]) -> None:
    with (DOMAIN / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {credit}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
