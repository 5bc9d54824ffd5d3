"""Laws of the writers: the graph says what was meant, and everything else stays, to the byte."""

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import STATED, STATUSES
from citygraph.editing.draft import drafting
from citygraph.editing.evidence import GivenEvidence
from citygraph.editing.life import note_confirmation, note_status
from citygraph.editing.removal import Needed, take_out
from citygraph.folder.yaml_nodes import CannotEdit
from conftest import SEED, citygraph, examples
from worlds import Loaded, files, told_worlds

TABLE = "kind,between,from,to,since,status,source\nsister-city,a; b,,,1987,active,s\ndelegation,,a,b,,,s\n"
CITIES = "id,name,country\na,A,GB\nb,B,FR\n"


def write(folder: Path, held: dict[str, str]) -> Path:
    for name, text in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, newline="")
    return folder


def records(folder: Path) -> dict[tuple[str, str], object]:
    return {(one.type, one.id): one.data for one in Loaded(folder).records}


def texts(folder: Path) -> dict[str, str]:
    """All files of a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in found}


def same_from_the_start(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    differ = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def assert_only_within(tie: str, before: dict[str, str], after: dict[str, str]) -> None:
    """What has changed is one stretch of one file, in which no other tie begins."""
    (file,) = (name for name in before if after.get(name) != before[name])
    assert before.keys() == after.keys()
    old, new = before[file], after[file]
    start = same_from_the_start(old, new)
    part = old[start : len(old) - same_from_the_start(old[start:][::-1], new[start:][::-1])]
    assert {found for found in re.findall(r"\bid: (t\d)", part) if found != tie} == set()
    assert not re.search(r"\n\w+:", old[start - 1 : start] + part)


@st.composite
def one_of_the_ties(draw):
    """The files of a world, and the id of a tie of it; None if it has none."""
    world = yaml.safe_load(draw(told_worlds()))
    seed = draw(st.integers(0, 9))
    ids = [tie["id"] for tie in world["ties"]]
    return files(world, random.Random(seed) if seed else None), draw(st.sampled_from(ids)) if ids else None


@examples(30)
@given(one_of_the_ties(), st.sampled_from(STATUSES), st.sampled_from([None, "expired"]))
def test_a_status_changes_one_tie_alone(tmp_path_factory, world, word, reason):
    held, tie = world
    if tie is None or word not in STATED:
        return
    folder = write(tmp_path_factory.mktemp("world"), held)
    assume(not any(one.record == tie for one in Loaded(folder).diagnostics))
    before, old = records(folder), texts(folder)
    with drafting(folder, cache=False) as draft:
        note_status(draft, tie, word, "2031", GivenEvidence("s"), reason)
        if draft.findings().errors:  # the command would refuse it
            return
        draft.write()
    after = records(folder)
    assert {**after, ("tie", tie): None} == {**before, ("tie", tie): None}
    last = after["tie", tie].get("history", [{}])[-1]
    assert (last["is"], last["from"]) == (word, "2031")
    assert after["tie", tie].get("end_reason") == reason
    assert_only_within(tie, old, texts(folder))


@examples(30)
@given(one_of_the_ties(), st.sampled_from(["2039", None]), st.sampled_from(["s", "t"]))
def test_a_confirmation_adds_a_sighting_and_its_evidence_alone(tmp_path_factory, world, day, source):
    held, tie = world
    if tie is None:
        return
    folder = write(tmp_path_factory.mktemp("world"), held)
    assume(not any(one.record == tie for one in Loaded(folder).diagnostics))
    before, old = records(folder), texts(folder)
    with drafting(folder, cache=False) as draft:
        try:
            note_confirmation(draft, tie, day, GivenEvidence(source, "we met"))
        except CityGraphError:  # it is over, or a plan
            return
        if draft.findings().errors:  # the command would refuse it
            return
        draft.write()
    after = records(folder)
    assert {**after, ("tie", tie): None} == {**before, ("tie", tie): None}
    tie_before, tie_after = before["tie", tie], after["tie", tie]
    assert tie_after.get("seen") == day
    assert {**tie_before, "evidence": None, "seen": None} == {**tie_after, "evidence": None, "seen": None}
    assert [item["source"] for item in tie_after["evidence"]] == [
        *(item["source"] for item in tie_before.get("evidence", ())), source
    ]  # fmt: skip
    assert_only_within(tie, old, texts(folder))


@examples(30)
@given(told_worlds(), st.integers(0, 9), st.data())
def test_what_goes_is_named_nowhere_and_all_else_stays(tmp_path_factory, text, seed, data):
    folder = write(tmp_path_factory.mktemp("world"), files(yaml.safe_load(text), random.Random(seed) if seed else None))
    before = records(folder)
    kind, id = data.draw(st.sampled_from(sorted(before)))
    old = texts(folder)
    with drafting(folder, cache=False) as draft:
        take_out(draft, id, cascade=True)
        try:
            draft.write()
        except CannotEdit:  # the first keys of a list's entry go together
            assert texts(folder) == old
            return
    after = records(folder)
    assert (kind, id) not in after
    assert not any(one.code == "unknown-reference" or "dangling" in one.code for one in Loaded(folder).diagnostics)
    assert after.keys() <= before.keys()
    for key, one in after.items():
        assert one == before[key] or f"'{id}'" in repr(before[key])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_row_of_a_table_changes_alone(tmp_path, newline, mark):
    table = mark + TABLE.replace("\n", newline)
    folder = write(tmp_path, {"ties.csv": table, "cities.csv": CITIES, "s.yaml": SOURCE})
    with drafting(folder, cache=False) as draft:
        note_status(draft, "sister-city.a.b", "dormant", None, GivenEvidence())
        draft.write()
    assert (folder / "ties.csv").read_bytes().decode() == table.replace("active", "dormant")


SOURCE = "sources:\n  s: {title: S, published: 2026-05}\n"


def test_what_no_cell_can_hold_moves_to_yaml(tmp_path):
    folder = write(tmp_path, {"ties.csv": TABLE, "cities.csv": CITIES, "s.yaml": SOURCE})
    with drafting(folder, cache=False) as draft:
        note_confirmation(draft, "sister-city.a.b", None, GivenEvidence("s", "we celebrated"))
        assert draft.write() == ["ties.csv", "ties.yaml"]
    assert (folder / "ties.csv").read_text() == "kind,between,from,to,since,status,source\ndelegation,,a,b,,,s\n"
    assert yaml.safe_load((folder / "ties.yaml").read_text()) == {
        "ties": [
            {
                "kind": "sister-city", "between": ["a", "b"], "since": 1987, "seen": "2026-05", "status": "active",
                "evidence": [{"source": "s", "quote": "we celebrated"}], "source": "s",
            }
        ]
    }  # fmt: skip


@pytest.fixture
def world(tmp_path):
    for path in SEED.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


TIE = "sister-city.iznik.jingdezhen"


def test_a_dry_run_shows_a_diff_and_writes_nothing(world):
    before = (world / "ties.yaml").read_bytes()
    ran = citygraph("end", TIE, "--on", "2025", "--source", "article", "--dry-run", "--graph", world)
    assert ran.code == 0
    assert "-    status: active" in ran.out
    assert "+      - {is: ended, from: 2025, source: article}" in ran.out
    assert (world / "ties.yaml").read_bytes() == before


def test_words_that_no_passage_has_are_written_only_if_the_user_says_so(world):
    before = (world / "ties.yaml").read_bytes()
    words = ("confirm", TIE, "--source", "article", "--quote", "twenty happy years", "--graph", world)
    ran = citygraph(*words)
    assert ran.code == 1
    assert "quote-not-found" in ran.out
    assert (world / "ties.yaml").read_bytes() == before
    assert citygraph(*words, "--anyway").code == 0
    assert b"twenty happy years" in (world / "ties.yaml").read_bytes()


def test_an_edit_that_brings_in_an_error_is_refused(world):
    before = (world / "ties.yaml").read_bytes()
    ran = citygraph("status", "delegation.usta.jingdezhen", "active", "--graph", world)
    assert ran.code in (1, 2)
    assert (world / "ties.yaml").read_bytes() == before


def test_the_same_once_more_changes_nothing(world):
    words = ("confirm", TIE, "--source", "article", "--quote", "established sister-city ties in 2021", "--graph", world)
    assert citygraph(*words).code == 0
    before = (world / "ties.yaml").read_bytes()
    ran = citygraph(*words)
    assert ran.code == 0
    assert "is there already" in ran.err
    assert (world / "ties.yaml").read_bytes() == before


def test_what_others_need_stays(world):
    ran = citygraph("rm", "iznik", "--graph", world)
    assert ran.code == 1
    assert "5 places refer to `iznik`" in ran.err
    assert "ties.yaml:9" in ran.err
    with drafting(world, cache=False) as draft, pytest.raises(Needed):
        take_out(draft, "iznik", cascade=False)


def test_an_end_is_noted_once_and_what_has_ended_is_not_confirmed(world):
    words = ("end", TIE, "--on", "2025", "--source", "article", "--graph", world)
    assert citygraph(*words).code == 0
    before = (world / "ties.yaml").read_bytes()
    assert "is there already" in citygraph(*words).err
    ran = citygraph("confirm", TIE, "--source", "article", "--graph", world)
    assert ran.code == 2
    assert "is ended, so it cannot be confirmed" in ran.err
    assert (world / "ties.yaml").read_bytes() == before


def test_a_file_goes_with_its_last_record(tmp_path):
    held = {
        "a.yaml": "# of Lyon\ncities:\n  lyon: {name: Lyon, country: FR}\n",
        "b.yaml": "cities:\n  ulm: {name: Ulm, country: DE}\n",
    }
    folder = write(tmp_path, held)
    assert citygraph("rm", "lyon", "--graph", folder).code == 0
    assert not (folder / "a.yaml").exists()
    assert (folder / "b.yaml").read_text() == held["b.yaml"]


def test_a_file_that_changes_meanwhile_is_not_overwritten(world):
    with drafting(world, cache=False) as draft:
        note_status(draft, TIE, "dormant", None, GivenEvidence())
        draft.files()
        (world / "ties.yaml").write_text("ties: []\n")
        with pytest.raises(Exception, match="has changed meanwhile"):
            draft.write()
    assert (world / "ties.yaml").read_text() == "ties: []\n"


PLACES = "cities:\n  a: {name: A, country: DE}\n  b: {name: B, country: FR}\nsources: {s: {title: S}}\n"


def test_an_edit_that_mends_what_is_accepted_says_so_and_is_written(tmp_path):
    tie = "ties:\n  - {kind: sister-city, between: [a, b], until: 2020, status: active, source: s}\n"
    accepted = "accepted:\n  - {check: until-has-passed, record: sister-city.a.b, because: not known}\n"
    folder = write(tmp_path, {"w.yaml": PLACES + tie, "accepted.yaml": accepted})
    assert citygraph("check", "--strict", "--graph", folder).code == 0
    ran = citygraph("end", "sister-city.a.b", "--on", "2020", "--source", "s", "--graph", folder)
    assert ran.code == 0, ran.out
    assert "accepted.yaml:2: this item of `accepted` is needed no longer" in ran.err
    assert "until-has-passed" in citygraph("check", "--graph", folder).out


def test_what_is_wrong_already_goes_with_what_it_needs(tmp_path):
    """The graph knows nothing of ties with an unknown kind, or with one end."""
    wrong = "ties:\n  - {kind: no-such, between: [a, b], source: s}\n  - {kind: sister-city, between: [a], source: s}\n"
    table = "kind,between,source\nno-such,a; b,s\nsister-city,b; c,s\n"
    held = {"w.yaml": PLACES + wrong, "c.yaml": "cities:\n  c: {name: C, country: DE}\n", "ties.csv": table}
    folder = write(tmp_path, held)
    ran = citygraph("rm", "a", "--cascade", "--graph", folder)
    assert ran.code == 0, ran.err
    assert (folder / "ties.csv").read_text() == "kind,between,source\nsister-city,b; c,s\n"
    assert yaml.safe_load((folder / "w.yaml").read_text()).keys() == {"cities", "sources"}
