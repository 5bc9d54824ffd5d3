"""Signs of countries behind names, as on vehicles or at the Olympic Games: ``Besançon (F)``, ``Bern (SUI)``.

A sign may also be a part of the name: Halle (S) lies at the Saale. What GeoNames has under the names decides.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from citygraph.domain.country_codes import CodeSort, country_of, sort_of_codes
from citygraph.domain.gazetteer import places_called
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.forms_found import countries_option
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.options import ONE_NAME
from citygraph.imports.values import names

_SIGN = re.compile(r"[A-Z]{1,3}", re.ASCII)
_LOOKED_AT = 60
_MOST_ELSEWHERE = 0.34
"""The share of known names that may lie in other countries than their signs say: people misspell some."""
_SHOWN = 3


class SignsSeen(NamedTuple):
    """The ``sort`` of the signs behind the names of a column, if they are signs of countries; or a ``question``."""

    sort: CodeSort | None = None
    question: Question | None = None


def signs_behind(where: str, column: ColumnSurvey, others: Collection[str], said: Collection[str]) -> SignsSeen:
    """What the signs behind the names of a column are. ``others`` are the signs behind all names of the file, and
    ``said`` those that the user has explained."""
    found = list(_signed(column))
    signs = {sign for _, sign in found}
    sort = sort_of_codes({*signs, *others}) if signs else None
    if sort not in ("vehicle", "sports") or signs <= {*said}:
        return SignsSeen()
    known = [country_of(sign, sort) in countries for name, sign in islice(found, _LOOKED_AT)
             if (countries := {place.country for place in places_called(name)})]  # fmt: skip
    if any(known) and known.count(False) <= _MOST_ELSEWHERE * len(known):
        return SignsSeen(sort)
    if known and not any(known):
        return SignsSeen()  # Halle (S), Frankfurt (M)
    shown = found[:_SHOWN]
    codes = {sign: country_of(sign, sort) or "" for sign in sorted(signs)}
    readings = (
        Reading("countries", countries_option(codes),
                tuple(f"{name} | {codes[sign]}" for name, sign in shown)),
        Reading("parts of the names", f"--split {shlex.quote(f'{column.name}={ONE_NAME}')}",
                tuple(f"{name} ({sign})" for name, sign in shown)),
    )  # fmt: skip
    what = f"`{column.name}`: are {' and '.join(list(codes)[:_SHOWN])} behind the names signs of countries?"
    return SignsSeen(question=Question(where, what, readings))


def signs_in(columns: Sequence[ColumnSurvey]) -> set[str]:
    """All signs behind the names of columns."""
    return {sign for column in columns for _, sign in _signed(column)}


def _signed(column: ColumnSurvey) -> Iterator[tuple[str, str]]:
    """The names with a sign behind them, and the signs; none if other things stand there more often."""
    apart = [found for text in column.texts if (found := names.apart(names.bare(text)))]
    signed = [found for found in apart if _SIGN.fullmatch(found[1])]
    yield from signed if 2 * len(signed) > len(apart) else ()
