"""The places in the user's cache: made, locked, listed and removed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from citygraph.folder.files import open_unfollowed
from citygraph.store.cache_folder import (
    CACHE_VARIABLE,
    OTHERS,
    SIGNATURE,
    SUFFIX,
    TAG,
    cache_folder,
    is_mine,
    is_private,
    is_tag,
    numbers_in,
)

MOST_BYTES = 5 << 30
"""If the snapshots of other folders are larger than this together, a build removes those that are of least use."""
_MOST_PROGRAMS = 3
"""How many programs, such as two versions, keep a snapshot of one folder."""
_LONGEST_TAG = 1 << 14
"""More bytes than a tag can have, even with the longest path of a folder."""
_BUILDING = re.compile(r"building-[1-9][0-9]*-[0-9]+")
"""The names of folders for what is being written: ``building-<process>-<time in ns>``."""
_PLACE = r"[A-Za-z0-9-]*-[0-9a-f]{8}-[0-9a-f]{8}"


class NotPrivate(OSError):
    """Others can change what lies in a place, or it is not citygraph's. The message says so, and the way out."""


def places() -> list[Path]:
    """All places in the cache."""
    try:
        return sorted(path for path in cache_folder().iterdir() if re.fullmatch(_PLACE, path.name) and is_ours(path))
    except OSError:
        return []


def places_of_one_folder(place: Path) -> list[Path]:
    """The places of other programs for the same graph folder."""
    family = place.name.rpartition("-")[0]
    return [other for other in places() if other.name.rpartition("-")[0] == family and other != place]


def is_ours(place: Path) -> bool:
    """True if a folder is this user's and has citygraph's tag."""
    try:
        found = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and is_mine(found) and (_tag_of(place) or b"").startswith(SIGNATURE)


def folder_of(place: Path) -> str:
    """The graph folder whose snapshots lie in a place."""
    tag = _tag_of(place)
    return "?" if tag is None else os.fsdecode(tag.removeprefix(SIGNATURE).removesuffix(b"\n"))


def _tag_of(place: Path) -> bytes | None:
    """What the tag of a place holds; None if there is no tag, or it is none of this user's: a link, a pipe …, or longer
    than a tag can be."""
    try:
        if not is_tag((place / TAG).lstat()):
            return None
        with open_unfollowed(place / TAG) as file:
            tag = file.read(_LONGEST_TAG + 1)
            return tag if is_tag(os.fstat(file.fileno())) and len(tag) <= _LONGEST_TAG else None
    except OSError:
        return None


