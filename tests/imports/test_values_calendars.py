"""Calendars beside the Gregorian one: converted where the text, the column or the user says so; else asked."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.imports.values.calendars import calendar_in, gregorian, why_unlikely
from citygraph.imports.values.dates import DateOrder, date
from imported import Imported, options, questions

DAYS = st.dates(datetime.date(1942, 1, 1), datetime.date(2090, 1, 1))
PERSIAN_NEW_YEARS = {1300: "1921-03-21", 1343: "1964-03-21", 1354: "1975-03-21", 1358: "1979-03-21",
                     1369: "1990-03-21", 1376: "1997-03-21", 1399: "2020-03-20", 1404: "2025-03-21"}  # fmt: skip


@given(DAYS, st.sampled_from(["{:04}-{:02}-{:02}", "{}/{}/{}", "{}.{:02}.{:02}"]))
def test_a_day_of_thailand_or_taiwan_is_that_day(day: datetime.date, form: str) -> None:
    assert date(form.format(day.year + 543, day.month, day.day), DateOrder(calendar="buddhist")) == day.isoformat()
    text = form.format(day.year - 1911, day.month, day.day).lstrip("0")
    assert date(text, DateOrder(calendar="minguo")) == day.isoformat()


@given(st.integers(1250, 1450), st.integers(1, 12), st.integers(1, 29))
def test_days_of_iran_follow_each_other(year: int, month: int, day: int) -> None:
    found = datetime.date.fromisoformat(gregorian(f"{year}-{month:02}-{day:02}", "persian"))
    before = f"{year}-{month:02}-{day - 1:02}" if day > 1 else f"{year}-{month - 1:02}-{31 if month < 8 else 30}"
    if day > 1 or month > 1:
        assert gregorian(before, "persian") == (found - datetime.timedelta(1)).isoformat()
    of_month, of_year = (parse_date(gregorian(text, "persian")) for text in (f"{year}-{month:02}", f"{year}"))
    assert of_month.earliest <= found <= of_month.latest
    assert of_year.earliest <= found <= of_year.latest


def test_new_years_of_iran() -> None:
    assert {year: gregorian(f"{year}-01-01", "persian") for year in PERSIAN_NEW_YEARS} == PERSIAN_NEW_YEARS
    assert gregorian("1399-12-30", "persian") == "2021-03-20"  # a leap year
    with pytest.raises(ValueError, match="no 1400-12-30"):
        gregorian("1400-12-30", "persian")


def test_years_of_thailand_that_began_in_april_say_so() -> None:
    assert [gregorian(text, "buddhist") for text in ("2480", "2480-02", "2480-05", "2533")] == [
        "1937~", "1938-02", "1937-05", "1990",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no likely year"):
        gregorian("1990", "buddhist")


@pytest.mark.parametrize(
    ("text", "found"),
    [("พ.ศ. 2533", "1990"), ("2533 BE", "1990"), ("民國112年", "2023"), ("Reiwa 3", "2021"), ("Shōwa 62", "1987")],
)
def test_a_text_may_name_its_calendar(text: str, found: str) -> None:
    assert date(text) == found


def test_a_header_may_name_the_calendar() -> None:
    names = {"ปี พ.ศ.": "buddhist", "民國年": "minguo", "سال شمسی": "persian", "Since": ""}
    assert {name: calendar_in(name) for name in names} == names


def test_unlikely_dates_say_why() -> None:
    assert [bool(why_unlikely(text)) for text in ("2533", "0987", "1369-02", "1900", "2040", "1987/..")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


PAIRS = (
    "City,Country,Partner city,Partner country,{}\nBangkok,TH,Ulm,DE,{}\nBangkok,TH,Bonn,DE,{}\nBangkok,TH,Kiel,DE,{}\n"
)


def test_a_column_of_unlikely_years_is_asked_about(tmp_path: Path) -> None:
    for number, (cells, ways, first) in enumerate((
        (("2533", "2540", "1999"), ["--calendar buddhist", "--map notes=Since"], ("1990", "1997")),
        (("1369/02/22", "1380", "1381"), ["--calendar persian", "--calendar gregorian", "--map notes=Since"],
         ("1990-05-12", "2001~", "2002~")),
    )):  # fmt: skip
        (folder := tmp_path / str(number)).mkdir()
        (question,) = questions(folder, PAIRS.format("Since", *cells))
        assert options(question) == ways
        assert question.readings[0].samples == first


def test_a_single_unlikely_year_costs_its_cell(tmp_path: Path) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", "2533", "1990", "1991"))
    assert [tie["since"] for tie in found.ties] == ["1990", "1991", None] or None in [
        tie["since"] for tie in found.ties
    ]
    assert ["it may be a year of the Buddhist calendar: 1990" in why for *_, why in found.told("doubtful")] == [True]
    assert "since: 2533" in str([tie.get("notes") for tie in found.ties])


def test_a_calendar_that_is_said_decides(tmp_path: Path) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", "2533", "2540", "1999"), calendar="buddhist")
    assert {tie["since"] for tie in found.ties} == {"1990", "1997", None}
    assert len(found.told("doubtful")) == 1


@pytest.mark.parametrize(
    ("cell", "since"),
    [("1987*", "1987"), ("1987[3]", "1987"), ("(1987)", "1987"), ("1987¹²", "1987"), ("c.1987", "1987~"),
     ("1987?", "1987?"), ("vor 1990", None), ("after 1990", None), ("до 1990", None), ("0000", None)],
)  # fmt: skip
def test_marks_are_taken_off_and_what_is_no_date_is_kept(tmp_path: Path, cell: str, since: str | None) -> None:
    found = Imported(tmp_path, PAIRS.format("Since", cell, "1995", "1996"))
    (tie,) = (tie for tie in found.ties if "Ulm" in tie["ends"])
    assert tie["since"] == since
    assert (f"since: {cell}" in str(tie.get("notes"))) == (since is None)
    assert bool(found.told("doubtful")) == (since is None)
    assert bool(found.told("read")) == (cell in ("1987*", "1987[3]", "(1987)", "1987¹²"))
