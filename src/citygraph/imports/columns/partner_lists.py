"""A list of the partners of one place, or of the members of one network: no column says of whom, but the title may."""

from __future__ import annotations

import shlex
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES, Claim
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of, names_a_post
from citygraph.imports.columns.networks_in_titles import networks
from citygraph.imports.columns.partnership_words import (
    says_membership,
    says_partnership,
    says_signatories,
    tells_of_ties,
)
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.whose_list import ANY, Owner, certain_owner, owners, told_of
from citygraph.imports.marks import marked_columns
from citygraph.imports.options import FileOptions
from citygraph.imports.parties import COUNTERPART, may_be_parties, parties_in

_OF_A_TIE = ("since", "until", "agreement.signed", "agreement.expires", "status", "kind")
"""What only a tie has. A bare year may be that of anything."""


class FileAnswer(NamedTuple):
    """What a file itself answers to a question: what the user would say, and the sentence that tells it."""

    said: FileOptions
    told: str


def whose_partners(draft: Draft) -> Question | None:
    """The question of whom the places in a table are partners, if a column or the title tells of ties. None if nothing
    does, or if the user has said which column names the node of each row: then that is told."""
    column = _column_of_places(draft)
    statuses = {claim.column for claim in draft.claims if claim.inner == "status"}
    free = [one for name, one in draft.columns.items() if name not in statuses and name not in draft.uses]
    countries = [one.name for one in free if one.sort == "countries"]
    if not column and len(countries) == 1 and not any(one.sort == "texts" and has_words(one) for one in free):
        return _parties_of_one(draft, countries[0])
    if not column or sum(map(says_membership, marked_columns(draft.job.survey))) > 1:  # those are asked about
        return None
    members = [name for name in draft.columns if says_membership(name)]
    of_ties = [claim.column for claim in draft.claims if _is_of_a_tie(claim)]
    of_ties += [name for name in members if name != column]
    of_ties += [one.name for one in free if one.name != column and has_words_for_ties(one)]
    titles = draft.job.survey.titles
    signed = next(filter(says_signatories, (*titles, *draft.columns)), "")
    title = next((title for title in titles if tells_of_ties(title) or says_signatories(title)), "")
    of_members = next(filter(says_membership, titles), "")
    if title:
        why = f"the title `{title}` tells of ties"
    elif of_members:
        why = f"the title `{of_members}` tells of members"
    elif signed == column:
        why = f"`{column}` tells of signatories"
    elif of_ties:
        why = f"`{of_ties[0]}` tells of a tie"
    else:
        return None
    if said := {"name", "key", "id"} & draft.said.map.keys():
        instead = f"COLUMN in the place of --map {min(said)}=COLUMN"
        other = (f"--set to.name=NAME --set to.type=organization --kind member-of, and --map from.name={instead}"
                 if members else f"--set from.name=NAME, and --map to.name={instead}")  # fmt: skip
        draft.says.append(f"{why}, and the rows name one end: if all have the same other end, say it with {other}")
        return None
    name = shlex.quote(column)
    places = tuple(row.get(column, "") for row in draft.job.survey.first[:SHOWN])

    def of(owner: Owner) -> Reading:
        pairs = tuple(f"{owner.shown} → {place}" for place in places)
        return Reading(owner.says("partners of"), f"{owner.option()} --map to.name={name}", pairs)

    readings = [of(owner) for owner in (*owners(draft), ANY)]
    others = [one.name for one in draft.columns.values() if one.name not in (*draft.uses, column) and
              not meaning_of(one.name) and one.towns >= OUTVOTES]  # fmt: skip
    for other in others:  # first, since it has both ends
        option = f"--map from.name={name} --map to.name={shlex.quote(other)}"
        samples = tuple(f"{row.get(column, '')} → {row.get(other, '')}" for row in draft.job.survey.first[:SHOWN])
        readings.insert(0, Reading(f"ties from `{column}` to `{other}`", option, samples))
    of_one = f"--map from.name={name} --set to.name={ANY.name} --set to.type=organization --kind"
    samples = tuple(f"{place} → …" for place in places)
    if not title or of_members:
        member = f"{of_one} member-of"
        of_network = [
            Reading(f"members of {network}, as in the title", member.replace(ANY.name, shlex.quote(network)),
                    tuple(f"{place} → {network}" for place in places))
            for network in (networks(draft) if members or of_members else ())
        ]  # fmt: skip
        of_network.append(Reading("members of one network: write its name", member, samples))
        readings = [*of_network, *readings] if members or of_members else [*readings, *of_network]
    if signed or (members and any(claim.inner == "agreement.signed" for claim in draft.claims)):
        declaration = Reading("signatories of one declaration: write its name", f"{of_one} signatory-of", samples)
        readings = [declaration, *readings] if signed else [*readings, declaration]
    persons = [one.name for one in draft.columns.values() if one.name not in draft.uses and seems(one) == "official"]
    persons = persons[: int(draft.job.is_alone)]  # an option would hold for all files
    for person in persons:
        option = f"{draft.job.type_option('official')} --map name={shlex.quote(person)}"
        samples = tuple(f"{row.get(person, '')}: {row.get(column, '')}" for row in draft.job.survey.first[:SHOWN])
        readings.append(Reading(f"officials: `{person}`", option, samples))
    titles = [claim.column for claim in draft.claims if claim.inner == "title" and claim.group == "fact"]
    are_posts = titles and draft.columns[titles[0]].share(names_a_post)
    if titles and not are_posts and draft.job.is_alone:
        samples = tuple(row.get(titles[0], "") for row in draft.job.survey.first[:SHOWN])
        readings.insert(0, Reading(f"events: `{titles[0]}`", draft.job.type_option("event"), samples))
    elif titles and not persons:
        samples = tuple(f"{row.get(titles[0], '')}: {row.get(column, '')}" for row in draft.job.survey.first[:SHOWN])
        readings.append(Reading("posts of officials", draft.job.type_option("official"), samples))
    meaning = meaning_of(column)
    if not draft.columns[column].towns and (meaning is None or not meaning.certain):  # `Name`
        readings.append(Reading("organizations only", draft.job.type_option("organization"), places))
    readings.append(Reading("places only", draft.job.type_option("city"), places))
    return Question(draft.job.where, f"{why}, but no column names the other end: what is each row?", tuple(readings))


