"""Two names with a comma between them: ``Shanghai, Los Angeles``. A comma also stands before a country or its part."""

from __future__ import annotations

from citygraph.domain.country_names import meanings
from citygraph.imports.columns.abbreviated_countries import cut_short
from citygraph.imports.values import names
from citygraph.imports.values.articles import article_behind
from citygraph.imports.values.regions_behind import in_region, is_part_behind
from citygraph.imports.values.register_words import register_name

_COMMAS = (",", "，", "،")
_ANY_COMMA = frozenset(_COMMAS)


def comma_of_two(text: str) -> str:
    """The comma between two names; empty if what stands behind it may be a country or a part of one, or a register's
    word for the name: ``Mainz, Stadt``, or a word cut short: ``Wigan, Engl.``"""
    if _ANY_COMMA.isdisjoint(text) or register_name(text) or cut_short(text) or in_region(text):
        return ""
    for sign in _COMMAS:
        first, *others = (part.strip() for part in names.outside_brackets(text, sign))
        second = others[0] if len(others) == 1 else ""
        if first and second:
            is_name = len(second) > 2 and any(letter.isalpha() for letter in second)
            return sign if is_name and not meanings(second) and not is_part_behind(first, second) else ""
    return ""


def perhaps_two_towns(text: str) -> list[str]:
    """The two names between which a comma stands, if GeoNames knows a town of one of them, and not the whole.

    >>> perhaps_two_towns("Shanghai, Los Angeles"), perhaps_two_towns("Rwamagana, Huye")
    (['Shanghai', 'Los Angeles'], ['Rwamagana', 'Huye'])
    >>> perhaps_two_towns("Lyon, France"), perhaps_two_towns("Hague, The"), perhaps_two_towns("Mainz, Stadt")
    ([], [], [])
    """
    if _ANY_COMMA.isdisjoint(text):
        return []
    plain = names.bare(text)
    sign = "" if article_behind(plain) else comma_of_two(plain)
    both = [part.strip() for part in names.outside_brackets(plain, sign)] if sign else []
    if not both or any(not part[0].isalpha() or part[0].islower() for part in both):
        return []
    from citygraph.domain.gazetteer import is_a_name  # few names of an import need it

    return both if any(map(is_a_name, both)) and not is_a_name(text) else []
