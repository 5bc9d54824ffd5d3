"""What other sources say of records that are there: each gets it in its own file, or loses it again. No value that
stands otherwise changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Free, ListOf, keys_of
from citygraph.domain.tie_rules import is_told
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, Written, change, listed, united, written
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


# ------------------------------------------------------------------ what goes again

_ATTESTED_APART = {"observations", "notes"}
"""Keys whose values name their own source: other evidence of the record says nothing of them."""


class Withdrawn(NamedTuple):
    """The new content of files, what records lose, and why some of them keep what they got."""

    files: dict[str, bytes | None]
    lost: dict[Where, dict[str, Any]]
    refused: dict[Where, str]


def withdrawn(folder: Path, several: Sequence[Supplement]) -> Withdrawn:
    """The files of a folder in which records lose what they got, as far as it stands as they got it. Nothing is
    written.

    Raises:
        CityGraphError: if a file cannot be edited at all.
    """
    draft = FolderDraft(World(folder))
    draft.find([one.where for one in several])
    lost, refused = {}, {}
    for one in several:
        try:
            before = written(draft, one.where)
            if later := _later(one, before):
                refused[one.where] = f"`{later}` has become evidence for it since, and may say the same"
                continue
            found = _loss(one, before)
            change(draft, one.where, found.left)
            lost[one.where] = found.gone
            if found.changed:
                those = " and ".join(f"`{key}`" for key in found.changed)
                refused[one.where] = f"{those} {'is' if len(found.changed) == 1 else 'are'} another now"
        except CityGraphError as error:
            refused[one.where] = str(error)
    return Withdrawn(draft.files(), lost, refused)


def _later(supplement: Supplement, before: Mapping[str, Any]) -> str:
    """The source that attests a record since it got something; empty if there is none."""
    items = [_plain(item) for item in listed(before.get("evidence"))]
    ours = [number for number, item in enumerate(items) if item in _plain(supplement.evidence)]
    if not ours or not supplement.values.keys() - _ATTESTED_APART or ours[-1] == len(items) - 1:
        return ""
    return str(items[-1].get("source", ""))


class _Loss(NamedTuple):
    """What is ``left`` of the keys of a record that change if it loses what it got; what is ``gone``; and which keys
    have been ``changed`` since, and stay."""

    left: Written
    gone: Written
    changed: list[str]


def _loss(supplement: Supplement, before: Mapping[str, Any]) -> _Loss:
    keys = keys_of(SECTION_OF[supplement.where.type].record).all
    found = _Loss({}, {}, [])
    for key, value in supplement.values.items():
        mine = before.get(key)
        if mine is None:
            continue
        left: Any = None
        gone: Any = value
        if _plain(mine) == _plain(value):
            pass
        elif isinstance(mine, Mapping) and isinstance(value, Mapping):
            gone = {one: inner for one, inner in value.items() if _plain(inner) == _plain(mine.get(one))}
            left = {one: inner for one, inner in mine.items() if one not in gone}
            found.changed.extend(f"{key}.{one}" for one in value if one in left)
        elif isinstance(keys[key].holds, ListOf | Free):
            items, given = listed(mine), listed(value)
            left = [one for one in items if _plain(one) not in _plain(given)]
            gone = [one for one in given if _plain(one) in _plain(items)]
            if isinstance(keys[key].holds, Free) and len(left) == 1:
                left = left[0]
        else:
            found.changed.append(key)
            continue
        if gone:
            found.left[key], found.gone[key] = left or None, gone
    if not found.changed:  # evidence stays as long as anything stays that it may be of
        found.left.update(_without_evidence(supplement.evidence, before))
        found.gone.update({"evidence": supplement.evidence} if supplement.evidence else {})
    return found


def _without_evidence(items: Sequence[Mapping[str, str]], before: Mapping[str, Any]) -> Written:
    have = listed(before.get("evidence"))
    left = [item for item in have if _plain(item) not in _plain(items)]
    found: Written = {"evidence": left or None} if len(left) < len(have) else {}
    short = {key: before[key] for key in ("source", "by", "quote") if key in before}
    return {**found, **dict.fromkeys(short)} if short and _plain(short) in _plain(items) else found


def _plain(value: Any) -> Any:
    """A value as texts: files have numbers as they were typed."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
