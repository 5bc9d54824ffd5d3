"""What comes through a pipe is imported as a file is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import citygraph

LIST = "City,Country,Partner,Partner country\nLyon,FR,Leeds,GB\nNice,FR,Cardiff,GB\n"


def piped(folder: Path, text: bytes, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run citygraph with this text on its standard input."""
    ran = subprocess.run([sys.executable, "-m", "citygraph", *map(str, words)], input=text, capture_output=True,
                         cwd=folder, env={**os.environ, "COLUMNS": "500", **more}, check=False)  # fmt: skip
    return subprocess.CompletedProcess(words, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def records(folder: Path) -> str:
    return "".join(file.read_text() for file in sorted(folder.glob("*/*.csv")))


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0"])
def test_a_pipe_gives_the_records_of_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST)
    assert citygraph("import", tmp_path / "list.csv", "--into", tmp_path / "a", "--source", "list").code == 0
    ran = piped(tmp_path, LIST.encode(), "import", name, "--into", "b", "--source", "list")
    assert ran.returncode == 0, ran.stderr
    assert records(tmp_path / "a") == records(tmp_path / "b")
    assert str(tmp_path / "b") not in ran.stdout


def test_a_fault_in_a_pipe_has_its_line(tmp_path: Path) -> None:
    ran = piped(tmp_path, b'City,Partner\nLyon,"Leeds\n', "import", "-", "--into", "b", "--source", "list")
    assert (ran.returncode, (tmp_path / "b").exists()) == (2, False)
    assert "citygraph: stdin:2: a quote opens here" in ran.stderr


def test_a_pipe_needs_a_name_for_its_source_and_has_a_limit(tmp_path: Path) -> None:
    ran = piped(tmp_path, LIST.encode(), "import", "-", "--into", "b")
    assert (ran.returncode, (tmp_path / "b").exists()) == (2, False)
    assert "--source ID" in ran.stderr
    ran = piped(
        tmp_path, LIST.encode() * 99, "import", "-", "--into", "b", "--source", "x", CITYGRAPH_LIMITS="source=1K"
    )
    assert ran.returncode == 2
    assert "CITYGRAPH_LIMITS=source=2000" in ran.stderr
