"""A path through given nodes: its legs, one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from citygraph.questions import Naming
from citygraph.questions.path.search import Path


def joined(legs: Sequence[Path]) -> Path:
    """The path over all legs, each of which begins where the one before it ends."""
    distances = [leg.km for leg in legs if leg.km is not None]
    return Path(
        sum(leg.length or 0 for leg in legs),
        sum(leg.parallel for leg in legs),
        tuple(hop for leg in legs for hop in leg.hops),
        tuple(sorted({word for leg in legs for word in leg.rests_on})),
        km=round(sum(distances), 1) if distances else None,
    )


def said_of(path: Path, naming: Naming) -> Iterator[str]:
    """Remarks on a path through given nodes, or by distance."""
    steps = list(dict.fromkeys((hop.from_, hop.to) for hop in path.hops))
    times = Counter([*(one for one, _ in steps[:1]), *(other for _, other in steps)])
    twice = [naming(node) for node, count in times.items() if count > 1]
    if twice:
        yield f"this path goes more than once through {', '.join(twice)}"
    if path.km is not None:
        yield f"{path.km:,.0f} km in all, along the great circles between the places"
