"""How citygraph writes YAML that people read: the one form of texts, lists, mappings and records.

A text has quotes only if it needs them: if YAML would end it early or take it for something else, or if a reader of
YAML that guesses types would give back other characters (``NO``, ``010``, ``12:30``). ``2021`` and ``2021-05-03`` come
back as they stand, whatever a reader takes them for, so they have none. What fits into a line stands in a line. A long
text goes on in the next lines, which YAML joins again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import yaml

from citygraph.folder.yaml_text import ALLOWED, NULLS, Loader

WIDTH = 120
"""The most characters in a line, if the text has a space to break it at."""
STEP = 2
"""How many spaces indent what belongs to the line above."""
_LEAST = 40
"""A text that begins far to the right has so many characters in a line."""
_SIMPLE = re.compile(r"[^\W_](?:[\w./()+]|[ -](?=[^\W_]|\())*+\Z")
"""Texts that YAML reads as they stand, wherever they stand."""
_GUESSED = re.compile(
    r"""(?i: y | n | yes | no | on | off | true | false | [-+]?\.inf | \.nan | << | = )
    | [-+]? (?: 0b[01_]+ | 0o[0-7]+ | 0x[0-9a-fA-F_]+
        | (?: [0-9][0-9_]* (?: \.[0-9_]* )? | \.[0-9][0-9_]* ) (?: [eE][-+]?[0-9]+ )?
        | [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )? )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: [Tt] | [ \t]+ ) [0-9:.]+ .*""",
    re.VERBOSE,
)
"""Texts that readers of YAML 1.1 or 1.2 take for a number, a truth value or a time of day."""
_SURE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})|-?(?:0|[1-9][0-9]{0,7})\.[0-9]{0,6}[1-9]")
"""Numbers that come back in the same characters."""
_BREAK = re.compile(r"(?<=[^\s]) (?=[^\W_])")
"""Where a text may go on in the next line: nothing that follows looks like a mark of YAML."""
_UNSEEN = re.compile("[\t\u00a0\u00ad\u061c\u200b\u200e\u200f\u202a-\u202f\u2060-\u2064\u2066-\u2069\ufeff]")
"""Signs that nobody sees in a file, or that look like a space: they are written as escapes."""
_LINE_END = re.compile(r"[\n\r]")
_LITERAL = re.compile(r"\S[^\n]*(?:\n(?:\S[^\n]*)?)*\Z")

Plain = str | int | float | None | Sequence[Any] | Mapping[str, Any]
"""What a value may be: a text, a number, nothing, a list or a mapping."""


def scalar(value: str | float | None, *, flow: bool = False) -> str:
    """A text or number as it stands in a line, within brackets if ``flow``. A number is written in digits."""
    if not isinstance(value, str):
        return "null" if value is None else number(value)
    if _GUESSED.fullmatch(value) and not _SURE.fullmatch(value):
        return quoted(value)
    return bare(value, flow=flow)


@lru_cache(maxsize=4096)
def key(text: str, *, flow: bool = False) -> str:
    """A key as it stands before its colon. ``on`` is a key of the format, and everybody writes it without quotes."""
    return text if text == "on" else scalar(text, flow=flow)


def bare(text: str, *, flow: bool = False) -> str:
    """A text without quotes, if YAML allows that: a number, for instance, as somebody has written it."""
    if _SIMPLE.match(text) and text not in NULLS:
        return text
    return text if _is_plain(text, flow) else quoted(text)


def number(value: float) -> str:
    """A number in digits, without an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0") if isinstance(value, float) else str(value)


def _escaped(sign: str) -> str:
    return "\\t" if sign == "\t" else f"\\u{ord(sign):04x}"


def quoted(text: str, mark: str = "") -> str:
    """A text between quotes, between those of ``mark`` if it can stand there unchanged."""
    is_one_line = not _LINE_END.search(text) and ALLOWED.fullmatch(text) is not None
    if is_one_line and _UNSEEN.search(text):
        written = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{_UNSEEN.sub(lambda found: _escaped(found[0]), written)}"'
    if is_one_line and (mark == "'" or (mark != '"' and ("\\" in text or '"' in text))):
        return "'" + text.replace("'", "''") + "'"
    if is_one_line:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    dumped: str = yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return dumped.rstrip("\n")


_SIGNS = {
    '"': re.compile(r"\\x..|\\u.{4}|\\U.{8}|\\.|[^\\]"),
    "'": re.compile("''|[^']"),
    "": re.compile("."),
}
"""What stands for one character between quotes of each sort."""
_MOST_COMPARED = 1000


