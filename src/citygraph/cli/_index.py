"""All commands: module, panel and first line of the help, in the order of ``--help``. Written by scripts/index.py.

So that the list costs no import of any of them."""

INDEX = {
    "path": (
        "citygraph.questions.path",
        "Ask",
        "How are these two connected, and who says so?",
    ),
    "neighbors": (
        "citygraph.questions.neighbors",
        "Ask",
        "Who is tied to this, how, since when, from which source?",
    ),
    "show": (
        "citygraph.questions.show",
        "Ask",
        "All that is known of a city, an official, an event, a source or a tie.",
    ),
    "find": (
        "citygraph.questions.find",
        "Ask",
        "Which record is it? Searches names, aliases, language forms, identifiers and what things are known for.",
    ),
    "ties": (
        "citygraph.questions.ties",
        "Ask",
        "The ties, listed and filtered; between two nodes or two countries.",
    ),
    "officials": (
        "citygraph.questions.officials",
        "Ask",
        "Who holds which public post?",
    ),
    "partners": (
        "citygraph.questions.partners",
        "Ask",
        "A city's partners in the economy: trade, stores, offices.",
    ),
    "sources": (
        "citygraph.questions.sources",
        "Ask",
        "What do we rest on; and what else does this source say?",
    ),
    "compare": (
        "citygraph.questions.compare",
        "Ask",
        "What have these two in common, and what not?",
    ),
    "view": (
        "citygraph.cli.see",
        "See",
        "Write one page that shows the graph, or what the lens shows of it, in any browser.",
    ),
    "map": (
        "citygraph.questions.map",
        "See",
        "Where do the ties lead? A map in the terminal, as wide as that is.",
    ),
    "draw": (
        "citygraph.cli.see",
        "See",
        "Draw the graph, or what the lens shows of it, as a map or a network with its legend.",
    ),
    "stats": (
        "citygraph.questions.stats",
        "Understand",
        "How large is the network, how far apart are its cities, how tightly is it knit?",
    ),
    "rank": (
        "citygraph.questions.rank",
        "Understand",
        "Which cities are the most central?",
    ),
    "communities": (
        "citygraph.questions.communities",
        "Understand",
        "Which groups of cities are tied among themselves more than to others?",
    ),
    "suggest": (
        "citygraph.questions.suggest",
        "Understand",
        "With whom has it much in common, and no tie yet?",
    ),
    "diff": (
        "citygraph.questions.diff",
        "Change",
        "What has become known, or is known otherwise, from A to B?",
    ),
    "log": (
        "citygraph.questions.log",
        "Change",
        "When did we learn what about it?",
    ),
    "timeline": (
        "citygraph.questions.timeline",
        "Change",
        "What happened when, and what is to come?",
    ),
    "check": (
        "citygraph.cli.data",
        "Look after the data",
        "Is what we wrote sound?",
    ),
    "review": (
        "citygraph.questions.review",
        "Look after the data",
        "What needs a second look?",
    ),
    "kinds": (
        "citygraph.cli.data",
        "Look after the data",
        "What kinds of ties are there?",
    ),
    "schema": (
        "citygraph.cli.data",
        "Look after the data",
        "Print the JSON Schema (draft-07) of a graph file, for editors; or of the JSON that a question answers with.",
    ),
    "init": (
        "citygraph.cli.data",
        "Look after the data",
        "Start a graph folder.",
    ),
    "cache": (
        "citygraph.cli.data",
        "Look after the data",
        "What is kept of the folders that were read?",
    ),
    "export": (
        "citygraph.cli.share",
        "Share",
        "Write the graph, or what the lens shows of it, for another program.",
    ),
    "sql": (
        "citygraph.cli.share",
        "Share",
        "Ask in SQL.",
    ),
    "import": (
        "citygraph.cli.bring",
        "Share",
        "Bring in what you have: a table, an answer of Wikidata, a graph from Gephi.",
    ),
}
