"""Small words that say nothing alone, and much as a pair: `De` beside `À` are a beginning and an end over years, and
the two ends of a tie over names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from citygraph.domain.names import fold
from citygraph.imports.columns.claims import OUTVOTES, Claim
from citygraph.imports.columns.survey import ColumnSurvey, is_date
from citygraph.imports.values.stretches import says_now

_PAIRS = {
    "de": "à a au até hasta para vers al", "du": "au", "des": "a", "da": "a ad al até", "dal": "al",
    "dalla": "alla", "desde": "a hasta até ata", "van": "naar tot", "von": "nach bis", "fra": "til",
    "från": "till", "frá": "til", "z": "do na", "ze": "do", "od": "do", "iz": "u do", "iš": "į", "nuo": "iki",
    "no": "līdz uz", "nga": "deri në te", "prej": "deri", "de la": "până la", "din": "în la",
    "dari": "ke sampai hingga", "từ": "đến tới", "từ năm": "đến năm", "mettől": "meddig",
    "από": "έως προς σε ως", "с": "по до", "со": "по", "из": "в", "з": "до по у в", "від": "до", "от": "до",
    "з року": "по рік", "من": "إلى حتى", "از": "به تا", "מ": "ל עד", "จาก": "ถึง ไป", "से": "तक", "自": "至 到",
    "从": "到 至", "從": "到 至", "起": "止 讫 訖", "始": "終 终", "から": "まで", "부터": "까지",
}  # fmt: skip
"""By a word for where, or when, something begins: those beside it for where, or when, it ends."""
_KNOWN = frozenset(
    (fold(start), fold(end))
    for start, ends in _PAIRS.items()
    for end in ((ends,) if " " in start else ends.split())
)  # fmt: skip


def are_from_and_to(start: str, end: str) -> bool:
    """True if two headers are such a pair.

    >>> are_from_and_to("De", "À"), are_from_and_to("С", "по"), are_from_and_to("De", "Ville")
    (True, True, False)
    """
    return (fold(start), fold(end)) in _KNOWN


def with_pairs(free: Sequence[ColumnSurvey], claims: list[Claim]) -> list[Claim]:
    """The claims, with those of two columns side by side whose headers are a pair, if one of them is open."""
    for one, other in pairwise(free):
        if other.index != one.index + 1 or not are_from_and_to(one.name, other.name):
            continue
        known = [claim for claim in claims if claim.column in (one.name, other.name)]
        if _hold_times(one, other) and {claim.inner for claim in known} != {"since", "until"}:
            found = [Claim(name, inner, "fact", "", "header; it holds times", fits=2)
                     for name, inner in ((one.name, "since"), (other.name, "until"))]  # fmt: skip
        elif _may_be_names(one, other) and {claim.side for claim in known} != {"from", "to"}:
            found = [Claim(name, "name", "node", side) for name, side in ((one.name, "from"), (other.name, "to"))]
        else:
            continue
        claims = [claim for claim in claims if claim not in known] + found
    return claims


def _hold_times(start: ColumnSurvey, end: ColumnSurvey) -> bool:
    """True if one column has dates or years, and the other nothing else either, unless it says that something goes
    on."""
    begins = start.sort in ("dates", "years")
    return begins and (not end.texts or end.share(lambda text: is_date(text) or says_now(text)) >= OUTVOTES)


def _may_be_names(*columns: ColumnSurvey) -> bool:
    return all(column.sort in ("texts", "countries") for column in columns)
