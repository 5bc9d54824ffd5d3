"""Texts that begin with a sign of YAML: the message names the sign and the way out, and nothing else is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder.parser import FileContents, parse
from citygraph.folder.yaml_text import Document, quoted
from conftest import examples

SIGNS = ["'", '"', "[sic] ", "{sic} ", "[a, b] ", "*", "* ", "& ", "&c. ", "@", "`", "%", "> ", ">", "| ", "|"]
IN_BLOCKS = [
    "sources:\n  a: {title: A}\n  b:\n    title: TEXT\n    type: news\n  c: {title: C}\n",
    "sources:\n  a: {title: A}\n  b:\n    title: B\n    passages:\n      - TEXT\n      - more\n  c:\n    title: C\n",
]
IN_BRACKETS = [
    "sources:\n  a: {title: A}\n  b: {title: TEXT, type: news}\n  c: {title: C}\n",
    "sources:\n  a: {title: A}\n  b: {type: news, title: TEXT}\n  c: {title: C}\n",
    "sources:\n  a: {title: A}\n  b: {title: B, passages: [one, TEXT, more]}\n  c: {title: C}\n",
]
WORDS = st.lists(st.text("abcdefäöü", min_size=1, max_size=6), min_size=2, max_size=4).map(" ".join)


def read(text: str) -> FileContents:
    return parse(Document("x.yaml", text))


def data(contents: FileContents) -> list[tuple[str, object]]:
    return [(record.id, record.data) for record in contents.records]


@examples(300)
@given(form=st.sampled_from(IN_BLOCKS + IN_BRACKETS), sign=st.sampled_from(SIGNS), words=WORDS)
def test_a_text_that_begins_with_a_sign_is_one_mistake_that_costs_nothing(form: str, sign: str, words: str) -> None:
    text = sign + words
    contents = read(form.replace("TEXT", text))
    (found,) = contents.diagnostics
    assert found.span.column == form.splitlines()[found.span.line - 1].index("TEXT") + 1
    assert f"`{sign[0]}`" in found.message or "backtick" in found.message
    assert quoted(text) in found.hint
    mended = read(form.replace("TEXT", quoted(text)))
    assert not list(mended.diagnostics)
    assert data(contents) == data(mended)


@given(form=st.sampled_from(IN_BRACKETS), words=WORDS)
@examples(50)
def test_a_hash_in_brackets_costs_nothing_either(form: str, words: str) -> None:
    contents = read(form.replace("TEXT", f"{words} #4"))
    (found,) = contents.diagnostics
    assert "`#4" in found.message
    assert quoted(f"{words} #4") in found.hint
    assert data(contents) == data(read(form.replace("TEXT", quoted(f"{words} #4"))))


def test_names_with_an_apostrophe_do_not_close_each_other() -> None:
    names = ["'s-Hertogenbosch", "'s-Gravenhage", "'t Harde"]
    for form in ("  c{}: {{name: {}, country: NL}}\n", "  c{}:\n    name: {}\n    country: NL\n"):
        contents = read("cities:\n" + "".join(form.format(number, name) for number, name in enumerate(names)))
        assert [found.message for found in contents.diagnostics] == ["the quote `'` opens here and does not close"] * 3
        assert [record.data["name"] for record in contents.records] == names


@pytest.mark.parametrize(
    ("text", "way_out"),
    [("title: #lviv twinned", '`title: "#lviv twinned"`'), ("passages:\n      - #lviv", '`- "#lviv"`')],
)
def test_a_text_that_is_a_comment_for_yaml_is_named(text: str, way_out: str) -> None:
    (found,) = read(f"sources:\n  a:\n    {'' if 'title' in text else 'title: A'}\n    {text}\n").diagnostics
    assert "`#lviv" in found.message
    assert way_out in found.hint


def test_an_anchor_that_no_alias_asks_for_may_be_the_first_word() -> None:
    (found,) = read("sources:\n  a: {title: &Lviv und Freiburg}\n").diagnostics
    assert (found.code, found.severity.value) == ("unused-anchor", "warning")
    assert '`"&Lviv und Freiburg"`' in found.hint
    assert not list(read("sources:\n  a: {title: &t Lviv, publisher: *t}\n").diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "ties:\n  - {kind: x, between: [a, b] since: 1990, source: s}\n",
        "ties:\n  - kind: x\n    between: [a, b]\n     since: 1990\n",
        "cities:\n  a: {name: A, country: NL} {name: B}\n",
        "cities:\n  a: {name: A, country: NL\n",
    ],
)
def test_brackets_of_records_are_no_text(text: str) -> None:
    found, *_ = read(text).diagnostics
    assert "quotes" not in found.hint


def test_quotes_that_never_close_cost_no_other_record() -> None:
    contents = read('sources:\n  a:\n    title: "They said so\n    type: news\n  b: {title: B}\n')
    (found,) = contents.diagnostics
    assert (found.span.line, found.hint.partition(",")[0]) == (3, "close it")
    assert [record.id for record in contents.records] == ["a", "b"]
