"""Records of all sections by chance, some of them wrong: what a folder may hold, as YAML or as tables."""

import json
from typing import Any

from hypothesis import strategies as st

from citygraph.domain.model import SECTIONS, keys_of

WORDS = st.sampled_from(
    ["Osh", "奥什", 'the "Silk" Road', "a, b", "two\nlines", "no", "010", "null", "~", "- x", "{", "#", "x: y", "2021"]
)
ITEMS = st.lists(st.sampled_from(["pottery", "cider, dry", "“silk”", "2021"]), min_size=1, max_size=3)
DATES = st.sampled_from(["2019", "2020-02", "2021-03-04", "2021?", "2021-02-30", "19/10/2021", "soon"])
STATUSES = st.sampled_from(["active", "planned", "ended", "unknown", "actve"])
CITY_IDS = st.sampled_from(["c0", "c1", "c2", "c9"])
ANY_IDS = st.sampled_from(["c0", "c1", "c2", "o0", "p0", "e0", "l0", "c9"])
SOURCE_IDS = st.sampled_from(["s0", "s1", "s9"])
COUNTRIES = st.sampled_from(["KG", "BG", "UAE", "l0", "l9"])
COORDINATES = st.lists(st.sampled_from(["40.5", "72.8", "140", "-1e1", "west"]), min_size=1, max_size=3)
FIGURES = st.lists(
    st.fixed_dictionaries(
        {"property": st.sampled_from(["population", "visitors in all"])},
        optional={"value": st.sampled_from(["1", "4.5", "many"]), "as_of": DATES, "unit": WORDS},
    ).filter(lambda figure: len(figure) > 1),
    min_size=1,
    unique_by=lambda figure: figure["property"],
)
SOURCED: dict[str, Any] = {"source": SOURCE_IDS, "quote": WORDS, "notes": WORDS, "tags": ITEMS}
NODE: dict[str, Any] = {
    "name": WORDS,
    "names": st.dictionaries(st.sampled_from(["zh", "sr-Latn"]), WORDS, min_size=1),
    "aliases": ITEMS,
    "identifiers": st.dictionaries(st.sampled_from(["wikidata", "unlocode"]), WORDS, min_size=1),
    **SOURCED,
    "by": ANY_IDS,
}
KEYS: dict[str, dict[str, Any]] = {
    "cities": {**NODE, "country": COUNTRIES, "part_of": CITY_IDS, "level": WORDS, "coordinates": COORDINATES,
               "known_for": ITEMS, "observations": FIGURES},
    "countries": {**NODE, "iso": COUNTRIES},
    "officials": NODE,
    "organizations": {**NODE, "type": WORDS, "country": COUNTRIES},
    "events": {**NODE, "when": DATES, "type": WORDS},
    "ties": {**SOURCED, "by": ANY_IDS, "kind": st.sampled_from(["sister-city", "supports", "delegation", "sistr-city"]),
             "between": st.lists(ANY_IDS, min_size=1, max_size=3), "from": ANY_IDS, "to": ANY_IDS,
             "since": DATES, "until": st.just("..") | DATES, "on": DATES, "seen": DATES, "status": STATUSES,
             "subject": ITEMS, "title": WORDS, "on_behalf_of": ANY_IDS,
             "agreement": st.fixed_dictionaries({"signed": DATES}, optional={"signed_by": st.lists(ANY_IDS, min_size=1),
                                                                            "document": SOURCE_IDS}),
             "observations": FIGURES},
    "statements": {**SOURCED, "by": ANY_IDS, "on": DATES, "at": ANY_IDS, "about": st.lists(ANY_IDS, min_size=1)},
    "sources": {"title": WORDS, "type": WORDS, "published": DATES, "url": st.sampled_from(["https://a.org/", "ftp://a"]),
                "language": st.sampled_from(["en", "english language"]), "authors": ITEMS},
    "kinds": {"group": st.sampled_from(["agreement", "water"]), "nature": st.sampled_from(["standing", "occurrence"]),
              "label": WORDS, "inverse": WORDS, "between": st.just(["city"]), "from": st.just(["city"]),
              "terms": st.dictionaries(st.sampled_from(["de", "zh"]), ITEMS, min_size=1)},
    "accepted": {"check": st.sampled_from(["missing-country", "missing-evidence", "duplicate-name", "unknown-source",
                                           "missing-contry"]),
                 "record": ANY_IDS | st.just("sister-city.c0.c1"), "because": WORDS},
    "checks": {"sentence": WORDS, "sql": WORDS, "severity": st.sampled_from(["warning", "error", "eror"])},
    "questions": {"sentence": WORDS,
                  "command": st.sampled_from(["ties", "show c0", "neighbors nowhere", "rm c0", "x '"])},
}  # fmt: skip
FIRST_LETTER = {"organizations": "o", "countries": "l", "officials": "p", "kinds": "k", "checks": "k", "questions": "q"}
SOUND = {"name": "N", "country": "KG", "title": "T"}


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """The records of a world, by section; some are wrong."""
    world: dict[str, list[dict[str, Any]]] = {}
    for section in SECTIONS:
        keys, required = KEYS[section.key], keys_of(section.record).required
        records = []
        for number in range(
            draw(st.integers(0 if section.listed or section.key in ("kinds", "checks", "questions") else 1, 3))
        ):
            record: dict[str, Any] = {}
            if section.type not in ("statement", "accepted"):
                record["id"] = f"{FIRST_LETTER.get(section.key, section.key[0])}{number}"
            for key in draw(st.permutations([*keys])):
                if key in required or draw(st.integers(0, 3)) == 0:
                    if key in SOUND and draw(st.booleans()):
                        record[key] = SOUND[key] + (str(number) if key != "country" else "")
                    elif key not in required or draw(st.integers(0, 9)):
                        record[key] = draw(keys[key])
            for figure in record.get("observations", ()):
                figure |= {key: record[key] for key in ("source",) if key in record}
            if len(record) > 1:
                records.append(record)
        if records:
            world[section.key] = records
    return world


def as_yaml(world: dict[str, list[dict[str, Any]]]) -> str:
    lines = []
    for section in SECTIONS:
        if section.key in world:
            lines.append(f"{section.key}:")
        for record in world.get(section.key, []):
            if section.listed:
                lines.append(f"  - {json.dumps(record)}")
            else:
                rest = {key: value for key, value in record.items() if key != "id"}
                lines.append(f"  {record['id']}: {json.dumps(rest)}")
    return "\n".join(lines) + "\n"
