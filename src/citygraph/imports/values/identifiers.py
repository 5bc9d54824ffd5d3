"""Ids of registers in any usual form → in the one in which a graph folder keeps them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from citygraph.imports.values.numbers import whole

_WIKIDATA = re.compile(r"(?:wd:|wikidata:|(?:https?://)?(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:\w+/)?)?(Q[1-9]\d*)(?:\.json|[#?].*)?",
                       re.IGNORECASE | re.ASCII)  # fmt: skip
_GEONAMES = re.compile(r"(?:geonames:|gn:|(?:https?://)?(?:(?:www|sws)\.)?geonames\.org/)?([1-9]\d*)(?:\.0+)?(?:/.*)?",
                       re.IGNORECASE | re.ASCII)  # fmt: skip
_LOCODE = re.compile(r"([A-Z]{2})[\s-]?([A-Z2-9]{3})", re.IGNORECASE | re.ASCII)
_OSM = re.compile(r"(?:(?:https?://)?(?:www\.)?(?:openstreetmap\.org|osm\.org)/)?"
                  r"(node|way|relation)[/ ](\d+)(?:[#?].*)?",
                  re.IGNORECASE | re.ASCII)  # fmt: skip
_REGISTERS = {"wikidata": _WIKIDATA, "geonames": _GEONAMES}


@lru_cache(maxsize=1 << 16)
def identifier(scheme: str, text: str) -> str:
    """An id in the form of its register: Wikidata ``Q490``, GeoNames ``2996944``, UN/LOCODE ``FRLYS``. An id of another
    register, or one whose form is not known, stays as it is, but for the ``.0`` that a spreadsheet puts behind it.

    >>> identifier("wikidata", "http://www.wikidata.org/entity/Q365"), identifier("geonames", "2996944.0")
    ('Q365', '2996944')
    """
    plain = unquote(text.strip().strip("<>").strip())
    if pattern := _REGISTERS.get(scheme):
        found = pattern.fullmatch(plain)
        return found[1].upper() if found else whole(plain)
    if scheme == "unlocode" and (found := _LOCODE.fullmatch(plain)):
        return f"{found[1]}{found[2]}".upper()
    if scheme in ("osm", "openstreetmap") and (found := _OSM.fullmatch(plain)):
        return f"{found[1].lower()}/{found[2]}"
    return whole(text.strip())
