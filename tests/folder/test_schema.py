"""The JSON Schema: that it is one, that it says of a file what `citygraph check` says, and what an editor offers by
it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import citygraph as library
from citygraph.domain.terms import MEANINGS, STATUSES
from citygraph.folder.parser import builtin_vocabulary
from citygraph.folder.schema import json_schema
from citygraph.outputs import editor_schema as module
from citygraph.outputs.editor_schema import editor_schema
from conftest import CONSUMERS, ROOT, SEED, citygraph, need

Folder = Callable[..., Path]
PLAIN = json_schema(builtin_vocabulary().values(), {})


@cache
def with_ids() -> dict[str, Any]:
    """The schema with the ids of the seed world."""
    return dict(json.loads(editor_schema(library.open(SEED)).text))


class Yaml12Loader(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: `no` and dates are text."""


Yaml12Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag.rsplit(":", 1)[1] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(text: str) -> list[str]:
    data = yaml.load(text, Yaml12Loader)
    assert jsonschema.Draft7Validator(with_ids()).is_valid(data) == jsonschema.Draft7Validator(PLAIN).is_valid(data)
    return [error.message for error in jsonschema.Draft7Validator(PLAIN).iter_errors(data)]


def test_it_is_a_draft_7_schema() -> None:
    validator = jsonschema.Draft7Validator(jsonschema.Draft7Validator.META_SCHEMA)
    assert list(validator.iter_errors(PLAIN)) == []
    assert list(validator.iter_errors(with_ids())) == []


@pytest.mark.parametrize("path", sorted(SEED.glob("*.yaml")), ids=lambda path: path.name)
def test_the_seed_world_is_valid_by_it(path: Any) -> None:
    assert errors(path.read_text(encoding="utf-8")) == []


def test_the_seed_worlds_files_point_editors_to_it() -> None:
    for path in SEED.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")
    assert json.loads((SEED / "schema.json").read_text(encoding="utf-8")) == PLAIN
    assert citygraph("schema").out == (SEED / "schema.json").read_text(encoding="utf-8")


TIE = "ties:\n  - {kind: sister-city, between: [a, b], source: s%s}\n"


@pytest.mark.parametrize(
    "text",
    [
        "cities: {osh: {name: Osh, country: NO}}",
        "cities: {osh: {name: 010, country: NO, tags: one}}",
        "cities: {osh: {name: 1984, country: KG, coordinates: [40, 72.5]}}",
        TIE % ", since: 2021",
        TIE % ", since: '2021'",
        TIE % ", since: 2021-10-19",
        TIE % ", since: 2021~, until: ..",
        TIE % ", status: [{is: active, from: 1992}, {is: suspended, from: 2022-03-08}]",
        TIE % ", subject: [ceramics]",
        TIE % ", title: true, subject: [true, 7]",
        "ties:\n  - {kind: a-kind-of-our-own, between: [a, b], source: s}",
        "events: {fair: {name: Fair, when: 2025-10-01/2025-10-08}}",
        "kinds: {river: {group: network, nature: standing, label: shares a river with, between: city}}",
    ],
)
def test_what_is_right_is_valid(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "citys: {}",
        "cities: []",
        "cities: {osh: {country: KG}}",
        "cities: {osh: {name: Osh, country: KG, nmae: Osh}}",
        "cities: {osh: {name: [Osh], country: KG}}",
        "cities: {osh: {name: Osh, country: KG, coordinates: [140, 72]}}",
        "cities: {o s h: {name: Osh, country: KG}}",
        TIE % ", status: actve",
        TIE % ", since: 19.10.2021",
        TIE % ", title: [a]",
        TIE % ", title: ",
        "ties: [{kind: sister city, between: [a, b], source: s}]",
        "cities: {osh: {name: Osh, country: KG, part_of: the region}}",
        "countries: {kyrgyzstan: {name: Kyrgyzstan, iso: QQ}}",
        "ties: [{kind: sister-city, between: [a], source: s}]",
        "ties: [{kind: sister-city, between: [a, b, c], source: s}]",
        "ties: [{kind: sister-city, between: [a, a], source: s}]",
        "ties: [{kind: sister-city, source: s}]",
        "sources: {s: {type: news}}",
        "sources: {s: {title: S, url: 'javascript:alert(1)'}}",
    ],
)
def test_what_is_wrong_in_one_file_is_not_valid(text: str) -> None:
    assert errors(text)


# ---------------------------------------------------------------- with the ids of a folder


@given(
    st.sampled_from(sorted(PLAIN["definitions"])),
    st.sampled_from(["iznik", "article", "sister-city", "KG", "Iznik, TR"]) | st.text(max_size=4) | st.integers(),
)
def test_a_schema_allows_the_same_with_ids_and_without(definition: str, value: object) -> None:
    def allows(schema: dict[str, Any]) -> bool:
        one = {**schema["definitions"][definition], "definitions": schema["definitions"]}
        return bool(jsonschema.Draft7Validator(one).is_valid(value))

    assert allows(PLAIN) == allows(with_ids())


