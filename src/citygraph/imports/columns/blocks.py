"""Blocks of the same columns side by side, as ``City, Country, Year, City, Country, Year``: a list that goes on at its
right. A row becomes a row for each block."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from citygraph.domain.country_names import meanings
from citygraph.domain.gazetteer import is_a_name
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import OUTVOTES
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import Survey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.towns_in_titles import owner_in
from citygraph.imports.columns.whose_list import ANY, owners
from citygraph.imports.options import FileOptions

_AGAIN = re.compile(r" \(again(?: (\d+))?\)$")
_TIMES = frozenset(("since", "until", "year", "agreement.signed", "on"))

Block = Mapping[str, str]
"""The columns of the first block, each with the one that stands in its place in another."""


def blocks_of(survey: Survey, said: FileOptions) -> list[Block]:
    """The blocks of a table, the first among them; none if its columns do not repeat as a whole, or if they may be the
    two ends of ties. They are none of these if the user names the other end of all ties, or the places of the rows; or
    if a title tells of ties, and each block has its own time, or no row names the town in the title."""
    blocks = repeated_blocks(survey)
    told_of = {name for names in said.map.values() for name in names}
    if not blocks or any(_AGAIN.search(name) for name in told_of):
        return []
    first = list(blocks[0])
    if not ({"from.name", "to.name"} & said.set.keys() or "name" in said.map):
        titles = [title for title in survey.titles if tells_of_ties(title)]
        if not titles or any(map(_is_of_an_end, first)):
            return []
        owners = {fold(owner) for title in titles if (owner := owner_in(title))}
        texts = (text for one in blocks for name in one.values() for text in survey.columns[name].texts)
        names_owner = any(fold(text) in owners for text in texts)
        if names_owner or not (_has_times(first) or any(map(_is_a_town, owners))):
            return []
    return blocks


def repeated_blocks(survey: Survey) -> list[Block]:
    """The blocks of a table whose columns repeat as a whole, the first among them; none if they do not."""
    columns = [name for name, one in survey.columns.items() if one.filled and not _numbers_rows(name)]
    first = [name for name in columns if not _AGAIN.search(name)]
    width = len(first)
    blocks = [columns[start : start + width] for start in range(0, len(columns), width)] if width else []
    if len(blocks) < 2 or any([_AGAIN.sub("", name) for name in block] != first for block in blocks):
        return []
    return [dict(zip(first, block, strict=True)) for block in blocks]


def ask_about_blocks(draft: Draft) -> None:
    """Ask if blocks of towns side by side are the ends of ties or one list, where no title says it.

    Raises:
        OpenQuestions: if there are such blocks. What else is to be asked depends on the answer.
    """
    if draft.job.sort != "table" or draft.are_rows_said or any(map(tells_of_ties, draft.job.survey.titles)):
        return
    blocks = repeated_blocks(draft.job.survey)
    towns = next((one for one in blocks[0] if draft.columns[one].known_towns >= OUTVOTES), "") if blocks else ""
    if not towns or draft.columns[blocks[1][towns]].known_towns < OUTVOTES:
        return
    rows = draft.job.survey.first[:SHOWN]
    name = shlex.quote(towns)
    beside = [[row.get(one[towns], "") for one in blocks] for row in rows]
    of_ends = " ".join(
        f"--map {side}.{inner}={shlex.quote(block[column])}"
        for column, inner in _of_places(draft, blocks[0], towns).items()
        for side, block in zip(ENDS["tie"], blocks, strict=False)
    )
    as_list = [
        Reading(owner.says("one list, of the partners of"), f"{owner.option()} --map to.name={name}",
                tuple(", ".join(f"{owner.shown} → {one}" for one in cells if one) for cells in beside))
        for owner in (*owners(draft), ANY)
    ]  # fmt: skip
    as_ends = [
        Reading("ties from the first block to the second", of_ends, tuple(" → ".join(cells) for cells in beside))
    ] if len(blocks) == len(ENDS["tie"]) else []  # fmt: skip
    places = Reading("one list of places", f"--map name={name}", tuple(", ".join(filter(None, one)) for one in beside))
    # Two towns without a time of each are rather two ends.
    is_rather_list = _has_times(list(blocks[0])) or _is_of_an_end(towns)
    readings = [*as_list, *as_ends, places] if is_rather_list else [*as_ends, *as_list, places]
    named = ", ".join(f"`{column}`" for column in blocks[0])
    what = f"{named} stand {len(blocks)} times side by side: what is each row?"
    raise OpenQuestions([Question(draft.job.where, what, tuple(readings))])


def _of_places(draft: Draft, block: Block, towns: str) -> dict[str, str]:
    """The columns of a block that tell of a place, each with its target."""
    inner = {claim.column: claim.inner for claim in draft.claims if claim.inner in ("country", "region")}
    return {towns: "name", **{column: inner[column] for column in block if column in inner}}


def _has_times(columns: Sequence[str]) -> bool:
    said = [meaning for meaning in map(meaning_of, columns) if meaning is not None]
    return any(one.attribute in _TIMES for meaning in said for one in (meaning, *meaning.others))


def _is_a_town(name: str) -> bool:
    """True for a town, and no country or part of one, whose towns may stand in the first columns."""
    return is_a_name(name) and not meanings(name) and not subdivision(name)


def _numbers_rows(name: str) -> bool:
    meaning = meaning_of(_AGAIN.sub("", name))
    return meaning is not None and meaning.attribute in ("row", "number")


def _is_of_an_end(name: str) -> bool:
    """True if a header says which end it is, as `Partner` does: columns for several partners are read otherwise."""
    meaning = meaning_of(name)
    return meaning is not None and meaning.side != ""
