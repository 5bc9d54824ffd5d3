"""Laws of `fmt`: a file in form says the same, has the same comments, and is in form."""

import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import SECTIONS, keys_of
from citygraph.editing.draft import drafting
from citygraph.editing.formatting import in_form, put_into_form, yaml_files
from citygraph.editing.records import SECTION_OF, add
from citygraph.folder.writer import as_yaml
from citygraph.folder.yaml_format import formatted
from citygraph.folder.yaml_layout import Layout
from citygraph.folder.yaml_style import in_line, key, quoted, scalar
from citygraph.folder.yaml_text import Document
from citygraph.world import World
from conftest import SHARED, citygraph
from worlds import HOSTILE, exported, files, load, told_worlds

ROOT = Path(__file__).parents[2]
KEYS = ["name", "names", "coordinates", "evidence", "quote", "source", "by", "notes", "status", "on", "odd", "kind"]
ODD = "ab #:-,[]{}'\"\\\n?!&*|>%@`~ é中1.\t\u2028"
TEXTS = (
    st.text(alphabet=st.sampled_from(ODD), max_size=12)
    | st.sampled_from(["NO", "010", "2021", "2021-05", "2021-05-03", "12:30", "null", "1.50", "", "on", "a " * 90])
    | st.lists(st.sampled_from(["word", "x:", "- y", "#z", "\n", "long-word-after-word"]), max_size=30).map(" ".join)
)
VALUES = st.recursive(
    TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=5)
SOME = st.dictionaries(st.sampled_from("abc"), RECORDS, min_size=1, max_size=2)
SECTION_KEYS = st.sampled_from(["cities", "ties", "sources", "officials", "oddities"])
WORLDS = st.dictionaries(SECTION_KEYS, SOME | st.lists(RECORDS, min_size=1, max_size=2), min_size=1, max_size=3)


def form(text):
    return formatted(Document("x.yaml", text))


class Author:
    """Somebody who writes YAML, with habits of their own: indents, brackets, quotes, comments, empty lines."""

    def __init__(self, draw):
        self.draw = draw
        self.comments = 0
        self.is_below_text = False
        """True below a text in lines of its own: what is indented as deep there is not a comment."""

    def comment(self):
        self.comments += 1
        return f"# note {self.comments}"

    def above(self, indent):
        lines = self.draw(st.lists(st.sampled_from(["", "#", "#>"]), max_size=2)) if self.draw(st.booleans()) else []
        for line in lines:
            deeper = self.draw(st.integers(0, 5)) if line == "#>" and not self.is_below_text else 0
            yield " " * (indent + deeper) + self.comment() if line else ""

    def beside(self):
        return f" {self.comment()}" if self.draw(st.integers(0, 4)) == 0 else ""

    def text(self, value, indent):
        self.is_below_text = False
        if value is None:
            return self.draw(st.sampled_from(["null", "~", ""]))
        style = self.draw(st.sampled_from(["", '"', "'", ">", "|", "lines"]))
        if style in (">", "|") and "\u2028" not in value:
            dumped = yaml.dump(value, default_style=style, allow_unicode=True, width=30, Dumper=yaml.SafeDumper)
            if dumped.startswith(style):
                head, *rest = dumped.rstrip("\n").split("\n") if not dumped.startswith(style + "+") else [""]
                if head in (style, style + "-"):
                    self.is_below_text = True
                    lines = [" " * indent + line[2:] if line else "" for line in rest]
                    return "\n".join([head + self.beside(), *lines])
        if style == "lines" and self.draw(st.booleans()):
            return quoted(value, '"').replace("a a", f"a\n{' ' * indent}a")
        return quoted(value, style) if style in ('"', "'") else scalar(value)

    def block(self, value, indent):
        step = self.draw(st.integers(1, 4))
        for name, inner in value.items() if isinstance(value, dict) else ((None, one) for one in value):
            yield from self.above(indent)
            lead = " " * indent + ("-" if name is None else key(name) + ":")
            if isinstance(inner, dict | list) and (not inner or self.draw(st.booleans())):
                yield f"{lead} {self.brackets(inner, indent + step)}{self.beside()}"
            elif isinstance(inner, dict | list):
                lines = list(self.block(inner, indent + step))
                first = next((line for line in lines if line), "")
                if name is None and lines[0] == first and not first.lstrip().startswith("#"):
                    yield f"{lead}{' ' * (step - 1)}{lines[0].lstrip(' ')}" if step > 1 else f"{lead}\n{lines[0]}"
                    yield from lines[1:]
                else:
                    yield lead + self.beside()
                    yield from lines
            else:
                written = self.text(inner, indent + step)
                yield f"{lead} {written}{'' if written[:1] in ('|', '>') else self.beside()}"

    def brackets(self, value, indent):
        self.is_below_text = False
        if self.draw(st.booleans()):
            return in_line(value)
        pairs = value.items() if isinstance(value, dict) else ((None, one) for one in value)
        lines = [self.beside()]
        for name, one in pairs:
            inner = self.brackets(one, indent) if isinstance(one, dict | list) else scalar(one, flow=True)
            lines.append(f"{'' if name is None else key(name, flow=True) + ': '}{inner},{self.beside()}")
        start, end = "{}" if isinstance(value, dict) else "[]"
        return start + f"\n{' ' * indent}".join(lines) + f"\n{' ' * indent}{end}"


