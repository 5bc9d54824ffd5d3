"""A province before its district: the smaller place is that of the row, or it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, options, questions


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("İl,İlçe,Nüfus", "Bursa,Nilüfer,518\nBursa,İnegöl,291\nKonya,Selçuklu,1120\n"),
        ("Şehir,İlçe,Nüfus", "Bursa,Nilüfer,518\nBursa,İnegöl,291\nKonya,Selçuklu,1120\n"),
        ("Kabupaten,Kecamatan,Penduduk", "Bandung,Lembang,18\nBandung,Cicalengka,19\nBogor,Cibinong,30\n"),
        ("İl,İlçe,Nüfus", "Bursa,Nilüfer,518\nİzmir,Karşıyaka,291\n"),  # only GeoNames shows it
    ],
)
def test_it_is_asked_which_is_the_place_where_one_name_has_several_regions(
    header: str, rows: str, tmp_path: Path
) -> None:
    large, small, _ = header.split(",")
    (question,) = questions(tmp_path, f"{header}\n{rows}")
    assert f"`{large}` or `{small}`: which names the place of a row" in question.what
    assert options(question)[0] == f"--map name={_quoted(small)} --map region={_quoted(large)}"
    found = Imported(tmp_path, f"{header}\n{rows}", pairs=[f"name={small}", f"region={large}"])
    assert {*found.cities} == {row.split(",")[1] for row in rows.split()}


def _quoted(name: str) -> str:
    return name if name.isascii() else f"'{name}'"


def test_it_is_asked_of_an_end_of_ties_too(tmp_path: Path) -> None:
    text = "İl,İlçe,Kardeş şehir\nBursa,Nilüfer,Hanau\nBursa,İnegöl,Kardzhali\nİzmir,Karşıyaka,Odense\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--map from.name='İlçe' --map from.region='İl'"


@pytest.mark.parametrize(
    "text",
    [
        "City,State\nPortland,Maine\nPortland,Oregon\nSalem,Oregon\n",
        "City,State\nPortland,Maine\nPortland,Oregon\n",
        "Stadt,Kreis\nNeustadt,Landkreis Kusel\nNeustadt,Landkreis Marburg\n",
        "Municipality,Region\nAnytown,Northern\nAnytown,Southern\nOtherville,Southern\n",
        "Town,Region\nNewport,Gwynedd\nNewport,Wales\n",
        "City,Province\nSiena,Toscana\nPerugia,Umbria\n",
    ],
)
def test_namesakes_in_parts_of_countries_are_towns(text: str, tmp_path: Path) -> None:
    assert set(Imported(tmp_path, text).cities) == {row.split(",")[0] for row in text.split("\n")[1:-1]}
