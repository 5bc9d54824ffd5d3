"""Random folders as people leave them: several files, all that can be written in them, and every kind of mistake; and
what happens to such a folder from one day to the next."""

import os
from pathlib import Path

from hypothesis import strategies as st

Line = tuple[str, str]
"""The section that a record stands in, and the line that it is."""

IDS = ("a", "b", "c", "d", "o", "p", "e", "f", "s", "t", "l", "m")
NAMES = ("Osh", "osh", "Ош", "İznik", "Iznik", "景德镇", "Tel Aviv-Yafo", "'s-Hertogenbosch", "[1]", "''", "~")
DATES = ("2019", "2021~", "2020-05", "2026-11-24", "2027", "2030-01-01", "2031?", "9999", "yesterday")
QUOTES = ("They signed.", "They  signed.", "It is over", "nowhere")
STATUSES = (
    "active", "active", "ended", "planned", "cancelled", "unknown", "ative", "[{is: active, from: 2019, source: s}]",
    "[{is: planned, from: 2018}, {is: active, from: 2020}, {is: ended, from: 2028, source: t, by: o}]",
    "[{is: ended, from: 2021}, {is: active, from: 2019}]",
)  # fmt: skip
KINDS = (
    "sister-city", "sister-city", "flagship-store", "hosts", "delegation", "part-of", "river", "rivr", "holds-post",
)  # fmt: skip
EVIDENCE = ("[{source: s, quote: They signed.}, {source: t, by: o}]", "[{source: zz}, {source: s}]", "[]")
OBSERVATIONS = (
    "[{property: visitors, value: 12000, during: e, source: s, quote: They signed.}]",
    "[{property: visitors, value: 12000, period: 2019, source: zz}, {property: area, value: 3, source: t}]",
    "[{property: x, value: many}]",
)
POSTS = (
    "[{title: Mayor, of: a, source: s}]",
    "[{title: Mayor, of: a, since: 2019, until: 2021, status: active}, {title: Aide, of: b, id: post-x}]",
    "[{title: Mayor, of: zz}, {title: Mayor, of: p, since: 2030, status: active}]",
    "[{title: Mayor, of: p}, {title: Mayor, of: p}]",
)


def _flow(required: dict[str, tuple[str, ...]], optional: dict[str, tuple[str, ...]]) -> st.SearchStrategy[str]:
    """A mapping in one line, its keys in any of a few orders."""
    pairs = st.fixed_dictionaries(
        {key: st.sampled_from(values) for key, values in required.items()},
        optional={key: st.sampled_from(values) for key, values in optional.items()},
    )
    return pairs.map(lambda held: "{" + ", ".join(f"{key}: {value}" for key, value in held.items()) + "}")


