"""Words for statuses in a column, whatever its header says: *Estado* may have regions, *Staat* countries."""

from __future__ import annotations

from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.columns.survey import ColumnSurvey, names_a_place
from citygraph.imports.values.status_phrases import tells_status
from citygraph.imports.values.status_stems import status_within

_HALF = 0.5


def are_statuses(column: ColumnSurvey) -> bool:
    """True if a column has words for statuses, and not one alone, under a header that says nothing of it. Those of
    members stand beside words for sorts of members: `Full member`."""
    enough = 0 if says_membership(column.name) else _HALF
    told = column.share(lambda text: tells_status(text) or status_within(text))
    return len(column.texts) > 1 and told >= enough and holds_statuses(column)


def holds_statuses(column: ColumnSurvey) -> bool:
    """True if a column has words for statuses, and its other texts are no names of places."""
    if column.sort != "texts" or not column.share(tells_status):
        return False
    return not any(names_a_place(text) for text in column.sample if not tells_status(text))
