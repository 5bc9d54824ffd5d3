"""What a record that is there already gets: what is new of it. What contradicts it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Free, keys_of
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, Evidence, Written, change, listed, united, with_evidence, written
from citygraph.folder.diagnostics import Where
from citygraph.folder.yaml_style import in_line


class Contradicts(CityGraphError):
    """A record is there already, and says something else. ``lines`` say what, and the ways out."""

    def __init__(self, message: str, lines: Sequence[str]) -> None:
        super().__init__(message)
        self.lines = lines


def grow(
    draft: FolderDraft, where: Where, record: Mapping[str, Any], evidence: Sequence[Evidence], *, can_be_another: bool
) -> list[str]:
    """Give a record what is new of it; the keys that it gets. If ``can_be_another``, what contradicts it may be meant
    of another record, which needs an id of its own.

    Raises:
        Contradicts: if it says something else.
        CityGraphError: if the record cannot be edited where it stands.
    """
    before = written(draft, where)
    keys = keys_of(SECTION_OF[where.type].record).all
    new: Written = {}
    differ: list[_Two] = []
    for key, value in record.items():
        mine = before.get(key)
        if mine is None:
            new[key] = value
        elif mine == value or (key == "status" and _status(mine) == value):
            continue
        elif key == "seen" and (is_later := _is_later(value, mine)) is not None:
            new |= {key: value} if is_later else {}
        else:
            more = None if _clash(mine, value) else united(keys[key].holds if key in keys else Free(), mine, value)
            if more is None:
                differ.append(_Two(key, mine, value))
            elif more not in (mine, listed(mine)):
                new[key] = more
    if differ:
        ways = list(_ways_out(where, differ))
        if can_be_another:
            ways.append(f"  to add another one: --id {where.id}{'.' if where.type == 'tie' else '-'}2")
        raise Contradicts(f"`{where.id}` is there already, and says something else", ways)
    more_evidence = with_evidence(before, evidence)
    change(draft, where, {**new, **more_evidence})
    return [*new, *(["evidence"] if more_evidence else [])]


def _is_later(date: str, than: Any) -> bool | None:
    """True if a date is later than another; None if that is no date."""
    try:
        return parse_date(date).latest > parse_date(str(than)).latest
    except ValueError:
        return None


class _Two(NamedTuple):
    """A key with two values: the one that is there, and the given one."""

    key: str
    there: Any
    given: Any


def _ways_out(where: Where, differ: Sequence[_Two]) -> Iterator[str]:
    """What differs, and what can be done about it."""
    for key, there, given in differ:
        yield f"  {key}: {in_line(there)} (there) or {in_line(given)} (yours)"
    yield f"  to change what is there: citygraph edit {where.id}"
    if status := next((one.given for one in differ if one.key == "status"), None):
        yield f"  if it has become {status}: citygraph status {where.id} {status} --on DATE"


def _status(written: Any) -> Any:
    """The present status: the last one of a history."""
    return written[-1].get("is") if isinstance(written, list) and written else written


def _clash(mine: Any, theirs: Any) -> bool:
    """True if two mappings have two values for one key."""
    if not isinstance(mine, Mapping) or not isinstance(theirs, Mapping):
        return False
    return any(mine.get(key, value) != value for key, value in theirs.items())
