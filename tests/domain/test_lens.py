"""The lens: what its filters let through."""

import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.terms import STATUSES

# ---------------------------------------------------------------- filters: laws

values = st.sampled_from("abcd")
filters = st.builds(Filter, st.frozensets(values, max_size=3), st.frozensets(values, max_size=3))
things = st.lists(values | st.none(), max_size=3)


@given(filter=filters, thing=things)
def test_a_filter_admits_what_has_a_wanted_value_and_no_unwanted_one(filter: Filter, thing: list[str | None]) -> None:
    wanted = not filter.include or any(value in filter.include for value in thing)
    unwanted = any(value in filter.exclude for value in thing)
    assert filter.admits(*thing) == (wanted and not unwanted)


@given(thing=things)
def test_an_empty_filter_admits_all(thing: list[str | None]) -> None:
    assert Filter().admits(*thing)


@given(filter=filters, thing=things, value=values)
def test_what_is_excluded_stays_out_even_if_it_is_also_wanted(
    filter: Filter, thing: list[str | None], value: str
) -> None:
    both = Filter(filter.include | {value}, filter.exclude | {value})
    assert not both.admits(*thing, value)
    assert both.excludes(value)


@given(filter=filters, value=values | st.none())
def test_to_be_excluded_is_more_than_not_to_be_admitted(filter: Filter, value: str | None) -> None:
    assert filter.excludes(value) == (value in filter.exclude)
    if filter.excludes(value):
        assert not filter.admits(value)


@given(filter=filters)
def test_a_filter_is_read_as_it_is_written(filter: Filter) -> None:
    assert Filter.of([*filter.include, *(f"!{value}" for value in filter.exclude)]) == filter


def test_a_filter_can_be_made_from_values_that_are_read_once() -> None:
    assert Filter.of(iter(["a", "!b", "c"])) == Filter(frozenset("ac"), frozenset("b"))


# ---------------------------------------------------------------- lenses: laws

TODAY = datetime.date(2021, 6, 15)
FILTERS = ("kinds", "groups", "types", "statuses", "countries", "sources", "tags", "persons")

times = st.just(()) | st.just((parse_date("2021"),))
lenses = st.builds(Lens, **dict.fromkeys(FILTERS, st.just(Filter()) | filters), at=times, not_at=times, today=st.none())
ties = st.fixed_dictionaries(
    {
        "kind": values,
        "group": values,
        "nature": st.just("standing"),
        "status": st.sampled_from(STATUSES),
        "since": st.none() | st.sampled_from(["2020", "2022"]),
        "tags": st.lists(values, max_size=2),
        "evidence": st.lists(st.fixed_dictionaries({"source": values, "by": st.none() | values}), max_size=2),
        "agreement": st.fixed_dictionaries({}, optional={"signed_by": st.lists(values, max_size=1)}),
    }
)
nodes = st.fixed_dictionaries({"type": values, "country": values | st.none()})


@given(lens=lenses)
def test_a_lens_is_empty_if_nothing_is_asked_whatever_day_it_is(lens: Lens) -> None:
    asks = bool(lens.at or lens.not_at) or any(getattr(lens, name) != Filter() for name in FILTERS)
    assert lens.is_empty == (not asks)
    assert lens._replace(today=TODAY).is_empty == lens.is_empty


@given(tie=ties, node=nodes)
def test_the_empty_lens_lets_everything_through(tie: dict[str, Any], node: dict[str, Any]) -> None:
    assert Lens().admits_tie(tie)
    assert Lens().admits_node(node)
    assert not Lens().excludes_node(node)
    assert Lens().held(tie) is None


@given(lens=lenses, tie=ties)
def test_a_tie_counts_if_each_filter_admits_it_and_it_may_have_held(lens: Lens, tie: dict[str, Any]) -> None:
    assert lens.admits_tie(tie) == (
        lens.kinds.admits(tie["kind"])
        and lens.groups.admits(tie["group"])
        and lens.statuses.admits(tie["status"])
        and lens.sources.admits(*[item["source"] for item in tie["evidence"]])
        and lens.tags.admits(*tie["tags"])
        and lens.persons.admits(*[item["by"] for item in tie["evidence"]], *tie["agreement"].get("signed_by", []))
        and lens.fits(tie) != "no"
    )


@given(lens=lenses, tie=ties)
def test_what_did_not_hold_at_a_date_is_never_said_to_have_held(lens: Lens, tie: dict[str, Any]) -> None:
    if lens.at and lens.admits_tie(tie):
        assert lens.held(tie) in ("yes", "possibly")
    elif lens.not_at and lens.admits_tie(tie):
        assert lens.held(tie) == lens._replace(at=lens.not_at, not_at=()).held(tie) != "yes"


@given(lens=lenses, node=nodes)
def test_a_node_takes_part_by_its_type_and_country(lens: Lens, node: dict[str, Any]) -> None:
    assert lens.admits_node(node) == (lens.types.admits(node["type"]) and lens.countries.admits(node["country"]))
    assert lens.excludes_node(node) == (lens.types.excludes(node["type"]) or lens.countries.excludes(node["country"]))
    assert not (lens.admits_node(node) and lens.excludes_node(node))


def test_a_node_without_a_country_is_in_none_and_out_of_none() -> None:
    person = {"type": "official", "country": None}
    assert not Lens(countries=Filter.of(["TR"])).admits_node(person)
    assert Lens(countries=Filter.of(["!TR"])).admits_node(person)
    assert not Lens(countries=Filter.of(["TR"])).excludes_node(person)


def test_a_tie_with_one_unwanted_source_among_two_stays_out() -> None:
    tie = {"kind": "contact", "group": "agreement", "nature": "standing", "status": "active"}
    tie["evidence"] = [{"source": "register"}, {"source": "rumour"}]
    assert Lens(sources=Filter.of(["register"])).admits_tie(tie)
    assert not Lens(sources=Filter.of(["register", "!rumour"])).admits_tie(tie)
