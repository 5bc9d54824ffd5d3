"""Figures: a number in any form of the main languages is that number; an estimate is none that is exact; and what a
column's name says of its figures goes to each of them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import BOUNDS
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.values import figures
from citygraph.imports.values.figures import Figure, figure, times
from citygraph.imports.values.numbers import DecimalColumn
from conftest import examples
from imported import Imported, options, questions

NUMBERS = {
    "ar": ("٬", "٫", "٠١٢٣٤٥٦٧٨٩"), "de": (".", ",", ""), "en": (",", ".", ""), "es": (".", ",", ""),
    "fr": ("\u202f", ",", ""), "it": (".", ",", ""), "ja": (",", ".", ""), "ko": (",", ".", ""), "nl": (".", ",", ""),
    "pl": ("\u00a0", ",", ""), "pt": (".", ",", ""), "ru": ("\u00a0", ",", ""), "tr": (".", ",", ""),
    "uk": ("\u00a0", ",", ""), "zh": (",", ".", ""),
    "de-CH": ("’", ".", ""), "hi": (",", ".", "०१२३४५६७८९"), "fa": ("٬", "٫", "۰۱۲۳۴۵۶۷۸۹"),
    "wide": ("，", "．", "０１２３４５６７８９"),
}  # fmt: skip
"""How a language writes numbers: between thousands, before the fraction, and its digits (CLDR)."""
ABOUT = {
    "ar": "حوالي {}", "de": "ca. {}", "en": "about {}", "es": "aprox. {}", "fr": "env. {}", "it": "circa {}",
    "ja": "約{}", "ko": "약 {}", "nl": "ongeveer {}", "pl": "ok. {}", "pt": "cerca de {}", "ru": "около {}",
    "tr": "yaklaşık {}", "uk": "близько {}", "zh": "约{}",
}  # fmt: skip
MORE = {
    "ar": "أكثر من {}", "de": "über {}", "en": "more than {}", "es": "más de {}", "fr": "plus de {}", "it": "più di {}",
    "ja": "{}超", "nl": "meer dan {}", "pl": "ponad {}", "pt": "mais de {}", "ru": "более {}", "uk": "понад {}",
    "zh": "超过{}", "any": "> {}",
}  # fmt: skip
VALUES = st.decimals(min_value=0, max_value=10**11, places=2).map(lambda one: Decimal(f"{one.normalize():f}"))


def in_language(value: Decimal, language: str) -> str:
    group, sign, digits = NUMBERS[language]
    text = f"{value:,}".replace(",", "\0").replace(".", sign).replace("\0", group)
    return text.translate(str.maketrans("0123456789", digits)) if digits else text


@given(values=st.lists(VALUES, min_size=1, max_size=9), language=st.sampled_from(list(NUMBERS)))
def test_a_column_in_any_language_is_read_back_or_left_open(values: list[Decimal], language: str) -> None:
    """Never as other numbers."""
    texts = [in_language(value, language) for value in values]
    column = DecimalColumn()
    for text in texts:
        column.see(text)
    for text, value in zip(texts, values, strict=True):
        try:
            found = figure(text, column.sign)
        except ValueError:
            assert column.is_open
        else:
            assert column.is_open or (Decimal(found.value), found.bound) == (value, "")


@given(value=VALUES, words=st.sampled_from([*(("about", word) for word in ABOUT.items()),
                                            *(("more-than", word) for word in MORE.items())]))  # fmt: skip
def test_an_estimate_in_any_language_keeps_its_bound(value: Decimal, words: tuple[str, tuple[str, str]]) -> None:
    bound, (language, form) = words
    language = language if language in NUMBERS else "en"
    found = figure(form.format(in_language(value, language)), "." if NUMBERS[language][1] in ".٫" else ",")
    assert (Decimal(found.value), found.bound) == (value, bound)


@given(VALUES, st.sampled_from([1, 1000, 10_000, 10**6, 10**9]))
def test_a_number_times_more_is_exact(value: Decimal, factor: int) -> None:
    assert Decimal(times(str(value), factor)) == value * factor


def test_all_words_say_a_bound_that_the_format_has() -> None:
    assert {*figures._BOUND_OF.values(), *figures._BOUND_BEHIND.values(), "about"} < set(BOUNDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("> 5000", ("5000", "more-than", "")), ("5000+", ("5000", "at-least", "")), ("≤ 7", ("7", "at-most", "")),
        ("42 000 (2021)", ("42000", "", "2021")), ("12,5 (31.12.2022)", ("12.5", "", "2022-12-31")),
        ("ca. 1,2 Mio.", ("1200000", "about", "")), ("約12万人", ("120000", "about", "")),
        ("5000人以上", ("5000", "at-least", "")),
        ("5,000 (est.)", ("5000", "about", "")), ("近3万", ("30000", "nearly", "")),
        ("~5000 [2020]", ("5000", "about", "2020")),
    ],
)  # fmt: skip
def test_forms_of_figures(text: str, found: tuple[str, str, str]) -> None:
    assert figure(text, ".") == Figure(*found) or figure(text, ",") == Figure(*found)


@pytest.mark.parametrize(
    "text", ["5000-6000", "25 c", "?5000", "5000?", "about", "12 (Paris)", "5 or 6", "12k", "5 billion"]
)
def test_what_is_no_figure_stays_open(text: str) -> None:
    with pytest.raises(ValueError, match="is"):
        figure(text)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Wert (Mio. €)", ("Wert", 10**6, "EUR", "", "")),
        ("Trade value (thousand USD)", ("Trade value", 1000, "USD", "", "")),
        ("Weight [t]", ("Weight", 1, "t", "", "")),
        ("Einwohner (31.12.2022)", ("Einwohner", 1, "", "2022-12-31", "")),
        ("Population 2021", ("Population", 1, "", "2021", "")),
        ("人口（2020年，万人）", ("人口", 10_000, "", "2020", "")),
        ("Население, тыс. чел.", ("Население", 1000, "", "", "")), ("Ludność w tys.", ("Ludność", 1000, "", "", "")),
        ("Population (July 2021 est.)", ("Population", 1, "", "2021-07", "about")), ("T€", ("T€", 1000, "EUR", "", "")),
        ("Exporte (T€)", ("Exporte", 1000, "EUR", "", "")), ("Weight (kg)", ("Weight", 1, "kg", "", "")),
        ("Value (billion USD)", ("Value", 1, "billion USD", "", "")), ("Value (FOB)", ("Value (FOB)", 1, "", "", "")),
        ("Sister city in USA", ("Sister city in USA", 1, "", "", "")),
        ("Population (1,000)", ("Population", 1000, "", "", "")),
    ],
)  # fmt: skip
def test_what_the_name_of_a_column_says_of_its_figures(header: str, found: tuple[str, int, str, str, str]) -> None:
    assert figure_header(header)[:5] == found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("1.250,5 Mio. €", "1250500000", "EUR"), ("45 %", "45", "%"), ("€ 12", "12", "EUR"), ("5 t", "5", "t"),
     ("118 489 hab.", "118489", ""), ("12万人", "120000", ""), ("3,5 TEU", "3.5", "TEU")],
)  # fmt: skip
def test_the_unit_of_a_cell_goes_to_its_figure(text: str, value: str, unit: str) -> None:
    assert figure(text, ",") == Figure(value, unit=unit)


# ---------------------------------------------------------------- in a file


def of_cities(found: Imported) -> dict[str, list[dict[str, Any]]]:
    return {
        node["name"]: [{key: value for key, value in one.items() if key not in ("property", "evidence", "source")}
                       for one in node["record"].get("observations", ())]
        for node in found.nodes.values() if node["type"] == "city"
    }  # fmt: skip


def test_estimates_marks_and_years_of_a_column_go_in_with_what_they_say(tmp_path: Path) -> None:
    text = ("City;Country;Population;Year\nLyon;FR;ca. 42.000;2021\nNice;FR;1,2 Mio.;2021\nMetz;FR;42.000*;2021\n"
            "Pau;FR;43.000 (2021);2021\nGap;FR;44000²;2021\nSens;FR;> 5000;2021\n")  # fmt: skip
    found = Imported(tmp_path, text)
    assert of_cities(found) == {
        "Lyon": [{"value": 42000, "bound": "about", "as_of": "2021"}], "Nice": [{"value": 1200000, "as_of": "2021"}],
        "Metz": [{"value": 42000, "as_of": "2021"}], "Pau": [{"value": 43000, "as_of": "2021"}],
        "Gap": [{"value": 44000, "as_of": "2021"}], "Sens": [{"value": 5000, "bound": "more-than", "as_of": "2021"}],
    }  # fmt: skip
    assert [(what, why) for _, what, why in found.told("read")] == [
        ("observations.population", "a footnote mark was taken off")
    ]


def test_an_impossible_figure_costs_itself_and_its_text_is_kept(tmp_path: Path) -> None:
    text = ("City;Country;Population;Year\nLyon;FR;-5;2021\nNice;FR;3.7;2021\nPau;FR;12 (2020);2021\nGap;FR;12;2999\n"
            "Foix;FR;" + "9" * 21 + ";2021\nSens;FR;12.345.678;2021\n")  # fmt: skip
    found = Imported(tmp_path, text)
    assert {name for name, those in of_cities(found).items() if those} == {"Sens"}
    notes = {node["name"]: str(node["record"].get("notes")) for node in found.nodes.values()}
    for name, cell in (("Lyon", "-5"), ("Nice", "3.7"), ("Pau", "12 (2020)"), ("Gap", "12"), ("Foix", "9" * 21)):
        assert f"observations.population: {cell}" in notes[name]
    assert found.report.count("doubtful") == 6  # of Gap, the year and its figure
    reasons = " ".join(why for *_, why in found.told("doubtful"))
    for why in ("no number of people", "its row says 2021", "lies far ahead", "at most 15 digits"):
        assert why in reasons


def test_units_and_times_of_a_header_go_to_the_figures_and_are_said(tmp_path: Path) -> None:
    (trade := tmp_path / "trade").mkdir()
    flows = "Reporter;Partner;Jahr;Wert (Mio. €)\nFrance;Germany;2022;1.250,55\n"
    found = Imported(trade, flows, type="country", kind="trades-with")
    (tie,) = found.ties
    (one,) = tie["observations"]
    assert (one["value"], one["unit"], one["period"]) == (1_250_550_000, "EUR", "2022")
    assert any("1,000,000 times as much, in EUR" in said for said in found.report.said)
    found = Imported(tmp_path, "Stadt;Land;Einwohner (31.12.2022, in Tsd.)\nLyon;FR;500,5\nUlm;DE;ca. 120,1\n")
    assert of_cities(found) == {
        "Lyon": [{"value": 500_500, "as_of": "2022-12-31"}],
        "Ulm": [{"value": 120_100, "bound": "about", "as_of": "2022-12-31"}],
    }


def test_what_header_and_cell_both_say_is_not_taken_twice(tmp_path: Path) -> None:
    flows = "Reporter;Partner;Wert (Mio. €)\nFrance;Germany;1,5\nFrance;Italy;2 Mio.\nFrance;Spain;3 t\n"
    found = Imported(tmp_path, flows, type="country", kind="trades-with")
    assert [one["value"] for tie in found.ties for one in tie.get("observations", ())] == [1_500_000]
    assert len(found.told("doubtful")) == 2


def test_dates_side_by_side_give_a_figure_of_each(tmp_path: Path) -> None:
    text = "Gemeinde;Land;Einwohner (31.12.2021, in Tsd.);Einwohner (31.12.2022, in Tsd.)\nLyon;FR;500,1;510,2\n"
    assert of_cities(Imported(tmp_path, text)) == {
        "Lyon": [{"value": 500_100, "as_of": "2021-12-31"}, {"value": 510_200, "as_of": "2022-12-31"}]
    }


@pytest.mark.parametrize(("unit", "value"), [("USD", 1_250_550), ("thousand USD", 1250.55)])
def test_a_unit_that_the_user_says_goes_before_that_of_the_header(tmp_path: Path, unit: str, value: float) -> None:
    flows = "Reporter,Partner,Trade value (thousand USD)\nFrance,Germany,1250.55\n"
    said = [f"observations.value.unit={unit}"]
    (tie,) = Imported(tmp_path, flows, type="country", kind="trades-with", constants=said).ties
    assert (tie["observations"][0]["value"], tie["observations"][0]["unit"]) == (value, unit)


def test_estimates_that_can_be_two_numbers_are_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City;Country;observations.area\nLyon;FR;~42,000\nNice;FR;~41,000\n")
    assert options(question) == ["--decimal '.'", "--decimal ','"]
    assert question.readings[0].samples == ("about 42000", "about 41000")


@examples(30)
@given(text=st.text(max_size=12) | st.from_regex(r"[(>~<]?[0-9.,' ]{1,9}[)*+²?]?(\([0-9]{4}\))?", fullmatch=True))
def test_whatever_is_read_has_the_same_digits(text: str) -> None:
    try:
        found = figure(text, ".")
    except ValueError:
        return
    assert Decimal(found.value).is_finite()
    if text.isascii() and not any(letter.isalpha() for letter in text):
        kept = "".join(filter(str.isdigit, text))
        read = "".join(filter(str.isdigit, found.value))
        assert kept.lstrip("0") in (read.lstrip("0"), (read + found.time).lstrip("0"))
