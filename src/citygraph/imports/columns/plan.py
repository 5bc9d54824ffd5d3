"""The plan of a file: each target of a record, and the columns that it is read from.

What the user says counts first. Then the header and the contents of a column say together what it is; contents outvote
a header. What stays open for a whole column is a question, and nothing is imported until the user has answered it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import eq

from citygraph.domain.country_codes import country_of
from citygraph.domain.country_names import meanings
from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.model import CityRecord, keys_of
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import NAMING, PLACES, Claim, claim_of, mentions_a_name
from citygraph.imports.columns.coordinates import order_of_places
from citygraph.imports.columns.forms import FormsFinder
from citygraph.imports.columns.headerless import which_has_the_name
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.identity import identity, is_repeated
from citygraph.imports.columns.mapping import JOINED, CellForms, ColumnMapping, ColumnUse
from citygraph.imports.columns.options import ColumnOptions
from citygraph.imports.columns.survey import ColumnSurvey, Dependence, Survey
from citygraph.imports.columns.targets import (
    ENDS,
    FACT_RECORDS,
    FIGURES,
    NOT_MAPPED,
    OWN_TARGETS,
    PROVENANCE,
    Shape,
    is_target,
    split,
)
from citygraph.imports.columns.whose import Whose
from citygraph.imports.columns.years import YEARS, by_year, property_of, what_they_count, years_among
from citygraph.imports.header_row import YearColumn
from citygraph.imports.readers import Sort
from citygraph.imports.values import names
from citygraph.imports.values.calendars import Calendar
from citygraph.imports.values.dates import First
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.numbers import DecimalSign

Rows = Callable[[], Iterable[Mapping[str, str]]]
"""Reads the rows of the file again."""
_LOOKED_AT = 100_000
"""How many rows are looked at to see on what a column depends."""
_SHOWN = 3


@dataclass(slots=True)
class PlanJob:
    """What the plan of a file is made from. ``where`` is the file's name in messages; ``sort`` is what its format says
    about the rows; ``type`` is that of its nodes, ``has_type`` and ``has_kind`` are True if the user has named it, or
    the kind of its ties, and ``kinds`` is the vocabulary."""

    where: str
    survey: Survey
    sort: Sort
    said: ColumnOptions
    type: str
    has_type: bool
    has_kind: bool
    kinds: Vocabulary
    rows: Rows
    date_order: First | None
    decimal: DecimalSign | None
    calendar: Calendar = ""


def plan(job: PlanJob) -> list[ColumnMapping]:
    """The plans for the rows of a file: each makes one tie or node of a row.

    Raises:
        OpenQuestions: if the file leaves open what a column is.
        CityGraphError: if the user names a target or a column that does not exist, or if no column identifies the node
            or the ends.
    """
    return _Planner(job).plans()


class _Planner:
    def __init__(self, job: PlanJob) -> None:
        self.job = job
        self.columns = job.survey.columns
        self.questions: list[Question] = []
        self.uses: dict[str, ColumnUse] = {}
        self.found: dict[str, list[str]] = {}
        self.spread: list[str] = []
        self.beside: dict[str, list[Claim]] = {}
        """By the number of a partner: the columns about it, or about the tie with it."""
        self.of_partner: dict[str, dict[str, tuple[str, ...]]] = {}
        """By the column of a partner: the targets of the columns about it."""
        self.shared: set[str] = set()
        """Columns that are a part of a key, and may be something else, too."""
        self.says: list[str] = []
        self.years: list[YearColumn] = []
        """The columns of years that stand side by side, with ``property``, what their figures are of."""
        self.property = job.said.set.get(YEARS, "")
        self.said = replace(job.said, set={target: text for target, text in job.said.set.items() if target != YEARS})
        self.constants = dict(self.said.set)
        self.claims: list[Claim] = []
        self.shape: Shape = "node"

    def plans(self) -> list[ColumnMapping]:
        for target, specs in self.said.map.items():
            if any(self._is_there(spec) for spec in specs):
                self.found[target] = [spec for spec in specs if self._is_there(spec)]
                for spec in self.found[target]:
                    for name in self._names_in(spec):
                        self._use(name, target, "mapping")
                        if name != spec:
                            self.shared.add(name)
        self._find_years()
        self.claims = claims = self._claims()
        self.shape = self._shape(claims)
        self.claims = claims = [
            claim
            for claim in claims
            if not claim.is_again or (self.shape == "tie" and (claim.side or claim.inner not in NAMING))
        ]
        for target in (*self.found, *self.said.set):
            _check(target, self.shape)
        self._check_for_persons(claims)
        self._assign(claims)
        self._name_countries()
        self._check_enough()
        self._check_kind()
        self._check_words_for_kinds()
        self._tell_rows_apart()
        if self.years:
            self.found[f"{FIGURES}.{self.property}"] = [one.name for one in self.years]
        forms = self._forms()
        self._find_orders_of_places(forms)
        if self.questions:
            raise OpenQuestions(self.questions)
        columns = {target: tuple(names) for target, names in self.found.items()}
        uses = tuple(
            self.uses.get(name, ColumnUse(name, "", "", column.first())) for name, column in self.columns.items()
        )
        if not self.spread:
            plan = ColumnMapping(self.shape, columns, self.constants, forms, uses, tuple(self.says))
            return by_year(plan, self.years, self.property, self.shape) if self.years else [plan]
        numbered = {name for of_it in self.of_partner.values() for names in of_it.values() for name in names}
        for_all = {
            target: rest for target, names in columns.items() if (rest := tuple(n for n in names if n not in numbered))
        }
        plans = []
        for name in self.spread:
            own = {target: (*of_it, *for_all.get(target, ())) for target, of_it in self.of_partner[name].items()}
            columns = {**for_all, **own, "to.name": (name,)}
            plans.append(
                ColumnMapping(
                    self.shape, columns, self.constants, forms, uses, tuple(self.says), name != self.spread[0]
                )
            )
        return plans

    def _find_years(self) -> None:
        """Find columns of years, and what their figures are."""
        free = [column for name, column in self.columns.items() if name not in self.uses]
        years = years_among(free) if self.job.sort == "table" else []
        if not years:
            return
        self.property = self.property or property_of(years)
        if self.property:
            self.years = years
            for one in years:
                self._use(one.name, f"{FIGURES}.{self.property}", f"the figure of {one.year}")
        else:
            self.questions.append(what_they_count(self.job.where, years, self.columns))
            for one in years:
                self._use(one.name, "", "a year")

    def _is_there(self, spec: str) -> bool:
        return spec in self.columns or (JOINED in spec and all(name in self.columns for name in self._names_in(spec)))

    def _names_in(self, spec: str) -> list[str]:
        return [spec] if spec in self.columns else [name.strip() for name in spec.split(JOINED)]

    def _use(self, name: str, target: str, why: str) -> None:
        self.uses[name] = ColumnUse(name, target, why, self.columns[name].first())

    # ---------------------------------------------------------------- what each column seems to be

    def _claims(self) -> list[Claim]:
        own = self._OWN_LISTS if self.columns.keys() >= self._OWN_LISTS else frozenset()
        free = [
            column
            for name, column in self.columns.items()
            if (name not in self.uses or name in self.shared) and name not in own
        ]
        claims = [
            claim
            for column in free
            if (claim := self._of_format(column) or claim_of(column, self._type, self.job.kinds.called))
        ]
        if self.job.sort != "table":
            claims = self._without_second_names(claims)
        return self._without_lonely_numbers(self._without_those_of_partners(self._with_second_set(claims)))

    def _without_those_of_partners(self, claims: list[Claim]) -> list[Claim]:
        """``Country 2`` and ``Since 2`` beside ``Partner 2`` are of that partner."""
        numbers = {claim.number for claim in claims if claim.side == "to" and claim.inner == "name" and claim.number}
        if len(numbers) < 2:
            return claims
        rest = []
        for claim in claims:
            if claim.number in numbers and claim.side in ("", "to") and claim.inner not in NAMING:
                self.beside.setdefault(claim.number, []).append(claim)
            else:
                rest.append(claim)
        return rest

    def _with_second_set(self, claims: list[Claim]) -> list[Claim]:
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

    def _without_second_names(self, claims: list[Claim]) -> list[Claim]:
        """In formats of graphs, ``label`` is what programs show of a thing; a ``name`` beside it is its name."""
        sure = {(one.side, one.inner) for one in claims if one.why == "format" or one.column == one.inner}
        return [
            one for one in claims
            if (one.side, one.inner) not in sure or one.why == "format" or one.column == one.inner
        ]  # fmt: skip

    _OWN_LISTS = frozenset(("sources", "quotes", "evidence"))
    """The columns of citygraph's own exports that hold several sources of one fact."""

    def _of_format(self, column: ColumnSurvey) -> Claim | None:
        """Formats of graphs say themselves what the ids of nodes and the ends of edges are."""
        if self.job.sort == "node" and column.name == "id":
            return Claim(column.name, "key", "node", "", "format", fits=2)
        if self.job.sort == "tie" and column.name in ("source", "target"):
            return Claim(column.name, "key", "node", "from" if column.name == "source" else "to", "format", fits=2)
        return None

    @staticmethod
    def _without_lonely_numbers(claims: list[Claim]) -> list[Claim]:
        """A number at the end of a header names an end only if the other number is there, too: `City 1`, `City 2`."""
        stems: dict[tuple[str, str], set[str]] = {}
        for claim in claims:
            if claim.number:
                stems.setdefault((claim.inner, claim.side), set()).add(claim.number)
        kept = []
        for claim in claims:
            pair = stems.get((claim.inner, claim.side), set())
            if claim.number and not claim.side and pair in ({"1", "2"}, {"a", "b"}):
                claim.side = "from" if claim.number in ("1", "a") else "to"
                claim.number = ""
            elif claim.number and len(pair) < 2:
                claim.number = ""
            kept.append(claim)
        return kept

    # ---------------------------------------------------------------- what a row is

    def _shape(self, claims: list[Claim]) -> Shape:
        targets = {*self.found, *self.said.set}
        if self.job.sort == "tie" or any(target.partition(".")[0] in ENDS["tie"] for target in targets):
            return "tie"
        if self.job.sort == "node":
            return "node"
        if self._type == "official":
            is_post = any(target.partition(".")[0] == "of" for target in targets) or any(
                claim.inner in ("title", "of.name") or (claim.thing in PLACES and claim.group == "node")
                for claim in claims
            )
            return "post" if is_post else "node"
        if _between_countries(claims):
            return "tie"
        sided = [claim for claim in claims if claim.side and _names_a_node(claim)]
        if any(claim.side == "to" for claim in sided) or len({claim.side for claim in sided}) > 1:
            return "tie"
        return "node"

    @property
    def _type(self) -> str:
        return self.said.set.get("type", self.job.type)

    # ---------------------------------------------------------------- which column goes where

    def _assign(self, claims: list[Claim]) -> None:
        if self.shape == "tie":
            self._assign_ends(claims)
        else:
            self._assign_nodes([claim for claim in claims if claim.group == "node"])
        if self.job.sort != "table":
            claims = self._without_times_of_display(claims)
        for claim in claims:
            if claim.group == "row":
                self._take(claim, claim.inner)
            elif claim.group == "fact":
                self._assign_fact(claim)
        self._settle_doubles()
        for of_it in self.of_partner.values():  # how their cells are written is seen for all partners together
            for target, columns in of_it.items():
                self.found.setdefault(target, []).extend(columns)

    def _without_times_of_display(self, claims: list[Claim]) -> list[Claim]:
        """In formats of graphs, ``start`` and ``end`` are the times at which an edge is shown, if attributes have the
        dates of the tie: ``since`` and ``until``."""
        named = {claim.column.lower() for claim in claims} | set(self.found)
        if not named & {"since", "until", "on"}:
            return claims
        shown = [claim for claim in claims if claim.column in ("start", "end")]
        for claim in shown:
            self._use(claim.column, "", "the time at which it is shown")
        return [claim for claim in claims if claim not in shown]

    def _assign_fact(self, claim: Claim) -> None:
        """A column about the tie or the post. A year alone says when that began, or of when a figure is."""
        inner = claim.inner
        if inner == "observations.value.period" and not any(one.inner == "observations.value" for one in self.claims):
            inner = "since"  # a stretch of time
        if inner == "year":
            figures = [target for target in self.found if target.startswith(FIGURES) and target.count(".") == 1]
            if self.shape == "node":
                of_nodes = [target for target in figures if f"{target}.as_of" not in self.found]
                inner = f"{of_nodes[0]}.as_of" if len(of_nodes) == 1 else ""
            elif self._has_value:
                inner = "observations.value.period"
            else:
                inner = "since"
        elif self.shape == "node":
            may_be_tie = inner in ("since", "agreement.signed", "status") and self._type == "city"
            if may_be_tie and self.job.sort == "table" and not any(_ONE_END in said for said in self.says):
                self.says.append(f"`{claim.column}` tells of a tie, and {_ONE_END}: if all have the same "
                                 "other end, name it, as in --set to.name='C40 Cities' --kind member-of")  # fmt: skip
            inner = {"title": "name", "notes": "notes"}.get(inner, "")
            if inner == "name" and "name" in self.found:
                return
        elif inner == "on" and self.shape == "tie" and claim.why not in _SURE:
            inner = "since"  # of what stands for a time, a date is its first day; an occurrence gets it as its day
        elif inner == "kind" and self._has_too_many_words(claim):
            inner = "notes"
        if inner and is_target(inner, self.shape):
            self._take(claim, inner)

    def _has_too_many_words(self, claim: Claim) -> bool:
        """True if a column that may name kinds has many words, none of which is known: it tells more than a kind."""
        return claim.fits < 2 and len(self.columns[claim.column].texts) > _MOST_WORDS

    @property
    def _has_value(self) -> bool:
        return any(target.startswith(f"{FIGURES}.") for target in (*self.found, *self.said.set)) or any(
            claim.inner == "observations.value" for claim in self.claims
        )

    def _take(self, claim: Claim, target: str) -> None:
        if target in self.said.map:
            return  # the user has said from which column it comes
        self.found.setdefault(target, []).append(claim.column)
        if claim.column in self.shared:
            target = f"{self.uses[claim.column].target}, {target}"
        self._use(claim.column, target, claim.why)

    def _assign_nodes(self, claims: list[Claim]) -> None:
        has_person = any(claim.inner == "name" and claim.thing not in PLACES for claim in claims)
        for claim in claims:
            of_a_place = claim.thing in PLACES or claim.inner in _OF_A_PLACE
            if self.shape == "post" and of_a_place and (has_person or claim.inner != "name" or "name" in self.found):
                self._take(claim, f"of.{claim.inner}")
            elif self.shape == "node" and claim.inner == "name" and claim.side:
                continue
            else:
                self._take(claim, claim.inner)
        self._name_by_language("")
        self._look_for_names()
        if self.shape == "node" and self.job.sort == "table" and not self._shows_what_rows_are(claims):
            self.says.append(f"{self.job.where}: no column says what the rows are: they are cities; "
                             "--type official, country, organization or event makes them something else")  # fmt: skip
        if self.shape == "post":
            self._post_of_a_country()
        elif self.job.sort == "table" and "name" not in {*self.found, *self.said.set} and "key" in self.found:
            keys = self.found["key"]
            if len(keys) == 1 and not self.columns[keys[0]].is_of_ids and "key" not in self.said.map:
                self.found["name"] = self.found.pop("key")
                self._use(keys[0], "name", "contents")

    def _shows_what_rows_are(self, claims: Sequence[Claim]) -> bool:
        """True if a column, or the user, says what the rows of a table of nodes are."""
        things = (*PLACES, "person", "organization")
        return self._type != "city" or "type" in self.found or any(
            claim.thing in things or claim.inner in _OF_A_PLACE or claim.inner.startswith("identifiers.")
            for claim in claims
        )  # fmt: skip

    def _look_for_names(self) -> None:
        """Things that have ids alone would be called by them: the name may be in a column whose header says it among
        other words, as ``name_on_website`` does."""
        ids = [target for target in self.found if target.startswith("identifiers.")]
        if self.shape != "node" or not ids or self.job.sort != "table" or "name" in {*self.found, *self.said.set}:
            return
        free = [column for name, column in self.columns.items() if name not in self.uses and column.sort == "texts"]
        named = [column for column in free if mentions_a_name(column.name)]
        if len(named) == 1 and len(free) == 1:
            self.found["name"] = [named[0].name]
            self._use(named[0].name, "name", "header; no other column has names")
        elif named:
            rows = self.job.survey.first[:_SHOWN]
            readings = tuple(
                Reading(
                    f"`{column.name}`",
                    f"--map name={shlex.quote(column.name)}",
                    tuple(row.get(column.name, "") for row in rows),
                )
                for column in named
            )
            what = f"`{self.found[ids[0]][0]}` has ids; which column has the names?"
            self.questions.append(Question(self.job.where, what, readings))

    def _name_by_language(self, start: str) -> None:
        """Where only names in languages are given, the English one is the name, or else the first."""
        by_key = {f"{start}key", start.rstrip(".")} if start else set()  # other rows may have the name of an end
        if not {f"{start}name", *by_key} & {*self.found, *self.said.set}:
            names = [target for target in self.found if target.startswith(f"{start}names.")]
            if names:
                first = f"{start}names.en" if f"{start}names.en" in names else names[0]
                self.found[f"{start}name"] = self.found[first] if first != f"{start}names.en" else self.found.pop(first)
                for name in self.found[f"{start}name"]:
                    self._use(name, f"{start}name", "the only name")

    def _post_of_a_country(self) -> None:
        """An official without a town holds the post in the country, unless the title names the town."""
        given = {*self.found, *self.said.set}
        if self._titles_name_places():
            return
        if not given & {"of", "of.name", "of.key"} and "of.country" in given and "of.country" not in self.said.map:
            self.found["of.name"] = self.found.pop("of.country")
            self.constants["of.type"] = "country"
            for name in self.found["of.name"]:
                self._use(name, "of.name", "the place of the post is the country")

    def _titles_name_places(self) -> bool:
        """True if titles are like ``Mayor of Lyon``."""
        named = {claim.column for claim in self.claims if claim.inner == "title"}
        named |= {name for name in self.said.map.get("title", ()) if name in self.columns}
        return any(self.columns[name].share(names.title_and_place) >= 0.5 for name in named)

    def _assign_ends(self, all_claims: list[Claim]) -> None:
        claims = [claim for claim in all_claims if claim.group == "node"]
        if self.job.sort == "tie":  # the format says what the ends are: what names neither is about the tie
            claims = [claim for claim in claims if claim.side and (claim.why in _SURE or claim.inner not in NAMING)]
        naming = [claim for claim in claims if claim.inner in NAMING]
        sided = {side: [claim for claim in naming if claim.side == side] for side in ENDS["tie"]}
        for side in ENDS["tie"]:  # of a code and an id, the code is the name
            if any(claim.inner == "key" and not claim.is_code for claim in sided[side]):
                for claim in (claim for claim in sided[side] if claim.is_code):
                    claim.inner = "name"
        has = {side: bool(sided[side]) or self._is_said(side) for side in ENDS["tie"]}
        for side in ENDS["tie"]:  # ids alone name an end, too
            has[side] = has[side] or any(claim.side == side and _names_a_node(claim) for claim in claims)
        for side in ENDS["tie"]:  # where nothing but a country is given, that is the end
            countries = [claim for claim in claims if claim.side == side and _is_a_country(claim)]
            if countries and not has[side]:
                countries[0].inner = "name"
                sided[side] = countries[:1]
                has[side] = True
                self.constants.setdefault(f"{side}.type", "country")
        bare = [claim for claim in naming if not claim.side]
        if not has["from"]:  # `source` beside `target`
            may_be = [claim for claim in all_claims if claim.may_be_from and claim.fits < 2]
            named = {claim.column.lower(): claim for claim in claims}
            sources = [claim for claim in may_be if claim.column.lower() == "source" and "target" in named]
            bare = sources or bare or may_be[:1]
            for claim in (claim for claim in bare if claim not in naming):
                claim.group, claim.inner = "node", "key" if self.columns[claim.column].is_of_ids else "name"
        for side, other in (("from", "to"), ("to", "from")):
            if bare and not has[side] and has[other]:
                for claim in bare:
                    claim.side = side
                sided[side], bare = bare, []
                has[side] = True
        if len(sided["to"]) > 1 and has["from"]:
            self._spread(sided["to"])
        for side in ENDS["tie"]:
            if self.job.sort == "table":
                sided[side] = self._without_row_numbers(sided[side])
            for claim in sided[side]:
                if claim.column not in self.spread:
                    self._take(claim, f"{side}.{claim.inner}" if claim.inner != "key" else side)
        others = [claim for claim in claims if claim.inner not in NAMING]
        for claim in others:
            if claim.side:
                self._take(claim, f"{claim.side}.{claim.inner}")
        for side in ENDS["tie"]:
            self._name_by_language(f"{side}.")
            self._names_are_no_ids(side)
        free = [claim for claim in others if not claim.side]
        for claim in free:
            if claim.inner == "type" and claim.fits < 2 and claim.why not in _SURE:  # words about the tie
                self._take(claim, "notes")
        self._give_to_ends([claim for claim in free if self.uses.get(claim.column, _NO_USE).target != "notes"])

    def _without_row_numbers(self, claims: list[Claim]) -> list[Claim]:
        """Without ids of rows: where one town has several of them, they are none of its own."""
        names = [claim.column for claim in claims if claim.inner == "name"]
        keys = [claim for claim in claims if claim.inner == "key"]
        if not names or not keys:
            return claims
        depends = {
            claim.column: Dependence(names[:1], claim.column, eq, frozenset(self.said.missing)) for claim in keys
        }
        for values in islice(self.job.rows(), _LOOKED_AT):
            for one in depends.values():
                one.see(values)
        of_rows = [claim for claim in keys if depends[claim.column].holds(names[0]) is False]
        for claim in of_rows:
            self._use(claim.column, "", f"an id of rows: {names[0]} has several")
        return [claim for claim in claims if claim not in of_rows]

    def _is_said(self, side: str) -> bool:
        """True if the user has said which column or which text an end is."""
        return any(
            target in (side, f"{side}.name", f"{side}.key") or target.startswith(f"{side}.identifiers")
            for target in (*self.found, *self.said.set)
        )

    def _spread(self, claims: list[Claim]) -> None:
        """Several columns of partners side by side: a tie for each."""
        wide = [claim for claim in claims if claim.inner == "name" and claim.number]
        if len(wide) > 1 and "to.name" not in self.said.map:
            self.spread = [claim.column for claim in wide]
            for claim in wide:
                self._use(claim.column, "to.name", "header; a tie for each column")
                of_it = self.of_partner[claim.column] = {}
                for other in self.beside.get(claim.number, ()):
                    inner = "since" if other.inner == "year" else other.inner
                    target = f"to.{inner}" if other.group == "node" else inner
                    if is_target(target, "tie") and target not in self.said.map:
                        of_it[target] = (*of_it.get(target, ()), other.column)
                        self._use(other.column, target, f"{other.why}; of {claim.column}")

    def _names_are_no_ids(self, side: str) -> None:
        """If an end is given by one column only, it is given by name, unless it holds ids."""
        if side in self.found and f"{side}.name" not in {*self.found, *self.said.set} and not self.spread:
            names = self.found[side]
            other = "to" if side == "from" else "from"
            if side not in self.said.map and not self.columns[names[0]].is_of_ids and self.job.sort == "table" and (
                f"{other}.name" in {*self.found, *self.said.set}
            ):  # fmt: skip
                self.found[f"{side}.name"] = self.found.pop(side)
                self._use(names[0], f"{side}.name", "contents")

    # ---------------------------------------------------------------- whose column it is

    def _give_to_ends(self, claims: list[Claim]) -> None:
        """Give each column that belongs to one of the ends, and does not say to which, to its end."""
        owners = {side: self._column_of(side) for side in ENDS["tie"]}
        if owners["from"] and owners["to"]:
            missing = frozenset(self.said.missing)
            whose = Whose(self.job.where, self.job.survey, owners, self.job.rows, missing)
            for claim, side in whose.give(claims, lambda target: target in {*self.found, *self.said.set}):
                self._take(claim, f"{side}.{claim.inner}")
            self.questions += whose.questions
            return
        side = "from" if owners["from"] else "to"
        if owners[side] or not self.said.set:
            for claim in claims:
                self._take(claim, f"{side}.{claim.inner}")

    def _column_of(self, side: str) -> str:
        """The column that names an end; empty if none does."""
        if side == "to" and self.spread:
            return self.spread[0]
        for target in (f"{side}.name", side, *(t for t in self.found if t.startswith(f"{side}.identifiers."))):
            if names := self.found.get(target):
                return names[0] if names[0] in self.columns else ""
        return ""

    # ---------------------------------------------------------------- several columns for one target

    def _settle_doubles(self) -> None:
        """Two columns never fall on one target unsaid, except on notes and lists."""
        for target, several in list(self.found.items()):
            if (
                len(several) < 2
                or target in self.said.map
                or target.rpartition(".")[2] in ("notes", "aliases", "subject")
            ):
                continue
            if target == "key":  # an id tells rows apart
                telling = [name for name in several if not is_repeated(self.columns[name])]
                if len(telling) == 1:
                    self.found[target] = telling
                    for name in set(several) - {*telling}:
                        del self.uses[name]
                    continue
            differing = self._first_difference(target, several)
            if differing is None:
                if target in ("since", "until"):  # the date goes before its year
                    several.sort(key=lambda name: self.columns[name].sort == "years")
                if target.rpartition(".")[2] == "country":  # what is clear by itself goes before numbers
                    several.sort(key=lambda name: -self.columns[name].share(lambda text: country_of(text, None)))
                for name in several[1:]:
                    self._use(name, target, f"{self.uses[name].why}; as {several[0]}")
                continue
            readings = tuple(
                Reading(
                    f"`{name}`", f"--map {target}={shlex.quote(name)}", tuple(row.get(name, "") for row in differing)
                )
                for name in several
            )
            both = " and ".join(f"`{name}`" for name in several)
            what = f"{both} both seem to be `{target}`, and they differ: which is it?"
            self.questions.append(Question(self.job.where, what, readings))

    def _first_difference(self, target: str, names: Sequence[str]) -> list[Mapping[str, str]] | None:
        differing: list[Mapping[str, str]] = []
        is_country = target.rpartition(".")[2] == "country"
        is_date = target in ("since", "until")
        for row in islice(self.job.rows(), _LOOKED_AT):
            texts = {text for name in names if (text := row.get(name, "")) and not is_missing(text)}
            if is_country:
                texts = {country_of(text, None) or "" for text in texts} - {""}
            if is_date:  # a year beside the date itself says nothing else
                years = {text for text in texts if len(text) == 4 and text.isdecimal()}
                texts -= {year for year in years if any(year in text for text in texts - {year})}
            if len(texts) > 1:
                differing.append(row)
                if len(differing) == _SHOWN:
                    break
        return differing or None

    # ---------------------------------------------------------------- how cells are written

    def _forms(self) -> CellForms:
        finder = FormsFinder(
            self.job.where, self.said, self.job.date_order, self.job.decimal, self.shape, self.job.calendar
        )
        forms = finder.forms(
            {
                target: [self.columns[name] for spec in specs for name in self._names_in(spec) if name in self.columns]
                for target, specs in self.found.items()
            }
        )
        self.questions += finder.questions
        self.says += finder.says
        return forms

    def _find_orders_of_places(self, forms: CellForms) -> None:
        """Find in which order latitude and longitude stand."""
        for prefix in ENDS[self.shape]:
            start = f"{prefix}." if prefix else ""
            country = self.said.set.get(f"{start}country", "")
            seen = order_of_places(self.job.where, start, self.found, self.said.map, country, self.job.rows)
            self.questions += [seen.question] if seen.question else []
            self.says += [seen.says] if seen.says else []
            if seen.order:
                forms.place_order[start] = seen.order

    # ---------------------------------------------------------------- is it enough?

    def _check_enough(self) -> None:
        targets = {*self.found, *self.said.set}
        for prefix in ENDS[self.shape]:
            start = f"{prefix}." if prefix else ""
            who = (f"{start}key", f"{start}name", prefix or "key")
            if (self.spread and prefix == "to") or (prefix == "of" and self._titles_name_places()):
                continue
            if not any(target in who or target.startswith(f"{start}identifiers.") for target in targets):
                if self.shape == "node" and all(name.isdigit() for name in self.columns):
                    raise OpenQuestions([which_has_the_name(self.job.where, list(self.columns.values()))])
                raise CityGraphError(self._not_enough(prefix, start))
        if self.shape == "node" and self._has_only_ids(targets):
            raise CityGraphError(self._not_enough("", ""))

    def _has_only_ids(self, targets: set[str]) -> bool:
        """Whether ids of a register would be names, though another column has texts. An item of Wikidata has a name
        there."""
        ids = {target for target in targets if target.startswith("identifiers.")}
        others = {"name", "key", *self.said.map, *self.said.set}
        if not ids or ids & {"identifiers.wikidata", *self.said.map} or targets & others or self.job.sort != "table":
            return False
        if any(target.startswith("names.") for target in targets):
            return False
        return any(column.sort == "texts" and name not in self.uses for name, column in self.columns.items())

    def _check_for_persons(self, claims: Sequence[Claim]) -> None:
        """Persons with terms or titles are officials with their posts, and no cities."""
        if self.shape == "tie" or self.job.sort != "table" or self.job.has_type or "type" in self.said.set:
            return
        of_posts = [claim.column for claim in claims if claim.inner in ("title", "until")]
        persons = [name for name in self.columns if name not in self.uses and _is_person(name)]
        if persons and of_posts:
            rows = self.job.survey.first[:_SHOWN]
            readings = (
                Reading(
                    "officials with their posts", "--type official", tuple(row.get(persons[0], "") for row in rows)
                ),
                Reading("places", "--type city", tuple(self._first_other(row, persons) for row in rows)),
            )
            what = f"`{persons[0]}` names persons, and `{of_posts[0]}` tells of posts: what is each row about?"
            raise OpenQuestions([Question(self.job.where, what, readings)])

    @staticmethod
    def _first_other(row: Mapping[str, str], persons: Sequence[str]) -> str:
        return next((text for name, text in row.items() if text and name not in persons), "")

    def _tell_rows_apart(self) -> None:
        """Rows of one key or one name become one place only if nothing in the file speaks against it."""
        is_of_places = self.shape == "node" and self.job.sort == "table" and self._type != "official"
        if not is_of_places or self.questions or {"key", "id"} & {*self.said.map, *self.said.set}:
            return
        seen = identity(self.job.where, self.found, self.columns, self.job.rows)
        if seen.question is not None:
            self.questions.append(seen.question)
        elif seen.key:
            self.found["key"] = [JOINED.join(seen.key)]
            for name in seen.key:
                self._use(name, "key", "contents")
            self.says.append(f"{' and '.join(f'`{name}`' for name in seen.key)} together are the key: {seen.why}")

    def _name_countries(self) -> None:
        """Names that are all those of countries are countries, unless the header says that they are cities."""
        if self._type != "city" or self.shape == "post":
            return
        for prefix in ENDS[self.shape]:
            start = f"{prefix}." if prefix else ""
            columns = [name for name in self.found.get(f"{start}name", ()) if name in self.columns]
            given = {*self.found, *self.said.map, *self.constants}
            if len(columns) != 1 or f"{start}type" in given or f"{start}region" in given:
                continue
            column = self.columns[columns[0]]
            claim = next((claim for claim in self.claims if claim.column == column.name), None)
            if column.sort != "countries" or column.share(meanings) < 0.95 or (claim and claim.thing == "city"):
                continue
            if f"{start}country" in self.found and self._first_difference("country", [
                column.name, *self.found[f"{start}country"]
            ]):  # fmt: skip
                continue  # Singapore is a city, too
            if len(column.texts) >= _FEW or column.name.lower() in _OF_A_FLOW:
                self.constants[f"{start}type"] = "country"
                self.says.append(f"`{column.name}` has names of countries: they are countries; "
                                 f"--set {start}type=city makes them cities")  # fmt: skip
            else:
                readings = tuple(
                    Reading(says, f"--set {start}type={type}", column.first())
                    for says, type in (("countries", "country"), ("cities", "city"))
                )
                what = f"`{column.name}`: are these countries, or cities of the same names?"
                self.questions.append(Question(self.job.where, what, readings))

    def _check_words_for_kinds(self) -> None:
        """A word for a kind that nobody knows is open for all rows that have it. If those are few, they are refused,
        and the others go in."""
        columns = [name for name in self.found.get("kind", ()) if name in self.columns]
        if self.shape != "tie" or len(columns) != 1:
            return
        known = self.said.kinds
        called = self.job.kinds.called
        column = self.columns[columns[0]]
        words = [text for text in column.texts if text not in known and len(called(text)) != 1]
        if sum(column.counts[word] for word in words) > _FEW_ROWS * self.job.survey.rows:
            shown = words[:_MOST_WORDS]
            readings = tuple(
                Reading(says, " ".join(f"--kind {shlex.quote(f'{word}={kind}')}" for word in shown))
                for kind, says in _KINDS_OF_TOWNS.items()
            )
            more = f" and {len(words) - len(shown)} more" if len(words) > len(shown) else ""
            what = (f"`{columns[0]}`: {', '.join(f'`{word}`' for word in shown)}{more}: what kind of tie is this? "
                    "`citygraph kinds` lists all kinds")  # fmt: skip
            self.questions.append(Question(self.job.where, what, readings))

    def _check_kind(self) -> None:
        """Nobody has to say that partner towns are sister cities; but freight from port to port is no twinning."""
        if self.shape != "tie" or self.job.has_kind or "kind" in {*self.found, *self.said.set}:
            return
        ends = [self._column_of(side) for side in ENDS["tie"]]
        flows = any(ends) and all(not name or _is_of_a_flow(name) for name in ends)
        amounts = [
            name
            for name, column in self.columns.items()
            if column.sort == "numbers" and not self._is_of_an_end(name) and not _is_an_id(name)
        ]
        types = [self.constants.get(f"{side}.type", self._type) for side in ENDS["tie"]]
        rows = self.job.survey.first[:_SHOWN]
        samples = tuple(" → ".join(row.get(name, "") for name in ends if name) for row in rows)
        if flows and amounts and self.job.sort == "table":
            readings = tuple(Reading(says, option) for option, says in _KINDS_OF_FLOWS.items())
            what = f"`{ends[0]}`, `{ends[1]}` and `{amounts[0]}` do not say what kind of tie each row is"
            self.questions.append(Question(self.job.where, what, readings, samples))
        elif types[0] not in self.job.kinds[SISTER_CITY].starts or types[1] not in self.job.kinds[SISTER_CITY].ends:
            fits = [kind for kind in self.job.kinds.values() if types[0] in kind.starts and types[1] in kind.ends]
            fits.sort(key=lambda kind: len(kind.starts) * len(kind.ends))  # what is for few is most likely meant
            readings = tuple(Reading(kind.label, f"--kind {kind.id}") for kind in fits[:_MOST_WORDS])
            what = (f"no column says what kind of tie from {types[0]} to {types[1]} each row is; "
                    "`citygraph kinds` lists all kinds")  # fmt: skip
            self.questions.append(Question(self.job.where, what, readings, samples))
        else:
            self.says.append(f"{self.job.where}: no column says the kind of the ties: they are `{SISTER_CITY}`; "
                             "--kind names another")  # fmt: skip

    def _is_of_an_end(self, name: str) -> bool:
        return any(name in names and split(target, "tie")[0] in ENDS["tie"] for target, names in self.found.items())

    def _not_enough(self, prefix: str, start: str) -> str:
        shown = ", ".join(visible(name) for name in islice(self.columns, 12)) + (" …" if len(self.columns) > 12 else "")
        target = f"{start}name"
        if self.shape == "tie" and prefix == "from" and (partner := self._column_of("to")):
            samples = ", ".join(visible(text) for text in self.columns[partner].first())
            return (
                f"{self.job.where}: `{visible(partner)}` has the partners ({samples}), but no column says whose "
                f"partners they are; say it with --set from.name=NAME, or name a column with --map from.name=COLUMN; "
                f"the columns are {shown}"
            )
        ways = f"name one with --map {target}=COLUMN"
        if self.shape == "tie":
            ways += f", or say who it is in all rows with --set {target}=NAME"
        if self.shape == "node" and len(self.columns) > 1:
            ways += "; if each row is a tie, name both ends with --map from.name=COLUMN --map to.name=COLUMN"
        return f"{self.job.where}: no column has the `{target}`; the columns are {shown}; {ways}"


