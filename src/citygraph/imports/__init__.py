"""Foreign rows → records of a graph folder.

``readers`` reads the rows of a file. ``columns`` gives columns their meaning, ``values`` reads their cells, and
``asking`` holds what a file leaves open. ``entities`` gathers all rows about one thing. ``matching`` finds the records
that the folder already has, and ``records`` makes the new ones. ``source_folder`` holds the present records of the
source and those of the last import, ``folder_update`` merges them with the new ones, and ``new_files`` writes what
comes of it. ``run`` does all of it.
"""
