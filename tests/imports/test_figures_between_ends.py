"""Figures of trade between two ends: their words and marks do not hide them, and codes of countries are countries."""

from pathlib import Path

import pytest

from imported import Imported, questions


@pytest.mark.parametrize(
    ("header", "figures"),
    [("Exports (million EUR)", ('"1,250.5"', "n/a", "~60")), ("Ausfuhr (Mio. €)", ("1250.5", "k. A.", "ca. 60")),
     ("Экспорт (млн $)", ("12", "~8", "9"))],
)  # fmt: skip
def test_figures_with_words_around_them_are_those_of_a_flow(
    header: str, figures: tuple[str, ...], tmp_path: Path
) -> None:
    rows = "\n".join(f"Hamburg,Dalian,{2020 + place},{figure}" for place, figure in enumerate(figures))
    (question,) = questions(tmp_path, f"From,To,Year,{header}\n{rows}\n")
    option = "--new-kind exports-to:economy:directed"
    assert option in [reading.option for reading in question.readings]
    found = Imported(tmp_path, f"From,To,Year,{header}\n{rows}\n", new_kind="exports-to:economy:directed")
    values = [figure for tie in found.ties for figure in tie["observations"]]
    assert len(values) == sum(any(map(str.isdigit, figure)) for figure in figures)


@pytest.mark.parametrize("codes", [("FRA,DEU", "ITA,FRA", "ESP,PRT"), ("FR,DE", "IT,FR", "ES,PT")])
@pytest.mark.parametrize("header", ["exporter,importer", "Reporter,Partner"])
def test_codes_of_countries_at_both_ends_are_countries(header: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    text = "\n".join([f"{header},Year,Value", *(f"{pair},2020,12" for pair in codes)]) + "\n"
    found = Imported(tmp_path, text, new_kind="exports-to:economy:directed")
    assert {(node["type"], node["name"]) for node in found.nodes.values()} == {
        ("country", name) for name in ("France", "Germany", "Italy", "Spain", "Portugal")
    }


@pytest.mark.parametrize(
    ("header", "unit"),
    [("USD", "USD"), ("EUR", "EUR"), ("Mio. €", "EUR"), ("Passagiere", "passengers"), ("Pasażerowie", "passengers"),
     ("Voyageurs", "passengers"), ("Пассажиры", "passengers"), ("旅客数", "passengers"), ("Flüge", "flights"),
     ("kt", None), ("km", None)],
)  # fmt: skip
def test_a_unit_alone_over_figures_says_what_they_count(header: str, unit: str | None, tmp_path: Path) -> None:
    text = f"Exporter,Importer,Commodity,{header}\nChile,Japan,Copper,8200\nJapan,Chile,Cars,1500\nPeru,Japan,Tin,240\n"
    found = Imported(tmp_path, text, type="country", new_kind="exports-to:economy:directed")
    figures = [figure for tie in found.ties for figure in tie.get("observations", ())]
    assert {figure["unit"] for figure in figures} == ({unit} if unit else set())
    assert bool(found.told("unread")) == (unit is None)


def test_a_unit_alone_has_a_direction_as_other_figures_have(tmp_path: Path) -> None:
    text = "Exporter,Importer,USD\nChile,Japan,8200\nJapan,Chile,1500\n"
    (question,) = questions(tmp_path, text, type="country", kind="trades-with")
    assert "rows go both ways with different `value`" in question.what


def test_passengers_come_whole(tmp_path: Path) -> None:
    text = "Von;Nach;Passagiere\nWien;Zürich;412.300\nZürich;Wien;408.950\n"
    found = Imported(tmp_path, text, new_kind="connected-to:exchange:directed")
    assert [figure["value"] for tie in found.ties for figure in tie["observations"]] == [412300, 408950]
