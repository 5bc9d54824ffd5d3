"""Terms of office: several in a cell, those that go on, and those in the headers of columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.values.stretches import says_now
from citygraph.imports.values.terms import terms_in, terms_of
from imported import Imported

YEARS = st.lists(st.integers(1900, 2020), min_size=4, max_size=8, unique=True).map(sorted)
Terms = list[tuple[str, str | None, str | None]]


def terms(found: Imported) -> Terms:
    """The posts of a file: who holds it, since when, and until when."""
    return sorted((tie["ends"][0], tie.get("since"), tie.get("until")) for tie in found.ties)


@given(YEARS, st.sampled_from(["; ", ", ", "\n", " and ", " und ", " et ", "、", " / "]))
def test_terms_that_follow_each_other_are_found_whatever_stands_between(years: list[int], between: str) -> None:
    pairs = [f"{start}–{end}" for start, end in zip(years[::2], years[1::2], strict=False)]
    assert terms_in(between.join(pairs)) == tuple(pairs)
    assert not terms_in(between.join(reversed(pairs)))


@given(YEARS, st.booleans())
def test_two_cells_have_their_terms_together(years: list[int], goes_on: bool) -> None:
    begins, ends = [*map(str, years[::2])], [*map(str, years[1::2])]
    number = min(len(begins), len(ends))
    begins, ends = begins[:number], ends[: number - goes_on]
    pairs = tuple(zip(begins, [*ends, *[""] * goes_on], strict=True))
    assert terms_of("; ".join(begins), "; ".join(ends)) == pairs


IN_A_CELL = [
    ("Name;Funktion;Stadt;Amtszeit", "Peter Kurz;Oberbürgermeister;Mannheim;2007–2015, 2015–2023"),
    ("Nom;Fonction;Ville;Mandat", "Peter Kurz;Maire;Mannheim;2007-2015 et 2015-2023"),
    ("Name;Office;City;Term", "Peter Kurz;Mayor;Mannheim;2007 to 2015 / 2015 to 2023"),
    ("Имя;Должность;Город;Срок полномочий", "Peter Kurz;Мэр;Mannheim;2007–2015 и 2015–2023"),
    ("氏名;役職;市;任期", "Peter Kurz;市長;Mannheim;2007年〜2015年、2015年〜2023年"),
]


@pytest.mark.parametrize(("header", "row"), IN_A_CELL)
def test_each_term_in_a_cell_is_a_post(header: str, row: str, tmp_path: Path) -> None:
    rest = "Elke Kahr;Mayor;Graz;2021–\nAnne Hidalgo;Mayor;Paris;2014–2026\n"
    found = Imported(tmp_path, f"{header}\n{row}\n{rest}", type="official")
    assert terms(found)[2:] == [("Peter Kurz", "2007", "2015"), ("Peter Kurz", "2015", "2023")]
    assert not found.told("doubtful")
    assert any("several terms" in told[2] for told in found.told("read"))


@pytest.mark.parametrize(("since", "until"), [("2001/2016", "2011"), ("2001; 2016", "2011;"), ("2001, 2016", "2011")])
def test_terms_in_two_columns_belong_together(since: str, until: str, tmp_path: Path) -> None:
    found = Imported(
        tmp_path, f'City;Mayor;Since;Until\nTrieste;Roberto Dipiazza;"{since}";"{until}"\nGraz;Elke Kahr;2021;'
    )
    assert terms(found)[1:] == [("Roberto Dipiazza", "2001", "2011"), ("Roberto Dipiazza", "2016", None)]


def test_what_is_no_list_of_terms_is_doubtful(tmp_path: Path) -> None:
    """An end before its beginning, or two years that may be anything."""
    text = "City;Mayor;Since;Until\nTrieste;Roberto Dipiazza;2016, 2001;2011\nGraz;Elke Kahr;2021;\n"
    assert Imported(tmp_path, text).told("doubtful")


GOES_ON = [
    "incumbent", "present", "Present day", "(incumbent)", "still in office", "en poste", "toujours en poste", "im Amt",
    "noch im Amt", "heute", "bis heute", "bis jetzt", "amtierend", "по настоящее время", "настоящее время", "н.в.",
    "до сьогодні", "дотепер", "en el cargo", "actualidad", "hasta la actualidad", "in carica", "tuttora in carica",
    "em exercício", "até hoje", "atual", "obecnie", "nadal", "do dziś", "dosud", "ve funkci", "jelenleg", "prezent",
    "în prezent", "görevde", "halen", "heden", "tot heden", "nuvarande", "sittande", "nykyinen", "danas", "данас",
    "現職", "现任", "현직", "現在", "حتى الآن", "σήμερα",
]  # fmt: skip


@pytest.mark.parametrize("word", GOES_ON)
def test_a_post_whose_holder_is_in_office_has_no_end(word: str, tmp_path: Path) -> None:
    assert says_now(word)


@pytest.mark.parametrize("word", ["incumbent", "en poste", "im Amt", "по настоящее время", "現職"])
@pytest.mark.parametrize("header", ["Since,Until", "Term"])
def test_who_is_in_office_still_holds_the_post(word: str, header: str, tmp_path: Path) -> None:
    cut = "," if "," in header else " – "
    text = f"City,Mayor,{header}\nGraz,Siegfried Nagl,2003{cut}2021\nGraz,Elke Kahr,2021{cut}{word}\n"
    found = Imported(tmp_path, text)
    assert terms(found) == [("Elke Kahr", "2021", ".."), ("Siegfried Nagl", "2003", "2021")]
    assert not found.told("doubtful")


@pytest.mark.parametrize("word", ["Kassel", "2010", "unknown", "-", "died", "Rücktritt", "ожидается"])
def test_other_words_say_no_such_thing(word: str) -> None:
    assert not says_now(word)


@pytest.mark.parametrize(
    ("header", "posts"),
    [("City,Mayor 2008-2014,Mayor 2014-2020", [("2008", "2014"), ("2014", "2020")]),
     ("Stadt,Bürgermeister 2008–2014,Bürgermeister seit 2014", [("2008", "2014"), ("2014", None)]),
     ("Ville,Maire (2008-2014),Maire depuis 2014", [("2008", "2014"), ("2014", None)]),
     ("Miasto,2008–14 Prezydent,2014–18 Prezydent", [("2008", "2014"), ("2014", "2018")])],
)  # fmt: skip
def test_terms_in_headers_are_those_of_the_posts(
    header: str, posts: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    found = Imported(tmp_path, f"{header}\nLyon,Gérard Collomb,Grégory Doucet\nParis,Bertrand Delanoë,Anne Hidalgo\n")
    assert terms(found) == [
        ("Anne Hidalgo", *posts[1]), ("Bertrand Delanoë", *posts[0]),
        ("Grégory Doucet", *posts[1]), ("Gérard Collomb", *posts[0]),
    ]  # fmt: skip
    assert len({tie["title"] for tie in found.ties}) == 1


def test_a_year_in_a_header_is_no_beginning(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Mayor (2010),Mayor (2020)\nLyon,Gérard Collomb,Grégory Doucet\n")
    assert [(tie["title"], tie.get("since")) for tie in found.ties] == [("Mayor", None)] * 2
    assert all("Mayor (20" in tie["notes"] for tie in found.ties)


@pytest.mark.parametrize(
    "header", ["Gemeinde;Bürgermeister;Amtszeit;Partnerstadt", "City;Mayor;In office since;Twin town"]
)
def test_the_term_of_a_mayor_is_not_that_of_a_partnership(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header}\nGraz;Siegfried Nagl;2003-2021;Triest\nLinz;Klaus Luger;2013-2024;Halle\n")
    assert [(tie["since"], tie["status"]) for tie in found.ties] == [(None, "unknown")] * 2
    assert len(found.told("unread")) == 2


@pytest.mark.parametrize("header", [
    "Terms", "Mandates", "Amtszeiten", "Mandats", "Mandatos", "Mandati", "Ambtstermijnen", "Kadencje",
    "Сроки полномочий", "Каденції", "Mandáty", "Mandátumok", "Mandatele", "Θητείες", "Mandatperioder", "Toimikaudet",
    "Мандати", "Görev süreleri", "الولايات", "Ametiajad", "Kadencijos", "任期", "임기", "Nhiệm kỳ",
])  # fmt: skip
def test_a_word_for_several_terms_is_one_for_a_term(header: str, tmp_path: Path) -> None:
    rows = "Palermo;Leoluca Orlando;1985–1990, 1993–2000\nCatania;Enzo Bianco;1988–1989, 1993–2000\n"
    found = Imported(tmp_path, f"Comune;Sindaco;{header}\n{rows}")
    assert terms(found) == [
        ("Enzo Bianco", "1988", "1989"), ("Enzo Bianco", "1993", "2000"),
        ("Leoluca Orlando", "1985", "1990"), ("Leoluca Orlando", "1993", "2000"),
    ]  # fmt: skip
