"""Completion in a shell: names, kinds, countries, words of a list. This module imports nothing heavy."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import typer

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.domain.terms import NODE_TYPES

if TYPE_CHECKING:
    from citygraph.world import World

Complete = Callable[..., Any]
"""From the typed text to what a shell offers."""
_MOST_OFFERED = 1000
"""The most names to offer: a shell lays out more of them slowly, and no user reads them all."""


def if_asked(complete: Complete | None) -> Complete | None:
    """A completion if a shell asks for one now, else None: typer inspects each completion of a command, and an answer
    would take longer by that."""
    return complete if "_CITYGRAPH_COMPLETE" in os.environ else None


def _world_for_completion() -> "World | None":
    from citygraph.world import World, find_folder

    try:
        return World(find_folder(_graph_on_command_line()))
    except CityGraphError:
        return None


def _graph_on_command_line() -> str | None:
    """The value of --graph in the line that is being completed."""
    for option, value in pairwise(_words_on_command_line()):
        if option == "--graph":
            return value
        if value.startswith("--graph="):
            return value.removeprefix("--graph=")
    return None


def _words_on_command_line() -> list[str]:
    """The words of the line that is being completed. The shell gives that line in COMP_WORDS."""
    import shlex

    try:
        return shlex.split(os.environ.get("COMP_WORDS", "") or os.environ.get("_TYPER_COMPLETE_ARGS", ""))
    except ValueError:
        return []


def complete_node(incomplete: str) -> list[tuple[str, str]]:
    """Ids and names of nodes that begin with the typed text, in any script."""
    return [found for found in complete_any(incomplete) if not found[1].startswith(("source", "tie"))]


def complete_source(incomplete: str) -> list[tuple[str, str]]:
    """Ids of sources."""
    return [found for found in complete_any(incomplete) if found[1].startswith("source")]


def complete_any(incomplete: str) -> list[tuple[str, str]]:
    """Ids and names of nodes and sources, and ids of ties. Names with a space are left out: a shell would split
    them."""
    world = _world_for_completion()
    if world is None:
        return []
    view = world.view
    found = {tie: "tie" for tie in islice(view.graph["ties"].starting(incomplete), _MOST_OFFERED) if incomplete}
    for name in islice(view.graph["names"].starting(incomplete), _MOST_OFFERED):
        if (name.how == "id" or incomplete) and not re.search(r"\s", name.text):
            called, type, country = world.describe(name.id)
            found[name.text] = visible(", ".join(filter(None, (type, called, country))))
    return sorted(found.items())


def complete_tag(incomplete: str) -> list[str]:
    """Tags of ties, also after a `!`. Tags with a space are left out: a shell would split them."""
    world = _world_for_completion()
    from citygraph.graph.interface import tags_of_ties

    tags = tags_of_ties(world.view) if world else ()
    return complete_from(tuple(tag for tag in tags if not re.search(r"\s", tag)))(incomplete)


def complete_kind(incomplete: str) -> list[str]:
    """Ids of kinds, also after a `!`."""
    world = _world_for_completion()
    return complete_from(tuple(world.kinds) if world else ())(incomplete)


def complete_country(incomplete: str) -> list[tuple[str, str]]:
    """Codes of the countries that the folder's nodes lie in."""
    world = _world_for_completion()
    from citygraph.domain.countries import country_name

    codes = world.view.graph["countries"] if world else ()
    return [(code, country_name(code) or code) for code in sorted(codes) if code.startswith(incomplete.upper())]


def complete_language(incomplete: str) -> list[str]:
    """Tags of the languages in which the folder's records have names."""
    world = _world_for_completion()
    return complete_from(tuple(world.languages()) if world else ())(incomplete)


def complete_reason(incomplete: str) -> list[str]:
    """Ids of the reasons for a second look, also after a `!`."""
    from citygraph.questions.review.reasons import REASONS

    return complete_from(tuple(REASONS))(incomplete)


def complete_code(incomplete: str) -> list[str]:
    """Codes of the mistakes that ``check`` finds."""
    from citygraph.folder.checks import MANUAL

    return complete_from(tuple(MANUAL))(incomplete)


def complete_section(incomplete: str) -> list[str]:
    """Names of the sections of the record that ``show`` is asked for; of all records if it is not typed yet."""
    from citygraph.questions.show.cards import card_of
    from citygraph.questions.show.sections import SECTIONS, entries_of

    world = _world_for_completion()
    sections: tuple[str, ...] = SECTIONS
    pairs = pairwise(_words_on_command_line())
    words = [word for before, word in pairs if not before.startswith("-") and not word.startswith("-")]
    if world is not None and len(words) > 1:
        with suppress(CityGraphError):
            id = world.resolve(words[1], (*NODE_TYPES, "source", "tie"))
            sections = tuple(entries_of(card_of(world.view, id), world.kinds))
    return complete_from(sections)(incomplete)


def complete_question(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Names of the questions that the folder keeps; what follows a name is for the question."""
    world = None if ctx.params.get("words") else _world_for_completion()
    kept = world.saved_questions() if world else ()
    return sorted((one.id, visible(one.sentence)) for one in kept if one.id.startswith(incomplete))


def complete_from(choices: tuple[str, ...]) -> Callable[[str], list[str]]:
    """A completion: those of ``choices`` that begin with the typed text, also after a `!`."""

    def complete(incomplete: str) -> list[str]:
        bang, typed = ("!", incomplete[1:]) if incomplete.startswith("!") else ("", incomplete)
        return [bang + choice for choice in choices if choice.startswith(typed)]

    return complete
