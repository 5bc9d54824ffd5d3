"""Which columns tell of the node of a row, and of the place of an official's post."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import islice

from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES, Claim, mentions_a_name
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.officials import spread_officials
from citygraph.imports.columns.person_names import parts_of_person, shown_person
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.type_words import type_meant, types_beside

_OF_A_PLACE = ("country", "region", "lat", "lon", "coordinates", "observations.population", "level")
"""What only a place has, and no person."""
_WITH_TITLES = ("event", "organization")
"""What may be called by its title."""
_OF_PERSONS = ("identifiers.wikidata", "identifiers.viaf", "identifiers.gnd", "identifiers.isni", "identifiers.orcid")
"""Identifiers that persons have, too: those of towns, like the code of a register, are beside the name of a town."""


def assign_nodes(draft: Draft) -> None:
    """Give the columns about the node, or the place of the post, to their targets."""
    claims = [claim for claim in draft.claims if claim.group == "node"]
    has_own_name = draft.type not in PLACES and any(
        (one.inner == "name" and one.thing not in PLACES) or (draft.type in _WITH_TITLES and one.inner == "title")
        for one in draft.claims
    )
    has_places = any(claim.inner == "name" and claim.thing in PLACES for claim in claims)
    for claim in claims:
        of_a_place = (
            claim.thing in PLACES
            or claim.inner in _OF_A_PLACE
            or (claim.inner.startswith("identifiers.") and claim.inner not in _OF_PERSONS and has_places)
        )
        if draft.shape == "post" and of_a_place:
            draft.take(claim, f"of.{claim.inner}")
        elif draft.shape == "post" and has_places and claim.inner in _OF_PERSONS and not claim.thing:
            _give_id(draft, claim, claims)
        elif draft.shape == "node" and claim.inner == "name" and claim.side:
            continue
        elif draft.shape == "node" and has_own_name and claim.inner == "name" and claim.thing in PLACES:
            continue  # the seat of an organization
        elif claim.inner == "type" and draft.shape == "node" and claim.thing not in ("city", "country"):
            if _is_outdone(draft, claim.column):
                continue
            _take_types(draft, claim, claims)
        elif draft.job.sort == "table" and claim.qualifies:
            draft.take(claim, "notes")
        else:
            draft.take(claim, claim.inner)
    _take_types_without_header(draft, claims)
    if draft.shape == "post" and "name" not in draft.said.map:
        spread_officials(draft)
    if draft.shape == "post":
        _take_codes_of_regions(draft)
    name_by_language(draft, "")
    _look_for_names(draft)
    if draft.shape == "node" and draft.job.sort == "table" and not _shows_what_rows_are(draft, claims):
        draft.says.append(rows_are_cities(draft))
    _tell_of_officials(draft)
    if draft.shape == "post":
        _post_of_a_country(draft)
    elif draft.job.sort == "table" and "name" not in draft.targets and "key" in draft.found:
        keys = draft.found["key"]
        if len(keys) == 1 and not draft.columns[keys[0]].is_of_ids and "key" not in draft.said.map:
            draft.found["name"] = draft.found.pop("key")
            draft.use(keys[0], "name", "contents")


def _take_types(draft: Draft, claim: Claim, claims: Sequence[Claim]) -> None:
    """Words like `university` and `Netzwerk` say what the things are. What only tells cities apart is a remark."""
    named = next((one for one in claims if one.inner == "name" and not one.side), None)
    rows = islice(draft.job.rows(), LOOKED_AT) if named is not None else ()
    pairs = {(row.get(claim.column, ""), row.get(named.column, "")) for row in rows if named is not None}
    are_cities = named is not None and named.thing in PLACES  # a city with an embassy is none
    are_other, strange = types_beside(pairs, are_cities=are_cities)
    if draft.type == "city" and not are_cities:
        draft.strange_types = strange
    tells_of_types = are_other or bool(draft.strange_types) or not claim.qualifies
    draft.take(claim, "type" if draft.job.sort != "table" or tells_of_types else "notes")


def _is_outdone(draft: Draft, name: str) -> bool:
    """True if another attribute of a graph has types of records alone, and this one has not: the `type` of a council is
    *lower house*, and its `node_type` is *organization*."""
    return draft.job.sort != "table" and any(
        _has_types(column) and not _has_types(draft.columns[name])
        for other, column in draft.columns.items()
        if other != name and other not in draft.uses
    )


def _has_types(column: ColumnSurvey) -> bool:
    return column.share(lambda text: text.lower() in NODE_TYPES) >= 1


def _take_types_without_header(draft: Draft, claims: Sequence[Claim]) -> None:
    """A column of words like `university` and `city` under a header that is not known says what the things are."""
    if draft.shape != "node" or "type" in {*draft.targets, *draft.said.map}:
        return
    known = {*draft.uses, *(claim.column for claim in claims)}
    for name, column in draft.columns.items():
        meaning = meaning_of(name)
        is_open = name not in known and (meaning is None or meaning.attribute != "notes")
        if is_open and column.sort == "texts" and column.share(type_meant) >= OUTVOTES:
            _take_types(draft, Claim(name, "type", "node", "", "contents: words for types"), claims)
            return


def rows_are_cities(draft: Draft) -> str:
    """What is said if nothing shows what the rows of a table are."""
    types = draft.job.type_option("official, country, organization or event")
    return f"{draft.job.where}: no column says what the rows are: they are cities; {types} makes them something else"


def _take_codes_of_regions(draft: Draft) -> None:
    """A province that is given by its number tells the namesakes in which officials hold posts apart."""
    if "of.region" in draft.targets or not {"of.name", "of.key"} & draft.targets:
        return
    for name, column in draft.columns.items():
        meaning = meaning_of(name)
        is_of_region = meaning is not None and meaning.attribute in ("part_of", "part_of.code") and not meaning.side
        if name not in draft.uses and is_of_region and column.sort in ("numbers", "texts"):
            draft.found["of.region"] = [name]
            draft.use(name, "of.region", "header; it tells places of one name apart")
            return


def _give_id(draft: Draft, claim: Claim, claims: Sequence[Claim]) -> None:
    """An id beside an official and a town is that of the town if it has several officials, and that of the official if
    the town has several ids. Else it is asked."""
    town = next(one.column for one in claims if one.inner == "name" and one.thing in PLACES)
    person = next((one.column for one in claims if one.inner == "name" and one.thing not in PLACES), "")
    parts = (person,) if person else parts_of_person(draft)
    of_ids: dict[str, set[str]] = {}
    of_towns: dict[str, set[str]] = {}
    for row in islice(draft.job.rows(), LOOKED_AT):
        id, name, who = row.get(claim.column, ""), row.get(town, ""), shown_person(row, parts)
        if id and name and who:
            of_ids.setdefault(id, set()).add(who)
            of_towns.setdefault(name, set()).add(id)
    is_of_town = any(len(several) > 1 for several in of_ids.values())
    is_of_person = any(len(several) > 1 for several in of_towns.values())
    if is_of_town != is_of_person or not parts:
        draft.take(claim, f"of.{claim.inner}" if is_of_town else claim.inner)
        return
    rows = [row for row in islice(draft.job.rows(), LOOKED_AT) if row.get(claim.column)][:SHOWN]
    column = shlex.quote(claim.column)
    readings = (
        Reading(f"of `{town}`", f"--map of.{claim.inner}={column}",
                tuple(f"{row.get(town, '')}: {row[claim.column]}" for row in rows)),
        Reading("of the officials", f"--map {claim.inner}={column}",
                tuple(f"{shown_person(row, parts)}: {row[claim.column]}" for row in rows)),
    )  # fmt: skip
    draft.questions.append(Question(draft.job.where, f"`{claim.column}`: whose ids are these?", readings))


def _tell_of_officials(draft: Draft) -> None:
    """Say once how the officials in a table of places are read."""
    named = [name for name in draft.columns if name not in draft.uses and _names(name, "person")]
    named += [name for name in parts_of_person(draft) if name not in named]
    if draft.shape == "node" and draft.type == "city" and draft.job.sort == "table" and named:
        names = " and ".join(f"`{name}`" for name in named)
        draft.says.append(f"{names} may name officials, of whom none is read: import the file again with "
                         f"{draft.job.type_option('official')} for their posts")  # fmt: skip


def _shows_what_rows_are(draft: Draft, claims: Sequence[Claim]) -> bool:
    """True if a column, or the user, says what the rows of a table of nodes are."""
    things = (*PLACES, "person", "organization")
    return draft.type != "city" or "type" in draft.found or any(
        claim.thing in things or claim.inner in _OF_A_PLACE or claim.inner.startswith("identifiers.")
        for claim in claims
    )  # fmt: skip


def _look_for_names(draft: Draft) -> None:
    """Things that have ids alone would be called by them: the name may be in a column whose header says it among
    other words, as ``name_on_website`` does."""
    ids = [target for target in draft.found if target.startswith("identifiers.")]
    if draft.shape != "node" or not ids or draft.job.sort != "table" or "name" in draft.targets:
        return
    free = [column for name, column in draft.columns.items() if name not in draft.uses and column.sort == "texts"]
    named = [column for column in free if mentions_a_name(column.name)]
    if len(named) == 1 and len(free) == 1:
        draft.found["name"] = [named[0].name]
        draft.use(named[0].name, "name", "header; no other column has names")
    elif named:
        rows = draft.job.survey.first[:SHOWN]
        readings = tuple(
            Reading(
                f"`{column.name}`",
                f"--map name={shlex.quote(column.name)}",
                tuple(row.get(column.name, "") for row in rows),
            )
            for column in named
        )
        what = f"`{draft.found[ids[0]][0]}` has ids; which column has the names?"
        draft.questions.append(Question(draft.job.where, what, readings))


def name_by_language(draft: Draft, start: str) -> None:
    """Where only names in languages are given, the English one is the name, or else the first."""
    by_key = {f"{start}key", start.rstrip(".")} if start else set()  # other rows may have the name of an end
    if not {f"{start}name", *by_key} & draft.targets:
        names = [target for target in draft.found if target.startswith(f"{start}names.")]
        if names:
            first = f"{start}names.en" if f"{start}names.en" in names else names[0]
            draft.found[f"{start}name"] = draft.found[first] if first != f"{start}names.en" else draft.found.pop(first)
            for name in draft.found[f"{start}name"]:
                draft.use(name, f"{start}name", "the only name")


def _post_of_a_country(draft: Draft) -> None:
    """An official without a town holds the post in the country, unless the title names the town."""
    given = draft.targets
    if draft.titles_name_places:
        return
    if "of.name" in draft.found and "of.name" not in draft.said.map:
        town = draft.found["of.name"][0]
        if others := [name for name in draft.columns if name not in draft.uses and _names(name, "organization")]:
            _ask_where_posts_are(
                draft, f"`{others[0]}` and `{town}` may both be where the posts are",
                [("organization", others[0]), ("city", town)],
            )  # fmt: skip
        elif town in draft.columns and "of.type" not in given and seems(draft.columns[town]) == "organization":
            _ask_where_posts_are(
                draft,
                f"the names of `{town}` look like those of organizations",
                [("organization", town), ("city", town)],
            )
        return
    if not given & {"of", "of.name", "of.key"} and "of.country" in given and "of.country" not in draft.said.map:
        if others := [name for name in draft.columns if name not in draft.uses and _names(name, "organization")]:
            (other, country) = others[0], draft.found["of.country"][0]
            _ask_where_posts_are(
                draft, f"no column names a city, and `{other}` may be where the posts are",
                [("organization", other), ("city", other), ("country", country)],
            )  # fmt: skip
            return
        draft.found["of.name"] = draft.found.pop("of.country")
        draft.constants["of.type"] = "country"
        for name in draft.found["of.name"]:
            draft.use(name, "of.name", "the place of the post is the country")


def _names(header: str, thing: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning.thing == thing and meaning.is_of_names


def _ask_where_posts_are(draft: Draft, why: str, places: Sequence[tuple[str, str]]) -> None:
    """Ask where posts are held: each of ``places`` is a type and the column that may name it."""
    rows = draft.job.survey.first[:SHOWN]
    readings = tuple(
        Reading(f"`{name}`: {'an' if type[0] in 'aeio' else 'a'} {type}",
                f"--map of.name={shlex.quote(name)} --set of.type={type}",
                tuple(row.get(name, "") for row in rows))
        for type, name in places
    )  # fmt: skip
    draft.questions.append(Question(draft.job.where, f"{why}: where are they?", readings))
