"""What the user says about an import: in options, and in a mapping file beside the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import CountryCode, SourceRecord, keys_of
from citygraph.domain.names import visible
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.values import Wrong, reader
from citygraph.imports.values.calendars import Calendar
from citygraph.imports.values.cell_lists import TOGETHER
from citygraph.imports.values.dates import First
from citygraph.imports.values.numbers import DecimalSign
from citygraph.imports.values.text import unwritable

ONE_NAME = "none"
"""What the user says between the names of a column whose cells hold one name, whatever they look like."""

SIGNS = {"tab": "\t", "space": " "}
"""Signs between cells and names that have a name of their own."""

KEYS = (
    "from", "sheet", "encoding", "no-header", "header-row", "delimiter", "at", "date-order", "calendar", "decimal",
    "map", "set", "split", "fill-down", "missing", "countries", "kinds", "statuses", "type", "kind", "new-kind",
    "source", "as", "link", "fill",
)  # fmt: skip
"""The sections of a mapping file, in their order. Most have the name of the option that says the same."""
FIELDS = {key: {"from": "reader", "as": "form"}.get(key, key.replace("-", "_")) for key in KEYS}
"""The fields of :class:`FileOptions`, by section."""


@dataclass(slots=True, kw_only=True)
class FileOptions:
    """What the user says about one file: how it is written, what its columns mean, and what becomes of it. What the
    user does not say is None or empty.

    ``reader`` is the name of its format; ``kinds`` are its words for kinds of ties; ``new_kind`` is a kind that the
    vocabulary lacks: its name, its family, and perhaps ``directed``, with colons between them; ``source`` has keys of
    the source's record, and its ``id``; ``form`` is how records are written.
    """

    reader: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    no_header: bool | None = None
    header_row: int | None = None
    delimiter: str | None = None
    at: str | None = None
    date_order: First | None = None
    calendar: Calendar = ""
    decimal: DecimalSign | None = None
    map: dict[str, list[str]] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    fill_down: list[str] = field(default_factory=list)
    """Columns whose empty cells mean the one above, if all of them are empty in a row; ``none``: nothing is meant."""
    missing: list[str] = field(default_factory=list)
    countries: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    type: str | None = None
    kind: str | None = None
    new_kind: str | None = None
    source: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    link: bool | None = None
    fill: bool | None = None
    remarks: list[str] = field(default_factory=list)
    """Sentences about options that others replace."""
    places: dict[str, str] = field(default_factory=dict)
    """Where a mapping file says something: its path, line and column, by ``section`` or ``section.key``."""

    @property
    def name_of_new_kind(self) -> str:
        """The name of the new kind that the user asks for; empty if there is none."""
        return (self.new_kind or "").partition(":")[0]

    @property
    def kind_of_ties(self) -> str:
        """The kind of ties whose row says none: a new one goes before ``kind``, unless it is that of a word. Empty if
        the user says none."""
        return self.name_of_new_kind if self.kind_without_direction else self.kind or self.name_of_new_kind

    @property
    def kind_without_direction(self) -> str:
        """The kind of edges that have no direction, if ``kind_of_ties`` is that of the others; else empty."""
        new = self.name_of_new_kind
        return self.kind if self.kind and new and self.kind != new and new not in self.kinds.values() else ""

    @property
    def things_said(self) -> frozenset[str]:
        """What the user says something of: the targets, each without what stands behind its first point."""
        return frozenset(target.partition(".")[0] for target in (*self.map, *self.set))

    def told(self, section: str, value: object, key: str = "") -> str:
        """What the user says, for messages: an option, or a line of a mapping file with its place."""
        text = visible(str(value))
        if place := self.places.get(f"{section}.{key}" if key else section):
            return f"{place}: {visible(key or section)}: {text}"
        option = {"kinds": "kind", "countries": "country"}.get(section, section)
        return f"--{option} {visible(key)}={text}" if key else f"--{option} {text}"

    def overridden(self, by: FileOptions) -> FileOptions:
        """These options, with those of ``by`` in the place of what they contradict."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        theirs = {one.name: value for one in fields(by) if (value := getattr(by, one.name)) not in (None, "", {}, [])}
        if theirs.keys() & {"no_header", "header_row"}:
            mine |= {"no_header": None, "header_row": None}
        for name in theirs.keys() & {"type", "kind"}:  # `set:` of a mapping file says the same
            mine["set"] = {target: text for target, text in mine["set"].items() if target != name}
        together = {name: mine[name] | value if isinstance(value, dict) else value for name, value in theirs.items()}
        both = FileOptions(**mine | together)
        both.places = {
            at: place for at, place in self.places.items() if not _says(by, *at.partition(".")[::2])
        } | by.places
        return both


