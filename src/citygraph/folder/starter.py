"""What ``citygraph init`` writes: a small commented folder to start from, or the example world."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.folder.files import clear_away
from citygraph.folder.journal import finish, replace_together
from citygraph.folder.locks import only_writer
from citygraph.folder.parser import builtin_vocabulary
from citygraph.folder.schema import schema_text

_MODELINE = "# yaml-language-server: $schema=schema.json\n"

_FILES = {
    "cities.yaml": """\
# The cities. The word before the colon is an id. Other records name the city by it, so choose one that lasts.
cities:
  anytown:
    name: Anytown
    country: GB                       # ISO 3166-1; or the id of a record under `countries:`
    # names: {cy: Unrhywdref}         # in other languages and scripts, by language tag
    # aliases: [Any Town]
    # coordinates: [51.5, -0.1]       # latitude, longitude
    # identifiers: {wikidata: Q1}     # look it up; never write it from memory
  otherville:
    name: Otherville
    country: FR
""",
    "officials.yaml": """\
# The officials, with the public posts that they hold. Add no contact data: git keeps everything.
officials:
  mayor-of-anytown:
    name: Mayor of Anytown
    posts:
      - {title: Mayor, of: anytown, seen: 2025, source: minutes, quote: the mayor of Anytown}
""",
    "ties.yaml": """\
# The ties. `citygraph kinds` lists their kinds.
ties:
  - kind: sister-city
    between: [anytown, otherville]    # symmetric kinds; directed ones have `from:` and `to:`
    since: 1987                       # as fine as the source: 1987, 1987-05, 1987-05-02; 1987~ for about
    status: active                    # or proposed, planned, dormant, suspended, ended, cancelled; unknown if left out
    source: minutes
    quote: twinned with Otherville since 1987
""",
    "sources.yaml": """\
# The sources: every fact names one of them.
sources:
  minutes:
    title: Minutes of the town council
    type: minutes
    # publisher: Anytown Council
    # published: 2025-03-04
    # url: https://example.org/minutes
    passages:                         # the words to quote; `citygraph check` looks for each quote here
      - Anytown has been twinned with Otherville since 1987. The guests were received by the mayor of Anytown.
""",
}


def start(folder: Path, *, example: bool) -> list[str]:
    """Write a folder to start from, all of it or nothing, and return the names of its files. It changes no file that
    exists.

    Raises:
        CityGraphError: if the folder exists and is not empty, or if it cannot be written.
    """
    with only_writer(folder):
        finish(folder)
        clear_away(folder)
        try:
            if any(folder.iterdir()):
                raise CityGraphError(f"{folder} exists and is not empty; nothing was written")
        except OSError as error:
            raise CityGraphError(f"{folder}: {error.strerror}") from None
        files = _example() if example else {name: _MODELINE + text for name, text in _FILES.items()}
        files["schema.json"] = schema_text(builtin_vocabulary().values())
        replace_together(folder, {name: text.encode() for name, text in files.items()})
    return list(files)


def _example() -> dict[str, str]:
    """The files of the example world. In a wheel they lie in the package, in a checkout at the repository's top."""
    folder: Traversable = resources.files("citygraph") / "example"
    if not folder.is_dir():
        folder = Path(__file__).parents[3] / "graph"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name: file.read_text(encoding="utf-8") for file in files}
