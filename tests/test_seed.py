"""The seed world: every fact of the article, in its own words, and nothing that it does not say."""

import re
from pathlib import Path

import pytest

import citygraph as library
from citygraph.folder.loader import graph_files, read
from citygraph.questions.show.cards import NodeCard
from citygraph.world import World
from conftest import SEED, SHARED, citygraph

ARTICLE = SHARED / "seed/article.txt"
needs_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the article itself is not in the repository")


@pytest.fixture(scope="module")
def world() -> World:
    return library.open(SEED)


def quotes() -> list[tuple[str, str]]:
    """Every quote of the seed world with its source, as the loader reads them."""
    return [
        (found.source, found.words)
        for file in graph_files(SEED)
        for record in read(SEED, file).records
        for found in record.quotations
    ]


def passages() -> list[str]:
    sources = {
        record.id: record.data
        for file in graph_files(SEED)
        for record in read(SEED, file).records
        if record.type == "source"
    }
    kept: list[str] = sources["article"]["passages"]
    return kept


def test_it_is_sound_even_strictly() -> None:
    ran = citygraph("check", "--strict")
    assert (ran.code, ran.out) == (0, "")


def test_each_quote_stands_in_a_passage_that_is_kept_with_its_source() -> None:
    found = quotes()
    assert len(found) > 80
    for source, words in found:
        assert source == "article"
        assert any(words in passage for passage in passages()), words


@needs_article
def test_each_passage_stands_in_the_article_word_for_word() -> None:
    article = ARTICLE.read_text(encoding="utf-8")
    for passage in passages():
        assert passage in article, passage


@needs_article
def test_every_sentence_of_the_article_is_quoted() -> None:
    article = ARTICLE.read_text(encoding="utf-8")
    body = article.split("\n\n\n")[1]
    quoted = [words for _, words in quotes()]
    for paragraph in filter(None, body.splitlines()):
        if paragraph.startswith("Zhang Tianyu"):  # the reporter, a contributor of the source
            continue
        covered = [words for words in quoted if words in paragraph]
        left = paragraph
        for words in sorted(covered, key=len, reverse=True):
            left = left.replace(words, " ")
        said_by = r"(he|she|Niiazbek|Chen|Usta|Todorova) (said|added)|(said|added|saying) that|He (said|added)"
        left = re.sub(said_by + r"|[^\w]+", " ", left).strip()
        assert covered, paragraph
        assert len(left.split()) <= 12, (left, paragraph)


@pytest.mark.parametrize("city", ["jingdezhen", "iznik", "osh", "troyan", "dubai", "istanbul"])
def test_each_city_has_its_own_name_its_place_and_the_gazetteer_that_says_so(city: str, world: World) -> None:
    card = world.show(city).data
    assert isinstance(card, NodeCard)
    assert card.names
    assert card.latitude is not None
    assert card.longitude is not None
    assert card.country
    assert "geonames" in {item.source for item in card.evidence}


TIES = {
    "sister-city.iznik.jingdezhen": "active",
    "flagship-store.jingdezhen.dubai": "active",
    "flagship-store.jingdezhen.istanbul": "active",
    "activity-in.jingdezhen.france": "ended",
    "activity-in.jingdezhen.united-kingdom": "ended",
    "activity-in.jingdezhen.italy": "ended",
    "activity-in.jingdezhen.turkiye": "ended",
    "training.jingdezhen.osh": "planned",
    "exhibits-at.jingdezhen.silk-road-fairs": "planned",
    "historical-link.jingdezhen.osh": "unknown",
    "interest.troyan.jingdezhen": "proposed",
    "interest.osh.jingdezhen": "proposed",
    "hosts.jingdezhen.mayors-dialogue-2025": "ended",
    "hosts.jingdezhen.ceramic-expo-2025": "unknown",
    "hosts.osh.silk-road-fairs": "unknown",
    "promotes.jingdezhen.made-in-jingdezhen": "active",
    "exchange.china.turkiye": "active",
    "part-of.city-council-of-osh.osh": "active",
    "attends.veronika-todorova.mayors-dialogue-2025": "unknown",
    "speaks-at.chen-kelong.mayors-dialogue-2025": "ended",
    "speaks-at.kagan-mehmet-usta.mayors-dialogue-2025": "ended",
    "speaks-at.nurbaev-niiazbek.mayors-dialogue-2025": "ended",
    "holds-post.chen-kelong.jingdezhen": "active",
    "holds-post.kagan-mehmet-usta.iznik": "active",
    "holds-post.nurbaev-niiazbek.city-council-of-osh": "active",
    "holds-post.veronika-todorova.troyan": "active",
}


@pytest.mark.parametrize(("tie", "status"), TIES.items())
def test_each_tie_has_the_status_that_the_article_gives_it(tie: str, status: str, world: World) -> None:
    start, end, data = world.graph.graph["ties"][tie]
    assert world.graph.edges[start, end, tie] == data
    assert data["status"] == status
    assert all(item["source"] == "article" and item["quote"] for item in data["evidence"])


def test_the_figures_are_those_of_the_article(world: World) -> None:
    card = world.show("jingdezhen").data
    assert isinstance(card, NodeCard)
    figures = {(figure.property, figure.when): (figure.bound, figure.value) for figure in card.figures}
    assert figures["visitors", "2022"] == ("exactly", 44_000_000)
    assert figures["visitors", "2023"] == ("exactly", 59_000_000)
    assert figures["visitors", "2024"] == ("more-than", 60_000_000)
    assert figures["visitors", "autumn-holiday-2025"] == ("more-than", 9_000_000)
    assert figures["trading-partners", "2025"] == ("exactly", 70)
    assert figures["nations-of-hosted-artists", "2025"] == ("more-than", 50)


def test_no_date_is_finer_than_a_year() -> None:
    for path in sorted(Path(SEED).glob("*.yaml")):
        assert not re.search(r"\b(19|20)\d\d-\d\d", path.read_text(encoding="utf-8")), path.name


def test_iznik_to_osh_is_two_hops_through_jingdezhen(world: World) -> None:
    path = world.path("Iznik", "Osh").data
    assert [hop.to for hop in path.hops] == ["jingdezhen", "osh"]
    assert path.rests_on == ()
