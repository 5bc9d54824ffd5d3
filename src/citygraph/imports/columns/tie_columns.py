"""Which columns name the ends of a tie, and which tell of them."""

from __future__ import annotations

import shlex
from itertools import islice
from operator import eq

from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import NAMING, OUTVOTES, SURE, Claim
from citygraph.imports.columns.draft import LOOKED_AT, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.identity import is_repeated
from citygraph.imports.columns.node_columns import name_by_language
from citygraph.imports.columns.partnership_words import names_events
from citygraph.imports.columns.survey import Dependence
from citygraph.imports.columns.targets import ENDS, is_target
from citygraph.imports.columns.tie_kinds import may_be_words_for_kinds
from citygraph.imports.columns.whose import Whose


def assign_ends(draft: Draft) -> None:
    """Find the columns that name both ends, and give the columns about an end to it."""
    claims = [claim for claim in draft.claims if claim.group == "node"]
    if draft.job.sort == "tie":  # the format says what the ends are: what names neither is about the tie
        claims = [claim for claim in claims if claim.side and (claim.why in SURE or claim.inner not in NAMING)]
    naming = [claim for claim in claims if claim.inner in NAMING]
    sided = {side: [claim for claim in naming if claim.side == side] for side in ENDS["tie"]}
    for side in ENDS["tie"]:  # of a code and an id, the code is the name
        if any(claim.inner == "key" and not claim.is_code for claim in sided[side]):
            for claim in (claim for claim in sided[side] if claim.is_code):
                claim.inner = "name"
    _leave_out_givers(draft, claims, sided)
    naming = [claim for claim in naming if claim in claims]
    has = {side: bool(sided[side]) or _is_said(draft, side) for side in ENDS["tie"]}
    for side in ENDS["tie"]:  # ids alone name an end, too
        has[side] = has[side] or any(claim.side == side and claim.names_a_node for claim in claims)
    if not naming and not has["from"]:  # `Country` beside `Partner country`
        for claim in [claim for claim in claims if claim.is_a_country and not claim.side][:1]:
            claim.side = "from"
    if not has["from"] and sided["to"] and all(draft.columns[one.column].sort == "countries" for one in sided["to"]):
        of_none = [claim for claim in claims if claim.inner == "country" and not claim.side]
        if len(of_none) == 1:  # `geo` beside `partner`, both with countries
            of_none[0].side, of_none[0].thing = "from", "country"
    for side in ENDS["tie"]:  # where nothing but a country is given, that is the end
        countries = [claim for claim in claims if claim.side == side and claim.is_a_country]
        if countries and not has[side]:
            countries[0].inner = "name"
            sided[side] = countries[:1]
            has[side] = True
            draft.constants.setdefault(f"{side}.type", "country")
    bare = [claim for claim in naming if not claim.side]
    for venue in [claim for claim in bare if sided["to"] and _is_a_venue(draft, claim, sided["to"])]:
        bare.remove(venue)
        claims.remove(venue)
    if not has["from"]:  # `source` beside `target`
        may_be = [claim for claim in draft.claims if claim.may_be_from and claim.fits < 2]
        named = {claim.column.lower(): claim for claim in claims}
        sources = [claim for claim in may_be if claim.column.lower() == "source" and "target" in named]
        bare = sources or bare or may_be[:1]
        for claim in (claim for claim in bare if claim not in naming):
            claim.group, claim.inner = "node", "key" if draft.columns[claim.column].is_of_ids else "name"
    for side, other in (("from", "to"), ("to", "from")):
        if bare and not has[side] and has[other]:
            for claim in bare:
                claim.side = side
            sided[side], bare = bare, []
            has[side] = True
    if not has["from"] and has["to"] and draft.job.sort == "table":
        sided["from"] = _only_towns_left(draft, claims, sided["to"])
        has["from"] = bool(sided["from"])
    if len(sided["to"]) > 1 and has["from"]:
        _spread(draft, sided["to"])
    for side in ENDS["tie"]:
        if draft.job.sort == "table":
            sided[side] = _without_row_numbers(draft, side, sided[side])
        for claim in sided[side]:
            if claim.column not in draft.spread:
                draft.take(claim, f"{side}.{claim.inner}" if claim.inner != "key" else side)
    others = [claim for claim in claims if claim.inner not in NAMING]
    remarks = [claim for claim in others if claim.qualifies]
    for claim in remarks:
        draft.take(claim, "kind" if not claim.thing and may_be_words_for_kinds(draft, claim) else "notes")
    others = [claim for claim in others if claim not in remarks]
    for claim in others:
        if claim.side:
            draft.take(claim, f"{claim.side}.{claim.inner}")
    for side in ENDS["tie"]:
        name_by_language(draft, f"{side}.")
        _names_are_no_ids(draft, side)
    _give_to_ends(draft, [claim for claim in others if not claim.side])
    _ask_about_words_behind_pairs(draft)


