"""What does the network look like as a whole? :mod:`citygraph.questions.measures.sizes` says what each figure is."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import BY_COUNTRY, Column, Report
from citygraph.questions._measures import EXACT, SIMPLE, if_slow, left_out, number
from citygraph.questions.measures.sizes import Stats, statistics


class Statistic(NamedTuple):
    """One figure: its name, perhaps the part that it is ``of``, its value, that as people read it, and its meaning."""

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

    Sizes, distances and shape of what the lens shows, each figure with what it means. Ties count without direction.

    [dim]citygraph stats --type city[/dim]

    [dim]citygraph stats --kind sister-city --simple --format json[/dim]
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
        remarks=tuple(left_out(found.within_country, found.without_country)),
        hint_if_slow=if_slow(),
    )


COLUMNS = (
    Column("figure", lambda row: row.name, place="data"),
    Column("of", lambda row: row.of, place="data"),
    Column("value", lambda row: "" if row.value is None else str(row.value), place="data"),
    Column("figure", lambda row: row.name.replace("_", " "), place="table"),
    Column("value", lambda row: row.shown, style="bold", place="table"),
    Column("in words", lambda row: row.meaning),
)

# ------------------------------------------------------------------ the rows


_BREAKDOWNS = ("nodes_by_type", "ties_by_kind", "ties_by_group", "ties_by_status")
_SAMPLE = ("looked_from", "mean_distance_error", "diameter_at_most", "radius_at_least")


def _figures(found: Stats) -> Iterator[Statistic]:
    for name, meaning in _meanings(found).items():
        yield Statistic(name, "", getattr(found, name), _shown(found, name), found.undefined.get(name, meaning))


def _breakdowns(found: Stats) -> Iterator[Statistic]:
    """How many there are of each type, kind, group and status; and what is known of the sample, if there is one."""
    for name in _BREAKDOWNS:
        for of, count in getattr(found, name).items():
            yield Statistic(name, of, count, number(count), "")
    if found.sampled:
        for of in _SAMPLE:
            value = getattr(found.sampled, of)
            yield Statistic("sampled", of, value, number(value), "")


def _in_brief(found: Stats) -> Iterator[Statistic]:
    """The figures; each breakdown of ties is one row, after how many ties there are."""
    for row in _figures(found):
        yield row
        if row.name == "ties":
            for name in _BREAKDOWNS[1:]:
                counts = getattr(found, name)
                if counts:
                    yield Statistic(name, "", None, "", ", ".join(f"{count:,} {of}" for of, count in counts.items()))


def _shown(found: Stats, name: str) -> str:
    value, sampled = getattr(found, name), found.sampled
    if sampled and name == "mean_distance":
        return f"{value:.4g} ± {sampled.mean_distance_error:.1g}"
    if sampled and name == "diameter" and value < sampled.diameter_at_most:
        return f"{value:,} – {sampled.diameter_at_most:,}"
    if sampled and name == "radius" and value > sampled.radius_at_least:
        return f"{sampled.radius_at_least:,} – {value:,}"
    return number(value)


# ------------------------------------------------------------------ their meaning, in words


_PLURALS = {"city": "cities", "country": "countries"}
_STRONG, _WEAK = 0.3, 0.05
"""From which correlation on people would call it one, and up to which none."""


def _meanings(found: Stats) -> dict[str, str]:
    """What each figure says, in the order in which they are read."""
    types = list(found.nodes_by_type)
    one = types[0] if len(types) == 1 else "node"
    many = _plural(one)
    records = sum(found.ties_by_kind.values())
    merged = found.ties != records
    share = f"{100 * found.largest_component / found.nodes:.3g} % of all {many}" if found.nodes else ""
    return {
        "nodes": ", ".join(f"{count:,} {_plural(type, count)}" for type, count in found.nodes_by_type.items()),
        "ties": f"parallel ones taken for one, of {records:,}; below, all are counted" if merged else "",
        "components": f"parts of the network that no tie joins to each other; a {one} without ties is one, too",
        "largest_component": f"{many} in the largest of them, {share}: each can be reached from each over ties",
        "density": f"{_per(found.density)} of {many}, tied or not",
        "mean_degree": f"ties that a {one} has on average",
        "max_degree": f"ties that the {one} with most of them has",
        "diameter": f"ties lie between the two {many} that are farthest apart, on the shortest way",
        "radius": f"ties at most lead from the most central {one} to any other",
        "mean_distance": f"ties lie between two {many} on average, on the shortest way",
        "transitivity": f"in {100 * found.transitivity:.3g} of 100 cases two that are tied to the same {one} are tied "
        "to each other",
        "average_clustering": f"the same for each {one} by itself, and then the mean: small ones count like large ones",
        "triangles": f"three {many} of which each is tied to both others",
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
        return f"from -1 to 1: {many} with many ties are tied to those with many about as often as chance has it"
    much = "much" if abs(correlation) >= _STRONG else "somewhat"
    like = "with many" if correlation > 0 else "with few"
    return f"from -1 to 1: {many} with many ties are tied to those {like} {much} more than chance has it"
