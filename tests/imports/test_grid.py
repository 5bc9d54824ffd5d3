"""The rows of a table, and what stands around them: each row comes in as it stands, or it is said why not."""

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from citygraph.domain.country_names import meanings
from citygraph.domain.errors import CityGraphError
from citygraph.domain.gazetteer import is_a_name
from citygraph.domain.subdivisions import subdivision
from citygraph.imports import beside_rows, delimited
from citygraph.imports import grid as grids
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.delimited import RawRow, lines_in, rows_of
from citygraph.imports.grid import grid
from citygraph.imports.header_cells import names_a_column
from citygraph.imports.readers import ForeignRow, Item, LeftOut, ReadOptions, RowTitle, Said, UnreadableRow, one_by_one
from citygraph.imports.readers.table import read
from citygraph.imports.year_columns import year_columns
from conftest import citygraph, examples
from imported import Imported, answer, options, questions

X = Path("x.csv")


def items(text: str | bytes, **how: Any) -> list[Item]:
    """What the reader yields for a file."""
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "list.csv")
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(one_by_one(read(file, ReadOptions(**how))))


def rows(found: list[Item]) -> list[tuple[str, ...]]:
    return [tuple(one.values.values()) for one in found if isinstance(one, ForeignRow)]


def header(found: list[Item]) -> list[str]:
    return next(list(one.values) for one in found if isinstance(one, ForeignRow))


def left_out(found: list[Item]) -> list[tuple[int, str]]:
    return [(one.line, one.what) for one in found if isinstance(one, LeftOut)]


def unread(found: list[Item]) -> list[int]:
    return [one.line for one in found if isinstance(one, UnreadableRow)]


def titles(found: list[Item]) -> list[tuple[int, str]]:
    return [(one.line, one.what) for one in found if isinstance(one, RowTitle)]


def asked(text: str, **how: Any) -> str:
    with pytest.raises(OpenQuestions) as stopped:
        items(text, **how)
    return str(stopped.value)


def refused(text: str, **how: Any) -> str:
    with pytest.raises(CityGraphError) as stopped:
        items(text, **how)
    assert not isinstance(stopped.value, OpenQuestions)
    return str(stopped.value).rpartition("/")[2]


# ---------------------------------------------------------------- laws

COLUMNS = ["City", "Country", "Partner city", "Since", "Remarks"]
PIECES = [*"abÖ京1.-'# \t;,|\\", '"', "\n", "\r", "\r\n", "\u2028", "\0"]
CELLS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8)
ABOVE = st.lists(st.sampled_from(["Partner towns of Anytown", "as of 2024", '"Two\nlines"']), max_size=3)
BELOW = st.lists(st.sampled_from(["Total{0}2{0}{0}23", "Summe{0}{0}{0}4", "* since 1990 dormant", "Stand: 2024",
                                  "Source: the town", "合计{0}7"]), max_size=3)  # fmt: skip


def is_plain(row: list[str]) -> bool:
    """Whether no reader could take a row for a comment, a title or a total."""
    return sum(bool(cell.strip()) for cell in row) > 1 and any(character.isalpha() for character in row[0][:1])


@examples(60)
@given(table=ROWS, above=ABOVE, below=BELOW, sign=st.sampled_from(";,\t|"), end=st.sampled_from(["\r\n", "\n", "\r"]))
def test_each_cell_comes_back_whatever_stands_above_and_below(
    table: list[list[str]], above: list[str], below: list[str], sign: str, end: str
) -> None:
    # Lines within a cell that have as many delimiters as a row would be taken for rows.
    table = [row for row in table if is_plain(row) and "".join(row).count(sign) < len(row) - 1]
    assume(table)
    out = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL  # else the csv module leaves the other end bare
    csv.writer(out, delimiter=sign, lineterminator=end, quoting=quoting).writerows([COLUMNS, *table])
    text = "".join(f"{line}{end}" for line in above) + out.getvalue() + "".join(
        line.format(sign) + end for line in below
    )  # fmt: skip
    found = items(text, delimiter=sign)
    assert rows(found) == [tuple(cell.strip() for cell in row) for row in table]
    assert len(left_out(found)) == len(above) + len(below)
    assert not unread(found)


@examples(40)
@given(st.lists(st.lists(st.text("abc ö", max_size=5), min_size=3, max_size=3), min_size=2), st.sampled_from(";,\t|"))
def test_the_delimiter_is_seen(table: list[list[str]], sign: str) -> None:
    table = [row for row in table if sum(bool(cell.strip()) for cell in row) > 1 and row[0].strip()]
    assume(table)
    text = "\n".join(map(sign.join, [COLUMNS[:3], *table]))
    assert rows(items(text)) == [tuple(cell.strip() for cell in row) for row in table]


ODD = st.one_of(
    st.lists(
        st.sampled_from(["", "Osh", "1987", "# x", "Total", "23", "* note", "City", "n/a"]), min_size=1, max_size=7
    ),
    st.sampled_from(
        [COLUMNS, ["# a comment"], ["Germany"], ["Total", "2", "", "23"], ["", "", ""], ["Source: a book"]]
    ),
)


