"""Units of figures, and words that multiply: ``Mio. €``, ``thousand USD``, ``万人``."""

from __future__ import annotations

import re
from typing import NamedTuple

TIMES = {
    **dict.fromkeys(("thousand", "thousands", "thd", "tsd", "tausend", "millier", "milliers", "mille", "miles", "mil",
                     "milhares", "migliaia", "duizend", "duizenden", "tys", "тыс", "тысяч", "тис", "тисяч", "bin",
                     "ألف", "千", "천", "1000", "1 000", "1,000", "1.000", "000", "000s", "'000", "'000s", "k"), 1_000),
    **dict.fromkeys(("万", "萬", "만", "10000", "10,000"), 10_000),
    **dict.fromkeys(("million", "millions", "mio", "mill", "millionen", "mln", "mn", "millón", "millones", "milhão",
                     "milhões", "milione", "milioni", "miljoen", "млн", "миллион", "миллионов", "мільйонів", "milyon",
                     "مليون", "百万", "百萬", "백만", "1000000", "1,000,000"), 1_000_000),
    **dict.fromkeys(("亿", "億", "억"), 100_000_000),
    **dict.fromkeys(("milliard", "milliards", "milliarde", "milliarden", "mrd", "miliard", "mld", "miljard", "milyar",
                     "млрд", "миллиардов", "мільярдів", "مليار", "十亿", "十億"), 1_000_000_000),
}  # fmt: skip
"""Words that multiply. *Billion* differs by a thousand between languages, so it stays a part of the unit."""
OPEN_TIMES = ("billion", "billions", "bn", "billón", "billones", "bilhão", "bilhões", "trillion")
_CODES = (
    "AED ARS AUD BDT BGN BRL CAD CHF CLP COP CZK DKK EGP GBP HKD HUF IDR ILS INR JPY KRW KZT MXN MYR NOK NZD PEN "
    "PHP PKR PLN RON RSD RUB SAR SEK SGD THB TRY TWD UAH UZS VND ZAR TEU GWh MWh"
)
"""Codes of currencies (ISO 4217) and of what trade and ports count."""
_UNITS = {
    **dict.fromkeys(("€", "eur", "euro", "euros", "евро", "євро", "欧元", "歐元", "ユーロ", "유로"), "EUR"),
    **dict.fromkeys(("usd", "us$", "us dollar", "us dollars", "us-dollar", "dollars us", "долл сша", "美元", "米ドル",
                     "달러"), "USD"),
    **dict.fromkeys(("t", "ton", "tons", "tonne", "tonnes", "tonnen", "toneladas", "tonnellate", "тонн", "тонны",
                     "тонни", "т", "tony", "吨", "噸", "トン", "톤"), "t"),
    **dict.fromkeys(("rmb", "cny", "元", "人民币"), "CNY"), "円": "JPY", "원": "KRW", "руб": "RUB", "zł": "PLN",
    "£": "GBP",
    **{unit: unit for unit in ("kg", "g", "km", "m", "ha", "km²", "m²", "km2", "m2", "%", "‰", "$", "¥")},
    **{code.lower(): code for code in _CODES.split()},
    **dict.fromkeys(("persons", "people", "inhabitants", "personen", "einwohner", "personnes", "habitants", "hab",
                     "personas", "habitantes", "pessoas", "persone", "abitanti", "inwoners", "osób", "osoby", "чел",
                     "человек", "осіб", "kişi", "نسمة", "人", "명", "passengers", "passagiere", "passagers"), ""),
}  # fmt: skip
"""Units, as people write them; those of people need none."""
COUNTED = {
    **dict.fromkeys(("passengers", "number of passengers", "pax", "passagiere", "fluggäste", "fahrgäste", "passagers",
                     "voyageurs", "pasajeros", "viajeros", "passageiros", "passeggeri", "viaggiatori", "passagiers",
                     "reizigers", "pasażerowie", "pasażerów", "liczba pasażerów", "cestující", "počet cestujících",
                     "utasok", "utasszám", "utasok száma", "passagerare", "passagerer", "passasjerer", "matkustajat",
                     "matkustajamäärä", "yolcu", "yolcular", "yolcu sayısı", "пассажиры", "пассажиров",
                     "пассажиропоток", "пасажири", "пасажирів", "пасажиропотік", "επιβάτες", "pasageri", "putnici",
                     "hành khách", "المسافرون", "عدد الركاب", "旅客", "旅客数", "旅客量", "乘客", "客流量", "乗客数",
                     "승객", "승객수", "여객"), "passengers"),
    **dict.fromkeys(("flights", "number of flights", "flüge", "anzahl flüge", "vols", "nombre de vols", "vuelos",
                     "número de vuelos", "voli", "numero di voli", "voos", "número de voos", "vluchten",
                     "aantal vluchten", "loty", "liczba lotów", "lety", "počet letů", "járatok", "flygningar",
                     "flyvninger", "flyginger", "lennot", "uçuşlar", "uçuş sayısı", "рейсы", "рейсов",
                     "количество рейсов", "рейси", "кількість рейсів", "πτήσεις", "zboruri", "letovi", "عدد الرحلات",
                     "航班", "航班数", "便数", "항공편", "운항편수"), "flights"),
    **dict.fromkeys(("containers", "number of containers", "container", "conteneurs", "contenedores", "contêineres",
                     "kontenery", "kontejnery", "контейнеры", "контейнеров", "контейнери", "集装箱", "集裝箱",
                     "コンテナ数", "컨테이너"), "containers"),
}  # fmt: skip
"""What a whole header counts, with the unit of its figures."""
OF_SIZES = frozenset(("km", "m", "ha", "km²", "m²", "km2", "m2", "kg", "g", "%", "‰"))
"""Units of how far, how large or how heavy something is, and of shares: such a figure alone may be of anything."""
_PARTS = re.compile(r"[\s.]+")
_SMALL_WORDS = re.compile(r"\bof\b|\bde\b|\bd['’]")


