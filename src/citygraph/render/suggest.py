"""Suggestions, each with its reason in a line, and how well such suggestions do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from citygraph.questions import Column
from citygraph.questions._measures import number
from citygraph.render.plain import as_json
from citygraph.render.tables import write_rows

if TYPE_CHECKING:
    from citygraph.questions.suggest import Shared, Suggestion, Suggestions, TieBetween
    from citygraph.questions.suggest.evaluation import Evaluation, Measured, Predicted

    Called = Callable[[str], str]

_NAMED = 3
"""How many of several are named in a line."""


def write_suggestions(found: Suggestions, format: str, called: Called) -> None:
    """Write suggestions to standard output. ``called`` gives the name of an id."""
    if format == "json":
        sys.stdout.write(as_json(found) + "\n")
    else:
        write_rows(found.suggestions, list(_columns(found, called)), format)


def _columns(found: Suggestions, called: Called) -> Iterator[Column]:
    types = {row.type for row in found.suggestions}
    yield Column("rank", lambda row: str(row.rank))
    yield Column("id", lambda row: row.id, place="data")
    yield Column("name", lambda row: row.name, place="data")
    yield Column("type", lambda row: row.type, place="data")
    yield Column(next(iter(types)) if len(types) == 1 else "name", lambda row: called(row.id), "bold", place="table")
    if len(types) > 1:
        yield Column("type", lambda row: row.type, "dim", place="table")
    yield Column("country", lambda row: row.country or "", "dim")
    yield Column("score", lambda row: number(row.score), place="table")
    yield Column("score", lambda row: str(row.score), place="data")
    yield Column("adamic_adar", lambda row: str(row.adamic_adar), place="data")
    yield Column("resource_allocation", lambda row: str(row.resource_allocation), place="data")
    if found.country:
        yield Column(f"partner in {found.country}", lambda row: _there(row, called, _NAMED) or "none", place="table")
    yield Column("why", lambda row: why(row, called), place="data")
    yield Column("partners_there", lambda row: _there(row, called), place="data")
    yield Column("already", lambda row: "; ".join(map(in_words, row.ties)), place="data")
    yield Column("why", lambda row: why(row, called, _NAMED), place="below")
    yield Column("already", lambda row: _already(row, called(found.id)), "yellow", place="below")


def why(row: Suggestion, called: Called, most: int | None = None) -> str:
    """What two have in common, in a line; at most so many things of a sort by name."""
    return "; ".join(_reasons(row.shared, called, most))


def _reasons(shared: tuple[Shared, ...], called: Called, most: int | None) -> Iterator[str]:
    def those(how: str) -> str:
        return named([_thing(one, called) for one in shared if one.how == how], most)

    if partners := those("partner"):
        count = sum(one.how == "partner" for one in shared)
        yield f"share {count} {'partner' if count == 1 else 'partners'}: {partners}"
    for how, begins in (("known_for", "known for"), ("event", "at"), ("network", "in"), ("tie", "tied to")):
        if things := those(how):
            yield f"both {begins} {things}"


def _thing(one: Shared, called: Called) -> str:
    if one.id is None:
        return one.name
    through = f" ({', '.join(map(called, one.through))})" if one.through else ""
    return in_list(one.name, called(one.id)) + through


def named(names: list[str], most: int | None = _NAMED) -> str:
    """The first of some names, and how many more there are."""
    left = len(names[most:]) if most is not None else 0
    return ", ".join(names[:most]) + (f" (+{left} more)" if left else "")


def in_list(name: str, called: str) -> str:
    """What something is called among others: ``Coventry (GB)`` for ``Coventry, GB``."""
    return name if called == name else f"{name} ({called.removeprefix(f'{name}, ')})"


def _there(row: Suggestion, called: Called, most: int | None = None) -> str:
    return named([in_list(one.name, called(one.id)) for one in row.partners_there], most)


def _already(row: Suggestion, asks: str) -> str:
    return f"already: {asks} " + "; ".join(map(in_words, row.ties)) if row.ties else ""


def in_words(tie: TieBetween) -> str:
    """A tie, without its ends: ``is a friendship city of, active since 2001``."""
    return f"{tie.label}, {tie.status}" + (f" since {tie.since}" if tie.since else "")


# ------------------------------------------------------------------ how well they do


def write_evaluation(found: Evaluation, format: str) -> None:
    """Write how well suggestions do to standard output."""
    if format == "json":
        sys.stdout.write(as_json(found) + "\n")
    else:
        write_rows(found.methods, list(_evaluation_columns(found)), format)


def _evaluation_columns(found: Evaluation) -> Iterator[Column]:
    yield Column("method", lambda row: row.method, "bold")
    for key, title in (
        ("auc", "AUC"),
        ("precision", f"first {found.hidden:,}"),
        ("first", f"first {found.first}"),
        ("listed", f"list of {found.listed}"),
    ):
        yield Column(title, _shown(key), place="table")
        yield Column(key, _exactly(key, "mean"), place="data")
        yield Column(f"{key}_spread", _exactly(key, "spread"), place="data")


def _exactly(key: str, part: str) -> Callable[[Predicted], str]:
    return lambda row: str(getattr(getattr(row, key), part))


def _shown(key: str) -> Callable[[Predicted], str]:
    def cell(row: Predicted) -> str:
        value: Measured = getattr(row, key)
        certain = row.method == "chance"
        if key == "auc":
            return f"{value.mean:.3f}" + ("" if certain else f" ± {value.spread:.3f}")
        return _percent(value.mean) + (" %" if certain else f" ± {_percent(value.spread)} %")

    return cell


def _percent(share: float) -> str:
    return f"{100 * share:.1f}" if share >= 0.001 or not share else f"{100 * share:.1g}"


def evaluation_in_words(found: Evaluation) -> Iterator[str]:
    """What the figures say, line by line."""
    yield (
        f"{found.rounds} times, {found.hidden:,} of {found.tied:,} pairs that are tied were hidden among "
        f"{found.untied:,} that are not; ± is the standard deviation between the times"
    )
    yield "AUC: how likely a hidden pair has a higher score than one that is not tied; 0.5 is chance, 1 always"
    yield f"first {found.hidden:,}, first {found.first}: of so many pairs with the highest scores, how many were hidden"
    yield f"list of {found.listed}: how often a hidden partner is among the first {found.listed} suggested"
    yield (
        f"{_percent(found.reachable.mean)} % of the hidden pairs have anything left in common; of the others only the "
        "degree product can tell"
    )
