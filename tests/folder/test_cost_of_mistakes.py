"""What a mistake costs: the smallest part, and what is left never reads like another fact."""

import copy
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from citygraph.domain.model import (
    SECTIONS,
    AgreementRecord,
    Choice,
    Coordinates,
    CountryCode,
    DateText,
    EvidenceRecord,
    Free,
    Holds,
    Id,
    Language,
    ListOf,
    MapOf,
    Number,
    ObservationRecord,
    PostRecord,
    RecordOf,
    Ref,
    Status,
    StatusEntry,
    Url,
    keys_of,
)
from citygraph.world import World
from conftest import citygraph

Folder = Callable[..., Path]
Path_ = tuple[str | int, ...]

SAID = {"source": "s", "quote": "Signed", "by": "p", "notes": "n", "tags": ["t"]}
NODE = {
    "name": "N", "names": {"zh": "奥什"}, "aliases": ["A"], "identifiers": {"wikidata": "Q1"}, **SAID,
    "evidence": [{"source": "t", "quote": "Also", "by": "p"}],
}  # fmt: skip
FIGURE = {
    "property": "visitors", "value": "12", "bound": "about", "unit": "thousand", "period": "2019", "during": "e",
    "as_of": "2020", **SAID, "evidence": [{"source": "t"}],
}  # fmt: skip
PLACE = {"country": "KG", "coordinates": ["40.5", "72.8"]}
WORLD: dict[str, Any] = {
    "cities": {
        "c": {**NODE, **PLACE, "level": "city", "part_of": "d", "known_for": ["silk"],
              "observations": [FIGURE, {"property": "area", "value": "3", "source": "t"}]},
        "d": {"name": "D", "country": "TR"},
    },
    "countries": {"l": {**NODE, "iso": "KG", "coordinates": ["41", "74"]}},
    "officials": {
        "p": {"name": "P"},
        "q": {**NODE, "posts": [
            {"title": "Mayor", "of": "c", "id": "post", "since": "2019", "until": "2021", "seen": "2020",
             "status": "ended", **SAID, "evidence": [{"source": "t"}]},
            {"title": "Aide", "of": "d", "source": "s"},
        ]},
    },
    "organizations": {"o": {**NODE, **PLACE, "type": "council"}},
    "events": {"e": {**NODE, **PLACE, "type": "fair", "when": "2019-05"}, "f": {"name": "F"}},
    "sources": {
        "s": {"title": "S", "type": "news", "authors": ["A"], "contributors": ["B"], "publisher": "P",
              "published": "2021", "retrieved": "2022", "url": "https://a.org/", "archive_url": "https://b.org/",
              "licence": "CC0", "language": "en", "files": {"a": "sha256:0"}, "passages": ["Signed"], "notes": "n",
              "tags": ["t"]},
        "t": {"title": "T"},
    },
    "ties": [
        {"kind": "sister-city", "between": ["c", "d"], "id": "tie", "since": "2011", "until": "2019", "seen": "2015",
         "status": "ended", "title": "T", "subject": ["trade"], "form": "mou", "role": "lead", "called": "twin",
         "on_behalf_of": "o", "end_reason": "expired", "follows": "other", "observations": [{**FIGURE}], **SAID,
         "evidence": [{"source": "t", "quote": "Also", "by": "p"}, {"source": "s"}],
         "agreement": {"signed": "2010", "approved": "2009", "expires": "2018", "signed_by": ["p", "q"],
                       "document": "s"}},
        {"kind": "hosts", "from": "c", "to": "f", "on": "2019-05-02", "status": "ended", "source": "s"},
        {"kind": "exchange", "between": ["c", "d"], "id": "other", "since": "2001", "source": "s",
         "status": [{"is": "planned", "from": "2000"},
                    {"is": "active", "from": "2001", "evidence": [{"source": "s", "by": "p"}, {"source": "t"}]},
                    {"is": "ended", "from": "2010"}]},
    ],
    "statements": [
        {"by": "p", "at": "e", "on": "2019", "about": ["c", "d"], "source": "s", "quote": "Signed", "notes": "n",
         "tags": ["t"], "evidence": [{"source": "t"}]},
        {"by": "q", "source": "s", "quote": "Signed"},
    ],
}  # fmt: skip
"""A sound world, in which each type of record has each of its keys."""