_OF_A_PLACE = ("country", "region", "lat", "lon", "coordinates", "observations.population", "level")
"""What only a place has, and no person."""


SISTER_CITY = "sister-city"
"""The kind of ties of which nobody says anything else."""
_NO_USE = ColumnUse("", "", "")
_ONE_END = "the rows name one end"
_SURE = ("format", "name of a target")
_OF_A_FLOW = frozenset((
    "origin", "destination", "from", "to", "source", "target", "reporter", "partner", "exporter", "importer",
    "departure", "arrival", "dep", "arr", "orig", "dest", "start", "end", "sender", "receiver",
))  # fmt: skip
"""Names of columns that say that something goes from one end to the other."""
_KINDS_OF_FLOWS = {
    "--kind trades-with": "trade between both",
    "--new-kind exports-to:economy:directed": "exports, which have a direction",
    "--new-kind connected-to:exchange:directed": "traffic, which has a direction",
}
"""Options for kinds that a question about flows offers, with words for them."""
_KINDS_OF_TOWNS = {
    SISTER_CITY: "sister cities", "friendship-city": "friendship cities", "cooperation-agreement": "cooperation",
}  # fmt: skip
"""Kinds that a question about words of a register offers, with words for them."""
_MOST_WORDS = 6
"""How many words, or kinds, a question names."""
_FEW_ROWS = 0.2
"""The share of rows that may be refused for a word, before the word is asked about."""
_FEW = 3
"""As many names of countries in a column are no accident: they are countries."""


