"""Pictures: what is in them, that names stay names, and what becomes of the file."""

import itertools
import json
import math
import random
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser

import statuses
from browser import looking
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.names import visible
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_rules import stage as stage_of
from citygraph.graph.reach import within
from citygraph.outputs import TITLE, land
from citygraph.outputs.picture.curves import Box
from citygraph.outputs.picture.drawing import draw
from citygraph.outputs.picture.facts import DrawnPath
from citygraph.outputs.picture.frame import HEIGHT, WIDTH
from citygraph.outputs.picture.labels import balanced, width
from citygraph.outputs.style import PAPER
from citygraph.world import World
from conftest import ROOT, SEED, citygraph, examples, need
from worlds import HOSTILE, exported, lenses, world_texts

Folder = Callable[..., Path]
Form = Literal["map", "network"]
FORMS: tuple[Form, ...] = ("map", "network")
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def placed(draw: st.DrawFn) -> str:
    """A world in which some cities have coordinates, some of them the same."""
    text = draw(world_texts())
    places = st.tuples(st.sampled_from((-90, -33.4, 0, 0.001, 39, 90)), st.sampled_from((-180, -3, 0, 117, 179.9)))
    for city in re.findall(r"  c\d+: .*\}", text):
        if at := draw(st.none() | places):
            text = text.replace(city, f"{city[:-1]}, coordinates: [{at[0]}, {at[1]}]}}")
    return text


class Picture:
    """A picture, as a reader of XML has it."""

    def __init__(self, file: Path) -> None:
        self.bytes = file.read_bytes()
        self.root = etree.fromstring(self.bytes)

    @property
    def nodes(self) -> list[str]:
        return self.root.xpath("//@data-node")

    @property
    def ties(self) -> list[str]:
        return self.root.xpath("//@data-tie")

    @property
    def words(self) -> str:
        return "\n".join(self.root.xpath("//*[local-name()='text']/text()"))

    def tie(self, id: str) -> list[Any]:
        """The shapes of a tie: itself, or what is in it."""
        [found] = self.root.xpath(f"//*[@data-tie='{id}']")
        return [found] if found.tag == f"{SVG}path" else [each for each in found if each.tag != f"{SVG}title"]

    def opacity(self, id: str) -> float:
        """The opacity of the line of a tie."""
        return float(self.root.xpath(f"//*[@data-tie='{id}']/..")[0].get("stroke-opacity", 1))

    def accented(self) -> set[str]:
        """The ids of the nodes in the colour of what a picture is about."""
        look = f"@fill='{PAPER['light'].accent}' or @stroke='{PAPER['light'].accent}'"
        return {*self.root.xpath(f"//*[@class='nodes']/*[{look}]/@data-node")}

    def names(self) -> list[tuple[Box, str]]:
        """The lines of all names in the plot, each with the box that its letters take up."""
        found = []
        for line in self.root.xpath("//*[@class='names']/*"):
            size = float(line.get("font-size"))
            wide = width(line.text, size, bold=line.get("font-weight") == "bold")
            left = float(line.get("x")) - wide * {"start": 0, "middle": 0.5, "end": 1}[line.get("text-anchor", "start")]
            down = float(line.get("y"))
            found.append((Box(left, down - 0.8 * size, left + wide, down + 0.2 * size), line.text))
        return found


