"""A brief as one HTML file: no script, nothing that is fetched, and a style for paper."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from importlib import resources

from citygraph.outputs.picture.drawing import SmallMap
from citygraph.questions.brief.document import BriefDocument, BriefItem, BriefLine, NumberedSource, is_address
from citygraph.render.brief.maps import NO_MAP


def page(document: BriefDocument, drawn: SmallMap | None) -> str:
    """The text of a whole brief, with its map."""
    return "\n".join(_lines(document, drawn)) + "\n"


def _lines(document: BriefDocument, drawn: SmallMap | None) -> Iterator[str]:
    style = resources.files("citygraph.render.brief").joinpath("brief.css").read_text(encoding="utf-8")
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{allowed}'"
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{escape(document.title)}</h1>"
    if document.names:
        yield f'<p class="names">{escape(document.names)}</p>'
    yield f'<p class="made">{escape(document.made)}</p>'
    for place, (title, groups) in enumerate(document.sections()):
        yield "<section>"
        if title:
            yield f"<h2>{escape(title)}</h2>"
        for group, lines in groups:
            if group:
                yield f"<h3>{escape(group)}</h3>"
            yield "<ul>"
            for line in lines:
                yield from _line(line)
            yield "</ul>"
        yield "</section>"
        if not place:
            yield from _map(drawn)
    yield '<section class="sources">'
    yield "<h2>Sources</h2>"
    yield "<ol>"
    for source in document.sources:
        yield from _source(source)
    yield "</ol>"
    if not document.sources:
        yield "<p>No source is written down.</p>"
    if document.signs:
        yield f"<p>{escape(document.signs)}</p>"
    yield "</section>"
    yield "</body>"
    yield "</html>"


def _map(drawn: SmallMap | None) -> Iterator[str]:
    if drawn is None:
        yield f"<p>{NO_MAP}</p>"
        return
    _, _, svg = drawn.svg.decode().partition("?>")
    yield f"<figure>{svg.strip()}<figcaption>{escape(drawn.caption)}</figcaption></figure>"


def _line(line: BriefLine) -> Iterator[str]:
    if not line.what:
        yield from (f"<li>{_item(item)}</li>" for item in line.items)
    else:
        yield f'<li><span class="what">{escape(line.what)}:</span> {"; ".join(map(_item, line.items))}</li>'


def _item(item: BriefItem) -> str:
    runs = (f"<b>{escape(run.text)}</b>" if run.strong else escape(run.text) for run in item.runs)
    notes = f' <span class="notes">[{escape(", ".join(item.notes))}]</span>' if item.notes else ""
    return f"<bdi>{''.join(runs)}</bdi>{notes}"


def _source(source: NumberedSource) -> Iterator[str]:
    yield f"<li><cite>{escape(source.title)}</cite>, {escape(source.about)}"
    if url := source.url:
        shown = escape(url)
        yield f', <a href="{shown}" rel="noopener noreferrer">{shown}</a>' if is_address(url) else f", {shown}"
    if source.passages:
        yield "<ul>"
        yield from (f"<li>{number}: {escape(passage)}</li>" for number, passage in source.passages)
        yield "</ul>"
    yield "</li>"
