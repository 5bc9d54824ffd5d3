"""Stretches of time in one text: ``1987–1995``, ``seit 1990``, ``1990年から1995年まで``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from citygraph.domain.dates import FORM, OPEN, parse_date
from citygraph.imports.values.dates import LONGEST, DateOrder, date, plain_date
from citygraph.imports.values.word_tables import rows_of

_SINCE = re.compile(
    r"(?:since|from|seit|ab|depuis|dès|à\spartir\sde|desde|a\spartir\sde|dal|sinds|vanaf|od|din|începând\scu|sedan|siden|fra|från|από|alates|kopš|nuo|с|з|від|починаючи\sз|منذ|من|自|从|從)"
    r"(?:\s|(?=\d))(?:dem\s|el\s|le\s)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:von|vom|de|del|du|da|dal|van)\s", re.IGNORECASE)
"""Before the start of a stretch whose end follows."""
_SINCE_AFTER = re.compile(
    r"\s?(?:年?起|年?以来|年?以來|年?から|년?부터"
    r"|['’]?d[ae]n\sberi|['’]?t[ae]n\sberi|onwards)$", re.IGNORECASE
)  # fmt: skip
_UNTIL = re.compile(
    r"(?:until|till|up\sto|bis|jusqu['’]en|jusqu['’]au|hasta|fino\sal|até|tot|t/m|до|по|حتى|إلى|至|到)(?:\s|(?=\d))",
    re.IGNORECASE,
)
_UNTIL_AFTER = re.compile(r"\s?(?:まで|까지|為止|为止)$")
_BETWEEN = re.compile(
    r"\s(?:to|until|till|bis|bis\szum|au|à|a|al|hasta|até|t/m|tot|do|до|по|إلى|حتى)\s|\s?-\s?|\s?~\s?|から|부터\s?|至|到|\s?/\s?",
    re.IGNORECASE,
)  # fmt: skip
_REST_OF_A_DAY = re.compile(r"(?:(?P<month>\d{1,2})[月월]\s?)?(?P<day>\d{1,2})[日号號일]", re.ASCII)
_SHORT_END = re.compile(r"(\d{2})(\d{2})[-/](\d{2})", re.ASCII)


def says_now(text: str) -> bool:
    """Whether a text in the place of an end says that there is none yet, or none at all.

    >>> says_now("Heden"), says_now("по настоящее время"), says_now("(incumbent)"), says_now("2010")
    (True, True, True, False)
    """
    return bool(_now_or_endless(text))


def goes_on(text: str) -> bool:
    """Whether a text in the place of an end or of a status, or the end of a stretch, says that it goes on now. What has
    no end yet may be anything.

    >>> goes_on("incumbent"), goes_on("2014 – heute"), goes_on("unbefristet"), goes_on("2014")
    (True, True, False, False)
    """
    return any(_now_or_endless(part) == "now" for part in (text, _BETWEEN.split(plain_date(text))[-1]))


def _now_or_endless(text: str) -> str:
    """What a text says of those two; empty if neither."""
    plain = " ".join(text.strip(" .()[]–—-").casefold().split())
    until = _UNTIL.match(plain)
    return _words_for_now().get(plain) or (_words_for_now().get(plain[until.end() :], "") if until else "")


@cache
def _words_for_now() -> dict[str, str]:
    rows = rows_of("words_for_now.csv")
    return {word.casefold().strip(" ."): row["says"] for row in rows for word in row["words"].split(";")}


def period(text: str, order: DateOrder | None = None) -> tuple[str, str]:
    """A stretch of time in one text → when it began and when it ended, each in EDTF: empty if the text does not say,
    ``..`` for an end if it says that it goes on.

    Raises:
        ValueError: if the text is no stretch of time. One date is none.

    >>> period("1987–1995"), period("seit 1990"), period("../1985"), period("May 1990 to present")
    (('1987', '1995'), ('1990', ''), ('', '1985'), ('1990-05', '..'))
    >>> period("令和5年10月29日~11月4日"), period("2024年5月12日~18日"), period("2024년 5월 12일 ~ 18일")
    (('2023-10-29', '2023-11-04'), ('2024-05-12', '2024-05-18'), ('2024-05-12', '2024-05-18'))
    """

    def day(part: str) -> str:
        found = date(part.strip(), order)
        if "/" in found:
            raise ValueError(f"{part!r} is a stretch of time")
        return found

    if len(text) > 2 * LONGEST:
        raise ValueError(f"{text[:LONGEST]!r} … is no stretch of time")
    plain = plain_date(text)
    if _is_date(plain, order):
        raise ValueError(f"{text!r} is one date, no stretch of time")
    start, slash, end = plain.partition("/")
    if slash and start.strip() in ("", OPEN):
        return "", day(end)
    if slash and end.strip() in ("", OPEN) and FORM.fullmatch(start.strip()):
        return day(start), end.strip()
    if short := _SHORT_END.fullmatch(plain):
        if int(short[3]) <= int(short[2]):
            raise ValueError(f"{text!r} is no stretch of time whose end is certain; write both years")
        return short[1] + short[2], short[1] + short[3]
    found = set()
    for cut in _BETWEEN.finditer(plain):
        try:
            found.add(_both(plain[: cut.start()], plain[cut.end() :], day))
        except ValueError as error:
            if str(error).startswith("there is no time"):
                raise
    if len(found) == 1:
        return found.pop()
    for one, side in ((_SINCE, 0), (_UNTIL, 1)):
        rest = plain[found_word.end() :] if (found_word := one.match(plain)) else ""
        after = (_SINCE_AFTER, _UNTIL_AFTER)[side].search(plain)
        rest = rest or (plain[: after.start()] if after else "")
        if rest:
            rest += "年" if after and after[0].startswith("年") else "년" if after and after[0].startswith("년") else ""
            return (day(rest), "") if side == 0 else ("", day(rest))
    raise ValueError(f"{text!r} is no stretch of time; write 1987/1995")


def _is_date(plain: str, order: DateOrder | None) -> bool:
    try:
        return "/" not in date(plain, order)
    except ValueError:
        return False


def _both(start: str, end: str, day: Callable[[str], str]) -> tuple[str, str]:
    """The two ends of a stretch. What the start leaves out, its end says: ``12–15 May 1990``. Where the year goes
    first, it is the other way round: ``2023年2月5日~9日``."""
    start, end = start.strip(), end.strip()
    if before := _SINCE.match(start) or _FROM.match(start):
        start = start[before.end() :]
    if not end or says_now(end):
        return day(start), OPEN if end else ""
    if (rest := _REST_OF_A_DAY.fullmatch(end)) and re.fullmatch(r"\d{4}-\d\d-\d\d", whole := day(start)):
        end = f"{whole[:4]}-{(rest['month'] or whole[5:7]).zfill(2)}-{rest['day'].zfill(2)}"
    last = day(_UNTIL_AFTER.sub("", end))
    try:
        first = day(start)
    except ValueError:
        if re.fullmatch(r"\d{1,2}\.?", start) and re.fullmatch(r"\d{4}-\d\d-\d\d", last):
            first = day(f"{last[:8]}{start.rstrip('.').zfill(2)}")
        elif re.search(r"[^\W\d_]", start):
            first = day(f"{start} {last[:4]}")
        else:
            raise
    if parse_date(last).latest < parse_date(first).earliest:
        raise ValueError(f"there is no time from {first} to {last}: the end lies before the start")
    return first, last
