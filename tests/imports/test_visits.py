"""Lists of visits: the header may name the place that was visited, and no column who came; or persons who came."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from citygraph.world import World
from conftest import citygraph
from imported import Imported, answer, options, questions

HOSTS = [
    ("Datum", "Bezoek aan", "Delegatieleider"), ("Datum", "Besuch in", "Leitung der Delegation"),
    ("Date", "Visite à", "Chef de délégation"), ("Fecha", "Visita a", "Jefe de la delegación"),
    ("Data", "Visita a", "Capo delegazione"), ("Date", "Visit to", "Head of delegation"),
    ("Date", "City visited", "Led by"), ("Date", "Mission to", "Leader"), ("Dato", "Besøk i", "Delegasjonsleder"),
    ("Data", "Wizyta w", "Przewodniczący delegacji"), ("Дата", "Визит в", "Глава делегации"),
    ("Дата", "Візит до", "Голова делегації"), ("日付", "訪問先", "団長"), ("日期", "访问城市", "代表团团长"),
    ("방문일", "방문 도시", "단장"), ("Tarih", "Ziyaret edilen şehir", "Heyet başkanı"),
    ("Datum", "Zielstadt der Delegation", "Delegationsleiter"), ("Date", "Destination of the delegation", "Leader"),
]  # fmt: skip


@pytest.mark.parametrize("header", HOSTS)
def test_the_place_that_was_visited_is_no_partner_unasked(header: tuple[str, str, str], tmp_path: Path) -> None:
    text = f"{';'.join(header)}\n2023-05-12;Bremen;Femke Halsema\n2023-09-03;Lyon;Femke Halsema\n"
    (question,) = questions(tmp_path, text)
    assert question.what.startswith(f"`{header[1]}` names the place of visits")
    found = Imported(tmp_path, text, **answer(options(question)[0].replace("NAME", "Amsterdam")))
    assert [(*tie["ends"], tie["kind"], tie["on"]) for tie in found.ties] == [
        ("Amsterdam", "Bremen", "delegation", "2023-05-12"), ("Amsterdam", "Lyon", "delegation", "2023-09-03"),
    ]  # fmt: skip


def test_the_town_of_the_title_may_be_who_came(tmp_path: Path) -> None:
    text = "Visits of the City of Leeds,,\nDate,Visit to,Purpose\n2023-05-12,Lille,trade\n2023-09-03,Dortmund,art\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0].startswith("--set from.name=Leeds ")


def test_the_delegation_beside_the_place_came_there(tmp_path: Path) -> None:
    text = "Delegation,Visit to,Date\nCity of Leeds,Lille,2023-05-12\nCity of York,Dijon,2024-02-20\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--map from.name=Delegation --map to.name='Visit to' --kind delegation"


PERSONS = "2023-05-12;{}Burkhard Jung\n2023-09-03;{}Giuseppe Sala\n2024-02-20;{}Anne Hidalgo\n"


@pytest.mark.parametrize("header", ["Visitor", "Gast", "Visitante", "Guest of honour", "Гость", "Konuk"])
def test_persons_who_came_are_no_cities(header: str, tmp_path: Path) -> None:
    text = f"Date;{header}\n{PERSONS.replace('{}', '')}"
    (question,) = questions(tmp_path, text)
    assert [option.partition(" --map")[0] for option in options(question)] == ["--type official"]
    found = Imported(tmp_path, text, **answer(options(question)[0]))
    assert {node["type"] for node in found.nodes.values()} == {"official"}


def test_the_towns_of_persons_who_came_are_who_sent_them(tmp_path: Path) -> None:
    text = f"Date;From;Visitor\n{PERSONS.format('Leipzig;', 'Milan;', 'Paris;')}"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **answer(options(question)[0].replace("NAME", "Lyon")))
    assert {tie["ends"] for tie in found.ties} == {(town, "Lyon") for town in ("Leipzig", "Milan", "Paris")}
    assert any("Burkhard Jung" in tie["notes"] for tie in found.ties)


def test_the_day_of_the_last_visit_beside_partners_says_nothing_else(tmp_path: Path) -> None:
    text = "City,Partner city,Since,Last visit\nLyon,Leeds,1968,2019-05-04\nLyon,Dortmund,1969,2021-05-04\n"
    assert {tie["kind"] for tie in Imported(tmp_path, text).ties} == {"sister-city"}


TITLES = [
    ("横浜市長の海外出張 一覧", "横浜市"), ("Business trips of the City of Leeds", "Leeds"),
    ("Délégations étrangères reçues par la Ville de Nantes", "Nantes"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "town"), TITLES)
def test_a_title_may_tell_of_visits_and_not_which_way_they_went(title: str, town: str, tmp_path: Path) -> None:
    text = f"{title},,\nDate,City,Cost\n2023-05-12,Lille,1\n2023-09-03,Dortmund,2\n2024-09-03,Seattle,3\n"
    (question,) = questions(tmp_path, text)
    out, back, _ = options(question)
    for offered, ends in ((out, (town, "Lille")), (back, ("Lille", town))):
        folder = tmp_path / ends[0]
        folder.mkdir()
        found = Imported(folder, text, **answer(offered))
        assert {(tie["kind"], tie["on"]) for tie in found.ties if tie["ends"] == ends} == {("delegation", "2023-05-12")}


def test_a_period_is_when_visits_were(tmp_path: Path) -> None:
    text = "期間,訪問都市\n令和5年10月29日~11月4日,ムンバイ\n令和6年5月12日~18日,パリ\n令和9年2月(予定),リヨン\n"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **answer(options(question)[0].replace("NAME", "横浜市")))
    assert [tie["on"] for tie in found.ties] == ["2024-05-12/2024-05-18", "2023-10-29/2023-11-04", "2027-02"]


def test_two_towns_that_were_visited_and_a_visit_that_did_not_take_place(tmp_path: Path) -> None:
    text = (
        "年月日,訪問先,用務\n2019年5月3日,フランクフルト市・リヨン市,経済交流\n2020年3月1日,バンクーバー市,中止\n"
        "2018年10月1日,上海市,祝賀\n"
    )
    said = {"constants": ["from.name=横浜市"], "kind": "delegation"}
    (question,) = questions(tmp_path, text, pairs=["to.name=訪問先", "notes=用務"], **said)
    assert options(question)[0] == "--split '訪問先=・'"
    found = Imported(tmp_path, text, pairs=["to.name=訪問先", "notes=用務"], splits=["訪問先=・"], **said)
    stands = {tie["ends"][1]: (tie["status"], tie["on"]) for tie in found.ties}
    assert stands == {
        "バンクーバー市": ("cancelled", "2020-03-01"),
        "フランクフルト市": ("unknown", "2019-05-03"),
        "リヨン市": ("unknown", "2019-05-03"),
        "上海市": ("unknown", "2018-10-01"),
    }
    assert {node["type"] for node in found.nodes.values()} == {"city"}


def test_a_visit_to_an_event_that_is_to_come_did_not_take_place(tmp_path: Path) -> None:
    """A slip in the year of the event: the row is refused and told, so that the folder passes `check`."""
    table = "city,event,event date,status\nGraz,Expo,DATE,ended\nLinz,Expo,DATE,ended\nLinz,Fair,2019-05-01,ended\n"
    how = ("--map", "from.name=city", "--map", "to.name=event", "--set", "to.type=event", "--map", "to.when=event date")
    soon = f"{datetime.date.today().year + 3}-05-01"
    for date, ties in ((soon, ["fair"]), ("2021-05-01", ["expo", "expo", "fair"])):
        (tmp_path / "v.csv").write_text(table.replace("DATE", date))
        graph = tmp_path / date
        done = citygraph("import", tmp_path / "v.csv", "--into", graph, "--kind", "attends", *how)
        assert done.code == (len(ties) < 3), done.err
        assert done.out.count("yet to come") == 3 - len(ties)
        world = World(graph, cache=False)
        assert not world.errors
        assert sorted(tie.to for tie in world.ties()) == ties
