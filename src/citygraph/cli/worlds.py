"""Opens the graph folder that a command is about."""

import os
import sys
from collections.abc import Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.cli.messages import warn
from citygraph.domain.errors import CityGraphError
from citygraph.domain.languages import language_of_locale, name_in

if TYPE_CHECKING:
    from citygraph.graph.asked import Asked
    from citygraph.graph.joined import JoinedGraph
    from citygraph.world import World

_MOST_TOLD = 3
"""How many ids a remark names."""


class ReadAlready(NamedTuple):
    """A world that is read already, and how it was asked for: a command may hand it to the one that it runs."""

    folder: Path | None
    is_cached: bool
    world: "World"


def read_world(folder: Path | None, *, cache: bool, read: ReadAlready | None = None) -> "World":
    """The world of a graph folder; that of ``read``, if it was asked for in the same way. A progress bar shows if
    reading takes long.

    Raises:
        CityGraphError: if there is no such folder.
    """
    if read and (read.folder, read.is_cached) == (folder, cache):
        return read.world
    from citygraph.render.progress import Bar
    from citygraph.world import World, find_folder

    with Bar() as bar:
        world = World(find_folder(folder), cache=cache, report=bar)
    for remark in world.remarks:
        warn(remark)
    return world


def open_world(folder: Path | None, *, cache: bool = True, read: ReadAlready | None = None) -> "World":
    """Open the graph folder (see :func:`read_world`), and warn in a line if it has errors.

    Raises:
        CityGraphError: if there is no such folder.
    """
    world = read_world(folder, cache=cache, read=read)
    warn_if_broken(world, "; `citygraph check` shows them")
    return world


def open_asked(
    folders: Sequence[Path],
    *,
    cache: bool,
    language: str | None = None,
    for_people: bool = False,
    read: ReadAlready | None = None,
) -> "Asked":
    """Open the graph folder that is asked, or several as one, with names in a ``language``: see :func:`speak`. One of
    them may be ``read`` already.

    Raises:
        CityGraphError: if there is no such folder, if one is named twice, or if several do not go together.
    """
    worlds = [open_world(folder, cache=cache, read=read) for folder in folders or (None,)]
    speak(worlds, language, for_people=for_people)
    return worlds[0] if len(worlds) == 1 else _joined(worlds)


def _joined(worlds: "Sequence[World]") -> "Asked":
    from citygraph.cli.several import SeveralFolders
    from citygraph.folder.judgements import JUDGEMENTS, judgements_of
    from citygraph.graph.joined import Judged, joined

    names = _names([world.folder for world in worlds])
    # Each is read as a whole first: if its snapshot is damaged, only that world is read again.
    copies = [world.ask(lambda asked: joined([("", asked.view)])) for world in worlds]
    judged = [
        Judged(name, one.verdict == "same", one.thing, one.record)
        for name, world in zip(names, worlds, strict=True)
        for one in judgements_of(world.folder)
        if one.verdict != "unsure"
    ]
    whole = joined(list(zip(names, copies, strict=True)), judged)
    same = "1 node is" if len(whole.same) == 1 else f"{len(whole.same):,} nodes are"
    by = "by judgements or identifiers" if whole.judged else "by identifiers"
    warn(f"{' and '.join(names)} are asked as one; {same} in more than one, {by}")
    for here, there in islice(whole.apart.items(), _MOST_TOLD):
        warn(f"`{there}` is the id of two records; the one of {here.partition(':')[0]} is `{here}` here, as {_WHY_TWO}")
    if here := next((here for here, there in whole.apart.items() if _may_be_one(whole, here, there)), ""):
        warn(f"if the two are one, write `same {here} {whole.apart[here]}` into {worlds[0].folder / JUDGEMENTS}")
    for one, why in whole.refused.items():
        said = f"{'same' if one.is_same else 'different'} {one.thing} {one.record}"
        warn(f"a judgement of {one.graph} is not followed, since {why}: `{said}`")
    if (more := len(whole.apart) - _MOST_TOLD) > 0:
        warn(f"so it is with {more:,} more ids")
    for ids, what in (
        (whole.ambiguous, "an identifier or a judgement that fits several nodes, so they stay apart"),
        (whole.alike, "only name and country in common with another, so they stay apart; `citygraph locate` gives both"
                      " an identifier"),
        (whole.otherwise, "a tie that an earlier folder tells otherwise; both stand side by side"),
    ):  # fmt: skip
        if ids:
            more = len(ids) - _MOST_TOLD
            listed = ", ".join(f"`{id}`" for id in ids[:_MOST_TOLD]) + (f" and {more:,} more" if more > 0 else "")
            warn(f"{listed}: {what}")
    asked = SeveralFolders(whole, dict(zip(names, worlds, strict=True)))
    asked.language = worlds[0].language
    return asked


def _may_be_one(whole: "JoinedGraph", *ids: str) -> bool:
    """True if nodes have one type, and their countries do not differ."""
    nodes = [whole.nodes[id] for id in ids if id in whole.nodes]
    alike = {node["type"] for node in nodes}, {node["country"] for node in nodes} - {None}
    return len(nodes) == len(ids) and all(len(those) < 2 for those in alike)


_WHY_TWO = "nothing says for sure that the two are one"


def _names(folders: Sequence[Path]) -> list[str]:
    """A name for each of several folders: the last part of its path by which they differ, or several of the last parts.

    Raises:
        CityGraphError: if one folder stands there twice.
    """
    paths = [Path(os.path.realpath(folder)) for folder in folders]
    for path, folder in zip(paths, folders, strict=True):
        if paths.count(path) > 1:
            raise CityGraphError(f"--graph names {folder} twice")
    ends = list(zip_longest(*(reversed(path.parts) for path in paths), fillvalue=""))
    apart = [names for names in ends if len(set(names)) == len(paths)]
    together = ("-".join(reversed([part for part in parts if part])) for parts in zip(*ends, strict=True))
    return [name.replace(":", "-") for name in (apart[0] if apart else together)]


def speak(worlds: "Sequence[World]", language: str | None, *, for_people: bool) -> None:
    """Let the answers of worlds name nodes in a language. If none is asked for, answers for people in a terminal are
    in the language of the locale."""
    tag = language_of_locale(os.environ) if language is None and for_people and sys.stdout.isatty() else language
    for world in worlds if tag else ():
        world.language = tag or ""
    if not language:
        return
    languages = sorted({one for world in worlds for one in world.languages()})
    if name_in(language, dict.fromkeys(languages, language)) is None:
        others = ", ".join(languages)
        warn(
            f"no record has a name in `{language}`, so these are the names that the records have first"
            + (f"; there are names in {others}" if others else "")
        )


def warn_if_broken(world: "World", hint: str = "") -> None:
    """Warn in a line if a world has errors."""
    if world.errors:
        errors = "an error" if world.errors == 1 else f"{world.errors} errors"
        rest = "this answers from the rest" if world.files else "and no file of it was read, so nothing is known of it"
        warn(f"{world.folder} has {errors}, {rest}{hint}")
