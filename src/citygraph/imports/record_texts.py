"""The records of an import as they stand in files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from citygraph.domain.model import SECTIONS
from citygraph.folder.records import Record
from citygraph.imports.last_import import canonical

DATES = ("since", "on")
OF_TIME = frozenset((*DATES, "until", "seen", "agreement.signed", "agreement.approved", "agreement.expires"))
"""The dates of a tie."""
FREE = (*DATES, "notes")
MOST_ALIKE = 1 << 12
"""How many ties from which others can be made are remembered."""
IN_ORDER = ("statement", "tie", "official", "event", "organization", "city", "country", "source")
"""Types of records. A type that names records of another type stands before it."""
WRITTEN = [section for section in SECTIONS if section.type in IN_ORDER]
"""The sections that imports write. Files of other sections in the folder are the user's own."""


@dataclass(frozen=True, eq=False, slots=True)
class TiesOfOneForm:
    """Ties whose records have the same keys, and differ only in the values of the keys ``own``, among which are their
    ends, and, if they have sources of their own, in those and their quotes (``of_evidence``)."""

    own: tuple[str, ...]
    of_evidence: tuple[str, ...] = ()


_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


def is_past(date: str, today: str) -> bool:
    """True for a day, a month or a year before ``today``. All such dates of ties, if they are the only one, are alike.

    >>> is_past("1990-05", "2026-11-30"), is_past("2027", "2026-11-30"), is_past("198X", "2026-11-30")
    (True, False, False)
    """
    return date < today and _DAY.fullmatch(date) is not None


class RecordText(NamedTuple):
    """A record as it stands in files: the type of its section, its id, and its data. Posts are in their official's
    data. Ties with the same ``like`` are alike; other records have None."""

    type: str
    id: str
    data: dict[str, Any]
    like: TiesOfOneForm | None = None


class CanonicalTexts:
    """The data of records as JSON. For ties that are alike, a form is filled in, which takes less time."""

    def __init__(self) -> None:
        self._alike: dict[TiesOfOneForm, _JsonForm] = {}

    def of(self, record: RecordText) -> str:
        """The data of a record, as :func:`canonical` has it."""
        if record.like is None:
            return canonical(record.data)
        form = self._alike.get(record.like)
        if form is None:
            if len(self._alike) >= MOST_ALIKE:
                self._alike.clear()
            form = self._alike[record.like] = _form_of(record.data, record.like)
        return form.filled(record.data)


class _JsonForm(NamedTuple):
    """The JSON of ties that are alike: ``text`` has a %s in the place of each value that is a tie's own, first of the
    keys of its evidence, then of other keys."""

    text: str
    of_evidence: tuple[str, ...]
    own: Callable[[Mapping[str, Any]], tuple[str, ...]]

    def filled(self, data: Mapping[str, Any]) -> str:
        """The text with the values of one of them."""
        values = self.own(data)
        if self.of_evidence:
            item = data["evidence"][0]
            values = *[item[key] for key in self.of_evidence], *values
        return self.text % tuple(map(encode_basestring, values))


def _form_of(data: Mapping[str, Any], like: TiesOfOneForm) -> _JsonForm:
    (item,) = data["evidence"]
    of_evidence, own = sorted(like.of_evidence), sorted(like.own)  # all that are own stand behind the evidence
    marked = {**data, **dict.fromkeys(own, _MARK), "evidence": [{**item, **dict.fromkeys(of_evidence, _MARK)}]}
    text = canonical(marked).replace("%", "%%").replace(canonical(_MARK), "%s")
    return _JsonForm(text, tuple(of_evidence), itemgetter(*own))


_MARK = "\x00"
"""No record has this text."""


def statement(data: dict[str, Any]) -> RecordText:
    """The record of a statement. It has no id of its own: another text is another statement."""
    return RecordText("statement", f"statement {canonical(data)}", data)


class RecordChange(NamedTuple):
    """A change that an import makes to one record; ``what`` describes it in words."""

    sort: Literal["added", "changed", "gone", "kept", "left out", "conflict"]
    id: str
    what: str = ""


def records_of(several: Iterable[Record]) -> Iterator[RecordText]:
    """Records in the form in which they are written. The posts of an official follow it."""
    waiting: RecordText | None = None
    for record in several:
        if record.owner is None:
            if waiting is not None:
                yield waiting
            data = dict(record.data)
            waiting = statement(data) if record.type == "statement" else RecordText(record.type, record.id, data)
        else:
            assert waiting is not None
            post = {key: value for key, value in record.data.items() if key not in ("kind", "from", "to")}
            waiting.data.setdefault("posts", []).append({**post, "of": record.data["to"]})
    if waiting is not None:
        yield waiting
