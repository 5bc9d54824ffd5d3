"""Other ways to the same answers: each a plain script, written as its library's documentation advises.

Those of ``RIVALS`` are run as ``python -m bench.rivals.NAME load FOLDER STORE`` once (FOLDER has CSV tables, STORE is
theirs to make) and then ``… ask STORE FROM TO [--at YEAR] [--kind KIND]``, which is what is timed. ``networkx_yaml``
has nothing to load: ``… ask FOLDER FROM TO --loader CSafeLoader``. All print ``{"length": …, "hops": […]}``.
"""

import importlib.metadata
from dataclasses import dataclass


@dataclass(frozen=True)
class Rival:
    """A script in this folder, the package that it stands on, and how the page calls it."""

    script: str
    package: str
    called: str

    @property
    def version(self) -> str | None:
        """The version of its package, None if that is not installed."""
        try:
            return importlib.metadata.version(self.package)
        except importlib.metadata.PackageNotFoundError:
            return None


NETWORKX = Rival("networkx_pickle", "networkx", "networkx, from a pickle")
IGRAPH = Rival("igraph_pickle", "igraph", "igraph, from a pickle")
DUCKDB = Rival("duckdb_sql", "duckdb", "DuckDB, by SQL")
LADYBUG = Rival("ladybug_cypher", "ladybug", "LadybugDB, by Cypher")

RIVALS = (NETWORKX, IGRAPH, DUCKDB, LADYBUG)
