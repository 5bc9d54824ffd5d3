"""Ids of imported things: readable in any script, and what is only a guess at a spelling is said."""

import re
from pathlib import Path

import pytest

from imported import Imported

SAID = "letter by letter"


def ids(found: Imported) -> dict[str, str]:
    return {node["name"]: id for id, node in found.nodes.items() if node["type"] == "city"}


def of_scripts(found: Imported) -> list[str]:
    return [said for said in found.report.said if SAID in said]


def test_names_of_other_scripts_get_readable_ids_and_that_is_said(tmp_path: Path) -> None:
    text = "City,Country\n景德镇,CN\nМосква,RU\n서울,KR\nŁódź,PL\nÎle-d’Aix,FR\n"
    found = Imported(tmp_path, text)
    assert ids(found) == {
        "景德镇": "jingdezhen", "Москва": "moskva", "서울": "seoul", "Łódź": "lodz", "Île-d’Aix": "ile-daix",
    }  # fmt: skip
    (said,) = of_scripts(found)
    assert said.startswith("3 ids spell names of other scripts letter by letter, Chinese characters as in Mandarin")
    assert "景德镇 → jingdezhen" in said


def test_an_english_name_or_an_id_of_the_file_goes_before_a_spelling(tmp_path: Path) -> None:
    english = Imported(tmp_path, "City,Country,name_en\n東京,JP,Tokyo\nالقاهرة,EG,Cairo\n")
    assert ids(english) == {"東京": "tokyo", "القاهرة": "cairo"}
    assert not of_scripts(english)
    (own := tmp_path / "own").mkdir()
    said = Imported(own, "City,Country,Slug\n東京,JP,tokyo\n", pairs=["id=Slug"])
    assert ids(said) == {"東京": "tokyo"}
    assert not of_scripts(said)


@pytest.mark.parametrize("name", ["القاهرة", "Αθήνα", "אילת", "เชียงใหม่", "Ереван", "თბილისი", "東京", "광주"])
def test_every_script_gives_an_id_and_the_same_again(name: str, tmp_path: Path) -> None:
    first = ids(Imported(tmp_path, f"City,Country\n{name},FR\n"))[name]
    again = Imported(tmp_path, f"City,Country\n{name},FR\n")
    assert re.fullmatch(r"[a-z0-9-]+", first)
    assert ids(again) == {name: first}
    assert not of_scripts(again)  # the folder has its id already
