"""Several files whose rows name each other by id: places, persons, and the terms of office between them."""

import shlex
from pathlib import Path

import pytest

from citygraph.imports.asking import OpenQuestions
from citygraph.world import World
from imported import brought, options, table

PLACES = "id,name,country\n1,Bremen,DE\n"
OFFICIALS = ["people.import.yaml, type: official", "mandates.import.yaml, type: official"]


def _files(folder: Path, person: str, ids: str, place: str) -> list[Path]:
    people = f"{ids},name\np1,Henning Scherf\n"
    mandates = f"{person},{place},office,start,end\np1,1,Mayor,1995-07-04,2005-11-08\n"
    texts = {"places": PLACES, "people": people, "mandates": mandates}
    return [table(folder, text, f"{name}.csv") for name, text in texts.items()]


@pytest.mark.parametrize("person", ["person", "person_id", "mayor"])
@pytest.mark.parametrize("ids", ["id", "person_id"])
@pytest.mark.parametrize("place", ["place", "city_id"])
def test_persons_and_places_join_by_their_ids(person: str, ids: str, place: str, tmp_path: Path) -> None:
    files = _files(tmp_path, person, ids, place)
    with pytest.raises(OpenQuestions) as asked:
        brought("table", *files, into=tmp_path / "g")
    answers = [options(question)[0].removeprefix("in ") for question in asked.value.questions]
    assert answers == OFFICIALS  # each names its file, and none makes an official of Bremen
    for answer in answers:
        name, _, line = answer.partition(", ")
        (tmp_path / name).write_text(line)
    brought("table", *files, into=tmp_path / "g")
    world = World(tmp_path / "g", cache=False)
    assert {(node["type"], node["name"]) for node in (world.view.nodes[id] for id in world.view.nodes)} >= {
        ("city", "Bremen"), ("official", "Henning Scherf"),
    }  # fmt: skip
    (post,) = world.officials("Bremen")
    assert (post.name, post.title, post.since, post.until) == ("Henning Scherf", "Mayor", "1995-07-04", "2005-11-08")


def test_one_file_is_answered_by_an_option(tmp_path: Path) -> None:
    (_, people, _) = _files(tmp_path, "person", "person_id", "place")
    with pytest.raises(OpenQuestions) as asked:
        brought("table", people, into=tmp_path / "g")
    (question,) = asked.value.questions
    assert [shlex.split(option) for option in options(question)] == [["--type", "official"], ["--type", "city"]]


@pytest.mark.parametrize("ids", [["Vic, Osona", "Bath, Avon", "Ely, Fens"], ["1", "2", "3"]])
def test_the_source_and_target_of_gephi_are_ids_of_its_table_of_nodes(ids: list[str], tmp_path: Path) -> None:
    labels = ["Vic, Osona", "Bath, Avon", "Ely, Fens"]
    nodes = "".join(f'"{id}","{label}"\n' for id, label in zip(ids, labels, strict=True))
    edges = "".join(f'"{ids[one]}","{ids[other]}",2\n' for one, other in ((0, 1), (1, 2)))
    files = [table(tmp_path, f"Id,Label\n{nodes}", "nodes.csv"),
             table(tmp_path, f"Source,Target,Weight\n{edges}", "edges.csv")]  # fmt: skip
    with pytest.raises(OpenQuestions) as asked:
        brought("table", *files, into=tmp_path / "g", kind="contact")
    (question,) = asked.value.questions  # of the labels, and not again of the ends
    assert "`Label`" in question.what
    (tmp_path / "nodes.import.yaml").write_text("split: {Label: none}\n")
    brought("table", *files, into=tmp_path / "g", kind="contact")
    view = World(tmp_path / "g", cache=False).view
    names = {id: view.nodes[id]["name"] for id in view.nodes}
    assert sorted(names.values()) == sorted(labels)
    assert {frozenset((names[one], names[other])) for one, other, _ in view.graph["ties"].values()} == {
        frozenset(labels[:2]), frozenset(labels[1:]),
    }  # fmt: skip
