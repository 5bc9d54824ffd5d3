"""The class of commands that say in plain words which number an option takes; click speaks of ``int range``."""

import re
from typing import Any

import typer
from typer.core import TyperCommand

_IN_WORDS = (
    (re.compile(r"(.+) is not a valid int(?:eger)?(?: range)?\.", re.DOTALL), r"\1 is not a whole number"),
    (re.compile(r"(.+) is not a valid float(?: range)?\.", re.DOTALL), r"\1 is not a number"),
    (re.compile(r"(.+) is not in the range x>=(.+)\.", re.DOTALL), r"\1 is too small; the least is \2"),
)


class PlainNumbers(TyperCommand):
    """A command that says what is wrong with a number as a person would."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        try:
            return super().parse_args(context, words)
        except typer.BadParameter as error:
            for pattern, said in _IN_WORDS:
                error.message = pattern.sub(said, error.message)
            raise
