"""The sources that rows name: an address, several, a title, or both in one cell. No address is lost in silence."""

from pathlib import Path

import pytest

from imported import Imported

A, B = "https://example.org/a", "https://example.org/b"


def read(folder: Path, cell: str, quote: str = "") -> tuple[Imported, list[tuple[str, str | None, str | None]]]:
    """What was imported, and the title, the address and the quote of each item of evidence of the one tie."""
    text = f'City,Partner town,Links,Words\nCádiz,Brest,"{cell}",{quote}\n'
    found = Imported(folder, text, pairs=["source=Links", "quote=Words"])
    sources = found.world.view.graph["sources"]
    (tie,) = found.ties
    return found, [
        (source.get("title"), source.get("url"), item.get("quote"))
        for item in tie["evidence"]
        for source in [sources[item["source"]]]
    ]


@pytest.mark.parametrize("between", [" ", "\n", "; ", ", ", " | ", ";", " / "])
def test_a_cell_with_two_addresses_names_two_sources(between: str, tmp_path: Path) -> None:
    found, evidence = read(tmp_path, f"{A}{between}{B}")
    assert evidence == [(A, A, None), (B, B, None)]
    assert found.told("doubtful") == []


@pytest.mark.parametrize(
    ("cell", "title", "url"),
    [
        (A, A, A), (f"City council, {A}.", f"City council, {A}.", A), ("City council", "City council", None),
        (f"{A} (the council)", f"{A} (the council)", A),
        ("https://web.example.org/2020/https://a.org", "https://web.example.org/2020/https://a.org",
         "https://web.example.org/2020/https://a.org"),
    ],
)  # fmt: skip
def test_an_address_beside_a_title_is_that_of_its_source(cell: str, title: str, url: str, tmp_path: Path) -> None:
    found, evidence = read(tmp_path, cell)
    assert evidence == [(title, url, None)]
    assert found.told("doubtful") == []


def test_several_addresses_among_words_are_told(tmp_path: Path) -> None:
    found, evidence = read(tmp_path, f"Council: {A}, paper: {B}")
    assert evidence == [(f"Council: {A}, paper: {B}", None, None)]
    assert len(found.told("doubtful")) == 1


def test_nobody_knows_which_of_two_sources_has_the_words(tmp_path: Path) -> None:
    found, evidence = read(tmp_path, f"{A} {B}", "twinned since 1990")
    assert [(url, quote) for _, url, quote in evidence[:2]] == [(A, None), (B, None)]
    assert evidence[2][1:] == (None, "twinned since 1990")
    assert [what for _, what, _ in found.told("doubtful")] == ["quote"]
