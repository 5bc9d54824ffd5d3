"""What the templates of wikis show in tables: flags, dates, lists, signs. Their names are those of the larger wikis."""

from __future__ import annotations

import re

from citygraph.imports.page_tables import country_of_flag

FLAG, END, BREAK, NOTE = "\ue001", "\ue002", "\ue003", "\ue005"
"""Signs of no script: before the country of a flag, behind what has a sign before it, for a break of a line within a
cell, and before a footnote."""

_FLAGS = (
    "flag", "drapeau", "bander", "bandeir", "bandier", "państwo", "флаг", "прапор", "vlag",
    "vlajk", "zászló", "lippu",
    "bayrak", "علم", "דגל", "국기", "steag", "drapel", "zastav", "заст", "σημα", "ธง", "quốc kỳ",
    "bendera", "国旗", "國旗",
    "знаме", "karogs", "vėliav", "lipp", "fáni", "country data", "maatunnus", "землја", "država",
    "держава", "country",
)  # fmt: skip
"""How the names of templates begin that show a flag, with or without the name of its country."""
_LEFT_OUT = frozenset((
    "cn", "citation needed", "fact", "dead link", "sfn", "sfnp", "harvnb", "r",
    "note", "ref", "rp", "age",
    "main", "see also", "as of", "update", "clear", "when", "who", "better source needed", "citation", "cite web",
    "cite news", "cite book", "anchor", "reflist", "notelist", "div col", "div col end",
    "col-begin", "col-end", "center",
    "quelle", "belege fehlen", "refnec", "citation nécessaire", "cita requerida", "senza fonte", "bron?", "źródło",
    "нет аи", "要出典", "来源请求", "abbr begin", "toc", "tocright", "commons category", "portal", "short description",
    "use dmy dates", "use mdy dates", "0", "decrease", "increase", "steady", "dunno", "hs",
    "hidden sort key", "ntsh", "dtsh",
))  # fmt: skip
"""Templates that show no text of a cell."""
_BEGIN_OF_SOURCES = ("cite ", "lien web", "citation ", "reflist", "ouvrage", "internetquelle")
_NOTES = frozenset(("efn", "efn-lr", "efn-ua", "refn", "note label", "fn", "anmerkung", "nota", "nb"))
_ABOUT = frozenset(("circa", "c.", "ca.", "ca", "vers", "um", "около"))
_LAST = frozenset(("lang", "langue", "lang-fr", "sort", "color", "font color", "tooltip"))
_FIRST = frozenset((
    "nowrap", "nobr", "nowr", "small", "big", "nobold", "ill", "interlanguage link", "link-interwiki", "lien",
    "nts", "number",
    "formatnum", "unité", "nombre", "abbr", "abréviation", "s", "sup", "sub", "b", "i", "center", "nobreak",
    "nowrap begin", "smaller", "larger", "nts2", "val", "zl", "translation", "transl", "interwiki",
    "iw", "не переведено",
    "仮リンク", "link-en",
))  # fmt: skip
_DATES = frozenset(("date", "dts", "start date", "end date", "dtlink", "dato", "datum", "data", "fecha", "sort date",
                    "dates", "дата", "dts2", "date table sorting", "start-date", "end-date", "film date"))  # fmt: skip
_LISTS = frozenset(
    ("ubl", "unbulleted list", "plainlist", "plain list", "hlist", "flatlist", "bulleted list", "ublist")
)
_ANSWERS = {"yes": "yes", "no": "no", "ja": "ja", "nein": "nein", "oui": "oui", "non": "non", "n/a": "n/a", "na": "n/a",
            "tick": "yes", "cross": "no", "unknown": "unknown", "partial": "partial", "sí": "sí", "да": "да",
            "нет": "нет", "tbd": "TBD", "tba": "TBA", "ya": "yes", "y": "yes", "aye": "yes", "nay": "no"}  # fmt: skip
_SIGNS = {"!": "|", "=": "=", "spaced ndash": " – ", "snd": " – ", "ndash": "–", "nbsp": " ", "space": " ", "·": " · ",
          "dot": " · ", "•": " · ", "'": "'", "-": "–", "mdash": "—"}  # fmt: skip


def shown_by(text: str) -> str | None:
    """What a template shows, without its brackets; None if nobody knows.

    >>> (
    ...     shown_by("nowrap|Saint-Denis"),
    ...     shown_by("dts|1990|5|12"),
    ...     shown_by("cn|date=May 2019"),
    ...     shown_by("convert|1|km"),
    ... )
    ('Saint-Denis', '1990-05-12', '', None)
    """
    name, *parts = [part.strip() for part in text.split("|")]
    said = [found[2] for part in parts if (found := _SAID.fullmatch(part)) and (not found[1] or found[1].isdecimal())]
    name = " ".join(name.replace("_", " ").split())
    plain = name.casefold()
    if plain.startswith("formatnum:"):
        return name.partition(":")[2]
    if plain in _SIGNS:
        return _SIGNS[plain]
    if plain.startswith(_FLAGS):
        return _flag(said)
    if plain in _LEFT_OUT or plain.startswith(_BEGIN_OF_SOURCES):
        return ""
    if plain in _ANSWERS:
        return next(filter(None, said), _ANSWERS[plain])
    if plain in _LISTS:
        return BREAK.join(said)
    if plain.startswith("coord"):
        return _coordinates(said)
    if plain in _DATES:
        return _date(said)
    if plain in _NOTES:
        return f"{NOTE}{' '.join(said)}{END}" if said else ""
    if plain in _ABOUT:
        return f"c. {said[0]}" if said else None
    if plain == "sortname":
        return " ".join(said[:2])
    if plain in _LAST or plain.startswith("lang-"):
        return said[-1] if said else ""
    if plain in _FIRST:
        return said[0] if said else ""
    if country_of_flag(name) and (not said or (len(name) == _ALPHA_3 and name.isupper())):  # {{FRA}}, {{FRA|#}}
        return _flag([name])
    is_text = len(said) == 1 and ":" not in name and not any(map(str.isdigit, said[0]))
    return said[0] if is_text else None  # what a template does with a number changes it, as `{{circa|1990}}` does


_SAID = re.compile(r"(?:([^=<>\[\]\n]*?)\s*=)?\s*(.*)", re.DOTALL)
_ALPHA_3 = 3


def _flag(said: list[str]) -> str | None:
    """The flag that a template shows, and the name of whoever stands under it: ``{{flagathlete|Name|FRA}}``."""
    country = next(filter(country_of_flag, said), None)
    if country is None:
        return None if said else ""
    return f"{FLAG}{country}{END}" + ("" if said[0] == country else said[0])


def _coordinates(said: list[str]) -> str:
    numbers = []
    for one in said:
        if not re.fullmatch(r"-?\d+(?:\.\d+)?|[NSEWO]", one):
            break
        numbers.append(one)
    if len(numbers) == 2:  # latitude and longitude
        return ", ".join(numbers)
    text = ""
    signs = iter("°′″")
    for one in numbers:
        if one.isalpha():
            text, signs = f"{text}{one} ", iter("°′″")
        else:
            text += one + next(signs, "")
    return text.strip()


def _date(said: list[str]) -> str:
    """The parts of a date in the order in which they stand; numbers alone are year, month, day."""
    parts = [one for one in said if one]
    if len(parts) > 1 and all(one.isdecimal() for one in parts) and len(parts[0]) > 2:  # a year
        return "-".join(one.zfill(2) for one in parts[:3])
    if len(parts) == 3 and all(map(str.isdecimal, parts)) and len(parts[2]) == 4:  # the year is the last
        return ".".join(parts)
    return " ".join(parts)
