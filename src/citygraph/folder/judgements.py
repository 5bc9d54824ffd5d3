"""What people have judged of two things that may be one, in files that git keeps: a line for each case.

An import asks, and keeps its file beside its tables. A person may write one in any folder of a graph folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_in

JUDGEMENTS = "judgements.txt"
"""The name of such a file."""
Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Judgement(NamedTuple):
    """If a ``thing`` of other data is the ``record`` of this id. A thing is called as the data show it: by an
    identifier (``wikidata:Q84``), by the folder and the id of its record (``colleague:leeds``), or by its name."""

    verdict: Verdict
    thing: str
    record: str


def judgement_in(line: str, place: str) -> Judgement | None:
    """The judgement of a line at a ``place``; None if it has only a remark, or nothing.

    Raises:
        CityGraphError: if the line is no judgement.
    """
    words, _, _ = line.partition("#")
    parts = words.split()
    if not parts:
        return None
    verdict = next((one for one in VERDICTS if one == parts[0]), None)
    if len(parts) != 3 or verdict is None:
        raise CityGraphError(
            f"{place}: a judgement is `same`, `different` or `unsure`, a thing, a record, with a space between them and"
            " none within"
        )
    return Judgement(verdict, parts[1], parts[2])


def text_of(folder: Path, file: str) -> str:
    """What a file of judgements says.

    Raises:
        CityGraphError: if it is not read, or is not UTF-8.
    """
    try:
        with open_in(folder, file) as opened:
            return opened.read().decode()
    except (NotRead, UnicodeDecodeError) as reason:
        raise CityGraphError(f"{folder / file}: {reason}") from None


def files_of_judgements(folder: Path) -> Iterator[str]:
    """The files of judgements in a graph folder, in order, relative to it; those in hidden folders are left out."""
    for path in sorted(folder.rglob(JUDGEMENTS)):
        file = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in file.parts):
            yield file.as_posix()


def judgements_of(folder: Path) -> list[Judgement]:
    """All judgements in a graph folder.

    Raises:
        CityGraphError: if a file is not read, or a line is no judgement.
    """
    lines = (
        (line, f"{folder / file}:{number}")
        for file in files_of_judgements(folder)
        for number, line in enumerate(text_of(folder, file).splitlines(), 1)
    )
    return [found for line, place in lines if (found := judgement_in(line, place))]