@examples(60)
@example(odd=[["Osh", "KG"], *[["* note"]] * 40], batch=7)
@given(odd=st.lists(ODD, max_size=90), batch=st.integers(1, 40))
def test_no_row_vanishes_and_none_depends_on_what_is_read_at_once(odd: list[list[str]], batch: int) -> None:
    raw: list[RawRow] = [(number, cells) for number, cells in enumerate([COLUMNS, *odd], 1)]

    def read_all(at_once: int) -> list[Item]:
        kept, grids._BATCH = grids._BATCH, at_once
        try:
            return list(one_by_one(grid(iter(raw), X, ReadOptions(header_row=1)).items))
        finally:
            grids._BATCH = kept

    try:
        found = read_all(512)
    except CityGraphError:
        return  # most rows are wider than the header
    assert read_all(batch) == found
    seen = [one.line for one in found if not isinstance(one, Said)]
    assert seen == [number for number, cells in raw[1:] if any(cells)]


@examples(40)
@given(table=ROWS, cuts=st.lists(st.integers(0, 200), max_size=6), batch=st.integers(1, 4))
def test_a_text_in_blocks_is_read_as_the_whole(table: list[list[str]], cuts: list[int], batch: int) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *table])
    text = out.getvalue()
    whole = io.StringIO(text, newline="").readlines()
    ends = sorted({0, *cuts, len(text)})
    assert list(lines_in(text[one:other] for one, other in pairwise(ends))) == whole

    def read_all(at_once: int) -> list[RawRow] | str:
        kept, delimited._BATCH = delimited._BATCH, at_once
        try:
            return list(rows_of(iter(whole), X, ReadOptions(delimiter=",")))
        except CityGraphError as error:
            return str(error)
        finally:
            delimited._BATCH = kept

    assert read_all(batch) == read_all(512)


@examples(40)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8), st.data())
def test_a_quote_that_is_not_closed_stops_the_import_at_its_line(quoted: list[tuple[bool, bool]], data: Any) -> None:
    lines = [[f'"n{at}, x"' if one else f"n{at}", f'"c{at}"' if two else f"c{at}", "1987"]
             for at, (one, two) in enumerate(quoted)]  # fmt: skip
    at = data.draw(st.integers(0, len(lines) - 1))
    cell = data.draw(st.integers(0, 2))
    lines[at][cell] = '"' + lines[at][cell].strip('"')
    text = "\n".join(map(",".join, [COLUMNS[:3], *lines]))
    assert refused(text).startswith(f"list.csv:{at + 2}: a quote opens here")


@examples(40)
@given(st.integers(2, 7).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, 3), min_size=n * n))))
def test_a_matrix_is_read_as_the_network_that_it_is(drawn: tuple[int, list[int]]) -> None:
    size, weights = drawn
    names = [f"Town {index}" for index in range(size)]
    graph = nx.Graph()
    graph.add_nodes_from(names)
    for one in range(size):
        for other in range(one):
            if weights[one * size + other]:
                graph.add_edge(names[one], names[other], weight=weights[one * size + other])
    text = "\n".join(";".join(line) for line in [["", *names], *(
        [one, *(str(graph.edges[one, other]["weight"] if graph.has_edge(one, other) else 0) for other in names)]
        for one in names
    )])  # fmt: skip
    found = [one for one in items(text, has_kind=True) if isinstance(one, ForeignRow)]
    assert [one.values["id"] for one in found if one.sort == "node"] == names
    ties = [one.values for one in found if one.sort == "tie"]
    assert len(ties) == graph.number_of_edges()
    assert {(frozenset((tie["source"], tie["target"])), tie.get("weight", "1")) for tie in ties} == {
        (frozenset(pair), str(weight)) for *pair, weight in graph.edges(data="weight")
    }


# ---------------------------------------------------------------- examples


def test_a_title_above_the_header_and_what_stands_below_is_said() -> None:
    found = items(
        "Partner towns of Anytown,,,\nlast changed in 2024,,,\n,,,\nCity,Country,Partner,Visits\n"
        "Anytown,GB,Otherville,2\nAnytown,GB,Thirdburg,21\n,,,\nTotal,2,,23\n\n* no visits yet\n"
    )
    assert rows(found) == [("Anytown", "GB", "Otherville", "2"), ("Anytown", "GB", "Thirdburg", "21")]
    assert left_out(found) == [(1, "Partner towns of Anytown"), (2, "last changed in 2024"), (8, "Total, 2, 23"),
                               (10, "* no visits yet")]  # fmt: skip
    assert [one for one in found if isinstance(one, Said)] == [Said(4, "the header is line 4")]