_SOURCED = {
    "source": ("s", "s", "t", "zz"), "quote": QUOTES, "by": ("o", "a", "zz"), "evidence": EVIDENCE,
    "tags": ("[trade, harbour]", "river", "[trade, trade]"), "notes": ("x", "{a: [1]}"),
}  # fmt: skip
_NODE = {
    **_SOURCED,
    "aliases": ("[Osch]", "[Osch, Osch]", "Ош", "[KG]"),
    "names": ("{zh: 景德镇, ru: Ош}", "{en: Osh}", "{'': x}"),
    "identifiers": ("{wikidata: Q1}", "{wikidata: Q2}", "{wikidata: Q1, other: Q1}", "{geonames: Q1}"),
    "observations": OBSERVATIONS,
}
_COUNTRY = ("KG", "TR", "l", "m", "zz", "Kirgistan")
_PLACE = {"coordinates": ("[1.5, 2]", "[100, 2]", "[a, b]")}
_ENDS = (*"aabbccdopelm", "zz")
_BETWEEN = ("[a, b]", "[b, a]", "[a, c]", "[b, c]", "[a, d]", "[a, a]", "[a]", "[a, zz]", "[o, p]", "[a, o]")
_TIE = {
    **_SOURCED,
    "status": STATUSES, "since": DATES, "until": (*DATES, ".."), "on": DATES, "seen": DATES,
    "id": ("t1", "t2", "a", "sister-city.a.b"), "title": ("The tie",), "on_behalf_of": ("o", "zz", "e"),
    "agreement": (
        "{signed: 2019, signed_by: o, document: s}", "{signed: 2021, expires: 2019}", "{document: zz}",
    ),
    "follows": ("t1", "sister-city.a.b", "a", "zz"), "role": ("observer",), "observations": OBSERVATIONS,
}  # fmt: skip
_RECORDS = {
    "cities": _flow(
        {"name": NAMES, "country": _COUNTRY},
        {**_NODE, **_PLACE, "part_of": ("a", "b", "o", "zz"), "level": ("county", "city"), "known_for": ("[tea]",)},
    ),
    "countries": _flow({"name": NAMES}, {**_NODE, **_PLACE, "iso": ("KG", "TR", "XX")}),
    "officials": _flow({"name": NAMES}, {**_NODE, "posts": POSTS}),
    "organizations": _flow({"name": NAMES}, {**_NODE, **_PLACE, "country": _COUNTRY, "type": ("council",)}),
    "events": _flow({"name": NAMES}, {**_NODE, "when": ("2019", "2030/..", "2021/2019"), "country": _COUNTRY}),
    "sources": _flow(
        {"title": NAMES},
        {"passages": ("[They signed.]", "[It is  over, They signed.]", "[]"), "tags": ("[trade]",), "url": ("x",)},
    ),
    "kinds": _flow(
        {"group": ("network", "agreement", "clan")},
        {
            "nature": ("standing", "occurrence"), "label": ("shares a river with",),
            "between": ("city", "[city, official]"), "from": ("city", "official"),
            "to": ("[city, organization]", "official"), "inverse": ("is shared by",),
            "terms": ("{en: [river]}",),
        },
    ),
    "ties": _flow({"kind": KINDS, "between": _BETWEEN}, _TIE)
    | _flow({"kind": KINDS, "between": _BETWEEN}, {"source": ("s",), "status": ("active",)})
    | _flow({"kind": KINDS, "from": _ENDS, "to": _ENDS}, _TIE)
    | _flow({"kind": KINDS}, {"between": _BETWEEN, "from": _ENDS, "to": _ENDS}),
    "statements": _flow(
        {"by": ("o", "a", "p", "zz"), "source": ("s", "t")},
        {"at": ("e", "a", "zz"), "about": ("[a, b]", "c", "[zz]", "[a, a]"), "quote": QUOTES, "on": DATES},
    ),
    "accepted": _flow(
        {
            "check": ("duplicate-name", "missing-evidence", "quote-not-found", "until-has-passed", "same-ends", "no"),
            "record": ("a", "b", "sister-city.a.b", "river.a.b", "t1", "zz"),
        },
        {"because": ("it is so",), "notes": ("x",)},
    ),
}  # fmt: skip
_USUAL_IDS = {
    "cities": "abcd", "countries": "lm", "officials": "oo", "organizations": "pp", "events": "ef", "sources": "st",
}  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """One record."""
    section = draw(st.sampled_from(("cities", "cities", "ties", "ties", "ties", *_RECORDS)))
    text = draw(_RECORDS[section])
    if section in ("ties", "statements", "accepted"):
        return section, f"  - {text}"
    if section == "kinds":
        return section, f"  {draw(st.sampled_from(('river', 'river', 'sister-city', 'holds-post')))}: {text}"
    ids = _USUAL_IDS[section] if draw(st.integers(0, 7)) else IDS
    return section, f"  {draw(st.sampled_from(ids))}: {text}"


def text_of(records: list[Line]) -> bytes:
    """The file that holds these records."""
    sections: dict[str, list[str]] = {}
    for section, line in records:
        sections.setdefault(section, []).append(line)
    return "".join(f"{section}:\n" + "\n".join(held) + "\n" for section, held in sections.items()).encode()


_UNREADABLE = (
    b"", b"cities:\n  a: {name: A, country: KG}\n  b: {name: [\n", b"\xff\xfec\x00", b"- x\n", b"town:\n  a: 1\n",
)  # fmt: skip
PATHS = ("a.yaml", "b.yml", "m.yaml", "z.yaml", "sub/a.yaml", "sub/z.yaml", "x/y/z.yaml", "no/b.YAML")


