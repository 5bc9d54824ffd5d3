"""Columns of marks: towns and the networks whose members they are; asked about, and read as answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, options, questions

MEMBERS = {("Oslo", "Eurocities"), ("Oslo", "ICLEI"), ("Porto", "Eurocities"), ("Turku", "ICLEI")}
OPTIONS = {"pairs": ["from.name=Town", "to.name=marked"], "constants": ["to.type=organization"], "kind": "member-of"}


@pytest.mark.parametrize(("yes", "no"), [("x", ""), ("yes", "no"), ("1", "0"), ("✓", "-"), ("ja", "nein"), ("X", "–"),
                                         ("ano", "ne"), ("TRUE", "FALSE")])  # fmt: skip
def test_marks_are_asked_about_and_are_members_if_the_user_says_so(yes: str, no: str, tmp_path: Path) -> None:
    text = f"Town;Eurocities;ICLEI\nOslo;{yes};{yes}\nPorto;{yes};{no}\nTurku;{no};{yes}\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == [
        "--map from.name=Town --map to.name=marked --set to.type=organization --kind member-of", "--type city"
    ]  # fmt: skip
    found = Imported(tmp_path, text, **OPTIONS)
    assert {tie["ends"] for tie in found.ties} == MEMBERS
    assert not Imported(tmp_path / "..", text, type="city").ties


def test_years_among_the_marks_are_since_when_and_a_doubt_is_told(tmp_path: Path) -> None:
    text = "Town;Country;Eurocities;C40\nOslo;NO;1990;x\nPorto;PT;planned;?\nTurku;FI;no;\n"
    found = Imported(tmp_path, text, **OPTIONS)
    assert {(tie["ends"], tie["since"], tie["status"]) for tie in found.ties} == {
        (("Oslo", "Eurocities"), "1990", "unknown"), (("Oslo", "C40"), None, "unknown"),
        (("Porto", "Eurocities"), None, "planned"),
    }  # fmt: skip
    assert found.told("refused") == [("register.csv:3", "?", "under `C40` this says neither yes nor no")]
    assert {"Oslo": "NO", "Porto": "PT", "Turku": "FI"}.items() <= found.cities.items()


def test_towns_across_are_the_members_of_the_organizations_down(tmp_path: Path) -> None:
    text = "Organisation;Oslo;Porto;Turku\nEurocities;x;x;\nICLEI;x;;x\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0].startswith("--map from.name=marked --map to.name=Organisation")
    found = Imported(tmp_path, text, pairs=["from.name=marked", "to.name=Organisation"],
                     constants=["to.type=organization"], kind="member-of")  # fmt: skip
    assert {tie["ends"] for tie in found.ties} == MEMBERS


def test_facts_that_are_answered_are_no_question(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town;Fair trade;Barrier free\nOslo;x;x\nPorto;;x\n")
    assert not found.ties
    assert any("to.name=marked" in said for said in found.report.said)


@pytest.mark.parametrize("first", [",0,1,2\n", "0,1,2,3\n", ""])
def test_partners_in_columns_without_names_are_those_of_the_first(first: str, tmp_path: Path) -> None:
    text = f"{first}Oslo,Reims,Ulm,Linz\nPorto,Kiel,Brest,\nTurku,Alta,,\n"
    where = {"no_header": True} if not first else {}
    (question,) = questions(tmp_path, text, **where)
    assert options(question)[-1] == "--no-header --map from.name=1 --map to.name=others"
    found = Imported(tmp_path, text, pairs=["from.name=1", "to.name=others"], kind="sister-city", no_header=True)
    pairs = (("Oslo", "Reims"), ("Oslo", "Ulm"), ("Oslo", "Linz"), ("Porto", "Kiel"), ("Porto", "Brest"))
    assert found.pairs == {*map(frozenset, pairs), frozenset(("Turku", "Alta"))}


LEGEND = "Network membership (1 = member, 0 = not, A = associate)"


@pytest.mark.parametrize("title", [f'"{LEGEND}";;\n', f"{LEGEND.replace(', ', ';')}\n"])
def test_letters_mean_what_the_title_says_and_are_no_plain_members(title: str, tmp_path: Path) -> None:
    text = f"{title};Eurocities;ICLEI\nOslo;1;A\nPorto;1;0\nTurku;A;1\n"
    found = Imported(tmp_path, text, **OPTIONS | {"pairs": ["from.name=1", "to.name=marked"]})
    notes = {tie["ends"]: str(tie) for tie in found.ties}
    assert {ends for ends, note in notes.items() if "A = associate" in note} == {
        ("Oslo", "ICLEI"),
        ("Turku", "Eurocities"),
    }
    assert len(notes) == 5


def test_letters_that_nothing_explains_are_asked_about_and_stay_in_the_notes(tmp_path: Path) -> None:
    text = "Town,Eurocities,Polis,Energy Cities\nOslo,M,O,\nPorto,M,,M\nTurku,A,M,former\n"
    (question,) = questions(tmp_path, text, delimiter=",")
    assert "`M`, `A`, `O`, which nothing explains" in question.what
    found = Imported(tmp_path, text, **OPTIONS)
    assert {(tie["ends"], tie["status"]) for tie in found.ties if tie["ends"][0] == "Turku"} == {
        (("Turku", "Eurocities"), "unknown"), (("Turku", "Polis"), "unknown"), (("Turku", "Energy Cities"), "ended"),
    }  # fmt: skip


def test_congresses_have_guests_and_other_texts_beside_marks_are_told(tmp_path: Path) -> None:
    text = "Town;UCLG Congress 2016;UCLG Congress 2019\nOslo;x;(online)\nPorto;x;x\nTurku;;x\n"
    (question,) = questions(tmp_path, text)
    assert "--set to.type=event --kind attends" in options(question)[0]
    found = Imported(tmp_path, text, pairs=OPTIONS["pairs"], constants=["to.type=event"], kind="attends")
    assert len(found.ties) == 4
    assert [what for _, what, _ in found.told("refused")] == ["(online)"]


def test_a_year_beside_marks_is_no_network_and_a_no_is_no_member(tmp_path: Path) -> None:
    text = "Город;Страна;Отделение ОГМВ;МАГ;Год вступления\nКазань;Россия;да;да;2006\nАлматы;Казахстан;да;нет;2008\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0].startswith("--map from.name='Город' --map to.name=marked")
    found = Imported(tmp_path, text, pairs=["from.name=Город", "to.name=marked"], constants=["to.type=organization"],
                     kind="member-of")  # fmt: skip
    assert {tie["ends"] for tie in found.ties} == {
        ("Казань", "Отделение ОГМВ"), ("Казань", "МАГ"), ("Алматы", "Отделение ОГМВ"),
    }  # fmt: skip


def test_a_circle_beside_a_dot_is_no_plain_mark(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town;Eurocities;ICLEI\nOslo;●;○\nPorto;●;●\nTurku;;●\n", **OPTIONS)
    assert [tie["ends"] for tie in found.ties if "marked ○" in str(tie)] == [("Oslo", "ICLEI")]
