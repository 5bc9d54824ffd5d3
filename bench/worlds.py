"""Worlds to ask about: cities and their ties, of any size, the same ones each time for the same seed.

    python -m bench.worlds FOLDER --ties 20000 --form yaml

writes a graph folder, ``FOLDER/graph``, and ``FOLDER/world.json``: what is in it and which questions to ask of it, with
the answers to expect. A process of its own does this, because it takes memory: a process that starts others and
measures their memory must be small itself.

How many ties a city has follows a power law: the cities are made one after the other, and each chooses its partners
among those before it, the earlier the likelier (``_EARLY``). No city is without a tie. Seven ties of ten are sister
cities; all are of kinds that stand for a time. Dates are as fine as a year, a month or a day; an active tie has no end,
and one that has ended has both dates. So whether it held in 2015 needs the years alone: it began in 2015 or before,
and ended in 2015 or after, if at all. (``--at`` can tell more, but a rival has no such rules.)
"""

import argparse
import csv
import json
import shutil
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import IO, NamedTuple, Protocol

from bench.names import STYLES, CityName, draw, slug
from bench.pairs import AT, HELD, KIND, SISTERS, Ties, questions

VERSION = 1
"""Goes up when other worlds come out of the same seed, so that none of before is asked."""

TIES_PER_CITY = 8
SOURCES = 60

KINDS = (
    ("sister-city", True, 70),
    ("friendship-city", True, 11),
    ("exchange", True, 7),
    ("project-partner", True, 4),
    ("supports", False, 3),
    ("placement", False, 3),
    ("representative-office", False, 2),
)
"""A kind, whether it is symmetric, and how many of a hundred ties are of it."""

_EARLY = 1.9
"""1 would have every city equally likely as a partner; the higher, the more ties the first ones have."""

_STYLE_WEIGHTS = (3, 3, 4, 3, 2, 2, 2, 2, 1, 2, 2, 2)


class Source(NamedTuple):
    id: str
    title: str
    type: str
    publisher: str
    published: str
    url: str


class City(NamedTuple):
    id: str
    name: CityName
    language: str | None
    alias: str | None
    country: str
    latitude: float
    longitude: float
    wikidata: str
    source: str


class Tie(NamedTuple):
    kind: str
    symmetric: bool
    start: str
    end: str
    since: str
    until: str | None
    source: str
    quote: str | None


# ------------------------------------------------------------------ what is in a world


def sources(seed: int) -> list[Source]:
    random = Random(f"{seed} sources")
    made = []
    for number in range(1, SOURCES + 1):
        place = draw(random, random.randrange(len(STYLES))).latin
        type, title, publisher = random.choice(
            (
                ("register", f"Register of partnerships, {place}", f"Association of Municipalities, {place}"),
                ("news", f"Delegation returns to {place}", f"The {place} Gazette"),
                ("report", f"{place}: international relations, annual report", f"City of {place}"),
            )
        )
        url = f"https://example.org/{type}/{slug(place)}-{number}"
        made.append(Source(f"{type}-{number}", title, type, publisher, _date(random, random.randint(2005, 2023)), url))
    return made


def cities(seed: int, count: int, regions: int, sources: list[Source]) -> Iterator[tuple[int, City]]:
    """Each city with the number of the region that it lies in. A region is a part of one country."""
    random = Random(f"{seed} cities")
    styles = [style for style, weight in enumerate(_STYLE_WEIGHTS) for _ in range(weight)]
    random.shuffle(styles)
    styles_of = [styles[region % len(styles)] for region in range(regions)]
    countries = [random.choice(STYLES[style].countries) for style in styles_of]
    seen = Seen()
    for index in range(count):
        region = index if index < regions else int(random.random() * regions)  # none stays empty
        style = STYLES[styles_of[region]]
        name = draw(random, styles_of[region])
        id = slug(name.latin)
        if seen.before(id):
            id = f"{id}-{index}"
        alias = None
        if random.random() < 0.1:
            alias = f"{random.choice(('Old', 'Greater', 'Port of', 'City of', 'Upper'))} {name.latin}"
        yield (
            region,
            City(
                id,
                name,
                style.script,
                alias,
                countries[region],
                round(random.uniform(*style.latitude), 4),
                round(random.uniform(*style.longitude), 4),
                f"Q{900_000_000 + index}",
                sources[int(random.random() * len(sources))].id,
            ),
        )


