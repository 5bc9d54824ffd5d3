"""The words of registers for the status of a tie, in many languages: ``status_words.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from citygraph.domain.country_names import key
from citygraph.domain.terms import STATUSES


@cache
def _by_word() -> dict[str, str]:
    text = resources.files("citygraph.imports.values").joinpath("status_words.csv").read_text(encoding="utf-8")
    # Names may meet in Latin letters, but 终止 (ended) and 中止 (suspended) sound alike: the script stays.
    found = {key(status): status for status in STATUSES}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        for word in row["words"].split(";"):
            found.setdefault(key(word), row["status"])
    return found


def status_of(text: str) -> str | None:
    """The status that a register's word means; None if it is no known word, or in doubt: ``active?``.

    >>> status_of("Beendet"), status_of("ACTIVE"), status_of("see file 12")
    ('ended', 'active', None)
    """
    return None if any(sign in text for sign in "?~") else _by_word().get(key(text))
