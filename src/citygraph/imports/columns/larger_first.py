"""Larger places that were taken for the towns: under ``İl; İlçe`` the province stands first, and the district in it is
the place of a row. *Bursa* would be one town in as many regions as it has districts.

The rows show it where one name has several regions, and each of these regions one name; so does GeoNames where it has
the regions as towns in the parts of the country that the names name. Namesakes look like that, too (*Portland, Maine*
and *Portland, Oregon*), so it is asked, unless GeoNames has the names as towns in the regions, or these are known as
parts of a country.
"""

from __future__ import annotations

import shlex
from itertools import islice

from citygraph.domain.gazetteer import places_called
from citygraph.domain.names import fold
from citygraph.domain.regions import lies_in
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.values.region_words import region_sign

Pair = tuple[str, str]
_SAMPLE = 40
_MOSTLY = 0.9
_HALF = 0.5
_SELDOM = 0.1


def ask_about_larger_first(draft: Draft) -> None:
    """Ask whether the names of a node or an end are those of the larger places, if the rows look like it."""
    if draft.job.sort != "table":
        return
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        target, larger = f"{start}name", f"{start}region"
        names, regions = draft.found.get(target, ()), draft.found.get(larger, ())
        if len(names) != 1 or len(regions) != 1 or {target, larger} & {*draft.said.map}:
            continue
        name, region = names[0], regions[0]
        if not {name, region} <= draft.columns.keys():
            continue
        rows = islice(draft.job.rows(), LOOKED_AT)
        pairs = list(dict.fromkeys((row.get(name, ""), row.get(region, "")) for row in rows))
        pairs = [pair for pair in pairs if all(pair)]
        if draft.columns[region].sort == "texts" and _may_be_larger(pairs):
            draft.questions.append(_which_is_the_place(draft, start, name, region, pairs))


def _may_be_larger(pairs: list[Pair]) -> bool:
    """True if the rows, or GeoNames, show that the names may be those of larger places, and nothing that they are
    towns."""
    sample = pairs[:_SAMPLE]
    inside = sum(_is_town_in(region, name) for name, region in sample)
    if not (_have_several(pairs) or inside > _HALF * len(sample)):
        return False
    as_towns = sum(_is_town_in(name, region) for name, region in sample)
    return as_towns <= _SELDOM * len(sample) and not _are_parts(pairs)


def _is_town_in(town: str, part: str) -> bool:
    return any(lies_in(place, part) for place in places_called(town))


def _have_several(pairs: list[Pair]) -> bool:
    """True if names have several regions, and nearly all regions one name."""
    names: dict[str, set[str]] = {}
    regions: dict[str, set[str]] = {}
    for name, region in pairs:
        names.setdefault(fold(name), set()).add(fold(region))
        regions.setdefault(fold(region), set()).add(fold(name))
    of_one = sum(len(several) == 1 for several in regions.values())
    return len(names) < len(regions) and of_one >= _MOSTLY * len(regions)


def _are_parts(pairs: list[Pair]) -> bool:
    """True if half of the regions are known as parts of countries."""
    regions = list(dict.fromkeys(region for _, region in pairs))[:_SAMPLE]
    known = sum(bool(subdivision(text) or region_sign(text)) for text in regions)
    return known >= _HALF * len(regions)


def _which_is_the_place(draft: Draft, start: str, name: str, region: str, pairs: list[Pair]) -> Question:
    shown = pairs[:SHOWN]
    (one, in_it), large, small = pairs[0], shlex.quote(name), shlex.quote(region)
    what = f"`{name}` or `{region}`: which names the place of a row ({one}, {in_it}), and which the larger place?"
    return Question(draft.job.where, what, (
        Reading(f"`{region}`, which lies in `{name}`", f"--map {start}name={small} --map {start}region={large}",
                tuple(f"{inside}, in {whole}" for whole, inside in shown)),
        Reading(f"`{name}`, which lies in `{region}`", f"--map {start}name={large} --map {start}region={small}",
                tuple(f"{whole}, in {inside}" for whole, inside in shown)),
        Reading(f"`{name}` alone; the other is a remark", f"--map {start}name={large} --map notes={small}",
                tuple(whole for whole, _ in shown)),
    ))  # fmt: skip
