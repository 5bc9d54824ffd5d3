"""The loaded folder in one SQLite database: on disk as the snapshot, or in memory.

``layout`` declares its tables. ``rows`` turns one file into rows, and ``read_files`` does so for all files.
``doubts`` finds the records that only all files together can judge, ``cross_file`` looks things up for the checks, and
``second_looks`` replaces what these change. ``build`` fills the database, ``update`` updates it. ``freshness`` compares
it with the files. ``snapshot`` keeps it on disk; ``cache_folder`` says where, and if it is believed; ``cache`` looks
after all snapshots, and ``moment`` copies a folder that keeps changing. ``graph_view`` reads it as a graph;
``numbered_view``, ``ties_view`` and ``indexes``, what some answers need of that. ``sql_views``
declares its public views, and ``sql`` runs queries on them.
Reading imports neither networkx nor yaml.
"""


class Damaged(Exception):
    """The content of a store cannot come from a build. It is raised where the store decodes its own columns; damage
    that SQLite itself finds is a ``sqlite3.DatabaseError``."""
