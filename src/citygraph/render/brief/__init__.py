"""Writes a brief as Markdown, as a page for a browser, and as pages of paper. All three have the same words, which
:mod:`citygraph.questions.brief.document` has chosen; a map is on the two that can show one."""

from __future__ import annotations

from collections.abc import Callable

from citygraph.graph.asked import Asked
from citygraph.questions.brief import BriefReport


def _markdown(answer: BriefReport, asked: Asked) -> str:
    from citygraph.render.brief.markdown import markdown

    return markdown(answer.document)


def _html(answer: BriefReport, asked: Asked) -> str:
    from citygraph.render.brief.html import page
    from citygraph.render.brief.maps import map_of

    return page(answer.document, map_of(answer.document, asked))


def _pdf(answer: BriefReport, asked: Asked) -> bytes:
    from citygraph.outputs.typesetting import paper_setter
    from citygraph.render.brief.maps import map_of
    from citygraph.render.brief.paper import pages

    typeset = paper_setter()
    made = pages(answer.document, map_of(answer.document, asked), typeset)
    if made.without_font:
        answer.remarks = (*answer.remarks, f"no font here has some letters, such as {made.without_font}; {_WAY_OUT}")
    return made.content


_WAY_OUT = "the pdf has boxes in their place; install a font that has them, or write .html"

FILES: dict[str, Callable[[BriefReport, Asked], str | bytes]] = {"md": _markdown, "html": _html, "pdf": _pdf}
