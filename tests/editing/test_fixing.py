"""Laws of ``check --fix``: only what can be meant in one way is corrected, and all else stays, to the byte."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from citygraph.editing.draft import drafting
from citygraph.editing.fixing import fix
from citygraph.folder.checks import MANUAL
from citygraph.folder.fixes import slip
from conftest import citygraph, examples
from worlds import Loaded

YAML = """\
# the cities of a register
cities:
  osh: {name: «Osh|O\u200bsh|Osh\u00ad», «country|contry|Country»: «KG|kg|KGZ|Kyrgyzstan», tags: [a, 'b']}   # 2021
  jingdezhen:
    name:   "«Jingdezhen \\u00e9|Jing\\u200Bdezhen \\u00e9|Jingdezhen\u00a0\\u00e9»"
    country: "«CN|cn|China|CHN»"
    «aliases|alises»: [Porcelain Capital]
    notes: «"signed in room #4 of the hall"|signed in room #4 of the hall»

    observations:
      - {property: population, value: «1600000|1 600 000», as_of: «2021-10|October 2021», source: paper}
sources:
    paper: {title: The paper, language: «zh-Hant|zh_Hant», published: «2021-10-19|19 October 2021|19.10.2021»}
    minutes-2020: {title: 'The minutes'}
ties:
- kind: «sister-city|sistr-city|Sister City|sister_city»
  between: [«osh|Osh|OSH», «jingdezhen|Jingdezhen|JingDeZhen»]
  status: '«active|Active|actve|ACTIVE»'
  since: «1987-06-06|June 6, 1987|06.06.1987»    # the date of the paper
  «source|sorce»: «paper|PAPER|Paper»
