"""Rows between the same two things → ties: one tie for all rows that tell of the same one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citygraph.domain.dates import OPEN, has_passed
from citygraph.domain.kinds import Kind
from citygraph.domain.model import DateText, Status
from citygraph.domain.names import fold
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status, can_be, was_cancelled
from citygraph.imports.columns.mapping import BESIDE_NAMES, ColumnMapping
from citygraph.imports.columns.targets import FACT_RECORDS, FIGURES, holds
from citygraph.imports.entities import Entities
from citygraph.imports.entity import BETWEEN_NOTES, Entity, joined, note
from citygraph.imports.entity_tie import EntityTie, TieLike
from citygraph.imports.left_open import (
    LAST_DAYS,
    note_what_has_no_figure,
    status_of_no_event,
    time_of_event,
    why_no_day,
)
from citygraph.imports.record_texts import DATES, OF_TIME, is_past
from citygraph.imports.report import ImportReport, Outcome
from citygraph.imports.row_sources import RowSources
from citygraph.imports.same_ties import id_of_another, is_same_tie, merge
from citygraph.imports.status_history import ended, is_history, is_open, with_dates
from citygraph.imports.statuses_in_titles import status_in_title
from citygraph.imports.tie_remarks import doubt_of_note, learn_remark, learn_title, open_status, settle_cancelled
from citygraph.imports.tie_rows import TieRow, TieRows
from citygraph.imports.values.cells import Cell, figure_with, in_form
from citygraph.imports.values.status_phrases import kind_and_status, status_in_parts, status_phrase
from citygraph.imports.values.status_stems import status_within
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.statuses_of_kinds import OF_POSTS, in_words_for_ties, of_a_holder, sort_of
from citygraph.imports.values.stretches import says_now

_FIGURES = FIGURES + "."
_TIMES = ("since", "until", "on")
_TIME = DateText(period=True)
"""What a date of something that happens at a time is: *12–15 May 1990* is no beginning and end of it."""
_DATES = (*_TIMES, "agreement.signed")
_DAYS = (*_DATES, "agreement.approved", "agreement.expires")
_WITH_STATUSES = ("status", "since", "until")
_MOST_KEPT = 1 << 16
"""How many texts of cells are remembered."""
_NEVER_PLAIN = (BESIDE_NAMES, "notes", *LAST_DAYS)
"""What stands under these targets may say something of the status."""
_NO_STATUS = (
    "this is no known status, so it is unknown; the text is in the notes; a mapping file can give one under "
    "`statuses:`: " + ", ".join(STATUSES)
)


_Told = tuple[Outcome, str, str]
_EMPTY = Cell("")


class _Read(NamedTuple):
    """What a cell says. If its target cannot hold that, it says nothing. ``told`` is what has to be said of it, and
    ``noted`` is the text that stays in the notes, since it says more. The words ``beside`` it, or in its place, say how
    the tie stands; ``word`` is the file's own one for its status."""

    cell: Cell | None
    told: _Told | None = None
    noted: str = ""
    beside: tuple[str, ...] = ()
    word: str = ""


class _Cleaned(NamedTuple):
    """The facts and figures of a row in citygraph's form, and what was said about its cells."""

    facts: dict[str, str]
    figures: list[dict[str, str]]
    told: list[_Told]


