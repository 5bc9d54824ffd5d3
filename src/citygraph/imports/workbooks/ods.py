"""What stands beside the cells of an OpenDocument workbook (ods)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from citygraph.imports.workbooks.archive import parsed, parts_of
from citygraph.imports.workbooks.sheet_look import SheetLook, check_span


def in_ods(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    looks: dict[str, SheetLook] = {}
    name = style = ""
    row = column = times = width = height = total = 0
    parts: dict[str, set[str]] = {}  # of the formats of dates
    formats: dict[str, str] = {}  # by the styles of cells
    of_columns: list[str] = []
    of_cells = ""  # the style of cells that is told
    struck: set[str] = set()  # the styles of cells that strike a text through

    def number(attributes: dict[str, str], key: str) -> int:
        text = attributes.get(key, "1")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1

    def style_of(attributes: dict[str, str]) -> str:
        of_column = of_columns[column] if column < len(of_columns) else ""
        return attributes.get("table:style-name", of_column)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name, style, of_cells, row, column, times, width, height
        if tag == "number:date-style":
            style = attributes.get("style:name", "")
            parts[style] = set()
        elif tag.startswith("number:") and style in parts:
            parts[style].add(tag.removeprefix("number:"))
        elif tag == "style:style":
            of_cells = attributes.get("style:name", "")
            formats[of_cells] = attributes.get("style:data-style-name", "")
        elif tag == "style:text-properties":
            if attributes.get("style:text-line-through-style", "none") != "none":
                struck.add(of_cells)
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
                shown = parts.get(formats.get(style_of(attributes), ""), {"day"})
                if "year" in shown and not shown & {"day", "hours"}:
                    looks[name].coarse[row, column] = "month" if "month" in shown else "year"
            if "office:value-type" in attributes and times == 1 and name in looks and style_of(attributes) in struck:
                looks[name].struck.update((row, at) for at in range(column, right))
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
            check_span(file, total)  # all sheets are read together

    for part in ("styles.xml", "content.xml"):
        if part in archive.namelist():
            parsed(parts_of(archive, part), start, end)
    return looks
