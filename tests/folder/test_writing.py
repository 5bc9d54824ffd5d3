"""Writing files: whole or not at all, through links, into pipes; several together; and what dead processes leave."""

import fcntl
import json
import os
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.folder import JOURNAL, journal, locks
from citygraph.folder import graph_files as graph_files_module
from citygraph.folder.files import replacing
from citygraph.folder.graph_files import graph_files, has_graph_files
from citygraph.folder.journal import finish, replace_together
from citygraph.folder.locks import only_writer
from conftest import examples

DEAD = ".citygraph-1-0123456789abcdef.part"


def write(*files: Path, text: str = "new") -> None:
    with replacing(files) as outs:
        for out in outs:
            out.write(text.encode())


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------- one file


def test_a_file_keeps_its_mode_and_a_new_one_gets_that_of_any_new_file(tmp_path: Path) -> None:
    old, new, plain = (tmp_path / name for name in ("old", "new", "plain"))
    old.write_text("old")
    old.chmod(0o773)
    plain.touch()
    write(old, new)
    assert tree(tmp_path) == {"new": "new", "old": "new", "plain": ""}
    assert (old.stat().st_mode & 0o777, new.stat().st_mode) == (0o773, plain.stat().st_mode)


def test_while_it_is_written_nobody_reads_it_who_could_not_read_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("old")
    (tmp_path / "secret").chmod(0o600)
    with replacing([tmp_path / "secret"]):
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing([tmp_path / "one", tmp_path / "two"]) as (out, _):
        out.write(b"half" * (1 // 0))
    assert tree(tmp_path) == {"one": "old"}


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/file").write_text("old")
    (tmp_path / "link").symlink_to("inner/file")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert tree(tmp_path) == {"inner/file": "new", "link": "new"}


@pytest.mark.parametrize(("to", "says"), [("nowhere", "which is not there"), ("link", "leads back to itself")])
def test_a_link_to_nothing_is_told_in_a_line(tmp_path: Path, to: str, says: str) -> None:
    (tmp_path / "link").symlink_to(to)
    with pytest.raises(CityGraphError, match=f"^[^\n]*/link is a link [^\n]*{says}[^\n]*$"):
        write(tmp_path / "link")
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


@pytest.mark.parametrize("through_a_link", [False, True])
def test_a_pipe_is_written_into_when_all_is_there(tmp_path: Path, through_a_link: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write(tmp_path / "link" if through_a_link else pipe, text="x" * 100_000)
    reader.join(30)
    assert read == ["x" * 100_000]
    assert pipe.is_fifo()
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "link"}


def test_a_descriptor_is_written_where_it_stands(tmp_path: Path) -> None:
    """As ``/dev/stdout`` is under ``>> file``: opened by its name, the file would be written from its start."""
    with (tmp_path / "file").open("w") as file:
        file.write("before ")
        file.flush()
        (tmp_path / "link").symlink_to(f"/dev/fd/{file.fileno()}")
        write(tmp_path / "link")
        file.write(" after")
    assert (tmp_path / "file").read_text() == "before new after"


def test_what_dead_processes_have_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    alive = tmp_path / DEAD.replace("-1-", "-2-")
    others = [tmp_path / name for name in (".citygraph-1-01.part", f"{DEAD}x", ".other.part")]
    for path in (tmp_path / DEAD, alive, *others):
        path.write_text("half")
    (tmp_path / DEAD.replace("0", "f")).symlink_to("target")
    (tmp_path / DEAD.replace("0", "e")).mkdir()
    os.mkfifo(tmp_path / DEAD.replace("0", "d"))
    (tmp_path / "target").write_text("the user's")
    before = {path.name for path in tmp_path.iterdir()}
    with alive.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write(tmp_path / "file")
    assert {path.name for path in tmp_path.iterdir()} == before - {DEAD} | {"file"}


def test_what_a_journal_needs_stays_when_another_file_is_written(tmp_path: Path) -> None:
    (tmp_path / DEAD).write_text("new")
    noted(tmp_path, change("a.csv", None, "new", DEAD))
    write(tmp_path / "page.html")
    assert list(graph_files(tmp_path)) == ["a.csv"]
    assert tree(tmp_path) == {"a.csv": "new", "page.html": "new"}


# ---------------------------------------------------------------- several files


def killed_at(call: int, act: Callable[[], object]) -> None:
    """Act in a process that ends, without a word to anybody, before its n-th call that changes a folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the other process touches nothing that a thread may hold
        process = os.fork()
    if process:
        os.waitpid(process, 0)
        return
    try:  # from here on in the other process
        left = [call]

        def counted(real: Any) -> Any:
            def change(*arguments: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(1)
                return real(*arguments, **named)

            return change

        for name in ("open", "link", "replace", "unlink", "mkdir", "fsync"):
            setattr(os, name, counted(getattr(os, name)))
        act()
    finally:
        os._exit(0)


NAMES = ("a.csv", "b.yaml", "inner/c.csv", "judgements.txt")
TEXTS = st.sampled_from(["", "one", "two"])


@examples(40)
@given(
    old=st.dictionaries(st.sampled_from(NAMES), TEXTS),
    new=st.dictionaries(st.sampled_from(NAMES), TEXTS | st.none(), min_size=1),
    call=st.integers(0, 40),
)
def test_killed_anywhere_the_change_is_made_or_not(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, str], new: dict[str, str | None], call: int
) -> None:
    folder = tmp_path_factory.mktemp("killed")
    for name, text in old.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    files = {name: None if text is None else text.encode() for name, text in new.items()}
    killed_at(call, lambda: replace_together(folder, files))
    decided = (folder / JOURNAL).exists()
    seen = [name for name in graph_files(folder)]  # noqa: C416  # a reader
    wanted = {name: text for name, text in {**old, **new}.items() if text is not None}
    found = {name: text for name, text in tree(folder).items() if not name.startswith(".citygraph")}
    assert found == wanted or (found == old and not decided)
    assert tree(folder) == found or not decided  # the reader has cleared away
    assert seen == sorted(name for name in found if not name.endswith(".txt"))
    replace_together(folder, files)
    assert tree(folder) == wanted


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("call", ["open", "fsync", "link", "replace", "unlink"])
def test_what_is_interrupted_clears_away_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, late: bool
) -> None:
    old, new = {"a.csv": "old", "b.csv": "old"}, {"a.csv": "new", "c.csv": "new"}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    real = getattr(os, call)

    def interrupted(*arguments: Any, **named: Any) -> Any:
        if call == "open" and not str(arguments[0]).endswith(".part"):
            return real(*arguments, **named)
        monkeypatch.undo()
        done = real(*arguments, **named) if late else None
        raise KeyboardInterrupt(done)

    monkeypatch.setattr(os, call, interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_together(tmp_path, {"a.csv": b"new", "b.csv": None, "c.csv": b"new"})
    decided = (call, late) in {
        ("link", True),
        ("replace", False),
        ("replace", True),
        ("unlink", False),
        ("unlink", True),
    }
    assert tree(tmp_path) == (new if decided else old)


def test_a_file_with_the_same_content_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("same")
    before = (tmp_path / "a.csv").stat()
    replace_together(tmp_path, {"a.csv": b"same", "b.csv": b"new"})
    assert (tmp_path / "a.csv").stat() == before


def test_a_link_out_of_the_folder_is_refused_and_one_inside_stays(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "real.csv").write_text("old")
    (folder / "in.csv").symlink_to("real.csv")
    (tmp_path / "out.csv").write_text("the user's")
    (folder / "out.csv").symlink_to("../out.csv")
    with pytest.raises(CityGraphError, match="outside of"):
        replace_together(folder, {"in.csv": b"new", "out.csv": b"new"})
    replace_together(folder, {"in.csv": b"new"})
    assert (folder / "in.csv").is_symlink()
    assert tree(tmp_path) == {
        "g/in.csv": "new",
        "g/real.csv": "new",
        "g/out.csv": "the user's",
        "out.csv": "the user's",
    }


def noted(folder: Path, *changes: dict[str, Any], **more: Any) -> None:
    said = {"citygraph": 1, "process": 1, "changes": list(changes), **more}
    (folder / JOURNAL).write_text(json.dumps(said))


def change(file: str, old: str | None = None, new: str | None = None, scratch: str | None = None) -> dict[str, Any]:
    hashes = {"old": old if old is None else hashed(old), "new": new if new is None else hashed(new)}
    return {"file": file, **hashes, "scratch": scratch}


STRANGE: dict[str, Callable[[Path], object]] = {
    "above": lambda g: noted(g, change("../private.csv", "private")),
    "absolute": lambda g: noted(g, change(f"{g.parent}/private.csv", "private")),
    "hidden": lambda g: noted(g, change(".git/config.txt", "the user's")),
    "no record": lambda g: noted(g, change("script.py", "the user's")),
    "through a link": lambda g: noted(g, change("link/private.csv", "private")),
    "a link": lambda g: noted(g, change("link.csv", "private")),
    "changed since": lambda g: noted(g, change("own.csv", "before")),
    "changed since, replaced": lambda g: noted(g, change("own.csv", "before", "half", DEAD)),
    "there since": lambda g: noted(g, change("own.csv", None, "half", DEAD)),
    "no scratch file": lambda g: noted(g, change("own.csv", "the user's", "private", "../private.csv")),
    "other content": lambda g: noted(g, change("own.csv", "the user's", "whole", DEAD)),
    "a name of some MB": lambda g: noted(g, change("nodir/" + "b" * (1 << 22) + ".csv", "private")),
    "a scratch name of some MB": lambda g: noted(g, change("own.csv", "the user's", "half", DEAD * (1 << 15))),
    "one scratch file twice": lambda g: noted(
        g, change("own.csv", "the user's", "half", DEAD), change("new.csv", None, "half", DEAD)
    ),
    "twice": lambda g: noted(g, change("own.csv", "the user's"), change("own.csv", "the user's")),
    "another form": lambda g: noted(g, citygraph=2),
    "no JSON": lambda g: (g / JOURNAL).write_text("{"),
    "deep": lambda g: (g / JOURNAL).write_text("[" * 100_000),
    "deep within": lambda g: noted(g, change("own.csv"), more=json.loads("[" * 500 + "]" * 500)),
    "many texts without an end": lambda g: (g / JOURNAL).write_text(r'{"a\"' * (1 << 21)),
    "long": lambda g: noted(g, padding=" " * (1 << 24)),
    "its own link": lambda g: (g / JOURNAL).symlink_to("own.csv"),
    "a pipe": lambda g: os.mkfifo(g / JOURNAL),
    "a folder": lambda g: (g / JOURNAL / "x").mkdir(parents=True),
}


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """A graph folder with files of the user's around it."""
    folder = tmp_path / "g"
    (folder / ".git").mkdir(parents=True)
    (tmp_path / "private.csv").write_text("private")
    for name in (".git/config.txt", "script.py", "own.csv"):
        (folder / name).write_text("the user's")
    (folder / "link").symlink_to("..")
    (folder / "link.csv").symlink_to("../private.csv")
    (folder / DEAD).write_text("half")
    return folder


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strangers_journal_does_no_harm(private: Path, strange: str) -> None:
    STRANGE[strange](private)
    before = {path: path.read_text() for path in private.parent.rglob("*") if path.is_file() and path.name != JOURNAL}
    with pytest.raises(CityGraphError, match=r"^.{,1000}refused: .{,1000}; remove it to keep the files as they are\Z"):
        finish(private)
    assert {path: path.read_text() for path in before} == before
    assert os.path.lexists(private / JOURNAL)


PLANTED: dict[str, Callable[[Path], object]] = {
    "content": lambda path: path.write_text("planted"),
    "a link": lambda path: path.symlink_to("../private.csv"),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_is_put_in_the_place_of_a_file_that_is_as_it_shall_be(private: Path, planted: str) -> None:
    (private / DEAD).unlink()
    PLANTED[planted](private / DEAD)
    noted(private, change("own.csv", "x", "the user's", DEAD))
    finish(private)
    assert (private / "own.csv").read_text() == "the user's"
    assert not os.path.lexists(private / JOURNAL)
    assert os.path.lexists(private / DEAD) == (planted != "content"), "only a file of our own is cleared away"
    assert (private.parent / "private.csv").read_text() == "private"


@pytest.mark.parametrize("file", ["gone.csv", "gone/x.csv", "pipe/x.csv", "own.csv/x.csv", "a/" * 2000 + "x.csv"])
def test_what_has_gone_with_its_folder_is_done(private: Path, file: str) -> None:
    os.mkfifo(private / "pipe")
    noted(private, change(file, "the user's"))
    finish(private)
    assert not os.path.lexists(private / JOURNAL)


@pytest.mark.parametrize("swapped", [DEAD, "own.csv"])
@pytest.mark.parametrize("planted", PLANTED)
def test_only_what_was_checked_is_put_in_place_and_replaced(
    private: Path, monkeypatch: pytest.MonkeyPatch, swapped: str, planted: str
) -> None:
    """Somebody is quick, and swaps a file between the look and the change."""
    noted(private, change("own.csv", "the user's", "half", DEAD))
    checked = journal._checked

    def and_swapped(*of: Any) -> Any:
        steps = checked(*of)
        (private / swapped).unlink()
        PLANTED[planted](private / swapped)
        return steps

    monkeypatch.setattr(journal, "_checked", and_swapped)
    with pytest.raises(CityGraphError, match="refused: "):
        finish(private)
    assert os.path.lexists(private / DEAD)
    assert os.path.lexists(private / JOURNAL)
    if swapped == DEAD:
        assert (private / "own.csv").read_text() == "the user's"


def test_what_is_edited_while_several_files_are_written_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("old")
    link = os.link

    def and_edited(*of: Any) -> None:
        link(*of)
        (tmp_path / "a.csv").write_text("edited")

    monkeypatch.setattr(os, "link", and_edited)
    with pytest.raises(CityGraphError, match=r"journal: .*`a\.csv` has changed since; remove it"):
        replace_together(tmp_path, {"a.csv": b"new", "b.csv": b"new"})
    assert (tmp_path / "a.csv").read_text() == "edited"
    assert not (tmp_path / "b.csv").exists()


def test_very_many_journals_are_finished_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is walked no more often than with one."""
    for number in range(1200):
        (tmp_path / f"f{number}").mkdir()
        noted(tmp_path / f"f{number}")
    (tmp_path / "f7" / DEAD).write_text("new")
    noted(tmp_path / "f7", change("a.csv", None, "new", DEAD))
    walks = Mock(wraps=graph_files_module._walk)
    monkeypatch.setattr(graph_files_module, "_walk", walks)
    assert has_graph_files(tmp_path)
    assert list(graph_files(tmp_path)) == ["f7/a.csv"]
    assert walks.call_count == 1 + 2
    assert not list(tmp_path.rglob(".*"))


def test_a_sound_journal_is_not_called_damaged_where_the_stack_is_full(tmp_path: Path) -> None:
    (tmp_path / DEAD).write_text("new")
    noted(tmp_path, change("a.csv", None, "new", DEAD))

    def deep() -> None:
        try:
            deep()
        except RecursionError:
            finish(tmp_path)

    with suppress(RecursionError):
        deep()
    finish(tmp_path)
    assert tree(tmp_path) == {"a.csv": "new"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["own.csv", DEAD, hashed("half"), "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["file", "old", "new", "scratch"]), inner)
    ),
    max_leaves=8,
)


@examples(60)
@given(said=JSON | st.fixed_dictionaries({"citygraph": st.just(1), "process": JSON, "changes": st.lists(JSON) | JSON}))
def test_whatever_a_journal_says_it_is_refused_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, said: object
) -> None:
    folder = tmp_path_factory.mktemp("strange")
    (folder / "own.csv").write_text("the user's")
    (folder / DEAD).write_text("half")
    (folder / JOURNAL).write_text(json.dumps(said))
    with suppress(CityGraphError):
        finish(folder)
    assert (folder / "own.csv").read_text() == "the user's"


# ---------------------------------------------------------------- several processes


@pytest.fixture
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.05)
    monkeypatch.setattr(journal, "WAIT", 0.05)


@pytest.mark.usefixtures("_no_patience")
def test_a_reader_waits_for_a_writer_that_is_at_work(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / DEAD).write_text("new")
    noted(tmp_path, change("a.csv", "old", "new", DEAD))
    with (tmp_path / JOURNAL).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CityGraphError, match=r"another command is writing into .*; run this one again"):
            graph_files(tmp_path)
        assert tree(tmp_path)["a.csv"] == "old"
    assert list(graph_files(tmp_path)) == ["a.csv"]
    assert tree(tmp_path) == {"a.csv": "new"}


@pytest.mark.usefixtures("_no_patience")
def test_there_is_one_writer_at_a_time(tmp_path: Path) -> None:
    with only_writer(tmp_path), pytest.raises(CityGraphError, match="another command is"), only_writer(tmp_path):
        pass
    with only_writer(tmp_path):
        pass


def test_where_nothing_can_be_written_a_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / DEAD).write_text("new")
    noted(tmp_path, change("a.csv", "old", "new", DEAD))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(CityGraphError, match=r"journal: .*a\.csv cannot be finished: Permission denied; run any"):
            graph_files(tmp_path)
    assert list(graph_files(tmp_path)) == ["a.csv"]
    assert tree(tmp_path) == {"a.csv": "new"}


def test_a_failed_first_write_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_writer(tmp_path / "a/b"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
