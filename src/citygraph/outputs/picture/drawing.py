"""Draws a part of a graph as a picture, and writes it to a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.names import visible
from citygraph.folder.files import replacing
from citygraph.graph.interface import ReadGraph
from citygraph.outputs import land
from citygraph.outputs.figure import MARGIN, NOTES, PLATE, SOURCES_ROOM, in_order
from citygraph.outputs.picture.curves import Box
from citygraph.outputs.picture.facts import DrawnPath, PictureFacts, counted, scope, subject_of
from citygraph.outputs.picture.frame import HEIGHT, NOTE, WIDTH, Frame, inset_of, page_of
from citygraph.outputs.picture.labels import width
from citygraph.outputs.picture.scene import Scene, map_scene, network_scene
from citygraph.outputs.picture.svg import svg
from citygraph.outputs.picture.typst import PICTURE, inputs_of
from citygraph.outputs.typesetting import Typeset, picture_setter

Form = Literal["map", "network"]

MOST = 100_000
"""The most nodes, and the most ties, of a picture."""
_READABLE = 800
"""The most ties that a reader can tell apart."""


class Drawn(NamedTuple):
    """The result of a drawing: its form, the numbers of nodes and ties, and remarks that a reader must know."""

    form: Form
    nodes: int
    ties: int
    remarks: tuple[str, ...]


def draw(
    graph: ReadGraph,
    file: Path,
    lens: Lens,
    *,
    title: str,
    form: Form | None = None,
    among: Collection[str] | None = None,
    ego: str | None = None,
    path: DrawnPath | None = None,
    hops: int = 1,
) -> Drawn:
    """Draw the part that the lens shows, or shows ``among`` some nodes. The same graph gives the same bytes of SVG.

    Without ``form``, draw a map if most nodes and all of the path have coordinates, else a network. ``ego`` is the node
    to emphasize, or ``path`` what to bring out; then ``among`` are the nodes up to ``hops`` ties away from these.

    Raises:
        CityGraphError: if there is nothing to draw, or too much, or if the file cannot be written.
    """
    suffix = file.suffix.lower()
    if suffix not in (".svg", ".png", ".pdf"):
        raise CityGraphError(f"{file}: the name of a picture ends in .svg, .png or .pdf")
    finish = _finisher(suffix)
    accent = path.nodes if path else (ego,) if ego else ()
    whole = subject_of(graph, lens, among)._replace(accent=accent, path=path)
    located = sum(node.place is not None for node in whole.nodes.values())
    smaller = "--hops 0 draws the path alone" if path else "--ego, --country or --at draw a part that can be read"
    _check(whole, located, form, smaller)
    is_map = 2 * located > len(whole.nodes) and (path is None or all(whole.nodes[id].place for id in path.nodes))
    chosen: Form = form or ("map" if is_map else "network")
    if chosen == "map":
        subject = whole.only(lambda node: node.place)
    else:
        subject = whole.only(lambda node: node.ties or node.id == ego or not whole.ties)
    tray = "Without coordinates" if chosen == "map" else "Without ties"
    notes = _caveats(subject) | _credits(graph, subject, chosen)

    def framed(notes: Mapping[str, str]) -> Frame:
        said = [" ".join(in_order(NOTES, notes))]
        return page_of(subject, visible(title), scope(whole, lens, ego, hops), tray, said)

    place = _placing(subject, chosen)
    page = framed(notes)
    scene = place(page.plot)
    if scene.plates:
        before, page = page, framed(notes | {"plates": PLATE})
        scene = scene if page.plot == before.plot else place(page.plot)
    with replacing([file]) as (out,):
        finished = finish(scene, page)
        out.write(finished.content)
    remarks = [line.lower().rstrip(".") for line in in_order(NOTES, _caveats(subject))]
    if scene.unnamed or len(subject.ties) > _READABLE:
        few = f"{scene.unnamed:,} of {counted(len(subject.nodes), 'node')} are drawn without their names"
        thin = f"{counted(len(subject.ties), 'tie')} are drawn thin" if len(subject.ties) > _READABLE else ""
        said = "; ".join(filter(None, (thin, few if scene.unnamed else "")))
        remarks.append(f"{said}: {smaller}")
    if finished.without_font:
        remarks.append(f"no font here has some letters, such as {finished.without_font}; {_WAY_OUT}")
    return Drawn(chosen, len(whole.nodes), len(whole.ties), tuple(remarks))


def _placing(subject: PictureFacts, form: Form) -> Callable[[Box], Scene]:
    """The function that makes the scene for a plot."""
    if form == "map":
        return lambda plot: map_scene(subject, plot)
    from citygraph.outputs.layout import layout

    positions = layout(list(subject.nodes), [tie.ends for tie in subject.ties])
    return lambda plot: network_scene(subject, positions, plot)


class SmallMap(NamedTuple):
    """A small map on its page, and the sentences that stand below it."""

    scene: Scene
    page: Frame
    caption: str

    @property
    def svg(self) -> bytes:
        """The map as a picture of its own."""
        return svg(self.scene, self.page)

    @property
    def inputs(self) -> dict[str, str]:
        """The map for a template in typst's language: see :data:`~citygraph.outputs.picture.typst.PICTURE`."""
        return inputs_of(self.scene, self.page)


