"""Single values: a text, a number, a date … Each reader turns text with its place into plain data, or says what is
wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from citygraph.domain.countries import did_you_mean_country, is_code
from citygraph.domain.dates import OPEN, parse_date, parse_period
from citygraph.domain.model import (
    Choice,
    Coordinates,
    CountryCode,
    DateText,
    Free,
    Holds,
    Id,
    Language,
    Number,
    Ref,
    Status,
    Text,
    Url,
)
from citygraph.domain.names import did_you_mean, slug
from citygraph.domain.terms import STATUSES
from citygraph.folder.diagnostics import Rule
from citygraph.folder.rules import (
    INVALID_COORDINATES,
    INVALID_DATE,
    INVALID_ID,
    INVALID_LANGUAGE,
    INVALID_NUMBER,
    INVALID_URL,
    UNKNOWN_COUNTRY,
    UNKNOWN_STATUS,
    UNKNOWN_VALUE,
    WRONG_SHAPE,
)
from citygraph.folder.yaml_text import NULLS, Scalar, Value, YamlSequence, describe, is_null

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
_DOTTED_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d{1,15}|\d*\.\d+|\d+\.)([eE][-+]?\d{1,2})?", re.ASCII)
_DAY = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", re.ASCII)  # a day that every month has
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+", re.ASCII)
_URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


class Wrong(Exception):
    """A value is not what its key holds: the rule that it breaks, the value, the message, and a hint."""

    def __init__(self, rule: Rule, value: Value, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.value, self.message, self.hint = rule, value, message, hint


Reader = Callable[[Value, str], Any]
"""Reads a value that has no other values in it → plain data. The string is the key, for messages.

Raises:
    Wrong: if the value is not what the key holds.
"""


@cache
def reader(holds: Holds) -> Reader:
    """The reader for the values of a key; keys that hold the same thing share one reader."""
    return _READERS[type(holds)](holds)


def said(value: Value, key: str) -> str:
    """The text of a value that must be a non-empty text.

    Raises:
        Wrong: if the value is a list, a mapping, nothing, or an empty text.
    """
    if not isinstance(value, Scalar):
        raise Wrong(WRONG_SHAPE, value, f"`{key}` should be a text; here is {describe(value)}")
    text = value.value
    if text in NULLS and not value.style:
        raise _nothing(value, key)
    if not text.strip():
        raise Wrong(WRONG_SHAPE, value, f"`{key}` is an empty text", "leave the key out if it is not known")
    return text


def _nothing(value: Value, key: str) -> Wrong:
    return Wrong(WRONG_SHAPE, value, f"`{key}` has no value", "leave the key out if it is not known")


def _text(holds: Text | Ref) -> Reader:
    return said


def _number(holds: Number) -> Reader:
    def read(value: Value, key: str) -> float:
        text = said(value, key)
        number = _NUMBER.fullmatch(text)
        if not number:
            hint = "write it in digits; what it counts goes under `unit:`"
            if re.fullmatch(r"[-+]?\d{1,3}([, _'\u00a0\u202f]\d{3})+(\.\d+)?", text):
                hint = "write " + re.sub(r"[^-+.\d]", "", text)
            elif re.fullmatch(r"[-+]?\d+,\d+", text):
                hint = "write " + text.replace(",", ".")
            raise Wrong(INVALID_NUMBER, value, f"`{text}` is not a number", hint)
        digits, exponent = number.groups()
        return int(text) if exponent is None and digits.isdigit() else float(text)

    return read


def _date(holds: DateText) -> Reader:
    parse: Callable[[str], object] = parse_period if holds.period else parse_date

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if _DAY.fullmatch(text) or (holds.open and text == OPEN):
            return text
        try:
            parse(text)
        except ValueError as error:
            hint = "use `since` and `until` for a stretch of time" if not holds.period and _is_period(text) else ""
            raise Wrong(INVALID_DATE, value, str(error), hint) from None
        return text

    return read


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def _choice(holds: Choice) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if text not in holds.values:
            rule = UNKNOWN_STATUS if holds.values is STATUSES else UNKNOWN_VALUE
            what = "status" if rule is UNKNOWN_STATUS else f"`{key}`"
            hint = did_you_mean(text, holds.values) or "one of: " + ", ".join(holds.values)
            raise Wrong(rule, value, f"there is no {what} `{text}`", hint)
        return text

    return read


def _status(holds: Status) -> Reader:
    return _choice(Choice(STATUSES))


def _country(holds: CountryCode) -> Reader:
    """Reads a country code; or, where a record is allowed too, an id, which the checks look up."""

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not holds.or_record and not is_code(text):
            raise Wrong(UNKNOWN_COUNTRY, value, f"there is no country code `{text}`", did_you_mean_country(text))
        return text

    return read


def _coordinates(holds: Coordinates) -> Reader:
    number = reader(Number())

    def read(value: Value, key: str) -> list[float]:
        if is_null(value):
            raise _nothing(value, key)
        if not isinstance(value, YamlSequence) or len(value.items) != 2:
            raise Wrong(WRONG_SHAPE, value, f"`{key}` should be a list of two numbers: [latitude, longitude]")
        latitude, longitude = (float(number(item, key)) for item in value.items)
        if not -90 <= latitude <= 90:
            swapped = -90 <= longitude <= 90 and -180 <= latitude <= 180
            hint = f"latitude comes first: [{longitude:g}, {latitude:g}]?" if swapped else ""
            message = f"the latitude {latitude:g} is not between -90 and 90"
            raise Wrong(INVALID_COORDINATES, value.items[0], message, hint)
        if not -180 <= longitude <= 180:
            message = f"the longitude {longitude:g} is not between -180 and 180"
            raise Wrong(INVALID_COORDINATES, value.items[1], message)
        return [latitude, longitude]

    return read


def _language(holds: Language) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not _LANGUAGE.fullmatch(text):
            hint = "write a BCP 47 tag: zh, zh-Hant, sr-Latn"
            raise Wrong(INVALID_LANGUAGE, value, f"`{text}` is not a language tag", hint)
        return text

    return read


def _url(holds: Url) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not _URL.fullmatch(text):
            raise Wrong(INVALID_URL, value, f"`{text}` is not an http or https address")
        return text

    return read


def _id(holds: Id) -> Reader:
    form = _DOTTED_ID if holds.dots else _ID

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not form.fullmatch(text):
            spelled = slug(text)
            hint = f"write `{spelled}`" if spelled else "use ASCII letters, digits, - and _"
            raise Wrong(INVALID_ID, value, f"`{text}` cannot be an id", hint)
        return text

    return read


def _free(holds: Free) -> Reader:
    return _as_it_is


def _as_it_is(value: Value, key: str = "") -> Any:
    if isinstance(value, Scalar):
        return None if is_null(value) else value.value
    if isinstance(value, YamlSequence):
        return [_as_it_is(item) for item in value.items]
    return {name: _as_it_is(item) for name, (_, item) in value.entries.items()}


_READERS: dict[type, Callable[[Any], Reader]] = {
    Text: _text,
    Ref: _text,
    Number: _number,
    DateText: _date,
    Choice: _choice,
    Status: _status,
    CountryCode: _country,
    Coordinates: _coordinates,
    Language: _language,
    Url: _url,
    Id: _id,
    Free: _free,
}