class TieMaker:
    """Makes ties of rows."""

    def __init__(
        self,
        mappings: Sequence[ColumnMapping],
        kinds: Sequence[Kind],
        place: Callable[[int, int], str],
        statuses: Mapping[str, str],
        sources: RowSources,
        report: ImportReport,
    ) -> None:
        """``place`` gives the place of a row in words, from the number of its file and its line. ``statuses`` are the
        user's own words for statuses."""
        self._mappings = mappings
        self._kinds = kinds
        self._place = place
        self._statuses = {fold(word): status for word, status in statuses.items()}
        self._sources = sources
        self._report = report
        self._cells: dict[tuple[int, str, str, str], _Read] = {}
        self._plain: dict[tuple[int, int], list[dict[str, str | None] | None]] = {}
        self._place_of_date: dict[int, int | None] = {}
        self._past: dict[tuple[int, int], dict[str, str]] = {}
        self._today = datetime.date.today()

    def ties(
        self, rows: TieRows, things: Entities, speaker: Callable[[str], str | None],
        is_known: Callable[[Hashable, Entity, Entity], bool],
    ) -> Iterator[EntityTie | TieLike]:  # fmt: skip
        """The ties of all rows, in the order of their ends. The report has what contradicts itself. ``is_known`` is
        True if a tie of this pattern between these two is as an earlier one, but for its ends and its date.

        Raises:
            OpenQuestions: if rows go both ways with different figures, and their kind has no direction.
        """
        for together in rows.together(things.moved(), [kind.symmetric for kind in self._kinds]):
            first = together[0]
            if first.start == first.end:
                for row in together:
                    where = self._place(row.file, row.line)
                    self._report.tell("refused", where, str(things[row.start]), "both ends are the same")
                continue
            if len(together) == 1:
                like = self._like(first, things)
                if like is not None and is_known(like.pattern, like.start, like.end):
                    yield like
                else:
                    yield self._tie(first, things, speaker, like and like.pattern)
                continue
            made: list[EntityTie] = []
            for row in together:
                tie = self._tie(row, things, speaker)
                known = next((other for other in made if is_same_tie(other, tie)), None)
                if known is None:
                    made.append(tie)
                else:
                    merge(tie, known, self._report)
            for number, tie in enumerate(made):
                if number and (tie.shape == "tie" or tie.start.is_elsewhere) and "id" not in tie.facts:
                    tie.facts["id"] = id_of_another(tie, made[:number])
                yield tie

    def _like(self, row: TieRow, things: Entities) -> TieLike | None:
        """The tie of a row by its pattern; None if more than its texts and the types of its ends count."""
        if row.mapping not in self._place_of_date:
            self._place_of_date[row.mapping] = _place_of_date(self._mappings[row.mapping])
        at = self._place_of_date[row.mapping]
        if at is None:
            return None
        start, end, texts, date = things[row.start], things[row.end], row.texts, ""
        if at >= 0 and texts[at]:
            date = self._past_date(row, texts[at])
            if not date:
                return None
            texts = (*texts[:at], _PAST, *texts[at + 1 :])
        if "event" in (start.type, end.type):
            return None
        return TieLike((row.mapping, row.kind, start.type, end.type, texts), start, end, date)

    def _past_date(self, row: TieRow, text: str) -> str:
        """The day, month or year before today that a cell holds, and says nothing else; empty if it does not."""
        known = self._past.setdefault((row.mapping, row.kind), {})
        date = known.get(text)
        if date is None:
            mapping, kind = self._mappings[row.mapping], self._kinds[row.kind]
            at = self._place_of_date[row.mapping] or 0
            said = self._plain_text(mapping, kind, mapping.parts["facts"].targets[at], text) or ""
            date = known[text] = said if is_past(said, self._today.isoformat()) else ""
        return date

    def _tie(
        self, row: TieRow, things: Entities, speaker: Callable[[str], str | None], pattern: Hashable = None
    ) -> EntityTie:
        mapping, kind = self._mappings[row.mapping], self._kinds[row.kind]
        where = self._place(row.file, row.line)
        facts = self._plain_facts(mapping, row, kind)
        if facts is not None:
            tie = EntityTie(mapping.shape, kind, things[row.start], things[row.end], where, facts, pattern=pattern)
        else:
            cleaned = self._clean(mapping, row.mapping, row.texts, kind)
            ends = things[row.start], things[row.end]
            tie = EntityTie(mapping.shape, kind, *ends, where, cleaned.facts, cleaned.figures)
            for outcome, what, why in cleaned.told:
                self._report.tell(outcome, where, what or str(tie), why)
        of_source = mapping.parts["row"].targets
        if of_source:
            texts = dict(zip(of_source, row.texts[len(mapping.parts["facts"].targets) :], strict=True))
            tie.evidence.extend(self._sources.evidence(texts, mapping.forms, where, speaker))
        return tie

    def _plain_facts(self, mapping: ColumnMapping, row: TieRow, kind: Kind) -> dict[str, str] | None:
        """The facts of a row whose cells say nothing beside what they hold, as most do; None for other rows. Each
        different text is read once."""
        targets = mapping.parts["facts"].targets
        known = self._plain.get((row.mapping, row.kind))
        if known is None:
            known = self._plain[row.mapping, row.kind] = [
                {} if _may_be_plain(kind, target) else None for target in targets
            ]
        facts: dict[str, str] = {}
        for texts, target, text in zip(known, targets, row.texts, strict=False):
            if not text:
                continue
            if texts is None:
                return None
            if text in texts:
                said = texts[text]
            else:
                if len(texts) >= _MOST_KEPT:
                    texts.clear()
                said = texts[text] = self._plain_text(mapping, kind, target, text)
            if said is None:
                return None
            if said:
                facts["called" if target == "kind" else target] = said
        if mapping.status_of_list and "status" not in facts:
            if was_cancelled(mapping.status_of_list):
                return None
            facts["status"] = mapping.status_of_list
        return facts

    def _plain_text(self, mapping: ColumnMapping, kind: Kind, target: str, text: str) -> str | None:
        """What a cell holds; None if more has to be done with it, or with the row that has it."""
        if target == "kind":  # the register's own word for it
            word = mapping.forms.value(text, target)
            return "" if word == kind.id else word if word == kind.label or not kind_and_status(word) else None
        read = self._apart(mapping, kind, target, text)
        if target == "title" and kind.id == OF_POSTS and status_in_title(text):
            return None
        if read.cell is None or read.cell.beside or read.told or read.noted or read.beside:
            return None
        found = read.cell.text
        return None if target == "status" and (found not in STATUSES or was_cancelled(found)) else found

    def _clean(self, mapping: ColumnMapping, number: int, texts: tuple[str, ...], kind: Kind) -> _Cleaned:
        found = _Cleaned({}, [], [])
        facts = found.facts
        figures: dict[str, dict[str, Cell | None]] = {}
        given_of: dict[str, dict[str, str]] = {}
        remarks: list[str] = []
        sentences: list[str] = []
        words: list[str] = []
        of_title = "", ""  # what the title of a post says of it
        is_unread = False  # a status is given, and nobody knows what it means
        sort = sort_of(kind)
        for target, text in zip(mapping.parts["facts"].targets, texts, strict=False):
            if not text:
                continue
            if target == "kind":
                word = mapping.forms.value(text, target)
                if word not in (kind.id, kind.label) and (apart := kind_and_status(word)):
                    word = apart.name
                    remarks += apart.phrases
                if word and word != kind.id:  # the register's own word for it
                    facts.setdefault("called", word)
                continue
            if target == BESIDE_NAMES:
                remarks += text.split(BETWEEN_NOTES)
                continue
            if target == "notes":
                if value := mapping.forms.value(text, target):
                    facts["notes"] = joined(facts.get("notes", ""), value)
                    sentences += [part.partition(": ")[2] for part in value.split(BETWEEN_NOTES)]
                continue
            cell, told, noted, beside, word = self._cell(mapping, number, kind, target, text)
            remarks += beside
            if word:
                words.append(word)
            if target == "title" and kind.id == OF_POSTS and (status := status_in_title(text)):
                of_title = text, status
            if told:
                found.told.append(told)
            if noted:
                note(facts, target, noted)
                is_unread |= target == "status" and cell is None
            if target.startswith(_FIGURES):
                property, _, inner = target.removeprefix(_FIGURES).partition(".")
                figures.setdefault(property, {})[inner] = cell
                given_of.setdefault(property, {})[target] = text
            elif cell is not None:
                if cell.text:
                    facts[target] = cell.text
                if cell.beside:
                    facts |= {key: said for key, said in cell.beside.items() if said}
        for property, read in figures.items():
            if (its_value := read.pop("", None)) and its_value.text:
                self._add_figure(found, property, its_value, read)
            else:
                note_what_has_no_figure(facts, given_of[property], read, mapping)
        is_occurrence = kind.nature == "occurrence"
        for text in sentences:
            remarks += of_a_holder(text, sort) or [text] * _is_status_alone(in_words_for_ties(text, sort))
        words = list(dict.fromkeys((*words, *remarks)))
        found.told.extend(
            learn_remark(facts, text, status_phrase(in_words_for_ties(text, sort)), mapping.forms, sort)
            for text in dict.fromkeys(remarks)
        )
        if (told := learn_title(facts, *of_title)) is not None:
            found.told.append(told)
        if (of_list := mapping.status_of_list) and "status" not in facts and not is_unread:
            words += self._take_from_title(found, of_list, kind)
        if not is_occurrence and (told := settle_cancelled(facts, words, mapping.forms, self._today)):
            found.told.append(told)
        if is_occurrence:
            if told := status_of_no_event(facts):
                found.told.append(told)
            found.told.extend(time_of_event(facts))
        elif "until" in facts and facts.get("status", "") in STATUSES and by_status(facts["status"]).is_plan:
            note(facts, "until", facts.pop("until"))
            found.told.append(("read", "until", "a plan has no last day yet, so that of the row is in the notes"))
        elif not is_unread and (
            key := next((key for key in LAST_DAYS if key in facts and self._is_over(facts[key])), "")
        ):
            if is_open(facts.get("status", "")):
                facts["status"] = ended(facts["status"], facts[key]) if "status" in facts else "ended"
                of = " of its agreement" if key != "until" else ""
                why = f"no status is given, and the last day{of} has passed: it is ended"
                found.told.append(("read", "status", why))
            elif told := open_status(facts, key, facts[key], f"{facts[key]} has passed"):
                found.told.append(told)
        if not is_occurrence:
            found.told.extend(filter(None, (doubt_of_note(facts, text) for text in sentences)))
        return found

    def _take_from_title(self, found: _Cleaned, status: str, kind: Kind) -> list[str]:
        """Give a row the status that the title of its list has, and give that back; nothing if the row's last day
        outvotes it."""
        last = next((found.facts[key] for key in LAST_DAYS if key in found.facts), "")
        stage = by_status(status, kind.nature)
        if not can_be(status, kind.nature) or (last and not stage.is_over and self._is_over(last)):
            return []
        if stage.is_over and "until" in found.facts and not self._is_over(found.facts["until"]):
            why = f"the title says that it is {status}, but its last day is not there yet: so its status is unknown"
            found.told.append(("doubtful", "", why))
            return []
        found.facts["status"] = status
        return [status]

    def _is_over(self, last: str) -> bool:
        return last != OPEN and has_passed(last, self._today)

    @staticmethod
    def _add_figure(found: _Cleaned, property: str, value: Cell, read: Mapping[str, Cell | None]) -> None:
        try:
            about = figure_with({key: cell and cell.text for key, cell in read.items()}, value.beside)
        except ValueError as error:
            note(found.facts, _FIGURES + property, value.text)
            found.told.append(("doubtful", "", f"`{property}` {value.text}: {error}; it is in the notes"))
        else:
            found.figures.append({"property": property, "value": value.text, **about})

    def _cell(self, mapping: ColumnMapping, number: int, kind: Kind, target: str, text: str) -> _Read:
        """What a cell says in a row of a kind. Equal texts of a column need to be read only once."""
        key = (number, kind.id, target, text)
        if (known := self._cells.get(key)) is None:
            if len(self._cells) >= _MOST_KEPT:
                self._cells.clear()
            known = self._cells[key] = self._apart(mapping, kind, target, text)
        return known

    def _apart(self, mapping: ColumnMapping, kind: Kind, target: str, text: str) -> _Read:
        """What a cell says, without the words about the status that stand there, or in its place."""
        given = text
        beside: tuple[str, ...] = ()
        sort = sort_of(kind) if target in _WITH_STATUSES else None
        if fold(text) not in self._statuses:
            text = in_words_for_ties(text, sort)
            if target == "status" and (status := of_a_holder(text, sort)):
                return _Read(Cell(status[0]))
        if target == "status" and fold(text) not in self._statuses and (parts := status_in_parts(text)):
            return _Read(None, beside=parts if given == text else (given,))
        if target in _DATES and mapping.forms.value(text, target) and (found := _status_beside_date(text)):
            text, remark = found
            beside = (remark if text else given,)
            if not text:
                return _Read(None, beside=beside)
        if target in LAST_DAYS and kind.nature != "occurrence" and says_now(text):
            if target != "until":
                return _Read(None, noted=text, beside=beside)
            why = "this is no last day, but says that it goes on: it has no end"
            return _Read(Cell(OPEN), ("read", text, why), beside=beside + of_a_holder(text, sort))
        if target in _DAYS and (why := why_no_day(target, text)):
            return _Read(None, ("doubtful", text, why), text, beside)
        is_word = target == "status" and fold(text) not in self._statuses and "status" not in mapping.constants
        read = self._read(mapping, kind, target, text)
        if read.told and read.told[1] == text:
            read = read._replace(told=(read.told[0], given, read.told[2]))
        beside += of_a_holder(text, sort)
        return read._replace(noted=given if read.noted else "", beside=beside, word=text if is_word else "")

    def _read(self, mapping: ColumnMapping, kind: Kind, target: str, text: str) -> _Read:
        if not (text := mapping.forms.value(text, target)):
            return _Read(_EMPTY)
        held = (
            _TIME if target == "since" and kind.nature == "occurrence" else holds(FACT_RECORDS[mapping.shape], target)
        )
        if isinstance(held, Status) and is_history(text):
            try:
                history = with_dates(text, lambda date: in_form(date, DateText(), mapping.forms, "since").text)
            except ValueError as error:
                return _Read(None, ("doubtful", "", f"{error}; the text is in the notes"), text)
            return _Read(Cell(history))
        if isinstance(held, Status):
            if status := self._statuses.get(fold(text)) or status_of(text):
                return _Read(Cell(status))
            if status := status_within(text):
                why = f"its words say how the tie stands: `{status}`; the text is in the notes"
                return _Read(Cell(status), ("read", text, why), text)
            return _Read(None, ("doubtful", text, _NO_STATUS), text)
        try:
            if held is None:
                raise ValueError(f"a record of its type has no `{target}`")
            cell = in_form(text, held, mapping.forms, target)
        except ValueError as error:
            return _Read(None, ("doubtful", "", f"{error}; the text is in the notes"), text)
        return _Read(cell, ("read", target, cell.remark) if cell.remark else None)


