"""What the columns of a table without a header show, so that the user can name them by number."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from itertools import pairwise

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.whose_list import Owner
from citygraph.imports.marks import OTHERS

_LONGEST = 24
_OF_WORDS = 0.5
_MOST = 6
"""How many columns may be the name."""


def which_has_the_name(where: str, columns: Sequence[ColumnSurvey], whose: Sequence[Owner] = ()) -> Question:
    """The question which column has the name, with options for what the others seem to be. ``whose`` partners these are
    may be known: then that is offered first."""
    words = [column for column in columns if has_words(column) and column.sort != "countries"][:_MOST]
    texts = words or columns[:_MOST]
    readings: list[Reading] = []
    partners: list[Reading] = []
    for column in texts:
        others = _suggested(column, columns)
        maps = {"name": column.name} | {target: name for target, name in others.items() if name != column.name}
        option = " ".join(f"--map {target}={shlex.quote(name)}" for target, name in maps.items())
        readings.append(Reading(f"column {column.name}", f"--no-header {option}", _values(column)))
        ends = " ".join(f"--map to.{target}={shlex.quote(name)}" for target, name in maps.items() if target != "key")
        partners += [
            Reading(owner.says(f"column {column.name}: partners of"),
                    f"--no-header {owner.option()} {ends}",
                    tuple(f"{owner.shown} → {text}" for text in _values(column)))
            for owner in whose
        ]  # fmt: skip
    readings += [
        _with_countries(
            pair_of_ends(one, other, "--no-header ")._replace(says="ties between both"), one, other, columns
        )
        for one, other in pairwise(words[:2])
    ]
    if len(words) > 2 and all(column.sort == "texts" for column in words):
        first, second = words[0], words[1]
        pairs = zip(_values(first), _values(second), strict=False)
        option = f"--no-header --map from.name={shlex.quote(first.name)} --map to.name={OTHERS}"
        readings.append(Reading(f"ties of `{first.name}` with each of the others", option,
                                tuple(f"{start} → {end} …" for start, end in pairs)))  # fmt: skip
    what = f"there is no header; which of its {len(columns)} columns has the name?"
    return Question(where, what, (*partners, *readings))


def _with_countries(
    reading: Reading, one: ColumnSurvey, other: ColumnSurvey, columns: Sequence[ColumnSurvey]
) -> Reading:
    """Ties whose ends have each a column of countries behind them."""
    behind = [_country_of(end, columns) for end in (one, other)]
    if "" in behind or len({*behind}) < len(behind):
        return reading
    maps = (f"--map {side}.country={shlex.quote(name)}" for side, name in zip(("from", "to"), behind, strict=True))
    return reading._replace(option=" ".join((reading.option, *maps)))


def pair_of_ends(
    one: ColumnSurvey, other: ColumnSurvey, before: str = "", of: Sequence[Mapping[str, str]] = ()
) -> Reading:
    """The reading of two columns of names as both ends of a tie; ``before`` stands before the option. ``of`` are the
    first rows."""
    option = f"{before}--map from.name={shlex.quote(one.name)} --map to.name={shlex.quote(other.name)}"
    pairs = [(row.get(one.name, ""), row.get(other.name, "")) for row in of] or zip(
        _values(one), _values(other), strict=False
    )
    return Reading(
        f"ties between `{one.name}` and `{other.name}`", option, tuple(f"{start} → {end}" for start, end in pairs)
    )


def has_words(column: ColumnSurvey) -> bool:
    """Whether a column may have names: it has words, and neither dates nor addresses."""
    return column.sort in ("texts", "countries") and column.share(_is_word) >= _OF_WORDS


def _is_word(text: str) -> bool:
    """Whether a text is no code and no number."""
    return len(text) > 1 and any(sign.isalpha() and not sign.isupper() for sign in text)


def _values(column: ColumnSurvey) -> tuple[str, ...]:
    return tuple(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in column.first())


def _country_of(column: ColumnSurvey, columns: Sequence[ColumnSurvey]) -> str:
    """The column of the countries of names: the next one behind them, or else the first; empty if there is none."""
    countries = [one for one in columns if one.sort == "countries" and one is not column]
    behind = [one for one in countries if one.index > column.index]
    return next((one.name for one in (*behind, *countries)), "")


def _suggested(of: ColumnSurvey, columns: Sequence[ColumnSurvey]) -> dict[str, str]:
    """What the contents of columns suggest beside a column of names. Nothing is read by it before the user says so."""
    found = {}
    if columns and columns[0].is_of_ids and (not columns[0].is_whole or len(columns[0].counts) == columns[0].filled):
        found["key"] = columns[0].name
    if country := _country_of(of, columns):
        found["country"] = country
    for one, other in pairwise(columns):
        if _are_degrees(one, 90) and _are_degrees(other, 180):
            return found | {"lat": one.name, "lon": other.name}
    return found


def _are_degrees(column: ColumnSurvey, most: float) -> bool:
    def fits(text: str) -> bool:
        try:
            return "." in text and abs(float(text)) <= most
        except ValueError:
            return False

    return column.sort == "numbers" and column.share(fits) >= 0.95
