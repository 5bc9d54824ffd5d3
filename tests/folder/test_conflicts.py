"""Merges that are not finished: wherever git leaves its markers, one message says so, and no other."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder.diagnostics import Diagnostic
from conftest import SEED, citygraph, examples
from worlds import load

TABLES = {
    "cities.csv": 'id,name,country,notes\nosh,Osh,KG,"one line\nand ""another"", of one cell"\ntroyan,Troyan,BG,\n',
    "sources.csv": "id,title\npaper,The paper\n",
    "ties.csv": 'kind,between,source,quote\nsister-city,osh; troyan,paper,"a quote\nover lines"\n',
}
FILES = {file.name: file.read_text(encoding="utf-8") for file in sorted(SEED.glob("*.yaml"))}


def found(files: dict[str, str]) -> list[Diagnostic]:
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in files.items():
            Path(scratch, name).write_text(text, encoding="utf-8", newline="")
        return list(load(Path(scratch)).diagnostics)


def said(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.code, problem.span.file, problem.message


@examples(150)
@given(data=st.data())
def test_markers_anywhere_in_a_sound_file_are_one_message(data: st.DataObject) -> None:
    files = data.draw(st.sampled_from([FILES, TABLES]))
    name = data.draw(st.sampled_from(sorted(files)))
    lines = files[name].splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, min(start + 8, len(lines))))
    ours, other = lines[start:end], data.draw(st.sampled_from([[], lines[start:end], ["x: [\n"], ['"\n']]))
    base = data.draw(st.sampled_from([[], ["||||||| merged common ancestors\n", *lines[start:end]]]))
    merged = ["<<<<<<< HEAD\n", *ours, *base, "=======\n", *other, ">>>>>>> other branch\n"]
    text = "".join([*lines[:start], *merged, *lines[end:]])
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    now = found({**files, name: text})
    before = {said(problem) for problem in found(files)}
    new = [problem for problem in now if said(problem) not in before]
    assert [(problem.code, problem.span.file, problem.span.line) for problem in new] == [
        ("merge-conflict", name, start + 1)
    ]


@pytest.mark.parametrize("left", ["<<<<<<< HEAD", "||||||| base", ">>>>>>> other", "=======\n>>>>>>> other"])
def test_a_marker_that_was_overlooked_is_told_too(left: str) -> None:
    text = f"cities:\n  osh: {{name: Osh, country: KG}}\n{left}\n  troyan: {{name: Troyan, country: BG}}\n"
    assert [(problem.code, problem.span.line) for problem in found({"w.yaml": text})] == [("merge-conflict", 3)]


@pytest.mark.parametrize(
    "text", ["notes: |\n      <<<<<<< an arrow\n      =======", "notes: '======='", 'notes: "<<<<<<<< eight"']
)
def test_what_looks_like_a_marker_within_a_text_is_none(text: str) -> None:
    assert found({"w.yaml": f"cities:\n  osh:\n    name: Osh\n    country: KG\n    {text}\n"}) == []


def test_what_is_complete_before_the_marker_answers(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(
        "cities:\n  osh: {name: Osh, country: KG}\n  troyan:\n    name: Troyan\n"
        "<<<<<<< HEAD\n    country: BG\n=======\n    country: RO\n>>>>>>> other\n",
        encoding="utf-8",
    )
    assert "Osh" in citygraph("show", "Osh", "--graph", tmp_path).out
    assert citygraph("show", "Troyan", "--graph", tmp_path).code == 1  # its country is what the merge is about


@pytest.mark.parametrize("text", ["notes: |\n      a text\n      and \x01 more", "notes: a  # a \x01 remark"])
def test_a_record_with_a_forbidden_character_is_not_read_in_part(text: str) -> None:
    record = f"cities:\n  osh:\n    name: Osh\n    {text}\n    country: KG\n"
    assert [problem.code for problem in found({"w.yaml": record})] == ["yaml-syntax"]
