"""The kind of ties is said by the file, or asked: two towns in a row are no sister cities for that alone."""

from pathlib import Path

import pytest
from test_plan import LIST

from citygraph.imports.asking import OpenQuestions
from citygraph.world import World
from imported import Imported, answer, brought, options, questions, table

PAIRS = "{},{},Since\nLyon,Milan,1966\nParis,Rome,1956\n"


@pytest.mark.parametrize(
    ("header", "name", "title"),
    [
        ("Town,Sister town", "register.csv", ""), ("Town 1,Town 2", "twinnings_2024.csv", ""),
        ("Ville 1,Ville 2", "register.csv", "Jumelages des villes"), ("Stadt 1,Partnerstadt", "register.csv", ""),
        ("都市1,姉妹都市", "register.csv", ""),
    ],
)  # fmt: skip
def test_a_word_for_partner_towns_says_the_kind(tmp_path: Path, header: str, name: str, title: str) -> None:
    text = (f"{title},,\n" if title else "") + PAIRS.format(*header.split(","))
    found = Imported(tmp_path, text, name)
    assert {tie["kind"] for tie in found.ties} == {"sister-city"}
    assert "has a word for partner towns, so the ties are `sister-city`" in "\n".join(found.report.said)


@pytest.mark.parametrize("header", ["Town 1,Town 2", "Stadt 1,Stadt 2", "都市1,都市2", "City,Foreign city"])
def test_without_such_a_word_the_kind_is_asked(tmp_path: Path, header: str) -> None:
    (question,) = questions(tmp_path, PAIRS.format(*header.split(",")))
    assert {"--kind sister-city", "--kind delegation", "--new-kind connected-to:exchange"} <= set(options(question))


@pytest.mark.parametrize(
    "other", ["Project", "Budget (EUR)", "Delegation", "Ausstellung", "Proyecto", "Partner school"]
)
def test_a_column_for_something_else_has_the_kind_asked(tmp_path: Path, other: str) -> None:
    text = f"Town,Partner town,{other}\nLyon,Milan,Lights\nParis,Rome,Water\n"
    question = questions(tmp_path, text)[-1]
    assert f"`{other}` tells of more than sister cities" in question.what
    title = f" --map title={other}" if other.startswith("Pro") else ""
    assert f"--kind project-partner{title}" in options(question)


AGREEMENTS = "{},Signed,Entry into force\nMoU 1,Hamburg,Osaka,1986-05-29,1987-01-01\nMoU 2,Lyon,Tehran,2019-02-10,\n"


@pytest.mark.parametrize(
    "headers", ["Title,Party A,Party B", "Titel,Vertragspartei 1,Vertragspartei 2", "标题,甲方,乙方"]
)
def test_the_parties_of_an_agreement_are_its_ends_and_its_title_is_no_city(tmp_path: Path, headers: str) -> None:
    (question,) = questions(tmp_path, AGREEMENTS.format(headers))
    assert "--kind cooperation-agreement" in options(question)
    found = Imported(tmp_path, AGREEMENTS.format(headers), kind="cooperation-agreement")
    assert found.pairs == {frozenset({"Hamburg", "Osaka"}), frozenset({"Lyon", "Tehran"})}
    assert [(tie["title"], tie["agreement"]["signed"], tie.get("since")) for tie in found.ties] == [
        ("MoU 1", "1986-05-29", "1987-01-01"), ("MoU 2", "2019-02-10", None),
    ]  # fmt: skip


