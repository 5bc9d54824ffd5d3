"""How the gazetteer could be kept: its size, and what it costs to look names up, each way in a process of its own.

python -m bench.gazetteer

Prints the tables of docs/decisions/2026-11-29-gazetteer.md: the ways to keep it, and how often a name says which of the
cities of 15,000 and more is meant. Each way has the same places and names, those of
``gazetteer.zip``. Processor time is the median of five processes, taken in turn; memory is what the process needs at
its most beyond one that looks nothing up.
"""

import lzma
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain import gazetteer
from citygraph.domain.names import fold

ROUNDS = 5
ARCHIVE = Path(gazetteer.__file__).with_name("gazetteer.zip")
_BEGIN = """
import lzma, resource, sqlite3, sys, zlib
from citygraph.domain.gazetteer import name_key, places_called
names = sys.stdin.read().split("\\n")
begin = resource.getrusage(resource.RUSAGE_SELF)
"""
_END = """
found = sum(look_up(name) for name in names if name)
end = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime, peak, found)
"""
_NOTHING = "look_up = len"
_BLOCKS = "look_up = lambda name: len(places_called(name))"
_DATABASE = """
database = sqlite3.connect(":memory:")
database.deserialize(UNPACK)
ask = "SELECT place.* FROM name JOIN place USING (number) WHERE key = ?"
look_up = lambda name: len(database.execute(ask, (name_key(name),)).fetchall())
"""
_LINES = """
lines = UNPACK.decode()
def look_up(name):
    at, found, wanted = 0, 0, f"\\t{name_key(name)}\\t"
    while (at := lines.find(wanted, at) + 1):
        found += 1
    return found
"""
"""Each place with all its keys is one line; the text of all is searched."""


def lines(what: str) -> Iterator[list[str]]:
    """All lines of the archive of one sort, in cells."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        for member in archive.namelist():
            if member.startswith(f"{what}/"):
                yield from (line.split("\t") for line in archive.read(member).decode().splitlines())


def as_database(file: Path) -> bytes:
    """The places and names as an SQLite file."""
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE place (number INTEGER PRIMARY KEY, id, name, country, region, lat, lon, people)")
    database.execute("CREATE TABLE name (key, number, PRIMARY KEY (key, number)) WITHOUT ROWID")
    rows = ((at, int(id), *more) for at, (id, *more) in enumerate(lines("places")))
    database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    named = ((key, int(number)) for key, numbers in lines("names") for number in numbers.split())
    database.executemany("INSERT INTO name VALUES (?, ?)", named)
    database.commit()
    database.execute("VACUUM")
    database.close()
    return file.read_bytes()


def as_lines() -> bytes:
    """A line for each place, with its keys."""
    keys: dict[int, list[str]] = {}
    for key, numbers in lines("names"):
        for number in map(int, numbers.split()):
            keys.setdefault(number, []).append(key)
    return "".join("\t".join([*place, *keys[at]]) + "\t\n" for at, place in enumerate(lines("places"))).encode()


def measured(code: str, names: list[str]) -> tuple[float, int, str]:
    """Seconds of processor time, peak memory in KiB, and what was found."""
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + textwrap.dedent(code) + _END],
        input="\n".join(names),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    seconds, memory, found = done.stdout.split()
    return float(seconds), int(memory), found


def clear_names() -> None:
    """Print of how many cities their own name alone, or with the country, means one place; and another one."""
    large = [place for place in map(gazetteer.place_of, (row[0] for row in lines("places"))) if place]
    large = [place for place in large if (place.population or 0) >= gazetteer.LARGE]
    print("\n| | this city | another one | open |\n| --- | ---: | ---: | ---: |")
    for what, with_country, with_small in (
        ("its name", False, True),
        ("its name and country", True, True),
        ("its name, without smaller namesakes in the archive", False, False),
    ):
        counts = {"this": 0, "another": 0, "open": 0}
        for place in large:
            found = gazetteer.places_called(place.name, place.country if with_country else None)
            if not with_small:
                found = [one for one in found if (one.population or 0) >= gazetteer.LARGE]
            meant = gazetteer.clear_one(found)
            counts["open" if meant is None else "this" if meant == place else "another"] += 1
        print(f"| {what} | " + " | ".join(f"{number / len(large):.1%}" for number in counts.values()) + " |")


def main() -> None:
    own = [place[1] for place in lines("places")]
    several = [name for name in own[:: len(own) // 1000] if fold(name)]
    with tempfile.TemporaryDirectory() as scratch:

        def packed(name: str, data: bytes) -> Path:
            file = Path(scratch, name)
            file.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
            return file

        raw = as_database(Path(scratch, "database"))
        database, text = packed("database.xz", raw), packed("lines.xz", as_lines())
        unpack = "lzma.decompress(open({!r}, 'rb').read())"
        ways = {
            "blocks of names and places in a ZIP file, LZMA": (ARCHIVE.stat().st_size, _BLOCKS),
            "an SQLite database, xz": (
                database.stat().st_size,
                _DATABASE.replace("UNPACK", unpack.format(str(database))),
            ),
            "a line for each place with its names, xz": (
                text.stat().st_size,
                _LINES.replace("UNPACK", unpack.format(str(text))),
            ),
        }
        runs: dict[tuple[str, int], list[tuple[float, int, str]]] = {}
        nothing = []
        for _ in range(ROUNDS):
            nothing.append(measured(_NOTHING, several)[1])
            for way, (_, code) in ways.items():
                for names in (["Iznik"], several):
                    runs.setdefault((way, len(names)), []).append(measured(code, names))
        print("| | size | first look-up | 1,000 names | memory |\n| --- | ---: | ---: | ---: | ---: |")
        for way, (size, _) in ways.items():
            one, many = runs[way, 1], runs[way, len(several)]
            seconds = [statistics.median(run[0] for run in each) * 1000 for each in (one, many)]
            memory = (statistics.median(run[1] for run in many) - statistics.median(nothing)) / 1024
            print(f"| {way} | {size / 1e6:.2f} MB | {seconds[0]:.0f} ms | {seconds[1]:.0f} ms | {memory:.0f} MB |")
        if len({run[2] for (_, number), each in runs.items() if number > 1 for run in each}) > 1:
            print("not all found the same")
    clear_names()


if __name__ == "__main__":
    main()
