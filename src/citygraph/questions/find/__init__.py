"""Which record is it, and where did I read that word? A search over all names and all texts."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Unpack, get_args

from citygraph.domain.lens import Lens
from citygraph.domain.names import shortened
from citygraph.domain.sought_words import SoughtWords, Span
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import LIMIT, Answer, Column, Naming, Parameter, WrongOption
from citygraph.questions._columns import WHAT_IT_IS, noted
from citygraph.questions.find.search import ALIKE, FoundRecord, Hits, In, found_in

PANEL = "Ask"


def find(
    asked: Asked,
    text: Annotated[
        str,
        Parameter(
            "One word or several, in any spelling; '\"sister city\"' is a phrase, 'ceram*' the beginning of a word.",
            "WORDS",
            has_words=True,
        ),
    ],
    *,
    in_: Annotated[
        In | None,
        Parameter(
            "Only in names of records; in words that somebody wrote (quotes, notes …); or in what describes sources "
            "(title, publisher, url …).",
            "names|words|sources",
            flag="--in",
            choices=get_args(In),
        ),
    ] = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[FoundRecord]:
    """Which record is it, or where is that word written? Searches all names and all texts.

    Names come first, in any spelling and script; those of kinds of ties, if no record is called so. Then come
    quotes, notes, titles and all other texts with all the words, each with its record and how that stands.

    [dim]citygraph find silk[/dim]

    [dim]citygraph find 'ceram*' art --in words[/dim]
    """
    if not text.strip():
        raise WrongOption("WORDS", "there is no word to look for; `ties` lists all ties, `rank` all nodes")
    seen, sought = asked.lens(**lens), SoughtWords(text)
    asked.progress("looking for the words", 0, 0)
    kept = asked.saved_questions() if seen.is_empty and in_ in (None, "words") else ()
    found = found_in(asked.view, sought, seen, in_, kept, most=limit)
    return Answer(
        found.rows,
        _columns(asked.name),
        limit=limit,
        count=lambda: len(found),
        nothing=_nothing(sought, seen, in_),
        is_no=not len(found),
        remarks=[*_of_likeness(found), *_remarks(sought, in_)],
    )


def _nothing(sought: SoughtWords, lens: Lens, where: In | None) -> str:
    text = _shown(sought)
    among = "" if lens.is_empty else " among what the options choose"
    called = f"nothing here is called {text}{among}"
    if where == "names":
        return f"{called}; without --in names, texts are searched, too"
    if where == "sources" and (lens.asks_for_ties or lens.asks_for_nodes):
        return "an option asks for ties or nodes, and a source is neither; leave it out, or --in sources"
    what = "title or other word about a source" if where == "sources" else "quote, note or other text"
    way_out = "try fewer words" if len(sought.words) > 1 else "try a part of the word"
    no_text = f"no {what} has {'all of ' * (len(sought.terms) > 1)}{text}{among}; {way_out}"
    return no_text if where else f"{called}, and {no_text}" if sought.terms else called


_MOST_SAID = 60


def _of_likeness(found: Hits) -> Iterator[str]:
    if found.named and all(row.how == ALIKE for row in found.named):
        yield f"nothing here has {_shown(found.sought)}; these names are spelled alike"


def _shown(sought: SoughtWords) -> str:
    return repr(sought.text if len(sought.text) <= _MOST_SAID else sought.text[:_MOST_SAID] + "…")


def _remarks(sought: SoughtWords, where: In | None) -> Sequence[str]:
    remarks = [*_of_signs(sought.text)]
    if not sought.terms and where != "names":
        only = "" if where else "; only names were searched"
        remarks.append(f"{sought.text!r} has no letter and no digit, so no text can have it{only}")
    return remarks


_OF_A_PATTERN = re.compile(r"\.[*+?]|\\[a-zA-Z]|[\[{(][^\s]*[\]})][*+?{]|^\^|\w\||\|\w|\w\*\w")
_OF_A_QUERY = re.compile(r"(?<!\S)(AND|OR|NOT|NEAR)(?!\S)")
_OF_A_FIELD = re.compile(r"(?<!\S)(title|publisher|url|author|quote|notes?|name|source|tag|subject):\S")


def _of_signs(text: str) -> Iterator[str]:
    """What signs and words mean that mean more to other programs."""
    if found := _OF_A_PATTERN.search(text):
        yield f"{found[0]!r} is no pattern here: signs count for nothing, but 'ceram*' finds words that begin so"
    if found := _OF_A_QUERY.search(text):
        yield f"{found[0]} is a word like others here; a record must have all words, in any order"
    if found := _OF_A_FIELD.search(text):
        yield f"'{found[1]}:' is a word like others here; --in names, words or sources says where to look"
    if text.count('"') % 2:
        yield "a quotation mark is not closed, so it counts for nothing"


# ------------------------------------------------------------------ words


def _columns(naming: Naming) -> list[Column]:
    return [
        Column("id", lambda row: row.id),
        Column("name", lambda row: row.name, style="bold", place="data"),
        Column(
            "name",
            lambda row: shortened(row.name, row.id) if _has_name(row) else "",
            style="bold",
            place="table",
            lit=lambda row: row.marks if _is_the_name(row) else (),
        ),
        *WHAT_IT_IS,
        Column("matched", lambda row: row.matched, place="data"),
        Column(
            "matched",
            lambda row: "" if _is_text(row) or _is_the_name(row) else row.matched,
            place="table",
            lit=lambda row: () if _is_text(row) or _is_the_name(row) else row.marks,
        ),
        Column("how", lambda row: row.how, style="dim"),
        Column("status", lambda row: noted(row.stage.word, row.notes) if row.stage else "", place="table"),
        Column("status", lambda row: row.status or "", place="data", optional=True),
        Column("held", lambda row: row.held or "", optional=True),
        Column("source", lambda row: row.source or "", place="data", optional=True),
        Column("by", lambda row: row.by or "", place="data", optional=True),
        Column("source status", lambda row: row.source_status or "", place="data", optional=True),
        Column(
            "name",
            lambda row: row.name if _has_sentence(row) and not _is_title(row) else "",
            style="bold",
            place="below",
        ),
        Column("words", lambda row: _passage(row, naming) if _is_text(row) else "", place="below", lit=_lit_in_a_text),
    ]


def _has_sentence(row: FoundRecord) -> bool:
    """True if a row has no name, but a sentence or a title, which needs a line of its own."""
    return row.type in ("tie", "statement") or (row.type == "source" and _is_text(row))


def _is_the_name(row: FoundRecord) -> bool:
    """True if the words stand in the name that a row shows already."""
    return row.in_ == "names" and _has_name(row) and row.matched == shortened(row.name, row.id)


def _is_title(row: FoundRecord) -> bool:
    """True if the words stand in the title of a source, which is shown as what is written."""
    return row.type == "source" and row.how == "title"


def _has_name(row: FoundRecord) -> bool:
    return not _has_sentence(row) and row.type not in ("kind", "question")


def _is_text(row: FoundRecord) -> bool:
    """True if a row shows a text, and no name."""
    return row.in_ != "names"


def _passage(row: FoundRecord, naming: Naming) -> str:
    """What is written, and who says it where."""
    text = f"“{row.matched}”" if row.how == "quote" else row.matched
    said = " – ".join(filter(None, (text, ", ".join(filter(None, (row.by and naming(row.by), row.source))))))
    return f"{said}: {row.source_status}" if row.source_status else said


def _lit_in_a_text(row: FoundRecord) -> Iterator[Span]:
    before = row.how == "quote"
    return ((start + before, end + before) for start, end in row.marks)
