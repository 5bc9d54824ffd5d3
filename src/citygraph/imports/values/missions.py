"""Words for embassies and consulates, in many languages: what has one in its name is no city."""

from __future__ import annotations

import re
import unicodedata

OF_MISSIONS = "representative-office"
"""The kind of the ties of a country to the places where it has embassies and consulates."""


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
    "lãnh sự quán", "envoy", "interests section", "tổng lãnh sự quán", "kedutaan", "שגרירות", "קונסוליה", "दूतावास",
)))  # fmt: skip
"""How words for missions begin, in their cases, too."""
_WITHIN = ("大使馆", "大使館", "领事馆", "領事館", "대사관", "영사관")
_HEADS = tuple(map(_plain, (
    "consul", "konsul", "cónsul", "cônsul", "console", "honorarkonsul", "generalkonsul", "ambassador", "botschafter",
    "ambassadeur", "embajador", "embaixador", "ambasciator", "ambasador", "консул", "посол", "konsolos", "büyükelçi",
    "konzul", "nagykövet", "velvyslan", "veľvyslan", "konsuli", "suurlähettil", "ambasador", "πρόξεν", "πρέσβ",
    "القنصل", "السفير", "سفير", "قنصل",
)))  # fmt: skip
_HEADS_WITHIN = ("大使", "领事", "領事", "대사", "영사")
"""Words for those who lead missions."""
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


def tells_of_missions(header: str) -> bool:
    """True if a header names missions, or those who lead them.

    >>> tells_of_missions("Honorary Consul"), tells_of_missions("Consulado de"), tells_of_missions("Council")
    (True, True, False)
    """
    words = (_plain(word) for word in _WORD.findall(header))
    is_of_heads = any(word.startswith(_HEADS) for word in words) or any(word in header for word in _HEADS_WITHIN)
    return is_of_heads or is_a_mission(header)
