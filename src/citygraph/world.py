"""The library's face: an opened graph folder. It chooses the store that answers, and asks again if a snapshot is
damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial, update_wrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast, overload

from citygraph import outputs, questions
from citygraph.domain.errors import CityGraphError
from citygraph.folder.graph_files import WHOLE_FOLDER, has_graph_files
from citygraph.graph.asked import Asked
from citygraph.questions import Answer
from citygraph.store import Damaged
from citygraph.store.cache_folder import is_whole
from citygraph.store.graph_view import StoreGraph
from citygraph.store.snapshot import open_store

if TYPE_CHECKING:
    import networkx as nx

    import citygraph.questions.agreements
    import citygraph.questions.asleep
    import citygraph.questions.brief
    import citygraph.questions.common
    import citygraph.questions.communities
    import citygraph.questions.compare
    import citygraph.questions.coverage
    import citygraph.questions.diff
    import citygraph.questions.find
    import citygraph.questions.log
    import citygraph.questions.map
    import citygraph.questions.neighbors
    import citygraph.questions.officials
    import citygraph.questions.partners
    import citygraph.questions.path
    import citygraph.questions.promises
    import citygraph.questions.rank
    import citygraph.questions.review
    import citygraph.questions.show
    import citygraph.questions.sources
    import citygraph.questions.stats
    import citygraph.questions.suggest
    import citygraph.questions.ties
    import citygraph.questions.timeline
    import citygraph.questions.triangles
    from citygraph.domain.kinds import Vocabulary
    from citygraph.folder.diagnostics import Accepted, Diagnostic, Span, Where
    from citygraph.graph.completed import Completed
    from citygraph.store.checked import Checked
    from citygraph.store.own_checks import OwnCheck
    from citygraph.store.read_files import ReadingProgress
    from citygraph.store.saved_questions import SavedQuestion

FOLDER_VARIABLE = "CITYGRAPH_GRAPH"
DAMAGE = (sqlite3.DatabaseError, Damaged)
"""The errors that a damaged snapshot raises, besides a KeyError. Any other error is a bug, and the world does not catch
it."""

P = ParamSpec("P")
A = TypeVar("A")
Row = TypeVar("Row")
Columns = tuple[str, ...]
Cells = tuple[Any, ...]


class Asks(Generic[P, A]):
    """A method of the world that calls a function of an :class:`Asked` graph from another module. The module is
    imported at the first call. The method has the parameters, types and docstring of the function."""

    def __init__(self, function: Callable[[], Callable[Concatenate[Any, P], A]]) -> None:
        self._function = function

    @overload
    def __get__(self, world: None, owner: type) -> Callable[Concatenate[World, P], A]: ...
    @overload
    def __get__(self, world: World, owner: type) -> Callable[P, A]: ...
    def __get__(self, world: World | None, owner: type) -> Callable[..., Any]:
        function = self._function()
        if world is None:
            return function

        def ask(*arguments: P.args, **named: P.kwargs) -> A:
            return world.ask(function, *arguments, **named)

        return update_wrapper(ask, function)


class World(Asked):
    """A graph folder as it was when it was opened.

    Its questions are functions of :mod:`citygraph.questions`. An argument for a node takes its id, name, alias,
    language form or identifier, in any spelling. If a lens may narrow a question, the filters are named arguments:
    ``kind``, ``group``, ``type``, ``status``, ``country``, ``source``, ``tag``, ``by_person`` and ``at``. Each takes
    one word or several; ``!x`` means all but x. An unknown name raises :class:`~citygraph.graph.resolve.UnknownName`,
    and a name of several records :class:`~citygraph.graph.resolve.AmbiguousName`.

    >>> import citygraph
    >>> world = citygraph.open("graph")
    >>> [(hop.from_, hop.label, hop.to) for hop in world.path("İznik", "Ош")][0]
    ('iznik', 'is a sister city of', 'jingdezhen')
    >>> sorted(row.name for row in world.neighbors("景德镇", kind="flagship-store"))
    ['Dubai', 'Istanbul']
    """

    path = Asks(lambda: questions.path.path)
    paths = Asks(lambda: questions.path.paths)
    neighbors = Asks(lambda: questions.neighbors.neighbors)
    show = Asks(lambda: questions.show.show)
    find = Asks(lambda: questions.find.find)
    ties = Asks(lambda: questions.ties.ties)
    ties_by_country = Asks(lambda: questions.ties.ties_by_country)
    tie_counts = Asks(lambda: questions.ties.tie_counts)
    agreements = Asks(lambda: questions.agreements.agreements)
    officials = Asks(lambda: questions.officials.officials)
    promises = Asks(lambda: questions.promises.promises)
    partners = Asks(lambda: questions.partners.partners)
    sources = Asks(lambda: questions.sources.sources)
    cited = Asks(lambda: questions.sources.cited)
    compare = Asks(lambda: questions.compare.compare)
    brief = Asks(lambda: questions.brief.brief)
    common = Asks(lambda: questions.common.common)
    triangles = Asks(lambda: questions.triangles.triangles)
    map = Asks(lambda: questions.map.map)
    stats = Asks(lambda: questions.stats.stats)
    stats_of = Asks(lambda: questions.stats.stats_of)
    rank = Asks(lambda: questions.rank.rank)
    communities = Asks(lambda: questions.communities.communities)
    suggest = Asks(lambda: questions.suggest.suggest)
    evaluate_suggestions = Asks(lambda: questions.suggest.evaluate_suggestions)
    diff = Asks(lambda: questions.diff.diff)
    log = Asks(lambda: questions.log.log)
    timeline = Asks(lambda: questions.timeline.timeline)
    review = Asks(lambda: questions.review.review)
    asleep = Asks(lambda: questions.asleep.asleep)
    coverage = Asks(lambda: questions.coverage.coverage)
    missing = Asks(lambda: questions.coverage.missing)

    export = Asks(lambda: outputs.export)
    write_page = Asks(lambda: outputs.write_page)
    draw = Asks(lambda: outputs.draw)

    resolve = Asks(lambda: Asked.resolve)
    describe = Asks(lambda: Asked.describe)
    name = Asks(lambda: Asked.name)
    country_name = Asks(lambda: Asked.country_name)
    address = Asks(lambda: Asked.address)
    lens = Asks(lambda: Asked.lens)

    def __init__(self, folder: Path | str, *, cache: bool = True, report: ReadingProgress | None = None) -> None:
        """Open a folder. If the user's cache has a snapshot that is up to date, the world reads that. Else it reads the
        files, and keeps a snapshot. If ``cache`` is false, it reads the files and keeps none. Bad data is in
        :attr:`diagnostics`, and is never raised. ``report`` is called with the progress of reading.

        Raises:
            CityGraphError: if there is no such folder.
        """
        self.folder: Path = Path(folder)
        self.remarks: list[str] = []
        """What a person should know of how it was opened."""
        self._database = open_store(self.folder, cache=cache, report=report, remark=self.remarks.append)
        self._may_be_damaged = cache
        self._revision: tuple[Path, str] | None = None
        self.view: StoreGraph = StoreGraph(self._database)

    @property
    def language(self) -> str:
        """The BCP 47 tag of the language in which answers name nodes, where the records have such names: ``zh`` for
        景德镇. Empty, as at first, for the names that the records have first. It can be set."""
        return self.view.language

    @language.setter
    def language(self, tag: str) -> None:
        self.view = StoreGraph(self._database, tag)

    def languages(self) -> list[str]:
        """The tags of the languages in which records have names besides their first one, sorted."""
        return self._again(lambda: self.view.languages())

    @classmethod
    def at_revision(cls, folder: Path | str, revision: str, *, report: ReadingProgress | None = None) -> World:
        """The world of a folder at a revision of its git repository; ``revision:path`` for a folder of another name.
        Nothing is checked out. If the folder did not exist then, the world is empty.

        Raises:
            CityGraphError: if there is no such revision, or git fails.
        """
        from citygraph.folder.revisions import Repository

        with Repository(Path(folder)) as repository, repository.laid_out(revision) as place:
            world = cls(place, cache=False, report=report)
        world._revision = Path(folder), revision
        world.folder = Path(f"{folder} at {revision}")
        return world

    @contextmanager
    def _on_disk(self) -> Iterator[Path]:
        """A folder with the files of this world; of a revision, a temporary one."""
        if self._revision is None:
            yield self.folder
            return
        from citygraph.folder.revisions import Repository

        folder, revision = self._revision
        with Repository(folder) as repository, repository.laid_out(revision) as place:
            yield place

    def completed_by(self, state: Asked, lost: Collection[str] = ()) -> Completed:
        from citygraph.graph.completed import Completed

        if not self.errors or not isinstance(state, World):
            return Completed(self)
        from citygraph.folder.revisions import completed
        from citygraph.folder.rules import HIDES
        from citygraph.store.checked import files_with

        unread = tuple(file for file in files_with(self._database, HIDES) if file not in lost)
        if not unread:
            return Completed(self)
        with self._on_disk() as here, state._on_disk() as there, completed(here, there, unread) as place:
            world = World(place, cache=False)
        world.folder, world.language = self.folder, self.language
        unread_there = files_with(state._database, HIDES)
        stand = tuple(file for file in unread if file not in unread_there)
        return Completed(world, stand, tuple(file for file in unread if file in unread_there))

    # ---------------------------------------------------------------- asking again

    def ask(self, function: Callable[Concatenate[Any, P], A], *arguments: P.args, **named: P.kwargs) -> A:
        """The result of a function of an :class:`Asked` graph for this world. If the snapshot turns out to be damaged,
        the world builds a new one and calls the function once more. The same holds for the rows of an answer, which are
        found while the caller reads them."""

        def anew() -> A:
            return function(self, *arguments, **named)

        answer = self._again(anew)
        if isinstance(answer, Answer):
            rows, count, standings = answer.rows, answer.count, answer.standings
            if callable(rows):
                answer.rows = lambda: self._each(rows, lambda: cast("Any", anew()).rows())
            if count is not None:
                answer.count = lambda: self._again(lambda: cast("Any", anew()).count(), count)
            if standings is not None:
                answer.standings = lambda: self._again(lambda: cast("Any", anew()).standings(), standings)
        return answer

    def _again(self, ask: Callable[[], A], first: Callable[[], A] | None = None) -> A:
        """The result of ``first``, or of ``ask`` if there is no ``first``. If that meets damage, the result of ``ask``
        with a new store."""
        view = self.view
        try:
            return (first or ask)()
        except (*DAMAGE, KeyError) as error:
            if not self._is_damage(error) or (view is self.view and not self._renewed()):
                raise
            return ask()

    def _each(self, rows: Callable[[], Iterable[Row]], anew: Callable[[], Iterable[Row]]) -> Iterator[Row]:
        """The rows. If the store turns out to be damaged, the remaining rows come from a new one."""
        given = 0
        view = self.view
        try:
            for row in rows():
                yield row
                given += 1
        except (*DAMAGE, KeyError) as error:
            if not self._is_damage(error) or (view is self.view and not self._renewed()):
                raise
            yield from islice(anew(), given, None)

    def _is_damage(self, error: Exception) -> bool:
        """True if an error comes from a damaged store. A record may also be missing because a damaged index hides it,
        which SQLite does not see while it reads."""
        return not isinstance(error, KeyError) or (self._may_be_damaged and self._hides_records)

    @cached_property
    def _hides_records(self) -> bool:
        """True if the snapshot is not as it was written. A look at the whole of it takes as long as to read it."""
        try:
            return self.snapshot is not None and not is_whole(self.snapshot)
        except OSError:  # another one has taken its place
            return True

    def _renewed(self) -> bool:
        """Replace a damaged store by a new one; True if it is replaced."""
        if not self._may_be_damaged:
            return False
        self._may_be_damaged = False
        self._database = open_store(self.folder, anew=True)
        self.view = StoreGraph(self._database, self.language)
        return True

    # ---------------------------------------------------------------- the folder, as a whole

    @property
    def files(self) -> tuple[str, ...]:
        """The files read, relative to the folder; none if the folder has too many."""

        def names() -> tuple[str, ...]:
            rows = self._database.execute("SELECT file FROM _files WHERE file <> ? ORDER BY file", (WHOLE_FOLDER,))
            return tuple(file for (file,) in rows)

        return self._again(names)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The mistakes in the folder that nobody has accepted, in order of file, line and column. Of each code the
        first thousand are listed; at the end a diagnostic says how many there are besides (``more``)."""
        return self._checked(None).problems

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """The warnings that items of ``accepted`` in the folder accept, with the reasons; in the same order, and as
        many."""
        return self._checked(None).accepted

    def check(self, *, timeout: float = 60) -> Checked:
        """All that is wrong in the folder, and all that is accepted. Unlike :attr:`diagnostics` and :attr:`accepted`,
        this runs the checks of the folder's own, and has what they find; and it looks at the questions that the folder
        keeps. ``timeout`` is for how many seconds the checks may work together; 0 is without limit."""
        return self._checked(timeout)

    def _checked(self, timeout: float | None) -> Checked:
        """The same; with None, no check of the folder's own runs, and no question is looked at."""
        from citygraph.store.checked import FolderCheck

        def checked() -> Checked:
            with self._on_disk() as folder:
                found = FolderCheck(self._database, folder)
                if timeout is not None:
                    from citygraph.questions._command_line import why_not

                    found.run_own(timeout or None)
                    found.look_at_questions(partial(why_not, self))
                return found.checked()

        return self._again(checked)

    @property
    def errors(self) -> int:
        """The number of diagnostics that are errors."""

        def count() -> int:
            (errors,) = self._database.execute("SELECT ifnull(sum(errors), 0) FROM _files").fetchone()
            return int(errors)

        return self._again(count)

    @property
    def kinds(self) -> Vocabulary:
        """The kinds of ties: the built-in ones, and the folder's own."""
        return self._again(lambda: self.view.kinds)

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The whole graph as a ``networkx.MultiDiGraph``. Its attributes are those of the exports, as plain values:
        networkx can write it in each of its formats. See :mod:`citygraph.outputs.networkx_graph`."""
        from citygraph.outputs.networkx_graph import whole_graph

        return self._again(lambda: whole_graph(self.view))

    @cached_property
    def lazy_graph(self) -> nx.MultiDiGraph:
        """The same graph, frozen, and loaded while an algorithm visits it: each look at a node or a tie reads it again.
        Use it for networkx's local algorithms (paths, ego graphs) on a folder of any size."""
        from citygraph.outputs.networkx_graph import lazy_graph

        return lazy_graph(self.view)

    def places(self, records: Collection[Where]) -> dict[Where, Span]:
        """The place in the files of each of ``records``; a record that is in no file has none."""
        from citygraph.store.places import spans

        def report(done: int, of: int) -> None:
            self.progress("finding the places", done, of)

        return spans(self._database, self.folder, records, report)

    def files_about(self, id: str) -> list[str]:
        """The files with a record of an id, or one that refers to it, sorted."""
        from citygraph.store.places import files_about

        return self._again(lambda: files_about(self._database, id))

    def named_ties(self) -> list[str]:
        """The ids of ties that records name, sorted; there need be no such ties."""
        from citygraph.store.places import named_ties

        return self._again(lambda: named_ties(self._database))

    def own_checks(self) -> list[OwnCheck]:
        """The checks of the folder's own, in order."""
        from citygraph.store.own_checks import declared_checks

        return self._again(lambda: declared_checks(self._database))

    def saved_questions(self) -> list[SavedQuestion]:
        """The questions that the files keep, in order. ``citygraph ask`` asks them."""
        from citygraph.store.saved_questions import saved_questions

        return self._again(lambda: saved_questions(self._database))

    def homes(self, type: str, kind: str = "") -> list[str]:
        """The files with records of a type, those with the most first; of ties, first those with ties of a kind."""
        from citygraph.store.places import homes

        return self._again(lambda: homes(self._database, type, kind))

    @property
    def snapshot(self) -> Path | None:
        """The SQLite file with the whole graph, in the views that docs/sql.md describes; None if none could be kept.
        When the folder changes, another file may take its place."""
        from citygraph.store.sql import file_of

        return file_of(self._database)

    def sql(
        self, statement: str, *, waits: Callable[[], None] | None = None, timeout: float | None = None
    ) -> tuple[Columns, Iterator[Cells]]:
        """The answer to an SQL statement on the views that docs/sql.md describes: the names of its columns, all
        different, and an iterator of its rows. The statement may only read. ``waits`` is called now and then while
        SQLite works. ``timeout`` is for how many seconds it may work.

        Raises:
            CityGraphError: if SQLite does not understand the statement, if it would change something, takes too long,
                or makes a value of more than 100 MB.
        """
        from citygraph.store.sql import answer

        def rows() -> Iterator[Cells]:
            return answer(self.view.database, statement, waits, timeout)

        found = self._each(rows, rows)  # the first row has the names of the columns
        return next(found), found


class NoFolderHere(CityGraphError):
    """Nobody names a graph folder, and there is none here or above. The message says how to name or start one."""


def find_folder(given: Path | str | None = None) -> Path:
    """The graph folder: ``given``, else that of ``CITYGRAPH_GRAPH``, else ``graph/`` here or in a parent folder.

    Raises:
        NoFolderHere: if none is named, and there is none here or above.
        CityGraphError: if there is none of that name.
    """
    named = given or os.environ.get(FOLDER_VARIABLE)
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise CityGraphError(f"there is no folder {folder}" + ("" if given else f" ({FOLDER_VARIABLE} names it)"))
        return folder
    here = Path.cwd()
    for parent in (here, *here.parents):
        folder = parent / "graph"
        if folder.is_dir() and has_graph_files(folder):
            return Path(os.path.relpath(folder))
    raise NoFolderHere(
        "no graph folder here or above; `citygraph init graph` starts one, --graph DIR names one elsewhere"
    )
