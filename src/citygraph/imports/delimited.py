"""A text whose cells stand between delimiters → raw rows: the number of the line where each begins, and its cells.

Python's csv module splits. It also swallows whole rows if a quote is never closed, so a row that goes on over several
lines, or that has an unusual number of cells, is read a second time: if one of its quotes cannot be meant, the import
stops at the line where that quote opens.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.readers import ReadOptions

if TYPE_CHECKING:
    from _csv import Reader

RawRow = tuple[int, list[str]]
"""A row's number, from 1 (in a text, that of its first line), and the texts of its cells."""

_DELIMITERS = "\t;|,"
"""Possible delimiters, the rarest in texts first: if several fit equally well, the first counts."""
_NAMES = {"\t": "a tab", ";": "a semicolon", "|": "a vertical bar", ",": "a comma"}
_SAID = re.compile("sep=(.)", re.IGNORECASE)
_LOOKED_AT = 200
"""How many lines are used to detect the delimiter."""
_MOST_LOOKED_AT = 1 << 16
_BATCH = 512
_EVIDENCE = 4
"""How many delimiters must fit before lines in one quoted cell are taken for rows of their own."""
_MARK = "\ufeff"
_BACKSLASHED = re.compile(r'(?<![,;|\t\n])\\"(?!["\s,;|]|\Z)')
r"""A quote written as ``\"`` that cannot be the end of a cell."""


class Form(NamedTuple):
    """How a text is split: its delimiter, the sign that quotes a cell, and how many cells a row usually has."""

    delimiter: str
    quote: str = '"'
    width: int = 0


def lines_in(blocks: Iterable[str]) -> Iterator[str]:
    r"""The lines of a text that comes in blocks, with their ends: ``\n``, ``\r\n`` or ``\r``."""
    rest: list[str] = []
    for block in blocks:
        if rest and not rest[-1].endswith("\r") and "\n" not in block and "\r" not in block:
            rest.append(block)  # a long line is joined once
            continue
        lines = io.StringIO("".join((*rest, block)), newline="").readlines()
        rest = lines[-1:]  # its end may be the first half of \r\n
        yield from lines[:-1]
    yield from ["".join(rest)] if rest else []


def rows_of(lines: Iterable[str], file: Path, how: ReadOptions) -> Iterator[RawRow]:
    """The rows of a text. Excel's own first line ``sep=;`` names the delimiter; else ``how`` does, or it is detected.

    Raises:
        CityGraphError: if a quote is not closed, or spaces set the columns apart.
        OpenQuestions: if two delimiters fit equally well.
    """
    lines = iter(lines)
    sample: list[str] = []
    length = 0
    for line in islice(lines, _LOOKED_AT):
        sample.append(line.removeprefix(_MARK))
        length += len(line)
        if length > _MOST_LOOKED_AT:
            break
    said = _SAID.fullmatch(sample[0].strip()) if sample else None
    if said:
        del sample[0]
    form = form_of(sample, file, said[1] if said else how.delimiter)
    lines = chain(sample, lines)
    if form.delimiter == "\t" and form.width > 1:
        lines = _unquoted(lines, form)
    return _split(lines, file, form, how, 1 if said else 0)


def _split(lines: Iterator[str], file: Path, form: Form, how: ReadOptions, before: int) -> Iterator[RawRow]:
    kept: deque[tuple[int, list[str]]] = deque()
    begins = 1

    def batches() -> Iterator[list[str]]:
        at = 1
        while batch := list(islice(lines, _BATCH)):
            text = "".join(batch)
            if _MARK in text:  # files were joined
                batch = [line.removeprefix(_MARK) for line in batch]
            if '\\"' in text:
                batch = [_doubled(line) for line in batch]
            while kept and kept[0][0] + len(kept[0][1]) <= begins:
                kept.popleft()
            kept.append((at, batch))
            at += len(batch)
            how.has_read(len(text))
            yield batch

    def raw(last: int) -> str:
        """The text of the lines from ``begins`` to ``last``."""
        return "".join(chain.from_iterable(
            batch[max(begins - at, 0) : last + 1 - at] for at, batch in kept if at <= last
        ))  # fmt: skip

    source = chain.from_iterable(batches())
    reader = _splitter(source, form)
    width, last, ends, more = form.width, 1, 0, 0
    while True:
        try:
            for cells in reader:
                ends = reader.line_num + more
                if (ends > begins or len(cells) != width) and form.quote in (text := raw(ends)):
                    _check_quotes(text, file, before + begins, form)
                yield before + begins, cells
                last, begins = begins, ends + 1
            break
        except csv.Error:  # a cell is longer than the csv module takes; it goes on with the next line
            ends = reader.line_num + more
            text = _whole_row(raw(ends), source, form)
            _check_quotes(text, file, before + begins, form)
            yield before + begins, _cells_of(text, form)
            more += len(_lines(text)) - (ends - begins + 1)
            last, begins = begins, reader.line_num + more + 1
    begins = last  # the last row may end within a quoted cell
    if ends and form.quote in (text := raw(ends)) and any(cell.wrong == "end" for cell in _quoted(text, form)):
        _check_quotes(text, file, before + begins, form)


