"""Ids that are of no place alone: codes of a region, which its towns share, and codes that need their country beside
them."""

from __future__ import annotations

import re
import shlex
from itertools import islice

from citygraph.domain.country_codes import country_of
from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import LOOKED_AT, Draft
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.survey import Dependence
from citygraph.imports.columns.targets import ENDS, is_target

_OF_THINGS = ("wikidata", "geonames", "osm", "openstreetmap", "viaf", "gnd", "isni", "unlocode")
"""Registers that give each thing an id of its own: several names of one id are mostly those of one thing."""
_MOST_WRONG = 0.05
"""An id that has several names for more of its values than this is no id of what has the name."""
_MOST_NAMES = 0.5
"""The share of ids of things that may have several names before that is asked about."""
_OF_STATES = 4
"""The longest code of NUTS 1 and NUTS 2, whose regions are larger than towns; NUTS 3 has some towns."""
_LOCATION = re.compile(r"[A-Z2-9]{3}", re.ASCII)
_OF_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


def settle_shared_ids(draft: Draft) -> None:
    """Codes that towns of other names share are of the region in which they lie. A location of UN/LOCODE gets the
    code of its country before it."""
    if draft.job.sort != "table":
        return
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        for target in [target for target in draft.found if target.startswith(f"{start}identifiers.")]:
            columns = draft.found[target]
            if target in draft.said.map or len(columns) != 1 or columns[0] not in draft.columns:
                continue
            if target.endswith(".unlocode"):
                _with_country(draft, start, target, columns[0])
            names = draft.found.get(f"{start}name", [])
            if len(names) == 1 and names[0] in draft.columns:
                _of_a_region(draft, start, target, columns[0], names[0])


def _of_a_region(draft: Draft, start: str, target: str, code: str, name: str) -> None:
    of_codes = Dependence([code], name, lambda one, other: fold(one) == fold(other), frozenset(draft.said.missing))
    for row in islice(draft.job.rows(), LOOKED_AT):
        of_codes.see(row)
    share = of_codes.share_of_broken(code)
    if target.endswith(".nuts") and draft.columns[code].share(lambda text: len(text) <= _OF_STATES) >= _MOST_NAMES:
        why = f"`{code}` has codes of larger regions than towns, so it is of where these lie"
        _is_of_where_it_lies(draft, start, target, code, why)
        return
    is_of_things = target.rpartition(".")[2] in _OF_THINGS
    if share <= (_MOST_NAMES if is_of_things else _MOST_WRONG):
        return
    id, first, second = of_codes.examples[code]
    if is_of_things:
        column = shlex.quote(code)
        what = f"`{code}` has several names for one value ({id}: {first} and {second}): is it an id of them?"
        no = "notes" if is_target("notes", draft.shape) else f"{start}notes"
        draft.questions.append(Question(draft.job.where, what, (
            Reading("no, each name is a place", f"--map {no}={column}", (f"{first} ≠ {second}",)),
            Reading("yes, these are several names of one place", f"--map {target}={column}", (f"{first} = {second}",)),
        )))  # fmt: skip
        return
    both = f"several share one ({id}: {first} and {second})"
    _is_of_where_it_lies(
        draft, start, target, code, f"`{code}` is no id of `{name}`: {both}, so it is of where they lie"
    )


def _is_of_where_it_lies(draft: Draft, start: str, target: str, code: str, why: str) -> None:
    del draft.found[target]
    region = f"{start}region"
    other = region if region not in draft.targets else "notes" if draft.shape != "post" else "of.notes"
    draft.found.setdefault(other, []).append(code)
    draft.use(code, other, "header; a code of where the places lie")
    draft.says.append(f"{why}; --map {target}={shlex.quote(code)} says otherwise")


def _with_country(draft: Draft, start: str, target: str, code: str) -> None:
    countries = draft.found.get(f"{start}country", [])
    if len(countries) != 1 or countries[0] not in draft.columns:
        return
    country = draft.columns[countries[0]]
    are_codes = country.share(lambda text: _OF_COUNTRY.fullmatch(text) and country_of(text, None)) >= 1 - _MOST_WRONG
    if are_codes and draft.columns[code].share(_LOCATION.fullmatch) >= 1 - _MOST_WRONG:
        draft.found[target] = [f"{country.name}{JOINED}{code}"]
        draft.says.append(f"`{country.name}` and `{code}` together are the ids of UN/LOCODE")
