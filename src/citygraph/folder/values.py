"""Single values: a text, a number, a date … Each reader turns text with its place into plain data, or says what is
wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from citygraph.domain.countries import did_you_mean_country, is_code, sure_code
from citygraph.domain.dates import OPEN, parse_date, parse_period
from citygraph.domain.languages import is_tag
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
from citygraph.domain.names import slug
from citygraph.domain.odd_characters import named, plain
from citygraph.domain.spelled_dates import QUOTES, half_width, meant_dates
from citygraph.domain.spelled_numbers import NUMBER, meant_numbers, with_bound
from citygraph.domain.terms import STATUSES
from citygraph.folder.csv_text import CsvCell
from citygraph.folder.diagnostics import Rule, Said
from citygraph.folder.fixes import Sure, did_you_mean
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
from citygraph.folder.yaml_text import (
    NULLS,
    Scalar,
    Value,
    YamlMapping,
    YamlSequence,
    describe,
    is_null,
    place,
    plain_or_quoted,
    quoted,
)

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
_DOTTED_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
_DAY = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", re.ASCII)  # a day that every month has
_DEGREES = r"([-+]?\d{1,3}(?:\.\d+)?)\s*(?:°|deg)?\s*"
_LATITUDE_LONGITUDE = re.compile(
    rf"\s*[\[(]?\s*{_DEGREES}([NSns]?)\s*[,;/\s]\s*{_DEGREES}([EWew]?)\s*[\])]?\s*", re.ASCII
)
_PLAIN_DEGREES = r"-?\d{1,3}(?:\.\d{1,15})?"
_PLAIN_PAIR = re.compile(rf"({_PLAIN_DEGREES}); ?({_PLAIN_DEGREES})", re.ASCII)
_PLAIN_PAIRS = re.compile(rf"{_PLAIN_DEGREES}; ?{_PLAIN_DEGREES}(?:\n{_PLAIN_DEGREES}; ?{_PLAIN_DEGREES})*+", re.ASCII)
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s,;]*)?", re.ASCII)
_WITH_SIGN = re.compile(r"[-+.\d\s]*\d\s*[°NSEWnsewO]+\s*")
_URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


class Wrong(Exception):
    """A value is not what its key holds: the rule that it breaks, the value, the message, and a hint."""

    def __init__(self, rule: Rule, value: Value, message: Said, hint: Said = "") -> None:
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
        raise Wrong(WRONG_SHAPE, value, f"`{key}` should be a text; here is {describe(value)}", _one_value(value, key))
    text = value.value
    if text in NULLS and not value.style:
        raise _nothing(value, key)
    if not text.strip():
        raise Wrong(WRONG_SHAPE, value, f"`{key}` is an empty text", "leave the key out if it is not known")
    return text


def pasted(value: Value, key: str, text: str) -> str:
    """A hint to write ``text`` as the value of a key: the line of YAML, or the cell of a table."""
    return f"`{text}`" if isinstance(value, CsvCell) else f"`{key}: {text}`"


def _one_value(value: Value, key: str) -> str:
    """The hint where a list or a mapping stands in the place of one value."""
    if isinstance(value, YamlSequence):
        if len(value.items) == 1 and isinstance(value.items[0], Scalar):
            only = value.items[0]
            return f"write {pasted(value, key, quoted(only.value) if only.style else plain_or_quoted(only.value))}"
        return "it takes one value, not a list"
    if text := mistaken_text(value):
        return f"put a text with a colon between quotes: `{key}: {text}`"
    return ""


WIDE_COMMA = re.compile("[，、；]")
_BETWEEN_ITEMS = re.compile(r"\s*[,;，、；]\s*|\s+(?:and|&)\s+")

_DASHES = re.compile(r"(?:^|\s+)-\s*")
"""Between the lines of a list whose first dash has no space after it, so that YAML takes them for one text."""


def _between_items(text: str) -> re.Pattern[str]:
    return _DASHES if text.startswith("-") else _BETWEEN_ITEMS


def as_list(value: Value, key: str) -> str:
    """A text, or a list of texts, with all items that it names, as YAML or a table writes a list of them."""
    texts = [item for item in getattr(value, "items", [value]) if isinstance(item, Scalar)]
    items = [
        part for text in texts for part in _between_items(text.value).split(text.value.strip("[]［］【】 ")) if part
    ]
    if any(isinstance(text, CsvCell) for text in texts):
        return f"`{'; '.join(items)}`"
    return f"`{key}: [{', '.join(items) or '…'}]`"


def mistaken_text(value: Value) -> str:
    """A mapping of one key that may be a text with a colon, as YAML can write that text; else empty."""
    if not isinstance(value, YamlMapping) or len(value.entries) != 1:
        return ""
    key, said = next(iter(value.entries.values()))
    in_braces = place(value)[0] != place(key)[0]
    if in_braces or key.style or not isinstance(said, Scalar) or said.style in ("|", ">"):
        return ""  # what has quotes or braces is meant as it is
    mark = {"'": "'", '"': '"'}.get(said.style or "", "")
    return quoted(f"{key.value}: {mark}{said.value}{mark}".strip())


def _nothing(value: Value, key: str) -> Wrong:
    return Wrong(WRONG_SHAPE, value, f"`{key}` has no value", "leave the key out if it is not known")


def _text(holds: Text | Ref) -> Reader:
    return said


def _number(holds: Number) -> Reader:
    def read(value: Value, key: str) -> float:
        text = said(value, key)
        number = NUMBER.fullmatch(text)
        if not number:
            meant = meant_numbers(text)
            hint = "write " + " or ".join(pasted(value, key, one) for one in meant) + "?" * (len(meant) > 1)
            hint = hint if meant else _figure_meant(value, key, text)
            if len(meant) == 1:
                hint = Sure(hint, meant[0])
            raise Wrong(INVALID_NUMBER, value, f"`{text}` is not a number", hint)
        digits, exponent = number.groups()
        return int(text) if exponent is None and digits.isdigit() else float(text)

    return read


def _figure_meant(value: Value, key: str, text: str) -> str:
    """The hint for a figure that is no number."""
    if key == "value" and (meant := with_bound(text)):
        return f"write {pasted(value, key, meant[0])}; its `bound` is `{meant[1]}`"
    return "write it in digits; what it counts goes under `unit:`"


def _date(holds: DateText) -> Reader:
    parse: Callable[[str], object] = parse_period if holds.period else parse_date

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if _DAY.fullmatch(text) or (holds.open and text == OPEN):
            return text
        try:
            parse(text)
        except ValueError as error:
            why = str(error)
        else:
            return text

        def message() -> str:
            return f"`{text}` is not a date" if meant_dates(text, period=holds.period) else why

        raise Wrong(INVALID_DATE, value, message, lambda: _date_meant(value, key, text, period=holds.period))

    return read


def _date_meant(value: Value, key: str, text: str, *, period: bool) -> str:
    """The hint for a text that is not a date."""
    meant = meant_dates(text, period=period)
    if not meant:
        return _stretch(value, key, text, period=period)
    hint = f"`{text[0]}` is {named(text[0])}, which ends no text; " if text[0] in QUOTES else ""
    hint += "write " + " or ".join(pasted(value, key, one) for one in meant)
    return Sure(hint, meant[0]) if len(meant) == 1 else f"{hint}: which number is the month?"


_STRETCH = re.compile(r"(\d{4}\S*)\s*/\s*(\d{4}\S*|\.\.)|(\d{4})\s*[-–]\s*(\d{4})", re.ASCII)


def _stretch(value: Value, key: str, text: str, *, period: bool) -> str:
    """The hint for a stretch of time: `since` and `until` only where a record has them, a period where the key takes
    one."""
    found = _STRETCH.fullmatch(text)
    if not found or (period and "/" in text):  # a period with a slash has another mistake
        return ""
    start, end = (one for one in found.groups() if one)
    if period:
        return Sure(f"write {pasted(value, key, f'{start}/{end}')}", f"{start}/{end}")
    if key in ("since", "until"):
        return f"a stretch of time has `since: {start}` and `until: {end}`"
    return f"`{key}` is one date, not a stretch of time"


_TOOK_PLACE = frozenset({
    "took place", "took-place", "taken place", "held", "done", "completed", "complete", "concluded", "finished",
    "happened", "occurred", "carried out", "conducted", "realized", "realised", "past", "stattgefunden", "durchgeführt",
    "abgeschlossen", "erledigt", "beendet", "réalisé", "réalisée", "effectué", "effectuée", "terminé", "terminée",
    "realizado", "realizada", "celebrado", "celebrada", "concluido", "concluída", "effettuato", "effettuata", "svolto",
    "svolta", "concluso", "conclusa", "afgerond", "voltooid", "zakończony", "zakończona", "zrealizowana", "состоялся",
    "состоялась", "состоялось", "завершен", "завершён", "завершено", "відбувся", "відбулася", "відбулося", "tamamlandı",
    "gerçekleşti", "已完成", "完成", "実施済み", "終了",
})  # fmt: skip
"""Words that say of an occurrence that it took place."""


def _choice(holds: Choice) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if text not in holds.values:
            rule = UNKNOWN_STATUS if holds.values is STATUSES else UNKNOWN_VALUE
            what = "status" if rule is UNKNOWN_STATUS else f"`{key}`"
            one_of = "one of: " + ", ".join(holds.values)
            message = f"there is no {what} `{text}`"
            if rule is UNKNOWN_STATUS and text.strip().lower() in _TOOK_PLACE:
                raise Wrong(rule, value, message, "`ended` says that a visit or an event took place")
            raise Wrong(rule, value, message, lambda: did_you_mean(text, holds.values) or one_of)
        return text

    return read


def _status(holds: Status) -> Reader:
    return _choice(Choice(STATUSES))


def _country(holds: CountryCode) -> Reader:
    """Reads a country code; or, where a record is allowed too, an id, which the checks look up."""

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not holds.or_record and not is_code(text):
            message = f"there is no country code `{text}`"
            raise Wrong(UNKNOWN_COUNTRY, value, message, lambda: _country_meant(text))
        return text

    return read


def _country_meant(text: str) -> str:
    hint, code = did_you_mean_country(text), sure_code(text)
    return Sure(hint, code) if code else hint


def _coordinates(holds: Coordinates) -> Reader:
    number = reader(Number())

    def read(value: Value, key: str) -> list[float]:
        if is_null(value):
            raise _nothing(value, key)
        if not isinstance(value, YamlSequence) or len(value.items) != 2:
            message = f"`{key}` should be a list of two numbers: [latitude, longitude]"
            raise Wrong(WRONG_SHAPE, value, message, _pair(value, key) or _two_of_four(value, key))
        numbers = all(isinstance(item, Scalar) and NUMBER.fullmatch(item.value) for item in value.items)
        signs = not numbers and any(isinstance(one, Scalar) and _WITH_SIGN.fullmatch(one.value) for one in value.items)
        if signs and (hint := _pair(value, key)):
            shown = ", ".join(str(getattr(item, "value", "…")) for item in value.items)
            raise Wrong(INVALID_COORDINATES, value, f"`{shown}` are not two numbers", hint)
        latitude, longitude = (float(number(item, key)) for item in value.items)
        if not _is_latitude(latitude):
            swapped = _is_latitude(longitude) and _is_longitude(latitude)
            hint = f"latitude comes first: [{longitude:g}, {latitude:g}]?" if swapped else ""
            message = f"the latitude {latitude:g} is not between -90 and 90"
            raise Wrong(INVALID_COORDINATES, value.items[0], message, hint)
        if not _is_longitude(longitude):
            message = f"the longitude {longitude:g} is not between -180 and 180"
            raise Wrong(INVALID_COORDINATES, value.items[1], message)
        return [latitude, longitude]

    return read


def _is_latitude(degrees: float) -> bool:
    return -90 <= degrees <= 90


def _is_longitude(degrees: float) -> bool:
    return -180 <= degrees <= 180


def plain_pairs(texts: list[str]) -> list[tuple[float, float]] | None:
    """The coordinates in cells that all are so plain, which takes less time for many at once; None of any others."""
    joined = "\n".join(texts)
    if not _PLAIN_PAIRS.fullmatch(joined) or joined.count("\n") >= len(texts):
        return None
    degrees = list(map(float, joined.replace("\n", ";").split(";")))
    latitudes, longitudes = degrees[::2], degrees[1::2]
    if not all(degrees) or max(map(abs, latitudes)) > 90 or max(map(abs, longitudes)) > 180:  # 0 may have a sign
        return None
    return list(zip(latitudes, longitudes, strict=True))


def plain_coordinates(text: str) -> list[float] | None:
    """The coordinates in a cell that is as plain as most; None of any other, which may be right, too."""
    found = _PLAIN_PAIR.fullmatch(text)
    if found:
        latitude, longitude = map(float, found.groups())
        if latitude and longitude and _is_latitude(latitude) and _is_longitude(longitude):  # 0 may have a sign
            return [latitude, longitude]
    return None


def _two_of_four(value: Value, key: str) -> str:
    """The hint for coordinates with decimal commas, which YAML takes for four items: ``[29,27, 117,18]``."""
    items = [half_width(item.value) for item in getattr(value, "items", ()) if isinstance(item, Scalar)]
    if len(items) == 4 and all(map(str.isdigit, (items[0].lstrip("+-"), items[1], items[2].lstrip("+-"), items[3]))):
        return f"write `{key}: [{items[0]}.{items[1]}, {items[2]}.{items[3]}]`, with decimal points"
    return ""


def _pair(value: Value, key: str) -> str:
    """The hint for coordinates that are not a list of two: written as one text, as maps show them, or with names."""
    items: Sequence[Value | None]
    if isinstance(value, YamlMapping):
        held = {name.lower()[:3]: item for name, (_, item) in value.entries.items()}
        items = [held.get("lat"), held.get("lon") or held.get("lng")]
    else:  # in a table, one text is a list of one
        items = [value] if isinstance(value, Scalar) else value.items
    form = "{}; {}" if items and isinstance(items[0], CsvCell) else "[{}, {}]"
    text = ", ".join(item.value if isinstance(item, Scalar) else "?" for item in items)
    found = _LATITUDE_LONGITUDE.fullmatch(text)
    if not found and (swapped := re.fullmatch(r"([^,]*[EWew]\s*),\s*([^,]*[NSns]\s*)", text)):
        found = _LATITUDE_LONGITUDE.fullmatch(f"{swapped[2]}, {swapped[1]}")
    if not found:
        return ""
    latitude, south, longitude, west = found.groups()
    signs = "-" if south in ("S", "s") else "", "-" if west in ("W", "w") else ""
    return "write `" + form.format(signs[0] + latitude.lstrip("+"), signs[1] + longitude.lstrip("+")) + "`"


def _language(holds: Language) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not is_tag(text):
            hint = "write a BCP 47 tag: zh, zh-Hant, sr-Latn"
            if is_tag(tag := text.strip().replace("_", "-")):
                hint = Sure(f"write `{tag}`", tag)
            raise Wrong(INVALID_LANGUAGE, value, f"`{text}` is not a language tag", hint)
        return text

    return read


def _url(holds: Url) -> Reader:
    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not _URL.fullmatch(text):
            hint = f"write {pasted(value, key, 'https://' + text)}" if _HOST.fullmatch(text) else ""
            raise Wrong(INVALID_URL, value, f"`{text}` is not an http or https address", hint)
        return text

    return read


def is_id(text: str, *, dots: bool = False) -> bool:
    """True if a record may have this id. Those of ties may have ``dots``."""
    return (_DOTTED_ID if dots else _ID).fullmatch(text) is not None


def is_dotted_id(text: str) -> bool:
    """True if a tie may have this id."""
    return _DOTTED_ID.fullmatch(text) is not None


def _id(holds: Id) -> Reader:
    form = _DOTTED_ID if holds.dots else _ID

    def read(value: Value, key: str) -> str:
        text = said(value, key)
        if not form.fullmatch(text):
            spelled = slug(text)
            hint = f"write `{spelled}`" if spelled else "use ASCII letters, digits, - and _"
            if form.fullmatch(id := plain(text).strip()):
                hint = Sure(f"write `{id}`", id)
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
