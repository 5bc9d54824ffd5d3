"""What a terminal shows: the map, and the tree of neighbors."""

import datetime
import io
import json
import re
from collections.abc import Callable
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import statuses
from citygraph.domain.lens import Lens
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import Stage, stage
from citygraph.outputs.land import edge, project
from citygraph.questions import WrongOption
from citygraph.questions.map import Map, Place
from citygraph.questions.neighbors import neighborhood
from citygraph.questions.ties import Tie
from citygraph.render.braille import Canvas
from citygraph.render.map import write_map
from citygraph.render.neighbors import write_tree
from citygraph.world import World
from conftest import ANSI, SEED, citygraph, in_terminal
from worlds import lenses, world_texts

Folder = Callable[..., Path]

SIGNS = "●○◆■▲123456789"
KINDS = World(SEED).kinds


def shown(canvas: Canvas) -> list[str]:
    return ["".join(run.text for run in row) for row in canvas.rows()]


def dots(lines: list[str]) -> set[tuple[int, int]]:
    """Which dots are set, as a person reads them: Unicode numbers those of a cell 1-3 and 7 down its left, 4-6 and 8
    down its right."""
    numbers = ((1, 4), (2, 5), (3, 6), (7, 8))
    return {
        (2 * column + across, 4 * row + down)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        for down, pair in enumerate(numbers)
        for across, number in enumerate(pair)
        if 0x2800 <= ord(sign) < 0x2900 and (ord(sign) - 0x2800) >> (number - 1) & 1
    }


# ---------------------------------------------------------------- the canvas

sizes = st.tuples(st.integers(1, 30), st.integers(1, 12))
texts = st.text(st.characters(categories=["L", "M", "N", "P", "S"]) | st.sampled_from("景德镇도쿄é́ÅＡ"), max_size=12)


@given(sizes, st.data())
def test_a_dot_that_is_set_is_read(size: tuple[int, int], data: st.DataObject) -> None:
    width, height = size
    points = data.draw(st.sets(st.tuples(st.integers(0, 2 * width - 1), st.integers(0, 4 * height - 1))))
    canvas = Canvas(width, height)
    for x, y in points:
        canvas.dot(x, y)
    assert dots(shown(canvas)) == points


@given(
    sizes,
    st.lists(st.tuples(st.integers(-5, 35), st.integers(-2, 14), texts)),
    st.lists(st.tuples(st.floats(-10, 90), st.floats(-10, 60))),
)
def test_a_canvas_has_its_size_whatever_is_put_on_it(
    size: tuple[int, int], written: list[tuple[int, int, str]], line: list[tuple[float, float]]
) -> None:
    width, height = size
    canvas = Canvas(width, height)
    canvas.line(line)
    for column, row, text in written:
        canvas.write(column, row, text)
    for row in range(height):
        canvas.write(width - 1, row, "|")  # blanks at the end of a row are left out
    lines = shown(canvas)
    assert [sum(map(cell_len, line)) for line in lines] == [width] * height


@given(st.integers(0, 8), st.integers(0, 8))
def test_of_a_wide_character_that_is_written_over_no_half_stays(one: int, other: int) -> None:
    canvas = Canvas(12, 1)
    canvas.write(one, 0, "景德")
    canvas.write(other, 0, "ab")
    (line,) = shown(canvas)
    assert "ab" in line
    assert cell_len(line[: line.index("ab")]) == other


def test_what_lies_higher_hides_what_lies_lower() -> None:
    canvas = Canvas(1, 1)
    canvas.dot(0, 0, "dim", layer=0)
    canvas.dot(1, 3, "red", layer=1)
    canvas.dot(0, 1, "dim", layer=0)
    assert list(canvas.rows()) == [[("⢀", "red")]]
    assert list(canvas.rows({"red": "*"}.__getitem__)) == [[("*", "red")]]


def test_a_line_with_a_dash_is_on_and_off_in_turn() -> None:
    canvas = Canvas(4, 1)
    canvas.line([(0, 0), (7, 0)], dash=(2, 1))
    assert dots(shown(canvas)) == {(0, 0), (1, 0), (3, 0), (4, 0), (6, 0), (7, 0)}


# ---------------------------------------------------------------- the map

