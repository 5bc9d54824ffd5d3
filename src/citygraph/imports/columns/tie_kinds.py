"""Which kind the ties of a file are: a column says it, the user says it, or it is asked."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping
from functools import partial

from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import Claim, has_answers
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.figure_headers import direction_in
from citygraph.imports.columns.from_and_to import are_from_and_to
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.near_kinds import SEAT, are_of_any_type, near_kinds, tells_of_a_seat
from citygraph.imports.columns.nested_objects import is_left_out
from citygraph.imports.columns.partnership_words import (
    names_an_affair,
    names_events,
    says_partnership,
    tells_of_traffic,
    tells_of_visits,
)
from citygraph.imports.columns.projects import names_a_project
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS, FIGURES, is_target
from citygraph.imports.values.missions import OF_MISSIONS, is_a_mission, tells_of_missions
from citygraph.imports.values.status_phrases import kind_and_status
from citygraph.imports.values.yes_or_no import answer

SISTER_CITY = "sister-city"
"""The kind of ties in a file that tells of partner towns and says nothing else."""
_OF_AN_EDGE = frozenset(("from", "to", "source", "target", "partner", "start", "end", "dep", "arr", "orig"))
"""Names of columns that may say that something goes from one end to the other."""
_WAYS = ({"from", "to"}, {"von", "nach"}, {"source", "target"}, {"origin", "destination"}, {"start", "end"})
"""Words of which both headers may have one: `UNLOCODE_from` beside `UNLOCODE_to`."""
DIRECTED = {
    "exports, which have a direction": "--new-kind exports-to:economy:directed",
    "traffic, which has a direction": "--new-kind connected-to:exchange:directed",
    "migration, which has a direction": "--new-kind migration-to:exchange:directed",
}
"""Kinds that citygraph lacks, in words, with the option that makes them: a question about flows offers them."""
_TRADE = "trades-with"
_SUPPORT = "supports"
_OF_FIGURES = {
    frozenset({"out"}): ("exports, which have a direction", "exports-to"),
    frozenset({"in"}): ("imports, which have a direction", "imports-from"),
    frozenset({"in", "out"}): ("trade as the first end counts it, which has a direction", "trade-counted-with"),
}
"""By the directions that the headers of figures name: a kind that has one, in words, and its name."""
_KINDS_OF_TOWNS = {
    SISTER_CITY: "sister cities", "friendship-city": "friendship cities", "cooperation-agreement": "cooperation",
}  # fmt: skip
"""Kinds that a question about words of a register offers, with words for them."""
_KINDS_ASKED = {
    **_KINDS_OF_TOWNS, "project-partner": "partners in projects", "exchange": "exchanges, as of schools",
    "delegation": "visits from the first to the second", "contact": "contacts",
}  # fmt: skip
"""Kinds that a question offers where nothing tells of partner towns, with words for them."""
_OF_EVENTS = ("delegation", "exchange", "contact")
"""What a question about events offers first."""
_OF_VISITS = "delegation"
_OTHER_KIND = Reading("a kind of your own, in your words", "--new-kind connected-to:exchange")
_DIRECTIONS = frozenset(("directed", "undirected", "mutual"))
"""What programs write under ``Type`` of an edge."""
_IDS = ("key", "code", "row")
_MOST_WORDS = 6
"""How many words, or kinds, a question names."""
_MOST_TEXTS = 0.5
_LONGEST_TERM = 4
"""How many words a term for a kind has at most."""
_LOOKED_UP = 20
"""How many words of a column are looked up as kinds."""
_FEW_ROWS = 0.2
"""The share of rows that may be refused for a word, before the word is asked about."""


def may_be_words_for_kinds(draft: Draft, claim: Claim) -> bool:
    """True if the texts of a column that is called ``Type`` may be words for kinds of ties, and nothing else says the
    kind."""
    texts = draft.columns[claim.column].texts
    return (
        not (draft.job.has_kind or "kind" in draft.targets)
        and not any(other.inner == "kind" for other in draft.claims)
        and not all(text.lower() in _DIRECTIONS for text in texts)
        and not are_remarks(draft, claim)
    )


def are_remarks(draft: Draft, claim: Claim) -> bool:
    """True if most rows have a word of their own, and none is a known kind: that tells more than a kind."""
    column = draft.columns[claim.column]
    return len(column.texts) > max(_MOST_WORDS, column.filled / 2)


def check_kind(draft: Draft) -> None:
    """Nobody has to say that partner towns are sister cities, where the file has a word for them; but freight from port
    to port is no twinning, and neither is a project or a visit."""
    _leave_out_empty_columns(draft)
    if draft.shape != "tie" or "kind" in {*draft.targets, *draft.constants}:
        return
    counted = _counted_flows(draft)
    if draft.job.has_kind:
        _ask_about_direction(draft, counted)
        return
    ends = [draft.column_of(side) for side in ENDS["tie"]]
    rows = draft.job.survey.first[:SHOWN]
    samples = tuple(" → ".join(row.get(name, "") for name in ends if name) for row in rows)
    fits = _kinds_between(draft)
    if counted and not draft.flow:
        names = " and ".join(f"`{name}`" for name in counted)
        what = f"{names} may lead from end to end: what kind of tie is each row? `citygraph kinds` lists all kinds"
        other = Reading("another kind, which has a direction", DIRECTED["traffic, which has a direction"])
        draft.questions.append(Question(draft.job.where, what, (_directed(counted), other), samples))
    elif _are_called_traffic(draft) or (
        draft.job.sort == "table" and (draft.flow or _are_flows(draft, ends) or _have_amounts(draft))
    ):
        both = {"trade between both": f"--kind {_TRADE}"} if _TRADE in fits and not draft.flow else {}
        support = {"support, as aid": f"--kind {_SUPPORT}"} if _SUPPORT in fits and not draft.flow else {}
        may_be_towns = SISTER_CITY in fits and not draft.flow and not all(map(_says_a_flow, filter(None, ends)))
        towns = {"sister cities": f"--kind {SISTER_CITY}"} if may_be_towns else {}
        words = {reading.says: reading.option for reading in _as_words(draft)}
        offered = {**words, **_offices(draft, fits), **_visits(draft, fits), **towns, **both, **DIRECTED, **support}
        readings = tuple(Reading(says, option) for says, option in offered.items())
        names = " and ".join(f"`{name}`" for name in ends if name)
        what = f"{names} do not say what kind of tie each row is; `citygraph kinds` lists all kinds"
        draft.questions.append(Question(draft.job.where, what, readings, samples))
    elif SISTER_CITY not in fits:
        offices = tuple(Reading(says, option) for says, option in _offices(draft, fits).items())
        others = [kind for kind in fits if not (offices and kind == OF_MISSIONS)]
        readings = offices + tuple(Reading(fits[kind], f"--kind {kind}") for kind in others[:_MOST_WORDS])
        what = (f"no column says what kind of tie from {' to '.join(_types(draft))} each row is; "
                "`citygraph kinds` lists all kinds")  # fmt: skip
        draft.questions.append(Question(draft.job.where, what, readings or (_OTHER_KIND,), samples))
    elif draft.job.sort == "table" and (affair := next(filter(partial(_tells_of_an_affair, draft), draft.columns), "")):
        title = affair if names_a_project(affair) else ""
        _ask_for_kind(draft, f"`{affair}` tells of more than sister cities", samples, title)
    elif draft.job.sort == "table" and (event := next(filter(partial(_has_events, draft), draft.columns), "")):
        _ask_for_kind(draft, f"`{event}` has events, and not ties that stand", samples, event, of_events=True)
    elif name := next(filter(partial(_denies_partnership, draft), draft.columns), ""):
        _ask_for_kind(draft, f"`{name}` says of some ties that they are none of partner towns", samples)
    elif name := next((column.name for column in _titles(draft) if _kinds_within(draft, column) - {SISTER_CITY}), ""):
        _ask_for_kind(draft, f"`{name}` has words for other ties than those of sister cities", samples)
    elif why := _what_tells_of_partners(draft):
        draft.says.append(f"{draft.job.where}: {why} are `{SISTER_CITY}`; --kind names another")
    elif _are_edges(draft, ends) and (open_ := _what_edges_leave_open(draft)):
        _ask_for_kind(draft, open_, samples)
    elif why := _UNSAID * _are_edges(draft, ends):
        draft.says.append(f"{draft.job.where}: {why} are `{SISTER_CITY}`; --kind names another")
    else:
        _ask_for_kind(draft, "no header, title or file name has a word for partner towns", samples)


def _leave_out_empty_columns(draft: Draft) -> None:
    """A column for kinds without any says nothing of them, as in a form that nobody has filled in."""
    names = [] if "kind" in draft.said.map else draft.found.get("kind", [])
    texts = {text.lower() for name in names if name in draft.columns for text in draft.columns[name].texts}
    if names and texts <= _OF_ANY_EDGE:
        del draft.found["kind"]
        for name in names:
            draft.use(name, "", "it says nothing of the kind" if texts else "it is empty")


_OF_ANY_EDGE = {"interacts with"}
"""What Cytoscape writes as the interaction of every edge of which it knows nothing."""


_AN_END = re.compile(r"(?i:to|target|dst|dest)[ _.]?(?i:label|name|qid|id|key|code)?")
_UNSAID = "no column says the kind of the ties: they"


def _what_tells_of_partners(draft: Draft) -> str:
    """What has a word for partner towns, in words: a header, a title or a name; empty if nothing has."""
    partners = draft.column_of("to")
    called = {
        "the header": [partners, *(name for name in draft.columns if not is_left_out(draft, name))],
        "the title": draft.job.survey.titles,
        "the name": draft.job.called,
    }
    found = [(what, text) for what, texts in called.items() for text in texts if says_partnership(text)]
    if found and all(is_target(text, "tie") or _AN_END.fullmatch(text) for _, text in found):
        return _UNSAID  # `to.name` and `toLabel` say which end is meant, and no kind
    return next((f"{what} `{text}` has a word for partner towns, so the ties" for what, text in found), "")


def _offices(draft: Draft, fits: Mapping[str, str]) -> dict[str, str]:
    """The kind of embassies and consulates, in words, with its option, where a column names them or their heads."""
    of_missions = OF_MISSIONS in fits and any(
        tells_of_missions(name) or column.share(is_a_mission) > _MOST_TEXTS for name, column in draft.columns.items()
    )
    return {"embassies and consulates": f"--kind {OF_MISSIONS}"} if of_missions else {}


def _visits(draft: Draft, fits: Mapping[str, str]) -> dict[str, str]:
    """The kind of visits, in words, with its option, where a header tells of them."""
    told = _OF_VISITS in fits and any(map(tells_of_visits, draft.columns))
    return {_KINDS_ASKED[_OF_VISITS]: f"--kind {_OF_VISITS}"} if told else {}


def _tells_of_an_affair(draft: Draft, name: str) -> bool:
    return names_an_affair(name) and not has_answers(draft.columns[name])


def _has_events(draft: Draft, name: str) -> bool:
    column = draft.columns[name]
    return names_events(name) and column.sort == "texts" and not has_answers(column)


def _denies_partnership(draft: Draft, name: str) -> bool:
    """True for a column that says of some ties that they are no partnerships: `Twinning: no`."""
    column, meaning = draft.columns[name], meaning_of(name)
    is_answered = has_answers(column) and any(answer(text) is False for text in column.texts)
    return is_answered and meaning is not None and meaning.thing == "tie" and not meaning.attribute


def _are_edges(draft: Draft, ends: list[str]) -> bool:
    """True for the edges of programs, whose formats have no place for what they are."""
    return draft.job.sort == "tie" or [name.lower() for name in ends] == ["source", "target"]


def _what_edges_leave_open(draft: Draft) -> str:
    """Why the edges of a table may be anything, in words; empty if nothing but partner towns is likely: ties with a
    beginning, and nothing else. Of the edges of a graph, words for kinds alone leave it open."""
    if draft.job.sort == "tie":
        words = [column for column in _columns_of_words(draft) if _names_kinds(draft, column)]
        return f"`{words[0].name}` may say what kind of tie each edge is" if words else ""
    if True in draft.job.survey.directions:
        return "the edges have a direction"
    if words := _columns_of_words(draft):
        return f"`{words[0].name}` may say what kind of tie each row is"
    has_times = any(target in _TIMES_OF_TIES for target in draft.targets)
    return "" if has_times else "no header, title or file name has a word for partner towns"


def _names_kinds(draft: Draft, column: ColumnSurvey) -> bool:
    """True if a column of edges has words for kinds, or is their label, with words that stand in several rows."""
    is_label = meaning_of(column.name) == meaning_of("Label") and len(column.texts) <= column.filled / 2
    return is_label or any(_is_known(draft, text) for text in column.texts[:_LOOKED_UP])


_TIMES_OF_TIES = ("since", "agreement.signed", "year")


def _columns_of_words(draft: Draft) -> list[ColumnSurvey]:
    """The columns that nobody reads and whose texts may be words for kinds: few of them, each in several rows or all
    known, as under `Label`."""
    free = [column for name, column in draft.columns.items() if name not in draft.uses and column.sort == "texts"]
    of_words = [column for column in free if column.texts and (
        len(column.texts) <= column.filled / 2 or any(_is_known(draft, text) for text in column.texts[:_LOOKED_UP])
        or column.share(kind_and_status) > _MOST_TEXTS or meaning_of(column.name) == meaning_of("Label"))]  # fmt: skip
    return of_words + [column for column in _titles(draft) if column not in of_words and _kinds_within(draft, column)]


def _titles(draft: Draft) -> list[ColumnSurvey]:
    """The columns that have titles, as of agreements."""
    return [draft.columns[name] for name in draft.found.get("title", ()) if name in draft.columns]


def _kinds_within(draft: Draft, column: ColumnSurvey) -> set[str]:
    """The kinds for which the first texts of a column have words: `MoU on Water`, `Sister City Agreement`."""
    found: set[str] = set()
    for text in column.texts[:_LOOKED_UP]:
        words = re.findall(r"[^\W_]+", text)
        spans = (" ".join(words[at : at + size]) for size in range(1, _LONGEST_TERM + 1) for at in range(len(words)))
        found.update(kind for span in spans for kind in draft.job.kinds.called(span))
    return found


def _as_words(draft: Draft) -> list[Reading]:
    """The reading of each such column as the kind of its row."""
    return [Reading(f"the words of `{column.name}`", f"--map kind={shlex.quote(column.name)}", column.first())
            for column in _columns_of_words(draft)]  # fmt: skip


def _ask_for_kind(draft: Draft, why: str, samples: tuple[str, ...], title: str = "", of_events: bool = False) -> None:
    """Ask for the kind of ties that may be of towns; those ``of_events`` have other kinds first. The column ``title``
    has their titles, if there is one."""
    fits = _kinds_between(draft)
    asked = dict.fromkeys((*_OF_EVENTS, *_KINDS_ASKED)) if of_events else _KINDS_ASKED
    titled = f" --map title={shlex.quote(title)}" if title and "title" not in draft.targets else ""
    readings = [] if of_events else _as_words(draft)
    directions = draft.job.survey.directions
    if directions >= {True, False}:
        readings += [Reading(f"{says}; those without one are contacts", f"{option} --kind contact")
                     for says, option in DIRECTED.items()]  # fmt: skip
    elif True in directions:
        readings += [Reading(says, option) for says, option in DIRECTED.items()]
    readings += [Reading(_KINDS_ASKED[kind], f"--kind {kind}{titled}") for kind in asked if kind in fits]
    what = f"{why}: what kind of tie is {', '.join(samples)}? `citygraph kinds` lists all kinds"
    draft.questions.append(Question(draft.job.where, what, (*readings, _OTHER_KIND)))


def _counted_flows(draft: Draft) -> dict[str, str]:
    """The columns of figures whose headers say in which direction something goes, with that direction. What the user
    maps is known to the user."""
    named = [name for target, names in draft.found.items() if target.startswith(f"{FIGURES}.") for name in names
             if target.count(".") == 1 and target not in draft.said.map]  # fmt: skip
    found = {name: direction_in(name) for name in named if draft.job.sort == "table"}
    return {name: direction for name, direction in found.items() if direction in ("in", "out")}


def _directed(counted: Mapping[str, str]) -> Reading:
    says, name = _OF_FIGURES[frozenset(counted.values())]
    return Reading(says, f"--new-kind {name}:economy:directed")


def _ask_about_direction(draft: Draft, counted: Mapping[str, str]) -> None:
    """What leads one way is no figure of a tie that has no direction, unless the user says so."""
    if not counted or draft.flow or draft.kind is None or not draft.kind.symmetric:
        return
    maps = " ".join(f"--map {target}={shlex.quote(name)}" for target, names in draft.found.items() for name in names
                    if name in counted and target.count(".") == 1)  # fmt: skip
    names = " and ".join(f"`{name}`" for name in counted)
    shown = tuple(text for name in counted for text in draft.columns[name].first())[:SHOWN]
    readings = (_directed(counted)._replace(samples=shown), Reading("a figure of both together", maps, shown))
    what = f"{names} may lead from end to end, and `{draft.kind.id}` has no direction: what counts?"
    draft.questions.append(Question(draft.job.where, what, readings))


def _are_called_traffic(draft: Draft) -> bool:
    """True if a title or the name of the file tells of flights, trains or ferries, and no word of partner towns."""
    is_told = any(map(tells_of_traffic, (*draft.job.survey.titles, *draft.job.called)))
    return is_told and _what_tells_of_partners(draft) in ("", _UNSAID)


def _have_amounts(draft: Draft) -> bool:
    """True if countries have amounts between them."""
    return _types(draft) == ["country", "country"] and (draft.has_value or bool(draft.years))


def _types(draft: Draft) -> list[str]:
    return [draft.constants.get(f"{side}.type", draft.type) for side in ENDS["tie"]]


def _kinds_between(draft: Draft) -> Mapping[str, str]:
    """The kinds that can lead from end to end, with their labels. What is for few is most likely meant."""
    start, end = _types(draft)
    fits = [kind for kind in draft.job.kinds.values() if start in kind.starts and end in kind.ends]
    fits.sort(key=lambda kind: len(kind.starts) * len(kind.ends))
    return {kind.id: kind.label for kind in fits}


def _are_flows(draft: Draft, ends: list[str]) -> bool:
    """True if something goes from end to end: both headers say so, or they may say so, and there are amounts of it."""
    named = [name for name in ends if name]
    if not named or not (_have_ways(named) or all(is_of_a_flow(name) for name in named)):
        return False
    return all(_says_a_flow(name) for name in named) or bool(draft.years) or any(
        column.sort == "numbers" and not draft.is_of_an_end(name) and not _is_an_id(name)
        for name, column in draft.columns.items()
    ) or draft.has_value  # fmt: skip


def _have_ways(headers: list[str]) -> bool:
    if len(headers) > 1 and are_from_and_to(*headers):
        return True
    words = [{word.lower() for word in re.findall(r"[^\W\d_]+", header)} for header in headers]
    return len(words) > 1 and any(all(len(ways & one) == 1 for one in words) for ways in _WAYS)


def check_words_for_kinds(draft: Draft) -> None:
    """A word for a kind that nobody knows is open for all rows that have it. If those are few, they are refused,
    and the others go in."""
    columns = [name for name in draft.found.get("kind", ()) if name in draft.columns]
    if draft.shape != "tie" or len(columns) != 1:
        return
    (name,) = columns
    column = draft.columns[name]
    number: Counter[str] = Counter()
    for text in column.texts:
        word = text
        if not _is_known(draft, text) and (apart := kind_and_status(text)):
            word = apart.name  # without the status beside it
        if word and not _is_known(draft, word):
            number[word] += column.counts[text]
    words = list(number)
    _ask_about_rows_without_a_word(draft, column)
    if number.total() <= _FEW_ROWS * draft.job.survey.rows:
        return
    if draft.job.has_kind and "kind" not in draft.said.map:  # that is the kind of all rows
        draft.found.setdefault("notes", []).append(name)
        del draft.found["kind"]
        draft.use(name, "notes", "a kind is named for all rows")
        return
    fits = _kinds_between(draft)
    of_towns = {kind: says for kind, says in _KINDS_OF_TOWNS.items() if kind in fits}
    if OF_MISSIONS in fits and all(map(is_a_mission, words)):
        of_towns = {OF_MISSIONS: "offices abroad"} | of_towns
    if _OF_VISITS in fits and any(map(tells_of_visits, [*draft.columns, *draft.job.survey.titles, *draft.job.called])):
        of_towns = {_OF_VISITS: _KINDS_ASKED[_OF_VISITS]} | of_towns
    if names_an_affair(name):  # `Projekt`
        of_towns |= {kind: says for kind, says in _KINDS_ASKED.items() if kind in fits}
    offered = of_towns or dict(list(fits.items())[:SHOWN])
    remarks = [Reading("no kinds: remarks", f"--map notes={shlex.quote(name)}")] if "kind" not in draft.said.map else []
    alike: dict[str, str] = {}  # `Twinned` and `twinned` are one question
    for word in words:
        alike.setdefault(fold(word), word)
    for place, word in enumerate(list(alike.values())[:_MOST_WORDS]):  # each word may be another kind
        spellings = [text for text in words if fold(text) == fold(word)]
        readings = [
            Reading(says, " ".join(f"--kind {shlex.quote(f'{text}={kind}')}" for text in spellings))
            for kind, says in (near_kinds(draft, word, fits, _KINDS_ASKED) | offered).items()
        ]
        if are_of_any_type(draft) and tells_of_a_seat(word):
            as_seat = " ".join(f"--kind {shlex.quote(f'{text}={SEAT}')}" for text in spellings)
            readings.insert(0, Reading("where an organization has its seat: a new kind",
                                       f"{as_seat} --new-kind {SEAT}:structure:directed"))  # fmt: skip
        what = f"`{name}`: `{word}`: what kind of tie is this? `citygraph kinds` lists all kinds"
        draft.questions.append(Question(draft.job.where, what, (*readings, *([] if place else remarks))))


def _ask_about_rows_without_a_word(draft: Draft, column: ColumnSurvey) -> None:
    """Where many rows have no word for a kind, it is asked which kind that means; ties of a few are left out."""
    rows = draft.job.survey.rows
    without = rows - sum(column.counts[text] for text in column.texts)
    if draft.job.has_kind or "kind" in draft.said.map or without <= _FEW_ROWS * rows:
        return
    fits = _kinds_between(draft)
    readings = [Reading(says, f"--kind {kind}") for kind, says in _KINDS_ASKED.items() if kind in fits]
    what = (f"`{column.name}` says nothing in {without:,} of {rows:,} rows: what kind of tie are those? "
            "`citygraph kinds` lists all kinds")  # fmt: skip
    draft.questions.append(Question(draft.job.where, what, (*readings, _OTHER_KIND)))


def _is_known(draft: Draft, word: str) -> bool:
    return word in draft.said.kinds or len(draft.job.kinds.called(word)) == 1


def is_of_a_flow(header: str) -> bool:
    """True if a header may say that something goes from one end to the other: from airport to airport, say."""
    meaning = meaning_of(header)
    return header.lower() in _OF_AN_EDGE or _says_a_flow(header) or (meaning is not None and meaning.thing == "place")


def _says_a_flow(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning.flows


def _is_an_id(header: str) -> bool:
    meaning = meaning_of(header)
    return header.lower().endswith((" id", "_id")) or (meaning is not None and meaning.attribute in _IDS)
