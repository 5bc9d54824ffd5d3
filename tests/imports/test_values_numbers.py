"""Numbers in foreign forms: the same number, and what one text leaves open its column decides."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.numbers import DecimalColumn, number, whole

NUMBERS = st.decimals(min_value=0, max_value=10**12, places=2).map(lambda one: Decimal(f"{one.normalize():f}"))
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩")


def written(value: Decimal, group: str, sign: str) -> str:
    return f"{value:,}".replace(",", "\0").replace(".", sign).replace("\0", group)


@given(
    value=NUMBERS,
    form=st.sampled_from([",.", "'.", " .", "\u00a0.", "\u2009.", "\u202f,", ".,", " ,", "’,", "_."]),
    digits=st.sampled_from(DIGITS),
    minus=st.sampled_from(["", "-", "\u2212"]),
)
def test_a_number_with_groups_is_that_number(value: Decimal, form: str, digits: str, minus: str) -> None:
    text = minus + written(value, *form).translate(str.maketrans(DIGITS[0], digits))
    assert Decimal(number(text, form[1])) == (-value if minus else value)


@given(values=st.lists(NUMBERS, min_size=1, max_size=12), form=st.sampled_from([",.", ".,"]))
def test_a_column_is_read_right_or_left_open(values: list[Decimal], form: str) -> None:
    texts = [written(value, *form) for value in values]
    column = DecimalColumn()
    for text in texts:
        column.see(text)
    assert column.sign in (form[1], None)
    if column.sign:
        assert [Decimal(number(text, column.sign)) for text in texts] == values
    else:
        assert column.is_open == any("," in text or "." in text for text in texts)


@given(
    st.text(max_size=10) | st.from_regex(r"[-+~>]?[0-9 .,']{1,12}", fullmatch=True), st.sampled_from([".", ",", None])
)
def test_whatever_is_read_has_the_same_digits(text: str, sign: str) -> None:
    try:
        found = number(text, sign)
    except ValueError:
        return
    assert Decimal(found).is_finite()
    if text.isascii() and not any(letter.isalpha() for letter in text):
        kept = "".join(filter(str.isdigit, text))
        assert kept.lstrip("0") == "".join(filter(str.isdigit, found)).lstrip("0")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12,34,567", "1234567"), ("1,23,456.5", "123456.5"), ("1.2 million", "1200000"), ("12 тыс.", "12000"),
        ("3万", "30000"), ("1.2万", "12000"), ("1億2000万", "120000000"), ("3万5,000", "35000"),
        ("2 crore", "20000000"), ("1,5 Mio.", "1500000"), ("2.5e6", "2500000"),
        ("2,94E+06", "2940000"), ("١٢٣٬٤٥٦٬٧٨٩", "123456789"), ("1.234.567", "1234567"), ("48,57", "48.57"),
        (".5", "0.5"), ("+7", "7"), ("1 234,567", "1234.567"), ("0.123", "0.123"), ("8.908", "8.908"),
    ],
)  # fmt: skip
def test_forms_of_numbers(text: str, found: str) -> None:
    assert number(text) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("8,908", "8908 or 8.908"), ("45%", "percentage"), ("€12", "money"), ("~12000", "is not a number"),
        (">5000", "is not a number"), ("42²", "is not a number"), ("5 billion", "can be a unit"),
        ("12k", "can be a unit"), ("12 m", "can be a unit"),
        ("1,234,56", "is not a number"), ("many", "is not a number"), ("", "is not a number"),
        ("x" * 99, "not a num"),
    ],
)  # fmt: skip
def test_what_stays_open_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        number(text)


def seen(*texts: str) -> DecimalColumn:
    column = DecimalColumn()
    for text in texts:
        column.see(text)
    return column


def test_a_column_shows_its_sign_and_names_the_text() -> None:
    assert seen("1.234", "12.500", "523.456").is_open
    assert seen("1.234", "12.500", "523.456").undecided == ["1.234", "12.500", "523.456"]
    assert seen("1.234", "1.234.567").shown == {",": "1.234.567"}
    assert seen("1,234", "0,5").shown == {",": "0,5"}
    assert seen("1 234,567").sign == ","
    assert not seen("12", "1500").is_open


def test_a_column_that_contradicts_itself_leaves_open_what_can_be_two_numbers() -> None:
    column = seen("1,5", "2.5", "1.234")
    assert column.sign == "both"
    assert [number(text, column.sign) for text in ("1,5", "2.5", "7")] == ["1.5", "2.5", "7"]
    with pytest.raises(ValueError, match="both signs"):
        number("1.234", column.sign)


def test_an_id_from_a_spreadsheet_is_whole() -> None:
    assert [whole(text) for text in ("2996944.0", "07.00", "1.5", "Q1.0")] == ["2996944", "07", "1.5", "Q1.0"]
