"""`edit` opens the user's editor at a record, and checks what came of it."""

import shlex
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.editing.editor import chosen, command
from conftest import SEED, citygraph, in_terminal

TIE = "sister-city.iznik.jingdezhen"


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+7", "./g/a b.yaml"]),
        ("/usr/bin/vim.basic -n", ["/usr/bin/vim.basic", "-n", "+7", "./g/a b.yaml"]),
        ("emacsclient -nw", ["emacsclient", "-nw", "+7", "./g/a b.yaml"]),
        ("code -w", ["code", "-w", "--goto", "./g/a b.yaml:7"]),
        ("'/opt/my tools/codium'", ["/opt/my tools/codium", "--wait", "--goto", "./g/a b.yaml:7"]),
        ("subl --wait", ["subl", "--wait", "./g/a b.yaml:7"]),
        ("somebody-s-own", ["somebody-s-own", "./g/a b.yaml"]),
    ],
)
def test_the_way_to_a_line_is_the_editor_s_own(editor, words):
    assert command(editor, Path("g/a b.yaml"), 7) == words


def test_an_editor_whose_path_has_a_blank_needs_no_quotes(tmp_path):
    (tmp_path / "my editor").touch()
    assert command(str(tmp_path / "my editor"), Path("/g/a.yaml"), 7) == [str(tmp_path / "my editor"), "/g/a.yaml"]
    with pytest.raises(CityGraphError, match="set EDITOR"):
        command("vi 'oops", Path("a.yaml"), 1)


def test_the_editor_is_that_of_the_screen_then_that_of_the_line():
    assert chosen({"VISUAL": "a", "EDITOR": "b"}) == "a"
    assert chosen({"VISUAL": "", "EDITOR": "b"}) == "b"
    assert chosen({}) is None


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "my graph"
    folder.mkdir()
    for path in SEED.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def editor(folder, script):
    """An editor called `vi`: a shell script that gets +LINE and the file."""
    path = folder.parent / "vi"
    path.write_text(f'#!/bin/sh\necho "$@" > {shlex.quote(str(folder.parent / "told"))}\n{script}\n')
    path.chmod(0o755)
    return str(path)


def test_the_editor_opens_at_the_line_and_a_sound_change_is_said(world):
    vi = editor(world, 'sed -i "s/status: active/status: dormant/" "$2"')
    ran = citygraph("edit", TIE, "--graph", world, VISUAL="", EDITOR=f"'{vi}'")
    line = (world / "ties.yaml").read_text().splitlines().index("  - kind: sister-city") + 1
    assert (world.parent / "told").read_text() == f"+{line} {world / 'ties.yaml'}\n"
    assert (ran.code, ran.out) == (0, "")
    assert "ties.yaml: 0 new errors, 0 new warnings" in ran.err


def test_only_new_mistakes_are_shown_and_new_errors_are_a_no(world):
    (world / "old.yaml").write_text("cities:\n  here: {name: Here, country: XX}\n")
    vi = editor(world, 'printf "  there: {name: There, countri: TR}\\n" >> "$2"')
    ran = citygraph("edit", "Here", "--graph", world, VISUAL=vi)
    assert ran.code == 1
    assert "unknown-key" in ran.out
    assert "XX" not in ran.out.replace("name: Here", "")
    assert "old.yaml: 1 new error, 1 new warning" in ran.err


def test_nothing_is_said_of_what_has_not_changed_and_the_editor_s_failure_is(world):
    ran = citygraph("edit", "Iznik", "--graph", world, VISUAL=editor(world, "exit 3"))
    assert ran.code == 1
    assert "the editor ended with exit code 3" in ran.err
    assert "nothing has changed" in ran.err


def test_without_a_terminal_and_an_editor_the_place_is_said(world):
    ran = citygraph("edit", "Iznik", "--graph", world, VISUAL="", EDITOR="")
    assert ran.code == 2
    assert f"there is no terminal for an editor; `Iznik` stands at {world}/cities.yaml:" in ran.err


@pytest.mark.parametrize(
    ("name", "visual", "code", "said"),
    [("Izniq", "vi", 1, "did you mean"), ("Iznik", "/no/such-editor", 2, "set EDITOR to your editor")],
)
def test_what_cannot_be_opened_is_said(world, name, visual, code, said):
    ran = citygraph("edit", name, "--graph", world, VISUAL=visual)
    assert ran.code == code
    assert said in ran.err


def test_ctrl_c_is_the_editor_s(world):
    vi = editor(world, 'trap "echo kept on" INT; echo ready; sleep 1; echo >> "$2"')
    code, seen = in_terminal(f"citygraph edit Iznik --graph '{world}'", interrupt_at="ready", VISUAL=vi)
    assert code == 0, seen
    assert "kept on" in seen
    assert "cities.yaml: 0 new errors" in seen
