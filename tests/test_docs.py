"""What the pages show is what happens."""

import doctest
import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import citygraph
import cli_options
import example_workbook
from citygraph.imports.mapping_file import read
from citygraph.imports.options import KEYS
from conftest import ROOT
from sessions import pages, rerun
from workbooks import unpacked

PAGES = pages()
PACKAGE = ROOT / "src/citygraph"
EXAMPLES = ROOT / "docs/examples"
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
"""The decisions by date; last, the page that lists them."""


def name_of(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_sessions_print_what_the_page_shows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert rerun(text) == text, "run scripts/sessions.py"


@pytest.mark.parametrize("page", [*PAGES, *DECISIONS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=name_of)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """To a file, and where they name a heading, to that."""
    for target, heading in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]*))?\)", without_code(page)):
        there = page.parent / target if target else page
        assert there.exists(), target
        assert not heading or heading in anchors(there), f"{target}#{heading}"


def without_code(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links, as GitHub makes it of their text."""
    headings = re.findall(r"^#+ (.*)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_architecture_is_that_of_the_code() -> None:
    """All rooms are in it; each file that is to be changed is there, and has what is to be changed in it."""
    page = ROOT / "docs/architecture.md"
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 230
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors, *_ = project["tool"]["importlinter"]["contracts"]
    drawing = text.partition("```text\n")[2].partition("```")[0]
    drawn = [re.findall(r"(\w+)(?:/|\.py) ", line) for line in drawing.splitlines() if re.match(r" \d ", line)]
    assert [set(rooms) for rooms in drawn] == [set(floor.split(" | ")) for floor in floors["layers"]]
    rows = re.search(r"^\| you want to change .*?\n\n", text, re.DOTALL | re.MULTILINE)
    assert rows is not None
    for row in rows[0].strip().splitlines()[2:]:
        _, where, there = (cell.strip() for cell in row.strip("|").split("|"))
        files = [file for path in re.findall(r"`([^`<]*/[^`<]*)", where) for file in files_of(PACKAGE / path)]
        files += [PACKAGE / path for path in re.findall(r"`(\w+\.py)`", where)]
        assert files, where
        if there:
            name = re.escape(there.strip("`"))
            assert any(re.search(rf"\b{name}\b", file.read_text(encoding="utf-8")) for file in files), (where, there)


def files_of(path: Path) -> list[Path]:
    """A file; or all that lie in a folder."""
    assert path.exists(), path
    return [path] if path.is_file() else list(path.rglob("*.py"))


def test_each_decision_is_listed_by_its_date() -> None:
    listed = re.findall(r"^\| (\S+) \| .*?\]\((\S+)\)", DECISIONS[-1].read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(file for _, file in listed) == [page.name for page in DECISIONS[:-1]]
    assert listed == sorted(listed, key=lambda row: row[0])
    for date, file in listed:
        text = (DECISIONS[-1].parent / file).read_text(encoding="utf-8")
        assert file.startswith(f"{date}-")
        assert text.splitlines()[2].startswith(date), file
        assert {"## Decided", "## Why", "## What would change our mind"} <= set(text.splitlines()), file


def test_the_readmes_python_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", None, 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.attempted > 0
    assert results.failed == 0


MODULES = sorted(
    module.name for module in pkgutil.walk_packages(citygraph.__path__, "citygraph.") if "__main__" not in module.name
)


@pytest.mark.parametrize("name", ["citygraph", *MODULES])
def test_the_examples_in_docstrings_are_true(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0
    assert module.__doc__


def test_the_tables_of_commands_are_what_the_commands_declare() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert cli_options.page(text) == text, "run scripts/cli_options.py"


def test_the_workbook_of_the_examples_is_what_its_script_makes() -> None:
    assert unpacked(example_workbook.FILE.read_bytes()) == unpacked(example_workbook.workbook())


def test_the_mapping_files_of_the_page_are_read(tmp_path: Path) -> None:
    """And the page shows each section that there can be."""
    blocks = re.findall(r"```yaml\n(map:.*?)```", (ROOT / "docs/import.md").read_text(encoding="utf-8"), re.DOTALL)
    shown = set()
    for block in blocks:
        (tmp_path / "towns.import.yaml").write_text(block, encoding="utf-8")
        shown |= {section for section in read(tmp_path / "towns.import.yaml").places if "." not in section}
    assert shown | {"no-header"} == {*KEYS}


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.csv")), ids=name_of)
def test_a_page_shows_the_tables_that_it_brings_in(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    shown = f"```csv\n{text}```", f"$ cat {file.name}\n{text}"
    assert any(one in page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md") for one in shown)


def test_every_diagnostic_of_the_readme_is_in_the_manual() -> None:
    manual = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    for code in re.findall(r"(?:error|warning)\[([a-z-]+)\]", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert f"## {code}\n" in manual
