"""Marks that only lead to a footnote, and the notes to which they lead. One set for names, dates and figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_WORDS = (
    r"anm(?:erkung)?|fu(?:ß|ss)note|fn|foot\s?note|notes?|notas?|n\.b|nb(?=\s?\d)|remark|renvoi|r[ée]f|voetnoot|noot|przypis|uwaga|"
    r"prim|прим(?:ечание|ітка)?|сноска|виноска|бел(?:ежка)?|нап(?:омена)?|napomena|opomba|pozn(?:ámka)?|fotnote|"
    r"fotnot|viite|alaviite|huom|lábjegyzet|megj(?:egyzés)?|dipnot|not|märkus|piez(?:īme)?|past(?:aba)?|σημ(?:είωση)?|"
    r"catatan|ghi chú|หมายเหตุ|ملاحظة|هامش|הערה|注釈?|註|脚注|腳註|각주|주"
)
_SEE = r"(?:see|siehe|s|vgl|cf|voir|v|ver|véase|vedi|zie|zob|patrz|viz|см|se|ks|lásd|bkz)\.?\s+"
_ASKED_FOR = (
    r"citation needed|citation nécessaire|réf\. (?:nécessaire|souhaitée)|cita requerida|senza fonte|carece de fontes|"
    r"quelle fehlt|belege? fehl(?:t|en)|potrzebny przypis|источник\?|джерело\?|要出典|来源请求|來源請求|출처 필요"
)
"""A note that asks for a source: *citation needed*."""
_SUPERSCRIPT = "[¹²³⁰⁴-⁹]+"
_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*"
_OF_GROUPS = (
    r"(?:lower|upper)-(?:alpha|roman|greek)\s?\d{1,3}|(?!(?:[kcdmh]?m)\s?[23]\])[^\W\d_]{1,2}\.?\s?\d{1,3}|(?-i:[a-z])|ii|iii|"
    r"(?<=\S[\[［〔])[A-Z]"
)
"""Notes have groups: ``[A 1]``, ``[n 2]``. But ``[m 2]`` is a unit, and behind a space ``[F]`` can be France."""
_NOTED = rf"(?:{_SEE})?(?:{_WORDS})\.?\s?(?:\d{{1,3}}|[a-z])?|{_SEE}(?:below|unten|ci-dessous|abajo|sotto)"
_MARK = (
    rf"[*†‡§]+\)|{_SUPERSCRIPT}\s?[)⁾]|(?<!\d)\d{{1,2}}\)|(?<=\s)[a-z]\)|"
    rf"[*†‡§¶#⁎∗✝＊]+|{_SUPERSCRIPT}(?:[,⁾ ]*{_SUPERSCRIPT})*|※\d{{0,2}}|(?<![\d*×])[*＊]\d{{1,2}}|[①-⑳]|"
    r"(?<!^\d)(?<![\d\s.,]\d)\^(?:\d{1,2}|[a-z])?|"
    rf"[\[［〔](?:{_NUMBERS}|{_OF_GROUPS}|{_NOTED}|{_ASKED_FOR})[\]］〕]|[(（](?:\d{{1,2}}|[*†‡]+|{_NOTED})[)）]"
)  # fmt: skip
_MARKS = rf"(?<=\S)\s*(?:{_MARK})(?:\s*(?:{_MARK}))*"
_BEHIND = re.compile(rf"{_MARKS}$", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"{_MARKS}(?=[)）]$)", re.IGNORECASE)
MARK_TAKEN_OFF = "a footnote mark was taken off"


def without_mark(text: str) -> str:
    """A text without the marks behind it that lead to a footnote, in forms that no name, date or figure has; also
    those behind its last word in brackets.

    >>> (
    ...     without_mark("Bregenz 1)"),
    ...     without_mark("Akko*)"),
    ...     without_mark("Sigmaringen [Anm. 3]"),
    ...     without_mark("1987[A 1]"),
    ... )
    ('Bregenz', 'Akko', 'Sigmaringen', '1987')
    >>> without_mark("Halle (Saale)"), without_mark("Praha 2"), without_mark("Lyon (F)"), without_mark("Niš (Serbien¹)")
    ('Halle (Saale)', 'Praha 2', 'Lyon (F)', 'Niš (Serbien)')
    """
    if text.isalnum() and text.isascii():
        return text
    text = text.rstrip()
    for marks in (_BEHIND, _IN_BRACKETS):
        rest = marks.sub("", text)
        if rest != text and all(rest.count(begin) == rest.count(end) for begin, end in ("()", "[]", "（）")):
            return rest  # but not Halle (Saale 1)
    return text


_BEGIN_OF_NOTE = re.compile(
    r"\s*(?:([*†‡§#]+|[¹²³⁰⁴-⁹]+)[)⁾]?|[(\[]([*†‡§#]+|\d{1,2}|[a-z])[)\]]|(\d{1,2}|[a-z])\))\s*[=:,–-]?\s*(\S.*)",
    re.DOTALL,
)
_NEXT_NOTE = re.compile(r"\s*[;,|]\s*(?=[*†‡§#¹²³⁰⁴-⁹])")


def marks_behind(text: str) -> list[str]:
    """The marks behind a name or a date that lead to footnotes, in plain characters.

    >>> marks_behind("Bregenz 1)"), marks_behind("Nižni Novgorod¹"), marks_behind("Lyon")
    (['1'], ['1'], [])
    """
    found = _BEHIND.search(text)
    return _MARKS_WITHIN.findall(unicodedata.normalize("NFKC", found[0])) if found else []


_MARKS_WITHIN = re.compile(r"[*†‡§#]+|\d+|(?<![^\W\d_])[a-z](?![^\W\d_])")


def footnotes(texts: Iterable[str]) -> Mapping[str, str]:
    """What stands behind each mark in the notes below a table.

    >>> footnotes(["* ended 2019; ** dormant", "¹ Yhteistyö keskeytetty"])
    {'*': 'ended 2019', '**': 'dormant', '1': 'Yhteistyö keskeytetty'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for part in _NEXT_NOTE.split(text):
            if note := _BEGIN_OF_NOTE.fullmatch(part):
                mark = unicodedata.normalize("NFKC", note[1] or note[2] or note[3])
                found.setdefault(mark, note[4].strip())
    return found
