"""Write into tests/golden what each command prints on the seed world, its exit code and the files that it writes.

A golden file is a list of command lines, each with what came of it:

    $ citygraph path Iznik Osh       the command, as in a shell
    | from	how	to …               a line of standard output
    ! citygraph: …                   a line of standard error
    = 1                              the exit code, unless it is 0
    > out.csv                        a file that the command wrote; its lines follow, each after a `|`

The commands of one file run one after another in one process, in a folder with a git repository of two commits. The
day is 2026-11-27, the width 100 columns. Paths, sizes of snapshots and the program's version are masked.

python scripts/golden.py [NAME …]      rewrite all, or tests/golden/NAME.txt
python scripts/golden.py --print NAME  print what tests/golden/NAME.txt should be
"""

import contextlib
import gc
import gzip
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests/golden"
TODAY = "2026-11-27T12:00:00Z"
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Editor",
    "GIT_AUTHOR_EMAIL": "editor@example.org",
    "GIT_COMMITTER_NAME": "Editor",
    "GIT_COMMITTER_EMAIL": "editor@example.org",
}
_PAGE_DATA = re.compile(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', re.DOTALL)


def commands(text: str) -> list[str]:
    """The command lines of a golden file."""
    return [line[2:] for line in text.splitlines() if line.startswith("$ ")]


def rerun(name: str) -> str:
    """What the golden file of that name should be: its commands, with what they print now."""
    lines = commands((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary).resolve()
        world = place / "world"
        world.mkdir()
        for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
            os.environ.pop(variable, None)  # those of a hook or a rebase: the commits would be made in that repository
        _set_up(world)
        os.environ.update(CITYGRAPH_CACHE=f"{place}/cache", COLUMNS="100", TERM="dumb", TZ="UTC", NO_COLOR="1")
        for variable in ("CITYGRAPH_GRAPH", "COLORFGBG", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES"):
            os.environ.pop(variable, None)
        os.chdir(world)
        return "\n".join(_session(line, place) for line in lines)


def _set_up(world: Path) -> None:
    """The seed world in a repository of two commits: without its last tie and with a wrong language; then as it is."""
    graph = world / "graph"
    shutil.copytree(ROOT / "graph", graph, ignore=shutil.ignore_patterns("schema.json"))  # its words may change
    ties, sources = (graph / "ties.yaml").read_text("utf-8"), (graph / "sources.yaml").read_text("utf-8")
    shorter, _, _ = ties.rpartition("\n  - kind: ")
    (graph / "ties.yaml").write_text(shorter + "\n", "utf-8")
    (graph / "sources.yaml").write_text(sources.replace("language: en", "language: fr", 1), "utf-8")
    _git(world, "init", "--quiet", "--initial-branch=main")
    _commit(world, "What we know", "2026-10-01T10:00:00Z")
    (graph / "ties.yaml").write_text(ties, "utf-8")
    (graph / "sources.yaml").write_text(sources, "utf-8")
    _commit(world, "One tie more", "2026-11-01T10:00:00Z")
    (world / "twins.csv").write_text(
        "city,country,partner,partner country,since\nKütahya,Türkiye,Jingdezhen,China,2015\nPécs,Hungary,,,\n", "utf-8"
    )


def _git(world: Path, *arguments: str, **environment: str) -> None:
    subprocess.run(["git", *arguments], cwd=world, env={**os.environ, **_GIT, **environment}, check=True)


def _commit(world: Path, message: str, date: str) -> None:
    _git(world, "add", "graph")
    _git(world, "commit", "--quiet", "-m", message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


def _session(line: str, place: Path) -> str:
    before = _files(Path())
    code, out, err = run(shlex.split(line)[1:])
    shown = [f"$ {line}", *_lines("|", out, place), *_lines("!", err, place)]
    if code:
        shown.append(f"= {code}")
    for path, written in _files(Path()).items():
        if before.get(path) == written:
            continue
        seed = ROOT / "graph" / Path(path).name
        if seed.is_file() and seed.read_bytes() == written:
            shown.append(f"> {path}, as in graph/")
        else:
            shown += [f"> {path}", *_lines("|", _text(path, written), place)]
    return "\n".join(shown) + "\n"


def run(arguments: list[str]) -> tuple[object, str, str]:
    """Exit code, standard output and standard error of a command, in this process."""
    import time_machine

    from citygraph.cli.app import main

    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(stream, encoding="utf-8", newline="") for stream in written)
    code: object = 0
    sys.argv = ["citygraph", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), time_machine.travel(TODAY, tick=True):
        try:
            main()
        except SystemExit as end:
            code = end.code
        finally:
            gc.unfreeze()  # a command keeps all that it has made from the garbage collector, and its snapshot open
    out.flush()
    err.flush()
    return code, written[0].getvalue().decode("utf-8"), written[1].getvalue().decode("utf-8")


def _lines(mark: str, text: str, place: Path) -> Iterator[str]:
    from citygraph import __version__

    text = text.replace(str(place), "PLACE").replace(__version__, "VERSION")
    text = re.sub(r"[ \d.]+ MB\b", " SIZE MB", text)
    text = re.sub(r"\bused \d{4}-\d\d-\d\d\b", "used DAY", text)
    text = re.sub(r"(PLACE/cache\S*?)/[^/\s]+/\d+\.sqlite", r"\1/KEY/N.sqlite", text)
    for line in text.replace("\r", "␍").splitlines():
        yield f"{mark} {line}".rstrip(" ") if line else mark
    if text and not text.endswith("\n"):
        yield f"{mark}(no newline)"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def _text(path: str, written: bytes) -> str:
    """A file as text. Of a page it is the data: what is around it are the assets of the package."""
    text = (gzip.decompress(written) if path.endswith(".gz") else written).decode("utf-8")
    if path.endswith(".html"):
        (data,) = _PAGE_DATA.findall(text)
        return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in _flat(json.loads(data)))
    return text


def _flat(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict) and key != "letters":  # those are many, and anyascii's
            for inner, part in value.items():
                yield f"{key}.{inner}", part
        else:
            yield key, value


def names() -> list[str]:
    """The golden files, by name."""
    return sorted(path.stem for path in GOLDEN.glob("*.txt"))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--print", name]:
            print(rerun(name), end="")
        case some:
            for name in some or names():
                command = [sys.executable, __file__, "--print", name]
                done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
                (GOLDEN / f"{name}.txt").write_text(done.stdout, encoding="utf-8")
