"""The folders that `citygraph init` writes: each is sound, whatever the day; and how a terminal asks for one."""

import re
from pathlib import Path

import pytest
import time_machine

import citygraph as library
from citygraph.cli.data import PURPOSES
from conftest import ROOT, citygraph, in_terminal
from worlds import load

STARTERS = ROOT / "src/citygraph/folder/starters"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_starter_is_sound_explains_itself_and_names_what_to_run(purpose: str, tmp_path: Path) -> None:
    new = tmp_path / "a new folder"
    ran = citygraph("init", new, "--for", purpose)
    assert (ran.code, ran.out) == (0, "")
    checked = citygraph("check", "--strict", "--graph", new)
    assert (checked.code, checked.out) == (0, "")
    assert (new / "schema.json").read_bytes() == (ROOT / "graph/schema.json").read_bytes()
    texts = [file.read_text(encoding="utf-8") for file in sorted(new.glob("*.yaml"))]
    assert all(text.startswith("# yaml-language-server: $schema=schema.json\n# ") for text in texts)
    (guide,) = (text for text in texts if "start here" in text)
    assert re.findall(r"^# ([0-9])\. ", guide, re.MULTILINE) == ["1", "2", "3"]
    commands = re.findall(r"`(citygraph .*?)`", ran.err)
    assert len(commands) == 2
    (tmp_path / "register.csv").write_text("city,country,partner,partner country\nA,FR,B,DE\n", encoding="utf-8")
    for command in commands:
        code, seen = in_terminal(command, cwd=tmp_path)
        assert code == 0, seen


@pytest.mark.parametrize("starter", sorted(path.name for path in STARTERS.iterdir()))
def test_a_starter_stays_sound(starter: str) -> None:
    for day in ("2026-01-01", "2050-01-01"):
        with time_machine.travel(day):
            assert load(STARTERS / starter).diagnostics == ()


def test_there_is_a_starter_for_each_purpose() -> None:
    assert {path.name for path in STARTERS.iterdir()} == {*PURPOSES, "small"}


def test_the_register_of_the_starter_comes_in_as_its_comment_says(tmp_path: Path) -> None:
    assert citygraph("init", tmp_path / "graph", "--for", "register").code == 0
    text = (tmp_path / "graph/register.yaml").read_text(encoding="utf-8")
    rows = re.findall(r"^#      (\w.*,.*)$", text, re.MULTILINE)
    (line,) = re.findall(r"^#      citygraph (import .*)$", text, re.MULTILINE)
    (tmp_path / "register.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    before = sorted((tmp_path / "graph").rglob("*"))
    assert citygraph(*line.split(), cwd=tmp_path).code == 0
    assert sorted((tmp_path / "graph").rglob("*")) == before
    assert citygraph(*line.removesuffix(" --dry-run").split(), cwd=tmp_path).code == 0
    assert citygraph("check", "--strict", cwd=tmp_path).code == 0
    world = library.open(tmp_path / "graph")
    assert [row.name for row in world.neighbors("Anytown")] == ["Otherville", "Thirdburg", "League of Towns"]


# ---------------------------------------------------------------- asked in a terminal


@pytest.mark.parametrize(
    ("typed", "starter"),
    [
        ("1\n", "partners"),
        ("register\n", "register"),
        (" Study \n", "study"),
        ("\n", "small"),
        ("4\npartners and more\n3\n", "study"),
    ],
)
def test_a_terminal_asks_what_the_folder_is_for(typed: str, starter: str, tmp_path: Path) -> None:
    code, seen = in_terminal("citygraph init new", cwd=tmp_path, typed=typed)
    assert code == 0, seen
    assert "citygraph: what is the folder for?\n" in seen
    assert seen.count("is none of: partners, register, study") == typed.count("\n") - 1
    written = {path.name for path in (tmp_path / "new").iterdir()}
    assert written == {*(path.name for path in (STARTERS / starter).iterdir()), "schema.json"}


def test_whoever_leaves_the_question_gets_nothing(tmp_path: Path) -> None:
    code, seen = in_terminal("citygraph init new", cwd=tmp_path, typed="\x04")
    assert (code, seen.splitlines()[-1]) == (2, "citygraph: nothing was written")
    code, seen = in_terminal("citygraph init new", cwd=tmp_path, typed="", interrupt_at="or Enter: ")
    assert code == 130, seen
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", ["--for partners", "--example", "< /dev/null", "2> told"])
def test_nothing_is_asked_where_it_is_said_or_nobody_is_there(arguments: str, tmp_path: Path) -> None:
    code, seen = in_terminal(f"citygraph init new {arguments}", cwd=tmp_path, typed="")
    assert code == 0, seen
    assert "what is the folder for" not in seen
    assert (tmp_path / "new/schema.json").exists()


def test_a_folder_in_use_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").touch()
    code, seen = in_terminal("citygraph init .", cwd=tmp_path, typed="")
    assert (code, seen) == (2, "citygraph: . exists and is not empty; nothing was written\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--for", "fun"], "'fun' is none of: partners, register, study"), (["--example", "--for", "study"], "leave out")],
)
def test_a_purpose_that_is_none_or_one_too_many_is_told(arguments: list[str], told: str, tmp_path: Path) -> None:
    ran = citygraph("init", tmp_path / "new", *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert not (tmp_path / "new").exists()
