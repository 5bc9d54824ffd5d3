"""Countries that are not those of the cities beside them: of guests, of births, of citizens.

The header says it (``Country of residence``), or the cities do: GeoNames has none of them in these countries.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import islice

from citygraph.domain.subdivisions import country_of_parts
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import PLACES, SURE, Claim
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.identity import is_repeated
from citygraph.imports.columns.witness import Witness
from citygraph.imports.values.missions import OF_MISSIONS, tells_of_missions


def ask_about_other_countries(draft: Draft) -> None:
    """Ask about a column of countries beside cities, if these lie elsewhere. The countries of persons say nothing of
    the places of their posts, and stay unread."""
    if draft.job.sort != "table" or draft.shape == "tie":
        return
    for claim in [claim for claim in draft.claims if claim.inner == "country" and claim.why not in SURE]:
        if draft.shape == "post":
            if claim.flows:
                draft.claims.remove(claim)
            elif (owner := _column_of_cities(draft, PLACES)) and (why := _against(draft, claim, owner)):
                draft.claims.remove(claim)
                _ask_of_posts(draft, claim.column, owner, why)
        elif country_of_parts(draft.columns[claim.column].texts):
            continue  # Georgia beside Atlanta is asked about in its own room
        elif draft.type == "city" and (owner := _column_of_cities(draft)):
            why = f"`{owner}` has cities, and the header may name another thing's country" if claim.flows else ""
            if why := why or _against(draft, claim, owner):
                draft.claims.remove(claim)
                _ask(draft, claim.column, owner, why)


def _column_of_cities(draft: Draft, things: Sequence[str] = (*PLACES, "")) -> str:
    """The column that names the cities of the rows; empty if none does, or several."""
    said = draft.said.map.get("name" if "" in things else "of.name", ())
    names = [name for name in said if name in draft.columns] or [
        claim.column for claim in draft.claims if claim.inner == "name" and claim.thing in things
    ]
    return names[0] if len(names) == 1 else ""


def _against(draft: Draft, claim: Claim, owner: str) -> str:
    """What in the rows shows that countries are not those of the cities beside them, in words; empty if nothing."""
    witness = Witness("country", claim.column, [owner], draft.columns[claim.column].texts)
    for values in islice(draft.job.rows(), LOOKED_AT):
        witness.see(values)
    is_open = claim.why.startswith("contents") or any(map(tells_of_missions, draft.columns)) or (
        len(witness.lies_elsewhere(owner)) >= _SURELY and not witness.lies_there(owner)
    )  # fmt: skip
    if not witness.speaks_against(owner) or not (is_open or witness.has_several(owner)):
        return ""  # a village called as a town elsewhere
    return f"GeoNames has no {'; no '.join(witness.lies_elsewhere(owner)[:2])}"


_SURELY = 5
"""As many cities in a country that has none of them are no villages of the same names."""


def _ask_of_posts(draft: Draft, column: str, owner: str, why: str) -> None:
    rows = draft.job.survey.first[:SHOWN]
    readings = (
        Reading("a remark on the post", f"--map notes={shlex.quote(column)}",
                tuple(f"{row.get(owner, '')} ({row.get(column, '')})" for row in rows)),
        Reading("the country in which the city lies", f"--map of.country={shlex.quote(column)}",
                tuple(f"{row.get(owner, '')}, {row.get(column, '')}" for row in rows)),
    )  # fmt: skip
    what = f"`{column}`: whose countries are these? ({why})"
    draft.questions.append(Question(draft.job.where, what, readings))


def _ask(draft: Draft, column: str, owner: str, why: str) -> None:
    rows = draft.job.survey.first[:SHOWN]
    option, city = shlex.quote(column), shlex.quote(owner)
    kind = f" --kind {OF_MISSIONS}" if any(map(tells_of_missions, draft.columns)) else ""
    readings = [
        Reading("a tie from each country to the city",
                f"--map from.name={option} --set from.type=country --map to.name={city}{kind}",
                tuple(f"{row.get(column, '')} → {row.get(owner, '')}" for row in rows)),
        Reading("the country in which the city lies", f"--map country={option}",
                tuple(f"{row.get(owner, '')}, {row.get(column, '')}" for row in rows)),
    ]  # fmt: skip
    if not is_repeated(draft.columns[owner]):  # the rows of one city have figures of their own
        samples = tuple(f"{row.get(owner, '')} ({row.get(column, '')})" for row in rows)
        readings.insert(1, Reading("a remark on the city", f"--map notes={option}", samples))
    texts = tuple(f"{row.get(owner, '')}: {row.get(column, '')}" for row in rows)
    what = f"`{column}`: whose countries are these? ({why})"
    draft.questions.append(Question(draft.job.where, what, tuple(readings), texts))
