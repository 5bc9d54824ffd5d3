"""What stands beside the cells of a workbook of Excel, as XML (xlsx, xlsm)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from citygraph.imports.workbooks.archive import parsed, parts_of, targets_in
from citygraph.imports.workbooks.sheet_look import MONTH, Fineness, SheetLook, check_span, fineness_of

_LONGEST_ROW = 1 << 26
_CELL = re.compile(rb"""<c r="([A-Z]{1,3})[0-9]{1,7}"[^<>/&'\t\r\n]*(?<=[^=]")>""")
"""A cell of whose attributes a pattern can tell what they say, but for spaces around ``=``."""
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]+="[\w-]*")* ?/>')
_ANY_CELL = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/", b"<c\t", b"<c\r", b"<c\n", b":c\t", b":c\r", b":c\n")
_NOT_PLAIN = (b"<!", b"\0", b"<c:")
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_ANY_ROW = re.compile(rb"<row[\s/>]")
_ANY_COLUMN = re.compile(rb"<col[\s/>]")
_SPACES = (b'= "', b' ="')
_PLAIN_ROW, _PLAIN_COLUMN = (re.compile(rb"<" + tag + rb'((?: [\w:]+="[^"<>&]*")*) ?/?>') for tag in (b"row", b"col"))
_IS_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_SPAN = re.compile(rb' (min|max)="([0-9]{1,5})"')
_NO_VALUE = re.compile(
    rb"<c ([^<>]*)>\s*<f(?:[^<>]*/>|(?:\s[^<>]*)?>[^<]*</f>)\s*(<v[^<>]*/>|<v[^<>]*>\s*</v>)?\s*</c>"
)
_NO_NUMBER = ("s", "str", "inlineStr", "b", "e", "d")
"""The types of cells whose value is no number, and so no date that is shown in a format."""


class _Styles(NamedTuple):
    """The numbers of styles that show of a date only its month and year, or only its year; and of those that strike
    a text through."""

    coarse: dict[str, Fineness]
    struck: set[str]


