"""What the things of a table are, where no column says it: persons and countries are no cities."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from citygraph.domain.country_codes import sort_of_codes
from citygraph.domain.country_names import meanings
from citygraph.domain.errors import CityGraphError
from citygraph.domain.subdivisions import country_of_parts
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import PLACES, Claim, has_answers
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.doubles import first_difference
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import is_of_an_office, meaning_of
from citygraph.imports.columns.memberships import marks_question
from citygraph.imports.columns.missions import ask_about_missions
from citygraph.imports.columns.nested_objects import object_of
from citygraph.imports.columns.node_columns import rows_are_cities
from citygraph.imports.columns.partner_lists import FileAnswer, ask_about_parties, said_by_title, whose_partners
from citygraph.imports.columns.partnership_words import says_membership, tells_of_persons
from citygraph.imports.columns.person_names import parts_of_person, shown_person
from citygraph.imports.columns.second_towns import ask_about_second_towns
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.tie_kinds import is_of_a_flow
from citygraph.imports.columns.towns_in_titles import post_in_title
from citygraph.imports.columns.traffic import ask_about_traffic
from citygraph.imports.columns.type_words import type_meant
from citygraph.imports.columns.unread_times import holds_unknown_times
from citygraph.imports.columns.visits import ask_about_visits
from citygraph.imports.columns.whose_list import ANY, seats
from citygraph.imports.values.missions import OF_MISSIONS, tells_of_missions
from citygraph.imports.values.sums_of_countries import is_sum_of_countries

_OF_A_POST = ("title", "until")
_OF_A_TIE = ("since", "status", "on")
_WITH_MEMBERS = {"organization": ("organization", "member-of"), "event": ("event", "attends")}
"""By what a header names: the type of the things, and the kind of a city's tie to them."""
_ALL = 50
"""As many countries, each beside its own code, are a table of the world."""
_FEW = 3
"""As many names of countries in a column are no accident: they are countries."""


