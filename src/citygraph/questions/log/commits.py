"""The changes that git's commits made to what the files say of one subject.

A commit is read without the checks between files: the log shows what its files say, with their mistakes. Only records
that name the subject are read, and each distinct record once, even if many commits have it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.domain.languages import name_in
from citygraph.domain.lens import Lens
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import read
from citygraph.folder.parser import FileContents, parse
from citygraph.folder.revisions import Commit, Repository
from citygraph.folder.rules import HIDES
from citygraph.folder.yaml_text import Document, decode
from citygraph.graph.citations import citations_in
from citygraph.graph.interface import Attributes, Edge, ReadGraph, edge, node
from citygraph.questions.diff.changes import Change, changes_between
from citygraph.questions.log import LogEntry


@dataclass(frozen=True, slots=True)
class Log:
    """All such commits, the newest first.

    ``cut_off`` is the first commit of a shallow clone, if it says something of the subject. ``unread`` are the commits
    with files that cannot be read; the log uses the versions of these files before.
    """

    entries: tuple[LogEntry, ...]
    cut_off: Commit | None = None
    unread: tuple[Commit, ...] = ()


class Subject(NamedTuple):
    """The subject of a log: the ``id`` of a node, a source or a tie. The id of a tie is ``made_of`` those of its ends.
    A file may say something of the subject if it has its id, or all of those."""

    id: str
    made_of: tuple[str, ...] = ()


def log_of(
    repository: Repository, subject: Subject, known: ReadGraph, lens: Lens | None = None, *, language: str = ""
) -> Log:
    """The commits that changed what the files say of a subject. ``known`` is the graph as it is now: it gives the
    labels of kinds, and the names of nodes that a commit only refers to. Names are in a ``language``, by its tag, where
    the records have them."""
    reading = _CommitReader(repository, subject, _KnownNames(known, language))
    entries, unread, cut_off = [], [], None
    for commit in reversed(list(repository.commits())):
        now = reading.said(commit.id)
        if reading.lost:
            unread.append(commit)
        if repository.is_cut_off(commit):
            cut_off = commit if now else cut_off
            continue
        before = [reading.said(parent) for parent in commit.parents]
        changes = _changes(before or [reading.nothing], now, lens)
        if changes:
            entries.append(LogEntry(commit.id, commit.date, commit.author, commit.subject, tuple(changes)))
    return Log(tuple(reversed(entries)), cut_off, tuple(reversed(unread)))


def _changes(before: list[_CommitGraph], now: _CommitGraph, lens: Lens | None) -> list[Change]:
    """The changes of a commit. Of a merge, only changes against all of its parents: the merged commits have the
    others."""
    if any(parent.key == now.key for parent in before):
        return []
    first, *others = (changes_between(parent, now, lens) for parent in before)
    for other in others:
        new = {(change.what, change.id, change.name) for change in other}
        first = [change for change in first if (change.what, change.id, change.name) in new]
    return first


class _CommitRecord(NamedTuple):
    """A record that a file holds."""

    type: str
    id: str
    data: dict[str, Any]


class _CommitGraph:
    """What the files of a commit say of the subject, as a :class:`citygraph.graph.interface.ReadGraph` with nothing
    else. Its ``nodes`` iterate over the nodes with a record; a lookup finds all others, too."""

    def __init__(self, records: Collection[_CommitRecord], names: _KnownNames) -> None:
        self.key = sorted((record.type, record.id, repr(record.data)) for record in records)
        self.nodes: Mapping[str, Attributes] = _CommitNodes(
            {record.id: names.node(record) for record in records if record.type in NODE_TYPES}, names
        )
        ties = {record.id: self._edge(record.data, names.kinds) for record in records if record.type == "tie"}
        statements: dict[str, list[dict[str, Any]]] = {}
        for record in records:
            if record.type == "statement":
                statements.setdefault(record.data["by"], []).append(record.data)
        self.graph: Mapping[str, Any] = {
            "kinds": names.kinds,
            "ties": dict(sorted(ties.items())),
            "sources": {record.id: record.data for record in records if record.type == "source"},
            "statements": statements,
        }
        self.adj = self.pred = self.degree = _NOT_ASKED

    def __bool__(self) -> bool:
        return bool(self.key)

    def _edge(self, data: dict[str, Any], kinds: Mapping[str, Kind]) -> Edge:
        said = {key: value for key, value in data.items() if key not in ("from", "to", "kind", "id")}
        return Edge(data["from"], data["to"], edge(said, kinds[data["kind"]], lambda: None))


_NOT_ASKED: Any = None


class _KnownNames:
    """The names of kinds and nodes that a commit only refers to: as they are now, else as some commit has them. A
    ``language`` is the reader's."""

    def __init__(self, known: ReadGraph, language: str) -> None:
        self.known, self.language = known, language
        self.seen: dict[str, Attributes] = {}
        self.kinds = _Kinds(known.graph["kinds"])

    def __getitem__(self, id: str) -> Attributes:
        found = self.known.nodes.get(id) or self.seen.get(id)
        return found or node("", id, None, (None, None), {})

    def node(self, record: _CommitRecord) -> Attributes:
        """The attributes of the node that a record is about."""
        data = record.data
        country = data.get("iso", record.id) if record.type == "country" else data.get("country")
        name = name_in(self.language, data.get("names", {})) or data.get("name", record.id)
        return node(record.type, name, country, (None, None), data)


class _Kinds(dict[str, Kind]):
    """The vocabulary as it is now. A kind that is gone reads as its id."""

    def __missing__(self, id: str) -> Kind:
        return Kind(id, "", "standing", id, id, False, frozenset(), frozenset())