positions = st.tuples(st.floats(-180, 180, width=32), st.floats(-90, 90, width=32))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def place(id: str, position: tuple[float, float] | None, ties: int = 0) -> Place:
    longitude, latitude = position or (None, None)
    return Place(id=id, name=id, type="city", country=None, latitude=latitude, longitude=longitude, ties=ties)


def tie(one: str, other: str, kind: str = "sister-city", status: str = "active") -> Tie:
    return Tie(
        tie=f"{one}.{other}",
        kind=kind,
        label="",
        direction="both",
        since=None,
        until=None,
        on=None,
        status=status,
        stage=stage({"nature": "standing", "status": status}, datetime.date.today()),
        sources=(),
        evidence=(),
        notes=None,
        from_=one,
        to=other,
        title=None,
    )


@st.composite
def maps(draw: st.DrawFn, most: int = 60) -> Map:
    """Places, some of them without coordinates, and ties between them; two lie so far apart that all the world is
    shown."""
    where = [(-160.0, 0.0), (175.0, 0.0), *draw(st.lists(positions, max_size=most))]
    ids = draw(
        st.lists(st.text(LETTERS, min_size=2, max_size=30), min_size=len(where), max_size=len(where), unique=True)
    )
    nowhere = draw(st.lists(st.text("XYZ", min_size=1), max_size=3, unique=True))
    ends = st.sampled_from([*ids, *nowhere])
    pairs = draw(
        st.lists(
            st.tuples(ends, ends, st.sampled_from(["sister-city", "exchange"]), st.sampled_from(STATUSES)), max_size=20
        )
    )
    ties = tuple(tie(*pair) for pair in pairs if pair[0] != pair[1])
    known = [place(id, position) for id, position in zip(ids, where, strict=True)]
    return Map((*known, *(place(id, None) for id in nowhere)), ties)