class Measure(NamedTuple):
    """How many each number stands for, and in which unit; the unit is empty if people are counted, or if none is
    named."""

    times: int
    unit: str


def measure_of(text: str) -> Measure | None:
    """What a text says as a unit; None if a part of it is none.

    >>> measure_of("Mio. €"), measure_of("billion USD"), measure_of("chickens")
    (Measure(times=1000000, unit='EUR'), Measure(times=1, unit='billion USD'), None)
    """
    if text.casefold() in TIMES or text.casefold() in _UNITS:
        return _of_parts([text])
    parts = [part for part in _PARTS.split(_SMALL_WORDS.sub(" ", text)) if part]
    return _of_parts([one for part in parts for one in _taken_apart(part)])


def multiplies(text: str) -> bool:
    """True if one of the words of a figure multiplies it: ``1.2 million``, ``12万``."""
    words = re.findall(r"[^\W\d_]+", text)
    return any(one.casefold() in TIMES for word in words for one in (word, *(word if not word.isascii() else ())))


def _taken_apart(part: str) -> list[str]:
    """``k€``, ``T€`` and ``万元`` are a word that multiplies and a unit."""
    if part.casefold() in TIMES or part.casefold() in _UNITS:
        return [part]
    for cut in range(1, len(part)):
        times, unit = part[:cut], part[cut:]
        if times in ("T", "k", "M"):
            times = {"T": "tsd", "k": "k", "M": "mio"}[times]
        if times.casefold() in TIMES and unit.casefold() in _UNITS and len(unit) < 4:
            if part[0] in "TkM" and unit.casefold() not in ("€", "eur", "usd", "us$", "chf", "gbp", "£", "$"):
                continue  # kg and Mt are units
            return [times, unit]
    return [part]


def _of_parts(parts: list[str]) -> Measure | None:
    times, units = 1, []
    for part in parts:
        if part.casefold() in TIMES and times == 1:
            times = TIMES[part.casefold()]
        elif part.casefold() in _UNITS:
            units.append(_UNITS[part.casefold()])
        elif part.casefold() in OPEN_TIMES:
            units.insert(0, part)
        else:
            return None
    known = [unit for unit in units if unit]
    if any(unit in OPEN_TIMES for unit in known):
        return Measure(1, " ".join(parts)) if times == 1 else None
    return Measure(times, known[0] if known else "") if parts and len(known) < 2 else None
