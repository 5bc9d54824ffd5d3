"""Reading: a long section comes in pieces, and nobody can tell; a date that is taken at a glance is one."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date, parse_period
from citygraph.domain.model import DateText
from citygraph.folder import values, yaml_composer
from citygraph.folder.parser import FileContents, parse
from citygraph.folder.yaml_text import Document, Scalar
from conftest import SEED

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(SEED.glob("*.yaml"))]
BREAKS = [
    "",
    "  x\n",
    "]\n",
    ": :\n",
    "  - {a: [}\n",
    "cities:\n",
    "? [a]\n",
    "  osh: {name: Osh, country: KG}\n",
    "---\n",
]


def told(contents: FileContents) -> object:
    records = [
        (
            record.type, record.id, record.place, record.data, record.places, record.quotations,
            record.sound,
            [(found.target, found.types, found.key, found.place, found.part) for found in record.references],
        )
        for record in contents.records
    ]  # fmt: skip
    return repr(re.sub(r" at 0x\w+", "", repr(records))), contents.diagnostics, contents.unread


def read_in_pieces_of(number: int, text: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_composer, "_PIECE", number)
        return told(parse(Document("x.yaml", text)))


@given(data=st.data())
def test_in_pieces_of_any_size_a_file_says_the_same(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(SEEDS)).splitlines(keepends=True)
    line = data.draw(st.integers(0, len(lines) - 1))
    change = data.draw(st.sampled_from([*BREAKS, lines[line] * 2, lines[line].replace(": ", ": &a ", 1)]))
    text = "".join([*lines[:line], change, *lines[line + 1 :]])
    whole = read_in_pieces_of(1 << 30, text)
    assert read_in_pieces_of(1, text) == whole
    assert read_in_pieces_of(data.draw(st.integers(2, 40)), text) == whole


def cities(numbers: range) -> str:
    return "".join(f"  c{number}: {{name: City {number}, country: KG}}\n" for number in numbers)


def test_two_records_with_one_key_are_told_however_far_apart() -> None:
    contents = parse(Document("x.yaml", "cities:\n" + cities(range(200)) + cities(range(3, 4))))
    assert [(found.code, found.span.line, found.hint) for found in contents.diagnostics] == [
        ("duplicate-key", 202, "the first is on line 5")
    ]
    assert len(contents.records) == 200


def test_a_second_long_section_of_one_key_is_not_read() -> None:
    text = "cities:\n" + cities(range(100)) + "cities:\n" + cities(range(100, 200))
    contents = parse(Document("x.yaml", text))
    assert [(found.code, found.span.line) for found in contents.diagnostics] == [("duplicate-key", 102)]
    assert len(contents.records) == 100


def test_an_alias_may_ask_for_a_long_section() -> None:
    contents = parse(Document("x.yaml", "cities: &all\n" + cities(range(100)) + "organizations: *all\n"))
    assert contents.diagnostics == []
    assert [record.type for record in contents.records] == ["city"] * 100 + ["organization"] * 100


def test_of_a_long_file_that_breaks_all_is_kept_but_the_record_that_was_open() -> None:
    contents = parse(Document("x.yaml", "cities:\n" + cities(range(100)) + "  open: {name: Open, country: [\n"))
    assert [found.code for found in contents.diagnostics] == ["yaml-syntax"]
    assert len(contents.records) == 100


def test_a_key_by_alias_is_twice_there_too() -> None:
    contents = parse(Document("x.yaml", "cities:\n  osh: {&a name : Osh, country: KG, *a : Och}\n"))
    assert [found.code for found in contents.diagnostics] == ["duplicate-key"]
    assert contents.records[0].data["name"] == "Osh"


@given(
    st.from_regex(r"\d{4}-\d{2}-\d{2}|[012]\d{3}-[01]\d-[0-3]\d[~?]?|[12]\d{3}(-1\d)?", fullmatch=True), st.booleans()
)
def test_a_date_is_what_the_calendar_takes_for_one(text: str, period: bool) -> None:
    def takes(read: Callable[[], object]) -> bool:
        try:
            read()
        except (ValueError, values.Wrong):
            return False
        return True

    written = Scalar(None, None, (True, False), text)
    reader, calendar = values.reader(DateText(period=period)), parse_period if period else parse_date
    assert takes(lambda: reader(written, "on")) == takes(lambda: calendar(text))
