"""What the eye cannot see in a file: each field of names, ids and references tells it; words of a source need not."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder.diagnostics import Diagnostic
from conftest import citygraph, examples
from odd_characters import AT_HOME, SHAPELESS
from worlds import load

WORLD = """\
cities:
  <osh>: {name: Osh, country: KG, names: {ky: Ош}, tags: [silk road]}
  troyan: {name: <Troyan>, country: BG, names: {en: <Trojan>}, aliases: [<Troy>], known_for: [<plums>]}
  bursa: {name: Bursa, country: <TR>}
sources:
  paper: {title: <The paper>, authors: [<Ada Lovelace>]}
ties:
  - {kind: <sister-city>, between: [<osh>, troyan], status: <active>, <since>: <2021>, source: <paper>}
  - {kind: sister-city, between: [bursa, troyan], agreement: {document: <paper>}, subject: <plums>, source: paper}
"""
TABLE = "id,name,country,aliases\n<osh>,<Osh>,KG,<Och>; Oš\ntroyan,Troyan,<BG>,\n"


def found(text: str, name: str = "w.yaml") -> list[Diagnostic]:
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, name).write_text(text, encoding="utf-8")
        return list(load(Path(scratch)).diagnostics)


def spots(text: str) -> list[tuple[int, int]]:
    """Where the marked words begin and end."""
    return [(at, text.index(">", at)) for at, letter in enumerate(text) if letter == "<"]


@examples(120)
@given(data=st.data(), table=st.booleans())
def test_a_hidden_character_in_a_name_an_id_or_a_reference_is_named(data: st.DataObject, table: bool) -> None:
    marked = TABLE if table else WORLD
    start, end = data.draw(st.sampled_from(spots(marked)))
    at = data.draw(st.integers(start + 1, end))
    sign = data.draw(st.sampled_from(SHAPELESS))
    text = (marked[:at] + sign + marked[at:]).replace("<", "").replace(">", "")
    line = marked[:at].count("\n") + 1
    told = [problem for problem in found(text, "cities.csv" if table else "w.yaml") if problem.span.line == line]
    assert any(f"U+{ord(sign):04X}" in f"{problem.message} {problem.hint}" for problem in told)


def test_the_world_without_them_is_silent() -> None:
    assert found(WORLD.replace("<", "").replace(">", "")) == []


@pytest.mark.parametrize("text", AT_HOME)
def test_where_they_belong_they_are_silent(text: str) -> None:
    assert found(f"cities:\n  osh: {{name: Osh, country: KG, names: {{fa: {text}}}, aliases: [{text}]}}\n") == []


def test_the_words_of_a_source_are_its_own() -> None:
    said = "La ville\u00a0: «\u00a0un ju\u00admelage\u00a0» avec\u200b New\u00a0York et Jingdеzhen"
    source = f'sources:\n  s: {{title: S, passages: ["{said}"]}}\n'
    city = f'cities:\n  osh: {{name: Osh, country: KG, source: s, quote: "{said}", notes: ["{said}"]}}\n'
    assert found(source + city) == []


def test_one_letter_is_one_message_with_the_caret_under_it() -> None:
    (problem,) = found("cities:\n  osh: {name: Оsh, country: KG}\n")
    assert (problem.code, problem.span.line, problem.span.column) == ("mixed-scripts", 2, 15)
    assert "U+041E CYRILLIC CAPITAL LETTER O" in problem.message


def test_nothing_that_shows_nothing_reaches_the_terminal(tmp_path: Path) -> None:
    names = ["x".join(SHAPELESS), *SHAPELESS]
    escaped = [re.sub("[^x]", lambda sign: f"\\U{ord(sign[0]):08x}", signs) for signs in names]
    cities = [f'  c{at}: {{name: "O{it}sh", country: KG, notes: "no{it}te"}}\n' for at, it in enumerate(escaped)]
    (tmp_path / "w.yaml").write_text("cities:\n" + "".join(cities), encoding="utf-8")
    finding = ("find", "sh", "--type", "city", "--format", "json")
    for command in (("check",), ("check", "--format", "json"), ("show", "c0"), finding):
        ran = citygraph(*command, "--graph", tmp_path)
        assert ran.code == 0
        assert not set(SHAPELESS) & set(ran.out + ran.err), command
    assert [city["id"] for city in json.loads(ran.out)] == sorted(f"c{at}" for at in range(len(names)))
