"""How large is the network, and what shape does it have? :mod:`citygraph.questions.measures.sizes` defines the
figures, and :mod:`citygraph.questions.measures.of_node` those of one node."""

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import BY_COUNTRY, Column, Naming, Parameter, Report
from citygraph.questions._counts import in_words
from citygraph.questions._measures import EXACT, SIMPLE, if_slow, left_out, number
from citygraph.questions.measures.of_node import NodeStats, statistics_of
from citygraph.questions.measures.sizes import Stats, statistics


class Statistic(NamedTuple):
    """One figure: its name, the part that it is ``of`` (empty if it is of all), its value, the value in words and its
    meaning."""

    name: str
    of: str
    value: int | float | None
    shown: str
    meaning: str


PANEL = "Understand"


def stats(
    asked: Asked,
    *,
    by_country: Annotated[bool, BY_COUNTRY] = False,
    simple: Annotated[bool, SIMPLE] = False,
    exact: Annotated[bool, EXACT] = False,
    **lens: Unpack[LensWords],
) -> Report[Statistic, Stats]:
    """How large is the network, how far apart are its cities, how tightly is it knit?

    Sizes, distances and shape of what the lens shows; each figure with its meaning. Ties count without direction.
    Plans, and what is over, count only with --status; a remark has their numbers.

    [dim]citygraph stats --type city[/dim]

    [dim]citygraph stats --kind sister-city --simple --format json[/dim]

    [dim]citygraph stats Jingdezhen[/dim]
    """
    found = statistics(
        asked.view,
        asked.lens(**lens),
        simple=simple,
        by_country=by_country,
        exact=exact,
        progress=asked.progress,
    )
    return Report(
        found,
        list(_in_brief(found)) if asked.briefly else [*_figures(found), *_breakdowns(found)],
        COLUMNS,
        remarks=tuple(left_out(found.counts, found.within_country, found.without_country)),
        hint_if_slow=if_slow(),
    )


OF_ONE = Parameter(
    "Only the figures of this node: its ties, its neighbors, how far away they are.", "NAME", names="node"
)


def stats_of(
    asked: Asked, node: Annotated[str | None, OF_ONE] = None, **lens: Unpack[LensWords]
) -> Report[Statistic, NodeStats]:
    """The figures of one node: its ties, its neighbors, their countries, and how far away they are."""
    found = statistics_of(asked.view, asked.resolve(node or ""), asked.lens(**lens))
    remarks = list(left_out(found.counts, None, None))
    if not found.has_coordinates:
        remarks.append(f"{found.name} has no coordinates, so no distance to it is known")
    if found.type == "country":
        remarks.append(f"these are its own ties; with those of its cities: citygraph ties {found.node} --by kind")
    return Report(found, list(_of_one(found, asked.name, briefly=asked.briefly)), COLUMNS, remarks=remarks)


INSTEAD = {OF_ONE: stats_of}

COLUMNS = (
    Column("figure", lambda row: row.name, place="data"),
    Column("of", lambda row: row.of, place="data"),
    Column("value", lambda row: "" if row.value is None else str(row.value), place="data"),
    Column("figure", lambda row: row.name.replace("_", " "), place="table"),
    Column("value", lambda row: row.shown, style="bold", place="table"),
    Column("in words", lambda row: row.meaning),
)

# ------------------------------------------------------------------ the rows


_IN_BRIEF = ("ties_by_kind", "ties_by_group", "ties_by_status")
_BREAKDOWNS = ("nodes_by_type", *_IN_BRIEF, "counted", "left_out")
_SAMPLE = ("looked_from", "mean_distance_error", "diameter_at_most", "radius_at_least")


def _figures(found: Stats) -> Iterator[Statistic]:
    for name, meaning in _meanings(found).items():
        yield Statistic(name, "", getattr(found, name), _shown(found, name), found.undefined.get(name, meaning))


def _breakdowns(found: Stats) -> Iterator[Statistic]:
    """The counts by type, kind, group and status, also of the ties that count and of the others; and the figures about
    the sample, if there is one."""
    for name in _BREAKDOWNS:
        for of, count in getattr(found, name).items():
            yield Statistic(name, of, count, number(count), "")
    if found.sampled:
        for of in _SAMPLE:
            value = getattr(found.sampled, of)
            yield Statistic("sampled", of, value, number(value), "")


def _in_brief(found: Stats) -> Iterator[Statistic]:
    """The figures; after the number of ties, one row for each breakdown of ties."""
    for row in _figures(found):
        yield row
        if row.name == "ties":
            for name in _IN_BRIEF:
                counts = getattr(found, name)
                said = ", ".join(f"{n:,} {what}" for what, n in counts.items())
                if name == "ties_by_status":  # for people in the words of what the ties are today
                    of = "of all: " if found.left_out else ""
                    said = of + in_words(found.counts.shown)
                if counts:
                    yield Statistic(name, "", None, "", said)


def _shown(found: Stats, name: str) -> str:
    value, sampled = getattr(found, name), found.sampled
    if sampled and name == "mean_distance":
        return f"{value:.4g} ± {sampled.mean_distance_error:.1g}"
    if sampled and name == "diameter" and value < sampled.diameter_at_most:
        return f"{value:,} – {sampled.diameter_at_most:,}"
    if sampled and name == "radius" and value > sampled.radius_at_least:
        return f"{sampled.radius_at_least:,} – {value:,}"
    return number(value)


