"""The country that a row gives of a thing, or that it is about, and what has to be said of it."""

from __future__ import annotations

from citygraph.domain.countries import country_name
from citygraph.domain.country_codes import CodeSort, country_of
from citygraph.domain.country_names import also, also_part, meanings
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.countries import NO_CODE, CountryNames, CountryReading, part_instead
from citygraph.imports.entity import note
from citygraph.imports.report import ImportReport, RejectedRow
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.sums_of_countries import is_sum_of_countries

_LONGEST_CODE = 3


class RowCountries:
    """Reads the countries of rows. Of each name the report tells once."""

    def __init__(self, names: CountryNames, report: ImportReport) -> None:
        self._names = names
        self._report = report
        self._told_of: set[str] = set()

    def read(self, text: str, forms: CellForms, sort: CodeSort | None, where: str) -> CountryReading:
        """What a text in a column of countries says. ``sort`` is the sort of codes that the column holds."""
        if len(text) == 1 and text.isascii() and text.isupper():
            sort = "vehicle"  # codes of no other sort have one letter: D beside GB and IL
        found = self._names.read(text, sort, forms.beside)
        self._tell_of(found, where, found.remark)
        return found

    def meant(self, text: str, town: str, where: str) -> str:
        """The code of the country that a text means beside a town, if it is the name of a part of it here, though it
        is that of another country, too; else empty."""
        code = "" if self._names.is_said(text) else part_instead(text, town)
        if code:
            why = f"{text} is a part of {country_name(code)} here: GeoNames has {town} there, and none in the country"
            self._report.tell("read", where, town, f"{why} of this name")
        return code

    def is_open(self, text: str, town: str, where: str) -> bool:
        """True if the name of a country is also that of a part of another one, and GeoNames has a town in neither."""
        from citygraph.domain.gazetteer import places_called  # few rows of an import need it

        countries = {*meanings(text), also_part(text).partition("-")[0]}
        if self._names.is_said(text) or any(place.country in countries for place in places_called(town)):
            return False
        why = f"{text} can be a country, or a part of another one, and GeoNames has {town} in neither"
        self._report.tell("doubtful", where, town, f"{why}; no country is written, and the text is in the notes")
        return True

    def far(self, said: dict[str, str], code: str, text: str, where: str) -> str | None:
        """The country of a row whose place lies far from it: none if its name is also that of a part of a country."""
        why = f"its coordinates lie far from {country_name(code)}"
        if is_part := bool(subdivision(text) or also(text)):
            note(said, "country", text)
            why = f"{why}; {text} can be a part of another country, so no country is written; the text is in the notes"
        self._report.tell("doubtful", where, said.get("name", ""), why)
        return None if is_part else code

    def identify(self, said: dict[str, str], forms: CellForms, start: str, where: str, key: str | None) -> None:
        """A country itself has its code, from a column of codes or from its name; its ``key`` may say which of several
        countries of one name it is. A part of a country has none, and is
        no second spelling of it: *England* beside *United Kingdom*."""
        of_column = self._names.read(said.pop("country", ""), forms.country_sort.get(f"{start}country"))
        name = said.get("name", "")
        if is_sum_of_countries(name):
            raise RejectedRow(f"`{name}` is no country, but a sum of several, so its row is left out")
        found = self._names.read(name, forms.country_sort.get(f"{start}name"), forms.beside)
        if found.rest:  # `Sudan (until 2011)` may be another one
            found = CountryReading("", name, remark=NO_CODE)
        if found.is_ambiguous and key and (code := country_of(key, "iso")) in meanings(name):
            found = CountryReading(code or "", name)
        if of_column.code and found.code and of_column.code != found.code and not found.part:
            why = f"it is the name of {found.code}, though its row says {of_column.code}; the name counts"
            self._tell_of(found._replace(is_doubtful=True), where, why)
            note(said, "country", of_column.name)
            of_column = found
        code = of_column.code or found.code
        if found.part:
            if said.get("iso", code) == code:
                said.pop("iso", None)
                code = ""
            self._tell_of(found, where, f"{found.remark} It gets a record of its own, without the code {found.code}")
        elif not of_column.code and not said.get("iso") and name:
            self._tell_of(found, where, found.remark)
        if code:
            said.setdefault("iso", code)
            if f"{start}name" in forms.country_sort and len(name) <= _LONGEST_CODE:
                said["name"] = country_name(code) or name

    def _tell_of(self, found: CountryReading, where: str, why: str) -> None:
        """Tell of the name of a country, the first time that it stands in the files."""
        if why and found.name not in self._told_of:
            self._told_of.add(found.name)
            is_open = found.is_ambiguous or found.is_doubtful
            self._report.tell("doubtful" if is_open else "read", where, found.name, why)
