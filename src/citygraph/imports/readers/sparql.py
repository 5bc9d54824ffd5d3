"""Answers to SPARQL queries, in the four forms of the W3C: JSON, XML, TSV and CSV. Those about items of Wikidata go to
their own reader."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Literal, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.delimited import rows_of
from citygraph.imports.files import decoded
from citygraph.imports.files import read as bytes_of
from citygraph.imports.json_text import value_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow, importer
from citygraph.imports.xml import Element, elements

UNIT = "row"
TAKES = frozenset[str]({"encoding"})
OF_WIKIDATA = b"wikidata.org/entity/"
"""What stands in answers about items of Wikidata."""
KEY_COLUMN = "Key"
"""Added to the name of a column of addresses beside which a column has the names."""
UNKNOWN = "unknown"
"""Under an end, this says that the end is not known (:mod:`citygraph.imports.left_open`)."""
_LABELS = ("Label", "_label", "Name", "_name")
"""What is added to the name of a variable for the one that has the names."""
_LABEL = ("label", "name")
"""What the variable with the names may be called if it stands right behind."""


class Term(NamedTuple):
    """What a variable is bound to: its ``text``, and of a literal the ``language`` and the address of its ``type``."""

    text: str
    sort: Literal["uri", "literal", "bnode"] = "literal"
    language: str = ""
    type: str = ""


Solution = dict[str, Term]
"""One row of an answer: what its variables are bound to."""
_UNBOUND = Term("")


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of an answer. A variable's addresses (``?city``) are keys if another variable has their names
    (``?cityLabel``, ``?city_name``, or ``?label`` behind it): they go into the column ``cityKey``."""
    if OF_WIKIDATA in bytes_of(file):
        yield from importer("wikidata").read(file, how)  # type: ignore[misc]
        return
    languages: dict[str, Counter[str]] = {}
    nameless = 0
    named: set[str] | None = None
    for number, found in enumerate(solutions(file, how), 1):
        if isinstance(found, UnreadableRow):
            yield found
            continue
        named = _named(list(found)) if named is None else named
        row = {}
        for name, term in found.items():
            if term.language:
                languages.setdefault(name, Counter())[term.language] += 1
            if term.text or name not in named:
                value = unknown(name) if is_nameless(term) else text_of(term)
                nameless += is_nameless(term) and not value
                row[f"{name}{KEY_COLUMN}" if name in named and term.sort == "uri" and value else name] = value
        yield ForeignRow(number, "table", row)
    for name, numbers in languages.items():
        if len(numbers) > 1:
            said = ", ".join(f"{language} ({count:,})" for language, count in numbers.most_common(_SHOWN))
            how.says(f"{file.name}: the texts of `{visible(name)}` are in several languages: {said}")
    if nameless:
        cells = "1 cell has a thing" if nameless == 1 else f"{nameless:,} cells have things"
        how.says(f"{file.name}: {cells} without an address (a blank node); such a cell is empty")


def _named(variables: list[str]) -> set[str]:
    """The variables beside which another one has the names."""
    behind = dict(pairwise(variables))
    return {
        name
        for name in variables
        if behind.get(name) in _LABEL or any(f"{name}{label}" in variables for label in _LABELS)
    }


_SHOWN = 6
_ZONED = re.compile(r"(-?\d{4,}(?:-\d\d){0,2})(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_CRS = re.compile(r"<[^<>]*CRS84>\s*")


def is_nameless(term: Term) -> bool:
    """True for a thing without an address of its own, which nobody knows: Wikidata's "unknown value" is one."""
    return term.sort == "bnode" or "/.well-known/genid/" in term.text


def unknown(name: str) -> str:
    """The text of a thing that nobody knows under a variable: what ends has ended, if only nobody knows when; of
    anything else it says nothing."""
    meaning = meaning_of(name)
    return UNKNOWN if meaning and meaning.attribute == "until" else ""


def text_of(term: Term) -> str:
    """The text of a term with one: of a date without its time zone, of a place without the system of its degrees."""
    if term.type.endswith("wktLiteral"):
        return _CRS.sub("", term.text, count=1)
    zoned = _ZONED.fullmatch(term.text) if term.type.endswith(("#date", "#gYear", "#gYearMonth")) else None
    return zoned[1] if zoned else term.text


def solutions(file: Path, how: ReadOptions) -> Iterator[Solution | UnreadableRow]:
    """The rows of an answer in any of the four forms.

    Raises:
        CityGraphError: if it is none, or says only yes or no.
    """
    text = decoded(file, how.encoding)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("<?xml", "<sparql")):
        return _in_xml(file, how)
    how.has_read(len(text))
    if start.startswith(("{", "[")):
        return _in_json(file, value_in(file, text, how.says))
    first, _, _ = start.partition("\n")
    return _in_tsv(file, start) if "\t" in first or first.startswith(("?", "$")) else _in_csv(file, text)


# ------------------------------------------------------------------ JSON


def _in_json(file: Path, answer: Any) -> Iterator[Solution | UnreadableRow]:
    if isinstance(answer, dict) and "boolean" in answer:
        raise _only_yes_or_no(file)
    results = answer.get("results") if isinstance(answer, dict) else None
    rows = results.get("bindings") if isinstance(results, dict) else answer  # the short form is a list of texts
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CityGraphError(f"{file}: this is not an answer of SPARQL: it has no `results` with `bindings`")
    head = answer.get("head") if isinstance(answer, dict) else None
    names = head.get("vars") if isinstance(head, dict) else None
    columns = [str(name) for name in names] if isinstance(names, list) else []
    return (_of_json(number, row, columns) for number, row in enumerate(rows, 1))


