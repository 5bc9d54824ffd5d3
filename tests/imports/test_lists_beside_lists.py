"""Lists beside lists in cells: as many countries, years or statuses as names belong to these one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from imported import Imported, options, questions

PARTNERS = [("Brno", "CZ", "1989"), ("Rennes", "FR", "1967"), ("Turku", "FI", "1946"), ("Linz", "AT", "1975")]


@examples(10)
@given(
    st.permutations(PARTNERS), st.sampled_from([", ", "; ", " / ", "\n", " | ", "、", " und ", "<br>"]),
    st.sampled_from([", ", "; ", "\n"]), st.sampled_from([("Land", 1), ("Seit", 2)]),
)  # fmt: skip
def test_lists_that_are_as_long_belong_together_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, partners: list[tuple[str, ...]], sign: str, other: str,
    beside: tuple[str, int],
) -> None:  # fmt: skip
    header, which = beside
    first, second = partners[:3], partners[3:]
    rows = [f'"{town}"\t"{sign.join(one[0] for one in some)}"\t"{other.join(one[which] for one in some)}"\n'
            for town, some in (("Graz", first), ("Ulm", second))]  # fmt: skip
    found = Imported(tmp_path_factory.mktemp("lists"), f"Stadt\tPartnerstadt\t{header}\n" + "".join(rows), "list.tsv")
    assert found.pairs == {frozenset(("Graz", one[0])) for one in first} | {frozenset(("Ulm", second[0][0]))}
    if header == "Land":
        assert all(found.cities[one[0]] == one[1] for one in partners)
    else:
        assert {max(tie["ends"], key=lambda end: end not in ("Graz", "Ulm")): tie["since"] for tie in found.ties} == {
            one[0]: one[2] for one in partners
        }


def test_statuses_and_countries_beside_names_are_told(tmp_path: Path) -> None:
    text = "Stadt;Partner;Land;Status\nGraz;Brno, Turku;CZ, FI;aktiv, beendet\nUlm;Linz;AT;aktiv\n"
    found = Imported(tmp_path, text)
    assert {tie["ends"]: tie["status"] for tie in found.ties} == {
        ("Brno", "Graz"): "active", ("Graz", "Turku"): "ended", ("Linz", "Ulm"): "active",
    }  # fmt: skip
    assert any("belong together one by one; --split Partner=none" in said for said in found.report.said)


@pytest.mark.parametrize("rows", [
    "Graz;Brno, Turku, Rennes;CZ, FI\nUlm;Linz, Pécs;AT, HU\n",  # not as many
    "Graz;Brno, Turku;1989, 1990\nUlm;Linz, Pécs;1975\n",  # one year beside two names
])  # fmt: skip
def test_lists_that_are_not_as_long_are_asked_about(rows: str, tmp_path: Path) -> None:
    (question, *_) = questions(tmp_path, f"Stadt;Partner;Angaben\n{rows}")
    assert options(question)[0] == "--split Partner=,"


def test_two_years_beside_one_name_may_be_those_of_two_signatures(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Stadt;Partner;Jahr\nGraz;Halle, Saale;1989, 1990\nUlm;Linz;1975\n")
    assert len(found.ties) == 2
    assert any("1989, 1990" in why for _, _, why in found.told("doubtful"))


def test_an_answer_pairs_the_lists_beside_it_where_they_are_as_long(tmp_path: Path) -> None:
    text = "Stadt;Partner;Land\nGraz;Brno, Turku, Rennes;CZ, FI\nUlm;Linz, Pécs;AT, HU\n"
    found = Imported(tmp_path, text, splits=["Partner=,"])
    assert found.cities["Linz"] == "AT"
    assert found.cities["Pécs"] == "HU"
    assert "CZ, FI" in {what for _, what, _ in found.told("doubtful")}


def test_a_region_behind_a_name_is_no_second_name(tmp_path: Path) -> None:
    text = "Stadt;Partner;Jahr\nUlm;Portland, Oregon;1988, 1999\nKiel;Orlando, Florida;1990, 2001\n"
    assert len(Imported(tmp_path, text).ties) == 2


@pytest.mark.parametrize("name", ["Biel/Bienne", "Portland, Oregon", "Brighton and Hove"])
def test_a_name_with_a_sign_stays_whole(name: str, tmp_path: Path) -> None:
    text = f"Stadt;Partner;Jahr\nGraz;{name};1989\nUlm;Linz;1975\nKiel;Brest;1964\n"
    assert any(name.partition(",")[0] in one for one in Imported(tmp_path, text).cities)


@pytest.mark.parametrize(("cells", "sign"), [
    ("Brno und Turku\nLinz, Rennes und Kiel", "and"), ("1. Brno 2. Turku\n1. Linz 2. Kiel", "1."),
    ("Brno<br>Turku\nLinz<br>Kiel", "line"), ("Brno + Turku\nLinz + Kiel", "and"),
])  # fmt: skip
def test_words_numbers_and_line_breaks_between_names_are_asked_about(cells: str, sign: str, tmp_path: Path) -> None:
    first, second = cells.split("\n")
    text = f"Stadt;Partner\nGraz;{first}\nUlm;{second}\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == f"--split Partner={sign}"
    found = Imported(tmp_path, text, splits=[f"Partner={sign}"])
    assert {frozenset(("Graz", "Brno")), frozenset(("Graz", "Turku")), frozenset(("Ulm", "Linz"))} <= found.pairs


@pytest.mark.parametrize("row", [
    "Skopje / Cluj-Napoca;North Macedonia / Romania;1961 / 1965", "Skopje / Cluj-Napoca;;1961 / 1965",
    "Skopje und Cluj-Napoca;Nordmazedonien und Rumänien;1961 und 1965",
])  # fmt: skip
def test_two_years_beside_two_towns_of_a_single_row_are_theirs(row: str, tmp_path: Path) -> None:
    text = f"City;Sister city;Country;Since\nDijon;Mainz;Germany;1958\nDijon;{row}\nBonn;Opole;Poland;1997\n"
    found = Imported(tmp_path, text)
    assert [(tie["ends"], tie["since"]) for tie in found.ties if "Dijon" in tie["ends"]] == [
        (("Cluj-Napoca", "Dijon"), "1965"), (("Dijon", "Mainz"), "1958"), (("Dijon", "Skopje"), "1961"),
    ]  # fmt: skip


def test_two_years_with_a_dash_between_them_may_be_a_stretch_of_time(tmp_path: Path) -> None:
    text = "City;Sister city;Since\nDijon;Mainz;1958\nDijon;Leipzig - Ulm;1961 - 1965\nBonn;Opole;1997\n"
    found = Imported(tmp_path, text)
    assert {"Leipzig", "Ulm", "Leipzig - Ulm"}.isdisjoint(found.cities)
