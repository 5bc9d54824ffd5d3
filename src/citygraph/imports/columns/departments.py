"""``Department`` names parts of some countries, and offices of a town hall everywhere: the cells decide.

``departments.csv`` has the names of the departments; it is read for the first such column.
"""

from __future__ import annotations

import re
from functools import cache

from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.values.word_tables import rows_of

_DEPARTMENT = re.compile(r"d[eé]part(?:a|e)?m|dipartim|\bd[eé]p(?:t|art)?\b", re.IGNORECASE)
_SOME = 0.3
"""The share of known departments that shows what the others are, too."""


def may_be_offices(header: str) -> bool:
    """True if a header has a word that means a part of a country, or an office.

    >>> may_be_offices("Département"), may_be_offices("Province")
    (True, False)
    """
    return _DEPARTMENT.search(header) is not None


def has_departments(column: ColumnSurvey) -> bool:
    """True if some texts of a column are known departments, or other parts of countries or towns, after which most of
    them are called."""
    from citygraph.domain.gazetteer import is_a_name  # few columns need it

    def is_part(text: str) -> bool:
        return fold(text) in _departments() or bool(subdivision(text)) or is_a_name(text)

    return column.share(is_part) >= _SOME


@cache
def _departments() -> frozenset[str]:
    rows = rows_of("departments.csv", "citygraph.imports.columns")
    return frozenset(fold(name) for row in rows for name in row["names"].split(";"))
