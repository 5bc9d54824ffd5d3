"""Another id for a record, everywhere: its own, and wherever others name it.

The id of a tie without one of its own is made from its kind and ends; so it changes with them, and what names that tie
changes, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from citygraph.domain.countries import is_code
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.editing.draft import FolderDraft, InTable
from citygraph.editing.records import SECTION_OF
from citygraph.editing.references import check_single, mentions, place_of
from citygraph.folder import loader
from citygraph.folder.diagnostics import Span, Where
from citygraph.folder.judgements import files_of_judgements
from citygraph.folder.limits import TABLE
from citygraph.folder.records import Record
from citygraph.folder.rules import HIDES
from citygraph.folder.values import is_dotted_id, is_id
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.questions._command_line import NotUnderstood, places_of_words, understood

_QUOTED = re.compile(rb"`([\w.-]+)`")
_MARKED = re.compile(_QUOTED.pattern.decode())
_SQL_TEXT = re.compile("'(?:[^']|'')*'")
_JUDGEMENT = re.compile(r"^(\s*(?:same|different|unsure)\s+\S+\s+)(\S+)", re.MULTILINE)
"""A line in a file of judgements. Its third word is an id."""


def rename(draft: FolderDraft, old: str, new: str) -> str:
    """Give a node, a source or a tie another id. Returns what was done.

    Raises:
        CityGraphError: if there is no record with the old id, if the new one is taken or is no id, or if a file cannot
            be edited.
    """
    view = draft.world.view
    is_tie = old in view.graph["ties"]
    if not is_tie:
        old = draft.world.resolve(old, (*NODE_TYPES, "source"))
    type = "tie" if is_tie else draft.world.describe(old)[1]
    _check(draft, old, new, is_tie=is_tie)
    check_single(draft, Where(type, old))
    _check_readable(draft, old)
    if is_tie:
        name_anew(draft, {old: new})
        give_id(draft, Where("tie", old), new)
        return _done(old, new)
    if type == "country" and is_code(new):
        raise CityGraphError(f"`{new}` is a country code; where it stands as a country, it would mean that one")
    name_anew(draft, {old: new, **ties_moved(draft, old, new)})
    _rename_own(draft, Where(type, old), new)
    return _done(old, new)


def ties_moved(draft: FolderDraft, old: str, new: str) -> dict[str, str]:
    """The new ids of ties that are named somewhere, if one of their ends gets a new id."""
    return _ties_renamed(draft, lambda kind, ends: (kind, [new if end == old else end for end in ends]), old)


def _check_readable(draft: FolderDraft, old: str) -> None:
    """Refuse to rename past a file that names the record, perhaps, and cannot be read whole."""
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])".encode())
    for file in sorted({one.span.file for one in draft.mistakes if one.code in HIDES}):
        if word.search(draft.held(file)):
            raise CityGraphError(f"{draft.folder / file} has `{old}` in it, and cannot be read whole; correct it first")


def rename_kind(draft: FolderDraft, old: str, new: str) -> str:
    """Give a kind of the folder's own another id, and all ties of that kind. Returns what was done.

    Raises:
        CityGraphError: as ``rename``; or if it is a built-in kind.
    """
    place = draft.world.places([Where("kind", old)]).get(Where("kind", old))
    if place is None:
        why = "is a built-in kind, whose id stays" if old in draft.world.kinds else "is no kind of this folder"
        raise CityGraphError(f"`{old}` {why}; `citygraph kinds` lists them")
    if new in draft.world.kinds:
        raise CityGraphError(f"there is a kind `{new}` already")
    if not is_id(new):
        raise CityGraphError(f"`{new}` cannot be an id; {_FORM}")
    ties = _ties_renamed(draft, lambda kind, ends: (new if kind == old else kind, ends))
    for file in draft.world.homes("tie", old):
        for piece in loader.pieces(draft.folder, file):
            for record in piece.records:
                if record.type == "tie" and record.owner is None and record.data.get("kind") == old:
                    span = record.span("kind")
                    if file.lower().endswith(TABLE):
                        table = draft.table(file)
                        table.put(table.row_at(record.document.span(0).line), "kind", new)
                    else:
                        yaml = draft.yaml(file)
                        yaml.replace(yaml.places.path_at(span.line, span.column), new)
    draft.renamed_kinds[old] = new
    name_anew(draft, ties)
    _tell_checks(draft, [old])
    _rename_own(draft, Where("kind", old), new)
    return _done(old, new)


def _done(old: str, new: str) -> str:
    return f"`{old}` is `{new}` now"


_FORM = "it has letters a to z, digits, `-` and `_`, and does not begin with `-`"


def _check(draft: FolderDraft, old: str, new: str, *, is_tie: bool) -> None:
    if not (is_dotted_id if is_tie else is_id)(new):
        raise CityGraphError(f"`{new}` cannot be an id; {_FORM}")
    view = draft.world.view
    if new in view.nodes or new in view.graph["ties"] or new in view.graph["sources"]:
        called = new if new in view.graph["ties"] else draft.world.describe(new)[0]
        way_out = "" if is_tie else f"; `citygraph merge {new} {old}` makes one record of the two"
        raise CityGraphError(f"`{new}` is taken, by {called}{way_out}")


def _rename_own(draft: FolderDraft, where: Where, new: str) -> None:
    place = draft.place(where)
    if isinstance(place, InTable):
        draft.table(place.file).put(place.row, "id", new)
    else:
        draft.yaml(place.file).rename(place.path, new)


def give_id(draft: FolderDraft, tie: Where, new: str) -> None:
    """Give a tie an id of its own.

    Raises:
        CityGraphError: if it stands in a table that has no column for it, or cannot be edited.
    """
    place = draft.place(tie)
    if isinstance(place, InTable):
        table = draft.table(place.file)
        if not table.has(["id"]):
            raise CityGraphError(
                f"{draft.folder / place.file} has no column `id` for `{new}`, the new id of a tie; add the column first"
            )
        table.put(place.row, "id", new)
    else:
        draft.yaml(place.file).put((*place.path, "id"), new, list(keys_of(SECTION_OF["tie"].record).all))


def _ties_renamed(
    draft: FolderDraft, change: Callable[[str, list[str]], tuple[str, list[str]]], node: str | None = None
) -> dict[str, str]:
    """The new ids of ties whose ids are made from kind and ends, if others name them or their own records may."""
    named = set(draft.world.named_ties())
    found: dict[str, str] = {}
    ties = draft.world.view.graph["ties"]
    for id in named:
        if id in ties:
            start, end, data = ties[id]
            if id == f"{data['kind']}.{start}.{end}" and (node is None or node in (start, end)):
                kind, ends = change(data["kind"], [start, end])
                one, other = sorted(ends) if data["symmetric"] else ends
                if (new := f"{kind}.{one}.{other}") != id:
                    found[id] = new
    return found


def name_anew(draft: FolderDraft, names: Mapping[str, str], but: Callable[[Record], bool] = lambda _: False) -> None:
    """Change all references to some ids, except those in some records, and their lines in judgements and mentions in
    notes. Of a list that has both ids already, the old one goes."""
    draft.renamed |= names
    for old, new in names.items():
        for mention in mentions(draft, old):
            if but(mention.record):
                continue
            here = place_of(draft, mention)
            if isinstance(here, InTable):
                table = draft.table(here.file)
                table.replace(here.row, table.column_of(mention.reference.place[0]), old, new)
            elif isinstance(here[-1], int) and new in draft.yaml(mention.file).at(here[:-1]):
                draft.yaml(mention.file).remove(here)
            else:
                draft.yaml(mention.file).replace(here, new)
    for file in files_of_judgements(draft.folder):
        draft.rewrite(file, lambda text: _JUDGEMENT.sub(lambda line: line[1] + names.get(line[2], line[2]), text))
    _in_notes(draft, but)
    _in_questions(draft)
    _tell_checks(draft, names)


def _in_notes(draft: FolderDraft, but: Callable[[Record], bool]) -> None:
    """Change ids between backticks in notes, as in ``see `osh```; also those of ties that nothing else names. An id
    without them may be a word. Notes that the draft has changed already are left: see ``renamed_in_notes``."""
    for file in draft.world.files:
        quoted = {found.decode() for found in set(_QUOTED.findall(draft.held(file)))}
        marked = {f"`{old}`": f"`{new}`" for old in quoted if (new := _called(draft, old)) != old}
        if not marked:
            continue
        for piece in loader.pieces(draft.folder, file):
            for record in piece.records:
                if "notes" not in record.places or but(record):
                    continue
                if file.lower().endswith(TABLE):
                    table, row = draft.table(file), draft.table(file).row_at(record.document.span(0).line)
                    if not table.has_changed(row, "notes"):
                        for old, new in marked.items():
                            table.replace_within(row, "notes", old, new)
                else:
                    yaml, span = draft.yaml(file), record.span()
                    path = (*yaml.places.path_at(span.line, span.column), "notes")
                    if not yaml.has_changed(path):
                        for old, new in marked.items():
                            yaml.replace_within(path, old, new)


def renamed_in_notes(draft: FolderDraft, notes: Any) -> Any:
    """Notes that a change writes, with the new ids between backticks."""
    if isinstance(notes, Mapping):
        return {key: renamed_in_notes(draft, inner) for key, inner in notes.items()}
    if isinstance(notes, list):
        return [renamed_in_notes(draft, inner) for inner in notes]
    if not isinstance(notes, str):
        return notes
    return _MARKED.sub(lambda found: f"`{_called(draft, found[1])}`", notes)


def _called(draft: FolderDraft, id: str) -> str:
    return draft.called_now(id) if id in draft.renamed or id in draft.world.view.graph["ties"] else id


def _in_questions(draft: FolderDraft) -> None:
    """Change ids in the command lines of the questions that the folder keeps, where a word of them names a record or a
    kind. What cannot be changed so is told."""
    for question in draft.world.saved_questions():
        try:
            named = understood(question.command).names
        except NotUnderstood:
            continue  # `check` says what is wrong with it
        command, parts = question.command, places_of_words(question.command)
        for one in sorted(named, key=lambda one: -one.at):
            new = draft.renamed_kinds.get(one.word, one.word) if one.sort == "kind" else _called(draft, one.word)
            begin, end = parts[one.at]
            part, times = re.subn(rf"(?<![\w.-]){re.escape(one.word)}(?![\w.-])", new, command[begin:end])
            command = command[:begin] + part + command[end:]
            if new != one.word and not times:
                at = question.at_command
                draft.remarks.append(
                    f"{draft.folder / at.file}:{at.line}: the question `{question.id}` names `{one.word}`, which stays;"
                    f" write `{new}` there"
                )
        if command != question.command:
            _put_command(draft, question.at_command, command)


def _put_command(draft: FolderDraft, at: Span, command: str) -> None:
    if at.file.lower().endswith(TABLE):
        table = draft.table(at.file)
        table.put(table.row_at(at.line), "command", command)
        return
    yaml = draft.yaml(at.file)
    path = yaml.places.path_at(at.line, at.column)
    if yaml.has_changed(path):
        return
    try:
        yaml.replace(path, command)
    except CannotEdit:  # a text of several lines
        yaml.put(path, command)


def _tell_checks(draft: FolderDraft, ids: Iterable[str]) -> None:
    """Say which checks of the folder's own have an old id in the texts of their SQL, or in their sentence. They stay:
    a text of SQL may be a status, a name or a type as well."""
    for id in ids:
        word = re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")
        for check in draft.world.own_checks():
            in_sql = any(word.search(text) for text in _SQL_TEXT.findall(check.sql))
            if in_sql or f"`{id}`" in check.sentence:
                at, where = (check.at_sql, "SQL") if in_sql else (check.at_sentence, "sentence")
                draft.remarks.append(
                    f"{draft.folder / at.file}:{at.line}: the check `{check.id}` has `{id}` in its {where}, which"
                    f" stays; write `{draft.called_now(id)}` there if it means this record"
                )
