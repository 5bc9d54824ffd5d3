"""Remarks in the place of a name, in many languages: ``see Dorchester``, ``wird noch ermittelt``, ``à compléter``.

Words that no name has show it (``no_name_words.csv``), and so does how a text is written, where the other names of its
column begin with capitals. :mod:`citygraph.imports.values.none_words` has the words that say that there is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from citygraph.imports.values.word_tables import words_by

Letters = Literal["small", "begins small", "first", ""]
"""How a text is written: all in ``small`` letters, at its beginning (but for words with which names begin), or only its
``first`` of several words with a capital."""
_BEGIN_NAMES = frozenset((
    "a", "aan", "al", "am", "an", "as", "at", "auf", "bad", "bei", "beim", "da", "dal", "das", "de", "del", "della",
    "den", "der", "des", "det", "die", "do", "dos", "du", "el", "els", "en", "es", "het", "i", "il", "im", "in", "l",
    "la", "las", "le", "les", "lo", "los", "na", "nad", "o", "op", "os", "pod", "s", "san", "santa", "st", "sur", "t",
    "the", "van", "von", "zu", "zum", "zur",
))  # fmt: skip
_LONGEST = 200
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S@\S+\.\w|\bwww\.|https?://", re.IGNORECASE)
_INITIALS = re.compile(r"[a-z](?:[/.][a-z]){1,2}[/.]?|[A-Z]/[A-Z]", re.ASCII)
"""``n/k``, ``t.b.c.``"""
_DATA = re.compile(r"""\{\s*["'].*:.*\}|\[\s*[\[{"'].*\]""", re.DOTALL)
"""An object or a list of JSON in a cell."""
_OPEN = ("{", "[")
_AROUND = " ,;:!()[]{}<>（）【】-–—*\"'"


@lru_cache(maxsize=1 << 13)
def refers_elsewhere(text: str) -> bool:
    """Whether a text in the place of a name only says where else to look.

    >>> refers_elsewhere("see Dorchester"), refers_elsewhere("(siehe Ulm)"), refers_elsewhere("札幌市を参照")
    (True, True, True)
    >>> refers_elsewhere("See am Mondsee"), refers_elsewhere("Seeboden"), refers_elsewhere("Ver-sur-Mer")
    (False, False, False)
    """
    text = text.strip(_AROUND)
    if len(text) > _LONGEST:
        return False
    words = _words()
    if text.endswith(_begins_or_ends("see behind")) and any(
        text.endswith(word) and text != word for word in words["see behind"]
    ):
        return True
    for number in (1, 2):
        sign, rest = _cut(text, number)
        if not rest:
            break
        if sign.casefold() in words["see"]:
            return True
        if sign.casefold() in words["see perhaps"]:
            return sign.islower() or _is_known(rest)
    if text[:1].isascii():
        return False
    for sign in words["see"] | words["see perhaps"]:  # signs, and scripts without spaces
        if text.startswith(sign) and not sign.isupper() and _is_unspaced(sign):
            rest = text.removeprefix(sign).strip()
            if rest and (sign in words["see"] or _is_known(rest)):
                return True
    return False


def _cut(text: str, number: int) -> tuple[str, str]:
    words = text.split(None, number)
    return " ".join(words[:number]).rstrip(":"), words[number] if len(words) > number else ""


def _is_unspaced(sign: str) -> bool:
    return not any(letter.isupper() or letter.islower() for letter in sign)


@lru_cache(maxsize=1 << 13)
def is_remark(text: str) -> bool:
    """Whether a text in the place of a name is a remark: it is all that such a cell has, as in a list of such words, or
    has a word that no name has.

    >>> is_remark("Not twinned"), is_remark("Ask council"), is_remark("wird noch ermittelt"), is_remark("ditto")
    (True, True, True, True)
    >>> is_remark("Truth or Consequences"), is_remark("Bergen op Zoom"), is_remark("Wahlstatt")
    (False, False, False)
    """
    if text.lstrip()[:1] in _OPEN and _DATA.fullmatch(text.strip()):
        return True
    text = text.strip(_AROUND)
    if not text or len(text) > _LONGEST:
        return len(text) > _LONGEST
    words, small = _words(), text.casefold()
    if small in words["alone"] or _INITIALS.fullmatch(text) or _ADDRESS.search(text):
        return True
    if small.startswith(_begins_or_ends("begins")):
        return True
    found = _WORD.findall(text)
    if len(found) < 2:
        return False
    has_capitals = any(word[0].isupper() for word in found[1:])
    return any(
        word.casefold() in words["sentence"] and (word.islower() or (not place and not has_capitals))
        for place, word in enumerate(found)
    )


def letters_of(text: str) -> Letters:
    """How a text is written, as far as that may show that it is no name.

    >>> letters_of("in attesa"), letters_of("Anfrage läuft"), letters_of("Bergen op Zoom"), letters_of("'s-Gravenhage")
    ('small', 'first', '', '')
    >>> letters_of("jak w Gdyni"), letters_of("den Haag"), letters_of("eThekwini")
    ('begins small', '', '')
    """
    words = _WORD.findall(text)
    if not words or not any(letter.isupper() or letter.islower() for letter in text):
        return ""
    if not any(letter.isupper() for letter in text):
        return "small"
    if words[0].islower():
        return "" if len(words) == 1 or text[0] in "'’" or words[0] in _BEGIN_NAMES else "begins small"
    rest = text.split(words[0], 1)[1]
    return "first" if len(words) > 1 and rest.strip(_AROUND) and not any(map(str.isupper, rest)) else ""


def _is_known(name: str) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # few imports have such words

    return is_a_name(name)


@cache
def _begins_or_ends(part: str) -> tuple[str, ...]:
    return tuple(_words()[part])


@cache
def _words() -> dict[str, frozenset[str]]:
    return words_by("part", "no_name_words.csv", str.casefold)
