"""The words for statuses: each language has them for each status; events and posts have words of their own."""

from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from citygraph.domain.terms import STATUSES
from citygraph.imports.values.status_stems import status_within
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.statuses_of_kinds import in_words_for_ties
from citygraph.imports.values.word_tables import rows_of
from imported import Imported

TOWNS = ("Graz", "Sibiu", "Gdynia", "Brno", "Turku", "Bergen", "Porto", "Leeds")
HOSTS = ("Lyon", "Ulm", "Derby", "Malmö", "Trieste", "Poznań", "Tampere", "Košice")
PAIRS = list(product(HOSTS, TOWNS))
SEEN_ELSEWHERE = """\
en|active|Still valid.;ended|Dissolved in 2011;suspended|SUSPENDED (2022);planned|planned for summer 2024
de|ended|aufgekündigt 2019;planned|geplantes Vorhaben;suspended|seit 2022 ausgesetzt
fr|ended|résiliées;suspended|suspendu depuis 2022;planned|signature prévue en 2027
es|ended|extinguidos;suspended|suspendidos;planned|firma prevista
pt|ended|encerrados em 2015;planned|previstas
it|ended|cessato nel 2010;suspended|sospesi;planned|firma prevista per il 2027
ca|ended|extingit el 2012;suspended|suspeses
nl|ended|opgeheven in 2010;planned|gepland voor 2027
sv|ended|upphörde 2012;dormant|vilande sedan 2015
da|ended|ophørt i 2012
nb|ended|avsluttet i 2012
fi|ended|päättynyt 2012;planned|suunnitteilla vuodelle 2027
et|ended|lõppenud 2012
lv|ended|izbeigta 2012
lt|ended|nutraukta 2012 m.
pl|ended|wygasła w 2012 r.;suspended|zawieszono w 2022;planned|planowanych
cs|ended|ukončena roku 2012;suspended|pozastavena v roce 2022;active|TRVÁ
sk|ended|ukončené v roku 2012
sl|ended|končano leta 2012
hr|ended|raskinut 2012.
sr|ended|раскинут 2012.
bg|ended|прекратено през 2012
ro|ended|încetat în 2012
hu|ended|megszűnt 2012-ben
el|ended|έληξε το 2012
ru|ended|прекращены в 2012 году;suspended|приостановлены с 2022
uk|ended|розірвано у 2022 році;suspended|призупинені
tr|ended|2012'de sona erdi
ar|ended|انتهت عام 2012
he|ended|הסתיים בשנת 2012
hi|ended|2012 में समाप्त
fa|ended|پایان یافته در ۱۳۹۱
th|ended|สิ้นสุดปี 2555
vi|ended|chấm dứt năm 2012
id|ended|berakhir tahun 2012
zh|ended|2012年终止
ja|ended|2012年解消;dormant|2022年より休止
ko|ended|2012년 종료;suspended|2022년부터 중단
ka|ended|დასრულდა 2012 წელს"""


