"""A folder or a zip archive of files is one source, whose files join by their keys."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from citygraph.imports.bundles import unbundled
from citygraph.imports.detect import reader_of
from citygraph.imports.pipes import PipedFile
from citygraph.imports.readers import ForeignRow
from conftest import citygraph
from imported import put, read, values
from workbooks import packed

NODES = "Id,Label,Timeset,country\n1,Nantes,,FR\n2,Cardiff,,GB\n3,Seattle,,US\n"
EDGES = "Source,Target,Type,Id,Label,timeset,Weight\n1,2,Undirected,0,,,1.0\n3,1,Directed,1,,,2.0\n"


def files_of(path: Path) -> tuple[list[str], str, list[str]]:
    """The names of the files of a folder or archive, its own name, and what is said."""
    said: list[str] = []
    with unbundled([path], said.append) as (files, name):
        assert all(file.read_bytes() for file in files)
        return [file.name for file in files], name, said


@pytest.mark.parametrize("form", ["folder", "archive", "archive with a folder"])
def test_nodes_and_edges_in_a_folder_or_an_archive_are_one_source(form: str, tmp_path: Path) -> None:
    what: str | Path = tmp_path / "towns"
    if form == "folder":
        (tmp_path / "towns").mkdir()
        put(tmp_path / "towns", NODES, "nodes.csv")
        put(tmp_path / "towns", EDGES, "edges.csv")
    else:
        folder = "net/" if form == "archive with a folder" else ""
        data = packed({f"{folder}nodes.csv": NODES, f"{folder}edges.csv": EDGES, "__MACOSX/._edges.csv": "x"})
        what = put(tmp_path, data, "towns.zip")
    ran = citygraph("import", what, "--kind", "sister-city", "--into", tmp_path / "g")
    assert ran.code == 0, ran.err
    assert "5 rows read, 0 refused; " in ran.err
    asked = citygraph("sql", "SELECT name, country FROM nodes", "--graph", tmp_path / "g", "--format", "csv")
    assert sorted(asked.out.splitlines()[1:]) == ["Cardiff,GB", "Nantes,FR", "Seattle,US"]
    asked = citygraph("sql", "SELECT node_name, name FROM neighbors WHERE node_name = 'Nantes'", "--graph",
                      tmp_path / "g", "--format", "csv")  # fmt: skip
    assert sorted(asked.out.splitlines()[1:]) == ["Nantes,Cardiff", "Nantes,Seattle"]
    assert (tmp_path / "g/towns/ties.csv").exists()


def test_an_archive_that_comes_through_a_pipe_gives_no_name(tmp_path: Path) -> None:
    piped = PipedFile.of("stdin", put(tmp_path, packed({"nodes.csv": NODES})))
    names, name, _ = files_of(piped)
    assert (names, name) == (["nodes.csv"], "")


def test_the_type_of_an_edge_is_its_direction(tmp_path: Path) -> None:
    rows = [row for row in read("table", put(tmp_path, EDGES))[0] if isinstance(row, ForeignRow)]
    assert [row.directed for row in rows] == [False, True]
    theirs = [
        {name: text for name, text in row.items() if name != "Type"} for row in csv.DictReader(io.StringIO(EDGES))
    ]
    assert [row.values for row in rows] == theirs
    told_of = read("table", put(tmp_path, EDGES), columns=frozenset({"Type"}))[0]
    assert [row.values["Type"] for row in told_of if isinstance(row, ForeignRow)] == ["Undirected", "Directed"]
    other = put(tmp_path, EDGES.replace("Undirected", "friends"))
    rows = [row for row in read("table", other)[0] if isinstance(row, ForeignRow)]
    assert [(row.values.get("Type"), row.directed) for row in rows] == [("friends", None), (None, True)]


def test_what_no_reader_reads_is_left_out_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "towns"
    (folder / "old").mkdir(parents=True)
    for name in ("README.txt", "a.csv", ".DS_Store", "a.import.yaml"):
        put(folder, b"x", name)
    put(folder, b"%PDF-1.7", "cover.pdf")
    assert files_of(folder) == (
        ["a.csv"],
        "towns",
        [f"{folder}: the folders in it are left out: old", f"{folder}: left out: README.txt, cover.pdf (a PDF)"],
    )
    archive = put(tmp_path, packed({"a.csv": "a", "a.import.yaml": "x", "b.zip": packed({"c.csv": "c"})}), "t.zip")
    names, name, said = files_of(archive)
    assert (names, name) == (["a.csv"], "t.zip")
    mapping = "a.import.yaml (a mapping file; it is read in a folder, and not in an archive)"
    assert said == [f"{archive}: left out: {mapping}, b.zip (a zip archive)"]


def with_password(data: bytes) -> bytes:
    """An archive that says that its parts are encrypted."""
    return data.replace(b"PK\3\4\x14\0\0", b"PK\3\4\x14\0\1").replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")


PACKED = packed({"nodes.csv": NODES})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed({}), "there is no file in it that can be imported"),
        (packed({"README.md": "x"}), "there is no file in it that can be imported"),
        (packed({"a/a.csv": "x", "b/b.csv": "x"}), r"files in several folders \(a, b\)"),
        (
            packed({"a.csv": b" " * 2_000_000}),
            "unpacked, the files in it have 2 MB, and a file to import may have 1 MB",
        ),
        (packed({f"{number}.csv": "x" for number in range(12)}), "12 files are in it"),
        (with_password(PACKED), "a password"),
        (PACKED[:60] + b"\0\0\0\0" + PACKED[64:], "damaged"),
    ],
    ids=["empty", "nothing", "folders", "bomb", "many", "password", "damaged"],
)
def test_an_archive_that_cannot_be_read_says_why(
    data: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYGRAPH_LIMITS", "source=1M files=10")
    with pytest.raises(CityGraphError, match=says):
        files_of(put(tmp_path, data, "a.zip"))


def test_an_archive_that_unpacks_to_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    data = bytearray(packed({"a.csv": b" " * 100_000}))
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(CityGraphError, match="damaged"):
        files_of(put(tmp_path, bytes(data), "a.zip"))
    assert zipfile.is_zipfile(tmp_path / "a.zip")


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("packs", [False, True])
def test_files_of_one_record_each_are_one_list(suffix: str, packs: bool, tmp_path: Path) -> None:
    towns = {"b": "Lyon", "a": "Osh", "c": "Köln"}
    folder = tmp_path / "towns"
    folder.mkdir()
    texts = {f"{id}{suffix}": f'{{"name": "{name}", "population": 1.50}}\n' for id, name in towns.items()}
    for name, text in texts.items():
        put(folder, text, name)
    path = put(tmp_path, packed(dict(sorted(texts.items()))), "towns.zip") if packs else folder
    with unbundled([path], print) as (files, _):
        (file,) = files
        assert file.name == f"*{suffix}"
        assert values(reader_of(file), file) == [
            {"file": f"{id}{suffix}", "name": towns[id], "population": "1.50"} for id in sorted(towns)
        ]


def test_a_list_among_files_of_one_record_stays_a_file_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "towns"
    folder.mkdir()
    put(folder, '{"name": "Osh", "partners": [{"name": "Lyon"}]}', "a.json")
    put(folder, '[{"name": "Osh"}]', "b.json")
    put(folder, '{"data": [{"name": "Osh"}]}', "c.json")
    put(folder, "name: Osh\n", "d.yaml")
    put(folder, "name: [\n", "e.yaml")
    assert files_of(folder)[0] == ["b.json", "c.json", "e.yaml", "*"]
