"""The store for every program that reads SQLite: views with plain columns over its tables, declared once.

The views are part of every database. SQLite computes a row, and only the columns in use, when a query needs it.
``citygraph sql`` and ``docs/sql.md`` take their descriptions of views and columns from here.

Tables are joined with left joins by their numbers, so that SQLite skips tables of which a query uses no column. Texts
are cast: only a value that is declared as text compares with 2010 as a text.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from citygraph.store.layout import BITS


class ViewColumn(NamedTuple):
    """A column of a view: its ``name``, the ``type`` of its values, a description, and the SQL expression to read it.

    ``read`` is one expression for all rows of the view, or one for each of its ``rows``.
    """

    name: str
    type: Literal["TEXT", "INTEGER", "REAL", "NUMERIC"]
    about: str
    read: str | tuple[str, ...]

    @property
    def described(self) -> dict[str, str]:
        """The description of the column, as plain data."""
        return {"name": self.name, "type": self.type, "about": self.about}


class View(NamedTuple):
    """A view: its name, a description of its rows, its columns, and the SQL after ``FROM`` for its ``rows``.

    If there are several ``rows``, a column must have the same type in each. Otherwise SQLite computes all rows before
    it searches for one.
    """

    name: str
    about: str
    columns: tuple[ViewColumn, ...]
    rows: tuple[str, ...]

    @property
    def statement(self) -> str:
        """The SQL statement that creates the view."""
        several = []
        for index, rows in enumerate(self.rows):
            read = [column.read if isinstance(column.read, str) else column.read[index] for column in self.columns]
            cells = [f"{cell} AS {column.name}" for column, cell in zip(self.columns, read, strict=True)]
            several.append(f"SELECT {', '.join(cells)} FROM {rows}")
        return f"CREATE VIEW {self.name} AS {' UNION ALL '.join(several)}"


def _as_is(name: str, about: str, read: str | tuple[str, ...]) -> ViewColumn:
    """A column that is a text already: it needs no cast, so SQLite can use its index."""
    return ViewColumn(name, "TEXT", about, read)


def _text(name: str, about: str, read: str | tuple[str, ...]) -> ViewColumn:
    cast = tuple(f"CAST({each} AS TEXT)" for each in ([read] if isinstance(read, str) else read))
    return ViewColumn(name, "TEXT", about, cast[0] if isinstance(read, str) else cast)


def _said(key: str, data: str = "data") -> str:
    return f"json_extract({data}, '$.{key}')"


def _key(name: str, about: str, key: str = "", data: str = "data") -> ViewColumn:
    """The text under a key of the record, as written."""
    return _text(name, about, _said(key or name, data))


def _list(name: str, about: str, key: str = "", data: str = "data") -> ViewColumn:
    """The list of texts under a key of the record."""
    several = f"SELECT group_concat(value, '; ') FROM json_each({data}, '$.{key or name}')"
    return _text(name, f"{about}, with `; ` between", f"({several})")


def _dated(name: str, about: str) -> tuple[ViewColumn, ViewColumn, ViewColumn]:
    """Three columns for a date: as written, under its name in the rows; and its first and last day, as the store keeps
    them."""
    earliest, latest = (f"(SELECT {day} FROM _days WHERE written = {name})" for day in ("earliest", "latest"))
    return (
        _text(name, about, name),
        _text(f"{name}_earliest", f"the first day that `{name}` can mean", earliest),
        _text(f"{name}_latest", "the last day that it can mean", latest),
    )


def _of(what: str, table: str, id: str) -> str:
    """The SQL for a value of the node or source with an id."""
    return f"(SELECT {what} FROM _ids JOIN {table} USING (n) WHERE _ids.id || '.' = {id} || '.')"


def _country(node: str) -> str:
    """The SQL for the code of a node's country; the record may have the id of a country's record instead."""
    record = _of("record.country", "_nodes AS record", f"{node}.country")
    return f"ifnull({record.removesuffix(')')} AND record.type = 'country'), {node}.country)"


def _standing_on(data: str = "data", *, has_history: bool = False) -> tuple[ViewColumn, ViewColumn]:
    """The columns for the evidence of a record: its sources and its first quote. That of its history comes last."""
    own = f"SELECT -1 AS entry, key, value FROM json_each({data}, '$.evidence')"
    of_the_history = (
        " UNION ALL SELECT entry.key, said.key, said.value"
        f" FROM json_each({data}, '$.history') AS entry JOIN json_each(entry.value, '$.evidence') AS said"
    )
    evidence = f"({own}{of_the_history if has_history else ''})"
    source, quote = _said("source", "value"), _said("quote", "value")
    ids = f"SELECT {source} AS id, min(entry * {_MOST_ITEMS} + key) AS first FROM {evidence} GROUP BY 1 ORDER BY first"
    return (
        _text(
            "sources",
            f"the ids of the sources{', also those of its history' if has_history else ''}, with `; ` between",
            f"(SELECT group_concat(id, '; ') FROM ({ids}))",
        ),
        _text(
            "quote",
            "the first quote; `evidence` has all",
            f"(SELECT {quote} FROM {evidence} WHERE {quote} IS NOT NULL ORDER BY entry, key LIMIT 1)",
        ),
    )


_MOST_ITEMS = 1 << 20
"""More than a list of evidence has items."""


def _at_the_end(number: str, data: str = "data") -> tuple[ViewColumn, ViewColumn]:
    """The last columns of a record: its file, and the whole record."""
    return (
        _as_is("file", "the file that it is in", "_files.file"),
        _text("record", "the whole record, as JSON", data),
    )


_ID = "_ids.id"
_FILE = f"LEFT JOIN _files ON _files.f = {{}} >> {BITS}"

NODES = View(
    "nodes",
    "cities, countries, officials, organizations and events",
    (
        _as_is("id", "its id", _ID),
        _as_is("type", "`city`, `country`, `official`, `organization` or `event`", "node.type"),
        _as_is("name", "the usual English name", "node.name"),
        _text("country", "its ISO 3166-1 code; the id of the country if it has no code", _country("node")),
        ViewColumn("latitude", "REAL", "in degrees, WGS 84", "node.lat"),
        ViewColumn("longitude", "REAL", "in degrees", "node.lon"),
        _key("subtype", "the `type:` of an organization or event", "type"),
        _key("level", "municipality, county, province …"),
        _key("part_of", "the id of the region that it lies in"),
        *_dated("date", "`when:` an event takes place, as written"),
        _list("aliases", "other names"),
        _list("known_for", "what it is known for"),
        _list("tags", "its tags"),
        ViewColumn(
            "degree",
            "INTEGER",
            "how many ties it has; a tie to itself counts twice",
            "(SELECT count(*) FROM _ties WHERE a = node.n) + (SELECT count(*) FROM _ties WHERE b = node.n)",
        ),
        *_standing_on(),
        *_at_the_end("node.r"),
    ),
    (
        "(SELECT r, n, type, name, country, lat, lon, data, json_extract(data, '$.when') AS date FROM _nodes) AS node"
        f" LEFT JOIN _ids USING (n) {_FILE.format('node.r')}",
    ),
)

_TIE_ID = "ifnull(own_id, _kinds.id || '.' || one.id || '.' || other.id)"
_JOINED = (
    " LEFT JOIN _kinds USING (k) LEFT JOIN _ids AS one ON one.n = tie.a LEFT JOIN _ids AS other ON other.n = tie.b"
)
_TIE = "SELECT t, a, b, kind AS k, id AS own_id, data"
_STATUS = f"ifnull(tie.status, ifnull({_said('status', 'tie.data')}, 'unknown'))"
_BY_STATUS = "in the form of its status: `is to be …` if it is planned"


def _label(direction: str, status: str) -> str:
    """The SQL for how a tie of a kind reads with a status."""
    return f"json_extract(_kinds.labels, '$.{direction}.' || {status})"


TIES = View(
    "ties",
    "ties between two nodes, each once, in its own direction",
    (
        _text("id", "its id", _TIE_ID),
        _as_is("kind", "its kind, as `sister-city`", "_kinds.id"),
        _text("kind_group", "the kind's family, as `agreement`", _said("group", "_kinds.data")),
        _text("label", f"how the tie reads from its first end to the other, {_BY_STATUS}", _label("out", _STATUS)),
        ViewColumn(
            "symmetric",
            "INTEGER",
            "1 if its kind has no direction (its ends are then in order of id), else 0",
            _said("between", "_kinds.data") + " IS NOT NULL",
        ),
        _as_is("from_id", "the end that it starts at", "one.id"),
        _as_is("from_name", "its name", "start.name"),
        _as_is("from_type", "its type", "start.type"),
        _text("from_country", "its country", _country("start")),
        _as_is("to_id", "the end that it leads to", "other.id"),
        _as_is("to_name", "its name", "goal.name"),
        _as_is("to_type", "its type", "goal.type"),
        _text("to_country", "its country", _country("goal")),
        _text(
            "status",
            "`proposed`, `planned`, `active`, `dormant`, `suspended`, `ended`, `cancelled`, `unknown` or `disputed`",
            _STATUS,
        ),
        *_dated("since", "when it began, as written; else the start in its history"),
        *_dated("until", "when it ended, as written; else the end in its history; `..` if it is known to go on"),
        *_dated("date", "when it took place (`on:`), as written"),
        *_dated("seen", "when a source shows it in force, as written"),
        _key("title", "its own name; for a post, the title of the post", data="tie.data"),
        _list("subject", "what it is about", data="tie.data"),
        _key("form", "mou, charter …", data="tie.data"),
        _key("role", "the role that an end plays in it", data="tie.data"),
        _key("called", "the register's own word for its kind", data="tie.data"),
        _key("on_behalf_of", "the id of the node on whose behalf it is", data="tie.data"),
        _key("signed", "when its agreement was signed", "agreement.signed", data="tie.data"),
        _key("expires", "when its agreement expires", "agreement.expires", data="tie.data"),
        _key("end_reason", "expired, terminated …", data="tie.data"),
        _key("follows", "the id of the tie that it replaces", data="tie.data"),
        _list("tags", "its tags", data="tie.data"),
        *_standing_on("tie.data", has_history=True),
        *_at_the_end("tie.t", "tie.data"),
    ),
    (
        f"({_TIE}, status, ifnull(since, {_said('since')}) AS since, ifnull(until, {_said('until')}) AS until,"
        f" {_said('on')} AS date,"
        f" {_said('seen')} AS seen FROM _ties) AS tie{_JOINED}"
        " LEFT JOIN _nodes AS start ON start.n = tie.a LEFT JOIN _nodes AS goal ON goal.n = tie.b "
        + _FILE.format("tie.t"),
    ),
)

NEIGHBORS = View(
    "neighbors",
    "each tie as seen from each of its ends: two rows for a tie",
    (
        _as_is("node_id", "the end from which the tie is seen", ("tie.from_id", "tie.to_id")),
        _as_is("node_name", "its name", ("tie.from_name", "tie.to_name")),
        _as_is("label", f"how the tie reads from there, {_BY_STATUS}", ("tie.label", "tie.inverse")),
        _as_is("direction", "`out`, `in`, or `both` if the tie has no direction", ("tie.out", "tie.back")),
        _as_is("id", "the node at the other end", ("tie.to_id", "tie.from_id")),
        _as_is("name", "its name", ("tie.to_name", "tie.from_name")),
        _as_is("type", "its type", ("tie.to_type", "tie.from_type")),
        _as_is("country", "its country", ("tie.to_country", "tie.from_country")),
        *(
            _as_is(name, "as in `ties`", f"tie.{name}")
            for name in ("kind", "kind_group", "status", "since", "until", "date", "sources", "quote")
        ),
        _as_is("tie_id", "the tie's id", "tie.id"),
    ),
    (
        "(SELECT *, CAST(CASE WHEN symmetric THEN 'both' ELSE 'out' END AS TEXT) AS out FROM ties) AS tie",
        "(SELECT *, CAST(CASE WHEN symmetric THEN 'both' ELSE 'in' END AS TEXT) AS back,"
        f" CAST((SELECT {_label('in', 'status')} FROM _kinds WHERE _kinds.id = kind) AS TEXT)"
        " AS inverse FROM ties) AS tie",
    ),
)

POSTS = View(
    "posts",
    "public posts that officials hold or held; each is also a tie",
    (
        _as_is("official_id", "the official's id", "tie.from_id"),
        _as_is("official_name", "the official's name", "tie.from_name"),
        _as_is("title", "Mayor, Deputy Speaker …", "tie.title"),
        _as_is("place_id", "the city, country or organization of the post", "tie.to_id"),
        _as_is("place_name", "its name", "tie.to_name"),
        _as_is("place_type", "its type", "tie.to_type"),
        _as_is("country", "its country", "tie.to_country"),
        *(
            _as_is(name, "as in `ties`", f"tie.{name}")
            for name in (
                "status", "since", "since_earliest", "since_latest", "until", "until_earliest", "until_latest",
                "seen", "seen_earliest", "seen_latest", "sources", "quote",
            )
        ),
        _as_is("tie_id", "the id of the post's tie", "tie.id"),
    ),
    ("ties AS tie WHERE tie.kind = 'holds-post'",),
)  # fmt: skip

NAMES = View(
    "names",
    "all names of nodes and sources, one in each row",
    (
        _as_is("id", "the id of the node or source", _ID),
        _text("type", "its type, as in `nodes`, or `source`", "ifnull(_nodes.type, 'source')"),
        _as_is("name", "the name", "called.text"),
        _text("sort", "`name`, `alias`, or `language` for one in another language", "sort"),
        _text("tag", "the language's BCP 47 tag, as `zh-Hant`", "tag"),
        _text("language", "the language in `tag`, as `zh`", "CASE WHEN instr(tag, '-') <> 2"
              " THEN lower(substr(tag, 1, instr(tag || '-', '-') - 1)) END"),
        _text("script", "the script in `tag`, as `Hant`", "CASE WHEN instr(tag, '-') <> 2 AND"
              " substr(tag || '-', instr(tag, '-') + 1) GLOB '[A-Za-z][A-Za-z][A-Za-z][A-Za-z]-*'"
              " THEN substr(tag, instr(tag, '-') + 1, 4) END"),
        _as_is("key", "the key that all spellings share, as `iznik`; it has an index", "called.key"),
    ),
    (
        "(SELECT n, r, key, text, CASE WHEN how IN ('name', 'alias') THEN how ELSE 'language' END AS sort,"
        " CASE WHEN how NOT IN ('name', 'alias') THEN how END AS tag FROM _names WHERE how NOT IN"
        " ('identifier', 'known for', 'id', 'tag') OR (how IN ('id', 'tag') AND text ="
        " (SELECT json_extract(data, '$.names.' || how) FROM _nodes WHERE _nodes.r = _names.r))) AS called"
        " LEFT JOIN _ids USING (n) LEFT JOIN _nodes ON _nodes.r = called.r",
    ),
)  # fmt: skip

IDENTIFIERS = View(
    "identifiers",
    "ids of nodes in registers",
    (
        _as_is("id", "the node", _ID),
        _as_is("name", "its name", "_nodes.name"),
        _as_is("type", "its type", "_nodes.type"),
        _text("scheme", "`wikidata`, `geonames`, `unlocode` …", "there.key"),
        _text("identifier", "its id in that register", "there.value"),
    ),
    ("_nodes JOIN json_each(data, '$.identifiers') AS there LEFT JOIN _ids USING (n)",),
)

_FIGURE = (
    "number, figure, coalesce(json_extract(figure, '$.period'), "
    + _of("json_extract(_nodes.data, '$.when')", "_nodes", "json_extract(figure, '$.during')")
    + ", json_extract(figure, '$.as_of')) AS date"
)
_NO_TEXT = "CAST(NULL AS TEXT)"
_HAS_FIGURES = "instr(data, '\"observations\":')"
"""True if a record may have figures. Most ties have none, and searching a text costs less than reading JSON."""

OBSERVATIONS = View(
    "observations",
    "figures of nodes and of ties, with their dates and sources",
    (
        _as_is("id", "the node or the tie that it is about", (_ID, f"CAST({_TIE_ID} AS TEXT)")),
        _as_is("name", "the name of a node", ("node.name", _NO_TEXT)),
        _as_is("type", "the type of a node, or `tie`", ("node.type", "CAST('tie' AS TEXT)")),
        _text("country", "the country of a node", (_country("node"), "NULL")),
        _as_is("kind", "the kind of a tie", (_NO_TEXT, "_kinds.id")),
        _as_is("from_id", "the end that a tie starts at", (_NO_TEXT, "one.id")),
        _as_is("to_id", "the end that it leads to", (_NO_TEXT, "other.id")),
        ViewColumn("number", "INTEGER", "the number of the figure in its record, from 1", "number"),
        _key("property", "what is counted or measured", data="figure"),
        ViewColumn("value", "NUMERIC", "the figure", f"CAST({_said('value', 'figure')} AS NUMERIC)"),
        _text("bound", "`exactly`, `about`, `more-than` …", f"ifnull({_said('bound', 'figure')}, 'exactly')"),
        _key("unit", "the unit, if `property` does not say it", data="figure"),
        *_dated("date", "its period, else that of its event, else the date at which it held, as written"),
        _key("event_id", "the event that it is about", "during", data="figure"),
        *_standing_on("figure"),
        _as_is("file", "the file that it is in", "_files.file"),
    ),
    (
        f"(SELECT n, r, type, name, country, {_FIGURE} FROM (SELECT n, r, _nodes.type, name, country,"
        " said.key + 1 AS number, said.value AS figure FROM _nodes JOIN json_each(data, '$.observations') AS said))"
        f" AS node LEFT JOIN _ids USING (n) {_FILE.format('node.r')}",
        f"(SELECT t, a, b, k, own_id, {_FIGURE} FROM (SELECT t, a, b, k, own_id,"
        f" said.key + 1 AS number, said.value AS figure FROM ({_TIE} FROM _ties WHERE {_HAS_FIGURES}) AS tie"
        f" JOIN json_each(tie.data, '$.observations') AS said)) AS tie{_JOINED} {_FILE.format('tie.t')}",
    ),
)

_EVIDENCE = "json_each({}, '$.evidence') AS said"

EVIDENCE = View(
    "evidence",
    "all evidence: source and quote of each record, status and observation",
    (
        _text(
            "type",
            "the type of the record: `tie`, `statement`, or a type of node",
            ("'tie'", "'tie'", "'tie'", "_nodes.type", "_nodes.type", "'statement'"),
        ),
        _text("id", "its id", (_TIE_ID, _TIE_ID, _TIE_ID, _ID, _ID, "_statements.r")),
        _text(
            "part",
            "the part of the record: `record` (all of it), `status` or `observation`",
            ("'record'", "'status'", "'observation'", "'record'", "'observation'", "'record'"),
        ),
        ViewColumn(
            "number",
            "INTEGER",
            "the number of the status or observation in the record, from 1",
            ("NULL", "within.key + 1", "within.key + 1", "NULL", "within.key + 1", "NULL"),
        ),
        _text("source_id", "the id of the source", _said("source", "said.value")),
        _text("quote", "the words of the source", _said("quote", "said.value")),
        _text(
            "status",
            "the status that the source gives to the tie, or `denied`, if sources disagree",
            _said("status", "said.value"),
        ),
        _text("by_id", "the id of the node whose words the source reports", _said("by", "said.value")),
        _text("by_name", "its name", _of("_nodes.name", "_nodes", _said("by", "said.value"))),
        *(
            _text(f"{name}", about, _of(_said(key, "_sources.data"), "_sources", _said("source", "said.value")))
            for name, key, about in (
                ("title", "title", "the source's title"),
                ("published", "published", "when it was published, as written"),
                ("url", "url", "its address"),
            )
        ),
    ),
    (
        f"({_TIE} FROM _ties) AS tie JOIN {_EVIDENCE.format('tie.data')}{_JOINED}",
        f"({_TIE} FROM _ties) AS tie JOIN json_each(tie.data, '$.history') AS within"
        f" JOIN {_EVIDENCE.format('within.value')}{_JOINED}",
        f"({_TIE} FROM _ties WHERE {_HAS_FIGURES}) AS tie JOIN json_each(tie.data, '$.observations') AS within"
        f" JOIN {_EVIDENCE.format('within.value')}{_JOINED}",
        f"_nodes JOIN {_EVIDENCE.format('_nodes.data')} LEFT JOIN _ids USING (n)",
        "_nodes JOIN json_each(_nodes.data, '$.observations') AS within"
        f" JOIN {_EVIDENCE.format('within.value')} LEFT JOIN _ids USING (n)",
        f"_statements JOIN {_EVIDENCE.format('_statements.data')}",
    ),
)  # fmt: skip

SOURCES = View(
    "sources",
    "articles, registers, reports and other sources",
    (
        _as_is("id", "its id", _ID),
        _key("title", "its title"),
        _key("type", "news, register, report, dataset …"),
        _list("authors", "its authors"),
        _key("publisher", "its publisher"),
        *_dated("published", "when it was published, as written"),
        _key("retrieved", "when it was read"),
        _key("url", "its address"),
        _key("archive_url", "the address of a copy in an archive"),
        _key("licence", "the terms on which it may be used"),
        _key("language", "its language"),
        *(
            ViewColumn(name, "INTEGER", about, f"(SELECT ifnull(sum({name}), 0) FROM _citations WHERE n = source.n)")
            for name, about in (("cited", "how often it is cited"), ("ties", "how many ties cite it"))
        ),
        *_at_the_end("source.r"),
    ),
    (
        "(SELECT r, n, data, json_extract(data, '$.published') AS published FROM _sources) AS source"
        f" LEFT JOIN _ids USING (n) {_FILE.format('source.r')}",
    ),
)

_THERE = _of("_ids.id", "_nodes", "{}")

STATEMENTS = View(
    "statements",
    "statements: speaker, event, and the nodes that they are about",
    (
        _text("id", "a number that holds in this snapshot only", "statement.r"),
        _key("by_id", "the speaker's id", "by"),
        _text("by_name", "the speaker's name", _of("_nodes.name", "_nodes", _said("by", "statement.data"))),
        _text("at_id", "the event at which it was said", _THERE.format(_said("at", "statement.data"))),
        _text("at_name", "its name", _of("_nodes.name", "_nodes", _said("at", "statement.data"))),
        *_dated("date", "when it was said (`on:`), as written"),
        _text(
            "about",
            "the ids of the nodes that it is about, with `; ` between",
            "(SELECT group_concat(value, '; ') FROM json_each(statement.data, '$.about')"
            f" WHERE {_THERE.format('value')} IS NOT NULL)",
        ),
        *_standing_on(),
        *_at_the_end("statement.r"),
    ),
    (
        "(SELECT r, data, json_extract(data, '$.on') AS date FROM _statements) AS statement "
        + _FILE.format("statement.r"),
    ),
)

KINDS = View(
    "kinds",
    "the kinds of ties",
    (
        _as_is("id", "its id", "_kinds.id"),
        _key("kind_group", "its family", "group"),
        _key("nature", "`standing` or `occurrence`"),
        _key("label", "how a tie reads from its first end to the other"),
        _key("inverse", "how a directed tie reads from its other end"),
        ViewColumn("symmetric", "INTEGER", "1 if the kind has no direction, else 0", _said("between") + " IS NOT NULL"),
        *(
            _text(
                name,
                f"the types of node that a tie may {word}, with `; ` between",
                "(SELECT group_concat(value, '; ') FROM"
                f" json_each(data, CASE WHEN {_said('between')} IS NULL THEN '$.{key}' ELSE '$.between' END))",
            )
            for name, word, key in (("starts", "start at", "from"), ("ends", "lead to", "to"))
        ),
        _key("wikidata", "its Wikidata property; `^P664` if that runs the other way"),
        ViewColumn("ties", "INTEGER", "how many ties there are of it", "ties"),
        _text("record", "the whole record, as JSON", "data"),
    ),
    ("_kinds",),
)

VIEWS = (NODES, TIES, NEIGHBORS, POSTS, NAMES, IDENTIFIERS, OBSERVATIONS, EVIDENCE, SOURCES, STATEMENTS, KINDS)
