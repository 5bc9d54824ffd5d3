"""Mermaid, for Markdown pages, as on GitHub.

The file is a flowchart of a small part, with the names of nodes and the labels of ties, which say what each tie is. A
tie that has not come about is dotted. A tie that does not hold now is faint, and ends in a cross if it is over or
cancelled, in a circle if it is dormant. A symmetric tie has no arrow, and two of these ends. Nodes are numbered,
because some ids are reserved words of Mermaid.
"""

from __future__ import annotations

import io
import re
from typing import BinaryIO

from citygraph.domain.tie_words import LOOKS, Looks, Mark
from citygraph.outputs.attributes import NODES, TIES, Format
from citygraph.outputs.part import Part
from citygraph.outputs.xml import NOT_IN_XML, without_controls

TOO_MANY = "ties more than the 500 that Mermaid draws, if it is not told otherwise (`maxEdges`)"
FORMAT = Format("Mermaid", NODES[:1], TIES[:1], warns=(NOT_IN_XML, TOO_MANY))  # the labels

_MOST = 500
_HEADS: dict[Mark, str] = {"cross": "x", "slash": "x", "sleep": "o"}
"""The ends of a line that Mermaid has for a mark; the other marks have none."""
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
    faint = []
    for number, (_, start, end, facts) in enumerate(part.ties()):
        looks = LOOKS[part.stage(facts)]
        arrow = _arrow(looks, symmetric=facts["symmetric"])
        text.write(f"  {numbers[start]} {arrow}|{quoted(facts['label'])}| {numbers[end]}\n")
        if looks.faint:
            faint.append(str(number))
        if number >= _MOST:
            part.warn(TOO_MANY)
    if faint:
        text.write(f"  linkStyle {','.join(faint)} opacity:0.5\n")
    text.detach()


def _arrow(looks: Looks, *, symmetric: bool) -> str:
    line = "-.-" if looks.hollow else "--"
    head = _HEADS.get(looks.mark, "" if symmetric else ">")
    if symmetric:
        return f"{head}{line}{head or '-' * (not looks.hollow)}"
    return line + head
