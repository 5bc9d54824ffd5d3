"""The mistakes that one file alone can show: the stable code of each, its text in the manual, and an example file.

:mod:`citygraph.folder.checks` has the mistakes that only several keys or files together show, and the manual of both.
"""

from __future__ import annotations

from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import STATUSES
from citygraph.folder.diagnostics import Rule, Severity

UNREADABLE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "citygraph does not read the file or folder: its permissions forbid it, it is no regular file, or it is a link that"
    " is broken or leads out of the graph folder. A link to a file or folder inside is followed. Put the file itself in"
    " the place of a link that leads out.",
    "",
)
BEYOND_LIMIT = Rule(
    "beyond-limit",
    Severity.ERROR,
    "A file is too large, a folder has too many files, or lies too deep in the graph folder: see"
    " [the limits](cli.md#limits). So a folder that somebody else made cannot take all memory. If it is yours, the"
    " environment variable `CITYGRAPH_LIMITS` raises the limit.",
    "",
)
NOT_UTF8 = Rule(
    "not-utf8",
    Severity.ERROR,
    "The file is not UTF-8. Save it as UTF-8 in your editor. Spreadsheets call it “CSV UTF-8” or “Unicode (UTF-8)”.",
    "cities:\n  sao-paulo: {name: São Paulo, country: BR}\n".encode("latin-1"),
)
MERGE_CONFLICT = Rule(
    "merge-conflict",
    Severity.ERROR,
    "A merge is not finished: the conflict markers of git (`<<<<<<<`, `=======`, `>>>>>>>`) stand in the file."
    " citygraph loads the records that are complete before the first marker, and misses no record that may be in the"
    " rest. Keep what is right of both sides, delete the markers, then `git add` the file.",
    "cities:\n  osh: {name: Osh, country: KG}\n<<<<<<< HEAD\n  troyan: {name: Troyan, country: BG}\n=======\n"
    "  iznik: {name: Iznik, country: TR}\n>>>>>>> other\n",
)
YAML_SYNTAX = Rule(
    "yaml-syntax",
    Severity.ERROR,
    "The text is not valid YAML. If only a sign is in the way with which a text begins, as in `'s-Hertogenbosch`,"
    " citygraph takes it for a letter and reads on. Else it loads the records that are complete before the error, and"
    " notes the ids after it, so references to them from other files are not reported.",
    "cities:\n  iznik: {name: Iznik, country: TR\n",
)
YAML_TAG = Rule(
    "yaml-tag",
    Severity.ERROR,
    "A value carries a YAML tag (`!!int`, `!custom`). The schema sets the type of each value. Delete the tag.",
    "cities:\n  iznik: {name: !!str Iznik, country: TR}\n",
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    Severity.ERROR,
    "A mapping has the same key twice. citygraph reads the first.",
    "cities:\n  iznik:\n    name: Iznik\n    country: TR\n    name: Nicaea\n",
)
ENDLESS_ANCHORS = Rule(
    "endless-anchors",
    Severity.ERROR,
    "Anchors and aliases make a value that contains itself, or that grows without limit. Write the values out.",
    "cities:\n  iznik: {name: Iznik, country: TR, notes: &again [*again]}\n",
)
UNUSED_ANCHOR = Rule(
    "unused-anchor",
    Severity.WARNING,
    "YAML takes the first word of a text that begins with `&` for a name of the value, an anchor, and leaves it out. No"
    " alias asks for it. Put the text between quotes, or take the anchor out.",
    "sources:\n  list:\n    title: &Partner in Europe\n",
)
SEVERAL_DOCUMENTS = Rule(
    "several-documents",
    Severity.ERROR,
    "A second YAML document starts in the file (`---`). citygraph reads only the first. Put the second into a file of"
    " its own.",
    "cities:\n  iznik: {name: Iznik, country: TR}\n---\ncities:\n  osh: {name: Osh, country: KG}\n",
)
EMPTY_FILE = Rule(
    "empty-file",
    Severity.WARNING,
    "The file has no records: it is empty, or it has only comments.",
    "# cities will come here\n",
)
TABLE_SYNTAX = Rule(
    "table-syntax",
    Severity.ERROR,
    "A row of a table is not valid CSV: a quote is not closed, a quote within a cell is not written twice, or a"
    " character is not allowed in a text. citygraph does not read the row.",
    'id,name,country\nosh,"Osh" (also Och),KG\n',
    "cities.csv",
)
UNKNOWN_TABLE = Rule(
    "unknown-table",
    Severity.ERROR,
    "The name of a CSV file does not begin with a section, as `cities.csv` and `ties-2024.csv` do. If the file is not"
    " a table of the graph, begin its name with a dot, or move it out of the graph folder.",
    "id,name,country\nosh,Osh,KG\n",
    "citys.csv",
)
NO_HEADER = Rule(
    "no-header",
    Severity.ERROR,
    "The first row of a table does not name its columns, or does not separate them with commas. In a spreadsheet, save"
    " the table as “CSV UTF-8 (comma delimited)”.",
    "id;name;country\nosh;Osh;KG\n",
    "cities.csv",
)
WRONG_NUMBER_OF_CELLS = Rule(
    "wrong-number-of-cells",
    Severity.ERROR,
    "A row of a table has more or fewer cells than the header. If a text has a comma, put the cell between quotes."
    " citygraph does not read the row, since its cells may stand in the wrong columns.",
    "id,name,country\nosh,Osh, Kyrgyzstan,KG\n",
    "cities.csv",
)

