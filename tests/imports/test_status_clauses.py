"""A remark that is a status with its date, its agent, its cause or an adverb around it is that status, in every
language; one that only begins so is told; and what is about another thing stays a remark."""

from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.status_phrases import remarked, status_phrase
from citygraph.imports.values.status_stems import status_within
from citygraph.imports.values.word_tables import words_by
from imported import Imported

TABLE = {means: sorted(words) for means, words in words_by("means", "status_stems.csv").items()}
ENDED = [word for word in TABLE["ended"] + TABLE["suspended"] if word.isascii() and not word.endswith("-")]
SAID = (
    ("suspended by the Finnish side in 2022", "suspended", "2022"),
    ("terminated unilaterally by Kiel in March 2014", "ended", "2014-03"),
    ("von russischer Seite seit März 2022 ausgesetzt", "suspended", "2022-03"),
    ("durch die Stadt zum 31.12.2019 gekündigt", "ended", "2019-12-31"),
    ("suspendu le 1er mars 2022", "suspended", "2022-03-01"),
    ("accord échu le 31/12/2021, non renouvelé", "ended", "2021-12-31"),
    ("suspendido unilateralmente por el ayuntamiento en 2022", "suspended", "2022"),
    ("rescindido a 4 de maio de 2010", "ended", "2010-05-04"),
    ("sciolto di comune accordo nel giugno 2012", "ended", "2012-06"),
    ("beëindigd per 31-12-2010", "ended", "2010-12-31"),
    ("współpraca zawieszona przez stronę polską w marcu 2022 r.", "suspended", "2022-03"),
    ("расторгнуто 3 марта 2022 года", "ended", "2022-03-03"),
    ("приостановлено финской стороной в 2022 году", "suspended", "2022"),
    ("с марта 2022 года приостановлено", "suspended", "2022-03"),
    ("розірвано в березні 2022 року за рішенням міської ради", "ended", "2022-03"),
    ("σε αναστολή από Μάρτιο 2022", "suspended", "2022-03"),
    ("교류 잠정중단(2022.3월~)", "suspended", "2022-03"),
    ("2022年3月より交流停止中", "suspended", "2022-03"),
    ("2005年10月由俄方终止", "ended", "2005-10"),
    ("tạm dừng từ tháng 3/2022", "suspended", "2022-03"),
    ("Mart 2022'den beri askıda", "suspended", "2022-03"),
    ("pozastavené ruskou stranou v roku 2022", "suspended", "2022"),
    ("purettu yksipuolisesti vuonna 2010", "ended", "2010"),
    ("megszüntetve 2013 májusában", "ended", "2013-05"),
    ("suspendat de către partea rusă în 2022", "suspended", "2022"),
    ("dự kiến ký quý I/2027", "planned", ""),
    ("υπό έγκριση", "proposed", ""),
    ("久未往來", "dormant", ""),
    ("ไม่มีความเคลื่อนไหว", "dormant", ""),
    ("proposta apresentada em 2022, ainda não aprovada", "proposed", ""),
    ("signature prévue au 1er trimestre 2027", "planned", ""),
    ("Unterzeichnung im Frühjahr 2027 geplant", "planned", ""),
    ("wegen des Krieges in der Ukraine ausgesetzt", "suspended", ""),
)
TOLD = (
    "suspended like all our ties with that country", "terminated? 2022", "приостановлено, как и прочие связи",
    "ausgesetzt ungefähr 2022", "the war ended in 1945",
)  # fmt: skip
OF_OTHER_THINGS = (
    "left side closed", "visit cancelled by the mayor", "festival suspended 2020", "council dissolved 1974",
    "not terminated by Kiel", "wird 2031 von Kiel beendet", "planned city of the 18th century", "市长访问中止",
)  # fmt: skip
TOWNS = ("Graz", "Sibiu", "Gdynia", "Brno", "Turku", "Bergen", "Porto", "Leeds")
HOSTS = ("Lyon", "Ulm", "Derby", "Malmö", "Trieste", "Poznań", "Tampere", "Košice")
PAIRS = list(product(HOSTS, TOWNS))


def read(folder: Path, notes: tuple[str, ...]) -> tuple[Imported, list[dict[str, Any]]]:
    rows = [f'{host};{town};1960;"{note}"' for (host, town), note in zip(PAIRS, notes, strict=False)]
    found = Imported(folder, "\n".join(["City;Partner town;Since;Notes", *rows]) + "\n")
    ties = {frozenset(tie["ends"]): tie for tie in found.ties}
    return found, [ties[frozenset(pair)] for pair, _ in zip(PAIRS, notes, strict=False)]


@given(st.sampled_from(ENDED), st.integers(1950, 2025), st.sampled_from(("by Kiel", "von beiden Seiten", "")))
def test_a_word_for_an_end_has_its_year_and_whoever_brought_it_about(word: str, year: int, agent: str) -> None:
    phrase = status_phrase(f"{word} {agent} in {year}")
    assert phrase is not None
    assert (phrase.status, phrase.when) == (status_within(word), str(year))


@given(st.sampled_from(ENDED), st.sampled_from(("by Kiel", "in 2010", "due to the war")))
def test_a_word_that_leaves_it_open_leaves_all_of_it_open(word: str, behind: str) -> None:
    assert status_phrase(f"renewed, {word} {behind}") is None
    assert status_phrase(f"will be {word} {behind}") is None


def test_a_remark_is_the_status_that_its_words_give_and_has_its_date(tmp_path: Path) -> None:
    _, ties = read(tmp_path, tuple(text for text, _, _ in SAID))
    read_as = [(tie["status"], tie["until"] or tie.get("history", [{}])[-1].get("from", "")) for tie in ties]
    assert read_as == [(status, date) for _, status, date in SAID]
    assert [text for tie, (text, _, _) in zip(ties, SAID, strict=True) if tie["notes"].count(text) != 1] == []


def test_who_ended_a_tie_stays_in_its_notes_where_it_stands_beside_a_name(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City;Partner town;Since\nLyon;Graz (dissolved by the council in 2014);1960\n")
    (tie,) = found.ties
    assert (tie["ends"], tie["status"], tie["until"]) == (("Graz", "Lyon"), "ended", "2014")
    assert "dissolved by the council in 2014" in tie["notes"]


def test_until_when_a_tie_rests_is_not_since_when() -> None:
    assert status_phrase("suspended by the council until 2027") == ("suspended", "", "2027")


def test_a_name_behind_such_words_stays_a_name() -> None:
    assert [remarked(name) for name in ("ended by Kiel", "Von Kiel", "Frankfurt (Oder)")] == [None] * 3


def test_a_remark_that_only_begins_like_a_status_is_told_and_changes_nothing(tmp_path: Path) -> None:
    found, ties = read(tmp_path, TOLD)
    assert {tie["status"] for tie in ties} == {"unknown"}
    assert [what for _, what, _ in found.told("doubtful")] == list(TOLD)


def test_a_remark_about_another_thing_changes_nothing(tmp_path: Path) -> None:
    found, ties = read(tmp_path, OF_OTHER_THINGS)
    assert {tie["status"] for tie in ties} == {"unknown"}
    assert not found.told("doubtful")
    assert [note in tie["notes"] for tie, note in zip(ties, OF_OTHER_THINGS, strict=True)] == [True] * len(ties)
