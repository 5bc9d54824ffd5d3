"""A brief for a meeting: :mod:`citygraph.questions.brief.facts` gathers what it tells,
:mod:`citygraph.questions.brief.document` puts that into words, and ``render/brief`` writes it."""

from typing import Annotated, Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import NODE, Column, Formats, Parameter, Report
from citygraph.questions._thirds import different_nodes
from citygraph.questions.brief.document import BriefDocument, BriefLine
from citygraph.questions.brief.facts import Brief, Meeting, brief_of, meeting_of
from citygraph.questions.brief.two_pages import document_of

PANEL = "See"
FORMATS: Formats = (
    ("md", "html", "pdf", "json"),
    "md, html, pdf or json; by default that of the file, else md. pdf needs typst: pip install typst.",
)
FILE = Parameter("Write it to this file; its name ends in .md, .html, .pdf or .json.", "FILE", flag="--output")
_OF = frozenset({"city", "country", "organization"})


class BriefReport(Report[BriefLine, Brief | Meeting]):
    """A brief: its lines are the rows, its facts are the data, and the ``document`` is all that is printed."""

    document: BriefDocument


def brief(
    asked: Asked,
    node: Annotated[str, Parameter(NODE.help, "X", names="node")],
    other: Annotated[
        str | None,
        Parameter("Whom it meets: then the brief is about what runs between the two.", "Y", names="node"),
    ] = None,
    *,
    limit: Annotated[
        int | None,
        Parameter(
            "At most N of each list; if left out, what two pages have room for, 40 at most; json has all.", "N", least=0
        ),
    ] = None,
    **lens: Unpack[LensWords],
) -> BriefReport:
    """Two pages for the folder of a mayor: a city, its partners, what was signed, promised and is to come.

    Each fact has the number of its source. What is not known is said, too.

    [dim]citygraph brief Jingdezhen -o jingdezhen.pdf[/dim]

    [dim]citygraph brief Jingdezhen Osh[/dim]
    """
    seen, ids = asked.lens(**lens), different_nodes(asked, node, *([] if other is None else [other]))
    for id in ids:
        _refuse_all_but_subjects(asked, id)
    facts = brief_of(asked.view, ids[0], seen) if other is None else meeting_of(asked.view, ids[0], ids[1], seen)
    document = document_of(facts, asked, seen, limit)
    report = BriefReport(facts, document.lines, COLUMNS)
    report.document = document
    return report


def _refuse_all_but_subjects(asked: Asked, id: str) -> None:
    name, type, _ = asked.describe(id)
    if type not in _OF:
        raise CityGraphError(
            f"`{name}` is an {type}, and a brief is about a city, a country or an organization;"
            f" `citygraph show {id}` has all that is known"
        )


COLUMNS = (
    Column("section", lambda line: line.section),
    Column("group", lambda line: line.group),
    Column("what", lambda line: line.what),
    Column("text", lambda line: line.text),
    Column("source", lambda line: ", ".join(line.notes)),
)