def _only_towns_left(draft: Draft, claims: list[Claim], partners: list[Claim]) -> list[Claim]:
    """The column of the towns whose partners a file lists, where its header does not say so: the only other one with
    names of cities, if it stands before the partners, and one town has several of these."""
    places = [draft.columns[claim.column].index for claim in partners]
    by_column = {claim.column: claim for claim in draft.claims}
    left = [
        column for name, column in draft.columns.items()
        if name not in draft.uses and has_words(column) and column.sort == "texts"
        and column.index < min(places, default=0) and is_repeated(column)
        and ((claim := by_column.get(name)) is None or (claim.inner in _MAY_BE_TOWNS and not claim.side))
        and column.known_towns >= OUTVOTES
    ]  # fmt: skip
    if len(left) != 1:
        return []
    (name,) = (column.name for column in left)
    claims[:] = [claim for claim in claims if claim.column != name]
    draft.claims = [claim for claim in draft.claims if claim.column != name]
    draft.says.append(f"`{name}` has names of cities, and no other column says whose partners these are: "
                      "they are those of its cities")  # fmt: skip
    claims.append(Claim(name, "name", "node", "from", "contents: names of cities", thing="city", fits=2))
    return claims[-1:]


def _is_a_venue(draft: Draft, claim: Claim, partners: list[Claim]) -> bool:
    """True if a column says where events took place, beside the town with which they were: `Venue`, or a town that is
    that one in some rows."""
    if draft.job.sort != "table" or not any(map(names_events, draft.columns)):
        return False
    rows = islice(draft.job.rows(), LOOKED_AT)
    return claim.thing == "place" or any(
        row.get(claim.column, "") and row.get(claim.column, "") == row.get(partners[0].column, "") for row in rows
    )


_MAY_BE_TOWNS = ("region", "part_of", "by")
"""What headers mean that may also stand above towns: `İlçe` is a district, `By` a town in Danish."""


def _leave_out_givers(draft: Draft, claims: list[Claim], sided: dict[str, list[Claim]]) -> None:
    """A giver or a receiver beside a town and its partner is neither of them: `City, Partner city, Donor`."""
    bare = [claim for claim in claims if claim.inner == "name" and not claim.side]
    partners = [claim for claim in sided["to"] if not claim.flows and claim.inner == "name"]
    towns = [claim for claim in sided["from"] if not claim.flows] or bare
    if not partners or not towns:
        return
    for claim in [claim for claim in claims if claim.flows and claim.side]:
        claims.remove(claim)
        if claim in sided[claim.side]:
            sided[claim.side].remove(claim)
        option = f"--map {claim.side}.{claim.inner}={shlex.quote(claim.column)}"
        draft.says.append(f"`{claim.column}` names no end: `{towns[0].column}` and `{partners[0].column}` do; "
                         f"{option} says otherwise")  # fmt: skip


def _ask_about_words_behind_pairs(draft: Draft) -> None:
    """Lists of edges have white space between both ends: words behind a pair may be a part of a name, as in
    `New York Turin`."""
    words = [name for name, column in draft.columns.items() if name.isdigit() and has_words(column)]
    behind = [name for name in words if name not in draft.uses]
    if draft.job.sort == "tie" and behind:
        column = draft.columns[behind[0]]
        lines = f"{column.filled:,} of {draft.job.survey.rows:,} lines have words behind the pair"
        way_out = (
            "a first line such as `from to since` names the columns, and names of several words need a tab or a comma "
            "between both ends"
        )
        what = f"{lines}, as in `{_line_with(draft, behind[0])}`: {way_out}"
        option = " ".join(f"--map notes={name}" for name in behind)
        draft.questions.append(
            Question(draft.job.where, what, (Reading("remarks on the tie", option, column.first()),))
        )


