"""What a column seems to be: by its header, and by what it holds. Contents outvote a header."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from citygraph.domain.country_codes import sort_of_codes
from citygraph.domain.country_names import meanings
from citygraph.domain.subdivisions import country_of_parts
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.columns.date_forms import holds_terms
from citygraph.imports.columns.departments import has_departments, may_be_offices
from citygraph.imports.columns.figure_headers import counts_what_goes, direction_in, property_in
from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.status_contents import are_statuses, holds_statuses
from citygraph.imports.columns.survey import ColumnSurvey, is_date
from citygraph.imports.columns.targets import FACT_RECORDS, PROVENANCE, holds, is_target
from citygraph.imports.values.figures import figure
from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.missions import tells_of_missions
from citygraph.imports.values.names import apart, in_brackets, years_within
from citygraph.imports.values.places import degrees, with_side
from citygraph.imports.values.status_phrases import kind_and_status, tells_status
from citygraph.imports.values.yes_or_no import answer, answer_or_digit, status_named

Group = Literal["node", "fact", "row"]
"""What a column is about: a node, the tie or the post, or the source of the row."""

PLACES = ("city", "country", "place")
NAMING = ("name", "key")
"""The targets by which a column says who a node is."""
_OF_A_PLACE = ("lat", "lon", "coordinates", "level", "observations.population")
OUTVOTES = 0.8
"""The share of names of cities in a column that outvotes a header for persons, posts or organizations: surnames are
names of cities, too, but not so many in one column."""
SURE = ("format", "name of a target")
"""Why a column is what it seems to be, without a doubt."""
_CODE = re.compile(r"[A-Z0-9]{1,6}", re.ASCII)
_THREE_LETTERS = re.compile(r"[A-Z]{3}", re.ASCII)
_ENOUGH = 3
_HAS_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
KindsCalled = Callable[[str], Sequence[str]]
"""The ids of the kinds of ties that a word can mean."""
_MOSTLY = 0.5
"""The share of texts with something behind a name for which a header like ``Partner (Country)`` promises both."""
_OTHER_TARGETS = {"part_of": "region", "iso2": "country", "iso3": "country", "m49": "country", "label": "name"}


@dataclass(slots=True)
class Claim:
    """What a column seems to be. ``inner`` is its target without the prefix of a node. ``side`` is the end that the
    header names, if any; ``thing`` is what it calls it. ``number`` tells columns of one meaning apart. ``fits`` is 2 if
    the contents speak for it, 1 if they say nothing. ``may_be_from`` is True if the header can also mean the end at
    which ties start, as ``Source`` can; ``is_again`` if an earlier column has the same name,
    ``is_code`` if the header promises names and the column holds codes, and ``flows`` if the header says that something
    goes to or from what it names: ``Donor``, ``Country of origin``."""

    column: str
    inner: str
    group: Group
    side: str = ""
    why: str = "header"
    number: str = ""
    thing: str = ""
    fits: int = 1
    may_be_from: bool = False
    is_again: bool = False
    is_code: bool = False
    flows: bool = False

    @property
    def names_a_node(self) -> bool:
        """True if the column says who a node is."""
        return self.group == "node" and (self.inner in NAMING or self.inner.startswith("identifiers."))

    @property
    def tells_of_a_place(self) -> bool:
        """True if the column has what only a place has, and no tie, or an id in a register."""
        return self.inner in _OF_A_PLACE or self.inner.startswith("identifiers.")

    @property
    def qualifies(self) -> bool:
        """True if the header says that a column has types, and the contents are no types of records: `City category`
        is a remark about the city."""
        return self.inner == "type" and self.fits < 2 and self.why not in SURE

    @property
    def is_a_country(self) -> bool:
        """True if the column has countries that may be nodes themselves."""
        return self.group == "node" and self.inner == "country" and self.thing == "country"


_AGAIN = re.compile(r" \(again(?: \d+)?\)$")
"""What readers add to the name of a column that stands there twice."""


def claim_of(column: ColumnSurvey, type: str, called: KindsCalled, of: str = "") -> Claim | None:
    """What a column seems to be in a file whose nodes have a type; None if citygraph has no place for it, or neither
    header nor contents say what it is. ``called`` gives the kinds that a word can mean. ``of`` is the name of another
    column with which the header begins: the rest says what the column is."""
    name = _AGAIN.sub("", column.name)
    claim = _claim_of(column, name[len(of) :].strip(" _.:-") if of else name, type, called)
    if claim is not None:
        claim.column, claim.is_again = column.name, name != column.name
    return claim


def _claim_of(column: ColumnSurvey, name: str, type: str, called: KindsCalled) -> Claim | None:
    if name.isdigit():  # there is no header
        return _by_contents(column)
    if exact := _exact(name):
        return exact
    if status_named(name) and is_answered(column):
        return Claim(name, "status", "fact", "", "header; it holds yes and no", fits=2)
    if name == "part_of":  # the key itself, as in citygraph's own exports; a header in words is a text that tells apart
        return Claim(name, name, "node", "", "name of a target", fits=2)
    with_country = _of_name_and_country(name) if column.sort == "texts" and column.share(apart) >= _MOSTLY else None
    with_time = of_name_and_time(name) if column.sort == "texts" and column.share(years_within) >= _MOSTLY else None
    meaning = with_time or with_country or meaning_of(name) or _of_name_and_country(name)
    if meaning is None:
        by_contents = None if type == "country" else _by_contents(column)  # its names in other languages
        return _by_key(name) or by_contents or _of_figures(column, name)
    if meaning.attribute in _MAY_COUNT and counts_what_goes(name) and (claim := _of_figures(column, name)):
        return claim
    best: Claim | None = None
    has_no_place = not _target(meaning, type)[0] and meaning.thing not in ("tie", "agreement")
    may_be_parts = any(reading.attribute == "part_of" for reading in meaning.others) and column.sort == "texts"
    may_be_kinds = any(reading.attribute == "kind" for reading in meaning.others)
    may_be_times = any(reading.attribute in _ENDS_OF_TIMES for reading in (meaning, *meaning.others))
    is_of_itself = meaning.thing == "organization" and not meaning.has_target and not tells_of_missions(name)
    for reading in (meaning, *meaning.others):
        claim = _claim(column, reading, type, called)
        if claim is not None and claim.inner == "name" and may_be_times and column.share(is_date) >= _SOME:
            continue  # `To` over days and *present*
        if claim is not None and claim.inner == "name" and may_be_kinds and column.share(kind_and_status) > _MOSTLY:
            continue  # `Relation` over *twin-ended*
        if claim is not None and claim.inner == "country" and may_be_parts and not column.share(meanings):
            continue  # `Kraj` over parts of Czechia
        if claim is not None and claim.inner in _ENDS_OF_TIMES and is_of_itself:
            continue  # `University founded`; a consulate may be the tie itself
        if claim is not None and has_no_place and (claim.fits < 2 or claim.inner == "key"):
            continue  # the code of a state is no country, and no id of a city, as long as nothing shows it
        if claim is not None and (best is None or claim.fits > best.fits):
            best = claim
    if best is None and column.sort == "countries" and meaning.attribute in _PERHAPS_COUNTRIES:
        return _by_contents(column)  # `geo` of Eurostat, `Estado`, `flag`
    if best is not None and best.inner in _OF_PLACES and best.fits < 2 and are_statuses(column):
        return Claim(column.name, "status", "fact", "", "contents: words for a status", fits=2)
    if best is not None:
        best.may_be_from = any(reading.side == "from" and not reading.attribute for reading in meaning.others)
    return best


def _of_name_and_country(header: str) -> Meaning | None:
    """The meaning of the name in ``City/Country``, ``Country, city`` and ``Partner (city, country)``: names with their
    countries beside them, which are told apart later."""
    parts = [part for part in _BETWEEN_BOTH.split(header.strip(") ")) if part]
    meanings = [meaning_of(part) for part in parts]
    of_names = [one for one in meanings if one and one.is_of_names and one.thing != "country"]
    of_countries = [one for one in meanings if one and one.is_of_names and one.thing == "country"]
    if len(of_countries) != 1 or not of_names or len(of_names) + 1 != len(parts) or len(parts) > _MOST_PARTS:
        return None
    return of_names[0]


def of_name_and_time(header: str) -> Meaning | None:
    """The meaning of the first part of ``Sister cities (year)`` and ``Partnerstadt (seit)``: names with the year since
    when each stands behind them."""
    parts = in_brackets(header) or _BETWEEN.split(header)
    first, second = map(meaning_of, parts) if len(parts) == 2 else (None, None)
    if first is None or second is None or first.attribute not in ("", "name"):
        return None
    times = [one for one in (second, *second.others) if not (one.side or one.thing) and one.attribute in _TIMES]
    return first if times else None


_MAY_COUNT = ("", "count", "currency")
"""What a header may mean whose column has figures of what it says: `USD`, `Flüge`, `Number of flights`."""
_PERHAPS_COUNTRIES = ("coordinates", "part_of", "image")
"""What a header may mean whose column has countries all the same."""
_ENDS_OF_TIMES = ("since", "until", "on")
_SOME = 0.3
"""The share of dates under a header for an end or a time that shows the time: no name is a date."""
_TIMES = ("since", "year", "on", "agreement.signed")
_BETWEEN = re.compile(r"\s*[/,;&+|(–]\s*|\s+-\s+")
_BETWEEN_BOTH = re.compile(rf"{_BETWEEN.pattern}|\s*[:：]\s*|\s(?:und|and|et|y|e|i|en|és|a|og|och|ja|и|и|та|ve)\s")
_MOST_PARTS = 3
_OF_PLACES = ("country", "region", "name")
"""What `Estado`, `Land` and `Lage` may be, if their cells have no words for statuses."""


def has_answers(column: ColumnSurvey) -> bool:
    """True if a column answers its header with *yes* and *no*, in any language: it names nobody. Letters alone answer
    only if there is one for each: *Y* is a village in France."""
    given = {answer(text) for text in column.texts}
    are_words = any(len(text) > 1 or not text.isascii() for text in column.texts) or {True, False} <= given
    return are_words and column.share(lambda text: answer(text) is not None) >= OUTVOTES


def is_answered(column: ColumnSurvey) -> bool:
    """True if all that a column holds are marks, or *yes* and *no*."""
    return column.share(lambda text: answer_or_digit(text) is not None) == 1


def mentions_a_name(header: str) -> bool:
    """True if one of the words of a header means a name, whatever the others mean."""
    words = (meaning_of(word) for word in re.findall(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+", header))
    return any(word is not None and word.attribute == "name" for word in words)


def _exact(name: str) -> Claim | None:
    """A column may have the name of a target with a dot, as in citygraph's own tables."""
    prefix, dot, inner = name.partition(".")
    if not dot:
        return None
    if prefix in ("from", "to", "of"):
        known = is_target(name, "post" if prefix == "of" else "tie")
        return Claim(name, inner, "node", prefix, "name of a target", fits=2) if known else None
    if name in PROVENANCE:
        return Claim(name, name, "row", "", "name of a target", fits=2)
    for shape in FACT_RECORDS:
        if holds(FACT_RECORDS[shape], name) and not is_target(name, "node"):
            return Claim(name, name, "fact", "", "name of a target", fits=2)
    return Claim(name, name, "node", "", "name of a target", fits=2) if is_target(name, "node") else None


