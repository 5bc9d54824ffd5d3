"""A dated history of a status as one text: readers of graphs with times write it, ties read it.

It has the form in which citygraph exports it: JSON, a list of ``is`` and ``from``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from citygraph.domain.terms import STATED, STATUSES
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.yaml_text import YamlMapping, YamlSequence


def as_text(entries: Iterable[tuple[str, str]]) -> str:
    """Statuses, each with the date from which on it holds (empty if that is not known), as a text."""
    return json.dumps([{"is": status, **({"from": date} if date else {})} for status, date in entries])


def is_history(text: str) -> bool:
    """True if a text looks like a history, and not like one status."""
    return text.startswith("[{") and text.endswith("}]")


def with_dates(text: str, read_date: Callable[[str], str]) -> str:
    """A history with its dates in citygraph's form.

    Raises:
        ValueError: if it is no history, or a date cannot be read.
    """
    wrong = ValueError(f"{text!r} is no dated history of a status")
    try:
        entries = [(entry["is"], entry.get("from", "")) for entry in json.loads(text)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise wrong from None
    if not all(status in STATUSES and isinstance(date, str) for status, date in entries):
        raise wrong
    return as_text((status, read_date(date) if date else "") for status, date in entries)


def last_of(text: str) -> str:
    """The status itself, or the last one of a history."""
    return str(json.loads(text)[-1]["is"]) if is_history(text) else text


def in_words(text: str) -> str:
    """A status, or a history of it, in words.

    >>> in_words(as_text([("active", ""), ("suspended", "2022")])), in_words("ended")
    ('active, suspended from 2022', 'ended')
    """
    if not is_history(text):
        return text
    entries = json.loads(text)
    return ", ".join(f"{one['is']} from {one['from']}" if one.get("from") else one["is"] for one in entries)


def is_open(text: str) -> bool:
    """True if a status, or a history of it, does not say how things stand at last: there is none, or it is unknown."""
    return not text or (is_history(text) and last_of(text) not in STATED)


def ended(history: str, date: str) -> str:
    """A history with an end."""
    return json.dumps([*json.loads(history), {"is": "ended", "from": date}])


def as_entries(text: str) -> YamlSequence:
    """A history as the parser reads it."""
    return YamlSequence(
        ROW,
        ROW,
        [
            YamlMapping(ROW, ROW, [], {key: (CsvCell(key, ROW), CsvCell(held, ROW)) for key, held in entry.items()})
            for entry in json.loads(text)
        ],
    )
