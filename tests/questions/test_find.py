"""Where is that word written?"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.lens import Filter, Lens
from citygraph.domain.sought_words import SoughtWords
from citygraph.questions.find.search import In, found_in, search
from citygraph.world import World
from conftest import SEED, citygraph, examples, in_terminal
from worlds import networkx_graph, yaml_of

WORDS = (
    "Çini", "cini", "İZNİK", "iznik", "sister-city", "sister", "source", "quote", "active", "s", "Ёлка", "елки",
    "友好城市", "城市", "都市が", "서울은", "ประเทศไทย", "السَّلام", "Straße", "“art”", "partner's", "a\nb",
    "[bold]", "null",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
PARTS = ("cini", "iznik", "sister", "source", "quote", "active", "s", "елк", "城", "城市", "市が", "서울", "ไทย",
         "السلام", "strasse", "art", "b", "bold", "null")  # fmt: skip


def plainly(text: str) -> str:
    """A text without case, accents and vowel signs, by Unicode's own rules."""
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    marks = [*range(0x300, 0x370), *range(0x64B, 0x660)]
    return unicodedata.normalize("NFC", bare.translate(dict.fromkeys(marks, ""))).replace("ı", "i")


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    """A world with texts wherever there can be some."""

    def some(**several: Any) -> dict[str, Any]:
        return {key: value for key, value in several.items() if draw(st.booleans())}

    def evidence() -> list[dict[str, Any]]:
        return [{"source": "source", **some(quote=draw(TEXT))} for _ in range(draw(st.integers(1, 2)))]

    def free() -> Any:
        return draw(TEXT | st.lists(TEXT, max_size=2) | st.dictionaries(TEXT, TEXT, max_size=2))

    def figure() -> dict[str, Any]:
        return {"property": "visitors", "as_of": "2021", "value": 1, **some(evidence=evidence(), notes=free())}

    def tie(number: int) -> dict[str, Any]:
        more = some(title=draw(TEXT), called=draw(TEXT), form=draw(TEXT), subject=[draw(TEXT)], tags=[draw(TEXT)],
                    notes=free(), observations=[figure()])  # fmt: skip
        status = draw(st.sampled_from(["active", "planned", "unknown"]))
        return {"id": f"t{number}", "kind": "exchange", "between": ["a", "b"], "status": status,
                "evidence": evidence(), **more}  # fmt: skip

    cities = {
        id: {"name": id, "country": "TR",
             **some(evidence=evidence(), known_for=[draw(TEXT)], notes=free(), observations=[figure()])}
        for id in "ab"
    }  # fmt: skip
    sources = {"source": {"title": draw(TEXT), **some(publisher=draw(TEXT), notes=free())},
               "other": {"title": draw(TEXT), **some(passages=[draw(TEXT)], authors=[draw(TEXT)])}}  # fmt: skip
    statements = [{"by": "a", "about": ["b"], "source": "source", "quote": draw(TEXT), **some(notes=free())}]
    return {"cities": cities, "ties": [tie(n) for n in range(draw(st.integers(0, 3)))], "sources": sources,
            "statements": draw(st.sampled_from([[], statements]))}  # fmt: skip


NO_WORDS = ("name", "country", "id", "kind", "between", "status", "source", "by", "about", "as_of", "value")


def written(said: Any) -> list[str]:
    """All texts in plain data; those that are no words of somebody left out."""
    if isinstance(said, dict):
        inner = [(key, value) for key, value in said.items() if key not in NO_WORDS]
        return [text for key, value in inner for text in (notes(value) if key == "notes" else written(value))]
    return [text for item in said for text in written(item)] if isinstance(said, list) else [str(said)]


def notes(said: Any) -> list[str]:
    """Notes may have keys of their own, which are words, too."""
    if isinstance(said, dict):
        return [text for key, value in said.items() for text in (key, *notes(value))]
    return [text for item in said for text in notes(item)] if isinstance(said, list) else [said]