NOT_HERE = ("kinds", "officials", "checks", "questions")
ITEMS: dict[str, tuple[type, Path_, Path_]] = {
    **{section.type: (section.record, (section.key, next(iter(WORLD[section.key]))), (section.key,))
       for section in SECTIONS if not section.listed and section.key not in NOT_HERE},
    "official": (SECTIONS[2].record, ("officials", "q"), ("officials",)),
    "tie": (SECTIONS[5].record, ("ties", 0), ("ties", 0)),
    "occurrence": (SECTIONS[5].record, ("ties", 1), ("ties", 1)),
    "statement": (SECTIONS[6].record, ("statements", 0), ("statements", 0)),
    "post": (PostRecord, ("officials", "q", "posts", 0), ("officials", "q", "posts", 0)),
    "figure": (ObservationRecord, ("cities", "c", "observations", 0), ("cities", "c", "observations", 0)),
    "figure of a tie": (ObservationRecord, ("ties", 0, "observations", 0), ("ties", 0, "observations", 0)),
    "evidence": (EvidenceRecord, ("ties", 0, "evidence", 0), ("ties", 0, "evidence", 0)),
    "agreement": (AgreementRecord, ("ties", 0, "agreement"), ("ties", 0, "agreement")),
    "entry": (StatusEntry, ("ties", 2, "status", 1), ("ties", 2, "status")),
    "last entry": (StatusEntry, ("ties", 2, "status", 2), ("ties", 2, "status")),
    "evidence of an entry": (
        EvidenceRecord, ("ties", 2, "status", 1, "evidence", 0), ("ties", 2, "status", 1, "evidence", 0)
    ),
}  # fmt: skip
"""Each record and item: its type, where it stands, and what a mistake in one of its vital keys costs."""


def wrong(holds: Holds) -> Iterator[Any]:
    """Values that are not what a key holds."""
    if isinstance(holds, Free):
        return
    yield None
    match holds:
        case ListOf(item):
            yield from ([value] for value in wrong(item))
            yield []
        case MapOf() | RecordOf() | Coordinates():
            yield from ("here", ["a"])
        case Status():
            yield from (
                "actve",
                [{"is": "actve"}],
                [{"is": "active", "from": "soon"}, {"is": "ended"}],
                [{"from": "2001"}],
            )
        case _:
            yield from ([{"a": "b"}], {"a": "b"})
    match holds:
        case Ref():
            yield from ("nobody", "tie" if holds.types != ("tie",) else "c")
        case DateText():
            yield from ("last summer", "2021-02-30")
        case Number():
            yield "many"
        case Choice():
            yield "sort of"
        case CountryCode():
            yield "Nowhere"
        case Url():
            yield "ftp://a.org"
        case Id() | Language():
            yield "a b!"


def at(world: Any, path: Path_) -> Any:
    for key in path:
        world = world[key]
    return world


def without(path: Path_) -> dict[str, Any]:
    """The world without what is at the path."""
    world = copy.deepcopy(WORLD)
    del at(world, path[:-1])[path[-1]]
    return world


def answers(world: dict[str, Any]) -> tuple[Any, int]:
    """All that citygraph reads in a world, and the number of mistakes."""
    lines = []
    for section, records in world.items():
        lines.append(f"{section}:")
        if isinstance(records, dict):
            lines += [f"  {id}: {json.dumps(record)}" for id, record in records.items()]
        else:
            lines += [f"  - {json.dumps(record)}" for record in records]
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "world.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        opened = World(scratch, cache=False)
        graph = opened.view.graph
        found = {
            "nodes": {id: dict(node) for id, node in opened.view.nodes.items()},
            "ties": {id: (edge.start, edge.end, edge.data.copy()) for id, edge in graph["ties"].items()},
            "statements": dict(graph["statements"].items()),
            "sources": dict(graph["sources"].items()),
        }
        return json.loads(json.dumps(found)), opened.errors


@cache
def left_after(path: Path_) -> Any:
    return answers(without(path))[0]


def test_the_world_is_sound_and_has_each_key_of_each_record() -> None:
    assert answers(WORLD)[1] == 0
    for name, (type, path, _) in ITEMS.items():
        lacks = keys_of(type).all.keys() - at(WORLD, path).keys()
        if name not in ("occurrence", "evidence of an entry") and "entry" not in name:
            assert lacks <= {"from", "to", "on", "posts", "observations"}, name


