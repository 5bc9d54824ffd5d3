"""What every command prints on the seed world changes only where somebody meant it to."""

import re
import subprocess
import sys
from importlib.metadata import version

import pytest

from citygraph.cli._index import INDEX
from conftest import ROOT
from golden import GOLDEN, commands, names

pytestmark = pytest.mark.golden

LONG = re.compile(r"\d\.\d{13,}")
"""A number with all its digits: Python 3.12 rounds sums otherwise than 3.11 does."""


def sessions(text: str) -> list[str]:
    """Each command with what came of it; of help and of errors that a newer typer lays out, the exit code alone."""
    found = re.split(r"^(?=\$ )", LONG.sub(lambda number: f"{float(number[0]):.12g}", text), flags=re.MULTILINE)
    if tuple(map(int, version("typer").split(".")[:2])) < (0, 29):
        return found
    by_typer = re.compile("─ (Options|Error) ─")
    return [re.sub(r"^[^$=].*\n", "", one, flags=re.MULTILINE) if by_typer.search(one) else one for one in found]


@pytest.mark.parametrize("name", names())
def test_commands_print_what_they_did(name: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/golden.py", "--print", name],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert sessions(done.stdout) == sessions(golden), f"if that is meant: scripts/golden.py {name}"


def test_each_command_has_a_golden_file_with_its_help_and_all_its_formats() -> None:
    assert set(names()) == {*INDEX, "citygraph"}
    for name in INDEX:
        lines = commands((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))
        assert f"citygraph {name} --help" in lines
        text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
        if "table, tsv, csv" in text:
            for format in ("table", "tsv", "csv", "json"):
                assert any(f"--format {format}" in line for line in lines), (name, format)
