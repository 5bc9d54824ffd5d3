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
    ) -> dict[str, str]:
        """The evidence that a row gives for what it says: the id of its source, and the words and the speaker if there
        are any. ``speaker`` gives the id of the record with a name."""
        said = {target: value for target, text in texts.items() if (value := forms.value(text, target))}
        item = {"source": self._source(said, forms, where)}
        if quote := said.get("quote"):
            item["quote"] = quote
        if by := said.get("by"):
            if id := speaker(by):
                item["by"] = id
            else:
                self._report.tell("doubtful", where, by, "no record has this name, so the speaker is left out")
        return item

    def _source(self, said: Mapping[str, str], forms: CellForms, where: str) -> str:
        text = said.get("source", "")
        url = said.get("source.url") or (text if _ADDRESS.fullmatch(text) else "")
        title = said.get("source.title") or ("" if text == url else text)
        if not (url or title):
            return self._register
        key = url or title
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
