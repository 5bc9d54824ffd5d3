"""Small workbooks for the tests, written by hand as the formats have them: no library that the product reads with, and
none that writes what only itself reads."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

Cell = str | float | date | None
_XLSX = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
HIDDEN = ' state="hidden"'
DAY, MONTH, YEAR, STRUCK = 1, 2, 3, 4
"""Styles of an xlsx: a date, a date without its day, and one without its month; what is struck through."""


def letters(column: int) -> str:
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def cell(place: str, value: Cell, style: int = 0) -> str:
    if value is None:
        return f'<c r="{place}" s="1"/>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{style or DAY}"><v>{serial(value)}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def rows_xml(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{number}">{"".join(cell(f"{letters(at)}{number}", value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of the day
    return out.getvalue()


def unpacked(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook. How they are compressed depends on the machine."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[Cell]] | str],
    *,
    hidden: Sequence[str] = (),
    before: str = "",
    after: str = "",
) -> bytes:
    """An xlsx with these sheets, each as rows or as the XML of its rows; ``before`` and ``after`` stand around them."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PKG}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PKG}/relationships"><Relationship Id="rId1" Type='
        f'"{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_XLSX}" xmlns:r="{_REL}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"{HIDDEN * (name in hidden)}/>'
            for n, name in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PKG}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        + f'<Relationship Id="rId0" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_XLSX}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="yyyy"/></numFmts><fonts count="2"><font><strike val="0"/></font><font><strike/></font></fonts>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="164"/>'
        '<xf numFmtId="0" fontId="1"/></cellXfs><dxfs count="1"><dxf><font><strike/></font></dxf></dxfs></styleSheet>',
    }
    for n, rows in enumerate(sheets.values(), 1):
        data = rows if isinstance(rows, str) else rows_xml(rows)
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'{_HEAD}<worksheet xmlns="{_XLSX}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
        )
    return packed(parts)


def ods(table: str, styles: str = "") -> bytes:
    """An OpenDocument workbook with one sheet, whose rows are XML."""
    ns = "urn:oasis:names:tc:opendocument:xmlns"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{ns}:manifest:1.0"/>',
            "content.xml": f'{_HEAD}<office:document-content xmlns:office="{ns}:office:1.0" '
            f'xmlns:table="{ns}:table:1.0" xmlns:text="{ns}:text:1.0" xmlns:number="{ns}:datastyle:1.0" xmlns:style='
            f'"{ns}:style:1.0"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>'
            f'<table:table table:name="List">{table}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def ods_rows(rows: Sequence[Sequence[Cell]]) -> str:
    def one(value: Cell) -> str:
        if value is None:
            return "<table:table-cell/>"
        kind = (
            f'"date" office:date-value="{value}"' if isinstance(value, date)
            else '"string"' if isinstance(value, str) else f'"float" office:value="{value!r}"'
        )  # fmt: skip
        return f"<table:table-cell office:value-type={kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    return "".join(f"<table:table-row>{''.join(map(one, row))}</table:table-row>" for row in rows)


HIDDEN_ROW_2 = struct.pack("<HHHHHHHHHH", 0x0208, 16, 1, 0, 9, 255, 0, 0, 0x20, 0)
HIDDEN_COLUMNS_B_C = struct.pack("<HHHHHHHH", 0x007D, 12, 1, 2, 2048, 0, 1, 0)
"""Records of an xls."""


def xls(
    rows: Sequence[Sequence[Cell]], *, far: tuple[int, int] | None = None, extra: bytes = b"", style: int = DAY,
    of_sheet: bytes = b"",
) -> bytes:  # fmt: skip
    """A workbook of Excel 97 with one sheet; ``far`` is one more cell, ``extra`` stands in the global records, and
    ``of_sheet`` in those of the sheet."""

    def record(sort: int, data: bytes) -> bytes:
        return struct.pack("<HH", sort, len(data)) + data

    def begin(sort: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, sort, 0x0DBB, 0x07CC, 0, 6))

    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HHH", row, column, style * isinstance(value, date))
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, at + struct.pack("<HB", len(text) // 2, 1) + text)
            elif value is not None:
                number = serial(value) if isinstance(value, date) else value
                cells += record(0x0203, at + struct.pack("<d", number))
    if far:
        cells += record(0x0203, struct.pack("<HHHd", *far, 0, 1.0))
    sheet = begin(0x0010) + of_sheet + cells + record(0x000A, b"")
    xf = record(0x041E, struct.pack("<HHB", 164, 4, 0) + b"yyyy")
    for of_style in (0, 14, 17, 164):
        xf += record(0x00E0, struct.pack("<HH", 0, of_style) + bytes(16))
    name = b"List"
    head = begin(0x0005) + extra + record(0x0042, struct.pack("<H", 1200)) + xf
    sheet_at = len(head) + 4 + 8 + len(name) + 4
    head += record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name) + record(0x000A, b"")
    return compound({"Workbook": head + sheet})


