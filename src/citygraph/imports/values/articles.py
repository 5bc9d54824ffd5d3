"""Articles that registers put behind a name: ``Hague, The``, ``Havre (Le)``, ``Escala, L'``."""

from __future__ import annotations

from citygraph.imports.values.names import in_brackets, with_comma

ARTICLES = frozenset((
    "The", "El", "La", "Las", "Los", "Els", "Les", "L'", "L’", "Es", "Sa", "Ses", "S'", "S’", "En", "Na", "O", "A",
    "Os", "As", "Le", "Il", "Lo", "I", "Gli", "De", "Den", "Het", "'t", "’t", "Die", "Der", "Das",
))  # fmt: skip
"""Codes of countries have no small letters."""
_APOSTROPHES = "'’"


def article_behind(text: str) -> tuple[str, str] | None:
    """A name, and the article behind it; None if there is none.

    >>> article_behind("Hague, The"), article_behind("Castell (Es)"), article_behind("Bern (CH)")
    (('Hague', 'The'), ('Castell', 'Es'), None)
    """
    found = with_comma(text) or in_brackets(text)
    return found if found and found[1] in ARTICLES else None


def turned(name: str, article: str) -> str:
    """A name with its article before it.

    >>> turned("Hague", "The"), turned("Escala", "L'")
    ('The Hague', "L'Escala")
    """
    is_joined = article[-1] in _APOSTROPHES and article[0].isalpha()
    return f"{article}{'' if is_joined else ' '}{name}"


def with_article_before(text: str) -> str:
    """A name whose article stands behind it, as it is spoken: if GeoNames has it so, or does not have the rest.

    >>> with_article_before("Hague, The"), with_article_before("Shreveport, La")
    ('The Hague', 'Shreveport, La')
    """
    if not (found := article_behind(text)):
        return text
    from citygraph.domain.gazetteer import places_called  # few names have an article behind them

    whole = turned(*found)
    return whole if places_called(whole) or not places_called(found[0]) else text
