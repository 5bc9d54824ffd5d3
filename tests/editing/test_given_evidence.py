"""What is given beside a fact: a new source, a figure, a name; and what is told if it is of no use."""

import pytest
import yaml

from conftest import citygraph

TIE = "sister-city.a.b"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "all.yaml").write_text(
        "cities:\n  a: {name: A, country: GB}\n  b: {name: B, country: FR}\nsources:\n  s: {title: S}\n"
        "ties:\n  - {kind: sister-city, between: [a, b], status: active, source: s}\n"
    )
    return tmp_path


def world(folder):
    return yaml.safe_load((folder / "all.yaml").read_text())


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["status", TIE, "dormant", "--on", "2020"], lambda tie: tie["status"][-1]["source"]),
        (["end", TIE, "--on", "2020"], lambda tie: tie["status"][-1]["source"]),
        (["confirm", TIE], lambda tie: tie["evidence"][-1]["source"]),
    ],
)
def test_a_web_address_becomes_a_source_of_the_life_of_a_tie(folder, words, where):
    new = ["--source", "https://example.org/news", "--title", "The news", "--published", "2020-05"]
    done = citygraph(*words, *new, "--graph", folder)
    assert done.code == 0, done.err
    assert "`the-news` is added" in done.err
    after = world(folder)
    assert after["sources"]["the-news"]["url"] == "https://example.org/news"
    assert where(after["ties"][0]) == "the-news"
    if words[0] == "confirm":
        assert after["ties"][0]["seen"] == "2020-05"
    again = citygraph(*words, "--source", "http://www.example.org/news/", "--graph", folder)
    assert "is added" not in again.err
    assert list(world(folder)["sources"]) == ["s", "the-news"]


def test_a_new_source_needs_its_title(folder):
    before = (folder / "all.yaml").read_text()
    done = citygraph("end", TIE, "--source", "https://example.org/news", "--graph", folder)
    assert done.code == 2
    assert "--title" in done.err
    assert (folder / "all.yaml").read_text() == before


def test_a_figure_is_added_with_its_source(folder):
    figure = ["--figure", "population=44000, as-of=2021, bound=about"]
    assert citygraph("add", "city", "A", "--country", "GB", "--source", "s", *figure, "--graph", folder).code == 0
    assert citygraph("add", "city", "C", "--country", "KG", "--source", "s", *figure, "--graph", folder).code == 0
    for id in ("a", "c"):
        expected = {"property": "population", "value": 44000, "as_of": 2021, "bound": "about", "source": "s"}
        assert world(folder)["cities"][id]["observations"] == [expected]
    assert citygraph("check", "--strict", "--graph", folder).code == 0


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("population", "is no figure"),
        ("population=many", "is not a number"),
        ("population=4, year=2021", "a figure has no `year`"),
        ("population=4, as_of=lately", "--figure: "),
    ],
)
def test_what_is_no_figure_is_refused(folder, figure, said):
    done = citygraph("add", "city", "C", "--source", "s", "--figure", figure, "--graph", folder)
    assert done.code == 2
    assert said in done.err


def test_a_second_post_is_added_to_the_official(folder):
    for post, of in (("Mayor", "A"), ("Chair", "B")):
        words = ["official", "Mayor of A", "--id", "mayor-of-a", "--post", post, "--of", of, "--source", "s"]
        assert citygraph("add", *words, "--graph", folder).code == 0
    posts = yaml.safe_load((folder / "officials.yaml").read_text())["officials"]["mayor-of-a"]["posts"]
    assert [(post["title"], post["of"]) for post in posts] == [("Mayor", "a"), ("Chair", "b")]


@pytest.mark.parametrize(("name", "said"), [("!!!", "is no name"), ("\u200b", "is no name"), ("A\nB", "a line end")])
def test_what_is_no_name_is_refused(folder, name, said):
    done = citygraph("add", "city", name, "--country", "GB", "--source", "s", "--graph", folder)
    assert done.code == 2
    assert said in done.err


def test_a_file_for_a_record_that_is_there_is_told(folder):
    done = citygraph("add", "city", "A", "--country", "GB", "--alias", "Ay", "--file", "other.yaml", "--graph", folder)
    assert done.code == 0
    assert "--file is for new records, and changes nothing here" in done.err
    assert not (folder / "other.yaml").exists()
