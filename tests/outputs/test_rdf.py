"""Turtle, N-Triples and JSON-LD as rdflib reads them: one graph, with plain triples for facts alone, and all that is
said as triples that SPARQL can ask for."""

import re
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import assume, given
from rdflib.compare import isomorphic

import citygraph as library
from citygraph.outputs.formats import _rdf
from citygraph.world import World
from conftest import ROOT, SEED, examples
from worlds import HOSTILE, told_worlds, world_texts

Folder = Callable[..., Path]
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in _rdf.PREFIXES.items())
PAGE = ROOT / "docs/exports.md"


@pytest.fixture(params=["seed", "hostile"])
def world(request: pytest.FixtureRequest, folder: Folder) -> World:
    return library.open(SEED if request.param == "seed" else folder(world=HOSTILE))


def read(path: Path) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of one part of rdflib, about another
        return rdflib.Graph().parse(path, format=FORMATS[path.suffix[1:]])


def rdf(world: World, folder: Path) -> rdflib.Graph:
    """A world as rdflib reads its Turtle; the other formats say the same."""
    graphs = []
    for suffix in FORMATS:
        path = folder / f"world.{suffix}"
        assert world.export(path).warnings == ()
        graphs.append(read(path))
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])
    return graphs[0]


def of_text(text: str) -> tuple[World, rdflib.Graph]:
    """A sound world, and its triples."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        assume(not world.errors)
        return world, rdf(world, Path(folder))


def asked(graph: rdflib.Graph, pattern: str) -> set[tuple[str | None, ...]]:
    """The answers to a SPARQL query, with IRIs of the document as ids."""

    def short(value: Any) -> str | None:
        return None if value is None else str(value).removeprefix(f"{_rdf.BASE}#").removeprefix("urn:citygraph:")

    return {tuple(map(short, row)) for row in graph.query(PREFIXES + pattern)}


# ---------------------------------------------------------------- laws


@given(text=world_texts())
@examples(10)
def test_plain_triples_are_for_facts_alone(text: str) -> None:
    world, graph = of_text(text)
    expected = set()
    for start, end, tie in world.view.graph["ties"].values():
        stands = tie["nature"] == "standing" and tie["status"] in ("active", "dormant")
        if stands or (tie["nature"] == "occurrence" and tie["status"] == "ended"):
            expected |= {(start, tie["kind"], end)} | ({(end, tie["kind"], start)} if tie["symmetric"] else set())
    kinds = " ".join(f"cg:{kind}" for kind in world.kinds)
    assert asked(graph, f"SELECT ?a ?k ?b {{ VALUES ?k {{ {kinds} }} ?a ?k ?b }}") == expected
    assert asked(graph, "SELECT ?a ?b { ?a wdt:P190 ?b }") == {
        (start, end) for start, kind, end in expected if world.kinds[kind].wikidata == "P190"
    }


def items(evidence: list[dict[str, Any]]) -> list[tuple[str | None, ...]]:
    return [tuple(item.get(key) for key in ("source", "quote", "by", "status")) for item in evidence]


@given(text=told_worlds())
@examples(40)
def test_sparql_can_ask_for_all_that_is_said_of_a_tie(text: str) -> None:
    """Each piece of evidence is one resource, so words are never joined to a source that does not have them."""
    world, graph = of_text(text)
    ties = dict(world.view.graph["ties"].items())
    evidence = """SELECT ?t ?item ?s ?words ?by ?given { ?t a cg:Tie ; cg:evidence ?item . ?item dcterms:source ?s
        OPTIONAL { ?item schema:text ?words } OPTIONAL { ?item prov:wasAttributedTo ?by }
        OPTIONAL { ?item cg:status ?given } }"""
    history = """SELECT ?t ?e ?s ?d { ?t a cg:Tie ; cg:history ?e . ?e cg:status ?s ; schema:startDate ?d }"""
    figure = """SELECT ?c ?p ?v { ?f a schema:Observation ; schema:observationAbout ?c ; schema:measuredProperty ?p ;
        schema:value ?v }"""
    assert asked(graph, evidence) == {
        (id, f"{id}/evidence/{number}", *item)
        for id, (_, _, tie) in ties.items()
        for number, item in enumerate(items(tie["evidence"]), 1)
    }
    assert asked(graph, "SELECT ?t ?s ?stated { ?t a cg:Tie ; cg:status ?s OPTIONAL { ?t cg:stated ?stated } }") == {
        (id, tie["status"], tie.get("stated")) for id, (_, _, tie) in ties.items()
    }
    assert asked(graph, history) == {
        (id, f"{id}/history/{number}", entry["is"], entry["from"])
        for id, (_, _, tie) in ties.items()
        for number, entry in enumerate(tie.get("history", ()), 1)
    }
    assert asked(graph, "SELECT ?e ?s { ?t cg:history ?e . ?e cg:evidence/dcterms:source ?s }") == {
        (f"{id}/history/{number}", item["source"])
        for id, (_, _, tie) in ties.items()
        for number, entry in enumerate(tie.get("history", ()), 1)
        for item in entry.get("evidence", ())
    }
    told = {"c2": world.view.nodes["c2"]["record"], **{id: tie for id, (_, _, tie) in ties.items()}}
    assert asked(graph, figure) == {
        (id, figure["property"], str(rdflib.Literal(figure["value"])))
        for id, record in told.items()
        for figure in record.get("observations", ())
    }


def leaves(value: Any) -> Iterator[str]:
    """The texts and keys in notes of any shape."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value


