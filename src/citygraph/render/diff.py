"""What has changed, in words: a table for people, a row for each field that differs for spreadsheets, Markdown for a
pull request."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from citygraph.graph.tie_facts import Evidence
from citygraph.questions import Column
from citygraph.questions.diff import Change, Field, declared
from citygraph.render.columns import BOUND_WORDS, Naming, first_words, when
from citygraph.render.plain import as_json, visible
from citygraph.render.tables import write_rows

if TYPE_CHECKING:
    from citygraph.questions.log import Entry

_SHORT_COMMIT = 10
_PLURALS = {"city": "cities", "country": "countries"}
_WHOLE = ("added", "removed", "taken")
"""After these, what is known stands in the row itself, not field by field."""


# ------------------------------------------------------------------ words


def called(change: Change, naming: Naming) -> str:
    """What people call the thing that has changed; of two of one name, with the country."""
    if change.from_ and change.to and change.what == "tie":
        start, end = naming(change.from_), naming(change.to)
        if (start, end) != (change.from_, change.to):
            return f"{start} {change.label} {end}"
    return change.name


def summary(changes: Sequence[Change]) -> str:
    """How many of what: ``2 ties added, 1 ended; 1 source added``."""
    parts = []
    for what, several in groupby(changes, key=lambda change: change.what):
        counts = Counter(change.change for change in several)
        first, *others = counts.items()
        said = [
            f"{first[1]} {_plural(what, first[1])} {first[0]}",
            *(f"{number} {became}" for became, number in others),
        ]
        parts.append(", ".join(said))
    return "; ".join(parts)


def _plural(what: str, number: int) -> str:
    return what if number == 1 else _PLURALS.get(what, f"{what}s")


def in_a_line(change: Change, naming: Naming) -> str:
    """What has become of a thing, and the words of what differs."""
    said = [called(change, naming)]
    if change.from_ and change.change in _WHOLE:
        said += filter(None, (when(change), change.status if change.status != "unknown" else ""))
    if change.what == "statement":
        said += filter(None, (first_words(change.evidence, naming),))
    line = ", ".join(said)
    differs = "; ".join(_differing(change, naming))
    sources = f" ({', '.join(change.sources)})" if change.sources else ""
    return line + (f": {differs}" if differs else "") + sources


def _differing(change: Change, naming: Naming) -> list[str]:
    """Field by field, what was and what is said; but new evidence, which is told as such."""
    if change.change in _WHOLE:
        return []
    return [line for field in change.fields for line in _in_words(field, naming)]


def _in_words(field: Field, naming: Naming) -> Iterator[str]:
    before, after = field.before, field.after
    if field.field == "evidence":
        for item in before or ():
            if item not in (after or ()):
                yield f"no longer {_evidence(item, naming)}"
        return
    key = field.field.rpartition(".")[2] if field.field.startswith("agreement.") else field.field

    def said(value: Any) -> str:
        return "–" if value is None else _value(key, value, naming)

    if _is_list(before) and _is_list(after):
        new = [said(item) for item in after if item not in before]
        gone = [said(item) for item in before if item not in after]
        if not (len(new) == len(gone) == 1 and field.field.startswith("observations.")):
            signed = [*(f"+ {one}" for one in new), *(f"− {one}" for one in gone)]
            yield f"{_label(field.field)}: {', '.join(signed) or 'evidence'}"
            return
        before, after = gone, new
    yield f"{_label(field.field)}: {said(before)} → {said(after)}"


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and not all(isinstance(item, float) for item in value)


def _label(field: str) -> str:
    outer, _, inner = field.partition(".")
    if outer in ("identifiers", "observations"):
        return inner
    return outer.replace("_", " ") + (f" ({inner})" if inner else "")


def _value(key: str, value: Any, naming: Naming) -> str:
    """A value as people read it, ids by names."""
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return ", ".join(_value(key, item, naming) for item in value)
    if isinstance(value, Mapping) and "is" in value:
        return f"{value['is']} from {value['from']}" if "from" in value else str(value["is"])
    if isinstance(value, Mapping) and "value" in value:
        number = BOUND_WORDS.get(value.get("bound", "exactly"), "") + f"{value['value']:,}"
        return number + (f" {value['unit']}" if "unit" in value else "")
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return naming(value) if key in declared().references else str(value)


def _evidence(item: Evidence, naming: Naming) -> str:
    return f"“{item.quote}” ({item.source})" if item.quote else item.source


# ------------------------------------------------------------------ tables, and rows for programs


def _table_columns(naming: Naming) -> list[Column]:
    return [
        Column("change", lambda change: change.change, style="bold"),
        Column("what", lambda change: change.what, style="dim"),
        Column("which", lambda change: called(change, naming), style="bold"),
        Column("when", when),
        Column("status", lambda change: change.status or ""),
        Column("source", lambda change: ", ".join(change.sources), style="dim"),
        Column("fields", lambda change: "\n".join(_differing(change, naming)), place="below"),
        Column("words", lambda change: first_words(change.evidence, naming), style="italic dim", place="below"),
    ]


Row = tuple[Change, Field | None]


def _fields(changes: Iterable[Change]) -> Iterator[Row]:
    """A row for each field that differs; one for what is new or gone as a whole."""
    for change in changes:
        whole = change.change in _WHOLE or not change.fields
        for field in (None,) if whole else change.fields:
            yield change, field


def _data_columns(naming: Naming) -> list[Column]:
    def of(name: str) -> Callable[[Row], str]:
        return lambda row: str(getattr(row[0], name) or "")

    def side(name: str) -> Callable[[Row], str]:
        return lambda row: _data(getattr(row[1], name)) if row[1] else ""

    return [
        Column("change", of("change")),
        Column("what", of("what")),
        Column("id", of("id")),
        Column("which", lambda row: called(row[0], naming)),
        *(Column(name.rstrip("_"), of(name)) for name in ("from_", "to", "kind", "since", "until", "on", "status")),
        Column("source", lambda row: ", ".join(row[0].sources)),
        Column("field", lambda row: row[1].field if row[1] else ""),
        Column("before", side("before")),
        Column("after", side("after")),
    ]


def _data(value: Any) -> str:
    """A value in a cell: texts as they are, lists of texts with semicolons between, as in tables; all else as JSON."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return " ".join(as_json(value).split())


