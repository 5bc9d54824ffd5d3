"""What can be wrong in one file: each mistake's stable code, what the manual says of it, and a file that makes it.

What takes more than one file to see is in :mod:`citygraph.folder.checks`. ``docs/checks.md`` is made from both.
"""

from __future__ import annotations

from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import STATUSES
from citygraph.folder.diagnostics import Rule, Severity

UNREADABLE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "The file cannot be opened: a permission, a broken link. (In the example: one that its reader may not open.)",
    "",
)
NOT_UTF8 = Rule(
    "not-utf8",
    Severity.ERROR,
    "The file is not UTF-8. Save it as UTF-8 in your editor; spreadsheets call it “CSV UTF-8” or “Unicode (UTF-8)”.",
    "cities:\n  sao-paulo: {name: São Paulo, country: BR}\n".encode("latin-1"),
)
YAML_SYNTAX = Rule(
    "yaml-syntax",
    Severity.ERROR,
    "The text is not YAML. What stands whole before the break is loaded; the ids after it are still known, so that"
    " other files' references to them raise nothing.",
    "cities:\n  iznik: {name: Iznik, country: TR\n",
)
YAML_TAG = Rule(
    "yaml-tag",
    Severity.ERROR,
    "A value carries a YAML tag (`!!int`, `!custom`). The schema says what type a value is; take the tag out.",
    "cities:\n  iznik: {name: !!str Iznik, country: TR}\n",
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    Severity.ERROR,
    "One mapping has a key twice. The first is read.",
    "cities:\n  iznik:\n    name: Iznik\n    country: TR\n    name: Nicaea\n",
)
ENDLESS_ANCHORS = Rule(
    "endless-anchors",
    Severity.ERROR,
    "Anchors and aliases make a value that contains itself, or that grows without measure. Write the values out.",
    "cities:\n  iznik: {name: Iznik, country: TR, notes: &again [*again]}\n",
)
SEVERAL_DOCUMENTS = Rule(
    "several-documents",
    Severity.ERROR,
    "A second YAML document starts in the file (`---`). Only the first is read: one file, one document.",
    "cities:\n  iznik: {name: Iznik, country: TR}\n---\ncities:\n  osh: {name: Osh, country: KG}\n",
)
EMPTY_FILE = Rule(
    "empty-file",
    Severity.WARNING,
    "The file says nothing: it is empty, or all of it is comments.",
    "# cities will come here\n",
)
TABLE_SYNTAX = Rule(
    "table-syntax",
    Severity.ERROR,
    "A row of a table is not CSV: a quote is not closed, or stands within a cell where only two of them may, or there"
    " is a character that no text may have. The row is not read.",
    'id,name,country\nosh,"Osh" (also Och),KG\n',
    "cities.csv",
)
UNKNOWN_TABLE = Rule(
    "unknown-table",
    Severity.ERROR,
    "The name of a CSV file does not say which section its rows belong to: `cities.csv`, `ties-2024.csv`. What is no"
    " table of citygraph's gets a name that begins with a dot, or lies outside the graph folder.",
    "id,name,country\nosh,Osh,KG\n",
    "citys.csv",
)
NO_HEADER = Rule(
    "no-header",
    Severity.ERROR,
    "The first row of a table does not name its columns, or not with commas between them. Spreadsheets call what is"
    " needed “CSV UTF-8 (comma delimited)”.",
    "id;name;country\nosh;Osh;KG\n",
    "cities.csv",
)
WRONG_NUMBER_OF_CELLS = Rule(
    "wrong-number-of-cells",
    Severity.ERROR,
    "A row of a table has more or fewer cells than the header. A comma in a text wants quotes around the cell. The row"
    " is not read, since its cells may stand in the wrong columns.",
    "id,name,country\nosh,Osh, Kyrgyzstan,KG\n",
    "cities.csv",
)

TWO_CITIES = (
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "sources:\n  paper: {title: The paper}\n"
)
"""The start of many an example: two cities, and a source to name."""

