"""Whatever cannot be read, every question answers from the rest, and the command says that something is missing."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.world import World
from conftest import SEED, citygraph, examples

FILES = sorted(path.name for path in SEED.glob("*.yaml"))
NODES = ("jingdezhen", "iznik", "osh", "istanbul", "kagan-mehmet-usta", "unesco-forum")
QUESTIONS: list[Callable[[World], object]] = [
    *(
        question
        for node in NODES
        for question in (
            lambda world, node=node: world.show(node),
            lambda world, node=node: list(world.neighbors(node)),
            lambda world, node=node: list(world.timeline(node)),
            lambda world, node=node: world.review(node),
            lambda world, node=node: world.suggest(node),
            lambda world, node=node: list(world.find(node)),
            lambda world, node=node: world.map(node),
        )
    ),
    lambda world: world.path("iznik", "osh"),
    lambda world: list(world.paths("iznik", "osh")),
    lambda world: world.compare("iznik", "osh"),
    lambda world: list(world.ties()),
    lambda world: list(world.ties(country="TR")),
    lambda world: world.ties_by_country(),
    lambda world: list(world.officials()),
    lambda world: list(world.partners("jingdezhen")),
    lambda world: list(world.sources()),
    lambda world: [list(world.cited(source)) for source in ("article", "sevenstar")],
    lambda world: world.map(),
    lambda world: world.stats(),
    lambda world: list(world.rank()),
    lambda world: world.communities(),
    lambda world: world.evaluate_suggestions(),
    lambda world: world.timeline(),
    lambda world: list(world.timeline()),
    lambda world: world.review(),
    lambda world: world.graph,
]


def spoil(graph: Path, file: str, way: str, line: int) -> None:
    """Make a file of a folder unreadable, or a part of it."""
    path = graph / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if way in ("link", "pipe", "nothing"):
        path.unlink()
    if way == "link":
        path.symlink_to("/dev/null")
    elif way == "pipe":
        os.mkfifo(path)
    elif way == "latin":
        path.write_bytes("".join(lines).encode() + "# é\n".encode("latin-1"))
    elif way == "large":
        with path.open("wb") as out:
            out.truncate(10**12)
    elif way != "nothing":
        broken = {"bracket": "  x: [\n", "conflict": "<<<<<<< a\n=======\n>>>>>>> b\n", "tab": "\t- a\n"}[way]
        path.write_text("".join([*lines[:line], broken, *lines[line:]]), encoding="utf-8")


def asked(world: World, question: Callable[[World], object]) -> None:
    with suppress(CityGraphError):  # the node may be in what cannot be read
        question(world)


WAYS = ("link", "pipe", "latin", "large", "bracket", "conflict", "tab")


@examples(16)
@given(st.sampled_from(FILES), st.sampled_from(WAYS), st.integers(0, 300))
def test_every_question_answers_from_the_rest(file: str, way: str, line: int) -> None:
    with TemporaryDirectory() as scratch:
        graph = Path(scratch, "graph")
        shutil.copytree(SEED, graph)
        spoil(graph, file, way, line)
        world, before = World(graph, cache=False), World(SEED, cache=False)
        assert world.errors, "and it says so"
        for question in QUESTIONS:
            asked(world, question)
        asked(world, lambda world: world.draw(Path(scratch, "a.svg")))
        asked(world, lambda world: world.write_page(Path(scratch, "a.html")))
        for form in ("gexf", "json", "csv", "ttl", "yaml"):
            world.export(Path(scratch, f"x-{form}"), format=form)
        world.diff(before)
        before.diff(world)


CITIES = "cities:\n  a: {name: A, country: GB}\n  b: {name: B, country: FR}\n"


def test_a_source_that_cannot_be_read_is_named_by_its_id(folder: Callable[..., Path], tmp_path: Path) -> None:
    tie = "ties:\n  - {kind: sister-city, between: [a, b], source: s}\n"
    graph = folder(a=CITIES + tie, sources="sources:\n  s: {title: \xe9}\n".encode("latin-1"))
    drawn = citygraph("draw", tmp_path / "a.svg", "--graph", graph)
    assert drawn.code == 0, drawn.err
    assert "has an error, this answers from the rest" in drawn.err
    assert "Source: s." in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_what_an_unread_speaker_or_source_says_is_not_known(folder: Callable[..., Path]) -> None:
    """Who speaks for which side, and when a source was written, may stand in what cannot be read."""
    tie = "ties:\n  - {kind: sister-city, between: [a, b], since: 1990, source: s, by: p, quote: x}\n"
    graph = folder(a=CITIES + tie, officials="officials:\n  p: {name: [\n", sources="sources:\n  s: {title: [\n")
    reviewed = citygraph("review", "--graph", graph, "--format", "json")
    assert reviewed.code == 0, reviewed.err
    found = {reason["reason"] for reason in json.loads(reviewed.out)}
    assert not found & {"one-side", "not-confirmed", "undated-source"}
