"""A plan looks at the rows of a file as often as it likes; a small file is not read again for that."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports import kept_rows
from citygraph.imports.kept_rows import KeptRows
from citygraph.imports.readers import yaml as reader
from conftest import examples
from imported import questions

ROWS = st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=6)


@given(rows=ROWS, most=st.integers(0, 8), looks=st.lists(st.integers(0, 8), min_size=1, max_size=4))
@examples(20)
def test_each_look_gives_the_rows_in_their_order(rows: list[dict[str, str]], most: int, looks: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_rows, "MOST_CELLS", most)
        reads = 0

        def read() -> Iterator[dict[str, str]]:
            nonlocal reads
            reads += 1
            return iter(rows)

        kept = KeptRows(read)
        for look in looks:
            assert list(islice(kept(), look)) == rows[:look]
        whole = [list(kept()) for _ in range(3)]
        assert whole == [rows] * 3
        if sum(map(len, rows)) <= most:
            assert reads <= len(looks) + 1  # once to its end


def test_a_file_with_many_questions_is_read_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path] = []
    read = reader.read

    def counted(file: Path, how: Any) -> Any:
        reads.append(file)
        return read(file, how)

    monkeypatch.setattr(reader, "read", counted)
    towns = [{"name": f"Town {n}", "nombre": f"Villa {n}", "country": "FR", "land": "DE", "Lat": "1", "lat.": "2"}
             for n in range(4)]  # fmt: skip
    assert len(questions(tmp_path, json.dumps(towns), "towns.yaml", reader="yaml")) > 1
    assert len(reads) <= 5
