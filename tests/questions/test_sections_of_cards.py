"""The sections of what ``show`` says: together they are the whole card; and a long card begins with a head."""

import datetime
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import GROUPS
from citygraph.questions import WrongOption
from citygraph.questions.show.cards import NodeCard, card_of
from citygraph.questions.show.sections import SECTIONS, TIES, CardSection, belongs, counts, entries_of, latest
from citygraph.world import World
from conftest import SEED, citygraph, in_terminal

Folder = Callable[..., Path]


@pytest.fixture(scope="module")
def seed() -> World:
    return World(SEED)


RECORDS = [*World(SEED, cache=False).view.nodes, *World(SEED, cache=False).view.graph["sources"],
           "sister-city.iznik.jingdezhen", "training.jingdezhen.osh"]  # fmt: skip


@given(id=st.sampled_from(RECORDS), status=st.sampled_from([(), "active", "planned"]))
def test_each_line_of_a_card_is_in_one_section_and_each_section_has_its_lines(
    seed: World, id: str, status: str
) -> None:
    whole = seed.show(id, status=status)
    card = whole.data
    assert not isinstance(card, CardSection)
    entries = entries_of(card, seed.kinds)
    apart = [section for section in entries if section != TIES]
    lines = [line for section in apart for line in seed.show(id, section=section, status=status)]
    assert sorted(map(repr, lines)) == sorted(map(repr, whole))
    for section in SECTIONS:
        part = seed.show(id, section=section, status=status)
        assert isinstance(part.data, CardSection)
        assert part.data.entries == entries.get(section, ())
        assert list(part) == [line for line in whole if belongs(line.section, section, card)]
        assert bool(part.data.entries) or (part.is_no and not list(part)) or section == "facts"


@given(id=st.sampled_from(RECORDS))
def test_the_head_counts_what_the_card_has(seed: World, id: str) -> None:
    card = card_of(seed.view, id)
    found = {one.section: one for one in counts(card, seed.kinds)}
    assert all(one.number == len(entries_of(card, seed.kinds)[section]) for section, one in found.items())
    for one in found.values():
        counted = sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) [a-z]", one.standings))
        assert counted in (0, one.number) or one.section == "says"
    if isinstance(card, NodeCard):
        parts = [one.number for one in found.values() if one.is_part]
        assert not parts or sum(parts) == len(card.ties)


# ---------------------------------------------------------------- a hub


def hub(ties: int) -> str:
    """A city with so many partners, each since a year of its own; every tenth is only planned, for years to come."""
    lines = [
        "cities:",
        "  hub: {name: '[bold]Hub', country: CN, names: {zh: 中心, ar: مركز}, coordinates: [29.3, 117.2]}",
    ]
    lines += [f"  c{number}: {{name: City {number}, country: FR}}" for number in range(ties)]
    lines += ["sources:", "  paper: {title: The paper}", "ties:"]
    for number in range(ties):
        status, since = ("planned", 3000) if number % 10 == 0 else ("active", 1500 + number)
        lines.append(
            f"  - {{kind: sister-city, between: [hub, c{number}], status: {status}, since: {since}, source: paper}}"
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_the_head_of_a_hub_fits_a_screen(folder: Folder, columns: int) -> None:
    graph = folder(a=hub(501))
    code, seen = in_terminal(f"citygraph show hub --graph {graph}", columns=columns, NO_COLOR="1")
    lines = [line.rstrip() for line in seen.splitlines()]
    assert code == 0
    assert lines[0] == "[bold]Hub  city · CN · hub"
    assert "  ties     501  450 active, 51 planned" in lines[:24]
    begins = lines.index("Facts")
    assert begins < 24
    head = "\n".join(lines[:begins])
    assert "中心 (zh)" in head
    latest_lines = lines[lines.index("Latest") + 1 : begins - 1]
    assert [re.findall("City \\d+", line) for line in latest_lines] == [["City 499"], ["City 498"], ["City 497"]]
    assert all(len(line) <= columns for line in lines[:begins])


def test_what_is_planned_or_ahead_is_not_the_latest(folder: Folder) -> None:
    world = World(folder(a=hub(21)))
    card = card_of(world.view, "hub")
    rows = latest(card, 30, datetime.date(1510, 1, 1))
    assert [row.node for row in rows] == [f"c{number}" for number in range(9, 0, -1)]


def test_a_card_of_few_lines_has_no_head(folder: Folder) -> None:
    graph = folder(a=hub(50))
    _, seen = in_terminal(f"citygraph show hub --graph {graph}", NO_COLOR="1")
    assert "Sections" not in seen
    assert "Sections" not in in_terminal(f"citygraph show hub --section ties --graph {folder(a=hub(300))}")[1]


def test_programs_get_the_whole_card_without_a_head(folder: Folder) -> None:
    graph = folder(a=hub(300))
    card = json.loads(citygraph("show", "hub", "--format", "json", "--graph", graph).out)
    assert len(card["ties"]) == 300
    assert len(citygraph("show", "hub", "--format", "csv", "--graph", graph).out.splitlines()) == 1 + 4 + 3 + 300 + 1


def test_json_of_a_section_has_what_the_whole_card_has_there() -> None:
    whole = json.loads(citygraph("show", "Jingdezhen", "--format", "json").out)
    part = json.loads(citygraph("show", "Jingdezhen", "--section", "ties", "--format", "json").out)
    assert part == {"id": "jingdezhen", "section": "ties", "entries": whole["ties"]}


def test_a_section_that_the_record_lacks_is_a_no_and_names_those_that_it_has() -> None:
    ran = citygraph("show", "Iznik", "--section", "signed")
    assert ran.code == 1
    assert "`iznik` has no section `signed`; it has facts, posts, ties, agreement" in ran.err
    assert len(ran.out.splitlines()) == 1
    code, seen = in_terminal("citygraph show Iznik --section signed", NO_COLOR="1")
    assert (code, seen.splitlines()[0].strip()) == (1, "Iznik  city · TR · iznik")


def test_an_unknown_section_is_a_mistake_that_names_the_nearest_and_those_that_there_are() -> None:
    ran = citygraph("show", "Iznik", "--section", "agreements")
    assert ran.code == 2
    text = " ".join(re.sub("[│╭╮╰╯─]", " ", ran.err).split())
    assert "no record has a section `agreements`; did you mean `agreement`? `iznik` has facts, posts, ties" in text
    with pytest.raises(WrongOption):
        World(SEED).show("Iznik", section="tyes")


def test_sections_complete_with_tab() -> None:
    def offered(*words: str) -> list[str]:
        line = shlex.join(["citygraph", "show", *words])
        return citygraph(
            _CITYGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(1 + len(words))
        ).out.split()

    assert offered("Iznik", "--section", "") == [*entries_of(card_of(World(SEED).view, "iznik"), World(SEED).kinds)]
    assert offered("article", "--section", "s") == ["says"]
    assert offered("--section", "hist") == ["history"]


def test_the_names_of_sections_are_apart_from_groups() -> None:
    assert len(set(SECTIONS)) == len(SECTIONS)
    assert set(GROUPS) < set(SECTIONS)
