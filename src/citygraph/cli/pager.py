"""A pager for what is longer than the screen, by the rules of git: ``PAGER``, else ``less``, which gets ``LESS=FRX`` if
that is not set; none outside a terminal.

What a command writes is kept until it fills the screen. So a short answer costs no process, and what goes to standard
error comes where it was written, not over the pager's screen. Who leaves the pager early has read enough: the rest goes
nowhere, and the exit code is that of the answer.
"""

import contextlib
import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from citygraph.cli.messages import warn

if TYPE_CHECKING:
    from subprocess import Popen

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_FOR_A_SHELL = re.compile(r"[|&;<>()$`\\\"'\n*?\[#~=%]")
"""What only a shell understands in ``PAGER``, as git has it."""
_NOT_RUN = (126, 127)
"""The exit codes of a shell that cannot run a command."""
_is_wanted = True


def want_none() -> None:
    """Use no pager in this process, whatever the environment says."""
    global _is_wanted
    _is_wanted = False


@contextlib.contextmanager
def paged() -> Iterator[None]:
    """Within the block, what is written to standard output goes to a pager if it is longer than the screen; so does
    what is written to standard error, if that is a terminal, too."""
    command = _command()
    if command is None or isinstance(sys.stdout, _PagedStream):
        yield
        return
    writing = _Writing(command)
    before = sys.stdout, sys.stderr
    try:
        sys.stdout = _PagedStream(sys.stdout, writing)
        if sys.stderr.isatty():
            sys.stderr = _PagedStream(sys.stderr, writing)
        yield
    finally:
        sys.stdout, sys.stderr = before
        writing.end()


def _command() -> str | None:
    """The pager to use; None for none."""
    is_dumb = os.name == "posix" and os.environ.get("TERM", "dumb") == "dumb"
    if not _is_wanted or not sys.stdout.isatty() or is_dumb or os.environ.get("CI"):
        return None
    command = os.environ.get("PAGER", "less" if os.name == "posix" else "").strip()
    return None if command in ("", "cat") else command


class _PagedStream(io.TextIOBase):
    """Stands for a standard stream while what goes to it may go to a pager."""

    def __init__(self, stream: TextIO, writing: "_Writing") -> None:
        self._stream, self._writing = stream, writing

    @property
    def encoding(self) -> str:  # type: ignore[override]  # it is an attribute there
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # it is an attribute there
        return self._stream.errors

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):  # typer tries so if a stream takes bytes
            raise TypeError("a text stream takes no bytes")
        self._writing.write(self._stream, text)
        return len(text)


class _Writing:
    """All that is written within a block. It is kept until it fills the screen, or the block ends."""

    def __init__(self, command: str) -> None:
        self._asked_for = command
        self._screen = os.get_terminal_size(sys.stdout.fileno())
        self._kept: list[tuple[TextIO, str]] = []
        self._lines = 0
        self._line = ""
        self._pager: Popen[bytes] | None = None
        self._has_left = self._is_plain = False
        self._on_interrupt: Any = None

    def write(self, stream: TextIO, text: str) -> None:
        if self._is_plain:
            stream.write(text)
            return
        if self._has_left:
            return
        self._kept.append((stream, text))
        if self._pager is not None:
            self._send(text)
            return
        *whole, self._line = (self._line + text).split("\n")
        for line in whole:
            self._lines += self._height(line)
            if self._lines >= self._screen.lines:
                self._start()
                return

    def _height(self, line: str) -> int:
        """The lines of the screen that a line takes."""
        shown = _ESCAPE.sub("", line)
        cells = len(shown)
        if not shown.isascii():
            from rich.cells import cell_len

            cells = cell_len(shown)
        return max(1, -(-cells // max(1, self._screen.columns)))

    def _start(self) -> None:
        """Start the pager and give it all that is written; without a pager, write it."""
        import shlex
        import shutil
        import subprocess

        through_shell = _FOR_A_SHELL.search(self._asked_for) is not None
        words = ["sh", "-c", self._asked_for] if through_shell else shlex.split(self._asked_for)
        program = shutil.which(words[0])
        if program is None:
            self._write_all()
            if "PAGER" in os.environ:
                warn(f"there is no pager `{words[0]}`, which PAGER names")
            return
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()
        environment = {"LESS": "FRX", "LV": "-c", **os.environ}
        try:
            self._pager = subprocess.Popen([program, *words[1:]], stdin=subprocess.PIPE, env=environment)
        except OSError:
            self._write_all()
            return
        with contextlib.suppress(ValueError):  # not in the main thread
            self._on_interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the pager's
        self._send("".join(text for _, text in self._kept))

    def _send(self, text: str) -> None:
        assert self._pager is not None
        assert self._pager.stdin is not None
        out = sys.__stdout__
        try:
            self._pager.stdin.write(text.encode(out.encoding if out else "utf-8", "backslashreplace"))
            self._pager.stdin.flush()
        except OSError:
            self._has_left = True
            self._heed_interrupts()

    def _heed_interrupts(self) -> None:
        if self._on_interrupt is not None:
            signal.signal(signal.SIGINT, self._on_interrupt)
            self._on_interrupt = None

    def _write_all(self) -> None:
        """Write all so far where it was to go."""
        self._is_plain = True
        for stream, text in self._kept:
            stream.write(text)
            stream.flush()

    def end(self) -> None:
        """Wait until the user has read it; or write what did not fill the screen."""
        if self._is_plain:
            return
        if self._pager is None:
            self._write_all()
            return
        assert self._pager.stdin is not None
        try:
            with contextlib.suppress(OSError):
                self._pager.stdin.close()
            if self._pager.wait() in _NOT_RUN:
                self._write_all()
        finally:
            self._heed_interrupts()
