"""A new record: a tie, a node or a source, from what is given of it.

What is there already is not added a second time: its record gets what is new of it, above all the evidence. If it says
something else, nothing is changed.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind
from citygraph.domain.model import PostRecord, keys_of
from citygraph.domain.names import is_latin, slug
from citygraph.domain.terms import NODE_TYPES
from citygraph.editing.citing import CitedSource, cited, free_id, is_place, source_id
from citygraph.editing.draft import FolderDraft
from citygraph.editing.evidence import cite, evidence_of, refuse_if_taken
from citygraph.editing.fields import FIGURES, POSTS, found
from citygraph.editing.given import Given, Missing, file_of, kind_of, missing, proposed_id, record_of, refuse_no_name
from citygraph.editing.growing import Contradicts, grow
from citygraph.editing.records import (
    SECTION_OF,
    Evidence,
    Written,
    add,
    change,
    listed,
    with_evidence,
    written,
)
from citygraph.folder.diagnostics import Where
from citygraph.folder.values import is_dotted_id, is_id
from citygraph.graph.resolve import UnknownName

_FILE = re.compile(r"^\S+\.(?:[A-Za-z]{2,4}|xlsx)$|^\S*/\S+$")
"""What looks like the name of a file: a title has blanks."""


def add_record(draft: FolderDraft, given: Given) -> str:
    """Add a record, or to the one that is there already. Returns what was done.

    Raises:
        Missing: if something is not given that the record needs.
        Contradicts: if there is such a record, and it says something else, or nobody knows if it is the same.
        UnknownName, AmbiguousName: if a name that is given means no record, or several.
        CityGraphError: if a value is no such value, or a file cannot be edited.
    """
    return _Adder(draft, given).run()


class _Adder:
    def __init__(self, draft: FolderDraft, given: Given) -> None:
        self.draft = draft
        self.world = draft.world
        self.given = given
        self.section = SECTION_OF[given.type]
        self.added: list[str] = []
        """The ids of new records."""
        self.grown: dict[str, list[str]] = {}
        """What records get that were there before, by id."""
        self.remark = ""

    def run(self) -> str:
        refuse_no_name(self.given.name)
        if lacks := missing(self.given):
            raise Missing(lacks)
        if self.given.id and not (is_dotted_id if self.given.type == "tie" else is_id)(self.given.id):
            raise CityGraphError(f"--id: `{self.given.id}` cannot be an id; it has letters a to z, digits, `-` and `_`")
        record = record_of(self.world, self.given)
        file = file_of(self.draft.folder, self.given.file)
        if self.given.type == "source":
            self.source(record, file)
        else:
            evidence = self.evidence()
            (self.tie if self.given.type == "tie" else self.node)(record, evidence, file)
        return self.done()

    def done(self) -> str:
        new = " and ".join(f"`{id}`" for id in self.added)
        said = [f"{new}{self.remark} {'is' if len(self.added) == 1 else 'are'} added"] if new else []
        said += [f"`{id}` is there already, and gets {', '.join(what)}" for id, what in self.grown.items() if what]
        if self.given.file and self.grown and not self.added:
            said.append("--file is for new records, and changes nothing here")
        return "; ".join(said) or f"nothing is new of {' and '.join(f'`{id}`' for id in self.grown)}"

    # ---------------------------------------------------------------- what is given

    def evidence(self) -> list[Evidence]:
        """The evidence that is given. A new source gets its record."""
        item, source = evidence_of(self.draft, self.given.evidence)
        if source is None:
            return []
        self.cite(source)
        return [item]

    def cite(self, source: CitedSource, file: str = "") -> None:
        grown = cite(self.draft, source, file, can_be_another=self.given.type == "source")
        if source.is_new:
            self.added.append(source.id)
        elif grown:
            self.grown.setdefault(source.id, []).extend(grown)

    # ---------------------------------------------------------------- a source

    def source(self, record: Written, file: str) -> None:
        name, id = self.given.name, self.given.id
        place = name if is_place(name) else ""
        if not place and _FILE.search(name):
            raise CityGraphError(f"there is no file {name}; if this is the title: --title {shlex.quote(name)}")
        if name and not place:
            if record.get("title", name) != name:
                raise CityGraphError(f"there are two titles, `{name}` and `{record['title']}`; give one of them")
            record = {"title": name, **record}
        if id in self.world.view.graph["sources"]:
            self.extend(Where("source", id), record, [])
            self.grown.setdefault(id, [])
            return
        source = self.known_or_new(place or record.get("url", ""), record)
        if id and not source.is_new:
            way_out = f"  to give it another id: citygraph mv {source.id} {id}"
            raise Contradicts(f"this source is there already, as `{source.id}`", [way_out])
        self.cite(source._replace(id=id or source.id), file)
        if not source.is_new:
            self.grown.setdefault(source.id, [])

    def known_or_new(self, place: str, record: Written) -> CitedSource:
        if place:
            return cited(self.world, place, record)
        if not self.given.id:
            try:
                return CitedSource(self.world.resolve(record["title"], ("source",)), record)
            except UnknownName:
                pass
        return CitedSource(source_id(self.world, record), record, is_new=True)

    # ---------------------------------------------------------------- a tie

    def tie(self, record: Written, evidence: list[Evidence], file: str) -> None:
        kind = kind_of(self.world, self.given.values["kind"][0])
        ends = self.ends(kind)
        one, other = sorted(ends) if kind.symmetric else ends
        for figure in record.get(FIGURES, ()):
            figure.update(with_evidence({}, evidence))
        made = f"{kind.id}.{one}.{other}"
        id = self.given.id or made
        if id in self.world.view.graph["ties"]:
            self.refuse_another(id, kind, one, other)
            self.extend(Where("tie", id), record, evidence)
            self.grown.setdefault(id, [])
            return
        if id != made:
            refuse_if_taken(self.draft, id)
        keys = {"between": list(ends)} if kind.symmetric else {"from": one, "to": other}
        whole = {"kind": kind.id, **keys, **record, **with_evidence({}, evidence)}
        add(self.draft, self.section, None if id == made else id, whole, file)
        self.added.insert(0, id)

    def ends(self, kind: Kind) -> tuple[str, str]:
        values = self.given.values
        if kind.symmetric != ("between" in values):
            how = "has no direction: give --between A B" if kind.symmetric else "has a direction: give --from and --to"
            raise CityGraphError(f"`{kind.id}` {how}; it reads: A {kind.label} B")
        texts = values["between"] if kind.symmetric else (values["from"][0], values["to"][0])
        first, second = (self.end(text, types) for text, types in zip(texts, (kind.starts, kind.ends), strict=True))
        return first, second

    def end(self, text: str, types: frozenset[str]) -> str:
        wanted = tuple(type for type in NODE_TYPES if type in types)
        try:
            return found(self.world, text, wanted)
        except UnknownName:
            try:
                return self.world.resolve(text)  # `check` says that it is of a wrong type
            except UnknownName:
                pass
            raise

    def refuse_another(self, id: str, kind: Kind, one: str, other: str) -> None:
        """Refuse if the tie with an id is another one."""
        start, end, data = self.world.view.graph["ties"][id]
        if (data["kind"], start, end) != (kind.id, one, other):
            raise Contradicts(
                f"the id `{id}` is taken, by the `{data['kind']}` of {start} and {end}", ["  give another id"]
            )

    # ---------------------------------------------------------------- a node

    def node(self, record: Written, evidence: list[Evidence], file: str) -> None:
        post = record[POSTS][0] if POSTS in record else None
        for figure in record.get(FIGURES, ()):
            figure.update(with_evidence({}, evidence))
        same = self.same(record)
        if same is not None:
            if post is not None:
                self.post(same, record.pop(POSTS)[0], evidence)
                evidence = []
            self.extend(Where(self.given.type, same), {k: v for k, v in record.items() if k != "name"}, evidence)
            self.grown.setdefault(same, [])
            return
        id = self.given.id or proposed_id(self.world, self.given.type, self.given.name, record.get("country", ""))
        refuse_if_taken(self.draft, id)
        if post is not None:
            post.update(with_evidence({}, evidence))
            record[POSTS] = [{key: post[key] for key in keys_of(PostRecord).all if key in post}]
        else:
            record.update(with_evidence({}, evidence))
        if id in self.added:
            raise CityGraphError(f"the source would have the id `{id}`, too; give one with --id")
        add(self.draft, self.section, id, record, file)
        self.added.insert(0, id)
        if not self.given.id and not is_latin(self.given.name):
            self.remark = f" (the name letter by letter; `citygraph mv {id} NEW` gives another id)"

    def same(self, record: Written) -> str | None:
        """The id of the node that is there already; None if there is none.

        Raises:
            Contradicts: if nobody knows whether one of this name is the same.
        """
        nodes, type, given = self.world.view.nodes, self.given.type, self.given
        if given.id:
            if given.id in nodes and nodes[given.id]["type"] == type:
                return given.id
            return None
        names = self.world.view.graph["names"]
        several = names.lookup(given.name, lambda one: one in nodes and nodes[one]["type"] == type)
        several = [id for id in several if not self.is_elsewhere(record, nodes[id])]
        if len(several) == 1 and self.is_surely(record, several[0]):
            return str(several[0])
        if not several:
            return None
        new = free_id(self.world, [slug(given.name) + "-2"], type)
        about = [
            f"  {id}: {', '.join(filter(None, self.world.describe(id)))}; to add to this one: --id {shlex.quote(id)}"
            for id in several
        ]
        how_many = "one" if len(several) == 1 else "more than one"
        raise Contradicts(
            f"there is {how_many} of the name {given.name} already; is it the same?",
            [*about, f"  to add another one: --id {new}, or an id that tells more"],
        )

    def is_elsewhere(self, record: Written, node: Mapping[str, Any]) -> bool:
        """True if a node of the same name lies in another country, so that it is another one."""
        if self.given.type not in ("city", "organization"):
            return False
        here, there = record.get("country"), node["country"]
        return here is not None and there is not None and here != there

    def is_surely(self, record: Written, id: str) -> bool:
        """True if a node of the same name is the one that is meant."""
        node = self.world.view.nodes[id]
        match self.given.type:
            case "city":
                return bool(record.get("country") == node["country"])
            case "official":
                places = {post["of"] for post in record.get(POSTS, ())}
                return any(self.world.view.adj[id].get(place) for place in places)
            case "event":
                return bool(record.get("when") == node["record"].get("when"))
            case _:
                return True

    def post(self, official: str, post: Written, evidence: list[Evidence]) -> None:
        """Give an official a post, or evidence for the one there already."""
        id = f"holds-post.{official}.{post['of']}"
        if id in self.world.view.graph["ties"]:
            self.extend(Where("tie", id), {key: value for key, value in post.items() if key != "of"}, evidence)
            return
        where = Where("official", official)
        new = {**post, **with_evidence({}, evidence)}
        ordered = {key: new[key] for key in keys_of(PostRecord).all if key in new}
        change(self.draft, where, {POSTS: [*listed(written(self.draft, where).get(POSTS)), ordered]})
        self.grown.setdefault(official, []).append("the post")

    def extend(self, where: Where, record: Mapping[str, Any], evidence: list[Evidence]) -> None:
        """Give a record that is there what is new of it."""
        if what := grow(self.draft, where, record, evidence, can_be_another=where.type == self.given.type):
            self.grown.setdefault(where.id, []).extend(what)
