"""Names: when two spellings are the same name, and finding the one that somebody meant.

People write İznik, Iznik and IZNIK, San José and San Jose, Tel Aviv and Tel-Aviv, 景德镇 and Jingdezhen.
:func:`fold` brings all spellings of a name to one key, through ASCII; :class:`NameIndex` looks names up by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """The key that all spellings of a name share: case, diacritics, script, spaces, hyphens and apostrophes go.

    Idempotent. A text that has no letter or digit in any script folds to itself in lower case.

    >>> fold("İZNİK") == fold("ıznik") == "iznik"
    True
    >>> fold("景德镇") == fold("jing-de-zhen")
    True
    """
    plain = text
    if not text.isascii():
        from anyascii import anyascii

        # Letters outside the tables that NFKC knows (ı, ß, Ł, 景) go through anyascii.
        plain = anyascii(unicodedata.normalize("NFKC", text))
    key = _NOT_IN_KEYS.sub("", plain.replace("&", " and ").lower())
    if key:
        return key
    folded = text.casefold().strip()
    return folded if folded == text else fold(folded)


def slug(text: str) -> str:
    """An id for a thing of this name: ``Tel Aviv-Yafo`` → ``tel-aviv-yafo``. Empty where no letter can be spelled."""
    plain = text
    if not text.isascii():
        from anyascii import anyascii

        plain = anyascii(unicodedata.normalize("NFKC", text))
    return _NOT_IN_KEYS.sub("-", plain.replace("'", "").lower()).strip("-")


def nearest(text: str, choices: Iterable[str], limit: int = 1, cutoff: float = 66.0) -> list[str]:
    """Those of ``choices`` that ``text`` may be a misspelling of, the nearest first, at most ``limit``.

    ``cutoff`` is the least likeness, 0 to 100 (rapidfuzz's ratio of the folded spellings). Equal ones stay in the order
    in which they are given.
    """
    from rapidfuzz import fuzz, process

    by_key: dict[str, list[str]] = {}
    for choice in choices:
        by_key.setdefault(fold(choice), []).append(choice)
    # rapidfuzz gives equal scores in the order of its choices.
    found = process.extract(fold(text), by_key.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    return [choice for key, _, _ in found for choice in by_key[key]][:limit]


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """A hint that names the nearest of ``choices``, or an empty one.

    >>> did_you_mean("sistr-city", ["sister-city", "contact"])
    'did you mean `sister-city`?'
    """
    near = nearest(text, choices)
    return f"did you mean `{near[0]}`?" if near else ""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing: ``how`` says what it is to it (id, name, alias, a language tag, identifier)."""

    id: str
    text: str
    how: str


class NameIndex:
    """All names of a world: what a name, alias, language form, id or identifier stands for."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_key: dict[str, list[Name]] = {}
        self._by_identifier: dict[str, list[Name]] = {}
        for name in names:
            table, key = (
                (self._by_identifier, name.text.casefold())
                if name.how == "identifier"
                else (self._by_key, fold(name.text))
            )
            table.setdefault(key, []).append(name)

    def lookup(self, text: str, among: Callable[[str], bool] | None = None) -> list[str]:
        """The ids of all things that ``text`` is a name of, in order; an exact id settles it alone. Only those that are
        ``among`` the ones asked for."""
        named = self._by_key.get(fold(text), [])
        identified = self._by_identifier.get(text.strip().casefold(), [])
        found = [name for name in (*named, *identified) if among is None or among(name.id)]
        if any(name.how == "id" and name.text == text for name in found):
            return [text]
        return sorted({name.id for name in found})

    def near(self, text: str, limit: int = 5) -> list[str]:
        """The ids of the things that ``text`` may be meant for: those with a name that begins with it or has a word
        that does, then those whose names are spelled most like it."""
        wanted = fold(text)
        begins = [
            key
            for key, names in self._by_key.items()
            if key.startswith(wanted)
            or any(fold(word).startswith(wanted) for name in names for word in name.text.split())
        ]
        keys = [*sorted(begins), *nearest(text, self._by_key, limit=limit * 3)]
        ids = dict.fromkeys(name.id for key in keys for name in self._by_key[key])
        return list(ids)[:limit]

    def __iter__(self) -> Iterator[Name]:
        for table in (self._by_key, self._by_identifier):
            for names in table.values():
                yield from names
