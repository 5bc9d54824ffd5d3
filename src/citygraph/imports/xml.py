"""Elements of XML files, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.parsers.expat import errors

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import blocks

_DEEPEST = 256
"""How deep elements of XML may be nested; other readers have the same limit."""


@dataclass(slots=True)
class Element:
    """An XML element: its name without the namespace, its attributes, text and children, its first line, and the
    element around it. An element that was read by itself is no child."""

    name: str
    attributes: dict[str, str]
    line: int
    outer: Element | None = None
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def each(self, name: str) -> Iterator[Element]:
        """All elements with a name inside it, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.each(name)

    def around(self, name: str) -> Element | None:
        """The nearest element with a name around it."""
        found = self.outer
        while found and found.name != name:
            found = found.outer
        return found

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.texts)

    @property
    def words(self) -> str:
        """Its text, or else the first text of an element inside it."""
        return self.text.strip() or next(filter(None, (child.words for child in self.children)), "")


def elements(file: Path, root: str, names: frozenset[str], has_read: Callable[[int], None]) -> Iterator[Element]:
    """The elements with these names in an XML file, each when it is complete: inner elements come before outer ones.
    ``has_read`` is called with the number of bytes read since the last call.

    Raises:
        CityGraphError: if the file cannot be opened, is not XML, or its first element is not called like ``root``, in
            small letters.
    """
    done: list[Element] = []
    open_: list[Element] = []
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    kept = 0  # how many of the open elements are inside one with these names, or are one
    encoding = ""

    def declared(version: str, name: str | None, standalone: int) -> None:
        nonlocal encoding
        encoding = name or ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kept
        bare = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        outer = open_[-1] if open_ else None
        element = Element(name.rpartition("\n")[2], bare, parser.CurrentLineNumber, outer)
        if not outer and element.name.lower() != root:
            raise CityGraphError(f"{file}: this is not {_CALLED.get(root, root)}; it begins with `<{element.name}>`")
        if len(open_) >= _DEEPEST:
            raise CityGraphError(f"{file}:{element.line}: elements are nested more than {_DEEPEST} deep")
        open_.append(element)
        kept += kept > 0 or element.name in names

    def end(name: str) -> None:
        nonlocal kept
        element = open_.pop()
        if element.name in names:
            done.append(element)
        elif kept > 1:
            open_[-1].children.append(element)
        kept -= kept > 0

    def text(data: str) -> None:
        if kept:
            open_[-1].texts.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.XmlDeclHandler = declared
    before, block = 0, b""
    try:
        for block in blocks(file):
            parser.Parse(block, False)
            has_read(len(block))
            before += len(block)
            yield from done
            done.clear()
        parser.Parse(b"", True)
    except (LookupError, ValueError):  # what it says is unknown, or has characters of several bytes
        raise CityGraphError(f"{file}: XML in the encoding `{encoding[:40]}` is not read; save it as UTF-8") from None
    except expat.ExpatError as error:
        # An end is told behind its first two signs.
        back = 2 if expat.ErrorString(error.code) == errors.XML_ERROR_TAG_MISMATCH else 0
        at = parser.ErrorByteIndex - before - back
        here = block[at : at + 40].decode("utf-8", "ignore") if 0 <= at < len(block) else ""
        why = _why(error, open_[-1].name if open_ else "", visible(" ".join(here.split())[:30]))
        raise CityGraphError(f"{file}:{error.lineno}:{error.offset + 1 - back}: this is not XML: {why}") from None
    yield from done


_CALLED = {"gexf": "a GEXF file", "graphml": "a GraphML file"}
_WHY = {
    errors.XML_ERROR_SYNTAX: "no element begins here",
    errors.XML_ERROR_UNCLOSED_TOKEN: "a tag is not closed",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "a tag has an attribute twice",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "more stands behind the end of the document",
    errors.XML_ERROR_UNDEFINED_ENTITY: "a name between & and ; is not declared",
    errors.XML_ERROR_UNBOUND_PREFIX: "the prefix of a name is not declared",
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "a CDATA section is not closed",
    errors.XML_ERROR_RECURSIVE_ENTITY_REF: "an entity holds itself",
    errors.XML_ERROR_PARTIAL_CHAR: "half a character stands here",
}


def _why(error: expat.ExpatError, open_: str, here: str) -> str:
    """What is wrong. ``open_`` is the name of the innermost element that is open, and ``here`` what stands here."""
    said = expat.ErrorString(error.code) or ""
    stands = f": `{here}`" if here else ""
    if said == errors.XML_ERROR_NO_ELEMENTS:
        return f"the file ends, and `<{open_}>` is not closed" if open_ else "there is no element in it"
    if said == errors.XML_ERROR_TAG_MISMATCH:
        return f"the end of `<{open_}>` should stand here{stands.replace(':', ', not', 1)}"
    if said == errors.XML_ERROR_INVALID_TOKEN:
        return f"this cannot stand here{stands}"
    if "amplification" in said:
        return "its entities unpack to far more than the file has"
    return _WHY.get(said, said) + stands
