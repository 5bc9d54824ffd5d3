"""What the Wikidata query service answers, as JSON or CSV, to the query that ``--print-query`` prints: twinned
administrative bodies (P190). Answers to a query of your own too, if its columns say what they hold."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.imports.parsing import decoded
from citygraph.imports.readers import Broken, How, Row

UNIT = "row"

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
# Twinned administrative bodies (P190). Paste this into https://query.wikidata.org, run it, download the answer as JSON
# or CSV. The whole world may take longer than the service allows: write a country for ?anyCountry (wd:Q183 is Germany),
# ask for one after the other, and import all files together.
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
{"".join(_ABOUT_AN_END.replace("END", end) for end in _ENDS)}}}
GROUP BY
{_COLUMNS}
ORDER BY ?from ?to
"""
"""The query, in SPARQL. What it asks for is in columns whose names say so to :mod:`citygraph.imports.columns`."""

ITEM_COLUMN = "Qid"
"""What is added to the name of a column in which items stand, so that it says so."""
_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/([QPL]\d+)")
_TIME = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)T00:00:00(?:Z|\+00:00)")
_DECADE, _YEAR, _MONTH, _DAY = 8, 9, 10, 11
_PRECISION = "Precision"


def read(file: Path, how: How) -> Iterator[Row | Broken]:
    """The rows of the answer: items by their ids, times as fine as they are.

    A time without its precision stands for its year if it is the first day of it, for its month if it is the first day
    of that: so the service writes them, and nothing finer is known.
    """
    text = decoded(file, how.encoding)
    for number, values in enumerate(_rows(text, file), 1):
        how.has_read(len(text) if number == 1 else 0)
        row = {}
        for name, value in values.items():
            if name.endswith(_PRECISION):
                continue
            item, time = _ENTITY.fullmatch(value), _TIME.fullmatch(value)
            if item:
                row[name + ITEM_COLUMN] = item[1]
            elif time:
                row[name] = _in_edtf(time, values.get(name + _PRECISION))
            else:
                row[name] = value
        yield Row(number, "table", row)


def _rows(text: str, file: Path) -> Iterable[dict[str, str]]:
    if not text.lstrip().startswith(("{", "[")):
        return (
            {name: (cell or "").strip() for name, cell in row.items() if name}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        )
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise CityGraphError(f"{file}: this is not JSON: {error}") from None
    columns: list[str] = []
    if isinstance(answer, dict):
        with contextlib.suppress(AttributeError, KeyError, TypeError):
            columns = answer["head"]["vars"]
        results = answer.get("results")
        answer = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise CityGraphError(f"{file}: this is no answer of the query service")
    return ({**dict.fromkeys(columns, ""), **{name: _value(cell) for name, cell in row.items()}} for row in answer)


def _value(cell: Any) -> str:
    """A cell of the verbose JSON, which says what type it is of, or of the short one."""
    return str(cell["value"] if isinstance(cell, dict) and "value" in cell else cell).strip()


def _in_edtf(time: re.Match[str], precision: str | None) -> str:
    year, month, day = time.groups()
    if precision is None:
        fineness = _YEAR if (month, day) == ("01", "01") else _MONTH if day == "01" else _DAY
    else:
        fineness = int(precision) if precision.isdigit() else 0
    if fineness == _DECADE:
        return f"{year.lstrip('+')}s"
    if fineness < _YEAR or year.startswith("-") or len(year.lstrip("+")) > 4:
        return f"{time[0]}, of precision {precision}"  # a century, before our era: for the notes
    return "-".join((year.lstrip("+"), month, day)[: fineness - _YEAR + 1])
