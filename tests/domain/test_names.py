"""Names: which spellings are one name, which ids they make, and what somebody may have meant."""

import re
import unicodedata

import pytest
from anyascii import anyascii
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.names import (
    Name,
    NameIndex,
    did_you_mean,
    first_alike,
    fold,
    fold_all,
    is_formula,
    nearest,
    slug,
    told_apart,
)

ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)


def letters(*ranges: tuple[str, str]) -> st.SearchStrategy[str]:
    """Letters that can stand alone: marks and joining letters (Jamo) melt into the letter before them."""
    chosen = [chr(code) for first, last in ranges for code in range(ord(first), ord(last) + 1)]
    return st.sampled_from([char for char in chosen if char.isalpha()])


latin = letters(("A", "z"), ("À", "ʯ"), ("Ḁ", "ỿ"))
# Not the Greek of ᾳ: in capitals its iota is a letter, ΑΙ, and so in the key.
scripts = st.one_of(
    latin, letters(("Ͱ", "ώ")), letters(("Ѐ", "ӿ")), letters(("Ա", "և")), letters(("ა", "ჰ")), letters(("א", "ת")),
    letters(("ب", "ي")), letters(("क", "ह")), letters(("ก", "ฮ")), letters(("ぁ", "ゔ"), ("ァ", "ヴ")),
    letters(("가", "힣")), letters(("一", "鿋")),
)  # fmt: skip
words = st.text(scripts, min_size=1, max_size=8)
names = st.lists(words, min_size=1, max_size=3).map(" ".join).filter(lambda name: fold(name).isascii())
ids = st.text("abc", min_size=1, max_size=3)

WORLD = (
    Name("iznik", "iznik", "id"),
    Name("iznik", "Iznik", "name"),
    Name("iznik", "Nicaea", "alias"),
    Name("iznik", "İznik", "tr"),
    Name("jingdezhen", "jingdezhen", "id"),
    Name("jingdezhen", "Jingdezhen", "name"),
    Name("jingdezhen", "景德镇", "zh"),
    Name("jingdezhen", "Porcelain Capital", "alias"),
    Name("jingdezhen", "Q575336", "identifier"),
    Name("jingdezhen", "wikidata:Q575336", "identifier"),
    Name("dubai", "dubai", "id"),
    Name("dubai", "Dubai", "name"),
    Name("dubai", "دبي", "ar"),
    Name("springfield-us", "springfield-us", "id"),
    Name("springfield-us", "Springfield", "name"),
    Name("springfield-gb", "springfield-gb", "id"),
    Name("springfield-gb", "Springfield", "name"),
    Name("springfield", "springfield", "id"),
    Name("springfield", "Springfield", "name"),
    Name("chen-kelong", "chen-kelong", "id"),
    Name("chen-kelong", "Chen Kelong", "name"),
)
INDEX = NameIndex(WORLD)

# ---------------------------------------------------------------- the key of a name: laws


@given(text=st.text())
@example(text="")
@example(text=" - ")
@example(text="\u0345")  # the one character that is no letter, though its lower case is: an iota below nothing
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts=st.lists(st.text(max_size=8)))
@example(texts=["Tel Aviv-Yafo", "Brighton & Hove", "İznik", "Straße & Co", "景德镇", "-"])
@example(texts=["a\nb", "Osh"])
def test_many_names_are_folded_as_each_of_them(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))


@given(name=names)
def test_case_does_not_tell_names_apart(name: str) -> None:
    assert fold(name.upper()) == fold(name.lower()) == fold(name.title()) == fold(name)


@given(name=names, form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@example(name="Йошкар-Ола", form="NFD")
@example(name="ポルト", form="NFD")
@example(name="Zürich", form="NFD")
def test_how_a_letter_is_put_together_does_not_tell_names_apart(name: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, name)) == fold(name)


@given(name=st.text(latin, min_size=1))
def test_diacritics_do_not_tell_latin_names_apart(name: str) -> None:
    bare = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    assert fold(bare) == fold(name)


@given(parts=st.lists(words, min_size=1, max_size=4), data=st.data())
def test_spaces_hyphens_and_apostrophes_do_not_tell_names_apart(parts: list[str], data: st.DataObject) -> None:
    between = st.sampled_from(["", " ", "  ", "-", " - ", "'", "’", "ʼ", "‐", "–", "\u00a0", ".", ", "])
    joined = parts[0] + "".join(data.draw(between) + part for part in parts[1:])
    if fold("".join(parts)).isascii():
        assert fold(joined) == fold("".join(parts))


@given(text=st.text())
def test_a_key_is_ascii_letters_and_digits_or_the_text_itself(text: str) -> None:
    key = fold(text)
    assert re.fullmatch("[a-z0-9]+", key) or key == text.casefold().strip()
    assert key or not text.strip()  # no two names are alike because nothing is left of both


# ---------------------------------------------------------------- the key of a name: examples


