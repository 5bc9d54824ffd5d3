"""The sources that rows name: rows that share an address, or else a title, share a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from citygraph.domain.model import DateText
from citygraph.domain.names import slug
from citygraph.imports.report import ImportReport
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cells import in_form

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST = 80
"""How many characters of an address or a title go into an id."""


class RowSources:
    """The sources of single rows, by their address or title. ``register`` is the id of the file's own source, which
    stands in the notes of each of them."""

    def __init__(self, register: str, report: ImportReport) -> None:
        self._register = register
        self._report = report
        self._ids: dict[str, str] = {}
        self._records: dict[str, dict[str, Any]] = {}

    def evidence(
        self, texts: Mapping[str, str], forms: CellForms, where: str, speaker: Callable[[str], str | None]
    ) -> list[dict[str, str]]:
        """The evidence that a row gives for what it says: the id of each of its sources, and the words and the speaker
        if there are any. ``speaker`` gives the id of the record with a name."""
        said = {target: value for target, text in texts.items() if (value := forms.value(text, target))}
        items = [{"source": source} for source in self._sources(said, forms, where)]
        words: dict[str, str] = {}
        if quote := said.get("quote"):
            words["quote"] = quote
        if by := said.get("by"):
            if id := speaker(by):
                words["by"] = id
            else:
                self._report.tell("doubtful", where, by, "no record has this name, so the speaker is left out")
        if words and len(items) > 1:
            why = "the row names several sources, and not which of them has its words: they are evidence by the file"
            self._report.tell("doubtful", where, ", ".join(words), why)
            return [*items, {"source": self._register, **words}]
        return [{**item, **words} for item in items]

    def _sources(self, said: Mapping[str, str], forms: CellForms, where: str) -> list[str]:
        """The ids of the sources of a row: one for each address, if a cell has nothing but several."""
        text, url = said.get("source", ""), said.get("source.url", "")
        title = said.get("source.title") or ("" if text == url else text)
        if not url and (several := _addresses(text)):
            title = "" if title == text else title
        else:
            several = _addresses(url) or [url]
        within = _ADDRESS.findall(text) if several == [""] else []
        if len(within) == 1:
            several = [within[0].rstrip(".,;:)]>")]
        elif within:
            why = "several addresses stand beside other words: all of it is the title, so this source has no `url`"
            self._report.tell("doubtful", where, text, why)
        if not (title or several[0]):
            return [self._register]
        return list(dict.fromkeys(self._source(one, title, said, forms, where) for one in several))

    def _source(self, url: str, title: str, said: Mapping[str, str], forms: CellForms, where: str) -> str:
        key = title if url in title else url
        if key not in self._ids:
            self._ids[key] = self._new_id(title or re.sub(r"^https?://(www\.)?", "", url))
            record: dict[str, Any] = {"title": title or url}
            if url:
                record["url"] = url
            if publisher := said.get("source.publisher"):
                record["publisher"] = publisher
            if published := said.get("source.published"):
                try:
                    record["published"] = in_form(published, DateText(), forms, "source.published").text
                except ValueError as error:
                    self._report.tell("doubtful", where, record["title"], f"published: {error}; it is left out")
            record["notes"] = f"named in {self._register}"
            self._records[self._ids[key]] = record
        return self._ids[key]

    def _new_id(self, text: str) -> str:
        stem = f"{self._register}-{slug(text)[:_LONGEST].strip('-') or 'source'}"
        return next(id for n in count(1) if (id := stem if n == 1 else f"{stem}-{n}") not in self._records)

    def __contains__(self, id: str) -> bool:
        return id in self._records

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The records of these sources, by their ids."""
        return iter(self._records.items())


def _addresses(text: str) -> list[str]:
    """The addresses of which a text is a list; none if it has other words.

    >>> _addresses("https://a.org/x; https://b.org"), _addresses("see https://a.org")
    (['https://a.org/x', 'https://b.org'], [])
    """
    parts = [part for part in _BETWEEN_ADDRESSES.split(text.strip()) if part]
    if len(parts) > 1:
        parts = [part.rstrip(",;|") for part in parts]
    return parts if all(map(_ADDRESS.fullmatch, parts)) else []


_BETWEEN_ADDRESSES = re.compile(r"[\s,;|]+(?=https?://)|\s+[|/&+·–-]\s+(?=https?://)", re.IGNORECASE)
