"""A cell that holds a list, as people write it: with signs or words between its texts, bullets, numbers, or lines."""

from __future__ import annotations

import re

from citygraph.imports.values import names
from citygraph.imports.values.joined_names import are_towns, has_and, perhaps_several, towns_in
from citygraph.imports.values.several import BETWEEN, Several

LINE, AND, NUMBERS = "line", "and", "1."
"""What the user says between texts that stand in lines of their own, that have a word for *and* before the last, or
that are numbered."""
DOT = "・"
SIGNS = (";", "；", "؛", LINE, "|", "、", "•", "/", ",", "，", "،", "+", " - ", " – ", " — ", DOT, NUMBERS, AND)
"""What may stand between the texts of a list, the clearest first."""
TOGETHER = frozenset(";；؛|、•/,，،+")
"""Signs of which several may stand between the texts of one list: ``,;`` means each of the two."""
_WITH_WORDS = re.compile(r"(?:[^・]{1,20}[市町村区郡州県省府]・)+[^・]{1,20}[市町村区郡州県省府]")
"""Names of which each has the word for what it is, as no part of one name has: the dot stands within names, too."""
_NO_COMMAS = ("/", " - ", " – ", " — ")
_LINE_BREAK = re.compile(r"\r?\n|<br\s*/?>", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•·‣◦▪*–—-]\s+(?=\S)")
_NUMBER = re.compile(r"(?:^|(?<=[\s,;]))(\d{1,2})[.)]\s+(?=[^\W\d])")


def texts_in(cell: str, sign: str) -> list[str]:
    r"""The texts of a list in a cell. An empty place within keeps its place, since the cells of another column may
    stand beside it; bullets and numbers before each text are taken off.

    >>> texts_in("• Turku\n• Alta", LINE), texts_in("Lyon, Nice et Metz", AND), texts_in("1. Ulm 2. Kiel", NUMBERS)
    (['Turku', 'Alta'], ['Lyon', 'Nice', 'Metz'], ['Ulm', 'Kiel'])
    >>> texts_in("Lyon (F, 1958), Lille; Metz", ",;")
    ['Lyon (F, 1958)', 'Lille', 'Metz']
    """
    if isinstance(cell, Several) and sign == BETWEEN:
        return list(cell.parts)
    if sign == NUMBERS:
        parts = _numbered(cell)
    elif sign == AND:
        lines = _LINE_BREAK.split(cell)
        parts = [part for line in lines for part in perhaps_several(line) or towns_in(line) or line.split(",")]
    elif sign == LINE:
        parts = _LINE_BREAK.split(cell)
    elif len(sign) > 1 and TOGETHER.issuperset(sign):
        parts = [cell]
        for one in sign:
            parts = [part for whole in parts for part in names.outside_brackets(whole, one)]
    else:
        parts = names.outside_brackets(cell, sign)
    parts = [part.strip() for part in parts]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) > 1 and not parts[0] and sign == "•":
        parts = parts[1:]
    return (_without_marks(parts) if len(parts) > 1 else parts) or [""]


def _numbered(cell: str) -> list[str]:
    """The texts behind the numbers 1, 2, … in a cell; the whole cell if it has no such numbers."""
    numbers = list(_NUMBER.finditer(cell))
    is_list = len(numbers) > 1 and [int(one[1]) for one in numbers] == list(range(1, len(numbers) + 1))
    if not is_list or cell[: numbers[0].start()].strip():
        return [cell]
    ends = [one.start() for one in numbers[1:]] + [len(cell)]
    return [cell[one.end() : end].strip(" \t\r\n,;") for one, end in zip(numbers, ends, strict=True)]


def _without_marks(parts: list[str]) -> list[str]:
    if all(map(_BULLET.match, parts)):
        return [_BULLET.sub("", part, count=1) for part in parts]
    numbers = list(map(_NUMBER.match, parts))
    if all(one and int(one[1]) == place for place, one in enumerate(numbers, 1)):
        return [_NUMBER.sub("", part, count=1) for part in parts]
    return parts


def sign_between(cell: str) -> str:
    """The sign between several names in a cell, as :func:`citygraph.imports.values.names.looks_like_several` sees it,
    and also line breaks of HTML and numbers; empty if it looks like one name.

    >>> sign_between("Sibiu<br>Jinotega"), sign_between("1. Ulm 2. Kiel"), sign_between("Lyon; Nice")
    ('line', '1.', ';')
    >>> sign_between("フランクフルト市・リヨン市"), sign_between("リオ・デ・ジャネイロ市")
    ('・', '')
    """
    if len(_LINE_BREAK.split(cell)) > 1 and all(part.strip() for part in _LINE_BREAK.split(cell.strip())):
        return LINE
    if sign := names.looks_like_several(cell):
        return LINE if sign == "\n" else sign
    if _WITH_WORDS.fullmatch(cell):
        return DOT
    return NUMBERS if len(_numbered(cell)) > 1 else ""


def signs_between_years(cell: str) -> list[str]:
    """The signs behind the years in brackets of several names in a cell, in the order of the cell.

    >>> signs_between_years("Lyon (1958), Metz (1957); Lille (1960)"), signs_between_years("Lyon (1958), France")
    ([',', ';'], [])
    """
    return list(dict.fromkeys(_BEHIND_YEAR.findall(cell))) if names.years_within(cell) > 1 else []


_BEHIND_YEAR = re.compile(rf"\d[^()（）\[\]]*[)）\]]\s*([{re.escape(''.join(sorted(TOGETHER)))}])")


def between_towns(cell: str) -> str:
    """The sign between two towns in a cell, or ``and``, if GeoNames knows both, and not the whole; else empty.

    >>> between_towns("Jönköping/Karlstad"), between_towns("Bonn – Ulm"), between_towns("Brno a Plzeň")
    ('/', ' – ', 'and')
    >>> between_towns("Biel/Bienne"), between_towns("Lyon")
    ('', '')
    """
    parts = towns_in(cell)
    if not parts or not are_towns(parts, cell):
        return ""
    return next((sign for sign in _NO_COMMAS if texts_in(cell, sign) == parts), AND)


def and_between(cell: str) -> str:
    """``and`` if a word for *and*, or a plus, stands between names of which GeoNames knows most; else empty.

    >>> and_between("Uppsala and Turku"), and_between("Brighton and Hove Albion"), and_between("Lyon")
    ('and', '', '')
    """
    parts = perhaps_several(cell)
    if len(parts) < 2 or not has_and(cell):
        return ""
    from citygraph.domain.gazetteer import is_a_name  # only such cells need it

    known = sum(map(is_a_name, map(names.bare, parts)))
    return AND if known * 2 > len(parts) and not is_a_name(cell) else ""