@pytest.mark.parametrize(
    "spellings",
    [
        ["İznik", "İZNİK", "ıznik", "IZNIK", "iznik", "Iznik", "I\u0307znik"],
        ["景德镇", "Jingdezhen", "jing-de-zhen", "Jǐngdézhèn", "JING DE ZHEN"],
        ["San José", "San Jose", "SAN JOSÉ", "san-jose", "San Jose\u0301"],
        ["Tel Aviv", "Tel-Aviv", "Telaviv", "TEL–AVIV"],
        ["Côte d'Ivoire", "Côte d’Ivoire", "Cote dIvoire", "CÔTE D'IVOIRE"],
        ["Łódź", "Lodz", "ŁÓDŹ", "łódź"],
        ["Straße", "Strasse", "STRASSE", "STRAẞE"],
        ["Ош", "ОШ", "Osh"],
        ["Αθήνα", "ΑΘΉΝΑ", "Athina"],
        ["Hawaiʻi", "Hawai'i", "Hawaii"],
        ["Antigua & Barbuda", "Antigua and Barbuda"],
        ["Ｔｏｋｙｏ", "Tokyo"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_the_spellings_of_one_name_have_one_key(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_different_names_have_different_keys() -> None:
    different = ["Osh", "Ош 2", "دبي", "Dubai", "景德镇", "景德", "San José", "San Juan", "!", "?", "…", "—"]
    assert len({fold(name) for name in different}) == len(different)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u3000"])
def test_blank_text_has_an_empty_key(text: str) -> None:
    assert fold(text) == ""


# ---------------------------------------------------------------- ids from names


@given(text=st.text())
@example(text="''")
@example(text="- a -")
@example(text="_")
def test_a_slug_is_an_id_or_empty(text: str) -> None:
    assert slug(text) == "" or ID.fullmatch(slug(text))
    assert slug(slug(text)) == slug(text)


@given(name=names)
def test_the_slug_of_a_name_is_a_spelling_of_it(name: str) -> None:
    assert fold(slug(name)) == fold(name)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Tel Aviv-Yafo", "tel-aviv-yafo"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("景德镇", "jingdezhen"),
        ("Łódź", "lodz"),
        ("İznik", "iznik"),
        ("  St. Pölten  ", "st-polten"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_slug_reads_as_the_name_does(name: str, id: str) -> None:
    assert slug(name) == id


# ---------------------------------------------------------------- what a name stands for: laws

worlds = st.lists(
    st.builds(Name, ids, ids.map(str.title) | names, st.sampled_from(["name", "alias", "tr"])), max_size=8
)


def with_ids(given_names: list[Name]) -> list[Name]:
    """Each thing also has its id, as in a graph."""
    return [*(Name(id, id, "id") for id in sorted({name.id for name in given_names})), *given_names]


@given(world=worlds)
def test_an_exact_id_settles_it_alone(world: list[Name]) -> None:
    index = NameIndex(with_ids(world))
    for name in world:
        assert index.lookup(name.id) == [name.id]


@given(world=worlds)
def test_a_name_finds_all_that_bear_it_in_order_of_id(world: list[Name]) -> None:
    index = NameIndex(world)
    for name in world:
        assert index.lookup(name.text.upper()) == sorted({other.id for other in world if alike(other.text, name.text)})


def alike(one: str, other: str) -> bool:
    return fold(one) == fold(other)


@given(world=worlds, text=st.text())
def test_what_nobody_is_called_finds_nobody(world: list[Name], text: str) -> None:
    if not any(alike(name.text, text) for name in world):
        assert NameIndex(world).lookup(text) == []


@given(world=worlds, text=ids | names, limit=st.integers(1, 5))
def test_near_names_are_the_worlds_own_each_once_and_no_more_than_asked_for(
    world: list[Name], text: str, limit: int
) -> None:
    near = NameIndex(world).near(text, limit=limit)
    assert len(near) == len(set(near)) <= limit
    assert set(near) <= {name.id for name in world}
    assert near == NameIndex(world).near(text, limit=limit)


@given(world=worlds.filter(bool), data=st.data())
def test_the_beginning_of_a_name_or_of_a_word_in_it_finds_it(world: list[Name], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(world))
    word = data.draw(st.sampled_from(name.text.split()))
    beginning = word[: data.draw(st.integers(1, len(word)))]
    if fold(beginning).isascii() and fold(word).startswith(fold(beginning)):
        assert name.id in NameIndex(world).near(beginning, limit=len(world))


@given(world=worlds)
def test_an_index_holds_the_names_that_were_put_in(world: list[Name]) -> None:

    def key(name: Name) -> tuple[str, str, str]:
        return name.id, name.text, name.how

    world = [*world, Name("a", "Q1", "identifier")]
    assert sorted(NameIndex(world), key=key) == sorted(world, key=key)


# ---------------------------------------------------------------- what a name stands for: examples


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iznik", ["iznik"]),
        ("İZNİK", ["iznik"]),
        ("nicaea", ["iznik"]),
        ("景德镇", ["jingdezhen"]),
        ("jing-de-zhen", ["jingdezhen"]),
        ("porcelain capital", ["jingdezhen"]),
        ("دبي", ["dubai"]),
        ("DUBAI", ["dubai"]),
        ("Q575336", ["jingdezhen"]),
        ("q575336", ["jingdezhen"]),
        (" Q575336 ", ["jingdezhen"]),
        ("wikidata:Q575336", ["jingdezhen"]),
        ("Wikidata:q575336", ["jingdezhen"]),
        ("geonames:Q575336", []),
        ("Q57533", []),
        ("Springfield", ["springfield", "springfield-gb", "springfield-us"]),
        ("springfield", ["springfield"]),
        ("springfield-gb", ["springfield-gb"]),
        ("Ur", []),
        ("", []),
        ("-", []),
    ],
)
def test_a_name_in_any_spelling_finds_what_it_stands_for(text: str, found: list[str]) -> None:
    assert INDEX.lookup(text) == found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Izink", "iznik"),
        ("Jingdezen", "jingdezhen"),
        ("Jindezhen", "jingdezhen"),
        ("Dubay", "dubai"),
        ("Kelong", "chen-kelong"),
        ("kel", "chen-kelong"),
        ("capital", "jingdezhen"),
        ("景", "jingdezhen"),
        ("Nic", "iznik"),
    ],
)
def test_a_misspelling_or_the_beginning_of_a_word_finds_the_nearest(text: str, first: str) -> None:
    assert INDEX.near(text)[0] == first


def test_what_is_like_no_name_is_near_none() -> None:
    assert INDEX.near("xyzzyxyzzy") == []


# ---------------------------------------------------------------- did you mean


@given(choices=st.lists(names), text=st.text(), limit=st.integers(1, 4))
def test_the_nearest_are_some_of_the_choices(choices: list[str], text: str, limit: int) -> None:
    near = nearest(text, choices, limit=limit)
    assert len(near) <= limit
    assert set(near) <= set(choices)
    assert near == nearest(text, choices, limit=limit + 1)[:limit]


@given(choices=st.lists(names, min_size=1), data=st.data())
def test_another_spelling_of_a_choice_is_nearer_than_any_other(choices: list[str], data: st.DataObject) -> None:
    meant = data.draw(st.sampled_from(choices))
    assert alike(nearest(meant.upper(), choices)[0], meant)


@given(choices=st.lists(names), text=st.text())
def test_a_hint_names_a_choice_or_there_is_none(choices: list[str], text: str) -> None:
    hint = did_you_mean(text, choices)
    assert hint == "" or hint in {f"did you mean `{choice}`?" for choice in choices}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("sistr-city", "did you mean `sister-city`?"),
        ("Sister City", "did you mean `sister-city`?"),
        ("contcat", "did you mean `contact`?"),
        ("flagship", ""),
        ("", ""),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_was_meant(text: str, hint: str) -> None:
    assert did_you_mean(text, ["sister-city", "contact"]) == hint


def test_of_two_that_are_equally_near_the_first_is_named() -> None:
    assert nearest("cat", ["bat", "hat"], limit=2) == ["bat", "hat"]
    assert nearest("cat", ["hat", "bat"], limit=2) == ["hat", "bat"]


def test_letters_with_marks_fold_as_the_table_of_all_scripts_has_them() -> None:
    for code in range(0x80, 0x20000):
        if not 0xD800 <= code < 0xE000:
            letter = chr(code)
            spelled = anyascii(unicodedata.normalize("NFKC", letter)).replace("&", "and").lower()
            assert fold(f"x{letter}") == "x" + re.sub(r"[^a-z0-9]+", "", spelled), hex(code)


# ---------------------------------------------------------------- namesakes

identifiers = st.dictionaries(st.sampled_from(["wikidata", "geonames", "unlocode", "isni"]), st.sampled_from("abc"))


@given(st.lists(identifiers, max_size=12))
def test_the_first_namesake_is_the_first_that_no_identifier_tells_apart(several: list[dict[str, str]]) -> None:
    records = [{"identifiers": one} for one in several]
    each = [
        next((place for place in range(at) if not told_apart(records[place], record)), None)
        for at, record in enumerate(records)
    ]
    assert list(first_alike(several)) == each


# ---------------------------------------------------------------- formulas


@given(
    sign=st.sampled_from("=+-@\t\r"), rest=st.text(min_size=1), number=st.floats(allow_nan=False, allow_infinity=False)
)
def test_a_sign_makes_a_formula_but_not_of_a_number(sign: str, rest: str, number: float) -> None:
    assert not any(map(is_formula, (sign, f"a{sign}{rest}", f" {sign}{rest}", f"{number:+}", f"{number:+.9f}")))
    assert is_formula(f"{sign}{rest}a")
