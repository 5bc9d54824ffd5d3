"""The commands that look after the data: check a folder, start one, show kinds and schemas, list snapshots."""

import datetime
import math
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from citygraph.cli.completion import complete_code, complete_from
from citygraph.cli.messages import NO, counted, fail, warn, warn_of_formulas
from citygraph.cli.options import Format, Graph, NoCache, choice, format_of, shown_format
from citygraph.cli.pager import paged
from citygraph.cli.worlds import open_world, read_world
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.questions import Column
from citygraph.render.plain import visible
from citygraph.render.problems import PROBLEM_FORMATS, shown_path, write_manual, write_problems

if TYPE_CHECKING:
    from citygraph.store.checked import Checked
    from citygraph.world import World


class Purpose(NamedTuple):
    """What a folder may be for (``about``), and the command to run ``then`` in ``{folder}``."""

    about: str
    then: str


PURPOSES = {
    "partners": Purpose("the partner cities of an office, with its contacts", "neighbors Anytown --graph {folder}"),
    "register": Purpose(
        "a register of many cities, brought in from a spreadsheet",
        "import register.csv --into {folder} --link --dry-run",
    ),
    "study": Purpose("articles to work through, with their quotes", "review --graph {folder}"),
}
"""What ``init`` asks. ``folder/starters/`` has a folder of each name."""

PANEL = "Look after the data"
COMMANDS = ("check", "kinds", "schema", "init", "cache")
_FORMATS = (PROBLEM_FORMATS, "text, json, or github for annotations in a pull request; text if left out.")


def check(
    strict: Annotated[bool, typer.Option("--strict", help="Every warning is an error.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="CODE",
            help="Check nothing, but explain a code of the report, with an example.",
            autocompletion=complete_code,
            show_default=False,
        ),
    ] = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="List what is accepted, and why.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Correct what has one sure way out; then list what is left.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: show what would change, as a diff; write nothing.")
    ] = False,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", metavar="SECONDS", min=0, help="How long the folder's own checks may work; 0: without limit."
        ),
    ] = 60,
    format: Annotated[str | None, shown_format(_FORMATS)] = None,
    graph: Graph = None,
    no_cache: NoCache = False,
) -> None:
    """Is the graph folder free of mistakes?

    Reads every file of the folder and lists every mistake, with its code, its place and a way out. The folder's own
    `checks` run, too. A warning that an item of `accepted` accepts is only counted. --fix corrects what can be meant in
    one way only, such as hidden characters, dates like 6 June 1959, and misspelled ids; all other text stays. Exit code
    0: no errors, 1: errors (with --fix: errors that are left), 2: no such folder, or none with YAML files in it.

    [dim]citygraph check[/dim]

    [dim]citygraph check --strict --format github[/dim]

    [dim]citygraph check --explain quote-not-found[/dim]

    [dim]citygraph check --accepted[/dim]

    [dim]citygraph check --fix --dry-run[/dim]
    """
    import dataclasses

    from citygraph.folder.checks import MANUAL
    from citygraph.folder.diagnostics import Severity

    if explain is not None:
        if strict or accepted or format or fix:
            raise fail("`--explain` checks nothing: leave out --strict, --accepted, --fix and --format")
        _explain(explain)
        return
    if dry_run and not fix:
        raise fail("`--dry-run` goes with --fix: without it, nothing is written")
    if dry_run and format not in (None, "text"):
        raise fail(f"a diff is not {format}: leave out --format or --dry-run")
    try:
        world = read_world(graph, cache=not no_cache)
    except CityGraphError as error:
        raise fail(str(error)) from None
    if not world.files and not world.errors:
        raise fail(f"{world.folder} holds no records yet: no YAML file and no table")
    if math.isnan(timeout):
        raise fail("--timeout is no number of seconds")
    found = _fixed(world, timeout, dry_run=dry_run) if fix else world.check(timeout=timeout)
    problems = list(found.problems)
    if strict:
        problems = [dataclasses.replace(problem, severity=Severity.ERROR) for problem in problems]
    format = format_of(format, _FORMATS)
    with paged():
        write_problems(
            [] if accepted else problems, format, world.folder, found.accepted if accepted or format == "json" else ()
        )
        of = {severity: sum(one.more or 1 for one in problems if one.severity is severity) for severity in Severity}
        errors = of[Severity.ERROR]
        counts = [counted(len(world.files), "file"), counted(errors, "error"), counted(of[Severity.WARNING], "warning")]
        if found.accepted:
            counts.append(f"{sum(one.finding.more or 1 for one in found.accepted):,} accepted")
        warn(f"{world.folder}: {', '.join(counts)}")
        sure = sum(one.fix is not None for one in problems)
        if sure and not fix and format == "text" and not accepted:
            warn(f"{sure:,} of them may have a sure way out: `citygraph check --fix --dry-run` shows it")
        explained = [one for one in problems if one.code in MANUAL]
        if explained and format == "text" and not accepted:
            worst = next((one for one in explained if one.severity is Severity.ERROR), explained[0])
            warn(f"for more about a mistake: `citygraph check --explain {worst.code}`")
    raise typer.Exit(NO if errors else 0)


