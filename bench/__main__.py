"""``python -m bench``: measure, print, and write ``docs/benchmarks.md``."""

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from bench.imports import section
from bench.measure import ROOT
from bench.page import page
from bench.scenarios import PAIRS_IN_A_WORLD, SCENARIOS, Bench

PAGE = ROOT / "docs/benchmarks.md"


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Runs citygraph and others on the same questions, as whole processes, in turn. Prints ratios, and "
        "writes them to docs/benchmarks.md if everything was measured in full size. That takes most of an hour, and 15 "
        "GB of disk in the system's folder for temporary files, unless --keep names another folder.",
    )
    usual = Bench(Path())
    parser.add_argument("--only", nargs="+", choices=list(SCENARIOS), metavar="ROWS", help=", ".join(SCENARIOS))
    parser.add_argument("--quick", action="store_true", help="small worlds, few rounds: to see that all works")
    parser.add_argument("--ties", type=int, help=f"in the large world ({usual.ties:,})")
    parser.add_argument("--many", type=int, help=f"in the very large world ({usual.many:,})")
    parser.add_argument("--yaml", type=int, help=f"in the world as YAML ({usual.yaml:,})")
    parser.add_argument(
        "--form", choices=["csv", "yaml"], default=usual.form, help="of the large worlds, for citygraph"
    )
    parser.add_argument(
        "--pairs", type=int, help=f"of cities to ask the way between, at most {PAIRS_IN_A_WORLD} ({usual.pairs})"
    )
    parser.add_argument("--rounds", type=int, help=f"for each of them ({usual.rounds})")
    parser.add_argument("--seed", type=int, default=usual.seed, help="another one makes other worlds")
    parser.add_argument(
        "--patience", type=float, default=usual.patience, metavar="SECONDS", help="slower commands run in fewer rounds"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep worlds and loaded databases here, for the next run"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the page here")
    asked = parser.parse_args(words)
    sizes = (
        (20_000, 40_000, 4_000, 2, 2)
        if asked.quick
        else (usual.ties, usual.many, usual.yaml, usual.pairs, usual.rounds)
    )
    ties, many, yaml, pairs, rounds = sizes
    of_imports = section(PAGE.read_text(encoding="utf-8"))
    out, text = asked.out or (None if asked.only or asked.quick else PAGE), ""
    with tempfile.TemporaryDirectory(prefix="citygraph-bench-") as for_now:
        bench = Bench(
            keep=(asked.keep or Path(for_now)).absolute(),
            ties=asked.ties or ties,
            many=asked.many or many,
            yaml=asked.yaml or yaml,
            form=asked.form,
            seed=asked.seed,
            pairs=min(asked.pairs or pairs, PAIRS_IN_A_WORLD),
            rounds=asked.rounds or rounds,
            patience=asked.patience,
        )
        bench.keep.mkdir(parents=True, exist_ok=True)
        for name in asked.only or SCENARIOS:
            bench.say(name)
            SCENARIOS[name](bench)
            text = page(bench.report, _again(words))
            if out:  # after each scenario, so that little is lost if one fails
                out.write_text(text + of_imports, encoding="utf-8")
    print(text)


def _again(words: list[str] | None) -> str:
    """The command that makes the page again, without the paths of this machine."""
    options = iter(sys.argv[1:] if words is None else words)
    kept = ["python", "-m", "bench"]
    for option in options:
        if option in ("--keep", "--out"):
            next(options, None)
        elif not option.startswith(("--keep=", "--out=")):
            kept.append(option)
    return shlex.join(kept)


if __name__ == "__main__":
    main()
