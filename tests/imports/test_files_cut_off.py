"""Half a download: a file of lines that ends within one is told, and never a shorter name read as a name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.readers import ForeignRow, UnreadableRow
from conftest import citygraph, examples
from imported import put, read

TOWNS = st.sampled_from(["Osh", "Lyon", "Köln", "Kraków", "New York"])
LINES = st.lists(st.tuples(TOWNS, TOWNS, st.integers(1900, 2020).map(str)), min_size=2, max_size=5)
Lines = list[tuple[str, str, str]]


def comma(lines: Lines) -> list[str]:
    return ["City,Partner,Since", *map(",".join, lines)]


def tabs(lines: Lines) -> list[str]:
    return ["City\tPartner\tSince", *map("\t".join, lines)]


def pajek(lines: Lines) -> list[str]:
    numbers = {
        town: str(number) for number, town in enumerate(sorted({town for line in lines for town in line[:2]}), 1)
    }
    vertices = [f'{number} "{town}"' for town, number in numbers.items()]
    arcs = [f"{numbers[one]} {numbers[other]} {year}" for one, other, year in lines]
    return [f"*Vertices {len(vertices)}", *vertices, "*Arcs", *arcs]


FORMS = {"csv": ("table", comma, ","), "tsv": ("table", tabs, "\t"), "edges": ("edgelist", tabs, "\t"),
         "net": ("pajek", pajek, " ")}  # fmt: skip


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cut")


@pytest.mark.parametrize("form", FORMS)
@examples(20)
@given(rows=LINES, data=st.data())
def test_a_last_line_without_its_last_parts_and_its_end_is_refused(
    form: str, scratch: Path, rows: Lines, data: st.DataObject
) -> None:
    reader, write, sign = FORMS[form]
    lines = write(rows)
    whole = put(scratch, "\n".join(lines), f"cut.{form}")
    before = [row for row in read(reader, whole)[0] if isinstance(row, ForeignRow)]  # nothing is wrong with it
    assert not any(isinstance(row, UnreadableRow) for row in read(reader, whole)[0])
    left = lines[-1][: data.draw(st.integers(1, lines[-1].rindex(sign)))]
    found = read(reader, put(scratch, "\n".join([*lines[:-1], left]), f"cut.{form}"))[0]
    assert [row for row in found if isinstance(row, ForeignRow)] == before[:-1]
    assert [row.line for row in found if isinstance(row, UnreadableRow)] == [len(lines)]


def test_a_short_row_that_ends_with_a_line_break_is_whole(tmp_path: Path) -> None:
    text = "City,Partner,Since\nOsh,Lyon,1990\nOsh,Graz"
    assert len(read("table", put(tmp_path, f"{text}\n"))[0]) == 2
    ran = citygraph("import", put(tmp_path, text, "partners.csv"), "--into", tmp_path / "g")
    assert ran.code == 1
    assert "refused\tpartners.csv:3\tOsh, Graz\tthe file ends within this line" in ran.out
    assert "graz" not in (tmp_path / "g/partners/ties.csv").read_text()


def test_vertices_without_lines_and_rows_of_a_matrix_are_counted(tmp_path: Path) -> None:
    def refused(text: str) -> list[str]:
        return [row.why for row in read("pajek", put(tmp_path, text))[0] if isinstance(row, UnreadableRow)]

    assert refused('*Vertices 3\n1 "Osh"\n2 "Lyon"\n') == [
        "2 of 3 vertices have lines, and no ties follow: the file may be cut off"
    ]
    assert refused('*Vertices 3\n1 "Osh"\n2 "Lyon"\n*Edges\n1 3\n') == []
    assert refused("*Vertices 3\n") == []
    assert refused("*Vertices 2\n*Matrix\n0 1\n") == [
        "the matrix should have 2 rows, and 1 stands here: the file may be cut off"
    ]


def test_a_file_that_ends_within_a_letter_is_said_to_be_cut_off(tmp_path: Path) -> None:
    whole = "City,Partner\nKöln,Lille\nOsh,Kraków".encode()
    with pytest.raises(CityGraphError, match=r":3: the file ends within a letter of UTF-8, so it is cut off"):
        read("table", put(tmp_path, whole[:-2]))


@pytest.mark.parametrize("short", [511, 512, 2000])
def test_of_many_rows_only_the_last_may_be_cut_off(short: int, tmp_path: Path) -> None:
    lines = ["City,Partner,Since", *(f"Osh,Lyon,{number}" for number in range(3000))]
    *before, last = read("table", put(tmp_path, "\n".join([*lines, "Osh,Ly"])))[0]
    assert not any(isinstance(row, UnreadableRow) for row in before)
    assert (len(before), isinstance(last, UnreadableRow)) == (3000, True)
    lines[short] = "Osh,Lyon"  # a row that is as short: it is not for the end of the file that one is
    rows = read("table", put(tmp_path, "\n".join([*lines, "Osh,Ly"])))[0]
    assert (len(rows), any(isinstance(row, UnreadableRow) for row in rows)) == (3001, False)
