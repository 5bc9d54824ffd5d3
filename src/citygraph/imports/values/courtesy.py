"""How people are addressed, which is no part of their names: `Mme Anne Hidalgo`, `Herr Dr. Kai Wegner`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = (
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "monsieur", "madame", "mademoiselle", "mme", "mlle", "herr",
    "herrn", "frau", "sr", "sra", "srta", "señor", "señora", "señorita", "doña", "senhor", "senhora", "dra", "signor",
    "signora", "signore", "sig.ra", "sig.na", "dott.ssa", "prof.ssa", "dr.ssa", "dhr", "mevr", "mevrouw", "meneer",
    "de heer", "pani", "paní", "госпожа", "господин", "г-н", "г-жа", "д-р", "пані", "sayın", "السيد", "السيدة",
    "الدكتور", "الدكتورة",
)  # fmt: skip
"""With or without a full stop behind them."""
_SHORT = (
    "hr", "fr", "mag", "ing", "dipl.-ing", "univ.-prof", "dott", "sig", "avv", "arq", "abg", "lic", "eng", "drs", "mgr",
    "bc", "judr", "mudr", "phdr", "rndr", "paeddr", "inż", "hab", "hon", "cllr", "rev", "exmo", "exma", "excmo",
    "excma", "ilmo", "ilma", "dña", "mw", "dr. med", "dr. jur",
    "dr. phil", "dr.-ing", "dr. rer. nat", "dr. h. c",
)  # fmt: skip
"""Only with a full stop: without one, they may be names."""
_LETTERS = ("M", "D", "Dª", "Dña", "Don", "Pan", "MM", "Κ", "κ", "د")
"""Initials and first names, too: only where most names of a column begin with these or the others."""
_MOSTLY = 0.5


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SURE = re.compile(rf"(?:(?:{_any(_SHORT)})\.\s*|(?:{_any(_WORDS)})\.?\s+)(?=\S)", re.IGNORECASE)
_PERHAPS = re.compile(rf"(?:{_any(_LETTERS)})\.?ª?\s+(?=\S)")


def without_courtesy(text: str, with_letters: bool = False) -> str:
    """The name of a person without how the person is addressed. ``with_letters`` is True if *M.* is an address there,
    and no initial.

    >>> without_courtesy("Herr Dr. Kai Wegner"), without_courtesy("M. Christian Jouve", with_letters=True)
    ('Kai Wegner', 'Christian Jouve')
    >>> without_courtesy("M. Night Shyamalan"), without_courtesy("Drake Bell")
    ('M. Night Shyamalan', 'Drake Bell')
    """
    name = text
    while found := _SURE.match(name) or (_PERHAPS.match(name) if with_letters else None):
        name = name[found.end() :]
    return name or text


def letters_are_courtesy(texts: Iterable[str]) -> bool:
    """True if most names begin with a form of address, so that letters before names are no initials. Only where one of
    them is a word beyond doubt, or all begin with letters, does that show."""
    names = list(texts)
    begin = [name for name in names if _SURE.match(name) or _PERHAPS.match(name)]
    is_shown = any(map(_SURE.match, names)) or len({name.split()[0] for name in begin}) == 1
    return bool(begin) and is_shown and len(begin) > _MOSTLY * len(names) and len(begin) > 1
