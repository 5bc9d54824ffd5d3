"""Where cities are: what the gazetteer says becomes part of their records, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from citygraph.domain import gazetteer
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, add, change, written
from citygraph.folder.diagnostics import Where
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.graph.located import Located

SOURCE = "geonames"
"""The id of the source that the records get, if the folder has none of GeoNames."""


class Noted(NamedTuple):
    """The ids of the cities that change, and of those that are ``left``, since their place in a file cannot be
    edited."""

    changed: list[str]
    left: list[str]


def note_places(draft: FolderDraft, found: Iterable[Located]) -> Noted:
    """Give each city whose place is clear the keys that it lacks, and GeoNames as their source. A key that is in the
    file stays, also if it cannot be read. The draft's remarks say which cities are left, and why.

    Raises:
        CityGraphError: if a file cannot be read.
    """
    source = _source(draft.world.view.graph["sources"])
    clear = {Where("city", one.city): one for one in found if one.place}
    draft.find(clear)
    noted = Noted([], [])
    for where, one in clear.items():
        facts = one.facts(written(draft, where))
        if not facts:
            continue
        try:
            change(draft, where, facts, [{"source": source or SOURCE}])
            noted.changed.append(one.city)
            draft.remarks += _other_country(draft, one)
        except CannotEdit as error:
            draft.remarks.append(f"`{one.city}` stays as it is: {error}")
            noted.left.append(one.city)
    if noted.changed and source is None:
        add(draft, SECTION_OF["source"], SOURCE, dict(gazetteer.SOURCE))
    return noted


def _other_country(draft: FolderDraft, one: Located) -> list[str]:
    """A line for a place that the user has said, and that is in another country than the record."""
    world, said = draft.world, draft.world.view.nodes[one.city]["country"]
    if said is None or one.place is None or one.place.country == said:
        return []
    there = world.country_name(one.place.country)
    return [
        f"`{one.city}` is in {world.country_name(said)}, and GeoNames has the place in {there}; is it the right one?"
    ]


def _source(sources: Mapping[str, Mapping[str, object]]) -> str | None:
    """The id of the folder's source of GeoNames; None if there is none."""
    if SOURCE in sources:
        return SOURCE
    return next((id for id, source in sources.items() if "geonames.org" in str(source.get("url", ""))), None)
