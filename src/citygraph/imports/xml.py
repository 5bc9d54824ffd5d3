"""Elements of XML files, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import blocks

_DEEPEST = 256
"""How deep elements of XML may be nested; other readers have the same limit."""


@dataclass(slots=True)
class Element:
    """An XML element: its name without the namespace, its attributes, text and children, and its first line."""

    name: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def each(self, name: str) -> Iterator[Element]:
        """All elements with a name inside it, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.each(name)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.texts)

    @property
    def words(self) -> str:
        """Its text, or else the first text of an element inside it."""
        return self.text.strip() or next(filter(None, (child.words for child in self.children)), "")


def elements(
    file: Path, names: frozenset[str], has_read: Callable[[int], None], starts: Callable[[Element], None]
) -> Iterator[Element]:
    """The elements with these names in an XML file, each when it is complete: inner elements come before outer ones.
    ``starts`` is called with every element when it begins; then it has only its attributes. ``has_read`` is called with
    the number of bytes read since the last call.

    Raises:
        CityGraphError: if the file cannot be opened, or is not XML.
    """
    done: list[Element] = []
    open_: list[Element] = []
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        bare = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition("\n")[2], bare, parser.CurrentLineNumber)
        starts(element)
        if open_ or element.name in names:
            if len(open_) >= _DEEPEST:
                raise CityGraphError(f"{file}:{element.line}: elements are nested more than {_DEEPEST} deep")
            open_.append(element)

    def end(name: str) -> None:
        if open_:
            element = open_.pop()
            if element.name in names:
                done.append(element)
            else:
                open_[-1].children.append(element)

    def text(data: str) -> None:
        if open_:
            open_[-1].texts.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        for block in blocks(file):
            parser.Parse(block, False)
            has_read(len(block))
            yield from done
            done.clear()
        parser.Parse(b"", True)
    except LookupError as error:
        raise CityGraphError(f"{file}: this is not XML that can be read: {error}") from None
    except ValueError as error:  # its encoding has characters of several bytes
        raise CityGraphError(f"{file}: its encoding cannot be read: {error}; save it as UTF-8") from None
    except expat.ExpatError as error:
        raise CityGraphError(f"{file}:{error.lineno}: this is not XML: {expat.ErrorString(error.code)}") from None
    yield from done
