"""Numbers as people write them elsewhere: ``717 000``, ``1.234,5``, ``about 5000``.

A file does not take them, but a hint says how it writes them.
"""

from __future__ import annotations

import re

from citygraph.domain.spelled_dates import half_width

NUMBER = re.compile(r"[-+]?(\d{1,15}|\d*\.\d+|\d+\.)([eE][-+]?\d{1,2})?", re.ASCII)
"""A number as a file takes it: the digits, and the exponent."""
_BOUNDS = {
    "about": r"[~≈∼]|c\.?|ca\.?|circa|about|around|approx\.?|approximately|etwa|rund|ungefähr|environ|unos|около|约|約",
    "more-than": r">(?!=)|over|more than|above|über|mehr als|plus de|más de|oltre|более|понад|超过",
    "at-least": r"≥|>=|at least|min\.?|mindestens|au moins|al menos|almeno|не менее",
    "less-than": r"<(?!=)|under|less than|below|unter|weniger als|moins de|menos de|meno di|менее",
    "at-most": r"≤|<=|at most|up to|max\.?|höchstens|bis zu|au plus|hasta|до",
    "nearly": r"nearly|almost|fast|knapp|presque|casi|quasi|почти|майже|近",
}
_WITH_BOUND = re.compile("|".join(rf"(?:({words}))(?![^\W\d_])\s*" for words in _BOUNDS.values()), re.IGNORECASE)
_GROUPED = r"[-+]?\d{1,3}(?:(['’ _]|%s)\d{3})(?:\1\d{3})*"
"""Digits in groups of three; ``%s`` is the sign between them, beside those that can be nothing else."""


def meant_numbers(text: str) -> list[str]:
    """The numbers that a text in another form may mean: with a decimal comma, or with signs between groups of digits.
    ``1,234`` may be two numbers."""
    text = half_width(text).replace("\u2212", "-").replace("\u066b", ".").replace("\u066c", "_")
    text = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text).strip()
    found = [text]
    if re.fullmatch(_GROUPED % "," + r"(?:\.\d+)?", text):
        found.append(re.sub(r"[^-+.\d]", "", text))
    if re.fullmatch(_GROUPED % r"\." + r"(?:,\d+)?", text):
        found.append(re.sub(r"[^-+,\d]", "", text).replace(",", "."))
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        found.append(text.replace(",", "."))
    return list(dict.fromkeys(one for one in found if NUMBER.fullmatch(one)))


def with_bound(text: str) -> tuple[str, str] | None:
    """The number, and how it is meant, that a figure with a word or a sign for that says; None if it says none.

    >>> with_bound("~5000"), with_bound("mehr als 1 200"), with_bound("60+")
    (('5000', 'about'), ('1200', 'more-than'), ('60', 'at-least'))
    """
    found = _WITH_BOUND.match(text)
    if found and found.lastindex:
        bound, rest = list(_BOUNDS)[found.lastindex - 1], text[found.end() :]
    elif text.endswith("+"):
        bound, rest = "at-least", text[:-1]
    else:
        return None
    meant = meant_numbers(rest)
    return (meant[0], bound) if len(meant) == 1 else None
