"""The kinds of the ties of an import: what the user says of them, and if it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import did_you_mean, nearest, slug, visible
from citygraph.domain.terms import GROUPS, NODE_TYPES
from citygraph.folder.values import is_id
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.options import FileOptions


def with_new_kinds(
    said: Iterable[FileOptions], kinds: Vocabulary, tell: list[str]
) -> tuple[Vocabulary, dict[str, dict[str, Any]]]:
    """The vocabulary with the new kinds that the user asks for, and the records of those, by id. A kind that the
    vocabulary has already, in the same family and with as many directions, is no new one, and ``tell`` gets a sentence.

    Raises:
        CityGraphError: if the user does not say to which family it belongs, or if the vocabulary has another kind of
            that name.
    """
    made: dict[str, dict[str, Any]] = {}
    for text in dict.fromkeys(one.new_kind for one in said if one.new_kind):
        id, _, rest = text.partition(":")
        group, _, direction = rest.partition(":")
        if not is_id(id) or group not in GROUPS or direction not in ("", "directed"):
            raise CityGraphError(
                f"--new-kind {visible(text)}: write NAME:FAMILY, or NAME:FAMILY:directed if it leads from one end "
                f"to the other; the families are {', '.join(GROUPS)}"
            )
        if id in made:
            raise CityGraphError(f"--new-kind: `{id}` is said in two ways")
        if known := kinds.get(id):
            if (known.group, known.symmetric) != (group, not direction):
                way = "no direction" if known.symmetric else "a direction"
                raise CityGraphError(
                    f"--new-kind {visible(text)}: there is a kind `{id}` already, of the family {known.group}, with "
                    f"{way}; use it with --kind {id}, or give yours another name"
                )
            tell.append(f"the kind `{id}` is there already: {known.label}; --new-kind adds nothing to it")
            continue
        made[id] = _record(id, group, bool(direction))
    news = [Kind.from_record(id, record) for id, record in made.items()]
    return (Vocabulary([*kinds.values(), *news]) if news else kinds), made


def _record(id: str, group: str, directed: bool) -> dict[str, Any]:
    label = id.replace("-", " ")
    if label.partition(" ")[0].endswith("ed"):  # `is connected to` has the forms *was* and *may be*
        label = f"is {label}"
    ends: dict[str, Any] = {"between": list(NODE_TYPES)}
    if directed:
        ends = {"from": list(NODE_TYPES), "to": list(NODE_TYPES), "inverse": f"{label}, from the other end"}
    return {"group": group, "nature": "standing", "label": label, **ends}


def with_types(record: dict[str, Any], types: Mapping[str, set[str]]) -> dict[str, Any]:
    """The record of a new kind, with the types of ends that its ties have."""
    if "between" in record:
        types = {"between": types["from"] | types["to"]}
    return {**record, **{end: sorted(several) for end, several in types.items() if several}}


def kind_called(text: str, kinds: Vocabulary) -> Kind:
    """The kind with an id or a term.

    Raises:
        CityGraphError: if there is none, or several.
    """
    ids = kinds.called(text)
    if len(ids) > 1:
        raise CityGraphError(f"`{visible(text)}` can be {' or '.join(ids)}; `citygraph kinds` tells them apart")
    if not ids:
        hint = did_you_mean(text, kinds.spoken)
        told = f"there is no kind `{visible(text)}`" + (f"; {hint}" if hint else "")
        near = ", ".join(nearest(text, kinds.spoken)[:3])
        raise CityGraphError(
            told + (f"; the nearest are {near}" if near and not hint else "")
            + f"; `citygraph kinds` lists all; --new-kind {slug(text) or 'NAME'}:FAMILY makes a new one"
        )  # fmt: skip
    return kinds[ids[0]]


def check_words(said: FileOptions, kinds: Vocabulary) -> None:
    """Raise an error if a word is said to mean a kind that there is not."""
    for word, id in said.kinds.items():
        if id not in kinds:
            hint = did_you_mean(id, list(kinds))
            raise CityGraphError(
                f"{said.told('kinds', id, word)}: there is no kind of this id; "
                + (hint or "`citygraph kinds` lists all")
            )


def check_ends(where: str, plan: ColumnMapping, said: FileOptions, kinds: Vocabulary) -> None:
    """Raise an error if no row can be a tie of the kind that the user says, since its ends are of other types."""
    text = plan.constants.get("kind", said.kind_of_ties)
    if plan.shape != "tie" or not text:
        return
    kind = kinds[said.kinds[text]] if text in said.kinds else kind_called(text, kinds)
    if "kind" in plan.columns:
        return
    types = [_type_of_end(plan, side, said.type or "city") for side in ENDS["tie"]]
    starts, ends = ([type] if type else NODE_TYPES for type in types)
    if kind.starts.isdisjoint(starts) or kind.ends.isdisjoint(ends):
        leads = (
            f"lies between {_any_of(kind.starts)}"
            if kind.symmetric
            else f"leads from {_any_of(kind.starts)} to {_any_of(kind.ends)}"
        )
        rows = " to ".join(_any_of({type}) if type else "something" for type in types)
        wrong = "from" if kind.starts.isdisjoint(starts) else "to"
        type = min(kind.starts if wrong == "from" else kind.ends)
        raise CityGraphError(
            f"{where}: `{kind.id}` {leads}, and here each row leads from {rows}; say what an end is, as in "
            f"--set {wrong}.type={type}, or name another --kind"
        )


def _type_of_end(plan: ColumnMapping, side: str, type: str) -> str:
    """The type of an end in all rows; empty if that differs, or if other rows say it."""
    if f"{side}.type" in plan.columns or f"{side}.name" not in {*plan.columns, *plan.constants}:
        return ""
    return plan.constants.get(f"{side}.type", type).lower()


def _any_of(types: Iterable[str]) -> str:
    """``a city, a country or an event``."""
    *others, last = (f"{'an' if type[0] in 'aeio' else 'a'} {type}" for type in sorted(types))
    return f"{', '.join(others)} or {last}" if others else last
