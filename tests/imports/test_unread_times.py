"""Dates and years beside ties: what headers say of them in many languages, and that none is just left unread."""

import datetime
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.columns.headers import meaning_of
from conftest import examples
from imported import Imported, options, questions

PAIRS = "City,Country,Partner city,Partner country,{}\nLyon,FR,Milan,IT,{}\nLyon,FR,Leipzig,DE,{}\n"


def dates(found: Imported) -> set[tuple[str | None, str | None]]:
    return {(tie["since"], tie["until"]) for tie in found.ties}


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("Indgået", "Ophørt"), ("Oprettet", "Nedlagt"), ("Inngått", "Avsluttet"), ("Sedert", "Verbroken"),
        ("Alku", "Loppu"), ("Nuo", "Iki"), ("Kopš", "Līdz"), ("Alates", "Lõppenud"), ("Des de", "Fins a"),
        ("Успостављено", "Раскинуто"), ("Uspostavljeno", "Prekinuto"), ("Začetek", "Prekinitev"),
        ("Létrejött", "Megszűnt"), ("Din anul", "Reziliat"), ("מאז", "הסתיים"), ("شروع", "پایان"),
        ("Hasiera", "Amaiera"), ("startTime", "endTime"), ("begin_term", "end_term"), ("Opened", "Closed"),
        ("Ouverture", "Fermeture"), ("Otwarto", "Zamknięto"), ("Открыто", "Закрыто"), ("Eröffnet", "Geschlossen"),
        ("Begonnen", "Afgesloten"), ("Link started", "Link ended"), ("Open since", "Closure"), ("開設", "閉鎖"),
    ],
)  # fmt: skip
def test_headers_of_many_languages_say_begin_and_end(tmp_path: Path, begins: str, ends: str) -> None:
    text = PAIRS.format(f"{begins},{ends}", "1967,2010", "1981,")
    assert dates(Imported(tmp_path, text)) == {("1967", "2010"), ("1981", None)}


@pytest.mark.parametrize("header", ["Geschlossen", "Gesloten", "Concluded", "Abgeschlossen"])
def test_what_is_concluded_or_closed_is_concluded_without_a_begin_beside_it(tmp_path: Path, header: str) -> None:
    found = Imported(tmp_path, PAIRS.format(header, "1967", "1981"))
    assert {tie["status"] for tie in found.ties} == {"unknown"}
    assert all(tie["until"] is None for tie in found.ties)


@pytest.mark.parametrize("header", ["שנה", "سال", "Година", "Godina", "Any", "Gads", "Aasta", "Metai", "Leto", "वर्ष"])
def test_the_word_for_year_is_known(header: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert meaning.attribute == "year"


def test_a_register_with_openings_is_one_of_places(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Opened,Closed\nLyon,FR,1967,2010\nLeipzig,DE,1981,\n")
    assert not found.ties
    assert len(found.nodes) == 2


@pytest.mark.parametrize("cells", [("1967", "1981"), ("04.05.1967", "17.11.1981"), ("1967.0", "1981.5")])
def test_times_that_no_header_explains_are_asked_about(tmp_path: Path, cells: tuple[str, str]) -> None:
    text = PAIRS.format("Foo", *cells)
    (question,) = questions(tmp_path, text)
    assert "`Foo`" in question.what
    assert options(question) == [
        "--map since=Foo", "--map until=Foo", "--map agreement.signed=Foo", "--map notes=Foo",
    ]  # fmt: skip
    assert {one[0] and one[0][:4] for one in dates(Imported(tmp_path, text, pairs=["since=Foo"]))} == {"1967", "1981"}


def test_a_target_that_is_taken_is_not_offered_and_stretches_are_one_reading(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, PAIRS.format("Since,Foo", "1967,2010", "1981,2012"))
    assert "--map since=Foo" not in options(question)
    (question,) = questions(tmp_path, PAIRS.format("Foo", "1967-1970", "1981-1990"))
    assert options(question) == ["--map since=Foo", "--map notes=Foo"]


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Last updated", "2024-01-05"), ("Stichtag", "31.12.2022"), ("更新日", "2024-01-05"), ("Last visit", "2019-05-04"),
     ("Postcode", "1985"), ("Foo", "1342"), ("Timestamp", "2024-01-05T10:00:00"), ("Birth date", "1961-05-04")],
)  # fmt: skip
def test_what_is_explained_or_no_year_is_not_asked_about(tmp_path: Path, header: str, cell: str) -> None:
    found = Imported(tmp_path, PAIRS.format(header, cell, cell.replace("5", "6")))
    assert dates(found) == {(None, None)}


def test_times_without_a_century_are_dates_of_a_column_and_doubtful(tmp_path: Path) -> None:
    found = Imported(tmp_path, PAIRS.format("Date Est.", "10/22/57", "12/7/1955"))
    assert dates(found) == {("1955-12-07", None), (None, None)}
    assert found.report.count("doubtful") == 1


PARTS = [
    ("Year", "Month", "Day"), ("Start year", "Start month", "Start day"), ("since_yyyy", "since_mm", "since_dd"),
    ("Jahr", "Monat", "Tag"), ("年", "月", "日"), ("Année", "Mois", "Jour"), ("Rok", "Miesiąc", "Dzień"),
    ("Год", "Месяц", "День"), ("startYear", "startMonth", "startDay"),
]  # fmt: skip


