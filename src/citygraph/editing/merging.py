"""One record of two that are about the same thing.

The first one keeps its id. The id, the name and the aliases of the second become aliases of the first, and all that the
files say of the second they then say of the first. Two ties of one kind with the same other end become one, unless
their times tell that they are two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Free, MapOf, keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_rules import are_apart, is_told
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, Written, change, listed, remove, united, written
from citygraph.editing.references import check_single
from citygraph.editing.renaming import give_id, name_anew, renamed_in_notes, ties_moved
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Record
from citygraph.folder.yaml_style import in_line

Side = Literal["A", "B", "both"]
POST = "holds-post"


@dataclass(frozen=True, slots=True)
class TwoValues:
    """A key of which two records, called by their ids, have two values as they are written. ``may_be_two``: it is the
    time of two ties, so both may be right, of two ties."""

    records: tuple[str, str]
    key: str
    values: tuple[Any, Any]
    may_be_two: bool = False


class Differ(CityGraphError):
    """Two records say two things, of which one record can say only one."""

    def __init__(self, differences: Sequence[TwoValues]) -> None:
        super().__init__("they differ; say with --prefer A or --prefer B which one is right")
        self.differences = differences

    @property
    def lines(self) -> list[str]:
        """The differences, a line each."""
        lines = [
            f"  {one.key}: {' or '.join(map(_of_whom, 'AB', one.records, one.values))}" for one in self.differences
        ]
        tie = next((one.records[1] for one in self.differences if one.may_be_two), None)
        if tie is not None:
            lines += [
                "  a tie that you prefer takes the place of the other; if both are right, as two ties,",
                f"  give one an id of its own first: citygraph mv {tie} {tie}.2",
            ]
        return lines


def _of_whom(side: str, record: str, value: Any) -> str:
    return f"{in_line(value)} ({side}, {record})"


def in_words(value: Any) -> str:
    """A value in a line, as ``since: 1990, status: ended``."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {in_line(inner)}" for key, inner in value.items())
    return in_line(value)


Choose = Callable[[TwoValues], Side | None]
"""Says which of two values is right, or both if they may be; None if nobody knows."""


def merge(draft: FolderDraft, first: str, second: str, choose: Choose) -> str:
    """Make one record of two. Returns what was done.

    Raises:
        Differ: if they differ in what one record can say only once, and ``choose`` does not say which is right.
        CityGraphError: if there are no such records, they are of two types, or a tie joins them.
    """
    return _Merger(draft, choose).run(first, second)


