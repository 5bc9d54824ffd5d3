"""Characters that show nothing, by their Unicode names; and letters that they may stand beside."""

from unicodedata import lookup

SHAPELESS = [
    lookup(name)
    for name in (
        "SOFT HYPHEN", "COMBINING GRAPHEME JOINER", "ARABIC LETTER MARK", "HANGUL CHOSEONG FILLER",
        "HANGUL JUNGSEONG FILLER", "KHMER VOWEL INHERENT AQ", "KHMER VOWEL INHERENT AA",
        "MONGOLIAN FREE VARIATION SELECTOR ONE", "MONGOLIAN FREE VARIATION SELECTOR THREE", "MONGOLIAN VOWEL SEPARATOR",
        "ZERO WIDTH SPACE", "ZERO WIDTH NON-JOINER", "ZERO WIDTH JOINER", "LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK",
        "LEFT-TO-RIGHT EMBEDDING", "RIGHT-TO-LEFT OVERRIDE", "POP DIRECTIONAL FORMATTING", "WORD JOINER",
        "FUNCTION APPLICATION", "INVISIBLE SEPARATOR", "LEFT-TO-RIGHT ISOLATE", "FIRST STRONG ISOLATE",
        "POP DIRECTIONAL ISOLATE", "INHIBIT SYMMETRIC SWAPPING", "NOMINAL DIGIT SHAPES", "BRAILLE PATTERN BLANK",
        "HANGUL FILLER", "VARIATION SELECTOR-1", "VARIATION SELECTOR-15", "VARIATION SELECTOR-16",
        "ZERO WIDTH NO-BREAK SPACE", "HALFWIDTH HANGUL FILLER", "SHORTHAND FORMAT LETTER OVERLAP",
        "MUSICAL SYMBOL BEGIN BEAM", "LANGUAGE TAG", "TAG LATIN SMALL LETTER G", "CANCEL TAG",
        "VARIATION SELECTOR-17", "VARIATION SELECTOR-256",
    )
]  # fmt: skip
"""Of each range of Unicode's Default_Ignorable_Code_Point that has names, one or more; and the blank of braille."""

NEIGHBOURS = ("", "a", "я", "ک", "न्", "ไ", "景", "😀", "❤", "ᠠ", "1", "ᄀ", "ᆨ", "🏴", "က", "\u20e3")

AT_HOME = (
    "می‌خواهم", "کتاب‌خانه", "ශ්‍රී ලංකා", "ന്‍", "র‍্যাব", "👩‍🚀", "👨‍👩‍👧", "❤️‍🔥", "❤️", "1️⃣", "☎︎",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "葛󠄀城市", "กรุงเทพ​มหานคร", "ᠠ᠋ᠨ",
)  # fmt: skip
"""Texts in which such characters do what they are for."""
