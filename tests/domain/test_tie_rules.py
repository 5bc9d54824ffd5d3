"""The rules about ties: laws first, then what an honest reader expects."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain import tie_rules
from citygraph.domain.terms import NATURES, NEVER_HELD, OVER, STATUSES

DATES = st.sampled_from(["1987", "2019", "2019-05", "2026", "2026-11-26", "2031"])
ENTRIES = st.lists(
    st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}, optional={"from": DATES}), min_size=1, max_size=4
)

# ---------------------------------------------------------------- since when


@given(history=ENTRIES)
def test_a_history_begins_with_its_first_entry_that_is_no_plan(history: list[dict[str, Any]]) -> None:
    plans = [entry["is"] in NEVER_HELD for entry in history]
    first = tie_rules.came_about(history)
    assert all(plans[: len(plans) if first is None else first])
    assert first is None or not plans[first]


@given(history=ENTRIES, plans=st.lists(st.sampled_from(sorted(NEVER_HELD)), max_size=2))
def test_plans_before_it_say_nothing_of_since_when_a_tie_holds(history: list[dict[str, Any]], plans: list[str]) -> None:
    assert tie_rules.since([*({"is": plan, "from": "1950"} for plan in plans), *history]) == tie_rules.since(history)


@given(status=st.sampled_from(sorted(OVER)), rest=ENTRIES)
def test_of_what_is_first_told_of_when_it_is_over_nobody_says_since_when(
    status: str, rest: list[dict[str, Any]]
) -> None:
    assert tie_rules.since([{"is": status, "from": "2019"}, *rest]) is None


def test_a_tie_holds_since_its_history_says_so() -> None:
    history = [{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}, {"is": "ended"}]
    assert tie_rules.since(history) == "2019"
    assert tie_rules.since([{"is": "planned", "from": "2018"}]) is None
    assert tie_rules.since([]) is None


# ---------------------------------------------------------------- when


@given(tie=st.fixed_dictionaries({}, optional=dict.fromkeys(("on", "when"), st.none() | DATES)))
def test_an_occurrence_is_on_its_own_date_and_else_on_that_of_its_event(tie: dict[str, Any]) -> None:
    assert tie_rules.when(tie) == (tie.get("on") if tie.get("on") else tie.get("when"))


@given(since=DATES, on=DATES, nature=st.sampled_from(NATURES))
def test_what_stands_begins_and_what_occurs_is_at_a_time(since: str, on: str, nature: str) -> None:
    tie = {"nature": nature, "since": since, "on": on}
    assert tie_rules.beginning(tie) == (on if nature == "occurrence" else since)


@given(keys=st.permutations(["period", "during", "as_of", "value"]), there=st.sets(st.sampled_from("pda")))
def test_a_figure_counts_for_its_period_else_for_its_event_else_as_of_a_date(keys: list[str], there: set[str]) -> None:
    figure = {key: key for key in keys if key[0] in there}
    expected = next((key for key in ("period", "during", "as_of") if key in figure), None)
    assert tie_rules.figure_time(figure) == expected
