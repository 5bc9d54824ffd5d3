"""A brief on pages of paper. The template is in typst's language; the texts are its input, and never part of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from citygraph.outputs.picture.drawing import SmallMap
from citygraph.outputs.picture.typst import PICTURE
from citygraph.outputs.typesetting import Typeset
from citygraph.questions.brief.document import BriefDocument, BriefLine
from citygraph.render.brief.maps import NO_MAP


def pages(
    document: BriefDocument, drawn: SmallMap | None, typeset: Callable[[str, Mapping[str, str]], Typeset]
) -> Typeset:
    """The PDF of a whole brief, with its map, as ``typeset`` makes it of a template and its inputs."""
    template = resources.files("citygraph.render.brief").joinpath("brief.typ").read_text(encoding="utf-8")
    inputs = {"document": json.dumps(_data(document, drawn), ensure_ascii=False)}
    return typeset(PICTURE + template, inputs | (drawn.inputs if drawn else {}))


def _data(document: BriefDocument, drawn: SmallMap | None) -> dict[str, Any]:
    return {
        "title": document.title,
        "names": document.names,
        "day": document.day,
        "made": document.made,
        "caption": drawn.caption if drawn else NO_MAP,
        "sections": [
            {"title": title, "groups": [{"title": group, "lines": [*map(_line, lines)]} for group, lines in groups]}
            for title, groups in document.sections()
        ],
        "sources": [source._asdict() for source in document.sources],
        "signs": document.signs,
    }


def _line(line: BriefLine) -> dict[str, Any]:
    items = [{"runs": [run._asdict() for run in item.runs], "notes": ", ".join(item.notes)} for item in line.items]
    return {"what": line.what, "items": items}
