"""Words that somebody looks for, and texts that have them."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain import sought_words
from citygraph.domain.model import SECTIONS, AgreementRecord, EvidenceRecord, ObservationRecord, keys_of
from citygraph.domain.sought_words import WHOLE, LooseSearch, SoughtTerm, SoughtWords, composed, read, words_in
from citygraph.graph.written import TEXTS
from citygraph.store.written_view import KEYS

LETTERS = "abceEiIıİéßøŁæﬁＡё Ёйии城市がか카가ไทยกَنأا'-_.\n\"\\½²"
TEXT = st.text(LETTERS, max_size=12)


def plainly(text: str) -> str:
    """A text as it is compared, by Unicode's own rules, a word beside the other."""
    folded = unicodedata.normalize("NFKC", text.replace("½", "\0")).casefold().replace("\0", "½")
    marks = [*range(0x300, 0x370), *range(0x64B, 0x660)]
    bare = unicodedata.normalize("NFD", folded).translate(dict.fromkeys(marks, ""))
    bare = unicodedata.normalize("NFC", bare).translate({0x131: "i", 0xF8: "o", 0x142: "l", 0xE6: "ae"})
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in bare).split())


@given(TEXT, TEXT)
def test_a_text_has_a_word_if_its_letters_are_in_it(text: str, typed: str) -> None:
    typed = typed.replace('"', "")
    wanted = [plainly(word) for word in typed.split() if plainly(word)]
    found = SoughtWords(typed).found_in(text)
    has_all = bool(wanted) and all(word in plainly(text) for word in wanted)
    assert has_all == (found is not None and len(found[1]) == len(wanted))


