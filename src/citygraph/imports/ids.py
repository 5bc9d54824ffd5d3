"""Ids for things without one: readable, and the same at the next import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import count

from citygraph.domain.names import slug
from citygraph.imports.entities import Entity

_HAN = re.compile("[\u3400-\u9fff]")


def assign_ids(things: Iterable[Entity], is_taken: Callable[[str], bool]) -> str:
    """Give each thing an id made from its name. If several things share the id, or another record has it, add the
    country. If that is not enough, add the region, or the place of an official's post, then an identifier:
    ``london-ca``, ``springfield-us-ohio``, ``columbus-us-q16567``. The last resort is a number.

    A name of another script goes letter by letter, unless an English one is beside it. The result is a sentence about
    those, since such a spelling may be none that anybody uses: 東京 becomes ``dongjing``."""
    nameless = list(things)
    transliterated = [thing for thing in nameless if not thing.wish and not _is_latin(_usual_name(thing))]
    given: set[str] = set()

    def is_free(id: str) -> bool:
        return id != "" and id not in given and not is_taken(id)

    for spelled in (_by_name, _by_country, _by_region, _by_identifier):
        sharing: dict[str, list[Entity]] = {}
        for thing in nameless:
            sharing.setdefault(spelled(thing), []).append(thing)
        nameless = []
        for id, those in sharing.items():
            if len(those) == 1 and is_free(id):
                those[0].id = id
                given.add(id)
            else:
                nameless += those
    for thing in nameless:
        stem = _by_country(thing) or thing.type
        thing.id = next(id for number in count(2) if is_free(id := f"{stem}-{number}"))
        given.add(thing.id)
    if not transliterated:
        return ""
    number, first = len(transliterated), transliterated[0]
    which = "1 id spells a name of another script" if number == 1 else f"{number:,} ids spell names of other scripts"
    read = ", Chinese characters as in Mandarin" if any(_HAN.search(thing.name) for thing in transliterated) else ""
    return (
        f"{which} letter by letter{read}, as {first.name} → {first.id}; a column of ids or of English names gives "
        "others: --map id=COLUMN, --map names.en=COLUMN"
    )


def _usual_name(thing: Entity) -> str:
    """The name of a thing; the English one, if the name is in another script."""
    english = thing.facts.get("names.en", "")
    return english if english and not _is_latin(thing.name) else thing.name


def _is_latin(text: str) -> bool:
    return text.isascii() or all("LATIN" in unicodedata.name(sign, "") for sign in text if sign.isalpha())


def _by_name(thing: Entity) -> str:
    return slug(thing.wish or _usual_name(thing))


def _by_country(thing: Entity) -> str:
    return "-".join(filter(None, (_by_name(thing), slug(thing.country_name))))


def _by_region(thing: Entity) -> str:
    post = thing.posts_at[0].settled.name if thing.posts_at else ""
    return "-".join(filter(None, (_by_country(thing), slug(thing.region or post))))


def _by_identifier(thing: Entity) -> str:
    identifiers = thing.identifiers
    scheme = "wikidata" if "wikidata" in identifiers else min(identifiers, default="")
    return "-".join(filter(None, (_by_country(thing), slug(identifiers.get(scheme, "")))))
