"""The attributes of nodes and ties in the exports, declared once for all formats, and the keys that a format loses.

Formats that give each node and tie a row of plain values share these attributes and their names. A list of texts is
joined with ``; ``, or is JSON text if an item has a ``;``. A value with keys of its own becomes JSON text. No attribute
has a name that a reader of graph files takes for its own, such as ``type`` (docs/exports.md lists them).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from citygraph.domain.model import SECTIONS, TieRecord, keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_rules import all_evidence

Facts = Mapping[str, Any]
"""A node or a tie as a dict: the keys of its record, and those that the graph adds (see
:mod:`citygraph.outputs.part`)."""


class Attribute(NamedTuple):
    """A column of nodes or of ties.

    ``about`` describes it in one line. ``type`` is the type of all its values. ``read`` gets its value from the facts;
    without it, the value is the fact called ``name``. ``carries`` is the key of a record that it exports; without it,
    the key called ``name``. What an attribute reads is in the fact that it carries.
    """

    name: str
    about: str
    type: Literal["string", "strings", "double", "boolean"] = "string"
    read: Callable[[Facts], Any] | None = None
    carries: str | None = None

    @property
    def needs(self) -> str:
        """The fact without which it has no value."""
        return self.name if self.read is None else self.carries or self.name

    @property
    def plain_type(self) -> str:
        """The type of the values that :meth:`plain` returns."""
        return "string" if self.type == "strings" else self.type

    def of(self, facts: Facts) -> Any:
        """Its value in the form of the record; None if there is none."""
        value = self.read(facts) if self.read else facts.get(self.name)
        return None if value in ([], {}) else value

    def plain(self, facts: Facts) -> str | float | bool | None:
        """The same as one plain value: a list of texts is joined, and a value with keys of its own becomes JSON text.
        So does a list that could not be split again, unless another attribute carries its items."""
        return self.as_plain(self.read(facts) if self.read else facts.get(self.name))

    def as_plain(self, value: Any) -> str | float | bool | None:
        """A value of it as one plain value."""
        if value is None or isinstance(value, str):  # most values
            return value
        if not value and value in ([], {}):
            return None
        if self.type == "strings":
            if len(value) == 1 and self.carries is not None:
                return str(value[0])
            joined = "; ".join(value)
            if self.carries is not None or not (";" in "".join(value) or joined.startswith("[")):
                return joined
        if isinstance(value, (list, dict)):
            return _in_json(value)
        return value  # type: ignore[no-any-return]  # a number or a boolean


def native(declared: tuple[Attribute, ...], facts: Facts) -> dict[str, Any]:
    """The values that are not None, by attribute name, in a form that JSON can carry."""
    values = ((attribute.name, attribute.of(facts)) for attribute in present(declared, tuple(facts)))
    return {name: value for name, value in values if value is not None}


def plain_values(declared: tuple[Attribute, ...], facts: Facts) -> dict[str, str | float | bool]:
    """The values that are not None, by attribute name, as plain values."""
    found = {}
    for attribute, name, read in _readers(declared, tuple(facts)):
        value = facts[name] if read is None else read(facts)
        if not isinstance(value, str):
            value = attribute.as_plain(value)
            if value is None:
                continue
        found[name] = value
    return found


@lru_cache(maxsize=1 << 12)
def _readers(
    declared: tuple[Attribute, ...], keys: tuple[str, ...]
) -> tuple[tuple[Attribute, str, Callable[[Facts], Any] | None], ...]:
    """:func:`present`, with the two parts of each that are asked of every tie."""
    return tuple((attribute, attribute.name, attribute.read) for attribute in present(declared, keys))


@lru_cache(maxsize=1 << 12)
def present(declared: tuple[Attribute, ...], keys: tuple[str, ...]) -> tuple[Attribute, ...]:
    """The attributes that may have a value in facts with these keys. Most ties have few of all keys, and the same."""
    return tuple(attribute for attribute in declared if attribute.needs in keys)


class Format(NamedTuple):
    """The title of a format, and what it carries.

    ``nodes`` and ``ties`` are its attributes. ``beside`` says if it also has a place for ``statements`` and
    ``sources``. ``warns`` are the further things that it counts and warns of. ``files`` are the parts of the names by
    which the several files of one export differ. In a ``closed`` format, each node that a record refers to must be in
    the file. A format without ``counts`` cannot hold the ties between countries, which are counts of ties. A format
    with ``weights`` has a place for a number that programs weigh a tie by.
    """

    title: str
    nodes: tuple[Attribute, ...]
    ties: tuple[Attribute, ...]
    beside: frozenset[str] = frozenset()
    warns: tuple[str, ...] = ()
    files: tuple[str, ...] = ("",)
    closed: bool = False
    counts: bool = True
    weights: bool = False

    def weighted(self) -> Format:
        """The format of a file whose ties have weights."""
        return self._replace(ties=(*self.ties, WEIGHT))

    def lost(self, of: Literal["nodes", "ties"]) -> frozenset[str]:
        """The keys of records that none of the attributes carries."""
        carried = {attribute.carries or attribute.name for attribute in (self.nodes if of == "nodes" else self.ties)}
        return (NODE_KEYS if of == "nodes" else TIE_KEYS) - carried


_in_json = json.JSONEncoder(ensure_ascii=False).encode
_SHORT = {"source", "quote", "by"}
"""The short form of one item of evidence. Loaded records have the list ``evidence`` instead."""
NODE_KEYS = frozenset(
    key for section in SECTIONS if section.type in NODE_TYPES for key in keys_of(section.record).all
) - {*_SHORT, "posts", "coordinates"} | {"lat", "lon", "subtype"}
"""The keys that the facts of a node can have. Posts are ties. Coordinates are ``lat`` and ``lon``."""
TIE_KEYS = frozenset(keys_of(TieRecord).all) - {*_SHORT, "between", "from", "to", "id"} | {"history", "stated"}
"""The keys that the facts of a tie can have, besides its id and its ends."""


def as_text(value: str | float | bool) -> str:
    """A plain value as text: ``true``, ``40.42861``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _each(key: str) -> Callable[[Facts], list[str]]:
    def read(facts: Facts) -> list[str]:
        said = [text for item in all_evidence(facts) if (text := item[key])]
        return said if len(said) < 2 else list(dict.fromkeys(said))

    return read


