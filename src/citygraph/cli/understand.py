"""The commands that measure the network as a whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.old_command import Output, asks, complete_node

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.questions.suggest import Suggestions
    from citygraph.world import World

PANEL = "Understand"
COMMANDS = ("suggest",)


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