def _of_one(found: NodeStats, naming: Naming, *, briefly: bool) -> Iterator[Statistic]:
    """The figures of a node; for people, a count by kind, type and so on is one row, for programs a row for each."""
    parts = {"ties": _IN_BRIEF, "neighbors": ("neighbors_by_type", "neighbors_by_country")}
    yield Statistic("node", found.node, None, found.name, ", ".join(filter(None, (found.type, found.country))))
    for name, meaning in (
        ("ties", "those that hold or took place, and those of which nobody says more"),
        ("neighbors", "nodes that these lead to, each once"),
    ):
        yield Statistic(name, "", getattr(found, name), number(getattr(found, name)), meaning)
        for part in parts[name]:
            counts = getattr(found, part)
            if not briefly:
                yield from (Statistic(part, of, count, number(count), "") for of, count in counts.items())
            elif counts:
                yield Statistic(part, "", None, "", _counts_in_words(part, counts, found))
    if not briefly:
        for part in ("counted", "left_out"):
            yield from (Statistic(part, of, n, number(n), "") for of, n in getattr(found, part).items())
        yield Statistic("without_country", "", found.without_country, number(found.without_country), "")
    several = found.neighbors - found.without_coordinates
    middle = "the only distance known" if several == 1 else f"the middle one of {several:,} known distances"
    for part, id, meaning in (
        ("nearest_km", found.nearest, naming(found.nearest) if found.nearest else ""),
        ("median_km", None, middle if found.nearest else ""),
        ("farthest_km", found.farthest, naming(found.farthest) if found.farthest else ""),
    ):
        km = getattr(found, part)
        if km is not None or not briefly:
            yield Statistic(part, id or "", km, number(km and round(km)), meaning)
    lost = found.without_coordinates
    if lost or not briefly:
        yield Statistic("without_coordinates", "", lost, number(lost), "neighbors of which nobody knows how far away")


def _counts_in_words(part: str, counts: Mapping[str, int], found: NodeStats) -> str:
    if part == "ties_by_status":
        return ("of all: " if found.left_out else "") + in_words(found.counts.shown)
    said = [f"{n:,} {_plural(what, n) if part == 'neighbors_by_type' else what}" for what, n in counts.items()]
    if part == "neighbors_by_country" and found.without_country:
        said.append(f"{found.without_country:,} in no country")
    return ", ".join(said)


# ------------------------------------------------------------------ their meaning, in words


_PLURALS = {"city": "cities", "country": "countries"}
_STRONG, _WEAK = 0.3, 0.05
"""The correlation from which on it counts as strong, and the one below which it counts as none."""


def _meanings(found: Stats) -> dict[str, str]:
    """The meaning of each figure, in reading order."""
    types = list(found.nodes_by_type)
    one = types[0] if len(types) == 1 else "node"
    many = _plural(one)
    records = sum(found.ties_by_kind.values())
    merged = found.ties != records
    left_out = sum(found.left_out.values())
    share = f"{100 * found.largest_component / found.nodes:.3g} % of all {many}" if found.nodes else ""
    return {
        "nodes": ", ".join(f"{count:,} {_plural(type, count)}" for type, count in found.nodes_by_type.items()),
        "ties": "; ".join(
            filter(
                None,
                (
                    f"parallel ones count as one, of {records:,}; the next rows count all" if merged else "",
                    f"{left_out:,} more do not count: they are plans, or over" if left_out else "",
                ),
            )
        ),
        "components": f"parts of the network with no tie between them; a {one} without ties is one, too",
        "largest_component": f"{many} in the largest component, {share}: ties lead from each to each other",
        "density": f"{_per(found.density)} of {many}, tied or not",
        "mean_degree": f"ties of a {one} on average",
        "max_degree": f"ties of the {one} with the most",
        "diameter": f"ties on the shortest path between the two {many} that are farthest apart",
        "radius": f"ties at most on the shortest path from the most central {one} to any other",
        "mean_distance": f"ties on the shortest path between two {many}, on average",
        "transitivity": f"in {100 * found.transitivity:.3g} of 100 cases, two neighbors of a {one} are tied to each "
        "other",
        "average_clustering": f"the same share for each {one}, then the mean: each {one} counts alike",
        "triangles": f"sets of three {many} that are all tied to each other",
        "assortativity": _mixing(found.assortativity, many),
    }


def _plural(type: str, count: int = 2) -> str:
    return type if count == 1 else _PLURALS.get(type, f"{type}s")


def _per(density: float) -> str:
    for pairs in (100, 10_000, 1_000_000):
        if density * pairs >= 1:
            break
    return f"{density * pairs:.3g} ties to every {pairs:,} pairs"


def _mixing(correlation: float | None, many: str) -> str:
    if correlation is None:
        return ""
    if abs(correlation) < _WEAK:
        return f"from -1 to 1: {many} with many ties are tied to {many} with many about as often as by chance"
    much = "much" if abs(correlation) >= _STRONG else "somewhat"
    like = "with many" if correlation > 0 else "with few"
    return f"from -1 to 1: {many} with many ties are tied to {many} {like} {much} more often than by chance"
