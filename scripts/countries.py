"""Make what citygraph knows of countries, in src/citygraph/domain/:

- countries.csv: ISO 3166-1 alpha-2 codes, English names, and other English names in use;
- country_names.csv: names in many languages, as keys of citygraph.domain.country_names;
- country_codes.csv: the codes of other lists;
- country_boxes.csv: the latitudes and longitudes between which each country lies, to notice swapped coordinates.

    npm install --prefix /tmp/outline world-atlas@2.0.2 cldr-localenames-full@48.2.0
    curl -o /tmp/outline/country-codes.csv https://raw.githubusercontent.com/datasets/country-codes/\
caa72d1e0e5af8876c170bb36a9e4d64a01bba88/data/country-codes.csv
    PYTHONPATH=src python scripts/countries.py /tmp/outline

Codes: ISO 3166-1, plus XK (user-assigned, Kosovo). Names: Unicode CLDR, with its short names and variants; the short
and formal names of the United Nations in their six languages, as the data set `country-codes` has them (public domain:
ODC-PDDL); and country_names_in_use.csv beside this file. Codes of other lists: the same data set, and what is listed
below. Boxes: Natural Earth's 1:10m countries (public domain), which world-atlas carries as TopoJSON.

The script stops if a name from these sources does not lead to its country.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from math import ceil, floor
from pathlib import Path
from typing import Any

from citygraph.domain import country_names

ALIASES = {
    "AE": ["UAE"],
    "BA": ["Bosnia"],
    "BS": ["The Bahamas"],
    "CD": ["Democratic Republic of the Congo", "DR Congo", "Congo-Kinshasa"],
    "CG": ["Republic of the Congo"],
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
    "KR": ["Republic of Korea"],
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
"""Names that :func:`citygraph.domain.countries.code_of` knows besides CLDR's. None is a name of two countries."""

