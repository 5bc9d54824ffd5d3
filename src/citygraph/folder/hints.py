"""What an author may have meant by a key that does not exist: the way out, ready to paste where the file says enough.

A hint never names a key that the record does not have, has already, or cannot have with its kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from citygraph.domain.dates import OPEN
from citygraph.domain.model import (
    AgreementRecord,
    CityRecord,
    CountryRecord,
    EventRecord,
    EvidenceRecord,
    ObservationRecord,
    OfficialRecord,
    OrganizationRecord,
    PostRecord,
    SourceRecord,
    StatementRecord,
    StatusEntry,
    TieRecord,
    keys_of,
)
from citygraph.domain.names import misspelled
from citygraph.domain.spelled_dates import meant_dates
from citygraph.folder.fixes import did_you_mean
from citygraph.folder.yaml_text import Entries, Scalar, Value, YamlSequence, is_null, plain_or_quoted, quoted

ENDS = "ends"
"""Stands for the ends of a tie, which have several keys."""
_ENDS = re.compile(
    r"[ab]|with|ends|pair|twins?|parties|cities|countries|target"
    r"|(?:twin_?|sister_?)?(?:city|town|country|place|partner|party|member)(?:s|_?(?:[ab12]|one|two|from|to))?"
    r"|end_?(?:[ab12]|one|two)"
    r"|(?:source|target|start|end|from|to)_?(?:city|town|node|place)"
)
_ROLES = frozenset({
    "of", "host", "guest", "visitor", "visited", "sender", "recipient", "receiver", "giver", "donor", "organization",
    "organisation", "network", "event", "official", "member",
})  # fmt: skip
"""Words for the ends of a tie: any of them, and those for the part that an end plays."""
_FIRST_END = re.compile(r"a|between|pair|(?:from|source|start)_?\w*|\w+(?:1|one|from|s)")
"""Words for the end that a tie starts at, or for both in their order. Other words do not say which end is the first."""
_MOMENT = frozenset({
    "when", "date", "year", "day", "month", "time", "dated", "on", "as_of", "period", "at_date", "in_year", "since",
    "publication_date", "date_published", "published_on", "published_at",
})  # fmt: skip
_BEGIN = frozenset({
    "start", "starts", "started", "begin", "begins", "began", "begun", "beginning", "start_date", "started_on",
    "founded", "established", "valid_from", "from_date", "from",
})  # fmt: skip
_END = frozenset({
    "end", "ends", "ended", "finish", "finished", "end_date", "ended_on", "stop", "stopped", "to_date", "valid_to",
    "to", "until",
})  # fmt: skip
"""Words for the time of something, for when it began, and for when it ended."""
_TIMES: dict[type, tuple[str, str, str]] = {
    TieRecord: ("since", "since", "until"),
    PostRecord: ("since", "since", "until"),
    StatusEntry: ("from", "from", ""),
    AgreementRecord: ("signed", "signed", "expires"),
    StatementRecord: ("on", "", ""),
    EventRecord: ("when", "when", "when"),
    SourceRecord: ("published", "", ""),
    ObservationRecord: ("as_of", "period", "period"),
}
"""The keys that a record has for these three."""
_OF_AN_OCCURRENCE = ("on", "on", "on")
_NO_TIME = ("", "", "")
_PERIODS = frozenset({"on", "when", "period"})
"""The keys for a whole period, from its start to its end."""
_SEVERAL = frozenset(["sources", "references", "refs", "citations", "source_ids", "quotes"])
_OF_AN_AGREEMENT = {
    **{key: key for key in keys_of(AgreementRecord).all},
    **dict.fromkeys(("signatory", "signatories", "signers", "signer", "signedby"), "signed_by"),
    **dict.fromkeys(("signed_on", "signed_at", "signature", "date_signed", "signing_date"), "signed"),
    **dict.fromkeys(("approved_on", "approval", "approved_at"), "approved"),
    **dict.fromkeys(("expiry", "expired", "expiration", "expires_on", "term"), "expires"),
    **dict.fromkeys(("contract", "agreement_document"), "document"),
}
"""The keys of an agreement, and other words for them."""
_A_FIGURE = ("observations", "figures go under `observations:`, as {property: population, value: …, as_of: …}")
_POSTS = ("posts", "did you mean `posts: [{title: …, of: …}]`?")
_ELSEWHERE = {
    "type": ("kind", "did you mean `kind`?"),
    **dict.fromkeys(("population", "pop", "inhabitants"), _A_FIGURE),
    **dict.fromkeys(("post", "position", "office", "function", "of"), _POSTS),
    "mayor": ("country", "people go under `officials:`, with their `posts:`"),
    "members": ("name", "write a tie `kind: member-of` from each member"),
    "<<": ("", "merge keys are not read; write the keys out"),
}
"""Keys that users write in records that have another one, and the hint for each."""
_A_REGION = frozenset({"region", "state", "province", "county", "district", "canton", "prefecture"})
_A_PLACE = frozenset({"city", "town", "place", "location", "venue", "where"})
_A_NAME = frozenset({"title", "label", "called", "full_name", "official_name"})
_A_TYPE = frozenset({"kind", "category", "sort"})
_NAMED_BY_TYPE: dict[type, dict[str, frozenset[str]]] = {
    CityRecord: {"name": _A_NAME, "part_of": _A_REGION, "country": frozenset({"nation", "country_code"})},
    CountryRecord: {"name": _A_NAME, "iso": frozenset({"code", "country_code", "iso_code", "iso2", "alpha2"})},
    OrganizationRecord: {"name": _A_NAME, "type": _A_TYPE},
    EventRecord: {"name": _A_NAME, "type": _A_TYPE},
    PostRecord: {
        "title": frozenset({"position", "post", "role", "function", "office", "name"}),
        "of": _A_PLACE | {"organization", "organisation", "country", "at", "in"},
    },
    StatementRecord: {
        "by": frozenset({"speaker", "author", "person", "said_by", "who"}),
        "at": _A_PLACE | {"event", "occasion"},
        "about": frozenset({"topic", "topics", "subject", "subjects"}),
        "quote": frozenset({"text", "words", "statement"}),
    },
    SourceRecord: {
        "title": frozenset({"name", "headline", "label"}),
        "url": frozenset({"link", "website", "web", "href", "uri", "web_address"}),
        "type": _A_TYPE,
    },
}
"""Other words for the keys of a record, by its type."""
_ELSEWHERE_KNOWN = re.compile("(wikidata|geonames|unlocode|osm)(?:_?id)?")
_LATITUDE, _LONGITUDE = frozenset({"lat", "latitude"}), frozenset({"lon", "lng", "long", "longitude"})
_MOST_KEYS = 100
"""How many keys of a record are looked at for a hint."""
_PRIVATE = frozenset({
    "phone", "telephone", "tel", "mobile", "fax", "email", "e_mail", "mail", "address", "home_address", "birthday",
    "birth_date", "date_of_birth", "born", "birthplace", "place_of_birth", "passport", "religion", "family", "spouse",
})  # fmt: skip
"""Words for what is nobody's business about a person."""
PRIVATE = "leave it out: of a person a record has the name and the posts, and nothing private"
FREE_COLUMN = "what has no column of its own goes into a column `notes`"
FREE = "what has no key of its own goes under `notes:`"


