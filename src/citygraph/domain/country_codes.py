"""Which sort of codes a column of countries holds.

One code may be of several sorts: ``SD`` is Sudan in ISO 3166-1 and Eswatini on a vehicle, ``BRN`` is Brunei in ISO
3166-1 and Bahrain at the Olympic Games. So codes of other sorts than ISO's letters are read only where the whole column
is of that sort. The table is ``country_codes.csv``; ``scripts/countries.py`` makes it, and names its sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, Literal, NamedTuple

from citygraph.domain.country_names import meanings, rows

CodeSort = Literal["iso", "numeric", "sports", "vehicle", "fips"]

SORTS: Final[dict[CodeSort, str]] = {
    "iso": "ISO 3166-1 codes of two or three letters",
    "numeric": "ISO 3166-1 numbers (M49)",
    "sports": "IOC and FIFA codes",
    "vehicle": "signs of vehicles",
    "fips": "FIPS 10-4 codes",
}
"""What the sorts are called. Where two sorts read a column alike, the first is taken."""
_USED_LIKE_CODES = {"UK": "GB", "EL": "GR", "XKX": "XK"}
"""What the European Union and the World Bank write among ISO's codes."""
_KNOWN = 0.9
"""The least share of codes that a sort has to know: a column may have some misspelled ones."""
_PART = 0.5
"""The least share of codes among the texts of a column of codes."""


class OpenSorts(NamedTuple):
    """Two sorts that both fit a column, and the texts that they read as different countries."""

    sorts: tuple[CodeSort, CodeSort]
    differ: tuple[str, ...]


@cache
def _tables() -> dict[CodeSort, dict[str, str]]:
    tables: dict[CodeSort, dict[str, str]] = {sort: {} for sort in SORTS}
    for row in rows("country_codes.csv"):
        code = row["code"]
        tables["iso"] |= dict.fromkeys(filter(None, (code, row["alpha_3"])), code)
        if row["numeric"]:
            tables["numeric"] |= {row["numeric"]: code, row["numeric"].lstrip("0"): code}
        for sort in ("sports", "vehicle", "fips"):
            tables[sort] |= dict.fromkeys(row[sort].split(), code)
    tables["iso"] |= _USED_LIKE_CODES
    return tables


def sort_of_codes(texts: Iterable[str]) -> CodeSort | OpenSorts | None:
    """The sort of the codes in a column of countries; None if it holds names, or codes of no one sort.

    Give it all texts of the column, ``NA`` among them: where ISO's codes stand, it is Namibia. Whether the column is
    one of countries at all is for the caller to know: numbers are also populations.

    - A sort fits if it knows all codes that any sort knows, and nine tenths of all. Numbers must all be known, and one
      of them must have three digits: others may be dialling codes.
    - ISO's letters come first. They are open only against IOC and FIFA codes, which look alike.
    - Signs of vehicles, IOC, FIFA and FIPS codes are seen by those codes that ISO lacks: ``D``, ``GER``, ``JA``.

    >>> sort_of_codes(["FRA", "DE", "gbr"]), sort_of_codes(["GER", "SUI"]), sort_of_codes(["D", "F", "CH"])
    ('iso', 'sports', 'vehicle')
    >>> sort_of_codes(["BRN", "FRA"])
    OpenSorts(sorts=('iso', 'sports'), differ=('BRN',))
    """
    several = {text.strip().upper() for text in texts} - {""}
    codes = {text for text in several if len(text) <= 3 and (text.isalpha() or text.isdecimal())}
    if len(codes) < _PART * len(several) or not codes - {"NA"}:
        return None
    tables = _tables()
    if all(code.isdecimal() for code in codes):
        fits = codes <= tables["numeric"].keys() and any(len(code) == 3 for code in codes)
        return "numeric" if fits and codes == several else None
    known = {code for code in codes if any(code in table for table in tables.values())}
    if len(known) < _KNOWN * len(codes):
        return None
    fitting = [sort for sort in SORTS if known <= tables[sort].keys()]
    if not fitting:
        return None
    first, others = fitting[0], fitting[1:]
    if first == "iso":
        others = [sort for sort in others if sort == "sports"]
    for other in others:
        if differ := sorted(code for code in known if tables[first][code] != tables[other][code]):
            return OpenSorts((first, other), tuple(differ))
    return first


def country_of(text: str, sort: CodeSort | None) -> str | None:
    """The alpha-2 code of the country that a text of a column means, if it is clear; ``sort`` is the column's.

    A text that is no code of this sort is read as a name. Without a sort, it is what
    :func:`citygraph.domain.country_names.meanings` has, if that is one.

    >>> country_of("SUI", "sports"), country_of("SUI", None), country_of("Schweiz", "sports")
    ('CH', None, 'CH')
    """
    text = text.strip()
    if sort and (code := _tables()[sort].get(text.upper())):
        return code
    if sort and sort != "iso" and len(text) <= 3 and text.isascii():
        return None  # another sort would know it, but the column is not of that sort
    codes = meanings(text)
    return codes[0] if len(codes) == 1 else None
