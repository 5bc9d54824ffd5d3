"""The records of a graph folder, declared once.

Each record is a plain dict that JSON can carry. A TypedDict declares its keys, each as ``Annotated[type, Key(what it
holds, what it is for)]``. The parser reads files by these declarations. The JSON Schema and the tables of
``docs/format.md`` are made from them, and mypy checks the code that reads records against them.

Terms follow Popolo / W3C ORG (person, post, organization, speech), schema.org (City, Event, Observation), EDTF (dates),
ISO 3166-1 (countries) and Wikidata's P190 (twinned administrative body).
"""

from __future__ import annotations

import builtins
import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, Required, TypedDict

from citygraph.domain.terms import ANYBODY, BOUNDS, DENIED, GROUPS, NATURES, NODE_TYPES, STATUSES

# ------------------------------------------------------------------ what a key may hold


@dataclass(frozen=True, slots=True)
class Text:
    """A text. Words that YAML would convert (``no``, ``010``, ``1984``) stay as they are written. ``prose`` is for
    reading, as the words of a source are; all other texts are names, or are compared like names."""

    prose: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number."""


@dataclass(frozen=True, slots=True)
class DateText:
    """A partial date, EDTF. ``open``: also ``..``, which means known to go on. ``period``: also an interval with a
    slash."""

    open: bool = False
    period: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``values``."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """One word of ``STATUSES``, or a dated history: a list of ``StatusEntry``."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of a record of one of these types."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryCode:
    """An ISO 3166-1 alpha-2 code. ``or_record``: or the id of a ``countries`` record."""

    or_record: bool = True


@dataclass(frozen=True, slots=True)
class Coordinates:
    """``[latitude, longitude]`` in WGS 84 degrees."""


@dataclass(frozen=True, slots=True)
class Language:
    """A BCP 47 language tag: ``zh``, ``zh-Hant``, ``sr-Latn``."""


@dataclass(frozen=True, slots=True)
class Url:
    """An http or https address."""


@dataclass(frozen=True, slots=True)
class Id:
    """An id that the author chooses: ASCII letters, digits, ``-``, ``_``; for a tie also dots."""

    dots: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """Any YAML: kept as it is, never interpreted."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list. ``or_one``: a single item may stand without the brackets."""

    item: Holds
    or_one: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from keys of one form to values of another."""

    key: Holds
    value: Holds


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A mapping with the keys that a TypedDict declares."""

    type: type


