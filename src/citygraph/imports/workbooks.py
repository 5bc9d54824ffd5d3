"""What stands in a workbook beside the values of its cells, and what the library that reads the values does not tell.

The library (calamine, in Rust) keeps a cell for each place between the first cell of a sheet and the last, however
empty they are; and what it cannot keep ends the process. So this module looks first: at how much a workbook unpacks
to, and how far its cells reach. On the way it finds what a reader has to say: hidden rows, cells that are merged,
formulas without a value, and dates that are shown without their day.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Literal
from xml.parsers import expat

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import in_bytes
from citygraph.folder.limits import limits, raised

Fineness = Literal["month", "year"]
Place = tuple[int, int]
"""Row and column of a cell, from 0."""

MOST_CELLS = 30_000_000
"""How many places a sheet may have from its first cell to its last: they take about 1 GB of memory."""
_LONGEST_ROW = 1 << 26
_BLOCK = 1 << 20


@dataclass(slots=True)
class SheetLook:
    """What is to be said of a sheet. ``coarse`` has the dates that are shown without a day, or without a month;
    ``merged`` the first and last place of cells that are one (OpenDocument only: calamine tells those of Excel)."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas_without_value: int = 0
    coarse: dict[Place, Fineness] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


def look(file: Path, data: bytes) -> dict[str, SheetLook]:
    """What stands beside the values of a workbook's cells, by the names of sheets. Sheets of which there is nothing to
    say may be left out.

    Raises:
        CityGraphError: if the workbook is damaged, has a password, or is too large; if it is no workbook that can be
            read.
    """
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _in_archive(file, archive)
        return _in_compound_file(file, data)
    except NotImplementedError:  # a way to pack that no spreadsheet uses
        raise is_damaged(file) from None
    except RuntimeError:  # what zipfile raises for a part with a password
        raise has_password(file) from None
    except _DAMAGES:
        raise is_damaged(file) from None


_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, StructError, IndexError, OverflowError, ValueError, LookupError,
            expat.ExpatError)  # fmt: skip
"""What comes of bytes that are not as the format has them."""


def is_damaged(file: Path) -> CityGraphError:
    """A workbook that cannot be read."""
    return CityGraphError(f"{file}: the workbook is damaged or cut off; open it in a spreadsheet, and save it again")


def has_password(file: Path) -> CityGraphError:
    """A workbook that is encrypted."""
    return CityGraphError(f"{file}: the workbook has a password; save it without one")


def _check_span(file: Path, cells: int) -> None:
    if cells > MOST_CELLS:
        raise CityGraphError(
            f"{file}: a sheet spans {cells:,} cells from the first to the last, and {MOST_CELLS:,} are read; "
            "delete what stands far outside the table, or save the sheet as CSV (UTF-8)"
        )


# ------------------------------------------------------------------ zip: xlsx and ods


