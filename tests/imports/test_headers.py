"""What the names of columns mean, in many languages.

``headers_seen_elsewhere.csv`` has names of columns of public files and pages, with what a careful reader takes them
for. The list of words was not made from them; ``scripts/column_names.py`` prints the figures.
``headers_by_language.csv`` has what tables of partner cities look like in each language. ``nothing`` stands for names
that mean nothing to citygraph.
"""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.columns import headers
from citygraph.imports.columns.header_concepts import NO_TARGETS, Meaning
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import FACT_RECORDS, NODE_RECORDS, OWN_TARGETS, holds
from column_names import in_words, judged

HERE = Path(__file__).parent
LIST = Path(headers.__file__).with_name("header_words.csv")


def _rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BY_LANGUAGE = _rows("headers_by_language.csv")
ELSEWHERE = _rows("headers_seen_elsewhere.csv")
ENTRIES = [
    (language, concepts, words.split("|"))
    for line in LIST.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
    for language, concepts, words in [line.split(",", 2)]
][1:]


@pytest.mark.parametrize("language", sorted({row["language"] for row in BY_LANGUAGE}))
def test_every_language_says_the_same(language):
    rows = [row for row in BY_LANGUAGE if row["language"] == language]
    expected = {row["header"]: row["meaning"] for row in rows}
    assert {header: in_words(meaning_of(header)) for header in expected} == expected


def test_headers_of_files_that_the_list_was_not_made_from():
    """A word may be missing, and the cells may have to decide; but no name is taken for something else."""
    found = Counter()
    for row in ELSEWHERE:
        meaning = meaning_of(row["header"])
        judgement = judged(meaning, row["meaning"])
        assert judgement != "wrong", f"{row['header']} ({row['language']}) is {row['meaning']}, not {in_words(meaning)}"
        found[judgement] += 1
    assert found["right"] >= 665
    assert sum(found.values()) == 681


# ------------------------------------------------------------------ laws

SIMPLE = [row["header"] for row in BY_LANGUAGE if all(c.isalpha() or c in " -" for c in row["header"])]


@given(st.sampled_from(SIMPLE), st.sampled_from(["upper", "lower", "snake", "camel", "accents", "signs"]))
def test_case_accents_and_signs_do_not_matter(header, change):
    words = header.replace("-", " ").split()
    changed = {
        "upper": header.upper(),
        "lower": header.lower(),
        "snake": "_".join(words),
        "camel": "".join(word[:1].upper() + word[1:].lower() for word in words) if header.upper() != header else header,
        "accents": header if not header.isascii() and "々" in header else _without_accents(header),
        "signs": f"\ufeff“{header}”: *",
    }[change]
    assert meaning_of(changed) == meaning_of(header)


def _without_accents(text):
    marks = set(map(chr, range(0x300, 0x370)))
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if c not in marks))


@given(st.sampled_from(SIMPLE), st.text("qxzw", min_size=5, max_size=9), st.booleans())
def test_one_unknown_word_makes_a_name_mean_nothing(header, unknown, before):
    assert meaning_of(f"{unknown} {header}" if before else f"{header} {unknown}") is None


@given(st.sampled_from(SIMPLE), st.integers(1, 99))
def test_a_number_tells_columns_of_one_meaning_apart(header, number):
    numbered, plain = meaning_of(f"{header} {number}"), meaning_of(header)
    if plain and numbered:
        assert numbered.number == str(number)
        assert numbered[:3] == plain[:3]


@given(st.text(max_size=60))
def test_any_text_can_be_a_name(header):
    meaning = meaning_of(header)
    assert meaning is None or isinstance(meaning, Meaning)


@given(st.sampled_from([row["header"] for row in BY_LANGUAGE + ELSEWHERE]))
def test_what_is_open_has_others_and_what_is_certain_has_none(header):
    meaning = meaning_of(header)
    if meaning:
        assert meaning.certain == (not meaning.others)
        assert len({meaning._replace(certain=True, others=()), *meaning.others}) == 1 + len(meaning.others)


# ------------------------------------------------------------------ the list


def test_every_word_of_the_list_means_something():
    joints = {"of", "and", "date", "year", "number", "term"}
    for language, concepts, words in ENTRIES:
        for word in words:
            assert word.strip() == word, (language, word)
            assert word, (language, concepts)
            if not word.startswith("-") and not word.endswith("-") and not {*concepts.split()} <= joints:
                assert meaning_of(word) or concepts.startswith("lang:"), (language, word)


