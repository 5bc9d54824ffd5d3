"""Matching things with records of the folder: first by an id in a register, then by name, country and place.

The user decides the open cases in a small text file that git keeps: ``same``, ``different`` or ``unsure``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import fold
from citygraph.folder.access import NotRead, open_in
from citygraph.imports.entities import NEARBY, Entity, Place, distance

Verdict = Literal["same", "different", "unsure"]
VERDICTS = ("same", "different", "unsure")


class RecordMatch(NamedTuple):
    """A record that may be the same as a thing, with a verdict and its reason."""

    id: str
    verdict: Verdict
    why: str


class Candidate(NamedTuple):
    """The parts of a record that are compared with a thing."""

    id: str
    type: str
    country: str
    place: Place | None
    identifiers: Mapping[str, str]

    @classmethod
    def of(cls, id: str, type: str, country: str | None, record: Mapping[str, Any]) -> Candidate:
        place = record.get("coordinates")
        return cls(id, type, country or "", tuple(place) if place else None, record.get("identifiers", {}))


def compared(thing: Entity, other: Candidate, country: str) -> RecordMatch:
    """The verdict on a thing and a record that share a name or an identifier. ``country`` is the thing's country, as
    records name it."""
    mine = thing.identifiers
    shared = sorted(mine.keys() & other.identifiers.keys())
    if equal := [scheme for scheme in shared if mine[scheme] == other.identifiers[scheme]]:
        return RecordMatch(other.id, "same", f"{equal[0]} {mine[equal[0]]}")
    if shared:
        return RecordMatch(other.id, "different", f"{shared[0]} {other.identifiers[shared[0]]} is another")
    if thing.type != other.type or (country and other.country and country != other.country):
        return RecordMatch(other.id, "different", f"{other.type} in {other.country or 'no country'}")
    if not (country and other.country) and thing.type == "city":
        return RecordMatch(other.id, "unsure", "same name, but one of them has no country")
    if thing.place and other.place:
        far = distance(thing.place, other.place)
        where = f"{far:,.0f} km apart"
        return RecordMatch(other.id, "same" if far <= NEARBY else "unsure", f"same name and country, {where}")
    return RecordMatch(other.id, "same", "same name and country" if country else "same name")


def best(matches: Iterable[RecordMatch]) -> list[RecordMatch]:
    """The possible matches. If several are equally sure, all become ``unsure``."""
    found = [match for match in matches if match.verdict != "different"]
    by_identifier = [match for match in found if match.verdict == "same" and not match.why.startswith("same")]
    if len(by_identifier) == 1:
        return by_identifier
    if len(found) > 1:
        return [match._replace(verdict="unsure", why=f"{match.why}; another record fits too") for match in found]
    return found


class PreviousImport:
    """The records of the last import of the same source. Each can be matched only once."""

    def __init__(self, records: Iterable[tuple[str, Candidate]]) -> None:
        """``records`` are pairs of name and record."""
        self._by_identifier: dict[tuple[str, str], Candidate] = {}
        self._by_name: dict[str, list[Candidate]] = {}
        self._met: set[str] = set()
        for name, record in records:
            for one in record.identifiers.items():
                self._by_identifier[one] = record
            self._by_name.setdefault(fold(name), []).append(record)

    def meet(self, thing: Entity, country: str) -> str:
        """The id that a thing had at the last import; empty if it had none."""
        met = [self._by_identifier[one] for one in thing.identifiers.items() if one in self._by_identifier]
        if not met:
            namesakes = self._by_name.get(fold(thing.name), [])
            met = [
                one
                for one in namesakes
                if compared(thing, one, country).verdict == "same" or one.country == country == ""
            ]
        free = [one for one in met if one.id not in self._met and one.type == thing.type]
        if not free:
            return ""
        self._met.add(free[0].id)
        return free[0].id


# ------------------------------------------------------------------ what the user decides

_HEAD = """\
# Are they the same thing? Write `same` or `different` in the first column. While it is `unsure`, both stay records.
# Second column: the thing in the imported file. Third column: the record in this folder, or another thing of the file.
"""
_LINKS = "# The import uses the records of this folder where they are the same thing (--link).\n"


class Judgements:
    """A file of judgements: for a thing and a record, the user's verdict."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Raises:
            CityGraphError: if a line is not a judgement.
        """
        self.path = path
        self._said: dict[tuple[str, str], tuple[Verdict, str]] = {}
        self.links = False
        """True if the user has linked before."""
        if path.exists():
            text = self._text()
            self.links = _LINKS in text
            for number, line in enumerate(text.splitlines(), 1):
                words, _, why = line.partition("#")
                parts = words.split()
                if not parts:
                    continue
                if len(parts) != 3 or parts[0] not in VERDICTS:
                    raise CityGraphError(
                        f"{path}:{number}: a judgement is `same`, `different` or `unsure`, a thing, a record"
                    )
                self._said[parts[1], parts[2]] = parts[0], why.strip()  # type: ignore[assignment]

    def _text(self) -> str:
        """What the file says now.

        Raises:
            CityGraphError: if it is not read, or is not UTF-8.
        """
        try:
            with open_in(self.path.parent, self.path.name) as opened:
                return opened.read().decode()
        except (NotRead, UnicodeDecodeError) as reason:
            raise CityGraphError(f"{self.path}: {reason}") from None

    def verdict(self, thing: Entity, match: RecordMatch) -> Verdict:
        """The user's verdict, or else that of the match. An open case is noted for the file."""
        key = (named(thing), match.id)
        said, _ = self._said.get(key, (match.verdict, ""))
        if match.verdict == "unsure" or key in self._said:
            self._said[key] = said, f"{thing}: {match.why}"
        return said

    def said(self, one: str, other: str) -> Verdict:
        """The user's verdict on two things of the file, by their names here."""
        return self._said.get((one, other), ("unsure", ""))[0]

    def ask(self, one: str, other: str, why: str) -> None:
        """Note an open case for the file."""
        self._said.setdefault((one, other), ("unsure", why))

    @property
    def are_there(self) -> bool:
        """True if there is anything to keep in the file."""
        return bool(self._said)

    def text(self, links: bool) -> str:
        """What the file shall hold now. ``links`` is True if the import links to records of the folder."""
        lines = [
            f"{said:<9} {thing} {record}  # {why}\n" for (thing, record), (said, why) in sorted(self._said.items())
        ]
        return _HEAD + (_LINKS if links else "") + "".join(lines)


def named(thing: Entity) -> str:
    """The name of a thing in a file of judgements."""
    identifiers = thing.identifiers
    if identifiers:
        scheme = "wikidata" if "wikidata" in identifiers else min(identifiers)
        return f"{scheme}:{identifiers[scheme]}".replace(" ", "_")
    place = "{:.2f},{:.2f}".format(*thing.place) if thing.place else ""
    parts = (fold(thing.name), fold(thing.region), thing.country_name.lower(), place)
    return ",".join(filter(None, parts)).replace(" ", "_")
