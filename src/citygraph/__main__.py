"""``python -m citygraph``."""

from citygraph.cli.app import main

main()
