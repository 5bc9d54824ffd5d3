"""The export formats, for other programs: one module for each, and this folder is the list of them.

The name of a format's module is the suffix of its files (``graphml``). The first line of its docstring says which
programs it is for, ``FORMAT`` says what it carries, and ``write(part, out)`` writes it. Only the format in use is
imported. The modules whose names begin with ``_`` are what the formats share.
"""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.folder.files import is_written_into, replacing
from citygraph.graph.interface import ReadGraph
from citygraph.graph.weights import Weights
from citygraph.outputs.attributes import Format
from citygraph.outputs.by_country import CountryGraph
from citygraph.outputs.part import Part


class ExportResult(NamedTuple):
    """The result of an export: its files (none for a stream), the numbers of nodes and ties, and a line for each kind
    of loss."""

    files: tuple[Path, ...]
    nodes: int
    ties: int
    warnings: tuple[str, ...]


def formats() -> list[str]:
    """The names of all formats, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def exporter(name: str) -> ModuleType:
    """The module of a format, by its name, which is the suffix of its files.

    Raises:
        CityGraphError: if there is no format of that name.
    """
    if name.lower() not in formats():
        raise CityGraphError(f"there is no format `{name}`; there is {', '.join(formats())}")
    return importlib.import_module(f"{__name__}.{name.lower()}")


def export(
    graph: ReadGraph,
    target: Path | BinaryIO,
    lens: Lens,
    *,
    format: str | None = None,
    among: Collection[str] | None = None,
    by_country: bool = False,
    weight: str | None = None,
) -> ExportResult:
    """Write the part of a graph that the lens shows, or shows ``among`` some nodes, to a file or a stream, completely
    or not at all.

    The part has the nodes that the lens shows, and the ties with both ends among them. The same graph gives the same
    bytes. Without ``format``, the file's suffix gives the format. With ``by_country``, write the countries of the
    nodes, with counts of the ties between them. With a ``weight``, the ties have the figure of this property as their
    weight, and those without one are left out.

    Raises:
        CityGraphError: if there is no such format, or it has no place for weights; if the weights have several units;
            or if the file cannot be written.
    """
    if format is None and isinstance(target, Path):
        format = target.suffix.removeprefix(".")
        if format.lower() not in formats():
            known = ", ".join(f".{known}" for known in formats())
            raise CityGraphError(f"{target.name}: no format has this suffix; there is {known}")
    if format is None:
        raise CityGraphError(f"which format? there is {', '.join(formats())}")
    module = exporter(format)
    countries = CountryGraph(graph, lens) if by_country else None
    if countries and not module.FORMAT.counts:
        raise CityGraphError(
            f"{module.FORMAT.title} says what is known, tie by tie, and has no place for counts of them"
        )
    weights = _weights(graph, lens, module.FORMAT, weight, by_country=by_country) if weight is not None else None
    whole = module.FORMAT.weighted() if weights else module.FORMAT
    part = Part(countries, Lens(), whole) if countries else Part(graph, lens, whole, among, weights)
    names = module.FORMAT.files
    if len(names) > 1 and not (isinstance(target, Path) and not is_written_into(target)):
        raise CityGraphError(f"{module.FORMAT.title} is several files; name one to write them beside each other")
    files = _files(target, names) if isinstance(target, Path) else ()
    if isinstance(target, Path):
        with replacing(files) as outs:
            module.write(part, *outs)
            if weights:
                weights.settled()
    else:
        with tempfile.TemporaryFile() as written:
            module.write(part, written)
            if weights:
                weights.settled()
            written.seek(0)
            shutil.copyfileobj(written, target)
    remarks = tuple(countries.remarks if countries else weights.remarks() if weights else ())
    return ExportResult(files, len(part.types), part.ties_read, (*remarks, *part.warnings()))


def _weights(graph: ReadGraph, lens: Lens, format: Format, property: str, *, by_country: bool) -> Weights:
    """The weights of the ties of a file.

    Raises:
        CityGraphError: if the file can have none.
    """
    if by_country:
        raise CityGraphError("ties between countries are counts of ties, and have no figures of their own")
    if not format.weights:
        having = ", ".join(name for name in formats() if exporter(name).FORMAT.weights)
        raise CityGraphError(f"{format.title} has no place for weights; these formats have: {having}")
    return Weights(graph, property, lens)


def _files(path: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """The files of an export: for ``cities.csv``, ``cities.nodes.csv`` and ``cities.ties.csv``."""
    return tuple(path.with_suffix(f".{name}{path.suffix}") if name else path for name in names)
