"""JSON texts → values. What is wrong with a text is said in plain words, with its place; numbers keep their digits."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible


class WrittenNumber(str):
    """A number as it is written: ``1.10``."""

    __slots__ = ()


class NotJson(Exception):
    """A text is no JSON: ``why``, at a ``line`` and ``column`` from 1, or as a whole if they are 0."""

    def __init__(self, why: str, line: int = 0, column: int = 0) -> None:
        super().__init__(why)
        self.why, self.line, self.column = why, line, column


DEEPEST = 256
"""How deep values may be nested in a row."""


class TooDeep(Exception):
    """Values are nested deeper than ``DEEPEST``."""

    def __init__(self) -> None:
        super().__init__("its values are nested too deep")


class JsonText(NamedTuple):
    """The ``value`` of a text, and the keys that objects have more than once: in how many objects, by key."""

    value: Any
    twice: Counter[str]


def parsed(text: str) -> JsonText:
    """The value of a text: numbers as they are written, NaN as nothing. Of a key that stands twice in an object the
    last value counts.

    Raises:
        NotJson: if it is none, or is nested too deep.
    """
    twice: Counter[str] = Counter()

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice.update(key for key, number in Counter(key for key, _ in pairs).items() if number > 1)
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=made, parse_float=WrittenNumber, parse_int=WrittenNumber, parse_constant=lambda _: None
    )
    text = text.removeprefix("\ufeff")
    try:
        return JsonText(decoder.decode(text), twice)
    except RecursionError:
        raise NotJson(str(TooDeep())) from None
    except json.JSONDecodeError as error:
        raise NotJson(_why(text, error), error.lineno, error.colno) from None


def value_in(file: Path, text: str, says: Callable[[str], None]) -> Any:
    """The value of the text of a file, as by :func:`parsed`. ``says`` is told of keys that stand twice in an object.

    Raises:
        CityGraphError: if it is not JSON, or is nested too deep.
    """
    try:
        value, twice = parsed(text)
    except NotJson as error:
        if not text.strip("\ufeff \r\n\t"):
            raise CityGraphError(f"{file}: the file is empty") from None
        if not error.line:
            raise CityGraphError(f"{file}: {error.why}") from None
        raise CityGraphError(f"{file}:{error.line}:{error.column}: this is not JSON: {error.why}") from None
    for key, line in _lines_of(twice, text).items() if twice else ():
        says(f"{file.name}:{line}: {stands_twice(key, twice[key])}")
    return value


def stands_twice(key: str, objects: int) -> str:
    """What is said of a key that so many objects have twice."""
    more = f", and in {objects - 1:,} other object{'s' * (objects > 2)}" if objects > 1 else ""
    return f"the key `{visible(key)[:60]}` stands twice in an object{more}; the last one counts"


# ------------------------------------------------------------------ what is wrong

_NEEDED = (
    ("Expecting ','", "a comma or a closing bracket"),
    ("Expecting ':'", "a colon"),
    ("Expecting property name", "a key in double quotes"),
    ("Expecting value", "a value"),
)
"""What the standard library says, and what should stand where it says so."""
_WRONG = (
    ("Illegal trailing comma", "a comma stands before a closing bracket"),
    ("Unterminated string", "a quote opens here and is not closed"),
    ("Invalid control character", "a tab or a line end stands within a text; write it as \\t or \\n"),
    ("Invalid \\", "the backslash begins no escape; a backslash itself is written twice"),
    ("Extra data", "another value begins here; put all of them into one list, or one in each line"),
)


_FIRST = re.compile(r"""["']?[\w.+-]{1,20}["']?|.""", re.DOTALL)
"""A word or a sign, with its quotes: what stands behind it says nothing of the mistake."""


def _why(text: str, error: json.JSONDecodeError) -> str:
    """What is wrong, in words that do not depend on the version of the library."""
    at = error.pos
    for said, why in _WRONG:
        if error.msg.startswith(said):
            return why
    here = text[at : at + 30].strip()
    if here[:1] in ("]", "}") and text[:at].rstrip().endswith(","):
        return _WRONG[0][1]
    needed = next((what for said, what in _NEEDED if error.msg.startswith(said)), "JSON")
    sign = _FIRST.match(here)
    stands = f"not `{visible(sign[0])}`" if sign else "but the text ends"
    return f"{needed} should stand here, {stands}"


# ------------------------------------------------------------------ the lines of keys

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*(:?)|[{}]', re.DOTALL)


def _lines_of(keys: Counter[str], text: str) -> dict[str, int]:
    """The line in which each of these keys stands a second time in its object, for the first time in the text."""
    found: dict[str, int] = {}
    open_: list[set[str]] = []
    begins = 0
    line = 1
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        if sign == "{":
            open_.append(set())
        elif sign == "}":
            open_.pop()
        elif sign == '"' and token[2]:
            key = json.loads(f'"{token[1]}"') if "\\" in token[1] else token[1]
            if key in keys and key not in found and key in open_[-1]:
                line += text.count("\n", begins, token.start())
                begins = token.start()
                found[key] = line
                if len(found) == len(keys):
                    break
            open_[-1].add(key)
    return dict(sorted(found.items(), key=lambda each: each[1]))


def as_json(value: Any, depth: int = 0) -> str:
    """A value as JSON, with its numbers as they are written.

    Raises:
        TooDeep: if it is nested too deep.

    >>> as_json({"at": [WrittenNumber("1.10"), None, "é"]})
    '{"at": [1.10, null, "é"]}'
    """
    if isinstance(value, WrittenNumber):
        return str(value)
    if depth > DEEPEST:
        raise TooDeep
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_json(key)}: {as_json(one, depth + 1)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(as_json(one, depth + 1) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)
