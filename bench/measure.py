"""Runs commands as whole processes, in turn, and gives the ratios of their times.

The machine's speed drifts while we measure, and others may share it. So the commands take turns (A B C, A B C, …), and
each run is compared with the run of the same round.
"""

import fcntl
import os
import pty
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024

Check = Callable[[int, str], str | None]
"""Given the exit code and the output, says what is wrong with an answer; None if nothing is."""


def exit_code_is_0(code: int, out: str) -> str | None:
    """The least check of an answer."""
    return None if code == 0 else f"ended with exit code {code}"


@dataclass(frozen=True)
class Command:
    """A command to run. ``before`` prepares each run, outside the measured time. ``always``: run in each round, however
    long it takes. ``once``: run in the first round only, because it takes very long."""

    name: str
    words: Sequence[str | Path]
    variables: Mapping[str, str] = field(default_factory=dict)
    terminal: bool = False
    before: Callable[[], object] | None = None
    check: Check = exit_code_is_0
    always: bool = False
    once: bool = False


@dataclass(frozen=True)
class Run:
    """One run: seconds from start to end, peak memory in bytes, what was wrong with its answer, and the seconds that
    the processors worked."""

    seconds: float
    peak: int
    wrong: str | None
    out: str = ""
    error: str = ""
    worked: float = 0.0


def run(command: Command, timeout: float = 3600) -> Run:
    """Run a command to its end. Its input is empty; its output goes into a pipe, or into a terminal of 120 columns."""
    if command.before:
        command.before()
    words = [str(word) for word in command.words]
    environment = _environment() | dict(command.variables)
    with tempfile.TemporaryFile() as errors:
        if command.terminal:
            leader, follower = pty.openpty()
            fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
            environment["TERM"] = "xterm-256color"
        else:
            leader, follower = os.pipe()
        told, tells = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", ROOT / "bench/launch.py", str(tells), *words],
            cwd=ROOT,
            env=environment,
            stdin=follower if command.terminal else subprocess.DEVNULL,
            stdout=follower,
            stderr=follower if command.terminal else errors,
            pass_fds=[tells],
            start_new_session=True,
        )
        os.close(follower)
        os.close(tells)
        kill = partial(os.killpg, process.pid, signal.SIGKILL)
        killer = threading.Timer(timeout, kill)
        killer.start()
        try:
            out = _read_to_the_end(leader)
            answer = _read_to_the_end(told).split()
            ended = process.wait()
        finally:
            killer.cancel()
            if process.poll() is None:  # the user stops the benchmark
                kill()
        errors.seek(0)
        error = errors.read().decode(errors="replace")
    if ended != 0:
        wrong = f"took longer than {timeout:.0f} seconds" if ended == -signal.SIGKILL else "could not be run"
        return Run(timeout, 0, wrong, out, error)
    code, seconds, peak = int(answer[0]), float(answer[1]), int(answer[2])
    return Run(seconds, peak * _MAXRSS_UNIT, command.check(code, out), out, error, float(answer[3]))


def _environment() -> dict[str, str]:
    """Our environment, without the variables that would change the measurement."""
    ours = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    kept = {name: value for name, value in kept.items() if not name.startswith(("CITYGRAPH_", "PYTHON"))}
    return kept | {"PYTHONUTF8": "1"}


def _read_to_the_end(reader: int) -> str:
    chunks = []
    while True:
        try:
            chunk = os.read(reader, 1 << 16)
        except OSError:  # a terminal ends like this
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(reader)
    return b"".join(chunks).decode(errors="replace")


@dataclass(frozen=True)
class Ratio:
    """The ratio of two times: that of the medians, and the lowest and the highest of the rounds."""

    middle: float
    least: float
    most: float
    rounds: int


class Series:
    """The runs of some commands, by name and by round."""

    def __init__(self) -> None:
        self._runs: dict[str, dict[int, Run]] = {}

    def add(self, name: str, round: int, run: Run) -> None:
        self._runs.setdefault(name, {})[round] = run

    def names(self) -> list[str]:
        return list(self._runs)

    def runs(self, name: str) -> list[Run]:
        return list(self._runs.get(name, {}).values())

    def sound(self, name: str) -> dict[int, Run]:
        """The runs that gave a right answer."""
        return {round: run for round, run in self._runs.get(name, {}).items() if run.wrong is None}

    def wrong(self, name: str) -> str | None:
        """The first error in the answers of this command; None if all were right."""
        return next((run.wrong for run in self.runs(name) if run.wrong), None)

    def seconds(self, name: str) -> float | None:
        runs = self.sound(name)
        return statistics.median(run.seconds for run in runs.values()) if runs else None

    def peak(self, name: str) -> int | None:
        return max((run.peak for run in self.sound(name).values()), default=None)

    def ratio(self, one: str, other: str) -> Ratio | None:
        """The time of ``one`` divided by that of ``other``, over the rounds in which both answered; None if there are
        none."""
        ones, others = self.sound(one), self.sound(other)
        rounds = sorted(ones.keys() & others.keys())
        if not rounds:
            return None
        each = [ones[round].seconds / others[round].seconds for round in rounds]
        middle = statistics.median(ones[round].seconds for round in rounds) / statistics.median(
            others[round].seconds for round in rounds
        )
        return Ratio(middle, min(each), max(each), len(rounds))


def in_turn(
    turns: Sequence[Sequence[Command]],
    rounds: int,
    patience: float = 20,
    timeout: float = 3600,
    say: Callable[[str], object] = print,
) -> Series:
    """Run the commands of each of ``turns`` in turn, ``rounds`` times. All turns have commands of the same names, as
    the same question about other cities.

    Each command first runs once without being counted, so that its files are in memory. If that takes longer than
    ``patience`` seconds, the command runs only in the first round of each turn, unless it is ``always`` to run. If a
    command does not answer at all, it does not run again. ``say`` prints a line for each run.
    """
    series, slow, silent = Series(), set(), set()
    for command in turns[0]:
        if command.once:
            slow.add(command.name)
            continue
        warm = run(command, timeout)
        if warm.wrong:
            say(f"    {command.name}: {warm.wrong}\n{_indented(warm.error or warm.out)}")
        if warm.wrong and not warm.wrong.startswith("answers"):
            silent.add(command.name)
            series.add(command.name, 0, warm)
        elif warm.seconds > patience and not command.always:
            slow.add(command.name)
    for turn, commands in enumerate(turns):
        for round in range(rounds):
            for command in commands:
                if command.name in silent or (command.name in slow and round > 0):
                    continue
                number = turn * rounds + round
                ran = run(command, timeout)
                series.add(command.name, number, ran)
                wrong = f"   {ran.wrong}" if ran.wrong else ""
                say(f"    {number + 1:3}  {command.name:60} {ran.seconds:9.3f} s {ran.peak / 1e6:8.1f} MB{wrong}")
    return series


def _indented(text: str) -> str:
    return "\n".join("        " + line for line in text.strip().splitlines()[-4:])
