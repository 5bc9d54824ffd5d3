"""JSON that has names where others have objects: lists by name (``{"Lyon": ["Milan", "Leipzig"]}``), and partners by
name (``{"twins": {"Mulhouse": 1965}}``)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from citygraph.domain.country_names import meanings
from citygraph.domain.names import visible
from citygraph.imports.asking import Question, Reading
from citygraph.imports.json_text import WrittenNumber

if TYPE_CHECKING:
    from citygraph.imports.columns.header_concepts import Meaning

NAME, LISTED = "key", "values"
"""The columns for the name of a list, and for what stands in it. What stands beside an entry is ``values.country``."""
NO_TIE = f"{LISTED}.none"
"""The column for entries of which the file says that there is no tie: 0 stands beside them."""
OUTER = "group"
"""The column for the name of the object that has the list."""
_YEAR = re.compile(r"1\d{3}|20\d\d|2100", re.ASCII)
_DATED = re.compile(r"https?://\S+|v?[\d.]+|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ].*)?", re.ASCII)
"""What stands beside the lists and is none of a name: an address, a day, a version."""
_SHOWN = 3
_MOSTLY = 0.8
_ABOUT_THE_FILE = {"meta", "metadata", "info", "about", "head", "header"}
_OF_A_FILE = ("as_of", "on", "source", "notes", "by")
_LONGEST_PAIR = 4


def rows_of_lists(value: Any, about_the_file: set[str], left_out: list[str]) -> list[dict[str, Any]]:
    """A row for each list, or each entry, in an object whose keys are names, also inside other objects; empty if there
    is no such object. Keys ``about_the_file`` are no names; ``left_out`` gets those that are there. Lists of one length
    are the columns of a table, unless their keys look like names of places."""
    found = _joined(value)
    beside: list[str] = []
    while isinstance(found, dict):
        kept = {key: one for key, one in found.items() if not _is_about_the_file(key, one, about_the_file)}
        beside += [key for key in found if key not in kept]
        if rows := _by_group(kept) or _by_name(kept):
            left_out += beside
            return rows
        found = next(iter(kept.values())) if len(kept) == 1 else None
    return []


def rows_by_key(value: Any) -> list[dict[str, Any]]:
    """The objects of all lists in an object, if all are of one sort and its keys are years or countries: a row for each
    with its key. Empty if it is no such object."""
    if not isinstance(value, dict) or len(value) < 2:
        return []
    objects = [(key, one) for key, inner in value.items() if isinstance(inner, list) for one in inner]
    if not objects or not all(isinstance(inner, list) for inner in value.values()):
        return []
    if not all(isinstance(one, dict) for _, one in objects):
        return []
    years = all(map(_YEAR.fullmatch, value))
    if not years and sum(bool(meanings(key)) for key in value) < _MOSTLY * len(value):
        return []
    name = "year" if years else "country"
    if any(name in one for _, one in objects):
        name = NAME
    return [{name: key, **one} for key, one in objects]


def _joined(value: Any) -> Any:
    """A list of objects of one key, or of pairs of a name and a list, as one object."""
    if not isinstance(value, list) or len(value) < 2:
        return value
    if all(isinstance(one, dict) and len(one) == 1 for one in value):
        pairs = [next(iter(one.items())) for one in value]
    elif all(isinstance(one, list) and len(one) == 2 and _is_text(one[0]) for one in value):
        pairs = [(one[0], one[1]) for one in value]
    else:
        return value
    joined = dict(pairs)
    is_one = len(joined) == len(value) and all(isinstance(one, list | dict) for one in joined.values())
    return joined if is_one else value


def _is_about_the_file(key: str, value: Any, known: set[str]) -> bool:
    word = key.strip("_@$").casefold()
    if isinstance(value, dict):
        return word in _ABOUT_THE_FILE and not any(isinstance(one, list | dict) for one in value.values())
    if isinstance(value, list):
        return False
    meaning = _meaning_of(key)
    is_known = word in known or (meaning is not None and meaning.attribute in _OF_A_FILE)
    return is_known or (isinstance(value, str) and _DATED.fullmatch(value.strip()) is not None)


def _by_group(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of lists by name that stand in groups: by country, and then by city."""
    if not value or not all(isinstance(one, dict) for one in value.values()):
        return []
    if len(value) == 1 and not _are_countries(list(value)):
        return []
    if any(_is_a_header(key) for one in value.values() for key in one):
        return []
    groups = {name: _by_name(one, of_names=True) or _lists_in(one) for name, one in value.items()}
    return [{OUTER: name, **row} for name, rows in groups.items() for row in rows] if all(groups.values()) else []


