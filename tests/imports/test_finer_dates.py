"""Two rows of one thing, with a year and with a day of that year: the finer date counts, whichever comes first."""

import datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import finer
from imported import Imported

HEAD = "City;Country;Partner city;Partner country;Since;Signed\n"


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from([4, 7]), st.sampled_from(["", "~", "?"]))
def test_the_finer_of_two_dates_is_the_same_in_either_order(day: datetime.date, size: int, mark: str) -> None:
    coarse = day.isoformat()[:size] + mark
    assert finer(coarse, day.isoformat()) == finer(day.isoformat(), coarse) == day.isoformat()
    assert finer(coarse, coarse) is None
    other = f"{day.year + 3}-05-04"
    assert finer(coarse, other) is finer(other, coarse) is None


@pytest.mark.parametrize("order", list(permutations(("1962", "1962-05", "1962-05-04"))))
def test_the_finest_date_of_a_tie_is_kept_and_nothing_contradicts(order: tuple[str, ...], tmp_path: Path) -> None:
    sides = ("Bologna;Italy;Leipzig;Germany", "Leipzig;Germany;Bologna;Italy", "Bologna;Italy;Leipzig;Germany")
    found = Imported(tmp_path, HEAD + "".join(f"{side};{date};\n" for side, date in zip(sides, order, strict=True)))
    assert [tie["since"] for tie in found.ties] == ["1962-05-04"]
    assert not found.told("doubtful")


def test_a_date_of_another_year_still_contradicts(tmp_path: Path) -> None:
    rows = "Bologna;Italy;Leipzig;Germany;1962;1990\nLeipzig;Germany;Bologna;Italy;1997-05-04;1990-03\n"
    found = Imported(tmp_path, HEAD + rows)
    assert [(tie["since"], tie["agreement"]["signed"]) for tie in found.ties] == [("1962", "1990-03")]
    assert ["1997-05-04" in why for _, _, why in found.told("doubtful")] == [True]


def test_a_term_with_its_day_is_no_second_term(tmp_path: Path) -> None:
    rows = "Ann Ode;Mayor;Linz;Austria;2013\nAnn Ode;Mayor;Linz;Austria;2013-11-07\n"
    found = Imported(tmp_path, f"Name;Post;City;Country;Since\n{rows}", type="official")
    assert [tie["since"] for tie in found.ties] == ["2013-11-07"]


@pytest.mark.parametrize("order", [("2016-10", "2016-10-12"), ("2016-10-12", "2016-10")])
def test_the_day_of_an_event_is_kept(order: tuple[str, str], tmp_path: Path) -> None:
    rows = "".join(f"UCLG Congress;Colombia;{date}\n" for date in order)
    found = Imported(tmp_path, f"Name;Country;Date\n{rows}", type="event", pairs=["key=Name", "when=Date"])
    assert [node["record"]["when"] for node in found.nodes.values()] == ["2016-10-12"]
    assert not found.told("doubtful")
