"""Where cities may be: a row for each place, and the option that chooses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from citygraph.graph.located import Located
from citygraph.questions import Column
from citygraph.render.tables import write_json, write_rows

_MOST_SHOWN = 10
"""How many places of one name a table shows."""


@dataclass(frozen=True)
class LocatedRow:
    """A place that a city may be, or a city without any: how it stands (``clear``, ``open``, ``not found``), what
    GeoNames says of the place, the option that chooses it, and why it is open."""

    city: str
    outcome: str
    place: str = ""
    country: str = ""
    region: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: str = ""
    option: str = ""
    why: str = ""


def write_located(found: Sequence[Located], format: str) -> tuple[int, list[str]]:
    """Write what was found to standard output; how many texts a spreadsheet takes for formulas, and what a person
    should know besides."""
    remarks = []
    if format == "json":
        write_json([row for one in found for row in _rows(one)])
        formulas = 0
    else:
        lines = _lines if format == "table" else _rows
        formulas = write_rows([row for one in found for row in lines(one)], _columns(), format)
    for one in found if format == "table" else ():
        more = 0 if one.place else len(one.places) - _MOST_SHOWN
        if more > 0:
            remarks.append(f"{one.city}: {more} more {'is' if more == 1 else 'are'} not listed; --format tsv lists all")
    if any(_outcome(one) == "open" for one in found):
        remarks.append("nothing is written of what is open; add the options of the places that you mean")
    return formulas, remarks


def counted(found: Iterable[Located]) -> str:
    """How many cities are clear, open and not found, in words."""
    outcomes = [_outcome(one) for one in found]
    counts = ((outcomes.count(outcome), outcome) for outcome in ("clear", "open", "not found"))
    return ", ".join(f"{number:,} {outcome}" for number, outcome in counts if number)


def _outcome(one: Located) -> str:
    if one.place is not None:
        return "clear"
    return "open" if one.places else "not found"


def _rows(one: Located) -> Iterator[LocatedRow]:
    """A row for each place that a city may be."""
    outcome = _outcome(one)
    for place in [one.place] if one.place else one.places:
        option = "" if one.place else f"--geonames {one.city}={place.geonames}"
        yield LocatedRow(
            one.city, outcome, place.name, place.country, place.region, place.population, place.latitude,
            place.longitude, place.geonames, option, one.open,
        )  # fmt: skip
    if outcome == "not found":
        yield LocatedRow(one.city, outcome, why=one.open)


def _lines(one: Located) -> Iterator[LocatedRow]:
    """The same for a table: first the city, with why it is open, then the places."""
    if one.place is not None:
        yield from _rows(one)
        return
    yield LocatedRow(one.city, "", why=f"{_outcome(one)}: {one.open}")
    for row in list(_rows(one))[:_MOST_SHOWN] if one.places else ():
        yield replace(row, city="", why="")


def _columns() -> list[Column]:
    return [
        Column("city", lambda row: row.city, style="bold"),
        Column("outcome", lambda row: row.outcome, place="data"),
        Column("place", lambda row: row.place),
        Column("country", lambda row: row.country),
        Column("region", lambda row: row.region),
        Column("population", lambda row: "" if row.population is None else f"{row.population:,}", place="table"),
        Column("population", lambda row: _text(row.population), place="data"),
        Column("latitude", lambda row: _text(row.latitude), place="data"),
        Column("longitude", lambda row: _text(row.longitude), place="data"),
        Column("geonames", lambda row: row.geonames, place="data"),
        Column("option", lambda row: row.option, place="table"),
        Column("command", _command, place="data"),
        Column("why", lambda row: row.why, place="below"),
        Column("why", lambda row: row.why, place="data"),
    ]


def _command(row: LocatedRow) -> str:
    """The command that chooses a place. The option alone would be a formula to a spreadsheet."""
    return f"citygraph locate {row.option}" if row.option else ""


def _text(number: float | None) -> str:
    return "" if number is None else str(number)
