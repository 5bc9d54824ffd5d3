"""Matching things with records of the folder: first by an id in a register, then by name, country and place.

The user decides the open cases in a small text file that git keeps: ``same``, ``different`` or ``unsure``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.names import fold, nearest
from citygraph.folder.judgements import Verdict, judgement_in, text_of
from citygraph.imports.apart import Sizes, lies_elsewhere, lies_in, regions_differ, sizes_of
from citygraph.imports.entity import NEARBY, Entity, Place, distance
from citygraph.imports.report import ImportReport


class RecordMatch(NamedTuple):
    """A record that may be the same as a thing, with a verdict and its reason."""

    id: str
    verdict: Verdict
    why: str


class Candidate(NamedTuple):
    """The parts of a record that are compared with a thing. ``region`` is the name of what it is part of; ``figures``
    are by property and time; ``posts`` are the ids of the places at which an official holds posts."""

    id: str
    type: str
    country: str
    place: Place | None
    identifiers: Mapping[str, str]
    region: str
    level: str
    figures: Sizes
    posts: Collection[str]

    @classmethod
    def of(
        cls, id: str, type: str, country: str | None, record: Mapping[str, Any], name_of: Callable[[str], str]
    ) -> Candidate:
        """``name_of`` gives the name of the record with an id."""
        place = record.get("coordinates")
        identifiers = dict(record.get("identifiers", {}))
        if iso := record.get("iso"):
            identifiers[_ISO] = iso
        part_of = record.get("part_of")
        noted = _REGION.search(str(record.get("notes", "")))
        region = name_of(part_of) if part_of else noted[1].strip() if noted else ""
        figures = sizes_of(record.get("observations", ()))
        return cls(
            id,
            sys.intern(type),
            sys.intern(country or ""),
            tuple(place) if place else None,
            identifiers or _NOTHING,
            sys.intern(region),
            sys.intern(record.get("level", "")),
            figures or _NOTHING,
            frozenset(str(post.get("of")) for post in record.get("posts", ())),
        )


_NOTHING: dict[Any, Any] = {}
"""For all records that have none: there may be many."""
_ISO = "ISO 3166"
_REGION = re.compile(r"(?:^|[:;] )region: ([^;]+)")
"""A region that the notes of an imported record keep."""


def identifiers_of(thing: Entity) -> dict[str, str]:
    """Its ids in registers, by scheme; also the code of a country."""
    code = thing.facts.get("iso", "") if thing.type == "country" else ""
    return {**thing.identifiers, **({_ISO: code} if code else {})}


def compared(thing: Entity, other: Candidate, country: str) -> RecordMatch:
    """The verdict on a thing and a record that share a name or an identifier. ``country`` is the thing's country, as
    records name it."""
    mine = identifiers_of(thing)
    shared = sorted(mine.keys() & other.identifiers.keys())
    if equal := [scheme for scheme in shared if mine[scheme] == other.identifiers[scheme]]:
        return RecordMatch(other.id, "same", f"{equal[0]} {mine[equal[0]]}")
    if shared:
        return RecordMatch(other.id, "different", f"{shared[0]} {other.identifiers[shared[0]]} is another")
    if thing.type != other.type or (country and other.country and country != other.country):
        return RecordMatch(other.id, "different", f"{other.type} in {other.country or 'no country'}")
    is_elsewhere = not other.region and lies_elsewhere(thing.region, other.country)
    if is_elsewhere or regions_differ(thing.region, other.region, country or other.country):
        return RecordMatch(other.id, "different", f"in {other.region or other.country}, not in {thing.region}")
    if thing.place and other.place and (far := distance(thing.place, other.place)) > NEARBY:
        return RecordMatch(other.id, "unsure", f"same name{' and country' * bool(country)}, {far:,.0f} km apart")
    if thing.is_open:
        return RecordMatch(other.id, "unsure", "same name, but the files have several of it")
    if not (country and other.country) and thing.type == "city":
        if other.country and (not thing.region or lies_in(thing.region, other.country)):
            return RecordMatch(other.id, "same", "same name; no country is given, and no other record has it")
        if country and not other.region and _is_clearly_in(thing.name, country, other.place):
            why = "same name; it has no country, and the place that the name clearly means is there"
            return RecordMatch(other.id, "same", why)
        return RecordMatch(other.id, "unsure", "same name, but one of them has no country")
    why = "same name and country" if country and other.country else "same name"
    if thing.place and other.place:
        why += f", {distance(thing.place, other.place):,.0f} km apart"
    return RecordMatch(other.id, "same", why)


def _is_clearly_in(name: str, country: str, place: Place | None) -> bool:
    """True if the gazetteer has one place that a name clearly means, in a country and near a record's place: so
    ``citygraph locate`` would give a record without a country this one."""
    from citygraph.domain.gazetteer import clear_one, places_called  # few records have no country

    clear = clear_one(places_called(name), name)
    if clear is None or clear.country != country:
        return False
    return place is None or distance(place, (clear.latitude, clear.longitude)) <= NEARBY


def best(matches: Iterable[RecordMatch]) -> list[RecordMatch]:
    """The possible matches. If several are equally sure, all become ``unsure``."""
    found = [match for match in matches if match.verdict != "different"]
    by_identifier = [match for match in found if match.verdict == "same" and not match.why.startswith("same")]
    if len(by_identifier) == 1:
        return by_identifier
    if len(found) > 1:
        return [
            match._replace(verdict="unsure", why=f"{match.why.partition(';')[0]}; another record fits too")
            for match in found
        ]
    return found


# ------------------------------------------------------------------ what the user decides

_HEAD = """\
# Are they the same thing? Write `same` or `different` in the first column, and import again. While it is `unsure`, both
# stay records. Lines that you have decided stay; open ones go when nothing asks them any more.
# Second column: the thing in the imported file. Third column: the record in this folder, or another thing of the file.
"""
_LINKS = "# The import uses the records of this folder where they are the same thing (--link).\n"


class Judgements:
    """A file of judgements: for a thing and a record, or for two things, the user's verdict."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Raises:
            CityGraphError: if a line is not a judgement.
        """
        self.path = path
        self._said: dict[tuple[str, str], Verdict] = {}
        self._lines: list[tuple[tuple[str, str] | None, str]] = []  # as they stand there; None: a remark
        self._open: dict[tuple[str, str], str] = {}
        self._seen: set[str] = set()
        self._one: dict[Entity, set[str]] = {}
        self.links = False
        """True if the user has linked before."""
        if path.exists():
            text = text_of(path.parent, path.name)
            self.links = _LINKS in text
            for number, line in enumerate(text.splitlines(), 1):
                found = judgement_in(line, f"{path}:{number}")
                if found is None:
                    self._lines += [(None, line)] if f"{line}\n" not in _OWN_LINES else []
                    continue
                self._lines.append((found[1:], line))
                if found.verdict != "unsure":
                    self._said[found[1:]] = found.verdict

    # ---------------------------------------------------------------- a thing and a record

    def verdict(self, thing: Entity, match: RecordMatch) -> Verdict:
        """The user's verdict, or else that of the match. An open case is noted for the file."""
        key = (named(thing), match.id)
        why = f"{thing}: {match.why}"
        if key in self._said:
            return self._said[key]
        if match.verdict == "unsure":
            self._open[key] = why
        return match.verdict

    def records_of(self, thing: Entity) -> list[str]:
        """The ids of records that are the same as a thing, as the user says."""
        if not self._said:
            return []
        mine = named(thing)
        return [record for (one, record), said in self._said.items() if one == mine and said == "same"]

    # ---------------------------------------------------------------- two things

    def said(self, one: Entity, other: Entity) -> Verdict:
        """The user's verdict on two things of the files."""
        if not self._said:
            return "unsure"
        for mine in self._names(one):
            for theirs in self._names(other):
                for key in ((mine, theirs), (theirs, mine)):
                    if key in self._said:
                        return self._said[key]
        return "unsure"

    def differ(self, one: Entity, other: Entity) -> bool:
        """True if the user says that two things, or what was joined to them, are different."""
        if not self._said:
            return False
        names = [(a, b) for a in self._names(one) for b in self._names(other)]
        return any(self._said.get(key) == "different" for a, b in names for key in ((a, b), (b, a)))

    def joins(self, one: Entity, other: Entity) -> None:
        """Remember what two things were called before they became one."""
        if not self._said:
            return
        self._one[one] = self._one[other] = {*self._names(one), *self._names(other)}

    def _names(self, thing: Entity) -> set[str]:
        return {named(thing), *self._one.get(thing, ())}

    def said_to_be_same(self) -> list[tuple[str, str]]:
        """The names of each two things, or of a thing and a record, of which the user says that they are the same."""
        return sorted(key for key, said in self._said.items() if said == "same")

    def ask(self, one: Entity, other: Entity, why: str) -> None:
        """Note an open case of two things for the file, whichever comes first."""
        first, second = sorted((named(one), named(other)))
        if (second, first) not in self._said:
            self._open.setdefault((first, second), why)

    # ---------------------------------------------------------------- the file

    @property
    def are_decided(self) -> bool:
        """True if the user has decided anything."""
        return bool(self._said)

    def has_seen(self, names: Iterable[str]) -> None:
        """Remember names of things that are in the files."""
        self._seen.update(names)

    def tell_unknown(self, is_record: Callable[[str], bool], report: ImportReport) -> None:
        """Tell of lines about things that the files do not have: of those that seem misspelled, and how many others
        there are. The others stay, since a thing may come back."""
        gone: dict[str, None] = {}
        lines = 0
        for pair in sorted(self._said):
            unknown = [name for at, name in enumerate(pair) if name not in self._seen and not (at and is_record(name))]
            if not unknown:
                continue
            word = fold(unknown[0].partition(",")[0])
            near = [name for name in sorted(self._seen) if fold(name.partition(",")[0]) == word]
            near = near or nearest(unknown[0], sorted(self._seen), cutoff=_MISSPELLED)
            if near:
                why = f"the files have nothing of this name; did you mean `{near[0]}`?"
                report.tell("doubtful", self.path.name, unknown[0], why)
            else:
                gone[unknown[0]] = None
                lines += 1
        if lines:
            are = "1 line is" if lines == 1 else f"{lines} lines are"
            more = " …" if len(gone) > _MOST_NAMED else ""
            names = ", ".join(islice(gone, _MOST_NAMED)) + more
            report.said.append(f"{self.path.name}: {are} about things that the files do not have now ({names}); kept")

    @property
    def open_now(self) -> int:
        """The number of open cases."""
        return len(self._open)

    @property
    def are_there(self) -> bool:
        """True if there is anything to keep in the file."""
        return bool(self._said or self._open)

    def text(self, links: bool) -> str:
        """What the file shall hold now: what the user has decided, and what is open now. ``links`` is True if the
        import links to records of the folder. Lines that are there stay as they are, with the
        remarks of the user."""
        open_now = self._open
        lines = [f"{line}\n" for key, line in self._lines if key is None or key in self._said or key in open_now]
        there = {key for key, _ in self._lines}
        lines += [
            f"{'unsure':<9} {key[0]} {key[1]}  # {why}\n" for key, why in sorted(open_now.items()) if key not in there
        ]
        return _HEAD + (_LINKS if links else "") + "".join(lines)


_OWN_LINES = frozenset((_HEAD + _LINKS).splitlines(keepends=True))
_MISSPELLED = 85.0
_MOST_NAMED = 3


def named(thing: Entity) -> str:
    """The name of a thing in a file of judgements."""
    if thing.judged_as:
        return thing.judged_as
    identifiers = thing.identifiers
    if identifiers:
        scheme = "wikidata" if "wikidata" in identifiers else min(identifiers)
        name = f"{scheme}:{identifiers[scheme]}"
    else:
        place = "{:.2f},{:.2f}".format(*thing.place) if thing.place else ""
        parts = (fold(thing.name), fold(thing.region), thing.country_name.lower(), place, thing.mark)
        name = ",".join(filter(None, parts))
    return _NOT_IN_NAMES.sub("_", name)


_NOT_IN_NAMES = re.compile(r"[\s#]+")
