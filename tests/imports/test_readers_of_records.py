"""Popolo and YAML: each person, organization and membership, and each record, comes in once."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.detect import reader_of
from citygraph.imports.readers import ForeignRow, UnreadableRow
from conftest import examples
from imported import Imported, put, read, values

COUNCIL: dict[str, Any] = {
    "persons": [
        {"id": "p1", "name": "Ann Adams", "email": "x@example.org", "birth_date": "1960-01-01",
         "other_names": [{"name": "A. Adams"}, {"name": "Ann Adams"}],
         "identifiers": [{"scheme": "Wikidata", "identifier": "Q42"}, {"scheme": "viaf", "identifier": "113230702"}],
         "memberships": [{"organization_id": "o1", "role": "Deputy Mayor", "start_date": "2020-05-01"}]},
        {"id": "p2", "name": "Bo Berg"},
        {"name": "no id"},
    ],
    "organizations": [
        {"id": "o1", "name": "Osh Council", "classification": "council",
         "posts": [{"id": "s1", "role": "Mayor", "label": "Mayor of Osh", "area": {"name": "Osh"}}]},
        {"id": "o2", "name": "Green Party", "memberships": [{"person": {"id": "p2"}, "role": "member"}]},
    ],
    "memberships": [
        {"person_id": "p1", "organization_id": "o1", "role": "Councillor", "area_id": "a1", "end_date": "2020-04-30"},
        {"person_id": "p2", "post_id": "s1", "on_behalf_of_id": "o2", "legislative_period_id": "t1"},
        {"person_id": "p2", "organization_id": "o1", "role": "Councillor"},
        {"person_id": "p2", "role": "x"},
        {"member": {"id": "o2"}, "organization_id": "o3", "role": "founder"},
    ],
    "areas": [{"id": "a1", "name": "North Ward"}],
    "events": [{"id": "t1", "name": "Term 7"}],
}  # fmt: skip


def test_popolo_gives_persons_organizations_and_their_memberships(tmp_path: Path) -> None:
    rows, _ = read("json", put(tmp_path, json.dumps(COUNCIL)))
    found = [row for row in rows if isinstance(row, ForeignRow)]
    assert [(row.values["id"], row.values["name"], row.values["node_type"]) for row in found if row.sort == "node"] == [
        ("p1", "Ann Adams", "official"), ("p2", "Bo Berg", "official"),
        ("o1", "Osh Council", "organization"), ("o2", "Green Party", "organization"),
    ]  # fmt: skip
    first = found[0].values
    assert (first["identifiers.wikidata"], first["aliases"]) == ("Q42", "A. Adams")
    keys = ("source", "target", "kind", "title", "since", "until", "area", "post", "party", "legislative_period")
    assert [tuple(row.values.get(key) for key in keys) for row in found if row.sort == "tie"] == [
        ("p1", "o1", "holds-post", "Councillor", None, "2020-04-30", "North Ward", None, None, None),
        ("p2", "o1", "holds-post", "Mayor", None, None, "Osh", "Mayor of Osh", "Green Party", "Term 7"),
        ("p2", "o1", "holds-post", "Councillor", None, None, None, None, None, None),
        ("o2", "o3", "member-of", "founder", None, None, None, None, None, None),
        ("p1", "o1", "holds-post", "Deputy Mayor", "2020-05-01", None, None, None, None, None),
        ("p2", "o2", "member-of", "member", None, None, None, None, None, None),
    ]
    assert [row for row in rows if isinstance(row, UnreadableRow)] == [
        UnreadableRow(3, "the person has no id", "no id"),
        UnreadableRow(4, "the membership has no organization", "x"),
    ]


def test_each_membership_of_popolo_is_a_tie_of_its_own(tmp_path: Path) -> None:
    found = Imported(tmp_path, json.dumps(COUNCIL), "council.json", reader=None)
    assert {(node["name"], node["type"]) for node in found.nodes.values()} == {
        ("Ann Adams", "official"), ("Bo Berg", "official"), ("Osh Council", "organization"),
        ("Green Party", "organization"), ("o3", "organization"),
    }  # fmt: skip
    assert sorted((*tie["ends"], tie["kind"], tie.get("title") or "") for tie in found.ties) == [
        ("Ann Adams", "Osh Council", "holds-post", "Councillor"),
        ("Ann Adams", "Osh Council", "holds-post", "Deputy Mayor"),
        ("Bo Berg", "Green Party", "member-of", "member"),
        ("Bo Berg", "Osh Council", "holds-post", "Councillor"),
        ("Bo Berg", "Osh Council", "holds-post", "Mayor"),
        ("Green Party", "o3", "member-of", "founder"),
    ]
    private = {what for _, what, why in found.told("unread") if "private" in why}
    assert private == {"email", "birth_date"}


def test_what_a_council_calls_its_type_is_none_of_a_record(tmp_path: Path) -> None:
    organizations = [{**COUNCIL["organizations"][0], "type": "lower house"}, *COUNCIL["organizations"][1:]]
    found = Imported(tmp_path, json.dumps({**COUNCIL, "organizations": organizations}), "council.json", reader=None)
    assert sorted(node["type"] for node in found.nodes.values()) == ["official"] * 2 + ["organization"] * 3
    assert "type" in [what for _, what, _ in found.told("unread")]
    assert len(found.ties) == 6


@pytest.mark.parametrize("text", ['{"persons": 1, "memberships": []}', '{"persons": []}', "[]"])
def test_what_is_no_popolo_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match="this is no Popolo"):
        values("popolo", put(tmp_path, text))


# ---------------------------------------------------------------- YAML

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=12)
VALUES = TEXTS | st.integers() | st.none()
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["city", "since", "id"]), VALUES, min_size=1), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@examples(20)
@given(RECORDS, st.booleans())
def test_yaml_gives_the_rows_that_json_gives(scratch: Path, records: list[dict[str, Any]], in_documents: bool) -> None:
    dump = yaml.safe_dump_all if in_documents else yaml.safe_dump
    text = dump(records, allow_unicode=True, width=40)
    if in_documents and len(records) == 1 and not any(isinstance(one, str) for one in records[0].values()):
        return  # one document of numbers alone is no record
    as_json = put(scratch, json.dumps(records), "law.json")
    assert values("yaml", put(scratch, text, "law.yaml")) == values("json", as_json)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("- {city: Osh, n: 1.10, c: NO}\n- {n: 2}\n", [{"city": "Osh", "n": "1.10", "c": "NO"}, {"n": "2"}]),
        ("city: Osh\nin: {iso: KG}\n", [{"city": "Osh", "in.iso": "KG"}]),
        ("city: Osh\n---\ncity: Lyon\n...\n---\n", [{"city": "Osh"}, {"city": "Lyon"}]),
        ("osh: {city: Osh}\nlyon: {city: Lyon}\n", [{"key": "osh", "city": "Osh"}, {"key": "lyon", "city": "Lyon"}]),
        ("r:\n- &a {a: b, c: d}\n- <<: *a\n  a: e\n", [{"a": "b", "c": "d"}, {"a": "e", "c": "d"}]),
        ("- city: >\n    New\n    York\n", [{"city": "New York"}]),
    ],
)  # fmt: skip
def test_yaml_of_any_shape_gives_rows(text: str, rows: list[dict[str, str]], tmp_path: Path) -> None:
    assert values("yaml", put(tmp_path, text)) == rows
    assert reader_of(put(tmp_path, text, "a.yml")) == "yaml"


def test_a_key_that_stands_twice_in_a_mapping_is_told(tmp_path: Path) -> None:
    rows, said = read("yaml", put(tmp_path, "- city: Osh\n  city: Lyon\n- city: Köln\n"))
    assert [row.values for row in rows if isinstance(row, ForeignRow)] == [{"city": "Lyon"}, {"city": "Köln"}]
    assert said == ["list.txt:2: the key `city` stands twice in an object; the last one counts"]


LAUGHS = "a: &a [x]\n" + "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
                                 for before, name in zip("abcdefgh", "bcdefghi", strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("- city: Osh\n  in: [1, 2\n", ":3:1: this is not YAML"),
        ("- city: *x\n", ":1: there is no whole value with the anchor `x`"),
        ("- &x [*x]\n", ":1: there is no whole value with the anchor `x`"),
        (LAUGHS, "its aliases stand for more than 100,000 values"),
        ("[" * 400, "nested too deep"),
        ("[" * 100_000, ":1:"),
        ("- a: \x01\n", "a sign that YAML does not allow"),
        ("- 1\n- 2\n", "there is no list of objects"),
    ],
    ids=["empty", "open", "anchor", "itself", "laughs", "deep", "deeper", "sign", "numbers"],
)
def test_yaml_that_cannot_be_read_says_why(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError) as refused:
        values("yaml", put(tmp_path, text))
    assert says in str(refused.value)
