"""What needs a second look? :mod:`citygraph.questions.review.reasons` lists the reasons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords, filter_of, one_of
from citygraph.questions import FORMATS as USUAL
from citygraph.questions import Column, Formats, Parameter, Report
from citygraph.questions.review.findings import MONTHS, Finding, FindingsByReason, findings_of, placed
from citygraph.questions.review.reasons import REASONS

PANEL = "Look after the data"
FLAGS = {"exit_code": "Exit with 1 if there is a finding."}
FORMATS: Formats = (
    (*USUAL[0], "github"),
    "table, tsv, csv, json, or github for annotations; by default a table in a terminal, tsv in a pipe.",
)
_MOST = 5
"""The findings that a table shows for each reason, if the user asks for no number."""


class Review(Report[Finding, tuple[FindingsByReason, ...]]):
    """The findings as rows; ``data`` has them by reason, with the number of each."""

    @property
    def total(self) -> int:
        return sum(those.count for those in self.data)

    def __len__(self) -> int:
        return sum(len(those.findings) for those in self.data)


def review(
    asked: Asked,
    node: Annotated[
        str | None,
        Parameter(
            "Only what concerns this node; a country or a region with all that lies in it.", "NAME", names="node"
        ),
    ] = None,
    *,
    reason: Annotated[
        Iterable[str],
        Parameter(
            "Only for this reason. Repeat for any of several; '!REASON' for all but it.", "REASON", names="reason"
        ),
    ] = (),
    months: Annotated[
        int, Parameter("The age in months from which on a tie or post counts as not confirmed.", "N", least=0)
    ] = MONTHS,
    limit: Annotated[
        int | None,
        Parameter("At most N for each reason; without this and --reason, 5 in a table.", "N", least=0),
    ] = None,
    **lens: Unpack[LensWords],
) -> Review:
    """What needs a second look?

    `citygraph check` finds mistakes; this finds what is doubtful: plans whose day has passed, ties that no source has
    confirmed for long or that only one side reports, agreements that run out, records that look like the same thing,
    sources that contradict each other. Each finding has its place.

    Reasons: plan-passed, runs-out, contradiction, look-alike, one-side, not-confirmed, one-source, undated-source,
    no-coordinates, no-identifier; docs/review.md explains each.

    [dim]citygraph review[/dim]

    [dim]citygraph review Jingdezhen --reason not-confirmed --months 12[/dim]

    [dim]citygraph review --reason plan-passed --reason runs-out --format github[/dim]
    """
    seen = asked.lens(**lens)
    wanted = filter_of(reason, one_of(REASONS, "reason"))
    some = asked.briefly and limit is None and not wanted
    found = findings_of(
        asked.view,
        None if node is None else asked.end_or_country(node),
        seen,
        reasons=[reason for reason in REASONS if wanted.admits(reason)],
        months=months,
        limit=_MOST if some else limit,
        progress=asked.progress,
    )
    where = asked.places({finding.where for those in found for finding in those.findings})
    by_reason = tuple(those for those in placed(found, where) if those.count)
    remarks = [in_numbers(by_reason) or f"nothing needs a second look{'' if seen.is_empty else ' through this lens'}"]
    if some and any(those.count > _MOST for those in by_reason):
        remarks.append(f"the first {_MOST} of each reason are shown; --reason REASON shows all of one")
    rows = [finding for those in by_reason for finding in those.findings]
    return Review(by_reason, rows, tuple(_columns()), remarks=remarks)


def in_numbers(found: Sequence[FindingsByReason]) -> str:
    """The number of findings for each reason, in a line; empty if there are none."""
    counts = [f"{those.reason} {those.count:,}" for those in found if those.count]
    total = sum(those.count for those in found)
    return f"{total:,} to look at: {', '.join(counts)}" if counts else ""


def _columns() -> Iterator[Column]:
    for key in ("reason", "of", "id", "other", "from_", "to", "kind", "status", "when"):
        yield Column(key.removesuffix("_"), _field(key))
    yield Column("sources", lambda row: ", ".join(row.sources))
    for key in ("message", "file", "line", "column"):
        yield Column(key, _field(key))


def _field(key: str) -> Callable[[Finding], str]:
    def cell(row: Finding) -> str:
        value = getattr(row, key)
        return "" if value is None else str(value)

    return cell
