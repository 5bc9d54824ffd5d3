"""What a single value may be: a text, a number, a date … Text with its place → plain data, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from citygraph.countries import did_you_mean_country, is_code
from citygraph.dates import OPEN, parse_date, parse_period
from citygraph.diagnostics import Rule
from citygraph.model import (
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
from citygraph.names import did_you_mean, slug
from citygraph.rules import (
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
from citygraph.syntax import Scalar, Sequence, Value, describe
from citygraph.terms import STATUSES

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
_DOTTED_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d{1,15}|\d*\.\d+|\d+\.)([eE][-+]?\d{1,2})?", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+", re.ASCII)
_URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


class Wrong(Exception):
    """A value is not what its key holds: by which rule, where, in words, and the way out."""

    def __init__(self, rule: Rule, value: Value, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.value, self.message, self.hint = rule, value, message, hint


def read(holds: Holds, value: Value, key: str) -> Any:
    """A value that holds no other values → plain data. ``key`` is what messages call it.

    Raises:
        Wrong: it is not what ``holds`` says.
    """
    if isinstance(holds, Free):
        return _free(value)
    if isinstance(value, Scalar) and value.is_null:
        raise Wrong(WRONG_SHAPE, value, f"`{key}` has no value", "leave the key out if it is not known")
    if isinstance(holds, Coordinates):
        return _coordinates(value, key)
    if not isinstance(value, Scalar):
        raise Wrong(WRONG_SHAPE, value, f"`{key}` should be a text; here is {describe(value)}")
    if not value.text.strip():
        raise Wrong(WRONG_SHAPE, value, f"`{key}` is an empty text", "leave the key out if it is not known")
    return _READERS[type(holds)](holds, value, key)


def _text(holds: Text | Ref, value: Scalar, key: str) -> str:
    return value.text


def _number(holds: Number, value: Scalar, key: str) -> float:
    text = value.text
    if not _NUMBER.fullmatch(text):
        hint = "write it in digits; what it counts goes under `unit:`"
        if re.fullmatch(r"[-+]?\d{1,3}([, _'\u00a0\u202f]\d{3})+(\.\d+)?", text):
            hint = "write " + re.sub(r"[^-+.\d]", "", text)
        elif re.fullmatch(r"[-+]?\d+,\d+", text):
            hint = "write " + text.replace(",", ".")
        raise Wrong(INVALID_NUMBER, value, f"`{text}` is not a number", hint)
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)


def _date(holds: DateText, value: Scalar, key: str) -> str:
    text = value.text
    if holds.open and text == OPEN:
        return text
    try:
        (parse_period if holds.period else parse_date)(text)
    except ValueError as error:
        hint = "use `since` and `until` for a stretch of time" if not holds.period and _is_period(text) else ""
        raise Wrong(INVALID_DATE, value, str(error), hint) from None
    return text


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def _choice(holds: Choice, value: Scalar, key: str) -> str:
    if value.text not in holds.values:
        rule = UNKNOWN_STATUS if holds.values is STATUSES else UNKNOWN_VALUE
        what = "status" if rule is UNKNOWN_STATUS else f"`{key}`"
        hint = did_you_mean(value.text, holds.values) or "one of: " + ", ".join(holds.values)
        raise Wrong(rule, value, f"there is no {what} `{value.text}`", hint)
    return value.text


def _status(holds: Status, value: Scalar, key: str) -> str:
    return _choice(Choice(STATUSES), value, key)


def _country(holds: CountryCode, value: Scalar, key: str) -> str:
    """A code; or, where a record will do, an id, which is for the checks to look up."""
    if not holds.or_record and not is_code(value.text):
        hint = did_you_mean_country(value.text)
        raise Wrong(UNKNOWN_COUNTRY, value, f"there is no country code `{value.text}`", hint)
    return value.text


def _coordinates(value: Value, key: str) -> list[float]:
    if not isinstance(value, Sequence) or len(value.items) != 2:
        raise Wrong(WRONG_SHAPE, value, f"`{key}` should be a list of two numbers: [latitude, longitude]")
    latitude, longitude = (float(read(Number(), item, key)) for item in value.items)
    if not -90 <= latitude <= 90:
        swapped = -90 <= longitude <= 90 and -180 <= latitude <= 180
        hint = f"latitude comes first: [{longitude:g}, {latitude:g}]?" if swapped else ""
        message = f"the latitude {latitude:g} is not between -90 and 90"
        raise Wrong(INVALID_COORDINATES, value.items[0], message, hint)
    if not -180 <= longitude <= 180:
        message = f"the longitude {longitude:g} is not between -180 and 180"
        raise Wrong(INVALID_COORDINATES, value.items[1], message)
    return [latitude, longitude]


def _language(holds: Language, value: Scalar, key: str) -> str:
    if not _LANGUAGE.fullmatch(value.text):
        hint = "write a BCP 47 tag: zh, zh-Hant, sr-Latn"
        raise Wrong(INVALID_LANGUAGE, value, f"`{value.text}` is not a language tag", hint)
    return value.text


def _url(holds: Url, value: Scalar, key: str) -> str:
    if not _URL.fullmatch(value.text):
        raise Wrong(INVALID_URL, value, f"`{value.text}` is not an http or https address")
    return value.text


def _id(holds: Id, value: Scalar, key: str) -> str:
    if not (_DOTTED_ID if holds.dots else _ID).fullmatch(value.text):
        spelled = slug(value.text)
        hint = f"write `{spelled}`" if spelled else "use ASCII letters, digits, - and _"
        raise Wrong(INVALID_ID, value, f"`{value.text}` cannot be an id", hint)
    return value.text


def _free(value: Value) -> Any:
    if isinstance(value, Scalar):
        return None if value.is_null else value.text
    if isinstance(value, Sequence):
        return [_free(item) for item in value.items]
    return {name.text: _free(item) for name, item in value.entries}


_READERS: dict[type, Callable[..., Any]] = {
    Text: _text,
    Ref: _text,
    Number: _number,
    DateText: _date,
    Choice: _choice,
    Status: _status,
    CountryCode: _country,
    Language: _language,
    Url: _url,
    Id: _id,
}
