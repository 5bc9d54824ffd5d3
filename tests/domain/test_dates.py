"""Partial dates: what is one, from which day to which it reaches, and what is said of the others."""

import calendar
import datetime
import re
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.dates import (
    Date,
    days_in_month,
    first_day,
    has_passed,
    is_ahead,
    last_day,
    parse_date,
    parse_period,
)
from citygraph.domain.spelled_dates import meant_dates
from citygraph.domain.written_dates import written

Read = TypeVar("Read")
DAY = datetime.timedelta(days=1)
PRECISIONS = (4, 7, 10)
MARKS = "~?%"

days = st.dates()
precisions = st.sampled_from(PRECISIONS)
partial_dates = st.builds(
    lambda day, precision, mark: day.isoformat()[:precision] + mark, days, precisions, st.sampled_from(["", *MARKS])
)
# Texts that look like dates, and a few that look more like it than a pattern should believe.
date_like = st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}[~?%]?", fullmatch=True) | st.text(
    "0129-./~?%T: \n٢２", max_size=12
)


def is_date(text: str) -> bool:
    """Whether a text is a year, month or day that the calendar has: the same question put to Python's datetime."""
    plain = text[:-1] if text[-1:] and text[-1] in MARKS else text
    if not re.fullmatch("[0-9-]+", plain) or len(plain) not in PRECISIONS:
        return False
    try:
        return datetime.date.fromisoformat(plain + "0001-01-01"[len(plain) :]).isoformat().startswith(plain)
    except ValueError:
        return False


@given(st.integers(1, 9999), st.integers(1, 12))
@example(9999, 12)
def test_months_have_as_many_days_as_the_calendar_says(year: int, month: int) -> None:
    assert days_in_month(year, month) == calendar.monthrange(year, month)[1]


def read(parse: Callable[[str], Read], text: str) -> Read | str:
    """What a text says, or why it says nothing. Any other exception is a bug, and goes through."""
    try:
        return parse(text)
    except ValueError as error:
        return str(error)


# ---------------------------------------------------------------- dates: laws


@given(day=days, precision=precisions)
@example(day=datetime.date(1, 1, 1), precision=4)
@example(day=datetime.date(9999, 12, 31), precision=7)
@example(day=datetime.date(2024, 2, 29), precision=10)
def test_a_date_is_all_the_days_that_begin_with_its_text(day: datetime.date, precision: int) -> None:
    text = day.isoformat()[:precision]
    date = parse_date(text)
    assert date.text == text
    assert date.earliest <= day <= date.latest
    assert date.earliest.isoformat().startswith(text)
    assert date.latest.isoformat().startswith(text)
    assert date.earliest == datetime.date.min or not (date.earliest - DAY).isoformat().startswith(text)
    assert date.latest == datetime.date.max or not (date.latest + DAY).isoformat().startswith(text)


@given(day=days, precision=precisions, mark=st.sampled_from(MARKS))
@example(day=datetime.date(1, 1, 1), precision=10, mark="~")
@example(day=datetime.date(1, 1, 31), precision=7, mark="?")
@example(day=datetime.date(1, 12, 31), precision=4, mark="%")
@example(day=datetime.date(9999, 12, 31), precision=10, mark="~")
@example(day=datetime.date(9999, 12, 1), precision=7, mark="?")
@example(day=datetime.date(9999, 1, 1), precision=4, mark="%")
def test_a_marked_date_reaches_from_the_unit_before_to_the_unit_after(
    day: datetime.date, precision: int, mark: str
) -> None:
    plain = parse_date(day.isoformat()[:precision])
    marked = parse_date(plain.text + mark)
    assert marked.text == plain.text + mark
    if plain.earliest == datetime.date.min:
        assert marked.earliest == datetime.date.min
    else:
        assert marked.earliest == parse_date((plain.earliest - DAY).isoformat()[:precision]).earliest
    if plain.latest == datetime.date.max:
        assert marked.latest == datetime.date.max
    else:
        assert marked.latest == parse_date((plain.latest + DAY).isoformat()[:precision]).latest


@given(day=days, mark=st.sampled_from(["", *MARKS]))
def test_a_coarser_date_contains_the_finer_ones_in_it(day: datetime.date, mark: str) -> None:
    year, month, whole = (parse_date(day.isoformat()[:precision] + mark) for precision in PRECISIONS)
    assert year.earliest <= month.earliest <= whole.earliest <= whole.latest <= month.latest <= year.latest


