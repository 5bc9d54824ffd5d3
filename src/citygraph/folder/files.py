"""Replacing a user's files whole. If that fails, the old files stay as they were, and no scratch file stays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from citygraph.domain.errors import CityGraphError


@contextmanager
def replacing(files: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Binary streams, one for each file. They replace the files after the ``with`` block, all together. If a file is a
    symbolic link, the link stays and its target is replaced.

    Raises:
        CityGraphError: if a file cannot be written.
    """
    scratch: list[str] = []
    for file in files:
        if file.is_dir():
            raise CityGraphError(f"{file} is a folder")
    try:
        with ExitStack() as opened:
            outs: list[BinaryIO] = []
            for file in files:
                handle, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.")
                scratch.append(name)
                outs.append(opened.enter_context(os.fdopen(handle, "wb")))
            yield outs
        for name, file in zip(scratch, files, strict=True):
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, file.resolve())
    except OSError as error:
        raise CityGraphError(f"{files[0]}: {error.strerror}") from None
    finally:
        for name in scratch:
            with suppress(FileNotFoundError):
                os.unlink(name)


def _umask() -> int:
    """The process's mask for new files. The system offers no way to read it but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
