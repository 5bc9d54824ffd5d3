"""Which nodes have much in common with this one, and no tie to it yet; and how good a hint is that?

:mod:`~citygraph.questions.suggest.candidates` says which nodes are suggested,
:mod:`~citygraph.questions.suggest.shared` what two nodes have in common and how much that counts, and
:mod:`~citygraph.questions.suggest.evaluation` how well this finds hidden ties.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import Column, Naming, Parameter, Report
from citygraph.questions._columns import status, when
from citygraph.questions._measures import number
from citygraph.questions.suggest.candidates import Shared, Suggestion, Suggestions, TieBetween, suggestions_for
from citygraph.questions.suggest.evaluation import Evaluation, Measured, Predicted, evaluate

PANEL = "Understand"


def suggest(
    asked: Asked,
    name: Annotated[str, Parameter("The city, country or organization that looks for partners.", "NAME", names="node")],
    *,
    top: Annotated[int | None, Parameter("The first N.", "N", least=1)] = 10,
    **lens: Unpack[LensWords],
) -> Report[Suggestion, Suggestions]:
    """Which others have much in common with it, and no tie to it yet?

    Candidates abroad that share its partners, attend the same events, belong to the same networks, or are known for the
    same things; and their partners in its country. A thing that few nodes share counts for more than one that many
    share.

    [dim]citygraph suggest Iznik[/dim]

    [dim]citygraph suggest Jingdezhen --kind sister-city --country Germany[/dim]

    [dim]citygraph suggest --evaluate --kind sister-city[/dim]
    """
    seen, id = asked.lens(**lens), asked.resolve(name)
    found = suggestions_for(asked.view, id, seen, top=top)
    return Report(
        found,
        found.suggestions,
        tuple(_columns(found, asked.name)),
        remarks=tuple(_remarks(found, asked, through_a_lens=any(lens.values()))),
    )


def evaluate_suggestions(asked: Asked, **lens: Unpack[LensWords]) -> Report[Predicted, Evaluation]:
    """How well does what both ends have in common find hidden ties?"""
    found = evaluate(asked.view, asked.lens(**lens), progress=asked.progress)
    return Report(
        found,
        found.methods,
        tuple(_evaluation_columns(found)),
        remarks=tuple(_evaluation_in_words(found)) if asked.briefly else (),
    )


INSTEAD = {
    Parameter(
        "Without NAME: hide a tenth of all tied pairs, and measure how many of them it finds.", flag="--evaluate"
    ): evaluate_suggestions
}

# ------------------------------------------------------------------ suggestions


_NAMED = 3
"""The most things that a line names."""


def _columns(found: Suggestions, naming: Naming) -> Iterator[Column]:
    types = {row.type for row in found.suggestions}
    yield Column("rank", lambda row: str(row.rank))
    yield Column("id", lambda row: row.id, place="data")
    yield Column("name", lambda row: row.name, place="data")
    yield Column("type", lambda row: row.type, place="data")
    yield Column(next(iter(types)) if len(types) == 1 else "name", lambda row: naming(row.id), "bold", place="table")
    if len(types) > 1:
        yield Column("type", lambda row: row.type, "dim", place="table")
    yield Column("country", lambda row: row.country or "", "dim")
    yield Column("score", lambda row: number(row.score), place="table")
    yield Column("score", lambda row: str(row.score), place="data")
    yield Column("adamic_adar", lambda row: str(row.adamic_adar), place="data")
    yield Column("resource_allocation", lambda row: str(row.resource_allocation), place="data")
    if found.country:
        yield Column(f"partner in {found.country}", lambda row: _there(row, naming, _NAMED) or "none", place="table")
    yield Column("why", lambda row: "; ".join(_reasons(row.shared, naming)), place="data")
    yield Column("partners_there", lambda row: _there(row, naming), place="data")
    yield Column("already", lambda row: _ties(row.ties), place="data")
    yield Column("why", lambda row: "; ".join(_reasons(row.shared, naming, _NAMED)), place="below")
    yield Column("already", lambda row: _already(row, naming(found.id)), "yellow", place="below")


def _reasons(shared: tuple[Shared, ...], naming: Naming, most: int | None = None) -> Iterator[str]:
    """The things that two nodes have in common, in words; at most ``most`` of each sort by name."""

    def those(how: str) -> str:
        return _listed([(_thing(one, naming), one.rests_on) for one in shared if one.how == how], most)

    if partners := those("partner"):
        count = sum(one.how == "partner" for one in shared)
        yield f"share {count} {'partner' if count == 1 else 'partners'}: {partners}"
    for how, begins in (("known_for", "known for"), ("event", "at"), ("network", "in"), ("tie", "tied to")):
        if things := those(how):
            yield f"both {begins} {things}"


def _thing(one: Shared, naming: Naming) -> str:
    if one.id is None:
        return one.name
    return _in_list(one.name, naming(one.id)) + _in_brackets(tuple(map(naming, one.through)))


def _there(row: Suggestion, naming: Naming, most: int | None = None) -> str:
    return _listed([(_in_list(one.name, naming(one.id)), one.rests_on) for one in row.partners_there], most)


def _listed(things: list[tuple[str, tuple[str, ...]]], most: int | None) -> str:
    """Things that ties lead to, each with what its ties are that are no facts; once for all if that is the same."""
    alike = {rests_on for _, rests_on in things}
    if len(things) > 1 and len(alike) == 1 and (words := ", ".join(alike.pop())):
        return f"{_first([name for name, _ in things], most)} (all {words})"
    return _first([name + _in_brackets(rests_on) for name, rests_on in things], most)


def _in_brackets(words: tuple[str, ...]) -> str:
    return f" ({', '.join(words)})" if words else ""


def _already(row: Suggestion, asks: str) -> str:
    return f"already: {asks} {_ties(row.ties)}" if row.ties else ""


def _first(names: list[str], most: int | None = _NAMED) -> str:
    """The first of some names, and the number of the others."""
    left = len(names[most:]) if most is not None else 0
    return ", ".join(names[:most]) + (f" (+{left} more)" if left else "")


def _in_list(name: str, called: str) -> str:
    """A name in a list: ``Coventry (GB)`` for ``Coventry, GB``."""
    return name if called == name else f"{name} ({called.removeprefix(f'{name}, ')})"


def _ties(ties: Iterable[TieBetween]) -> str:
    """Ties without their ends: ``is a friendship city of, since 2001, active``."""
    return "; ".join(", ".join(filter(None, (tie.label, when(tie), status(tie)))) for tie in ties)


def _remarks(found: Suggestions, asked: Asked, *, through_a_lens: bool) -> Iterator[str]:
    name = asked.name
    if found.suggestions and asked.briefly:
        yield "score: the sum of 1 / ln k over all things in common, each shared by k nodes (Adamic-Adar)"
    if found.more:
        yield f"{len(found.suggestions):,} shown, and there are more; --top N shows the first N"
    if found.not_new:
        tied = _first([f"{name(one.id)} ({_ties(one.ties)})" for one in found.not_new])
        yield f"not suggested, since there is a record of a tie: {tied}"
    if found.at_home:
        names = _first([_in_list(one.name, name(one.id)) for one in found.at_home])
        yield f"not suggested, since also in {found.country}: {names}; --country {found.country} suggests these"
    if not found.things:
        yield f"{name(found.id)} has no such tie and no `known_for`: there is nothing to have in common"
    elif not found.suggestions:
        where = " abroad" if found.country else ""
        through = " through this lens" if through_a_lens else ""
        yield f"no other node{where} has anything in common with {name(found.id)}{through}"


# ------------------------------------------------------------------ how well they do


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


def _evaluation_in_words(found: Evaluation) -> Iterator[str]:
    """The meaning of the figures, line by line."""
    yield (
        f"in each of {found.rounds} rounds, {found.hidden:,} of {found.tied:,} tied pairs were hidden among "
        f"{found.untied:,} untied ones; ± is the standard deviation over the rounds"
    )
    yield "AUC: the probability that a hidden pair has a higher score than an untied one; 0.5 is chance"
    yield f"first {found.hidden:,}, first {found.first}: the share of hidden pairs among those with the highest scores"
    yield f"list of {found.listed}: how often a hidden partner is among the first {found.listed} suggested"
    yield (
        f"{_percent(found.reachable.mean)} % of the hidden pairs still have something in common; only the degree "
        "product can find the others"
    )
