"""``python -m bench.readers ROWS``: the time and memory that it takes to read a table of eight columns from a workbook,
from JSON and from JSON Lines, before any record is made."""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from citygraph.imports.readers import ReadOptions, importer

COLUMNS = ("City", "Country", "Partner", "Partner country", "Since", "Population", "Lat", "Lon")


def rows(number: int) -> Iterator[tuple[str | float, ...]]:
    yield COLUMNS
    for i in range(number):
        figures = (1900 + i % 120, i * 7, i % 90 + 0.1234, i % 180 + 0.4321)
        yield (f"City {i % 5000}", "France", f"Town {i}", "Germany", *figures)


def xlsx(number: int, file: Path) -> None:
    """A workbook as Excel writes it, but for its styles and shared texts."""
    about = "http://schemas.openxmlformats.org"
    main, relation = f"{about}/spreadsheetml/2006/main", f"{about}/officeDocument/2006/relationships"
    link = '<Relationship Id="r1" Type="{}" Target="{}"/>'
    links = f'<Relationships xmlns="{about}/package/2006/relationships">{link}</Relationships>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{about}/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", links.format(f"{relation}/officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", links.format(f"{relation}/worksheet", "worksheets/sheet1.xml"))
        sheet = '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relation}">{sheet}</workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for at, row in enumerate(rows(number), 1):
                cells = (
                    f'<c r="{"ABCDEFGH"[n]}{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
                    if isinstance(cell, str)
                    else f'<c r="{"ABCDEFGH"[n]}{at}"><v>{cell}</v></c>'
                    for n, cell in enumerate(row)
                )
                part.write(f'<row r="{at}">{"".join(cells)}</row>'.encode())
            part.write(b"</sheetData></worksheet>")


def in_json(number: int, file: Path, begins: str, between: str, ends: str) -> None:
    with file.open("w") as out:
        out.write(begins)
        for at, row in enumerate(rows(number)):
            if at:
                out.write(between * (at > 1) + json.dumps(dict(zip(COLUMNS, row, strict=True))))
        out.write(ends)


def measure(name: str, file: Path) -> None:
    began = time.process_time()
    number = sum(1 for _ in importer(name).read(file, ReadOptions()))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{name:6} {number:,} rows: {time.process_time() - began:.1f} s of processor time, {most:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--of", nargs=2, help=argparse.SUPPRESS)  # a process of its own for each, to see its memory
    asked = parser.parse_args()
    if asked.of:
        measure(asked.of[0], Path(asked.of[1]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("xlsx", "json", "jsonl"):
            file = Path(scratch, f"list.{name}")
            if name == "xlsx":
                xlsx(asked.rows, file)
            else:
                in_json(asked.rows, file, *(("[", ",\n", "]") if name == "json" else ("", "\n", "\n")))
            words = [sys.executable, "-m", "bench.readers", str(asked.rows), "--of", name, str(file)]
            subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
