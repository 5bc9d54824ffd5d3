"""The law of questions: what an import offers to paste is an answer.

Each option of each question, pasted behind the same command, ends with an import, or with another question: never with
an error, nor with the same question. Two options of one question never end with the same folder: then one of them
would be ignored. All questions that can be asked together stand in one stop, so that one option of each is enough.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from citygraph.cli.app import app
from citygraph.imports.asking import Question
from citygraph.imports.columns.headers import meaning_of
from citygraph.render.plain import visible

FILES: dict[str, tuple[str, str]] = {
    "whose country": ("City,Country,Partner city\nLyon,France,Milan\nLyon,Italy,Rome\nParis,Japan,Rome\n", ""),
    "two countries": ("City,Country,Land\nLyon,France,Italy\nParis,France,Italy\n", ""),
    "several names": ("City,Country,Partners\nLyon,France,Milan; Kyoto; Leipzig\nParis,France,Rome; Oslo\n", ""),
    "three parties": ("City 1,City 2,City 3,Since\nRotterdam,Jakarta,Semarang,2013\nLyon,Milan,Turin,1990\n", ""),
    "organizations beside towns": (
        "Org 1,City 1,Org 2,City 2\nChamber,Turin,Chamber,Lyon\nMuseum,Cologne,Prado,Madrid\nTU,Delft,IST,Porto\n",
        "",
    ),
    "several names with commas": ('City,Partners\nLyon,"Milan, Kyoto, Leipzig"\nParis,"Rome, Oslo"\n', ""),
    "several names with bars": ("City,Partners\nLyon,Milan | Kyoto | Leipzig\nParis,Rome | Oslo\n", ""),
    "several names in lines": ('City,Partners\nLyon,"Milan\nKyoto\nLeipzig"\nParis,"Rome\nOslo"\n', ""),
    "a list in one row": ('City,Partners\nLyon,"Milan, Kyoto, Leipzig"\n', ""),
    "lists of two": ('City,Partners\nLyon,"Turin, Padua"\nParis,"Rome, Jena"\nTurin,Leeds\n', ""),
    "lists in several columns": (
        "City,Partner 1,Partner 2\nLyon,Milan; Rome,Oslo; Bern\nParis,Jena; Leeds,Turin; Nice\n", "",
    ),
    "two columns of dates": ("City,Partner city,Since,Until\nLyon,Milan,03/04/1990,05/06/1991\n", ""),
    "two names and two countries": ("City,Ort,Country,Land\nLyon,Paris,France,Italy\nRome,Oslo,France,Italy\n", ""),
    "years without a header": ("City,Partner city,Foo\nLyon,Milan,1967\nParis,Rome,1956\n", ""),
    "two towns of one id": ("ID,City,Country,Partner city\n1,Lyon,France,Milan\n1,Paris,France,Rome\n", ""),
    "headers with quotes and signs": (
        "My Town's name,Other's $town,Since\nLyon,Milan,03/04/1990\nParis,Rome,05/06/1991\n", "",
    ),
    "two partners": ("City,Partner city,Sister city\nLyon,Milan,Rome\nParis,Jena,Leeds\n", ""),
    "embassies that were opened and closed": (
        "Country,City,Type,Opened,Closed\nPoland,Warsaw,Embassy,08.01.1992,\nSyria,Damascus,Embassy,1993,2018\n", "",
    ),
    "projects with a lead partner": (
        "Project,Lead partner,Partners,Start\nRESILIENT,Rotterdam,Antwerp; Glasgow; Malmö,2015\n"
        "Goals,Tallinn,Bratislava; Gävle; Lyon,2021\n", "",
    ),
    "events with their cities": (
        "Event,Host city,Participating cities,Date\nSummit,Lyon,Milan; Kyoto; Leipzig,2016-10-17\n"
        "Summit,Paris,Rome; Oslo; Bern,2019-11-11\n", "",
    ),
    "flights from the town of a title": (
        "Direct flights from Vienna,,\nCity,Country,Flights per week\nBelgrade,Serbia,14\nBoston,USA,6\n", "",
    ),
    "consulates in the town of a title": (
        "Consulates in Chicago,\nCountry,Type\nChile,Consulate General\nPeru,Honorary Consulate\n"
        "Finland,Honorary Consulate\n", "",
    ),
    "members of the network of a title": ("Eurocities members,\nCity,Member since\nKyoto,2010\nMilan,2012\n", ""),
    "trade of the town of a title": ("Trade of Rotterdam 2022,,\nCountry,Exports\nChina,98\nFrance,25\nItaly,7\n", ""),
    "organizations of cities": ("Organization,City,Joined\nEurocities,Lyon,2004\nEurocities,Milan,2005\n", ""),
    "events of cities": ("Event,City,Date\nSummit,Lyon,03/04/1990\nForum,Milan,05/06/1991\n", ""),
    "mayors": ("City,Mayor,Since\nLyon,Grégory Doucet,03/04/2020\nParis,Anne Hidalgo,05/04/2014\n", ""),
    "names and roles": (
        "Name,Role,City,Start,End\nAnne Hidalgo,Mayor,Paris,2014,2026\nGrégory Doucet,Mayor,Lyon,2020,2026\n", "",
    ),
    "countries and their partners": ("Country,Partner country\nSingapore,Monaco\nMonaco,Singapore\n", ""),
    "more words than are shown": (
        "City,Partner city,Kind\n" + "".join(f"Lyon,Town {number},word {number % 8}\n" for number in range(24)), "",
    ),
    "states of both ends": (
        "City,State,Partner city,Partner state\nAtlanta,Georgia,Batumi,Georgia\nMacon,Georgia,Tbilisi,Georgia\n", "",
    ),
    "date order": ("City,Partner city,Since\nLyon,Milan,03/04/1990\nParis,Rome,05/06/1991\n", ""),
    "date order and whose country": (
        "City,Country,Partner city,Since\nLyon,France,Milan,03/04/1990\nLyon,Italy,Rome,05/06/1991\n"
        "Paris,Japan,Rome,05/06/1991\n", "",
    ),
    "decimal": ("City,Country,observations.area\nLyon,France,1.234\nParis,France,2.345\n", ""),
    "people in fractions": ("City,Country,Population\nLyon,France,522.25\nParis,France,2102.65\n", ""),
    "flows": ("Origin,Destination,Tonnes\nPort of Lyon,Port of Arles,120\nPort of Arles,Port of Lyon,80\n", ""),
    "exports of countries": ("Reporter,Partner,Value\nFrance,Germany,1250\nGermany,France,1410\n", ""),
    "exports, in German": ("Ausfuhrland,Bestimmungsland,Wert\nFrankreich,Polen,1250\nPolen,Frankreich,1410\n", ""),
    "exports, in French": ("Pays exportateur,Pays importateur,Valeur\nFrance,Pologne,1250\nPologne,Chine,1410\n", ""),
    "words for kinds": ("City,Partner city,Type\nLyon,Milan,Klimapakt\nParis,Rome,Klimapakt\nOslo,Bern,Seebund\n", ""),
    "words for kinds and one known": (
        "City,Partner city,Type\nLyon,Milan,Friendship\nParis,Rome,Klimapakt\nOslo,Bern,Seebund\n", "",
    ),
    "types of ends": ("from,to\nLyon,Anne Hidalgo\n", "--set to.type=official"),
    "years of countries": ("Country,2010,2015,2020\nFrance,64.1,66.5,67.4\nItaly,59.2,60.7,59.4\n", ""),
    "no header that is known": ("Zorp,Blax,Country\nLyon,near,France\nParis,far,France\n", ""),
    "no names but numbers beside": ("code,Blax,Region\n1,Lyon,near\n2,Paris,far\n", ""),
    "whose partners": ("Partner city,Zorp\nLyon,Milan\nParis,Milan\n", ""),
    "years of cities": ("City,Country,2010,2015,2020\nLyon,France,484,513,522\nMilan,Italy,1307,1345,1396\n", ""),
    "towns without a header": ("Lyon,Milan\nParis,Rome\nLeipzig,Kyoto\n", "--no-header"),
    "towns with a column of years, without a header": ("Lyon,Milan,1967\nParis,Rome,1956\n", "--no-header"),
    "register without a header": (
        "101,Lyon,FR,45.76,4.83\n102,Paris,FR,48.86,2.35\n103,Milan,IT,45.46,9.19\n", "--no-header",
    ),
    "two names for an id": (
        "Code,City,Country\n1,Lyon,France\n1,Paris,France\n2,Milan,Italy\n2,Rome,Italy\n", "",
    ),
    "a place in two regions": (
        "Code,City,Region,Country\n1,Lyon,A,France\n1,Lyon,B,France\n2,Rome,C,Italy\n2,Rome,D,Italy\n", "",
    ),
    "namesakes": ("City,Country,District no\nLyon,France,12\nLyon,France,13\nRome,Italy,14\n", ""),
    "namesakes and codes": (
        "Name,Country,Code A,Code B\nLyon,France,12,1\nLyon,France,13,2\nRome,Italy,14,3\nRome,Italy,15,4\n", "",
    ),
    "persons": ("Official,City,Until\nAnne Hidalgo,Paris,2026\nGrégory Doucet,Lyon,2026\n", ""),
    "countries or cities": ("Name,Population\nSingapore,5900000\nMonaco,36000\n", ""),
    "swapped places": ("City,Country,Lat,Lon\nRome,Italy,12.5,41.9\nMilan,Italy,9.19,45.46\n", ""),
    "state or country": ('City,Partner city\nLyon,"Atlanta, Georgia"\nParis,"Batumi, Georgia"\n', ""),
    "state codes": ('City,Partner city\nLyon,"Portland, CA"\nParis,"Springfield, CA"\n', ""),
    "a state alone": ("City,State\nAtlanta,Georgia\nSavannah,Georgia\n", ""),
    "types of partners": ("City,Partner city,Partner type\nLyon,Milan,pact\nParis,Rome,circle\n", ""),
    "a spreadsheet's days": ("City,Partner city,Since\nLyon,Milan,32874\nParis,Rome,33239\n", ""),
    "which has the names": (
        "wikidata,name_on_website,name_in_app\nQ456,Lyon hall,Lyon\nQ90,Paris hall,Paris\nQ490,Milan hall,Milan\n", "",
    ),
    "figures of ties": ("City,Partner city,Year,Guests\nLyon,Milan,2020,522\nParis,Rome,2021,2100\n", ""),
    "both ways": ("Reporter,Partner,Value\nFrance,Germany,1250\nGermany,France,1410\n", "--kind trades-with"),
    "a name written once": ("City,Partner\nVienna,Brno\n,Zagreb\nGraz,Trieste\n,Maribor\n", ""),
    "partners of a title": ("Twin towns of Oxford,\nTown,Year\nBonn,1947\nLeiden,1946\n", ""),
    "members without a network": ("City,Member since\nKyoto,2010\nMilan,2012\n", ""),
    "towns and posts": ("id,office,city\n1,Mayor,Lyon\n2,Mayor,Paris\n", "--type official"),
    "a term without a person": ("id,city,office,start\n1,Lyon,Mayor,2020\n2,Paris,Mayor,2014\n", ""),
    "two officials": (
        "City,Mayor,Deputy mayor,In office since\nLyon,Grégory Doucet,Audrey Hénocque,2020-07-04\n"
        "Paris,Anne Hidalgo,Emmanuel Grégoire,2014-04-05\n", "",
    ),
    "members of networks": ("City,Network,Joined on\nLyon,Eurocities,2004-01-02\nOslo,ICLEI,1999-05-06\n", ""),
    "exports": ("Country,Partner country,Year,Exports\nFrance,Germany,2020,12\nItaly,France,2021,8\n", ""),
    "exports and a kind": (
        "Country,Partner country,Year,Exports\nFrance,Germany,2020,12\nItaly,France,2021,8\n", "--kind trades-with",
    ),
    "givers and takers": ("donor,recipient,year,amount\nGermany,Kenya,2020,12\nFrance,Mali,2020,14\n", ""),
    "years between countries": (
        "Origin country,Destination country,2010,2015\nFrance,Germany,120,130\nItaly,France,50,60\n", "",
    ),
    "names of persons": ("Name,Country\nAnne Hidalgo,France\nGrégory Doucet,France\nGiuseppe Sala,Italy\n", ""),
    "names of organizations": (
        "City,Partner\nLyon,University of Milan\nLyon,Goethe Institut\nParis,Asociación de Amigos\n", "",
    ),
    "two columns of towns": (
        "city,lead_partner,start\nLyon,Milan,2019\nOslo,Graz,2020\nLeipzig,Kyoto,2021\n", "",
    ),
    "persons of organizations": (
        "Name,Organisation,City\nAnne Hidalgo,ICLEI,Paris\nElke Kahr,ICLEI,Graz\nGiuseppe Sala,ICLEI,Milan\n", "",
    ),
    "persons under an unknown header": (
        "Ort,Zorp,Seit\nGraz,Elke Kahr,2021\nLyon,Grégory Doucet,2020\nMilan,Giuseppe Sala,2016\n", "",
    ),
    "posts in organizations": (
        "Name,Title,Organisation,Country\nAnne Hidalgo,Chair,ICLEI,France\nElke Kahr,Member,Eurocities,Austria\n",
        "--type official",
    ),
    "years behind names in one cell": (
        "Ville,Villes jumelées\nLyon,Milan (1967) / Leipzig (1981) / Kyoto (1959)\nNice,Miami (1985)\nOslo,Bern\n", "",
    ),
    "numbers of countries": ("Town,Country\nLyon,4\nParis,8\nOslo,32\n", ""),
    "a list in three columns": (
        "City,Partners,Since,Country\nLyon,Milan; Rome,03/04/1990,France\nLyon,Oslo; Bern,05/06/1991,Italy\n", "",
    ),
}  # fmt: skip
"""By what is open: a table, and the options that are given before anything is asked."""


class Ended(NamedTuple):
    """How an import ended: with its exit code, questions, what it printed, and the folder that it wrote."""

    code: int
    questions: tuple[Question, ...]
    printed: str
    folder: tuple[tuple[str, bytes], ...]


class Desk:
    """Imports one table again and again, as its user would."""

    def __init__(self, folder: Path, text: str, given: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.given, self.capsys = folder, given, capsys
        self.number = count()
        (folder / "register.csv").write_text(text, "utf-8")
        self.asked: list[tuple[Question, ...]] = []

    def imports(self, options: tuple[str, ...]) -> Ended:
        into = self.folder / str(next(self.number))
        filled = re.sub(r"(?<==)NAME\b", "Anytown", " ".join((self.given, *options)))
        words = shlex.split(visible(filled))
        self.asked.clear()
        self.capsys.readouterr()
        command = typer.main.get_command(app)
        file = str(self.folder / "register.csv")
        code = command.main(["import", file, "--into", str(into), *words], standalone_mode=False)
        out, err = self.capsys.readouterr()
        written = tuple(
            (str(path.relative_to(into)), path.read_bytes()) for path in sorted(into.rglob("*")) if path.is_file()
        )
        return Ended(int(code or 0), self.asked[0] if self.asked else (), out + err, written)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Question, ...]]:
    found: list[tuple[Question, ...]] = []
    monkeypatch.setattr("citygraph.cli.open_questions.show", found.append)
    return found


@pytest.mark.parametrize("name", FILES)
def test_each_offered_option_is_an_answer(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[tuple[Question, ...]]
) -> None:
    desk = Desk(tmp_path, *FILES[name], capsys)
    desk.asked = asked
    first = desk.imports(())
    assert first.questions, first.printed
    assert not list(faults(desk, first, ()))


def folder_in_the_end(desk: Desk, found: Ended, given: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """The folder that is written in the end, if each further question gets its first answer."""
    while found.questions and len(given) < _MOST:
        given = (*given, *(question.readings[0].option for question in found.questions))
        found = desk.imports(given)
    return found.folder


_MOST = 8
"""So many answers are enough for any file."""


def turned_times(option: str) -> list[str]:
    """The headers of beginnings that an option maps to an end, and those of ends that it maps to a beginning."""
    maps = [word.split("=", 1) for word in shlex.split(option) if word.startswith(("since=", "until="))]
    found = []
    for target, header in maps:
        meaning = meaning_of(header)
        says = {one.attribute for one in (meaning, *meaning.others)} if meaning is not None else set()
        other = _BEGINS if target == "until" else _ENDS
        if says & other and not says & ({*_BEGINS, *_ENDS} - other):
            found.append(header)
    return found


_BEGINS, _ENDS = {"since", "founded"}, {"until", "closed"}


def faults(desk: Desk, stop: Ended, given: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the answers to the questions of a stop, and to those that follow."""
    for lonely in (question for question in stop.questions if not question.readings):
        yield f"{lonely.what}: offers nothing"
        return
    first = tuple(question.readings[0].option for question in stop.questions)
    for at, question in enumerate(stop.questions):
        ends = {}
        for reading in question.readings:
            answers = (*first[:at], reading.option, *first[at + 1 :])
            found = desk.imports((*given, *answers))
            told = f"{question.what} {reading.option}: "
            if turned := turned_times(reading.option):
                yield f"{told}takes a beginning for an end, or an end for a beginning: {turned}"
            if found.questions:
                for same in {one.what for one in stop.questions} & {one.what for one in found.questions}:
                    yield f"{told}asks again: {same}"
                if len(given) > _MOST:
                    yield f"{told}does not end"
                elif not {one.what for one in stop.questions} & {one.what for one in found.questions}:
                    yield from faults(desk, found, (*given, *answers))
            elif found.code not in (0, 1):
                yield f"{told}error: {found.printed}"
            end = (tuple(one.what for one in found.questions), folder_in_the_end(desk, found, (*given, *answers)))
            if end in ends:
                yield f"{told}ends as {ends[end]} does"
            ends[end] = reading.option
