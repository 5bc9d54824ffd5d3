"""When missions were opened and closed, in all languages of the list of headers: an opening is no end."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from citygraph.imports.columns import headers
from citygraph.imports.columns.headers import meaning_of
from imported import Imported, answer, options, questions

LIST = Path(headers.__file__).with_name("header_words.csv")


def words_for(what: str) -> dict[str, str]:
    """By language: a word for a time that says this, and nothing else."""
    found: dict[str, str] = {}
    for line in LIST.read_text("utf-8").splitlines():
        language, concept, words = line.split(",", 2) if line.count(",") > 1 else ("", "", "")
        for word in words.split("|") if concept == what and not line.startswith("#") else ():
            meaning = meaning_of(word)
            if meaning is not None and meaning.attribute == what:
                found[language] = word  # the last: those of openings stand behind those of towns
    return found


OPENED, CLOSED = words_for("founded"), words_for("closed")
LANGUAGES = sorted(OPENED.keys() & CLOSED.keys())


def test_many_languages_have_words_for_both() -> None:
    assert len(LANGUAGES) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_opening_is_a_closing(language: str) -> None:
    for word, other in ((OPENED[language], {"closed", "until", "ended"}), (CLOSED[language], {"founded", "since"})):
        meaning = meaning_of(word)
        assert meaning is not None
        assert not other & {one.attribute for one in (meaning, *meaning.others)}


@pytest.mark.parametrize("language", LANGUAGES[::3])
def test_what_was_opened_never_ends_then(language: str, tmp_path: Path) -> None:
    opened, closed = OPENED[language], CLOSED[language]
    text = (
        f"City,Type,{opened},{closed}\nWarsaw,Embassy,08.01.1992,\nDamascus,Embassy,1993,2018\n"
        "Lyon,Consulate,,02.2022\nBonn,Consulate,05.1990,24.02.1999\n"
    )
    (question,) = questions(tmp_path, text)
    option = options(question)[0].replace("=NAME", "=Ukraine")
    assert not {f"until={opened}", f"since={closed}"} & {*shlex.split(option)}
    found = Imported(tmp_path, text, **answer(option))
    times = {tie["ends"][1]: (tie["since"], tie["until"]) for tie in found.ties}
    assert times == {
        "Warsaw": ("1992-01-08", None), "Damascus": ("1993", "2018"), "Lyon": (None, "2022-02"),
        "Bonn": ("1990-05", "1999-02-24"),
    }  # fmt: skip
