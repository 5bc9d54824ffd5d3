"""How the cells of a file are written, as far as its columns show it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from citygraph.domain.country_codes import CodeSort
from citygraph.imports.values.dates import DateOrder
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.numbers import DecimalSign
from citygraph.imports.values.places import Side

PlaceOrder = Literal["lat", "lon", "both", "said"]
"""Which number of a place comes first; ``both`` if a column shows both ways; ``said`` if the user names the columns."""


class FigureForm(NamedTuple):
    """What the name of a column says of its figures: ``Wert (Mio. €)``, ``Einwohner (31.12.2022)``. The numbers count
    ``times`` as much; ``unit``, ``time`` and ``bound`` are empty if it does not say. ``time_key`` is the key of the
    time: ``as_of``, or ``period`` for ties. Figures ``of_people`` are whole numbers, and never negative."""

    times: int = 1
    unit: str = ""
    time: str = ""
    bound: str = ""
    time_key: str = "as_of"
    of_people: bool = False


@dataclass(slots=True)
class CellForms:
    """How the cells of a file are written, as far as its columns show it. ``date_order``, ``decimal`` and ``figures``
    are by target; a target that is not there needs no decision. ``country_sort`` is the sort of the codes in a column
    of countries. The targets ``periods`` have stretches of time, not single dates. ``place_order`` is that of latitude
    and longitude, by what the targets of a node begin with; those in ``has_turned`` have places of known towns with
    both turned round. ``side_of_o`` is the side that the letter *O* means there,
    if the column shows it. ``missing`` are the user's own words for nothing. The names of ``bracketed`` targets have
    a country or a region behind them, which is told apart; short codes there are parts of the country in
    ``parts_of``, or codes of a ``sort_behind``, if the target has one. What a register puts before or behind the
    names of a target is in ``words``, and is taken off. Letters before the names of persons are an address in the
    targets ``courtesy``: *M.* is *Monsieur*; family names stand first in the targets ``family_first``.
    Names of the targets ``postcoded`` have a postcode in brackets behind
    them, which is taken off, but for those names that several have. The texts of the targets ``one_name`` are one
    name each, as the user says. Lists of the targets ``with_commas`` have commas between their names. ``sorts`` are
    those of :func:`is_missing`, by target. ``beside`` are the names of all countries of the file, which may decide
    what an ambiguous one means. The names of ``dated`` targets may have a year behind them; of those that are
    ``since`` too, it is the year since when the tie stands. The names of ``remarked`` targets may have words beside
    them that say how the tie stands, and so may countries in ``remarked_countries`` columns. ``cut_short`` has the
    abbreviations of countries behind the names of a target, with the codes of these; names of the targets ``coded``
    have a code of a sort beside them, and those of the targets ``turned`` may have their article behind them. In the
    targets ``capitals``, the ``first`` word of names begins with
    a capital, or ``each`` that is no small word, so that other texts may be remarks. ``footnotes`` are notes that say
    how a tie stands, by target and mark. ``asked`` has the status that a *yes* means, by column;
    those of ``asked_among_dates`` have the dates of ends, too.
    ``shared_countries`` are names of countries, by what the targets of a node begin with, which are those of parts of
    other countries, too, and stay open beside towns that GeoNames lacks: *Georgia*. ``strange_types`` are words for
    types that are not understood: what they stand beside may be no town. ``level_of_parts`` has the level of the larger
    places in a target, if the name of its column says it: *Bundesland*."""

    date_order: dict[str, DateOrder] = field(default_factory=dict)
    decimal: dict[str, DecimalSign] = field(default_factory=dict)
    figures: dict[str, FigureForm] = field(default_factory=dict)
    country_sort: dict[str, CodeSort] = field(default_factory=dict)
    periods: set[str] = field(default_factory=set)
    place_order: dict[str, PlaceOrder] = field(default_factory=dict)
    has_turned: set[str] = field(default_factory=set)
    side_of_o: dict[str, Side] = field(default_factory=dict)
    bracketed: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    since: set[str] = field(default_factory=set)
    remarked: set[str] = field(default_factory=set)
    remarked_countries: set[str] = field(default_factory=set)
    cut_short: dict[str, dict[str, str]] = field(default_factory=dict)
    shared_countries: dict[str, frozenset[str]] = field(default_factory=dict)
    strange_types: frozenset[str] = frozenset()
    level_of_parts: dict[str, str] = field(default_factory=dict)
    coded: dict[str, CodeSort] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    capitals: dict[str, Literal["first", "each"]] = field(default_factory=dict)
    footnotes: dict[tuple[str, str], str] = field(default_factory=dict)
    sort_behind: dict[str, CodeSort] = field(default_factory=dict)
    parts_of: dict[str, str] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    courtesy: set[str] = field(default_factory=set)
    family_first: set[str] = field(default_factory=set)
    postcoded: dict[str, frozenset[str]] = field(default_factory=dict)
    one_name: set[str] = field(default_factory=set)
    with_commas: set[str] = field(default_factory=set)
    sorts: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    asked_among_dates: set[str] = field(default_factory=set)
    beside: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def of(self, targets: Iterable[str]) -> Hashable:
        """What is equal for columns whose texts say the same, given the full names of their targets."""
        return tuple([
            (self.date_order.get(target), self.decimal.get(target), self.figures.get(target),
             self.country_sort.get(target), self.place_order.get(target[: target.find(".") + 1]),
             self.side_of_o.get(target[: target.find(".") + 1]), target[: target.find(".") + 1] in self.has_turned,
             target in self.bracketed, self.sort_behind.get(target), target in self.dated, target in self.one_name,
             target in self.remarked, self.capitals.get(target), self.coded.get(target), target in self.turned,
             self.shared_countries.get(target[: target.find(".") + 1]),
             tuple(self.cut_short.get(target, {}).items()), target in self.courtesy, target in self.family_first,
             self.postcoded.get(target), self.level_of_parts.get(target),
             self.words.get(target), target in self.periods, self.sorts.get(target)) for target in targets
        ]), self.missing  # fmt: skip

    def value(self, text: str, target: str = "") -> str:
        """The text of a cell; empty if it stands for no value, as far as its ``target`` shows."""
        return "" if is_missing(text, self.sorts.get(target, ""), self.missing) else text
