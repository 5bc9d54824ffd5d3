"""Countries: ISO's codes and Kosovo's, and the names that registers give them."""

import csv
from collections import defaultdict
from importlib import resources
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.countries import code_of, country_name, did_you_mean_country, is_code, may_lie_in
from citygraph.domain.names import fold
from conftest import SHARED

# ISO 3166-1 alpha-2, all that are officially assigned, by first letter.
ISO = """
A:DEFGILMOQRSTUWXZ B:ABDEFGHIJLMNOQRSTVWYZ C:ACDFGHIKLMNORUVWXYZ D:EJKMOZ E:CEGHRST F:IJKMOR G:ABDEFGHILMNPQRSTUWY
H:KMNRTU I:DELMNOQRST J:EMOP K:EGHIMNPRWYZ L:ABCIKRSTUVY M:ACDEFGHKLMNOPQRSTUVWXYZ N:ACEFGILOPRUZ O:M P:AEFGHKLMNRSTWY
Q:A R:EOSUW S:ABCDEGHIJKLMNORSTVXYZ T:CDFGHJKLMNORTVWZ U:AGMSYZ V:ACEGINU W:FS Y:ET Z:AMW
"""
CODES = {row[0] + letter for row in ISO.split() for letter in row[2:]} | {"XK"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TWINNINGS = SHARED / "data/sister_cities_2022.gexf"

WITHOUT_CODE = {
    "Somaliland",
    "Sahrawi Arab Democratic Republic",
    "Turkish Republic of Northern Cyprus",
    "Palestinian National Authority",
    "Kingdom of Romania",
    "West Bank",
    "Mandatory Palestine",
    "Gaza Strip",
    "israel🇮🇱🇮🇱",
}


def names_by_code() -> dict[str, list[str]]:
    """The table as it is shipped, read by other means than the module's."""
    text = resources.files("citygraph.domain").joinpath("countries.csv").read_text(encoding="utf-8")
    header, *rows = [row for row in csv.reader(text.splitlines()) if not row[0].startswith("#")]
    assert header == ["code", "name", "aliases"]
    return {code: [name, *(alias for alias in aliases.split(";") if alias)] for code, name, aliases in rows}


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize("file", ["country_names.csv", "country_codes.csv", "country_boxes.csv"])
def test_other_tables_have_the_same_codes(file: str) -> None:
    text = resources.files("citygraph.domain").joinpath(file).read_text(encoding="utf-8")
    rows = list(csv.DictReader(row for row in text.splitlines() if not row.startswith("#")))
    found = [row["code"] for row in rows]
    assert len(set(found)) == len(found) > 230
    assert set(found) <= CODES
    if file != "country_boxes.csv":
        assert set(found) == CODES
    if file == "country_codes.csv":
        assert {len(row["alpha_3"]) for row in rows if row["code"] != "XK"} == {3}
        assert all(f"`{row['code']}`" in did_you_mean_country(row["alpha_3"]) for row in rows if row["alpha_3"])


@given(st.text(max_size=8), st.floats(-90, 90), st.floats(-180, 180))
def test_where_a_country_lies_is_known_or_not(code: str, latitude: float, longitude: float) -> None:
    assert may_lie_in(code, latitude, longitude) is None or is_code(code)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "there"),
    [
        ("DE", 48.1, 11.5, True), ("DE", 11.5, 48.1, False), ("US", 21.3, -157.9, True), ("US", 52.8, 173.2, True),
        ("US", 48.9, 2.4, False), ("NZ", -43.9, -176.5, True), ("GB", 51.5, -0.1, True), ("AX", 60.1, 19.9, True),
    ],
)  # fmt: skip
def test_places_that_lie_in_a_country_or_do_not(code: str, latitude: float, longitude: float, there: bool) -> None:
    assert may_lie_in(code, latitude, longitude) is there


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deutschland", "DE"), ("GBR", "GB"), ("Türkei", "TR"), ("日本", "JP"), ("Германия", "DE"), ("Germny", "DE"),
     ("Kyrgyzstn", "KG"), ("Somaliland", ""), ("Yugoslavia", ""), ("Kurdistan", ""), ("Siberia", ""), ("XYZ", ""),
     ("KX", ""), ("Astralia", "AU"), ("Austrlia", ""), ("Slovania", "")],
)  # fmt: skip
def test_a_hint_names_the_country_that_is_meant_or_none(text: str, code: str) -> None:
    assert did_you_mean_country(text) == (f"did you mean `{code}` ({country_name(code)})?" if code else "")


