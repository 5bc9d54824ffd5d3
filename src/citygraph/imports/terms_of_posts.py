"""Rows of posts whose cells have several terms: a post is made for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from citygraph.imports.columns.mapping import JOINED, ColumnMapping
from citygraph.imports.values.terms import terms_in, terms_of


def one_term_each(row: dict[str, str], mapping: ColumnMapping) -> Iterator[tuple[dict[str, str], str]]:
    """The row once for each of the terms in its cells, with what has to be told of the first one; the row itself if it
    has one, or none."""
    since, until = (mapping.columns.get(target, ()) for target in ("since", "until"))
    if mapping.shape != "post" or len(since) != 1 or len(until) > 1 or JOINED in "".join((*since, *until)):
        yield row, ""
        return
    order = mapping.forms.date_order.get("since")
    begin, end = row.get(since[0], ""), row.get(until[0], "") if until else ""
    parts = [] if end else [{since[0]: text} for text in terms_in(begin, order)]
    if until and not parts:
        parts = [{since[0]: first, until[0]: last} for first, last in terms_of(begin, end, order)]
    for number, part in enumerate(parts):
        yield row | part, "" if number else f"{begin} – {end}" if end else begin
    if not parts:
        yield row, ""
