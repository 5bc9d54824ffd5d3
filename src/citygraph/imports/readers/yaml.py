"""Records in YAML: a list of them, one in each document, one alone, or by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import decoded
from citygraph.imports.readers import Read, ReadOptions
from citygraph.imports.readers.json import rows_in
from citygraph.imports.yaml_values import documents_in

UNIT = "item"
TAKES = frozenset[str]({"encoding", "at"})


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows, as JSON with the same values would give them.

    Raises:
        OpenQuestions: if there are several lists, and ``how.at`` does not say which.
    """
    text = decoded(file, how.encoding)
    documents = [value for value in documents_in(file, text, how.says) if value is not None]
    how.has_read(len(text))
    if not documents:
        raise CityGraphError(f"{file}: the file is empty")
    return rows_in(file, documents[0] if len(documents) == 1 else documents, how)
