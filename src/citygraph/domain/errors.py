"""The base class of errors. Only misuse raises them; bad data becomes a diagnostic."""


class CityGraphError(Exception):
    """Misuse: a folder that does not exist, a name that is unknown. Bad data is a
    :class:`~citygraph.folder.diagnostics.Diagnostic` instead."""
