"""What the titles say that stand between the rows of a table: kinds of ties, or how the ties below them stand."""

from __future__ import annotations

from citygraph.imports.columns.claims import Claim, KindsCalled
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.readers import TITLE_OF_ROWS
from citygraph.imports.values.status_phrases import kind_and_status, tells_status

_WHY = "titles between the rows"


def claim_of_titles(column: ColumnSurvey, called: KindsCalled) -> Claim | None:
    """What the column of titles is for, if each of them says a kind of ties or how these stand. Titles of one kind that
    all say how its ties stand, as *former twin towns*, tell no kinds apart. ``called`` gives the kinds that a word can
    mean."""
    if column.name != TITLE_OF_ROWS:
        return None
    kinds = {text: ids for text in column.texts if (ids := _kinds(text, called))}
    statuses = {text for text in column.texts if _is_status(text)}
    if not column.texts or not statuses.issuperset(set(column.texts) - kinds.keys()):
        return None
    are_statuses = statuses.issuperset(column.texts) and len(set(kinds.values())) <= 1
    return Claim(column.name, "status" if are_statuses else "kind", "fact", "", _WHY, fits=2)


def _kinds(text: str, called: KindsCalled) -> tuple[str, ...]:
    found = kind_and_status(text)
    return tuple(called(found.name if found and found.name else text))


def _is_status(text: str) -> bool:
    found = kind_and_status(text)
    return bool(tells_status(text) or (found and tells_of_ties(found.name)))
