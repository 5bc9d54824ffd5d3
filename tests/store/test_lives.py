"""What a tie has gone through, as the store keeps it: it says of each time what the tie itself says."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.dates import Date, parse_date
from citygraph.domain.held import DATES, lived
from citygraph.domain.lens import Filter, Lens
from citygraph.graph.admitted import admitted
from citygraph.graph.interface import numbered
from citygraph.questions.ties import count_ties
from citygraph.store import lives
from citygraph.world import World
from conftest import examples
from worlds import told_worlds

TIMES = st.sampled_from(["1984", "1985", "1990-06", "2019-05-20", "2026", "2041", "2042"]).map(parse_date)
EVENT = """
sources: {s: {title: S}}
cities: {osh: {name: Osh, country: KG}, iznik: {name: Iznik, country: TR}}
events: {fair: {name: Fair, when: 2019-05/2019-06, type: fair}, feast: {name: Feast, type: fair}}
ties:
  - {kind: attends, from: osh, to: fair, source: s}
  - {kind: attends, from: iznik, to: fair, on: 2018, source: s}
  - {kind: attends, from: iznik, to: feast, source: s}
  - {id: lost, kind: attends, from: osh, to: feast, on: 2018-13, source: s}
  - {kind: sister-city, between: [iznik, osh], until: .., seen: 2020, source: s}
"""


@given(text=told_worlds(), at=TIMES, status=st.sampled_from(["", "active", "!ended", "disputed"]))
@example(text=EVENT, at=parse_date("2019"), status="")
@example(text=EVENT, at=parse_date("2018"), status="")
@example(text=EVENT, at=parse_date("2018-05"), status="!unknown")
@examples(30)
def test_ties_are_counted_at_a_time_as_each_tie_says_that_it_held(text: str, at: Date, status: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        graph = World(folder, cache=False).view
        for lens in (Lens(at=(at,)), Lens(not_at=(at,))):
            seen = lens._replace(statuses=Filter.of([status] if status else []))
            ties = [edge for edge in graph.graph["ties"].values() if seen.admits_tie(edge.data)]
            assert count_ties(graph, seen) == len(ties)
            by_number = numbered(graph)
            found = admitted(by_number, seen)
            ids = [by_number.id(node) for node, _ in found.nodes]
            ends = sorted((ids[one], ids[other]) for one, other in zip(found.starts, found.ends, strict=True))
            assert ends == sorted((edge.start, edge.end) for edge in ties)


@pytest.mark.parametrize(
    "tie",
    [
        {},
        {"since": "1990"},
        {"until": "..", "seen": "2020"},
        {"since": "1990~", "until": "1995", "seen": "1992-05", "history": [{"is": "active", "from": "1990"}]},
        {"nature": "occurrence", "on": "2019-05/2019-06"},
        {"nature": "occurrence", "on": None},
        {"nature": "occurrence"},
    ],
)
def test_a_life_is_read_as_it_was_written(tie: dict[str, object]) -> None:
    life = lived({"nature": "standing", **tie})
    assert lives.read(lives.written(life)) == life


@given(ties=st.lists(st.tuples(*[st.sampled_from(["", "", "1990", "2001-05"])] * len(DATES)), min_size=1))
def test_many_lives_are_written_as_each_of_them(ties: list[tuple[str, ...]]) -> None:
    columns = [list(column) for column in zip(*ties, strict=True)]
    assert lives.of_columns(*columns) == [lives.of_dates(*dates) for dates in ties]
