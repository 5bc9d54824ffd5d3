"""Write into docs/statuses.md how each stage of a tie reads and looks, and draw docs/images/statuses.svg.

PYTHONPATH=tests python scripts/statuses_manual.py

The picture is of the invented world in tests/statuses, on its day. It needs the ``dev`` extra.
"""

import re
from pathlib import Path

import time_machine

import statuses
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import LOOKS, SIGNS, Looks, sentence, sign
from citygraph.world import World

ROOT = Path(__file__).parents[1]
PAGE, PICTURE = ROOT / "docs/statuses.md", ROOT / "docs/images/statuses.svg"

_BLOCK = re.compile(r"(<!-- statuses -->\n).*?(<!-- /statuses -->)", re.DOTALL)

MEANING = {
    Stage.ACTIVE: "a source says that it is in force",
    Stage.TOOK_PLACE: "an occurrence, such as a visit, and a source says that it took place",
    Stage.UNKNOWN: "no source says how it stands; of an occurrence: if it took place",
    Stage.DISPUTED: "its sources disagree: they give two statuses, or one of them denies the tie",
    Stage.DORMANT: "in force, but nothing happens, and a source says so",
    Stage.PERHAPS_OVER: "no source says how it stands, and its last day may have passed: `until: 2026`, within 2026",
    Stage.SUSPENDED: "one side or both paused it",
    Stage.ENDED: "a source says that it ended",
    Stage.OVER: "no source says how it stands, but its last day has passed",
    Stage.PLANNED: "decided or announced for the future",
    Stage.PROPOSED: "a wish, or a negotiation",
    Stage.CANCELLED: "it was planned, but did not come about",
}
"""What each stage says of a tie."""


def page(text: str) -> str:
    """The page with the statuses as they are now."""
    kinds = World(statuses.GRAPH, cache=False).kinds
    rows = [
        "| word | meaning | reads | in a terminal | line in pictures | in RDF |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [f"| {' | '.join(_row(stage, looks, kinds))} |" for stage, looks in LOOKS.items()]
    table = "\n".join(rows)
    return _BLOCK.sub(lambda block: f"{block[1]}{table}\n{block[2]}", text)


def _row(stage: Stage, looks: Looks, kinds: Vocabulary) -> tuple[str, ...]:
    signs = [f"`{sign(stage, has_only_ascii=ascii)}`" for ascii in (False, True)] if sign(stage) else ["none"]
    return (
        f"*{stage.word}*",
        MEANING[stage],
        sentence("Alder", kinds["delegation" if stage is Stage.TOOK_PLACE else "sister-city"], "Birch", stage),
        signs[0] if signs[0] == signs[-1] else f"{signs[0]}, in ASCII {signs[1]}",
        _line(looks),
        "a plain triple, and a statement" if stage.is_fact else "a statement alone",
    )


def _line(looks: Looks) -> str:
    words = ["hollow" if looks.hollow else "whole"]
    words += ["faint"] * looks.faint
    words += [f"with `{SIGNS[looks.mark][0]}`"] * bool(looks.mark)
    return ", ".join(words)


def draw(file: Path) -> None:
    """Draw the world in which a tie of each kind stands in each way, around its hub."""
    with time_machine.travel(statuses.NOON, tick=False):
        world = World(statuses.GRAPH, cache=False)
        world.draw(file, form="map", ego=statuses.HUB, title="A tie of each status (invented)")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    draw(PICTURE)