@st.composite
def written(draw):
    """The data of a file, its text as somebody has written it, and how many comments it has."""
    data = draw(WORLDS)
    author = Author(draw)
    text = "\n".join(author.block(data, 0)) + draw(st.sampled_from(["\n", "", "\n\n\n"]))
    return data, text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))), author.comments


@given(written())
def test_a_file_in_form_says_the_same_and_has_all_comments(file):
    data, text, comments = file
    before = Layout(Document("x.yaml", text))
    assert before.said == data
    new = form(text)
    after = Layout(Document("x.yaml", new))
    assert after.said == data
    assert sorted(after.comments) == sorted(before.comments) == sorted(f"# note {n + 1}" for n in range(comments))


@given(written())
def test_a_file_in_form_is_in_form(file):
    new = form(file[1])
    assert form(new) == new
    assert new.endswith("\n")
    assert "\n\n\n" not in new
    assert not any(line != line.rstrip(" ") for line in new.split("\n"))


@given(told_worlds(), st.randoms(use_true_random=False))
def test_a_world_in_form_is_the_same_world(text, by):
    assert_same(files(yaml.load(text, yaml.BaseLoader), by))


def test_a_hostile_world_in_form_is_the_same_world():
    assert_same({"world.yaml": HOSTILE})


def assert_same(world):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for name, part in world.items():
            for folder, said in ((one, part), (other, form(part))):
                (Path(folder) / name).parent.mkdir(exist_ok=True)
                (Path(folder) / name).write_text(said, encoding="utf-8")
        assert load(Path(one)).records == load(Path(other)).records


@given(told_worlds())
def test_an_exported_world_is_in_form(text):
    with tempfile.TemporaryDirectory() as one:
        (Path(one) / "world.yaml").write_text(text, encoding="utf-8")
        exported(World(Path(one), cache=False), Path(one) / "out.yaml")
        out = (Path(one) / "out.yaml").read_text(encoding="utf-8")
    assert form(out) == out


@given(VALUES)
def test_what_citygraph_writes_anew_is_in_form(value):
    section = next(section for section in SECTIONS if section.key == "cities")
    text = as_yaml(section, {"a": {"name": "A", "notes": value}, "b": {"name": "B", "notes": [value]}})
    assert form(text) == text


