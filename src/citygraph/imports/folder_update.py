"""What becomes of the folder of a source with new records: three versions of each make one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from citygraph.domain.terms import NODE_TYPES
from citygraph.graph.references import named_in
from citygraph.imports.change_words import difference, sides, told
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.last_import import GrowingImport, Versions, canonical, data_of
from citygraph.imports.record_texts import IN_ORDER, WRITTEN, CanonicalTexts, RecordChange, RecordText
from citygraph.imports.set_aside import FillsOfOthers, SetAside
from citygraph.imports.source_folder import SourceFolder
from citygraph.imports.three_way import Takes, merge

_DROPPED = "null"


class FolderUpdate:
    """What becomes of the folder of a source with new ``records``, which are all that its files have: the records to
    write, as they come, each as three versions make it, at last those that the files do not have. The ``changes`` from
    the present ones are known at the end. Of the records that ``takes`` names, the source has what both have changed.

    A record that the files no longer have goes, unless people have changed it, or others name it. One that people have
    taken out stays out, unless the files have something new that names it. What imports of other sources have filled in
    (``--fill``) is no change of people's: it is set aside, and laid on what the record becomes. ``is_sound`` says if a
    record that was put together of two versions has no mistake; else it is a conflict as a whole.
    """

    def __init__(
        self, folder: SourceFolder, records: Iterable[RecordText], rest: ExistingRecords,
        is_sound: Callable[[RecordText], bool], takes: Takes,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._records = records
        self._rest = rest
        self._is_sound = is_sound
        self.changes: list[RecordChange] = []
        self.conflicts: list[str] = []
        """The ids of records of which the source's version can be taken."""
        self.takes = takes
        self._named: dict[str, str] = {}
        self._out: set[str] = set()
        self._left_out: dict[str, bool] = {}
        self._fills = FillsOfOthers(folder.folder.parent, folder.source, folder.former_ids)
        self._aside: dict[str, SetAside] = {}
        self._as_is = Counter[str]()
        self._yielded = Counter[str]()
        self.imported = GrowingImport()
        self._texts = CanonicalTexts()
        self.corrected = 0
        """How many records stay as people have changed them, though the files have them otherwise."""

    @property
    def unchanged(self) -> set[str]:
        """The keys of the sections in which nothing changes; known at the end."""
        present = self._folder.present
        return {
            section.key
            for section in WRITTEN
            if present[section.type] == self._as_is[section.type] == self._yielded[section.type] != 0
        }

    def close(self) -> None:
        """Give the disk back."""
        self.imported.close()

    def keep_kinds(self) -> None:
        """Remember the kinds of ties that an earlier import has written."""
        for kind in self._folder.last.left("kind"):
            self.imported.add(kind.type, kind.id, kind.base or _DROPPED)

    def __iter__(self) -> Iterator[RecordText]:
        if not self._folder.is_update:
            for record in self._records:
                self.imported.add(record.type, record.id, self._texts.of(record))
                yield record
            return
        last = self._folder.last
        lost = (one.id for one in last.all(NODE_TYPES) if one.mine is None)
        self._out = {id for id in lost if not self._rest.is_elsewhere(id)}
        waiting: list[RecordText] = []
        for record in self._records:
            found = self._updated(record)
            if found is not None:
                yield self._written(found)
            elif record.id in self._left_out:
                waiting.append(record)
        for record in self._needed(waiting):
            yield self._written(record)
        for id, is_known in self._left_out.items():
            self._tell_of_out(id, is_known, "you have taken it out")
        for versions in self._left():
            yield self._written(RecordText(versions.type, versions.id, data_of(versions.mine) or {}))

    def _without_fills(self, one: Versions) -> Versions:
        """The versions of a record, without what others have filled in."""
        if one.base is None or one.mine is None or one.mine == one.base or one.id == self._folder.source:
            return one
        found = self._fills.set_aside(one.type, one.id, data_of(one.mine) or {}, data_of(one.base) or {})
        if found is None:
            return one
        self._aside[one.id] = found
        return one._replace(mine=canonical(found.rest))

    def _with_fills(self, record: RecordText) -> RecordText:
        """A record with what others have filled in, as far as it has no value of its own there now."""
        if (aside := self._aside.get(record.id)) is None:
            return record
        data, lost = aside.laid_on(record.data)
        whole = RecordText(record.type, record.id, data)
        if record.data != aside.rest and not self._is_sound(whole):
            whole, words = record, f"{aside.words}: that goes, since it does not go with what the source has now"
        else:
            words = f"{aside.words}; of that goes, since the source has it otherwise now: {told(lost)}"
        if whole is record or lost:
            self._tell("changed", record.id, words)
        return whole

    def _written(self, record: RecordText) -> RecordText:
        record = self._with_fills(record)
        self._names(record.id, record.data)
        self._yielded[record.type] += 1
        return record

    def _names(self, id: str, data: Mapping[str, Any]) -> None:
        """Note what a record names, which stays then."""
        for one in named_in(data):
            if one not in self._named:
                self._named[one] = id

    def _tell(self, sort: Any, id: str, what: str = "") -> None:
        self.changes.append(RecordChange(sort, _called(id), what))

    def _tell_of_conflict(self, id: str, what: str) -> None:
        self._tell("conflict", id, what)
        if " " not in id:  # a statement has no id
            self.conflicts.append(id)

    # ---------------------------------------------------------------- what the files have

    def _updated(self, record: RecordText) -> RecordText | None:
        """What a record of the files becomes; None if it is not written."""
        text = self._texts.of(record)
        known = self._folder.last.meet(record.id) or Versions(record.type, record.id, None, None, None)
        versions = self._without_fills(known)
        base, mine = versions.base, versions.mine
        if record.id == self._folder.source:  # it has what people have changed already
            self.imported.add(record.type, record.id, text)
            return self._changed(record, mine, text)
        ends = (record.data["from"], record.data["to"]) if record.type == "tie" and record.id not in self.takes else ()
        if out := self._out.intersection(ends):
            before = versions.before or (base or _DROPPED if base != text else None)
            self.imported.add(record.type, record.id, text, before)
            self._tell_of_out(record.id, base == text, f"you have taken out `{min(out)}`, an end of it")
            return None
        if mine == text:
            self.imported.add(record.type, record.id, text)
            self._as_is[record.type] += 1
            return record
        if base is None and mine is None:
            self.imported.add(record.type, record.id, text)
            self._tell("added", record.id)
            return record
        if base is not None and base == mine and versions.before is None:
            self.imported.add(record.type, record.id, text)
            return self._changed(record, mine, text)
        if base is not None and mine is None and self._rest.is_elsewhere(record.id):
            self.imported.add(record.type, record.id, text)
            if base not in (text, _DROPPED):
                what = difference(data_of(base) or {}, record.data)
                self._tell("conflict", record.id, f"it stands in another file now, and the source has changed: {what}")
            return None
        return self._merged(record, text, versions)

    def _changed(self, record: RecordText, mine: str | None, text: str) -> RecordText:
        if mine == text:
            self._as_is[record.type] += 1
        elif mine is None:
            self._tell("added", record.id)
        else:
            what = difference(data_of(mine) or {}, record.data)
            if what and record.id != self._folder.source:
                self._tell("changed", record.id, what)
        return record

    def _merged(self, record: RecordText, text: str, versions: Versions) -> RecordText | None:
        """The record that people and the source have made of it."""
        base, mine, before = data_of(versions.base), data_of(versions.mine), data_of(versions.before)
        found = merge(base, mine, record.data)
        opened = versions.base if versions.before is None else versions.before
        taken = merge(before if versions.before is not None else base, mine, record.data).theirs
        for one in (found.mine, taken):
            if one not in (None, mine, record.data) and not self._is_sound(RecordText(record.type, record.id, one)):
                found, taken = found._replace(mine=mine, theirs=record.data), record.data
                break
        takes = record.id in self.takes
        result = taken if takes else found.mine
        if found.mine != taken:
            self.takes.settles(record.id)
        self.imported.add(record.type, record.id, text, None if takes or found.mine == taken else opened or _DROPPED)
        if result is None:
            self._left_out[record.id] = not found.conflicts
            return None
        if found.conflicts and not takes:
            self._tell_of_conflict(record.id, f"your version stays: {sides(result, found.theirs or {})}")
        if mine is None:
            self._tell("added", record.id)
        elif what := difference(mine, result):
            self._tell("changed", record.id, what)
        self.corrected += result != record.data
        self._as_is[record.type] += result == mine
        return record if result == record.data else RecordText(record.type, record.id, result)

    def _tell_of_out(self, id: str, is_known: bool, why: str) -> None:
        if is_known:
            self._tell("left out", id, f"{why}; it stays out")
        else:
            self._tell_of_conflict(id, f"{why}, and the source has something new of it; it stays out")

    def _needed(self, waiting: list[RecordText]) -> Iterator[RecordText]:
        """Of the records that people have taken out, those that new records name, and that those name again."""
        while back := [record for record in waiting if record.id in self._named]:
            waiting = [record for record in waiting if record.id not in self._named]
            for record in back:
                self._names(record.id, record.data)
                del self._left_out[record.id]
                self._tell("added", record.id, "you have taken it out, but another record of the source names it")
                yield record

    # ---------------------------------------------------------------- what they do not have

    def _left(self) -> Iterator[Versions]:
        """The records that stay although the files do not have them."""
        for one in self._left_of("tie"):
            stays = one.base is None or (one.mine != one.base and one.id not in self.takes)
            if stays and one.mine is not None:  # it may follow another one
                self._names(one.id, data_of(one.mine) or {})
        yield from (one for one in self._left_of("tie") if self._stays(one))
        several = (one for type in IN_ORDER if type != "tie" for one in self._left_of(type))
        others = [one for one in several if one.mine is not None and one.id != self._folder.source]
        going = [one for one in others if self._goes(one)]
        kept = {one.id for one in others} - {one.id for one in going}
        staying = [one for one in others if one.id in kept]
        while True:  # what stays names others, and those name others again
            for one in staying:
                self._names(one.id, data_of(one.mine) or {})
            staying = [one for one in going if one.id not in kept and self._is_needed(one)]
            if not staying:
                break
            kept |= {one.id for one in staying}
        yield from (one for one in others if one.id in kept)
        for one in going:
            if one.id not in kept and one.type != "source":
                self._tell("gone", one.id)
        yield from (one for one in self._left_of("source") if one.id == self._folder.source and self._stays(one))

    def _left_of(self, type: str) -> Iterator[Versions]:
        return map(self._without_fills, self._folder.last.left(type))

    def _stays(self, one: Versions) -> bool:
        if one.mine is None:
            return False
        if not self._goes(one) or self._is_needed(one):
            return True
        if one.type != "source":
            self._tell("gone", one.id)
        return False

    def _goes(self, one: Versions) -> bool:
        """True for a record that goes unless others name it. Of the others it is noted here what people have."""
        if one.base is None:
            self._as_is[one.type] += 1
            return False
        base, mine = data_of(one.base), data_of(one.mine)
        found = merge(base, mine, None)
        opened = one.base if one.before is None else one.before
        taken = merge(data_of(opened), mine, None).theirs
        if found.mine is not None and taken is None:
            self.takes.settles(one.id)
        if (taken if one.id in self.takes else found.mine) is None:
            return True
        self._as_is[one.type] += 1
        self.imported.add(one.type, one.id, _DROPPED, opened if taken is None else None)
        if found.conflicts:
            what = difference(base or {}, mine or {})
            self._tell_of_conflict(one.id, f"the source no longer has it, but you have changed it: {what}")
        return False

    def _is_needed(self, one: Versions) -> bool:
        """True for a record that others name, or the source's own one as long as anything of it stays."""
        places = self._rest.naming(one.id)
        is_own = one.id == self._folder.source and bool(self._yielded)
        aside = self._aside.get(one.id)
        is_named = bool(places) or one.id in self._named
        other = "" if is_named or is_own or aside is not None else self._fills.linked_from(one.type, one.id)
        if not (is_named or is_own or aside is not None or other):
            return False
        self._as_is[one.type] += 1
        self.imported.add(one.type, one.id, one.base or _DROPPED, one.before)
        if aside is not None:
            self._tell("kept", one.id, f"the source no longer has it, but {aside.words}")
        elif other:
            self._tell("kept", one.id, f"the source no longer has it, but rows of `{other}` tell of it, too")
        elif places or one.type != "source":
            by = f"{places[0] if places else f'`{_called(self._named[one.id])}`'} names it"
            more = f", as {len(places) - 1:,} more" if len(places) > 1 else ""
            self._tell("kept", one.id, f"the source no longer has it, but {by}{more}")
        return True


def _called(id: str) -> str:
    """A record in a report: its id, or the words of a statement, which has none."""
    type, _, text = id.partition(" ")
    if type != "statement":
        return id
    data = data_of(text) or {}
    quotes = [item["quote"] for item in data.get("evidence", ()) if item.get("quote")]
    words = f": {quotes[0]}" if quotes else ""
    return f"statement by {data.get('by')}{words}"[:_LONGEST]


_LONGEST = 80
"""How many characters of a statement are shown."""
