"""Neighbors as a tree: by group of kinds, then by node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from rich.text import Text
from rich.tree import Tree

from citygraph.domain.kinds import Vocabulary
from citygraph.domain.terms import GROUPS
from citygraph.graph.asked import Asked
from citygraph.questions import Answer, Naming
from citygraph.questions._columns import status, when
from citygraph.questions.neighbors import Neighbor
from citygraph.render.plain import visible
from citygraph.render.tables import PLAIN_WIDTH, STATUS_STYLES, console


def _draw(answer: Answer[Neighbor], asked: Asked) -> None:
    rows = list(answer)
    if rows:
        start, end, _ = asked.view.graph["ties"][rows[0].tie]
        write_tree(start if rows[0].node == end else end, rows, asked.kinds, asked.name)


LAYOUTS: dict[str, Callable[[Answer[Neighbor], Asked], None]] = {"tree": _draw}


def write_tree(
    node: str, rows: Iterable[Neighbor], kinds: Vocabulary, naming: Naming, out: TextIO | None = None
) -> None:
    """Write the ties of a node as a tree. A node further away hangs on the node before it, at its first place."""
    further: dict[str, list[Neighbor]] = defaultdict(list)
    for row in rows:
        further[row.via or node].append(row)
    root = Tree(_name(naming(node)), highlight=False, guide_style="dim")
    todo = [(root, node)]
    for branch, here in todo:  # the list grows in the loop
        for group, nodes in _grouped(further.pop(here, ()), kinds):
            limb = branch.add(Text(group, style="dim"))
            todo += [(_add(limb, naming(other), ties), other) for other, ties in nodes.items()]
    console(out, plain_width=PLAIN_WIDTH).print(root)


def _grouped(rows: Iterable[Neighbor], kinds: Vocabulary) -> list[tuple[str, dict[str, list[Neighbor]]]]:
    found: dict[str, dict[str, list[Neighbor]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[kinds[row.kind].group][row.node].append(row)
    return [(group, found[group]) for group in GROUPS if group in found]


def _add(limb: Tree, name: str, ties: Sequence[Neighbor]) -> Tree:
    """Add a node: after the words of its tie, or above them if it has several ties."""
    if len(ties) == 1:
        return limb.add(_tie(ties[0], _name(name)))
    branch = limb.add(_name(name))
    for tie in ties:
        branch.add(_tie(tie))
    return branch


def _name(name: str) -> Text:
    return Text(visible(name), style="bold")


def _tie(tie: Neighbor, name: Text | None = None) -> Text:
    label = Text(visible(tie.label))
    words = [Text(" ").join((label, name)) if name else label]
    if when(tie):
        words.append(Text(visible(when(tie)).replace("–", "to")))
    words.append(Text(status(tie), style=STATUS_STYLES[tie.stage.word]))
    if tie.held == "possibly":
        words.append(Text("possibly held"))
    if tie.sources:
        words.append(Text(visible(", ".join(tie.sources)), style="dim"))
    return Text(", ").join(words)
