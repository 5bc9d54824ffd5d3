"""The pager: what is longer than the screen goes through it, and all else is as without one."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ANSI, citygraph, examples, in_terminal, need

Folder = Callable[..., Path]

MARKED = "sed 's/^/P:/'"
"""A pager that marks each line."""
LONG, SHORT = "citygraph ties", "citygraph ties --limit 2"
"""Answers of more and of fewer lines than a screen of 40."""


def seen_with(pager: str | None, command: str, **variables: str) -> tuple[int, str]:
    """What a command shows in a terminal with a pager."""
    named = {} if pager is None else {"PAGER": pager}
    return in_terminal(command, **{"CI": "", "NO_COLOR": "1", **named, **variables})


COMMANDS = st.sampled_from(
    ["ties", "show Jingdezhen", "neighbors Jingdezhen", "timeline", "sources", "kinds", "schema", "map", "ask",
     "check", "show article", "ties --format json", "neighbors Jingdezhen --tree", "find silk", "path Iznik Osh",
     "sql 'SELECT id, name FROM nodes'", "ties --count", "diff graph graph", "review", "show 景德镇 --section ties"]
)  # fmt: skip


@given(command=COMMANDS, columns=st.sampled_from([40, 80, 120]), colour=st.sampled_from(["1", ""]))
@examples(40)
def test_what_a_pager_is_given_is_what_is_shown_without_one(command: str, columns: int, colour: str) -> None:
    """Also the remarks on standard error, in their places, and the colours."""
    plain = in_terminal(f"citygraph {command}", columns=columns, CI="", NO_COLOR=colour)
    through = in_terminal(f"citygraph {command}", columns=columns, CI="", NO_COLOR=colour, PAGER="cat -u")
    assert through == plain


def test_only_what_is_longer_than_the_screen_goes_through_a_pager() -> None:
    code, seen = seen_with(MARKED, LONG)
    assert code == 0
    assert all(line.startswith("P:") for line in seen.splitlines())
    code, seen = seen_with(MARKED, SHORT)
    assert (code, "P:" in seen, "is a" in seen or "carried" in seen) == (0, False, True)


def test_a_long_line_takes_several_lines_of_the_screen(folder: Folder) -> None:
    long, wide = "x" * 2800, "景" * 1400
    for name, paged in ((long, False), (f"{wide} {long}", True)):
        graph = folder(a=f"cities:\n  a: {{name: '{name}', country: CN}}\n")
        _, seen = seen_with(MARKED, f"citygraph find a --type city --format tsv --graph {graph}")
        assert ("P:" in seen) == paged


@pytest.mark.parametrize(
    ("command", "variables"),
    [
        (LONG, {"PAGER": ""}),
        (LONG, {"PAGER": " "}),
        (LONG, {"PAGER": "cat"}),
        ("citygraph --no-pager ties", {}),
        (LONG, {"TERM": "dumb"}),
        (LONG, {"CI": "true"}),
        (f"{LONG} | cat", {}),
    ],
)
def test_where_no_pager_is_wanted_there_is_none(command: str, variables: dict[str, str]) -> None:
    code, seen = seen_with(None, command, **{"PAGER": MARKED, **variables})
    assert code == 0
    assert "P:" not in seen
    assert len(seen.splitlines()) > 25


def test_in_a_pipe_there_is_none() -> None:
    assert "P:" not in citygraph("ties", PAGER=MARKED).out


@pytest.mark.parametrize("pager", ["head -3", "head -n 3 | cat", "sed 3q"])
def test_a_pager_that_ends_early_ends_nothing_else(pager: str) -> None:
    code, seen = seen_with(pager, f"{LONG} --format json")
    assert (code, len(seen.splitlines())) == (0, 3)
    assert "Traceback" not in seen


def test_the_exit_code_is_that_of_the_answer(folder: Folder) -> None:
    cities = "".join(f"  c{number}: {{name: City {number}, contry: KG}}\n" for number in range(40))
    graph = folder(a=f"cities:\n{cities}")
    for pager in ("head -1", MARKED, "false", "exit 3"):
        code, seen = seen_with(pager, f"citygraph check --graph {graph}")
        assert code == 1
        assert "Traceback" not in seen


@pytest.mark.parametrize("pager", ["nonexistent", "nonexistent -R", "/nowhere/less", "nonexistent | cat -u", "./"])
def test_without_the_pager_that_is_named_the_answer_is_shown_all_the_same(pager: str) -> None:
    code, seen = seen_with(pager, f"{LONG} --format tsv")
    _, plain = seen_with("", f"{LONG} --format tsv")
    assert code == 0
    if "|" not in pager:  # else the shell runs the second one
        assert set(plain.splitlines()) <= set(seen.splitlines())
    assert "Traceback" not in seen
    if pager == "nonexistent":
        assert "there is no pager `nonexistent`, which PAGER names" in " ".join(seen.split())


def test_colours_are_kept() -> None:
    _, seen = in_terminal(LONG, CI="", PAGER="cat -v")
    assert "^[[1m" in seen


def test_less_gets_its_options_as_from_git() -> None:
    tell = "cat > /dev/null; echo options=$LESS"
    assert "options=FRX" in in_terminal(f"unset LESS; {LONG}", CI="", PAGER=tell)[1]
    assert "options=S" in in_terminal(f"{LONG}; true", CI="", PAGER=tell, LESS="S")[1]


def test_q_in_less_ends_quietly() -> None:
    need(shutil.which("less"), "less")
    for pager in ("unset PAGER", "PAGER='less -R'"):
        command = f"{pager}; {LONG} --format json; echo code=$?"
        _, seen = in_terminal(command, typed="q", CI="", NO_COLOR="1", LESS="FRX")
        shown = ANSI.sub("", seen)
        assert re.search(r"code=0\s*$", shown)
        assert '"from"' in shown
        assert "Traceback" not in shown
        assert len(shown.splitlines()) < 100, "the rest is not shown"


def test_a_program_on_the_path_with_a_space_in_its_name(tmp_path: Path) -> None:
    pager = tmp_path / "my pager"
    pager.write_text("#!/bin/sh\nsed 's/^/P:/'\n")
    pager.chmod(0o755)
    _, seen = seen_with(shlex.quote(str(pager)), LONG)
    assert seen.startswith("P:")


def test_a_short_answer_starts_no_process(tmp_path: Path) -> None:
    code, seen = seen_with(f"touch {tmp_path}/started; cat", SHORT)
    assert code == 0
    assert seen
    assert not (tmp_path / "started").exists()