def drawn(folder: Path, lens: Lens | None = None, **how: Any) -> Picture:
    """What is drawn of a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        _draw(World(folder, cache=False), Path(scratch) / "picture.svg", lens or Lens(), **how)
        return Picture(Path(scratch) / "picture.svg")


def _draw(world: World, file: Path, lens: Lens, *, ego: str | None = None, hops: int | None = 1, **how: Any) -> None:
    """What ``World.draw`` does, for a lens that need not be words of that world."""
    if ego is None:
        draw(world.view, file, lens, **{"title": TITLE, **how})
        return
    node, hops = world.resolve(ego), 1 if hops is None else hops
    near = within(world.view, node, lens, hops=hops)
    draw(world.view, file, lens, **{"title": world.name(node), **how}, among=near, ego=node, hops=hops)


def write(text: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    return folder


# ------------------------------------------------------------------ laws


@given(text=placed(), lens=lenses(), form=st.sampled_from(FORMS), hops=st.none() | st.integers(0, 2))
@examples(60)
def test_what_is_handed_on_is_drawn_once(text: str, lens: Lens, form: Form, hops: int | None) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = write(text, Path(scratch) / "graph")
        near: dict[str, Any] = {} if hops is None else {"ego": "c0", "hops": hops}
        exported(World(folder, cache=False), Path(scratch) / "all.json", lens, format="json", **near)
        handed = json.loads((Path(scratch) / "all.json").read_text(encoding="utf-8"))
        nodes = {node["id"]: node.get("lat") is not None for node in handed["nodes"]}
        if not nodes or (form == "map" and not any(nodes.values())):
            with pytest.raises(CityGraphError):
                drawn(folder, lens, form=form, **near)
            return
        picture = drawn(folder, lens, form=form, **near)
        ties = [
            tie["key"]
            for tie in handed["edges"]
            if form == "network" or (nodes[tie["source"]] and nodes[tie["target"]])
        ]
        assert sorted(picture.nodes) == sorted(nodes)
        assert sorted(picture.ties) == sorted(ties)
        assert f"{len(handed['edges'])} tie" in picture.words or not handed["edges"]


OPTIONS = (
    "", "", "", "--status active", "--status !planned", "--kind sister-city", "--source s", "--country !CN",
    "--at 2021",
)  # fmt: skip


@given(
    text=placed(),
    form=st.sampled_from(FORMS),
    hops=st.integers(0, 2),
    ends=st.permutations(["c0", "c1", "c2"]),
    lens=st.sampled_from(OPTIONS),
)
@examples(60)
def test_a_path_stands_out_and_all_else_is_faint(text: str, form: Form, hops: int, ends: list[str], lens: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, file = write(text, Path(scratch) / "graph"), Path(scratch) / "a.svg"
        world = World(folder, cache=False)
        ends = [end for end in ends if end in world.view.nodes][:2]
        done = citygraph("draw", file, "--path", *ends, f"--{form}", f"--hops={hops}", *lens.split(), "--graph", folder)
        asked = citygraph("path", *ends, *lens.split(), "--format", "json", "--graph", folder)
        if asked.code:
            assert (done.code, done.out, done.err, file.exists()) == (asked.code, "", asked.err, False)
            return
        found = json.loads(asked.out)["hops"]
        path = [ends[0], *(hop["to"] for hop in found)]
        placed = [id for id in path if form == "network" or world.view.nodes[id]["lat"] is not None]
        if done.code:
            assert not placed
            assert "has coordinates" in done.err
            return
        picture = Picture(file)
        assert picture.accented() == {*placed}
        assert {*path} <= {*picture.nodes}
        ties = world.view.graph["ties"]
        names = " – ".join(world.name(id) for id in path)
        said = [
            stage_of(ties[hop["tie"]].data, world.lens().day).word
            + ", possibly held then" * (hop.get("held") == "possibly")
            for hop in found
        ]
        runs = [(word, len([*run])) for word, run in itertools.groupby(said)]
        told = ", ".join(word if count == 1 else f"{count} {word}" for word, count in runs)
        assert f"{names}, {len(found)} tie{'s' * (len(found) > 1)}: {told};" in picture.words.replace("\n", " ")
        words: Any = dict([lens.removeprefix("--").split()]) if lens else {}
        near = {*picture.nodes}
        draw(world.view, file, world.lens(**words), title=TITLE, form=form, among=near)
        plain, walked = Picture(file), {hop["tie"] for hop in found}
        assert sorted(plain.ties) == sorted(picture.ties)
        for id in plain.ties:
            assert (picture.opacity(id) >= plain.opacity(id)) == (id in walked)


@given(text=placed(), form=st.sampled_from(FORMS), chance=st.randoms(use_true_random=False))
@examples(30)
def test_the_same_graph_gives_the_same_bytes(text: str, form: Form, chance: random.Random) -> None:
    sections = re.findall(r"^\w+:\n(?:  .*\n)+", text, re.MULTILINE)
    chance.shuffle(sections)
    other = ""
    for section in sections:
        head, *lines = section.splitlines()
        chance.shuffle(lines)
        other += "\n".join([head, *lines]) + "\n"
    with tempfile.TemporaryDirectory() as scratch:
        one, two = write(text, Path(scratch) / "one"), write(other, Path(scratch) / "two")
        try:
            first = drawn(one, form=form)
        except CityGraphError:
            return
        assert drawn(one, form=form).bytes == first.bytes
        assert drawn(two, form=form).bytes == first.bytes


_NAMES = st.text("iWgj é景ش-’", min_size=1, max_size=40).filter(lambda name: bool(name.strip(" -")))


@given(names=st.lists(_NAMES, min_size=2, max_size=30), form=st.sampled_from(FORMS), seed=st.integers(0, 10**6))
@example(["W" * 15] * 9, "map", 0)
@example(["W" * 15] * 9, "map", 1)
@examples(40)
def test_no_name_is_on_another_or_leaves_the_picture(names: list[str], form: Form, seed: int) -> None:
    chance = random.Random(seed)
    east = chance.choice((33, 120))
    near = [(chance.uniform(30, 32), chance.uniform(30, east)) for _ in names]
    lines = ["cities:"]
    lines += [
        f"  c{at}: {{name: {json.dumps(name, ensure_ascii=False)}, country: CN, coordinates: [{lat:.4f}, {lon:.4f}]}}"
        for at, (name, (lat, lon)) in enumerate(zip(names, near, strict=True))
    ]
    pairs = chance.sample(list(itertools.combinations(range(len(names)), 2)), k=len(names) - 1)
    lines += ["sources:", "  s: {title: S}", "ties:"]
    lines += [f"  - {{kind: sister-city, between: [c{one}, c{other}], source: s}}" for one, other in pairs]
    with tempfile.TemporaryDirectory() as scratch:
        picture = drawn(write("\n".join(lines), Path(scratch)), form=form)
    boxes = picture.names()
    assert boxes
    whole = Box(0, 0, WIDTH, HEIGHT)
    assert all(whole.has(box) for box, _ in boxes)
    assert not [(a, b) for (one, a), (other, b) in itertools.combinations(boxes, 2) if one.meets(other)]


@given(st.text(max_size=200), st.floats(40, 300))
def test_a_wrapped_text_has_room(text: str, room: float) -> None:
    lines = balanced(text, 12, room, 3)
    assert 1 <= len(lines) <= 3
    assert all(width(line, 12) <= room for line in lines)
    if "…" not in "".join(lines):
        assert " ".join(lines).split() == text.split()


@pytest.mark.parametrize("form", FORMS)
def test_a_browser_sees_no_writing_on_other_writing(browser: Browser, tmp_path: Path, form: Form) -> None:
    file = tmp_path / "seed.svg"
    World(SEED).draw(file, form=form)
    with looking(browser, file) as page:
        boxes = page.evaluate(
            "() => [...document.querySelectorAll('text')].filter(text => !text.closest('.halos'))"
            ".map(text => { const box = text.getBBox();"
            " return [box.x, box.y + 3, box.x + box.width, box.y + box.height - 3, text.textContent]; })"
        )
    found = [(Box(*box), text) for *box, text in boxes]
    assert len(found) > 20
    assert all(Box(0, 0, WIDTH, HEIGHT).has(box) for box, _ in found)
    assert not [(a, b) for (one, a), (other, b) in itertools.combinations(found, 2) if one.meets(other)]


# ------------------------------------------------------------------ what one sees


WORLD = """\
cities:
  a: {name: Aachen, country: DE, coordinates: [50.8, 6.1]}
  b: {name: Ningbo, country: CN, coordinates: [29.9, 121.5]}
  c: {name: Cork, country: IE, coordinates: [51.9, -8.5]}