def _by_key(name: str) -> Claim | None:
    """A column may have the name of a key of citygraph's records, too."""
    for shape, record in FACT_RECORDS.items():
        if holds(record, name) is not None and is_target(name, shape):
            return Claim(name, name, "fact", "", "name of a target")
    return Claim(name, name, "node", "", "name of a target") if is_target(name, "node") else None


_SMALL_LETTERS = re.compile("[a-z]{2,3}")


def _of_figures(column: ColumnSurvey, name: str) -> Claim | None:
    """`Exports (EUR million)` has figures of ties, and says which way these lead; `USD` and `Passagiere` say what goes
    there."""
    has_figures = column.sort in ("numbers", "years") or _holds_figures(column)
    if not has_figures:
        return None
    if direction_in(name) in ("in", "out"):
        property = property_in(name) or "value"
    elif counts_what_goes(name):
        property = "value"
    else:
        return None
    return Claim(name, f"observations.{property}", "fact", "", "header; it holds numbers", fits=2)


def _by_contents(column: ColumnSurvey) -> Claim | None:
    """What contents say alone. Dates, numbers and addresses can be many things."""
    if are_statuses(column):
        return Claim(column.name, "status", "fact", "", "contents: words for a status", fits=2)
    inner = {"countries": "country", "items": "identifiers.wikidata", "places": "coordinates"}.get(column.sort)
    if column.sort == "texts" and len(column.texts) >= _ENOUGH and column.share(_THREE_LETTERS.fullmatch) == 1:
        inner = "country" if sort_of_codes(column.texts) == "sports" else None  # GER, SUI among USA, ESP
    if inner == "country" and column.share(_SMALL_LETTERS.fullmatch) == 1:
        inner = None  # `se`, `no`: corners of a drawing, languages, answers
    return Claim(column.name, inner, "node", "", f"contents: {column.sort}", fits=2) if inner else None


