"""The rules about ties: laws first, then what an honest reader expects."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import NEVER_HELD, OVER, STATUSES
from citygraph.domain.tie_rules import came_about, since

DATES = st.sampled_from(["1987", "2019", "2019-05", "2026", "2026-11-26", "2031"])
ENTRIES = st.lists(
    st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}, optional={"from": DATES}), min_size=1, max_size=4
)

# ---------------------------------------------------------------- since when


@given(history=ENTRIES)
def test_a_history_begins_with_its_first_entry_that_is_no_plan(history: list[dict[str, Any]]) -> None:
    plans = [entry["is"] in NEVER_HELD for entry in history]
    first = came_about(history)
    assert all(plans[: len(plans) if first is None else first])
    assert first is None or not plans[first]


@given(history=ENTRIES, plans=st.lists(st.sampled_from(sorted(NEVER_HELD)), max_size=2))
def test_plans_before_it_say_nothing_of_since_when_a_tie_holds(history: list[dict[str, Any]], plans: list[str]) -> None:
    assert since([*({"is": plan, "from": "1950"} for plan in plans), *history]) == since(history)


@given(status=st.sampled_from(sorted(OVER)), rest=ENTRIES)
def test_of_what_is_first_told_of_when_it_is_over_nobody_says_since_when(
    status: str, rest: list[dict[str, Any]]
) -> None:
    assert since([{"is": status, "from": "2019"}, *rest]) is None


def test_a_tie_holds_since_its_history_says_so() -> None:
    assert since([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}, {"is": "ended"}]) == "2019"
    assert since([{"is": "planned", "from": "2018"}]) is None
    assert since([]) is None
