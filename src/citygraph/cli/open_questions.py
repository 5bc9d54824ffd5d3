"""Shows what a file leaves open: its first texts in each reading side by side, and the option that chooses each."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from citygraph.cli.messages import warn
from citygraph.imports.asking import Question
from citygraph.render.plain import visible
from citygraph.render.tables import console


def show(questions: Sequence[Question]) -> None:
    """Write questions to standard error."""
    for question in questions:
        warn(f"{question.where}: {question.what}")
        _show_samples(question)
        width = max(len(reading.says) for reading in question.readings)
        for reading in question.readings:
            console(sys.stderr).print(f"  {visible(reading.says):{width}}  {visible(reading.option)}", soft_wrap=True)
    warn("nothing is written; add an option of each question, and import again")


_MOST_SIDE_BY_SIDE = 8
"""More readings would be columns of single letters."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def _as_text(sample: str) -> str:
    """A sample without the tags of HTML."""
    return visible(_TAG.sub("", sample) if "<" in sample else sample)


def _show_samples(question: Question) -> None:
    """The first texts, in a column for the file and one for each reading."""
    from rich.table import Table

    if len(question.readings) > _MOST_SIDE_BY_SIDE:
        return
    columns = [(reading.says, reading.samples) for reading in question.readings if reading.samples]
    if question.texts:
        columns.insert(0, ("in the file", question.texts))
    if not columns:
        return
    number = max(len(samples) for _, samples in columns)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for says, _ in columns:
        table.add_column(visible(says), overflow="fold")
    for at in range(number):
        table.add_row(*(_as_text(samples[at]) if at < len(samples) else "" for _, samples in columns))
    console(sys.stderr, plain_width=100).print(table)
