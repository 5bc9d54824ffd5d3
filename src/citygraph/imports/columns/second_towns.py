"""A second column of towns in a table of places, whose header nobody knows: ``Town, Overseas link, Country``.

GeoNames is the witness. What the second towns are, it does not say: partners, older names, what lies around them. So it
is asked, whatever the header.
"""

from __future__ import annotations

import shlex
from collections import Counter
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import PLACES
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.headerless import has_words, pair_of_ends
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey, bare_name
from citygraph.imports.values.cell_lists import sign_between, texts_in
from citygraph.imports.values.names import outside_brackets

_MOSTLY = 0.6
"""The share of known towns that is no accident: villages are not in GeoNames."""
_ENOUGH = 3
_SAME = 0.5
_MANY = 0.5
"""The share of different texts in a column of names: fewer are sorts of things."""
_LOOKED_AT = 60


def ask_about_second_towns(draft: Draft) -> Question | None:
    """The question what the towns of a second column are; None if there is none, if they are the same towns, or if the
    user has said which column names the place of each row."""
    named = [one.column for one in draft.claims if one.inner == "name" and not one.side and one.thing in ("", *PLACES)]
    found = [name for name in draft.found.get("name", ()) if name in draft.columns]
    if "name" in draft.said.map or not (first := (found or named)[:1]):
        return None
    known = {claim.column for claim in draft.claims}
    free = [column for name, column in draft.columns.items()
            if name not in (*draft.uses, *known, *first) and _may_name_places(name)]  # fmt: skip
    for column in free:
        if holds_towns(column) and not _are_the_same(draft, first[0], column.name):
            why = f"`{first[0]}` and `{column.name}` both have towns that GeoNames knows"
            return _question(draft, first[0], column, why)
    if several := _in_several_countries(draft, first[0]):
        for column in free:
            if column.sort == "texts" and has_words(column) and len(column.texts) > _MANY * column.filled:
                return _question(draft, first[0], column, several)
    return None


def _in_several_countries(draft: Draft, first: str) -> str:
    """What is said if places would lie in several countries each: these are those of another column."""
    of = [one.column for one in draft.claims if one.inner == "country" and not one.side]
    if len(of) != 1 or of[0] in draft.uses:
        return ""
    countries: dict[str, dict[str, None]] = {}
    rows: Counter[str] = Counter()
    for row in islice(draft.job.rows(), LOOKED_AT):
        if (name := row.get(first, "")) and (country := row.get(of[0], "")):
            countries.setdefault(name, {})[country] = None
            rows[name] += 1
    again = [name for name in rows if rows[name] > 1]
    several = [name for name in again if len(countries[name]) > 1]
    if not several or len(several) < _SAME * len(again):
        return ""
    return f"`{first}` has names that stand beside several countries ({several[0]}: {', '.join(countries[several[0]])})"


def holds_towns(column: ColumnSurvey) -> bool:
    """True if most texts of a column are towns that GeoNames knows, or lists of such towns."""
    names = [bare_name(part) for text in column.sample for part in _parts(text) if part][:_LOOKED_AT]
    if column.sort != "texts" or len(set(names)) < _ENOUGH or seems(column) == "official":
        return False
    from citygraph.domain.gazetteer import is_a_name  # few tables have such a column

    towns = sum(len(name) > 1 and name[0].isalpha() and not name[0].islower() and is_a_name(name) for name in names)
    return towns >= max(_ENOUGH, _MOSTLY * len(names))


def _parts(text: str) -> list[str]:
    sign = sign_between(text)
    if not sign and len(both := outside_brackets(text, ",")) > 1:
        return [part.strip() for part in both[:1]]  # `Lyon, France`
    return texts_in(text, sign) if sign else [text]


def _may_name_places(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is None or (meaning.thing in PLACES and meaning.is_of_names)


def _are_the_same(draft: Draft, first: str, second: str) -> bool:
    """True if the towns of both columns are mostly the same: older names, names in another language."""
    from citygraph.domain.gazetteer import places_called

    pairs = [(row.get(first, ""), row.get(second, "")) for row in islice(draft.job.rows(), _LOOKED_AT)]
    places = [
        [{place.geonames for place in places_called(bare_name(name))} for name in pair]
        for pair in dict.fromkeys(pairs) if all(pair)
    ]  # fmt: skip
    both = [(one, other) for one, other in places if one and other]
    return sum(bool(one & other) for one, other in both) > _SAME * len(both)


def _question(draft: Draft, first: str, second: ColumnSurvey, why: str) -> Question:
    name, rows = shlex.quote(second.name), draft.job.survey.first[:SHOWN]
    samples = tuple(f"{row.get(first, '')}, {row.get(second.name, '')}" for row in rows)
    readings = (
        pair_of_ends(draft.columns[first], second, of=rows)._replace(says="ties between both"),
        Reading("larger places in which they lie", f"--map region={name}", samples),
        Reading("other names of them", f"--map aliases={name}",
                tuple(f"{row.get(first, '')} = {row.get(second.name, '')}" for row in rows)),
        Reading("remarks", f"--map notes={name}", tuple(row.get(first, "") for row in rows)),
    )  # fmt: skip
    return Question(draft.job.where, f"{why}: what does `{second.name}` have?", readings)
