"""Columns that ask a question about the status: ``Aktiv`` with *ja* and *nein*, ``In force?`` with *Y* and *N*."""

from __future__ import annotations

import re

from citygraph.imports.values.none_words import without_words_around
from citygraph.imports.values.statuses import status_of

_YES = frozenset((
    "yes", "y", "true", "ja", "j", "oui", "o", "sí", "si", "sì", "s", "sim", "tak", "t", "ano", "áno", "a", "да", "д",
    "так", "evet", "e", "نعم", "是", "是的", "有", "はい", "○", "◯", "예", "네", "da", "igen", "kyllä", "ναι", "jah",
    "jā", "taip", "já", "x", "✓", "✔", "☑",
    "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda", "pravda", "истина", "істина", "doğru", "igaz",
    "sant", "sann", "sand", "tosi", "adevărat",
))  # fmt: skip
_NO = frozenset((
    "no", "n", "false", "nein", "nee", "nej", "non", "não", "nao", "nie", "ne", "нет", "ні", "hayır", "لا", "否", "不",
    "无", "無", "いいえ", "×", "✗", "☐", "아니오", "아니요", "nu", "nem", "ei", "όχι", "nē", "nei",
    "falsch", "faux", "falso", "onwaar", "fałsz", "nepravda", "ложь", "хибність", "yanlış", "hamis", "falskt", "falsk",
    "usann", "epätosi", "fals",
))  # fmt: skip
YES_MEANS = "yes"
"""In the place of a target, the status that a *yes* means where no header says it: ``--set yes=active``."""
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"^(?:是否|是不是|目前|現在|现在)(?:仍|还|還|仍然)?|(?:여부|か)$")


def answer(text: str) -> bool | None:
    """What a text answers to a question; None if it is no *yes* and no *no*.

    >>> answer("ja"), answer("No"), answer("since 1990")
    (True, False, None)
    """
    key = text.strip(" .!").casefold()
    return True if key in _YES else False if key in _NO else None


def answer_or_digit(text: str) -> bool | None:
    """What a text answers, where its column asks: there, 1 is a *yes*, and 0 a *no*.

    >>> answer_or_digit("x"), answer_or_digit("0"), answer_or_digit("2015")
    (True, False, None)
    """
    said = answer(text)
    return _DIGITS.get(text.strip()) if said is None else said


_DIGITS = {"1": True, "0": False}


def status_named(header: str) -> str | None:
    """The status that a header is, whole, without the answers that it offers: what stands besides could say *not*.

    >>> status_named("Beendet?"), status_named("Currently active (yes/no)"), status_named("Nicht mehr ganz aktiv")
    ('ended', 'active', None)
    """
    words = " ".join(_WORD.findall(OFFERED.sub("", _UNSPACED.sub("", header))))
    return status_of(words) or status_of(without_words_around(words))


OFFERED = re.compile(
    r"[\s:,–-]*[(\[]?\s*\b(?:y|j|s|t|o|d|e|yes|ja|oui|s[iíì]|sim|tak|ano|да|так|evet|taip|jā|jah|igen|kyllä|da|true|是)"
    r"\s?[/|]\s?(?:n|h|nein|nee|nej|non?|não|nie|ne|nē|nem|nu|ei|нет|ні|не|hayır|false|否)\b\s*[)\]]?\??\s*$",
    re.IGNORECASE,
)
"""The answers that a header offers: ``Active (yes/no)``."""


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
