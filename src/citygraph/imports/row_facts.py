"""What a row says about a thing, as facts and figures of it: in the form that citygraph writes, or in the notes."""

from __future__ import annotations

from citygraph.domain.dates import finer
from citygraph.domain.model import DateText, ListOf
from citygraph.domain.names import fold
from citygraph.imports.columns.targets import FIGURES, NODE_RECORDS, holds
from citygraph.imports.entity import Entity, joined, note
from citygraph.imports.report import ImportReport
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cells import Cell, figure_with, in_form

_FIGURES = FIGURES + "."


class RowFacts:
    """Adds what rows say to things."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report

    def learn(self, about: Entity, target: str, text: str, where: str) -> None:
        """Add a fact of a row. Lists add up; of two dates the finer counts if they tell the same; of other facts
        the first stays, and the report has the others. A different spelling of a name is no contradiction."""
        known = about.facts.setdefault(target, text) if text else ""
        if known == text:
            return
        held = holds(NODE_RECORDS[about.type], target)
        if target == "notes" or isinstance(held, ListOf):
            about.facts[target] = joined(known, text)
        elif isinstance(held, DateText) and (date := finer(known, text)):
            about.facts[target] = date
        elif target != "name" or fold(known) != fold(text):
            self.contradicts(about, target, text, known, where)

    def contradicts(self, about: Entity, target: str, text: str, known: str, where: str) -> None:
        """Tell of a fact that an earlier row gives otherwise."""
        why = f"`{target}` is {text} here, but {known} before; that is kept"
        self._report.tell("doubtful", where, str(about), why)

    def add_figure(
        self, thing: Entity, property: str, texts: dict[str, str], forms: CellForms, start: str, where: str
    ) -> None:
        """Add a figure of a row. ``texts`` has its value under the empty key, and what is about it under other keys; a
        figure that cannot be read whole goes into the notes."""
        read = {
            key: self.clean(thing, _FIGURES + property + "." * bool(key) + key, text, forms, start, where)
            for key, text in texts.items()
        }
        value = read.pop("", None)
        if value is None or not value.text:
            return
        try:
            about = figure_with({key: cell and cell.text for key, cell in read.items()}, value.beside)
        except ValueError as error:
            note(thing.facts, _FIGURES + property, texts[""])
            self._report.tell("doubtful", where, str(thing), f"`{property}` {texts['']}: {error}; it is in the notes")
            return
        about = {"property": property, **about}
        whole = {"property": property, "value": value.text, **about}
        self.keep_figure(thing, whole, where)

    def keep_figure(self, thing: Entity, figure: dict[str, str], where: str) -> None:
        """Keep a figure that is read. The report has another value of the same property and time."""
        if figure in thing.figures:
            return
        about = {key: text for key, text in figure.items() if key != "value"}
        if any({key: text for key, text in one.items() if key != "value"} == about for one in thing.figures):
            why = f"`{figure['property']}` is {figure['value']} here, and another figure before; both are kept"
            self._report.tell("doubtful", where, str(thing), why)
        thing.figures = [*thing.figures, figure]

    def clean(self, about: Entity, target: str, text: str, forms: CellForms, start: str, where: str) -> Cell | None:
        """What a text says in the form that citygraph writes. If the target cannot hold it, the text goes into the
        notes, and the result is None."""
        held = holds(NODE_RECORDS[about.type], target)
        try:
            if held is None:
                raise ValueError(f"a record of its type has no `{target}`")
            cell = in_form(text, held, forms, start + target)
        except ValueError as error:
            note(about.facts, target, text)
            self._report.tell("doubtful", where, str(about), f"{error}; the text is in the notes")
            return None
        if cell.remark:
            self._report.tell("read", where, target, cell.remark)
        return cell


def figures_of(said: dict[str, str]) -> dict[str, dict[str, str]]:
    """The figures of a row, by property, taken out of ``said``. The value of a figure has the empty key; its other
    texts have their own keys."""
    figures: dict[str, dict[str, str]] = {}
    for target in [target for target in said if target.startswith(_FIGURES)]:
        property, _, key = target.removeprefix(_FIGURES).partition(".")
        figures.setdefault(property, {})[key] = said.pop(target)
    return figures