@pytest.mark.parametrize(
    ("text", "names", "number"),
    [
        ("Partner,,Since\nCity,Country,\nOsh,KG,1987\nLyon,FR,1990\n", ["Partner City", "Partner Country", "Since"], 2),
        ("From,,To,,\nCity,Country,City,Country,Since\nOsh,KG,Lyon,FR,1987\n",
         ["From City", "From Country", "To City", "To Country", "Since"], 1),
        ("Twinnings\nCity,Country,Since\nOsh,KG,1987\n", ["City", "Country", "Since"], 1),
        ("City,Population,Area\n,inhabitants,km²\nOsh,5,6\nLyon,7,8\n", ["City", "Population", "Area"], 2),
        ("City,Country,Since\nStadt,Land,seit\nOsh,KG,1987\n", ["City", "Country", "Since"], 1),
        ("City,Population,,Area\n,2011,2021,km2\nOsh,5,6,7\nLyon,8,9,10\n",
         ["City", "Population 2011", "Population 2021", "Area km2"], 2),
        ("Ville,Pays,Population,Population\nVille,Pays,2011,2021\nOch,KG,5,6\nLyon,FR,8,9\n",
         ["Ville", "Pays", "Population 2011", "Population 2021"], 2),
        ("Stadt,Einwohner (Tsd.),\n,31.12.2011,31.12.2021\nOsch,5,6\nBonn,8,9\n",
         ["Stadt", "Einwohner 31.12.2011 (Tsd.)", "Einwohner 31.12.2021 (Tsd.)"], 2),
        ("城市,人口,,面积\n,2010年,2020年,平方公里\n南京市,5,6,7\n苏州市,8,9,10\n",
         ["城市", "人口 2010年", "人口 2020年", "面积 平方公里"], 2),
        ("Partnership,,,,Year\nFrom,,To,,\nCity,Country,City,Country,\nOsh,KG,Lyon,FR,1987\n",
         ["From City", "From Country", "To City", "To Country", "Year"], 1),
        ("City,Partner,Since\n,Osh,1987\nLyon,Bonn,1990\nLeeds,Lille,1968\n", ["City", "Partner", "Since"], 3),
        ("City,Country,Population\nstring,string,integer\nOsh,KG,5\nLyon,FR,6\n", ["City", "Country", "Population"], 2),
        ("City,Population\n,2011\nOsh,2010\nLyon,1999\n", ["City", "Population"], 3),
        ("City,Country,Since\nOsh,KG,unknown\nLyon,FR,1987\nBonn,DE,1990\n", ["City", "Country", "Since"], 3),
        ("# made by hand, 2024\n#City,Country\nOsh,KG\nLyon,FR\n", ["City", "Country"], 2),
        ("Country,1990,1995\nFR,12,13\nDE,14,15\n", ["Country", "1990", "1995"], 2),
        (
            "Nr,Gemeinde,Gemeinde,Partner,Partner\nNr,Name,Land,Name,Land\n1,Ulm,DE,Lugoj,RO\n2,Jena,DE,Sucre,BO\n",
            ["Nr", "Gemeinde Name", "Gemeinde Land", "Partner Name", "Partner Land"], 2,
        ),
        ("Kota,2010,2011\nJakarta,12,13\nBandung,14,15\n", ["Kota", "2010", "2011"], 2),
        ('City,Remark\nOsh,"two\nlines"\nLyon,"x\n"\n', ["City", "Remark"], 2),
        ("City,Country,Since\nOsh,KG,1987\n\nPrepared by the council\n", ["City", "Country", "Since"], 1),
        ("Name,Since,Until\nOsh,1987,1999\n", ["Name", "Since", "Until"], 1),
        ("Osh,1987,1999\nLyon,1988,2001\n", ["1", "2", "3"], 2),
        ('11,"Alphaville","France",48.1,2.1\n12,"Betatown","Germany",50.2,8.3\n', ["1", "2", "3", "4", "5"], 2),
        ("Lyon,Milan\nLyon,Leeds\nParis,Milan\n", ["1", "2"], 3),
        ("city_a,city_b\nOsh,Lyon\nBonn,Delft\n", ["city_a", "city_b"], 2),
        ("city,country\n1,Osh,KG\n2,Lyon,FR\n", ["row", "city", "country"], 2),
        ("City,Country,,\nOsh,KG,,\nLyon,FR,,,\nBonn,DE\n", ["City", "Country", "3", "4"], 3),
        ("City\nOsh\nLyon, France\n", ["City"], 2),
        ("City,Country\rOsh,KG\rLyon,FR\r", ["City", "Country"], 2),
        ("sep=;\r\nCity;Country\r\nOsh;KG\r\n", ["City", "Country"], 1),
        ("City;Area\nOsh;1,5\nLyon;2,5\n", ["City", "Area"], 2),
        ("Name,Name,\nOsh,Och,x\nBonn,Bönn,y\n", ["Name", "Name (again)", "3"], 2),
        ('City, Remark\nOsh, "a, b"\n', ["City", "Remark"], 1),
        ("City,Remark\n'Lyon, France',x\n'Osh',y\n", ["City", "Remark"], 2),
        ('City,Remark,Since\nOsh,"he said \\"hi, all\\", ok",1990\n', ["City", "Remark", "Since"], 1),
        ('City,Remark\nOsh,"two\nlines, with a comma"\nLyon,"x\ny"\n', ["City", "Remark"], 2),
        ("\ufeffCity,Country\n" + "Osh,KG\n" * 300 + "\ufeffCity,Country\nLyon,FR\n", ["City", "Country"], 301),
    ],
)  # fmt: skip
def test_the_header_is_found_and_the_rows_below_it(text: str, names: list[str], number: int) -> None:
    found = items(text)
    assert header(found) == names
    assert len(rows(found)) == number
    assert not unread(found)


