"""The vocabulary of ties: the built-in kinds, how they read, and the registers' words that find them."""

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import fold
from citygraph.domain.terms import GROUPS, NATURES, NODE_TYPES
from worlds import load


def builtin_records() -> dict[str, dict[str, Any]]:
    """The file of the built-in kinds, read by other means than the loader's."""
    text = resources.files("citygraph.domain").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["kinds"]


BUILTIN = Vocabulary(Kind.from_record(id, record) for id, record in builtin_records().items())
KINDS = pytest.mark.parametrize("kind", BUILTIN.values(), ids=lambda kind: kind.id)


def spoken_of(kind: Kind) -> list[str]:
    return [kind.id, *(term for terms in kind.terms.values() for term in terms)]


# ---------------------------------------------------------------- any vocabulary: laws

phrases = st.sampled_from(["sister city", "Twin Town", "twin-town", "友好城市", "Jumelage", "a", "B", "c", "contact"])


def kind_of(id: str, terms: list[str], *, symmetric: bool = True) -> Kind:
    ends = {"between": ["city"]} if symmetric else {"from": ["city"], "to": ["event"], "inverse": "is hosted by"}
    record = {"group": "agreement", "nature": "standing", "label": "hosts", "terms": {"en": terms}, **ends}
    return Kind.from_record(id, record)


vocabularies = st.lists(
    st.builds(kind_of, st.sampled_from("abcde"), st.lists(phrases, max_size=3), symmetric=st.booleans()),
    max_size=5,
    unique_by=lambda kind: kind.id,
).map(Vocabulary)


@given(vocabulary=vocabularies, text=phrases | st.text(max_size=3))
def test_a_term_finds_exactly_the_kinds_that_list_it_but_an_id_its_own_alone(vocabulary: Vocabulary, text: str) -> None:
    if text in vocabulary:
        assert vocabulary.called(text) == [text]
    else:
        listing = [id for id, kind in vocabulary.items() if fold(text) in map(fold, spoken_of(kind))]
        assert vocabulary.called(text) == listing


@given(vocabulary=vocabularies)
def test_all_that_is_spoken_finds_something(vocabulary: Vocabulary) -> None:
    assert sorted(vocabulary.spoken) == sorted(word for kind in vocabulary.values() for word in spoken_of(kind))
    assert all(vocabulary.called(word) for word in vocabulary.spoken)


# ---------------------------------------------------------------- the built-in one: laws


def test_there_are_28_kinds_and_an_empty_folder_has_them_all(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert len(BUILTIN) == 28
    assert list(loaded.vocabulary.items()) == list(BUILTIN.items())


def test_groups_and_natures_are_closed_and_all_in_use() -> None:
    assert {kind.group for kind in BUILTIN.values()} == set(GROUPS)
    assert {kind.nature for kind in BUILTIN.values()} == set(NATURES)


def test_kinds_stand_by_group_in_the_order_of_the_legend() -> None:
    groups = [kind.group for kind in BUILTIN.values()]
    assert groups == sorted(groups, key=GROUPS.index)


@KINDS
def test_a_kind_joins_nodes_and_nothing_else(kind: Kind) -> None:
    assert kind.starts
    assert kind.ends
    assert kind.starts | kind.ends <= set(NODE_TYPES)


@KINDS
def test_a_symmetric_kind_reads_alike_from_both_ends_and_a_directed_one_does_not(kind: Kind) -> None:
    assert kind.read("out") == kind.read("both") == kind.label
    assert kind.read("in") == kind.inverse
    assert kind.symmetric == (kind.read("in") == kind.read("out"))
    if kind.symmetric:
        assert kind.starts == kind.ends


@KINDS
def test_a_kind_reads_as_part_of_a_sentence(kind: Kind) -> None:
    for words in (kind.label, kind.inverse):
        assert re.fullmatch(r"[a-z]+( [a-z]+)*", words)


@KINDS
def test_a_kind_that_wikidata_knows_names_a_property(kind: Kind) -> None:
    assert kind.wikidata is None or re.fullmatch(r"\^?P[1-9]\d*", kind.wikidata)


@KINDS
def test_each_word_for_a_kind_finds_the_kinds_that_list_it(kind: Kind) -> None:
    for word in spoken_of(kind):
        listing = [other.id for other in BUILTIN.values() if fold(word) in map(fold, spoken_of(other))]
        assert BUILTIN.called(word.upper()) == listing
        assert kind.id in listing


# ---------------------------------------------------------------- the built-in one: examples


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("sister-city", ["sister-city"]),
        ("Sister City", ["sister-city"]),
        ("twin town", ["sister-city"]),
        ("Twin-Towns", ["sister-city"]),
        ("Twin Town of", []),
        ("友好城市", ["sister-city"]),
        ("姉妹都市", ["sister-city"]),
        ("Städtepartnerschaft", ["sister-city"]),
        ("stadtepartnerschaft", ["sister-city"]),
        ("JUMELAGE", ["sister-city"]),
        ("MoU", ["cooperation-agreement"]),
        ("备忘录", ["cooperation-agreement"]),
        ("mou 체결 도시", []),
        ("Freundschaft", ["friendship-city"]),
        ("代表团", ["delegation"]),
        ("", []),
        ("marriage", []),
    ],
)
def test_a_registers_word_finds_the_kind(text: str, ids: list[str]) -> None:
    assert BUILTIN.called(text) == ids


def test_no_word_stands_for_two_of_the_built_in_kinds() -> None:
    assert {word: BUILTIN.called(word) for word in BUILTIN.spoken if len(BUILTIN.called(word)) > 1} == {}


@pytest.mark.parametrize(
    ("id", "out", "inward"),
    [
        ("sister-city", "is a sister city of", "is a sister city of"),
        ("flagship-store", "has a flagship store in", "hosts a flagship store of"),
        ("speaks-at", "speaks at", "has as speaker"),
        ("part-of", "is part of", "contains"),
    ],
)
def test_a_kind_is_read_along_or_against_its_direction(id: str, out: str, inward: str) -> None:
    assert (BUILTIN[id].read("out"), BUILTIN[id].read("both"), BUILTIN[id].read("in")) == (out, out, inward)


def test_a_kind_without_terms_or_a_property_has_none() -> None:
    kind = Kind.from_record("river", {"group": "network", "nature": "standing", "label": "shares", "between": ["city"]})
    assert (kind.terms, kind.wikidata) == ({}, None)
    assert (kind.inverse, kind.starts, kind.ends) == ("shares", frozenset({"city"}), frozenset({"city"}))
