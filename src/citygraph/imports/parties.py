"""All parties of an agreement in one cell, ``Kraków / Wilno / Kijów``, or in columns side by side. A row becomes a row
for each two of them, the second in the column ``counterpart``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from citygraph.domain.country_names import meanings
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.partner_groups import stem_of
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


def joined(names: Sequence[str]) -> str:
    """What the user calls columns side by side together: ``Party A+Party B+Party C``."""
    return JOINED.join(names)


def counterpart_of(names: Sequence[str]) -> str:
    """The column that gets what stands beside the other party of each two: ``counterpart.Country A``."""
    return f"{COUNTERPART}.{names[0]}"


def stand_beside(names: Sequence[str], columns: Sequence[str]) -> list[list[str]]:
    """The groups of columns that stand beside those of the parties, under headers that differ as theirs do.

    >>> stand_beside(["City 1", "City 2"], ["City 1", "Country 1", "City 2", "Country 2", "Since"])
    [['Country 1', 'Country 2']]
    """
    places = [columns.index(name) for name in names]
    ends = [*places[1:], len(columns)]
    groups: dict[str, list[str]] = {}
    for place, end in zip(places, ends, strict=True):
        for name in columns[place + 1 : end]:
            groups.setdefault(stem_of(name), []).append(name)
    return [group for group in groups.values() if len(group) == len(names)]


def by_pair_of_columns(row: Mapping[str, str], names: Sequence[str]) -> Iterator[dict[str, str]]:
    """A row for each two parties in columns side by side, with what stands beside each; one row if there is none or one
    of them."""
    groups = [names, *stand_beside(names, list(row))]
    own = {name: text for name, text in row.items() if not any(name in group for group in groups)}
    filled = [at for at, name in enumerate(names) if row.get(name, "")]
    pairs = [*combinations(filled, 2)]
    for one, other in pairs or [(filled[0], -1) if filled else (0, -1)]:
        both = {joined(group): row.get(group[one], "") for group in groups}
        for group in groups:
            called = COUNTERPART if group is names else counterpart_of(group)
            both[called] = row.get(group[other], "") if pairs else ""
        yield own | both


def by_pair(row: Mapping[str, str], column: str) -> Iterator[dict[str, str] | tuple[str, str]]:
    """A row for each two parties in a cell; if a country stands among names there, the column and the cell."""
    parts = parties_in(row.get(column, ""))
    are_countries = [bool(meanings(part)) for part in parts]
    if any(are_countries) and not all(are_countries):
        yield column, row[column]
        return
    pairs = [*combinations(parts, 2)] or [(row.get(column, ""), "")]
    yield from ({**row, column: one, COUNTERPART: other} for one, other in pairs)
