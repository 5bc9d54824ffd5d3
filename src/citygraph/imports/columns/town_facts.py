"""Places and populations of one end of a tie: of which end they are, as GeoNames has its towns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from citygraph.domain.gazetteer import PopulatedPlace, places_called
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.survey import bare_name
from citygraph.imports.values.places import degrees, point

_PEOPLE = "observations.population"
_PLACES = ("lat", "lon", "coordinates")
_LOOKED_AT = 60
_NEAR = 0.4
"""So many degrees from each other, a place of the file and one of GeoNames are one."""
_ALIKE = 1.25
"""So many times as large, a population may still be that of another year."""
_MOSTLY = 0.8


class TownFacts:
    """What GeoNames says of columns of places and populations, which ``claims`` name, for each of the columns that name
    the ends (``owners``, by side)."""

    def __init__(
        self, claims: Sequence[Claim], owners: Mapping[str, str], rows: Callable[[], Iterable[Mapping[str, str]]]
    ) -> None:
        self._columns = {claim.inner: claim.column for claim in claims if claim.inner in (*_PLACES, _PEOPLE)}
        self._owners = owners
        self._rows = rows

    def side_of(self, inner: str) -> str:
        """The end whose towns fit a target; empty if none does, or both."""
        if inner in _PLACES:
            return self._places
        return self._people if inner == _PEOPLE else ""

    @cached_property
    def _places(self) -> str:
        return self._fitting(self._lies_there) if self._columns.keys() & {*_PLACES} else ""

    @cached_property
    def _people(self) -> str:
        return self._fitting(self._lives_there) if _PEOPLE in self._columns else ""

    def _fitting(self, fits: Callable[[Mapping[str, str], PopulatedPlace], bool | None]) -> str:
        shares: dict[str, float | None] = {}
        for side, owner in self._owners.items():
            found = []
            for row in islice(self._rows(), _LOOKED_AT):
                verdicts = [fits(row, place) for place in places_called(bare_name(row.get(owner, "")))]
                if verdicts and None not in verdicts:
                    found.append(any(verdicts))
            shares[side] = sum(found) / len(found) if found else None
        there = [side for side, share in shares.items() if share is not None and share >= _MOSTLY]
        return there[0] if len(there) == 1 and all(
            not share or share <= 1 - _MOSTLY for side, share in shares.items() if side != there[0]
        ) else ""  # fmt: skip

    def _lies_there(self, row: Mapping[str, str], place: PopulatedPlace) -> bool | None:
        """Whether a row has the place of a town; None if it has none that can be read."""
        try:
            if both := row.get(self._columns.get("coordinates", ""), ""):
                lat, lon = point(both)
            else:
                lat = degrees(row.get(self._columns.get("lat", ""), ""), "lat")
                lon = degrees(row.get(self._columns.get("lon", ""), ""), "lon")
        except ValueError:
            return None
        return max(abs(place.latitude - lat), abs(place.longitude - lon)) < _NEAR

    def _lives_there(self, row: Mapping[str, str], place: PopulatedPlace) -> bool | None:
        """Whether a row has the population of a town; None if it has none that can be read."""
        digits = "".join(filter(str.isdecimal, row.get(self._columns[_PEOPLE], "")))
        if not digits or not place.population:
            return None
        return 1 / _ALIKE <= float(digits) / place.population <= _ALIKE  # of any length, as no int is