def _claim(column: ColumnSurvey, meaning: Meaning, type: str, called: KindsCalled) -> Claim | None:
    """One reading of a header, if the contents allow it."""
    inner, group = _target(meaning, type)
    if not inner or (meaning.attribute == "term" and not holds_terms(column)):
        return None
    if meaning.attribute == "period" and (column.sort == "numbers" or not column.share(_has_a_number)):
        return None  # `Duration` in years, `Okres` with districts
    if inner == "agreement.expires" and holds_terms(column):
        inner = "since"  # `有効期間` over stretches
    if column.sort == "items" and group == "node" and inner in (*NAMING, "code"):
        inner = "identifiers.wikidata"
    if inner == "identifiers.nuts" and not column.share(partial(_is_id, "nuts")):
        inner = "region"  # names of regions
    fits = _fit(column, inner, meaning.attribute == "name", called)
    if inner == "region" and may_be_offices(column.name) and not has_departments(column):
        return None
    if not fits and inner == "name" and not meaning.attribute and meaning.certain and _holds_ids(column):
        why = "header; it holds ids"
        claim = Claim(column.name, "key", group, meaning.side, why, meaning.number, thing=meaning.thing, is_code=True)
        claim.flows = meaning.flows
        return claim
    if not fits:
        return None
    why = "header" if fits == 1 or column.sort == "texts" else f"header; it holds {_HELD.get(column.sort, column.sort)}"
    claim = Claim(column.name, inner, group, meaning.side, why, meaning.number, meaning.thing, fits)
    claim.flows = meaning.flows
    return claim


