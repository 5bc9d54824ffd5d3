"""Whether the columns of a table of places tell its rows apart. Two places that only look like one would become one in
silence: fourteen villages of one name, or all communes whose number is 06 in their own province."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.survey import ColumnSurvey

Row = Mapping[str, str]
Rows = Callable[[], Iterable[Row]]
"""Reads the rows of the file again."""
_MOST_WRONG = 0.05
"""An id that has several names for more of its values than this is no id by itself."""
_SHOWN = 3
_MOST_KEPT = 200_000
"""How many rows are remembered to find the columns that tell all of them apart."""
_CODE = re.compile(r"[A-Za-z]{0,8}[-_:. ]?\d[\dA-Za-z]*(?:\.0)?|[A-Z]{1,6}", re.ASCII)
_DOMAIN = re.compile(r"\w\.[a-z]{2}|@")
_MOST_OF_ONE_NAME = 30
_FAR = 0.3
"""So many degrees apart, two rows of one name are two places anyway."""


class Identity(NamedTuple):
    """What the rows show: the columns whose texts together are the ``key``, if the file decides that, with the reason
    in words; or else a ``question``."""

    key: tuple[str, ...] = ()
    why: str = ""
    question: Question | None = None


def is_repeated(column: ColumnSurvey) -> bool:
    """True if several rows have one text."""
    return column.is_whole and len(column.counts) < column.filled


def identity(
    where: str, found: Mapping[str, Sequence[str]], columns: Mapping[str, ColumnSurvey], rows: Rows
) -> Identity:
    """Whether rows that have one key, or one name, country and region, are about one place. ``found`` has the columns
    of each target. Columns that are not read tell."""
    key, names = found.get("key", ()), found.get("name", ())
    ids = key or next((several for target, several in found.items() if target.startswith("identifiers.")), ())
    if not names or len(ids) > 1 or any(JOINED in name for name in (*ids, *names)):
        return Identity()
    if ids and columns[ids[0]].is_whole and not is_repeated(columns[ids[0]]):
        return Identity()
    who = [*names, *found.get("country", ()), *found.get("region", ()), *found.get("part_of", ())]
    read = {
        name for several in found.values() for spec in several for name in (spec, *map(str.strip, spec.split(JOINED)))
    }
    free = [name for name, column in columns.items() if name not in read and _may_tell(column)]
    if ids:
        return _of_ids(where, ids[0], names[0], found, columns, free, rows) if key else Identity()
    if any(target.endswith((".as_of", ".period")) for target in found) or not free:
        return Identity()
    return _of_names(where, who, found, columns, free, rows)


def _may_tell(column: ColumnSurvey) -> bool:
    """Whether a column can tell places apart: a code, a number, a short text; no address, no date, no phone."""
    meaning = meaning_of(column.name)
    if column.sort not in ("numbers", "years", "texts", "countries") or (meaning and not meaning.has_target):
        return False
    return column.sort != "texts" or column.share(lambda text: len(text) <= 40 and not _DOMAIN.search(text)) >= 0.9


def _is_code(column: ColumnSurvey) -> bool:
    return column.share(_CODE.fullmatch) == 1 and not _counts_rows(column)


def _may_count(column: ColumnSurvey) -> bool:
    """Whether numbers may be figures: no header calls them codes, and they do not look like some, as 0244 does."""
    meaning = meaning_of(column.name)
    if column.sort not in ("numbers", "years") or (meaning is not None and meaning.attribute in _OF_CODES):
        return False
    lengths = {len(text) for text in column.sample}
    return not any(text[0] == "0" for text in column.sample) and (len(lengths) > 1 or max(lengths) < _LENGTH_OF_CODES)


_OF_CODES = ("key", "code", "row", "part_of.code", "postcode")
_LENGTH_OF_CODES = 5


def _counts_rows(column: ColumnSurvey) -> bool:
    """Whether a column has the numbers of the rows, which tell nothing about them."""
    first = list(islice(column.counts, _SHOWN * 3))
    return len(first) > 1 and first in ([str(n + start) for n in range(len(first))] for start in (0, 1))


def _text(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple([row.get(name, "") for name in names])


# ------------------------------------------------------------------ ids that several rows share


def _of_ids(
    where: str, id: str, name: str, found: Mapping[str, Sequence[str]], columns: Mapping[str, ColumnSurvey],
    free: Sequence[str], rows: Rows,
) -> Identity:  # fmt: skip
    """An id of a place has one name, and lies in one region."""
    region = next(iter(found.get("region", ())), "")
    first: dict[str, Row] = {}
    names: dict[str, Row] = {}
    regions: dict[str, Row] = {}
    shown_of = (name, region)
    for whole in rows():
        text = whole.get(id, "")
        row: Row = {one: whole.get(one, "") for one in shown_of}
        before = first.setdefault(text, row) if text else row
        if before is not row:
            if fold(before.get(name, "")) != fold(row.get(name, "")):
                names.setdefault(text, row)
            elif region and before.get(region) != row.get(region):
                regions.setdefault(text, row)
    if len(names) > _MOST_WRONG * len(first):
        codes = [one for one in columns if one == id or (one in free and _is_code(columns[one]))]
        why = f"`{id}` alone stands for several places"
        if key := _telling(codes, [_text(row, codes) for row in islice(rows(), _MOST_KEPT)]):
            return Identity(key, why)
        for country in (one for one in found.get("country", ()) if one in columns and _is_code(columns[one])):
            pairs = [_text(row, (country, id)) for row in islice(rows(), _MOST_KEPT)]
            if len(set(pairs)) == len(pairs):
                return Identity((country, id), why)
        text, row = next(iter(names.items()))
        both = f"{first[text].get(name)} and {row.get(name)}"
        what = f"`{id}` has several names for one value ({text}: {both}): is it an id?"
        shown = list(names)[:_SHOWN]
        return Identity(question=Question(where, what, (
            *_with_countries(id, name, found, columns, rows, len(first), [(first[one], names[one]) for one in shown]),
            Reading("no, each name is a place", f"--map notes={shlex.quote(id)}",
                    tuple(f"{first[one].get(name)} ≠ {names[one].get(name)}" for one in shown)),
            Reading("yes, these are several names of one place", f"--map key={shlex.quote(id)}",
                    tuple(f"{first[one].get(name)} = {names[one].get(name)}" for one in shown)),
        )))  # fmt: skip
    if len(regions) > _MOST_WRONG * len(first):
        return Identity(question=_finer(where, id, name, region, columns, free, first, regions))
    return Identity()


def _with_countries(
    id: str, name: str, found: Mapping[str, Sequence[str]], columns: Mapping[str, ColumnSurvey], rows: Rows,
    number: int, shown: Sequence[tuple[Row, Row]],
) -> Iterator[Reading]:  # fmt: skip
    """The reading that an id is one within its country, as those of UN/LOCODE are, if few have several names there."""
    for country in (one for one in found.get("country", ()) if one in columns):
        names: dict[tuple[str, ...], set[str]] = {}
        for row in rows():
            if row.get(id):
                names.setdefault(_text(row, (country, id)), set()).add(fold(row.get(name, "")))
        if sum(len(several) > 1 for several in names.values()) <= _MOST_WRONG * number:
            yield Reading(f"yes, within its `{country}`", f"--map key={shlex.quote(JOINED.join((country, id)))}",
                          tuple(f"{one.get(name)} ≠ {other.get(name)}" for one, other in shown))  # fmt: skip


def _finer(
    where: str, id: str, name: str, region: str, columns: Mapping[str, ColumnSurvey], free: Sequence[str],
    first: Mapping[str, Row], regions: Mapping[str, Row],
) -> Question:  # fmt: skip
    """A place in several regions: the region is the smaller one of the two."""
    text, row = next(iter(regions.items()))
    what = (
        f"`{name}` stands in several rows with one `{id}` and other texts under `{region}` "
        f"({row.get(name)}: {first[text].get(region)} and {row.get(region)}): what is the place of a row?"
    )
    keys = [one for one in free if _is_code(columns[one]) and not is_repeated(columns[one])]
    with_key = f" --map key={shlex.quote(keys[0])}" if keys else f" --map notes={shlex.quote(id)}"
    shown = list(regions.values())[:_SHOWN]
    return Question(where, what, (
        Reading(f"`{region}`, in a `{name}`",
                f"--map name={shlex.quote(region)} --map region={shlex.quote(name)}{with_key}",
                tuple(f"{one.get(region)}, {one.get(name)}" for one in shown)),
        Reading(f"`{name}`", f"--map key={shlex.quote(id)} --map notes={shlex.quote(region)}",
                tuple(one.get(name, "") for one in shown)),
    ))  # fmt: skip


# ------------------------------------------------------------------ names that several rows share


def _of_names(
    where: str, who: Sequence[str], found: Mapping[str, Sequence[str]], columns: Mapping[str, ColumnSurvey],
    free: Sequence[str], rows: Rows,
) -> Identity:  # fmt: skip
    """Rows of one name that differ in a column that is not read may be several places."""
    places = [name for target in ("lat", "lon") for name in found.get(target, ())]
    codes = [name for name in free if _is_code(columns[name])]
    needed = (*who, *free, *places)
    seen: dict[int, tuple[str, ...]] = {}
    alike: list[tuple[Row, Row]] = []
    kept: list[tuple[str, ...]] = []
    for number, row in enumerate(rows()):
        if number < _MOST_KEPT:
            kept.append(_text(row, codes))
        texts = _text(row, needed)
        known = seen.setdefault(hash(tuple(map(fold, texts[: len(who)]))), texts)
        if known is not texts and known[len(who) :] != texts[len(who) :]:
            earlier: Row = dict(zip(needed, known, strict=True))
            if not _are_far(earlier, row, places):
                alike.append((earlier, row))
    apart = [pair for pair in alike if any(pair[0].get(name) and pair[1].get(name) for name in _differing(pair, free))]
    if not apart:
        return Identity()
    key = _telling(codes, kept) if len(kept) < _MOST_KEPT else ()
    if len(key) == 1 and _may_count(columns[key[0]]):
        key = ()  # what is counted tells rows apart by chance
    as_they_are = [f"--map {target}={shlex.quote(name)}" for target in ("name", "country", "region", "part_of")
                   for name in found.get(target, ())]  # fmt: skip
    others = []
    if not key:
        in_order = sorted(free, key=lambda name: _may_count(columns[name]))
        key = (*who, *_enough(_of_one_name(apart, who), in_order))
        others = as_they_are
    (one, other), *_ = apart
    names = " and ".join(f"`{name}`" for name in _differing((one, other), free)[:4])
    times, differ = ("a row has", "differs") if len(apart) == 1 else (f"{len(apart):,} rows have", "differ")
    shared = ", ".join(text for text in _text(one, who) if text)
    what = f"{times} the name of an earlier row ({shared}), and {differ} in {names}: are they other places?"
    shown = apart[:_SHOWN]
    return Identity(question=Question(where, what, (
        Reading("other places", " ".join((f"--map key={shlex.quote(JOINED.join(key))}", *others)),
                tuple(f"{' '.join(_text(one, who))}: {' '.join(filter(None, _text(one, key)))} ≠ "
                      f"{' '.join(filter(None, _text(other, key)))}" for one, other in shown)),
        Reading("the same", " ".join((f"--map key={shlex.quote(JOINED.join(who))}", *as_they_are)),
                tuple(" ".join(_text(one, who)) for one, _ in shown)),
    )))  # fmt: skip


def _are_far(one: Row, other: Row, places: Sequence[str]) -> bool:
    try:
        return any(abs(float(one.get(name, "")) - float(other.get(name, ""))) > _FAR for name in places)
    except ValueError:
        return False


def _differing(pair: tuple[Row, Row], names: Iterable[str]) -> list[str]:
    return [name for name in names if pair[0].get(name, "") != pair[1].get(name, "")]


def _of_one_name(pairs: Sequence[tuple[Row, Row]], who: Sequence[str]) -> list[tuple[Row, Row]]:
    """All pairs of rows of one name: those with the first row of it, which are given, and those of the others."""
    others: dict[tuple[str, ...], list[Row]] = {}
    for one, other in pairs:
        others.setdefault(_text(one, who), []).append(other)
    among = (pair for rows in others.values() for pair in combinations(rows[:_MOST_OF_ONE_NAME], 2))
    return [*pairs, *among]


def _enough(pairs: Sequence[tuple[Row, Row]], names: Sequence[str]) -> Iterator[str]:
    """The fewest columns that tell most pairs apart, one after the other."""
    while pairs and names:
        best = max(names, key=lambda name: sum(one.get(name) != other.get(name) for one, other in pairs))
        yield best
        names = [name for name in names if name != best]
        pairs = [pair for pair in pairs if pair[0].get(best) == pair[1].get(best)]


def _telling(codes: Sequence[str], rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The fewest columns of codes whose texts together tell all rows apart; empty if all of them do not. ``rows`` have
    the texts of the codes."""

    def tell(chosen: Sequence[int]) -> bool:
        return len({tuple([row[index] for index in chosen]) for row in rows}) == len(rows)

    chosen = list(range(len(codes)))
    if not chosen or not tell(chosen):
        return ()
    for index in range(len(codes)):
        rest = [one for one in chosen if one != index]
        if rest and tell(rest):
            chosen = rest
    return tuple(codes[index] for index in chosen)
