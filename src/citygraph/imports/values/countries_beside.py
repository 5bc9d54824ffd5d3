"""A country beside a name: ``Hungary, Győr``, ``Germany: Halle``, ``(CN) Hangzhou``, ``DE Halle``."""

from __future__ import annotations

import re
from functools import lru_cache

from citygraph.domain.country_names import meanings
from citygraph.domain.subdivisions import subdivision

_SIGN = re.compile(r"\s*[:,/：，]\s*|\s+[–—-]\s+")
_IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]\s*(\S.*)")
_CODE_BEFORE = re.compile(r"([A-Z]{1,3})(?:\s|-)([^\W\d_].*)")
_CODE_BEHIND = re.compile(r"([^\W\d_].*?[^\s,;])(?:\s|-)([A-Z]{1,3})")
_SHORTEST_NAME = 4
"""What is shorter is a name only in capitals: *SI*, *USA*."""


@lru_cache(maxsize=1 << 13)
def country_before(text: str) -> tuple[str, str] | None:
    """The name in a text that begins with a country, and the country; None for other texts. What stands behind may be
    no country, no part of one, and no word of a register: *Mexico, Missouri*, *Luxembourg, Stadt*.

    >>> country_before("Hungary, Győr"), country_before("(CN) Hangzhou"), country_before("Mexico, Missouri")
    (('Győr', 'Hungary'), ('Hangzhou', 'CN'), None)
    """
    if found := _IN_BRACKETS.fullmatch(text):
        country, name = found[1].strip(), found[2]
    elif sign := _SIGN.search(text):
        country, name = text[: sign.start()].strip(), text[sign.end() :].strip()
    else:
        return None
    if not meanings(country) or (len(country) < _SHORTEST_NAME and not country.isupper()):
        return None
    if not name or not name[0].isalpha() or name[0].islower() or name.split()[-1].islower() or len(name) == 1:
        return None
    from citygraph.domain.gazetteer import places_called  # few names of an import need it
    from citygraph.imports.values.register_words import register_name  # it needs the names beside this room

    rest = _SIGN.split(name)[-1]
    if meanings(text) or meanings(name) or meanings(rest) or register_name(text):
        return None
    if (subdivision(name) or subdivision(rest)) and not any(places_called(rest, code) for code in meanings(country)):
        return None
    return name, country


def code_beside(text: str) -> tuple[str, str] | None:
    """The name in a text that begins or ends with capitals which may be the code of a country, and these: ``DE Halle``,
    ``NO-Alta``, ``Brest F``. One such text shows nothing: *ST Helens*.

    >>> code_beside("DE Halle"), code_beside("Brest F"), code_beside("Halle")
    (('Halle', 'DE'), ('Brest', 'F'), None)
    """
    if found := _CODE_BEFORE.fullmatch(text):
        code, name = found.groups()
    elif found := _CODE_BEHIND.fullmatch(text):
        name, code = found.groups()
    else:
        return None
    return (name, code) if name[0].isupper() and not name.isupper() else None