def _says(options: FileOptions, section: str, key: str) -> bool:
    """True if options say what stands in a section of a mapping file, or under a key of it."""
    said = getattr(options, FIELDS[section])
    return key in said if key and isinstance(said, dict) else said not in (None, "", {}, [])


def options_given(
    pairs: Iterable[str] = (),
    constants: Iterable[str] = (),
    splits: Iterable[str] = (),
    kinds: Iterable[str] = (),
    countries: Iterable[str] = (),
    about: Mapping[str, str | None] | None = None,
    **others: Any,
) -> FileOptions:
    """The options of the command line. ``pairs`` are ``target=column``, ``constants`` are ``target=value``, ``splits``
    are ``column=signs``, ``kinds`` are ``kind`` or ``word=kind``, ``countries`` are ``name=code``, ``about`` has
    keys of the source's record, and ``others`` are other options by name.

    Raises:
        CityGraphError: if an option has no ``=``, if no file can hold what one says, or if two contradict each other.
    """
    columns: dict[str, list[str]] = {}
    for target, column in _pairs(pairs, "--map TARGET=COLUMN"):
        columns.setdefault(target, []).append(column)
    said: dict[str, str] = {}
    remarks: list[str] = []
    for target, text in _pairs(constants, "--set TARGET=VALUE"):
        if text in _PLACES_TO_FILL:
            raise CityGraphError(f"--set {target}={text}: write what you mean in the place of {text}")
        if (before := said.get(target, text)) != text:
            remarks.append(
                f"--set {target}={visible(before)} changes nothing: --set {target}={visible(text)} replaces it"
            )
        said[target] = text
    split = _splits(splits)
    source = {key: text for key, text in (about or {}).items() if text is not None}
    for key, text in source.items():
        if key != "id":
            _check_source_key(key, text)
    kind, words = _kinds(kinds)
    found = FileOptions(
        map=columns,
        set=said,
        split=split,
        source=source,
        kind=kind,
        kinds=words,
        countries=_codes(countries),
        remarks=remarks,
        **others,
    )
    for name in ("kind", "type"):
        one, other = getattr(found, name), said.get(name)
        if one and other and one != other:
            raise CityGraphError(f"--{name} {one} and --set {name}={other} contradict each other; leave one out")
    if found.no_header and found.header_row:
        raise CityGraphError("--no-header and --header-row contradict each other; leave one out")
    if len(found.fill_down) > 1 and ONE_NAME in found.fill_down:
        raise CityGraphError(f"--fill-down {ONE_NAME} contradicts --fill-down with a column; leave one out")
    return found


def _splits(options: Iterable[str]) -> dict[str, str]:
    """The signs between the names in the cells of each column: several for one column stand together."""
    found: dict[str, str] = {}
    for column, text in _pairs(options, "--split COLUMN=SIGN"):
        sign, before = sign_called(text), found.get(column, "")
        if before and sign not in before and not TOGETHER.issuperset(before + sign):
            raise CityGraphError(
                f"--split {visible(column)}: {visible(before)} and {visible(text)} contradict each other; leave one out"
            )
        found[column] = before if sign in before else before + sign
    return found


def _kinds(options: Iterable[str]) -> tuple[str | None, dict[str, str]]:
    """The kind of all ties, and the words for other kinds."""
    kind: str | None = None
    words: dict[str, str] = {}
    for text in options:
        if why := unwritable(text):
            raise CityGraphError(f"--kind: the text {why}")
        word, equals, id = text.rpartition("=")
        if equals and not (word.strip() and id.strip()):
            raise CityGraphError(f"`{text}` is not of the form --kind WORD=KIND")
        if not equals and kind not in (None, text):
            raise CityGraphError(
                f"--kind {kind} and --kind {text} both say the kind of all ties; leave one out, or say with "
                f"--kind WORD={text} which word of the file means it"
            )
        if not equals:
            kind = text
        elif words.setdefault(word, id) != id:
            raise CityGraphError(f"--kind: `{word}` cannot mean both `{words[word]}` and `{id}`")
    return kind, words


