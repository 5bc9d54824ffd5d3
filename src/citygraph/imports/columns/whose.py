"""Whose column it is: a bare ``Country``, ``State`` or ``Latitude`` in a table of ties belongs to one of its two ends.

It belongs to the end whose cities lie there in GeoNames, if those of the other do not; or else to the end on which it
depends in the file: one city has one country. Where that shows nothing, or both would do, it belongs to the end beside
whose name it stands. What is still open is a question.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from citygraph.domain.country_codes import country_of
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.survey import Dependence, Survey
from citygraph.imports.columns.targets import ENDS, is_target
from citygraph.imports.columns.town_facts import TownFacts
from citygraph.imports.columns.witness import Witness
from citygraph.imports.values.places import Axis, degrees

_SIDES = ENDS["tie"]
_LOOKED_AT = 100_000
"""How many rows are looked at to see on what a column depends."""
_SHOWN = 3


class Whose:
    """Gives the columns of a table of ties to its ends. ``owners`` are the columns that name the ends, by side;
    ``rows`` reads the rows of the file again, and ``missing`` are the user's own words for nothing. ``questions`` has
    what stays open, and ``says`` what was decided, in words."""

    def __init__(
        self,
        where: str,
        survey: Survey,
        owners: Mapping[str, str],
        rows: Callable[[], Iterable[Mapping[str, str]]],
        missing: frozenset[str],
    ) -> None:
        self.questions: list[Question] = []
        self.says: list[str] = []
        self._where = where
        self._first = survey.first[:_SHOWN]
        self._owners = owners
        self._rows = rows
        self._missing = missing
        self._texts = {name: column.texts for name, column in survey.columns.items()}
        self._index = {name: column.index for name, column in survey.columns.items()}
        self._in_order = sorted(_SIDES, key=lambda side: self._index[owners[side]])

    def give(
        self, claims: Sequence[Claim], taken: Callable[[str], bool], is_set: Callable[[str], bool]
    ) -> Iterator[tuple[Claim, str]]:
        """The end of each claim, as far as the file shows it. ``taken`` tells whether a target has a column already,
        and ``is_set`` whether the user gives it a value for all rows. That decides what the file leaves open; what the
        file shows it does not overrule."""
        in_rows: tuple[dict[str, Dependence], dict[str, Witness]] | None = None  # both read many rows
        own = TownFacts(claims, self._owners, self._rows)
        by_target: dict[str, list[Claim]] = {}
        for claim in claims:
            by_target.setdefault(claim.inner, []).append(claim)
        for inner, those in by_target.items():
            full = {side for side in _SIDES if taken(f"{side}.{inner}")}
            if inner == "region" and len(those) == 2 and not full and self._are_of_one(those):
                for claim in those:  # `Land, Kreis, Gemeinde, Partnergemeinde`
                    yield claim, self._neighbour(claim)
                continue
            if len(those) == 2 and not full:  # the first is of the end that stands first
                yield from zip(those, self._in_order, strict=True)
                continue
            for claim in those:
                asked = len(self.questions)
                shown = own.side_of(inner) if not full else ""
                if shown:
                    _explain(claim, f"fits {self._owners[shown]} in GeoNames")
                if not (side := shown):
                    depends, witnesses = in_rows = in_rows or self._dependences(claims)
                    side = self._owner(claim, depends[claim.column], witnesses.get(claim.column), full)
                given = [one for one in _SIDES if is_set(f"{one}.{inner}")]
                if not side and len(given) == 1:
                    del self.questions[asked:]
                    side = _other(given[0])
                if side:
                    full.add(side)
                    yield claim, side

    def _are_of_one(self, claims: Sequence[Claim]) -> bool:
        """True if columns of several names stand before both ends, or behind them; or between them, if what one says
        follows from the other, as of a province and its region."""
        at = [self._index[claim.column] for claim in claims]
        ends = [self._index[owner] for owner in self._owners.values()]
        if any(claim.is_again for claim in claims):
            return False
        first, second = (claim.column for claim in claims)
        is_between = min(ends) < min(at) and max(at) < max(ends)
        return max(at) < min(ends) or min(at) > max(ends) or (is_between and self._is_level_of(first, second))

    def _is_level_of(self, one: str, other: str) -> bool:
        """True if each text of one of two columns stands beside one text of the other alone, and some several times."""
        pairs = Counter((row.get(one, ""), row.get(other, "")) for row in islice(self._rows(), _LOOKED_AT))
        known = [(first, second) for first, second in pairs if first and second]
        is_seen_again = any(pairs[pair] > 1 for pair in known) or len(known) > len({second for _, second in known})
        return is_seen_again and any(len({pair[side] for pair in known}) == len(known) for side in (0, 1))

    def _dependences(self, claims: Sequence[Claim]) -> tuple[dict[str, Dependence], dict[str, Witness]]:
        """What the rows show of each claim, and what GeoNames does, by the column."""
        owners = self._owners.values()
        found = {
            claim.column: Dependence(owners, claim.column, _SAME.get(claim.inner, _is_same_text), self._missing)
            for claim in claims
        }
        witnesses = {
            claim.column: Witness(claim.inner, claim.column, owners, self._texts[claim.column])
            for claim in claims
            if claim.inner in ("country", "region")
        }
        if found:
            for values in islice(self._rows(), _LOOKED_AT):
                for dependence in found.values():
                    dependence.see(values)
                for witness in witnesses.values():
                    witness.see(values)
        return found, witnesses

    def _owner(self, claim: Claim, depends: Dependence, witness: Witness | None, full: set[str]) -> str:
        """The end to which a column belongs; empty if that is open. Then there is a question."""
        if len(full) == 1:
            return _other(*full)
        if witness and (owner := self._by_gazetteer(claim, depends, witness)):
            return owner
        holds = {side: depends.holds(owner) for side, owner in self._owners.items()}
        near = self._neighbour(claim)
        fits = [side for side in _SIDES if holds[side] is not False]
        if claim.inner == "region" and holds[near] is False and holds[_other(near)] is None:
            return near  # namesakes in several regions are what a region is there for
        if len(fits) == 2 and witness and self._is_mixed(witness):
            self._ask(claim, depends)
            return ""
        if len(fits) == 2 and (holds[near] or not holds[_other(near)]):
            _explain(claim, f"stands beside {self._owners[near]}")
            return near
        # A town whose partners are all of one country says nothing of its own; that two places have one latitude is no
        # chance.
        shows = claim.inner not in ("country", "region") or depends.shows(self._owners[_other(near)])
        if len(fits) == 2:
            owner = _other(near) if shows else near
            _explain(claim, f"{'depends on' if shows else 'stands beside'} {self._owners[owner]}")
            if not shows:
                option = f"--map {_other(near)}.{claim.inner}={shlex.quote(claim.column)}"
                self.says.append(f"`{claim.column}` may be of both ends: it is of `{owner}`, beside which it stands; "
                                 f"{option} gives it to `{self._owners[_other(near)]}`")  # fmt: skip
            return owner
        if len(fits) == 1 and (holds[fits[0]] or near == fits[0]):
            _explain(claim, f"depends on {self._owners[fits[0]]}")
            return fits[0]
        if not fits and claim.inner.startswith("identifiers."):
            self.says.append(f"`{claim.column}` has ids of neither end: both have several of them; it is not read")
            return ""
        self._ask(claim, depends)
        return ""

    def _by_gazetteer(self, claim: Claim, depends: Dependence, witness: Witness) -> str:
        """The end whose cities lie in the countries or regions of a column, if those of the other do not; else empty.
        An end that has several of them is not the one."""
        for side, owner in self._owners.items():
            other = self._owners[_other(side)]
            if depends.holds(owner) is not False and witness.prefers(owner, other):
                _explain(claim, f"fits {owner} in GeoNames")
                if side != self._neighbour(claim):
                    option = f"--map {_other(side)}.{claim.inner}={shlex.quote(claim.column)}"
                    self.says.append(f"`{claim.column}` is of `{owner}`: {witness.lies_there(owner)[0]}; "
                                     f"{option} gives it to `{other}`")  # fmt: skip
                return side
        return ""

    def _is_mixed(self, witness: Witness) -> bool:
        """True if cities of both ends lie elsewhere: the column is of neither alone."""
        return all(
            witness.lies_elsewhere(owner) and not witness.speaks_for(owner) for owner in self._owners.values()
        ) and any(witness.lies_there(owner) for owner in self._owners.values())

    def _neighbour(self, claim: Claim) -> str:
        """The end beside whose column a column stands: that before it, if it stands between both."""
        first, second = self._in_order
        return second if self._index[claim.column] > self._index[self._owners[second]] else first

    def _ask(self, claim: Claim, depends: Dependence) -> None:
        readings = [
            Reading(
                f"of `{owner}`",
                f"--map {side}.{claim.inner}={shlex.quote(claim.column)}",
                tuple(f"{row.get(owner, '')}: {row.get(claim.column, '')}" for row in self._first),
            )
            for side, owner in self._owners.items()
        ]
        if is_target(claim.inner, "tie"):  # one end has several figures: they count what is between both
            samples = tuple(row.get(claim.column, "") for row in self._first)
            readings.append(Reading("of the tie", f"--map {claim.inner}={shlex.quote(claim.column)}", samples))
        why = "; ".join(f"`{name}` has {one} and {two}" for name, one, two in depends.examples.values())
        texts = tuple(" – ".join(row.get(owner, "") for owner in self._owners.values()) for row in self._first)
        what = f"whose is the column `{claim.column}`?" + (f" ({why})" if why else "")
        self.questions.append(Question(self._where, what, tuple(readings), texts))


def _is_same_text(one: str, other: str) -> bool:
    return one == other


def _is_same_country(one: str, other: str) -> bool:
    code = country_of(one, None)
    return code is not None and code == country_of(other, None)


_SAME_PLACE = 0.5
"""The most degrees between two figures for the place of one city."""


def _is_same_degree(axis: Axis, one: str, other: str) -> bool:
    try:
        return abs(degrees(one, axis) - degrees(other, axis)) < _SAME_PLACE
    except ValueError:
        return False


_SAME: dict[str, Callable[[str, str], bool]] = {
    "country": _is_same_country, "lat": partial(_is_same_degree, "lat"), "lon": partial(_is_same_degree, "lon"),
}  # fmt: skip
"""By target: which texts mean the same, however they are written."""


def _explain(claim: Claim, why: str) -> None:
    claim.why = f"{claim.why}; it {why}"


def _other(side: str) -> str:
    return "to" if side == "from" else "from"
