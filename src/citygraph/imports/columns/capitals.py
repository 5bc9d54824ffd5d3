"""Whether the names of a column begin with capitals, so that a text in small letters may be none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from citygraph.imports.columns.survey import ColumnSurvey, bare_name
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.no_names import letters_of

_LOOKED_UP = 60
_NAME_PARTS = 2


def see_capitals(target: str, columns: Sequence[ColumnSurvey], forms: CellForms, of_persons: bool = False) -> None:
    """See how names of a target are written. What GeoNames knows of a column of cities shows it, and of persons the
    names of several words."""
    texts = [bare_name(text) for column in columns for text in column.texts]
    odd = [text for text in texts if letters_of(text)]
    if not odd:
        return
    if of_persons:
        if any(_has_two_capitals(text) for text in texts):
            forms.capitals[target] = "each"
        return
    from citygraph.domain.gazetteer import is_a_name  # few columns need it

    known = [text for text in islice(odd, _LOOKED_UP) if is_a_name(text)]
    rest = (text for text in texts if text[:1].isupper() and not letters_of(text))
    if any(letters_of(text) == "small" for text in known) or not any(map(is_a_name, islice(rest, _LOOKED_UP))):
        return
    forms.capitals[target] = "first" if known else "each"


def _has_two_capitals(text: str) -> bool:
    return sum(word[0].isupper() for word in text.split()) >= _NAME_PARTS