def test_every_attribute_is_a_target_or_known_to_be_none():
    attributes = {meant.attribute for _, _, words in ENTRIES for word in words if (meant := meaning_of(word))}
    attributes |= {meant.attribute for row in BY_LANGUAGE if (meant := meaning_of(row["header"]))}
    records = [*NODE_RECORDS.values(), *FACT_RECORDS.values()]
    several = {"", "year", "term", "code", "part_of", "part_of.code", "iso2", "iso3", "m49"}
    provenance = {"source", "source.title", "source.url", "source.published", "quote", "by"}
    figures = {"value", "unit", "period", "weight", "as_of"}
    for attribute in attributes - NO_TARGETS - several - provenance - figures - {*OWN_TARGETS}:
        assert any(holds(record, attribute) for record in records), attribute


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "ar", "zh", "ja", "ko"]
)
def test_a_main_language_has_many_words(language):
    assert sum(len(words) for other, _, words in ENTRIES if other == language) >= 200


# ------------------------------------------------------------------ what can be taken for something else


@pytest.mark.parametrize(
    "header",
    ["Country of registration agent", "CO2_t", "Partner rating", "City Tax", "Target value", "City/Country",
     "Number of students", "Einwohner (in Haushalten)", "Population (growth)", "2019", "A", "", "?", "Name and address",
     "City and country", "구성", "시계", "체결장소", "Last updated", "Partner date", "Country risk", "idcity",
     "name_id", "Region population"],
)  # fmt: skip
def test_means_nothing(header):
    assert in_words(meaning_of(header)) == "nothing"


@pytest.mark.parametrize(
    ("header", "attribute"),
    [("area_km2", "area"), ("Address 2", "address"), ("lfd. Nr.", "row"), ("Website", "url"),
     ("Population density", "density")],
)  # fmt: skip
def test_is_known_and_has_no_target(header, attribute):
    meaning = meaning_of(header)
    assert meaning.attribute == attribute
    assert not meaning.has_target


@pytest.mark.parametrize(
    ("header", "readings"),
    [
        ("From", ["from", "since"]),
        ("To", ["to", "until"]),
        ("Source", ["source", "from"]),
        ("Land", ["country", "part_of"]),
        ("State", ["part_of", "status", "country"]),
        ("Title", ["title", "name", "source.title"]),
        ("Date", ["on", "since", "agreement.signed"]),
        ("Code", ["code", "country code", "key"]),
        ("Partner id", ["to key", "tie key"]),
        ("Jumelage", ["tie", "to", "kind"]),
        ("İl", ["city", "part_of"]),
        ("Nombre", ["name", "title", "tie name"]),
    ],
)
def test_can_mean_several_things(header, readings):
    meaning = meaning_of(header)
    assert not meaning.certain
    said = [in_words(one) for one in (meaning, *meaning.others)]
    assert said[: len(readings)] == readings or {*readings} <= {*said}
    assert said[0] == readings[0]


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("source city", Meaning("from", "city")),
        ("to_country", Meaning("to", "country")),
        ("Date to", Meaning("", "", "until")),
        ("Valid from", Meaning("", "", "since")),
        ("source.url", Meaning("", "", "source.url")),
        ("city_1_country", Meaning("", "country", "", "1")),
        ("City A", Meaning("", "city", "", "a")),
        ("Population (2021)", Meaning("", "", "observations.population", "2021")),
        ("Country (ISO 2)", Meaning("", "country", "iso2")),
        ("name:zh", Meaning("", "", "name", "", "zh")),
        ("partner_name_en", Meaning("to", "", "name", "", "en")),
        ("?partnerCityLabel", Meaning("to", "city", "name")),
    ],
)
def test_the_rest_of_a_name_decides(header, meaning):
    assert meaning_of(header) == meaning


@pytest.mark.parametrize(("header", "attribute"), [
    ("Status of link", "status"), ("Jahr der Begründung", "since"), ("gekündigt am", "until"),
    ("Année du recensement", "observations.population.as_of"), ("Date of census", "observations.population.as_of"),
    ("Fecha del censo", "observations.population.as_of"), ("date de résiliation", "until"),
])  # fmt: skip
def test_words_of_registers_and_censuses(header: str, attribute: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert (meaning.attribute, meaning.side, meaning.certain) == (attribute, "", True)
