"""Numbers in foreign forms → plain digits with a decimal point."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([ ,.'\u00a0\u202f])\d{3})(?:\1\d{3})*")


def number(text: str) -> str:
    """A number in a foreign form (``8,908,081``, ``8 908 081``, ``8.908.081``) → the same number in plain digits.

    A text that could be a fraction (``8.908``) stays as it is.
    """
    grouped = _GROUPED.fullmatch(text)
    if grouped and (grouped[1] != "." or text.count(".") > 1):
        return text.replace(grouped[1], "")
    return text


def decimal(text: str) -> str:
    """A decimal number with a comma → the same with a point."""
    return re.sub(r"^([-+]?\d+),(\d+)$", r"\1.\2", text)
