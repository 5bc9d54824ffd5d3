"""Shows what a file leaves open: its first texts in each reading side by side, and the option that chooses each."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from citygraph.imports.asking import Question
from citygraph.render.plain import visible
from citygraph.render.tables import console


def show(questions: Sequence[Question]) -> None:
    """Write questions to standard error."""
    from rich.table import Table

    out = console(sys.stderr, plain_width=100)
    for question in questions:
        out.print(f"citygraph: {visible(question.where)}: {visible(question.what)}", markup=False, highlight=False)
        rows = max((len(reading.samples) for reading in question.readings), default=0)
        if rows:
            table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
            if question.texts:
                table.add_column("in the file", overflow="fold")
            for reading in question.readings:
                table.add_column(visible(reading.says), overflow="fold")
            for row in range(rows):
                of_file = [visible(question.texts[row]) if row < len(question.texts) else ""] if question.texts else []
                table.add_row(*of_file, *(visible(each.samples[row]) if row < len(each.samples) else "" for each in
                                          question.readings))  # fmt: skip
            out.print(table)
        for reading in question.readings:
            out.print(
                f"  {visible(reading.says)}: {visible(reading.option)}", markup=False, highlight=False, soft_wrap=True
            )
    out.print("citygraph: nothing is written; choose, and import again", markup=False, highlight=False)