organizations:
  o: {name: The League}
sources:
  paper: {title: The Paper}
ties:
  - {id: whole, kind: sister-city, between: [a, b], source: paper, status: active}
  - {id: planned, kind: sister-city, between: [a, c], source: paper, status: planned}
  - {id: suspended, kind: sister-city, between: [b, c], source: paper, status: suspended}
  - {id: ended, kind: cooperation-agreement, between: [b, c], source: paper, status: ended}
  - {id: store, kind: flagship-store, from: a, to: b, source: paper, status: active}
  - {id: member, kind: exchange, between: [a, o], source: paper, status: active}
"""


def subpaths(shape: Any) -> int:
    return len(re.findall("M", shape.get("d")))


@pytest.mark.parametrize("form", FORMS)
def test_status_direction_and_parallels_can_be_seen(folder: Folder, form: Form) -> None:
    picture = drawn(folder(world=WORLD), form=form)
    [whole] = picture.tie("whole")
    [planned] = picture.tie("planned")
    assert (subpaths(whole), subpaths(planned)) == (1, 2)
    assert "took place" not in picture.words
    store, arrow = picture.tie("store")
    assert arrow.get("d").endswith("z")
    assert store.get("d") != whole.get("d")
    for id in ("suspended", "ended"):
        line, disc, mark = picture.tie(id)
        assert (line.tag, disc.tag, mark.get("class")) == (
            f"{SVG}path",
            f"{SVG}circle",
            {"suspended": "mark pause", "ended": "mark cross"}[id],
        )
    looks = {group: picture.tie(group)[0].xpath("ancestor-or-self::*/@stroke")[-1] for group in ("whole", "store")}
    assert looks["whole"] != looks["store"]
    assert picture.tie("store")[0].xpath("ancestor::*/@stroke-dasharray")
    for word in ("agreement 4", "economy 1", "planned 1", "suspended 1", "ended 1", "cities 3", "Source: The Paper."):
        assert word in picture.words


WAYS = {
    Stage.ACTIVE: "status: active",
    Stage.DORMANT: "status: dormant",
    Stage.SUSPENDED: "status: suspended",
    Stage.ENDED: "status: ended",
    Stage.PLANNED: "status: planned",
    Stage.PROPOSED: "status: proposed",
    Stage.CANCELLED: "status: cancelled",
    Stage.UNKNOWN: "status: unknown",
    Stage.DISPUTED: "evidence: [{source: s, status: active}, {source: s, status: ended}]",
    Stage.OVER: "until: 2019",
    Stage.PERHAPS_OVER: f"until: {statuses.TODAY.year}",
}
"""How a record says each stage of a tie that stands."""


@pytest.mark.parametrize("form", FORMS)
def test_ties_that_differ_in_nothing_but_their_stage_differ_without_colour(folder: Folder, form: Form) -> None:
    """Of each element of the tie's picture only what a reader sees without colours counts, so no names and titles."""
    seen: dict[str, Stage] = {}
    cities = "\n".join(WORLD.splitlines()[:3])
    for stage, way in WAYS.items():
        tie = f"  - {{id: t, kind: sister-city, between: [a, b], {way}}}"
        graph = folder(world=f"{cities}\nsources: {{s: {{title: S}}}}\nties:\n{tie}\n")
        picture = drawn(graph, Lens(today=statuses.TODAY), form=form)
        shapes = [(shape.tag, shape.get("d"), shape.get("r")) for shape in picture.tie("t")]
        assert f"{stage.word} 1" in picture.words
        assert str(shapes) not in seen, (stage, seen[str(shapes)])
        seen[str(shapes)] = stage


NEIGHBORS = """\
cities:
  aford: {name: Aford, country: DE, coordinates: [52.3471, 14.5506]}
  bford: {name: Bford, country: PL, coordinates: [52.3500, 14.6000]}
  far: {name: Far, country: JP, coordinates: [35.68, 139.69]}
ties:
  - {id: t1, kind: cooperation-agreement, between: [aford, bford], status: ended}
  - {id: t2, kind: sister-city, between: [aford, bford], since: 1975, status: STATUS}
  - {id: t3, kind: exchange, between: [aford, bford], status: unknown}
  - {id: t4, kind: sister-city, between: [aford, far], status: active}
"""


