"""Tables in the source of a wiki's page (MediaWiki), as copied from its editor: ``{|`` … ``|-`` … ``|}``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.names import visible
from citygraph.imports.files import decoded
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
from citygraph.imports.wiki_templates import BREAK, END, FLAG, NOTE, shown_by

UNIT = "line"
TAKES = frozenset[str]({"encoding", "header-row", "sheet"})

_SOURCE, _UNKNOWN, _OWED = "\ue000", "\ue006", "\ue004"
"""Signs of no script: before the number of a source, before the name of a template that nobody knows, and for the end
of a line that stood in what was taken out."""
_MARK = re.compile(f"{_SOURCE}(\\d+){END}")
_UNKNOWN_NAME = re.compile(f"{_UNKNOWN}([^{END}]*){END}")
_MARKED = re.compile(f"[{_SOURCE}{_UNKNOWN}{NOTE}][^{END}]*{END}")
_NOTED = re.compile(f"{NOTE}([^{END}]*){END}")
_FLAGGED = re.compile(f"{FLAG}([^{END}]*){END}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NO_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "[]{}|<>&'*#"}
_NOWIKI = re.compile(r"<nowiki>(.*?)</nowiki>|<nowiki\s*/>", re.DOTALL | re.IGNORECASE)
_REF = re.compile(r"<ref\b([^<>]*?)(?:/>|>((?:(?!<ref\b).)*?)</ref\s*>)", re.DOTALL | re.IGNORECASE)
_REF_NAME = re.compile(r"name\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s/>]+))", re.IGNORECASE)
_URL = re.compile(r"(?<![\w/])https?://[^\s|\]\[{}<>\"]+", re.IGNORECASE)
_ARCHIVE = re.compile(r"\|\s*archi\w*[-_ ]?url\s*=[^|}]*", re.IGNORECASE)
_TITLED = re.compile(r"\|\s*(?:title|titel|titre|título|titolo|tytuł|titulek|заглавие)\s*=\s*([^|}]*)")
_LABELLED = re.compile(r"\[(?:https?:)?//[^\s\]]+\s+([^\]]+)\]")
_LINK = re.compile(r"\[\[((?:(?!\[\[|\{\{|\]\]).)*?)\]\]", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{((?:(?!\[\[|\{\{|\}\}).)*?)\}\}", re.DOTALL)
_OUTER = re.compile(r"\[((?:https?:)?//[^\s\]]+)(?:\s+([^\]]*))?\]")
_NOT_SHOWN = re.compile(
    r":?\s*(?:file|image|media|datei|bild|fichier|archivo|imagen|ficheiro|imagem|bestand|afbeelding|plik|grafika|файл"
    r"|изображение|зображення|fil|tiedosto|kuva|soubor|súbor|fájl|kép|fișier|imagine|dosya|resim"
    r"|ملف|صورة|קובץ|ファイル|画像"
    r"|파일|그림|文件|檔案|图像|berkas|tập tin|slika|датотека|слика|datoteka|αρχείο|εικόνα|fitxer|imatge|vaizdas|attēls"
    r"|pilt|category|kategorie|catégorie|categoría|categoria|kategoria|категория|категорія|kategori|luokka|カテゴリ|分类|分類"
    r"|분류|تصنيف)"
    r"\s*:",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(\*+)\s*(.*)")
_HEADING = re.compile(r"(={1,6})\s*(.+?)\s*\1\s*")
_CLASS_OF_PAGE = re.compile(r"class\s*=\s*\"?[^\"]*\b(?:navbox|infobox|ambox|metadata)", re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"'{2,5}")
_STRUCK = re.compile(r"<(s|del|strike)\b[^<>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_BR = re.compile(r"<br\s*/?\s*>", re.IGNORECASE)
_END_OF_PAGE = "== end =="
_LONGEST_ABOVE = 200


def read(file: Path, how: ReadOptions) -> Iterator[Item]:
    """The rows of a table; in a page without one, the items of a list. Links become names, flags the countries of what
    they stand beside, and the address in a reference is the source of its row; a table within a table is left out.

    Raises:
        OpenQuestions: if several tables are in it, and ``how.sheet`` names none.
        CityGraphError: if there is no table.
    """
    text = decoded(file, how.encoding)
    how.has_read(len(text))
    page = _WikiPage(text)
    if page.unknown:
        names = ", ".join(f"`{{{{{visible(name)}}}}}`" for name in [*page.unknown][:_SHOWN])
        yield Said(1, f"nobody knows what these templates show, so they are left out: {names}")
    yield from (Said(line, "this table has no end; it is read to the next heading") for line in page.cut)
    yield from rows_of(file, page.tables, page.notes, how, "the source of a wiki's page")


def tables(file: Path) -> list[str]:
    """The titles of the tables."""
    return [*names_of(_WikiPage(decoded(file)).tables)]


_SHOWN = 5
_DEEPEST = 50
"""So many templates stand in each other at most."""


class _WikiPage:
    """The ``tables`` of a page, the lines of those that are ``cut`` off, the ``notes`` around them, and the names of
    ``unknown`` templates."""

    def __init__(self, text: str) -> None:
        self.unknown: dict[str, None] = {}
        self._sources: list[PageSource | None] = []
        text = text.replace("\r\n", "\n").replace(_OWED, "")
        text = _COMMENT.sub(lambda found: _owed(found[0]), text)
        text = _NOWIKI.sub(lambda found: (found[1] or "").translate(_NO_SIGNS) + _owed(found[0]), text)
        text = self._without_references(text)
        text = _BR.sub(BREAK, text)
        for _ in range(_DEEPEST):
            inner = text
            text = _TEMPLATE.sub(self._template, _LINK.sub(_linked, inner))
            if text == inner:
                break
        self.notes: list[str] = []
        self.cut: list[int] = []
        lines = _lines(text)
        self.tables = self._read(lines) or self._lists(lines)

    # -------------------------------------------------------------- what stands in cells

    def _without_references(self, text: str) -> str:
        named = {}
        for about, within in _REF.findall(text):
            if within and (name := _named(about)):
                named[name] = within

        def marked(found: re.Match[str]) -> str:
            self._sources.append(_source(found[2] or named.get(_named(found[1]), "")))
            return f"{_SOURCE}{len(self._sources) - 1}{END}{_owed(found[0])}"

        return _REF.sub(marked, text)

    def _template(self, found: re.Match[str]) -> str:
        shown = shown_by(found[1])
        if shown is None:
            shown = f"{_UNKNOWN}{found[1].partition('|')[0].strip()}{END}"
        return shown + _owed(found[0])

    def _cell(self, text: str, *, is_header: bool) -> PageCell:
        attributes, sign, rest = text.partition("|")
        if not sign or "\n" in attributes.strip():
            attributes, rest = "", text
        spans = {sort.lower(): min(max(int(number[:6]), 1), MOST_SPANNED) for sort, number in _SPAN.findall(attributes)}
        sources = tuple(source for number in _MARK.findall(rest) if (source := self._sources[int(number)]))
        outer = _OUTER.search(rest)
        self.unknown |= dict.fromkeys(_UNKNOWN_NAME.findall(rest))
        note = "; ".join(map(_plain, _NOTED.findall(rest)))
        lines = [_plain(line) for line in _MARKED.sub("", rest).replace(BREAK, "\n").split("\n")]
        return PageCell(
            "\n".join(filter(None, lines)), spans.get("row", 1), spans.get("col", 1), is_header, sources,
            outer[1] if outer and outer[2] else "", note,
        )  # fmt: skip

    # -------------------------------------------------------------- tables

    def _read(self, lines: list[str]) -> list[PageTable]:
        found: list[PageTable] = []
        open_: list[_OpenMarkup] = []
        heading = above = (0, "")
        for number, line in [*enumerate(lines, 1), (0, _END_OF_PAGE)]:
            start = line.lstrip(" :\t")
            head = _HEADING.fullmatch(line.strip())
            if open_ and (head or start.startswith("|}")):
                self.cut += [table.line for table in open_[:1] if head]
                table, open_ = (open_[0], []) if head else (open_[-1], open_[:-1])
                if not open_ and not table.is_of_page:
                    found.append(self._whole(table, heading, above))
                    above = (0, "")
            if start.startswith("{|"):
                open_.append(_OpenMarkup(number, [], is_of_page=bool(_CLASS_OF_PAGE.search(start))))
            elif head:
                heading, above = (number, _plain(_MARKED.sub("", head[2]))), (0, "")
            elif len(open_) == 1:
                open_[0].add(number, start)
            elif not open_ and (text := _plain(_MARKED.sub("", line).replace(BREAK, " "))):
                self.notes.append(text)
                above = (number, text) if len(text) <= _LONGEST_ABOVE else (0, "")
        return found

    def _whole(self, table: _OpenMarkup, heading: tuple[int, str], above: tuple[int, str]) -> PageTable:
        caption = self._cell(table.caption, is_header=False).text.replace("\n", " ")
        rows = [(row.line, [self._cell(cell, is_header=head) for cell, head in row.cells])
                for row in table.rows if row.cells]  # fmt: skip
        texts = (heading, above, (table.line, caption))
        return PageTable(caption or heading[1], tuple(one for one in texts if one[1]), rows)

    def _lists(self, lines: list[str]) -> list[PageTable]:
        """The lists of a page without tables: a town in each item, or in those below its country."""
        found: list[PageTable] = []
        above: list[tuple[int, str]] = [(0, ""), (0, "")]
        rows: list[tuple[int, list[PageCell]]] = []
        country = ""
        for number, line in [*enumerate(lines, 1), (0, _END_OF_PAGE)]:
            item, head = _ITEM.fullmatch(line.strip()), _HEADING.fullmatch(line.strip())
            if item:
                cell = self._cell(f"|{item[2]}", is_header=False)
                country = country if len(item[1]) > 1 else ""
                rows.append((number, [cell._replace(text=with_flags(cell.text, [country] if country else []))]))
                if len(item[1]) == 1 and country_of_flag(cell.text):
                    country = cell.text
                elif country and rows[-2][1][0].text == country:
                    del rows[-2]  # the country of the items below it
                continue
            text = _plain(_MARKED.sub("", head[2] if head else line).replace(BREAK, " "))
            if (head or text) and rows:
                title = above[0][1] or "name"
                header = (above[0][0] or rows[0][0], [PageCell(title, is_header=True)])
                found.append(PageTable(title, tuple(one for one in above if one[1]), [header, *rows], is_list=True))
                rows, country = [], ""
            if head:
                above = [(number, text), (0, "")]
            elif text and len(text) <= _LONGEST_ABOVE:
                above[1] = (number, text)
        return found


def _lines(text: str) -> list[str]:
    """The lines as numbered in the file: what was taken out of one owes it the lines that it had."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line.replace(_OWED, ""))
        lines += [""] * line.count(_OWED)
    return lines