def check_what_rows_are(draft: Draft) -> FileAnswer | None:
    """Persons with terms or titles are officials with their posts, and no cities; what has members is an end of ties.
    If only the title says whose partners the rows are, that is the answer; the file has then to be planned with it.

    Raises:
        OpenQuestions: if that is open. Then what else is to be asked depends on the answer.
    """
    is_said = draft.job.has_type or "type" in draft.said.set or draft.type != "city"
    if is_said or draft.shape == "tie" or draft.job.sort != "table":
        return None
    if draft.shape == "node" and (question := ask_about_missions(draft)):
        raise OpenQuestions([question])
    rows = draft.job.survey.first[:SHOWN]
    places = [claim.column for claim in draft.claims if claim.inner == "name" and claim.thing in PLACES]
    of_posts = [claim.column for claim in draft.claims if claim.inner in _OF_A_POST]
    persons = [name for name in draft.columns if name not in draft.uses and _is_called(name, "person")]
    ids = [name for name in draft.columns if name not in draft.uses and _is_id_of_a_person(name)]
    if places and any(claim.inner in _OF_A_POST for claim in draft.claims):  # `Name` beside `City`
        persons += [one.column for one in draft.claims if one.inner == "name" and not one.thing and not one.number]
    bare = [one.column for one in draft.claims if one.inner == "name" and not one.thing and not one.side]
    called_so = bare or [one.column for one in draft.claims if one.inner.startswith("names.")]
    like: list[str] = []
    if places and (like := [name for name in bare if seems(draft.columns[name]) == "official"]):
        persons += [name for name in like if name not in persons]
        of_posts += [claim.column for claim in draft.claims if claim.inner == "since"]
    if not (persons or places) and any(map(tells_of_persons, draft.job.survey.titles)):
        persons += [name for name in bare[:1] if seems(draft.columns[name]) == "official"]
        of_posts += [one.column for one in draft.claims if one.inner == "since" and persons]
    in_office = [name for name in draft.columns if name not in draft.uses and is_of_an_office(name)]
    if in_office and not (persons or places):
        persons += bare[:1]  # a `name`, and when a term of office began
    of_posts += [name for name in in_office if name not in of_posts]
    of_posts += [
        claim.column for claim in draft.claims if claim.inner == "since" and _stands_behind(draft, claim, persons)
    ]
    of_posts += [name for name in draft.columns if name not in draft.uses and _is_of_a_term(name)]
    of_posts += [name for name in _unknown_times(draft) if name not in of_posts]
    others = [
        name for name, column in draft.columns.items()
        if name not in draft.uses and _is_called(name, *_WITH_MEMBERS) and not has_answers(column)
    ]  # fmt: skip
    keys = [one.column for one in draft.claims if one.inner == "key" and not one.side]
    lists = [name for name, column in draft.columns.items() if column.has_lists and _lists_organizations(name)]
    others += [name for name in lists if name not in (*others, *draft.uses)]
    is_of_places = any(claim.tells_of_a_place for claim in draft.claims)
    persons += ids
    parts = parts_of_person(draft)
    private = [name for name, one in draft.columns.items() if _is_of_persons_only(name) and one.sort != "countries"
               and object_of(name) in {object_of(person) for person in bare}]  # fmt: skip
    if (ids or draft.job.persons_of) and not of_posts and not places:
        names = [name for name, column in draft.columns.items() if name not in ids and has_words(column)][:1]
        samples = tuple(row.get(name, "") for row in rows for name in names)
        readings = [
            Reading(f"{says}s", draft.job.type_option(type), samples)
            for says, type in (("official", "official"), ("place", "city"))
        ]
        what = f"`{ids[0]}` has ids of persons" if ids else f"{draft.job.persons_of} has ids of this file for persons"
        what += ": what is each row about?"
    elif (parts and (of_posts or not is_of_places)) or (private and bare and not places):
        named = parts or tuple(bare[:1])
        whole = [claim.column for claim in draft.claims if claim.inner == "name" and claim.column not in parts]
        called = " and ".join(f"`{name}`" for name in named)
        what = f"{called} {'name' if len(named) > 1 else 'names'} persons: what is each row about?"
        others = [name for name in (*places, *whole) if name not in named]
        cities = tuple(row.get(others[0], "") if others else _first_other(row, named) for row in rows)
        readings = [
            *_as_officials(draft, tuple(shown_person(row, named) for row in rows), places, of_posts),
            Reading("places", draft.job.type_option("city"), cities),
        ]
    elif (
        persons
        and (of_posts or (places and _tells_nothing_of(draft, places, persons)))
        and not (places and any(map(says_membership, draft.columns)))
    ):
        readings = [
            *_as_officials(draft, tuple(row.get(persons[0], "") for row in rows), places, of_posts or persons),
            Reading(
                "places",
                draft.job.type_option("city"),
                tuple(row.get(places[0], "") if places else _first_other(row, persons) for row in rows),
            ),
        ]
        posts = f", and `{of_posts[0]}` may tell of posts" if of_posts else ""
        what = f"`{persons[0]}` names persons{posts}: what is each row about?"
    elif others and (
        (places and (not is_of_places or any(claim.inner in _OF_A_TIE for claim in draft.claims)))
        or (called_so and "." in others[0])  # `memberships.network`
        or (lists and (places or called_so or keys))
    ):
        (place, *_), (other, *_) = places or called_so or keys, others
        type, kind = _WITH_MEMBERS.get(_thing(other), _WITH_MEMBERS["organization"])
        option = (f"--map from.name={shlex.quote(place)} --map to.name={shlex.quote(other)} --set to.type={type} "
                  f"--kind {kind}{_times_beside(draft, other)}")  # fmt: skip
        is_of_senders = draft.columns[other].sort == "countries" and tells_of_missions(other)
        pairs = tuple(f"{row.get(place, '')} → {row.get(other, '')}" for row in rows)
        hosts = [Reading("the place hosts the event", option.replace(f"--kind {kind}", "--kind hosts"), pairs)]
        readings = [
            *([_from_country(place, other, rows)] if is_of_senders else []),
            *(hosts if type == "event" else []),
            Reading(f"a tie from `{place}` to `{other}`", option, pairs),
            Reading(_an(type), draft.job.type_option(type), tuple(row.get(other, "") for row in rows)),
            *(Reading("an official", draft.job.type_option("official"), tuple(row.get(name, "") for row in rows))
              for name in like[:1]),
            Reading("a place", draft.job.type_option("city"), tuple(row.get(place, "") for row in rows)),
        ]  # fmt: skip
        what = f"`{other}` names what `{place}` may be tied to: what is each row about?"
    elif draft.shape == "node" and (
        question := ask_about_visits(draft)
        or ask_about_traffic(draft)
        or marks_question(draft)
        or ask_about_parties(draft)
    ):
        raise OpenQuestions([question])
    elif draft.shape == "node" and (question := whose_partners(draft)):
        if answer := said_by_title(draft, question):
            return answer
        raise OpenQuestions([question])
    elif draft.shape == "node" and (question := ask_about_second_towns(draft)):
        raise OpenQuestions([question])
    else:
        return None
    raise OpenQuestions([Question(draft.job.where, what, tuple(readings))])


