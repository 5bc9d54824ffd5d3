"""Tables of wikis' pages, in their source and in HTML: the same rows as in CSV, with flags, links and references."""

import csv
import html
import io
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.detect import reader_of
from citygraph.imports.readers import ForeignRow, ReadOptions, one_by_one, table, wikitext
from citygraph.imports.readers import html as pages
from conftest import examples
from imported import Imported, options, put, questions, said_in, values

CELLS = st.text("abcXYZ éß*_#.<>&-", max_size=12).map(lambda text: " ".join(text.split()).lstrip("*#;: -+}"))
HEADER = ["Partner town", "Country", "Notes"]
READERS = {"wikitext": wikitext, "html": pages}


def written(name: str, rows: list[list[str]]) -> str:
    """A table in markup, its first row the header."""
    if name == "html":
        lines = [
            "".join(f"<t{'d' if number else 'h'}>{html.escape(cell)}" for cell in row)
            for number, row in enumerate(rows)
        ]
        return "<!DOCTYPE html><body><table>" + "".join(f"<tr>{line}\n" for line in lines) + "</table>"
    head = "! " + " !! ".join(rows[0])
    body = ["|-\n" + "\n".join(f"| {html.escape(cell)}" for cell in row) for row in rows[1:]]
    return "\n".join(['{| class="wikitable"', head, *body, "|}"])


def rows_in(reader: ModuleType, path: Path) -> list[tuple[str, ...]]:
    read = one_by_one(reader.read(path, ReadOptions()))
    return [tuple(item.values.values()) for item in read if isinstance(item, ForeignRow)]


