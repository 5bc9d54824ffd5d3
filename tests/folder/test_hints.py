"""Hints: natural attempts each get the right way out, and none that leads nowhere."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.model import (
    SECTIONS,
    AgreementRecord,
    EvidenceRecord,
    ObservationRecord,
    PostRecord,
    StatusEntry,
    TieRecord,
    keys_of,
)
from citygraph.folder import hints, loader
from citygraph.folder.csv_text import CsvCell, Mark
from citygraph.folder.parser import builtin_kinds, parse
from citygraph.folder.yaml_text import Document, Entries
from conftest import examples

TYPES = [
    *(section.record for section in SECTIONS),
    PostRecord,
    ObservationRecord,
    StatusEntry,
    AgreementRecord,
    EvidenceRecord,
]
ALL_KEYS = sorted({key for type in TYPES for key in keys_of(type).all})
WORDS = st.sampled_from(
    [*ALL_KEYS, "date", "year", "start", "end", "ended", "Start Date", "cities", "partner", "a", "city1", "sources",
     "quotes", "refs", "signatory", "expiry", "signed_on", "type", "members", "mayor", "population", "colour", "sinze"]
) | st.text("abcdeinostu_", min_size=1, max_size=8)  # fmt: skip


@examples(1000)
@given(st.sampled_from(TYPES), WORDS, st.sampled_from([None, *builtin_kinds()]), st.booleans(), st.data())
def test_a_hint_names_only_keys_that_the_record_can_have(
    type: type, word: str, kind: str | None, column: bool, data: st.DataObject
) -> None:
    keys = keys_of(type).all
    if word in keys:
        return
    there = data.draw(st.lists(st.sampled_from([*keys]), max_size=4, unique=True))
    cell = CsvCell("1987", Mark(0))
    entries: Entries = dict.fromkeys([*there, word], (cell, cell))
    record = builtin_kinds()[kind] if kind and type is TieRecord else None
    hint = hints.unknown_key(type, word, entries, record, column=column)
    named = re.findall(r"`(\w+)(?::[^`]*|\.[\w.]+)?`", hint)
    if word in ("mayor", "members"):  # another record, with keys of its own
        return
    for key in named:
        assert key in keys, hint
        if record is not None and key in ("since", "until", "on", "between", "from", "to"):
            occurs = record["nature"] == "occurrence"
            assert key not in ({"since", "until"} if occurs else {"on"}), hint
            assert key not in ({"from", "to"} if "between" in record else {"between"}), hint


TWINS = "ties:\n  - {kind: sister-city, between: [a, b], source: s, KEY}\n"
ENDS = "ties:\n  - {kind: sister-city, source: s, KEY}\n"
VISIT = "ties:\n  - {kind: delegation, from: a, to: b, source: s, KEY}\n"
CITY = "cities:\n  c: {name: C, country: GB, KEY}\n"
EVENT = "events:\n  e: {name: E, KEY}\n"


@pytest.mark.parametrize(
    ("record", "key", "hint"),
    [
        (TWINS, "date: 1987", "`since: 1987`"),
        (TWINS, "when: 1987", "`since: 1987`"),
        (TWINS, "year: 1987", "`since: 1987`"),
        (TWINS, "start: 1987", "`since: 1987`"),
        (TWINS, "end: 1987", "`until: 1987`"),
        (VISIT, "date: 1987", "`on: 1987`"),
        (VISIT, "start: 1987-05", "`on: 1987-05/…`"),
        (VISIT, "on: 1986-1990", "`on: 1986/1990`"),
        (TWINS, "since: “1999”", "LEFT DOUBLE QUOTATION MARK, which ends no text; write `since: 1999`"),
        ("officials:\n  p: {name: P, KEY}\n", "phone: 12", "nothing private"),
        ("officials:\n  p: {name: P, KEY}\n", "e-mail: p@x.org", "nothing private"),
        ("sources:\n  s: {title: S, KEY}\n", "url: www.example.org/x", "`url: https://www.example.org/x`"),
        ("cities:\n  c: {name: C, country: SE, KEY}\n", "coordinates: [58.1N, 13.2E]", "`[58.1, 13.2]`"),
        ("cities:\n  c: {name: C, country: SE, KEY}\n", "coordinates: [13.2W, 58.1S]", "`[-58.1, -13.2]`"),
        (CITY, "wikidata: Q36036", "`identifiers: {wikidata: Q36036}`"),
        (CITY, "geonames_id: 702550", "`identifiers: {geonames: 702550}`"),
        (CITY, "population: 7", "`observations:`"),
        (CITY, "pop: 7", "`observations:`"),
        (CITY, "county: Surrey", "`part_of`"),
        (EVENT, "date: 12.6.2021", "write `when: 2021-06-12`"),
        (EVENT, "date: 12/6/2021", "`when: 2021-06-12` or `when: 2021-12-06`: which number is the month?"),
        (EVENT, "date: one summer", "write `when: …`"),
        (EVENT, "date: 2021-06-12/..", "write `when: 2021-06-12/..`"),
        (TWINS, "end: ..", "`until: ..`"),
        (TWINS, "start: 12 June 1987", "`since: 1987-06-12`"),
        (TWINS.replace("sister-city", "river"), "end: 12.6.1987", "`until: 1987-06-12` if the tie stands"),
        ("organizations:\n  o: {name: O, KEY}\n", "kind: network", "did you mean `type`?"),
        ("countries:\n  c: {name: C, KEY}\n", "code: DE", "did you mean `iso`?"),
        ("sources:\n  s: {title: S, KEY}\n", "link: https://example.org", "did you mean `url`?"),
        ("sources:\n  s: {title: S, KEY}\n", "publication_date: 1.2.2020", "`published: 2020-02-01`"),
        ("officials:\n  p: {name: P, KEY}\n", "post: Mayor", "`posts: [{title: …, of: …}]`"),
        ("officials:\n  p: {name: P, KEY}\n", "of: lviv", "`posts: [{title: …, of: …}]`"),
        ("officials:\n  p: {name: P, posts: [{of: a, source: s, KEY}]}\n", "position: Mayor", "did you mean `title`?"),
        ("statements:\n  - {by: c, source: s, quote: x, KEY}\n", "event: fair", "did you mean `at`?"),
        (TWINS, "event: fair", "under `notes:`"),
        (TWINS.replace("sister-city", "river"), "date: 1987", "`since: 1987` if the tie stands"),
        (EVENT, "date: 1987", "`when: 1987`"),
        (EVENT, "when: 1987-1988", "write `when: 1987/1988`"),
        (VISIT, "on: 1987–1988", "write `on: 1987/1988`"),
        (TWINS, "since: 1987-1988", "`since: 1987` and `until: 1988`"),
        (TWINS, "since: 1987/1988", "`since: 1987` and `until: 1988`"),
        (TWINS, "seen: 1987-1988", "`seen` is one date"),
        ("sources:\n  s: {title: S, KEY}\n", "published: 1987/1988", "`published` is one date"),
        ("officials:\n  p: {name: P, posts: [{title: T, of: a, source: s, KEY}]}\n", "to: 1987", "`until: 1987`"),
        ("sources:\n  s: {title: S, KEY}\n", "date: 1987", "`published: 1987`"),
        (TWINS, "signed_by: mayor", "`agreement: {signed_by: mayor}`"),
        (TWINS, "approved: 1987", "`agreement: {approved: 1987}`"),
        (TWINS, "document: s", "`agreement: {document: s}`"),
        (TWINS, "expires: 1987", "`agreement: {expires: 1987}`"),
        (TWINS, "status: [{is: active, since: 1987}]", "`from: 1987`"),
        (ENDS, "cities: [x, y]", "`between: [x, y]`"),
        (ENDS, "partners: [x, y]", "`between: [x, y]`"),
        (ENDS, "from: x, partner: y", "`between: [x, y]`"),
        (VISIT.replace("from: a, to: b, ", ""), "from: x, partner: y", "`from: x` and `to: y`"),
        (TWINS.replace("source: s, ", ""), "source: [s, t]", "`evidence: [{source: s}, {source: t}]`"),
        (TWINS.replace("source: s, ", ""), "sources: [s, t]", "`evidence: [{source: s}, {source: t}]`"),
        (TWINS, "source2: t", "`source` is here already; several go under `evidence: [{source: s}, {source: t}]`"),
        (TWINS, "status: took place", "`ended` says that a visit or an event took place"),
        (TWINS, "observations: [{property: p, value: ~5000, as_of: 2021, source: s}]", "its `bound` is `about`"),
        (TWINS, "quotes: [x, 'y: z']", '`evidence: [{source: s, quote: x}, {source: s, quote: "y: z"}]`'),
        (TWINS, "quote: x, quote: y", "several go under `evidence:`"),
        (TWINS.replace("source: s, ", ""), "evidence: [{source: s}], evidence: []", "all items go into one list"),
        (TWINS, "quote: happy, and happy", '`quote: "happy, and happy"`'),
        (TWINS, "quote: happy, so, and happy, title: T", '`quote: "happy, so, and happy"`'),
        (TWINS, "quote: Mayor: happy", "a colon and a space in it between quotes"),
        (TWINS, 'quote: "twinned" since long', """`'"twinned" since long'`"""),
        ("sources:\n  s:\n    KEY\n    type: x\n", 'title: "twinned" long', """`'"twinned" long'`"""),
        ("ties:\n  - kind: x\n    KEY\n    source: s\n", "quote: Mayor: we are", '`quote: "Mayor: we are"`'),
    ],
)  # fmt: skip
def test_a_natural_attempt_is_one_mistake_with_the_right_way_out(record: str, key: str, hint: str) -> None:
    (found,) = parse(Document("x.yaml", record.replace("KEY", key))).diagnostics
    assert hint in found.hint


def test_two_keys_for_the_ends_or_the_time_are_taken_together() -> None:
    found = parse(Document("x.yaml", ENDS.replace("KEY", "city1: x, city2: y"))).diagnostics
    assert [one.hint for one in found] == ["the ends of this tie go under `between: [x, y]`"] * 2
    found = parse(Document("x.yaml", EVENT.replace("KEY", "start: 2020, end: 2021"))).diagnostics
    assert [one.hint for one in found] == ["write `when: 2020/2021`"] * 2


@pytest.mark.parametrize(
    ("record", "hints"),
    [
        ("cities:\n  c: {title: C, country: GB}\n", ["`name`"]),
        ("sources:\n  s: {name: C}\n", ["`title`"]),
        ("statements:\n  - {speaker: c, source: s, quote: x}\n", ["`by`"]),
        ("officials:\n  p: {name: P, posts: [{title: T, city: a, source: s}]}\n", ["`of`"]),
        ("cities:\n  c: {name: C, country: KG, lat: 40.5, lon: 72.8}\n", ["`coordinates: [40.5, 72.8]`"] * 2),
        ("cities:\n  c: {name: C, country: KG, lon: 72.8, latitude: 40.5}\n", ["`coordinates: [40.5, 72.8]`"] * 2),
        ("ties:\n  - {kind: member-of, city: a, organization: b, source: s}\n", ["`to`: FROM is a member of TO"]),
        ("ties:\n  - {kind: member-of, organization: b, city: a, source: s}\n", ["FROM is a member of TO"] * 2),
        ("ties:\n  - {kind: supports, to_city: b, from_city: a, source: s}\n", ["FROM supports TO"] * 2),
        ("ties:\n  - {kind: supports, from_city: a, to_city: b, source: s}\n", ["`from: a` and `to: b`"] * 2),
        ("ties:\n  - {kind: supports, city_from: a, city_to: b, source: s}\n", ["`from: a` and `to: b`"] * 2),
        ("ties:\n  - {kind: delegation, host: a, visitor: b, source: s}\n", ["FROM sent a delegation to TO"] * 2),
        ("ties:\n  - {kind: sister-city, host: a, guest: b, source: s}\n", ["`between: [a, b]`"] * 2),
        ("partnerships:\n  - {kind: sister-city, between: [a, b]}\n", ["`ties`"]),
        ("towns:\n  a: {name: A}\n", ["`cities`"]),
    ],
)  # fmt: skip
def test_what_has_a_key_of_its_own_is_not_sent_to_the_notes(record: str, hints: list[str]) -> None:
    found = [one.hint for one in parse(Document("x.yaml", record)).diagnostics]
    assert not [hint for hint in found if "notes" in hint]
    for hint in hints:
        assert any(hint in one for one in found), found
    assert len([one for one in found if any(hint in one for hint in hints)]) >= len(hints)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("lviv: {name: Lviv，country: UA}", "lviv: {name: Lviv, country: UA}"),
        ("lviv: {name: Lviv， country: UA，level: city}", "lviv: {name: Lviv, country: UA, level: city}"),
        ("lviv: {name: Lviv、country: UA}", "lviv: {name: Lviv, country: UA}"),
    ],
)
def test_a_wide_comma_between_keys_is_named_and_makes_no_part_of_a_name(line: str, right: str) -> None:
    (found,) = parse(Document("x.yaml", f"cities:\n  {line}\n")).diagnostics
    assert "COMMA, which YAML does not take for one" in found.message
    assert found.hint == f"write `{right}`"
    assert not parse(Document("x.yaml", f"cities:\n  {right}\n")).diagnostics


@pytest.mark.parametrize(
    ("column", "hint"),
    [
        ("signed_by", "`agreement.signed_by`"),
        ("sources", "in the column `source`"),
        ("date", "`since: …` if the tie stands"),
        ("partner", "`between: [a, b]`"),
        ("Bemerkung", "a column `notes`"),
        ("source2", "several go under `evidence:`, in YAML"),
    ],
)
def test_a_column_gets_the_right_way_out_too(column: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(f"kind,between,source,{column}\nsister-city,a; b,s,x\n")
    (found,) = loader.read(tmp_path, "ties.csv").diagnostics
    assert hint in found.hint


BLOCK = "ties:\n  - kind: sister-city\n    between: [a, b]\n    source: s\n"


@pytest.mark.parametrize(
    ("text", "told", "way_out"),
    [
        (f"{BLOCK}  - kind: x\n    from: a\n    to:\u00a0lindenau\n    source: s\n", "U+00A0", "`to: lindenau`"),
        (f"{BLOCK}\u00a0\u00a0\u00a0 since: 1990\n    seen: 2020\n", "U+00A0", "plain spaces"),
        (f"{BLOCK}    \u00a0since: 1990\n", "U+00A0", "`since: 1990`"),
        (f"{BLOCK}    status: ?\n", "`?`", "leave the key out"),
        (f"{BLOCK}    status: ended; until: 1999\n", "`;`", "`status: ended`, and below it `until: 1999`"),
        (f"{BLOCK}    status: ended, until: 1999\n", "`,`", "`status: ended`, and below it `until: 1999`"),
        (f"{BLOCK}  -kind: x\n    between: [a, c]\n", "dash", "`- kind: x`"),
        ("ties:\n  -kind: x\n    between: [a, c]\n", "dash", "`- kind: x`"),
        ("ties:\n  -kind: x\n", "is a list", "a space after the dash"),
        (f"{BLOCK}- kind: x\n  between: [a, c]\n", "", "as on line 2: by 2 spaces"),
        (f"{BLOCK} - kind: x\n   between: [a, c]\n", "", "as on line 2: by 2 spaces"),
        (f"{BLOCK}  seen: 1999\n", "`seen` stands below the dash", "two spaces more"),
        ("ties:\n  - kind: x\n    source: s\n    between:\n      -a\n      - b\n", "", "`between: [a, b]`"),
        ('sources:\n  s:\n    title: "The chronicle", part 2\n', "", """`'"The chronicle", part 2'`"""),
        (f'{BLOCK}    quote: "He said "yes" then"\n', "", """`'He said "yes" then'`"""),
        (f'{BLOCK}    quote: "one" and "two"\n', "", """`'"one" and "two"'`"""),
    ],
)  # fmt: skip
def test_what_yaml_reads_otherwise_is_one_mistake_with_the_way_out(text: str, told: str, way_out: str) -> None:
    (found,) = parse(Document("x.yaml", text)).diagnostics
    assert told in found.message + found.hint
    assert way_out in found.hint


def test_a_complete_record_before_a_dash_without_space_stays() -> None:
    contents = parse(Document("x.yaml", f"{BLOCK}  -kind: x\n    between: [a, c]\n"))
    assert [record.id for record in contents.records] == ["sister-city.a.b"]
