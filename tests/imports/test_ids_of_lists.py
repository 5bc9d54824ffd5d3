"""The ids of a list whose newer state has another order: a number that is a place in the list renames no record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.report import ImportReport
from citygraph.world import World
from conftest import examples
from imported import brought, put

TOWNS = {"Dakar": "SN", "Marseille": "FR", "Baku": "AZ", "Tunis": "TN", "Graz": "AT", "Linz": "AT", "Osh": "KG"}


def in_d3(towns: Sequence[str]) -> str:
    """Links name their ends by places in the list of nodes."""
    nodes = [{"name": town, "country": TOWNS[town]} for town in towns]
    return json.dumps({"nodes": nodes, "links": [{"source": at, "target": 0} for at in range(1, len(towns))]})


def in_pajek(towns: Sequence[str]) -> str:
    vertices = "".join(f'{at} "{town}"\n' for at, town in enumerate(towns, 1))
    return f"*Vertices {len(towns)}\n{vertices}*Edges\n" + "".join(f"1 {at}\n" for at in range(2, len(towns) + 1))


def in_gml(towns: Sequence[str]) -> str:
    nodes = "".join(f'node [ id {at} label "{town}" country "{TOWNS[town]}" ]\n' for at, town in enumerate(towns))
    return f"graph [\n{nodes}" + "".join(f"edge [ source 0 target {at} ]\n" for at in range(1, len(towns))) + "]\n"


def in_csv(towns: Sequence[str]) -> str:
    return "ID,city,country\n" + "".join(f"{at},{town},{TOWNS[town]}\n" for at, town in enumerate(towns, 1))


FORMS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "towns.json": in_d3, "towns.net": in_pajek, "towns.gml": in_gml, "towns.csv": in_csv,
}  # fmt: skip
LISTS = st.lists(st.sampled_from(sorted(TOWNS)), min_size=2, unique=True)


def again(folder: Path, text: str, name: str = "towns.csv", **said: Any) -> ImportReport:
    kind = None if name.endswith("csv") else "sister-city"
    return brought(None, put(folder, text, name), into=folder / "g", source="towns", kind=kind, **said)


def names(folder: Path) -> dict[str, str]:
    return {id: node["name"] for id, node in World(folder / "g", cache=False).view.nodes.items()}


@pytest.mark.parametrize("file", FORMS)
@examples(15)
@given(before=LISTS, after=LISTS)
def test_no_order_of_a_list_renames_a_record(
    file: str, before: list[str], after: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ids")
    again(folder, FORMS[file](before), file)
    was = names(folder)
    again(folder, FORMS[file](after), file)
    now = names(folder)
    assert sorted(now.values()) == sorted(after)
    if not set(before).isdisjoint(after):
        assert {id: now[id] for id, town in was.items() if town in after} == {
            id: town for id, town in was.items() if town in after
        }


def test_a_tie_of_ones_own_leads_where_it_led(tmp_path: Path) -> None:
    again(tmp_path, in_d3(["Dakar", "Marseille"]), "towns.json")
    (tmp_path / "g/own.yaml").write_text(
        "cities:\n  milan: {name: Milan, country: IT}\nties:\n  - {kind: sister-city, between: [dakar, milan]}\n"
    )
    report = again(tmp_path, in_d3(["Marseille", "Dakar"]), "towns.json")
    assert names(tmp_path) == {"dakar": "Dakar", "marseille": "Marseille", "milan": "Milan"}
    assert not report.count("added", "gone")


def test_ids_that_stand_for_other_things_are_told(tmp_path: Path) -> None:
    again(tmp_path, in_csv(["Graz", "Linz", "Osh"]))
    report = again(tmp_path, in_csv(["Baku", "Graz", "Linz", "Osh"]))
    told = "3 ids stand for other things than in the last list of `towns`, such as 1, now Baku, AZ; they are found by"
    assert f"{told} name and country" in report.said
    assert [one.what for one in report.remarks if one.outcome == "added"] == ["baku"]


def test_an_id_finds_a_thing_whose_name_alone_has_changed(tmp_path: Path) -> None:
    again(tmp_path, in_csv(["Graz", "Linz", "Osh"]))
    again(tmp_path, in_csv(["Graz", "Linz", "Osh"]).replace("Linz", "Lentia"))
    assert names(tmp_path) == {"graz": "Graz", "linz": "Lentia", "osh": "Osh"}


def test_a_running_number_is_no_sign_if_name_and_country_are_others(tmp_path: Path) -> None:
    again(tmp_path, in_csv(["Graz", "Linz", "Osh"]))
    again(tmp_path, in_csv(["Graz", "Baku", "Osh"]))
    assert names(tmp_path) == {"graz": "Graz", "baku": "Baku", "osh": "Osh"}


CODES = "Code,city,country\nAT-6,Graz,AT\nAT-4,Linz,AT\n"


def test_codes_find_things_that_are_all_called_otherwise_now(tmp_path: Path) -> None:
    again(tmp_path, CODES, type="city")
    again(tmp_path, CODES.replace("Graz", "Gradec").replace("Linz", "Linec"), type="city")
    assert names(tmp_path) == {"graz": "Gradec", "linz": "Linec"}


@pytest.mark.parametrize(
    "newer",
    [
        "Code,city,country\nAT-6,Linz,AT\nAT-4,Graz,AT\n",
        "Code,city,country\nAT-6,Linz,AT\n",
        "Code,city,country\nAT-6,Wels,AT\nAT-7,Graz,AT\n",
    ],
)
def test_a_name_that_another_code_had_or_has_now_goes_before_the_code(newer: str, tmp_path: Path) -> None:
    again(tmp_path, CODES, type="city")
    again(tmp_path, newer, type="city")
    assert all(id == name.lower() for id, name in names(tmp_path).items())


@pytest.mark.parametrize("file", ["towns.json", "towns.net", "towns.gml"])
def test_a_key_by_which_no_tie_names_its_ends_is_refused(file: str, tmp_path: Path) -> None:
    name = "name" if file == "towns.json" else "label"
    with pytest.raises(CityGraphError, match=rf"--map key={name}: the ties name their ends by `id` \([01]\)"):
        brought(None, put(tmp_path, FORMS[file](["Graz", "Linz"]), file), into=tmp_path / "g", pairs=[f"key={name}"])
    assert not (tmp_path / "g").exists()


def test_a_key_by_which_ties_name_their_ends_is_taken(tmp_path: Path) -> None:
    text = (
        in_d3(["Graz", "Linz"]).replace("1, ", '"Linz", ').replace("0}", '"Graz"}').replace('"name"', '"id": 7, "name"')
    )
    brought(None, put(tmp_path, text, "towns.json"), into=tmp_path / "g", pairs=["key=name"])
    assert set(names(tmp_path).values()) == {"Graz", "Linz"}
