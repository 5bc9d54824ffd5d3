"""Who is who in the files themselves: what a name without a country may mean, and names that are nearly the same.

What the files decide is done, and said. What they leave open is for the user to judge: see :mod:`matching`. Which
things there are does not depend on the order of the rows. A thing with two spellings is called as in the
row that says more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from citygraph.domain.country_names import stated
from citygraph.domain.names import fold
from citygraph.imports.apart import are_two, contradiction, differ, lies_in, mark, may_be_one
from citygraph.imports.entities import Entities
from citygraph.imports.entity import Entity
from citygraph.imports.matching import Judgements, RecordMatch, named
from citygraph.imports.near_names import near_names
from citygraph.imports.report import ImportReport

_MOST_NAMESAKES = 500
"""Among more things of one name, the name says nothing."""
_MOST_ALL = 5
"""Of so many things of one name that contradict each other, each two are asked about."""

Tied = Callable[[Mapping[int, int]], set[tuple[int, int]]]
"""From the numbers of things, each with that of its group: the pairs within a group that a row joins, lower first."""


CountriesOf = Callable[[str], set[str]]
"""The countries in which the rest of the folder has cities of a name."""


def settle(things: Entities, tied: Tied, in_folder: CountriesOf, judgements: Judgements, report: ImportReport) -> None:
    """Make one thing of those that are one: as the user says, or because they share a name, nothing tells them apart,
    and neither can be a third. Ask about those that can be several. ``tied`` finds those that are two because a row
    joins them. A name without a country is no city of the files if the folder has another one of that name."""
    _one_for_each_code(things)
    groups = [several for several in things.namesakes() if len(several) <= _MOST_NAMESAKES]
    groups = [several for several in groups if any(one.key is None for one in several)]
    for several in groups:
        _mark(several)
    join_as_judged(things, judgements, report)
    joined = tied({one.number: at for at, several in enumerate(groups) for one in several}) if groups else set()
    groups.sort(key=lambda several: several[0].type == "official")  # the places of their posts come first
    for several in groups:
        left = sorted((one for one in several if one.is_same_as is None), key=lambda one: one.number)
        _settle(left, joined, in_folder, things, judgements, report)


def _mark(several: Sequence[Entity]) -> None:
    """Give things of one name that would be called alike in the judgements what tells them apart."""
    called: dict[str, list[Entity]] = {}
    for one in several:
        called.setdefault(named(one), []).append(one)
    for alike in called.values():
        if len(alike) > 1:
            for one in alike:
                one.mark = mark(one)


def _one_for_each_code(things: Entities) -> None:
    """China, PRC and CHN are one country, and so are the USSR and the Soviet Union."""
    by_code: dict[str, Entity] = {}
    for thing in things:
        if thing.type == "country" and (code := thing.facts.get("iso") or _former_code(thing.name)):
            known = by_code.setdefault(code, thing)
            if known is not thing:
                _make_one(thing, known, things)


def _former_code(name: str) -> str:
    """The code of a state of the past in ISO 3166-3; empty if a name means none."""
    place = stated(name)
    return place.iso if place and place.sort == "former" else ""


def _make_one(one: Entity, other: Entity, things: Entities) -> Entity:
    """Make one thing of two, called as in the row that says more of it: one of its own, or with its country; else as in
    the first row. Another name becomes an alias."""
    first, later = sorted((one, other), key=lambda thing: thing.number)
    by_rank = sorted((first, later), key=lambda thing: (thing.is_declared, bool(thing.country_name)), reverse=True)
    name, *others = [name for thing in by_rank if (name := thing.facts.get("name"))] or [""]
    later.facts.pop("name", None)
    things.merge(later, first)
    if name:
        first.facts["name"] = name
    for another in others:
        if fold(another) != fold(name):
            things.add_alias(first, another)
    return first


def _described(one: Entity, others: Sequence[Entity]) -> str:
    """A thing in words, with its place or its key if another one reads alike."""
    if sum(str(other) == str(one) for other in others) > 1 and one.mark:
        return f"{one} ({one.mark})"
    if one.place and sum(str(other) == str(one) for other in others) > 1:
        return f"{one} (at {{:.2f}}, {{:.2f}})".format(*one.place)
    return f"{one} (`{one.key}`)" if one.key and one.key != one.name else str(one)


def _is_clear(one: Entity, other: Entity) -> bool:
    """True if two things that may be one share a country, or one has neither country nor a region of an unknown
    country."""
    if bool(one.country_name) == bool(other.country_name):
        return True
    lacks, has = (other, one) if one.country_name else (one, other)
    return not lacks.region or bool(has.region) or lies_in(lacks.region, has.country_name)


def _settle(
    several: Sequence[Entity],
    tied: set[tuple[int, int]],
    in_folder: CountriesOf,
    things: Entities,
    judgements: Judgements,
    report: ImportReport,
) -> None:
    may_be: dict[Entity, list[Entity]] = {one: [] for one in several}
    for one, other in combinations(several, 2):
        if (one.number, other.number) not in tied and may_be_one(one, other) and not judgements.differ(one, other):
            may_be[one].append(other)
            may_be[other].append(one)
    # What can be two things that are not one is open. All others that can be one are one.
    for one, others in may_be.items():
        one.is_open = any(b not in may_be[a] for a, b in combinations(others, 2))
    told = [(one, [other for other in others if not other.is_open]) for one, others in may_be.items() if one.is_open]
    for one, other in combinations(several, 2):
        if other in may_be[one] and not (one.is_open or other.is_open or _is_clear(one, other)):
            one.is_open = other.is_open = True
            told.append((other, [one]) if one.country_name else (one, [other]))
    more: dict[Entity, list[str]] = {}
    for one, others in may_be.items():
        known = [other for other in others if other.country_name]
        if one.type != "city" or not known or one.country_name or one.region or one.is_open:
            continue
        if elsewhere := in_folder(one.name) - {other.country_name for other in known}:
            one.is_open = True
            more[one] = [f"{one.name}, {country}, which the folder has" for country in sorted(elsewhere)]
            told.append((one, known))
    for one, others in told:
        if not others:
            continue
        which = " or ".join([*(_described(other, others) for other in others[:5]), *more.get(one, ())])
        why = f"{_lack(one, others)}can be {which}; it stays a record of its own"
        report.tell("unsure", one.where, one.name, why)
        for other in others:
            judgements.ask(one, other, f"is {one} the same as {_described(other, others)}?")
    for one in several:
        if one.is_open or one.is_same_as is not None:
            continue
        same = [one, *(other for other in may_be[one] if not other.is_open)]
        fullest = max(same, key=lambda each: (bool(each.country_name), bool(each.region), -each.number))
        for each in same:
            for lacks, word in (("country", "country"), ("region", "region"), ("posts_at", "post")):
                if getattr(fullest, lacks) and not getattr(each, lacks):
                    why = f"it has no {word} here; it is taken for {fullest}, the only one"
                    report.tell("joined", each.where, each.name, why)
                    break
        for other in same[1:]:
            judgements.joins(other, one)
            _make_one(other, one, things)
    _ask_about_contradictions([one for one in several if one.is_same_as is None], tied, judgements, report)


def _lack(one: Entity, others: Sequence[Entity]) -> str:
    """What a thing has not that would tell which of several others it is, in words."""
    if not one.country_name and any(other.country_name for other in others):
        return "it has no country here, and "
    if not one.region and any(other.region for other in others):
        return "it has no region here, and "
    if one.place is None and any(other.place is not None for other in others):
        return "it has no place here, and "
    if not one.posts_at and any(other.posts_at for other in others):
        return "it has no post here, and "
    return ""


def _ask_about_contradictions(
    several: Sequence[Entity], tied: set[tuple[int, int]], judgements: Judgements, report: ImportReport
) -> None:
    """Things of one name that contradict each other stay two. Of many, each is asked about with the first."""
    firsts = several if len(several) <= _MOST_ALL else several[:1]
    for one, other in combinations(several, 2):
        if one not in firsts:
            break
        if (one.number, other.number) in tied or one.is_open or other.is_open or are_two(one, other):
            continue
        if (why := contradiction(one, other)) and judgements.said(one, other) == "unsure":
            told = f"the name stands at {one.where}, too, but with {why}: both stay records"
            report.tell("unsure", other.where, str(other), told)
            judgements.ask(one, other, f"{one}: {why}")


# ------------------------------------------------------------------ the user's word


def join_as_judged(things: Entities, judgements: Judgements, report: ImportReport) -> None:
    """Make one thing of each two that the user says are the same, unless a register has different ids for them, or they
    are called different elsewhere in the judgements."""
    if not judgements.are_decided:
        return
    called: dict[str, list[Entity]] = {}
    for thing in things:
        called.setdefault(named(thing), []).append(thing)
    judgements.has_seen(called)
    for one_name, other_name in judgements.said_to_be_same():
        if len(called.get(one_name, ())) != 1 or len(called.get(other_name, ())) != 1:
            continue
        one, other = called[one_name][0].settled, called[other_name][0].settled
        if one is other:
            continue
        if one.type != other.type or judgements.differ(one, other) or not _have_one_id(one, other):
            why = f"{judgements.path.name} says that it is {other}, but ids, or another line there, tell them apart"
            report.tell("doubtful", one.where, str(one), why)
            continue
        first, later = sorted((one, other), key=lambda thing: thing.number)
        report.tell("joined", later.where, str(later), f"{judgements.path.name} says that it is {first}")
        judgements.joins(one, other)
        _make_one(one, other, things)


def _have_one_id(one: Entity, other: Entity) -> bool:
    return (one.key is None or other.key is None) and not differ(one.identifiers, other.identifiers)


# ------------------------------------------------------------------ names that are nearly the same


def judge_near_names(things: Entities, judgements: Judgements, report: ImportReport) -> None:
    """Ask about cities of one country whose names may be two spellings of one."""
    join_as_judged(things, judgements, report)
    by_country: dict[str, list[Entity]] = {}
    for thing in things:
        if thing.type == "city" and thing.country_name and "name" in thing.facts:
            by_country.setdefault(thing.country_name, []).append(thing)
    for country, several in by_country.items():
        if all(_has_id(thing) for thing in several):
            continue

        def are_two(at: int, before: int, several: Sequence[Entity] = several) -> bool:
            one, other = several[at], several[before]
            return (_has_id(one) and _has_id(other)) or not may_be_one(one, other)

        near = near_names([thing.name for thing in several], country, are_two)
        for pair in near.pairs:
            one, other = several[pair.one], several[pair.other]
            if judgements.said(one, other) == "unsure":
                report.tell("unsure", other.where, str(other), f"it may be {one}: {pair.why}; both stay records")
                judgements.ask(one, other, f"{one.name}, {other.name}: {pair.why}")
        for why, number in near.too_many.items():
            report.said.append(
                f"{number} pairs of names in {country} are alike ({why}). These are too many to be slips, so they are "
                f"taken for different places; a line `same ONE OTHER` in {judgements.path.name} joins two"
            )


def only_one_each(found: Mapping[Entity, list[RecordMatch]]) -> dict[Entity, list[RecordMatch]]:
    """The matches of things with records, of which none is sure if it would make one of two things that are two."""
    claims: dict[str, list[Entity]] = {}
    for thing, matches in found.items():
        for match in matches:
            if match.verdict == "same":
                claims.setdefault(match.id, []).append(thing)
    contested = {id for id, several in claims.items() if not all(may_be_one(*two) for two in combinations(several, 2))}
    if not contested:
        return dict(found)
    why = "the files have two of it"
    return {
        thing: [
            match._replace(verdict="unsure", why=f"{match.why}; {why}") if match.id in contested else match
            for match in matches
        ]
        for thing, matches in found.items()
    }


def _has_id(thing: Entity) -> bool:
    return thing.key is not None or bool(thing.identifiers)
