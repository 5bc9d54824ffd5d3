"""What the eye cannot see in a text: characters that show nothing, spaces that are no plain space, and letters of
another script within a word.

The script of a letter is the first word of its Unicode name (LATIN, CYRILLIC, CJK …). For all letters but a few symbols
this parts them as Unicode's own table of scripts does, so this module needs no table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.names import may_hide

_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "HENTAIGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""The scripts that UTS #39 ("highly restrictive") allows together in a word, and beside Latin."""
_LATIN = frozenset({"LATIN", "ANGSTROM", "KELVIN", "FEMININE", "MASCULINE", "TURNED"})
_OF_NO_SCRIPT = frozenset(
    ["ALEF", "BET", "GIMEL", "DALET", "BLACK-LETTER", "DOUBLE-STRUCK", "EULER", "IDEOGRAPHIC", "INFORMATION", "MASU",
     "MATHEMATICAL", "MICRO", "OHM", "PLANCK", "SCRIPT", "VEDIC"]
)  # fmt: skip
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})


_SHAPELESS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_JOINED = (
    "\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\ua840-\ua87f\U00011000-\U000114ff"
)
_SYMBOLS = "\xa9\xae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_HAN = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_AT_HOME = "|".join(
    (
        rf"(?<=[{_JOINED}][\u200c\u200d])(?=[{_JOINED}])",  # joiners of Persian, of Indic scripts …
        r"(?<=[\u0900-\u0dff][\u200c\u200d])",  # … which may end a word
        rf"(?<=[{_SYMBOLS}\ufe0f]\u200d)(?=[{_SYMBOLS}])",  # and of emoji
        r"(?<=[#*0-9]\ufe0f)(?=\u20e3)",
        rf"(?<=[{_SYMBOLS}][\ufe0e\ufe0f])",  # how a symbol looks
        rf"(?<=[{_HAN}][\ufe00-\ufe0f\U000e0100-\U000e01ef])",  # how a letter looks
        r"(?<=[\u1000-\u109f\ua840-\ua87f][\ufe00-\ufe0f])",
        r"(?<=[\u1810-\u18af][\u180b-\u180f])",  # how a Mongolian one does
        r"(?<=[\U0001f3f4\U000e0020-\U000e007e][\U000e0020-\U000e007f])",  # flags of regions
        r"(?<=[\u1100-\u115e]\u1160)|(?<=\u115f)(?=[\u1161-\u11a7])",  # syllables of old Korean
        rf"(?<=[{_UNSPACED}]\u200b)(?=[{_UNSPACED}])",  # where a line of Thai or Khmer may end
    )
)


