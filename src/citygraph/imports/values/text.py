"""Texts that no file of a graph folder can hold."""

from __future__ import annotations

import re

from citygraph.folder.csv_text import LONGEST_CELL

_SURROGATE = re.compile("[\ud800-\udfff]")


def unwritable(text: str) -> str:
    """Why no file of a graph folder can hold a text; empty if one can."""
    if not text.isascii() and (half := _SURROGATE.search(text)):
        return f"has half a character, U+{ord(half[0]):04X}, which no file can hold"
    if len(text) > LONGEST_CELL:
        return f"has {len(text):,} characters, and a cell at most {LONGEST_CELL:,}"
    return ""
