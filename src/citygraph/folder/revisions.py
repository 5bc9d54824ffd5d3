"""The history of a folder in git, read from git's objects alone. It checks nothing out and does not touch the index.

Names of revisions go to git on its standard input, where git cannot take one for an option. A stranger may have written
the objects: what is malformed in them, or far too much, ends in one clear line.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.folder.access import NotRead, in_bytes, open_in
from citygraph.folder.git import Ended, Git, GitFailed, Objects
from citygraph.folder.graph_files import graph_files, may_hold_records
from citygraph.folder.limits import limits, raised

_MOST_ENTRIES = 200_000
"""How many entries of trees are remembered."""
_PER_FILE = 10
"""How many entries of trees are looked at for each file that the limit allows: most may be files of other kinds."""
_PER_ENTRY = 50
"""How many bytes of a tree are read for each of these entries; of other objects but files, as many."""
_LONGEST_PATH = 4096
_DEEPEST = 400
"""How deep files are written, whatever the limit is: Python removes folders by recursion."""
_SHOWN = 100
"""How many characters of a name stand in a message."""
_ENTRY = re.compile(rb"([0-7]+) ([^\0]+)\0")
_ID = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")


class Commit(NamedTuple):
    """A commit: its id, the ids of its parents, the author's date (ISO 8601) and name, and the first line of its
    message. Date and name are None if the commit does not say them in a way that can be read."""

    id: str
    parents: tuple[str, ...]
    date: str | None
    author: str | None
    subject: str


class _Tree(NamedTuple):
    """What a git tree has, by name with the id: the ``files`` that may hold records, and the ``folders``. ``size`` is
    the number of all of its entries, ``longest`` the longest of these names,
    and ``twice`` a name that two of them have."""

    files: dict[str, str]
    folders: dict[str, str]
    size: int
    longest: str
    twice: str | None


class Repository:
    """The git repository that a folder lies in. Use it in a ``with`` block, since it keeps a git process running.

    Raises:
        CityGraphError: if git is not installed, or if the folder lies in no repository.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._program = Git(folder)
        prefix, shallow, self.root = self._git("rev-parse", "--show-prefix", "--is-shallow-repository",
                                               "--show-toplevel").split("\n")[:3]  # fmt: skip
        self.path = prefix.rstrip("/")
        """The path of the folder from the root; empty if the folder is the root."""
        self.is_shallow = shallow == "true"
        self._objects = Objects(self._program)
        self._trees: dict[str, _Tree] = {}
        self._remembered = 0

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *raised: object) -> None:
        self._objects.close()

    def _git(self, *arguments: str) -> str:
        """The output of a git command.

        Raises:
            CityGraphError: if the command fails.
        """
        try:
            return self._program.run(*arguments)
        except GitFailed as failed:
            said = str(failed)
        if "not a git repository" in said:
            raise CityGraphError(
                f"{self.folder} lies in no git repository, so it has no revisions; two folders can be compared"
            )
        raise CityGraphError(f"git cannot read the history of {self.folder}: {said}")

    # ---------------------------------------------------------------- objects

    def _look_up(self, name: str) -> tuple[str, str, bytes] | None:
        """The id, type and content of the git object with a name; None if there is none. Of a file, the content may be
        left out."""
        header = self._ask(name)
        if header is None:
            return None
        id, type, size = header
        most = max(1 << 20, _PER_ENTRY * _PER_FILE * limits().files)
        if size <= most:
            return id, type, self._content(id, size)
        self._skip()
        if type != "blob":
            raise CityGraphError(
                f"{id} in {self.root} is a {type} of {in_bytes(size)}, and {in_bytes(most)} are read; "
                f"to raise the limit, {raised('files', 'NUMBER')}"
            )
        return id, type, b""

    def _ask(self, name: str) -> tuple[str, str, int] | None:
        try:
            return self._objects.ask(name)
        except Ended:
            raise self._broken(name) from None

    def _content(self, id: str, size: int) -> bytes:
        try:
            return self._objects.content(size)
        except Ended:
            raise self._broken(id) from None

    def _skip(self) -> None:
        """Do not read the content of the object that git was asked for. git would have to write it all first."""
        self._objects.close()
        self._objects = Objects(self._program)

    def _broken(self, name: str) -> CityGraphError:
        what = f"git cannot read {name} in {self.root}"
        with suppress(CityGraphError):  # there is no such setting
            self._git("config", "--get-regexp", r"^remote\..*\.promisor$")
            here = shlex.quote(os.fspath(self.folder))
            return CityGraphError(
                f"{what}: this clone is partial, and citygraph fetches nothing, since a stranger may have written where"
                f" from; if you trust it, `git -C {here} log -p -- . > /dev/null` fetches the history of the folder"
            )
        return CityGraphError(f"{what}; `git fsck` says more")

    def content(self, file: str, id: str) -> bytes | int:
        """The content of an object as that of a file; its size if it is too large to be read.

        Raises:
            CityGraphError: if git cannot read it.
        """
        header = self._ask(id)
        if header is None or header[1] != "blob":
            raise self._broken(id)
        size = header[2]
        if size <= limits().of(file)[1]:
            return self._content(id, size)
        self._skip()
        return size

    def _entries(self, id: str) -> _Tree:
        """The entries of a tree."""
        if id not in self._trees:
            found = self._look_up(id)
            if found is None or found[1] != "tree":
                raise self._broken(id)
            tree = _tree_of(found[2], len(id) // 2)
            if tree is None:
                raise self._broken(id)
            entries = len(tree.files) + len(tree.folders) + 1
            self._remembered += entries
            if self._remembered > _MOST_ENTRIES:  # a history may have any number of trees
                self._trees.clear()
                self._remembered = entries
            self._trees[id] = tree
        return self._trees[id]

    # ---------------------------------------------------------------- revisions

    def tree(self, revision: str) -> str | None:
        """The id of the folder's tree at a revision, also if the folder had another path then; None if it was not
        there. ``revision:path`` names any folder.

        Raises:
            CityGraphError: if there is no such revision.
        """
        root, is_commit = self._tree(revision)
        if not is_commit:
            return root
        now = self._below(root, self.path)
        return now or next(filter(None, (self._below(root, path) for path in self.former_paths)), None)

    def _below(self, root: str, path: str) -> str | None:
        """The tree at a path below another tree, or None."""
        tree = root
        for name in path.split("/") if path else ():
            tree = self._entries(tree).folders.get(name, "")
            if not tree:
                return None
        return tree

    @cached_property
    def former_paths(self) -> list[str]:
        """The paths that the folder had before it was moved, the latest first."""
        paths = [self.path]
        while (path := self._moved_from(paths[-1])) is not None and path not in paths:
            paths.append(path)
        return paths[1:]

    def _moved_from(self, path: str) -> str | None:
        """The earlier path of a folder that was moved to ``path``, or None.

        It compares the first commit that has the folder at ``path`` with its parent. The earlier path is the one that
        more than half of the folder's files had in the parent, and have no longer.
        """
        *_, first = self._git("rev-list", "--topo-order", "HEAD", "--", _pathspec(path)).split() or [""]
        parent = first and self._look_up(f"{first}^")
        if not parent:
            return None
        before, after = self._tree(parent[0])[0], self._tree(first)[0]
        was, now = self.files(before, parent[0]), self.files(after, first)
        files = self.files(self._below(after, path) or after, first)
        if self._below(before, path) is not None:
            return None
        gone = {id: name for name, id in was.items() if name not in now}
        places = Counter(
            gone[id].removesuffix(name) for name, id in files.items() if f"/{gone.get(id, '')}".endswith(f"/{name}")
        )
        place, moved = next(iter(places.most_common(1)), ("", 0))
        return place.rstrip("/") if moved * 2 > len(files) else None

    def _tree(self, revision: str) -> tuple[str, bool]:
        """The id of the tree that a revision names, and True if the revision is a commit."""
        found = None if revision.startswith("-") else self._look_up(revision)
        if found is None:
            raise CityGraphError(self._unknown(revision))
        while found[1] == "tag":
            found = self._look_up(self._named_in(found[2], b"object", revision))
            if found is None:
                raise self._broken(revision)
        id, type, content = found
        if type == "blob":
            raise CityGraphError(f"`{revision}` is a file, not a revision of {self.root}")
        return (self._named_in(content, b"tree", revision), True) if type == "commit" else (id, False)

    def _commit(self, id: str) -> bytes:
        """The content of a commit."""
        found = self._look_up(id)
        if found is None:
            raise self._broken(id)
        return found[2]

    def _named_in(self, content: bytes, key: bytes, revision: str) -> str:
        """The id in the first line of a commit or a tag."""
        word, _, id = content.partition(b"\n")[0].partition(b" ")
        if word != key or not _ID.fullmatch(id):
            raise self._broken(revision)
        return id.decode()

    def has(self, revision: str) -> bool:
        """True if there is such a revision."""
        return not revision.startswith("-") and self._look_up(revision) is not None

    def _unknown(self, revision: str) -> str:
        if self._look_up("HEAD") is None:
            return f"nothing is committed yet in {self.root}"
        said = f"there is no revision `{revision}` in {self.root}"
        if self.is_shallow:
            return f"{said}; this clone has only a part of the history; `git fetch --unshallow` fetches the rest"
        names = self._git("for-each-ref", "--format=%(refname:short)").split("\n")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", revision):
            branch = next((name for name in ("main", "master") if name in names), "HEAD")
            return f'{said}; write a commit, a branch, or "{branch}@{{{revision}}}" for what it was on that day'
        hint = did_you_mean(revision, filter(None, names))
        return f"{said}; {hint}" if hint else said

    def common(self, one: str, other: str) -> str:
        """The id of the merge base of two revisions: their latest common commit, where ``one...other`` of git begins.

        Raises:
            CityGraphError: if one of the revisions does not exist or is no commit, or if they have no common commit.
        """
        ids = []
        for revision in (one, other):
            self._tree(revision)
            found = self._look_up(f"{revision}^{{commit}}")
            if found is None:
                raise CityGraphError(f"`{revision}` is not a commit of {self.root}")
            ids.append(found[0])
        return self._git("merge-base", *ids).strip()

    def files(self, tree: str, revision: str) -> dict[str, str]:
        """The files in a tree that may hold records: their paths, sorted, and the ids of their content. It does not
        follow links. Messages say which ``revision`` has the tree.

        Raises:
            CityGraphError: if there are more files than are read, if they lie deeper, or if a name is there twice.
        """
        most, where = limits(), f"{self.folder} at {revision}"
        found: dict[str, str] = {}
        seen, todo = 0, [("", tree, 0)]
        while todo:  # the same few trees within each other can make any number of folders, so all are counted
            within, tree, depth = todo.pop()
            entries = self._entries(tree)
            seen += entries.size
            if seen > _PER_FILE * most.files:
                raise _beyond(where, f"has more than {_PER_FILE * most.files:,} files and folders of any kind", "files")
            if entries.twice is not None:
                raise CityGraphError(f"{where} has {_short(within + entries.twice)} twice; `git fsck` says more")
            if len(within) + len(entries.longest) > _LONGEST_PATH:
                path = _short(within + entries.longest)
                raise CityGraphError(f"{where} has {path}, and no system keeps a file of so long a path")
            for name, id in entries.files.items():
                found[within + name] = id
            if len(found) > most.files:
                raise _beyond(where, f"has more than {most.files:,} files", "files")
            for name, id in entries.folders.items():
                if name.startswith("."):
                    continue
                if depth >= most.depth:
                    raise _beyond(where, f"has folders more than {most.depth} deep", "depth")
                todo.append((f"{within}{name}/", id, depth + 1))
        return dict(sorted(found.items()))

    @contextmanager
    def laid_out(self, revision: str) -> Iterator[Path]:
        """A temporary folder with the files of a revision, removed after the ``with`` block.

        Raises:
            CityGraphError: if there is no such revision, or one of its files cannot be read, or not written.
        """
        tree = self.tree(revision)
        with tempfile.TemporaryDirectory(prefix="citygraph-") as place:
            for name, id in (self.files(tree, revision) if tree else {}).items():
                content = self.content(name, id)
                try:
                    _write(Path(place), name, content)
                except OSError as error:
                    raise CityGraphError(
                        f"{self.folder} at {revision} has {_short(name)}, which cannot be written to a temporary "
                        f"folder: {error.strerror}"
                    ) from None
            yield Path(place)

    # ---------------------------------------------------------------- commits

    def commits(self) -> Iterator[Commit]:
        """The commits that changed the folder, at its present path or an earlier one; the newest first, including
        merges.

        Raises:
            CityGraphError: if nothing is committed yet.
        """
        self._tree("HEAD")
        name = "%aN" if self._has_mailmap() else "%an"
        wanted = ("%H", "%P", "%at", "%ad", name, "%s")
        arguments = ["log", "-z", "--no-patch", "--full-history", "--no-follow", "--date=raw", "--encoding=UTF-8"]
        if name == "%an":
            arguments.append("--no-mailmap")
        places = map(_pathspec, (self.path, *self.former_paths))
        said = self._git(*arguments, f"--format={'%x00'.join(wanted)}", "HEAD", "--", *places)
        fields = said.split("\0")
        for at in range(0, len(fields) - len(wanted) + 1, len(wanted)):
            id, parents, seconds, date, author, subject = fields[at : at + len(wanted)]
            unknown = not author or (author == name and not seconds)  # git repeats what it cannot fill in
            yield Commit(id, tuple(parents.split()), _date(seconds, date), None if unknown else author, subject)

    def _has_mailmap(self) -> bool:
        """True if the repository has a ``.mailmap`` that git can read to its end."""
        try:
            with open_in(self.root, ".mailmap"):
                return True
        except NotRead:
            return False

    def is_cut_off(self, commit: Commit) -> bool:
        """True if a commit has parents, but this shallow clone does not have them."""
        return self.is_shallow and not commit.parents and b"\nparent " in self._commit(commit.id).partition(b"\n\n")[0]


@contextmanager
def completed(here: Path, there: Path, unread: Collection[str]) -> Iterator[Path]:
    """A temporary folder with the files of the graph folder ``here``, where those of ``there`` stand for the files (or
    folders) that are ``unread``. An unread file that is new may be an old one by another name: then the files that only
    ``there`` has stand in it, too."""
    files = {file: here / file for file in graph_files(here)}
    others = {file: there / file for file in graph_files(there)}
    known = {file: path for file, path in others.items() if any(f"{file}/".startswith(f"{one}/") for one in unread)}
    if all(any(f"{file}/".startswith(f"{one}/") for file in known) for one in unread):
        files = {file: path for file, path in files.items() if file not in unread}
    else:
        known |= {file: path for file, path in others.items() if file not in files}
    with tempfile.TemporaryDirectory(prefix="citygraph-") as place:
        for file, path in (files | known).items():
            folder = here if path.is_relative_to(here) else there
            with suppress(NotRead), open_in(folder, file) as opened:
                target = Path(place, file)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    out.writelines(opened.blocks())
        yield Path(place)


def _tree_of(content: bytes, id_size: int) -> _Tree | None:
    """A tree from what git keeps of it; None if it is malformed."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    size = at = 0
    twice = None
    while at < len(content):
        head = _ENTRY.match(content, at)
        if head is None or head.end() + id_size > len(content):
            return None
        mode, name = head[1], os.fsdecode(head[2])
        id, at, size = content[head.end() : head.end() + id_size].hex(), head.end() + id_size, size + 1
        if "/" in name:
            continue  # git does not write such names, but other programs may
        is_folder = mode == b"40000"
        if is_folder or (mode.startswith(b"100") and may_hold_records(name)):
            twice = name if name in files or name in folders else twice
            (folders if is_folder else files)[name] = id
    return _Tree(files, folders, size, max((*files, *folders), key=len, default=""), twice)


def _write(folder: Path, name: str, content: bytes | int) -> None:
    """Write a file; of a size alone an empty file, so that reading it says what is wrong."""
    if name.count("/") > _DEEPEST:
        raise OSError(errno.ENAMETOOLONG, f"it lies more than {_DEEPEST} folders deep")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if isinstance(content, int):
            file.truncate(content)
        else:
            file.write(content)


def _beyond(where: str, why: str, limit: str) -> CityGraphError:
    return CityGraphError(f"{where} {why}; to raise the limit, {raised(limit, 'NUMBER')}")


def _short(name: str) -> str:
    return f"`{name}`" if len(name) <= _SHOWN else f"`{name[:_SHOWN]}…` ({len(os.fsencode(name)):,} bytes)"


def _date(seconds: str, raw: str) -> str | None:
    """A date in ISO 8601, as git tells it: ``seconds`` since 1970, and these with the offset, ``1700000000 +0530``. Of
    an offset that no clock has, the date is in UTC."""
    try:
        at, offset = int(seconds), int(raw.partition(" ")[2])
        minutes = (abs(offset) // 100 * 60 + abs(offset) % 100) * (1 if offset >= 0 else -1)
        zone = timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else UTC
        return datetime.fromtimestamp(at, zone).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _pathspec(path: str) -> str:
    """A path from the root as a literal git pathspec, so that no character in it is special."""
    return f":(top,literal){path}"