class OddCharacter(NamedTuple):
    """A ``character`` of a text that is not what it seems; ``at`` is its offset. ``scripts`` are those that its word
    mixes, its own last (``LATIN``, ``CYRILLIC``); empty if the character itself cannot be seen."""

    at: int
    character: str
    scripts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``U+200B ZERO WIDTH SPACE``."""
        return named(self.character)


def named(character: str) -> str:
    r"""The code point and the Unicode name of a character.

    >>> named("\u200b")
    'U+200B ZERO WIDTH SPACE'
    """
    import unicodedata

    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


@lru_cache(maxsize=1)
def unseen() -> re.Pattern[str]:
    """A pattern for characters that show nothing by themselves: control characters, except the line feed; those that
    Unicode calls Default_Ignorable_Code_Point, so also those that change the direction of text; and the blank of
    braille. It leaves out those that stand where they belong: a joiner between letters of Persian, a variation selector
    after the emoji that it changes. (It is made only when needed: that takes a hundredth of the time of a small
    answer.)"""
    return re.compile(f"[{_SHAPELESS}](?!{_AT_HOME})")


def is_plain(text: str) -> bool:
    """True for letters of one large script and plain signs, among which nothing can be odd; False for any other text,
    which may be right, too. This takes less time than to look for what is odd."""
    return _PLAIN.fullmatch(text) is not None


_SIGNS = "\x20-\x40\\[-`{-~"
_PLAIN = re.compile(
    f"[{_SIGNS}A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f]*+|[{_SIGNS}\u0400-\u0481\u048a-\u052f]*+"
    f"|[{_SIGNS}\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]*+"
)
"""Latin, Cyrillic, and Chinese and Japanese."""


def hidden(text: str) -> Iterator[OddCharacter]:
    """The characters of a text that show nothing, and have no work to do where they stand."""
    if may_hide(text):
        for found in unseen().finditer(text):
            if found[0] != "\t":
                yield OddCharacter(found.start(), found[0])


def without_hidden(text: str) -> str:
    """The text without its :func:`hidden` characters."""
    return unseen().sub(lambda found: found[0] if found[0] == "\t" else "", text) if may_hide(text) else text


@lru_cache(maxsize=1)
def _odd_spaces() -> re.Pattern[str]:
    """A pattern for spaces that look like a plain one, but for the usual ones: a no-break space before ``:`` or between
    digits, a wide one between Chinese or Japanese words."""
    usual = (
        r"(?=[!?:;%»›€°0-9])|(?<=[«‹—–№§].)"
        r"|(?<=[\u1810-\u18af]\u202f)|(?<=[\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uffef]\u3000)(?=\S)"
    )
    return re.compile(rf"[\xa0\u2000-\u200a\u202f\u205f\u3000](?!{usual})")


@lru_cache(maxsize=1 << 12)
def _script(character: str) -> str:
    """The script of a letter; empty for all other characters, and for symbols that Unicode counts as letters."""
    import unicodedata

    if unicodedata.category(character) not in _LETTERS:
        return ""
    name = unicodedata.name(character, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    script = name.partition(" ")[0]
    if script in _OF_NO_SCRIPT:
        return ""
    return "LATIN" if script in _LATIN else "CJK" if script in _EAST_ASIAN else script


def mixed(text: str) -> Iterator[OddCharacter]:
    """For each word that mixes scripts, the first letter that is not of the script of most of its letters."""
    if text.isascii() or _may_be_together({*map(_script, text)}):
        return
    import unicodedata

    everywhere = Counter(map(_script, text))
    word: list[tuple[int, str, str]] = []
    for at, character in enumerate(f"{text} "):
        if character.isalnum() or (word and unicodedata.category(character) in _WITHIN_WORDS):
            word.append((at, character, _script(character)))
            continue
        counts = Counter(script for _, _, script in word if script)
        if not _may_be_together(set(counts)):
            home = max(counts, key=lambda script: (counts[script], everywhere[script]))
            foreign, letter, script = next(one for one in word if one[2] not in ("", home))
            yield OddCharacter(foreign, letter, (home, script))
        word = []


_WITHIN_WORDS = ("Mn", "Mc", "Cf")
"""The categories of marks and joiners."""


def _may_be_together(scripts: set[str]) -> bool:
    some = scripts - {""}
    return len(some) < 2 or some == {"LATIN", "CJK"}


def odd(text: str) -> OddCharacter | None:
    """The first sign in a name that is not what it seems, or None."""
    if text.isascii() and not may_hide(text):
        return None
    if sign := next(hidden(text), None):
        return sign
    if space := _odd_spaces().search(text):
        return OddCharacter(space.start(), space[0])
    return next(mixed(text), None)


def composed(text: str) -> str:
    """The text in the composed form of Unicode (NFC), in which texts are compared."""
    import unicodedata

    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """The text with plain spaces, and without :func:`hidden` characters."""
    return _odd_spaces().sub(" ", without_hidden(text))


_WIDE = re.compile("[\uff02\uff07\uff0c-\uff1b\uff1d\uff21-\uff3b\uff3d\uff3f\uff41-\uff5b\uff5d\u3010\u3011\u3000]")
"""Full-width digits and letters, and the signs that look like those of YAML."""


def explained(message: str) -> str:
    r"""The sign in a message that a reader cannot see, in words; empty if there is none, or the message names it.

    >>> explained("there is no city `any\u200btown`")
    'it has U+200B ZERO WIDTH SPACE in it'
    """
    sign = None if message.isascii() and not may_hide(message) else odd(message)
    if sign is None and (wide := _WIDE.search(message)):
        sign = OddCharacter(wide.start(), wide[0], ("",))
    if sign is None or f"U+{ord(sign.character):04X}" in message:
        return ""
    return f"its `{sign.character}` is {sign.name}" if sign.scripts else f"it has {sign.name} in it"
