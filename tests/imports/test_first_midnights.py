"""The midnight that a year begins with: programs write years so, and no date is finer than its source."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.dates import DateOrder, date
from conftest import examples
from imported import Imported


@examples(60)
@given(st.dates())
def test_a_first_midnight_is_never_finer_than_what_begins_with_it(day: object) -> None:
    text = f"{day}T00:00:00Z"
    whole, years, months = (date(text, DateOrder(starts=starts)) for starts in ("", "years", "months"))
    assert whole == str(day)
    assert years == (whole[:4] if whole.endswith("-01-01") else whole)
    assert months == (whole[:4] if whole.endswith("-01-01") else whole[:7] if whole.endswith("-01") else whole)


ITEMS = (
    "stad,stadLabel,zusterstad,zusterstadLabel,begin\n"
    "http://www.wikidata.org/entity/Q803,Utrecht,http://www.wikidata.org/entity/Q43631,Leipzig,{0}\n"
    "http://www.wikidata.org/entity/Q1526,Arnhem,http://www.wikidata.org/entity/Q3896,Gera,{1}\n"
)
NAMES = "City,Twin town,since\nUtrecht,Leipzig,{0}\nArnhem,Gera,{1}\n"


@pytest.mark.parametrize(
    ("text", "times", "since"),
    [
        (ITEMS, ("1988-01-01T00:00:00Z", "1946-01-01T00:00:00Z"), {"1988", "1946"}),
        (ITEMS, ("1988-01-01T00:00:00Z", "1946-05-01T00:00:00Z"), {"1988", "1946-05"}),
        (ITEMS, ("1988-01-01T00:00:00Z", "1946-05-13T00:00:00Z"), {"1988", "1946-05-13"}),
        (ITEMS, ("1988-03-01T00:00:00Z", "1946-05-13T00:00:00Z"), {"1988-03-01", "1946-05-13"}),
        (ITEMS, ("1988-01-01", "1946-05-13"), {"1988-01-01", "1946-05-13"}),
        (NAMES, ("1988-01-01T00:00:00Z", "1946-01-01T00:00:00"), {"1988", "1946"}),
        (NAMES, ("1988-01-01T00:00:00Z", "1946-05-01T00:00:00Z"), {"1988-01-01", "1946-05-01"}),
    ],
)
def test_what_the_column_and_the_items_beside_it_show(
    tmp_path: Path, text: str, times: tuple[str, str], since: set[str]
) -> None:
    found = Imported(tmp_path, text.format(*times))
    assert {tie["since"] for tie in found.ties} == since
    coarser = sorted(day[:10] for day in times if day[:10] not in since)
    told = [said for said in found.report.said if "may be days" in said]
    assert len(told) == bool(coarser)