def _line_with(draft: Draft, name: str) -> str:
    row = next(row for row in draft.job.rows() if row.get(name))
    return " ".join(filter(None, row.values()))


def _without_row_numbers(draft: Draft, side: str, claims: list[Claim]) -> list[Claim]:
    """Without ids of rows: where one town has several of them, they are none of its own. Where one id has several
    towns, it is asked if it is an id."""
    names = [claim.column for claim in claims if claim.inner == "name"]
    keys = [claim for claim in claims if claim.inner == "key"]
    if not names or not keys:
        return claims
    missing = frozenset(draft.said.missing)
    of_towns = {claim.column: Dependence(names[:1], claim.column, eq, missing) for claim in keys}
    of_ids = Dependence([claim.column for claim in keys], names[0], _is_same_name, missing)
    for values in islice(draft.job.rows(), LOOKED_AT):
        for one in (*of_towns.values(), of_ids):
            one.see(values)
    of_rows = [claim for claim in keys if of_towns[claim.column].holds(names[0]) is False]
    for claim in of_rows:
        draft.use(claim.column, "", f"an id of rows: {names[0]} has several")
    for claim in (one for one in keys if one not in of_rows and of_ids.holds(one.column) is False):
        id, first, second = of_ids.examples[claim.column]
        column = shlex.quote(claim.column)
        readings = (
            Reading("no, each name is a place", f"--map notes={column}", (f"{first} ≠ {second}",)),
            Reading("yes, these are several names of one place", f"--map {side}={column}", (f"{first} = {second}",)),
        )
        what = f"`{claim.column}` has several names for one value ({id}: {first} and {second}): is it an id?"
        draft.questions.append(Question(draft.job.where, what, readings))
    return [claim for claim in claims if claim not in of_rows]


def _is_same_name(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _is_said(draft: Draft, side: str) -> bool:
    """True if the user has said which column or which text an end is."""
    return any(
        target in (side, f"{side}.name", f"{side}.key") or target.startswith(f"{side}.identifiers")
        for target in (*draft.found, *draft.said.set)
    )


def _spread(draft: Draft, claims: list[Claim]) -> None:
    """Several columns of partners side by side: a tie for each."""
    wide = [claim for claim in claims if claim.inner == "name" and claim.number]
    wide = [claim for claim in claims if claim.column in draft.references] or wide
    if len(wide) > 1 and "to.name" not in draft.said.map:
        draft.spread = [claim.column for claim in wide]
        for claim in wide:
            draft.use(claim.column, draft.spread_target, f"{claim.why}; a tie for each column")
            of_it = draft.of_partner[claim.column] = {}
            for other in draft.beside.get(claim.number, ()):
                inner = "since" if other.inner == "year" else other.inner
                target = f"to.{inner}" if other.group == "node" else inner
                if is_target(target, "tie") and target not in draft.said.map:
                    of_it[target] = (*of_it.get(target, ()), other.column)
                    draft.use(other.column, target, f"{other.why}; of {claim.column}")


def _names_are_no_ids(draft: Draft, side: str) -> None:
    """If an end is given by one column only, it is given by name, unless it holds ids."""
    if side in draft.found and f"{side}.name" not in draft.targets and not draft.spread:
        names = draft.found[side]
        if names[0] in draft.references:
            return
        other = "to" if side == "from" else "from"
        if side not in draft.said.map and not draft.columns[names[0]].is_of_ids and draft.job.sort == "table" and (
            f"{other}.name" in draft.targets
        ):  # fmt: skip
            draft.found[f"{side}.name"] = draft.found.pop(side)
            draft.use(names[0], f"{side}.name", "contents")


def _give_to_ends(draft: Draft, claims: list[Claim]) -> None:
    """Give each column that belongs to one of the ends, and does not say to which, to its end."""
    owners = {side: draft.column_of(side) for side in ENDS["tie"]}
    if owners["from"] and owners["to"]:
        missing = frozenset(draft.said.missing)
        whose = Whose(draft.job.where, draft.job.survey, owners, draft.job.rows, missing)
        for claim, side in whose.give(claims, draft.found.__contains__, draft.said.set.__contains__):
            draft.take(claim, f"{side}.{claim.inner}")
        draft.questions += whose.questions
        draft.says += whose.says
        return
    side = "from" if owners["from"] else "to"
    if owners[side] or not draft.said.set:
        for claim in claims:
            draft.take(claim, f"{side}.{claim.inner}")
