"""The store for whatever speaks SQLite: views of plain columns over its tables, declared once.

They are part of every database. A row is made when it is asked for, and of it only the columns that are. What
``citygraph sql`` and ``docs/sql.md`` say of them is from here.

Tables are joined from the left and by their number, so that SQLite leaves out those of which nothing is asked. Texts
are cast, since only what is declared a text compares with 2010 as one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from citygraph.store.layout import BITS


class Column(NamedTuple):
    """A column of a view: its ``name``, the ``type`` of its values, in a line what it is, and how it is ``read`` from
    each of the rows that the view brings together, or from all in one way."""

    name: str
    type: Literal["TEXT", "INTEGER", "REAL", "NUMERIC"]
    about: str
    read: str | tuple[str, ...]

    @property
    def described(self) -> dict[str, str]:
        """What people need to know of it."""
        return {"name": self.name, "type": self.type, "about": self.about}


class View(NamedTuple):
    """A view: in a line what a row of it is, its columns, and where it has its ``rows`` from. If these are several, a
    column has the same type in each: else SQLite makes all rows before it looks for one."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[str, ...]

    @property
    def statement(self) -> str:
        """What makes it."""
        several = []
        for index, rows in enumerate(self.rows):
            read = [column.read if isinstance(column.read, str) else column.read[index] for column in self.columns]
            cells = [f"{cell} AS {column.name}" for column, cell in zip(self.columns, read, strict=True)]
            several.append(f"SELECT {', '.join(cells)} FROM {rows}")
        return f"CREATE VIEW {self.name} AS {' UNION ALL '.join(several)}"


def _as_is(name: str, about: str, read: str | tuple[str, ...]) -> Column:
    """What is a text by itself: a column of a table or of a view, of which SQLite can use an index."""
    return Column(name, "TEXT", about, read)


def _text(name: str, about: str, read: str | tuple[str, ...]) -> Column:
    cast = tuple(f"CAST({each} AS TEXT)" for each in ([read] if isinstance(read, str) else read))
    return Column(name, "TEXT", about, cast[0] if isinstance(read, str) else cast)


def _said(key: str, data: str = "data") -> str:
    return f"json_extract({data}, '$.{key}')"


def _key(name: str, about: str, key: str = "", data: str = "data") -> Column:
    """What a record has under a key, as it is written."""
    return _text(name, about, _said(key or name, data))


def _list(name: str, about: str, key: str = "", data: str = "data") -> Column:
    """The texts that a record has under a key."""
    several = f"SELECT group_concat(value, '; ') FROM json_each({data}, '$.{key or name}')"
    return _text(name, f"{about}, with `; ` between", f"({several})")


def _dated(name: str, about: str) -> tuple[Column, Column, Column]:
    """A date, by the name that it has in the rows; and its days, as the store keeps them."""
    earliest, latest = (f"(SELECT {day} FROM _days WHERE written = {name})" for day in ("earliest", "latest"))
    return (
        _text(name, about, name),
        _text(f"{name}_earliest", f"the first day that `{name}` can mean", earliest),
        _text(f"{name}_latest", "the last day that it can mean", latest),
    )


def _of(what: str, table: str, id: str) -> str:
    """Something of the node or the source that has an id."""
    return f"(SELECT {what} FROM _ids JOIN {table} USING (n) WHERE _ids.id || '.' = {id} || '.')"


def _country(node: str) -> str:
    """The code of a node's country, which may be written as the id of that country's record."""
    record = _of("record.country", "_nodes AS record", f"{node}.country")
    return f"ifnull({record.removesuffix(')')} AND record.type = 'country'), {node}.country)"


def _standing_on(data: str = "data") -> tuple[Column, Column]:
    """Who says so, and in which words."""
    evidence = f"json_each({data}, '$.evidence')"
    ids = f"SELECT {_said('source', 'value')} AS id FROM {evidence} GROUP BY 1 ORDER BY min(key)"
    quote = _said("quote", "value")
    return (
        _text("sources", "the ids of the sources, with `; ` between", f"(SELECT group_concat(id, '; ') FROM ({ids}))"),
        _text(
            "quote",
            "the first words that are quoted; `evidence` has all",
            f"(SELECT {quote} FROM {evidence} WHERE {quote} IS NOT NULL ORDER BY key LIMIT 1)",
        ),
    )


