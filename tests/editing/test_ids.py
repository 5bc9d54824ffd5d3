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
from citygraph.editing.mistakes import new_mistakes
from citygraph.editing.renaming import rename, rename_kind
from citygraph.folder.diagnostics import Diagnostic, Severity, Span
from conftest import citygraph, examples, in_terminal
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


TWINS = "kinds:\n  twins: {group: agreement, nature: standing, label: is twin of, between: [city]}  # ours\n"


@examples(20)
@given(told_worlds(), st.integers(0, 9))
def test_a_kind_there_and_back_is_the_same_to_the_byte(tmp_path_factory, text, seed):
    world = files(yaml.safe_load(text.replace("sister-city", "twins")), random.Random(seed) if seed else None)
    folder = write(tmp_path_factory.mktemp("world"), {**world, "kinds.yaml": TWINS})
    before, held = records(folder), texts(folder)
    for old, new in (("twins", "siblings"), ("siblings", "twins")):
        with drafting(folder, cache=False) as draft:
            rename_kind(draft, old, new)
            assert not draft.findings().errors
            draft.write()
        after = records(folder)
        assert len(after) == len(before)
        kinds = {one["kind"] for (type, _), one in after.items() if type == "tie"}
        assert kinds <= {new, "delegation", "holds-post"}
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


_NOTES = st.recursive(
    st.sampled_from(["see `aa`", "`bb`, `aa`", "x", "of `sister-city.bb.dd`", "`bb` `dd`"]),
    lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(st.sampled_from("kl"), inner, min_size=1),
    max_leaves=3,
)


def _named_in(notes):
    return set(re.findall("`([^`]+)`", repr(notes)))


@examples(40)
@given(st.lists(st.none() | _NOTES, min_size=7, max_size=7), st.booleans(), st.booleans())
def test_notes_of_any_form_follow_and_keep_all_that_they_say(tmp_path_factory, notes, merges, in_lines):
    whole = {
        "cities": {id: {"name": id.upper(), "country": "GB"} for id in ("aa", "bb", "dd")},
        "sources": {"s": {"title": "S"}},
        "ties": [
            {"kind": "sister-city", "between": ["aa", "dd"], "source": "s"},
            {"kind": "sister-city", "between": ["bb", "dd"], "source": "s"},
            {"kind": "delegation", "from": "bb", "to": "dd", "source": "s"},
        ],
    }
    said = [*whole["cities"].values(), *whole["sources"].values(), *whole["ties"]]
    for record, note in zip(said, notes, strict=True):
        record |= {} if note is None else {"notes": note}
    folder = write(tmp_path_factory.mktemp("w"), {"a.yaml": yaml.safe_dump(whole, default_flow_style=in_lines or None)})
    with drafting(folder, cache=False) as draft:
        merge(draft, "aa", "bb", lambda _: "A") if merges else rename(draft, "bb", "new")
        assert not draft.findings().errors
        draft.write()
    after = [record for key, record in records(folder).items()]
    now = set().union(*(_named_in(one.get("notes")) for one in after))
    new = "aa" if merges else "new"
    expected = {old.replace("bb", new) for old in _named_in([note for note in notes if note])}
    assert now == {"sister-city.dd.new" if one == "sister-city.new.dd" else one for one in expected}


@pytest.mark.parametrize("more", ["", "`x1` and ``"])
def test_cities_of_one_table_whose_notes_name_each_other_become_one(tmp_path, more):
    table = (
        f'id,name,country,notes\nx1,X one,DE,"see `x2` {more}and `x3`"\n'
        'x2,X two,DE,like `x1`\nx3,Y,FR,"near `x2`, ""q"""\n'
    )
    folder = write(tmp_path, {"cities.csv": table})
    with drafting(folder, cache=False) as draft:
        merge(draft, "x1", "x2", lambda _: "A")
        assert not draft.findings().errors
        draft.write()
    after = "".join(text.decode() for text in texts(folder).values())
    assert "`x2`" not in after
    assert "see `x1`" in after
    assert "like `x1`" in after
    assert 'near `x1`, ""q""' in after


