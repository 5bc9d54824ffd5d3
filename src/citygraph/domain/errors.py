"""What is raised, where bad data is not: it is told."""


class CityGraphError(Exception):
    """Misuse: no such folder, an unknown name where one is needed. Bad data is a
    :class:`~citygraph.folder.diagnostics.Diagnostic` instead."""