_HELD = {"items": "ids of Wikidata", "places": "coordinates", "addresses": "addresses of pages"}


def _target(meaning: Meaning, type: str) -> tuple[str, Group]:
    """The target of one reading of a header, without the prefix of a node; empty if there is none."""
    attribute = _OTHER_TARGETS.get(meaning.attribute, meaning.attribute)
    thing = meaning.thing
    if not meaning.has_target or attribute == "part_of.code" or thing == "affair":
        return "", "node"
    if thing in ("tie", "agreement"):
        return ({"": "", "name": "title", "key": ""}.get(attribute, attribute), "fact")
    if thing == "country" and attribute in ("", "name", "code") and type != "country":
        return "country", "node"
    if thing == "country" and attribute == "key" and type != "country" and not meaning.side:
        return "", "node"
    if thing == "country" and attribute.startswith("identifiers.") and type != "country":
        return "", "node"  # an id of the country is none of a city in it
    if attribute == "region" and type == "country":
        return "", "node"
    if thing in ("person", "organization", "event") and type != _TYPES[thing] and not meaning.side:
        return "", "node"
    if attribute == "term":
        return ("since" if type == "official" else ""), "fact"
    if attribute in ("", "name"):
        return (f"names.{meaning.language}" if meaning.language else "name"), "node"
    if attribute == "code":
        return "key", "node"
    if attribute in ("year", "as_of"):
        return attribute, "fact"
    if attribute in ("value", "unit", "period"):
        return {"value": "observations.value"}.get(attribute, f"observations.value.{attribute}"), "fact"
    if attribute in PROVENANCE:
        return attribute, "row"
    if any(holds(record, attribute) for record in FACT_RECORDS.values()) and not is_target(attribute, "node"):
        return attribute, "fact"
    if attribute in _ALSO_FACTS:
        return attribute, "fact"
    return (attribute, "node") if is_target(attribute, "node") else ("", "node")


_TYPES = {"person": "official", "organization": "organization", "event": "event"}
_ALSO_FACTS = ("title", "notes")


CONTINENTS = frozenset((
    "africa", "america", "americas", "asia", "europe", "oceania", "antarctica", "north america", "south america",
    "latin america", "central america", "latin america & caribbean", "latin america and the caribbean", "caribbean",
    "asia pacific", "asia-pacific", "asia and the pacific", "middle east", "eu", "afrika", "amerika", "asien", "europa",
    "ozeanien", "nordamerika", "südamerika", "afrique", "amérique", "amérique du nord", "amérique du sud", "asie",
    "océanie", "américa", "américa latina", "áfrica", "oceanía", "亚洲", "欧洲", "非洲", "北美洲", "南美洲", "大洋洲",
    "アジア", "ヨーロッパ", "アフリカ", "европа", "азия", "африка",
))  # fmt: skip
"""Continents, and what networks of cities call the parts of the world."""


