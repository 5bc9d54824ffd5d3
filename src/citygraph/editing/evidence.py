"""The evidence that a user gives for a fact: a source, its words, and who says them there. A new source gets its
record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import EvidenceRecord, Ref, keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.editing.citing import CitedSource, add_source, cited, is_taken
from citygraph.editing.draft import FolderDraft
from citygraph.editing.fields import fields_of, found, read
from citygraph.editing.growing import grow
from citygraph.editing.records import Evidence
from citygraph.folder.diagnostics import Where

_SPEAKERS = keys_of(EvidenceRecord).all["by"].holds


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """What a user gives of it, as texts. ``source``: an id, a title, a web address or a file; ``of_source``: what is
    said of a new one, by key."""

    source: str = ""
    quote: str = ""
    by: str = ""
    of_source: Mapping[str, str] = field(default_factory=dict)


def evidence_of(draft: FolderDraft, given: GivenEvidence) -> tuple[Evidence, CitedSource | None]:
    """The evidence, with ids in place of names, and its source; nothing, and None, if none is given. A new source is
    not added yet: see :func:`cite`.

    Raises:
        UnknownName, AmbiguousName: if the source or the speaker is none of the folder, or several.
        CityGraphError: if the source is not given, a new one has no title, or a value is no such value.
    """
    if not given.source:
        if given.quote or given.by or given.of_source:
            raise CityGraphError("words need their source: name it with --source")
        return {}, None
    fields = fields_of("source")
    said = {key: read(draft.world, fields[key], text) for key, text in given.of_source.items()}
    source = cited(draft.world, given.source, said)
    item = {"source": source.id}
    if given.quote:
        item["quote"] = given.quote
    if given.by:
        item["by"] = found(draft.world, given.by, _SPEAKERS.types if isinstance(_SPEAKERS, Ref) else NODE_TYPES)
    return item, source


def cite(draft: FolderDraft, source: CitedSource, file: str = "", *, can_be_another: bool = False) -> list[str]:
    """Write the record of a new source, in a file (empty: where the like stands), or what is new of a known one; the
    keys that this gets. ``can_be_another``: see :func:`~citygraph.editing.growing.grow`.

    Raises:
        CityGraphError: if the id is taken, or a known source says something else.
    """
    if source.is_new:
        refuse_if_taken(draft, source.id)
        add_source(draft, source, file)
        return []
    return (
        grow(draft, Where("source", source.id), source.said, [], can_be_another=can_be_another) if source.said else []
    )


def refuse_if_taken(draft: FolderDraft, id: str) -> None:
    """Raise an error if a record has this id."""
    world = draft.world
    if is_taken(world, id):
        what = id if id in world.view.graph["ties"] else world.describe(id)[0]
        raise CityGraphError(f"the id `{id}` is taken, by {what}; give another one")