def having(data: dict[str, Any], *words: str) -> set[tuple[str, str]]:
    """The type and id of each record with all words, by looking at each text."""
    by_record: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, city in data["cities"].items():
        by_record["city", id] += written(city)
    for tie in data["ties"]:
        by_record["tie", tie["id"]] += written(tie)
    for said in data["statements"]:
        by_record["statement", said["by"]] += written(said)
    for id, source in data["sources"].items():
        by_record["source", id] += written(source)
    found = {key: " ".join(map(plainly, texts)) for key, texts in by_record.items()}
    return {key for key, text in found.items() if all(word in text for word in words)}


def world_of(folder: Path, data: dict[str, Any], *, cache: bool = False) -> World:
    (folder / "all.yaml").write_text(yaml_of(data), encoding="utf-8")
    return World(folder, cache=cache)


@given(texts(), st.lists(st.sampled_from(PARTS), min_size=1, max_size=2, unique=True))
@examples(60)
def test_it_finds_just_the_records_with_the_words(data: dict[str, Any], words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(Path(folder), data)
        assert not world.errors
        text = " ".join(words)
        texts: tuple[In, ...] = ("words", "sources")
        found = [row for where in texts for row in search(world.view, text, where=where)]
        assert {(row.type, row.id) for row in found} <= having(data, *words)
        if len(words) == 1:  # several may stand partly in a title, and partly in a note
            assert {(row.type, row.id) for row in found} == having(data, *words)
        everywhere = list(search(world.view, text))
        assert {(row.type, row.id) for row in everywhere} >= having(data, *words)
        assert list(search(networkx_graph(world.view), text)) == everywhere
        named = [row for row in everywhere if row.in_ == "names"]
        two = found_in(world.view, SoughtWords(text), most=2)
        assert [*two.rows()] == everywhere[: len(named) + 2]
        assert len(two) == len(everywhere)
    for row in found:
        assert all(plainly(row.matched[start:end]).strip() for start, end in row.marks), row


def test_names_that_are_only_spelled_alike_are_told_apart_from_what_was_found() -> None:
    assert "nothing here has 'Jingdezen'; these names are spelled alike" in citygraph("find", "Jingdezen").err
    assert "spelled alike" not in citygraph("find", "Jingdezhen").err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cer.*ics", "'.*' is no pattern here"),
        ("^silk$", "is no pattern here"),
        (r"silk\b", "is no pattern here"),
        ("silk|road", "is no pattern here"),
        ("ce*ics", "is no pattern here"),
        ("[sS]*ilk", "is no pattern here"),
        ("silk AND road", "AND is a word like others here"),
        ("NOT silk", "NOT is a word like others here"),
        ("title:silk", "'title:' is a word like others here"),
        ('"silk road', "a quotation mark is not closed"),
    ],
)
def test_what_other_programs_read_as_a_pattern_is_told(text: str, said: str) -> None:
    ran = citygraph("find", text)
    assert ran.code in (0, 1)
    assert said in ran.err


@pytest.mark.parametrize(
    "text", ["silk", "ceram*", '"silk road"', "and or not", "Made in (Jingdezhen)", "C$", "a & b", "Q84.", "why?"]
)
def test_plain_words_are_not_taken_for_a_pattern(text: str) -> None:
    assert "here" not in citygraph("find", text).err.replace("nothing here is called", "")


def test_kinds_and_kept_questions_are_found_by_their_words(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "cities:\n  a: {name: A}\n"
        "kinds:\n  sings: {label: sings songs with, group: exchange, nature: standing, between: [city]}\n"
        "questions:\n  choirs: {sentence: Which choirs sing together?, command: ties --kind sings}\n"
    )

    def found(*words: str) -> list[tuple[str, str, str]]:
        out = citygraph("find", *words, "--graph", tmp_path, "--format", "json").out
        return [(row["type"], row["id"], row["how"]) for row in json.loads(out)]

    assert found("songs") == [("kind", "sings", "label")]
    assert found("sister", "city") == [("kind", "sister-city", "label")]
    assert found("choirs", "together") == [("question", "choirs", "sentence")]
    assert found("songs", "--in", "words") == []
    assert found("choirs", "--in", "names") == []
    assert found("songs", "--country", "GB") == found("choirs", "--status", "active") == []
    assert found("ongs") == []  # within a word only texts and names of nodes are found


