"""Codes of states and provinces that are also codes of countries: ``GA`` is Georgia or Gabon, ``SI`` Siena or Slovenia.

A table of towns with such codes shows what they are: GeoNames has the towns in these countries, or in one country all
of them. Of some countries the codes of all parts are known; of the others the user is asked.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from itertools import islice

from citygraph.domain.gazetteer import places_called
from citygraph.domain.subdivisions import country_of_parts
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import PLACES, SURE, Claim
from citygraph.imports.columns.draft import SHOWN, Draft, OpenCodes
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey, bare_name
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.witness import Witness

_CODE = re.compile(r"[A-Z]{2,3}\.?", re.ASCII)
_LOOKED_AT = 2000
_SAMPLE = 40
_MOSTLY = 0.8
_ENOUGH = 2


def tell_codes_from_countries(draft: Draft) -> None:
    """Make columns of codes regions if their towns show it. What stays open is kept in ``draft.open_codes``."""
    for claim in [one for one in draft.claims if one.inner == "country" and one.why not in SURE]:
        column = draft.columns[claim.column]
        if column.texts and are_codes(column):
            _tell(draft, claim, column)


def ask_about_codes(draft: Draft) -> None:
    """Ask what codes are that stand beside the towns of a node or an end."""
    for code in draft.open_codes:
        starts = [f"{prefix}." if prefix else "" for prefix in ENDS[draft.shape]]
        start = next((one for one in starts if code.towns in draft.found.get(f"{one}name", ())), None)
        if start is None:
            continue
        rows, name = draft.job.survey.first[:SHOWN], shlex.quote(code.column)
        texts = tuple(f"{row.get(code.towns, '')}: {row.get(code.column, '')}" for row in rows)
        readings = (
            Reading(f"parts of {code.of}, as provinces or states",
                    f"--map {start}region={name} --set {start}country={code.of}",
                    tuple(f"{row.get(code.towns, '')}, {row.get(code.column, '')}, {code.of}" for row in rows)),
            Reading("countries", f"--map {start}country={name}", texts),
            Reading("a remark", f"--map notes={name}", tuple(row.get(code.column, "") for row in rows)),
        )  # fmt: skip
        what = f"`{code.column}`: are these codes of countries?" + (f" ({code.why})" if code.why else "")
        draft.questions.append(Question(draft.job.where, what, readings, texts))


def are_codes(column: ColumnSurvey) -> bool:
    """True if all texts of a column are two or three capitals."""
    return column.share(_CODE.fullmatch) == 1


def lie_in(draft: Draft, towns: str, country: str) -> bool:
    """True if most towns of a column that GeoNames knows have a namesake in a country, and it knows one."""
    known = [places for name in draft.columns[towns].texts[:_SAMPLE] if (places := places_called(bare_name(name)))]
    there = sum(any(place.country == country for place in places) for places in known)
    return there >= _MOSTLY * len(known) > 0


def columns_of_towns(draft: Draft) -> list[str]:
    """The columns that may name towns."""
    said = [name for target, names in draft.said.map.items() if target.rpartition(".")[2] == "name" for name in names]
    claimed = [one.column for one in draft.claims if one.inner == "name" and one.thing in (*PLACES, "")]
    return list(dict.fromkeys(name for name in (*said, *claimed) if name in draft.columns))


def _tell(draft: Draft, claim: Claim, column: ColumnSurvey) -> None:
    of = country_of_parts(column.texts)
    is_said = _says_country(claim.column)
    owners = columns_of_towns(draft)
    if not owners or (is_said and not of):
        return
    witness = Witness("country", column.name, owners, column.texts)
    for values in islice(draft.job.rows(), _LOOKED_AT):
        witness.see(values)
    if any(map(witness.speaks_for, owners)):
        return
    for owner in owners:
        elsewhere = witness.lies_elsewhere(owner)
        if not elsewhere or len(elsewhere) < _MOSTLY * (len(elsewhere) + len(witness.lies_there(owner))):
            continue
        why = f"GeoNames has no {'; no '.join(elsewhere[:2])}"
        if of and lie_in(draft, owner, of):
            if is_said and len(elsewhere) < _ENOUGH:
                continue
            if is_said:
                _leave_open(draft, claim, OpenCodes(column.name, owner, of, why))
            else:
                claim.inner, claim.thing = "region", ""
                claim.why = f"{claim.why}; it holds states of {of}: {why}"
            return
        if not is_said and len(elsewhere) >= _ENOUGH and (most := _where_most_lie(draft, owner)):
            _leave_open(draft, claim, OpenCodes(column.name, owner, most, why))
            return
    *_, beside = [owner for owner in owners if draft.columns[owner].index < column.index] or owners
    is_known = witness.lies_there(beside) or witness.lies_elsewhere(beside)
    if of and not is_said and not is_known and len(column.texts) > 1:
        _leave_open(draft, claim, OpenCodes(column.name, beside, of, f"all are also those of parts of {of}"))


def _leave_open(draft: Draft, claim: Claim, code: OpenCodes) -> None:
    draft.claims.remove(claim)
    draft.open_codes.append(code)


def _says_country(header: str) -> bool:
    """True if a header can only mean a country."""
    meaning = meaning_of(header)
    return meaning is not None and meaning.thing == "country" and all(
        one.attribute != "part_of" for one in meaning.others
    )  # fmt: skip


def _where_most_lie(draft: Draft, towns: str) -> str:
    """The code of the country in which most towns of a column lie; empty if there is none."""
    names = [bare_name(text) for text in draft.columns[towns].texts[:_SAMPLE]]
    counted = Counter(places[0].country for name in names if (places := places_called(name)))
    most = counted.most_common(1)[0][0] if counted else ""
    return most if most and 2 * counted[most] > counted.total() and lie_in(draft, towns, most) else ""
