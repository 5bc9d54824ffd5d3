"""Write the workbook that docs/import.md brings in: docs/examples/partners.xlsx.

python scripts/example_workbook.py
"""

import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from workbooks import Cell, xlsx  # noqa: E402  (it lies beside the tests)

FILE = ROOT / "docs/examples/partners.xlsx"
_ROWS: list[list[Cell]] = [
    ["Städtepartnerschaften der Stadt Neustädtchen"],
    ["Stand: 1. März 2024"],
    [],
    ["Partnerstadt", "Land", "Seit", "Status", "Bemerkungen"],
    ["Otherville", "Frankreich", 1987, "aktiv", "erste Partnerschaft"],
    ["Fourthham", None, date(1990, 5, 12), "aktiv", ""],
    ["Anytown", "Vereinigtes Königreich", date(1993, 6, 1), "ruht", "seit 2020"],
    ["Thirdburg", "Polen", "Mai 2010", "beendet", "Bürgerfest, k. A."],
    ["Gesamt: 4 Partnerstädte"],
]
_MERGED = '<mergeCells count="2"><mergeCell ref="A1:E1"/><mergeCell ref="B5:B6"/></mergeCells>'


def workbook() -> bytes:
    """A town's list of its partners, as an office keeps it."""
    return xlsx({"Partnerstädte": _ROWS}, after=_MERGED)


if __name__ == "__main__":
    FILE.write_bytes(workbook())
