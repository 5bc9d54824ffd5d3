"""A name that is written once for several rows, with empty cells below it: do they mean the one above?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.options import ONE_NAME

_ENDS = {"tie": ("from", "to"), "post": ("of", "name")}
"""By what a row describes: what is often written once, and what each row has."""
_FEW_ROWS = 0.2
"""The share of rows that may lack an end before that is asked about."""
_FEWEST = 2
"""How many empty cells show blocks of rows: of countries, and where a name stands in several rows of its block."""
_HALF = 0.5


class _Gaps(NamedTuple):
    """A column ``of`` names or countries that stand once for several rows, the columns ``about`` them, which are filled
    down together, and the column that each row has."""

    of: str
    about: tuple[str, ...]
    other: str
    is_an_end: bool


def ask_about_gaps(draft: Draft) -> None:
    """Ask about the empty cells below a name or a country, if each of those rows has the other end and each name has
    one block of rows. A name without the other end is that of a town without a partner."""
    is_table = draft.job.sort == "table" and not draft.spread
    found = [gaps for gaps in _possible(draft) if _stand_in_blocks(draft, gaps)] if is_table else []
    if draft.said.fill_down == [ONE_NAME] and not found:
        draft.says.append(f"{draft.job.where}: --fill-down {ONE_NAME} changes nothing: no name is written once for "
                         "several rows")  # fmt: skip
    if draft.said.fill_down or not found:
        return
    fillings = [(gaps, gaps.about) for gaps in found]
    if len(found) > 1:
        fillings.insert(0, (found[0], tuple(dict.fromkeys(name for gaps in found for name in gaps.about))))
    readings = [
        Reading("the one above" if len(fillings) == 1 else f"the one above, in `{'` and `'.join(names)}`",
                " ".join(f"--fill-down {shlex.quote(name)}" for name in names), _shown(draft, gaps, names))
        for gaps, names in fillings
    ]  # fmt: skip
    nothing = "such rows name one end" if found[0].is_an_end else "such rows name no country"
    readings.append(Reading(f"nothing: {nothing}", f"--fill-down {ONE_NAME}", _shown(draft, found[0], ())))
    rows = draft.job.survey.rows
    empty = " and ".join(f"`{gaps.of}` is empty in {rows - draft.columns[gaps.of].filled:,}" for gaps in found)
    what = f"{empty} of {rows:,} rows: what do its empty cells mean?"
    draft.questions.append(Question(draft.job.where, what, tuple(readings)))


def _possible(draft: Draft) -> Iterator[_Gaps]:
    """The column of the end that may be written once, and those of countries, if they have empty cells."""
    if draft.shape in _ENDS:
        side, other = _ENDS[draft.shape]
        of, has_all = (draft.column_of(end) or draft.found.get(end, [""])[0] for end in (side, other))
        about = [name for target, names in draft.found.items() if target.partition(".")[0] == side for name in names]
        yield _Gaps(of, (of, *_empty_with(draft, of, about)), has_all, is_an_end=True)
    for target, countries in draft.found.items():
        end, dot, what = target.rpartition(".")
        if what == "country" and (draft.shape not in _ENDS or end != _ENDS[draft.shape][0]):
            yield _Gaps(countries[0], (countries[0],), next(iter(draft.found.get(f"{end}{dot}name", ())), ""), False)


def _empty_with(draft: Draft, of: str, names: list[str]) -> list[str]:
    """Those columns that are empty wherever a column is: what stands there is written once, too."""
    open_names = [name for name in dict.fromkeys(names) if name in draft.columns and name != of]
    for row in islice(draft.job.rows(), LOOKED_AT):
        if not row.get(of):
            open_names = [name for name in open_names if not row.get(name)]
    return open_names


def _stand_in_blocks(draft: Draft, gaps: _Gaps) -> bool:
    """True if the first row has a name, all rows without one the other end, many not the name, and each name has one
    block of rows. Of a country, GeoNames has to have most of those towns in it: remarks and unknown towns show
    nothing."""
    rows = draft.job.survey.rows
    if gaps.of not in draft.columns or gaps.other not in draft.columns:
        return False
    empty, without = (rows - draft.columns[name].filled for name in (gaps.of, gaps.other))
    if without and not (gaps.is_an_end and without + empty <= rows):
        return False
    if not draft.job.survey.first[0].get(gaps.of) or empty <= _FEW_ROWS * rows:
        return False
    above, again, seen = "", False, set[str]()
    fits = 0
    for row in islice(draft.job.rows(), LOOKED_AT):
        name = row.get(gaps.of, "")
        if not name and not row.get(gaps.other):
            return False
        if name and name != above and name in seen:
            return False
        again = again or (bool(name) and name == above)
        above = name or above
        seen.add(above)
        if not name and not gaps.is_an_end:
            fits += _lies_in(row.get(gaps.other, ""), above)
    if gaps.is_an_end:
        return empty >= _FEWEST or not again
    return empty >= _FEWEST and fits > empty * _HALF


def _lies_in(name: str, country: str) -> int:
    """1 if GeoNames has a place of a name in a country, -1 if elsewhere only, 0 if nothing is known."""
    from citygraph.domain.gazetteer import places_called  # few files have such gaps

    codes, places = meanings(country), places_called(name)
    if not codes or not places:
        return 0
    return 1 if any(place.country in codes for place in places) else -1


def _shown(draft: Draft, gaps: _Gaps, filled: tuple[str, ...]) -> tuple[str, ...]:
    """The first rows with an empty cell, as they are read if some columns are filled down."""
    shown: list[str] = []
    above = ""
    rows: Iterator[Mapping[str, str]] = islice(draft.job.rows(), LOOKED_AT)
    while len(shown) < SHOWN and (row := next(rows, None)) is not None:
        above = row.get(gaps.of) or above
        if not row.get(gaps.of):
            shown.append(f"{above if gaps.of in filled else '…'} – {row.get(gaps.other, '')}")
    return tuple(shown)
