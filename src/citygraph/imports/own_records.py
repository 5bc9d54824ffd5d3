"""Exports of citygraph itself → the records that they were made of. The parser reads them as from any file, and the
checks look at them, before the import writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from citygraph.domain.kinds import Kind, Vocabulary, merged, missing_keys
from citygraph.domain.model import SECTIONS, Section
from citygraph.domain.terms import NODE_TYPES, STATUSES_OF_TODAY
from citygraph.folder import checks
from citygraph.folder.diagnostics import Diagnostics, Severity
from citygraph.folder.parser import builtin_kinds, parse
from citygraph.folder.records import Part, Record
from citygraph.folder.values import is_id
from citygraph.folder.writer import as_written, as_yaml
from citygraph.folder.yaml_text import Document
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.own_exports import DraftRecord, ExportedRow, OwnExport
from citygraph.imports.record_texts import RecordText, statement
from citygraph.imports.records import Known
from citygraph.imports.report import ImportReport
from citygraph.outputs.attributes import NODES, TIES, WEIGHT, Attribute
from citygraph.outputs.written_records import tie_record

_SECTION_OF = {section.type: section for section in SECTIONS}
_REFERENCES = frozenset({"evidence", "follows", "on_behalf_of", "agreement", "observations"})
"""What a tie may lose and still say what it says: whom or what it names that is not there."""
_COPIES = {
    "node": [one for one in NODES if one.name in ("label", "wikidata", "geonames", "sources", "quotes")],
    "tie": [one for one in TIES if one.name in ("sources", "quotes")],
}
"""Attributes that say again what another one says, so that programs find it."""
_NOT_KEPT = frozenset({"label", "node_type", "subtype"})


class OwnRecords(NamedTuple):
    """The records of an export: ``drafts`` by type and id, as they are written, each with its place; and the ``kinds``
    that it brings and the folder lacks."""

    drafts: list[DraftRecord]
    kinds: dict[str, dict[str, Any]]
    vocabulary: Vocabulary

    @property
    def types(self) -> dict[str, str]:
        """The types of all records, by id."""
        return {id: section.type for section, id, _, _ in self.drafts if id}


def written_in(export: OwnExport, kinds: Vocabulary, source: str, where: str, report: ImportReport) -> OwnRecords:
    """The records of an export, as people would write them. ``kinds`` are those of the folder. The report has each row
    that cannot be one, and whatever contradicts itself."""
    added, vocabulary = _kinds(export, kinds, where, report)
    drafts: dict[str, DraftRecord] = {}

    def refuse(row: ExportedRow, why: str) -> None:
        name = row.id or str(row.values.get("name", ""))
        report.tell("refused", row.place, name, why)

    def add(row: ExportedRow, section: Section, record: dict[str, Any], *, symmetric: bool = False) -> None:
        try:
            drafts[row.id] = DraftRecord(section, row.id, as_written(section, record, symmetric=symmetric), row.place)
        except (KeyError, TypeError, AttributeError, ValueError):
            refuse(row, "its values are not in the form in which citygraph exports them")

    for sort, rows in (("node", export.nodes), ("tie", export.ties)):
        for row in rows:
            report.rows["node" if sort == "node" else "tie"] += 1
            wrong = row.wrong or _why_none(sort, row, drafts, vocabulary)
            if wrong:
                refuse(row, wrong)
                continue
            _tell_unread(sort, row, where, report)
            if sort == "node":
                add(row, _SECTION_OF[row.values["node_type"]], _node(row.values))
            else:
                kind = vocabulary[row.values["kind"]]
                try:
                    record = _tie(row, kind)
                except (KeyError, TypeError, AttributeError, ValueError):
                    refuse(row, "its values are not in the form in which citygraph exports them")
                    continue
                add(row, _SECTION_OF["tie"], record, symmetric=kind.symmetric)
            _tell_of_copies(sort, row, report)
    whole = [*drafts.values(), *export.drafts]
    for draft in export.drafts:
        if draft.section.type in (*NODE_TYPES, "tie"):
            report.rows["tie" if draft.section.type == "tie" else "node"] += 1
    for one in export.statements:
        if isinstance(one, dict) and _are_records(one.get("evidence", [])) and "by" in one:
            section = _SECTION_OF["statement"]
            whole.append(DraftRecord(section, "", as_written(section, one), where))
        else:
            report.tell("refused", where, "a statement", "it is not in the form in which citygraph exports it")
    whole += _sources(export, source, where, report)
    return OwnRecords(whole, added, vocabulary)


def _why_none(sort: str, row: ExportedRow, drafts: dict[str, Any], kinds: Vocabulary) -> str:
    """Why a row is no record; empty if it is one."""
    values = row.values
    if not row.id:
        return f"the {sort} has no id"
    if sort == "node" and not is_id(row.id):
        return f"`{row.id[:60]}` cannot be the id of a record"
    if row.id in drafts:
        return "a record before it has the same id"
    for key in ("evidence", "observations", "history"):
        if key in values and not _are_records(values[key]):
            return f"`{key}` is no list of records"
    for key in ("names", "identifiers"):
        if key in values and not isinstance(values[key], dict):
            return f"`{key}` is no mapping"
    if sort == "node":
        if not isinstance(name := values.get("name"), str) or not name.strip():
            return "the node has no `name`"
        return (
            ""
            if values.get("node_type") in NODE_TYPES
            else f"`node_type` is `{values.get('node_type', '')}`, and no type of node"
        )
    if row.ends is None or not all(row.ends):
        return "the tie lacks an end"
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        return f"`{kind or ''}` is no kind of tie in the folder; declare it there under `kinds:`, and import again"
    if values.get("symmetric", kinds[kind].symmetric) is not kinds[kind].symmetric:
        return f"`symmetric` contradicts its kind `{kind}`, as the folder has it"
    status = values.get("status")
    if status is not None and status not in STATUSES_OF_TODAY:
        return f"`status` is `{status}`, and no status"
    return ""


def _are_records(value: Any) -> bool:
    """True if a value is a list of mappings, whose evidence is the same."""
    return isinstance(value, list) and all(
        isinstance(item, dict) and _are_records(item.get("evidence", [])) for item in value
    )


# ------------------------------------------------------------------ from attributes to records


def _node(values: dict[str, Any]) -> dict[str, Any]:
    record = {key: value for key, value in values.items() if key not in _NOT_KEPT}
    if "subtype" in values:
        record["type"] = values["subtype"]
    if "lat" in values or "lon" in values:
        record["coordinates"] = [values[key] for key in ("lat", "lon") if key in values]
    return record


def _tie(row: ExportedRow, kind: Kind) -> dict[str, Any]:
    """The record of a tie.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: if its values have not the form of an export.
    """
    assert row.ends is not None
    facts: dict[str, Any] = {"status": "unknown", "since": None, "until": None, "on": None, "stated": None}
    facts |= {key: value for key, value in row.values.items() if not key.startswith(_AGREEMENT)}
    agreement = {key.removeprefix(_AGREEMENT): value for key, value in row.values.items() if key.startswith(_AGREEMENT)}
    if agreement:
        facts["agreement"] = agreement
    return tie_record(row.id, *row.ends, facts, kind)


_AGREEMENT = "agreement_"


def _kinds(
    export: OwnExport, kinds: Vocabulary, where: str, report: ImportReport
) -> tuple[dict[str, dict[str, Any]], Vocabulary]:
    """The kinds that the folder lacks, and all kinds together."""
    added: dict[str, dict[str, Any]] = {}
    known = dict(kinds)
    section = _SECTION_OF["kind"]
    for id, record in export.kinds.items():
        found = parse(Document(where, as_yaml(section, {id: record}))) if isinstance(record, dict) else None
        if found is None or found.diagnostics.codes() or len(found.records) != 1:
            report.tell("refused", where, id, "this kind is not in the form in which citygraph exports it")
            continue
        whole = merged([*([builtin_kinds()[id]] if id in builtin_kinds() else []), found.records[0].data])
        if missing_keys(whole):
            report.tell("refused", where, id, f"this kind lacks {', '.join(missing_keys(whole))}")
            continue
        kind = Kind.from_record(id, whole)
        if kinds.get(id) == kind:
            continue
        if id in kinds and id not in builtin_kinds():
            why = "the folder has another kind with this id, and its words count"
            report.tell("doubtful", where, id, why)
            continue
        added[id], known[id] = record, kind
    return added, Vocabulary(known.values())


def _sources(export: OwnExport, source: str, where: str, report: ImportReport) -> Iterator[DraftRecord]:
    """The sources of the records. Where the format has no place for them, their ids are all that is known of them."""
    section = _SECTION_OF["source"]
    if export.sources is not None:
        for id, record in export.sources.items():
            if isinstance(record, dict) and isinstance(record.get("title"), str) and is_id(id):
                yield DraftRecord(section, id, as_written(section, record), where)
            else:
                report.tell("refused", where, id, "this source is not in the form in which citygraph exports it")
        return
    cited: dict[str, None] = {}
    for row in (*export.nodes, *export.ties):
        if row.wrong or not all(
            _are_records(row.values.get(key, [])) for key in ("evidence", "observations", "history")
        ):
            continue
        cited |= dict.fromkeys(_cited_in(row))
    for id in sorted(cited):
        yield DraftRecord(section, id, {"title": id, "notes": f"named in {source}"}, where)


def _cited_in(row: ExportedRow) -> Iterator[str]:
    values = row.values
    items = [values, *values.get("observations", ()), *values.get("history", ())]
    for item in items:
        for one in item.get("evidence", ()):
            if isinstance(one.get("source"), str):
                yield one["source"]
    if isinstance(document := values.get("agreement_document"), str):
        yield document


# ------------------------------------------------------------------ what contradicts itself


_KNOWN = {"node": {one.name for one in NODES}, "tie": {one.name for one in (*TIES, WEIGHT)}}


def _tell_unread(sort: str, row: ExportedRow, where: str, report: ImportReport) -> None:
    for name in row.values.keys() - _KNOWN[sort]:
        report.tell("unread", where, name, "citygraph exports no such attribute")


def _tell_of_copies(sort: str, row: ExportedRow, report: ImportReport) -> None:
    """Say where a copy of a value has been edited, and its original has not."""
    for attribute in _COPIES[sort]:
        if _differs(attribute, row.values):
            why = f"`{attribute.name}` says something else than `{attribute.carries}`, which counts"
            report.tell("doubtful", row.place, row.id, why)


def _differs(attribute: Attribute, values: dict[str, Any]) -> bool:
    try:
        found = attribute.of({"name": None, **values})
    except (KeyError, TypeError, AttributeError):
        return True
    given = values.get(attribute.name)
    if attribute.type == "strings" and isinstance(given, list):  # one of texts may have been joined and split
        return "; ".join(map(str, given)) != "; ".join(map(str, found or ()))
    return bool(given != found)


# ------------------------------------------------------------------ parsed and checked


def sound_records(
    own: OwnRecords, source: str, rest: ExistingRecords, report: ImportReport
) -> Iterator[tuple[RecordText, str]]:
    """The records that the parser reads and the checks let through, each with its place; wrong parts are left out, and
    told. A tie with a mistake of its own is left out as a whole. ``rest`` are the records in other files."""
    parsed: list[tuple[Record | None, Diagnostics, str, str, bool]] = []
    for section, id, written, place in own.drafts:
        found = parse(Document(place, as_yaml(section, [written] if section.listed else {id: written})))
        is_wrong = any(one.severity is Severity.ERROR for one in found.diagnostics)
        name = id or str(written.get("quote", section.type))[:60]
        of_file: list[Record | None] = [*found.records] or [None]
        parsed += [(record, found.diagnostics, name, place, is_wrong and section.listed) for record in of_file]
    types = own.types
    records = [record for record, *_ in parsed if record is not None]
    times = {record.id: record.data["when"] for record in records if "when" in record.data}

    def time_of(event: str) -> str | None:
        return times.get(event) or rest.time_of(event)

    while True:  # what names a record that is refused may be refused for that
        known = Known(source, own.vocabulary, types, rest.type_of, time_of)
        kept = []
        for record, told, name, place, is_refused in parsed:
            mistakes = Diagnostics()
            wrong = checks.run(record, known, mistakes)[1] if record is not None else []
            data = None if is_refused or record is None else _without(record, wrong)
            kept.append((record, data, [*_errors(told), *_errors(mistakes)], name, place))
        left = types.keys() - {name for _, data, _, name, _ in kept if data is None}
        if len(left) == len(types):
            break
        types = {id: type for id, type in types.items() if id in left}
    for record, data, errors, name, place in kept:
        if record is None or data is None:
            report.tell("refused", place, name, "; ".join(errors))
            continue
        for message in errors:
            report.tell("doubtful", place, name, message)
        if record.type == "statement":
            yield statement(data), place
        else:
            yield RecordText(record.type, record.id, data), place


def _errors(told: Diagnostics) -> list[str]:
    return [one.message for one in told if one.severity is Severity.ERROR]


def _without(record: Record, wrong: list[Part]) -> dict[str, Any] | None:
    """The data of a record without what is wrong; None if it cannot do without."""
    if record.type == "tie" and any(_REFERENCES.isdisjoint(map(str, part)) for part in wrong):
        return None
    return record.without(wrong)
