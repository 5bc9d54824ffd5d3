"""Signs of countries behind names are countries, if what is known of the names speaks for it; else asked, or left."""

from pathlib import Path

import pytest

from imported import Imported, options, questions


def towns(tmp_path: Path, *partners: str, **asked: object) -> Imported:
    return Imported(tmp_path, "Stadt;Partner\n" + "".join(f"Anytown;{one}\n" for one in partners), **asked)


@pytest.mark.parametrize(
    ("partners", "cities"),
    [
        ("Besançon (F)|Graz (A)|Trento (I)|Brno (CZ)", {"Besançon": "FR", "Graz": "AT", "Trento": "IT", "Brno": "CZ"}),
        ("Brest (F)", {"Brest": "FR"}),
        ("Nice, F|Aachen, D", {"Nice": "FR", "Aachen": "DE"}),
        ("Vasa (FIN)|Würzburg (D) 1963|Lviv (Ukraine)", {"Vasa": "FI", "Würzburg": "DE", "Lviv": "UA"}),
        ("Biel (SUI)|Utrecht (NED)", {"Biel": "CH", "Utrecht": "NL"}),
        ("Halle (S)|Frankfurt (M)", {"Halle (S)": None, "Frankfurt (M)": None}),
        ("Kiel (Germany)|Frankfurt (Oder)|Nice (France)|Graz (Austria)|Brno (Czechia)",
         {"Kiel": "DE", "Frankfurt (Oder)": "DE", "Nice": "FR", "Graz": "AT", "Brno": "CZ"}),
    ],
)  # fmt: skip
def test_a_sign_is_a_country_if_the_names_lie_there(
    tmp_path: Path, partners: str, cities: dict[str, str | None]
) -> None:
    assert towns(tmp_path, *partners.split("|")).cities == {"Anytown": None, **cities}


def test_signs_behind_names_that_nobody_knows_are_asked(tmp_path: Path) -> None:
    text = "Stadt;Partner\nAnytown;Unterschrot (A)\nAnytown;Kleinhintermoos (D)\n"
    (question,) = questions(tmp_path, text)
    as_countries, split = options(question)
    assert (as_countries, split) == ("--country A=AT --country D=DE", "--split Partner=none")
    whole = Imported(tmp_path, text, splits=["Partner=none"])
    assert set(whole.cities) == {"Anytown", "Unterschrot (A)", "Kleinhintermoos (D)"}
    (tmp_path / "m").mkdir()
    told = Imported(tmp_path / "m", text, countries=["A=AT", "D=DE"])
    assert told.cities == {"Anytown": None, "Unterschrot": "AT", "Kleinhintermoos": "DE"}