def _splitter(lines: Iterable[str], form: Form) -> Reader:
    return csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, skipinitialspace=True)


_LONGEST_ROW = 1 << 24
"""So far the end of a quoted cell is looked for. A row that is longer cannot be meant."""


def _whole_row(text: str, lines: Iterator[str], form: Form) -> str:
    """The whole row of which a text is the beginning, with the rest of its last line."""
    if any(cell.wrong == "end" for cell in _quoted(text, form)):
        parts = [text]
        left = _LONGEST_ROW - len(text)
        for line in lines:
            parts.append(line)
            left -= len(line)
            if left < 0 or line.count(form.quote) % 2:
                break
        text = "".join(parts)
    return text


def _cells_of(row: str, form: Form) -> list[str]:
    """The cells of one row, however long they are."""
    limit = csv.field_size_limit(len(row))
    try:
        return next(_splitter(_lines(row), form))
    finally:
        csv.field_size_limit(limit)


def _unquoted(lines: Iterable[str], form: Form) -> Iterator[str]:
    """The lines of a text with tabs. Registers write it without quoting, so a quote that nothing closes in its line is
    a part of the cell, if that line and the next are whole rows by themselves."""
    quote, tabs = form.quote, form.width - 1
    is_within = False
    for line, after in pairwise(chain(lines, [""])):
        if quote in line and line.count(quote) % 2:
            are_rows = line.count("\t") == tabs and (not after or after.count("\t") == tabs)
            if is_within or not are_rows:
                is_within = not is_within
            else:
                cells = line.rstrip("\r\n").split("\t")
                end = line[len("\t".join(cells)) :]
                yield "\t".join(_in_quotes(cell, quote) if cell.count(quote) % 2 else cell for cell in cells) + end
                continue
        yield line


def _in_quotes(cell: str, quote: str) -> str:
    return quote + cell.replace(quote, quote * 2) + quote


def _doubled(line: str) -> str:
    r"""A line that writes quotes as ``\"``, with each written twice instead."""
    return line.replace('\\"', '""') if _BACKSLASHED.search(line) else line


# ------------------------------------------------------------------ quotes


class _Quoted(NamedTuple):
    """A quoted cell of a row: where it opens, its text as it stands, and what is wrong with its end: nothing, ``end``
    of the text, or more ``text`` behind the quote."""

    at: int
    text: str
    wrong: str


def _quoted(row: str, form: Form) -> Iterator[_Quoted]:
    """The quoted cells of one row, as the csv module finds them."""
    quote, delimiter = re.escape(form.quote), re.escape(form.delimiter)
    inside = re.compile(f" *{quote}((?:[^{quote}]++|{quote}{quote})*+)({quote}?)( *(?={delimiter}|[\r\n]|\\Z)|)")
    rest = re.compile(f"[^{delimiter}\r\n]*+")
    at = 0
    while True:
        if found := inside.match(row, at):
            at = found.end()
            is_clean = at == len(row) or row[at] in (form.delimiter, "\r", "\n")
            yield _Quoted(found.start(), found[1], "end" if not found[2] else "" if is_clean else "text")
        if behind := rest.match(row, at):
            at = behind.end()
        if at >= len(row) or row[at] != form.delimiter:
            return
        at += 1


def _check_quotes(row: str, file: Path, line: int, form: Form) -> None:
    """Raise an error if a quote in a row is never closed, or closes in another cell than it was meant for."""
    for cell in _quoted(row, form):
        is_over_lines = "\n" in cell.text or "\r" in cell.text
        swallows = is_over_lines or form.delimiter in cell.text
        if cell.wrong == "end" or (cell.wrong == "text" and swallows) or (is_over_lines and _are_rows(row, form)):
            opens = line + len(_lines(row[: cell.at] + form.quote)) - 1
            begin = _lines(cell.text)[0].strip()[:40] if cell.text else ""
            raise CityGraphError(
                f"{file}:{opens}: a quote opens here before `{begin}` and is not closed in its cell; "
                f"close it, or take it away (a quote inside a quoted cell is written twice: {form.quote * 2})"
            )


def _are_rows(text: str, form: Form) -> bool:
    """Whether each line in one row of a table would be a whole row by itself: then a quote has swallowed them. Prose
    has a space behind its commas, and a row begins with a text."""
    lines = [line for line in _lines(text) if line.strip()]
    if len(lines) * (form.width - 1) < _EVIDENCE or f"{form.delimiter} " in text:
        return False
    return all(line.count(form.delimiter) == form.width - 1 and line[0] != form.delimiter for line in lines)


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


# ------------------------------------------------------------------ the delimiter


