"""Which record a thing of the files was at the last import: its id stays, also where people have renamed the record, or
have made it one with a record of their own."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Any

from citygraph.imports.entity import Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.ids_of_lists import OwnId, moved_ids, own_id
from citygraph.imports.matching import Candidate
from citygraph.imports.previous_import import PreviousImport
from citygraph.imports.report import ImportReport
from citygraph.imports.source_folder import NodeVersions, SourceFolder


def meet_again(
    things: Sequence[Entity], shelf: SourceFolder, rest: ExistingRecords, country_of: Callable[[Entity], str],
    report: ImportReport,
) -> None:  # fmt: skip
    """Give things without an id that of their record. One that people have taken out keeps its id, too: so it is known
    again. ``country_of`` gives the country of a thing, as records name it."""
    met: set[str] = set()
    moved: dict[OwnId, Entity] = {}
    written = _book(shelf, lambda one: one.base, met, moved)
    gone = {one.id for one in shelf.nodes() if one.mine is None}
    is_another = bool(gone) or any(one.mine is not one.base for one in shelf.nodes())
    present = _book(shelf, lambda one: one.mine, met, moved) if is_another else written
    books = list(dict.fromkeys((written, present)))
    was: dict[Entity, str] = {}

    def take(thing: Entity, id: str) -> None:
        if id in gone and not rest.is_elsewhere(id):
            was[thing] = id
        else:
            thing.id = id

    if any(book.by_own_id for book in books):
        known: dict[OwnId, Entity] = {}
        for book in books:
            for thing in things:
                if not thing.id and thing not in was and (id := book.meet_by_id_and_name(thing)):
                    take(thing, id)
                    known[thing.type, own_id(thing, shelf.source)] = thing
        moved |= moved_ids(things, shelf.source, {**present.by_own_id, **written.by_own_id}, known, country_of)
        _tell_of_moved(moved, shelf.source, report)
    for exactly in (True, False):
        for book in books:
            for thing in things:
                if thing.id or (thing in was and book is written):
                    continue
                former = was.get(thing.country.settled) if isinstance(thing.country, Entity) else None
                take(thing, book.meet(thing, former or country_of(thing), exactly=exactly))
    renamed: dict[str, str] = {}
    for thing, id in was.items():
        if not thing.id and (match := _made_one(thing, rest, country_of(thing))) is not None:
            thing.id = match.id
            report.tell("linked", thing.where, str(thing), f"{match.id}: {match.why}; `{id}`, its record, is no more")
        if thing.id:
            renamed[id] = thing.id
        else:
            thing.id = id
    shelf.has_renamed(renamed, lambda tie, former: _id_of_tie(tie, former, rest))


def _tell_of_moved(moved: dict[OwnId, Entity], source: str, report: ImportReport) -> None:
    if moved:
        (_, id), thing = next(iter(moved.items()))
        are = "1 id stands" if len(moved) == 1 else f"{len(moved):,} ids stand"
        report.said.append(
            f"{are} for other things than in the last list of `{source}`, such as {id}, now {thing}; they are "
            "found by name and country"
        )


def _made_one(thing: Entity, rest: ExistingRecords, country: str) -> Any:
    """The record of another file that has taken the place of a thing's own one; None if there is none."""
    matches = rest.matches(thing, country, near=False)
    return matches[0] if len(matches) == 1 and matches[0].verdict == "same" else None


def _id_of_tie(tie: dict[str, Any], former: str, rest: ExistingRecords) -> str:
    """The id that the ends of a tie give. One of its own stays."""
    kind, *parts = former.split(".")
    if kind != tie.get("kind") or len(parts) < 2:
        return former
    ends = [tie["from"], tie["to"]]
    if kind in rest.kinds and rest.kinds[kind].symmetric:
        ends.sort()
    return ".".join((kind, *ends, *parts[2:]))


def _book(
    shelf: SourceFolder, version: Callable[[NodeVersions], dict[str, Any] | None], met: set[str],
    moved: Container[OwnId],
) -> PreviousImport:  # fmt: skip
    """One version of the nodes of the source, to be met. They are read one by one: a register has many."""

    @cache
    def name_of(id: str) -> str:
        found = shelf.node(id)
        data = None if found is None else version(found)
        return id if data is None else str(data["name"])

    return PreviousImport(
        (
            (data, Candidate.of(one.id, one.type, data.get("country"), data, name_of))
            for one in shelf.nodes()
            if (data := version(one)) is not None
        ),
        met,
        shelf.source,
        moved,
    )
