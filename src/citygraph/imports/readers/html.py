"""Tables in a web page (HTML), as a browser saves it, and in what some programs call a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.files import read as bytes_of
from citygraph.imports.page_tables import (
    MOST_SPANNED,
    PageCell,
    PageSource,
    PageTable,
    country_of_flag,
    names_of,
    rows_of,
    whole_name,
    with_flags,
)
from citygraph.imports.readers import Item, ReadOptions, Said

UNIT = "line"
TAKES = frozenset[str]({"encoding", "header-row", "sheet"})

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_HEAD = 4096
_BLOCKS = frozenset(("p", "div", "li", "dt", "dd", "br", "ul", "ol"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = frozenset(("script", "style", "noscript", "template", "select", "button", "svg"))
_STRUCK = frozenset(("s", "del", "strike"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_OF_PAGE = re.compile(r"\b(?:navbox|infobox|ambox|metadata|sidebar)")
_NO_TEXT = frozenset(("reference", "sortkey", "mw-editsection", "noprint", "sr-only", "visually-hidden"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_FLAG_FILE = re.compile(r"(?:Flag_of_|Flagge_|Flag-|flags?/(?:\w+/)*)(?:the_)?([A-Za-z_-]+?)(?:_\(|\.(?:svg|png|gif))")
_FLAG_WORDS = re.compile(
    r"^(?:flag of|flagge(?: von)?|drapeau(?: de la| de l’| du| de)?|bandera de|bandeira d[aeo]|bandiera)"
    r"(?: the)?\s*:?\s*",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|–—-]\s+")
"""Before the name of the site in the title of a page: ``Graz – Wikipedia``."""
_LONGEST_ABOVE = 200


def read(file: Path, how: ReadOptions) -> Iterator[Item]:
    """The rows of a table. What a page does not show is left out; flags are the countries of what they stand beside,
    and the address in a reference of a wiki's page is the source of its row. A table with others in it is a frame.

    Raises:
        OpenQuestions: if several tables are in it, and ``how.sheet`` names none.
        CityGraphError: if there is no table.
    """
    text = _text(file, how.encoding)
    how.has_read(len(text))
    page = _WebPage(text)
    if page.is_cut:
        yield Said(1, "the page ends within a table; something may be missing")
    yield from rows_of(file, page.tables(), page.notes, how, "a web page")


def tables(file: Path) -> list[str]:
    """The titles of the tables."""
    return [*names_of(_WebPage(_text(file, None)).tables())]


def _text(file: Path, encoding: str | None) -> str:
    """The text of a page in the encoding that it names, if it is not UTF-8."""
    if encoding is None:
        data = bytes_of(file)
        named = _CHARSET.search(data[:_HEAD])
        try:
            return data.decode("utf-8-sig")
        except UnicodeError:
            encoding = named[1].decode("ascii") if named and named[1].lower() != b"utf-8" else None
    return decoded(file, encoding)


@dataclass(slots=True)
class _OpenCell:
    """A cell that is being read: its pieces of text, with the flags and the references in it."""

    line: int
    rows: int
    columns: int
    is_header: bool
    pieces: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    link: str = ""


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read."""

    above: tuple[tuple[int, str], ...]
    is_left_out: bool
    caption: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[_OpenCell]]] = field(default_factory=list)
    cell: _OpenCell | None = None


@dataclass(slots=True)
class _Link:
    """A link that is being read: where it leads, the name of its page, and the number of pieces before it."""

    address: str
    page: str
    begin: int
    is_outer: bool


