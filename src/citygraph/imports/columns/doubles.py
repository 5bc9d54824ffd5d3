"""Several columns for one target: they say the same, or it is asked which one counts."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from citygraph.domain.country_codes import country_of
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import is_answered
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft, Rows
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.identity import is_repeated
from citygraph.imports.columns.mapping import ADDED_TO, ColumnMapping
from citygraph.imports.columns.target_words import in_words
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.values.missing import is_missing


def settle_doubles(draft: Draft) -> None:
    """Two columns never fall on one target unsaid, except on notes and lists."""
    for target, several in list(draft.found.items()):
        if len(several) < 2 or target in draft.said.map or target.rpartition(".")[2] in ADDED_TO:
            continue
        if target == "status" and len([name for name in several if not is_answered(draft.columns[name])]) < 2:
            continue  # a cross under `Planned`, one under `Ended`
        if target.rpartition(".")[2] == "country":
            several = _without_states(draft, target, several)
        if len(several) < 2:
            continue
        if target == "key":  # an id tells rows apart
            telling = [name for name in several if not is_repeated(draft.columns[name])]
            if len(telling) == 1:
                draft.found[target] = telling
                for name in set(several) - {*telling}:
                    del draft.uses[name]
                continue
        differing = first_difference(draft, target, several)
        if differing is None:
            if target in ("since", "until"):  # the date goes before its year
                several.sort(key=lambda name: draft.columns[name].sort == "years")
            if target.rpartition(".")[2] == "country":  # what is clear by itself goes before numbers
                several.sort(key=lambda name: -draft.columns[name].share(lambda text: country_of(text, None)))
            for name in several[1:]:
                draft.use(name, target, f"{draft.uses[name].why}; as {several[0]}")
            continue
        readings = tuple(
            Reading(f"`{name}`", _option(draft, target, name), tuple(row.get(name, "") for row in differing))
            for name in several
        )
        if (
            target == "region"
            and draft.shape == "node"
            and len(several) == len(ENDS["tie"])
            and "name" not in draft.found
        ):
            ends = zip(ENDS["tie"], several, strict=True)
            option = " ".join(f"--map {side}.name={shlex.quote(name)}" for side, name in ends)
            shown = tuple(" → ".join(row.get(name, "") for name in several) for row in differing)
            readings += (Reading("ties between both", option, shown),)
        if target.startswith("identifiers.") and draft.shape == "node" and len(several) == len(ENDS["tie"]):
            ends = zip(ENDS["tie"], several, strict=True)
            option = " ".join(f"--map {side}.{target}={shlex.quote(name)}" for side, name in ends)
            shown = tuple(" → ".join(row.get(name, "") for name in several) for row in differing)
            readings = (Reading("ties between both", option, shown), *readings)
        both = " and ".join(f"`{name}`" for name in several)
        what = f"{both} both seem to have {in_words(target, draft.shape)}, and they differ: which is it?"
        if target == "country" and len(several) == len(ENDS["tie"]) and _are_only_names(draft):
            readings = (_between_countries(draft, several, differing), *readings)
            # Ties or nodes: what else is to be asked depends on the answer.
            raise OpenQuestions([Question(draft.job.where, what, readings)])
        draft.questions.append(Question(draft.job.where, what, readings))


_MOSTLY_TOWNS = 0.5


def _are_only_names(draft: Draft) -> bool:
    """True if no column of a table of nodes has the names of these, and none may have those of towns."""
    is_open = draft.shape == "node" and draft.job.sort == "table" and not draft.job.has_type
    has_towns = any(column.towns >= _MOSTLY_TOWNS for column in draft.columns.values())
    return (
        is_open
        and not has_towns
        and not any(one in ("name", "key") or one.startswith("identifiers.") for one in draft.targets)
    )


def _between_countries(draft: Draft, several: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Reading:
    """The reading of two columns of countries as both ends of what leads from one to the other, as trade does."""
    start, end = sorted(several, key=lambda name: (_side_of(name) == "to", draft.columns[name].index))
    ends = zip(ENDS["tie"], (start, end), strict=True)
    option = " ".join(f"--map {side}.name={shlex.quote(name)}" for side, name in ends)
    shown = tuple(f"{row.get(start, '')} → {row.get(end, '')}" for row in rows)
    return Reading("ties between both: countries", f"{option} {draft.job.type_option('country')}", shown)


def _side_of(header: str) -> str:
    meaning = meaning_of(header)
    return meaning.side if meaning is not None else ""


def _option(draft: Draft, target: str, name: str) -> str:
    """What gives a column to a target. Of partner schools, the other end is a school, too."""
    option = f"--map {target}={shlex.quote(name)}"
    if target != "to.name" or not _is_of_organizations(name, "to"):
        return option
    firsts = [one for one in draft.columns if one not in draft.uses and _is_of_organizations(one, "")]
    start = f"--map from.name={shlex.quote(firsts[0])} --set from.type=organization " if firsts else ""
    return f"{start}{option} --set to.type=organization"


def _is_of_organizations(header: str, side: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning[:3] == (side, "organization", "")


def _without_states(draft: Draft, target: str, several: list[str]) -> list[str]:
    """Without columns whose texts are states of the countries that another one has, as `Georgia` beside `USA` is: they
    are regions."""
    for name in several:
        for other in (one for one in several if one != name):
            pairs = [
                (of, {part.country for part in subdivision(row.get(name, ""))})
                for row in islice(draft.job.rows(), LOOKED_AT)
                if row.get(name) and (of := country_of(row.get(other, ""), None))
            ]
            if pairs and all(of in countries for of, countries in pairs):
                rest = draft.found[target] = [one for one in several if one != name]
                region = target.replace("country", "region")
                draft.found.setdefault(region, []).append(name)
                draft.use(name, region, f"{draft.uses[name].why}; it holds states of {other}")
                return rest
    return several


def first_difference(draft: Draft, target: str, names: Sequence[str]) -> list[Mapping[str, str]] | None:
    """The first rows in which columns say different things about a target; None if there is none."""
    rows = islice(draft.job.rows(), LOOKED_AT)
    return list(islice((row for row in rows if len(_said_of(target, row, names)) > 1), SHOWN)) or None


def _said_of(target: str, row: Mapping[str, str], names: Sequence[str]) -> set[str]:
    """What columns say about a target in a row, without what says the same."""
    texts = {text for name in names if (text := row.get(name, "")) and not is_missing(text)}
    if target.rpartition(".")[2] == "country":
        return {country_of(text, None) or "" for text in texts} - {""}
    if target in ("since", "until"):  # a year beside the date itself says nothing else
        years = {text for text in texts if len(text) == 4 and text.isdecimal()}
        texts -= {year for year in years if any(year in text for text in texts - {year})}
    return texts


class LostTexts(NamedTuple):
    """A ``column`` that the user gives to a target after ``first``: in how many rows its text is lost, since that of
    the first counts and says something else; with both in one of these rows."""

    first: str
    column: str
    number: int
    example: tuple[str, str]


def lost_beside_first(plan: ColumnMapping, rows: Rows) -> list[LostTexts]:
    """What rows say in columns that the user gives to one target, and of which only the first with a value counts."""
    mapped = {use.column for use in plan.uses if use.why == "mapping"}
    several = {
        target: [name for name in names if name in mapped and not plan.is_kept(name)]
        for target, names in plan.columns.items()
        if target.rpartition(".")[2] not in ADDED_TO and not (target in ("status", "until") and plan.forms.asked)
    }
    pairs = [(target, names[0], other) for target, names in several.items() for other in names[1:]]
    found: dict[tuple[str, str], LostTexts] = {}
    for row in rows() if pairs else ():
        for target, first, other in pairs:
            if len(_said_of(target, row, (first, other))) > 1:
                before = found.get((first, other))
                example = before.example if before else (row[first], row[other])
                found[first, other] = LostTexts(first, other, before.number + 1 if before else 1, example)
    return list(found.values())
