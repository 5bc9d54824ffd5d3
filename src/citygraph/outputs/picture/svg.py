"""Writes a scene and its frame as SVG that all programs show alike.

So all styles are attributes, without CSS. A halo is a text drawn twice, because half of the programs do not know
``paint-order``. A hollow line is two lines. The file has no script and loads nothing. Numbers have one decimal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from io import BytesIO
from itertools import groupby, pairwise
from typing import NamedTuple

from citygraph.outputs.figure import MARGIN, SAMPLE
from citygraph.outputs.picture.curves import Line, Point, beside
from citygraph.outputs.picture.frame import KEY, NOTE, SCOPE, TITLE, Frame, LegendEntry
from citygraph.outputs.picture.labels import Label
from citygraph.outputs.picture.scene import COUNTRY_NAME, EdgeMark, Lines, NodeMark, PlateMark, Scene
from citygraph.outputs.style import LINES, PAPER, PLATES, SHAPES, STROKES, TONES, StatusStyle
from citygraph.outputs.style import LineStyle as Look
from citygraph.outputs.xml import Xml

Attributes = dict[str, str]

_PAPER = PAPER["light"]
_MARK = 3.6
"""Half the height of a mark, in pixels."""
_FAINT_MARK = 0.45
"""The opacity of the mark of a tie that is not on the path."""
_LIT = 2.6, 1.0
"""The width and the opacity of the lines of a path, in a picture of any size."""
NAMED_FONTS = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Helvetica", "Arial")
FONTS = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
"""The fonts of the texts; a program uses the first one that it has."""


class Lettering(NamedTuple):
    """A text apart from its picture: ``x`` is where its ``anchor`` is (start, middle or end), ``y`` its base line, in
    pixels. ``halo`` is the width of a line about its letters; ``spacing`` is what is between them."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    anchor: str
    fill: str
    halo: float = 0.0
    opacity: float = 1.0
    spacing: float = 0.0


def svg(scene: Scene, page: Frame) -> bytes:
    """The whole picture as the bytes of an SVG file."""
    return _drawn(scene, page, None)


def apart(scene: Scene, page: Frame) -> tuple[bytes, list[Lettering]]:
    """The picture as SVG without texts, and its texts, for a program that sets them itself. The texts stand above."""
    letterings: list[Lettering] = []
    return _drawn(scene, page, letterings), letterings


