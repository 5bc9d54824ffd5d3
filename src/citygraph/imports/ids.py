"""Ids for things without one: readable, and the same at the next import. And the ids that a file has for things and
ties, which may be none."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from itertools import count

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import is_latin, slug, visible
from citygraph.folder.values import is_id
from citygraph.imports.entity import Entity, note
from citygraph.imports.entity_tie import EntityTie
from citygraph.imports.report import ImportReport

_HAN = re.compile("[\u3400-\u9fff]")


def assign_ids(things: Iterable[Entity], is_taken: Callable[[str], bool]) -> str:
    """Give each thing an id made from its name. If several things share the id, or another record has it, add the
    country. If that is not enough, add the region, or the place of an official's post, then an identifier:
    ``london-ca``, ``springfield-us-ohio``, ``columbus-us-q16567``. The last resort is a number.

    A name of another script goes letter by letter, unless an English one is beside it. The result is a sentence about
    those, since such a spelling may be none that anybody uses: 東京 becomes ``dongjing``."""
    nameless = list(things)
    transliterated = [thing for thing in nameless if not thing.wish and not is_latin(_usual_name(thing))]
    given: set[str] = set()

    def is_free(id: str) -> bool:
        return id != "" and id not in given and not is_taken(id)

    for spelled in (_by_name, _by_country, _by_region, _by_identifier):
        sharing: dict[str, list[Entity]] = {}
        for thing in nameless:
            sharing.setdefault(spelled(thing), []).append(thing)
        nameless = []
        for id, those in sharing.items():
            if len(those) == 1 and is_free(id):
                those[0].id = id
                given.add(id)
            else:
                nameless += those
    for thing in nameless:
        stem = _by_country(thing) or thing.type
        thing.id = next(id for number in count(2) if is_free(id := f"{stem}-{number}"))
        given.add(thing.id)
    if not transliterated:
        return ""
    number, first = len(transliterated), transliterated[0]
    which = "1 id spells a name of another script" if number == 1 else f"{number:,} ids spell names of other scripts"
    read = ", Chinese characters as in Mandarin" if any(_HAN.search(thing.name) for thing in transliterated) else ""
    return (
        f"{which} letter by letter{read}, as {first.name} → {first.id}; a column of ids or of English names gives "
        "others: --map id=COLUMN, --map names.en=COLUMN"
    )


def _usual_name(thing: Entity) -> str:
    """The name of a thing; the English one, if the name is in another script."""
    english = thing.facts.get("names.en", "")
    return english if english and not is_latin(thing.name) else thing.name


def _by_name(thing: Entity) -> str:
    return slug(thing.wish or _usual_name(thing))


def _by_country(thing: Entity) -> str:
    return "-".join(filter(None, (_by_name(thing), slug(thing.country_name))))


def _by_region(thing: Entity) -> str:
    post = thing.posts_at[0].settled.name if thing.posts_at else ""
    return "-".join(filter(None, (_by_country(thing), slug(thing.region or post))))


def _by_identifier(thing: Entity) -> str:
    identifiers = thing.identifiers
    scheme = "wikidata" if "wikidata" in identifiers else min(identifiers, default="")
    return "-".join(filter(None, (_by_country(thing), slug(identifiers.get(scheme, "")))))


def tell_of_wishes(things: Iterable[Entity], report: ImportReport) -> None:
    """Tell of things that have another id than the file has for them: that cannot be an id, or another record has it.
    The file's stays in the notes.

    Raises:
        CityGraphError: if no thing has the id of the file.
    """
    wished = [thing for thing in things if thing.wish and not thing.is_elsewhere]
    lost = [thing for thing in wished if thing.id != thing.wish]
    if len(lost) == len(wished) > 1:
        raise _no_ids([thing.wish for thing in lost], "digits, - and _")
    for thing in lost:
        what = f"`{visible(thing.wish)}`"
        why = f"another record has the id {what}" if is_id(thing.wish) else f"{what} cannot be an id"
        report.tell("doubtful", thing.where, str(thing), f"{why}; its id is `{thing.id}`")
        note(thing.facts, "id", thing.wish)


class TieIds:
    """The ids that a file has for its ties. Each can be given once, and to no other record. ``is_taken`` is True for
    those of records that are no ties of this file, ``kinds`` are the ids of all kinds."""

    def __init__(self, kinds: Collection[str], is_taken: Callable[[str], bool], report: ImportReport) -> None:
        self._kinds = kinds
        self._is_taken = is_taken
        self._report = report
        self._given: set[str] = set()
        self._plain: EntityTie | None = None  # the last one with the id that its ends give
        self._lost: list[str] = []
        self._kept = 0

    def settle(self, tie: EntityTie) -> None:
        """Take an id away from a tie that cannot have it. Ties come in the order of their ends."""
        id = tie.facts.get("id")
        if id is None:
            self._plain = tie
            return
        usual = _usual(tie)
        if why := self._wrong(id, usual):
            self._lost.append(id)
            del tie.facts["id"]
            note(tie.facts, "id", id)
            if self._plain is not None and _usual(self._plain) == usual:
                tie.facts["id"] = next(
                    other for number in count(2) if (other := f"{usual}.{number}") not in self._given
                )
            else:
                self._plain = tie
            id = tie.facts.get("id", usual)
            self._report.tell("doubtful", tie.where, str(tie), f"{why}; its id is `{id}`")
        elif not id.startswith(usual):
            self._kept += 1
        self._given.add(id)

    def _wrong(self, id: str, usual: str) -> str:
        what = f"`{visible(id)}`"
        if not is_id(id, dots=True):
            return f"{what} cannot be an id"
        is_own = f"{id}.".startswith(f"{usual}.")
        is_of_a_pair = id.partition(".")[0] in self._kinds and id.count(".") >= 2
        if id in self._given or (not is_own and (is_of_a_pair or self._is_taken(id))):
            return f"another record has the id {what}"
        return ""

    def check(self) -> None:
        """Raise an error if no tie has the id that the file has for it."""
        if len(self._lost) > 1 and not self._kept:
            raise _no_ids(self._lost, "digits, -, _ and .")


def _no_ids(texts: list[str], signs: str) -> CityGraphError:
    shown = ", ".join(f"`{visible(text)}`" for text in list(dict.fromkeys(texts))[:3])
    return CityGraphError(
        f"the column that is mapped to `id` has no ids ({shown}): an id is of one record alone, and has ASCII letters, "
        f"{signs}; leave it out, or map it to `key`"
    )


def _usual(tie: EntityTie) -> str:
    """The id that the kind and the ends of a tie give."""
    ends = sorted((tie.start.id, tie.end.id)) if tie.kind.symmetric else [tie.start.id, tie.end.id]
    return ".".join((tie.kind.id, *ends))
