"""The commands that measure the network as a whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.old_command import ByCountry, Output, asks, choice, complete_node
from citygraph.domain.terms import MEASURES

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.questions.suggest import Suggestions
    from citygraph.render.progress import Bar
    from citygraph.world import World

PANEL = "Understand"
COMMANDS = ("stats", "communities", "suggest")

Exact = Annotated[
    bool, typer.Option("--exact", help="However long it takes: no sample of a large network, but all of it.")
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=0, help="The first N.")]
Simple = Annotated[bool, typer.Option("--simple", help="Parallel ties are one, and those from a node to itself none.")]
_LONG = 10
"""From so many seconds on, people like to hear what would make it less."""


def _ranked_by(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        choice((*MEASURES, "country"))(value)
    if len({*(values or ())} - {"country"}) > 1:
        raise typer.BadParameter("one measure at a time, and perhaps country beside it")
    return values


def _say_what_is_left_out(out: Output, within: int | None, without: int | None) -> None:
    if within:
        out.say(f"without {within:,} {'tie' if within == 1 else 'ties'} within one country")
    if without:
        out.say(f"without {without:,} {'node' if without == 1 else 'nodes'} of no country")


def _say_what_would_help(bar: "Bar", out: Output) -> None:
    from citygraph.questions.measures import has_arrays

    if bar.seconds > _LONG and not has_arrays():
        out.say("numpy and scipy would make that faster: pip install numpy scipy")


@asks
def stats(
    world: "World",
    out: Output,
    lens: "Lens",
    by: ByCountry = None,
    simple: Simple = False,
    exact: Exact = False,
) -> None:
    """How large is the network, how far apart are its cities, how tightly is it knit?

    Sizes, distances and shape of what the lens shows, each figure with what it means. Ties count without direction.

    [dim]citygraph stats --type city[/dim]

    [dim]citygraph stats --kind sister-city --simple --format json[/dim]
    """
    from citygraph.render.measures import write_stats
    from citygraph.render.progress import Bar

    with Bar() as bar:
        figures = world.stats(lens, simple=simple, by_country=by is not None, exact=exact, progress=bar.works)
    write_stats(figures, out.format)
    _say_what_is_left_out(out, figures.within_country, figures.without_country)
    _say_what_would_help(bar, out)


@asks
def communities(
    world: "World", out: Output, lens: "Lens", top: Top = 20, by: ByCountry = None, simple: Simple = False
) -> None:
    """Which groups of cities are tied among themselves more than to others?

    Each is called by its largest cities, with the countries that they lie in. Found by Louvain's method, always the
    same ones.

    [dim]citygraph communities --type city --kind sister-city --simple[/dim]
    """
    from dataclasses import replace

    from citygraph.render.measures import number, write_communities
    from citygraph.render.progress import Bar

    with Bar() as bar:
        found = world.communities(lens, by_country=by is not None, simple=simple, progress=bar.works)
    write_communities(replace(found, communities=found.communities[:top]), out.format)
    count = len(found.communities)
    if not count:
        out.say("no node is tied to another")
        return
    if top < count:
        out.say(f"{top:,} of {count:,} shown")
    _say_what_is_left_out(out, found.within_country, found.without_country)
    if found.alone:
        out.say(f"{found.alone:,} {'node is' if found.alone == 1 else 'nodes are'} tied to no other, and in none")
    if out.format == "table":
        out.say(f"modularity {number(found.modularity)}: 0 if as many ties ran within as by chance, to 1 if all do")


@asks
def suggest(
    world: "World",
    out: Output,
    lens: "Lens",
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Who looks for partners: a city, country or organization.",
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", min=1, help="The first N.", show_default="10")
    ] = None,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate", help="No NAME: hide a tenth of all ties, and see how many of them would be suggested."
        ),
    ] = False,
) -> None:
    """With whom has it much in common, and no tie yet?

    Candidates abroad that share its partners, are at the same events, in the same networks, or known for the same; and
    whether they have a partner in its country already. What few have in common counts for more than what many have.

    [dim]citygraph suggest Iznik[/dim]

    [dim]citygraph suggest Jingdezhen --kind sister-city --country Germany[/dim]

    [dim]citygraph suggest --evaluate --kind sister-city[/dim]
    """
    from citygraph.render.progress import Bar
    from citygraph.render.suggest import evaluation_in_words, write_evaluation, write_suggestions

    if evaluate == (name is not None) or (evaluate and top is not None):
        raise typer.BadParameter("either NAME, perhaps with --top, or --evaluate", param_hint="NAME")
    if name is None:
        with Bar() as bar:
            evaluation = world.evaluate_suggestions(lens, progress=bar.works)
        write_evaluation(evaluation, out.format)
        if out.format == "table":
            for line in evaluation_in_words(evaluation):
                out.say(line)
        return
    found = world.suggest(name, lens, top=10 if top is None else top)
    write_suggestions(found, out.format, out.name)
    _say_who_is_suggested(out, lens, found)


def _say_who_is_suggested(out: Output, lens: "Lens", found: "Suggestions") -> None:
    from citygraph.render.suggest import in_list, in_words, named

    if found.suggestions and out.format == "table":
        out.say("score: for each thing in common 1 / ln of how many have it (Adamic-Adar): the rarer, the more")
    if found.more:
        out.say(f"{len(found.suggestions):,} shown, and there are more; --top N shows the first N")
    if found.not_new:
        out.say(
            "not suggested, since there is or was a tie: "
            + named([f"{out.name(one.id)} ({'; '.join(map(in_words, one.ties))})" for one in found.not_new])
        )
    if found.at_home:
        names = named([in_list(one.name, out.name(one.id)) for one in found.at_home])
        out.say(f"not suggested, since in {found.country} itself: {names}; --country {found.country} suggests these")
    if not found.things:
        out.say(
            f"{out.name(found.id)} has no such tie, and is known for nothing that others could have in common with it"
        )
    elif not found.suggestions:
        where = " abroad" if found.country else ""
        through = "" if lens.is_empty else " through this lens"
        out.say(f"nobody else{where} has anything in common with {out.name(found.id)}{through}")