def _drawn(scene: Scene, page: Frame, letterings: list[Lettering] | None) -> bytes:
    out = BytesIO()
    xml = Xml(out, lambda _: None)
    wide, high = map(str, page.size)
    size = {"width": wide, "height": high, "viewBox": f"0 0 {wide} {high}"}
    xml.start("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "font-family": FONTS})
    xml.element("title", {}, page.name)
    xml.element("desc", {}, " ".join([*(line for line, _ in page.scope), *(line for line, _ in page.notes)]))
    painter = _Painter(xml, scene, letterings)
    xml.element("rect", {"width": wide, "height": high, "fill": _PAPER.ground})
    painter.ground(scene)
    painter.ties(scene.strands)
    painter.nodes(scene.spots, scene.accent)
    painter.plates(scene.plates)
    painter.names(scene.labels)
    painter.page(page)
    xml.end()
    return out.getvalue()


class _Painter:
    def __init__(self, xml: Xml, scene: Scene, letterings: list[Lettering] | None) -> None:
        self._xml = xml
        self._letterings = letterings
        self._weight, self._opacity, self._rim = scene.weight, scene.opacity, scene.rim

    # ------------------------------------------------------------ the parts

    def ground(self, scene: Scene) -> None:
        """Draw sea, land and the borders of countries."""
        ground = scene.ground
        if not ground or not ground.sea:
            return
        self._xml.element("path", {"fill": _PAPER.sea, "d": _path([ground.sea]) + "z"})
        land = "".join(_path([ring]) + "z" for ring in ground.land)
        if land:
            self._xml.element("path", {"fill": _PAPER.land, "fill-rule": "evenodd", "d": land})
        quiet = {"fill": "none", "stroke": _PAPER.border, "stroke-width": "0.6", "stroke-linejoin": "round"}
        for lines, look in ((ground.borders, {}), (ground.disputed, {"stroke-dasharray": "3 3"})):
            if lines:
                self._xml.element("path", {**quiet, **look, "d": _path(lines)})
        spaced = {"class": "countries", "fill": _PAPER.quiet, "letter-spacing": "0.6", "fill-opacity": "0.8"}
        if self._letterings is not None:
            self._letterings += [
                Lettering(text, x, y, COUNTRY_NAME, False, "middle", _PAPER.quiet, opacity=0.8, spacing=0.6)
                for text, (x, y) in ground.names
            ]
        elif ground.names:
            self._xml.start("g", spaced)
            for text, (x, y) in ground.names:
                self._text(text, x, y, COUNTRY_NAME, anchor="middle")
            self._xml.end()

    def ties(self, strands: Sequence[EdgeMark]) -> None:
        """Draw the lines. Lines that look alike are in one group."""
        self._xml.start("g", {"class": "ties", "fill": "none", "stroke-linejoin": "round"})
        whole = self._weight, self._opacity
        alike = groupby(strands, key=lambda strand: (strand.tie.group, strand.state, strand.is_lit))
        for (group, state, is_lit), some in alike:
            self._weight, self._opacity = _LIT if is_lit else whole
            self._xml.start("g", self._look(group, state, self._weight, self._opacity))
            for strand in some:
                self._tie(strand, state)
            self._xml.end()
        self._xml.end()

    def _tie(self, strand: EdgeMark, state: StatusStyle) -> None:
        ids = {"data-tie": strand.tie.id}
        line = {"d": _path(_sides(strand.parts, self._weight) if state.hollow else strand.parts)}
        if not strand.arrow and not strand.mark:
            self._xml.start("path", {**ids, **line})
            self._xml.element("title", {}, strand.tie.words)
            self._xml.end()
            return
        self._xml.start("g", ids)
        self._xml.element("title", {}, strand.tie.words)
        self._xml.element("path", line)
        if strand.arrow:
            self._arrow(*strand.arrow, self._color(strand.tie.group), state)
        if strand.mark:
            self._mark(strand.mark, state, _FAINT_MARK if strand.is_faint else 1.0)
        self._xml.end()

    def nodes(self, spots: Sequence[NodeMark], accent: Collection[str]) -> None:
        """Draw the shapes of the nodes, each with a thin rim in the colour of the ground."""
        rim = {"stroke": _PAPER.ground, "stroke-width": _fine(self._rim)} if self._rim else {"fill-opacity": "0.7"}
        self._xml.start("g", {"class": "nodes", **rim})
        for spot in spots:
            color = _PAPER.accent if spot.node.id in accent else _tone(spot.node.type)
            self._xml.start(*self._shape(spot.node.type, spot.at, spot.radius, color, {"data-node": spot.node.id}))
            self._xml.element("title", {}, spot.node.words)
            self._xml.end()
        self._xml.end()

    def plates(self, plates: Sequence[PlateMark]) -> None:
        """Draw the plates that count ties, each with these as words."""
        for plate in plates:
            left, top, right, bottom = plate.box
            fill, ink = (_PAPER.ink, _PAPER.ground) if plate.is_dark else (_PAPER.ground, _PAPER.ink)
            self._xml.start("g", {"class": "plate"})
            self._xml.element("title", {}, "; ".join(tie.words for tie in plate.ties))
            corners = {"x": _number(left), "y": _number(top)}
            corners |= {"width": _number(right - left), "height": _number(bottom - top)}
            self._xml.element("rect", {**corners, "fill": fill, "stroke": _PAPER.ink, "stroke-width": "1"})
            across, down = plate.box.middle
            self._text(
                plate.text, across, down + 0.36 * PLATES.letters, PLATES.letters, bold=True, anchor="middle", fill=ink
            )
            self._xml.end()

    def names(self, labels: Sequence[Label]) -> None:
        """Draw the names, all of them above all halos."""
        leaders = [label.leader for label in labels if label.leader]
        if leaders:
            lines = {"fill": "none", "stroke": _PAPER.quiet, "stroke-width": "0.7", "d": _path(leaders)}
            self._xml.element("path", lines)
        ground = _PAPER.ground
        if self._letterings is not None:
            whole = [
                Lettering(text, x, y, label.size, label.bold, label.anchor, _PAPER.ink)
                for label in labels for text, x, y in label.lines
            ]  # fmt: skip
            self._letterings += [name._replace(fill=ground, halo=3.0, opacity=0.85) for name in whole]
            self._letterings += whole
            return
        halo = {"fill": ground, "stroke": ground, "stroke-width": "3", "stroke-linejoin": "round", "opacity": "0.85"}
        for look in ({**halo, "class": "halos", "aria-hidden": "true"}, {"fill": _PAPER.ink, "class": "names"}):
            self._xml.start("g", {**look, "pointer-events": "none"})
            for label in labels:
                for text, x, y in label.lines:
                    self._text(text, x, y, label.size, bold=label.bold, anchor=label.anchor)
            self._xml.end()

    def page(self, page: Frame) -> None:
        """Draw the title, the legend, the tray and the notes."""
        ink, quiet = _PAPER.ink, _PAPER.quiet
        if page.title:
            self._text(page.title[0], MARGIN, page.title[1], TITLE, bold=True, fill=ink)
        for line, down in page.scope:
            self._text(line, MARGIN, down, SCOPE, fill=quiet)
        self._xml.start("g", {"class": "legend", "font-size": _number(KEY)})
        for key in (*page.legend, *page.tray):
            tone = quiet if key.sort == "heading" else ink
            at = {"x": _number(key.x + SAMPLE[key.sort]), "y": _number(key.y + 4)}
            if key.node:
                self._xml.start("g", {"data-node": key.node.id})
                self._xml.element("title", {}, key.node.words)
            self._sample(key)
            if self._letterings is None:
                self._xml.element("text", {**at, "fill": tone}, key.text)
            else:
                self._text(key.text, key.x + SAMPLE[key.sort], key.y + 4, KEY, fill=tone)
            if key.node:
                self._xml.end()
        self._xml.end()
        for line, down in page.notes:
            self._text(line, MARGIN, down, NOTE, fill=quiet)

    def _sample(self, key: LegendEntry) -> None:
        """Draw the sample that a key explains."""
        x, y = key.x, key.y
        line = [[(x, y), (x + SAMPLE[key.sort] - 8, y)]]
        quiet = _PAPER.quiet
        if key.sort == "group":
            look = self._look(key.what, StatusStyle(), 2, 1)
            self._xml.element("path", {**look, "fill": "none", "d": _path(line)})
        elif key.sort == "status":
            state = key.state
            self._xml.start("g", {**self._stroke(quiet, Look(quiet, quiet), state, 1.8, 1), "fill": "none"})
            self._xml.element("path", {"d": _path(_sides(line, 1.8) if state.hollow else line)})
            if state.mark:
                self._mark((x + 13, y), state)
            self._xml.end()
        elif key.sort == "type":
            name, attributes = self._shape(key.what, (x + 5, y), 4.2, _tone(key.what), {})
            self._xml.element(name, attributes)
        elif key.sort == "direction":
            self._xml.element("path", {"fill": "none", "stroke": quiet, "stroke-width": "1.4", "d": _path(line)})
            self._arrow((x + 10, y), (1.0, 0.0), quiet, StatusStyle())
        elif key.sort == "size":
            for across, radius in ((x + 2, 2.0), (x + 12, 5.0)):
                at = {"cx": _number(across), "cy": _number(y), "r": _number(radius)}
                self._xml.element("circle", {**at, "fill": _PAPER.ink})

    # ------------------------------------------------------------ the strokes

    def _color(self, group: str) -> str:
        return LINES[group].light

    def _look(self, group: str, state: StatusStyle, weight: float, opacity: float) -> Attributes:
        return self._stroke(self._color(group), LINES[group], state, weight, opacity)

    def _stroke(self, color: str, look: Look, state: StatusStyle, weight: float, opacity: float) -> Attributes:
        found = {"stroke": color, "stroke-width": _fine(weight * (0.55 if state.hollow else state.width))}
        if look.dash:
            found["stroke-dasharray"] = " ".join(_fine(part * max(weight, 0.8)) for part in look.dash)
        else:
            found["stroke-linecap"] = "round"
        if state.opacity * opacity < 1:
            found["stroke-opacity"] = _fine(state.opacity * opacity)
        return found

    def _arrow(self, at: Point, way: Point, color: str, state: StatusStyle) -> None:
        long = 2.4 + self._weight * 1.7
        wide = long * 0.62
        (x, y), (across, down) = at, way
        tip = x + across * long, y + down * long
        back = x - across * long * 0.6, y - down * long * 0.6
        sides = [(back[0] - sign * down * wide, back[1] + sign * across * wide) for sign in (1, -1)]
        shape = {"d": _path([[tip, *sides]]) + "z", "stroke-dasharray": "none"}
        if state.hollow:
            self._xml.element("path", {**shape, "fill": _PAPER.ground})
        else:
            self._xml.element("path", {**shape, "fill": color, "stroke": "none", "fill-opacity": _fine(state.opacity)})

    def _mark(self, at: Point, state: StatusStyle, opacity: float = 1.0) -> None:
        (x, y), lines = at, STROKES[state.mark]
        radius = _MARK * max(abs(across) for line in lines for across, _ in (*line, (1.0, 0.0))) + 2.4
        disc = {"cx": _number(x), "cy": _number(y), "r": _number(radius), "fill": _PAPER.ground, "stroke": "none"}
        disc |= {"fill-opacity": _fine(opacity)} if opacity < 1 else {}
        self._xml.element("circle", disc)
        strokes = [[(x + _MARK * across, y + _MARK * down) for across, down in line] for line in lines]
        whole = {
            "stroke-width": "1.6",
            "stroke-opacity": _fine(opacity),
            "stroke-dasharray": "none",
            "stroke-linecap": "round",
        }
        self._xml.element("path", {"class": f"mark {state.mark}", "d": _path(strokes), **whole})

    def _shape(self, type: str, at: Point, radius: float, color: str, more: Attributes) -> tuple[str, Attributes]:
        """The element for a node of a type. All shapes of one radius have about the same area."""
        x, y = at
        look = {**more, "fill": color}
        shape = SHAPES[type]
        if shape == "ring":
            wide = max(1.4, radius * 0.35)
            look = {**more, "fill": _PAPER.ground, "stroke": color, "stroke-width": _number(wide)}
            return "circle", {**look, "cx": _number(x), "cy": _number(y), "r": _number(radius - wide / 2 + 0.5)}
        if shape == "circle":
            return "circle", {**look, "cx": _number(x), "cy": _number(y), "r": _number(radius)}
        corners = {
            "square": [(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)],
            "diamond": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
            "triangle": [(0, -1.5), (1.35, 0.82), (-1.35, 0.82)],
        }[shape]
        return "path", {**look, "d": _path([[(x + radius * dx, y + radius * dy) for dx, dy in corners]]) + "z"}

    def _text(
        self, text: str, x: float, y: float, size: float, *, bold: bool = False, anchor: str = "start", fill: str = ""
    ) -> None:
        if self._letterings is not None:
            self._letterings.append(Lettering(text, x, y, size, bold, anchor, fill))
            return
        attributes = {"x": _number(x), "y": _number(y), "font-size": _number(size)}
        attributes |= {"font-weight": "bold"} if bold else {}
        attributes |= {"text-anchor": anchor} if anchor != "start" else {}
        attributes |= {"fill": fill} if fill else {}
        self._xml.element("text", attributes, text)


def _tone(type: str) -> str:
    """The colour of a node of a type."""
    return _PAPER.ink if TONES[SHAPES[type]] == "ink" else _PAPER.quiet


def _sides(parts: Iterable[Line], weight: float) -> Lines:
    """The two outlines of a hollow line."""
    parts = list(parts)
    apart = 0.9 + 0.5 * weight
    return [beside(part, side) for side in (apart, -apart) for part in parts]


def _path(parts: Iterable[Sequence[Point]]) -> str:
    """The lines as path data; each point is relative to the one before it."""
    return "".join(_steps([(round(x * 10), round(y * 10)) for x, y in part]) for part in parts)


def _steps(points: Sequence[tuple[int, int]]) -> str:
    text = f"M{_tenths(points[0][0])} {_tenths(points[0][1])}"
    steps = [(to[0] - at[0], to[1] - at[1]) for at, to in pairwise(points)]
    steps = [step for step in steps if step != (0, 0)] or [(0, 0)]
    written = " ".join(f"{_tenths(x)} {_tenths(y)}" for x, y in steps)
    return f"{text}l{written}".replace(" -", "-")


def _tenths(number: int) -> str:
    """A number of tenths as a decimal number, as short as possible."""
    whole, rest = divmod(abs(number), 10)
    text = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{text}" if number < 0 else text


def _number(number: float) -> str:
    return _tenths(round(number * 10))


def _fine(number: float) -> str:
    """A width or an opacity, with up to two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
