"""Whose the figures in columns of years are, in a table of ties: those of an end, or of the tie."""

from __future__ import annotations

from itertools import islice

from citygraph.imports.columns.draft import LOOKED_AT, Draft
from citygraph.imports.columns.partnership_words import says_partnership
from citygraph.imports.columns.targets import ENDS


def whose_figures(draft: Draft) -> str:
    """The end whose figures stand in the columns of years; empty if they are those of the tie, or may be.

    A row that names no partner has only figures of the place it names. So has a place whose figures are the same beside
    each of its partners, and one whose figures stand before a column of partner towns.
    """
    ends = {side: draft.column_of(side) for side in ENDS["tie"]}
    if not all(ends.values()):
        return ""
    years = [one.name for one in draft.years]
    figures: dict[str, dict[str, set[tuple[str, ...]]]] = {side: {} for side in ends}
    rows_of: dict[str, dict[str, int]] = {side: {} for side in ends}
    for row in islice(draft.job.rows(), LOOKED_AT):
        of_row = tuple(row.get(name, "") for name in years)
        named = {side: row.get(name, "") for side, name in ends.items()}
        if any(of_row) and named["from"] and not named["to"]:
            return "from"
        for side, text in named.items():
            figures[side].setdefault(text, set()).add(of_row)
            rows_of[side][text] = rows_of[side].get(text, 0) + 1
    same = [side for side in ends if all(len(several) == 1 for several in figures[side].values())]
    again = [side for side in same if any(number > 1 for number in rows_of[side].values())]
    if len(again) == 1:
        return again[0]
    at = [draft.columns[name].index for name in years]
    first, partner = (draft.columns[ends[side]].index for side in ("from", "to"))
    stands_before = first < min(at) and max(at) < partner and says_partnership(ends["to"])
    return "from" if stands_before and "from" in same else ""
