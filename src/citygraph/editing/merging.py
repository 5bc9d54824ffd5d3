"""One record of two that are about the same thing.

The first one keeps its id. The id, the name and the aliases of the second become aliases of the first, and all that the
files say of the second they then say of the first. Two ties of one kind with the same other end become one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Free, keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, Written, change, listed, remove, united, written
from citygraph.editing.renaming import name_anew, ties_moved
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Record
from citygraph.folder.yaml_style import in_line

Side = Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class TwoValues:
    """A key of which two records, called by their ids, have two values as they are written."""

    records: tuple[str, str]
    key: str
    values: tuple[Any, Any]


class Differ(CityGraphError):
    """Two records say two things, of which one record can say only one."""

    def __init__(self, differences: Sequence[TwoValues]) -> None:
        super().__init__("they differ; say with --prefer A or --prefer B which one is right")
        self.differences = differences

    @property
    def lines(self) -> list[str]:
        """The differences, a line each."""
        return [f"  {one.key}: {' or '.join(map(_of_whom, 'AB', one.records, one.values))}" for one in self.differences]


def _of_whom(side: str, record: str, value: Any) -> str:
    return f"{in_line(value)} ({side}, {record})"


Choose = Callable[[TwoValues], Side | None]
"""Says which of two values is right; None if nobody knows."""


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

    def run(self, first: str, second: str) -> str:
        world = self.draft.world
        a, b = (world.resolve(name, (*NODE_TYPES, "source")) for name in (first, second))
        types = [world.describe(one)[1] for one in (a, b)]
        if a == b:
            raise CityGraphError(f"`{first}` and `{second}` are one record already")
        if types[0] != types[1]:
            raise CityGraphError(
                f"`{a}` is {_a(types[0])}, and `{b}` is {_a(types[1])}; only two of one type can be one record"
            )
        one, other = Where(types[0], a), Where(types[1], b)
        folded = self._fold_ties(a, b) if types[0] in NODE_TYPES else 0
        moved = ties_moved(self.draft, b, a) if types[0] in NODE_TYPES else {}
        values, evidence = self._together(one, other)
        if self.open:
            raise Differ(self.open)
        remove(self.draft, other)
        self.gone.add(other)
        change(self.draft, one, values, evidence)
        name_anew(self.draft, {b: a, **moved}, but=self._is_done)
        ties = f"; {folded} of its ties were there twice" if folded else ""
        return f"`{b}` is part of `{a}` now{ties}"

    def _is_done(self, record: Record) -> bool:
        """True if a record goes, with its references."""
        owner = record.owner
        return Where(record.type, record.id) in self.gone or (
            owner is not None and Where(owner.type, owner.id) in self.gone
        )

    # ---------------------------------------------------------------- the ties of both

    def _fold_ties(self, a: str, b: str) -> int:
        """Make one tie of each two that would have one id. Returns how many."""
        ties = self.draft.world.view.graph["ties"]
        joining = [id for id, data in self.draft.world.view.adj[a].get(b, {}).items()]
        joining += [id for id in self.draft.world.view.adj[b].get(a, {}) if id not in joining]
        if joining:
            raise CityGraphError(
                f"the tie `{joining[0]}` joins them; take it out first, with `citygraph rm {joining[0]}`"
            )
        folded = 0
        for id in self._ties_of(b):
            start, end, data = ties[id]
            ends = [a if node == b else node for node in (start, end)]
            if id != f"{data['kind']}.{start}.{end}":
                continue  # it has an id of its own, and stays
            ends = sorted(ends) if data["symmetric"] else ends
            same = f"{data['kind']}.{ends[0]}.{ends[1]}"
            if same in ties:
                folded += 1
                one, other = Where("tie", same), Where("tie", id)
                values, evidence = self._together(one, other)
                change(self.draft, one, values, evidence)
                remove(self.draft, other)
                self.gone.add(other)
                self.draft.renamed[id] = same
        return folded

    def _ties_of(self, node: str) -> list[str]:
        view = self.draft.world.view
        return sorted({id for way in (view.adj, view.pred) for several in way[node].values() for id in several})

    # ---------------------------------------------------------------- what both say

    def _together(self, one: Where, other: Where) -> tuple[Written, list[Mapping[str, str]]]:
        """What changes in the first record: its keys, and the evidence that it gets."""
        mine, theirs = written(self.draft, one), written(self.draft, other)
        keys = keys_of(SECTION_OF[one.type].record).all
        values: Written = {}
        for key, stated in theirs.items():
            value = stated
            if key in _EVIDENCE or key in _OF_THE_ENDS:
                continue
            holds = keys[key].holds if key in keys else Free()
            if key == "name" and "aliases" in keys:
                continue
            if key == "posts":
                value = [
                    post for post in value if Where("tie", f"holds-post.{other.id}.{post.get('of')}") not in self.gone
                ]
            if key not in mine:
                values[key] = value
            elif mine[key] != value and (more := united(holds, mine[key], value)) is not None:
                if more != mine[key]:
                    values[key] = more
            elif mine[key] != value and self._is_theirs(TwoValues((one.id, other.id), key, (mine[key], value))):
                values[key] = value
        if values.get("part_of") == one.id or mine.get("part_of") == other.id:
            values["part_of"] = None
        if "aliases" in keys:
            aliases = self._aliases(one, other, mine, theirs)
            if aliases != listed(mine.get("aliases")):
                values["aliases"] = aliases
        return values, _evidence(theirs)

    def _is_theirs(self, difference: TwoValues) -> bool:
        side = self.choose(difference)
        if side is None:
            self.open.append(difference)
        return side == "B"

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


_EVIDENCE = ("source", "by", "quote", "evidence")
_OF_THE_ENDS = ("id", "kind", "between", "from", "to", "of")


def _a(type: str) -> str:
    return f"{'an' if type[0] in 'aeio' else 'a'} {type}"


def _evidence(record: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The evidence of a record, in a list."""
    short = {key: record[key] for key in ("source", "by", "quote") if key in record}
    return [*([short] if "source" in short else []), *listed(record.get("evidence"))]
