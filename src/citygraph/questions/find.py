"""Which record is it? A search over all names, in any spelling and script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.names import Name, Names
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import ReadGraph, ends
from citygraph.graph.resolve import describe
from citygraph.questions import LIMIT, Answer, Column, Parameter
from citygraph.questions._columns import WHAT_IT_IS, name_columns


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One record with the text in one of its names. ``matched`` is that name, and ``how`` its role in the record (id,
    name, alias, a language tag, identifier, subject)."""

    id: str
    name: str
    type: str
    country: str | None
    matched: str
    how: str


PANEL = "Ask"


def find(
    asked: Asked,
    text: Annotated[str, Parameter("A part of a name, in any spelling and script.", "TEXT")],
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[FoundRecord]:
    """Which record is it? Searches names, aliases, language forms, identifiers and what things are known for.

    [dim]citygraph find silk[/dim]

    [dim]citygraph find ceramic --type city[/dim]
    """
    found = list(search(asked.view, text, asked.lens(**lens)))
    return Answer(found, _COLUMNS, limit=limit, nothing=f"nothing here is called {text!r}", is_no=not found)


_COLUMNS = (
    Column("id", lambda row: row.id),
    *name_columns(lambda row: row.id),
    *WHAT_IT_IS,
    Column("matched", lambda row: row.matched),
    Column("how", lambda row: row.how, style="dim"),
)


def search(graph: ReadGraph, text: str, lens: Lens | None = None) -> Iterator[FoundRecord]:
    """Every node and source with ``text`` in one of its names, or that is known for it. The closest come first: the
    whole name, its beginning, the beginning of a word, inside a word. If there is none, records with a name of similar
    spelling."""
    lens = lens or Lens()
    index: Names = graph.graph["names"]
    best: dict[str, tuple[int, int, str, str, Name]] = {}
    for rank, name in index.search(text):
        candidate = (rank, _HOW.get(name.how, 3), name.id, name.text, name)
        if name.id not in best or candidate < best[name.id]:
            best[name.id] = candidate
    if best:
        names = [found[-1] for found in sorted(best.values())]
    else:
        names = [Name(id, describe(graph, id)[0], "spelled alike") for id in index.near(text, limit=10)]
    for name in names:
        called, type, country = describe(graph, name.id)
        node = graph.nodes.get(name.id)
        if lens.is_empty or (node is not None and lens.admits_node(node) and _has_tie(graph, name.id, lens)):
            yield FoundRecord(name.id, called, type, country, name.text, name.how)


def _has_tie(graph: ReadGraph, id: str, lens: Lens) -> bool:
    """True if the lens asks for no ties, or the node has a tie that it asks for."""
    asked = lens.asks_for_ties or lens.asks_for_words
    return not asked or any(lens.admits_tie(end.data) for end in ends(graph, id))


_HOW = {"name": 0, "alias": 1, "id": 2}
