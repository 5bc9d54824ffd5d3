"""Persons, organizations and memberships in the JSON of Popolo, as EveryPolitician and many councils publish them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import slug
from citygraph.imports.files import decoded
from citygraph.imports.json_rows import columns_of, text_of
from citygraph.imports.json_text import TooDeep, value_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "item"
TAKES = frozenset[str]({"encoding"})
_TYPES = {"persons": "official", "organizations": "organization"}
"""The lists of things, and the types of their records."""
_LISTS_APART = ("memberships", "posts", "other_names", "identifiers", "name")
"""What a thing has that becomes rows or columns of its own."""
_NAMED = {"area": "areas", "post": "posts", "legislative_period": "events", "on_behalf_of": "organizations"}
"""What a membership names beside its ends, and the lists that have it."""
_COLUMNS = {"on_behalf_of": "party"}
"""The columns of what is not called as Popolo calls it: ``on_behalf_of`` of a tie is a record."""
_LABELS = ("name", "label", "role", "id")


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The persons and the organizations, then the memberships: ties from a person to an organization. One with a role
    other than member is a post of that title (``holds-post``), each other one ``member-of``. What a membership says of
    its area, its post, its term and the party is in columns of its own; what it does not say stands in its post."""
    text = decoded(file, how.encoding)
    graph = value_in(file, text, how.says)
    how.has_read(len(text))
    if not is_popolo(graph):
        raise CityGraphError(f"{file}: this is no Popolo: it has no `persons` with `memberships` or `organizations`")
    lists = {name: [one for one in _list(graph, name) if isinstance(one, dict)] for name in (*_NAMED.values(), *_TYPES)}
    lists["posts"] += [
        {"organization_id": one.get("id"), **post} for one in lists["organizations"] for post in _objects(one, "posts")
    ]
    known = {name: {str(one["id"]): one for one in items if "id" in one} for name, items in lists.items()}
    memberships: list[Any] = []
    for name, type in _TYPES.items():
        for number, item in enumerate(_list(graph, name), 1):
            yield _thing(number, item, name, type)
            if isinstance(item, dict):
                own = {f"{name.removesuffix('s')}_id": item.get("id")}
                memberships += [own | one for one in _objects(item, "memberships")]
    for number, one in enumerate([*_list(graph, "memberships"), *memberships], 1):
        yield _membership(number, one, known)


def is_popolo(value: Any) -> bool:
    """True if a JSON value has persons, as Popolo has them."""
    return isinstance(value, dict) and isinstance(value.get("persons"), list) and any(
        isinstance(value.get(name), list) for name in ("memberships", "organizations")
    )  # fmt: skip


def _list(item: dict[str, Any], name: str) -> list[Any]:
    found = item.get(name)
    return found if isinstance(found, list) else []


def _objects(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _list(item, name) if isinstance(one, dict)]


def _thing(number: int, item: Any, list_: str, type: str) -> ForeignRow | UnreadableRow:
    """The row of a person or an organization: other names are aliases; identifiers have a column for each scheme."""
    what = list_.removesuffix("s")
    if not isinstance(item, dict):
        return UnreadableRow(number, f"the {what} is no object")
    name = text_of(item.get("name"))
    names = [text_of(one.get("name")) for one in _objects(item, "other_names")]
    aliases = list(dict.fromkeys(one for one in names if one and one != name))
    ids: dict[str, str] = {}
    for one in _objects(item, "identifiers"):
        if scheme := slug(text_of(one.get("scheme"))):
            ids.setdefault(f"identifiers.{scheme}", text_of(one.get("identifier")))
    try:
        rest = columns_of({key: value for key, value in item.items() if key not in _LISTS_APART})
    except TooDeep as error:
        return UnreadableRow(number, str(error), name)
    if not rest.get("id"):
        return UnreadableRow(number, f"the {what} has no id", name)
    own = {"id": rest["id"], "name": name, "node_type": type, "aliases": "; ".join(aliases)}
    return ForeignRow(number, "node", {key: text for key, text in {**own, **ids, **rest}.items() if text})


def _membership(number: int, item: Any, known: dict[str, dict[str, dict[str, Any]]]) -> ForeignRow | UnreadableRow:
    if not isinstance(item, dict):
        return UnreadableRow(number, "the membership is no object")
    post = known["posts"].get(text_of(item.get("post_id")), {})
    item = {**{key: post[key] for key in ("organization_id", "role", "area_id", "area") if key in post}, **item}
    person, organization = _end(item, "person") or _end(item, "member"), _end(item, "organization")
    if not (person and organization):
        who = text_of(item.get("role")) or person or organization
        return UnreadableRow(number, f"the membership has no {'organization' if person else 'person'}", who)
    role = text_of(item.get("role"))
    is_person = bool(_end(item, "person")) or person not in known["organizations"]
    is_post = role.lower() not in ("", "member") and is_person
    values = {"source": person, "target": organization, "kind": "holds-post" if is_post else "member-of", "title": role}
    values |= {"from.type": "official" if is_person else "organization", "to.type": "organization"}
    values |= {"since": text_of(item.get("start_date")), "until": text_of(item.get("end_date"))}
    for name, list_ in _NAMED.items():
        beside = item.get(name) if isinstance(item.get(name), dict) else None
        named = beside or known[list_].get(text_of(item.get(f"{name}_id")), {})
        values[_COLUMNS.get(name, name)] = next(
            filter(None, (text_of(named.get(label)) for label in _LABELS)), ""
        ) or text_of(item.get(f"{name}_id"))
    taken = {"role", "start_date", "end_date", *_NAMED, "person", "member", "organization", "on_behalf_of"}
    taken |= {f"{name}_id" for name in taken}
    try:
        rest = columns_of({key: value for key, value in item.items() if key not in taken})
    except TooDeep as error:
        return UnreadableRow(number, str(error))
    return ForeignRow(number, "tie", {key: text for key, text in {**rest, **values}.items() if text}, True)


def _end(item: dict[str, Any], name: str) -> str:
    """The id of an end of a membership, which may stand in an object of its own."""
    beside = item.get(name)
    return text_of(item.get(f"{name}_id")) or (text_of(beside.get("id")) if isinstance(beside, dict) else "")
