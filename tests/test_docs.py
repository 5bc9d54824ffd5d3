"""What the pages show is what happens."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import citygraph
import cli_options
from conftest import ROOT
from sessions import pages, rerun

PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_sessions_print_what_the_page_shows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert rerun(text) == text, "run scripts/sessions.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


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


def test_every_diagnostic_of_the_readme_is_in_the_manual() -> None:
    manual = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    for code in re.findall(r"(?:error|warning)\[([a-z-]+)\]", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert f"## {code}\n" in manual
