"""How much citygraph reads, since strangers may have written the files. The environment variable ``CITYGRAPH_LIMITS``
sets the limits."""

from __future__ import annotations

import os
from types import SimpleNamespace

from citygraph.domain.errors import CityGraphError

TABLE = ".csv"
LIMITS_VARIABLE = "CITYGRAPH_LIMITS"
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class Limits(SimpleNamespace):
    """How much is read: the bytes of a YAML file, of a table, and of a file to import; the number of files in a folder,
    and how deep they may lie in it."""

    yaml: int
    table: int
    source: int
    files: int
    depth: int

    def of(self, file: str) -> tuple[str, int]:
        """The limit for a file of a graph folder: its name, and how many bytes it allows."""
        return ("table", self.table) if file.lower().endswith(TABLE) else ("yaml", self.yaml)


def limits() -> Limits:
    """The limits: the usual ones, or those that the environment variable ``CITYGRAPH_LIMITS`` sets, as in
    ``yaml=1G files=500000``.

    Raises:
        CityGraphError: if the variable does not name limits.
    """
    said = os.environ.get(LIMITS_VARIABLE)
    if not said:
        return _USUAL
    found = vars(_USUAL).copy()
    for word in said.replace(",", " ").split():
        name, _, number = word.partition("=")
        unit = number[-1:].upper() if number[-1:].isalpha() else ""
        digits = number[: len(number) - len(unit)]
        if name not in found or unit not in UNITS or not (digits.isascii() and digits.isdigit() and len(digits) < 19):
            names = ", ".join(found)
            raise CityGraphError(
                f"{LIMITS_VARIABLE} has `{word[:40]}`, which sets no limit; write NAME=NUMBER, as `yaml=1G`; "
                f"the names are {names}"
            )
        found[name] = int(digits) * UNITS[unit]
    return Limits(**found)


def raised(name: str, number: str) -> str:
    """How to raise one limit, in words: the variable to set, with the other limits that it sets now."""
    said = os.environ.get(LIMITS_VARIABLE, "").replace(",", " ").split()
    value = " ".join([*(word for word in said if not word.startswith(f"{name}=")), f"{name}={number}"])
    return f"set the environment variable {LIMITS_VARIABLE}=" + (f'"{value}"' if " " in value else value)


_USUAL = Limits(yaml=50 * 10**6, table=4 * 10**9, source=500 * 10**6, files=100_000, depth=100)
