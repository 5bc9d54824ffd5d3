"""Names of persons with the family name first, and a comma behind it: ``Kahr, Elke``."""

from __future__ import annotations

import re

from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.values.courtesy import without_courtesy

_PARTS = re.compile(r"([^,;/\d]+?)\s*,\s*([^,;/\d]+)")
_MOST_WORDS = 4
_BEHIND_NAMES = frozenset((
    "jr", "jr.", "sr", "sr.", "junior", "senior", "ii", "iii", "iv", "mp", "mep", "mbe", "obe", "cbe", "kbe", "phd",
    "ph.d.", "md", "m.d.", "esq", "esq.", "qc", "kc", "mba", "ba", "ma", "msc", "mdb", "mdl", "m.a.", "llm", "ll.m.",
    "csc.", "ph.d", "drsc.", "komm.", "interim", "acting", "hijo", "filho", "neto", "fils",
))  # fmt: skip
"""What stands behind a comma and is no first name: suffixes and titles."""
_ABBREVIATION = 5
"""A word of capitals alone that is no longer may be a party: `Kahr, KPÖ`."""


def first_and_family(text: str) -> tuple[str, str] | None:
    """The first names and the family name of a text in this form; None if it has another.

    >>> first_and_family("Kahr, Elke"), first_and_family("von der Leyen, Ursula")
    (('Elke', 'Kahr'), ('Ursula', 'von der Leyen'))
    >>> first_and_family("John Smith, Jr."), first_and_family("Kahr, KPÖ"), first_and_family("Wegner, Mayor")
    (None, None, None)
    """
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    family, first = (without_courtesy(part.strip()) for part in found.groups())
    words = first.split()
    if len(words) > _MOST_WORDS or len(family.split()) > _MOST_WORDS:
        return None
    if any(word.casefold() in _BEHIND_NAMES or _is_a_post(word) for word in words) or _is_a_post(first):
        return None
    if first.isupper() and not family.isupper() and len(first) <= _ABBREVIATION and "." not in first:
        return None
    return (first, family) if _is_a_name(first) and _is_a_name(family) else None


def given_name_first(text: str) -> str:
    """A name in this form with the family name last; any other as it is.

    >>> given_name_first("Kahr, Dr. Elke"), given_name_first("Anne Hidalgo")
    ('Elke Kahr', 'Anne Hidalgo')
    """
    parts = first_and_family(text)
    return " ".join(parts) if parts else text


def _is_a_post(text: str) -> bool:
    meaning = meaning_of(text)
    return meaning is not None and meaning.thing == "person"


def _is_a_name(text: str) -> bool:
    """True for words one of which begins with a capital, or that are of a script without capitals."""
    words = text.split()
    return all(word[0].isalpha() for word in words) and any(not word[0].islower() for word in words)
