"""Whether the columns of a file are enough to know the node, or both ends, of each row."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, islice, product

from citygraph.domain.country_names import meanings
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.figure_headers import direction_in, figure_header, property_in
from citygraph.imports.columns.headerless import has_words, pair_of_ends, which_has_the_name
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.nested_objects import is_left_out
from citygraph.imports.columns.partner_lists import has_words_for_ties
from citygraph.imports.columns.partnership_words import names_events, tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.target_words import in_words
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.whose_list import ANY, certain_owner, countries_in, owners, told_of, towns_named
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.yes_or_no import answer

_SHORT_CODE = 3
_LONGEST_NAME = 8
"""A text of more words is a sentence."""
_ENOUGH = 4
"""In how many rows sorts of things show."""
_MOST = 6
"""How many columns a question offers."""
_MOST_ENDS = 3
"""How many of them it offers as ends of ties."""


def check_enough(draft: Draft) -> None:
    """Ask which columns have the names, if a row would be about nobody.

    Raises:
        OpenQuestions: if there is no header.
        CityGraphError: if no column may have them.
    """
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        who = (f"{start}key", f"{start}name", prefix or "key")
        if (draft.spread and prefix == "to") or (prefix == "of" and (draft.titles_name_places or _is_asked(draft))):
            continue
        if not any(target in who or target.startswith(f"{start}identifiers.") for target in draft.targets):
            _look_for_names(draft, prefix)
    if draft.job.sort == "table" and (_has_only_ids(draft) if draft.shape == "node" else _has_nameless_posts(draft)):
        _look_for_names(draft, "")


def _is_asked(draft: Draft) -> bool:
    """True if an open question gives the place of posts."""
    return any("of.name" in reading.option for question in draft.questions for reading in question.readings)


def _look_for_names(draft: Draft, prefix: str) -> None:
    """Find out who a node is of which no header says it."""
    is_table_of_nodes = draft.shape == "node" and draft.job.sort == "table"
    if is_table_of_nodes and all(name.isdigit() for name in draft.columns):
        # What else is to be asked depends on the answer.
        whose = (*owners(draft), ANY) if any(map(tells_of_ties, draft.job.survey.titles)) else ()
        raise OpenQuestions([which_has_the_name(draft.job.where, list(draft.columns.values()), whose)])
    countries = draft.found.get("country", []) if is_table_of_nodes and "country" not in draft.said.map else []
    not_ends = {name for name in draft.columns if prefix == "from" and names_events(name)}
    partner = draft.column_of("to") if draft.shape == "tie" and prefix == "from" else ""
    free = (
        [one for one in _free(draft) if one.name not in not_ends]
        or (_perhaps_towns(draft) if draft.shape == "tie" and prefix == "from" else [])
    )[:_MOST]
    if (
        partner
        and not any(column.towns >= OUTVOTES for column in free)
        and (owner := certain_owner(draft, draft.columns[partner]))
    ):
        draft.constants |= owner.as_start
        draft.said = replace(draft.said, set={**draft.said.set, **owner.as_start})
        draft.says.append(told_of(owner))
        return
    for column in free:
        if pairs := _pairs(column):
            raise CityGraphError(
                f"{draft.job.where}: a cell of `{visible(column.name)}` has two countries ({visible(pairs[0])}); "
                "citygraph reads one end of a tie from a column: write both ends in columns of their own"
            )
    if free or _has_nameless_posts(draft):
        question = _which_names(draft, prefix, free, countries)
        if is_table_of_nodes and len(free) > 1:  # ties or nodes: what else is to be asked depends on the answer
            raise OpenQuestions([question])
        draft.questions.append(question)
    elif len(countries) == 1 and not draft.job.has_type and (flows := _flows(draft)):
        raise OpenQuestions([_whose_flows(draft, draft.columns[countries[0]], flows)])
    elif len(countries) == 1 and not draft.job.has_type:
        draft.found["name"] = draft.found.pop("country")
        draft.use(countries[0], "name", f"{draft.uses[countries[0]].why}; nothing else has names")
        draft.constants["type"] = "country"
        draft.says.append(f"`{countries[0]}` has the only names: each row is about a country")
    elif is_table_of_nodes and (named := [column for column in draft.columns.values() if has_words(column)][:_MOST]):
        draft.questions.append(_which_of_others(draft, named))
    elif partner:
        draft.questions.append(_whose_partners(draft, draft.columns[partner]))
    else:
        raise CityGraphError(_not_enough(draft, prefix))


def _whose_partners(draft: Draft, partner: ColumnSurvey) -> Question:
    """The question whose partners a column has, where no other column may have names of towns."""
    shown = partner.first()
    readings = [
        Reading(owner.says("partners of"), owner.option(), tuple(f"{owner.shown} → {text}" for text in shown))
        for owner in (*(owners(draft) or towns_named(draft)), ANY)
    ]  # fmt: skip
    others = [name for name in draft.columns if name != partner.name][:_MOST]
    if others:
        readings.append(
            Reading(f"a column has their names: {', '.join(map(visible, others))}", "--map from.name=COLUMN")
        )
    what = f"`{visible(partner.name)}` has the partners, but no column says whose partners they are"
    return Question(draft.job.where, what, tuple(readings), shown)


def _flows(draft: Draft) -> dict[str, str]:
    """The columns of figures that lead one way, each with what it counts: `Exports 2022`. `Imports from Germany` says
    itself whose they are."""
    free = [name for name, column in draft.columns.items()
            if name not in draft.said.map and column.sort in ("numbers", "texts", "years")]  # fmt: skip
    names = [name for name in free if not any(map(_may_be_a_country, re.findall(r"[^\W\d_]+", name)))]
    return {name: property_in(name) or "value" for name in names if direction_in(name) in ("in", "out")}


def _may_be_a_country(word: str) -> bool:
    return len(word) > _SHORT_CODE and bool(meanings(word))


def _whose_flows(draft: Draft, countries: ColumnSurvey, flows: dict[str, str]) -> Question:
    """The question whether flows lead from or to one country that no column names, or belong to the countries alone."""
    name, shown = shlex.quote(countries.name), countries.first()
    figures = " ".join(f"--map observations.{what}={shlex.quote(column)}" for column, what in flows.items())
    period = _period_of_titles(draft, flows)
    to, samples = f"--map to.name={name}", tuple(f"… → {text}" for text in shown)
    of_town = f"--set from.type=city {to} --set to.type=country{period}"
    readings = (
        *(
            Reading(f"flows of {town} with these", f"{town.option()} {of_town}",
                    tuple(f"{town.name} → {text}" for text in shown))
            for town in towns_named(draft)
        ),
        *(
            Reading(f"flows of {country} with these, as in the title",
                    f"--set from.name={shlex.quote(country)} {to} {draft.job.type_option('country')}{period}",
                    tuple(f"{country} → {text}" for text in shown))
            for title in draft.job.survey.titles for country in countries_in(title)
        ),
        Reading("flows of one country with these: write its name",
                f"--set from.name=NAME {to} {draft.job.type_option('country')}{period}", samples),
        Reading("flows of one city with these: write its name", f"--set from.name=NAME {of_town}", samples),
        Reading("figures of each country alone", f"--map name={name} --set type=country {figures}", shown),
    )  # fmt: skip
    named = " and ".join(f"`{column}`" for column in islice(flows, _MOST_ENDS))
    what = f"{named} lead from country to country, and only `{countries.name}` names any: whose are they?"
    return Question(draft.job.where, what, readings, shown)


def _period_of_titles(draft: Draft, flows: dict[str, str]) -> str:
    """The options that give figures the one year which the titles name, if no column and no header has times."""
    years = {year for title in draft.job.survey.titles for year in _YEAR.findall(title)}
    has_times = any(one.sort in ("years", "dates") for one in draft.columns.values())
    if len(years) != 1 or has_times or any(figure_header(column).time for column in flows):
        return ""
    return "".join(f" --set observations.{what}.period={min(years)}" for what in dict.fromkeys(flows.values()))


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _which_of_others(draft: Draft, columns: Sequence[ColumnSurvey]) -> Question:
    """The question which of the columns that seem to be something else has the names."""
    of_type = "" if draft.job.has_type else " --set type=country"
    readings = [
        Reading(f"`{column.name}`: countries", f"--map name={shlex.quote(column.name)}{of_type}", column.first())
        for column in columns if column.sort == "countries"
    ]  # fmt: skip
    readings += [Reading(f"`{column.name}`", f"--map name={shlex.quote(column.name)}", column.first())
                 for column in columns]  # fmt: skip
    return Question(draft.job.where, "which column has the name? No header says it", tuple(readings))


def _which_names(draft: Draft, prefix: str, free: Sequence[ColumnSurvey], countries: Sequence[str]) -> Question:
    target = f"{prefix}.name" if prefix else "name"
    readings: list[Reading] = []
    tells = any(map(tells_of_ties, draft.job.survey.titles))
    if not prefix and draft.shape == "node":
        free = _without_sorts(free, tells)
        partners = _as_list if tells else _as_partners
        readings = [reading for column in free for reading in partners(draft, column)]
    readings += [
        Reading(f"`{column.name}`", f"--map {target}={shlex.quote(column.name)}", column.first()) for column in free
    ]
    if not prefix and draft.shape == "node" and countries and draft.job.survey.titles and not tells:
        readings += _as_list(draft, free[0])[-1:]  # the title may tell of ties in a language that nobody knows
    if not prefix and draft.job.sort == "table":
        if draft.shape == "node":
            larger = [draft.columns[name] for name in draft.found.get("region", ())]  # the ends may be regions
            named = [column for column in (*larger, *free) if column.sort != "countries"]
            ends = sorted((named if len(named) > 1 else free)[:_MOST_ENDS], key=lambda column: column.index)
            pairs = [pair_of_ends(*pair, of=draft.job.survey.first) for pair in combinations(ends, 2)
                     if not _has_few(pair[1])]  # fmt: skip
            readings += [pairs[0]._replace(says="ties between both")] if len(pairs) == 1 else pairs
            readings = [*_as_parties(draft, free, countries), *readings, *_as_visits(draft, free, countries)]
        has_ids = [target for target in draft.found if target == "key" or target.startswith("identifiers.")]
        ids = [name for target in has_ids for name in draft.found[target]]
        readings += [
            Reading(f"none: other rows have the names of `{name}`", f"--map key={shlex.quote(name)}",
                    draft.columns[name].first())
            for name in ids[:1]
        ]  # fmt: skip
        readings += [
            Reading(f"`{name}`: countries", f"--map name={shlex.quote(name)} --set type=country",
                    draft.columns[name].first())
            for name in countries
        ]  # fmt: skip
    elif draft.shape == "tie" or prefix == "of":
        of_list = owners(draft) or towns_named(draft) if prefix == "from" else []
        readings += [Reading(f"{owner}: for all rows", owner.option()) for owner in of_list]
        readings.append(Reading("one for all rows: write its name", f"--set {target}={ANY.name}"))
    what = f"which column has {in_words(target, draft.shape)}? No header says it"
    return Question(draft.job.where, what, tuple(readings))


def _as_parties(draft: Draft, free: Sequence[ColumnSurvey], countries: Sequence[str]) -> list[Reading]:
    """The readings of countries as parties of the treaties beside them."""
    readings = []
    rows = draft.job.survey.first[:SHOWN]
    treaties = [one.name for one in free if (meaning := meaning_of(one.name)) and meaning.thing == "agreement"]
    for country, treaty in product(countries, treaties):
        option = (f"--map from.name={shlex.quote(country)} --set from.type=country "
                  f"--map to.name={shlex.quote(treaty)} --set to.type=organization --kind")  # fmt: skip
        samples = tuple(f"{row.get(country, '')} → {row.get(treaty, '')}" for row in rows)
        readings.append(Reading(f"parties of each `{treaty}`", f"{option} member-of", samples))
        readings.append(Reading(f"signatories of each `{treaty}`", f"{option} signatory-of", samples))
    return readings


def _as_visits(draft: Draft, free: Sequence[ColumnSurvey], countries: Sequence[str]) -> list[Reading]:
    """The readings of places in countries as those of visits, where days stand beside them."""
    places = [one for one in free if (meaning := meaning_of(one.name)) is None or meaning.thing in PLACES]
    places = [one for one in places if not _as_partners(draft, one) and not _has_few(one)]
    if not places or not _has_days(draft):
        return []
    rows, place = draft.job.survey.first[:SHOWN], places[0].name
    return [
        Reading("visits: write which country came",
                f"--set from.name=NAME --set from.type=country --map to.name={shlex.quote(place)} "
                f"--map to.country={shlex.quote(country)} --kind delegation",
                tuple(f"… → {row.get(place, '')}, {row.get(country, '')}" for row in rows))
        for country in countries
    ]  # fmt: skip


def _has_days(draft: Draft) -> bool:
    """True if a column tells when something was."""
    return any(
        claim.inner in _TIMES_OF_VISITS and draft.columns[claim.column].sort != "nothing" for claim in draft.claims
    )


_TIMES_OF_VISITS = ("on", "since", "year", "observations.value.period")
_FEW = 20


def _has_few(column: ColumnSurvey) -> bool:
    """True if a column has few words, each many times: statuses, sorts of posts."""
    return _is_of_sorts(column) and len(column.texts) <= _FEW and column.filled >= _FEW


def _without_sorts(free: Sequence[ColumnSurvey], tells: bool) -> Sequence[ColumnSurvey]:
    """The columns without those of words for kinds of ties; if a title tells of ties, also without a few words again
    and again, which are no towns: statuses and kinds in a language that nobody knows. None of these names anything,
    where another column may."""
    named = [one for one in free if not has_words_for_ties(one)]
    if tells:
        named = [one for one in named if one.towns >= OUTVOTES or not _is_of_sorts(one)]
    return named or free


def _as_list(draft: Draft, column: ColumnSurvey) -> list[Reading]:
    """The readings of a column as the partners of one place, which a title may name."""
    if draft.job.sort != "table" or draft.job.has_type:
        return []
    to = f"--map to.name={shlex.quote(column.name)}"
    return [
        Reading(owner.says(f"`{column.name}`: partners of"),
                f"{owner.option()} {to}",
                tuple(f"{owner.shown} → {text}" for text in column.first()))
        for owner in (*owners(draft), ANY)
    ]  # fmt: skip


_PARTNER_OF = re.compile(r"(.+?\s(?:of|von|der stadt|de|di|do|da|del|van|to|with|mit))\s+(\S.*)", re.IGNORECASE)
"""A header like `Sister city of Graz`: a word for a partner, and whose partner that is."""


def _as_partners(draft: Draft, column: ColumnSurvey) -> list[Reading]:
    """The reading of a column as the partners of a town that its header names, or may name."""
    found = _PARTNER_OF.fullmatch(" ".join(column.name.split()))
    meaning = meaning_of(found[1]) if found else None
    if not tells_of_ties(column.name):
        return []
    to = f"--map to.name={shlex.quote(column.name)}"
    if not found or meaning is None or "to" not in (one.side for one in (meaning, *meaning.others)):
        says, option = "partners of one place: write its name", f"--set from.name=NAME {to}"
        return [Reading(says, option, tuple(f"… → {text}" for text in column.first()))]
    option = f"--set from.name={shlex.quote(found[2])} {to}"
    return [Reading(f"partners of {found[2]}", option, tuple(f"{found[2]} → {text}" for text in column.first()))]


def _pairs(column: ColumnSurvey) -> tuple[str, ...]:
    """The first cells with two names of countries, as `Germany – France`, if those are most of a column."""
    if column.share(_is_pair) < _MOSTLY:
        return ()
    return tuple(text for text in column.texts if _is_pair(text))[:1]


def _is_pair(text: str) -> bool:
    return any(
        sign in text and len(parts := text.split(sign)) == 2 and all(meanings(part) for part in parts)
        for sign in _BETWEEN_ENDS
    )


_BETWEEN_ENDS = ("–", "—", "-", "/", " and ", " & ", "→", "↔", " to ", ":")
_MOSTLY = 0.8


def _has_only_ids(draft: Draft) -> bool:
    """Whether ids of a register would be names, though another column has texts. An item of Wikidata has a name there,
    and a key that the user maps may have one in other rows."""
    said = {*draft.said.map, *draft.said.set}
    ids = {target for target in draft.targets if target.startswith("identifiers.") or target == "key"}
    if not ids or ids & {"identifiers.wikidata", *said} or draft.targets & {"name", *said}:
        return False
    return not any(target.startswith("names.") for target in draft.targets) and bool(_free(draft))


def _has_nameless_posts(draft: Draft) -> bool:
    """Whether officials would be called by their ids, though no other file has their names."""
    keys = draft.found.get("key", ())
    has_names = any(
        target == "name" or target.partition(".")[0] in ("names", "identifiers") for target in draft.targets
    )
    is_said = "key" in {*draft.said.map, *draft.said.set}
    return draft.shape == "post" and bool(keys) and not (has_names or is_said or draft.job.keys.keys() & keys)


def _free(draft: Draft) -> list[ColumnSurvey]:
    """The columns that may have names: no answers, no statuses, no sentences. What looks like sorts of things goes
    last, since the town whose partners a file lists stands in many rows, too; and so do countries."""
    free = [column for name, column in draft.columns.items() if name not in draft.uses and has_words(column)]
    fit = [column for column in free if not (column.share(_is_a_remark) >= _MOSTLY and column.towns < OUTVOTES)]
    fit = [column for column in fit if column.share(_has_a_digit) < _MOSTLY] or fit
    return sorted(fit, key=lambda one: (one.sort == "countries", one.towns < OUTVOTES and _is_of_sorts(one)))


def _perhaps_towns(draft: Draft) -> list[ColumnSurvey]:
    """The columns beside that of the partners that may have the towns whose partners they are: districts, and a second
    column of partners."""
    partner = draft.column_of("to")
    return [
        column for name, column in draft.columns.items()
        if name != partner and column.sort == "texts" and has_words(column) and name in draft.uses
        and draft.uses[name].target in _PERHAPS_OF_TOWNS and not is_left_out(draft, name)
    ]  # fmt: skip


_PERHAPS_OF_TOWNS = ("to.name", "to.region", "to.part_of", "from.region", "from.part_of", "by", "")


def _is_a_remark(text: str) -> bool:
    """True for an answer, a status, a sentence, a title like `Mayor`, and a word that is no name: `war`."""
    meaning = meaning_of(text)
    is_a_title = meaning is not None and (meaning.thing, meaning.attribute) == ("person", "")
    is_a_word = text.islower() and text[0] != text[0].title()  # the letters of Georgian are all small
    words = len(text.split())
    return is_a_title or is_a_word or answer(text) is not None or status_of(text) is not None or words > _LONGEST_NAME


def _has_a_digit(text: str) -> bool:
    """True for addresses and days: names of things rarely have digits."""
    return any(map(str.isdigit, text))


def _is_of_sorts(column: ColumnSurvey) -> bool:
    """True if most words of a column are there several times, as `Megacity, Megacity, Innovator` are."""
    return column.filled >= _ENOUGH and len(column.texts) * 2 <= column.filled


def _places_in_headers(draft: Draft) -> tuple[str, ...]:
    """The first names of towns within the headers of figures, as in `Exports Lyon–Milan`; none if fewer than two of
    these have some."""
    from citygraph.domain.gazetteer import is_a_name  # only a table without names comes so far

    figures = [name for name, one in draft.columns.items() if one.sort in _OF_FIGURES and not meaning_of(name)]
    runs = {
        name: [run for run in _CAPITALS.findall(name) if not meaning_of(run) and is_a_name(run)] for name in figures
    }
    with_towns = [run[-1] for run in runs.values() if run]
    return tuple(dict.fromkeys(with_towns))[:SHOWN] if len({*with_towns}) > 1 else ()


_OF_FIGURES = ("numbers", "years", "texts")
_CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_]{2,}(?: [^\W\d_a-z][^\W\d_]{2,})*")


def _not_enough(draft: Draft, prefix: str) -> str:
    shown = ", ".join(visible(name) for name in islice(draft.columns, 12)) + (" …" if len(draft.columns) > 12 else "")
    target = f"{prefix}.name" if prefix else "name"
    if draft.shape == "node" and (places := _places_in_headers(draft)):
        return (
            f"{draft.job.where}: the headers have names of places ({', '.join(map(visible, places))}), and the rows "
            "their figures; write a row for each figure, with the columns from, to, year and value; the columns are "
            f"{shown}"
        )
    ways = f"name one with --map {target}=COLUMN"
    if draft.shape == "tie" or prefix == "of":
        ways += f", or say who it is in all rows with --set {target}=NAME"
    if draft.shape == "node" and len(draft.columns) > 1:
        ways += "; if each row is a tie, name both ends with --map from.name=COLUMN --map to.name=COLUMN"
    return f"{draft.job.where}: no column has {in_words(target, draft.shape)}; the columns are {shown}; {ways}"
