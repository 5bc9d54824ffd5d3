"""Foreign text → text in citygraph's form: encodings, XML, dates, numbers, coordinates."""

from __future__ import annotations

import calendar
import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from citygraph.domain.dates import parse_period
from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_source
from citygraph.folder.csv_text import LONGEST_CELL

# ------------------------------------------------------------------ files

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 16
_DEEPEST = 256
"""How deep elements of XML may be nested; other readers have the same limit."""


def decoded(file: Path, encoding: str | None = None) -> str:
    """The text of a file. Without an ``encoding`` it is detected: UTF-8 or UTF-16 by their byte order marks, UTF-16 by
    its zero bytes, UTF-8 if the bytes are valid, else Windows-1252, which spreadsheets write.

    Raises:
        CityGraphError: if the file cannot be opened, or is not in that encoding.
    """
    data = read(file)
    name = encoding or _encoding_of(data)
    try:
        return data.decode(name)
    except LookupError:
        raise CityGraphError(f"there is no encoding `{name}`") from None
    except UnicodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 1
        way_out = "" if encoding else "; name the encoding with --encoding"
        raise CityGraphError(f"{file}:{line}: this is not {name}{way_out}") from None


def read(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        CityGraphError: if it is not read.
    """
    return b"".join(blocks(file))


def blocks(file: Path) -> Iterator[bytes]:
    """The bytes of a file, in blocks.

    Raises:
        CityGraphError: if it is not read.
    """
    try:
        with open_source(file) as opened:
            yield from opened.blocks()
    except NotRead as reason:
        raise CityGraphError(f"{file}: {reason}") from None


def _encoding_of(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    start = data[:_BLOCK]
    if start.count(0) * 4 > len(start):  # one byte of each Latin letter is zero
        return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


@dataclass(slots=True)
class Element:
    """An XML element: its name without the namespace, its attributes, text and children, and its first line."""

    name: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def each(self, name: str) -> Iterator[Element]:
        """All elements with a name inside it, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.each(name)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.texts)

    @property
    def words(self) -> str:
        """Its text, or else the first text of an element inside it."""
        return self.text.strip() or next(filter(None, (child.words for child in self.children)), "")


def elements(
    file: Path, names: frozenset[str], has_read: Callable[[int], None], starts: Callable[[Element], None]
) -> Iterator[Element]:
    """The elements with these names in an XML file, each when it is complete: inner elements come before outer ones.
    ``starts`` is called with every element when it begins; then it has only its attributes. ``has_read`` is called with
    the number of bytes read since the last call.

    Raises:
        CityGraphError: if the file cannot be opened, or is not XML.
    """
    done: list[Element] = []
    open_: list[Element] = []
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        bare = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition("\n")[2], bare, parser.CurrentLineNumber)
        starts(element)
        if open_ or element.name in names:
            if len(open_) >= _DEEPEST:
                raise CityGraphError(f"{file}:{element.line}: elements are nested more than {_DEEPEST} deep")
            open_.append(element)

    def end(name: str) -> None:
        if open_:
            element = open_.pop()
            if element.name in names:
                done.append(element)
            else:
                open_[-1].children.append(element)

    def text(data: str) -> None:
        if open_:
            open_[-1].texts.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        for block in blocks(file):
            parser.Parse(block, False)
            has_read(len(block))
            yield from done
            done.clear()
        parser.Parse(b"", True)
    except LookupError as error:
        raise CityGraphError(f"{file}: this is not XML that can be read: {error}") from None
    except ValueError as error:  # its encoding has characters of several bytes
        raise CityGraphError(f"{file}: its encoding cannot be read: {error}; save it as UTF-8") from None
    except expat.ExpatError as error:
        raise CityGraphError(f"{file}:{error.lineno}: this is not XML: {expat.ErrorString(error.code)}") from None
    yield from done


