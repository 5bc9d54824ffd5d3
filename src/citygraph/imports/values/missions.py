"""Words for embassies and consulates, in many languages: what has one in its name is no city."""

from __future__ import annotations

import re
import unicodedata


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))


_BEGIN = tuple(map(_plain, (
    "embass", "consulate", "consular", "high commission", "legation", "permanent mission", "botschaft", "konsulat",
    "generalkonsulat", "honorarkonsulat", "ständige vertretung", "ambassade", "consulat", "embajada", "consulado",
    "viceconsulado", "embaixada", "ambasciat", "consolat", "ambaixada", "consulaat", "consulaten", "ambasad",
    "посольств", "консульств", "генконсульств", "генеральное консульство", "генеральне консульство", "büyükelçili",
    "elçili", "konsoloslu", "başkonsoloslu", "سفارة", "قنصلية", "القنصلية", "السفارة", "سفارت", "کنسولگری",
    "velvyslanectv", "konzulát", "veľvyslanectv", "nagykövetség", "főkonzulátus", "konzulátus", "ambassad",
    "suurlähetystö", "konsulaat", "pääkonsulaatti", "πρεσβεία", "προξενείο", "veleposlan", "konzulat", "амбасад",
    "конзулат", "посолство", "консулство", "saatkond", "vēstniecība", "generalinis konsulatas", "đại sứ quán",
    "lãnh sự quán", "tổng lãnh sự quán", "kedutaan", "שגרירות", "קונסוליה", "दूतावास",
)))  # fmt: skip
"""How words for missions begin, in their cases, too."""
_WITHIN = ("大使馆", "大使館", "领事馆", "領事館", "대사관", "영사관")
_WORD = re.compile(r"[^\W\d_]+")


def is_a_mission(text: str) -> bool:
    """True for the name of an embassy, a consulate or another mission.

    >>> is_a_mission("Consulado de México en Portland"), is_a_mission("Portland"), is_a_mission("U.S. Embassy Paris")
    (True, False, True)
    """
    if any(word in text for word in _WITHIN):
        return True
    plain = _plain(text)
    starts = (plain[found.start() :] for found in _WORD.finditer(plain))
    return any(start.startswith(_BEGIN) for start in starts)
