"""The languages in which readers see names: BCP 47 tags, and which of a record's names a tag asks for."""

import re
from collections.abc import Mapping

TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+"
"""The form of a language tag, as a regular expression."""


def is_tag(text: str) -> bool:
    """True if a text has the form of a language tag."""
    return re.fullmatch(TAG, text, re.ASCII) is not None


_SCRIPTS = {
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
}
"""The script of a language in a region, where readers of one script may not read the other: from CLDR's likely
subtags."""


def name_in(language: str, names: Mapping[str, str]) -> str | None:
    """The one of ``names``, by language tag, for readers of a language; None if there is none.

    It is looked up as in RFC 4647, section 3.4: the tag itself, then the tag with its last parts left out. If there is
    none, it is the first name whose tag is narrower: ``zh-Hant`` for ``zh``."""
    if not names:
        return None
    tags = {tag.lower(): name for tag, name in names.items()}
    wanted = language.lower()
    for tag in (wanted, _SCRIPTS.get(wanted, wanted)):
        if tag in tags:
            return tags[tag]
    while "-" in wanted:
        wanted = wanted.rpartition("-")[0]
        if wanted in tags:
            return tags[wanted]
    return next((name for tag, name in tags.items() if tag.startswith(f"{wanted}-")), None)


def language_of_locale(environment: Mapping[str, str]) -> str:
    """The tag of the language that the locale in the environment asks programs to speak, as POSIX and gettext read it:
    ``zh-TW`` for ``LANG=zh_TW.UTF-8``; empty if it asks for none."""
    name = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(key))), "")
    language, _, modifier = name.partition("@")
    language = language.partition(".")[0].replace("_", "-")
    if language.upper() in ("C", "POSIX"):
        return ""
    script = {"latin": "Latn", "cyrillic": "Cyrl"}.get(modifier)
    return f"{language.partition('-')[0]}-{script}" if script else language


_NOT_LATIN = {
    "am": "ET", "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE", "be": "BY", "bg": "BG", "bn": "BD",
    "dv": "MV", "dz": "BT", "el": "CY GR", "fa": "AF IR", "he": "IL", "hy": "AM", "ja": "JP", "ka": "GE", "kk": "KZ",
    "km": "KH", "ko": "KP KR", "ky": "KG", "lo": "LA", "mk": "MK", "mn": "MN", "my": "MM", "ne": "NP", "ru": "RU",
    "si": "LK", "sr": "RS", "tg": "TJ", "th": "TH", "ti": "ER", "uk": "UA", "ur": "PK", "zh": "CN HK MO TW",
}  # fmt: skip
"""The main language of each country that writes another script than Latin. India is not here: each of its states has
its own."""
_OF_COUNTRY = {country: tag for tag, countries in _NOT_LATIN.items() for country in countries.split()}


def own_name(country: str | None, name: str, names: Mapping[str, str]) -> str | None:
    """The one of ``names``, by language tag, in the script of a country; None if there is none, or if the ``name`` is
    not in Latin letters.

    >>> own_name("CN", "Jingdezhen", {"zh": "景德镇", "ja": "景徳鎮"}), own_name("DE", "Köln", {"el": "Κολωνία"})
    ('景德镇', None)
    """
    found = name_in(_OF_COUNTRY.get(country or "", ""), names)
    is_latin = all(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in name if letter.isalpha())
    return found if found and is_latin and found != name else None
