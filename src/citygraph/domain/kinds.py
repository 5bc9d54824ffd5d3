"""The vocabulary of ties: the kinds, how they read, and the terms of registers for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from citygraph.domain.names import fold


class Kind(NamedTuple):
    """A kind of tie. It reads FROM ``label`` TO; from the other end, TO ``inverse`` FROM.

    ``symmetric`` kinds have neither start nor end: ``inverse`` equals ``label``, ``starts`` equals ``ends``.
    """

    id: str
    group: str
    nature: str
    label: str
    inverse: str
    symmetric: bool
    starts: frozenset[str]
    ends: frozenset[str]
    wikidata: str | None = None
    terms: Mapping[str, tuple[str, ...]] = {}  # never written to

    @classmethod
    def from_record(cls, id: str, record: Mapping[str, Any]) -> Kind:
        """The kind from a complete record of ``kinds``."""
        symmetric = "between" in record
        return cls(
            id=id,
            group=record["group"],
            nature=record["nature"],
            label=record["label"],
            inverse=record["label"] if symmetric else record["inverse"],
            symmetric=symmetric,
            starts=frozenset(record["between" if symmetric else "from"]),
            ends=frozenset(record["between" if symmetric else "to"]),
            wikidata=record.get("wikidata"),
            terms={language: tuple(terms) for language, terms in record.get("terms", {}).items()},
        )

    def read(self, direction: str) -> str:
        """The label in a direction: along the tie (``out``, ``both``) or against it (``in``)."""
        return self.inverse if direction == "in" else self.label


def merged(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One record from several for the same kind. A later one refines those before it, key by key; terms add up."""
    whole: dict[str, Any] = {}
    for record in records:
        replaced = ("from", "to", "inverse") if "between" in record else ("between",) if "from" in record else ()
        terms = dict(whole.get("terms", {}))
        for language, words in record.get("terms", {}).items():
            terms[language] = [*terms.get(language, []), *words]
        whole = {**{key: value for key, value in whole.items() if key not in replaced}, **record, "terms": terms}
    return whole


def missing_keys(record: Mapping[str, Any]) -> list[str]:
    """The keys that a merged record lacks to be a kind."""
    ends = ("between",) if "between" in record else ("from", "to", "inverse")
    return [key for key in ("group", "nature", "label", *ends) if key not in record]


class Vocabulary(Mapping[str, Kind]):
    """All kinds of a world by id, in the order in which they are declared: the built-in ones, then the folder's."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.id: kind for kind in kinds}

    def __getitem__(self, id: str) -> Kind:
        return self._kinds[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    @cached_property
    def _terms(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for kind in self._kinds.values():
            for term in (kind.id, *(term for terms in kind.terms.values() for term in terms)):
                ids = found.setdefault(fold(term), [])
                if kind.id not in ids:
                    ids.append(kind.id)
        return found

    def called(self, text: str) -> list[str]:
        """The ids of the kinds with this id or term, in any spelling: ``友好城市``, ``Twin Town``."""
        return [text] if text in self._kinds else self._terms.get(fold(text), [])

    def called_from_the_other_end(self, text: str) -> str | None:
        """The id of the kind that reads so from its other end: ``is supported by``, ``supported-by``."""
        text = fold(text)
        for kind in self.values():
            if not kind.symmetric and text in (fold(kind.inverse), fold(re.sub("^(?:is|was) ", "", kind.inverse))):
                return kind.id
        return None

    @property
    def spoken(self) -> list[str]:
        """Every id and term, for did-you-mean and completion."""
        return [*self._kinds, *(term for kind in self.values() for terms in kind.terms.values() for term in terms)]