def _owed(text: str) -> str:
    return _OWED * (text.count("\n") + text.count(_OWED))


class _Row(NamedTuple):
    line: int
    cells: list[tuple[str, bool]]


class _OpenMarkup:
    """A table that is being read."""

    def __init__(self, line: int, rows: list[_Row], *, is_of_page: bool) -> None:
        self.line, self.rows, self.is_of_page = line, rows, is_of_page
        self.caption = ""
        self._is_in_caption = False

    def add(self, number: int, line: str) -> None:
        """Take a line of the table."""
        if line.startswith("|-"):
            self.rows.append(_Row(number, []))
            self._is_in_caption = False
        elif line.startswith("|+"):
            self.caption, self._is_in_caption = line[2:], True
        elif line[:1] in ("|", "!"):
            self._is_in_caption = False
            if not self.rows or (not self.rows[-1].cells and self.rows[-1].line != number):
                self.rows[-1:] = [_Row(number, [])]
            is_header = line[0] == "!"
            for part in _BETWEEN_HEADERS.split(line[1:]) if is_header else line[1:].split("||"):
                self.rows[-1].cells.append((part, is_header))
        elif self._is_in_caption:
            self.caption += f" {line}"
        elif self.rows and self.rows[-1].cells:
            cell, is_header = self.rows[-1].cells[-1]
            self.rows[-1].cells[-1] = (f"{cell}\n{line}", is_header)