def _fit(column: ColumnSurvey, inner: str, says_name: bool, called: KindsCalled) -> int:
    """How well contents fit a target: 2 if they speak for it, 1 if they say nothing, 0 if they are something else.
    ``says_name`` is True if the header says that these are names: then short capitals are names, too."""
    sort = column.sort
    if sort == "nothing":
        return 1
    if sort == "objects":
        return 0
    held = inner.rpartition(".")[2] if inner.startswith("observations.") and inner.count(".") > 1 else inner
    match held:
        case "name":
            if sort in ("dates", "years", "addresses", "places", "items") or _holds_figures(column):
                return 0
            if column.share(_HAS_ADDRESS.search) >= _MOSTLY:
                return 0
            is_code = not says_name and column.share(_CODE.fullmatch) == 1 and len(column.texts) > 1
            if sort == "numbers" or is_code:
                return 0
            return 1
        case "key":
            return 0 if sort in ("places", "dates") else 2 if column.is_of_ids else 1
        case "country":
            return {"countries": 2, "texts": 1, "numbers": 1}.get(sort, 0)
        case "region":  # continents tell no namesakes apart
            of_continents = column.share(lambda text: text.lower() in CONTINENTS) >= 0.8
            are_parts = sort == "countries" and country_of_parts(column.texts)  # TH is Thüringen, under `Bundesland`
            return 1 if are_parts or (sort == "texts" and not of_continents) else 0
        case "lat" | "lon":
            return 2 if sort in ("numbers", "years") or column.share(lambda text: _is_degrees(text, held)) >= 0.5 else 0
        case "coordinates":
            return 2 if sort == "places" or column.share(_looks_like_place) >= 0.5 else 0
        case "since" | "until" | "on" | "year" | "as_of" | "period" | "agreement.signed" | "agreement.expires":
            is_words = sort == "texts" and inner == "agreement.signed" and not column.share(_has_a_number)
            if sort == "texts" and column.share(_is_date_or_status) >= _MOSTLY:
                return 2  # *2012* and *suspended* under `Closed`
            return 0 if is_words else {"dates": 2, "years": 2, "texts": 1, "numbers": 1}.get(sort, 0)
        case "status":
            known = column.share(lambda text: tells_status(text) or answer(text) is not None)
            return 2 if known >= 0.5 or holds_statuses(column) else 1 if sort == "texts" else 0
        case "source":
            return {"addresses": 2, "texts": 1}.get(sort, 0)
        case "source.url":
            return {"addresses": 2}.get(sort, 0)
        case "identifiers.wikidata":
            return 2 if sort == "items" else 1 if column.share(partial(_is_id, "wikidata")) > 0 else 0
        case "kind" if column.share(_HAS_ADDRESS.search) >= _MOSTLY:
            return 0
        case "kind":
            return (2 if column.share(called) > 0 else 1) if sort == "texts" else 0
        case "type" if column.share(lambda text: text.lower() in NODE_TYPES) >= 0.5:
            return 2
        case "quote" | "by" | "title" | "level" | "type" | "subject":
            return 1 if sort in ("texts", "countries") else 0
    if inner.startswith("observations."):
        if sort == "texts" and held == inner and not column.share(_has_a_number):
            return 0  # words alone are no figures: `Cargo` is an office, too
        if sort in ("numbers", "years") or _holds_figures(column):
            return 2
        return 1 if sort in ("texts", "places", "dates") else 0
    return 1


def _holds_figures(column: ColumnSurvey) -> bool:
    """True if most texts are figures without a unit: ``7,4 millones``, ``ca. 300``. `T2` is a name, not 2 tonnes."""
    return column.sort == "texts" and column.share(_is_a_figure) > _MOSTLY


def _is_a_figure(text: str) -> bool:
    try:
        return not figure(text, ",").unit
    except ValueError:
        return False


def _has_a_number(text: str) -> bool:
    return any(map(str.isnumeric, text))


def _holds_ids(column: ColumnSurvey) -> bool:
    """True if a column that should hold names holds ids: numbers or codes."""
    return column.sort == "numbers" or column.is_of_ids or column.share(_CODE.fullmatch) == 1


def _is_date_or_status(text: str) -> bool:
    return is_date(text) or tells_status(text)


def _is_id(scheme: str, text: str) -> bool:
    """True for an id of a register; of Wikidata also without its Q: the header says that."""
    try:
        return bool(identifier(scheme, text))
    except ValueError:
        return False


def _is_degrees(text: str, axis: str) -> bool:
    try:
        degrees(with_side(text, "E"), "lat" if axis == "lat" else "lon")
    except ValueError:
        return False
    return True


def _looks_like_place(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 2 and not text.isdigit()
