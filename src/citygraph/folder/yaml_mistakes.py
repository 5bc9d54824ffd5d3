"""What is wrong with YAML that cannot be read, and the way out: what its author meant."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import yaml

from citygraph.domain.model import SECTIONS, keys_of
from citygraph.domain.odd_characters import named, plain
from citygraph.folder.yaml_text import Document, quoted

_QUOTED_WORD = re.compile(r"""(?:^|(?<=[\s,\[{]))(["'])[^"'\n]*\1[ \t]*$""")
_REST_OF_TEXT = re.compile(r"[^\s,\]}:#][^,\]}\n]*")
_KEY = re.compile(r"""["']?[\w-]+["']?\s*:(\s|$)""")
_KEY_AND_TEXT = re.compile(r"""\s*(?:- +)?([\w.-]+): +([^\s"'\[{&*!|>].*?)\s*""")
_KEY_AND_QUOTED = re.compile(r"""\s*(?:- +)?[\w.-]+: +(["'].*?)\s*""")
_KEYS_IN_A_ROW = re.compile(r"(\S+?)\s*([;,])\s*([A-Za-z_]\w*: +\S.*)")
_ONLY_A_QUESTION = re.compile(r".*: +\?\s*")
_DASH = re.compile(r"( *)- +\S")
_ODD = "\u00a0\u2000-\u200a\u202f\u3000"
_ODD_INDENT = re.compile(rf"^ *([{_ODD}])[ {_ODD}]*(?:- +)?[\w.-]+:(?=\s|$)", re.MULTILINE)
_ODD_SPACE = re.compile(rf"^ *(?:- +)?([\w.-]+:)([{_ODD}])([^\n]*)", re.MULTILINE)
_DASH_WITHOUT_SPACE = re.compile(r"^ *-([A-Za-z_][\w-]*:)( [^\n]*|$)", re.MULTILINE)
_LINE_OF_KEY = re.compile(r" *([\w.-]+):(?: .*)?")
_WIDE_COMMA = re.compile(r"([，、]) *(\w+) *$", re.ASCII)
_LONGEST_WORD = 500
_SIGNS = {
    "[": "the start of a list",
    "{": "the start of a mapping",
    "*": "the name of a value that stands elsewhere",
    "&": "a name of the value",
    "|": "the start of a text of several lines",
    ">": "the start of a text of several lines",
}
"""What YAML takes a sign for at the beginning of a value. Others stand for nothing there."""
_SCANNED = {"while scanning an alias", "while scanning an anchor", "while scanning a block scalar"}
"""What YAML was reading since a sign, when it found no sense in what follows."""
_ALIAS = re.compile(r"\*[\w-]+$")
_OPENING, _CLOSING = re.compile(r"[\[{]"), re.compile(r"[\]}]")
_VALUE_IN_BRACKETS = re.compile(r"(?:[^,\[\]{}]|\[[^\[\]{}]*\]|\{[^\[\]{}]*\})*")
_BEGUN_IN_BRACKETS = re.compile(r"(?:([\w.-]+: +)|[,\[{] *)((?:(?!: )[^,\[\]{}])*)$")
_REMARK = re.compile(r"\s+#(?=\s|$)")
_NAME_OF_VALUE = re.compile(r"([\w.-]+: +|- +)$")


class Broken(NamedTuple):
    """Where YAML is broken, what is wrong, and the way out. If it ``is_misread``, YAML took what begins there for
    something else, and noticed later. ``text`` is the place of a text, or the part of one, whose signs YAML took for
    its own; None if it is not clear that they belong to the text."""

    at: int
    message: str
    hint: str
    is_misread: bool
    text: tuple[int, int] | None = None


def explained(document: Document, error: yaml.MarkedYAMLError) -> Broken:
    """What is wrong with a document that YAML refuses."""
    problem, context = error.problem_mark, error.context_mark
    message = error.problem or error.context or "not YAML"
    at = problem.index if problem else 0
    if context and (at >= len(document.text.rstrip()) or "could not find expected ':'" in message):
        # YAML notices this mistake at the end of the text, or a line later. The place to correct is the start.
        at = context.index
    elif context and error.context and context.line != (problem.line if problem else 0):
        message = f"{message}, {error.context} that starts on line {document.line_number(context.index)}"
    hint = ""
    text = document.text
    sign = _sign(text, error)
    signed = _whole(document, sign, "flow" in (error.context or "")) if sign is not None else ""
    meant = (sign, sign + len(signed)) if sign is not None and signed else None
    if found := _misread(document, context.index if context else at, max(at, problem.index if problem else at)):
        at, message, hint = found
    elif at < len(text) and text[at] == "\t":
        hint = "indent with spaces, not with tabs"
    elif (sign is None or text.find("\n", sign, at) < 0) and (
        quote := _begins_quoted(document.line_at(at), text[: at + 1], text[at:])
    ):
        hint = f"a text that begins with a quoted word goes between quotes as a whole: `{quote}`"
    elif context and (wide := _WIDE_COMMA.search(text, context.index, at)) and wide[2] in _keys():
        at, message = wide.start(1), f"the comma `{wide[1]}` is {named(wide[1])}, which YAML does not take for one"
        right = re.sub(rf"[，、] *(?=(?:{'|'.join(_keys())}) *:)", ", ", document.line_at(at).strip())
        hint = f"write `{right}`"
    elif sign is not None and signed:
        at, message, hint = sign, *_begins_with_sign(document, sign, signed)
    elif (cut := _cut(document, error)) is not None:
        at = cut + 1
        meant = at, at + 1
        message = f"YAML takes `{document.line_from(at)}` for a comment"
        hint = f"put the whole text between quotes: `{_around_hash(document, at)}`"
    elif "mapping values are not allowed" in message or (
        context and problem and context.line == problem.line and text.startswith(": ", at)
    ):
        hint = "put a text that has a colon and a space in it between quotes"
        whole = _KEY_AND_TEXT.fullmatch(document.line_at(at))
        if whole and (keys := _KEYS_IN_A_ROW.fullmatch(whole[2])):
            message = f"the `{keys[2]}` does not end the value of `{whole[1]}`"
            hint = f"write each key on a line of its own: `{whole[1]}: {keys[1]}`, and below it `{keys[3]}`"
        elif whole:
            hint += f": `{whole[1]}: {quoted(whole[2])}`"
    elif "mapping keys are not allowed" in message and _ONLY_A_QUESTION.fullmatch(document.line_at(at)):
        message, hint = "a `?` is no value in YAML", "leave the key out if it is not known"
    elif "expected '-' indicator" in message and (key := _LINE_OF_KEY.fullmatch(document.line_at(at))):
        message = f"`{key[1]}` stands below the dash, so it is no key of the record that begins there"
        hint = "indent it by two spaces more, as the key after the dash"
    elif dash := _DASH.match(document.line_at(at)):
        hint = _dashes(document, at, dash)
    elif "could not find expected ':'" in message and "：" in (line := document.line_at(at)):
        message = f"the colon `：` is {named('：')}, which YAML does not take for one"
        right = re.sub("：[ \u3000]*", ": ", line.strip())
        hint = f"write `{right}`"
    elif "could not find expected ':'" in message:
        hint = "a key needs a colon after it; a text of several lines needs to be indented"
    return Broken(at, message, hint, found is not None, None if found else meant)


def _sign(text: str, error: yaml.MarkedYAMLError) -> int | None:
    """The offset of a sign that begins a text, and that YAML took for something else, and so failed; or None."""
    problem, context = error.problem_mark, error.context_mark
    said = error.problem or ""
    sign = None
    if problem is None:
        return None
    if "cannot start any token" in said:
        sign = problem.index
    elif context and (
        error.context in _SCANNED or (error.context == "while scanning a quoted scalar" and "end of stream" in said)
    ):
        sign = context.index
    elif "did not find expected" in said and not _KEY.match(text, problem.index):
        sign = _opened_before(text, problem.index)
    return sign if sign is not None and _begins_value(text, sign) else None


def _opened_before(text: str, end: int) -> int | None:
    """Where the brackets, the quotes or the alias begin that end just before an offset; None if there are none."""
    line = text.rfind("\n", 0, end) + 1
    before = text[line:end].rstrip(" ")
    last = before[-1:]
    if last and last in "\"'":
        opened = text.rfind(last, 0, line + len(before) - 1)
        return None if opened < 0 else opened
    if last and last in "]}":
        depth = 0
        for at in range(len(before) - 1, -1, -1):
            depth += (before[at] in "]}") - (before[at] in "[{")
            if not depth:
                return None if ": " in before[at:] else line + at
    alias = _ALIAS.search(before)
    return line + alias.start() if alias else None


def _begins_value(text: str, at: int) -> bool:
    """True if a value may begin at an offset: behind a dash, a colon, a comma or a bracket, or on a line of its own."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    last = before.rstrip(" ")[-1:]
    return not last or last in ",[{" or (last in ":-" and before.endswith(" "))


def _whole(document: Document, at: int, is_in_flow: bool) -> str:
    """The text that begins with a sign, as its author meant it: to the end of the line, or of the value in brackets."""
    line = document.line_at(at)
    before = line[: document.span(at).column - 1]
    rest = _REMARK.split(line[len(before) :], maxsplit=1)[0]
    if is_in_flow or len(_OPENING.findall(before)) > len(_CLOSING.findall(before)):
        found = _VALUE_IN_BRACKETS.match(rest, 1 if rest[:1] in "]}" else 0)
        rest = found[0] if found else rest
    return rest.rstrip()


def _begins_with_sign(document: Document, at: int, whole: str) -> tuple[str, str]:
    """The message and the hint for a text that begins with a sign."""
    sign = document.text[at]
    name = _NAME_OF_VALUE.search(document.line_at(at)[: document.span(at).column - 1])
    way_out = f"put the whole text between quotes: `{name[1] if name else ''}{quoted(whole)}`"
    if sign in "\"'":
        return (
            f"the quote `{sign}` opens here and does not close",
            f"close it, or, if it belongs to the text, {way_out}",
        )
    if sign in _SIGNS:
        return f"YAML takes the `{sign}` for {_SIGNS[sign]}", way_out
    return f"no text can begin with {'a backtick' if sign == '`' else f'`{sign}`'} in YAML", way_out


def _around_hash(document: Document, at: int) -> str:
    """The key and, between quotes, the text in brackets that has a `#` at an offset."""
    line = document.line_at(at)
    column = document.span(at).column - 1
    name, begun = found.groups() if (found := _BEGUN_IN_BRACKETS.search(line[:column])) else ("", "")
    rest = _VALUE_IN_BRACKETS.match(line[column:])
    return (name or "") + quoted((begun + (rest[0] if rest else "")).strip())


def _cut(document: Document, error: yaml.MarkedYAMLError) -> int | None:
    """The offset of the space before a `#` that belongs to a text, but from which on YAML read a comment, and so
    missed the end of brackets; or None."""
    problem, context = error.problem_mark, error.context_mark
    if problem is None or context is None or "flow" not in (error.context or ""):
        return None
    cut = document.cuts(context.index, problem.index)
    return None if cut is None or document.text[cut - 1] in ",[{" else cut


def _misread(document: Document, start: int, end: int) -> tuple[int, str, str] | None:
    """What YAML read otherwise than its author meant, in the lines from ``start`` to ``end`` or just before, and
    so noticed too late: its offset, the message and the hint; None if there is no such thing."""
    text = document.text
    begin = text.rfind("\n", 0, start) + 1
    begin = text.rfind("\n", 0, max(0, begin - 1)) + 1
    lines = text[begin : len(text) if (stop := text.find("\n", end)) < 0 else stop]
    for odd in _ODD_INDENT.finditer(lines):
        message = f"the line begins with {named(odd[1])}, which indents nothing in YAML"
        return begin + odd.start(1), message, "indent with plain spaces"
    for odd in _ODD_SPACE.finditer(lines):
        message = f"after the colon stands {named(odd[2])}, which YAML does not take for a space"
        return begin + odd.start(2), message, f"write `{odd[1]} {plain(odd[3]).strip()}`"
    for dash in _DASH_WITHOUT_SPACE.finditer(lines):
        message = f"YAML takes `-{dash[1]}` for a key, since no space follows the dash"
        return begin + dash.start(1) - 1, message, f"write `- {dash[1]}{dash[2].rstrip()}`"
    return None


@cache
def _keys() -> frozenset[str]:
    """The keys of all records."""
    return frozenset(key for section in SECTIONS for key in keys_of(section.record).all)


def _dashes(document: Document, at: int, dash: re.Match[str]) -> str:
    """The hint for a dash that is indented otherwise than the one of the record before."""
    span = document.span(at)
    for number, line in enumerate(reversed(document.text[: at - span.column + 1].splitlines()), 1):
        before = _DASH.match(line)
        if before and len(before[1]) != len(dash[1]):
            return f"indent the dash as on line {span.line - number}: by {_spaces(len(before[1]))}"
    return ""


def _spaces(number: int) -> str:
    return {0: "no space", 1: "one space"}.get(number, f"{number} spaces")


def _begins_quoted(line: str, before: str, after: str) -> str:
    """Between quotes, the text that YAML took to end with the quoted word before ``after``; empty if there is none."""
    whole = _KEY_AND_QUOTED.fullmatch(line)
    if whole and before[:-1].rstrip(" ")[-1:] == whole[1][0] and not _KEY.match(after):
        return quoted(_unquoted(whole[1]))
    word = _QUOTED_WORD.search(before[:-1], max(0, len(before) - _LONGEST_WORD))
    rest = _REST_OF_TEXT.match(after)
    if word is None or rest is None or _KEY.match(rest[0]):
        return ""
    return quoted(_unquoted(before[word.start(1) : -1] + rest[0].rstrip()))


def _unquoted(text: str) -> str:
    """A text without the marks around all of it: ``"He said "yes" then"``, but not ``"one" and "two"``."""
    mark, inner = text[0], text[1:-1]
    around = len(text) > 2 and text.endswith(mark) and re.match(rf"[^{mark}]*(?<![^\s(]){mark}", inner)
    return inner if around else text
