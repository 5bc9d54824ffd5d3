"""The tables of words beside the code, such as ``status_words.csv``: comments, a header, words with ``;`` between."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator

_WORDS = re.compile(r"[^\W_]+")
_FIRST_MARK = "\u0300"
"""The first of the marks above and below letters."""


def rows_of(file: str, package: str = "citygraph.imports.values") -> Iterator[dict[str, str]]:
    """The rows of a table in a package, by the names of their columns. Lines with # at their beginning are comments."""
    from importlib import resources  # slow, and many imports need no such table

    text = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def words_by(column: str, file: str, plain: Callable[[str], str] = str) -> dict[str, frozenset[str]]:
    """The ``words`` of a table by what stands in a column of it. ``plain`` is how they are written.

    >>> "sowie" in words_by("where", "words_between.csv")["clear"]
    True
    """
    found: dict[str, set[str]] = {}
    for row in rows_of(file):
        found.setdefault(row[column], set()).update(map(plain, row["words"].split(";")))
    return {sort: frozenset(words) for sort, words in found.items()}


def plain_words(text: str) -> str:
    """The words of a text in small letters, without accents, with a space between them and no signs. The Turkish
    letters I have one small letter.

    >>> plain_words("İmza aşamasında"), plain_words("Voir N.N. (à définir)")
    ('imza asamasinda', 'voir n n a definir')
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("ı", "i"))
    letters = [sign for sign in plain if sign < _FIRST_MARK or unicodedata.category(sign) != "Mn"]
    return " ".join(_WORDS.findall("".join(letters)))