@pytest.mark.skipif(not SHARED.exists(), reason="there are no folders of others beside this checkout")
def test_folders_of_others_in_form_are_the_same_worlds(tmp_path):
    folders = sorted({path.parent for path in SHARED.rglob("*.y*ml") if path.stat().st_size < MOST_OF_OTHERS})
    for number, folder in enumerate(folders):
        here = tmp_path / str(number)
        here.mkdir()
        for path in folder.iterdir():
            if path.is_file() and path.suffix in (".yaml", ".yml", ".csv") and path.stat().st_size < MOST_OF_OTHERS:
                (here / path.name).write_bytes(path.read_bytes())
        before = load(here).records
        comments = [Layout(one).comments for one in documents(here)]
        put_into_form(here, [one for one in in_form(here, yaml_files(here, ())) if one.new != one.held])
        assert load(here).records == before
        assert [sorted(Layout(one).comments) for one in documents(here)] == list(map(sorted, comments))
        assert all(one.new == one.held for one in in_form(here, yaml_files(here, ())))


MOST_OF_OTHERS = 20_000


def documents(folder):
    """The YAML files of a folder that have a form."""
    for one in in_form(folder, yaml_files(folder, ())):
        if not one.refused:
            yield Document(one.file, one.held.decode("utf-8-sig"))


def test_only_one_key_of_the_format_needs_no_quotes_by_name():
    declared = {name for section in SECTIONS for name in keys_of(section.record).all}
    assert {name for name in declared if scalar(name) != name} == {"on"}
    assert key("on") == "on"


# ---------------------------------------------------------------- examples


def the_page() -> list[str]:
    """The two blocks of YAML in the docs: before and after."""
    page = (ROOT / "docs/writing.md").read_text(encoding="utf-8").partition("## One form")[2]
    return re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)


def test_the_page_shows_what_happens():
    before, after, *_ = the_page()
    assert form(before) == after


STARTERS = ROOT / "src/citygraph/folder/starters"
BROUGHT = [ROOT / "graph", *sorted(path for path in STARTERS.iterdir() if path.is_dir())]


