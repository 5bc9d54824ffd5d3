"""The rules about ties: laws first, then what an honest reader expects."""

import ast
import datetime
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citygraph.domain import tie_rules
from citygraph.domain.dates import OPEN, Date, has_passed, parse_date
from citygraph.domain.held import held
from citygraph.domain.terms import DENIED, DISPUTED, NATURES, NEVER_HELD, OVER, STATUSES
from citygraph.domain.tie_rules import Stage, stage, status_of_today
from citygraph.world import World
from conftest import ROOT
from worlds import yaml_of

TODAY = datetime.date(2026, 11, 27)
DAY = datetime.timedelta(1)
DATES = st.sampled_from(
    ["1987", "2019", "2019~", "2019-05", "2026", "2026?", "2026-11", "2026-11-26", "2026-11-27", "2026-11-28", "2031"]
)
DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2032, 12, 31))
ENTRIES = st.lists(
    st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}, optional={"from": DATES}), min_size=1, max_size=4
)
SAID = {"since": DATES, "until": DATES | st.just(OPEN), "seen": DATES, "on": DATES, "when": DATES, "history": ENTRIES}
TIES = st.fixed_dictionaries({"nature": st.sampled_from(NATURES), "status": st.sampled_from(STATUSES)}, optional=SAID)

# ---------------------------------------------------------------- what a tie is today: laws


@given(tie=TIES, today=DAYS)
def test_every_tie_is_at_one_stage_and_that_is_one_of_four(tie: dict[str, Any], today: datetime.date) -> None:
    found = stage(tie, today)
    assert [found.is_plan, found.is_fact, found.is_over, found.is_open].count(True) == 1


@given(tie=TIES, other=st.fixed_dictionaries({}, optional=SAID), today=DAYS)
def test_a_status_that_says_anything_comes_before_all_dates(
    tie: dict[str, Any], other: dict[str, Any], today: datetime.date
) -> None:
    tie.pop("history", None)
    other.pop("history", None)
    plain = {"nature": tie["nature"], "status": tie["status"]}
    assert tie["status"] == "unknown" or stage({**plain, **other}, today) is stage(tie, today) is stage(plain, today)


@given(tie=TIES, today=DAYS)
def test_what_is_unknown_is_no_fact_and_no_plan(tie: dict[str, Any], today: datetime.date) -> None:
    found = stage(tie, today)
    history = tie.get("history")
    status = status_of_today(history, today) if history else tie["status"]
    if status == "unknown":
        assert found in (Stage.UNKNOWN, Stage.PERHAPS_OVER, Stage.OVER)
        assert found is Stage.UNKNOWN or tie["nature"] == "standing"
    elif found.is_fact:
        assert status in ("active", "dormant", "ended")


@given(until=DATES, today=DAYS)
@example(until="2026", today=datetime.date(2026, 1, 1))
@example(until="2026", today=datetime.date(2026, 1, 2))
@example(until="2026", today=datetime.date(2026, 12, 31))
@example(until="2026-11-27", today=TODAY)
def test_what_nobody_tells_of_is_over_if_each_day_that_its_end_can_mean_has_passed(
    until: str, today: datetime.date
) -> None:
    date = parse_date(until)
    ends = {day < today.toordinal() for day in range(date.earliest.toordinal(), date.latest.toordinal() + 1)}
    expected = {(True,): Stage.OVER, (False,): Stage.UNKNOWN}.get(tuple(ends), Stage.PERHAPS_OVER)
    assert stage({"nature": "standing", "status": "unknown", "until": until}, today) is expected


@given(tie=TIES, today=DAYS, later=st.integers(0, 5000))
def test_what_is_over_by_its_date_does_not_come_back(tie: dict[str, Any], today: datetime.date, later: int) -> None:
    tie |= {"status": "unknown"}
    tie.pop("history", None)
    order = [Stage.UNKNOWN, Stage.PERHAPS_OVER, Stage.OVER]
    assert order.index(stage(tie, today)) <= order.index(stage(tie, today + later * DAY))


@given(tie=TIES, history=ENTRIES, today=DAYS)
def test_what_is_to_become_of_a_tie_is_not_what_it_is_today(
    tie: dict[str, Any], history: list[dict[str, Any]], today: datetime.date
) -> None:
    tie |= {"history": history}
    ahead = {"is": "active", "from": "2033"}
    assert stage({**tie, "history": [*history, ahead]}, today) is stage(tie, today)
    assert stage({**tie, "history": [ahead]}, today).is_open or tie.get("until")


