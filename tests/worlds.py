"""Random worlds, for the laws: few nodes and many ties, so that paths are short, many, and run beside each other."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx
import yaml
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.names import NameIndex
from citygraph.domain.terms import STATUSES
from citygraph.graph.citations import Citations
from citygraph.graph.interface import Edge, ReadGraph
from citygraph.graph.reach import within
from citygraph.outputs.formats import ExportResult, export
from citygraph.world import World

COUNTRIES = ("CN", "TR", "KG", "BG")
KINDS = ("sister-city", "flagship-store", "exchange", "delegation", "cooperation-agreement")
SYMMETRIC = ("sister-city", "exchange", "cooperation-agreement")
OCCURRENCES = ("delegation",)


def yaml_of(data: Any, *, allow_unicode: bool = True, **layout: Any) -> str:
    """Plain data as YAML, keys in their order. What PyYAML has built of C writes it ten times as fast."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, allow_unicode=allow_unicode, sort_keys=False, **layout)
    return text


TAGS = ("port", "Old Town")


@st.composite
def world_texts(draw: st.DrawFn) -> str:
    """The YAML of a sound world: cities c0 …, organizations o0 …, and ties among them."""
    cities = [f"c{i}" for i in range(draw(st.integers(2, 7)))]
    organizations = [f"o{i}" for i in range(draw(st.integers(0, 2)))]
    lines = ["cities:"]
    lines += [f"  {id}: {{name: City {id}, country: {draw(st.sampled_from(COUNTRIES))}}}" for id in cities]
    if organizations:
        lines += ["organizations:", *(f"  {id}: {{name: Organization {id}}}" for id in organizations)]
    lines += ["sources:", "  s: {title: S}", "  t: {title: T}"]
    ties = draw(st.lists(_ties(cities, organizations), max_size=16))
    if ties:
        lines.append("ties:")
        lines += [tie.replace("{", f"{{id: t{index}, ", 1) for index, tie in enumerate(ties)]
    return "\n".join(lines) + "\n"


@st.composite
def _ties(draw: st.DrawFn, cities: list[str], organizations: list[str]) -> str:
    kind = draw(st.sampled_from(KINDS))
    ends = cities if kind in ("sister-city", "flagship-store") else [*cities, *organizations]
    one, other = draw(st.lists(st.sampled_from(ends), min_size=2, max_size=2, unique=True))
    statuses = [
        status for status in STATUSES if kind not in OCCURRENCES or status not in ("active", "dormant", "suspended")
    ]
    text = f"  - {{kind: {kind}, "
    text += f"between: [{one}, {other}]" if kind in SYMMETRIC else f"from: {one}, to: {other}"
    text += f", status: {draw(st.sampled_from(statuses))}"
    year = draw(st.none() | st.integers(2018, 2023))
    if year:
        text += f", {'on' if kind in OCCURRENCES else 'since'}: {year}"
    if draw(st.booleans()):
        text += f", source: {draw(st.sampled_from('st'))}"
        if draw(st.integers(0, 2)) == 0:
            text += f", by: {draw(st.sampled_from(cities))}"
    if draw(st.integers(0, 2)) == 0:
        text += f", tags: [{draw(st.sampled_from(TAGS))}]"
    return text + "}"


@st.composite
def placed_worlds(draw: st.DrawFn) -> str:
    """A world whose cities lie somewhere on the earth, some of them at one place; of some nobody knows where."""
    lines = draw(world_texts()).split("\n")
    here = st.tuples(st.integers(-90, 90), st.integers(-180, 180))
    near = st.sampled_from([(40, 29), (40, 30), (29, 117), (-18, 180), (-18, -179), (90, 0)])
    for at, line in enumerate(lines):
        if line.startswith("  c") and draw(st.integers(0, 4)):
            latitude, longitude = draw(near | here)
            lines[at] = line.replace("}", f", coordinates: [{latitude}, {longitude}]}}")
    return "\n".join(lines)


