"""What stands in a workbook beside the values of its cells, and what the library that reads the values does not tell.

The library (calamine, in Rust) keeps a cell for each place between the first cell of a sheet and the last, however
empty they are; and what it cannot keep ends the process. So this module looks first: at how much a workbook unpacks
to, and how far its cells reach. On the way it finds what a reader has to say: hidden rows, cells that are merged,
formulas without a value, and dates that are shown without their day.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from struct import error as StructError  # noqa: N812
from xml.parsers import expat

from citygraph.imports.workbooks.archive import check_unpacked, parts_of
from citygraph.imports.workbooks.ods import in_ods
from citygraph.imports.workbooks.sheet_look import SheetLook, has_password, is_damaged
from citygraph.imports.workbooks.xls import in_xls
from citygraph.imports.workbooks.xlsb import WORKBOOK, in_xlsb
from citygraph.imports.workbooks.xlsx import in_xlsx


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
        return in_xls(file, data)
    except NotImplementedError:  # a way to pack that no spreadsheet uses
        raise is_damaged(file) from None
    except RuntimeError:  # what zipfile raises for a part with a password
        raise has_password(file) from None
    except _DAMAGES:
        raise is_damaged(file) from None


_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, StructError, IndexError, OverflowError, ValueError, LookupError,
            expat.ExpatError)  # fmt: skip
"""What comes of bytes that are not as the format has them."""


def _in_archive(file: Path, archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    names = set(archive.namelist())
    check_unpacked(file, sum(part.file_size for part in archive.infolist()))
    if "content.xml" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in b"".join(
            parts_of(archive, "META-INF/manifest.xml")
        ):
            raise has_password(file)
        return in_ods(file, archive)
    return in_xlsb(file, archive) if WORKBOOK in names else in_xlsx(file, archive)