def in_xlsx(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    names = _sheet_names(archive)
    styles = _styles(archive)
    looks: dict[str, SheetLook] = {}
    for info in archive.infolist():
        # All parts, since any of them can be a sheet: a stranger may have written the workbook.
        if info.filename.lower().endswith((".xml", ".xml.rels")) or info.filename in names:
            look, span = _if_plain(archive, info.filename, styles) or _parsed(archive, info.filename, styles)
            check_span(file, span)
            if info.filename in names:
                looks[names[info.filename]] = look
    return looks


def _if_plain(archive: zipfile.ZipFile, name: str, styles: _Styles) -> tuple[SheetLook, int] | None:
    """The look of a sheet that is written as spreadsheets do, found with patterns, which is much faster than to parse
    it; and how many places there are from its first cell to its last, at most. None if patterns cannot tell."""
    look = SheetLook()
    columns: set[bytes] = set()
    height = 0
    coarse = _coarse_cell(styles.coarse) if styles.coarse else None
    struck = _cell_in(styles.struck) if styles.struck else None
    for block in _whole_rows(archive, name):
        full = _CELL.findall(block)
        cells = block.count(b"<c") + block.count(b":c")
        is_plain = cells == len(full)
        if not is_plain:
            cells = sum(map(block.count, _ANY_CELL))
            is_plain = cells == len(full) + len(_EMPTY_CELL.findall(block))
        if not cells and b"\0" not in block[:4]:  # UTF-16
            continue
        rows = _ROW.findall(block)
        if not is_plain or any(map(block.count, _NOT_PLAIN)):
            return None
        if len(rows) != block.count(b"<row") and len(rows) != len(_ANY_ROW.findall(block)):
            return None
        columns.update(full)
        height = max(height, max(map(int, rows), default=0))
        if b"hidden" in block and not _take_hidden(block, look):
            return None
        has_formulas = b"<f" in block
        if (coarse or struck or has_formulas) and any(map(block.count, _SPACES)):
            return None
        if has_formulas:
            # A formula that has come to an empty text has that as its value.
            found = _NO_VALUE.findall(block)
            look.formulas_without_value += sum(not (value and b't="str"' in of_cell) for of_cell, value in found)
        if coarse:
            for letters, number, style in coarse.findall(block):
                look.coarse[int(number) - 1, _column(letters)] = styles.coarse[style.decode()]
        if struck:
            look.struck.update((int(number) - 1, _column(letters)) for letters, number, _ in struck.findall(block))
    return look, height * max((_column(letters) + 1 for letters in columns), default=0)


def _take_hidden(block: bytes, look: SheetLook) -> bool:
    """Count the hidden rows and columns, if patterns can tell."""
    rows, columns = _PLAIN_ROW.findall(block), _PLAIN_COLUMN.findall(block)
    look.hidden_rows += sum(_IS_HIDDEN.search(attributes) is not None for attributes in rows)
    for attributes in columns:
        if _IS_HIDDEN.search(attributes):
            look.hidden_columns += _hidden_columns(
                {key.decode(): end.decode() for key, end in _SPAN.findall(attributes)}
            )
    return len(rows) == len(_ANY_ROW.findall(block)) and len(columns) == len(_ANY_COLUMN.findall(block))


def _hidden_columns(attributes: dict[str, str]) -> int:
    first, last = attributes.get("min", ""), attributes.get("max", "")
    is_span = all(end.isascii() and end.isdecimal() and len(end) < 6 for end in (first, last))
    return max(int(last) - int(first) + 1, 0) if is_span else 0


def _coarse_cell(styles: Iterable[str]) -> re.Pattern[bytes]:
    """A cell with a number that one of the styles shows."""
    return _cell_in(styles, rb'(?![^<>]* t="(?:' + "|".join(_NO_NUMBER).encode() + rb')")')


def _cell_in(styles: Iterable[str], but: bytes = b"") -> re.Pattern[bytes]:
    """A cell with something in it that has one of the styles."""
    return re.compile(
        rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?=[^<>]* s="(' + "|".join(styles).encode() + rb')")' + but + rb"[^<>/]*>"
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + (letter - 64)
    return number - 1


def _whole_rows(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in blocks that end with a row, as far as there are rows."""
    rest: list[bytes] = []
    length = 0
    for block in parts_of(archive, name):
        end = block.rfind(b"row>") + 4
        if end > 3:
            yield b"".join([*rest, block[:end]])
            rest, length = [], 0
            block = block[end:]
        rest.append(block)
        length += len(block)
        if length > _LONGEST_ROW:  # no sheet has such a row; shared strings have no rows
            yield b"".join(rest)
            rest, length = [], 0
    yield b"".join(rest)


def _parsed(archive: zipfile.ZipFile, name: str, styles: _Styles) -> tuple[SheetLook, int]:
    """The same of a sheet that is written in any other way."""
    look = SheetLook()
    here = width = height = row = 0
    cell: dict[str, str] = {}
    inside: set[str] = set()  # what has been seen of the cell
    value = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal here, width, height, row, cell, value
        tag = tag.rpartition(":")[2]
        place = attributes.get("r", "")
        if tag == "row":
            row = int(place) if place.isdecimal() and place.isascii() else row + 1
            here = 0
            look.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif tag == "c":
            letters = place.rstrip("0123456789").upper().encode()
            here = _column(letters) + 1 if letters else here + 1
            row = max(row, int(place[len(letters) :] or 0) if place[len(letters) :].isascii() else 0)
            width = max(width, here)
            cell, value = attributes, ""
            inside.clear()
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            look.hidden_columns += _hidden_columns(attributes)
        height = max(height, row)
        inside.add(tag)

    def text(data: str) -> None:
        nonlocal value
        if "v" in inside:
            value += data

    def end(tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag != "c":
            return
        sort = cell.get("t", "n")
        if "f" in inside and not value.strip() and not (sort == "str" and "v" in inside):
            look.formulas_without_value += 1
        if cell.get("s", "") in styles.struck and inside > {"c"}:
            look.struck.add((row - 1, here - 1))
        if (fineness := styles.coarse.get(cell.get("s", ""))) and inside > {"c"} and sort not in _NO_NUMBER:
            look.coarse[row - 1, here - 1] = fineness
        inside.clear()

    parsed(parts_of(archive, name), start, end, text)
    return look, height * width


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of sheets by their parts."""
    targets = targets_in(archive, "xl/_rels/workbook.xml.rels")
    sheets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            id = next((text for name, text in attributes.items() if name.endswith(":id")), "")
            sheets[targets.get(id, "")] = attributes.get("name", "")

    parts = set(archive.namelist())
    if "xl/workbook.xml" in parts:
        parsed(parts_of(archive, "xl/workbook.xml"), sheet)
    return {part: name for part, name in sheets.items() if part in parts}


def _styles(archive: zipfile.ZipFile) -> _Styles:
    formats = {MONTH: "mmm-yy"}
    found = _Styles({}, set())
    struck_fonts: set[str] = set()
    inside = ""
    fonts = number = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, fonts, number
        tag = tag.rpartition(":")[2]
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag in ("fonts", "cellXfs"):
            inside = tag
        elif tag == "strike" and inside == "fonts" and attributes.get("val", "1") not in ("0", "false"):
            struck_fonts.add(str(fonts))
        elif tag == "xf" and inside == "cellXfs":
            if fineness := fineness_of(formats.get(attributes.get("numFmtId", ""), "")):
                found.coarse[str(number)] = fineness
            if attributes.get("fontId", "") in struck_fonts:
                found.struck.add(str(number))
            number += 1

    def end(tag: str) -> None:
        nonlocal inside, fonts
        tag = tag.rpartition(":")[2]
        fonts += tag == "font" and inside == "fonts"
        inside = "" if tag == inside else inside

    if "xl/styles.xml" in archive.namelist():
        parsed(parts_of(archive, "xl/styles.xml"), start, end)
    return found
