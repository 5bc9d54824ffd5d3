"""Words for nothing are no values; what can be a value is one."""

import pytest

from citygraph.domain.countries import _table, code_of
from citygraph.imports.values.missing import _WORDS, is_missing


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "NULL", "N/A", "n/a", "NA", "#N/A", "-", "–", "—", "?", r"\N", "nan", "NaN", "None", "nil",
     "TBD", "TBA", "Unknown", "unbekannt", "k.A.", "k. A.", "Inconnu", "desconocido", "sconosciuto", "onbekend",
     "nieznany", "неизвестно", "Не известно", "н/д", "невідомо", "bilinmiyor",
     "غير معروف", "不明", "未知", "不详", "不詳",
     "없음", "미상", " - ", "…"],
)  # fmt: skip
def test_words_for_nothing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize(
    "text", ["Nan", "Brak", "..", "X", "0", "NC", "ND", "Nullarbor", "-99", "No", "Unna", "x" * 99]
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
