"""Names of countries cut short, in any language: ``Rép. dém. du Congo``, ``Bosnie-Herz.``, ``Dtl.``"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Literal

from citygraph.domain.country_names import all_stated, codes_by_name, key

_CUT = re.compile(r"[^\W\d_]\.")
_IN_TWO = re.compile(r"([^()\[\],]+?)\s*(?:[(\[]([^()\[\]]+)[)\]]|,\s*([^,]+))")
_WORD = re.compile(r"([^\W_]+|&)(\.?)")
_LONGEST = 60
_FEWEST = 9
"""So many letters words have together at least, if none of them is a whole one of ``_WHOLE`` letters."""
_WHOLE = 4


def is_cut_short(text: str) -> bool:
    """True if a full stop ends a word of a text.

    >>> is_cut_short("Bosnie-Herz."), is_cut_short("Serbia")
    (True, False)
    """
    return len(text) <= _LONGEST and _CUT.search(text) is not None


def written_out(text: str) -> tuple[str, ...]:
    """The codes of all countries whose names several words can stand for, of which some are cut short. What is in
    brackets, or behind a comma, comes first in the name. A few letters show too little: *Colo.* is no Colombia. A
    state that is gone has an empty code.

    >>> written_out("Corée (Rép. de)"), written_out("Bosnie-Herz."), written_out("Tschech. Rep.")
    (('KR',), ('BA',), ('CZ',))
    >>> written_out("Colo.")
    ()
    """
    two = _IN_TWO.fullmatch(text)
    words = _WORD.findall(f"{two[2] or two[3]} {two[1]}" if two else text)
    has_whole = any(len(word) >= _WHOLE and not stop for word, stop in words)
    if len(words) < 2 or not (has_whole or sum(len(word) for word, _ in words) >= _FEWEST):
        return ()
    parts = ("(?:and)?" if word == "&" else re.escape(key(word)) + "(.*?)" * bool(stop) for word, stop in words)
    pattern = re.compile("".join(parts))
    found = [(match.groups(), codes) for name, codes in _names_with(key(words[0][0]))
             if (match := pattern.fullmatch(name))]  # fmt: skip
    ends = {end for end, _ in found}
    return tuple(sorted({code for end, codes in found if not _goes_on(end, ends) for code in codes}))


def _goes_on(end: tuple[str, ...], others: set[tuple[str, ...]]) -> bool:
    """True if the ends of the words go on where those of another name stop: they are ends of several words. *Rép. de
    Corée* is the *République de Corée*, and not the *République populaire démocratique de Corée*."""
    return any(
        other != end and all(mine.startswith(theirs) for mine, theirs in zip(end, other, strict=True))
        for other in others
    )


def _names_with(start: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The keys of names with a beginning, with their codes."""
    gone = ((key(place.name), ("",)) for place in all_stated() if not place.code)
    yield from (one for one in chain(codes_by_name().items(), gone) if one[0].startswith(start))


@cache
def _names_of(code: str) -> tuple[str, ...]:
    return tuple(name for name, codes in codes_by_name().items() if codes == (code,))


def abbreviates(text: str, code: str) -> Literal["begins", "scattered"] | None:
    """How a text can be short for a name of a country in any language: its letters begin that name, or they stand in
    it one after the other, the first at its beginning; None if they do not. It proves nothing alone: a caller knows
    which countries may be meant.

    >>> abbreviates("Engl.", "GB"), abbreviates("R.-U.", "GB"), abbreviates("Dtl.", "DE")
    ('begins', 'scattered', 'scattered')
    >>> abbreviates("Westf.", "DE"), abbreviates("S.", "DE")
    (None, None)
    """
    letters = key(text)
    if len(letters) < 2:
        return None
    names = [name for name in _names_of(code) if len(name) > _SHORT]
    if any(name.startswith(letters) for name in names):
        return "begins"
    may_be_scattered = len(letters) > 2 or len(re.findall(r"[^\W\d_]+", text)) > 1
    scattered = re.compile(".*?".join(map(re.escape, letters)))
    return "scattered" if may_be_scattered and any(map(scattered.match, names)) else None


_SHORT = 3
"""What is no longer is short itself: *BRD*."""