def _of_json(number: int, row: dict[str, Any], columns: list[str]) -> Solution | UnreadableRow:
    found = dict.fromkeys(columns, _UNBOUND)
    for name, cell in row.items():
        if not isinstance(cell, dict):  # the short form
            cell = {"type": "literal", "value": cell}
        sort, value = cell.get("type", "literal"), cell.get("value")
        if sort not in _SORTS or isinstance(value, dict | list):
            return UnreadableRow(number, f"`{visible(name)}` has no address and no text", visible(str(sort))[:60])
        if value is not None and (text := str(value).strip()):
            found[name] = Term(text, _SORTS[sort], str(cell.get("xml:lang", "")), str(cell.get("datatype", "")))
    return found


_SORTS: dict[str, Literal["uri", "literal", "bnode"]] = {
    "uri": "uri", "iri": "uri", "literal": "literal", "typed-literal": "literal", "bnode": "bnode",
}  # fmt: skip


def _only_yes_or_no(file: Path) -> CityGraphError:
    return CityGraphError(f"{file}: this answer says yes or no (ASK), and has no rows; ask with SELECT")


# ------------------------------------------------------------------ XML


def _in_xml(file: Path, how: ReadOptions) -> Iterator[Solution | UnreadableRow]:
    number = 0
    columns: list[str] = []
    for element in elements(file, "sparql", frozenset({"variable", "result", "boolean"}), how.has_read):
        if element.name == "boolean":
            raise _only_yes_or_no(file)
        if element.name == "variable":
            columns.append(element.attributes.get("name", ""))
            continue
        number += 1
        yield _of_xml(number, element, columns)


def _of_xml(number: int, result: Element, columns: list[str]) -> Solution | UnreadableRow:
    found = dict.fromkeys(columns, _UNBOUND)
    for binding in result.children:
        name = binding.attributes.get("name", "")
        value = next(iter(binding.children), None)
        if not name or value is None or value.name not in _SORTS:
            what = value.name if value else "nothing"
            return UnreadableRow(number, f"`{visible(name)}` has no address and no text", what)
        if text := value.text.strip():
            given = value.attributes
            found[name] = Term(text, _SORTS[value.name], given.get("lang", ""), given.get("datatype", ""))
    return found


# ------------------------------------------------------------------ TSV

_LITERAL = re.compile(
    r'(?:"""(?P<three>.*)"""|"(?P<double>(?:[^"\\]|\\.)*)"|\'(?P<single>(?:[^\'\\]|\\.)*)\')'
    r"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^<(?P<type>[^<>]*)>|\^\^(?P<short>\S+))?",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def _in_tsv(file: Path, text: str) -> Iterator[Solution | UnreadableRow]:
    lines = text.removesuffix("\n").split("\n")
    columns = [name.strip().lstrip("?$").strip('"') for name in lines[0].split("\t")]
    if "" in columns or len(set(columns)) < len(columns):
        raise CityGraphError(f"{file}:1: this is not an answer of SPARQL: its first line has no names of variables")
    for number, line in enumerate(lines[1:], 1):
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(columns):
            has = "1 cell" if len(cells) == 1 else f"{len(cells):,} cells"
            yield UnreadableRow(number, f"the row has {has}, and the answer has {len(columns)}", visible(line)[:60])
            continue
        try:
            yield {name: _of_tsv(cell.strip()) for name, cell in zip(columns, cells, strict=True)}
        except ValueError as error:
            yield UnreadableRow(number, str(error), visible(line)[:60])


def _of_tsv(cell: str) -> Term:
    """The term that a cell of TSV has.

    Raises:
        ValueError: if a quote or an address has no end.

    >>> _of_tsv('"Köln"@de'), _of_tsv("<http://x.org/a>").sort, _of_tsv("4.2").text
    (Term(text='Köln', sort='literal', language='de', type=''), 'uri', '4.2')
    """
    if cell.startswith("<"):
        if not cell.endswith(">") or cell.startswith("<<"):
            raise ValueError(f"`{visible(cell)[:40]}` is no whole address")
        return Term(_unescaped(cell[1:-1]), "uri")
    if cell.startswith(('"', "'")):
        if not (found := _LITERAL.fullmatch(cell)):
            raise ValueError(
                f"`{visible(cell)[:40]}` is no whole text: a quote is not closed, or more stands behind it"
            )
        text = _unescaped(found["three"] or found["double"] or found["single"] or "")
        return Term(text.strip(), "literal", found["language"] or "", found["type"] or found["short"] or "")
    if cell.startswith("_:"):
        return Term(cell, "bnode")
    return Term(cell)


def _unescaped(text: str) -> str:
    """A text with its escapes replaced.

    Raises:
        ValueError: if one is no sign.
    """
    return _ESCAPE.sub(_sign, text) if "\\" in text else text


def _sign(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        if int(code, 16) > 0x10FFFF:
            raise ValueError(f"`{escape[0]}` is no sign")
        return chr(int(code, 16))
    return _SIGNS.get(escape[3], escape[3])


# ------------------------------------------------------------------ CSV

_ADDRESS = re.compile(r"(?:https?|urn|ftp):\S+", re.IGNORECASE)


def _in_csv(file: Path, text: str) -> Iterator[Solution]:
    """The rows of CSV, which does not say what is an address and what a text."""
    header: list[str] | None = None
    for _, cells in rows_of(io.StringIO(text, newline=""), file, ReadOptions(delimiter=",")):
        if header is None:
            header = cells
        elif cells:
            row = zip_longest(header, map(str.strip, cells[: len(header)]), fillvalue="")
            yield {name: _of_csv(cell) for name, cell in row if name}


def _of_csv(cell: str) -> Term:
    return Term(cell, "uri" if _ADDRESS.fullmatch(cell) else "bnode" if cell.startswith("_:") else "literal")