@given(st.lists(TEXT.filter(plainly), min_size=1, max_size=6), st.data())
def test_what_is_whole_or_a_beginning_stands_so(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    part = data.draw(st.sampled_from(plainly(text).split()))
    is_spaced = not any(c >= "\u0e00" for c in part)
    assert SoughtWords(f'"{part}"').found_in(text)
    assert SoughtWords(f"{part[:1]}*").found_in(text) or not part[:1].isalnum()
    if is_spaced and len(part) > 1:
        assert bool(SoughtWords(f'"{part[:-1]}"').found_in(part)) is False
        assert SoughtWords(f"{part[1:]}*").found_in(part) is None or part[1:] in part[:-1]


@given(TEXT, st.data())
def test_what_is_plainly_a_whole_word_is_one_when_it_is_read(text: str, data: st.DataObject) -> None:
    pieces = words_in(text) or ["x"]
    term = SoughtTerm((data.draw(st.sampled_from(pieces)),))
    for written in (text, text + term.words[0], f"{term.words[0]}\u0301 {text}", f"{text} {term.words[0]}, {text}"):
        if term.is_plainly_in(written):
            assert term.best_in(read(written)) == WHOLE


@given(st.lists(TEXT, max_size=8), TEXT, st.booleans())
def test_a_loose_search_leaves_out_no_text_that_has_the_words(texts: list[str], typed: str, many: bool) -> None:
    sought = SoughtWords(typed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sought_words, "_WORTH_IT", 0 if many else 100)
        kept = set(LooseSearch(sought.words).among([json.dumps(text, ensure_ascii=False) for text in texts]))
    for place, text in enumerate(texts):
        found = sought.found_in(text)
        assert place in kept or found is None or len(found[1]) < len(sought.terms)


@given(TEXT, TEXT)
def test_what_is_lit_up_is_the_words_alone(text: str, typed: str) -> None:
    sought, text = SoughtWords(typed), composed(text)
    places = sought.places_in(text)
    assert bool(places) == (sought.found_in(text) is not None)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    for start, end in places:
        lit = plainly(text[start:end])
        assert any(word in lit or lit in word for word in sought.words)


@pytest.mark.parametrize(
    ("typed", "text", "lit"),
    [
        ("iznik", "in İZNİK'te", ["İZNİK"]),
        ("IZNIK", "iznikli", ["iznik"]),
        ("strasse", "die Straße", ["Straße"]),
        ("sister city", "a city, and its sister", ["city", "sister"]),
        ('"sister city"', "a sister-\ncity tie", ["sister-\ncity"]),
        ('"sister city"', "sister cityhood", []),
        ("“sister city”", "sister cities", []),
        ("ceram*", "Ceramics, bioceramics", ["Ceram"]),
        ('"art"', "partner of art", ["art"]),
        ("城市", "两个友好城市", ["城市"]),
        ('"城市"', "两个友好城市的", ["城市"]),
        ('"ก"', "กิน", []),  # a vowel sign belongs to its letter
        ("城市", "诚实", []),  # it sounds the same
        ("が", "か", []),
        ("서울", "서울은", ["서울"]),
        ("ไทย", "ประเทศไทย", ["ไทย"]),
        ("السلام", "السَّلام عليكم", ["السَّلام"]),
        ("AND", "sand and land", ["and", "and", "and"]),
        ("NEAR(a", "near a river", ["near a"]),
        ("col:umn", "col umn", ["col umn"]),
        ("-no ^way", "no way", ["no", "way"]),
        ('"open', "open", ["open"]),
        ("e\u0301cole", "École", ["École"]),
        ("ecole", "E\u0301cole", ["École"]),
        ("œuvre", "oeuvres", ["oeuvre"]),
        ("oe", "œuvre", ["œ"]),
    ],
)  # fmt: skip
def test_words_in_texts(typed: str, text: str, lit: list[str]) -> None:
    text, sought = composed(text), SoughtWords(typed)
    found = sought.found_in(text)
    has_all = found is not None and len(found[1]) == len(sought.terms)
    assert [text[start:end] for start, end in sought.places_in(text)] == lit if has_all else not lit


@pytest.mark.parametrize("typed", ["", " ", "!?", '"', '""', "*", "***", "_", "\0"])
def test_signs_alone_are_no_word(typed: str) -> None:
    assert not SoughtWords(typed).terms
    assert SoughtWords(typed).found_in("any text") is None


def test_the_closest_text_has_the_lowest_rank() -> None:
    sought = SoughtWords("sister city")
    texts = ["sister city", "a city, a sister", "cityscape of sister", "insister, velocity", "sister alone"]
    ranks = [found[0] for text in texts if (found := sought.found_in(text))]
    assert ranks == sorted({*ranks})


def test_a_very_long_word_is_looked_for_like_any_other() -> None:
    assert words_in("x" * 10_000) == ["x" * 10_000]
    assert SoughtWords("X" * 10_000).found_in("a " + "x" * 10_000)
    assert SoughtWords("X" * 10_001).found_in("a " + "x" * 10_000) is None


# ---------------------------------------------------------------- no key of a record is forgotten

NO_TEXTS = {
    "kind", "name", "aliases", "names", "identifiers", "evidence", "observations", "posts", "history", "agreement",
    "source", "by", "quote",
}  # fmt: skip
"""Keys with texts that are searched as names, or within their own records, or are the vocabulary."""


def holds_text(holds: object) -> bool:
    parts = [getattr(holds, part, None) for part in ("item", "key", "value")]
    return type(holds).__name__ in ("Text", "Free", "Url") or any(map(holds_text, filter(None, parts)))


def test_every_key_with_a_text_is_searched() -> None:
    records = {section.type: section.record for section in SECTIONS if section.type in TEXTS}
    for type, record in {**records, "observation": ObservationRecord}.items():
        keys = {key for key, one in keys_of(record).all.items() if holds_text(one.holds)}
        assert keys - NO_TEXTS == {*TEXTS[type]}, type


def test_all_keys_are_known_that_are_no_words() -> None:
    records = [section.record for section in SECTIONS if section.type in TEXTS]
    keys = {
        key for record in (*records, EvidenceRecord, ObservationRecord, AgreementRecord) for key in keys_of(record).all
    }
    elsewhere = {"kind", "between", "to", "id", "posts"}  # in columns of their own, or in ties
    assert (keys - elsewhere) | {"history", "is"} >= {*KEYS}
    assert {*KEYS} >= keys - elsewhere - {"from", "evidence"}
