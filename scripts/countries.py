"""Make src/citygraph/domain/countries.csv: ISO 3166-1 alpha-2 codes, English names, and other names in use.

    pip install babel pycountry && python scripts/countries.py

Codes: ISO 3166-1 as pycountry lists them, plus XK (user-assigned, Kosovo). Names: Unicode CLDR (through babel).
Aliases: CLDR's with "&" and "St." written out, and the labels that Wikidata and registers use, listed below.
"""

import csv
from pathlib import Path

import pycountry
from babel import Locale, __version__

ALIASES = {
    "AE": ["UAE"],
    "BA": ["Bosnia"],
    "BS": ["The Bahamas"],
    "CD": ["Democratic Republic of the Congo", "DR Congo", "Congo-Kinshasa"],
    "CG": ["Republic of the Congo", "Congo"],
    "CI": ["Ivory Coast"],
    "CN": ["People's Republic of China", "PRC"],
    "CV": ["Cabo Verde"],
    "CZ": ["Czech Republic"],
    "FM": ["Federated States of Micronesia"],
    "GB": ["UK", "Great Britain", "United Kingdom of Great Britain and Northern Ireland"],
    "GM": ["The Gambia"],
    "HK": ["Hong Kong"],
    "IE": ["Republic of Ireland"],
    "IR": ["Islamic Republic of Iran"],
    "KG": ["Kyrgyz Republic"],
    "KP": ["Democratic People's Republic of Korea", "DPRK"],
    "KR": ["Republic of Korea", "Korea"],
    "LA": ["Lao People's Democratic Republic"],
    "MD": ["Republic of Moldova"],
    "MK": ["Macedonia", "Republic of North Macedonia"],
    "MM": ["Myanmar", "Burma"],
    "MO": ["Macao", "Macau"],
    "NL": ["The Netherlands", "Kingdom of the Netherlands", "Holland"],
    "PS": ["Palestine", "State of Palestine"],
    "RU": ["Russian Federation"],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Turkey", "Turkiye", "Republic of Türkiye"],
    "TW": ["Taiwan"],
    "TZ": ["United Republic of Tanzania"],
    "US": ["United States of America", "USA"],
    "VA": ["Holy See"],
    "VN": ["Viet Nam"],
}


def main() -> None:
    names = Locale("en").territories
    rows = []
    for code in sorted({country.alpha_2 for country in pycountry.countries} | {"XK"}):
        name = names[code]
        written_out = name.replace("&", "and").replace("St.", "Saint")
        aliases = ([written_out] if written_out != name else []) + ALIASES.get(code, [])
        rows.append([code, name, ";".join(aliases)])
    target = Path(__file__).parents[1] / "src/citygraph/domain/countries.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# ISO 3166-1 alpha-2 and XK. "
            f"Names: Unicode CLDR in babel {__version__}, © Unicode, Inc., Unicode License v3.\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "aliases"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