def _from_country(place: str, sender: str, rows: Sequence[Mapping[str, str]]) -> Reading:
    """The reading of `Consulate of` beside `City`: each country has an office there."""
    option = (f"--map from.name={shlex.quote(sender)} --set from.type=country --map to.name={shlex.quote(place)} "
              f"--kind {OF_MISSIONS}")  # fmt: skip
    samples = tuple(f"{row.get(sender, '')} → {row.get(place, '')}" for row in rows)
    return Reading("an office of a country in a city", option, samples)


def _as_officials(
    draft: Draft, samples: tuple[str, ...], places: Sequence[str], of_posts: Sequence[str]
) -> list[Reading]:
    """The readings of rows as persons: with posts where the rows name their place, or in one place; or without."""
    option = draft.job.type_option("official")
    with_posts = Reading("officials with their posts", option, samples)
    if not draft.job.is_alone or (places and of_posts):
        return [with_posts]
    if places:
        remark = Reading(
            f"persons; `{places[0]}` is a remark", f"{option} --map notes={shlex.quote(places[0])}", samples
        )
        return [with_posts, remark]
    post = next(filter(None, map(post_in_title, draft.job.survey.titles)), "")
    has_title = any(claim.inner == "title" for claim in draft.claims)
    title = f" --set title={shlex.quote(post)}" if post and not has_title else ""
    readings = [
        Reading(owner.says("officials of"),
                f"{option} {owner.option('of')}{title}", samples)
        for owner in (*seats(draft), ANY)
    ]  # fmt: skip
    return [*readings, with_posts if of_posts else Reading("persons", option, samples)]


def _unknown_times(draft: Draft) -> list[str]:
    """The columns of dates that no header explains: beside persons, they may be their terms."""
    known = {claim.column for claim in draft.claims if claim.inner != "observations.value.period"}
    return [name for name, column in draft.columns.items()
            if name not in draft.uses and name not in known and holds_unknown_times(column)]  # fmt: skip


def _tells_nothing_of(draft: Draft, places: Sequence[str], persons: Sequence[str]) -> bool:
    """True if a table with persons says nothing of their places but their names, and where these lie."""
    return all(
        claim.column in (*places, *persons) or claim.inner in ("country", "region", "part_of") for claim in draft.claims
    )


def _is_of_persons_only(header: str) -> bool:
    """True for a column that only persons have, as of their births and their parties."""
    meaning = meaning_of(header)
    return meaning is not None and meaning.attribute in ("birth", "gender", "party")


def _stands_behind(draft: Draft, claim: Claim, persons: Sequence[str]) -> bool:
    """True if a column stands right behind one of persons, as in `Mayor, Since`."""
    at = draft.columns[claim.column].index
    return any(draft.columns[name].index == at - 1 for name in persons)


def _first_other(row: Mapping[str, str], persons: Sequence[str]) -> str:
    return next((text for name, text in row.items() if text and name not in persons), "")