_BETWEEN_HEADERS = re.compile(r"!!|\|\|")


def _plain(text: str) -> str:
    """A line without markup, with the country of its flag.

    >>> _plain("'''Lyon''' <small>(since&nbsp;1990)</small>"), _plain("* [https://example.org Lyon]")
    ('Lyon (since 1990)', 'Lyon')
    """
    flags = _FLAGGED.findall(text)
    text = _FLAGGED.sub(" ", text)
    text = _STRUCK.sub(r"~~\2~~", text)
    text = _OUTER.sub(lambda found: found[2] or found[1], text)
    text = _EMPHASIS.sub("", _TAG.sub("", text))
    text = " ".join(html.unescape(text).split()).lstrip("*#;: ").strip()
    return with_flags(text, flags)


def _linked(found: re.Match[str]) -> str:
    """What a link shows. If it shows less than the name of its page, and the rest is a country or a part of one, that
    belongs to the name: ``[[Portland, Oregon|Portland]]``."""
    target, sign, label = found[1].partition("|")
    target = target.strip().lstrip(":")
    if _NOT_SHOWN.match(target):
        return _owed(found[0])
    page = target.partition("#")[0]
    _, of_other, title = page.rpartition(":")
    page = title.strip() if of_other and not page[: -len(title)].strip(":").count(" ") else page
    label = label.strip() if sign else page.replace("_", " ") if page else target.lstrip("#")
    if not label:  # [[Lyon (ville)|]]
        label = _BEHIND_NAME.sub("", page)
    label = whole_name(label, page.replace("_", " "))
    return label.replace("\n", " ") + _owed(found[0])


_BEHIND_NAME = re.compile(r",\s.+|\s\(.+\)")


def _named(about: str) -> str:
    found = _REF_NAME.search(about)
    return (found[1] or found[2] or found[3] or "").strip() if found else ""


def _source(text: str) -> PageSource | None:
    """What a reference leads to; None if it has no address."""
    if not (address := _URL.search(_ARCHIVE.sub("", text)) or _URL.search(text)):
        return None
    title = _TITLED.search(text) or _LABELLED.search(text)
    return PageSource(html.unescape(address[0]).rstrip(".,;"), _plain(_BRACKETS.sub("", title[1])) if title else "")


_BRACKETS = re.compile(r"\[\[(?:[^\[\]|]*\|)?|\]\]|\{\{|\}\}")