HIDDEN_CHARACTER = Rule(
    "hidden-character",
    Severity.WARNING,
    "A name, or another text that is compared letter by letter, has a character in it that the eye cannot see: a"
    " zero-width space, a soft hyphen, a mark that changes the direction of text, a space that is no plain one. Often"
    " it was copied from a web page. citygraph keeps it, but searches and other programs may not find the name. There"
    " is no warning where such a character belongs, as between letters of Persian or in an emoji, and none about the"
    " words of a quote.",
    'cities:\n  osh: {name: "O\\u200Bsh", country: KG}\n',
    fix="takes the character out, or puts a plain space in the place of a space.",
)
MIXED_SCRIPTS = Rule(
    "mixed-scripts",
    Severity.WARNING,
    "A word of a name has letters of several scripts, such as a Cyrillic `о` among Latin letters, which looks the same."
    " (These are the mixtures that Unicode's UTS #39 calls less than “highly restrictive”: Latin with Chinese, Japanese"
    " or Korean is none of them.) Type the letter again.",
    "cities:\n  osh: {name: \u041esh, country: KG}\n",
)

HASH_IN_TEXT = Rule(
    "hash-in-text",
    Severity.WARNING,
    "YAML takes a `#` after a space for the start of a comment, so a text without quotation marks ends before it. There"
    " is no warning about a comment with a space after the `#`.",
    "cities:\n  osh:\n    name: Osh\n    country: KG\n    notes: signed in room #4 of the town hall\n",
    fix="puts the text between quotes, to the end of the line, if it stands in one line and no other comment follows.",
)
NOTE_AS_MAPPING = Rule(
    "note-as-mapping",
    Severity.WARNING,
    "YAML takes a note with a colon and a space in it for a mapping: what stands before the colon becomes its key. Put"
    " the note between quotation marks.",
    'cities:\n  osh:\n    name: Osh\n    country: KG\n    notes:\n      - The paper writes "Och": a slip.\n',
)

TWO_CITIES = (
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "sources:\n  paper: {title: The paper}\n"
)
"""The start of many examples: two cities and a source."""

