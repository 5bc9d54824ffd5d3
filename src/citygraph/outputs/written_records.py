"""From what the graph says of ties and kinds back to their records, as people write them: for the export to YAML, and
for exports that are imported again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.terms import DISPUTED
from citygraph.domain.tie_rules import is_told, status_in_evidence
from citygraph.folder.parser import builtin_kinds
from citygraph.graph.interface import edge
from citygraph.outputs.attributes import Facts


def tie_record(id: str, start: str, end: str, facts: Facts, kind: Kind) -> dict[str, Any]:
    """The record of a tie from its facts (:func:`citygraph.outputs.part.facts_of_tie`), without what the graph has
    added: the default id, a status that nobody gave, and dates that the history says."""
    record = {**facts, "from": start, "to": end}
    if id != f"{record['kind']}.{start}.{end}":
        record["id"] = id
    if record["status"] == DISPUTED:
        record["status"] = record.pop("stated")  # the record's own; that the sources disagree, the evidence says
    elif not is_told(record["status"]):
        del record["status"]
        if status_in_evidence(record):  # a mistake has cost another status: what is left would settle it
            record["evidence"] = [{key: item[key] for key in item if key != "status"} for item in record["evidence"]]
    undated = {key: value for key, value in record.items() if key not in ("since", "until")}
    told = edge(undated, kind, lambda: None)
    for key in ("since", "until"):
        if told[key] == record[key]:
            del record[key]  # the history says it
    return record


def added_kinds(kinds: Vocabulary) -> Iterator[tuple[str, dict[str, Any]]]:
    """The kinds that differ from the built-in ones; of their terms, only those that are not built in."""
    for id, kind in kinds.items():
        builtin = builtin_kinds().get(id, {})
        if builtin and Kind.from_record(id, builtin) == kind:
            continue
        record: dict[str, Any] = {"group": kind.group, "nature": kind.nature, "label": kind.label}
        if kind.symmetric:
            record["between"] = sorted(kind.starts)
        else:
            record |= {"inverse": kind.inverse, "from": sorted(kind.starts), "to": sorted(kind.ends)}
        known = builtin.get("terms", {})
        terms = {language: kind.terms[language][len(known.get(language, ())) :] for language in kind.terms}
        record["terms"] = {language: list(added) for language, added in terms.items() if added}
        yield id, {**record, "wikidata": kind.wikidata}