@pytest.mark.parametrize("name", READERS)
@examples(30)
@given(rows=st.lists(st.tuples(st.sampled_from(("Lyon", "Ulm")), st.just("FR"), CELLS), min_size=1, max_size=6))
def test_a_table_has_the_rows_that_it_has_as_csv(
    name: str, rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    whole = written(name, [HEADER, *map(list, rows)])
    assert rows_in(READERS[name], put(folder, whole, "a.txt")) == rows_in(table, put(folder, text.getvalue(), "a.csv"))
    assert reader_of(folder / "a.txt") == name


PIECES = ("{|", "|}", "|-", "|", "||", "!", "{{", "}}", "[[", "]]", "<ref>", "</ref>", "<!--", "-->", "\n", "Lyon", "=",
          "<table>", "<tr>", "<td rowspan=2>", "</table>", "<br>", "<s>", "|+", "{{flag|FR}}", "colspan=3|",
          "\n|-\n| a || b")  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@examples(60)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_broken_markup_is_rows_or_refused(
    name: str, pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = put(tmp_path_factory.mktemp("broken"), "".join(pieces))
    try:
        rows = [item for item in READERS[name].read(file, ReadOptions()) if isinstance(item, ForeignRow)]
    except (CityGraphError, OpenQuestions):
        return
    assert all(len(row.values) == len(rows[0].values) for row in rows)


ARTICLE = """\
== Twin towns ==
{{See also|List of twin towns in Austria}}
[[Graz]] is [[Sister city|twinned]] with:<ref name="all">{{cite web |title=Graz – Partnerstädte
 |url=https://www.example.org/partner |archive-url=https://web.archive.org/web/1 }}</ref>

{| class="wikitable sortable"
! scope="col" | Town
! Country !! data-sort-type="number" | Since
! Status
! class="unsortable" | Ref.
|-
| [[Coventry]] || {{flag|United Kingdom}} || {{dts|1957|8}} || active || <ref name=all />
|-
| '''[[Montclair, New Jersey|Montclair]]'''
| {{USA}}
| style="text-align:center" | {{Date|12|mai|1950}}
| ended 1980
| <ref>{{cite news|url=https://example.org/montclair|title=Montclair and Graz}}</ref>
|-
| {{flagicon|NOR}} [[Trondheim]]<!-- a
comment --><ref>A book, p. 3</ref> || || 1968&nbsp; ||
|-
| [[File:Flag.svg|20px|link=]] [[Dubrovnik (Stadt)|Dubrovnik]] {{citation needed|date=May 2019}}
| [[Croatia]] || {{nowrap|1994}} || {{unheard|a|b}}
| [https://example.org/d The agreement]
|}
[[Category:Graz]]
"""
OF_GRAZ = {"reader": None, "constants": ["from.name=Graz", "from.country=AT"]}


def test_links_are_names_flags_are_countries_and_references_are_sources(tmp_path: Path) -> None:
    found = Imported(tmp_path, ARTICLE, "graz.txt", **OF_GRAZ)
    ties = {tie["ends"][tie["ends"][0] == "Graz"]: tie for tie in found.ties}
    assert found.cities == {"Graz": "AT", "Coventry": "GB", "Montclair": "US", "Trondheim": "NO", "Dubrovnik": "HR"}
    assert {name: (tie["kind"], tie["since"], tie["status"]) for name, tie in ties.items()} == {
        "Coventry": ("sister-city", "1957-08", "active"),
        "Montclair": ("sister-city", "1950-05-12", "ended"),
        "Trondheim": ("sister-city", "1968", "unknown"),
        "Dubrovnik": ("sister-city", "1994", "unknown"),
    }
    sources = "".join(said_in(file) for file in found.into.rglob("sources.csv"))
    for told in ("Graz – Partnerstädte,https://www.example.org/partner", "The agreement,https://example.org/d",
                 "Montclair and Graz,https://example.org/montclair"):  # fmt: skip
        assert told in sources
    assert "web.archive.org" not in sources
    assert any("`{{unheard}}`" in said for said in found.report.said)


TEMPLATES = {
    "{{circa|1988}}": "c. 1988", "{{nowrap|5 May 1991}}": "5 May 1991", "{{sortname|New|York}}": "New York",
    "{{dts|1990|5|12}}": "1990-05-12", "{{dtlink|10|6|1990}}": "10.6.1990", "{{date|5|mai|1958}}": "5 mai 1958",
    "{{SWE}}": "Sweden", "{{GER|#}}": "Germany", "{{flagcountry|Angola}}": "Angola",
    "{{Flagicon|POL}} Opole": "Opole (Poland)",
    "{{sim|Ativo}}": "Ativo", "{{n/a}}": "n/a", "{{coord|45.76|4.84}}": "45.76, 4.84", "{{convert|5|km}}": "",
    "{{lang|fr|Lyon}}{{sfn|Miller|1990}}": "Lyon", "{{hs|1}}2": "2", "{{ubl|Lyon|Metz}}": "Lyon\nMetz",
    "[[Halle (Saale)]]": "Halle (Saale)", "[[:de:Ulm|Ulm]]": "Ulm", "[[Berkeley (California)|Berkeley]]":
    "Berkeley (California)", "&lt;Ulm&gt;": "<Ulm>", "<nowiki>[[Ulm]]</nowiki>": "[[Ulm]]", "[[Category:X]]Ulm": "Ulm",
}  # fmt: skip


def test_what_markup_shows(tmp_path: Path) -> None:
    rows = "\n|-\n".join(f"| {number} || {text}" for number, text in enumerate(TEMPLATES))
    file = put(tmp_path, f"{{|\n! Number !! Text\n|-\n{rows}\n|}}\n", "a.wiki")
    shown = [row["Text"] for row in values("wikitext", file)]
    assert dict(zip(TEMPLATES, shown, strict=True)) == TEMPLATES


def test_a_footnote_is_a_note_of_its_row(tmp_path: Path) -> None:
    text = "{|\n! Twin town !! Country\n|-\n| Brno{{efn|Ended in 2010}} || Czechia\n|-\n| Lyon || France\n|}\n"
    found = Imported(tmp_path, text, "a.wiki", **OF_GRAZ)
    assert {"Brno", "Lyon"} < found.cities.keys()
    assert {tie["status"] for tie in found.ties if "Brno" in tie["ends"]} == {"ended"}


def test_messages_name_lines_of_the_file(tmp_path: Path) -> None:
    text = ARTICLE.replace("1968&nbsp;", "long ago")
    found = Imported(tmp_path, text, "graz.txt", **OF_GRAZ)
    (where, _, _), = found.told("doubtful")  # fmt: skip
    line = int(where.rpartition(":")[2])
    assert text.splitlines()[line - 1].startswith(("|-", "| {{flagicon|NOR}}"))


PAGE = """<!DOCTYPE html>
<html><head><meta charset="windows-1252"><title>Graz – a wiki</title>
<style>td {}</style></head><body><h1>Graz</h1>
<table class="infobox"><tr><th>Area<td>127<tr><th>Post code<td>8010</table>
<h2>Twin towns<span class="mw-editsection">[edit]</span></h2>
<table class="wikitable"><tr><th>Town<th>Country<th>Since<th>Einzelnachweise
<tr><td><img src="Flag_of_the_United_Kingdom.svg" alt=""> <a href="/C" title="Coventry">Coventry</a><td><td>
<span style="display:none">1957-01-01</span>1957<td><sup class="reference"><a href="#cite_note-1">[1]</a></sup>
<tr><td rowspan=2><a href="/M" title="Montclair, New Jersey">Montclair</a><td>United&nbsp;States<td>1950<td>
<tr><td>United States<td>1950<td>
<tr><td><span class="flag"><img alt="Flag of Norway"></span>Trondheim<td>Norway<td>19<b>68</b><td></table>
<ol><li id="cite_note-1"><span class="reference-text"><a class="external text" href="https://example.org/p">Städte</a>
</span></ol></body></html>"""


def test_a_page_as_a_browser_saves_it(tmp_path: Path) -> None:
    file = put(tmp_path, PAGE.encode("windows-1252"), "graz.html")
    assert values("html", file) == [
        {"Town": "Coventry (United Kingdom)", "Country": "", "Since": "1957", "source.url": "https://example.org/p",
         "source.title": "Städte"},
        *[{"Town": "Montclair, New Jersey", "Country": "United States", "Since": "1950", "source.url": "",
           "source.title": ""}] * 2,
        {"Town": "Trondheim (Norway)", "Country": "Norway", "Since": "1968", "source.url": "", "source.title": ""},
    ]  # fmt: skip
    assert {"Coventry": "GB", "Montclair": "US", "Trondheim": "NO"}.items() <= Imported(
        tmp_path, PAGE, "a.html", **OF_GRAZ
    ).cities.items()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.wiki", '{|\n! rowspan=2 | Town !! colspan="2" | Partner\n|-\n! Name !! Country\n|-\n| rowspan="2" | Graz\n'
                   "| Brno || CZ\n|-\n| Lyon || FR\n|-\n| Ulm || colspan=2 | FR\n|-\n| Derby || Leeds || GB\n|}\n"),
        ("a.html", "<table><tr><th rowspan=2>Town<th colspan=2>Partner<tr><th>Name<th>Country<tr><td rowspan=2>Graz"
                   "<td>Brno<td>CZ<tr><td>Lyon<td>FR<tr><td>Ulm<td colspan=2>FR<tr><td>Derby<td>Leeds<td>GB</table>"),
    ],
)  # fmt: skip
def test_what_stands_in_merged_cells_stands_in_each(name: str, text: str, tmp_path: Path) -> None:
    rows = [[*row.values()] for row in values(reader_of(put(tmp_path, text, name)), tmp_path / name)]
    assert rows == [["Graz", "Brno", "CZ"], ["Graz", "Lyon", "FR"], ["Ulm", "FR", "FR"], ["Derby", "Leeds", "GB"]]
    assert [*values(reader_of(tmp_path / name), tmp_path / name)[0]] == ["Town", "Partner Name", "Partner Country"]


