"""Which columns of a file hold the ids of another file, as ``person`` in a table of terms beside a table of persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey

_THINGS = ("", "city", "place", "person", "organization", "event")
Columns = Mapping[str, ColumnSurvey]


def keys_between(files: Sequence[tuple[str, Columns]]) -> list[dict[str, str]]:
    """For each file, the columns whose values are all ids of one other file, with the name of that file. A file is its
    name and its columns. Only a column whose header names a thing, or an end of a tie, may have them."""
    ids = [(name, {text for column in _ids(columns) for text in column.texts}) for name, columns in files]
    found: list[dict[str, str]] = []
    for at, (_, columns) in enumerate(files):
        of_file: dict[str, str] = {}
        for column in filter(_may_be_a_key, columns.values()):
            others = [name for index, (name, texts) in enumerate(ids) if index != at and texts.issuperset(column.texts)]
            if len(others) == 1:
                of_file[column.name] = others[0]
        found.append(of_file)
    return found


def persons_between(files: Sequence[tuple[str, Columns]], keys: Sequence[Mapping[str, str]]) -> list[str]:
    """For each file, the name of another that has its ids in a column of persons; empty if none has."""
    found: dict[str, str] = {}
    for (name, _), of_file in zip(files, keys, strict=True):
        for column, other in of_file.items():
            meaning = meaning_of(column)
            if meaning is not None and meaning.thing == "person":
                found[other] = name
    return [found.get(name, "") for name, _ in files]


def _ids(columns: Columns) -> Iterator[ColumnSurvey]:
    """The columns of a file that number its rows."""
    for column in columns.values():
        meaning = meaning_of(column.name)
        is_key = meaning is not None and not meaning.side and meaning.attribute in ("key", "code")
        if is_key and column.is_whole and len(column.counts) == column.filled:
            yield column


def _may_be_a_key(column: ColumnSurvey) -> bool:
    return bool(column.texts) and column.is_whole and meaning_as_key(column.name) is not None


def meaning_as_key(header: str) -> Meaning | None:
    """What the header of ids of another file means: the thing or the end of a tie that it names. ``Source`` names an
    end then, and not where a row comes from."""
    meaning = meaning_of(header)
    for one in (meaning, *meaning.others) if meaning is not None else ():
        names = ("", "name", "key") if one.thing == "person" else ("", "name")
        if one.thing in _THINGS and one.attribute in names and (one.thing or one.side):
            return one
    return None
