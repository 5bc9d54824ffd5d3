"""How the files of a graph folder are found and opened: the only way in, since strangers may have written the folder.

Only regular files whose real place is inside the folder are opened. A symbolic link may lead to one; a link that leads
out is reported and not read, and so is everything beyond a limit. What is opened is looked at once more, so a file
that is replaced between the look and the opening gets nobody in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, Self

from citygraph.domain.errors import CityGraphError
from citygraph.folder import JOURNAL

SUFFIXES = (".yaml", ".yml", ".csv")
TABLE = ".csv"
LIMITS_VARIABLE = "CITYGRAPH_LIMITS"
WHOLE_FOLDER = "."
"""Stands among the files of a folder for the folder itself, if it has too many files to read any."""

_BLOCK = 1 << 20
_MOST = (1 << 63) - 1
"""The largest integer that SQLite keeps. Files dated after 2262 have a larger time in nanoseconds."""
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)
_FOLDER_FLAGS = sum(getattr(os, name, 0) for name in ("O_PATH", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))
_STEP_BY_STEP = os.open in os.supports_dir_fd


class Limits(SimpleNamespace):
    """How much is read: the bytes of a YAML file, of a table, and of a file to import; the number of files in a folder,
    and how deep they may lie in it."""

    yaml: int
    table: int
    source: int
    files: int
    depth: int

    def of(self, file: str) -> tuple[str, int]:
        """The limit for a file of a graph folder: its name, and how many bytes it allows."""
        return ("table", self.table) if file.lower().endswith(TABLE) else ("yaml", self.yaml)


def limits() -> Limits:
    """The limits: the usual ones, or those that the environment variable ``CITYGRAPH_LIMITS`` sets, as in
    ``yaml=1G files=500000``.

    Raises:
        CityGraphError: if the variable does not name limits.
    """
    said = os.environ.get(LIMITS_VARIABLE)
    if not said:
        return _USUAL
    found = vars(_USUAL).copy()
    for word in said.replace(",", " ").split():
        name, _, number = word.partition("=")
        unit = number[-1:].upper() if number[-1:].isalpha() else ""
        digits = number[: len(number) - len(unit)]
        if name not in found or unit not in _UNITS or not (digits.isascii() and digits.isdigit()):
            names = ", ".join(found)
            raise CityGraphError(
                f"{LIMITS_VARIABLE} has `{word[:40]}`, which sets no limit; write NAME=NUMBER, as `yaml=1G`; "
                f"the names are {names}"
            )
        found[name] = int(digits) * _UNITS[unit]
    return Limits(**found)


_USUAL = Limits(yaml=50 * 10**6, table=4 * 10**9, source=500 * 10**6, files=100_000, depth=100)


class NotRead(Exception):
    """A file is not read: why, and the way out. ``beyond`` is True if it is beyond a limit."""

    def __init__(self, why: str, hint: str = "", *, beyond: bool = False) -> None:
        super().__init__(f"{why}; {hint}" if hint else why)
        self.why = why
        self.hint = hint
        self.beyond = beyond

    @classmethod
    def by(cls, error: OSError) -> NotRead:
        """The system cannot read it."""
        return cls(f"cannot be read: {error.strerror or error}")


class Stamp(NamedTuple):
    """What the file system knows of a file: size in bytes, times in ns, inode. An equal stamp means equal content,
    unless the stamp was taken too soon after a change for the clock to tell. A different stamp may mean different
    content. It is all zero for a file that is not read: to know why, one must look at it again."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """The stamp of a file with this status."""
        values = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        return cls(*(value & _MOST for value in values))


_UNSEEN = Stamp(0, 0, 0, 0)


# ------------------------------------------------------------------ finding files


def may_hold_records(name: str) -> bool:
    """True if a file of this name may hold records, provided that its folder is not hidden."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def graph_files(folder: Path | str) -> dict[str, Stamp]:
    """The files below a folder that may hold records, sorted by their paths relative to the folder, and their stamps.
    Hidden files and files in hidden folders are left out. What cannot be read is among them, folders too: so reading it
    reports why. If a change of files was interrupted below the folder, it is finished first.

    Raises:
        CityGraphError: if there is no such folder, the limits are wrongly set, or an interrupted change cannot be
            finished.
    """
    most = limits()
    found: dict[str, Stamp] = {}
    try:
        for file, stamp in _walk(os.fspath(folder), most):
            # A name that is not UTF-8 is escaped. No file has the escaped name, so reading it reports the mistake.
            found[file if file.isascii() else file.encode(errors="backslashreplace").decode()] = stamp
            if len(found) > most.files:
                return {WHOLE_FOLDER: _UNSEEN}
    except _Interrupted as change:
        from citygraph.folder import journal

        journal.finish(change.folder)
        return graph_files(folder)
    return dict(sorted(found.items()))


