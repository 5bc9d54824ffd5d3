"""How files are opened to be read: the only way in, since strangers may have written a graph folder.

Only regular files whose real place is inside the folder are opened. A symbolic link may lead to one; a link that leads
out is reported and not read, and so is everything beyond a limit. What is opened is looked at once more, so a file
that is replaced between the look and the opening gets nobody in.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from citygraph.folder.graph_files import WHOLE_FOLDER, drafted, place_inside
from citygraph.folder.limits import UNITS, Limits, limits, raised

_BLOCK = 1 << 20
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)
_FOLDER_FLAGS = sum(getattr(os, name, 0) for name in ("O_PATH", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))
_STEP_BY_STEP = os.open in os.supports_dir_fd


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
        """The content from its start, in blocks.

        Raises:
            NotRead: if the system cannot read it, or if it has grown beyond the limit since it was opened.
        """
        left = self._most
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            while data := os.read(self._handle, _BLOCK):
                left -= len(data)
                if left < 0:
                    raise _too_large(None, self._name, self._most)
                yield data
        except OSError as error:
            raise NotRead.by(error) from None

    def part(self, start: int, size: int) -> bytes:
        """The part that begins at an offset; less if the file ends before.

        Raises:
            NotRead: if the system cannot read it.
        """
        found = bytearray()
        try:
            os.lseek(self._handle, start, os.SEEK_SET)
            while len(found) < size and (data := os.read(self._handle, size - len(found))):
                found += data
        except OSError as error:
            raise NotRead.by(error) from None
        return bytes(found)

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
    if (content := drafted(folder).get(file)) is not None:
        return _bounded(_in_scratch(content), *most.of(file))
    try:
        inside = place_inside(root, file)
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


def _in_scratch(content: bytes) -> int:
    """An open file that has no name, with a content."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return os.dup(file.fileno())


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
    kind = {"yaml": "a YAML file", "table": "a table", "source": "a file to import"}[name]
    other = {"yaml": "split it, or make a table of it; or", "table": "split it, or", "source": ""}[name]
    why = f"the file is too large, so it is not read: it {has}, and {kind} may have {in_bytes(most)}"
    return _beyond(why, other, name, max(2 * most, size or 0))


def _unread_folder(place: str, file: str, most: Limits) -> NotRead:
    if file.count("/") >= most.depth:
        why = f"the folder lies too deep, so it is not read: below {most.depth} others"
        return _beyond(why, "move it up, or", "depth", 10 * max(most.depth, 1))
    try:
        os.scandir(place).close()
    except OSError as error:
        return NotRead.by(error)
    return NotRead("this is a folder by the name of a file")


def _beyond(why: str, other: str, name: str, enough: int) -> NotRead:
    return NotRead(why, f"{other} {raised(name, _short(enough))}".strip(), beyond=True)


def in_bytes(number: int) -> str:
    """A number of bytes in words: ``100 MB``."""
    for unit in "TGMk":
        size = 10 ** (3 * (" kMGT".index(unit)))
        if number >= size:
            return f"{number / size:.4g} {unit}B"
    return f"{number} bytes"


def _short(number: int) -> str:
    """A number as the variable takes it, rounded up: ``200M``."""
    unit = next((unit for unit in "TGMK" if number >= UNITS[unit]), "")
    return f"{-(-number // UNITS[unit])}{unit}"
