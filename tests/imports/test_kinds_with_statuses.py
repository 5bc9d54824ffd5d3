"""A status within the word for a kind, and titles that tell of several kinds: the known part is read."""

from pathlib import Path

import pytest

from citygraph.imports.values.status_phrases import kind_and_status
from imported import Imported, questions

HEAD = "City,Country,Partner town,Partner country,Type"
PAIRS = ("Leeds,GB,Lille,FR", "Leeds,GB,Brno,CZ", "Leeds,GB,Dortmund,DE", "Leeds,GB,Durban,ZA", "Leeds,GB,Siegen,DE")


def table(*types: str, head: str = HEAD) -> str:
    return "\n".join([head, *(f"{pair},{type}" for pair, type in zip(PAIRS, types, strict=False))]) + "\n"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("sister city_terminated", "ended"), ("former-twin town", "ended"), ("TWIN TOWN_SUSPENDED", "suspended"),
        ("Städtepartnerschaft beendet", "ended"), ("Twinning terminated by council vote", "ended"),
        ("jumelage (gelé depuis la guerre)", "suspended"), ("gemellaggio (in corso di definizione)", "planned"),
        ("hermanamiento-extinguido", "ended"), ("stedenband - opgezegd door de raad", "ended"),
        ("旧姉妹都市", "ended"), ("姉妹都市（解消）", "ended"), ("Draft Sister City", "planned"),
    ],
)  # fmt: skip
def test_a_status_within_the_word_for_a_kind_is_read_beside_the_kind(word: str, status: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, table(word, "friendship city", "sister city"))
    by_partner = {next(iter({*tie["ends"]} - {"Leeds"})): (tie["kind"], tie["status"]) for tie in found.ties}
    assert by_partner["Lille"] == ("sister-city", status)
    assert by_partner["Brno"] == ("friendship-city", "unknown")


@pytest.mark.parametrize("word", ["not active", "non-active", "twin, not ended", "trade_mou", "意向书"])
def test_a_word_that_denies_a_status_or_has_none_is_left_whole(word: str) -> None:
    assert kind_and_status(word) is None


def test_a_word_with_a_status_is_asked_about_without_it_and_once(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, table("sister_terminated", "sister", "sister_suspended", "former sister"))
    assert "`sister`: what kind" in question.what
    assert "--kind sister=sister-city" in [one.option for one in question.readings]


def test_titles_that_tell_of_other_kinds_are_asked_about(tmp_path: Path) -> None:
    head = HEAD.replace("Type", "Title")
    titles = ("Sister City Agreement", "Letter of Intent on Climate", "MoU on Water")
    (question,) = questions(tmp_path, table(*titles, head=head))
    assert "`Title` has words for other ties" in question.what
    assert "--map kind=Title" in [one.option for one in question.readings]
    alike = Imported(tmp_path, table(*["Sister City Agreement"] * 3, head=head))
    assert {tie["kind"] for tie in alike.ties} == {"sister-city"}