def _within(key: str, name: str) -> Callable[[Facts], Any]:
    return lambda facts: facts.get(key, {}).get(name)


def _agreement(name: str, about: str, type: Literal["string", "strings"] = "string") -> Attribute:
    return Attribute(f"agreement_{name}", about, type, _within("agreement", name), carries="agreement")


_EVERY_FACT = (
    Attribute(
        "sources",
        "the ids of its sources; of a tie, also those of its history",
        "strings",
        read=_each("source"),
        carries="evidence",
    ),
    Attribute("quotes", "their words", "strings", read=_each("quote"), carries="evidence"),
    Attribute("evidence", "both, the speaker, and of a tie the status that it gives, if that is said: JSON, a list"),
    Attribute("tags", "words to sort by", "strings"),
    Attribute("notes", "anything else; JSON if it is not a text"),
)
NODES = (
    Attribute("label", "the name, which Gephi shows", read=lambda facts: facts["name"], carries="name"),
    Attribute(
        "node_type", "city, country, official, organization, event", read=lambda facts: facts["type"], carries="type"
    ),
    Attribute("name", "the usual English name"),
    Attribute("country", "ISO 3166-1 code; the id of a country that has none"),
    Attribute("lat", "latitude, WGS 84 degrees", "double"),
    Attribute("lon", "longitude", "double"),
    Attribute("names", 'in other languages: JSON, `{"zh": "景德镇"}`'),
    Attribute("aliases", "other names", "strings"),
    Attribute("wikidata", "its id there", read=_within("identifiers", "wikidata"), carries="identifiers"),
    Attribute("geonames", "its id there", read=_within("identifiers", "geonames"), carries="identifiers"),
    Attribute("identifiers", "all its ids elsewhere: JSON, by scheme"),
    Attribute("subtype", "the `type:` of an organization or event"),
    Attribute("iso", "the code of a country"),
    Attribute("level", "municipality, county …"),
    Attribute("part_of", "the id of the region that it lies in"),
    Attribute("known_for", "what it is known for", "strings"),
    Attribute("when", "when an event takes place"),
    Attribute("observations", "figures: JSON, a list as in the YAML"),
    *_EVERY_FACT,
)
TIES = (
    Attribute("label", "the tie as it reads in its direction; only what is a fact reads like one", carries="kind"),
    Attribute("kind", "its kind"),
    Attribute("group", "the kind's family"),
    Attribute("ties", "how many ties it stands for, with `--by country`", "double", carries="kind"),
    Attribute("symmetric", "whether it has no direction", "boolean"),
    Attribute("status", "proposed, planned, active … unknown; *disputed* if its sources disagree"),
    Attribute("stated", "if it is disputed: the status that the record itself gives"),
    Attribute("since", "when it began, as fine as the source says (EDTF)"),
    Attribute("until", "when it ended; `..` if known to go on"),
    Attribute("on", "when an occurrence took place"),
    Attribute("seen", "a time at which a source shows it in force"),
    Attribute("history", "its dated statuses: JSON, a list of `is`, `from`, `evidence`"),
    Attribute("title", "its own name; of a post the post's"),
    Attribute("subject", "what it is about", "strings"),
    Attribute("form", "mou, charter …"),
    Attribute("role", "the part played"),
    Attribute("called", "the register's own word"),
    Attribute("on_behalf_of", "the id of the node in whose name it is"),
    _agreement("signed", "day of signature"),
    _agreement("approved", "day of the decision"),
    _agreement("expires", "last day of its term"),
    _agreement("signed_by", "the ids of the signatories", "strings"),
    _agreement("document", "the id of the source that is the agreement"),
    Attribute("end_reason", "expired, terminated …"),
    Attribute("follows", "the id of the tie that it replaces"),
    Attribute("observations", "figures: JSON, a list as in the YAML"),
    *_EVERY_FACT,
)
WEIGHT = Attribute("weight", "the figure of `--weight`; only with that option", "double", carries="observations")
