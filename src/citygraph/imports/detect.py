"""Which reader a file is for, by what stands in it first, then by the ending of its name.

The order of certainty: bytes that only one format begins with; words that only one format has; the ending. Formats that
citygraph does not read are known too, so that a message can name them and the way out.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_source
from citygraph.imports.readers import sources
from citygraph.imports.readers.edgelist import header_of
from citygraph.imports.readers.json import are_lines

HEAD = 1 << 16
"""How many bytes are looked at."""
AS_CSV = "open it in a spreadsheet, and save it as CSV (UTF-8)"
_UNPACK = "unpack it first"
_AS_GRAPHML = "save it as GraphML"


class FileFormat(NamedTuple):
    """A format: its ``reader``, empty if there can be none, its ``name`` in a sentence, and what to do with such a file
    without a reader."""

    reader: str
    name: str
    way_out: str = AS_CSV


TABLE = FileFormat("table", "a table")
JSON = FileFormat("json", "JSON")
JSON_LINES = FileFormat("jsonl", "JSON Lines")
WORKBOOK = FileFormat("xlsx", "a workbook")
GML = FileFormat("gml", "GML")
GEXF = FileFormat("gexf", "GEXF")
GRAPHML = FileFormat("graphml", "GraphML")
PAJEK = FileFormat("pajek", "a network of Pajek")
YAML = FileFormat("yaml", "YAML")
SPARQL = FileFormat("sparql", "an answer of SPARQL")
QUICKSTATEMENTS = FileFormat("quickstatements", "commands of QuickStatements")
EDGE_LIST = FileFormat("edgelist", "an edge list")
MARKDOWN = FileFormat("markdown", "Markdown")
DUCKDB = FileFormat("duckdb", "a DuckDB database")
WEB_PAGE = FileFormat("html", "a web page (HTML)")
WIKITEXT = FileFormat("wikitext", "the source of a wiki's page")
FLAT_WORKBOOK = FileFormat("", "a workbook as one XML file", "save it as .xlsx or .ods")
RDF_TEXT = FileFormat("", "RDF", "ask for a table with a SPARQL query, and save the answer as CSV")
GZIP = FileFormat("", "a compressed file", _UNPACK)
ZIP = FileFormat("", "a zip archive", _UNPACK)

_BEGINNINGS: tuple[tuple[bytes, FileFormat], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),  # its reader tells a workbook from what else is a compound file
    (b"PAR1", FileFormat("parquet", "Parquet")),
    (b"SQLite format 3\0", FileFormat("sqlite", "an SQLite database")),
    (b"ARROW1", FileFormat("", "Arrow (Feather)", "save it as CSV (UTF-8)")),
    (b"%PDF-", FileFormat("", "a PDF", "get the table as a spreadsheet or CSV (UTF-8) from who made it")),
    (b"PK\5\6", ZIP),  # an empty one
    (b"\x1f\x8b", GZIP),
    (b"BZh", GZIP),
    (b"\xfd7zXZ\0", GZIP),
    (b"\x28\xb5\x2f\xfd", GZIP),
    (b"7z\xbc\xaf\x27\x1c", GZIP),
    (b"Rar!\x1a\x07", GZIP),
    (b"{\\rtf", FileFormat("", "a text document (RTF)", AS_CSV)),
    (b"$FL2", FileFormat("", "an SPSS file", "save it as CSV (UTF-8)")),
    (b"<stata_dta>", FileFormat("", "a Stata file", "save it as CSV (UTF-8)")),
    (b"RDX", FileFormat("", "an R data file", "save it as CSV (UTF-8)")),
    (b"\x89PNG", FileFormat("", "a picture", "get the table itself as a spreadsheet or CSV (UTF-8)")),
    (b"\xff\xd8\xff", FileFormat("", "a picture", "get the table itself as a spreadsheet or CSV (UTF-8)")),
    (b"GIF8", FileFormat("", "a picture", "get the table itself as a spreadsheet or CSV (UTF-8)")),
)
_ROOTS: dict[str, FileFormat] = {
    "gexf": GEXF,
    "graphml": GRAPHML,
    "html": WEB_PAGE,
    "table": WEB_PAGE,
    "head": WEB_PAGE,
    "body": WEB_PAGE,
    "meta": WEB_PAGE,
    "div": WEB_PAGE,
    "style": WEB_PAGE,
    **dict.fromkeys(("title", "h1", "h2", "p", "span", "section", "article", "main", "tr", "center"), WEB_PAGE),
    "workbook": FLAT_WORKBOOK,
    "document": FLAT_WORKBOOK,  # office:document
    "kml": FileFormat("", "KML", "save it as GeoJSON"),
    "gpx": FileFormat("", "GPX", "save it as GeoJSON"),
    "rdf": RDF_TEXT,
    "sparql": SPARQL,
    "osm": FileFormat("", "OpenStreetMap XML", "save it as GeoJSON"),
    "svg": FileFormat("", "a picture", "get the table itself as a spreadsheet or CSV (UTF-8)"),
}
_OTHER_XML = FileFormat("", "XML that no reader knows", AS_CSV)
_WORDS: tuple[tuple[re.Pattern[str], FileFormat], ...] = (
    (re.compile(r"(?:(?!\*)[^\n]*\n)*+\*+[ \t]*(?:\{\{[^{}\n]*\}\}[ \t]*)*\[\["), WIKITEXT),
    (
        re.compile(r"(?:(?![ \t:]*\{\|)[^\n]*\n)*+[ \t:]*\{\|[^\n]*\n(?:(?![ \t]*\|[-}])[^\n]*\n)*+[ \t]*\|[-}]"),
        WIKITEXT,
    ),
    (re.compile(r"(?:\s|#[^\n]*\n|\w+ +(?:\"[^\"\n]*\"|[\w.]+)[ \t]*\r?\n)*graph\s*\[\s", re.IGNORECASE), GML),
    (re.compile(r"(?:\s|%[^\n]*\n)*\*(?:network|vertices)\b", re.IGNORECASE), PAJEK),
    (re.compile(r"\s*[?$]\w+[ ]*(?:\t[?$]\w+[ ]*)*\r?\n"), SPARQL),
    (re.compile(r"\s*(?:CREATE\s*(?:\|\||\n)|-?Q\d+[ ]*[\t|][ ]*(?:P\d+|[LAD][a-z-]+)[ ]*[\t|])"), QUICKSTATEMENTS),
    (re.compile(r"\s*@(?:prefix|base)\s|\s*<[a-z]+:[^>\s]+>\s+<[a-z]+:[^>\s]+>\s"), RDF_TEXT),
    (
        re.compile(r"\s*(?:strict\s+)?(?:di)?graph\s*(?:\"[^\"\n]*\"|[\w-]*)\s*\{"),
        FileFormat("", "Graphviz (DOT)", _AS_GRAPHML),
    ),
    (re.compile(r"\s*dl\s+n\s*=", re.IGNORECASE), FileFormat("", "a UCINET network (DL)", _AS_GRAPHML)),
    (re.compile(r"nodedef>"), FileFormat("", "GDF", _AS_GRAPHML)),
    (re.compile(r"(?:[^|\n]*\n){0,40}[^|\n]*\|[^\n]*\n[ \t]*\|[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*(?:\r?\n|$)"), MARKDOWN),
)
_JSON = re.compile(r"""\[\s*[\[{\]"]|\{\s*["}]""")
"""How JSON with rows begins. A table may begin with `[1]` or `[City]`."""
_ENDINGS: dict[str, FileFormat] = {
    ".csv": TABLE, ".tsv": TABLE, ".tab": TABLE, ".dat": TABLE, ".psv": TABLE,
    ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".geojsonl": JSON_LINES,
    ".edgelist": EDGE_LIST, ".edges": EDGE_LIST, ".el": EDGE_LIST, ".ncol": EDGE_LIST,
    ".gexf": GEXF, ".graphml": GRAPHML, ".gml": GML, ".net": PAJEK, ".paj": PAJEK,
    ".yaml": YAML, ".yml": YAML,
    ".dbf": FileFormat("", "dBASE"), ".shp": FileFormat("", "a shapefile", "save it as GeoJSON"),
    ".numbers": FileFormat("", "a workbook of Numbers", "export it as .xlsx or CSV"),
    ".dta": FileFormat("", "a Stata file", "save it as CSV (UTF-8)"),
    ".rds": FileFormat("", "an R data file", "save it as CSV (UTF-8)"),
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".wiki": WIKITEXT, ".wikitext": WIKITEXT, ".mediawiki": WIKITEXT,
    ".html": WEB_PAGE, ".htm": WEB_PAGE, ".xhtml": WEB_PAGE,
    ".py": FileFormat("", "a program", "run it, and import what it writes"),
}  # fmt: skip
_PASSED_ON: dict[str, frozenset[str]] = {
    "table": frozenset(
        {"markdown", "wikitext", "html", "xlsx", "json", "jsonl", "geojson", "sparql", "parquet", "sqlite", "duckdb"}
    ),
    "json": frozenset({"jsonl"}),
    "jsonl": frozenset({"json"}),
    "wikidata": frozenset({"sparql"}),
    "xlsx": frozenset({"table", "html"}),  # .xls is often the name of a text
}
"""What a reader's name includes: of a file in such a format the other reader reads it."""
_OF_JSON = frozenset({"json", "node-link", "geojson", "wikidata", "cyjs", "graphology", "popolo", "sparql", "yaml"})
_CALLED = {
    "edgelist": "an edge list",
    "table": "a table",
    "wikidata": "an answer of Wikidata",
    "sparql": "an answer of SPARQL",
    "node-link": "node-link JSON",
}


def reader_of(file: Path, head: bytes | None = None) -> str:
    """The name of the reader for a file; ``head`` is its first ``HEAD`` bytes.

    Raises:
        CityGraphError: if the file cannot be opened, or is in a format that no reader knows.
    """
    head = head_of(file) if head is None else head
    found = format_of(head, file) or _by_ending(file, head)
    if found is JSON and _ENDINGS.get(file.suffix.lower()) is JSON_LINES:
        found = JSON_LINES  # its first lines may be broken
    if found.reader not in sources():
        raise _not_read(file, found)
    return found.reader


def reader_for(name: str, file: Path, head: bytes | None = None) -> str:
    """The name of the reader for a file that the user has given to the reader ``name``: ``table`` takes a workbook, and
    JSON with rows, too.

    Raises:
        CityGraphError: if the file is clearly in another format.
    """
    found = format_of(head_of(file) if head is None else head, file)
    if found and found.reader in _PASSED_ON.get(name, ()) and found.reader in sources():
        return found.reader
    if name == "xlsx" and found is None:
        return "table"
    refuse_if_other(name, file, head)
    return name


def refuse_if_other(name: str, file: Path, head: bytes | None = None) -> None:
    """Stop if a file is clearly in another format than the reader ``name`` reads.

    Raises:
        CityGraphError: names both, and the way out.
    """
    found = format_of(head_of(file) if head is None else head, file)
    if found is None or found.reader == name or (found in (JSON, JSON_LINES) and name in _OF_JSON):
        return  # the reader says by itself what it lacks
    if found.reader not in sources():
        raise _not_read(file, found, name)
    raise CityGraphError(f"{file}: this is {found.name}, not {_CALLED.get(name, name)}; write `import {found.reader}`")


def _not_read(file: Path, found: FileFormat, name: str = "") -> CityGraphError:
    is_not = f", not {_CALLED.get(name, name)}" if name else ", which is not read"
    return CityGraphError(f"{file}: this is {found.name}{is_not}; {found.way_out}")


def head_of(file: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        CityGraphError: if it cannot be opened.
    """
    try:
        with open_source(file) as opened:
            return next(opened.blocks(), b"")[:HEAD]
    except NotRead as reason:
        raise CityGraphError(f"{file}: {reason}") from None


def format_of(head: bytes, file: Path) -> FileFormat | None:
    """The format of a file, if its content shows it; None for a text that can be a table or a list."""
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[8:12] == b"DUCK":
        return DUCKDB
    if head.startswith(b"PK\3\4"):
        return _of_archive(file)
    text = _text(head)
    start = text.lstrip()
    if start.startswith("<") and (document := _of_xml(start)):
        return document
    if _JSON.match(start):
        return JSON_LINES if are_lines(start) else JSON
    return next((found for pattern, found in _WORDS if pattern.match(text)), None)


def _by_ending(file: Path, head: bytes) -> FileFormat:
    ending = file.suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if head.count(0) * 8 > len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and "\0" in _text(head):
        return FileFormat("", "a file of bytes that no reader knows")
    return EDGE_LIST if _are_pairs(_text(head)) else TABLE


_COMMENT = ("#", "%")
_PAIR = re.compile(r"\S+ +\S+(?: +-?[\d.]+)?")


def _are_pairs(text: str) -> bool:
    """True if a text is clearly an edge list: pairs of ids in each line, with numbers for ids, a comment, or a header.
    Lines of two words alone can be a list of towns as well."""
    *lines, _ = [*map(str.strip, text.splitlines()), ""] if len(text) < HEAD else map(str.strip, text.splitlines())
    pairs = [line for line in lines if line and not line.startswith(_COMMENT)]
    if (
        len(pairs) < 2
        or any(mark in line for line in pairs for mark in ',;|\t"')
        or not all(map(_PAIR.fullmatch, pairs))
    ):
        return False
    is_commented = any(line.startswith(_COMMENT) for line in lines)
    words = [word for line in pairs for word in line.split()]
    return is_commented or all(word.isdecimal() for word in words) or header_of(pairs[0].split()) is not None


def _text(head: bytes) -> str:
    """The first bytes as text, as far as signs and Latin letters go."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if head[:64].count(0) * 4 > len(head[:64]):
        wide = "utf-16-be" if head[:64:2].count(0) > head[1:64:2].count(0) else "utf-16-le"
        return head[: len(head) & ~1].decode(wide, "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_LONG_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?:[\w.-]+:)?([\w.-]+)", re.I)
"""It names the first element, which may stand behind what is looked at."""
_BEFORE_ROOT = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+html\b[^>]*>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.I
)


def _of_xml(start: str) -> FileFormat | None:
    """The format of XML or HTML by its first element; None if it is none."""
    is_xml = start.startswith("<?xml")
    if start[:14].lower() == "<!doctype html":
        return WEB_PAGE
    at = 0
    while before := _BEFORE_ROOT.match(start, at):
        at = before.end()
    root = _ROOT.match(start, at) or _LONG_DOCTYPE.match(start, at)
    if root and (found := _ROOTS.get(root[1].lower())):
        return found
    return _OTHER_XML if root and is_xml else None


def _of_archive(file: Path) -> FileFormat:
    from citygraph.imports.files import read

    try:
        with zipfile.ZipFile(io.BytesIO(read(file))) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return (
            WORKBOOK
            if file.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods")
            else FileFormat("", "a damaged zip archive", "get it again")
        )
    if any(name.startswith(("word/", "ppt/")) for name in names) or file.suffix.lower() in (".odt", ".odp", ".odg"):
        return FileFormat("", "a text document or a presentation")
    if "content.xml" in names or any(name.lower() == "[content_types].xml" for name in names):
        return WORKBOOK
    if any(name.endswith(".iwa") for name in names):
        return _ENDINGS[".numbers"]
    if any(name.endswith(".kml") for name in names):
        return FileFormat("", "KML in an archive", "save it as GeoJSON")
    return ZIP