def test_cells_are_split_where_the_file_means_it() -> None:
    assert rows(items('City,Remark\nOsh,"he said \\"hi, all\\", ok"\n')) == [("Osh", 'he said "hi, all", ok')]
    assert rows(items("City,Remark\n'Lyon, France',x\n'Osh',y\n"))[0] == ("Lyon, France", "x")
    towns = items('name\tcountry\n"Old\tFR\nThe "Hague"\tNL\n"two\nlines"\tDE\n"a\tb\n')
    assert rows(towns) == [('"Old', "FR"), ('The "Hague"', "NL"), ("two\nlines", "DE"), ('"a', "b")]
    assert rows(items("City;Area\nOsh;1,5\nLyon;2,5\n"))[1] == ("Lyon", "2,5")


def test_what_cannot_be_told_is_asked_with_both_readings() -> None:
    text = "Hiria,Herrialdea\nBilbo,Espainia\nBaiona,Frantzia\n"
    question = asked(text)
    assert "Bilbo, Espainia: --header-row 1" in question
    assert "Hiria, Herrialdea: --no-header" in question
    assert header(items(text, header_row=1)) == ["Hiria", "Herrialdea"]
    assert len(rows(items(text, header=False))) == 3
    assert header(items(text, columns=frozenset({"Herrialdea"}))) == ["Hiria", "Herrialdea"]
    assert "--delimiter ';'" in asked("a,b;c,d\ne,f;g,h\n")
    assert rows(items("City,b;c,d\ne,f;g,h\n", delimiter=";")) == [("e,f", "g,h")]
    assert "no row in line 7" in refused(text, header_row=7)


def test_a_title_above_rows_without_a_header_is_no_row() -> None:
    found = items("Partner towns of Ulm\nSubotica,Serbia\nBratislava\nSibiu,Romania\n", header=False)
    assert [row[0] for row in rows(found)] == ["Subotica", "Bratislava", "Sibiu"]
    assert [number for number, _ in left_out(found)] == [1]


FOREIGN_HEADERS = {
    "Tamil": ("நகரம்,சகோதர நகரம்,தேதி", "சென்னை,டென்வர்,தெரியாது", "மதுரை,கொழும்பு"),
    "Bengali": ("শহর,ভগিনী শহর,তারিখ", "ঢাকা,কলকাতা,অজানা", "খুলনা,দিল্লি"),
    "Amharic": ("ከተማ,እህት ከተማ,ቀን", "አዲስ አበባ,ጂቡቲ,አይታወቅም", "ጎንደር,ሐረር"),
    "Lao": ("ເມືອງ,ຄູ່,ວັນທີ", "ວຽງຈັນ,ຮ່າໂນ້ຍ,ບໍ່ຮູ້", "ປາກເຊ,ດານັງ"),
    "Armenian": ("քաղաք,քույր քաղաք,ամսաթիվ", "Երևան,Լիոն,անհայտ", "Գյումրի,Ալեքսանդրիա"),
}
"""Of languages whose words for columns the list does not have: a header, a row without a date, and one with a date."""


@pytest.mark.parametrize(
    "title", ["Twin towns,Updated 12.03.2024", "Partnerschaften der Stadt,seit 1990,", "Partner towns,2024"]
)
def test_a_title_of_two_cells_above_rows_without_a_header_is_no_row(title: str) -> None:
    text = f"{title}\nBrest,France,1964\nCoventry,UK,1967\nVaasa,Finland,1967\n"
    found = items(text)
    assert header(found) == ["1", "2", "3"]
    assert [number for number, _ in left_out(found)] == [1]
    found = items(text, header=False)
    assert (len(rows(found)), [number for number, _ in left_out(found)]) == (3, [1])


def test_a_header_of_fewer_cells_than_its_rows_is_no_title() -> None:
    assert "the header has 2 cells" in refused("City,Country\nBrest,France,1964\nCoventry,UK,1967\n")


@pytest.mark.parametrize("language", FOREIGN_HEADERS)
def test_a_header_in_an_unknown_language_is_no_title(language: str) -> None:
    """The first row of data has a text where others have a year, and so looks like a header."""
    first, row, other = FOREIGN_HEADERS[language]
    with pytest.raises(OpenQuestions) as asked:
        items(f"{first}\n{row}\n{other},2542\n{other[::-1]},2545\n")
    (question,) = asked.value.questions
    assert [reading.option for reading in question.readings] == ["--header-row 1", "--no-header"]


