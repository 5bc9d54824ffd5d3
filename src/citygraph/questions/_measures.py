"""What the questions about the network as a whole share: their parameters, and the words beside their figures."""

from collections.abc import Iterator

from citygraph.questions import Parameter

TOP = Parameter("The first N.", "N", least=0)
SIMPLE = Parameter("Parallel ties are one, and those from a node to itself none.")
EXACT = Parameter("However long it takes: no sample of a large network, but all of it.")


def number(value: float | None) -> str:
    """A figure as people read it: whole numbers with their thousands apart, others with four digits that count."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.4g}"


def left_out(within_country: int | None, without_country: int | None) -> Iterator[str]:
    """What a network of countries leaves out."""
    if within_country:
        yield f"without {within_country:,} {'tie' if within_country == 1 else 'ties'} within one country"
    if without_country:
        yield f"without {without_country:,} {'node' if without_country == 1 else 'nodes'} of no country"


def if_slow() -> str:
    """What would make a measure of a large network take less time."""
    from citygraph.questions.measures import has_arrays

    return "" if has_arrays() else "numpy and scipy would make that faster: pip install numpy scipy"