def ties(
    seed: int, count: int, ids: list[str], names: list[str], sources: list[Source]
) -> Iterator[tuple[int, int, Tie]]:
    """Each tie with the numbers of its two cities, the younger one first."""
    random = Random(f"{seed} ties")
    kinds = [kind for kind in KINDS for _ in range(kind[2])]
    left = count
    for younger in range(1, len(ids)):
        after = len(ids) - younger - 1
        # As many as are left for each, on average. Each that comes after keeps one at least.
        wanted = left - after
        if after:
            wanted = min(wanted, 1 + int(random.expovariate(1 / max(0.5, left / (after + 1) - 0.5))))
        taken: set[tuple[int, str]] = set()
        for _ in range(4 * wanted):
            if len(taken) == wanted:
                break
            elder = int(younger * random.random() ** _EARLY)
            kind, symmetric, _ = kinds[int(random.random() * 100)]
            if (elder, kind) in taken:
                continue
            taken.add((elder, kind))
            since = int(1950 + 73 * random.random() ** 0.6)
            until = None
            if random.random() < 0.15 and since < 2022:
                until = _date(random, random.randint(since + 1, 2023))
            began = _date(random, since)
            quote = None
            if random.random() < 0.25:
                quote = f"{names[younger]} and {names[elder]} have been partners since {since}"
            ends = (younger, elder) if random.random() < 0.5 else (elder, younger)
            source = sources[int(random.random() ** 2 * len(sources))].id
            left -= 1
            yield younger, elder, Tie(kind, symmetric, ids[ends[0]], ids[ends[1]], began, until, source, quote)


def _date(random: Random, year: int) -> str:
    """A date in a year, as fine as a source might have it."""
    fine = random.random()
    if fine < 0.4:
        return str(year)
    month = 1 + int(random.random() * 12)
    if fine < 0.6:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{1 + int(random.random() * 28):02}"


