"""What imports of other sources have filled into the records of a source: it is set aside while the source's own
versions are merged, and laid on what the record becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from citygraph.domain.tie_rules import is_told
from citygraph.folder.diagnostics import Where
from citygraph.imports.change_words import told
from citygraph.imports.fills import FILL, Fills, listed, without
from citygraph.imports.last_import import IMPORTED, canonical, data_of, written_of


class FillsOfOthers:
    """What imports of other sources have filled into the records of a source. ``former`` are the ids that its renamed
    nodes had at its last import, by those that they have now."""

    def __init__(self, folder: Path, source: str, former: Mapping[str, str]) -> None:
        self._folder = folder
        self._source = source
        self._former = former

    @cached_property
    def _all(self) -> dict[Where, list[tuple[str, dict[str, Any]]]]:
        found: dict[Where, list[tuple[str, dict[str, Any]]]] = {}
        self._linked: dict[Where, str] = {}
        for file in sorted(self._folder.glob(f"*/{IMPORTED}")):
            if (source := file.parent.name) != self._source:
                for where, data in written_of(self._folder, source, FILL):
                    type, _, id = where.partition(" ")
                    self._linked.setdefault(Where(type, id), source)
                    if given := data_of(data):
                        found.setdefault(Where(type, id), []).append((source, given))
        return found

    def linked_from(self, type: str, id: str) -> str:
        """The source whose rows are linked to a record; empty if there is none."""
        if not self._all and not self._linked:
            return ""
        known = (Where(type, one) for one in (id, *self._former_ids(Where(type, id))))
        return next((self._linked[one] for one in known if one in self._linked), "")

    def set_aside(self, type: str, id: str, data: Mapping[str, Any], base: Mapping[str, Any]) -> SetAside | None:
        """A record without what others have filled into it, as far as that stands, and as the source itself does not
        say it in its ``base``; None if nothing does."""
        rest = {**data}
        found = SetAside(dict(data), rest, self._taken_out(Where(type, id), rest, base))
        if "posts" in data:
            rest["posts"] = [dict(post) for post in data["posts"]]
            said = {post_id(id, post): post for post in base.get("posts", ())}
            for post in rest["posts"]:
                own = post_id(id, post)
                found.posts.append((post["of"], self._taken_out(Where("tie", own), post, said.get(own, {}))))
        return found if found.given or any(given for _, given in found.posts) else None

    def _taken_out(self, where: Where, data: dict[str, Any], base: Mapping[str, Any]) -> _Given:
        """Take out of the data of a record what others have filled in: by their sources, what stands of it."""
        known = (where, *(where._replace(id=id) for id in self._former_ids(where) if id != where.id))
        several = (one for place in known for one in self._all.get(place, ()))
        fills = ((source, without(fill, base)[0]) for source, fill in several)
        found = {source: given for source, fill in fills if (given := _take_out(data, fill))}
        if "status" in base and any("status" in given for given in found.values()):
            data["status"] = base["status"]  # it was unknown, else nothing would have been filled in
        return found

    def _former_ids(self, where: Where) -> Iterator[str]:
        """The ids that a record may have had: that of a tie follows from its ends, in their order or the other way."""
        kind, *ends = where.id.split(".") if where.type == "tie" else ("", where.id)
        were = [self._former.get(id, id) for id in ends]
        yield ".".join(filter(None, (kind, *were)))
        if where.type == "tie":
            yield ".".join((kind, *reversed(were[:2]), *were[2:]))


_Given = Mapping[str, dict[str, Any]]
"""What a record was given, by the source that has given it."""


class SetAside:
    """A ``whole`` record; the ``rest`` of it, without what others have filled in; and what they have: the ``given``,
    and that of each post, with its place."""

    def __init__(self, whole: dict[str, Any], rest: dict[str, Any], given: _Given) -> None:
        self.whole = whole
        self.rest = rest
        self.given = given
        self.posts: list[tuple[str, _Given]] = []

    @property
    def words(self) -> str:
        """What others have filled in: ``yearbook has filled in population: 12500``."""
        several = [*self.given.items(), *(one for _, given in self.posts for one in given.items())]
        return " and ".join(f"`{source}` has filled in {told(given)}" for source, given in several)

    def laid_on(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the rest of the record has become, with what others have filled in; and what of that is lost, since the
        record has a value of its own there now. Evidence goes with a status that the record has no longer."""
        if data == self.rest:
            return self.whole, {}
        found, lost = _laid_on(data, self.given)
        waiting = list(self.posts)
        for number, post in enumerate(found.get("posts", ())):
            known = next((one for one in waiting if one[0] == post["of"]), None)
            if known is not None:
                waiting.remove(known)
                found["posts"] = [*found["posts"]]
                found["posts"][number], more = _laid_on(post, known[1])
                lost |= more
        for _, given in waiting:
            lost |= _laid_on({}, given)[0]
        return found, lost


