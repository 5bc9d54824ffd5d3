"""Lists beside lists: as many countries or years in a cell as names in the cell beside it. They belong together one by
one, and show that the names are several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.imports.columns.claims import PLACES
from citygraph.imports.columns.draft import LOOKED_AT
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey, Survey, bare_name, is_date
from citygraph.imports.columns.two_names import comma_of_two
from citygraph.imports.options import ONE_NAME, FileOptions
from citygraph.imports.values import names
from citygraph.imports.values.cell_lists import AND, LINE, SIGNS, between_towns, texts_in
from citygraph.imports.values.joined_names import has_and
from citygraph.imports.values.statuses import status_of

_YEAR_WITHIN = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_PAIR = 2
_DASHES = (" - ", " – ", " — ")
_MOSTLY = 0.5
"""Where the user says that a column has several names: the share of the rows with lists in which they are as many."""


class Paired(NamedTuple):
    """A column of ``names`` with the ``sign`` between them, and those ``beside`` it with theirs."""

    names: str
    sign: str
    beside: dict[str, str]


def paired_lists(survey: Survey, rows: Callable[[], Iterable[Mapping[str, str]]], said: FileOptions) -> list[Paired]:
    """The columns of names whose cells have several, as the lists beside them show: in each row they are as many. If
    the user says that a column has several names, lists beside it that mostly are as many belong to it, too."""
    beside = {name: sign for name, column in survey.columns.items()
              if name not in said.split and (sign := _sign_of_values(column))}  # fmt: skip
    named = [column.name for column in survey.columns.values() if _may_be_names(column, said)] if beside else []
    found = []
    for name in named:
        seen = {other: _PairedCells(sign, said.split.get(name, "")) for other, sign in beside.items() if other != name}
        for row in islice(rows(), LOOKED_AT):
            for other, pair in seen.items():
                pair.see(row.get(name, ""), row.get(other, ""))
        with_dates = {other for other in seen if _are_dates(survey.columns[other])}
        fits = {other: pair for other, pair in seen.items() if other not in with_dates and pair.fits()}
        fits |= {other: seen[other] for other in with_dates if seen[other].fits(are_dates=not fits)}
        signs = [sign for sign in SIGNS if all(sign in pair.signs for pair in fits.values())]
        sign = said.split.get(name) or (signs[0] if signs else "")
        if fits and sign:
            found.append(Paired(name, sign, {other: beside[other] for other in fits}))
            beside = {other: sign for other, sign in beside.items() if other not in fits}
    return found


class _PairedCells:
    """What the rows show of a column of names and one beside it. ``signs`` are those that cut the names into as many
    texts as the other cell has."""

    def __init__(self, beside: str, said: str) -> None:
        self._beside = beside
        self._said = said
        self.signs = {said} if said else set(SIGNS)
        self._lists = self._equal = self._longest = 0
        self._alone = self._has_towns = False
        self._behind: list[str] = []

    def see(self, named: str, other: str) -> None:
        """Take note of the cells of a row."""
        if not named or not other:
            return
        number = len(texts_in(other, self._beside))
        fit = {sign for sign in self.signs if len(texts_in(named, sign)) == number}
        if number > 1 and not self._said:
            fit = {sign for sign in fit if _may_cut(named, sign)}
        if number > 1:
            self._lists += 1
            self._equal += bool(fit)
            self._has_towns = self._has_towns or bool(
                fit and self._beside not in _DASHES and between_towns(named)
            )  # 1961 – 1965 is a stretch of time, too
            self._longest = max(self._longest, number)
            self._behind += [texts_in(named, sign)[-1] for sign in sorted(fit)[:1] if number == _PAIR]
        elif not self._said and names.looks_like_several(named):
            self._alone = True
        if not self._said:
            self.signs = fit

    def fits(self, are_dates: bool = False) -> bool:
        """True if the lists belong together. Two years beside one name may be those of two signatures, unless it is
        certain that it is two names."""
        if self._said:
            return self._equal > 0 and self._equal >= _MOSTLY * self._lists
        is_sure = not are_dates or self._longest > _PAIR or self._has_towns or (self._equal > 1 and self._are_towns())
        return bool(self.signs) and self._equal > 0 and is_sure and not self._alone

    def _are_towns(self) -> bool:
        """True if what stands last in pairs is mostly a town that GeoNames knows: no region behind a name."""
        from citygraph.domain.gazetteer import is_a_name  # only such lists need it

        return sum(is_a_name(bare_name(name)) for name in self._behind) > _MOSTLY * len(self._behind)


def _may_cut(named: str, sign: str) -> bool:
    """Whether a sign may stand between names: a comma may stand before a country, and a slash within one name."""
    texts = texts_in(named, sign)
    if not all(any(map(str.isalpha, text)) for text in texts):
        return False
    if sign == "/" and len(texts) == 2:
        return " / " in named
    has_comma_alone = sign in (",", "，", "،") or (sign == AND and not has_and(named))
    return len(texts) > _PAIR or not has_comma_alone or bool(comma_of_two(names.bare(named))) or named.count("(") > 1


def _sign_of_values(column: ColumnSurvey) -> str:
    """The sign between countries, dates or statuses in the cells of a column; empty if there are no such lists."""
    if column.has_lists or column.sort in ("numbers", "addresses", "objects", "places", "items"):
        return ""
    texts = [text for text in islice(column.texts, 400) if not meanings(text)]
    for sign in SIGNS:
        lists = [parts for text in texts if len(parts := texts_in(text, sign)) > 1]
        for fits in (_is_country, _is_full_date, _is_status):
            if lists and all(fits(part) for parts in lists for part in parts if part):
                return sign
    return ""


def _is_country(text: str) -> bool:
    return bool(meanings(text))


def _is_full_date(text: str) -> bool:
    return _YEAR_WITHIN.search(text) is not None and is_date(text)


def _is_status(text: str) -> bool:
    return status_of(text) is not None


def _are_dates(column: ColumnSurvey) -> bool:
    return any(map(_YEAR_WITHIN.search, column.first(20)))


def _may_be_names(column: ColumnSurvey, said: FileOptions) -> bool:
    """True if the header says that a column names places, or if the user says that it has several names."""
    if column.name in said.split:
        return said.split[column.name] != ONE_NAME
    if column.has_lists or column.sort not in ("texts", "countries"):
        return False
    meaning = meaning_of(column.name)
    of_places = (one for one in (meaning, *meaning.others) if one) if meaning else iter(())
    is_named = any(one.is_of_names and (one.thing in PLACES or one.side) for one in of_places)
    return is_named or (meaning is None and tells_of_ties(column.name))


def told(paired: Paired) -> Iterator[str]:
    """What is said of lists that the file itself shows to be such."""
    import shlex

    others = ", ".join(f"`{name}`" for name in paired.beside)
    option = f"--split {shlex.quote(f'{paired.names}={ONE_NAME}')}"
    where = "in lines" if paired.sign == LINE else f"with `{paired.sign}` between them"
    yield (f"`{paired.names}` has several names in a cell, {where}, and {others} as many texts: they belong together "
           f"one by one; {option} says otherwise")  # fmt: skip
