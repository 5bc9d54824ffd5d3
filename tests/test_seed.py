"""The seed world: every fact of the article, in its own words, and nothing that it does not say."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import citygraph as library
from citygraph.folder.graph_files import graph_files
from citygraph.folder.loader import read
from citygraph.folder.records import Record
from citygraph.questions.show.cards import NodeCard
from citygraph.world import World
from conftest import ROOT, SEED, SHARED, citygraph

ARTICLE = SHARED / "seed/article.txt"
needs_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the article itself is not in the repository")


@pytest.fixture(scope="module")
def world() -> World:
    return library.open(SEED)


def records() -> list[Record]:
    """Every record of the seed world, as the loader reads it."""
    return [record for file in graph_files(SEED) for record in read(SEED, file).records]


def quotes() -> list[tuple[str, str]]:
    """Every quote of the seed world with its source."""
    return [(found.source, found.words) for record in records() for found in record.quotations]


def passages() -> list[str]:
    sources = {record.id: record.data for record in records() if record.type == "source"}
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


def test_each_tie_has_words_of_the_article(world: World) -> None:
    for tie, (_, _, data) in world.view.graph["ties"].items():
        assert data["evidence"]
        assert all(item["source"] == "article" and item["quote"] for item in data["evidence"]), tie


def test_the_figures_are_those_of_the_article(world: World) -> None:
    card = world.show("jingdezhen").data
    assert isinstance(card, NodeCard)
    figures = {(figure.property, figure.when): (figure.bound, figure.value) for figure in card.figures}
    assert figures["visitors", "2022"] == ("about", 44_000_000)
    assert figures["visitors", "2023"] == ("about", 59_000_000)
    assert figures["visitors", "2024"] == ("more-than", 60_000_000)
    assert figures["visitors", "autumn-holiday-2025"] == ("more-than", 9_000_000)
    assert figures["trading-partners", "2025"] == ("exactly", 70)
    assert figures["nations-of-hosted-artists", "2025"] == ("more-than", 50)


def test_all_four_whose_remarks_are_printed_speak_at_the_dialogue_and_say_there_what_they_say(world: World) -> None:
    speakers = {"kagan-mehmet-usta", "nurbaev-niiazbek", "chen-kelong", "veronika-todorova"}
    spoke = world.ties(kind="speaks-at", status="ended")
    assert {(tie.from_, tie.to) for tie in spoke} == {(speaker, "mayors-dialogue-2025") for speaker in speakers}
    said = [record.data for record in records() if record.type == "statement"]
    assert {(one["by"], one["at"]) for one in said} == {(speaker, "mayors-dialogue-2025") for speaker in speakers}


def test_each_note_is_text() -> None:
    """A colon in a note makes YAML take it for a mapping, unless the note is quoted."""
    for record in records():
        notes = record.data.get("notes", [])
        for note in [notes] if isinstance(notes, str) else notes:
            assert isinstance(note, str), (record.id, note)


def test_no_date_is_finer_than_a_year() -> None:
    for path in sorted(Path(SEED).glob("*.yaml")):
        assert not re.search(r"\b(19|20)\d\d-\d\d", path.read_text(encoding="utf-8")), path.name


def test_iznik_to_osh_is_two_hops_through_jingdezhen(world: World) -> None:
    path = world.path("Iznik", "Osh").data
    assert [hop.to for hop in path.hops] == ["jingdezhen", "osh"]
    assert path.rests_on == ("unknown",)  # the article says that Osh shares a heritage, and no status


class Row(NamedTuple):
    """A row of the table in ``docs/seed-world.md``, with the sentence that it stands under."""

    sentence: str
    record: str
    status: str
    words: str
    by: str
    why: str


class Said(NamedTuple):
    """What a record of ``graph/`` rests on in the article, with the record called and described as the table does."""

    record: str
    status: str
    quote: str
    by: str


def table() -> list[Row]:
    text = (ROOT / "docs/seed-world.md").read_text(encoding="utf-8")
    _, _, lines = text.partition("| --- | --- | --- | --- |\n")
    rows: list[Row] = []
    for line in lines.partition("\n\n")[0].splitlines():
        sentence, record, status, last = (cell.strip() for cell in line.strip("|").split("|"))
        found = re.fullmatch(r"“(.*?)”(?: – (.*)|: (.*))?", last)
        assert found is not None, last
        words, by, why = found.groups("")
        rows.append(Row(sentence or rows[-1].sentence, record.replace("`", ""), status, words, by, why))
    return rows


def rests_on_the_article() -> list[Said]:
    names = {record.id: record.data["name"] for record in records() if "name" in record.data}

    def said(record: str, status: str, data: dict[str, Any], *, speaker: bool = True) -> list[Said]:
        evidence = [item for item in data.get("evidence", []) if item["source"] == "article"]
        return [Said(record, status, item["quote"], names.get(item["by"], "") if speaker else "") for item in evidence]

    found: list[Said] = []
    for record in records():
        if record.type == "tie":
            found += said(record.id, record.data.get("status", "unknown"), record.data)
        elif record.type == "statement":
            found += said(f"statement by {record.data['by']}", "–", record.data, speaker=False)
        else:
            found += said(record.id, "–", record.data)
        for figure in record.data.get("observations", []):
            time = figure.get("period") or figure.get("during") or figure.get("as_of")
            value = f"{figure.get('bound', '').replace('-', ' ')} {figure['value']:,} {figure.get('unit', '')}"
            called = f"figure of {record.id}: {figure['property']}" + (f", {time}" if time else "")
            found += said(called, value.strip(), figure)
    return found


def test_each_record_of_the_table_exists_with_its_status_and_its_words() -> None:
    there = rests_on_the_article()
    (article,) = [record.data for record in records() if record.id == "article"]
    about = [article["title"], *article["notes"], *article["contributors"]]
    for row in table():
        assert row.words in row.sentence, row
        assert (row.record == "none") == bool(row.why), row
        if row.record == "article":
            assert any(row.words in text for text in about), row
        elif row.record != "none":
            same = [said for said in there if (said.record, said.status, said.by) == (row.record, row.status, row.by)]
            assert any(row.words in said.quote for said in same), row


def test_all_that_rests_on_the_article_is_in_the_table() -> None:
    """Under the sentence that has the quote."""
    rows = table()
    for said in rests_on_the_article():
        assert any(
            (row.record, row.status, row.by) == (said.record, said.status, said.by)
            and said.quote in row.sentence
            and row.words in said.quote
            for row in rows
        ), said


@needs_article
def test_the_table_has_every_sentence_of_the_article_in_order() -> None:
    sentences = list(dict.fromkeys(row.sentence for row in table()))
    assert " ".join(sentences) == " ".join(ARTICLE.read_text(encoding="utf-8").split())
    for sentence in sentences:
        assert not re.search(r"""[.!?]["']? ["'A-Z]""", sentence), sentence
