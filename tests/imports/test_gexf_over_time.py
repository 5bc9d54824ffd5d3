"""What GEXF says over time is kept, or named: values with times, spells, nodes inside several others, drawings."""

import re
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import citygraph, examples
from imported import put, read, values

YEARS = st.integers(1990, 2030)
TIMED = st.lists(st.tuples(st.integers(0, 9), YEARS | st.none(), YEARS | st.none()), min_size=1, max_size=4)


def graph(edge: str = "", node: str = "", attributes: str = "") -> str:
    return (
        f'<gexf><graph mode="dynamic">{attributes}<nodes><node id="1" label="Lyon">{node}</node><node id="2" '
        f'label="Milan"/></nodes><edges><edge source="1" target="2"{edge}</edge></edges></graph></gexf>'
    )


@given(timed=TIMED)
@examples(15)
def test_each_value_with_a_time_is_kept(timed: list[tuple[int, int | None, int | None]]) -> None:
    written: Any = nx.Graph(mode="dynamic")
    written.add_node("a", trade=timed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "x.gexf")
        nx.write_gexf(written, file)
        (row,) = values("gexf", file)
    kept = row.get("trade over time", "").split("; ")
    always = [str(value) for value, start, end in timed if not (start or end)]
    for value, start, end in timed:
        times = " ".join([*([f"from {start}"] if start else []), *([f"until {end}"] if end else [])])
        times = f"at {start}" if start and start == end else times
        assert not times or f"{value} {times}" in kept
    if always:
        assert row["trade"] == always[-1]
    elif len({value for value, _, _ in timed}) > 1:
        assert "trade" not in row


def test_the_last_of_several_values_is_not_taken_for_the_value(tmp_path: Path) -> None:
    attributes = '<attributes class="edge"><attribute id="0" title="trade"/></attributes>'
    timed = '><attvalues><attvalue for="0" value="3" end="2010"/><attvalue for="0" value="5" start="2011"/></attvalues>'
    file = put(tmp_path, graph(timed, attributes=attributes), "a.gexf")
    *_, row = values("gexf", file)
    assert "trade" not in row
    assert row["trade over time"] == "3 until 2010; 5 from 2011"
    _, said = read("gexf", file)
    assert any("`trade over time`" in sentence for sentence in said)
    ran = citygraph("import", file, "--into", tmp_path / "g", "--format", "tsv")
    assert "trade over time" in ran.out


def test_a_default_does_not_hold_beside_values_with_times(tmp_path: Path) -> None:
    attributes = '<attributes class="node"><attribute id="0" title="size"><default>1</default></attribute></attributes>'
    node = '<attvalues><attvalue for="0" value="3" end="2010"/><attvalue for="0" value="5" start="2011"/></attvalues>'
    lyon, milan, _ = values("gexf", put(tmp_path, graph(">", node, attributes), "a.gexf"))
    assert "size" not in lyon
    assert milan["size"] == "1"


@pytest.mark.parametrize(("several", "one"), [("spells", "spell"), ("slices", "slice")])
def test_times_of_a_node_with_a_gap_are_kept(several: str, one: str, tmp_path: Path) -> None:
    node = f'<{several}><{one} end="2009"/><{one} start="2011" end="2012"/></{several}>'
    lyon, _, _ = values("gexf", put(tmp_path, graph(">", node), "a.gexf"))
    assert (lyon["end"], lyon["spells"]) == ("2012", "until 2009; from 2011 until 2012")


@given(
    spells=st.lists(st.tuples(YEARS, st.integers(1, 9)).map(lambda one: (one[0], one[0] + one[1])), min_size=1),
    has_days=st.booleans(),
    random=st.randoms(use_true_random=False),
)
@examples(30)
def test_the_order_of_spells_says_nothing(spells: list[tuple[int, int]], has_days: bool, random: Any) -> None:
    day = "-01-01" if has_days else ""
    elements = [f'<spell start="{start}{day}" end="{end}{day}"/>' for start, end in spells]
    with tempfile.TemporaryDirectory() as folder:
        (*_, row), (*_, other) = (
            values("gexf", put(Path(folder), graph(f"><spells>{''.join(those)}</spells>"), "a.gexf"))
            for those in (elements, random.sample(elements, len(elements)))
        )
    assert row == other
    assert (row["start"], row["end"]) == (f"{min(spells)[0]}{day}", f"{max(end for _, end in spells)}{day}")
    years = [int(year) for year in re.findall(r"\d{4}(?=$|[-;,\s])", row.get("status", ""))]
    assert years == sorted(years)


def test_a_spell_without_an_end_goes_on_wherever_it_stands(tmp_path: Path) -> None:
    spells = '<spells><spell start="2005-01-01"/><spell start="1970-01-01" end="1985-12-31"/></spells>'
    ran = citygraph("import", put(tmp_path, graph(f">{spells}"), "a.gexf"), "--into", tmp_path / "g", "--format", "tsv")
    assert "refused\t" not in ran.out
    asked = citygraph("sql", "SELECT since, until, status FROM ties", "--graph", tmp_path / "g", "--format", "csv")
    assert asked.out.splitlines()[1] == "1970-01-01,,unknown"


def test_a_stated_beginning_goes_before_the_times_of_a_display(tmp_path: Path) -> None:
    attributes = (
        '<attributes class="edge"><attribute id="s" title="since"/><attribute id="u" title="until"/></attributes>'
    )
    spells = '<spells><spell start="2010" end="2011"/><spell start="2013"/></spells>'
    said = '<attvalues><attvalue for="s" value="1987~"/><attvalue for="u" value="1999"/></attvalues>'
    for edge in (f' start="2010" end="2012">{said}', f">{spells}{said}"):
        ran = citygraph("import", put(tmp_path, graph(edge, attributes=attributes), "a.gexf"), "--into", tmp_path / "g")
        ties = (tmp_path / "g/a/ties.csv").read_text().splitlines()
        assert re.search(r",1987~,1999,ended,", ties[1]), (ran.err, ties)
    assert values("gexf", tmp_path / "a.gexf")[-1]["spells"] == "from 2010 until 2011; from 2013"


def test_a_node_inside_several_others_names_all_of_them(tmp_path: Path) -> None:
    parents = '<parents><parent for="2"/><parent for="3"/></parents>'
    assert values("gexf", put(tmp_path, graph(">", parents), "a.gexf"))[0]["parents"] == "2; 3"
    assert (
        values("gexf", put(tmp_path, graph(">", '<parents><parent for="2"/></parents>'), "b.gexf"))[0]["parent"] == "2"
    )


def test_how_a_program_draws_a_node_is_named(tmp_path: Path) -> None:
    file = put(tmp_path, graph(">", '<position x="1" y="2"/><color r="1" g="2" b="3"/>'), "a.gexf")
    assert any("is not read: position, color" in sentence for sentence in read("gexf", file)[1])
