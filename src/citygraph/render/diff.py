"""Changes as a table, and as Markdown for a pull request."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from citygraph.graph.asked import Asked
from citygraph.questions import Naming
from citygraph.questions._columns import first_words, when
from citygraph.questions.diff import Diff
from citygraph.questions.diff.changes import Change
from citygraph.questions.diff.words import WHOLE, called, differing, plural, summary, table_columns
from citygraph.render.plain import visible
from citygraph.render.tables import write_rows


def _write_table(answer: Diff, asked: Asked) -> None:
    write_rows(answer.data, table_columns(answer.naming), "table", links=asked.address)


def _write_markdown(answer: Diff, asked: Asked) -> None:
    sys.stdout.write(markdown(answer.data, answer.naming, answer.unread))


LAYOUTS = {"table": _write_table, "markdown": _write_markdown}


# ------------------------------------------------------------------ Markdown


def markdown(changes: Sequence[Change], naming: Naming, unread: Sequence[str] = ()) -> str:
    """Changes for a pull request: their numbers, then lists under headings, with names and no links.
    ``unread`` are the sentences about files that cannot be read."""
    nothing = "Nothing has changed in what can be read." if unread else "Nothing has changed in the graph."
    lines = [f"**{summary(changes)}**" if changes else nothing]
    lines += [line for one in unread for line in ("", f"> {_plain(one)}")]
    for (what, became), several in groupby(changes, key=lambda change: (change.what, change.change)):
        lines += ["", f"### {plural(what, 2).capitalize()}: {became}", ""]
        for change in several:
            lines += _item(change, naming)
    return "\n".join(lines) + "\n"


def _item(change: Change, naming: Naming) -> Iterator[str]:
    whole = change.change in WHOLE
    said = [f"**{_plain(called(change, naming))}**"]
    if change.stage:
        said += map(_plain, filter(None, (when(change) if whole else "", change.stage.word)))
    sources = ", ".join(_plain(naming(source)) for source in change.sources)
    yield f"- {', '.join(said)}" + (f" – *{sources}*" if sources else "")
    for line in differing(change, naming):
        yield f"  - {_plain(line)}"
    if quotes := first_words(change.evidence, naming):
        yield f"  - {_plain(quotes)}"


_LINKED = re.compile(r"(?:https?://|www\.)\S*[\w/]|\S*#[0-9]+|\S*@\S*\w")
"""Texts that a site would turn into a link or a notification."""
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]")
_AT_THE_START = re.compile(r"^([0-9]*)([-+.)])")


def _plain(text: str) -> str:
    """A text in which Markdown finds no markup."""
    text = " ".join(visible(text, keep_lines=True).split())
    said, at = [], 0
    for link in _LINKED.finditer(text):
        said += [_SIGNS.sub(r"\\\g<0>", text[at : link.start()]), f"`{link[0].replace('`', '')}`"]
        at = link.end()
    said.append(_SIGNS.sub(r"\\\g<0>", text[at:]))
    return _AT_THE_START.sub(r"\1\\\2", "".join(said))