def respelled(written: str, old: str, new: str, *, flow: bool) -> str:
    """A text that stands in one line, quotes and all, with the characters of ``new`` in the place of those of ``old``.
    Characters that are in both stay as they are written."""
    mark = written[:1] if written[:1] in ("'", '"') else ""
    signs = _SIGNS[mark].findall(written[1:-1] if mark else written)
    if not mark:
        return scalar(new, flow=flow)
    if len(signs) != len(old) or len(old) > _MOST_COMPARED:
        return quoted(new, mark)
    made = mark
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        more = "".join(signs[start:end]) if what == "equal" else quoted(new[first:last], mark)
        if what != "equal" and not more.startswith(mark):
            return quoted(new, mark)
        made += more if what == "equal" else more[1:-1]
    return made + mark


@lru_cache(maxsize=4096)
def _is_plain(text: str, flow: bool) -> bool:
    """True if YAML reads a text without quotes as it stands."""
    if text in NULLS or _LINE_END.search(text) or _UNSEEN.search(text) or not ALLOWED.fullmatch(text):
        return False
    try:
        node = yaml.compose(f"- [{text}, x]\n- {{x: {text}}}" if flow else f"- {text}\n- x: {text}\n- y: z", Loader)
    except yaml.YAMLError:
        return False
    inner = [item for item in _scalars(node) if item.value == text and not item.style]
    return len(inner) == 2 and len(list(_scalars(node))) == (4 if flow else 5)


def _scalars(node: Any) -> list[Any]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    items = node.value if isinstance(node, yaml.SequenceNode) else [one for pair in node.value for one in pair]
    return [found for item in items for found in _scalars(item)]


def in_line(value: Plain) -> str:
    """A value in one line, with brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(name, flow=True)}: {in_line(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(in_line(item) for item in value) + "]"
    return scalar(value, flow=True)


def entry(name: str, value: Plain, indent: int) -> str:
    r"""A key with its value, as they stand in a block. The first line begins with the key, without its indent; the
    others are indented. Lines are divided by ``\\n``."""
    return _after(f"{key(name)}:", value, indent, indent + STEP)


def item(value: Plain, indent: int) -> str:
    """An item of a list with its dash, as ``entry``."""
    if isinstance(value, Mapping) and value and not _fits(value, indent + STEP):
        return "- " + mapping(value, indent + STEP)
    if isinstance(value, Sequence) and not isinstance(value, str) and value and not _fits(value, indent + STEP):
        return "- " + items(value, indent + STEP)
    return _after("-", value, indent, indent + STEP)


def mapping(value: Mapping[str, Plain], indent: int) -> str:
    """A mapping in a block, with a line for each key, as ``entry``."""
    return f"\n{' ' * indent}".join(entry(name, inner, indent) for name, inner in value.items())


def items(value: Sequence[Plain], indent: int) -> str:
    """A list in a block, with a line for each item, as ``entry``."""
    return f"\n{' ' * indent}".join(item(inner, indent) for inner in value)


def _after(lead: str, value: Plain, indent: int, inner: int) -> str:
    """What stands after a key or a dash, with it."""
    column = indent + len(lead) + 1
    if isinstance(value, str):
        return f"{lead} {text(value, column, inner)}"
    if not isinstance(value, (Mapping, Sequence)) or not value or _fits(value, column):
        return f"{lead} {in_line(value)}"
    start = f"{lead}\n{' ' * inner}"
    return start + (mapping(value, inner) if isinstance(value, Mapping) else items(value, inner))


def _fits(value: Mapping[str, Plain] | Sequence[Plain], column: int) -> bool:
    """True if a list or mapping stands in a line: it holds no other, and no quotation, and is short enough."""
    inner = list(value.values() if isinstance(value, Mapping) else value)
    if any(isinstance(one, (Mapping, Sequence)) and not isinstance(one, str) for one in inner):
        return False
    if any(isinstance(one, str) and "\n" in one for one in inner):
        return False
    return column + len(in_line(value)) <= WIDTH


def text(value: str, column: int, indent: int) -> str:
    """A text that begins at a column of its line, and goes on in lines with an indent if it is too long for one."""
    if "\n" in value and _LITERAL.match(value) and ALLOWED.fullmatch(value) and "\t" not in value and "\r" not in value:
        strip = len(value) - len(value.rstrip("\n"))
        sign = {0: "|-", 1: "|"}.get(strip)
        if sign and not any(line.endswith(" ") for line in value.split("\n")):
            lines = value.rstrip("\n").split("\n")
            return sign + "".join(f"\n{' ' * indent}{line}" if line else "\n" for line in lines)
    whole = scalar(value)
    if column + len(whole) <= WIDTH or "\n" in value:
        return whole
    lines, start, room = [], 0, WIDTH - column
    best = None
    for found in _BREAK.finditer(whole):
        if found.start() - start > max(room, _LEAST) and best is not None:
            lines.append(whole[start : best.start()])
            start, room = best.end(), WIDTH - indent
        best = found
    if best is not None and len(whole) - start > max(room, _LEAST) and best.start() > start:
        lines.append(whole[start : best.start()])
        start = best.end()
    return f"\n{' ' * indent}".join([*lines, whole[start:]])
