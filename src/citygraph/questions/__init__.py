"""Questions, one file each: (graph, lens, …) → frozen rows. They never print and never load.

A field that ends in an underscore (``from_``) is called without it where it leaves Python.
"""
