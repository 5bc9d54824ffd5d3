"""Changes of several files of a folder that come true together, or not at all, wherever the process is killed.

All new content is written to scratch files first. Then the journal is put in place: it says which scratch file replaces
which file, and which files go. With that the change is decided. If the process dies before it has made all of it, the
next command finds the journal and finishes it, before it reads.

A journal may come from a stranger, who has put it into a repository. So it can change nothing but files of records in
its own folder, and only if they hold exactly what the journal says that they held; what it puts there lies in the
folder already, and has the hash that the journal says. All else is refused. What was checked is looked at once more at
the moment when it is put in place or replaced.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.folder import JOURNAL
from citygraph.folder.files import SCRATCH, ScratchFile, clear_away, open_unfollowed
from citygraph.folder.locks import WAIT, lock

_FORM = 1
_LONGEST = 1 << 24
"""The most bytes that a journal has."""
_LONGEST_NAME = 4096
"""The most characters of a path. Linux opens none that is longer."""
_SUFFIXES = (".yaml", ".yml", ".csv", ".txt", ".json", ".json.gz")
"""What a journal may change: records, judgements, the schema, and what the last import wrote."""
_BLOCK = 1 << 20
_STRING = re.compile(rb'"(?:[^"\\]|\\.?)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SHOWN = 200
"""The most characters that a message shows of a name."""


class _FileChange(NamedTuple):
    """A file of the folder, the hash of what it held (None: there was no such file), and the hash of what it shall
    hold (None: it shall go). The new content is in the ``scratch`` file."""

    file: str
    old: str | None
    new: str | None
    scratch: str | None


class _Refused(Exception):
    """A journal that would do what none of citygraph's does; the message says what."""


Content = bytes | Callable[[BinaryIO], object]
"""The new content of a file: its bytes, or a function that writes them into a stream."""


def replace_together(folder: Path, files: Mapping[str, Content | None]) -> None:
    """Give files of a folder new content, or remove them (None), all or none of them. ``files`` are named by their
    paths in the folder, with ``/``; what is written by functions is written in this order. A file that holds the same
    already is not touched. The folder is made if it is not there. If a file is a symbolic link, the link stays and its
    target is replaced.

    Raises:
        CityGraphError: if a file cannot be written, or is a link out of the folder. Then no file has changed, or the
            message says that the next command finishes the change.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        finish(folder)
        clear_away(folder)
        contents = {_inside(folder, name): content for name, content in files.items()}
        with ExitStack() as opened:
            scratch: list[ScratchFile] = []
            changes: list[_FileChange] = []
            for name, content in contents.items():
                before = _hash(folder / name)
                if content is None:
                    if before is not None:
                        changes.append(_FileChange(name, before, None, None))
                    continue
                if isinstance(content, bytes) and before == hashlib.sha256(content).hexdigest():
                    continue
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                one = opened.enter_context(ScratchFile(folder / name, folder))
                after = _written_into(one, content)
                if after != before:
                    scratch.append(one)
                    changes.append(_FileChange(name, before, after, one.name))
            if not changes:
                return
            journal = opened.enter_context(ScratchFile(folder / JOURNAL))
            journal.stream.write(_written(changes))
            journal.complete()
            try:
                _decide(folder, journal, scratch)
                _make_decided(folder, changes)
            except BaseException as error:
                if not _is_at(journal.stream.fileno(), folder / JOURNAL):
                    for one in scratch:
                        one.is_left = False
                elif isinstance(error, KeyboardInterrupt):  # it takes no time, and need not wait for the next command
                    _make(folder, changes, _checked(folder, changes))
                raise
    except _Refused as refused:
        raise CityGraphError(f"{folder}: {refused}") from None
    except OSError as error:
        where = error.filename or folder
        if SCRATCH.fullmatch(os.path.basename(where)):  # that name says nothing to the user
            where = folder
        raise CityGraphError(f"{where}: {error.strerror or error}") from None


def _written_into(scratch: ScratchFile, content: Content) -> str:
    """Write the content into a scratch file; the hash of what it holds then."""
    if isinstance(content, bytes):
        scratch.stream.write(content)
    else:
        content(scratch.stream)
    scratch.complete()
    scratch.stream.seek(0)
    return hashlib.file_digest(scratch.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # a file has it all


def _decide(folder: Path, journal: ScratchFile, scratch: Collection[ScratchFile]) -> None:
    """Give the journal its name. From then on its change is decided, and the scratch files are the journal's."""
    for one in scratch:
        one.is_left = True
    while True:
        try:
            os.link(journal.path, folder / JOURNAL)
        except FileExistsError:  # another command works in the folder
            finish(folder)
            continue
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
                raise
            journal.put()  # there are no hard links here
        return