CUT = {
    "a.wiki": "{|\n! Twin town !! Country\n|-\n| Brno || CZ\n\n== Others ==\n{|\n! Mayor\n|-\n| N.\n|}\n",
    "a.html": "<table><tr><th>Twin town<th>Country<tr><td>Brno<td>CZ",
}


@pytest.mark.parametrize("name", CUT)
def test_a_table_without_an_end_is_read_and_told(name: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, CUT[name], name, **OF_GRAZ)
    assert found.cities == {"Graz": "AT", "Brno": "CZ"}
    assert any("no end" in said or "ends within a table" in said for said in found.report.said)


SECOND = "\n== Mayors ==\n{|\n! City !! Mayor\n|-\n| Graz || Elke Kahr\n|}\n"


def test_several_tables_are_asked_about_and_those_of_one_header_are_one(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, ARTICLE + SECOND, "graz.txt", reader=None)
    assert options(question) == ["--sheet 'Twin towns'", "--sheet Mayors", "--sheet all"]
    (tmp_path / "one").mkdir()
    of_mayors = Imported(tmp_path / "one", ARTICLE + SECOND, "graz.txt", reader=None, sheet="Mayors")
    assert [tie["kind"] for tie in of_mayors.ties] == ["holds-post"]
    head = "! Town !! Country !! Since !! Status !! Ref."
    more = f"\n=== Asia ===\n{{|\n{head}\n|-\n| Kyoto || Japan || 1990 || || \n|}}\n"
    (tmp_path / "two").mkdir()
    assert Imported(tmp_path / "two", ARTICLE + more, "graz.txt", **OF_GRAZ).cities["Kyoto"] == "JP"