def _fixed(world: "World", timeout: float, *, dry_run: bool) -> "Checked":
    """Correct what has one sure way out, and say so; what is left."""
    from citygraph.editing.draft import drafting
    from citygraph.editing.fixing import fix

    try:
        with drafting(world.folder) as draft:
            corrected, left = fix(draft, timeout)
            if dry_run:
                sys.stdout.write("".join(f"{line}\n" for line in draft.diff()))
            else:
                draft.write()
    except CityGraphError as error:
        raise fail(str(error)) from None
    if refused := sum(one.fix is not None for one in left.problems):
        warn(
            f"{counted(refused, 'mistake')} with one way out left: it brings in an error, or is laid out in a rare way"
        )
    if not corrected:
        if not refused:
            warn("nothing has one sure way out" if left.problems else "there is nothing to correct")
        return left
    lines = []
    for mistake, was, now in corrected:
        span = mistake.span
        change = f"{was} → {now}" if now else f"{was} goes"
        lines.append(f"  {shown_path(world.folder, span.file)}:{span.line}:{span.column}: {change} [{mistake.code}]")
    warn(f"{'would correct' if dry_run else 'corrected'} {counted(len(corrected), 'mistake')}:", *lines)
    return left


def _explain(code: str) -> None:
    """Write what the manual says of a code."""
    from citygraph.folder.checks import MANUAL

    if code not in MANUAL:
        hint = did_you_mean(code, MANUAL) or f"the codes are {', '.join(MANUAL)}"
        raise fail(f"`{code}` is no code of `citygraph check`; {hint}")
    write_manual(MANUAL[code])


def kinds(
    graph: Graph = None,
    format: Format = None,
    no_cache: NoCache = False,
) -> None:
    """Which kinds of ties are there?

    The built-in kinds, and the folder's own. Where no graph folder is, the built-in kinds alone.

    [dim]citygraph kinds[/dim]
    """
    from citygraph.folder.parser import builtin_vocabulary
    from citygraph.render.tables import write_rows
    from citygraph.world import NoFolderHere

    try:
        known = open_world(graph, cache=not no_cache).kinds
    except NoFolderHere:
        known = builtin_vocabulary()
        warn("no graph folder here or above: these are the built-in kinds")
    except CityGraphError as error:
        raise fail(str(error)) from None
    with paged():
        warn_of_formulas(write_rows(known.values(), _kind_columns(), format_of(format)))


def _kind_columns() -> list[Column]:
    """The columns of the list of kinds."""
    return [
        Column("kind", lambda row: row.id, style="bold"),
        Column("group", lambda row: row.group, style="dim"),
        Column("nature", lambda row: row.nature, style="dim"),
        Column("reads", lambda row: row.label),
        Column("inverse", lambda row: "" if row.symmetric else row.inverse),
        Column("ends", _ends, style="dim", place="below"),
        Column("ends", _ends, place="data"),
        Column("terms", lambda row: ", ".join(term for terms in row.terms.values() for term in terms), place="data"),
        Column("wikidata", lambda row: row.wikidata or "", place="data"),
    ]


def _ends(row: Any) -> str:
    starts, ends = ", ".join(sorted(row.starts)), ", ".join(sorted(row.ends))
    return f"{starts} ↔" if row.symmetric else f"{starts} → {ends}"


def schema(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTION]",
            help="A question, with the option that changes its answer if there is one: 'ties --by country'.",
            show_default=False,
        ),
    ] = None,
    with_ids: Annotated[
        bool, typer.Option("--with-ids", help="With the kinds, ids and sources of the folder, for an editor to offer.")
    ] = False,
    graph: Graph = None,
    no_cache: NoCache = False,
) -> None:
    """Print the JSON Schema (draft-07) of a graph file, for editors; or that of the JSON answer to a question.

    [dim]citygraph schema > graph/schema.json[/dim]

    [dim]citygraph schema --with-ids > graph/schema.json[/dim]

    [dim]citygraph schema path[/dim]

    [dim]citygraph schema 'ties --by country'[/dim]
    """
    if with_ids:
        if question is not None:
            raise fail("`--with-ids` is for the schema of a graph file: leave out the question")
        _write_schema_with_ids(graph, cache=not no_cache)
        return
    if question is None:
        from citygraph.folder.parser import builtin_vocabulary
        from citygraph.folder.schema import schema_text

        with paged():
            sys.stdout.write(schema_text(builtin_vocabulary().values()))
        return
    import json

    from citygraph.questions._schema import answer_schema, questions

    known = questions()
    if question not in known:
        hint = did_you_mean(question, known) or f"there is {', '.join(known)}"
        raise fail(f"`{question}` is no question; {hint}")
    with paged():
        typer.echo(json.dumps(answer_schema(known[question]), ensure_ascii=False, indent=2))


