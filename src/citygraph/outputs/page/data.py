"""The data of the page: tables of columns, in which repeated values are kept once, so that the file stays small.

The script ``page/browser/world.js`` reads these data: change both together.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from itertools import islice, pairwise
from typing import Any, TypeVar

from citygraph.domain import tie_rules
from citygraph.domain.countries import country_name
from citygraph.domain.dates import OPEN, in_words, is_to_come, parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.held import held, reach
from citygraph.domain.kinds import Kind
from citygraph.domain.languages import own_name
from citygraph.domain.lens import Lens
from citygraph.domain.names import Name, ascii_letters
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES_OF_TODAY
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, in_brackets, label
from citygraph.domain.version import __version__
from citygraph.graph.interface import ReadGraph, names_of
from citygraph.outputs.attributes import NODES, TIES, Format
from citygraph.outputs.figure import as_data
from citygraph.outputs.land import credit, packed
from citygraph.outputs.layout import layout
from citygraph.outputs.part import Part, PartNode, PartTie
from citygraph.outputs.style import LINES, MOST_MARKS, PAPER, PLATES, SHAPES, STROKES, TONES, status_style

_FORMAT = Format("the page", NODES, TIES, frozenset({"statements", "sources"}))
_TIMES = ("since", "until", "on", "when", "seen")
_COLUMNS = frozenset({"kind", "group", "nature", "symmetric", "status", "evidence", "tie", "label", *_TIMES})
"""The keys of ties that the columns already hold; ``group``, ``nature`` and ``symmetric`` stand with the kind."""
_SCRIPTS = "".join(map(chr, (*range(0xA1, 0x700), *range(0x10A0, 0x1100), *range(0x3041, 0x3100))))
"""Letters that readers may type even if no name in the data has them: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic,
Georgian, kana."""

MOST = 150_000
"""The most nodes, and the most ties, of a page. More would take minutes to lay out and to open."""

Facts = dict[str, Any]
Fact = TypeVar("Fact", PartNode, PartTie)


def page_data(graph: ReadGraph, lens: Lens, *, title: str, among: Collection[str] | None = None) -> Facts:
    """The data of a page that shows the part that the lens shows, in a form that JSON can carry.

    Raises:
        CityGraphError: if there are more than ``MOST`` nodes or ties. This is checked before the layout.
    """
    part = Part(graph, lens, _FORMAT, among)
    ties, nodes = _at_most("ties", part.ties()), _at_most("nodes", part.nodes())
    statements = list(part.statements())
    sources = {id: _without_passages(source) for id, source in part.sources()}
    evidence = _Once()
    names = {node.id: [name for name in names_of(node.facts["type"], node.id, node.facts["record"])
                       if name.how not in ("id", "name")] for node in nodes}  # fmt: skip
    searched = [*(node.facts["name"] for node in nodes), *(name.text for many in names.values() for name in many)]
    kinds = sorted({tie.facts["kind"] for tie in ties}, key=list(part.kinds).index)
    stages = {(tie.facts["kind"], part.stage(tie.facts)) for tie in ties}
    countries = sorted({node.facts["country"] for node in nodes if node.facts["country"]})
    called = {id: graph.nodes[id]["name"] for id in countries if id in graph.nodes}
    return {
        "title": title,
        "citygraph": __version__,
        "credit": credit(),
        "day": lens.day.isoformat(),
        "figure": as_data(),
        "style": {
            "paper": {theme: paper._asdict() for theme, paper in PAPER.items()},
            "lines": {group: LINES[group]._asdict() for group in GROUPS},
            "stages": {stage.word: _stage(stage) for stage in LOOKS},
            "statuses": STATUSES_OF_TODAY,
            "marks": STROKES,
            "mostMarks": MOST_MARKS,
            "shapes": {type: SHAPES[type] for type in NODE_TYPES},
            "tones": TONES,
            "plates": PLATES._asdict(),
        },
        "kinds": [_kind(part.kinds[kind], [stage for stage in LOOKS if (kind, stage) in stages]) for kind in kinds],
        "countries": {code: called.get(code) or country_name(code) or code for code in countries},
        "nodes": _nodes(nodes, ties, names, evidence),
        "ties": _ties(ties, {node.id: index for index, node in enumerate(nodes)}, kinds, evidence, lens),
        "statements": statements,
        "sources": sources,
        "evidence": evidence.values,
        "letters": ascii_letters("".join([*searched, _SCRIPTS])),
        "map": packed(lambda code: country_name(code) or code),
    }


def _at_most(what: str, found: Iterable[Fact]) -> list[Fact]:
    """The list of all that is found.

    Raises:
        CityGraphError: if there are more than ``MOST``.
    """
    some = list(islice(found, MOST + 1))
    if len(some) > MOST:
        raise CityGraphError(
            f"a page can show {MOST:,} {what} at most, and there are more; --ego NAME shows what is near one place "
            "(`citygraph rank` names those with the most ties), and --country, --kind or --at fewer of all"
        )
    return some


def _without_passages(source: Mapping[str, Any]) -> Facts:
    """The source without its passages. They are kept only to check quotes, and a page may go to other people."""
    return {key: value for key, value in source.items() if key != "passages"}


def _stage(stage: Stage) -> Facts:
    """What the page needs to know of what a tie is today."""
    found = {**status_style(stage)._asdict(), "isPlan": stage.is_plan, "isFact": stage.is_fact}
    return found | ({"means": _MEANS[stage]} if stage in _MEANS else {})


_MEANS = {
    Stage.ACTIVE: ("a source says it is in force", "said to be in force"),
    Stage.UNKNOWN: ("no source says", "nothing says"),
}
"""What a reader may take for granted of a stage, in words: where all ties have a source, and where not."""


def _kind(kind: Kind, stages: Iterable[Stage]) -> Facts:
    """A kind. For each stage that its ties have, ``labels`` says how they read from the one end and from the other, and
    what follows in brackets if no status stands beside the label."""
    labels = {
        stage.word: (label(kind, "out", stage), label(kind, "in", stage), in_brackets(kind, "out", stage))
        for stage in stages
    }
    return {**{key: getattr(kind, key) for key in ("id", "group", "nature", "symmetric")}, "labels": labels}


def _nodes(nodes: list[PartNode], ties: list[PartTie], names: Mapping[str, list[Name]], evidence: _Once) -> Facts:
    places = layout([node.id for node in nodes], ((tie.start, tie.end) for tie in ties))
    columns: Facts = {key: [node.facts[key] for node in nodes] for key in ("name", "type", "country", "lat", "lon")}
    more = []
    for node in nodes:
        facts = {key: value for key, value in node.facts["record"].items() if key not in _SHOWN_ALREADY}
        # Identifiers are in the record.
        written = [(name.text, name.how) for name in names[node.id] if name.how != "identifier"]
        facts |= {"names": written} if written else {}
        facts |= {"evidence": evidence.of(node.facts["evidence"])} if node.facts.get("evidence") else {}
        more.append(_with_figures(facts, evidence))
    return {
        "id": [node.id for node in nodes],
        **columns,
        "own": {
            number: own
            for number, node in enumerate(nodes)
            if (own := own_name(node.facts["country"], node.facts["name"], node.facts["record"].get("names") or {}))
        },
        "x": [round(places[node.id][0], 2) for node in nodes],
        "y": [round(places[node.id][1], 2) for node in nodes],
        "more": _sparse(more),
    }


_SHOWN_ALREADY = {"name", "country", "coordinates", "evidence", "names", "aliases", "posts"}
"""The keys of a record that the columns of nodes, or their names, already hold."""


def _ties(ties: list[PartTie], numbers: Mapping[str, int], kinds: list[str], evidence: _Once, lens: Lens) -> Facts:
    today = lens.day
    times = _Times(ties, today)
    said = [tie_rules.all_evidence(tie.facts) for tie in ties]
    return {
        "from": [numbers[tie.start] for tie in ties],
        "to": [numbers[tie.end] for tie in ties],
        "kind": [kinds.index(tie.facts["kind"]) for tie in ties],
        "status": [STATUSES_OF_TODAY.index(tie.facts["status"]) for tie in ties],
        "evidence": [evidence.of(items) for items in said],
        "doubt": [
            tie_rules.doubt(tie_rules.stage(tie.facts, today), items) for tie, items in zip(ties, said, strict=True)
        ],
        "time": [times.of(tie.facts) for tie in ties],
        "times": times.values,
        "years": times.years,
        # The page can make all other ids itself, from the kind and the ends.
        "id": {
            number: tie.id for number, tie in enumerate(ties) if tie.id != f"{tie.facts['kind']}.{tie.start}.{tie.end}"
        },
        "more": _sparse(_further(tie, evidence) for tie in ties),
    }


def _further(tie: PartTie, evidence: _Once) -> Facts:
    """What a tie says that the columns do not hold."""
    said = {key: value for key, value in tie.facts.items() if key not in _COLUMNS and value not in (None, [], {})}
    return _with_figures(said, evidence)


def _with_figures(facts: Facts, evidence: _Once) -> Facts:
    """The facts of a node or a tie. Each of their figures says when it counts, and has the number of its evidence."""
    if figures := facts.get("observations"):
        facts["observations"] = [
            {**figure, "time": tie_rules.figure_time(figure), "evidence": evidence.of(figure["evidence"])}
            for figure in figures
        ]
    return facts


def _sparse(rows: Iterable[Facts]) -> dict[int, Facts]:
    """The rows that are not empty, by their number."""
    return {number: row for number, row in enumerate(rows) if row}


class _Once:
    """A list in which each value is kept once, and is referred to by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def of(self, value: Any, make: Callable[[], Any] | None = None) -> int:
        """The number of a value. If the value is new, keep it, or the result of ``make``."""
        key = repr(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(make() if make else value)
        return self._numbers[key]


class _Times:
    """What ties are today, and in which years they held by the rules of ``--at``; each distinct time is kept once."""

    def __init__(self, ties: list[PartTie], today: datetime.date) -> None:
        self._today = today
        self._once = _Once()
        reaches = [reach(text) for tie in ties for text in _dates(tie.facts)]
        days = [day for stretch in reaches for day in stretch if day]
        self.years = [min(day.year for day in days), max(day.year for day in days)] if days else None
        """The first and the last year that the dates of the ties can mean; None if there are no dates."""
        if self.years:
            self.years[1] = max(self.years[1], min(today.year, self.years[1] + 100))

    @property
    def values(self) -> list[Facts]:
        return self._once.values

    def of(self, tie: Mapping[str, Any]) -> int:
        """The number of a tie's time."""
        said = {key: tie[key] for key in _TIMES if tie.get(key)}
        if happened := tie_rules.when(tie):
            said["when"] = happened
        changes = [(entry.get("is"), entry.get("from")) for entry in tie.get("history") or ()]
        return self._once.of(
            (said, changes, tie["nature"], tie["status"]),
            lambda: {**said, **self._read(tie), **self._years(tie)},
        )

    def _read(self, tie: Mapping[str, Any]) -> Facts:
        """``stage``: what a tie is today. ``words``: how its dates read. ``toCome``: True if it begins only."""
        stage, since = tie_rules.stage(tie, self._today), tie.get("since")
        words = in_words(tie_rules.when(tie), since, tie.get("until"), self._today, is_plan=stage.is_plan)
        found: Facts = {"stage": stage.word} | ({"words": words} if words else {})
        return found | ({"toCome": True} if is_to_come(since, self._today, is_plan=stage.is_plan) else {})

    def _years(self, tie: Mapping[str, Any]) -> Facts:
        """``began``: the first and the last year in which the tie may have begun. ``held``: periods in which it held
        or may have held, each with its first year, its last year, and True if it surely held. ``undated``: True if no
        date is known."""
        if not self.years:
            return {"undated": True}
        found: Facts = {} if any(_dates(tie)) else {"undated": True}
        began = tie_rules.beginning(tie)
        if began:
            first, last = reach(began.partition("/")[0] or began)
            if first or last:
                found["began"] = [day.year for day in (first or last, last or first) if day]
        stretches: list[list[Any]] = []
        for year, after in pairwise(self._turns(tie)):
            answer = held(tie, parse_date(f"{year:04}"), self._today)
            if answer == "no":
                continue
            if stretches and stretches[-1][1] == year - 1 and stretches[-1][2] == (answer == "yes"):
                stretches[-1][1] = after - 1
            else:
                stretches.append([year, after - 1, answer == "yes"])
        return found | {"held": stretches}

    def _turns(self, tie: Mapping[str, Any]) -> list[int]:
        """The years in which the answer for a tie can change: the years of its dates, and the years after these."""
        assert self.years
        first, last = self.years
        bounds = {day.year for text in _dates(tie) for day in reach(text) if day} | {self._today.year}
        return sorted(
            {first, last + 1, *(year + step for year in bounds for step in (0, 1) if first < year + step <= last)}
        )


def _dates(tie: Mapping[str, Any]) -> list[str]:
    """All dates of a tie, as text, without ``..``."""
    said = [tie.get(key) for key in _TIMES]
    said += [entry.get("from") for entry in tie.get("history") or ()]
    return [text for text in said if text and text != OPEN]