def drawn(map: Map, columns: int, patch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """The lines of a map, and what is said of it."""
    patch.setenv("COLUMNS", str(columns))
    patch.delenv("TERM", raising=False)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    said = write_map(map, KINDS, str, out=out)
    out.seek(0)
    return out.read().splitlines(), said


@given(maps(), st.sampled_from([80, 97, 120]))
def test_names_never_overlap(map: Map, columns: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines, _ = drawn(map, columns, patch)
    picture = [line for line in lines if " agreement" not in line and " exchange" not in line]
    whole = {place.id for place in map.places}
    for found in re.finditer(rf"[{LETTERS}]+…?", "\n".join(picture)):
        text = found[0]
        words = {*re.findall(r"\w+", "sparse no room for a sign without or z within one not drawn"), *STATUSES}
        assert text in whole | words or any(text[:-1] == id[: len(text) - 1] for id in whole if text[-1] == "…")
    assert all(cell_len(line) <= columns for line in lines)


@given(maps(most=150), st.sampled_from([80, 120]))
def test_every_place_with_coordinates_is_drawn(map: Map, columns: int) -> None:
    """In a crowd, the name of a larger place may lie over its dot."""
    with pytest.MonkeyPatch.context() as patch:
        lines, said = drawn(map, columns, patch)
    right, bottom = (max(point[axis] for point in edge()) for axis in (0, 1))
    scale = min(2 * columns / (2 * right), 4 * 24 / (2 * bottom) if columns == 80 else 4 * 36 / (2 * bottom))
    rows = min(24 if columns == 80 else 36, -floor(-2 * bottom * scale / 4))
    read = dots(lines)
    for each in map.places:
        if each.latitude is None or each.longitude is None:
            continue
        x, y = project((each.longitude, each.latitude))
        across = (x + columns / scale) * scale
        down = (y + (2 * rows / scale if 4 * rows / scale >= 2 * bottom else bottom)) * scale
        column, row = min(int(across // 2), columns - 1), min(int(down // 4), rows - 1)
        line = lines[row] if row < len(lines) else ""
        at = line[column] if column < len(line) else ""
        is_crowd = any("one dot where" in line for line in said)
        assert (
            (at and at in SIGNS)
            or (is_crowd and at in f"{LETTERS}…")
            or {(floor(across + d), floor(down + e)) for d in (-1e-3, 1e-3) for e in (-1e-3, 1e-3)} & read
        )
    missing = sum(each.latitude is None for each in map.places)
    assert bool(missing) == any("no coordinates" in line for line in said)


@given(
    st.tuples(st.integers(-160, 120), st.integers(-60, 50)),
    st.sets(st.tuples(st.integers(0, 15), st.integers(0, 2)), min_size=1, max_size=5),
)
def test_of_a_few_places_near_each_other_every_name_is_read(
    corner: tuple[int, int], steps: set[tuple[int, int]]
) -> None:
    near = [
        place(f"city{LETTERS[n]}", (corner[0] + 3 * x, corner[1] + 3 * y)) for n, (x, y) in enumerate(sorted(steps))
    ]
    with pytest.MonkeyPatch.context() as patch:
        lines, _ = drawn(Map(tuple(near), ()), 80, patch)
    assert all(any(each.id in line for line in lines) for each in near)


def test_two_places_of_one_sign_are_named_from_west_to_east_and_their_ties_are_told() -> None:
    """Kehl lies east of Strasbourg, 4 km away; on a map of the world they have one sign."""
    places = [
        place("Kehl", (7.815, 48.573), 3),
        place("Strasbourg", (7.75, 48.573), 2),
        place("Kobe", (135.2, 34.7), 1),
    ]
    ties = [
        tie("Kehl", "Strasbourg"), tie("Kehl", "Strasbourg", "exchange", "ended"), tie("Kehl", "Kobe"),
        tie("Strasbourg", "Lima"), tie("Kehl", "Lima"),
    ]  # fmt: skip
    places.append(place("Lima", (-77.0, -12.0), 2))
    with pytest.MonkeyPatch.context() as patch:
        lines, said = drawn(Map(tuple(places), tuple(ties)), 80, patch)
    assert any("Strasbourg, Kehl" in line for line in lines)
    legend = next(line for line in lines if "agreement" in line)
    assert "agreement 3" in legend
    assert "×" not in "".join(lines)
    assert "within one sign, not drawn: 1 active, 1 ended" in "\n".join(lines)
    assert any(line.startswith("2 ties not drawn, between places that have one sign here") for line in said)


def test_in_a_crowd_hubs_have_their_names_and_figures_never_touch() -> None:
    leaves = [place(f"leaf{n}", (n * 37 % 3400 / 10 - 170, n * 53 % 1200 / 10 - 50), 1) for n in range(900)]
    names = [f"Hub{letter}" for letter in "ABCDEFGHIJ"]
    hubs = [place(name, (-20 + 9.0 * n, 45 + n % 3), 40) for n, name in enumerate(names)]
    with pytest.MonkeyPatch.context() as patch:
        lines, said = drawn(Map((*hubs, *leaves), ()), 120, patch)
    assert "910 places, one dot where several are close" in said
    assert all(any(name in line for line in lines) for name in names)
    picture = [line for line in lines if re.search(r"[\u2800-\u28ff●]", line)]
    assert not any(re.search(r"(?<![a-z\d])[1-9][1-9]", line) for line in picture)


def test_beyond_the_edge_of_the_world_nothing_is_shown() -> None:
    east = Map((place("apia", (-171.8, -13.8)), place("nukualofa", (-175.2, -21.1))), ())
    with pytest.MonkeyPatch.context() as patch:
        lines, _ = drawn(east, 80, patch)
    columns = [line.index("●") for line in lines if "●" in line]
    assert len(columns) == 2
    assert sum(columns) / 2 > 45  # and not in the middle


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("question", ["map", "map Jingdezhen", "map --path Iznik Osh", "neighbors Osh --hops 2 --tree"])
def test_it_fits_the_terminal(question: str, columns: int) -> None:
    code, seen = in_terminal(f"citygraph {question} 2>/dev/null", columns=columns)
    assert code == 0
    assert "\x1b[" in seen
    widths = [cell_len(line) for line in ANSI.sub("", seen).splitlines()]
    assert max(widths) <= columns
    if question.startswith("map"):
        assert max(widths) > columns - 10
        assert len(widths) < 40


def test_without_colour_the_dashes_still_tell_groups_apart() -> None:
    _, seen = in_terminal("citygraph map", NO_COLOR="1")
    assert "\x1b" not in seen
    samples = re.findall(r"([\u2800-\u28ff ]*[\u2800-\u28ff]) (agreement|exchange|economy)", seen)
    assert len({sample.strip() for sample, _ in samples}) == len(samples) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_without_colour_each_stage_has_a_sign_on_its_line_and_in_the_legend(encoding: str) -> None:
    """The signs on the map and those in the legend are as many, and no two stages have the same."""
    ties = [tie for tie in World(statuses.GRAPH).ties(kind="sister-city") if statuses.HUB in (tie.from_, tie.to)]
    command = f"citygraph map {statuses.HUB} --kind sister-city --graph {statuses.GRAPH}"
    _, seen = in_terminal(command, columns=150, NO_COLOR="1", PYTHONIOENCODING=encoding)
    assert "\x1b" not in seen
    picture, _, legend = seen.partition(" agreement ")
    signs = {}
    for tie in ties:
        found = re.search(rf"(?:^|   |\n)(\S*?|without a sign:) {tie.stage.word} 1\b", legend)
        assert found, tie.stage
        signs[tie.stage] = found[1]
    assert len(set(signs.values())) == len(signs) >= 10
    for what, sign in signs.items():
        assert what is Stage.ACTIVE or sign in picture, what


def test_signs_that_have_no_room_are_said() -> None:
    places = [place(f"c{at}", (at % 20 - 10, at // 20 * 3.0)) for at in range(400)]
    ties = tuple(tie(f"c{at}", f"c{at + 1}", status="unknown") for at in range(399))
    with pytest.MonkeyPatch.context() as patch:
        _, said = drawn(Map(tuple(places), ties), 80, patch)
    number = re.search(r"in sparse lines, since their signs have no room: (\d+) unknown", "\n".join(said))
    assert number
    assert int(number[1]) > 0


@pytest.mark.parametrize("status", ["unknown", "planned", "ended", "dormant"])
def test_a_line_whose_sign_has_no_room_does_not_look_active(status: str) -> None:
    """The two places are beside each other, or no place and no sign has room on the way."""
    places = tuple(place(f"c{at}", (at % 20 - 10, at // 20 * 3.0)) for at in range(400))
    shown = {}
    with pytest.MonkeyPatch.context() as patch:
        for each in ("active", status):
            ties = tuple(tie(f"c{at}", f"c{at + 1}", status=each) for at in range(399))
            shown[each], _ = drawn(Map(places, ties), 80, patch)
    assert len(dots(shown[status])) < len(dots(shown["active"]))
    legend = "\n".join(shown[status])
    assert "without a sign" not in legend
    assert re.search(rf"sparse, no room for a sign: \d+ {status}", legend)


def test_where_land_cannot_be_faint_it_has_fewer_dots() -> None:
    faint, plain = (in_terminal("citygraph map Dubai", **how)[1] for how in ({}, {"NO_COLOR": "1"}))
    assert len(dots(plain.splitlines())) < 0.7 * len(dots(ANSI.sub("", faint).splitlines()))


def test_in_a_pipe_it_is_plain_text_of_80_columns_whatever_terminal_is_near() -> None:
    _, seen = in_terminal("citygraph map | cat", columns=120)
    assert "\x1b" not in seen
    lines = [line for line in seen.splitlines() if re.search("[\u2800-\u28ff]", line)]
    assert 70 < max(map(cell_len, lines)) <= 80
    assert max(map(cell_len, citygraph("map", COLUMNS="120").out.splitlines())) > 100


def test_names_are_on_the_map_and_what_is_not_is_said() -> None:
    ran = citygraph("map")
    for name in ("Jingdezhen", "Iznik", "Osh", "Dubai", "Istanbul", "Troyan"):
        assert name in ran.out
    assert re.search("no coordinates, so not on the map: 1 city, 5 countries, .*, and their 21 ties", ran.err)
    assert citygraph("map", "--kind", "flagship-store", "--country", "AE").err == ""


def test_of_one_place_its_ties_alone() -> None:
    out = citygraph("map", "Dubai").out
    assert "Jingdezhen" in out
    assert "Osh" not in out
    assert "economy 1" in out


def test_a_path_is_drawn_and_told_hop_by_hop() -> None:
    ran = citygraph("map", "--path", "Iznik", "Osh")
    assert ran.code == 0
    assert "agreement 1" in ran.out
    assert "exchange 1" in ran.out
    assert re.search("Iznik +is a sister city of +Jingdezhen +since 2021 +active", ran.out)
    assert "Dubai" not in ran.out
    planned = citygraph("map", "--path", "Jingdezhen", "Troyan")
    assert "(…) proposed 1" in planned.out
    assert "rests on ties that are only proposed" in planned.err


def test_from_a_place_to_itself_and_to_where_nothing_leads() -> None:
    ran = citygraph("map", "--path", "Osh", "Ош")
    assert (ran.code, ran.err) == (0, "citygraph: both names mean the same node\n")
    assert re.search("●.Osh|Osh.●", ran.out)
    ran = citygraph("map", "--path", "Osh", "Jiangxi")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("citygraph: no path from Osh to Jiangxi\ncitygraph: ties lead from Osh to ")


def test_wrong_names_and_options_are_told_as_elsewhere() -> None:
    for question in (("map", "Jingdezen"), ("map", "--path", "Osh", "Jingdezen")):
        ran = citygraph(*question)
        assert (ran.code, ran.out) == (1, "")
        assert "did you mean\n  jingdezhen" in ran.err
    assert citygraph("map", "Osh", "--path", "Osh", "Iznik").code == 2
    assert citygraph("map", "--format", "csv").code == 2
    assert citygraph("map", "--group", "network").err == "citygraph: there is nothing to draw\n"
    assert citygraph("neighbors", "Osh", "--tree", "--format", "json").code == 2


def test_what_only_possibly_held_is_said() -> None:
    assert "2 of 2 ties only possibly held then" in citygraph("map", "--at", "2019", "--kind", "historical-link").err
    err = citygraph("map", "--path", "Iznik", "Osh", "--at", "2022").err
    assert err == "citygraph: this path rests on ties that only possibly held then\n"


def test_json_has_the_places_and_ties() -> None:
    answer = json.loads(citygraph("map", "--path", "Iznik", "Osh", "--format", "json").out)
    assert list(answer) == ["places", "ties"]
    assert [place["id"] for place in answer["places"]] == ["iznik", "jingdezhen", "osh"]
    assert set(answer["places"][0]) == {"id", "name", "type", "country", "latitude", "longitude", "ties"}
    assert [place["ties"] for place in answer["places"]] == [1, 2, 1]
    rows = {row["tie"]: row for row in json.loads(citygraph("ties", "--format", "json").out)}
    assert all(tie == rows[tie["tie"]] for tie in answer["ties"])
    everything = json.loads(citygraph("map", "--format", "json").out)
    assert everything["ties"] == list(rows.values())
    assert {end for tie in everything["ties"] for end in (tie["from"], tie["to"])} <= {
        place["id"] for place in everything["places"]
    }


def test_from_python_the_rows_are_the_ties_and_the_data_is_what_json_has() -> None:
    world = World(SEED)
    around = world.map("Dubai", kind="flagship-store")
    assert [tie.tie for tie in around] == ["flagship-store.jingdezhen.dubai"]
    assert [place.id for place in around.data.places] == ["dubai", "jingdezhen"]
    path = world.map(path=("Iznik", "Osh"))
    assert tuple(path) == path.data.ties
    assert path.path is not None
    assert [hop.tie for hop in path.path.hops] == [tie.tie for tie in path]
    assert world.map(path=("Osh", "Jiangxi")).is_no
    with pytest.raises(WrongOption, match="or a path"):
        world.map("Osh", path=("Iznik", "Osh"))


NAMES = """\
cities:
  wide: {name: 景德镇市, country: CN, coordinates: [29.3, 117.2]}
  far: {name: 도쿄, country: JP, coordinates: [35.7, 139.7]}
  evil: {name: "Ev\\e[31mil\\tname", country: KG, coordinates: [40.5, 72.8]}
  long: {name: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, country: GB, coordinates: [53.2, -4.2]}
sources: {s: {title: S}}
ties:
  - {kind: sister-city, between: [wide, far], status: active, source: s}
  - {kind: sister-city, between: [wide, evil], status: suspended, source: s}
  - {kind: sister-city, between: [wide, long], status: ended, source: s}
"""


@pytest.mark.parametrize("columns", [80, 120])
def test_wide_long_and_hostile_names(folder: Folder, columns: int) -> None:
    graph = folder(c=NAMES)
    _, seen = in_terminal(f"citygraph map --graph {graph}", columns=columns)
    plain = ANSI.sub("", seen)
    assert "景德镇市" in plain
    assert "도쿄" in plain
    assert "Ev\\e[31mil\\tname" in plain
    assert "\x1b[31m" not in seen
    assert "Llanfairpwllgwyngyllgog…" in plain
    assert max(map(cell_len, plain.splitlines())) <= columns
    assert plain.count("‖") == plain.count("×") == 2  # on the line, and in the legend
    assert "‖ suspended" in plain
    assert "× ended" in plain
    _, seen = in_terminal(f"citygraph neighbors wide --tree --graph {graph}", columns=columns)
    assert "Ev\\e[31mil\\tname" in ANSI.sub("", seen)
    assert "\x1b[31m" not in seen


def test_where_there_is_only_ascii() -> None:
    only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    for question in (("map", "Osh"), ("neighbors", "Osh", "--tree")):
        ran = citygraph(*question, **only)
        assert ran.code == 0
        assert ran.out.isascii()
        assert "\\u" not in ran.out
        assert "Jingdezhen" in ran.out
    assert re.search(r"\*\*\*\*\*\* agreement 3 .*\$\$\$\$ \$ economy 2", citygraph("map", **only).out)


def test_a_world_too_large_to_draw_says_what_it_leaves_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    cities = [(f"c{i}", f"Name {i}", (i * 37 % 130) - 55, (i * 101 % 358) - 179) for i in range(2000)]
    rows = "".join(f"{id},{name},FR,{latitude}; {longitude}\n" for id, name, latitude, longitude in cities)
    (graph / "cities.csv").write_text(f"id,name,country,coordinates\n{rows}", encoding="utf-8")
    ties = "".join(f"sister-city,c{i % 40}; c{i},active\n" for i in range(40, 2000))
    (graph / "ties.csv").write_text(f"kind,between,status\n{ties}", encoding="utf-8")
    ran = citygraph("map", "--graph", graph)
    assert ran.code == 0
    said = re.search(r"([\d,]+) of 1,960 ties drawn", ran.err)
    assert said
    assert 10 < int(said[1].replace(",", "")) < 1960
    assert f"agreement {said[1]}" in ran.out
    assert "2,000 places" in ran.err
    assert "1 Name " in ran.out
    hub = citygraph("map", "c7", "--graph", graph)
    assert hub.err == ""
    assert "agreement 49" in hub.out


# ---------------------------------------------------------------- the tree


@given(world_texts(), st.just(Lens()) | lenses(), st.integers(1, 3))
def test_every_tie_is_once_in_the_tree(text: str, lens: Lens, hops: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "300")
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(folder, cache=False)
        rows = list(neighborhood(world.view, "c0", lens, hops=hops))
        if not rows:
            return
        out = io.StringIO()
        write_tree("c0", rows, world.kinds, str, out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "c0"
    assert sum(any(f", {stage.word}" in line for stage in Stage) for line in lines) == len(rows)
    for row in rows:
        assert any(row.label in line for line in lines)


def test_a_tree_is_by_group_then_by_node() -> None:
    lines = citygraph("neighbors", "Jingdezhen", "--tree").out.splitlines()
    assert lines[0] == "Jingdezhen"
    groups = [line[4:] for line in lines if line[:4] in ("├── ", "└── ")]
    assert groups == ["agreement", "exchange", "economy", "support", "event", "structure"]
    assert "│   ├── is a sister city of Iznik, since 2021, active, article" in lines
    several = lines.index("│   ├── Osh")
    assert lines[several + 1] == "│   │   ├── is to provide training to, planned, note, article"


def test_what_lies_further_hangs_on_what_lies_before_it() -> None:
    ran = citygraph("neighbors", "Osh", "--hops", "2", "--tree", "--limit", "12")
    lines = ran.out.splitlines()
    before = next(line for line in lines if "Jingdezhen" in line)
    after = next(line for line in lines if "is a sister city of Iznik" in line)
    assert lines.index(after) > lines.index(before)
    assert after.index("── is") > before.index("── would")
    assert ran.err == "citygraph: 12 of 21 shown\n"
    assert citygraph("neighbors", "Osh", "--group", "network", "--tree").err == "citygraph: Osh has no such ties\n"
