"""A column that says in which direction a flow goes: France imports from Germany what leads from Germany to France."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.mapping import FlowColumn
from citygraph.imports.values.flow_directions import FlowDirection, flow_direction

DIRECTION = "direction"
"""What such a column becomes in the plan."""
_MOSTLY = 0.9


def find_flows(draft: Draft) -> None:
    """Find the column of the directions of flows in a table of ties. It is nothing else then."""
    if draft.shape != "tie" or draft.job.sort != "table":
        return
    for name, column in draft.columns.items():
        directions = {flow_direction(text) for text in column.texts}
        if name not in draft.uses and directions & {"in", "out"} and column.share(flow_direction) >= _MOSTLY:
            if not draft.flow:
                draft.flow = name
            draft.use(name, DIRECTION, "contents" if name == draft.flow else f"contents; as {draft.flow}")
            draft.claims = [claim for claim in draft.claims if claim.column != name]


def flow_column(draft: Draft) -> FlowColumn | None:
    """The column of directions, and which of its rows are turned round, so that all lead as their kind does. A kind
    without a direction is asked about; None then, and if there is no such column."""
    if not draft.flow:
        return None
    kind = draft.kind
    if "kind" in draft.targets or (kind is None and not draft.job.has_kind):
        draft.use(draft.flow, "", "the kinds of the rows say the direction" if "kind" in draft.targets else "")
        return None
    column = draft.columns[draft.flow]
    if kind is not None and kind.symmetric:
        readings = (
            Reading(
                "a kind that has a direction, in place of the other",
                "--new-kind exports-to:economy:directed",
                column.first(),
            ),
            Reading("a remark on the tie", f"--map notes={shlex.quote(draft.flow)}", column.first()),
        )
        what = f"`{draft.flow}` says in which direction each row goes, and `{kind.id}` has none: what counts?"
        draft.questions.append(Question(draft.job.where, what, readings, column.first(SHOWN)))
        return None
    name = kind.id if kind is not None else ""
    turned: FlowDirection = "out" if name.startswith("import") else "in"
    words = [text for text in column.texts if flow_direction(text) == turned]
    if words:
        start, end = (draft.column_of(side) for side in ("from", "to"))
        draft.says.append(f"`{draft.flow}`: rows with {' or '.join(words[:SHOWN])} are turned round: "
                          f"they lead from `{end}` to `{start}`")  # fmt: skip
    return FlowColumn(draft.flow, turned)
