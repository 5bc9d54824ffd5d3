"""The loaded folder in one SQLite database: on disk, as the snapshot, or in memory.

``tables`` is its layout; ``entries`` what one file puts into it; ``linking`` what only all files together tell;
``building`` fills and updates it; ``snapshot`` is where it lies on disk, and whether it still says what the files say;
``view`` reads it as a graph; ``views`` is what others read of it, and ``sql`` asks that. Reading imports neither
networkx nor yaml.
"""
