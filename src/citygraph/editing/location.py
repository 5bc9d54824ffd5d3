"""Where cities are: what the gazetteer says becomes part of their records, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citygraph.domain import gazetteer
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, add, change, written
from citygraph.folder.diagnostics import Where
from citygraph.graph.located import Located

SOURCE = "geonames"
"""The id of the source that the records get, if the folder has none of GeoNames."""


def note_places(draft: FolderDraft, found: Iterable[Located]) -> list[str]:
    """Give each city whose place is clear the keys that it lacks, and GeoNames as their source; the ids of the cities
    that change. A key that is in the file stays, also if it cannot be read.

    Raises:
        CityGraphError: if a file cannot be edited.
    """
    source = _source(draft.world.view.graph["sources"])
    clear = {Where("city", one.city): one for one in found if one.place}
    draft.find(clear)
    changed = []
    for where, one in clear.items():
        facts = one.facts(written(draft, where))
        if facts:
            change(draft, where, facts, [{"source": source or SOURCE}])
            changed.append(one.city)
    if changed and source is None:
        add(draft, SECTION_OF["source"], SOURCE, dict(gazetteer.SOURCE))
    return changed


def _source(sources: Mapping[str, Mapping[str, object]]) -> str | None:
    """The id of the folder's source of GeoNames; None if there is none."""
    if SOURCE in sources:
        return SOURCE
    return next((id for id, source in sources.items() if "geonames.org" in str(source.get("url", ""))), None)
