"""The docstrings that users see: help, and descriptions in JSON Schemas. ``python -OO`` strips docstrings, so then they
are read from the source."""

from __future__ import annotations

import inspect
import sys
from functools import cache
from typing import Any


def docstring(thing: Any) -> str:
    """The docstring of a function or a class, without its indentation; empty if there is none."""
    if sys.flags.optimize < 2 or (thing.__doc__ and not isinstance(thing, type)):  # a dataclass makes one of its own
        return inspect.cleandoc(thing.__doc__ or "")
    return _in_source(sys.modules[thing.__module__].__file__ or "").get(thing.__qualname__, "")


@cache
def _in_source(file: str) -> dict[str, str]:
    """The docstrings in a source file, by qualified name; empty if there is no source."""
    import ast

    found: dict[str, str] = {}

    def look(around: ast.AST, before: str) -> None:
        for node in ast.iter_child_nodes(around):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[before + node.name] = ast.get_docstring(node) or ""
                look(node, f"{before}{node.name}.")

    try:
        with open(file, "rb") as source:
            look(ast.parse(source.read()), "")
    except OSError:
        pass
    return found