WRONG_SHAPE = Rule(
    "wrong-shape",
    Severity.ERROR,
    "A list stands where a mapping belongs, a text where a list belongs, nothing where something belongs.",
    "cities:\n  - {name: Osh, country: KG}\n",
)
UNKNOWN_SECTION = Rule(
    "unknown-section",
    Severity.ERROR,
    "A key at the top of a file is no section. The sections: "
    + ", ".join(f"`{section.key}`" for section in SECTIONS)
    + ".",
    "citys:\n  osh: {name: Osh, country: KG}\n",
)
UNKNOWN_KEY = Rule(
    "unknown-key",
    Severity.ERROR,
    "The record has a key that its section does not know. Nothing is dropped in silence: what has no key of its own"
    " goes under `notes:` or `tags:`.",
    "cities:\n  osh: {name: Osh, country: KG, alias: Oš}\n",
)
MISSING_KEY = Rule(
    "missing-key",
    Severity.ERROR,
    "A key that the record needs is not there: `name` of a node, `title` of a source, `kind` and the ends of a tie.",
    "cities:\n  osh: {country: KG}\n",
)
MISSING_COUNTRY = Rule(
    "missing-country",
    Severity.WARNING,
    "A city has no `country`. Namesakes cannot be told apart by it, and no question about a country finds it.",
    "cities:\n  osh: {name: Osh}\n",
)
INVALID_ID = Rule(
    "invalid-id",
    Severity.ERROR,
    "An id is made of ASCII letters, digits, `-` and `_`, so that it can stand in every file, URL and graph format."
    " Names in any script go under `name` and `names`.",
    "cities:\n  景德镇: {name: Jingdezhen, country: CN}\n",
)
INVALID_NUMBER = Rule(
    "invalid-number",
    Severity.ERROR,
    "A figure is not a plain number.",
    "sources:\n  paper: {title: The paper}\ncities:\n  osh:\n    name: Osh\n    country: KG\n    observations:\n"
    "      - {property: visitors, value: 44 million, source: paper}\n",
)
INVALID_DATE = Rule(
    "invalid-date",
    Severity.ERROR,
    "A date does not exist, or is not written as EDTF: `2021`, `2021-10`, `2021-10-19`, with `~` for about and `?` for"
    " uncertain.",
    "events:\n  fair: {name: The fair, when: 2021-02-30}\n",
)
INVALID_COORDINATES = Rule(
    "invalid-coordinates",
    Severity.ERROR,
    "Coordinates are `[latitude, longitude]` in degrees: latitude from -90 to 90, longitude from -180 to 180.",
    "cities:\n  osh: {name: Osh, country: KG, coordinates: [140.5, 72.8]}\n",
)
INVALID_LANGUAGE = Rule(
    "invalid-language",
    Severity.ERROR,
    "A language is a BCP 47 tag: `zh`, `zh-Hant`, `sr-Latn`.",
    "cities:\n  osh: {name: Osh, country: KG, names: {kyrgyz language: Ош}}\n",
)
INVALID_URL = Rule(
    "invalid-url",
    Severity.ERROR,
    "An address does not start with http:// or https://. Others are not taken: pages made from the folder link to it.",
    "sources:\n  paper: {title: The paper, url: 'javascript:alert(1)'}\n",
)
UNKNOWN_COUNTRY = Rule(
    "unknown-country",
    Severity.ERROR,
    "A country is neither an ISO 3166-1 alpha-2 code (or XK) nor the id of a `countries` record. What has no code, as"
    " Somaliland or a historical state, gets a record.",
    "cities:\n  osh: {name: Osh, country: KX}\n",
)
UNKNOWN_VALUE = Rule(
    "unknown-value",
    Severity.ERROR,
    "The key takes one of a few words, and this is none of them.",
    "kinds:\n  river-link: {group: water, nature: standing, label: shares a river with, between: city}\n",
)
UNKNOWN_STATUS = Rule(
    "unknown-status",
    Severity.ERROR,
    "A status is one of: " + ", ".join(STATUSES) + ".",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], status: actve, source: paper}\n",
)
WRONG_NUMBER_OF_ENDS = Rule(
    "wrong-number-of-ends",
    Severity.ERROR,
    "`between` names one end, or three. A tie is a pair; a ring of many parties is an organization or an event that"
    " each is `member-of` or `signatory-of`.",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh], source: paper}\n",
)
SAME_ENDS = Rule(
    "same-ends",
    Severity.ERROR,
    "Both ends of a tie are the same.",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, osh], source: paper}\n",
)
ENDS_TWICE = Rule(
    "ends-twice",
    Severity.ERROR,
    "A tie has `between` and also `from` or `to`. Symmetric kinds take `between`, directed ones `from` and `to`.",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], from: osh, source: paper}\n",
)
MISSING_EVIDENCE = Rule(
    "missing-evidence",
    Severity.WARNING,
    "A tie, a post, an observation or a statement names no source. Who says so?",
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "ties:\n  - {kind: sister-city, between: [osh, troyan]}\n",
)
QUOTE_WITHOUT_SOURCE = Rule(
    "quote-without-source",
    Severity.ERROR,
    "There is a `quote` or a `by` beside no `source`: whose words are they?",
    "cities:\n  osh: {name: Osh, country: KG, quote: the heart of the ancient Silk Road}\n",
)


RULES = (
    UNREADABLE,
    NOT_UTF8,
    YAML_SYNTAX,
    YAML_TAG,
    DUPLICATE_KEY,
    ENDLESS_ANCHORS,
    SEVERAL_DOCUMENTS,
    EMPTY_FILE,
    TABLE_SYNTAX,
    UNKNOWN_TABLE,
    NO_HEADER,
    WRONG_NUMBER_OF_CELLS,
    WRONG_SHAPE,
    UNKNOWN_SECTION,
    UNKNOWN_KEY,
    MISSING_KEY,
    MISSING_COUNTRY,
    INVALID_ID,
    INVALID_NUMBER,
    INVALID_DATE,
    INVALID_COORDINATES,
    INVALID_LANGUAGE,
    INVALID_URL,
    UNKNOWN_COUNTRY,
    UNKNOWN_VALUE,
    UNKNOWN_STATUS,
    WRONG_NUMBER_OF_ENDS,
    SAME_ENDS,
    ENDS_TWICE,
    MISSING_EVIDENCE,
    QUOTE_WITHOUT_SOURCE,
)
"""All of them, in the order of the manual."""

BREAKS = frozenset(rule.code for rule in (YAML_SYNTAX, ENDLESS_ANCHORS, SEVERAL_DOCUMENTS))
"""After these, the rest of a file is not read."""