def files(most: int = 6) -> st.SearchStrategy[bytes]:
    """What one file may hold."""
    return st.lists(lines(), min_size=1, max_size=most).map(text_of) | st.sampled_from(_UNREADABLE)


def folders() -> st.SearchStrategy[dict[str, bytes]]:
    """The files of a folder: a few with some records each, or many with one."""
    few = st.dictionaries(st.sampled_from(PATHS), files(12), min_size=1, max_size=5)
    sound = st.lists(lines(), min_size=1, max_size=8).map(text_of)
    many = st.lists(lines().map(lambda line: text_of([line])), min_size=18, max_size=26)
    return (
        few
        | st.dictionaries(st.sampled_from(PATHS), sound, min_size=1, max_size=5)
        | many.map(lambda held: {f"f{index:02}.yaml": text for index, text in enumerate(held)})
    )


def write(folder: Path, held: dict[str, bytes]) -> None:
    """Put files into a folder."""
    for path, data in held.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if (folder / path).is_symlink():
            (folder / path).unlink()
        (folder / path).write_bytes(data)


def edit(data: st.DataObject, folder: Path) -> str:
    """Change something in a folder, as people and their tools do; what it was, in a word."""
    there = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())
    what = data.draw(st.sampled_from(_EDITS if there else ("add",)))
    one = data.draw(st.sampled_from(there)) if there else ""
    path = folder / one
    if what == "add":
        write(folder, {data.draw(st.sampled_from(PATHS)): data.draw(files())})
    elif what == "link":
        link = folder / data.draw(st.sampled_from(PATHS))
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(folder / data.draw(st.sampled_from([*there, "nowhere"])))
    elif what == "delete":
        path.unlink()
    elif what == "move":
        target = folder / data.draw(st.sampled_from(PATHS))
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    elif what == "swap":
        other = folder / data.draw(st.sampled_from(there))
        if other != path:
            os.rename(path, folder / "aside")
            os.rename(other, path)
            os.rename(folder / "aside", other)
    elif what == "touch":
        if path.exists():
            os.utime(path, ns=(0, data.draw(st.integers(0, 1 << 62))))
    elif path.exists():
        _change(data, folder, path, there, what)
    return f"{what} {one}"


_EDITS = (
    "add", "delete", "move", "swap", "touch", "link", "delete line", "double line", "swap lines", "give line", "record",
    "record", "letter",
)  # fmt: skip


def _change(data: st.DataObject, folder: Path, path: Path, there: list[str], what: str) -> None:
    """Change what a file says."""
    before = path.stat()
    held = path.read_bytes().split(b"\n")
    number = data.draw(st.integers(0, len(held) - 1))
    if what == "delete line":
        del held[number]
    elif what == "double line":
        held.insert(number, held[number])
    elif what == "swap lines":
        other = data.draw(st.integers(0, len(held) - 1))
        held[number], held[other] = held[other], held[number]
    elif what == "give line":
        other_path = folder / data.draw(st.sampled_from(there))
        line = held.pop(number)
        if other_path.exists() and other_path != path:
            rest = other_path.read_bytes().split(b"\n")
            rest.insert(data.draw(st.integers(0, len(rest))), line)
            other_path.write_bytes(b"\n".join(rest))
    elif what == "record":
        section, line = data.draw(lines())
        header = f"{section}:".encode()
        if header in held:
            held.insert(held.index(header) + 1, line.encode())
        else:
            held += [header, line.encode(), b""]
    else:  # another letter, under the same size and time
        old = data.draw(st.sampled_from((b"a", b"b", b"s", b"9", b"K")))
        new = data.draw(st.sampled_from((b"a", b"b", b"t", b"8", b"T")))
        places = [place for place in range(len(held[number])) if held[number][place : place + 1] == old]
        if places:
            place = data.draw(st.sampled_from(places))
            held[number] = held[number][:place] + new + held[number][place + 1 :]
    path.write_bytes(b"\n".join(held))
    if what == "letter":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