def _make_decided(folder: Path, changes: Sequence[_FileChange]) -> None:
    """Make the changes of the journal that this process has just put in place."""
    try:
        _sync(folder)
        _make(folder, changes, _checked(folder, changes))
    except _Refused as refused:
        raise CityGraphError(_refusal(folder / JOURNAL, str(refused))) from None
    except OSError as error:
        raise CityGraphError(
            f"{folder / JOURNAL}: the change of {_names(changes)} is noted here, but cannot be made now: "
            f"{error.strerror or error}; the next command that can write here makes it"
        ) from None


def finish(folder: Path) -> None:
    """Finish an interrupted change of files in a folder, if there is one. If its process is still at work, wait until
    it has made it.

    Raises:
        CityGraphError: if the change cannot be finished, or if this is no journal of citygraph's.
    """
    place = folder / JOURNAL
    while True:
        try:
            file = open_unfollowed(place)
        except FileNotFoundError:
            return
        except OSError as error:
            why = "it is a link" if error.errno == errno.ELOOP else error.strerror or str(error)
            raise CityGraphError(_refusal(place, why)) from None
        with file:
            try:
                changes, process = _read(file.read(_LONGEST + 1), stat.S_ISREG(os.fstat(file.fileno()).st_mode))
                if not lock(file.fileno(), process if process != os.getpid() else 0, WAIT):
                    raise CityGraphError(
                        f"another command is writing into {folder}; run this one again when it has ended"
                    )
                if not _is_at(file.fileno(), place):
                    continue  # its process has made it meanwhile
                _make(folder, changes, _checked(folder, changes))
            except _Refused as refused:
                raise CityGraphError(_refusal(place, str(refused))) from None
            except OSError as error:
                raise CityGraphError(
                    f"{place}: a command was interrupted here, and its change of {_names(changes)} cannot be finished: "
                    f"{error.strerror or error}; run any command again where this folder can be written"
                ) from None
        clear_away(folder)
        return


def _refusal(place: Path, why: str) -> str:
    return f"{place}: this journal of an interrupted command is refused: {why}; remove it to keep the files as they are"


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


# ------------------------------------------------------------------ what a journal says


def _written(changes: Sequence[_FileChange]) -> bytes:
    said = {"citygraph": _FORM, "process": os.getpid(), "changes": [change._asdict() for change in changes]}
    return json.dumps(said).encode()


def _read(data: bytes, is_file: bool) -> tuple[list[_FileChange], int]:
    """The changes that a journal says, and the number of its process.

    Raises:
        _Refused: if it says anything else.
    """
    if not is_file:
        raise _Refused("it is not a regular file")
    if len(data) > _LONGEST:
        raise _Refused(f"it has more than {_LONGEST:,} bytes")
    if not _is_shaped(data):  # known before it is parsed: a RecursionError would not tell whose fault it is
        raise _Refused("it is damaged")
    try:
        said: Any = json.loads(data)
        if said["citygraph"] != _FORM:
            raise _Refused("another version of citygraph wrote it")
        changes = [_FileChange(**change) for change in said["changes"]]
        process = int(said["process"])
    except (ValueError, TypeError, KeyError, OverflowError):
        raise _Refused("it is damaged") from None
    if not 0 < process < 1 << 31:
        raise _Refused("it is damaged")
    for change in changes:
        texts = [change.file, *(text for text in change[1:] if text is not None)]
        if not all(isinstance(text, str) for text in texts) or (change.new is None) != (change.scratch is None):
            raise _Refused("it is damaged")
        if not _may_change(change.file):
            raise _Refused(f"it would change `{_short(change.file)}`, which is no file of records in its folder")
        if change.scratch is not None and not SCRATCH.fullmatch(change.scratch):
            raise _Refused(f"`{_short(change.scratch)}` is no scratch file of citygraph's")
    if len({change.file for change in changes}) < len(changes):
        raise _Refused("it changes a file twice")
    scratch = [change.scratch for change in changes if change.scratch is not None]
    if len(set(scratch)) < len(scratch):
        raise _Refused("it puts a scratch file into two places")
    return changes, process


def _is_shaped(data: bytes) -> bool:
    """True if JSON has the brackets of a journal: a mapping with a list of mappings."""
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    return re.fullmatch(rb"\{\[(?:\{\})*+\]\}", brackets) is not None


def _may_change(name: str) -> bool:
    parts = name.split("/")
    plain = all(part and not part.startswith(".") and not set(part) & {"\\", ":", "\0"} for part in parts)
    return len(name) <= _LONGEST_NAME and plain and name.isprintable() and name.lower().endswith(_SUFFIXES)


class _Seen(NamedTuple):
    """What a regular file held when all of it was read: the hash, and which file it was. Whoever changes it, or puts
    another file into its place, changes ``file``, too."""

    hash: str
    file: tuple[int, ...]