IN_USE = Path(__file__).with_name("country_names_in_use.csv")
LANGUAGES = (
    "en", "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "hy", "id", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mn", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk",
    "sl", "sr", "sv", "th", "tr", "uk", "ur", "uz", "vi", "zh", "zh-Hant",
    "af", "be", "bs", "cy", "eu", "ga", "gl", "is", "mk", "sq", "sr-Latn", "sw",
)  # fmt: skip
"""The languages whose names of countries are read."""
UNITED_NATIONS = [f"UNTERM {language} {length}"
    for language in ("English", "French", "Spanish", "Russian", "Chinese", "Arabic") for length in ("Short", "Formal")
] + [f"official_name_{language}" for language in ("en", "fr", "es", "ru", "cn", "ar")]  # fmt: skip
FORMS = {
    "Federal|Federative|Federal Democratic": (
        "Bundesrepublik {de}", "Föderative Republik {de}", "Demokratische Bundesrepublik {de}",
        "Föderale Republik {de}", "Federale Republiek {nl}", "Federatieve Republiek {nl}", "Bondsrepubliek {nl}",
        "Förbundsrepubliken {sv}", "Forbundsrepublikken {da}", "Forbundsrepublikken {nb}",
        "Repubblica Federale di {it}", "Repubblica Federale della {it}", "Repubblica Federativa del {it}",
        "República Federal da {pt}", "República Federativa do {pt}", "Republik Federal {id}",
        "{tr} Federal Cumhuriyeti", "{tr} Federatif Cumhuriyeti", "{ja}連邦共和国", "{ja}連邦民主共和国",
        "{ko} 연방 공화국", "{ko} 연방민주공화국", "Cộng hòa Liên bang {vi}",
    ),
    "Socialist|Democratic Socialist": (
        "Sozialistische Republik {de}", "Demokratische Sozialistische Republik {de}", "Socialistische Republiek {nl}",
        "Democratische Socialistische Republiek {nl}", "Socialistiska republiken {sv}",
        "Den socialistiske republik {da}", "Den sosialistiske republikken {nb}", "Repubblica Socialista del {it}",
        "Repubblica Democratica Socialista dello {it}", "República Socialista do {pt}",
        "República Democrática Socialista do {pt}", "Republik Sosialis {id}", "{tr} Sosyalist Cumhuriyeti",
        "{tr} Demokratik Sosyalist Cumhuriyeti", "{ja}社会主義共和国", "{ja}民主社会主義共和国", "{ko} 사회주의 공화국",
        "{ko} 민주사회주의공화국", "Cộng hòa Xã hội chủ nghĩa {vi}",
    ),
    "Islamic": (
        "Islamische Republik {de}", "Islamitische Republiek {nl}", "Islamiska republiken {sv}",
        "Den islamiske republik {da}", "Den islamske republikk {da}", "Den islamske republikken {nb}",
        "Repubblica Islamica del {it}", "Repubblica Islamica dell'{it}", "Repubblica Islamica di {it}",
        "República Islâmica do {pt}", "República Islâmica da {pt}", "Republik Islam {id}", "{tr} İslam Cumhuriyeti",
        "{ja}イスラム共和国", "{ko} 이슬람 공화국", "Cộng hòa Hồi giáo {vi}",
    ),
    "Arab": (
        "Arabische Republik {de}", "Arabische Republiek {nl}", "Arabrepubliken {sv}", "Repubblica Araba d'{it}",
        "República Árabe do {pt}", "República Árabe da {pt}", "Republik Arab {id}", "{tr} Arap Cumhuriyeti",
        "{ja}アラブ共和国", "{ko} 아랍 공화국", "Cộng hòa Ả Rập {vi}",
    ),
    "People's|People's Democratic": (
        "Volksrepublik {de}", "Demokratische Volksrepublik {de}", "Volksrepubliek {nl}",
        "Democratische Volksrepubliek {nl}", "Folkrepubliken {sv}", "Folkerepublikken {da}", "Folkerepublikken {nb}",
        "Repubblica Popolare del {it}", "República Popular do {pt}", "República Popular da {pt}",
        "Republik Rakyat {id}", "{tr} Halk Cumhuriyeti", "{ja}人民共和国", "{ja}人民民主共和国", "{ja}民主人民共和国",
        "{ko} 인민 공화국", "{ko} 인민민주공화국", "Cộng hòa Nhân dân {vi}", "Cộng hòa Dân chủ Nhân dân {vi}",
    ),
    "": (
        "Republik {de}", "Republik der {de}", "Republiek {nl}", "Republiek der {nl}", "Republiken {sv}",
        "Republikken {da}", "Republikken {nb}", "Repubblica di {it}", "Repubblica del {it}", "Repubblica della {it}",
        "Repubblica delle {it}", "Repubblica dell'{it}", "República de {pt}", "República da {pt}",
        "República do {pt}", "República das {pt}", "Republika {hr}", "Republik {id}", "Republik {ms}",
        "{tr} Cumhuriyeti", "{ja}共和国", "{ko} 공화국", "Cộng hòa {vi}",
    ),
    "Kingdom": ("Königreich {de}", "Königreich der {de}", "Koninkrijk {nl}", "Koninkrijk der {nl}", "Konungariket {sv}",
                "Kongeriget {da}", "Kongeriket {nb}", "Regno di {it}", "Regno del {it}", "Regno della {it}",
                "Regno dei {it}", "Reino de {pt}", "Reino da {pt}", "Reino do {pt}", "Reino dos {pt}",
                "Kerajaan {id}", "{tr} Krallığı", "{ja}王国", "{ko} 왕국", "Vương quốc {vi}"),
    "Principality": ("Fürstentum {de}", "Vorstendom {nl}", "Furstendömet {sv}", "Fyrstendømmet {da}",
                     "Fyrstedømmet {nb}", "Principato di {it}", "Principato del {it}", "Principado de {pt}",
                     "Principado do {pt}", "{tr} Prensliği", "{ja}公国", "{ko} 공국", "Công quốc {vi}"),
    "Grand Duchy": ("Großherzogtum {de}", "Groothertogdom {nl}", "Storhertigdömet {sv}", "Storhertugdømmet {da}",
                    "Storhertugdømmet {nb}", "Granducato di {it}", "Granducato del {it}", "Grão-Ducado do {pt}",
                    "{tr} Büyük Dükalığı", "{ja}大公国", "{ko} 대공국", "Đại công quốc {vi}"),
    "Sultanate": ("Sultanat {de}", "Sultanaat {nl}", "Sultanatet {sv}", "Sultanato dell'{it}", "Sultanato de {pt}",
                  "Kesultanan {id}", "{tr} Sultanlığı", "{ja}国", "{ko} 술탄국"),
    "State": ("Staat {de}", "Staat {nl}", "Staten {sv}", "Stato di {it}", "Stato del {it}", "Estado de {pt}",
              "Estado do {pt}", "Estado da {pt}", "{tr} Devleti", "{ja}国"),
}  # fmt: skip
"""How other languages than those of the United Nations write the usual long forms around the short name, by the word in
the English form; those of a republic by the words before *Republic*. Languages that decline the name are not here."""
FORMAL = {"TR": "the Republic of Türkiye"}
"""English formal names that the data set lacks."""
NO_FORMS = {"CD", "CG", "CN", "KP", "KR", "TW"}
"""A long form of these names tells two states apart, so each is listed above."""
DOMAIN = Path(__file__).parents[1] / "src/citygraph/domain"
CLDR = "Unicode CLDR 48.2, © Unicode, Inc., Unicode License v3."

