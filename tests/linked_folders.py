"""Folders with a file of their own, and tables that are imported into them with --link."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from citygraph.imports.report import ImportReport
from citygraph.world import World
from imported import brought, table

OWN = """\
# kept by hand
cities:
  lille: {name: Lille, country: FR, source: minutes}
  leeds:
    name: Leeds
    country: GB   # in Yorkshire
    source: minutes
ties:
  - kind: sister-city
    between: [lille, leeds]
    since: 1968   # signed in May
    source: minutes
sources:
  minutes: {title: Council minutes}
"""
OFFICIALS = """\
officials:
  mayor:
    name: Eric Adams
    posts:
      - {title: Mayor, of: new-york, since: 2022, source: paper}   # the first
cities:
  new-york: {name: New York, country: US}
sources:
  paper: {title: The paper}
"""
HEAD = "City,Country,Partner city,Partner country,Since"
PAIR = "\nLille,France,Leeds,United Kingdom,"


class Filled:
    """A folder with a file of its own, and a table that is imported into it."""

    def __init__(self, folder: Path, own: str | Mapping[str, str], text: str, **asked: Any) -> None:
        self.into = folder / "g"
        self.into.mkdir(parents=True, exist_ok=True)
        for name, content in {"own.yaml": own}.items() if isinstance(own, str) else own.items():
            (self.into / name).write_text(content, encoding="utf-8")
        self.file = table(folder, text, "list.csv")
        self.asked = {"kind": "sister-city", "source": "list", "link": True, "fill": True} | asked
        self.report = self.again()

    def again(self) -> ImportReport:
        return brought("table", self.file, into=self.into, **self.asked)

    @property
    def own(self) -> str:
        return (self.into / "own.yaml").read_text(encoding="utf-8")

    @property
    def world(self) -> World:
        found = World(self.into, cache=False)
        assert not found.errors, found.diagnostics
        return found

    def node(self, id: str) -> dict[str, Any]:
        return dict(self.world.view.nodes[id]["record"])

    def tie(self, id: str = "sister-city.leeds.lille") -> dict[str, Any]:
        return dict(self.world.view.graph["ties"][id].data)

    def sources(self, id: str = "sister-city.leeds.lille") -> list[str]:
        return [item["source"] for item in self.tie(id)["evidence"]]

    def told(self, *outcomes: str) -> list[str]:
        return [one.why for one in self.report.remarks if one.outcome in outcomes]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CELLS = st.fixed_dictionaries({
    "since": st.sampled_from(["", "1968", "1970", "1968-05-12"]), "until": st.sampled_from(["", "1999", "2040"]),
    "status": st.sampled_from(["", "active", "ended", "odd"]), "notes": st.sampled_from(["", "by rail", "a; b"]),
    "subject": st.sampled_from(["", "trade", "trade; fairs"]), "population": st.sampled_from(["", "1234", "5678"]),
    "wikidata": st.sampled_from(["", "Q648", "Q1"]), "quote": st.sampled_from(["", "twins indeed"]),
    "signed": st.sampled_from(["", "1968-05-12"]), "lat": st.sampled_from(["", "50.63", "50.7"]),
})  # fmt: skip
TARGETS = {
    "since": "since", "until": "until", "status": "status", "notes": "notes", "subject": "subject", "quote": "quote",
    "population": "from.observations.population", "wikidata": "from.identifiers.wikidata", "lat": "from.lat",
    "signed": "agreement.signed",
}  # fmt: skip
KEPT = st.fixed_dictionaries({}, optional={
    "since": st.just("1968"), "status": st.sampled_from(["active", "planned", "ended"]), "notes": st.just("ours"),
    "subject": st.just("[schools]"),
})  # fmt: skip


PLACE = st.sampled_from(["", ", coordinates: [50.63, 3.05], level: town"])


def row_of(cells: dict[str, str], kept: dict[str, str], place: str) -> tuple[str, str, list[str]]:
    """A file with a tie that says what is ``kept``, a table with one row about it, and what its columns are."""
    own = f"cities:\n  lille: {{name: Lille, country: FR{place}}}\n  leeds: {{name: Leeds, country: GB}}\n"
    own += "ties:\n  - kind: sister-city\n    between: [lille, leeds]\n"
    own += "".join(f"    {key}: {value}\n" for key, value in kept.items())
    row = {**cells, "lon": "3.05" if cells["lat"] else ""}
    text = f"city,country,partner,of,{','.join(row)}\nLille,FR,Leeds,GB,{','.join(row.values())}\n"
    pairs = [f"{target}={column}" for column, target in (TARGETS | {"lon": "from.lon"}).items()]
    pairs += ["from.name=city", "from.country=country", "to.name=partner", "to.country=of"]
    return own, text, pairs