@pytest.mark.parametrize("name", ITEMS)
def test_a_mistake_in_a_key_costs_that_key_and_in_a_vital_key_its_item(name: str) -> None:
    type, path, item = ITEMS[name]
    for key, declared in keys_of(type).all.items():
        if key not in at(WORLD, path):
            continue
        costs = item if declared.vital else (*path, key)
        for value in wrong(declared.holds):
            world = copy.deepcopy(WORLD)
            at(world, path)[key] = value
            found, errors = answers(world)
            assert errors, (key, value)
            assert found == left_after(costs), (key, value)


@pytest.mark.parametrize("name", ITEMS)
def test_a_key_that_does_not_exist_costs_nothing_but_a_figure_or_a_history(name: str) -> None:
    type, path, item = ITEMS[name]
    world = copy.deepcopy(WORLD)
    at(world, path)["colour"] = "red"
    found, errors = answers(world)
    assert errors == 1
    assert found == (left_after(item) if type in (ObservationRecord, StatusEntry) else answers(WORLD)[0])


@pytest.mark.parametrize("name", ["tie", "statement", "post", "figure", "evidence", "entry"])
def test_what_lacks_a_vital_key_is_left_out(name: str) -> None:
    type, path, item = ITEMS[name]
    for key in keys_of(type).required:
        found, errors = answers(without((*path, key)))
        assert errors, key
        assert found == left_after(item), key


@pytest.mark.parametrize(
    ("path", "costs"),
    [
        (("ties", 0, "agreement", "signed_by", 1), ("ties", 0, "agreement", "signed_by", 1)),
        (("ties", 0, "evidence", 1, "source"), ("ties", 0, "evidence", 1)),
        (("statements", 0, "about", 0), ("statements", 0, "about", 0)),
        (("statements", 0, "source"), ("statements", 0, "source")),
    ],
)
def test_an_item_of_a_list_goes_alone(path: Path_, costs: Path_) -> None:
    world = copy.deepcopy(WORLD)
    at(world, path[:-1])[path[-1]] = "nobody"
    found, errors = answers(world)
    assert errors == 1
    assert found == left_after(costs)


# ---------------------------------------------------------------- values that contradict each other

CITIES = "cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n"
EVENTS = "events:\n  fair: {name: The fair, when: 2023-05}\nsources:\n  paper: {title: The paper}\n"


def read(folder: Folder, ties: str) -> dict[str, Any]:
    """The only tie of a folder."""
    graph = folder(world=CITIES + EVENTS + f"ties:\n  - {{{ties}, source: paper}}\n")
    view = World(graph, cache=False).view
    (edge,) = view.graph["ties"].values()
    return edge.data.copy()


TWINS = "kind: sister-city, between: [osh, iznik]"
VISIT = "kind: delegation, from: osh, to: iznik"


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (f"{TWINS}, since: 2021, until: 2019, status: ended", {"status": "ended"}),
        (f"{TWINS}, since: 2010, seen: 2005, until: 2015", {"until": "2015"}),
        (f"{TWINS}, since: 2010, until: 2015, seen: 2017", {"since": "2010"}),
        (f"{TWINS}, since: 2010, status: planned, seen: 2017", {"since": "2010"}),
        (f"{TWINS}, status: active, since: 2099", {}),
        (f"{TWINS}, status: ended, until: ..", {}),
        (f"{TWINS}, on: 2010, status: active", {"status": "active"}),
        (f"{VISIT}, since: 2010, on: 2011, status: active", {"on": "2011"}),
        (f"{TWINS}, since: 2000, status: [{{is: active, from: 2005}}, {{is: ended, from: 2003}}]", {"since": "2000"}),
        (f"{TWINS}, agreement: {{signed: 2010, expires: 2005}}", {}),
    ],
)
def test_two_values_that_contradict_each_other_are_both_left_out(
    keys: str, left: dict[str, str], folder: Folder
) -> None:
    tie = read(folder, keys)
    said = {key: tie[key] for key in ("status", "since", "until", "on", "seen", "history", "agreement") if tie.get(key)}
    assert said == {"status": "unknown", **left}


# ---------------------------------------------------------------- what is left is no other fact


