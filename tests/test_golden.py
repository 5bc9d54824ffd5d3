"""What every command prints on the seed world changes only where somebody meant it to."""

import subprocess
import sys

import pytest

from citygraph.cli._index import INDEX
from conftest import ROOT
from golden import GOLDEN, commands, names


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
    assert done.stdout.splitlines() == golden.splitlines(), f"if that is meant: scripts/golden.py {name}"


def test_each_command_has_a_golden_file_with_its_help_and_all_its_formats() -> None:
    assert set(names()) == {*INDEX, "citygraph"}
    for name in INDEX:
        lines = commands((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))
        assert f"citygraph {name} --help" in lines
        text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
        if "table, tsv, csv" in text:
            for format in ("table", "tsv", "csv", "json"):
                assert any(f"--format {format}" in line for line in lines), (name, format)
