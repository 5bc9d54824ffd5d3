"""Projects with a lead partner, and events with their cities: what is offered keeps the names of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.columns.projects import names_a_project
from imported import Imported, answer, options, questions

PROJECTS = [
    "Project,Lead partner,Partners,Start", "Projekt,Federführung,Partner,Beginn",
    "Projet,Chef de file,Partenaires,Début",
    "Proyecto,Coordinador,Socios,Inicio", "Progetto,Capofila,Partner,Inizio", "Projekt,Lider,Partnerzy,Początek",
    "Проект,Ведущий партнёр,Партнёры,Начало", "项目,牵头城市,伙伴城市,开始",
]  # fmt: skip


@pytest.mark.parametrize("header", PROJECTS)
@pytest.mark.parametrize("turned", [False, True])
def test_partners_of_a_lead_keep_the_name_of_the_project(header: str, turned: bool, tmp_path: Path) -> None:
    rows = [header.split(","), ["RESILIENT", "Rotterdam", "Antwerp; Glasgow; Malmö", "2015"],
            ["Goals", "Tallinn", "Bratislava; Gävle; Lyon", "2021"]]  # fmt: skip
    text = "".join(f"{','.join(reversed(row) if turned else row)}\n" for row in rows)
    (question,) = questions(tmp_path, text)
    option = options(question)[0]
    (of_list,) = questions(tmp_path, text, **answer(option))
    found = Imported(tmp_path, text, **answer(option, options(of_list)[0]))
    assert {(*sorted(tie["ends"]), tie["title"]) for tie in found.ties} == {
        ("Antwerp", "Rotterdam", "RESILIENT"), ("Glasgow", "Rotterdam", "RESILIENT"),
        ("Malmö", "Rotterdam", "RESILIENT"), ("Bratislava", "Tallinn", "Goals"), ("Gävle", "Tallinn", "Goals"),
        ("Lyon", "Tallinn", "Goals"),
    }  # fmt: skip
    assert {tie["kind"] for tie in found.ties} == {"project-partner"}


EVENTS = [
    "Event,Host city,Participating cities,Date", "Evento,Sede,Ciudades participantes,Fecha",
    "Veranstaltung,Ort,Teilnehmende Städte,Datum", "Congrès,Lieu,Villes participantes,Date",
    "Мероприятие,Место,Города-участники,Дата", "活动,地点,参加城市,日期",
]  # fmt: skip


@pytest.mark.parametrize("header", EVENTS)
def test_cities_attend_events_that_are_told_apart_by_their_days(header: str, tmp_path: Path) -> None:
    text = f"{header}\nSummit,Quito,Lima; Kyoto; Leipzig,2016-10-17\nSummit,Durban,Rome; Oslo; Bern,2019-11-11\n"
    (question,) = questions(tmp_path, text)
    assert not any("--map name=" in option for option in options(question))
    option = options(question)[0]
    (of_list,) = questions(tmp_path, text, **answer(option))
    found = Imported(tmp_path, text, **answer(option, options(of_list)[0]))
    events = [node for node in found.nodes.values() if node["type"] == "event"]
    assert [node["name"] for node in events] == ["Summit", "Summit"]
    assert {tie["ends"][0] for tie in found.ties} == {"Lima", "Kyoto", "Leipzig", "Rome", "Oslo", "Bern"}
    assert {tie["kind"] for tie in found.ties} == {"attends"}


def test_the_project_beside_both_ends_is_the_title_of_the_tie(tmp_path: Path) -> None:
    text = "Kommune,Partnerkommune,Projekt\nKöln,Corinto,Solarprojekt\nBonn,Cape Coast,Klimapartnerschaft\n"
    (question,) = questions(tmp_path, text)
    assert "--kind project-partner --map title=Projekt" in options(question)


@pytest.mark.parametrize("header", ["Project partner", "Projektpartner", "Lead project city", "City", "Budget"])
def test_other_headers_name_no_projects(header: str) -> None:
    assert not names_a_project(header)
