"""Text for a terminal or a pipe that cannot mislead either."""

from __future__ import annotations

import sys
from typing import Any

from citygraph.domain.names import visible as visible
from citygraph.questions import _data


def as_json(value: Any) -> str:
    """JSON text, indented; whatever a terminal might obey is escaped, and what standard output cannot encode."""
    text = _data.as_json(value)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return _data.as_json(value, ascii=True)
    return text
