"""The graph folder: YAML and CSV text to records and back, with the place of each value; checks; revisions in git.

Bad data is never an exception here: it becomes a diagnostic, and the reading goes on. Knows nothing of the graph that
the records make.
"""
