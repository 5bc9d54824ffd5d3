"""Names whose letters were lost, or garbled, before the file was written. No encoding of the file brings them back."""

from __future__ import annotations

import codecs
import re
from itertools import chain

from citygraph.imports.letters import is_of_one_script

_GARBLERS = ("cp1252", "cp1250", "cp1251", "mac-roman", "cp437", "cp850")
"""In these encodings, programs have read UTF-8 by mistake."""


def _signs(encoding: str, first: int, last: int) -> set[str]:
    return set(bytes(range(first, last)).decode(encoding, "ignore"))


_LEADING = set(chain.from_iterable(_signs(one, 0xC2, 0xF5) for one in _GARBLERS))
_FOLLOWING = set(chain.from_iterable(_signs(one, 0x80, 0xC0) for one in _GARBLERS)) | set(map(chr, range(0x80, 0xC0)))
_MAY_BE_GARBLED = re.compile(f"[{re.escape(''.join(sorted(_LEADING)))}][{re.escape(''.join(sorted(_FOLLOWING)))}]")
_LETTER = "[^\\W\\d_]"
_LOST = re.compile(rf"{_LETTER}\?+{_LETTER}|(?<![\w?])\?+{_LETTER}|^[?\s.,()-]*\?{{3}}[?\s.,()-]*$")
"""`M?nchen`, `?ód?`, `??????`; but no `Paris?` and no `?`, which mean that somebody was not sure."""


def lost_letters(text: str) -> str:
    """Why a name, of a cell that was read right, is not what somebody once wrote; empty if nothing shows it.

    >>> lost_letters("M?nchen"), lost_letters("München"), lost_letters("Paris?")
    ('letters are lost: ? stands for them', '', '')
    >>> lost_letters("MÃ¼nchen")
    'UTF-8 was read as Windows-1252; it was München'
    """
    if "?" in text and "://" not in text and _LOST.search(text):
        return "letters are lost: ? stands for them"
    if text.isascii():
        return ""
    if "\ufffd" in text:
        return "letters are lost: U+FFFD stands for them"
    if _MAY_BE_GARBLED.search(text):
        for encoding in _GARBLERS:
            repaired = _repaired(text, encoding)
            if repaired:
                name = {"mac-roman": "Mac Roman"}.get(encoding) or encoding.replace("cp12", "Windows-12")
                return f"UTF-8 was read as {name}; it was {repaired}"
    return ""


def _repaired(text: str, encoding: str) -> str:
    """The text before UTF-8 was read in an encoding; empty if it was not, or if that is not sure."""
    try:
        before = text.encode(encoding, _AS_IT_IS).decode("utf-8")
    except UnicodeError:
        return ""
    beyond = [at for at, sign in enumerate(text) if not sign.isascii()]
    # Two letters can be UTF-8 by chance: in capitals, or at the beginning of a word.
    is_odd = any(not text[at].isalpha() and text[at] not in "‘’" for at in beyond) or any(
        text[at].isupper() and text[at - 1].islower() for at in beyond if at
    )
    is_likely = before.isprintable() and all(is_of_one_script(word) for word in before.split())
    return before if is_likely and (is_odd or len(before) < len(text) - 2) else ""


def _in_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    """What an encoding leaves out stays as it is."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


_AS_IT_IS = "citygraph.as-it-is"
codecs.register_error(_AS_IT_IS, _in_latin_1)