def test_a_kind_whose_notes_name_its_ties_is_renamed(tmp_path):
    kind = (
        "kinds:\n  twins: {group: agreement, nature: standing, label: x, between: [city], notes: 'as `twins.aa.bb`'}\n"
    )
    cities = "cities:\n  aa: {name: A, country: GB, notes: [{k: '`twins.aa.bb`'}]}\n  bb: {name: B, country: GB}\n"
    tie = "ties:\n  - {kind: twins, between: [aa, bb], source: s}\nsources:\n  s: {title: S}\n"
    folder = write(tmp_path, {"a.yaml": kind + cities + tie})
    with drafting(folder, cache=False) as draft:
        rename_kind(draft, "twins", "siblings")
        draft.write()
    assert (folder / "a.yaml").read_text() == (kind + cities + tie).replace("twins", "siblings")


def test_a_city_called_like_a_kind_leaves_the_kind(tmp_path):
    text = (
        "cities:\n  contact: {name: C, country: GB}\n  bb: {name: B, country: GB, notes: see `contact.bb.contact`}\n"
        "ties:\n  - {kind: contact, between: [bb, contact], source: s}\nsources:\n  s: {title: S}\n"
    )
    folder = write(tmp_path, {"a.yaml": text})
    with drafting(folder, cache=False) as draft:
        rename(draft, "contact", "zz")
        draft.write()
    assert "see `contact.bb.zz`" in (folder / "a.yaml").read_text()


def test_a_check_that_names_the_old_id_is_said(tmp_path):
    text = (
        "cities:\n  aa: {name: A, country: GB}\n  bb: {name: B, country: GB}\n"
        "checks:\n  mine:\n    sentence: is x\n    sql: SELECT id AS record FROM nodes WHERE id = 'bb'\n"
        "  other:\n    sentence: is not `bb`\n    sql: SELECT id AS record FROM nodes WHERE name = 'bbb'\n"
        "  third: {sentence: is bb, sql: SELECT id AS record FROM nodes AS bb}\n"
    )
    for words in (("mv", "bb", "zz"), ("merge", "aa", "bb")):
        folder = write(tmp_path / words[0], {"a.yaml": text})
        done = citygraph(*words, "--graph", folder)
        assert done.code == 0
        assert "a.yaml:7: the check `mine` has `bb` in its SQL" in done.err
        assert "a.yaml:9: the check `other` has `bb` in its sentence" in done.err
        assert f"write `{words[-1] if words[0] == 'mv' else 'aa'}`" in done.err
        assert "third" not in done.err


def test_a_wrong_answer_is_asked_again_and_values_are_shown_in_plain_words(tmp_path):
    ties = (
        "ties:\n  - {kind: sister-city, between: [a, x], since: 1990, status: active, source: s}\n"
        "  - {kind: sister-city, between: [b, x], since: 1991, status: dormant, source: s}\n"
    )
    folder = write(tmp_path, {"w.yaml": CITIES + ties + SOURCES})
    code, seen = in_terminal(f"citygraph merge a b --graph {folder}", typed="perhaps\nC\nboth\n")
    assert code == 0, seen
    assert "A  since: 1990, status: active  (" in seen
    assert seen.count("A or B or both") == 3
    assert "{'" not in seen


def test_identifiers_differ_only_in_schemes_that_both_have(tmp_path):
    cities = (
        "cities:\n  aa: {name: A, country: GB, identifiers: {geonames: 1, iata: AAA}}\n"
        "  bb: {name: B, country: GB, identifiers: {wikidata: Q2, iata: BBB}}\n"
    )
    folder = write(tmp_path, {"a.yaml": cities})
    asked = citygraph("merge", "aa", "bb", "--graph", folder)
    assert (asked.code, "identifiers.iata: AAA (A, aa) or BBB (B, bb)" in asked.err) == (1, True)
    assert citygraph("merge", "aa", "bb", "--prefer", "B", "--graph", folder).code == 0
    assert records(folder)["city", "aa"]["identifiers"] == {"geonames": "1", "wikidata": "Q2", "iata": "BBB"}


