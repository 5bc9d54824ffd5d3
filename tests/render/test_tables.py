"""Tables in a terminal: widths, sides, links, and names too long for a line."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from citygraph.questions import Column
from citygraph.render.tables import write_rows
from conftest import ANSI, citygraph, in_terminal

LONG = "Llan" + "fair" * 40
WORLD = f"""
cities:
  long: {{name: {LONG}, country: GB}}
  seoul: {{name: 서울, country: KR}}
  tokyo: {{name: 東京, country: JP}}
ties:
  - kind: sister-city
    between: [long, seoul]
    since: 2006
    status: active
    evidence: [{{source: linked}}, {{source: plain}}]
  - {{kind: sister-city, between: [seoul, tokyo], status: active, source: odd}}
sources:
  linked: {{title: A list, url: "https://example.org/list?a=1&b=2"}}
  plain: {{title: Another}}
  odd: {{title: A third, url: "https://example.org/\\e]8;;x"}}
"""
LINK = re.compile(r"\x1b\]8;[^;]*;(.*?)\x1b\\(?:\x1b\[[0-9;]*m)*([^\x1b]*)")


@pytest.fixture
def towns(folder: Callable[..., Path]) -> Path:
    return folder(towns=WORLD)


def drawn(rows: list[tuple[str, ...]], width: int, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    columns = [Column(f"c{at}", lambda row, at=at: row[at]) for at in range(len(rows[0]))]
    write_rows(rows, columns, "table", out)
    return out.getvalue().splitlines()


WORDS = st.text(st.sampled_from("aé東한ก "), min_size=1, max_size=60).filter(str.strip)


@given(rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), width=st.integers(20, 140))
def test_no_line_is_wider_than_the_terminal_and_no_sign_is_lost(rows: list[tuple[str, ...]], width: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines = drawn(rows, width, patch)
    assert max(map(cell_len, lines)) <= width
    written = "".join(lines)
    for sign in "aé東한ก":
        assert written.count(sign) == "".join(map("".join, rows)).count(sign)


@given(numbers=st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_digits_of_numbers_stand_in_line(numbers: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines = drawn([(f"{number:,}", "x") for number in numbers], 80, patch)[2:]
    ends = {line.index("x") for line in lines}
    assert len(ends) == 1
    assert all(line[min(ends) - 3] in "0123456789" for line in lines)  # two cells lie between columns


def test_a_column_of_words_and_numbers_is_flush_left(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn([("12", "x"), ("unknown", "x")], 80, monkeypatch)
    assert lines[2].startswith("12 ")


def test_a_word_in_two_cell_letters_breaks_no_sooner_than_another(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn([("東" * 10, "some words that may break")], 40, monkeypatch)
    assert lines[2].startswith("東" * 10)


def test_one_very_long_word_does_not_crowd_out_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn([("is a sister city of", "x" * 70)], 60, monkeypatch)
    assert lines[2].startswith("is a sister city of  ")


def test_a_very_long_name_is_cut_in_its_middle_and_keeps_its_id(towns: Path) -> None:
    for asked in ("neighbors seoul", "ties", "rank", "path tokyo long", "find llan"):
        ran = citygraph(*asked.split(), "--graph", towns, "--format", "table", COLUMNS="160")
        assert f"{LONG[:28]}…{LONG[-27:]} (long)" in ran.out
    assert LONG in citygraph("neighbors", "seoul", "--graph", towns, "--format", "csv").out
    assert LONG in citygraph("show", "long", "--graph", towns, "--format", "table", COLUMNS="400").out


def test_a_source_with_an_address_is_a_link_in_a_terminal(towns: Path) -> None:
    for asked in ("neighbors long", "show long", "timeline", "compare long seoul"):
        _, seen = in_terminal(f"citygraph {asked} --graph {towns}", 120)
        assert ("https://example.org/list?a=1&b=2", "linked") in LINK.findall(seen), asked
    _, seen = in_terminal(f"citygraph ties --graph {towns}", 120)
    assert {address for address, _ in LINK.findall(seen)} <= {"", "https://example.org/list?a=1&b=2"}
    assert "\x1b]8" not in in_terminal(f"citygraph ties --graph {towns}", 120, NO_COLOR="1")[1]
    assert "\x1b" not in ANSI.sub("", citygraph("ties", "--graph", towns, "--format", "table").out)
