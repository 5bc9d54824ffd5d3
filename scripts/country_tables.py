"""Write the tables of docs/countries.md: the places that lists have among the countries, and the names of several.

PYTHONPATH=src python scripts/country_tables.py
"""

import re
from pathlib import Path

from citygraph.domain.countries import country_name
from citygraph.domain.country_names import all_stated, rows

PAGE = Path(__file__).parents[1] / "docs/countries.md"

_BLOCK = re.compile(r"(<!-- (shared|stated) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
TREATED = {
    "own code": "code `{code}`",
    "user code": "code `{code}`",
    "part": "code `{code}`, and the name is kept as that of the part",
    "renamed": "code `{code}`",
    "no code": "a record of its own, without a code",
    "former": "a record of its own, without a code",
    "region": "no country",
}
"""How each sort of place is treated."""


def page(text: str) -> str:
    """The page with its tables as they are now."""
    tables = {"shared": "\n".join(_shared()), "stated": "\n".join(_stated())}
    return _BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}\n{block[3]}", text)


def _shared() -> list[str]:
    table = ["| name | may be | or |", "| --- | --- | --- |"]
    for row in rows("shared_names.csv"):
        may_be = " · ".join(f"`{code}` {country_name(code)}" for code in row["codes"].split())
        table.append(f"| {row['names'].split(';')[0]} | {may_be} | {row['also']} |")
    return table


def _stated() -> list[str]:
    table = ["| place | treated as | why |", "| --- | --- | --- |"]
    table += [
        f"| {place.name} | {TREATED[place.sort].format(code=place.code)} | {place.why} |" for place in all_stated()
    ]
    return table


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
