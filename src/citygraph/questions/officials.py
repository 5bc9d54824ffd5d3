"""Who holds which public post?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.tie_words import inflected
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import End, ReadGraph, ends
from citygraph.questions import Answer, Column, Naming, Parameter
from citygraph.questions._columns import name_columns, tie_columns
from citygraph.questions.ties import Tie, is_listed, tie_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Tie):
    """A public post: an official (``from_``) holds ``title`` at a place (``to``)."""

    name: str
    of: str
    seen: str | None


PANEL = "Ask"


def officials(
    asked: Asked,
    place: Annotated[str | None, Parameter("Only posts there, also in its council.", "CITY", names="node")] = None,
    **lens: Unpack[LensWords],
) -> Answer[Post]:
    """Who holds which public post?

    [dim]citygraph officials Osh[/dim]
    """
    seen, id = asked.lens(**lens), None if place is None else asked.resolve(place)
    found = list(posts_of(asked.view, id, seen))
    nothing = "there are no such posts"
    if seen.is_empty and not found:
        at = f" at {asked.name(id)}" if id else ""
        nothing = f"no post{at} is written down; an official tells of them under `posts:`"
    return Answer(found, _columns(asked.name), nothing=nothing, is_no=True)


def _columns(naming: Naming) -> list[Column]:
    return [
        *name_columns(lambda row: row.from_),
        Column("how", lambda row: inflected("holds", row.stage), place="table"),
        Column("post", lambda row: row.title or ""),
        Column("of", lambda row: row.of),
        Column("seen", lambda row: row.seen or ""),
        *tie_columns(naming),
    ]


def posts_of(graph: ReadGraph, node: str | None = None, lens: Lens | None = None) -> Iterator[Post]:
    """The public posts that officials hold or held, in order of the ties' ids. For a person, their posts. For a place,
    also the posts in its parts, as its council. All posts if ``node`` is None."""
    lens = lens or Lens()
    if node is None:
        held: Iterable[tuple[str, End]] = (
            (start, End(end, tie, "out", data))
            for tie, (start, end, data) in graph.graph["ties"].items()
            if data["kind"] == "holds-post"
        )
    else:
        by_id = {
            end.tie: (here, end) if end.direction == "out" else (end.node, End(here, end.tie, "out", end.data))
            for here in _with_parts(graph, node)
            for end in ends(graph, here)
            if end.data["kind"] == "holds-post"
        }
        held = (post for _, post in sorted(by_id.items()))
    for official, end in held:
        if lens.admits_tie(end.data) and is_listed(graph, lens, official, end.node):
            name, of = graph.nodes[official]["name"], graph.nodes[end.node]["name"]
            yield Post(**tie_fields(graph, official, end, lens), name=name, of=of, seen=end.data.get("seen"))


def _with_parts(graph: ReadGraph, place: str) -> set[str]:
    found, todo = {place}, [place]
    while todo:
        for end in ends(graph, todo.pop(), "toward"):
            if end.data["kind"] == "part-of" and end.node not in found:
                found.add(end.node)
                todo.append(end.node)
    return found
