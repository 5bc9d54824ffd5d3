"""The records of the folder that an import links to: what they lack of what the rows say, and where both differ.

Without ``--fill`` that is only said. With it the records get what they lack, with its source; what stands stays, and
what the rows say else goes into the notes.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.domain.model import SECTIONS, keys_of
from citygraph.domain.names import fold
from citygraph.domain.tie_rules import are_apart
from citygraph.folder import checks
from citygraph.folder.checks.check import CheckContext
from citygraph.folder.diagnostics import Diagnostics, Severity, Where
from citygraph.folder.journal import Content
from citygraph.folder.parser import parse
from citygraph.folder.writer import as_written, as_yaml
from citygraph.folder.yaml_text import Document
from citygraph.graph.interface import Attributes
from citygraph.imports.change_words import facts_in, in_words, told
from citygraph.imports.comparing import (
    KeyDifference,
    LinkedDifferences,
    compared_nodes,
    compared_ties,
    gives_another_status,
    together,
)
from citygraph.imports.entity import BETWEEN_NOTES, Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.fills import Fills, supplement, without
from citygraph.imports.job import Supply
from citygraph.imports.report import ImportReport
from citygraph.outputs.written_records import tie_record

_SECTION_OF = {section.type: section for section in SECTIONS}
_POST = "holds-post"
_NEVER_WRONG = {"observations", "subject", "tags"}
"""Keys of ties that contradict no other."""


class _ToSupply(NamedTuple):
    """What a record gets, and the words for it: the row, what it is about, and what it lacks."""

    where: Where
    data: dict[str, Any]
    place: str
    what: str
    words: str


class LinkedRecords:
    """The records of the folder of which rows of an import tell."""

    def __init__(
        self,
        rest: ExistingRecords,
        source: str,
        fills: Fills,
        supply: Supply | None,
        report: ImportReport,
        *,
        theirs: bool,
    ) -> None:
        """``supply`` is None if the records stay as they are. ``fills`` are those of earlier imports; with ``theirs``
        what people have taken out of them comes back."""
        self._rest = rest
        self._source = source
        self._fills = fills
        self._theirs = theirs
        self._supply = supply
        self._report = report
        self._grown: dict[str, dict[str, Any]] = {}
        self._met: set[str] = set()
        self._given: set[str] = set()
        self._told: list[_ToSupply] = []
        self._today = datetime.date.today()

    # ---------------------------------------------------------------- ties

    def has_ties(self, kind: Kind, start: str, end: str) -> bool:
        """True if the folder has a tie of a kind between these two."""
        return bool(self._between(kind, start, end))

    def _between(self, kind: Kind, start: str, end: str) -> Mapping[str, Attributes]:
        if kind.symmetric and start > end:
            start, end = end, start
        return self._rest.ties_between(kind.id, start, end)

    def tie_of(self, kind: Kind, start: str, end: str, facts: dict[str, Any]) -> str:
        """The id of the tie of the folder of which rows tell ``facts``; empty if the folder has none. It can be met
        once. Facts of a tie that is another one than those of the folder get an ``id`` of their own."""
        several = self._between(kind, start, end)
        if not several:
            return ""
        if kind.symmetric and start > end:
            start, end = end, start
        free = {id: one for id, one in several.items() if id not in self._met}
        if kind.id == _POST:
            title = fold(facts.get("title", ""))
            free = {id: one for id, one in free.items() if not title or fold(one.get("title") or title) == title}
        fitting = [id for id, one in free.items() if not are_apart(one, facts)]
        called = [id for id in fitting if id == facts.get("id")]
        same = [id for id in fitting if free[id].get("since") == facts.get("since")]
        if found := next(iter([*called, *same, *fitting]), ""):
            self._met.add(found)
            return found
        usual = f"{kind.id}.{start}.{end}"
        if facts.get("id", usual) in several:
            taken = {*several, *self._given}
            when = next((facts[key][:4] for key in ("since", "until", "on") if facts.get(key)), "")
            numbers = (f"{usual}.{number}" for number in range(2, len(taken) + 3))
            spelled = [f"{usual}.{when}"] if when.isdecimal() else []
            facts["id"] = next(id for id in (*spelled, *numbers) if id not in taken)
            self._given.add(facts["id"])
        return ""

    def take_tie(
        self, id: str, data: Mapping[str, Any], kind: Kind, place: str, what: str, folder: CheckContext
    ) -> None:
        """Take what rows say of a tie of the folder, as the data of a record: their ``place``, and ``what`` they tell
        of."""
        start, end, facts = self._rest.tie(id)
        there = {**facts, "status": facts.get("stated", facts["status"])}  # that sources disagree, the evidence says
        self._report.tell("linked", place, what, f"{id}: the same kind and ends")
        found = compared_ties(_SECTION_OF["tie"].record, there, data, self._today)
        if why := self._wrong(id, start, end, facts, found.lacks, kind, place, folder):
            wrong = {key: found.lacks.pop(key) for key in [*found.lacks] if key not in _NEVER_WRONG}
            found.differs.extend(KeyDifference(label, "", text, why) for label, text in facts_in(wrong))
        if "id" in data and data["id"] != id:
            found.fits.append(KeyDifference("id", id, data["id"]))
        self._take(Where("tie", id), data, there, found, place, what)

    def _wrong(
        self, id: str, start: str, end: str, there: Mapping[str, Any], lacks: Mapping[str, Any], kind: Kind,
        place: str, folder: CheckContext,
    ) -> str:  # fmt: skip
        """The mistake that a tie would have with what it lacks; empty if there is none."""
        if not lacks.keys() - _NEVER_WRONG:
            return ""
        section = _SECTION_OF["tie"]
        names = {*keys_of(section.record).all, "history"}
        facts = {"evidence": (), **{key: value for key, value in there.items() if key in names | {"stated"}}}
        record = tie_record(id, start, end, facts, kind)
        record = {key: value for key, value in record.items() if value is not None and key != "when"}
        text = as_yaml(section, [as_written(section, {**record, **lacks}, symmetric=kind.symmetric)])
        read = parse(Document(place, text))
        told = Diagnostics()
        for one in read.records:
            checks.run(one, folder, told)
        errors = [one.message for one in (*read.diagnostics, *told) if one.severity is Severity.ERROR]
        return errors[0] if errors else ""

    # ---------------------------------------------------------------- nodes

    def take_node(self, thing: Entity, data: Mapping[str, Any]) -> None:
        """Take what rows say of a thing that the folder has, as the data of a record."""
        node = self._rest.node(thing.id)
        there = {**node["record"], **({"country": node["country"]} if node["country"] else {})}
        there |= self._grown.get(thing.id, {})
        here = {key: value for key, value in data.items() if key != "name" or "name" in thing.facts}
        found = compared_nodes(_SECTION_OF[thing.type].record, there, here)
        if found.lacks.get("part_of") == thing.id:
            del found.lacks["part_of"]
        if thing.wish not in ("", thing.id):
            found.fits.append(KeyDifference("id", thing.id, thing.wish))
        self._take(Where(thing.type, thing.id), here, there, found, thing.where, str(thing))
        self._grown.setdefault(thing.id, {}).update(together(there, found.lacks))  # two things may be one record

    # ---------------------------------------------------------------- both

    def _take(
        self,
        where: Where,
        here: Mapping[str, Any],
        there: Mapping[str, Any],
        found: LinkedDifferences,
        place: str,
        what: str,
    ) -> None:
        self._fills.link(where)
        before = {} if self._theirs else self._fills.before(where)
        corrected = {one for one in found.differs if one.there and (one.key, one.here) in facts_in(before)}
        for one in found.differs:
            if one in corrected:
                why = f"`{one.key}` is {one.here} here, as before; you have made it {one.there} in `{where.id}`"
                self._report.tell("read", place, what, why)
        noted = [text for text in self._noted(here) if not self._is_noted(text, where, there)]
        differs = [
            one
            for one in found.differs
            if one not in corrected and not self._is_noted(f"{one.key}: {one.here}", where, there)
        ]
        for one in found.fits:
            why = f"`{one.key}` is {one.here} here, and {one.there} in `{where.id}`; that fits, and stays"
            self._report.tell("read", place, what, why)
        for one in differs:
            stays = f"and {one.there} in `{where.id}`, where that stays"
            if not one.there:
                stays = f"but `{where.id}` does not get it: {one.why}"
            keeps = "; its notes keep what is here" if self._supply else ""
            self._report.tell("differs", place, what, f"`{one.key}` is {one.here} here, {stays}{keeps}")
        lacks, out = without(found.lacks, before)
        of_record = dict(lacks)
        if kept := noted + ([f"{one.key}: {one.here}" for one in differs] if self._supply else []):
            lacks["notes"] = f"{self._source}: {BETWEEN_NOTES.join(kept)}"
        evidence = self._evidence(here, there, lacks, is_tie=where.type == "tie")
        if not found.attests and evidence:
            sources = " and ".join(f"`{item['source']}`" for item in evidence)
            why = f"{sources} gives another status, so it is no evidence for `{where.id}`"
            self._report.tell("read", place, what, why)
            evidence = []
        if not lacks and evidence:
            (known,) = without({"evidence": evidence}, before)[1:]
            evidence = [item for item in evidence if item not in known.get("evidence", ())]
            out |= known
        if out:
            why = f"you have taken it out of `{where.id}`; it stays out: {told(out)}"
            self._report.tell("left out", place, what, why)
        if lacks or evidence:
            words = told({**of_record, **({"notes": BETWEEN_NOTES.join(noted)} if noted else {}),
                               "evidence": evidence})  # fmt: skip
            data = {**lacks, **({"evidence": evidence} if evidence else {})}
            self._told.append(_ToSupply(where, data, place, what, words))

    def _noted(self, here: Mapping[str, Any]) -> list[str]:
        """What the rows have for the notes, without the name of their source."""
        return [text.removeprefix(f"{self._source}: ") for text in _texts(here.get("notes"))]

    def _is_noted(self, text: str, where: Where, there: Mapping[str, Any]) -> bool:
        """True if the notes of a record have a text already, or had that of this source before people took it out, or
        its region says the same."""
        if text in _texts(there.get("notes")):
            return True
        before = {} if self._theirs else self._fills.before(where)
        items = [one for notes in (there.get("notes"), before.get("notes")) for one in _listed(notes)]
        if any(isinstance(one, str) and text in one and f"{self._source}: " in one for one in items):
            return True
        label, _, region = text.partition(": ")
        return label == "region" and where.type != "tie" and fold(region) == fold(self._rest.region_of(where.id))

    def _evidence(
        self, here: Mapping[str, Any], there: Mapping[str, Any], lacks: Mapping[str, Any], *, is_tie: bool
    ) -> list[dict[str, str]]:  # fmt: skip
        """The evidence that a record lacks. That a file names a city is none that it needs, unless it gets something:
        a figure has a source of its own."""
        items = [{key: text for key, text in item.items() if text} for item in here.get("evidence", ())]
        known = there.get("evidence", ())
        new = [item for item in items if not any(item.items() <= one.items() for one in known)]
        if is_tie:
            new = [item for item in new if not gives_another_status(item, there)]
        if not is_tie and new == [{"source": self._source}] and not lacks.keys() - {"observations"}:
            return []
        return new

    # ---------------------------------------------------------------- at the end

    def settle(self, folder: Path) -> Mapping[str, Content | None]:
        """The files of the folder that change, and the last words about it: what records lack, or have got.

        Raises:
            CityGraphError: if a file cannot be edited.
        """
        if not self._told:
            return {}
        if self._supply is None:
            for one in self._told:
                self._report.tell("lacking", one.place, one.what, f"`{one.where.id}` lacks {one.words}")
            number = len({one.where for one in self._told})
            lack = "1 record of the folder lacks" if number == 1 else f"{number:,} records of the folder lack"
            self._report.said.append(f"{lack} what rows say; --fill fills it in, with its source")
            return {}
        done = self._supply(folder, [supplement(one.where, one.data) for one in self._told])
        for one in self._told:
            if why := done.refused.get(one.where):
                self._report.tell("doubtful", one.place, one.what, f"`{one.where.id}` lacks {one.words}, but {why}")
                continue
            self._fills.add(one.where, one.data)
            if one.words:
                self._report.tell("filled", one.place, one.what, f"`{one.where.id}` gets {one.words}")
        return done.files


def _listed(notes: Any) -> list[Any]:
    return notes if isinstance(notes, list) else [notes]


def _texts(notes: Any) -> list[str]:
    """The notes of a record as texts that say one thing each."""
    if isinstance(notes, Mapping):
        return [f"{key}: {in_words(value)}" for key, value in notes.items()]
    if isinstance(notes, list):
        return [text for one in notes for text in _texts(one)]
    return [] if notes is None else [text for text in in_words(notes).split(BETWEEN_NOTES) if text]
