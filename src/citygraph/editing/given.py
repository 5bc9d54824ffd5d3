"""What a user gives of a new record, as texts, and the record that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind
from citygraph.domain.model import MapOf
from citygraph.domain.names import did_you_mean, slug
from citygraph.editing.citing import free_id
from citygraph.editing.evidence import GivenEvidence
from citygraph.editing.fields import POSTS, called, fields_of, read
from citygraph.editing.records import Written
from citygraph.folder.graph_files import SUFFIXES
from citygraph.world import World


@dataclass(frozen=True, slots=True)
class Given:
    """What a user gives of a new record, as texts. ``values`` are those of ``fields_of``, by option; ``of_source``
    those of a new source, by key."""

    type: str
    name: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    id: str = ""
    source: str = ""
    quote: str = ""
    by: str = ""
    of_source: Mapping[str, str] = field(default_factory=dict)
    file: str = ""

    @property
    def evidence(self) -> GivenEvidence:
        """What is given of its source."""
        return GivenEvidence(self.source, self.quote, self.by, self.of_source)


class Missing(CityGraphError):
    """A new record lacks something that it needs: the ``options`` for it."""

    def __init__(self, options: Sequence[str]) -> None:
        super().__init__(f"this is missing: {', '.join(options)}")
        self.options = options


def refuse_no_name(name: str) -> None:
    """Raise an error if a name is none: it goes over several lines, or has neither a letter nor a digit."""
    if "\n" in name or "\r" in name:
        raise CityGraphError("a name stands in one line; this one has a line end in it")
    if name and not any(map(str.isalnum, name)):
        raise CityGraphError(f"`{name}` is no name: it has neither a letter nor a digit")


def missing(given: Given) -> list[str]:
    """The options for what a record needs, and what is not given."""
    if given.type == "tie":
        has_ends = "between" in given.values or {"from", "to"} <= given.values.keys()
        ends = () if has_ends else ("--between A B, or --from A --to B",)
        return [*(() if "kind" in given.values else ("--kind",)), *ends]
    if given.type == "source":
        return [] if given.name or "title" in given.values else ["TITLE"]
    lacks = [] if given.name else ["NAME"]
    post = any(key[0] == POSTS for key in (fields_of(given.type)[option].path for option in given.values))
    return [*lacks, "--of"] if post and "of" not in given.values else lacks


def kind_of(world: World, text: str) -> Kind:
    """The kind that a text names: by its id, or by a term of a register.

    Raises:
        CityGraphError: if there is none, or several.
    """
    ids = world.kinds.called(text)
    if len(ids) == 1:
        return world.kinds[ids[0]]
    if ids:
        raise CityGraphError(f"--kind: `{text}` can be {' or '.join(f'`{id}`' for id in ids)}")
    hint = did_you_mean(text, world.kinds.spoken) or "`citygraph kinds` lists them"
    raise CityGraphError(f"--kind: there is no kind `{text}`; {hint}")


def proposed_id(world: World, type: str, name: str, country: str = "") -> str:
    """A free id for a new node: its name; if that is taken, with the country; else with a number."""
    stem = slug(name)
    return free_id(world, [stem, *([f"{stem}-{slug(country)}"] if stem and country else [])], type)


def record_of(world: World, given: Given) -> Written:
    """The record that the given values make: without its evidence, and without the kind and the ends of a tie.

    Raises:
        UnknownName, AmbiguousName: if a name means no record, or several.
        CityGraphError: if a value is no such value.
    """
    fields, record = fields_of(given.type), Written()
    for option, texts in given.values.items():
        one = fields[option]
        if one.path in (("kind",), ("between",), ("from",), ("to",)):
            continue
        for text in texts:
            value = read(world, one, text)
            here = record
            for step in one.path[:-1]:
                here = here.setdefault(step, {})
            if not one.several:
                here[one.path[-1]] = value
            elif isinstance(one.holds, MapOf):
                here.setdefault(one.path[-1], {}).update(value)
            else:
                here.setdefault(one.path[-1], []).append(value)
    if POSTS in record:
        record[POSTS] = [record[POSTS]]
    if (key := called(given.type)) and given.type != "source":
        record[key] = given.name
    return record


def file_of(folder: Path, text: str) -> str:
    """The file that a user names, relative to the folder; it need not be there yet.

    Raises:
        CityGraphError: if it is outside of the folder, or no file that is read.
    """
    if not text:
        return ""
    top = folder.resolve()
    here, there = Path(text).resolve(), (folder / text).resolve()
    path = here if here.is_relative_to(top) else there
    if not path.is_relative_to(top):
        raise CityGraphError(f"--file: {text} is outside of {folder}")
    name = path.relative_to(top).as_posix()
    if not name.lower().endswith(SUFFIXES) or any(part.startswith(".") for part in name.split("/")):
        raise CityGraphError(f"--file: {text} is no file that citygraph reads; its name ends in .yaml or .csv")
    return name
