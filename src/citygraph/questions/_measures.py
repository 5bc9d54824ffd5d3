"""Shared by the questions about the whole network: their parameters, and the words beside their figures."""

from collections.abc import Iterator

from citygraph.questions import Parameter
from citygraph.questions._counts import TieCounts

TOP = Parameter("The first N.", "N", least=0)
SIMPLE = Parameter("Count parallel ties as one, and no ties from a node to itself.")
EXACT = Parameter("Measure all of a large network, not a sample, even if it takes long.")


def number(value: float | None) -> str:
    """A figure for people: a whole number with commas between thousands, another with four significant digits."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.4g}"


def left_out(counts: TieCounts, within_country: int | None, without_country: int | None) -> Iterator[str]:
    """Remarks on the ties that count, and on the ties and nodes that a network leaves out."""
    if counted := counts.in_words():
        yield counted
    if within_country:
        yield f"left out: {within_country:,} {'tie' if within_country == 1 else 'ties'} within one country"
    if without_country:
        yield f"left out: {without_country:,} {'node' if without_country == 1 else 'nodes'} without a country"


def if_slow() -> str:
    """A hint on how to measure a large network in less time; empty if numpy and scipy are there."""
    from citygraph.questions.measures import has_arrays

    return "" if has_arrays() else "numpy and scipy would make that faster: pip install numpy scipy"
