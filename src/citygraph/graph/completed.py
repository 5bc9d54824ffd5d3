"""What :meth:`citygraph.graph.asked.Asked.completed_by` gives."""

from __future__ import annotations

from typing import NamedTuple

from citygraph.graph.asked import Asked


class Completed(NamedTuple):
    """A graph whose unreadable files are completed by those of another state: the whole, the files for which those of
    the other state ``stand``, and those that are ``unknown``, since neither can be read."""

    state: Asked
    stand: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