def has_graph_files(folder: Path | str) -> bool:
    """True if a folder has a file that may hold records, or will have one when an interrupted change is finished."""
    try:
        return next(_walk(os.fspath(folder), limits()), None) is not None
    except _Interrupted:
        return True


class _Interrupted(Exception):
    """A change of files in this ``folder`` was interrupted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


def _walk(folder: str, most: Limits) -> Iterator[tuple[str, Stamp]]:
    """The files that may hold records, and what cannot be read, in any order. A folder inside that several links lead
    to is walked once: under its own name if that is not hidden."""
    if not os.path.isdir(folder):
        raise CityGraphError(f"there is no folder {folder}")
    todo, links = [""], list[str]()
    walked = {""}
    while todo or links:
        if todo:
            within = todo.pop()
        else:  # links come last, when all folders are walked under their own names
            links.sort(reverse=True)
            path = links.pop()
            place = os.path.join(folder, path)
            try:
                inside = _inside(folder, path)
            except OSError:
                inside = None
            if not os.path.isdir(place):
                if may_hold_records(path.rpartition("/")[2]):
                    yield path, _UNSEEN if inside is None else _stamp(path, place, most)
                continue
            if inside is None:
                yield path, _UNSEEN
                continue
            if inside in walked:
                continue
            walked.add(inside)
            within = f"{path}/"
        try:
            with os.scandir(os.path.join(folder, within)) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        if name == JOURNAL:
                            raise _Interrupted(Path(folder, within))
                        continue
                    if entry.is_symlink():
                        links.append(within + name)
                    elif entry.is_dir(follow_symlinks=False):
                        path = within + name
                        if path.count("/") < most.depth and os.access(entry.path, os.X_OK | os.R_OK):
                            todo.append(f"{path}/")
                            walked.add(path)
                        else:
                            yield path, _UNSEEN
                    elif may_hold_records(name):
                        yield within + name, _stamp(name, entry, most)
        except OSError:
            yield within.rstrip("/") or WHOLE_FOLDER, _UNSEEN


def _stamp(name: str, there: os.DirEntry[str] | str, most: Limits) -> Stamp:
    """The stamp of a file; all zero if it is not read. So a file that was too large is looked at again when the limits
    are raised."""
    try:
        found = os.stat(there) if isinstance(there, str) else there.stat(follow_symlinks=False)
    except OSError:
        return _UNSEEN
    return Stamp.of(found) if found.st_size <= most.of(name)[1] else _UNSEEN


def _inside(folder: str, file: str) -> str | None:
    """The real place of a file, relative to the real folder; None if it lies outside."""
    root = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(root, file))
    if real == root:
        return ""
    root = root.rstrip(os.sep) + os.sep
    return real[len(root) :] if real.startswith(root) else None


# ------------------------------------------------------------------ opening files


class OpenFile:
    """A regular file, open for reading up to a limit. Use it in a ``with`` block."""

    def __init__(self, handle: int, name: str, most: int) -> None:
        self._handle = handle
        self._name = name
        self._most = most

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        os.close(self._handle)

    def blocks(self) -> Iterator[bytes]:
        """The content, in blocks.

        Raises:
            NotRead: if the system cannot read it, or if it has grown beyond the limit since it was opened.
        """
        left = self._most
        try:
            while data := os.read(self._handle, _BLOCK):
                left -= len(data)
                if left < 0:
                    raise _too_large(None, self._name, self._most)
                yield data
        except OSError as error:
            raise NotRead.by(error) from None

    def read(self) -> bytes:
        """The whole content.

        Raises:
            NotRead: as ``blocks``.
        """
        return b"".join(self.blocks())


def open_in(folder: Path | str, file: str) -> OpenFile:
    """Open a file of a graph folder.

    Raises:
        NotRead: if it is not a regular file inside the folder, if it is beyond a limit, or the system cannot open it.
    """
    most = limits()
    root = os.path.realpath(folder)
    if file == WHOLE_FOLDER:
        raise _beyond(f"the folder has more than {most.files:,} files, so none is read",
                      "is it the wrong folder? If not,", "files", 10 * most.files)  # fmt: skip
    try:
        inside = _inside(root, file)
    except OSError as error:  # the file goes away while one looks at it
        raise NotRead.by(error) from None
    if inside is None:
        way_out = "put the file or folder itself in its place, or take the link away"
        raise NotRead("the link leads out of the graph folder, so it is not followed", way_out)
    try:
        handle = _opened_inside(root, inside) if _STEP_BY_STEP else _opened(os.path.join(root, inside))
    except IsADirectoryError:
        raise _unread_folder(os.path.join(root, inside), file, most) from None
    except OSError as error:
        raise NotRead.by(error) from None
    return _bounded(handle, *most.of(file))


def open_source(path: Path) -> OpenFile:
    """Open a file that the user has named, wherever it lies: what is to be imported, or a file of settings.

    Raises:
        NotRead: if it is not a regular file, if it is beyond the limit, or the system cannot open it.
    """
    try:
        handle = _opened(os.path.realpath(path))
    except IsADirectoryError:
        raise NotRead("this is a folder, not a file") from None
    except OSError as error:
        raise NotRead.by(error) from None
    return _bounded(handle, "source", limits().source)


def _opened_inside(root: str, inside: str) -> int:
    """Open a file below ``root``, a real path. Each step is taken from the folder before, and follows no link: so
    nobody can lead it out by moving something meanwhile."""
    *folders, name = inside.split(os.sep)
    here = os.open(root, _FOLDER_FLAGS & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        for step in folders:
            there = os.open(step, _FOLDER_FLAGS, dir_fd=here)
            os.close(here)
            here = there
        return _opened(name or ".", here)
    finally:
        os.close(here)


def _opened(path: str, folder: int | None = None) -> int:
    """Open a regular file, and nothing else: opening a pipe could wait for ever, opening a device could do something.

    Raises:
        OSError: if that is not possible.
    """
    _check_regular(os.stat(path, dir_fd=folder, follow_symlinks=False))
    handle = os.open(path, _FLAGS, dir_fd=folder)
    try:
        _check_regular(os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return handle


def _check_regular(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(found.st_mode):
        raise OSError(None, "this is not a regular file")


def _bounded(handle: int, name: str, most: int) -> OpenFile:
    size = os.fstat(handle).st_size
    if size > most:
        os.close(handle)
        raise _too_large(size, name, most)
    return OpenFile(handle, name, most)


def _too_large(size: int | None, name: str, most: int) -> NotRead:
    has = "has grown" if size is None else f"has {in_bytes(size)}"
    kind = {"yaml": "a YAML file", "table": "a table", "source": "such a file"}[name]
    other = {"yaml": "split it, or make a table of it; or", "table": "split it, or", "source": ""}[name]
    return _beyond(f"the file {has}; of {kind}, {in_bytes(most)} are read", other, name, max(2 * most, size or 0))


def _unread_folder(place: str, file: str, most: Limits) -> NotRead:
    if file.count("/") >= most.depth:
        return _beyond(f"the folder lies {most.depth} folders deep, so it is not read", "move it up, or",
                       "depth", 10 * most.depth)  # fmt: skip
    try:
        os.scandir(place).close()
    except OSError as error:
        return NotRead.by(error)
    return NotRead("this is a folder by the name of a file")


def _beyond(why: str, other: str, name: str, enough: int) -> NotRead:
    raised = f"raise the limit: {LIMITS_VARIABLE}={name}={_short(enough)}"
    return NotRead(why, f"{other} {raised}".strip(), beyond=True)


def in_bytes(number: int) -> str:
    """A number of bytes in words: ``100 MB``."""
    for unit in "TGMk":
        size = 10 ** (3 * (" kMGT".index(unit)))
        if number >= size:
            return f"{number / size:.4g} {unit}B"
    return f"{number} bytes"


def _short(number: int) -> str:
    """A number as the variable takes it, rounded up: ``200M``."""
    unit = next((unit for unit in "TGMK" if number >= _UNITS[unit]), "")
    return f"{-(-number // _UNITS[unit])}{unit}"
