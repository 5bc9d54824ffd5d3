"""A list of partners whose owner stands in the title, or nowhere: its ties are asked about, never lost."""

from pathlib import Path

import pytest

from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.towns_in_titles import owner_in
from imported import Imported, options, questions

OXFORD = "Twin towns of Oxford;;\nTown;Country;Year\nBonn;Germany;1947\nLeiden;Netherlands;1946\n"


def test_the_title_says_whose_partners_these_are(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, OXFORD)
    assert options(question) == [
        "--set from.name=Oxford --map to.name=Town", "--set from.name=NAME --map to.name=Town", "--type city",
    ]  # fmt: skip
    found = Imported(tmp_path, OXFORD, constants=["from.name=Oxford"], pairs=["to.name=Town"])
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [
        (("Bonn", "Oxford"), "1947"), (("Leiden", "Oxford"), "1946"),
    ]  # fmt: skip


def test_they_may_be_places_and_nothing_more(tmp_path: Path) -> None:
    found = Imported(tmp_path, OXFORD, type="city")
    assert (found.cities, found.ties) == ({"Bonn": "DE", "Leiden": "NL"}, [])


@pytest.mark.parametrize("header", ["Town,Signed", "Stadt,seit", "Ville,Depuis", "都市,提携日"])
def test_a_time_of_ties_beside_places_asks_for_their_other_end(header: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"{header}\nBonn,1947\nLeiden,1946\n")
    column = header.partition(",")[0]
    first, second, third = (option.replace("'", "") for option in options(question))
    assert first == f"--set from.name=NAME --map to.name={column}"
    assert second.startswith(f"--map from.name={column} --set to.name=NAME")
    assert third == "--type city"


def test_a_user_who_says_what_each_row_is_called_is_told_of_the_ties(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Signed\nBonn,1947\nLeiden,1946\n", pairs=["name=Town"])
    assert any("`Signed` tells of a tie" in sentence for sentence in found.report.said)


@pytest.mark.parametrize("header", ["Town,Founded", "Town,Year", "Town,Updated"])
def test_other_times_ask_nothing(header: str, tmp_path: Path) -> None:
    assert Imported(tmp_path, f"{header}\nBonn,1947\nLeiden,1946\n").cities == {"Bonn": None, "Leiden": None}


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("Twin towns of Oxford", "Oxford"), ("Partnerstädte der Stadt Nürnberg", "Nürnberg"),
        ("Villes jumelées avec Lyon", "Lyon"), ("Ciudades hermanas de San Sebastián", "San Sebastián"),
        ("Partnerstädte von Freiburg im Breisgau", "Freiburg im Breisgau"), ("札幌市の姉妹都市", "札幌市"),
        ("Stratford-upon-Avon twin towns", "Stratford-upon-Avon"),
        ("Ciudades hermanas de Nueva Otherville", "Nueva Otherville"),
        ("Города-побратимы", ""), ("Twin towns 2024", ""), ("友好都市一覧", ""),
    ],
)  # fmt: skip
def test_titles_of_lists_of_partners(title: str, owner: str) -> None:
    assert tells_of_ties(title)
    assert owner_in(title) == owner


@pytest.mark.parametrize(
    ("title", "file", "option"),
    [
        ("Städtepartnerschaften der Stadt Freiburg im Breisgau\n", "Oxford.csv",
         "--set from.name='Freiburg im Breisgau' --set from.country=DE"),
        ("", "partnerstaedte_freiburg_im_breisgau.csv", "--set from.name='Freiburg im Breisgau' --set from.country=DE"),
        ("", "Sister Cities of Oxford.csv", "--set from.name=Oxford"),
        ("", "札幌市姉妹都市一覧.csv", "--set from.name='札幌市' --set from.country=JP"),
        ("", "list final v2.csv", "--set from.name=NAME"),
    ],
)  # fmt: skip
def test_whose_partners_a_list_has_is_offered_from_its_title_or_its_name(
    title: str, file: str, option: str, tmp_path: Path
) -> None:
    (question,) = questions(
        tmp_path, f"{title}Partnerstadt,Land,Seit\nGraz,Österreich,1990\nPadua,Italien,1967\n", file
    )
    assert options(question)[0] == option


@pytest.mark.parametrize("title", ["Towns of Kent", "Population of Oxford", "Städte in Bayern", "市町村一覧", ""])
def test_other_titles_tell_of_no_ties(title: str) -> None:
    assert not tells_of_ties(title)
    assert not owner_in(title)


def test_bullets_of_a_list_are_no_part_of_names(tmp_path: Path) -> None:
    text = "Twin towns of Oxford\n- Bonn\n- Leiden\n- Grenoble\n"
    found = Imported(tmp_path, text, pairs=["to.name=Twin towns of Oxford"], constants=["from.name=Oxford"])
    assert found.pairs == {frozenset(("Oxford", name)) for name in ("Bonn", "Leiden", "Grenoble")}


@pytest.mark.parametrize("headers", [("Partner city name (en)",), ("外国城市 中文名",), ("Partner_de", "Partner_en")])
def test_partners_named_in_languages_alone_are_partners(headers: tuple[str, ...], tmp_path: Path) -> None:
    """The country beside them is theirs, and no end of the tie."""
    text = f"{';'.join(headers)};Country;Since\n"
    text += "".join(f"{';'.join([town] * len(headers))};{country};1979\n" for town, country in
                    (("Lyon", "France"), ("Milan", "Italy"), ("Oslo", "Norway")))  # fmt: skip
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--set from.name=NAME"
    found = Imported(tmp_path, text, constants=["from.name=Hamburg"])
    assert found.pairs == {frozenset(("Hamburg", town)) for town in ("Lyon", "Milan", "Oslo")}
    assert found.cities["Milan"] == "IT"


def test_posts_of_those_who_signed_are_no_statuses(tmp_path: Path) -> None:
    rows = "福冈,日本,1979,市长\n洛杉矶,美国,1981,副市长\n里昂,法国,1988,副市长\n法兰克福,德国,1988,市长\n"
    found = Imported(tmp_path, f"友城,国家,结好日期,签字人\n{rows}", constants=["from.name=广州市"])
    assert found.report.statuses == {"unknown": 4}
    assert ("register.csv", "签字人") in {(where, what) for where, what, _ in found.told("unread")}