def _by_name(value: Mapping[str, Any], *, of_names: bool = False) -> list[dict[str, Any]]:
    """The rows of an object whose keys are names. ``of_names`` says that they have to be those of places."""
    inner = list(value.values())
    if rows := _lists_in(value):
        is_of_columns = len({len(one) for one in inner}) == 1
        may_be = not (is_of_columns or of_names) or _are_places(list(value))
        return rows if may_be or (not of_names and _list_places(value)) else []
    if value and all(map(_is_text, inner)):  # `{"Tartu": "Uppsala"}`
        is_of_places = len(value) > 1 and _are_places(list(value)) and _are_places(inner)
        return [{NAME: name, LISTED: one} for name, one in value.items()] if is_of_places else []
    if not value or not all(isinstance(one, list | dict) or one in (None, "") for one in inner):
        return []
    if len(inner) > 1 and all(isinstance(one, dict) for one in inner) and len({frozenset(one) for one in inner}) == 1:
        return []  # a table of objects
    if not _are_places(list(value)):
        return []
    rows = []
    for name, one in value.items():
        entries = list(_entries(one))
        if None in entries:
            return []
        rows += [{NAME: name, **entry} for entry in entries if entry is not None] or [{NAME: name}]
    rows = _without_zeros(rows, inner)
    return rows if any(LISTED in row or NO_TIE in row for row in rows) else []


def _without_zeros(rows: list[dict[str, Any]], inner: list[Any]) -> list[dict[str, Any]]:
    """The rows, without the entries beside which stands 0, as in a matrix; and where figures stand beside the others,
    also without those beside which stands nothing. They are kept under :data:`NO_TIE`, which is told as unread."""
    figure = f"{LISTED}.value"
    zeros = {id(row) for row in rows if str(row.get(figure, "")) in _ZEROS}
    if any(figure in row for row in rows) and all(isinstance(one, dict) for one in inner):
        zeros |= {id(row) for row in rows if LISTED in row and row.keys() <= {NAME, LISTED}}
    return [{NAME: row[NAME], NO_TIE: row[LISTED]} if id(row) in zeros else row for row in rows]


_ZEROS = ("0", "0.0", "False")


def _list_places(value: Mapping[str, Any]) -> bool:
    """True if keys that look like names, and like no headers, have lists of places: networks with their members."""
    return all(map(_may_be_a_name, value)) and _are_places([text for inner in value.values() for text in inner])


def _lists_in(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    inner = list(value.values())
    if not all(isinstance(one, list) for one in inner):
        return []
    texts = [text for one in inner for text in one]
    if not texts or not all(map(_is_text, texts)):
        return []
    return [{NAME: name, LISTED: texts} for name, texts in value.items()]


def _entries(value: Any) -> Iterator[dict[str, Any] | None]:
    """The entries under a name, each with what stands beside it; None for what is no entry."""
    if isinstance(value, dict):
        if not all(map(_may_be_a_name, value)) or not _are_places(list(value)):
            yield None
            return
        yield from (_beside(partner, one) for partner, one in value.items())
        return
    for one in value or ():
        if _is_text(one):
            yield {LISTED: one}
        elif isinstance(one, dict) and (name := _name_among(one)):
            yield _beside(one[name], {key: fact for key, fact in one.items() if key != name})
        elif isinstance(one, list) and 0 < len(one) <= _LONGEST_PAIR and _is_text(one[0]):
            yield _beside(one[0], _by_sort(one[1:]))
        else:
            yield None


def _by_sort(texts: list[Any]) -> dict[str, Any]:
    """What stands behind a name in a list of its own: a year, a country, or the text of a place in the list."""
    facts: dict[str, Any] = {}
    for number, text in enumerate(texts, 2):
        sort = "year" if _YEAR.fullmatch(str(text)) else "country" if _is_text(text) and meanings(text) else ""
        facts[sort if sort and sort not in facts else str(number)] = text
    return facts


def _beside(partner: str, beside: Any) -> dict[str, Any] | None:
    if isinstance(beside, dict):
        return {LISTED: partner, **{f"{LISTED}.{key}": one for key, one in beside.items()}}
    if isinstance(beside, list):
        return None
    if beside in (None, "", True):
        return {LISTED: partner}
    return {LISTED: partner, f"{LISTED}.{'year' if _YEAR.fullmatch(str(beside)) else 'value'}": beside}


def _name_among(one: Mapping[str, Any]) -> str:
    """The key of an object that has its name; empty if there is none."""
    for key, text in one.items():
        meaning = _meaning_of(key) if _is_text(text) else None
        if meaning and (meaning.attribute == "name" or (not meaning.attribute and meaning.thing in ("", "city"))):
            return key
    return ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, WrittenNumber) and bool(value.strip())


