"""Rows that are alike go through an import together. What comes of them is what comes of them one by one."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, islice, product, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.gather import Gathering
from citygraph.imports.last_import import canonical
from citygraph.imports.new_files import NewFiles
from citygraph.imports.readers import ForeignRow
from citygraph.imports.record_texts import CanonicalTexts, RecordText, TiesOfOneForm
from citygraph.imports.ties import TieMaker
from conftest import examples
from imported import brought, said_in

HEADER = ("City", "Country", "Partner", "Partner country", "Type", "Since", "Until", "Status", "Notes", "Source URL")
TOWNS = [("Lyon", "France"), ("Köln", "DE"), ("Riga", "Latvia"), ("Graz", "AT"), ("Osh", "KG"), ("Bern", "CH"),
         ("Oslo", "NO"), ("Ulm", "DE"), ("Turin", "IT"), ("Porto", "PT"), ("Brno", "CZ"), ("Tartu", "EE"),
         ("Vaasa", "FI"), ("Malmö", "SE")]  # fmt: skip
ODD_ENDS = [("Lyon", ""), ("Köln*", "DE"), ("see below", ""), ("", ""), ("?", "FR"), ("Batumi", "Georgia"),
            ("Y", "Nowhere"), ("a\x1fb", "FR"), ("Riga (former)", "Latvia"), ("Uppsala and Turku", "SE")]  # fmt: skip
PLAIN = ("sister-city", "1990", "", "active", "", "")
ODD_FACTS = [
    ["Sister city", "", "twinning (ended)", "delegation"],
    ["1990-05-02", "May 1990", "unknown", "2099-01-01", "1990 (ended 2001)", "", "198X"],
    ["2001", "present", "2099"],
    ["ended", "", "cancelled", "planned", "no action", "sort of", "active (ended 2001)"],
    ["100% sport; music", "a \"quoted\" 'word' %s", "ended 2001", "二重\\の"],
    ["https://example.org/1", "https://example.org/2?a=%20b"],
]
ODD = [(at, text) for at, texts in enumerate(ODD_FACTS) for text in texts]


def with_odd(*odd: tuple[int, str]) -> tuple[str, ...]:
    return tuple(dict(odd).get(at, text) for at, text in enumerate(PLAIN))


def each_odd_fact() -> list[tuple[str, ...]]:
    """Each odd fact in three rows among plain ones, all between other towns; and each odd end."""
    pairs = combinations(TOWNS, 2)
    rows = [(*one, *other, *with_odd(odd)) for odd in ODD for one, other in islice(pairs, 3)]
    plain = [(*one, *other, *PLAIN) for one, other in (*pairs, *product(TOWNS[:2], ODD_ENDS * 2))]
    together = [
        (*TOWNS[0], *TOWNS[1], *with_odd((0, "delegation"), (3, ""))),  # its day is no beginning
        (*TOWNS[0], "Turku", "", *PLAIN),
        (*TOWNS[1], "Turku", "", *with_odd((4, "Canada"))),  # a later row says where it may lie
    ]
    return plain[:1] + [row for several in zip_longest(rows, plain) for row in several if row] + together


@st.composite
def rows_alike(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Rows with few different facts, most of which are plain."""
    facts = [PLAIN]
    for odd in draw(st.lists(st.lists(st.sampled_from(ODD), min_size=1, max_size=2), min_size=1, max_size=3)):
        facts.append(with_odd(*odd))
    random = draw(st.randoms(use_true_random=False))
    ends = TOWNS + draw(st.lists(st.sampled_from(ODD_ENDS), max_size=2))
    return [(*random.choice(TOWNS), *random.choice(ends), *random.choice(facts)) for _ in range(24)]


@contextmanager
def one_by_one() -> Iterator[None]:
    """Nothing is remembered of earlier rows."""

    def take_block(self: Gathering, numbers: range, block: Any, file: int, take: Any) -> None:
        for row in block.each():
            take(row)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gathering, "take_block", take_block)
        patch.setattr(TieMaker, "_plain_facts", lambda *_: None)
        patch.setattr(TieMaker, "_like", lambda *_: None)
        patch.setattr(CanonicalTexts, "of", lambda _, record: canonical(record.data))
        patch.setattr(NewFiles, "_line_like", lambda *_: None)
        yield


def outcome(file: Path, into: Path, **said: Any) -> Any:
    try:
        report = brought("table", file, into=into, **said)
    except CityGraphError as error:
        return str(error)
    written = {path.name: said_in(path) for path in sorted(into.rglob("*")) if path.is_file()}
    return written, report.remarks, report.rows, report.said, report.statuses


TARGETS = ("from.name", "from.country", "to.name", "to.country", "kind", "since", "until", "status", "notes",
           "source.url")  # fmt: skip


@pytest.mark.parametrize("without", [(), ("Until", "Source URL"), ("Since", "Until", "Source URL")])
@examples(25)
@given(rows=rows_alike())
@example(rows=each_odd_fact())
def test_rows_together_bring_what_each_alone_brings(without: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    places = [at for at, name in enumerate(HEADER) if name not in without]
    text = io.StringIO()
    csv.writer(text).writerows([row[at] for at in places] for row in [HEADER, *rows])
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "list.csv")
        file.write_text(text.getvalue(), encoding="utf-8")
        said = {"pairs": [f"{TARGETS[at]}={HEADER[at]}" for at in places], "kinds": ["sister-city"],
                "splits": ["City=none", "Partner=none"]}  # fmt: skip
        together = outcome(file, Path(scratch, "together"), **said)
        with one_by_one():
            alone = outcome(file, Path(scratch, "alone"), **said)
    assert str(together).replace("together", "alone") == str(alone)


def test_most_rows_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[ForeignRow] = []
    take = Gathering.take
    monkeypatch.setattr(Gathering, "take", lambda self, *row: (taken.append(row[1]), take(self, *row))[1])
    towns = [f"Town {letter}" for letter in "ABCDEFGH"]
    rows = "".join(f"{one},FR,{other},DE,{year},active\n" for one in towns for other in towns for year in (1990, 1991))
    file = tmp_path / "list.csv"
    file.write_text(f"City,Country,Partner city,Partner country,Since,Status\n{rows}")
    report = brought(None, file, into=tmp_path / "g", kind="sister-city")
    assert report.rows["table"] == 128
    assert len(taken) < 20


TEXTS = st.text("aé%s\\\"'{}\n二 ", max_size=8)


@examples(50)
@given(title=TEXTS, free=TEXTS, other=TEXTS, quotes=st.one_of(st.tuples(TEXTS, TEXTS), st.just((None, None))))
def test_a_form_of_ties_alike_gives_their_canonical_text(
    title: str, free: str, other: str, quotes: tuple[str | None, str | None]
) -> None:
    texts = CanonicalTexts()
    of_evidence = ("source",) if quotes[0] is None else ("source", "quote")
    like = TiesOfOneForm(("from", "to", "since", "notes"), of_evidence)
    for notes, quote in zip((free, other), quotes, strict=True):
        data = {"kind": "sister-city", "from": notes, "to": other, "title": title, "since": free, "notes": notes,
                "evidence": [{"source": other, "quote": quote, "by": None}]}  # fmt: skip
        assert texts.of(RecordText("tie", "t", data, like)) == canonical(data)
