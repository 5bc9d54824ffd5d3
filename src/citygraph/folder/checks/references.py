"""Ids, names and references: is each id given once, and is there a record for each id that is named?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from citygraph.domain.countries import did_you_mean_country, sure_code
from citygraph.domain.names import fold, other_way_round
from citygraph.domain.odd_characters import named as named_character
from citygraph.domain.spelled_dates import QUOTES
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.checks.check import ALL, CheckContext, Mistake, check, one_of
from citygraph.folder.diagnostics import Severity
from citygraph.folder.fixes import Sure
from citygraph.folder.records import Record, Reference
from citygraph.folder.rules import TWO_CITIES, UNKNOWN_COUNTRY
from citygraph.folder.values import is_id

_OF_AN_ID = (
    "writes the id that is the same word in other letters (`Osh`), or whose record has the name that is written, if"
    " only one can be meant."
)


@check(
    "duplicate-id",
    Severity.ERROR,
    ALL,
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], source: paper}\n"
    "  - {kind: sister-city, between: [troyan, osh], source: paper}\n",
)
def duplicate_id(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """Two records have the same id. Nodes, ties and sources share one set of ids, so that an id names exactly one
    record. citygraph reads the first, in the order of files. The id of a tie is made from its kind and its ends. A
    second tie of the same kind between the same ends needs an `id:` of its own."""
    first = folder.first(record.id) if record.id else None
    if first is None or folder.is_first(record):
        return
    if record.type == "tie" and "id" not in record.data:
        data = record.data
        message = f"a second `{data.get('kind')}` tie between `{data.get('from')}` and `{data.get('to')}`"
        hint = "; if both are meant, give this one an `id:`"
    else:
        message, hint = f"the id `{record.id}` is taken", ""
    yield Mistake(record.span("id"), message, lambda: f"the first is at {first()}{hint}")


@check(
    "duplicate-name",
    Severity.WARNING,
    NODE_TYPES,
    "cities:\n  springfield-il: {name: Springfield, country: US}\n  springfield-ma: {name: Springfield, country: US}\n",
)
def duplicate_name(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """Two records of one type in one country and region have the same name. There are many Springfields, but this may
    be one thing that was written twice. If they are two, give them different `identifiers:`, `level:` or `part_of:`."""
    found = folder.namesake(record) if record.data.get("name") and folder.is_first(record) else None
    if found is None:
        return
    id, place = found
    yield Mistake(
        record.span("name"),
        f"`{id}` has the name {record.data['name']!r} too",
        lambda: f"it is at {place()}; if they are two, `identifiers:`, `level:` or `part_of:` tell them apart",
    )


def name_key(type: str, data: dict[str, Any]) -> tuple[str, ...]:
    """The key that is equal for two nodes that may be one thing: type, name in any spelling, country, level and
    region."""
    return type, fold(data["name"]), *[data.get(key, "") for key in NAMESAKES_SHARE]


NAMESAKES_SHARE = ("country", "level", "part_of")
"""The keys that two nodes of one name share if they may be one thing."""


@check(
    "dangling-end",
    Severity.ERROR,
    ("tie",),
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troian], source: paper}\n",
    fix=_OF_AN_ID,
)
def dangling_end(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """An end of a tie names a record that does not exist."""
    for reference in record.references:
        if reference.key in _END_KEYS:
            yield from _unresolved(record, reference, folder)


_END_KEYS = ("between", "from", "to", "of")


@check(
    "unknown-source",
    Severity.ERROR,
    ALL,
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], source: papr}\n",
    fix=_OF_AN_ID,
)
def unknown_source(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A fact names a source that has no record under `sources`."""
    for reference in record.references:
        if reference.types == ("source",):
            yield from _unresolved(record, reference, folder)