- {kind: exchange, between: [osh, jingdezhen], status: «ended|Ended», «source|souce»: «minutes-2020|Minutes 2020»}
"""
TABLE = """\
kind,between,«status|stattus»,since,source,notes
cooperation-agreement,«osh|OSH»;«jingdezhen|JINgdezhen»,«active|Active»,«1999-01-31|31/1/1999»,«paper|Paper»,"a,""b"" c"
contact,"osh ;«jingdezhen|Jingdezhen»","«planned|Planned»",,paper,
"""
PLACES = YAML.count("«") + TABLE.count("«")


def written(template: str, chosen: list[int]) -> str:
    """The template with one of the spellings at each place; 0 is the right one."""
    parts = template.split("«")
    text = parts[0]
    for part in parts[1:]:
        choices, _, rest = part.partition("»")
        spelled = choices.split("|")
        text += spelled[chosen.pop(0) % len(spelled)] + rest
    return text


def world(folder: Path, chosen: list[int], newline: str = "\n", mark: str = "") -> dict[Path, bytes]:
    """Write the folder with these spellings; its files."""
    chosen = [*chosen]
    files = {}
    for name, template in (("all.yaml", YAML), ("ties-more.csv", TABLE)):
        text = written(template, chosen).replace("\n", newline)
        files[folder / name] = (mark + text).encode()
    folder.mkdir(exist_ok=True)
    for path, data in files.items():
        path.write_bytes(data)
    return files


def fixed(folder: Path) -> int:
    """Run the corrections; how many there were."""
    with drafting(folder, cache=False) as draft:
        corrected, _ = fix(draft, 0)
        draft.write()
    return len(corrected)


def test_the_world_without_mistakes_has_none_and_stays(tmp_path):
    files = world(tmp_path / "g", [0] * PLACES)
    assert not Loaded(tmp_path / "g").diagnostics
    assert fixed(tmp_path / "g") == 0
    assert {path: path.read_bytes() for path in files} == files


@examples(25)
@given(st.randoms(use_true_random=False), st.sampled_from([1, 3, 99]), st.sampled_from(["\n", "\r\n"]),
       st.sampled_from(["", "\ufeff"]))  # fmt: skip
def test_what_is_corrected_is_what_stood_there_before_the_mistake(tmp_path_factory, some, most, newline, mark):
    folder = tmp_path_factory.mktemp("world") / "g"
    right = world(folder, [0] * PLACES, newline, mark)
    meaning = {(one.type, one.id): one.data for one in Loaded(folder).records}
    wrong = set(some.sample(range(PLACES), min(most, PLACES)))
    number = random.Random(some.random())
    world(folder, [number.randrange(1, 12) if place in wrong else 0 for place in range(PLACES)], newline, mark)
    fixed(folder)
    assert {path: path.read_bytes() for path in right} == right
    assert {(one.type, one.id): one.data for one in Loaded(folder).records} == meaning
    assert fixed(folder) == 0


def one_tie(folder: Path, *, cities: str = "osh jingdezhen", ends: str = "osh, jingdezhen", more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    several = "".join(
        f"  {id}: {{name: {id.upper()} {number}, country: KG}}\n" for number, id in enumerate(cities.split())
    )
    tie = f"ties:\n  - {{kind: exchange, between: [{ends}], source: paper{more}}}\n"
    (folder / "a.yaml").write_text(f"cities:\n{several}sources:\n  paper: {{title: P}}\n{tie}", encoding="utf-8")
    return folder / "a.yaml"


@example(3, 4, 2021, "/")
@examples(30)
@given(st.integers(1, 28), st.integers(1, 12), st.integers(1900, 2020), st.sampled_from("/-"))
def test_a_date_that_reads_in_two_ways_stays(tmp_path_factory, day, month, year, sign):
    path = one_tie(tmp_path_factory.mktemp("w") / "g", more=f", since: {day}{sign}{month}{sign}{year}")
    before = path.read_text()
    fixed(path.parent)
    if day <= 12 and day != month:
        assert path.read_text() == before
    else:
        assert f"since: {year}-{month:02}-{day:02}" in path.read_text()


@examples(60)
@given(st.text("abcdeo-", min_size=4, max_size=9), st.integers(0, 8), st.sampled_from("xyz"), st.booleans())
def test_of_two_near_ids_none_is_taken(text, at, letter, adds):
    near = text[:at] + letter + text[at + (not adds) :]
    other = text[:at] + {"x": "y", "y": "z", "z": "x"}[letter] + text[at + (not adds) :]
    assume(text not in (near, other))
    assert slip(text, [near]) in (None, near)
    assert slip(text, [near, other]) is None
    assert slip(text, [near, text.upper()]) == text.upper()  # only the case differs


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("paper-2", ["paper"]),
        ("paper2", ["paper"]),
        ("minutes-1-1", ["minutes-11"]),
        ("minutes-2021", ["minutes-2020"]),
        ("reuters-b", ["reuters-a"]),
        ("lima", ["lime"]),
        ("austria", ["australia"]),
        ("bonn", ["sonn"]),
        ("osl", ["oslo"]),
        ("contract", ["contact"]),  # a twinning contract
        ("county", ["country"]),
        ("quota", ["quote"]),
        ("troian", ["troyan"]),
        ("deactive", ["active"]),
    ],
)
def test_what_may_be_a_word_of_its_own_is_no_slip(text, choices):
    assert slip(text, choices) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sister_City", "sister-city"),
        ("sister-ciyt", "sister-city"),
        ("sisster-city", "sister-city"),
        ("sistr-city", "sister-city"),
        ("cooperation-agreemant", "cooperation-agreement"),
    ],
)
def test_a_slip_in_a_word_that_is_no_other_is_sure(text, meant):
    assert slip(text, ["contact", "sister-city", "cooperation-agreement", "exchange"]) == meant


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("kind: contract", "contact"),
        ("status: deactive", "active"),
        ("unit: EUR", "until"),
        ("quota: 20", "quote"),
    ],
)
def test_a_word_of_its_own_is_neither_written_otherwise_nor_taken_for_another(tmp_path, written, instead):
    path = one_tie(tmp_path / "g", more=f", {written}")
    if "kind" in written:
        path.write_text(path.read_text().replace("kind: exchange, ", ""))
    before = path.read_text()
    assert fixed(path.parent) == 0
    assert path.read_text() == before
    told = citygraph("check", "--graph", path.parent, "--format", "json").out
    assert "no " in told
    assert f"`{instead}`" not in told


@pytest.mark.parametrize("given", ["lviv", "Lviv", "«lviv»"])
def test_no_end_is_written_like_an_id_that_cannot_be_one(tmp_path, given):
    """The record has a Cyrillic letter in its id, and the tie has it right."""
    path = one_tie(tmp_path / "g", cities="osh lv\u0456v", ends=f"osh, {given}")
    path.write_text(path.read_text().replace("LV\u0406V 1", "Lviv"))
    before = path.read_text()
    fixed(path.parent)
    assert "[osh, lv\u0456v]" not in path.read_text()
    assert path.read_text() == before
    told = citygraph("check", "--graph", path.parent).out
    assert "write `lviv`" in told
    assert "mean `lv\u0456v`" not in told


@pytest.mark.parametrize(
    ("cities", "ends"),
    [
        ("osh lublin", "osh, dublin"),  # GeoNames knows both
        ("osh troyan", "osh, troian"),  # Troian is in Romania
        ("osh troyan troyam", "osh, troyen"),
        ("osh paper-mill", "osh, paper-mills"),
        ("osh normandie", "osh, normandia"),
        ("osh jingdezhen", "osh, jingdezen"),
    ],
)
def test_another_place_is_never_written(tmp_path, cities, ends):
    path = one_tie(tmp_path / "g", cities=cities, ends=ends)
    before = path.read_bytes()
    assert fixed(path.parent) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "record",
    [
        "statements:\n  - {by: petrov, source: paper, quote: We agree.}\n",
        "ties:\n  - {kind: sister-city, between: [osh, iznik], source: paper, quote: We agree., by: petrov}\n",
        "events:\n  fair: {name: Fair, type: fair, when: 2020, source: papers}\n",
        "accepted:\n  - {check: missing-country, record: petrov, because: So it is.}\n",
    ],
)
def test_a_reference_to_another_proper_name_is_never_written(tmp_path, record):
    text = (
        "cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n"
        "sources:\n  paper: {title: P}\nofficials:\n  petrova: {name: Mayor of Osh}\n"
    )
    (tmp_path / "a.yaml").write_text(text + record)
    assert fixed(tmp_path) == 0
    done = citygraph("check", "--graph", tmp_path)
    assert "did you mean `pape" in done.out or "did you mean `petrova`" in done.out
    assert "sure way out" not in done.err
    (tmp_path / "a.yaml").write_text(text + record.replace("petrov", "Petrova").replace("papers", "Paper"))
    assert fixed(tmp_path)


OTHER_STATUSES = (
    "inactive inactivo inaktiv inactif inattivo neaktivní nieaktywny deactive proactive reactivated interactive"
    " extended intended amended unended suspected planless planted unplanned unconfirmed undormant unsuspended pending"
    " not-active"
)


@pytest.mark.parametrize("word", OTHER_STATUSES.split())
def test_a_status_of_another_meaning_is_no_slip(word, tmp_path):
    path = one_tie(tmp_path / "g", more=f", status: {word}")
    told = citygraph("check", "--graph", path.parent).out
    assert "unknown-status" in told
    assert "did you mean" not in told


def test_an_opposite_is_no_slip(tmp_path):
    path = one_tie(tmp_path / "g", more=", status: inactive")
    done = citygraph("status", "exchange.jingdezhen.osh", "inactive", "--graph", path.parent)
    assert (done.code, "did you mean" in done.err) == (2, False)
    assert "did you mean" not in citygraph("ties", "--status", "inactive", "--graph", path.parent).err
    path.write_text(path.read_text().replace("inactive", "Actve"))
    assert "did you mean `active`" in citygraph("check", "--graph", path.parent).out


def test_a_correction_that_brings_in_an_error_is_left_and_others_are_made(tmp_path):
    path = one_tie(tmp_path / "g", ends="osh, JingDeZhen", more=", status: Active")
    with path.open("a", encoding="utf-8") as file:
        file.write("  - {kind: exchange, between: [osh, jingdezhen], source: paper}\n")
    done = citygraph("check", "--fix", "--graph", path.parent)
    assert "status: active" in path.read_text()
    assert "JingDeZhen]" in path.read_text()  # it would be there twice
    assert (done.code, "dangling-end" in done.out) == (1, True)
    assert "Active → active [unknown-status]" in done.err
    assert "1 mistake with one way out left: it brings in an error" in done.err


def test_a_blank_after_a_cell_stays_outside_of_quotes(tmp_path):
    one_tie(tmp_path, cities="osh jingdezhen")
    table = "kind,between,since,source,notes\nsister-city,osh; jingdezhen, 13/4/2021 ,paper,x\n"
    (tmp_path / "ties-more.csv").write_text(table)
    assert fixed(tmp_path) == 1
    assert (tmp_path / "ties-more.csv").read_text() == table.replace("13/4/2021", "2021-04-13")


def test_what_is_accepted_is_left(tmp_path):
    path = one_tie(tmp_path / "g")
    text = path.read_text().replace("OSH 0", "O\u200bSH") + (
        "accepted:\n  - {check: hidden-character, record: osh, because: It is written so.}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert fixed(path.parent) == 0
    assert path.read_text(encoding="utf-8") == text


def test_an_item_that_accepts_nothing_goes_and_a_file_with_it(tmp_path):
    path = one_tie(tmp_path / "g")
    (path.parent / "b.yaml").write_text("accepted:\n  - {check: duplicate-name, record: osh, because: So it is.}\n")
    assert citygraph("check", "--fix", "--graph", path.parent).code == 0
    assert [one.name for one in path.parent.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("{name: Osh, country: [KG]}", "missing-country"),
        ('{name: "Osh", country: KG, part_of: nosuch}', "duplicate-name"),
    ],
)
def test_an_item_stays_while_an_error_may_hide_what_it_accepts(tmp_path, record, code):
    text = (
        f"cities:\n  osh: {record}\n  paper: {{name: Osh, country: KG}}\n"
        f"accepted:\n  - {{check: {code}, record: osh, because: So it is.}}  # ours\n"
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    fixed(tmp_path)
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text


def test_an_item_that_a_mend_makes_needed_stays_and_one_that_it_makes_unneeded_goes(tmp_path):
    path = one_tie(tmp_path / "g", more=", status: actve, until: 2019")
    item = "accepted:\n  - {check: until-has-passed, record: sister-city.jingdezhen.osh, because: It goes on.}\n"
    misspelled = path.read_text().replace("exchange", "sister-city") + item
    path.write_text(misspelled)
    assert fixed(path.parent) == 1
    assert path.read_text() == misspelled.replace("actve", "active")
    path.write_text(misspelled.replace("actve", "endd"))
    assert fixed(path.parent) == 2
    assert "ended" in path.read_text()
    assert item not in path.read_text()


def test_dry_run_writes_nothing_and_says_the_same(tmp_path):
    path = one_tie(tmp_path / "g", ends="osh, Jingdezhen")
    before = path.read_bytes()
    shown = citygraph("check", "--fix", "--dry-run", "--graph", path.parent)
    assert path.read_bytes() == before
    assert "+  - {kind: exchange, between: [osh, jingdezhen], source: paper}" in shown.out.splitlines()
    assert (shown.code, "would correct 1 mistake" in shown.err) == (0, True)
    assert citygraph("check", "--fix", "--graph", path.parent).err == shown.err.replace("would correct", "corrected")


def test_json_says_what_would_be_written(tmp_path):
    path = one_tie(tmp_path / "g", ends="osh, Jingdezhen")
    (found,) = json.loads(citygraph("check", "--format", "json", "--graph", path.parent).out)
    assert found["fix"] == {"line": 7, "column": 37, "length": 10, "meant": "jingdezhen"}


def test_the_manual_says_which_checks_have_a_way_out():
    said = " ".join(citygraph("check", "--explain", "invalid-date").out.split())
    assert "`check --fix` writes a date that can be read in one way only" in said


@pytest.mark.parametrize("code", [code for code, rule in MANUAL.items() if rule.example])
def test_a_check_without_a_way_out_in_the_manual_has_none(tmp_path, code):
    rule = MANUAL[code]
    (tmp_path / rule.file).write_bytes(rule.example if isinstance(rule.example, bytes) else rule.example.encode())
    assert all(rule.fix or not one.fix for one in Loaded(tmp_path).diagnostics if one.code == code)
