"""What is no part of a name is taken off and said; what is, stays."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.names import apart, looks_like_several, tidied, title_and_place

NAMES = st.sampled_from(["Lyon", "Saarbrücken", "Bar-le-Duc", "L'Aquila", "’s-Hertogenbosch", "Frankfurt (Oder)",
                         "S. José",
                         "M8", "Saint-Louis", "長崎", "Нижний Новгород",
                         "القاهرة", "K&N", "Y", "100 Mile House"])  # fmt: skip


MARKS = st.sampled_from([
    "*", "**", "[1]", "¹", " ²", "†", "[a]", " [12]", "¹,²", " (1)", "[1][2]", "¹⁾", " 1)", "*)", " a)", "^", "^2",
    " [Anm. 3]", " (see note)", " (note 3)", " (siehe unten)", " [nota 2]", "（注1）", " (прим. 2)",
])  # fmt: skip


@given(name=NAMES, mark=MARKS)
def test_footnote_marks_are_taken_off_and_said(name: str, mark: str) -> None:
    assert tidied(name + mark) == (name, "a footnote mark was taken off")


@given(name=NAMES, around=st.sampled_from(['"{}"', "“{}”", "„{}“", "«{}»", "« {} »"]))
def test_quotation_marks_around_a_name_are_taken_off_and_said(name: str, around: str) -> None:
    assert tidied(around.format(name)) == (name, "quotation marks were taken off")


@given(NAMES)
def test_html_is_text(name: str) -> None:
    escaped = "".join(f"&#{ord(letter)};" for letter in name)
    assert tidied(escaped) == tidied(html.escape(escaped)) == (name, "HTML was read as text")


@given(NAMES)
def test_what_is_tidy_stays_so(text: str) -> None:
    assert tidied(f" {text} ") == (text, "")


@pytest.mark.parametrize("name", ["Praha 2", "Halle (Saale 1)", "Besançon (F)", "Wien 1., Innere Stadt", "Ulm (Donau)"])
def test_what_can_be_a_part_of_a_name_is_no_footnote_mark(name: str) -> None:
    assert tidied(name) == (name, "")


def test_other_signs_around_names() -> None:
    assert tidied("M&aacute;laga&nbsp;").name == "Málaga"
    assert tidied("Ly\u200bon") == ("Lyon", "characters that nobody sees were taken off")
    assert tidied("<b>Lyon</b><sup>1</sup>").name == "Lyon"
    assert tidied("New \u00a0 York").name == "New York"
    assert tidied("*").name == "*"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Lyon (France)", ("Lyon", "France")), ("里昂（法国）", ("里昂", "法国")), ("Lyon [FR]", ("Lyon", "FR")),
        ("Portland, OR", ("Portland", "OR")), ("Washington, D.C., USA", ("Washington, D.C.", "USA")),
        ("Lyon – France", ("Lyon", "France")), ("Lyon", None), ("Bar-le-Duc", None), ("Lyon,", None), ("(Lyon)", None),
    ],
)  # fmt: skip
def test_a_place_beside_the_name(text: str, parts: tuple[str, str] | None) -> None:
    assert apart(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mayor of Lyon", ("Mayor", "Lyon")), ("Maire de Lyon", ("Maire", "Lyon")),
        ("Maire d’Arlon", ("Maire", "Arlon")),
        ("Bürgermeister von Köln", ("Bürgermeister", "Köln")), ("Alcalde de Bilbao", ("Alcalde", "Bilbao")),
        ("Oberbürgermeisterin der Stadt Köln", ("Oberbürgermeisterin", "Köln")),
        ("Sindaco di Siena", ("Sindaco", "Siena")),
        ("Burgemeester van Gent", ("Burgemeester", "Gent")), ("Prezydent Krakowa", ("Prezydent", "Krakowa")),
        ("Мэр города Казани", ("Мэр", "Казани")), ("南京市市长", ("市长", "南京市")), ("仙台市長", ("市長", "仙台")),
        ("부산시장", ("시장", "부산")), ("Mayor", None), ("Lyon", None), ("Mayoral office", None),
    ],
)  # fmt: skip
def test_titles(text: str, parts: tuple[str, str] | None) -> None:
    assert title_and_place(text) == parts


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Trier; Siena; Blois", ";"), ("Trier / Siena", "/"), ("Trier\nSiena", "\n"), ("南京、上海", "、"),
        ("Trier, Siena, Blois", ","), ("Trier|Siena", "|"), ("Lyon", ""), ("Lyon, France", ""), ("Biel/Bienne", ""),
        ("Portland, Oregon, USA", ""), ("Köln, Nordrhein-Westfalen, Deutschland", ""), ("Trier;", ""), ("A, B, C", ""),
    ],
)  # fmt: skip
def test_several_names_in_one_cell(text: str, sign: str) -> None:
    assert looks_like_several(text) == sign


@given(
    number=st.integers(1, 10**9),
    form=st.sampled_from(["Q{}", "q{}", "wd:Q{}", "http://www.wikidata.org/entity/Q{}", "https://www.wikidata.org/wiki/Q{}",
                          "<http://www.wikidata.org/entity/Q{}>", "wikidata.org/wiki/Q{}#P17", " Q{} "]),
)  # fmt: skip
def test_wikidata_ids(number: int, form: str) -> None:
    assert identifier("wikidata", form.format(number)) == f"Q{number}"


@pytest.mark.parametrize(
    ("scheme", "text", "found"),
    [
        ("geonames", "2996944.0", "2996944"), ("geonames", "https://www.geonames.org/2996944/lyon.html", "2996944"),
        ("geonames", "http://sws.geonames.org/2996944/", "2996944"),
        ("unlocode", "FR LYS", "FRLYS"), ("unlocode", "frlys", "FRLYS"), ("unlocode", "AD ALV", "ADALV"),
        ("insee", "69123.0", "69123"), ("insee", "01004", "01004"), ("wikidata", "586", "Q586"),
        ("wikidata", "586.0", "Q586"), ("wikidata", "Q 490", "Q490"),
        ("osm", "osm.org/relation/120965", "relation/120965"),
        ("geonames", "gn:123", "123"), ("unlocode", "FR-LYS", "FRLYS"),
    ],
)  # fmt: skip
def test_other_ids(scheme: str, text: str, found: str) -> None:
    assert identifier(scheme, text) == found


@pytest.mark.parametrize(
    ("scheme", "text"),
    [("wikidata", "Q0"), ("wikidata", "0"), ("wikidata", "P190"), ("wikidata", "1.5"), ("wikidata", "Lyon"),
     ("geonames", "0"), ("geonames", "lyon"), ("geonames", "-5"), ("unlocode", "XX"), ("osm", "120965")],
)  # fmt: skip
def test_what_is_no_id_of_its_register_is_refused(scheme: str, text: str) -> None:
    with pytest.raises(ValueError, match="is no id of"):
        identifier(scheme, text)
