"""What do two nodes have in common, and what not? Both side by side, to prepare a visit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any, Unpack

from citygraph.domain.geo import kilometres
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.lens import Lens
from citygraph.domain.names import fold
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import ReadGraph, ends
from citygraph.graph.tie_facts import only_in_python
from citygraph.questions import NODE, Column, Naming, Parameter, Report
from citygraph.questions._columns import figure_in_words
from citygraph.questions._counts import Standings, by_status, in_words, most_first
from citygraph.questions._thirds import SECTIONS, Section, decisive, different_nodes, doubt_of, plain, section_of
from citygraph.questions.neighbors import Neighbor, neighborhood
from citygraph.questions.show.cards import Observation, observations_of
from citygraph.questions.ties import Tie, tie_row


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two nodes, without its ties. ``ties`` counts all of its ties that the lens shows, and ``statuses``
    those of each status."""

    id: str
    name: str
    type: str
    country: str | None
    level: str | None
    part_of: str | None
    latitude: float | None
    longitude: float | None
    figures: tuple[Observation, ...]
    ties: int
    statuses: dict[str, int]
    standings: Standings = only_in_python()


@dataclass(frozen=True, slots=True)
class Third:
    """A third node, tied to the first of the two, to the other, or to both: with the ties of ``one`` and those of the
    ``other``."""

    id: str
    name: str
    type: str
    country: str | None
    one: tuple[Neighbor, ...]
    other: tuple[Neighbor, ...]


@dataclass(frozen=True, slots=True)
class Thirds:
    """Nodes of one section, each in order of names."""

    common: tuple[Third, ...]
    only_one: tuple[Third, ...]
    only_other: tuple[Third, ...]


@dataclass(frozen=True, slots=True)
class KnownFor:
    """The words that the two are known for. Spellings of one word count as one, in the spelling of the first node."""

    common: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]