_PAST = "\x1fpast"
"""In the place of such a date in a pattern. No cell has this text."""


def _place_of_date(mapping: ColumnMapping) -> int | None:
    """Where the one date stands among the facts of ties, -1 if there is none; None if there may be several, if rows
    name sources of their own, or if they are no ties."""
    targets = mapping.parts["facts"].targets
    dates = [at for at, target in enumerate(targets) if target in OF_TIME]
    if mapping.shape != "tie" or mapping.parts["row"].targets or len(dates) > 1:
        return None
    if not dates:
        return -1
    return dates[0] if targets[dates[0]] in DATES else None


def _may_be_plain(kind: Kind, target: str) -> bool:
    """False if a cell of a target may say more than what it holds. What happens at a time has rules of its own."""
    return kind.nature != "occurrence" and target not in _NEVER_PLAIN and not target.startswith(_FIGURES)


_BESIDE_DATE = re.compile(r"([^(),;]*\d[^(),;]*?)\s*(?:\(([^()]+)\)|[,;]\s*(\D[^()]+))")


def _status_beside_date(text: str) -> tuple[str, str] | None:
    """A date, and the words behind it that say how the tie stands: ``2006 (ended 2014)``; the date is empty where such
    words stand in its place. None if there are none."""
    found = _BESIDE_DATE.fullmatch(text)
    date, said = (found[1], found[2] or found[3]) if found else ("", text.strip("() "))
    phrase = status_phrase(said)
    return (date, said) if phrase and phrase.status else None


def _is_status_alone(text: str) -> bool:
    """True for a remark that is nothing but a status."""
    phrase = status_phrase(text)
    return phrase is not None and bool(phrase.status or phrase.until)