OURS = """\
kinds:
  river-neighbor: {group: structure, nature: standing, label: lies on the same river as, between: city}
cities:
  anytown: {name: Anytown, country: GB}
  lost: {country: GB}
countries:
  ruritania: {name: Ruritania}
officials:
  mayor-of-anytown: {name: Mayor of Anytown}
organizations:
  town-council: {name: Town Council}
events:
  pottery-fair: {name: Pottery Fair}
sources:
  minutes: {title: Minutes, publisher: Town Council, published: 2024-05}
ties:
  - {kind: river-neighbor, between: [anytown, nowhere], source: minutes}
"""


def looked_at(schema: str, texts: list[str], folder: Path) -> list[tuple[dict[str, str], list[str]]]:
    """For each text with a cursor (¦): what yaml-language-server offers there, each word with what it says of it; and
    what it marks as mistakes."""
    need(shutil.which("node") and (CONSUMERS / "node_modules/yaml-language-server").exists(), "yaml-language-server")
    (folder / "schema.json").write_text(schema, encoding="utf-8")
    done = subprocess.run(
        ["node", "offered.cjs", folder / "schema.json"],
        input=json.dumps(texts),
        cwd=CONSUMERS,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [(seen["offered"], seen["mistakes"]) for seen in json.loads(done.stdout)]


def test_an_editor_offers_the_words_of_the_folder_by_what_a_key_holds(folder: Folder, tmp_path: Path) -> None:
    graph = folder(ours=OURS)  # it has two errors
    ran = citygraph("schema", "--with-ids", "--graph", graph)
    assert ran.code == 0
    assert "2 errors" in ran.err
    tie = "ties:\n  - kind: sister-city\n    "
    places = {"anytown", "lost", "ruritania"}
    nodes = {*places, "mayor-of-anytown", "town-council", "pottery-fair"}
    wanted = {
        "officials:\n  a:\n    name: A\n    posts:\n      - of: ¦\n": {*places, "town-council"},
        "cities:\n  a:\n    name: A\n    part_of: ¦\n": {"anytown", "lost"},
        f"{tie}between: [a, b]\n    source: ¦\n": {"minutes"},
        f"{tie}between:\n      - ¦\n": nodes,
        f"{tie}from: ¦\n": nodes,
        f"{tie}to: ¦\n": nodes,
        f"{tie}between: [a, b]\n    by: ¦\n": nodes - {"pottery-fair"},
        f"{tie}between: [a, b]\n    status: ¦\n": set(STATUSES),
        f"{tie}between: [a, b]\n    title: ¦\n": set(),
        "statements:\n  - by: anytown\n    about: ¦\n": nodes,
        "statements:\n  - by: anytown\n    at: ¦\n": {"pottery-fair"},
    }
    kind = "ties:\n  - kind: ¦\n    between: [anytown, a-new-town]\n    source: a-new-source\n"
    country = "cities:\n  a:\n    name: A\n    country: ¦\n"
    *found, kinds, countries = looked_at(ran.out, [*wanted, kind, country], tmp_path)
    assert [set(offered) for offered, _ in found] == list(wanted.values())
    assert found[0][0] == {
        "anytown": "Anytown, GB",
        "lost": "lost, GB",
        "ruritania": "Ruritania",
        "town-council": "Town Council",
    }
    assert found[2][0] == {"minutes": "Minutes, Town Council, 2024-05"}
    assert found[7][0]["dormant"].startswith("neither side ended it")
    assert set(kinds[0]) == {*builtin_vocabulary(), "river-neighbor"}
    assert kinds[0]["river-neighbor"] == "between A and B: A lies on the same river as B"
    assert kinds[0]["part-of"].startswith("from A to B: A ")
    assert len(kinds[1]) == 1, "what the schema does not know is no mistake, but an empty kind is one"
    assert countries[0]["KG"] == "Kyrgyzstan"
    assert "ruritania" in countries[0]


def test_without_ids_an_editor_offers_the_built_in_kinds(tmp_path: Path) -> None:
    text = "ties:\n  - kind: ¦\n    between: [a, b]\n"
    ((offered, _),) = looked_at(json.dumps(PLAIN), [text], tmp_path)
    assert set(offered) == set(builtin_vocabulary())


def test_of_a_large_folder_the_largest_sections_are_left_out(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    world = library.open(folder(ours=OURS))
    monkeypatch.setattr(module, "MOST_IDS", 5)
    made = editor_schema(world)
    assert made.left_out == {"cities": 2}
    definitions = json.loads(made.text)["definitions"]
    assert definitions["city"] == PLAIN["definitions"]["city"]
    assert definitions["source"]["anyOf"][0]["enum"] == ["minutes"]


def test_the_schema_of_an_answer_has_no_ids() -> None:
    ran = citygraph("schema", "ties", "--with-ids")
    assert (ran.code, ran.out) == (2, "")
    assert "leave out the question" in ran.err


def test_what_a_status_means_is_what_the_page_says() -> None:
    page = (ROOT / "docs/format.md").read_text(encoding="utf-8").replace("*", "")
    for status, meaning in zip(STATUSES, MEANINGS, strict=True):
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{status}` | "))
        assert row.endswith(f"| {meaning} |")