def _take_out(data: dict[str, Any], fill: Mapping[str, Any]) -> dict[str, Any]:
    """Take out of a record what stands in it as it was filled in; that."""
    given: dict[str, Any] = {}
    for key, value in fill.items():
        mine = data.get(key)
        if mine is None:
            continue
        left: Any = None
        known: Any = mine if mine == value else None
        if isinstance(mine, dict) and isinstance(value, dict):
            known = {inner: item for inner, item in mine.items() if value.get(inner) == item}
            left = {inner: item for inner, item in mine.items() if inner not in known}
        elif key == "notes" or (isinstance(mine, list) and isinstance(value, list) and key != "coordinates"):
            theirs = [_bare(one) for one in listed(value)]
            known = [one for one in listed(mine) if _bare(one) in theirs]
            left = [one for one in listed(mine) if one not in known]
            if key == "notes" and len(left) == 1:
                left = left[0]
        if known:
            given[key] = known
            data[key] = left
            if not left:
                del data[key]
    return given


def _bare(item: Any) -> Any:
    """An item of a list without keys that say nothing, as evidence has them."""
    if not isinstance(item, dict):
        return item
    return {key: [_bare(one) for one in value] if isinstance(value, list) else value
            for key, value in item.items() if value is not None}  # fmt: skip


def _laid_on(data: Mapping[str, Any], several: _Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data of a record with what it was given, and what is lost of that."""
    found, lost = dict(data), dict[str, Any]()
    for given in several.values():
        status = found.get("status", given.get("status"))
        is_another = "status" in given and is_told(status) and status != given["status"]
        for key, value in given.items():
            mine = found.get(key)
            if is_another and key == "evidence":
                lost[key] = value
            elif mine is None or (key == "status" and not is_told(mine)):
                found[key] = value
            elif key == "notes":
                found[key] = [*listed(mine), *(one for one in listed(value) if one not in listed(mine))]
            elif isinstance(mine, dict) and isinstance(value, dict):
                found[key] = {**value, **mine}
            elif isinstance(mine, list) and isinstance(value, list) and key != "coordinates":
                about = {_about(key, one) for one in mine}
                found[key] = [*mine, *(one for one in value if _about(key, one) not in about)]
                if left := [one for one in value if one not in found[key]]:
                    lost[key] = left
            elif mine != value:
                lost[key] = value
    return found, lost


def _about(key: str, item: Any) -> Any:
    """What makes two items of a list say the same, or contradict each other."""
    if key == "observations":
        return tuple(item.get(one) for one in ("property", "unit", "as_of", "period", "during"))
    return canonical(item)


def not_said_by_others(folder: Path, source: str, fills: Fills) -> Iterator[tuple[Where, dict[str, Any]]]:
    """What records have got from a source, and what no other import says of its own records."""
    wanted = {where: data for where, data in fills if data}
    types = {"official" if where.id.startswith("holds-post.") else where.type for where in wanted}
    for file in sorted(folder.glob(f"*/{IMPORTED}")):
        for type in sorted(types) if file.parent.name != source else ():
            for id, text in written_of(folder, file.parent.name, type):
                base = data_of(text) or {}
                said = {Where(type, id): base, **{Where("tie", post_id(id, one)): one for one in base.get("posts", ())}}
                for where in said.keys() & wanted.keys():
                    wanted[where], _ = without(wanted[where], said[where])
    yield from wanted.items()


def post_id(official: str, post: Mapping[str, Any]) -> str:
    """The id of the tie that a post of an official is."""
    return str(post.get("id") or f"holds-post.{official}.{post['of']}")
