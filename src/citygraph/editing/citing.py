"""The source that a new fact names: a known one, or a new record for it.

A new source is given as a web address, as a file, or as an id with a title. Only what is given is written of it:
nothing is fetched, and no passage is made of a quote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import slug
from citygraph.editing.draft import FolderDraft
from citygraph.editing.records import SECTION_OF, add
from citygraph.folder.values import is_id
from citygraph.graph.resolve import UnknownName
from citygraph.world import World

_WEB = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_LONGEST = 40
"""How many letters an id made of a title has at most, if it can be cut between words."""


class CitedSource(NamedTuple):
    """A source: its id, and what is said of it. ``is_new`` if it has no record yet."""

    id: str
    said: Mapping[str, Any]
    is_new: bool = False


class NoTitle(CityGraphError):
    """A new source has no title."""


def cited(world: World, text: str, said: Mapping[str, Any], option: str = "--title") -> CitedSource:
    """The source that a text names: by its id or title; by its web address; by a file that it was read from; or a new
    one, with what is ``said`` of it. ``option`` names the option for the title.

    Raises:
        UnknownName: if there is none, and the text is neither a web address nor a file, and there is no title.
        AmbiguousName: if several have this title.
        NoTitle: if a new one has no title.
    """
    unknown: UnknownName | None = None
    try:
        return CitedSource(world.resolve(text, ("source",)), said)
    except UnknownName as error:
        unknown = error
    if _WEB.match(text):
        known, said = _known(world, lambda one: _is_address(one, text)), {**said, "url": text}
    elif (path := Path(text)).is_file():
        digest = _digest(path)
        known = _known(world, lambda one: digest in one.get("files", {}).values())
        said = {**({} if known else {"title": path.name}), **said, "files": {path.name: digest}}
    elif "title" not in said:
        unknown.way_out = (
            f"a new source is a web address or a file; or give its title, and `{text}` becomes its id: {option} …"
        )
        raise unknown
    else:
        known = None
    if known is not None:
        return CitedSource(known, {key: value for key, value in said.items() if key not in ("url", "files")})
    if "title" not in said:
        raise NoTitle(f"the source {text} is new, so it needs its title: {option}")
    return CitedSource(text if is_id(text) else source_id(world, said), said, is_new=True)


def is_place(text: str) -> bool:
    """True if a text says where a source is: a web address or a file."""
    return _WEB.match(text) is not None or Path(text).is_file()


def _known(world: World, fits: Callable[[Mapping[str, Any]], bool]) -> str | None:
    sources = world.view.graph["sources"]
    return next((id for id in sources if fits(sources[id])), None)


def _is_address(source: Mapping[str, Any], text: str) -> bool:
    here = _same_page(text)
    return any(here == _same_page(source[key]) for key in ("url", "archive_url") if key in source)


def _same_page(address: str) -> str:
    """An address without what makes no other page of it."""
    return _WEB.sub("", address).partition("#")[0].rstrip("/")


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise CityGraphError(f"{path}: {error.strerror or error}") from None


def source_id(world: World, said: Mapping[str, Any]) -> str:
    """A free id for a new source: who published it and when, if that is short; else the beginning of its title."""
    who, when, title = (slug(str(said.get(key, ""))) for key in ("publisher", "published", "title"))
    stem = f"{who}-{when}" if who and when and len(who) + len(when) < _LONGEST else _shortened(title)
    return free_id(world, [stem, *([f"{stem}-{when}"] if when else [])], "source")


def _shortened(words: str) -> str:
    """The beginning of an id, cut between words."""
    if len(words) <= _LONGEST:
        return words
    cut, dash, _ = words[: _LONGEST + 1].rpartition("-")
    return cut if dash else words[:_LONGEST]


def free_id(world: World, proposals: list[str], type: str) -> str:
    """The first of some proposals that no record has as its id; else the last with a number."""
    usable = [one for one in proposals if one] or [type]
    free = next((one for one in usable if not is_taken(world, one)), None)
    return free or next(one for number in count(2) if not is_taken(world, one := f"{usable[-1]}-{number}"))


def is_taken(world: World, id: str) -> bool:
    """True if a record has this id."""
    view = world.view
    return id in view.nodes or id in view.graph["ties"] or id in view.graph["sources"]


def add_source(draft: FolderDraft, source: CitedSource, file: str = "") -> None:
    """Write the record of a new source, in a file (empty: where the like stands)."""
    add(draft, SECTION_OF["source"], source.id, source.said, file)
