"""The user's editor, opened at a record."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.folder.diagnostics import Span, Where
from citygraph.graph.resolve import UnknownName
from citygraph.world import World

_LINE_FIRST = frozenset(
    {"vi", "vim", "nvim", "gvim", "mvim", "nano", "emacs", "emacsclient", "micro", "kak", "hx", "helix", "gedit", "joe"}
)
"""Editors that take ``+LINE FILE``."""
_GOTO = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor"})
"""Editors that take ``--goto FILE:LINE``."""
_BEHIND = frozenset({"subl", "sublime_text", "zed"})
"""Editors that take ``FILE:LINE``."""
USUAL = "notepad" if os.name == "nt" else "vi"
"""The editor if the user has chosen none."""
_WAIT = ("-w", "--wait")


def place_of(world: World, text: str) -> Span:
    """Where a record stands: a node, a source, a tie or a kind.

    Raises:
        UnknownName, AmbiguousName: if the text names no record, or several.
        CityGraphError: if the record stands in no file.
    """
    kind = Where("kind", text)
    try:
        id = world.resolve(text, ("city", "country", "official", "organization", "event", "source", "tie"))
    except UnknownName:
        if kind in (places := world.places([kind])):
            return places[kind]
        raise
    where = Where("tie" if id in world.view.graph["ties"] else world.describe(id)[1], id)
    span = world.places([where]).get(where)
    if span is None:
        raise CityGraphError(f"`{id}` stands in no file of {world.folder}")
    return span


def chosen(environment: Mapping[str, str]) -> str | None:
    """The editor that the user has chosen, with its arguments; None if there is no choice."""
    return environment.get("VISUAL") or environment.get("EDITOR") or None


def command(editor: str, file: Path, line: int) -> list[str]:
    """The command that opens a file at a line, if the editor is one whose way is known; else the file alone. An editor
    that would come back at once is told to wait.

    Raises:
        CityGraphError: if the editor's words cannot be read.
    """
    try:
        words = [editor] if Path(editor).is_file() else shlex.split(editor, posix=os.name == "posix")
    except ValueError:
        words = []
    if not words:
        raise CityGraphError(f"`{editor}` is no command of an editor; set EDITOR")
    name = Path(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd").partition(".")[0]
    path = str(file) if file.is_absolute() else os.path.join(".", file)
    if name in _LINE_FIRST:
        return [*words, f"+{line}", path]
    if name in _GOTO or name in _BEHIND:
        wait = [] if any(word in _WAIT for word in words) else ["--wait"]
        return [*words, *wait, *(["--goto"] if name in _GOTO else []), f"{path}:{line}"]
    return [*words, path]


def open_in_editor(words: list[str]) -> int:
    """Run an editor until the user closes it; its exit code. Ctrl-C is the editor's.

    Raises:
        CityGraphError: if there is no such editor.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)  # ignored, it would be for the editor, too
    try:
        return subprocess.run(words, check=False).returncode
    except OSError as error:
        raise CityGraphError(f"{words[0]}: {error.strerror or error}; set EDITOR to your editor") from None
    finally:
        signal.signal(signal.SIGINT, before)
