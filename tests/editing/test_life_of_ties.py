"""Laws of the writers: the graph says what was meant, and everything else stays, to the byte."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import STATUSES
from citygraph.editing.draft import drafting
from citygraph.editing.life import note_confirmation, note_status
from citygraph.editing.removal import Needed, take_out
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


@examples(30)
@given(told_worlds(), st.integers(0, 9), st.sampled_from(STATUSES[:3]), st.data())
def test_a_status_changes_one_tie_and_adds_lines(tmp_path_factory, text, seed, word, data):
    world = yaml.safe_load(text)
    if not world["ties"]:
        return
    folder = write(tmp_path_factory.mktemp("world"), files(world, random.Random(seed) if seed else None))
    before, texts = records(folder), {path: path.read_text() for path in folder.rglob("*.y*ml")}
    ties = [id for type, id in before if type == "tie" and id[0] == "t"]
    if not ties:
        return
    tie = data.draw(st.sampled_from(sorted(ties)))
    with drafting(folder, cache=False) as draft:
        note_status(draft, tie, word, "2031", {"source": "s"})
        if draft.findings().errors:  # the command would refuse it
            return
        changed = draft.write()
    after = records(folder)
    assert {key: one for key, one in after.items() if key != ("tie", tie)} == {
        key: one for key, one in before.items() if key != ("tie", tie)
    }
    last = after["tie", tie].get("history", [{}])[-1]
    assert (last["is"], last["from"]) == (word, "2031")
    assert len(changed) == 1
    for path, old in texts.items():
        if path.relative_to(folder).as_posix() not in changed:
            assert path.read_text() == old


@examples(30)
@given(told_worlds(), st.integers(0, 9), st.data())
def test_what_goes_is_named_nowhere_and_all_else_stays(tmp_path_factory, text, seed, data):
    folder = write(tmp_path_factory.mktemp("world"), files(yaml.safe_load(text), random.Random(seed) if seed else None))
    before = records(folder)
    kind, id = data.draw(st.sampled_from(sorted(before)))
    with drafting(folder, cache=False) as draft:
        take_out(draft, id, cascade=True)
        draft.write()
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
        note_status(draft, "sister-city.a.b", "dormant", None, {})
        draft.write()
    assert (folder / "ties.csv").read_bytes().decode() == table.replace("active", "dormant")


SOURCE = "sources:\n  s: {title: S, published: 2026-05}\n"


def test_what_no_cell_can_hold_moves_to_yaml(tmp_path):
    folder = write(tmp_path, {"ties.csv": TABLE, "cities.csv": CITIES, "s.yaml": SOURCE})
    with drafting(folder, cache=False) as draft:
        note_confirmation(draft, "sister-city.a.b", None, {"source": "s", "quote": "we celebrated"})
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
        note_status(draft, TIE, "dormant", None, {})
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
