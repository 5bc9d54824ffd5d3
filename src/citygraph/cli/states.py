"""Two states of a graph, opened to be compared: git revisions or folders."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from citygraph.cli.messages import warn
from citygraph.cli.worlds import open_world, warn_if_broken
from citygraph.domain.errors import CityGraphError

if TYPE_CHECKING:
    from citygraph.world import World


def open_states(old: str | None, new: str | None, graph: Path | None, *, cache: bool) -> "tuple[World, World]":
    """The worlds of two states, each named by a git revision or a folder. ``old`` is HEAD if left out; ``new`` is the
    graph folder.

    Raises:
        CityGraphError: if one of them is neither a folder nor a revision.
    """
    from citygraph.world import find_folder

    if old is not None and new is None and ".." in old and not _is_a_path(old):
        old, new = _ends_of(old, find_folder(graph))
    folders = [text for text in (old, new) if text is not None and _is_a_path(text)]
    for text in folders:
        if not os.path.isdir(text):
            raise CityGraphError(f"there is no folder {text}")
    if len(folders) == 2 or (folders and new is not None):  # a revision next to a folder is one of its repository
        around = Path(folders[0])
    else:
        around = find_folder(graph)
    if folders and new is None and os.path.realpath(folders[0]) == os.path.realpath(around):
        raise CityGraphError(f"{old} is the graph folder itself; `citygraph diff` alone compares it with HEAD")
    before = _opened("HEAD" if old is None else old, around, cache=cache)
    return before, open_world(graph, cache=cache) if new is None else _opened(new, around, cache=cache)


def _is_a_path(text: str) -> bool:
    """True if the text can only mean a folder, or a folder has that name."""
    return _is_plainly_a_path(text) or os.path.isdir(text)


def _is_plainly_a_path(text: str) -> bool:
    return text in (".", "..") or text.startswith(("./", "../", "/")) or text.endswith("/")


def _ends_of(text: str, folder: Path) -> tuple[str, str]:
    """``A..B`` and ``A...B`` as git understands them: from A to B; from their last common commit to B."""
    from citygraph.folder.revisions import Repository

    one, dots, other = text.partition("...") if "..." in text else text.partition("..")
    one, other = one or "HEAD", other or "HEAD"
    if dots == "...":
        with Repository(folder) as repository:
            one = repository.common(one, other)
    return one, other


def _opened(text: str, around: Path, *, cache: bool) -> "World":
    """A folder, or the one ``around`` at a revision."""
    from citygraph.folder.revisions import Repository
    from citygraph.render.progress import Bar
    from citygraph.world import World

    if _is_a_path(text):
        if not _is_plainly_a_path(text):
            with contextlib.suppress(CityGraphError), Repository(around) as repository:
                if repository.has(text):
                    raise typer.BadParameter(f"{text} is a folder and a revision; write ./{text} or heads/{text}")
        return open_world(Path(text), cache=cache)
    with Bar() as bar:
        world = World.at_revision(around, text, report=bar)
    if not world.files:
        warn(f"{world.folder}: there is nothing yet")
    warn_if_broken(world)
    return world
