"""A graph folder, opened: the questions one can ask it. The library's face; the command line is a thin one over it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, wraps
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES
from citygraph.folder.loader import graph_files
from citygraph.graph.resolve import UnknownName, country_of, describe, resolve
from citygraph.store.graph_view import StoreGraph
from citygraph.store.snapshot import open_store

if TYPE_CHECKING:
    import networkx as nx

    from citygraph.domain.kinds import Vocabulary
    from citygraph.domain.terms import Measure
    from citygraph.folder.diagnostics import Diagnostic
    from citygraph.outputs.formats import Written
    from citygraph.outputs.page import Shown
    from citygraph.outputs.picture.drawing import Drawn, Form
    from citygraph.questions.compare import Comparison
    from citygraph.questions.diff import Change
    from citygraph.questions.find import Found
    from citygraph.questions.log import Chronicle
    from citygraph.questions.map import Map
    from citygraph.questions.measures.centrality import Ranking
    from citygraph.questions.measures.louvain import Communities
    from citygraph.questions.measures.network import Progress
    from citygraph.questions.measures.sizes import Stats
    from citygraph.questions.neighbors import Neighbor
    from citygraph.questions.path import Path
    from citygraph.questions.review import Found as ToReview
    from citygraph.questions.show import NodeCard, SourceCard, TieCard
    from citygraph.questions.sources import Cited, Source
    from citygraph.questions.suggest import Suggestions
    from citygraph.questions.suggest.evaluation import Evaluation
    from citygraph.questions.ties import CountryTies, Post, Tie
    from citygraph.questions.timeline import Timeline
    from citygraph.store.read_files import Report

FOLDER_VARIABLE = "CITYGRAPH_GRAPH"


Question = TypeVar("Question", bound=Callable[..., Any])
Row = TypeVar("Row")
Columns = tuple[str, ...]
Cells = tuple[Any, ...]


def _mended(question: Question) -> Question:
    """Ask a question again of a new store, if the snapshot turns out to be damaged: then it can raise anything."""

    @wraps(question)
    def ask(self: World, *arguments: Any, **named: Any) -> Any:
        view = self.view
        try:
            return question(self, *arguments, **named)
        except Exception as error:
            no_damage = isinstance(error, CityGraphError) or (
                isinstance(error, KeyError) and question.__name__ == "describe"
            )
            if no_damage or (view is self.view and not self._renewed()):
                raise
            return question(self, *arguments, **named)

    return cast(Question, ask)


class World:
    """A graph folder as it was when it was opened.

    Arguments that mean a node take its id, name, alias, language form or identifier, in any spelling. Each question
    takes a :class:`~citygraph.domain.lens.Lens`, made by :meth:`lens`. Names that mean nothing, or several things,
    raise :class:`~citygraph.graph.resolve.UnknownName` or :class:`~citygraph.graph.resolve.AmbiguousName`.

    >>> import citygraph
    >>> world = citygraph.open("graph")
    >>> [(hop.from_, hop.label, hop.to) for hop in world.path("İznik", "Ош").hops][0]
    ('iznik', 'is a sister city of', 'jingdezhen')
    >>> sorted(row.name for row in world.neighbors("景德镇", lens=world.lens(kind="flagship-store")))
    ['Dubai', 'Istanbul']
    """

    def __init__(self, folder: FilePath | str, *, cache: bool = True, report: Report | None = None) -> None:
        """Open a folder: from its snapshot in the user's cache, if there is one that says what the files say; else read
        it, and keep a snapshot, unless ``cache`` is false. Bad data is in :attr:`diagnostics`, never raised.
        ``report`` is told how far the reading of a large folder is.

        Raises:
            CityGraphError: there is no such folder.
        """
        self.folder = FilePath(folder)
        self._database = open_store(self.folder, cache=cache, report=report)
        self._may_be_damaged = cache
        self.view = StoreGraph(self._database)

    @classmethod
    def at_revision(cls, folder: FilePath | str, revision: str, *, report: Report | None = None) -> World:
        """The world of a folder as it was at a revision of the git repository that it lies in; ``revision:path`` for a
        folder of any name. Nothing is checked out. A world in which nothing is, if there was no such folder then.

        Raises:
            CityGraphError: there is no such revision, or git cannot tell.
        """
        from citygraph.folder.revisions import Repository

        with Repository(FilePath(folder)) as repository, repository.laid_out(repository.tree(revision)) as place:
            world = cls(place, cache=False, report=report)
        world.folder = FilePath(f"{folder} at {revision}")
        return world

    def _renewed(self) -> bool:
        """Whether there is another store now, since the snapshot was of no use."""
        if not self._may_be_damaged:
            return False
        self._may_be_damaged = False
        self._database = open_store(self.folder, anew=True)
        self.view = StoreGraph(self._database)
        return True

    def _each(self, ask: Callable[[StoreGraph], Iterator[Row]]) -> Iterator[Row]:
        """The rows of an answer; those that a damaged snapshot does not give, from a new one."""
        given = 0
        try:
            for row in ask(self.view):
                yield row
                given += 1
        except Exception as error:
            if isinstance(error, CityGraphError) or not self._renewed():
                raise
            yield from islice(ask(self.view), given, None)

    @property
    @_mended
    def files(self) -> tuple[str, ...]:
        """The files read, relative to the folder."""
        return tuple(file for (file,) in self._database.execute("SELECT file FROM _files ORDER BY file"))

    @property
    @_mended
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong in the folder, in order of place."""
        from citygraph.store.freshness import problems

        return tuple(problems(self._database))

    @property
    @_mended
    def errors(self) -> int:
        """How many of the diagnostics are errors."""
        (errors,) = self._database.execute("SELECT ifnull(sum(errors), 0) FROM _files").fetchone()
        return int(errors)

    @property
    @_mended
    def kinds(self) -> Vocabulary:
        """The kinds of ties: the built-in ones, and the folder's own."""
        return self.view.kinds

    @cached_property
    @_mended
    def graph(self) -> nx.MultiDiGraph:
        """All of it as a ``networkx.MultiDiGraph``; :mod:`citygraph.graph.interface` says what its attributes mean."""
        from citygraph.graph.interface import networkx_graph

        return networkx_graph(self.view)

    @cached_property
    def lazy_graph(self) -> nx.MultiDiGraph:
        """The same, but loaded while it is visited, and frozen: networkx's local algorithms (paths, ego graphs) run
        on it however large the folder is."""
        from citygraph.store.networkx_view import lazy_graph

        return lazy_graph(self.view)

    # ---------------------------------------------------------------- names and lenses

    @_mended
    def resolve(self, text: str, types: Collection[str] = NODE_TYPES) -> str:
        """The id of what ``text`` means, of one of ``types`` (the node types, ``source``, ``tie``)."""
        return resolve(self.view, text, types)

    @_mended
    def describe(self, id: str) -> tuple[str, str, str | None]:
        """Name, type and country of a node or a source, by its id."""
        return describe(self.view, id)

    @_mended
    def lens(
        self,
        *,
        kind: str | Iterable[str] = (),
        group: str | Iterable[str] = (),
        type: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        source: str | Iterable[str] = (),
        at: str | Iterable[str] = (),
    ) -> Lens:
        """A lens from values as people write them: a kind by a register's own term, a country by its name, ``!x`` for
        not x.

        Raises:
            CityGraphError: a value means nothing; the message says what was near.
        """
        try:
            times = Filter.of([at] if isinstance(at, str) else at)
            held = tuple(parse_date(text) for text in sorted(times.include))
            not_held = tuple(parse_date(text) for text in sorted(times.exclude))
        except ValueError as error:
            raise CityGraphError(str(error)) from None
        return Lens(
            kinds=_filter(kind, self._kinds),
            groups=_filter(group, _one_of(GROUPS, "group")),
            types=_filter(type, _one_of(NODE_TYPES, "type")),
            statuses=_filter(status, _one_of(STATUSES, "status")),
            countries=_filter(country, self._country),
            sources=_filter(source, self._source),
            at=held,
            not_at=not_held,
        )

    def _kinds(self, text: str) -> list[str]:
        kinds = self.kinds.called(text)
        if not kinds:
            raise CityGraphError(_with_hint(f"there is no kind `{text}`", did_you_mean(text, self.kinds.spoken)))
        return kinds

    def _source(self, text: str) -> list[str]:
        try:
            return [self.resolve(text, ("source",))]
        except UnknownName:
            hint = did_you_mean(text, self.view.graph["sources"])
            raise CityGraphError(_with_hint(f"there is no source `{text}`", hint)) from None

    def _country(self, text: str) -> list[str]:
        from citygraph.domain.countries import did_you_mean_country

        country = country_of(self.view, text)
        if country is None:
            raise CityGraphError(_with_hint(f"there is no country `{text}`", did_you_mean_country(text)))
        return [country]

    # ---------------------------------------------------------------- questions

    def path(
        self,
        start: str,
        end: str,
        lens: Lens | None = None,
        *,
        directed: bool = False,
        avoid: Iterable[str] = (),
        all_ties: bool = False,
    ) -> Path:
        """A shortest path between two nodes, the least doubtful one; of ``length`` None if there is none."""
        from citygraph.questions.path import NO_PATH

        paths = self.paths(start, end, lens, directed=directed, avoid=avoid, all_ties=all_ties)
        return next(paths, NO_PATH)

    def paths(
        self,
        start: str,
        end: str,
        lens: Lens | None = None,
        *,
        directed: bool = False,
        avoid: Iterable[str] = (),
        all_ties: bool = False,
        limit: int | None = None,
    ) -> Iterator[Path]:
        """Every shortest path, the least doubtful one first, then in order of ids; at most ``limit``."""
        from citygraph.questions.path import shortest_paths

        one, other = self.resolve(start), self.resolve(end)
        avoided = {self.resolve(node) for node in avoid}
        if avoided & {one, other}:
            raise CityGraphError("a path cannot avoid its own ends")

        def ask(view: StoreGraph) -> Iterator[Path]:
            return shortest_paths(view, one, other, lens, directed=directed, avoid=avoided, all_ties=all_ties)

        return islice(self._each(ask), limit)

    @_mended
    def neighbors(
        self, node: str, lens: Lens | None = None, *, hops: int = 1, limit: int | None = None
    ) -> list[Neighbor]:
        """The ties of a node, and of those it leads to, up to ``hops`` away."""
        from citygraph.questions.neighbors import neighbors

        return list(islice(neighbors(self.view, self.resolve(node), lens, hops=hops), limit))

    @_mended
    def count_neighbors(self, node: str, lens: Lens | None = None, *, hops: int = 1) -> int:
        """How many rows :meth:`neighbors` has."""
        from citygraph.questions.neighbors import count_neighbors

        return count_neighbors(self.view, self.resolve(node), lens, hops=hops)

    @_mended
    def show(self, text: str, lens: Lens | None = None) -> NodeCard | SourceCard | TieCard:
        """All that is known of a node, a source, or a tie (by its id)."""
        from citygraph.questions.show import show_node, show_source, show_tie

        id = self.resolve(text, (*NODE_TYPES, "source", "tie"))
        if id in self.view:
            return show_node(self.view, id, lens)
        if id in self.view.graph["sources"]:
            return show_source(self.view, id, lens)
        return show_tie(self.view, id, lens)

    @_mended
    def find(self, text: str, lens: Lens | None = None, *, limit: int | None = None) -> list[Found]:
        """The records that have ``text`` in a name, the closest first."""
        from citygraph.questions.find import find

        return list(islice(find(self.view, text, lens), limit))

    @_mended
    def ties(
        self, lens: Lens | None = None, *, between: tuple[str, str] | None = None, limit: int | None = None
    ) -> list[Tie]:
        """All ties, or those between two nodes; a country stands for all that lies in it, a region for all that is part
        of it."""
        from citygraph.questions.ties import ties

        return list(islice(ties(self.view, lens, between=self._pair(between)), limit))

    @_mended
    def count_ties(self, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> int:
        """How many rows :meth:`ties` has."""
        from citygraph.questions.ties import count_ties

        return count_ties(self.view, lens, between=self._pair(between))

    @_mended
    def ties_by_country(self, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> list[CountryTies]:
        """The same, counted by the countries of their ends."""
        from citygraph.questions.ties import ties_by_country

        return ties_by_country(self.view, lens, between=self._pair(between))

    @_mended
    def country_name(self, code: str) -> str:
        """What a country is called, by what its nodes have as their ``country``; that itself if it has no name."""
        from citygraph.domain.countries import country_name

        def is_it(record: str) -> bool:
            return self.describe(record)[1:] == ("country", code)

        recorded = self.view.graph["names"].lookup(code, is_it)
        return (self.describe(recorded[0])[0] if recorded else country_name(code)) or code

    def _pair(self, between: tuple[str, str] | None) -> tuple[str, str] | None:
        return between and (self._end_or_country(between[0]), self._end_or_country(between[1]))

    def _end_or_country(self, text: str) -> str:
        """A node, or the code of a country, which need not have a record."""
        try:
            return self.resolve(text)
        except UnknownName:
            country = country_of(self.view, text)
            if country is None:
                raise
            there = self.view.graph["countries"].get(country, ())
            return next((id for id in there if self.view.nodes[id]["type"] == "country"), country)

    @_mended
    def sources(self, lens: Lens | None = None) -> list[Source]:
        """All sources, with how much stands on each."""
        from citygraph.questions.sources import sources

        return list(sources(self.view, lens))

    @_mended
    def cited(self, source: str, lens: Lens | None = None) -> list[Cited]:
        """What one source says."""
        from citygraph.questions.sources import cited

        return list(cited(self.view, self.resolve(source, ("source",)), lens))

    @_mended
    def officials(self, place: str | None = None, lens: Lens | None = None) -> list[Post]:
        """Who holds which public post; of a place, also in what is part of it."""
        from citygraph.questions.ties import officials

        return list(officials(self.view, None if place is None else self.resolve(place), lens))

    @_mended
    def partners(self, city: str, lens: Lens | None = None) -> list[Neighbor]:
        """The ties of a city that are economy: trade, stores, offices."""
        return [row for row in self.neighbors(city, lens) if self.kinds[row.kind].group == "economy"]

    @_mended
    def map(self, lens: Lens | None = None, *, around: str | None = None, path: tuple[str, str] | None = None) -> Map:
        """What lies where, and the ties between: all; or those ``around`` a node; or those of the ``path`` between
        two."""
        from citygraph.questions import map as places

        if path is not None:
            start, end = path
            return places.along(self.view, self.resolve(start), self.path(start, end, lens), lens)
        if around is not None:
            return places.around(self.view, self.resolve(around), lens)
        return places.everywhere(self.view, lens)

    @_mended
    def compare(self, one: str, other: str, lens: Lens | None = None) -> Comparison:
        """Two nodes side by side: what is known of each, the ties between them, and what both are tied to or only one
        is: see :mod:`citygraph.questions.compare`.

        Raises:
            CityGraphError: they are one and the same.
        """
        from citygraph.questions.compare import compare

        ids = self.resolve(one), self.resolve(other)
        if ids[0] == ids[1]:
            raise CityGraphError(f"`{one}` and `{other}` are one and the same")
        return compare(self.view, *ids, lens)

    @_mended
    def timeline(
        self,
        node: str | None = None,
        lens: Lens | None = None,
        *,
        within: str | None = None,
        upcoming: bool = False,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> Timeline:
        """What happened when, of a node, a country or a region, or of all: see :mod:`citygraph.questions.timeline`.
        ``within`` a date or period, or a span from today on (``18 months``). ``upcoming``: what is to come within that,
        else within 12 months, with round anniversaries. At most the first ``limit`` with a date, and without one.

        Raises:
            CityGraphError: ``within`` is neither.
        """
        from citygraph.questions.timeline import timeline, window

        lens = lens or Lens()
        if within is None and upcoming:
            within = "12 months"
        try:
            days = None if within is None else window(within, lens.today or datetime.date.today())
        except ValueError as error:
            raise CityGraphError(f"{error}; or a span from today on: 18 months") from None
        about = None if node is None else self._end_or_country(node)
        return timeline(self.view, about, lens, within=days, upcoming=upcoming, limit=limit, progress=progress)

    # ---------------------------------------------------------------- the network as a whole

    @_mended
    def stats(
        self,
        lens: Lens | None = None,
        *,
        simple: bool = False,
        by_country: bool = False,
        exact: bool = False,
        progress: Progress | None = None,
    ) -> Stats:
        """Sizes, distances and shape of the network, or of its countries; of the ``simple`` one without parallel ties
        and loops. :mod:`citygraph.questions.measures.sizes` says what each figure is. Distances in a component of more
        than 20,000 nodes are from a sample, unless they are to be ``exact``."""
        from citygraph.questions.measures.network import silent
        from citygraph.questions.measures.sizes import stats

        return stats(self.view, lens, simple=simple, by_country=by_country, exact=exact, progress=progress or silent)

    @_mended
    def rank(
        self,
        lens: Lens | None = None,
        *,
        by: Measure = "degree",
        top: int | None = None,
        by_country: bool = False,
        simple: bool = False,
        exact: bool = False,
        progress: Progress | None = None,
    ) -> Ranking:
        """The nodes, or their countries, in order of a measure: see :mod:`citygraph.questions.measures.centrality`.
        Betweenness among more than 5,000 nodes and closeness in a component of more than 20,000 are from a sample,
        unless they are to be ``exact``."""
        from citygraph.questions.measures.centrality import rank
        from citygraph.questions.measures.network import silent

        return rank(
            self.view,
            lens,
            by=by,
            top=top,
            by_country=by_country,
            simple=simple,
            exact=exact,
            progress=progress or silent,
        )

    @_mended
    def communities(
        self,
        lens: Lens | None = None,
        *,
        by_country: bool = False,
        simple: bool = False,
        progress: Progress | None = None,
    ) -> Communities:
        """Groups of nodes, or of their countries, that are tied among themselves more than to others: see
        :mod:`citygraph.questions.measures.louvain`."""
        from citygraph.questions.measures.louvain import communities
        from citygraph.questions.measures.network import silent

        return communities(self.view, lens, by_country=by_country, simple=simple, progress=progress or silent)

    @_mended
    def suggest(self, node: str, lens: Lens | None = None, *, top: int | None = None) -> Suggestions:
        """Nodes that have much in common with one, and no tie to it yet, the most first: see
        :mod:`citygraph.questions.suggest`.

        Raises:
            CityGraphError: it is a person or an event.
        """
        from citygraph.questions.suggest import suggest

        return suggest(self.view, self.resolve(node), lens, top=top)

    @_mended
    def evaluate_suggestions(self, lens: Lens | None = None, *, progress: Progress | None = None) -> Evaluation:
        """How well :meth:`suggest` finds ties that were hidden from it: see
        :mod:`citygraph.questions.suggest.evaluation`.

        Raises:
            CityGraphError: there are too few ties to hide any.
        """
        from citygraph.questions.measures.network import silent
        from citygraph.questions.suggest.evaluation import evaluate

        return evaluate(self.view, lens, progress=progress or silent)

    # ---------------------------------------------------------------- what needs a second look

    @_mended
    def review(
        self,
        node: str | None = None,
        lens: Lens | None = None,
        *,
        reasons: str | Iterable[str] = (),
        months: int | None = None,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> tuple[ToReview, ...]:
        """What needs a second look, for each reason, with its place in the files; of a node, a country or a region only
        what concerns it. ``reasons`` are ids, ``!x`` for all but x: see :mod:`citygraph.questions.review.reasons`.
        ``months`` is how old the newest word of a tie may be, 24 if not said. At most the first ``limit`` for each
        reason.

        Raises:
            CityGraphError: there is no such reason.
        """
        from citygraph.questions.measures.network import silent
        from citygraph.questions.review import MONTHS, placed, review
        from citygraph.questions.review.reasons import REASONS
        from citygraph.store.places import spans

        wanted = _filter(reasons, _one_of(REASONS, "reason"))
        progress = progress or silent
        found = review(
            self.view,
            None if node is None else self._end_or_country(node),
            lens,
            reasons=[reason for reason in REASONS if wanted.admits(reason)],
            months=MONTHS if months is None else months,
            limit=limit,
            progress=progress,
        )
        known = spans(
            self._database,
            self.folder,
            {finding.where for those in found for finding in those.findings},
            lambda done, of: progress("finding the places", done, of),
        )
        return placed(found, known)

    # ---------------------------------------------------------------- what has changed

    @_mended
    def diff(self, before: World, lens: Lens | None = None) -> list[Change]:
        """What is known here, and was not, or otherwise, in a world ``before``: of another folder, or of this one
        :meth:`at_revision`."""
        from citygraph.questions.diff import diff

        return diff(before.view, self.view, lens)

    @_mended
    def log(self, text: str, lens: Lens | None = None) -> Chronicle:
        """What each of git's commits changed of what is said of a node, a source or a tie, the newest first. What is in
        no file any more goes by its id.

        Raises:
            CityGraphError: the folder lies in no git repository, or git cannot tell.
        """
        from citygraph.folder.revisions import Repository
        from citygraph.questions.log import Thing, chronicle

        unknown = None
        try:
            id = self.resolve(text, (*NODE_TYPES, "source", "tie"))
        except UnknownName as error:
            id, unknown = text, error
        _, *ends = id.split(".")
        with Repository(self.folder) as repository:
            found = chronicle(repository, Thing(id, tuple(ends)), self.view, lens)
        if unknown and not found.entries:
            raise unknown
        return found

    # ---------------------------------------------------------------- handing on

    @property
    def snapshot(self) -> FilePath | None:
        """The SQLite file that has all of it, in the views that docs/sql.md describes; None if none could be kept. When
        the folder changes, another file may take its place."""
        from citygraph.store.sql import file_of

        return file_of(self._database)

    def sql(self, statement: str, *, waits: Callable[[], None] | None = None) -> tuple[Columns, Iterator[Cells]]:
        """The answer to a statement in SQL that only reads, on the views that docs/sql.md describes: the names of its
        columns, no two alike, and its rows, while they are found. ``waits`` is told now and then that it takes long.

        Raises:
            CityGraphError: SQLite does not understand it, or it would change something.
        """
        from citygraph.store.sql import answer

        rows = self._each(lambda view: answer(view.database, statement, waits))  # the first has the columns' names
        return next(rows), rows

    @_mended
    def export(
        self,
        target: FilePath | str | BinaryIO,
        lens: Lens | None = None,
        *,
        format: str | None = None,
        ego: str | None = None,
        hops: int = 1,
        by_country: bool = False,
    ) -> Written:
        """Write what the lens shows to a file or a stream, whole or not at all; of an ``ego`` only what is up to
        ``hops`` away; or the countries of what it shows, with the ties between them counted. The file's suffix is its
        format, unless one is given.

        Raises:
            CityGraphError: there is no such format, or the file cannot be written.
        """
        from citygraph.outputs.formats import export

        among = None if ego is None else self._near(ego, lens, hops)
        where = FilePath(target) if isinstance(target, str) else target
        return export(self.view, where, lens or Lens(), format=format, among=among, by_country=by_country)

    def write_page(
        self, file: FilePath | str, lens: Lens | None = None, *, title: str, ego: str | None = None, hops: int = 1
    ) -> Shown:
        """Write a page that shows what the lens shows, for a browser; of an ``ego`` only what is up to ``hops`` away.

        Raises:
            CityGraphError: that is too much for a page, or the file cannot be written.
        """
        from citygraph.outputs.page import write_page

        among = None if ego is None else self._near(ego, lens, hops)
        return write_page(self.view, FilePath(file), lens or Lens(), title=title, among=among)

    @_mended
    def draw(
        self,
        file: FilePath | str,
        lens: Lens | None = None,
        *,
        title: str = "Cities and their ties",
        form: Form | None = None,
        ego: str | None = None,
        hops: int = 1,
    ) -> Drawn:
        """Draw what the lens shows as a map or a network, to a file that ends in .svg, .png or .pdf; of an ``ego`` only
        what is up to ``hops`` away.

        Raises:
            CityGraphError: there is nothing to draw, or too much; or the file cannot be written.
        """
        from citygraph.outputs.picture.drawing import draw

        node = None if ego is None else self.resolve(ego)
        among = None if ego is None else self._near(ego, lens, hops)
        return draw(self.view, FilePath(file), lens or Lens(), title=title, form=form, among=among, ego=node, hops=hops)

    def _near(self, ego: str, lens: Lens | None, hops: int) -> set[str]:
        from citygraph.questions.neighbors import within

        return within(self.view, self.resolve(ego), lens, hops=hops)


def find_folder(given: FilePath | str | None = None) -> FilePath:
    """The graph folder: the one given, else ``CITYGRAPH_GRAPH``, else ``graph/`` here or in a parent folder.

    Raises:
        CityGraphError: there is none; the message says what would help.
    """
    named = given or os.environ.get(FOLDER_VARIABLE)
    if named:
        folder = FilePath(named)
        if not folder.is_dir():
            raise CityGraphError(f"there is no folder {folder}" + ("" if given else f" ({FOLDER_VARIABLE} names it)"))
        return folder
    here = FilePath.cwd()
    for parent in (here, *here.parents):
        folder = parent / "graph"
        if folder.is_dir() and graph_files(folder):
            return FilePath(os.path.relpath(folder))
    raise CityGraphError(
        "no graph folder here or above; `citygraph init graph` starts one, --graph DIR names one elsewhere"
    )


def _filter(values: str | Iterable[str], meaning: Callable[[str], list[str]]) -> Filter:
    """A filter from values as written, each put to what it means."""
    written = Filter.of([values] if isinstance(values, str) else values)
    return Filter(
        frozenset(meant for value in written.include for meant in meaning(value)),
        frozenset(meant for value in written.exclude for meant in meaning(value)),
    )


def _one_of(choices: Collection[str], what: str) -> Callable[[str], list[str]]:
    def meaning(text: str) -> list[str]:
        if text not in choices:
            hint = did_you_mean(text, choices) or "one of: " + ", ".join(choices)
            raise CityGraphError(_with_hint(f"there is no {what} `{text}`", hint))
        return [text]

    return meaning


def _with_hint(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
