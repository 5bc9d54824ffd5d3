"""The record of the source of an import, and the digests of its files."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from citygraph.imports.files import blocks
from citygraph.imports.job import ImportJob, whole_file
from citygraph.imports.source_folder import SourceFolder

SHEET = ", sheet "
"""What stands between the name of a file and that of its sheet."""
LIST = ", list "
"""What stands between the name of a JSON file and that of its list."""


def source_record(job: ImportJob, shelf: SourceFolder, files: Mapping[str, str]) -> dict[str, Any]:
    """The record of the source. If the files have not changed, ``retrieved`` stays the day of their first import."""
    old = shelf.own
    said = {key: value for key, value in job.of_import.source.items() if key != "id"}
    new = {"title": _title(job), "type": "dataset", **old, **said, "files": dict(files)}
    if old.get("files") != files and "retrieved" not in said:
        new["retrieved"] = datetime.date.today().isoformat()
    return new


def _title(job: ImportJob) -> str:
    """The name of what is imported. Files of one import are one source, so its title names all of them, or says how
    many more there are."""
    names = [job.bundle] if job.bundle else list(dict.fromkeys(whole_file(file.path).name for file in job.files))
    more = [f"{len(names) - _MOST_NAMED} more files"] if len(names) > _MOST_NAMED + 1 else names[_MOST_NAMED:]
    return ", ".join((*names[:_MOST_NAMED], *more)).encode(errors="backslashreplace").decode()


_MOST_NAMED = 3


def digests_of(job: ImportJob) -> dict[str, str]:
    """The digests of the files by their names. Those that share one have the folders that tell them apart before it.
    One sheet of a workbook has its name behind that, and so has one list of JSON: another one is another list."""
    said = {file.path: file.said for file in job.files if whole_file(file.path) is file.path}
    paths = list(dict.fromkeys(whole_file(file.path) for file in job.files))
    times = Counter(path.name for path in paths)
    found: dict[str, str] = {}
    for path in paths:
        name = path.name
        if times[name] > 1:
            name = os.path.relpath(path, os.path.commonpath([one.absolute().parent for one in paths]))
        if path in said:
            name += "".join(
                f"{between}{part}" for between, part in ((SHEET, said[path].sheet), (LIST, said[path].at)) if part
            )
        # A name that is not UTF-8 is escaped.
        found[name.encode(errors="backslashreplace").decode()] = f"sha256:{_digest(path)}"
    return found


def _digest(file: Path) -> str:
    found = hashlib.sha256()
    for block in blocks(file):
        found.update(block)
    return found.hexdigest()
