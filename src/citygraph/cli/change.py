"""The commands about what has changed: between two states of the graph, and of one thing in the history."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.old_command import (
    NO,
    Asked,
    Limit,
    Output,
    asks,
    choice,
    complete_any,
    open_world,
    remark,
    say_if_broken,
)
from citygraph.domain.errors import CityGraphError
from citygraph.render.tables import FORMATS

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.world import World

PANEL = "Change"
COMMANDS = ("diff", "log")


def _complete_format(incomplete: str) -> list[str]:
    return [name for name in (*FORMATS, "markdown") if name.startswith(incomplete)]


@asks
def diff(
    asked: Asked,
    old: Annotated[
        str | None,
        typer.Argument(metavar="[A]", help="A git revision or a folder; HEAD if left out.", show_default=False),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="The same; the graph folder as it is if left out.", show_default=False),
    ] = None,
    written_as: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            callback=choice((*FORMATS, "markdown")),
            autocompletion=_complete_format,
            show_default=False,
            help="table, tsv, csv, json, or markdown for a pull request; else a table in a terminal, tsv in a pipe.",
            rich_help_panel="Input and output",
        ),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if something has changed.")] = False,
) -> None:
    """What has become known, or is known otherwise, from A to B?

    Ties added, ended, suspended; who took or left a post; new sources; field by field. Where a record stands in which
    file is no change. Alone: what would I commit?

    [dim]citygraph diff HEAD~1[/dim]

    [dim]citygraph diff main...HEAD --format markdown[/dim]
    """
    from citygraph.render.diff import summary, write_changes

    before, after = _both(asked, old, new)
    asked.world = after
    changes = after.diff(before, _lens(asked, before, after))
    outs = Output(after, written_as), Output(before, written_as)

    def called(id: str) -> str:
        return next((name for name in (out.name(id) for out in outs) if name != id), id)

    write_changes(changes, outs[0].format, called)
    remark(f"{before.folder} → {after.folder}: {summary(changes) or 'nothing has changed'}")
    if exit_code and changes:
        raise typer.Exit(NO)


def _lens(asked: Asked, before: "World", after: "World") -> "Lens":
    """What the lens names may be there only before."""
    try:
        return after.lens(**asked.filters)
    except CityGraphError as error:
        try:
            return before.lens(**asked.filters)
        except CityGraphError:
            raise error from None


def _both(asked: Asked, old: str | None, new: str | None) -> "tuple[World, World]":
    """The two worlds that are to be compared."""
    from citygraph.world import find_folder

    if old is not None and new is None and ".." in old and not _is_a_path(old):
        old, new = _ends_of(old, find_folder(asked.folder))
    folders = [text for text in (old, new) if text is not None and _is_a_path(text)]
    for text in folders:
        if not os.path.isdir(text):
            raise CityGraphError(f"there is no folder {text}")
    if len(folders) == 2 or (folders and new is not None):  # then a revision is one of that folder's
        around = Path(folders[0])
    else:
        around = find_folder(asked.folder)
    if folders and new is None and os.path.realpath(folders[0]) == os.path.realpath(around):
        raise CityGraphError(f"{old} is the graph folder itself; `citygraph diff` alone compares it with HEAD")
    before = _opened(asked, "HEAD" if old is None else old, around)
    return before, open_world(asked.folder, cache=asked.cache) if new is None else _opened(asked, new, around)


def _is_a_path(text: str) -> bool:
    """Whether it can only be meant for a folder, or there is one of that name."""
    return _is_plainly_a_path(text) or os.path.isdir(text)


def _is_plainly_a_path(text: str) -> bool:
    return text in (".", "..") or text.startswith(("./", "../", "/")) or text.endswith("/")


def _ends_of(text: str, folder: Path) -> tuple[str, str]:
    """``A..B`` and ``A...B`` as git understands them: from A to B; from what both have in common to B."""
    from citygraph.folder.revisions import Repository

    one, dots, other = text.partition("...") if "..." in text else text.partition("..")
    one, other = one or "HEAD", other or "HEAD"
    if dots == "...":
        with Repository(folder) as repository:
            one = repository.common(one, other)
    return one, other


def _opened(asked: Asked, text: str, around: Path) -> "World":
    """A folder, or the one ``around`` at a revision."""
    from citygraph.folder.revisions import Repository
    from citygraph.render.progress import Bar
    from citygraph.world import World

    if _is_a_path(text):
        if not _is_plainly_a_path(text):
            with contextlib.suppress(CityGraphError), Repository(around) as repository:
                if repository.has(text):
                    raise typer.BadParameter(f"{text} is a folder and a revision; write ./{text} or heads/{text}")
        return open_world(Path(text), cache=asked.cache)
    with Bar() as bar:
        world = World.at_revision(around, text, report=bar)
    if not world.files:
        remark(f"{world.folder}: there is nothing yet")
    say_if_broken(world)
    return world


@asks
def log(
    world: "World",
    out: Output,
    lens: "Lens",
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A node or a source by any of its names, or a tie by its id.",
            autocompletion=complete_any,
            show_default=False,
        ),
    ],
    limit: Limit = None,
) -> None:
    """When did we learn what about it?

    Each of git's commits that changed what is said of it, the newest first: when, who, and what has changed.

    [dim]citygraph log Jingdezhen[/dim]

    [dim]citygraph log sister-city.iznik.jingdezhen[/dim]
    """
    from citygraph.render.diff import write_log

    found = world.log(what, lens)
    entries = found.entries[:limit]
    write_log(entries, out.format, out.name)
    if len(entries) < len(found.entries):
        out.say(f"{len(entries)} of {len(found.entries)} shown")
    if found.unread:
        commits = ", ".join(commit.id[:10] for commit in found.unread[:3])
        more = f" and {len(found.unread) - 3} more" if len(found.unread) > 3 else ""
        out.say(f"{commits}{more}: a file cannot be read there; what it said before stands for it")
    if found.cut_off:
        out.say(
            f"what was known before {found.cut_off.date[:10]} is not in this clone; `git fetch --unshallow` brings it"
        )
    if not found.entries and not found.cut_off:
        through = "" if lens.is_empty else " through this lens"
        out.say(f"no commit says anything of it{through}; `citygraph diff` shows what is not committed yet")
