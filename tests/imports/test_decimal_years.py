"""Years with a part of a year behind a point are years, and never months; the times of GEXF in all its forms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.date_columns import DateColumn
from citygraph.imports.values.dates import date
from conftest import examples
from imported import Imported, put, read, values

PARTS = st.sampled_from(("0", "5", "25", "75", "1", "12", "10", "375"))


@given(years=st.lists(st.tuples(st.integers(1900, 2020), PARTS), max_size=5), sign=st.sampled_from(".,"))
@examples(50)
def test_where_one_number_has_a_part_of_a_year_each_has(years: list[tuple[int, str]], sign: str) -> None:
    column = DateColumn()
    texts = [f"{year}{sign}{part}" for year, part in [(1948, "0"), *years]]
    for text in texts:
        column.see(text)
    assert [date(text, column.order) for text in texts] == [text[:4] for text in texts]


@pytest.mark.parametrize("texts", [("1990.05", "1991.12"), ("1990.5", "1991.12"), ("1990.5.2", "1991.5")])
def test_months_behind_a_point_stay_months(texts: tuple[str, ...]) -> None:
    column = DateColumn()
    for text in texts:
        column.see(text)
    assert date(texts[1], column.order) in ("1991-12", "1991-05")


def test_parts_of_years_are_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city,Since\nOulu,Alta,1948.0\nOulu,Bursa,1978.10\nOulu,Boden,1968.5\n")
    assert sorted(str(tie["since"]) for tie in found.ties) == ["1948", "1968", "1978"]
    assert any("1978.10 and 1968.5" in said for said in found.report.said)


def edges(folder: Path, times: str, graph: str = "") -> tuple[list[dict[str, str]], list[str]]:
    nodes = '<nodes><node id="a" label="Osh"/><node id="b" label="Lyon"/></nodes>'
    edge = f'<edge source="a" target="b" {times}/>'
    file = put(folder, f"<gexf><graph {graph}>{nodes}<edges>{edge}</edges></graph></gexf>", "a.gexf")
    return [row for row in values("gexf", file) if "source" in row], read("gexf", file)[1]


@pytest.mark.parametrize(
    ("times", "start", "end", "told"),
    [('start="1998.5" end="2000.0"', "1998", "2000", "1998.5"), ('start="1992.0" end="Infinity"', "1992", None, ""),
     ('start="1973" end="2147483647"', "1973", None, "no end"),
     ('startopen="1959" endopen="2020"', "1959", "2020", "outside"),
     ('start="-Infinity" endopen="2020"', None, "2020", "outside")],
)  # fmt: skip
def test_times_of_gexf_are_years_and_what_stands_for_none_is_none(
    tmp_path: Path, times: str, start: str | None, end: str | None, told: str
) -> None:
    (edge,), said = edges(tmp_path, times, 'timeformat="double"')
    assert (edge.get("start"), edge.get("end")) == (start, end)
    assert told in " ".join(said)
    assert bool(said) == bool(told)


def test_moments_of_gexf_are_columns_and_intervals_are_spells(tmp_path: Path) -> None:
    (edge,), said = edges(tmp_path, 'timestamps="&lt;[1959-01-01, 1960-01-01]&gt;"')
    assert (edge["timestamp"], edge["last timestamp"], edge.get("start")) == ("1959-01-01", "1960-01-01", None)
    assert "no beginning" in said[0]
    (edge,), _ = edges(tmp_path, 'intervals="&lt;[1990, 2000]; [2005, Infinity)&gt;"')
    assert (edge["start"], edge.get("end")) == ("1990", None)
    assert '"ended", "from": "2000"' in edge["status"]


def test_the_time_at_which_an_edge_is_shown_is_no_question_beside_its_dates(tmp_path: Path) -> None:
    named = '<attributes class="edge"><attribute id="0" title="since"/></attributes>'
    nodes = '<nodes><node id="a" label="Osh"/><node id="b" label="Lyon"/></nodes>'
    values = '<attvalues><attvalue for="0" value="1946"/></attvalues>'
    edge = f'<edge source="a" target="b" start="2022-01-01" end="2022-12-31">{values}</edge>'
    text = f"<gexf><graph>{named}{nodes}<edges>{edge}</edges></graph></gexf>"
    (tie,) = Imported(tmp_path, text, "a.gexf", reader="gexf").ties
    assert (tie["since"], tie["until"], tie["status"]) == ("1946", None, "unknown")
