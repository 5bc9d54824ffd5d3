"""What a row of a file describes: a tie, a node, or an official's post."""

from __future__ import annotations

from collections.abc import Sequence

from citygraph.imports.columns.claims import PLACES, Claim
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import ENDS, Shape


def shape_of(draft: Draft) -> Shape:
    """What a row describes, as the user, the format and the columns say it."""
    targets, claims = draft.targets, draft.claims
    if draft.job.sort == "tie" or any(target.partition(".")[0] in ENDS["tie"] for target in targets):
        return "tie"
    if draft.job.sort == "node":
        return "node"
    if draft.type == "official":
        is_post = any(target.partition(".")[0] == "of" for target in targets) or any(
            claim.inner in ("title", "of.name") or (claim.thing in PLACES and claim.group == "node") for claim in claims
        )
        return "post" if is_post else "node"
    if _between_countries(claims):
        return "tie"
    sided = [claim for claim in claims if claim.side and claim.names_a_node]
    if all(draft.columns[claim.column].sort == "nothing" for claim in sided) and _has_officials(draft):
        return "node"  # mayors and their terms beside an empty `Twin town`
    if any(claim.side == "to" for claim in sided) or len({claim.side for claim in sided}) > 1:
        return "tie"
    return "node"


def _has_officials(draft: Draft) -> bool:
    """True if a filled column names officials."""
    meanings = [meaning_of(name) for name, column in draft.columns.items() if column.filled]
    return any(one is not None and one.thing == "person" and one.is_of_names for one in meanings)


def _between_countries(claims: Sequence[Claim]) -> bool:
    """True if there are countries from which something goes, and others, or nothing but countries and their partners:
    those are ends, like names."""
    sides = {claim.side for claim in claims if claim.is_a_country}
    return len(sides) > 1 and ("from" in sides or not any(claim.names_a_node for claim in claims))
