"""What the user says of the order of day and month, beside what the dates show."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from imported import Imported

PARTNERS = ("Lille", "Brno", "Delft", "Turin", "Malmo")
NUMBERS = st.tuples(st.integers(1, 28), st.integers(1, 28)).filter(lambda one: min(one) <= 12)


def imported(folder: Path, dates: list[str], order: str) -> Imported:
    rows = "".join(f"Leeds,GB,{name},FR,{text}\n" for name, text in zip(PARTNERS, dates, strict=False))
    return Imported(folder, "City,Country,Partner city,Partner country,Since\n" + rows, date_order=order)


def since(found: Imported) -> dict[str, str]:
    """The dates of the ties, by partner."""
    return {name.lower(): tie.get("since") or "" for tie in found.ties for name in tie["ends"] if name != "Leeds"}


@examples(40)
@given(numbers=st.lists(NUMBERS, min_size=2, max_size=5, unique=True), order=st.sampled_from(["dmy", "mdy"]))
def test_a_date_reads_as_the_user_says_or_stays_open(
    numbers: list[tuple[int, int]], order: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dates = [f"{one}/{other}/1969" for one, other in numbers]
    found = imported(tmp_path_factory.mktemp("order"), dates, order)
    in_order = [one if order == "mdy" else one[::-1] for one in numbers]
    right = [f"1969-{month:02}-{day:02}" if month <= 12 else "" for month, day in in_order]
    assert since(found) == dict(zip(map(str.lower, PARTNERS), right, strict=False))
    against = [text for text, day in zip(dates, right, strict=True) if not day]
    doubts = [why for _, _, why in found.told("doubtful")]
    assert len(doubts) == len(against)
    assert all(any(text in why for why in doubts) for text in against)
    orders = [sentence for sentence in found.report.said if sentence.startswith("`Since`: ")]
    assert not against or all(sentence.endswith("such dates stay open") for sentence in orders)


@pytest.mark.parametrize(("order", "first"), [("dmy", "2001-02-01"), ("mdy", "2001-01-02")])
def test_points_are_read_whatever_is_said_of_other_dates(order: str, first: str, tmp_path: Path) -> None:
    found = imported(tmp_path, ["1/2/2001", "25.12.1991"], order)
    assert since(found) == {"lille": first, "brno": "1991-12-25"}
    assert not found.told("doubtful")


def test_a_month_before_a_point_is_against_an_order_with_the_day_first(tmp_path: Path) -> None:
    found = imported(tmp_path, ["1/2/2001", "12.25.1991"], "dmy")
    assert since(found) == {"lille": "2001-02-01", "brno": ""}
    assert (
        "`Since`: the month comes first in 12.25.1991, against --date-order dmy: such dates stay open"
        in found.report.said
    )


def test_a_year_without_its_century_is_what_an_order_does_not_help(tmp_path: Path) -> None:
    found = imported(tmp_path, ["3/4/47", "5/6/46"], "dmy")
    assert "register.csv: --date-order dmy changes nothing: 3/4/47 has no century, and is not read" in found.report.said
