"""The benchmark: citygraph and others at the same questions, as whole processes, in turn. ``python -m bench --help``.

It knows citygraph by its command line alone. ``names``, ``worlds`` and ``pairs`` make what is asked about, ``rivals``
are the scripts that do the same work otherwise, ``measure`` runs processes, ``scenarios`` says what is measured and
which goals there are, ``page`` writes ``docs/benchmarks.md``.
"""
