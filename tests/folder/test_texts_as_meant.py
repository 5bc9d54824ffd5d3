"""Texts that YAML reads otherwise than their writer meant, and quotes that differ from their source in nothing that a
reader sees."""

import json
import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder.diagnostics import Diagnostic
from conftest import examples
from odd_characters import SHAPELESS
from worlds import Loaded, load

HEAD = "cities:\n  osh:\n    name: Osh\n    country: KG\n"
WORDS = st.lists(st.sampled_from(["room", "the", "Och", '"x"', "it's", "—", "№", "a,b", "(2)"]), min_size=2, max_size=6)


def opened(text: str) -> Loaded:
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "w.yaml").write_text(text, encoding="utf-8")
        return load(Path(scratch))


def found(text: str) -> list[Diagnostic]:
    return list(opened(text).diagnostics)


def notes_of(text: str) -> object:
    return next(record.data.get("notes") for record in opened(text).records if record.id == "osh")


def pasted(problem: Diagnostic) -> str:
    """The line that the hint shows."""
    (line,) = re.findall("`(.*)`$", problem.hint)
    return str(line)


# ---------------------------------------------------------------- a # within a text


@examples(40)
@given(before=WORDS, after=WORDS, key=st.sampled_from(["notes", "known_for", "aliases"]))
def test_a_text_that_a_hash_cuts_off_is_told_and_the_hint_mends_it(
    before: list[str], after: list[str], key: str
) -> None:
    text = f"x {' '.join(before)} #{' '.join(after)}"
    (problem,) = found(f"{HEAD}    {key}: {text}\n")
    assert (problem.code, problem.span.line) == ("hash-in-text", 5)
    assert problem.span.excerpt[problem.span.column - 1] == "#"
    mended = f"{HEAD}    {pasted(problem)}\n"
    assert found(mended) == []
    (record,) = opened(mended).records
    assert record.data[key] in (text, [text])


@pytest.mark.parametrize(
    "line",
    ["notes: a text # with a remark", "notes: a text  #aligned", "notes: a text   # far", "notes: 'room #4'",
     'notes: "room #4"', "notes: C# and F#", "notes: |\n      room #4", "level: town #", "notes: a #!b", "#notes: x",
     "coordinates: [1, 2] #looked up", "part_of: osh-region #really\n  osh-region: {name: R, country: KG}"],
)  # fmt: skip
def test_a_remark_is_a_remark(line: str) -> None:
    assert found(f"{HEAD}    {line}\n") == []


def test_a_hash_that_breaks_the_syntax_is_named() -> None:
    (problem,) = found(
        "cities:\n  osh: {name: Osh, notes: room #4, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    )
    assert problem.code == "yaml-syntax"
    assert "YAML takes `#4, country: KG}` for a comment" in problem.message
    assert problem.hint.endswith('`notes: "room #4"`')


# ---------------------------------------------------------------- notes with a colon


@examples(40)
@given(before=WORDS, after=WORDS, plain=st.booleans())
def test_a_note_that_is_a_mapping_is_told_and_the_hint_mends_it(
    before: list[str], after: list[str], plain: bool
) -> None:
    note = f"The {' '.join(before)}: so {' '.join(after)}"
    among = "      - Another note.\n" if plain else ""
    (problem,) = found(f"{HEAD}    notes:\n{among}      - {note}\n")
    assert (problem.code, problem.span.line) == ("note-as-mapping", 7 if plain else 6)
    mended = f"{HEAD}    notes:\n{among}      {pasted(problem)}\n"
    assert found(mended) == []
    read = notes_of(mended)
    assert isinstance(read, list)
    assert read[-1] == note


@pytest.mark.parametrize(
    "notes",
    ["{archive: box 7}", "\n      archive: box 7\n      shelf: 3", "\n      - archive: box 7\n        shelf: 3",
     "\n      first visit: 1987", "\n      - {The paper writes: a slip}", "\n      - 'The paper writes: a slip'",
     "\n      - 12:30", "\n      - see https://example.org", "\n      - archive: box 7"],
)  # fmt: skip
def test_notes_that_are_meant_as_mappings_are_silent(notes: str) -> None:
    assert found(f"{HEAD}    notes: {notes}\n") == []


# ---------------------------------------------------------------- one value and several


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("name: [Osh]", "`name: Osh`"),
        ("level: ['a: b']", '`level: "a: b"`'),
        ("level: [a, b]", "one value, not a list"),
        ("coordinates: [29,27, 117,18]", "`coordinates: [29.27, 117.18]`"),
        ("coordinates: [２９.27, 117.18]", "29.27"),
        ("coordinates: ['29,27', '117,18']", "29.27"),
    ],
)
def test_a_value_in_another_form_has_the_line_to_paste(line: str, hint: str) -> None:
    text = "cities:\n  osh:\n    country: KG\n    " + line + ("" if "name" in line else "\n    name: Osh") + "\n"
    assert any(hint in problem.hint for problem in found(text))


@pytest.mark.parametrize(
    "written", ["osh, troyan", "osh; troyan", "osh and troyan", "[osh，troyan]", "［osh，troyan］"]
)
def test_two_ends_in_another_form_have_the_line_to_paste(written: str) -> None:
    cities = "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    source = "sources:\n  s: {title: S}\n"
    (problem,) = found(f"{cities}{source}ties:\n  - kind: sister-city\n    between: {written}\n    source: s\n")
    assert "`between: [osh, troyan]`" in problem.hint


# ---------------------------------------------------------------- quotes

PASSAGE = "„Trémont“ – and Zürnau, it’s said, have “been” twinned — since 1987; Kraków―Łódź « là »."
SHAPES = ("‘’'", '“”„"«»', "–—-―‐")


@examples(60)
@given(data=st.data())
def test_a_quote_that_reads_the_same_is_found_and_another_is_not(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PASSAGE) - 8))
    quote = PASSAGE[start : data.draw(st.integers(start + 8, len(PASSAGE)))].strip()
    for shapes in SHAPES:
        quote = "".join(data.draw(st.sampled_from(shapes)) if sign in shapes else sign for sign in quote)
    form, other = (data.draw(st.sampled_from(["NFC", "NFD"])) for _ in range(2))
    quote = re.sub(" ", lambda _: data.draw(st.sampled_from([" ", "\n", "\u00a0", "  ", "\u3000"])), quote)
    quote, passage = (unicodedata.normalize(one, text) for one, text in ((form, quote), (other, PASSAGE)))
    assert found(quoting(passage, quote)) == []
    letter = data.draw(st.sampled_from([at for at, sign in enumerate(quote) if sign.isalpha()]))
    (problem,) = found(quoting(passage, f"{quote[:letter]}q{quote[letter + 1 :]}"))
    assert problem.code == "quote-not-found"


@examples(40)
@given(sign=st.sampled_from(SHAPELESS), at=st.integers(1, 20), in_passage=st.booleans())
def test_the_hidden_sign_for_which_a_quote_is_not_found_is_named(sign: str, at: int, in_passage: bool) -> None:
    words = "Trémont and Zürnau are twins"
    other = words[:at] + sign + words[at:]
    problems = found(quoting(other, words) if in_passage else quoting(words, other))
    assert [problem.code for problem in problems] == ["quote-not-found"]
    assert f"the {'passage' if in_passage else 'quote'} has U+{ord(sign):04X}" in problems[0].message


def quoting(passage: str, quote: str) -> str:
    said, quoted = (json.dumps(text, ensure_ascii=False) for text in (passage, quote))
    return f"sources:\n  s: {{title: S, passages: [{said}]}}\n{HEAD}    source: s\n    quote: {quoted}\n"
