"""Hands the graph on: as a file for other programs (``formats``), as a picture, as a page for a browser, or as a graph
of networkx (``networkx_graph``).

The other modules are what these share. The functions here are methods of the world: they take names and lens options as
text. This room asks no question and does not know the store.
"""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Unpack

from citygraph.graph.asked import Asked, LensWords

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.outputs.formats import ExportResult
    from citygraph.outputs.page import PageSummary
    from citygraph.outputs.picture.drawing import Drawn, Form
    from citygraph.outputs.picture.facts import DrawnPath

TITLE = "Cities and their ties"
"""The title of a page or a picture if the caller gives neither a title nor an ego."""


def export(
    asked: Asked,
    target: Path | str | BinaryIO,
    *,
    format: str | None = None,
    ego: str | None = None,
    hops: int = 1,
    by_country: bool = False,
    weight: str | None = None,
    **lens: Unpack[LensWords],
) -> "ExportResult":
    """Write the part that the lens shows to a file or a stream, completely or not at all.

    With an ``ego``, write only the nodes up to ``hops`` ties away from it. With ``by_country``, write the countries of
    the part, with counts of the ties between them. With a ``weight``, write only the ties that have a figure of this
    property, with their latest one, or that of the lens's time, as their weight. Without ``format``, the file's suffix
    gives the format.

    Raises:
        CityGraphError: if there is no such format, or it has no place for weights; if the weights have several units;
            or if the file cannot be written.
    """
    from citygraph.outputs import formats

    seen = asked.lens(**lens)
    _, among = _near(asked, ego, hops, seen)
    where = Path(target) if isinstance(target, str) else target
    return formats.export(asked.view, where, seen, format=format, among=among, by_country=by_country, weight=weight)


def write_page(
    asked: Asked,
    file: Path | str,
    *,
    title: str | None = None,
    ego: str | None = None,
    hops: int = 1,
    **lens: Unpack[LensWords],
) -> "PageSummary":
    """Write an HTML page of the part that the lens shows; with an ``ego``, of the nodes up to ``hops`` ties away from
    it.

    Raises:
        CityGraphError: if the part is too large for a page, or the file cannot be written.
    """
    from citygraph.outputs import page

    seen = asked.lens(**lens)
    node, among = _near(asked, ego, hops, seen)
    return page.write_page(asked.view, Path(file), seen, title=title or _title(asked, node), among=among)


def draw(
    asked: Asked,
    file: Path | str,
    *,
    title: str | None = None,
    form: "Form | None" = None,
    ego: str | None = None,
    path: "DrawnPath | None" = None,
    hops: int = 1,
    **lens: Unpack[LensWords],
) -> "Drawn":
    """Draw the part that the lens shows as a map or a network, to a file that ends in .svg, .png or .pdf; with an
    ``ego`` or a ``path``, only the nodes up to ``hops`` ties away from it. A path stands out from what is near it.

    Raises:
        CityGraphError: if there is nothing to draw, or too much, or if the file cannot be written.
    """
    from citygraph.outputs.picture import drawing

    seen = asked.lens(**lens)
    node, among = _near(asked, ego, hops, seen)
    if path:
        among = {near for one in path.nodes for near in _near(asked, one, hops, seen)[1] or ()}
    title = title or _title(asked, node, path)
    return drawing.draw(
        asked.view, Path(file), seen, title=title, form=form, among=among, ego=node, path=path, hops=hops
    )


def _near(asked: Asked, ego: str | None, hops: int, lens: "Lens") -> tuple[str | None, set[str] | None]:
    """The id of the ego, and the ids of the nodes up to ``hops`` ties away; None and None without an ego."""
    if ego is None:
        return None, None
    from citygraph.graph.reach import within

    node = asked.resolve(ego)
    return node, within(asked.view, node, lens, hops=hops)


def _title(asked: Asked, ego: str | None, path: "DrawnPath | None" = None) -> str:
    if path:
        return f"From {asked.name(path.nodes[0])} to {asked.name(path.nodes[-1])}"
    return TITLE if ego is None else asked.describe(ego)[0]