def _codes(options: Iterable[str]) -> dict[str, str]:
    """The codes of countries, by the names that the file gives them."""
    found: dict[str, str] = {}
    for name, text in _pairs(options, "--country NAME=CODE"):
        try:
            code = str(reader(CountryCode(or_record=False))(CsvCell(text, ROW), "country"))
        except Wrong as wrong:
            hint = f"; {wrong.hint}" if wrong.hint else ""
            raise CityGraphError(f"--country {visible(name)}={visible(text)}: {wrong.message}{hint}") from None
        if found.setdefault(name, code) != code:
            raise CityGraphError(f"--country: `{visible(name)}` cannot be both {found[name]} and {code}")
    return found


def sign_called(text: str) -> str:
    """The sign that a text names: ``tab``, or the sign itself."""
    return SIGNS.get(text, text)


def said_of(
    files: Sequence[Path], mapping: Path | None, given: FileOptions, read: Callable[[Path], FileOptions]
) -> list[FileOptions]:
    """What the user says about each file, in a mapping file and in options. ``read`` reads a mapping file.

    Options override the file, and hold for all files. Each file's ``<name>.import.yaml`` beside it is read, if there is
    one, and holds for that file alone; but its names of countries, kinds and statuses hold for all, and so does what it
    says about the source and how records are written. A ``mapping`` stands in the place of that beside a single file.
    Of several files, it is for those that have none of their own; if it is that of one of them, only for that one.

    Raises:
        CityGraphError: if the ``mapping`` says something about columns, and each of several files has its own.
    """
    beside = [file.with_name(f"{file.stem}.import.yaml") for file in files]
    has_own = [path.is_file() and not (mapping and len(files) == 1) for path in beside]
    if mapping and any(own and path.samefile(mapping) for own, path in zip(has_own, beside, strict=True)):
        mapping = None
    if mapping and all(has_own):
        raise CityGraphError(f"--mapping {mapping}: each file has a mapping file of its own beside it, as "
                             f"{beside[0].name}; leave the option out")  # fmt: skip
    of_others = read(mapping) if mapping else FileOptions()
    said = [read(path) if own else of_others for own, path in zip(has_own, beside, strict=True)]
    together = FileOptions()
    for one in said:
        of_import = {name: getattr(one, name) for name in _OF_IMPORT}
        together = together.overridden(FileOptions(**of_import))
    return [
        replace(one, **{name: getattr(together, name) for name in _OF_IMPORT}).overridden(given) for one in said
    ]  # fmt: skip


_OF_IMPORT = ("countries", "kinds", "statuses", "source", "form", "link", "fill")
"""What a mapping file says for all files of the import."""


def _check_source_key(key: str, text: str) -> None:
    """Raise an error if the record of a source cannot hold what an option says."""
    if why := unwritable(text):
        raise CityGraphError(f"--{key}: the text {why}")
    try:
        reader(keys_of(SourceRecord).all[key].holds)(CsvCell(text, ROW), key)
    except Wrong as wrong:
        raise CityGraphError(f"--{key}: {wrong.message}" + (f"; {wrong.hint}" if wrong.hint else "")) from None


def _pairs(options: Iterable[str], form: str) -> Iterator[tuple[str, str]]:
    for option in options:
        if why := unwritable(option):
            raise CityGraphError(f"{form.partition(' ')[0]}: the text {why}")
        target, equals, value = option.partition("=")
        if not equals or not target.strip() or not value:
            raise CityGraphError(f"`{option}` is not of the form {form}")
        yield target.strip(), value if value.strip() in _WITH_SPACES else value.strip()


_PLACES_TO_FILL = ("NAME", "CODE", "VALUE")
"""Words that questions and help have in the place of what the user is to write. A column may be called so."""
_WITH_SPACES = ("", "-", "–", "—")
"""Signs around which spaces count: a space is one, and ` - ` cuts no `Aix-en-Provence`."""
