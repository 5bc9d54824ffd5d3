"""The plan of a file: each target of a record, and the columns that it is read from.

What the user says counts first. Then the header and the contents of a column say together what it is; contents outvote
a header. What stays open for a whole column is a question, and nothing is imported until the user has answered it.
"""

from __future__ import annotations

from dataclasses import replace

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.columns.blocks import ask_about_blocks
from citygraph.imports.columns.bodies import ask_about_bodies
from citygraph.imports.columns.claims import NAMING
from citygraph.imports.columns.contents import ask_what_names_are
from citygraph.imports.columns.coordinates import LETTER_O, order_of_places
from citygraph.imports.columns.dates_in_parts import dates_in_parts, spec_of
from citygraph.imports.columns.doubles import settle_doubles
from citygraph.imports.columns.draft import Draft, PlanJob
from citygraph.imports.columns.enough import check_enough
from citygraph.imports.columns.fact_columns import assign_facts
from citygraph.imports.columns.flow_columns import find_flows, flow_column
from citygraph.imports.columns.forms import find_forms
from citygraph.imports.columns.forms_found import FormsFound
from citygraph.imports.columns.gaps import ask_about_gaps
from citygraph.imports.columns.identity import identity
from citygraph.imports.columns.larger_first import ask_about_larger_first
from citygraph.imports.columns.lists import ask_about_lists, cut_lists
from citygraph.imports.columns.mapping import JOINED, ColumnMapping, ColumnUse
from citygraph.imports.columns.memberships import ask_about_marks
from citygraph.imports.columns.nested_objects import leave_out_other_objects
from citygraph.imports.columns.node_columns import assign_nodes
from citygraph.imports.columns.node_types import (
    check_countries_have_no_country,
    check_what_rows_are,
    name_countries,
)
from citygraph.imports.columns.officials import leave_out_terms_of_officials, name_post_by_header
from citygraph.imports.columns.other_countries import ask_about_other_countries
from citygraph.imports.columns.own_networks import read_own_networks
from citygraph.imports.columns.person_names import join_person_names
from citygraph.imports.columns.projects import ask_about_projects
from citygraph.imports.columns.row_shape import shape_of
from citygraph.imports.columns.shared_ids import settle_shared_ids
from citygraph.imports.columns.side_by_side import ask_about_columns_side_by_side
from citygraph.imports.columns.states import name_countries_of_states, name_ends_by_regions, tell_states_from_countries
from citygraph.imports.columns.status_of_list import find_status_of_list
from citygraph.imports.columns.table_claims import claims_of
from citygraph.imports.columns.targets import (
    ENDS,
    FIGURES,
    Shape,
    is_target,
    targets,
)
from citygraph.imports.columns.tie_columns import assign_ends
from citygraph.imports.columns.tie_kinds import check_kind, check_words_for_kinds
from citygraph.imports.columns.unread_times import ask_about_unread_times
from citygraph.imports.columns.unread_words import ask_about_unread_words
from citygraph.imports.columns.visits import ask_who_visited_whom
from citygraph.imports.columns.year_owners import whose_figures
from citygraph.imports.columns.years import by_year, property_of, what_they_count, years_among
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.footnote_marks import footnotes
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.yes_or_no import YES_MEANS


