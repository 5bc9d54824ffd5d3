"""What stands beside the cells of a workbook of Excel 97 (xls): a compound file with records of BIFF."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from

from citygraph.domain.errors import CityGraphError
from citygraph.imports.workbooks.compound import streams_of
from citygraph.imports.workbooks.sheet_look import (
    MONTH,
    MOST_CELLS,
    Fineness,
    SheetLook,
    check_span,
    fineness_of,
    has_password,
)

_BEGIN, _PASSWORD, _DIMENSIONS, _MANY_NUMBERS = 0x0809, 0x002F, 0x0200, 0x00BD
_SHEET, _FORMAT, _STYLE = 0x0085, 0x041E, 0x00E0
_ROW, _COLUMNS, _HIDDEN_ROW, _HIDDEN_COLUMNS = 0x0208, 0x007D, 0x20, 0x01
_WITH_NUMBERS = {0x0203, 0x0006, 0x0206, 0x0406, 0x027E, _MANY_NUMBERS}
_CELLS = {*_WITH_NUMBERS, 0x0204, 0x0205, 0x00FD, 0x00D6}


def in_xls(file: Path, data: bytes) -> dict[str, SheetLook]:
    """Raises an error if an xls has a password, spans too many cells, or is no workbook."""
    streams = streams_of(data)
    if "encryptedpackage" in streams:
        raise has_password(file)
    records = streams.get("workbook") or streams.get("book")
    if records is None:
        what = "a Word document" if "worddocument" in streams else "no workbook"
        raise CityGraphError(f"{file}: this is {what}; save the table as CSV (UTF-8)")
    at = width = height = total = 0
    names: dict[int, str] = {}  # of sheets, by the places where they begin
    formats: dict[int, Fineness | None] = {int(MONTH): "month"}
    styles: list[Fineness | None] = []
    looks: dict[str, SheetLook] = {}
    here = SheetLook()
    while at + 4 <= len(records):
        sort, length = unpack_from("<HH", records, at)
        at += 4
        if sort == _BEGIN:
            total, width, height = total + width * height, 0, 0
            here = SheetLook()
            if at - 4 in names:
                looks[names[at - 4]] = here
        elif sort == _ROW and length >= 16:
            here.hidden_rows += bool(unpack_from("<H", records, at + 12)[0] & _HIDDEN_ROW)
        elif sort == _COLUMNS and length >= 10:
            first, past, _, _, flags = unpack_from("<HHHHH", records, at)
            here.hidden_columns += flags & _HIDDEN_COLUMNS and max(min(past, 255) - first + 1, 0)
        elif sort == _PASSWORD:
            raise has_password(file)
        elif sort == _DIMENSIONS and length >= 12:
            _, below, _, right = unpack_from("<IIHH", records, at)
            width, height = max(width, right), max(height, below)
        elif sort == _SHEET and length >= 8:
            names[unpack_from("<I", records, at)[0]] = _string(records, at + 6, "B")
        elif sort == _FORMAT and length >= 5:
            formats[unpack_from("<H", records, at)[0]] = fineness_of(_string(records, at + 2, "H"))
        elif sort == _STYLE and length >= 4:
            styles.append(formats.get(unpack_from("<H", records, at + 2)[0]))
        elif sort in _CELLS and length >= 6:
            row, column = unpack_from("<HH", records, at)
            last = unpack_from("<H", records, at + length - 2)[0] if sort == _MANY_NUMBERS else column
            width, height = max(width, last + 1, column + 1), max(height, row + 1)
            many = (length - 6) // 6 if sort == _MANY_NUMBERS else 1
            for index in range(many) if sort in _WITH_NUMBERS and any(styles) else ():
                style = unpack_from("<H", records, at + 4 + 6 * index)[0]
                if style < len(styles) and (fineness := styles[style]):
                    here.coarse[row, column + index] = fineness
        at += length
        if width * height > MOST_CELLS:
            break
    check_span(file, total + width * height)  # all sheets are read together
    return looks


def _string(records: bytes, at: int, size: str) -> str:
    """A text of Excel 97: its length, how wide its letters are, and the letters."""
    length, is_wide = unpack_from(f"<{size}B", records, at)
    at += 2 if size == "B" else 3
    text = records[at : at + length * (1 + (is_wide & 1))]
    return text.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")
