"""What the columns of a file hold, whatever they are called: countries, dates, addresses, coordinates, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Literal

from citygraph.domain.country_names import meanings
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.readers import RowBlock
from citygraph.imports.values.dates import SHORT_YEAR, DateOrder, date
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.names import apart, bare, tidied
from citygraph.imports.values.places import point
from citygraph.imports.values.several import Several
from citygraph.imports.values.stretches import period

Sort = Literal["countries", "dates", "years", "addresses", "items", "places", "numbers", "objects", "texts", "nothing"]
"""What a column holds. ``items`` are those of Wikidata, ``places`` are coordinates in one text, ``objects`` are
JSON."""

_MOST_TEXTS = 20_000
"""How many different texts of a column are remembered."""
_LOOKED_AT = 400
"""How many different texts of a column are looked at to know its sort."""
_ENOUGH = 3
"""How many owners must be there twice to show more than chance; how many names of cities are no accident."""
_FIRST = 3
"""How many rows are kept as they are."""
_SAMPLE = 60
"""How many different texts of a column are looked up in the gazetteer."""
_ANY_ORDER = DateOrder("dmy")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
ITEM = re.compile(r"<?(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?[Qq][1-9]\d{0,10}>?", re.ASCII)
"""An item of Wikidata, in any usual form."""
_CALLED_A_TOWN = re.compile("[^、，]{2,}市")
"""A name with the word for a town behind it, as GeoNames has few of those that are far from East Asia."""
_OBJECT = re.compile(r"\s*(?:\{.*\}|\[\s*\[.*\])\s*", re.DOTALL)
_YEAR = re.compile(r"1[0-9]\d\d(?:\.0)?|20\d\d(?:\.0)?|2100", re.ASCII)
_DAY_WITH_POINTS = re.compile(r"\d{1,2}\.\d{1,2}\.(?:1[5-9]|20)\d\d|(?:1[5-9]|20)\d\d\.\d{1,2}\.\d{1,2}", re.ASCII)
_OF_A_DAY_OR_LESS = re.compile(rf"{_DAY_WITH_POINTS.pattern}|{_YEAR.pattern}|\d{{1,2}}\.(?:1[5-9]|20)\d\d", re.ASCII)
"""A day with points, and what may stand for one of which less is known: a month, a year."""
_NUMBER = re.compile(r"[-+]?\d+(?:[.,'\u00a0\u202f ]\d+)*(?:[eE][-+]?\d+)?", re.ASCII)


class ColumnSurvey:
    """The texts of one column: how often each is there, as long as there are not too many different ones. ``index`` is
    its place in the file, from 0."""

    def __init__(self, name: str, index: int) -> None:
        self.name = name
        self.index = index
        self.counts: dict[str, int] = {}
        self.filled = 0
        self.is_whole = True
        """True if all texts are in ``counts``."""
        self.has_lists = False
        """True if the format says that a cell has several texts: each of these is one of the ``texts``, but numbers,
        which belong together as coordinates do."""

    def see(self, text: str) -> None:
        """Take note of the text of a cell that is not empty."""
        self.filled += 1
        if isinstance(text, Several):
            self.has_lists = True
            if all(map(_YEAR.fullmatch, text.parts)) or not any(map(_NUMBER.fullmatch, text.parts)):
                for part in text.parts:
                    self._count(part)
                return
        self._count(text)

    def see_all(self, texts: Iterable[str]) -> None:
        """Take note of the texts of cells, each a single one."""
        found = Counter(texts)
        self.filled += found.total() - found.pop("", 0)
        for text, number in found.items():
            self._count(text, number)

    def _count(self, text: str, number: int = 1) -> None:
        if text in self.counts:
            self.counts[text] += number
        elif len(self.counts) < _MOST_TEXTS:
            self.counts[text] = number
        else:
            self.is_whole = False

    @cached_property
    def texts(self) -> list[str]:
        """The different texts that stand for a value, in the order of the file."""
        return [text for text in self.counts if not is_missing(text, "country")]

    @property
    def counts_rows(self) -> bool:
        """True if a column has nothing but the numbers of its rows, from 1 or from 0."""
        numbers = [str(number) for number in range(self.filled + 1)]
        return self.filled > 1 and list(self.counts) in (numbers[1:], numbers[:-1])

    def first(self, number: int = 3) -> tuple[str, ...]:
        """The first values."""
        return tuple(islice(self.texts, number))

    def share(self, fits: Callable[[str], object]) -> float:
        """The share of the different texts that fit, of those that are looked at."""
        looked_at = self.texts[:_LOOKED_AT]
        return sum(bool(fits(text)) for text in looked_at) / len(looked_at) if looked_at else 0.0

    @cached_property
    def sort(self) -> Sort:
        """What the column holds."""
        if not self.texts:
            return "nothing"
        if self.share(ITEM.fullmatch) >= 0.95:
            return "items"
        if self.share(_ADDRESS.match) >= 0.9:
            return "addresses"
        if self.share(_YEAR.fullmatch) >= 0.95:
            return "years"
        if self.share(_OF_A_DAY_OR_LESS.fullmatch) >= 0.95 and self.share(_DAY_WITH_POINTS.fullmatch):
            return "dates"
        if self.share(_NUMBER.fullmatch) >= 0.95:
            return "numbers"
        if self.share(_OBJECT.fullmatch) >= 0.95:
            return "objects"
        if self.share(_is_point) >= 0.9:
            return "places"
        if self.share(is_date) >= 0.8:
            return "dates"
        if self.share(lambda text: meanings(tidied(text).name)) >= 0.8:
            return "countries"
        return "texts"

    @property
    def sample(self) -> list[str]:
        """Some of the texts, from the whole column."""
        return self.texts[:: -(-len(self.texts) // _SAMPLE) or 1]

    @property
    def towns(self) -> float:
        """The share of the texts that are names of cities in GeoNames; 0 if there are fewer than three texts. Villages
        are not there, and surnames are: only a large share shows anything."""
        return self.known_towns if len(self.texts) >= _ENOUGH else 0.0

    @cached_property
    def known_towns(self) -> float:
        """The share of the texts, of a sample, that are names of cities in GeoNames, also of one text alone: where
        something else shows that these may be towns. 0 if they are something else."""
        if self.sort != "texts":
            return 0.0
        from citygraph.domain.gazetteer import is_a_name  # few columns need it

        names = dict.fromkeys(map(bare_name, self.sample))
        are = (len(name) > 1 and (is_a_name(name) or _CALLED_A_TOWN.fullmatch(name)) for name in names)
        return sum(map(bool, are)) / len(names) if names else 0.0

    @property
    def is_of_ids(self) -> bool:
        """True if all texts are numbers or codes with a number, as ids are."""
        return bool(self.texts) and self.share(lambda text: re.fullmatch(r"[A-Za-z]{0,8}[-_:.]?\d+(?:\.0)?", text)) == 1


def bare_name(text: str) -> str:
    """A name without its country or its year: ``Lyon (France)``."""
    name = bare(text)
    found = apart(name)
    return found[0] if found else name


def names_a_place(text: str) -> bool:
    """True if a text is the name of a country or a part of one, or of a town in GeoNames."""
    from citygraph.domain.gazetteer import is_a_name  # few columns need it

    return bool(meanings(text) or subdivision(text)) or is_a_name(text)


def _is_point(text: str) -> bool:
    try:
        point(text)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """True if a text is a date in any form, or two dates; also if the century of its year is left out."""
    for read in (date, period):
        try:
            read(text, _ANY_ORDER)
        except ValueError:
            continue
        return True
    return SHORT_YEAR.fullmatch(text) is not None


class Survey:
    """What the columns of one sort of rows of a file hold. ``titles`` stand above the table, ``notes`` beside its
    rows; ``directions`` is what the format, or a column, says of the directions of edges."""

    def __init__(self, titles: Sequence[str] = (), notes: Sequence[str] = ()) -> None:
        self.titles = titles
        self.notes = notes
        self.columns: dict[str, ColumnSurvey] = {}
        self.rows = 0
        self.first: list[Mapping[str, str]] = []
        self.directions: set[bool | None] = set()

    def see(self, values: Mapping[str, str]) -> None:
        """Take note of a row."""
        self.rows += 1
        if len(self.first) < _FIRST:
            self.first.append(values)
        columns = self.columns
        for name, text in values.items():
            if text:
                column = columns.get(name)
                if column is None:
                    column = columns[name] = ColumnSurvey(name, len(columns))
                column.see(text)
            elif name not in columns:
                columns[name] = ColumnSurvey(name, len(columns))

    def see_block(self, block: RowBlock) -> None:
        """Take note of the rows of a block."""
        self.rows += len(block.rows)
        if len(self.first) < _FIRST:
            self.first += [row.values for row in islice(block.each(), _FIRST - len(self.first))]
        for name, texts in block.by_name.items():
            column = self.columns.get(name)
            if column is None:
                column = self.columns[name] = ColumnSurvey(name, len(self.columns))
            column.see_all(texts)


class Dependence:
    """Whose values a column has, of several columns that name things: of those on which it depends in the file. A
    column depends on another if equal texts there have equal texts here. ``is_same`` tells which texts mean the same;
    ``missing`` are the user's own words for nothing."""

    def __init__(
        self, owners: Iterable[str], column: str, is_same: Callable[[str, str], bool], missing: frozenset[str]
    ) -> None:
        self.column = column
        self._missing = missing
        self._is_same = is_same
        self._seen: dict[str, dict[str, str]] = {owner: {} for owner in owners}
        self._again: dict[str, set[str]] = {owner: set() for owner in self._seen}
        self._broken: dict[str, set[str]] = {owner: set() for owner in self._seen}
        self.examples: dict[str, tuple[str, str, str]] = {}

    def see(self, values: Mapping[str, str]) -> None:
        """Take note of a row."""
        text = values.get(self.column, "")
        for owner, seen in self._seen.items():
            name = values.get(owner, "")
            known = seen.get(name)
            if known is not None and known == text:  # most rows: both are known to be values
                self._again[owner].add(name)
                continue
            if not text or is_missing(text, "country", self._missing):
                return
            if not name or is_missing(name, "", self._missing):
                continue
            if known is None:
                seen[name] = text
            else:
                self._again[owner].add(name)
                if name not in self._broken[owner] and not self._is_same(known, text):
                    self._broken[owner].add(name)
                    self.examples.setdefault(owner, (name, known, text))

    def holds(self, owner: str) -> bool | None:
        """True if the column depends on the owner, False if not, None if no text of the owner is there twice."""
        repeated = self._again[owner]
        if not repeated:
            return None
        broken = len(self._broken[owner])
        names = len(self._seen[owner])
        return broken == 0 or (names > 20 and broken / names < 0.02)

    def share_of_broken(self, owner: str) -> float:
        """The share of the texts of the owner on which the column does not depend."""
        seen = self._seen[owner]
        return len(self._broken[owner]) / len(seen) if seen else 0.0

    def shows(self, owner: str) -> bool:
        """True if it cannot well be chance that the column depends on the owner: several of those that are there twice
        have different texts."""
        texts = {self._seen[owner][name] for name in self._again[owner]}
        return bool(self.holds(owner)) and len(texts) > 1 and len(self._again[owner]) >= _ENOUGH
