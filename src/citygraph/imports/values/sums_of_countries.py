"""What tables of trade and migration write among countries, and what is none: *World*, *EU27*, *Areas, nes*."""

from __future__ import annotations

import re

from citygraph.domain.country_names import meanings

_SUMS = re.compile(
    r"(?:the )?world|whole world|wld|rest of (?:the )?world|row|all countries|total|areas?,? nes|other \w+,? nes"
    r"|(?:intra|extra)[- ]?(?:eu|ea|euro area)[- ]?\d*|(?:eu|ea|ez)[- ]?\d\d(?:_\d{4})?|eurozone|euro area|bunkers"
    r"|unspecified|not specified|free zones|special categories|welt|rest der welt|alle länder|monde|reste du monde"
    r"|mundo|resto del mundo|resto do mundo|mondo|resto del mondo|wereld|rest van de wereld|świat|reszta świata"
    r"|весь мир|остальной мир|dünya|世界|全球|世界計|전세계"
    r"|others?|other countries|all others?|various|sonstige(?: länder)?|übrige(?: länder)?|andere(?: länder)?"
    r"|autres(?: pays)?|otros(?: países)?|outros(?: países)?|altri(?: paesi)?|overige(?: landen)?|pozostałe(?: kraje)?"
    r"|inne(?: kraje)?|ostatní(?: země)?|прочие(?: страны)?|другие(?: страны)?|інші(?: країни)?|diğer(?: ülkeler)?"
    r"|övriga(?: länder)?|egyéb(?: országok)?|muut(?: maat)?|その他|其他|其它|기타",
    re.IGNORECASE,
)
"""What tables of trade and migration write for the sum of several countries, or for none."""


def is_sum_of_countries(text: str) -> bool:
    """True if a text in a column of countries names the sum of several.

    >>> is_sum_of_countries("World"), is_sum_of_countries("EU27"), is_sum_of_countries("Areas, nes")
    (True, True, True)
    >>> is_sum_of_countries("Other countries"), is_sum_of_countries("Autres"), is_sum_of_countries("Other Islands")
    (True, True, False)
    """
    return _SUMS.fullmatch(text.strip()) is not None and not meanings(text)