def _in_archive(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    names = set(archive.namelist())
    _check_unpacked(file, sum(part.file_size for part in archive.infolist()))
    if "content.xml" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in b"".join(
            _parts(archive, "META-INF/manifest.xml")
        ):
            raise has_password(file)
        return _in_open_document(file, archive)
    if "xl/workbook.bin" in names:
        raise CityGraphError(f"{file}: this is a binary workbook (xlsb), which is not read; save it as .xlsx")
    return _in_excel(file, archive)


def _check_unpacked(file: Path, size: int) -> None:
    most = limits().source
    if size > most:
        raise CityGraphError(
            f"{file}: unpacked, the workbook has {in_bytes(size)}, and a file to import may have {in_bytes(most)}; "
            f"save the sheet as CSV (UTF-8), or {raised('source', str(size))}"
        )


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the archive in blocks, with all that it unpacks to: what its directory says is not believed."""
    info = archive.getinfo(name)
    said, info.file_size = info.file_size, 1 << 62
    with archive.open(info) as part:
        info.file_size = said
        while block := part.read(_BLOCK):
            said -= len(block)
            if said < 0:
                raise zipfile.BadZipFile(f"`{name[:60]}` is longer than it says")
            yield block


# ------------------------------------------------------------------ xlsx

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


def _in_excel(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    names = _sheet_names(archive)
    styles = _coarse_styles(archive)
    looks: dict[str, SheetLook] = {}
    for info in archive.infolist():
        # All parts, since any of them can be a sheet: a stranger may have written the workbook.
        if info.filename.lower().endswith((".xml", ".xml.rels")) or info.filename in names:
            one = SheetLook()
            _check_span(file, _looked_at(archive, info.filename, one, styles))
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
    for block in _parts(archive, name):
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

    _parsed(_parts(archive, name), start)
    return height * width


def _parsed(
    blocks: Iterator[bytes], start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None
) -> None:
    """Call ``start`` with each element that begins in a part, and ``end`` with each that ends."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for block in blocks:
        parser.Parse(block, False)
    parser.Parse(b"", True)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of sheets by their parts."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            id = next((text for name, text in attributes.items() if name.endswith(":id")), "")
            sheets[targets.get(id, "")] = attributes.get("name", "")

    parts = set(archive.namelist())
    for name, start in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if name in parts:
            _parsed(_parts(archive, name), start)
    return {part: name for part, name in sheets.items() if part in parts}


_MONTH = "17"
"""The number of the format ``mmm-yy``, which workbooks need not tell."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^]]*\]|_.|\*.')


def _fineness_of(code: str) -> Fineness | None:
    """How fine a date is that is shown in a format of Excel, if it is no day.

    >>> [_fineness_of(code) for code in ("mmm-yy", '"since "yyyy', "[$-407]d. mmmm yyyy;@", "0.0")]
    ['month', 'year', None, None]
    """
    letters = set(_QUOTED.sub("", code).lower().partition(";")[0])
    if "y" not in letters or letters & set("dhs0#"):
        return None
    return "month" if "m" in letters else "year"


def _coarse_styles(archive: zipfile.ZipFile) -> dict[str, Fineness]:
    """The numbers of styles that show of a date only its month and year, or only its year."""
    formats = {_MONTH: "mmm-yy"}
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
            if fineness := _fineness_of(formats.get(attributes.get("numFmtId", ""), "")):
                found[str(number)] = fineness
            number += 1

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "cellXfs"

    if "xl/styles.xml" in archive.namelist():
        _parsed(_parts(archive, "xl/styles.xml"), start, end)
    return found


# ------------------------------------------------------------------ ods


def _in_open_document(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    looks: dict[str, SheetLook] = {}
    name = style = ""
    row = column = times = width = height = total = 0
    parts: dict[str, set[str]] = {}  # of the formats of dates
    formats: dict[str, str] = {}  # by the styles of cells
    of_columns: list[str] = []

    def number(attributes: dict[str, str], key: str) -> int:
        text = attributes.get(key, "1")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name, style, row, column, times, width, height
        if tag == "number:date-style":
            style = attributes.get("style:name", "")
            parts[style] = set()
        elif tag.startswith("number:") and style in parts:
            parts[style].add(tag.removeprefix("number:"))
        elif tag == "style:style":
            formats[attributes.get("style:name", "")] = attributes.get("style:data-style-name", "")
        elif tag == "table:table":
            name = attributes.get("table:name", "")
            of_columns.clear()
            looks[name] = SheetLook()
            row = times = width = height = 0
        elif tag == "table:table-row":
            row, column = row + times, 0
            times = number(attributes, "table:number-rows-repeated")
            is_hidden = attributes.get("table:visibility", "visible") != "visible"
            if is_hidden and name in looks and times < 10_000:  # the empty rest of a sheet may be hidden as one
                looks[name].hidden_rows += times
        elif tag == "table:table-column":
            many = number(attributes, "table:number-columns-repeated")
            of_columns.extend([attributes.get("table:default-cell-style-name", "")] * min(many, 1000))
            if attributes.get("table:visibility", "visible") != "visible" and name in looks and many < 1000:
                looks[name].hidden_columns += many
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            right = column + number(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes or "table:formula" in attributes:
                width, height = max(width, right), max(height, row + times)
            if attributes.get("office:value-type") == "date" and right == column + 1 and times == 1 and name in looks:
                of_column = of_columns[column] if column < len(of_columns) else ""
                shown = parts.get(formats.get(attributes.get("table:style-name", of_column), ""), {"day"})
                if "year" in shown and not shown & {"day", "hours"}:
                    looks[name].coarse[row, column] = "month" if "month" in shown else "year"
            down = number(attributes, "table:number-rows-spanned")
            across = number(attributes, "table:number-columns-spanned")
            if (down > 1 or across > 1) and name in looks:
                looks[name].merged.append(((row, column), (row + down - 1, column + across - 1)))
            column = right

    def end(tag: str) -> None:
        nonlocal total, style
        if tag == "number:date-style":
            style = ""
        elif tag == "table:table":
            total += width * height
            _check_span(file, total)  # all sheets are read together

    for part in ("styles.xml", "content.xml"):
        if part in archive.namelist():
            _parsed(_parts(archive, part), start, end)
    return looks


# ------------------------------------------------------------------ xls: a compound file with records of BIFF

_LAST, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_BEGIN, _PASSWORD, _DIMENSIONS, _MANY_NUMBERS = 0x0809, 0x002F, 0x0200, 0x00BD
_SHEET, _FORMAT, _STYLE = 0x0085, 0x041E, 0x00E0
_STREAMS = ("workbook", "book", "encryptedpackage", "worddocument")
_CELLS = {0x0203, 0x0204, 0x0205, 0x0006, 0x0206, 0x0406, 0x027E, 0x00FD, 0x00D6, _MANY_NUMBERS}


def _in_compound_file(file: Path, data: bytes) -> dict[str, SheetLook]:
    """Raises an error if an xls has a password, spans too many cells, or is no workbook."""
    streams = _streams(data)
    if "encryptedpackage" in streams:
        raise has_password(file)
    records = streams.get("workbook") or streams.get("book")
    if records is None:
        what = "a Word document" if "worddocument" in streams else "no workbook"
        raise CityGraphError(f"{file}: this is {what}; save the table as CSV (UTF-8)")
    at = width = height = total = 0
    names: dict[int, str] = {}  # of sheets, by the places where they begin
    formats: dict[int, Fineness | None] = {int(_MONTH): "month"}
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
        elif sort == _PASSWORD:
            raise has_password(file)
        elif sort == _DIMENSIONS and length >= 12:
            _, below, _, right = unpack_from("<IIHH", records, at)
            width, height = max(width, right), max(height, below)
        elif sort == _SHEET and length >= 8:
            names[unpack_from("<I", records, at)[0]] = _string(records, at + 6, "B")
        elif sort == _FORMAT and length >= 5:
            formats[unpack_from("<H", records, at)[0]] = _fineness_of(_string(records, at + 2, "H"))
        elif sort == _STYLE and length >= 4:
            styles.append(formats.get(unpack_from("<H", records, at + 2)[0]))
        elif sort in _CELLS and length >= 6:
            row, column = unpack_from("<HH", records, at)
            last = unpack_from("<H", records, at + length - 2)[0] if sort == _MANY_NUMBERS else column
            width, height = max(width, last + 1, column + 1), max(height, row + 1)
            many = (length - 6) // 6 if sort == _MANY_NUMBERS else 1
            for index in range(many) if any(styles) else ():
                style = unpack_from("<H", records, at + 4 + 6 * index)[0]
                if style < len(styles) and (fineness := styles[style]):
                    here.coarse[row, column + index] = fineness
        at += length
        if width * height > MOST_CELLS:
            break
    _check_span(file, total + width * height)  # all sheets are read together
    return looks


def _string(records: bytes, at: int, size: str) -> str:
    """A text of Excel 97: its length, how wide its letters are, and the letters."""
    length, is_wide = unpack_from(f"<{size}B", records, at)
    at += 2 if size == "B" else 3
    text = records[at : at + length * (1 + (is_wide & 1))]
    return text.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by their names, in any folder of it ([MS-CFB])."""
    shift, mini_shift = unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("its sectors have an odd size")
    folder, _, cutoff, mini_start, _, more, _ = unpack_from("<IIIIIII", data, 48)
    whole = len(data) >> shift

    def sector(number: int) -> bytes:
        return data[(number + 1) << shift : (number + 2) << shift]

    def numbers(block: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(block) // 4}I", block)

    tables = list(unpack_from("<109I", data, 76))
    while more < _LAST - 1 and len(tables) <= whole + 109:
        *listed, more = numbers(sector(more))
        tables += listed
    fat = [next for table in tables if table < whole for next in numbers(sector(table))]

    def chain(start: int, table: list[int] | tuple[int, ...], most: int) -> Iterator[int]:
        while start < _LAST - 1:
            if most <= 0:
                raise ValueError("its sectors go round in a circle")
            yield start
            start, most = table[start], most - 1

    def joined(start: int) -> bytes:
        return b"".join(map(sector, chain(start, fat, whole)))

    entries = joined(folder)
    mini = numbers(joined(mini_start)) if mini_start < _LAST - 1 else ()
    small = None
    found: dict[str, bytes] = {}
    for at in range(0, len(entries) - 127, 128):
        length, sort = unpack_from("<HB", entries, at + 64)
        start, size = unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").casefold()
        if sort == 5:
            small = joined(start)
        elif sort == 2 and name not in found and name in _STREAMS:
            if size >= cutoff:
                found[name] = joined(start)[:size]
            else:
                places = chain(start, mini, len(mini))
                found[name] = b"".join((small or b"")[place << 6 : (place + 1) << 6] for place in places)[:size]
    if small is None:
        raise ValueError("there is no folder in it")
    return found
