"""What the columns of a table seem to be, seen beside each other: ``City 1`` is an end only beside ``City 2``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citygraph.imports.columns.axes import with_axes
from citygraph.imports.columns.claims import NAMING, OUTVOTES, PLACES, Claim, claim_of, has_answers
from citygraph.imports.columns.contents import outvoted_by_towns
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.from_and_to import with_pairs
from citygraph.imports.columns.headers import meaning_of, names_a_post
from citygraph.imports.columns.keys_of_files import meaning_as_key
from citygraph.imports.columns.partner_groups import number_groups
from citygraph.imports.columns.partnership_words import says_partnership
from citygraph.imports.columns.row_references import with_references
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.titles_of_rows import claim_of_titles

_NO_MARKS = ("region", "part_of")
_MARKS = frozenset("xX✓✔")
"""What names no region: under `Kreisstadt` it says that a town is one."""
_OWN_LISTS = frozenset(("sources", "quotes", "evidence"))
"""The columns of citygraph's own exports that hold several sources of one fact."""


def claims_of(draft: Draft) -> list[Claim]:
    """What the columns seem to be of which the user says nothing."""
    own = _OWN_LISTS if draft.columns.keys() >= _OWN_LISTS else frozenset()
    free = [
        column
        for name, column in draft.columns.items()
        if (name not in draft.uses or name in draft.shared) and name not in own
    ]
    claims = [
        claim
        for column in free
        if (
            claim := _of_format(draft, column)
            or _of_other_file(draft, column)
            or claim_of_titles(column, draft.job.kinds.called)
            or claim_of(column, draft.type, draft.job.kinds.called)
        )
        and not (claim.inner == "name" and has_answers(column))
        and not (claim.inner in _NO_MARKS and _MARKS.issuperset(column.texts))
    ]
    if draft.job.sort == "table":
        claims = with_pairs(free, claims)
        _name_ends_by_language(draft, claims)
        claims = outvoted_by_towns(draft, free, claims)
        claims += _behind_partners(draft, free, claims)
        claims += _counts_of_flows(free, claims)
        number_groups(draft.columns, claims)
        claims = _without_ids_of_others(draft, claims)
        claims = with_references(draft, with_axes(draft, claims))
        _tell_ends_from_begins(claims)
    if draft.type == "official":
        claims += _posts_by_contents(free, claims)
    if draft.job.sort == "table" and any(claim.side == "to" for claim in claims):
        claims += _kinds_by_contents(draft, free, claims)
    if draft.job.sort != "table":
        claims = _without_second_names(claims)
    elif not any(claim.inner == "name" or claim.side for claim in claims):
        claims = _with_ids_of_ends(draft, claims)
    return _without_lonely_numbers(_without_those_of_partners(draft, _with_second_set(claims)))


def _name_ends_by_language(draft: Draft, claims: Sequence[Claim]) -> None:
    """An end whose name is given in languages alone is called by the English one, or else by the first, or else by the
    one in the language of its land: `Partner city name (en)` has the partners, as `Partner city` has. But under
    `Partner city (German)` and `Partner city (French)` two towns may stand side by side."""
    for side in ENDS["tie"]:
        if any(claim.side == side and claim.names_a_node for claim in claims) or f"{side}.name" in draft.targets:
            continue
        named = [
            one for one in claims if one.side == side and (one.inner == "aliases" or one.inner.startswith("names."))
        ]
        named.sort(key=lambda one: (one.inner == "aliases", one.inner != "names.en"))
        if side == "to" and any(_have_other_towns(draft, named[0].column, other.column) for other in named[1:]):
            for number, claim in enumerate(named, 1):
                claim.inner, claim.number = "name", str(number)
            columns = " and ".join(f"`{claim.column}`" for claim in named)
            draft.says.append(f"{columns} have the names of different towns, as GeoNames knows them: each is a partner")
        elif named:
            named[0].inner = "name"


def _have_other_towns(draft: Draft, one: str, other: str) -> bool:
    """True if GeoNames knows both names of a row, but no town that has both, in each of the first rows that show it."""
    from citygraph.domain.gazetteer import places_called  # few tables have names in two languages

    known = [
        bool(places & others)
        for row in draft.job.survey.first
        if (places := {*places_called(row.get(one, ""))}) and (others := {*places_called(row.get(other, ""))})
    ]
    return bool(known) and not any(known)


