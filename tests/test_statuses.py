"""Whatever one asks, and in whatever form: two statuses never read alike, without colour, hover and ids."""

import json
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
import time_machine

import statuses
from citygraph.domain import tie_rules
from citygraph.domain.terms import DISPUTED, STATUSES
from citygraph.domain.tie_rules import Stage
from citygraph.world import World
from conftest import ROOT, citygraph, environment


def test_each_tie_is_what_the_tables_say() -> None:
    with time_machine.travel(statuses.TODAY):
        world = World(statuses.GRAPH, cache=False)
        assert not world.diagnostics
        ties = world.view.graph["ties"]
        found = {id: tie_rules.stage(ties[id][2], statuses.TODAY) for id in statuses.STAGES}
    assert found == statuses.STAGES
    assert set(found.values()) == set(Stage)


# ---------------------------------------------------------------- the walk: one world for each status

TIES = {
    "partnership": "{kind: sister-city, between: [alder, birch], since: 2020, %s}",
    "visit": "{kind: delegation, from: alder, to: birch, on: 2020, %s}",
    "visit to come": "{kind: delegation, from: alder, to: birch, on: 2031, %s}",
}
WORLD = """\
cities:
  alder: {name: Alder, country: GB, coordinates: [52.0, -1.5]}
  birch: {name: Birch, country: FR, coordinates: [44.1, 2.1]}
  yew: {name: Yew, country: ES, coordinates: [40.0, -4.0]}
sources: {gazette: {title: Gazette, published: "2026"}, register: {title: Register, published: "2026"}}
ties:
  - {kind: sister-city, between: [birch, yew], status: active, source: gazette}
"""
EVIDENCE = {
    DISPUTED: "evidence: [{source: gazette, status: planned}, {source: register, status: cancelled}]",
    "unknown": "source: gazette",
    "history": "status: [{is: active}, {is: suspended, from: 2019}], source: gazette",
}


def said(tie: str) -> list[str]:
    """The statuses that this tie can have."""
    nature = "standing" if tie == "partnership" else "occurrence"
    return [*(status for status in STATUSES if tie_rules.can_be(status, nature)), DISPUTED]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders TIE/STATUS, each a git repository in which the tie came with the second commit."""
    place = tmp_path_factory.mktemp("worlds")
    git = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    git |= {f"GIT_{who}_{what}": "a@b.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    git |= {f"GIT_{who}_DATE": "2026-10-01T10:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    for name, tie in TIES.items():
        for status in said(name):
            folder = place / name / status
            (folder / "graph").mkdir(parents=True)
            (folder / "graph/world.yaml").write_text(WORLD, encoding="utf-8")
            commit = "git add . && git commit --quiet -m Known"
            subprocess.run(f"git init --quiet && {commit}", shell=True, cwd=folder, env=git, check=True)
            more = tie % EVIDENCE.get(status, f"status: {status}, source: gazette")
            (folder / "graph/world.yaml").write_text(f"{WORLD}  - {more}\n", encoding="utf-8")
            subprocess.run(commit, shell=True, cwd=folder, env=git, check=True)
    return place


ASKED = [
    *(
        f"{question} --format {format}"
        for question in (
            "show Alder", "show TIE", "show gazette", "neighbors Alder", "neighbors Alder --hops 2", "ties",
            "path Alder Birch", "path Alder Yew", "compare Alder Birch", "common Alder Yew", "timeline Alder",
            "timeline", "sources gazette",
            "ties --by country",
        )
        for format in ("table", "tsv", "json")
    ),
    *(f"{question} --format table" for question in ("stats", "rank", "communities", "suggest Alder", "review")),
    *(f"{question} --format json" for question in ("stats", "rank", "communities", "suggest Alder", "review")),
    *(f"diff HEAD~ HEAD --format {format}" for format in ("table", "tsv", "json", "markdown")),
    *(f"log Alder --format {format}" for format in ("table", "tsv", "json")),
    "neighbors Alder --tree", "ties --count", "map", "map --format json", "review --format github",
    "sql 'SELECT * FROM ties'", "sql 'SELECT * FROM neighbors'", "draw out.svg --network", "draw out.svg --map",
    *(f"export out.{suffix}" for suffix in (
        "csv", "graphml", "gexf", "geojson", "json", "cyjs", "dot", "mmd", "cypher", "ttl", "nt", "jsonld", "yaml",
    )),
    "export out.dot --by country", "view -o out.html",
]  # fmt: skip


def seen(text: str) -> str:
    """What a reader of a picture or page sees: no colours, no titles, no ids."""
    text = re.sub(r"<title>.*?</title>|<desc>.*?</desc>", "", text, flags=re.DOTALL)
    return re.sub(r'\b(id|data-[a-z]+|stroke|fill)="[^"]*"', "", text)


CHILD = """
import json, shlex, sys
from pathlib import Path
import golden
for asked in json.load(sys.stdin):
    code, out, err = golden.run(shlex.split(asked))
    assert code in (0, 1, None), err
    for file in sorted(Path().glob("out*")):
        out += file.read_text(encoding="utf-8")
        file.unlink()
    print(json.dumps(out + err))
"""


def answers(folder: Path, asked: list[str]) -> list[str]:
    """What each command prints and writes in this folder, all in one process without colours."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(asked),
        cwd=folder,
        env=environment(NO_COLOR="1", COLUMNS="120", PYTHONPATH=str(ROOT / "scripts")),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("tie", TIES)
def test_no_two_statuses_read_alike(worlds: Path, tie: str) -> None:
    id = f"{'sister-city' if tie == 'partnership' else 'delegation'}.alder.birch"
    to_come = [
        f"{question} --format table"
        for question in ("timeline", "timeline --upcoming --within 2027/2032", "show TIE", "ties")
    ]
    asked = [question.replace("TIE", id) for question in (to_come if tie == "visit to come" else ASKED)]
    read = {status: answers(worlds / tie / status, asked) for status in said(tie)}
    alike = []
    for number, question in enumerate(asked):
        shown = {status: texts[number] for status, texts in read.items()}
        if question.startswith("draw"):
            shown = {status: seen(text) for status, text in shown.items()}
        if question.startswith("suggest"):  # it names no tie that does not count
            shown = {status: text for status, text in shown.items() if "Birch" in text}
        alike += [(question, one, other) for one, other in combinations(shown, 2) if shown[one] == shown[other]]
    assert not alike


@pytest.mark.parametrize("command", ["ties --by country", "stats"])
def test_counts_for_people_are_of_what_ties_are_today(command: str, tmp_path: Path) -> None:
    """What is over by its date is not *unknown* there, and a visit that took place has not *ended*."""
    (tmp_path / "world.yaml").write_text(
        "cities: {a: {name: A, country: GB}, b: {name: B, country: FR}}\nsources: {s: {title: S}}\nties:\n"
        "  - {kind: sister-city, between: [a, b], until: 1990, source: s}\n"
        "  - {kind: friendship-city, between: [a, b], source: s}\n"
        "  - {kind: delegation, from: a, to: b, status: ended, source: s}\n",
        encoding="utf-8",
    )
    shown = citygraph(*command.split(), "--graph", tmp_path, "--format", "table", COLUMNS="200").out
    assert "1 over, 1 took place, 1 unknown" in " ".join(shown.split())
