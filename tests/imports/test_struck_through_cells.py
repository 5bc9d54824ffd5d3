"""What is struck through in a workbook is read as in the tables of a text: it has ended if a note says so; else it is
told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from citygraph.imports.readers import ForeignRow, Said
from imported import brought, put, read, values
from workbooks import STRUCK, ods, ods_rows, rows_xml, xlsx

ROWS = [["City", "Partner city", "Since"], ["Bergen", "Turku", "1946"], ["Bergen", "Seattle", "1967"]]
STYLE = (
    '<style:style style:name="c" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


def as_xlsx(rows: list[list[str]], struck: tuple[str, ...]) -> bytes:
    xml = rows_xml(rows)
    for text in struck:
        place = xml.rindex("<c r=", 0, xml.index(f">{text}<"))
        xml = xml[:place] + xml[place:].replace(" t=", f' s="{STRUCK}" t=', 1)
    return xlsx({"List": xml})


def as_ods(rows: list[list[str]], struck: tuple[str, ...]) -> bytes:
    xml = ods_rows(rows)
    for text in struck:
        place = xml.rindex("<table:table-cell", 0, xml.index(f">{text}<"))
        xml = xml[:place] + xml[place:].replace("-cell ", '-cell table:style-name="c" ', 1)
    return ods(xml, STYLE)


WRITTEN = pytest.mark.parametrize(("name", "written"), [("a.xlsx", as_xlsx), ("a.ods", as_ods)])
Written = Callable[[list[list[str]], tuple[str, ...]], bytes]


@WRITTEN
def test_what_is_struck_through_is_told_and_its_row_is_read(tmp_path: Path, name: str, written: Written) -> None:
    rows, _ = read("xlsx", put(tmp_path, written(ROWS, ("Turku", "1946")), name))
    assert [row.text for row in rows if isinstance(row, Said)] == [
        "`Turku; 1946` is struck through, and no note says what that means; its row is read as the others"
    ]
    assert [row.values for row in rows if isinstance(row, ForeignRow)] == [
        {"City": "Bergen", "Partner city": "Turku", "Since": "1946", "struck through": "~~Turku~~; ~~1946~~"},
        {"City": "Bergen", "Partner city": "Seattle", "Since": "1967"},
    ]


@WRITTEN
def test_what_is_struck_through_has_ended_if_a_note_says_so(tmp_path: Path, name: str, written: Written) -> None:
    rows = [["Struck through: ended"], *(row[1:] for row in ROWS)]
    found = values("xlsx", put(tmp_path, written(rows, ("Turku",)), name))
    assert [row["Partner city"] for row in found] == ["Turku (ended)", "Seattle"]


def test_a_row_that_is_struck_through_as_a_whole_has_ended_if_a_note_says_so(tmp_path: Path) -> None:
    rows = [["Gjennomstreket = avsluttet"], ["City", "Partner city"], ["Bergen", "Turku"], ["Moss", "Seattle"]]
    file = put(tmp_path, as_xlsx(rows, ("Bergen", "Turku")), "a.xlsx")
    brought(None, file, into=tmp_path / "g", kind="sister-city")
    (ties,) = (tmp_path / "g").rglob("ties.csv")
    assert "bergen; turku,ended" in ties.read_text("utf-8")


def test_a_sheet_with_nothing_struck_through_has_no_column_of_it(tmp_path: Path) -> None:
    assert values("xlsx", put(tmp_path, as_xlsx(ROWS, ()), "a.xlsx"))[0].keys() == {"City", "Partner city", "Since"}


def test_a_tie_whose_row_is_struck_through_keeps_that_in_its_notes(tmp_path: Path) -> None:
    brought(None, put(tmp_path, as_xlsx(ROWS, ("Turku",)), "a.xlsx"), into=tmp_path / "g", kind="sister-city")
    (ties,) = (tmp_path / "g").rglob("ties.csv")
    assert "struck through: ~~Turku~~" in ties.read_text("utf-8")
