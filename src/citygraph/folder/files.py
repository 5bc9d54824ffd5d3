"""The one way to write a file. A regular file is replaced whole: its new content is in a scratch file beside it first.
A device, a pipe or a socket is written into.

A scratch file carries the number of its process in its name, and the process holds a lock on it. So the next command
that writes into the folder knows which scratch files nobody needs any more, and removes them.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

from citygraph.domain.errors import CityGraphError
from citygraph.folder import JOURNAL
from citygraph.folder.locks import lock

SCRATCH = re.compile(r"\.citygraph-(?P<process>[1-9][0-9]{0,9})-[0-9a-f]{16}\.part")
"""The names of scratch files."""
_LINKS = 40
_DESCRIPTORS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")


@contextmanager
def replacing(files: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Binary streams, one for each file. After the ``with`` block each file that is a regular one, or not there, is
    replaced whole, and a device, pipe or socket is written into; if the block fails, nothing is written. A new file
    gets the mode of the one that it replaces. If a file is a symbolic link, the link stays and its target is replaced.

    Raises:
        CityGraphError: if a file cannot be written.
        BrokenPipeError: if the reader of a pipe has closed it.
    """
    for file in files:
        if file.is_dir():
            raise CityGraphError(f"{file} is a folder")
    with ExitStack() as opened:
        outs = [opened.enter_context(_out(file)) for file in files]
        with _told(files[0]):
            yield [out.stream for out in outs]
        for out in outs:
            with _told(out.file):
                out.complete()
        for out in outs:
            with _told(out.file):
                out.put()


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Say of which file an error of the system is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CityGraphError(f"{file}: {error.strerror or error}") from None


def no_room(why: object) -> CityGraphError:
    """The error if temporary files find no room: ``why``, in words of the system."""
    there = tempfile.gettempdir()
    return CityGraphError(f"{there}: {why}; make room there for temporary files, or name another folder as TMPDIR")


def is_written_into(file: Path) -> bool:
    """True for a device, a pipe or a socket, also behind a link, and for a descriptor of this process, such as
    ``/dev/stdout``."""
    try:
        mode = os.stat(file).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _descriptor(file) is not None


def _out(file: Path) -> _Output:
    with _told(file):
        if is_written_into(file):
            return _Stream(file)
        clear_away(Path(os.path.realpath(file)).parent)
        try:
            return ScratchFile(file)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise CityGraphError(f"{file} is a link that leads back to itself; remove it") from None
            if error.errno == errno.ENOENT and file.is_symlink():
                there = os.readlink(file)
                raise CityGraphError(f"{file} is a link to {there}, which is not there; remove the link") from None
            raise


class _Output:
    """Where the new content of a file is gathered, until it is complete."""

    file: Path
    stream: BinaryIO

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with suppress(OSError):  # what the disk has no room for was said when it was written
            self.stream.close()

    def complete(self) -> None:
        """All of it has been written."""
        raise NotImplementedError

    def put(self) -> None:
        """Put it into the file's place."""
        raise NotImplementedError


class ScratchFile(_Output):
    """A scratch file, which will replace a file. If it has not done so by the end of the ``with`` block, it is
    removed."""

    def __init__(self, file: Path, folder: Path | None = None) -> None:
        """Make it, in the folder of the file or in another one.

        Raises:
            OSError: if it cannot be made, or the file is a link that leads nowhere.
        """
        self.file = file
        self._target = os.path.realpath(file, strict=file.is_symlink())
        if os.path.exists(self._target) and not os.access(self._target, os.W_OK):
            raise PermissionError(errno.EACCES, "this file is protected against writing", str(file))
        try:
            self._mode: int | None = os.stat(self._target).st_mode & 0o777
        except FileNotFoundError:
            self._mode = None
        # It may never be read by more people than the file that it replaces.
        self.path, self.stream = _made(folder or Path(self._target).parent, self._mode)
        self.is_left = False
        """True if it stays when the block ends: it is in its place, or a journal names it."""

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        if not self.is_left:
            with suppress(OSError):
                os.unlink(self.path)

    def complete(self) -> None:
        self.stream.flush()
        if self._mode is not None:
            os.chmod(self.path, self._mode)
        os.fsync(self.stream.fileno())

    def put(self) -> None:
        os.replace(self.path, self._target)
        self.is_left = True

    @property
    def name(self) -> str:
        """Its name in its folder."""
        return os.path.basename(self.path)


def _made(folder: Path, mode: int | None) -> tuple[str, BinaryIO]:
    """A new scratch file, with the lock on it, and at most the permissions of a mode."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        path = os.path.join(folder, f".citygraph-{os.getpid()}-{os.urandom(8).hex()}.part")
        try:
            stream = os.fdopen(os.open(path, flags, 0o666 if mode is None else mode), "w+b")
            if lock(stream.fileno()) and os.fstat(stream.fileno()).st_nlink:
                return path, stream
            stream.close()  # before the lock was taken, another command took it for a dead one's and removed it
        except BaseException:
            with suppress(OSError):
                os.unlink(path)
            raise


def clear_away(folder: Path) -> None:
    """Remove the scratch files that dead processes have left in a folder. Those that a journal names stay."""
    with suppress(OSError), os.scandir(folder) as entries:
        found = [(entry.path, named) for entry in entries if (named := SCRATCH.fullmatch(entry.name))]
        for path, named in found:
            with suppress(OSError):
                _remove_if_left(path, int(named["process"]))


def _remove_if_left(path: str, process: int) -> None:
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return
    with open_unfollowed(path) as file:
        if not lock(file.fileno(), process) or not os.path.samestat(os.fstat(file.fileno()), os.lstat(path)):
            return
        # Its process is dead. If that has written a journal, it is there by now.
        if not os.path.lexists(os.path.join(os.path.dirname(path), JOURNAL)):
            os.unlink(path)


def open_unfollowed(path: str | Path) -> BinaryIO:
    """Open a file to read. A link is not followed, and a pipe is not waited for.

    Raises:
        OSError: if it cannot be opened, or is a link.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


class _Stream(_Output):
    """What is written into a device, a pipe or a socket, when it is complete."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.stream = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed at the end

    def complete(self) -> None:
        self.stream.seek(0)

    def put(self) -> None:
        descriptor = _descriptor(self.file)
        # A descriptor is used as it is: opened by its name, a file would be written from its start.
        with open(self.file, "wb") if descriptor is None else os.fdopen(os.dup(descriptor), "wb") as device:
            shutil.copyfileobj(self.stream, device)


def _descriptor(file: Path) -> int | None:
    """The number of the descriptor of this process that a path names, perhaps through links, as ``/dev/stdout``."""
    folders = {os.path.realpath(folder) for folder in _DESCRIPTORS if os.path.isdir(folder)}
    path = os.path.abspath(file)
    for _ in range(_LINKS):
        folder, name = os.path.split(path)
        if name.isdecimal() and os.path.realpath(folder) in folders:
            return int(name)
        if not os.path.islink(path):
            return None
        path = os.path.normpath(os.path.join(folder, os.readlink(path)))
    return None