@pytest.mark.parametrize(("status", "said"), [("active", "1 of 3"), ("planned", "0 of 3")])
def test_a_plate_counts_the_ties_of_neighbors(folder: Folder, status: str, said: str) -> None:
    picture = drawn(folder(world=NEIGHBORS.replace("STATUS", status)), form="map")
    [plate] = picture.root.xpath("//*[@class='plate']")
    title, rect, text = plate
    assert text.text == said
    assert title.text.count(";") == 2
    assert ("Aford is a sister city of Bford" in title.text) == (status == "active")
    assert rect.get("fill") == (
        PAPER["light"].ink if status == "active" else PAPER["light"].ground
    )  # dark if one holds
    assert "A plate counts ties of neighbors" in picture.words
    assert picture.tie("t1")  # its line stays, without the mark that would lie on others
    assert not picture.root.xpath("//*[@data-tie='t1']/*[starts-with(@class, 'mark')]")
    far = drawn(folder(world=NEIGHBORS.replace("STATUS", status).replace("14.6000", "94.6000")), form="map")
    assert not far.root.xpath("//*[@class='plate']")
    assert "A plate" not in far.words


@given(text=placed(), lens=lenses(), form=st.sampled_from(FORMS))
@examples(40)
def test_what_holds_is_drawn_over_what_does_not(text: str, lens: Lens, form: Form) -> None:
    """And a plate says how many of a pair there are, and how many of them hold or took place."""
    with tempfile.TemporaryDirectory() as scratch:
        world = World(write(text, Path(scratch) / "graph"), cache=False)
        try:
            picture = drawn(Path(scratch) / "graph", lens, form=form)
        except CityGraphError:
            return
        ties = world.view.graph["ties"]
        facts = [stage_of(ties[id].data, lens.day).is_fact for id in picture.ties]
        assert facts == sorted(facts)
        counts: dict[frozenset[str], list[bool]] = {}
        for id, is_fact in zip(picture.ties, facts, strict=True):
            counts.setdefault(frozenset((ties[id].start, ties[id].end)), []).append(is_fact)
        told = {f"{sum(pair)} of {len(pair)}" for pair in counts.values()}
        assert {
            text for plate in picture.root.xpath("//*[@class='plate']") for text in plate.itertext("{*}text")
        } <= told


def test_places_are_darker_than_who_acts_there_as_in_the_page() -> None:
    shapes = drawn(SEED, form="network").root.xpath("//*[@class='nodes']/*")
    circles = {shape.get("fill") for shape in shapes if shape.tag == f"{SVG}circle"}
    assert circles == {PAPER["light"].ink, PAPER["light"].ground}  # a ring is filled with the ground
    assert {shape.get("fill") for shape in shapes if shape.tag == f"{SVG}path"} == {PAPER["light"].quiet}


@given(
    north=st.floats(40, 80), south=st.floats(40, 80), east=st.floats(-180, 180), apart=st.floats(150, 210),
    side=st.sampled_from([1, -1]),
)  # fmt: skip
def test_a_line_over_a_pole_ends_at_the_edge_and_does_not_run_along_it(
    north: float, south: float, east: float, apart: float, side: int
) -> None:
    """It would run far there, and many would be a thick line that stands for nothing."""
    west = (east + apart + 180) % 360 - 180
    start, end = (east, side * north), (west, side * south)
    parts = land.route(start, end)
    assert math.dist(parts[0][0], land.project(start)) < 1e-6
    assert math.dist(parts[-1][-1], land.project(end)) < 1e-6
    edge = abs(land.project((land.CENTRE, 90.0))[1])
    beside = [point for part in parts for point in part if edge - abs(point[1]) < 0.005]
    assert not beside
    for part in parts:
        assert len(part) > 1
        assert all(math.dist(one, other) < 1.3 for one, other in itertools.pairwise(part))


def test_in_a_crowd_the_hubs_have_names(folder: Folder) -> None:
    """20 hubs of one small country, with ties to the whole world: a name that has no room there stands apart."""
    hubs = [f"h{at}" for at in range(20)]
    chance = random.Random(4)
    named = {id: f"Hub {id}" for id in hubs} | {f"c{at}": f"Leaf {at}" for at in range(300)}
    near, far = ((48, 53), (7, 12)), ((-50, 65), (-150, 150))
    places = {
        id: [round(chance.uniform(*bounds), 3) for bounds in (near if id in hubs else far)] for id in named
    }  # fmt: skip
    cities = "".join(
        f"  {id}: {{name: {name}, country: DE, coordinates: {places[id]}}}\n" for id, name in named.items()
    )
    ties = "".join(f"  - {{kind: sister-city, between: [{hubs[at % 20]}, c{at}]}}\n" for at in range(300))
    picture = drawn(folder(world=f"cities:\n{cities}ties:\n{ties}"), form="map")
    assert {f"Hub {id}" for id in hubs} <= set(picture.words.splitlines())


def test_marks_do_not_lie_on_each_other(folder: Folder) -> None:
    picture = drawn(statuses.GRAPH, Lens(today=statuses.TODAY), form="map", ego="alder")
    discs = picture.root.xpath("//*[@data-tie]/*[local-name()='circle']")
    places = [(float(disc.get("cx")), float(disc.get("cy"))) for disc in discs]
    assert len(places) > 20
    assert not [pair for pair in itertools.combinations(places, 2) if math.dist(*pair) < 10]


