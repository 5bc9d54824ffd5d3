"""A part of the graph as a file: for other programs (``formats``), as a picture, as a page for a browser.

What these share lies beside them. The functions here are methods of the world: they take names and words. Nothing in
this room asks a question or knows the store.
"""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Unpack

from citygraph.graph.asked import Asked, LensWords

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.outputs.formats import ExportResult
    from citygraph.outputs.page import PageSummary
    from citygraph.outputs.picture.drawing import Drawn, Form

TITLE = "Cities and their ties"
"""What a page or a picture is called, unless it is of one node, or a title is given."""


def export(
    asked: Asked,
    target: Path | str | BinaryIO,
    *,
    format: str | None = None,
    ego: str | None = None,
    hops: int = 1,
    by_country: bool = False,
    **lens: Unpack[LensWords],
) -> "ExportResult":
    """Write what the lens shows to a file or a stream, whole or not at all.

    Of an ``ego`` only what is up to ``hops`` away; ``by_country`` the countries of what the lens shows, with the ties
    between them counted. The file's suffix is its format, unless one is given.

    Raises:
        CityGraphError: there is no such format, or the file cannot be written.
    """
    from citygraph.outputs import formats

    seen = asked.lens(**lens)
    _, among = _near(asked, ego, hops, seen)
    where = Path(target) if isinstance(target, str) else target
    return formats.export(asked.view, where, seen, format=format, among=among, by_country=by_country)


def write_page(
    asked: Asked,
    file: Path | str,
    *,
    title: str | None = None,
    ego: str | None = None,
    hops: int = 1,
    **lens: Unpack[LensWords],
) -> "PageSummary":
    """Write a page that shows what the lens shows, for a browser; of an ``ego`` only what is up to ``hops`` away.

    Raises:
        CityGraphError: that is too much for a page, or the file cannot be written.
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
    hops: int = 1,
    **lens: Unpack[LensWords],
) -> "Drawn":
    """Draw what the lens shows as a map or a network, to a file that ends in .svg, .png or .pdf; of an ``ego`` only
    what is up to ``hops`` away.

    Raises:
        CityGraphError: there is nothing to draw, or too much; or the file cannot be written.
    """
    from citygraph.outputs.picture import drawing

    seen = asked.lens(**lens)
    node, among = _near(asked, ego, hops, seen)
    title = title or _title(asked, node)
    return drawing.draw(asked.view, Path(file), seen, title=title, form=form, among=among, ego=node, hops=hops)


def _near(asked: Asked, ego: str | None, hops: int, lens: "Lens") -> tuple[str | None, set[str] | None]:
    """The id of an ego, and all that is near it; None twice if there is none."""
    if ego is None:
        return None, None
    from citygraph.graph.reach import within

    node = asked.resolve(ego)
    return node, within(asked.view, node, lens, hops=hops)


def _title(asked: Asked, ego: str | None) -> str:
    return TITLE if ego is None else asked.describe(ego)[0]