class Seen:
    """Which texts came before, in 16 MB whatever their number. Now and then it says so of one that did not."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << 24)

    def before(self, text: str) -> bool:
        """Whether this text came before; from now on it has."""
        data = text.encode()  # hash() would differ from process to process
        key = (zlib.crc32(data) ^ zlib.adler32(data)) & ((1 << 27) - 1)
        byte, bit = key >> 3, 1 << (key & 7)
        was = bool(self._bits[byte] & bit)
        self._bits[byte] |= bit
        return was


# ------------------------------------------------------------------ how it is written


class Form(Protocol):
    """Where records go, one at a time: all sources first, then all cities, then all ties."""

    def source(self, source: Source) -> None: ...
    def city(self, region: int, city: City) -> None: ...
    def tie(self, region: int, tie: Tie) -> None: ...
    def close(self) -> None: ...


class Yaml:
    """A file for the sources, and one for each region with its cities and the ties that they sought."""

    def __init__(self, folder: Path, regions: int) -> None:
        self._sources = (folder / "sources.yaml").open("w", encoding="utf-8")
        self._sources.write("sources:\n")
        self._regions = [
            (folder / f"region-{region + 1:02}.yaml").open("w", encoding="utf-8") for region in range(regions)
        ]
        self._section: list[str | None] = [None] * regions

    def _file(self, region: int, section: str) -> IO[str]:
        file = self._regions[region]
        if self._section[region] != section:
            file.write(f"\n{section}:\n" if self._section[region] else f"{section}:\n")
            self._section[region] = section
        return file

    def source(self, source: Source) -> None:
        self._sources.write(
            f"  {source.id}:\n    title: {_text(source.title)}\n    type: {source.type}\n"
            f"    publisher: {_text(source.publisher)}\n    published: {source.published}\n    url: {source.url}\n"
        )

    def city(self, region: int, city: City) -> None:
        lines = [f"  {city.id}:", f"    name: {_text(city.name.latin)}"]
        if city.name.other:
            lines.append(f"    names: {{{city.language}: {city.name.other}}}")
        if city.alias:
            lines.append(f"    aliases: [{_text(city.alias)}]")
        lines += [
            f"    country: {city.country}",
            f"    coordinates: [{city.latitude}, {city.longitude}]",
            f"    identifiers: {{wikidata: {city.wikidata}}}",
            f"    source: {city.source}\n",
        ]
        self._file(region, "cities").write("\n".join(lines))

    def tie(self, region: int, tie: Tie) -> None:
        lines = [f"  - kind: {tie.kind}"]
        if tie.symmetric:
            lines.append(f"    between: [{tie.start}, {tie.end}]")
        else:
            lines += [f"    from: {tie.start}", f"    to: {tie.end}"]
        lines.append(f"    since: {tie.since}")
        lines += [f"    until: {tie.until}", "    status: ended"] if tie.until else ["    status: active"]
        lines.append(f"    source: {tie.source}")
        if tie.quote:
            lines.append(f"    quote: {_text(tie.quote)}")
        lines.append("")
        self._file(region, "ties").write("\n".join(lines))

    def close(self) -> None:
        for file in (self._sources, *self._regions):
            file.close()


def _text(text: str) -> str:
    """A text as YAML has it; none of ours needs more than this."""
    return f'"{text}"' if ": " in text else text


class Csv:
    """A table for each section; the ties in tables of a million."""

    def __init__(self, folder: Path, regions: int) -> None:
        self._folder = folder
        self._files: list[IO[str]] = []
        self._sources = self._table("sources.csv", ["id", "title", "type", "publisher", "published", "url"])
        self._languages = sorted({style.script for style in STYLES if style.script})
        names = [f"names.{language}" for language in self._languages]
        rest = ["aliases", "country", "coordinates", "identifiers.wikidata", "source"]
        self._cities = self._table("cities.csv", ["id", "name", *names, *rest])
        self._ties = 0

    def _table(self, name: str, header: list[str]) -> Callable[[Iterable[object]], object]:
        """A new table; what puts a row into it."""
        file = (self._folder / name).open("w", encoding="utf-8", newline="")
        self._files.append(file)
        write = csv.writer(file).writerow
        write(header)
        return write

    def source(self, source: Source) -> None:
        self._sources(source)

    def city(self, region: int, city: City) -> None:
        names = [city.name.other if city.language == language else "" for language in self._languages]
        place = f"{city.latitude}; {city.longitude}"
        rest = [city.alias or "", city.country, place, city.wikidata, city.source]
        self._cities([city.id, city.name.latin, *names, *rest])

    def tie(self, region: int, tie: Tie) -> None:
        if self._ties % 1_000_000 == 0:
            number = self._ties // 1_000_000 + 1
            header = ["kind", "between", "from", "to", "since", "until", "status", "source", "quote"]
            self._write_tie = self._table("ties.csv" if number == 1 else f"ties-{number}.csv", header)
        self._ties += 1
        ends = (f"{tie.start}; {tie.end}", "", "") if tie.symmetric else ("", tie.start, tie.end)
        status = "ended" if tie.until else "active"
        self._write_tie((tie.kind, *ends, tie.since, tie.until or "", status, tie.source, tie.quote or ""))

    def close(self) -> None:
        for file in self._files:
            file.close()


FORMS: dict[str, type[Yaml] | type[Csv]] = {"yaml": Yaml, "csv": Csv}


# ------------------------------------------------------------------ a whole world


def write(folder: Path, count: int, form: str, seed: int = 1, files: int = 50, pairs: int = 5) -> None:
    """Write a world with so many ties to ``folder``, unless it is there already."""
    about = {"version": VERSION, "ties": count, "form": form, "seed": seed, "files": files, "pairs": pairs}
    told = folder / "world.json"
    if told.exists() and json.loads(told.read_text(encoding="utf-8"))["made_from"] == about:
        return
    shutil.rmtree(folder, ignore_errors=True)  # with what others made of an older world
    graph = folder / "graph"
    graph.mkdir(parents=True)
    regions = files - 1  # and a file for the sources
    out: Form = FORMS[form](graph, regions)
    all_sources = sources(seed)
    for source in all_sources:
        out.source(source)
    ids, names, lies_in = [], [], array("H")
    called, twice = Seen(), set()
    for region, city in cities(seed, max(2, count // TIES_PER_CITY), regions, all_sources):
        out.city(region, city)
        ids.append(city.id)
        names.append(city.name.latin)
        lies_in.append(region)
        for name in filter(None, (city.name.latin, city.alias)):
            key = slug(name).replace("-", "")
            if called.before(key):
                twice.add(key)
        if city.name.other:
            twice.add(slug(city.name.latin).replace("-", ""))  # what it is in ASCII is not ours to say
    drawn = Ties(len(ids))
    for younger, elder, tie in ties(seed, count, ids, names, all_sources):
        out.tie(lies_in[younger], tie)
        held = int(tie.since[:4]) <= AT and (tie.until is None or int(tie.until[:4]) >= AT)
        drawn.add(younger, elder, SISTERS * (tie.kind == KIND) | HELD * held)
    out.close()
    unmistakable = [index for index, name in enumerate(names) if slug(name).replace("-", "") not in twice]
    asked = questions(drawn, unmistakable, pairs, Random(f"{seed} pairs"))
    megabytes = sum(file.stat().st_size for file in graph.iterdir()) / 1e6

    def city_of(index: int) -> dict[str, object]:
        return {"id": ids[index], "name": names[index], "ties": drawn.degree(index)}

    world = {
        "made_from": about,
        "cities": len(ids),
        "ties": len(drawn),
        "megabytes": round(megabytes, 1),
        "files": len(list(graph.iterdir())),
        "pairs": [
            {"from": city_of(pair.start), "to": city_of(pair.end), "lengths": pair.lengths} for pair in asked.pairs
        ],
        "hub": city_of(asked.hub),
        "leaf": city_of(asked.leaf),
    }
    told.write_text(json.dumps(world, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.worlds", description="Write a world.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ties", type=int, default=20_000)
    parser.add_argument("--form", choices=sorted(FORMS), default="yaml")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=50, help="how many files, as YAML")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of cities to ask the way between")
    asked = parser.parse_args()
    write(asked.folder, asked.ties, asked.form, asked.seed, asked.files, asked.pairs)


if __name__ == "__main__":
    main()
