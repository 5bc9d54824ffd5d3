"""Answers of the Wikidata query service, in any form, to the query that ``--print-query`` prints: twinned
administrative bodies (P190). It also reads answers to other queries, if the names of their columns show what they
hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.names import visible
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.readers.sparql import is_nameless, solutions, unknown

UNIT = "row"
TAKES = frozenset[str]({"encoding"})

_ENDS = ("from", "to")
_OF_AN_END = ("", "Label", "CountryCode", "Country", "Coordinates", "Population", "PopulationDate",
              "PopulationDatePrecision")  # fmt: skip
_COLUMNS = "\n".join(
    [
        *("  " + " ".join(f"?{end}{name}" for name in _OF_AN_END) for end in _ENDS),
        "  ?start ?startPrecision ?end ?endPrecision",
    ]
)
_ABOUT_AN_END = """\
  OPTIONAL { ?END rdfs:label ?ENDLabel . FILTER(LANG(?ENDLabel) = "en") }
  OPTIONAL { ?END wdt:P31 ?ENDType . ?ENDType rdfs:label ?ENDIs . FILTER(LANG(?ENDIs) = "en") }
  BIND(COALESCE(?ENDIs, "") AS ?ENDClass)
  OPTIONAL { ?END wdt:P625 ?ENDCoordinates }
  OPTIONAL {
    ?END wdt:P17 ?ENDIn .
    OPTIONAL { ?ENDIn wdt:P297 ?ENDCountryCode }
    OPTIONAL { ?ENDIn rdfs:label ?ENDCountry . FILTER(LANG(?ENDCountry) = "en") }
  }
  OPTIONAL {
    ?END p:P1082 ?ENDFigure .
    ?ENDFigure a wikibase:BestRank ; ps:P1082 ?ENDPopulation .
    OPTIONAL {
      ?ENDFigure pqv:P585 ?ENDTime .
      ?ENDTime wikibase:timeValue ?ENDPopulationDate ; wikibase:timePrecision ?ENDPopulationDatePrecision
    }
  }
"""
QUERY = f"""\
# Twinned administrative bodies (P190). Paste this into https://query.wikidata.org, run it, and download the answer as
# JSON or CSV. If the whole world takes longer than the service allows, replace ?anyCountry by a country (wd:Q183 is
# Germany), run the query for one country after the other, and import all files together.
SELECT
{_COLUMNS}
  (GROUP_CONCAT(DISTINCT ?fromClass; separator=", ") AS ?fromLevel)
  (GROUP_CONCAT(DISTINCT ?toClass; separator=", ") AS ?toLevel)
WHERE {{
  ?from wdt:P17 ?anyCountry ; p:P190 ?statement .
  ?statement ps:P190 ?to ; wikibase:rank ?rank .
  FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL {{ ?statement pqv:P580 ?startTime .
             ?startTime wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision }}
  OPTIONAL {{ ?statement pqv:P582 ?endTime .
             ?endTime wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision }}
  OPTIONAL {{ ?statement pq:P582 ?end .  # an end that nobody knows has no time
             FILTER(isBlank(?end) || CONTAINS(STR(?end), "/.well-known/genid/")) }}
{"".join(_ABOUT_AN_END.replace("END", end) for end in _ENDS)}}}
GROUP BY
{_COLUMNS}
ORDER BY ?from ?to
"""
"""The query, in SPARQL. Its columns have names that :mod:`citygraph.imports.columns.plan` understands."""

ITEM_COLUMN = "Qid"
"""Added to the name of a column that holds items, so that it reads as a column of Wikidata ids."""
_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/([QPL]\d+)")
TIME = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)T00:00:00(?:Z|\+00:00)")
_DECADE, _YEAR, _MONTH, _DAY = 8, 9, 10, 11
_PRECISION = "Precision"
_PLAUSIBLE = 4
"""A precision has fewer digits."""


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of the answer. Items become their ids, and times become dates with the precision that Wikidata has.

    If a time has no precision, the first day of a year means the year, and the first day of a month means the month:
    the service writes coarser dates in this way. Where other times of the column are real days, the first day of a
    month is one, too; but the first of January stays open, and only the year is sure.
    """
    of_days = _with_real_days(file, how)
    cut: dict[str, list[str]] = {}
    for number, found in enumerate(solutions(file, how), 1):
        if isinstance(found, UnreadableRow):
            yield found
            continue
        row = {}
        for name, term in found.items():
            value = unknown(name) if is_nameless(term) else term.text
            if name.endswith(_PRECISION):
                continue
            item, time = _ENTITY.fullmatch(value), TIME.fullmatch(value)
            if item:
                row[name + ITEM_COLUMN] = item[1]
            elif time:
                precision = found.get(name + _PRECISION)
                row[name] = in_edtf(time, precision.text if precision else None, has_days=_group(name) in of_days)
                if precision is None and row[name] != value[: len("2019-09-01")]:
                    cut.setdefault(name, []).append(f"{value[:10]} → {row[name]}")
            else:
                row[name] = value
        yield ForeignRow(number, "table", row)
    for name, dates in cut.items():
        times = f"{len(dates):,} dates" if len(dates) > 1 else "1 date"
        how.says(f"{file.name}: `{visible(name)}`: no `{visible(name)}{_PRECISION}` says how fine the times are, and "
                 f"Wikidata writes a year as its first day: {times} may be days, and are read as years or months, "
                 f"as in {dates[0]}")  # fmt: skip


def _with_real_days(file: Path, how: ReadOptions) -> set[str]:
    """The columns without a precision, or ``start`` and ``end`` together, that have days other than the first."""
    found: set[str] = set()
    for row in solutions(file, how._replace(has_read=lambda _: None, says=lambda _: None)):
        if not isinstance(row, UnreadableRow):
            found |= {
                _group(name) for name, term in row.items()
                if name + _PRECISION not in row and (time := TIME.fullmatch(term.text)) and time[3] != "01"
            }  # fmt: skip
    return found


def _group(name: str) -> str:
    return "start and end" if name.casefold() in _OF_TERMS else name


_OF_TERMS = frozenset(("start", "end", "starttime", "endtime", "startdate", "enddate", "since", "until", "from", "to"))


def in_edtf(time: re.Match[str], precision: str | None, *, has_days: bool = False) -> str:
    """A time of Wikidata, as :data:`TIME` finds it, as a date that is as fine as its ``precision`` (9: a year). Without
    one, the first of a month is a day if its column ``has_days``."""
    year, month, day = time.groups()
    if precision is None:
        fineness = _YEAR if (month, day) == ("01", "01") else _MONTH if day == "01" and not has_days else _DAY
    else:
        fineness = int(precision) if precision.isdecimal() and len(precision) < _PLAUSIBLE else 0
    if fineness == _DECADE:
        return f"{year.lstrip('+')}s"
    if fineness < _YEAR or year.startswith("-") or len(year.lstrip("+")) > 4:
        return f"{time[0]}, of precision {precision}"  # a century, or a date before our era, goes into the notes
    return "-".join((year.lstrip("+"), month, day)[: fineness - _YEAR + 1])
