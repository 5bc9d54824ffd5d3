"""When a tie held, against all lives that it may have had."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import assume, example, given
from hypothesis import strategies as st

from citygraph.domain.dates import OPEN, Date, parse_date, parse_period
from citygraph.domain.held import held, lived, stretches
from citygraph.domain.lens import Lens
from citygraph.domain.terms import NEVER_HELD, STATUSES
from conftest import examples

TODAY = datetime.date(2021, 6, 15)

# ---------------------------------------------------------------- what held: all lives that a tie may have had

OVER = {"suspended", "ended"}
STANDS = set(STATUSES) - NEVER_HELD - OVER
BEFORE_ALL, AFTER_ALL = 0, 10**7  # days before and after all that a calendar has

Days = tuple[int, int]


class Life(NamedTuple):
    """One way in which it may have been: from which day on each of its statuses was so, and the last day of the last.
    On the day of a change both were so."""

    statuses: tuple[str, ...]
    days: tuple[int, ...]

    def held(self, first: int, last: int) -> bool:
        """Whether it held on a day from ``first`` to ``last``."""
        times = zip(self.statuses, pairwise(self.days), strict=True)
        return any(status in STANDS and begin <= last and end >= first for status, (begin, end) in times)


def span(text: str | None) -> Days:
    """The first and the last day that a date can mean; any day if there is none, the day after all if it is open."""
    if text == OPEN:
        return AFTER_ALL, AFTER_ALL
    if text is None:
        return BEFORE_ALL, AFTER_ALL
    date = parse_date(text)
    return date.earliest.toordinal(), date.latest.toordinal()


def lives(statuses: Sequence[str], spans: Sequence[Days], days: Sequence[int]) -> Iterator[Life]:
    """All of them: each day on which a status may have begun, or the last one ended, with all such days of the others,
    in order."""

    def go_on(lived: tuple[int, ...]) -> Iterator[Life]:
        if len(lived) == len(spans):
            yield Life(tuple(statuses), lived)
            return
        first, last = spans[len(lived)]
        for day in days:
            if max(first, *lived[-1:], BEFORE_ALL) <= day <= last:
                yield from go_on((*lived, day))

    return go_on(())


def oracle(
    entries: Sequence[tuple[str, str | None]], until: str | None, seen: str | None, at: Date, *, dated: bool = True
) -> str | None:
    """Whether a tie that went through these statuses held: yes if it did in all its lives, possibly if in some, no if
    in none; None if its dates leave it no life. ``dated``: the last entry is the status of today."""
    statuses, spans = [status for status, _ in entries], [span(begin) for _, begin in entries]
    asked = at.earliest.toordinal(), at.latest.toordinal()
    today = TODAY.toordinal()
    spans.append(span(until))
    # Between two neighbours of these days nothing begins or ends, so that they stand for all days.
    ends = [end for days in [*spans, span(seen), asked, (today, today), span(None)] for end in days]
    days = sorted({day for end in ends for day in (max(end - 1, BEFORE_ALL), end, end + 1)})
    answers = set()
    for life in lives(statuses, spans, days):
        if dated and life.days[-2] > today:
            continue
        if statuses[-1] in ("active", "dormant") and not life.days[-2] <= today <= life.days[-1]:
            continue
        if seen and not any(life.held(day, day) for day in days if span(seen)[0] <= day <= span(seen)[1]):
            continue
        answers.add(life.held(*asked))
    return {(True,): "yes", (False,): "no", (False, True): "possibly"}.get(tuple(sorted(answers)))


moments = st.sampled_from(
    ["2019", "2020", "2020~", "2021", "2021?", "2022", "2020-12", "2021-01~", "2021-06", "2021-07", "2022-02"]
) | st.sampled_from(["2020-12-31", "2021-01-01", "2021-06-14", "2021-06-15", "2021-06-16~", "2021-06-17", "2022-01-01"])
in_the_past = st.sampled_from(["2018", "2019", "2019~", "2020", "2020-06", "2020-06-30", "2020-12?", "2021-01-01"])


def standing(status: str, **keys: Any) -> dict[str, Any]:
    return {"nature": "standing", "status": status, **keys}


@given(
    status=st.sampled_from(sorted(STANDS | OVER)),
    since=st.none() | moments,
    until=st.none() | st.just(OPEN) | moments,
    seen=st.none() | moments,
    at=moments.map(parse_date),
)
@examples(400)
def test_a_tie_held_then_if_it_did_in_all_lives_that_its_dates_leave_it(
    status: str, since: str | None, until: str | None, seen: str | None, at: Date
) -> None:
    if status in OVER:
        # Something stood from `since` on, and since `until` it does not.
        expected = oracle([("unknown", since), (status, until)], None, seen, at)
    else:
        expected = oracle([(status, since)], until, seen, at, dated=False)
    assume(expected is not None)
    assert held(standing(status, since=since, until=until, seen=seen), at, TODAY) == expected


@given(
    entries=st.lists(st.tuples(st.sampled_from(STATUSES), st.none() | in_the_past), min_size=1, max_size=3),
    since=st.none() | in_the_past,
    at=moments.map(parse_date),
)
@examples(400)
def test_a_tie_with_a_history_held_then_if_it_did_in_all_lives_that_this_leaves_it(
    entries: list[tuple[str, str | None]], since: str | None, at: Date
) -> None:
    first, begin = entries[0]
    told = entries
    if first in OVER:
        # What is suspended or ended stood before.
        told = [("unknown", since), *entries]
    elif first in NEVER_HELD:
        # It first came into force at `since`, if the history does not say when.
        stood = next((index for index, (status, _) in enumerate(entries) if status not in NEVER_HELD), None)
        if stood is not None and entries[stood][0] not in OVER and entries[stood][1] is None:
            told = [*entries[:stood], (entries[stood][0], since), *entries[stood + 1 :]]
        else:
            since = None
    elif begin:
        since = None
    else:
        told = [(first, since), *entries[1:]]
    expected = oracle(told, None, None, at)
    assume(expected is not None)
    history = [{"is": status, "from": begin} if begin else {"is": status} for status, begin in entries]
    assert held(standing(history[-1]["is"], since=since, history=history), at, TODAY) == expected


@given(
    status=st.sampled_from(sorted(OVER)),
    since=st.none() | moments,
    end=st.sampled_from(["2022", "2022-02", "2022-01-01", "2021-06-17~"]),
    seen=st.none() | moments,
    at=moments.map(parse_date),
)
@example(status="ended", since=None, end="2022", seen=None, at=parse_date("2021-06-15"))
@examples(200)
def test_an_end_to_come_says_of_today_no_more_than_until_does(
    status: str, since: str | None, end: str, seen: str | None, at: Date
) -> None:
    told, dated = {"history": [{"is": status, "from": end}]}, {"until": end}
    one, other = (held(standing("unknown", since=since, seen=seen, **key), at, TODAY) for key in (told, dated))
    assert one == other


@given(
    status=st.sampled_from(sorted(NEVER_HELD)),
    since=st.none() | moments,
    nature=st.sampled_from(["standing", "occurrence"]),
    at=moments.map(parse_date),
)
def test_what_is_proposed_planned_or_cancelled_never_held(
    status: str, since: str | None, nature: str, at: Date
) -> None:
    tie = {"nature": nature, "status": status, "since": since, "on": since}
    assert held(tie, at, TODAY) == "no"
    assert held({**tie, "history": [{"is": "proposed"}, {"is": status}]}, at, TODAY) == "no"


ties = st.fixed_dictionaries(
    {
        "nature": st.just("standing"),
        "status": st.sampled_from(STATUSES),
        "since": st.none() | st.sampled_from(["2020", "2022"]),
    }
)


@given(tie=ties, at=moments, finer=moments)
def test_what_held_on_a_day_held_in_its_month_and_year(tie: dict[str, Any], at: str, finer: str) -> None:
    wide, narrow = parse_date(at), parse_date(finer)
    assume(wide.earliest <= narrow.earliest <= narrow.latest <= wide.latest)
    order = ("no", "possibly", "yes")
    assert order.index(held(tie, wide, TODAY)) >= order.index(held(tie, narrow, TODAY))


tales = st.fixed_dictionaries(
    {"nature": st.sampled_from(["standing", "occurrence"]), "status": st.sampled_from(STATUSES)},
    optional={
        "since": moments,
        "until": moments | st.just(OPEN),
        "seen": moments,
        "on": moments | st.sampled_from(["2020/2021-06", "2021~/.."]),
        "when": moments | st.just("2021-06-14/2021-06-16"),
        "history": st.lists(
            st.builds(
                lambda status, begin: {"is": status, **({"from": begin} if begin else {})},
                st.sampled_from(STATUSES),
                st.none() | moments,
            ),
            min_size=1,
            max_size=4,
        ),
    },
)


@given(tie=tales, day=moments.map(parse_date))
@examples(400)
def test_a_tie_may_have_held_on_the_days_of_its_stretches(tie: dict[str, Any], day: Date) -> None:
    found = stretches(tie)
    for at in (day.earliest, day.latest):
        in_one = [first for first, last in found if (first or at) <= at <= (last or at)]
        assert bool(in_one) == (held(tie, Date("", at, at), datetime.date.max) != "no")
        assert len(in_one) < 2
    assert all(first <= last for first, last in found if first and last)


@given(
    ties=st.lists(tales, max_size=12), at=st.lists(moments.map(parse_date), max_size=2), not_at=moments.map(parse_date)
)
@example(  # only the order of `until` and `seen` tells them apart
    ties=[standing("unknown", since="1991", until="2020", seen=seen) for seen in ("2020-12?", "2021-01-01")],
    at=[parse_date("2020-06")],
    not_at=parse_date("2020-06"),
)
@examples(300)
def test_what_is_decided_once_for_ties_whose_dates_come_in_the_same_order_is_so_of_each(
    ties: list[dict[str, Any]], at: list[Date], not_at: Date
) -> None:
    lens = Lens(at=tuple(at), not_at=() if at else (not_at,), today=TODAY)
    fits = lens.fitting()
    assert [fits(tie) for tie in ties] == [lens.fits(tie) for tie in ties]


@given(tie=tales, at=moments.map(parse_date))
def test_a_tie_held_when_what_it_lived_says(tie: dict[str, Any], at: Date) -> None:
    tie = {key: value for key, value in tie.items() if key != "when"}
    rest = {"nature": tie["nature"], "status": tie["status"]}
    assert held({**lived({**tie, "notes": "!"}), **rest}, at, TODAY) == held(tie, at, TODAY)
    assert "notes" not in lived({**tie, "notes": "!"})


# ---------------------------------------------------------------- what happened then


@given(on=moments, at=moments.map(parse_date), key=st.sampled_from(["on", "when"]))
def test_what_happened_on_a_day_happened_then_if_all_days_that_it_may_have_been_lie_in_it(
    on: str, at: Date, key: str
) -> None:
    date = parse_date(on)
    inside = {at.earliest.toordinal() <= day <= at.latest.toordinal() for day in days_between(date)}
    expected = {(True,): "yes", (False,): "no"}.get(tuple(inside), "possibly")
    assert held({"nature": "occurrence", "status": "ended", key: on}, at, TODAY) == expected


def days_between(date: Date) -> range:
    return range(date.earliest.toordinal(), date.latest.toordinal() + 1)


@given(start=moments, end=moments | st.just(OPEN), at=moments.map(parse_date))
@example(start="2021?", end="2020", at=parse_date("2020"))
def test_what_went_on_from_one_day_to_another_happened_on_all_days_between(start: str, end: str, at: Date) -> None:
    assume(is_period(f"{start}/{end}"))
    # Just as a tie that stood for as long.
    expected = oracle([("unknown", start)], end, None, at, dated=False)
    assert held({"nature": "occurrence", "status": "unknown", "on": f"{start}/{end}"}, at, TODAY) == expected


@given(start=moments, end=moments | st.just(OPEN), at=moments.map(parse_date))
def test_what_happens_at_an_event_happens_some_time_in_it(start: str, end: str, at: Date) -> None:
    assume(is_period(f"{start}/{end}"))
    first, last = span(start)[0], span(end)[1]
    if last < at.earliest.toordinal() or first > at.latest.toordinal():
        expected = "no"
    else:
        expected = "yes" if at.earliest.toordinal() <= first and last <= at.latest.toordinal() else "possibly"
    assert held({"nature": "occurrence", "status": "ended", "when": f"{start}/{end}"}, at, TODAY) == expected


def is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------- what held: examples


def answers(tie: dict[str, Any], *times: str, today: str = "2026-03-01") -> list[str]:
    return [held(tie, parse_date(time), datetime.date.fromisoformat(today)) for time in times]


def test_a_tie_suspended_in_2022_held_in_2019() -> None:
    history = [{"is": "active", "from": "1992"}, {"is": "suspended", "from": "2022-03-08"}]
    tie = standing("suspended", history=history)
    times = ("1991", "1992", "1992-07", "2019", "2022", "2022-03-08", "2022-03-09", "2024")
    assert answers(tie, *times) == ["no", "yes", "possibly", "yes", "yes", "yes", "no", "no"]


def test_a_tie_since_1992_that_was_suspended_in_2022_held_in_2019() -> None:
    tie = standing("suspended", since="1992", history=[{"is": "suspended", "from": "2022-03-08"}])
    assert answers(tie, "1991", "2019", "2023") == ["no", "yes", "no"]


def test_a_tie_of_which_only_the_end_is_known_may_have_held_before() -> None:
    tie = standing("ended", history=[{"is": "ended", "from": "2020"}])
    assert answers(tie, "2019", "2021") == ["possibly", "no"]


def test_what_is_to_end_may_not_have_begun() -> None:
    """A source says only that it is to end: whether it holds today is unknown, and does not read like *yes*."""
    for status in ("ended", "suspended"):
        tie = standing("unknown", history=[{"is": status, "from": "2031"}])
        assert answers(tie, "2025", "2026-03-01", "2030", "2032") == ["possibly", "possibly", "possibly", "no"]
    known = standing("active", history=[{"is": "active"}, {"is": "ended", "from": "2031"}])
    assert answers(known, "2026-03-01") == ["yes"]
    lost = [{"is": "suspended", "from": "2020"}, {"is": "unknown"}, {"is": "ended", "from": "2031"}]
    assert answers(standing("unknown", history=lost), "2026-03-01") == ["possibly"]


def test_a_tie_that_was_taken_up_again_did_not_hold_in_between() -> None:
    history = [{"is": "active", "from": "2000"}, {"is": "suspended", "from": "2010"}, {"is": "active", "from": "2015"}]
    tie = standing("active", history=history)
    assert answers(tie, "2005", "2010", "2012", "2015", "2020") == ["yes", "yes", "no", "yes", "yes"]


def test_a_tie_that_went_dormant_held_all_along() -> None:
    tie = standing("dormant", history=[{"is": "active", "from": "2000"}, {"is": "dormant", "from": "2010"}])
    assert answers(tie, "1999", "2005", "2010", "2010-06", "2020") == ["no", "yes", "yes", "yes", "yes"]


def test_a_plan_that_came_about_held_from_then_on() -> None:
    tie = standing("active", history=[{"is": "planned", "from": "2015"}, {"is": "active", "from": "2018"}])
    assert answers(tie, "2016", "2018", "2018-06", "2020") == ["no", "yes", "possibly", "yes"]


def test_a_history_without_dates_leaves_it_open_but_for_today() -> None:
    tie = standing("active", since="2000", history=[{"is": "active"}, {"is": "suspended"}, {"is": "active"}])
    assert answers(tie, "1999", "2010", "2026-03-01") == ["no", "possibly", "yes"]


def test_what_is_seen_held_then_and_since_it_began() -> None:
    assert answers(standing("unknown", seen="2010"), "2009", "2010", "2011") == ["possibly", "yes", "possibly"]
    since = standing("unknown", since="2005", seen="2010")
    assert answers(since, "2004", "2005", "2007", "2010", "2011") == ["no", "yes", "yes", "yes", "possibly"]


def test_a_missing_until_is_unknown_and_not_open() -> None:
    assert answers(standing("unknown", since="1987"), "2019") == ["possibly"]
    assert answers(standing("unknown", since="1987", until=OPEN), "2019", "2050") == ["yes", "yes"]


def test_an_active_tie_holds_to_this_day_and_nobody_knows_about_tomorrow() -> None:
    tie = standing("active", since="1987")
    assert answers(tie, "2026-03-01", "2026-03-02", "2026", "2030") == ["yes", "possibly", "yes", "possibly"]


def test_an_ended_tie_is_over_by_today() -> None:
    tie = standing("ended", since="1987")
    assert answers(tie, "1987", "2019", "2026-03-01", "2026-03-02") == ["yes", "possibly", "possibly", "no"]


def test_a_tie_that_ended_in_2019_held_in_2019_whenever_it_began() -> None:
    assert answers(standing("ended", until="2019"), "2018", "2019", "2020") == ["possibly", "yes", "no"]


def test_a_tie_that_ended_this_year_is_over_for_the_rest_of_it() -> None:
    tie = standing("ended", since="1987", until="2026")
    assert answers(tie, "2026", "2026-02", "2026-07") == ["yes", "possibly", "no"]


def test_an_active_tie_that_will_end_this_year_held_until_today() -> None:
    tie = standing("active", since="1987", until="2026")
    assert answers(tie, "2026-02", "2026-07", "2027") == ["yes", "possibly", "no"]


def test_a_tie_called_active_whose_last_day_has_passed_goes_by_its_dates() -> None:
    assert answers(standing("active", since="1987", until="2019"), "2018", "2020", "2026") == ["yes", "no", "no"]


def test_a_fair_of_eight_days_took_place_on_each_of_them() -> None:
    fair = {"nature": "occurrence", "status": "ended", "on": "2025-10-01/2025-10-08"}
    assert answers(fair, "2025", "2025-10-03", "2025-10-08", "2025-10-09") == ["yes", "yes", "yes", "no"]


def test_a_speech_at_a_fair_of_eight_days_was_on_one_of_them() -> None:
    speech = {"nature": "occurrence", "status": "ended", "when": "2025-10-01/2025-10-08"}
    assert answers(speech, "2025", "2025-10-03", "2025-10-09") == ["yes", "possibly", "no"]


def test_the_day_of_a_visit_counts_more_than_that_of_the_event_it_was_made_to() -> None:
    visit = {"nature": "occurrence", "status": "ended", "on": "2024-05-01", "when": "2025"}
    assert answers(visit, "2024", "2025") == ["yes", "no"]


def test_a_visit_without_a_date_may_have_been_at_any_time() -> None:
    visit = {"nature": "occurrence", "status": "unknown", "on": None, "when": None}
    assert answers(visit, "1950", "2025") == ["possibly", "possibly"]
