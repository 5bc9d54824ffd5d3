"""A matrix of who is tied to whom: names across and down, and a figure in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.beside_rows import says_total
from citygraph.imports.delimited import RawRow
from citygraph.imports.header_cells import names_a_column
from citygraph.imports.readers import ForeignRow, Item, LeftOut, ReadOptions, Said

_FIGURE = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?|[xX✓✔]?", re.IGNORECASE)
_NONE = re.compile(r"[-–—.]|[+-]?0+(?:[.,]0+)?")
_MARKS = frozenset("xX✓✔")


def is_matrix(rows: Sequence[RawRow]) -> bool:
    """Whether the first rows of a table are those of a matrix: at least half of the names down are among those across,
    and each cell is a number, a mark or empty. No cell has white space around it."""
    across = rows[0][1][1:]
    while across and (not across[-1] or says_total(across[-1])):
        across = across[:-1]
    below = [cells for _, cells in rows[1 : len(across) + 1] if not says_total(cells[0])]
    names, inner = {cells[0] for cells in below}, [cell for cells in below for cell in cells[1:]]
    if min(len(across), len(names)) < 2 or not all(across) or len(set(across)) < len(across):
        return False
    if rows[0][1][0] and all(map(_is_figure, across)):
        return False  # a row of ids and years
    if len(names) < len(below) or len(names.intersection(across)) * 2 < len(names):
        return False
    return any(inner) and all(map(_is_figure, inner))


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None or _NONE.fullmatch(text) is not None


def read_matrix(
    rows: Iterable[RawRow], file: Path, unit: str, how: ReadOptions, titles: Sequence[str]
) -> Iterator[Item]:  # fmt: skip
    """The nodes of a matrix and its ties, each once. A figure other than 1 is the tie's ``weight``. If the figures of
    the two halves differ, each tie has a direction, from the name down to the name across. ``titles`` stand above it.

    Raises:
        OpenQuestions: if the user does not say what the figures count, and they differ between the two halves or tell
            more than that there is a tie; or if marks alone say nothing of the kind of the ties, and nobody else does.
        CityGraphError: if a cell is no number, or if the two halves differ and have no figures.
    """
    rows = iter(rows)
    line, across = next(rows)
    corner = across[0] if _says_partnership(across[0]) or not names_a_column(across[0]) else ""
    names = [name for name in across[1:] if name and not says_total(name)]
    lines: dict[str, int] = {}
    figures: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    remarks: list[Item] = []
    for number, cells in rows:
        name = cells[0]
        where = f"{file}:{number}" if unit == "line" else f"{file}, {unit} {number}"
        if name not in names:
            if len(lines) == len(names):
                remarks.append(LeftOut(number, ", ".join(filter(None, cells))[:60], "it stands below the matrix"))
                continue
            raise CityGraphError(f"{where}: `{name}` stands down the matrix, but not across it")
        if name in lines:
            raise CityGraphError(f"{where}: `{name}` stands twice down the matrix")
        lines[name] = number
        for other, cell in zip(names, cells[1:], strict=False):
            if not _is_figure(cell):
                raise CityGraphError(f"{where}: `{cell[:40]}` under `{other}` is no number, as it is in a matrix")
            if cell:
                told.add((name, other))
            if cell and not _NONE.fullmatch(cell):
                figures[name, other] = "1" if cell in _MARKS else cell
    loops = [name for name in names if (name, name) in figures]
    since = _years_among(figures)
    figures |= dict.fromkeys(since, "1")
    differs = _where_halves_differ(names, figures, told)
    ties = {ends: one for ends, one in figures.items() if ends[0] != ends[1]} if differs else _ties(names, figures)
    has_weights = any(_number(figure) != 1 for figure in ties.values())
    if differs and not has_weights:
        way_out = "save it as a table of ties with the columns source and target"
        raise CityGraphError(f"{file}: this is a matrix, and {differs}, so its ties have a direction; {way_out}")
    if differs and WEIGHT not in how.columns:
        raise OpenQuestions([_what_they_count(file, differs, ties)])
    if ties and not (differs or how.has_kind or WEIGHT in how.columns):
        if has_weights:
            raise OpenQuestions([_what_both_count(file, corner, ties)])
        if not since and not any(map(_says_partnership, (*titles, corner, file.stem, how.sheet or ""))):
            raise OpenQuestions([_what_marks_say(file, ties)])
    way = f"from the name down to the name across, since {differs}" if differs else "once for both directions"
    yield Said(line, f"this is a matrix of {len(names)} names across and down: each is a node, and each cell that is "
                     f"not 0 is a tie, {way} ({len(ties)} tie{'s' * (len(ties) != 1)})")  # fmt: skip
    if corner:
        yield LeftOut(line, corner, "it stands in the corner of the matrix", is_above=True)
    if loops:
        yield Said(lines[loops[0]], f"what a name has with itself is left out ({', '.join(loops)[:60]})")
    for name in names:
        yield ForeignRow(lines.get(name, line), "node", {"id": name, "label": name})
    for (name, other), figure in ties.items():
        weight = {WEIGHT: figure} if has_weights else {}
        year = since.get((name, other)) or since.get((other, name))
        facts = weight | ({"since": year} if year else {})
        yield ForeignRow(lines.get(name, line), "tie", {"source": name, "target": other} | facts, bool(differs))
    yield from remarks


def _years_among(figures: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The years in a matrix of marks and years: since when these ties stand. Empty if there are other figures, or if
    both halves have different years."""
    years = {ends: figure for ends, figure in figures.items() if _YEAR.fullmatch(figure)}
    if any(figure != "1" for ends, figure in figures.items() if ends not in years):
        return {}
    return years if all(years.get(ends[::-1], year) == year for ends, year in years.items()) else {}