@given(text=told_worlds())
@examples(40)
def test_notes_are_triples_too_and_no_literal_is_json(text: str) -> None:
    world, graph = of_text(text)
    reached = """SELECT ?text { ?record skos:note/(schema:value|schema:name)* ?text . FILTER(isLiteral(?text)) }"""
    records = [node["record"] for node in world.view.nodes.values()]
    records += [tie for _, _, tie in world.view.graph["ties"].values()]
    records += [record for _, record in world.view.graph["sources"].items()]
    records += [said for found in world.view.graph["statements"].values() for said in found]
    assert {text for (text,) in asked(graph, reached)} >= {text for one in records for text in leaves(one.get("notes"))}
    own = {text for one in records for text in leaves(dict(one))}
    for literal in graph.objects():
        if isinstance(literal, rdflib.Literal) and str(literal).startswith(("{", "[")):
            assert str(literal) in own


@given(text=told_worlds())
@examples(25)
def test_a_post_is_a_membership_only_if_it_is_held(text: str) -> None:
    world, graph = of_text(text)
    (post,) = (tie for tie in world.view.graph["ties"] if tie.startswith("holds-post"))
    held = asked(graph, "SELECT ?p { ?p a cg:Tie ; cg:kind cg:holds-post . ?o cg:holds-post ?c }")
    assert asked(graph, "SELECT ?p { { ?p a org:Membership } UNION { ?p org:member ?o } }") == held
    assert held <= {(post,)}


# ---------------------------------------------------------------- examples


def test_rdf_says_all(world: World, tmp_path: Path) -> None:
    graph = rdf(world, tmp_path)
    nodes = dict(world.view.nodes.items())
    ties = dict(world.view.graph["ties"].items())
    assert asked(
        graph,
        """SELECT ?s ?n { ?s schema:name ?n . FILTER(lang(?n) = "")
        FILTER NOT EXISTS { ?s a schema:CreativeWork } FILTER NOT EXISTS { ?s a schema:PropertyValue } }""",
    ) == {(id, node["name"]) for id, node in nodes.items()}
    assert asked(graph, 'SELECT ?s (lang(?n) AS ?l) ?n { ?s schema:name ?n . FILTER(lang(?n) != "") }') == {
        (id, language.lower(), name)
        for id, node in nodes.items()
        for language, name in node["record"].get("names", {}).items()
    }
    assert asked(graph, "SELECT ?s ?n { ?s schema:alternateName ?n }") == {
        (id, name) for id, node in nodes.items() for name in node["record"].get("aliases", ())
    }
    assert asked(
        graph,
        """SELECT ?t ?a ?b ?k ?s ?since { ?t a cg:Tie; cg:from ?a; cg:to ?b; cg:kind ?k; cg:status ?s
        OPTIONAL { ?t schema:startDate ?since } }""",
    ) == {(id, a, b, tie["kind"], tie["status"], tie["since"]) for id, (a, b, tie) in ties.items()}
    assert asked(graph, "SELECT ?s ?n { ?s a schema:CreativeWork; schema:name ?n }") == {
        (id, source["title"]) for id, source in world.view.graph["sources"].items()
    }
    found = world.view.graph["statements"].items()
    said = [statement for id, all_said in found for statement in all_said if statement["by"] == id]
    assert len(asked(graph, "SELECT ?s ?by { ?s a schema:Quotation; schema:creator ?by }")) == len(said)
    assert asked(graph, "SELECT ?w { ?s a schema:Quotation; schema:text ?w }") == {
        (item["quote"],) for statement in said for item in statement["evidence"] if item["quote"]
    }