def _write_schema_with_ids(graph: Path | None, *, cache: bool) -> None:
    from citygraph.outputs.editor_schema import MOST_IDS, editor_schema

    try:
        world = open_world(graph, cache=cache)
    except CityGraphError as error:
        raise fail(str(error)) from None
    made = world.ask(editor_schema)
    with paged():
        sys.stdout.write(made.text)
    for section, number in made.left_out.items():
        warn(f"the schema is without the {number:,} {section}: an editor is slow with more than {MOST_IDS:,} ids")


def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="A new or empty folder; `graph` if left out.", show_default=False),
    ] = Path("graph"),
    purpose: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="|".join(PURPOSES),
            help="What the folder is for: partners of an office, a register of many cities, or a study of articles. "
            "In a terminal it is asked.",
            callback=choice(tuple(PURPOSES)),
            autocompletion=complete_from(tuple(PURPOSES)),
            show_default=False,
        ),
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="The example world: Jingdezhen and its ties.")] = False,
) -> None:
    """Start a graph folder.

    Writes a small commented folder for what you have in mind, or the example world. It never overwrites a file.

    [dim]citygraph init graph[/dim]

    [dim]citygraph init my-partners --for partners[/dim]

    [dim]citygraph init my-world --example[/dim]
    """
    from citygraph.folder.starter import refuse_if_in_use, start

    if example and purpose:
        raise fail("`--example` is a world of its own: leave out `--for`")
    try:
        if not example and not purpose and sys.stdin.isatty() and sys.stderr.isatty():
            refuse_if_in_use(folder)  # before it asks
            purpose = _asked_purpose()
        files = start(folder, "example" if example else purpose or "small")
    except CityGraphError as error:
        raise fail(str(error)) from None
    warn(f"wrote {folder}/: {', '.join(files)}")
    named = shlex.quote(str(folder))
    warn(f"now `citygraph check --graph {named}`")
    if purpose:
        warn(f"then `citygraph {PURPOSES[purpose].then.format(folder=named)}`")


def _asked_purpose() -> str | None:
    """What the user says that the folder is for; None for something else."""
    lines = [f"  {number}  {word:8}  {one.about}" for number, (word, one) in enumerate(PURPOSES.items(), 1)]
    warn("what is the folder for?", *lines, "     Enter     something else: one record of each sort")
    by_number = dict(zip("123", PURPOSES, strict=True))
    while True:
        typer.echo("1, 2, 3 or Enter: ", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            typer.echo(err=True)
            raise fail("nothing was written")
        word = line.strip()
        if not word:
            return None
        if (said := by_number.get(word, word.lower())) in PURPOSES:
            return said
        warn(f"`{word}` is none of: {', '.join(PURPOSES)}")


def cache(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[info|prune|clear]",
            help="List the snapshots, remove those of no more use, or remove all.",
            show_default=False,
        ),
    ] = "info",
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            metavar="DAYS",
            min=0,
            help="prune: remove what was not used for so many days. (30 if not given.)",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Which snapshots of graph folders are kept? List them, or remove them.

    citygraph keeps a snapshot of each folder, so that the next command need not read its files again. It is only a
    copy: removing it loses nothing. prune removes the snapshots of folders that are gone, and those that were not used
    for a long time. The environment variable CITYGRAPH_CACHE names the folder for snapshots; --no-cache works without
    one.

    [dim]citygraph cache[/dim]

    [dim]citygraph cache prune --older-than 7[/dim]

    [dim]citygraph cache clear[/dim]
    """
    from citygraph.store.cache import all_kept, clear, prune
    from citygraph.store.cache_folder import cache_folder, numbers_in

    if what not in ("info", "prune", "clear"):
        raise typer.BadParameter(f"{what!r} is neither info nor prune nor clear")
    if older_than is not None and what != "prune":
        raise typer.BadParameter("--older-than goes with prune")
    if what == "info":
        kept = all_kept()
        for each in kept:
            day = datetime.date.fromtimestamp(each.used)
            gone = "  (the folder is gone)" if each.is_gone else ""
            folder = visible(each.folder.encode(errors="backslashreplace").decode())
            typer.echo(f"{each.size / 1e6:8.1f} MB  used {day}  {folder}{gone}")
    else:
        kept = clear() if what == "clear" else prune(30 if older_than is None else older_than)
    left = [] if what == "info" else [each.place for each in kept if numbers_in(each.place)]
    kept = [each for each in kept if each.place not in left]
    size = sum(each.size for each in kept) / 1e6
    warn(f"{'' if what == 'info' else 'removed '}{counted(len(kept), 'snapshot')} in {cache_folder()}, {size:.1f} MB")
    for place in left:
        warn(f"the snapshot in {place} cannot be removed; may you write to that folder?")
    if left:
        raise typer.Exit(2)
