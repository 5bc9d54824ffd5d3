"""Which standing ties has nobody heard of for years? :mod:`citygraph.domain.signs` says what counts as heard."""

from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import LIMIT, OF_NODE, Answer, Column, Naming, Parameter
from citygraph.questions._columns import said_of_ties, status
from citygraph.questions.asleep.between import Perhaps
from citygraph.questions.asleep.search import YEARS, Asleep, Sleeping, asleep_in

PANEL = "Look after the data"


def asleep(
    asked: Asked,
    node: Annotated[str | None, OF_NODE] = None,
    *,
    years: Annotated[int, Parameter("The years without a sign from which on a tie is asleep.", "N", least=0)] = YEARS,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Asleep]:
    """Which standing ties has nobody heard of for years?

    The ties that are active or dormant, but nothing was heard between their two ends for years: no source was
    published, no date is newer, and no other tie of the two, such as a visit, gives a sign of life. The longest silence
    comes first. Ties without any date come last, since nobody knows how long they have been silent.

    [dim]citygraph asleep Jingdezhen[/dim]

    [dim]citygraph asleep --years 10 --group agreement --country Germany[/dim]
    """
    seen = asked.lens(**lens)
    here = None if node is None else asked.end_or_country(node)
    found = asleep_in(asked.view, here, seen, years=years, limit=limit)
    return Answer(
        found.rows,
        _columns(asked.name),
        limit=limit,
        count=found.__len__,
        nothing=_nothing(found, f" of {asked.name(here)}" if here else "", years),
        is_no=True,
    )


# ------------------------------------------------------------------ words


def _columns(naming: Naming) -> list[Column]:
    return [
        Column("from", lambda row: naming(row.from_), style="bold"),
        Column("how", lambda row: row.label),
        Column("to", lambda row: naming(row.to), style="bold"),
        Column("silence", _silence, place="table"),
        Column("last heard", lambda row: row.heard or "", place="table"),
        Column("what", _what, style="dim", place="table"),
        Column("status", status, place="table"),
        Column("state", lambda row: row.state, place="data"),
        Column("silence", lambda row: "" if row.silence is None else str(row.silence), place="data"),
        Column("heard", lambda row: row.heard or "", place="data"),
        Column("sign", lambda row: row.sign or "", place="data"),
        Column("heard from", lambda row: row.heard_from or "", place="data"),
        Column("heard of", lambda row: row.heard_of or "", place="data"),
        Column("perhaps", lambda row: "; ".join(map(_of_perhaps, row.perhaps)), place="data"),
        Column("without date", lambda row: ", ".join(row.without_date), place="data"),
        Column("since", lambda row: row.since or "", place="data"),
        Column("until", lambda row: row.until or "", place="data"),
        Column("status", lambda row: row.status, place="data"),
        Column("held", lambda row: row.held or "", optional=True),
        Column("source", lambda row: ", ".join(row.sources), place="data"),
        Column("perhaps", _perhaps, style="dim", place="below"),
        *(column for column in said_of_ties(naming) if column.place == "data"),
    ]


def _silence(row: Asleep) -> str:
    if row.silence is None:
        return "not known" if row.perhaps else "nothing dated"
    years = "1 year" if row.silence == 1 else f"{row.silence} years"
    return f"perhaps {years}" if row.state == "perhaps" else years


_WORDS = {
    "seen": "it was seen",
    "began": "it began",
    "ended": "it ended",
    "signed": "it was signed",
    "approved": "it was approved",
    "status": "its status began",
    "figure": "a figure",
}


def _what(row: Asleep) -> str:
    if row.sign is None:
        return ""
    said = _WORDS.get(row.sign, row.sign)
    if row.heard_from:
        said = f"{row.heard_from}, read then" if row.sign == "read" else row.heard_from
    return f"{row.heard_of}: {said}" if row.heard_of else said


_PERHAPS = {
    "seen": "was perhaps seen",
    "began": "perhaps began",
    "took place": "perhaps took place",
    "ended": "perhaps ended",
    "signed": "was perhaps signed",
    "approved": "was perhaps approved",
    "status": "perhaps changed its status",
    "figure": "perhaps has a figure",
    "published": "was perhaps told of",
    "read": "was perhaps told of",
}


def _perhaps(row: Asleep) -> str:
    reasons = [*map(_of_perhaps, row.perhaps)]
    if row.state == "perhaps" and row.without_date:
        have = "has" if len(row.without_date) == 1 else "have"
        reasons.append(f"{', '.join(row.without_date)} {have} no date, and may be newer")
    return "; ".join(reasons)


def _of_perhaps(sign: Perhaps) -> str:
    is_a_day = len(sign.when) == len("2024-05-02")
    return f"{sign.tie or 'another tie'} {_PERHAPS[sign.what]} {'on' if is_a_day else 'in'} {sign.when}"


def _nothing(found: Sleeping, of: str, years: int) -> str:
    standing = found.standing
    if not standing and found.has_parts:
        return f"posts and parts are left out, and no other tie{of} is known to stand"
    if not standing:
        return f"no tie{of} is known to stand; `status: active` or `dormant` says that a tie does"
    each = "the only standing tie" if standing == 1 else f"each of {standing:,} standing ties"
    return f"nothing sleeps: something was heard of {each}{of} within {'a year' if years == 1 else f'{years} years'}"
