"""What plain rows of nodes become in the store, column by column.

:mod:`citygraph.store.rows` says the same of one record. The two are compared for the first row of each shape
(:mod:`citygraph.store.row_sets`), so that what is not known here has its rows entered one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from operator import itemgetter

from citygraph.domain.names import fold_all
from citygraph.folder.checks.references import NAMESAKES_SHARE
from citygraph.folder.csv_columns import RowSet
from citygraph.graph.interface import SUBJECTS
from citygraph.store.layout import TYPE_BITS, declared_place

_Placed = tuple[int, str]
"""A text of a row, and the place of the row in its set."""


class NodeColumns:
    """Rows of nodes with the numbers ``ids``. ``first`` is the number of the first record of their sheet."""

    def __init__(self, rows: RowSet, first: int, ids: list[int]) -> None:
        self.of = rows
        self.type = rows.table.section.type
        self.ids = ids
        self.numbers = [first + number for number in rows.numbers]
        self.called = rows.values("name")
        self.folded = fold_all([name or "" for name in self.called])

    def declared(self) -> Iterator[tuple[int, int, int, str | None, str | None]]:
        """The rows of ``_declared``."""
        rows = self.of
        places = [declared_place(rows.sheet.first + number, beside=False) for number in rows.numbers]
        shared = [[value or "" for value in rows.values(key)] for key in NAMESAKES_SHARE]
        keys = map("\x1f".join, zip(repeat(self.type), self.folded, *shared, strict=False))
        several = zip(places, self.ids, keys, rows.said_within("identifiers"), self.called, strict=True)
        bit = TYPE_BITS[self.type]
        return ((place, n, bit, key, known) if name else (place, n, bit, None, None)
                for place, n, key, known, name in several)  # fmt: skip

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of ``_nodes``."""
        rows = self.of
        names = [name or id for name, id in zip(self.called, rows.ids, strict=True)]
        countries: Sequence[str | None] = rows.values("country")
        if self.type == "country":
            countries = [iso or id for iso, id in zip(rows.values("iso"), rows.ids, strict=True)]
        pairs = [pair or (None, None) for pair in rows.values("coordinates")]
        latitudes, longitudes = zip(*pairs, strict=True)
        return zip(
            self.numbers, self.ids, repeat(self.type), names, countries, latitudes, longitudes, rows.data(),
            strict=False,
        )  # fmt: skip

    def names(self) -> Iterator[tuple[str, int, str, str, int, str | None]]:
        """The rows of ``_names``."""
        by_role: dict[str, list[list[_Placed]]] = {}
        for role, placed in self._names():
            by_role.setdefault(role, []).append(placed)
        for role, several in by_role.items():
            placed = several[0]
            if len(several) > 1:  # a name written twice is one name
                placed = list(dict.fromkeys(sorted(chain.from_iterable(several), key=itemgetter(0))))
            if placed:
                yield from self._rows_of(role, placed)

    def _names(self) -> Iterator[tuple[str, list[_Placed]]]:
        """The names in each column, by their role, in the order of :func:`citygraph.graph.interface.names_of`."""
        rows = self.of
        yield "id", list(enumerate(rows.ids))
        yield "name", [(at, name or id) for at, (name, id) in enumerate(zip(self.called, rows.ids, strict=True))]
        yield "alias", _items(rows.values("aliases"))
        for language, names in rows.values_within("names"):
            yield language, _there(names)
        for scheme, identifiers in rows.values_within("identifiers"):
            placed = _there(identifiers)
            yield "identifier", placed
            yield "identifier", [(at, f"{scheme}:{identifier}") for at, identifier in placed]
        yield "identifier", _there(rows.values("iso"))
        for key, role in SUBJECTS.items():
            yield role, _items(rows.values(key))

    def _rows_of(self, role: str, placed: list[_Placed]) -> Iterator[tuple[str, int, str, str, int, str | None]]:
        """The rows of names of one role."""
        texts = [text for _, text in placed]
        folded = self.folded if texts == self.called else fold_all(texts)
        keys = folded if role != "identifier" else list(map(str.casefold, texts))
        found = zip(keys, texts, searched_in(role, texts, keys, folded), placed, strict=True)
        ids, numbers = self.ids, self.numbers
        return ((key, ids[at], role, text, numbers[at], searched) for key, text, searched, (at, _) in found)


def _there(values: Iterable[str | None]) -> list[_Placed]:
    return [(at, value) for at, value in enumerate(values) if value is not None]


def _items(lists: Iterable[list[str] | None]) -> list[_Placed]:
    return [(at, item) for at, items in enumerate(lists) if items for item in dict.fromkeys(items)]


def searched_in(role: str, texts: list[str], keys: list[str], folded: list[str]) -> list[str | None]:
    """The texts for searches of names with these keys: see :func:`citygraph.store.rows.searched`."""
    found: list[str | None] = [None] * len(texts)
    if role == "identifier":
        found = [text if text != key else None for key, text in zip(keys, folded, strict=True)]
    if len("\n".join(texts).split()) == len(texts) and all(texts):  # each is one word
        return found
    words = list(map(str.split, texts))
    several = [len(some) > 1 for some in words]
    folded_words = iter(fold_all(list(chain.from_iterable(compress(words, several)))))
    for at in compress(range(len(texts)), several):
        found[at] = " ".join([folded[at], *islice(folded_words, len(words[at]))])
    return found
