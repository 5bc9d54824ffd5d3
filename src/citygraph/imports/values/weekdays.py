"""Days of the week beside a date: ``Montag, 14. Mai 1990``. They say nothing new, but show a date that is wrong."""

from __future__ import annotations

import datetime
import re

from citygraph.domain.months import key

_NAMES = {
    "en": "monday tuesday wednesday thursday friday saturday sunday|mon tue wed thu fri sat sun|- tues weds thur - - -",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag|mo di mi do fr sa so|- - - - - sonnabend -",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche|lun mar mer jeu ven sam dim",
    "es": "lunes martes miércoles jueves viernes sábado domingo|lun mar mié jue vie sáb dom",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo|seg ter qua qui sex sáb dom",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica|lun mar mer gio ven sab dom",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag|ma di wo do vr za zo",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela|pon wt śr czw pt sob niedz",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье|пн вт ср чт пт сб вс",
    "uk": "понеділок вівторок середа четвер пʼятниця субота неділя|пн вт ср чт пт сб нд|- - - - п'ятниця - -",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar|pzt sal çar per cum cmt paz",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد|الإثنين - - - - - -",
    "zh": "星期一 星期二 星期三 星期四 星期五 星期六 星期日|周一 周二 周三 周四 周五 周六 周日"
          "|週一 週二 週三 週四 週五 週六 週日|- - - - - - 星期天",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日|月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
}  # fmt: skip
"""From Monday to Sunday, as CLDR has them; ``-`` where there is no other."""
_IN_BRACKETS = "月火水木金土日", "월화수목금토일"
"""One sign, in brackets behind the date."""


def _days() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for ways in _NAMES.values():
        for names in ways.split("|"):
            for day, name in enumerate(names.split()):
                if name != "-":
                    found.setdefault(key(name), set()).add(day)
    for names in _IN_BRACKETS:
        for day, name in enumerate(names):
            found[key(f"({name})")] = {day}
    return found


_DAYS = _days()
_NAMES_OF_DAYS = {name for ways in _NAMES.values() for name in ways.replace("|", " ").split()} - {"-"}
_ANY = "|".join(map(re.escape, sorted(_NAMES_OF_DAYS, key=len, reverse=True)))
_ONE_SIGN = "|".join(rf"\({name}\)" for names in _IN_BRACKETS for name in names)
_BEFORE = re.compile(rf"({_ANY})()\b(?:\.|\s?[,،])?\s+(?=\S)", re.IGNORECASE)
_AFTER = re.compile(rf"[\s,،]*(?:(?:\b|(?<=[日号號일\s(]))\(?({_ANY})\.?\)?|({_ONE_SIGN}))$", re.IGNORECASE)


def without_weekday(text: str) -> tuple[str, frozenset[int]]:
    """A date without the day of the week before or behind it, and which days that can be, from 0 for Monday; none if
    there is no such word.

    >>> without_weekday("Montag, 14. Mai 1990"), without_weekday("14 May 1990")
    (('14. Mai 1990', frozenset({0})), ('14 May 1990', frozenset()))
    """
    found = _BEFORE.match(text) or _AFTER.search(text)
    if found is None or not any(map(str.isdigit, rest := (text[: found.start()] + text[found.end() :]).strip())):
        return text, frozenset()
    name = found[1] or found[2]
    return rest, frozenset(_DAYS[key(name)])


def is_on(day: str, weekdays: frozenset[int]) -> bool:
    """False if a date is a day, and none of the days of the week."""
    plain = day.rstrip("~?%")
    return len(plain) != 10 or datetime.date.fromisoformat(plain).weekday() in weekdays
