"""YAML, for a graph folder of its own, or for a part taken out of one.

One file holds everything in the graph: in an empty folder, it is the same graph again. Posts are ties of the kind
``holds-post``, as in the graph. Comments, the division into files, and the notes of one's own kinds are lost.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from citygraph.domain.countries import is_code
from citygraph.domain.model import SECTIONS, Section
from citygraph.folder.writer import as_written, as_yaml
from citygraph.outputs.attributes import NODES, TIES, Format
from citygraph.outputs.part import OUTSIDE, Part, PartNode, PartTie
from citygraph.outputs.written_records import added_kinds, tie_record

FORMAT = Format(
    "YAML", NODES, TIES, beside=frozenset({"statements", "sources"}), warns=(OUTSIDE,), closed=True, counts=False
)


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    is_first = True

    def write_section(section: Section, records: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        nonlocal is_first
        begun = False
        for id, record in records:
            whole = as_yaml(section, [record] if section.listed else {id: record})
            if not begun and not is_first:
                text.write("\n")
            text.write(whole.partition("\n")[2] if begun else whole)
            begun, is_first = True, False

    for section in sorted(SECTIONS, key=lambda section: section.type != "kind"):
        if section.type not in _BESIDE:
            write_section(section, _records(part, section))
    text.detach()


_BESIDE = frozenset({"accepted", "check", "question"})
"""The records that are about the folder, and not in the graph."""


def _records(part: Part, section: Section) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ids and the records of a section, as people write them. In a section that is a list, the ids do not
    matter."""
    if section.type == "kind":
        yield from ((id, as_written(section, kind)) for id, kind in added_kinds(part.kinds))
    elif section.type == "tie":
        for tie in part.ties():
            yield tie.id, as_written(section, _tie(part, tie), symmetric=tie.facts["symmetric"])
    elif section.type == "statement":
        yield from (("", as_written(section, statement)) for statement in part.statements())
    elif section.type == "source":
        yield from ((id, as_written(section, source)) for id, source in part.sources())
    else:
        yield from ((node.id, as_written(section, _node(part, node))) for node in part.nodes(section.type))


def _node(part: Part, node: PartNode) -> dict[str, Any]:
    record = dict(node.facts["record"])
    country = record.get("country")
    if country is not None and country not in part.types and not is_code(country):
        record["country"] = node.facts["country"]
        if not is_code(record["country"]):
            part.warn(OUTSIDE)
            del record["country"]
    return record


def _tie(part: Part, tie: PartTie) -> dict[str, Any]:
    facts = tie_record(tie.id, tie.start, tie.end, tie.facts, part.kinds[tie.facts["kind"]])
    if "follows" in facts and not part.has_tie(facts["follows"]):
        part.warn(OUTSIDE)
        del facts["follows"]
    return facts