def plan(job: PlanJob) -> list[ColumnMapping]:
    """The plans for the rows of a file: each makes one tie or node of a row.

    Raises:
        OpenQuestions: if the file leaves open what a column is.
        CityGraphError: if the user names a target or a column that does not exist, or if no column identifies the node
            or the ends.
    """
    draft = Draft(job)
    _take_what_is_said(draft)
    _find_years(draft)
    _find_dates_in_parts(draft)
    again = {f"{one.name} (again)" for one in draft.years}  # the years of another group: no single figures
    draft.claims = [claim for claim in claims_of(draft) if claim.column not in again]
    name_ends_by_regions(draft)
    read_own_networks(draft)
    draft.shape = shape_of(draft)
    leave_out_other_objects(draft)
    leave_out_terms_of_officials(draft)
    draft.claims = [
        claim
        for claim in draft.claims
        if not claim.is_again or (draft.shape == "tie" and (claim.side or claim.inner not in NAMING))
    ]
    find_flows(draft)
    ask_about_blocks(draft)
    ask_about_columns_side_by_side(draft)
    ask_about_projects(draft)
    ask_who_visited_whom(draft)
    ask_about_bodies(draft)
    if answer := check_what_rows_are(draft):
        return [replace(mapping, said=(answer.told, *mapping.said)) for mapping in plan(replace(job, said=answer.said))]
    for target in (*draft.found, *draft.said.set):
        _check(target, draft.shape)
        if draft.shape == "post" and draft.job.is_alone and target in ("country", "region"):
            raise CityGraphError(f"an official has no `{target}`; the place of the post has `of.{target}`")
    tell_states_from_countries(draft)
    ask_about_other_countries(draft)
    _ask_about_years(draft)
    ask_about_marks(draft)
    _assign(draft)
    name_countries(draft)
    check_countries_have_no_country(draft)
    name_countries_of_states(draft)
    ask_what_names_are(draft)
    check_enough(draft)
    check_kind(draft)
    check_words_for_kinds(draft)
    ask_about_unread_times(draft)
    ask_about_unread_words(draft)
    flow = flow_column(draft)
    ask_about_larger_first(draft)
    _tell_rows_apart(draft)
    if draft.years:
        target = _target_of_years(draft)
        if draft.shape == "tie" and not target.startswith(FIGURES) and draft.property != "population":
            names, end = ", ".join(f"`{one.name}`" for one in draft.years), draft.column_of(target.partition(".")[0])
            draft.says.append(f"{names} are figures of `{end}`, not of the ties")
        draft.found[target] = [one.name for one in draft.years]
        for one in draft.years:
            draft.use(one.name, target, draft.uses[one.name].why)
    forms = _forms(draft)
    cut_lists(draft)
    ask_about_lists(draft, forms)
    ask_about_gaps(draft)
    _find_orders_of_places(draft, forms)
    if draft.questions:
        raise OpenQuestions(draft.questions)
    unread = _unread_statuses(draft) if draft.shape == "tie" else {}
    of_list = find_status_of_list(draft)
    found = _mappings(draft, forms)
    return [
        replace(mapping, flow=flow, cut=draft.cut, unread_statuses=unread, status_of_list=of_list) for mapping in found
    ]


def _take_what_is_said(draft: Draft) -> None:
    """Give the columns that the user maps to their targets. A file need not have all of them."""
    for target, specs in draft.said.map.items():
        if there := [spec for spec in specs if draft.is_there(spec)]:
            draft.found[target] = there
            for spec in there:
                for name in draft.names_in(spec):
                    draft.use(name, target, "mapping")
                    if name != spec:
                        draft.shared.add(name)


def _find_years(draft: Draft) -> None:
    """Find columns of years, and what their figures are."""
    free = [column for name, column in draft.columns.items() if name not in draft.uses]
    years = years_among(free) if draft.job.sort == "table" else []
    if not years:
        return
    draft.years = years
    draft.property = draft.property or property_of(years)
    for one in years:
        target = f"{FIGURES}.{draft.property}" if draft.property else ""
        draft.use(one.name, target, f"the figure of {one.year}")


def _find_dates_in_parts(draft: Draft) -> None:
    """Find columns of months and days: what their year tells, they tell more finely."""
    free = {name: column for name, column in draft.columns.items() if name not in draft.uses}
    draft.dates_in_parts = dates_in_parts(free) if draft.job.sort == "table" else {}
    for year, others in draft.dates_in_parts.items():
        for name in others:
            draft.use(name, "", f"a part of the date in `{year}`")


def _join_dates(draft: Draft) -> None:
    """Read months and days together with their year, if that has a target."""
    for year, others in draft.dates_in_parts.items():
        targets = [target for target, names in draft.found.items() if year in names]
        for target in targets:
            names = draft.found[target]
            draft.found[target] = [spec_of(year, others) if name == year else name for name in names]
        for name in others:
            if targets:
                draft.use(name, ", ".join(targets), draft.uses[name].why)
            else:
                del draft.uses[name]


def _ask_about_years(draft: Draft) -> None:
    """Ask what the figures in columns of years are, if no header says it."""
    if draft.years and not draft.property:
        draft.questions.append(what_they_count(draft.job.where, draft.years, draft.columns, draft.shape))


def _target_of_years(draft: Draft) -> str:
    """The target of the figures in columns of years. People live in a place, not in a tie: in a table of ties, they are
    those of the end whose name stands before the columns."""
    target = f"{FIGURES}.{draft.property}"
    if draft.shape != "tie":
        return target
    if draft.property != "population":
        side = whose_figures(draft)
        return f"{side}.{target}" if side else target
    places = {draft.columns[names[0]].index: side for side in ENDS["tie"]
              if (names := draft.found.get(f"{side}.name")) and names[0] in draft.columns}  # fmt: skip
    first = draft.columns[draft.years[0].name].index
    before = [place for place in places if place < first]
    return f"{places[max(before)] if before else 'from'}.{target}"


