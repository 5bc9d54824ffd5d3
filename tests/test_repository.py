"""The repository itself: the package, the hook, CI, and what must never be in it."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from conftest import ROOT, SEED

is_checkout = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout")


def run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_questions_need_neither_networkx_nor_yaml_to_be_asked() -> None:
    """So that the next room, a store, can answer without either. The log alone reads files: those of commits."""
    folder = ROOT / "src/citygraph/questions"
    modules = [f"citygraph.questions.{path.stem}" for path in folder.glob("[a-z]*") if path.stem != "log"]
    assert "citygraph.questions.review" in modules
    loaded = f"import sys, {', '.join(modules)}; print({{'networkx', 'yaml', 'rich', 'typer'}} & set(sys.modules))"
    assert run(sys.executable, "-c", loaded).stdout == "set()\n"


def test_a_wheel_has_all_that_it_needs(tmp_path: Path) -> None:
    """Build the wheel, install it without its dependencies beside ours, and ask the example world from elsewhere."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist")
    wheel = next((tmp_path / "dist").glob("*.whl"))
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv/bin/python"
    site = run(python, "-c", "import site; print(site.getsitepackages()[0])").stdout.strip()
    run(sys.executable, "-m", "zipfile", "-e", wheel, site)
    (Path(site) / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
    here = tmp_path / "elsewhere"
    here.mkdir()
    run(python, "-m", "citygraph", "init", "graph", "--example", cwd=here)
    assert {path.name for path in (here / "graph").iterdir()} == {path.name for path in SEED.iterdir()}
    found = run(python, "-c", "import citygraph; print(citygraph.__file__)", cwd=here).stdout
    assert str(tmp_path) in found, "the wheel's own package is asked"
    assert "jingdezhen" in run(python, "-m", "citygraph", "path", "Iznik", "Osh", cwd=here).stdout


@is_checkout
def test_the_pre_commit_hook_stops_a_commit_that_breaks_the_graph(tmp_path: Path) -> None:
    """With the real pre-commit, which installs this repository into an environment of its own."""
    import shutil

    repository = tmp_path / "repository"
    repository.mkdir()
    shutil.copytree(SEED, repository / "graph")
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    run("git", "init", "--quiet", cwd=repository)
    run("git", "add", ".", cwd=repository)
    config = f"repos: [{{repo: {ROOT}, rev: HEAD, hooks: [{{id: citygraph-check}}]}}]\n"
    (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    run("git", "add", ".", cwd=repository)
    hook = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    run(*hook, cwd=repository, **git)
    ties = repository / "graph/ties.yaml"
    ties.write_text(ties.read_text(encoding="utf-8").replace("[iznik, jingdezhen]", "[iznk, jingdezhen]", 1))
    run("git", "add", ".", cwd=repository)
    stopped = subprocess.run(
        hook, cwd=repository, env={**os.environ, **git}, capture_output=True, encoding="utf-8", check=False
    )
    assert stopped.returncode == 1
    assert "did you mean `iznik`?" in stopped.stdout


def functions(file: Path) -> list[tuple[str, set[str]]]:
    """The functions of a file, and what each calls; ``assert`` stands among that."""
    found = []
    for function in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(function, ast.FunctionDef):
            inside = list(ast.walk(function))
            calls = [node.func for node in inside if isinstance(node, ast.Call)]
            called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
            found.append((function.name, called | {"assert" for node in inside if isinstance(node, ast.Assert)}))
    return found


def test_every_test_asserts_something() -> None:
    """Itself, by ``pytest.raises``, by playwright's ``expect``, or by a function of its file or of those that all tests
    share."""
    tests = ROOT / "tests"
    shared = [found for file in tests.glob("*.py") if not file.name.startswith("test_") for found in functions(file)]
    for file in sorted([*tests.glob("test_*.py"), *tests.glob("*/test_*.py")]):
        own = functions(file)
        asserting = {"assert", "raises", "expect", "fail"}
        while more := {name for name, called in [*shared, *own] if called & asserting} - asserting:
            asserting |= more
        assert [name for name, called in own if name.startswith("test_") and not called & asserting] == [], file.name


def test_ci_installs_and_ends_with_the_readmes_test_command() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"""^command=\$\(grep -E '(.*)' README\.md\)$""", ci, re.MULTILINE)
    assert len(re.findall(found, readme, re.MULTILINE)) == 1
    steps = [line for line in ci.splitlines() if line.startswith("step ")]
    assert steps[0] == 'step "what the README\'s test command installs" eval "${command% && *}"'
    assert steps[-1] == 'step "the README\'s test command" eval "$command"'


@is_checkout
def test_ci_runs_what_contributing_says_is_to_hold() -> None:
    """CONTRIBUTING says how to run each of CI's checks by hand, in the same words."""
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    checks = re.findall(r"^step \S+ (\.venv/bin/.*)$", ci, re.MULTILINE)
    assert len(checks) == 4
    for check in checks:
        assert f"\n{check} " in page, check


def test_the_version_is_in_the_changelog() -> None:
    import citygraph

    assert f"## {citygraph.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *extras["test"], *extras["dev"]]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert re.search(rf"\b{re.escape(name)}\b", page), name


@is_checkout
def test_no_file_names_a_package_registry_or_a_path_of_a_machine() -> None:
    forbidden = re.compile(
        "|".join(["python" + "hosted", "pypi" + r"\.org/simple", "registry" + r"\.npmjs", "/" + "root/", "/" + "work/"])
    )
    for name in run("git", "ls-files").stdout.splitlines():
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        assert not forbidden.search(text), name


def test_a_class_name_means_one_thing() -> None:
    defined: dict[str, list[str]] = {}
    for path in sorted((ROOT / "src/citygraph").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name.lstrip("_"), []).append(f"{path.name}:{node.lineno}")
    assert {name: places for name, places in defined.items() if len(places) > 1} == {}
