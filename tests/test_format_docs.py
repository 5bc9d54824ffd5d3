"""docs/format.md and docs/kinds.md: their examples are sound, their answers and tables are what the code says.

    PYTHONPATH=tests:scripts python tests/test_format_docs.py

writes the answers of the examples anew. They are ``text`` blocks of ``$ citygraph …``, asked of the ``yaml`` block
before them; ``<!-- change: "a" to "b" -->`` above one puts a slip into it first, ``<!-- example: first -->`` takes the
page's first one.
"""

import re
import tempfile
from pathlib import Path

import pytest

import citygraph
from citygraph.domain import model
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.model import SECTIONS, ListOf, RecordOf, Status, keys_of
from citygraph.domain.terms import GROUPS
from conftest import ROOT, in_terminal
from format_tables import PAGE, page

FORMAT, KINDS = PAGE.read_text(encoding="utf-8"), (ROOT / "docs/kinds.md").read_text(encoding="utf-8")

YAML = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
ANSWERS = re.compile(r"((?:^<!-- (?:change|example): .*? -->\n)*)^```text\n(\$ .*?)^```", re.DOTALL | re.MULTILINE)
CHANGE = re.compile(r'<!-- change: "(.*?)" to "(.*?)" -->')

EXAMPLES = [
    pytest.param(block[1], id=f"{name}-{text.count(chr(10), 0, block.start()) + 1}")
    for name, text in (("format", FORMAT), ("kinds", KINDS))
    for block in YAML.finditer(text)
]


def written(text: str, folder: Path) -> Path:
    """The folder that an example's text makes."""
    graph = folder / "graph"
    graph.mkdir()
    (graph / "anytown.yaml").write_text(text, encoding="utf-8")
    return graph


def answered(text: str) -> str:
    """The page with the answers of its examples as they are now."""

    def session(block: re.Match[str]) -> str:
        examples = [found[1] for found in YAML.finditer(text, 0, block.start())]
        example = examples[0 if "<!-- example: first -->" in block[1] else -1]
        for slip in CHANGE.finditer(block[1]):
            assert example.count(slip[1]) == 1, slip[0]
            example = example.replace(slip[1], slip[2])
        shown = []
        with tempfile.TemporaryDirectory() as scratch:
            written(example, Path(scratch))
            for line in block[2].splitlines():
                if line.startswith("$ "):
                    _, seen = in_terminal(line[2:], columns=80, cwd=Path(scratch), NO_COLOR="1")
                    shown += [line, *(row.rstrip() for row in seen.rstrip().splitlines()), ""]
        return f"{block[1]}```text\n" + "\n".join(shown[:-1]) + "\n```"

    return ANSWERS.sub(session, text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_a_sound_folder(text: str, tmp_path: Path) -> None:
    assert citygraph.open(written(text, tmp_path)).diagnostics == ()


def test_the_answers_are_those_that_the_examples_give() -> None:
    assert answered(FORMAT) == FORMAT, "run tests/test_format_docs.py"
    assert answered(KINDS) == KINDS, "run tests/test_format_docs.py"


def test_the_tables_of_keys_are_those_of_the_model() -> None:
    assert page(FORMAT) == FORMAT, "run scripts/format_tables.py"


def test_every_record_and_section_is_described() -> None:
    wanted, left = set(), [section.record for section in SECTIONS]
    while left:
        record = left.pop()
        wanted.add(record)
        for key in keys_of(record).all.values():
            held = key.holds.item if isinstance(key.holds, ListOf) else key.holds
            nested = (
                model.StatusEntry if isinstance(held, Status) else held.type if isinstance(held, RecordOf) else None
            )
            if nested is not None and nested not in wanted:
                left.append(nested)
    # Their keys are in the table of what every fact can carry, and under "Sources that disagree".
    wanted -= {model.EvidenceRecord, model.TieEvidenceRecord}
    tables = set(re.findall(r"<!-- keys: (\w+) -->", FORMAT))
    assert tables == {record.__name__ for record in wanted} | {"SourcedRecord"}
    for section in SECTIONS:
        assert f"\n## {section.key.capitalize()}\n" in FORMAT
        assert f"\n| [`{section.key}`](#{section.key}) |" in FORMAT
    for status in model.STATUSES:
        assert FORMAT.count(f"\n| `{status}` |") == 1


def test_what_held_then_is_as_the_table_says(tmp_path: Path) -> None:
    head, *rows = re.search(r"^\| written \| 1986 .*?\n\n", FORMAT, re.DOTALL | re.MULTILINE)[0].strip().splitlines()
    years = [cell.strip() for cell in head.strip("|").split("|")][1:]
    assert len(rows) == 10
    for index, row in enumerate(rows[1:]):
        keys, *expected = [cell.strip() for cell in row.strip("|").split("|")]
        folder = tmp_path / str(index)
        folder.mkdir()
        world = citygraph.open(
            written(
                "cities: {a: {name: A, country: GB}, b: {name: B, country: FR}}\nsources: {s: {title: S}}\n"
                f"ties: [{{kind: sister-city, between: [a, b], source: s, {keys.strip('`')}}}]\n",
                folder,
            )
        )
        assert not world.errors
        held = [[tie.held for tie in world.ties(at=year)] or ["no"] for year in years]
        assert [answer for (answer,) in held] == expected, keys


def builtin_kinds(folder: Path) -> Vocabulary:
    return citygraph.open(written("sources: {s: {title: S}}\n", folder)).kinds


def test_the_kinds_are_those_that_are_built_in(tmp_path: Path) -> None:
    kinds = builtin_kinds(tmp_path)
    shown = {}
    for group, part in re.findall(r"^### \w+ \(`(\w+)`\)\n(.*?)(?=^##)", KINDS, re.DOTALL | re.MULTILINE):
        for row in re.findall(r"^\| `[a-z-]+` \|.*$", part, re.MULTILINE):
            id, label, inverse, ends, nature, wikidata, _ = (cell.strip() for cell in row.strip("|").split(" | "))
            starts, _, to = ends.partition(" → ")
            shown[id.strip("`")] = (
                group,
                label,
                None if inverse == "the same" else inverse,
                frozenset(starts.split(", ")),
                frozenset((to or starts).split(", ")),
                nature,
                None if wikidata == "–" else wikidata.strip("`"),
            )
    assert shown == {
        kind.id: (
            kind.group,
            kind.label,
            None if kind.symmetric else kind.inverse,
            kind.starts,
            kind.ends,
            kind.nature,
            kind.wikidata,
        )
        for kind in kinds.values()
    }
    assert re.findall(r"^### \w+ \(`(\w+)`\)$", KINDS, re.MULTILINE) == list(GROUPS)


def test_the_terms_that_are_shown_find_their_kind(tmp_path: Path) -> None:
    kinds = builtin_kinds(tmp_path)
    terms = re.search(r"^\| built-in kind \| terms \|\n.*?\n\n", KINDS, re.DOTALL | re.MULTILINE)[0].strip()
    shown = {}
    for row in terms.splitlines()[2:]:
        id, words = (cell.strip() for cell in row.strip("|").split("|"))
        shown[id.strip("`")] = words.split(", ")
    assert shown == {
        kind.id: [term for words in kind.terms.values() for term in words] for kind in kinds.values() if kind.terms
    }


if __name__ == "__main__":
    for path in (PAGE, ROOT / "docs/kinds.md"):
        path.write_text(answered(path.read_text(encoding="utf-8")), encoding="utf-8")
