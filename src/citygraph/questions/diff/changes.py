"""The changes from one graph to another: in the facts, not in the files.

Two graphs are compared record by record. The file of a record, and the order of records, keys, evidence and words in
lists make no change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from citygraph.domain import tie_rules
from citygraph.domain.kinds import Kind
from citygraph.domain.lens import Lens
from citygraph.domain.model import (
    SECTIONS,
    Key,
    ListOf,
    MapOf,
    ObservationRecord,
    RecordOf,
    Ref,
    SourcedRecord,
    StatementRecord,
    keys_of,
)
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_rules import Stage, stage
from citygraph.domain.tie_words import label, sentence
from citygraph.graph.interface import Attributes, Edge, ReadGraph, first_name
from citygraph.graph.tie_facts import Evidence, evidence_of, is_excluded, only_in_python
from citygraph.questions.ties import is_listed

POST = "holds-post"

CHANGES = (
    "added", "taken", "began", "took place", "resumed", "suspended", "ended", "left", "cancelled", "renamed", "changed",
    "attested", "removed",
)  # fmt: skip
"""The sorts of changes. *attested*: only a source or a quote is new. *added* and *removed* are about the files, all
others about the world."""

SUBJECTS = ("tie", "post", "statement", *NODE_TYPES, "source", "kind")
"""The things that can change, in reading order."""


class Field(NamedTuple):
    """One key of a record, with its value before and after; None if there is none. A dot separates keys within
    keys."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A ``change`` of one record. ``what`` is its type: a tie, post, statement, source, kind, or a type of node. A
    statement has no ``id``.

    ``name`` is the record's name; of a tie, how it reads. Only a tie or a post has ``from`` to ``on``, with the values
    after the change, or before it if the record is removed; and the ``stage``, which is what the tie is today.
    ``evidence`` is the new evidence; if the record is removed, its last. ``fields`` are the keys that differ; if the
    record is added or removed, all of its keys.
    """

    change: str
    what: str
    id: str | None
    name: str
    from_: str | None = None
    to: str | None = None
    kind: str | None = None
    label: str | None = None
    title: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    on: str | None = None
    stage: Stage | None = only_in_python(None)
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    fields: tuple[Field, ...]


Facts = dict[str, Any]
"""The values of a record, by key."""
Value = TypeVar("Value")


def changes_between(before: ReadGraph, after: ReadGraph, lens: Lens | None = None) -> list[Change]:
    """The changes from ``before`` to ``after``: ties first, then posts, statements, nodes, sources and kinds; each in
    the order of ``CHANGES``, then by ids.

    The lens has to admit a record before or after. A lens that asks for ties shows ties alone.
    """
    comparison = _RecordComparison(before, after, lens or Lens())
    found = [*comparison.ties()]
    if not comparison.lens.asks_for_ties:
        found += [*comparison.statements(), *comparison.nodes(), *comparison.sources(), *comparison.kinds()]
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[int, int, str, str, str]:
    place = SUBJECTS.index(change.what), CHANGES.index(change.change)
    return *place, change.id or "", change.name, _canonical(change.evidence)


class _RecordComparison:
    def __init__(self, before: ReadGraph, after: ReadGraph, lens: Lens) -> None:
        self.before = before
        self.after = after
        self.lens = lens
        self.today = lens.day

    # ---------------------------------------------------------------- ties and posts

    def ties(self) -> Iterator[Change]:
        for id, was, now in _side_by_side(self.before.graph["ties"].items(), self.after.graph["ties"].items()):
            if was and now and was[:2] == now[:2] and dict(was.data) == dict(now.data):
                continue
            if (was and self._shows(self.before, was)) or (now and self._shows(self.after, now)):
                yield from self._tie(id, was, now)

    def _shows(self, graph: ReadGraph, tie: Edge) -> bool:
        return self.lens.admits_tie(tie.data) and is_listed(graph, self.lens, tie.start, tie.end)

    def _tie(self, id: str, was: Edge | None, now: Edge | None) -> Iterator[Change]:
        graph, tie = (self.before, was) if now is None else (self.after, now)
        assert tie is not None
        kind: Kind = graph.graph["kinds"][tie.data["kind"]]
        post = kind.id == POST
        start, end = (graph.nodes[node]["name"] for node in (tie.start, tie.end))
        title = tie.data.get("title")
        stands = stage(tie.data, self.today)
        yield from self._compared(
            self._tie_facts(self.before, was),
            self._tie_facts(self.after, now),
            self._became_of_tie(was, now, post),
            what="post" if post else "tie",
            id=id,
            name=f"{start}, {title}, {end}" if post and title else sentence(start, kind, end, stands),
            from_=tie.start,
            to=tie.end,
            kind=kind.id,
            label=label(kind, "out", stands),
            stage=stands,
            title=title,
            **{key: tie.data[key] for key in ("status", "since", "until", "on")},
        )

    def _tie_facts(self, graph: ReadGraph, tie: Edge | None) -> Facts | None:
        if tie is None:
            return None
        said = {key: value for key, value in tie.data.items() if key not in _NOT_SAID_OF_A_TIE}
        return self._facts(graph, {"from": tie.start, "to": tie.end, **said})

    def _became_of_tie(self, was: Edge | None, now: Edge | None, post: bool) -> str | None:
        """The sort of a tie's change; None if it is a mere change of fields. A post is taken only if a source says that
        it is held: one that is unknown or disputed may not be."""
        if now is None:
            return "removed"
        new = stage(now.data, self.today)
        if was is None:
            return "taken" if post and new in _STANDS else "added"
        old = stage(was.data, self.today)
        if old is new or any({old, new} <= alike for alike in (_STANDS, _AHEAD, _OVER)):
            return None
        if post and new in _STANDS and not (old.is_open or old is Stage.SUSPENDED):
            return "taken"
        if new in _STANDS and not old.is_open:
            return "resumed" if old.is_over else "began"
        return "left" if post and new in _OVER else _BECAME.get(new)

    # ---------------------------------------------------------------- nodes, sources, kinds

    def nodes(self) -> Iterator[Change]:
        for id, was, now in _side_by_side(_sorted(self.before.nodes), _sorted(self.after.nodes)):
            node = was if now is None else now
            assert node is not None
            if was and now and was["type"] == now["type"] and was["record"] == now["record"]:
                continue
            if not ((was and self._shows_node(self.before, was)) or (now and self._shows_node(self.after, now))):
                continue
            old = None if was is None else self._facts(self.before, was["record"])
            new = None if now is None else self._facts(self.after, now["record"])
            became = None
            if was and now:
                became = "renamed" if first_name(was) != first_name(now) else None
                if was["type"] != now["type"]:
                    old, new = {**(old or {}), "is": was["type"]}, {**(new or {}), "is": now["type"]}
            yield from self._compared(old, new, became, what=node["type"], id=id, name=node["name"])

    def _shows_node(self, graph: ReadGraph, node: Attributes) -> bool:
        return self.lens.admits_node(node) and self._attests(graph, node["record"])

    def sources(self) -> Iterator[Change]:
        lens = self.lens
        if lens.asks_for_nodes:
            return
        pairs = _side_by_side(_sorted(self.before.graph["sources"]), _sorted(self.after.graph["sources"]))
        for id, was, now in pairs:
            if was != now and lens.sources.admits(id):
                yield from self._compared(
                    None if was is None else self._facts(self.before, was),
                    None if now is None else self._facts(self.after, now),
                    what="source",
                    id=id,
                    name=(now or was or {}).get("title", id),
                )

    def kinds(self) -> Iterator[Change]:
        if not self.lens.is_empty:
            return
        old: Mapping[str, Kind] = self.before.graph["kinds"]
        new: Mapping[str, Kind] = self.after.graph["kinds"]
        for id, was, now in _side_by_side(_sorted(old), _sorted(new)):
            if was != now:
                label = (new if now else old)[id].label
                yield from self._compared(_kind_facts(was), _kind_facts(now), what="kind", id=id, name=label)

    # ---------------------------------------------------------------- statements

    def statements(self) -> Iterator[Change]:
        """Changes of statements, which have no ids. Equal statements are paired first, then those that differ only in
        their evidence, then those with the same evidence; the others are new, or gone."""
        was, now = list(self._said(self.before)), list(self._said(self.after))
        pairs: list[tuple[Facts, Facts]] = []
        for alike in (_whole, _but_for_evidence, _evidence_alone):
            was, now, found = _paired(was, now, alike)
            pairs += found
        for old, new in pairs:
            yield from self._statement(old, new)
        for old in was:
            yield from self._statement(old, None)
        for new in now:
            yield from self._statement(None, new)

    def _said(self, graph: ReadGraph) -> Iterator[Facts]:
        lens = self.lens
        for id, statements in graph.graph["statements"].items():
            for statement in statements:
                if statement["by"] != id or is_excluded(graph, id, lens) or not self._attests(graph, statement):
                    continue
                around = (id, statement.get("at"), *statement.get("about", ()))
                if not lens.asks_for_nodes or any(
                    lens.admits_node(graph.nodes[node]) for node in around if node in graph.nodes
                ):
                    yield self._facts(graph, statement)

    def _statement(self, was: Facts | None, now: Facts | None) -> Iterator[Change]:
        graph, said = (self.before, was) if now is None else (self.after, now)
        assert said is not None

        def called(id: str) -> str:
            node = graph.nodes.get(id)  # its file may be unreadable
            return str(node["name"]) if node else id

        name = called(said["by"])
        if "at" in said:
            name += f" at {called(said['at'])}"
        if about := ", ".join(map(called, said.get("about", ()))):
            name += f" about {about}"
        yield from self._compared(was, now, what="statement", id=None, name=name, on=said.get("on"))

    # ---------------------------------------------------------------- what is said

    def _attests(self, graph: ReadGraph, record: Mapping[str, Any]) -> bool:
        """True if the lens asks for no sources, or the record has one that it asks for."""
        sources = self.lens.sources
        return not sources or sources.admits(*(item.source for item in evidence_of(graph, record, self.lens)))

    def _facts(self, graph: ReadGraph, record: Mapping[str, Any]) -> Facts:
        """The values of a record, one level deep, without nodes that the lens excludes."""
        facts: Facts = {}
        for key, value in record.items():
            if value is None or value in ([], {}):
                continue
            if key == "evidence":
                facts[key] = evidence_of(graph, record, self.lens)
            elif key == "history":
                facts[key] = [self._with_evidence(graph, entry) for entry in value]
            elif key == "observations":
                for figure in value:
                    said = self._with_evidence(graph, figure)
                    facts.setdefault(f"{key}.{_of_what(figure)}", []).append(said)
            elif key in declared().nested:
                inner = {f"{key}.{name}": self._named(graph, name, held) for name, held in value.items()}
                facts |= {name: held for name, held in inner.items() if held}
            elif (named := self._named(graph, key, value)) not in (None, []):
                facts[key] = named
        return facts

    def _with_evidence(self, graph: ReadGraph, record: Mapping[str, Any]) -> Facts:
        evidence = evidence_of(graph, record, self.lens)
        return {**record, "evidence": evidence} if evidence else {**record}

    def _named(self, graph: ReadGraph, key: str, value: Any) -> Any:
        """The value of a key, without the ids of nodes that the lens excludes."""
        if key not in declared().references or not self.lens.asks_for_nodes:
            return value
        if isinstance(value, list):
            return [id for id in value if not is_excluded(graph, id, self.lens)]
        return None if is_excluded(graph, value, self.lens) else value

    def _compared(
        self,
        was: Facts | None,
        now: Facts | None,
        became: str | None = None,
        **subject: Any,
    ) -> Iterator[Change]:
        """The change between two states of a record, if they differ; ``became`` is its sort, if the fields alone do not
        show it."""
        fields = tuple(_differences(was or {}, now or {}))
        if not fields and (was is None) == (now is None):
            return
        old, new = _evidence_in(was), _evidence_in(now)
        evidence = tuple(old if now is None else (item for item in new if item not in old))
        change = "added" if was is None else "removed" if now is None else "changed"
        if change == "changed" and [field.field for field in fields] == ["evidence"] and set(new) > set(old):
            change = "attested"
        sources = tuple(dict.fromkeys(item.source for item in evidence))
        yield Change(change=became or change, sources=sources, evidence=evidence, fields=fields, **subject)


_NOT_SAID_OF_A_TIE = frozenset({"group", "nature", "symmetric", "when"})
"""The attributes that an edge has from its kind, or from its event."""


_STANDS = {Stage.ACTIVE, Stage.DORMANT}
_AHEAD = {Stage.PROPOSED, Stage.PLANNED}
_OVER = {Stage.ENDED, Stage.OVER}
_BECAME = {
    Stage.SUSPENDED: "suspended",
    **dict.fromkeys(_OVER, "ended"),
    Stage.TOOK_PLACE: "took place",
    Stage.CANCELLED: "cancelled",
}
"""The change that each of these stages is, of a tie that was at another stage before. By its date a tie may have ended:
posts are often written so."""


def _kind_facts(kind: Kind | None) -> Facts | None:
    if kind is None:
        return None
    facts = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in kind._asdict().items()}
    facts |= {f"terms.{language}": list(words) for language, words in kind.terms.items()}
    return {key: value for key, value in facts.items() if key not in ("id", "terms") and value is not None}


# ------------------------------------------------------------------ comparing


class DeclaredKeys(NamedTuple):
    """Facts about keys from ``model``: the keys that hold ids of records, those that hold further keys, and their
    order."""

    references: frozenset[str]
    nested: frozenset[str]
    rank: Mapping[str, int]


@cache
def declared() -> DeclaredKeys:
    """:class:`DeclaredKeys` for the keys of all records."""
    keys: dict[str, Key] = {}
    for record in (*(section.record for section in SECTIONS), ObservationRecord, StatementRecord):
        keys |= keys_of(record).all
    for key in list(keys.values()):
        if isinstance(key.holds, RecordOf):
            keys |= keys_of(key.holds.type).all
    inner = {name: key.holds.item if isinstance(key.holds, ListOf) else key.holds for name, key in keys.items()}
    return DeclaredKeys(
        frozenset(name for name, holds in inner.items() if isinstance(holds, Ref)) - {"source"},
        frozenset(name for name, key in keys.items() if isinstance(key.holds, (MapOf, RecordOf))),
        {name: index for index, name in enumerate(sorted(keys, key=keys_of(SourcedRecord).all.__contains__))},
    )


def _differences(was: Facts, now: Facts) -> Iterator[Field]:
    rank = declared().rank

    def order(field: str) -> tuple[int, str]:
        return rank.get(field.partition(".")[0], len(rank)), field

    for field in sorted(was.keys() | now.keys(), key=order):
        before, after = was.get(field), now.get(field)
        if not _alike(field, before, after):
            yield Field(field, before, after)


_IN_ORDER = ("coordinates", "history", "notes")
"""The keys whose values have a meaningful order."""


def _canonical(value: Any) -> str:
    text: str = json.dumps(value, sort_keys=True)
    return text


def _alike(field: str, before: Any, after: Any) -> bool:
    if before == after:
        return True
    if field in _IN_ORDER or not (isinstance(before, (list, tuple)) and isinstance(after, (list, tuple))):
        return False
    return sorted(map(_canonical, before)) == sorted(map(_canonical, after))


def _of_what(figure: Mapping[str, Any]) -> str:
    """The property of a figure, and its time."""
    when = tie_rules.figure_time(figure)
    return f"{figure['property']} {when}" if when else str(figure["property"])


def _evidence_in(facts: Facts | None) -> list[Evidence]:
    """All evidence of a record, also of its figures and its history."""
    found = list((facts or {}).get("evidence", ()))
    for key, value in (facts or {}).items():
        if key == "history" or key.startswith("observations."):
            found += [item for entry in value for item in entry.get("evidence", ())]
    return list(dict.fromkeys(found))


def _sorted(values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    return ((id, values[id]) for id in sorted(values))


def _side_by_side(
    ones: Iterable[tuple[str, Value]], others: Iterable[tuple[str, Value]]
) -> Iterator[tuple[str, Value | None, Value | None]]:
    """The values of two mappings under each id; both are in order of ids."""
    left = ((id, 0, value) for id, value in ones)
    right = ((id, 1, value) for id, value in others)
    for id, found in groupby(merge(left, right, key=itemgetter(0)), key=itemgetter(0)):
        pair: list[Value | None] = [None, None]
        for _, side, value in found:
            pair[side] = value
        yield id, pair[0], pair[1]


# ------------------------------------------------------------------ statements, which have no ids


def _whole(statement: Facts) -> str:
    return _canonical({key: _canonical_list(key, value) for key, value in statement.items()})


def _but_for_evidence(statement: Facts) -> str:
    return _whole({key: value for key, value in statement.items() if key != "evidence"})


def _evidence_alone(statement: Facts) -> str:
    return _whole({"evidence": statement.get("evidence", ())}) if statement.get("evidence") else ""


def _canonical_list(key: str, value: Any) -> Any:
    unordered = isinstance(value, (list, tuple)) and key not in _IN_ORDER
    return sorted(map(_canonical, value)) if unordered else value


def _paired(
    was: Collection[Facts], now: Collection[Facts], alike: Callable[[Facts], str]
) -> tuple[list[Facts], list[Facts], list[tuple[Facts, Facts]]]:
    """The statements of each side that are left, and the pairs that are ``alike``. If several are alike, as many pairs
    as both sides have of them, provided that they are equal as a ``_whole``. Else none, since the pairs would be a
    guess."""
    old, new = _by(was, alike), _by(now, alike)
    pairs: list[tuple[Facts, Facts]] = []
    for key in old.keys() & new.keys():
        unsure = alike is not _whole and (len(old[key]) > 1 or len(new[key]) > 1)
        if key and not unsure:
            common = min(len(old[key]), len(new[key]))
            pairs += zip(old[key][:common], new[key][:common], strict=True)
            old[key], new[key] = old[key][common:], new[key][common:]
    return [*chain(*old.values())], [*chain(*new.values())], pairs


def _by(statements: Iterable[Facts], alike: Callable[[Facts], str]) -> dict[str, list[Facts]]:
    found: dict[str, list[Facts]] = {}
    for statement in statements:
        found.setdefault(alike(statement), []).append(statement)
    return found
