"""Files that come through a pipe. An import reads a file several times, so a pipe is first copied to the disk."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PosixPath, WindowsPath
from typing import Self

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import in_bytes
from citygraph.folder.limits import limits, raised

_OWN = re.compile(r"-|/dev/stdin|(?:/dev|/proc/self)/fd/(\d{1,9})")
_BLOCK = 1 << 16


class KeptFile(WindowsPath if os.name == "nt" else PosixPath):  # type: ignore[misc]
    """A file of which there is a copy on the disk. Messages call it as the user does; what opens it opens the copy
    ``kept_at``."""

    kept_at = ""
    """Empty in a path that is made of this one."""

    @classmethod
    def of(cls, path: Path | str, copy: Path) -> Self:
        """A file that is called ``path``, with its copy."""
        file = cls(path)
        file.kept_at = str(copy)
        return file

    def __fspath__(self) -> str:
        return self.kept_at or str(self)


class PipedFile(KeptFile):
    """A file that came through a pipe."""


@contextmanager
def pipes_kept(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files, with a copy of what comes through each pipe that this process was given: ``-`` and ``/dev/stdin``, or
    ``/dev/fd/N``, as shells call ``<(…)``. A pipe that lies in a folder is none of them.

    Raises:
        CityGraphError: if there is nothing to read, more than may be imported, or no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="citygraph-") as scratch:
        yield [_kept(file, Path(scratch, str(number))) for number, file in enumerate(files)]


def _kept(file: Path, copy: Path) -> Path:
    own = _OWN.fullmatch(str(file))
    if not own:
        return file
    handle = int(own[1] or 0)
    name = "stdin" if handle == 0 else str(file)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISREG(mode) and str(file) != "-":
            return file
        if stat.S_ISDIR(mode) or os.isatty(handle):
            raise CityGraphError(
                f"{name}: nothing comes through a pipe; name a file, or write `… | citygraph import -`"
            )
        with copy.open("wb") as out:
            left = most = limits().source
            while block := os.read(handle, _BLOCK):
                left -= len(block)
                if left < 0:
                    raise CityGraphError(
                        f"{name}: more than {in_bytes(most)} come through the pipe, which a file to import may have; "
                        + raised("source", str(2 * most))
                    )
                out.write(block)
    except OSError as error:
        raise CityGraphError(f"{name}: cannot be read: {error.strerror or error}") from None
    return PipedFile.of(name, copy)
