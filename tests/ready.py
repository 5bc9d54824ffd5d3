"""citygraph ready to run: one process has imported it, and makes a process of itself for each command.

A command spends most of its time on imports, and the tests run a thousand commands. What runs here differs from
``python -m citygraph`` in nothing else: it has its own arguments, directory, environment and pipes, and its own end.
"""

import atexit
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_IMPORTED = (
    "citygraph.cli.app", "citygraph.cli.bring", "citygraph.cli.question", "citygraph.editing.adding",
    "citygraph.imports.run", "citygraph.questions.ties", "citygraph.render.progress", "citygraph.render.tables",
    "citygraph.store.second_looks", "citygraph.world", "networkx", "rich.progress", "rich.table",
)  # fmt: skip
"""What many commands import. None of it reads the environment at its import, as typer's module for help does."""
_READ_BY_PYTHON = ("PYTHON", "LANG", "LC_")
"""How the variables begin that Python reads before it runs anything."""
_LONGEST = 1 << 17


class Ready:
    """The process that has imported citygraph, as seen by the one that has started it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._started = _read_by_python(environment)
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # so that Python's own streams are made for pipes
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        atexit.register(self.end)

    def end(self) -> None:
        """End the process."""
        self._orders.close()
        self._process.communicate()

    def suits(self, environment: Mapping[str, str]) -> bool:
        """True if Python would start in that environment as it did in this process."""
        return _read_by_python(environment) == self._started

    def run(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], seconds: int
    ) -> tuple[int, bytes, bytes]:
        """The exit code of a command, its output and its errors. After so many seconds a signal ends it."""
        (ours_out, out), (ours_err, err) = os.pipe(), os.pipe()
        code = self.start(arguments, cwd, environment, seconds, out, err)
        os.close(out)
        os.close(err)
        printed, errors = _all_of((ours_out, ours_err))
        return exit_code(code), printed, errors

    def start(
        self,
        arguments: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        seconds: int,
        out: int,
        err: int,
    ) -> int:
        """Start a command that writes into two open files. Returns the pipe that tells its exit code in the end."""
        code, told = os.pipe()
        order = json.dumps([list(arguments), str(cwd), dict(environment), seconds]).encode()
        socket.send_fds(self._orders, [order], [out, err, told])
        os.close(told)
        return code


def exit_code(told: int) -> int:
    """The exit code that comes through a pipe when a command ends; negative if a signal has ended it."""
    with open(told) as pipe:
        return int(pipe.read())


def _read_by_python(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_BY_PYTHON)}


def _all_of(pipes: Sequence[int]) -> list[bytes]:
    """What comes through several pipes, until all of them are closed."""
    found = dict.fromkeys(pipes, b"")
    poll = select.poll()
    for pipe in pipes:
        poll.register(pipe, select.POLLIN)
    is_open = set(pipes)
    while is_open:
        for pipe, _ in poll.poll():
            chunk = os.read(pipe, 1 << 16)
            found[pipe] += chunk
            if not chunk:
                poll.unregister(pipe)
                os.close(pipe)
                is_open.remove(pipe)
    return list(found.values())


def _obey(orders: socket.socket) -> Any:
    """Make a process for each order, and tell its exit code when it has ended. Returns the order in that process, and
    None when nobody is there any more to give one."""
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    running: dict[int, tuple[int, int]] = {}
    while True:
        for descriptor, _ in poll.poll():
            if descriptor in running:
                pid, told = running.pop(descriptor)
                poll.unregister(descriptor)
                os.close(descriptor)
                _, status = os.waitpid(pid, 0)
                with open(told, "w") as pipe:
                    pipe.write(str(os.waitstatus_to_exitcode(status)))
                continue
            order, pipes, *_ = socket.recv_fds(orders, _LONGEST, 3)
            if not order:
                return None
            out, err, told = pipes
            if not (pid := os.fork()):
                os.dup2(out, 1)
                os.dup2(err, 2)
                os.closerange(3, max(orders.fileno(), told, *running, 3) + 1)
                return json.loads(order)
            os.close(out)
            os.close(err)
            watched = os.pidfd_open(pid)
            poll.register(watched, select.POLLIN)
            running[watched] = pid, told


def main() -> None:
    """Import citygraph, and become the command that is ordered."""
    for module in _IMPORTED:
        importlib.import_module(module)
    gc.freeze()
    order = _obey(socket.socket(fileno=int(sys.argv[1])))
    if order is None:
        return
    arguments, cwd, environment, seconds = order
    signal.alarm(seconds)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path.insert(0, cwd)  # as `python -m` does
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=sys.stdout.isatty())
    command = importlib.import_module("citygraph.__main__")
    sys.argv = [str(command.__file__), *arguments]
    code: Any = 0
    try:
        command.main()
    except SystemExit as end:
        code = end.code
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code or 0)  # to take down all that is imported costs as much as to import it


if __name__ == "__main__":
    main()
