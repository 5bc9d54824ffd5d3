"""Dates in foreign forms: no text is read finer than written, and what one text leaves open its column decides."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.domain.months import _table, key
from citygraph.imports.values import weekdays
from citygraph.imports.values.calendars import serial
from citygraph.imports.values.date_columns import DateColumn, SerialColumn
from citygraph.imports.values.dates import DateOrder, date, time_of_day
from citygraph.imports.values.stretches import period
from conftest import examples

DAYS = st.dates(min_value=datetime.date(1913, 1, 1), max_value=datetime.date(2099, 12, 31))
NUMERIC = ("{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}.", "{y}{m:02}{d:02}", "{y}{m:02}{d:02}.0",
           "{y}年{m}月{d}日", "{y}년 {m}월 {d}일", "民國{r}年{m}月{d}日", "{y}-{m:02}-{d:02}T00:00:00Z")  # fmt: skip
IN_WORDS = ("{d} {M} {y}", "{d}. {M} {y}", "{M} {d}, {y}", "{d}-{M}-{y}", "{y} {M} {d}", "{d} DE {M} de {y}")
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९")
MONTHS = [(language, names) for language, names in _table().items()]


def filled(form: str, day: datetime.date, name: str = "") -> str:
    return form.format(y=day.year, m=day.month, d=day.day, M=name, r=day.year - 1911)


@given(day=DAYS, form=st.sampled_from(NUMERIC), digits=st.sampled_from(DIGITS))
def test_a_day_in_numbers_is_that_day(day: datetime.date, form: str, digits: str) -> None:
    assert date(filled(form, day).translate(str.maketrans(DIGITS[0], digits))) == day.isoformat()


@given(
    day=DAYS, form=st.sampled_from(("{y}{0}{m}{1}{d}", "{y}{0}{m}{1}{d}.", "{d}{0}{m}{1}{y}")),
    spaces=st.tuples(*[st.sampled_from(("", " ", "  "))] * 4),
)  # fmt: skip
def test_spaces_around_the_points_of_a_day_say_nothing(
    day: datetime.date, form: str, spaces: tuple[str, str, str, str]
) -> None:
    text = form.format(f"{spaces[0]}.{spaces[1]}", f"{spaces[2]}.{spaces[3]}", y=day.year, m=day.month, d=day.day)
    assert date(text) == day.isoformat()
    padded, column = text.replace(".", "/") if form.startswith("{d}") else "", DateColumn()
    column.see(padded)
    if padded and day.day > 12:
        assert date(padded, column.order) == day.isoformat()


@given(
    day=DAYS, form=st.sampled_from(("{d:02}.{m:02}.{y}", "{m:02}.{y}")), space=st.sampled_from(("", " ")),
    word=st.sampled_from(("г.", "г", "года", "год", "р.", "року", "r.", "година", "年", "년")),
)  # fmt: skip
def test_the_word_for_year_behind_a_date_in_numbers_says_nothing(
    day: datetime.date, form: str, space: str, word: str
) -> None:
    assert date(filled(form, day) + space + word) == date(filled(form, day))


@given(data=st.data(), day=DAYS, form=st.sampled_from(IN_WORDS), language=st.sampled_from(MONTHS), upper=st.booleans())
def test_a_day_in_words_of_any_language_is_that_day(
    data: st.DataObject, day: datetime.date, form: str, language: tuple[str, list[list[str]]], upper: bool
) -> None:
    name = data.draw(st.sampled_from(language[1][day.month - 1]))
    text = filled(form, day, name.upper() if upper else name)
    assert date(text, DateOrder("", frozenset({language[0]}))) == day.isoformat()


PATTERNS = {
    "en": ("{M} {d}, {y}", "{W}, {M} {d}, {y}", "{d} {M} {y}"), "de": ("{d:02}.{m:02}.{y}", "{W}, {d}. {M} {y}"),
    "fr": ("{d} {M} {y}", "{W} {d} {M} {y}"), "es": ("{d} {M} {y}", "{W}, {d} de {M} de {y}"),
    "pt": ("{d} de {M} de {y}", "{W}, {d} de {M} de {y}"), "it": ("{d} {M} {y}", "{W} {d} {M} {y}"),
    "nl": ("{d} {M} {y}", "{W} {d} {M} {y}"), "pl": ("{d} {M} {y}", "{W}, {d} {M} {y}", "{d:02}.{m:02}.{y}"),
    "ru": ("{d} {M} {y} г.", "{W}, {d} {M} {y} г."), "uk": ("{d} {M} {y} р.", "{W}, {d} {M} {y} р."),
    "tr": ("{d} {M} {y}", "{d} {M} {y} {W}"), "ar": ("{d} {M} {y}", "{W}، {d} {M} {y}"),
    "zh": ("{y}年{m}月{d}日", "{y}年{m}月{d}日{W}", "{y}/{m}/{d}"), "ja": ("{y}年{m}月{d}日{W}", "{y}/{m:02}/{d:02}"),
    "ko": ("{y}. {m}. {d}.", "{y}년 {m}월 {d}일", "{y}년 {m}월 {d}일 {W}"),
}  # fmt: skip
"""How a language writes dates: CLDR's medium, long and full ones."""
MONTHS_OF = dict(MONTHS)


