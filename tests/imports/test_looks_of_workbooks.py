"""What stands beside the cells of an xlsx is the same in whatever way its XML is written: hidden rows and columns,
formulas without a value, dates that are shown without their day, and what is struck through."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.imports.workbooks import look
from citygraph.imports.workbooks.sheet_look import SheetLook
from conftest import examples
from imported import put, read, values
from workbooks import DAY, MONTH, STRUCK, YEAR, cell, packed, rows_xml, unpacked, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def by_attributes(of_tag: Callable[[str], str]) -> Callable[[str], str]:
    """The sheet with another start of each element."""
    return lambda sheet: re.sub(r"<\w+ [^<>]*>", lambda found: of_tag(found.group()), sheet)


def with_prefix(sheet: str) -> str:
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")


def turned_round(tag: str) -> str:
    """An element with its attributes in the other order. Of any other tag this would make another sheet."""
    parts = re.fullmatch(r'<(\w+)((?: [\w:]+="[^"]*")*)( ?/?>)', tag)
    assert parts, tag
    return f"<{parts[1]}" + "".join(reversed(re.findall(r' [\w:]+="[^"]*"', parts[2]))) + parts[3]


WAYS: dict[str, Callable[[str], str]] = {
    "letters as numbers": lambda sheet: sheet.replace("ö", "&#246;"),
    "letters as CDATA": lambda sheet: re.sub(r">([^<>&]+)</t>", r"><![CDATA[\1]]></t>", sheet),
    "a comment": lambda sheet: sheet.replace("<sheetData>", '<sheetData><!-- <row r="9" hidden="1"> -->'),
    "an instruction": lambda sheet: sheet.replace("<sheetData>", "<sheetData><?x y?>"),
    "a prefix": with_prefix,
    "attributes turned round": by_attributes(turned_round),
    "single quotes": by_attributes(lambda tag: tag.replace('"', "'")),
    "styles, types and flags as numbers": by_attributes(
        lambda tag: re.sub(r' (s|t|hidden|min)="(.)', lambda found: f' {found[1]}="&#{ord(found[2])};', tag)
    ),
    "lines between attributes": by_attributes(lambda tag: tag.replace(" ", "\n\t")),
    "spaces round signs": by_attributes(lambda tag: tag.replace("=", " = ")),
    "lines between elements": lambda sheet: re.sub(r">(?=<)(?!</v>)", ">\n ", sheet),
    "without places": by_attributes(lambda tag: re.sub(r' r="\w+"', "", tag)),
    "breaks of pages": lambda sheet: sheet.replace(
        "</sheetData>", '</sheetData><rowBreaks count="1"><brk id="2"/></rowBreaks>'
    ),
    "another alphabet": lambda sheet: sheet.replace("UTF-8", "UTF-16"),
}  # fmt: skip


def one_cell(place: str, sort: str) -> str:
    formula = f'<c r="{place}"><f>1900+80</f>'
    return {
        "text": f'<c r="{place}" t="inlineStr"><is><t>Göteborg</t></is></c>',
        "text in a style": f'<c r="{place}" s="{MONTH}" t="inlineStr"><is><t>ca. 1950</t></is></c>',
        "text struck through": f'<c r="{place}" s="{STRUCK}" t="inlineStr"><is><t>Turku</t></is></c>',
        "empty": f'<c r="{place}" s="{YEAR}"/>',
        "day": cell(place, date(1990, 5, 13), DAY),
        "month": cell(place, date(1990, 5, 13), MONTH),
        "year": cell(place, date(1990, 5, 13), YEAR),
        "formula": f"{formula}<v>1980</v></c>",
        "formula without a value": f"{formula}<v></v></c>",
        "shared formula without a value": f'<c r="{place}"><f t="shared" si="0"/></c>',
        "formula of an empty text": f'<c r="{place}" t="str"><f>""</f><v></v></c>',
    }[sort]


SORTS = ("text", "text in a style", "empty", "day", "month", "year", "formula", "formula without a value",
         "shared formula without a value", "formula of an empty text", "text struck through")  # fmt: skip
ROWS = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from(SORTS), min_size=3, max_size=3)), min_size=1, max_size=4
)
EVERYTHING = [
    (True, list(SORTS[:3])),
    (False, list(SORTS[3:6])),
    (True, list(SORTS[6:9])),
    (False, [*SORTS[9:], "text"]),
]


@pytest.mark.parametrize("way", WAYS)
@examples(20)
@given(ROWS, st.booleans())
@example(EVERYTHING, True)
def test_the_look_of_a_sheet_does_not_depend_on_how_its_xml_is_written(
    way: str, rows: list[tuple[bool, list[str]]], has_hidden_columns: bool
) -> None:
    xml = "".join(
        f'<row r="{number}"'
        + ' hidden="1"' * is_hidden
        + ">"
        + "".join(one_cell(f"{'ABC'[at]}{number}", sort) for at, sort in enumerate(sorts))
        + "</row>"
        for number, (is_hidden, sorts) in enumerate(rows, 1)
    )
    columns = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="4" max="4"/></cols>'
    parts = unpacked(xlsx({"List": xml}, before=columns * has_hidden_columns))
    written = WAYS[way](parts[SHEET].decode())
    parts[SHEET] = written.encode("utf-16" if "UTF-16" in written else "utf-8")
    places = {(row, column): sort for row, (_, sorts) in enumerate(rows) for column, sort in enumerate(sorts)}
    assert look(Path("list.xlsx"), packed(parts))["List"] == SheetLook(
        hidden_rows=sum(is_hidden for is_hidden, _ in rows),
        hidden_columns=2 * has_hidden_columns,
        formulas_without_value=sum(sort.endswith("without a value") for sort in places.values()),
        coarse={place: sort for place, sort in places.items() if sort in ("month", "year")},
        struck={place for place, sort in places.items() if sort == "text struck through"},
    )  # fmt: skip


def test_a_town_with_an_umlaut_changes_no_date_and_hides_no_hidden_row(tmp_path: Path) -> None:
    dates = "".join(cell(f"{'BCD'[at]}2", date(1998, 5, 1), style) for at, style in enumerate((MONTH, YEAR, DAY)))
    formula = '<row r="3" hidden="1"><c r="A3"><f>1900+80</f><v></v></c></row>'
    town = '<c r="A2" t="inlineStr"><is><t>G&#246;teborg</t></is></c>'
    sheet = rows_xml([["town", "month", "year", "day"]]) + f'<row r="2">{town}{dates}</row>{formula}'
    file = put(tmp_path, xlsx({"A": sheet}), "a.xlsx")
    assert [*values("xlsx", file)[0].values()] == ["Göteborg", "1998-05", "1998", "1998-05-01"]
    _, said = read("xlsx", file)
    assert [one.partition(": ")[2].partition(" ")[0] + one for one in said] == [
        "1a.xlsx: 1 hidden row is read, too",
        "1a.xlsx: 1 formula has no value in the file, so its cell is empty; open the workbook, and save it",
        "2a.xlsx: 2 dates are shown without their day, and are read so",
    ]


def test_a_text_among_dates_that_are_shown_as_years_stays_whole(tmp_path: Path) -> None:
    text = f'<c r="A2" s="{YEAR}" t="inlineStr"><is><t>before 1950</t></is></c>'
    sheet = rows_xml([["since"]]) + f'<row r="2">{text}</row>'
    assert values("xlsx", put(tmp_path, xlsx({"A": sheet}), "a.xlsx")) == [{"since": "before 1950"}]
