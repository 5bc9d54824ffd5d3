"""A sheet of networks beside a sheet of partners: each has its own kind, and one answer says whose both are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from citygraph.imports import mapping_file
from citygraph.imports.answers import answer_of_one
from citygraph.imports.asking import OpenQuestions, Question
from citygraph.imports.options import options_given
from citygraph.world import World
from imported import Imported, answer, brought, options, questions, table

PARTNERS = "{}\nLyon,France,1968\nDortmund,Germany,1969\n"
SHEETS = [
    ("Twin town,Country,Since", "Organisation,Member since"), ("Partnerstadt,Land,Seit", "Netzwerk,Beitritt"),
    ("Ville jumelée,Pays,Depuis", "Réseau,Adhésion"), ("Ciudad hermana,País,Desde", "Red,Miembro desde"),
    ("Città gemellata,Paese,Dal", "Rete,Adesione"), ("姉妹都市,国,提携年", "団体名,加盟年"),
]  # fmt: skip


def asked(folder: Path, **files: str) -> tuple[Question, ...]:
    with pytest.raises(OpenQuestions) as found:
        brought(None, *(table(folder, text, f"{name}.csv") for name, text in files.items()), into=folder / "g")
    return found.value.questions


@pytest.mark.parametrize("headers", SHEETS)
def test_one_answer_says_whose_partners_and_whose_networks_these_are(headers: tuple[str, str], tmp_path: Path) -> None:
    files = {"a": PARTNERS.format(headers[0]), "b": f"{headers[1]}\nEurocities,1990\nUCLG,2004\n"}
    partners, networks = asked(tmp_path, **files)
    assert "--set from.name=NAME" in options(partners)
    assert options(networks)[0] == "--set from.name=NAME"
    into = tmp_path / "g"
    brought(None, tmp_path / "a.csv", tmp_path / "b.csv", into=into, constants=["from.name=Leeds"])
    world = World(into, cache=False)
    nodes = world.view.nodes
    ties = [(edge.data["kind"], nodes[edge.end]["type"]) for edge in world.view.graph["ties"].values()]
    assert sorted(ties) == [("member-of", "organization")] * 2 + [("sister-city", "city")] * 2


def test_networks_alone_are_memberships_or_organizations(tmp_path: Path) -> None:
    text = "Network,Joined\nEurocities,1990\nUCLG,2004\n"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **answer(options(question)[0].replace("NAME", "Leeds")))
    assert {(tie["kind"], *tie["ends"], tie["since"]) for tie in found.ties} == {
        ("member-of", "Leeds", "Eurocities", "1990"), ("member-of", "Leeds", "UCLG", "2004"),
    }  # fmt: skip
    (other := tmp_path / "other").mkdir()
    found = Imported(other, text, **answer(options(question)[1]))
    assert {node["type"] for node in found.nodes.values()} == {"organization"}


def test_the_kind_of_one_file_is_no_kind_of_the_other(tmp_path: Path) -> None:
    (question,) = asked(tmp_path, partners="city,partner,since\nLeeds,Lyon,1968\n",
                        members="city,network,since\nLeeds,Eurocities,1990\n")  # fmt: skip
    begin, _, line = options(question)[0].partition(", ")
    assert begin == "in members.import.yaml"
    (tmp_path / "members.import.yaml").write_text(line, encoding="utf-8")
    brought(None, tmp_path / "partners.csv", tmp_path / "members.csv", into=tmp_path / "g")
    world = World(tmp_path / "g", cache=False)
    kinds = [edge.data["kind"] for edge in world.view.graph["ties"].values()]
    assert sorted(kinds) == ["member-of", "sister-city"]


@pytest.mark.parametrize("option", [
    "--map from.name='City name' --map to.name=Partners --kind project-partner --map title='Title: x'",
    "--map name=Name --map notes=A --map notes=B --type official", "--kind 'Legation=representative-office'",
    "--set from.name=Fiji --set from.type=country --new-kind exports-to:economy:directed", "--kind contact",
])  # fmt: skip
def test_an_answer_for_one_file_says_the_same_in_its_mapping_file(option: str, tmp_path: Path) -> None:
    begin, _, line = answer_of_one(option, "list").partition(", ")
    assert begin == "in list.import.yaml"
    (file := tmp_path / "list.import.yaml").write_text(line, encoding="utf-8")
    assert replace(mapping_file.read(file), places={}) == options_given(**answer(option))


@pytest.mark.parametrize("option", ["--set from.name=NAME", "--map until='Closed on'", "--date-order dmy"])
def test_what_may_hold_for_all_files_stays_an_option(option: str) -> None:
    assert answer_of_one(option, "list") == option
