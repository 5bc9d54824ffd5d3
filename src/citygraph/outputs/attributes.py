"""What a format calls what the graph says, and what it has no place for: declared once for all formats.

Formats that give each node and tie a row of plain values share these attributes, by these names. A key of a record that
is a list is joined with ``; ``; what has keys of its own is JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from citygraph.domain.model import SECTIONS, Tie, keys_of
from citygraph.domain.terms import NODE_TYPES

Facts = Mapping[str, Any]
"""What is known of a node or a tie, by the keys of its record and what the graph adds to them: see ``_part``."""


AMBIGUOUS = "lists whose items have a `;` in them, and cannot be taken apart again"


class Attribute(NamedTuple):
    """A column of nodes or of ties: its ``name``, the ``type`` of all its values, in a line what it is, how it is
    ``read``, if it is not the fact of that name, and which key of a record it ``carries``, if not the one of that
    name."""

    name: str
    about: str
    type: Literal["string", "strings", "double", "boolean"] = "string"
    read: Callable[[Facts], Any] | None = None
    carries: str | None = None

    @property
    def plain_type(self) -> str:
        """The type of its plain values."""
        return "string" if self.type == "strings" else self.type

    def of(self, facts: Facts) -> Any:
        """Its value as the record has it; None if there is none."""
        value = self.read(facts) if self.read else facts.get(self.name)
        return None if value in ([], {}) else value

    def plain(self, facts: Facts, warn: Callable[[str], None]) -> str | float | bool | None:
        """The same as one plain value: texts joined, what has keys of its own as JSON text. ``warn`` is told of a list
        that cannot be taken apart again, unless another attribute carries its items."""
        value = self.of(facts)
        if value is not None and self.type == "strings":
            if self.carries is None and any(";" in item for item in value):
                warn(AMBIGUOUS)
            return "; ".join(value)
        if isinstance(value, (list, dict)):
            return json.dumps(value, ensure_ascii=False)
        return value  # type: ignore[no-any-return]


def native(declared: Iterable[Attribute], facts: Facts) -> dict[str, Any]:
    """The values that are there, by name, as JSON has them."""
    values = ((attribute.name, attribute.of(facts)) for attribute in declared)
    return {name: value for name, value in values if value is not None}


class Format(NamedTuple):
    """What a format is called, and what it carries: attributes of ``nodes`` and of ``ties``; ``beside`` them
    statements and sources, if it has a place for those. ``warns`` says what else it counts and warns of. ``files`` are
    what several files of one export are told apart by. In a ``closed`` format, what is named must be there. One without
    ``counts`` says what is known tie by tie."""

    title: str
    nodes: tuple[Attribute, ...]
    ties: tuple[Attribute, ...]
    beside: frozenset[str] = frozenset()
    warns: tuple[str, ...] = ()
    files: tuple[str, ...] = ("",)
    closed: bool = False
    counts: bool = True

    def lost(self, of: Literal["nodes", "ties"]) -> frozenset[str]:
        """The keys of records that no attribute carries."""
        carried = {attribute.carries or attribute.name for attribute in (self.nodes if of == "nodes" else self.ties)}
        return (NODE_KEYS if of == "nodes" else TIE_KEYS) - carried


_SHORT = {"source", "quote", "by"}
"""One item of evidence, written short: loaded records have ``evidence``."""
NODE_KEYS = frozenset(
    key for section in SECTIONS if section.type in NODE_TYPES for key in keys_of(section.record).all
) - {*_SHORT, "posts", "coordinates"} | {"lat", "lon", "subtype"}
"""The keys that a node's facts can have. Posts are ties; coordinates are a node's ``lat`` and ``lon``."""
TIE_KEYS = frozenset(keys_of(Tie).all) - {*_SHORT, "between", "from", "to", "id"} | {"history"}
"""The keys that a tie's facts can have beside its id and ends."""


def as_text(value: str | float | bool) -> str:
    """A plain value as text: ``true``, ``40.42861``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _each(key: str) -> Callable[[Facts], list[str]]:
    def read(facts: Facts) -> list[str]:
        said = (item[key] for item in facts.get("evidence", ()))
        return list(dict.fromkeys(text for text in said if text))

    return read


def _within(key: str, name: str) -> Callable[[Facts], Any]:
    return lambda facts: facts.get(key, {}).get(name)


def _agreement(name: str, about: str, type: Literal["string", "strings"] = "string") -> Attribute:
    return Attribute(f"agreement_{name}", about, type, _within("agreement", name), carries="agreement")


_EVERY_FACT = (
    Attribute("sources", "the ids of the sources that say so", "strings", read=_each("source"), carries="evidence"),
    Attribute("quotes", "their words", "strings", read=_each("quote"), carries="evidence"),
    Attribute("evidence", "both, and who said it: JSON, a list of `source`, `quote`, `by`"),
    Attribute("tags", "words to sort by", "strings"),
    Attribute("notes", "anything else; JSON if it is not a text"),
)
NODES = (
    Attribute("label", "the name, which Gephi shows", read=lambda facts: facts["name"], carries="name"),
    Attribute("type", "city, country, official, organization, event"),
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
    Attribute("label", "the tie as it reads in its direction", carries="kind"),
    Attribute("kind", "its kind"),
    Attribute("group", "the kind's family"),
    Attribute("ties", "how many ties it stands for, with `--by country`", "double", carries="kind"),
    Attribute("symmetric", "whether it has no direction", "boolean"),
    Attribute("status", "proposed, planned, active … unknown"),
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
    Attribute("on_behalf_of", "the id of whom it is in the name of"),
    _agreement("signed", "day of signature"),
    _agreement("approved", "day of the decision"),
    _agreement("expires", "last day of its term"),
    _agreement("signed_by", "the ids of who signed", "strings"),
    _agreement("document", "the id of the source that is the agreement"),
    Attribute("end_reason", "expired, terminated …"),
    Attribute("follows", "the id of the tie that it replaces"),
    *_EVERY_FACT,
)
