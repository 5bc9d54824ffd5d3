"""How the cells of a file are written, as its columns show it: dates, figures, codes of countries, and what stands
beside a name, each in a room of its own.

What a column leaves open for all its cells is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citygraph.domain.country_codes import sort_of_codes
from citygraph.domain.model import DateText, Number
from citygraph.domain.tie_rules import by_status
from citygraph.imports.columns.capitals import see_capitals
from citygraph.imports.columns.country_forms import CountryForms
from citygraph.imports.columns.date_forms import DateForms
from citygraph.imports.columns.figure_forms import FigureForms, is_negative
from citygraph.imports.columns.forms_found import FormsFound, named
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.name_forms import NameForms
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS, FACT_RECORDS, FIGURES, NODE_RECORDS, Shape, holds, split
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.courtesy import letters_are_courtesy, without_courtesy
from citygraph.imports.values.family_first import first_and_family, given_name_first
from citygraph.imports.values.footnote_marks import marks_behind
from citygraph.imports.values.region_words import level_of_header
from citygraph.imports.values.status_phrases import tells_status
from citygraph.imports.values.yes_or_no import answer_or_digit, status_asked, status_named

_MAY_HAVE_MARKS = ("name", "since", "until", "on", "agreement.signed")
_SORTS = {
    "country": "country",
    "lat": "latitude",
    "lon": "longitude",
    "coordinates": "coordinates",
    "key": "country",
    "iso": "country",
}
"""The sorts of cells, for what stands for nothing: NA is a code, too."""


def find_forms(found: FormsFound, columns: Mapping[str, Sequence[ColumnSurvey]]) -> CellForms:
    """The forms of the cells of the columns, which are given by target. ``found`` gets what stays open."""
    forms = CellForms(missing=frozenset(found.said.missing))
    dates, figures, countries = DateForms(found), FigureForms(found), CountryForms(found)
    of_names = NameForms(found, columns)
    for target, those in columns.items():
        about, inner = split(target, found.shape)
        if found.footnotes and found.shape == "tie" and inner in _MAY_HAVE_MARKS:
            _see_footnotes(found, target, those, forms)
        held = _held(found.shape, about, inner)
        if isinstance(held, DateText):
            if inner == "until" and found.shape == "tie":
                _see_answers(found, target, those, forms)
            dates.see(target, those, forms)
        elif isinstance(held, Number):
            if inner.startswith(f"{FIGURES}."):
                figures.decide_figures(target, inner, about, those, columns, forms)
            figures.decide_decimal(target, those, forms)
            forms.sorts[target] = "number" if any(column.share(is_negative) for column in those) else "figure"
        elif inner in _SORTS:
            forms.sorts[target] = _SORTS[inner]
        if inner == "country":
            countries.decide_codes(target, those, forms)
            if found.shape == "tie" and about in ENDS["tie"]:
                countries.see_remarks(target, those, forms)
        elif inner == "name" and about in ENDS[found.shape]:
            of_names.see(target, about, those, forms)
            forms.sorts[target] = "person" if _names_persons(found.shape, about, those) else "name"
            if forms.sorts[target] == "person":
                see_capitals(target, those, forms, of_persons=True)
                _see_courtesy(found, target, those, forms)
                places = columns.get("of.name", ()) if not about else ()
                _see_family_names_first(found, target, those, forms, places)
            sort = sort_of_codes(text for column in those for text in column.counts)
            if isinstance(sort, str):  # it counts where the things are countries
                forms.country_sort[target] = sort
        elif inner == "part_of":
            forms.level_of_parts[target] = next(filter(None, (level_of_header(column.name) for column in those)), "")
        elif inner == "aliases":
            of_names.decide_lists(target, those, forms)
        elif inner == "status":
            _see_answers(found, target, those, forms)
    dates.decide_order(columns, forms)
    return forms


def _see_footnotes(found: FormsFound, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
    """A mark may lead to a note below the table that says how the tie stands."""
    for column in columns:
        for text in column.texts:
            for mark in marks_behind(text):
                note = found.footnotes.get(mark, "")
                if note and tells_status(note) and (target, mark) not in forms.footnotes:
                    forms.footnotes[target, mark] = note
                    found.says.append(
                        f"`{column.name}`: the mark {mark}, as in {text}, leads to `{note}`: so these ties stand"
                    )


def _see_answers(found: FormsFound, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
    """A column may ask whether the tie is active, or ended: then a *yes* says that it is. What a *no* to *active* means
    stays open: dormant, or ended. A *yes* may stand among dates, too: ``Ended`` with *x* and *2015*."""
    for column in columns:
        asked = status_named(column.name)
        if target == "status":
            asked = found.yes or asked or (status_asked(column.name) if meaning_of(column.name) else None)
        if asked and column.share(lambda text: answer_or_digit(text) is not None):
            forms.asked[column.name] = asked
            if target == "status":
                forms.sorts[target] = "answer"
            else:
                forms.asked_among_dates.add(column.name)
            no = "" if by_status(asked).is_plain else "; a no says nothing else"
            found.says.append(f"`{column.name}`: a yes means `{asked}`{no}")


def _see_courtesy(found: FormsFound, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
    """How persons are addressed is no part of their names."""
    texts = [text for column in columns for text in column.texts]
    if letters_are_courtesy(texts):
        forms.courtesy.add(target)
    shown = next(((text, name) for text in texts
                  if (name := without_courtesy(text, target in forms.courtesy)) != text), None)  # fmt: skip
    if shown:
        found.says.append(
            f"{named(columns)}: how persons are addressed is taken off their names: {shown[0]} → {shown[1]}"
        )


def _see_family_names_first(
    found: FormsFound, target: str, columns: Sequence[ColumnSurvey], forms: CellForms, places: Sequence[ColumnSurvey]
) -> None:
    """*Kahr, Elke* is turned round if the column as a whole has this form. What stands behind the comma may be the
    place of the post instead."""
    texts = [text for column in columns for text in column.texts]
    in_form = [text for text in texts if (parts := first_and_family(text)) and not any(
        parts[0] in column.counts for column in places)]  # fmt: skip
    if not in_form or target in forms.bracketed:
        return
    name, shown = named(columns), in_form[0]
    if len(in_form) >= _MOSTLY * len(texts):
        forms.family_first.add(target)
        found.says.append(f"`{name}`: family names stand first, so they are put last: "
                          f"{shown} → {given_name_first(shown)}")  # fmt: skip
    else:
        found.says.append(f"`{name}`: {len(in_form)} of {len(texts)} names may have the family name first, as {shown}; "
                          "the others have not, so all stay as they are")  # fmt: skip


_MOSTLY = 0.8


def _names_persons(shape: Shape, about: str, columns: Sequence[ColumnSurvey]) -> bool:
    """True if a column of names has those of persons: the officials of posts, or as its header says."""
    said = [meaning_of(column.name) for column in columns]
    of_persons = any(meaning is not None and meaning.thing == "person" for meaning in said)
    return of_persons or (shape == "post" and not about)


def _held(shape: Shape, about: str, inner: str) -> object:
    if about == "row":
        return DateText() if inner == "source.published" else None
    if about == "facts":
        return holds(FACT_RECORDS[shape], inner)
    return next((found for one in NODE_RECORDS.values() if (found := holds(one, inner))), None)
