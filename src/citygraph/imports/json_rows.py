"""Objects of JSON → the texts of rows: objects inside become columns with a dot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citygraph.domain.names import visible
from citygraph.imports.json_text import DEEPEST, TooDeep, WrittenNumber, as_json
from citygraph.imports.named_lists import WholeRow, partners_by_name, partners_in_lists
from citygraph.imports.readers import ForeignRow, UnreadableRow
from citygraph.imports.values.several import Several


def no_object(number: int, value: Any) -> UnreadableRow:
    """The refusal of a value that is no object; ``number`` is its line or its place in the list."""
    try:
        text = text_of(value)
    except TooDeep:
        text = "a list of lists"
    return UnreadableRow(number, "this is no object", visible(text)[:60])


def table_rows(number: int, item: dict[str, Any]) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of an object; ``number`` is its line or its place in the list."""
    try:
        for row in rows_of(item):
            yield ForeignRow(number, "table", row)
    except TooDeep as error:
        yield UnreadableRow(number, str(error))


def rows_of(item: dict[str, Any], depth: int = 0) -> Iterator[dict[str, str]]:
    """The rows of an object: one, or one for each object in its lists, with what the object itself says.

    >>> list(rows_of({"city": "Lille", "in": {"iso": "FR"}, "with": [{"name": "Köln"}, {"name": "Leeds"}]}))
    [{'city': 'Lille', 'in.iso': 'FR', 'with.name': 'Köln'}, {'city': 'Lille', 'in.iso': 'FR', 'with.name': 'Leeds'}]
    """
    own: dict[str, str] = {}
    lists: list[tuple[str, list[Any]]] = []
    _flatten(item, "", own, lists, depth)
    if not lists:
        yield own
    for name, objects in lists:
        for one in objects:
            for row in _inner_rows(name, one, depth + 2):
                yield {**own, **row}


def _inner_rows(name: str, one: Any, depth: int) -> Iterator[dict[str, str]]:
    if not isinstance(one, dict):
        return iter([{name: text_of(one)}])
    return rows_of(one if isinstance(one, WholeRow) else {name: one}, depth)


def columns_of(item: dict[str, Any]) -> dict[str, str]:
    """An object as one row: lists of objects stay JSON, and what is empty is left out.

    Raises:
        TooDeep: if it is nested too deep.

    >>> columns_of({"id": 1, "at": {"x": 2}, "in": [{"y": 3}], "no": None})
    {'id': '1', 'at.x': '2', 'in': '[{"y": 3}]'}
    """
    own: dict[str, str] = {}
    lists: list[tuple[str, list[Any]]] = []
    _flatten(item, "", own, lists, 0)
    texts = {**own, **{name: as_json(objects) for name, objects in lists}}
    return {name: text for name, text in texts.items() if text}


def _flatten(
    item: dict[str, Any], prefix: str, own: dict[str, str], lists: list[tuple[str, list[Any]]], depth: int
) -> None:
    if depth > DEEPEST:
        raise TooDeep
    for key, value in item.items():
        name = prefix + (key.strip() or "(no name)")
        if isinstance(value, dict):
            if point := point_of(value):
                own[f"{name}.lon"], own[f"{name}.lat"] = point
            elif partners := partners_by_name(name, value):
                lists.append((name, partners))
            else:
                _flatten(value, f"{name}.", own, lists, depth + 1)
        elif value == []:
            continue
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            lists.append((name, value))
        elif isinstance(value, list) and (partners := partners_in_lists(name, value)):
            lists.append((name, partners))
        else:
            text = text_of(value)
            if own.get(name):  # {"a.b": 1, "a": {"b": 2}}
                name = f"{name} (again)"
            own[name] = text


def point_of(value: dict[str, Any]) -> tuple[str, str] | None:
    """Longitude and latitude of a point of GeoJSON; None if a value is none."""
    at = value.get("coordinates")
    if value.get("type") != "Point" or not isinstance(at, list) or len(at) < 2:
        return None
    return (
        (text_of(at[0]), text_of(at[1]))
        if isinstance(at[0], WrittenNumber) and isinstance(at[1], WrittenNumber)
        else None
    )


def text_of(value: Any) -> str:
    """The text of a value: of a list, the texts of its items."""
    if isinstance(value, str):
        return str(value).strip()
    if value is None or value == {} or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        texts = list(filter(None, map(text_of, value)))
        return Several(texts) if len(texts) > 1 else "".join(texts)
    return as_json(value)