@given(data=st.data(), day=DAYS, language=st.sampled_from(list(PATTERNS)), other=st.integers(0, 6))
def test_a_day_as_a_language_writes_it_is_that_day_or_none(
    data: st.DataObject, day: datetime.date, language: str, other: int
) -> None:
    """A day of the week that is not that of the date shows a mistake: no date is read then."""
    form = data.draw(st.sampled_from(PATTERNS[language]))
    names = MONTHS_OF[language][day.month - 1] if language in MONTHS_OF else [""]
    ways = [way.split() for way in weekdays._NAMES[language].split("|")]
    weekday = data.draw(st.sampled_from([way[other] for way in ways if way[other] != "-"]))
    text = form.format(y=day.year, m=day.month, d=day.day, M=data.draw(st.sampled_from(names)), W=weekday)
    order = DateOrder("", frozenset({language}))
    if "{W}" not in form or day.weekday() in weekdays._DAYS[key(weekday)]:
        assert date(text, order) == day.isoformat()
    else:
        with pytest.raises(ValueError, match="another day of the week"):
            date(text, order)


@given(day=DAYS, first=st.sampled_from(["dmy", "mdy"]), cut=st.sampled_from(["/", "-", ".", " ", ". "]))
def test_the_column_says_which_number_is_the_month(day: datetime.date, first: str, cut: str) -> None:
    numbers = (day.day, day.month) if first == "dmy" else (day.month, day.day)
    assert date(cut.join(map(str, (*numbers, day.year))), DateOrder(first)) == day.isoformat()


@given(days=st.lists(DAYS, min_size=1, max_size=20), first=st.sampled_from(["dmy", "mdy"]))
def test_a_column_is_read_right_or_left_open(days: list[datetime.date], first: str) -> None:
    texts = {(f"{day.day:02}/{day.month:02}/{day.year}" if first == "dmy" else f"{day:%m/%d/%Y}"): day for day in days}
    column = DateColumn()
    for text in texts:
        column.see(text)
    decides = any(day.day > 12 for day in days)
    assert column.order.first == (first if decides else "")
    assert column.is_open == (not decides and any(day.day != day.month for day in days))
    for text, day in texts.items():
        if decides or day.day == day.month:
            assert date(text, column.order) == day.isoformat()
        else:
            with pytest.raises(ValueError, match="can be two days"):
                date(text, column.order)


@examples(300)
@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}([-./ ~?X年月]?[0-9]{1,4}){0,2}[~?X年日]?", fullmatch=True))
def test_whatever_is_read_is_a_date_no_finer_than_the_text(text: str) -> None:
    try:
        found = date(text)
    except ValueError:
        return
    digits = sum(sign.isdecimal() for sign in text)
    for end in found.split("/"):
        assert end == ".." or parse_date(end).text == end
        assert end.count("-") == 0 or digits > 4
    assert period_or_none(text) is None or "/" in found


def period_or_none(text: str) -> tuple[str, str] | None:
    try:
        return period(text)
    except ValueError:
        return None


@given(ends=st.tuples(DAYS, DAYS).map(sorted), cut=st.sampled_from([" - ", "–", " to ", " bis ", "/", " 〜 "]))
def test_a_stretch_has_two_ends(ends: list[datetime.date], cut: str) -> None:
    assert period(cut.join(day.isoformat() for day in ends)) == tuple(day.isoformat() for day in ends)


