"""What stands beside the cells of a workbook of Excel, as XML (xlsx, xlsm)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.workbooks.archive import parsed, parts_of, targets_in
from citygraph.imports.workbooks.sheet_look import MONTH, Fineness, SheetLook, check_span, fineness_of

_LONGEST_ROW = 1 << 26
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"[^<>/]*>')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]+="[\w-]*")* ?/>')
_ANY_CELL = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/", b"<c\t", b"<c\r", b"<c\n", b":c\t", b":c\r", b":c\n")
_NOT_PLAIN = (b"<!", b"\0", b"<c:", b"&#")
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_HIDDEN_ROW = re.compile(rb'<row [^>]* hidden="(?:1|true)"')
_IS_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_COLUMNS = re.compile(rb"<col [^>]*>")
_SPAN = re.compile(rb' (min|max)="([0-9]{1,5})"')
_NO_VALUE = (b"</f></c>", b"</f><v/></c>", b"</f><v></v></c>", b"</f><v /></c>")


def in_xlsx(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    names = _sheet_names(archive)
    styles = _coarse_styles(archive)
    looks: dict[str, SheetLook] = {}
    for info in archive.infolist():
        # All parts, since any of them can be a sheet: a stranger may have written the workbook.
        if info.filename.lower().endswith((".xml", ".xml.rels")) or info.filename in names:
            one = SheetLook()
            check_span(file, _looked_at(archive, info.filename, one, styles))
            if info.filename in names:
                looks[names[info.filename]] = one
    return looks


def _looked_at(archive: zipfile.ZipFile, name: str, look: SheetLook, styles: dict[str, Fineness]) -> int:
    """How many places there are from the first cell of a sheet to its last, at most."""
    columns: set[bytes] = set()
    height = 0
    coarse = (
        re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="(' + "|".join(styles).encode() + rb')"') if styles else None
    )
    for block in _whole_rows(archive, name):
        full = _CELL.findall(block)
        cells = block.count(b"<c") + block.count(b":c")
        is_plain = cells == len(full)
        if not is_plain:
            cells = sum(map(block.count, _ANY_CELL))
            is_plain = cells == len(full) + len(_EMPTY_CELL.findall(block))
        if not cells:
            continue
        rows = _ROW.findall(block)
        if not is_plain or len(rows) != block.count(b"<row") or any(map(block.count, _NOT_PLAIN)):
            return _span_of_any(archive, name)
        columns.update(full)
        height = max(height, max(map(int, rows), default=0))
        if b" hidden=" in block:
            look.hidden_rows += len(_HIDDEN_ROW.findall(block))
        look.formulas_without_value += sum(map(block.count, _NO_VALUE))
        if not look.hidden_columns and b"<col " in block:
            for start in _COLUMNS.findall(block):
                if _IS_HIDDEN.search(start) and len(ends := {k: int(v) for k, v in _SPAN.findall(start)}) == 2:
                    look.hidden_columns += ends[b"max"] - ends[b"min"] + 1
        if coarse:
            for letters, number, style in coarse.findall(block):
                look.coarse[int(number) - 1, _column(letters)] = styles[style.decode()]
    return height * max((_column(letters) + 1 for letters in columns), default=0)


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


def _span_of_any(archive: zipfile.ZipFile, name: str) -> int:
    """The same for a sheet that is written in another way than spreadsheets do, at most."""
    here = width = height = row = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal here, width, height, row
        tag = tag.rpartition(":")[2]
        place = attributes.get("r", "")
        if tag == "row":
            row = int(place) if place.isdecimal() and place.isascii() else row + 1
            here = 0
        elif tag == "c":
            letters = place.rstrip("0123456789").upper().encode()
            here = _column(letters) + 1 if letters else here + 1
            row = max(row, int(place[len(letters) :] or 0) if place[len(letters) :].isascii() else 0)
            width = max(width, here)
        height = max(height, row)

    parsed(parts_of(archive, name), start)
    return height * width


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


def _coarse_styles(archive: zipfile.ZipFile) -> dict[str, Fineness]:
    """The numbers of styles that show of a date only its month and year, or only its year."""
    formats = {MONTH: "mmm-yy"}
    found: dict[str, Fineness] = {}
    inside = False
    number = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, number
        tag = tag.rpartition(":")[2]
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            if fineness := fineness_of(formats.get(attributes.get("numFmtId", ""), "")):
                found[str(number)] = fineness
            number += 1

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "cellXfs"

    if "xl/styles.xml" in archive.namelist():
        parsed(parts_of(archive, "xl/styles.xml"), start, end)
    return found