def test_a_lost_date_is_not_taken_from_elsewhere(folder: Folder) -> None:
    hosts = "kind: hosts, from: osh, to: fair, status: ended"
    assert read(folder, hosts)["when"] == "2023-05"
    assert read(folder, f"{hosts}, on: last summer")["when"] is None
    history = "status: [{is: active, from: 2015}]"
    assert read(folder, f"{TWINS}, {history}")["since"] == "2015"
    assert read(folder, f"{TWINS}, {history}, since: c2010")["since"] is None


@pytest.mark.parametrize(
    "history",
    [
        "[{is: planed, from: 2018}, {is: active, from: 2020}]",
        "[{is: planned, from: 2018}, {is: actve, from: 2020}]",
        "[{is: active, from: 1992}, {is: suspnded, from: 2010}, {is: active, from: 2014}]",
        "[{is: active, from: 2019}, {is: ended, from: 2O30}]",
        "[{is: active, from: 2019}, {is: ended, since: 2099}]",
        "[{is: active, from: 2019}, ended]",
        "[{is: active, from: 2019}, {from: 2020}]",
    ],
)
def test_a_mistake_in_a_history_leaves_the_status_unknown(history: str, folder: Folder) -> None:
    tie = read(folder, f"{TWINS}, until: 2099, status: {history}")
    assert (tie["status"], tie.get("history"), tie["since"], tie["until"]) == ("unknown", None, None, "2099")


def test_check_still_fails_and_the_tie_is_answered_from(folder: Folder) -> None:
    graph = folder(world=f"{CITIES}{EVENTS}ties:\n  - {{{TWINS}, since: 1987, status: actve, source: papr}}\n")
    assert citygraph("check", "--graph", graph).code == 1
    answer = citygraph("ties", "--graph", graph, "--format", "json")
    (tie,) = json.loads(answer.out)
    assert (tie["status"], tie["since"], tie["sources"]) == ("unknown", "1987", [])


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("status: active, evidence: [{source: paper, status: endd}]", "unknown"),
        ("status: active, evidence: [{source: paper, status: [ended]}]", "unknown"),
        ("status: active, evidence: [{source: nobody, status: denied}]", "unknown"),
        ("status: active, evidence: [{sorce: paper, status: ended}]", "unknown"),
        ("status: active, evidence: [{source: paper, statsu: ended}]", "unknown"),
        ("status: active, evidence: {source: paper, status: ended}", "unknown"),
        ("status: [{is: active, from: 2001}], evidence: [{source: paper, status: endd}]", "unknown"),
        ("status: actve, evidence: [{source: paper, status: active}]", "unknown"),
        ("evidence: [{source: paper, status: active}, {source: paper, status: endd}]", "unknown"),
        ("status: active, evidence: [{source: paper, status: ended}, {source: nobody, status: denied}]", "disputed"),
        ("status: active, evidence: [{source: nobody}]", "active"),
        ("status: active, evidence: [{source: paper, colour: red}]", "active"),
    ],
)
def test_a_status_that_evidence_has_lost_makes_no_tie_more_certain(
    keys: str, left: str, folder: Folder, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    graph = folder(world=CITIES + EVENTS + f"ties:\n  - {{{TWINS}, {keys}}}\n")
    world = World(graph, cache=False)
    assert world.errors
    (tie,) = world.ties()
    assert (tie.status, tie.stage.word) == (left, left)
    world.export(tmp_path / "copy" / "world.yaml")
    assert [tie.status for tie in World(tmp_path / "copy", cache=False).ties()] == [left]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (f"{VISIT}, on: 2019, evidence: [{{source: paper, status: active}}]", "status-contradicts-kind"),
        (f"{VISIT}, on: 2099, evidence: [{{source: paper, status: ended}}]", "status-contradicts-dates"),
        (f"{TWINS}, since: 2099, evidence: [{{source: paper, status: active}}]", "status-contradicts-dates"),
        (f"{TWINS}, until: .., evidence: [{{source: paper, status: ended}}]", "status-contradicts-dates"),
    ],
)
def test_a_status_given_by_evidence_is_checked_like_one_of_the_tie(keys: str, code: str, folder: Folder) -> None:
    world = World(folder(world=CITIES + EVENTS + f"ties:\n  - {{{keys}}}\n"), cache=False)
    assert [found.code for found in world.diagnostics] == [code]
    assert [(tie.status, tie.stage.word) for tie in world.ties()] == [("unknown", "unknown")]
