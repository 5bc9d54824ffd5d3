"""What rests on a source: the citations in a record, and all citations of one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from citygraph.domain import tie_rules
from citygraph.graph.interface import Attributes


class Citation(NamedTuple):
    """One citation of a source: ``what`` rests on it (a tie, statement, type of node, the status of a tie, or the
    property of a figure), the ``id`` of its record, the ``quote``, and the id of the speaker (``by``). ``detail`` is
    the figure in words, and ``is_in_tie`` is true if the record is a tie."""

    what: str
    id: str
    quote: str | None
    by: str | None
    detail: str
    is_in_tie: bool

    @property
    def attests_tie(self) -> bool:
        """True if a tie, or its status, rests on the source; a figure alone says nothing of that."""
        return self.is_in_tie and not self.detail


class Citations(list[Citation]):
    """All citations of one source."""

    @property
    def counts(self) -> tuple[int, int]:
        """The number of citations, and that of the ties that rest on the source."""
        return len(self), len({citation.id for citation in self if citation.attests_tie})


def citations_in(what: str, id: str, record: Attributes) -> Iterator[tuple[str, Citation]]:
    """The citations in a record, each after the id of its source. ``what`` is the type of the record: a type of node,
    tie, statement."""

    def cite(what: str, evidence: Iterable[Attributes], detail: str = "") -> Iterator[tuple[str, Citation]]:
        for item in evidence:
            yield item["source"], Citation(what, id, item["quote"], item["by"], detail, is_in_tie)

    is_in_tie = what == "tie"
    yield from cite(what, record.get("evidence", ()))
    for observation in record.get("observations", ()):
        yield from cite(observation["property"], observation["evidence"], _figure_in_words(observation))
    for entry in record.get("history", ()):
        yield from cite("status", entry.get("evidence", ()))


def _figure_in_words(observation: Attributes) -> str:
    when = tie_rules.figure_time(observation)
    return f"{observation.get('value', 0):,}" + (f" ({when})" if when else "")
