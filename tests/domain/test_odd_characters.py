"""What the eye cannot see: it is told wherever it stands, and nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.names import visible
from citygraph.domain.odd_characters import composed, hidden, is_plain, mixed, named, odd, without_hidden
from odd_characters import AT_HOME, SHAPELESS

NAMES = ("Osh", "Jingdezhen", "Trémont", "Saint-Denis", "Λευκωσία", "Владивосток", "King's Lynn", "Ø", "Łódź-2")
ALPHABETS = {
    "Latin": "aBzéßøŁıĞ", "Greek": "αΩςή", "Cyrillic": "аЯёїҖ", "Hebrew": "אבת", "Arabic": "ابیگ", "Armenian": "աԲև",
    "Georgian": "აბჰ", "Devanagari": "कखि्", "Thai": "กขั", "Ethiopic": "ሀለ", "East Asian": "景德zのカー々한ㄅA",
}  # fmt: skip
LOOK_ALIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "O": "Ο", "A": "Α", "T": "Т", "H": "Н"}


@given(
    name=st.sampled_from(NAMES) | st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)),
    sign=st.sampled_from(SHAPELESS),
    data=st.data(),
)
def test_what_shows_nothing_is_told_wherever_it_stands(name: str, sign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    text = name[:at] + sign + name[at:]
    found = odd(text)
    assert found is not None
    assert (found.at, found.name) == (at, f"U+{ord(sign):04X} {unicodedata.name(sign)}")
    assert sign not in visible(text)
    assert without_hidden(text) == name


@given(data=st.data(), alphabet=st.sampled_from(sorted(ALPHABETS)))
def test_words_of_one_script_are_silent(data: st.DataObject, alphabet: str) -> None:
    word = st.text(alphabet=ALPHABETS[alphabet] + "019'’-", min_size=1)
    other = st.text(alphabet=ALPHABETS[data.draw(st.sampled_from(sorted(ALPHABETS)))], min_size=1)
    text = data.draw(st.sampled_from([" ", "-", ", ", " («", "/"])).join(data.draw(st.tuples(word, other, word)))
    assert odd(text) is None
    assert visible(text) == text


@pytest.mark.parametrize("text", AT_HOME)
def test_what_does_its_work_is_silent(text: str) -> None:
    assert list(hidden(text)) == []
    assert visible(text) == text


@pytest.mark.parametrize(
    "text",
    ["Λ-City", "T恤", "東京タワー", "부산IT", "5 µm", "IT-компания", "Пётр I", "ЗИЛ-130", "Ｔｏｋｙｏ",
     "Saint-Denis\u00a0: ville", "«\u00a0Lyon\u00a0»", "10\u202f000", "山田\u3000太郎", "Ⅳ世", "20й", "Œuvre", "ʻOkina",
     "Hawaiʻi", "e\u0301te\u0301", "№5", "ℵ0", "𝐀bc"],
)  # fmt: skip
def test_what_people_write_on_purpose_is_silent(text: str) -> None:
    assert odd(text) is None


@given(name=st.sampled_from(["Jingdezhen", "Otherville", "Port-au-Prince", "Texcoco"]), data=st.data())
def test_a_letter_of_another_script_within_a_word_is_named(name: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, letter in enumerate(name) if letter in LOOK_ALIKE]))
    letter = LOOK_ALIKE[name[at]]
    (found,) = mixed(name[:at] + letter + name[at + 1 :])
    assert (found.at, found.name) == (at, f"U+{ord(letter):04X} {unicodedata.name(letter)}")


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u2003", "\u202f", "\u3000", "\u205f"])
def test_a_space_that_is_no_plain_one_is_told(space: str) -> None:
    found = odd(f"New{space}York")
    assert found is not None
    assert found.name == named(space)


@pytest.mark.parametrize(("letter", "most"), [("a", 400), ("я", 200), ("景", 20_000)])
def test_plain_letters_are_not_odd(letter: str, most: int) -> None:
    plain = "".join(one for one in map(chr, range(0x110000)) if is_plain(f"{letter}{one}"))
    assert len(plain) > most
    assert is_plain(plain)
    assert odd(plain) is None
    assert composed(plain) == plain
    assert all(odd(f"{letter}{one} {one}") is None for one in plain)