SPORTS = {
    "BB": "BAR", "BH": "BRN BHR", "BQ": "", "CC": "", "CX": "", "AQ": "", "AX": "", "GG": "", "IM": "", "JE": "",
    "GB": "GBR ENG SCO WAL NIR", "IE": "IRL", "IR": "IRI IRN", "LB": "LBN LIB", "ME": "MNE", "MY": "MAS",
    "PF": "TAH", "RO": "ROU ROM", "SG": "SGP SIN", "TT": "TTO TRI", "XK": "KOS KVX", "CW": "CUW", "EH": "", "FK": "",
    "FO": "FRO", "GI": "GIB", "GL": "GRL", "GP": "GLP", "MH": "MHL", "MP": "NMI", "NF": "", "NU": "NIU", "PN": "",
    "PM": "", "SH": "", "SX": "", "TK": "", "VA": "VAT", "WF": "", "YT": "MYT", "GF": "GUF", "MQ": "MTQ", "RE": "REU",
    "MS": "MSR", "TC": "TCA", "NC": "NCL", "AI": "AIA", "MO": "MAC", "KY": "CAY", "BZ": "BIZ BLZ", "WS": "SAM",
}  # fmt: skip
"""IOC and FIFA codes where the data set has neither or old ones."""
VEHICLES = """
A AT;AFG AF;AL AL;AM AM;AND AD;AUS AU;AX AX;AZ AZ;B BE;BD BD;BDS BB;BF BF;BG BG;BH BZ;BIH BA;BOL BO;BR BR;BRN BH;BRU BN
BS BS;BUR MM;BVI VG;BW BW;BY BY;C CU;CAM CM;CDN CA;CGO CD;CH CH;CI CI;CL LK;CO CO;CR CR;CY CY;CZ CZ;D DE;DK DK;DOM DO
DY BJ;DZ DZ;E ES;EAK KE;EAT TZ;EAU UG;EAZ TZ;EC EC;ES SV;EST EE;ET EG;ETH ET;F FR;FIN FI;FJI FJ;FL LI;FO FO;G GA;GB GB
GBA GG;GBG GG;GBJ JE;GBM IM;GBZ GI;GCA GT;GE GE;GH GH;GR GR;GUY GY;H HU;HKJ JO;HN HN;HR HR;I IT;IL IL;IND IN;IR IR
IRL IE;IRQ IQ;IS IS;J JP;JA JM;K KH;KG KG;KP KP;KSA SA;KWT KW;KZ KZ;L LU;LAO LA;LAR LY;LB LR;LS LS;LT LT;LV LV;M MT
MA MA;MAL MY;MC MC;MD MD;MEX MX;MGL MN;MK MK;MNE ME;MOC MZ;MS MU;MW MW;MYA MM;N NO;NAM NA;NAU NR;NEP NP;NIC NI;NL NL
NMK MK;NZ NZ;OM OM;P PT;PA PA;PE PE;PK PK;PL PL;PNG PG;PY PY;Q QA;RA AR;RB BW;RC TW;RCA CF;RCB CG;RCH CL;RG GN;RH HT
RI ID;RIM MR;RKS XK;RL LB;RM MG;RMM ML;RN NE;RO RO;ROK KR;ROU UY;RP PH;RSM SM;RU BI;RUS RU;RWA RW;S SE;SD SZ;SGP SG
SK SK;SLO SI;SME SR;SN SN;SO SO;SRB RS;SUD SD;SY SC;SYR SY;T TH;TD TD;TG TG;TJ TJ;TM TM;TN TN;TR TR;TT TT;U UY;UA UA
UAE AE;UK GB;USA US;UZ UZ;V VA;VN VN;WAG GM;WAL SL;WAN NG;WD DM;WG GD;WL LC;WS WS;WV VC;YAR YE;YEM YE;YV VE;Z ZM;ZA ZA
ZW ZW
"""
"""Distinguishing signs of vehicles, as the United Nations list them, with the code of each country."""