@given(texts(), texts(), st.sampled_from(PARTS))
@examples(20)
def test_after_an_edit_it_finds_what_is_written_now(before: dict[str, Any], after: dict[str, Any], word: str) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", str(Path(folder, "cache")))
        graph = Path(folder, "graph")
        graph.mkdir()
        (graph / "more.yaml").write_text("cities:\n  c: {name: c, country: TR}\n")
        list(search(world_of(graph, before, cache=True).view, word))
        edited = list(search(world_of(graph, after, cache=True).view, word))
        assert edited == list(search(World(graph, cache=False).view, word))
        assert {(row.type, row.id) for row in edited if row.in_ != "names"} <= having(after, word)


TOWNS = """
cities:
  a: {name: Atown, country: GB, known_for: [ceramics], source: minutes, quote: the kilns of Atown}
  b: {name: Btown, country: FR}
ties:
  - {kind: sister-city, between: [a, b], status: planned, source: minutes, quote: Both towns will sign a charter}
  - {kind: exchange, between: [a, b], status: ended, source: register, notes: the charter of 1987}
  - id: exchange.denied
    kind: exchange
    between: [a, b]
    evidence: [{source: register, quote: no charter was signed, status: denied, by: c}]
organizations:
  c: {name: Council, type: council, country: GB}
statements:
  - {by: c, about: [b], source: minutes, quote: We keep our charter}
sources:
  minutes: {title: Minutes of the council, publisher: Charter Press, url: https://example.org/charter}
  register: {title: Register}
"""


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    (tmp_path / "towns.yaml").write_text(TOWNS)
    return tmp_path


def test_a_text_is_shown_with_its_record_its_source_and_its_status(towns: Path) -> None:
    rows = {(row.id, row.how): row for row in World(towns, cache=False).find("charter")}
    assert {key: row.status for key, row in rows.items()} == {
        ("sister-city.a.b", "quote"): "planned",
        ("exchange.a.b", "notes"): "ended",
        ("exchange.denied", "quote"): "disputed",
        ("c", "quote"): None,
        ("minutes", "publisher"): None,
        ("minutes", "url"): None,
    }
    assert rows["sister-city.a.b", "quote"].name == "Atown is to be a sister city of Btown"
    assert rows["sister-city.a.b", "quote"].source == "minutes"
    denied = rows["exchange.denied", "quote"]
    assert (denied.by, denied.source_status) == ("c", "denied")
    assert rows["c", "quote"].type == "statement"


def test_in_says_where_to_look(towns: Path) -> None:
    world = World(towns, cache=False)
    assert {row.how for row in world.find("charter", in_="sources")} == {"publisher", "url"}
    assert {row.how for row in world.find("charter", in_="words")} == {"quote", "notes"}
    assert [row.how for row in world.find("ceramics", in_="names")] == ["known for"]
    assert [row.how for row in world.find("ceramics")] == ["known for"]  # once
    assert [row.id for row in world.find("minutes", in_="sources")] == ["minutes"]
    assert not list(world.find("kilns", in_="names"))


@pytest.mark.parametrize(
    ("lens", "ids"),
    [
        (Lens(statuses=Filter.of(["planned"])), {"sister-city.a.b"}),
        (Lens(kinds=Filter.of(["exchange"])), {"exchange.a.b", "exchange.denied"}),
        (Lens(types=Filter.of(["!organization"])), {"sister-city.a.b", "exchange.a.b", "exchange.denied"}),
        (Lens(sources=Filter.of(["register"])), {"exchange.a.b", "exchange.denied"}),
        (Lens(sources=Filter.of(["minutes"])), {"sister-city.a.b", "c", "minutes"}),
        (Lens(countries=Filter.of(["!GB"])), set()),
    ],
)
def test_the_lens_says_which_records(lens: Lens, ids: set[str], towns: Path) -> None:
    found = list(search(World(towns, cache=False).view, "charter", lens))
    assert {row.id for row in found} == ids
    if lens.types:
        assert all(row.by is None for row in found)


