"""A brief as Markdown, which reads well as plain text, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citygraph.questions.brief.document import BriefDocument, BriefItem, BriefLine, NumberedSource, is_address

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~$&@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What CommonMark, or a dialect of it, may take for markup within a line, or for an address."""


def markdown(document: BriefDocument) -> str:
    """The text of a whole brief."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""A text that means itself.

    >>> print(escaped("A *b* | [c]"))
    A \*b\* \| \[c\]
    """
    return _SIGNS.sub(r"\\\g<0>", text)


def _at_the_start(text: str) -> str:
    """The same at the start of a line, where a number or a dash would begin a list."""
    return _STARTS.sub(r"\1\\\2", escaped(text))


_STARTS = re.compile(r"^(\d*)([-+=.)])")


def _lines(document: BriefDocument) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield ""
    for said in (document.names and f"Names: {document.names}", document.made):
        if said:
            yield escaped(said)
            yield ""
    for title, groups in document.sections():
        if title:
            yield f"## {escaped(title)}"
            yield ""
        for group, lines in groups:
            if group:
                yield f"### {escaped(group)}"
                yield ""
            for line in lines:
                yield from _line(line)
            yield ""
    yield "## Sources"
    yield ""
    if not document.sources:
        yield "No source is written down."
    for source in document.sources:
        yield from _source(source)
    if document.signs:
        yield ""
        yield escaped(document.signs)


def _line(line: BriefLine) -> Iterator[str]:
    """A fact alone is a bullet; several under one word are a list below it."""
    if not line.what:
        yield from (f"- {_item(item)}" for item in line.items)
    else:
        yield f"- {_at_the_start(line.what)}: " + "; ".join(map(_item, line.items))


def _item(item: BriefItem) -> str:
    runs = (f"**{escaped(run.text)}**" if run.strong else escaped(run.text) for run in item.runs)
    notes = f" [{', '.join(item.notes)}]" if item.notes else ""
    return "".join(runs) + notes


def _source(source: NumberedSource) -> Iterator[str]:
    url = source.url or ""
    address = f", <{url}>" if is_address(url) else f", {escaped(url)}" if url else ""
    yield f"{source.number}. *{escaped(source.title)}*, {escaped(source.about)}{address}"
    indent = " " * (len(source.number) + 2)
    for number, passage in source.passages:
        yield f"{indent}- {number}: {escaped(passage)}"
