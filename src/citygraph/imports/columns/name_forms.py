"""What stands beside the names of a file: a register's words, a year, a country or a part of one, other names."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import islice

from citygraph.domain.country_codes import SORTS, country_of, sort_of_codes
from citygraph.domain.country_names import also_part, meanings, stated
from citygraph.domain.names import fold
from citygraph.domain.short_country_names import is_cut_short
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.abbreviated_countries import codes_of_short, countries_cut_short
from citygraph.imports.columns.capitals import see_capitals
from citygraph.imports.columns.claims import of_name_and_time
from citygraph.imports.columns.country_signs import SignsSeen, signs_behind, signs_in
from citygraph.imports.columns.forms_found import SHOWN, FormsFound, countries_option, named
from citygraph.imports.columns.survey import ColumnSurvey, bare_name
from citygraph.imports.countries import certain_country, country_and_part, is_name_of_several, part_instead
from citygraph.imports.options import ONE_NAME
from citygraph.imports.values import names
from citygraph.imports.values.articles import ARTICLES, article_behind, turned
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.countries_beside import code_beside, country_before
from citygraph.imports.values.regions_behind import is_part_behind
from citygraph.imports.values.register_words import register_name
from citygraph.imports.values.status_phrases import remarked

_LONGEST_CODE = 3
_MOSTLY = 0.5
_SHORT = 2
_FEW = 2
_NUMBERED = re.compile(r"(.*[^\W\d])\s\d{1,2}")
_ROWS = 100_000
_LOOKED_AT = 2000
"""How many names of a column are looked at for brackets."""


class NameForms:
    """Finds what stands beside the names of a file. ``columns`` are those of each target."""

    def __init__(self, of: FormsFound, columns: Mapping[str, Sequence[ColumnSurvey]]) -> None:
        self._of = of
        self._countries = {target: those[0].name for target, those in columns.items()
                           if target.endswith("country") and len(those) == 1}  # fmt: skip
        self._columns = {one.name: one for those in columns.values() for one in those}
        self._has_since = "since" in {*columns, *of.said.set}
        self._named = [one for target, those in columns.items() if target.endswith("name") for one in those]
        self._signs = signs_in(self._named)

    def see(self, target: str, about: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Look at the columns of names of a target that is ``about`` a node."""
        if self._of.shape == "tie" and self._of.said.set.get(f"{about}.type", self._of.said.type or "city") == "city":
            self._see_remarks(target, columns, forms)
            self._see_years(target, columns, forms)
        if self._of.said.set.get(f"{about}.type", self._of.said.type or "city") == "city":
            see_capitals(target, columns, forms)
        self._see_postcodes(target, columns, forms)
        self._see_articles(target, columns, forms)
        self._see_shared_countries(target, columns, forms)
        self._see_short_countries(target, columns, forms)
        self._see_countries(target, columns, forms)
        self._decide_brackets(target, columns, forms)
        if target not in forms.bracketed and not self._of.questions:
            self._tell_of_brackets(
                columns, {*forms.cut_short.get(target, {})} | (ARTICLES if target in forms.turned else set())
            )
        self._tell_of_numbers(columns)
        if any(self._of.said.split.get(column.name) == ONE_NAME for column in columns):
            forms.one_name.add(target)

    def _decide_words(self, target: str, column: ColumnSurvey, forms: CellForms) -> None:
        """What a register puts before or behind each name is no part of it, nor is what stands apart behind one
        (``Mainz, Stadt``), unless a rest would be another name of the column: a district has the name of its town."""
        found = {text: name for text in column.texts if (name := register_name(text))}
        if len(found) < max(len(column.texts), _FEW):
            names = set(map(fold, column.counts))
            found = {text: name for text, name in found.items() if name.is_apart}
            if any(fold(name.name) in names for name in found.values()):
                return
        if found:
            text, first = next(iter(found.items()))
            forms.words[target] = forms.words.get(target, frozenset()) | {name.word for name in found.values()}
            self._of.says.append(f"`{column.name}`: what a register adds to a name is taken off: {text} → {first.name}")

    def _see_remarks(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Words behind a partner that say how the tie stands, or since when, are no part of its name."""
        for column in columns:
            found = {text: said for text in column.texts if (said := remarked(text))}
            if found:
                forms.remarked.add(target)
                text, first = next(iter(found.items()))
                self._of.says.append(
                    f"`{column.name}`: words behind a name that say how the tie stands are taken apart, as in {text} → "
                    f"{first.name} | {', '.join(first.phrases)}"
                )

    def _see_years(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """A year behind a partner is no part of its name. Where the header says of what it is the year, the tie stands
        since then. Else it goes to the notes of the tie."""
        for column in columns:
            for text in column.texts:
                if found := names.year_beside(text):
                    forms.dated.add(target)
                    if not self._has_since and of_name_and_time(column.name):
                        forms.since.add(target)
                        self._of.says.append(f"`{column.name}`: a year behind a name is since when the tie "
                                             f"stands, as in {text} → {found[0]} | {found[1]}")  # fmt: skip
                        break
                    self._of.says.append(f"`{column.name}`: a year behind a name goes to the notes of the tie, "
                                     f"as in {text} → {found[0]} | {found[1]}; with a column of its own, "
                                     "--map since=COLUMN says since when the tie stands")  # fmt: skip
                    break

    def _see_postcodes(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Postcodes beside most names are no part of them, but where they tell places of one name apart."""
        found = [names.with_postcode(text, is_plain=True) for column in columns for text in column.texts]
        several = [apart for apart in found if apart]
        counts = Counter(fold(name) for name, _ in several)
        alike = frozenset(name for name, number in counts.items() if number > 1)
        if len(several) <= _MOSTLY * len(found) or len(alike) > _MOSTLY * len(counts):
            return
        forms.postcoded[target] = alike
        name, code = several[0]
        self._of.says.append(f"{named(columns)}: a postcode beside a name goes to the notes, as in {name} | {code}")

    def _see_articles(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Articles behind names go before them, if GeoNames has more of them so than it has without any article:
        `La` behind towns of Louisiana is none."""
        from citygraph.domain.gazetteer import places_called  # few columns need it

        texts = [text for column in columns if self._of.said.split.get(column.name) != ONE_NAME
                 for text in column.texts[:_LOOKED_AT]]  # fmt: skip
        found = [(text, one) for text in texts if (one := article_behind(text) or _article_inside(text))]
        known = [one for one in found if places_called(turned(*one[1]))]
        if known and 2 * len(known) > sum(bool(places_called(one[0])) for _, one in found):
            forms.turned.add(target)
            text, one = known[0]
            self._of.says.append(f"{named(columns)}: an article behind a name is put before it, as in "
                                 f"{text} → {turned(*one)}")  # fmt: skip

    def _see_shared_countries(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """*Georgia* beside a town that GeoNames lacks stays open, where other towns lie in the state of this name, or
        none is known to lie in the country."""
        of_country = self._countries.get(target.removesuffix("name") + "country")
        column = self._columns.get(of_country or "")
        shared = {text for text in column.texts if also_part(text)} if column else set[str]()
        if not of_country or len(columns) != 1 or not shared - self._of.said.countries.keys():
            return
        pairs = {(bare_name(row.get(columns[0].name, "")), row[of_country])
                 for row in islice(self._of.rows(), _ROWS) if row.get(of_country, "") in shared}  # fmt: skip
        known = {text: {part for town, other in pairs if other == text and (part := _lies_in(town, text))}
                 for text in shared}  # fmt: skip
        open_ = {text for text, found in known.items() if "part" in found or (subdivision(text) and not found)}
        forms.shared_countries[target.removesuffix("name")] = frozenset(open_)

    def _see_short_countries(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Countries cut short in a column beside the names: *Osnabrück* | *Dtl.*"""
        inner = target.removesuffix("name") + "country"
        column = self._columns.get(self._countries.get(inner, "") or "")
        short = {text for text in column.texts if is_cut_short(text)} if column else set[str]()
        short = {text for text in short - self._of.said.countries.keys() if not (meanings(text) or stated(text))}
        if column is None or not short or len(columns) != 1:
            return
        rows = islice(self._of.rows(), _ROWS)
        pairs = dict.fromkeys((bare_name(row.get(columns[0].name, "")), text)
                              for row in rows if (text := row.get(column.name, "")) in short)  # fmt: skip
        if found := codes_of_short(islice(pairs, _LOOKED_AT)):
            forms.cut_short[inner] = found
            self._tell_of_short(f"`{column.name}`: countries are cut short, as their towns show", found)

    def _tell_of_short(self, what: str, short: Mapping[str, str]) -> None:
        self._of.says.append(f"{what}: " + ", ".join(f"{text} = {code}" for text, code in islice(short.items(), SHOWN)))

    def _see_countries(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Countries cut short behind names (`Pisa (Ital.)`), and their codes beside them (`DE Halle`)."""
        from citygraph.domain.gazetteer import places_called  # few columns need it

        free = [column for column in columns if self._of.said.split.get(column.name) != ONE_NAME]
        if short := countries_cut_short(free):
            forms.cut_short[target] = short
            self._tell_of_short(f"{named(columns)}: countries cut short stand behind the names", short)
        for column in free:
            found = [one for text in column.texts[:_LOOKED_AT] if (one := code_beside(text))]
            sort = sort_of_codes(code for _, code in found)
            if len(found) < max(_FEW, 0.8 * len(column.texts[:_LOOKED_AT])) or not isinstance(sort, str):
                continue
            known = [country_of(code, sort) in countries for name, code in found
                     if (countries := {place.country for place in places_called(name)})]  # fmt: skip
            if 2 * sum(known) > len(known):
                forms.coded[target] = sort
                self._of.says.append(f"`{column.name}`: a code of a country stands beside each name, as in "
                                     f"{column.texts[0]} → {found[0][0]} | {found[0][1]}")  # fmt: skip

    def _decide_brackets(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Names with a country or a state behind them are told apart if the column shows that it is no part of them."""
        for column in columns:
            self._decide_words(target, column, forms)
            if self._of.said.split.get(column.name) == ONE_NAME:
                continue
            behind = [apart[1] for text in column.texts if (apart := _apart(text))]
            seen = self._signs_behind(column)
            if seen.question:
                self._of.questions.append(seen.question)
                continue
            if seen.sort:
                forms.sort_behind[target] = seen.sort
                forms.bracketed.add(target)
                self._of.says.append(
                    f"`{column.name}`: {SORTS[seen.sort]} stand behind the names, as in {_first_apart(column)}"
                )
                continue
            if behind and all(text in ARTICLES for text in behind):
                if target not in forms.turned:
                    self._of.says.append(f"`{column.name}`: articles behind names are no countries and stay, as in "
                                         f"{_first_apart(column)}")  # fmt: skip
                continue
            pairs = [one for text in column.texts if (one := _apart(text))]
            behind = [text for text in behind if text not in forms.cut_short.get(target, {})]
            known = [text for name, text in pairs if text not in forms.cut_short.get(target, {})
                     and (meanings(text) or is_part_behind(name, text) or text in self._of.said.countries
                          or country_and_part(text)[0])]  # fmt: skip
            if behind and len(known) >= max(1, 0.8 * len(behind)):
                forms.bracketed.add(target)
                codes = set(filter(_is_code, known))
                self._decide_parts(target, column, codes, forms)
                self._decide_parts(target, column, {*known} - codes, forms)
                side = "before" if any(map(country_before, column.texts[:SHOWN])) else "behind"
                self._of.says.append(
                    f"`{column.name}`: a country or a state {side} a name is told apart, as in {_first_apart(column)}"
                )

    def _tell_of_brackets(self, columns: Sequence[ColumnSurvey], read: Container[str]) -> None:
        """Tell of what stands in brackets behind names and stays there, once for a column, unless GeoNames has the
        whole as a name: *Frankfurt (Oder)*. What is ``read`` does not stay."""
        from citygraph.domain.gazetteer import places_called  # few columns need it

        for column in columns:
            plain = {text: names.bare(names.tidied(text).name) for text in column.texts[:_LOOKED_AT]
                     if not names.with_postcode(text)}  # fmt: skip
            behind = {text: apart[1] for text, name in plain.items() if (apart := names.in_brackets(name))}
            found = [text for text, word in behind.items()
                     if not (word in read or certain_country(word) or is_name_of_several(word)
                             or country_and_part(word)[0])]  # fmt: skip
            if self._of.said.split.get(column.name) != ONE_NAME and (
                left := [t for t in found if not places_called(t)]
            ):
                more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
                option = f"--split {shlex.quote(f'{column.name}={ONE_NAME}')}"
                self._of.says.append(
                    f"`{column.name}`: what stands in brackets behind names stays there, as in "
                    f"{', '.join(left[:SHOWN])}{more}; {option} says that it belongs there"
                )

    def _tell_of_numbers(self, columns: Sequence[ColumnSurvey]) -> None:
        """Tell of numbers behind names that are also there without one: marks of footnotes, or districts."""
        for column in columns:
            numbered = {text: found[1] for text in column.texts if (found := _NUMBERED.fullmatch(text))}
            if not numbered:
                continue
            bare = {fold(names.tidied(text).name) for one in self._named for text in one.texts}
            if both := [f"{text} beside {name}" for text, name in numbered.items() if fold(name) in bare]:
                self._of.says.append(
                    f"`{column.name}`: a number behind a name can be a footnote mark or a district, so it stays: "
                    + ", ".join(both[:SHOWN])
                )

    def _signs_behind(self, column: ColumnSurvey) -> SignsSeen:
        return signs_behind(self._of.where, column, self._signs, self._of.said.countries.keys())

    def _decide_parts(self, target: str, column: ColumnSurvey, behind: set[str], forms: CellForms) -> None:
        """``CA`` behind a name is California or Canada, and ``Georgia`` is a state or a country. What else stands
        behind the names of the column decides: other codes for codes, other names for names."""
        is_country = {text for text in behind if meanings(text)}
        open_ = sorted(text for text in is_country if subdivision(text) and text not in self._of.said.countries)
        if not open_ or self._rows_decide(target, column, frozenset(open_)):
            return
        parts = {part.country for text in behind - is_country for part in subdivision(text)}
        countries = [text for text in is_country if not subdivision(text)]
        if len(parts) == 1 and not countries:
            (of,) = parts
            if all(subdivision(text, of) for text in open_):
                forms.parts_of[target] = of
                return
        elif countries and not parts:
            return
        shown = [text for text in column.texts if (apart := _apart(text)) and apart[1] in open_][:SHOWN]
        last = [found[1] for text in shown if (found := _apart(text))]
        as_countries = {text: meanings(text)[0] for text in last}
        as_parts = {text: (subdivision(text, "US") or subdivision(text))[0] for text in last}
        readings = (
            Reading("a country", countries_option(as_countries), tuple(as_countries[text] for text in last)),
            Reading("a state or province", countries_option({text: part.country for text, part in as_parts.items()}),
                    tuple(f"{as_parts[text].name}, {as_parts[text].country}" for text in last)),
            Reading("neither: a part of the name", f"--split {shlex.quote(f'{column.name}={ONE_NAME}')}", tuple(shown)),
        )  # fmt: skip
        what = f"`{column.name}`: is {open_[0]} behind a name a country, or a part of one?"
        self._of.questions.append(Question(self._of.where, what, readings, tuple(shown)))

    def _rows_decide(self, target: str, column: ColumnSurvey, open_: Container[str]) -> bool:
        """True if each row with one of the texts behind its name says its country, and that is it, or has it."""
        of_country = self._countries.get(target.removesuffix("name") + "country")
        if of_country is None:
            return False
        for row in self._of.rows():
            apart = _apart(row.get(column.name, ""))
            if apart and apart[1] in open_:
                code = country_of(row.get(of_country, ""), None)
                if not code or not (subdivision(apart[1], code) or code in meanings(apart[1])):
                    return False
        return True

    def decide_lists(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Other names stand with semicolons between them, or else with commas, as programs write lists."""
        texts = [text for column in columns for text in column.texts]
        lists = [text for text in texts if len(names.in_list(text)) > 1]
        if len(lists) > max(2, 0.1 * len(texts)) and not any(";" in text for text in texts):
            forms.with_commas.add(target)
            self._of.says.append(f"{named(columns)}: commas stand between several names, as in {lists[0][:60]}")


def _apart(text: str) -> tuple[str, str] | None:
    """A name, and the country or state behind it, whatever else stands there."""
    return names.apart(names.bare(text))


def _lies_in(town: str, text: str) -> str:
    """Whether a town lies in the ``country`` of a name, or in the ``part`` of another one of that name; else empty."""
    from citygraph.domain.gazetteer import places_called  # few columns need it

    if any(place.country in meanings(text) for place in places_called(town)):
        return "country"
    return "part" if part_instead(text, town) else ""


def _article_inside(text: str) -> tuple[str, str] | None:
    """The article behind a name that has its country behind it, too: `Hague, The (Netherlands)`."""
    found = _apart(text)
    return article_behind(found[0]) if found else None


def _is_code(text: str) -> bool:
    """True for a code of a country or a part of one. `UK` is none: that country has another."""
    codes = meanings(text)
    is_short_name = len(text) == _SHORT and codes != () and text.upper() not in codes
    return len(text) <= _LONGEST_CODE and text.isascii() and not is_short_name


def _first_apart(column: ColumnSurvey) -> str:
    text, found = next((text, found) for text in column.texts if (found := _apart(text)))
    return f"{names.bare(text)} → {found[0]} | {found[1]}"
