"""``python -m bench.suggest GRAPH``: how long ``suggest`` takes beside ``neighbors --hops 2``, which visits as much.

Of a graph folder, as ``python -m bench.worlds`` makes them, cities of average and of many ties are asked about, each by
both in turns, from a world that has just been opened. A ratio is that of the medians; in brackets the least and the
most of the rounds.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from citygraph.world import World

_SHARES = (0.5, 0.9, 0.99, 0.999)
"""Of how many cities a city has more ties, or as many."""


def seconds(folder: str, city: str, ask: Callable[[World, str], Any]) -> float:
    world = World(folder)
    began = time.perf_counter()
    ask(world, city)
    return time.perf_counter() - began


def suggest(world: World, city: str) -> Any:
    return world.suggest(city, top=10)


def neighbors(world: World, city: str) -> Any:
    return list(world.neighbors(city, hops=2))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.suggest")
    parser.add_argument("graph")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    world = World(asked.graph)
    ranking = list(world.rank(type="city", top=None))
    print("| ties | `suggest` | `neighbors --hops 2` | ratio |\n| --- | --- | --- | --- |")
    for share in _SHARES:
        city = ranking[int(len(ranking) * (1 - share))]
        times = [
            (seconds(asked.graph, city.id, suggest), seconds(asked.graph, city.id, neighbors))
            for _ in range(asked.rounds)
        ]
        mine, other = (statistics.median(column) for column in zip(*times, strict=True))
        ratios = sorted(ours / theirs for ours, theirs in times)
        print(
            f"| {city.value:.0f} | {1000 * mine:.0f} ms | {1000 * other:.0f} ms"
            f" | {mine / other:.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}) |",
            flush=True,
        )


if __name__ == "__main__":
    main()