def test_a_header_told_by_its_line_leaves_out_what_stands_above() -> None:
    found = items("x,y\n1,2\na,b\n3,4\n", header_row=3)
    assert (header(found), rows(found), left_out(found)) == (["a", "b"], [("3", "4")], [(1, "x, y"), (2, "1, 2")])


def test_rows_within_the_table_that_are_none_are_told() -> None:
    found = items(
        "City,Country,Partner,Partner country,Since\nOsh,KG,Lyon,FR,1987\nCity,Country,Partner,Partner country,Since\n"
        "Germany,,,,\nBonn,DE,Oxford,GB,1990\nBonn,DE,Oxford,1990\nBonn,DE,St, Andrews,GB,1990\n# a comment\n"
        "Subtotal,,,,7\nOsh,KG,Delft\nOsh,KG,Bern,CH,1999,,\n"
    )
    assert left_out(found) == [(3, "City, Country, Partner, Partner country, Since"), (8, "# a comment"),
                               (9, "Subtotal, 7")]  # fmt: skip
    assert (unread(found), titles(found)) == ([6, 7], [(4, "Germany")])
    assert [row[:5] for row in rows(found)][-2:] == [
        ("Osh", "KG", "Delft", "", ""),
        ("Osh", "KG", "Bern", "CH", "1999"),
    ]
    found = items("Town,Country,Since\nEurope:,,\nLyon,FR,1990\nAsia (1),,\nOsaka,JP,1970\n\nas of 2024\n")
    assert titles(found) == [(2, "Europe:"), (4, "Asia (1)")]
    assert rows(found) == [("Lyon", "FR", "1990", "Europe"), ("Osaka", "JP", "1970", "Asia")]


@pytest.mark.parametrize("end", ["", ","])
def test_a_name_alone_above_two_columns_is_a_title_or_asked_about(end: str) -> None:
    question = asked(f"France{end}\nLyon,Leeds\nNice,Rom\nLille,Delft\n")
    assert "Lyon, Leeds: --no-header" in question
    found = items(f"France{end}\nLyon,Leeds\nNice,Rom\nLille,Delft\n", header=False)
    assert (len(rows(found)), unread(found)) == (3, [1])
    found = items(f"France{end}\nCity,Partner\nLyon,Leeds\nNice,Rom\n")
    assert (header(found), left_out(found)) == (["City", "Partner"], [(1, "France")])


def test_what_stands_alone_among_two_columns_is_a_town_unless_it_may_be_a_title() -> None:
    found = items("City,Partner\nFrance,\nLyon,Leeds\nBonn,\nGermany\nRom,Delft\n2 towns,\n#Nice\nOsh,Bern\n")
    assert titles(found) == [(2, "France"), (5, "Germany"), (7, "2 towns"), (8, "#Nice")]
    assert rows(found) == [("Lyon", "Leeds", "France"), ("Bonn", "", "France"), ("Rom", "Delft", "Germany"),
                           ("Osh", "Bern", "#Nice")]  # fmt: skip
    assert len(rows(items("Country,Partner\nFrance,\nItaly,Spain\nGermany,\nPoland,France\n"))) == 4


def test_a_title_of_several_cells_is_no_header() -> None:
    found = items("Partner towns,2024,\nCity,Country,Partner\nLyon,FR,Leeds\nNice,FR,Rom\n")
    assert (header(found), left_out(found)) == (["City", "Country", "Partner"], [(1, "Partner towns, 2024")])


def test_a_name_that_begins_with_a_hash_is_no_comment() -> None:
    assert rows(items("City,Partner\n#Nice,Rom\nLyon,Leeds\n")) == [("#Nice", "Rom"), ("Lyon", "Leeds")]
    assert rows(items("Name\nLyon\n#Nice\n")) == [("Lyon",), ("#Nice",)]
    assert rows(items("#Nice\nLyon\n", header=False)) == [("#Nice",), ("Lyon",)]
    found = items("#made by hand\n#\nCity,Partner\nLyon,Leeds\n# see above\nNice,Rom\n")
    assert (header(found), left_out(found)) == (
        ["City", "Partner"],
        [(1, "#made by hand"), (2, "#"), (5, "# see above")],
    )


WIDE = ["City", "Country", "Partner city", "Since", "Until", "Status", "Visits", "Remarks"]
ROW = ["Anytown", "GB", "Otherville", "1990", "1999", "active", "12", "x"]
TITLES = [
    "Partner towns of Anytown",
    "Städtepartnerschaften",
    "Jumelages",
    "都市一覧",
    "Stand: 1.1.2024",
    "Table 3.2",
    "",
]
SUMS = [
    "Total général",
    "Summe",
    "Итого",
    "合計",
    "Gesamtergebnis",
    "Totale",
    "Eindtotaal",
    "총합계",
    "Mindösszesen",
    "Átlag",
    "Médiane",
    "Mediana",
    "Průměr",
    "Anteil",
    "Gennemsnit",
    "Medelvärde",
    "Keskiarvo",
    "Ortalama",
    "Медіана",
    "Средно",
    "Μέσος όρος",
    "المتوسط",
    "ממוצע",
    "中央値",
    "평균",
    "ค่าเฉลี่ย",
    "Trung bình",
    "Rata-rata",
    "Prosjek",
]
NOTES = [
    "* dormant",
    "Quelle: Stadtarchiv",
    "Source : mairie",
    "Примечание: нет данных",
    "注：暂停",
    "© 2024",
    "(1) estimated",
]


