"""Make what citygraph knows of languages, in src/citygraph/imports/:

- letters.csv: how often letters follow each other in names, by language;
- languages.csv: the alphabets, and the countries where the languages are spoken.

    pip install babel && python scripts/letters.py

The names are those of countries, languages, scripts, currencies and cities in Unicode CLDR (through babel). A name
counts once in a language. A text in an unknown encoding is read with each encoding, and these counts say which reading
looks like names: citygraph/imports/encodings.py.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

from babel import Locale, __version__
from babel.core import get_global

from citygraph.imports.letters import EDGE, WORD, is_one_of_thousands, spelled

LANGUAGES = (
    "af", "az", "br", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fo", "fr", "ga",
    "gd", "gl", "hr", "hu", "id", "is", "it", "lb", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "sk",
    "sl", "sq", "sv", "tr", "vi",
    "bg", "be", "mk", "ru", "sr", "uk", "el", "he", "ar", "fa", "ur", "th", "ja", "ko", "zh", "zh_Hant",
)  # fmt: skip
ALPHABETS = {
    "af": "áèéêëîïôöûü", "az": "çəğıöşü", "br": "âêñôùü", "fo": "áæíóðøúý", "gd": "àèéìòóù", "lb": "äéëö",
    "ca": "àçèéíïòóúü", "cs": "áčďéěíňóřšťúůýž", "cy": "âêîïôûŵŷ", "da": "æøåé",
    "de": "äöüß", "en": "", "es": "áéíñóúü", "et": "äõöüšž", "eu": "ñü", "fi": "äöåšž", "fr": "àâæçéèêëîïôœùûüÿ",
    "ga": "áéíóú", "gl": "áéíñóúü", "hr": "čćđšž", "hu": "áéíóöőúüű", "id": "", "is": "áæðéíóöþúý", "it": "àèéìòù",
    "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "nb": "æøåéò", "nl": "ëéïóöü", "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõúü",
    "ro": "ăâîşţ", "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "sq": "çë", "sv": "åäöé", "tr": "âçğıîöşüû",
    "vi": "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ", "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", "fa": "آئابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
    "ur": "آئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
    "th": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำเแโใไๅั",
}  # fmt: skip
"""The letters of each alphabet; of Latin ones, those beyond a to z."""
WRITTEN = {"nb": "no", "zh_Hant": "zh"}
"""Which language of CLDR's table of countries it is, if another name stands there."""
OFFICIAL = {"official", "de_facto_official", "official_regional"}
TRADITIONAL = {"TW", "HK", "MO"}
FOLDER = Path(__file__).parents[1] / "src/citygraph/imports"


def names(language: str) -> set[str]:
    """All names of CLDR in a language."""
    locale = Locale.parse(language)
    cities = (zone["city"] for zone in locale.time_zones.values() if "city" in zone)
    return {*locale.territories.values(), *locale.languages.values(), *locale.scripts.values(), *cities,
            *locale.currencies.values()}  # fmt: skip


def countries(language: str) -> list[str]:
    """The countries where a language is official, or where a fifth of the people speak it."""
    found = []
    for country, spoken in get_global("territory_languages").items():
        of = {name.split("_")[0]: one for name, one in spoken.items()}
        one = of.get(language.split("_")[0]) or of.get(WRITTEN.get(language, ""))
        is_written = not language.startswith("zh") or (country in TRADITIONAL) == (language == "zh_Hant")
        if one and is_written and (one["official_status"] in OFFICIAL or one["population_percent"] >= 20):
            found.append(country)
    return sorted(found)


def main() -> None:
    credit = f"Unicode CLDR in babel {__version__}, © Unicode, Inc., Unicode License v3."
    with (FOLDER / "languages.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Where languages are spoken: {credit}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["language", "countries", "letters"])
        writer.writerows([each, " ".join(countries(each)), ALPHABETS.get(each, "")] for each in LANGUAGES)
    with (FOLDER / "letters.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"# How often letters follow each other in names. {credit}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["language", "after", "letters"])
        for language in LANGUAGES:
            words = {word for name in names(language) for word in WORD.findall(spelled(name))}
            follow: dict[str, Counter[str]] = defaultdict(Counter)
            for word in sorted(words):
                for before, letter in zip(EDGE + word, word + EDGE, strict=True):
                    if not is_one_of_thousands(before) and not is_one_of_thousands(letter):
                        follow[before][letter] += 1
                    elif letter != EDGE:  # of thousands of characters, only how often each is met
                        follow[EDGE][letter] += 1
            for before, letters in sorted(follow.items()):
                counts = "".join(f"{letter}{n if n > 1 else ''}" for letter, n in sorted(letters.items()))
                writer.writerow([language, before, counts])


if __name__ == "__main__":
    main()
