"""Any JSON: lists of objects and of lists, tables by columns, and objects by name become rows of a table. It looks
inside, and leaves graphs, GeoJSON and answers of SPARQL to their own readers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import (
    says_membership,
    says_partnership,
    tells_of_ties,
    tells_of_visits,
)
from citygraph.imports.files import decoded
from citygraph.imports.grid import grid
from citygraph.imports.json_rows import no_object, table_rows, text_of
from citygraph.imports.json_text import DEEPEST, NotJson, TooDeep, WrittenNumber, parsed, value_in
from citygraph.imports.named_lists import LISTED, NAME, rows_by_key, rows_of_lists, what_lists_are, without_ties
from citygraph.imports.readers import ForeignRow, LeftOut, Read, ReadOptions, importer
from citygraph.imports.readers.cyjs import items_in
from citygraph.imports.readers.graphology import graph_in
from citygraph.imports.readers.popolo import is_popolo
from citygraph.imports.values.missions import tells_of_missions

UNIT = "item"
TAKES = frozenset[str]({"encoding", "at", "no-header", "header-row"})
KEY = "key"
"""The column for the names of objects that stand in an object by their names."""
WHOLE = "."
"""The path of the whole value: one row, or one for each object in its lists."""
_OF_AN_ANSWER = {
    "status", "state", "ok", "success", "message", "error", "code", "version", "api", "next", "previous", "prev",
    "self", "href", "link", "links", "first", "last", "url", "uri", "id", "type", "kind", "context", "schema",
    "license", "licence", "attribution", "copyright", "generator", "generated", "timestamp", "time", "date",
    "updated", "updated_at", "lastupdated", "created", "created_at", "published", "title", "description", "comment",
    "note", "notes", "source", "encoding", "format", "crs", "help",
}  # fmt: skip
"""What answers of web services say about themselves."""
_SHOWN = 4
_YEAR = re.compile(r"1[89]\d\d|20\d\d", re.ASCII)


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of the list in a file. If there are several lists, ``how.at`` says which.

    Objects in an object become ``outer.inner``; lists of texts and numbers become one text. For each object in a list
    in a row there is a row of its own, with what the outer row says.

    Raises:
        OpenQuestions: if it does not.
    """
    text = decoded(file, how.encoding)
    if are_lines(text):
        return importer("jsonl").read(file, how)
    value = value_in(file, text, how.says)
    if how.at is None and (name := another_reader(file, value)):
        _check_header(file, how)
        return importer(name).read(file, how)
    how.has_read(len(text))
    return rows_in(file, value, how)


def rows_in(file: Path, value: Any, how: ReadOptions) -> Iterator[Read]:
    """The rows that a value has: those of a list in it, or the value itself as one row, if there is none.

    Raises:
        OpenQuestions: if there are several lists, and ``how.at`` does not say which.
    """
    items = _asked(file, value, how)
    for around in _around(value, items, 0) if items[:1] != [value] else ():
        for key, text in around.items():
            if _is_title(key, text):
                yield LeftOut(0, text_of(text), "the title of the list", is_above=True)
    yield from _rows(file, items, how)


