"""A question is declared once: its command, its method of the world, its schema and its row in the docs follow."""

import ast
import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import citygraph
from citygraph.cli._index import INDEX
from citygraph.graph.asked import Asked
from citygraph.questions._schema import answer_schema, questions
from citygraph.world import World
from conftest import ROOT, SEED, environment
from worlds import networkx_graph

PACKAGE = ROOT / "src/citygraph"
QUESTIONS = questions()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_method_of_the_world_is_the_question_itself(question: str) -> None:
    function = QUESTIONS[question]
    assert getattr(World, function.__name__) is function
    method = getattr(citygraph.open(SEED), function.__name__)
    assert list(inspect.signature(method).parameters)[1:] == list(inspect.signature(function).parameters)[1:]
    assert method.__doc__ == function.__doc__


def test_the_world_repeats_no_parameter_of_a_question() -> None:
    of_questions = {name for function in QUESTIONS.values() for name in inspect.signature(function).parameters}
    (world,) = (
        node
        for node in ast.parse((PACKAGE / "world.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "World"
    )
    for method in world.body:
        if isinstance(method, ast.FunctionDef):
            arguments = {one.arg for one in (*method.args.args, *method.args.kwonlyargs)} - {"self"}
            assert not arguments & of_questions, method.name
    assert not {function.__name__ for function in QUESTIONS.values()} & {
        method.name for method in world.body if isinstance(method, ast.FunctionDef)
    }


def test_outside_their_folder_questions_are_named_in_the_world_and_the_index_alone() -> None:
    """What draws the answers to a question, in ``render``, is called like it, and knows its rows."""
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if room in ("questions", "world.py") or path.name == "_index.py":
            continue
        named = set(re.findall(r"citygraph\.questions\.([a-z]\w*)", path.read_text(encoding="utf-8")))
        named &= {question.split()[0] for question in QUESTIONS}
        allowed = INDEX.keys() if room == "render" else {"review", "show"} if path.name == "completion.py" else set()
        assert not named - allowed, path


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_question_writes_as_json_is_valid_by_its_schema(question: str) -> None:
    """All answers of the golden files are, and nothing is in them that no schema describes."""
    name = question.split()[0]
    validator = jsonschema.Draft7Validator(answer_schema(QUESTIONS[question]))
    validator.check_schema(validator.schema)
    session = (ROOT / f"tests/golden/{name}.txt").read_text(encoding="utf-8")
    seen = 0
    for command in re.split(r"^(?=\$ )", session, flags=re.MULTILINE):
        line, *lines = command.splitlines() or [""]
        out = "\n".join(text[2:] for text in lines if text.startswith("| "))
        if "--format json" not in line or "--count" in line or not out:
            continue
        if asked_by(shlex.split(line)[2:], name) != question:
            continue
        seen += 1
        validator.validate(json.loads(out))
    assert seen, "no golden session shows it"


def asked_by(arguments: list[str], name: str) -> str:
    """Which of the questions of a command the arguments ask. An option that may be given twice has its word alone."""
    variants = [question for question in QUESTIONS if question.startswith(f"{name} ")]
    for variant in sorted(variants, key=len, reverse=True):
        option = variant.removeprefix(f"{name} ").split()
        if option[0].startswith("--"):
            pairs = [arguments[at : at + len(option)] for at in range(len(arguments))]
            if option in pairs and (len(option) == 1 or arguments.count(option[0]) == 1):
                return variant
        elif arguments[1:2] and not arguments[1].startswith("--"):
            return variant
    return name


def test_a_schema_that_lacks_a_key_is_seen() -> None:
    schema = answer_schema(QUESTIONS["path"])
    del schema["definitions"]["Hop"]["properties"]["label"]
    answer = citygraph.open(SEED).path("Iznik", "Osh")
    from citygraph.questions._data import as_data

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_data(answer.data), schema)


def test_a_new_question_is_one_new_file(tmp_path: Path) -> None:
    """The one of CONTRIBUTING.md, word for word, in a copy of the package."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    shutil.copytree(PACKAGE, tmp_path / "citygraph", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "citygraph/questions/oldest.py").write_text(code, encoding="utf-8")

    def run(*arguments: str | Path) -> str:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=environment(PYTHONPATH=str(tmp_path), COLUMNS="100"),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(ROOT / "scripts/index.py")
    changed = {path for path in (tmp_path / "citygraph").rglob("*.py") if _differs(path, tmp_path / "citygraph")}
    assert {path.name for path in changed} == {"oldest.py", "_index.py"}
    assert "Which ties have stood the longest?" in run("-m", "citygraph", "--help")
    help = run("-m", "citygraph", "oldest", "--help")
    assert "--limit" in help
    assert "--kind" in help
    rows = json.loads(run("-m", "citygraph", "oldest", "--format", "json"))
    assert [row["tie"] for row in rows] == ["sister-city.iznik.jingdezhen"]
    jsonschema.validate(rows, json.loads(run("-m", "citygraph", "schema", "oldest")))
    assert run("-m", "citygraph", "oldest").startswith("from\thow\tto\t")


def _differs(path: Path, copy: Path) -> bool:
    own = PACKAGE / path.relative_to(copy)
    return not own.exists() or own.read_bytes() != path.read_bytes()


def test_a_question_is_asked_of_a_plain_networkx_graph_as_well() -> None:
    world = citygraph.open(SEED)
    plain = Asked(networkx_graph(world.view))
    for name in ("ties", "stats", "timeline", "review", "rank"):
        asked = QUESTIONS[name]
        assert [_without_place(row) for row in asked(plain)] == [_without_place(row) for row in asked(world)], name


def _without_place(row: object) -> object:
    import dataclasses

    if not hasattr(row, "line"):
        return row
    return dataclasses.replace(row, file=None, line=None, column=None)  # type: ignore[type-var]
