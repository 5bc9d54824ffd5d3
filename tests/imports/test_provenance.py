"""Where a row says that it is from."""

from pathlib import Path
from typing import Any

from imported import Imported, brought

TEXT = """\
City,Country,Partner city,Partner country,Source URL,Source title,Quote,By
Lyon,FR,Milan,IT,https://example.org/a,Bulletin,We are twins,Lyon
Lyon,FR,Rome,IT,https://example.org/a,Bulletin,,Nobody
Lyon,FR,Turin,IT,,,,
"""


def stands_on(record: dict[str, Any]) -> list[dict[str, str]]:
    """The evidence of a record, without what it does not say."""
    return [{key: text for key, text in item.items() if text} for item in record["evidence"]]


def test_rows_that_share_an_address_share_a_source(tmp_path: Path) -> None:
    found = Imported(tmp_path, TEXT)
    assert {tie["ends"][1]: stands_on(tie) for tie in found.ties} == {
        "Milan": [{"source": "register-bulletin", "quote": "We are twins", "by": "lyon"}],
        "Rome": [{"source": "register-bulletin"}],
        "Turin": [{"source": "register"}],
    }
    source = found.world.view.graph["sources"]["register-bulletin"]
    assert (source["title"], source["url"]) == ("Bulletin", "https://example.org/a")
    assert [(where, what) for where, what, _ in found.told("doubtful")] == [("register.csv:3", "Nobody")]


def test_a_source_of_addresses_is_no_end(tmp_path: Path) -> None:
    text = (
        "City,Country,Partner,Partner country,Source\nLyon,France,Milan,Italy,https://example.org/a\n"
        "Lyon,France,Kyoto,Japan,https://example.org/a\nParis,France,Rome,Italy,https://example.org/b\n"
    )
    found = Imported(tmp_path, text)
    assert set(found.cities) == {"Lyon", "Milan", "Kyoto", "Paris", "Rome"}
    urls = {id: one.get("url") for id, one in found.world.view.graph["sources"].items()}
    assert sorted(filter(None, urls.values())) == ["https://example.org/a", "https://example.org/b"]
    assert len({tie["evidence"][0]["source"] for tie in found.ties}) == 2


def test_two_rows_of_one_tie_give_it_two_sources(tmp_path: Path) -> None:
    text = "City,Partner city,Source\nLyon,Milan,https://example.org/a\nMilan,Lyon,https://example.org/b\n"
    found = Imported(tmp_path, text)
    (tie,) = found.ties
    assert [item["source"] for item in tie["evidence"]] == ["register-example-org-a", "register-example-org-b"]
    assert not found.told("repeated")


def test_a_source_that_no_row_names_any_more_goes_with_it(tmp_path: Path) -> None:
    Imported(tmp_path, TEXT)
    again = Imported(tmp_path, TEXT.replace("https://example.org/a,Bulletin,We", "https://example.org/b,Gazette,We").replace(
        "https://example.org/a,Bulletin", ","))  # fmt: skip
    assert set(again.world.view.graph["sources"]) == {"register", "register-gazette"}
    same = Imported(tmp_path, TEXT)
    assert set(same.world.view.graph["sources"]) == {"register", "register-bulletin"}


def test_nodes_have_the_sources_of_their_rows(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,country,Source URL,Quote\nLyon,FR,https://example.org/a,A city\nBonn,DE,,\n")
    assert stands_on(found.nodes["lyon"]["record"]) == [{"source": "register-example-org-a", "quote": "A city"}]
    assert stands_on(found.nodes["bonn"]["record"]) == [{"source": "register"}]


def test_the_title_of_a_source_names_all_files_of_one_import(tmp_path: Path) -> None:
    """A tie of Kiel's list cites the source, which must not be called by the list of Nantes alone."""
    for name in ("nantes", "kiel", "brest", "bath", "turku"):
        (tmp_path / f"{name}.csv").write_text(f"City,Partner city\n{name.title()},Riga\n", "utf-8")
    for names, title in (
        (("nantes", "kiel"), "nantes.csv, kiel.csv"),
        (("nantes", "kiel", "brest", "bath", "turku"), "nantes.csv, kiel.csv, brest.csv, 2 more files"),
    ):
        folder = tmp_path / f"into-{len(names)}"
        brought("table", *(tmp_path / f"{name}.csv" for name in names), into=folder, source="lists")
        assert f"title: {title}\n" in (folder / "lists/sources.yaml").read_text("utf-8")
