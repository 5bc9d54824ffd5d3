"""The graph folder: YAML and CSV text to records and back, with the place of each value; checks; revisions in git.

Bad data never raises an exception here. It becomes a diagnostic, and the reading goes on. This package knows nothing of
the graph that the records form.
"""

JOURNAL = ".citygraph-journal"
"""The name of the file that says how to finish an interrupted change of files: see :mod:`citygraph.folder.journal`.
Whoever walks through a folder looks for it, and imports that module only where there is one."""