def said_by_title(draft: Draft, question: Question) -> FileAnswer | None:
    """The answer to the question whose partners the rows are, if the title gives it in so many words, and the rows can
    be nothing else but places. None if that is open."""
    column = _column_of_places(draft)
    owner = certain_owner(draft, draft.columns[column]) if column else None
    others = [one.option for one in question.readings if not one.option.startswith("--set from.name=")]
    if owner is None or others != [draft.job.type_option("city")]:
        return None
    said = draft.job.said
    answered = replace(said, set={**said.set, **owner.as_start}, map={**said.map, "to.name": [column]})
    return FileAnswer(answered, told_of(owner))


def has_words_for_ties(column: ColumnSurvey) -> bool:
    """True if many rows have a word for partner towns in a column, as for the kinds of their ties: `bliźniacze`."""
    if column.sort != "texts" or len(column.texts) > column.filled * _MOSTLY:
        return False
    return sum(column.counts[text] for text in column.texts if says_partnership(text)) >= column.filled * _OFTEN


def ask_about_parties(draft: Draft) -> Question | None:
    """The question if the names in the cells of a column are tied to each other; None if no column has several names in
    most of its cells, or if another one names towns."""
    free = [one for name, one in draft.columns.items() if name not in draft.uses and one.sort == "texts"
            and (meaning_of(name) is None or names_parties(name))]  # fmt: skip
    found = next((one for one in free if one.share(may_be_parties) >= _MOSTLY
                  or (one.has_lists and names_parties(one.name))), None)  # fmt: skip
    if found is None or any(
        claim.inner == "name" and claim.thing in PLACES and claim.column != found.name for claim in draft.claims
    ):
        return None
    name, rows = shlex.quote(found.name), draft.job.survey.first[:SHOWN]
    cells = [parties_in(row.get(found.name, "")) for row in rows]
    readings = (
        Reading("ties of these names with each other", f"--map from.name={name} --map to.name={COUNTERPART}",
                tuple(", ".join(f"{one} – {other}" for one, other in combinations(cell, 2)) for cell in cells)),
        Reading("one place in each cell", f"{draft.job.type_option('city')} --map name={name}",
                tuple(row.get(found.name, "") for row in rows)),
    )  # fmt: skip
    what = f"`{found.name}` has several names in a cell, and no other column names places: what are they?"
    return Question(draft.job.where, what, readings)


_MOSTLY = 0.6
_OFTEN = 0.3


def names_parties(header: str) -> bool:
    """True if a header has a word for the parties of an agreement."""
    return any(stem in fold(header) for stem in _OF_PARTIES)


_OF_PARTIES = tuple(map(fold, (
    "parties", "signator", "parteien", "vertragspartner", "beteiligte", "signataires", "partes", "firmantes",
    "signatári", "parti", "firmatari", "partijen", "strony", "sygnatariusz", "сторон", "підписант", "taraflar",
    "الأطراف", "缔约方", "当事者", "当事国", "당사자",
)))  # fmt: skip


def _parties_of_one(draft: Draft, column: str) -> Question | None:
    """The question of what countries are the parties, if nothing but the days stands beside them on which they signed
    or ratified it. None if none does."""
    of_ties = [claim.column for claim in draft.claims if _is_of_a_tie(claim)]
    if not of_ties or draft.said.map:
        return None
    name, rows = shlex.quote(column), draft.job.survey.first[:SHOWN]
    countries = tuple(row.get(column, "") for row in rows)
    option = (
        f"--map from.name={name} --set from.type=country --set to.name={ANY.name} --set to.type=organization --kind"
    )
    pairs = tuple(f"{country} → …" for country in countries)
    readings = (
        Reading("parties of one treaty: write its name", f"{option} member-of", pairs),
        Reading("signatories of one treaty: write its name", f"{option} signatory-of", pairs),
        Reading("countries only", f"--map name={name} --set type=country", countries),
    )
    what = f"`{of_ties[0]}` tells of a tie, but no column names the other end: what is each row?"
    return Question(draft.job.where, what, readings)


def _column_of_places(draft: Draft) -> str:
    """The one column that names places; empty if there is none."""
    if said := draft.found.get("name") or draft.found.get("key"):
        return said[0] if said[0] in draft.columns else ""
    named = [claim for claim in draft.claims if claim.inner == "name" and claim.group == "node" and not claim.side]
    places = [claim for claim in named if claim.thing in PLACES] or named
    return places[0].column if places else ""


def _is_of_a_tie(claim: Claim) -> bool:
    """True if header and contents say that a column is about a tie. The year in which a town was founded is not, nor
    that in which an office was closed."""
    meaning = meaning_of(claim.column)
    is_of_a_thing = meaning is not None and not all(one.has_target for one in (meaning, *meaning.others))
    return claim.inner in _OF_A_TIE and claim.fits == 2 and not is_of_a_thing
