"""Tables in Markdown: the same rows as the same table in CSV, and what is struck through."""

import csv
import io
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.readers import ForeignRow, ReadOptions, Said, markdown, one_by_one, table
from conftest import examples
from imported import Imported, said_in

CELLS = st.text("abcXYZ éß|*_`~#[]<>-", max_size=12).map(str.strip)
HEADER = ["Partner town", "Country", "Notes"]


def escaped(cell: str) -> str:
    return "".join(f"\\{sign}" if sign in "|*_`~#[]<>" else sign for sign in cell)


def rows_in(reader: ModuleType, path: Path) -> list[tuple[str, ...]]:
    read = reader.read(path, ReadOptions(header_row=1))
    return [tuple(item.values.values()) for item in one_by_one(read) if isinstance(item, ForeignRow)]


@examples(30)
@given(
    rows=st.lists(st.tuples(st.sampled_from(("Lyon", "Ulm|Nord")), st.just("XX"), CELLS), min_size=1, max_size=6),
    is_closed=st.booleans(), is_wide=st.booleans(),
)  # fmt: skip
def test_a_table_has_the_rows_that_it_has_as_csv(
    rows: list[tuple[str, str, str]], is_closed: bool, is_wide: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    (folder / "a.csv").write_text(text.getvalue(), encoding="utf-8")
    space, edge = "  " if is_wide else "", "|" if is_closed else ""
    lines = [[*map(escaped, row)] for row in (HEADER, *rows)]
    lines.insert(1, ["---", ":-:", "--:"])
    written = [f"{edge}{f'{space}|{space}'.join(line)}{edge or ('|' if not line[-1] else '')}" for line in lines]
    (folder / "a.md").write_text("\n".join(written) + "\n", encoding="utf-8")
    assert rows_in(markdown, folder / "a.md") == rows_in(table, folder / "a.csv")


LIST = """# Partnerstädte von Ulm

Stand: 1. März 2024

| Partnerstadt | Land | Seit | Status |
|:--|---|--:|:-:|
| [Sibiu](https://example.org/sibiu) | **Rumänien** | 1990 | ruht |
| ~~Kecskemét~~ | Ungarn | 1992 | |

"""
OF_ULM = {"reader": "markdown", "constants": ["from.name=Ulm", "from.country=DE"]}


@pytest.mark.parametrize(
    "note", ["Durchgestrichen: beendet.", "\\* Struck through = ended", "Överstruken = samarbetet avslutat.",
             "Les villes barrées : jumelage rompu", "Przekreślone – wygasłe"],
)  # fmt: skip
def test_what_is_struck_through_has_ended_if_a_note_says_so(note: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST + note + "\n", "a.md", **OF_ULM)
    assert [(tie["ends"], tie["status"]) for tie in found.ties] == [
        (("Kecskemét", "Ulm"), "ended"), (("Sibiu", "Ulm"), "dormant"),
    ]  # fmt: skip
    assert found.cities["Sibiu"] == "RO"
    assert {told[1] for told in found.told("left out")} >= {"Partnerstädte von Ulm", "Stand: 1. März 2024"}


def test_else_it_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST, "a.md", **OF_ULM)
    assert [tie["status"] for tie in found.ties] == ["unknown", "dormant"]
    assert "struck through: ~~Kecskemét~~" in "".join(said_in(file) for file in found.into.rglob("ties.*"))
    said = next(item for item in markdown.read(tmp_path / "a.md", ReadOptions()) if isinstance(item, Said))
    assert (said.line, "`Kecskemét` is struck through" in said.text) == (8, True)


def test_a_status_that_is_struck_through_does_not_count(tmp_path: Path) -> None:
    text = LIST.replace("ruht", "~~aktiv~~ ruht")
    assert [tie["status"] for tie in Imported(tmp_path, text, "a.md", **OF_ULM).ties] == ["unknown", "dormant"]


def test_a_text_with_such_a_table_is_known_by_its_contents(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST, "a.txt", reader=None, constants=OF_ULM["constants"])
    assert len(found.ties) == 2


def test_markdown_without_a_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Partners\n\nnone | yet\n", encoding="utf-8")
    with pytest.raises(CityGraphError, match="no table is in it"):
        list(markdown.read(tmp_path / "a.md", ReadOptions()))
