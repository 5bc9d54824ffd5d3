"""What the page shows where scripts are switched off: its ties as a table, with their words and sources."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from typing import Any

from citygraph.domain.names import visible

MOST_ROWS = 1000
"""The table has as many rows at most. All of them twice would double the size of the page."""

_COLUMNS = ("From", "Tie", "To", "When", "Status", "Words", "Sources")


def without_scripts(data: Mapping[str, Any]) -> str:
    """The HTML for the data of a page, as :func:`~citygraph.outputs.page.data.page_data` makes it: the title, how many
    ties have which status, and a row for each tie. Texts of the data are escaped."""
    ties = data["ties"]
    count = len(ties["from"])
    stages = Counter(ties["times"][time]["stage"] for time in ties["time"])
    rows = "".join(f"<tr>{_row(data, number)}</tr>" for number in range(min(count, MOST_ROWS)))
    head = "".join(f'<th scope="col">{title}</th>' for title in _COLUMNS)
    told = ", ".join(f"{stages[stage]:,} {stage}" for stage in data["style"]["stages"] if stages[stage])
    left = f"<p>Rows 1–{MOST_ROWS:,} of {count:,}. With scripts the page shows all of them.</p>"
    return (
        f"<h1>{_text(data['title'])}</h1>"
        "<p>Scripts are switched off in this browser, so this page has no picture. These are its ties.</p>"
        f"<p>{count:,} {'tie' if count == 1 else 'ties'}{': ' * bool(told)}{told}.</p>"
        f"{left if count > MOST_ROWS else ''}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(data: Mapping[str, Any], number: int) -> str:
    """The cells of a tie."""
    ties, names = data["ties"], data["nodes"]["name"]
    time = ties["times"][ties["time"][number]]
    evidence = data["evidence"][ties["evidence"][number]]
    label = data["kinds"][ties["kind"][number]]["labels"][time["stage"]][0]
    quotes = [f"“{item['quote']}”" for item in evidence if item.get("quote")]
    cited = dict.fromkeys(item["source"] for item in evidence)
    cells = [
        _name(names[ties["from"][number]]),
        _text(label),
        _name(names[ties["to"][number]]),
        _text(time.get("words", "")),
        _text(time["stage"]),
        _text("\n".join(quotes)),
        "<br>".join(_source(data["sources"], id) for id in cited),
    ]
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _source(sources: Mapping[str, Mapping[str, Any]], id: str) -> str:
    """A source, as a link if its address is one of the web."""
    source = sources.get(id, {})
    title, address = _text(source.get("title") or id), str(source.get("url") or "")
    return (
        f'<a href="{html.escape(address)}">{title}</a>'
        if address.lower().startswith(("https://", "http://"))
        else title
    )


def _name(text: str) -> str:
    """A name, so that its direction of writing changes nothing beside it."""
    return f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    return html.escape(visible(text, keep_lines=True))
