"""Finds the record that a text names: from the text that a user types to the id of a record."""

from __future__ import annotations

from collections.abc import Collection

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import Names, other_way_round
from citygraph.domain.terms import NODE_TYPES
from citygraph.graph.interface import ReadGraph


class UnknownName(CityGraphError):
    """No record has this name. ``candidates`` are the ids of records with the most similar names; ``way_out`` is a line
    that says what else can be done, where a caller knows one."""

    def __init__(self, text: str, candidates: Collection[str], way_out: str = "") -> None:
        super().__init__(f"nothing here is called `{text}`")
        self.candidates = tuple(candidates)
        self.way_out = way_out


class AmbiguousName(CityGraphError):
    """Several records have this name: ``candidates`` are their ids."""

    def __init__(self, text: str, candidates: Collection[str]) -> None:
        super().__init__(f"`{text}` can be {len(candidates)} things")
        self.candidates = tuple(candidates)


def resolve(graph: ReadGraph, text: str, types: Collection[str] = NODE_TYPES) -> str:
    """The id of the record of one of ``types`` that ``text`` names: by its id; by a name, alias or language form in any
    spelling; or by an identifier (``Q84``, ``wikidata:Q84``). A country or type after a comma tells namesakes apart:
    ``Springfield, US``. The id of a tie without direction may name its ends in any order. A name that one node shares
    with sources alone is that of the node: a list of partners is often called like its town.

    Raises:
        UnknownName: if no such record has this name.
        AmbiguousName: if several do.
    """
    index: Names = graph.graph["names"]

    def called(name: str) -> list[str]:
        if "tie" in types:
            ties = graph.graph["ties"]
            turned = other_way_round(name)
            if name in ties:
                return [name]
            if turned is not None and turned in ties and ties[turned].data["symmetric"]:
                return [turned]
        return index.lookup(name, lambda record: describe(graph, record)[1] in types)

    found = called(text)
    name, comma, qualifier = text.rpartition(",")
    if not found and comma:
        found = [id for id in called(name.strip()) if _is_of(graph, id, qualifier.strip())]
    if len(found) > 1:
        nodes = [id for id in found if describe(graph, id)[1] != "source"]
        found = nodes if len(nodes) == 1 else found
    if len(found) > 1:
        raise AmbiguousName(text, found)
    if not found:
        near = [id for id in index.near(text, limit=10) if describe(graph, id)[1] in types]
        raise UnknownName(text, near[:5], _runs_otherwise(graph, text) if "tie" in types else "")
    return found[0]


def _runs_otherwise(graph: ReadGraph, text: str) -> str:
    """The way out if a text is the id of a tie with a direction, its ends the other way round; else empty."""
    turned = other_way_round(text)
    if turned is None or turned not in graph.graph["ties"]:
        return ""
    start, end, _ = graph.graph["ties"][turned]
    return f"did you mean `{turned}`? It leads from `{start}` to `{end}`"


def describe(graph: ReadGraph, id: str) -> tuple[str, str, str | None]:
    """Name, type and country of a node or a source.

    Raises:
        KeyError: if there is no record with that id.
    """
    node = graph.nodes.get(id)
    if node is not None:
        return node["name"], node["type"], node["country"]
    return graph.graph["sources"][id].get("title", id), "source", None


def _is_of(graph: ReadGraph, id: str, qualifier: str) -> bool:
    _, type, country = describe(graph, id)
    if qualifier.casefold() in (type, (country or "").casefold()):
        return True
    return country is not None and country == country_of(graph, qualifier)


def country_of(graph: ReadGraph, text: str) -> str | None:
    """The ``country`` of the nodes in a country, from its code, its name, or the name or id of its record; None if
    there is no such country."""
    index: Names = graph.graph["names"]
    recorded = index.lookup(text, lambda record: describe(graph, record)[1] == "country")
    if len(recorded) == 1:
        country: str = graph.nodes[recorded[0]]["country"]
        return country
    from citygraph.domain.countries import code_of

    return code_of(text)