class _Merger:
    def __init__(self, draft: FolderDraft, choose: Choose) -> None:
        self.draft = draft
        self.choose = choose
        self.open: list[TwoValues] = []
        self.gone: set[Where] = set()
        self.twice: Counter[str] = Counter()
        """How many of its ties and posts were there twice."""
        self.apart: dict[str, str] = {}
        """The new ids of ties that would have the id of another one."""
        self.changes: list[tuple[Where, Written, list[Mapping[str, str]]]] = []
        """What changes in the records that stay. It is written when all new ids are known, which notes may have."""

    def run(self, first: str, second: str) -> str:
        world = self.draft.world
        for name in (first, second):
            if name in world.view.graph["ties"]:
                raise CityGraphError(
                    f"`{name}` is a tie; `merge` takes cities and other nodes, and sources. {_OF_TIES}"
                )
        a, b = (world.resolve(name, (*NODE_TYPES, "source")) for name in (first, second))
        types = [world.describe(one)[1] for one in (a, b)]
        if a == b:
            raise CityGraphError(f"`{first}` and `{second}` are one record already")
        if types[0] != types[1]:
            raise CityGraphError(
                f"`{a}` is {_a(types[0])}, and `{b}` is {_a(types[1])}; only two of one type can be one record"
            )
        one, other = Where(types[0], a), Where(types[1], b)
        check_single(self.draft, one)
        check_single(self.draft, other)
        moved = {}
        if types[0] in NODE_TYPES:
            self._fold_ties(a, b)
            moved = ties_moved(self.draft, b, a)
        values, evidence = self._together(one, other)
        if self.open:
            raise Differ(self.open)
        remove(self.draft, other)
        self.gone.add(other)
        names = {b: a, **moved, **self.apart}
        self.draft.renamed |= names
        for where, said, more in [*self.changes, (one, values, evidence)]:
            if "notes" in said:
                said["notes"] = renamed_in_notes(self.draft, said["notes"])
            change(self.draft, where, said, more)
        name_anew(self.draft, names, but=self._is_done)
        return f"`{b}` is part of `{a}` now{_told(self.twice)}"

    def _is_done(self, record: Record) -> bool:
        """True if a record goes, with its references."""
        owner = record.owner
        return Where(record.type, record.id) in self.gone or (
            owner is not None and Where(owner.type, owner.id) in self.gone
        )

    # ---------------------------------------------------------------- the ties of both

    def _fold_ties(self, a: str, b: str) -> None:
        """Make one tie of each two that would have one id, unless their times tell that they are two."""
        world = self.draft.world
        joining = [*world.view.adj[a].get(b, {}), *world.view.adj[b].get(a, {})]
        if joining:
            raise CityGraphError(
                f"the tie `{joining[0]}` joins them; take it out first, with `citygraph rm {joining[0]}`"
            )
        twins: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for id in self._ties_of(a):
            twins[self._meant_by(id, a, a)].append(id)
        doubles = []
        for id in self._ties_of(b):
            meant = self._meant_by(id, b, a)
            same = ".".join(meant)
            if id != ".".join(self._meant_by(id, b, b)):
                self._tell_of_twins(id, id, twins[meant])
            elif same in twins[meant]:
                doubles.append((same, id))
            else:
                self._tell_of_twins(id, same, twins[meant])
        self.draft.find([Where("tie", id) for pair in doubles for id in pair])
        for same, id in doubles:
            self._fold(same, id, b)

    def _ties_of(self, node: str) -> list[str]:
        view = self.draft.world.view
        return sorted({id for way in (view.adj, view.pred) for several in way[node].values() for id in several})

    def _meant_by(self, id: str, node: str, now: str) -> tuple[str, str, str]:
        """The kind and the ends of a tie, which make its id, if one of its ends has another id now."""
        start, end, data = self.draft.world.view.graph["ties"][id]
        one, other = (now if end == node else end for end in (start, end))
        if data["symmetric"]:
            one, other = sorted((one, other))
        return data["kind"], one, other

    def _tell_of_twins(self, id: str, called: str, twins: Sequence[str]) -> None:
        """Say which tie stays beside another of its kind and ends, since one of the two has an id of its own."""
        if twins:
            own = id if id == called else twins[0]
            self.draft.remarks.append(
                f"`{called}` stays beside `{twins[0]}`, since `{own}` has an id of its own;"
                f" if they are one, take one out: citygraph rm {own}"
            )

    def _fold(self, same: str, id: str, b: str) -> None:
        """Make one tie of two; or give the second one an id of its own, if they are two."""
        ties = self.draft.world.view.graph["ties"]
        start, _, said = ties[id]
        one, other = Where("tie", same), Where("tie", id)
        mine, theirs = written(self.draft, one), written(self.draft, other)
        is_post = said["kind"] == POST
        are_two = are_apart(ties[same][2], said) or (is_post and mine.get("title") != theirs.get("title"))
        time = None if are_two else self._time(one, other, mine, theirs)
        if time is None:
            new = self.apart[id] = self._id_beside(same, said)
            if not is_post or start != b:  # those of an official who goes move, and get it then
                give_id(self.draft, other, new)
            why = "they are two posts" if is_post else "they are of two times"
            self.draft.remarks.append(f"`{id}` is `{new}` now, and stays beside `{same}`: {why}")
            return
        values, evidence = self._together(one, other)
        self.changes.append((one, values | time, evidence))
        remove(self.draft, other)
        self.gone.add(other)
        self.draft.renamed[id] = same
        self.twice["post" if is_post else "tie"] += 1

    def _time(self, one: Where, other: Where, mine: Written, theirs: Written) -> Written | None:
        """What changes in the keys about time of a tie; None if they are two ties. Parts of two times would make a
        third one that nobody tells: an end goes with its status, and with a beginning all the rest."""
        differ = {key for key in _TIME if _says(mine, key) and _says(theirs, key) and mine[key] != theirs[key]}
        together = () if not differ else _TIME if differ & {"since", "on"} else _OF_AN_END
        values = {key: theirs[key] for key in _TIME if key not in together and not _says(mine, key) and key in theirs}
        if not differ:
            return values
        keys = [key for key in together if key in mine or key in theirs]
        said = [{key: record[key] for key in keys if key in record} for record in (mine, theirs)]
        side = self._side(TwoValues((one.id, other.id), ", ".join(keys), (said[0], said[1]), may_be_two=True))
        if side == "both":
            return None
        if side == "B":
            values |= {key: theirs.get(key) for key in keys if mine.get(key) != theirs.get(key)}
        return values

    def _id_beside(self, same: str, tie: Mapping[str, Any]) -> str:
        """An id for a second tie of one kind between the same two: its year, or else a number, follows the ends."""
        taken = {*self.draft.world.view.graph["ties"], *self.apart.values()}
        year = next((str(tie[key])[:4] for key in ("since", "until", "on") if tie.get(key)), "")
        numbers = (f"{same}.{number}" for number in range(2, len(taken) + 3))
        return next(id for id in (*([f"{same}.{year}"] if year.isdecimal() else []), *numbers) if id not in taken)

    # ---------------------------------------------------------------- what both say

    def _together(self, one: Where, other: Where) -> tuple[Written, list[Mapping[str, str]]]:
        """What changes in the first record: its keys, and the evidence that it gets."""
        mine, theirs = written(self.draft, one), written(self.draft, other)
        keys = keys_of(SECTION_OF[one.type].record).all
        values: Written = {}
        for key, stated in theirs.items():
            value = stated
            if key in _EVIDENCE or key in _OF_THE_ENDS or (one.type == "tie" and key in _TIME):
                continue
            holds = keys[key].holds if key in keys else Free()
            if key == "name" and "aliases" in keys:
                continue
            if key == "posts":
                value = self._posts(other, value)
            if key not in mine:
                values[key] = value
            elif mine[key] != value and (more := united(holds, mine[key], value)) is not None:
                if more != mine[key]:
                    values[key] = more
            elif isinstance(holds, MapOf) and isinstance(value, Mapping) and isinstance(mine[key], Mapping):
                if (entries := self._entries(one, other, key, mine[key], value)) != mine[key]:
                    values[key] = entries
            elif mine[key] != value and key == "seen" and (later := _later(mine[key], value)) is not None:
                values |= {key: later} if later != mine[key] else {}
                self.draft.remarks.append(f"`seen` of `{one.id}` is {later}: of {mine[key]} and {value}, the later")
            elif mine[key] != value and self._side(TwoValues((one.id, other.id), key, (mine[key], value))) == "B":
                values[key] = value
        if values.get("part_of") == one.id or mine.get("part_of") == other.id:
            values["part_of"] = None
        if "aliases" in keys:
            aliases = self._aliases(one, other, mine, theirs)
            if aliases != listed(mine.get("aliases")):
                values["aliases"] = aliases
        return values, _evidence(theirs)

    def _entries(
        self, one: Where, other: Where, key: str, mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> Written:
        """What two mappings say together, as identifiers: they differ only in what both have."""
        entries = {**theirs, **mine}
        for name in theirs:
            if entries[name] != theirs[name]:
                values = mine[name], theirs[name]
                if self._side(TwoValues((one.id, other.id), f"{key}.{name}", values)) == "B":
                    entries[name] = theirs[name]
        return entries

    def _side(self, difference: TwoValues) -> Side | None:
        side = self.choose(difference)
        if side is None:
            self.open.append(difference)
        return side

    def _posts(self, official: Where, posts: Sequence[Written]) -> list[Written]:
        """The posts of an official who goes, without those that are there twice."""
        kept = []
        for post in posts:
            id = post.get("id") or f"{POST}.{official.id}.{post.get('of')}"
            if Where("tie", id) not in self.gone:
                kept.append({**post, "id": self.apart[id]} if id in self.apart else post)
        return kept

    def _aliases(self, one: Where, other: Where, mine: Written, theirs: Written) -> list[str]:
        names = [other.id, theirs.get("name"), *listed(theirs.get("aliases"))]
        mine_in = mine.get("names") or {}
        names += [name for tag, name in (theirs.get("names") or {}).items() if mine_in.get(tag, name) != name]
        have = [mine.get("name"), one.id]
        found = listed(mine.get("aliases"))
        for name in names:
            if name and name not in have and name not in found:
                found = [*found, name]
        return found


_OF_TIES = "Of two ties that are one, take one out with `citygraph rm`, or merge their ends"
_EVIDENCE = ("source", "by", "quote", "evidence")
_OF_THE_ENDS = ("id", "kind", "between", "from", "to", "of")
_TIME = ("since", "until", "on", "status", "end_reason")
_OF_AN_END = ("until", "status", "end_reason")


def _says(record: Written, key: str) -> bool:
    """True if a record has a key about time; the status *unknown* says nothing."""
    return key in record and (key != "status" or not isinstance(record[key], str) or is_told(record[key]))


def _later(one: str, other: str) -> str | None:
    """The later of two dates at which a tie was seen; None if one is no date. Of two that overlap, the one that begins
    later: until then it stood."""
    try:
        return max(map(parse_date, (str(one), str(other))), key=lambda date: (date.earliest, date.latest)).text
    except ValueError:
        return None


def _told(twice: Counter[str]) -> str:
    """How many ties and posts were there twice."""
    parts = [f"{number:,} of its {what}s" for what, number in sorted(twice.items(), reverse=True)]
    return f"; {' and '.join(parts)} {'was' if twice.total() == 1 else 'were'} there twice" if parts else ""


def _a(type: str) -> str:
    return f"{'an' if type[0] in 'aeio' else 'a'} {type}"


def _evidence(record: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The evidence of a record, in a list."""
    short = {key: record[key] for key in ("source", "by", "quote") if key in record}
    return [*([short] if "source" in short else []), *listed(record.get("evidence"))]
