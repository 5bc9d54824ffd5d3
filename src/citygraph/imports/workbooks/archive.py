"""Workbooks that are zip archives: their parts, and the XML in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import in_bytes
from citygraph.folder.limits import limits, raised

_BLOCK = 1 << 20


def check_unpacked(file: Path, size: int) -> None:
    most = limits().source
    if size > most:
        raise CityGraphError(
            f"{file}: unpacked, the workbook has {in_bytes(size)}, and a file to import may have {in_bytes(most)}; "
            f"save the sheet as CSV (UTF-8), or {raised('source', str(size))}"
        )


def parts_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
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


def parsed(
    blocks: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call ``start`` with each element that begins in a part, ``end`` with each that ends, ``text`` with texts."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    for block in blocks:
        parser.Parse(block, False)
    parser.Parse(b"", True)


def targets_in(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts to which the relations of a workbook of Excel lead, by the ids of the relations."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    if name in archive.namelist():
        parsed(parts_of(archive, name), relation)
    return targets
