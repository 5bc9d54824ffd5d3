"""The JSON Schema: that it is one, and that it says of a file what `citygraph check` says."""

import json
from typing import Any

import jsonschema
import pytest
import yaml

from citygraph.folder.schema import json_schema
from conftest import SEED, citygraph


class Yaml12Loader(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: `no` and dates are text."""


Yaml12Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag.rsplit(":", 1)[1] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(json_schema())
    return [error.message for error in validator.iter_errors(yaml.load(text, Yaml12Loader))]


def test_it_is_a_draft_7_schema() -> None:
    validator = jsonschema.Draft7Validator(jsonschema.Draft7Validator.META_SCHEMA)
    assert list(validator.iter_errors(json_schema())) == []


@pytest.mark.parametrize("path", sorted(SEED.glob("*.yaml")), ids=lambda path: path.name)
def test_the_seed_world_is_valid_by_it(path: Any) -> None:
    assert errors(path.read_text(encoding="utf-8")) == []


def test_the_seed_worlds_files_point_editors_to_it() -> None:
    for path in SEED.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")
    assert json.loads((SEED / "schema.json").read_text(encoding="utf-8")) == json_schema()
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