@given(headers=st.sampled_from(PARTS), day=st.dates(), word=st.booleans(), order=st.permutations((0, 1, 2)))
@examples(25)
def test_a_year_a_month_and_a_day_in_columns_are_one_date(
    tmp_path_factory: pytest.TempPathFactory, headers: tuple[str, ...], day: datetime.date, word: bool, order: list[int]
) -> None:
    day = day.replace(year=1950 + day.year % 60)
    cells = [str(day.year), f"{day:%B}" if word else str(day.month), str(day.day)]
    other = ["1981", "0", ""]
    text = PAIRS.format(*(",".join(row[at] for at in order) for row in (headers, cells, other)))
    assert dates(Imported(tmp_path_factory.mktemp("parts"), text)) == {(day.isoformat(), None), ("1981", None)}


def test_the_parts_of_a_date_go_to_its_figure_and_into_the_mapping_file(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Population,Year,Month\nLyon,FR,520774,2021,1\nMilan,IT,1371498,2020,12\n")
    assert {node["record"]["observations"][0]["as_of"] for node in found.nodes.values()} == {"2021-01", "2020-12"}


def test_a_number_beside_a_year_is_no_month(tmp_path: Path) -> None:
    text = PAIRS.format("Year,Month", "1967,5", "1981,40")
    assert any("`Month`" in question.what for question in questions(tmp_path, text))


@pytest.mark.parametrize("header", ["Stichtag", "As of", "Peildatum", "基準日", "데이터기준일자", "Stan na dzień"])
def test_the_day_of_figures_goes_to_them(tmp_path: Path, header: str) -> None:
    found = Imported(tmp_path, f"City,Country,Population,{header}\nLyon,FR,520774,31.12.2021\nMilan,IT,1371498,\n")
    figures = {name: node["record"]["observations"][0] for name, node in found.nodes.items()}
    assert {figure.get("as_of") for figure in figures.values()} == {"2021-12-31", None}


def test_the_day_of_figures_that_are_not_read_is_told_with_its_target(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Stichtag\nLyon,FR,31.12.2021\nMilan,IT,30.06.2022\n")
    assert ["--map observations.NAME.as_of=Stichtag" in one.why for one in found.report.remarks] == [True]


def test_terms_without_a_place_ask_where_the_posts_are_held(tmp_path: Path) -> None:
    text = "name,beginTerm,endTerm\nKonrad Poll,1982,1990\nHeinrich Lang,1991,1999\n"
    (question,) = questions(tmp_path, text, type="official")
    assert options(question)[0] == "--set of.name=NAME"
    assert options(question)[-1] == "--map notes=beginTerm --map notes=endTerm"
    found = Imported(tmp_path, text, type="official", constants=["of.name=Vienna", "title=Mayor"])
    assert {(post.name, post.since, post.until) for post in found.world.officials("Vienna")} == {
        ("Konrad Poll", "1982", "1990"), ("Heinrich Lang", "1991", "1999"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "now"),
    [("De;À", ""), ("De;Até", "atual"), ("Du;Au", "aujourd'hui"), ("Desde;Hasta", "actualidad"), ("Fra;Til", ""),
     ("Från;Till", "nu"), ("С;По", "настоящее время"), ("Từ;Đến", "nay"), ("Dari;Sampai", ""), ("De la;Până la", ""),
     ("从;到", "至今"), ("No;Līdz", ""), ("Od;Do", "dziś")],
)  # fmt: skip
def test_a_pair_of_small_words_over_times_says_since_and_until(tmp_path: Path, header: str, now: str) -> None:
    text = f"City;Partner city;{header}\nAngers;Torun;1977;{now}\nAngers;Pisa;1982;2010\nAngers;Bamako;1974;\n"
    found = Imported(tmp_path, text)
    times = {(tie["since"], tie["until"], tie["status"]) for tie in found.ties}
    assert times == {("1977", ".." if now else None, "unknown"), ("1982", "2010", "ended"), ("1974", None, "unknown")}


def test_one_of_such_words_alone_says_nothing(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City;Partner city;De\nAngers;Torun;1977\nAngers;Pisa;1982\n")
    assert "`De` has years: what are they?" in question.what


@pytest.mark.parametrize(
    ("one", "other", "target"),
    [("Desde", "Inicio", "since"), ("start", "Beginn", "since"), ("Since", "Start year", "since"),
     ("Until", "Ende", "until")],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_what_an_answer_does_not_choose_stays_in_the_notes(
    one: str, other: str, target: str, is_first: bool, tmp_path: Path
) -> None:
    text = f"City,Partner city,Country,{one},{other}\nCadiz,Brest,FR,1986,1986\nCadiz,Lille,FR,1992,1994\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == [f"--map {target}={shlex.quote(one)}", f"--map {target}={shlex.quote(other)}"]
    chosen, left = (one, other) if is_first else (other, one)
    found = Imported(tmp_path, text, pairs=[f"{target}={chosen}"])
    assert [tie[target] for tie in found.ties] == (["1986", "1992"] if is_first else ["1986", "1994"])
    assert any(sentence.startswith(f"`{left}` seems to have the ") for sentence in found.report.said)
    assert all(f"{left}: 19" in tie["notes"] for tie in found.ties)