def test_no_word_for_a_total_a_mean_or_a_share_is_the_name_of_a_place() -> None:
    words = [word for word in beside_rows.TOTAL_WORDS if is_a_name(word) or meanings(word) or subdivision(word)]
    assert words == ["جمع"]  # in Persian a total; the town of Jam is written otherwise there
    assert not any(map(beside_rows.says_total, ("Media", "Soma", "Oran", "Prosek", "Partille", "Medina", "Summit")))


@examples(60)
@given(
    width=st.sampled_from([2, 3, 8]), titles=st.lists(st.sampled_from(TITLES), max_size=3), is_padded=st.booleans(),
    sums=st.lists(st.sampled_from(SUMS), max_size=1), notes=st.lists(st.sampled_from(NOTES), max_size=2),
)  # fmt: skip
def test_titles_totals_and_notes_of_a_table_of_any_width_are_left_out(
    width: int, titles: list[str], is_padded: bool, sums: list[str], notes: list[str]
) -> None:
    table = [[f"{cell} {number}" if cell[:1].isupper() and cell != "GB" else cell for cell in ROW[:width]]
             for number in range(4)]  # fmt: skip
    names = ["City", "Visits"] if width == 2 else WIDE[:width]
    table = [[row[0], str(number)] for number, row in enumerate(table)] if width == 2 else table
    around = [[one] + [""] * (width - 1) * is_padded for one in titles]
    total = [[one, *[""] * (width - 2), "48"] for one in sums]
    below = [[one] + [""] * (width - 1) * is_padded for one in notes]
    out = io.StringIO()
    csv.writer(out).writerows([*around, names, *table, *total, *([[]] if notes else []), *below])
    found = items(out.getvalue())
    assert rows(found) == [tuple(row) for row in table]
    assert [what.partition(",")[0] for _, what in left_out(found)] == [*filter(None, titles), *sums, *notes]


@pytest.mark.parametrize("stem", ["n", "no", "id", "city", "node", "x"])
def test_ids_that_read_like_names_of_columns_are_rows(stem: str) -> None:
    pairs = [(f"{stem}{one}", f"{stem}{other}") for one, other in ((0, 1), (1, 5), (1, 6), (2, 0))]
    text = "Source,Target\n" + "".join(f"{one},{other}\n" for one, other in pairs)
    assert rows(items(text)) == pairs


def test_pages_and_a_second_table_are_told() -> None:
    pages = items("City,Country\nOsh,KG\nPage 1 of 2\nCity,Country\nLyon,FR\nPage 2 of 2\n")
    assert (len(rows(pages)), [line for line, _ in left_out(pages)]) == (2, [3, 4, 6])
    assert unread(
        items("Sister City,Country,Since\nOsh,KG,1990\nLyon,FR,1967\n\nTwin City,Country,Since\nRom,IT,1980\n")
    ) == [5]


def test_places_called_like_a_sum_and_towns_without_partners_are_rows() -> None:
    assert len(rows(items("Name,Population\nSoma,110000\nMedia,5327\nSomme,570000\n"))) == 3
    assert len(rows(items("City,Country,Partner\nOsh,KG,Lyon\nBonn,,\nBern,,\nOslo,NO,Rom\n"))) == 4
    assert len(rows(items("City,Partner\nOsh,Lyon\nBonn,\nOslo,Rom\n"))) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("City,Country,Remark\nOsh,KG,x\nLyon,FR,\"a\nBonn,DE,x\nRom,IT,\"y\"\n", ":3: a quote opens here before `a`"),
        ("City,Country,Remark\nOsh,KG,\"x\ny\"\nLyon,FR,\"a\nBonn,DE,x\nRom,IT,b\"\n", ":4: a quote opens"),
        ("City,Country,Remark\nOsh,KG,x\nLyon,FR,\"x", ":3: a quote opens here"),
        ('City,Country,Remark\nOsh,"KG,he said "hi"\nLyon,FR,x\n', ":2: a quote opens"),
        ("City,Remark\nOsh,\"" + "x\n" * 90_000, ":2: a quote opens here"),
        ("City    Country   Since\nOsh     KG        1987\nLyon    FR        1990\n", "spaces set its 3 columns apart"),
        ("", "the table is empty"),
        (",,\n,,\n", "the table is empty"),
        ("City,Country\nOsh,KG,x\nLyon,FR,y\nBonn,DE,z\n", "most rows below have 3"),
        (";A;B\nA;0;1\nB;0;0\n", "its halves differ (from A to B 1, back 0 or nothing)"),
        (";A;B;C\nA;0;1;0\nC;0;0;0\nX;0;0;1\nB;0;0;1\n", "`X` stands down the matrix"),
    ],
)  # fmt: skip
def test_what_no_reading_fits_is_refused_with_its_place(text: str, says: str) -> None:
    assert says in refused(text)


