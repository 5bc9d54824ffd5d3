"""The history of a folder in git, read from git's objects alone. It checks nothing out and does not touch the index.

Names of revisions go to git on its standard input, where git cannot take one for an option. A repository brings its own
settings, and a stranger may have written them. So git runs no program that they name, and fetches nothing.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.graph_files import graph_files, may_hold_records
from citygraph.folder.limits import LIMITS_VARIABLE, limits

_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""The variables by which git names a repository to its hooks. The graph folder may lie in another repository."""
_NO_TRANSPORT = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""Objects that are missing stay missing. A git that does not know the second variable begins to fetch, and the first
forbids every way to do so."""
_SETTINGS = (
    "safe.bareRepository=explicit",  # a folder of files may be made to look like a repository
    "core.alternateRefsCommand=",
    "core.askPass=",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "log.showSignature=false",
    "maintenance.auto=false",
    "protocol.allow=never",
    "submodule.recurse=false",
)
"""Settings that stand above those of the repository: all by which git would run a program in what it does here."""
_FOUND = re.compile(rb"([0-9a-f]{40,64}) (\w+) (\d+)\n")
_MOST_TREES = 200
_FIELDS = ("%H", "%P", "%aI", "%aN", "%s")


Value = TypeVar("Value")


class Commit(NamedTuple):
    """A commit: its id, the ids of its parents, the author's date (ISO 8601) and name, and the first line of its
    message."""

    id: str
    parents: tuple[str, ...]
    date: str
    author: str
    subject: str


class _TreeEntry(NamedTuple):
    """An entry of a git tree: its mode, its name, and the id of its object."""

    mode: bytes
    name: str
    id: str

    @property
    def is_folder(self) -> bool:
        return self.mode == b"40000"

    @property
    def is_file(self) -> bool:
        return self.mode.startswith(b"100")


class Repository:
    """The git repository that a folder lies in. Use it in a ``with`` block, since it keeps a git process running.

    Raises:
        CityGraphError: if git is not installed, or if the folder lies in no repository.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        prefix, shallow, self.root = self._git("rev-parse", "--show-prefix", "--is-shallow-repository",
                                               "--show-toplevel").split("\n")[:3]  # fmt: skip
        self.path = prefix.rstrip("/")
        """The path of the folder from the root; empty if the folder is the root."""
        self.is_shallow = shallow == "true"
        self._objects = self._started()
        self._trees: dict[str, list[_TreeEntry]] = {}
        self._files: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *raised: object) -> None:
        self._objects.kill()
        self._objects.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        """A git process that shows objects."""
        return subprocess.Popen(
            self._command("cat-file", "--batch"),
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _command(self, *arguments: str) -> list[str]:
        settings = (part for setting in _SETTINGS for part in ("-c", setting))
        return ["git", "-C", os.fspath(self.folder), *settings, *arguments]

    def _git(self, *arguments: str) -> str:
        """The output of a git command.

        Raises:
            CityGraphError: if the command fails.
        """
        try:
            done = subprocess.run(
                self._command(*arguments),
                env=_environment(),
                capture_output=True,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except FileNotFoundError:
            raise CityGraphError(
                "git is not installed, so there are no revisions; two folders can be compared without it"
            ) from None
        if done.returncode:
            said = os.fsdecode(done.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
            if "not a git repository" in said:
                raise CityGraphError(
                    f"{self.folder} lies in no git repository, so it has no revisions; two folders can be compared"
                )
            raise CityGraphError(f"git cannot read the history of {self.folder}: {said}")
        return os.fsdecode(done.stdout)

    # ---------------------------------------------------------------- objects

    def _look_up(self, name: str) -> tuple[str, str, bytes] | None:
        """The id, type and content of the git object with a name; None if there is none."""
        header = self._ask(name)
        if header is None:
            return None
        id, type, size = header
        assert self._objects.stdout is not None
        return id, type, self._objects.stdout.read(size + 1)[:-1]

    def _ask(self, name: str) -> tuple[str, str, int] | None:
        """Ask git for the object with a name: its id, type and size, after which its content is to be read; None if
        there is none."""
        if "\n" in name:
            return None
        assert self._objects.stdin is not None
        assert self._objects.stdout is not None
        try:
            self._objects.stdin.write(os.fsencode(name) + b"\n")
            self._objects.stdin.flush()
        except BrokenPipeError:
            raise self._broken(name) from None
        answer = self._objects.stdout.readline()
        found = _FOUND.fullmatch(answer)
        if found is None:
            if not answer:
                raise self._broken(name)
            return None
        return found[1].decode(), found[2].decode(), int(found[3])

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

    def blob(self, id: str) -> bytes:
        """The content of an object, by its id.

        Raises:
            CityGraphError: if git cannot read it.
        """
        found = self._look_up(id)
        if found is None:
            raise self._broken(id)
        return found[2]

    def content(self, file: str, id: str) -> bytes | int:
        """The content of an object as that of a file; its size if it is too large to be read.

        Raises:
            CityGraphError: if git cannot read it.
        """
        header = self._ask(id)
        if header is None:
            raise self._broken(id)
        _, _, size = header
        assert self._objects.stdout is not None
        if size <= limits().of(file)[1]:
            return self._objects.stdout.read(size + 1)[:-1]
        self.__exit__()  # git would have to write it all first
        self._objects = self._started()
        return size

    def _entries(self, tree: str) -> list[_TreeEntry]:
        """The entries of a tree."""
        if tree not in self._trees:
            content, size, entries, at = self.blob(tree), len(tree) // 2, [], 0
            while at < len(content):
                space = content.index(b" ", at)
                end = content.index(b"\0", space)
                at, mode, name = end + 1 + size, content[at:space], os.fsdecode(content[space + 1 : end])
                entries.append(_TreeEntry(mode, name, content[end + 1 : at].hex()))
            _keep(self._trees, tree, entries)
        return self._trees[tree]

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
            tree = next((entry.id for entry in self._entries(tree) if entry.name == name and entry.is_folder), "")
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
        files, was, now = self.files(self._below(after, path) or after), self.files(before), self.files(after)
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
        while found and found[1] == "tag":
            found = self._look_up(found[2].split(b"\n", 1)[0].split(b" ")[1].decode())
        if found is None:
            raise CityGraphError(self._unknown(revision))
        id, type, content = found
        if type == "blob":
            raise CityGraphError(f"`{revision}` is a file, not a revision of {self.root}")
        return (content.split(b"\n", 1)[0].split(b" ")[1].decode(), True) if type == "commit" else (id, False)

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

    def files(self, tree: str, depth: int = 0) -> dict[str, str]:
        """The files in a tree that may hold records: their paths, and the ids of their content. It does not follow
        links. ``depth`` is how deep the tree lies in the folder.

        Raises:
            CityGraphError: if there are more files than are read, or if they lie deeper.
        """
        if tree not in self._files:
            most = limits()
            found: dict[str, str] = {}
            for entry in self._entries(tree):
                if "/" in entry.name:
                    continue  # git does not write such names, but other programs may
                if entry.is_folder and not entry.name.startswith("."):
                    if depth >= most.depth:
                        raise self._beyond(f"has folders more than {most.depth} deep", "depth")
                    found |= {f"{entry.name}/{name}": id for name, id in self.files(entry.id, depth + 1).items()}
                elif entry.is_file and may_hold_records(entry.name):
                    found[entry.name] = entry.id
                if len(found) > most.files:
                    raise self._beyond(f"has more than {most.files:,} files", "files")
            _keep(self._files, tree, found)
        return self._files[tree]

    def _beyond(self, why: str, limit: str) -> CityGraphError:
        return CityGraphError(
            f"{self.folder} at this revision {why}; {LIMITS_VARIABLE}={limit}=NUMBER raises the limit"
        )

    @contextmanager
    def laid_out(self, tree: str | None) -> Iterator[Path]:
        """A temporary folder with the files of a tree (empty for None), removed after the ``with`` block."""
        with tempfile.TemporaryDirectory(prefix="citygraph-") as place:
            for name, id in (self.files(tree) if tree else {}).items():
                path = Path(place, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                content = self.content(name, id)
                with path.open("wb") as file:
                    if isinstance(content, int):  # an empty file of this size, so that reading it says what is wrong
                        file.truncate(content)
                    else:
                        file.write(content)
            yield Path(place)

    # ---------------------------------------------------------------- commits

    def commits(self) -> Iterator[Commit]:
        """The commits that changed the folder, at its present path or an earlier one; the newest first, including
        merges.

        Raises:
            CityGraphError: if nothing is committed yet.
        """
        self._tree("HEAD")
        arguments = ["log", "-z", "--no-patch", "--full-history", "--no-follow"]
        places = map(_pathspec, (self.path, *self.former_paths))
        said = self._git(*arguments, f"--format={'%x00'.join(_FIELDS)}", "--encoding=UTF-8", "HEAD", "--", *places)
        fields = said.split("\0")
        for at in range(0, len(fields) - len(_FIELDS) + 1, len(_FIELDS)):
            id, parents, *others = fields[at : at + len(_FIELDS)]
            yield Commit(id, tuple(parents.split()), *others)

    def is_cut_off(self, commit: Commit) -> bool:
        """True if a commit has parents, but this shallow clone does not have them."""
        return self.is_shallow and not commit.parents and b"\nparent " in self.blob(commit.id).partition(b"\n\n")[0]


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


def _keep(kept: dict[str, Value], tree: str, value: Value) -> None:
    """Remember a value for a tree. At ``_MOST_TREES`` the memory is cleared, since a history may have any number of
    trees."""
    if len(kept) >= _MOST_TREES:
        kept.clear()
    kept[tree] = value


def _pathspec(path: str) -> str:
    """A path from the root as a literal git pathspec, so that no character in it is special."""
    return f":(top,literal){path}"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return {**kept, **_NO_TRANSPORT, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
