"""Laws of `mv` and `merge`: every reference follows, and nothing else changes."""

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_life_of_ties import records, write

from citygraph.domain.errors import CityGraphError
from citygraph.editing.draft import drafting
from citygraph.editing.merging import Differ, merge
from citygraph.editing.renaming import rename, rename_kind
from conftest import citygraph, examples
from worlds import Loaded, files, told_worlds


def texts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@examples(30)
@given(told_worlds(), st.integers(0, 9), st.data())
def test_there_and_back_is_the_same_to_the_byte(tmp_path_factory, text, seed, data):
    folder = write(tmp_path_factory.mktemp("world"), files(yaml.safe_load(text), random.Random(seed) if seed else None))
    before, held = records(folder), texts(folder)
    type, id = data.draw(st.sampled_from(sorted(before)))
    with drafting(folder, cache=False) as draft:
        rename(draft, id, "another")
        assert not draft.findings().errors
        draft.write()
    after = records(folder)
    assert len(after) == len(before)
    assert (type, "another") in after
    assert (type, id) not in after
    if type == "tie":  # a tie without an id of its own has one now
        return
    with drafting(folder, cache=False) as draft:
        rename(draft, "another", id)
        draft.write()
    assert texts(folder) == held


@examples(30)
@given(told_worlds(), st.integers(0, 9))
def test_two_cities_become_one(tmp_path_factory, text, seed):
    folder = write(tmp_path_factory.mktemp("world"), files(yaml.safe_load(text), random.Random(seed) if seed else None))
    before = records(folder)
    with drafting(folder, cache=False) as draft:
        if any({"c0", "c2"} == {start, end} for start, end, _ in draft.world.view.graph["ties"].values()):
            with pytest.raises(CityGraphError, match="joins them"):
                merge(draft, "c0", "c2", lambda _: "A")
            return
        merge(draft, "c0", "c2", lambda _: "A")
        assert not draft.findings().errors
        draft.write()
    after = records(folder)
    assert ("city", "c2") not in after
    assert {"c2", "City 2"} <= set(after["city", "c0"]["aliases"])
    assert not [one for one in Loaded(folder).diagnostics if "c2" in one.message]
    for key, record in before.items():
        if "c2" not in repr(record) and key[1] not in ("c0", "c2"):
            assert after[key] == record


WORLD = {
    "world.yaml": """\
# partners of Lille
cities:
  lille: {name: Lille, country: FR, notes: "see `koeln`, not koeln-porz"}   # the first
  'koeln':
    name: Köln
    country: DE
officials:
  mayor:
    name: Mayor of Köln
    posts: [{title: Mayor, of: koeln, source: s}]
ties:
  - {kind: friendship-city, between: [lille, koeln], until: 1970, status: ended, source: s}
  - kind: sister-city
    between:
      - "koeln"   # first
      - lille
    follows: friendship-city.koeln.lille
    source: s
sources:
  s: {title: S}
""",
    "ties.csv": "kind,between,from,to,notes,source\r\n"
    'trades-with,lille; koeln,,,"see `koeln`, or ask",s\r\ndelegation,,koeln,lille,,s\r\n',
    "twins/judgements.txt": "# same?\nsame      koeln,de koeln  # Köln\ndifferent koeln-porz,de lille\n",
}


def test_an_id_changes_in_yaml_tables_judgements_and_notes(tmp_path):
    folder = write(tmp_path, WORLD)
    assert citygraph("mv", "koeln", "cologne", "--graph", folder).code == 0
    for name, old in WORLD.items():
        new = re.sub("koeln(?!-porz|,de)", "cologne", old)
        assert (folder / name).read_bytes().decode() == new
    assert citygraph("check", "--graph", folder).code == 0


def test_a_kind_of_the_folder_gets_another_name(tmp_path):
    kinds = "kinds:\n  twins: {group: agreement, nature: standing, label: is twin of, between: [city]}\n"
    held = {**WORLD, "kinds.yaml": kinds}
    held["world.yaml"] = (
        held["world.yaml"]
        .replace("kind: friendship-city", "kind: twins")
        .replace("follows: friendship-city", "follows: twins")
    )
    folder = write(tmp_path, held)
    with drafting(folder, cache=False) as draft:
        rename_kind(draft, "twins", "siblings")
        draft.write()
    assert (folder / "world.yaml").read_text() == held["world.yaml"].replace("twins", "siblings")
    assert (folder / "kinds.yaml").read_text() == kinds.replace("  twins:", "  siblings:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mv", "lille", "koeln"), "`koeln` is taken, by Köln"),
        (("mv", "lille", "Lille Métropole"), "cannot be an id"),
        (("mv", "nope", "x"), "nothing here is called `nope`"),
        (("mv", "sister-city", "x", "--kind"), "is a built-in kind"),
        (("merge", "lille", "mayor"), "only two of one type"),
        (("merge", "lille", "lille"), "are one record already"),
        (("merge", "lille", "koeln"), "joins them; take it out first"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, words, said):
    folder = write(tmp_path, WORLD)
    ran = citygraph(*words, "--graph", folder)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert texts(folder) == {name: text.encode() for name, text in WORLD.items()}


