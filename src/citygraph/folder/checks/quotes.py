"""Quotes: does the source say these words?"""

from __future__ import annotations

from collections.abc import Iterator

from citygraph.domain.odd_characters import hidden, mixed, without_hidden
from citygraph.folder.checks.check import ALL, CheckContext, Mistake, check
from citygraph.folder.diagnostics import Severity
from citygraph.folder.fixes import Sure
from citygraph.folder.records import Record


@check(
    "quote-not-found",
    Severity.WARNING,
    ALL,
    "sources:\n  paper: {title: The paper, passages: [Osh and Troyan signed in 2021.]}\n"
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "ties:\n  - {kind: sister-city, between: [osh, troyan], source: paper, quote: Troyan and Osh signed in 2021}\n",
    fix="takes out a hidden character, if the quote is in a passage without it.",
)
def quote_not_found(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """A quote is not in the `passages` of its source. It must be verbatim; only white space, the shape of quotation
    marks and dashes, and the way in which Unicode composes letters may differ. The check skips sources without
    `passages`."""
    for quotation in record.quotations:
        passages = folder.passages(quotation.source)
        if passages and evened(quotation.words) not in passages:
            message = f"these words are in no passage of `{quotation.source}`"
            hint = f"add the passage to `{quotation.source}`, or correct the quote"
            if reason := _unseen_reason(quotation.words, passages):
                message, hint = f"{message}: {reason}", "take it out"
                if (words := without_hidden(quotation.words)) and evened(words) in passages:
                    hint = Sure(hint, words)
            elif letter := next(mixed(quotation.words), None):
                hint = f"its `{letter.character}` is {letter.name}; {hint}"
            yield Mistake(record.document.span(*quotation.place), message, hint)


def _unseen_reason(words: str, passages: str) -> str:
    """The hidden character without which the words of a quote would be in a passage; empty if it is something else."""
    if evened(without_hidden(words)) not in "\0".join(map(without_hidden, passages.split("\0"))):
        return ""
    if sign := next(hidden(words), None):
        return f"the quote has {sign.name} in it"
    sign = next(sign for passage in passages.split("\0") for sign in hidden(passage))
    return f"the passage has {sign.name} in it"


_ALIKE = str.maketrans(
    {**dict.fromkeys("‘’‚‛′‹›", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def evened(text: str) -> str:
    """The text as quotes are compared: in the composed form of Unicode (NFC), with straight quotation marks and plain
    dashes, and with each run of white space as one space, since line breaks mean nothing."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return " ".join(text.split())