@examples(40)
@given(st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, 9), min_size=n * n))))
def test_figures_that_tell_more_than_a_tie_are_asked_about(drawn: tuple[int, list[int]]) -> None:
    size, figures = drawn
    names = [f"Town {index}" for index in range(size)]
    table = [[figures[max(one, other) * size + min(one, other)] for other in range(size)] for one in range(size)]
    text = "\n".join(
        ";".join(map(str, line)) for line in [["", *names], *([one, *table[at]] for at, one in enumerate(names))]
    )
    tell_more = any(table[one][other] > 1 for one in range(size) for other in range(one))
    for title in ("", "Twin towns of the region\n"):
        if tell_more:
            assert "what do its figures count?" in asked(title + text)
        elif title:
            assert rows(items(title + text))
    assert rows(items(text, columns=frozenset(["weight"])))


def test_half_a_matrix_and_one_with_notes_are_read() -> None:
    half = items("distances,A,B,C\nA,,10,\nB,,,20\nC,,,\n\nSource: a map\n", has_kind=True)
    assert rows(half)[3:] == [("A", "B", "10"), ("B", "C", "20")]
    assert left_out(half) == [(1, "distances"), (6, "Source: a map")]
    sums = items(",A,B,C,Total\nA,0,1,0,1\nB,1,0,1,2\nC,0,1,0,1\nTotal,1,2,1,4\n", has_kind=True)
    assert rows(sums)[3:] == [("A", "B"), ("B", "C")]
    assert left_out(sums) == [(5, "Total, 1, 2, 1, 4")]
    assert rows(items("x\n,A,B\nA,x,x\nB,x,\n", has_kind=True))[2:] == [("A", "B")]


MARKS = ",Odense,Tampere,Turku\nOdense,,x,\nTampere,x,,\nTurku,,,\n"


def test_marks_alone_say_no_kind(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, MARKS, "matrix.csv")
    assert "no title or file name has a word for partner towns" in question.what
    for option, kind in zip(options(question), ("sister-city", "cooperation-agreement", "connected-to"), strict=True):
        folder = tmp_path / kind
        folder.mkdir()
        assert [tie["kind"] for tie in Imported(folder, MARKS, "matrix.csv", **answer(option)).ties] == [kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [(MARKS, "partnerstaedte.csv"), (f"Villes jumelées,,,\n{MARKS}", "m.csv"), (f"Twin towns{MARKS}", "m.csv")],
)
def test_a_title_or_a_name_says_what_marks_are(tmp_path: Path, text: str, name: str) -> None:
    (tie,) = Imported(tmp_path, text, name).ties
    assert (tie["kind"], tie["ends"]) == ("sister-city", ("Odense", "Tampere"))


def test_figures_of_a_matrix_make_no_sister_cities_unasked(tmp_path: Path) -> None:
    text = "km;Antwerp;Rotterdam;Hamburg\nAntwerp;0;101;566\nRotterdam;101;0;493\nHamburg;566;493;0\n"
    (question,) = questions(tmp_path, text, "distances.csv")
    assert "`km` in its corner" in question.what
    trade = next(option for option in options(question) if "trades-with" in option)
    found = Imported(tmp_path, text, "distances.csv", **answer(trade))
    assert {tie["observations"][0]["value"] for tie in found.ties} == {101, 566, 493}
    assert found.told("left out") == [("distances.csv:1", "km", "it stands in the corner of the matrix")]
    (tmp_path / "said").mkdir()
    found = Imported(tmp_path / "said", text, "distances.csv", kind="sister-city")
    assert [what for _, what, _ in found.told("unread")] == ["weight"]


def test_a_file_of_a_header_alone_has_no_rows() -> None:
    assert items("City,Country\n") == []


def test_rows_of_a_workbook_are_called_rows() -> None:
    sheet: Iterator[RawRow] = iter(
        [(2, ["Partners", "", ""]), (5, ["City", "Country", "Since"]), (6, ["Osh", "KG", "1"])]
    )
    found = grid(sheet, X, ReadOptions(), "row")
    assert found.header == ["City", "Country", "Since"]
    assert list(found.items)[1] == Said(5, "the header is row 5")


def test_years_side_by_side_are_seen() -> None:
    columns = year_columns(["Country", "1990", "1995 [YR1995]", "Code"])
    assert [(column.name, column.year, column.figure) for column in columns] == [("1990", 1990, ""),
                                                                               ("1995 [YR1995]", 1995, "")]  # fmt: skip
    assert [column.figure for column in year_columns(["City", "pop_2010", "pop_2020"])] == ["pop", "pop"]
    assert year_columns(["City", "Since", "Population 2020"]) == []


def test_names_of_cities_are_no_names_of_columns() -> None:
    assert all(map(names_a_column, ["City", "Partner city", "Ville jumelée", "cityLabel", "from_name", "Twin town 2"]))
    assert not any(map(names_a_column, ["Mexico City", "Ville-Marie", "La Paz", "A", "Partner towns of Anytown"]))


