"""What has changed between two states of a graph, and of one thing in the history: laws, then what people would notice,
in real git repositories."""

import datetime
import hashlib
import json
import os
import random
import re
import subprocess
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.folder import git
from citygraph.folder.parser import parse
from citygraph.folder.rules import BREAKS
from citygraph.folder.yaml_text import Document
from citygraph.questions.diff.changes import Change, Field, changes_between
from citygraph.questions.log.commits import pieces
from citygraph.world import World
from conftest import SEED, citygraph, examples, in_terminal
from worlds import files, lenses, networkx_graph

Texts = dict[str, Any]

# ---------------------------------------------------------------- random worlds, and what can be done to their files

CITIES = ("c0", "c1", "c2", "c3")
OTHERS = {"sister-city": (), "delegation": ("o", "e")}
WORDS = st.lists(st.sampled_from(["tea", "silk", "art: 1", "- x", "#", "no", "é\tx"]), max_size=3, unique=True)
STATUS = st.sampled_from(["active", "planned", "suspended", "ended", "dormant", "unknown", "cancelled"])


def some(draw: st.DrawFn, keys: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Some of these keys."""
    drawn = {key: draw(value) for key, value in keys.items() if draw(st.booleans())}
    return {key: value for key, value in drawn.items() if value not in (None, [], {})}


@st.composite
def worlds(draw: st.DrawFn) -> Texts:
    """A world as people write it: cities, a mayor, an event, an organization; ties and statements among them."""
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=1, unique=True))
    evidence = st.lists(
        st.fixed_dictionaries({"source": st.sampled_from("st")}, optional={"quote": st.sampled_from(["so", "it is"])}),
        max_size=2,
    )
    figure = st.fixed_dictionaries(
        {"property": st.sampled_from(["visitors", "shops"]), "value": st.integers(1, 3), "source": st.just("s")},
        optional={"as_of": st.sampled_from(["2020", "2021"]), "unit": st.just("k")},
    )
    said = {"evidence": evidence, "tags": WORDS, "notes": st.sampled_from(["x", {"a": [1, 2]}, ["b", "a"]])}
    node = {"aliases": WORDS, "names": st.dictionaries(st.sampled_from(["zh", "tr"]), st.sampled_from("xy")), **said}
    city = {"known_for": WORDS, "observations": st.lists(figure, max_size=3), **node}
    city |= {"coordinates": st.just([1.5, 2.5]) | st.just([2.5, 1.5])}
    world: Texts = {
        "cities": {
            id: {"name": draw(st.sampled_from([id.upper(), f"City {id}"])), "country": "CN", **some(draw, city)}
            for id in cities
        },
        "organizations": {"o": {"name": "O", **some(draw, node)}},
        "sources": {id: {"title": id, **some(draw, {"publisher": st.sampled_from("PQ")})} for id in "st"},
        "events": {"e": {"name": "E", **some(draw, {"when": st.just("2025")})}},
    }
    post = {"since": st.sampled_from(["2019", "2020"]), "until": st.sampled_from(["..", "2022", "2199"]), **said}
    posts = [{"title": "Mayor", "of": draw(st.sampled_from(cities)), **some(draw, post)}]
    world["officials"] = {"p": {"name": "P", "posts": posts}} if draw(st.booleans()) else {"p": {"name": "P"}}
    ties: list[dict[str, Any]] = []
    seen: set[tuple[str, ...]] = set()
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["sister-city", "sister-city", "delegation"]))
        ends = [draw(st.sampled_from(cities))]
        ends.append(draw(st.sampled_from([end for end in (*cities, *OTHERS[kind]) if end not in ends] or ["o"])))
        if kind == "sister-city" and ends[1] == "o":
            continue
        about: dict[str, Any] = {"between": ends} if kind == "sister-city" else {"from": ends[0], "to": ends[1]}
        named = (kind, *(sorted(ends) if kind == "sister-city" else ends))
        if named in seen or draw(st.booleans()):
            about["id"] = ".".join((str(number), *named))
        seen.add(named)
        times = {"since": st.sampled_from(["2019", "2020-05"]), "status": STATUS}
        if kind == "delegation":
            times = {"on": st.sampled_from(["2019", "2020-05"]), "status": st.sampled_from(["planned", "ended"])}
        ties.append({"kind": kind, **about, **some(draw, {"subject": WORDS, "form": st.just("mou"), **times, **said})})
    by = st.sampled_from(["p", *cities])
    world["ties"] = ties
    world["statements"] = [
        {"by": draw(by), **some(draw, {"about": st.lists(by, max_size=2, unique=True), "at": st.just("e"), **said})}
        for _ in range(draw(st.integers(0, 3)))
    ]
    return {key: value for key, value in world.items() if value}


def opened(world: Texts) -> World:
    """A world in one file."""
    return spread(world, None)


def spread(world: Texts, by: random.Random | None) -> World:
    """A world in several files and folders, shuffled ``by`` somebody, down to the keys and the lists of words."""
    with tempfile.TemporaryDirectory() as place:
        for name, content in files(world, by).items():
            path = Path(place, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return World(place, cache=False)


# ---------------------------------------------------------------- laws


@examples(50)
@given(world=worlds(), by=st.randoms(use_true_random=False))
def test_moving_records_and_putting_them_in_another_order_is_no_change(world: Texts, by: random.Random) -> None:
    one, other = opened(world), spread(world, by)
    assert [one.diff(other).data, other.diff(one).data, one.diff(one).data] == [[], [], []]


def key(change: Change) -> tuple[Any, ...]:
    """Which thing it is about: a statement is known by what it says alone."""
    return (change.what, change.id, json.dumps(change.fields) if change.what == "statement" else None)


@examples(50)
@given(one=worlds(), other=worlds())
def test_the_other_way_round_is_the_mirror(one: Texts, other: Texts) -> None:
    a, b = opened(one), opened(other)
    there, back = b.diff(a).data, a.diff(b).data

    def mirrored(change: Change) -> tuple[Any, ...]:
        return (
            change.what,
            change.id,
            json.dumps(sorted(Field(field, after, before) for field, before, after in change.fields)),
        )

    assert Counter((one.what, one.id, json.dumps(sorted(one.fields))) for one in there) == Counter(map(mirrored, back))
    appeared = {(one.what, one.id) for one in there if one.id and is_new(one)}
    assert appeared == {(one.what, one.id) for one in back if one.id and one.change == "removed"}


def is_new(change: Change) -> bool:
    return change.change == "added" or (change.change == "taken" and all(one.before is None for one in change.fields))


def facts(world: World) -> dict[tuple[str, str], dict[str, Any]]:
    """All that a world says of what has an id: as it differs from nothing."""
    with tempfile.TemporaryDirectory() as nowhere:
        nothing = World(nowhere, cache=False)
    return {
        (change.what, change.id): {field.field: field.after for field in change.fields}
        for change in world.diff(nothing).data
        if change.id
    }


def in_any_order(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return value
    return sorted(json.dumps(item, sort_keys=True) for item in value)


@examples(50)
@given(one=worlds(), other=worlds())
def test_what_was_known_with_the_changes_is_what_is_known(one: Texts, other: Texts) -> None:
    a, b = opened(one), opened(other)
    known = facts(a)
    for change in b.diff(a).data:
        if change.id is None:
            continue
        record = known.setdefault((change.what, change.id), {})
        for name, before, after in change.fields:
            assert in_any_order(record.get(name)) == in_any_order(before)
            record[name] = after
            if after is None:
                del record[name]
        if change.change == "removed":
            assert not known.pop((change.what, change.id))

    def plain(facts: dict[tuple[str, str], dict[str, Any]]) -> Any:
        return {thing: {name: in_any_order(value) for name, value in said.items()} for thing, said in facts.items()}

    assert plain(known) == plain(facts(b))


@examples(50)
@given(one=worlds(), other=worlds(), lens=lenses())
def test_a_lens_shows_a_part_of_the_changes(one: Texts, other: Texts, lens: Lens) -> None:
    a, b = opened(one), opened(other)
    whole = {(change.what, change.id) for change in b.diff(a).data}
    for change in changes_between(a.view, b.view, lens):
        assert (change.what, change.id) in whole
        if change.what in ("tie", "post"):
            ties = [edge.data for edge in (w.view.graph["ties"].get(change.id) for w in (a, b)) if edge]
            assert any(map(lens.admits_tie, ties))
        else:
            assert not lens.asks_for_ties


@examples(50)
@given(one=worlds(), other=worlds())
def test_a_graph_of_networkx_tells_the_same(one: Texts, other: Texts) -> None:
    a, b = opened(one), opened(other)
    assert changes_between(networkx_graph(a.view), networkx_graph(b.view)) == changes_between(a.view, b.view)


@examples(50)
@given(world=worlds(), by=st.randoms(use_true_random=False))
def test_a_file_in_pieces_says_the_same(world: Texts, by: random.Random) -> None:
    for text in (*files(world).values(), *files(world, by).values()):
        whole = parse(Document("x.yaml", text))
        parts = [parse(Document("x.yaml", piece)) for piece in pieces(text)]
        if "&id" in text:  # what is shared cannot be read by itself; then the whole is
            assert len(parts) == 1 or any(found.code in BREAKS for part in parts for found in part.diagnostics)
            continue
        assert [(one.type, one.id, one.data) for part in parts for one in part.records] == [
            (one.type, one.id, one.data) for one in whole.records
        ]


def test_a_file_is_taken_apart_record_by_record() -> None:
    for name, many in (("ties.yaml", 37), ("cities.yaml", 8)):
        text = (SEED / name).read_text(encoding="utf-8")
        assert len(pieces(text)) == len(pieces(text.replace("\n", "\r\n"))) == len(parse(Document(name, text)).records)
        assert len(pieces(text)) >= many // 2


# ---------------------------------------------------------------- git


class Repository:
    """A git repository with a graph folder in it."""

    def __init__(self, root: Path, folder: str = "graph") -> None:
        self.root = root
        self.graph = root / folder
        root.mkdir(exist_ok=True)
        self.commits = 0
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        who = {"NAME": "Ada", "EMAIL": "ada@example.org", "DATE": f"2026-01-{self.commits + 1:02}T12:00:00+00:00"}
        variables = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **variables, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, **texts: str) -> None:
        self.graph.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (self.graph / f"{name}.yaml").write_text(text, encoding="utf-8")

    def put(self, world: dict[str, str]) -> None:
        """These files, and no others."""
        self.graph.mkdir(parents=True, exist_ok=True)
        for path in sorted(self.graph.rglob("*.y*ml")):
            path.unlink()
        for name, text in world.items():
            (self.graph / name).parent.mkdir(exist_ok=True)
            (self.graph / name).write_text(text, encoding="utf-8")

    def commit(self, message: str, **texts: str) -> str:
        self.write(**texts)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        self.commits += 1
        return self.git("rev-parse", "HEAD").strip()


NODES = """\
cities:
  iznik: {name: Iznik, country: TR}
  osh: {name: Osh, country: KG}
  troyan: {name: Troyan, country: BG}
officials:
  aziz: {name: Aziz, posts: [{title: Mayor, of: osh, since: 2020, source: s}]}
sources:
  s: {title: The paper}
"""
TIE = "  - {kind: sister-city, between: [iznik, osh], since: 2021, status: active, source: s, quote: they signed}\n"
TIES = "ties:\n" + TIE


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit("The paper", nodes=NODES, ties=TIES)
    return made


def asked(repository: Repository, *arguments: str | Path, **variables: str) -> Any:
    """What citygraph answers as JSON."""
    ran = citygraph(*arguments, "--format", "json", cwd=repository.root, **variables)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def short(changes: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(change["change"], change["what"], change["name"]) for change in changes]


@examples(12)
@given(
    states=st.lists(worlds(), min_size=2, max_size=4),
    by=st.randoms(use_true_random=False),
    thing=st.sampled_from(["c0", "p", "sister-city.c0.c1", "0.sister-city.c0.c1", "e"]),
)
def test_a_log_tells_what_the_diffs_of_commits_do(states: list[Texts], by: random.Random, thing: str) -> None:
    parts = [opened({}), *(opened(only(thing, state)) for state in states)]
    with tempfile.TemporaryDirectory() as place:
        repository = Repository(Path(place, "repository"))
        expected = {}
        for state, before, after in zip(states, parts[:-1], parts[1:], strict=True):
            repository.put(files(state, by))
            commit = repository.commit("A state")
            changes = [
                one for one in after.diff(before).data if one.id == thing or one.what in ("tie", "post", "statement")
            ]
            if changes:
                expected[commit] = comparable(changes)
        try:
            log = World(repository.graph, cache=False).log(thing)
        except CityGraphError:
            assert not expected
            return
        assert {entry.commit: comparable(entry.changes) for entry in log.data} == expected
        assert [entry.commit for entry in log.data] == [*reversed(expected)]


def only(thing: str, world: Texts) -> Texts:
    """All nodes of a world, and of its ties, posts and statements those that are about a thing."""

    def keeps(tie: Texts) -> bool:
        ends = tie.get("between") or (tie["from"], tie["to"])
        return thing in ends or thing == tie.get("id", ".".join((tie["kind"], *sorted(ends))))

    def says(statement: Texts) -> bool:
        return thing in (statement["by"], statement.get("at"), *statement.get("about", ()))

    officials = {
        id: {**official, "posts": [post for post in official.get("posts", ()) if thing in (id, post["of"])]}
        for id, official in world["officials"].items()
    }
    return {
        **world,
        "officials": {id: {key: value for key, value in one.items() if value} for id, one in officials.items()},
        "ties": list(filter(keeps, world.get("ties", ()))),
        "statements": list(filter(says, world.get("statements", ()))),
    }


def comparable(changes: Iterable[Change]) -> Any:
    return sorted((one.change, one.what, one.id or "", str(in_order(one))) for one in changes)


def in_order(change: Change) -> Any:
    return sorted((one.field, in_any_order(one.before), in_any_order(one.after)) for one in change.fields)


# ---------------------------------------------------------------- what has changed


def test_alone_it_says_what_i_would_commit(repository: Repository) -> None:
    assert asked(repository, "diff") == []
    repository.write(
        ties=TIES.replace("active", "suspended"), more="cities: {baku: {name: Baku, country: AZ, source: s}}\n"
    )
    found = asked(repository, "diff")
    assert short(found) == [
        ("suspended", "tie", "Iznik was a sister city of Osh (suspended)"),
        ("added", "city", "Baku"),
    ]
    assert found[0]["fields"] == [{"field": "status", "before": "active", "after": "suspended"}]
    assert citygraph("diff", cwd=repository.root).err == (
        "citygraph: graph at HEAD → graph: 1 tie suspended; 1 city added\n"
    )


_BY_GIT = {
    "a program as transport": {"remote.evil.url": "ext::sh -c {ran}", "protocol.ext.allow": "always"},
    "another upload-pack": {"remote.evil.url": "file://{here}", "remote.evil.uploadpack": "{ran};git-upload-pack"},
    "another ssh": {"remote.evil.url": "ssh://evil.example/x", "core.sshCommand": "{ran};false"},
    "a proxy": {"remote.evil.url": "git://evil.example/x", "core.gitProxy": "{ran}"},
}
"""Settings of a repository by which git runs a program as soon as it misses an object."""


@pytest.mark.parametrize("settings", _BY_GIT.values(), ids=_BY_GIT)
def test_no_program_runs_that_the_settings_of_a_repository_name(
    settings: dict[str, str], repository: Repository, tmp_path: Path
) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    missing = repository.git("rev-parse", "HEAD~1:graph/ties.yaml").strip()
    (repository.root / f".git/objects/{missing[:2]}/{missing[2:]}").unlink()
    program, ran = tmp_path / "program", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\n: > {ran}\n")
    program.chmod(0o755)
    promisor = {"core.repositoryformatversion": "1", "extensions.partialClone": "evil", "remote.evil.promisor": "true"}
    for name, value in {**promisor, **settings}.items():
        repository.git("config", name, value.format(ran=program, here=repository.root))
    for command in (["diff", "HEAD~1", "HEAD"], ["log", "Osh"], ["diff", "HEAD~1"]):
        done = citygraph(*command, cwd=repository.root)
        assert done.code == 2
        assert "this clone is partial" in done.err
        assert not ran.exists()
    with pytest.raises(AssertionError):
        repository.git("cat-file", "-p", missing)
    assert ran.exists(), "git itself does run it"


def test_files_in_a_graph_folder_are_no_repository(repository: Repository) -> None:
    inner = repository.graph / "inner"
    inner.mkdir()
    repository.git("init", "--quiet", "--bare", str(inner))
    (inner / "refs/heads/.keep").touch()
    repository.commit("More", **{"inner/cities": "cities:\n  baku: {name: Baku, country: AZ}\n"})
    done = citygraph("diff", "HEAD", "--graph", "graph/inner", cwd=repository.root)
    assert (done.code, done.out) == (2, "")
    assert "bare repository" in done.err


def test_it_touches_neither_the_files_nor_the_index(repository: Repository) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    index = repository.root / ".git/index"
    os.utime(repository.graph / "ties.yaml", (1e9, 1e9))  # git would note this in the index
    before = index.read_bytes(), index.stat().st_mtime_ns
    assert short(asked(repository, "diff", "HEAD~1"))
    assert asked(repository, "log", "Osh")
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before
    assert repository.git("stash", "list") == ""


THIS_YEAR = f"{datetime.date.today().year}~"
"""It may have passed, and may not: with the mark it reaches a year further either way."""
STATUSES = [
    ("status: planned", "status: active", "began"),
    ("status: active", "status: suspended", "suspended"),
    ("status: suspended", "status: active", "resumed"),
    ("status: active", "status: ended, until: 2023", "ended"),
    ("status: unknown", "status: unknown, until: 2023", "ended"),
    ("status: unknown", "status: unknown, until: 2199", "changed"),
    ("status: unknown", f"status: unknown, until: {THIS_YEAR}", "changed"),
    ("status: active", "status: [{is: active, from: 2021}, {is: ended, from: 2199}]", "changed"),
    ("status: ended", "status: active", "resumed"),
    ("status: planned", "status: cancelled", "cancelled"),
    ("status: active", "status: dormant", "changed"),
    ("status: planned", "status: unknown", "changed"),
    ("status: unknown", "status: active", "changed"),
    ("status: active", "status: active, form: mou", "changed"),
    ("status: active", "status: [{is: active, from: 2021}, {is: suspended, from: 2022-03-08, source: s}]", "suspended"),
]


@pytest.mark.parametrize(("before", "after", "became"), STATUSES, ids=[" → ".join(row[:2]) for row in STATUSES])
def test_what_becomes_of_a_tie(tmp_path: Path, before: str, after: str, became: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, status in ((one, before), (other, after)):
        folder.mkdir()
        (folder / "all.yaml").write_text(NODES + TIES.replace("status: active", status), encoding="utf-8")
    (change,) = World(other, cache=False).diff(World(one, cache=False)).data
    assert change.change == became


def test_a_visit_that_was_planned_took_place(tmp_path: Path) -> None:
    tie = "ties: [{kind: delegation, from: iznik, to: osh, status: STATUS, on: 2024, source: s}]\n"
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, status in ((one, "planned"), (other, "ended")):
        folder.mkdir()
        (folder / "all.yaml").write_text(NODES + tie.replace("STATUS", status), encoding="utf-8")
    assert [change.change for change in World(other, cache=False).diff(World(one, cache=False)).data] == ["took place"]


def test_who_took_and_who_left_a_post(repository: Repository) -> None:
    new = NODES.replace("since: 2020,", "since: 2020, until: 2024,").replace(
        "sources:",
        "  bek: {name: Bek, posts: [{title: Mayor, of: osh, since: 2024, status: active, source: s}]}\nsources:",
    )
    repository.write(nodes=new)
    assert short(asked(repository, "diff")) == [
        ("taken", "post", "Bek, Mayor, Osh"),
        ("left", "post", "Aziz, Mayor, Osh"),
        ("added", "official", "Bek"),
    ]
    assert short(asked(repository, "diff", "--group", "structure"))[-1] == ("left", "post", "Aziz, Mayor, Osh")
    assert asked(repository, "diff", "--kind", "sister-city") == []
    assert asked(repository, "diff", "--type", "!official") == []


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        ("status: planned", "status: active", "taken"),
        ("status: cancelled", "status: active", "taken"),
        ("status: ended", "status: active", "taken"),
        ("status: planned", "status: unknown", "changed"),
        ("status: cancelled", "status: unknown", "changed"),
        ("status: ended", "status: unknown", "changed"),
        ("status: planned", "evidence: [{source: s, status: denied}]", "changed"),
        (None, "status: active", "taken"),
        (None, "status: unknown", "added"),
        (None, "status: planned", "added"),
        (None, "evidence: [{source: s, status: denied}]", "added"),
    ],
)
def test_a_post_is_taken_only_if_a_source_says_so(tmp_path: Path, before: str | None, after: str, became: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, status in ((one, before), (other, after)):
        folder.mkdir()
        post = "" if status is None else f", posts: [{{title: Mayor, of: osh, source: s, {status}}}]"
        nodes = NODES.replace("sources:", f"  bek: {{name: Bek{post}}}\nsources:")
        (folder / "all.yaml").write_text(nodes, encoding="utf-8")
    assert [change.change for change in World(other, cache=False).diff(World(one, cache=False)).data] == [became]


def test_one_more_source_is_told_as_such(repository: Repository) -> None:
    both = "evidence: [{source: s, quote: they signed}, {source: r, quote: on Friday, by: aziz}]"
    repository.write(ties=TIES.replace("source: s, quote: they signed", both), r="sources: {r: {title: A register}}\n")
    tie, source = asked(repository, "diff")
    assert (tie["change"], tie["evidence"]) == ("attested", [{"source": "r", "quote": "on Friday", "by": "aziz"}])
    assert (source["change"], source["name"]) == ("added", "A register")
    assert short(asked(repository, "diff", "--source", "r")) == short([tie, source])
    assert short(asked(repository, "diff", "--source", "A register", "--kind", "sister-city")) == short([tie])


def test_a_node_of_another_name_is_renamed(repository: Repository) -> None:
    repository.write(nodes=NODES.replace("Iznik", "İznik"))
    assert short(asked(repository, "diff")) == [("renamed", "city", "İznik")]


def test_words_of_a_list_and_figures_are_compared_one_by_one(repository: Repository) -> None:
    figures = "observations: [{property: visitors, value: VALUE, as_of: 2024, source: s}]"
    repository.commit(
        "Figures", nodes=NODES.replace("KG}", f"KG, known_for: [felt, silk], {figures}}}").replace("VALUE", "10")
    )
    repository.write(nodes=NODES.replace("KG}", f"KG, known_for: [silk, tea], {figures}}}").replace("VALUE", "12000"))
    _, seen = in_terminal("citygraph diff", cwd=repository.root, NO_COLOR="1")
    assert "known for: + tea, − felt" in seen
    assert "visitors 2024: 10 → 12,000" in seen


def test_a_statement_that_is_quoted_otherwise_is_changed_and_not_another(repository: Repository) -> None:
    said = "statements:\n  - {by: aziz, about: [osh], source: s, quote: we hope}\n"
    repository.commit("Said", said=said)
    repository.write(said=said.replace("we hope", "we do hope"))
    (change,) = asked(repository, "diff")
    assert (change["what"], change["change"], change["name"]) == ("statement", "changed", "Aziz about Osh")


def test_a_kind_of_ones_own_is_told(repository: Repository) -> None:
    repository.write(kinds="kinds: {sister-city: {terms: {en: [twinned town]}}}\n")
    assert short(asked(repository, "diff")) == [("changed", "kind", "is a sister city of")]


def test_two_folders_are_compared_without_git(tmp_path: Path) -> None:
    for name, text in (("one", NODES), ("other", NODES + TIES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(text, encoding="utf-8")
    ran = citygraph("diff", "one", "other", cwd=tmp_path, PATH="/nowhere")
    assert ran.code == 0
    assert ran.out.splitlines()[1].startswith("added\ttie\tsister-city.iznik.osh\tIznik is a sister city of Osh\t")
    back = citygraph("diff", "other/", "./one", cwd=tmp_path)
    assert back.out.splitlines()[1].startswith("removed\ttie\t")


def test_a_revision_next_to_a_folder_is_one_of_that_folder(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    ran = citygraph("diff", "HEAD~1", str(repository.graph), "--format", "json", cwd=tmp_path)
    assert short(json.loads(ran.out)) == [("suspended", "tie", "Iznik was a sister city of Osh (suspended)")]


def test_revisions_as_git_spells_them(repository: Repository) -> None:
    repository.git("tag", "--annotate", "first", "--message", "The first")
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    repository.git("switch", "--quiet", "main")
    repository.commit("Baku", more="cities: {baku: {name: Baku, country: AZ, source: s}}\n")
    suspended = [("suspended", "tie", "Iznik was a sister city of Osh (suspended)")]
    for spelled in (
        "first side", "first..side", "main...side", "main...side --country TR", "HEAD^ side", ":/paper side",
        "first:graph side:graph", "side~..side",
    ):  # fmt: skip
        revisions = spelled.split()
        assert short(asked(repository, "diff", *revisions)) == suspended, revisions
    assert short(asked(repository, "diff", "side")) == [
        ("resumed", "tie", "Iznik is a sister city of Osh"),
        ("added", "city", "Baku"),
    ]
    assert short(asked(repository, "diff", "..main")) == []


def test_the_exit_code_says_whether_something_has_changed_if_it_is_asked_to(repository: Repository) -> None:
    assert citygraph("diff", "--exit-code", cwd=repository.root).code == 0
    repository.write(ties="ties: []\n")
    assert citygraph("diff", cwd=repository.root).code == 0
    ran = citygraph("diff", "--exit-code", cwd=repository.root)
    assert (ran.code, ran.out.count("\n")) == (1, 2)


BROKEN = {
    "syntax": lambda text: text[:-1] + b"\n  - {kind: [\n",
    "merge": lambda text: b"<<<<<<< HEAD\n" + text + b"=======\n>>>>>>> other\n",
    "merge at the end": lambda text: text + b"<<<<<<< HEAD\n=======\n" + text + b">>>>>>> other\n",
    "encoding": lambda text: b"# caf\xe9\n" + text,
    "encoding at the end": lambda text: text + b"# caf\xe9\n",
    "second document": lambda text: b"kinds: {}\n---\n" + text,
    "character": lambda text: b"# \x01\n" + text,
}
"""Ways in which a file becomes unreadable."""
FILE_NAMES = ("ties.yaml", "nodes.yaml", "towns/cities.csv", "towns/ties-more.csv")


@examples(25)
@given(file=st.sampled_from(FILE_NAMES), how=st.sampled_from(sorted(BROKEN)), also=st.booleans(), swapped=st.booleans())
def test_what_an_unreadable_file_said_is_not_gone(file: str, how: str, also: bool, swapped: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for side in ("a", "b"):
            (Path(scratch, side) / "towns").mkdir(parents=True)
            for name, text in zip(FILE_NAMES, (TIES, NODES, MORE_CITIES, MORE_TIES), strict=True):
                Path(scratch, side, name).write_text(text, encoding="utf-8")
        path = Path(scratch, "b", file)
        path.write_bytes(BROKEN[how](path.read_bytes()))
        if also:  # a change elsewhere is told all the same
            Path(scratch, "b", "more.yaml").write_text("cities: {baku: {name: Baku, country: AZ}}\n", encoding="utf-8")
        before, after = (World(Path(scratch, side), cache=False) for side in ("ba" if swapped else "ab"))
        answer = after.diff(before)
    told = [("removed" if swapped else "added", "baku")] if also else []
    assert [(change.change, change.id) for change in answer.data] == told
    assert answer.is_partial
    assert any(file in remark for remark in answer.remarks)


MORE_CITIES = "id,name,country\nbursa,Bursa,TR\nsofia,Sofia,BG\n"
MORE_TIES = "kind,between,since,source\nsister-city,bursa; sofia,1998,s\nsister-city,bursa; osh,2001,s\n"


def test_each_format_says_that_a_file_cannot_be_read(repository: Repository) -> None:
    repository.write(ties=f"ties:\n<<<<<<< HEAD\n{TIE}=======\n{TIE}>>>>>>> other\n")
    nothing = {"table": "", "json": "[]\n", "markdown": "Nothing has changed in what can be read.\n"}
    for format in ("table", "tsv", "csv", "json", "markdown"):
        ran = citygraph("diff", "--format", format, cwd=repository.root)
        assert "ties.yaml cannot be read in graph; what graph at HEAD says in it stands for it" in ran.err
        assert "removed" not in ran.out + ran.err
        assert ran.code == 0
        assert ran.out.startswith(nothing.get(format, ""))
        assert ("cannot be read" in ran.out) == (format == "markdown")
    assert citygraph("diff", "--exit-code", cwd=repository.root).code == 1


def test_what_neither_side_can_read_is_not_said_to_be_the_same(repository: Repository) -> None:
    repository.write(ties=TIES.replace("2021", "2022"))
    most = len(TIES) - 1
    ran = citygraph("diff", "--format", "markdown", cwd=repository.root, CITYGRAPH_LIMITS=f"yaml={most}")
    assert ran.out.startswith("Nothing has changed in what can be read.\n")
    unknown = "can be read neither in graph nor in graph at HEAD: what has changed in them is not known"
    assert unknown in ran.err
    assert unknown in ran.out
    assert "stand" not in ran.out + ran.err


def test_a_file_that_was_renamed_and_cannot_be_read_has_not_lost_its_records(repository: Repository) -> None:
    (repository.graph / "ties.yaml").unlink()
    repository.write(partnerships=f"ties:\n<<<<<<< HEAD\n{TIE}=======\n>>>>>>> other\n")
    assert asked(repository, "diff") == []


def test_a_folder_that_may_not_be_entered_is_not_gone(repository: Repository) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may enter every folder")
    (repository.graph / "deep").mkdir()
    (repository.graph / "ties.yaml").rename(repository.graph / "deep" / "ties.yaml")
    repository.commit("Moved")
    (repository.graph / "deep").chmod(0)
    try:
        assert asked(repository, "diff") == []
    finally:
        (repository.graph / "deep").chmod(0o755)


@pytest.mark.parametrize("how", sorted(BROKEN))
@pytest.mark.parametrize("file", ["nodes.yaml", "cities.csv"])
def test_a_log_does_not_take_an_unreadable_file_for_news(repository: Repository, file: str, how: str) -> None:
    (repository.graph / "cities.csv").write_text(MORE_CITIES, encoding="utf-8")
    repository.commit("Bursa")
    whole = (repository.graph / file).read_bytes()
    (repository.graph / file).write_bytes(BROKEN[how](whole))
    repository.commit("Broken")
    (repository.graph / file).write_bytes(whole)
    repository.commit("Mended")
    name = "Bursa" if file == "cities.csv" else "Iznik"
    assert [entry["subject"] for entry in asked(repository, "log", name)] == [
        "Bursa" if file == "cities.csv" else "The paper"
    ]


def test_a_row_for_each_field_for_spreadsheets(repository: Repository) -> None:
    repository.write(ties=TIES.replace("active", "ended, until: 2023"))
    lines = citygraph("diff", cwd=repository.root).out.splitlines()
    header, *rows = (dict(enumerate(line.split("\t"))) for line in lines)
    fields = {name: number for number, name in header.items()}
    assert [[row[fields[name]] for name in ("change", "field", "before", "after")] for row in rows] == [
        ["ended", "until", "", "2023"],
        ["ended", "status", "active", "ended"],
    ]


def test_markdown_for_a_pull_request(repository: Repository) -> None:
    link = "'see https://example.org/x_y, ask @osh or #12: <b>5 * 3</b>'"
    repository.write(
        ties=TIES.replace("active", "suspended")
        + f"  - {{kind: sister-city, between: [osh, troyan], since: 2025, source: s, quote: {link}}}\n"
    )
    ran = citygraph("diff", "--format", "markdown", cwd=repository.root)
    assert ran.out == (
        "**1 tie added, 1 suspended**\n"
        "\n"
        "### Ties: added\n"
        "\n"
        "- **Osh may be a sister city of Troyan**, since 2025, unknown – *The paper*\n"
        "  - “see `https://example.org/x_y`, ask `@osh` or `#12`: \\<b\\>5 \\* 3\\</b\\>”\n"
        "\n"
        "### Ties: suspended\n"
        "\n"
        "- **Iznik was a sister city of Osh**, suspended\n"
        "  - status: active → suspended\n"
    )
    repository.commit("All of it")
    ran = citygraph("diff", "--format", "markdown", cwd=repository.root)
    assert ran.out == "Nothing has changed in the graph.\n"


# ---------------------------------------------------------------- where it cannot be told, or not as one may think


def test_no_git_no_repository_no_commits_no_such_revision(repository: Repository, tmp_path: Path) -> None:
    ran = citygraph("diff", cwd=repository.root, PATH="/nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "git is not installed" in ran.err
    assert "two folders can be compared without it" in ran.err
    alone = tmp_path / "alone/graph"
    alone.mkdir(parents=True)
    (alone / "all.yaml").write_text(NODES, encoding="utf-8")
    for command in (["diff"], ["diff", "HEAD~1"], ["log", "Osh"]):
        ran = citygraph(*command, cwd=alone.parent, GIT_CEILING_DIRECTORIES=str(tmp_path))
        assert (ran.code, ran.out) == (2, "")
        assert "lies in no git repository" in ran.err
    ran = citygraph("diff", "mian", cwd=repository.root)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no revision `mian`" in ran.err
    assert "did you mean `main`?" in ran.err
    assert "there is no folder ../old" in citygraph("diff", "../old", cwd=repository.root).err
    assert "there is no folder ../old" in citygraph("diff", "HEAD", "../old", cwd=repository.root).err
    assert "there is no folder ../old" in citygraph("diff", "../old", "HEAD", cwd=repository.root).err
    assert "is a file" in citygraph("diff", "HEAD:graph/ties.yaml", cwd=repository.root).err
    fresh = Repository(tmp_path / "fresh")
    fresh.write(nodes=NODES)
    ran = citygraph("diff", cwd=fresh.root)
    assert (ran.code, ran.out) == (2, "")
    assert "nothing is committed yet" in ran.err


@pytest.mark.parametrize("name", ["--output=x", "-h", "--help", "HEAD\nHEAD", "--upload-pack=touch x", ""])
def test_no_name_of_a_revision_is_an_option_of_gits(repository: Repository, name: str) -> None:
    ran = citygraph("diff", "--", name, "HEAD", cwd=repository.root)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no revision" in ran.err
    assert sorted(path.name for path in repository.root.iterdir()) == [".git", "graph"]


def test_a_name_that_is_a_folder_and_a_revision_is_asked_back(repository: Repository) -> None:
    repository.git("branch", "old")
    (repository.root / "old").mkdir()
    ran = citygraph("diff", "old", cwd=repository.root)
    assert (ran.code, ran.out) == (2, "")
    assert "write ./old or heads/old" in " ".join(ran.err.replace("│", " ").split())
    assert citygraph("diff", "heads/old", cwd=repository.root).code == 0
    assert citygraph("diff", "./old", cwd=repository.root).code == 0
    assert "the graph folder itself" in citygraph("diff", "graph", cwd=repository.root).err


def test_a_folder_that_was_not_there_yet(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    (repository.root / "README").write_text("hello", encoding="utf-8")
    repository.commit("The start")
    repository.commit("The graph", nodes=NODES, ties=TIES)
    ran = citygraph("diff", "HEAD~1", "--format", "json", cwd=repository.root)
    assert {change["change"] for change in json.loads(ran.out)} == {"added"}
    assert "graph at HEAD~1: there is nothing yet" in ran.err
    (only,) = asked(repository, "log", "Osh")
    assert only["subject"] == "The graph"


def test_a_revision_with_mistakes_says_so_and_goes_on(repository: Repository) -> None:
    repository.commit("Broken", more="ties: [{kind: sister-city, between: [osh, nowhere], source: s}]\n")
    repository.commit("Mended", more="cities: {baku: {name: Baku, country: AZ, source: s}}\n")
    ran = citygraph("diff", "HEAD~1", "--format", "json", cwd=repository.root)
    assert short(json.loads(ran.out)) == [("added", "city", "Baku")]
    assert "graph at HEAD~1 has an error, this answers from the rest" in ran.err


def test_a_folder_that_has_moved_is_found_where_it_was(repository: Repository) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    repository.git("mv", "graph", "data")
    repository.commit("Moved")
    (repository.root / "deep").mkdir()
    repository.git("mv", "data", "deep/graph")
    repository.commit("Moved again")
    repository.graph = repository.root / "deep/graph"
    assert asked(repository, "diff", "HEAD~1", "--graph", "deep/graph") == []
    assert short(asked(repository, "diff", "HEAD~3", "--graph", "deep/graph"))[0][0] == "suspended"
    log = asked(repository, "log", "Iznik", "--graph", "deep/graph")
    assert [entry["subject"] for entry in log] == ["Suspended", "The paper"]


def test_the_repository_itself_can_be_the_folder_and_names_can_be_odd(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "ro ot*é", folder=".")
    repository.commit("One", nodes=NODES)
    repository.commit("Two", **{"ties ü'": TIES})
    assert short(asked(repository, "diff", "HEAD~1", "--graph", "."))[0] == (
        "added", "tie", "Iznik is a sister city of Osh"
    )  # fmt: skip
    assert [entry["subject"] for entry in asked(repository, "log", "Iznik", "--graph", ".")] == ["Two", "One"]


def test_what_a_hook_is_told_of_its_repository_does_not_matter(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.commit("Nothing")
    repository.write(ties="ties: []\n")
    found = asked(
        repository, "diff", GIT_DIR=str(other.root / ".git"), GIT_INDEX_FILE="x", GIT_WORK_TREE=str(other.root)
    )
    assert short(found) == [("removed", "tie", "Iznik is a sister city of Osh")]


# ---------------------------------------------------------------- when did we learn it


def test_a_log_is_the_newest_first_with_who_and_what(repository: Repository) -> None:
    repository.commit("Troyan only", more="cities: {baku: {name: Baku, country: AZ, source: s}}\n")
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    last = repository.commit("Two files", ties="ties: []\n", later=TIES.replace("active", "ended, until: 2024"))
    log = asked(repository, "log", "IZNİK")
    assert [entry["subject"] for entry in log] == ["Two files", "Suspended", "The paper"]
    assert list(log[0]) == ["commit", "date", "author", "subject", "changes"]
    assert (log[0]["commit"], log[0]["date"], log[0]["author"]) == (last, "2026-01-04T12:00:00+00:00", "Ada")
    assert [short(entry["changes"]) for entry in log] == [
        [("ended", "tie", "Iznik was a sister city of Osh")],
        [("suspended", "tie", "Iznik was a sister city of Osh (suspended)")],
        [("added", "tie", "Iznik is a sister city of Osh"), ("added", "city", "Iznik")],
    ]
    assert asked(repository, "log", "sister-city.iznik.osh")[0]["changes"] == log[0]["changes"]
    assert len(asked(repository, "log", "Iznik", "--limit", "1")) == 1
    assert [entry["subject"] for entry in asked(repository, "log", "Iznik", "--type", "city")] == [
        "Two files", "Suspended", "The paper"
    ]  # fmt: skip
    assert asked(repository, "log", "Iznik", "--kind", "twin town")[2]["changes"] == log[2]["changes"][:1]


def test_moving_and_sorting_files_is_not_in_the_log(repository: Repository) -> None:
    (repository.graph / "deep").mkdir()
    repository.git("mv", "graph/ties.yaml", "graph/deep/x.yaml")
    repository.commit("Moved")
    repository.commit("Sorted", nodes="\n".join(sorted(NODES.split("\n"), key=lambda line: line.startswith("sources"))))
    repository.commit("Commented", more="# nothing\ncities: {}\n")
    assert [entry["subject"] for entry in asked(repository, "log", "Osh")] == ["The paper"]


def test_what_a_source_says_is_in_its_log(repository: Repository) -> None:
    repository.commit("Register", more="sources: {r: {title: A register}}\n")
    repository.commit("From it", ties=TIES.replace("source: s", "source: r"))
    log = asked(repository, "log", "A register")
    assert [(entry["subject"], short(entry["changes"])) for entry in log] == [
        ("From it", [("added", "tie", "Iznik is a sister city of Osh")]),
        ("Register", [("added", "source", "A register")]),
    ]


def test_what_is_in_no_file_any_more_goes_by_its_id(repository: Repository) -> None:
    repository.commit("Gone", ties="ties: []\n", nodes=NODES.replace("  troyan: {name: Troyan, country: BG}\n", ""))
    assert short(asked(repository, "log", "troyan")[0]["changes"]) == [("removed", "city", "Troyan")]
    assert short(asked(repository, "log", "sister-city.iznik.osh")[0]["changes"])[0][0] == "removed"
    ran = citygraph("log", "nobody", cwd=repository.root)
    assert (ran.code, ran.err) == (1, "citygraph: nothing here is called `nobody`\n")
    repository.write(more="cities: {baku: {name: Baku, country: AZ, source: s}}\n")
    ran = citygraph("log", "Baku", cwd=repository.root)
    assert ran.code == 0
    assert "no commit mentions it; `citygraph diff` shows what is not committed yet" in ran.err


def test_a_file_that_cannot_be_read_is_no_news(repository: Repository) -> None:
    broken = repository.commit("Broken", ties=TIES + "  - {kind: [\n")
    repository.commit("Mended", ties=TIES)
    ran = citygraph("log", "Iznik", "--format", "json", cwd=repository.root)
    assert [entry["subject"] for entry in json.loads(ran.out)] == ["The paper"]
    assert f"{broken[:10]}: a file cannot be read there" in ran.err


def test_a_merge_says_only_what_is_its_own(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("Seen", ties=TIES.replace("since: 2021", "since: 2021, seen: 2025"))
    repository.git("switch", "--quiet", "main")
    repository.commit("Baku", more="cities: {baku: {name: Baku, country: AZ, source: s}}\n")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
    repository.commits += 1
    assert [entry["subject"] for entry in asked(repository, "log", "Iznik")] == ["Seen", "The paper"]
    repository.git("switch", "--quiet", "--create", "other")
    repository.commit("Theirs", ties=TIES.replace("active", "dormant"))
    repository.git("switch", "--quiet", "main")
    repository.commit("Ours", ties=TIES.replace("active", "suspended"))
    repository.git("merge", "--no-commit", "--strategy=ours", "other")
    repository.commit("Settled", ties=TIES.replace("active", "ended"))
    log = asked(repository, "log", "Iznik")
    assert [entry["subject"] for entry in log][:3] == ["Settled", "Ours", "Theirs"]
    assert short(log[0]["changes"])[0][0] == "ended"


def test_a_shallow_clone_does_not_say_what_it_cannot_know(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    repository.commit("Ended", ties=TIES.replace("active", "ended"))
    clone = Repository(tmp_path / "clone")
    clone.git("pull", "--quiet", "--depth=2", f"file://{repository.root}", "main")
    ran = citygraph("log", "Iznik", "--format", "json", cwd=clone.root)
    assert [entry["subject"] for entry in json.loads(ran.out)] == ["Ended"]
    assert "this clone has no commits before 2026-01-02; `git fetch --unshallow` brings them" in ran.err
    ran = citygraph("diff", "HEAD~2", cwd=clone.root)
    assert ran.code == 2
    assert "`git fetch --unshallow` fetches the rest" in ran.err


@pytest.mark.parametrize("text", [
    "ties: [{kind: sister-city, between: [iznik, osh], status: ended, source: s}]\n",
    "---\nties:\n- kind: sister-city\n  between: [iznik,\n  osh]\n  status: ended\n  source: s\n",
    '"ties":\n  - kind: sister-city\n    between: ["\\x69znik", osh]\n    status: ended\n    source: s\n',
    "ties:\n  - {kind: sister-city, between: &both [iznik, troyan], status: ended, source: s}\n"
    "  - {kind: contact, between: *both, source: s}\n",
    "ties:\n  - notes: |\n      cities:\n        iznik: x\n"
    "    kind: sister-city\n    between: [iznik, osh]\n    source: s\n",
    "ties:\n  - notes: 'a\n  - b'\n    kind: sister-city\n    between: [iznik, osh]\n    source: s\n",
])  # fmt: skip
def test_however_a_file_is_written_a_log_reads_it(repository: Repository, text: str) -> None:
    repository.commit("Otherwise", ties=text)
    here = World(repository.graph, cache=False)
    expected = [one for one in here.diff(World.at_revision(repository.graph, "HEAD~1")).data if one.what == "tie"]
    assert expected
    assert list(here.log("iznik").data[0].changes) == expected


def test_tables_are_in_the_log(repository: Repository) -> None:
    (repository.graph / "ties.yaml").unlink()
    table = "kind,between,status,source\nsister-city,iznik; osh,STATUS,s\nsister-city,osh; troyan,active,s\n"
    for status in ("active", "suspended"):
        (repository.graph / "ties.csv").write_text(table.replace("STATUS", status), encoding="utf-8")
        repository.commit(status)
    log = asked(repository, "log", "Iznik")
    assert [entry["subject"] for entry in log] == ["suspended", "active", "The paper"]
    assert short(log[0]["changes"]) == [("suspended", "tie", "Iznik was a sister city of Osh (suspended)")]


def test_a_table_of_the_log_fits_a_terminal(repository: Repository) -> None:
    repository.commit("Suspended", ties=TIES.replace("active", "suspended"))
    code, seen = in_terminal("citygraph log Iznik", cwd=repository.root, NO_COLOR="1")
    assert code == 0
    lines = [line.rstrip() for line in seen.splitlines()]
    assert max(map(len, lines)) <= 80
    assert lines[2].startswith("2026-01-02  Ada     Suspended  ")
    assert lines[3:5] == [
        "    tie suspended: Iznik was a sister city of Osh, suspended: status: active →",
        "    suspended",
    ]
    assert "    tie added: Iznik is a sister city of Osh, since 2021, active (s)" in lines


# ---------------------------------------------------------------- what strangers may have put into a repository


def forged(repository: Repository, type: str, content: bytes) -> str:
    """The id of a git object with this content, however malformed, written as git stores it."""
    whole = b"%s %d\0%s" % (type.encode(), len(content), content)
    id = hashlib.sha1(whole).hexdigest()
    path = repository.root / ".git/objects" / id[:2] / id[2:]
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(zlib.compress(whole, 1))
    return id


def tree_of(repository: Repository, *entries: tuple[bytes, str]) -> str:
    """The id of a tree: of each entry the mode with the name, and the id."""
    return forged(repository, "tree", b"".join(head + b"\0" + bytes.fromhex(id) for head, id in entries))


def committed(repository: Repository, graph: str, who: str = "author A <a@example.org> 1700000000 +0000") -> str:
    """The id of a commit on HEAD with this tree as its graph folder."""
    root, parent = tree_of(repository, (b"40000 graph", graph)), repository.git("rev-parse", "HEAD").strip()
    lines = f"tree {root}\nparent {parent}\n{who}\ncommitter A <a@example.org> 1700000000 +0000\n\nForged\n"
    return forged(repository, "commit", lines.encode())


def blob(repository: Repository, text: str = "cities: {baku: {name: Baku, country: AZ}}\n") -> str:
    return forged(repository, "blob", text.encode())


FILE = b"100644 baku.yaml"
_MALFORMED: dict[str, Callable[[Repository], str]] = {
    "a file as folder": lambda it: tree_of(it, (b"40000 x", blob(it))),
    "a folder as file": lambda it: tree_of(it, (FILE, tree_of(it, (FILE, blob(it))))),
    "no space": lambda it: forged(it, "tree", b"xxxx"),
    "no NUL": lambda it: forged(it, "tree", FILE),
    "half an id": lambda it: forged(it, "tree", FILE + b"\0abc"),
    "no name": lambda it: tree_of(it, (b"40000 ", tree_of(it, (FILE, blob(it))))),
    "a mode of letters": lambda it: tree_of(it, (b"x baku.yaml", blob(it))),
}


@pytest.mark.parametrize("made", _MALFORMED.values(), ids=_MALFORMED)
def test_a_malformed_tree_is_told_in_one_line(repository: Repository, made: Callable[[Repository], str]) -> None:
    commit = committed(repository, made(repository))
    one_line(repository, commit, "git cannot read .*; `git fsck` says more")
    repository.git("update-ref", "HEAD", commit)
    with pytest.raises(CityGraphError, match="git cannot read"):
        World(repository.graph, cache=False).log("Osh")


def one_line(repository: Repository, revision: str, said: str) -> None:
    with pytest.raises(CityGraphError, match=said) as raised:
        World.at_revision(repository.graph, revision)
    assert "\n" not in str(raised.value)
    assert "/citygraph-" not in str(raised.value), "no temporary path"


@examples(25)
@given(
    type=st.sampled_from(["tag", "commit", "tree"]),
    content=st.binary(min_size=1, max_size=30)
    | st.sampled_from([b"object", b"tree", b"object x\n", b"tree " + b"0" * 40 + b"\n\n", b"object " + b"0" * 40]),
)
def test_whatever_an_object_holds_no_revision_ends_in_a_traceback(type: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        made = Repository(Path(place))
        made.graph.mkdir()
        with pytest.raises(CityGraphError, match="git cannot read"):
            World.at_revision(made.graph, forged(made, type, content))


def test_a_malformed_revision_ends_the_command_with_two(repository: Repository) -> None:
    done = citygraph("diff", forged(repository, "tag", b""), cwd=repository.root)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch("citygraph: git cannot read .*; `git fsck` says more\n", done.err)


def test_what_no_folder_can_hold_is_told_with_revision_and_name(repository: Repository) -> None:
    content = blob(repository)
    long = tree_of(repository, (b"100644 " + b"x" * 300 + b".yaml", content))
    inside = tree_of(repository, (FILE, content))
    twice = tree_of(repository, (FILE, content), (b"40000 baku.yaml", inside))
    for graph, said in ((long, "x{100}….*too long"), (twice, "`baku.yaml` twice")):
        commit = committed(repository, graph)
        repository.git("update-ref", "refs/heads/odd", commit)
        one_line(repository, "odd", f"graph at odd has .*{said}")


@pytest.mark.parametrize("name", [b"d", b"d" * 200])
def test_folders_may_lie_as_deep_as_they_like(repository: Repository, name: bytes, monkeypatch: Any) -> None:
    graph = tree_of(repository, (FILE, blob(repository)))
    for _ in range(1500):
        graph = tree_of(repository, (b"40000 " + name, graph))
    commit = committed(repository, graph)
    one_line(repository, commit, "more than 100 deep|so long a path")
    monkeypatch.setenv("CITYGRAPH_LIMITS", "depth=5000")
    one_line(repository, commit, "more than 400 folders deep|so long a path")


@pytest.mark.parametrize("file", [b"100644 baku.yaml", b"100644 photo.jpeg"])
def test_the_same_trees_within_each_other_end_at_the_limit(
    repository: Repository, file: bytes, monkeypatch: Any
) -> None:
    content = blob(repository)
    level = [tree_of(repository, (file, content), (b"100644 note%d" % number, content)) for number in range(20)]
    for _ in range(12):
        folders = [(b"40000 d%d" % number, tree) for number, tree in enumerate(level)]
        level = [tree_of(repository, *folders, (b"100644 note%d" % number, content)) for number in range(20)]
    commit = committed(repository, level[0])
    monkeypatch.setenv("CITYGRAPH_LIMITS", "files=1000")
    one_line(repository, commit, "graph at .* has more than .* files.*files=NUMBER")
    repository.git("update-ref", "HEAD", commit)
    with pytest.raises(CityGraphError, match="files=NUMBER"):
        World(repository.graph, cache=False).log("Osh")


def test_a_list_that_is_far_too_long_is_not_read(repository: Repository, monkeypatch: Any) -> None:
    content = blob(repository)
    commit = committed(
        repository, tree_of(repository, *((b"100644 %01100d" % number, content) for number in range(1000)))
    )
    monkeypatch.setenv("CITYGRAPH_LIMITS", "files=1000")
    one_line(repository, commit, "is a tree of .* MB.*files=NUMBER")


_WHO = {
    "author A <a@example.org> 1700000000 +0530": ("2023-11-15T03:43:20+05:30", "A"),
    "author A <a@example.org> 1700000000 +2500": ("2023-11-14T22:13:20+00:00", "A"),
    "author A <a@example.org> 9223372036854775807 +0100": (None, "A"),
    "author A <a@example.org> 99999999999999999999999 +0000": (None, "A"),
    "author A <a@example.org> yesterday": (None, "A"),
    "author A <a@example.org>": (None, "A"),
    "author <a@example.org> 1700000000 +0000": ("2023-11-14T22:13:20+00:00", None),
    "author A": (None, None),
    "written by A": (None, None),
}


def test_a_commit_of_an_odd_date_or_author_is_shown_with_what_is_known(repository: Repository) -> None:
    for number, who in enumerate(_WHO):
        text = f"cities: {{osh: {{name: Osh, country: KG, known_for: [{number}]}}}}\n"
        repository.git(
            "update-ref", "HEAD", committed(repository, tree_of(repository, (FILE, blob(repository, text))), who)
        )
    found = World(repository.graph, cache=False).log("Osh").data
    assert [(entry.date, entry.author) for entry in reversed(found)][1:] == list(_WHO.values())
    assert found[-1].author == "Ada"
    shown = citygraph("log", "Osh", cwd=repository.root)
    assert shown.code == 0
    assert "%a" not in shown.out
    assert "unknown" in citygraph("log", "Osh", "--format", "table", cwd=repository.root).out


def test_names_come_from_no_file_that_the_settings_name(repository: Repository, tmp_path: Path) -> None:
    secret, pipe = tmp_path / "secret", tmp_path / "pipe"
    secret.write_text("Secret <ada@example.org>\n", encoding="utf-8")
    os.mkfifo(pipe)
    repository.git("config", "mailmap.blob", f":{secret}")
    for file in (secret, pipe):
        repository.git("config", "mailmap.file", str(file))
        assert [entry["author"] for entry in asked(repository, "log", "Osh")] == ["Ada"]
    mailmap = repository.root / ".mailmap"
    mailmap.write_text("Ada Lovelace <ada@example.org>\n", encoding="utf-8")
    assert [entry["author"] for entry in asked(repository, "log", "Osh")] == ["Ada Lovelace"]
    for odd in (mailmap.unlink, lambda: os.mkfifo(mailmap)), (mailmap.unlink, lambda: mailmap.symlink_to(secret)):
        for step in odd:
            step()
        assert [entry["author"] for entry in asked(repository, "log", "Osh")] == ["Ada"]


@pytest.mark.parametrize("place", [".git/HEAD", ".git/objects/info/alternates", "included"])
def test_git_is_not_waited_for_for_ever(repository: Repository, place: str, monkeypatch: Any) -> None:
    repository.git("config", "include.path", str(repository.root / "included"))
    pipe = repository.root / place
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    monkeypatch.setattr(git, "PATIENCE", 0.2)
    one_line(repository, "HEAD", "git has said nothing of .*graph.*take that file away")
    with pytest.raises(CityGraphError, match="git has said nothing"):
        World(repository.graph, cache=False).log("Osh")
