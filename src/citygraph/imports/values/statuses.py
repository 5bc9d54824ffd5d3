"""The words of registers for the status of a tie, in many languages: ``status_words.csv``."""

from __future__ import annotations

import re
from functools import cache

from citygraph.domain.country_names import key
from citygraph.domain.terms import STATUSES
from citygraph.imports.values.word_tables import rows_of


@cache
def _by_word() -> dict[str, str]:
    # Names may meet in Latin letters, but 终止 (ended) and 中止 (suspended) sound alike: the script stays.
    found = {key(status): status for status in STATUSES}
    for row in rows_of("status_words.csv"):
        for word in row["words"].split(";"):
            found.setdefault(key(word), row["status"].partition(_OR)[0])
    return found


_OR = " or "


def may_have_ended(text: str) -> bool:
    """True if a word of a text says that a tie was cancelled, and can say as well that it stood and ended.

    >>> may_have_ended("annulé en 2010"), may_have_ended("abgesagt")
    (True, False)
    """
    return any(key(word) in _two_statuses() for word in (text, *re.findall(r"\w+", text)))


@cache
def _two_statuses() -> frozenset[str]:
    rows = (row for row in rows_of("status_words.csv") if _OR in row["status"])
    return frozenset(key(word) for row in rows for word in row["words"].split(";"))


def status_of(text: str) -> str | None:
    """The status that a register's word means; None if it is no known word, or in doubt: ``active?``.

    >>> status_of("Beendet"), status_of("ACTIVE"), status_of("planowanych"), status_of("see file 12")
    ('ended', 'active', 'planned', None)
    """
    if any(sign in text for sign in "?~"):
        return None
    word = key(text)  # empty for signs alone, which no word is
    return _by_word().get(word) or (_by_stem().get(_stem(word)) if text.isalpha() and len(text) < _LONGEST else None)


_LONGEST = 24
_SHORTEST = 6
"""A stem of fewer letters may be that of another word."""
_ENDING = re.compile(
    r"(?:ego|emu|ej|ymi|ych|ym|ich|imi|eho|emu|ou|ami|ach|ene|ener|ens|as|os|es|is|us|en|em|er|et|te|ten|ter|nt|t|n|m|s"
    r"|[aeiouy]"
    r"|ого|его|ому|ему|ими|ыми|ых|их|ые|ии|ыи|ои|еи|ая|яя|ое|ее|ую|юю|ою|ею|им|ым|ом|ем|[аяеоиыуюі]"
    r"|ος|ου|ον|οι|ων|ους|ης|ες|ας|[αηο])$"
)


def _stem(word: str) -> str:
    """A word without its ending, so that *planowana*, *planowanych* are one; empty if little is left."""
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST else ""


@cache
def _by_stem() -> dict[str, str]:
    """The statuses of those stems that only words of one status have."""
    found: dict[str, set[str]] = {}
    for word, status in _by_word().items():
        if stem := _stem(word):
            found.setdefault(stem, set()).add(status)
            found.setdefault(word, set()).add(status)
    return {stem: min(statuses) for stem, statuses in found.items() if len(statuses) == 1}


_NO_TIE = (
    "no action", "no action taken", "not party", "not a party", "non-party", "not a state party", "not a member",
    "non-member", "not signed", "neither signed nor ratified", "kein Mitglied", "nicht Mitglied", "keine Partei",
    "nicht beigetreten", "nicht unterzeichnet", "non membre", "pas membre", "non partie", "non signé", "no miembro",
    "no es miembro", "no es parte", "no firmado", "não membro", "não é membro", "não é parte", "non membro",
    "non parte", "geen lid", "geen partij", "nie jest członkiem", "nie jest stroną", "не участвует", "не участник",
    "не является участником", "не член", "не подписано", "не є учасником", "не член", "üye değil", "taraf değil",
    "ليس عضوا", "ليست طرفا", "非缔约国", "非締約國", "非成员", "非成員", "未签署", "未簽署", "非締約国",
    "非加盟", "非会員",
    "비회원", "미가입",
)  # fmt: skip


def says_no_tie(text: str) -> bool:
    """True for a word in the place of a status which says that there is no tie: ``no action``, ``not party``.

    >>> says_no_tie("No action"), says_no_tie("ended")
    (True, False)
    """
    return key(text) in _no_tie()


@cache
def _no_tie() -> frozenset[str]:
    return frozenset(map(key, _NO_TIE))
