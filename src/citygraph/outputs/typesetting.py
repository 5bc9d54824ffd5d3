"""PDF and PNG, made by typst from a page in its language. It is an extra package: ``citygraph[pictures]``."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError


class Typeset(NamedTuple):
    """A file, and some of the letters in it for which this machine has no font: a box stands in place of each."""

    content: bytes
    without_font: str


Typesetter = Callable[[str, Mapping[str, str]], Typeset]


def picture_setter(suffix: str) -> Typesetter:
    """The function that makes a PDF, or a PNG with two pixels for each of 1/96 inch, of the source of a page and its
    inputs. ``suffix`` is .pdf or .png. The same texts give the same bytes. Of the input ``texts`` it says which letters
    have no font.

    Raises:
        CityGraphError: if typst is not installed.
    """
    typst = _typst(suffix, ".svg needs none")
    format = suffix.removeprefix(".")

    def typeset(page: str, inputs: Mapping[str, str]) -> Typeset:
        made = typst.compile(page.encode(), format=format, ppi=192.0, sys_inputs=inputs, timestamp=0)
        return Typeset(made, _without_font(typst, json.loads(inputs["texts"])))

    return typeset


def _without_font(typst: Any, texts: Iterable[str]) -> str:
    """A letter of each script of which no font of this machine has some letters. An archive's PDF refuses the first one
    that it finds: then its script is left out, and the others are tried."""
    letters = {letter for text in texts for letter in text if letter > _SURELY and not letter.isspace()}
    found = ""
    while letters:
        try:
            page = _ONE_LETTER_A_LINE.encode()
            some = "\n".join(sorted(letters))
            typst.compile(page, format="pdf", pdf_standards=["a-2b"], timestamp=0, sys_inputs={"letters": some})
            return found
        except RuntimeError as error:
            refused = _REFUSED.findall(str(error))
            if not refused:
                raise
        found += "".join(dict.fromkeys(text[0] for text in refused))
        scripts = {_script(text[0]) for text in refused}
        letters = {letter for letter in letters if _script(letter) not in scripts}
    return found


_SURELY = "\u036f"
"""Up to this letter (Latin and its accents), typst has all of them in a font of its own."""
_ONE_LETTER_A_LINE = '#for letter in sys.inputs.letters.split("\\n") { par(letter) }'


def _script(letter: str) -> str:
    """The script of a letter, as its name in Unicode begins."""
    return unicodedata.name(letter, "?").split()[0]


def paper_setter() -> Typesetter:
    """The function that makes a PDF for an archive (PDF/A-2b) of the source of pages and their inputs. That standard
    refuses letters without a font, so if there are some, the PDF is a plain one.

    Raises:
        CityGraphError: if typst is not installed.
    """
    typst = _typst(".pdf", ".html needs none")

    def typeset(page: str, inputs: Mapping[str, str]) -> Typeset:
        how = {"format": "pdf", "sys_inputs": inputs, "timestamp": 0}
        try:
            return Typeset(typst.compile(page.encode(), pdf_standards=["a-2b"], **how), "")
        except RuntimeError as error:
            refused = dict.fromkeys("".join(_REFUSED.findall(str(error))))
        return Typeset(typst.compile(page.encode(), **how), "".join(refused))

    return typeset


_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')


def _typst(suffix: str, instead: str) -> Any:
    try:
        import typst
    except ImportError:
        raise CityGraphError(f"{suffix} needs one more package, typst: pip install typst; {instead}") from None
    return typst
