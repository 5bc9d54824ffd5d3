"""Commands of QuickStatements (version 1), as people keep lists for Wikidata: an item, a property, a value in each
line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.readers.wikidata import TIME, in_edtf

UNIT = "line"
TAKES = frozenset[str]({"encoding"})
_TIES = {"P190": ("sister-city", ""), "P463": ("member-of", "organization"), "P1344": ("participates-in", "event")}
"""The properties that are ties, with their kinds, and the types of what they lead to."""
_OF_TIES = {"P580": "since", "P582": "until", "S854": "source.url", "S1476": "source.title"}
_OF_NODES = {"P1566": "identifiers.geonames", "P1937": "identifiers.unlocode", "P1082": "observations.population"}
_OF_FIGURES = {"P585": "observations.population.as_of"}
"""The columns of qualifiers, of sources and of properties. Others have their own names."""
_ITEM = re.compile(r"Q[1-9]\d*", re.ASCII)
_PROPERTY = re.compile(r"P[1-9]\d*", re.ASCII)
_WORDS = re.compile(r"([LAD])([a-z]{2,3}(?:-[a-z-]+)?)")
_TEXT = re.compile(r'(?:[a-z-]{2,12}:)?"(.*)"', re.DOTALL)
_PLACE = re.compile(r"@([-+]?[\d.]+)/([-+]?[\d.]+)")
_FIGURE = re.compile(r"([-+]?[\d.]+)(?:~[\d.]+|\[[^\]]*\])?(?:U[1-9]\d*)?", re.ASCII)
_COMMENT = re.compile(r'"[^"]*"|/\*.*?\*/')
_COMMAND = re.compile(r"[^\n]*?(?:\|\||\r?\n|\Z)")


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Twinnings (P190), memberships (P463) and events taken part in (P1344) are ties; all else is said of the item of
    its line, and comes in one row for each item, after the ties. A line that takes a statement away is refused.

    Raises:
        CityGraphError: if no line is a command.
    """
    text = decoded(file, how.encoding)
    how.has_read(len(text))
    items: dict[str, tuple[int, dict[str, list[str]]]] = {}
    tied: set[str] = set()
    last = ""
    number_read = number_refused = 0
    for line, command in _commands(text):
        number_read += 1
        words = [word.strip() for word in re.split(r"[\t|]", command)]
        if words == ["CREATE"]:
            last = f"item of line {line}"
            items[last] = line, {}
            continue
        subject = last if words[0] == "LAST" else words[0]
        why = _why_not(words, subject)
        if why:
            number_refused += 1
            yield UnreadableRow(line, why, visible(command)[:60])
            continue
        if words[1] in _TIES and _ITEM.fullmatch(words[2]):
            yield _tie(line, subject, words)
            tied.add(subject)
            items.setdefault(subject, (line, {}))
            continue
        _, known = items.setdefault(subject, (line, {}))
        for name, value in _said(words):
            if value not in known.setdefault(name, []):
                known[name].append(value)
    if number_refused == number_read:
        raise CityGraphError(f"{file}: no line is a command of QuickStatements, as `Q648<tab>P190<tab>Q39121`")
    for subject, (line, known) in items.items():
        is_named = subject in tied or _ITEM.fullmatch(subject)
        yield ForeignRow(line, "node", {**({"id": subject} if is_named else {}), **_columns(known)})


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """The commands, with their lines. Some write two bars for the end of a line, and one for a tab."""
    line = 1
    for found in _COMMAND.finditer(text.removeprefix("\ufeff")):
        command = _COMMENT.sub(_without_comment, found[0].removesuffix("||")).strip(" \r\n")
        if command.strip():
            yield line, command
        line += found[0].count("\n")


def _without_comment(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else ""


def _why_not(words: list[str], subject: str) -> str:
    """Why a command cannot be read; empty if it can."""
    if subject.startswith("-"):
        return "this line takes a statement away"
    if subject == "MERGE":
        return "this line merges two items"
    if words[0] == "LAST" and not subject:
        return "no line before it creates an item"
    if len(words) < 3 or not (_ITEM.fullmatch(subject) or words[0] == "LAST"):
        return "an item, a property and a value should stand here, with a tab between them"
    if not (_PROPERTY.fullmatch(words[1]) or _WORDS.fullmatch(words[1]) or words[1].startswith("S")):
        return f"`{visible(words[1])[:20]}` is no property"
    return "" if words[2] else "the line has no value"


def _tie(line: int, subject: str, words: list[str]) -> ForeignRow:
    kind, type = _TIES[words[1]]
    values = {"source": subject, "target": words[2], "kind": kind, **({"to.type": type} if type else {})}
    for name, value in zip(words[3::2], words[4::2], strict=False):
        values.setdefault(_OF_TIES.get(name, name), _text(value))
    return ForeignRow(line, "tie", values)


def _said(words: list[str]) -> Iterator[tuple[str, str]]:
    """The columns of an item that a command fills in."""
    name, value = words[1], words[2]
    if found := _WORDS.fullmatch(name):
        column = {"L": f"names.{found[2]}", "A": "aliases", "D": f"description {found[2]}"}[found[1]]
        yield column, _text(value)
    elif place := _PLACE.fullmatch(value):
        yield from (("lat", place[1]), ("lon", place[2])) if name == "P625" else ((name, f"{place[1]}, {place[2]}"),)
    else:
        yield _OF_NODES.get(name, name), _text(value)
        if name == "P1082":
            for qualifier, text in zip(words[3::2], words[4::2], strict=False):
                if qualifier in _OF_FIGURES:
                    yield _OF_FIGURES[qualifier], _text(text)


def _columns(known: dict[str, list[str]]) -> dict[str, str]:
    """The columns of an item. Of several values of a figure, a place or an id the first counts: a row holds one."""
    values: dict[str, str] = {}
    labels = {name: texts for name, texts in known.items() if name.startswith("names.")}
    if label := known.get("names.en") or next(iter(labels.values()), None):
        values["label"] = label[0]
    for name, texts in known.items():
        one = name in ("lat", "lon") or name.startswith(("observations.", "identifiers.", "names."))
        values[name] = texts[0] if one else "; ".join(texts)
    return values


def _text(value: str) -> str:
    """A value without its quotes, its language or its bounds; a time as fine as its precision. Another item is called
    so, since its id is none of the item that the line is about."""
    if _ITEM.fullmatch(value):
        return f"item {value}"
    if found := _TEXT.fullmatch(value):
        return found[1].strip()
    time, slash, precision = value.partition("/")
    if slash and (moment := TIME.fullmatch(time)):
        return in_edtf(moment, precision)
    figure = _FIGURE.fullmatch(value)
    return figure[1].removeprefix("+") if figure else value
