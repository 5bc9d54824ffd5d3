"""What other sources say of records that are there: each gets it in its own file. No value that stands changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Free, keys_of
from citygraph.domain.tie_rules import is_told
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, Written, change, united, written
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Supplement
from citygraph.world import World


class Supplemented(NamedTuple):
    """The new content of files, and why records could not be edited."""

    files: dict[str, bytes | None]
    refused: dict[Where, str]


def supplemented(folder: Path, several: Sequence[Supplement]) -> Supplemented:
    """The files of a folder in which records get what they lack. Nothing is written.

    Raises:
        CityGraphError: if a file cannot be edited at all.
    """
    draft = FolderDraft(World(folder))
    draft.find([one.where for one in several])
    refused = {}
    for one in several:
        try:
            before = written(draft, one.where)
            change(draft, one.where, _new(one, before), one.evidence)
        except CityGraphError as error:
            refused[one.where] = str(error)
    return Supplemented(draft.files(), refused)


def _new(supplement: Supplement, before: Mapping[str, Any]) -> Written:
    """The keys of a record that change, each with its whole value."""
    keys = keys_of(SECTION_OF[supplement.where.type].record).all
    found: Written = {}
    for key, value in supplement.values.items():
        mine = before.get(key)
        if mine is None or (key == "status" and isinstance(mine, str) and not is_told(mine)):
            found[key] = value
        elif (more := united(keys[key].holds if key in keys else Free(), mine, value)) is not None:
            found[key] = more
    return found
