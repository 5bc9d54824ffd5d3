"""Which sort of codes a column of countries holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.countries import country_name, is_code
from citygraph.domain.country_codes import SORTS, OpenSorts, country_of, sort_of_codes
from citygraph.domain.country_names import rows

TABLE = list(rows("country_codes.csv"))
ISO = [(spelled, row["code"]) for row in TABLE for spelled in (row["code"], row["alpha_3"]) if spelled]
SHORT = st.text("ABCDEFGRSU0123456789", min_size=1, max_size=3)


# ---------------------------------------------------------------- laws


@given(st.lists(st.sampled_from([pair for pair in ISO if pair[0] != "BRN"]), min_size=2, unique=True))
def test_isos_letters_stand_for_their_countries_in_any_mixture(pairs: list[tuple[str, str]]) -> None:
    for spelled in (str.upper, str.lower):
        assert sort_of_codes([spelled(text) for text, _ in pairs]) == "iso"
    assert all(country_of(text, "iso") == country_of(text.lower(), "iso") == code for text, code in pairs)


@pytest.mark.parametrize("sort", ["numeric", "sports", "vehicle", "fips"])
def test_a_whole_list_of_another_sort_is_of_that_sort(sort: Any) -> None:
    pairs = [(text, row["code"]) for row in TABLE for text in row[sort].split()]
    assert len(dict(pairs)) == len(pairs) > 180  # each code means one country
    assert sort_of_codes([text for text, _ in pairs]) == sort
    assert all(country_of(text.lower(), sort) == code for text, code in pairs)


@given(st.lists(SHORT | st.text(max_size=5), max_size=8))
def test_a_column_is_of_a_sort_only_if_that_sort_knows_it(texts: list[str]) -> None:
    found = sort_of_codes(texts)
    if isinstance(found, OpenSorts):
        one, other = found.sorts
        assert found.differ
        assert all(country_of(text, one) != country_of(text, other) for text in found.differ)
    elif found:
        assert found in SORTS
        assert any(country_of(text, found) for text in texts)


@given(st.text(), st.sampled_from([None, *SORTS]))
def test_any_text_is_one_country_or_none(text: str, sort: Any) -> None:
    code = country_of(text, sort)
    assert code is None or is_code(code)


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize(
    ("texts", "sort"),
    [
        ("FRA DE gbr UK EL", "iso"), ("NA DE FR", "iso"), ("GER SUI NED", "sports"), ("ENG SCO FRA", "sports"),
        ("D F CH", "vehicle"), ("250 4 040", "numeric"), ("JA GM FR", "fips"),
        ("GER FRA DEU", None),  # no one sort knows them all
        ("DE F FR", None), ("44 33 1", None), ("380 359 44", None), ("44 8", None), ("NA", None), ("CDG LHR FRA", None),
        ("Germany France NA", None), ("", None),
    ],
)  # fmt: skip
def test_the_sort_of_a_column(texts: str, sort: str | None) -> None:
    assert sort_of_codes(texts.split()) == sort


def test_a_code_that_two_sorts_read_otherwise_leaves_the_column_open() -> None:
    assert sort_of_codes(["BRN", "FRA", "ITA"]) == OpenSorts(("iso", "sports"), ("BRN",))
    assert sort_of_codes(["BRN", "GER"]) == "sports"
    assert sort_of_codes(["BRN", "DEU"]) == "iso"


@pytest.mark.parametrize(
    ("text", "sort", "code"),
    [
        ("SUI", "sports", "CH"), ("SUI", None, None), ("SUI", "iso", None), ("D", "vehicle", "DE"), ("D", None, None),
        ("4", "numeric", "AF"), ("004", "numeric", "AF"), ("250", None, None), ("NA", "iso", "NA"),
        ("ENG", "sports", "GB"),
        ("SR", "iso", "SR"), ("SR", None, None), ("Deutschland", "sports", "DE"), ("Congo", "iso", None),
        ("SD", "vehicle", "SZ"), ("SD", None, "SD"), ("DE", "sports", None),
    ],
)  # fmt: skip
def test_the_country_of_a_code(text: str, sort: Any, code: str | None) -> None:
    assert country_of(text, sort) == code
    assert code is None or country_name(code)
