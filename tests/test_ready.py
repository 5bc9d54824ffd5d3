"""What the tests run in place of ``python -m citygraph`` is the same but for the time of its imports."""

from pathlib import Path

import pytest

from conftest import SEED, citygraph, citygraph_from_its_start

WORDS = (
    "path Iznik Osh --format json", "show Jingdezhen", "check", "ties --format csv", "map", "path --help", "--version",
    "import table nowhere.csv --into new", "find nobody", "find", "nonsense", "--debug",
)  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_a_command_that_is_ready_ends_as_one_from_its_start(words: str, tmp_path: Path) -> None:
    inside = {"CITYGRAPH_GRAPH": str(SEED), "TZ": "Asia/Bishkek"}
    assert citygraph(*words.split(), cwd=tmp_path, **inside) == citygraph_from_its_start(
        *words.split(), cwd=tmp_path, **inside
    )


def test_what_a_command_changes_is_gone_with_it(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("cities:\n  osh: {name: Osh, country: KG}\n")
    assert citygraph("find", "osh", cwd=tmp_path, CITYGRAPH_GRAPH=".").code == 0
    assert citygraph("find", "osh", cwd=tmp_path.parent, CITYGRAPH_GRAPH="").code == 2
