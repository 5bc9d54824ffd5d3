"""Groups of columns that stand side by side, one for each partner: ``Partner, Country, Partner, Country``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from citygraph.imports.columns.claims import NAMING, Claim
from citygraph.imports.columns.survey import ColumnSurvey

_NUMBER = re.compile(
    r" \(again(?: \d+)?\)$|(?<![^\W_])(?:\d{1,2}(?:st|nd|rd|th|\.)?|[a-d])(?![^\W_])|(?<=[^\W\d_])\d{1,2}$",
    re.IGNORECASE,
)
"""What tells columns of one sort apart: ``Partner (again 3)``, ``Partner 2``, ``2nd partner``, ``Partner B``."""


def number_groups(columns: Mapping[str, ColumnSurvey], claims: Sequence[Claim]) -> None:
    """Give the columns of each partner a number, if several columns of one name have partners. What stands behind each
    of them (or, if nothing does, before it) under the same names is about it."""
    partners = [claim for claim in claims if claim.side == "to" and claim.inner == "name" and claim.group == "node"]
    partners.sort(key=lambda claim: columns[claim.column].index)
    if len(partners) < 2 or len({stem_of(claim.column) for claim in partners}) > 1:
        return
    if len({claim.number for claim in partners}) < len(partners) or not all(claim.number for claim in partners):
        for number, partner in enumerate(partners, 1):
            partner.number = str(number)
    for partner in partners:
        partner.is_again = False
    by_index = {column.index: name for name, column in columns.items()}
    of_column = {claim.column: claim for claim in claims}
    places = [columns[claim.column].index for claim in partners]
    ends = [*places[1:], len(columns)]
    behind = _alike([range(place + 1, end) for place, end in zip(places, ends, strict=True)], places, by_index)
    starts = [-1, *places[:-1]]
    before = _alike([range(start + 1, place) for start, place in zip(starts, places, strict=True)], places, by_index)
    first_may_be_of_town = bool(before) and _names_a_town(of_column.get(by_index.get(min(before) - 1, "")))
    for index, which in (behind or before).items():
        claim = of_column.get(by_index[index])
        if claim is None or (not behind and not which and first_may_be_of_town and claim.group == "node"):
            continue  # `City, Country, Partner, Country, Partner`: the first country may be that of the city
        if claim.side in ("", "to") and claim.inner not in NAMING:
            claim.number, claim.is_again = partners[which].number, False


def _names_a_town(claim: Claim | None) -> bool:
    return claim is not None and claim.inner == "name" and claim.side in ("", "from")


def _alike(groups: Sequence[range], places: Sequence[int], by_index: Mapping[int, str]) -> dict[int, int]:
    """By their place in the file: the columns that stand at the same place in their groups under the same name, each
    with the number of its group."""
    found = {
        index: (index - places[which], stem_of(by_index[index]))
        for which, group in enumerate(groups) for index in group if index in by_index
    }  # fmt: skip
    often = Counter(found.values())
    least = max(2, len(places) - 1)
    return {
        index: which for which, group in enumerate(groups) for index in group
        if index in found and often[found[index]] >= least
    }  # fmt: skip


def stem_of(name: str) -> str:
    """A header without what tells columns of one sort apart: ``partner`` of ``2nd partner``, ``Partner B``."""
    return " ".join(_NUMBER.sub(" ", name).casefold().replace("_", " ").split())
