"""Whether the columns of a file are enough to know the node, or both ends, of each row."""

from __future__ import annotations

from itertools import islice

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headerless import which_has_the_name
from citygraph.imports.columns.targets import ENDS


def check_enough(draft: Draft) -> None:
    """Raise an error, or ask, if a row would be about nobody.

    Raises:
        OpenQuestions: if a table has no header.
        CityGraphError: if no column has the names.
    """
    targets = draft.targets
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        who = (f"{start}key", f"{start}name", prefix or "key")
        if (draft.spread and prefix == "to") or (prefix == "of" and draft.titles_name_places):
            continue
        if not any(target in who or target.startswith(f"{start}identifiers.") for target in targets):
            if draft.shape == "node" and all(name.isdigit() for name in draft.columns):
                raise OpenQuestions([which_has_the_name(draft.job.where, list(draft.columns.values()))])
            raise CityGraphError(_not_enough(draft, prefix, start))
    if draft.shape == "node" and _has_only_ids(draft, targets):
        raise CityGraphError(_not_enough(draft, "", ""))


def _has_only_ids(draft: Draft, targets: set[str]) -> bool:
    """Whether ids of a register would be names, though another column has texts. An item of Wikidata has a name
    there."""
    ids = {target for target in targets if target.startswith("identifiers.")}
    others = {"name", "key", *draft.said.map, *draft.said.set}
    if not ids or ids & {"identifiers.wikidata", *draft.said.map} or targets & others or draft.job.sort != "table":
        return False
    if any(target.startswith("names.") for target in targets):
        return False
    return any(column.sort == "texts" and name not in draft.uses for name, column in draft.columns.items())


def _not_enough(draft: Draft, prefix: str, start: str) -> str:
    shown = ", ".join(visible(name) for name in islice(draft.columns, 12)) + (" …" if len(draft.columns) > 12 else "")
    target = f"{start}name"
    if draft.shape == "tie" and prefix == "from" and (partner := draft.column_of("to")):
        samples = ", ".join(visible(text) for text in draft.columns[partner].first())
        return (
            f"{draft.job.where}: `{visible(partner)}` has the partners ({samples}), but no column says whose "
            f"partners they are; say it with --set from.name=NAME, or name a column with --map from.name=COLUMN; "
            f"the columns are {shown}"
        )
    ways = f"name one with --map {target}=COLUMN"
    if draft.shape == "tie":
        ways += f", or say who it is in all rows with --set {target}=NAME"
    if draft.shape == "node" and len(draft.columns) > 1:
        ways += "; if each row is a tie, name both ends with --map from.name=COLUMN --map to.name=COLUMN"
    return f"{draft.job.where}: no column has the `{target}`; the columns are {shown}; {ways}"
