"""How git is run. A repository brings its own settings, and a stranger may have written them: so git runs no program
that they name, fetches nothing, takes no name from a file that they name, and is not waited for for ever."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import threading
import time
from pathlib import Path

from citygraph.domain.errors import CityGraphError

PATIENCE = 60.0
"""For how many seconds git may say nothing. It searches a million commits in less."""
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""The variables by which git names a repository to its hooks. The graph folder may lie in another repository."""
_NO_TRANSPORT = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""Objects that are missing stay missing. A git that does not know the second variable begins to fetch, and the first
forbids every way to do so."""
_SETTINGS = (
    "safe.bareRepository=explicit",  # a folder of files may be made to look like a repository
    "core.alternateRefsCommand=",
    "core.askPass=",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "log.showSignature=false",
    "mailmap.blob=",
    "mailmap.file=",
    "maintenance.auto=false",
    "protocol.allow=never",
    "submodule.recurse=false",
)
"""Settings that stand above those of the repository: all by which git would run a program, or read names from another
file, in what it does here."""
_FOUND = re.compile(rb"([0-9a-f]{40,64}) (\w+) (\d+)\n")
_BLOCK = 1 << 20


class GitFailed(Exception):
    """A git command failed. The text is the first line of what git said."""


class Ended(Exception):
    """git ended before it had shown an object."""


class Git:
    """The git of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *arguments: str) -> list[str]:
        """The words of a git command."""
        settings = (part for setting in _SETTINGS for part in ("-c", setting))
        return ["git", "-C", os.fspath(self.folder), *settings, *arguments]

    def run(self, *arguments: str) -> str:
        """The output of a git command.

        Raises:
            GitFailed: if the command fails.
            CityGraphError: if git is not installed, or falls silent.
        """
        try:
            process = subprocess.Popen(
                self.command(*arguments),
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError:
            raise CityGraphError(
                "git is not installed, so there are no revisions; two folders can be compared without it"
            ) from None
        with process:
            try:
                out, said = self._output(process)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            raise GitFailed(os.fsdecode(said).strip().partition("\n")[0].removeprefix("fatal: "))
        return os.fsdecode(out)

    def _output(self, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        so_far = 0
        while True:
            try:
                return process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired as waiting:
                got = len(waiting.output or b"")
                if got == so_far:
                    raise self.silent() from None
                so_far = got

    def silent(self) -> CityGraphError:
        """Git has said nothing for too long."""
        here = shlex.quote(os.fspath(self.folder))
        return CityGraphError(
            f"git has said nothing of {self.folder} for {PATIENCE:g} seconds, so it was stopped; a file that it reads "
            f"there may be a pipe or a device: .git/HEAD, objects/info/alternates, or one that .git/config includes; if"
            f" `git -C {here} log -1` waits, too, take that file away"
        )


class Objects:
    """A git process that shows objects, one after the other. It has to be closed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process = subprocess.Popen(
            git.command("cat-file", "--batch"),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._waits_since: float | None = None
        self._fell_silent = False
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """End the process."""
        self._closed.set()
        self._process.kill()
        self._process.communicate()

    def ask(self, name: str) -> tuple[str, str, int] | None:
        """Ask git for the object with a name: its id, type and size, after which its content is to be read; None if
        there is none.

        Raises:
            Ended: if git ended.
            CityGraphError: if git falls silent.
        """
        if "\n" in name:
            return None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._waits_since = time.monotonic()
        try:
            self._process.stdin.write(os.fsencode(name) + b"\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        self._waits_since = None
        found = _FOUND.fullmatch(answer)
        if found is None:
            if not answer.endswith(b"\n"):
                raise self._ended()
            return None
        return found[1].decode(), found[2].decode(), int(found[3])

    def content(self, size: int) -> bytes:
        """The content of the object that git was asked for.

        Raises:
            Ended: if git ended.
            CityGraphError: if git falls silent.
        """
        assert self._process.stdout is not None
        blocks, left = [], size + 1
        while left:
            self._waits_since = time.monotonic()
            block = self._process.stdout.read(min(left, _BLOCK))
            self._waits_since = None
            if not block:
                raise self._ended()
            blocks.append(block)
            left -= len(block)
        return b"".join(blocks)[:-1]

    def _ended(self) -> Exception:
        return self._git.silent() if self._fell_silent else Ended()

    def _watch(self) -> None:
        """Stop git when it has been silent for too long: then whoever reads from it reads the end."""
        while not self._closed.wait(PATIENCE / 10):
            since = self._waits_since
            if since is not None and time.monotonic() - since > PATIENCE:
                self._fell_silent = True
                self._process.kill()
                return


def environment() -> dict[str, str]:
    """The environment variables for git."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return {**kept, **_NO_TRANSPORT, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
