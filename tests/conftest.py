"""What the tests share: folders to write, and citygraph as a real process, in a pipe and in a terminal."""

import fcntl
import functools
import gc
import io
import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ready import Ready, exit_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
SEED = ROOT / "graph"
SHARED = ROOT.parent / "shared"
CONSUMERS = ROOT / "tests/consumers"
_MOST_OPEN = 200
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

# In CI always the same examples, so more of them would find nothing new on the next run. Of eleven faults put by hand
# into the rules about ties and dates, 50 examples found eight, all of them among the first 30; a developer's own runs
# try 100 others each time.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=30)
settings.register_profile("dev", deadline=None)
settings.register_profile("few", settings.get_profile("ci"), max_examples=10)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def examples(number: int) -> settings:
    """So many examples of a law, where others have 100; in the profile ``few`` fewer, in proportion."""
    return settings(max_examples=max(1, number * settings().max_examples // 100))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With ``-n``, each process takes tests that stand together, so that few fixtures are made twice; and in the end
    takes over what another has left."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Snapshots of the tests lie among their other files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _few_open_files() -> Iterator[None]:
    """A world refers to itself, so its snapshot stays open until the garbage collector comes. The process that runs the
    tests opens thousands, and may have 1,024 open files."""
    yield
    descriptors = Path("/proc/self/fd")
    if descriptors.is_dir() and len(os.listdir(descriptors)) > _MOST_OPEN:
        gc.collect()


def need(there: object, what: str) -> None:
    """Skip for want of a program; in CI fail."""
    if not there:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not installed")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium; one for all tests, since playwright cannot be started twice."""
    from playwright.sync_api import sync_playwright  # Python 3.12 and 3.13 are tried without it

    chromium = shutil.which("chromium")
    need(chromium, "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a graph folder: ``folder(cities="…")`` puts the text into ``cities.yaml``."""

    def write(**files: str | bytes) -> Path:
        graph = tmp_path / "graph"
        graph.mkdir(exist_ok=True)
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (graph / f"{name}.yaml").write_bytes(data)
        return graph

    return write


@dataclass(frozen=True)
class Ran:
    """How a process ended, and what it printed."""

    code: int
    out: str
    err: str


def environment(**variables: str) -> dict[str, str]:
    """The environment without what would colour or move a test."""
    moving = ("COLUMNS", "LINES", "COLORFGBG", "NO_COLOR", "CITYGRAPH_GRAPH")
    kept = {name: value for name, value in os.environ.items() if name not in moving}
    return {**kept, "PYTHONUTF8": "1", **variables}


_ready = functools.cache(lambda: Ready(environment()))


def _can_be_ready(inside: dict[str, str]) -> bool:
    """True if a command in that environment may be run by a process that has imported citygraph before."""
    return hasattr(os, "pidfd_open") and _ready().suits(inside)


def citygraph(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> Ran:
    """Run citygraph with its output in a pipe: as a process of its own, but without the time of its imports."""
    inside = environment(**variables)
    if _can_be_ready(inside):
        code, *written = _ready().run([str(one) for one in arguments], cwd, inside, seconds=60)
        return Ran(code, *(io.TextIOWrapper(io.BytesIO(text), "utf-8").read() for text in written))
    return citygraph_from_its_start(*arguments, cwd=cwd, **variables)


def citygraph_from_its_start(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> Ran:
    """The same, as ``python -m citygraph``."""
    done = subprocess.run(
        [sys.executable, "-m", "citygraph", *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def without_rights_of_root() -> list[str]:
    """Words before a command by which permissions hold for it, although root runs the tests."""
    if os.geteuid():
        return []
    words = [
        "setpriv",
        "--bounding-set",
        "-dac_override,-dac_read_search",
        "--inh-caps",
        "-dac_override,-dac_read_search",
    ]
    if shutil.which(words[0]) is None:
        pytest.skip("root may write everywhere, and there is no setpriv")
    return words


def with_signals(handled: signal.Handlers) -> list[str]:
    """Words before a command by which a Ctrl-C, SIGTERM or SIGHUP ends it, or with ``SIG_IGN`` is ignored as under
    nohup. Else a command inherits that from whoever started the tests, which may be a script's background."""
    sets = "".join(f"signal.signal({number:d}, {handled:d}); " for number in _ENDING)
    return [sys.executable, "-c", f"import os, signal, sys; {sets}os.execvp(sys.argv[1], sys.argv[1:])"]


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def running(*command: str | Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A process, its output in pipes and unbuffered. It is killed at the end, or after a minute."""
    process = subprocess.Popen(
        [str(word) for word in command],
        env=environment(PYTHONUNBUFFERED="1", **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    deadline = Timer(60, process.kill)
    deadline.start()
    with process:
        try:
            yield process
        finally:
            deadline.cancel()
            process.kill()


def in_terminal(
    command: str,
    columns: int = 80,
    cwd: Path = ROOT,
    interrupt_at: str | None = None,
    typed: str | None = None,
    **variables: str,
) -> tuple[int, str]:
    """Run a shell command in a terminal so many columns wide: its exit code and all that is to be seen, without colours
    if ``NO_COLOR`` is given, and without a pager unless ``PAGER`` is. When the words ``interrupt_at`` are seen, it is
    interrupted, as by Ctrl-C. With ``typed``, it also reads from the terminal, and that is typed. Alone and without
    these, ``citygraph`` runs as above."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inside = environment(**{"TERM": "xterm-256color", "PAGER": "", **variables})
    end: Callable[[], int]
    if _PLAIN.fullmatch(command) and interrupt_at is None and typed is None and _can_be_ready(inside):
        told = _ready().start(shlex.split(command)[1:], cwd, inside, 60, follower, follower)
        end = functools.partial(exit_code, told)
    else:
        shim = f"citygraph() {{ '{sys.executable}' -m citygraph \"$@\"; }}; "
        process = subprocess.Popen(
            [*(with_signals(signal.SIG_DFL) if interrupt_at else ()), "bash", "-c", shim + command],
            cwd=cwd,
            env=inside,
            stdin=subprocess.DEVNULL if typed is None else follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
        )
        end = process.wait
    os.close(follower)
    os.write(leader, (typed or "").encode())
    seen = b""
    while True:
        ready, _, _ = select.select([leader], [], [], 60)
        assert ready, f"{command} printed nothing for a minute"
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # the other side has closed
            break
        if not chunk:
            break
        seen += chunk
        if interrupt_at and interrupt_at.encode() in seen:
            os.killpg(process.pid, signal.SIGINT)
            interrupt_at = None
    os.close(leader)
    return end(), seen.decode().replace("\r\n", "\n")


@pytest.fixture(scope="session")
def twinnings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the twinnings of 2022 become."""
    file = SHARED / "data/sister_cities_2022.gexf"
    if not file.exists():
        pytest.skip("the extract of 2022 is not beside this checkout")
    folder = tmp_path_factory.mktemp("twinnings") / "world"
    assert citygraph("import", "gexf", file, "--into", folder).code == 1  # two rows are doubtful
    return folder


_PLAIN = re.compile(r"""citygraph( [\w./:,+@=%-][\w./:,+@=%^~-]*| '[^']*'| "[^"$`\\!]*")*""")
"""citygraph and words that a shell takes as they stand, or between quotes."""
ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
