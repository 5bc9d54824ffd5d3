"""The map of a brief."""

from __future__ import annotations

from citygraph.graph.asked import Asked
from citygraph.outputs.picture.drawing import SmallMap, small_map
from citygraph.questions.brief.document import BriefDocument

NO_MAP = "No map: no coordinates are written down."
"""The sentence in place of a map that cannot be drawn."""


def map_of(document: BriefDocument, asked: Asked) -> SmallMap | None:
    """The places that a document is about, with the ties between them; of one place, with all its ties that the
    document was asked for."""
    name = f"Map: {document.title}"
    return small_map(asked.view, document.lens, document.nodes, document.around, name=name)
