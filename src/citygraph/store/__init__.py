"""The loaded folder in one SQLite database: on disk, as the snapshot, or in memory.

``layout`` is its tables; ``rows`` what one file puts into it; ``cross_file`` what only all files together tell;
``build`` fills and updates it; ``snapshot`` is where it lies on disk, and whether it still says what the files say;
``graph_view`` reads it as a graph; ``sql_views`` is what others read of it, and ``sql`` asks that. Reading imports
neither networkx nor yaml.
"""


class Damaged(Exception):
    """What stands in a store cannot be what a build has put there. It is raised where the store decodes its own
    columns; what SQLite itself finds is a ``sqlite3.DatabaseError``."""