def _at_the_end(number: str, data: str = "data") -> tuple[Column, Column]:
    """Where it is written, and all that is written."""
    return (
        _as_is("file", "the file that it is in", "_files.file"),
        _text("record", "all that is said of it, as JSON", data),
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
        _text("country", "ISO 3166-1 code; the id of a country that has none", _country("node")),
        Column("latitude", "REAL", "in degrees, WGS 84", "node.lat"),
        Column("longitude", "REAL", "in degrees", "node.lon"),
        _key("subtype", "the `type:` of an organization or event", "type"),
        _key("level", "municipality, county, province …"),
        _key("part_of", "the id of the region that it lies in"),
        *_dated("date", "`when:` an event takes place, as written"),
        _list("aliases", "other names"),
        _list("known_for", "what it is known for"),
        _list("tags", "words to sort by"),
        Column(
            "degree",
            "INTEGER",
            "how many ties it has; one to itself counts twice",
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

TIES = View(
    "ties",
    "what joins two nodes, once, in its own direction",
    (
        _text("id", "its id", _TIE_ID),
        _as_is("kind", "its kind, as `sister-city`", "_kinds.id"),
        _text("kind_group", "the kind's family, as `agreement`", _said("group", "_kinds.data")),
        _text("label", "how it reads from the first end to the other", _said("label", "_kinds.data")),
        Column(
            "symmetric",
            "INTEGER",
            "1 if it has no direction: its ends are in order of id then; else 0",
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
            "`proposed`, `planned`, `active`, `dormant`, `suspended`, `ended`, `cancelled` or `unknown`",
            f"ifnull({_said('status', 'tie.data')}, 'unknown')",
        ),
        *_dated("since", "when it began, as written; else when its history has it begin"),
        *_dated("until", "when it ended, as written; `..` if it is known to go on"),
        *_dated("date", "when it took place (`on:`), as written"),
        *_dated("seen", "when a source shows it in force, as written"),
        _key("title", "a name of its own; of a post the post's", data="tie.data"),
        _list("subject", "what it is about", data="tie.data"),
        _key("form", "mou, charter …", data="tie.data"),
        _key("role", "the part played", data="tie.data"),
        _key("called", "the register's own word for it", data="tie.data"),
        _key("on_behalf_of", "the id of whom it is in the name of", data="tie.data"),
        _key("signed", "when its agreement was signed", "agreement.signed", data="tie.data"),
        _key("expires", "when its agreement expires", "agreement.expires", data="tie.data"),
        _key("end_reason", "expired, terminated …", data="tie.data"),
        _key("follows", "the id of the tie that it replaces", data="tie.data"),
        _list("tags", "words to sort by", data="tie.data"),
        *_standing_on("tie.data"),
        *_at_the_end("tie.t", "tie.data"),
    ),
    (
        f"({_TIE}, ifnull(since, {_said('since')}) AS since, {_said('until')} AS until, {_said('on')} AS date,"
        f" {_said('seen')} AS seen FROM _ties) AS tie{_JOINED}"
        " LEFT JOIN _nodes AS start ON start.n = tie.a LEFT JOIN _nodes AS goal ON goal.n = tie.b "
        + _FILE.format("tie.t"),
    ),
)

NEIGHBORS = View(
    "neighbors",
    "each tie as it is seen from either of its ends: two rows for a tie",
    (
        _as_is("node_id", "the node that it is seen from", ("tie.from_id", "tie.to_id")),
        _as_is("node_name", "its name", ("tie.from_name", "tie.to_name")),
        _as_is("label", "how it reads from there", ("tie.label", "tie.inverse")),
        _as_is("direction", "`out`, `in`, or `both` if it has none", ("tie.out", "tie.back")),
        _as_is("id", "the node at its other end", ("tie.to_id", "tie.from_id")),
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
        " CAST((SELECT ifnull(json_extract(data, '$.inverse'), label) FROM _kinds WHERE _kinds.id = kind) AS TEXT)"
        " AS inverse FROM ties) AS tie",
    ),
)

POSTS = View(
    "posts",
    "public posts that officials hold or held; they are ties, too",
    (
        _as_is("official_id", "who holds it", "tie.from_id"),
        _as_is("official_name", "their name", "tie.from_name"),
        _as_is("title", "Mayor, Deputy Speaker …", "tie.title"),
        _as_is("place_id", "the city, country or organization where", "tie.to_id"),
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
        _as_is("tie_id", "the id of the tie that it is", "tie.id"),
    ),
    ("ties AS tie WHERE tie.kind = 'holds-post'",),
)  # fmt: skip

NAMES = View(
    "names",
    "everything that nodes and sources are called, a name a row",
    (
        _as_is("id", "whose name it is", _ID),
        _text("type", "its type, as in `nodes`, or `source`", "ifnull(_nodes.type, 'source')"),
        _as_is("name", "the name", "called.text"),
        _text("sort", "`name`, `alias`, or `language` for one in another language", "sort"),
        _text("tag", "the language's BCP 47 tag, as `zh-Hant`", "tag"),
        _text("language", "the language of that, as `zh`", "CASE WHEN instr(tag, '-') <> 2"
              " THEN lower(substr(tag, 1, instr(tag || '-', '-') - 1)) END"),
        _text("script", "the script that it names, as `Hant`", "CASE WHEN instr(tag, '-') <> 2 AND"
              " substr(tag || '-', instr(tag, '-') + 1) GLOB '[A-Za-z][A-Za-z][A-Za-z][A-Za-z]-*'"
              " THEN substr(tag, instr(tag, '-') + 1, 4) END"),
        _as_is("key", "what all its spellings share, as `iznik`: found at once, however many there are", "called.key"),
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
    "what nodes are called elsewhere",
    (
        _as_is("id", "the node", _ID),
        _as_is("name", "its name", "_nodes.name"),
        _as_is("type", "its type", "_nodes.type"),
        _text("scheme", "`wikidata`, `geonames`, `unlocode` …", "there.key"),
        _text("identifier", "its id there", "there.value"),
    ),
    ("_nodes JOIN json_each(data, '$.identifiers') AS there LEFT JOIN _ids USING (n)",),
)

OBSERVATIONS = View(
    "observations",
    "figures: of what, for when, who says so",
    (
        _as_is("id", "the node that it is about", _ID),
        _as_is("name", "its name", "figure.name"),
        _as_is("type", "its type", "figure.type"),
        _text("country", "its country", _country("figure")),
        Column("number", "INTEGER", "which of the node's figures, from 1", "number"),
        _key("property", "what is counted or measured"),
        Column("value", "NUMERIC", "the figure", f"CAST({_said('value')} AS NUMERIC)"),
        _text("bound", "how it is meant: `exactly`, `about`, `more-than` …", f"ifnull({_said('bound')}, 'exactly')"),
        _key("unit", "what it counts, if `property` does not say it"),
        *_dated("date", "its period, else that of its event, else the time at which it held, as written"),
        _key("event_id", "the event that it is about", "during"),
        *_standing_on(),
        _as_is("file", "the file that it is in", "_files.file"),
    ),
    (
        "(SELECT n, r, type, name, country, number, figure AS data, coalesce(json_extract(figure, '$.period'), "
        + _of("json_extract(_nodes.data, '$.when')", "_nodes", "json_extract(figure, '$.during')")
        + ", json_extract(figure, '$.as_of')) AS date FROM (SELECT n, r, _nodes.type, name, country,"
        " said.key + 1 AS number, said.value AS figure FROM _nodes JOIN json_each(data, '$.observations') AS said))"
        " AS figure"
        f" LEFT JOIN _ids USING (n) {_FILE.format('figure.r')}",
    ),
)

_EVIDENCE = "json_each({}, '$.evidence') AS said"

EVIDENCE = View(
    "evidence",
    "who says so, in which words: all that stands on a source",
    (
        _text(
            "type",
            "of what: `tie`, `statement`, or a type of node",
            ("'tie'", "'tie'", "_nodes.type", "_nodes.type", "'statement'"),
        ),
        _text("id", "its id", (_TIE_ID, _TIE_ID, _ID, _ID, "_statements.r")),
        _text(
            "part",
            "`record`, or of which part of it: `status`, `observation`",
            ("'record'", "'status'", "'record'", "'observation'", "'record'"),
        ),
        Column(
            "number",
            "INTEGER",
            "which of its statuses or observations, from 1",
            ("NULL", "within.key + 1", "NULL", "within.key + 1", "NULL"),
        ),
        _text("source_id", "the source that says so", _said("source", "said.value")),
        _text("quote", "its words", _said("quote", "said.value")),
        _text("by_id", "whom it reports", _said("by", "said.value")),
        _text("by_name", "their name", _of("_nodes.name", "_nodes", _said("by", "said.value"))),
        *(
            _text(f"{name}", about, _of(_said(key, "_sources.data"), "_sources", _said("source", "said.value")))
            for name, key, about in (
                ("title", "title", "the source's title"),
                ("published", "published", "when it was published, as written"),
                ("url", "url", "where it is found"),
            )
        ),
    ),
    (
        f"({_TIE} FROM _ties) AS tie JOIN {_EVIDENCE.format('tie.data')}{_JOINED}",
        f"({_TIE} FROM _ties) AS tie JOIN json_each(tie.data, '$.history') AS within"
        f" JOIN {_EVIDENCE.format('within.value')}{_JOINED}",
        f"_nodes JOIN {_EVIDENCE.format('_nodes.data')} LEFT JOIN _ids USING (n)",
        "_nodes JOIN json_each(_nodes.data, '$.observations') AS within"
        f" JOIN {_EVIDENCE.format('within.value')} LEFT JOIN _ids USING (n)",
        f"_statements JOIN {_EVIDENCE.format('_statements.data')}",
    ),
)  # fmt: skip

SOURCES = View(
    "sources",
    "articles, registers, reports: what all else stands on",
    (
        _as_is("id", "its id", _ID),
        _key("title", "its title"),
        _key("type", "news, register, report, dataset …"),
        _list("authors", "who wrote it"),
        _key("publisher", "who published it"),
        *_dated("published", "when, as written"),
        _key("retrieved", "when it was read"),
        _key("url", "where it is found"),
        _key("archive_url", "where a copy is kept"),
        _key("licence", "under which terms it may be used"),
        _key("language", "the language it is in"),
        *(
            Column(name, "INTEGER", about, f"(SELECT ifnull(sum({name}), 0) FROM _citations WHERE n = source.n)")
            for name, about in (("cited", "how often it is cited"), ("ties", "how many ties stand on it"))
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
    "what somebody said, where, about whom",
    (
        _text("id", "a number, of this snapshot", "statement.r"),
        _key("by_id", "who said it", "by"),
        _text("by_name", "their name", _of("_nodes.name", "_nodes", _said("by", "statement.data"))),
        _text("at_id", "the event at which", _THERE.format(_said("at", "statement.data"))),
        _text("at_name", "its name", _of("_nodes.name", "_nodes", _said("at", "statement.data"))),
        *_dated("date", "when (`on:`), as written"),
        _text(
            "about",
            "the ids of whom or what it is about, with `; ` between",
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
    "the vocabulary of ties",
    (
        _as_is("id", "its id", "_kinds.id"),
        _key("kind_group", "its family", "group"),
        _key("nature", "`standing` or `occurrence`"),
        _key("label", "how it reads between its ends"),
        _key("inverse", "how a directed one reads from its other end"),
        Column("symmetric", "INTEGER", "1 if it has no direction, else 0", _said("between") + " IS NOT NULL"),
        *(
            _text(
                name,
                f"the types of node that it may {word}, with `; ` between",
                "(SELECT group_concat(value, '; ') FROM"
                f" json_each(data, CASE WHEN {_said('between')} IS NULL THEN '$.{key}' ELSE '$.between' END))",
            )
            for name, word, key in (("starts", "start at", "from"), ("ends", "lead to", "to"))
        ),
        _key("wikidata", "the Wikidata property; `^P664` if it runs the other way"),
        Column("ties", "INTEGER", "how many there are", "ties"),
        _text("record", "all that is said of it, as JSON", "data"),
    ),
    ("_kinds",),
)

VIEWS = (NODES, TIES, NEIGHBORS, POSTS, NAMES, IDENTIFIERS, OBSERVATIONS, EVIDENCE, SOURCES, STATEMENTS, KINDS)
