"""What stands beside the cells of a binary workbook of Excel (xlsb): a zip archive with records ([MS-XLSB])."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from

from citygraph.imports.workbooks.archive import parts_of, targets_in
from citygraph.imports.workbooks.sheet_look import MONTH, Fineness, SheetLook, check_span, fineness_of

WORKBOOK = "xl/workbook.bin"
_ROW, _COLUMNS, _MERGED, _SHEET, _CELLS_BEGIN = 0, 60, 176, 156, 145
_CELLS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62})
"""The sorts of cells that have a value."""
_WITH_NUMBERS = frozenset({2, 5, 9})
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x10, 0x01


def in_xlsb(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    """The looks of the sheets, by their names."""
    names = _sheet_names(archive)
    styles = _coarse_styles(archive)
    looks: dict[str, SheetLook] = {}
    for info in archive.infolist():
        # All parts, since any of them can be a sheet: a stranger may have written the workbook.
        if info.filename.lower().endswith(".bin") or info.filename in names:
            one = SheetLook()
            check_span(file, _looked_at(archive, info.filename, one, styles))
            if info.filename in names:
                looks[names[info.filename]] = one
    return looks


def _looked_at(archive: zipfile.ZipFile, name: str, look: SheetLook, styles: dict[int, Fineness]) -> int:
    """How many places there are from the first cell of a sheet to its last, at most."""
    width = height = row = 0
    has_begun = False
    for sort, data in _records(archive, name):
        if sort in _CELLS and has_begun:
            column, style = unpack_from("<II", data)
            width, height = max(width, column + 1), max(height, row + 1)
            if styles and sort in _WITH_NUMBERS and (fineness := styles.get(style & 0xFFFFFF)):
                look.coarse[row, column] = fineness
        elif sort == _ROW and has_begun:
            (row,) = unpack_from("<I", data)
            look.hidden_rows += bool(data[11] & _HIDDEN_ROW)
        elif sort == _CELLS_BEGIN:
            has_begun = True
        elif sort == _COLUMNS and not has_begun and len(data) >= 18:
            first, last = unpack_from("<II", data)
            if data[16] & _HIDDEN_COLUMNS and last >= first:
                look.hidden_columns += last - first + 1
        elif sort == _MERGED and has_begun:
            top, bottom, left, right = unpack_from("<IIII", data)
            look.merged.append(((top, left), (bottom, right)))
    return width * height


def _records(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part: their sorts and contents. A last one that is cut off is left out."""
    rest = b""
    for block in parts_of(archive, name):
        data = rest + block
        at = 0
        while (begins := _begins(data, at)) is not None:
            sort, start, length = begins
            if start + length > len(data):
                break
            yield sort, data[start : start + length]
            at = start + length
        rest = data[at:]


def _begins(data: bytes, at: int) -> tuple[int, int, int] | None:
    """The sort of the record at a place, where its content starts, and how long that is; None if the data end before.
    Both numbers have seven bits in each byte, and the eighth says that another byte follows."""
    numbers = []
    for most in (2, 4):
        number = 0
        for shift in range(0, 7 * most, 7):
            if at >= len(data):
                return None
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        numbers.append(number)
    return numbers[0], at, numbers[1]


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A text, and where the next thing begins. None is 0xFFFFFFFF."""
    (length,) = unpack_from("<I", data, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of sheets by their parts."""
    targets = targets_in(archive, "xl/_rels/workbook.bin.rels")
    names = {}
    for sort, data in _records(archive, WORKBOOK):
        if sort == _SHEET:
            id, at = _string(data, 8)
            names[targets.get(id, "")] = _string(data, at)[0]
    parts = set(archive.namelist())
    return {part: name for part, name in names.items() if part in parts}


def _coarse_styles(archive: zipfile.ZipFile) -> dict[int, Fineness]:
    """The numbers of styles that show of a date only its month and year, or only its year."""
    formats = {int(MONTH): "mmm-yy"}
    found: dict[int, Fineness] = {}
    number: int | None = None
    if "xl/styles.bin" not in archive.namelist():
        return found
    for sort, data in _records(archive, "xl/styles.bin"):
        if sort == _FORMAT:
            formats[unpack_from("<H", data)[0]] = _string(data, 2)[0]
        elif sort == _STYLES_BEGIN:
            number = 0
        elif sort == _STYLES_END:
            number = None
        elif sort == _STYLE and number is not None:
            if fineness := fineness_of(formats.get(unpack_from("<H", data, 2)[0], "")):
                found[number] = fineness
            number += 1
    return found
