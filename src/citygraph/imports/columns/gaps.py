"""A name that is written once, with empty cells below it: do they mean the one above?"""

from __future__ import annotations

import shlex
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.options import ONE_NAME

_ENDS = {"tie": ("from", "to"), "post": ("of", "name")}
"""By what a row describes: what is often written once, and what each row has."""
_FEW_ROWS = 0.2
"""The share of rows that may lack an end before that is asked about."""


def ask_about_gaps(draft: Draft) -> None:
    """Ask about the empty cells below a name that no other row repeats, if each row has the other end."""
    is_open = draft.shape in _ENDS and draft.job.sort == "table" and _is_written_once(draft)
    if draft.said.fill_down == [ONE_NAME] and not is_open:
        draft.says.append(f"{draft.job.where}: --fill-down {ONE_NAME} changes nothing: no name is written once for "
                         "several rows")  # fmt: skip
    if draft.said.fill_down or not is_open:
        return
    side, other = (draft.column_of(end) or draft.found.get(end, [""])[0] for end in _ENDS[draft.shape])
    about = [name for target, names in draft.found.items() if target.partition(".")[0] == _ENDS[draft.shape][0]
             for name in names if name in draft.columns]  # fmt: skip
    rows = list(islice((row for row in draft.job.rows() if not row.get(side)), SHOWN))
    before = ""
    above: list[str] = []
    for row in islice(draft.job.rows(), LOOKED_AT):
        before = row.get(side) or before
        if not row.get(side) and len(above) < SHOWN:
            above.append(before)
    readings = (
        Reading("the name above", " ".join(f"--fill-down {shlex.quote(name)}" for name in dict.fromkeys(about)),
                tuple(f"{name} – {row.get(other, '')}" for name, row in zip(above, rows, strict=True))),
        Reading("nothing: such rows name one end", f"--fill-down {ONE_NAME}",
                tuple(f"… – {row.get(other, '')}" for row in rows)),
    )  # fmt: skip
    empty = draft.job.survey.rows - draft.columns[side].filled
    what = f"`{side}` is empty in {empty:,} of {draft.job.survey.rows:,} rows: what do its empty cells mean?"
    draft.questions.append(Question(draft.job.where, what, readings))


def _is_written_once(draft: Draft) -> bool:
    """True if the first row has both ends, all others the second, many not the first, and no name stands twice."""
    side, other = (draft.column_of(end) or draft.found.get(end, [""])[0] for end in _ENDS[draft.shape])
    if side not in draft.columns or other not in draft.columns or draft.spread:
        return False
    column, rows = draft.columns[side], draft.job.survey.rows
    is_once = column.is_whole and len(column.counts) == column.filled
    is_full = draft.columns[other].filled == rows and bool(draft.job.survey.first[0].get(side))
    return is_once and is_full and rows - column.filled > _FEW_ROWS * rows