def test_titles_alone_name_no_cities(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Title,Signed\nMoU on ports,1986-05-29\nMoU on trams,2019-02-10\n")
    assert options(question) == ["--map name=Title"]


def test_a_list_of_one_towns_places_has_the_kind_asked(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, LIST, constants=["from.name=Lyon", "from.country=FR"])
    assert "no header, title or file name has a word for partner towns" in question.what


def test_ties_that_are_said_to_be_no_twinnings_have_their_kind_asked(tmp_path: Path) -> None:
    text = "Ville,Ville partenaire,Jumelage\nNancy,Kanazawa,Oui\nMetz,Djambala,Non\n"
    (question,) = questions(tmp_path, text)
    assert "`Jumelage` says of some ties that they are none of partner towns" in question.what


@pytest.mark.parametrize(
    ("header", "option"),
    [
        ("Member,Membership type,Since", "--kind member-of"), ("会员城市,会员类别,入会时间", "--kind member-of"),
        ("Signatory,Signed by,Signed on", "--kind signatory-of"), ("Kommune,Amtsinhaber,Beitritt", "--kind member-of"),
    ],
)  # fmt: skip
def test_members_and_signatories_are_offered(tmp_path: Path, header: str, option: str) -> None:
    text = f"{header}\nAccra,Megacity,2014-01-01\nBristol,Megacity,2007-02-03\nVilnius,Innovator,2009-04-05\n"
    (question,) = questions(tmp_path, text)
    (offered,) = [one for one in options(question) if one.endswith(option)]
    assert offered.startswith("--map from.name=")
    assert "--set to.name=NAME --set to.type=organization" in offered


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Twinning association", ["Yes", "No"]), ("Signed by", ["Mayor", "Lord Mayor"]), ("Reason", ["war", "no money"])],
)  # fmt: skip
def test_answers_titles_and_reasons_are_offered_for_no_end(tmp_path: Path, header: str, cells: list[str]) -> None:
    text = f"Sister city,Country,{header},Whose\nUfa,Russia,{cells[0]},Leeds\nJinan,China,{cells[1]},York\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map from.name=Whose", "--set from.name=NAME"]


def test_regions_may_be_the_ends_of_ties(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Provincia,Provincia gemellata,Paese\nTorino,Shenyang,Cina\nModena,Linz,Austria\n")
    assert found.cities == {"Torino": None, "Shenyang": "CN", "Modena": None, "Linz": "AT"}
    assert {node["record"]["level"] for node in found.nodes.values()} == {"region"}


def test_partner_schools_are_the_ends_on_both_sides_or_their_cities_are(tmp_path: Path) -> None:
    header = "School,City,Partner school,Partner city"
    text = f"{header}\nLycée Monnet,Lyon,Liceo Volta,Milan\nLycée Zola,Paris,Liceo Levi,Rome\n"
    assert options(questions(tmp_path, text, kind="exchange")[0]) == [
        "--map from.name=School --set from.type=organization --map to.name='Partner school' --set to.type=organization"
        " --map from.region=City --map to.region='Partner city'",
        "--map from.name=City --map to.name='Partner city' --map notes=School --map notes='Partner school'",
    ]
    schools = {"pairs": ["from.name=School", "to.name=Partner school"],
               "constants": ["from.type=organization", "to.type=organization"]}  # fmt: skip
    found = Imported(tmp_path, text, kind="exchange", **schools)
    assert found.pairs == {frozenset({"Lycée Monnet", "Liceo Volta"}), frozenset({"Lycée Zola", "Liceo Levi"})}


NODES = "Id,Label,Type\nc1,Genève,city\nc2,Barcelona,city\no1,UCLG,organization\np2,Ada Colau,person\n"


@pytest.mark.parametrize(
    ("word", "row", "kind"),
    [
        ("mayor of", "p2,c2", "holds-post"), ("Bürgermeisterin von", "p2,c2", "holds-post"),
        ("maire de", "p2,c2", "holds-post"), ("seat in", "o1,c2", "based-in"), ("Sitz in", "o1,c2", "based-in"),
        ("siège à", "o1,c2", "based-in"), ("partner of", "c1,o1", "project-partner"),
        ("consulate_in", "o1,c2", "representative-office"), ("Konsulat in", "o1,c2", "representative-office"),
        ("supporter of", "c1,o1", "supports"), ("cooperation", "c1,c2", "cooperation-agreement"),
    ],
)  # fmt: skip
def test_near_kinds_are_offered_for_words_of_edges(word: str, row: str, kind: str, tmp_path: Path) -> None:
    nodes = table(tmp_path, NODES, "nodes.csv")
    text = f"Source,Target,Relation\nc1,o1,member of\nc2,o1,member of\n{row},{word}\n"
    edges = table(tmp_path, text, "edges.csv")
    with pytest.raises(OpenQuestions) as found:
        brought("table", nodes, edges, into=tmp_path / "g")
    (question,) = found.value.questions
    option = next(one for one in options(question) if f"={kind}" in one)
    assert options(question).index(option) == 0
    brought("table", nodes, edges, into=tmp_path / "g", **answer(option))
    ties = World(tmp_path / "g", cache=False).view.graph["ties"].values()
    assert {tie.data["kind"] for tie in ties} == {"member-of", kind}
