"""Registers as offices and people publish them: each row stays what it is, or the import asks before it writes."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

import imported
from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.columns.identity import identity
from citygraph.imports.columns.survey import Survey
from citygraph.imports.header_cells import names_a_column
from citygraph.imports.records import SECTION_OF
from citygraph.imports.report import ImportReport
from conftest import examples


def brought(folder: Path, name: str, text: str, pairs: tuple[str, ...] = (), **asked: Any) -> ImportReport:
    """Import a register, as the command does."""
    file = folder / name
    file.write_text(text, "utf-8")
    reader = "json" if name.endswith("json") else "table"
    return imported.brought(reader, file, into=folder / "g", pairs=pairs, form="yaml", **asked)


def question(folder: Path, name: str, text: str, **asked: Any) -> str:
    with pytest.raises(OpenQuestions) as stopped:
        brought(folder, name, text, **asked)
    assert not (folder / "g/register").exists()
    return str(stopped.value)


def records(folder: Path, type: str = "city") -> list[dict[str, Any]]:
    """The records that an import has written."""
    section = SECTION_OF[type].key
    files = (yaml.safe_load(file.read_text("utf-8")) for file in (folder / "g/register").glob("*.yaml"))
    return [record for file in files for record in file.get(section, {}).values()]


def names(folder: Path, type: str = "city") -> list[str]:
    return sorted(str(one["name"]) for one in records(folder, type))


# ------------------------------------------------------------------ who is who


@examples(30)
@example(rows=[("A", 1, 2), ("A", 1, 1), ("A", 2, 1), ("B", 1, 1)])
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 3), st.integers(1, 3)), min_size=2, unique=True))
def test_rows_of_one_name_and_other_codes_never_become_one_unasked(rows: list[tuple[str, int, int]]) -> None:
    table = [{"name": name, "p": f"0{one}", "m": f"00{two}"} for name, one, two in rows]
    survey = Survey()
    for row in table:
        survey.see(row)
    seen = identity("x", {"name": ["name"]}, survey.columns, lambda: table)
    several = len({name for name, _, _ in rows}) < len(rows)
    assert (seen.question is not None) == several
    if seen.question:
        option = seen.question.readings[0].option
        told_apart = {tuple(row[name] for name in option.split()[1].removeprefix("key=").split("+")) for row in table}
        assert len(told_apart) == len(rows)


def test_the_number_of_a_commune_in_its_province_is_no_key_by_itself(tmp_path: Path) -> None:
    text = "CPRO,CMUN,NOMBRE\n01,001,Amurrio\n01,002,Cabanes\n12,001,Adzaneta\n12,002,Cabanes\n17,001,Agullana\n"
    report = brought(tmp_path, "es.csv", text)
    assert [one["identifiers"]["register"] for one in records(tmp_path) if one["name"] == "Cabanes"] == [
        "01 002",
        "12 002",
    ]
    assert any("together are the key" in said for said in report.said)
    assert len(records(tmp_path)) == 5


def test_a_location_of_un_locode_is_a_key_within_its_country(tmp_path: Path) -> None:
    text = "Country,Code,Name,Region\nIS,AKU,Akureyri,\nFR,AKU,Port-Launay,29\nDE,HAM,Hamburg,HH\nUS,HAM,Hamilton,MT\n"
    report = brought(tmp_path, "codes.csv", text)
    assert [(one["name"], one["country"], one["identifiers"]["register"]) for one in records(tmp_path)] == [
        ("Akureyri", "IS", "IS AKU"), ("Port-Launay", "FR", "FR AKU"), ("Hamburg", "DE", "DE HAM"),
        ("Hamilton", "US", "US HAM"),
    ]  # fmt: skip
    assert any("`Country` and `Code` together are the key" in said for said in report.said)


def test_a_code_within_countries_that_have_names_is_offered_with_them(tmp_path: Path) -> None:
    text = "Country,Code,Name\nIceland,AKU,Akureyri\nFrance,AKU,Port-Launay\nGermany,HAM,Hamburg\nUSA,HAM,Hamilton\n"
    assert "yes, within its `Country`: Akureyri ≠ Port-Launay, Hamburg ≠ Hamilton: --map key=Country+Code" in question(
        tmp_path, "codes.csv", text
    )
    brought(tmp_path, "codes.csv", text, ("key=Country+Code",))
    assert names(tmp_path) == ["Akureyri", "Hamburg", "Hamilton", "Port-Launay"]


def test_namesakes_that_differ_in_what_is_not_read_are_asked_about_and_both_ways_can_be_pasted(tmp_path: Path) -> None:
    text = "NAZWA,WOJ,POW\nŚroda,16,01\nŚroda,30,25\nZagórze,30,01\n"
    asked = question(tmp_path, "pl.csv", text)
    assert "a row has the name of an earlier row (Środa)" in asked
    assert "--map key=WOJ+POW" in asked
    brought(tmp_path, "pl.csv", text, ("key=WOJ+POW",))
    assert names(tmp_path) == ["Zagórze", "Środa", "Środa"]
    brought(tmp_path, "pl.csv", text, ("key=NAZWA", "name=NAZWA"))
    assert names(tmp_path) == ["Zagórze", "Środa"]


def test_a_district_with_its_city_beside_it_is_asked_about(tmp_path: Path) -> None:
    rows = [("11", "SEYHAN", "1", "ADANA"), ("12", "CEYHAN", "1", "ADANA"), ("21", "TUT", "2", "ADIYAMAN"),
            ("22", "MERKEZ", "2", "ADIYAMAN"), ("31", "MERKEZ", "3", "BOLU"),
            ("32", "GEREDE", "3", "BOLU")]  # fmt: skip
    text = json.dumps([dict(zip(("ilce_id", "ilce_adi", "sehir_id", "sehir_adi"), row, strict=True)) for row in rows])
    text = text.replace("ilce_id", "no_of_it")  # a name that says nothing
    assert "--map name=ilce_adi --map region=sehir_adi --map key=no_of_it" in question(tmp_path, "tr.json", text)
    brought(tmp_path, "tr.json", text, ("name=ilce_adi", "region=sehir_adi", "key=no_of_it"))
    assert names(tmp_path).count("MERKEZ") == 2


def test_an_id_that_two_places_share_is_that_of_the_first_and_no_place_is_lost(tmp_path: Path) -> None:
    text = ("name,landkreis,lat,long,item\nHaag,Kreis Amberg,49.4,11.5,Q5\nHaag,Kreis Erding,48.4,11.8,Q6\n"
            "Haag a.d.Amper,Kreis Freising,48.5,11.8,Q5\n")  # fmt: skip
    report = brought(tmp_path, "de.csv", text)
    of = {one["name"]: one for one in records(tmp_path)}
    assert len(records(tmp_path)) == 3
    assert "Q5" in of["Haag a.d.Amper"]["notes"]
    assert "identifiers" not in of["Haag a.d.Amper"]
    assert any("another place" in one.why for one in report.remarks)


def test_a_second_name_of_one_id_is_an_alias(tmp_path: Path) -> None:
    towns = "".join(f"{number},Town {chr(number)},Drenthe\n" for number in range(70, 90))
    text = (
        f"Gemeentecode,Gemeentenaam,Provincienaam\n0518,'s-Gravenhage,Zuid-Holland\n0518,Den Haag,Zuid-Holland\n{towns}"
    )
    brought(tmp_path, "nl.csv", text)
    (hague,) = (one for one in records(tmp_path) if one["name"] == "'s-Gravenhage")
    assert (hague["aliases"], hague["identifiers"]) == (["Den Haag"], {"register": "0518"})


def test_of_several_ids_the_one_that_tells_rows_apart_is_the_key(tmp_path: Path) -> None:
    text = ("code,name,cityCode,state_code,country_code\n110101,东城区,1101,7,CN\n110102,西城区,1101,7,CN\n"
            "120101,东城区,1201,3,CN\n")  # fmt: skip
    brought(tmp_path, "cn.csv", text)
    assert sorted(one["identifiers"]["register"] for one in records(tmp_path)) == [110101, 110102, 120101]
    assert {one["country"] for one in records(tmp_path)} == {"CN"}
    assert not records(tmp_path, "country")  # 7 is the code of a state


# ------------------------------------------------------------------ names and figures


def test_names_in_languages_name_a_place_that_has_an_id(tmp_path: Path) -> None:
    text = json.dumps(
        [{"city_id": 1, "name_ar": "تبوك", "name_en": "Tabuk"}, {"city_id": 2, "name_ar": "نعمي", "name_en": ""}]
    )
    brought(tmp_path, "sa.json", text)
    assert {one["name"] for one in records(tmp_path)} >= {"Tabuk"}
    assert {one["names"]["ar"] for one in records(tmp_path)} == {"تبوك", "نعمي"}


def test_lists_of_other_names_as_programs_write_them(tmp_path: Path) -> None:
    text = 'geonameid,name,alternatenames\n1,Wien,"Vienna,Vídeň,Bécs"\n2,Bern,"Berne,Berna"\n3,Lodz,"Łódź,Lodsch"\n'
    brought(tmp_path, "geo.csv", text)
    assert {one["name"]: one["aliases"] for one in records(tmp_path)}["Bern"] == ["Berne", "Berna"]
    text = 'city,alias\nWashington,"Washington, D.C."\nBern,Berne\nRoma,Rome\n'
    brought(tmp_path, "us.csv", text)
    assert {one["name"]: one["aliases"] for one in records(tmp_path)}["Washington"] == ["Washington, D.C."]


def test_people_come_whole(tmp_path: Path) -> None:
    text = "city,population\nBarnaul,632.4\nBiysk,199.5\nAleysk,29.0\n"
    assert "observations.population.unit=thousands" in question(tmp_path, "ru.csv", text)
    brought(tmp_path, "ru.csv", text, ("observations.population=population",),
            constants=("observations.population.unit=thousands",))  # fmt: skip
    of = {one["name"]: one["observations"][0] for one in records(tmp_path)}
    assert (str(of["Aleysk"]["value"]), of["Aleysk"]["unit"]) == ("29", "thousands")
    brought(tmp_path, "ru.csv", text.replace(".", ""))
    assert len(records(tmp_path)) == 3


# ------------------------------------------------------------------ shapes


def test_countries_have_their_codes_and_no_second_record(tmp_path: Path) -> None:
    text = "Region Name,Sub-region Name,Country or Area,M49 Code,ISO-alpha2 Code\n" \
           "Africa,Northern Africa,الجزائر,012,DZ\nAfrica,Southern Africa,ناميبيا,516,NA\n"  # fmt: skip
    brought(tmp_path, "un.csv", text, type="country")
    assert {one["iso"]: one["name"] for one in records(tmp_path, "country")} == {"DZ": "الجزائر", "NA": "ناميبيا"}


def test_a_table_without_a_header_asks_which_column_has_the_name(tmp_path: Path) -> None:
    text = '1,"Goroka Airport","Papua New Guinea","GKA",-6.08,145.39\n' \
           '2,"Nuuk Airport","Greenland","GOH",64.19,-51.67\n' \
           '3,"Akureyri Airport","Iceland","AEY",65.66,-18.07\n'  # fmt: skip
    asked = question(tmp_path, "a.dat", text)
    assert "--no-header --map name=2 --map key=1 --map country=3 --map lat=5 --map lon=6" in asked
    brought(tmp_path, "a.dat", text, ("name=2", "key=1", "country=3", "lat=5", "lon=6"))  # 1 is a cell, and no name
    assert {one["country"] for one in records(tmp_path)} == {"PG", "GL", "IS"}


def test_objects_by_their_codes_are_rows_though_one_has_empty_lists(tmp_path: Path) -> None:
    port = {"country": "Oman", "alias": [], "coordinates": [58.5, 23.6]}
    brought(
        tmp_path, "ports.json", json.dumps({"OMMCT": {"name": "Muscat"} | port, "OMSLL": {"name": "Salalah"} | port})
    )
    assert {one["name"]: one["identifiers"] for one in records(tmp_path)} == {
        "Muscat": {"register": "OMMCT"}, "Salalah": {"register": "OMSLL"},
    }  # fmt: skip


def test_ids_of_a_register_are_no_names_while_another_column_has_texts(tmp_path: Path) -> None:
    text = "IBGE,Letreiro\n5200050,Abadia de Goiás\n5200100,Abadiânia\n"
    with pytest.raises(CityGraphError, match="which column has the name"):
        brought(tmp_path, "br.csv", text)
    brought(tmp_path, "br.csv", text, ("name=Letreiro",))
    assert names(tmp_path) == ["Abadia de Goiás", "Abadiânia"]


def test_codes_of_companies_are_no_names(tmp_path: Path) -> None:
    text = "Symbol,Security,Founded\nMMM,3M,1902\nAOS,A. O. Smith,1916\nBRK.B,Berkshire Hathaway,1839\n"
    brought(tmp_path, "sp.csv", text, type="organization")
    assert names(tmp_path, "organization") == ["3M", "A. O. Smith", "Berkshire Hathaway"]


def test_the_terms_of_mayors_are_told_and_what_is_private_is_not_kept(tmp_path: Path) -> None:
    who = {"name": "Joseph Van Crombrugghe", "date of birth": "22 September 1770"}
    terms = [{"beginTerm": "1825", "endTerm": "1836"}, {"beginTerm": "1840", "endTerm": "1842"}]
    text = json.dumps([who | term for term in terms])
    report = brought(
        tmp_path, "ghent.json", text, type="official", constants=("of.name=Ghent", "of.country=BE", "title=Mayor")
    )
    (one,) = records(tmp_path, "official")
    assert [(post["since"], post["until"]) for post in one["posts"]] == [(1825, 1836), (1840, 1842)]
    assert any(remark.what == "date of birth" for remark in report.remarks if remark.outcome == "unread")
    assert "1770" not in "".join(path.read_text() for path in (tmp_path / "g").rglob("*.*ml"))


@pytest.mark.parametrize(("text", "is_one"), [
    ("nazwa gminy", True), ("Gemeindename", True), ("ID", True), ("NO", False), ("\\N", False), ("N/A", False),
    ("Mexico City", False), ("EUR", False), ("都市名", True), ("x" * 100, False),
])  # fmt: skip
def test_what_names_a_column(text: str, is_one: bool) -> None:
    assert names_a_column(text) is is_one