def write_changes(changes: Sequence[Change], format: str, naming: Naming) -> None:
    """Write what has changed to standard output."""
    if format == "markdown":
        sys.stdout.write(markdown(changes, naming))
    elif format in ("tsv", "csv"):
        write_rows(_fields(changes), _data_columns(naming), format)
    else:
        write_rows(changes, _table_columns(naming), format)


def write_log(entries: Sequence[Entry], format: str, naming: Naming) -> None:
    """Write which commit changed what to standard output."""
    if format in ("tsv", "csv"):
        rows = [(entry, row) for entry in entries for row in _fields(entry.changes)]
        data = [column._replace(cell=_of_second(column)) for column in _data_columns(naming)]
        write_rows(rows, [*(_of_entry(name) for name in ("commit", "date", "author", "subject")), *data], format)
        return
    columns = [
        Column("date", lambda entry: entry.date[:10], style="bold"),
        Column("author", lambda entry: entry.author),
        Column("subject", lambda entry: entry.subject),
        Column("commit", lambda entry: entry.commit[:_SHORT_COMMIT], style="dim"),
        Column("changes", lambda entry: "\n".join(_told(change, naming) for change in entry.changes), place="below"),
    ]
    write_rows(entries, columns, format)


def _told(change: Change, naming: Naming) -> str:
    return f"{change.what} {change.change}: {in_a_line(change, naming)}"


def _of_second(column: Column) -> Callable[[tuple[Entry, Row]], str]:
    return lambda pair: column.cell(pair[1])


def _of_entry(name: str) -> Column:
    return Column(name, lambda pair: getattr(pair[0], name))


# ------------------------------------------------------------------ Markdown


def markdown(changes: Sequence[Change], naming: Naming) -> str:
    """What has changed, for a pull request: how much of what, then lists under headings, with names and no links."""
    if not changes:
        return "Nothing has changed in the graph.\n"
    lines = [f"**{summary(changes)}**"]
    for (what, became), several in groupby(changes, key=lambda change: (change.what, change.change)):
        lines += ["", f"### {_plural(what, 2).capitalize()}: {became}", ""]
        for change in several:
            lines += _item(change, naming)
    return "\n".join(lines) + "\n"


def _item(change: Change, naming: Naming) -> Iterator[str]:
    whole = change.change in _WHOLE
    said = [f"**{_plain(called(change, naming))}**"]
    if change.from_:
        status = change.status if whole and change.status != "unknown" else ""
        said += map(_plain, filter(None, (when(change) if whole else "", status or "")))
    sources = ", ".join(_plain(naming(source)) for source in change.sources)
    yield f"- {', '.join(said)}" + (f" – *{sources}*" if sources else "")
    for line in _differing(change, naming):
        yield f"  - {_plain(line)}"
    if quotes := first_words(change.evidence, naming):
        yield f"  - {_plain(quotes)}"


_LINKED = re.compile(r"(?:https?://|www\.)\S*[\w/]|\S*#[0-9]+|\S*@\S*\w")
"""What a site of pull requests would make a link of, or send to somebody."""
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]")
_AT_THE_START = re.compile(r"^([0-9]*)([-+.)])")


def _plain(text: str) -> str:
    """A text that Markdown takes for nothing else."""
    text = " ".join(visible(text, keep_lines=True).split())
    said, at = [], 0
    for link in _LINKED.finditer(text):
        said += [_SIGNS.sub(r"\\\g<0>", text[at : link.start()]), f"`{link[0].replace('`', '')}`"]
        at = link.end()
    said.append(_SIGNS.sub(r"\\\g<0>", text[at:]))
    return _AT_THE_START.sub(r"\1\\\2", "".join(said))
