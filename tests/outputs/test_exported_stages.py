"""What a tie is today, in each export format: ties of all sorts on one day. A reader who sees labels alone never takes
one for another."""

import datetime
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
import time_machine

from citygraph.domain.terms import DISPUTED, STATUSES
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, label_alone
from citygraph.outputs.formats import formats
from citygraph.outputs.formats._rdf import BASE
from citygraph.world import World

Folder = Callable[..., Path]
TODAY = datetime.date(2026, 11, 27)

STANDING = {
    "active": ("status: active, since: 1987", Stage.ACTIVE),
    "active-till-2019": ("status: active, until: 2019", Stage.ACTIVE),
    "dormant": ("status: dormant", Stage.DORMANT),
    "suspended": ("status: suspended", Stage.SUSPENDED),
    "ended": ("status: ended", Stage.ENDED),
    "till-2019": ("until: 2019", Stage.OVER),
    "till-2026": ("until: 2026", Stage.PERHAPS_OVER),
    "unknown": ("since: 1987", Stage.UNKNOWN),
    "planned": ("status: planned, since: 2019", Stage.PLANNED),
    "proposed": ("status: proposed", Stage.PROPOSED),
    "cancelled": ("status: cancelled", Stage.CANCELLED),
    "ending": ("status: [{is: active, from: 1987}, {is: ended, from: 2031}]", Stage.ACTIVE),
    "beginning": ("status: [{is: planned}, {is: active, from: 2031}]", Stage.PLANNED),
    "disputed": ("status: active, evidence: [{source: s, status: denied}]", Stage.DISPUTED),
}
OCCURRING = {
    "visited": ("status: ended, on: 2019", Stage.TOOK_PLACE),
    "perhaps-visited": ("on: 2019", Stage.UNKNOWN),
    "to-be-visited": ("status: planned, on: 2019", Stage.PLANNED),
    "not-visited": ("status: cancelled, on: 2019", Stage.CANCELLED),
}
STAGES = {id: stage for id, (_, stage) in (STANDING | OCCURRING).items()}
"""What each tie is, by the id of the city that it leads to."""
TEXT = (
    "sources: {s: {title: S}}\ncities:\n  hub: {name: Hub, country: GB, coordinates: [52, 0]}\n"
    + "".join(f"  {id}: {{name: To {id}, country: FR, coordinates: [48, 2]}}\n" for id in STAGES)
    + "ties:\n"
    + "".join(
        f"  - {{id: t-{id}, kind: {kind}, {ends.format(id)}, {keys}{'' if 'evidence' in keys else ', source: s'}}}\n"
        for kind, ends, several in (
            ("sister-city", "between: [hub, {}]", STANDING),
            ("delegation", "from: hub, to: {}", OCCURRING),
        )
        for id, (keys, _) in several.items()
    )
)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    noon = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
    with time_machine.travel(noon, tick=True):
        yield


@pytest.fixture
def world(folder: Folder) -> World:
    """A city, and one tie to each other."""
    world = World(folder(world=TEXT))
    assert not world.errors
    return world


def written(world: World, format: str, **how: Any) -> str:
    """What an export says on that day."""
    if format == "csv":
        files = world.export(world.folder.parent / "x.csv", **how).files
        return "".join(file.read_text(encoding="utf-8") for file in files)
    out = io.BytesIO()
    world.export(out, format=format, **how)
    return out.getvalue().decode()


@pytest.mark.parametrize("format", sorted(set(formats()) - {"yaml"}))
def test_each_format_has_a_label_for_each_thing_that_a_tie_can_be(world: World, format: str) -> None:
    text = re.sub(r"#(\d+);", lambda entity: chr(int(entity[1])), written(world, format))  # Mermaid's own entities
    several = {("sister-city", stage) for _, stage in STANDING.values()}
    several |= {("delegation", stage) for _, stage in OCCURRING.values()}
    labels = {label_alone(world.kinds[kind], "out", stage) for kind, stage in several}
    assert len(labels) == len(several)
    for label in labels:
        assert re.search(rf'(^|[">,\']){re.escape(label)}($|["<,\'@])', text, re.MULTILINE), label


def test_dot_draws_each_as_it_looks(world: World) -> None:
    text = written(world, "dot")
    ends = dict(re.findall(r'^"hub" -> "(.*?)" \[(.*)\]$', text, re.MULTILINE))
    ends |= dict(re.findall(r'^"(.*?)" -> "hub" \[(.*)\]$', text, re.MULTILINE))
    assert ends.keys() == STAGES.keys()
    assert with_sign(ends, "style=dashed") == such(lambda stage: stage.is_plan)
    assert with_sign(ends, "style=dotted") == such(lambda stage: stage.is_over)
    assert with_sign(ends, "color=gray") == such(lambda stage: LOOKS[stage].faint)


