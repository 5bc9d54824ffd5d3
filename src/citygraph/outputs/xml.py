"""Writes indented XML as a stream. It leaves out the characters that XML 1.0 cannot hold, and counts the texts with
them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import BinaryIO

NOT_IN_XML = "texts without the control characters that XML cannot hold"

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Unescaped, some parsers read the last three as line ends. (`xml.sax.saxutils` would import all of `urllib` and `ssl`.)
_IN_A_TEXT = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
)
_IN_AN_ATTRIBUTE = _IN_A_TEXT | str.maketrans({"\n": "&#10;", "\t": "&#9;"})


def without_controls(text: str, warn: Callable[[str], None]) -> str:
    """The text without the characters that XML cannot hold. If it has any, ``warn`` is called."""
    clean, removed = _NOT_IN_XML.subn("", text)
    if removed:
        warn(NOT_IN_XML)
    return clean


class Xml:
    """A document. It calls ``warn`` for each text that it had to change."""

    def __init__(self, out: BinaryIO, warn: Callable[[str], None]) -> None:
        self._text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
        self._warn = warn
        self._open: list[str] = []
        self._text.write('<?xml version="1.0" encoding="utf-8"?>\n')

    def start(self, tag: str, attributes: Mapping[str, str] = {}) -> None:
        """Begin an element that contains others."""
        self._line(f"<{tag}{self._attributes(attributes)}>")
        self._open.append(tag)

    def end(self) -> None:
        """End the element that was begun last. After the outermost one, the document is complete."""
        tag = self._open.pop()
        self._line(f"</{tag}>")
        if not self._open:
            self._text.detach()

    def element(self, tag: str, attributes: Mapping[str, str], text: str = "") -> None:
        """Write an element that contains only a text, or nothing."""
        begin = f"<{tag}{self._attributes(attributes)}"
        self._line(f"{begin}>{self._clean(text).translate(_IN_A_TEXT)}</{tag}>" if text else f"{begin}/>")

    def _attributes(self, attributes: Mapping[str, str]) -> str:
        return "".join(f" {name}={_quoted(self._clean(value))}" for name, value in attributes.items())

    def _clean(self, text: str) -> str:
        return without_controls(text, self._warn)

    def _line(self, line: str) -> None:
        self._text.write("  " * len(self._open) + line + "\n")


def _quoted(value: str) -> str:
    """The value of an attribute, between quotes that it does not have, if there are any."""
    text = value.translate(_IN_AN_ATTRIBUTE)
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "&quot;") + '"'