@pytest.mark.parametrize(
    "words", [["rm", "osh"], ["rm", "osh", "--cascade"], ["mv", "osh", "o"], ["merge", "bb", "osh"]]
)
def test_of_two_records_with_one_id_none_is_changed(tmp_path, words):
    cities = "cities:\n  osh: {name: Osh, country: KG}\n  bb: {name: B, country: GB}\n"
    folder = write(tmp_path, {"a.yaml": cities, "b.yaml": "cities:\n  osh: {name: Ösch, country: DE}\n"})
    before = texts(folder)
    done = citygraph(*words, "--graph", folder)
    assert done.code == 2
    assert "`osh` is the id of 2 records: " in done.err
    assert "a.yaml:2 and " in done.err
    assert "b.yaml:2; correct one of them first" in done.err
    assert texts(folder) == before


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


CITIES = "cities:\n" + "".join(f"  {id}: {{name: {id.upper()}, country: DE}}\n" for id in ("a", "b", "x", "y"))
SOURCES = "sources: {s: {title: S}}\n"


def joined(tmp_path, *ties, more=()):
    """What `merge a b` says, and the ties after it, by their ids."""
    text = CITIES + "ties:\n" + "".join(f"  - {{{tie}, source: s}}\n" for tie in ties) + SOURCES
    folder = write(tmp_path, {"w.yaml": text})
    ran = citygraph("merge", "a", "b", "--graph", folder, *more)
    if ran.code:
        assert (folder / "w.yaml").read_text() == text
    return ran, {id: tie for (type, id), tie in records(folder).items() if type == "tie"}


def test_two_periods_that_do_not_meet_stay_two_ties(tmp_path):
    ran, ties = joined(
        tmp_path,
        "kind: sister-city, between: [a, x], since: 1987, until: 1999, status: ended",
        "kind: sister-city, between: [b, x], since: 2005, status: active",
        "kind: exchange, between: [b, x], follows: sister-city.b.x",
    )
    assert ran.code == 0, ran.err
    assert "`sister-city.b.x` is `sister-city.a.x.2005` now, and stays beside `sister-city.a.x`" in ran.err
    assert "there twice" not in ran.err
    assert (ties["sister-city.a.x"]["since"], ties["sister-city.a.x"]["until"]) == ("1987", "1999")
    assert ties["sister-city.a.x.2005"]["since"] == "2005"
    assert ties["exchange.a.x"]["follows"] == "sister-city.a.x.2005"


@pytest.mark.parametrize("prefer", ["A", "B"])
def test_of_two_times_that_may_be_one_a_whole_one_is_taken(tmp_path, prefer):
    told = ["since: 1987, status: active", "since: 1990, until: 2000, status: ended"]
    ties = [f"kind: sister-city, between: [{one}, x], {time}" for one, time in zip("ab", told, strict=True)]
    ran, _ = joined(tmp_path, *ties)
    assert ran.code == 1
    assert "since, until, status: {since: 1987, status: active} (A, sister-city.a.x) or {since: 1990," in ran.err
    assert "citygraph mv sister-city.b.x sister-city.b.x.2" in ran.err
    ran, after = joined(tmp_path, *ties, more=("--prefer", prefer))
    assert ran.code == 0, ran.err
    tie = after["sister-city.a.x"]
    times = {key: tie[key] for key in ("since", "until", "status") if tie.get(key)}
    assert times == (
        {"since": "1987", "status": "active"}
        if prefer == "A"
        else {"since": "1990", "until": "2000", "status": "ended"}
    )


def test_both_may_be_right(tmp_path):
    ties = [f"kind: sister-city, between: [{one}, x], since: {year}" for one, year in (("a", 1987), ("b", 1990))]
    folder = write(tmp_path, {"w.yaml": CITIES + "ties:\n" + "".join(f"  - {{{tie}}}\n" for tie in ties)})
    with drafting(folder, cache=False) as draft:
        merge(draft, "a", "b", lambda one: "both" if one.may_be_two else None)
        draft.write()
    assert {id for type, id in records(folder) if type == "tie"} == {"sister-city.a.x", "sister-city.a.x.1990"}


def test_of_two_sightings_the_later_is_taken_and_said(tmp_path):
    ran, ties = joined(
        tmp_path,
        "kind: sister-city, between: [a, x], seen: 2019-05",
        "kind: sister-city, between: [b, x], seen: 2024",
    )
    assert ran.code == 0, ran.err
    assert "`seen` of `sister-city.a.x` is 2024: of 2019-05 and 2024, the later" in ran.err
    assert "1 of its ties was there twice" in ran.err
    assert ties["sister-city.a.x"]["seen"] == "2024"