@given(text=date_like)
@example(text="0000")
@example(text="2021\n")
@example(text="2021-00")
@example(text="2021-13")
@example(text="2021-02-29")
@example(text="1900-02-29")
@example(text="2000-02-29")
@example(text="2021~?")
@example(text="202１")
def test_what_the_calendar_has_is_a_date_and_nothing_else(text: str) -> None:
    if is_date(text):
        assert parse_date(text).text == text
    else:
        with pytest.raises(ValueError):
            parse_date(text)


@given(text=st.text())
@example(text="")
@example(text="..")
@example(text="\0")
@example(text="99.99.9999")
@example(text="٣١.١٢.٢٠٢١")
@example(text="٢٠٢١-١٢-٣١T٠٠:٠٠")
def test_any_text_is_a_date_or_an_error_that_says_something(text: str) -> None:
    date = read(parse_date, text)
    if isinstance(date, str):
        assert date
    else:
        assert date.text == text
        assert date.earliest <= date.latest


# ---------------------------------------------------------------- dates: examples


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-10", "2021-10-01", "2021-10-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2021-10-19", "2021-10-19", "2021-10-19"),
        ("2021-10?", "2021-09-01", "2021-11-30"),
        ("2021-01~", "2020-12-01", "2021-02-28"),
        ("2021-12~", "2021-11-01", "2022-01-31"),
        ("2021-10-19%", "2021-10-18", "2021-10-20"),
        ("2024-03-01~", "2024-02-29", "2024-03-02"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999-12~", "9999-11-01", "9999-12-31"),
    ],
)
def test_a_date_reaches_from_its_first_day_to_its_last(text: str, earliest: str, latest: str) -> None:
    date = parse_date(text)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize("mark", MARKS)
