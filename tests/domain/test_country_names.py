"""What a text may mean as the name of a country."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from citygraph.domain.countries import country_name, is_code
from citygraph.domain.country_names import all_stated, also, key, meanings, near, rows, settled, stated
from citygraph.domain.subdivisions import subdivision
from country_tables import PAGE, page

KEYS = {row["code"]: row["names"].split(";") for row in rows("country_names.csv")}
ENGLISH = {row["code"]: [row["name"], *filter(None, row["aliases"].split(";"))] for row in rows("countries.csv")}
NAMES = [name for names in ENGLISH.values() for name in names]
FORMS = (str.upper, str.lower, str.title, " {} ".format, "the {}".format, "{}, The".format, "{} (the)".format)


# ---------------------------------------------------------------- laws


def test_every_name_in_every_language_has_its_country_among_its_meanings() -> None:
    assert len(KEYS) == 250
    for code, names in KEYS.items():
        assert len(names) > 10
        for name in names:
            assert name == key(name) != ""
            if len(name) > 3 or not name.isascii():
                assert code in meanings(name)


@pytest.mark.parametrize("form", FORMS)
def test_an_english_name_means_its_country_in_any_form(form: Callable[[str], str]) -> None:
    for code, names in ENGLISH.items():
        for name in names:
            assert code in meanings(form(name)) or "(" in name


def test_every_code_means_its_country_in_any_case() -> None:
    for row in rows("country_codes.csv"):
        for code in filter(None, (row["code"], row["alpha_3"])):
            assert row["code"] == meanings(code)[0] == meanings(code.lower())[0] == meanings(code.title())[0]


@given(st.text() | st.text("🇫🇷🇩🇪 ,()[]/the laKorea", max_size=200))
@example("the " * 5000)
@example("a (b" * 5000)
@example("🇫🇷" * 5000)
def test_any_text_means_countries_or_none(text: str) -> None:
    codes = meanings(text)
    assert len(set(codes)) == len(codes)
    assert all(map(is_code, codes))
    assert settled(text, []) == (codes[0] if len(codes) == 1 else None)
    assert not codes or near(text) is None
    assert key(key(text)) == key(text)


@given(st.sampled_from([name for name in NAMES if len(name) > 4]), st.data())
def test_a_hint_is_at_most_two_letters_off(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    text = name[:at] + data.draw(st.text("abcdefghijklmnopqrstuvwxyz", max_size=4)) + name[at + 1 :]
    if code := near(text):
        distances = [DamerauLevenshtein.distance(key(text), key(one)) for one in ENGLISH[code]]
        assert 0 < min(distances) <= 2


def test_no_country_part_or_former_state_is_corrected_into_another() -> None:
    places = [place.name for place in all_stated()]
    known = [*NAMES, *places, *(name for names in KEYS.values() for name in names)]
    assert [name for name in known if near(name)] == []


def test_a_stated_place_has_a_code_or_says_why_not() -> None:
    for place in all_stated():
        assert stated(place.name) == place
        assert meanings(place.name) == ((place.code,) if place.code else ())
        assert place.why.endswith(".")
        assert bool(place.code) == (place.sort in ("own code", "user code", "part", "renamed"))
        if place.sort == "part":
            assert place.iso.startswith(f"{place.code}-")
        elif place.sort not in ("former", "renamed"):
            assert place.iso == ""


def test_the_tables_of_the_page_are_those_of_the_package() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run scripts/country_tables.py"
    assert "| Scotland | code `GB`" in text


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("US", "USA;U.S.;U.S.A.;us;Vereinigte Staaten;США;アメリカ;米国;미국;美国;ABD;EE. UU.;les États-Unis;America"),
        ("GB", "UK;U.K.;Großbritannien;GROSSBRITANNIEN;英国;Великобритания;Britain;le Royaume-Uni;England;Cymru"),
        ("KR", "Korea, Republic of;Korea (the Republic of);Korea (South);Korea, Rep.;ROK;韩国;南韓;대한민국;S. Korea"),
        ("KP", "Korea, Democratic People's Republic of;DPRK;КНДР;Nordkorea;Korea, Demokratische Volksrepublik;北朝鮮"),
        ("CD", "DRC;Congo, Dem. Rep.;Congo (the Democratic Republic of the);DR Congo;Kongo-Kinshasa;Congo (CD)"),
        ("CG", "Republic of the Congo;Congo, Rep.;Congo-Brazzaville;Kongo, Republik"),
        ("CN", "China;PRC;中华人民共和国;中国;Volksrepublik China;China, People's Republic of;Tibet"),
        ("TW", "Taiwan;Republic of China;China, Republic of;Taiwan (Province of China);臺灣;Chinese Taipei"),
        ("DE", "Bundesrepublik Deutschland;Deutschland/Germany;Deutschland (Germany);l'Allemagne;ドイツ;ألمانيا"),
        ("NL", "Holland;the Netherlands;Netherlands (Kingdom of the);荷兰;Niederlande"),
        ("RU", "Russia;Россия;РФ;Russian Federation (the);Rußland"),
        ("CZ", "Czech Republic;ČR;Tschechien;Česká republika"),
        ("CI", "Côte d'Ivoire;COTE D’IVOIRE;Ivory Coast;Elfenbeinküste"),
        ("IR", "Iran, Islamic Republic of;Iran (Islamic Republic of);Iran, République islamique d'"),
        ("MK", "Macedonia;FYROM;North Macedonia;Macedonia, the Former Yugoslav Republic of"),
        ("AT", "Austria;Oesterreich;Republik Österreich;die Republik Österreich"),
        ("FR", "🇫🇷;🇫🇷 France;France 🇫🇷;République française;la France"),
        ("BS", "Bahamas, The;Bahamas (the);The Bahamas"),
        ("NE", "Niger;Niger (the)"), ("NG", "Nigeria"), ("DM", "Dominica"), ("DO", "Dominican Republic"),
        ("ES", "Kingdom of Spain;España;Spanien"), ("VA", "Vatican;Holy See (Vatican City State)"),
        ("MM", "Burma;Burma (Myanmar);Myanmar/Burma"), ("SZ", "Swaziland"), ("TR", "Turkey;TÜRKİYE;türkiye;Turkiye"),
        ("XK", "Kosovo;XKX"), ("PS", "Palestine, State of;West Bank and Gaza"), ("HK", "Hong Kong SAR, China;香港"),
        ("MO", "Macau;澳门"), ("CV", "Cape Verde;Cabo Verde"), ("AE", "UAE"), ("RO", "Rumänien;Rumaenien;RUMANIEN"),
    ],
)  # fmt: skip
def test_a_country_goes_by_many_names(code: str, texts: str) -> None:
    assert {text: meanings(text) for text in texts.split(";")} == dict.fromkeys(texts.split(";"), (code,))


@pytest.mark.parametrize(
    ("codes", "texts"),
    [
        (("CD", "CG"), "Congo;Kongo;Конго;刚果;The Congo"),
        (("KP", "KR"), "Korea;Corea;Corée;Корея;朝鲜;朝鮮"),
        (("GN", "GQ", "GW", "PG"), "Guinea;Guinée;Гвинея"),
        (("VG", "VI"), "Virgin Islands;Jungferninseln"),
        (("MF", "SX"), "Saint Martin;St. Martin"),
        (("NG", "RU"), "Nga"), (("SR", "SK"), "SR"), (("CR", "CZ"), "CR"),
    ],
)  # fmt: skip
def test_a_name_of_several_countries_means_each_of_them(codes: tuple[str, ...], texts: str) -> None:
    assert {meanings(text) for text in texts.split(";")} == {codes}


@pytest.mark.parametrize(
    "text",
    ["USSR", "СССР", "DDR", "East Germany", "West Germany", "Yugoslavia", "Czechoslovakia", "Serbia and Montenegro",
     "Somaliland", "Northern Cyprus", "Kingdom of Romania", "EU", "E.U.", "Europe", "World", "Germany/France", "Lyon",
     "GER", "250", "Springfield, Illinois", "", "-", "Republic of Bavaria"],
)  # fmt: skip
def test_no_country_of_today_is_guessed(text: str) -> None:
    assert meanings(text) == ()


@pytest.mark.parametrize(
    ("text", "beside", "code"),
    [
        ("Guinea", ["Guinea-Bissau", "Mali"], "GN"), ("Guinea", ["Mali"], None), ("Korea", ["North Korea"], "KR"),
        ("Korea", ["South Korea"], None), ("Korea", ["North Korea", "Republic of Korea"], None),
        ("Congo (the)", ["Congo (the Democratic Republic of the)"], "CG"), ("Virgin Islands", ["BVI"], None),
        ("France", [], "FR"), ("Nowhere", ["France"], None),
    ],
)  # fmt: skip
def test_a_column_settles_a_bare_name_if_it_tells_the_others_apart(
    text: str, beside: list[str], code: str | None
) -> None:
    assert settled(text, beside) == code


@pytest.mark.parametrize(
    "text",
    ["Scotland", "Austria", "Australia", "Niger", "Nigeria", "Slovakia", "Slovenia", "Iran", "Iraq", "Dominica", "Mali",
     "Malta", "Guiana", "Guyana", "Kosovo", "Georgia", "England", "Siberia", "Iberia", "Kurdistan", "Bavaria", "Paris",
     "Parana", "Slovania", "Tailan", "Ugana", "Unitd Kigdm", "Germn", "Pustria", "Siam"],
)  # fmt: skip
def test_no_hint_where_another_sense_is_as_near(text: str) -> None:
    assert near(text) is None


@pytest.mark.parametrize(("text", "code"), [("Germny", "DE"), ("Untied Kingdom", "GB"), ("Phillippines", "PH")])
def test_a_letter_or_two_amiss_is_hinted_at(text: str, code: str) -> None:
    assert near(text) == code
    assert country_name(code)


def test_other_senses_are_words_for_the_caller() -> None:
    assert (also("Georgia"), also("Macedonia"), also("France")) == (("the U.S. state",), ("the region of Greece",), ())


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("OR", None, ["US-OR"]), ("Oregon", "US", ["US-OR"]), ("WA", None, ["AU-WA", "US-WA"]),
        ("WA", "AU", ["AU-WA"]),
        ("Georgia", None, ["US-GA"]), ("bavaria", None, ["DE-BY"]), ("US-OR", None, ["US-OR"]),
        ("Ont.", "CA", ["CA-ON"]),
        ("OR", "DE", []), ("神奈川県", None, ["JP-14"]), ("QUÉBEC", None, ["CA-QC"]), ("Lyon", None, []),
    ],
)  # fmt: skip
def test_states_and_provinces_go_by_name_and_code(text: str, country: str | None, found: list[str]) -> None:
    assert [part.iso for part in subdivision(text, country)] == found


def test_every_part_is_found_by_its_code_and_name() -> None:
    table = list(rows("subdivisions.csv"))
    assert len({row["iso"] for row in table}) == len(table) > 300
    for row in table:
        for text in (row["iso"], row["name"], row["name"].upper()):
            assert row["iso"] in [part.iso for part in subdivision(text, row["iso"][:2])]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("FR", "Francouzská republika;Francúzska republika;Republika Francuska;Francia Köztársaság;Republica Franceză;"
               "Γαλλική Δημοκρατία;Ranskan tasavalta;Francuska Republika;Френска република;Французька Республіка"),
        ("BE", "Belgické království;Królestwo Belgii;Belga Királyság;Regatul Belgiei;Βασίλειο του Βελγίου"),
        ("DE", "Spolková republika Německo;Republika Federalna Niemiec;Saksan liittotasavalta"),
        ("LT", "Lietuvos Respublika;Republica Lituania;Δημοκρατία της Λιθουανίας"),
    ],
)  # fmt: skip
def test_official_names_of_languages_that_decline_the_short_one_are_read(code: str, names: str) -> None:
    assert {meanings(name) for name in names.split(";")} == {(code,)}