@given(DAYS, st.booleans())
def test_a_number_of_days_is_a_day(day: datetime.date, old: bool) -> None:
    start = datetime.date(1904, 1, 1) if old else datetime.date(1899, 12, 30)
    assert serial(f"{(day - start).days}.0", date1904=old) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1985.0", "1985"), ("1990.00", "1990"), ("199005", "1990-05"), ("1990-05-00", "1990-05"),
        ("1990-00-00", "1990"), ("00.05.1990", "1990-05"), ("5/1990", "1990-05"), ("12.V.1990", "1990-05-12"),
        ("Feb. 2019", "2019-02"), ("1er avril 1990", "1990-04-01"), ("the 2nd of May, 1990", "1990-05-02"),
        ("5 мая 1990 г.", "1990-05-05"), ("5-го мая 1990 года", "1990-05-05"), ("1 вересня 1990", "1990-09-01"),
        ("12 MAYIS 1990", "1990-05-12"), ("1990. május 12.", "1990-05-12"), ("12 במאי 1990", "1990-05-12"),
        ("12 أيار/مايو 1990", "1990-05-12"), ("15 كانون الثاني 1990", "1990-01-15"), ("im Mai 1990", "1990-05"),
        ("ngày 12 tháng 5 năm 1990", "1990-05-12"), ("1990 г.", "1990"), ("année 1990", "1990"),
        ("昭和62年5月2日", "1987-05-02"), ("平成元年", "1989"), ("令和3年", "2021"), ("S62.5.2", "1987-05-02"),
        ("一九九〇年五月二十三日", "1990-05-23"), ("1987年（昭和62年）5月2日", "1987-05-02"),
        ("1987年5月2日(土)", "1987-05-02"), ("ca. 1950", "1950~"), ("um 1950", "1950~"), ("c.1950", "1950~"),
        ("около мая 1950", "1950-05~"), ("約1950年", "1950~"), ("1950年頃", "1950~"), ("1950 (?)", "1950?"),
        ("1950~", "1950~"), ("2021/..", "2021/.."), ("+1990-05-12T00:00:00Z", "1990-05-12"),
        ("5/13/1990 12:00:00 AM", "1990-05-13"), ("1991 \u200e", "1991"),
    ],
)  # fmt: skip
def test_forms_of_dates(text: str, found: str) -> None:
    assert date(text) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("198X", "decade"), ("1980s", "decade"), ("1980er", "decade"), ("Q1 1990", "write the month, or the year"),
        ("12/05/90", "all four digits"), ("15 May 84", "all four digits"), ("3/4/2021", "two days"),
        ("30 Feb 1990", "28 days"), ("昭和64年5月", "1989-01-07"), ("1987年（昭和61年）", "not the same"),
        ("79年5月2日", "not a date"), ("2010/11", "2010/2011"), ("1990.1", "October without its zero"),
        ("1 listopada 1990", "October or November"), ("../1985", "not a date"), ("bis 1985", "not a date"),
        ("1987-1995", "stretch of time"), ("before 1985", "on which side of a date"),
        ("1990 or earlier", "on which side"), ("после 1990", "on which side"), ("1990年以前", "on which side"),
        ("early 1990", "not a date"),
        ("1990-", "not a date"), ("12 May", "not a date"), ("201005", "not a date"), ("x" * 200, "not a date"),
    ],
)  # fmt: skip
def test_what_stays_open_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        date(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1987–1995", ("1987", "1995")), ("1987-95", ("1987", "1995")), ("1998/99", ("1998", "1999")),
        ("seit 1990", ("1990", "")), ("since May 1990", ("1990-05", "")), ("с 1990 г.", ("1990", "")),
        ("1990年起", ("1990", "")), ("1990-", ("1990", "")), ("bis 1985", ("", "1985")), ("../1985", ("", "1985")),
        ("1990年まで", ("", "1990")), ("1985/..", ("1985", "..")), ("1990 – present", ("1990", "..")),
        ("1990年至今", ("1990", "..")), ("de 1987 a 1995", ("1987", "1995")), ("с 1990 по 1995", ("1990", "1995")),
        ("1990年から1995年まで", ("1990", "1995")), ("12–15 May 1990", ("1990-05-12", "1990-05-15")),
        ("May–June 1990", ("1990-05", "1990-06")), ("12.05.1990-13.06.1991", ("1990-05-12", "1991-06-13")),
        ("1995-1990", None), ("1990", None), ("1998-02", None), ("before 1985", None), ("1990 to 1995 to 1999", None),
    ],
)  # fmt: skip
def test_stretches_of_time(text: str, ends: tuple[str, str] | None) -> None:
    assert period_or_none(text) == ends