TWICE = """\
cities:
  padova: {name: Padova, country: IT, coordinates: [45.4, 11.9], source: s}
  padua:
    name: Padua
    country: IT
    coordinates: [45.41, 11.88]
    source: t
  lyon: {name: Lyon, country: FR}
ties:
  - {kind: sister-city, between: [padova, lyon], since: 1987, source: s}
  - kind: sister-city   # again
    between: [padua, lyon]
    status: active
    source: t
sources: {s: {title: S}, t: {title: T}}
"""


def test_what_differs_is_asked_and_ties_there_twice_are_folded(tmp_path):
    folder = write(tmp_path, {"w.yaml": TWICE})
    ran = citygraph("merge", "padova", "padua", "--graph", folder)
    assert ran.code == 1
    assert "coordinates: [45.4, 11.9] (A, padova) or [45.41, 11.88] (B, padua)" in ran.err
    assert (folder / "w.yaml").read_text() == TWICE
    assert citygraph("merge", "padova", "padua", "--prefer", "B", "--graph", folder).code == 0
    said = yaml.safe_load((folder / "w.yaml").read_text())
    assert said["cities"]["padova"] == {
        "name": "Padova", "country": "IT", "aliases": ["padua", "Padua"], "coordinates": [45.41, 11.88], "source": "s",
        "evidence": [{"source": "t"}],
    }  # fmt: skip
    assert said["ties"] == [
        {"kind": "sister-city", "between": ["padova", "lyon"], "since": 1987, "status": "active", "source": "s",
         "evidence": [{"source": "t"}]}
    ]  # fmt: skip
    assert citygraph("check", "--graph", folder).code == 0


def test_a_choice_of_nobody_writes_nothing(tmp_path):
    folder = write(tmp_path, {"w.yaml": TWICE})
    with drafting(folder, cache=False) as draft, pytest.raises(Differ) as raised:
        merge(draft, "padova", "padua", lambda _: None)
    assert [one.key for one in raised.value.differences] == ["coordinates"]


def test_a_note_that_names_its_own_record_follows(tmp_path):
    held = {"w.yaml": "cities:\n  a: {name: A, country: DE, notes: see `a`}\n  x: {name: X, country: DE}\n"}
    folder = write(tmp_path, held)
    assert citygraph("mv", "a", "z", "--graph", folder).code == 0
    assert (folder / "w.yaml").read_text() == held["w.yaml"].replace("  a:", "  z:").replace("`a`", "`z`")
    assert citygraph("merge", "x", "z", "--graph", folder).code == 0


def test_nothing_is_renamed_past_a_file_that_cannot_be_read(tmp_path):
    held = {"a.yaml": "cities:\n  a: {name: A, country: DE}\n", "ties.csv": 'kind,between,notes\nsister-city,"a;b,x\n'}
    folder = write(tmp_path, held)
    ran = citygraph("mv", "a", "z", "--graph", folder)
    assert ran.code == 2
    assert "ties.csv has `a` in it, and cannot be read whole" in ran.err
    assert texts(folder) == {name: text.encode() for name, text in held.items()}


def test_what_follows_a_tie_that_melts_away_follows_the_other(tmp_path):
    tie = "  - {kind: sister-city, between: [%s, x], source: s}\n"
    follower = "  - {kind: exchange, between: [a, x], source: s, follows: sister-city.b.x}\n"
    cities = "".join(f"  {id}: {{name: {id.upper()}, country: DE}}\n" for id in "abx")
    text = f"cities:\n{cities}ties:\n{tie % 'a'}{tie % 'b'}{follower}sources: {{s: {{title: S}}}}\n"
    folder = write(tmp_path, {"w.yaml": text})
    assert citygraph("merge", "a", "b", "--graph", folder).code == 0
    assert "follows: sister-city.a.x" in (folder / "w.yaml").read_text()
