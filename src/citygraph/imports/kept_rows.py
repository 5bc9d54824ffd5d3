"""The rows of a file, which a plan looks at many times. Those of a small file are kept: YAML or JSON would be read as a
whole each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_CELLS = 100_000
"""So many cells are kept: some 10 MB."""
Row = Mapping[str, str]


class KeptRows:
    """Reads rows, as often as it is called. Once they have been read to their end, and are few, it keeps them."""

    def __init__(self, read: Callable[[], Iterable[Row]]) -> None:
        self._read = read
        self._kept: list[Row] | None = None

    def __call__(self) -> Iterable[Row]:
        return self._reading() if self._kept is None else self._kept

    def _reading(self) -> Iterator[Row]:
        rows: list[Row] = []
        left = MOST_CELLS
        for row in self._read():
            left -= len(row)
            if left >= 0:
                rows.append(row)
            yield row
        if left >= 0:
            self._kept = rows