WRONG_SHAPE = Rule(
    "wrong-shape",
    Severity.ERROR,
    "The value has the wrong form: a list instead of a mapping, a text instead of a list, or no value at all.",
    "cities:\n  - {name: Osh, country: KG}\n",
)
UNKNOWN_SECTION = Rule(
    "unknown-section",
    Severity.ERROR,
    "A key at the top of a file is not a section. The sections are "
    + ", ".join(f"`{section.key}`" for section in SECTIONS)
    + ".",
    "citys:\n  osh: {name: Osh, country: KG}\n",
    fix="writes the section that is misspelled.",
)
UNKNOWN_KEY = Rule(
    "unknown-key",
    Severity.ERROR,
    "The record has a key that its section does not have. citygraph ignores no key silently. Put what has no key of"
    " its own under `notes:` or `tags:`.",
    "cities:\n  osh: {name: Osh, country: KG, alias: Oš}\n",
    fix="writes the key that is misspelled, if only one can be meant and the record does not have it.",
)
MISSING_KEY = Rule(
    "missing-key",
    Severity.ERROR,
    "The record lacks a key that it needs: `name` in a node, `title` in a source, `kind` and the ends in a tie.",
    "cities:\n  osh: {country: KG}\n",
)
MISSING_COUNTRY = Rule(
    "missing-country",
    Severity.WARNING,
    "A city has no `country`. Its country cannot tell it from its namesakes, and no question about a country finds it.",
    "cities:\n  osh: {name: Osh}\n",
)
INVALID_ID = Rule(
    "invalid-id",
    Severity.ERROR,
    "An id consists of ASCII letters, digits, `-` and `_`, so that it fits every file, URL and graph format. Names in"
    " any script go under `name` and `names`.",
    "cities:\n  景德镇: {name: Jingdezhen, country: CN}\n",
    fix="takes out spaces and hidden characters around it.",
)
INVALID_NUMBER = Rule(
    "invalid-number",
    Severity.ERROR,
    "A figure is not a plain number.",
    "sources:\n  paper: {title: The paper}\ncities:\n  osh:\n    name: Osh\n    country: KG\n    observations:\n"
    "      - {property: visitors, value: 44 million, source: paper}\n",
    fix="writes a number that can be read in one way only: `1 234 567` and `12,5`, but not `1,234`.",
)
INVALID_DATE = Rule(
    "invalid-date",
    Severity.ERROR,
    "A date does not exist, or is not written as EDTF: `2021`, `2021-10`, `2021-10-19`, with `~` for about and `?` for"
    " uncertain.",
    "events:\n  fair: {name: The fair, when: 2021-02-30}\n",
    fix="writes a date that can be read in one way only: `6 June 1959` and `13/4/2021`, but not `3/4/2021`.",
)
INVALID_COORDINATES = Rule(
    "invalid-coordinates",
    Severity.ERROR,
    "Coordinates are `[latitude, longitude]` in degrees: latitude from -90 to 90, longitude from -180 to 180.",
    "cities:\n  osh: {name: Osh, country: KG, coordinates: [140.5, 72.8]}\n",
)
SWAPPED_COORDINATES = Rule(
    "swapped-coordinates",
    Severity.WARNING,
    "The coordinates lie far outside the country that is given, and the other way round they lie in it. Latitude comes"
    " first.",
    "cities:\n  osh: {name: Osh, country: KG, coordinates: [72.8, 40.5]}\n",
)
INVALID_LANGUAGE = Rule(
    "invalid-language",
    Severity.ERROR,
    "A language is a BCP 47 tag: `zh`, `zh-Hant`, `sr-Latn`.",
    "cities:\n  osh: {name: Osh, country: KG, names: {kyrgyz language: Ош}}\n",
    fix="puts hyphens in the place of underscores: `zh_Hant`.",
)
INVALID_URL = Rule(
    "invalid-url",
    Severity.ERROR,
    "An address does not start with http:// or https://. citygraph takes no other, since pages made from the folder"
    " link to it.",
    "sources:\n  paper: {title: The paper, url: 'javascript:alert(1)'}\n",
)
UNKNOWN_COUNTRY = Rule(
    "unknown-country",
    Severity.ERROR,
    "A country is neither an ISO 3166-1 alpha-2 code (or XK) nor the id of a `countries` record. A"
    " country without a code, such as Somaliland or a historical state, needs a record.",
    "cities:\n  osh: {name: Osh, country: KX}\n",
    fix="writes the code for a name, an alpha-3 code or small letters, if only one country can be meant.",
)
UNKNOWN_VALUE = Rule(
    "unknown-value",
    Severity.ERROR,
    "The key takes one of a few words, and the value is not one of them.",
    "kinds:\n  river-link: {group: water, nature: standing, label: shares a river with, between: city}\n",
    fix="writes the word that is misspelled, if only one can be meant.",
)
UNKNOWN_STATUS = Rule(
    "unknown-status",
    Severity.ERROR,
    "A status is one of: " + ", ".join(STATUSES) + ".",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh, troyan], status: actve, source: paper}\n",
    fix="writes the status that is misspelled, or written with capitals, if only one can be meant.",
)
WRONG_NUMBER_OF_ENDS = Rule(
    "wrong-number-of-ends",
    Severity.ERROR,
    "`between` does not name exactly two ends. A tie joins a pair. Write a network of many parties as an organization"
    " or an event, and each party's part in it as a `member-of` or `signatory-of` tie.",
    TWO_CITIES + "ties:\n  - {kind: sister-city, between: [osh], source: paper}\n",
)
SAME_ENDS = Rule(
    "same-ends",
    Severity.ERROR,
    "Both ends of a tie are the same record.",
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
    "A tie, a post, an observation or a statement names no source, and neither does its history.",
    "cities:\n  osh: {name: Osh, country: KG}\n  troyan: {name: Troyan, country: BG}\n"
    "ties:\n  - {kind: sister-city, between: [osh, troyan]}\n",
)
QUOTE_WITHOUT_SOURCE = Rule(
    "quote-without-source",
    Severity.ERROR,
    "A `quote` or a `by` has no `source` beside it. Name the source that has the words.",
    "cities:\n  osh: {name: Osh, country: KG, quote: the heart of the ancient Silk Road}\n",
)

