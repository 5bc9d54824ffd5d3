"""What people put around a number or a date that they do not know exactly, and marks that only lead to a footnote."""

from __future__ import annotations

import re

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
MARK_TAKEN_OFF = "a footnote mark was taken off"


def without_footnote(text: str) -> str:
    """A number or a date without the footnote marks behind it.

    >>> without_footnote("1987[3]"), without_footnote("42000²"), without_footnote("1987")
    ('1987', '42000', '1987')
    """
    if text.isalnum() and text.isascii():
        return text
    return FOOTNOTE.sub("", text.rstrip())
