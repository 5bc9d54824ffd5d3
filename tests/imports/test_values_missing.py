"""Words for nothing are no values; what can be a value is one."""

from pathlib import Path

import pytest

from citygraph.domain.countries import _table, code_of
from citygraph.domain.gazetteer import is_a_name
from citygraph.imports.values.missing import _WORDS, is_missing
from imported import Imported


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "NULL", "N/A", "n/a", "NA", "#N/A", "-", "–", "—", "?", r"\N", "nan", "NaN", "None", "nil",
     "TBD", "TBA", "Unknown", "unbekannt", "k.A.", "k. A.", "Inconnu", "desconocido", "sconosciuto", "onbekend",
     "nieznany", "неизвестно", "Не известно", "н/д", "невідомо", "bilinmiyor",
     "غير معروف", "不明", "未知", "不详", "不詳",
     "없음", "미상", " - ", "…", "NaT", "няма данни", "нема података", "nema podataka", "brak informacji", "hiányzik",
     "nu se cunoaște", "uppgift saknas", "ikke oplyst", "ei saatavilla", "nav zināms", "nėra duomenų", "Δ/Υ",
     "bilgi yok",
     "لا توجد بيانات", "אין נתונים", "无数据", "記載なし", "정보 없음", "ไม่มีข้อมูล", "không xác định", "tidak ada data",
     "#ЗНАЧ!", "#VALEUR!", "données manquantes", "keine Daten", "sin información", "not recorded"],
)  # fmt: skip
def test_words_for_nothing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize(
    "text", ["Nan", "Brak", "Nat", "nat", "..", "X", "0", "NC", "ND", "Nullarbor", "-99", "No", "Unna", "x" * 99]
)
def test_what_can_be_a_value_is_one(text: str) -> None:
    assert not is_missing(text)


def test_na_is_a_country_among_countries_and_no_code_is_a_word_for_nothing() -> None:
    assert is_missing("NA", "name")
    assert not is_missing("NA", "country")
    for code in _table():
        assert not is_missing(code, "country")
        assert code == "NA" or not is_missing(code)
    assert not [word for word in _WORDS if code_of(word)]


def test_no_word_for_nothing_is_the_name_of_a_place() -> None:
    assert {word for word in _WORDS if is_a_name(word)} <= {"无", "無", "未定", "(leer)", "#name?", "none", "null"}


def test_numbers_for_nothing_are_nothing_only_where_they_cannot_be_values() -> None:
    assert is_missing("-99", "figure")
    assert is_missing("-999.00", "figure")
    assert is_missing("-99.0", "latitude")
    assert not is_missing("-99", "longitude")
    assert is_missing("-9999", "longitude")
    assert not is_missing("-99.5", "figure")
    assert not is_missing("9999", "figure")


def test_the_users_words_are_words_for_nothing() -> None:
    assert is_missing("keiner", extra=frozenset({"keiner"}))
    assert not is_missing("Keiner", extra=frozenset({"keiner"}))


@pytest.mark.parametrize(
    "text",
    ["vacant", "N.N.", "NN", "(vacant)", "TBD", "to be elected", "unbesetzt", "Vakant", "non pourvu", "vacante",
     "por designar", "vago", "a designar", "posto vacante", "vacature", "wakat", "nieobsadzone", "вакантно",
     "Вакансия", "вакансія", "boş", "BOŞ", "شاغر", "空缺", "空席", "欠員", "공석"],
)  # fmt: skip
def test_a_post_that_nobody_holds_has_no_person(text: str) -> None:
    assert is_missing(text, "person")


def test_words_for_nobody_are_words_among_other_things() -> None:
    assert not any(is_missing(text) for text in ("vacant", "NN", "Boş", "缺", "vago"))


def test_vacant_posts_bring_their_place_and_no_official(tmp_path: Path) -> None:
    text = "Mayor,City,Country,Since\nN.N.,Lyon,FR,2020\nunbesetzt,Trier,DE,2020\nSadiq Khan,London,GB,2016\n"
    found = Imported(tmp_path, text, type="official")
    assert set(found.cities) == {"Lyon", "Trier", "London"}
    assert [node["name"] for node in found.nodes.values() if node["type"] == "official"] == ["Sadiq Khan"]
    why = "these rows name no person: they bring their place, and no official"
    assert ("register.csv:2", "name", why) in found.told("read")
    assert not found.report.count("refused", "doubtful")


def test_no_value_in_the_place_of_a_date_says_nothing_of_the_status(tmp_path: Path) -> None:
    rows = (
        "Alphaville,FR,Betatown,DE,N/A,active\nAlphaville,FR,Gammaburg,DE,n/a,ended\nAlphaville,FR,Deltaville,DE,-,\n"
    )
    found = Imported(tmp_path, f"City,Country,Partner,Partner country,Since,Status\n{rows}")
    assert sorted(str(tie["status"]) for tie in found.ties) == ["active", "ended", "unknown"]
    assert found.told("doubtful") == []


@pytest.mark.parametrize(
    ("header", "cells", "key"),
    [
        ("Population", ("8917205", "..", "515332"), "observations"),
        ("Latitude,Longitude", ("48.2,16.4", "..,..", "35.9,14.5"), "coordinates"),
        ("Coordinates", ('"48.2, 16.4"', "..", '"35.9, 14.5"'), "coordinates"),
        ("Country", ("Austria", "..", "Malta"), "country"),
    ],
)
def test_two_points_are_no_value_but_among_dates(header: str, cells: tuple[str, ...], key: str, tmp_path: Path) -> None:
    rows = "".join(f"{name},{cell}\n" for name, cell in zip(("Wien", "Asmara", "Valletta"), cells, strict=True))
    found = Imported(tmp_path, f"City,{header}\n{rows}", type="city")
    assert not found.report.count("doubtful", "refused")
    records = {node["name"]: node["record"] for node in found.nodes.values()}
    assert [key in records[name] for name in ("Wien", "Valletta")] == [True, True]
    assert ".." not in str(records["Asmara"])


def test_two_points_among_dates_may_say_that_a_tie_goes_on_so_they_stay_open(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, "City,Country,Partner city,Since,Until\nLille,FR,Leeds,1968,..\nLille,FR,Kiel,1970,1990\n"
    )
    assert [what for _, what, why in found.told("doubtful") if why.startswith("'..'")] == ["Lille – Leeds"]


def test_a_frame_of_pandas_has_nothing_for_nothing_and_an_index_without_a_hint(tmp_path: Path) -> None:
    text = (",city,country,partner,partner_country,since,status\n0,Oulu,Finland,Halle,Germany,1977.0,active\n"
            "1,Oulu,Finland,Porto,nan,NaT,<NA>\n2,Kemi,Finland,Wismar,Germany,nan,NaN\n")  # fmt: skip
    found = Imported(tmp_path, text)
    assert {tie["since"] for tie in found.ties} == {None, "1977"}
    assert found.told("doubtful") == []
    assert [why for *_, why in found.told("unread")] == ["3 values, which look like the numbers of the rows"]
