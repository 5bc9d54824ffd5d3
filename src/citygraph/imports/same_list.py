"""Which source a list belongs to, if the user does not say it. Two lists may have one file name: then they are two
sources, and neither takes the other's records away. And a newer state of one list may have another name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from citygraph.folder import loader
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.gather import Gathering
from citygraph.imports.job import ImportJob
from citygraph.imports.last_import import IMPORTED
from citygraph.imports.source_folder import SourceFolder
from citygraph.imports.source_record import LIST, SHEET

_MOST = 10_000
"""So many lists of one name a folder has at most."""
_NUMBER = re.compile(r"[-_]*\d+")


class AnotherList(Exception):
    """The files are none of a source: they have nothing of what it has."""


class _Imported(NamedTuple):
    """A source that an import has written: its id, and the digests of its files by their names."""

    id: str
    files: Mapping[str, str]


def imported_in(folder: Path) -> list[str]:
    """The ids of the sources in a folder that imports have written, sorted."""
    return sorted(file.parent.name for file in folder.glob(f"*/{IMPORTED}"))


def may_be(job: ImportJob, digests: Mapping[str, str]) -> Iterator[str]:
    """The sources of the folder that the files may be of, by their names: first those whose files are called so, then
    those that another number tells apart (`register-2025`). At last comes a new one."""
    several = [one for file in sorted(job.folder.glob("*/sources.yaml")) if (one := _read(file)) is not None]
    same = [one for one in several if one.files == digests]
    if same:
        yield same[0].id
        return
    called = [one.id for one in several if one.id == job.source_by_name or one.files.keys() & digests.keys()]
    yield from sorted(called, key=lambda source: source != job.source_by_name)
    bare = _NUMBER.sub("", job.source_by_name)
    for one in several:
        is_copy = set(one.files.values()) == set(digests.values())
        if one.id not in called and (is_copy or (bare and _NUMBER.sub("", one.id) == bare)):
            yield one.id
    yield new_id(job)


def new_id(job: ImportJob) -> str:
    """An id that no folder has yet: that which the file's name gives, or one with a number behind it."""
    stem = job.source_by_name
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(id for id in (stem, *islice(numbered, _MOST)) if not (job.folder / id).exists())


def _read(sources: Path) -> _Imported | None:
    """The source of a folder, from its file of sources; None if no import has written it."""
    id = sources.parent.name
    records = loader.read(sources.parent.parent, f"{id}/{sources.name}").records
    files = next((record.data.get("files") for record in records if record.id == id), None)
    return None if files is None else _Imported(id, files)


def check_list(job: ImportJob, shelf: SourceFolder, digests: Mapping[str, str], common: Callable[[], int]) -> None:
    """Refuse files that are no newer state of a source. ``common`` counts its records that they have, too.

    Raises:
        AnotherList: if they have none of them.
        OpenQuestions: if that is open.
    """
    files = shelf.own.get("files", {})
    if files == digests or not shelf.is_update or job.names_source:
        return
    had, shared = shelf.last.number, common()
    if not shared:
        raise AnotherList
    is_called_so = shelf.source == job.source_by_name or bool(files.keys() & digests.keys())
    are_most = 2 * shared >= had
    if (
        is_called_so
        and are_most
        and not _is_another_part(files, digests)
        and (len(digests) >= len(files) or job.bundle)
    ):
        return
    if not is_called_so and not are_most:
        raise AnotherList
    has = f"it has {shared:,} of the {had:,} records of `{shelf.source}`"
    if len(digests) < len(files):
        has += f", which was imported from {len(files)} files"
    raise OpenQuestions([
        Question(
            job.name,
            f"is this a newer state of the list `{shelf.source}`, or another list? ({has})",
            (
                Reading("a newer state: what it has no longer goes", f"--source {shelf.source}"),
                Reading("another list: both stay", f"--source {new_id(job)}"),
                *_as_one_source(files, digests, shelf.source),
            ),
        )
    ])  # fmt: skip


def _is_another_part(files: Mapping[str, str], digests: Mapping[str, str]) -> bool:
    """True if the user has named another sheet of a workbook than before, or another list of a file."""
    return any(_other_parts(files, digests, between) for between in (SHEET, LIST))


def _other_parts(files: Mapping[str, str], digests: Mapping[str, str], between: str) -> list[tuple[str, str]]:
    """The part that was imported before and the one that the user names now, of each file with two such."""
    before, now = (dict(name.rsplit(between, 1) for name in one if between in name) for one in (files, digests))
    return [(before[name], now[name]) for name in before.keys() & now.keys() if before[name] != now[name]]


def _as_one_source(files: Mapping[str, str], digests: Mapping[str, str], source: str) -> tuple[Reading, ...]:
    """The reading of two sheets of one workbook as one list, which is imported with both."""
    sheets = _other_parts(files, digests, SHEET)
    if len(sheets) != 1:
        return ()
    option = f"--sheet {shlex.quote(','.join(sheets[0]))} --source {source}"
    return (Reading("a part of it: the sheets together are the list", option),)


def common_records(shelf: SourceFolder, gathering: Gathering) -> int:
    """How many records of a source the files have, too: things by their ids, and ties by their ends."""
    last, things = shelf.last, gathering.things
    found = sum(thing.id in last for thing in things)
    kinds = gathering.kinds
    for number, start, end in gathering.rows.pairs():
        ends = [things[start].id, things[end].id]
        if kinds[number].symmetric:
            ends.sort()
        found += ".".join((kinds[number].id, *ends)) in last
    return found
