"""Values that are valid, but hardly what their author means: a text that YAML cuts off, a note that it takes for a
mapping, a character that the eye cannot see, coordinates the wrong way round.

Each function gives what the parser is to report; it gives nothing for nearly all values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from citygraph.domain.countries import country_name, may_lie_in
from citygraph.domain.odd_characters import named, odd, plain
from citygraph.folder.diagnostics import Rule, Said
from citygraph.folder.fixes import Sure
from citygraph.folder.records import Place
from citygraph.folder.rules import (
    HASH_IN_TEXT,
    HIDDEN_CHARACTER,
    MIXED_SCRIPTS,
    NOTE_AS_MAPPING,
    SWAPPED_COORDINATES,
    WRONG_SHAPE,
)
from citygraph.folder.values import WIDE_COMMA, as_list, mistaken_text
from citygraph.folder.yaml_text import (
    Document,
    Locator,
    Scalar,
    Value,
    YamlMapping,
    YamlSequence,
    describe,
    place,
    quoted,
)

_LONGEST_SURE = 1000
"""In a longer line, nobody looks for the end of a text."""
_REMARK = re.compile(r"\s#(?:[\s#!]|\Z)")
"""The start of what is surely meant as a comment."""
_ONLY_A_COMMENT = re.compile(r"[ \t]+(#[^\s#!][^\r\n]*)")
_LINE_END = re.compile(r"[\r\n]")

Mistake = tuple[Rule, Value | Place, str, Said]
"""A mistake to report: the rule, the place, the message and the hint."""


def odd_characters(document: Locator, value: Value, key: str, text: str) -> Iterator[Mistake]:
    """The first character of a text that the eye cannot see, or takes for another."""
    character = odd(text)
    if character is None:
        return
    at = place(value)
    if isinstance(document, Document) and (here := document.text.find(character.character, *at)) >= 0:
        at = (here, here + 1)
    if character.scripts:
        both = " and ".join(script.title() for script in character.scripts)
        message = f"a word of `{key}` has {both} letters: its `{character.character}` is {character.name}"
        yield MIXED_SCRIPTS, at, message, "type it again"
    else:
        written = plain(text).strip()

        def hint() -> str:
            said = f"write `{written}`"
            return Sure(said, written, document.span(*place(value))) if written else said

        yield HIDDEN_CHARACTER, at, f"`{key}` has {character.name} in it", hint


def cut_off(document: Locator, text: Value, key: str) -> Iterator[Mistake]:
    """A text that YAML ends before a ``#``."""
    if not isinstance(text, Scalar) or text.style or not isinstance(document, Document):
        return
    _, end = place(text)
    if document.cuts(end) is not None:
        comment = document.line_from(end + 1)
        meant = text.value + document.line_from(end)
        whole = quoted(meant)
        message = f"YAML takes `{comment}` for a comment, so the text ends before it"
        at = end + 1, end + 1 + len(comment)
        hint = f"put the text between quotes: `{_lead(document, text, key)}{whole}`"
        start, stop = place(text)[0], at[1]
        is_in_line = not _LINE_END.search(document.text, start, stop) and stop - start < _LONGEST_SURE
        if is_in_line and not _REMARK.search(comment):
            hint = Sure(hint, meant.rstrip(), document.span(start, stop))
        yield HASH_IN_TEXT, at, message, hint


def _lead(document: Locator, value: Value, key: str) -> str:
    """What stands before a value in YAML, as a hint repeats it: its key, the dash of an item, or nothing."""
    start, _ = place(value)
    before = document.text[max(0, start - 2) : start].strip(" ") if isinstance(document, Document) else ""
    return "- " if before == "-" else "" if before[-1:] in ("[", ",") else f"{key}: "


def taken_for_comment(document: Locator, nothing: Value, key: str) -> Iterator[Mistake]:
    """A text that begins with a ``#``, so that YAML finds nothing."""
    found = _ONLY_A_COMMENT.match(document.text, place(nothing)[0]) if isinstance(document, Document) else None
    if found is not None:
        text = found[1].rstrip()
        message = f"YAML takes `{text}` for a comment, so there is no text"
        yield (
            WRONG_SHAPE,
            found.span(1),
            message,
            f"put it between quotes: `{_lead(document, nothing, key)}{quoted(text)}`",
        )


def text_as_mapping(document: Locator, item: Value, key: str) -> Iterator[Mistake]:
    """A text in a list that YAML takes for a mapping, because of its colon."""
    if text := mistaken_text(item):
        message = f"`{key}` should be a text; here is {describe(item)}"
        yield (
            WRONG_SHAPE,
            item,
            message,
            f"put a text with a colon between quotes: `{_lead(document, item, key)}{text}`",
        )


def notes(document: Locator, value: Value, key: str, beside: YamlSequence | None = None) -> Iterator[Mistake]:
    """Notes that YAML cuts off, or takes for a mapping. ``beside`` is the list that they stand in."""
    if isinstance(value, Scalar):
        yield from cut_off(document, value, key)
    elif isinstance(value, YamlSequence):
        for item in value.items:
            yield from notes(document, item, key, value)
    elif (text := mistaken_text(value)) and _reads_like_a_note(value, beside):
        hint = f"put it between quotes: `{'- ' if beside else f'{key}: '}{text}`"
        yield NOTE_AS_MAPPING, value, "YAML takes this note for a mapping, because of its colon", hint
    else:
        for _, item in value.entries.values():
            yield from notes(document, item, key)


def _reads_like_a_note(value: YamlMapping, beside: YamlSequence | None) -> bool:
    """True if the only key of a mapping reads like the beginning of a sentence. In a list, it may be one word if it has
    a capital, or if other notes are texts."""
    (key,) = value.entries
    words = len(key.split())
    if beside is None:
        return words > 2
    return words > 1 or key[:1].isupper() or any(isinstance(item, Scalar) for item in beside.items)


def wide_commas(items: Iterable[Value], value: Value, key: str) -> list[Mistake]:
    """The first full-width comma or semicolon among ids, which it does not separate."""
    for item in items:
        text = item.value if isinstance(item, Scalar) else ""
        if not text.isascii() and (comma := WIDE_COMMA.search(text)):
            message = f"`{comma[0]}` in `{key}` is {named(comma[0])}, which separates nothing"
            return [(WRONG_SHAPE, item, message, f"write {as_list(value, key)}")]
    return []


def are_swapped(coordinates: Sequence[float] | None, country: str | None, iso: str | None) -> bool:
    """True for coordinates that lie in the country of their record, or in the one that it is, only the other way
    round."""
    code = iso or country
    if coordinates is None or code is None:
        return False
    latitude, longitude = coordinates
    if may_lie_in(code, latitude, longitude) is not False:
        return False
    return abs(longitude) <= 90 and bool(may_lie_in(code, longitude, latitude))


def swapped(data: dict[str, Any], at: Place) -> Iterator[Mistake]:
    """Coordinates that are the wrong way round."""
    latitude, longitude = data["coordinates"]
    message = f"{latitude:g} north, {longitude:g} east is far from {country_name(data.get('iso') or data['country'])}"
    hint = f"latitude comes first: are they the wrong way round? `[{longitude:g}, {latitude:g}]` lies there"
    yield SWAPPED_COORDINATES, at, message, hint