def main(folder: Path) -> None:
    modules = folder / "node_modules"
    listed = read_listed(folder / "country-codes.csv")
    names = {language: territories(modules, language) for language in LANGUAGES}
    write_names(listed, names["en"])
    write_codes(listed)
    write_other_names(modules, listed, names)
    atlas = json.loads((modules / "world-atlas/countries-10m.json").read_text(encoding="utf-8"))
    write_boxes(listed, atlas)


def read_listed(path: Path) -> dict[str, dict[str, str]]:
    """The rows of the data set by alpha-2 code, and one for XK."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(file)}
    rows["XK"] = dict.fromkeys(next(iter(rows.values())), "")
    return dict(sorted(rows.items()))


def territories(modules: Path, language: str) -> dict[str, list[str]]:
    """The names of each territory in a language: the usual one first."""
    text = (modules / f"cldr-localenames-full/main/{language}/territories.json").read_text(encoding="utf-8")
    named = json.loads(text)["main"][language]["localeDisplayNames"]["territories"]
    found: dict[str, list[str]] = {}
    for code, name in sorted(named.items(), key=lambda item: len(item[0])):
        is_letters = "-alt-" in code and len(country_names.key(name)) <= 2 and name.isupper()
        if code[:2] != "UN" and not is_letters:  # RU is Spanish for the United Kingdom, É.-U. is not the EU
            found.setdefault(code[:2], []).append(name)
    return found


def write_names(codes: Iterable[str], english: dict[str, list[str]]) -> None:
    rows = []
    for code in codes:
        name = english[code][0]
        written_out = name.replace("&", "and").replace("St.", "Saint")
        aliases = ([written_out] if written_out != name else []) + ALIASES.get(code, [])
        rows.append([code, name, ";".join(aliases)])
    write("countries.csv", f"ISO 3166-1 alpha-2 and XK. Names: {CLDR}", ["code", "name", "aliases"], rows)


def write_codes(listed: dict[str, dict[str, str]]) -> None:
    vehicles: dict[str, list[str]] = {}
    for pair in VEHICLES.replace("\n", ";").strip(";").split(";"):
        sign, code = pair.split()
        vehicles.setdefault(code, []).append(sign)
    rows = []
    for code, row in listed.items():
        sports = SPORTS[code] if code in SPORTS else f"{row['IOC']} {row['FIFA']}"
        rows.append(
            [
                code,
                row["ISO3166-1-Alpha-3"],
                row["ISO3166-1-numeric"].zfill(3) if row["ISO3166-1-numeric"] else "",
                " ".join(dict.fromkeys(one for one in sports.split() if re.fullmatch("[A-Z]{3}", one))),
                " ".join(vehicles.get(code, [])),
                row["FIPS"] if code != "BQ" and re.fullmatch("[A-Z]{2}", row["FIPS"]) else "",
            ]
        )
    credit = (
        "ISO 3166-1, IOC and FIFA, signs of vehicles, FIPS 10-4. From the data set country-codes (ODC-PDDL), mended."
    )
    write("country_codes.csv", credit, ["code", "alpha_3", "numeric", "sports", "vehicle", "fips"], rows)


def write_other_names(modules: Path, listed: dict[str, dict[str, str]], names: dict[str, dict[str, list[str]]]) -> None:
    """Write country_names.csv, and stop if a name does not lead to its country. A name in any other language of CLDR
    that would be taken for a misspelled one of another country goes in, too."""
    spelled = {code: list(spellings(code, row, names)) for code, row in listed.items()}
    write_keys(spelled)
    languages = [path.parent.name for path in (modules / "cldr-localenames-full/main").glob("*/territories.json")]
    misleading = {
        (code, several[0])
        for language in languages
        if language not in LANGUAGES
        for code, several in territories(modules, language).items()
        if code in spelled and country_names.near(several[0]) not in (None, code)
    }
    for code, name in sorted(misleading):
        spelled[code].append(name)
    write_keys(spelled)
    lost = {
        (code, name)
        for code, several in spelled.items()
        for name in several
        if code not in country_names.meanings(name) and not is_code_of_another(name)
    }
    if lost:
        sys.exit(f"names that do not lead to their country: {sorted(lost)}")


def write_keys(spelled: dict[str, list[str]]) -> None:
    rows = []
    for code, several in spelled.items():
        keys = dict.fromkeys(country_names.key(name) for name in several)
        rows.append([code, ";".join(key for key in keys if key)])
    credit = f"Names in {len(LANGUAGES)} languages as keys. {CLDR} United Nations, in country-codes (ODC-PDDL)."
    write("country_names.csv", credit, ["code", "names"], rows)
    country_names.meanings.cache_clear()
    country_names.codes_by_name.cache_clear()


def is_code_of_another(name: str) -> bool:
    return name.isascii() and len(name) <= 3


def spellings(code: str, row: dict[str, str], names: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """All names of a country that are read."""
    for language, of in names.items():
        for name in of.get(code, ()):
            yield from spelled_out(language, name)
    yield from ALIASES.get(code, ())
    yield from in_use().get(code, ())
    for column in UNITED_NATIONS:
        yield from of_united_nations(row[column])
    short = {language: of[code][0] for language, of in names.items() if code in of}
    if code not in NO_FORMS:
        yield from (each.format(**short) for each in forms_of(row["UNTERM English Formal"] or FORMAL.get(code, "")))


def forms_of(formal: str) -> tuple[str, ...]:
    """The long forms that go with an English one: of the *Socialist Republic of Viet Nam* none without *Socialist*,
    since that was another state."""
    before = "|".join(filter(None, FORMS))
    if republic := re.match(rf"(?:the )?(?:\w+ )??(?:({before}) )?Republic\b", formal):
        return next(forms for words, forms in FORMS.items() if (republic[1] or "") in words.split("|"))
    return next((forms for word, forms in FORMS.items() if word and re.search(rf"\b{word}\b", formal)), ())


@cache
def in_use() -> dict[str, list[str]]:
    with IN_USE.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: row["names"].split(";") for row in rows}


def spelled_out(language: str, name: str) -> Iterator[str]:
    yield name
    yield name.replace("St.", "Saint").replace("St-", "Saint-")
    if name.startswith("Saint"):
        yield name.replace("Saint", "St", 1)
    if language in ("de", "da", "nb", "sv"):
        yield re.sub("[äöüåøÄÖÜÅØ]", lambda letter: TYPED[letter[0].lower()], name)


TYPED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


def of_united_nations(name: str) -> Iterator[str]:
    """A name without its notes and its articles."""
    name = re.sub(r"\s*\*+|\s*\[[^\]]*\]", "", name).strip()
    name = re.sub(r"\s*\((?:the|l'|le|la|les|el|los|las)\)$", "", name)
    name = re.sub(r"^(?:the|la|le|les|el|los|las)\s+|^l'", "", name)
    yield name
    if turned := re.fullmatch(r"(.+?)\s*[（(](.+)[)）]", name):
        yield f"{turned[2]} {turned[1]}"


def write_boxes(listed: dict[str, dict[str, str]], atlas: dict[str, Any]) -> None:
    """Write country_boxes.csv. A box that crosses the 180th meridian ends east of 180°."""
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [
        [
            (x * scale[0] + move[0], y * scale[1] + move[1])
            for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        ]
        for arc in atlas["arcs"]
    ]
    numbered = {row["ISO3166-1-numeric"].zfill(3): code for code, row in listed.items() if row["ISO3166-1-numeric"]}
    found: dict[str, list[list[tuple[float, float]]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = "XK" if shape["properties"]["name"] == "Kosovo" else numbered.get(shape.get("id", ""), "")
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for rings in polygons:
            ring = [point for arc in rings[0] for point in arcs[arc if arc >= 0 else ~arc]]
            found.setdefault(code, []).append(ring)
    rows = []
    for code in listed:
        if code in found:
            south = min(y for ring in found[code] for _, y in ring)
            north = max(y for ring in found[code] for _, y in ring)
            west, east = around((min(x for x, _ in ring), max(x for x, _ in ring)) for ring in found[code])
            rows.append([code, floor(south), floor(west), ceil(north), ceil(east)])
    credit = (
        "Whole degrees between which each country lies. From Natural Earth 1:10m (public domain), in world-atlas 2.0.2."
    )
    write("country_boxes.csv", credit, ["code", "south", "west", "north", "east"], rows)


def around(stretches: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The shortest stretch of longitudes that has all of these in it."""
    joined = list(join(sorted(stretches)))
    gaps = [(after[0] - before[1], after[0], before[1] + 360) for before, after in pairwise(joined)]
    gaps.append((joined[0][0] + 360 - joined[-1][1], joined[0][0], joined[-1][1]))
    _, west, east = max(gaps)
    return west, east


def join(stretches: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The same stretches, those that meet as one."""
    first, last = stretches[0]
    for start, end in stretches[1:]:
        if start > last:
            yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last


def write(name: str, credit: str, header: list[str], rows: list[list[Any]]) -> None:
    with (DOMAIN / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {credit}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
