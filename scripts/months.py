"""Make src/citygraph/domain/month_names.csv: what the months of the Gregorian calendar are called.

    pip install babel && python scripts/months.py

Names: Unicode CLDR (through babel), in full and abbreviated, as they stand in a date and alone; the usual one first.
The table leaves out languages whose months are numbers (Chinese, Japanese, Korean, Vietnamese). The years beside Thai
names are usually those of another calendar: an import asks about it.
"""

import csv
from pathlib import Path

from babel import Locale, __version__

LANGUAGES = {
    "ar": ("ar", "ar_SY", "ar_DZ", "ar_MA"), "az": ("az",), "be": ("be",), "bg": ("bg",), "bn": ("bn",), "bs": ("bs",),
    "ca": ("ca",), "cs": ("cs",), "da": ("da",), "de": ("de", "de_AT"), "el": ("el",), "en": ("en", "en_GB"),
    "es": ("es", "es_MX"), "et": ("et",), "eu": ("eu",), "fa": ("fa",), "fi": ("fi",), "fr": ("fr", "fr_CA"),
    "ga": ("ga",), "gl": ("gl",), "he": ("he",), "hi": ("hi",), "hr": ("hr",), "hu": ("hu",), "hy": ("hy",),
    "id": ("id",), "is": ("is",), "it": ("it",), "ka": ("ka",), "kk": ("kk",), "ky": ("ky",), "lt": ("lt",),
    "lv": ("lv",), "mk": ("mk",), "ms": ("ms",), "nb": ("nb",), "nl": ("nl",), "pl": ("pl",), "pt": ("pt", "pt_PT"),
    "ro": ("ro",), "ru": ("ru",), "sk": ("sk",), "sl": ("sl",), "sq": ("sq",), "sr": ("sr", "sr_Latn"), "sv": ("sv",),
    "th": ("th",), "tr": ("tr",), "uk": ("uk",), "ur": ("ur",), "uz": ("uz", "uz_Cyrl"),
}  # fmt: skip
"""Each language with the places whose forms it has. Of two forms the first place's comes first."""
TABLE = Path(__file__).parents[1] / "src/citygraph/domain/month_names.csv"


def names(language: str, month: int) -> list[str]:
    """All forms of a month's name in one language, without the full stop of an abbreviation."""
    found = [
        Locale.parse(place).months[context][width][month].rstrip(".")
        for width in ("wide", "abbreviated")
        for place in LANGUAGES[language]
        for context in ("format", "stand-alone")
    ]
    return list(dict.fromkeys(name for name in found if not any(sign.isdigit() for sign in name)))


def main() -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Unicode CLDR in babel {__version__}, © Unicode, Inc., Unicode License v3.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["language", *range(1, 13)])
        for language in LANGUAGES:
            writer.writerow([language, *(";".join(names(language, month)) for month in range(1, 13))])


if __name__ == "__main__":
    main()
