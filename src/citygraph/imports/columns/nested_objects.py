"""Objects of JSON within a row: the date of a mayor within a town is his, and none of the tie."""

from __future__ import annotations

from citygraph.imports.columns.claims import NAMING, SURE
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of

_THINGS = ("person", "organization", "event")


def leave_out_other_objects(draft: Draft) -> None:
    """Leave unread, where rows are ties, what objects within a row say that are no end and no tie: `mayor.since`,
    `to.mayor.name`, `university.founded`."""
    if draft.shape != "tie" or draft.job.sort != "table":
        return
    objects = {name: of for name in draft.columns if name not in draft.uses and (of := object_of(name))}
    named = {of for name, of in objects.items() if _is_a_name(name)}
    ends = {claim.side for claim in draft.claims if claim.inner in NAMING and not object_of(claim.column)}
    sure = {claim.column for claim in draft.claims if claim.why in SURE}
    left = {name: of for name, of in objects.items() if name not in sure and _is_another_thing(of, named, ends)}
    for name, of in left.items():
        draft.use(name, "", f"of `{of}`, which is no end of the ties")
    draft.claims = [claim for claim in draft.claims if claim.column not in left]


def is_left_out(draft: Draft, name: str) -> bool:
    """True if a column of an object is left unread: it is about no end and no tie."""
    return bool(object_of(name)) and name in draft.uses and not draft.uses[name].target


def object_of(header: str) -> str:
    """The object in which a column stands; empty if it is one of the row itself.

    >>> object_of("mayor.since"), object_of("since")
    ('mayor', '')
    """
    return header.rpartition(".")[0]


def _is_a_name(header: str) -> bool:
    meaning = meaning_of(header.rpartition(".")[2])
    return meaning is not None and (meaning.side, meaning.thing, meaning.attribute) == ("", "", "name")


def _is_another_thing(of: str, named: set[str], ends: set[str]) -> bool:
    """True if an object is called a person or an organization, or has a name and is called nothing that is known.
    ``ends`` are the sides that columns of the row itself name: beside these, a partner school is no end."""
    meaning = meaning_of(of.rpartition(".")[2])
    if meaning is None:
        return of in named
    return meaning.thing in _THINGS and not meaning.attribute and (not meaning.side or meaning.side in ends)