def xlsb(
    rows: Sequence[Sequence[Cell]], *, style: int = DAY, hidden_row: int = -1, is_hidden: bool = False,
    hidden_columns: tuple[int, int] | None = None, merged: tuple[int, int, int, int] | None = None,
    far: tuple[int, int] | None = None,
) -> bytes:  # fmt: skip
    """A binary workbook of Excel ([MS-XLSB]) with a sheet `List`, and one cell in a sheet `Other` if that is hidden.
    ``merged`` are the first and last row, and the first and last column, of cells that are one."""

    def record(sort: int, data: bytes = b"") -> bytes:
        numbers = b""
        for number in (sort, len(data)):
            while number > 0x7F:
                numbers += bytes([number & 0x7F | 0x80])
                number >>= 7
            numbers += bytes([number])
        return numbers + data

    def string(text: str) -> bytes:
        units = text.encode("utf-16-le")
        return struct.pack("<I", len(units) // 2) + units

    def sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
        cells = b""
        for row, values in enumerate(rows):
            cells += record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0x10 * (row == hidden_row), 0) + bytes(4))
            for column, value in enumerate(values):
                at = struct.pack("<II", column, style * isinstance(value, date))
                if isinstance(value, str):
                    cells += record(6, at + string(value))
                elif value is not None:
                    cells += record(5, at + struct.pack("<d", serial(value) if isinstance(value, date) else value))
        if far:
            cells += record(0, struct.pack("<II", far[0], 0) + bytes(9)) + record(
                5, struct.pack("<IId", far[1], 0, 1.0)
            )
        columns = b""
        if hidden_columns:
            columns = record(390) + record(60, struct.pack("<IIIIH", *hidden_columns, 2048, 0, 1)) + record(391)
        one = record(177) + record(176, struct.pack("<IIII", *merged)) + record(178) if merged else b""
        size = record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(map(len, rows), default=1) - 1))
        return record(129) + size + columns + record(145) + cells + record(146) + one + record(130)

    sheets = {"List": rows, **({"Other": [["x"]]} if is_hidden else {})}
    bundle = b"".join(
        record(156, struct.pack("<II", name == "Other", n) + string(f"rId{n}") + string(name))
        for n, name in enumerate(sheets, 1)
    )
    formats = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + string("yyyy")) + record(616)
    styles = b"".join(record(47, struct.pack("<HHHHHBBHH", 0, of, 0, 0, 0, 0, 0, 0, 0)) for of in (0, 14, 17, 164))
    targets = {"rId0": ("styles", "styles.bin")} | {
        f"rId{n}": ("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)
    }
    return packed({
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PKG}/content-types"/>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PKG}/relationships"><Relationship Id="rId1" Type='
        f'"{_REL}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'{_HEAD}<Relationships xmlns="{_PKG}/relationships">' + "".join(
            f'<Relationship Id="{id}" Type="{_REL}/{sort}" Target="{target}"/>'
            for id, (sort, target) in targets.items()
        ) + "</Relationships>",
        "xl/workbook.bin": record(131) + record(153, bytes(12)) + record(143) + bundle + record(144) + record(132),
        "xl/styles.bin": record(278) + formats + record(617, struct.pack("<I", 4)) + styles + record(618) + record(279),
        **{f"xl/worksheets/sheet{n}.bin": sheet(one) for n, one in enumerate(sheets.values(), 1)},
    })  # fmt: skip


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) with these streams, in sectors of 512 bytes."""
    end, free, in_fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat: list[int] = [in_fat]
    sectors: list[bytes] = [b""]

    def put(data: bytes) -> int:
        first = len(sectors)
        parts = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        sectors.extend(parts)
        fat.extend([*range(first + 1, first + len(parts)), end])
        return first

    entries = b""
    starts = {name: (put(data.ljust(4096, b"\0")), max(len(data), 4096)) for name, data in streams.items()}
    listed = {"Root Entry": (end, 0), **starts}
    for index, (name, (start, size)) in enumerate(listed.items()):
        text = name.encode("utf-16-le") + b"\0\0"
        child = 1 if index == 0 else free
        after = index + 1 if 0 < index < len(listed) - 1 else free
        entries += text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text), 5 if index == 0 else 2, 1, free, after, child
        )
        entries += bytes(36) + struct.pack("<IQ", start, size)
    folder = put(entries)
    sectors[0] = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, folder, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + b"".join(sectors)
