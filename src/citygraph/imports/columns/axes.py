"""Columns called *X* and *Y*: degrees, if GeoNames has the towns of the rows there.

They may also be metres of a map, or where a drawing of a network has its nodes. Then nothing is said of them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from citygraph.domain.gazetteer import places_called
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.draft import Draft
from citygraph.imports.values.places import degrees

_NAMES = {
    axis: {f"{before}{axis}{behind}" for before in ("", "coord", "coord_", "coordinate ", "koordinate ", "coordonnée ")
           for behind in ("", "_coord", "coord", " coordinate", "-koordinate", "coordinate")}
    for axis in "xy"
}  # fmt: skip
_LOOKED_AT = 50
_NEAR = 0.4
"""So many degrees from each other, a place of the file and one of GeoNames are one."""
_MOST = 0.5


def with_axes(draft: Draft, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, with the latitude and the longitude of the towns of a register, if two columns called X and Y have
    them: their headers say nothing more."""
    axes = [next((one for one in draft.columns if one.casefold() in _NAMES[axis] and one not in draft.uses), "")
            for axis in "xy"]  # fmt: skip
    others = [claim for claim in claims if claim.column not in axes]
    names = [claim.column for claim in others if claim.inner == "name"]
    taken = {*draft.found, *draft.constants, *(claim.inner for claim in others)}
    if not all(axes) or len(names) != 1 or taken & {"lat", "lon", "coordinates"} or any(one.side for one in others):
        return list(claims)
    for lon, lat in (axes, axes[::-1]):
        if _lie_there(draft, names[0], lat, lon):
            why = "contents: GeoNames has the towns there"
            return [*others, *(Claim(column, inner, "node", why=why, fits=2)
                               for column, inner in ((lat, "lat"), (lon, "lon")))]  # fmt: skip
    return list(claims)


def _lie_there(draft: Draft, name: str, lat: str, lon: str) -> bool:
    """True if most towns that GeoNames knows by name lie where two columns say."""
    found = []
    for row in islice(draft.job.rows(), _LOOKED_AT):
        if not (places := places_called(row.get(name, ""))):
            continue
        try:
            north, east = degrees(row.get(lat, ""), "lat"), degrees(row.get(lon, ""), "lon")
        except ValueError:
            found.append(False)
            continue
        found.append(any(max(abs(at.latitude - north), abs(at.longitude - east)) < _NEAR for at in places))
    return bool(found) and sum(found) > _MOST * len(found)
