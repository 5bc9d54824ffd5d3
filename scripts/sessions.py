"""Write into README and docs what their console sessions print: after each ``$ command``, its output at 80 columns.

Sessions marked ``twinnings`` ask the twinnings of 2022, if that file is beside this checkout; else they stay. Those
marked ``examples`` are run in a scratch folder, the same for all of a page, that has the files of ``docs/examples``.

python scripts/sessions.py
"""

import atexit
import re
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from conftest import SHARED, citygraph, in_terminal  # noqa: E402  (it lies beside the tests)

_BLOCK = re.compile(r"```console( twinnings| examples)?\n(.*?)```", re.DOTALL)
_BAR = re.compile(r"\x1b\[\?25l.*\x1b\[2K", re.DOTALL)
"""A progress bar, up to the code that erases it."""
_TWINNINGS = SHARED / "data/sister_cities_2022.gexf"


def pages() -> list[Path]:
    """The pages that may have sessions."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


_GIT = {
    **{f"GIT_{who}_NAME": "You" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "you@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-11-30T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_PAGER": "cat",
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "color.ui",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_CONFIG_KEY_1": "init.defaultBranch",
    "GIT_CONFIG_VALUE_1": "main",
    "GIT_CONFIG_KEY_2": "advice.mergeConflict",
    "GIT_CONFIG_VALUE_2": "false",
}
"""Who commits in the sessions, and no settings of whoever runs them."""


@cache
def _twinnings() -> str:
    """The folder that the twinnings of 2022 become."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    assert citygraph("import", "gexf", _TWINNINGS, "--into", f"{folder}/twinnings").code == 1  # two rows are doubtful
    return f"{folder}/twinnings"


def rerun(page: str) -> str:
    """The page with the output of each command as it is now. A session's lines that start with ``$ `` are run."""
    scratch = ""

    def examples() -> Path:
        nonlocal scratch
        if not scratch:
            scratch = tempfile.mkdtemp()
            atexit.register(shutil.rmtree, scratch)
            shutil.copytree(ROOT / "docs/examples", scratch, dirs_exist_ok=True)
        return Path(scratch)

    def session(block: re.Match[str]) -> str:
        shown = []
        asks_twinnings = block[1] == " twinnings"
        if asks_twinnings and not _TWINNINGS.exists():
            return block[0]
        asked = f"CITYGRAPH_GRAPH={_twinnings()} " if asks_twinnings else ""
        cwd = examples() if block[1] == " examples" else ROOT
        for line in block[2].splitlines():
            if line.startswith("$ "):
                _, seen = in_terminal(asked + line[2:], columns=80, cwd=cwd, NO_COLOR="1", **_GIT)
                shown += [line, *(text.rstrip() for text in _BAR.sub("", seen).rstrip().splitlines()), ""]
        return f"```console{block[1] or ''}\n" + "\n".join(shown[:-1]) + "\n```"

    return _BLOCK.sub(session, page)


if __name__ == "__main__":
    for path in pages():
        path.write_text(rerun(path.read_text(encoding="utf-8")), encoding="utf-8")
