"""The countries of a graph as a graph of its own, for ``export --by country``.

It is given a graph and a lens. It gives a graph with a node for each country, and counts of the ties between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

from citygraph.domain import tie_words
from citygraph.domain.countries import country_name
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Stage
from citygraph.graph.admitted import admitted
from citygraph.graph.interface import Attributes, Degree, Edge, ReadGraph, country_records, edge, node, numbered

WITHIN = "ties within one country"
NOWHERE = "ties to what is in no country"

Sums = tuple[float, float, float]


class CountryGraph:
    """A :class:`citygraph.graph.interface.ReadGraph` whose nodes are the countries of the shown nodes; their ids are
    the country codes.

    All ties between two countries of one kind that are the same today (see
    :class:`citygraph.domain.tie_rules.Stage`) are one tie here. Of a kind with a direction, these are only the ties
    that lead the same way. ``ties`` is their number, and the label says what they are: ``is a sister city of
    (5 active)``. If a country has no record with coordinates, it lies in the middle of its
    nodes. ``left_out`` counts the ties within one country, and the ties with an end in no country.
    """

    def __init__(self, graph: ReadGraph, lens: Lens) -> None:
        by_number = numbered(graph)
        all_ties = admitted(by_number, lens)
        shown = [lens.admits_node(about) for _, about in all_ties.nodes]
        there = [about["country"] for _, about in all_ties.nodes]
        records = country_records(graph)
        codes = sorted(set(compress(there, shown)) - {None})
        places: dict[str, Sums] = {}
        for (one, _), code in compress(zip(all_ties.nodes, there, strict=True), shown):
            if code and code not in records:
                _add(places, code, graph.nodes[by_number.id(one)])
        self.nodes: Mapping[str, Attributes] = {
            code: _country(code, graph.nodes[records[code]] if code in records else None, places.get(code))
            for code in codes
        }
        self.left_out: Counter[str] = Counter()
        kinds = graph.graph["kinds"]
        counts: Counter[tuple[str, str, str, str, Stage]] = Counter()
        for one, other, alike, count in all_ties.among(shown).between_countries():
            if one is None or other is None:
                self.left_out[NOWHERE] += count
            elif one == other:
                self.left_out[WITHIN] += count
            else:
                pair = sorted((one, other)) if kinds[alike.kind].symmetric else (one, other)
                counts[*pair, alike.kind, *alike.standing] += count
        ties = {}
        for (one, other, kind, status, stands), count in sorted(counts.items(), key=_in_order):
            label = f"{tie_words.label(kinds[kind], 'out', stands)} ({count:,} {stands.word})"
            said = {"status": status, "stage": stands, "evidence": [], "ties": count, "label": label}
            ties[f"{kind}.{one}.{other}.{stands.word.replace(' ', '-')}"] = Edge(
                one, other, edge(said, kinds[kind], lambda: None)
            )
        self.graph: Mapping[str, Any] = {
            "kinds": kinds,
            "ties": ties,
            **{what: {} for what in ("sources", "names", "countries", "statements", "citations", "parts")},
        }
        self.adj, self.pred = self._beside(0, 1), self._beside(1, 0)
        self.degree: Degree = Counter(end for tie in ties.values() for end in tie[:2])

    def _beside(self, here: int, there: int) -> dict[str, dict[str, dict[str, Attributes]]]:
        found: dict[str, dict[str, dict[str, Attributes]]] = {code: {} for code in self.nodes}
        for id, tie in self.graph["ties"].items():
            found[tie[here]].setdefault(tie[there], {})[id] = tie.data
        return found

    @property
    def remarks(self) -> Iterable[str]:
        """What the graph leaves out: a line for each kind of tie, with its number."""
        return (f"without {what} ({count:,})" for what, count in sorted(self.left_out.items()))


def _country(code: str, recorded: Attributes | None, sums: Sums | None) -> Attributes:
    if recorded is not None:
        return recorded
    name = country_name(code) or code
    return node("country", name, code, _middle(sums) if sums else (None, None), {"name": name})


def _in_order(item: tuple[tuple[str, str, str, str, Stage], int]) -> tuple[str, ...]:
    (one, other, kind, _, stands), _ = item
    return kind, one, other, stands.word


def _add(places: dict[str, Sums], code: str, at: Attributes) -> None:
    if at["lat"] is not None and at["lon"] is not None:
        x, y, z = places.get(code, (0.0, 0.0, 0.0))
        lat, lon = radians(at["lat"]), radians(at["lon"])
        places[code] = (x + cos(lat) * cos(lon), y + cos(lat) * sin(lon), z + sin(lat))


def _middle(sums: Sums) -> tuple[float, float]:
    x, y, z = sums
    return round(degrees(atan2(z, hypot(x, y))), 4), round(degrees(atan2(y, x)), 4)
