"""Words behind a country that say how the tie stands: they are of the tie, as those behind a name are."""

from pathlib import Path

import pytest

from imported import Imported

HEAD = "Town;Twin town;Country;Since\nYork;Lille;France;1964\n"


@pytest.mark.parametrize(
    ("country", "code", "status"),
    [
        ("Großbritannien (beendet 2022)", "GB", "ended"),
        ("Poland – suspended since 2022", "PL", "suspended"),
        ("Russland, ruht", "RU", "dormant"),
        ("Pays-Bas (en projet)", "NL", "planned"),
    ],
)
def test_a_status_behind_a_country_is_that_of_the_tie(country: str, code: str, status: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{HEAD}York;Xanten;{country};1976\n")
    assert found.cities["Xanten"] == code
    assert [tie.get("status", "unknown") for tie in found.ties if "Xanten" in tie["ends"]] == [status]
    assert [tie.get("status", "unknown") for tie in found.ties if "Lille" in tie["ends"]] == ["unknown"]
    assert not any("notes" in node["record"] for node in found.nodes.values())


@pytest.mark.parametrize(
    "country", ["Yugoslavia (former)", "former Yugoslavia", "USSR (dissolved 1991)", "Zaire (former)"]
)
def test_a_country_can_be_a_former_one(country: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{HEAD}York;Xanten;{country};1976\n")
    assert [tie.get("status", "unknown") for tie in found.ties] == ["unknown", "unknown"]