def unknown_key(
    type: type, key: str, entries: Entries, kind: Mapping[str, Any] | None = None, *, column: bool = False
) -> str:
    """The hint for a key that a record or item of this type does not have. ``entries`` are all that it has; ``kind`` is
    the record of its kind, if it is a tie of a built-in one. ``column`` if the key is a column of a table."""
    keys = keys_of(type).all
    word = _word(key)
    if type is OfficialRecord and word in _PRIVATE:
        return PRIVATE
    held = entries[key][1] if key in entries else None
    fitting = [name for name in keys if _fits(type, name, kind)]
    free = [name for name in fitting if name not in entries]
    meant = (
        _agreement(word, held, column) if "agreement" in keys else "",
        _evidence(word, held, keys, _text(entries["source"][1]) if "source" in entries else "…", column),
        _ends(word, entries, kind) if type is TieRecord and not _is_date(word, held) else "",
        _time(type, word, held, entries, free, kind),
    )
    for hint in meant:
        if hint:
            return hint
    needs, elsewhere = _ELSEWHERE.get(key, ("", ""))
    if elsewhere and (not needs or needs in keys):
        return elsewhere
    if hint := _in_another_word(type, word, held, entries, free):
        return hint
    without_number = key.rstrip("0123456789").rstrip("_-. ")
    is_numbered = without_number != key and without_number in keys and without_number in entries
    for near in (without_number,) if is_numbered else misspelled(key, fitting):
        if near not in entries:
            return did_you_mean(key, fitting)
        return f"`{near}` is here already" + _more_evidence(near, held, keys, entries, column)
    if column:
        return FREE_COLUMN if "notes" in keys else ""
    return FREE if "notes" in keys else ""