def name_countries(draft: Draft) -> None:
    """Names that are all those of countries are countries, unless the header says that they are cities."""
    if draft.type != "city" or draft.shape == "post":
        return
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        columns = [name for name in draft.found.get(f"{start}name", ()) if name in draft.columns]
        columns = columns or _codes_of_countries(draft, prefix)
        given = {*draft.found, *draft.said.map, *draft.constants}
        if len(columns) != 1 or f"{start}type" in given:
            continue
        column = draft.columns[columns[0]]
        claim = next((claim for claim in draft.claims if claim.column == column.name), None)
        texts = [text for text in column.texts if not is_sum_of_countries(text)]
        named = sum(map(bool, map(meanings, texts)))
        is_called_a_city = claim is not None and claim.thing == "city"
        if not texts or named < 0.95 * len(texts) or (is_called_a_city and len(texts) <= _FEW):
            continue
        is_of_the_world = len(texts) >= _ALL and {f"{start}country", f"{start}region"} <= draft.found.keys()
        says_so = f"{start}country" in draft.found and len(texts) > _FEW  # each beside its own code, as checked below
        if f"{start}region" in given and not (is_of_the_world or says_so):
            continue  # a table of the countries of the world has their regions, too
        if f"{start}country" in draft.found and first_difference(draft, "country", [
            column.name, *draft.found[f"{start}country"]
        ]):  # fmt: skip
            continue  # Singapore is a city, too
        if (len(texts) >= _FEW or is_of_a_flow(column.name)) and not is_called_a_city:
            for name in draft.found.pop(f"{start}region", ()):
                draft.use(name, "", "countries have no region")
            draft.constants[f"{start}type"] = "country"
            draft.says = [said for said in draft.says if said != rows_are_cities(draft)]
            draft.says.append(f"`{column.name}` has names of countries: they are countries; "
                             f"--set {start}type=city makes them cities")  # fmt: skip
        else:
            readings = tuple(
                Reading(says, f"--set {start}type={type}", column.first())
                for says, type in (("countries", "country"), ("cities", "city"))
            )
            what = f"`{column.name}`: are these countries, or cities of the same names?"
            draft.questions.append(Question(draft.job.where, what, readings))


def _codes_of_countries(draft: Draft, side: str) -> list[str]:
    """The column of the ids of an end, if all are codes of countries, and no other file has these ids: `FRA`, `DEU`."""
    ids = [name for name in draft.found.get(side, ()) if name in draft.columns] if side and draft.job.is_alone else []
    return [name for name in ids if sort_of_codes(draft.columns[name].texts) == "iso"
            and not country_of_parts(draft.columns[name].texts)]  # fmt: skip


def check_countries_have_no_country(draft: Draft) -> None:
    """Raise CityGraphError if the user gives all rows a country, but the things are countries themselves."""
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        types = {f"{start}type"} & {*draft.found}
        type = draft.constants.get(f"{start}type", "" if types else draft.type)
        if type == "country" and f"{start}country" in draft.said.set:
            given = f"--set {start}country={draft.said.set[f'{start}country']}"
            raise CityGraphError(f"{draft.job.where}: {given} is for places in a country, and these things are "
                                 f"countries, each with a code of its own; leave it out")  # fmt: skip


def _an(type: str) -> str:
    return f"{'an' if type[0] in 'aeio' else 'a'} {type}"


def _is_of_a_term(header: str) -> bool:
    """True for `Mayor since`."""
    meaning = meaning_of(header)
    return (
        meaning is not None and meaning.thing == "person" and meaning.attribute in ("since", "until", "period", "term")
    )


def _thing(header: str) -> str:
    parent, _, inner = header.rpartition(".")
    meaning = meaning_of(inner if parent and says_membership(parent) else header)
    is_name = meaning is not None and meaning.certain and meaning.is_of_names
    return meaning.thing if meaning is not None and is_name else ""


def _times_beside(draft: Draft, other: str) -> str:
    """The options for the times of what objects in a list name: `memberships.from` beside `memberships.network`."""
    parent, _, name = other.rpartition(".")
    if not parent or not name:
        return ""
    times = {"since": ("from", "since", "start", "joined"), "until": ("to", "until", "end", "left")}
    return "".join(
        f" --map {target}={shlex.quote(column)}" for target, names in times.items() for column in draft.columns
        if column.rpartition(".")[0] == parent and column.rpartition(".")[2].casefold() in names
    )  # fmt: skip


def _is_id_of_a_person(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning.thing == "person" and meaning.attribute in ("key", "code")


def _lists_organizations(header: str) -> bool:
    """True if the header of lists is a word for organizations, or tells of members: `networks`, `mitglied in`."""
    return type_meant(header) == "organization" or (meaning_of(header) is None and says_membership(header))


def _is_called(header: str, *things: str) -> bool:
    return _thing(header) in things
