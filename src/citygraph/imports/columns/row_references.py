"""Partners by the ids of their own rows: `ID, Name, Partner-ID` with the cells `2;3`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import ColumnSurvey

_SIGNS = (";", ",", "|", "/", "+", "&", " ")
"""What may stand between ids."""
_OF_IDS = ("key", "code")
_MOST = 0.5
"""The share of ids that rows of the file must have if the header says ids: that a row is missing is told."""
_WHOLE = re.compile(r"(\d+)\.0")


def with_references(draft: Draft, claims: list[Claim]) -> list[Claim]:
    """The claims, with the ids of rows as the start of ties and the columns that have such ids as their ends. Each row
    tells of its own town alone then. Small numbers under a header such as ``Partners`` may also count them: that is
    asked."""
    names = [claim for claim in claims if claim.inner == "name" and claim.group == "node" and not claim.side]
    if not names or any(claim.side == "from" for claim in claims):
        return claims
    if draft.said.map.keys() & {"from", "to"}:
        return _as_said(draft, claims)
    for key in draft.columns.values():
        if not _are_ids_of_rows(draft, key):
            continue
        found = {
            column.name: sign
            for column in draft.columns.values()
            if column is not key
            and _tells_of_partners(column)
            and (sign := _sign_between(draft, key, column)) is not None
        }
        if not found:
            continue
        if unsure := [name for name, sign in found.items() if not _are_sure(key, draft.columns[name], sign)]:
            draft.questions.append(_ids_or_counts(draft, key.name, unsure[0]))
        return _as_ends(draft, claims, key, found)
    return claims


def _as_said(draft: Draft, claims: list[Claim]) -> list[Claim]:
    """The claims, if the user says that one column has ids of rows, and others have those of their partners."""
    keys, ends = (draft.said.map.get(side, []) for side in ("from", "to"))
    if len(keys) != 1 or not ends or not all(name in draft.columns for name in (*keys, *ends)):
        return claims
    ids = set(map(_plain, draft.columns[keys[0]].texts))
    if not all(ids.issuperset(map(_plain, draft.columns[name].texts)) for name in ends):
        return claims
    draft.references.update(ends)
    return _of_own_town(claims)


def _of_own_town(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, of which those that name no end are about the town of the row itself."""
    claims = list(claims)
    for claim in claims:
        if claim.group == "node" and not claim.side:
            claim.side = "from"
    return claims


def _are_ids_of_rows(draft: Draft, column: ColumnSurvey) -> bool:
    """True if each row has an id of its own in a column. A row that the user's options split stands there again."""
    if column.name in draft.uses or not column.is_whole or column.filled < draft.job.survey.rows:
        return False
    meaning = meaning_of(column.name)
    is_called_so = meaning is not None and not meaning.side and meaning.attribute in _OF_IDS
    is_unique = len(column.counts) == column.filled or bool(draft.said.split)
    return is_unique and len(column.texts) > 1 and (column.is_of_ids or is_called_so)


def _tells_of_partners(column: ColumnSurvey) -> bool:
    meaning = meaning_of(column.name)
    sides = [one.side for one in (meaning, *meaning.others)] if meaning is not None else []
    return "to" in sides or tells_of_ties(column.name)


def _sign_between(draft: Draft, key: ColumnSurvey, column: ColumnSurvey) -> str | None:
    """The sign between the ids in the cells of a column, empty if each has one; None if they are no ids of other
    rows."""
    if column.name in draft.uses or not column.texts or not column.is_whole:
        return None
    ids = set(map(_plain, key.texts))
    for sign in ("", *_SIGNS):
        cells = [_ids_in(text, sign) for text in column.texts]
        of_cells = set().union(*cells)
        if len(of_cells) > 1 and len(of_cells & ids) >= len(of_cells) * (_MOST if _says_ids(column) else 1):
            own = any(
                _plain(row.get(key.name, "")) in _ids_in(row.get(column.name, ""), sign) for row in draft.job.rows()
            )
            return None if own else sign
    return None


def _ids_in(text: str, sign: str) -> list[str]:
    return [_plain(part) for part in (text.split(sign) if sign else [text]) if part.strip()]


def _plain(text: str) -> str:
    """An id without the ``.0`` that programs write if another cell of its column is empty."""
    text = text.strip()
    return found[1] if (found := _WHOLE.fullmatch(text)) else text


def _are_sure(key: ColumnSurvey, column: ColumnSurvey, sign: str) -> bool:
    """True if the texts of a column cannot well be counts: they are lists, no small numbers, or the header says ids."""
    if sign or _says_ids(column) or key.name.casefold() in _words(column.name):
        return True
    return not all(text.isdecimal() and float(text) <= len(key.counts) for text in map(_plain, key.texts))


def _says_ids(column: ColumnSurvey) -> bool:
    meaning = meaning_of(column.name)
    return meaning is not None and meaning.attribute in _OF_IDS


def _words(header: str) -> list[str]:
    return re.findall(r"[^\W_]+", header.casefold())


def _as_ends(draft: Draft, claims: Iterable[Claim], key: ColumnSurvey, found: dict[str, str]) -> list[Claim]:
    rest = _of_own_town(claim for claim in claims if claim.column not in (key.name, *found))
    for name, sign in found.items():
        draft.references.add(name)
        if sign:
            draft.cut[name] = sign
    why = f"its values are those of `{key.name}`, in other rows"
    return [
        Claim(key.name, "key", "node", "from", "contents: an id for each row", fits=2),
        *rest,
        *(Claim(name, "key", "node", "to", why, fits=2) for name in found),
    ]


def _ids_or_counts(draft: Draft, key: str, name: str) -> Question:
    rows: Sequence[dict[str, str]] = [dict(row) for row in draft.job.survey.first[:SHOWN]]
    return Question(draft.job.where, f"`{name}`: are these ids of other rows, or numbers of their own?", (
        Reading(f"ids of `{key}`", f"--map from={shlex.quote(key)} --map to={shlex.quote(name)}",
                tuple(f"{row.get(key, '')} → {row.get(name, '')}" for row in rows)),
        Reading("numbers", f"--map notes={shlex.quote(name)}", tuple(row.get(name, "") for row in rows)),
    ))  # fmt: skip
