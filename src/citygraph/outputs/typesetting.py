"""PDF and PNG, made by typst from a page in its language. It is an extra package: ``citygraph[pictures]``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError


class Typeset(NamedTuple):
    """A file, and some of the letters in it for which this machine has no font: a box stands in place of each."""

    content: bytes
    without_font: str


def picture_setter(suffix: str) -> Callable[[str, Mapping[str, str]], bytes]:
    """The function that makes a PDF, or a PNG with two pixels for each of 1/96 inch, of the source of a page and its
    inputs. ``suffix`` is .pdf or .png. The same texts give the same bytes.

    Raises:
        CityGraphError: if typst is not installed.
    """
    typst = _typst(suffix, ".svg needs none")
    format = suffix.removeprefix(".")
    return lambda page, inputs: typst.compile(page.encode(), format=format, ppi=192.0, sys_inputs=inputs, timestamp=0)


def paper_setter() -> Callable[[str, Mapping[str, str]], Typeset]:
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
