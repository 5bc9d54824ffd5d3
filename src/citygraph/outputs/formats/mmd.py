"""Mermaid, for Markdown pages, as on GitHub.

The file is a flowchart of a small part, with the names of nodes and the labels of ties. A proposed, planned or
cancelled tie is dotted. A tie that is suspended or over ends in a cross. A symmetric tie has no arrow, and two crosses
if it is over. Nodes are numbered, because some ids are reserved words of Mermaid.
"""

from __future__ import annotations

import io
import re
from typing import BinaryIO

from citygraph.domain.tie_rules import Stage
from citygraph.outputs.attributes import NODES, TIES, Format
from citygraph.outputs.part import Part
from citygraph.outputs.xml import NOT_IN_XML, without_controls

TOO_MANY = "ties more than the 500 that Mermaid draws, if it is not told otherwise (`maxEdges`)"
FORMAT = Format("Mermaid", NODES[:1], TIES[:1], warns=(NOT_IN_XML, TOO_MANY))  # the labels

_MOST = 500
_SIGN = re.compile(r"[^\w ]|_")
_C1 = re.compile("[\x80-\x9f]")  # browsers read them as other signs if they are entities


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")

    def quoted(label: str) -> str:
        """The text, with entities in place of all signs that could mean something to Mermaid."""
        clean = without_controls(_C1.sub("\x00", label), part.warn)
        return '"' + _SIGN.sub(lambda sign: f"#{ord(sign[0])};", clean) + '"'

    text.write("flowchart LR\n")
    numbers = {id: f"n{number}" for number, id in enumerate(part.types)}
    for id, facts in part.nodes():
        text.write(f"  {numbers[id]}[{quoted(facts['name'])}]\n")
    for count, (_, start, end, facts) in enumerate(part.ties(), 1):
        arrow = _arrow(part.stage(facts), symmetric=facts["symmetric"])
        text.write(f"  {numbers[start]} {arrow}|{quoted(facts['label'])}| {numbers[end]}\n")
        if count > _MOST:
            part.warn(TOO_MANY)
    text.detach()


def _arrow(stage: Stage, *, symmetric: bool) -> str:
    if stage.is_plan:
        return "-.-" if symmetric else "-.->"
    if stage.is_over:
        return "x--x" if symmetric else "--x"
    return "---" if symmetric else "-->"
