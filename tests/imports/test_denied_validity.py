"""Remarks that say that a paper is not valid, or is being prepared: none of them is silent, in any language."""

from itertools import product
from pathlib import Path

import pytest

from citygraph.imports.values.status_phrases import status_phrase
from citygraph.imports.values.status_stems import denies_validity, status_within
from citygraph.imports.values.word_tables import rows_of
from imported import Imported

MEANS = {"over": "ended", "ahead": "planned", "no": ""}
LANGUAGES = {row["language"]: row for row in rows_of("validity_words.csv")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_for_being_valid_is_read_beside_each_of_its_negations(language: str) -> None:
    row = LANGUAGES[language]
    for negation, status in MEANS.items():
        for no, word in product(row[negation].split(";"), row["valid"].split(";")):
            phrase = f"{no} {word.removesuffix('-')}"
            said = status_phrase(phrase)
            assert status_within(phrase) == status, phrase
            assert (said and said.status) or status or denies_validity(phrase), phrase


NOT_VALID = ("не действует с 2022", "not in force since 2015", "nie obowiązuje od 2022", "neplatí", "yürürlükte değil")
OVER = (
    "nicht mehr gültig seit 2022", "już nie obowiązuje", "больше не действует", "n'est plus en vigueur",
    "ya no está vigente", "gäller inte längre", "已无效",
)  # fmt: skip
PLANS = (
    "w trakcie podpisywania", "проект соглашения", "în curs de semnare", "ещё не действует", "aún no vigente",
    "noch nicht in Kraft", "projet de convention", "ще не чинний", "nacrt sporazuma",
)  # fmt: skip
TOWNS = ("Sibiu", "Gdynia", "Brno", "Turku", "Bergen", "Porto", "Leeds", "Lyon", "Derby")


def read(folder: Path, notes: tuple[str, ...]) -> tuple[Imported, list[str]]:
    rows = [f'Ulm;{town};1990;"{note}"' for town, note in zip(TOWNS, notes, strict=False)]
    found = Imported(folder, "\n".join(["City;Partner town;Since;Notes", *rows]) + "\n")
    statuses = {end: tie["status"] for tie in found.ties for end in tie["ends"]}
    return found, [statuses[town] for town, _ in zip(TOWNS, notes, strict=False)]


@pytest.mark.parametrize(("notes", "status"), [(OVER, "ended"), (PLANS, "planned"), (NOT_VALID, "unknown")])
def test_a_remark_that_denies_validity_or_prepares_a_paper_is_read_or_doubtful(
    notes: tuple[str, ...], status: str, tmp_path: Path
) -> None:
    found, statuses = read(tmp_path, notes)
    assert statuses == [status] * len(notes)
    told = {where for outcome in ("doubtful", "read") for where, _, _ in found.told(outcome)}
    assert [note for row, note in enumerate(notes, 2) if f"register.csv:{row}" not in told] == []


@pytest.mark.parametrize("note", ["le jumelage le plus actif", "the most active of all", "still valid"])
def test_what_denies_nothing_is_no_denial(note: str) -> None:
    assert status_within(note) == ""
    assert not denies_validity(note)
