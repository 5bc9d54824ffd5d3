"""Flights from one airport, and the trade of one town: the place in the title is the other end."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_traffic
from imported import Imported, answer, options, questions

FLIGHTS = [
    ("Direktflüge ab Flughafen Wien (VIE)", "Ziel,IATA,Land,Flüge/Woche", "Wien"),
    ("Direct flights from Vienna", "City,Code,Country,Flights per week", "Vienna"),
    ("Vols directs depuis l'aéroport de Lyon", "Ville,IATA,Pays,Vols par semaine", "Lyon"),
    ("Vuelos directos desde Bilbao", "Lugar,IATA,País,Vuelos semanales", "Bilbao"),
    ("Voli diretti da Torino", "Città,IATA,Paese,Voli a settimana", "Torino"),
    ("Аэропорт Казань: прямые рейсы", "Город,IATA,Страна,Рейсов", "Казань"),
]


@pytest.mark.parametrize(("title", "header", "town"), FLIGHTS)
def test_connections_from_the_town_of_a_title_are_offered(title: str, header: str, town: str, tmp_path: Path) -> None:
    text = f"{title},,,\n{header}\nBelgrade,BEG,Serbia,14\nBoston,BOS,USA,6\nIstanbul,IST,Turkey,49\n"
    (question,) = questions(tmp_path, text)
    option = options(question)[0]
    found = Imported(tmp_path, text, **answer(option, "--map notes=IATA" if "IATA" in header else "--map notes=Code"))
    assert {tie["ends"] for tie in found.ties} == {(town, "Belgrade"), (town, "Boston"), (town, "Istanbul")}
    assert {tie["kind"] for tie in found.ties} == {"connected-to"}
    assert {one["value"] for tie in found.ties for one in tie["observations"]} == {14, 6, 49}


def test_where_connections_lead_may_be_said_by_a_header(tmp_path: Path) -> None:
    text = "Direct flights from Vienna,,\nDestination,Country,Flights per week\nBelgrade,Serbia,14\nBoston,USA,6\n"
    whose, of_kind = questions(tmp_path, text)
    assert options(whose)[0] == "--set from.name=Vienna --set from.country=AT"
    assert "--new-kind connected-to:exchange:directed" in options(of_kind)


@pytest.mark.parametrize("title", ["Twin towns of Oxford", "Cities and their airlines", "Sister cities"])
def test_other_titles_tell_of_no_traffic(title: str) -> None:
    assert not tells_of_traffic(title)


TRADE = [
    ("Außenhandel Hamburg nach Partnerländern 2023", "Land,Einfuhr (Mio. EUR),Ausfuhr (Mio. EUR)", "Hamburg", "city"),
    ("Trade of Rotterdam by partner country (2022)", "Country,Imports,Exports", "Rotterdam", "city"),
    ("Commerce extérieur de Lyon en 2021", "Pays,Importations,Exportations", "Lyon", "city"),
    ("Trade of France 2020", "Country,Exports,Imports", "France", "country"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "header", "owner", "type"), TRADE)
def test_trade_of_the_owner_of_a_title_has_its_year(
    title: str, header: str, owner: str, type: str, tmp_path: Path
) -> None:
    text = f"{title},,\n{header}\nChina,98,34\nUSA,81,52\nGermany,25,89\n"
    (question,) = questions(tmp_path, text)
    option = next(one for one in options(question) if f"from.name={owner}" in one)
    (of_kind,) = questions(tmp_path, text, **answer(option))
    found = Imported(tmp_path, text, **answer(option, options(of_kind)[0]))
    assert {found.nodes[id]["type"] for id in found.nodes if found.nodes[id]["name"] == owner} == {type}
    assert {tie["ends"][0] for tie in found.ties} == {owner}
    assert {one["period"] for tie in found.ties for one in tie["observations"]} == {next(
        word for word in title.replace("(", " ").replace(")", " ").split() if word.isdigit()
    )}  # fmt: skip
    assert "flows of one city with these: write its name" in [reading.says for reading in question.readings]


ENDS = [
    "出口城市,目的地,年份,货物,数量", "Exporting city,Destination,Year,Goods,Quantity",
    "Exportstadt,Bestimmungsort,Jahr,Ware,Menge", "Ville exportatrice,Destination,Année,Marchandise,Quantité",
    "Ciudad de origen,Ciudad de destino,Año,Mercancía,Cantidad",
    "Город экспорта,Порт назначения,Год,Товар,Количество", "輸出都市,輸入都市,年,品目,数量",
    "수출도시,목적도시,연도,품목,수량",
]  # fmt: skip


@pytest.mark.parametrize("header", ENDS)
def test_goods_that_towns_send_are_flows_with_figures(header: str, tmp_path: Path) -> None:
    text = f"{header}\nYiwu,Madrid,2021,toys,12000\nXi'an,Hamburg,2022,solar,9800\nChengdu,Lodz,2022,cars,21000\n"
    assert all((meaning := meaning_of(one)) and meaning.flows for one in header.split(",")[:2])
    (question,) = questions(tmp_path, text)
    assert "--new-kind exports-to:economy:directed" in options(question)
    found = Imported(tmp_path, text, new_kind="exports-to:economy:directed")
    figures = {tie["ends"]: (tie["observations"][0]["value"], tie["observations"][0]["period"]) for tie in found.ties}
    assert figures[("Yiwu", "Madrid")] == (12000, "2021")
    assert {subject for tie in found.ties for subject in tie["subject"]} == {"toys", "solar", "cars"}


def test_a_new_kind_called_by_a_participle_says_what_is_suspended(tmp_path: Path) -> None:
    text = "From,To,Status\nVienna,Kyiv,suspended\nVienna,Graz,active\n"
    found = Imported(tmp_path, text, new_kind="connected-to:exchange:directed")
    assert {row.label for row in found.world.ties()} == {"was connected to", "is connected to"}


@pytest.mark.parametrize(
    ("header", "name"),
    [("Skąd;Dokąd", "loty.csv"), ("Odkud;Kam", "d.csv"), ("Woher;Wohin", "d.csv"), ("De;À", "vols.csv"),
     ("Fra;Til", "d.csv"), ("Desde;Hasta", "d.csv"), ("Honnan;Hová", "d.csv"), ("Откуда;Куда", "d.csv")],
)  # fmt: skip
def test_words_for_where_from_and_where_to_name_the_ends(tmp_path: Path, header: str, name: str) -> None:
    text = f"{header};Passagers\nParis;Lyon;51200\nLyon;Paris;50800\n"
    (question,) = questions(tmp_path, text, name)
    (option,) = [option for option in options(question) if "connected-to" in option]
    found = Imported(tmp_path, text, name, **answer(option))
    assert [tie["ends"] for tie in found.ties] == [("Lyon", "Paris"), ("Paris", "Lyon")]
    assert [figure["value"] for tie in found.ties for figure in tie["observations"]] == [50800, 51200]


def test_two_columns_of_towns_are_offered_as_both_ends(tmp_path: Path) -> None:
    text = "Xa,Xb,Menge\nWien,Graz,55\nWien,Linz,412\nWien,Bregenz,43\n"
    (question,) = questions(tmp_path, text, "flights.csv")
    assert question.readings[0].samples == ("Wien → Graz", "Wien → Linz", "Wien → Bregenz")
    found = Imported(tmp_path, text, "flights.csv", **answer(options(question)[0]))
    assert found.pairs == {frozenset(("Wien", town)) for town in ("Graz", "Linz", "Bregenz")}


@pytest.mark.parametrize("name", ["vols.csv", "flights.tsv"])
def test_edges_in_a_file_called_flights_are_no_sister_cities(tmp_path: Path, name: str) -> None:
    text = "source\ttarget\tsince\nParis\tLyon\t1990\nLyon\tNice\t1991\n"
    (question,) = questions(tmp_path, text, name)
    assert any("connected-to" in option for option in options(question))
    assert {tie["kind"] for tie in Imported(tmp_path, text.replace("target", "twin town"), name).ties} == {
        "sister-city"
    }
