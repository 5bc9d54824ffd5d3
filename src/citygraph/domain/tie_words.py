"""How a tie reads and looks, by what it is today: the one table for every answer, picture, page and file.

Only what is a fact reads like one. A label such as *is a sister city of* changes its verb for all else: *was …*, *is
to be …*, *may be …*. Where a reader sees no status beside it, the word for the status stands in brackets, too.
docs/statuses.md shows the table.
"""

from __future__ import annotations

from typing import Literal

from citygraph.domain.kinds import Kind
from citygraph.domain.tie_rules import Stage

Form = Literal["plain", "past", "to come", "wished", "dropped", "perhaps"]
"""The form that a label takes."""
Mark = Literal["", "dot", "question", "split", "sleep", "slash-question", "pause", "cross", "slash", "dots"]
"""A sign on the middle of a line, named by what is seen: two bars are a *pause*, a Z is *sleep*."""


class Looks:
    """How the ties of one stage read and look.

    ``form`` is the form of the label; ``is_told`` if that form alone says enough, without the word of the stage in
    brackets. A line is ``hollow`` if the tie has not come about, and ``faint`` if it does not hold now. ``mark`` is the
    sign on the line. No two stages share the mark and are both hollow or both whole: nobody needs colours to tell.
    """

    __slots__ = ("faint", "form", "hollow", "is_told", "mark")

    def __init__(
        self, form: Form, *, is_told: bool = False, hollow: bool = False, faint: bool = False, mark: Mark = ""
    ) -> None:
        self.form, self.is_told, self.hollow, self.faint, self.mark = form, is_told, hollow, faint, mark


LOOKS: dict[Stage, Looks] = {
    Stage.ACTIVE: Looks("plain", is_told=True),
    Stage.TOOK_PLACE: Looks("plain", is_told=True, mark="dot"),
    Stage.UNKNOWN: Looks("perhaps", mark="question"),
    Stage.DISPUTED: Looks("perhaps", mark="split"),
    Stage.DORMANT: Looks("plain", faint=True, mark="sleep"),
    Stage.PERHAPS_OVER: Looks("perhaps", faint=True, mark="slash-question"),
    Stage.SUSPENDED: Looks("past", faint=True, mark="pause"),
    Stage.ENDED: Looks("past", is_told=True, faint=True, mark="cross"),
    Stage.OVER: Looks("past", faint=True, mark="slash"),
    Stage.PLANNED: Looks("to come", is_told=True, hollow=True),
    Stage.PROPOSED: Looks("wished", hollow=True, mark="dots"),
    Stage.CANCELLED: Looks("dropped", hollow=True, faint=True, mark="cross"),
}
"""The looks of each stage; what holds comes first."""

SIGNS: dict[Mark, tuple[str, str]] = {
    "": ("", ""),
    "dot": ("•", "@"),
    "question": ("?", "?"),
    "split": ("≠", "<>"),
    "sleep": ("z", "z"),
    "slash-question": ("/?", "/?"),
    "pause": ("‖", "="),
    "cross": ("×", "x"),
    "slash": ("/", "/"),
    "dots": ("…", ".."),
}
"""Each mark as a sign in a terminal, and in one that has only ASCII."""


def sign(stage: Stage, *, has_only_ascii: bool = False) -> str:
    """The sign of a stage in a terminal, empty for *active*. Brackets are the hollow line of what has not come about.

    >>> [sign(stage) for stage in (Stage.ENDED, Stage.PLANNED, Stage.CANCELLED)]
    ['×', '()', '(×)']
    """
    looks = LOOKS[stage]
    found = SIGNS[looks.mark][has_only_ascii]
    return f"({found})" if looks.hollow else found


VERBS: dict[str, tuple[str, str]] = {
    "attends": ("attended", "attend"),
    "carried": ("carried", "carry"),
    "contains": ("contained", "contain"),
    "exhibits": ("exhibited", "exhibit"),
    "has": ("had", "have"),
    "holds": ("held", "hold"),
    "hosts": ("hosted", "host"),
    "is": ("was", "be"),
    "organizes": ("organized", "organize"),
    "promotes": ("promoted", "promote"),
    "provides": ("provided", "provide"),
    "received": ("received", "receive"),
    "receives": ("received", "receive"),
    "replaces": ("replaced", "replace"),
    "sends": ("sent", "send"),
    "sent": ("sent", "send"),
    "shares": ("shared", "share"),
    "shows": ("showed", "show"),
    "signed": ("signed", "sign"),
    "speaks": ("spoke", "speak"),
    "supports": ("supported", "support"),
    "takes": ("took", "take"),
    "trades": ("traded", "trade"),
    "was": ("was", "be"),
}
"""The verbs with which labels begin: the past, and the form after *to*. A label that begins with another word keeps its
words, and the word of its stage stands in brackets."""


def label(kind: Kind, direction: str, stage: Stage) -> str:
    """How a tie reads in a direction, where its status stands beside it.

    >>> cities = frozenset({"city"})
    >>> words = "is a sister city of"
    >>> twins = Kind("sister-city", "agreement", "standing", words, words, True, cities, cities)
    >>> [label(twins, "both", stage) for stage in (Stage.ACTIVE, Stage.ENDED, Stage.PLANNED, Stage.UNKNOWN)]
    ['is a sister city of', 'was a sister city of', 'is to be a sister city of', 'may be a sister city of']
    """
    words = kind.read(direction)
    verb, _, rest = words.partition(" ")
    form = LOOKS[stage].form
    if form == "plain":
        return words
    if form == "perhaps" and kind.nature == "occurrence":
        return f"perhaps {words}"  # it may have taken place, or be to take place: no form of the verb says both
    return f"{inflected(verb, stage)} {rest}".rstrip() if verb in VERBS else words


def inflected(verb: str, stage: Stage) -> str:
    """The verb of a standing tie, in the form that its stage asks for. A verb that is not in ``VERBS`` stays.

    >>> [inflected("holds", stage) for stage in (Stage.ACTIVE, Stage.OVER, Stage.PLANNED)]
    ['holds', 'held', 'is to hold']
    """
    form = LOOKS[stage].form
    if form == "plain" or verb not in VERBS:
        return verb
    past, infinitive = VERBS[verb]
    return past if form == "past" else f"{_BEFORE[form]} {infinitive}"


_BEFORE: dict[Form, str] = {"to come": "is to", "wished": "would", "dropped": "was to", "perhaps": "may"}


def in_brackets(kind: Kind, direction: str, stage: Stage) -> str:
    """The word of the stage, as it follows a label or a sentence that no status stands beside: `` (proposed)``. Empty
    if the label says as much."""
    looks = LOOKS[stage]
    is_clear = looks.is_told and (looks.form == "plain" or label(kind, direction, stage) != kind.read(direction))
    return "" if is_clear else f" ({stage.word})"


def label_alone(kind: Kind, direction: str, stage: Stage) -> str:
    """How a tie reads where nothing else says its status: ``would be a sister city of (proposed)``."""
    return label(kind, direction, stage) + in_brackets(kind, direction, stage)


def sentence(start: str, kind: Kind, end: str, stage: Stage, direction: str = "out") -> str:
    """A tie between two names, as a sentence by itself: ``Alder would be a sister city of Fir (proposed)``."""
    return f"{start} {label(kind, direction, stage)} {end}{in_brackets(kind, direction, stage)}"