_YEAR = re.compile(r"1[89]\d\d|20\d\d", re.ASCII)


def _number(figure: str) -> float:
    return float(figure.replace(",", "."))


def _what_they_count(file: Path, differs: str, ties: Mapping[tuple[str, str], str]) -> Question:
    """The question of what figures are that differ from direction to direction."""
    samples = tuple(f"{name} → {other}: {figure}" for (name, other), figure in islice(ties.items(), _SHOWN))
    figures = f"--map observations.{WEIGHT}={WEIGHT}"
    readings = [Reading(says, f"{figures} --new-kind {kind}:directed", samples) for says, kind in _FLOWS.items()]
    both = tuple(dict.fromkeys(" – ".join(sorted(ends)) for ends in islice(ties, _SHOWN)))
    readings.append(Reading("ties of both alike; the figures are remarks", f"--map notes={WEIGHT} --kind KIND", both))
    return Question(str(file), f"this is a matrix, and {differs}: what do its figures count?", tuple(readings), samples)


def _what_both_count(file: Path, corner: str, ties: Mapping[tuple[str, str], str]) -> Question:
    """The question of what figures are that are the same in both directions, and more than marks."""
    samples = tuple(f"{name} – {other}: {figure}" for (name, other), figure in islice(ties.items(), _SHOWN))
    figures = f"--map observations.{WEIGHT}={WEIGHT}"
    readings = [Reading(says, f"{figures} {option}", samples) for says, option in _OF_BOTH.items()]
    readings += [Reading(f"{says}; the figures are remarks", f"--map notes={WEIGHT} {option}") for says, option in
                 {**_MARKED, "another kind": "--kind KIND"}.items()]  # fmt: skip
    of_it = f" with `{corner}` in its corner" if corner else ""
    what = f"this is a matrix{of_it}: what do its figures count? Distances are no ties: leave out a matrix of them"
    return Question(str(file), what, tuple(readings), samples)


def _what_marks_say(file: Path, ties: Iterable[tuple[str, str]]) -> Question:
    """The question of what kind of tie a mark is."""
    samples = tuple(" – ".join(ends) for ends in islice(ties, _SHOWN))
    readings = [Reading(says, option, samples) for says, option in {**_MARKED, **_CONNECTED}.items()]
    what = ("this is a matrix, and no title or file name has a word for partner towns: what kind of tie is a mark? "
            "`citygraph kinds` lists all kinds")  # fmt: skip
    return Question(str(file), what, tuple(readings), samples)


def _says_partnership(text: str) -> bool:
    from citygraph.imports.columns.partnership_words import says_partnership  # few tables need these words

    return says_partnership(text)


_MARKED = {"sister cities": "--kind sister-city", "cooperation": "--kind cooperation-agreement"}
"""What a mark may say, in words, with the option."""
_CONNECTED = {"traffic between both": "--new-kind connected-to:exchange"}
_OF_BOTH = {"trade between both": "--kind trades-with", **_CONNECTED}
"""What figures without a direction may count, in words, with the option."""
_FLOWS = {
    "traffic, from the name down to the name across": "connected-to:exchange",
    "exports": "exports-to:economy",
    "migration": "migration-to:exchange",
}
"""What figures with a direction may count, in words, and a new kind for it."""
_SHOWN = 3
WEIGHT = "weight"
"""The column of the figures of a matrix."""


def _where_halves_differ(
    names: list[str], figures: dict[tuple[str, str], str], told: set[tuple[str, str]]
) -> str:  # fmt: skip
    """Two cells of a matrix that say another thing of the two directions, in words; empty if there are none, or if only
    one half is filled in."""
    place = {name: index for index, name in enumerate(names)}
    if len({place[name] < place[other] for name, other in told if name != other}) < len((True, False)):
        return ""
    for (name, other), figure in figures.items():
        if name != other and _number(figures.get((other, name), "0")) != _number(figure):
            back = figures.get((other, name), "0 or nothing")
            return f"its halves differ (from {name} to {other} {figure}, back {back})"
    return ""


def _ties(names: list[str], figures: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The ties between two names, each once, in the order of the names."""
    place = {name: index for index, name in enumerate(names)}
    ties: dict[tuple[str, str], str] = {}
    for (name, other), figure in figures.items():
        if name != other:
            ties.setdefault((name, other) if place[name] < place[other] else (other, name), figure)
    return ties
