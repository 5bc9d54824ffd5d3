"""Who is who in the files themselves: things that a name without a country may mean, and names that are nearly the same.

What the files decide is done, and said. What they leave open is for the user to judge: see :mod:`matching`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citygraph.domain.names import fold
from citygraph.imports.entities import Entities, Entity, is_near
from citygraph.imports.matching import Judgements, named
from citygraph.imports.report import ImportReport

_PLACES = ("city", "organization", "country")
_UMLAUT = re.compile("([aou])e")
_MOST = 300
"""How many things of one country are compared by their spelling: among more, neighbours in the alphabet are often two."""
_LONG = 7
"""The fewest letters of names that differ by one letter and may be the same."""


def settle(things: Entities, judgements: Judgements, report: ImportReport) -> None:
    """Find the one thing that a name without a country, or without a region, means. If it can be several, it stays a
    thing of its own, and the user is asked."""
    for several in things.namesakes():
        if several[0].type not in _PLACES:
            continue
        for one in several:
            if one.country is None:
                _settle(one, [other for other in several if other.country is not None], things, judgements, report)
        for one in several:
            if one.is_same_as is None and one.country is not None and not one.region:
                same = [other for other in several if other.country == one.country and other.region]
                _settle(one, same, things, judgements, report)


def _settle(
    one: Entity, others: Sequence[Entity], things: Entities, judgements: Judgements, report: ImportReport
) -> None:
    fits = [other for other in others if other.is_same_as is None and _may_be(one, other)]
    said = {other: judgements.said(named(one), named(other)) for other in fits}
    chosen = [other for other in fits if said[other] == "same"]
    fits = chosen or [other for other in fits if said[other] != "different"]
    lacks = "country" if one.country is None else "region"
    if len(fits) == 1:
        report.tell("joined", one.where, one.name, f"it has no {lacks} here; it is taken for {fits[0]}, the only one")
        things.merge(one, fits[0])
    elif fits:
        which = " or ".join(str(other) for other in fits[:5])
        why = f"it has no {lacks} here, and can be {which}; it stays a record of its own"
        report.tell("unsure", one.where, one.name, why)
        for other in fits:
            judgements.ask(named(one), named(other), f"{one.name}: no {lacks}; {other}")


def _may_be(one: Entity, other: Entity) -> bool:
    """True unless a register or a place tells two namesakes apart."""
    if one.key is not None and other.key is not None:
        return False
    mine, theirs = one.identifiers, other.identifiers
    return is_near(one, other.place) and all(mine[scheme] == theirs[scheme] for scheme in mine.keys() & theirs.keys())


# ------------------------------------------------------------------ names that are nearly the same


def judge_near_names(things: Entities, judgements: Judgements, report: ImportReport) -> None:
    """Ask about things of one country whose names may be two spellings of one; what the user has judged to be the same
    becomes one thing."""
    by_country: dict[tuple[str, str, str], list[Entity]] = {}
    for thing in things:
        if thing.type == "city" and thing.country_name and thing.key is None and not thing.identifiers:
            by_country.setdefault((thing.type, thing.country_name, fold(thing.region)), []).append(thing)
    for several in by_country.values():
        for one, other in _alike(several):
            if one.is_same_as is not None or other.is_same_as is not None or not _may_be(one, other):
                continue
            said = judgements.said(named(other), named(one))
            if said == "same":
                name = other.facts.get("name", "")
                things.merge(other, one)
                if name and name != one.facts.get("name"):
                    things.add_alias(one, name)
            elif said != "different":
                report.tell(
                    "unsure", other.where, str(other), f"it may be {one} in another spelling; both stay records"
                )
                judgements.ask(named(other), named(one), f"{other.name}: another spelling of {one.name}?")


def _alike(several: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Pairs whose names may be two spellings of one name, the earlier thing first."""
    by_spelling: dict[str, Entity] = {}
    told: set[tuple[int, int]] = set()
    names = [fold(thing.name) for thing in several]
    for thing, name in zip(several, names, strict=True):
        known = by_spelling.setdefault(_UMLAUT.sub(r"\1", name), thing)
        if known is not thing and fold(known.name) != name:
            told.add((known.number, thing.number))
            yield known, thing
    if len(several) > _MOST:
        return
    from rapidfuzz.distance import OSA

    for at, name in enumerate(names):
        for before in range(at):
            if (several[before].number, several[at].number) in told:
                continue
            if min(len(name), len(names[before])) >= _LONG and OSA.distance(name, names[before], score_cutoff=1) == 1:
                yield several[before], several[at]