def test_what_is_drawn_alike_for_want_of_room_is_one_entry_of_the_legend(folder: Folder) -> None:
    cities = "".join(f"  c{at}: {{name: City {at}, country: CN}}\n" for at in range(41))
    pairs = list(itertools.combinations(range(41), 2))
    ways = ["suspended", "ended", *["planned"] * 2, *["unknown"] * 2]
    ties = "".join(
        f"  - {{kind: sister-city, between: [c{one}, c{other}], status: {ways[at] if at < 6 else ways[at % 2]}}}\n"
        for at, (one, other) in enumerate(pairs)
    )
    picture = drawn(folder(world=f"cities:\n{cities}ties:\n{ties}"))
    assert "suspended 408 or ended 408" in picture.words
    assert "unknown 2" in picture.words
    assert "Drawn without their marks, because they are too many: 408 suspended, 408 ended." in picture.words
    assert len(picture.root.xpath("//*[@data-tie]/*[starts-with(@class, 'mark')]")) == 2


def test_what_is_unknown_is_thinner_than_what_holds_where_marks_are_left_out(folder: Folder) -> None:
    cities = "".join(f"  c{at}: {{name: City {at}, country: CN}}\n" for at in range(41))
    pairs = enumerate(itertools.combinations(range(41), 2))
    ties = "".join(
        f"  - {{kind: sister-city, between: [c{one}, c{other}], status: {('active', 'unknown')[at % 2]}}}\n"
        for at, (one, other) in pairs
    )
    picture = drawn(folder(world=f"cities:\n{cities}ties:\n{ties}"))
    assert "active 410" in picture.words
    assert "unknown 410" in picture.words
    groups = picture.root.xpath("//*[@stroke-width][.//*[@data-tie]]")
    assert sorted(float(group.get("stroke-width")) for group in groups)[0] * 2 == pytest.approx(
        float(groups[-1].get("stroke-width")), rel=0.2
    )


def test_what_has_no_coordinates_is_named_beside_the_map(folder: Folder, tmp_path: Path) -> None:
    graph = folder(world=WORLD)
    done = citygraph("draw", tmp_path / "a.svg", "--graph", graph)
    assert done.err == (
        f"citygraph: {tmp_path}/a.svg: a map, 4 nodes, 6 ties\n"
        "citygraph: not drawn: 1 tie to nodes without coordinates\n"
    )
    picture = Picture(tmp_path / "a.svg")
    assert "Without coordinates" in picture.words
    assert "The League" in picture.words
    assert "Natural Earth" in picture.words
    done = citygraph("draw", tmp_path / "a.svg", "--graph", graph, "--network")
    assert done.err == f"citygraph: {tmp_path}/a.svg: a network, 4 nodes, 6 ties\n"
    assert "Natural Earth" not in Picture(tmp_path / "a.svg").words


def test_what_took_place_is_not_crossed_out(folder: Folder) -> None:
    took_place = "  - {id: visit, kind: delegation, from: a, to: b, on: 2019, source: paper, status: ended}"
    picture = drawn(folder(world=f"{WORLD}{took_place}\n"))
    assert not picture.root.xpath("//*[@data-tie='visit']/*[@class='mark cross']")
    assert "took place 1" in picture.words
    assert "ended 1" in picture.words


def test_what_only_possibly_held_is_fainter(folder: Folder, tmp_path: Path) -> None:
    graph = folder(world=WORLD.replace("flagship-store,", "flagship-store, since: 2019,"))
    done = citygraph("draw", tmp_path / "a.svg", "--at", "2021", "--kind", "flagship-store", "--graph", graph)
    assert done.err.count("\n") == 1
    [sure] = Picture(tmp_path / "a.svg").root.xpath("//*[@class='ties']/*/@stroke-opacity")
    folder(world=WORLD)
    done = citygraph("draw", tmp_path / "a.svg", "--at", "2021", "--kind", "flagship-store", "--graph", graph)
    assert done.err.endswith("citygraph: fainter: 1 tie that only possibly held then\n")
    [unsure] = Picture(tmp_path / "a.svg").root.xpath("//*[@class='ties']/*/@stroke-opacity")
    assert float(unsure) < float(sure)


