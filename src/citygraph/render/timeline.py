"""What happened when, in words: a table in which long gaps can be seen, and a row for each entry for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citygraph.questions import Column
from citygraph.questions.timeline import Entry, Gap, Of, gaps
from citygraph.render.columns import BOUND_WORDS, Naming, first_words, words
from citygraph.render.tables import write_rows

_DONE, _NOW, _TO_COME, _NOT_YET = range(4)
_IN_WORDS = {
    "proposed": ("was proposed", "is proposed", "is to be proposed", "was to be proposed"),
    "planned": ("was planned", "is planned", "is to be planned", "was to be planned"),
    "approved": ("was approved", "is approved", "is to be approved", "was to be approved"),
    "signed": ("was signed", "is signed", "is to be signed", "was to be signed"),
    "began": ("began", "begins", "is to begin", "was to begin"),
    "took office": ("took office", "takes office", "is to take office", "was to take office"),
    "took place": ("took place", "takes place", "is to take place", "was to take place"),
    "said": ("said", "says", "is to say", "was to say"),
    "counted": ("counted", "counted", "expected", "expected"),
    "seen": ("seen", "seen", "to be seen", "to be seen"),
    "unknown": ("status unknown", "status unknown", "status unknown", "status unknown"),
    "active": ("in force", "in force", "is to be in force", "was to be in force"),
    "resumed": ("resumed", "resumes", "is to resume", "was to resume"),
    "dormant": ("fell dormant", "falls dormant", "is to rest", "was to rest"),
    "suspended": ("was suspended", "is suspended", "is to be suspended", "was to be suspended"),
    "expired": ("expired", "expires", "expires", "was to expire"),
    "ended": ("ended", "ends", "is to end", "was to end"),
    "left office": ("left office", "leaves office", "is to leave office", "was to leave office"),
    "cancelled": ("was cancelled", "is cancelled", "is to be cancelled", "was to be cancelled"),
}
"""What happened, as it is said of what is done, of this time, of what is to come, and of what did not come about."""
_TENSES = {
    "happened": _DONE,
    "open": _NOW,
    "ahead": _TO_COME,
    "planned": _TO_COME,
    "lapsed": _NOT_YET,
    "cancelled": _NOT_YET,
}


def in_words(entry: Entry) -> str:
    """What happened, so that a plan does not read like a fact."""
    if entry.years is not None:
        return f"{entry.years} years"
    said = _IN_WORDS[entry.what][_TENSES[entry.mode]]
    return said.replace("is to ", "may ") if entry.status == "proposed" else said


def which(entry: Entry, naming: Naming, asked: str | None) -> str:
    """Of what it is told: in the timeline of one node, its ties without itself."""
    if entry.of == "event":
        return naming(entry.from_)
    if entry.figure is not None:
        figure = entry.figure
        said = f"{figure.property}: {BOUND_WORDS[figure.bound]}{figure.value:,}"
        return " ".join(filter(None, (said, figure.unit, f"({naming(entry.at)})" if entry.at else "")))
    if entry.of == "statement":
        at = f" at {naming(entry.at)}" if entry.at and entry.at != asked else ""
        others = [naming(id) for id in entry.about if id != asked]
        about = f", about {', '.join(others)}" if others else ""
        return f"{naming(entry.from_)}{at}{about}"
    return _tie(entry, naming, asked)


def _tie(entry: Entry, naming: Naming, asked: str | None) -> str:
    start, end = naming(entry.from_), naming(entry.to or "")
    if entry.of == "post":
        official, place = (end, start) if entry.direction == "in" else (start, end)
        who = "" if asked == (entry.to if entry.direction == "in" else entry.from_) else official
        where = "" if asked == (entry.from_ if entry.direction == "in" else entry.to) else place
        return ", ".join(filter(None, (who, entry.title or "", where)))
    said = f"{entry.label} {end}" if entry.from_ == asked else f"{start} {entry.label} {end}"
    since = f", since {entry.since}" if entry.years is not None and entry.since else ""
    return f"{said}: {entry.title}{since}" if entry.title else said + since


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the table: an entry, or a gap before the next."""

    when: str
    what: str
    which: str
    status: str = ""
    held: str = ""
    sources: str = ""
    words: str = ""


def _lines(entries: Sequence[Entry], naming: Naming, asked: str | None) -> Iterator[_Line]:
    quiet = {gap.before: gap for gap in gaps(entries)}
    before = ""
    for index, entry in enumerate(entries):
        if index in quiet:
            yield _gap(quiet[index])
        when = (entry.when or "no date").replace("/", "/\n")
        yield _Line(
            "" if when == before else when,
            in_words(entry),
            which(entry, naming, asked),
            entry.status or "",
            entry.held or "",
            ", ".join(entry.sources),
            first_words(entry.evidence, naming),
        )
        before = when


def _gap(gap: Gap) -> _Line:
    return _Line("· · ·", "", f"{gap.years} years without an entry")


_TABLE = [
    Column("when", lambda line: line.when, style="bold"),
    Column("what", lambda line: line.what),
    Column("of", lambda line: line.which),
    Column("status", lambda line: line.status),
    Column("held", lambda line: line.held),
    Column("source", lambda line: line.sources, style="dim"),
    Column("words", lambda line: line.words, style="italic dim", place="below"),
]


def _data_columns(naming: Naming) -> list[Column]:
    def of(name: str) -> Callable[[Any], str]:
        def cell(entry: Any) -> str:
            value = getattr(entry, name)
            return "" if value is None else str(value)

        return cell

    def figure(name: str) -> Callable[[Any], str]:
        return lambda entry: str(getattr(entry.figure, name) or "") if entry.figure else ""

    return [
        *(Column(name, of(name)) for name in ("when", "earliest", "latest")),
        Column("uncertain", lambda entry: "yes" if entry.uncertain else ""),
        *(Column(name, of(name)) for name in ("what", "mode", "of", "id")),
        Column("which", lambda entry: which(entry, naming, None)),
        *(Column(name.rstrip("_"), of(name)) for name in ("from_", "to", "kind", "title", "status", "since", "years")),
        Column("at", of("at")),
        Column("about", lambda entry: " ".join(entry.about)),
        *(Column(name, figure(name)) for name in ("property", "value", "bound", "unit")),
        Column("held", lambda entry: entry.held or "", optional=True),
        Column("source", lambda entry: ", ".join(entry.sources)),
        Column("words", lambda entry: words(entry.evidence, naming)),
    ]


def write_timeline(entries: Sequence[Entry], format: str, naming: Naming, about: str | None) -> None:
    """Write entries to standard output; ``about`` whom they are, if about one."""
    if format == "table":
        write_rows(_lines(entries, naming, about), _TABLE, format)
    else:
        write_rows(entries, _data_columns(naming), format)


_PLURALS: dict[Of, str] = {
    "tie": "ties",
    "post": "posts",
    "event": "events",
    "statement": "statements",
    "figure": "figures",
}


def without_a_date(missing: Mapping[Of, int]) -> str:
    """How many of what have no date: ``3 ties, 1 post``."""
    counts = ((of, missing.get(of, 0)) for of in _PLURALS)
    return ", ".join(f"{count:,} {of if count == 1 else _PLURALS[of]}" for of, count in counts if count)


def marks(entries: Iterable[Entry]) -> str:
    """What the marks mean that stand at dates."""
    used = {sign for entry in entries for sign in "~?%" if sign in (entry.when or "")}
    meant = {"~": "~ about then", "?": "? perhaps then", "%": "% perhaps about then"}
    return ", ".join(text for sign, text in meant.items() if sign in used)