def test_each_status_has_a_label_of_its_own(folder: Folder, tmp_path: Path) -> None:
    cities = "".join(f"  c{n}: {{name: C, country: TR}}\n" for n in range(9))
    statuses = ("active", "dormant", "suspended", "ended", "planned", "proposed", "cancelled", "unknown")
    ties = "".join(
        f"  - {{kind: sister-city, between: [c0, c{n}], status: {status}, source: s}}\n"
        for n, status in enumerate(statuses, 1)
    )
    graph = rdf(library.open(folder(world=f"sources: {{s: {{title: S}}}}\ncities:\n{cities}ties:\n{ties}")), tmp_path)
    labels = asked(graph, "SELECT ?s ?label { ?t cg:status ?s ; rdfs:label ?label }")
    assert len(labels) == len({label for _, label in labels}) == 8
    assert ("active", "is a sister city of") in labels


def test_a_wikidata_property_is_turned_round_and_dates_have_types(folder: Folder, tmp_path: Path) -> None:
    seed, hostile = tmp_path / "seed", tmp_path / "hostile"
    seed.mkdir()
    hostile.mkdir()
    graph = rdf(library.open(SEED), seed)
    assert ("mayors-dialogue-2025", "jingdezhen") in asked(graph, "SELECT ?e ?c { ?e wdt:P276 ?c }")  # ^P276
    assert ("jingdezhen", "http://www.wikidata.org/entity/Q34405") in asked(
        graph, "SELECT ?a ?b { ?a schema:sameAs ?b }"
    )
    graph = rdf(library.open(folder(world=HOSTILE)), hostile)
    since = asked(graph, "SELECT ?d (datatype(?d) AS ?t) { ?s a cg:Tie ; schema:startDate ?d }")
    assert {(date, str(type).split("/")[-1].split("#")[-1]) for date, type in since} == {
        ("2021~", "EDTF"),
        ("2019", "gYear"),
        ("2019-05", "gYearMonth"),
        ("2031", "gYear"),
    }


# ---------------------------------------------------------------- the page


def test_the_sparql_of_the_page_answers(tmp_path: Path) -> None:
    words, pairs = re.findall(r"```sparql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    graph = rdf(library.open(SEED), tmp_path)
    assert [tuple(map(str, row)) for row in graph.query(pairs)] == [("Iznik", "Jingdezhen"), ("Jingdezhen", "Iznik")]
    evidence = World(SEED).view.graph["ties"]["sister-city.iznik.jingdezhen"].data["evidence"]
    found = [tuple(None if value is None else str(value) for value in row) for row in graph.query(words)]
    titles = World(SEED).view.graph["sources"]
    names = World(SEED).view.nodes
    assert found
    assert sorted(found, key=str) == sorted(
        (
            (item["quote"], titles[item["source"]]["title"], item["by"] and names[item["by"]]["name"])
            for item in evidence
            if item["quote"]
        ),
        key=str,
    )


@pytest.mark.parametrize("told", [HOSTILE, ""])
def test_each_term_that_is_used_is_in_the_table_of_the_page(told: str, folder: Folder, tmp_path: Path) -> None:
    graph = rdf(library.open(folder(world=told) if told else SEED), tmp_path)
    (table,) = re.findall(r"<a id=\"vocabularies\"></a>\n\n(\|.*?)\n\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    named = set(re.findall(r"`(\w+:\w+)`", table))
    used = {str(term) for term in {*graph.predicates(), *graph.objects(None, rdflib.RDF.type)}}
    others = {prefix: iri for prefix, iri in _rdf.PREFIXES.items() if prefix not in ("cg", "wd", "wdt", "xsd", "edtf")}
    terms = {
        f"{prefix}:{term.removeprefix(iri)}" for term in used for prefix, iri in others.items() if term.startswith(iri)
    }
    assert terms <= named
    assert all(f"`{prefix}:" in table for prefix in _rdf.PREFIXES)


def test_a_file_can_be_published_at_any_address_by_one_line(tmp_path: Path) -> None:
    for suffix in ("ttl", "jsonld"):
        path = tmp_path / f"world.{suffix}"
        library.open(SEED).export(path)
        text = path.read_text(encoding="utf-8")
        assert text.count(_rdf.BASE) == 1
        path.write_text(text.replace(_rdf.BASE, "https://example.org/cities"), encoding="utf-8")
        assert rdflib.URIRef("https://example.org/cities#iznik") in set(read(path).subjects())


# ---------------------------------------------------------------- a real world


def test_the_twinnings_of_2022_come_out_as_rdf_with_their_counts(twinnings: Path, tmp_path: Path) -> None:
    """As N-Triples, which rdflib reads soonest."""
    World(twinnings).export(tmp_path / "world.nt")
    graph = read(tmp_path / "world.nt")
    assert len(asked(graph, "SELECT ?city { ?city a schema:City }")) == 4566
    assert len(asked(graph, "SELECT ?tie { ?tie a cg:Tie }")) == 8182