def such(is_it: Callable[[Stage], bool]) -> set[str]:
    return {id for id, stage in STAGES.items() if is_it(stage)}


def with_sign(drawn: dict[str, str], sign: str) -> set[str]:
    return {id for id, how in drawn.items() if sign in how}


def test_mermaid_draws_each_as_it_looks(world: World) -> None:
    text = written(world, "mmd")
    names = dict(re.findall(r'^  (n\d+)\["(.*)"\]$', text, re.MULTILINE))
    arrows = {}
    for one, arrow, other in re.findall(r"^  (n\d+) (\S+)\|.*\| (n\d+)$", text, re.MULTILINE):
        name = names[other if names[one] == "Hub" else one]
        arrows[name.removeprefix("To ").replace("#45;", "-")] = arrow
    assert arrows.keys() == STAGES.keys()
    assert with_sign(arrows, "-.-") == such(lambda stage: stage.is_plan)
    assert with_sign(arrows, "x") == such(lambda stage: stage in (Stage.ENDED, Stage.OVER, Stage.CANCELLED))
    assert with_sign(arrows, "o") == {"dormant"}
    (faint,) = re.findall(r"^  linkStyle (\S+) opacity", text, re.MULTILINE)
    ids = list(arrows)
    assert {ids[int(number)] for number in faint.split(",")} == such(lambda stage: LOOKS[stage].faint)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
@pytest.mark.parametrize(("format", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_rdf_states_facts_alone_and_says_of_each_tie_how_it_stands(world: World, format: str, parser: str) -> None:
    graph = rdflib.Graph().parse(data=written(world, format), format=parser)
    facts = such(lambda stage: stage.is_fact)
    stated = set()
    for property in ("urn:citygraph:sister-city", "urn:citygraph:delegation"):
        for one, _, other in graph.triples((None, rdflib.URIRef(property), None)):
            stated |= {str(end).rpartition("#")[2] for end in (one, other)} - {"hub"}
    assert stated == facts
    truthy = graph.triples((None, rdflib.URIRef("http://www.wikidata.org/prop/direct/P190"), None))
    assert {str(end).rpartition("#")[2] for one, _, other in truthy for end in (one, other)} - {"hub"} == (
        facts & STANDING.keys()
    )
    statuses = graph.subject_objects(rdflib.URIRef("urn:citygraph:status"))
    found = {str(tie).removeprefix(f"{BASE}#t-"): str(status) for tie, status in statuses}
    assert {id: found[id] for id in STAGES} == {
        id: tie["status"] for id in STAGES for tie in (world.view.graph["ties"][f"t-{id}"].data,)
    }


@pytest.mark.parametrize("format", ["csv", "graphml", "gexf", "geojson", "cyjs", "json", "cypher", "dot"])
def test_each_table_of_attributes_has_the_status_and_the_dates_as_they_are_told(world: World, format: str) -> None:
    text = written(world, format)
    assert all(status in text for status in (*STATUSES, DISPUTED, "denied", "2019", "2026"))


def test_yaml_says_what_the_record_says(world: World) -> None:
    """Not what follows from it: no record is disputed, and the end of a history is not its ``until``."""
    text = written(world, "yaml")
    assert "disputed}" not in text
    assert "status: disputed" not in text
    assert not re.search("until: ['\"]?2031", text)
    assert "{source: s, status: denied}" in text
    assert not re.search(r"\((over|perhaps over|unknown)\)", text)


def test_countries_count_what_their_ties_are(world: World) -> None:
    read = nx.node_link_graph(json.loads(written(world, "json", by_country=True)), edges="edges")
    counts = {data["label"]: data["ties"] for *_, data in read.edges(data=True)}
    assert counts == {
        "is a sister city of (3 active)": 3,
        "is a sister city of (1 dormant)": 1,
        "was a sister city of (1 suspended)": 1,
        "was a sister city of (1 ended)": 1,
        "was a sister city of (1 over)": 1,
        "may be a sister city of (1 perhaps over)": 1,
        "may be a sister city of (1 unknown)": 1,
        "may be a sister city of (1 disputed)": 1,
        "is to be a sister city of (2 planned)": 2,
        "would be a sister city of (1 proposed)": 1,
        "was to be a sister city of (1 cancelled)": 1,
        "sent a delegation to (1 took place)": 1,
        "perhaps sent a delegation to (1 unknown)": 1,
        "is to send a delegation to (1 planned)": 1,
        "was to send a delegation to (1 cancelled)": 1,
    }
    drawn = written(world, "mmd", by_country=True)
    assert drawn.count("x--x") == 2  # ended and over