def test_title_and_ego(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    assert citygraph("draw", file).code == 0
    assert Picture(file).root.findtext(f"{SVG}title") == "Cities and their ties"
    assert citygraph("draw", file, "--ego", "景德镇").code == 0
    near = Picture(file)
    assert near.root.findtext(f"{SVG}title") == "Jingdezhen"
    assert "up to 1 hop from Jingdezhen" in near.words
    assert "nurbaev-niiazbek" not in near.nodes
    assert citygraph("draw", file, "--ego", "Jingdezhen", "--title", "Porcelain <ties>").code == 0
    assert Picture(file).root.findtext(f"{SVG}title") == "Porcelain <ties>"
    done = citygraph("draw", file, "--group", "economy", "--at", "2025")
    assert "group economy; held in 2025" in Picture(file).words
    assert done.code == 0


def test_a_path_in_words_and_with_the_status_of_each_tie(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    for form in FORMS:
        done = citygraph("draw", file, "--path", "İznik", "Ош", f"--{form}")
        assert done.code == 0
        assert "citygraph: this path rests on ties whose status is unknown\n" in done.err
        picture = Picture(file)
        assert picture.root.findtext(f"{SVG}title") == "From Iznik to Osh"
        assert "Iznik – Jingdezhen – Osh, 2 ties: active, unknown; " in picture.words
        assert picture.accented() == {"iznik", "jingdezhen", "osh"}
        bold = picture.root.xpath("//*[@class='names']/*[@font-weight='bold']/text()")
        assert sorted(bold) == ["Iznik", "Jingdezhen", "Osh"]
        assert "istanbul" in picture.nodes
        assert "Faint: what is not on the path." in picture.words
    assert citygraph("draw", file, "--path", "Iznik", "Osh", "--hops", "0").code == 0
    assert set(Picture(file).nodes) == {"iznik", "jingdezhen", "osh"}


def test_marks_and_nodes_beside_a_path_are_no_stronger_than_those_on_it(tmp_path: Path) -> None:
    assert citygraph("draw", tmp_path / "a.svg", "--path", "Iznik", "Osh", "--map").code == 0
    picture = Picture(tmp_path / "a.svg")
    marks = {mark.getparent().get("data-tie"): float(mark.get("stroke-opacity"))
             for mark in picture.root.xpath("//*[@class='ties']//*[starts-with(@class, 'mark ')]")}  # fmt: skip
    assert marks.pop("historical-link.jingdezhen.osh") == 1
    assert marks
    assert max(marks.values()) < 0.5
    radii = {node.get("data-node"): float(node.get("r")) for node in picture.root.xpath("//*[@class='nodes']/*[@r]")}
    assert min(radii[id] for id in ("iznik", "osh")) >= 4 > radii["istanbul"]


def test_a_plan_on_a_path_does_not_read_like_a_tie_in_force(folder: Folder, tmp_path: Path) -> None:
    graph = folder(world=WORLD)
    done = citygraph("draw", tmp_path / "a.svg", "--path", "Cork", "Aachen", "--graph", graph)
    assert "citygraph: this path rests on ties that are only planned\n" in done.err
    picture = Picture(tmp_path / "a.svg")
    assert "Cork – Aachen, 1 tie: planned; " in picture.words
    assert subpaths(picture.tie("planned")[0]) == 2


def test_a_plan_is_from_a_day_on_and_not_since_it(folder: Folder) -> None:
    later = "{id: store, kind: flagship-store, since: 2990, from: a, to: b, source: paper, status: planned}"
    picture = drawn(folder(world=re.sub(r"\{id: store, .*\}", later, WORLD)))
    [said] = picture.root.xpath("//*[@data-tie='store']/*[local-name()='title']/text()")
    assert "(from 2990" in said
    assert "since" not in said


def test_names_from_right_to_left_keep_the_order_of_a_path(folder: Folder, tmp_path: Path) -> None:
    graph = folder(world=WORLD.replace("Aachen", "القاهرة").replace("Cork", "حلب"))
    assert citygraph("draw", tmp_path / "a.svg", "--path", "c", "a", "--graph", graph).code == 0
    assert "\u2068حلب\u2069 – \u2068القاهرة\u2069, 1 tie: planned" in Picture(tmp_path / "a.svg").words


def test_the_mark_of_a_tie_on_a_path_stays_though_others_are_too_many(folder: Folder) -> None:
    many = "".join(f"  n{at}: {{name: Town {at}, country: CN, coordinates: [30, {at / 5}]}}\n" for at in range(500))
    ties = "".join(f"  - {{id: t{at}, kind: sister-city, between: [a, n{at}], status: unknown}}\n" for at in range(500))
    world = f"cities:\n  a: {{name: Aachen, country: DE, coordinates: [50, 6]}}\n{many}ties:\n{ties}"
    graph = folder(world=world)
    view = World(graph, cache=False)
    view.draw(graph / "a.svg", path=DrawnPath(["n7", "a"], ["t7"]))
    picture = Picture(graph / "a.svg")
    assert picture.root.xpath("//*[starts-with(@class, 'mark ')]/../@data-tie") == ["t7"]


def test_what_of_a_path_is_not_on_the_map_is_said(folder: Folder, tmp_path: Path) -> None:
    file, graph = tmp_path / "a.svg", folder(world=WORLD)
    done = citygraph("draw", file, "--path", "Cork", "The League", "--graph", graph)
    assert "a network, " in done.err
    done = citygraph("draw", file, "--path", "Cork", "The League", "--map", "--graph", graph)
    assert "citygraph: on the path, but not on the map: the league\n" in done.err.lower()
    assert "On the path, but not on the map: The League." in Picture(file).words


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("Iznik Osh --ego Osh", 2, "a picture is about a node or a path"),
        ("Iznik 伊兹尼克", 1, "nothing here is called `伊兹尼克`"),
        ("Iznik iznik", 2, "both names mean the same node"),
        ("Iznik Osch", 1, "nothing here is called `Osch`; did you mean\n  osh "),
        ("Iznik", 2, "requires 2 arguments"),
    ],
)
def test_a_path_that_cannot_be_drawn_writes_nothing(tmp_path: Path, arguments: str, code: int, message: str) -> None:
    done = citygraph("draw", tmp_path / "a.svg", "--graph", SEED, "--path", *arguments.split())
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert not list(tmp_path.iterdir())