class _CommitNodes(Mapping[str, Attributes]):
    def __init__(self, own: dict[str, Attributes], names: _KnownNames) -> None:
        self._own = own
        self._names = names

    def __getitem__(self, id: str) -> Attributes:
        return self._own.get(id) or self._names[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


# ------------------------------------------------------------------ reading


class _CommitReader:
    """Reads what the files of commits say of the subject."""

    def __init__(self, repository: Repository, subject: Subject, names: _KnownNames) -> None:
        self.repository = repository
        self.subject = subject
        self.names = names
        self.nothing = _CommitGraph((), self.names)
        self.lost = False
        """True if the last commit has a file that cannot be read."""
        self._said: dict[str, tuple[_CommitGraph, bool]] = {}
        self._alike: dict[str, _CommitGraph] = {}  # most commits say nothing new of the subject
        self._files: dict[str, list[_CommitRecord] | None] = {}
        self._last: dict[str, list[_CommitRecord]] = {}
        self._pieces: dict[str, list[_CommitRecord] | None] = {}

    def said(self, commit: str) -> _CommitGraph:
        """What the files of a commit say of the subject."""
        tree = self.repository.tree(commit)
        if tree is None:
            self.lost = False
            return self.nothing
        if tree not in self._said:
            records, lost = [], False
            for file, blob in self.repository.files(tree, commit[:10]).items():
                if blob not in self._files:
                    self._files[blob] = self._read(file, self.repository.content(file, blob))
                found = self._files[blob]
                lost = lost or found is None
                records += self._last.get(file, []) if found is None else found
                if found is not None:
                    self._last[file] = found
            said = _CommitGraph(records, self.names)
            self._said[tree] = self._alike.setdefault("\n".join(map(repr, said.key)), said), lost
        said, self.lost = self._said[tree]
        return said

    def _read(self, file: str, content: bytes | int) -> list[_CommitRecord] | None:
        """What a file says of the subject; None if it cannot be read, and may say something."""
        if isinstance(content, int):
            return None
        if not self._may_say(content):
            return []
        if file.lower().endswith(TABLE):
            with tempfile.TemporaryDirectory(prefix="citygraph-") as place:
                name = Path(file).name
                Path(place, name).write_bytes(content)
                return self._of_it(read(Path(place), name))
        document, _ = decode(content, file)
        if document is None:
            return None
        found: list[_CommitRecord] = []
        for piece in pieces(document.text):
            if piece not in self._pieces:
                self._pieces[piece] = self._of_it(parse(Document(file, piece)))
            records = self._pieces[piece]
            if records is None:
                return self._of_it(parse(document))
            found += records
        return found

    def _may_say(self, content: bytes) -> bool:
        """True if a file may name the subject. YAML can write any character by its number, so escapes count, too."""
        made_of = self.subject.made_of or (self.subject.id,)
        named = self.subject.id.encode() in content or all(id.encode() in content for id in made_of)
        return named or re.search(rb"\\[xuU]", content) is not None

    def _of_it(self, contents: FileContents) -> list[_CommitRecord] | None:
        """The records that say something of the subject, if they are complete by themselves; None if the file cannot be
        read."""
        if contents.diagnostics.codes() & HIDES:
            return None
        found = []
        for record in contents.records:
            data = record.without(())
            if data is None:
                continue
            whole = _CommitRecord(record.type, record.id, data)
            if record.type in NODE_TYPES and "name" in data:
                self.names.seen.setdefault(
                    record.id, self.names.node(_CommitRecord(record.type, record.id, _brief(data)))
                )
            if self._is_about(whole):
                found.append(whole)
        return found

    def _is_about(self, record: _CommitRecord) -> bool:
        data = record.data
        about: tuple[str | None, ...] = (record.id,)
        if record.type == "tie":
            about = (record.id, data.get("from"), data.get("to")) if {"from", "to", "kind"} <= data.keys() else ()
        elif record.type == "statement":
            about = (data["by"], data.get("at"), *data.get("about", ())) if "by" in data else ()
        cited = (source for source, _ in citations_in(record.type, record.id, data))
        return bool(about) and record.type not in ("kind", "check", "question") and self.subject.id in (*about, *cited)


def _brief(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("name", "names", "country", "iso") if key in data}


_HEADING = re.compile(r"^([a-z_]+:)[ \t]*(?:#.*)?\r?\n", re.MULTILINE)
_OTHERWISE = re.compile(r"^(?:[^\s#-]|---|\s*\t)", re.MULTILINE)


def pieces(text: str) -> list[str]:
    """The pieces of a YAML file: each record, under the heading of its section. A file of another form is one piece.

    If all pieces before a record can be read by themselves, it means the same alone as in the whole file: quotes and
    brackets are closed before it, and its indentation ends every deeper block.
    """
    before, *parts = _HEADING.split(text)
    if not parts or _OTHERWISE.search(before) or any(map(_OTHERWISE.search, parts[1::2])):
        return [text]
    found: list[str] = []
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        first = re.search(r"^( *)[^\s#]", body, re.MULTILINE)
        if first is None:
            continue
        indent = len(first[1])
        if indent and re.search(rf"^ {{0,{indent - 1}}}[^\s#]", body, re.MULTILINE):
            return [text]
        records = re.split(rf"^(?= {{{indent}}}[^\s#])", body, flags=re.MULTILINE)[1:]
        found += [f"{heading}\n{record}" for record in records]
    return found