def _checked(folder: Path, changes: Sequence[_FileChange]) -> list[_Step]:
    """The steps that are still to be made, if each can be made and harms nothing. A file that holds already what it
    shall hold is left alone, and its scratch file is put nowhere: nobody has looked into that.

    Raises:
        _Refused: if a file has changed since the journal was written, or has been replaced by a link.
        OSError: if a file cannot be read.
    """
    steps = []
    for change in changes:
        if change.new is None and not os.path.lexists(folder / change.file):
            continue  # it has gone
        _refuse_links(folder, change.file)
        now = _seen(folder / change.file)
        held = None if now is None else now.hash
        if held == change.new:
            continue
        if held != change.old:
            raise _Refused(f"`{_short(change.file)}` has changed since")
        new = None if change.scratch is None else _seen(folder / change.scratch)
        if change.scratch is not None and (new is None or new.hash != change.new):
            raise _Refused(f"the new content of `{_short(change.file)}` is not there")
        steps.append(_Step(change, now, new))
    return steps


class _Step(NamedTuple):
    """A change that is still to be made, and what was seen: in the file ``now`` (None: it is not there), and in its
    scratch file (None: the file shall go)."""

    change: _FileChange
    now: _Seen | None
    new: _Seen | None


def _refuse_links(folder: Path, file: str) -> None:
    if os.path.realpath(folder / file) != os.path.join(os.path.realpath(folder), *file.split("/")):
        raise _Refused(f"`{_short(file)}` is a link, or lies behind one")


def _seen(path: Path) -> _Seen | None:
    """What a regular file holds; None if there is no such file.

    Raises:
        _Refused: if it is no regular file, or changes while it is read.
        OSError: if it cannot be read.
    """
    if _which(path) is None:
        return None
    with open_unfollowed(path) as file:
        found = hashlib.sha256()
        while block := file.read(_BLOCK):
            found.update(block)
        read = _told_apart(os.fstat(file.fileno()))
    _refuse_another(path, read)
    return _Seen(found.hexdigest(), read)


def _which(path: Path) -> tuple[int, ...] | None:
    """What tells the regular file that is at a path now from any other; None if there is none.

    Raises:
        _Refused: if it is no regular file.
    """
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise _Refused(f"`{_short(path.name)}` is not a regular file")
    return _told_apart(found)


def _told_apart(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _refuse_another(path: Path, file: tuple[int, ...] | None) -> None:
    if _which(path) != file:
        raise _Refused(f"`{_short(path.name)}` changes while it is looked at")


def _hash(path: Path) -> str | None:
    seen = _seen(path)
    return None if seen is None else seen.hash


def _short(name: str) -> str:
    """A name as a message has it. A stranger's may be as long as the journal."""
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN // 2]}…{name[-_SHOWN // 2 :]}"


def _names(changes: Sequence[_FileChange]) -> str:
    return ", ".join(_short(change.file) for change in changes[:3]) + (" …" if len(changes) > 3 else "")


# ------------------------------------------------------------------ making the changes


def _make(folder: Path, changes: Sequence[_FileChange], steps: Sequence[_Step]) -> None:
    """Make the steps that are left of the changes, and remove the journal. Only what was checked is put in place, and
    only what was checked is replaced.

    Raises:
        _Refused: if a file is not the one that was checked. The journal stays.
        OSError: if a change cannot be made. The journal stays.
    """
    for change, now, new in steps:
        _refuse_links(folder, change.file)
        _refuse_another(folder / change.file, now and now.file)
        if change.scratch is None or new is None:
            os.unlink(folder / change.file)
        else:
            _refuse_another(folder / change.scratch, new.file)
            os.replace(folder / change.scratch, folder / change.file)
    for one in {(folder / change.file).parent for change in changes}:
        with suppress(FileNotFoundError, NotADirectoryError):  # a folder that has gone with its files
            _sync(one)
    with suppress(FileNotFoundError):
        os.unlink(folder / JOURNAL)


def _sync(folder: Path) -> None:
    """The names in a folder shall be on the disk."""
    if os.name == "nt":  # there, a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # what is none is not opened: a pipe would be waited for
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):  # this file system does that by itself
            raise
    finally:
        os.close(descriptor)


def _inside(folder: Path, name: str) -> str:
    """The path in the folder of the file that is written: of a link, that of its target.

    Raises:
        CityGraphError: if it leads out of the folder, or its target is not a file of records.
    """
    path = PurePosixPath(os.path.realpath(folder / name).replace(os.sep, "/"))
    top = PurePosixPath(os.path.realpath(folder).replace(os.sep, "/"))
    if not path.is_relative_to(top):
        raise CityGraphError(f"{folder / name} is a link to {path}, outside of {folder}; put the file itself there")
    inner = str(path.relative_to(top))
    if not _may_change(inner):
        raise CityGraphError(f"{folder / name}: this is no name for a file of records")
    return inner
