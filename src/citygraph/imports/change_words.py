"""What an update changes in a record, in words: fact by fact, as ``diff`` says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_LONGEST = 60
_OF_A_FIGURE = ("as_of", "period", "during")
_OF_A_POST = ("title", "since", "until", "status")


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The changes between two versions of a record's data: ``since: 1987 → 1986; population of 2011: nothing → 5``."""
    before, after = _by_label(old), _by_label(new)
    changed = [label for label in {**before, **after} if before.get(label) != after.get(label)]
    words = "; ".join(f"{label}: {_short(before, label)} → {_short(after, label)}" for label in changed)
    return words or ("the same, in another order or form" if old != new else "")


def sides(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """What two versions of a record's data contradict each other in: ``since is 1987, the source has 1986``."""
    here, there = _by_label(mine), _by_label(theirs)
    differ = [label for label in {**here, **there} if here.get(label) != there.get(label)]
    return "; ".join(f"{label} is {_short(here, label)}, the source has {_short(there, label)}" for label in differ)


def _by_label(data: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a record, each with a label. Facts with one label stand beside each other."""
    found: dict[str, list[str]] = {}
    for label, text in facts_in(data):
        found.setdefault(label, []).append(text)
    return {label: ", ".join(dict.fromkeys(texts)) for label, texts in found.items()}


def facts_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts of a record's data in words, each with a label."""
    for key in sorted(data):
        value = data[key]
        if key == "observations":
            for figure in value:
                times = [figure[time] for time in _OF_A_FIGURE if time in figure]
                words = (str(figure[key]) for key in ("bound", "value", "unit") if figure.get(key) is not None)
                yield " of ".join([figure["property"], *times]), " ".join(words)
                yield from _evidence(figure.get("evidence", ()), f" of {figure['property']}")
        elif key == "posts":
            for post in value:
                yield f"post at {post['of']}", _keys_in_words(post, _OF_A_POST)
                yield from _evidence(post.get("evidence", ()), f" of the post at {post['of']}")
        elif key == "evidence":
            yield from _evidence(value)
        elif isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", in_words(item)) for inner, item in value.items())
        else:
            yield key, in_words(value)


def told(data: Mapping[str, Any]) -> str:
    """The facts of a record's data in one line: ``since: 1987; source: yearbook``."""
    return "; ".join(f"{label}: {text}" for label, text in facts_in(data))


def _evidence(items: Iterable[Mapping[str, Any]], of: str = "") -> Iterator[tuple[str, str]]:
    for item in items:
        yield from ((f"{key}{of}", str(item[key])) for key in ("source", "quote", "by") if item.get(key) is not None)


def in_words(value: Any) -> str:
    """A value of a record in words."""
    if isinstance(value, Mapping):
        return _keys_in_words(value, value)
    if isinstance(value, list | tuple):
        return ", ".join(map(in_words, value))
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _keys_in_words(item: Mapping[str, Any], keys: Iterable[str]) -> str:
    """``Mayor, since 2010``: values, behind their keys where they would say nothing alone."""
    words = (f"{item[key]}" if key == "title" else f"{key} {in_words(item[key])}" for key in keys if key in item)
    return ", ".join(words) or "no title"


def _short(facts: Mapping[str, str], label: str) -> str:
    text = facts.get(label, "nothing")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
