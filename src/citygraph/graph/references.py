"""The records that a record names: which keys hold their ids."""

from collections.abc import Iterator, Mapping
from typing import Any

NAMING = frozenset(
    {
        "from", "to", "between", "country", "part_of", "of", "source", "by", "during", "signed_by", "document",
        "follows", "on_behalf_of", "at", "about",
    }
)  # fmt: skip
"""The keys of records that hold ids of others, one or a list."""


def named_in(data: Any) -> Iterator[str]:
    """The ids of the records that a record names."""
    for key, value in data.items():
        if key in NAMING and not isinstance(value, Mapping):
            yield from value if isinstance(value, list) else (value,) if value else ()
        elif isinstance(value, Mapping):
            yield from named_in(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Mapping):
                    yield from named_in(item)


def renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """What a record says, with the new ids of those that it names."""
    if isinstance(value, list):
        return [renamed(one, ids) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if key in NAMING and isinstance(inner, str):
            found[key] = ids.get(inner, inner)
        elif key in NAMING and isinstance(inner, list):
            found[key] = [ids.get(one, one) if isinstance(one, str) else renamed(one, ids) for one in inner]
        else:
            found[key] = inner if key == "notes" else renamed(inner, ids)
    return found
