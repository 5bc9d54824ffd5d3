"""Write into README and docs what their console sessions print: after each ``$ command``, its output at 80 columns.

python scripts/sessions.py
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from conftest import in_terminal  # noqa: E402  (it lies beside the tests)

_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def pages() -> list[Path]:
    """The pages that may have sessions."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def rerun(page: str) -> str:
    """The page with the output of each command as it is now. A session's lines that start with ``$ `` are run."""

    def session(block: re.Match[str]) -> str:
        shown = []
        for line in block[1].splitlines():
            if line.startswith("$ "):
                _, seen = in_terminal(line[2:], columns=80, NO_COLOR="1")
                shown += [line, *(text.rstrip() for text in seen.rstrip().splitlines()), ""]
        return "```console\n" + "\n".join(shown[:-1]) + "\n```"

    return _BLOCK.sub(session, page)


if __name__ == "__main__":
    for path in pages():
        path.write_text(rerun(path.read_text(encoding="utf-8")), encoding="utf-8")