def test_an_approximate_year_reaches_one_year_either_way(mark: str) -> None:
    date = parse_date(f"2021{mark}")
    assert date == Date(f"2021{mark}", datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("19.10.2021", "write year-month-day: 2021-10-19"),
        ("19/10/2021", "write year-month-day: 2021-10-19"),
        ("2021-10-19T12:00", "leave the time of day out: 2021-10-19"),
        ("2021-10-19 12:00", "leave the time of day out: 2021-10-19"),
        ("2021-9", "write year-month: 2021-09"),
        ("2021-9-1", "write year-month-day: 2021-09-01"),
        ("2021-09-1", "write year-month-day: 2021-09-01"),
        ("10.11.2021", "write year-month-day: 2021-11-10"),
        ("10/11/2021", "write year-month-day: 2021-11-10 or 2021-10-11 (which number is the month?)"),
        ("10/10/2021", "write year-month-day: 2021-10-10"),
        ("31.02.2021", "there is no 2021-02-31: February 2021 has 28 days"),
        ("10.11.21", "write year-month-day, the year with four digits"),
        ("19 October 2021", "write year-month-day: 2021-10-19"),
        ("２０２１", "write year: 2021"),
        ("2021-13", "there is no month 13"),
        ("2021-00-01", "there is no month 00"),
        ("2021-02-30", "February 2021 has 28 days"),
        ("2024-02-30~", "February 2024 has 29 days"),
        ("2021-10-00", "there is no 2021-10-00"),
        ("0000", "there is no year 0000"),
        ("autumn 2021", "write 2021, 2021-10 or 2021-10-19"),
        ("201X", "write 2021, 2021-10 or 2021-10-19"),
        ("", "write 2021, 2021-10 or 2021-10-19"),
    ],
)
def test_what_is_no_date_says_how_to_write_it(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_date(text)


FORMS = (
    "{d}.{m}.{y}", "{d:02}.{m:02}.{y}", "{d}. {m}. {y}", "{y}/{m:02}/{d:02}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}",
    "{y}-{m}-{d}", "{y}{m:02}{d:02}", "{d} {M} {y}", "{d:02} {b} {y}", "{M} {d}, {y}", "{b}. {d}, {y}",
    "{d}th {M} {y}", "{d}-{b}-{y}", "{y} {M} {d}", "{y}年{m}月{d}日", "{y}–{m:02}–{d:02}", "{y}－{m:02}－{d:02}",
    "{d}．{m}．{y}",
)  # fmt: skip


@given(
    day=st.dates(min_value=datetime.date(1000, 1, 1)),
    form=st.sampled_from(FORMS),
    wide=st.booleans(),
    period=st.booleans(),
)
def test_a_day_in_another_form_is_that_very_day(day: datetime.date, form: str, wide: bool, period: bool) -> None:
    text = form.format(d=day.day, m=day.month, y=day.year, M=f"{day:%B}", b=f"{day:%b}")
    if wide:
        text = text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert meant_dates(text, period=period) == [day.isoformat()]
    if text == day.isoformat():
        return
    with pytest.raises(ValueError, match=day.isoformat()):
        (parse_period if period else parse_date)(text)


@given(day=st.dates(min_value=datetime.date(1000, 1, 1)), sign=st.sampled_from("/-"), american=st.booleans())
def test_with_slashes_day_and_month_can_be_swapped_and_nobody_chooses(
    day: datetime.date, sign: str, american: bool
) -> None:
    first, second = (day.month, day.day) if american else (day.day, day.month)
    found = meant_dates(f"{first}{sign}{second:02}{sign}{day.year}")
    swapped = day.replace(month=day.day, day=day.month).isoformat() if day.day <= 12 else day.isoformat()
    assert set(found) == {day.isoformat(), swapped}


@given(year=st.integers(1000, 9999), month=st.integers(1, 12))
def test_a_month_in_another_form_is_that_very_month(year: int, month: int) -> None:
    name = f"{datetime.date(year, month, 1):%B}"
    for text in (f"{month}.{year}", f"{month:02}/{year}", f"{name} {year}", f"{name[:3]} {year}", f"{year}/{month}",
                 f"{year}-{month}", f"{year}年{month}月", f"{name}, {year}"):  # fmt: skip
        if f"{year}-{month:02}" != text:
            assert meant_dates(text) == [f"{year}-{month:02}"]


@given(start=st.dates(min_value=datetime.date(1000, 1, 1)), days=st.integers(1, 400), between=st.sampled_from(" –/-"))
def test_a_stretch_in_another_form_is_that_very_stretch(start: datetime.date, days: int, between: str) -> None:
    end = min(start, datetime.date.max - datetime.timedelta(days)) + datetime.timedelta(days)
    words = [f"{day.day} {day:%B} {day.year}" for day in (start, end)]
    found = meant_dates(f"{words[0]} {between} {words[1]}" if between != " " else " to ".join(words), period=True)
    assert found == [f"{start.isoformat()}/{end.isoformat()}"] or start >= end


@given(
    text=st.text() | st.from_regex(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}", fullmatch=True), period=st.booleans()
)
def test_what_is_meant_is_a_date_or_nothing(text: str, period: bool) -> None:
    for found in meant_dates(text, period=period):
        assert (parse_period if period else parse_date)(found).text == found


# ---------------------------------------------------------------- periods: laws


@given(text=partial_dates)
def test_a_date_alone_is_a_period_that_starts_and_ends_with_it(text: str) -> None:
    period = parse_period(text)
    assert (period.text, period.start, period.end) == (text, parse_date(text), parse_date(text))


@given(text=partial_dates)
def test_an_open_period_has_no_end(text: str) -> None:
    period = parse_period(f"{text}/..")
    assert (period.text, period.start, period.end) == (f"{text}/..", parse_date(text), None)


@given(start=partial_dates, end=partial_dates)
@example(start="2021-10-08", end="2021-10-07")
@example(start="2021-10-08", end="2021-10-07~")
@example(start="2021-10-08", end="2021")
@example(start="2021", end="2021-01-01")
def test_an_interval_is_a_period_unless_it_surely_ends_before_it_starts(start: str, end: str) -> None:
    first, last = parse_date(start), parse_date(end)
    if last.latest >= first.earliest:
        period = parse_period(f"{start}/{end}")
        assert (period.text, period.start, period.end) == (f"{start}/{end}", first, last)
    else:
        with pytest.raises(ValueError, match=re.escape(f"{end} lies before {start}")):
            parse_period(f"{start}/{end}")


@given(text=st.text() | st.lists(partial_dates | st.just("..") | st.text(max_size=3), max_size=3).map("/".join))
def test_any_text_is_a_period_or_an_error_that_says_something(text: str) -> None:
    period = read(parse_period, text)
    if isinstance(period, str):
        assert period
    else:
        assert period.text == text
        assert period.end is None or period.start.earliest <= period.end.latest


# ---------------------------------------------------------------- periods: examples


@pytest.mark.parametrize("text", ["..", "../2021", "../..", "2021/", "/2021", "/", "2020/2021/2022", "2021 / 2022", ""])
def test_what_has_no_start_or_too_many_ends_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_period(text)


def test_a_fair_of_eight_days_starts_and_ends_on_its_days() -> None:
    period = parse_period("2025-10-01/2025-10-08")
    assert period.end is not None
    assert (period.start.earliest.isoformat(), period.end.latest.isoformat()) == ("2025-10-01", "2025-10-08")


# ---------------------------------------------------------------- what has passed, and what is to come


@given(start=partial_dates, end=st.none() | st.just("..") | partial_dates, today=days)
@example(start="2026", end=None, today=datetime.date(2026, 12, 31))
@example(start="2026-11-27", end=None, today=datetime.date(2026, 11, 27))
def test_a_date_has_passed_after_its_last_day_and_is_ahead_before_its_first(
    start: str, end: str | None, today: datetime.date
) -> None:
    text = start if end is None else f"{start}/{end}"
    if isinstance(read(parse_period, text), str):
        return
    first = parse_date(start).earliest
    last = None if end == ".." else parse_date(end or start).latest
    assert (first_day(text), last_day(text)) == (first, last)
    assert has_passed(text, today) == (last is not None and last < today)
    assert is_ahead(text, today) == (today < first)
    assert not (has_passed(text, today) and is_ahead(text, today))


@given(today=days)
def test_what_is_known_to_go_on_neither_passes_nor_is_to_come(today: datetime.date) -> None:
    assert not has_passed("..", today)
    assert not is_ahead("..", today)


@given(start=partial_dates, end=st.none() | partial_dates)
@example(start="2021~", end="2020")
def test_as_it_is_written_a_date_means_what_it_would_without_marks(start: str, end: str | None) -> None:
    text = start if end is None else f"{start}/{end}"
    if isinstance(read(parse_period, text), str):
        return
    plain = re.sub(f"[{MARKS}]", "", text)
    found = written(text)
    assert (found.earliest, found.latest) == (first_day(text), last_day(text))
    assert found.first == parse_date(plain.partition("/")[0]).earliest
    assert found.last == parse_date(plain.rpartition("/")[2]).latest
    assert found.uncertain == (plain != text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14. Juni 1986", "1986-06-14"),
        ("März 2011", "2011-03"),
        ("1er octobre 2026", "2026-10-01"),
        ("août 1999", "1999-08"),
        ("3 de mayo de 1999", "1999-05-03"),
        ("5 maggio 1999", "1999-05-05"),
        ("“1999-05”", "1999-05"),
        ("6 червня 1959", "1959-06-06"),
        ("6 июня 1959 г.", "1959-06-06"),
        ("12 czerwca 2001", "2001-06-12"),
        ("5 juni 1999", "1999-06-05"),
        ("9 Haziran 1999", "1999-06-09"),
        ("١٩٨٧", "1987"),
        ("۱۹۸۷", "1987"),
        ("१९८७-०५", "1987-05"),
        ("1990-00-00", "1990"),
        ("1990-05-00", "1990-05"),
        ("00.05.1990", "1990-05"),
        ("00/00/1990", "1990"),
    ],
)
def test_months_of_other_languages_are_read_for_the_hint(text: str, date: str) -> None:
    assert meant_dates(text) == [date]


