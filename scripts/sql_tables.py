"""Write into docs/sql.md what the views declare: each with its columns.

python scripts/sql_tables.py
"""

import re
from pathlib import Path

from citygraph.store.sql_views import VIEWS, View

PAGE = Path(__file__).parents[1] / "docs/sql.md"

_BLOCK = re.compile(r"(<!-- views -->\n).*?(<!-- /views -->)", re.DOTALL)


def _described(view: View) -> str:
    lines = [
        f"### {view.name}",
        "",
        f"{view.about[0].upper()}{view.about[1:]}.",
        "",
        "| column | type | |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| `{column.name}` | {column.type.lower()} | {column.about.replace('|', chr(92) + '|')} |"
        for column in view.columns
    ]
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with the views as they are now."""
    views = "\n\n".join(map(_described, VIEWS))
    return _BLOCK.sub(lambda block: f"{block[1]}\n{views}\n\n{block[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