ACCEPTED_UNNEEDED = Rule(
    "accepted-unneeded",
    Severity.WARNING,
    "An item of `accepted` accepts nothing: its check finds nothing at its record; there is no such check or record; or"
    " an earlier item accepts the same. Take the item out, so that it cannot hide a finding that comes later.",
    "cities:\n  osh: {name: Osh, country: KG}\n"
    "accepted:\n  - {check: missing-country, record: osh, because: It lies on a border.}\n",
    fix="takes out an item that accepts what an earlier one accepts; and, if the folder has no errors, one whose check"
    " finds nothing at its record.",
)

WRONG_CHECK = Rule(
    "wrong-check",
    Severity.ERROR,
    "A check of the folder's own, under `checks`, cannot run: SQLite does not understand its SQL, or it would change"
    " something; its answer lacks a column; it takes too long or too much memory; or its name is taken. The other"
    " checks run.",
    "checks:\n  no-name:\n    sentence: It has no name.\n    sql: SELECT id AS record FROM node WHERE name IS NULL\n",
)

WRONG_QUESTION = Rule(
    "wrong-question",
    Severity.ERROR,
    "A question that the folder keeps, under `questions`, cannot be asked: there is no such question; an option is"
    " unknown, has a wrong value or does not go with another; it names a record or a kind that does not exist; or its"
    " name is taken. `citygraph ask` runs no command that writes. The other questions can be asked.",
    "cities:\n  osh: {name: Osh, country: KG}\n"
    "questions:\n  partners-of-osh:\n    sentence: Who is tied to Osh?\n    command: neighbors ohs\n",
)


RULES = (
    UNREADABLE,
    BEYOND_LIMIT,
    NOT_UTF8,
    MERGE_CONFLICT,
    YAML_SYNTAX,
    YAML_TAG,
    DUPLICATE_KEY,
    ENDLESS_ANCHORS,
    UNUSED_ANCHOR,
    SEVERAL_DOCUMENTS,
    EMPTY_FILE,
    TABLE_SYNTAX,
    UNKNOWN_TABLE,
    NO_HEADER,
    WRONG_NUMBER_OF_CELLS,
    HASH_IN_TEXT,
    NOTE_AS_MAPPING,
    HIDDEN_CHARACTER,
    MIXED_SCRIPTS,
    WRONG_SHAPE,
    UNKNOWN_SECTION,
    UNKNOWN_KEY,
    MISSING_KEY,
    MISSING_COUNTRY,
    INVALID_ID,
    INVALID_NUMBER,
    INVALID_DATE,
    INVALID_COORDINATES,
    SWAPPED_COORDINATES,
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
    ACCEPTED_UNNEEDED,
    WRONG_CHECK,
    WRONG_QUESTION,
)
"""All rules for one file, in the order of the manual."""

BREAKS = frozenset(
    rule.code for rule in (BEYOND_LIMIT, MERGE_CONFLICT, YAML_SYNTAX, ENDLESS_ANCHORS, SEVERAL_DOCUMENTS)
)
"""The codes after which the parser does not read the rest of the file."""

HIDES = BREAKS | {
    rule.code for rule in (UNREADABLE, NOT_UTF8, TABLE_SYNTAX, UNKNOWN_TABLE, NO_HEADER, WRONG_NUMBER_OF_CELLS)
}
"""The codes that hide records: what the file says no longer, it may still mean to say."""
