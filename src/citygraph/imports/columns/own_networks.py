"""The networks of one place: ``Network, Joined`` beside a list of its partners. No column says who the member is."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import PLACES, Claim
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.type_words import type_meant
from citygraph.imports.columns.whose_list import ANY, owners, towns_named
from citygraph.imports.marks import marked_columns
from citygraph.imports.values.missions import is_a_mission, tells_of_missions

_MEMBER = "member-of"
_OF_NODES = ("name", "key", "id", "of", "to", "type")


def read_own_networks(draft: Draft) -> None:
    """Take the networks of one place for what it is a member of, if the user has said which place that is; else ask.

    Raises:
        OpenQuestions: if a table has nothing but networks, and nothing says whose they are.
    """
    said = draft.said.things_said
    if draft.job.sort != "table" or draft.job.has_type or not said.isdisjoint(_OF_NODES):
        return
    networks = _only_networks(draft)
    tells = _tells_of_members(draft)
    if networks is None or not (tells or draft.job.is_alone):
        return
    if "from" not in said:
        raise OpenQuestions([_question(draft, networks.name)])
    draft.claims = [claim for claim in draft.claims if claim.column != networks.name]
    draft.claims.append(Claim(networks.name, "name", "node", "to", "header", thing="organization", fits=2))
    draft.constants.setdefault("to.type", "organization")
    if tells and not draft.job.has_kind and "kind" not in draft.targets:
        draft.constants["kind"] = _MEMBER
        draft.says.append(f"{draft.job.where}: `{networks.name}` names networks, so the ties are `{_MEMBER}`; --kind "
                          "names another")  # fmt: skip


def _only_networks(draft: Draft) -> ColumnSurvey | None:
    """The only column with names, if these are those of organizations; None if there is none."""
    names_places = any(one.inner in ("name", "key") and one.thing in PLACES for one in draft.claims)
    if names_places or any(one.side for one in draft.claims) or marked_columns(draft.job.survey):
        return None
    named = [one for name, one in draft.columns.items() if name not in draft.uses and one.sort == "texts"]
    found = [one for one in named if _names_networks(one.name)]
    has_persons = any(seems(one) == "official" or _names_persons(one.name) for one in named)
    are_missions = any(one.share(is_a_mission) for one in found)
    return found[0] if len(found) == 1 and not (has_persons or are_missions) else None


def _names_networks(header: str) -> bool:
    meaning = meaning_of(header)
    if meaning is None or (meaning.side, meaning.thing) != ("", "organization"):
        return False
    return meaning.is_of_names and not tells_of_missions(header)


def _names_persons(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning.thing == "person"


def _tells_of_members(draft: Draft) -> bool:
    """True if a header, a title or the name of the sheet has a word for members or for networks."""
    around = [*draft.job.survey.titles, *draft.job.called]
    return any(map(says_membership, (*draft.columns, *around))) or any(
        type_meant(one) == "organization" for one in around
    )


def _question(draft: Draft, networks: str) -> Question:
    rows, name = draft.job.survey.first[:SHOWN], shlex.quote(networks)
    names = [row.get(networks, "") for row in rows]
    # Of several files, the place is that of all; the rest is seen when it is known.
    is_alone = draft.job.is_alone
    kind = f" --map to.name={name} --set to.type=organization --kind {_MEMBER}" if is_alone else ""
    named = f" --map name={name}" if is_alone else ""
    readings = [
        Reading(owner.says("memberships of"), f"{owner.option()}{kind}",
                tuple(f"{owner.shown} → {one}" for one in names))
        for owner in (*(owners(draft) or towns_named(draft)), ANY)
    ]  # fmt: skip
    readings.append(Reading("organizations only", f"{draft.job.type_option('organization')}{named}", tuple(names)))
    what = f"`{networks}` names organizations, and no column who is a member: what is each row?"
    return Question(draft.job.where, what, tuple(readings))
