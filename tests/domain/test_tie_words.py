"""How a tie reads: two ties of different stages never read alike, and only a fact reads like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.kinds import Kind
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, SIGNS, VERBS, label, label_alone, sentence
from citygraph.folder.parser import builtin_kinds

KINDS = [Kind.from_record(id, record) for id, record in builtin_kinds().items()]
ANYWHERE = frozenset({"city"})


def kind(words: str, nature: str = "standing") -> Kind:
    return Kind("own", "agreement", nature, words, words, True, ANYWHERE, ANYWHERE)


def stages(nature: str) -> list[Stage]:
    """The stages that a tie of this nature can be at."""
    standing = {Stage.ACTIVE, Stage.DORMANT, Stage.SUSPENDED, Stage.ENDED, Stage.OVER, Stage.PERHAPS_OVER}
    others = {Stage.TOOK_PLACE} if nature == "standing" else standing
    return [stage for stage in Stage if stage not in others]


@given(
    st.sampled_from(KINDS) | st.builds(kind, st.text(min_size=1), st.sampled_from(["standing", "occurrence"])),
    st.sampled_from(["out", "in", "both"]),
)
def test_no_two_stages_read_alike(kind: Kind, direction: str) -> None:
    alone = {stage: label_alone(kind, direction, stage) for stage in stages(kind.nature)}
    assert len(set(alone.values())) == len(alone)
    assert len({sentence("A", kind, "B", stage) for stage in alone}) == len(alone)
    plain = [stage for stage, words in alone.items() if words == kind.read(direction)]
    assert plain == [Stage.ACTIVE if kind.nature == "standing" else Stage.TOOK_PLACE]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_verb_of_every_builtin_label_can_change(kind: Kind) -> None:
    for direction in ("out", "in"):
        assert kind.read(direction).split()[0] in VERBS
        for stage in stages(kind.nature):
            changes = LOOKS[stage].form != "plain"
            assert (label(kind, direction, stage) != kind.read(direction)) == changes


@pytest.mark.parametrize(
    ("stage", "reads"),
    [
        (Stage.ACTIVE, "Alder is a sister city of Birch"),
        (Stage.DORMANT, "Alder is a sister city of Birch (dormant)"),
        (Stage.SUSPENDED, "Alder was a sister city of Birch (suspended)"),
        (Stage.ENDED, "Alder was a sister city of Birch"),
        (Stage.PLANNED, "Alder is to be a sister city of Birch"),
        (Stage.PROPOSED, "Alder would be a sister city of Birch (proposed)"),
        (Stage.CANCELLED, "Alder was to be a sister city of Birch (cancelled)"),
        (Stage.UNKNOWN, "Alder may be a sister city of Birch (unknown)"),
        (Stage.DISPUTED, "Alder may be a sister city of Birch (disputed)"),
    ],
    ids=lambda value: value.word if isinstance(value, Stage) else None,
)
def test_a_tie_is_a_sentence_that_says_what_it_is(stage: Stage, reads: str) -> None:
    assert sentence("Alder", kind("is a sister city of"), "Birch", stage) == reads


def test_no_two_stages_look_alike() -> None:
    """But those that only differ in who says that the tie is over, or that it may be."""
    looks = {stage: (looks.hollow, looks.faint, looks.mark) for stage, looks in LOOKS.items()}
    del looks[Stage.TOOK_PLACE], looks[Stage.OVER]
    assert len(set(looks.values())) == len(looks)
    without_faint = {
        stage: (LOOKS[stage].hollow, LOOKS[stage].mark) for stage in looks if stage is not Stage.PERHAPS_OVER
    }
    assert len(set(without_faint.values())) == len(without_faint)  # where faint and whole look the same
    for marks in zip(*SIGNS.values(), strict=True):
        assert len(set(marks)) == len(marks)