@st.composite
def told_worlds(draw: st.DrawFn) -> str:
    """The YAML of a world in which all is told that can be: histories, evidence that gives statuses of its own,
    figures, notes of any shape, posts and statements."""
    words = st.text("ab\"'\\\\\n{[é", min_size=1, max_size=4)
    notes: st.SearchStrategy[Any] = st.recursive(
        st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from([0.5, 1e30]) | words,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
        max_leaves=5,
    )
    speakers = st.sampled_from(["c0", "o"])

    def evidence(statuses: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        item = st.fixed_dictionaries(
            {"source": st.sampled_from("st")},
            optional={"quote": words, "by": speakers, **({"status": st.sampled_from(statuses)} if statuses else {})},
        )
        return draw(st.lists(item, max_size=3))

    def more(**several: Any) -> dict[str, Any]:
        """Some of the keys, and those that say nothing left out."""
        return {key: value for key, value in several.items() if value not in (None, [], {}) and draw(st.booleans())}

    def years() -> list[int]:
        return sorted(draw(st.lists(st.integers(1990, 2040), min_size=1, max_size=3, unique=True)))

    def status(statuses: tuple[str, ...], *, with_history: bool) -> Any:
        if not with_history or draw(st.booleans()):
            return draw(st.none() | st.sampled_from(statuses))
        return [
            {"is": draw(st.sampled_from(statuses)), "from": date(str(year)), **more(evidence=evidence())}
            for year in years()
        ]

    def date(*whole: str) -> str:
        """A day, a month or a year, perhaps as *about* or *perhaps*."""
        return draw(st.sampled_from(whole)) + draw(st.sampled_from(["", "", "~", "?"]))

    def figure() -> dict[str, Any]:
        value = draw(st.integers() | st.just(1.5))
        return {"property": "visitors", "value": value, **more(evidence=evidence(), as_of=date("2021", "2021-05"))}

    ties = []
    for number in range(draw(st.integers(0, 5))):
        one, other = draw(st.lists(st.sampled_from(["c0", "c1", "c2"]), min_size=2, max_size=2, unique=True))
        if draw(st.booleans()):
            known = STATUSES
            tie: dict[str, Any] = {"kind": "sister-city", "between": [one, other],
                                   **more(since=date("1985", "1985-02", "1985-02-03"),
                                          until=draw(st.just("..") | st.just(date("2041", "2041-12"))))}  # fmt: skip
        else:
            known = tuple(word for word in STATUSES if word not in ("active", "dormant", "suspended"))
            tie = {"kind": "delegation", "from": one, "to": other, **more(on="2019-05/2019-06")}
        said = status(known, with_history="between" in tie)
        given = evidence((*known, "denied"))
        told = more(status=said, notes=draw(notes), evidence=given, subject=["a"], observations=[figure()])
        ties.append({"id": f"t{number}", **tie, **told})
    return yaml_of(
        {
            "sources": {"s": {"title": "S", **more(notes=draw(notes))}, "t": {"title": "T"}},
            "cities": {f"c{n}": {"name": f"City {n}", "country": "TR"} for n in range(2)}
            | {"c2": {"name": "City 2", "country": "TR", **more(observations=[figure()], notes=draw(notes))}},
            "officials": {
                "o": {
                    "name": "O",
                    "posts": [
                        {
                            "title": "Mayor",
                            "of": "c1",
                            **more(status=status(STATUSES, with_history=True), since=date("1985-02")),
                        }
                    ],
                }
            },
            "statements": [{"by": "o", "source": "s", "quote": draw(words), **more(about=["c1"], notes=draw(notes))}],
            "ties": ties,
        },
    )


@st.composite
def lenses(draw: st.DrawFn) -> Lens:
    """Any lens over such a world, negations included."""

    def filter(values: tuple[str, ...]) -> Filter:
        chosen = st.frozensets(st.sampled_from(values), max_size=2)
        return Filter(draw(chosen), draw(chosen)) if draw(st.integers(0, 3)) == 0 else Filter()

    at = draw(st.none() | st.sampled_from(["2019", "2021", "2021-06", "2030"]))
    return Lens(
        kinds=filter(KINDS),
        groups=filter(("agreement", "economy", "exchange")),
        types=filter(("city", "organization")),
        statuses=filter(STATUSES),
        countries=filter(COUNTRIES),
        sources=filter(("s", "t")),
        tags=filter(TAGS),
        persons=filter(("c0", "c1")),
        at=(parse_date(at),) if at else (),
    )


def exported(
    world: World,
    target: Path | BinaryIO,
    lens: Lens | None = None,
    *,
    ego: str | None = None,
    hops: int = 1,
    **how: Any,
) -> ExportResult:
    """What ``World.export`` does, for a lens that need not be words of that world."""
    lens = lens or Lens()
    among = None if ego is None else within(world.view, world.resolve(ego), lens, hops=hops)
    return export(world.view, target, lens, among=among, **how)


def networkx_graph(graph: ReadGraph) -> nx.MultiDiGraph:
    """A real ``networkx.MultiDiGraph`` with all attributes of the graph's interface, which questions can be asked of.
    (``World.graph`` has plain attributes alone.)"""
    copy = nx.MultiDiGraph()
    copy.add_nodes_from((id, dict(node)) for id, node in graph.nodes.items())
    attributes = graph.graph
    for tie, edge in attributes["ties"].items():
        copy.add_edge(edge.start, edge.end, key=tie, **edge.data)
    by_id = ((tie, start, end, data) for start, end, tie, data in copy.edges(keys=True, data=True))
    copy.graph.update(
        kinds=attributes["kinds"],
        sources=dict(attributes["sources"].items()),
        names=NameIndex(attributes["names"]),
        ties={tie: Edge(start, end, data) for tie, start, end, data in sorted(by_id, key=lambda tie: tie[0])},
        countries=dict(attributes["countries"].items()),
        parts=dict(attributes["parts"].items()),
        statements={id: list(said) for id, said in attributes["statements"].items()},
        citations={source: Citations(cited) for source, cited in attributes["citations"].items()},
    )
    return copy


def build(text: str, folder: Path) -> nx.MultiDiGraph:
    """The graph of a world's text, which must be sound."""
    (folder / "world.yaml").write_text(text, encoding="utf-8")
    world = World(folder, cache=False)
    assert not world.errors, world.diagnostics
    return networkx_graph(world.view)


@dataclass(frozen=True)
class Read:
    """A sound record, as the graph has it."""

    type: str
    id: str
    data: dict[str, Any]


class Loaded:
    """A folder as it is read: what is sound in it, nodes in order of ids, and what is wrong."""

    def __init__(self, folder: Path) -> None:
        world = World(folder, cache=False)
        self.files = world.files
        self.diagnostics = world.diagnostics
        self.vocabulary = world.kinds
        view = world.view
        self.records = [Read(node["type"], id, node["record"]) for id, node in view.nodes.items()]
        self.records += [
            Read("tie", id, {"id": id, "from": start, "to": end, **data})
            for id, (start, end, data) in view.graph["ties"].items()
        ]
        self.records += [Read("source", id, source) for id, source in view.graph["sources"].items()]


load = Loaded


HOSTILE = """\
cities:
  quotes: {name: "Quote \\" ' <b> & ]]> &amp;", country: KG, names: {ar: دبي, zh: 景德镇, ky: Ош}}
  lines:
    name: "two\\nlines\\r\\nand\\ta tab "
    country: TR
    notes: {by: "no one\\u0085", "=1+1": [a, {b: c}]}
    observations: [{property: "a;b", value: -1.5, as_of: 2021~, source: paper, by: mayor, quote: "said \\"so\\""}]
  control:
    name: "bell \\a escape \\e null \\0 end"
    country: TR
    aliases: [emoji 😀, "rtl \\u202e אבג", "=1+1", "a;b"]
  "010": {name: "=1+1", country: "NO", identifiers: {wikidata: "010", "odd \\" scheme": "<&>"}, level: "null"}
  _: {name: "-2+3", country: NA, coordinates: [-90, 180], part_of: "010", tags: ["no", "1e3"]}
  namibia: {name: Windhoek, country: NA, coordinates: [-22.57, 17.08], known_for: "a, b"}
  dot-: {name: ŁØß İı ﷺ é é, country: nowhere, coordinates: [52.51, 179.5]}
  long: {name: LONG, country: FJ, coordinates: [-18.14, -178.44]}
countries:
  nowhere: {name: "#nowhere", coordinates: [0, 0]}
officials:
  mayor: {name: "@mayor", posts: [{title: "'; DROP TABLE x; --", of: quotes, since: 2019, until: .., source: paper}]}
organizations:
  org: {name: "$x {y} `z` \\\\n", type: "a;b"}
events:
  fair: {name: "{{fair}} %s \\u2028", type: fair, when: 2024-07-12/2024-07-14, source: paper}
sources:
  paper: {title: The paper, url: "https://example.org/?a=<b>&c"}
statements:
  - {by: mayor, at: fair, about: [quotes, lines], source: paper, quote: "\\u202e said"}
ties:
  - {kind: sister-city, between: [quotes, lines], since: 2021~, source: paper, quote: "<said> & \\"quoted\\""}
  - {kind: sister-city, between: [lines, control], status: active, source: paper, until: .., called: 友好城市}
  - {kind: flagship-store, from: quotes, to: control, subject: [a, b], source: paper}
  - {kind: flagship-store, from: control, to: quotes, source: paper}
  - {kind: flagship-store, from: control, to: quotes, id: second.store, source: paper}
  - kind: sister-city
    between: [dot-, long]
    status: [{is: planned, from: 2018}, {is: active, from: 2019-05}, {is: suspended, from: 2022, source: paper},
             {is: active, from: 2023-01-02}]
    agreement: {signed: 2019-04-30, signed_by: [mayor], document: paper}
    evidence: [{source: paper, by: mayor, quote: "a, \\"b\\""}, {source: paper}]
  - {kind: sister-city, between: [_, namibia], status: ended, until: 2020, source: paper}
  - {kind: delegation, from: namibia, to: fair, status: ended, on_behalf_of: mayor, source: paper}
  - {kind: exchange, between: [org, nowhere], status: planned, since: 2031, source: paper}
""".replace("LONG", "long name " * 1000)
"""A sound world whose names break what is not quoted, escaped or typed with care."""


def files(world: dict[str, Any], by: random.Random | None = None) -> dict[str, str]:
    """A world in one file; or in several files and folders, shuffled ``by`` somebody, down to the keys and the lists of
    words."""
    if by is None:
        return {"world.yaml": yaml_of(world)}
    parts: dict[str, dict[str, Any]] = {}
    for section, records in world.items():
        for record in shuffled(records, by).items() if isinstance(records, dict) else shuffled(records, by):
            part = parts.setdefault(by.choice(["a.yaml", "b/c.yaml", "z.yml"]), {})
            if isinstance(records, dict):
                part.setdefault(section, {})[record[0]] = shuffled(record[1], by)
            else:
                part.setdefault(section, []).append(shuffled(record, by))
    flow, escaped = by.random() < 0.5, by.random() < 0.5
    return {
        name: yaml_of(part, allow_unicode=not escaped, default_flow_style=flow, width=40)
        for name, part in parts.items()
    }


def shuffled(value: Any, by: random.Random) -> Any:
    """The same, but in another order, wherever order says nothing."""
    if isinstance(value, dict):
        kept = ("coordinates", "notes")
        pairs = [(key, inner if key in kept else shuffled(inner, by)) for key, inner in value.items()]
        return dict(by.sample(pairs, len(pairs)))
    if isinstance(value, list):
        return [shuffled(item, by) for item in by.sample(value, len(value))]
    return value
