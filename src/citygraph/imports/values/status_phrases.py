"""What a few words beside a name say of the tie: ``Porirua (former)``, ``Västerås, beendet 2010``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.months import key, months_by_name
from citygraph.domain.tie_rules import Stage, by_status
from citygraph.imports.values.footnote_marks import without_mark
from citygraph.imports.values.none_words import is_undecided, without_words_around
from citygraph.imports.values.status_clauses import status_clause
from citygraph.imports.values.status_stems import leaves_open, status_within
from citygraph.imports.values.statuses import status_of


class StatusPhrase(NamedTuple):
    """A ``status`` (empty if the words only say since when or until when the tie stands), and the texts of the dates
    ``when`` and ``until``, the last one (empty if there are none)."""

    status: str
    when: str = ""
    until: str = ""


_SINCE_WORDS = (
    "since", "from", "as of", "starting", "seit", "ab", "depuis", "depuis le", "dès", "desde", "desde el", "dal",
    "sinds", "vanaf", "od", "od roku", "с", "з", "від", "från", "sedan", "siden", "fra", "alkaen", "vuodesta", "din",
    "από", "от", "منذ", "מאז", "自", "从", "從", "より", "kopš", "nuo",
)  # fmt: skip
_UNTIL_WORDS = (
    "until", "till", "up to", "through", "until the end of", "bis", "bis zum", "bis Ende", "jusqu'en", "jusqu'au",
    "jusqu'à", "jusque", "hasta", "hasta el", "até", "até ao", "fino al", "fino a", "sino al", "tot", "tot en met",
    "t/m", "do", "do roku", "do r.", "до", "по", "до року", "до г.", "till och med", "t.o.m.", "til", "indtil",
    "fram til", "asti", "până în", "până la", "έως", "μέχρι", "έως το", "μέχρι το", "fins a", "fins al", "fins el",
    "kuni", "līdz", "iki", "حتى", "עד", "至", "到", "đến", "hingga", "sampai",
)  # fmt: skip
_UNTIL_BEHIND = (
    "まで", "年まで", "까지", "년까지", "止", "年止", "為止", "为止", "saakka", "asti", "-ig", "e kadar",
    "yılına kadar", "kadar", "fram till",
)  # fmt: skip
_BESIDE_DATES = (
    *_SINCE_WORDS, "in", "on", "by", "for", "until", "im Jahr", "im Jahre", "im", "am", "bis", "zum", "per", "en", "le",
    "au", "pour", "jusqu'en", "para", "hasta", "em", "até", "nel", "il", "fino al", "w", "w roku", "roku", "rok", "r",
    "v", "v roce", "v roku", "do", "на", "в", "во", "у", "до", "году", "год", "г", "року", "рік", "р", "år", "i", "den",
    "vuonna", "în", "anul", "το", "yılında", "yılı", "في", "عام", "سنة", "ב", "שנת", "年", "년", "година", "u",
    "godine", "god", "leta", "year", "jahr", "ban", "ben",
)  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}-\d\d(?:-\d\d)?|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}|\d{1,2}[./]\d{4}|(?:1[89]|20)\d\d(?:年|년)?)(?!\d)",
    re.ASCII,
)
_LONGEST = 60
_SIGNS_AROUND = " .:;,()[]–—-（）：；，"
_GOES_ON = frozenset("~～〜")
"""Behind a year in East Asia, since when something is so: ``교류 중단(2022~)``. Elsewhere it may say *about*."""


def _one_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


_SINCE, _BESIDE, _UNTIL, _BEHIND_LAST = map(_one_of, (_SINCE_WORDS, _BESIDE_DATES, _UNTIL_WORDS, _UNTIL_BEHIND))
_STRETCH = re.compile(
    rf"(?:(?:{'|'.join(map(re.escape, _SINCE_WORDS))}|von|de|du|del|van|da)\s)?({_DATE.pattern})"
    r"\s*(?:[–—-]|\s(?:to|until|till|bis|à|au|en|al|a|até|hasta|tot|do|до|по|til|till)\s)\s*"
    rf"({_DATE.pattern})",
    re.IGNORECASE | re.ASCII,
)
_ONCE = frozenset((
    "was", "war", "était", "formerly", "previously", "once", "ehemals", "früher", "vormals", "anciennement",
    "autrefois", "anteriormente", "antes", "antiguamente", "precedentemente", "voorheen", "vroeger", "tidigare",
    "tidligere", "aiemmin", "dawniej", "wcześniej", "dříve", "predtým", "korábban", "ranije", "prej", "ранее", "раніше",
    "по-рано", "πρώην", "eskiden",
))  # fmt: skip
"""Before a name: the tie was."""


@lru_cache(maxsize=1 << 13)
def status_phrase(text: str) -> StatusPhrase | None:
    """What a text says, if it is a status with or without a date, or says since when; else None.

    >>> tuple(status_phrase("rompu en 2011")), tuple(status_phrase("currently suspended"))
    (('ended', '2011', ''), ('suspended', '', ''))
    >>> tuple(status_phrase("seit 1960")), status_phrase("1960"), status_phrase("Oder")
    (('', '1960', ''), None, None)
    >>> tuple(status_phrase("until 2022")), tuple(status_phrase("1985–2012"))
    (('', '', '2022'), ('', '1985', '2012'))
    """
    text = text.strip(" .:;,")
    if not text or "?" in text:
        return None
    said = _plain_phrase(text) if len(text) <= _LONGEST else None
    is_open = text.casefold() in _TWO_READINGS or is_undecided(text)
    if said is None and not is_open and (clause := status_clause(text)):
        is_last = clause.date and _until(clause.before, clause.after) is not None
        return StatusPhrase(clause.status, *(("", clause.date) if is_last else (clause.date,)))
    return said


def _plain_phrase(text: str) -> StatusPhrase | None:
    if text.casefold() in _ONCE:
        return StatusPhrase("ended")
    dates = _DATE.findall(text)
    if len(dates) > 1:
        stretch = _STRETCH.fullmatch(text)
        return StatusPhrase("", *stretch.groups()) if stretch and _are_apart(*stretch.groups()) else None
    if not dates:
        status = _status_in(text)
        return StatusPhrase(status) if status else None
    before, after = (part.strip(_SIGNS_AROUND) for part in text.split(dates[0], 1))
    after = "" if after in _GOES_ON and not text.isascii() else after
    before, date = _with_month(before, dates[0])
    if not after and before.casefold() in _SINCE:
        return StatusPhrase("", date)
    if (last := _until(before, after)) is not None:
        status = _status_in(last)
        if not last or status:  # it stands, or stood, until then
            return StatusPhrase("" if not status or by_status(status).is_plain else status, "", date)
    after = " ".join(_cut(after.split(), from_start=True))
    status = _status_in(f"{' '.join(_cut(before.split()))} {' '.join(_cut(after.split()))}".strip())
    return StatusPhrase(status, date) if status else None


def _with_month(before: str, year: str) -> tuple[str, str]:
    """What stands before a year and the month and the day that belong to it, and these with the year."""
    words = before.split()
    number = 2 if words[-1:] == ["de"] else 1
    if len(year) != _DIGITS or len(words) < number or key(words[-number].strip(".,")) not in months_by_name():
        return before, year
    number += len(words) > number and _DAY.fullmatch(words[-number - 1]) is not None
    return " ".join(words[:-number]), " ".join((*words[-number:], year))


_DAY = re.compile(r"\d{1,2}(?:\.|st|nd|rd|th|er|º)?", re.ASCII)
_DIGITS = 4


def tells_status(text: str) -> bool:
    """Whether a text is nothing but a status, with or without a date.

    >>> tells_status("currently suspended"), tells_status("since 1990"), tells_status("Kassel")
    (True, False, False)
    """
    phrases = map(status_phrase, status_in_parts(text) or (text,))
    return any(phrase is not None and phrase.status for phrase in phrases)


def status_in_parts(text: str) -> tuple[str, ...]:
    """The parts of a text in the place of a status, if it is no plain word, and each tells of one; else none.

    >>> status_in_parts("Former member (left 2019)"), status_in_parts("ended"), status_in_parts("Kassel (ended)")
    (('Former member', 'left 2019'), (), ())
    """
    if status_of(text):
        return ()
    found = remarked(text)
    if not found:
        phrase = status_phrase(text)
        return (text,) if phrase and (phrase.when or phrase.until or _plain_phrase(text)) else ()
    parts = (found.name, *found.phrases)
    return parts if all(map(status_phrase, parts)) else ()


def _until(before: str, after: str) -> str | None:
    """What stands beside a date besides words for *until*; None if there are none of these."""
    if after:
        return before if after.casefold() in _BEHIND_LAST else None
    words = before.split()
    number = next((n for n in (4, 3, 2, 1) if " ".join(words[-n:]).casefold() in _UNTIL), 0)
    return " ".join(words[: len(words) - number]) if number else None


def _are_apart(begin: str, end: str) -> bool:
    """True if two dates are a stretch of years: those of one year and the next may be of two signatures."""
    first, last = (int(re.findall(r"\d{4}", date)[0]) for date in (begin, end))
    return last - first > 1


_TWO_READINGS = frozenset(("en cours", "in corso", "em curso", "en curso", "进行中", "進行中", "pågående", "open"))
"""Beside a name these may also say that a tie is being made: what goes on is then no tie yet."""


def _status_in(text: str) -> str:
    if not text or text.casefold() in _TWO_READINGS:
        return ""
    if status := status_of(text):
        return status
    status = status_of(without_words_around(text)) or ""
    if status and not by_status(status).is_plan and (within := status_within(text)) and by_status(within).is_plan:
        return ""  # `aún no vigente` is not yet valid, though *no vigente* would be over
    return status


def _cut(words: list[str], from_start: bool = False) -> list[str]:
    """Words without those at one end that stand beside dates."""
    while words:
        sizes = [n for n in (3, 2, 1) if len(words) >= n]
        ends = {n: words[:n] if from_start else words[-n:] for n in sizes}
        number = next((n for n in sizes if " ".join(ends[n]).strip(".").casefold() in _BESIDE), 0)
        if not number:
            break
        words = words[number:] if from_start else words[:-number]
    return words


# ------------------------------------------------------------------ behind a name


class Remarked(NamedTuple):
    """A name, and what the words beside it say of the tie, as they stand there."""

    name: str
    phrases: tuple[str, ...]


_BRACKETS = re.compile(r"(.*\S)\s*(?:\(([^()]*)\)|（([^（）]*)）|\[([^\[\]]*)\])", re.DOTALL)
_BRACKETS_BEFORE = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]\s*(\S.*)", re.DOTALL)
_PARTS = re.compile(r"\s*[,;，；、]\s*|\s+[–—-]\s+")
_BEHIND = re.compile(r"(.*[^\s,;:–—-])\s*(?:[,;:，；]|\s[–—-]|[–—-]\s)\s*([^,;:，；]+)", re.DOTALL)
_BEFORE_COLON = re.compile(r"([^:：]{3,40}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_YEAR_BEHIND = re.compile(r"(.*\S)[\s,]+((?:1[89]|20)\d\d)", re.ASCII | re.DOTALL)
_SIGN = re.compile(r"[(\[（,;:，；：–—-]")
_LONGEST_NAME = 200


@lru_cache(maxsize=1 << 13)
def remarked(text: str) -> Remarked | None:
    """A name apart from the words beside it that say how the tie stands, or since when; None if it has none. What else
    stands in the same brackets stays there.

    >>> remarked("Porirua (former)"), remarked("Tianjin - former")
    (Remarked(name='Porirua', phrases=('former',)), Remarked(name='Tianjin', phrases=('former',)))
    >>> remarked("Rjasan (Russland, ruht seit 2022)"), remarked("Frankfurt (Oder)")
    (Remarked(name='Rjasan (Russland)', phrases=('ruht seit 2022',)), None)
    >>> remarked("formerly Lille"), remarked("in planning: Durban")
    (Remarked(name='Lille', phrases=('formerly',)), Remarked(name='Durban', phrases=('in planning',)))
    """
    if len(text) > _LONGEST_NAME or not (_SIGN.search(text) or text[:1].islower() or _first_word(text) in _ONCE):
        return None
    phrases: list[str] = []
    name = without_mark(text.strip())
    while found := _last(name):
        name = found.name
        phrases += found.phrases
    return Remarked(name, tuple(phrases)) if phrases else None


def remarked_country(text: str) -> Remarked | None:
    """The same of a country, where the words tell of the tie for sure: a country can be *former*, too.

    >>> remarked_country("Großbritannien (beendet 2022)"), remarked_country("Yugoslavia (former)")
    (Remarked(name='Großbritannien', phrases=('beendet 2022',)), None)
    """
    found = remarked(text)
    if found is None or len(meanings(found.name)) != 1:
        return None
    said = [status_phrase(phrase) for phrase in found.phrases]
    is_of_tie = all(one and one.status and (one.when or by_status(one.status) is not Stage.ENDED) for one in said)
    return found if is_of_tie else None


def _last(text: str) -> Remarked | None:
    if (dated := _YEAR_BEHIND.fullmatch(text)) and (found := _in_brackets(dated[1])) and not _DATE.search(dated[1]):
        return Remarked(found.name, (*found.phrases[:-1], f"{found.phrases[-1]} {dated[2]}"))
    if found := _in_brackets(text):
        return found
    if (before := _BRACKETS_BEFORE.fullmatch(text)) and status_phrase(before[1]):
        return Remarked(before[2].strip(), (before[1].strip(),))
    if (behind := _BEHIND.fullmatch(text)) and _is_no_part(behind[2]):
        return Remarked(behind[1].strip(), (behind[2].strip(),))
    return _behind_words(text)


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].casefold() if text.strip() else ""


def _behind_words(text: str) -> Remarked | None:
    """A name behind words for a status, which stand there in small letters, or before a colon: ``formerly Lille``."""
    if (found := _BEFORE_COLON.fullmatch(text)) and status_phrase(found[1]):
        return Remarked(found[2], (found[1],))
    words = text.split()
    for number in (3, 2, 1):
        said, rest = " ".join(words[:number]), words[number:]
        if rest and rest[0][0].isupper() and (said.islower() or said.casefold() in _ONCE) and _plain_phrase(said):
            name, when = _apart_from_end(rest)
            return Remarked(name, (when or said,))
    return None


def _apart_from_end(words: list[str]) -> tuple[str, str]:
    """A name, and the words behind it that say until when: ``Beppu until 2010``."""
    for number in (2, 3, 4):
        behind = " ".join(words[-number:])
        if len(words) > number and behind[0].islower() and (phrase := status_phrase(behind)) and phrase.until:
            return " ".join(words[:-number]), behind
    return " ".join(words), ""


def _in_brackets(text: str) -> Remarked | None:
    brackets = _BRACKETS.fullmatch(text)
    if not brackets:
        return None
    inside = (brackets[2] or brackets[3] or brackets[4] or "").strip()
    year, *more = _PARTS.split(inside)
    if more and _BARE_YEAR.fullmatch(year) and all(map(status_phrase, more)):  # that of the tie
        return Remarked(f"{brackets[1].strip()} ({year})", tuple(more))
    if status_phrase(inside):
        return Remarked(brackets[1].strip(), (inside,))
    parts = _PARTS.split(inside)
    phrases = tuple(part for part in parts if status_phrase(part))
    rest = [part for part in parts if part not in phrases]
    return Remarked(f"{brackets[1].strip()} ({', '.join(rest)})", phrases) if phrases and rest else None


_BARE_YEAR = re.compile(r"(?:1[0-9]|20)\d\d", re.ASCII)


def _is_no_part(text: str) -> bool:
    """Whether what stands behind a comma or a dash says how a tie stands: in small letters, or with a date, since
    capitals begin names."""
    return status_phrase(text) is not None and (not text.strip()[0].isupper() or _DATE.search(text) is not None
                                                or text.isupper())  # fmt: skip


def kind_and_status(word: str) -> Remarked | None:
    """A word for a kind of ties, apart from the words for a status beside it: ``former twin town``. The name is empty
    if there is only a status; None if there is none, or if a word beside it leaves it open: ``not active``.

    >>> kind_and_status("ehemalige Städtepartnerschaft"), kind_and_status("stedenband (opgezegd)")
    (Remarked(name='Städtepartnerschaft', phrases=('ehemalige',)), Remarked(name='stedenband', phrases=('opgezegd',)))
    >>> kind_and_status("sister_terminated"), kind_and_status("Twinning ended by council vote")
    (Remarked(name='sister', phrases=('terminated',)), Remarked(name='Twinning', phrases=('ended by council vote',)))
    """
    phrase = status_phrase(word)
    if phrase and phrase.status and (phrase.when or status_of(word)):
        return Remarked("", (word,))
    if found := remarked(word):
        return found
    if (found := _in_words(word) or _in_signs(word)) and not leaves_open(found.name):
        return found
    return Remarked("", (word,)) if phrase and phrase.status else None


def _in_words(text: str) -> Remarked | None:
    """A name, and what begins or ends a text that says how the tie stands; brackets and ``_`` may part them."""
    if (brackets := _BRACKETS.fullmatch(text)) and status_within(
        inside := brackets[2] or brackets[3] or brackets[4] or ""
    ):
        return Remarked(brackets[1].strip(), (inside.strip(),))
    words = _BETWEEN_WORDS.split(text)
    for number in range(1, len(words)):
        first, rest = " ".join(words[:number]), " ".join(words[number:])
        if status_of(first):
            return Remarked(rest, (first,))
        if status_of(rest):
            return Remarked(first, (rest,))
    for number in range(len(words) * (len(words) > 1)):
        said_by = words[number : number + 1 + leaves_open(words[number])]  # `not signed` are two
        if status_within(" ".join(said_by)):
            name, said = words[:number], words[number:]
            name, said = (name, said) if name else (words[1:], words[:1])
            return Remarked(" ".join(name).rstrip(" –—-"), (" ".join(said),))
    return None


def _in_signs(text: str) -> Remarked | None:
    """The same in scripts without spaces: ``旧姉妹都市``, ``姉妹都市解消``."""
    if text.isascii() or not text.isalpha() or any(letter.isupper() or letter.islower() for letter in text):
        return None
    for number in (1, 2, 3):
        for said, rest in ((text[:number], text[number:]), (text[-number:], text[:-number])):
            if rest and status_of(said):
                return Remarked(rest, (said,))
    return None


_BETWEEN_WORDS = re.compile(r"[\s_]+|(?<=\w)-(?=\w)|\s[–—-]\s|[,;]\s*")
