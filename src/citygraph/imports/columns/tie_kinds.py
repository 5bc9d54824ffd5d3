"""Which kind the ties of a file are: a column says it, the user says it, or it is asked."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import ENDS

SISTER_CITY = "sister-city"
"""The kind of ties of which nobody says anything else."""
OF_A_FLOW = frozenset((
    "origin", "destination", "from", "to", "source", "target", "reporter", "partner", "exporter", "importer",
    "departure", "arrival", "dep", "arr", "orig", "dest", "start", "end", "sender", "receiver",
))  # fmt: skip
"""Names of columns that say that something goes from one end to the other."""
_KINDS_OF_FLOWS = {
    "--kind trades-with": "trade between both",
    "--new-kind exports-to:economy:directed": "exports, which have a direction",
    "--new-kind connected-to:exchange:directed": "traffic, which has a direction",
}
"""Options for kinds that a question about flows offers, with words for them."""
_KINDS_OF_TOWNS = {
    SISTER_CITY: "sister cities", "friendship-city": "friendship cities", "cooperation-agreement": "cooperation",
}  # fmt: skip
"""Kinds that a question about words of a register offers, with words for them."""
_MOST_WORDS = 6
"""How many words, or kinds, a question names."""
_FEW_ROWS = 0.2
"""The share of rows that may be refused for a word, before the word is asked about."""


def check_kind(draft: Draft) -> None:
    """Nobody has to say that partner towns are sister cities; but freight from port to port is no twinning."""
    if draft.shape != "tie" or draft.job.has_kind or "kind" in draft.targets:
        return
    ends = [draft.column_of(side) for side in ENDS["tie"]]
    flows = any(ends) and all(not name or _is_of_a_flow(name) for name in ends)
    amounts = [
        name
        for name, column in draft.columns.items()
        if column.sort == "numbers" and not draft.is_of_an_end(name) and not _is_an_id(name)
    ]
    types = [draft.constants.get(f"{side}.type", draft.type) for side in ENDS["tie"]]
    rows = draft.job.survey.first[:SHOWN]
    samples = tuple(" → ".join(row.get(name, "") for name in ends if name) for row in rows)
    if flows and amounts and draft.job.sort == "table":
        readings = tuple(Reading(says, option) for option, says in _KINDS_OF_FLOWS.items())
        what = f"`{ends[0]}`, `{ends[1]}` and `{amounts[0]}` do not say what kind of tie each row is"
        draft.questions.append(Question(draft.job.where, what, readings, samples))
    elif types[0] not in draft.job.kinds[SISTER_CITY].starts or types[1] not in draft.job.kinds[SISTER_CITY].ends:
        fits = [kind for kind in draft.job.kinds.values() if types[0] in kind.starts and types[1] in kind.ends]
        fits.sort(key=lambda kind: len(kind.starts) * len(kind.ends))  # what is for few is most likely meant
        readings = tuple(Reading(kind.label, f"--kind {kind.id}") for kind in fits[:_MOST_WORDS])
        what = (f"no column says what kind of tie from {types[0]} to {types[1]} each row is; "
                "`citygraph kinds` lists all kinds")  # fmt: skip
        draft.questions.append(Question(draft.job.where, what, readings, samples))
    else:
        draft.says.append(f"{draft.job.where}: no column says the kind of the ties: they are `{SISTER_CITY}`; "
                         "--kind names another")  # fmt: skip


def check_words_for_kinds(draft: Draft) -> None:
    """A word for a kind that nobody knows is open for all rows that have it. If those are few, they are refused,
    and the others go in."""
    columns = [name for name in draft.found.get("kind", ()) if name in draft.columns]
    if draft.shape != "tie" or len(columns) != 1:
        return
    known = draft.said.kinds
    called = draft.job.kinds.called
    column = draft.columns[columns[0]]
    words = [text for text in column.texts if text not in known and len(called(text)) != 1]
    if sum(column.counts[word] for word in words) > _FEW_ROWS * draft.job.survey.rows:
        shown = words[:_MOST_WORDS]
        readings = tuple(
            Reading(says, " ".join(f"--kind {shlex.quote(f'{word}={kind}')}" for word in shown))
            for kind, says in _KINDS_OF_TOWNS.items()
        )
        more = f" and {len(words) - len(shown)} more" if len(words) > len(shown) else ""
        what = (f"`{columns[0]}`: {', '.join(f'`{word}`' for word in shown)}{more}: what kind of tie is this? "
                "`citygraph kinds` lists all kinds")  # fmt: skip
        draft.questions.append(Question(draft.job.where, what, readings))


def _is_of_a_flow(header: str) -> bool:
    """True if a header says that something goes from one end to the other: from airport to airport, say."""
    meaning = meaning_of(header)
    return header.lower() in OF_A_FLOW or (meaning is not None and meaning.thing == "place")


def _is_an_id(header: str) -> bool:
    return header.lower().endswith((" id", "_id"))