def _between_countries(claims: Sequence[Claim]) -> bool:
    """True if there are countries from which something goes, and others: those are ends, like names."""
    sides = {claim.side for claim in claims if _is_a_country(claim)}
    return "from" in sides and len(sides) > 1


def _is_an_id(header: str) -> bool:
    return header.lower().endswith((" id", "_id"))


def _is_of_a_flow(header: str) -> bool:
    """True if a header says that something goes from one end to the other: from airport to airport, say."""
    meaning = meaning_of(header)
    return header.lower() in _OF_A_FLOW or (meaning is not None and meaning.thing == "place")


def _is_a_country(claim: Claim) -> bool:
    return claim.group == "node" and claim.inner == "country" and claim.thing == "country"


def _is_person(name: str) -> bool:
    meaning = meaning_of(name)
    return meaning is not None and meaning.certain and meaning.thing == "person"


def _names_a_node(claim: Claim) -> bool:
    return claim.group == "node" and (claim.inner in NAMING or claim.inner.startswith("identifiers."))


def _check(target: str, shape: Shape) -> None:
    if not is_target(target, shape):
        of_ends = [f"{prefix}.{key}" if prefix else key for prefix in ENDS[shape]
                   for key in (*keys_of(CityRecord).all, *OWN_TARGETS)]  # fmt: skip
        known = [*of_ends, *(keys_of(FACT_RECORDS[shape]).all if shape in FACT_RECORDS else ()), *PROVENANCE]
        hint = did_you_mean(target, [name for name in known if name not in NOT_MAPPED or name in PROVENANCE])
        raise CityGraphError(f"there is no `{target}` to map to" + (f"; {hint}" if hint else ""))