def test_it_is_opaque_and_has_words_for_who_cannot_see_it(tmp_path: Path) -> None:
    World(SEED).draw(tmp_path / "a.svg")
    root = Picture(tmp_path / "a.svg").root
    assert "29 ties between 26 nodes" in root.findtext(f"{SVG}desc")
    ground = next(root.iter(f"{SVG}rect"))
    assert (ground.get("width"), ground.get("height")) == (root.get("width"), root.get("height"))
    assert root.get("font-family").endswith("sans-serif")
    titles = root.xpath("//*[@data-tie]/*[local-name()='title']/text()")
    assert "Iznik is a sister city of Jingdezhen (since 2021)" in titles
    assert "Jingdezhen is to provide training to Osh" in titles
    assert "Troyan would be interested in cooperation with Jingdezhen (proposed)" in titles


def test_a_large_graph_is_drawn_thin(folder: Folder, tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = ["cities:", *(f"  c{at}: {{name: City {at}, country: CN}}" for at in range(600))]
    lines += ["sources:", "  s: {title: S}", "ties:"]
    pairs = {(chance.randrange(20), chance.randrange(20, 600)) for _ in range(1500)}
    lines += [f"  - {{kind: sister-city, between: [c{one}, c{other}], source: s}}" for one, other in sorted(pairs)]
    done = citygraph("draw", tmp_path / "a.svg", "--graph", folder(world="\n".join(lines)))
    assert done.code == 0
    _, unmarked, remark = done.err.splitlines()
    assert unmarked == f"citygraph: drawn without their marks, because they are too many: {len(pairs):,} unknown"
    assert re.fullmatch(r"citygraph: 1,\d\d\d ties are drawn thin; 4\d\d of 5\d\d nodes .* names: --ego, .*", remark)
    picture = Picture(tmp_path / "a.svg")
    assert len(picture.ties) == len(pairs)
    widths = picture.root.xpath("//*[@class='ties']/*/@stroke-width")
    assert max(map(float, widths)) < 1
    # Who has most ties is named, if anybody is.
    named = {text for _, text in picture.names()}
    assert 5 < len(named) <= 60
    assert named & {f"City {at}" for at in range(20)}


# ------------------------------------------------------------------ names of others


def test_a_hundred_accents_stay_in_their_line_and_marks_of_indic_letters_stay(folder: Folder) -> None:
    tower, street = "Z" + "\u0301" * 100 + "algo", "\u0921\u093c\u0940\u0902gaon"
    graph = folder(
        world=f"cities:\n  a: {{name: {tower}}}\n  b: {{name: {street}}}\nties: [{{kind: exchange, between: [a, b]}}]"
    )
    words = drawn(graph, form="network").words
    assert "Z\u0301\u0301algo" in words
    assert "\u0301" * 3 not in words
    assert street in words


@pytest.mark.parametrize("form", FORMS)
def test_hostile_names_stay_names(folder: Folder, form: Form) -> None:
    evil = "</svg><script>alert(1)</script>"
    more = f"  evil: {{name: '{evil}', country: TR, coordinates: [10, 20]}}\n"
    more += '  turned: {name: "tur\\u202Ened \\e[31m", country: TR, coordinates: [12, 20]}\n'
    more += "  دبي: {name: دبي, country: AE, coordinates: [25, 55]}\n".replace("دبي:", "dubai:", 1)
    graph = folder(world=HOSTILE.replace("countries:", f"{more}countries:", 1))
    picture = drawn(graph, form=form, title=f"{evil} \x1b \u202e")
    assert picture.root.findtext(f"{SVG}title") == f"{evil} \\e \\u202e"
    assert {element.tag for element in picture.root.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "g", "path", "circle", "text")
    }
    attributes = {name for element in picture.root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name or name == "style"]
    text = "".join(picture.root.itertext())
    assert evil in picture.words
    assert "دبي" in picture.words
    assert "tur\\u202ened \\e[31m" in picture.words
    assert visible(text, keep_lines=True) == text


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("a.jpg", "a.jpg: the name of a picture ends in .svg, .png or .pdf"),
        ("svg", "svg: the name of a picture ends in .svg, .png or .pdf"),
        ("nowhere/a.svg", "nowhere/a.svg: No such file or directory"),
        ("a.svg --country JP", "there is nothing to draw: the lens shows no nodes"),
        ("a.svg --type event --map", "no map: none of 4 nodes has coordinates; try --network"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line_and_changes_nothing(
    tmp_path: Path, arguments: str, message: str
) -> None:
    (tmp_path / "a.svg").write_text("before")
    done = citygraph("draw", *arguments.split(), "--graph", SEED, cwd=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", f"citygraph: {message}\n")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.svg", "before")]


def test_a_picture_is_a_map_or_a_network(tmp_path: Path) -> None:
    done = citygraph("draw", tmp_path / "a.svg", "--map", "--network")
    assert done.code == 2
    assert "a picture is a map or a network" in done.err


