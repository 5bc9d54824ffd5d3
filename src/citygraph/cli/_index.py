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
        "Which nodes is this one tied to: how, since when, from which source?",
    ),
    "show": (
        "citygraph.questions.show",
        "Ask",
        "All that is known of a city, an official, an event, a source or a tie.",
    ),
    "find": (
        "citygraph.questions.find",
        "Ask",
        "Which record is it, or where is that word written? Searches all names and all texts.",
    ),
    "ties": (
        "citygraph.questions.ties",
        "Ask",
        "List the ties, or count them: all, those of a node, or those between two nodes or two countries.",
    ),
    "officials": (
        "citygraph.questions.officials",
        "Ask",
        "Who holds which public post?",
    ),
    "agreements": (
        "citygraph.questions.agreements",
        "Ask",
        "What was signed, when, by whom, and until when does it run?",
    ),
    "promises": (
        "citygraph.questions.promises",
        "Ask",
        "What was said to come, when is it due, and was it kept?",
    ),
    "partners": (
        "citygraph.questions.partners",
        "Ask",
        "A city's partners in the economy: trade, stores, offices.",
    ),
    "sources": (
        "citygraph.questions.sources",
        "Ask",
        "Which sources does the graph rest on; and what does one of them say?",
    ),
    "compare": (
        "citygraph.questions.compare",
        "Ask",
        "What do these two have in common, and what not?",
    ),
    "common": (
        "citygraph.questions.common",
        "Ask",
        "Which partners, networks and events do these share?",
    ),
    "triangles": (
        "citygraph.questions.triangles",
        "Ask",
        "Which of its partners are partners of each other, too?",
    ),
    "ask": (
        "citygraph.cli.ask",
        "Ask",
        "Ask a question that the graph folder keeps, by its name.",
    ),
    "view": (
        "citygraph.cli.see",
        "See",
        "Write one page that shows the graph, or what the lens shows of it, in any browser.",
    ),
    "map": (
        "citygraph.questions.map",
        "See",
        "Where do the ties lead? A map in the terminal, over its full width.",
    ),
    "draw": (
        "citygraph.cli.see",
        "See",
        "Draw the graph, or what the lens shows of it, as a map or a network with its legend.",
    ),
    "brief": (
        "citygraph.questions.brief",
        "See",
        "Two pages for the folder of a mayor: a city, its partners, what was signed, promised and is to come.",
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
        "Which others have much in common with it, and no tie to it yet?",
    ),
    "diff": (
        "citygraph.questions.diff",
        "Change",
        "What has changed in the graph from A to B?",
    ),
    "log": (
        "citygraph.questions.log",
        "Change",
        "Which commits changed what the graph says of it?",
    ),
    "timeline": (
        "citygraph.questions.timeline",
        "Change",
        "What happened when, and what is to come?",
    ),
    "check": (
        "citygraph.cli.data",
        "Look after the data",
        "Is the graph folder free of mistakes?",
    ),
    "review": (
        "citygraph.questions.review",
        "Look after the data",
        "What needs a second look?",
    ),
    "asleep": (
        "citygraph.questions.asleep",
        "Look after the data",
        "Which standing ties has nobody heard of for years?",
    ),
    "coverage": (
        "citygraph.questions.coverage",
        "Look after the data",
        "What is known, and what is missing?",
    ),
    "kinds": (
        "citygraph.cli.data",
        "Look after the data",
        "Which kinds of ties are there?",
    ),
    "schema": (
        "citygraph.cli.data",
        "Look after the data",
        "Print the JSON Schema (draft-07) of a graph file, for editors; or that of the JSON answer to a question.",
    ),
    "init": (
        "citygraph.cli.data",
        "Look after the data",
        "Start a graph folder.",
    ),
    "cache": (
        "citygraph.cli.data",
        "Look after the data",
        "Which snapshots of graph folders are kept? List them, or remove them.",
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
        "Bring in what you have: a spreadsheet, a register, an answer of Wikidata, a graph from Gephi.",
    ),
    "add": (
        "citygraph.cli.add",
        "Write",
        "Add a record: a tie, a city, an official, an event, an organization, a country or a source.",
    ),
    "edit": (
        "citygraph.cli.edit",
        "Write",
        "Open your editor at a record, and check the folder afterwards.",
    ),
    "confirm": (
        "citygraph.cli.write",
        "Write",
        "Note that a tie still stands: another source shows it in force.",
    ),
    "end": (
        "citygraph.cli.write",
        "Write",
        "Note that a tie has ended.",
    ),
    "rm": (
        "citygraph.cli.write",
        "Write",
        "Take out a record.",
    ),
    "status": (
        "citygraph.cli.write",
        "Write",
        "Note how a tie stands from now on.",
    ),
    "mv": (
        "citygraph.cli.write",
        "Write",
        "Give a record another id, everywhere.",
    ),
    "merge": (
        "citygraph.cli.write",
        "Write",
        "Make one record of two that are about the same thing.",
    ),
    "locate": (
        "citygraph.cli.write",
        "Write",
        "Add the country, coordinates and GeoNames id of cities that lack them.",
    ),
    "fmt": (
        "citygraph.cli.write",
        "Write",
        "Bring the YAML files into one form.",
    ),
}
