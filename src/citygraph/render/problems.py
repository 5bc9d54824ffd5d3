"""Diagnostics: as a compiler prints them, as JSON, or as annotations for GitHub's checks; and what the manual says."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from citygraph.folder.diagnostics import Accepted, Diagnostic, Rule, Severity
from citygraph.render.plain import as_json, visible
from citygraph.render.tables import PLAIN_WIDTH, console

if TYPE_CHECKING:
    from rich.console import Console

_ACCEPTED = "accepted"
_STYLES: dict[str, str] = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", _ACCEPTED: "dim"}


def write_problems(
    problems: Iterable[Diagnostic],
    format: str,
    folder: Path,
    accepted: Iterable[Accepted] = (),
    out: TextIO | None = None,
) -> None:
    """Write diagnostics in one of ``PROBLEM_FORMATS`` to standard output, or ``out``; then what is ``accepted``."""
    _FORMATS[format](list(problems), list(accepted), folder, out or sys.stdout)


def write_manual(rule: Rule, out: TextIO | None = None) -> None:
    """Write what the manual says of a kind of mistake to standard output, or ``out``."""
    from rich.text import Text

    to = console(out)
    width = min(to.width, PLAIN_WIDTH)  # longer lines are hard to read
    explanation = re.sub(r"\[([^]]+)\]\(([^)]+)\)", r"\1 (docs/\2)", rule.explanation)  # a link says where it leads
    to.print(Text.assemble((str(rule.severity), _STYLES[rule.severity]), f"[{rule.code}]\n"), soft_wrap=True)
    to.print(Text(explanation), width=width, soft_wrap=not to.is_terminal)
    if not rule.example:
        return
    file = "" if rule.file.endswith(".yaml") else f" `{rule.file}`"
    encoding = "" if isinstance(rule.example, str) else ", in Latin-1"
    to.print(f"\nA file{file} with this mistake{encoding}:\n")
    for line in rule.example_text.splitlines():
        to.print(Text("    " + visible(line)), soft_wrap=True)


def as_problem(problem: Diagnostic, accepted: Accepted | None = None) -> dict[str, Any]:
    """A diagnostic in JSON: a public contract, see docs/cli.md."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "file": problem.span.file,
        "line": problem.span.line,
        "column": problem.span.column,
        "hint": problem.hint or None,
        "record": problem.record or None,
        "more": problem.more,
        "fix": problem.fix and problem.fix._asdict(),
        "accepted": accepted and {"because": accepted.because, "file": accepted.span.file, "line": accepted.span.line},
    }


def _write_json(problems: list[Diagnostic], accepted: list[Accepted], folder: Path, out: TextIO) -> None:
    both = [*map(as_problem, problems), *(as_problem(one.finding, one) for one in accepted)]
    out.write(as_json(both) + "\n")


def _write_github(problems: list[Diagnostic], accepted: list[Accepted], folder: Path, out: TextIO) -> None:
    """Workflow commands. GitHub wants paths within the repository, so they are relative to the current folder. What is
    accepted needs no annotation."""
    for problem in problems:
        span = problem.span
        place = f"title={problem.code}"
        if not problem.more:
            place = f"file={_property(shown_path(folder, span.file))},line={span.line},col={span.column},{place}"
        message = problem.message + (f"; {problem.hint}" if problem.hint else "")
        out.write(visible(f"::{problem.severity} {place}::{_data(message)}") + "\n")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def shown_path(folder: Path, file: str) -> str:
    """The path of a file from the current folder; if it lies elsewhere, under the folder as the user named it."""
    path = folder / file
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _write_text(problems: list[Diagnostic], accepted: list[Accepted], folder: Path, out: TextIO) -> None:
    to = console(out)
    for problem in problems:
        _print(to, problem, str(problem.severity), problem.hint, folder)
    for one in accepted:
        where = f"{shown_path(folder, one.span.file)}:{one.span.line}"
        reason = f"{' '.join(one.because.split())} ({where})" if one.because else ""
        _print(to, one.finding, _ACCEPTED, reason, folder)


def _print(to: Console, problem: Diagnostic, sort: str, below: str, folder: Path) -> None:
    """Print a finding of this sort: its place, its line, and what stands ``below``."""
    from rich.cells import cell_len
    from rich.padding import Padding
    from rich.text import Text

    span, style = problem.span, _STYLES[sort]
    place = shown_path(folder, span.file) + ("" if problem.more else f":{span.line}:{span.column}")
    head = Text.assemble((visible(place), "bold"), ": ", (sort, style), f"[{problem.code}] ")
    head.append(visible(problem.message))
    to.print(head, soft_wrap=not to.is_terminal)
    if span.excerpt.strip():
        before, marked, after = _window(span.excerpt, span.column - span.first, span.length)
        number = str(span.line)
        to.print(Text.assemble((f"{number} | ", "blue"), visible(before + marked + after)), soft_wrap=True)
        ahead = " " * (len(number) + 3 + cell_len(visible(before)))
        to.print(Text.assemble(ahead, ("^" * max(1, cell_len(visible(marked))), style)), soft_wrap=True)
    if below:
        line = Text.assemble(("= ", "blue"), visible(below))
        margin = len(str(span.line)) + 1
        if to.is_terminal:
            to.print(Padding(line, (0, 0, 0, margin), expand=False))
        else:  # whole on one line: a padding would end it at the width of a terminal that is not there
            to.print(Text.assemble(" " * margin, line), soft_wrap=True)
    to.file.write("\n")


def _window(excerpt: str, column: int, length: int, width: int = 96) -> tuple[str, str, str]:
    """The part of a long line around the caret: the text before it, the marked text, and the text after."""
    start = max(0, min(column - width // 3, len(excerpt) - width)) if len(excerpt) > width else 0
    end = min(len(excerpt), start + width)
    before = ("…" if start else "") + excerpt[start:column]
    marked = excerpt[column : min(column + length, end)]
    after = excerpt[min(column + length, end) : end] + ("…" if end < len(excerpt) else "")
    return before, marked, after


_FORMATS = {"text": _write_text, "json": _write_json, "github": _write_github}
PROBLEM_FORMATS = tuple(_FORMATS)
