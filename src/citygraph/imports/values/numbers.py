"""Numbers in foreign forms → plain digits with a decimal point.

Whether ``1.234`` is a thousand or a fraction, one text cannot say. Its column can: see :class:`DecimalColumn`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from citygraph.domain.odd_characters import without_hidden

DecimalSign = Literal[".", ",", "both"]
"""The sign before the fraction; ``both`` if a column shows both."""

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SIGNS = re.compile(r"[-+]?[\d., '_]*\d[\d., '_]*", re.ASCII)
_INDIAN = re.compile(r"\d{1,2}(,)\d{2}(?:,\d{2})*,\d{3}(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([., '_])\d{3})(?:\1\d{3})*(?:([.,])\d+)?", re.ASCII)
_SIMPLE = re.compile(r"(\d*)([.,]?)(\d*)", re.ASCII)
_SCIENTIFIC = re.compile(r"[-+]?\d(?:[.,]\d+)?[eE]\+?(\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"(\d+)(?:\.0+|,0{1,2})", re.ASCII)
_WHOLE_AS_POWER = re.compile(r"\d[.,](\d+)E\+?(\d{1,2})", re.ASCII)

_TIMES = {
    "hundred": 100, "百": 100,
    **dict.fromkeys(("thousand", "tsd", "tausend", "mille", "duizend", "tys", "тыс", "тысяч", "тысяча", "тис", "тисяч",
                     "bin", "ألف", "千", "천"), 1_000),
    **dict.fromkeys(("万", "萬", "만"), 10_000),
    **dict.fromkeys(("lakh", "lac"), 100_000),
    **dict.fromkeys(("million", "millions", "mio", "millionen", "mln", "millón", "millones", "milhão", "milhões",
                     "milione", "milioni", "miljoen", "млн", "миллион", "миллиона", "миллионов", "мільйон", "мільйона",
                     "мільйонів", "milyon", "مليون", "百万", "百萬", "백만"), 1_000_000),
    "crore": 10_000_000,
    **dict.fromkeys(("亿", "億", "억"), 100_000_000),
    **dict.fromkeys(("milliard", "milliards", "milliarde", "milliarden", "mrd", "miliard", "miliardy", "miliardów",
                     "miljard", "milyar", "млрд", "миллиард", "миллиарда", "миллиардов", "мільярд", "мільярда",
                     "мільярдів", "مليار", "十亿", "十億"), 1_000_000_000),
}  # fmt: skip
"""Words that multiply a number. *Billion* differs by a thousand between languages, *mil* is a thousand or a million,
and ``k``, ``m`` can be units; so they stay open."""
_WITH_WORD = re.compile(r"([-+]?[\d., '_]*\d)\s?([^\W\d_]+)\.?")
_MYRIADS = re.compile(
    r"(?=.*[亿億억万萬만])(?:(\d{1,4}|\d,\d{3})[亿億억]\s?)?(?:(\d{1,4}|\d,\d{3})[万萬만]\s?)?(\d{1,4}|\d,\d{3})?"
)
_PLACES = (100_000_000, 10_000, 1)
"""``1億2000万``: by the places that China, Japan and Korea count in."""
_RAISED = re.compile("[①-⑳\u00b2\u00b3\u00b9\u2070-\u209c]")
_LONGEST = 60
_EXAMPLES = 3


@lru_cache(maxsize=1 << 16)
def number(text: str, sign: DecimalSign | None = None) -> str:
    """A number in a foreign form → the same number in plain digits. ``sign`` is what the column decides: see
    :class:`DecimalColumn`. Without it, ``8.908`` is a fraction, and ``8,908`` stays open.

    Raises:
        ValueError: if the text is not a number, or can be two; the message is a sentence about what is open.

    >>> number("8,908,081"), number("8 908 081"), number("8.908", ","), number("1.2 million"), number("12,34,567")
    ('8908081', '8908081', '8908', '1200000', '1234567')
    """
    if _PLAIN.fullmatch(text) and (sign in (None, ".") or "." not in text):
        return text
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:_LONGEST]!r} … is not a number")
    digits = plain(text)
    if _SIGNS.fullmatch(digits):
        return _digits(digits, text, sign)
    if _SCIENTIFIC.fullmatch(digits):
        return written(Decimal(digits.replace(",", ".")))
    if (found := _WITH_WORD.fullmatch(digits)) and (times := _TIMES.get(found[2].casefold())):
        return written(Decimal(_digits(found[1], text, sign)) * times)
    if found := _MYRIADS.fullmatch(digits):
        parts = zip(found.groups(default="0"), _PLACES, strict=True)
        return str(sum(int(part.replace(",", "")) * times for part, times in parts))
    raise ValueError(_why_not(digits, text))


def whole(text: str) -> str:
    """An id without the ``.0`` that a spreadsheet puts behind it, and with all its digits; other texts as they are.

    >>> whole("2996944.0"), whole("2996944,0"), whole("2.996944E6"), whole("DE-1.0")
    ('2996944', '2996944', '2996944', 'DE-1.0')
    """
    if found := _WHOLE.fullmatch(text):
        return found[1]
    if (power := _WHOLE_AS_POWER.fullmatch(text)) and len(power[1]) == int(power[2]):
        return written(Decimal(text.replace(",", ".")))  # of shorter ones, digits are lost
    return text


def plain(text: str) -> str:
    """The text with ASCII digits and signs, and one sort of spaces and of apostrophes. Raised digits, which are marks,
    stay as they are.

    >>> plain("４２ ０００"), plain("42²")
    ('42 000', '42²')
    """
    if not text.isascii() and not _RAISED.search(text):
        text = unicodedata.normalize("NFKC", without_hidden(text))
        text = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
        text = text.translate({0x2212: "-", 0x2019: "'", 0x66B: ".", 0x66C: ",", 0x60C: ",", 0x3001: ","})
    return " ".join(text.split())


def _digits(read: str, text: str, sign: DecimalSign | None) -> str:
    minus = "-" if read.startswith("-") else ""
    digits = read.lstrip("+-")
    if simple := _SIMPLE.fullmatch(digits):
        one, cut, other = simple.groups()
        if not cut or len(other) != 3 or not one or len(one) > 3 or one.startswith("0"):
            return minus + _fraction(one or "0", other)
        if sign == "both" or (sign is None and cut == ","):
            why = "can be two numbers" + (", and the column has both signs" if sign == "both" else "")
            raise ValueError(f"{text!r} {why}; write {one}{other} or {one}.{other}")
        return minus + (_fraction(one, other) if cut == (sign or ".") else one + other)
    grouped = _INDIAN.fullmatch(digits) or _GROUPED.fullmatch(digits)
    if grouped and not (grouped.lastindex == 2 and grouped[2] == grouped[1]):
        cut = grouped[2] if grouped.re is _GROUPED else "."
        one, _, other = digits.replace(grouped[1], "").partition(cut or ".")
        return minus + _fraction(one, other)
    raise ValueError(f"{text!r} is not a number; write digits, with a point before a fraction")


def _fraction(one: str, other: str) -> str:
    return f"{one}.{other}" if other else one


def written(value: Decimal) -> str:
    """A number in plain digits."""
    return f"{value.normalize():f}"


def _why_not(digits: str, text: str) -> str:
    for says, signs in (("a percentage", "%‰"), ("an amount of money", "$€£¥₹₽₺₴₩฿")):
        if any(sign in digits for sign in signs):
            return f"{text!r} is {says}; write the number, and what it counts in `unit`"
    if found := _WITH_WORD.fullmatch(digits):
        return f"{text!r} is not a number: {found[2]!r} can be a unit, or many times as much; write all digits"
    return f"{text!r} is not a number; write digits, with a point before a fraction"


_ONE_SIGN = re.compile(r"(?<![\d.,])(\d*)([.,])(\d+)(?![\d.,])", re.ASCII)
_GROUP_BEFORE = re.compile(r"\d['_ ]$", re.ASCII)
_SEVERAL_SIGNS = re.compile(r"(?<![\d.,])\d{1,3}([.,])\d{2,3}(?:\1\d{2,3})*(?:([.,])\d+)?(?![\d.,])", re.ASCII)


class DecimalColumn:
    """What the texts of a column show together: which sign stands before a fraction. Give it each distinct text once,
    in any order."""

    def __init__(self, said: DecimalSign | None = None) -> None:
        """``said`` is what the user says; then the texts decide nothing."""
        self._said = said
        self.shown: dict[str, str] = {}
        """Each sign that the column shows before fractions, with the first text that shows it."""
        self.of_both: dict[str, str] = {}
        """Those of texts with both signs, as in `4,310.5`: so the whole file writes thousands."""
        self.undecided: list[str] = []

    def see(self, text: str) -> None:
        """Take note of a text. This is cheap: no number is read."""
        if not ("." in text or "," in text or not text.isascii()):
            return
        digits = text if text.isascii() else plain(text)
        if one := _ONE_SIGN.search(digits):
            before, cut, fraction = one.groups()
            may_group = len(fraction) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
            if not may_group or _GROUP_BEFORE.search(digits[: one.start()]):
                self.shown.setdefault(cut, text)
            elif len(self.undecided) < _EXAMPLES and text not in self.undecided:
                self.undecided.append(text)
        elif several := _SEVERAL_SIGNS.search(digits):
            groups, fraction = several.groups()
            if fraction and fraction != groups:
                self.shown.setdefault(fraction, text)
                self.of_both.setdefault(fraction, text)
            elif digits.count(groups) > 1:
                self.shown.setdefault("," if groups == "." else ".", text)

    @property
    def sign(self) -> DecimalSign | None:
        """What the user says or the column shows; None if nothing does."""
        if self._said:
            return self._said
        return "both" if len(self.shown) > 1 else "." if "." in self.shown else "," if self.shown else None

    @property
    def is_open(self) -> bool:
        """True if some texts can be two numbers, and no other text decides: then the user is asked."""
        return self.sign is None and bool(self.undecided)
