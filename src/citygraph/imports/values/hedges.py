"""What people put around a number or a date that they do not know exactly, and marks that only lead to a footnote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_ABOUT_WORDS = (
    "c", "ca", "circa", "about", "around", "approx", "approximately", "roughly", "est", "um", "etwa", "zirka", "rund",
    "gegen", "ungefähr", "vers", "environ", "env", "hacia", "aproximadamente", "aprox", "alrededor de", "cerca de",
    "unos", "unas", "por volta de", "verso", "circa il", "intorno al", "ongeveer", "rond", "omstreeks", "około", "ok",
    "około roku", "около", "ок", "примерно", "прибл", "порядка", "близько", "бл", "приблизно", "орієнтовно", "yaklaşık",
    "takriben", "حوالي", "نحو", "ما يقارب", "约", "約", "大约", "大約", "大概", "およそ", "おおよそ", "약", "대략",
)  # fmt: skip
ABOUT = re.compile(rf"(?:(?:{'|'.join(_ABOUT_WORDS)})(?:\.\s?|\s|(?=\d))|[~≈±]\s?)(?=\S)", re.IGNORECASE)
"""Before a number or a date: it is about right."""
ABOUT_AFTER = re.compile(
    r"\s?(?:左右|前後|前后|上下|頃|ごろ|ころ|程度|ほど|경|무렵|정도|\scivarı(?:nda)?"
    r"|,?\s\(?(?:ca?|circa|approx|est|estimated?|geschätzt|schätzung|estimation|estimaci[oó]n|estimado|estimada"
    r"|stima|schatting|szac|szacunkowo|оценка|оцінка|tahmini|تقدير|估计|估計|推計|推定|추정)\.?\)?)$",
    re.IGNORECASE,
)
"""The same behind it."""
_MARK = (
    r"[*†‡§¶#⁎∗✝]+|[¹²³⁰⁴-⁹]+(?:[,⁾ ]*[¹²³⁰⁴-⁹]+)*|"
    r"\[(?:\d{1,3}|[a-z]|note \d+|nb \d+|citation needed)\]|\((?:\d{1,2}|[*†‡]+)\)"
)
FOOTNOTE = re.compile(rf"(?<=\S)\s*(?:{_MARK})(?:\s*(?:{_MARK}))*$")
"""Marks behind a text that lead to a footnote."""
_NOTE_WORDS = (
    r"anm(?:erkung)?|fu(?:ß|ss)note|fn|foot\s?note|note|notes|nota|notas|n\.?b|remark|renvoi|voetnoot|noot|przypis|uwaga|"
    r"prim|прим(?:ечание)?|сноска|fotnote|fotnot|viite|alaviite|lábjegyzet|dipnot|注|註|脚注|각주|주"
)
_SEE = r"(?:see|siehe|s|vgl|cf|voir|v|ver|véase|vedi|zie|zob|patrz|viz|см|se|ks|lásd|bkz)\.?\s+"
_MARK_OF_NAMES = (
    rf"{_MARK}|[¹²³⁰⁴-⁹]+\s?[)⁾]|(?:[*†‡§]+|\d{{1,2}}|(?<=\s)[a-z])\)|\^(?:\d{{1,2}}|[a-z])?|"
    rf"[(\[（](?:{_SEE})?(?:{_NOTE_WORDS})\.?\s?(?:\d{{1,2}}|[a-z])?[)\]）]|[(\[（]{_SEE}(?:below|unten|ci-dessous|abajo|sotto)[)\]）]"
)
_FOOTNOTE_OF_NAMES = re.compile(rf"(?<=\S)\s*(?:{_MARK_OF_NAMES})(?:\s*(?:{_MARK_OF_NAMES}))*$", re.IGNORECASE)
MARK_TAKEN_OFF = "a footnote mark was taken off"


def without_footnote(text: str) -> str:
    """A number or a date without the footnote marks behind it.

    >>> without_footnote("1987[3]"), without_footnote("42000²"), without_footnote("1987")
    ('1987', '42000', '1987')
    """
    if text.isalnum() and text.isascii():
        return text
    return FOOTNOTE.sub("", text.rstrip())


def name_without_mark(name: str) -> str:
    """A name without the marks behind it that lead to a footnote, in forms that no name has.

    >>> name_without_mark("Bregenz 1)"), name_without_mark("Akko*)"), name_without_mark("Sigmaringen [Anm. 3]")
    ('Bregenz', 'Akko', 'Sigmaringen')
    >>> name_without_mark("Halle (Saale)"), name_without_mark("Praha 2"), name_without_mark("Lyon (F)")
    ('Halle (Saale)', 'Praha 2', 'Lyon (F)')
    """
    rest = _FOOTNOTE_OF_NAMES.sub("", name)
    are_pairs = all(rest.count(begin) == rest.count(end) for begin, end in ("()", "[]", "（）"))
    return rest if are_pairs else name  # Halle (Saale 1)


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
    found = _FOOTNOTE_OF_NAMES.search(text) or FOOTNOTE.search(text)
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