def test_png_has_two_pixels_for_each_of_its_own_and_something_on_them(tmp_path: Path) -> None:
    done = citygraph("draw", tmp_path / "a.png", "--map")
    assert done.code == 0, done.err
    data = (tmp_path / "a.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">2I", data[16:24]) == (2 * WIDTH, 2 * HEIGHT)
    at, packed = 8, b""
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        packed += data[at + 8 : at + 8 + size] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    pixels = zlib.decompress(packed)
    assert len(pixels) - pixels.count(0) > len(pixels) / 100


def test_pdf_opens_and_its_words_can_be_searched(tmp_path: Path) -> None:
    done = citygraph("draw", tmp_path / "a.pdf", "--network", "--title", "景德镇 and Ош")
    assert done.code == 0, done.err
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    need(shutil.which("pdftotext"), "pdftotext")
    words = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "Jingdezhen" in words
    assert "Ош" in words


WRITTEN = {
    "Devanagari": "क्षेत्रश्री", "Bengali": "ক্ষত্রিয়", "Khmer": "ភ្នំពេញ", "Tamil": "யாழ்ப்பாணம்", "Myanmar": "မန္တလေး",
    "Thai": "น้ำกรุงเทพฯ", "Arabic": "الأردن",
}  # fmt: skip
"""Words whose letters join, change places or stand above each other."""

INK_OF_BROWSER = """([name, word]) => new FontFace("drawn", `local("${name}")`).load().then((face) => {
    document.fonts.add(face);
    const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 300 });
    const context = canvas.getContext("2d");
    context.font = "66px drawn";
    context.fillText(word, 200, 150);
    const { data } = context.getImageData(0, 0, 900, 300);
    return Array.from({ length: 300 }, (_, y) => Array.from({ length: 900 }, (_, x) => (data[4 * (900 * y + x) + 3] > 127 ? "#" : ".")).join(""));
})"""  # noqa: E501


@pytest.mark.parametrize("script", WRITTEN)
def test_a_pdf_has_each_script_written_as_a_browser_writes_it(browser: Browser, tmp_path: Path, script: str) -> None:
    """The title of a picture: poppler and Chromium show the same shape, of the font that the PDF names."""
    done = citygraph("draw", tmp_path / "a.pdf", "--network", "--title", WRITTEN[script])
    assert done.code == 0, done.err
    need(shutil.which("pdffonts"), "pdffonts")
    fonts = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    [name] = {line.split()[0].partition("+")[2] for line in fonts.splitlines()[2:]} - {
        "NotoSans-Regular",
        "NotoSans-Bold",
    }
    part = ["-x", "90", "-y", "30", "-W", "900", "-H", "146"]  # of the title, which begins at 96
    paper = subprocess.run(
        ["pdftoppm", "-r", "288", "-gray", *part, tmp_path / "a.pdf"], capture_output=True, check=True
    )
    _, wide, _, _, grey = re.split(rb"\s", paper.stdout, maxsplit=4)
    rows = ["".join("#" if tone < 140 else "." for tone in row) for row in batches(grey, int(wide))]
    with looking(browser, empty_page(tmp_path)) as page:
        theirs = trimmed(page.evaluate(INK_OF_BROWSER, [name, WRITTEN[script]]))
    ours = trimmed(rows)
    assert abs(len(ours) - len(theirs)) <= 4
    assert abs(len(ours[0]) - len(theirs[0])) <= 5
    pairs = [
        *zip("".join(row.ljust(900, ".") for row in ours), "".join(row.ljust(900, ".") for row in theirs), strict=False)
    ]
    both, either = pairs.count(("#", "#")), sum("#" in pair for pair in pairs)
    assert both > 0.6 * either


def batches(tones: bytes, size: int) -> list[bytes]:
    return [tones[at : at + size] for at in range(0, len(tones), size)]


def trimmed(rows: list[str]) -> list[str]:
    """The rows and columns that have ink."""
    inked = [row for row in rows if "#" in row]
    left = min(row.index("#") for row in inked)
    right = max(row.rindex("#") for row in inked)
    return [row[left : right + 1] for row in inked]


def empty_page(folder: Path) -> Path:
    (page := folder / "empty.html").write_text("<!doctype html>")
    return page


@pytest.mark.parametrize("letter", ["क", "市", "ም", "\U0001e030", "Ш", "é"])
def test_a_letter_without_a_font_is_said(tmp_path: Path, letter: str) -> None:
    need(shutil.which("fc-list"), "fc-list")
    known = subprocess.run(["fc-list", f":charset={ord(letter):x}"], capture_output=True, check=True).stdout
    for name in ("a.png", "a.pdf"):
        done = citygraph("draw", tmp_path / name, "--network", "--title", f"To {letter}")
        assert done.code == 0, done.err
        said = f"no font here has some letters, such as {letter};" in done.err
        assert said == (not known), done.err
    done = citygraph("draw", tmp_path / "a.svg", "--network", "--title", f"To {letter}")
    assert "no font here" not in done.err


@pytest.mark.parametrize("command", ["draw near.svg", "view -o near.html", "export near.graphml"])
def test_hops_without_an_ego_are_a_mistake(command: str, tmp_path: Path) -> None:
    done = citygraph(*command.split(), "--hops", "2", "--graph", SEED, cwd=tmp_path)
    assert done.code == 2
    assert "it goes with --ego NAME" in done.err
    assert not list(tmp_path.iterdir())


def test_without_the_extra_it_says_so_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError")
    done = citygraph("draw", tmp_path / "a.png", PYTHONPATH=str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err == ("citygraph: .png needs one more package, typst: pip install typst; .svg needs none\n")
    assert not (tmp_path / "a.png").exists()
    assert citygraph("draw", tmp_path / "a.svg", PYTHONPATH=str(tmp_path)).code == 0


def test_the_pictures_in_the_docs_are_what_is_drawn_now(tmp_path: Path) -> None:
    World(SEED).draw(tmp_path / "ties.svg", form="network")
    citygraph("draw", tmp_path / "path.svg", "--path", "Iznik", "Osh", "--map")
    for name in ("ties.svg", "path.svg"):
        now, shown = (tmp_path / name).read_bytes(), (ROOT / "docs/images" / name).read_bytes()
        assert now == shown, "run scripts/pictures.py"
