"""The benchmark: citygraph and others answer the same questions, as whole processes, in turn (``python -m bench
--help``).

It uses citygraph only by its command line. ``names``, ``worlds`` and ``pairs`` make the worlds and the questions.
``rivals`` has the scripts that answer in other ways. ``measure`` runs processes. ``scenarios`` defines the measurements
and the goals. ``page`` writes ``docs/benchmarks.md``.
"""