@check(
    "unknown-reference",
    Severity.ERROR,
    ALL,
    "sources:\n  paper: {title: The paper}\ncities:\n  osh: {name: Osh, country: KG, part_of: osh-region}\n",
    fix=_OF_AN_ID,
)
def unknown_reference(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A key names a record that does not exist: the event of a figure, the speaker of a statement, a region, a
    signatory. For a country that is neither a code nor a record there is a separate code, `unknown-country`."""
    for reference in record.references:
        if reference.key not in _END_KEYS and reference.types != ("source",):
            yield from _unresolved(record, reference, folder)


def _unresolved(record: Record, reference: Reference, folder: CheckContext) -> Iterator[Mistake]:
    if folder.type_of(reference.target) is not None:
        return
    span = partial(record.document.span, *reference.place)
    if reference.types == ("country",):
        write = "write an ISO 3166-1 code, or the id of a `countries` record"
        message = f"there is no country `{reference.target}`"
        yield Mistake(
            span, message, lambda: _country_meant(reference.target, folder) or write, (reference.part,), UNKNOWN_COUNTRY
        )
        return
    what = reference.types[0] if len(reference.types) == 1 else "record"
    message = f"there is no {what} with the id `{reference.target}`"
    yield Mistake(span, message, lambda: _meant(reference, record.document.file, folder), (reference.part,))


def _meant(reference: Reference, file: str, folder: CheckContext) -> str:
    """The hint for a reference to a record that does not exist."""
    target, types = reference.target, reference.types
    named = [id for type in types for id in folder.called(type, target) if is_id(id, dots=True)]
    turned = other_way_round(target) if "tie" in types else None
    if turned and folder.type_of(turned) == "tie":
        kind = folder.vocabulary.get(turned.partition(".")[0])
        hint = f"did you mean `{turned}`?"
        return Sure(hint, turned) if kind is not None and kind.symmetric else hint
    if not (hint := _in_quotes(reference, folder)) and named:
        hint = f"did you mean `{named[0]}`?"
        return Sure(hint, named[0]) if len(named) == 1 else hint
    hint = hint or _several(reference, file)
    return hint or folder.did_you_mean(target, types) or _declare(reference)


def _in_quotes(reference: Reference, folder: CheckContext) -> str:
    """The hint for an id between quotation marks that are letters here."""
    id = reference.target.strip(QUOTES)
    mark = next((mark for mark in reference.target if mark in QUOTES), "")
    if not mark or id == reference.target:
        return ""
    hint = f"`{mark}` is {named_character(mark)}, which ends no text; write `{id}`"
    return Sure(hint, id) if folder.type_of(id) in reference.types else hint


def _country_meant(text: str, folder: CheckContext) -> str:
    """The hint for a country that is neither a code nor a record."""
    hint, code = did_you_mean_country(text), sure_code(text)
    return Sure(hint, code) if code and not folder.called("country", text) else hint


def _several(reference: Reference, file: str) -> str:
    """The hint for the ids of several sources in one text."""
    ids = re.split(r"\s*[,;]\s*|\s+(?:and|&)\s+", reference.target.strip(" ,;"))
    if reference.types != ("source",) or len(ids) < 2 or not all(re.fullmatch(r"[\w.-]+", id, re.ASCII) for id in ids):
        return ""
    if file.endswith(".csv"):
        return "a row names one source, in the column `source`; several go under `evidence:`, in YAML"
    if reference.part and reference.part[-1] != 0:
        return "an item of `evidence` names one source; write an item for each"
    return f"several go under `evidence: [{', '.join(f'{{source: {id}}}' for id in ids)}]`"


def _declare(reference: Reference) -> str:
    if reference.types == ("source",) and re.search(r"[/:\s]", reference.target):
        return "name the source by its id; its address goes under `url:` in its record"
    if reference.types == ("source",):
        return f"describe it under `sources:`, as `{reference.target}: {{title: …}}`"
    return "the ends of a tie are ids of records: what stands before the colon" if reference.key in _END_KEYS else ""


@check(
    "wrong-reference",
    Severity.ERROR,
    ALL,
    "sources:\n  paper: {title: The paper}\ncities:\n  osh: {name: Osh, country: KG}\n"
    "statements:\n  - {by: osh, at: osh, source: paper, quote: Welcome}\n",
)
def wrong_reference(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A key names a record of the wrong type: a statement made `at` a city, a figure from an official."""
    for reference in record.references:
        type = folder.type_of(reference.target)
        if type is None or type == "unread" or type in reference.types:
            continue
        yield Mistake(
            record.document.span(*reference.place),
            f"`{reference.target}` is {one_of([type])}; `{reference.key}` takes {one_of(reference.types)}",
            "",
            (reference.part,),
        )