@pytest.mark.parametrize("folder", BROUGHT, ids=lambda path: path.name)
def test_what_citygraph_brings_is_in_form(folder):
    checked = citygraph("fmt", "--check", "--graph", folder)
    assert (checked.code, checked.out) == (0, "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cities:\n  a:\n    country: NO\n    name: 'A'\n", 'cities:\n  a:\n    name: A\n    country: "NO"\n'),
        ("cities: {a: {coordinates: ['1.50', 1e1]}}\n", "cities: {a: {coordinates: [1.50, 1e1]}}\n"),
        ("cities:\n  a: # one\n    # two\n    name: A\n      # three\n  # four\n  b: {name: B}\n",
         "cities:\n  a:  # one\n    # two\n    name: A\n    # three\n  # four\n  b: {name: B}\n"),
        ("# head\n\n\ncities:\n\n  a: {name: A}\nsources: {}\n# foot",
         "# head\n\ncities:\n  a: {name: A}\n\nsources: {}\n# foot\n"),
        ("ties:\n- # here\n  to: b\n  own: 1\n  kind: x\n", "ties:\n  # here\n  - kind: x\n    to: b\n    own: 1\n"),
        ("sources: {s: {title: T, authors: [A, # the first\n B]}}",
         "sources:\n  s:\n    title: T\n    authors:\n      - A  # the first\n      - B\n"),
        ("ties:\n  - kind: x\n    quote: room #4\n", "ties:\n  - kind: x\n    quote: room #4\n"),
        ("sources:\n  s:\n    notes: >\n      one two\n      three\n\n      four\n",
         "sources:\n  s:\n    notes: >\n      one two three\n\n      four\n"),
        ("\ufeffcities:\r\n  a:\r\n    name: A   \r\n", "cities:\n  a:\n    name: A\n"),
    ],
)  # fmt: skip
def test_a_layout_becomes_the_one_form(tmp_path, before, after):
    (tmp_path / "w.yaml").write_bytes(before.encode())
    assert citygraph("fmt", "--graph", tmp_path).code == 0
    assert (tmp_path / "w.yaml").read_bytes().decode() == after


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("cities:\n  a: [\n", 3, "not sound YAML"),
        ("cities:\n  a: &x {name: A}\n  b: *x\n", 2, "an anchor"),
        ("cities:\n  a: {name: !!str A}\n", 2, "a tag"),
        ("cities:\n  a: {}\n  a: {}\n", 3, "here twice"),
        ("cities: {}\n---\nties: []\n", 2, "second document"),
        ("%YAML 1.1\n---\ncities: {}\n", 1, "directive"),
        ("- a\n", 1, "sections at its top"),
        ("cities:\n<<<<<<< a\n  a: {}\n=======\n>>>>>>> b\n", 2, "conflict marker"),
        ("cities:\n  a: {name: \x07}\n", 2, "not allowed"),
        ("cities: " + "[" * 70 + "]" * 70 + "\n", 1, "nested too deeply"),
    ],
)
def test_what_has_no_form_is_named_and_stays(tmp_path, text, line, why):
    for name, content in (("bad.yaml", text), ("good.yaml", "cities: {b: {name: 'B'}}\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = citygraph("fmt", "--graph", tmp_path)
    assert done.code == 1
    assert f"bad.yaml:{line}: " in done.err
    assert why in done.err
    assert (tmp_path / "bad.yaml").read_text() == text
    assert (tmp_path / "good.yaml").read_text() == "cities: {b: {name: B}}\n"


def test_a_check_names_the_files_and_writes_nothing(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("cities: {a: {name: 'A'}}\n")
    (tmp_path / "ties.csv").write_text("kind,between\n")
    checked = citygraph("fmt", "--check", tmp_path / "a.yaml", "--graph", tmp_path)
    assert (checked.code, checked.out) == (1, f"{tmp_path / 'a.yaml'}\n")
    assert (
        "-cities: {a: {name: 'A'}}\n+cities: {a: {name: A}}" in citygraph("fmt", "--dry-run", "--graph", tmp_path).out
    )
    assert "is a table" in citygraph("fmt", tmp_path / "ties.csv", "--graph", tmp_path).err
    assert citygraph("fmt", tmp_path / "c.yaml", "--graph", tmp_path).code == 2
    assert citygraph("fmt", "b.yaml", "--graph", tmp_path).code == 0
    assert [(tmp_path / name).read_text() for name in ("a.yaml", "b.yaml")] == [
        "cities: {a: {name: 'A'}}\n",
        "cities: {a: {name: A}}\n",
    ]


def test_a_file_that_changes_meanwhile_is_not_lost(tmp_path):
    (tmp_path / "a.yaml").write_text("cities: {a: {name: 'A'}}\n")
    found = list(in_form(tmp_path, ["a.yaml"]))
    (tmp_path / "a.yaml").write_text("cities: {a: {name: 'New'}}\n")
    with pytest.raises(CityGraphError, match="changed meanwhile"):
        put_into_form(tmp_path, found)
    assert (tmp_path / "a.yaml").read_text() == "cities: {a: {name: 'New'}}\n"


def test_a_record_that_is_added_is_in_form(tmp_path):
    (tmp_path / "a.yaml").write_text("cities:\n  a: {name: A}\n")
    tie = {"quote": "a long " * 40, "source": "s", "kind": "sister-city", "between": ["a", "b"], "notes": ["x", ["y"]]}
    with drafting(tmp_path, cache=False) as draft:
        add(draft, SECTION_OF["city"], "b", {"name": "B", "country": "NO", "coordinates": [1.5, 2.0]}, file="a.yaml")
        add(draft, SECTION_OF["tie"], None, tie, file="ties.yaml")
        draft.write()
    assert citygraph("fmt", "--check", "--graph", tmp_path).out == ""
