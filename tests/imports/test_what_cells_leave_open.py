"""Cells that say that something is not known, not decided or not given: no kind, no figure and no day is made of them,
and what they say is not lost."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

HEAD = "City,Country,Partner city,Partner country"
PAIRS = ("Lyon,FR,Ouagadougou,BF", "Nantes,FR,Dschang,CM", "Grenoble,FR,Sfax,TN", "Strasbourg,FR,Douala,CM",
         "Bonn,DE,Minsk,BY", "Jena,DE,Lugoj,RO")  # fmt: skip


def table(header: str, *cells: str) -> str:
    rows = "".join(f"{pair},{cell}\n" for pair, cell in zip(PAIRS, cells, strict=False))
    return f"{HEAD},{header}\n{rows}"


def facts(found: Imported, *keys: str) -> dict[str, tuple[str | None, ...]]:
    """Some facts of each tie, by the partner."""
    partners = {pair.split(",")[2] for pair in PAIRS}
    return {next(iter(partners & {*tie["ends"]})): tuple(tie.get(key) for key in keys) for tie in found.ties}


KNOWN = ("twinning", "friendship city", "twinning", "twinning", "friendship city")


class TestKinds:
    @pytest.mark.parametrize("cell", ["", "unknown", "?", "k. A.", "n/a", "tbd", "不明", "не указано"])
    @pytest.mark.parametrize("header", ["Type", "Art der Partnerschaft"])
    def test_a_row_without_a_word_for_its_kind_brings_its_ends_alone(
        self, header: str, cell: str, tmp_path: Path
    ) -> None:
        found = Imported(tmp_path, table(header, *KNOWN, cell))
        assert len(found.ties) == 5
        assert "Lugoj" in found.cities
        ((where, what, why),) = [one for one in found.told("doubtful") if "kind" in one[2]]
        assert (where, what) == ("register.csv:7", cell or "Jena – Lugoj")
        assert "--kind NAME" in why

    def test_a_kind_that_the_user_names_is_that_of_such_rows(self, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("Type", *KNOWN, "?"), kind="contact")
        assert facts(found, "kind")["Lugoj"] == ("contact",)
        assert facts(found, "kind")["Dschang"] == ("friendship-city",)

    def test_if_many_rows_have_none_it_is_asked_and_an_empty_column_is_none(self, tmp_path: Path) -> None:
        (question,) = questions(tmp_path, table("Type", "twinning", "", "?", "friendship city"))
        assert "`Type` says nothing in 2 of 4 rows" in question.what
        assert "--kind sister-city" in options(question)
        assert {tie["kind"] for tie in Imported(tmp_path, table("Type", "", "", "")).ties} == {"sister-city"}


class TestFigures:
    @pytest.mark.parametrize("cell", ["n/a", "n.c.", "k. A.", "", "–"])
    def test_of_when_a_figure_would_be_stays_though_there_is_none(self, cell: str, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("Year,TEU", "2021,1000", f"2022,{cell}", "2021,30"), kind="trades-with")
        (notes,) = facts(found, "notes")["Dschang"]
        assert "observations.value.period: 2022" in (notes or "")
        assert ("observations.value: " in (notes or "")) == any(map(str.isalpha, cell))
        assert "notes" not in facts(found, "notes")["Sfax"]

    @pytest.mark.parametrize(
        ("header", "unit", "times"),
        [
            ("TEU", "TEU", 1), ("TEU (Tsd.)", "TEU", 1000), ("Tonnes", "t", 1), ("Passengers", "passengers", 1),
            ("Trade value USD", "USD", 1), ("Trade Value US$", "USD", 1), ("Number of flights", "flights", 1),
        ],
    )  # fmt: skip
    def test_a_header_that_is_a_unit_or_ends_with_one_gives_it(
        self, header: str, unit: str, times: int, tmp_path: Path
    ) -> None:
        found = Imported(tmp_path, table(header, "1", "2", "3"), kind="trades-with")
        assert {(one["value"], one.get("unit")) for tie in found.ties for one in tie["observations"]} == {
            (number * times, unit) for number in (1, 2, 3)
        }

    def test_a_column_of_nothing_but_a_length_is_offered_as_the_value(self, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("km", "1", "2", "3"), kind="trades-with")
        ((_, _, why),) = found.told("unread")
        assert "--map observations.value=km" in why

    def test_a_column_of_nothing_but_money_has_the_values(self, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("Mio. EUR", "1", "2", "3"), kind="trades-with")
        figures = [figure for tie in found.ties for figure in tie["observations"]]
        assert {(figure["value"], figure["unit"]) for figure in figures} == {
            (1_000_000, "EUR"), (2_000_000, "EUR"), (3_000_000, "EUR"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("Amount,Period,Status", ("1000,2018-2020,ended", "n/a,2021-2024,planned", "50,2019-2022,ended")),
            ("Laufzeit,Betrag (EUR)", ("2018-2020,1000", "2021-2024,k. A.", "seit 2022,10")),
            ("期間,金額", ("2018-2020,1000", "2021-2024,不明", "2022-,10")),
        ],
    )  # fmt: skip
    def test_stretches_beside_a_status_or_that_go_on_are_when_the_ties_stand(
        self, header: str, cells: tuple[str, ...], tmp_path: Path
    ) -> None:
        found = Imported(tmp_path, table(header, *cells), kind="project-partner")
        assert facts(found, "since", "until")["Ouagadougou"] == ("2018", "2020")
        assert facts(found, "since")["Dschang"] == ("2021",)

    def test_stretches_beside_figures_are_asked_about_if_nothing_shows_whose_they_are(self, tmp_path: Path) -> None:
        text = table("Montant,Période", "1000,2018-2020", "20,2019-2022", "n.c.,2021-2024")
        (question,) = questions(tmp_path, text, kind="project-partner")
        assert options(question) == ["--map since='Période'", "--map observations.value.period='Période'"]


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            "to be confirmed", "tbc", "TBA", "t.b.d.", "noch offen", "steht noch aus", "à confirmer", "por confirmar",
            "da confermare", "do potwierdzenia", "уточняется", "belirlenecek", "n. n.", "未定", "待定", "미정",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("header", ["Signed", "Since"])
    def test_a_day_that_is_not_decided_is_told_and_stays_in_the_notes(
        self, header: str, cell: str, tmp_path: Path
    ) -> None:
        found = Imported(tmp_path, table(header, "1990", "2001-05-02", cell))
        assert [(where, what) for where, what, _ in found.told("doubtful")] == [("register.csv:4", cell)]
        notes, status, since = facts(found, "notes", "status", "since")["Sfax"]
        assert (notes or "").endswith(f": {cell}")
        assert (status, since) == ("unknown", None)

    @pytest.mark.parametrize("cell", ["–", "", "k. A.", "n/a", "unknown"])
    def test_a_beginning_that_is_not_given_is_nothing_to_tell(self, cell: str, tmp_path: Path) -> None:
        assert not Imported(tmp_path, table("Since", "1990", "2001-05-02", cell)).told("doubtful")

    @pytest.mark.parametrize("cell", ["unknown", "unbekannt", "inconnue", "desconocido", "неизвестно", "不明"])
    def test_an_end_that_nobody_knows_is_told_and_stays_in_the_notes(self, cell: str, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("Since,Until", "1990,", "2001-05-02,2010", f"1970,{cell}"))
        assert [what for _, what, _ in found.told("doubtful")] == [cell]
        assert facts(found, "notes", "until")["Sfax"] == (f"register: until: {cell}", None)

    @pytest.mark.parametrize("status", ["planned", "geplant", "prévu"])
    def test_the_last_day_of_a_plan_stays_in_the_notes(self, status: str, tmp_path: Path) -> None:
        found = Imported(tmp_path, table("Since,Until,Status", "1990,,active", f"2030,2035,{status}"))
        assert facts(found, "status", "since", "until", "notes")["Dschang"] == (
            "planned", "2030", None, "register: until: 2035",
        )  # fmt: skip
