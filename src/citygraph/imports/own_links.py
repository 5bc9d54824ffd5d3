"""Records of citygraph for a folder that has some of them already: which are the same, and how the others are called
there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_rules import is_told
from citygraph.folder.writer import as_written
from citygraph.graph.interface import edge
from citygraph.graph.references import renamed
from citygraph.imports.asking import Reading
from citygraph.imports.entity import IDENTIFIERS, Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.ids import assign_ids
from citygraph.imports.last_import import canonical
from citygraph.imports.linked import LinkedRecords
from citygraph.imports.matching import Judgements
from citygraph.imports.own_exports import DraftRecord
from citygraph.imports.own_records import OwnRecords
from citygraph.imports.record_texts import RecordText
from citygraph.imports.records import Known
from citygraph.imports.report import ImportReport
from citygraph.imports.who import only_one_each

_PHASES = ({"country"}, {"city", "organization", "event"}, {"official"})
"""Cities name countries; so these are known again first."""
_STATEMENT = next(section for section in SECTIONS if section.type == "statement")


WAYS = (
    Reading("the same names of one country are one record; others get ids of their own", "--link"),
    Reading("all of its records stand apart, in a folder of their own", "--into DIR"),
)
"""What can be done about records that are in the way."""


def in_the_way(own: OwnRecords, rest: ExistingRecords) -> list[str]:
    """The ids in a folder that keep records from coming in as they are: their own, and those of countries with the
    same code."""
    there = [id for id in own.types if rest.type_of(id)]
    nodes = {draft.id: draft for draft in own.drafts if draft.section.type == "country"}
    same = (match.id for draft in nodes.values() for match in rest.matches(_thing(draft, nodes), "", near=False))
    return list(dict.fromkeys((*there, *same)))


class LinkedOwn(NamedTuple):
    """Records of which each node and each source has the id that it has in the folder, or gets there. ``things`` are
    those of the nodes that the folder has, and ``sources`` the ids of sources that it has; ``former`` gives the ids in
    the export by those here, ``names`` those of the nodes."""

    own: OwnRecords
    things: dict[str, Entity]
    sources: set[str]
    former: dict[str, str]
    names: dict[str, str]


def linked(
    own: OwnRecords, source: str, rest: ExistingRecords, judgements: Judgements, report: ImportReport
) -> LinkedOwn:
    """The records with the ids that they and what they name have in the folder."""
    ids: dict[str, str] = {}
    things = _link_nodes(own, ids, rest, judgements, report)
    sources = _link_sources(own, ids, source, rest, report)
    drafts = [
        draft._replace(id=ids.get(draft.id, draft.id), written=renamed(draft.written, ids)) for draft in own.drafts
    ]
    names = {draft.id: draft.written["name"] for draft in drafts if draft.section.type in NODE_TYPES}
    return LinkedOwn(own._replace(drafts=drafts), things, sources, {new: old for old, new in ids.items()}, names)


def new_records(
    records: Iterable[tuple[RecordText, str]], found: LinkedOwn, source: str, rest: ExistingRecords,
    known: Known, others: LinkedRecords, report: ImportReport,
) -> list[RecordText]:  # fmt: skip
    """The records that the folder lacks, of ``records`` with their places. What they say of those that it has goes to
    ``others``. A tie has the id that its ends give it in the folder."""
    new: list[RecordText] = []
    ids: dict[str, str] = {}
    there = [as_written(_STATEMENT, data) for data in rest.statements()]
    for record, place in records:
        if record.type == "statement" and as_written(_STATEMENT, record.data) in there:
            report.tell("linked", place, f"statement by {record.data['by']}", "the folder has this statement")
        elif record.type == "tie":
            new += _new_tie(record, place, ids, found, source, rest, known, others, report)
        elif thing := found.things.get(record.id):
            country = record.data.get("country")
            code = {"country": thing.country_name} if country and thing.country_name else {}
            others.take_node(thing, {**record.data, **code})
        elif record.id not in found.sources:
            new.append(record)
    return [
        record._replace(data={**record.data, "follows": ids.get(before, before)})
        if record.type == "tie" and (before := record.data.get("follows"))
        else record
        for record in new
    ]


def _new_tie(
    record: RecordText, place: str, ids: dict[str, str], found: LinkedOwn, source: str, rest: ExistingRecords,
    known: Known, others: LinkedRecords, report: ImportReport,
) -> list[RecordText]:  # fmt: skip
    """A tie that the folder lacks, with its id there; none if the folder has it. ``ids`` has each, by the former."""
    kind = known.vocabulary[record.data["kind"]]
    start, end = record.data["from"], record.data["to"]
    usual = f"{kind.id}.{start}.{end}"
    what = f"{found.names[start]} – {found.names[end]}"
    facts = {**edge(record.data, kind, lambda: None), "id": record.id}
    former = record.id if record.id != usual else _usual_id(kind, *(found.former.get(id, id) for id in (start, end)))
    if there := others.tie_of(kind, start, end, facts):
        ids[former] = there
        status = facts.get("stated", facts["status"])  # also one that the evidence alone gives
        told = {"status": status} if status and is_told(status) and "history" not in record.data else {}
        others.take_tie(there, {**record.data, **told, "id": record.id}, kind, place, what, known)
        return []
    id = facts["id"]
    if rest.type_of(id) is not None:
        id = _free(f"{source}-{id}", found.own, rest)
    ids[former] = id
    if id == record.id:
        return [record]
    report.tell("read", place, what, f"the folder has another tie `{record.id}`, so its id is `{id}`")
    return [record._replace(id=id, data={**record.data, "id": id})]


def _usual_id(kind: Kind, start: str, end: str) -> str:
    return ".".join((kind.id, *(sorted((start, end)) if kind.symmetric else (start, end))))


# ------------------------------------------------------------------ nodes


def _link_nodes(
    own: OwnRecords, ids: dict[str, str], rest: ExistingRecords, judgements: Judgements, report: ImportReport
) -> dict[str, Entity]:
    """Find the ids of nodes in the folder; the things that it has, by these."""
    nodes = {draft.id: draft for draft in own.drafts if draft.section.type in NODE_TYPES}
    things = {id: _thing(draft, nodes) for id, draft in nodes.items()}
    for phase in _PHASES:
        several = {id: thing for id, thing in things.items() if thing.type in phase}
        found = {
            thing: rest.matches(thing, _country(nodes[id], nodes, ids), near=True) for id, thing in several.items()
        }
        matches = only_one_each(found)
        for id, thing in several.items():
            told = [match for one in judgements.records_of(thing) if (match := rest.match(thing, one)) is not None]
            for match in told or matches[thing]:
                verdict = judgements.verdict(thing, match)
                if verdict == "same" and id not in ids:
                    ids[id] = thing.id = match.id
                    report.tell("linked", thing.where, str(thing), f"{match.id}: {match.why}")
                elif verdict == "unsure":
                    report.tell("unsure", thing.where, str(thing), f"{match.id}: {match.why}")
    met: dict[str, Entity] = {}
    for old, new in ids.items():
        things[old].country = _country(nodes[old], nodes, ids) or None
        met[new] = things[old]
    taken = [id for id in nodes if id not in ids and rest.type_of(id)]
    assign_ids([things[id] for id in taken], lambda one: one in own.types or rest.type_of(one) is not None)
    for id in taken:
        ids[id] = things[id].id
        why = f"the folder has another record `{id}`, so its id is `{ids[id]}`"
        report.tell("read", nodes[id].place, nodes[id].written["name"], why)
    return met


def _thing(draft: DraftRecord, nodes: Mapping[str, DraftRecord]) -> Entity:
    """A record as a thing of an import, to be compared with those of the folder."""
    written = draft.written
    facts: dict[str, str] = {key: str(written[key]) for key in ("name", "iso", "level") if key in written}
    facts |= {IDENTIFIERS + scheme: str(id) for scheme, id in written.get("identifiers", {}).items()}
    region = nodes.get(written.get("part_of", ""))
    place = written.get("coordinates")
    return Entity(
        draft.section.type,
        draft.place,
        facts=facts,
        place=(place[0], place[1]) if place else None,
        country=_country(draft, nodes, {}) or None,
        region=region.written["name"] if region else "",
        wish=draft.id,
    )


def _country(draft: DraftRecord, nodes: Mapping[str, DraftRecord], ids: Mapping[str, str]) -> str:
    """The country of a record, as those of the folder name it: a code, or an id."""
    country = str(draft.written.get("country", ""))
    record = nodes.get(country)
    return str(record.written.get("iso", ids.get(country, country))) if record else country


# ------------------------------------------------------------------ sources


def _link_sources(
    own: OwnRecords, ids: dict[str, str], source: str, rest: ExistingRecords, report: ImportReport
) -> set[str]:
    """Find the ids of sources in the folder; of those that it has."""
    met = set[str]()
    for draft in own.drafts:
        if draft.section.type != "source" or not rest.type_of(draft.id):
            continue
        there = rest.source(draft.id)
        if all(str(draft.written.get(key, "")) == str(there.get(key, "")) for key in ("title", "url", "published")):
            met.add(draft.id)
            written = as_written(draft.section, there)
            if others := [
                key for key, value in draft.written.items() if canonical(written.get(key)) != canonical(value)
            ]:
                why = f"{draft.id}: the same title and address; what it says otherwise or lacks is left out: "
                report.tell("linked", draft.place, draft.written["title"], why + ", ".join(others))
        else:
            ids[draft.id] = _free(f"{source}-{draft.id}", own, rest)
            why = f"the folder has another source `{draft.id}`, so its id is `{ids[draft.id]}`"
            report.tell("read", draft.place, str(draft.written.get("title", draft.id)), why)
    return met


def _free(id: str, own: OwnRecords, rest: ExistingRecords) -> str:
    tried = (id if number == 1 else f"{id}-{number}" for number in count(1))
    return next(one for one in tried if one not in own.types and rest.type_of(one) is None)
