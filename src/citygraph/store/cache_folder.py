"""Where snapshots lie: the user's cache folder, and in it a place for each graph folder and program.

A place is a folder that only its owner can read or change. Its ``CACHEDIR.TAG`` says that it is citygraph's, and tells
backup programs to leave it out (https://bford.info/cachedir/). The times of the tag are a seal: its modification time
is the change time (ctime) of the snapshot as it was when all of it was last compared with its checksum, and its own
change time says when that was. Whoever writes to a file changes its ctime, and cannot set it back. So a large snapshot
with an unbroken seal need not be read as a whole. The change time of the tag is also, to the day, the last use.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
import zlib
from pathlib import Path

from citygraph.store.freshness import GRANULARITY, program

CACHE_VARIABLE = "CITYGRAPH_CACHE"
SUFFIX = ".sqlite"
TAG = "CACHEDIR.TAG"
DAY = 86_400_000_000_000
"""In ns. A seal holds for so long, but not longer than since the start of the computer: what was not yet on the disk
when the power failed is lost without a trace in the file's times."""

_CHECKSUM = slice(60, 64)
"""The bytes of SQLite's header that are free for the application (``user_version``). They hold the CRC-32 of all other
bytes of the file, which changes if any bit does."""
_ALWAYS_READ = 1 << 19
"""Up to so many bytes a snapshot is compared with its checksum by each command. It takes less than one hundredth of
the command's instructions; a larger one relies on its seal."""
_AT_A_TIME = 1 << 20
_MOST_DIGITS = 18
OTHERS = stat.S_IWGRP | stat.S_IWOTH
SIGNATURE = b"""Signature: 8a477f597d28d172789f06886806bc55
# citygraph keeps snapshots here. They are only copies, and can be deleted at any time. They are of the folder:
# """


def cache_folder() -> Path:
    """The folder for snapshots: ``CITYGRAPH_CACHE``, or else the user's cache folder.

    Raises:
        OSError: if the user has no home.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(caches):  # the XDG Base Directory Specification says to ignore a relative path
        where = {"win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"), "darwin": "~/Library/Caches"}
        caches = where.get(sys.platform, "~/.cache")
    try:
        return Path(caches, "citygraph").expanduser()
    except RuntimeError:
        raise FileNotFoundError(errno.ENOENT, "this user has no home", caches) from None


def place_of(folder: Path) -> Path:
    """The folder for the snapshots that this program keeps of a graph folder. Another program, which may read the same
    files differently, has a place of its own, so that two installations do not replace each other's snapshots."""
    real = os.path.realpath(folder)
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in os.path.basename(real))[:32]
    of_folder, of_program = (zlib.crc32(text.encode("utf-8", "surrogateescape")) for text in (real, program()))
    return cache_folder() / f"{name}-{of_folder:08x}-{of_program:08x}"


def numbers_in(place: Path) -> list[int]:
    """The numbers of the snapshots in a place. A file of another name, such as ``0012.sqlite``, is not citygraph's."""
    try:
        names = os.listdir(place)
    except (FileNotFoundError, NotADirectoryError):
        return []
    numbers = (name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))
    return [int(number) for number in numbers if _is_number(number)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and text[0] != "0" and len(text) <= _MOST_DIGITS


# ---------------------------------------------------------------- whose it is


def is_private(found: os.stat_result) -> bool:
    """True if a file or folder belongs to this user, and nobody else can change it."""
    return is_mine(found) and (sys.platform == "win32" or not found.st_mode & OTHERS)


def is_tag(found: os.stat_result) -> bool:
    """True if a file with this status can be the tag of a place: a regular file of this user's."""
    return stat.S_ISREG(found.st_mode) and is_mine(found)


def is_mine(found: os.stat_result) -> bool:
    """True if a file or folder belongs to this user. Windows has no owner in this sense."""
    return sys.platform == "win32" or found.st_uid == os.geteuid()


# ---------------------------------------------------------------- whether it is whole


def write_checksum(path: Path) -> None:
    """Write the checksum of a database into its header."""
    checksum, _ = _checksums(path)
    with open(path, "r+b", buffering=0) as file:
        file.seek(_CHECKSUM.start)
        file.write(checksum)


def is_whole(path: Path, copy: Path | None = None) -> bool:
    """True if a snapshot is as it was written, to the last bit. All of it is read, and written to ``copy``.

    Raises:
        OSError: if it cannot be read, or not be copied.
    """
    computed, written = _checksums(path, copy)
    return computed == written


def _checksums(path: Path, copy: Path | None = None) -> tuple[bytes, bytes]:
    """The checksum of a database's file, and the one that its header has."""
    with contextlib.ExitStack() as files:
        file = files.enter_context(open(path, "rb", buffering=0))
        into = files.enter_context(open(copy, "r+b")) if copy else None
        start = file.read(_AT_A_TIME)
        computed = zlib.crc32(start[: _CHECKSUM.start])
        computed = zlib.crc32(memoryview(start)[_CHECKSUM.stop :], computed)
        chunk = start
        while chunk:
            if into:
                into.write(chunk)
            chunk = file.read(_AT_A_TIME)
            computed = zlib.crc32(chunk, computed)
        return computed.to_bytes(4, "big"), start[_CHECKSUM]


def may_be_believed(path: Path) -> bool:
    """True if the snapshot at a path is this user's alone, and is as it was written.

    Raises:
        OSError: if it cannot be read.
    """
    found = path.lstat()
    if not (stat.S_ISREG(found.st_mode) and is_private(found) and _is_place(path.parent)):
        return False
    try:
        tag = os.lstat(path.parent / TAG)
        if not is_tag(tag):
            return False
        age = time.time_ns() - tag.st_ctime_ns
        is_sealed = tag.st_mtime_ns == found.st_ctime_ns and tag.st_ctime_ns - found.st_ctime_ns > GRANULARITY
        is_sealed = is_sealed and 0 <= age < min(DAY, time.monotonic_ns())
    except FileNotFoundError:
        is_sealed = False
    if is_sealed and found.st_size > _ALWAYS_READ:
        return True
    if not is_whole(path):
        return False
    if not is_sealed:
        seal(path, found)
    return True


def seal(path: Path, found: os.stat_result | None = None) -> None:
    """Note that a snapshot is whole, as ``found`` before it was read."""
    changed = (found or path.lstat()).st_ctime_ns
    with contextlib.suppress(OSError):  # then the next command reads it again
        os.utime(path.parent / TAG, ns=(changed, changed))


def _is_place(place: Path) -> bool:
    found = place.lstat()
    return stat.S_ISDIR(found.st_mode) and is_private(found)
