"""How all ties of a list stand, if its title, its sheet or its file's name says it: *Former twin towns of Leeds*."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.names import fold, visible
from citygraph.domain.tie_rules import by_status, is_told
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.partnership_words import tells_of_persons, tells_of_ties
from citygraph.imports.columns.towns_in_titles import is_word_for_towns, towns_in
from citygraph.imports.values.status_stems import leaves_open, status_within
from citygraph.imports.values.statuses import may_have_ended, status_of
from citygraph.imports.values.word_tables import words_by


class ListStatus(NamedTuple):
    """The status that a ``text`` gives to the ties below it, and the ``word`` for it there. ``is_certain`` is False if
    the text may mean something else."""

    status: str
    word: str
    text: str
    where: str
    is_certain: bool


def find_status_of_list(draft: Draft) -> str:
    """The status that a title or a name gives to all ties whose cells say none; empty if nothing gives one. What they
    leave open is told, and so is a user's word that contradicts them."""
    tells = {"tie": tells_of_ties, "post": tells_of_persons}.get(draft.shape)
    if tells is None:
        return ""
    said, titles = draft.job.said, dict.fromkeys(draft.job.survey.titles, "the title")
    title, sheet = str(said.source.get("title") or ""), said.sheet or ""
    at = re.split(r"[./]", said.at or "")[-1]
    texts = {
        **dict.fromkeys(draft.job.called, "the name"),
        at: "the list",
        sheet: "the sheet",
        title: "the title",
        **titles,
    }
    found = [one for text, where in texts.items() if (one := status_in(text, where, tells))]
    if not found:
        return ""
    certain = {one.status for one in found if one.is_certain}
    first = next((one for one in found if one.is_certain), found[0])
    rows = {"tie": "ties", "post": "posts"}[draft.shape]
    of_text = f"{draft.job.where}: {first.where} `{visible(first.text)}`"
    if user := draft.said.set.get("status"):
        if first.is_certain and is_told(status_of(user)) and status_of(user) != first.status:
            draft.says.append(f"{of_text} says that the {rows} are {first.status}, but --set status={user} counts")
        return ""
    if len(certain) == 1:
        way_out = draft.job.set_option("status", "unknown")
        draft.says.append(
            f"{of_text} says that the {rows} are `{first.status}`: so are those of which no cell says how they stand; "
            f"{way_out} leaves that open"
        )
        return first.status
    option = draft.job.set_option("status", first.status)
    draft.says.append(
        f"{of_text} has the word `{visible(first.word)}`, which may be about all {rows}, some or none: it gives no "
        f"status; {option} gives one to all that have none"
    )
    return ""


def status_in(text: str, where: str, tells: Callable[[str], bool] = tells_of_ties) -> ListStatus | None:
    """The status of which a title or a name has a word, if it tells of ties too, or of nothing else. ``tells`` finds
    words for the ties. It is certain if the word stands beside these, and the rest only says whose ties they are.

    >>> status_in("Former twin towns of Leeds", "the title")[:2], status_in("Twin towns of Stara Zagora", "the title")
    (('ended', 'Former'), None)
    >>> status_in("Current and former twin towns", "the title").is_certain, status_in("Altstadt", "the sheet")
    (False, None)
    """
    if len(text) > _LONGEST:
        return None
    tokens = _tokens(text)
    words = dict(_statuses(tokens))
    towns = [fold(part) for town in towns_in(text) for part in _tokens(town)] if words else []  # few names need it
    statuses = {at: told for at, told in words.items() if fold(tokens[at]) not in towns}
    if not statuses:
        return None
    ties = _ties(tokens, tells)
    of_statuses = {at for first, (number, _) in statuses.items() for at in range(first, first + number)}
    rest = [at for at in range(len(tokens)) if at not in of_statuses | ties]
    first, (number, status) = max(statuses.items(), key=lambda one: by_status(one[1][1]).doubt)
    word = _joined(tokens[first : first + number])
    if not ties:  # nothing but a status; a word for *current* or *old* may be about the file
        is_alone = not rest and where != "the name" and not by_status(status).is_fact
        return ListStatus(status, word, text, where, True) if is_alone and len(statuses) == 1 else None
    is_apart = max(ties | of_statuses) - min(ties | of_statuses) >= len(ties | of_statuses)
    is_beside = not is_apart and not _is_about_a_place(tokens, first, number, ties, towns)
    is_certain = (
        len(statuses) == 1 and (is_beside or _IN_BRACKETS.search(text.replace(word, "")) is not None)
        and not any(map(leaves_open, tokens[max(first - 1, 0) : first]))
        and _only_says_whose(tokens, rest, towns)
        and not may_have_ended(word)
        and not (where == "the name" and by_status(status).is_fact)
    )  # fmt: skip
    if not is_certain and by_status(status).is_plain:
        return None
    return ListStatus(status, word, text, where, is_certain)


