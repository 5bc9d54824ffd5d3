"""Phrases in the place of a status, and in that of a name: the words within them say how the tie stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.imports.values.status_phrases import tells_status
from citygraph.imports.values.status_stems import status_within
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.word_tables import words_by
from imported import Imported, said_in

TABLE = {means: sorted(words) for means, words in words_by("means", "status_stems.csv").items()}
WORDS = [(status, word.removesuffix("-")) for status in STATUSES for word in TABLE.get(status, ())]
TOWNS = ("Sibiu", "Gdynia", "Brno", "Turku", "Bergen", "Porto")


def test_each_word_means_its_status_and_none_that_holds() -> None:
    assert [(status, word) for status, word in WORDS if status_within(word) != status] == []
    assert not any(by_status(status).is_plain for status, _ in WORDS)


def test_the_table_of_words_and_that_of_stems_agree() -> None:
    assert [(status, word) for status, word in WORDS if status_of(word) not in (None, status)] == []


@given(st.sampled_from(WORDS), st.sampled_from(TABLE["open"]))
def test_a_word_that_leaves_it_open_leaves_it_open_beside_each(said: tuple[str, str], word: str) -> None:
    phrase = f"{word.removesuffix('-')}, {said[1]}"
    assert status_within(phrase) in ("", said[0])  # `nicht, verlängert`, too, is one that has ended
    assert status_within(f"renewed, {phrase}") == ""


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_words_that_contradict_each_other_say_nothing(one: tuple[str, str], other: tuple[str, str]) -> None:
    plans = [by_status(status).is_plan for status, _ in (one, other)]
    if one[0] != other[0] and not all(plans) and not {"not", "nicht"} & {*f"{one[1]} {other[1]}".split()}:
        assert status_within(f"{one[1]}; {other[1]}") in ("", *(one[:1] if other[1] in one[1] else ()))


@pytest.mark.parametrize(
    ("status", "phrases"),
    [
        ("ended", "terminated by council vote;durch Ratsbeschluss beendet;umowa wypowiedziana przez radę miasta;"
                  "avtalet har upphört;közgyűlési határozattal megszüntetve;Meclis kararı ile feshedildi"),
        ("suspended", "交流停止中;Frozen due to the war;wegen Krieg ausgesetzt;współpraca zawieszona;暂停交流"),
        ("planned", "İmza aşamasında;in Vorbereitung;Pending;signature prévue;k podpisu;проєкт у підготовці"),
        ("proposed", "rozmowy w toku;voorstel;under förhandling;en pourparlers;probíhají jednání;ведутся переговоры"),
        ("cancelled", "abgesagt;projet abandonné;Propuesta rechazada"),
        ("unknown", "Renewed;under review;umowa nie została podpisana;wird 2031 beendet;not terminated"),
        ("unknown", "expires 2030;gelegentliche Treffen"),
    ],
)  # fmt: skip
def test_a_phrase_in_the_place_of_a_status_is_understood_or_unknown_and_its_words_stay(
    status: str, phrases: str, tmp_path: Path
) -> None:
    texts = phrases.split(";")
    rows = [f"Ulm,DE,{town},{text}" for town, text in zip(TOWNS, texts, strict=False)]
    found = Imported(tmp_path, "\n".join(["City,Country,Partner town,Status", *rows]) + "\n")
    assert [tie["status"] for tie in found.ties] == [status] * len(texts)
    notes = "".join(said_in(file) for file in found.into.rglob("ties.*"))
    assert [text for text in texts if text not in notes and not tells_status(text)] == []
    assert len(found.told("doubtful")) == (len(texts) if status == "unknown" else 0)


@pytest.mark.parametrize(
    "text", ["rozmowy w toku", "Gespräche laufen", "jednání probíhají", "förhandlingar pågår", "talks ongoing"]
)
def test_such_a_phrase_in_the_place_of_a_name_is_no_city(text: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,Partner town,Partner country\nUlm,DE,{text},CN\nUlm,DE,Sibiu,RO\n")
    assert {node["name"] for node in found.world.graph.nodes.values()} == {"Ulm", "Sibiu"}
    assert found.told("doubtful")