def form_of(sample: Sequence[str], file: Path, delimiter: str | None = None) -> Form:
    r"""How the first lines of a table are split: by the character that splits them into equally many columns, and into
    most.

    Raises:
        CityGraphError: if spaces set the columns apart.
        OpenQuestions: if two delimiters fit equally well.

    >>> form_of(["a;b,c\n", "1;2,5\n"], Path("x.csv"))
    Form(delimiter=';', quote='"', width=2)
    """
    forms = [_fitted(sample, sign, quote) for sign in delimiter or _DELIMITERS for quote in _quotes_in(sample, sign)]
    share, _, _, form = max(forms, key=lambda one: one[:3])
    if delimiter:
        return form
    rivals = {one.delimiter: one for fits, *_, one in forms if fits == 1 and share == 1}
    if len(rivals) > 1:
        return _of_rivals(rivals, sample, file)
    if share and form.delimiter == "," and _is_prose(sample):
        return Form("\t", form.quote, 1)
    if not share:
        if width := _words_of_edges(sample, file):
            return Form(" ", form.quote, width)
        _check_spaces(sample, file)
    return form


def _fitted(sample: Sequence[str], delimiter: str, quote: str) -> tuple[float, int, int, Form]:
    widths: Counter[int] = Counter()
    rows = _splitter(sample, Form(delimiter, quote))
    while True:
        try:
            widths.update(len(cells) for cells in rows if cells)
            break
        except csv.Error:  # a cell is longer than the csv module takes
            continue
    # Lines of one cell are titles and notes, if others have several.
    width, often = max(
        ((width, often) for width, often in widths.items() if width > 1), key=lambda one: one[::-1], default=(1, 0)
    )
    share = often / widths.total() if often else 0.0
    return share, width, -_DELIMITERS.find(delimiter), Form(delimiter, quote, width)


def _quotes_in(sample: Sequence[str], delimiter: str) -> str:
    """The signs that may quote cells: the single one only if cells of several lines begin and end with it."""
    single = re.compile(f"(?:^|{re.escape(delimiter)})'[^'\n]*'(?={re.escape(delimiter)}|\\s*$)")
    double = sum('"' in line for line in sample)
    often = sum(bool(single.search(line)) for line in sample)
    return "'" if often > double and often * 2 > len(sample) else '"'


def _of_rivals(rivals: dict[str, Form], sample: Sequence[str], file: Path) -> Form:
    """The one of several delimiters that all fit each row of the sample."""
    if "\t" in rivals:
        return rivals["\t"]
    text = "".join(sample)
    inner = re.sub(r"(?<=\d),(?=\d)|, ", "", text.partition("\n")[2])
    if "," in rivals and "," not in inner:  # between digits, or in prose
        del rivals[","]
    if len(rivals) == 1:
        return next(iter(rivals.values()))
    first = sample[0].strip()

    def cells(form: Form) -> tuple[str, ...]:
        return tuple(next(csv.reader([first], delimiter=form.delimiter, quotechar=form.quote)))

    readings = tuple(
        Reading(f"split by {_NAMES[sign]}", f"--delimiter '{sign}'", (" · ".join(cells(form)),))
        for sign, form in rivals.items()
    )
    raise OpenQuestions([Question(f"{file}:1", "several characters split the rows equally well", readings, (first,))])


def _is_prose(sample: Sequence[str]) -> bool:
    """Whether a table has one column, and its commas are those of its texts: the first row has none, and a space stands
    behind each."""
    full = [line for line in sample if line.strip()]
    return "," not in full[0] and '"' not in "".join(full) and not re.search(r",(?! )", "".join(full))


def _words_of_edges(sample: Sequence[str], file: Path) -> int:
    """How many words each line of a list of edges has, if its first line names both ends, as ``city1 city2 year``, and
    spaces stand between all cells; 0 if it is none.

    Raises:
        CityGraphError: if some lines have more words, as those with ``New York``.
    """
    lines = [line.split() for line in sample if line.strip()]
    if len(lines) < _EVIDENCE // 2 or len(lines[0]) < _ENDS or any('"' in word for words in lines for word in words):
        return 0
    from citygraph.imports.header_cells import meaning  # not every table needs its words

    ends = [meaning(word) for word in lines[0]]
    if not all(ends) or {one.side or one.number for one in ends[:_ENDS] if one} not in _PAIRS:
        return 0
    width = len(lines[0])
    other = next((number for number, words in enumerate(lines, 1) if len(words) != width), 0)
    if other:
        raise CityGraphError(
            f"{file}:{other}: spaces set the columns apart, and this line has {len(lines[other - 1])} words, not "
            f"{width}: nobody can tell which belong together; save the file with tabs or semicolons between the cells"
        )
    return width


_ENDS = 2
_PAIRS = ({"1", "2"}, {"a", "b"}, {"from", "to"})
"""What the names of both ends say."""
_GAP = re.compile(r" {2,}")


def _check_spaces(sample: Sequence[str], file: Path) -> None:
    """Raise an error if runs of spaces set the columns apart."""
    parts = Counter(len(_GAP.split(line.strip())) for line in sample if line.strip())
    often = parts.most_common(1)[0] if parts else (1, 0)
    if often[0] > 1 and often[1] > 1 and often[1] * 5 >= parts.total() * 4:
        raise CityGraphError(
            f"{file}: spaces set its {often[0]} columns apart, so nobody can tell where an empty cell stands; "
            "save it with tabs, commas or semicolons between the cells"
        )