def _is_about_a_place(tokens: list[str], first: int, number: int, ties: set[int], towns: list[str]) -> bool:
    """True if a status behind the word for ties stands before a place, and may be about that: *former Yugoslavia*."""
    behind = first + number
    return first - 1 in ties and behind not in ties and behind < len(tokens) and _is_place(tokens[behind], towns)


def _is_place(word: str, towns: list[str]) -> bool:
    small = fold(word)
    is_of_town = any(small[:_STEM] == town[:_STEM] for town in towns)
    return is_of_town or small in CONTINENTS or bool((len(word) > _STEM or word.isupper()) and meanings(word))


_IN_BRACKETS = re.compile(r"[(\[（]\s*[)\]）]")
_LONGEST = 120
"""A longer text tells more than one thing."""
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")


def _tokens(text: str) -> list[str]:
    """The words of a text, and the letters of scripts that put no space between words."""
    found = []
    for word in _WORD.findall(text):
        found += [word] if _is_spaced(word) else [*word]
    return found


def _is_spaced(word: str) -> bool:
    return word.isascii() or not _UNSPACED.search(word)


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _joined(tokens: list[str]) -> str:
    return (" " if any(map(_is_spaced, tokens)) else "").join(tokens)


def _statuses(tokens: list[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    """Where words for statuses begin, how many they are, and the status."""
    at = 0
    while at < len(tokens):
        for number in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
            run = _joined(tokens[at : at + number])
            status = status_of(run) or (status_within(run) if number == 1 else "")
            if status and is_told(status):
                yield at, (number, status)
                at += number - 1
                break
        at += 1


def _ties(tokens: list[str], tells: Callable[[str], bool]) -> set[int]:
    """The places of words for ties, with the words for towns beside them."""
    found: set[int] = set()
    for number in range(1, _MOST_LETTERS + 1):
        for at in range(len(tokens) - number + 1):
            places = {*range(at, at + number)}
            if not places & found and tells(_joined(tokens[at : at + number])):
                found |= places
    for step in (1, -1):
        for at in sorted(found, reverse=step < 0):
            while 0 <= at + step < len(tokens) and _is_for_towns(tokens[at + step]):
                at += step
                found.add(at)
    return found


_MOST_LETTERS = 6


def _is_for_towns(word: str) -> bool:
    return len(word) > 1 and is_word_for_towns(word)


def _only_says_whose(tokens: list[str], rest: list[int], towns: list[str]) -> bool:
    """True if the other words of a title only say that it is a list, and of which place: no *and*, no *in italics*."""
    between = words_by("where", "words_between.csv", fold)["clear"]
    is_behind_of = False
    for at in rest:
        word, before = tokens[at], fold(tokens[at - 1]) if at else ""
        small = fold(word)
        is_within = before in ("in", "im") and before not in towns  # `in italics`, `in Kursivschrift`
        is_named = not is_within and (_is_place(word, towns) or (is_behind_of and word[0].isupper()))
        is_place = is_named or _is_place(word, [])
        is_link = len(word) <= _STEM and small not in between and not word[0].isupper()
        if not (is_place or is_link or small in _LISTS or _is_for_towns(word)):
            return False
        is_behind_of = small in _OF or (is_behind_of and (is_place or _is_for_towns(word)))
    return True


_STEM = 3
"""So many letters of a town stay in other cases; small words have no more."""
_OF = frozenset(map(fold, (
    "of", "the", "de", "d", "du", "des", "la", "le", "les", "der", "von", "vom", "del", "della", "dell", "di", "da",
    "do", "dos", "das", "van", "av", "af", "for", "by", "ville", "m",
)))  # fmt: skip
_LISTS = frozenset(map(fold, (
    "list", "lists", "listing", "overview", "table", "liste", "listen", "übersicht", "tabelle", "verzeichnis", "lista",
    "listado", "relación", "relação", "elenco", "tableau", "lijst", "overzicht", "wykaz", "seznam", "zoznam", "popis",
    "список", "перелік", "списък", "luettelo", "oversigt", "oversikt", "översikt", "förteckning", "listesi", "liste",
    *"一覧覽览表のした的名单單录錄目목록",
)))  # fmt: skip