def json_in(file: Path, text: str) -> Any:
    """The value of a JSON text. ``file`` is its name in messages.

    Raises:
        CityGraphError: if it is not JSON, or is nested too deep.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise CityGraphError(f"{file}: its values are nested too deep") from None
    except ValueError as error:
        raise CityGraphError(f"{file}: this is not JSON: {error}") from None


def rows_in(text: str, file: Path, delimiter: str = ",", line: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text as CSV, with the number of the line on which each begins. ``line`` lines stand before it.

    Raises:
        CityGraphError: if it is not CSV, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield line + begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CityGraphError(f"{file}:{line + begins}: {error}; is there a quote that is not closed?") from None


# ------------------------------------------------------------------ values

_SURROGATE = re.compile("[\ud800-\udfff]")


def unwritable(text: str) -> str:
    """Why no file of a graph folder can hold a text; empty if one can."""
    if not text.isascii() and (half := _SURROGATE.search(text)):
        return f"has half a character, U+{ord(half[0]):04X}, which no file can hold"
    if len(text) > LONGEST_CELL:
        return f"has {len(text):,} characters, and a cell at most {LONGEST_CELL:,}"
    return ""


_MONTHS = {name.lower(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in
           enumerate(names) if name}  # fmt: skip
_TIME = re.compile(r"[+]?(\d{4}-\d{2}-\d{2})[T ][\d:.]+(Z|[+-][\d:]+)?", re.ASCII)
_WITH_DOTS = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})", re.ASCII)
_WITH_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d]+)\.?,? (\d{4})")
_ABOUT = re.compile(r"(?:c\.?|ca\.?|circa|about) ?(\d{4})", re.IGNORECASE)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([ ,.'\u00a0\u202f])\d{3})(?:\1\d{3})*")
_POINT = re.compile(r"(?:<(\S+)> ?)?POINT ?\(\s*(\S+)\s+(\S+?)\s*\)", re.IGNORECASE)
_PAIR = re.compile(r"[\[(]?\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*[\])]?")
_EARTH = "http://www.wikidata.org/entity/Q2"


def date(text: str) -> str:
    """A date in a foreign form → the same date in EDTF, with the same precision.

    Raises:
        ValueError: if the text is not a date, or can be two dates: ``3/4/2021``.

    >>> date("19.10.2021"), date("October 2021"), date("ca. 1950"), date("2021-10-19T00:00:00Z")
    ('2021-10-19', '2021-10', '1950~', '2021-10-19')
    """
    found = text
    if time := _TIME.fullmatch(text):
        found = time[1]
    elif about := _ABOUT.fullmatch(text):
        found = about[1] + "~"
    elif dots := _WITH_DOTS.fullmatch(text):
        found = _joined(dots[3], dots[2], dots[1])
    elif slashes := _WITH_SLASHES.fullmatch(text):
        day, month = int(slashes[1]), int(slashes[2])
        if day <= 12 and month <= 12 and day != month:
            raise ValueError(f"{text!r} can be two days; write year-month-day")
        found = _joined(slashes[3], *map(str, sorted((day, month))))
    elif (words := _IN_WORDS.fullmatch(text)) and words[2].lower() in _MONTHS:
        found = _joined(words[3], str(_MONTHS[words[2].lower()]), words[1])
    parse_period(found)
    return found


def _joined(year: str, month: str, day: str | None) -> str:
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


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


def point(text: str) -> tuple[str, str]:
    """Coordinates in one text, as WKT (``Point(lon lat)``) or latitude before longitude → (latitude, longitude).

    Raises:
        ValueError: if the text is not coordinates, or if they are not on Earth.
    """
    if wkt := _POINT.fullmatch(text.strip()):
        if wkt[1] and wkt[1] != _EARTH:
            raise ValueError(f"{text!r} is not on Earth")
        return wkt[3], wkt[2]
    if pair := _PAIR.fullmatch(text.strip()):
        return pair[1], pair[2]
    raise ValueError(f"{text!r} is not coordinates; write latitude, longitude, or Point(longitude latitude)")
