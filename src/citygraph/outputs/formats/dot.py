"""DOT, for Graphviz.

The file draws a part of the graph. The label of a node is its name, and the label of an edge says how the tie reads. A
tie that has not come about is dashed, and its arrow is empty. A tie that held is dotted. If it does not hold now, it is
grey. A symmetric tie has no arrow. All other attributes are in the file too, for ``gvpr`` and other readers.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part
from citygraph.outputs.xml import NOT_IN_XML, without_controls

# Graphviz calls a node's id its name.
_NODES = tuple(attribute for attribute in NODES if attribute.name != "name")
FORMAT = Format("DOT", _NODES, TIES, warns=(NOT_IN_XML,))


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""

    def attributes(declared: tuple[Attribute, ...], facts: Facts, drawn: dict[str, str]) -> str:
        values = {attribute.name: attribute.plain(facts) for attribute in declared}
        said = {name: as_text(value) for name, value in values.items() if value is not None}
        quoted = {name: _quoted(without_controls(text, part.warn)) for name, text in said.items()}
        quoted["label"] = quoted["label"].replace("&", "&amp;").replace("\n", "\\n")
        return " [" + ", ".join(f"{name}={value}" for name, value in {**quoted, **drawn}.items()) + "]\n"

    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    text.write('digraph citygraph {\ngraph [charset="UTF-8"]\n')
    for id, facts in part.nodes():
        text.write(_quoted(id) + attributes(FORMAT.nodes, facts, {}))
    for id, start, end, facts in part.ties():
        drawn = {"id": _quoted(id), **_style(part.stage(facts), facts)}
        text.write(f"{_quoted(start)} -> {_quoted(end)}" + attributes(FORMAT.ties, facts, drawn))
    text.write("}\n")
    text.detach()


def _style(stage: Stage, facts: Facts) -> dict[str, str]:
    looks = LOOKS[stage]
    style = {"dir": "none"} if facts["symmetric"] else {}
    if looks.hollow:
        style |= {"style": "dashed"} | ({} if facts["symmetric"] else {"arrowhead": "empty"})
    elif looks.form == "past":
        style["style"] = "dotted"
    if looks.faint:
        style |= {"color": "gray", "fontcolor": "gray40"}
    return style


def _quoted(text: str) -> str:
    r"""A quoted string. Graphviz keeps ``\\`` as two signs, but draws it as one backslash."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