def test_what_is_struck_through_has_ended_if_a_note_says_so(tmp_path: Path) -> None:
    text = "{|\n! Twin town !! Country\n|-\n| <s>[[Brno]]</s> || Czechia\n|-\n| [[Lyon]] || France\n|}\n"
    for number, (note, status) in enumerate((("", "unknown"), ("Struck through: ended", "ended"))):
        (folder := tmp_path / str(number)).mkdir()
        found = Imported(folder, f"{text}{note}\n", "a.wiki", **OF_GRAZ)
        assert {tie["status"] for tie in found.ties if "Brno" in tie["ends"]} == {status}
        assert "Brno" in found.cities


LIST = """\
== Twin towns ==
Graz is [[Sister city|twinned]] with:
{{div col}}
*{{flagicon|GBR}} [[Coventry]], England, United Kingdom (1957)
*{{flagicon|USA}} [[Montclair, New Jersey|Montclair]]<ref>[https://example.org/m Montclair and Graz]</ref>
*{{flagicon|RUS}} [[Saint Petersburg]], Russia (2001, suspended 2022)
* {{flag|Romania}}
** [[Sibiu]] (1990)
** [[Cluj-Napoca]]
* [[Pécs]] ([[Hungary]])
{{div col end}}
"""


def test_a_list_is_a_table_of_one_column_where_a_page_has_no_table(tmp_path: Path) -> None:
    found = Imported(tmp_path, LIST, "graz.txt", **OF_GRAZ)
    assert found.cities == {
        "Graz": "AT", "Coventry": "GB", "Montclair": "US", "Saint Petersburg": "RU", "Sibiu": "RO", "Cluj-Napoca": "RO",
        "Pécs": "HU",
    }  # fmt: skip
    statuses = {tie["ends"][tie["ends"][0] == "Graz"]: tie["status"] for tie in found.ties}
    assert statuses.pop("Saint Petersburg") == "suspended"
    assert {*statuses.values()} == {"unknown"}
    assert "Montclair and Graz,https://example.org/m" in "".join(map(said_in, found.into.rglob("sources.csv")))


def test_a_row_with_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    text = ARTICLE.replace(
        "|-\n| {{flagicon|NOR}}", "|-\n| Brno || CZ || 1990 || active || || 1991\n|-\n| {{flagicon|NOR}}"
    )
    found = Imported(tmp_path, text, "graz.txt", **OF_GRAZ)
    assert "Brno" not in found.cities
    assert len(found.told("refused")) == 1


def test_a_page_without_a_table_is_refused_in_words(tmp_path: Path) -> None:
    for name, text in (("a.wiki", "== Twin towns ==\n[[Lyon]]\n"), ("a.html", "<html><p>Lyon</html>")):
        with pytest.raises(CityGraphError, match="no table with a header and rows is in it"):
            Imported(tmp_path, text, name, reader=None)
