"""Figures whose headers say which way they lead: exports, imports, and what countries give each other."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from imported import Imported, options, questions

ROWS = "France,Germany,2020,1250\nGermany,France,2020,1410\nItaly,France,2021,800\n"


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Exports", "exports-to"), ("Exports (EUR million)", "exports-to"), ("Ausfuhr in Mio. €", "exports-to"),
     ("Importations", "imports-from"), ("Value of imports", "imports-from"), ("出口", "exports-to"),
     ("Экспорт", "exports-to")],
)  # fmt: skip
def test_a_kind_with_a_direction_is_offered_for_figures_of_a_flow(header: str, kind: str, tmp_path: Path) -> None:
    text = f"Country,Partner country,Year,{header}\n{ROWS}"
    (*_, question) = questions(tmp_path, text)
    assert options(question)[0] == f"--new-kind {kind}:economy:directed"


def test_a_unit_in_the_header_is_no_part_of_the_property(tmp_path: Path) -> None:
    text = f"Country,Partner country,Year,Exports (EUR million)\n{ROWS}"
    found = Imported(tmp_path, text, new_kind="exports-to:economy:directed")
    (figure,) = found.ties[0]["observations"]
    assert (figure["property"], figure["value"], figure["unit"], figure["period"]) == (
        "exports", 1_250_000_000, "EUR", "2020",
    )  # fmt: skip
    assert [tie["ends"] for tie in found.ties] == [("France", "Germany"), ("Germany", "France"), ("Italy", "France")]


def test_a_kind_without_a_direction_is_asked_about(tmp_path: Path) -> None:
    text = "Country,Partner country,Year,Exports\nFrance,Germany,2020,1250\nItaly,France,2021,800\n"
    (question,) = questions(tmp_path, text, kind="trades-with")
    assert options(question) == ["--new-kind exports-to:economy:directed", "--map observations.exports=Exports"]
    found = Imported(tmp_path, text, kind="trades-with", pairs=["observations.exports=Exports"])
    assert {tie["kind"] for tie in found.ties} == {"trades-with"}


def test_the_year_is_that_of_both_figures(tmp_path: Path) -> None:
    text = "Reporter,Partner,Year,Exports,Imports\nFrance,Germany,2020,12,7\nItaly,France,2021,8,6\n"
    found = Imported(tmp_path, text, new_kind="trade-counted-with:economy:directed", type="country")
    figures = [(one["property"], one["value"], one["period"]) for one in found.ties[0]["observations"]]
    assert sorted(figures) == [("exports", 12, "2020"), ("imports", 7, "2020")]


@pytest.mark.parametrize(
    ("header", "ends"),
    [("donor,recipient", ("Germany", "Kenya")), ("Geberland,Empfängerland", ("Germany", "Kenya")),
     ("País de origen,País de destino", ("Germany", "Kenya")), ("援助国,受援国", ("Germany", "Kenya")),
     ("beneficiary,lender", ("Kenya", "Germany")), ("partner,geo", ("Kenya", "Germany"))],
)  # fmt: skip
def test_givers_and_takers_are_ends(header: str, ends: tuple[str, str], tmp_path: Path) -> None:
    text = f"{header},year,amount\nGermany,Kenya,2020,12\nFrance,Mali,2020,14\nJapan,Laos,2021,8\n"
    (question,) = questions(tmp_path, text)
    assert "--kind supports" in options(question)
    assert ends in [tie["ends"] for tie in Imported(tmp_path, text, kind="supports").ties]


@pytest.mark.parametrize("header", [
    "País informante,País socio,Año,Valor", "País declarante,País asociado,Año,Valor",
    "País declarante,País parceiro,Ano,Valor", "Pays déclarant,Pays partenaire,Année,Valeur",
    "Meldeland,Partnerland,Jahr,Wert", "Berichtsland,Handelspartner,Jahr,Wert",
    "Paese dichiarante,Paese partner,Anno,Valore", "Kraj sprawozdawczy,Kraj partnerski,Rok,Wartość",
    "报告国,伙伴国,年份,金额", "報告国,相手国,年,金額", "Страна-репортёр,Страна-партнёр,Год,Значение",
])  # fmt: skip
def test_who_reports_trade_and_with_whom_are_the_ends_in_all_languages(header: str, tmp_path: Path) -> None:
    (*_, question) = questions(tmp_path, f"{header}\n{ROWS}")
    assert "--kind trades-with" in options(question)
    assert question.texts[0] == "France → Germany"


@pytest.mark.parametrize("header", ["Xaaa,Yaaa,Year,Value", "Country one,Country two,Year,Value"])
def test_two_columns_of_countries_are_offered_as_both_ends_whatever_they_are_called(
    header: str, tmp_path: Path
) -> None:
    text = f"{header}\n{ROWS}"
    one, other, *_ = header.split(",")
    (question,) = questions(tmp_path, text)
    first = question.readings[0]
    assert f"--map from.name={shlex.quote(one)} --map to.name={shlex.quote(other)} --type country" == first.option
    assert first.samples[0] == "France → Germany"
    pairs = [f"from.name={one}", f"to.name={other}"]
    found = Imported(tmp_path, text, pairs=pairs, type="country", new_kind="exports-to:economy:directed")
    assert ("France", "Germany") in [tie["ends"] for tie in found.ties]


def test_years_between_countries_are_no_inhabitants(tmp_path: Path) -> None:
    text = "Origin country,Destination country,2010,2015\nFrance,Germany,120,130\nItaly,France,50,60\n"
    years, kinds = questions(tmp_path, text)
    assert options(years) == ["--set years=value", "--set years=migrants", "--set years=NAME"]
    assert "--new-kind migration-to:exchange:directed" in options(kinds)
    found = Imported(tmp_path, text, new_kind="migration-to:exchange:directed", constants=["years=migrants"])
    assert [(one["value"], one["period"]) for one in found.ties[0]["observations"]] == [(120, "2010"), (130, "2015")]


def test_a_year_is_not_that_of_a_figure_that_is_not_read(tmp_path: Path) -> None:
    text = "Country,Imports from Germany,Year\nFrance,12,2020\nItaly,10,2020\nSpain,9,2020\n"
    found = Imported(tmp_path, text)
    assert {what for _, what, _ in found.told("unread")} == {"Imports from Germany", "Year"}


PORTS = [
    "Port of loading;Port of discharge;Commodity;TEU", "Export port;Import port;Commodities;Tonnes",
    "Ladehafen;Löschhafen;Warengruppe;Tonnen", "Port de chargement;Port de déchargement;Marchandise;Tonnes",
    "Puerto de carga;Puerto de descarga;Mercancía;Toneladas", "Porto de embarque;Porto de destino;Mercadoria;Toneladas",
    "Porto di carico;Porto di scarico;Merce;Tonnellate", "Laadhaven;Loshaven;Goederen;Ton",
    "Порт погрузки;Порт выгрузки;Груз;Тонн", "Yükleme limanı;Boşaltma limanı;Ürün;Ton",
    "装货港;卸货港;货物;吨", "積地;揚地;品目;トン", "선적항;양하항;품목;톤",
]  # fmt: skip


@pytest.mark.parametrize("header", PORTS)
def test_between_ports_only_the_kind_is_open(header: str, tmp_path: Path) -> None:
    text = f"{header}\nHamburg;Santos;steel;12000\nRotterdam;Singapore;chemicals;8000\n"
    (question,) = questions(tmp_path, text)
    assert "--new-kind connected-to:exchange:directed" in options(question)
    found = Imported(tmp_path, text, new_kind="connected-to:exchange:directed")
    assert {(*tie["ends"], tie["subject"][0]) for tie in found.ties} == {
        ("Hamburg", "Santos", "steel"), ("Rotterdam", "Singapore", "chemicals"),
    }  # fmt: skip
    assert {one["value"] for tie in found.ties for one in tie["observations"]} == {12000, 8000}