def test_what_occurs_took_place_if_a_source_says_so_whatever_its_day() -> None:
    for status in STATUSES:
        visit = {"nature": "occurrence", "status": status, "on": "2019"}
        expected = {
            "proposed": Stage.PROPOSED,
            "planned": Stage.PLANNED,
            "ended": Stage.TOOK_PLACE,
            "cancelled": Stage.CANCELLED,
        }.get(status, Stage.UNKNOWN)
        assert stage(visit, TODAY) is expected


@given(one=TIES, evidence=st.lists(st.none(), max_size=2))
def test_what_is_so_is_less_doubtful_than_what_nobody_knows_and_that_less_than_a_plan(
    one: dict[str, Any], evidence: list[None]
) -> None:
    found = stage(one, TODAY)
    doubt = tie_rules.doubt(found, evidence)
    assert doubt > tie_rules.doubt(Stage.ACTIVE, ()) or found.is_fact or found.word in ("suspended",)
    assert doubt < tie_rules.doubt(Stage.PLANNED, ()) or found.is_plan
    assert tie_rules.doubt(found, ()) == tie_rules.doubt(found, [None]) + 1


# ---------------------------------------------------------------- it agrees with what held


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Two cities, and between them ties of all stages; what contradicts itself is left out as it is read, or not."""
    ties = []
    for number in range(draw(st.integers(1, 6))):
        tie = {"kind": draw(st.sampled_from(["sister-city", "exchange", "delegation"])), "id": f"t{number}"}
        standing = tie["kind"] != "delegation"
        tie |= {"between": ["a", "b"]} if standing else {"from": "a", "to": "b"}
        status: Any = draw(st.sampled_from(STATUSES) | ENTRIES if standing else st.sampled_from(STATUSES))
        keys = {"since": DATES, "until": SAID["until"], "seen": DATES} if standing else {"on": DATES}
        tie |= {"status": status, **draw(st.fixed_dictionaries({}, optional=keys))}
        if isinstance(status, list):
            tie = {key: value for key, value in tie.items() if key not in keys}  # it may contradict those
            dates = iter(sorted(entry["from"] for entry in status if "from" in entry))
            tie["status"] = [{**entry, **({"from": next(dates)} if "from" in entry else {})} for entry in status]
        ties.append({**tie, "source": "s"})
    cities = {id: {"name": id, "country": "GB"} for id in "ab"}
    return {"cities": cities, "sources": {"s": {"title": "S"}}, "ties": ties}


ALWAYS = Date("", datetime.date.min, datetime.date.max)


@settings(max_examples=150)
@given(world=worlds())
def test_what_a_tie_is_today_agrees_with_whether_it_held(world: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "world.yaml").write_text(yaml_of(world), encoding="utf-8")
        edges = list(World(folder, cache=False).view.graph["ties"].values())
    today = datetime.date.today()  # by which the folder has been checked
    now, then = (Date("", day, day) for day in (today, today + DAY))
    for _, _, tie in edges:
        found = stage(tie, today)
        if found.is_plan:
            assert held(tie, now, today) == "no" or tie.get("history")
        elif found is Stage.TOOK_PLACE:
            assert held(tie, ALWAYS, today) == "yes" or not tie_rules.when(tie)
        elif found.is_over:
            assert held(tie, then, today) == "no", tie
        elif found in (Stage.ACTIVE, Stage.DORMANT, Stage.PERHAPS_OVER):
            # Of what stands by its status, though its `until` has passed, `check` warns.
            assert held(tie, now, today) != "no" or has_passed(tie["until"] or OPEN, today), tie


# ---------------------------------------------------------------- as format.md has it


def test_what_a_tie_is_today_is_as_the_manual_says() -> None:
    text = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    table = re.search(r"^\| written \| what it is on 27 November 2026 .*?\n\n", text, re.DOTALL | re.MULTILINE)
    assert table
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[0].strip().splitlines()[2:]]
    assert len(rows) == 16
    for written, expected, *_ in rows:
        keys = yaml.load(f"{{{written.strip('`')}}}", yaml.BaseLoader)
        tie = {"nature": "occurrence" if "on" in keys else "standing", "status": "unknown", **keys}
        if isinstance(tie["status"], list):
            tie |= {"history": tie["status"], "status": tie["status"][-1]["is"]}
        assert stage(tie, TODAY).word == expected.strip("*"), written


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


# ---------------------------------------------------------------- nobody else compares a status

PACKAGE = ROOT / "src/citygraph"
RULES = {PACKAGE / "domain" / name for name in ("terms.py", "tie_rules.py", "dated_facts.py", "held.py")}
LABELS = {
    PACKAGE / "render/tables.py",
    PACKAGE / "questions/timeline/__init__.py",
    PACKAGE / "imports/columns/unread_words.py",
}
"""What has a colour or words for each status: tables of labels, that decide nothing."""
SETS = {"NEVER_HELD", "OVER"}
WORD = "|".join(STATUSES)
IN_SQL = re.compile(rf"(?:=|<>|!=|\bIN\b|\bLIKE\b|\bWHEN\b|\bGLOB\b)\s*\(?\s*'(?:{WORD})'", re.IGNORECASE)
QUOTED = re.compile(rf"""["'`](?:{WORD})["'`]""")
LOOKED_UP = re.compile(rf"(?:^|[{{,(])\s*(?:{WORD})\s*:|\.(?:{WORD})\b")


def in_python(text: str, *, labels: bool = False) -> list[int]:
    """The lines of a module in which a status is compared, or looked up in a table of statuses."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Compare, ast.Subscript, ast.MatchValue)):
            looked_at = [*ast.walk(node.slice)] if isinstance(node, ast.Subscript) else [*ast.walk(node)]
            is_type = isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal"
            wrong = not is_type and any(map(is_status, looked_at))
        elif isinstance(node, (ast.Name, ast.alias)):
            wrong = getattr(node, "id", getattr(node, "name", "")) in SETS
        elif isinstance(node, ast.Dict):
            wrong = not labels and sum(map(is_status, filter(None, node.keys))) > 1
        elif isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            wrong = len(node.elts) > 1 and all(map(is_status, node.elts))
        else:
            wrong = isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(IN_SQL.search(node.value))
        if wrong:
            found.append(getattr(node, "lineno", 0))
    return found


def is_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in STATUSES


def in_script(text: str, *, labels: bool = False) -> list[int]:
    """The lines of a script in which a status is named, or, of labels, looked up."""
    lines = [(number, line.partition("//")[0]) for number, line in enumerate(text.splitlines(), 1)]
    return [number for number, line in lines if LOOKED_UP.search(line) or (not labels and QUOTED.search(line))]


def test_no_other_module_compares_a_status() -> None:
    modules = sorted(set(PACKAGE.rglob("*.py")) - RULES)
    found = {str(path): in_python(path.read_text(encoding="utf-8"), labels=path in LABELS) for path in modules}
    assert len(found) > 100
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_script_of_the_page_compares_a_status() -> None:
    scripts = sorted(PACKAGE.rglob("*.js"))
    found = {path.name: in_script(path.read_text("utf-8"), labels=path.name == "strings.js") for path in scripts}
    assert "path.js" in found
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        'if tie["status"] == "ended": pass',
        'over = status not in ("suspended", "ended")',
        "from citygraph.domain.terms import OVER",
        'doubt = {"active": 0, "unknown": 1}[status]',
        'look = LOOKS["planned"]',
        'match status:\n    case "planned": pass',
        'PLANS = {"planned", "proposed"}',
        "sql = f\"SELECT 1 WHERE status IN ('ended', {other})\"",
    ],
)
def test_a_module_that_compares_a_status_is_seen(text: str) -> None:
    assert in_python(text)


@pytest.mark.parametrize(
    "text",
    [
        'const over = tie.status === "ended";',
        "if (['planned', 'proposed'].includes(status)) return;",
        "const DOUBT = { active: 0, unknown: 1 };",
        "return DATA.style.states.suspended;",
    ],
)
def test_a_script_that_compares_a_status_is_seen(text: str) -> None:
    assert in_script(text)


# ---------------------------------------------------------------- what the evidence says of the status

GIVEN = st.lists(
    st.fixed_dictionaries({"source": st.just("s")}, optional={"status": st.sampled_from([*STATUSES, DENIED])})
)


@given(own=st.none() | st.sampled_from(STATUSES), evidence=GIVEN)
def test_sources_that_agree_give_the_status_and_others_make_it_disputed(own: str | None, evidence: list[Any]) -> None:
    record = {"evidence": evidence, **({"status": own} if own else {})}
    found = tie_rules.status_in_evidence(record)
    claims = {item["status"] for item in evidence if item.get("status") not in (None, "unknown")}
    if not claims:
        assert found is None
    elif DENIED in claims or len(claims | ({own} - {None, "unknown"})) > 1:
        assert found == DISPUTED
    else:
        assert {found} == claims
    assert tie_rules.status_in_evidence({**record, "evidence": evidence[::-1]}) == found