def _are_countries(names: list[str]) -> bool:
    return sum(bool(meanings(name)) for name in names) >= _MOSTLY * len(names)


def _are_places(names: list[str]) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # only such files need it
    from citygraph.imports.columns.survey import bare_name

    places = sum(bool(meanings(name)) or is_a_name(bare_name(name)) for name in names)
    return places >= _MOSTLY * len(names) and not any(map(_is_a_header, names))


def _is_a_header(name: str) -> bool:
    return _meaning_of(name) is not None


def _meaning_of(key: str) -> Meaning | None:
    from citygraph.imports.columns.headers import meaning_of  # only such files need it

    return meaning_of(key)


def without_ties(rows: list[dict[str, Any]]) -> list[str]:
    """The first pairs of names beside which 0 or nothing stands, if no row has others."""
    pairs = [f"{row[NAME]} – {row[NO_TIE]}" for row in rows if NO_TIE in row]
    return pairs[:_SHOWN] if not any(LISTED in row for row in rows) else []


def what_lists_are(where: str, rows: list[dict[str, Any]]) -> Question:
    """The question of what the names are whose lists these are."""
    entries = [(row[NAME], row[LISTED] if isinstance(row[LISTED], str) else row[LISTED][0])
               for row in rows if row.get(LISTED)]  # fmt: skip
    shown = entries[:_SHOWN]
    both = f"--map from.name={NAME} --map to.name={LISTED}"
    group = f" --map from.country={OUTER}" if OUTER in rows[0] and _are_countries([row[OUTER] for row in rows]) else ""
    facts = "".join(_options_of_facts(rows))
    ties = Reading("twin towns of each name", f"{both}{group}{facts} --kind sister-city",
                   tuple(f"{name} → {one}" for name, one in shown))  # fmt: skip
    other = Reading("ties of another kind", f"{both}{group}{facts} --kind KIND", ties.samples)
    if kinds := _columns_of_kinds(rows):
        says = f"ties whose kind is in `{kinds[0]}`"
        samples = tuple(f"{row[NAME]} → {row[LISTED]}: {row.get(kinds[0], '')}" for row in rows if row.get(LISTED))
        option = f"{both}{group}{facts} --map kind={shlex.quote(kinds[0])}"
        ties, other = Reading(says, option, samples[:_SHOWN]), ties
    since = "".join(option for option in _options_of_facts(rows) if " since=" in option)
    members = Reading(
        "members of each name", f"--map from.name={LISTED} --map to.name={NAME} --set to.type=organization{since} "
        "--kind member-of", tuple(f"{one} → {name}" for name, one in shown),
    )  # fmt: skip
    inside = tuple(f"{one}, in {name}" for name, one in shown)
    split = "" if not any(isinstance(row.get(LISTED), list) for row in rows) else f" --split '{LISTED}=;'"
    cities = Reading("cities in each country", f"--map country={NAME} --map name={LISTED}{split}", inside)
    regions = Reading("cities in each region", f"--map region={NAME} --map name={LISTED}{split}", inside)
    if _are_countries([name for name, _ in entries]):
        readings = (cities, members, ties, other)
    elif _are_countries([one for _, one in entries]):
        lies_in = Reading("the country of each city", f"--map name={NAME} --map country={LISTED}",
                          tuple(f"{name}, in {one}" for name, one in shown))  # fmt: skip
        readings = (lies_in, ties, other, members)
    elif not _are_places([name for name, _ in entries]):
        readings = (members, ties, other, regions)
    elif not _are_places([one for _, one in entries]):
        member_of = Reading("what each name is a member of",
                            f"{both}{group} --set to.type=organization{since} --kind member-of",
                            ties.samples)  # fmt: skip
        readings = (ties, member_of, other, members)
    else:
        readings = (ties, other, members, regions)
    first, text = shown[0]
    what = f"it has lists by name, as `{visible(first)}: [{visible(text)}, …]`: what do they list?"
    if without := [f"{row[NAME]} – {row[NO_TIE]}" for row in rows if NO_TIE in row]:
        what += f" (0 or nothing stands beside {', '.join(map(visible, without[:_SHOWN]))}: no tie)"
    return Question(where, what, readings)