def test_an_import_writes_nothing_where_a_quote_is_open_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('City,Country,Partner,Partner country\nOsh,KG,"Lyon,FR\nOsh,KG,Bonn,DE\n')
    ran = citygraph("import", "table", file, "--into", tmp_path / "g")
    assert (ran.code, (tmp_path / "g").exists()) == (2, False)
    assert "list.csv:2: a quote opens here" in ran.err
    file.write_text("Partner towns\n\nCity,Country,Partner,Partner country\nOsh,KG,Lyon,FR\nTotal,1,,\n")
    ran = citygraph("import", "table", file, "--into", tmp_path / "g")
    assert ran.code == 0
    assert "the header is line 3" in ran.err
    assert "left out" in ran.out
    assert "list.csv:5" in ran.out


@pytest.mark.parametrize("total", ["Summe;2 Länder;2 Städte;", ";Gesamt;2 Länder;", "Total;;;2 membres", "Sum;2;;"])
def test_a_total_may_count_in_words(tmp_path: Path, total: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"Stadt;Land;Partnerstadt;Partnerland\nAnytown;GB;Mainz;DE\nOtherville;FR;Köln;DE\n{total}\n")
    items = list(one_by_one(read(file, ReadOptions())))
    assert [item.line for item in items if isinstance(item, LeftOut)] == [4]
    assert sum(isinstance(item, ForeignRow) for item in items) == 2


LONG = st.sampled_from(["x" * 131_073, "x, y" * 40_000, 'he said ""x"" ' * 10_000, "two\nlines, and more\n" * 7_000])


@examples(20)
@given(long=LONG, at=st.integers(0, 2), column=st.integers(0, 2))
def test_a_cell_that_is_too_long_costs_its_row_alone(long: str, at: int, column: int) -> None:
    lines = [["Osh", "KG", "1987"], ["Lyon", "FR", "1990"], ["Bonn", "DE", "1991"]]
    lines[at][column] = f'"{long}"' if set(long) & {'"', ",", "\n"} else long
    text = "\n".join(map(",".join, [COLUMNS[:3], *lines]))
    found = items(text)
    assert header(found) == COLUMNS[:3]
    assert [one.line for one in found if isinstance(one, ForeignRow)] == [
        2, 3 + (at == 0) * long.count("\n"), 4 + (at < 2) * long.count("\n")
    ]  # fmt: skip
    assert rows(found)[at][column] == long.replace('""', '"').strip()


def test_a_row_with_a_cell_that_is_too_long_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"City,Country,Partner,Notes\nOsh,KG,Lyon,{'x' * 140_000}\nOsh,KG,Bonn,\n")
    ran = citygraph("import", "table", file, "--into", tmp_path / "g", "--delimiter", ",")
    assert ran.code == 1
    assert "list.csv:2" in ran.out
    assert "a cell at most 131,072" in ran.out
    assert "1 tie" in ran.err


FLIGHTS = "O\\D;Lisboa;Porto;Madrid\nLisboa;-;12;35\nPorto;12;-;18\nMadrid;34;18;-\nTotal;46;30;53\n"


def test_figures_that_differ_from_direction_to_direction_are_asked_about_and_kept(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, FLIGHTS)
    assert options(question)[0] == "--map observations.weight=weight --new-kind connected-to:exchange:directed"
    assert question.readings[0].samples[1] == "Lisboa → Madrid: 35"
    found = Imported(tmp_path, FLIGHTS, pairs=["observations.weight=weight"], new_kind="flies-to:exchange:directed")
    assert {tie["ends"]: tie["observations"][0]["value"] for tie in found.ties} == {
        ("Lisboa", "Porto"): 12, ("Lisboa", "Madrid"): 35, ("Porto", "Lisboa"): 12, ("Porto", "Madrid"): 18,
        ("Madrid", "Lisboa"): 34, ("Madrid", "Porto"): 18,
    }  # fmt: skip


@pytest.mark.parametrize("headers", [
    "Année;Exportations Le Havre-Shanghai;Exportations Marseille-Alger", "Jahr;Besuche aus Linz;Besuche aus Kiel",
    "Year;Lyon–Milan;Bonn–Oxford",
])  # fmt: skip
def test_places_in_headers_of_figures_are_named(headers: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=r"the headers have names of places .*write a row for each figure"):
        Imported(tmp_path, f"{headers}\n2018;12;40\n2019;13;39\n")


def test_no_row_below_the_header_of_another_table_is_read(tmp_path: Path) -> None:
    text = "City,Partner\nUlm,Linz\nBonn,Oxford\n\nCity,Mayor\nUlm,Martin Ansbacher\nBonn,Katja Dörner\n"
    found = Imported(tmp_path, text)
    assert set(found.cities) == {"Ulm", "Linz", "Bonn", "Oxford"}
    assert [where.rpartition(":")[2] for where, _, _ in found.told("refused")] == ["5", "6", "7"]
