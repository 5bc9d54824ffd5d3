"""Write into docs/exports.md what the exporters declare: the table of formats, and those of attributes.

python scripts/export_tables.py
"""

import re
from collections.abc import Callable
from pathlib import Path

from citygraph.outputs.attributes import NODES, TIES, Attribute, Format
from citygraph.outputs.formats import exporter, formats

PAGE = Path(__file__).parents[1] / "docs/exports.md"

_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- /table -->)", re.DOTALL)


def _formats() -> str:
    rows = ["| suffix | format | for | what it loses or warns of |", "| --- | --- | --- | --- |"]
    for name in formats():
        module = exporter(name)
        title, _, readers = (module.__doc__ or "").split(".\n")[0].partition(", for ")
        rows.append(
            f"| `.{name}` | [{title}](#{_anchor(title)}) | {' '.join(readers.split())} | {_lost(module.FORMAT)} |"
        )
    return "\n".join(rows)


def _lost(format: Format) -> str:
    beside = sorted({"statements", "sources"} - format.beside)
    left_out = [*beside, *(f"`{key}`" for key in sorted(format.lost("nodes") | format.lost("ties")))]
    return "; ".join([", ".join(left_out)] * bool(left_out) + list(format.warns)) or "nothing"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _attributes(attributes: tuple[Attribute, ...]) -> str:
    rows = ["| attribute | what it is |", "| --- | --- |"]
    return "\n".join(rows + [f"| `{attribute.name}` | {attribute.about} |" for attribute in attributes])


_TABLES: dict[str, Callable[[], str]] = {
    "formats": _formats,
    "nodes": lambda: _attributes(NODES),
    "ties": lambda: _attributes(TIES),
}


def page(text: str) -> str:
    """The page with its tables as the formats are now."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{_TABLES[block[2]]()}\n\n{block[3]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
