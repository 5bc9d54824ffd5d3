"""Bars of numbers of ties, or of entries of a timeline. What holds, what is not known, what is over and what has not
come about has a sign each, so that nobody needs colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from citygraph.questions._counts import Claims

_BLOCKS, _ASCII = "█▓▒░", "#?-."
_MEANINGS = ("in force or took place", "not known", "over", "not come about")
LEAST, MOST = 10, 40
"""How many cells the longest bar has."""


def bar(claims: Claims, most: int, width: int) -> str:
    """A bar that is ``width`` cells long for ``most`` ties, and at least one cell for one. Where its parts are rounded,
    it favours what claims less."""
    total = sum(claims)
    if not total:
        return ""
    cells = max(round(total * width / most), 1)
    drawn, so_far = "", 0
    for sign, number in zip(_signs(), claims, strict=True):
        so_far += number
        drawn += sign * (so_far * cells // total - len(drawn))
    return drawn


def meaning(several: Iterable[Claims], words: Sequence[str] = _MEANINGS) -> str:
    """The meaning of the signs in these bars, in ``words`` for the four."""
    used = map(any, zip(*several, strict=True))
    return "   ".join(f"{sign} {word}" for sign, word, is_used in zip(_signs(), words, used, strict=True) if is_used)


def _signs() -> str:
    try:
        _BLOCKS.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return _ASCII
    return _ASCII if os.environ.get("TERM") == "linux" else _BLOCKS  # its font has not all of them
