"""A folder's history in git: read from git's objects alone. Nothing is checked out, and the index is not touched.

Names of revisions go to git on its standard input, where none of them can be taken for an option.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.folder.loader import may_hold_records

_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git tells its hooks of the repository that they run for. The folder may lie in another one."""
_FOUND = re.compile(rb"([0-9a-f]{40,64}) (\w+) (\d+)\n")
_MOST_TREES = 200
_FIELDS = ("%H", "%P", "%aI", "%aN", "%s")


Value = TypeVar("Value")


class Commit(NamedTuple):
    """A commit: its id, those of its parents, the author's date (ISO 8601) and name, and the first line of its
    message."""

    id: str
    parents: tuple[str, ...]
    date: str
    author: str
    subject: str


class _Entry(NamedTuple):
    """An entry of git's tree: what it is, its name, the id of its object."""

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
    """The git repository that a folder lies in. Use it in a ``with``: a process of git's waits for questions.

    Raises:
        CityGraphError: git is not installed, or the folder lies in no repository.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        prefix, shallow, self.root = self._git("rev-parse", "--show-prefix", "--is-shallow-repository",
                                               "--show-toplevel").split("\n")[:3]  # fmt: skip
        self.path = prefix.rstrip("/")
        """Of the folder, from the root; empty if it is the root."""
        self.is_shallow = shallow == "true"
        self._objects = subprocess.Popen(
            self._command("cat-file", "--batch"),
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._trees: dict[str, list[_Entry]] = {}
        self._files: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *raised: object) -> None:
        self._objects.kill()
        self._objects.communicate()

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "-C", os.fspath(self.folder), *arguments]

    def _git(self, *arguments: str) -> str:
        """What git prints.

        Raises:
            CityGraphError: git says no.
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
        """The id, type and content of what git knows by a name; None if it knows none."""
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
        content = self._objects.stdout.read(int(found[3]) + 1)
        return found[1].decode(), found[2].decode(), content[:-1]

    def _broken(self, name: str) -> CityGraphError:
        return CityGraphError(f"git cannot read {name} in {self.root}; `git fsck` says more")

    def blob(self, id: str) -> bytes:
        """The content of a file.

        Raises:
            CityGraphError: it is not there.
        """
        found = self._look_up(id)
        if found is None:
            raise self._broken(id)
        return found[2]

    def _entries(self, tree: str) -> list[_Entry]:
        """What stands in a tree."""
        if tree not in self._trees:
            content, size, entries, at = self.blob(tree), len(tree) // 2, [], 0
            while at < len(content):
                space = content.index(b" ", at)
                end = content.index(b"\0", space)
                at, mode, name = end + 1 + size, content[at:space], os.fsdecode(content[space + 1 : end])
                entries.append(_Entry(mode, name, content[end + 1 : at].hex()))
            _keep(self._trees, tree, entries)
        return self._trees[tree]

    # ---------------------------------------------------------------- revisions

    def tree(self, revision: str) -> str | None:
        """The folder at a revision, also under a name that it had before: the id of its tree, None if it was not there.
        ``revision:path`` is a folder of any name.

        Raises:
            CityGraphError: there is no such revision.
        """
        root, is_commit = self._tree(revision)
        if not is_commit:
            return root
        now = self._below(root, self.path)
        return now or next(filter(None, (self._below(root, path) for path in self.former_paths)), None)

    def _below(self, root: str, path: str) -> str | None:
        """The tree at a path below another."""
        tree = root
        for name in path.split("/") if path else ():
            tree = next((entry.id for entry in self._entries(tree) if entry.name == name and entry.is_folder), "")
            if not tree:
                return None
        return tree

    @cached_property
    def former_paths(self) -> list[str]:
        """Where the folder was before it was moved, the last place first."""
        paths = [self.path]
        while (path := self._moved_from(paths[-1])) is not None and path not in paths:
            paths.append(path)
        return paths[1:]

    def _moved_from(self, path: str) -> str | None:
        """Where the folder was in the commit before the first that has it at a path: where most of its files were that
        are there no longer."""
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
        """The tree that a revision means, and whether it is that of a commit."""
        found = None if revision.startswith("-") else self._look_up(revision)
        while found and found[1] == "tag":
            found = self._look_up(found[2].split(b"\n", 1)[0].split(b" ")[1].decode())
        if found is None:
            raise CityGraphError(self._unknown(revision))
        id, type, content = found
        if type == "blob":
            raise CityGraphError(f"`{revision}` is a file, and no revision of {self.root}")
        return (content.split(b"\n", 1)[0].split(b" ")[1].decode(), True) if type == "commit" else (id, False)

    def has(self, revision: str) -> bool:
        """Whether there is such a revision."""
        return not revision.startswith("-") and self._look_up(revision) is not None

    def _unknown(self, revision: str) -> str:
        if self._look_up("HEAD") is None:
            return f"nothing is committed yet in {self.root}"
        said = f"there is no revision `{revision}` in {self.root}"
        if self.is_shallow:
            return f"{said}, of which this clone has only a part; `git fetch --unshallow` brings the rest"
        names = self._git("for-each-ref", "--format=%(refname:short)").split("\n")
        hint = did_you_mean(revision, filter(None, names))
        return f"{said}; {hint}" if hint else said

    def common(self, one: str, other: str) -> str:
        """The last commit that two revisions have both come from, as git's ``one...other`` begins.

        Raises:
            CityGraphError: there is no such revision, or no such commit.
        """
        ids = []
        for revision in (one, other):
            self._tree(revision)
            found = self._look_up(f"{revision}^{{commit}}")
            if found is None:
                raise CityGraphError(f"`{revision}` is no commit of {self.root}")
            ids.append(found[0])
        return self._git("merge-base", *ids).strip()

    def files(self, tree: str) -> dict[str, str]:
        """The files in a folder's tree that may hold records: the ids of their content, by their names in it. Links
        are not followed."""
        if tree not in self._files:
            found: dict[str, str] = {}
            for entry in self._entries(tree):
                if "/" in entry.name:
                    continue  # git writes none; somebody else may
                if entry.is_folder and not entry.name.startswith("."):
                    found |= {f"{entry.name}/{name}": id for name, id in self.files(entry.id).items()}
                elif entry.is_file and may_hold_records(entry.name):
                    found[entry.name] = entry.id
            _keep(self._files, tree, found)
        return self._files[tree]

    @contextmanager
    def laid_out(self, tree: str | None) -> Iterator[Path]:
        """A folder of its own with the files of a tree, which goes when it is done with; an empty one for None."""
        with tempfile.TemporaryDirectory(prefix="citygraph-") as place:
            for name, id in (self.files(tree) if tree else {}).items():
                path = Path(place, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.blob(id))
            yield Path(place)

    # ---------------------------------------------------------------- commits

    def commits(self) -> Iterator[Commit]:
        """The commits that changed the folder, wherever it was, the newest first, merges among them.

        Raises:
            CityGraphError: nothing is committed yet.
        """
        self._tree("HEAD")
        arguments = ["-c", "log.showSignature=false", "log", "-z", "--no-patch", "--full-history", "--no-follow"]
        places = map(_pathspec, (self.path, *self.former_paths))
        said = self._git(*arguments, f"--format={'%x00'.join(_FIELDS)}", "--encoding=UTF-8", "HEAD", "--", *places)
        fields = said.split("\0")
        for at in range(0, len(fields) - len(_FIELDS) + 1, len(_FIELDS)):
            id, parents, *others = fields[at : at + len(_FIELDS)]
            yield Commit(id, tuple(parents.split()), *others)

    def is_cut_off(self, commit: Commit) -> bool:
        """Whether a commit's parents are there in truth, but not in this clone."""
        return self.is_shallow and not commit.parents and b"\nparent " in self.blob(commit.id).partition(b"\n\n")[0]


def _keep(kept: dict[str, Value], tree: str, value: Value) -> None:
    """Remember what is in a tree, while that is not too many of them: a history may have any number."""
    if len(kept) >= _MOST_TREES:
        kept.clear()
    kept[tree] = value


def _pathspec(path: str) -> str:
    """A path from the root as git takes it, whatever signs are in it."""
    return f":(top,literal){path}"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
