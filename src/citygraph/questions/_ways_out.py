"""How to write what a question needs and a folder does not say."""

DATED = "`since: 1990` says when a tie began, `on: 2019-05` when a visit took place"
LOCATED = "`citygraph locate` looks coordinates up, and `coordinates: [51.5, 7.5]` writes them"
