"""The page: one HTML file that shows a graph in a browser, without network access and without installing anything.

Its sources are in ``page/browser/``: plain HTML, CSS and scripts, which go into one file without their comments and
indents. The data is JSON in a script element that browsers do not run. A Content-Security-Policy allows only these
scripts and these styles, and no requests.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64encode
from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.lens import Lens
from citygraph.folder.files import replacing
from citygraph.graph.interface import ReadGraph
from citygraph.outputs.page.data import page_data
from citygraph.outputs.page.without_scripts import without_scripts

_SCRIPTS = (
    "strings", "dom", "world", "names", "filters", "path", "geometry", "surfaces", "boxes", "pens", "marks", "ground",
    "labels", "places", "pairs", "reaches", "nodes", "signs", "plates", "stage", "time", "sidebar", "chips",
    "searchbox", "panel", "table", "sheet", "pdf", "figure", "share", "pointer", "main",
)  # fmt: skip
"""The scripts; each may use the ones before it."""


class PageSummary(NamedTuple):
    """The numbers of nodes and ties that a page shows, and its size in bytes."""

    nodes: int
    ties: int
    bytes: int


def write_page(
    graph: ReadGraph, file: Path, lens: Lens, *, title: str, among: Collection[str] | None = None
) -> PageSummary:
    """Write a page of the part that the lens shows, or shows ``among`` some nodes. The same graph gives the same
    bytes.

    Raises:
        CityGraphError: if the part has more than :data:`~citygraph.outputs.page.data.MOST` nodes or ties, or the file
            cannot be written.
    """
    data = page_data(graph, lens, title=title, among=among)
    text = page(data, title).encode()
    with replacing([file]) as (out,):
        out.write(text)
    return PageSummary(len(data["nodes"]["id"]), len(data["ties"]["from"]), len(text))


def page(data: Mapping[str, Any], title: str) -> str:
    """The text of a page that shows some data, which JSON can carry: see :func:`page_data`."""
    scripts = [_asset(f"{name}.js") for name in _SCRIPTS]
    style, plain = _asset("page.css"), _asset("plain.css")
    policy = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {_hash(style)} {_hash(plain)}; "
        f"script-src {' '.join(map(_hash, scripts))}"
    )
    parts = {
        "policy": html.escape(policy),
        "title": html.escape(title),
        "style": style,
        "plain": plain,
        "ties": without_scripts(data),
        "data": _harmless(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    before, *rest = _asset("page.html").split("{{")
    return before + "".join(parts[name] + after for name, after in (part.split("}}", 1) for part in rest))


def _asset(name: str) -> str:
    """A file of ``browser/``, without indents and the lines that are only comments: they are a seventh of a page."""
    text = resources.files("citygraph.outputs.page").joinpath("browser", name).read_text(encoding="utf-8")
    return _BESIDE_CODE.sub("", text)


_BESIDE_CODE = re.compile(r"^ *(?:(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)? *\n| +)", re.MULTILINE | re.DOTALL)


def _hash(text: str) -> str:
    """The hash by which a Content-Security-Policy allows a script or a style."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _harmless(text: str) -> str:
    """The same JSON, without the signs that could end a script element or a line."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