def _assign(draft: Draft) -> None:
    """Give each column that seems to be something to its target."""
    if draft.shape == "tie":
        assign_ends(draft)
    else:
        assign_nodes(draft)
    assign_facts(draft)
    settle_doubles(draft)
    _join_dates(draft)
    settle_shared_ids(draft)
    join_person_names(draft)
    name_post_by_header(draft)
    if draft.spread:  # how their cells are written is seen for all partners together
        draft.found[draft.spread_target] = draft.spread
    for of_it in draft.of_partner.values():
        for target, columns in of_it.items():
            draft.found.setdefault(target, []).extend(columns)


def _tell_rows_apart(draft: Draft) -> None:
    """Rows of one key or one name become one place only if nothing in the file speaks against it."""
    is_of_places = draft.shape == "node" and draft.job.sort == "table" and draft.type != "official"
    if not is_of_places or draft.questions or {"key", "id"} & {*draft.said.map, *draft.said.set}:
        return
    seen = identity(draft.job.where, draft.found, draft.columns, draft.job.rows)
    if seen.question is not None:
        draft.questions.append(seen.question)
    elif seen.key:
        draft.found["key"] = [JOINED.join(seen.key)]
        for name in seen.key:
            target = "country, key" if name in draft.found.get("country", ()) else "key"
            draft.use(name, target, "contents")
        draft.says.append(f"{' and '.join(f'`{name}`' for name in seen.key)} together are the key: {seen.why}")


def _forms(draft: Draft) -> CellForms:
    job = draft.job
    yes = job.said.set.get(YES_MEANS, "")
    found = FormsFound(job.where, draft.said, job.date_order, job.decimal, draft.shape, job.calendar, job.rows,
                       footnotes(job.survey.notes), yes if yes in STATUSES else "", draft.columns.values())  # fmt: skip
    columns = {
        target: [draft.columns[name] for spec in specs for name in draft.names_in(spec) if name in draft.columns]
        for target, specs in draft.found.items()
    }
    forms = find_forms(found, columns)
    forms.strange_types = draft.strange_types
    draft.questions += found.questions
    draft.says += found.says
    return forms


def _unread_statuses(draft: Draft) -> dict[str, frozenset[str]]:
    """The words for statuses in columns that nothing reads, as *cancelled* under `Purpose`."""
    found = {
        name: frozenset(text for text in column.texts if (word := status_of(text)) and not by_status(word).is_plain)
        for name, column in draft.columns.items()
        if column.sort == "texts" and not (name in draft.uses and draft.uses[name].target)
    }
    return {name: words for name, words in found.items() if words}


def _find_orders_of_places(draft: Draft, forms: CellForms) -> None:
    """Find in which order latitude and longitude stand."""
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        country = draft.said.set.get(f"{start}country", "")
        side = draft.job.said.set.get(LETTER_O, "")
        seen = order_of_places(draft.job.where, start, draft.found, draft.said.map, country, draft.job.rows, side)
        draft.questions += [seen.question] if seen.question else []
        draft.says += [seen.says] if seen.says else []
        if seen.order:
            forms.place_order[start] = seen.order
        if seen.has_turned:
            forms.has_turned.add(start)
        if seen.side_of_o:
            forms.side_of_o[start] = seen.side_of_o


def _mappings(draft: Draft, forms: CellForms) -> list[ColumnMapping]:
    """The plans for a row: several if partners or years stand side by side."""
    columns = {target: tuple(names) for target, names in draft.found.items()}
    uses = tuple(
        draft.uses.get(name, ColumnUse(name, "", "", column.first())) for name, column in draft.columns.items()
    )
    says = tuple(draft.says)
    if not draft.spread:
        plan = ColumnMapping(draft.shape, columns, draft.constants, forms, uses, says)
        return by_year(plan, draft.years, _target_of_years(draft), draft.shape) if draft.years else [plan]
    numbered = {name for of_it in draft.of_partner.values() for names in of_it.values() for name in names}
    for_all = {
        target: rest for target, names in columns.items() if (rest := tuple(n for n in names if n not in numbered))
    }
    plans = []
    for name in draft.spread:
        own = {target: (*of_it, *for_all.get(target, ())) for target, of_it in draft.of_partner[name].items()}
        columns = {**for_all, **own, draft.spread_target: (name,)}
        constants = draft.constants | draft.by_header.get(name, {})
        plans.append(ColumnMapping(draft.shape, columns, constants, forms, uses, says, name != draft.spread[0]))
    return plans


def _check(target: str, shape: Shape) -> None:
    if is_target(target, shape):
        return
    if is_target(target, "tie") and shape != "tie":
        ends = "--map from.name=COLUMN --map to.name=COLUMN"
        raise CityGraphError(f"`{target}` is about a tie, and no row is one; name both ends, as in {ends}")
    hint = did_you_mean(target, targets(shape))
    raise CityGraphError(f"there is no `{target}` to map to" + (f"; {hint}" if hint else ""))
