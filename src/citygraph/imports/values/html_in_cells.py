"""HTML in the texts of cells that were copied from pages: ``K&ouml;ln``, ``Lyon<sup>1</sup>``."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|a|sup|small|br|p|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"<sup>[^<>]{0,12}</sup>", re.IGNORECASE)
HTML_READ = "HTML was read as text"


def without_html(text: str) -> str:
    """A text with the characters for which entities stand, and without tags.

    >>> without_html("Saarbr&uuml;cken"), without_html("<b>Lyon</b><sup>1</sup>").strip()
    ('Saarbrücken', 'Lyon')
    """
    text = without_entities(text)
    return _TAG.sub(" ", _SUPERSCRIPT.sub("", text)) if "<" in text and _TAG.search(text) else text


def without_entities(text: str) -> str:
    """A text with the characters for which entities stand, also where a program has escaped these again. The semicolon
    of an entity stands between no names.

    >>> without_entities("K&ouml;ln; Neuch&amp;acirc;tel"), without_entities("K&N; Lyon")
    ('Köln; Neuchâtel', 'K&N; Lyon')
    """
    if "&" not in text or not _ENTITY.search(text):
        return text
    once = html.unescape(text)
    return html.unescape(once) if _ENTITY.search(once) else once
