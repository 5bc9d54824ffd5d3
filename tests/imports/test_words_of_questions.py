"""Questions say in words what is open: a reader need not know the targets to answer one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.imports.columns.target_words import in_words
from citygraph.imports.columns.targets import targets
from imported import Imported, options, questions

TABLES = [
    "City,City name,Country\nLyon,Leeds,France\nMetz,Bonn,France\n",
    "City,Partner city,Since,Since\nLyon,Leeds,1968,1969\nMetz,Bonn,1970,1971\n",
    "Foo,Bar\nalpha beta,gamma delta\nepsilon,zeta eta\n",
    "Partner city,Partner country,Note\nLyon,France,x y\nBonn,Germany,z\n",
]


@pytest.mark.parametrize("text", TABLES)
def test_no_question_names_a_target(text: str, tmp_path: Path) -> None:
    for question in questions(tmp_path, text):
        assert not re.search(r"`(?:from|to|of)?\.?(?:name|country|since|until)`", question.what), question.what
        assert options(question)


@pytest.mark.parametrize("shape", ["tie", "post", "node"])
def test_every_target_has_words_or_stays_as_it_is(shape: str) -> None:
    for target in targets(shape):
        said = in_words(target, shape)
        assert said == f"`{target}`" or "`" not in said


def test_a_mistake_in_json_shows_a_word_and_not_the_file(tmp_path: Path) -> None:
    text = "[{" + ", ".join(f"'key{number}': 'value'" for number in range(50)) + "}]"
    with pytest.raises(CityGraphError, match=r"a key in double quotes should stand here, not `'key0'`$"):
        Imported(tmp_path, text, "list.json", None)


def test_an_object_in_a_cell_is_no_name(tmp_path: Path) -> None:
    text = json.dumps([["city", "partner"], ["Lyon", {"name": "Leeds"}], ["Lyon", "Dortmund"]])
    found = Imported(tmp_path, text, "list.json", None)
    assert set(found.cities) == {"Lyon", "Dortmund"}
    assert [what for _, what, _ in found.told("doubtful")] == ['{"name": "Leeds"}']
