"""Marks that only lead to a footnote, and the notes to which they lead. One set for names, dates and figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_WORDS = (
    r"anm(?:erkung)?|fu(?:ß|ss)note|fn|foot\s?note|notes?|notas?|n\.b|nb(?=\s?\d)|remark|renvoi|r[ée]f|voetnoot|noot|przypis|"
    r"uwaga|prim|прим(?:ечание|ітка)?|сноска|виноска|бел(?:ежка)?|нап(?:омена)?|napomena|opomba|pozn(?:ámka)?|fotnote|"
    r"fotnot|viite|alaviite|huom|lábjegyzet|megj(?:egyzés)?|dipnot|not|märkus|piez(?:īme)?|past(?:aba)?|σημ(?:είωση)?|"
    r"catatan|ghi chú|หมายเหตุ|ملاحظة|هامش|הערה|注釈?|註|脚注|腳註|각주|주"
)
_SEE = r"(?:see|siehe|s|vgl|cf|voir|v|ver|véase|vedi|zie|zob|patrz|viz|см|se|ks|lásd|bkz)\.?\s+"
_ASKED_FOR = (
    r"citation needed|citation nécessaire|réf\. (?:nécessaire|souhaitée)|cita requerida|senza fonte|carece de fontes|"
    r"quelle fehlt|belege? fehl(?:t|en)|potrzebny przypis|источник\?|джерело\?|要出典|来源请求|來源請求|출처 필요"
)
"""A note that asks for a source: *citation needed*."""
_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*"
_OF_GROUPS = (
    r"(?:lower|upper)-(?:alpha|roman|greek)\s?\d{1,3}|(?!(?:[kcdmh]?m)\s?[23]$)[^\W\d_]{1,2}\.?\s?\d{1,3}|[a-z]|ii|iii"
)
"""Notes have groups: ``[A 1]``, ``[n 2]``; but ``[m 2]`` is a unit."""
_NOTED = rf"(?i:(?:{_SEE})?(?:{_WORDS})\.?\s?(?:\d{{1,3}}|[a-z])?|{_SEE}(?:below|unten|ci-dessous|abajo|sotto))"
_IN_SQUARE = re.compile(rf"{_NUMBERS}|{_OF_GROUPS}|{_NOTED}|(?i:{_ASKED_FOR})")
_IN_ROUND = re.compile(rf"\d{{1,2}}|[*†‡]+|{_NOTED}")
_ON_FIGURES = frozenset("abdghijk")
"""Letters that lead to a note behind a figure: ``1955 (a)``. Others are flags of statistics, of what is
estimated (e), provisional (p) or revised (r), or say *circa*."""
_ON_YEARS = re.compile(r"(?<!\w)\d{4}[abd]", re.ASCII)
_RAISED = "[¹²³⁰⁴-⁹]+"
_CLOSED = re.compile(rf"(?<=\S)\s*(?:[*†‡§]+\)|{_RAISED}\s?[)⁾]|(?<!\d)\d{{1,2}}\)|(?<=\s)[a-zA-Z]\))$")
_SIGNS = re.compile(
    rf"(?<=\S)\s*(?:[*†‡§¶#⁎∗✝＊]+|{_RAISED}(?:[,⁾ ]*{_RAISED})*|※\d{{0,2}}|(?<![\d*×])[*＊]\d{{1,2}}|[①-⑳]|"
    r"(?<!^\d)(?<![\d\s.,]\d)\^(?:\d{1,2}|[a-zA-Z])?)$"
)
_OPENING, _CLOSING = "([（［〔", ")]）］〕⁾"
_LAST = frozenset("*†‡§¶#⁎∗✝＊※^¹²³⁰⁴⁵⁶⁷⁸⁹⁾①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BEFORE_LAST = frozenset("*＊※^")
_YEAR_AND_MARK = 5
_LONGEST = 24
"""No mark of signs is longer, with those beside it."""
MARK_TAKEN_OFF = "a footnote mark was taken off"


def without_mark(text: str) -> str:
    """A text without the marks behind it that lead to a footnote, in forms that no name, date or figure has; also
    those behind its last word in brackets.

    >>> without_mark("Bregenz 1)"), without_mark("Akko*)"), without_mark("Graz [Anm. 3]"), without_mark("1987[A 1]")
    ('Bregenz', 'Akko', 'Graz', '1987')
    >>> without_mark("1955 (a)"), without_mark("1954a"), without_mark("1955 (p)"), without_mark("1990s")
    ('1955', '1954', '1955 (p)', '1990s')
    >>> without_mark("Halle (Saale)"), without_mark("Praha 2"), without_mark("Lyon (F)"), without_mark("Niš (Serbien¹)")
    ('Halle (Saale)', 'Praha 2', 'Lyon (F)', 'Niš (Serbien)')
    """
    text = text.rstrip()
    rest = _without_marks_behind(text)
    if rest == text and text[-1:] in ")）" and (begin := _opening(text)) > 0:
        within = text[begin + 1 : -1]
        return text[: begin + 1] + _without_marks_behind(within) + text[-1]
    return rest


def _without_marks_behind(text: str) -> str:
    while (rest := _without_last(text)) != text:
        text = rest
    return text


def _without_last(text: str) -> str:
    """A text without the last mark behind it."""
    rest, last = text, text[-1:]
    if last and last in _CLOSING:
        begin = _opening(text)
        within = text[begin + 1 : -1]
        if begin > 0 and text[begin] in "(（":
            is_on_figure = within in _ON_FIGURES and text[:begin].rstrip()[-1:].isdigit()
            is_mark = is_on_figure or _IN_ROUND.fullmatch(within) is not None
        else:  # behind a space, [F] can be France
            is_letter = len(within) == 1 and within.isupper() and not text[begin - 1].isspace()
            is_mark = begin > 0 and (is_letter or _IN_SQUARE.fullmatch(within) is not None)
        rest = text[:begin].rstrip() if is_mark else _without(_CLOSED, text)
    if rest == text and (last in _LAST or not _BEFORE_LAST.isdisjoint(text[-3:])):
        rest = _without(_SIGNS, text)
    if rest == text and last in _ON_FIGURES and _ON_YEARS.fullmatch(text, max(0, len(text) - _YEAR_AND_MARK)):
        rest = text[:-1]
    are_pairs = all(rest.count(begin) == rest.count(end) for begin, end in ("()", "[]", "（）"))
    return rest if rest and are_pairs else text  # Halle (Saale 1)


def _without(signs: re.Pattern[str], text: str) -> str:
    found = signs.search(text, max(0, len(text) - _LONGEST))
    return text[: found.start()] if found else text


def _opening(text: str) -> int:
    """Where the last bracket opens; -1 if none does."""
    return max(map(text.rfind, _OPENING))


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
    text = text.rstrip()
    behind = text[len(_without_marks_behind(text)) :]
    return _MARKS_WITHIN.findall(unicodedata.normalize("NFKC", behind))


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