Holds = (
    Text
    | Number
    | DateText
    | Choice
    | Status
    | Ref
    | CountryCode
    | Coordinates
    | Language
    | Url
    | Id
    | Free
    | ListOf
    | MapOf
    | RecordOf
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: what it ``holds``, and in a line what it is for (``about``).

    A mistake in a ``vital`` key costs the whole record or item, which would say nothing without the key, or something
    else. A mistake in any other key costs that key.
    """

    holds: Holds
    about: str
    vital: bool = False


# ------------------------------------------------------------------ the records


class EvidenceRecord(TypedDict):
    """Who says so, and in which words. A loaded record always has all three keys."""

    source: Required[Annotated[str, Key(Ref(("source",)), "The source that says so", vital=True)]]
    by: Annotated[
        str | None,
        Key(
            Ref(("official", "organization", "city", "country")),
            "The speaker, if the source reports the words of one",
        ),
    ]
    quote: Annotated[
        str | None, Key(Text(prose=True), "Its words, verbatim; they must themselves support what stands beside them")
    ]


class TieEvidenceRecord(EvidenceRecord, total=False):
    """Evidence for a tie or a post, which may say how it stands."""

    status: Annotated[
        str, Key(Choice((*STATUSES, DENIED)), "The status that this source gives, if sources disagree; *denied*: none")
    ]


class _FreeKeys(TypedDict, total=False):
    notes: Annotated[Any, Key(Free(), "Anything else worth keeping; never interpreted")]
    tags: Annotated[list[str], Key(ListOf(Text(), or_one=True), "Words of your own to sort by")]


class SourcedRecord(_FreeKeys, total=False):
    """What every fact can name. ``source``, ``quote`` and ``by`` are short for one item of ``evidence``."""

    evidence: Annotated[
        list[EvidenceRecord],
        Key(ListOf(RecordOf(EvidenceRecord)), "Several sources: a list of `source`, `quote`, `by`"),
    ]


class SourcedTieRecord(_FreeKeys, total=False):
    """The same for ties and posts: each source may say how the tie stands."""

    evidence: Annotated[
        list[TieEvidenceRecord],
        Key(ListOf(RecordOf(TieEvidenceRecord)), "Several sources. Each can give a `status` of its own"),
    ]


class ObservationRecord(SourcedRecord, total=False):
    """A figure: of what, for when, who says so (schema.org Observation)."""

    property: Required[Annotated[str, Key(Text(), "What is counted or measured: `visitors`, `population`", vital=True)]]
    period: Annotated[str, Key(DateText(period=True), "The time that it is about", vital=True)]
    during: Annotated[str, Key(Ref(("event",)), "The event that it is about", vital=True)]
    as_of: Annotated[str, Key(DateText(), "The time at which it held", vital=True)]
    value: Required[Annotated[float, Key(Number(), "The figure", vital=True)]]
    bound: Annotated[str, Key(Choice(BOUNDS), "How the figure is meant, *exactly* if not said", vital=True)]
    unit: Annotated[str, Key(Text(), "What the figure counts, if `property` does not say it", vital=True)]


class NodeRecord(SourcedRecord, total=False):
    """What all nodes have."""

    name: Required[Annotated[str, Key(Text(), "The usual English name")]]
    names: Annotated[
        dict[str, str], Key(MapOf(Language(), Text()), "Names in other languages and scripts, by BCP 47 tag")
    ]
    aliases: Annotated[list[str], Key(ListOf(Text(), or_one=True), "Other names that people use")]
    identifiers: Annotated[
        dict[str, str],
        Key(MapOf(Text(), Text()), "Ids elsewhere: `wikidata`, `geonames`, `unlocode`; looked up, never from memory"),
    ]
    observations: Annotated[list[ObservationRecord], Key(ListOf(RecordOf(ObservationRecord)), "Figures")]


class CityRecord(NodeRecord, total=False):
    """A city, or the district, county or province that signs in its own name."""

    country: Annotated[
        str,
        Key(CountryCode(), "Where it lies: ISO 3166-1 code, or the id of a `countries` record. A warning without"),
    ]
    level: Annotated[str, Key(Text(), "municipality, district, county, province …, if it matters")]
    part_of: Annotated[str, Key(Ref(("city",)), "The region that it lies in. Not a tie: paths don't run through it")]
    coordinates: Annotated[list[float], Key(Coordinates(), "Latitude, longitude in WGS 84 degrees")]
    known_for: Annotated[list[str], Key(ListOf(Text(), or_one=True), "What it is known for")]


class CountryRecord(NodeRecord, total=False):
    """A country or territory, as a source names it."""

    iso: Annotated[str, Key(CountryCode(or_record=False), "ISO 3166-1 alpha-2 code, if it has one")]
    coordinates: Annotated[list[float], Key(Coordinates(), "Latitude, longitude in WGS 84 degrees")]


class PostRecord(SourcedTieRecord, total=False):
    """A public post that an official holds or held; it becomes a `holds-post` tie."""

    title: Annotated[str, Key(Text(), "Mayor, Deputy Speaker …; left out if the source has none", vital=True)]
    of: Required[Annotated[str, Key(Ref(("city", "country", "organization")), "Where the post is held", vital=True)]]
    id: Annotated[str, Key(Id(dots=True), "Needed for a second post of one person at one place")]
    since: Annotated[str, Key(DateText(), "First day")]
    until: Annotated[str, Key(DateText(open=True), "Last day; `..` if known to go on; left out if unknown")]
    seen: Annotated[str, Key(DateText(), "A time at which a source shows the person in the post")]
    status: Annotated[str, Key(Status(), "As of a tie")]


class OfficialRecord(NodeRecord, total=False):
    """A person, for the public posts that they hold. No contact data: see docs/format.md, Privacy."""

    posts: Annotated[list[PostRecord], Key(ListOf(RecordOf(PostRecord)), "Public posts")]


class OrganizationRecord(NodeRecord, total=False):
    """A council, company, brand, network, project or initiative."""

    type: Annotated[str, Key(Text(), "council, company, brand, network, project, initiative …")]
    country: Annotated[str, Key(CountryCode(), "Where it is at home, if in one country")]
    coordinates: Annotated[list[float], Key(Coordinates(), "Latitude, longitude in WGS 84 degrees")]


class EventRecord(NodeRecord, total=False):
    """A dialogue, expo, fair or holiday, or a series of them."""

    type: Annotated[str, Key(Text(), "dialogue, expo, fair, holiday, series …")]
    when: Annotated[str, Key(DateText(period=True), "When it takes place, as fine as the source says")]
    country: Annotated[str, Key(CountryCode(), "Where it takes place, if in one country")]
    coordinates: Annotated[list[float], Key(Coordinates(), "Latitude, longitude in WGS 84 degrees")]


StatusEntry = TypedDict(
    "StatusEntry",
    {
        "is": Required[Annotated[str, Key(Choice(STATUSES), "The status from then on", vital=True)]],
        "from": Annotated[str, Key(DateText(), "Since when", vital=True)],
        "evidence": Annotated[list[EvidenceRecord], Key(ListOf(RecordOf(EvidenceRecord)), "Several sources")],
    },
    total=False,
)
"""One entry of a dated history: ``{is: suspended, from: 2022-03-08, source: …, by: …}``."""


class AgreementRecord(TypedDict, total=False):
    """The paper behind a tie."""

    signed: Annotated[str, Key(DateText(), "Day of signature")]
    approved: Annotated[str, Key(DateText(), "Day of the council's or assembly's decision")]
    expires: Annotated[str, Key(DateText(), "Last day of its term")]
    signed_by: Annotated[list[str], Key(ListOf(Ref(("official",)), or_one=True), "Who signed")]
    document: Annotated[str, Key(Ref(("source",)), "The source that is the agreement itself")]


_TieKeys = TypedDict(
    "_TieKeys",
    {
        "kind": Required[
            Annotated[str, Key(Text(prose=True), "What kind of tie: `citygraph kinds` lists them", vital=True)]
        ],
        "between": Annotated[list[str], Key(ListOf(Ref(NODE_TYPES)), "The two ends of a symmetric tie", vital=True)],
        "from": Annotated[str, Key(Ref(NODE_TYPES), "The end that a directed tie starts at", vital=True)],
        "to": Annotated[str, Key(Ref(NODE_TYPES), "The end that a directed tie leads to", vital=True)],
    },
    total=False,
)


class TieRecord(_TieKeys, SourcedTieRecord, total=False):
    """A tie between two nodes. A loaded tie has `from` and `to`; those of a symmetric one are in order of id."""

    id: Annotated[
        str, Key(Id(dots=True), "Needed for a second tie of one kind between the same two; else kind and ends make it")
    ]
    since: Annotated[str, Key(DateText(), "When a standing tie began")]
    until: Annotated[str, Key(DateText(open=True), "When it ended; `..` if known to go on; left out if unknown")]
    on: Annotated[str, Key(DateText(period=True), "When an occurrence took place, or is to")]
    seen: Annotated[str, Key(DateText(), "A time at which a source shows the tie in force")]
    status: Annotated[str, Key(Status(), "One word, or a dated history: a list of `{is, from}`")]
    history: list[StatusEntry]
    title: Annotated[str, Key(Text(), "A name of its own; of `holds-post` the post's title")]
    called: Annotated[str, Key(Text(), "The register's own word for it")]
    subject: Annotated[
        list[str], Key(ListOf(Text(), or_one=True), "What it is about: ceramics, trade, education, climate, aid …")
    ]
    form: Annotated[str, Key(Text(), "mou, letter-of-intent, trade-agreement, charter, council-resolution …")]
    role: Annotated[str, Key(Text(), "The part played: lead partner, observer, keynote …")]
    on_behalf_of: Annotated[str, Key(Ref(ANYBODY), "In whose name")]
    agreement: Annotated[AgreementRecord, Key(RecordOf(AgreementRecord), "The paper behind it")]
    end_reason: Annotated[str, Key(Text(), "expired, terminated, superseded, merged, dissolved …")]
    follows: Annotated[str, Key(Ref(("tie",)), "The id of the tie that this one replaces")]
    observations: Annotated[
        list[ObservationRecord], Key(ListOf(RecordOf(ObservationRecord)), "Figures: trade, passengers, flights …")
    ]


class StatementRecord(SourcedRecord, total=False):
    """What a person, place or organization said, where, and about what (Popolo Speech). The quotes are the words."""

    by: Required[Annotated[str, Key(Ref(ANYBODY), "Who said it", vital=True)]]
    at: Annotated[str, Key(Ref(("event",)), "Where")]
    on: Annotated[str, Key(DateText(), "When")]
    about: Annotated[list[str], Key(ListOf(Ref(NODE_TYPES), or_one=True), "What it is about")]


class SourceRecord(TypedDict, total=False):
    """An article, register or report: the evidence behind all other records."""

    title: Required[Annotated[str, Key(Text(), "Its title")]]
    type: Annotated[str, Key(Text(), "news, register, report, gazetteer, dataset, website …")]
    authors: Annotated[list[str], Key(ListOf(Text(), or_one=True), "Who wrote it")]
    contributors: Annotated[list[str], Key(ListOf(Text(), or_one=True), "Who else had a part in it")]
    publisher: Annotated[str, Key(Text(), "Who published it")]
    published: Annotated[str, Key(DateText(), "When it was published")]
    retrieved: Annotated[str, Key(DateText(), "When you read it")]
    url: Annotated[str, Key(Url(), "Where it is found")]
    archive_url: Annotated[str, Key(Url(), "Where a copy is kept")]
    licence: Annotated[str, Key(Text(), "Under which terms it may be used")]
    language: Annotated[str, Key(Language(), "The language it is in")]
    files: Annotated[
        dict[str, str],
        Key(
            MapOf(Text(), Text()),
            "Its files, each with its digest (`sha256:…`): those that were imported, or are cited",
        ),
    ]
    passages: Annotated[
        list[str],
        Key(
            ListOf(Text(prose=True), or_one=True),
            "The passages that are quoted from it, verbatim; `check` looks each quote up in them",
        ),
    ]
    notes: Annotated[Any, Key(Free(), "Anything else worth keeping")]
    tags: Annotated[list[str], Key(ListOf(Text(), or_one=True), "Words of your own to sort by")]


KindKeys = TypedDict(
    "KindKeys",
    {
        "group": Annotated[str, Key(Choice(GROUPS), "The family that it belongs to")],
        "nature": Annotated[str, Key(Choice(NATURES), "If it stands for a time, or occurs at one")],
        "label": Annotated[str, Key(Text(prose=True), "How it reads between its ends: A *is a sister city of* B")],
        "inverse": Annotated[str, Key(Text(prose=True), "How a directed one reads from its other end")],
        "between": Annotated[
            list[str], Key(ListOf(Choice(NODE_TYPES), or_one=True), "Symmetric: the types that both ends may have")
        ],
        "from": Annotated[
            list[str], Key(ListOf(Choice(NODE_TYPES), or_one=True), "Directed: the types that it may start at")
        ],
        "to": Annotated[
            list[str], Key(ListOf(Choice(NODE_TYPES), or_one=True), "Directed: the types that it may lead to")
        ],
        "wikidata": Annotated[str, Key(Text(), "The Wikidata property; `^P664` if it runs the other way")],
        "terms": Annotated[
            dict[str, list[str]],
            Key(
                MapOf(Language(), ListOf(Text(), or_one=True)),
                "What registers call it, by language; `--kind` finds it by these",
            ),
        ],
        "notes": Annotated[Any, Key(Free(), "Anything else worth keeping")],
    },
    total=False,
)
"""A kind of tie. The built-in kinds are a file of this format, ``kinds.yaml``."""


class AcceptedRecord(TypedDict, total=False):
    """A finding of `check` that is to stay as it is, with the reason."""

    check: Required[Annotated[str, Key(Text(), "The code of the warning", vital=True)]]
    record: Required[
        Annotated[str, Key(Ref((*NODE_TYPES, "tie", "source")), "The record at which it is found", vital=True)]
    ]
    because: Required[Annotated[str, Key(Text(prose=True), "Why it stays as it is", vital=True)]]


class CheckRecord(TypedDict, total=False):
    """A check of the folder's own: a question whose answers are findings."""

    sentence: Required[
        Annotated[str, Key(Text(prose=True), "What is wrong; `{column}` shows a value of the answer", vital=True)]
    ]
    sql: Required[
        Annotated[
            str,
            Key(
                Text(prose=True),
                "A `SELECT` on the [views](sql.md); its column `record` has the id of a record",
                vital=True,
            ),
        ]
    ]
    severity: Annotated[str, Key(Choice(("warning", "error")), "*warning* if not said", vital=True)]
    notes: Annotated[Any, Key(Free(), "Anything else worth keeping")]


class QuestionRecord(TypedDict, total=False):
    """A question that the folder keeps: `citygraph ask` and its id ask it."""

    sentence: Required[Annotated[str, Key(Text(prose=True), "What it answers, in words", vital=True)]]
    command: Required[
        Annotated[
            str,
            Key(
                Text(prose=True),
                "The question as a command line, without `citygraph`: `ties --kind sister-city`",
                vital=True,
            ),
        ]
    ]
    notes: Annotated[Any, Key(Free(), "Anything else worth keeping")]


class Section(NamedTuple):
    """One section of a file: ``key: {id: record}``, or a list of records where they need no id of their own."""

    key: str
    type: str
    record: builtins.type
    listed: bool = False


SECTIONS = (
    Section("cities", "city", CityRecord),
    Section("countries", "country", CountryRecord),
    Section("officials", "official", OfficialRecord),
    Section("organizations", "organization", OrganizationRecord),
    Section("events", "event", EventRecord),
    Section("ties", "tie", TieRecord, listed=True),
    Section("statements", "statement", StatementRecord, listed=True),
    Section("sources", "source", SourceRecord),
    Section("kinds", "kind", KindKeys),
    Section("accepted", "accepted", AcceptedRecord, listed=True),
    Section("checks", "check", CheckRecord),
    Section("questions", "question", QuestionRecord),
)
"""The sections of a file, its top-level keys."""


_LAST = (
    *("identifiers", "known_for", "tags"),
    *("source", "by", "quote", "evidence"),
    *("observations", "posts", "notes", "passages"),
)
"""The keys that come last in a record, unless it needs them: what is like a label, what it rests on, what is long."""


class Keys(NamedTuple):
    """The keys of a record by name, in the order in which they are written, and the names of the required ones."""

    all: dict[str, Key]
    required: frozenset[str]


@cache
def keys_of(record: type) -> Keys:
    """The keys of a record type, from its annotations.

    A record with ``evidence`` may write one item of it short: ``source``, ``quote`` and ``by`` beside its other keys.
    The result includes these, unless the record uses a key of that name for something else.
    """
    found: dict[str, Key] = {}
    required: set[str] = set()
    for name, hint in typing.get_type_hints(record, include_extras=True).items():
        while typing.get_origin(hint) is Required:
            hint = typing.get_args(hint)[0]
            required.add(name)
        for extra in getattr(hint, "__metadata__", ()):
            if isinstance(extra, Key):
                found[name] = extra
    if "evidence" in found:
        for name, key in keys_of(EvidenceRecord).all.items():
            found.setdefault(name, Key(key.holds, key.about))  # not vital: without it, only the evidence goes
    last = [name for name in _LAST if name in found and name not in required]
    order = [*(name for name in found if name not in last), *last]
    return Keys({name: found[name] for name in order}, frozenset(required))
