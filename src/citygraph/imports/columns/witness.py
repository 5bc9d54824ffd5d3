"""GeoNames as a witness: whether the cities that one column names lie in the countries or regions that another has.

A name that GeoNames does not have says nothing, nor does a country of the past. So a few rows decide nothing alone, and
the share of those that say something does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citygraph.domain.country_codes import OpenSorts, country_of, sort_of_codes
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import country_of_parts, subdivision
from citygraph.imports.columns.survey import bare_name

_MOSTLY = 0.8
_LOOKED_AT = 60
"""How many different pairs of a city and its larger place are looked up."""
_ENOUGH = 2
_LONGEST_CODE = 3


class Witness:
    """What GeoNames says of a column of countries or regions (``inner``), for each of the columns that name cities
    (``owners``). ``texts`` are all texts of the column: they show the sort of its codes."""

    def __init__(self, inner: str, column: str, owners: Iterable[str], texts: Iterable[str]) -> None:
        self._inner = inner
        self._column = column
        texts = list(texts)
        self._sort = sort_of_codes(texts) if inner == "country" else None
        self._of_codes = country_of_parts(texts) if inner == "region" else ""
        self._pairs: dict[str, dict[tuple[str, str], None]] = {owner: {} for owner in owners}
        self._found: dict[str, tuple[list[str], list[str]]] = {}

    def see(self, values: Mapping[str, str]) -> None:
        """Take note of a row."""
        if text := values.get(self._column, ""):
            for owner, pairs in self._pairs.items():
                if len(pairs) < _LOOKED_AT and (name := values.get(owner, "")):
                    pairs[bare_name(name), text] = None

    def lies_there(self, owner: str) -> list[str]:
        """The names that lie where the column says, each with that."""
        return self._looked_up(owner)[0]

    def lies_elsewhere(self, owner: str) -> list[str]:
        """The names that GeoNames has, but not where the column says."""
        return self._looked_up(owner)[1]

    def speaks_for(self, owner: str) -> bool:
        """True if most names of a column lie there."""
        there, elsewhere = self._looked_up(owner)
        return len(there) >= _MOSTLY * (len(there) + len(elsewhere)) > 0

    def speaks_against(self, owner: str) -> bool:
        """True if hardly any name of a column lies there, of several."""
        there, elsewhere = self._looked_up(owner)
        known = len(there) + len(elsewhere)
        return known >= _ENOUGH and len(elsewhere) >= _MOSTLY * known

    def has_several(self, owner: str) -> bool:
        """True if a name of a column stands beside several countries or regions."""
        names = [name for name, _ in self._pairs[owner]]
        return len(set(names)) < len(names)

    def prefers(self, owner: str, other: str) -> bool:
        """True if most names of one column lie there, and hardly one of the other."""
        there, not_there = len(self.lies_there(owner)), len(self.lies_elsewhere(other))
        of_other = len(self.lies_there(other))
        is_enough = there >= _ENOUGH or (there and not_there)
        return bool(is_enough) and self.speaks_for(owner) and of_other <= (1 - _MOSTLY) * max(there, not_there)

    def _looked_up(self, owner: str) -> tuple[list[str], list[str]]:
        if owner not in self._found:
            there: list[str] = []
            elsewhere: list[str] = []
            for name, text in self._pairs[owner]:
                lies = self._lies(name, text)
                if lies is not None:
                    (there if lies else elsewhere).append(f"{name}, {text}")
            self._found[owner] = there, elsewhere
        return self._found[owner]

    def _lies(self, name: str, text: str) -> bool | None:
        """Whether a city of a name lies in a country or region; None if nothing shows it."""
        from citygraph.domain.gazetteer import places_called  # few tables need it

        if self._inner == "country":
            code = None if isinstance(self._sort, OpenSorts) else country_of(text, self._sort)
            countries = {code} if code else set[str]()
        else:
            if fold(text) and fold(text) in fold(name):
                return True  # Cluj-Napoca lies in Cluj
            is_code = len(text) <= _LONGEST_CODE and text.isascii()  # AR is Arad, Arkansas or Aargau
            countries = {self._of_codes} - {""} if is_code else {part.country for part in subdivision(text)}
        places = places_called(name) if countries else []
        return any(place.country in countries for place in places) if places else None