def small_map(
    graph: ReadGraph, lens: Lens, nodes: Sequence[str], around: Collection[str] = (), *, name: str
) -> SmallMap | None:
    """A map for a page: some nodes, those ``around`` them, and the ties that one of ``nodes`` has to these. None if one
    of ``nodes`` has no coordinates. The same graph gives the same bytes."""
    whole = subject_of(graph, lens, {*nodes, *around})._replace(accent=nodes[:1] if around else ())
    if not all(id in whole.nodes and whole.nodes[id].place for id in nodes):
        return None
    own = whole._replace(ties=[tie for tie in whole.ties if tie.start in nodes or tie.end in nodes])
    subject = own.only(lambda node: node.place)
    page = inset_of(subject, visible(name))
    scene = map_scene(subject, page.plot)
    plates = PLATE if scene.plates else ""
    caption = " ".join(in_order(NOTES, _caveats(subject) | {"plates": plates, "land": _LAND}))
    return SmallMap(scene, page, caption)


def _check(subject: PictureFacts, located: int, form: Form | None, smaller: str) -> None:
    if not subject.nodes:
        raise CityGraphError("there is nothing to draw: the lens shows no nodes")
    if form == "map" and not located:
        raise CityGraphError(f"no map: none of {counted(len(subject.nodes), 'node')} has coordinates; try --network")
    if max(len(subject.ties), len(subject.nodes)) > MOST:
        raise CityGraphError(
            f"{counted(len(subject.ties), 'tie')} between {counted(len(subject.nodes), 'node')} are too much for a "
            f"picture, {MOST:,} at most: {smaller}; citygraph export hands on all"
        )


def _caveats(subject: PictureFacts) -> dict[str, str]:
    """Sentences on what the picture does not show, or shows in another way."""
    unsure = sum(not tie.is_sure for tie in subject.ties)
    many = ", ".join(f"{count:,} {stage.word}" for stage, count in subject.unmarked)
    lost = f"Not drawn: {counted(subject.lost, 'tie')} to nodes without coordinates." if subject.lost else ""
    walked = subject.path
    missing = ", ".join(node.name for node in subject.beside if node.id in walked.nodes) if walked else ""
    return {
        "left-out": lost,
        "off-map": f"On the path, but not on the map: {missing}." if missing else "",
        "faint": "Faint: what is not on the path." if walked and len(subject.ties) > len(walked.ties) else "",
        "unmarked": f"Drawn without their marks, because they are too many: {many}." if many else "",
        "unsure": f"Fainter: {counted(unsure, 'tie')} that only possibly held then." if unsure else "",
    }


_LAND = f"Outline of land: {land.credit().rstrip('.')}."


def _credits(graph: ReadGraph, subject: PictureFacts, form: Form) -> dict[str, str]:
    """The sources of the picture and its other credits, in sentences."""
    records = graph.graph["sources"]
    titles = [visible(records.get(id, {}).get("title") or id) for id in subject.sources]
    room, named = SOURCES_ROOM * (WIDTH - 2 * MARGIN), list[str]()
    for title in titles:
        room -= width(f"{title}; ", NOTE)
        if named and room < 0:
            break
        named.append(title)
    if len(named) < len(titles):
        named.append(f"{len(titles) - len(named):,} more")
    cited = f"Source{'s' if len(titles) > 1 else ''}: {'; '.join(named)}" if named else "No source is given"
    return {
        "sources": f"{cited.rstrip('.')}.",
        "land": _LAND if form == "map" else "",
        "program": "Drawn by citygraph.",
    }


_WAY_OUT = "a box stands in place of each. Install a font for them, or draw .svg, which takes the fonts of its reader"


def _finisher(suffix: str) -> Callable[[Scene, Frame], Typeset]:
    """The function that makes the content of the file: SVG, a PNG with two pixels for each unit, or a PDF.

    Raises:
        CityGraphError: if typst is needed and not installed.
    """
    if suffix == ".svg":
        return lambda scene, page: Typeset(svg(scene, page), "")
    typeset = picture_setter(suffix)
    return lambda scene, page: typeset(_PAGE, inputs_of(scene, page))


_PAGE = f"""\
{PICTURE}
#set page(width: {WIDTH}pt * 0.75, height: {HEIGHT}pt * 0.75, margin: 0pt)
#picture({WIDTH}pt * 0.75)
"""
