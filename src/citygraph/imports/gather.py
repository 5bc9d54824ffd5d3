"""Rows → things, and rows that wait until all things are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import add

from citygraph.domain.country_names import meanings
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.imports.columns.mapping import ColumnMapping, FlowColumn
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.countries import CountryNames, country_in_cell
from citygraph.imports.entities import Entities
from citygraph.imports.entity import Entity, note
from citygraph.imports.options import FileOptions
from citygraph.imports.readers import ForeignRow, RowBlock
from citygraph.imports.report import ImportReport, RejectedRow
from citygraph.imports.row_sources import RowSources
from citygraph.imports.tie_rows import TieRow, TieRows, joined_texts
from citygraph.imports.values.flow_directions import flow_direction
from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.names import title_and_place
from citygraph.imports.values.none_words import is_open_mark
from citygraph.imports.values.status_phrases import kind_and_status
from citygraph.imports.values.statuses import says_no_tie
from citygraph.imports.values.text import unwritable

_QID = re.compile(r"Q[1-9]\d*", re.ASCII)
_MOST_KEPT = 1 << 18
"""How many different texts about things are remembered."""


def _is_turned(flow: FlowColumn, values: Mapping[str, str]) -> bool:
    """True if a row goes from its second end to its first.

    Raises:
        RejectedRow: if the row does not say in which direction it goes.
    """
    text = values.get(flow.column, "")
    direction = flow_direction(text)
    if direction not in ("in", "out"):
        what = f"`{text}` is neither an import nor an export" if text else f"`{flow.column}` is empty"
        raise RejectedRow(f"{what}, so the row has no direction; "
                          "a file of its own with such rows goes in with a kind of their own")  # fmt: skip
    return direction == flow.turned


def _no_tie(targets: Sequence[str], texts: Sequence[str]) -> str:
    """The word of a row, in the place of a status, which says that there is no tie; empty if none does."""
    word = texts[targets.index("status")] if "status" in targets else ""
    return word if word and says_no_tie(word) else ""


def _heading_of_country(mapping: ColumnMapping, values: Mapping[str, str]) -> str:
    """The name in a row of UN/LOCODE that stands over the locations of a country, as `.PERU` does; else empty."""
    part = mapping.parts[""]
    ids = [target for target in ("identifiers.unlocode", "key") if target in part.targets]
    if not ids:
        return ""
    said = dict(zip(part.targets, part.texts(values), strict=True))
    name = said.get("name", "")
    return name if name.startswith(".") and meanings(name[1:]) and not any(said[id] for id in ids) else ""


def _see_countries(mapping: ColumnMapping, values: Mapping[str, str], start: Entity, end: Entity) -> None:
    """Note the countries that a row names where no country is read, for those of its ends that have none: GeoNames
    may not put them elsewhere."""
    for use in mapping.uses:
        if use.target in ("", "notes") and (text := values.get(use.column, "")) and (code := country_in_cell(text)):
            for thing, other in ((start, end), (end, start)):
                if not thing.country and other.country != code:
                    thing.beside |= {code}


def _refers_to_rows(mapping: ColumnMapping) -> bool:
    """True if each row names one end, whose id the other ends of other rows have."""
    return {"from", "from.name", "to"} <= mapping.columns.keys() and "to.name" not in mapping.columns


Column = tuple[int, int]
"""The number of a mapping, and a side of its ties: 0 for the start, 1 for the end."""


_SYMMETRIC = "symmetric"
"""The attribute of citygraph's exports that says of an edge that it leads both ways. Files of a graph whose edges all
have a direction keep it."""


class Gathering:
    """Gathers the things of all rows. ``mappings`` grows with the files that are read."""

    def __init__(
        self,
        said: FileOptions,
        vocabulary: Vocabulary,
        place: Callable[[int, int], str],
        register: str,
        report: ImportReport,
    ) -> None:
        """``place`` gives the place of a row in words, from the number of its file and its line. ``register`` is the id
        of the source of the files."""
        self.country_names = CountryNames(said.countries)
        self.things = Entities(self.country_names, report)
        self.rows = TieRows()
        self.sources = RowSources(register, report)
        self.mappings: list[ColumnMapping] = []
        self.kinds: list[Kind] = []
        self._defaults: list[tuple[str, int]] = []
        self._without_direction: list[int | None] = []
        self._kinds_stand_in_rows: set[int] = set()
        self.edges_without_direction: set[int] = set()
        """The files whose edges without a direction have got a kind of their own."""
        self._said = said
        self.vocabulary = vocabulary
        self.place = place
        self._register = register
        self._report = report
        self._kind_numbers: dict[str, int] = {}
        self._kind_of_text: dict[tuple[int, str], int] = {}
        self._says_no_tie = lru_cache(_MOST_KEPT)(says_no_tie)
        self._seen: dict[Hashable, dict[tuple[str, ...], Entity | None]] = {}
        self._seen_of_part: dict[tuple[int, str], dict[tuple[str, ...], Entity | None]] = {}
        self._node_evidence: list[tuple[Entity, dict[str, str], ColumnMapping, str]] = []

    def add(
        self, plans: Sequence[ColumnMapping], type: str, kind: Kind, without_direction: Kind | None, is_said: bool
    ) -> range:
        """Add the mappings of a file, with the type of its nodes and the kind of its ties where no row says another,
        perhaps with one for edges that have no direction; their numbers. If rows have words for kinds, and nobody
        ``is_said`` to know that of the others, that is open."""
        first = len(self.mappings)
        self.mappings += plans
        of_others = self._number_of(without_direction) if without_direction else None
        self._defaults += [(type, self._number_of(kind))] * len(plans)
        self._without_direction += [of_others] * len(plans)
        numbers = range(first, len(self.mappings))
        if not is_said:
            self._kinds_stand_in_rows.update(one for one in numbers if "kind" in self.mappings[one].columns)
        return numbers

    def take(self, number: int, values: Mapping[str, str], file: int, line: int, directed: bool | None) -> None:
        """Take one row, by the mapping with a number. ``directed`` is True or False if the file says whether an edge
        has a direction, else None.

        Raises:
            RejectedRow: if the row cannot be imported. Its facts about the ends may be kept all the same.
        """
        mapping = self.mappings[number]
        if mapping.shape == "node" and (country := _heading_of_country(mapping, values)):
            why = "the row is the heading of a country in UN/LOCODE: it names no city"
            self._report.tell("left out", self.place(file, line), country, why)
            return
        title = ""
        if mapping.shape == "tie" and "kind" in mapping.parts["facts"].targets:
            self._check_kind(number, values)
        if mapping.shape == "post":  # the place of a post tells officials of one name apart
            end = self._thing(number, mapping, "of", values, file, line)
            if end is None:
                title, end = self._by_title(mapping, values, file, line)
            start = self._thing(number, mapping, "", values, file, line, of=end)
        else:
            start, *ends = [self._thing(number, mapping, about, values, file, line) for about in ENDS[mapping.shape]]
            end = ends[0] if ends else None
        if mapping.shape == "node":
            if start is None:
                raise RejectedRow("the row has no name and no id, so it names nothing")
            if mapping.parts["row"].targets:
                self._add_evidence(start, mapping, values, file, line)
            return
        if start is None or end is None:
            self._without_an_end(mapping, start, end, values, file, line)
            return
        if mapping.shape == "tie" and not (start.country and end.country):
            _see_countries(mapping, values, start, end)
        for column, words in mapping.unread_statuses.items():
            if (text := values.get(column, "")) in words:
                why = f"`{column}`, which is not read, says this of the row: its tie may not stand"
                self._report.tell("doubtful", self.place(file, line), text, why)
        facts = mapping.parts["facts"]
        texts = facts.texts(values)
        if title:
            texts = tuple(title if name == "title" else text for name, text in zip(facts.targets, texts, strict=True))
        if mapping.shape == "tie" and (word := _no_tie(facts.targets, texts)):
            why = "the word in the place of a status says that there is no tie: the row brings its ends alone"
            self._report.tell("left out", self.place(file, line), word, why)
            return
        kind = self._kind(number, texts) if mapping.shape == "tie" else self._post_kind()
        if kind is None:
            word = texts[facts.targets.index("kind")]
            why = (
                "nothing says the kind of this tie, so the row brings its ends alone; --kind NAME is that of such rows"
            )
            self._report.tell("doubtful", self.place(file, line), word or f"{start.name} – {end.name}", why)
            return
        if directed is False and not self.kinds[kind].symmetric:
            is_of_the_row, of_others = kind != self._defaults[number][1], self._without_direction[number]
            if is_of_the_row or of_others is None:
                way_out = "" if is_of_the_row else "; --kind NAME is the kind of such edges"
                raise RejectedRow(f"`{self.kinds[kind].id}` has a direction, and this edge has none{way_out}")
            kind = of_others
            self.edges_without_direction.add(file)
        if directed and self.kinds[kind].symmetric and values.get(_SYMMETRIC) != "true":
            why = f"this edge has a direction, and `{self.kinds[kind].id}` has none: it is a tie of both ends alike; "
            why += (
                "a kind with a direction keeps it: --new-kind NAME:FAMILY:directed; edges without one get --kind NAME"
            )
            self._report.tell("read", self.place(file, line), "directed", why)
        if mapping.flow is not None and _is_turned(mapping.flow, values):
            start, end = end, start
        texts += mapping.parts["row"].texts(values)
        for target, text in zip((*facts.targets, *mapping.parts["row"].targets), texts, strict=True):
            if text and (why := unwritable(text)):
                raise RejectedRow(f"`{target}` {why}")
        try:
            self.rows.add(TieRow(number, file, line, kind, start.number, end.number, texts))
        except ValueError as error:
            raise RejectedRow(f"the row {error}") from None

    def take_block(self, numbers: range, block: RowBlock, file: int, take: Callable[[ForeignRow], None]) -> None:
        """Take the rows of a block by the mappings with these numbers. Ties whose ends earlier rows have named go
        together, if nothing has to be said of their kind and their status; ``take`` takes each other row."""
        number = numbers[0]
        mapping = self.mappings[number]
        is_plain = mapping.shape == "tie" and mapping.flow is None and not mapping.cut and not mapping.unread_statuses
        if len(numbers) > 1 or not is_plain:
            for row in block.each():
                take(row)
            return
        of_start, of_end, facts, of_source = (
            mapping.parts[about].texts_of_all(block) for about in (*ENDS["tie"], "facts", "row")
        )
        texts = list(map(add, facts, of_source))
        joined = joined_texts(texts)
        if joined is not None and any(map(unwritable, joined)):
            joined = None
        starts, ends = (
            map(self._seen_of(number, about).get, of_it)
            for about, of_it in zip(ENDS["tie"], (of_start, of_end), strict=True)
        )  # each is looked up when its row comes, since the rows before may name it
        kinds = self._kinds_of(number, texts)
        for at, (one, other, kind) in enumerate(zip(starts, ends, kinds, strict=True)):
            if one is None or other is None or kind is None or joined is None or not (one.country and other.country):
                take(block.row(at))
            else:
                self.rows.put((one.number, other.number, kind, number, file, block.rows[at][0], joined[at]))

    def _kinds_of(self, number: int, rows: Sequence[tuple[str, ...]]) -> Iterator[int | None]:
        """The number of the kind of each row's tie, by the texts of its facts; None if that, or its status, has to be
        looked at. Each is looked up when its row comes."""
        targets = self.mappings[number].parts["facts"].targets
        for_kind, for_status = (targets.index(key) if key in targets else -1 for key in ("kind", "status"))
        default = self._defaults[number][1]
        statuses = {texts[for_status] for texts in rows} if for_status >= 0 else set()
        none = {text for text in statuses if self._says_no_tie(text)}
        if for_kind < 0 and not none:
            return repeat(default, len(rows))
        return (
            None if none and texts[for_status] in none
            else default if for_kind < 0
            else self._kind_of_text.get((number, texts[for_kind]))
            for texts in rows
        )  # fmt: skip

    def partners(self) -> dict[Entity, set[Column]]:
        """The ends of all ties that are no posts, each with the columns in which it stands."""
        found: dict[Entity, set[Column]] = {}
        for mapping, side, number in self.rows.columns():
            if self.mappings[mapping].shape == "tie":
                found.setdefault(self.things[number], set()).add((mapping, side))
        return found

    def _thing(
        self, number: int, mapping: ColumnMapping, about: str, values: Mapping[str, str], file: int, line: int,
        of: Entity | None = None,
    ) -> Entity | None:  # fmt: skip
        """The thing that a part of a row is about. Rows with the same texts about it need to be read only once. ``of``
        is the place of an official's post."""
        part = mapping.parts[about]
        texts = part.texts(values)
        seen = self._seen_of(number, about)
        key = texts if of is None else (*texts, str(of.number))
        if key in seen:
            return seen[key]
        for target, text in zip(part.targets, texts, strict=True):
            if why := unwritable(text):
                raise RejectedRow(f"`{target}` {why}")
        where, type = self.place(file, line), self._type_of(number, about)
        is_end = mapping.shape == "tie" or about == "of"
        said = dict(zip(part.targets, texts, strict=True))
        thing = self.things.take(said, mapping.forms, about, where, type, is_end, of)
        if len(seen) >= _MOST_KEPT:
            seen.clear()
        seen[key] = thing
        return thing

    def _seen_of(self, number: int, about: str) -> dict[tuple[str, ...], Entity | None]:
        """What is known of the texts of a part of the rows of a mapping."""
        seen = self._seen_of_part.get((number, about))
        if seen is None:
            seen = self._seen_of_part[number, about] = self._seen_like(number, about)
        return seen

    def _seen_like(self, number: int, about: str) -> dict[tuple[str, ...], Entity | None]:
        """What is known of the texts of a part: the two ends of a tie share it if their columns are alike."""
        mapping = self.mappings[number]
        targets = mapping.parts[about].targets
        forms = mapping.forms.of(f"{about}.{target}" if about else target for target in targets)
        return self._seen.setdefault((mapping.shape, self._type_of(number, about), targets, forms), {})

    def _type_of(self, number: int, about: str) -> str:
        if about == "of":
            return "city"
        return "official" if self.mappings[number].shape == "post" else self._defaults[number][0]

    def _by_title(
        self, mapping: ColumnMapping, values: Mapping[str, str], file: int, line: int
    ) -> tuple[str, Entity | None]:
        """The title and the place that a text like ``Mayor of Lyon`` names; nothing if it names none."""
        facts, of = mapping.parts["facts"], mapping.parts["of"]
        text = dict(zip(facts.targets, facts.texts(values), strict=True)).get("title", "")
        found = title_and_place(text) if text else None
        if found is None:
            return "", None
        title, name = found
        where = self.place(file, line)
        texts = {**dict(zip(of.targets, of.texts(values), strict=True)), "name": name}
        self._report.tell("read", where, text, f"the title names the place of the post: {name}")
        return title, self.things.take(texts, mapping.forms, "of", where, "city", is_end=True)

    def _without_an_end(
        self, mapping: ColumnMapping, start: Entity | None, end: Entity | None, values: Mapping[str, str], file: int,
        line: int,
    ) -> None:  # fmt: skip
        """A row that names one end only brings that thing."""
        missing = ENDS[mapping.shape][1 if end is None else 0] or "name"
        if start is None and end is None:
            one, other = (about or "name" for about in ENDS[mapping.shape])
            raise RejectedRow(f"the row has no `{one}` and no `{other}`: it names nothing")
        if start is None and mapping.shape == "post" and mapping.may_be_empty:
            return
        if start is None and mapping.shape == "post":
            why = "these rows name no person: they bring their place, and no official"
            self._report.tell("read", self.place(file, line), "name", why)
            return
        if start is None:
            raise RejectedRow(f"the row has no `{missing}`: neither a name nor an id says who that is")
        brought = "post" if mapping.shape == "post" else "tie"
        named = mapping.parts[missing]
        mark = dict(zip(named.targets, named.texts(values), strict=True)).get("name", "")
        if is_open_mark(mark) and mark not in mapping.forms.missing:
            why = f"this stands in the place of a name, and does not say who that is: the row brings no {brought}"
            self._report.tell("doubtful", self.place(file, line), mark, why)
            return
        if mapping.may_be_empty:
            return
        lacks = "do not say where the post is held" if brought == "post" else "name one end, and nobody at the other"
        why = f"these rows {lacks}: they bring no {brought}"
        self._report.tell("read", self.place(file, line), missing, why)

    def _kind(self, number: int, texts: Sequence[str]) -> int | None:
        """The number of the kind of a row's tie; None if nothing says it."""
        mapping = self.mappings[number]
        targets = mapping.parts["facts"].targets
        word = mapping.forms.value(texts[targets.index("kind")], "kind") if "kind" in targets else ""
        if word and not self._is_known(word) and (apart := kind_and_status(word)):
            if not apart.name:
                why = "this is a status, and no kind: the tie has the kind that all rows have without one"
                self._report.tell("doubtful", "", word, why)
                return self._defaults[number][1]
            word = apart.name
        if not word:
            return None if number in self._kinds_stand_in_rows else self._defaults[number][1]
        if word not in self._kind_numbers:
            ids = [self._said.kinds[word]] if word in self._said.kinds else self.vocabulary.called(word)
            if len(ids) != 1 or ids[0] not in self.vocabulary:
                what = f"can be {' or '.join(ids)}" if len(ids) > 1 else "is no kind of tie"
                raise RejectedRow(f"`{word}` {what}; name the kind with --kind '{word}=KIND'")
            self._kind_numbers[word] = self._number_of(self.vocabulary[ids[0]])
            if word != ids[0] and word not in self._said.kinds:
                label = self.vocabulary[ids[0]].label
                self._report.tell("read", "", word, f"this word is the kind `{ids[0]}`: {label}")
        self._kind_of_text[number, texts[targets.index("kind")]] = self._kind_numbers[word]
        return self._kind_numbers[word]

    def _check_kind(self, number: int, values: Mapping[str, str]) -> None:
        """Refuse a row with both ends and a word for no kind, before its ends are things: they may be no cities."""
        mapping = self.mappings[number]
        facts = mapping.parts["facts"]
        texts = facts.texts(values)
        word = texts[facts.targets.index("kind")]
        if not word or self._is_known(word) or _no_tie(facts.targets, texts) or kind_and_status(word):
            return
        if all(any(mapping.parts[side].texts(values)) for side in ENDS["tie"]):
            self._kind(number, texts)

    def _is_known(self, word: str) -> bool:
        return word in self._said.kinds or word in self._kind_numbers or len(self.vocabulary.called(word)) == 1

    @property
    def words_for_kinds(self) -> set[str]:
        """The words for kinds of ties that rows have."""
        return set(self._kind_numbers)

    def _post_kind(self) -> int:
        return self._number_of(self.vocabulary["holds-post"])

    def _number_of(self, kind: Kind) -> int:
        if kind not in self.kinds:
            self.kinds.append(kind)
        return self.kinds.index(kind)

    def _add_evidence(
        self, thing: Entity, mapping: ColumnMapping, values: Mapping[str, str], file: int, line: int
    ) -> None:
        part = mapping.parts["row"]
        texts = dict(zip(part.targets, part.texts(values), strict=True))
        self._node_evidence.append((thing, texts, mapping, self.place(file, line)))

    def settle_keys(self) -> None:
        """After all rows, decide what the keys of the files are: Wikidata ids if all of them look like that, else ids
        of the register."""
        self._seen.clear()
        self._seen_of_part.clear()
        for thing in self.things:
            if thing.type == "country" and thing.key is not None and "name" not in thing.facts:
                self.things.name_by_key(thing)
        if any(thing.is_declared for thing in self.things) or any(map(_refers_to_rows, self.mappings)):
            for thing in self.things:
                if thing.key is not None and not thing.is_declared and "name" not in thing.facts:
                    why = "the files have no node with this id, so its name is not known"
                    self._report.tell("doubtful", thing.where, thing.key, why)
        keyed = [
            thing
            for thing in self.things
            if thing.key is not None and thing.key not in (thing.facts.get("name"), thing.facts.get("iso"))
        ]
        of_wikidata = bool(keyed) and all(_QID.fullmatch(thing.key or "") for thing in keyed)
        for thing in keyed:
            if of_wikidata or "name" in thing.facts:
                scheme = "wikidata" if of_wikidata else self._register
                self._give_id(thing, scheme, thing.key or "")

    def _give_id(self, thing: Entity, scheme: str, key: str) -> None:
        """Give a thing its key as an id, if its register has ids of this form."""
        try:
            thing.facts.setdefault(f"identifiers.{scheme}", identifier(scheme, key))
        except ValueError as error:
            note(thing.facts, f"identifiers.{scheme}", key)
            self._report.tell("doubtful", thing.where, str(thing), f"{error}; it is in the notes")

    def settle_evidence(self, speaker: Callable[[str], str | None]) -> None:
        """After all things have their ids, give nodes the evidence that their rows name. ``speaker`` gives the id of
        the record with a name."""
        for thing, texts, mapping, where in self._node_evidence:
            items = self.sources.evidence(texts, mapping.forms, where, speaker)
            thing = thing.settled
            thing.evidence = [*thing.evidence, *(item for item in items if item not in thing.evidence)]