def _tell_ends_from_begins(claims: Sequence[Claim]) -> None:
    """What is `Geschlossen` was concluded or closed: beside a column that says since when, it was closed."""
    begins = [claim for claim in claims if claim.inner in _BEGINS]
    may_end = [claim for claim in begins if _may_be_an_end(claim.column)]
    if any(claim.inner == "since" and claim not in may_end for claim in begins):
        for claim in may_end:
            claim.inner = "until"


_BEGINS = ("since", "agreement.signed")


def _may_be_an_end(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and any(one.attribute in ("until", "closed") for one in (meaning, *meaning.others))


def _posts_by_contents(free: Sequence[ColumnSurvey], claims: Sequence[Claim]) -> list[Claim]:
    """A column whose header says nothing, and that has words like `Deputy Mayor`, has the titles of posts."""
    known = {claim.column for claim in claims}
    if any(claim.inner == "title" for claim in claims):
        return []
    found = [one for one in free if one.name not in known and one.sort == "texts" and not meaning_of(one.name)]
    titles = [one for one in found if one.share(names_a_post) >= OUTVOTES]
    return [Claim(one.name, "title", "fact", "", "contents: posts", fits=2) for one in titles[:1]]


def _kinds_by_contents(draft: Draft, free: Sequence[ColumnSurvey], claims: Sequence[Claim]) -> list[Claim]:
    """A column whose header says nothing, and that has nothing but words for kinds of ties between towns, has the
    kinds."""
    known = {claim.column for claim in claims}
    if any(claim.inner == "kind" for claim in claims) or "kind" in draft.said.map:
        return []
    found = [one for one in free if one.name not in known and one.sort == "texts" and not meaning_of(one.name)]
    kinds = [one for one in found if one.share(draft.job.kinds.called) == 1 and one.share(says_partnership)]
    return [Claim(one.name, "kind", "fact", "", "contents: kinds of ties", fits=2) for one in kinds[:1]]


def _without_ids_of_others(draft: Draft, claims: list[Claim]) -> list[Claim]:
    """`cityQID` has the ids of the towns: a bare `QID` beside it is of what else the row is about, a mission say, and
    `typeQID` of something else."""
    ids = [one for one in claims if one.inner == "identifiers.wikidata" and not one.side]
    of_towns = [one for one in ids if one.thing in PLACES]
    if not of_towns:
        return claims
    own = [one for one in ids if not one.thing and not one.why.startswith("contents")]
    kept = {"city": of_towns, "official": [*of_towns, *own]}.get(draft.type, own)
    return [one for one in claims if one not in ids or one in kept]


def _behind_partners(draft: Draft, free: Sequence[ColumnSurvey], claims: Sequence[Claim]) -> list[Claim]:
    """`Twin 1 year` beside `Twin 1` is about the tie with that partner."""
    partners = [claim for claim in claims if claim.side == "to" and claim.inner == "name"]
    known = {claim.column for claim in claims}
    found = []
    for column in free:
        of = max((one for one in partners if _begins_with(column.name, one.column)), default=None, key=_length)
        begin = _numbered(of.column) if of else ""
        claim = claim_of(column, draft.type, draft.job.kinds.called, begin) if of and column.name not in known else None
        if of and claim and claim.group == "fact":
            claim.number = of.number
            found.append(claim)
    return found


def _counts_of_flows(free: Sequence[ColumnSurvey], claims: Sequence[Claim]) -> list[Claim]:
    """`数量`, how much or how many, is the figure of each row, where both ends say that something goes from one to the
    other, and nothing else counts it."""
    ends = {claim.side for claim in claims if claim.flows and claim.inner in NAMING}
    if len(ends) < len(ENDS["tie"]) or any(claim.inner == "observations.value" for claim in claims):
        return []
    known = {claim.column for claim in claims}
    counts = [one for one in free if one.name not in known and _is_called_a_count(one.name) and _holds_numbers(one)]
    return [Claim(one.name, "observations.value", "fact", "", "header; it holds numbers", fits=2) for one in counts[:1]]


def _is_called_a_count(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and any(one.attribute == "count" for one in (meaning, *meaning.others))


def _holds_numbers(column: ColumnSurvey) -> bool:
    return column.sort in ("numbers", "years") or (column.sort == "texts" and column.share(_NUMBER.match) >= OUTVOTES)


_NUMBER = re.compile(r"[\d.,\s]+$")


def _begins_with(header: str, partner: str) -> bool:
    begin = _numbered(partner)
    return header.startswith(begin) and not header[len(begin) : len(begin) + 1].isalnum() and header != begin


def _numbered(partner: str) -> str:
    """The header of a partner up to its number: ``Partner_1`` of ``Partner_1_name``."""
    found = _UP_TO_A_NUMBER.match(partner)
    return found[0] if found else partner


_UP_TO_A_NUMBER = re.compile(r".*[^\W\d][ _.-]?\d{1,2}(?=[\W_])")


def _length(claim: Claim) -> int:
    return len(claim.column)


def _with_ids_of_ends(draft: Draft, claims: list[Claim]) -> list[Claim]:
    """`from` and `to` are often times, and `source` is often where a fact comes from. Where both have ids, and nothing
    else has names, they are the ends of an edge."""
    sides: dict[str, str] = {}
    for name, column in draft.columns.items():
        meaning = meaning_of(name)
        readings = (meaning, *meaning.others) if meaning is not None else ()
        side = next((one.side for one in readings if one.side and not one.attribute and not one.thing), "")
        if side and name not in draft.uses and column.is_of_ids and column.sort != "years":
            sides.setdefault(side, name)
    if len(sides) < len(ENDS["tie"]):
        return claims
    ends = [Claim(name, "key", "node", side, "header; it holds ids", fits=2) for side, name in sides.items()]
    return [*(claim for claim in claims if claim.column not in sides.values()), *ends]


def _of_format(draft: Draft, column: ColumnSurvey) -> Claim | None:
    """Formats of graphs say themselves what the ids of nodes and the ends of edges are."""
    if draft.job.sort == "node" and column.name == "id":
        return Claim(column.name, "key", "node", "", "format", fits=2)
    if draft.job.sort == "tie" and column.name in ("source", "target"):
        return Claim(column.name, "key", "node", "from" if column.name == "source" else "to", "format", fits=2)
    return None


def _of_other_file(draft: Draft, column: ColumnSurvey) -> Claim | None:
    """A column of ids that are those of another file: what has them there, has them here. Persons have them only where
    the rows are about persons."""
    meaning = meaning_as_key(column.name)
    if column.name not in draft.job.keys or meaning is None:
        return None
    if meaning.thing == "person" and draft.type != "official" and not meaning.side:
        return None
    why = f"its values are ids of {draft.job.keys[column.name]}"
    return Claim(column.name, "key", "node", meaning.side, why, meaning.number, meaning.thing, fits=2)


def _without_those_of_partners(draft: Draft, claims: list[Claim]) -> list[Claim]:
    """``Country 2`` and ``Since 2`` beside ``Partner 2`` are of that partner."""
    numbers = {claim.number for claim in claims if claim.side == "to" and claim.inner == "name" and claim.number}
    if len(numbers) < 2:
        return claims
    rest = []
    for claim in claims:
        if claim.number in numbers and claim.side in ("", "to") and claim.inner not in NAMING:
            draft.beside.setdefault(claim.number, []).append(claim)
        else:
            rest.append(claim)
    return rest


def _with_second_set(claims: list[Claim]) -> list[Claim]:
    """A name of a column that stands there again is left unread, unless a whole set of columns does, as in
    ``City, Country, City, Country``: then it is that of the other end."""
    again = {claim.inner for claim in claims if claim.is_again and not claim.side}
    first = {claim.inner for claim in claims if not claim.is_again and not claim.side}
    both = again & first
    if both & set(NAMING) and both - set(NAMING) and not any(claim.side for claim in claims):
        for claim in claims:
            if claim.inner in both and claim.group == "node":
                claim.side = "to" if claim.is_again else "from"
    return claims


def _without_second_names(claims: list[Claim]) -> list[Claim]:
    """In formats of graphs, ``label`` is what programs show of a thing; a ``name`` beside it is its name."""
    sure = {(one.side, one.inner) for one in claims if one.why == "format" or one.column == one.inner}
    return [
        one for one in claims
        if (one.side, one.inner) not in sure or one.why == "format" or one.column == one.inner
    ]  # fmt: skip


def _without_lonely_numbers(claims: list[Claim]) -> list[Claim]:
    """A number at the end of a header names an end only if the other number is there, too: `City 1`, `City 2`."""
    stems: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        if claim.number:
            stems.setdefault((claim.inner, claim.side), set()).add(claim.number)
    kept = []
    for claim in claims:
        pair = stems.get((claim.inner, claim.side), set())
        if claim.inner == "key" and not claim.side and any(
            one.inner == "name" and not one.side and not one.number for one in claims
        ):  # fmt: skip
            pair = set()  # two codes of what has a name
        if claim.number and not claim.side and pair in ({"1", "2"}, {"a", "b"}):
            claim.side = "from" if claim.number in ("1", "a") else "to"
            claim.number = ""
        elif claim.number and len(pair) < 2:
            claim.number = ""
        kept.append(claim)
    return kept