@pytest.mark.parametrize("part", ["England", "Scotland", "Wales", "Northern Ireland", "Schottland", "ウェールズ"])
def test_a_hint_for_a_part_says_where_iso_lists_it(part: str) -> None:
    assert did_you_mean_country(part) == "ISO 3166-2 lists it under `GB` (United Kingdom)"


@pytest.mark.parametrize(("name", "codes"), [("Congo", ("CD", "CG")), ("Corea", ("KP", "KR")), ("朝鲜", ("KP", "KR"))])
def test_a_hint_for_a_name_of_two_countries_has_both(name: str, codes: tuple[str, str]) -> None:
    one, other = (f"`{code}` ({country_name(code)})" for code in codes)
    assert did_you_mean_country(name) == f"did you mean {one} or {other}?"
    assert code_of(name) is None


def test_the_codes_are_isos_and_kosovos() -> None:
    assert len(CODES) == 249 + 1
    assert {one + other for one in LETTERS for other in LETTERS if is_code(one + other)} == CODES
    assert set(names_by_code()) == CODES


@pytest.mark.parametrize("text", ["", "T", "TUR", "tr", "Tr", " TR", "ТR", "792"])
def test_a_code_is_two_latin_capitals(text: str) -> None:
    assert not is_code(text)


def test_every_name_and_alias_stands_for_its_own_country_in_any_spelling() -> None:
    for code, names in names_by_code().items():
        for name in names:
            assert code_of(name) == code_of(name.upper()) == code_of(f" {name.lower()} ") == code


def test_no_two_countries_share_a_name() -> None:
    bearers = defaultdict(set)
    for code, names in names_by_code().items():
        for name in names:
            bearers[fold(name)].add(code)
    assert {name: codes for name, codes in bearers.items() if len(codes) > 1} == {}


def test_no_name_of_a_country_is_the_code_of_another() -> None:
    for code, names in names_by_code().items():
        for name in names:
            assert name.upper() not in CODES - {code}


def test_every_code_stands_for_itself_in_any_case_and_has_a_name() -> None:
    for code in CODES:
        assert code_of(code) == code_of(code.lower()) == code_of(code.title()) == code
        name = country_name(code)
        assert name
        assert code_of(name) == code


@given(text=st.text() | st.text(LETTERS, min_size=2, max_size=3))
def test_any_text_stands_for_one_country_or_for_none(text: str) -> None:
    code = code_of(text)
    assert code is None or is_code(code)
    if not is_code(text):
        assert country_name(text) is None


@given(text=st.text())
def test_a_hint_names_a_country_by_its_code(text: str) -> None:
    hint = did_you_mean_country(text)
    assert hint == "" or is_code(hint.split("`")[1])


# ---------------------------------------------------------------- examples


def test_registers_names_of_countries_stand_for_them() -> None:
    if not TWINNINGS.exists():
        pytest.skip("the data to try things on is not in the repository")
    # 4 is the attribute `country`; the file declares it at its top.
    values = ElementTree.parse(TWINNINGS).iterfind(".//{*}node/{*}attvalues/{*}attvalue[@for='4']")
    labels = {value.get("value", "") for value in values}
    assert len(labels) == 195
    assert {label for label in labels if code_of(label) is None} == WITHOUT_CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Türkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("Turkey", "TR"),
        ("Turkiye", "TR"),
        ("kg", "KG"),
        ("Kyrgyz Republic", "KG"),
        ("People's Republic of China", "CN"),
        ("Côte d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("UK", "GB"),
        ("uae", "AE"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("DR Congo", "CD"),
        ("Republic of Korea", "KR"),
        ("DPRK", "KP"),
        ("Kosovo", "XK"),
        ("Trinidad and Tobago", "TT"),
    ],
)
def test_a_country_goes_by_the_names_that_people_use(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["", " ", "-", "🇮🇱", "Israel 🇮🇱", "EU", "EN", "KX", "Anytown", "792"])
def test_what_is_no_country_stands_for_none(text: str) -> None:
    assert code_of(text) is None


@pytest.mark.parametrize("text", ["ß", "ﬁ"])
def test_one_letter_that_two_capitals_stand_for_is_no_code(text: str) -> None:
    assert code_of(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tr", "did you mean `TR` (Türkiye)?"),
        ("Turkey", "did you mean `TR` (Türkiye)?"),
        ("Kyrgystan", "did you mean `KG` (Kyrgyzstan)?"),
        ("Bulgeria", "did you mean `BG` (Bulgaria)?"),
        ("israel🇮🇱🇮🇱", "did you mean `IL` (Israel)?"),
        ("Xyzzyxyzzy", ""),
    ],
)
def test_a_country_that_was_nearly_written_is_asked_about(text: str, hint: str) -> None:
    assert did_you_mean_country(text) == hint
