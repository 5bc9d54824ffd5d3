"""What pictures look like can be told apart, also by those who see fewer colours."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import GROUPS, NODE_TYPES
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, SIGNS, sign
from citygraph.outputs.style import LINES, PAPER, SHAPES, STROKES, Theme, status_style, without_marks
from statuses_manual import MEANING, PAGE, PICTURE, draw, page

Color = tuple[float, ...]

SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What is seen of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)."""


def linear(color: str) -> Color:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def times(matrix: tuple[Color, ...], color: Color) -> Color:
    return tuple(sum(a * b for a, b in zip(row, color, strict=True)) for row in matrix)


def lab(color: Color) -> Color:
    """CIE L*a*b* of linear sRGB, white D65."""
    xyz = times(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)), color)
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * max(part, 0) + 16 / 116
        for part in (value / white for value, white in zip(xyz, (0.9505, 1, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, seen: str) -> float:
    """ΔE*ab: 2 to 3 is the least that is noticed."""
    a, b = (lab(times(SEEN[seen], linear(color))) for color in (one, other))
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    light, dark = sorted((times(((0.2126, 0.7152, 0.0722),), linear(color))[0] for color in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_everything_has_a_look() -> None:
    assert set(LINES) == set(GROUPS)
    assert set(LOOKS) == set(Stage)
    assert set(SIGNS) == set(STROKES) == {looks.mark for looks in LOOKS.values()}
    assert set(SHAPES) == set(NODE_TYPES)
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize(("one", "other"), [*combinations(Stage, 2)])
def test_stages_are_told_apart_without_colour(one: Stage, other: Stage) -> None:
    look, its = status_style(one), status_style(other)
    assert (look.hollow, STROKES[look.mark]) != (its.hollow, STROKES[its.mark])
    for has_only_ascii in (False, True):
        assert sign(one, has_only_ascii=has_only_ascii) != sign(other, has_only_ascii=has_only_ascii)
    assert sign(one, has_only_ascii=True).isascii()


@given(st.dictionaries(st.sampled_from(Stage), st.integers(1, 50)), st.integers(0, 100))
def test_of_too_many_marks_the_rarest_are_kept(ties: dict[Stage, int], most: int) -> None:
    left_out = without_marks(ties, most)
    kept = Counter({stage: count for stage, count in ties.items() if status_style(stage).mark})
    for stage in left_out:
        del kept[stage]
    assert kept.total() <= most
    for stage in left_out:
        assert all(ties[other] <= ties[stage] for other in kept)
        assert kept.total() + min(ties[other] for other in left_out) > most


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("seen", SEEN)
def test_groups_are_told_apart_by_colour_and_by_dash(theme: Theme, seen: str) -> None:
    for one, other in combinations(LINES.values(), 2):
        apart = difference(getattr(one, theme), getattr(other, theme), seen)
        assert apart > 10, (one, other, apart)
        assert one.dash != other.dash or apart > 20, (one, other, apart)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_and_writing_stand_out_from_the_paper(theme: Theme) -> None:
    paper = PAPER[theme]
    for ground in (paper.ground, paper.sea, paper.land):
        for line in LINES.values():
            assert contrast(getattr(line, theme), ground) >= 3, (line, ground)
        assert contrast(paper.ink, ground) >= 7
    assert contrast(paper.quiet, paper.ground) >= 4.5
    assert contrast(paper.accent, paper.ground) >= 4.5
    assert contrast(paper.link, paper.ground) >= 4.5
    agreement = getattr(LINES["agreement"], theme)
    assert all(difference(agreement, color, "all") > 25 for color in (paper.accent, paper.link, paper.ink, paper.quiet))


def test_the_page_on_statuses_shows_them_as_they_are_now(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run scripts/statuses_manual.py"
    draw(tmp_path / "statuses.svg")
    assert (tmp_path / "statuses.svg").read_bytes() == PICTURE.read_bytes(), "run scripts/statuses_manual.py"
    assert set(MEANING) == set(Stage)


@pytest.mark.parametrize("one", [stage for stage in Stage if stage.is_open])
@pytest.mark.parametrize("other", [stage for stage in Stage if stage.is_fact])
def test_what_nobody_knows_looks_unlike_what_holds_also_without_marks(one: Stage, other: Stage) -> None:
    """A picture of many ties leaves out the marks of most."""
    assert status_style(one)._replace(mark="") != status_style(other)._replace(mark="")
