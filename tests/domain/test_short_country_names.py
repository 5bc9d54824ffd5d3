"""Names of countries cut short: the one that a text can mean, or none."""

import re

import pytest

from citygraph.domain.countries import codes, country_name
from citygraph.domain.country_names import meanings, rows
from citygraph.domain.short_country_names import is_cut_short, written_out


def cut(name: str, kept: int) -> str:
    """A name with a full stop behind the first letters of each long word."""
    return re.sub(rf"([^\W_]{{{kept}}})[^\W_]{{2,}}", r"\1.", name)


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_name_of_several_words_cut_short_means_its_country_or_nothing(code: str) -> None:
    name = country_name(code) or ""
    for short in {cut(name, kept) for kept in (3, 4, 5, 6)} - {name} if " " in name else ():
        assert is_cut_short(short)
        assert code in (meanings(short) or written_out(short) or (code,)), short


def test_no_state_or_province_cut_short_is_a_country() -> None:
    names = [row["name"] for row in rows("subdivisions.csv") if row["iso"][:2] in ("US", "CA", "AU", "DE", "BR")]
    short = {cut(name, kept) for name in names for kept in (3, 4, 5)} - {*names}
    assert {text: codes for text in short if (codes := written_out(text))} == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [("Corée (Rép. de)", "KR"), ("Corée (Rép. pop. dém. de)", "KP"), ("Congo (Rép. dém.)", "CD"),
     ("Congo (Rép. dém. du)", "CD"), ("Bosnie-Herz.", "BA"), ("Iran (Rép. islamique d')", "IR"),
     ("Чешская Респ.", "CZ"), ("Dem. Rep. Kongo", "CD"), ("Bośnia i Herc.", "BA"), ("Rép. centrafr.", "CF"),
     ("Pays-B.", "NL")],
)  # fmt: skip
def test_official_forms_are_cut_short_in_many_languages(text: str, code: str) -> None:
    assert written_out(text) == (code,)


@pytest.mark.parametrize("text", ["Rép.", "Colo.", "Ital.", "N. Y.", "Guin. Rep.", "Rép. Maur.", "St. Nirgendwo"])
def test_what_is_no_clear_name_cut_short_is_not_one_country(text: str) -> None:
    assert len(written_out(text)) != 1


@pytest.mark.parametrize("text", ["É.-U.", "E.-U.", "É. U."])
def test_the_united_states_in_french_are_no_union_of_europe(text: str) -> None:
    assert meanings(text) == ("US",)
