"""Ids of registers in any usual form → in the one in which a graph folder keeps them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from citygraph.imports.values.numbers import whole

_LINK = re.compile(r"\[[^\[\]]*\]\(<?([^()\s<>]+)>?(?:\s[^()]*)?\)|\[(\S+)(?:\s[^\[\]]*)?\]")
"""A link in Markdown, `[Lyon](https://…)`, or in a wiki, `[https://… Lyon]`."""
_WIKIDATA = re.compile(r"(?:wd:|wikidata:|(?:https?://)?(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:\w+/)?)?Q?\s?([1-9]\d{0,10})(?:\.0+)?(?:\.json|[#?].*)?",
                       re.IGNORECASE | re.ASCII)  # fmt: skip
_GEONAMES = re.compile(r"(?:geonames:|gn:|(?:https?://)?(?:(?:www|sws)\.)?geonames\.org/)?([1-9]\d*)(?:\.0+)?(?:/.*)?",
                       re.IGNORECASE | re.ASCII)  # fmt: skip
_LOCODE = re.compile(r"([A-Z]{2})[\s-]?([A-Z2-9]{3})", re.IGNORECASE | re.ASCII)
_OSM = re.compile(r"(?:(?:https?://)?(?:www\.)?(?:openstreetmap\.org|osm\.org)/)?"
                  r"(node|way|relation)[/ ](\d+)(?:[#?].*)?",
                  re.IGNORECASE | re.ASCII)  # fmt: skip
_NUTS = re.compile(r"([A-Z]{2}(?:[A-Z0-9]|(?=\w*\d|ZZ)[A-Z0-9]{2,3})?)", re.ASCII)
"""No IGNORECASE, and a digit in the longer ones: `Norte` and `NORTE` are names."""
_VIAF = re.compile(r"(?:viaf:|(?:https?://)?(?:www\.)?viaf\.org/viaf/)?(\d+)(?:\.0+)?/?", re.IGNORECASE | re.ASCII)
_GND = re.compile(r"(?:gnd:|(?:https?://)?d-nb\.info/gnd/)?(\d[\d-]*[\dX])(?:\.0+)?", re.IGNORECASE | re.ASCII)
_FORMS = {
    "wikidata": (_WIKIDATA, "Q{}", "Q490"), "geonames": (_GEONAMES, "{}", "2996944"),
    "unlocode": (_LOCODE, "{}{}", "FRLYS"), "osm": (_OSM, "{}/{}", "relation/120965"),
    "openstreetmap": (_OSM, "{}/{}", "relation/120965"), "nuts": (_NUTS, "{}", "PT1C"),
    "viaf": (_VIAF, "{}", "122530980"), "gnd": (_GND, "{}", "4031541-2"),
}  # fmt: skip
_NAMES = {
    "wikidata": "Wikidata",
    "geonames": "GeoNames",
    "unlocode": "UN/LOCODE",
    "osm": "OpenStreetMap",
    "openstreetmap": "OpenStreetMap",
    "nuts": "NUTS",
    "viaf": "VIAF",
    "gnd": "the GND",
}
_IN_CAPITALS = ("unlocode", "nuts", "gnd")


@lru_cache(maxsize=1 << 16)
def identifier(scheme: str, text: str) -> str:
    """An id in the form of its register: Wikidata ``Q490``, GeoNames ``2996944``, UN/LOCODE ``FRLYS``. An id of another
    register stays as it is, but for the ``.0`` that a spreadsheet puts behind it.

    Raises:
        ValueError: if a register has no ids of this form.

    >>> identifier("wikidata", "http://www.wikidata.org/entity/Q365"), identifier("geonames", "2996944.0")
    ('Q365', '2996944')
    >>> identifier("wikidata", "586"), identifier("unlocode", "FR LYS")
    ('Q586', 'FRLYS')
    >>> identifier("nuts", "PT1C"), identifier("gnd", "https://d-nb.info/gnd/4031541-2")
    ('PT1C', '4031541-2')
    >>> identifier("wikidata", "[Lyon](https://www.wikidata.org/wiki/Q456)")
    'Q456'
    """
    if scheme not in _FORMS:
        return whole(text.strip())
    link = _LINK.fullmatch(text.strip())
    address = (link[1] or link[2]) if link else text
    plain = whole(unquote(address.strip().strip("<>").strip()))
    pattern, form, example = _FORMS[scheme]
    if found := pattern.fullmatch(plain):
        return form.format(*(part.upper() if scheme in _IN_CAPITALS else part.lower() for part in found.groups()))
    raise ValueError(f"{text!r} is no id of {_NAMES[scheme]}, as {example} is")