def _around(value: Any, items: list[Any], depth: int) -> list[dict[str, Any]]:
    """The objects in which a list stands, from the outside; the whole value, if the list is made of it."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return []
    for inner in value.values():
        if inner is items:
            return [value]
        if further := _around(inner, items, depth + 1):
            return [value, *further]
    return [] if depth else [value]


def _is_title(key: str, text: Any) -> bool:
    """True for a text beside a list of rows that says what these are: a title, or a name that tells of ties, members,
    visits or missions. Any other name may be that of the town whose rows they are."""
    meaning = meaning_of(key)
    if meaning is None or meaning.side or meaning.thing or not isinstance(text, str) or not text.strip():
        return False
    is_name = meaning.attribute == "name" and not isinstance(text, WrittenNumber)
    return meaning.attribute == "title" or (is_name and any(tells(text) for tells in _TELL_OF_ROWS))


_TELL_OF_ROWS = (tells_of_ties, says_membership, tells_of_visits, tells_of_missions)


def are_lines(text: str) -> bool:
    r"""True if a text, or its beginning, is JSON Lines: of its first lines at least two have a text, and at least half
    are whole objects, so that a broken line costs itself alone.

    >>> are_lines('{"a": 1}\n{"a": 2}\n'), are_lines('{"a" 1}\n{"a": 2}\n'), are_lines('{"a": 1}')
    (True, True, False)
    """
    lines = (line[0].strip(_AROUND_A_LINE) for line in _LINE.finditer(text))
    first = list(islice(filter(None, lines), _FIRST_LINES))
    return len(first) > 1 and sum(map(_is_object, first)) * 2 >= len(first)


_LINE = re.compile("[^\n]+")
_AROUND_A_LINE = "\ufeff\x1e \r\n\t"
"""A text may begin with a mark, and a line with a record separator (RFC 7464)."""
_FIRST_LINES = 20


def _is_object(line: str) -> bool:
    if not line.startswith("{") or not line.endswith("}"):
        return False
    try:
        parsed(line)
    except NotJson:
        return False
    return True


# ------------------------------------------------------------------ which list


def is_record(file: Path, value: Any) -> bool:
    """True if the value of a whole file is one record: an object that is about something, and no list of others."""
    if not isinstance(value, dict) or another_reader(file, value) or _table_of(value):
        return False
    lists = dict(_lists(value, ()))
    return bool(_facts_beside(value, lists)) if lists else any(isinstance(one, str) for one in value.values())


def another_reader(file: Path, value: Any) -> str | None:
    """The reader for JSON of a sort of its own; None for any other.

    Raises:
        CityGraphError: if no reader has that sort.
    """
    if _is_json_ld(value):
        raise CityGraphError(f"{file}: this is JSON-LD, which is not read; {_OUT_OF_JSON_LD}")
    if items_in(value) is not None:
        return "cyjs"
    if not isinstance(value, dict):
        return None
    graph, head = value.get("graph"), value.get("head")
    sort = ""
    if value.get("type") in ("FeatureCollection", "Feature"):
        sort = "geojson"
    elif isinstance(head, dict) and isinstance(head.get("vars"), list):
        sort = "sparql"
    elif is_popolo(value):
        sort = "popolo"
    elif graph_in(value) is not None:
        sort = "graphology"
    elif isinstance(value.get("nodes"), list) and any(isinstance(value.get(key), list) for key in ("links", "edges")):
        sort = "node-link"
    elif isinstance(graph, dict) and "nodes" in graph and "edges" in graph:
        raise CityGraphError(f"{file}: this is JSON Graph Format, which is not read; save it as GraphML")
    elif value.get("type") == "Topology":
        raise CityGraphError(f"{file}: this is TopoJSON, which is not read; save it as GeoJSON")
    return sort or None


_OUT_OF_JSON_LD = (
    "ask for a table with a SPARQL query, and save the answer as CSV; of citygraph's exports, YAML, JSON, GEXF, "
    "GraphML and CSV come back"
)


def _is_json_ld(value: Any) -> bool:
    """True for RDF as JSON: a list under `@graph`, or of things all of which have an address and some a typed value."""
    if isinstance(value, dict):
        return isinstance(value.get("@graph"), list)
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) and "@id" in one for one in value):
        return False
    inner = (one for item in value for several in item.values() if isinstance(several, list) for one in several)
    return any(isinstance(one, dict) and "@value" in one for one in inner)


def _asked(file: Path, value: Any, how: ReadOptions) -> list[Any]:
    """The list that has the rows: the only one, or the one that the user names."""
    if how.at is None and (rows := rows_by_key(value)):
        how.says(f"{file.name}: the lists are one; the column `{next(iter(rows[0]))}` has their names")
        return rows
    left_out: list[str] = []
    if how.at is None and (rows := rows_of_lists(value, _OF_AN_ANSWER, left_out)):
        if none := without_ties(rows):
            pairs = ", ".join(map(visible, none))
            raise CityGraphError(f"{file}: 0 or nothing stands beside each name in it ({pairs}), so it has no ties")
        if left_out:
            named = ", ".join(f"`{visible(key)}`" for key in left_out)
            how.says(f"{file.name}: {named} stands beside the lists, and is not read")
        if NAME not in how.columns and LISTED not in how.columns:
            raise OpenQuestions([what_lists_are(str(file), rows)])
        return rows
    if how.at is None and isinstance(value, list):
        return value
    lists = dict(_lists(value, ()))
    if how.at == WHOLE and isinstance(value, dict):
        return [value]
    if how.at is not None:
        if how.at in lists:
            return lists[how.at]
        hint = did_you_mean(how.at, lists) or "the lists are " + ", ".join(f"`{visible(path)}`" for path in lists)
        raise CityGraphError(f"{file}: there is no list `{visible(how.at)}`; {hint if lists else 'there is no list'}")
    if len(lists) == 1 and not (facts := _facts_beside(value, lists)):
        path, found = lists.popitem()
        if path:
            how.says(f"{file.name}: the rows are those of `{visible(path)}`")
        return found
    if len(lists) == 1:
        path, found = lists.popitem()
        if town := _whose_partners(value, path, found, facts):
            how.says(f"{file.name}: `{visible(path)}` are the partners of `{visible(town)}` beside them; --at "
                     f"{shlex.quote(path)} reads the list alone")  # fmt: skip
            return [value]
        beside = Reading(f"the list `{visible(path)}` alone", f"--at {shlex.quote(path)}", _first_names(found))
        whole = Reading(
            f"each row with {'it' if len(facts) == 1 else 'them'}",
            f"--at {WHOLE}",
            _first_columns(value),
        )
        shown = ", ".join(f"`{visible(fact)[:40]}`" for fact in facts[:_SHOWN])
        stands = (
            "stands beside the list of rows; is it" if len(facts) == 1 else "stand beside the list of rows; are they"
        )
        what = f"{shown} {stands} about each row?"
        raise OpenQuestions([Question(str(file), what, (whole, beside))])
    if lists:
        readings = tuple(
            Reading(f"the list `{visible(path)}`", f"--at {shlex.quote(path)}", _first_names(found))
            for path, found in lists.items()
        )
        raise OpenQuestions([Question(str(file), "several lists have rows; which one is meant?", readings)])
    if isinstance(value, dict) and any(isinstance(one, str) for one in value.values()):
        how.says(f"{file.name}: the whole file is one row")
        return [value]
    raise CityGraphError(f'{file}: there is no list of objects in it, as [{{"city": "…"}}, …]')


def _whose_partners(value: dict[str, Any], path: str, rows: list[Any], facts: list[str]) -> str:
    """The name of the town beside a list that is called one of partners, and whose rows name one place each; empty if
    that is not so clear."""
    towns = [key for key in facts if _names_towns(key) and isinstance(value[key], str)]
    named = {key for row in rows if isinstance(row, dict) for key in row if _names_towns(key, "")}
    is_list = all(isinstance(row, dict) for row in rows) and says_partnership(path.rpartition(".")[2])
    return value[towns[0]] if is_list and len(towns) == len(named) == 1 else ""


def _names_towns(key: str, *others: str) -> bool:
    meaning = meaning_of(key)
    return meaning is not None and meaning.is_of_names and meaning.thing in ("city", "place", *others)


def _first_columns(value: dict[str, Any]) -> tuple[str, ...]:
    first = next(table_rows(1, value))
    return tuple(map(visible, first.values))[:_SHOWN] if isinstance(first, ForeignRow) else ()


def _first_names(rows: list[Any]) -> tuple[str, ...]:
    first: Any = next(iter(rows), {})
    return tuple(visible(str(name))[:40] for name in list(first)[:_SHOWN])


def _facts_beside(value: Any, lists: dict[str, list[Any]]) -> list[str]:
    """The texts that stand beside a list of rows and may be about each of them: a town beside its partners."""
    if not isinstance(value, dict) or "" in lists:
        return []
    facts = []
    for key, beside in value.items():
        if isinstance(beside, dict):
            facts += [key] if text_of(beside.get("name")) else []
        elif isinstance(beside, str) and not isinstance(beside, WrittenNumber) and beside.strip():
            facts += [] if _is_title(key, beside) or key.strip("_@$").casefold() in _OF_AN_ANSWER else [key]
    return facts


def _lists(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, list[Any]]]:
    """The lists of rows in an object, by their paths: those of objects or lists, and what can be made one."""
    if isinstance(value, list):
        if value and all(isinstance(item, dict | list) for item in value):
            yield ".".join(path), value
    elif isinstance(value, dict) and len(path) < DEEPEST:
        if table := _table_of(value):
            yield ".".join(path), table
        else:
            for key, inner in value.items():
                yield from _lists(inner, (*path, key))


def _table_of(value: dict[str, Any]) -> list[Any]:
    """The rows of an object that is a table: one with ``columns`` and lists, a list or an object for each column, or an
    object for each name. Empty if it is none."""
    inner = list(value.values())
    for names, rows in (("columns", "data"), ("columns", "rows"), ("fields", "rows"), ("header", "rows")):
        header, body = value.get(names), value.get(rows)
        if isinstance(header, list) and isinstance(body, list) and body and all(isinstance(row, list) for row in body):
            titles = [one.get("name") or one.get("id") if isinstance(one, dict) else one for one in header]
            return [titles, *body]
    if len(inner) < 2 or not all(isinstance(one, type(inner[0])) and one for one in inner):
        return []
    if isinstance(inner[0], list):
        is_table = len({len(one) for one in inner}) == 1 and not any(
            isinstance(item, dict | list) for one in inner for item in one
        )
        return [dict(zip(value, items, strict=True)) for items in zip(*inner, strict=True)] if is_table else []
    if not isinstance(inner[0], dict):
        return []
    places = [str(index) for index in range(len(inner[0]))]
    if all(list(one) == places for one in inner):  # what pandas writes: an object for each column
        return [{name: column[place] for name, column in value.items()} for place in places]
    shared = set(inner[0]).intersection(*inner)
    if (
        all(map(_YEAR.fullmatch, value))
        and all(len(one) == len(shared) for one in inner)
        and (not any(map(meaning_of, shared)))
    ):  # an object for each year
        return [{KEY: name, **{year: of_year[name] for year, of_year in value.items()}} for name in inner[0]]
    is_regular = len(shared) > 1 and all(len(one) == len(shared) for one in inner)
    is_regular = is_regular or any(meaning_of(key) is not None for key in shared)
    if not is_regular and not any(isinstance(one[key], str) and one[key].strip() for one in inner for key in shared):
        return []  # objects of different sorts, as an answer has them
    return [{KEY if KEY not in one else f"{KEY} (again)": name, **one} for name, one in value.items()]


# ------------------------------------------------------------------ rows


def _check_header(file: Path, how: ReadOptions) -> None:
    """Raise an error if the user speaks of a header where the keys of objects are the columns."""
    if not how.header or how.header_row is not None:
        option = "--header-row" if how.header else "--no-header"
        raise CityGraphError(f"{option} says nothing about {file}: its rows are objects, whose keys are the columns")


def _rows(file: Path, items: list[Any], how: ReadOptions) -> Iterator[Read]:
    if items and all(isinstance(item, list) for item in items):
        lists = ((number, _cells(file, number, item)) for number, item in enumerate(items, 1))
        yield from grid(lists, file, how, UNIT).items
        return
    if not any(isinstance(item, dict) for item in items):
        raise CityGraphError(f'{file}: there is no list of objects in it, as [{{"city": "…"}}, …]')
    _check_header(file, how)
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            yield no_object(number, item)
            continue
        yield from table_rows(number, item)


def _cells(file: Path, number: int, item: list[Any]) -> list[str]:
    try:
        return [text_of(cell) for cell in item]
    except TooDeep as error:
        raise CityGraphError(f"{file}, {UNIT} {number}: {error}") from None
