"""A cell with all parties of an agreement: ``Kraków – Lwów``, ``Kraków / Wilno / Kijów``. A row becomes a row for each
two of them, the second in the column ``counterpart``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from citygraph.domain.country_names import meanings
from citygraph.imports.values.joined_names import parted_by_words
from citygraph.imports.values.several import Several

COUNTERPART = "counterpart"
"""The column that gets the other party of each two."""
_SIGN = re.compile(r"\s*[;,/|•\n↔⇄、，；]\s*|\s+[–—-]\s+|(?<=\w)–(?=\w)")
_MOSTLY = 0.6


def parties_in(text: str) -> list[str]:
    """The names in a cell, whatever stands between them.

    >>> parties_in("Kraków – Lwów"), parties_in("Kraków / Wilno i Kijów"), parties_in("Aix-en-Provence")
    (['Kraków', 'Lwów'], ['Kraków', 'Wilno', 'Kijów'], ['Aix-en-Provence'])
    """
    parts = text.parts if isinstance(text, Several) else _SIGN.split(text)
    words = () if isinstance(text, Several) else (name for part in parts for name in parted_by_words(part))
    return [part.strip() for part in words or parts if part.strip()]


def may_be_parties(text: str) -> bool:
    """True if a cell has several names, most of them those of towns in GeoNames, and none of them of a country."""
    from citygraph.domain.gazetteer import is_a_name  # only cells of several names need it

    parts = parties_in(text)
    if len(parts) < 2 or any(map(meanings, parts)):
        return False
    return sum(map(is_a_name, parts)) >= _MOSTLY * len(parts)


def by_pair(row: Mapping[str, str], column: str) -> Iterator[dict[str, str] | tuple[str, str]]:
    """A row for each two parties; for a cell in which a country stands among names, the column and its text."""
    parts = parties_in(row.get(column, ""))
    are_countries = [bool(meanings(part)) for part in parts]
    if any(are_countries) and not all(are_countries):
        yield column, row[column]
        return
    pairs = [*combinations(parts, 2)] or [(row.get(column, ""), "")]
    yield from ({**row, column: one, COUNTERPART: other} for one, other in pairs)
