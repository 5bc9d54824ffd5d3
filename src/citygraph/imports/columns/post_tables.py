"""Tables of towns with the persons who hold a post there, as the headers alone say: ``City, Mayor, since, until``, or
``City, Post, Name, Term``."""

from __future__ import annotations

from citygraph.domain.names import fold
from citygraph.imports.columns.claims import OUTVOTES, Claim, has_answers
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import Draft, PlanJob
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of, names_a_post
from citygraph.imports.columns.officials import JUST_PERSONS, post_in
from citygraph.imports.columns.partnership_words import says_membership, tells_of_visits
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.table_claims import claims_of
from citygraph.imports.values.missions import is_a_mission, tells_of_missions

_OF_THE_PLACE = ("country", "region", "part_of")
_OF_THE_POST = ("title", "since", "until", "status", "notes")
_OF_OTHER_THINGS = ("organization", "event", "affair", "tie", "agreement")
_SAID_OF_POSTS = ("of", "name", *_OF_THE_POST)


def column_of_posts(job: PlanJob) -> str:
    """The first column whose header is a post, and whose rows name its holders beside their towns, if the table has
    nothing else but times of these posts and where the towns lie; empty if there is none, or if the user says what the
    rows are. As posts of officials, all of such a table is read, and no town is lost."""
    if job.sort != "table" or job.has_type or job.has_kind or job.type != "city":
        return ""
    if not job.is_alone and (job.keys or job.persons_of):  # these rows belong to those of another file
        return ""
    if not job.said.things_said.issubset(_SAID_OF_POSTS) or "name" in job.said.set:
        return ""
    draft = Draft(job)
    claims = claims_of(draft)
    persons = [column for column in draft.columns.values() if _names_holders(column)] or _beside_posts(draft, claims)
    if not persons and any(map(_is_a_post, job.called)):  # `Name` in a sheet `Mayors`
        bare = {claim.column for claim in claims if claim.inner == "name" and not (claim.thing or claim.side)}
        persons = [column for name, column in draft.columns.items() if name in bare and _may_name_persons(column)]
    towns = [claim for claim in claims if claim.inner == "name" and claim.thing == "city" and not claim.side]
    others = [claim for claim in claims if claim not in towns and claim.column not in {one.name for one in persons}]
    named = job.said.map.get("name", ())
    if not {*named} <= {one.name for one in persons}:
        return ""
    if not persons or len(towns) != 1 or not all(map(_is_of_posts, others)):
        return ""
    known = {claim.column for claim in claims}
    if any(_is_of_others(column) for name, column in draft.columns.items() if name not in known):
        return ""
    return persons[0].name


def _beside_posts(draft: Draft, claims: list[Claim]) -> list[ColumnSurvey]:
    """The column of names beside one whose cells are posts: `Name` beside `Mayor, Mayor, Deputy mayor`."""
    posts = [claim for claim in claims if claim.inner == "title" and claim.group == "fact"]
    whole = [name for name in draft.columns if _is_of_whole_names(name)]
    names = whole or [one.column for one in claims if one.inner == "name" and not (one.thing or one.side)]
    if len(posts) != 1 or len(names) != 1 or draft.columns[posts[0].column].share(_is_a_post) < _HALF:
        return []
    column = draft.columns[names[0]]
    return [column] if column.towns < OUTVOTES and (whole or seems(column) == "official") else []


def _is_of_whole_names(header: str) -> bool:
    """True for `氏名` and `Imię i nazwisko`, which only persons have."""
    meaning = meaning_of(header)
    is_so = meaning is not None and (meaning.thing, meaning.attribute, meaning.side) == ("person", "name", "")
    return is_so and not post_in(header)


_HALF = 0.5


def _names_holders(column: ColumnSurvey) -> bool:
    """True for persons under a header that says which post they hold."""
    meaning = meaning_of(column.name)
    return (
        meaning is not None
        and (meaning.thing, meaning.side) == ("person", "")
        and (not meaning.attribute or (meaning.attribute == "name" and bool(post_in(column.name))))
        and fold(column.name) not in JUST_PERSONS
        and _may_name_persons(column)
    )


def _is_a_post(text: str) -> bool:
    """True for the word for a post, in a cell or as the name of a sheet or a file: `Mayors`, `Bürgermeister`."""
    return names_a_post(text) and fold(text) not in JUST_PERSONS


def _may_name_persons(column: ColumnSurvey) -> bool:
    return (
        column.sort == "texts"
        and has_words(column)
        and column.towns < OUTVOTES
        and not has_answers(column)
        and not tells_of_missions(column.name)  # a consul in a town is no official of it
    )


def _is_of_posts(claim: Claim) -> bool:
    if claim.inner == "observations.value.period":  # there is no value of which it could be
        return True
    return not claim.side and claim.inner in (_OF_THE_PLACE if claim.group == "node" else _OF_THE_POST)


def _is_of_others(column: ColumnSurvey) -> bool:
    """True for a column that nothing reads and that may say that rows are something else: ties, visits, missions."""
    meaning = meaning_of(column.name)
    is_called_so = meaning is not None and (meaning.side or meaning.thing in _OF_OTHER_THINGS)
    holds_such = column.towns >= OUTVOTES or column.share(is_a_mission) > 0
    is_of_others = is_called_so or (column.sort == "texts" and has_words(column) and holds_such)
    return bool(is_of_others or says_membership(column.name) or tells_of_visits(column.name))
