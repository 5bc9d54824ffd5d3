"""Columns of the same sort side by side: a third party of a tie, and organizations beside their towns.

``Party A, Party B, Party C`` may be tied to each other, or the first to the others. ``Org 1, City 1, Org 2, City 2``
may be ties between the organizations, or between their towns. No header says which, so it is asked.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import combinations

from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import PLACES, Claim
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partner_groups import stem_of
from citygraph.imports.columns.partner_lists import names_parties
from citygraph.imports.columns.second_towns import holds_towns
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.type_words import type_meant
from citygraph.imports.marks import OTHERS
from citygraph.imports.parties import COUNTERPART, counterpart_of, joined, stand_beside

_THREE = 3
_MOSTLY = 0.6
"""The share of known towns that is no accident: villages are not in GeoNames."""


def ask_about_columns_side_by_side(draft: Draft) -> None:
    """Ask about a third column of parties, and about organizations beside the ends of ties.

    Raises:
        OpenQuestions: if there are some, and the user has not said what names the ends. What else is to be asked
            depends on the answer.
    """
    said = {*draft.said.map, *draft.said.set}
    is_said = draft.job.has_type or any(target.partition(".")[0] in (*ENDS["tie"], "name", "type") for target in said)
    if draft.job.sort != "table" or is_said:
        return
    if question := _about_parties(draft) or _about_organizations(draft):
        raise OpenQuestions([question])


def _about_parties(draft: Draft) -> Question | None:
    """The question what three columns of names side by side have, or a column of towns beside the two ends of a tie."""
    parties = _numbered(draft)
    if not parties and (ends := _ends(draft)):
        third = [one for one in _free(draft) if _may_be_a_party(one) and not _says_another_thing(one.name)]
        third = third if len({text for one in third for text in one.texts}) >= _THREE else []
        parties = [*ends, *third] if third else []
    if len(parties) < _THREE:
        return None
    names, rows = [one.name for one in parties], draft.job.survey.first[:SHOWN]
    cells = [[text for name in names if (text := row.get(name, ""))] for row in rows]
    beside = stand_beside(names, list(draft.columns))
    countries = [group for group in beside if all(draft.columns[name].sort == "countries" for name in group)]
    maps = ""
    for group in countries[:1]:
        maps = f" --map from.country={shlex.quote(joined(group))} --map to.country={shlex.quote(counterpart_of(group))}"
    first, last = shlex.quote(names[0]), shlex.quote(names[-1])
    second = shlex.quote(names[1])
    readings = [
        Reading("each two of them are tied",
                f"--map from.name={shlex.quote(joined(names))} --map to.name={COUNTERPART}{maps}",
                tuple(", ".join(f"{one} – {other}" for one, other in combinations(cell, 2)) for cell in cells)),
    ]  # fmt: skip
    if {one.name for one in draft.columns.values() if has_words(one)} == {*names}:
        option = f"--map from.name={first} --map to.name={OTHERS}"
        samples = tuple(", ".join(f"{cell[0]} – {other}" for other in cell[1:]) for cell in cells)
        readings.append(Reading(f"`{names[0]}` is tied to each of the others", option, samples))
    if any(claim.side == "to" and claim.column in names for claim in draft.claims) and not _ends(draft):
        samples = tuple(", ".join(f"… – {text}" for text in cell) for cell in cells)
        readings.append(Reading("all are partners of one place: write its name", "--set from.name=NAME", samples))
    if len(names) == _THREE:
        option = f"--map from.name={first} --map to.name={second} --map notes={last}"
        samples = tuple(" – ".join(cell[:2]) for cell in cells)
        readings.append(Reading(f"ties of the first two; `{names[-1]}` is a remark", option, samples))
    listed = ", ".join(f"`{name}`" for name in names)
    return Question(draft.job.where, f"{listed} have names side by side: how are they tied?", tuple(readings))


def _numbered(draft: Draft) -> list[ColumnSurvey]:
    """Three columns or more whose headers differ by their number alone, and that have towns, or parties by their
    header; none if another column names whose partners they are."""
    groups: dict[str, list[ColumnSurvey]] = {}
    for one in draft.columns.values():
        if one.name not in draft.uses and one.sort == "texts" and has_words(one) and not _is_again(draft, one.name):
            groups.setdefault(stem_of(one.name), []).append(one)
    for stem, group in groups.items():
        if len(group) < _THREE or not stem or stem in (one.name.casefold() for one in group):
            continue
        texts = {text for one in group for text in one.sample}
        are_towns = sum(one.known_towns for one in group) >= _MOSTLY * len(group)
        if not names_parties(stem) and (len(texts) < _THREE or not are_towns):
            continue
        of_group = {one.name for one in group}
        owners = [claim for claim in draft.claims if claim.inner in ("name", "key") and claim.column not in of_group
                  and claim.group == "node"]  # fmt: skip
        if not owners:
            return group
    return []


def _may_be_a_party(column: ColumnSurvey) -> bool:
    """True for towns that GeoNames knows, of which there may be two alone."""
    return len(column.texts) > 1 and column.known_towns >= _MOSTLY and seems(column) != "official"


def _is_again(draft: Draft, name: str) -> bool:
    return any(claim.column == name and claim.is_again for claim in draft.claims)


def _ends(draft: Draft) -> list[ColumnSurvey]:
    """The columns of both ends, if their headers say it."""
    named = [claim for claim in draft.claims if claim.group == "node" and claim.inner == "name"]
    ends = {side: [claim for claim in named if claim.side == side] for side in ENDS["tie"]}
    bare = [claim for claim in named if not claim.side]
    start, end = ends["from"] or bare, ends["to"]
    if len(start) != 1 or len(end) != 1:
        return []
    return [draft.columns[claim.column] for claim in (start[0], end[0])]


def _free(draft: Draft) -> list[ColumnSurvey]:
    """The columns of texts of which nothing says what they are."""
    known = {claim.column for claim in draft.claims}
    return [one for name, one in draft.columns.items()
            if name not in known and name not in draft.uses and one.sort == "texts" and has_words(one)]  # fmt: skip


def _says_another_thing(header: str) -> bool:
    """True if a header says something that is no end: a region, a venue, a person."""
    meaning = meaning_of(header)
    return meaning is not None and not (meaning.thing in PLACES and meaning.is_of_names)


def _about_organizations(draft: Draft) -> Question | None:
    """The question if ties are between towns, or between the organizations beside them."""
    towns = _towns_of_both(draft)
    if not towns:
        return None
    by_index = {one.index: one for one in draft.columns.values()}
    named = {claim.column for claim in draft.claims if claim.inner == "name"}
    for offset in (-1, 1):
        pair = [by_index.get(one.index + offset) for one in towns]
        if None in pair or not {*pair}.isdisjoint(towns):
            continue
        organizations = [one for one in pair if one is not None]
        are_named = named.issuperset(one.name for one in organizations)
        if all(map(_may_name, organizations)) and (are_named or any(map(_are_organizations, organizations))):
            return _which_ends(draft, organizations, towns)
    return None


def _towns_of_both(draft: Draft) -> list[ColumnSurvey]:
    """The two columns with towns: those whose headers name places, of which two differ by a number, or by their end."""
    towns = [draft.columns[claim.column] for claim in draft.claims if _names_towns(draft, claim)]
    if len(towns) != len(ENDS["tie"]):
        towns = [one for one in draft.columns.values() if holds_towns(one)]
    return sorted(towns, key=lambda one: one.index) if len(towns) == len(ENDS["tie"]) else []


def _names_towns(draft: Draft, claim: Claim) -> bool:
    column = draft.columns[claim.column]
    is_named = claim.group == "node" and claim.inner == "name"
    return is_named and (holds_towns(column) or (claim.thing in PLACES and not _are_organizations(column)))


def _may_name(column: ColumnSurvey) -> bool:
    return column.sort == "texts" and has_words(column) and seems(column) != "official" and not holds_towns(column)


def _are_organizations(column: ColumnSurvey) -> bool:
    """True if a header or what stands below it tells of organizations."""
    meaning = meaning_of(column.name)
    if meaning is not None and meaning.thing == "organization":
        return True
    words = stem_of(column.name).split()
    return any(type_meant(word) == "organization" for word in (" ".join(words), *words)) or (
        seems(column) == "organization"
    )


def _which_ends(draft: Draft, organizations: Sequence[ColumnSurvey], towns: Sequence[ColumnSurvey]) -> Question:
    rows = draft.job.survey.first[:SHOWN]

    def ends(columns: Sequence[ColumnSurvey], more: str) -> str:
        return " ".join(f"--map {side}.name={shlex.quote(one.name)}{more.format(side=side)}"
                        for side, one in zip(ENDS["tie"], columns, strict=True))  # fmt: skip

    def pairs(columns: Sequence[ColumnSurvey]) -> tuple[str, ...]:
        return tuple(" – ".join(row.get(one.name, "") for one in columns) for row in rows)

    regions = " ".join(f"--map {side}.region={shlex.quote(one.name)}"
                       for side, one in zip(ENDS["tie"], towns, strict=True))  # fmt: skip
    notes = " ".join(f"--map notes={shlex.quote(one.name)}" for one in organizations)
    readings = (
        Reading("ties of the organizations; their towns tell them apart",
                f"{ends(organizations, ' --set {side}.type=organization')} {regions}", pairs(organizations)),
        Reading("ties of the towns; the organizations are remarks", f"{ends(towns, '')} {notes}", pairs(towns)),
    )  # fmt: skip
    one, other = organizations
    what = (
        f"`{one.name}` and `{other.name}` have organizations, and `{towns[0].name}` and `{towns[1].name}` their towns"
    )
    return Question(draft.job.where, f"{what}: which are tied?", readings)