Doubts = Mapping[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class PartnerCountries:
    """The number of partners of each node by country, the largest first: of those with a tie that counts
    (:meth:`citygraph.domain.lens.Lens.counts`), so of no plan. If a partner has standing ties, one of these must count.
    A country is its code, or the id of its record if it has no code. ``doubts`` are those partners of each node by
    country of which no tie is in force or took place, as far as is known, by what these ties are."""

    common: dict[str, tuple[int, int]]
    only_one: dict[str, int]
    only_other: dict[str, int]
    doubts: tuple[Doubts, Doubts] = only_in_python()

    def in_words(self, code: str) -> tuple[str, str]:
        """The partners of each node in a country, and what the ties to some of them are that are no facts: ``3, of
        which 1 unknown``."""
        counts = self.common.get(code) or (self.only_one.get(code, 0), self.only_other.get(code, 0))
        one, other = (_partners(count, doubts.get(code, {})) for count, doubts in zip(counts, self.doubts, strict=True))
        return one, other


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two nodes, the ties between them, and their other ties. ``distance`` is in kilometres along a great circle; None
    if one of them has no coordinates."""

    one: Side
    other: Side
    distance: int | None
    ties: tuple[Tie, ...]
    partners: Thirds
    networks: Thirds
    organizations: Thirds
    events: Thirds
    people: Thirds
    known_for: KnownFor
    countries: PartnerCountries


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One thing that both nodes have (``in_`` is ``common``), or that only ``one`` or the ``other`` has, with the ties
    or the number of each. In the section ``side``, one fact about both."""

    section: str
    in_: str
    id: str
    name: str
    type: str = ""
    country: str = ""
    one: str = ""
    other: str = ""
    sources: str = ""


class SideBySide(Report[ComparisonRow, Comparison]):
    """A comparison. ``most`` is the limit of each list that the question asks for; None if it asks for none."""

    most: int | None


PANEL = "Ask"


def compare(
    asked: Asked,
    one: Annotated[str, Parameter(NODE.help, "X", names="node")],
    other: Annotated[str, Parameter("The node to compare it with.", "Y", names="node")],
    *,
    limit: Annotated[
        int | None,
        Parameter("At most N of each list; if left out, a table has some, the other formats all.", "N", least=0),
    ] = None,
    **lens: Unpack[LensWords],
) -> SideBySide:
    """What do these two have in common, and what not?

    Side by side: partners, networks, events, what they are known for, the countries of their partners; with the ties
    and their status.

    [dim]citygraph compare Iznik Osh[/dim]

    [dim]citygraph compare Iznik Osh --group agreement --at 2021[/dim]
    """
    seen, ids = asked.lens(**lens), different_nodes(asked, one, other)
    found = comparison(asked.view, ids[0], ids[1], seen)
    answer = SideBySide(found, list(_rows(found, asked.name, asked.country_name, limit)), COLUMNS)
    answer.most = limit
    return answer


COLUMNS = (
    Column("section", lambda row: row.section),
    Column("in", lambda row: row.in_),
    Column("id", lambda row: row.id),
    Column("name", lambda row: row.name),
    Column("type", lambda row: row.type),
    Column("country", lambda row: row.country),
    Column("one", lambda row: row.one),
    Column("other", lambda row: row.other),
    Column("source", lambda row: row.sources),
)

# ------------------------------------------------------------------ the rows


def _rows(found: Comparison, naming: Naming, country_name: Naming, limit: int | None) -> Iterator[ComparisonRow]:
    yield ComparisonRow("side", "", "", "id", one=found.one.id, other=found.other.id)
    yield ComparisonRow("side", "", "", "name", one=found.one.name, other=found.other.name)
    for fact in facts(found, naming, country_name):
        yield ComparisonRow("side", "", "", fact.what, one=fact.one, other=fact.other)
    if found.distance is not None:
        far = str(found.distance)
        yield ComparisonRow("side", "common", "", "km apart", one=far, other=far)
    for tie in found.ties:
        how = f"{tie.kind}:{tie.held or tie.status}"
        yield ComparisonRow("between", "common", tie.tie, tie.label, one=how, other=how, sources=", ".join(tie.sources))
    for section in SECTIONS:
        for in_, third in _of_each(getattr(found, section), limit):
            sources = dict.fromkeys(source for tie in (*third.one, *third.other) for source in tie.sources)
            yield ComparisonRow(
                section, in_, third.id, third.name, third.type, third.country or "",
                plain(third.one), plain(third.other), ", ".join(sources),
            )  # fmt: skip
    for in_, word in _of_each(found.known_for, limit):
        yield ComparisonRow("known for", in_, "", word)
    for in_, code in _of_each(found.countries, limit):
        one, other = found.countries.in_words(code)
        yield ComparisonRow("countries", in_, code, country_name(code), one=one, other=other)


def _of_each(lists: Thirds | KnownFor | PartnerCountries, limit: int | None) -> Iterator[tuple[str, Any]]:
    """Each item of the three lists of a section, after the name of its list."""
    for in_, name in (("common", "common"), ("one", "only_one"), ("other", "only_other")):
        for item in list(getattr(lists, name))[:limit]:
            yield in_, item


# ------------------------------------------------------------------ facts of both, in words


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about both nodes: its name, and its value for each."""

    what: str
    one: str
    other: str


def facts(found: Comparison, naming: Naming, country_name: Naming) -> Iterator[Fact]:
    """The facts that are known of both nodes, or of one."""
    return (fact for fact in _facts(found, naming, country_name) if fact.one or fact.other)


def _facts(found: Comparison, naming: Naming, country_name: Naming) -> Iterator[Fact]:
    one, other = found.one, found.other

    def fact(what: str, of: Callable[[Side], str]) -> Fact:
        return Fact(what, of(one), of(other))

    yield fact("type", lambda side: ", ".join(filter(None, (side.type, side.level))))
    yield fact("country", lambda side: country_name(side.country) if side.country and side.type != "country" else "")
    yield fact("part of", lambda side: naming(side.part_of) if side.part_of else "")
    sides = [_by_property(side.figures) for side in (one, other)]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        yield Fact(name, *(_figures(side.get(name, []), naming) for side in sides))
    yield fact("ties", lambda side: f"{side.ties:,}" + (f" ({in_words(side.standings)})" if side.ties else ""))


def _by_property(figures: Iterable[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for figure in figures:
        found.setdefault(figure.property, []).append(figure)
    return found


def _figures(figures: Sequence[Observation], naming: Naming) -> str:
    """The last figure of one property, with its time and its sources, and the number of the others."""
    if not figures:
        return ""
    last = _latest(figures)
    value = figure_in_words(last)
    sources = ", ".join(dict.fromkeys(item.source for item in last.evidence))
    where = ", ".join(filter(None, (naming(last.when) if last.when else "", sources)))
    more = f" + {len(figures) - 1} more" if len(figures) > 1 else ""
    return value + (f" ({where})" if where else "") + more


def latest_of_each(figures: Iterable[Observation]) -> list[Observation]:
    """The latest figure of each property."""
    return [_latest(group) for group in _by_property(figures).values()]


def _latest(figures: Iterable[Observation]) -> Observation:
    return max(figures, key=lambda figure: _year(figure.when))


def _year(when: str | None) -> str:
    """A sort key for times: a time that is no date comes first."""
    return when if when and when[0].isdigit() else ""


# ------------------------------------------------------------------ the comparison


def comparison(graph: ReadGraph, one: str, other: str, lens: Lens | None = None) -> Comparison:
    """Two nodes side by side, with the ties that the lens shows. The two nodes take part even if the lens excludes
    them."""
    lens = lens or Lens()
    rows = [_by_node(neighborhood(graph, id, lens)) for id in (one, other)]
    between = _between(graph, one, other, lens)
    for tied, opposite in zip(rows, (other, one), strict=True):
        tied.pop(opposite, None)
    sections: dict[Section, list[Third]] = {section: [] for section in SECTIONS}
    for id in rows[0].keys() | rows[1].keys():
        ties = rows[0].get(id, ()), rows[1].get(id, ())
        row = (ties[0] or ties[1])[0]
        third = Third(id, row.name, row.type, row.country, *ties)
        sections[section_of(row.type, chain(*ties), graph.graph["kinds"])].append(third)
    sides = [_side(graph, id, lens, tied, between) for id, tied in zip((one, other), rows, strict=True)]
    return Comparison(
        one=sides[0],
        other=sides[1],
        distance=_distance(*sides),
        ties=between,
        known_for=_words(*(graph.nodes[id]["record"].get("known_for", ()) for id in (one, other))),
        countries=_countries(sections["partners"], graph.graph["kinds"], lens),
        **{section: _sorted(thirds) for section, thirds in sections.items()},
    )


def _by_node(rows: Iterable[Neighbor]) -> dict[str, tuple[Neighbor, ...]]:
    found: dict[str, list[Neighbor]] = {}
    for row in rows:
        found.setdefault(row.node, []).append(row)
    return {node: tuple(ties) for node, ties in found.items()}


def _between(graph: ReadGraph, one: str, other: str, lens: Lens) -> tuple[Tie, ...]:
    """The ties between two nodes, as they read from the first."""
    return tuple(
        tie_row(graph, one, end, lens) for end in ends(graph, one) if end.node == other and lens.admits_tie(end.data)
    )


def _side(
    graph: ReadGraph, id: str, lens: Lens, tied: Mapping[str, tuple[Neighbor, ...]], between: Sequence[Tie]
) -> Side:
    node = graph.nodes[id]
    standings = Counter((tie.status, tie.stage) for tie in chain(between, *tied.values()))
    record = node["record"]
    return Side(
        id=id,
        name=node["name"],
        type=node["type"],
        country=node["country"],
        level=record.get("level"),
        part_of=record.get("part_of"),
        latitude=node["lat"],
        longitude=node["lon"],
        figures=observations_of(graph, record, lens),
        ties=standings.total(),
        statuses=by_status(standings),
        standings=standings,
    )


def _distance(one: Side, other: Side) -> int | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return round(kilometres((one.longitude, one.latitude), (other.longitude, other.latitude)))


def _sorted(thirds: Iterable[Third]) -> Thirds:
    ordered = sorted(thirds, key=lambda third: (third.name.casefold(), third.id))
    return Thirds(
        tuple(third for third in ordered if third.one and third.other),
        tuple(third for third in ordered if not third.other),
        tuple(third for third in ordered if not third.one),
    )


def _partners(count: int, doubts: Mapping[str, int]) -> str:
    if len(doubts) == 1 and count in doubts.values():
        return f"{count:,} {next(iter(doubts))}"
    said = " and ".join(f"{number:,} {word}" for word, number in most_first(doubts).items())
    return f"{count:,}, of which {said}" if said else f"{count:,}"


def _words(one: Iterable[str], other: Iterable[str]) -> KnownFor:
    ones, others = ({fold(word): word for word in reversed(list(words))} for words in (one, other))
    common = sorted(ones.keys() & others.keys())
    return KnownFor(
        tuple(ones[key] for key in common),
        tuple(ones[key] for key in sorted(ones.keys() - others.keys())),
        tuple(others[key] for key in sorted(others.keys() - ones.keys())),
    )


def _countries(partners: Iterable[Third], kinds: Vocabulary, lens: Lens) -> PartnerCountries:
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    doubts: tuple[defaultdict[str, Counter[str]], ...] = (defaultdict(Counter), defaultdict(Counter))
    for third in partners:
        if third.country is None:
            continue
        for counts, doubtful, ties in ((ones, doubts[0], third.one), (others, doubts[1], third.other)):
            counted = [tie for tie in decisive(ties, kinds) if lens.counts(tie.stage)]
            if counted:
                counts[third.country] += 1
                if words := doubt_of(counted):
                    doubtful[third.country][words] += 1

    def most_first(codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=lambda code: (-ones[code] - others[code], code))

    return PartnerCountries(
        {code: (ones[code], others[code]) for code in most_first(ones) if ones[code] and others[code]},
        {code: ones[code] for code in most_first(ones) if ones[code] and not others[code]},
        {code: others[code] for code in most_first(others) if others[code] and not ones[code]},
        (doubts[0], doubts[1]),
    )
