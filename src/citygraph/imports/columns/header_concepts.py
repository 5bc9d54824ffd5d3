"""The concepts of the words in a column's name, together: what the name means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

NO_TARGETS = frozenset({
    "row", "area", "density", "address", "postcode", "url", "email", "phone", "continent", "timezone", "capital",
    "founded", "closed", "recorded", "elevation", "count", "image", "party", "gender", "birth", "personal",
    "given_name", "middle_name", "family_name", "currency",
})  # fmt: skip
"""Attributes that are known, and that no record holds."""
_PRIVATE = frozenset({"email", "phone", "gender", "birth", "personal"})
"""Those that are private: how to reach persons, their birth, their passports and their homes."""


class Meaning(NamedTuple):
    """What the name of a column says.

    ``side`` is the end of a tie: ``from``, ``to``, or empty if the name does not say. ``thing`` is what the column is
    about: ``city``, ``country``, ``person``, ``organization``, ``event``, ``place``, ``tie``, ``agreement``,
    ``affair``, or empty.
    ``attribute`` is the target that the column can fill in (``name``, ``since``, ``identifiers.wikidata``,
    ``agreement.signed``, ``source.url``, …), or one of five more: ``year`` and ``code``, which can be several targets;
    ``as_of``, the day of the figures of a row;
    ``part_of`` with ``part_of.code``, the larger place and its code; and those of :data:`NO_TARGETS`. It is empty where
    the name only says the side or the thing: ``Partner``, ``City``, ``Country``.

    ``number`` is what tells columns of one meaning apart: ``2`` in ``Partner 2``, ``a`` in ``City A``, ``2020`` in
    ``Population 2020``. ``language`` is that of a name: ``en`` in ``name_en``. If the name can mean several things, it
    is not ``certain``, and ``others`` has the other meanings: the cells decide. It ``flows`` if the name says that
    something goes to or from an end: ``Exporter``, ``Destination``.
    """

    side: str = ""
    thing: str = ""
    attribute: str = ""
    number: str = ""
    language: str = ""
    certain: bool = True
    others: tuple[Meaning, ...] = ()
    flows: bool = False

    @property
    def has_target(self) -> bool:
        """Whether citygraph has a place for what the column holds."""
        return self.attribute not in NO_TARGETS

    @property
    def is_of_names(self) -> bool:
        """Whether the column has the names of what it is about: ``City``, ``City name``."""
        return self.attribute in ("", "name")

    @property
    def is_private(self) -> bool:
        """Whether the column has private data of persons, which citygraph does not keep."""
        return self.attribute in _PRIVATE


_SIDES = {"from", "to"}
_THINGS = {"city", "country", "person", "organization", "event", "place", "tie", "agreement", "affair"}
_TIMES = {"date", "year"}
OF_A_TIE = {"since", "until", "on", "year", "agreement.signed", "agreement.approved", "agreement.expires", "status",
             "kind", "subject", "notes", "source", "source.title", "source.url", "source.published", "quote", "by",
             "value", "unit", "weight", "period"}  # fmt: skip
_BESIDE = {
    "": OF_A_TIE, "tie": OF_A_TIE, "agreement": OF_A_TIE,
    "from": {"since", "until"}, "to": {"since", "until", "notes", "status", "kind", "agreement.signed"},
    "city": {"since", "until", "notes"}, "person": {"since", "until", "notes", "period"},
}  # fmt: skip
"""Which attributes of a tie can stand beside a side or a thing: ``Partner since``, ``Mayor since``."""
_TARGETS = {"signed": "agreement.signed", "approved": "agreement.approved", "expires": "agreement.expires",
            "ended": "until", "label": "name", "published": "source.published", "number": "row",
            "date": "on"}  # fmt: skip
_DATED = {
    "since", "until", "ended", "on", "signed", "approved", "expires", "published", "founded", "closed", "recorded",
    "birth", "period",
}  # fmt: skip
_PARTS_OF_NAMES = {"given_name", "family_name"}
_LIGHT = {"name", "code", "number", "key", "type", "label", "unit", "part_of", "title"}
_COUNTRY_CODES = {"iso2", "iso3", "m49"}
_PAIRS = {
    frozenset({"name", "label"}): "name",
    frozenset({"name", "aliases"}): "aliases",
    frozenset({"key", "code"}): "code",
    frozenset({"key", "number"}): "key",
    frozenset({"code", "number"}): "code",
    frozenset({"lat", "lon"}): "coordinates",
    frozenset({"lat", "coordinates"}): "lat",
    frozenset({"lon", "coordinates"}): "lon",
    frozenset({"lat", "lon", "coordinates"}): "coordinates",
    frozenset({"source", "url"}): "source.url",
    frozenset({"source", "title"}): "source.title",
    frozenset({"source", "name"}): "source.title",
    frozenset({"source", "published"}): "source.published",
    frozenset({"source", "key"}): "source",
    frozenset({"observations.population", "number"}): "observations.population",
    frozenset({"observations.population", "count"}): "observations.population",
    frozenset({"observations.population", "value"}): "observations.population",
    frozenset({"kind", "type"}): "kind",
    frozenset({"value", "unit"}): "unit",
    frozenset({"value", "currency"}): "value",
    frozenset({"signed", "since"}): "agreement.signed",
}


def together(concepts: Iterable[str]) -> Meaning | None:
    """The meaning of concepts that stand in one name; None if they do not fit together."""
    left = {concept for concept in concepts if concept != "of"}
    flows = "flow" in left
    left.discard("flow")
    if "term" in left:  # `Fin du mandat`, `Amtszeit bis`
        left.discard("term")
        if left <= {"period", "person"}:  # `Term`, `Mandat du maire`
            return Meaning(thing="person" if "person" in left else "", attribute="term")
        if not left & {"since", "until", "ended"} or left & _SIDES:
            return None
    if "and" in left:
        left.discard("and")
        if left & _PARTS_OF_NAMES and left <= {"name", "person", *_PARTS_OF_NAMES} and len(left) > 1:
            return Meaning(thing="person", attribute="name")  # `Cognome e nome`
        if len(left - {"name", "label"}) > 1 and not left <= {"lat", "lon", "coordinates"}:
            return None
    sides, things = left & _SIDES, left & _THINGS
    languages = {concept[5:] for concept in left if concept.startswith("lang:")}
    left = {concept for concept in left - sides - things if not concept.startswith("lang:")}
    if not left and not sides and not things:
        return None
    if len(sides) > 1 or len(languages) > 1:
        return None
    side, language = "".join(sides), "".join(languages)
    if any(concept.startswith("identifiers.") for concept in left):
        left.discard("url")  # Q42 is often given as its address
    if left & NO_TARGETS and frozenset(left) not in _PAIRS:
        return _of_no_target(left, side, things, language)
    thing = _the_thing(things, left)
    if thing is None:
        return None
    if "tie" in things and thing != "tie":  # the city of a partnership is the partner
        if side == "from":
            return None
        side = "to"
    attribute = _the_attribute(left, thing)
    if attribute is None:
        return None
    if language and (attribute not in ("name", "aliases") or thing in ("tie", "agreement")):
        return None
    if side and left & _TIMES and attribute in ("on", "year"):
        return None
    if side and attribute in ("title", "row"):
        return None
    if attribute in OF_A_TIE:
        if attribute not in _BESIDE.get(thing or side, ()):
            return None
        side, thing = "", thing if thing not in ("tie", "agreement") else ""
    elif thing in ("tie", "agreement"):
        side = ""
    if attribute in _COUNTRY_CODES:
        thing = "country"
    if attribute.startswith("part_of"):
        thing = ""
    if not side and not thing and not attribute:
        return None
    if thing == "affair" and (side or attribute):
        return None
    return Meaning(side, thing, attribute, language=language, flows=flows and bool(side))


_ENDS_OF_A_TIE = {"founded": "since", "closed": "until"}
"""What was founded or closed began or ended, if it is a tie."""


def _of_no_target(left: set[str], side: str, things: set[str], language: str) -> Meaning | None:
    """The meaning of a name with an attribute that no record holds: nothing else of weight may stand beside it."""
    if "tie" in things and left & _ENDS_OF_A_TIE.keys():
        return Meaning(attribute=_ENDS_OF_A_TIE[min(left & _ENDS_OF_A_TIE.keys())])
    if (side == "from" and "url" in left) or language or left - NO_TARGETS - _TIMES - _LIGHT:
        return None
    attribute = min(left & NO_TARGETS)
    of_what = things & _FOUNDED if attribute in _ENDS_OF_A_TIE else set()
    return Meaning(side, "".join(of_what) if len(of_what) == 1 else "", attribute)


_FOUNDED = {"city", "organization"}
"""What is founded itself, and not its ties: `City founded`. An organization may be the tie, as a consulate is."""


def _the_thing(things: set[str], left: set[str]) -> str | None:
    """The one thing that a column is about; None if there are several."""
    if things == {"tie"} and "part_of" in left:
        return ""
    if "place" in things and things & {"tie", "agreement"}:
        return None  # where it was signed
    things = things - {"place"} if len(things) > 1 else things
    if len(things) > 1:
        things = things - {"tie"}
    if things == {"city", "country"}:
        return "country"  # the country of the city
    if things == {"city", "person"}:
        return "person"
    return "".join(things) if len(things) < 2 else None


def _the_attribute(left: set[str], thing: str) -> str | None:
    """The one attribute that a column holds; empty if it names none; None if it names several."""
    if thing in ("tie", "agreement"):
        return _of_an_agreement(left, thing)
    if "part_of" in left:
        if thing not in ("", "city") or left - {"part_of", "name", "code", "key", "number", "label"}:
            return None
        return "part_of.code" if left & {"code", "key", "number"} else "part_of"
    if codes := left & _COUNTRY_CODES:
        if len(codes) > 1 or left - codes - {"code"} or thing not in ("", "country"):
            return None
        return codes.pop()
    if identifiers := {concept for concept in left if concept.startswith("identifiers.")}:
        if len(identifiers) > 1 or left - identifiers - {"code", "key", "number", "name"}:
            return None
        return identifiers.pop()
    times = left & _TIMES
    rest = left - times
    if times and rest:
        if rest == {"observations.population"}:
            return "observations.population.as_of"
        if rest == {"source"}:
            return "source.published"
        if not rest <= _DATED:
            return None
    elif times:
        if thing:
            return None
        rest = {"date"} if "date" in times else {"year"}
    if len(rest) > 1:
        return _PAIRS.get(frozenset(rest))
    if not rest:
        return ""
    attribute = next(iter(rest))
    if attribute == "number" and thing:
        return "code" if thing in ("city", "country") else None
    if attribute == "source" and thing:
        return None
    return _TARGETS.get(attribute, attribute)


def _of_an_agreement(left: set[str], thing: str) -> str | None:
    """The attribute of a tie or of the agreement behind it."""
    rest = left - _TIMES
    if not rest:
        return "" if not left else "since" if thing == "tie" else "agreement.signed"
    if rest <= {"key", "number", "code"}:
        return None if left & _TIMES else "key"
    if rest in ({"type"}, {"kind"}):
        return "kind"
    if rest == {"until"} and thing == "agreement":
        return "agreement.expires"
    if len(rest) > 1:
        return _PAIRS.get(frozenset(rest))
    attribute = next(iter(rest))
    if (left & _TIMES and attribute not in _DATED) or attribute in ("lat", "lon", "coordinates", "level", "aliases"):
        return None
    if attribute.startswith("observations.") or (attribute in _COUNTRY_CODES):
        return None
    return _TARGETS.get(attribute, attribute)


_OPEN = {
    ("", "", "name"): (Meaning(attribute="title"), Meaning(thing="tie", attribute="name")),
    ("", "", "key"): (Meaning(thing="tie", attribute="key"), Meaning(attribute="row")),
    ("", "", "code"): (Meaning(thing="country", attribute="code"), Meaning(attribute="key")),
    ("", "", "type"): (Meaning(attribute="kind"),),
    ("", "", "on"): (Meaning(attribute="since"), Meaning(attribute="agreement.signed")),
    ("", "", "year"): (Meaning(attribute="since"), Meaning(attribute="on")),
    ("", "", "source"): (Meaning(side="from"),),
    **{("", of, did): (Meaning(attribute=end),) for did, end in _ENDS_OF_A_TIE.items() for of in ("", "organization")},
    ("", "tie", ""): (Meaning(side="to"), Meaning(attribute="kind")),
    ("", "agreement", ""): (Meaning(attribute="agreement.signed"), Meaning(attribute="kind")),
    ("", "place", ""): (Meaning(thing="city"), Meaning(attribute="coordinates")),
    ("to", "", "key"): (Meaning(thing="tie", attribute="key"),),
    ("", "city", "code"): (Meaning(thing="city", attribute="key"),),
}
"""Names that are open in every language, and what else they can mean."""


def other_meanings(meaning: Meaning) -> list[Meaning]:
    """What a name can mean besides, in every language."""
    others = _OPEN.get(meaning[:3], ()) if not meaning.language else ()
    return [other._replace(number=meaning.number) for other in others]