def _write_tag(place: Path, tag: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    with open(os.open(place / TAG, flags, 0o600), "wb") as file:
        if not is_tag(os.fstat(file.fileno())):
            raise NotPrivate(_no_tag(place))
        file.truncate()
        file.write(tag)


def _no_tag(place: Path) -> str:
    return (
        f"{place} has no tag of citygraph's, so no snapshot is kept; remove it, or name another folder in"
        f" {CACHE_VARIABLE}"
    )


def make_place(place: Path, folder: Path) -> None:
    """Make the place for the snapshots of a folder, if it is not there.

    Raises:
        NotPrivate: if somebody else's folder is there.
        OSError: if it cannot be made.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotPrivate(f"{place} is no folder, so no snapshot is kept; remove it")
    if not is_mine(found):
        raise NotPrivate(
            f"{place} belongs to another user, so no snapshot is kept; remove it, or name another folder in"
            f" {CACHE_VARIABLE}"
        )
    tag = SIGNATURE + os.fsencode(os.path.realpath(folder)) + b"\n"
    if not is_ours(place) and not _is_begun(place, tag):
        raise NotPrivate(_no_tag(place))
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        if found.st_mode & OTHERS:  # anybody may have put it there
            for number in numbers_in(place):
                remove(place, number)
        place.chmod(0o700)
        if not is_private(place.lstat()):
            raise NotPrivate(
                f"others can write to {place}, so no snapshot is kept; name a folder in {CACHE_VARIABLE} that is"
                " yours alone"
            )
    if _tag_of(place) != tag:
        _write_tag(place, tag)


def _is_begun(place: Path, tag: bytes) -> bool:
    """True if a folder is empty, or a process that was killed has written a part of the tag, or none of it was on the
    disk when the power failed."""
    names = os.listdir(place)
    begun = _tag_of(place)
    return begun == b"" or not names or (names == [TAG] and begun is not None and tag.startswith(begun))


def last_used(place: Path) -> float:
    """When a snapshot in a place was last used, to the day: seconds since 1970."""
    try:
        return (place / TAG).lstat().st_ctime
    except OSError:
        return 0.0


@contextlib.contextmanager
def building_in(place: Path) -> Iterator[Path]:
    """A new folder in a place for what is being written. It is removed at the end; if this process is killed, the next
    one that writes there removes it.

    Raises:
        OSError: if it cannot be made.
    """
    with locked(place) as alone:
        if alone:
            remove_unfinished(place)
        alone.share()
        scratch = place / f"building-{os.getpid()}-{time.time_ns()}"
        scratch.mkdir(mode=0o700)
        try:
            yield scratch
        finally:
            _remove_folder(scratch)


class _Lock:
    """The lock of a place. Each process that writes there shares it, and the system releases it when the process ends.
    It is true if nobody else has it now."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._is_alone = descriptor is None
        if descriptor is not None:
            import fcntl

            with contextlib.suppress(OSError):  # another process is writing, or the file system has no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_alone = True

    def __bool__(self) -> bool:
        return self._is_alone

    def share(self) -> None:
        """Let other processes write, too."""
        self._is_alone = False
        if self._descriptor is not None:
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.flock(self._descriptor, fcntl.LOCK_SH)


@contextlib.contextmanager
def locked(place: Path) -> Iterator[_Lock]:
    """The lock of a place, until the end. Windows cannot open a folder; nor does it remove a file that is open."""
    descriptor = None if sys.platform == "win32" else os.open(place, os.O_RDONLY)
    try:
        yield _Lock(descriptor)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def remove(place: Path, number: int) -> None:
    """Remove a snapshot."""
    path = place / f"{number}{SUFFIX}"
    with contextlib.suppress(OSError):  # on some systems a file that is open cannot be removed
        path.unlink()


def remove_unfinished(place: Path) -> None:
    """Remove what killed processes have left in a place. The caller must be alone there."""
    for left in place.iterdir():
        if _BUILDING.fullmatch(left.name):
            _remove_folder(left)


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- the contents


class Kept(NamedTuple):
    """What is kept of one graph folder: the folder, the place of its snapshot, the size in bytes, when it was last
    used (to the day, in seconds since 1970), and if the folder is gone."""

    folder: str
    place: Path
    size: int
    used: float
    is_gone: bool


def all_kept() -> list[Kept]:
    """What is kept of all folders, by folder and last use."""
    return sorted((_kept(place) for place in places()), key=lambda kept: (kept.folder, kept.used))


def clear() -> list[Kept]:
    """Remove all snapshots, and what killed processes have left. Returns what was removed."""
    return _removed(all_kept())


def prune(days: float) -> list[Kept]:
    """Remove the snapshots of folders that are gone, and those that were not used for so many days. Returns what was
    removed."""
    since = time.time() - days * 86_400
    return _removed(kept for kept in all_kept() if kept.is_gone or kept.used <= since)


def keep_in_bounds(place: Path) -> None:
    """Remove the snapshots of least use, but not that in ``place``: of its folder, those of programs that were not used
    lately; and if those of other folders are too large together, first those of folders that are gone, then those that
    were not used for the longest time."""
    of_others = sorted(places_of_one_folder(place), key=last_used, reverse=True)
    _removed(_kept(other) for other in of_others[_MOST_PROGRAMS - 1 :])
    others = [kept for kept in all_kept() if kept.place != place]
    size = sum(kept.size for kept in others)
    for kept in sorted(others, key=lambda kept: (not kept.is_gone, kept.used)):
        if size <= MOST_BYTES:
            return
        size -= kept.size
        _removed([kept])


def _kept(place: Path) -> Kept:
    folder = folder_of(place)
    return Kept(folder, place, _size(place), last_used(place), is_gone=not os.path.isdir(folder))


def _size(place: Path) -> int:
    size = 0
    for number in numbers_in(place):
        with contextlib.suppress(OSError):
            size += (place / f"{number}{SUFFIX}").lstat().st_size
    return size


def _removed(several: Iterable[Kept]) -> list[Kept]:
    removed = list(several)
    for kept in removed:
        place = kept.place
        with contextlib.suppress(OSError), locked(place) as alone:
            for number in numbers_in(place):
                remove(place, number)
            if alone:  # else another process is writing there
                remove_unfinished(place)
                if os.listdir(place) == [TAG]:  # other files that lie in it stay, and the tag with them
                    (place / TAG).unlink()
                    place.rmdir()
    return removed