class _WebPage(HTMLParser):
    """The tables of a page, and the ``notes`` around them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.notes: list[str] = []
        self._found: list[_OpenTable] = []
        self._open: list[_OpenTable] = []
        self._hidden: list[str] = []
        """The elements that are open within one that is not shown, with that one."""
        self._struck: list[str] = []
        self._links: list[_Link] = []
        self._headings: dict[str, tuple[int, str]] = {}
        self._heading = ""
        self._around: list[str] = []
        """The pieces of text outside tables since the last element that begins a line."""
        self._at_around = 0
        self._last_around = (0, "")
        self._cited = ""
        self._sources: dict[str, PageSource] = {}
        self.feed(text)
        self.close()
        self._end_around()
        self.is_cut = bool(self._open)
        self._found += self._open

    def tables(self) -> list[PageTable]:
        """The tables, without those that frame others."""
        return [self._whole(table) for table in self._found if not table.is_left_out and table.rows]

    # -------------------------------------------------------------- elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        of_class, style = given.get("class", ""), given.get("style", "")
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
            if tag == "a" and (cell := self._cell) and given.get("href", "").find("#cite_note") >= 0:
                cell.notes.append(given["href"].partition("#")[2])
            return
        if tag in _HIDDEN or _UNSEEN.search(style) or _NO_TEXT & {*of_class.split()} or "hidden" in given:
            if tag not in _VOID:
                self._hidden.append(tag)
            return
        if given.get("id", "").startswith("cite_note"):
            self._cited = given["id"]
        if tag == "table":
            self._begin_table(of_class)
        elif tag in ("tr", "td", "th", "caption"):
            self._begin_in_table(tag, given)
        elif tag in _BLOCKS:
            self._text("\n")
        elif tag in _HEADINGS or tag == "title":
            self._end_around()
            self._heading = tag
        elif tag == "a":
            self._begin_link(given, of_class)
        elif tag == "img" and (cell := self._cell):
            cell.flags += filter(None, [_flag(given)])
        if (tag in _STRUCK or _LINE_THROUGH.search(style)) and tag not in _VOID:
            self._struck.append(tag)
            self._text("~~")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
            return
        if self._struck and self._struck[-1] == tag:
            self._struck.pop()
            self._text("~~")
        if tag == "table" and self._open:
            self._found.append(self._open.pop())
        elif tag in ("td", "th", "tr") and self._open:
            self._open[-1].cell = None
        elif tag == "caption" and self._open:
            self._heading = ""
        elif tag in _HEADINGS or tag == "title":
            self._end_heading(tag)
        elif tag == "a" and self._links:
            self._end_link(self._links.pop())
        elif tag in _BLOCKS:
            self._text("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text(data.replace("\n", " "))

    def _text(self, text: str) -> None:
        if self._cell:
            self._cell.pieces.append(text)
        elif self._open and self._heading == "caption":
            self._open[-1].caption.append(text)
        elif not self._open:
            if text == "\n" and not self._heading:
                self._end_around()
            self._at_around = self._at_around or self.getpos()[0]
            self._around.append(text)

    @property
    def _cell(self) -> _OpenCell | None:
        return self._open[-1].cell if self._open else None

    # -------------------------------------------------------------- tables

    def _begin_table(self, of_class: str) -> None:
        self._end_around()
        if self._open:
            self._open[-1].is_left_out = True
        headings = [self._headings[tag] for tag in ("title", "h1") if tag in self._headings]
        headings = list({text: (line, text) for line, text in headings}.values())
        headings += [self._headings[tag] for tag in sorted(_HEADINGS - {"h1"}) if tag in self._headings][-1:]
        above = tuple(one for one in (*headings, self._last_around) if one[1])
        self._last_around = (0, "")
        self._open.append(_OpenTable(above, bool(_OF_PAGE.search(of_class))))

    def _begin_in_table(self, tag: str, given: dict[str, str]) -> None:
        if not self._open:
            return
        table, line = self._open[-1], self.getpos()[0]
        if tag == "caption":
            self._heading = "caption"
            return
        self._heading = ""
        if tag == "tr" or not table.rows:
            table.rows.append((line, []))
            table.cell = None
        if tag != "tr":
            table.cell = _OpenCell(line, _number(given.get("rowspan")), _number(given.get("colspan")), tag == "th")
            table.rows[-1][1].append(table.cell)

    def _whole(self, table: _OpenTable) -> PageTable:
        caption = _plain("".join(table.caption))
        rows = [(line, [self._read(cell) for cell in cells]) for line, cells in table.rows if cells]
        above = (*table.above, *([(rows[0][0], caption)] if caption else []))
        return PageTable(caption or (table.above[-1][1] if table.above else ""), above, rows)

    def _read(self, cell: _OpenCell) -> PageCell:
        text = "\n".join(filter(None, map(_plain, "".join(cell.pieces).split("\n"))))
        sources = tuple(self._sources[one] for one in dict.fromkeys(cell.notes) if one in self._sources)
        return PageCell(with_flags(text, cell.flags), cell.rows, cell.columns, cell.is_header, sources, cell.link)

    # -------------------------------------------------------------- links and texts around

    def _begin_link(self, given: dict[str, str], of_class: str) -> None:
        address = given.get("href", "")
        is_outer = address.startswith(("http://", "https://")) and "external" in of_class
        if is_outer and self._cited:
            self._sources.setdefault(self._cited, PageSource(address))
        pieces = self._cell.pieces if self._cell else self._around
        self._links.append(_Link(address, given.get("title", ""), len(pieces), is_outer))

    def _end_link(self, link: _Link) -> None:
        pieces = self._cell.pieces if self._cell else self._around
        label = _plain("".join(pieces[link.begin :]))
        if self._cell:
            if label and link.page and (name := whole_name(label, link.page)) != label:
                pieces[link.begin :] = [name]
            if link.is_outer and label:
                self._cell.link = self._cell.link or link.address
        elif link.is_outer and (known := self._sources.get(self._cited)) and known.address == link.address:
            self._sources[self._cited] = known._replace(title=known.title or label)

    def _end_heading(self, tag: str) -> None:
        text = _plain("".join(self._around))
        if tag == "title":
            text = _SITE.split(text)[0]
        if self._heading == tag and text:
            for lower in sorted(_HEADINGS):
                if lower > tag and tag != "title":
                    self._headings.pop(lower, None)
            self._headings[tag] = (self._at_around, text)
        self._heading, self._around, self._at_around, self._last_around = "", [], 0, (0, "")

    def _end_around(self) -> None:
        if text := _plain("".join(self._around)):
            self.notes.append(text)
            self._last_around = (self._at_around, text) if len(text) <= _LONGEST_ABOVE else (0, "")
        self._around, self._at_around = [], 0


def _plain(text: str) -> str:
    return visible(" ".join(text.split()))


def _number(text: str | None) -> int:
    digits = (text or "").strip()[:6]
    return min(max(int(digits), 1), MOST_SPANNED) if digits.isascii() and digits.isdecimal() else 1


def _flag(given: dict[str, str]) -> str:
    """The country of a picture of a flag, by its text or the name of its file; empty if it shows something else."""
    file = _FLAG_FILE.search(given.get("src", ""))
    said = [_FLAG_WORDS.sub("", given.get(name, "")).strip() for name in ("alt", "title")]
    if not file and not any(_FLAG_WORDS.match(given.get(name, "")) for name in ("alt", "title")):
        return ""
    return next((one for one in (*said, file[1].replace("_", " ") if file else "") if one and country_of_flag(one)), "")
