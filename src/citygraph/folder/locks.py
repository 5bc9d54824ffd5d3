"""Locks on open files. A lock ends with the process that holds it, however that ends; so a lock tells whether who made
a file is still at work."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citygraph.domain.errors import CityGraphError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

WAIT = 5.0
"""How many seconds a command waits for another one that is writing."""
_STEP = 0.01


def lock(descriptor: int, process: int = 0, wait: float = 0.0) -> bool:
    """Take the lock of an open file, until the file is closed. False if after ``wait`` seconds another process has it
    still. Where the file system has no locks, a ``process`` that runs counts as one that has it."""
    last = time.monotonic() + wait
    while not _taken(descriptor, process):
        if time.monotonic() >= last:
            return False
        time.sleep(_STEP)
    return True


def _taken(descriptor: int, process: int) -> bool:
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # this file system has no locks
            pass
        else:
            return True
    return not is_running(process)


def is_running(process: int) -> bool:
    """True if a process with this number runs, as far as the system says."""
    if process <= 0:
        return False
    if os.name == "nt":  # there, asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Be the only command that writes records into a folder. The folder is made if it is not there; if the block fails
    and has written nothing, it is removed again.

    Raises:
        CityGraphError: if another command is writing there, or the folder cannot be made.
    """
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    descriptor = None
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.name != "nt":  # there, a folder has no lock
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileExistsError:
            raise CityGraphError(f"{folder} is not a folder") from None
        except OSError as error:
            raise CityGraphError(f"{error.filename or folder}: {error.strerror}") from None
        if descriptor is not None and not lock(descriptor, wait=WAIT):
            raise CityGraphError(f"another command is writing into {folder}; run this one again when it has ended")
        yield
    except BaseException:
        _remove_empty(made)
        raise
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _remove_empty(folders: list[Path]) -> None:
    for one in folders:
        try:
            one.rmdir()
        except OSError:  # it holds something
            return
