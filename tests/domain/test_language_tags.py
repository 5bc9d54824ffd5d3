"""Which name a reader of a language sees."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.languages import TAG, language_of_locale, name_in

TAGS = st.from_regex(re.compile(TAG, re.ASCII), fullmatch=True)
NAMES = st.dictionaries(TAGS, st.text(min_size=1))


@given(TAGS, NAMES)
def test_a_name_is_one_of_those_in_the_language(tag: str, names: dict[str, str]) -> None:
    first_part = tag.lower().partition("-")[0]
    found = name_in(tag, names)
    assert found is None or found in {
        name for other, name in names.items() if other.lower().partition("-")[0] == first_part
    }


@given(TAGS, NAMES)
def test_the_tag_itself_comes_first_in_any_case(tag: str, names: dict[str, str]) -> None:
    others = {other: name for other, name in names.items() if other.lower() != tag.lower()}
    assert name_in(tag.upper(), {**others, tag: "this one"}) == "this one"


@pytest.mark.parametrize(
    ("tag", "written", "seen"),
    [
        ("zh", "zh-Hant", "zh-Hant"),
        ("zh-TW", "zh-Hant", "zh-Hant"),
        ("zh-CN", "zh", "zh"),
        ("sr-Latn-RS", "sr-Latn", "sr-Latn"),
        ("de-CH", "de", "de"),
        ("zh", "zha", None),
        ("de", "nds", None),
    ],
)
def test_a_wider_or_narrower_tag_serves(tag: str, written: str, seen: str | None) -> None:
    assert name_in(tag, {written: written}) == seen


def test_a_reader_in_taiwan_does_not_get_the_script_of_the_mainland() -> None:
    assert name_in("zh-TW", {"zh-Hans": "台湾", "zh-Hant": "臺灣"}) == "臺灣"
    assert name_in("zh-CN", {"zh-Hant": "臺灣", "zh-Hans": "台湾"}) == "台湾"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_CH.UTF-8"}, "de-CH"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr-FR"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, ""),
        ({"LANG": "C"}, ""),
        ({"LANG": "sr_RS.UTF-8@latin"}, "sr-Latn"),
        ({"LC_ALL": "", "LANG": "ky_KG"}, "ky-KG"),
        ({}, ""),
    ],
)
def test_the_language_of_a_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_locale(environment) == language