@pytest.mark.parametrize(
    "text",
    [
        "6 listopad 1959",  # November in Polish, October in Croatian
        "١٤٠٧",  # a year of another calendar
        "۱۳۶۶",
        "๒๕๓๐",
        "6 June 1959 BC",
        "Spring 1990",
        "0000-00-00",
    ],
)
def test_what_may_be_another_date_is_none_for_the_hint(text: str) -> None:
    assert meant_dates(text) == []


@given(first=st.dates(min_value=datetime.date(1700, 1, 1)), later=st.integers(1, 27), form=st.integers(0, 5))
def test_days_of_one_month_are_that_very_stretch(first: datetime.date, later: int, form: int) -> None:
    last = first.replace(day=min(first.day + later, days_in_month(first.year, first.month)))
    one, other, month, year, name = first.day, last.day, first.month, first.year, f"{first:%B}"
    text = (
        f"{one}.-{other}.{month}.{year}",
        f"{one}. – {other}. {name} {year}",
        f"{one}-{other} {name} {year}",
        f"{name} {one}-{other}, {year}",
        f"{one}.{month}.-{other}.{month}.{year}",
        f"{one} {name} - {other} {name} {year}",
    )[form]
    assert meant_dates(text, period=True) == [f"{first.isoformat()}/{last.isoformat()}"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.02.2014", "there is no 2014-02-31: February 2014 has 28 days"),
        ("31.6.2021", "there is no 2021-06-31: June 2021 has 30 days"),
        ("29 February 2023", "there is no 2023-02-29"),
        ("12.13.2014", "there is no month 13"),
        ("1.5.90", "the year with four digits"),
        ("heute", "`until: ..` says that it goes on"),
        ("Unknown", "leave it out if it is not known"),
        ("-", "leave it out if it is not known"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_date(text)
