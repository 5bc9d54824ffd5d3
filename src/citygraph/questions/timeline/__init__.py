"""What happened when, and what is to come? :mod:`citygraph.questions.timeline.entries` finds the entries and their
order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, Unpack

from citygraph.domain.dated_facts import is_a_wish
from citygraph.domain.errors import CityGraphError
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.written import free_text
from citygraph.questions import LIMIT, Answer, Column, Naming, Parameter
from citygraph.questions._columns import BOUND_WORDS, words
from citygraph.questions._ways_out import DATED
from citygraph.questions.timeline.entries import Of, TimelineEntries, TimelineEntry, entries_of, window

PANEL = "Change"
FLAGS = {"chart": "As a chart: how much began, took place and ended in each year or decade, and what is to come."}


class Timeline(Answer[TimelineEntry]):
    """Entries in order of time, those without a date last. ``about`` is the id of the node that the question names, if
    it names one."""

    about: str | None = None


def timeline(
    asked: Asked,
    node: Annotated[
        str | None,
        Parameter(
            "Only what happened to this node; a country stands for all that lies in it, a region for its parts.",
            "NAME",
            names="node",
        ),
    ] = None,
    *,
    upcoming: Annotated[bool, Parameter("What is to come within 12 months, and round anniversaries.")] = False,
    within: Annotated[
        str | None,
        Parameter(
            "Only what may fall in a date or period (2027, 2019-05/2021), or in '18 months' from today on.", "SPAN"
        ),
    ] = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Timeline:
    """What happened when, and what is to come?

    Ties, posts, events and statements in order of time. Plans are marked as such, and a line shows each long gap.

    [dim]citygraph timeline Jingdezhen[/dim]

    [dim]citygraph timeline Türkiye --within 2019/2025[/dim]

    [dim]citygraph timeline Jingdezhen --upcoming --within '18 months'[/dim]

    [dim]citygraph timeline --chart[/dim]
    """
    seen = asked.lens(**lens)
    try:
        span = "12 months" if within is None and upcoming else within
        days = None if span is None else window(span, seen.day)
    except ValueError as error:
        forms = "or a period (2019-05/2021, 2019/..), or a span from today on (18 months)"
        raise CityGraphError(f"{error}; {forms}") from None
    found = entries_of(
        asked.view,
        None if node is None else asked.end_or_country(node),
        seen,
        within=days,
        upcoming=upcoming,
        limit=limit,
        progress=asked.progress,
    )
    # A table is in order of time. Without a date it shows only plans: they may come any day.
    only_dated = asked.briefly and not upcoming
    shown = found.entries if only_dated else found.entries + found.undated
    answer = Timeline(
        shown,
        _columns(asked.name),
        limit=limit,
        count=lambda: found.dated + (0 if only_dated else sum(found.missing.values())),
        nothing=_nothing(found, upcoming, within),
        is_no=bool(found.missing) and not (upcoming or within),
        remarks=tuple(_remarks(shown[:limit], found.missing if only_dated else {})) if asked.briefly else (),
    )
    answer.about = found.about
    return answer


def _nothing(found: TimelineEntries, upcoming: bool, within: str | None) -> str:
    if not within and found.missing and not upcoming:
        return f"nothing here has a date; {DATED}"
    return ("nothing is known to come" if upcoming else "nothing is known to have happened") + " then" * bool(within)


def _remarks(shown: Iterable[TimelineEntry], missing: Mapping[Of, int]) -> Iterator[str]:
    if meant := marks(shown):
        yield meant
    if missing:
        yield f"without a date: {without_a_date(missing)}; --format tsv, csv and json list these last"


# ------------------------------------------------------------------ words

DONE, NOW, TO_COME, NOT_YET = range(4)
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
    "unknown": ("status unknown", "status unknown", "not known from then on", "not known from then on"),
    "active": ("in force", "in force", "is to be in force", "was to be in force"),
    "resumed": ("resumed", "resumes", "is to resume", "was to resume"),
    "dormant": ("fell dormant", "falls dormant", "is to rest", "was to rest"),
    "suspended": ("was suspended", "is suspended", "is to be suspended", "was to be suspended"),
    "expired": ("expired", "expires", "expires", "was to expire"),
    "ended": ("ended", "ends", "is to end", "was to end"),
    "left office": ("left office", "leaves office", "is to leave office", "was to leave office"),
    "cancelled": ("was cancelled", "is cancelled", "is to be cancelled", "was to be cancelled"),
}
"""What happened, in four tenses: done, now, to come, and not come about."""
TENSES = {
    "happened": DONE,
    "perhaps": DONE,
    "open": NOW,
    "ahead": TO_COME,
    "planned": TO_COME,
    "lapsed": NOT_YET,
    "cancelled": NOT_YET,
}
"""The tense in which an entry of a mode is told."""


def in_words(entry: TimelineEntry) -> str:
    """What happened, in words that never make a plan read like a fact."""
    if entry.years is not None:
        return f"{entry.years} years"
    tense = TENSES[entry.mode]
    is_open = entry.mode == "perhaps"
    if entry.what == "took place" and entry.stage is not None and entry.stage.is_open:
        is_open, tense = True, min(tense, NOW)  # a visit of which nobody knows is no plan, whatever its day
    said = _IN_WORDS[entry.what][tense]
    if is_open:
        said = f"perhaps {said}"
    return said.replace("is to ", "may ") if is_a_wish(entry.status) else said


def which(entry: TimelineEntry, naming: Naming, asked: str | None) -> str:
    """The thing that an entry is about. In the timeline of one node, a tie is named without that node."""
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


def _tie(entry: TimelineEntry, naming: Naming, asked: str | None) -> str:
    start, end = naming(entry.from_), naming(entry.to or "")
    if entry.of == "post":
        official, place = (end, start) if entry.direction == "in" else (start, end)
        who = "" if asked == (entry.to if entry.direction == "in" else entry.from_) else official
        where = "" if asked == (entry.from_ if entry.direction == "in" else entry.to) else place
        return ", ".join(filter(None, (who, entry.title or "", where)))
    said = f"{entry.label} {end}" if entry.from_ == asked else f"{start} {entry.label} {end}"
    since = f", since {entry.since}" if entry.years is not None and entry.since else ""
    return f"{said}: {entry.title}{since}" if entry.title else said + since


_PLURALS: dict[Of, str] = {
    "tie": "ties",
    "post": "posts",
    "event": "events",
    "statement": "statements",
    "figure": "figures",
}


def without_a_date(missing: Mapping[Of, int]) -> str:
    """The number of entries without a date, by what they are: ``3 ties, 1 post``."""
    counts = ((of, missing.get(of, 0)) for of in _PLURALS)
    return ", ".join(f"{count:,} {of if count == 1 else _PLURALS[of]}" for of, count in counts if count)


def marks(entries: Iterable[TimelineEntry]) -> str:
    """The meaning of the marks at the dates of these entries."""
    return meaning_of_marks(entry.when for entry in entries if entry.when)


def meaning_of_marks(dates: Iterable[str]) -> str:
    """The meaning of the marks at these dates; empty if none has one."""
    used = {sign for date in dates for sign in "~?%" if sign in date}
    meant = {"~": "~ about then", "?": "? perhaps then", "%": "% perhaps about then"}
    return ", ".join(text for sign, text in meant.items() if sign in used)


# ------------------------------------------------------------------ columns


def _columns(naming: Naming) -> list[Column]:
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
        Column("notes", lambda entry: free_text(entry.notes), optional=True),
    ]