def _more_evidence(near: str, held: Value | None, keys: Mapping[str, Any], entries: Entries, column: bool) -> str:
    """What to do with a second source, quote or speaker; empty for another key."""
    if near not in keys_of(EvidenceRecord).all or "evidence" not in keys or near not in keys:
        return ""
    if column or near != "source" or not isinstance(held, Scalar) or is_null(held):
        return f"; {_evidence('quotes', None, keys, '…', column)}"
    return f"; several go under `evidence: [{{source: {_text(entries['source'][1])}}}, {{source: {_text(held)}}}]`"


_SECTIONS = {
    "cities": {"towns", "places", "municipalities", "communes", "villages"},
    "officials": {"persons", "people", "politicians", "mayors"},
    "organizations": {"institutions", "networks", "associations"},
    "ties": {"partnerships", "twinnings", "relations", "relationships", "links", "edges", "connections", "agreements"},
    "sources": {"references", "articles", "documents", "citations", "bibliography"},
    "statements": {"quotes", "speeches"},
}
"""Other words for the sections of a file."""


def unknown_section(key: str) -> str:
    """The hint for a section that does not exist, by another word for one that does."""
    word = _word(key)
    return next((f"did you mean `{section}`?" for section, words in _SECTIONS.items() if word in words), "")


def several(key: str, held: Value) -> str:
    """The hint for a list where one source, quote or speaker goes."""
    if key not in keys_of(EvidenceRecord).all or not isinstance(held, YamlSequence):
        return ""
    return _evidence("sources" if key == "source" else "quotes", held, {"evidence": None}, "…", False)


def stands_for(type: type, key: str) -> str:
    """What an unknown key names in place of the right one: ``ENDS``, ``evidence``, or nothing that a record needs."""
    word = _word(key)
    if type is TieRecord and _is_end(word):
        return ENDS
    return "evidence" if word in _SEVERAL else ""


def cut(key: str, before: Value, pieces: Iterable[str]) -> str:
    """The hint where commas have cut a text without quotes into pieces, which then look like keys."""
    begun = before.value if isinstance(before, Scalar) else "…"
    return f"a text with a comma in it goes between quotes: `{key}: {quoted(', '.join((begun, *pieces)))}`"


def _word(key: str) -> str:
    return re.sub(r"[-\s]+", "_", key.strip().lower())


def _fits(type: type, name: str, kind: Mapping[str, Any] | None) -> bool:
    """True if a tie of this kind may have the key."""
    if kind is None or type is not TieRecord:
        return True
    unfit = {"since", "until"} if kind["nature"] == "occurrence" else {"on"}
    return name not in unfit | ({"from", "to"} if "between" in kind else {"between"})


def _is_date(word: str, held: Value | None) -> bool:
    """True if ``ends: 1995`` is meant as a date."""
    return word in _END and isinstance(held, Scalar) and held.value[:1].isdigit()


def _text(held: Value | None) -> str:
    """A value as a hint repeats it: of one line, and without a guess if there is none."""
    if isinstance(held, YamlSequence):
        return "[" + ", ".join(map(_text, held.items)) + "]"
    if isinstance(held, Scalar) and held.value and not is_null(held) and "\n" not in held.value:
        return quoted(held.value) if held.style else plain_or_quoted(held.value)
    return "…"


def _agreement(word: str, held: Value | None, column: bool) -> str:
    key = _OF_AN_AGREEMENT.get(word)
    if key is None:
        return ""
    if column:
        return f"the paper behind a tie has columns of its own: `agreement.{key}`"
    return f"the paper behind a tie goes under `agreement: {{{key}: {_text(held)}}}`"