@pytest.mark.parametrize("own", ["a", "b"])
def test_a_tie_with_an_id_of_its_own_beside_its_twin_is_said(tmp_path, own):
    ids = {one: ", id: mine" if one == own else "" for one in "ab"}
    ran, ties = joined(tmp_path, *(f"kind: sister-city, between: [{one}, x]{ids[one]}" for one in "ab"))
    assert ran.code == 0, ran.err
    assert set(ties) == {"mine", "sister-city.a.x"}
    assert "stays beside" in ran.err
    assert "`mine` has an id of its own" in ran.err


def test_posts_that_are_there_twice_are_counted_as_posts_and_others_stay(tmp_path):
    posts = {
        "a": ["title: Mayor, of: x, since: 2014", "title: Speaker, of: y"],
        "b": ["title: Mayor, of: x", "title: Mayor, of: y"],
    }
    text = CITIES + "officials:\n"
    for one, several in posts.items():
        text += f"  mayor-{one}:\n    name: Mayor\n    posts:\n" + "".join(
            f"      - {{{post}, source: s}}\n" for post in several
        )
    folder = write(tmp_path, {"w.yaml": text + SOURCES})
    ran = citygraph("merge", "mayor-a", "mayor-b", "--graph", folder, "--anyway")
    assert ran.code == 0, ran.err
    assert "1 of its posts was there twice" in ran.err
    after = {id: tie.get("title") for (type, id), tie in records(folder).items() if type == "tie"}
    assert after == {
        "holds-post.mayor-a.x": "Mayor", "holds-post.mayor-a.y": "Speaker", "holds-post.mayor-a.y.2": "Mayor",
    }  # fmt: skip


def test_an_old_mistake_whose_words_change_with_an_id_is_no_new_one(tmp_path):
    text = CITIES.replace("country: DE}\n  b", "country: DE, notes: see `sister-city.a.x`}\n  b") + (
        "ties:\n  - {kind: sister-city, between: [a, x], until: 2020, source: s}\n"
        "  - {kind: sister-city, between: [a, nobody], source: s}\n" + SOURCES
    )
    folder = write(tmp_path, {"w.yaml": text})
    assert citygraph("check", "--graph", folder).code == 1
    ran = citygraph("mv", "a", "z", "--graph", folder)
    assert ran.code == 0, ran.out + ran.err
    assert (folder / "w.yaml").read_text() == (
        text.replace("  a:", "  z:").replace("[a,", "[z,").replace("sister-city.a.x", "sister-city.x.z")
    )


def finding(code, message, record="", more=0):
    return Diagnostic(code, Severity.WARNING, message, Span("w.yaml", 1, 1), record=record, more=more)


def test_new_mistakes_are_those_of_another_code_record_or_words():
    old = [finding("x", "`a` is odd", "a"), finding("x", "`b` is odd", "b"), finding("y", "a long one", "a")]
    called_now = {"a": "long", "b": "b"}.__getitem__
    same = [finding("x", "`long` is odd", "long"), finding("x", "`b` is odd", "b"), finding("y", "a long one", "long")]
    assert new_mistakes(old, same, called_now).warnings == []
    other = [*same, finding("x", "`long` is odd", "long"), finding("z", "`b` is odd", "b")]
    assert new_mistakes(old, other, called_now).warnings == other[3:]
    words = [*old[:2], finding("y", "another one", "a")]
    assert new_mistakes(old, words).warnings == words[2:]


def test_of_more_mistakes_than_are_listed_there_are_as_many_new_ones_as_there_are_more():
    many = [finding("x", f"`{n}`", str(n)) for n in range(5)]
    before = [*many[:4], finding("x", "7 more", more=7)]
    assert new_mistakes(before, [*many[1:], finding("x", "6 more", more=6)]).warnings == []
    assert new_mistakes(before, [*many[1:], finding("x", "8 more", more=8)]).warnings == many[4:]
    assert len(new_mistakes(before, [*many[:4], finding("x", "8 more", more=8)]).warnings) == 1
