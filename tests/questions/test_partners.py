"""Partners in the economy, and the way to partner towns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import citygraph

WORLD = """\
cities:
  a: {name: Alpha, country: GB}
  b: {name: Beta, country: FR}
  c: {name: Gamma, country: FR}
  d: {name: Delta, country: FR}
kinds:
  river-twin: {group: agreement, nature: standing, label: is a river twin of, between: [city]}
sources:
  s: {title: Gazette}
ties:
  - {kind: sister-city, between: [a, b], status: ended, source: s}
  - {kind: river-twin, between: [a, c], status: active, source: s}
  - {kind: cooperation-agreement, between: [b, d], status: active, source: s}
  - {kind: trades-with, between: [a, d], status: active, source: s}
"""


@pytest.mark.parametrize(
    ("city", "said"),
    [
        ("Alpha", "for its partner towns, ask: citygraph neighbors a --kind sister-city --kind river-twin\n"),
        ("Gamma", "Gamma has no such partners in the economy\n"
                  "citygraph: for its partner towns, ask: citygraph neighbors c --kind river-twin\n"),
        ("Delta", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("format", ["tsv", "json"])
def test_who_looks_for_partner_towns_is_told_the_question(
    city: str, said: str, format: str, folder: Callable[..., Path]
) -> None:
    done = citygraph("partners", city, "--graph", folder(world=WORLD), "--format", format)
    assert done.code == 0
    assert done.err == (f"citygraph: {said}" if said else "")