def by_language(table: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in rows_of(table):
        found[row["language"]][row["status"]] = row["words"].split(";")
    return found


def test_each_language_has_words_for_each_status() -> None:
    assert {
        language: missing for language, words in by_language("status_words.csv").items()
        if (missing := {*STATUSES} - words.keys())
    } == {}  # fmt: skip


def test_each_language_says_what_took_place_and_what_did_not_and_who_has_left() -> None:
    languages = by_language("status_words.csv").keys()
    events, posts = by_language("statuses_of_events.csv"), by_language("statuses_of_posts.csv")
    assert {one for one in languages if not {"ended", "cancelled", "postponed"} <= events[one].keys()} == set()
    assert {one for one in languages if "ended" not in posts[one]} == set()


@pytest.mark.parametrize("of", ["events", "posts"])
def test_a_word_of_a_sort_of_kinds_means_one_status_and_reads_so(of: str) -> None:
    rows = [(row["status"], word) for row in rows_of(f"statuses_of_{of}.csv") for word in row["words"].split(";")]
    said = {word: in_words_for_ties(word, of) for _, word in rows}
    read = {word: status_of(text) or status_within(text) for word, text in said.items()}
    assert [(status, word) for status, word in rows if read[word] != status.replace("postponed", "planned")] == []


def test_words_as_other_files_write_them(tmp_path: Path) -> None:
    wanted = [
        cell.split("|") for line in SEEN_ELSEWHERE.splitlines() for cell in line.partition("|")[2].split(";")
    ]  # fmt: skip
    rows = [f"{host};{town};{text}" for (host, town), (_, text) in zip(PAIRS, wanted, strict=False)]
    found = Imported(tmp_path, "\n".join(["City;Partner town;Status", *rows]) + "\n")
    read = {frozenset(tie["ends"]): tie["status"] for tie in found.ties}
    assert [(text, status) for pair, (status, text) in zip(PAIRS, wanted, strict=False)
            if read[frozenset(pair)] != status] == []  # fmt: skip


def test_what_took_place_what_did_not_and_what_is_put_off(tmp_path: Path) -> None:
    cells = {"Held": "ended", "uitgevoerd": "ended", "実施": "ended", "took place": "ended", "elmaradt": "cancelled",
             "中止": "cancelled", "延期": "planned", "reporté": "planned", "not yet held": "planned",
             "laufend": "unknown"}  # fmt: skip
    rows = [f"{host};{town};2019-05-04;{text}" for (host, town), text in zip(PAIRS, cells, strict=False)]
    found = Imported(tmp_path, "\n".join(["From;To;Date;Status", *rows]) + "\n", kind="delegation")
    read = {frozenset(tie["ends"]): tie["status"] for tie in found.ties}
    assert [read[frozenset(pair)] for pair, _ in zip(PAIRS, cells, strict=False)] == list(cells.values())
    assert [what for _, what, _ in found.told("doubtful")] == ["active"]
    noted = {tie["notes"].rpartition(": ")[2] for tie in found.ties if tie.get("notes")}
    assert {"延期", "reporté"} <= noted


def test_the_same_words_say_nothing_of_a_partnership(tmp_path: Path) -> None:
    """A project that is carried out may stand; 延期 may be the extension of a treaty."""
    rows = [f"{host};{town};{text}" for (host, town), text in zip(PAIRS, ("held", "実施", "延期"), strict=False)]
    found = Imported(tmp_path, "\n".join(["City;Partner town;Status", *rows]) + "\n")
    assert {tie["status"] for tie in found.ties} == {"unknown"}
    assert len(found.told("doubtful")) == 3


POSTS = "City,Mayor,Since,Until,Status\nLyon,Grégory Doucet,2020,{},{}\nGraz,Elke Kahr,2021,,\n"


@pytest.mark.parametrize("word", ["incumbent", "en exercice", "amtierend", "в должности", "في المنصب", "在任"])
def test_who_is_in_office_holds_the_post(word: str, tmp_path: Path) -> None:
    for number, cells in enumerate(((word, ""), ("", word))):
        (folder := tmp_path / str(number)).mkdir()
        posts = {tie["ends"][1]: tie["status"] for tie in Imported(folder, POSTS.format(*cells)).ties}
        assert posts == {"Lyon": "active", "Graz": "unknown"}


@pytest.mark.parametrize(("word", "status"), [("verstorben", "ended"), ("a démissionné", "ended"), ("退任", "ended"),
                                              ("mayor-elect", "planned"), ("a. D.", "ended")])  # fmt: skip
def test_who_has_left_does_not(word: str, status: str, tmp_path: Path) -> None:
    assert Imported(tmp_path, POSTS.format("", word)).ties[-1]["status"] == status


def test_a_post_without_an_end_may_be_over(tmp_path: Path) -> None:
    posts = {tie["ends"][1]: tie["status"] for tie in Imported(tmp_path, POSTS.format("unbefristet", "")).ties}
    assert posts["Lyon"] == "unknown"


@pytest.mark.parametrize(
    ("note", "status"), [("incumbent", "active"), ("retired 2021", "ended"), ("a doctor", "unknown")]
)
def test_a_remark_says_the_same_of_a_post(note: str, status: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Mayor,Since,Notes\nLyon,Grégory Doucet,2020,{note}\nGraz,Elke Kahr,2021,\n")
    assert {tie["ends"][1]: tie["status"] for tie in found.ties} == {"Lyon": status, "Graz": "unknown"}


def test_words_for_an_end_contradict_those_for_a_post_that_is_held(tmp_path: Path) -> None:
    found = Imported(tmp_path, POSTS.format("incumbent", "retired"))
    assert {tie["ends"][1]: tie["status"] for tie in found.ties}["Lyon"] == "unknown"
    assert found.told("doubtful")
