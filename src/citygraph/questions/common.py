"""Which partners, networks and events do several nodes share?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Unpack, get_args

from citygraph.domain.kinds import Vocabulary
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import End, ReadGraph
from citygraph.graph.reach import reached
from citygraph.questions import LIMIT, NODE, Answer, Column, Naming, Parameter
from citygraph.questions._columns import WHAT_IT_IS
from citygraph.questions._thirds import (
    SECTIONS,
    Section,
    decisive,
    different_nodes,
    doubt_of,
    in_words,
    may_hold,
    plain,
    section_of,
)
from citygraph.questions.neighbors import Neighbor, neighbor

Sharing = Literal["all", "perhaps all", "all but one", "perhaps all but one", "fewer"]
_ORDER: tuple[Sharing, ...] = get_args(Sharing)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNode:
    """A node to which all of the given nodes have a tie, or, of three and more, all but one. ``ties`` are the ties of
    each given node to it, by the id of the given node.

    ``shared_by`` is *all* if each of them has a tie to it that is in force or took place; *perhaps all* if nobody can
    say that of some. It is *fewer* if too many of them have only plans, or ties that are over."""

    shared_by: Sharing
    section: Section
    id: str
    name: str
    type: str
    country: str | None
    ties: dict[str, tuple[Neighbor, ...]]


PANEL = "Ask"


def common(
    asked: Asked,
    one: Annotated[str, Parameter(NODE.help, "X", names="node")],
    other: Annotated[str, Parameter("Another node.", "Y", names="node")],
    *more: Annotated[str, Parameter("More nodes.", "Z…", names="node")],
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[SharedNode]:
    """Which partners, networks and events do these share?

    First what all of them share, then what all but one do. Plans and ties that are over do not count. For two nodes,
    `compare` also shows what only one of them has.

    [dim]citygraph common Iznik Osh Troyan[/dim]

    [dim]citygraph common Iznik Osh --group agreement[/dim]
    """
    seen, ids = asked.lens(**lens), different_nodes(asked, one, other, *more)
    found = common_of(asked.view, ids, seen)
    names = [asked.name(id) for id in ids]
    return Answer(
        found,
        list(_columns(ids, names, asked.name)),
        limit=limit,
        nothing=_nothing(names),
        is_no=not found,
        remarks=["none of these is known to be shared by all"] if found and found[0].shared_by != "all" else (),
    )


def common_of(graph: ReadGraph, given: Sequence[str], lens: Lens | None = None) -> list[SharedNode]:
    """The nodes to which all of the ``given`` ones (two or more ids, all different) have a tie that the lens shows; of
    three and more, also those to which all but one have one that is neither planned nor over. In the order of
    :data:`Sharing`, then of sections and of names. The given nodes are not among them."""
    lens, kinds = lens or Lens(), graph.graph["kinds"]
    ties: dict[str, dict[str, list[End]]] = {}
    for id in given:
        for _, _, end in reached(graph, id, lens, 1):
            if end.node not in given:
                ties.setdefault(end.node, {}).setdefault(id, []).append(end)
    found = []
    for node, by_given in ties.items():
        if len(by_given) < _least(given):
            continue
        told = {id: tuple(neighbor(graph, end, lens) for end in by_given.get(id, ())) for id in given}
        shared = _shared([decisive(rows, kinds) for rows in told.values()])
        if shared != "fewer" or all(told.values()):
            found.append(_row(shared, node, told, kinds))
    return sorted(found, key=_in_order)


def _least(given: Sequence[str]) -> int:
    """To how many of the given nodes a node must have ties."""
    return max(2, len(given) - 1)


def _shared(ties: Sequence[Sequence[Neighbor]]) -> Sharing:
    """Who shares a node, from the ties of each of the given nodes that decide."""
    every = len(ties)
    sure = sum(bool(rows) and not doubt_of(rows) for rows in ties)
    perhaps = sum(any(map(may_hold, rows)) for rows in ties)
    if perhaps == every:
        return "all" if sure == every else "perhaps all"
    if perhaps == every - 1 > 1:
        return "all but one" if sure == perhaps else "perhaps all but one"
    return "fewer"


def _row(shared: Sharing, node: str, ties: dict[str, tuple[Neighbor, ...]], kinds: Vocabulary) -> SharedNode:
    every = [tie for rows in ties.values() for tie in rows]
    it = every[0]
    return SharedNode(
        shared_by=shared,
        section=section_of(it.type, every, kinds),
        id=node,
        name=it.name,
        type=it.type,
        country=it.country,
        ties=ties,
    )


def _in_order(row: SharedNode) -> tuple[int, int, str, str]:
    return _ORDER.index(row.shared_by), SECTIONS.index(row.section), row.name.casefold(), row.id


# ------------------------------------------------------------------ words

_BESIDE = 3
"""The most given nodes that have a column each in a table. The ties of more stand below the row."""


def _columns(ids: Sequence[str], names: Sequence[str], naming: Naming) -> Iterator[Column]:
    yield Column("shared by", lambda row: row.shared_by, place="data")
    yield Column("section", lambda row: row.section, place="data")
    yield Column("id", lambda row: row.id, place="data")
    yield Column("name", lambda row: row.name, place="data")
    yield Column("name", lambda row: naming(row.id), style="bold", place="table")
    yield from WHAT_IT_IS
    yield Column("shared by", lambda row: row.shared_by, place="table")
    if len(ids) <= _BESIDE:
        yield from (_beside(id, name) for id, name in zip(ids, names, strict=True))
    else:
        yield Column("ties", lambda row: "\n".join(_below(row, dict(zip(ids, names, strict=True)))), place="below")
    yield from (_of(id) for id in ids)
    yield Column("source", lambda row: ", ".join(_sources(row)), place="data")


def _beside(id: str, name: str) -> Column:
    return Column(name, lambda row: "\n".join(map(in_words, row.ties[id])) or "–", place="table")


def _of(id: str) -> Column:
    return Column(id, lambda row: plain(row.ties[id]), place="data")


def _below(row: SharedNode, names: dict[str, str]) -> Iterator[str]:
    return (f"{names[id]}: {'; '.join(map(in_words, ties)) or '–'}" for id, ties in row.ties.items())


def _sources(row: SharedNode) -> Iterator[str]:
    return iter(dict.fromkeys(source for ties in row.ties.values() for tie in ties for source in tie.sources))


def _nothing(names: Sequence[str]) -> str:
    *first, last = names
    have = "all have such a tie, or all but one" if first[1:] else "both have such a tie"
    return f"no node is known to which {', '.join(first)} and {last} {have}"
