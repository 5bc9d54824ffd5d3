"""Records of citygraph for a folder that has some of them already: which are the same, and how the others are called
there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.writer import as_written
from citygraph.imports.asking import Reading
from citygraph.imports.entity import IDENTIFIERS, Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.ids import assign_ids
from citygraph.imports.last_import import canonical
from citygraph.imports.matching import Judgements
from citygraph.imports.own_exports import DraftRecord
from citygraph.imports.own_records import OwnRecords
from citygraph.imports.record_texts import NAMING
from citygraph.imports.report import ImportReport
from citygraph.imports.who import only_one_each

_PHASES = ({"country"}, {"city", "organization", "event"}, {"official"})
"""Cities name countries; so these are known again first."""
_TIE, _STATEMENT = (next(one for one in SECTIONS if one.type == type) for type in ("tie", "statement"))


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


def linked(
    own: OwnRecords, source: str, rest: ExistingRecords, judgements: Judgements, report: ImportReport
) -> OwnRecords:
    """The records that a folder lacks, with the ids that they and what they name have there. The report has those that
    the folder has, with what they say otherwise: that is left out."""
    ids: dict[str, str] = {}
    _link_nodes(own, ids, rest, judgements, report)
    _link_sources(own, ids, source, rest, report)
    there = {old for old, new in ids.items() if rest.type_of(new)}
    posts = [post for draft in own.drafts if draft.id in there for post in _posts_of(draft)]
    drafts = [
        draft._replace(id=ids.get(draft.id, draft.id), written=_renamed(draft.written, ids))
        for draft in (*own.drafts, *posts)
        if draft.id not in there
    ]
    return own._replace(drafts=_new_ties(drafts, own, source, rest, report))


def _posts_of(official: DraftRecord) -> Iterator[DraftRecord]:
    """The posts of an official whose record is another one, as ties."""
    for post in official.written.get("posts", ()):
        rest = {key: value for key, value in post.items() if key != "of"}
        written = {"kind": "holds-post", "from": official.id, "to": post["of"], **rest}
        yield DraftRecord(_TIE, post.get("id", f"holds-post.{official.id}.{post['of']}"), written, official.place)


# ------------------------------------------------------------------ nodes


def _link_nodes(
    own: OwnRecords, ids: dict[str, str], rest: ExistingRecords, judgements: Judgements, report: ImportReport
) -> None:
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
                    ids[id] = match.id
                    why = f"{match.id}: {match.why}{_left_out(nodes[id], rest.node(match.id)['record'])}"
                    report.tell("linked", thing.where, str(thing), why)
                elif verdict == "unsure":
                    report.tell("unsure", thing.where, str(thing), f"{match.id}: {match.why}")
    taken = [id for id in nodes if id not in ids and rest.type_of(id)]
    assign_ids([things[id] for id in taken], lambda one: one in own.types or rest.type_of(one) is not None)
    for id in taken:
        ids[id] = things[id].id
        why = f"the folder has another record `{id}`, so its id is `{ids[id]}`"
        report.tell("read", nodes[id].place, nodes[id].written["name"], why)


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


def _left_out(draft: DraftRecord, there: Mapping[str, Any]) -> str:
    """What of a record is left out, since the folder has another version of it; its posts come as ties. ``there`` has
    the keys of the folder's version."""
    symmetric = "between" in draft.written
    written = as_written(draft.section, there, symmetric=symmetric)
    others = dict.fromkeys(
        "evidence" if key in ("source", "quote", "by") else key
        for key, value in draft.written.items()
        if key not in ("name", "country", "part_of", "posts", "id", "between")
        and _comparable(written.get(key)) != _comparable(value)
    )
    return f"; what the folder's record says otherwise or lacks is left out: {', '.join(others)}" if others else ""


def _comparable(value: Any) -> str:
    return canonical(value).casefold()


# ------------------------------------------------------------------ sources and ties


def _link_sources(
    own: OwnRecords, ids: dict[str, str], source: str, rest: ExistingRecords, report: ImportReport
) -> None:
    for draft in own.drafts:
        if draft.section.type != "source" or not rest.type_of(draft.id):
            continue
        there = rest.source(draft.id)
        if all(str(draft.written.get(key, "")) == str(there.get(key, "")) for key in ("title", "url", "published")):
            ids[draft.id] = draft.id
        else:
            ids[draft.id] = _free(f"{source}-{draft.id}", own, rest)
            why = f"the folder has another source `{draft.id}`, so its id is `{ids[draft.id]}`"
            report.tell("read", draft.place, str(draft.written.get("title", draft.id)), why)


def _new_ties(
    drafts: Iterable[DraftRecord], own: OwnRecords, source: str, rest: ExistingRecords, report: ImportReport
) -> list[DraftRecord]:
    """The records, without ties and statements that the folder has. Each tie has the id that its ends give it there."""
    found: list[DraftRecord] = []
    ids: dict[str, str] = {}
    said = [as_written(_STATEMENT, data) for data in rest.statements()]
    for draft in drafts:
        written = draft.written
        if draft.section.type == "statement" and written in said:
            report.tell("linked", draft.place, f"statement by {written['by']}", "the folder has this statement")
            continue
        if draft.section.type != "tie":
            found.append(draft)
            continue
        start, end = sorted(written["between"]) if "between" in written else (written["from"], written["to"])
        usual = f"{written['kind']}.{start}.{end}"
        id = written.get("id", usual)
        if rest.type_of(id) is not None and id != usual and not _is_the_tie(rest, id, (written["kind"], start, end)):
            id = _free(f"{source}-{id}", own, rest)
            written = {**written, "id": id}
            why = f"the folder has another record `{draft.id}`, so its id is `{id}`"
            report.tell("read", draft.place, usual, why)
        elif rest.type_of(id) is not None:
            ends, data = {"from": start, "to": end}, rest.tie(id).data
            data = {**data, "status": data.get("stated", data["status"])}  # not *disputed*, which follows from evidence
            why = f"the folder has this tie{_left_out(draft, {**data, **ends})}"
            report.tell("linked", draft.place, usual, why)
        ids[draft.id] = id
        if rest.type_of(id) is None:
            found.append(draft._replace(id=id, written=written))
    return [
        draft._replace(written={**draft.written, "follows": ids.get(before, before)})
        if draft.section.type == "tie" and (before := draft.written.get("follows"))
        else draft
        for draft in found
    ]


def _is_the_tie(rest: ExistingRecords, id: str, said: tuple[str, str, str]) -> bool:
    """True if the record of the folder with this id is a tie of this kind from this node to that one."""
    if rest.type_of(id) != "tie":
        return False
    start, end, data = rest.tie(id)
    return (data["kind"], start, end) == said


def _free(id: str, own: OwnRecords, rest: ExistingRecords) -> str:
    tried = (id if number == 1 else f"{id}-{number}" for number in count(1))
    return next(one for one in tried if one not in own.types and rest.type_of(one) is None)


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """What a record says, with the new ids of those that it names."""
    if isinstance(value, list):
        return [_renamed(one, ids) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if key in _NAMES and isinstance(inner, str):
            found[key] = ids.get(inner, inner)
        elif key in _NAMES and isinstance(inner, list):
            found[key] = [ids.get(one, one) if isinstance(one, str) else _renamed(one, ids) for one in inner]
        else:
            found[key] = inner if key == "notes" else _renamed(inner, ids)
    return found


_NAMES = NAMING | {"between"}
