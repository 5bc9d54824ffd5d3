"""Text for a terminal or a pipe, with control characters shown and not obeyed."""

from __future__ import annotations

import sys
from typing import Any

from citygraph.domain.names import visible as visible
from citygraph.questions import _data


def as_json(value: Any) -> str:
    """JSON text, indented. Control characters are escaped, and so is all but ASCII if standard output cannot encode
    it."""
    text = _data.as_json(value)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return _data.as_json(value, ascii=True)
    return text
