"""What is written in records: every text that is no name of a node, and who says it.

:data:`TEXTS` lists the keys of records with texts. A test compares it with :mod:`citygraph.domain.model`, so that no
key is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from citygraph.domain.sought_words import LooseSearch, SoughtWords
from citygraph.domain.terms import NODE_TYPES
from citygraph.graph.interface import Attributes, Edge, ReadGraph

_OF_NODES = {"tags": "tag", "notes": "notes"}
_OF_SOURCES = {
    "title": "title", "type": "type", "authors": "author", "contributors": "contributor", "publisher": "publisher",
    "url": "url", "archive_url": "archive url", "licence": "licence", "files": "file",
}  # fmt: skip
TEXTS: dict[str, dict[str, str]] = {
    "city": {"known_for": "known for", "level": "level", **_OF_NODES},
    "country": _OF_NODES,
    "official": _OF_NODES,
    "organization": {"type": "type", **_OF_NODES},
    "event": {"type": "type", **_OF_NODES},
    "tie": {
        "title": "title", "called": "called", "subject": "subject", "form": "form", "role": "role",
        "end_reason": "end reason", **_OF_NODES,
    },
    "statement": _OF_NODES,
    "source": {**_OF_SOURCES, "passages": "passage", **_OF_NODES},
    "observation": {"property": "property", "unit": "unit", **_OF_NODES},
}  # fmt: skip
"""The keys of each type of record with texts, and what one of these is called."""
OF_SOURCES = frozenset(_OF_SOURCES.values())
"""The texts of a source that say what it is; its others are words that somebody wrote."""
WRITTEN_IN = (*NODE_TYPES, "tie", "statement", "source")
"""The types of records in which texts are looked for."""


class Passage(NamedTuple):
    """One text of a record: what it is (``field``: quote, notes, title …), and of a quote, the ids of its source and
    its speaker, and the ``status`` that the source gives to the tie; these are None if unknown."""

    field: str
    text: str
    source: str | None = None
    by: str | None = None
    status: str | None = None


class WrittenRecord:
    """A record with texts: its ``type`` and ``id``; of a statement, which has no id, that of its speaker. A store reads
    what the files say of it, and the ``edge`` of a tie, only if somebody asks for it."""

    __slots__ = ("_edge", "_record", "id", "type")

    def __init__(
        self,
        type: str,
        id: str,
        record: Attributes | Callable[[], Attributes],
        edge: Edge | Callable[[], Edge] | None = None,
    ) -> None:
        self.type, self.id = type, id
        self._record, self._edge = record, edge

    @property
    def record(self) -> Attributes:
        """What the files say of it."""
        return self._record() if callable(self._record) else self._record

    @property
    def edge(self) -> Edge | None:
        """The tie, if it is one."""
        return self._edge() if callable(self._edge) else self._edge

    @property
    def passages(self) -> Iterator[Passage]:
        """Its texts, those without words left out."""
        return _passages(self.type, self.record)


def _passages(type: str, record: Attributes) -> Iterator[Passage]:
    for item in record.get("evidence", ()):
        if quote := item["quote"]:
            yield Passage("quote", quote, item["source"], item["by"], item.get("status"))
    texts = TEXTS[type]
    if not texts.keys().isdisjoint(record):
        for key, field in texts.items():
            if (said := record.get(key)) is not None:
                yield from (Passage(field, text) for text in _texts(key, said) if text)
    for inner, items in (("observation", "observations"), ("tie", "history")):
        for item in record.get(items, ()):
            yield from _passages(inner, item)


def _texts(key: str, said: Any) -> Iterable[str]:
    if isinstance(said, str):
        return (said,)
    return (free_text(said),) if key == "notes" else said  # the names of files are the keys of their digests


def free_text(value: Any) -> str:
    """Free data as text: short items on one line, long ones on a line each."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {free_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        items = [free_text(item) for item in value]
        return (", " if all(len(item) < 40 and "\n" not in item for item in items) else "\n").join(items)
    return "" if value is None else str(value)


def writings(graph: ReadGraph, sought: SoughtWords, types: Iterable[str] = WRITTEN_IN) -> Iterator[WrittenRecord]:
    """The records of these types that may have all the words: nodes, ties, statements, sources. A store looks for them
    without reading each record; other graphs give all records."""
    search = LooseSearch(sought.words)
    own: Callable[[LooseSearch, Iterable[str]], Iterator[WrittenRecord]] | None = getattr(graph, "writings", None)
    return own(search, types) if own else _all(graph, frozenset(types))


def _all(graph: ReadGraph, types: frozenset[str]) -> Iterator[WrittenRecord]:
    for id, node in graph.nodes.items():
        if node["type"] in types:
            yield WrittenRecord(node["type"], id, node["record"])
    if "tie" in types:
        for id, edge in graph.graph["ties"].items():
            yield WrittenRecord("tie", id, edge.data, edge)
    if "statement" in types:
        for id, several in graph.graph["statements"].items():
            yield from (WrittenRecord("statement", id, said) for said in several if said["by"] == id)
    if "source" in types:
        for id, source in graph.graph["sources"].items():
            yield WrittenRecord("source", id, source)
