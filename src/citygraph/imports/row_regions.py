"""Parts of countries among towns: a province in a column of cities is a record of its level, and no city in silence."""

from __future__ import annotations

from collections.abc import Mapping

from citygraph.imports.countries import CountryNames
from citygraph.imports.report import ImportReport
from citygraph.imports.values.region_words import region_sign

_OF_LEVELS = ("level", "coordinates", "lat")
"""What says more than a name: its level, or the point where a town lies."""


class RowRegions:
    """Gives parts of countries their level. ``report`` has each."""

    def __init__(self, countries: CountryNames, report: ImportReport) -> None:
        self._country_names = countries
        self._report = report

    def mark(self, said: dict[str, str], where: str) -> None:
        """Give what a row says of a city a level, if its name is that of a part of a country; tell if it may be one."""
        if "name" not in said or any(target in said for target in _OF_LEVELS):
            return
        name = said["name"]
        sign = region_sign(name, self._country_of(said))
        if sign is None:
            return
        if sign.level:
            said["level"] = sign.level
            why = f"`{sign.word}` in the name says what it is" if sign.word else "it is a part of a country"
            self._report.tell("read", where, name, f"{why}, and no city: its level is {sign.level}")
        else:
            why = (
                "this may be the name of a part of a country, and of no city; a column with the target `level` says it"
            )
            self._report.tell("doubtful", where, name, why)

    @staticmethod
    def level_of_part(name: str, country: str, of_header: str) -> str:
        """The level of the larger place of others: by a word in its name, by that of its column, or as a part of its
        country; empty if nothing shows it, as for a city with districts."""
        sign = region_sign(name, country)
        return (sign.level if sign and sign.word else "") or of_header or (sign.level if sign else "")

    def _country_of(self, said: Mapping[str, str]) -> str:
        return self._country_names.read(said.get("country", ""), None).code or ""
