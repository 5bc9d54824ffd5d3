"""Whatever a command is started in (a closed stream, a full disk, a tiny terminal, another locale, ``-OO``), it answers
or says what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ANSI, ROOT, SEED, citygraph, environment, in_terminal

COMMANDS = {"path Iznik Osh": 0, "--help": 0, "path nobody x": 1}


def in_shell(redirected: str, command: str) -> tuple[int, bytes]:
    where = "" if command == "--help" else f"--graph {SEED}"
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m citygraph {command} {where} {redirected}"],
        cwd=ROOT, env=environment(), capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("redirected", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", ">/dev/full"])
def test_without_a_stream_a_command_ends_as_it_would_with_it(redirected: str) -> None:
    for command, code in COMMANDS.items():
        ended, said = in_shell(redirected, command)
        assert ended == (2 if redirected == ">/dev/full" else code), (command, said)  # 2: no space is left
        assert b"Traceback" not in said


EVERY_WIDTH = """
import fcntl, os, struct, sys, termios
from citygraph.cli.app import app
for width in map(int, sys.argv[1].split(",")):
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    for command in sys.argv[2:]:
        try:
            app(command.split(), standalone_mode=True)
        except SystemExit as end:
            assert end.code in (0, 1, 2), (width, command, end.code)
print("ALL DONE")
"""
ASKED = [
    "path Iznik Osh", "neighbors Iznik", "neighbors Iznik --tree", "show Iznik", "find i", "ties", "officials",
    "sources", "compare Iznik Osh", "common Iznik Osh Troyan Dubai", "map", "map --path Iznik Osh", "timeline", "stats",
    "triangles Jingdezhen", "rank", "communities", "suggest Iznik", "review", "asleep", "coverage", "check", "kinds",
    "ties --by country", "path nobody x", "path --help",
]  # fmt: skip


def test_a_terminal_may_be_of_any_width(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(EVERY_WIDTH)
    commands = " ".join(f"'{command}'" for command in ASKED)
    code, seen = in_terminal(f"'{sys.executable}' {tmp_path}/a.py 0,1,3,8,60000 {commands}", 3)
    assert code == 0, ANSI.sub("", seen)[-1000:]
    assert "ALL DONE" in seen.replace("\n", "")


@pytest.mark.parametrize("columns", ["0", "100000"])
def test_columns_may_say_anything(columns: str) -> None:
    ran = citygraph("map", "--graph", SEED, COLUMNS=columns)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 400


WORLD = "cities:\n  zurich: {name: Zürich, country: CH, aliases: [チューリッヒ]}\n"
C_LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LANG": "C", "LC_ALL": "", "PYTHONUTF8": ""},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
]


@pytest.mark.parametrize("variables", C_LOCALES, ids=["without utf-8", "LANG=C", "ascii output"])
def test_names_in_files_and_words_are_understood_in_the_c_locale(variables: dict[str, str], tmp_path: Path) -> None:
    graph = tmp_path / "Zürich"
    graph.mkdir()
    (graph / "städte.yaml").write_text(WORLD, encoding="utf-8")
    ran = citygraph("show", "チューリッヒ", "--graph", graph, **variables)
    assert (ran.code, ran.err) == (0, "")
    name = "Z\\xfcrich" if "PYTHONIOENCODING" in variables else "Zürich"
    assert f"\tname\t{name}\t" in ran.out
    exported = citygraph("export", tmp_path / "Ö.json", "--graph", graph, **variables)
    assert exported.code == 0, exported.err
    assert "Zürich" in (tmp_path / "Ö.json").read_text(encoding="utf-8")
    assert "Ö.json" in os.listdir(tmp_path)


@pytest.mark.parametrize("asked", ["--help", "path --help", "schema path"])
def test_help_and_schemas_are_the_same_without_docstrings(asked: str) -> None:
    said = [
        subprocess.run(
            [sys.executable, *flags, "-m", "citygraph", *asked.split()],
            cwd=ROOT, env=environment(), capture_output=True, check=True, encoding="utf-8",
        ).stdout
        for flags in ((), ("-OO",))
    ]  # fmt: skip
    assert said[0] == said[1] != ""