def _options_of_facts(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The options that map what stands beside the entries, as far as its keys say what it is."""
    taken: set[str] = set()
    for column in dict.fromkeys(column for row in rows for column in row if column.startswith(f"{LISTED}.")):
        meaning = _meaning_of(column.removeprefix(f"{LISTED}."))
        what = meaning.attribute or meaning.thing if meaning else ""
        target = {"year": "since", "on": "since", "country": "to.country", "region": "to.region"}.get(what, "")
        target = what if what in ("since", "until", "status", "notes") else target
        if target and target not in taken:
            taken.add(target)
            yield f" --map {target}={shlex.quote(column)}"


def _columns_of_kinds(rows: list[dict[str, Any]]) -> list[str]:
    """The columns beside the entries that say of what sort a tie is: ``values.type``."""
    columns = dict.fromkeys(column for row in rows for column in row if column.startswith(f"{LISTED}."))
    meanings = {column: _meaning_of(column.removeprefix(f"{LISTED}.")) for column in columns}
    return [column for column, one in meanings.items() if one and one.attribute in ("type", "kind")]


class WholeRow(dict[str, Any]):
    """The columns of a row, by their whole names."""


def partners_by_name(name: str, value: Mapping[str, Any]) -> list[WholeRow]:
    """The partners in an object under a key such as ``twins``, whose own keys are their names: a row for each, with
    what stands beside the name. Empty if it is no such object.

    >>> partners_by_name("twins", {"Mulhouse": 1965, "Nancy": 1970})
    [{'twins': 'Mulhouse', 'twins.year': 1965}, {'twins': 'Nancy', 'twins.year': 1970}]
    """
    if not value or not all(map(_may_be_a_name, value)) or not _tells_of_partners(name):
        return []
    rows: list[WholeRow] = []
    are_years = all(_YEAR.fullmatch(str(one)) for one in value.values() if one not in (None, ""))
    for partner, beside in value.items():
        if isinstance(beside, list):
            return []
        if isinstance(beside, dict):
            rows.append(WholeRow({name: partner, **{f"{name}.{key}": one for key, one in beside.items()}}))
        else:
            rows.append(WholeRow({name: partner, f"{name}.{'year' if are_years else 'value'}": beside}))
    return rows


def partners_in_lists(name: str, value: list[Any]) -> list[WholeRow]:
    """The partners in lists of their own under a key such as ``twins``, each with what stands behind its name; empty if
    there are none.

    >>> partners_in_lists("twins", [["Sibiu", "RO", "1990"]])
    [{'twins': 'Sibiu', 'twins.country': 'RO', 'twins.year': '1990'}]
    """
    if not all(isinstance(one, list) and 0 < len(one) <= _LONGEST_PAIR and _is_text(one[0]) for one in value):
        return []
    if not value or not _tells_of_partners(name):
        return []
    return [
        WholeRow({name: one[0], **{f"{name}.{key}": fact for key, fact in _by_sort(one[1:]).items()}}) for one in value
    ]


def _may_be_a_name(key: str) -> bool:
    return key[:1].isalpha() and not key[0].islower() and not _is_a_header(key)


def _tells_of_partners(key: str) -> bool:
    from citygraph.imports.columns.partnership_words import tells_of_ties

    return tells_of_ties(key)
