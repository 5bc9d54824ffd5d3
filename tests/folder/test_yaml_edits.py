"""Laws of edits in YAML: the new text says what was meant, and all characters that are not meant stay."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder.yaml_edits import YamlEdits, meant
from citygraph.folder.yaml_nodes import CannotEdit, plain
from citygraph.folder.yaml_style import entry, in_line, scalar
from citygraph.folder.yaml_text import Document

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ODD = "ab #:-,[]{}'\"\\\n?!&*|>%@`~ é中1.\t\r\u2028"
TEXTS = st.text(alphabet=st.sampled_from(_ODD), max_size=12) | st.lists(
    st.sampled_from(["word", "x:", "- y", "#z"])
).map(" ".join)
IDS = st.text(alphabet="abcxyz-", min_size=1, max_size=4)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(IDS, inner, max_size=3), max_leaves=6
)
RECORDS = st.dictionaries(IDS, VALUES.filter(lambda value: value not in ([], {})), min_size=1, max_size=4)


def edits(text):
    return YamlEdits(Document("x.yaml", text))


@st.composite
def laid_out(draw, value, indent=0):
    """A mapping as somebody may have written it: in a block, with comments, empty lines, and some values in a line."""
    lines = []
    for key, inner in value.items():
        lines += draw(st.lists(st.sampled_from(["", f"{' ' * indent}# a note"]), max_size=2))
        if isinstance(inner, dict) and inner and draw(st.booleans()):
            lines += [f"{' ' * indent}{scalar(key)}:", draw(laid_out(inner, indent + draw(st.integers(1, 4))))]
        elif isinstance(inner, dict | list) and draw(st.booleans()):
            lines.append(f"{' ' * indent}{scalar(key)}: {in_line(inner)}")
        else:
            lines.append(" " * indent + entry(key, inner, indent))
        if isinstance(inner, str) and "\n" not in lines[-1] and draw(st.booleans()):
            lines[-1] += "  # beside it"
    return "\n".join(lines)


@st.composite
def files(draw):
    """The data of a file, and its text."""
    data = draw(st.dictionaries(IDS, RECORDS, min_size=1, max_size=3))
    text = draw(laid_out(data))
    ends = ["\n", "", "\n\n# the end\n"]
    if plain(yaml.compose(text, _LOADER)) != plain(yaml.compose(f"{text}\n", _LOADER)):
        ends.remove("")  # a block text needs its line end
    text += draw(st.sampled_from(ends))
    return data, text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))) if "\r" not in text else text


@given(VALUES)
def test_what_is_written_reads_as_it_was_meant(value):
    text = f"top:\n  {entry('key', value, 2)}\n"
    assert plain(yaml.compose(text, _LOADER)) == {"top": {"key": meant(value)}}
    assert plain(yaml.compose(f"[{in_line(value)}, x]", _LOADER)) == [meant(value), "x"]


@given(files(), st.data())
def test_a_new_key_only_adds_characters(file, data):
    old, text = file
    section = data.draw(st.sampled_from(sorted(old)))
    path = data.draw(
        st.sampled_from([(section,), *((section, id) for id in old[section] if isinstance(old[section][id], dict))])
    )
    key, value = data.draw(IDS.map("new-{}".format)), data.draw(VALUES)
    changes = edits(text)
    if path[1:] and not old[section][path[1]]:
        return
    changes.put((*path, key), value, data.draw(st.lists(IDS)), apart=data.draw(st.booleans()))
    new = changes.text()
    assert is_part(text, new)
    here = plain(yaml.compose(new, _LOADER))
    for step in path:
        here = here[step]
    assert here[key] == meant(value)


@given(files(), st.data())
def test_a_key_that_goes_takes_only_its_own_lines(file, data):
    old, text = file
    section = data.draw(st.sampled_from(sorted(old)))
    id = data.draw(st.sampled_from(sorted(old[section])))
    changes = edits(text)
    changes.remove((section, id))
    try:
        new = changes.text()
    except CannotEdit:
        assert "#" in text
        return
    assert is_part(new, text) or has_lines_of(new, text)
    del old[section][id]
    assert said(new) == meant({key: inner for key, inner in old.items() if inner})


@given(files(), st.data())
def test_another_value_changes_nothing_else(file, data):
    old, text = file
    section = data.draw(st.sampled_from(sorted(old)))
    id = data.draw(st.sampled_from(sorted(old[section])))
    value = data.draw(VALUES)
    changes = edits(text)
    try:
        changes.put((section, id), value)
    except CannotEdit:
        assert "#" in text
        return
    new = changes.text()
    old[section][id] = value
    assert plain(yaml.compose(new, _LOADER)) == meant(old)


def said(text):
    root = yaml.compose(text, _LOADER)
    return plain(root) if root is not None else {}


def has_lines_of(short, long):
    """True if a text is another one without some of its lines."""
    lines = iter(long.splitlines())
    return all(line in lines for line in short.splitlines())


def test_comments_above_the_only_record_of_a_section_stay():
    text = "# top\ncities:  # ours\n  # of Lyon\n  lyon:\n    # within\n    name: Lyon\n\n  # foot\nties: [a]\n"
    changes = edits(text)
    changes.remove(("cities", "lyon"))
    assert changes.text() == "# top\n  # of Lyon\n  # foot\nties: [a]\n"


def test_a_new_key_stands_behind_the_comment_of_the_key_above():
    changes = edits("cities:\n  osh:\n    name: Osh\n      # in Cyrillic: Ош\n    notes: x\n")
    changes.put(("cities", "osh", "source"), "s", ["name", "source", "notes"])
    assert changes.text() == ("cities:\n  osh:\n    name: Osh\n      # in Cyrillic: Ош\n    source: s\n    notes: x\n")


def test_what_an_alias_brings_to_several_places_is_not_edited():
    changes = edits("cities:\n  a: &o {name: Osh}\n  b: *o\n  c: {name: C}\n")
    for id in "ab":
        with pytest.raises(CannotEdit, match="an alias"):
            changes.put(("cities", id, "country"), "KG")
    changes.put(("cities", "c", "country"), "KG")
    assert changes.text() == "cities:\n  a: &o {name: Osh}\n  b: *o\n  c: {name: C, country: KG}\n"


def is_part(short, long):
    """True if a text is another one with one piece put in."""
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), min(len(short), len(long)))
    end = len(short) - start
    return len(short) <= len(long) and short[start:] == long[len(long) - end :]


@given(files(), st.data())
def test_several_that_go_leave_the_others(file, data):
    old, text = file
    paths = [(section, id) for section in old for id in old[section]]
    gone = data.draw(st.lists(st.sampled_from(paths), unique=True, min_size=1))
    changes = edits(text)
    for path in gone:
        changes.remove(path)
    try:
        new = changes.text()
    except CannotEdit:
        assert "#" in text
        return
    rest = {s: {id: v for id, v in old[s].items() if (s, id) not in gone} for s in old}
    assert said(new) == meant({s: records for s, records in rest.items() if records})


@given(st.sampled_from(["", "# ours\n", "a: {x: y}\n", "a: {x: y}", "new:\n", "new:\na: {x: y}\n"]), RECORDS, RECORDS)
def test_several_may_be_put_into_a_section_that_was_not_there(text, record, other):
    file = edits(text)
    there = plain(yaml.compose(text, _LOADER)) if yaml.compose(text, _LOADER) else {}
    file.put(("new", "one"), record, apart=True)
    file.put(("new", "two"), other, apart=True)
    file.put(("new", "one", "more"), "text")
    file.put(("listed",), [record], apart=True)
    file.append(("listed",), other, apart=True)
    new = meant({"new": {"one": {**record, "more": "text"}, "two": other}, "listed": [record, other]})
    for _ in range(2):  # the text may be looked at before it is written
        assert plain(yaml.compose(file.text(), _LOADER)) == {**there, **new}
    file.put(("new", "three"), "text")
    assert plain(yaml.compose(file.text(), _LOADER))["new"]["three"] == "text"
    assert [line for line in text.splitlines() if line != "new:"] == [
        line for line in file.text().splitlines() if line in text.splitlines() and line != "new:"
    ]