def seen(*texts: str) -> DateColumn:
    column = DateColumn()
    for text in texts:
        column.see(text)
    return column


def test_a_column_that_contradicts_itself_leaves_open_what_can_be_two_days() -> None:
    column = seen("13-05-1990", "05-14-1990", "03-04-1991")
    assert column.shown == {"dmy": "13-05-1990", "mdy": "05-14-1990"}
    assert column.undecided == ["03-04-1991"]
    assert not column.is_open
    assert [date(text, column.order) for text in column.shown.values()] == ["1990-05-13", "1990-05-14"]
    with pytest.raises(ValueError, match="both orders"):
        date("03-04-1991", column.order)


def test_points_say_nothing_of_slashes_but_a_month_before_a_point_does() -> None:
    assert seen("13.05.1990", "03/04/1990").is_open
    assert seen("13.05.1990", "03.04.1990").order.first == "dmy"
    assert seen("05.14.1990", "03/04/1990").order.first == "mdy"
    assert seen("13/05/1990 10:00", "03/04/1990").order.first == "dmy"
    assert seen("13/05/12", "03/04/1990").is_open  # it may be 2013


def test_other_months_of_a_column_show_its_language() -> None:
    for other, month in (("3 maja 1990", "11"), ("3 rujna 1990", "10")):
        assert date("1 listopada 1990", seen(other, "1 listopada 1990").order) == f"1990-{month}-01"


def test_a_time_of_day_is_told_unless_it_is_midnight() -> None:
    assert [time_of_day(text) for text in ("1990-05-12 08:30", "12.05.1990 0:00", "5/12/1990 12:00:00 AM", "1990")] == [
        "08:30", "", "", "",
    ]  # fmt: skip


def test_only_a_whole_column_of_five_digits_may_be_a_spreadsheets_days() -> None:
    for texts, may_be in ((["33005", "33006.0"], True), (["33005", "1990"], False), ([], False)):
        column = SerialColumn()
        for text in texts:
            column.see(text)
        assert column.may_be_serials is may_be
    with pytest.raises(ValueError, match="no number of a day"):
        serial("12 May")


@pytest.mark.parametrize(
    "text",
    ["1997. IV. 3.", "1997.IV.3.", "1997. IV. 3", "1997 IV 3", "1997-IV-3", "3. IV. 1997", "3 IV 1997", "3.IV.1997 r."],
)
def test_a_day_has_its_month_in_roman_numerals_and_its_year_first_or_last(text: str) -> None:
    assert date(text) == "1997-04-03"


def test_a_year_and_a_roman_numeral_is_a_month_with_points_and_may_else_be_a_quarter() -> None:
    assert (date("1997. IV."), date("IV 1997")) == ("1997-04", "1997-04")
    for text in ("1997 IV", "1997. XIII. 3.", "1997. IV. 31."):
        with pytest.raises(ValueError, match="1997"):
            date(text)


@pytest.mark.parametrize(
    "text",
    [
        "the 1960s", "early 1990s", "mid-1990s", "1990er Jahre", "80er Jahre", "Anfang der 1990er", "années 90",
        "fin des années 1980", "década de 1990", "años 90", "anos 80", "anni '90", "anni Novanta", "jaren '90",
        "lata 80.", "lata 80. XX w.", "koniec lat 80.", "lata osiemdziesiąte", "1990-luku", "1990-luvulla",
        "1990-talet", "1990-tallet", "90. léta 20. století", "90-е годы", "1990-х", "1990-ті роки", "1990-es évek",
        "anii '90", "1990-ih", "90-те години", "δεκαετία του 1990", "1990'lar", "1990年代", "1990년대",
        "thập niên 1990", "tahun 1990-an", "1990. aastad", "90. gadi",
    ],
)  # fmt: skip
def test_a_decade_is_no_year_and_is_told_as_what_it_is(text: str) -> None:
    with pytest.raises(ValueError, match="it is a decade"):
        date(text)
