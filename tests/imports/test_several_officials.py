"""Several officials of one place in a row, and rows of members."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from conftest import citygraph
from imported import Imported, options, questions

BOTH = (
    "City,Country,Mayor,Deputy mayor,In office since\nLyon,France,Grégory Doucet,Audrey Hénocque,2020-07-04\n"
    "Paris,France,Anne Hidalgo,,2014-04-05\n"
)


def posts(found: Imported) -> list[tuple[str, str, str | None, str | None]]:
    return [(*tie["ends"], tie.get("title"), tie.get("since")) for tie in found.ties]


def test_each_column_of_officials_makes_posts_with_its_header_as_title(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, BOTH)
    assert [option.partition("=")[0] for option in options(question)] == ["--map since", "--map name", "--map name"]
    found = Imported(tmp_path, BOTH, type="official", pairs=["since=In office since"])
    assert posts(found) == [
        ("Anne Hidalgo", "Paris", "Mayor", "2014-04-05"),
        ("Audrey Hénocque", "Lyon", "Deputy mayor", "2020-07-04"),
        ("Grégory Doucet", "Lyon", "Mayor", "2020-07-04"),
    ]
    assert not [told for told in found.told("read") if "no person" in told[2]]


def test_a_saved_mapping_makes_the_same_posts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(BOTH, "utf-8")
    how = ["--type", "official", "--map", "since=In office since"]
    citygraph("import", tmp_path / "a.csv", "--save-mapping", tmp_path / "a.yaml", *how)
    citygraph("import", tmp_path / "a.csv", "--into", tmp_path / "g", "--mapping", tmp_path / "a.yaml")
    citygraph("import", tmp_path / "a.csv", "--into", tmp_path / "h", *how)
    written = [(tmp_path / into / "a/officials.yaml").read_text() for into in ("g", "h")]
    assert written[0] == written[1]
    assert "title: Deputy mayor" in written[0]


@pytest.mark.parametrize(
    ("mayor", "deputy"),
    [("Bürgermeisterin", "Stellvertreterin"), ("Maire", "Premier adjoint"), ("Sindaco", "Vicesindaco"),
     ("市长", "副市长"), ("Alcalde", "Teniente de alcalde"),
     ("Мэр", "Заместитель мэра"), ("Belediye başkanı", "Başkan yardımcısı")],
)  # fmt: skip
def test_so_it_is_in_other_languages(mayor: str, deputy: str, tmp_path: Path) -> None:
    text = f"City,{mayor},{deputy}\nLyon,Grégory Doucet,Audrey Hénocque\n"
    found = Imported(tmp_path, text, type="official")
    assert {(person, title) for person, _, title, _ in posts(found)} == {
        ("Grégory Doucet", mayor), ("Audrey Hénocque", deputy),
    }  # fmt: skip


def test_a_column_that_begins_with_an_officials_header_is_about_that_one(tmp_path: Path) -> None:
    text = (
        "City,Mayor,Mayor since,Deputy mayor,Deputy mayor since\n"
        "Lyon,Grégory Doucet,2020-07-04,Audrey Hénocque,2020-07-05\n"
    )
    assert posts(Imported(tmp_path, text)) == [
        ("Audrey Hénocque", "Lyon", "Deputy mayor", "2020-07-05"),
        ("Grégory Doucet", "Lyon", "Mayor", "2020-07-04"),
    ]


@pytest.mark.parametrize(
    "header",
    ["City,Country,Organisation,Membership status,Joined on", "Stadt,Land,Netzwerk,Mitgliedsstatus,Beigetreten am",
     "Ville,Pays,Réseau,Statut de membre,Date d'entrée"],
)  # fmt: skip
def test_rows_with_a_town_and_its_network_are_offered_as_memberships(header: str, tmp_path: Path) -> None:
    rows = "Lyon,France,Eurocities,Full,2004-01-02\nMilan,Italy,Eurocities,Full,2005-03-04\n"
    (question,) = questions(tmp_path, f"{header}\n{rows}")
    city, _, network, *_ = header.split(",")
    assert options(question)[0] == (
        f"--map from.name={city} --map to.name={shlex.quote(network)} --set to.type=organization --kind member-of"
    )
    found = Imported(
        tmp_path, f"{header}\n{rows}", pairs=[f"from.name={city}", f"to.name={network}"],
        constants=["to.type=organization"], kind="member-of",
    )  # fmt: skip
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [
        (("Lyon", "Eurocities"), "2004-01-02"), (("Milan", "Eurocities"), "2005-03-04"),
    ]  # fmt: skip


# ---------------------------------------------------------------- one official of each place


@pytest.mark.parametrize("header", ["Mayor", "Prefeito", "Δήμαρχος", "市长", "Bürgermeister"])
def test_the_header_of_a_single_column_of_officials_is_their_title(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,{header}\nLyon,Grégory Doucet\n", type="official")
    assert posts(found) == [("Grégory Doucet", "Lyon", header, None)]
    assert any("its header is the title" in sentence for sentence in found.report.said)


@pytest.mark.parametrize("header", ["Person", "Contact person", "Ansprechpartner", "Name"])
def test_a_header_for_any_person_is_no_title(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,{header}\nLyon,Grégory Doucet\n", type="official")
    assert posts(found) == [("Grégory Doucet", "Lyon", None, None)]


def test_the_code_of_a_town_is_no_code_of_its_mayor(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Ville,Code INSEE,Maire\nLyon,69123,Grégory Doucet\n", type="official")
    assert found.nodes["lyon"]["record"]["identifiers"]["insee"] == "69123"
    assert "identifiers" not in found.nodes["gregory-doucet"]["record"]


def test_beside_an_organization_it_is_asked_where_the_post_is(tmp_path: Path) -> None:
    text = "Name,Position,Organisation,City\nAnne Hidalgo,Chair,C40 Cities,London\n"
    (question,) = questions(tmp_path, text, type="official")
    assert options(question) == [
        "--map of.name=Organisation --set of.type=organization", "--map of.name=City --set of.type=city",
    ]  # fmt: skip
    found = Imported(
        tmp_path, text, type="official", pairs=["of.name=Organisation"], constants=["of.type=organization"]
    )
    assert posts(found) == [("Anne Hidalgo", "C40 Cities", "Chair", None)]


def test_a_register_of_towns_says_how_its_mayors_are_read(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Population,Mayor\nLyon,France,522250,Grégory Doucet\n")
    assert found.cities == {"Lyon": "FR"}
    assert [said for said in found.report.said if "`Mayor` may name officials" in said and "--type official" in said]


@pytest.mark.parametrize(
    ("text", "title"),
    [("City,Country,Mayor\nLyon,France,Grégory Doucet\n", "Mayor"),
     ("Ville;Maire;Parti\nLyon;Grégory Doucet;LE\n", "Maire")],
)  # fmt: skip
def test_a_table_that_has_nothing_but_mayors_of_towns_is_one_of_posts(text: str, title: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, text)
    assert posts(found) == [("Grégory Doucet", "Lyon", title, None)]
    assert any("--type city" in said for said in found.report.said)
    assert not Imported(tmp_path, text, type="city", source="towns").report.written["official"]


def test_a_table_with_figures_of_towns_is_one_of_towns(tmp_path: Path) -> None:
    assert not Imported(tmp_path, "City,Mayor,Population\nLyon,Grégory Doucet,520774\n").ties


@pytest.mark.parametrize(
    "text", ["City,Consul,Since\nLyon,Kai Wegner,2019\n", "City,Contact person,Since\nLyon,Grégory Doucet,2019\n"]
)
def test_persons_of_another_sort_beside_towns_are_asked_about(text: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, text)
    assert "--type official" in options(question)