def _evidence(word: str, held: Value | None, keys: Mapping[str, Any], source: str, column: bool) -> str:
    if word not in _SEVERAL or "evidence" not in keys:
        return ""
    if column:
        return "a row names one source, in the column `source`; several go under `evidence:`, in YAML"
    inner = f"source: {source}, quote: " if word == "quotes" else "source: "
    if isinstance(held, YamlSequence):
        items = ", ".join(f"{{{inner}{_text(item)}}}" for item in held.items)
        return f"several go under `evidence: [{items}]`"
    if word != "quotes" and isinstance(held, Scalar) and not is_null(held) and "source" in keys:
        return f"did you mean `source: {_text(held)}`? Several go under `evidence:`"
    return "several go under `evidence:`, each as `- {source: …, quote: …}`"


def _ends(word: str, entries: Entries, kind: Mapping[str, Any] | None) -> str:
    if not _is_end(word) or (word in _ROLES and ("between" in entries or {"from", "to"} <= entries.keys())):
        return ""
    named = list(_named_ends(entries))
    ids = [id for _, id in named]
    if kind is not None and "between" not in kind and not (ids and _FIRST_END.fullmatch(named[0][0])):
        return f"the ends of this tie go under `from` and `to`: FROM {kind['label']} TO"
    one, other = ids if len(ids) == 2 else ("a", "b")  # a tie has two ends
    symmetric, directed = f"`between: [{one}, {other}]`", f"`from: {one}` and `to: {other}`"
    if kind is None:
        return f"the ends of a tie go under {symmetric}, or, if its kind has a direction, under {directed}"
    return f"the ends of this tie go under {symmetric if 'between' in kind else directed}"


def _is_end(word: str) -> bool:
    return word in _ROLES or _ENDS.fullmatch(word) is not None


def _named_ends(entries: Entries) -> Iterator[tuple[str, str]]:
    """What a tie names under words for its ends, with the words."""
    for key, (_, held) in islice(entries.items(), _MOST_KEYS):
        word = _word(key)
        if word in ("from", "to", "between") or (_is_end(word) and word not in keys_of(TieRecord).all):
            for value in held.items if isinstance(held, YamlSequence) else [held]:
                if isinstance(value, Scalar) and value.value and not is_null(value):
                    yield word, value.value


def _in_another_word(type: type, word: str, held: Value | None, entries: Entries, free: Collection[str]) -> str:
    """The hint for another word for a key, or for a part of what a key holds."""
    for key, words in _NAMED_BY_TYPE.get(type, {}).items():
        if word in words and key in free:
            return f"did you mean `{key}`?"
    if "identifiers" in free and (register := _ELSEWHERE_KNOWN.fullmatch(word)):
        return f"ids elsewhere go under `identifiers: {{{register[1]}: {_text(held)}}}`"
    if "coordinates" in free and word in _LATITUDE | _LONGITUDE:
        return f"write `coordinates: [{_first(_LATITUDE, entries)}, {_first(_LONGITUDE, entries)}]`"
    return ""


def _first(words: Collection[str], entries: Entries) -> str:
    """What stands under the first of these words."""
    some = islice(entries.items(), _MOST_KEYS)
    return next((_text(held) for key, (_, held) in some if _word(key) in words), "…")


def _date(text: str, *, period: bool = False) -> str:
    """The only date that a text can mean, as a file writes it; else a gap."""
    several = [text] if text == OPEN else meant_dates(text, period=period)
    return several[0] if len(several) == 1 else "…"


def _time(
    type: type,
    word: str,
    held: Value | None,
    entries: Entries,
    free: Collection[str],
    kind: Mapping[str, Any] | None,
) -> str:
    """The hint for a word for a time."""
    which = next((number for number, words in enumerate((_MOMENT, _BEGIN, _END)) if word in words), None)
    if which is None:
        return ""
    if type is TieRecord and kind is None:
        value = _date(_text(held))
        standing = f"`until: {value}`" if which == 2 else f"`since: {value}`"
        return f"write {standing} if the tie stands for a time, `on: {value}` if it happens at one"
    key = (_OF_AN_OCCURRENCE if kind and kind["nature"] == "occurrence" else _TIMES.get(type, _NO_TIME))[which]
    if key not in free:
        return ""
    if key in _PERIODS and which:
        start, end = (_date(_first(words - keys_of(type).all.keys(), entries)) for words in (_BEGIN, _END))
        return f"write `{key}: {start}/{end}`"
    several = meant_dates(_text(held), period=key in _PERIODS)
    if len(several) > 1:
        return f"write {' or '.join(f'`{key}: {date}`' for date in several)}: which number is the month?"
    return f"write `{key}: {_date(_text(held), period=key in _PERIODS)}`"
