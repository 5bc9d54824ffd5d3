"""Figures with a word or a sign for how they are meant: the hint has the number and its bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.model import BOUNDS
from citygraph.domain.spelled_numbers import _BOUNDS, with_bound

SAID = {
    "about": ["~", "≈ ", "ca. ", "about ", "etwa "],
    "more-than": [">", "over ", "mehr als "],
    "at-least": ["≥", ">=", "at least "],
    "less-than": ["<", "under "],
    "at-most": ["≤ ", "<=", "up to "],
    "nearly": ["nearly ", "fast "],
}


@given(number=st.integers(0, 10**9), bound=st.sampled_from(list(SAID)), data=st.data())
def test_a_figure_with_a_sign_is_that_number_with_that_bound(number: int, bound: str, data: st.DataObject) -> None:
    sign = data.draw(st.sampled_from(SAID[bound]))
    assert with_bound(f"{sign}{number}") == (str(number), bound)
    assert with_bound(f"{number}+") == (str(number), "at-least")


@pytest.mark.parametrize("text", ["5000", "about", "~", "+", "about 44,000", "overdue 5", "5000 people"])
def test_what_is_open_has_no_bound(text: str) -> None:
    assert with_bound(text) is None


def test_each_bound_is_one_that_a_file_takes() -> None:
    assert set(_BOUNDS) <= set(BOUNDS)