def test_names_come_first_and_are_found_as_before(towns: Path) -> None:
    world = World(towns, cache=False)
    assert [row.in_ for row in world.find("council")][:2] == ["names", "names"]
    assert [row.matched for row in world.find("council minutes", in_="names")] == ["Minutes of the council"]
    assert [row.id for row in world.find("Atwon")] == ["a"]
    assert [row.how for row in world.find("Atwon")] == ["spelled alike"]
    assert {row.how for row in world.find('"town"', in_="names")} == {"spelled alike"}  # no name has that word
    assert {row.id for row in world.find("at*", in_="names") if row.type != "kind"} == {"a"}


def test_a_long_text_is_cut_around_the_words(tmp_path: Path) -> None:
    text = f"{'before ' * 100}kiln{' after' * 100}"
    (tmp_path / "a.yaml").write_text(yaml_of({"cities": {"a": {"name": "A", "country": "GB", "notes": text}}}))
    (row,) = World(tmp_path, cache=False).find("kiln")
    assert re.fullmatch(r"… (before )+kiln( after)+ …", row.matched)
    assert len(row.matched) < 300
    assert [row.matched[start:end] for start, end in row.marks] == ["kiln"]


@pytest.mark.parametrize(
    "typed", ["AND", "NEAR", "^x", "col:x", "x OR", "(x", "x*y", "'", "%", "_", "a" * 10_000, "[bold]"]
)
def test_signs_of_search_engines_are_no_errors(typed: str, towns: Path) -> None:
    ran = citygraph("find", typed, "--graph", towns)
    assert ran.code in (0, 1)
    assert len(ran.err.splitlines()) <= 2
    assert len(ran.err) < 500


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzz"], "nothing here is called 'zzz', and no quote, note or other text has 'zzz'; try a part of the word"),
        (["zzz", "kilns"], "has all of 'zzz kilns'; try fewer words"),
        (["?!"], "'?!' has no letter and no digit"),
        (["zzz", "--in", "names"], "without --in names, texts are searched, too"),
        (["charter", "--in", "sources", "--kind", "exchange"], "a source is neither"),
        (["kilns", "--status", "planned", "--kind", "exchange"], "among what the options choose"),
    ],
)
def test_nothing_found_says_what_was_searched_and_the_way_out(arguments: list[str], said: str, towns: Path) -> None:
    ran = citygraph("find", *arguments, "--graph", towns)
    assert (ran.code, said in ran.err) == (1, True), ran.err


def test_several_arguments_are_several_words(towns: Path) -> None:
    apart = citygraph("find", "sign", "charter", "--in", "words", "--graph", towns, "--format", "json")
    together = citygraph("find", "sign charter", "--in", "words", "--graph", towns, "--format", "json")
    assert apart.out == together.out
    assert [row["id"] for row in json.loads(apart.out)] == ["sister-city.a.b", "exchange.denied"]
    assert citygraph("find", '"sign charter"', "--in", "words", "--graph", towns).code == 1


def test_the_words_are_lit_up_in_a_terminal_and_plain_without_colours(towns: Path) -> None:
    line = "citygraph find chart* --in words --kind sister-city"
    code, seen = in_terminal(line, cwd=towns, CITYGRAPH_GRAPH=str(towns))
    assert (code, "\x1b[1;7mchart\x1b[0m" in seen) == (0, True), seen
    _, plain = in_terminal(line, cwd=towns, CITYGRAPH_GRAPH=str(towns), NO_COLOR="1")
    assert "\x1b[" not in plain
    assert "“Both towns will sign a charter” – minutes" in plain


@pytest.mark.parametrize("notes", [{"source": "seen"}, [{"status": "x", "source": "é"}], "a source", "é source"])
def test_a_word_of_the_format_is_found_where_somebody_wrote_it(notes: Any, tmp_path: Path) -> None:
    cited = {"name": "A", "country": "GB", "evidence": [{"source": "s", "quote": "é"}]}
    cities = {"a": cited, "b": {**cited, "notes": notes}}
    (tmp_path / "a.yaml").write_text(yaml_of({"cities": cities, "sources": {"s": {"title": "T"}}}))
    assert [row.id for row in World(tmp_path, cache=False).find("source", in_="words")] == ["b"]


def test_two_letters_of_chinese_are_enough() -> None:
    assert "jingdezhen" in [row.id for row in World(SEED).find("景德")]
