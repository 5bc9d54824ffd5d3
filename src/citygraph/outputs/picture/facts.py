"""The facts that a picture shows: the nodes and ties of a part of a graph, their counts, and the texts about them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from citygraph.domain import tie_rules
from citygraph.domain.dates import in_words
from citygraph.domain.geo import Position
from citygraph.domain.kinds import Kind
from citygraph.domain.lens import Lens
from citygraph.domain.names import isolated, visible
from citygraph.domain.terms import GROUPS, NODE_TYPES
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, in_brackets, label
from citygraph.graph.citations import citations_in
from citygraph.graph.interface import ReadGraph
from citygraph.outputs.attributes import Facts, Format
from citygraph.outputs.figure import SCOPE, in_order
from citygraph.outputs.part import Part
from citygraph.outputs.style import MOST_MARKS, StatusStyle, status_style, without_marks

_FORMAT = Format("SVG", (), ())
"""A picture carries no attributes."""

Word = TypeVar("Word", str, Stage)

PLURALS = dict(zip(NODE_TYPES, ("cities", "countries", "officials", "organizations", "events"), strict=True))


class DrawnNode(NamedTuple):
    """A node: ``place`` is its longitude and latitude, ``ties`` the number of drawn ties that end at it."""

    id: str
    name: str
    type: str
    country: str | None
    place: Position | None
    ties: int
    sources: frozenset[str]

    @property
    def words(self) -> str:
        """The text for a reader who points at the node."""
        known = ", ".join(filter(None, (self.type, self.country)))
        return f"{self.name} ({known}): {counted(self.ties, 'tie')}"


class DrawnTie(NamedTuple):
    """A tie. ``is_sure`` is False if it only possibly held at the time of the lens. ``words`` is the text for a reader
    who points at it."""

    id: str
    start: str
    end: str
    group: str
    status: str
    stage: Stage
    is_directed: bool
    is_sure: bool
    words: str
    sources: frozenset[str]

    @property
    def ends(self) -> tuple[str, str]:
        """Its ends in order of ids."""
        return (self.start, self.end) if self.start <= self.end else (self.end, self.start)


class DrawnPath(NamedTuple):
    """A path to bring out: the ids of its nodes, and of the tie from each to the next, in order."""

    nodes: Sequence[str]
    ties: Sequence[str]


class PictureFacts(NamedTuple):
    """Everything that a picture shows: nodes by id and ties, both in order of ids. ``beside`` are the nodes that it
    only names, and ``lost`` is the number of ties that end at those. It emphasizes the nodes of ``accent``; if it has a
    ``path``, all that is not on it is faint."""

    nodes: Mapping[str, DrawnNode]
    ties: Sequence[DrawnTie]
    beside: Sequence[DrawnNode] = ()
    lost: int = 0
    accent: Collection[str] = ()
    path: DrawnPath | None = None

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The groups of the ties, with the number of ties of each."""
        return _in_order(GROUPS, (tie.group for tie in self.ties))

    @property
    def stages(self) -> list[tuple[Stage, int]]:
        """What the ties are today, with the number of ties of each stage; what holds comes first."""
        return _in_order([*LOOKS], (tie.stage for tie in self.ties))

    @property
    def unmarked(self) -> list[tuple[Stage, int]]:
        """The stages whose marks are left out because there would be too many, with the number of ties of each."""
        left_out = without_marks(dict(self.stages), MOST_MARKS)
        return [(stage, count) for stage, count in self.stages if stage in left_out]

    @property
    def styles(self) -> dict[Stage, StatusStyle]:
        """How the ties of each stage are drawn; what holds comes first."""
        styles = {stage: status_style(stage) for stage, _ in self.stages}
        return styles | {stage: styles[stage]._replace(mark="") for stage, _ in self.unmarked}

    @property
    def types(self) -> list[tuple[str, int]]:
        """The types of the nodes, with the number of nodes of each."""
        return _in_order(NODE_TYPES, (node.type for node in (*self.nodes.values(), *self.beside)))

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of all nodes and ties, the most cited first."""
        counts = Counter(source for node in (*self.nodes.values(), *self.beside) for source in node.sources)
        counts.update(source for tie in self.ties for source in tie.sources)
        return sorted(counts, key=lambda source: (-counts[source], source))

    def only(self, drawn: Callable[[DrawnNode], object]) -> PictureFacts:
        """The subject with only the ``drawn`` nodes; the others move to ``beside``."""
        here = {id: node for id, node in self.nodes.items() if drawn(node)}
        ties = [tie for tie in self.ties if tie.start in here and tie.end in here]
        beside = [node for node in self.nodes.values() if node.id not in here]
        lost = len(self.ties) - len(ties)
        return self._replace(nodes=_with_counts(here.values(), ties), ties=ties, beside=beside, lost=lost)


def subject_of(graph: ReadGraph, lens: Lens, among: Collection[str] | None) -> PictureFacts:
    """The part of a graph that the lens shows, or shows ``among`` some nodes."""
    part = Part(graph, lens, _FORMAT, among)
    nodes = [_node(part, id, facts) for id, facts in part.nodes()]
    names = {node.id: node.name for node in nodes}
    ties = [
        DrawnTie(
            id,
            start,
            end,
            facts["group"],
            facts["status"],
            stage := part.stage(facts),
            not facts["symmetric"],
            lens.held(facts) != "possibly",
            _words(names[start], names[end], part.kinds[facts["kind"]], facts, stage, lens.day),
            _sources("tie", id, facts),
        )
        for id, start, end, facts in part.ties()
    ]
    return PictureFacts(_with_counts(nodes, ties), ties)


def _node(part: Part, id: str, facts: Facts) -> DrawnNode:
    country = facts["country"]
    shown = country if country and len(country) == 2 else None  # others are ids of records
    return DrawnNode(id, visible(facts["name"]), facts["type"], shown, part.place(id), 0, _sources("node", id, facts))


def _sources(what: str, id: str, facts: Facts) -> frozenset[str]:
    return frozenset(source for source, _ in citations_in(what, id, facts))


def _with_counts(nodes: Iterable[DrawnNode], ties: Iterable[DrawnTie]) -> dict[str, DrawnNode]:
    """Nodes by id, each with the number of these ties that end at it."""
    counts = Counter(end for tie in ties for end in {tie.start, tie.end})
    return {node.id: node._replace(ties=counts[node.id]) for node in nodes}


def _in_order(words: Sequence[Word], found: Iterable[Word]) -> list[tuple[Word, int]]:
    counts = Counter(found)
    return [(word, counts[word]) for word in words if counts[word]]


def _words(start: str, end: str, kind: Kind, facts: Facts, stage: Stage, today: datetime.date) -> str:
    """The tie as a sentence, with when it held and what it is today, if the sentence does not say that."""
    word = stage.word if in_brackets(kind, "out", stage) else ""
    when = in_words(tie_rules.when(facts), facts.get("since"), facts.get("until"), today, is_plan=stage.is_plan)
    known = ", ".join(filter(None, (when, word)))
    return visible(f"{start} {label(kind, 'out', stage)} {end}" + (f" ({known})" if known else ""))


def counted(number: int, what: str) -> str:
    """``1 tie``, ``1,200 ties``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def scope(subject: PictureFacts, lens: Lens, ego: str | None, hops: int) -> str:
    """The line below the title: the path, the numbers of ties and nodes, the ego, and the lens."""
    nodes = counted(len(subject.nodes), "node")
    from_ = subject.nodes[ego].name if ego else "the path" if subject.path else ""
    said = {
        "path": "; ".join(_path_in_words(subject)),
        "counts": f"{counted(len(subject.ties), 'tie')} between {nodes}" if subject.ties else nodes,
        "near": f"up to {counted(hops, 'hop')} from {from_}" if from_ else "",
        "filters": "; ".join(lens.in_words()),
    }
    return "; ".join(in_order(SCOPE, said))


_LONGEST_IN_SCOPE = 40
"""The most characters of a name in the line that tells of a path: the statuses that follow must have room."""


def _path_in_words(subject: PictureFacts) -> Iterator[str]:
    """``Iznik – Jingdezhen – Osh, 2 ties: active, unknown``, with what each tie is today, in order."""
    if subject.path is None:
        return
    names = [subject.nodes[id].name for id in subject.path.nodes]
    short = [name if len(name) <= _LONGEST_IN_SCOPE else f"{name[: _LONGEST_IN_SCOPE - 1]}…" for name in names]
    path = " – ".join(map(isolated, short))
    ties = {tie.id: tie for tie in subject.ties}
    walked = [ties[id] for id in subject.path.ties]
    words = [tie.stage.word + ("" if tie.is_sure else ", possibly held then") for tie in walked]
    runs = [(word, len([*run])) for word, run in groupby(words)]
    said = ", ".join(word if count == 1 else f"{count} {word}" for word, count in runs)
    yield f"{path}, {counted(len(walked), 'tie')}: {said}"
