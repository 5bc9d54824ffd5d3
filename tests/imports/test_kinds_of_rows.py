"""Which kind the ties of a foreign file are: no word that nobody knows becomes a sister city in silence."""

from pathlib import Path

import pytest

from imported import Imported, answer, options, questions

DIRECTED = [
    "--new-kind exports-to:economy:directed", "--new-kind connected-to:exchange:directed",
    "--new-kind migration-to:exchange:directed",
]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "Ausfuhrland,Bestimmungsland", "Herkunftsland,Zielland", "Herkunft,Bestimmung",
        "Pays exportateur,Pays importateur", "País de origen,País de destino",
        "Paese esportatore,Paese importatore", "Kraj eksportu,Kraj importu",
        "Страна-экспортер,Страна назначения", "出口国,进口国", "輸出国,輸入国", "수출국,수입국", "Origin,Destination",
    ],
)  # fmt: skip
def test_headers_of_trade_ask_for_a_kind_with_a_direction_in_many_languages(header: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"{header}\nFrance,Germany\nGermany,Poland\nPoland,France\n")
    assert options(question) == ["--kind trades-with", *DIRECTED, "--kind supports"]


WORDS = "City,Partner city,{}\nLyon,Milan,Friendship\nParis,Rome,Klimapakt\nOslo,Bern,Seebund\n"


@pytest.mark.parametrize("header", ["Type", "Category", "Kind", "Art der Partnerschaft"])
def test_words_for_kinds_that_nobody_knows_are_asked(header: str, tmp_path: Path) -> None:
    asked = questions(tmp_path, WORDS.format(header))
    assert [question.what.partition(": ")[2][:11] for question in asked] == ["`Klimapakt`", "`Seebund`: "]
    assert [options(question)[-1].startswith("--map notes=") for question in asked] == [True, False]
    assert options(asked[1])[:2] == ["--kind Seebund=sister-city", "--kind Seebund=friendship-city"]
    kinds = {"Klimapakt": "cooperation-agreement", "Seebund": "friendship-city"}
    found = Imported(tmp_path, WORDS.format(header), kinds=kinds)
    assert [tie["kind"] for tie in found.ties] == ["friendship-city", "friendship-city", "cooperation-agreement"]


def test_if_few_rows_have_such_a_word_they_are_refused_and_the_others_go_in(tmp_path: Path) -> None:
    rows = "".join(f"Lyon,Town {number},Twinning\n" for number in range(9))
    found = Imported(tmp_path, f"City,Partner city,Type\n{rows}Lyon,Milan,Klimapakt\n")
    assert {tie["kind"] for tie in found.ties} == {"sister-city"}
    assert len(found.ties) == 9
    assert [what for _, what, _ in found.told("refused")] == ["Lyon, Milan, Klimapakt"]


def test_a_kind_that_the_user_names_is_that_of_all_rows(tmp_path: Path) -> None:
    found = Imported(tmp_path, WORDS.format("Type"), kind="friendship-city")
    assert {(tie["kind"], tie["notes"]) for tie in found.ties} == {
        ("friendship-city", f"register: Type: {word}") for word in ("Friendship", "Klimapakt", "Seebund")
    }


def test_the_words_of_programs_for_edges_are_no_kinds(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Source,Target,Type\nLyon,Milan,Undirected\nParis,Rome,Undirected\n")
    assert options(question)[0] == "--kind sister-city"


def test_the_kind_of_edges_with_a_direction_is_asked_for_and_what_has_none_is_told(tmp_path: Path) -> None:
    text = "source,target,type\nTokyo,Seoul,directed\nSeoul,Beijing,undirected\n"
    (question,) = questions(tmp_path, text)
    offered = "--new-kind migration-to:exchange:directed --kind contact"
    assert offered in options(question)
    (tmp_path / "both").mkdir()
    both = Imported(tmp_path / "both", text, **answer(offered))
    assert [(tie["kind"], set(tie["ends"])) for tie in both.ties] == [
        ("contact", {"Beijing", "Seoul"}), ("migration-to", {"Seoul", "Tokyo"}),
    ]  # fmt: skip
    found = Imported(tmp_path, text, kind="sister-city")
    assert [what for _, what, why in found.told("read") if "has a direction" in why] == ["directed"]


def test_words_beside_edges_may_be_their_kinds(tmp_path: Path) -> None:
    text = "Source,Target,Type,Label\nLyon,Milan,Undirected,exchange\nParis,Rome,Undirected,twinning\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--map kind=Label"


def test_a_row_of_no_kind_leaves_no_city(tmp_path: Path) -> None:
    rows = "".join(f"Lyon,{town},twinning\n" for town in ("Milan", "Graz", "Bonn", "Bath", "Oslo"))
    found = Imported(tmp_path, f"from_city,to_city,relation\n{rows}Lyon,Eurocities,club\n")
    assert "Eurocities" not in found.cities
    assert len(found.told("refused")) == 1


def test_ends_between_which_no_kind_leads_have_a_kind_of_their_own_offered(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "from,to\nLyon,Anne Hidalgo\n", constants=["to.type=official"])
    assert options(question) == ["--new-kind connected-to:exchange"]


@pytest.mark.parametrize("end", ["to_name", "toLabel", "to.name"])
def test_a_header_that_only_names_an_end_is_no_word_for_partner_towns(end: str, tmp_path: Path) -> None:
    start = end.replace("to", "from", 1)
    found = Imported(tmp_path, f"{start},from_country,{end},to_country,since\nLyon,FR,Milan,IT,1967\n")
    assert any("no column says the kind of the ties: they are `sister-city`" in said for said in found.report.said)
    assert not any("partner towns" in said for said in found.report.said)
