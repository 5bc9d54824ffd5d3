"""The places of records of tables: the rows that have them are read, and no others."""

from pathlib import Path

import pytest

from citygraph.folder import access, loader
from citygraph.folder.diagnostics import Where
from citygraph.world import World

CITIES = "id,name,country\r\nosh,Osh,KG\r\n\r\niznik,İznik,TR\r\n" + "".join(f"c{n},City {n},TR\r\n" for n in range(90))
TIES = (
    'kind,between,source,quote\nsister-city," osh ; iznik ",s,"Two\nlines, and one"\n\n'
    + "".join(f"exchange,osh; c{n},s,\n" for n in range(90))
    + "id,osh\n"
)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(access, "_BLOCK", 400)
    for name, text in (("cities.csv", CITIES), ("ties.csv", TIES), ("sources.csv", "id,title\ns,S\n")):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def test_records_of_tables_are_found_in_their_rows(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {
        Where(record.type, record.id, key): record.span(key)
        for file in ("cities.csv", "ties.csv", "sources.csv")
        for record in loader.read(tables, file).records
        for key in ("", "name", "quote")
        if record.id and record.sound
    }
    world = World(tables, cache=False)
    monkeypatch.setattr("citygraph.store.places.pieces", pytest.fail)
    found = world.places(set(expected))
    assert len(found) > 500
    assert found == expected


def test_a_record_of_a_table_that_has_just_changed_is_found(tables: Path) -> None:
    world = World(tables, cache=False)
    (tables / "ties.csv").write_text("kind,between,source\n" * 2 + "exchange,osh; c7,s\n", encoding="utf-8")
    asked = [Where("tie", "exchange.c7.osh"), Where("tie", "exchange.c8.osh"), Where("city", "nowhere")]
    (place,) = world.places(asked).values()
    assert (place.file, place.line) == ("ties.csv", 3)
