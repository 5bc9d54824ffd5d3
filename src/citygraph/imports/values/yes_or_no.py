"""Columns that ask a question about the status: ``Aktiv`` with *ja* and *nein*, ``In force?`` with *Y* and *N*."""

from __future__ import annotations

import re

from citygraph.imports.values.statuses import status_of

_YES = frozenset((
    "yes", "y", "true", "ja", "j", "oui", "o", "sí", "si", "sì", "s", "sim", "tak", "t", "ano", "áno", "a", "да", "д",
    "так", "evet", "e", "نعم", "是", "是的", "有", "はい", "○", "◯", "예", "네", "da", "igen", "kyllä", "ναι", "jah",
    "jā", "taip", "x", "✓", "✔", "☑",
))  # fmt: skip
_NO = frozenset((
    "no", "n", "false", "nein", "nee", "nej", "non", "não", "nao", "nie", "ne", "нет", "ні", "hayır", "لا", "否", "不",
    "无", "無", "いいえ", "×", "✗", "☐", "아니오", "아니요", "nu", "nem", "ei", "όχι", "nē",
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"^(?:是否|是不是|目前|現在|现在)(?:仍|还|還|仍然)?|(?:여부|か)$")


def answer(text: str) -> bool | None:
    """What a text answers to a question; None if it is no *yes* and no *no*.

    >>> answer("ja"), answer("No"), answer("since 1990")
    (True, False, None)
    """
    key = text.strip(" .!").casefold()
    return True if key in _YES else False if key in _NO else None


def status_asked(header: str) -> str | None:
    """The status that a *yes* means in a column of this name; None if it asks about none, or about several.

    The header is one whose words are all known (:mod:`citygraph.imports.columns.headers`): none of them says *not*.

    >>> status_asked("Noch aktiv?"), status_asked("是否有效"), status_asked("Status")
    ('active', 'active', None)
    """
    words = _WORD.findall(_UNSPACED.sub("", header))
    for length in range(len(words), 0, -1):
        found = {status_of(" ".join(words[at : at + length])) for at in range(len(words) - length + 1)} - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
